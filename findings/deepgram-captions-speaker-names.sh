#!/usr/bin/env bash
# deepgram-captions 2.0.0 (PyPI): one speaker of one transcript has two names, by the format of the captions.
#
# The SRT writer sets `[speaker 0]` on a line of its own above the words, in small letters and brackets; the WebVTT writer sets the voice
# `<v Speaker 0>` before them. One would guess that both spell the same speaker alike, and that a name in SRT stands before a colon in
# the line of its words. A program that pairs the two files by the names of speakers finds no pair, and one that reads the SRT by
# lines takes the name for a caption that somebody speaks.
#
# Output seen: "[speaker 0]" in the SRT, "<v Speaker 0>" in the WebVTT.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install --quiet deepgram-captions==2.0.0
"$folder/venv/bin/python" - <<'PY'
from deepgram_captions import DeepgramConverter, srt, webvtt

words = [
    {"word": "we", "punctuated_word": "We", "start": 1.0, "end": 1.2, "speaker": 0, "confidence": 1.0},
    {"word": "came", "punctuated_word": "came.", "start": 1.3, "end": 1.8, "speaker": 0, "confidence": 1.0},
]
answer = {
    "metadata": {"request_id": "r", "created": "2026-01-01", "duration": 2.0, "channels": 1},
    "results": {
        "channels": [{"alternatives": [{"transcript": "We came.", "words": words}]}],
        "utterances": [{"start": 1.0, "end": 1.8, "speaker": 0, "transcript": "We came.", "words": words}],
    },
}
subrip, vtt = srt(DeepgramConverter(answer)), webvtt(DeepgramConverter(answer))
print(subrip, vtt, sep="\n")
assert "\n[speaker 0]\nWe came." in subrip, "the SRT names the speaker otherwise now"
assert "<v Speaker 0>We came." in vtt, "the WebVTT names the speaker otherwise now"
PY
echo "as described"
