#!/usr/bin/env bash
# krokai 0.15.0 (PyPI): a source whose file name holds "report", "review", "note", "memo" or "brief" is not read, whatever is in it.
#
# The folder of sources is for what is quoted, and the names are those of one's own writing: to quote a draft as its own source would
# confirm every mistake in it. But the pattern is looked for anywhere in the name of any file there, so `federal-reporter-234.txt`,
# `inspection-report.md` or `interview-notes.txt` is left out too, and a right quotation of it is NOT FOUND, "the shape a fabrication
# makes". One would guess that a file put among the sources is a source. The text report lists what was left out and says to fix the
# pattern; `casefile.json` has no key for it. What helps: other file names.
#
# Output seen:
#   federal-reporter-234.txt NOT FOUND
#   reading-234.txt VERIFIED
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv env
env/bin/pip install --quiet krokai==0.15.0
mkdir matter
cd matter
../env/bin/krokai init . >/dev/null
words="We will open the north quay on the first Monday of March"
verdict=$(printf '%s and close it again in the last week of October.\n' "$words" >law/federal-reporter-234.txt && ../env/bin/krokai quote "$words" || true)
grep -q 'EXCLUDED as derived' <<<"$verdict"
echo "federal-reporter-234.txt $(grep -o -m1 '^NOT FOUND$' <<<"$verdict")" | tee ../out
mv law/federal-reporter-234.txt law/reading-234.txt
verdict=$(../env/bin/krokai quote "$words" || true)
echo "reading-234.txt $(grep -o -m1 '^VERIFIED$' <<<"$verdict")" | tee -a ../out
diff - ../out <<'OUT'
federal-reporter-234.txt NOT FOUND
reading-234.txt VERIFIED
OUT
echo "as described"
