"""Reads one file with doccano's importer and prints what it made of it as one line of JSON; runs in an environment of its
own, because doccano needs other versions of what the rest needs.

    python doccano_reader.py FILE
    python doccano_reader.py --version
"""

import importlib.util
import json
import os
import sys
import uuid
from importlib.metadata import version
from typing import Any


def main(path: str) -> None:
    """Reads the file as a project with spans and relations does."""
    if path == "--version":
        print(version("doccano"))
        return
    spec = importlib.util.find_spec("backend")
    if spec is None or spec.submodule_search_locations is None:
        sys.exit("doccano is not installed here")
    sys.path.insert(0, list(spec.submodule_search_locations)[0])
    os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings.base"
    import django

    django.setup()
    from data_import.pipeline.label import RelationLabel, SpanLabel
    from data_import.pipeline.parsers import JSONLParser

    def labels(kind: Any, row: dict[str, Any], column: str) -> list[dict[str, Any]]:
        return [json.loads(kind.parse(uuid.uuid4(), obj).json()) for obj in row[column]]

    parser = JSONLParser(encoding="utf-8")
    examples = [
        {
            "text": row["text"],
            "spans": labels(SpanLabel, row, "entities"),
            "relations": labels(RelationLabel, row, "relations"),
        }
        for row in parser.parse(path)
    ]
    if parser.errors:
        sys.exit(f"doccano cannot read it: {parser.errors[0]}")
    print(json.dumps(examples))


if __name__ == "__main__":
    main(sys.argv[1])
