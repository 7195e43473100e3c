#!/usr/bin/env bash
# deepgram-captions 2.0.0 (PyPI): the captions it makes of an AssemblyAI transcript run a thousand times too slowly.
#
# AssemblyAI gives the beginning and end of words in milliseconds, Deepgram in seconds. `AssemblyAIConverter` passes the numbers on as
# they are, and the writers take them for seconds: a word said after one second has the time 00:16:40. One would guess that a
# converter made for that service knows its unit, and a short file looks right at a glance, because the order of the cues is right.
# Whoever reads such captions beside the recording gets times hours behind its end.
#
# Output seen: 00:16:40.000 --> 00:30:00.000 for words from 1,000 to 1,800 milliseconds.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet deepgram-captions==2.0.0
"$folder/venv/bin/python" - <<'PY'
from deepgram_captions import AssemblyAIConverter, webvtt

words = [
    {"text": "We", "start": 1000, "end": 1200, "confidence": 1.0, "speaker": "A"},
    {"text": "came.", "start": 1300, "end": 1800, "confidence": 1.0, "speaker": "A"},
]
transcript = {"text": "We came.", "words": words,
              "utterances": [{"speaker": "A", "start": 1000, "end": 1800, "text": "We came.", "words": words}]}
captions = webvtt(AssemblyAIConverter(transcript))
print(captions)
assert "00:16:40.000 --> 00:30:00.000" in captions, "the times are other ones now"
PY
echo "as described"
