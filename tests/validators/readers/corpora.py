"""Statements as corpora have them: ConvoKit's utterances, CLiC's regions."""

from __future__ import annotations

import contextlib
import csv
import io
import os
import tempfile
from collections import Counter
from unittest.mock import patch

from reference import Export, Result, shown, without_hostile

# Names of CLiC's regions that sayso writes.
REGIONS = {"quote.quote", "quote.embedded", "quote.nonquote", "quote.suspension.short", "quote.suspension.long"}


def convokit(export: Export) -> Result:
    """ConvoKit loads the folder; each statement is an utterance of its speaker at its place, each document a conversation."""
    # It writes settings into the home of whoever loads a corpus.
    with tempfile.TemporaryDirectory() as home, patch.dict(os.environ, HOME=home), contextlib.redirect_stdout(io.StringIO()):
        from convokit import Corpus

        corpus = Corpus(filename=str(export.file))
    result, reference = Result(), export.reference
    statements = [r for r in reference.placed() if r["label"] == "quote" and r["status"] != "rejected"]
    there = Counter()
    for utterance in corpus.iter_utterances():
        at = tuple(map(tuple, utterance.meta["at"]))
        there[utterance.speaker.id, utterance.text, at] += 1
        said = reference.said({"at": at})
        inside = utterance.text in said
        result.words(utterance.text if inside else said, utterance.text, f"{at}")
        before = utterance.reply_to
        result.check(before is None or before in corpus.utterances, f"{utterance.id} answers nothing")
        result.check(utterance.conversation_id == reference.name, f"{utterance.id} of {utterance.conversation_id}")
        for key in ("kind", "form", "status", "score", "note", "rating"):
            result.check(key in utterance.meta, f"an utterance without {key}")
    wanted = Counter(
        (who(r), r["quoted"], tuple(map(tuple, r["at"]))) for r in statements
    )
    for name, words, _ in there - wanted:
        result.say(f"not of the reference: {name} {shown(words)}")
    for name, words, _ in wanted - there:
        result.say(f"missing: {name} {shown(words)}")
    counts = Counter(name for name, *_ in wanted.elements())
    for speaker in corpus.iter_speakers():
        result.check(speaker.meta["utterances"] == counts[speaker.id], f"{speaker.id}: other than {counts[speaker.id]}")
    for conversation in corpus.iter_conversations():
        result.check(conversation.meta["utterances"] == there.total(), f"{conversation.id}: not all of its utterances")
    return result


def who(record: dict) -> str:
    """The speaker of a record as the corpus names one."""
    return record["speaker"] or ("none" if record["speaker_id"] == "none" else "unknown")


def clic(export: Export) -> Result:
    """Read as CLiC's importer does: all behind the name is whole numbers, places are those of the text beside or of the book."""
    result, reference = Result(), export.reference
    beside = export.beside(".txt")
    text = reference.text if beside is None else beside.read_bytes().decode("utf-8")
    result.check(len(text) == len(reference.text), "the text beside it has another length than the reading text")
    names = {}
    speakers = export.beside(".speakers.csv")
    if result.check(speakers is not None, "no list of speakers"):
        for row in csv.DictReader(io.StringIO(speakers.read_text(encoding="utf-8"), newline="")):
            names[int(row["number"])] = row["name"]
    regions = []
    with export.file.open(encoding="utf-8", newline="") as lines:
        for name, *numbers in csv.reader(lines):
            regions.append((name, *map(int, numbers)))
    result.check({r[0] for r in regions} <= REGIONS, f"regions called {sorted({r[0] for r in regions} - REGIONS)}")
    order = [(r[1], -r[2], r[0]) for r in regions]
    result.check(order == sorted(order), "regions out of order")
    speech = {(r[1], r[2]): r[3] if len(r) > 3 else None for r in regions if r[0] in ("quote.quote", "quote.embedded")}
    said = [r for r in reference.placed() if r["label"] == "quote" and r["status"] != "rejected"]
    wanted = {}
    for record in said:
        if record["kind"] == "direct" or record["kind"] is None:
            for place in map(tuple, record["at"]):
                wanted.setdefault(place, record)
    for place, record in wanted.items():
        result.spans += 1
        if result.check(place in speech, f"missing: {shown(text[slice(*place)])}"):
            number = speech[place]
            name = without_hostile(names.get(number, "") if number else "")
            due = without_hostile(who(record).removesuffix("unknown"))
            result.check(name == due, f"{shown(text[slice(*place)])}: said by {name!a}, not {due!a}")
    for name, start, end, *_ in regions:
        result.check(0 <= start < end <= len(text), f"{name} from {start} to {end}")
        if name == "quote.nonquote":
            result.check(not any(start < e and s < end for s, e in speech), f"speech in {shown(text[start:end])}")
        if name.startswith("quote.suspension"):
            result.check(not text[start].isspace() and not text[end - 1].isspace(), "a suspension with blanks at its ends")
    return result
