"""Linked data: Web Annotations, the Hypothesis client's export, claims in schema.org's words."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import jsonschema
import rdflib
from pyld import jsonld
from rdflib import RDF, RDFS

from archives import SCHEMA_ORG, read_archive
from readers import shapes
from reference import Export, Place, Result, Span, compare, folded, shown, utf16_to_points

OA = rdflib.Namespace("http://www.w3.org/ns/oa#")
# The context of schema.org names its terms with http.
SCHEMA = rdflib.Namespace("http://schema.org/")
SAYSO = rdflib.Namespace("urn:sayso:")


def loader(contexts: dict[str, dict[str, Any]]) -> Any:
    """A loader for pyld that knows these contexts and never asks the net."""

    def load(url: str, _: dict[str, Any]) -> dict[str, Any]:
        if url not in contexts:
            raise ValueError(f"no context is known as {url}")
        return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": contexts[url]}

    return load


def graph_of(data: Any, contexts: dict[str, dict[str, Any]]) -> rdflib.Graph:
    """The triples of a JSON-LD document, by pyld."""
    options = {"documentLoader": loader(contexts), "format": "application/n-quads", "base": "https://example.org/"}
    dataset = rdflib.Dataset(default_union=True)
    dataset.parse(data=jsonld.to_rdf(data, options), format="nquads")
    return dataset


def unknown_terms(value: Any, known: set[str]) -> Iterator[str]:
    """Keys no context defines: an expansion drops them without a word."""
    if isinstance(value, list):
        for item in value:
            yield from unknown_terms(item, known)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key == "@context":
                continue
            if not key.startswith("@") and ":" not in key and key not in known:
                yield key
            yield from unknown_terms(item, known)


def w3c(export: Export) -> Result:
    """pyld expands, rdflib holds the triples: each annotation has its words, its places and one label."""
    result, reference = Result(), export.reference
    data = json.loads(export.file.read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(shapes.W3C).iter_errors(data):
        result.say(f"jsonschema: {error.json_path}: {error.message[:200]}")
    for term in sorted(set(unknown_terms(data, set(shapes.ANNOTATION_CONTEXT["@context"])))):
        result.say(f"the context has no {term}")
    graph = graph_of(data, {"http://www.w3.org/ns/anno.jsonld": shapes.ANNOTATION_CONTEXT})
    annotations = set(graph.subjects(RDF.type, OA.Annotation))
    records = len(reference.records)
    result.check(len(annotations) == records, f"{len(annotations)} annotations of {records} records")
    found, lost = [], 0
    for node in annotations:
        at = [target_place(graph, target, export, result) for target in graph.objects(node, OA.hasTarget)]
        if None in at:
            lost += 1
        else:
            found += [Span(label, tuple(sorted(at))) for label in labels_of(graph, node)]
        for motive in graph.objects(node, OA.motivatedBy):
            result.check(str(motive).removeprefix(OA) in shapes.MOTIVATIONS, f"no motivation of the model: {motive}")
        for part in (SAYSO.source, SAYSO.cue):
            for target in graph.objects(node, part):
                target_place(graph, target, export, result)
    result.check(lost == len(reference.orphans()), f"{lost} without a place, not {len(reference.orphans())}")
    compare(result, export, found, [Span(s.label, tuple(sorted(s.pieces))) for s in reference.contents()])
    parts = sum(bool(r["source"]) + bool(r["cue"]) for r in reference.placed())
    written = sum(1 for p in (SAYSO.source, SAYSO.cue) for _ in graph.subject_objects(p))
    result.check(written == parts, f"{written} sources and cues of {parts}")
    return result


def labels_of(graph: rdflib.Graph, node: Any) -> list[str]:
    """The label of an annotation: its first tag, which is one word of the codebook."""
    tags = [
        str(graph.value(body, RDF.value))
        for body in graph.objects(node, OA.hasBody)
        if (body, OA.hasPurpose, OA.tagging) in graph
    ]
    return [folded(tag) for tag in tags if ":" not in tag]


def target_place(graph: rdflib.Graph, target: Any, export: Export, result: Result) -> Place | None:
    """Where a target is; its quote selector must say the words there, its context the words round them."""
    reference = export.reference
    selectors = list(graph.objects(target, OA.hasSelector))
    quotes = [s for s in selectors if (s, RDF.type, OA.TextQuoteSelector) in graph]
    positions = [s for s in selectors if (s, RDF.type, OA.TextPositionSelector) in graph]
    result.check(len(quotes) == 1 and len(positions) <= 1, f"{len(quotes)} quotes, {len(positions)} positions: {target}")
    exacts = list(graph.objects(quotes[0], OA.exact))
    result.check(len(exacts) == 1, f"{len(exacts)} times exact")
    exact = str(exacts[0])
    if not positions:
        result.spans += 1
        result.check(exact in {r["exact"] for r in reference.orphans()}, f"no orphan's words: {shown(exact)}")
        return None
    start, end = (int(graph.value(positions[0], p)) for p in (OA.start, OA.end))
    result.words(reference.words((start, end)), exact, f"{start}-{end}")
    check_context(result, reference.text, (start, end), graph, quotes[0])
    return start, end


def check_context(result: Result, text: str, at: Place, graph: rdflib.Graph, quote: Any) -> None:
    """Prefix and suffix stand round the words."""
    before, after = (str(graph.value(quote, p, default="")) for p in (OA.prefix, OA.suffix))
    result.check(text[: at[0]].endswith(before), f"{at}: not before it: {shown(before)}")
    result.check(text[at[1] :].startswith(after), f"{at}: not behind it: {shown(after)}")


def hypothesis(export: Export) -> Result:
    """The client's export form: UTF-16 offsets, 32 characters of context, one target."""
    result, reference = Result(), export.reference
    data = json.loads(export.file.read_text(encoding="utf-8"))
    for error in jsonschema.Draft202012Validator(shapes.HYPOTHESIS).iter_errors(data):
        result.say(f"jsonschema: {error.json_path}: {error.message[:200]}")
    points = utf16_to_points(reference.text)
    found = []
    for annotation in data.get("annotations", []):
        for target in annotation.get("target", []):
            at = hypothesis_place(target, points, export, result)
            if at:
                found.append((at, annotation))
    # Hypothesis knows no words in pieces: they are one from the first to the last.
    wanted = [Span(s.label, ((s.pieces[0][0], s.pieces[-1][1]),)) for s in reference.contents()]
    compare(result, export, [Span(folded(a["tags"][0]), (at,)) for at, a in found], wanted)
    ids = [a["id"] for a in data.get("annotations", []) if "id" in a]
    result.check(len(set(ids)) == len(ids), "two annotations have one id")
    return result


def hypothesis_place(target: dict[str, Any], points: list[int], export: Export, result: Result) -> Place | None:
    """Where a target is, in code points."""
    selectors = {s["type"]: s for s in target.get("selector", [])}
    quote, position = selectors.get("TextQuoteSelector"), selectors.get("TextPositionSelector")
    if not result.check(quote is not None, "a target without a quote"):
        return None
    if position is None:
        result.spans += 1
        return None
    if not result.check(position["end"] < len(points), f"{position} is behind the end"):
        return None
    start, end = points[position["start"]], points[position["end"]]
    result.check(start >= 0 and end >= 0, f"{position} cuts a character")
    text = export.reference.text
    result.words(text[start:end], quote["exact"], f"UTF-16 {position['start']}-{position['end']}")
    before, after = quote.get("prefix", ""), quote.get("suffix", "")
    result.check(text[:start].endswith(before), f"{start}: not before it: {shown(before)}")
    result.check(text[end:].startswith(after), f"{end}: not behind it: {shown(after)}")
    return start, end


@cache
def vocabulary() -> rdflib.Graph:
    """schema.org's own vocabulary."""
    graph = rdflib.Graph()
    graph.parse(data=read_archive(SCHEMA_ORG, "schemaorg-all-http.nt"), format="nt")
    return graph


@cache
def schema_context() -> dict[str, Any]:
    """schema.org's own context."""
    return json.loads(read_archive(SCHEMA_ORG, "schemaorgcontext.jsonld"))


def claims(export: Export) -> Result:
    """Every property belongs to its type and has a value of its range; every claim says the reference's words."""
    result, reference = Result(), export.reference
    data = json.loads(export.file.read_text(encoding="utf-8"))
    result.check(data.get("@context") == "https://schema.org", f"its context is {data.get('@context')}")
    for term in sorted(set(unknown_terms(data, set(schema_context()["@context"])))):
        result.say(f"schema.org has no {term}")
    graph = graph_of(data, {"https://schema.org": schema_context()})
    check_vocabulary(result, graph)
    records = [r for r in reference.placed() if r["label"] == "claim"]
    there = Counter(str(graph.value(c, SCHEMA.text)) for c in graph.subjects(RDF.type, SCHEMA.Claim))
    wanted = Counter(map(reference.said, records))
    result.spans += there.total()
    for words in there - wanted:
        result.say(f"no claim of the reference: {shown(words)}")
    for words in wanted - there:
        result.say(f"missing: {shown(words)}")
    reviews = list(graph.subjects(RDF.type, SCHEMA.ClaimReview))
    ratings = Counter(str(graph.value(graph.value(r, SCHEMA.reviewRating), SCHEMA.alternateName)) for r in reviews)
    rated = Counter(r["rating"] for r in records if r["rating"])
    result.check(ratings == rated, f"reviews with {dict(ratings)}, claims with {dict(rated)}")
    for review in reviews:
        check_review(result, graph, review)
    check_shapes(result, export, data["@graph"])
    return result


def check_shapes(result: Result, export: Export, nodes: list[dict[str, Any]]) -> None:
    """Every node has what search engines ask for; how many reviews lack something sayso says."""
    for node in nodes:
        shape = shapes.CLAIM_REVIEW if node["@type"] == "ClaimReview" else shapes.CLAIM
        for error in jsonschema.Draft202012Validator(shape).iter_errors(node):
            result.say(f"{node['@id']}: {error.json_path}: {error.message[:200]}")
    reviews = [n for n in nodes if n["@type"] == "ClaimReview"]
    paths = ("url", "author", "author.url", "datePublished", "itemReviewed.author", "itemReviewed.datePublished")
    for path in paths:
        missing = sum(lacks(review, path.split(".")) for review in reviews)
        said = re.search(rf"(\d+) reviews? (?:has|have) no {re.escape(path)},", export.talk)
        told = int(said[1]) if said else 0
        result.check(told == missing, f"{missing} reviews without {path}, sayso says {told}")


def lacks(node: dict[str, Any], path: list[str]) -> bool:
    """Whether a property is missing whose parent is there."""
    for name in path[:-1]:
        if name not in node:
            return False
        node = node[name]
    return path[-1] not in node


def check_review(result: Result, graph: rdflib.Graph, review: Any) -> None:
    """A review has what search engines ask for."""
    for need in (SCHEMA.claimReviewed, SCHEMA.reviewRating, SCHEMA.itemReviewed):
        result.check(graph.value(review, need) is not None, f"a review without {need}")
    rating = graph.value(review, SCHEMA.reviewRating)
    result.check(graph.value(rating, SCHEMA.alternateName) is not None, "a rating without alternateName")
    numbers = [graph.value(rating, p) for p in (SCHEMA.worstRating, SCHEMA.ratingValue, SCHEMA.bestRating)]
    if all(n is not None for n in numbers):
        worst, value, best = map(float, numbers)
        result.check(worst <= value <= best, f"a rating of {value} between {worst} and {best}")


def check_vocabulary(result: Result, graph: rdflib.Graph) -> None:
    """Domain and range of every property that is used."""
    words = vocabulary()
    for subject, predicate, value in graph.triples((None, None, None)):
        if predicate == RDF.type or not predicate.startswith(SCHEMA):
            continue
        kinds = ancestors(words, set(graph.objects(subject, RDF.type)))
        domain = set(words.objects(predicate, SCHEMA.domainIncludes))
        result.check(bool(kinds & domain), f"{predicate} is no property of {sorted(kinds)[:1]}")
        ranges = set(words.objects(predicate, SCHEMA.rangeIncludes))
        if isinstance(value, rdflib.Literal):
            plain = {SCHEMA[n] for n in ("Text", "URL", "Number", "Integer", "Date", "DateTime", "Boolean")}
            result.check(bool(ranges & plain), f"{predicate} takes no text")
        else:
            kinds = ancestors(words, set(graph.objects(value, RDF.type)))
            fits = kinds & ranges or (not kinds and ranges & {SCHEMA.URL, SCHEMA.Text}) or not kinds
            result.check(bool(fits), f"{predicate} takes no {sorted(kinds)[:1]}")


def ancestors(words: rdflib.Graph, kinds: set[Any]) -> set[Any]:
    """Types with everything above them."""
    return {above for kind in kinds for above in words.transitive_objects(kind, RDFS.subClassOf)}
