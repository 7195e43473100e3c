#!/usr/bin/env bash
# audiobooker-ai 3.0.0 (PyPI): in German, French and Spanish a small word that begins with an accent or umlaut is a speaker.
#
# "ajouta également Paul" is said by Également, "rief überrascht Otto" by Überrascht, both with a confidence of 0.95. The classes of the
# profiles, [A-Z\u00C0-\u024F], are meant for capital letters, which is what tells a name here; but from À on Unicode has small and
# capital letters in turns, and é, ü and á are among them. The same sentence with a small word of plain letters gets no speaker. One
# would guess that what begins small is no name, as its own comments say. Who writes such a class: \p{Lu}, or a test of the first letter.
#
# Output seen:
#   fr Également 0.95 ajouta également Paul
#   fr unknown 0.0 ajouta aussi Paul
#   de Überrascht 0.95 rief überrascht Otto
#   de unknown 0.0 rief erschrocken Otto
#   es Ávida 0.95 exclamó ávida Ana
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv env
env/bin/pip install --quiet audiobooker-ai==3.0.0
cat >who.py <<'PY'
from audiobooker import AudiobookProject

for language, quotation, tag in [
    ("fr", "« Nous partons »", "ajouta également Paul"),
    ("fr", "« Nous partons »", "ajouta aussi Paul"),
    ("de", "„Wir gehen“", "rief überrascht Otto"),
    ("de", "„Wir gehen“", "rief erschrocken Otto"),
    ("es", "«Nos vamos»", "exclamó ávida Ana"),
]:
    project = AudiobookProject.from_string(f"{quotation}, {tag}.", lang=language)
    project.compile()
    said = next(u for u in project.chapters[0].utterances if u.utterance_type.value == "dialogue")
    print(language, said.speaker, said.confidence, tag)
PY
env/bin/python who.py 2>/dev/null | tee out
diff - out <<'OUT'
fr Également 0.95 ajouta également Paul
fr unknown 0.0 ajouta aussi Paul
de Überrascht 0.95 rief überrascht Otto
de unknown 0.0 rief erschrocken Otto
es Ávida 0.95 exclamó ávida Ana
OUT
echo "as described"
