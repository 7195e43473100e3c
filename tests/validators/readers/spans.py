"""Texts with labelled spans: brat, doccano, Label Studio, spaCy, CoNLL."""

from __future__ import annotations

import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import spacy as spacy_package
from label_studio_sdk.label_interface import LabelInterface
from pybrat.parser import BratParser, Entity, Example
from seqeval.scheme import IOB1, IOB2, Entities
from spacy.tokens import Doc, DocBin

from reference import (
    HOSTILE,
    REPLACEMENT,
    Export,
    Place,
    Result,
    Span,
    compare,
    folded,
    inked,
    pieces,
    without_hostile,
)

DOCCANO_READER = Path(__file__).parent / "doccano_reader.py"


def brat(export: Export) -> Result:
    """pybrat reads the lines; the text beside them is the reading text, and every fragment is cut from it."""
    result, text = Result(), export.reference.text
    beside = export.beside(".txt")
    if not result.check(beside is not None, "there is no text beside the .ann"):
        return result
    plain = beside.read_bytes().decode("utf-8")
    # Control characters and marks of direction are replaced one for one, as sayso says.
    result.check(stood_in(text, plain) == plain, "the text beside it is not the reading text")
    raw = export.file.read_bytes().decode("utf-8")
    # brat itself splits lines wherever Python does.
    lines = raw.splitlines()
    result.check(lines == raw.split("\n")[:-1], "something in a line is the end of a line for brat")
    example = read_brat(export.file)
    for kind, read in (("T", example.entities), ("R", example.relations)):
        written = sum(line.startswith(kind) for line in lines)
        result.check(len(read) == written, f"pybrat reads {len(read)} of {written} lines {kind}")
    for entity in example.entities:
        fragments = [(s.start, s.end) for s in entity.spans]
        result.check(fragments == sorted(fragments), f"{entity.id}: fragments out of order")
        result.words(" ".join(plain[s:e] for s, e in fragments), entity.mention, f"{entity.id}")
    found = [inked(brat_span(e), text) for e in example.entities]
    compare(result, export, found, [inked(s, text) for s in export.reference.everything()])
    known = {e.id for e in example.entities}
    for line in lines:
        check_brat_line(result, line, known)
    return result


def stood_in(text: str, plain: str) -> str:
    """The text with what drives a terminal as the export has it, where that is a stand-in for it."""
    if len(text) != len(plain):
        return text
    drives = {"Cc", "Cf", "Cn", "Zl", "Zp"}
    same = (there if there in "\ufffd " and category(char) in drives else char for char, there in zip(text, plain))
    return "".join(same)


class Parser(BratParser):
    """pybrat, but two spans may be at one place: brat itself allows that."""

    def _check_entities(self, entities: list[Entity]) -> None:
        pass


def read_brat(file: Path) -> Example:
    """What pybrat makes of the .ann and .txt of a folder."""
    examples = Parser(error="raise").parse(str(file.parent), encoding="utf-8")
    return examples[0]


def brat_span(entity: Entity) -> Span:
    """An entity of pybrat."""
    return Span(folded(entity.type), tuple((s.start, s.end) for s in entity.spans))


BRAT_LINES = {
    "T": r"T\d+\t\S+ \d+ \d+(;\d+ \d+)*\t.+",
    "R": r"R\d+\t\S+ Arg1:T\d+ Arg2:T\d+\t?",
    "A": r"[AM]\d+\t\S+ (?P<of>T\d+)( \S.*)?",
    "M": r"[AM]\d+\t\S+ (?P<of>T\d+)( \S.*)?",
    "N": r"N\d+\tReference (?P<of>T\d+) [^:\s]+:\S+\t.+",
    "#": r"#\d+\t\S+ (?P<of>[TR]\d+)\t.*",
}


def check_brat_line(result: Result, line: str, known: set[str]) -> None:
    """The line has the form brat asks for, and what it speaks of exists (pybrat passes over A and # lines)."""
    form = BRAT_LINES.get(line[:1])
    match = re.fullmatch(form, line) if form else None
    if result.check(match is not None, f"no line of brat: {line!a}"):
        of = match.groupdict().get("of")
        result.check(of is None or of in known or of.startswith("R"), f"{line[:8]!a} speaks of {of}, which is not there")


def doccano_version(python: str) -> str:
    """The importer and its version, as its own environment tells it."""
    asked = subprocess.run([python, DOCCANO_READER, "--version"], capture_output=True, text=True, check=True)
    return f"doccano {asked.stdout.strip()}"


def doccano(export: Export, python: str) -> Result:
    """doccano's own importer, in its own environment, gives spans and relations of every line."""
    result = Result()
    read = subprocess.run(
        [python, DOCCANO_READER, export.file], capture_output=True, text=True, encoding="utf-8", check=False
    )
    if not result.check(read.returncode == 0, f"doccano: {read.stderr.strip().splitlines()[-1:]}"):
        return result
    examples = json.loads(read.stdout.splitlines()[-1])
    result.check(len(examples) == 1, f"{len(examples)} examples of one document")
    for example in examples:
        result.check(example["text"] == export.reference.text, "its text is not the reading text")
        spans = example["spans"]
        check_ranges(result, export, [(s["start_offset"], s["end_offset"]) for s in spans])
        found = [Span(folded(s["label"]), ((s["start_offset"], s["end_offset"]),)) for s in spans]
        compare(result, export, found, pieces(export.reference.everything()))
        ids = [s["id"] for s in spans]
        result.check(len(set(ids)) == len(ids), "two spans have one id")
        for relation in example["relations"]:
            ends = {relation["from_id"], relation["to_id"]}
            result.check(ends <= set(ids), f"relation {relation['id']} leads nowhere")
    return result


def check_ranges(result: Result, export: Export, found: list[Place]) -> None:
    """Places lie in the text and hold words; whose words they are is told by comparing with the reference."""
    for start, end in found:
        result.spans += 1
        result.check(0 <= start < end <= len(export.reference.text), f"{start}-{end} is no place in the text")


def label_studio(export: Export) -> Result:
    """The SDK validates every region against the config beside it; text and offsets are compared here."""
    result, reference = Result(), export.reference
    config = export.beside(".xml")
    if not result.check(config is not None, "there is no labelling config beside it"):
        return result
    interface = LabelInterface(config.read_text(encoding="utf-8"))
    interface.validate()
    tasks = json.loads(export.file.read_text(encoding="utf-8"))
    result.check(len(tasks) == 1, f"{len(tasks)} tasks of one document")
    for task in tasks:
        result.check(task["data"]["text"] == reference.text, "its text is not the reading text")
        work = [*task["annotations"], *task.get("predictions", [])]
        found: list[Span] = []
        for one in work:
            for error in interface._validate_object(one, return_errors=True):
                result.say(f"label-studio: {error}")
            found += check_regions(result, export, one["result"])
        for prediction in task.get("predictions", []):
            result.check(0 <= prediction["score"] <= 1 and prediction["model_version"] != "", "a prediction without a score")
        # The words that name somebody may stand in what is decided and in what is predicted.
        parts = {s for s in found if s.label in ("speaker", "cue")}
        found = [s for s in found if s not in parts] + sorted(parts, key=lambda s: s.pieces)
        compare(result, export, found, pieces(reference.everything()))
    return result


def check_regions(result: Result, export: Export, all_of_them: list[dict[str, Any]]) -> list[Span]:
    """Regions hold the words at their offsets; what belongs to a region names one. Gives their spans."""
    reference = export.reference
    regions = [r for r in all_of_them if r["type"] == "labels"]
    found = []
    for region in regions:
        value = region["value"]
        at = (value["start"], value["end"])
        result.words(reference.words(at), value["text"], region["id"])
        found += [Span(folded(label), (at,)) for label in value["labels"]]
    known = {r["id"] for r in regions}
    result.check(len(known) == len(regions), "two regions have one id")
    for other in all_of_them:
        ends = {other["from_id"], other["to_id"]} if other["type"] == "relation" else {other["id"]}
        result.check(ends <= known, f"{other['type']} of {sorted(ends - known)}, which are not there")
    return found


def spacy(export: Export) -> Result:
    """spaCy's own tokens carry the spans; those that begin or end within a token are compared as text only."""
    result, reference = Result(), export.reference
    nlp = spacy_package.blank("xx")
    lines = export.file.read_text(encoding="utf-8").split("\n")[:-1]
    result.check(len(lines) == 1, f"{len(lines)} lines of one document")
    within = 0
    for example in map(json.loads, lines):
        result.check(example["text"] == reference.text, "its text is not the reading text")
        doc = nlp.make_doc(example["text"])
        result.check(doc.text == example["text"], "spaCy's tokens are not the text")
        found, cuts = [], []
        for span in example["spans"]:
            at = (span["start"], span["end"])
            cut = doc.char_span(*at, label=span["label"], kb_id=span.get("kb_id", ""))
            within += cut is None
            result.words(example["text"][slice(*at)] if cut is None else cut.text, reference.words(at), span["label"])
            found.append(Span(folded(span["label"]), (at,)))
            cuts += [] if cut is None else [cut]
        check_docbin(result, doc, cuts)
        compare(result, export, found, pieces(reference.everything()))
    if within:
        result.remarks.append(f"{within} spans begin or end within a token of spaCy's")
    return result


def check_docbin(result: Result, doc: Doc, cuts: list[Any]) -> None:
    """The binary form that spaCy is trained from gives the same spans back."""
    doc.spans["sc"] = cuts
    back = DocBin().from_bytes(DocBin(docs=[doc]).to_bytes())
    told = [
        [(s.label_, s.kb_id_, s.start_char, s.end_char, s.text) for s in d.spans.get("sc", [])]
        for d in (doc, *back.get_docs(doc.vocab))
    ]
    result.check(told[0] == told[1], "spans are lost in spaCy's binary form")


def conll(export: Export) -> Result:
    """Two columns, IOB2, read strictly."""
    return columns(export, 2, IOB2)


def conll2003(export: Export) -> Result:
    """Four columns, IOB1, documents told apart by -DOCSTART-."""
    result = columns(export, 4, IOB1)
    first = export.file.read_text(encoding="utf-8").split("\n", 1)[0]
    result.check(first == "-DOCSTART- -X- -X- O" or first == "-DOCSTART- -X- O O", f"it begins with {first!a}")
    return result


def columns(export: Export, width: int, scheme: type) -> Result:
    """Every layer: tokens one after the other are the text, chunks are the spans."""
    result, text = Result(), export.reference.text
    found: Counter[Span] = Counter()
    for file in sorted(export.file.parent.glob("*.conll")):
        sentences = list(read_columns(file, width, result))
        tokens = align([token for sentence in sentences for token, _ in sentence], text, result)
        if result.problems:
            return result
        # What overlaps in the main file stands in the file of its label, together with what does not.
        found |= Counter(inked(s, text) for s in chunks(sentences, tokens, scheme))
    result.spans = found.total()
    compare(result, export, found.elements(), [inked(s, text) for s in pieces(export.reference.everything())])
    return result


def read_columns(file: Path, width: int, result: Result) -> Iterator[list[tuple[str, str]]]:
    """Sentences of tokens with their tags."""
    raw = file.read_bytes().decode("utf-8")
    result.check(raw.splitlines() == raw.split("\n")[:-1], f"{file.suffix}: a token holds the end of a line")
    sentence: list[tuple[str, str]] = []
    for number, line in enumerate(raw.split("\n"), 1):
        if line == "" or line.startswith("-DOCSTART-"):
            if sentence:
                yield sentence
            sentence = []
            continue
        cells = line.split(" ")
        if result.check(len(cells) == width and all(c.strip() for c in cells), f"line {number} has other columns: {line!a}"):
            sentence.append((cells[0], cells[-1]))


def align(tokens: list[str], text: str, result: Result) -> list[Place]:
    """Where tokens stand: one after the other, with nothing but white space between, and what is hostile replaced."""
    out, at = [], 0
    for token in tokens:
        while at < len(text) and text[at].isspace():
            at += 1
        start = at
        for char in token:
            while at < len(text) and text[at] != char and (text[at].isspace() or HOSTILE.match(text[at])) and char != REPLACEMENT:
                at += 1
            if at == len(text) or (text[at] != char and (char != REPLACEMENT or not HOSTILE.match(text[at]))):
                result.say(f"token {token!a} is not next in the text, which has {text[start:start + 20]!a} there")
                return out
            at += 1
        out.append((start, at))
    result.check(without_hostile(text[at:]) == "", f"words without a token: {text[at:][:40]!a}")
    return out


def chunks(sentences: list[list[tuple[str, str]]], tokens: list[Place], scheme: type) -> list[Span]:
    """The chunks seqeval sees, at the places of their tokens."""
    out, first = [], 0
    tags = [[tag for _, tag in sentence] for sentence in sentences]
    for sentence, entities in zip(tags, Entities(tags, scheme).entities, strict=True):
        for entity in entities:
            at = (tokens[first + entity.start][0], tokens[first + entity.end - 1][1])
            out.append(Span(folded(entity.tag), (at,)))
        first += len(sentence)
    return out
