"""The first five minutes of the README with a program that was installed: packaging/five_minutes.py README FOLDER -- PROGRAM…

README names the file whose lines are run, FOLDER the one they are run in as `PROGRAM…` sees it (`.` where both see the
same), PROGRAM… how it is called, for instance `chroot ROOT sayso`. Standard library alone; Linux and macOS.
"""

import argparse
import os
import pty
import re
import select
import subprocess
import sys
import time
from pathlib import Path

FRAME = b"\x1b[?2026l"
PATIENCE = 20.0


class Screen:
    """The program in a pseudo-terminal."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str]):
        self.out = b""
        self.child, self.terminal = pty.fork()
        if self.child == 0:
            os.chdir(folder)
            os.execvpe(command[0], command, environment)
        subprocess.run(["stty", "rows", "24", "cols", "80"], stdin=self.terminal, check=True)

    def read(self, seconds: float) -> bool:
        ready, _, _ = select.select([self.terminal], [], [], seconds)
        if not ready:
            return False
        try:
            got = os.read(self.terminal, 65536)
        except OSError:  # the other side is closed
            return False
        self.out += got
        return bool(got)

    def frame(self, what: str) -> bytes:
        """What was drawn until a whole frame stands and nothing follows it."""
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            if not self.read(0.25) and FRAME in self.out:
                drawn, self.out = self.out, b""
                return drawn
        raise SystemExit(f"{what}: no frame came; {self.out[-400:]!r}")

    def key(self, keys: str) -> bytes:
        os.write(self.terminal, keys.encode())
        return self.frame(f"after {keys!r}")

    def leave(self) -> None:
        """q, and the program ends well."""
        os.write(self.terminal, b"q")
        end = time.monotonic() + PATIENCE
        while time.monotonic() < end:
            self.read(0.1)
            child, status = os.waitpid(self.child, os.WNOHANG)
            if child:
                os.close(self.terminal)
                if status:
                    raise SystemExit(f"q: it ended with {status}; {self.out[-400:]!r}")
                return
        raise SystemExit("q: it goes on")


def words(drawn: bytes) -> str:
    """What was drawn, without what moves and colours."""
    return re.sub(r"\x1b(\[[0-9;:?<>=]*[ -/]*[@-~]|\][^\x07\x1b]*(\x07|\x1b\\)|.)", " ", drawn.decode(errors="replace"))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("readme", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("program", nargs="+")
    given = parser.parse_args()
    program, folder = given.program, given.folder
    environment = dict(os.environ, TERM="xterm-256color")

    def run(*arguments: str) -> str:
        done = subprocess.run([*program, *arguments], cwd=folder, env=environment, capture_output=True, text=True)
        if done.returncode:
            raise SystemExit(f"{arguments}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
        print("$ sayso", *arguments, f"({len(done.stdout)} bytes)")
        return done.stdout

    print(run("--version").strip())
    # 1, 2: the first statement is in focus; Enter confirms it, u takes it back, ^R does it again, i says why.
    screen = Screen([*program, "samples/harbour-vote.txt"], folder, environment)
    first = words(screen.frame("the document"))
    for word in ("Harbour", "Ada Grey"):
        if word not in first:
            raise SystemExit(f"{word} is not in the first frame:\n{first}")
    for keys in ("\r", "u", "\x12", "i", "\x1b"):
        screen.key(keys)
    # 3, 4: a claim on a sentence that was found; lists, and back.
    for keys in ("/", "vote", "\r", "v", "S", "c", "\x1b", "\x1b", "p", "\x1b", "A", "\x1b", "o", "\x1b", "?", "\x1b"):
        screen.key(keys)
    # 5: leave, come back.
    screen.leave()
    sidecar = folder / "samples/harbour-vote.txt.sayso.ron"
    decided = sidecar.read_text(encoding="utf-8")
    if decided.count("status: confirmed") != 1:
        raise SystemExit(f"not one decision is kept:\n{decided}")
    screen = Screen([*program, "samples/harbour-vote.txt"], folder, environment)
    screen.frame("the document again")
    screen.leave()
    if sidecar.read_text(encoding="utf-8") != decided:
        raise SystemExit("opening it again changed the sidecar")
    # The tour and the library.
    for arguments in ([], ["samples"]):
        screen = Screen([*program, *arguments], folder, environment)
        screen.frame(f"sayso {arguments}")
        screen.leave()
    print("in a pseudo-terminal: opened, decided, undone, searched, left, opened again; tour; library")
    # 6: the lines of the README.
    readme = given.readme.read_text(encoding="utf-8")
    block = readme.split("**6. Export.**", 1)[1].split("```sh\n", 1)[1].split("```", 1)[0]
    lines = [line.split() for line in block.splitlines() if line.startswith("sayso ")]
    if len(lines) < 2:
        raise SystemExit(f"{given.readme} has no lines to run")
    printed = [run(*line[1:]) for line in lines]
    if "Ada Grey" not in "".join(printed) + (folder / "decisions.csv").read_text(encoding="utf-8"):
        raise SystemExit("the exports do not have the decision")


if __name__ == "__main__":
    main()
