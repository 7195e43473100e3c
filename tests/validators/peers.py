"""The same quotations given to `sayso verify` and to three packages of others that check quotations, and what each says.

    python3 -m venv peers
    peers/bin/pip install -r tests/validators/requirements-peers.txt
    peers/bin/python tests/validators/peers.py SAYSO_BINARY FOLDER [--show]

FOLDER holds `cases.jsonl`, one quotation a line with group, article, sources, words and verdict, and a folder a group with these files.
Each program is run as its own documentation says, with the settings that do best here:

    krokai 0.15.0      `krokai check`, a matter for each article: sources in law/, under names that it does not take for one's own notes,
                       quotations in case/; min_quote_length 3 for its 45.
                       Clean verdicts are sound, but for WRONG_SPEAKER; NO_SOURCE_ON_DISK and what it does not list cannot be checked
    gtrex 1.1.0        `gtrex verify`, a record for each quotation and source; grounded in one of them is sound, else a finding. "default" is
                       its policy; "stitched" takes fragments of three words and more beside an ellipsis, from its own options
    citations 0.6.1    "verify": check_one, which `citations verify` calls, on each source; found in one is sound, not found in all of them a
                       finding, the rest undecided. "coverage": `citations coverage --attribute` over a manuscript, which knows the ellipsis

None of the three reads subtitles, recognised speech or messages: these get them as text (cues of one speaker joined, names kept, times
left out); gtrex, which reads nothing but text, gets web pages and PDF so too. A file that cannot be turned into text is a case that they
cannot check. No program but sayso has a place for the speaker, the other documents of `elsewhere`, or the verdicts by name: compared are
three answers, sound, finding and cannot check. Times are of whole runs, each with its start. Printed: how many answers are right of all,
and of the cases whose sources the program reads by itself; false alarms (sound ones called a finding); misses (findings called sound);
accusations (what cannot be checked called a finding); evaded (the others called cannot check); and what each names the findings by.
"""

from __future__ import annotations

import argparse
import collections
import email
import email.policy
import hashlib
import importlib.metadata
import io
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import citations
import gtrex
import pypdf
import yaml

VERSIONS = {"krokai": "0.15.0", "gtrex": "1.1.0", "citations": "0.6.1"}
SOUND = {"verbatim", "trimmed", "cleaned"}
KROKAI_SOUND = {"VERIFIED", "ASSEMBLED", "PUNCTUATION", "TYPESETTING"}
# What each reads by itself, of the formats here.
OWN = {"krokai": {".txt", ".md", ".html", ".pdf"}, "citations": {".txt", ".md", ".html", ".pdf"}, "gtrex": {".txt", ".md"}}
BIN = Path(sys.executable).parent

Case = dict[str, Any]
Answer = tuple[str, str]  # sound, finding or cannot; and by what name


def fold(text: str) -> str:
    return " ".join(re.findall(r"[^\W_]+|[$£€%]", re.sub("[’‘'`\u00ad]", "", text).casefold()))


def three(verdict: str) -> str:
    return "sound" if verdict in SOUND else "cannot" if verdict == "cannot-check" else "finding"


def turns(cues: list[tuple[str, str]]) -> str:
    """Cues of one speaker as one paragraph, with the name before it."""
    out: list[list[str]] = []
    last = None
    for who, said in cues:
        if out and who in (last, ""):
            out[-1].append(said)
        else:
            out.append([f"{who}: {said}" if who else said])
            last = who
    return "\n\n".join(" ".join(o) for o in out) + "\n"


def as_text(path: Path, every: bool) -> str | None:
    """The words of a file that the packages do not read; None where they are to read it themselves. With `every` web pages and PDF too."""
    raw = path.read_bytes()
    if path.suffix in (".vtt", ".srt"):
        cues = []
        for block in re.split(r"\n\s*\n", raw.decode("utf-8").replace("\r", "")):
            timed = re.search(r"^.*-->.*\n", block, re.M)
            if timed:
                said = " ".join(block[timed.end() :].split())
                named = re.match(r"<v ([^>]+)>(.*?)(?:</v>)?$", said) or re.match(r"((?:[A-Z][\w.]*)(?: [A-Z\d][\w.]*){0,2}): (.*)$", said)
                cues.append((named[1], named[2]) if named else ("", said))
        return turns(cues)
    if path.suffix == ".json":
        return turns([(s.get("speaker", ""), s["text"].strip()) for s in json.loads(raw)["segments"]])
    if path.suffix == ".eml":
        message = email.message_from_bytes(raw, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        return f"From: {message['from']}\n\n{body.get_content() if body else ''}"
    if every and path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(raw)).pages)
    if every and path.suffix == ".html":
        return str(citations.reading(path, None, "html-text").text)
    return None


def prepared(folder: Path, case: Case, into: Path, every: bool) -> list[Path | None]:
    """The sources of a case in a folder of their own; None for one that nothing can turn into text."""
    out: list[Path | None] = []
    for name in case["sources"]:
        path = folder / case["group"] / name
        into.mkdir(parents=True, exist_ok=True)
        try:
            text = as_text(path, every)
        except Exception as error:  # noqa: BLE001 — whatever a reader of another's file throws, the file is unreadable
            print(f"  {case['group']}/{name}: {type(error).__name__}", file=sys.stderr)
            out.append(None)
            continue
        # krokai leaves out files whose names tell of one's own writing: notes, report.
        target = into / f"source{len(out)}{path.suffix if text is None else '.txt'}"
        shutil.copy(path, target) if text is None else target.write_text(text, encoding="utf-8")
        out.append(target)
    return out


def run(command: list[str | Path], cwd: Path, codes: tuple[int, ...] = (0, 1)) -> str:
    ran = subprocess.run(command, cwd=cwd, capture_output=True, check=False, timeout=600, stdin=subprocess.DEVNULL)
    if ran.returncode not in codes:
        raise SystemExit(f"{command}: exit code {ran.returncode}: {ran.stderr.decode()}{ran.stdout.decode()}")
    return ran.stdout.decode()


def sayso(binary: Path, folder: Path, articles: list[list[Case]], _work: Path) -> dict[int, Answer]:
    """Also finds the whole words of each quotation, which the others are given."""
    out = {}
    for cases in articles:
        first = cases[0]
        more = ["--elsewhere", *first["elsewhere"]] if first.get("elsewhere") else []
        ran = run([binary, "verify", first["article"], "--against", *first["sources"], *more, "--format", "jsonl"], folder / first["group"])
        lines = [line for line in map(json.loads, ran.splitlines()) if "quote" in line]
        for case in cases:
            hits = sorted((len(line["quote"]), n) for n, line in enumerate(lines) if f" {fold(case['words'])} " in f" {fold(line['quote'])} ")
            line = lines[hits[0][1]] if hits else None
            case["quote"] = (line["quote"] if line else case["words"]).translate(str.maketrans("“”", "‘’"))
            out[case["id"]] = (three(line["verdict"]), line["verdict"]) if line else ("cannot", "not listed")
    return out


def krokai(folder: Path, articles: list[list[Case]], work: Path) -> dict[int, Answer]:
    out = {}
    for cases in articles:
        matter = work / f"{cases[0]['group']}-{cases[0]['article']}"
        matter.mkdir(parents=True)
        run([BIN / "krokai", "init", "."], matter)
        lost = None in prepared(folder, cases[0], matter / "law", every=False)
        settings = json.loads((matter / "casefile.json").read_text())
        settings["min_quote_length"] = 3
        (matter / "casefile.json").write_text(json.dumps(settings))
        (matter / "case" / "draft.md").write_text("".join(f"“{c['quote']}” it says.\n\n" for c in cases), encoding="utf-8")
        run([BIN / "krokai", "check", "--only", "draft.md", "--out", "report"], matter, (0, 1, 2, 3, 4, 5))
        rows = json.loads((matter / "report" / "result.json").read_text())["rows"]
        for case in cases:
            verdict = next((r["verdict"] for r in rows if fold(r["quote"]) == fold(case["quote"])), "not listed")
            kind = "sound" if verdict in KROKAI_SOUND else "cannot" if verdict in ("NO_SOURCE_ON_DISK", "not listed") or (lost and verdict == "NOT_FOUND") else "finding"
            out[case["id"]] = kind, verdict
    return out


def gtrex_with(policy: gtrex.Policy, folder: Path, articles: list[list[Case]], work: Path) -> dict[int, Answer]:
    records, out = [], {}
    for cases in articles:
        sources = prepared(folder, cases[0], work / f"{cases[0]['group']}-{cases[0]['article']}", every=True)
        for case in cases:
            out[case["id"]] = "cannot", "no text"
            records += [{"id": case["id"], "claim": case["quote"], "source_path": str(s)} for s in sources if s]
    (work / "claims.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records), encoding="utf-8")
    (work / "policy.json").write_text(json.dumps(policy.as_dict()), encoding="utf-8")
    run([BIN / "gtrex", "verify", "claims.jsonl", "--policy-file", "policy.json", "-o", "out.jsonl"], work)
    for record in map(json.loads, (work / "out.jsonl").read_text(encoding="utf-8").splitlines()):
        cert = record["gtrex"]
        if cert["grounded"]:
            out[record["id"]] = "sound", f"grounded {cert['tier']}"
        elif out[record["id"]][0] == "cannot":
            out[record["id"]] = "finding", "not grounded"
    return out


def citations_verify(folder: Path, articles: list[list[Case]], work: Path) -> dict[int, Answer]:
    out = {}
    for cases in articles:
        sources = prepared(folder, cases[0], work / f"{cases[0]['group']}-{cases[0]['article']}", every=False)
        for case in cases:
            results = [citations.check_one(case["quote"], s, extract_cmd="html-text" if s.suffix == ".html" else None) if s else citations.Result("unchecked") for s in sources]
            states = [r.state for r in results]
            if "found" in states:
                out[case["id"]] = "sound", "found"
            elif set(states) == {"not found"}:
                out[case["id"]] = "finding", "not found" + (" omission" if any(r.reason for r in results) else "")
            else:
                out[case["id"]] = "cannot", next(s for s in states if s != "not found")
    return out


def citations_coverage(folder: Path, articles: list[list[Case]], work: Path) -> dict[int, Answer]:
    out = {}
    for cases in articles:
        paper = work / f"{cases[0]['group']}-{cases[0]['article']}"
        (paper / "claims").mkdir(parents=True)
        keys = []
        for n, source in enumerate(prepared(folder, cases[0], paper / "sources", every=False)):
            keys.append(f"source{n}")
            block = {"citation": keys[-1], "local": f"sources/{source.name}" if source else "sources/none.txt", "sha256": hashlib.sha256(source.read_bytes()).hexdigest() if source else "0" * 64}
            if source and source.suffix == ".html":
                block["extractor"] = "html-text"
            (paper / "claims" / f"{keys[-1]}.yaml").write_text(yaml.safe_dump({"source": block, "claims": {}}), encoding="utf-8")
        escaped = [re.sub(r"([%&$#_{}])", r"\\\1", c["quote"]) for c in cases]
        (paper / "draft.tex").write_text("".join(f"``{q}'' \\cite{{{','.join(keys)}}}\n" for q in escaped), encoding="utf-8")
        said = run([BIN / "citations", "coverage", "draft.tex", "--claims", "claims", "--attribute"], paper)
        for n, case in enumerate(cases, 1):
            found = re.search(rf"^ *(UNCOVERED|unresolvable) +draft\.tex:{n}$", said, re.M)
            state = found[1].lower() if found else "covered"
            out[case["id"]] = "sound" if state == "covered" else "cannot" if state == "unresolvable" else "finding", state
    return out


def main() -> int:
    """Asks each, counts, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--show", action="store_true", help="each case and what is said of it")
    o = parser.parse_args()
    for package, version in VERSIONS.items():
        if importlib.metadata.version(package) != version:
            raise SystemExit(f"{package} {importlib.metadata.version(package)} is installed, not {version}")
    folder = o.folder.resolve()
    cases = [{**json.loads(line), "id": n} for n, line in enumerate((folder / "cases.jsonl").read_text(encoding="utf-8").splitlines())]
    by: dict[tuple[str, str], list[Case]] = collections.defaultdict(list)
    for case in cases:
        by[case["group"], case["article"]].append(case)
    articles = list(by.values())
    stitched = gtrex.Policy(require_contiguous=False, min_fragment_tokens=3, repair_mode="off")
    programs: dict[str, Callable[[Path], dict[int, Answer]]] = {
        "sayso": lambda w: sayso(o.binary.resolve(), folder, articles, w),
        "krokai": lambda w: krokai(folder, articles, w),
        "gtrex default": lambda w: gtrex_with(gtrex.Policy(), folder, articles, w),
        "gtrex stitched": lambda w: gtrex_with(stitched, folder, articles, w),
        "citations verify": lambda w: citations_verify(folder, articles, w),
        "citations coverage": lambda w: citations_coverage(folder, articles, w),
    }
    print(f"{'program':20}{'right':>10}{'of own':>10}{'alarms':>9}{'misses':>9}{'accused':>9}{'evaded':>9}{'seconds':>9}")
    answers: dict[str, dict[int, Answer]] = {}
    with tempfile.TemporaryDirectory() as made:
        os.environ.update({k: made for k in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")})
        for program, ask in programs.items():
            work = Path(made) / program.replace(" ", "-")
            work.mkdir()
            begun = time.monotonic()
            answers[program] = ask(work)
            seconds, count = time.monotonic() - begun, collections.Counter[str]()
            for case in cases:
                gold, got = three(case["verdict"]), answers[program][case["id"]][0]
                own = all(Path(s).suffix in OWN.get(program.split()[0], {Path(s).suffix}) for s in case["sources"])
                count[gold] += 1
                count["own"] += own
                count["own right"] += own and gold == got
                count["right" if gold == got else f"{gold} {got}"] += 1
            evaded = count["sound cannot"] + count["finding cannot"]
            print(
                f"{program:20}{count['right']:>7}/{len(cases)}{count['own right']:>7}/{count['own']}{count['sound finding']:>6}/{count['sound']}"
                f"{count['finding sound']:>6}/{count['finding']}{count['cannot finding']:>7}/{count['cannot']}{evaded:>6}/{count['sound'] + count['finding']}{seconds:>9.1f}"
            )
    print()
    for program, given in answers.items():
        names: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
        for case in cases:
            names[case["verdict"]][given[case["id"]][1]] += 1
        print(f"{program}: " + "; ".join(f"{gold}: " + ", ".join(f"{n} {name}" for name, n in told.most_common()) for gold, told in names.items()))
    if o.show:
        for case in cases:
            print(f"\n{case['group']} {case['verdict']} {case.get('kind') or ''}: {case['quote']}")
            for program, given in answers.items():
                kind, name = given[case["id"]]
                print(f"   {' ' if kind == three(case['verdict']) else '!'} {program:20} {kind:8} {name}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
