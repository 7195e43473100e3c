"""Quotations and who said them in German, French, Spanish and Italian, found by sayso and by three packages of others in the same texts.

    python3 -m venv venv-languages
    venv-languages/bin/pip install -r tests/validators/requirements-languages.txt
    venv-languages/bin/pip install --no-deps renard-pipeline==0.7.2
    npm install --prefix tests/validators/data quote-parser@0.1.10
    venv-languages/bin/python tests/validators/languages.py SAYSO_BINARY FOLDER [SET …] [--out FOLDER]

FOLDER holds sets, SET.jsonl, in it or below; without a SET those of the four languages are taken. A line is a text:

    {"id", "lang": "de", "text", "quotes": [{"start", "end", "speaker_text", "speaker_spans": [[start, end], …]}], "ignore": [[start, end], …]}

Positions are code points, the end is not included. A quotation with words of the narrator in it is several spans; "speaker_text" is what
the text calls who said it, empty where it does not say; "ignore" is what nobody annotated. Each package is run as its own documentation
says, is told the language, and has the settings that do best here:

    audiobooker-ai 3.0.0     German, French, Spanish, Italian and others: marks, dashes, verbs, and turns taken in a dialogue. A text is one
                             chapter, nothing is rewritten for a voice (clean_text and normalize_text off). "as told" leaves out whom it
                             only infers from the turns (attribution_source "turn"). No cast is given: nobody knows it beforehand
    quote-parser 0.1.10      Spanish and Italian (also Romanian and others; neither German nor French): expressions of mark, verb and name; minLength 1.
                             The name is as many characters as its rule takes. Without node or the package it is left out, and a line says so
    renard-pipeline 0.7.2    QuoteDetector, for any language: pairs of marks, nobody's names. "as it is" has the pairs it begins with; "marks
                             given" those of the language, its own option. Its words are those of nltk's tokenizer, as in its pipelines

sayso is given identifier and text alone, and finds the language by itself. With `--out` what each found is written there, a file a program
and set, in the shape of `sayso detect --format jsonl`.

Printed for each set and program: spans found; how many are found exactly (precision, recall, F1), each cut at ends of lines, without marks,
blanks, commas and full stops at its ends; of those that overlap by half and say who speaks, the share whose words for it are right (half of
them inside the annotated ones, or a word in common that is neither article nor title; a pronoun only as that pronoun); and the F1 of that, over
all that the text says who speaks and all that the program names. Quotations in "ignore" do not count against anybody. A run takes half a minute.
"""

from __future__ import annotations

import argparse
import collections
import importlib.metadata
import json
import logging
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from audiobooker import AudiobookProject
from audiobooker.models import ProjectConfig, UtteranceType
from nltk.tokenize.destructive import NLTKWordTokenizer
from renard.pipeline.quote_detection import QuoteDetector

VERSIONS = {"audiobooker-ai": "3.0.0", "renard-pipeline": "0.7.2"}
PARSER, PARSER_VERSION = Path(__file__).parent / "data" / "node_modules" / "quote-parser", "0.1.10"
LANGUAGES = ("de", "fr", "es", "it")
PARSED = {"es", "it"}
PAIRS = {
    "de": [("„", "“"), ("»", "«"), ("›", "‹"), ("‚", "‘"), ('"', '"')],
    "fr": [("«", "»"), ("“", "”"), ('"', '"')],
    "es": [("«", "»"), ("“", "”"), ('"', '"')],
    "it": [("«", "»"), ("“", "”"), ('"', '"')],
}
PARSE = """
const { parse } = require(process.argv[1]);
const lines = require("fs").readFileSync(0, "utf8").trim().split("\\n").map((line) => JSON.parse(line));
for (const { id, lang, text } of lines) console.log(JSON.stringify({ id, found: parse(text, lang, { minLength: 1 }) }));
"""
TRIM = "\"“”„‟«»‹›‘’'`＂″「」『』 \t\u00a0\u202f,."
ARTICLES = set("der die das den dem des ein eine einen einem einer le la les un une du de el los las una il lo i gli l'".split())
TITLES = set("herr herrn frau fräulein m mm mme mlle monsieur madame mademoiselle señor señora sr sra don doña dr prof signor signora sig dott avv on".split())
PRONOUNS = set("er sie es ich wir ihr du il elle ils elles je nous vous tu on él ella ellos ellas yo nosotros usted lui lei egli ella loro qui que der die das".split())

Span = tuple[int, int]
Article = dict[str, Any]
Found = tuple[int, int, str, Span | None]  # a quotation, the words for who said it, and where they are


def sayso(binary: Path, articles: list[Article]) -> dict[str, list[Found]]:
    lines = "".join(json.dumps({"id": a["id"], "text": a["text"]}) + "\n" for a in articles)
    ran = subprocess.run([binary, "detect", "--input", "jsonl", "--format", "jsonl"], input=lines.encode(), capture_output=True, check=True)
    out: dict[str, list[Found]] = {}
    for line in map(json.loads, ran.stdout.decode().splitlines()):
        out[line["id"]] = []
        for a in line.get("attributions", []):
            out[line["id"]] += [(s, e, a["speaker"] or a["mention"] or "", a["source"]) for s, e in a["quotes"]]
    return out


def audiobooker(turns: bool, articles: list[Article]) -> dict[str, list[Found]]:
    out: dict[str, list[Found]] = {}
    for a in articles:
        config = ProjectConfig(clean_text=False, normalize_text=False)
        project = AudiobookProject.from_chapters([("text", a["text"])], lang=a["lang"], config=config)
        project.compile()
        out[a["id"]] = []
        for u in project.chapters[0].utterances:
            if u.utterance_type is UtteranceType.DIALOGUE:
                # The place has the dash of a line of dialogue in it, the words have not.
                start = a["text"].find(u.text, u.start_pos, u.end_pos)
                named = u.speaker != "unknown" and (turns or u.attribution_source != "turn")
                if start < 0:
                    raise SystemExit(f"audiobooker: {a['id']}: no {u.text!r} at {u.start_pos}")
                out[a["id"]].append((start, start + len(u.text), u.speaker if named else "", None))
    return out


def quote_parser(articles: list[Article]) -> dict[str, list[Found]]:
    lines = "".join(json.dumps({k: a[k] for k in ("id", "lang", "text")}) + "\n" for a in articles)
    ran = subprocess.run(["node", "-e", PARSE, str(PARSER.resolve())], input=lines.encode(), capture_output=True, check=True)
    texts = {a["id"]: a["text"] for a in articles}
    out: dict[str, list[Found]] = {}
    for line in map(json.loads, ran.stdout.decode().splitlines()):
        units = texts[line["id"]].encode("utf-16-le")
        once: dict[Span, Found] = {}
        for q in line["found"]:
            start, at = (len(units[: 2 * i].decode("utf-16-le")) for i in (q["index"], q["name"]["index"]))
            name = q["name"]["text"]
            end = start + len(q["text"])
            once.setdefault((start, end), (start, end, name.strip(), (at, at + len(name))))
        out[line["id"]] = list(once.values())
    return out


def renard(given: bool, articles: list[Article]) -> dict[str, list[Found]]:
    out: dict[str, list[Found]] = {}
    for a in articles:
        words = list(NLTKWordTokenizer().span_tokenize(a["text"]))
        detect = QuoteDetector(quote_pairs=PAIRS[a["lang"]] if given else None)
        quotes = detect([a["text"][s:e] for s, e in words])["quotes"]
        out[a["id"]] = [(words[q.start][0], words[q.end - 1][1], "", None) for q in quotes]
    return out


def pieces(text: str, start: int, end: int) -> Iterator[Span]:
    """A quotation cut at ends of lines, without marks and blanks at its ends."""
    at = start
    for part in text[start:end].split("\n"):
        s, e = at, at + len(part)
        at = e + 1
        while s < e and text[s] in TRIM:
            s += 1
        while e > s and text[e - 1] in TRIM:
            e -= 1
        if s < e:
            yield s, e


def words(text: str) -> list[str]:
    return [w.lower() for w in re.findall(r"[^\W_]+(?:[-’'][^\W_]+)*", text)]


def same(mention: str, at: Span | None, gold: dict[str, Any]) -> bool:
    if at and 2 * sum(max(0, min(at[1], e) - max(at[0], s)) for s, e in gold.get("speaker_spans") or []) >= at[1] - at[0]:
        return True
    said, right = words(mention), words(gold["speaker_text"])
    if any(len(w) == 1 and w[0] in PRONOUNS for w in (said, right)):
        return said == right
    names = set(right) - ARTICLES
    return bool(set(said) & (names - TITLES or names))


def score(articles: list[Article], found: dict[str, list[Found]]) -> collections.Counter[str]:
    count: collections.Counter[str] = collections.Counter()
    for a in articles:
        text = a["text"]
        gold = [(p, q) for q in a["quotes"] for p in pieces(text, q["start"], q["end"])]
        inside = {c for (s, e), _ in gold for c in range(s, e)}

        def left_out(s: int, e: int, a: Article = a, inside: set[int] = inside) -> bool:
            return any(2 * (min(e, y) - max(s, x)) > e - s for x, y in a.get("ignore") or []) and not {s, (s + e) // 2, e - 1} & inside

        mine = [(p, f) for f in found.get(a["id"], []) for p in pieces(text, f[0], f[1]) if not left_out(*p)]
        count["gold"] += len(gold)
        count["found"] += len(mine)
        count["exact"] += sum((collections.Counter(p for p, _ in gold) & collections.Counter(p for p, _ in mine)).values())
        pairs = []
        for i, ((s, e), _) in enumerate(gold):
            for j, ((x, y), _) in enumerate(mine):
                both = min(e, y) - max(s, x)
                if both > 0 and 2 * both >= max(e, y) - min(s, x):
                    pairs.append((both / (max(e, y) - min(s, x)), i, j))
        partner: dict[int, int] = {}
        for _, i, j in sorted(pairs, reverse=True):
            if i not in partner and j not in partner.values():
                partner[i] = j
        gold_of = {j: i for i, j in partner.items()}
        count["named"] += sum(bool(f[2]) and (j not in gold_of or bool(gold[gold_of[j]][1].get("speaker_text"))) for j, (_, f) in enumerate(mine))
        for i, (_, q) in enumerate(gold):
            if q.get("speaker_text"):
                count["speakers"] += 1
                if i in partner:
                    _, _, mention, at = mine[partner[i]][1]
                    count["matched"] += 1
                    count["right"] += bool(mention) and same(mention, at, q)
    return count


def rate(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 0.0


def f1(right: int, found: int, gold: int) -> float:
    return rate(2 * right, found + gold)


def lines_of(path: Path) -> list[Article]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def main() -> int:
    """Asks each, counts, prints."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("sets", nargs="*", metavar="SET", help="a file below the folder, without .jsonl")
    parser.add_argument("--out", type=Path, help="write what each found into this folder")
    o = parser.parse_args()
    for package, version in VERSIONS.items():
        if importlib.metadata.version(package) != version:
            raise SystemExit(f"{package} {importlib.metadata.version(package)} is installed, not {version}")
    # Its warnings are about chapters and about speakers it does not know.
    logging.getLogger("audiobooker").setLevel(logging.CRITICAL)
    binary = o.binary.resolve()
    every: dict[str, Callable[[list[Article]], dict[str, list[Found]]]] = {
        "sayso": lambda articles: sayso(binary, articles),
        "audiobooker-ai 3.0.0": lambda articles: audiobooker(True, articles),
        "audiobooker-ai 3.0.0, as told": lambda articles: audiobooker(False, articles),
        "renard-pipeline 0.7.2, as it is": lambda articles: renard(False, articles),
        "renard-pipeline 0.7.2, marks given": lambda articles: renard(True, articles),
    }
    parsed: dict[str, Callable[[list[Article]], dict[str, list[Found]]]] = {}
    if not shutil.which("node") or not PARSER.is_dir():
        print("quote-parser is left out: node or the package is not there")
    elif json.loads((PARSER / "package.json").read_text())["version"] != PARSER_VERSION:
        raise SystemExit(f"quote-parser is not {PARSER_VERSION}")
    else:
        parsed = {f"quote-parser {PARSER_VERSION}": quote_parser}
    names = o.sets or sorted(p.relative_to(o.folder).with_suffix("").as_posix() for p in o.folder.rglob("*.jsonl"))
    taken = 0
    for name in names:
        articles = [a for a in lines_of(o.folder / f"{name}.jsonl") if a.get("lang") in LANGUAGES and "quotes" in a]
        if not articles:
            continue
        taken += 1
        print(f"\n{name}: {len(articles)} texts\n{'':36}{'found':>7}{'P':>7}{'R':>7}{'F1':>7}{'mention right':>15}{'end to end':>12}{'seconds':>9}")
        for program, ask in {**every, **(parsed if {a["lang"] for a in articles} <= PARSED else {})}.items():
            began = time.monotonic()
            found = ask(articles)
            took = time.monotonic() - began
            c = score(articles, found)
            # Where nobody is ever named there is nothing to be right about.
            who = f"{rate(c['right'], c['matched']):>15.1f}{f1(c['right'], c['named'], c['speakers']):>12.1f}" if c["named"] else f"{'–':>15}{'–':>12}"
            print(f"{program:36}{c['found']:>7}{rate(c['exact'], c['found']):>7.1f}{rate(c['exact'], c['gold']):>7.1f}{f1(c['exact'], c['found'], c['gold']):>7.1f}{who}{took:>9.1f}")
            if o.out:
                o.out.mkdir(parents=True, exist_ok=True)
                with (o.out / f"{re.sub(r'[^a-z0-9.]+', '-', program)}--{name.replace('/', '-')}.jsonl").open("w", encoding="utf-8") as file:
                    for a in articles:
                        said = [
                            {"type": "direct", "content": [[s, e]], "quotes": [[s, e]], "cue": None, "source": at, "mention": m or None, "speaker": m or None} for s, e, m, at in found.get(a["id"], [])
                        ]
                        file.write(json.dumps({"id": a["id"], "attributions": said}, ensure_ascii=False) + "\n")
    if not taken:
        raise SystemExit(f"{o.folder}: no set in {', '.join(LANGUAGES)}")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
