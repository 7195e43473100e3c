"""Who says what: streams texts through the program ``sayso``.

>>> for found in sayso.detect(["“We will vote,” said Ada Grey."]):
...     print([a["speaker"] for a in found["attributions"]])
['Ada Grey']
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import subprocess
import sys
import sysconfig
import tempfile
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, cast

from ._types import Attribution, Detection, Place

if TYPE_CHECKING:
    import pandas

__all__ = ["Attribution", "Detection", "Place", "SaysoError", "detect", "frame", "program"]

#: Most texts, and most of their characters, that are on their way at once.
_MAX_TEXTS = 1_000
_MAX_CHARACTERS = 4_000_000


class SaysoError(RuntimeError):
    """The program could not be started, or ended before it had answered."""


def program() -> str:
    """The path of the program: the one installed with this module, else one on the path."""
    name = "sayso.exe" if sys.platform == "win32" else "sayso"
    user = sysconfig.get_path("scripts", f"{os.name}_user") if sys.platform != "darwin" else None
    for folder in (sysconfig.get_path("scripts"), os.path.dirname(sys.executable), user):
        if folder and (Path(folder) / name).is_file():
            return str(Path(folder) / name)
    found = shutil.which("sayso")
    if found is None:
        raise SaysoError("The program sayso is not installed: pip install sayso")
    return found


def detect(texts: Iterable[Any], *, jobs: int | None = None) -> Iterator[Detection]:
    """Finds who says what in each text, and yields one dict for each, in order.

    A text is a ``str``, or a pair of an id and a ``str``; without an id it is called by its number from 0. Texts are taken as they
    are needed, in the thread that asks for results; a bounded number is on its way at once. What cannot be read (``None``, a lone
    surrogate) gives a dict with ``error`` and stops nothing. ``jobs`` is the number of threads; by default as many as there are
    processors.

    Raises :class:`SaysoError` when the program cannot be started or ends too early.
    """
    command = [program(), "detect", "--input", "jsonl", "--format", "jsonl", "-"]
    if jobs is not None:
        command += ["--jobs", str(jobs)]
    with tempfile.TemporaryFile() as complaints:
        try:
            process = subprocess.Popen(
                command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints
            )
        except OSError as error:
            raise SaysoError(f"{command[0]} cannot be started: {error}") from error
        try:
            yield from _exchange(process, texts)
            # 3: some texts could not be read, each of which has its dict.
            if process.wait() not in (0, 3):
                raise _ended(process, complaints)
        except EOFError:
            raise _ended(process, complaints) from None
        finally:
            process.kill()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    _close(pipe)
            process.wait()


def _close(pipe: IO[bytes]) -> None:
    try:
        pipe.close()
    except BrokenPipeError:
        pass


def _ended(process: subprocess.Popen[bytes], complaints: IO[bytes]) -> SaysoError:
    process.kill()
    code = process.wait()
    complaints.seek(0)
    words = complaints.read(10_000).decode("utf-8", "replace").strip()
    return SaysoError(f"sayso ended with {code} before it had answered: {words or 'without a word'}")


def _exchange(process: subprocess.Popen[bytes], texts: Iterable[Any]) -> Iterator[Detection]:
    """Sends texts and gives answers: never more than the limit is sent and not answered."""
    into, out = process.stdin, process.stdout
    assert into is not None and out is not None
    answers: queue.SimpleQueue[bytes] = queue.SimpleQueue()

    def read() -> None:
        # The program is never kept from answering; what waits here is bounded by what was sent.
        try:
            for line in out:
                answers.put(line)
        except ValueError:  # closed
            pass
        answers.put(b"")

    threading.Thread(target=read, name="sayso", daemon=True).start()
    sent: deque[tuple[Any, int]] = deque()
    characters = count = 0
    lines = iter(texts)
    is_over = False
    while True:
        while not is_over and answers.empty() and len(sent) < _MAX_TEXTS and characters < _MAX_CHARACTERS:
            try:
                item = next(lines)
            except StopIteration:
                is_over = True
                _close(into)
                break
            name, text = item if isinstance(item, tuple) else (count, item)
            count += 1
            length = len(text) if isinstance(text, str) else 0
            sent.append((name, length))
            characters += length
            try:
                into.write(_line(text))
                into.flush()
            except BrokenPipeError:
                # It ended: what it has answered before is given first.
                is_over = True
        if not sent and is_over:
            return
        line = answers.get()
        if not line:
            raise EOFError
        name, length = sent.popleft()
        characters -= length
        found = cast(Detection, json.loads(line))
        found["id"] = name
        yield found


def _line(text: object) -> bytes:
    """A line for the program; what is no text is sent as what it refuses."""
    text = text if isinstance(text, str) else None
    try:
        return (json.dumps({"id": None, "text": text}, ensure_ascii=False) + "\n").encode()
    except UnicodeEncodeError:
        return (json.dumps({"id": None, "text": text}) + "\n").encode()


def frame(texts: Iterable[Any], *, jobs: int | None = None) -> pandas.DataFrame:
    """The same as a table of pandas: one row an attribution, with the id of its text and the words.

    Places are ``start`` and ``end`` of what was said, and of cue and source, in code points. A text that cannot be read has one row,
    with ``error``. Needs ``pip install sayso[pandas]``.
    """
    import pandas

    kept: deque[str] = deque()

    def noted() -> Iterator[Any]:
        for item in texts:
            text = item[1] if isinstance(item, tuple) else item
            kept.append(text if isinstance(text, str) else "")
            yield item

    rows: list[dict[str, Any]] = []
    for found in detect(noted(), jobs=jobs):
        text = kept.popleft()
        if "error" in found:
            rows.append({"id": found["id"], "error": found["error"]})
        for attribution in found.get("attributions", []):
            rows.append(_row(found, attribution, text))
    # Whole numbers, also where a text has none.
    return pandas.DataFrame(rows, columns=_COLUMNS).astype({"start": "Int64", "end": "Int64", "score": "Float64"})


_COLUMNS = [
    "id",
    "type",
    "form",
    "start",
    "end",
    "words",
    "speaker",
    "mention",
    "score",
    "candidates",
    "members",
    "reason",
    "content",
    "quotes",
    "cue",
    "source",
    "lang",
    "error",
]


def _row(found: Detection, attribution: Attribution, text: str) -> dict[str, Any]:
    content = attribution["content"]
    row: dict[str, Any] = {"id": found["id"], "lang": found.get("lang")}
    row.update(attribution)
    row["start"], row["end"] = content[0][0], content[-1][1]
    row["words"] = " … ".join(text[start:end] for start, end in content)
    return row
