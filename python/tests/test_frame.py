"""Detections as a table."""

from __future__ import annotations

import pytest

import sayso

pandas = pytest.importorskip("pandas")


def test_one_row_an_attribution() -> None:
    text = "🙂 “We will vote,” said Ada Grey, “on Monday.”\n\nShe added that nobody was in a hurry."
    table = sayso.frame([("a", text), ("b", ""), ("c", None)])
    assert list(table["id"]) == ["a", "a", "c"]
    assert table["words"][0] == "“We will vote,” … “on Monday.”"
    assert table["speaker"][1] == "Ada Grey"
    assert pandas.isna(table["speaker"][2]) and "null" in table["error"][2]
    assert text[table["start"][1] : table["end"][1]] == table["words"][1]


def test_a_column_goes_in_and_comes_back_by_its_index() -> None:
    articles = pandas.DataFrame({"text": ["“No,” said Bo Low.", "Nothing."]}, index=["x", "y"])
    table = sayso.frame(articles["text"].items())
    assert list(table["id"]) == ["x"]
    assert list(sayso.frame([]).columns) == list(table.columns)
