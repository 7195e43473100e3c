"""XML: TEI by the TEI consortium's schema, UIMA's XMI by cassis, REFI-QDA by its own schema."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from io import BytesIO
from itertools import accumulate
from typing import Any

import cassis
from lxml import etree

from archives import REFI_QDA, TEI, read_archive
from readers.pages import squeezed
from reference import REPLACEMENT, Export, Place, Result, Span, compare, folded, in_xml, pieces, runs, shown

XML_ID = "{http://www.w3.org/XML/1998/namespace}id"
XMI_ID = "{http://www.omg.org/XMI}id"
CAS = "{http:///uima/cas.ecore}"
TEI_NAMESPACE = "{http://www.tei-c.org/ns/1.0}"
POINTERS = (
    "who", "target", "next", "prev", "corresp", "ana", "from", "to", "resp", "source", "ref", "decls", "active", "passive", "mutual",
)  # fmt: skip
STRING_RANGE = re.compile(r"#string-range\(([^,()]+),(\d+),(\d+)\)")
ABSOLUTE = re.compile(r"[a-z][a-z0-9+.-]*:\S+", re.IGNORECASE)


def parsed(raw: bytes) -> Any:
    """The root of a document, without anything from elsewhere."""
    return etree.fromstring(raw, etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True))


@cache
def tei_schema() -> Any:
    """tei_all."""
    return etree.RelaxNG(etree.parse(BytesIO(read_archive(TEI, "tei_all.rng"))))


def tei(export: Export) -> Result:
    """Valid by tei_all; every pointer leads somewhere; words marked or pointed at are the reference's."""
    result, reference = Result(), export.reference
    root = parsed(export.file.read_bytes())
    schema = tei_schema()
    if not schema.validate(root):
        for error in list(schema.error_log)[:5]:
            result.say(f"tei_all, line {error.line}: {error.message}")
    ids = {e.get(XML_ID): e for e in root.iter() if e.get(XML_ID)}
    result.check(len(ids) == sum(e.get(XML_ID) is not None for e in root.iter()), "an xml:id stands twice")
    for element in root.iter(etree.Element):
        for name in POINTERS:
            for pointer in (element.get(name) or "").split():
                check_pointer(result, pointer, ids, element)
    body = root.find(f".//{TEI_NAMESPACE}body")
    text = in_xml(reference.text)
    if result.check(ink(words_of(body)) == ink(text), "its body is not the reading text"):
        found = list(tei_spans(root, body, ids))
        result.spans = len(found)
        # Places as numbers of letters, white space not counted.
        number = list(accumulate((len(ink(c)) for c in text), initial=0))
        wanted = [letters(s.label, [(number[a], number[b]) for a, b in s.pieces]) for s in reference.everything()]
        match_letters(result, export, found, wanted)
    return result


def ink(words: str) -> str:
    """Words without white space and without what stands for characters that XML lacks: some of those are white space."""
    return "".join(words.replace(REPLACEMENT, "").split())


def letters(label: str, at: Iterable[Place]) -> Span:
    """A span by the numbers of its letters."""
    return Span(label, runs(n for start, end in at for n in range(start, end)))


def match_letters(result: Result, export: Export, found: list[Span], wanted: list[Span]) -> None:
    """Like `compare`, for places that are numbers of letters."""
    text = ink(in_xml(export.reference.text))
    lettered = replace(export, reference=replace(export.reference, text=text))
    compare(result, lettered, found, wanted)


def tei_spans(root: Any, body: Any, ids: dict[str, Any]) -> Iterator[Span]:
    """The spans of a TEI text: elements with those they go on in, and the ranges that annotations point at."""
    where = letter_numbers(body)
    ranged: dict[str, list[Place]] = {}
    for annotation in root.iter(f"{TEI_NAMESPACE}annotation"):
        targets = (annotation.get("target") or "").split()
        at = [string_range(t, ids, where) for t in targets if "string-range" in t]
        if at:
            elements = [t[1:] for t in targets if t[1:] in ids]
            if elements:
                ranged[elements[0]] = at
            else:
                label = annotation.findtext(f"{TEI_NAMESPACE}note[@type='label']", "")
                yield letters(folded(label), at)
    for element in body.iter(etree.Element):
        if element.get("prev") or etree.QName(element).localname not in ("said", "seg", "rs", "q"):
            continue
        chain = [element]
        while chain[-1].get("next"):
            chain.append(ids[chain[-1].get("next")[1:]])
        at = [where[e] for e in chain] + ranged.get(element.get(XML_ID, ""), [])
        yield letters(tei_label(element), at)


def tei_label(element: Any) -> str:
    """What an element is to sayso."""
    kind = {"source": "speaker"}.get(element.get("type"), element.get("type"))
    return "quote" if etree.QName(element).localname in ("said", "q") else folded(kind)


def letter_numbers(body: Any) -> dict[Any, Place]:
    """For every element the numbers of its first letter and of the one behind its last."""
    out: dict[Any, Place] = {}
    count = 0
    begun: list[int] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        if event == "start":
            begun.append(count)
            count += len(ink(element.text or ""))
        else:
            out[element] = (begun.pop(), count)
            count += len(ink(element.tail or "")) if element is not body else 0
    return out


def string_range(pointer: str, ids: dict[str, Any], where: dict[Any, Place]) -> Place:
    """The letters of `#string-range(element,first,length)`."""
    match = STRING_RANGE.fullmatch(pointer)
    assert match is not None, pointer
    element, first, length = ids[match[1]], int(match[2]), int(match[3])
    words, begin = words_of(element), where[element][0]
    start = begin + len(ink(words[:first]))
    return start, start + len(ink(words[first : first + length]))


def words_of(element: Any) -> str:
    """The words of an element."""
    return "".join(element.itertext())


def check_pointer(result: Result, pointer: str, ids: dict[str, Any], element: Any) -> None:
    """A pointer leads to an element, to a range of its characters, or out of the file."""
    where = f"{etree.QName(element).localname} points at {pointer}"
    ranged = STRING_RANGE.fullmatch(pointer)
    if ranged:
        target = ids.get(ranged[1])
        if result.check(target is not None, f"{where}: no such element"):
            start, length = int(ranged[2]), int(ranged[3])
            result.check(0 < length <= len(words_of(target)) - start, f"{where}: not inside it")
    elif pointer.startswith("#"):
        result.check(pointer[1:] in ids, f"{where}: no such element")
    else:
        result.check(ABSOLUTE.fullmatch(pointer) is not None, f"{where}: neither here nor an address")


def xmi(export: Export) -> Result:
    """cassis turns UTF-16 into code points; covered text is the reference's, and every structure is in a view."""
    result, reference = Result(), export.reference
    beside = export.beside(".xml")
    if not result.check(beside is not None, "there is no type system beside it"):
        return result
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        types = cassis.load_typesystem(beside.read_bytes().decode("utf-8"))
        cas = cassis.load_cas_from_xmi(export.file.read_bytes().decode("utf-8"), typesystem=types)
    result.check(cas.sofa_string == in_xml(reference.text), "its text is not the reading text")
    found = []
    for fs in cas.select_all():
        if not hasattr(fs, "begin") or fs.type.name == "uima.tcas.DocumentAnnotation":
            continue
        result.words(fs.get_covered_text(), in_xml(reference.words((fs.begin, fs.end))), fs.type.name)
        if is_relation(fs):
            check_relation(result, fs)
            continue
        label = getattr(fs, "label", None) or fs.type.name.rsplit(".", 1)[-1]
        found.append(Span(folded(label), ((fs.begin, fs.end),)))
    compare(result, export, found, pieces(reference.everything()))
    check_members(result, parsed(export.file.read_bytes()))
    return result


def is_relation(fs: Any) -> bool:
    """Whether a structure leads from one to another, as INCEpTION's relations do."""
    return hasattr(fs, "Governor")


def check_relation(result: Result, fs: Any) -> None:
    """A relation has both its ends."""
    for end in ("Governor", "Dependent"):
        result.check(getattr(getattr(fs, end), "begin", None) is not None, f"{fs.type.name} without {end}")


def check_members(result: Result, root: Any) -> None:
    """What a view lists is there, and every structure is in a view."""
    ids = [e.get(XMI_ID) for e in root if e.get(XMI_ID)]
    result.check(len(set(ids)) == len(ids), "an xmi:id stands twice")
    members = {m for view in root.iter(f"{CAS}View") for m in (view.get("members") or "").split()}
    free = {e.get(XMI_ID) for e in root if e.tag not in (f"{CAS}NULL", f"{CAS}Sofa", f"{CAS}View")}
    result.check(members <= set(ids), f"members that are not there: {sorted(members - set(ids))[:5]}")
    result.check(free <= members, f"structures in no view: {sorted(free - members)[:5]}")
    sofas = {e.get(XMI_ID) for e in root.iter(f"{CAS}Sofa")}
    for element in root:
        sofa = element.get("sofa")
        result.check(sofa is None or sofa in sofas, f"{element.tag} is of sofa {sofa}, which is not there")


@cache
def qda_schema() -> Any:
    """REFI-QDA's schema of projects."""
    return etree.XMLSchema(etree.fromstring(read_archive(REFI_QDA, "Project.xsd")))


def qdpx(export: Export) -> Result:
    """Valid by the schema; every reference has its target; selections are cut from the text in the archive."""
    result = Result()
    with zipfile.ZipFile(export.file) as archive:
        result.check(archive.testzip() is None, "the archive is damaged")
        root = parsed(archive.read("project.qde"))
        sources = {name.removeprefix("sources/"): archive.read(name) for name in archive.namelist() if name != "project.qde"}
    schema = qda_schema()
    if not schema.validate(root):
        for error in list(schema.error_log)[:5]:
            result.say(f"Project.xsd, line {error.line}: {error.message}")
    guids = Counter(e.get("guid") for e in root.iter(etree.Element) if e.get("guid"))
    for guid, times in guids.items():
        result.check(times == 1, f"guid {guid} stands {times} times")
    for element in root.iter(etree.Element):
        for name in ("targetGUID", "creatingUser", "modifyingUser", "creatingUserGUID", "sourceGUID"):
            target = element.get(name)
            result.check(target is None or target in guids, f"{etree.QName(element).localname} {name} leads nowhere")
    # Labels stand at the top; speakers, ratings and the like in groups below.
    codes = {e.get("guid"): e.get("name") for e in root.iterfind("{*}CodeBook/{*}Codes/{*}Code")}
    texts = list(root.iter("{*}TextSource"))
    result.check(len(texts) == 1, f"{len(texts)} sources of one document")
    for source in texts:
        check_source(result, export, source, sources, codes)
    return result


def check_source(result: Result, export: Export, source: Any, files: dict[str, bytes], codes: dict[str, str]) -> None:
    """The text of a source, and what is selected in it."""
    reference = export.reference
    path = (source.get("plainTextPath") or "").removeprefix("internal://")
    if not result.check(path in files, f"the archive has no {path}"):
        return
    text = files[path].decode("utf-8")
    result.check(text == reference.text, "the text in the archive is not the reading text")
    found = []
    for selection in source.iter("{*}PlainTextSelection"):
        at: Place = (int(selection.get("startPosition")), int(selection.get("endPosition")))
        name = selection.get("name") or ""
        result.spans += 1
        words = squeezed(in_xml(reference.words(at)))
        for part in filter(None, name.split("…")):
            result.check(squeezed(part) in words, f"{at} is called {shown(name)} and says {shown(words)}")
        targets = [coding.get("targetGUID") for coding in selection.iter("{*}CodeRef")]
        labels = [codes[t] for t in targets if t in codes]
        result.check(len(labels) == 1, f"{at} has the labels {labels}")
        found += [Span(folded(label), (at,)) for label in labels]
    compare(result, export, found, pieces(reference.contents()))
