"""Transcripts over recordings: ELAN, and TextGrids of Praat."""

from __future__ import annotations

import contextlib
import io
import re
import xml.etree.ElementTree as tree
from collections import Counter
from pathlib import Path

import parselmouth
import pympi
import textgrid
from praatio import textgrid as praatio_textgrid

from reference import Export, Result, folded, shown, without_hostile


def elan(export: Export) -> Result:
    """pympi reads tiers, times and values; each statement stands on the tier of its speaker, its words are the text's."""
    result = Result()
    with contextlib.redirect_stdout(io.StringIO()) as talk:
        eaf = pympi.Elan.Eaf(str(export.file))
    result.check(not talk.getvalue(), f"pympi: {talk.getvalue().strip()}")
    check_eaf(result, export.file)
    there: Counter[tuple[str, str, str]] = Counter()
    for tier in eaf.get_tier_names():
        attributes = eaf.tiers[tier][2]
        if "PARENT_REF" in attributes:
            parents = eaf.get_annotation_data_for_tier(attributes["PARENT_REF"])
            beside = {(start, end) for start, end, *_ in parents}
            for start, end, *_ in eaf.get_ref_annotation_data_for_tier(tier):
                result.check((start, end) in beside, f"{tier}: {start}-{end} stands below nothing")
            continue
        annotations = sorted(eaf.get_annotation_data_for_tier(tier))
        check_row(result, tier, [(start, end) for start, end, _ in annotations])
        label = attributes["LINGUISTIC_TYPE_REF"]
        for _, _, words in annotations:
            label = "quote" if label == "statement" else folded(label)
            there[label, flat(attributes.get("PARTICIPANT", "")), flat(words)] += 1
    compare(result, export, there)
    return result


def check_eaf(result: Result, file: Path) -> None:
    """What pympi lets pass: keys that lead nowhere, slots out of order, ids that are given twice."""
    root = tree.parse(file).getroot()
    slots = {s.get("TIME_SLOT_ID"): int(s.get("TIME_VALUE", "-1")) for s in root.iter("TIME_SLOT")}
    result.check(list(slots.values()) == sorted(slots.values()), "time slots out of order")
    types = {t.get("LINGUISTIC_TYPE_ID"): t for t in root.iter("LINGUISTIC_TYPE")}
    vocabularies = {
        v.get("CV_ID"): {e.get("CVE_ID"): e.findtext("CVE_VALUE") for e in v.iter("CV_ENTRY_ML")}
        for v in root.iter("CONTROLLED_VOCABULARY")
    }
    ids = [a.get("ANNOTATION_ID") for kind in ("ALIGNABLE_ANNOTATION", "REF_ANNOTATION") for a in root.iter(kind)]
    result.check(len(set(ids)) == len(ids), "two annotations have one id")
    names = [t.get("TIER_ID") for t in root.iter("TIER")]
    result.check(len(set(names)) == len(names), "two tiers have one name")
    for tier in root.iter("TIER"):
        kind = types.get(tier.get("LINGUISTIC_TYPE_REF"))
        if not result.check(kind is not None, f"{tier.get('TIER_ID')} has no type"):
            continue
        result.check((tier.get("PARENT_REF") is None) == (kind.get("CONSTRAINTS") is None), "a type of other tiers")
        entries = vocabularies.get(kind.get("CONTROLLED_VOCABULARY_REF", ""), {})
        for annotation in tier.iter("ALIGNABLE_ANNOTATION"):
            ends = [slots.get(annotation.get(f"TIME_SLOT_REF{n}")) for n in (1, 2)]
            result.check(None not in ends and ends[0] < ends[1], f"an annotation from {ends[0]} to {ends[1]}")
        for annotation in tier.iter("REF_ANNOTATION"):
            result.check(annotation.get("ANNOTATION_REF") in ids, "an annotation of nothing")
            if entries:
                entry, value = annotation.get("CVE_REF"), annotation.findtext("ANNOTATION_VALUE")
                result.check(entries.get(entry) == value, f"{value!a} is not {entry} of its vocabulary")


def text_grid(export: Export) -> Result:
    """Praat itself, praatio, textgrid and pympi read the same; tiers are filled and hold each statement once."""
    result = Result()
    grid = parselmouth.read(str(export.file))
    ask = parselmouth.praat.call
    praat: dict[str, list[tuple[float, float, str]]] = {}
    for tier in range(1, int(ask(grid, "Get number of tiers")) + 1):
        places = range(1, int(ask(grid, "Get number of intervals", tier)) + 1)
        get = lambda what, n, tier=tier: ask(grid, what, tier, n)  # noqa: E731
        row = [
            (get("Get start time of interval", n), get("Get end time of interval", n), get("Get label of interval", n))
            for n in places
        ]
        praat[ask(grid, "Get tier name", tier)] = row
    opened = praatio_textgrid.openTextgrid(str(export.file), includeEmptyIntervals=True)
    others = {
        "praatio": {n: [(e.start, e.end, e.label) for e in opened.getTier(n).entries] for n in opened.tierNames},
        "textgrid": {
            t.name.replace('""', '"'): [(i.minTime, i.maxTime, i.mark) for i in t]
            # It leaves doubled quotation marks in names: findings/textgrid-tier-names.sh.
            for t in textgrid.TextGrid.fromFile(str(export.file))
        },
        "pympi": {t.name: list(t.get_all_intervals()) for t in pympi.TextGrid(str(export.file)).get_tiers()},
    }
    for name, tiers in others.items():
        stripped = {tier: [(*i[:2], i[2].strip()) for i in row] for tier, row in tiers.items()}
        wanted = {tier: [(*i[:2], i[2].strip()) for i in row] for tier, row in praat.items()}
        result.check(stripped == wanted, f"{name} reads other intervals than Praat")
    there: Counter[tuple[str, str, str]] = Counter()
    known = {flat(r["speaker"] or "") for r in export.reference.records}
    for tier, row in praat.items():
        result.check(all(a[1] == b[0] for a, b in zip(row, row[1:])), f"{tier}: not filled")
        if tier.startswith("rating@"):
            continue
        label, _, whose = tier.rpartition("@")
        # What overlaps stands on a further tier with a number.
        whose = whose if flat(whose) in known else re.sub(r" \d+$", "", whose)
        for _, _, words in row:
            if words:
                there[folded(label) or "quote", "" if whose == "Nobody named" else flat(whose), flat(words)] += 1
    compare(result, export, there)
    return result


def check_row(result: Result, tier: str, row: list[tuple[int, int]]) -> None:
    """Nothing on a tier overlaps."""
    result.check(all(a[1] <= b[0] for a, b in zip(row, row[1:])), f"{tier}: intervals overlap")


def flat(words: str) -> str:
    """Words as all of these formats show them: on one line, without what is hostile."""
    return " ".join(without_hostile(words).split())


def compare(result: Result, export: Export, there: Counter[tuple[str, str, str]]) -> None:
    """Labels, speakers and words of the reference, each as often as there."""
    reference = export.reference
    records = [r for r in reference.placed() if r["status"] != "rejected"]
    wanted = Counter((folded(r["label"]), flat(r["speaker"] or ""), flat(reference.said(r))) for r in records)
    result.spans += there.total()
    untimed = re.search(r"(\d+) annotations? stands? before the first time code", export.talk)
    missing = wanted - there
    for label, who, words in there - wanted:
        result.say(f"not of the reference: {label} {who} {shown(words)}")
    if missing and missing.total() == int(untimed.group(1) if untimed else 0):
        result.remarks.append(f"as many as sayso says stand before the first time code: {missing.total()}")
        return
    for label, who, words in missing:
        result.say(f"missing: {label} {who} {shown(words)}")
