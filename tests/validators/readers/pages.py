"""Pages for people: HTML, Markdown, org, plain text. Their words are compared as they are shown, white space folded."""

from __future__ import annotations

import re
from collections import Counter
from typing import Any

import html5lib
import orgparse
from markdown_it import MarkdownIt

from reference import Export, Result, shown, without_hostile

SCRIPT = re.compile(r"^\s*(javascript|vbscript|data)\s*:", re.IGNORECASE)
BLOCKS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "div", "blockquote", "pre", "section", "article", "aside"}
LOADS = {"src", "srcset", "background", "poster", "data", "action", "formaction", "ping"}


def squeezed(words: str) -> str:
    """Words without any white space, as they are shown: numbers that are no characters have no place on a page."""
    return re.sub("[\ufffd\ufffe\uffff]", "", without_hostile(words)).replace(" ", "")


def html(export: Export) -> Result:
    """html5lib sees no script and nothing that is loaded from elsewhere; the index has every record's words."""
    result, reference = Result(), export.reference
    raw = export.file.read_text(encoding="utf-8")
    parser = html5lib.HTMLParser(namespaceHTMLElements=False)
    tree = parser.parse(raw)
    for place, error, _ in parser.errors:
        result.say(f"html5lib: {error} at {place}")
    addresses = {address for r in reference.records for address in r["evidence"]}
    names = [element.get("id") for element in tree.iter() if element.get("id")]
    result.check(len(set(names)) == len(names), "an id stands twice")
    for element in tree.iter():
        check_element(result, element, addresses, set(names))
    check_page_text(result, export, tree)
    check_index(result, export, tree)
    return result


def check_element(result: Result, element: Any, addresses: set[str], names: set[str]) -> None:
    """An element that runs nothing, loads nothing, and leads to a place of this page or to the evidence."""
    tag = str(element.tag).lower()
    result.check(tag not in ("script", "iframe", "object", "embed", "base", "link", "form"), f"an element {tag}")
    for name, value in element.attrib.items():
        name = str(name).lower()
        result.check(not name.startswith("on"), f"{tag} has {name}")
        result.check(not SCRIPT.match(value), f"{tag} {name} is a script: {shown(value)}")
        result.check(name not in LOADS, f"{tag} loads {shown(value)}")
        if name == "href":
            inside = value.startswith("#") and value[1:] in names
            result.check(inside or value in addresses, f"{tag} leads to {shown(value)}")
        if name == "style":
            result.check("url(" not in value, f"{tag} loads {shown(value)}")
    if tag == "style":
        result.check("url(" not in "".join(element.itertext()) and "@import" not in "".join(element.itertext()), "a style loads")


def check_page_text(result: Result, export: Export, tree: Any) -> None:
    """The whole reading text is on the page, word for word and in order."""
    texts = [e for e in tree.iter() if e.get("class") == "text"]
    there = squeezed("".join("".join(e.itertext()) for e in texts))
    whole = squeezed(export.reference.text)
    title = squeezed("".join(next(tree.iter("h1")).itertext()))
    # The title may stand above the page instead of in it; list signs are the page's own.
    result.check(whole in (there, title + there) or whole.replace("•", "") in (there.replace("•", ""), title + there.replace("•", "")),
                 "the page is not the reading text")


def check_index(result: Result, export: Export, tree: Any) -> None:
    """Every record has a line in the index that leads to its place, and marked words are the reference's."""
    reference = export.reference
    index = Counter(map(index_words, tree.iterfind(".//section[@class='index']//li")))
    wanted = Counter(squeezed(reference.said(r)) for r in reference.placed())
    for words in index - wanted:
        result.say(f"the index has words that are no record's: {shown(words)}")
    for words in wanted - index:
        result.say(f"the index lacks {shown(words)}")
    result.spans += index.total()
    covered = "".join(reference.words(p) for s in reference.contents() for p in s.pieces)
    for mark in tree.iter("mark"):
        words = squeezed("".join(mark.itertext()))
        result.spans += 1
        result.check(words in squeezed(covered), f"marked, but in no record: {shown(words)}")
    page = squeezed("".join(tree.itertext()))
    for record in reference.orphans():
        result.check(squeezed(reference.said(record)) in page, f"an orphan is not shown: {shown(reference.said(record))}")


def index_words(line: Any) -> str:
    """The words of a line of the index; those of a record that begins between paragraphs lead nowhere."""
    links = [a for a in line.iter("a") if (a.get("href") or "").startswith("#")]
    return squeezed("".join(links[0].itertext()) if links else "".join(line.itertext()).rsplit(" — ", 1)[0])


def markdown(export: Export) -> Result:
    """A CommonMark parser sees the words as words: quotations, no markup of theirs, no address but the evidence."""
    result, reference = Result(), export.reference
    tokens = MarkdownIt("commonmark").parse(export.file.read_text(encoding="utf-8"))
    quotes: list[str] = []
    depth = 0
    for token in tokens:
        depth += {"blockquote_open": 1, "blockquote_close": -1}.get(token.type, 0)
        if token.type == "blockquote_open" and depth == 1:
            quotes.append("")
        result.check(token.type not in ("html_block", "code_block", "fence", "hr"), f"words became {token.type}")
        if token.type == "inline":
            words = inline_words(token.children or [], result, reference)
            if depth:
                quotes[-1] += " " + words
    there, wanted = Counter(map(squeezed, quotes)), Counter(squeezed(reference.said(r)) for r in reference.records)
    result.spans = there.total()
    for words in there - wanted:
        result.say(f"a quotation that is no record: {shown(words)}")
    for words in wanted - there:
        result.say(f"no quotation of {shown(words)}")
    return result


def inline_words(children: list[Any], result: Result, reference: Any) -> str:
    """The words of a line; whatever would be markup in it is a mismatch, but for addresses of evidence."""
    out = ""
    addresses = {squeezed(a).replace("<", "").replace(">", "") for r in reference.records for a in r["evidence"]}
    for child in children:
        if child.type in ("softbreak", "hardbreak"):
            out += "\n"
        elif child.type == "link_open":
            target = str(child.attrs.get("href", ""))
            result.check(not SCRIPT.match(target), f"a link is a script: {shown(target)}")
        elif child.type == "text" or child.type == "text_special":
            out += child.content
        elif child.type != "link_close":
            result.say(f"words became {child.type}: {shown(child.content)}")
    own = {r["link"] for r in reference.records}
    links = [str(c.attrs.get("href", "")) for c in children if c.type == "link_open"]
    if any(link not in own for link in links):
        result.check(any(a in squeezed(out) for a in addresses), f"a link that is no evidence: {shown(out)}")
    return out


def org(export: Export) -> Result:
    """orgparse sees the same words in its quote blocks, and no word of a document became a heading or a drawer."""
    result, reference = Result(), export.reference
    root = orgparse.loads(export.file.read_text(encoding="utf-8"))
    body = "\n".join(node.get_body(format="raw") for node in root[0:] if not node.is_root()) + root.get_body(format="raw")
    quotes = re.findall(r"^#\+begin_quote\s*\n(.*?)^#\+end_quote", body, re.IGNORECASE | re.MULTILINE | re.DOTALL)
    there = Counter(unspaced(unescaped(q)) for q in quotes)
    wanted = Counter(unspaced(reference.said(r)) for r in reference.records)
    result.spans = there.total()
    for words in there - wanted:
        result.say(f"a quotation that is no record: {shown(words)}")
    for words in wanted - there:
        result.say(f"no quotation of {shown(words)}")
    return result


def unescaped(words: str) -> str:
    """Words of an org block without the comma that keeps a line from being a heading."""
    return re.sub(r"^(\s*),(?=[*#,])", r"\1", words, flags=re.MULTILINE)


def unspaced(words: str) -> str:
    """Words without zero-width spaces, which keep signs of org from being markup."""
    return squeezed(words).replace("\u200b", "")


def text(export: Export) -> Result:
    """Plain text holds every record's words and drives no terminal."""
    result, reference = Result(), export.reference
    raw = export.file.read_text(encoding="utf-8")
    there = squeezed(raw)
    result.check("\x1b" not in raw, "it drives a terminal")
    for record in reference.records:
        result.spans += 1
        result.check(squeezed(reference.said(record)) in there, f"not in it: {shown(reference.said(record))}")
    return result
