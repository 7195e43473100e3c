"""What the papers of formats without a schema of their own ask for, in schemas written from those papers.

`ANNOTATION_CONTEXT` names the terms of the Web Annotation vocabulary that sayso uses, after the Recommendation's tables.
"""

from __future__ import annotations

from typing import Any

MOTIVATIONS = (
    "bookmarking classifying commenting describing editing highlighting identifying linking moderating questioning "
    "replying tagging"
).split()


def _ids(prefix: str, names: str) -> dict[str, Any]:
    """Terms whose values are nodes, of the same name in the vocabulary."""
    return {name: {"@type": "@id", "@id": f"{prefix}:{name}"} for name in names.split()}


ANNOTATION_CONTEXT: dict[str, Any] = {
    "@context": {
        "oa": "http://www.w3.org/ns/oa#",
        "as": "http://www.w3.org/ns/activitystreams#",
        "dc": "http://purl.org/dc/elements/1.1/",
        "dcterms": "http://purl.org/dc/terms/",
        "foaf": "http://xmlns.com/foaf/0.1/",
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
        "id": "@id",
        "type": "@type",
        **{
            name: f"oa:{name}"
            for name in "Annotation TextualBody SpecificResource TextQuoteSelector TextPositionSelector".split()
        },
        **{name: f"oa:{name}" for name in MOTIVATIONS},
        "Person": "foaf:Person",
        "Software": "as:Application",
        "AnnotationCollection": "as:OrderedCollection",
        "AnnotationPage": "as:OrderedCollectionPage",
        "body": {"@type": "@id", "@id": "oa:hasBody"},
        "target": {"@type": "@id", "@id": "oa:hasTarget"},
        "source": {"@type": "@id", "@id": "oa:hasSource"},
        "selector": {"@type": "@id", "@id": "oa:hasSelector"},
        "creator": {"@type": "@id", "@id": "dcterms:creator"},
        "motivation": {"@type": "@vocab", "@id": "oa:motivatedBy"},
        "purpose": {"@type": "@vocab", "@id": "oa:hasPurpose"},
        **_ids("as", "generator partOf first last next prev"),
        "items": {"@type": "@id", "@id": "as:items", "@container": "@list"},
        "created": "dcterms:created",
        "modified": "dcterms:modified",
        "format": "dc:format",
        "language": "dc:language",
        "value": "rdf:value",
        **{name: f"oa:{name}" for name in "start end exact prefix suffix".split()},
        "name": "foaf:name",
        "nickname": "foaf:nick",
        "label": "rdfs:label",
        "total": "as:totalItems",
        "startIndex": "as:startIndex",
    }
}

_QUOTE: dict[str, Any] = {
    "required": ["exact"],
    "properties": {name: {"type": "string"} for name in ("exact", "prefix", "suffix")},
}
_POSITION: dict[str, Any] = {
    "required": ["start", "end"],
    "properties": {name: {"type": "integer", "minimum": 0} for name in ("start", "end")},
}
_SELECTOR: dict[str, Any] = {
    "type": "object",
    "required": ["type"],
    "properties": {"type": {"enum": ["TextQuoteSelector", "TextPositionSelector"]}},
    "if": {"properties": {"type": {"const": "TextQuoteSelector"}}},
    "then": _QUOTE,
    "else": _POSITION,
}


def _one_or_many(shape: dict[str, Any]) -> dict[str, Any]:
    """A value, or a list of at least one."""
    return {"if": {"type": "array"}, "then": {"items": shape, "minItems": 1}, "else": shape}


_TIME = {"type": "string", "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$"}

W3C: dict[str, Any] = {
    "type": "object",
    "required": ["@context", "id", "type", "total", "first"],
    "properties": {
        "type": {"const": "AnnotationCollection"},
        "total": {"type": "integer", "minimum": 0},
        "first": {
            "type": "object",
            "required": ["type", "items"],
            "properties": {
                "type": {"const": "AnnotationPage"},
                "items": {
                    "type": "array",
                    "items": {
                        "type": "object",
                        "required": ["id", "type", "target"],
                        "properties": {
                            "id": {"type": "string", "format": "uri", "pattern": "^[a-z]+:"},
                            "type": {"const": "Annotation"},
                            "motivation": {"enum": MOTIVATIONS},
                            "created": _TIME,
                            "modified": _TIME,
                            "body": _one_or_many(
                                {
                                    "type": "object",
                                    "required": ["type"],
                                    "if": {"properties": {"type": {"const": "TextualBody"}}},
                                    "then": {"required": ["value"], "properties": {"value": {"type": "string"}}},
                                    "else": {"required": ["source"]},
                                }
                            ),
                            "target": _one_or_many(
                                {
                                    "type": "object",
                                    "required": ["source", "selector"],
                                    "properties": {
                                        "source": {"type": "string", "minLength": 1},
                                        "selector": _one_or_many(_SELECTOR),
                                    },
                                }
                            ),
                        },
                    },
                },
            },
        },
    },
}

HYPOTHESIS: dict[str, Any] = {
    "type": "object",
    "required": ["export_date", "export_userid", "client_version", "annotations"],
    "properties": {
        "export_date": _TIME,
        "export_userid": {"type": "string"},
        "client_version": {"type": "string"},
        "annotations": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["uri", "text", "tags", "target", "permissions", "user", "group", "created", "updated"],
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "uri": {"type": "string", "minLength": 1},
                    "text": {"type": "string"},
                    "tags": {"type": "array", "items": {"type": "string", "maxLength": 1000}},
                    "created": _TIME,
                    "updated": _TIME,
                    "user": {"type": "string", "pattern": "^acct:"},
                    "permissions": {"type": "object", "required": ["read"]},
                    "document": {"type": "object", "properties": {"title": {"type": ["array", "string"]}}},
                    "target": {
                        "type": "array",
                        "minItems": 1,
                        "maxItems": 1,
                        "items": {
                            "type": "object",
                            "required": ["source"],
                            "properties": {"selector": {"type": "array", "items": _SELECTOR}},
                        },
                    },
                },
            },
        },
    },
}


def _node(kind: str, required: str, properties: dict[str, Any]) -> dict[str, Any]:
    """A node of one type with what it must have."""
    return {
        "type": "object",
        "required": ["@type", *required.split()],
        "properties": {"@type": {"enum": kind.split()}, **properties},
    }


_TEXT = {"type": "string", "minLength": 1}
_DAY = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}"}
_ADDRESS = {"type": "string", "pattern": "^https?://"}
_SOMEBODY = _node("Person Organization", "name", {"name": _TEXT, "url": _ADDRESS})
_CLAIM = _node(
    "Claim",
    "text",
    {
        "text": _TEXT,
        "author": _SOMEBODY,
        "datePublished": _DAY,
        "appearance": _node("Article", "url headline", {"datePublished": _DAY, "author": _SOMEBODY}),
    },
)
# What Google's page on fact checks asks of a review: required properties, and of the recommended ones their form. `url` is
# required there too; sayso says which reviews lack it, and the validator compares.
CLAIM_REVIEW: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_node(
        "ClaimReview",
        "claimReviewed reviewRating itemReviewed",
        {
            "claimReviewed": _TEXT,
            "url": _ADDRESS,
            "author": _SOMEBODY,
            "datePublished": _DAY,
            "reviewRating": {
                **_node(
                    "Rating",
                    "alternateName",
                    {
                        "alternateName": _TEXT,
                        "ratingValue": {"type": "integer"},
                        "bestRating": {"type": "integer"},
                        "worstRating": {"type": "integer"},
                    },
                ),
                "dependentRequired": {"ratingValue": ["bestRating", "worstRating"]},
            },
            "itemReviewed": _CLAIM,
        },
    ),
}
CLAIM: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    **_CLAIM,
    "not": {"required": ["reviewRating"]},
}
