"""What an export must say: the documents' texts and the records of sayso's jsonl export, and how a reader's finds compare.

Offsets are code points of the reading text, half-open.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

Place = tuple[int, int]

# What no XML 1.0 document can hold, not even escaped.
NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
# What drives a terminal or disguises text: shown as U+FFFD or a space by the formats that are for people.
HOSTILE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]"
)
REPLACEMENT = "\ufffd"


@dataclass(frozen=True)
class Span:
    """Words with a label, in one piece or several."""

    label: str
    pieces: tuple[Place, ...]


@dataclass
class Reference:
    """One document as sayso's jsonl export tells it."""

    name: str
    text: str
    records: list[dict[str, Any]]

    def placed(self) -> list[dict[str, Any]]:
        """The records that have a place."""
        return [r for r in self.records if r["at"]]

    def orphans(self) -> list[dict[str, Any]]:
        """The records that have lost theirs."""
        return [r for r in self.records if not r["at"]]

    def contents(self) -> list[Span]:
        """The words of every record."""
        return [Span(folded(r["label"]), places(r["at"])) for r in self.placed()]

    def everything(self) -> list[Span]:
        """The words of every record, and once each the words that name somebody and those of saying."""
        parts = {
            Span(label, (tuple(r[key]),))
            for r in self.placed()
            for label, key in (("speaker", "source"), ("cue", "cue"))
            if r[key]
        }
        return self.contents() + sorted(parts, key=lambda s: s.pieces)

    def words(self, place: Place) -> str:
        """The words at a place."""
        return self.text[place[0] : place[1]]

    def said(self, record: dict[str, Any]) -> str:
        """The words of a record, cut out of the text anew; those of an orphan can only be the ones it remembers."""
        return " … ".join(map(self.words, places(record["at"]))) if record["at"] else record["exact"]


@dataclass
class Export:
    """What sayso wrote for one document in one format."""

    document: Path
    file: Path
    talk: str
    reference: Reference

    def beside(self, ending: str) -> Path | None:
        """A file written together with the main one, by the end of its name."""
        return next((f for f in sorted(self.file.parent.iterdir()) if f != self.file and f.name.endswith(ending)), None)

    def left_out(self) -> int:
        """How many spans of annotations that still have a place sayso says it left out."""
        counts = re.findall(r"(\d+) [^.]*?\b(?:annotation|span|name|cue)s?\b[^.]*\bleft out", self.talk)
        return max(0, sum(map(int, counts)) - len(self.reference.orphans()))


@dataclass
class Result:
    """What a reader found in one file."""

    spans: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def say(self, problem: str) -> None:
        """Adds a mismatch."""
        self.problems.append(problem)

    def check(self, holds: bool, problem: str) -> bool:
        """Adds a mismatch unless something holds."""
        if not holds:
            self.say(problem)
        return holds

    def words(self, found: str, wanted: str, what: str, fold: Callable[[str], str] = str) -> None:
        """Counts a span whose words were cut out anew, and compares them with those the reference has there."""
        self.spans += 1
        self.check(fold(found) == fold(wanted), f"{what}: {shown(found)} is not {shown(wanted)}")


def folded(label: str) -> str:
    """A label as every format's spelling of it agrees: `Key_passage` and `key-passage` are one."""
    return re.sub(r"[\W_]+", "-", label.casefold())


def places(at: Iterable[Iterable[int]]) -> tuple[Place, ...]:
    """JSON's lists as pairs."""
    return tuple((start, end) for start, end in at)


def pieces(spans: Iterable[Span]) -> list[Span]:
    """Every piece as a span of its own."""
    return [Span(s.label, (p,)) for s in spans for p in s.pieces]


def runs(letters: Iterable[int]) -> tuple[Place, ...]:
    """Numbers as the runs they make."""
    out: list[list[int]] = []
    for at in sorted(set(letters)):
        if out and out[-1][1] == at:
            out[-1][1] = at + 1
        else:
            out.append([at, at + 1])
    return places(out)


def inked(span: Span, text: str) -> Span:
    """The same span without its white space, as the runs of letters it covers: readers that cut at line ends or trim
    cover the same letters."""
    return Span(span.label, runs(i for start, end in span.pieces for i in range(start, end) if not text[i].isspace()))


def compare(result: Result, export: Export, found: Iterable[Span], wanted: Iterable[Span]) -> None:
    """Every span of the reference is there as often as there, and nothing else; those left out were announced."""
    text = export.reference.text
    there, due = Counter(found), Counter(wanted)
    for span in there - due:
        result.say(f"a span that sayso does not have: {span.label} {told(span, text)}")
    missing = list((due - there).elements())
    announced = export.left_out()
    if missing and len(missing) == announced:
        result.remarks.append(f"as many spans as sayso says are left out: {announced}")
        return
    result.check(not announced, f"left out as sayso says: {announced}, in truth: {len(missing)}")
    for span in missing:
        result.say(f"missing: {span.label} {told(span, text)}")


def told(span: Span, text: str) -> str:
    """Places and words of a span, for a message."""
    at = ", ".join(f"{start}-{end}" for start, end in span.pieces)
    return f"{at} {shown(' … '.join(text[s:e] for s, e in span.pieces))}"


def shown(words: str) -> str:
    """Words for a message: short, with everything unusual escaped."""
    return ascii(words if len(words) <= 60 else f"{words[:40]}[…]{words[-15:]}")


def without_hostile(words: str) -> str:
    """Words as formats for people show them: line ends, tabs and spaces alike, what is hostile away."""
    return " ".join(HOSTILE.sub(" ", words).replace(REPLACEMENT, " ").split())


def in_xml(words: str) -> str:
    """Words as XML can hold them: what it cannot is U+FFFD, one for one, so that places stay."""
    return NOT_XML.sub(REPLACEMENT, words)


def utf16_to_points(text: str) -> list[int]:
    """For every offset in UTF-16 units the offset in code points; -1 inside a surrogate pair."""
    out: list[int] = []
    for at, char in enumerate(text):
        out.append(at)
        if ord(char) > 0xFFFF:
            out.append(-1)
    out.append(len(text))
    return out


def reading_text(document: Path, printed: str) -> str:
    """The text of a document as sayso reads it: of a plain text decoded here, of others as sayso prints it, which is with
    one line end more."""
    if document.suffix != ".txt":
        return printed.removesuffix("\n")
    return document.read_bytes().decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def read_jsonl(path: Path) -> list[dict[str, Any]]:
    """Records of a jsonl file; a line ends at LF only."""
    with path.open(encoding="utf-8", newline="\n") as lines:
        return [json.loads(line) for line in lines]
