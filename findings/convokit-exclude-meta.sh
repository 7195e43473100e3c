#!/usr/bin/env bash
# convokit 5.0.0 (PyPI): exclude_speaker_meta and exclude_conversation_meta leave everything in.
#
# Corpus(filename=…) takes lists of metadata that are not to be loaded, for utterances, conversations and speakers. Those of utterances
# are left out; those of conversations and speakers stay, since the test for a file in today's form compares a truth with a number and
# never holds: the names are then looked for a level too high. One would guess that the three options do alike, as their
# documentation says; who leaves out what is private keeps it.
#
# Output seen: [False, False] [{'phone': '555'}, {'phone': '555'}] [{'place': 'quay'}]
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check numpy pandas scipy scikit-learn pymongo PyYAML requests tqdm
venv/bin/pip install --quiet --disable-pip-version-check --no-deps convokit==5.0.0
cat >corpus.py <<'PY'
from convokit import Corpus, Speaker, Utterance

ada, bo = (Speaker(id=name, meta={"phone": "555"}) for name in ("ada", "bo"))
said = [
    Utterance(id="1", speaker=ada, conversation_id="1", reply_to=None, timestamp=1, text="We came.", meta={"mood": "dry"}),
    Utterance(id="2", speaker=bo, conversation_id="1", reply_to="1", timestamp=2, text="Why?", meta={"mood": "dry"}),
]
made = Corpus(utterances=said)
made.get_conversation("1").meta["place"] = "quay"
made.dump("corpus", base_path=".")
read = Corpus(
    filename="corpus",
    exclude_utterance_meta=["mood"],
    exclude_speaker_meta=["phone"],
    exclude_conversation_meta=["place"],
)
print(
    ["mood" in utterance.meta for utterance in read.iter_utterances()],
    [dict(speaker.meta) for speaker in read.iter_speakers()],
    [dict(conversation.meta) for conversation in read.iter_conversations()],
)
PY
venv/bin/python corpus.py | tee out.txt
grep -qF "[False, False] [{'phone': '555'}, {'phone': '555'}] [{'place': 'quay'}]" out.txt
echo "as described"
