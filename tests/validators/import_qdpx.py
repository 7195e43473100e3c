"""Imports of REFI-QDA projects that other programs' libraries have written, with every way of counting that is known.

    python import_qdpx.py SAYSO            # writes projects, imports each, compares every selection with its words
    python import_qdpx.py --fixtures DIR   # writes the few that `cargo test` reads

The document has emoji, letters of two and three bytes and both ends of lines in front of what is selected. A selection
is *right* when its words are those that were selected, *told* when sayso says of it, or of the whole file, that a person
must look, and *wrong* otherwise. The exit code is 1 when one is wrong.
"""

import argparse
import collections
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import uuid

from pyrefiqda import RefiProject
from pyrefiqda.models import project as qda

TEXT = (
    "😊 Minutes of the harbour — naïve or not.\n\n"
    "“We will not sell the quay 🇳🇴 to anybody,” said Ann Lee. 👩‍👩‍👧\n"
    "The mayor, Bo Lind, disagreed: “The price is right, and the décor is ours.”\n\n"
    "“No,” said Ann Lee. “No,” said the fishermen 🦑 too. They left at dawn.\n"
)
SELECTED = [
    "Minutes of the harbour",
    "“We will not sell the quay 🇳🇴 to anybody,”",
    "Ann Lee",
    "“The price is right, and the décor is ours.”",
    "“No,” said the fishermen",
    "They left at dawn",
]
UNITS = {
    "code points": lambda text: len(text),
    "UTF-16 units": lambda text: len(text.encode("utf-16-le")) // 2,
    "bytes": lambda text: len(text.encode("utf-8")),
}
ENDS = {"LF": "\n", "CR LF": "\r\n"}
NAMES = {"whole": lambda words: words, "cut": lambda words: words[:20] + "…" if len(words) > 20 else words, "none": lambda words: ""}


def identity(*parts):
    return str(uuid.uuid5(uuid.NAMESPACE_URL, " ".join(map(str, parts))))


def positions(words, unit, end, counted, mark, last):
    """First position and the one past the last, of words in the text with its ends of lines counted as `counted` are."""
    at = TEXT.index(words)
    count = lambda text: UNITS[unit](text.replace("\n", counted)) + (UNITS[unit]("\ufeff") if mark else 0)
    start, behind = count(TEXT[:at]), count(TEXT[: at + len(words)])
    return start, behind - 1 if last else behind


def write(path, unit="code points", end="\n", counted=None, names="whole", mark=False, counts_mark=False, last=False, encoding="utf-8"):
    """A project of two texts by pyrefiqda."""
    user, code = identity("user"), identity("code")
    coding = lambda words: qda.CodingType(guid=identity("coding", words), creating_user=user, code_ref=qda.CodeRefType(target_guid=code))
    selections = []
    for words in SELECTED:
        start, behind = positions(words, unit, end, counted or end, counts_mark, last)
        selections.append(
            qda.PlainTextSelectionType(
                guid=identity("selection", words), name=NAMES[names](words), start_position=start, end_position=behind,
                creating_user=user, coding=[coding(words)],
            )
        )
    files = {}
    sources = []
    for name, text, chosen in [("harbour.txt", TEXT, selections), ("other.txt", "Nothing of it.\n", [])]:
        guid = identity("source", name)
        body = ("\ufeff" if mark else "") + text.replace("\n", end)
        files[f"{guid}.txt"] = body.encode(encoding)
        sources.append(qda.TextSourceType(guid=guid, name=name, plain_text_path=f"internal://{guid}.txt", creating_user=user, plain_text_selection=chosen))
    project = qda.Project(
        name="harbour", origin="pyrefiqda", creating_user_guid=user,
        users=qda.UsersType(user=[qda.UserType(guid=user, name="ada")]),
        code_book=qda.CodeBookType(codes=qda.CodesType(code=[qda.CodeType(guid=code, name="Highlight", is_codable=True)])),
        sources=qda.SourcesType(text_source=sources),
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, data in files.items():
            (pathlib.Path(folder) / name).write_bytes(data)
        RefiProject.save(project, path, folder)


def outcome(sayso, path):
    """How many selections of a project are right, told, wrong; and what is wrong."""
    with tempfile.TemporaryDirectory() as folder:
        home = {"HOME": folder, "XDG_CONFIG_HOME": folder + "/c", "XDG_DATA_HOME": folder + "/d", "XDG_STATE_HOME": folder + "/s", "PATH": os.environ["PATH"]}
        document = pathlib.Path(folder) / "harbour.txt"
        document.write_text(TEXT, encoding="utf-8", newline="")
        run = lambda *arguments: subprocess.run([sayso, *arguments], cwd=folder, env=home, capture_output=True, text=True)
        done = run("import", str(path), "--into", "harbour.txt")
        lines = run("export", "harbour.txt", "--to", "jsonl").stdout.splitlines()
        found = collections.Counter(json.loads(line)["exact"] for line in lines)
        right = sum(found[words] > 0 for words in SELECTED)
        strange = [words for words in found if words not in SELECTED]
        missing = [words for words in SELECTED if not found[words]]
        is_told = done.returncode == 1 or (done.returncode == 3 and not found)
        bad = strange + missing
        return right, 0 if not is_told else len(bad), [] if is_told else bad, done


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("sayso", nargs="?", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--fixtures", type=pathlib.Path)
    options = parser.parse_args()
    if options.fixtures:
        options.fixtures.mkdir(parents=True, exist_ok=True)
        (options.fixtures / "harbour.txt").write_text(TEXT, encoding="utf-8", newline="")
        write(options.fixtures / "utf16-crlf.qdpx", unit="UTF-16 units", end="\r\n")
        write(options.fixtures / "crlf-as-one.qdpx", end="\r\n", counted="\n", names="cut", mark=True)
        write(options.fixtures / "lf-as-two.qdpx", counted="\r\n", names="none")
        write(options.fixtures / "bytes-last-utf16-source.qdpx", unit="bytes", last=True, end="\r\n", mark=True, encoding="utf-16-le")
        return 0
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "p.qdpx"
        for names in NAMES:
            for last in (False, True):
                for unit in UNITS:
                    for end_name, end in ENDS.items():
                        for counted_name, counted in ENDS.items():
                            for mark, counts_mark in ((False, False), (True, False), (True, True)):
                                write(path, unit, end, counted, names, mark, counts_mark, last)
                                what = f"{unit}, {end_name} counted as {counted_name}{', mark' if mark else ''}{' counted' if counts_mark else ''}{', up to the last' if last else ''}"
                                rows.append((names, what, *outcome(options.sayso, path)))
    table = collections.defaultdict(lambda: [0, 0, 0, 0])
    for names, what, right, told, wrong, done in rows:
        row = table[names]
        row[0] += 1
        row[1] += right
        row[2] += told
        row[3] += len(wrong)
        if wrong:
            print(f"wrong: names {names}; {what}: {wrong}\n  {done.stdout}{done.stderr}")
    print(f"{'names':8} {'files':>6} {'right':>6} {'told':>6} {'wrong':>6}")
    for names, row in table.items():
        print(f"{names:8} {row[0]:6} {row[1]:6} {row[2]:6} {row[3]:6}")
    return 1 if any(row[3] for row in table.values()) else 0


if __name__ == "__main__":
    sys.exit(main())
