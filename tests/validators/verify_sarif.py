"""Has the SARIF reports of `sayso verify` validated against the schema of SARIF 2.1.0, and follows every number in them.

    python verify_sarif.py SAYSO_BINARY

The documents are written here. Ends with exit code 1 when a report does not fit the schema, or when a region, index or number of a rule
leads to anything but what it should.
"""

from __future__ import annotations

import hashlib
import json
import os
import subprocess
import sys
import tempfile
import urllib.parse
from importlib.metadata import version
from pathlib import Path
from typing import Any

import jsonschema
from archives import SARIF, read_archive

TALK = """1
00:00:02,000 --> 00:00:06,000
INES VALE: The pump is 40 years old, and nobody wants

2
00:00:06,200 --> 00:00:09,000
to replace it before the winter.

3
00:00:10,000 --> 00:00:14,000
OTTO RAHM: We will pay for the pump, provided that the bank pays half.

4
00:00:15,000 --> 00:00:19,000
INES VALE: I am not against a new pump on the old quay.
"""
HALL = "INES VALE: The harbour 😊 belongs to all of us and will stay open.\n\nOTTO RAHM: Then say so to the bank tomorrow.\n"
ARTICLE = """# Old pump 😊

“The harbour 😊 belongs to all of us and will stay open,” said Ines Vale, a captain.

“The pump is 50 years old, and nobody wants to replace it,” said Vale.

😊 “We will pay for the pump,” said Otto Rahm, of the harbour board. “I am against a new pump on the old quay,” Vale said.

“Then say so to the bank tomorrow,” said Ines Vale. “Nobody ever asked the fishermen about any of this,” said Pia Lund.
"""
# In forms whose lines nobody counts.
PAGE = "<html><body><article><h1>Old pump</h1><p>“The pump is 50 years old, and nobody wants to replace it,” said Ines Vale.</p></article></body></html>"
FILES = {"draft é 1.md": ARTICLE, "old pump.html": PAGE, "sources/talk #1.srt": TALK, "sources/hall.txt": HALL}


def reports(binary: Path, folder: Path) -> dict[str, dict[str, Any]]:
    """A report with what is not sound, and one with all."""
    home = folder / "home"
    environment = {**os.environ, "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    out = {}
    for name, more in {"findings": [], "all": ["--all"], "allowed": ["--allow", "number,not-covered"]}.items():
        command = [binary, "verify", "draft é 1.md", "old pump.html", "--format", "sarif", *more, "--against", "sources", "scan.pdf"]
        ran = subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=120)
        if ran.returncode != 1:
            raise SystemExit(f"{name}: exit code {ran.returncode}, not 1: {ran.stderr.decode()}")
        out[name] = json.loads(ran.stdout)
    return out


def cut(text: str, region: dict[str, int]) -> str:
    """What lies in a region: columns in code points, the last one not in it."""
    lines = text.split("\n")[region["startLine"] - 1 : region["endLine"]]
    lines[-1] = lines[-1][: region["endColumn"] - 1]
    lines[0] = lines[0][region["startColumn"] - 1 :]
    return "\n".join(lines)


def words(text: str) -> list[str]:
    """Without marks."""
    return "".join(c if c.isalnum() else " " for c in text).split()


def problems(run: dict[str, Any], folder: Path) -> list[str]:
    """Numbers that lead somewhere else than they say."""
    out = []
    rules, artifacts = run["tool"]["driver"]["rules"], run["artifacts"]
    for artifact in artifacts:
        file = folder / urllib.parse.unquote(artifact["location"]["uri"])
        if hashlib.sha256(file.read_bytes()).hexdigest() != artifact["hashes"]["sha-256"]:
            out.append(f"{file.name}: another hash")
    for result in run["results"]:
        name = f"{result['ruleId']}: {result['properties']['quote']}"
        if rules[result["ruleIndex"]]["id"] != result["ruleId"]:
            out.append(f"{name}: another rule")
        if (result["kind"] == "fail") == (result["level"] == "none"):
            out.append(f"{name}: {result['kind']} with level {result['level']}")
        for place in result["locations"] + result.get("relatedLocations", []):
            file = place["physicalLocation"]["artifactLocation"]
            if artifacts[file["index"]]["location"]["uri"] != file["uri"]:
                out.append(f"{name}: another file")
            region = place["physicalLocation"].get("region")
            text = FILES[urllib.parse.unquote(file["uri"])]
            if region and words(cut(text, region)) != words(result["properties"]["quote"]):
                out.append(f"{name}: the region says {cut(text, region)!r}")
        is_text = result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"].endswith(".md")
        if is_text != ("region" in result["locations"][0]["physicalLocation"]):
            out.append(f"{name}: lines are known of text files alone")
    return out


def main() -> int:
    """Writes the documents, checks them, looks at the reports."""
    binary = Path(sys.argv[1]).resolve()
    schema = json.loads(read_archive(SARIF, "schemas/sarif-2.1.0-rtm.5.json"))
    validator = jsonschema.Draft4Validator(schema, format_checker=jsonschema.Draft4Validator.FORMAT_CHECKER)
    found, counted = [], 0
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        for name, text in FILES.items():
            file = folder / name
            file.parent.mkdir(exist_ok=True)
            file.write_text(text, encoding="utf-8")
        (folder / "scan.pdf").write_bytes(b"%PDF-1.4\nnothing\n")
        for name, log in reports(binary, folder).items():
            found += [f"{name}: {'/'.join(map(str, e.path))}: {e.message}" for e in validator.iter_errors(log)]
            (run,) = log["runs"]
            found += [f"{name}: {p}" for p in problems(run, folder)]
            counted += len(run["results"])
            if not run["invocations"][0]["toolExecutionNotifications"]:
                found.append(f"{name}: a source that cannot be read is not told")
            if (name == "allowed") != any("suppressions" in r for r in run["results"]):
                found.append(f"{name}: suppressions")
        broken = json.loads(json.dumps(log))
        broken["runs"][0]["results"][0]["level"] = "grave"
        if validator.is_valid(broken):
            found.append("the validator lets a wrong level pass")
    print("\n".join(found))
    print(f"{counted} results in 3 reports, {len(found)} problems; jsonschema {version('jsonschema')}, schema of {SARIF}")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
