"""A component of spaCy: ``nlp.add_pipe("sayso")`` sets ``doc.spans["quotes"]``.

Each span is labelled by its type (direct, indirect, mixed); ``span._.speaker`` is the name of who said it or ``None``, and
``span._.attribution`` all that was found about it. A quotation in pieces has a span for each. Speakers are kept in the spans
themselves (``kb_id_``), so that they are there again after ``doc.to_bytes`` and in a ``DocBin``.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from . import Attribution, Detection, detect

__all__ = ["Quotes", "make"]


def _speaker(span: Span) -> str | None:
    return span.kb_id_ or None


def _attribution(span: Span) -> Attribution | None:
    found = span.doc._.sayso
    return found["attributions"][int(span.id_)] if found and span.id_ else None


class Quotes:
    """Finds who says what in documents; many at once by ``nlp.pipe``."""

    def __init__(self, key: str = "quotes", jobs: int | None = None, min_score: float = 0.0) -> None:
        self.key, self.jobs, self.min_score = key, jobs, min_score
        if not Doc.has_extension("sayso"):
            Doc.set_extension("sayso", default=None)
        for name, getter in (("speaker", _speaker), ("attribution", _attribution)):
            if not Span.has_extension(name):
                Span.set_extension(name, getter=getter)

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, stream: Iterable[Doc], batch_size: int = 128) -> Iterator[Doc]:
        """Documents in their order; they are streamed, whatever ``batch_size`` says."""
        waiting: deque[Doc] = deque()

        def texts() -> Iterator[str]:
            for doc in stream:
                waiting.append(doc)
                yield doc.text

        for found in detect(texts(), jobs=self.jobs):
            yield self._set(waiting.popleft(), found)

    def _set(self, doc: Doc, found: Detection) -> Doc:
        spans: list[Any] = []
        for number, attribution in enumerate(found.get("attributions", [])):
            if attribution["score"] < self.min_score:
                continue
            for start, end in attribution["content"]:
                span = doc.char_span(
                    start,
                    end,
                    label=attribution["type"],
                    kb_id=attribution["speaker"] or "",
                    alignment_mode="expand",
                    span_id=str(number),
                )
                if span is not None:
                    spans.append(span)
        doc._.sayso = None if "error" in found else dict(found)
        doc.spans[self.key] = SpanGroup(doc, name=self.key, spans=spans)
        return doc


@Language.factory("sayso", assigns=["doc.spans"], default_config={"key": "quotes", "jobs": None, "min_score": 0.0})
def make(nlp: Language, name: str, key: str, jobs: int | None, min_score: float) -> Quotes:
    """What ``nlp.add_pipe("sayso")`` adds."""
    return Quotes(key, jobs, min_score)
