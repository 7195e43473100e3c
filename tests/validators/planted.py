"""Plants a change in each of many quotations of real articles and asks `sayso verify` for them, the articles as they were for a source.

    python planted.py SAYSO_BINARY FOLDER COUNT [--seed N] [--show N] [--jobs N] [--kinds KIND,KIND]

FOLDER holds articles in English (*.txt). Quotations of six words and more that an article checked against itself has as verbatim are
taken; COUNT of them get one change each, evenly over the kinds where the articles allow it, and as many of the same articles stay as they
are. One run an article, many changes in it, each in another quotation. Printed is a table by kind:

    planted      changes made                       fits       of the found ones: by a verdict or kind that tells what was changed
    found        called a finding, whichever        sound      called verbatim, trimmed or cleaned
    cannot       called cannot-check                unlisted   no line of the report has the quotation

and the same for the untouched, where what is found is a false alarm. A change that leaves the words as they are somewhere in the article
is not planted. Another's words are counted only where the article, as the program reads it, has a speaker with a score of 0.8 or more,
who is another than the source has: below that it must not accuse, and those are counted apart. `--show N` prints N misses and alarms of
each kind: what the article says, and what the source says. Needs Python alone. Ends with exit code 1 when fewer than 99 in 100 are found, or
more than 5 in 1,000 untouched ones are alarmed.
"""

from __future__ import annotations

import argparse
import collections
import concurrent.futures
import dataclasses
import itertools
import json
import os
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SOUND = ("verbatim", "trimmed", "cleaned")
MIN_WORDS = 6
SURE = 0.8
# In code points: more than sixty words of any text.
FAR = 600
WORD = re.compile(r"[$£€]?[A-Za-z0-9]+(?:[’'.,-][A-Za-z0-9]+)*%?")
NAME = re.compile(r"[A-Z][a-z][\w’'-]*(?: [A-Z][\w.’'-]*)+")
NO_PERSON = set("Times Post News House Department Campaign Committee Association Press Journal University Party CNN NBC Fox Court Center Council Street State The".split())

NUMBERS = "two three four five six seven eight nine ten eleven twelve fifteen twenty thirty forty fifty sixty seventy eighty ninety".split()
SCALES = {"hundred": "thousand", "hundreds": "thousands", "thousand": "hundred", "thousands": "hundreds", "million": "billion", "millions": "billions", "billion": "million", "billions": "millions", "trillion": "billion"}
ORDINALS = {"third": "fourth", "fourth": "fifth", "fifth": "third", "twice": "three times", "half": "a quarter"}
OPERATORS = {
    "all": "some", "some": "all", "every": "any", "each": "any", "many": "few", "few": "many", "most": "some", "more": "less", "less": "more",
    "both": "either", "must": "may", "might": "will", "should": "may", "could": "will", "can": "must", "will": "might", "would": "will",
    "or": "and", "before": "after", "after": "before", "until": "after", "unless": "if", "if": "unless", "perhaps": "", "probably": "",
    "maybe": "", "nearly": "", "about": "", "only": "", "always": "sometimes", "higher": "lower", "increase": "decrease", "support": "oppose",
}  # fmt: skip
# In these the word is no operator, or to change it says the same.
IDIOMS = re.compile(
    r"\b(?:(?:at|after|above|first of|for|once and for) all|all right|more or less|any more|once more|each other|will of|free will|political will|"
    r"before and after|or so|can you|will you|would you|could you|can we|can I|(?:not|the|an?|his|her|our|their|my|this|your) (?:will|only|must|can|increase|support)|as if|only if|"
    r"(?:talk|talks|talking|talked|care|cares|cared|think|thinks|thinking|thought|know|knows|hear|heard|worried|concerned|something|what|all|is|be|how|learn|lie|lied|question|questions|anything|nothing|everything|truth|feel|feels|it|speak|speaking|spoke|say|said) about|about (?:to|how|what|why|it|this|that))\b",
    re.I,
)
UNITS = {
    "percent": "points", "%": " points", "dollars": "euros", "cents": "dollars", "years": "months", "year": "month", "months": "weeks", "month": "week",
    "weeks": "days", "week": "day", "days": "hours", "day": "hour", "hours": "minutes", "hour": "minute", "minutes": "seconds", "seconds": "minutes",
    "miles": "kilometers", "feet": "meters", "pounds": "tons", "points": "percent", "$": "£",
}  # fmt: skip
A_NUMBER = re.compile(r"(?:\d|^(?:a|an|one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|sixty|hundred|thousand|million|billion|several|few|many)$)", re.I)
GUARDED = {"not", "never", "no", "nobody", "nothing", "only", "without", "unless", "except", "cannot", "hardly", "few"}
SOME = {"nothing": "something", "nobody": "somebody", "never": "", "without": "with", "cannot": "can", "none": "some", "no": ""}
TITLES = set("Mr Mrs Ms Dr Sen Gov Rep President Senator Governor Secretary God I I’m I'm I’ll I'll I’ve I've I’d I'd OK Okay Well Oh Yes No And But So The".split())


@dataclasses.dataclass
class Quote:
    """A quotation that the article checked against itself has as verbatim; places in code points."""

    start: int
    end: int
    body: str
    speaker: str
    score: float


@dataclasses.dataclass
class Article:
    """One file, and what is quoted in it."""

    path: Path
    text: str
    quotes: list[Quote]
    names: list[str]
    folded: str


Change = Callable[[str, Quote, Article, random.Random], str | None]


def fold(text: str) -> str:
    """Without case and marks."""
    return " " + " ".join(re.findall(r"[^\W_]+|[$£€%]", re.sub("[’‘']", "", text).casefold())) + " "


def words(body: str) -> list[re.Match[str]]:
    return list(WORD.finditer(body))


def put(body: str, match: re.Match[str], word: str) -> str:
    """Another word at its place, in its case; none at all leaves no second blank."""
    if match[0][0].isupper() and word:
        word = word[0].upper() + word[1:]
    out = body[: match.start()] + word + body[match.end() :]
    return out if word else re.sub(r"^ +|(?<= ) +", "", out)


def one_of(body: str, rng: random.Random, swap: dict[str, str], may: Callable[[int, list[re.Match[str]]], bool] = lambda _i, _w: True) -> str | None:
    """One word of a table changed."""
    found = words(body)
    barred = [m.span() for m in IDIOMS.finditer(body)]
    at = [i for i, m in enumerate(found) if m[0].lower() in swap and may(i, found) and not any(a <= m.start() < b for a, b in barred)]
    if not at:
        return None
    match = found[rng.choice(at)]
    return put(body, match, swap[match[0].lower()])


def digit(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    at = [m for m in re.finditer(r"\d", body) if not re.match(r"\d*(?:st|nd|rd|th)\b", body[m.start() :])]
    if not at:
        return None
    match = rng.choice(at)
    return put(body, match, rng.choice([d for d in "123456789" if d != match[0]]))


def number_word(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    return one_of(body, rng, {**SCALES, **ORDINALS, **{n: rng.choice([o for o in NUMBERS if o != n]) for n in NUMBERS}}, lambda i, w: not (w[i][0].lower() == "half" and i and w[i - 1][0] == "a"))


def negation_dropped(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    """`isn’t it?` at an end asks the same without its negation, and one of `never -- never` is said twice: these are left."""
    at: list[tuple[re.Match[str], str]] = []
    for m in re.finditer(r"\b(not|never|no|nothing|nobody|none|without|cannot)\b(?![.,!?’'-])", body, re.I):
        before, after = body[: m.start()].lower(), body[m.end() :].lower()
        if not re.search(r"\b(or|if|why|whether|yes|no|oh) $", before) and not re.match(r" (matter|doubt|one|wonder|to mention)\b", after) and after.strip(" .,!?’”") and m[0].lower() not in [w.strip(".,!?-–—") for w in before.split()[-4:] + after.split()[:4]]:
            at.append((m, SOME.get(m[0].lower(), "")))
    for m in re.finditer(r"\b(do|does|did|is|are|was|were|has|have|had|would|could|should|ca|wo)n[’']t\b(?! (?:it|he|she|they|we|you|I)\b)", body, re.I):
        at.append((m, {"ca": "can", "wo": "will"}.get(m[1].lower(), m[1])))
    return put(body, *rng.choice(at)) if at else None


def negation_added(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    """Not where a question turns verb and subject round."""
    verbs = r"\b(?<![’'-])(is|are|was|were|will|would|could|should|must|has been|have been|can)\b(?! (?:not|never|no|nothing|I|you|he|she|it|we|they|this|that|there|the|a|an|[A-Z]\w*|only)\b)(?= \w+ \w+)"
    at = [m for m in re.finditer(verbs, body) if not re.search(r"\b(?:the|a|an|of|free|political|his|our|their|what|who|how|and|where) $", body[: m.start()], re.I)]
    if not at:
        return None
    match = rng.choice(at)
    return put(body, match, match[1].replace(" been", " not been") if " " in match[1] else match[1] + " not")


def operator(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    return one_of(body, rng, OPERATORS, lambda i, w: w[i][0].islower() and i > 0 and i + 1 < len(w))


def name(body: str, _quote: Quote, article: Article, rng: random.Random) -> str | None:
    found = words(body)
    at = [m for m in found if m[0] in article.names and m.start() and body[m.start() - 2 : m.start()][-1:] == " " and body[m.start() - 2] not in ".!?:…-—“‘\"'"]
    others = [n for n in article.names if n not in body]
    return put(body, rng.choice(at), rng.choice(others)) if at and others else None


def unit(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    at: list[tuple[re.Match[str], str]] = []
    found = words(body)
    for before, m in itertools.pairwise(found):
        if m[0].lower() in UNITS and A_NUMBER.search(before[0]):
            at.append((m, UNITS[m[0].lower()]))
    at += [(m, UNITS[m[0]]) for m in re.finditer(r"(?<=\d)%|\$(?=\d)", body)]
    return put(body, *rng.choice(at)) if at else None


def sentences(body: str) -> list[str]:
    return re.split(r"(?<=[.!?]) (?=[A-Z])", body)


def word_order(body: str, _quote: Quote, _article: Article, rng: random.Random) -> str | None:
    """Two sentences, or two words of five letters and more."""
    parts = sentences(body)
    if len(parts) > 1 and rng.random() < 0.5:
        i = rng.randrange(len(parts) - 1)
        a, b = parts[i].rstrip(",. "), parts[i + 1].rstrip(",. ")
        if len(a.split()) >= 3 and len(b.split()) >= 3:
            return " ".join([*parts[:i], b + ".", a + body[-1] if not body[-1].isalnum() else a, *parts[i + 2 :]])
    found = [m for m in words(body) if len(m[0]) > 4 and m[0].isalpha() and m[0].islower()]
    pairs = [(a, b) for i, a in enumerate(found) for b in found[i + 1 : i + 4] if a[0] != b[0]]
    if not pairs:
        return None
    first, second = rng.choice(pairs)
    return body[: first.start()] + second[0] + body[first.end() : second.start()] + first[0] + body[second.end() :]


def head(body: str, rng: random.Random) -> str:
    """The first words, four and more, up to half of them."""
    found = words(body)
    return body[: found[rng.randint(3, max(3, len(found) // 2))].end()]


def tail(body: str, rng: random.Random) -> str:
    found = words(body)
    return body[found[-rng.randint(4, max(4, len(found) // 2))].start() :]


def ended(text: str, body: str) -> str:
    """With the mark that the words in whose place it stands end in, so that the sentence around them goes on as it did; questions stay so."""
    return text if text[-1] in "?!" else text.rstrip(".,;:") + (body[-1] if body[-1] in ".," else "")


def splice(body: str, quote: Quote, article: Article, rng: random.Random) -> str | None:
    """Four words and more gone without a mark: within the quotation, from one sentence to the next where it has two, or into another of the paragraph."""
    bounds = [article.text.rfind("\n\n", 0, quote.start), article.text.find("\n\n", quote.end)]
    near = [q for q in article.quotes if q is not quote and bounds[0] < q.start and (q.end <= bounds[1] or bounds[1] < 0) and abs(article.quotes.index(q) - article.quotes.index(quote)) == 1]
    if near and rng.random() < 0.5:
        first, second = sorted((quote, rng.choice(near)), key=lambda q: q.start)
        return ended(head(first.body, rng).rstrip(",.") + " " + tail(second.body, rng), body)
    found = words(body)
    if len(found) < 14:
        return None
    ends = [m.start() for m in re.finditer(r"(?<=[.!?]) (?=[A-Z])", body)]
    cuts = [(i, j) for i in range(3, len(found) - 8) for j in range(i + 5, min(i + 14, len(found) - 3))]
    over = [(i, j) for i, j in cuts if any(found[i].end() <= e < found[j].start() for e in ends)]
    i, j = rng.choice(over or cuts)
    return body[: found[i].end()] + " " + body[found[j].start() :]


def ellipsis(body: str, quote: Quote, article: Article, rng: random.Random) -> str | None:
    """Over a guarded word of one sentence, or more than sixty words on in the article."""
    far = [q for q in article.quotes if q.start - quote.end > FAR]
    if far and rng.random() < 0.5:
        return ended(head(body, rng) + " … " + tail(rng.choice(far).body, rng), body)
    found = words(body)
    cuts = []
    for k, m in enumerate(found):
        if m[0].lower() in GUARDED or re.search("n[’']t$", m[0], re.I):
            i, j = k - rng.randint(0, 1), k + rng.randint(0, 1)
            inside = body[found[max(0, i - 2)].start() : found[min(len(found) - 1, j + 2)].end()]
            if i >= 3 and len(found) - j > 3 and not re.search(r"[.!?;:—–]", inside):
                cuts.append((i, j))
    if not cuts:
        return None
    i, j = rng.choice(cuts)
    return body[: found[i - 1].end()] + " … " + body[found[j + 1].start() :]


def is_person(speaker: str, score: float) -> bool:
    return score >= SURE and bool(NAME.fullmatch(speaker)) and not NO_PERSON & set(speaker.split())


def another(body: str, quote: Quote, article: Article, rng: random.Random) -> str | None:
    """The words of somebody else in the place of these, so that every other attribution stays as it was."""
    if not is_person(quote.speaker, quote.score):
        return None
    mine = set(quote.speaker.split())
    theirs = [q for q in article.quotes if is_person(q.speaker, q.score) and not mine & set(q.speaker.split())]
    rng.shuffle(theirs)
    return next((ended(q.body, body) for q in theirs if article.folded.count(fold(q.body)) == 1), None)


CHANGES: dict[str, Change] = {
    "digit": digit, "number word": number_word, "negation dropped": negation_dropped, "negation added": negation_added, "operator": operator,
    "name": name, "unit": unit, "word order": word_order, "splice": splice, "ellipsis": ellipsis, "another’s words": another,
}  # fmt: skip
# The verdict, or a kind of it, that tells what was changed.
FITS = {
    "digit": {"number"}, "number word": {"number"}, "negation dropped": {"negation", "truncated"}, "negation added": {"negation"},
    "operator": {"operator", "negation"}, "name": {"name"}, "unit": {"unit", "number"}, "word order": {"reordered", "words", "paraphrase", "altered"},
    "splice": {"spliced", "reordered", "words", "paraphrase", "altered", "not-found"}, "ellipsis": {"hidden", "spliced", "reordered", "truncated"}, "another’s words": {"wrong-speaker"},
}  # fmt: skip


def makes(kind: str, quote: Quote, article: Article, seed: str) -> str | None:
    """The changed words, if there are any and they stand nowhere in the article."""
    rng = random.Random(f"{seed} {article.path.name} {quote.start} {kind}")
    out = CHANGES[kind](quote.body, quote, article, rng)
    if out is None or len(fold(out).split()) < MIN_WORDS or fold(out) == fold(quote.body):
        return None
    return out if kind == "another’s words" or fold(out) not in article.folded else None


def verify(binary: Path, article: Path, source: Path, environment: dict[str, str]) -> list[dict[str, Any]]:
    ran = subprocess.run([binary, "verify", article, "--against", source, "--format", "jsonl"], capture_output=True, env=environment, check=False, timeout=300)
    if ran.returncode not in (0, 1):
        raise SystemExit(f"{article}: exit code {ran.returncode}: {ran.stderr.decode()}")
    return [line for line in map(json.loads, ran.stdout.splitlines()) if "quote" in line]


def read(binary: Path, path: Path, environment: dict[str, str]) -> Article:
    """An article, and those of its quotations that the program has at the place it says, in one pair of marks."""
    text = path.read_text(encoding="utf-8")
    quotes = []
    for line in verify(binary, path, path, environment):
        start, end = line["at"]
        body = text[start:end]
        if line["verdict"] == "verbatim" and fold(body) == fold(line["quote"]) and "\n" not in body and not re.search("[“”\"…\\[]|\\.\\.\\.", body) and len(words(body)) >= MIN_WORDS:
            quotes.append(Quote(start, end, body, line["speaker"] or "", line["speaker_score"] or 0))
    common = set(re.findall(r"\b[a-z]+\b", text))
    names = sorted(n for n in set(re.findall(r"(?<=[a-z,] )[A-Z][a-z]{2,}\b(?!’)", text)) - TITLES if n.lower() not in common)
    return Article(path, text, quotes, names, fold(text))


def choose(articles: list[Article], count: int, kinds: list[str], seed: str) -> list[dict[int, tuple[str, str]]]:
    """For each article which quotation gets which change: the rarest kinds first, in half of its quotations and no more."""
    able = {kind: [(n, i) for n, a in enumerate(articles) for i, q in enumerate(a.quotes) if makes(kind, q, a, seed)] for kind in kinds}
    chosen: list[dict[int, tuple[str, str]]] = [{} for _ in articles]
    rng, left = random.Random(seed), count
    for done, kind in enumerate(sorted(kinds, key=lambda k: len(able[k]))):
        wanted = round(left / (len(kinds) - done))
        rng.shuffle(able[kind])
        for n, i in able[kind]:
            if wanted and i not in chosen[n] and len(chosen[n]) < (len(articles[n].quotes) + 1) // 2:
                chosen[n][i] = kind, makes(kind, articles[n].quotes[i], articles[n], seed) or ""
                wanted, left = wanted - 1, left - 1
    return chosen


def ask(binary: Path, article: Article, chosen: dict[int, tuple[str, str]], folder: Path, environment: dict[str, str]) -> list[tuple[str, Quote, str, dict[str, Any]]]:
    """What is said of each quotation of the changed article."""
    text, at, places = "", 0, []
    for i, quote in enumerate(article.quotes):
        kind, body = chosen.get(i, ("untouched", quote.body))
        text += article.text[at : quote.start]
        places.append((kind, quote, body, len(text), len(text) + len(body)))
        text, at = text + body, quote.end
    changed = folder / f"changed-{article.path.name}"
    changed.write_text(text + article.text[at:], encoding="utf-8")
    lines = verify(binary, changed, article.path, environment)

    def best(start: int, end: int) -> dict[str, Any]:
        common = [(min(end, line["at"][1]) - max(start, line["at"][0]), n) for n, line in enumerate(lines)]
        return lines[max(common)[1]] if common and max(common)[0] * 2 > end - start else {}

    return [(kind, quote, body, best(start, end)) for kind, quote, body, start, end in places]


def outcome(kind: str, quote: Quote, line: dict[str, Any]) -> str:
    if kind == "another’s words" and (line.get("speaker") != quote.speaker or (line.get("speaker_score") or 0) < SURE):
        return "unsure"
    if not line:
        return "unlisted"
    return "cannot" if line["verdict"] == "cannot-check" else "sound" if line["verdict"] in SOUND else "found"


def main() -> int:
    """Reads, plants, asks, counts."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n")[0])
    parser.add_argument("binary", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("count", type=int)
    parser.add_argument("--seed", default="1")
    parser.add_argument("--show", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--kinds", default=",".join(CHANGES))
    o = parser.parse_args()
    binary, kinds = o.binary.resolve(), o.kinds.split(",")
    rows: dict[str, collections.Counter[str]] = collections.defaultdict(collections.Counter)
    shown: dict[str, list[str]] = collections.defaultdict(list)
    with tempfile.TemporaryDirectory() as made, concurrent.futures.ThreadPoolExecutor(o.jobs) as pool:
        folder = Path(made)
        environment = {**os.environ, **{k: made for k in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}}
        articles = list(pool.map(lambda p: read(binary, p, environment), sorted(o.folder.glob("*.txt"))))
        chosen = choose(articles, o.count, kinds, o.seed)
        begun, untouched = time.monotonic(), 0
        runs = [(a, c) for a, c in zip(articles, chosen, strict=True) if c]
        for (article, _changes), answers in zip(runs, pool.map(lambda r: ask(binary, r[0], r[1], folder, environment), runs), strict=True):
            for kind, quote, body, line in answers:
                if kind == "untouched":
                    untouched += 1
                    if untouched > o.count:
                        continue
                got = outcome(kind, quote, line)
                rows[kind][got] += 1
                rows[kind]["fits"] += got == "found" and bool({line["verdict"], *line["kinds"]} & FITS.get(kind, set()))
                if got == "sound" if kind == "untouched" else got in ("found", "unsure"):
                    continue
                told = f"{line['verdict']} {','.join(line['kinds'])}; here {line['speaker']} {line['speaker_score']}, there {line['speaker_there']}; {line['why']}" if line else "no line"
                shown[kind].append(f"{article.path.name}: {told}\n      article: {body}\n      source:  {quote.body if kind != 'another’s words' else line.get('there')}")
        seconds = time.monotonic() - begun
    columns = ("found", "fits", "sound", "cannot", "unlisted")
    print(f"{'kind':18}{'planted':>9}" + "".join(f"{c:>10}" for c in columns) + f"{'found %':>10}")
    total: collections.Counter[str] = collections.Counter()
    for kind in [*kinds, "untouched"]:
        row = rows[kind]
        if kind == "untouched":
            kind_row("all", total, columns)
        else:
            total += row
        kind_row(kind, row, columns)
    print(f"{len(runs)} articles in {seconds:.0f} s; another’s words, where the program is not sure of the speaker: {rows['another’s words']['unsure']} not counted; seed {o.seed}")
    for kind, texts in shown.items():
        for text in texts[: o.show]:
            print(f"  {kind}: {text}")
    return int(share(total) < 0.99 or share(rows["untouched"]) > 0.005)


def share(row: collections.Counter[str]) -> float:
    number = sum(row[c] for c in ("found", "sound", "cannot", "unlisted"))
    return row["found"] / number if number else 0


def kind_row(kind: str, row: collections.Counter[str], columns: tuple[str, ...]) -> None:
    number = sum(row[c] for c in columns if c != "fits")
    print(f"{kind:18}{number:9}" + "".join(f"{row[c]:10}" for c in columns) + f"{100 * share(row):10.1f}")


if __name__ == "__main__":
    sys.exit(main())
