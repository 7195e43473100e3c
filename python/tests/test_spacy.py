"""The component of spaCy."""

from __future__ import annotations

import pytest

spacy = pytest.importorskip("spacy")
from spacy.tokens import DocBin  # noqa: E402

VOTE = "🙂 “We will vote,” said Ada Grey, “on Monday.”\n\nNobody, she added, is in a hurry."


def test_spans_have_their_speakers() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso")
    doc = nlp(VOTE)
    first, second, *_ = doc.spans["quotes"]
    assert (first.text, second.text) == ("“We will vote,”", "“on Monday.”")
    assert first._.speaker == second._.speaker == "Ada Grey"
    assert first.label_ == "direct"
    assert first._.attribution["mention"] == "Ada Grey"
    assert first._.attribution is second._.attribution


def test_documents_stream_in_order_and_come_back_from_the_disk() -> None:
    nlp = spacy.blank("en")
    nlp.add_pipe("sayso", config={"key": "said", "min_score": 0.5})
    docs = list(nlp.pipe([VOTE, "", "“No,” said Bo Low."] * 50))
    assert [doc.text[:3] for doc in docs[:3]] == [VOTE[:3], "", "“No"]
    assert docs[-1].spans["said"][0]._.speaker == "Bo Low"
    assert len(docs[1].spans["said"]) == 0
    (again,) = DocBin(docs=docs[:1]).get_docs(nlp.vocab)
    assert [span._.speaker for span in again.spans["said"]][:1] == ["Ada Grey"]


def test_a_place_inside_a_token_takes_all_of_it() -> None:
    nlp = spacy.blank("en")
    nlp.tokenizer = lambda text: spacy.tokens.Doc(nlp.vocab, words=text.split(" "), spaces=[True] * text.count(" ") + [False])
    nlp.add_pipe("sayso")
    # A group of spans lives as long as its document.
    doc = nlp("(“No,”) said Bo Low.")
    (span,) = doc.spans["quotes"]
    assert span.text == "(“No,”)"
