#!/usr/bin/env bash
# subsrt-ts 2.1.2 (npm): every line of an ASS file that it writes has the "speaker" NTP.
#
# The events of ASS have a column Name for whoever speaks. subsrt-ts knows no speakers, and writes ` NTP` there in each line, whatever it
# converts. One would guess that a writer without speakers leaves the column empty, as others do; a reader that believes the column
# makes the whole film the speech of one person called NTP. A name that every line has tells nothing.
#
# Output seen: Dialogue: 0,0:00:01.00,0:00:02.00,DefaultVCD, NTP,0000,0000,0000,,We came.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit subsrt-ts@2.1.2
cat >build.mjs <<'JS'
import library from "subsrt-ts";

const subtitles = library.default ?? library;
const caption = (index, start, text) => ({ type: "caption", index, start, end: start + 1000, duration: 1000, content: text, text });
const captions = [caption(1, 1000, "We came."), caption(2, 3000, "Why?")];
process.stdout.write(subtitles.build(captions, { format: "ass" }));
JS
node build.mjs | tee out.ass
test "$(grep -c '^Dialogue: .*, NTP,' out.ass)" -eq 2
echo "as described"
