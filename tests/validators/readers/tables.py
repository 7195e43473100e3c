"""Rows: jsonl and csv, with the json and csv modules and pandas."""

from __future__ import annotations

import csv
import io
import json

import pandas

from reference import HOSTILE, REPLACEMENT, Export, Result, places

FORMULA = ("=", "+", "-", "@", "\t", "\r")


def jsonl(export: Export) -> Result:
    """One object a record; the words at its places are its words."""
    result, text = Result(), export.reference.text
    raw = export.file.read_text(encoding="utf-8")
    result.check(raw == "" or raw.endswith("\n"), "the last line has no end")
    rows = [json.loads(line) for line in raw.split("\n")[:-1]]
    if raw:
        frame = pandas.read_json(io.StringIO(raw), lines=True, dtype=False, convert_dates=False)
        result.check(len(frame) == len(rows), f"pandas reads {len(frame)} rows, json {len(rows)}")
        for row, words in zip(rows, frame["exact"], strict=True):
            result.check(row["exact"] == words, f"{row['id']}: pandas reads other words")
    for row in rows:
        who = row["id"] or "a suggestion"
        if row["at"] is None:
            result.check(row["anchor"] in ("lost", "ambiguous"), f"{who}: no place, and the anchor is {row['anchor']}")
            continue
        words = [text[start:end] for start, end in places(row["at"])]
        result.spans += len(words) - 1
        result.words(" … ".join(words), row["exact"], who)
        result.check(row["quoted"] in row["exact"], f"{who}: quoted words that are not among its words")
        if row["source"]:
            result.words(text[slice(*row["source"])], row["mention"], f"{who}, source")
        if row["cue"]:
            result.words(text[slice(*row["cue"])].strip(), text[slice(*row["cue"])], f"{who}, cue")
    return result


def cell(value: object) -> str:
    """What a cell holds for a value of the reference."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:g}"
    return HOSTILE.sub(lambda c: c[0] if c[0] in "\t\n" else REPLACEMENT, str(value))


def csv_table(export: Export) -> Result:
    """The csv module and pandas read the same rows, and these hold the reference's values."""
    result = Result()
    raw = export.file.read_bytes().decode("utf-8")
    rows = list(csv.reader(io.StringIO(raw, newline=""), strict=True))
    head, rows = rows[0], rows[1:]
    frame = pandas.read_csv(io.StringIO(raw, newline=""), dtype=str, keep_default_na=False)
    result.check(list(frame.columns) == head, "pandas reads another header")
    result.check(frame.to_numpy().tolist() == rows, "pandas and the csv module read different rows")
    result.check(len(rows) == len(export.reference.records), f"{len(rows)} rows of {len(export.reference.records)}")
    result.check(HOSTILE.search(raw.replace("\r\n", "\n")) is None, "a cell holds what drives a terminal")
    for row, record in zip(rows, export.reference.records, strict=False):
        compare_row(result, dict(zip(head, row, strict=True)), record, export.reference.text)
    return result


def evidence_cell(evidence: list[str]) -> str:
    """Pieces of evidence in one cell: a line each, the further lines of one indented, where one could not be told apart."""
    if any("; " in piece or "\n" in piece for piece in evidence):
        return "".join("\n  ".join(piece.splitlines()) + "\n" for piece in evidence)
    return "; ".join(evidence)


def compare_row(result: Result, row: dict[str, str], record: dict[str, object], text: str) -> None:
    """A row and its record say the same."""
    who = row["id"] or "a suggestion"
    plain = ("id", "label", "kind", "form", "status", "anchor", "exact", "quoted", "speaker", "speaker_id", "mention")
    more = ("rating", "claimant", "note", "score", "by", "created", "modified")
    for name in plain + more:
        result.check(row[name] == cell(record[name]), f"{who}: {name} is {row[name]!a}, not {cell(record[name])!a}")
    result.check(row["evidence"] == cell(evidence_cell(record["evidence"])), f"{who}: evidence {row['evidence']!a}")
    at = [tuple(map(int, place.split("-"))) for place in row["at"].split("; ")] if row["at"] else []
    result.check(at == list(places(record["at"] or [])), f"{who}: at is {row['at']}")
    if at:
        result.words(cell(" … ".join(text[start:end] for start, end in at)), row["exact"], who)


def guarded(raw: str) -> list[str]:
    """Cells of a table for spreadsheets that would be taken for formulas all the same."""
    rows = csv.reader(io.StringIO(raw, newline=""), strict=True)
    return [c for row in rows for c in row if c.startswith(FORMULA)]
