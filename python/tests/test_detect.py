"""The module as its users call it. Needs the program: ``pip install .`` first, or ``sayso`` on the path."""

from __future__ import annotations

import itertools
import os
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import sayso

VOTE = "“We will vote on Monday,” said Ada Grey, the mayor."


def words(text: str, places: list[list[int]]) -> list[str]:
    return [text[start:end] for start, end in places]


def test_one_dict_for_each_text_in_order() -> None:
    found = list(sayso.detect([VOTE, "", ("b", VOTE), "No voice."], jobs=2))
    assert [f["id"] for f in found] == [0, 1, "b", 3]
    assert [len(f["attributions"]) for f in found] == [1, 0, 1, 0]
    assert found[0]["attributions"][0]["speaker"] == "Ada Grey"


def test_places_are_those_of_a_str() -> None:
    text = f"🙂👩‍🚀 e\u0301 𝒳\r\n\r\n\ufeffYesterday:\r\n\r\n{VOTE} 🙂\x00"
    (found,) = sayso.detect([text])
    (attribution,) = found["attributions"]
    assert words(text, attribution["content"]) == ["“We will vote on Monday,”"]
    assert attribution["source"] and words(text, [attribution["source"]]) == [attribution["mention"]] == ["Ada Grey"]
    assert attribution["cue"] and words(text, [attribution["cue"]]) == ["said"]


def test_what_cannot_be_read_stops_nothing() -> None:
    found = list(sayso.detect([None, VOTE, "\ud800", float("nan"), VOTE]))
    assert ["error" in f for f in found] == [True, False, True, True, False]
    assert [f["id"] for f in found] == [0, 1, 2, 3, 4]


def test_texts_are_taken_as_they_are_needed_and_in_this_thread() -> None:
    taken = 0

    def texts() -> Iterator[str]:
        nonlocal taken
        for _ in itertools.count():
            taken += 1
            yield VOTE

    found = list(itertools.islice(sayso.detect(texts()), 3000))
    assert len(found) == 3000
    assert 3000 <= taken <= 3000 + 1000


def test_answers_come_while_the_writer_waits() -> None:
    answers: list[sayso.Detection] = []

    def texts() -> Iterator[str]:
        yield from [VOTE] * 1500
        # More than may be on their way were sent: some were answered.
        assert len(answers) >= 500
        yield VOTE

    for found in sayso.detect(texts()):
        answers.append(found)
    assert len(answers) == 1501


def test_an_error_of_the_texts_is_the_callers() -> None:
    def texts() -> Iterator[str]:
        yield VOTE
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        list(sayso.detect(texts()))


@pytest.mark.skipif(sys.platform == "win32", reason="needs a script")
def test_closing_it_ends_the_program_and_its_end_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Stands in for the program: says who it is, answers once, and then waits, or ends.
    script = tmp_path / "sayso"
    script.write_text(
        "#!/bin/sh\necho $$ > pid\nread line\necho '{\"id\":null,\"attributions\":[]}'\n"
        "read line\n[ -e dies ] && { echo 'out of paper' >&2; exit 7; }\nexec cat > /dev/null\n"
    )
    script.chmod(0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sayso, "program", lambda: str(script))
    stream = sayso.detect(itertools.repeat(VOTE))
    assert next(stream)["id"] == 0
    stream.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    (tmp_path / "dies").touch()
    stream = sayso.detect(itertools.repeat(VOTE))
    next(stream)
    with pytest.raises(sayso.SaysoError, match="ended with 7 .*out of paper"):
        next(stream)


def test_a_program_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sayso, "program", lambda: "/nowhere/sayso")
    with pytest.raises(sayso.SaysoError, match="cannot be started"):
        next(sayso.detect([VOTE]))
