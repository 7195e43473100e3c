"""Writes the documents of this folder and their sidecars, the same ones every time.

Every document was made up for this purpose. The words of a record are looked for in the reading text, so that no offset
is counted by hand: offsets are code points of the text as sayso reads it (LF line ends, no byte-order mark).

    python make_documents.py
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from pathlib import Path

import regex

FOLDER = Path(__file__).parent / "documents"
CONTEXT = 32
CREATED = "2026-11-24T08:00:00Z"
HOSTILE = regex.compile(r"[\p{Cc}\u2028\u2029\ufeff\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


def quoted(words: str) -> str:
    """A RON string in which only what could mislead a reader is escaped."""
    plain = {"\n": "\\n", "\t": "\\t", "\r": "\\r"}
    escaped = words.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + HOSTILE.sub(lambda m: plain.get(m[0], f"\\u{{{ord(m[0]):x}}}"), escaped) + '"'


def listed(words: list[str]) -> str:
    """A RON list of strings."""
    return "[" + ", ".join(quoted(w) for w in words) + "]"


@dataclass
class Document:
    """A document in the making: what is in the file, what sayso reads from it, who speaks, what was decided."""

    name: str
    text: str
    source: bytes | None = None
    loader: str = "txt/1"
    title: str | None = None
    speakers: list[str] = field(default_factory=list)
    records: list[tuple[int, str]] = field(default_factory=list)
    cursor: int = 0

    def bytes(self) -> bytes:
        """The file: the text itself where nothing else was given."""
        return self.text.encode() if self.source is None else self.source

    def speaker(self, key: str, name: str, kind: str = "person", **lists: list[str]) -> None:
        """Adds a speaker; `lists` are aliases, roles and merged ids."""
        more = "".join(f", {what}: {listed(words)}" for what, words in lists.items())
        self.speakers.append(f"(id: {quoted(key)}, name: {quoted(name)}, kind: {kind}{more})")

    def place(self, words: str, start: int | None = None) -> tuple[int, int]:
        """Where words stand: at or behind `start`, else behind the record before."""
        at = self.text.find(words, self.cursor if start is None else start)
        assert at >= 0, f"{self.name}: {words!r} is not there"
        return at, at + len(words)

    def selector(self, start: int, end: int) -> str:
        """The selector of a place, with up to 32 graphemes round it."""
        before = regex.findall(r"\X", self.text[max(0, start - 400) : start])[-CONTEXT:]
        after = regex.findall(r"\X", self.text[end : end + 400])[:CONTEXT]
        return (
            f"(start: {start}, end: {end}, exact: {quoted(self.text[start:end])}, "
            f"prefix: {quoted(''.join(before))}, suffix: {quoted(''.join(after))})"
        )

    def words(self, words: str, near: int) -> str:
        """Words that name or report, nearest to `near`."""
        places = [m.start() for m in regex.finditer(regex.escape(words), self.text)]
        assert places, f"{self.name}: {words!r} is not there"
        start = min(places, key=lambda at: abs(at - near))
        return f"({start}, {start + len(words)}, {quoted(words)})"

    def id(self) -> str:
        """The id of the next record."""
        number = hashlib.sha256(self.name.encode()).hexdigest()[:4]
        return f"01970000-0000-7000-8000-{number}{len(self.records):08x}"

    def add(
        self,
        label: str,
        *pieces: str,
        start: int | None = None,
        source: str | None = None,
        cue: str | None = None,
        fields: str = "",
    ) -> str:
        """Adds a record whose words are `pieces`, one after the other; gives its id."""
        places = []
        for piece in pieces:
            places.append(self.place(piece, start))
            start = places[-1][1]
        first, last = places[0][0], places[-1][1]
        self.cursor = first
        key = self.id()
        parts = [f"id: {quoted(key)}", f"label: {quoted(label)}"]
        parts += [fields] if fields else []
        parts.append("at: [" + ", ".join(self.selector(*p) for p in places) + "]")
        parts += [f"source: {self.words(source, last)}"] if source else []
        parts += [f"cue: {self.words(cue, last)}"] if cue else []
        parts += ['by: "ada"', f'created: "{CREATED}"']
        self.records.append((first, "(" + ", ".join(parts) + ")"))
        return key

    def quote(
        self,
        *pieces: str,
        speaker: str,
        status: str = "confirmed",
        kind: str = "direct",
        form: str = "quotation",
        **more: str,
    ) -> str:
        """Adds a quotation, or a turn."""
        who = "none" if speaker == "none" else quoted(speaker)
        fields = f"kind: {kind}, form: {form}, status: {status}, speaker: {who}"
        extra = more.pop("fields", "")
        return self.add("quote", *pieces, fields=fields + (f", {extra}" if extra else ""), **more)

    def orphan(self, label: str, exact: str, fields: str = "") -> None:
        """Adds a record whose words are nowhere in the text."""
        assert exact not in self.text
        key = self.id()
        place = f"(start: 3, end: {3 + len(exact)}, exact: {quoted(exact)}, prefix: \"\", suffix: \"\")"
        more = f", {fields}" if fields else ""
        self.records.append(
            (3, f'(id: {quoted(key)}, label: {quoted(label)}{more}, at: [{place}], by: "ada", created: "{CREATED}")')
        )

    def sidecar(self) -> str:
        """The sidecar's text."""
        title = f", title: {quoted(self.title)}" if self.title else ""
        about = (
            f"(source: {quoted(self.name)}{title}, file: \"{hashlib.sha256(self.bytes()).hexdigest()}\", "
            f'text: "{hashlib.sha256(self.text.encode()).hexdigest()}", loader: "{self.loader}", chars: {len(self.text)})'
        )
        records = [text for _, text in sorted(self.records, key=lambda r: r[0])]
        lines = ["#![enable(implicit_some)]", "// Written by make_documents.py.", "(", "  version: 1,"]
        lines += [f"  document: {about},", "  speakers: ["]
        lines += [f"    {s}," for s in self.speakers]
        lines += ["  ],", "  annotations: ["]
        lines += [f"    {r}," for r in records]
        lines += ["  ],", "  reviews: [", "  ],", ")", ""]
        return "\n".join(lines)

    def write(self) -> None:
        """Writes document and sidecar."""
        (FOLDER / self.name).write_bytes(self.bytes())
        if self.records:
            (FOLDER / f"{self.name}.sayso.ron").write_bytes(self.sidecar().encode())


def emoji() -> Document:
    """Characters beyond the basic plane, families, flags, letters in two parts."""
    text = (
        "“Prices fell 😊 by 5%,” Jane Doe said. He left.\n"
        "\n"
        "👨‍👩‍👧‍👦 Nora Fjell 🇳🇴 wrote: “My family 👨‍👩‍👧‍👦 came by boat 🚣🏽‍♀️, under two flags 🇳🇴🇸🇪.”\n"
        "\n"
        "“Le cafe\u0301 de Zoe\u0308 est ferme\u0301,” Zoe\u0308 A\u030angstro\u0308m declared. “That much is certain.”\n"
        "\n"
        "The archivist 𠮷田 𩸽 added that the seal 𝔖𝔢𝔞𝔩 was “older than 𠀀𠀁𠀂”. Nobody 🤷 answered.\n"
        "\n"
        "“Press 1️⃣ or #️⃣, then ❤️‍🔥,” 𠮷田 𩸽 told us.\n"
    )
    d = Document("emoji.txt", text)
    d.speaker("jane-doe", "Jane Doe", aliases=["Jane 😊", "@jane"])
    d.speaker("nora-fjell", "Nora Fjell 🇳🇴", aliases=["👩‍🚀 Nora"])
    d.speaker("zoe", "Zoe\u0308 A\u030angstro\u0308m")
    d.speaker("yoshida", "𠮷田 𩸽", roles=["The archivist"])
    d.quote("“Prices fell 😊 by 5%,”", speaker="jane-doe", source="Jane Doe", cue="said", fields="score: 0.97")
    first = d.add("claim", "Prices fell 😊 by 5%", start=0, fields='speaker: "jane-doe", rating: "mostly-false"')
    d.quote(
        "“My family 👨‍👩‍👧‍👦 came by boat 🚣🏽‍♀️, under two flags 🇳🇴🇸🇪.”",
        speaker="nora-fjell", source="Nora Fjell 🇳🇴", cue="wrote",
    )
    d.add("highlight", "👨‍👩‍👧‍👦", start=0)
    d.add("key-passage", "🇳🇴🇸🇪", fields=f'links: [(role: "supports", to: {quoted(first)})]')
    d.quote(
        "“Le cafe\u0301 de Zoe\u0308 est ferme\u0301,”", "“That much is certain.”",
        speaker="zoe", source="Zoe\u0308 A\u030angstro\u0308m", cue="declared",
    )
    d.add("note", "ferme\u0301", fields='note: "e\u0301 in two code points 👍🏽"')
    d.quote(
        "the seal 𝔖𝔢𝔞𝔩 was “older than 𠀀𠀁𠀂”",
        speaker="yoshida", kind="mixed", status="edited", source="The archivist 𠮷田 𩸽", cue="added",
    )
    d.add("person", "𠮷田 𩸽", start=0, fields='speaker: "yoshida"')
    d.quote("“Press 1️⃣ or #️⃣, then ❤️‍🔥,”", speaker="yoshida", source="𠮷田 𩸽", cue="told")
    return d


def windows() -> Document:
    """CR LF and a byte-order mark in the file, tabs, no-break spaces, soft hyphens."""
    text = (
        "Minutes of the water board\n"
        "\n"
        "“The budget\u00a0is 1\u202f200\u00a0€,” said Tom\u00a0Reed.  \n"
        "\n"
        "\tIndented: “Column one\tcolumn two\tcolumn three,” Ms. Ilse Brandt said.\n"
        "\n"
        "“The word is Donau\u00addampf\u00adschiff,” explained Tom\u00a0Reed, who said \ufeffnothing\u2060 else.\n"
        "\n"
        "“A line\n"
        "and another line\n"
        "and a third,” Ms. Ilse Brandt read out.\n"
    )
    source = b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode()
    d = Document("windows.txt", text, source)
    d.speaker("tom-reed", "Tom\u00a0Reed")
    d.speaker("ilse-brandt", "Ilse Brandt", aliases=["Ms. Ilse Brandt"])
    d.quote("“The budget\u00a0is 1\u202f200\u00a0€,”", speaker="tom-reed", source="Tom\u00a0Reed", cue="said")
    d.add("highlight", "\u00a0is 1\u202f200\u00a0")
    d.quote(
        "“Column one\tcolumn two\tcolumn three,”", speaker="ilse-brandt", source="Ms. Ilse Brandt", cue="said",
        fields='note: "a tab\\tand a line\\nend in a note"',
    )
    d.add("highlight", "\tIndented:", start=0)
    d.quote("“The word is Donau\u00addampf\u00adschiff,”", speaker="tom-reed", source="Tom\u00a0Reed", cue="explained")
    d.add("key-passage", "dampf\u00adschiff", fields='attributes: {"tone": "dry"}')
    d.add("highlight", "\ufeffnothing\u2060")
    d.quote("“A line\nand another line\nand a third,”", speaker="ilse-brandt", source="Ms. Ilse Brandt", cue="read out")
    return d


def lines() -> Document:
    """Everything that some reader takes for the end of a line, and quotations over several paragraphs."""
    text = (
        "“First\u2028second\u2029third,” Ann Lee said.\n"
        "\n"
        "“Next\u0085line and form\x0cfeed and vertical\x0btab,” Bo Karr said.\n"
        "\n"
        "“The quay opened in spring.\n"
        "\n"
        "“It closed in autumn.\n"
        "\n"
        "“Nobody told us why,” Ann Lee said.\n"
        "\n"
        "“We shall rebuild,” said Bo Karr, “and we shall do it\n"
        "before the frost.”\n"
        "\n"
        "\n"
        "\n"
        "The end, three blank lines below.  \u2028  \n"
        "Really. \x1c\x1d\x1e done\n"
    )
    d = Document("lines.txt", text)
    d.speaker("ann-lee", "Ann Lee")
    d.speaker("bo-karr", "Bo Karr")
    d.quote("“First\u2028second\u2029third,”", speaker="ann-lee", source="Ann Lee", cue="said")
    d.add("highlight", "second\u2029")
    d.quote(
        "“Next\u0085line and form\x0cfeed and vertical\x0btab,”", speaker="bo-karr", source="Bo Karr", cue="said"
    )
    d.quote(
        "“The quay opened in spring.\n\n“It closed in autumn.\n\n“Nobody told us why,”",
        speaker="ann-lee", source="Ann Lee", cue="said",
    )
    d.add(
        "claim", "The quay opened in spring.", "“It closed in autumn.",
        fields='speaker: "ann-lee", rating: "true", note: "two\\nparagraphs", evidence: ["https://example.org/quay"]',
    )
    d.quote(
        "“We shall rebuild,”", "“and we shall do it\nbefore the frost.”",
        speaker="bo-karr", source="Bo Karr", cue="said",
    )
    d.add("highlight", "\n\n\n\n", start=0, fields='note: "nothing but line ends"')
    d.add("highlight", "blank lines below.  \u2028  \nReally. \x1c\x1d\x1e done\n")
    return d


def right_to_left() -> Document:
    """Hebrew, Arabic, Persian: marks of direction, joiners, quotation marks of their own."""
    text = (
        "דנה לוי אמרה: “המים עלו ב־5% השנה”, והלכה.\n"
        "\n"
        "وقال أحمد نور: «الميناء مغلق»، ثم صمت.\n"
        "\n"
        "می\u200cگوید رضا: «کتاب\u200cها را می\u200cخوانم»\u200f.\n"
        "\n"
        "The minister, \u2067דנה לוי\u2069, said “the word שלום means peace”\u200e in English. क्\u200dष is joined.\n"
        "\n"
        "He wrote \u202eevil\u202c and meant “live”.\n"
    )
    d = Document("right-to-left.txt", text)
    d.speaker("dana", "דנה לוי", roles=["The minister"])
    d.speaker("ahmad", "أحمد نور")
    d.speaker("reza", "رضا")
    d.quote("“המים עלו ב־5% השנה”", speaker="dana", source="דנה לוי", cue="אמרה")
    d.add("claim", "המים עלו ב־5%", start=0, fields='speaker: "dana", rating: "unproven"')
    d.quote("«الميناء مغلق»", speaker="ahmad", source="أحمد نور", cue="قال")
    d.quote("«کتاب\u200cها را می\u200cخوانم»\u200f", speaker="reza", source="رضا", cue="می\u200cگوید")
    d.quote(
        "“the word שלום means peace”\u200e", speaker="dana", source="\u2067דנה לוי\u2069", cue="said",
    )
    d.add("highlight", "क्\u200dष")
    d.add("note", "\u202eevil\u202c", fields='note: "\\u{202e}turned round\\u{202c}"')
    return d


def markup() -> Document:
    """Words that are markup, a formula, an escape or a separator somewhere."""
    text = (
        "“<script>alert('x')</script> &amp; so on ]]> <!-- no comment -->,” Eve “The Needle” O'Hara; PhD, said.\n"
        "\n"
        "=HYPERLINK(\"https://example.org\",\"click\") was what the cell said. +1, -1 and @home were others.\n"
        "\n"
        "“C:\\temp\\new \\u0041 \\n {curly} [square] |pipe| `tick` *star* _line_ ~wave~ #hash $1 %PATH% ${x},” "
        "Max \\ Backslash said.\n"
        "\n"
        "# no heading\n"
        "\n"
        "- no item, “1. no number”, said Eve \"Quote\" again; <b onclick=\"go()\">bold</b> &lt; &#1; &#x1b; <?pi?> <![CDATA[x]]>\n"
        "\n"
        "<<<<<<< not a conflict, T1\tQuote 0 5\thello, said Max \\ Backslash. #+BEGIN_QUOTE and :PROPERTIES: and [[link]].\n"
    )
    d = Document("markup.txt", text)
    d.speaker("eve", "Eve “The Needle” O'Hara; PhD, \"EO\"", aliases=["Eve \"Quote\""])
    d.speaker("max", "Max \\ Backslash <max@example.org>")
    d.speaker("formula", "=HYPERLINK(\"https://example.org\")", "organisation")
    d.quote(
        "“<script>alert('x')</script> &amp; so on ]]> <!-- no comment -->,”",
        speaker="eve", source="Eve “The Needle” O'Hara; PhD", cue="said",
        fields='note: "<img src=x onerror=alert(1)> ]]> &quot;"',
    )
    d.quote(
        "=HYPERLINK(\"https://example.org\",\"click\")", speaker="formula", source="the cell", cue="said",
        fields='note: "@SUM(1+1)*cmd|x!A0"',
    )
    d.add("highlight", "+1")
    d.add("highlight", "-1")
    d.add("highlight", "@home")
    d.quote(
        "“C:\\temp\\new \\u0041 \\n {curly} [square] |pipe| `tick` *star* _line_ ~wave~ #hash $1 %PATH% ${x},”",
        speaker="max", source="Max \\ Backslash", cue="said",
    )
    d.add("highlight", "# no heading")
    d.quote("“1. no number”", speaker="eve", source="Eve \"Quote\"", cue="said")
    d.add(
        "claim", "<b onclick=\"go()\">bold</b> &lt; &#1; &#x1b; <?pi?> <![CDATA[x]]>",
        fields='speaker: "eve", rating: "<i>odd</i>", note: "", evidence: '
        '["https://example.org/?a=1&b=<2>", "javascript:alert(1)", "not an address; \\"really\\""]',
    )
    d.add("key-passage", "<<<<<<< not a conflict, T1\tQuote 0 5\thello")
    d.add("highlight", "#+BEGIN_QUOTE and :PROPERTIES: and [[link]]")
    return d


def controls() -> Document:
    """Characters that XML cannot hold at all, and what drives a terminal."""
    text = (
        "“One \x01 control,” Ivy Stone said. She said it twice.\n"
        "\n"
        "“A \x1b[31mred\x1b[0m word and a bell \x07,” Ivy Stone said, \x08\x08 and left.\n"
        "\n"
        "“Behind them \x7f\x80\x9f is \ufffe and \uffff and \ufffd,” Ivy Stone added, “in plain words: this is fine.”\n"
        "\n"
        "And then, after all of these, “an ordinary sentence”, she said.\n"
    )
    d = Document("controls.txt", text)
    d.speaker("ivy", "Ivy \x01 Stone", aliases=["I\x1b[31mvy"])
    d.quote("“One \x01 control,”", speaker="ivy", source="Ivy Stone", cue="said")
    d.quote(
        "“A \x1b[31mred\x1b[0m word and a bell \x07,”", speaker="ivy", source="Ivy Stone", cue="said",
        fields='note: "esc \\u{1b}[2J bell \\u{7}"',
    )
    d.add("highlight", "\x08\x08 and left")
    d.quote(
        "“Behind them \x7f\x80\x9f is \ufffe and \uffff and \ufffd,”", "“in plain words: this is fine.”",
        speaker="ivy", source="Ivy Stone", cue="added",
    )
    d.quote("“an ordinary sentence”", speaker="ivy", source="she", cue="said")
    return d


def long() -> Document:
    """A quotation of 10,000 characters, and sixty by one speaker."""
    sentence = "The tide table is wrong by {} minutes and everybody on the pier knows it. "
    body = "".join(sentence.format(n) for n in range(200))[:9998]
    shorts = [f"“Number {n} is {'é' if n % 3 else '🐟'} too small,” Olga Kern said." for n in range(60)]
    text = f"“{body}” Olga Kern said.\n\n" + "\n\n".join(shorts) + "\n"
    d = Document("long.txt", text)
    d.speaker("olga-kern", "Olga Kern", roles=["the harbour master"])
    d.quote(f"“{body}”", speaker="olga-kern", source="Olga Kern", cue="said")
    for n, short in enumerate(shorts):
        words = short[: short.index("”") + 1]
        d.quote(words, speaker="olga-kern", source="Olga Kern", cue="said")
        if n % 20 == 0:
            d.add("claim", words[1:-2], fields='speaker: "olga-kern", rating: "mixed"')
    return d


def overlaps() -> Document:
    """Records that overlap, nest, touch, coincide, come in pieces, and begin or end within a word."""
    text = (
        "“Ships came in at dawn and ships went out at dusk, and the gulls, who had seen it all, said nothing,” "
        "Per Lund said.\n"
        "\n"
        "Per Lund said that the crane “fell, slowly, into the harbour basin” while the crew watched.\n"
        "\n"
        "“Yes,” said Per Lund. “No,” said Per Lund. “Yes,” said Per Lund.\n"
        "\n"
        "A last paragraph, with e\u0301 in it.\n"
    )
    d = Document("overlaps.txt", text)
    d.speaker("per-lund", "Per Lund")
    whole = "“Ships came in at dawn and ships went out at dusk, and the gulls, who had seen it all, said nothing,”"
    outer = d.quote(whole, speaker="per-lund", source="Per Lund", cue="said")
    d.add("highlight", whole, start=0)
    inner = d.add(
        "claim", "Ships came in at dawn", start=0,
        fields=f'speaker: "per-lund", rating: "true", links: [(role: "part-of", to: {quoted(outer)})]',
    )
    d.add(
        "claim", "ships went out at dusk", "said nothing", start=0,
        fields=f'speaker: "per-lund", rating: "false", links: [(role: "contradicts", to: {quoted(inner)}), '
        '(role: "cites", to: "nowhere")]',
    )
    d.add("key-passage", "dawn and ships went", start=0, fields='attributes: {"tone": "dry", "page": "12"}')
    d.add("key-passage", "went out at dusk, and the gulls", start=0)
    d.add("highlight", "the gulls", start=0)
    d.add("highlight", ", who had seen it all", start=0)
    d.add("highlight", "hips cam", start=0, fields='note: "within words"')
    d.quote(
        "that the crane “fell, slowly, into the harbour basin”",
        speaker="per-lund", kind="mixed", status="edited", source="Per Lund", cue="said", start=text.index("Per Lund said that"),
        fields='score: 0.5, was: (at: [(130, 150)], speaker: "Per Lund")',
    )
    d.add("highlight", " into the ", fields='note: "white space at both ends"')
    d.quote("“Yes,”", speaker="per-lund", source="Per Lund", cue="said")
    d.quote("“No,”", speaker="per-lund", status="rejected", source="Per Lund", cue="said")
    d.quote("“Yes,”", speaker="per-lund", source="Per Lund", cue="said", start=text.rindex("“Yes,”"))
    d.add("highlight", "with e", fields='note: "cuts a letter from its accent"')
    d.add("später fragen", "the harbour basin", start=0, fields='note: "a label of two words"')
    d.orphan("quote", "“A sentence that was struck from the article,”",
             'kind: direct, form: quotation, status: confirmed, speaker: "per-lund"')
    d.orphan("claim", "Forty thousand herring were counted", 'speaker: "per-lund", rating: "unproven"')
    return d


def speakers() -> Document:
    """Speakers of all four kinds, nobody, and every rating, with evidence and notes."""
    text = (
        "City desk, Monday\n"
        "\n"
        "“The bridge is safe,” Mayor Ada Grey said. The Ports Union said that it had “never been asked”. "
        "Residents said that the noise is unbearable. “We looked away,” a senior official said. "
        "“Mind the gap,” said a voice.\n"
        "\n"
        "According to Mayor Ada Grey, traffic doubled, trade tripled, and the toll will be “gone by June”.\n"
    )
    d = Document("speakers.txt", text)
    d.speaker("ada-grey", "Ada Grey", aliases=["Grey", "@ada; grey"], roles=["Mayor", "the \"Mayor\", ex officio"])
    d.speaker("union", "The Ports Union, Local 7; “Wharf & Sons” 🦑", "organisation")
    d.speaker("residents", "Residents", "group", merged=["old-residents"])
    d.speaker("official", "a senior official", "unnamed")
    d.quote("“The bridge is safe,”", speaker="ada-grey", source="Mayor Ada Grey", cue="said")
    d.quote(
        "that it had “never been asked”", speaker="union", kind="mixed", source="The Ports Union", cue="said",
        fields='note: ""',
    )
    d.quote("that the noise is unbearable", speaker="residents", kind="indirect", source="Residents", cue="said")
    d.quote("“We looked away,”", speaker="official", source="a senior official", cue="said")
    d.quote("“Mind the gap,”", speaker="none", source="a voice", cue="said")
    d.quote(
        "traffic doubled, trade tripled, and the toll will be “gone by June”",
        speaker="ada-grey", kind="mixed", source="Mayor Ada Grey", cue="According to",
    )
    ratings = [
        ("The bridge is safe", "true"), ("never been asked", "mostly-true"), ("noise is unbearable", "mixed"),
        ("traffic doubled", "mostly-false"), ("trade tripled", "false"), ("gone by June", "unproven"),
    ]
    for words, rating in ratings:
        d.add(
            "claim", words, start=0,
            fields=f'speaker: "ada-grey", rating: "{rating}", note: "checked; see {rating}, twice", '
            f'evidence: ["https://example.org/{rating}", "Ledger, page 4"]',
        )
    d.add("claim", "We looked away", start=0, fields="speaker: none")
    d.add("claim", "the toll will be", start=0)
    d.add("person", "Mayor Ada Grey", start=0, fields='speaker: "ada-grey"')
    d.add("note", "City desk", start=0, fields='note: "who wrote this?"')
    return d


def page() -> Document:
    """A web page: headings, lists, quotations set off, words in bold."""
    blocks = [
        ("h1", "The lamp that went out"), ("p", "“Nobody lit it,” said Kai Ortega."), ("h2", "What is known"),
        ("li", "“It was dark,” said Rosa Lund."), ("li", "The keeper & his dog <left> early."),
        ("blockquote", "We are sorry for the dark 🌊."), ("p", "The lamp is lit again, said Kai Ortega."),
    ]
    html = {
        0: "<h1>The lamp that went out</h1>",
        1: "<p>“Nobody <b>lit</b> it,” said <em>Kai Ortega</em>.</p>",
        2: "<h2>What is known</h2>",
        3: "<ul><li>“It was dark,” said Rosa Lund.</li>",
        4: "<li>The keeper &amp; his dog &lt;left&gt; early.</li></ul>",
        5: "<blockquote>We are sorry for the dark 🌊.</blockquote>",
        6: "<p>The lamp is lit again, said Kai Ortega.</p>",
    }
    source = (
        "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>The lamp that went out</title></head>\n"
        "<body>\n" + "\n".join(html.values()) + "\n</body></html>\n"
    )
    text = "\n\n".join(words for _, words in blocks)
    d = Document("page.html", text, source.encode(), "html/1", "The lamp that went out")
    d.speaker("kai-ortega", "Kai Ortega")
    d.speaker("rosa-lund", "Rosa Lund")
    d.add("highlight", "The lamp that went out")
    d.quote("“Nobody lit it,”", speaker="kai-ortega", source="Kai Ortega", cue="said")
    d.quote("“It was dark,”", speaker="rosa-lund", source="Rosa Lund", cue="said")
    d.add("claim", "The keeper & his dog <left> early.", fields='rating: "true"')
    d.quote("We are sorry for the dark 🌊.", speaker="none")
    d.add(
        "claim", "The lamp is lit again", fields='speaker: "kai-ortega", rating: "mostly-true", '
        'evidence: ["https://example.org/lamp"]',
    )
    d.add("key-passage", "early.\n\nWe are sorry for the dark 🌊.\n\nThe lamp", start=0)
    return d


def recording() -> Document:
    """Captions: names that are markup, somebody interrupted, two annotations of one speaker at the same time."""
    source = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:04.000\n<v Ada Grey>We drained the pond 🐟 in May.\n\n"
        "00:00:04.000 --> 00:00:07.500\n<v Ada Grey>Nobody asked “everybody”, and 5 &lt; 7 &amp; so on.\n\n"
        "00:00:05.000 --> 00:00:06.000\n<v Bo Lind>Who asked?\n\n00:00:20.000 --> 00:00:22.000\n<v Ada Grey>Nobody did.\n"
    )
    text = (
        "Ada Grey: We drained the pond 🐟 in May. Nobody asked “everybody”, and 5 < 7 & so on.\n\n"
        "Bo Lind: Who asked?\n\nAda Grey: Nobody did."
    )
    d = Document("recording.vtt", text, source.encode(), "vtt/1")
    d.speaker("ada-grey", 'Ada "A" <Grey>\n& Sons')
    d.speaker("bo-lind", "Bo Lind 🐟")
    d.quote("We drained the pond 🐟 in May. Nobody asked “everybody”, and 5 < 7 & so on.", speaker="ada-grey", form="turn")
    d.add(
        "claim", "drained the pond 🐟 in May", start=0, fields='speaker: "ada-grey", rating: "mostly-false", '
        'note: "In <June>,\nsays \\"the\\" book", evidence: ["https://example.org/pond"], attributes: {"tone": "dry"}',
    )
    d.add("key-passage", "pond 🐟 in May. Nobody asked", start=0, fields='speaker: "ada-grey"')
    d.add("key-passage", "in May. Nobody asked “everybody”", start=0, fields='speaker: "ada-grey"')
    d.quote("Who asked?", speaker="bo-lind", form="turn")
    d.quote("Nobody did.", speaker="none", form="turn")
    return d


def untouched() -> Document:
    """A document nobody has worked on: nothing but suggestions."""
    return Document(
        "untouched.txt",
        "Council meets on the ferry\n"
        "\n"
        "“The ferry will sail 🚢 on Sundays,” Councillor Mia Brook said on Friday. She said that the fare would “stay as it is”.\n"
        "\n"
        "“I doubt it,” said Noor Haddad, who runs the kiosk. “They promised that last year. Nobody came.”\n"
        "\n"
        "“Fares are up 3%,” she added, “and nobody asked the Ports Union.”\n",
    )


CODEBOOK = """(
  labels: [(id: "key-passage", name: "key passage", key: 'k', doc: "what the piece turns on"), (id: "später fragen", key: 'z')],
  attributes: [
    (id: "tone", key: 't', values: ["dry", "angry"]),
    (id: "page", key: 'p', values: ["12"]),
  ],
)
"""


def main() -> None:
    """Writes everything."""
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / "sayso.ron").write_text(CODEBOOK, encoding="utf-8", newline="\n")
    makers = [
        emoji, windows, lines, right_to_left, markup, controls, long, overlaps, speakers, page, recording, untouched,
    ]
    for make in makers:
        make().write()


if __name__ == "__main__":
    main()
