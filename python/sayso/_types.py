"""What comes back, as the program writes it."""

from __future__ import annotations

from typing import Any, Literal, TypedDict

#: Two numbers, half open, in code points: ``text[start:end]`` are the words.
Place = list[int]


class _Always(TypedDict):
    type: Literal["direct", "indirect", "mixed"]
    form: Literal["quotation", "post", "turn", "block"]
    #: What was said, marks included; a quotation in pieces has several places.
    content: list[Place]
    #: The parts inside quotation marks.
    quotes: list[Place]
    #: The words of saying.
    cue: Place | None
    #: The words that name the speaker …
    source: Place | None
    #: … and the same as text.
    mention: str | None
    speaker: str | None
    #: Probability that words and speaker are right.
    score: float
    #: Other names, best first.
    candidates: list[str]
    reason: str


class Attribution(_Always, total=False):
    """Somebody said something."""

    #: Number, in the list, of the first post of a broken-up statement.
    thread: int
    #: Language of these words (BCP 47), where it is not English.
    lang: str
    #: The names of those who said it together.
    members: list[str]


class _Id(TypedDict):
    #: What the text was called, else its number from 0.
    id: Any


class Detection(_Id, total=False):
    """What was found in one text; only ``id`` and ``error`` where it could not be read."""

    detector: str
    #: Language of most of the text (BCP 47).
    lang: str
    #: Whether of that language only the marks of quotations are read.
    marks_only: bool
    attributions: list[Attribution]
    error: str
