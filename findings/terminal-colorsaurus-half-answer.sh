#!/usr/bin/env bash
# terminal-colorsaurus 1.0.3 (crates.io): an answer of the terminal that is cut by the time-out is half taken.
#
# `QueryOptions::timeout` and `Error::Timeout` read as all or nothing: in time there is a colour, else nothing was read and a program
# that parses escape sequences itself can drop the late answer as one. But what had come by then is gone with the reader, and the rest
# (here `0/1010/1010 ESC \`) stands in the input without its beginning, where any parser takes it for keys: digits, slashes, Alt-\.
# Answers come in two parts over slow connections and on busy machines. After a time-out, drop what comes up to the terminator before
# you take the first key, and let no key decide anything before the first screen was seen.
#
# Output seen: Err(Timeout(300ms)); left: "0/1010/1010\u{1b}\\\u{1b}[?62c"
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >Cargo.toml <<'TOML'
[package]
name = "half"
version = "0.0.0"
edition = "2021"

[dependencies]
terminal-colorsaurus = "=1.0.3"
libc = "=0.2.177"
TOML
mkdir src
cat >src/main.rs <<'RUST'
use std::io::Read;
use std::time::Duration;

fn main() {
    // Raw, as a program with a screen leaves it, so that the rest can be read at once.
    unsafe {
        let mut raw = std::mem::zeroed();
        libc::tcgetattr(0, &mut raw);
        libc::cfmakeraw(&mut raw);
        libc::tcsetattr(0, libc::TCSANOW, &raw);
    }
    let mut options = terminal_colorsaurus::QueryOptions::default();
    options.timeout = Duration::from_millis(300);
    let answer = terminal_colorsaurus::background_color(options);
    std::thread::sleep(Duration::from_millis(1500));
    let mut left = [0; 64];
    let count = std::io::stdin().read(&mut left).unwrap_or(0);
    print!("{answer:?}; left: {:?}\r\n", String::from_utf8_lossy(&left[..count]));
}
RUST
cargo build --quiet
cat >terminal.py <<'PY'
import os, pty, select, sys, time

pid, fd = pty.fork()
if pid == 0:
    os.environ["TERM"] = "xterm-256color"
    os.execv("target/debug/half", ["half"])
seen, asked, done = b"", None, False
end = time.time() + 20
while time.time() < end:
    if asked and not done and time.time() > asked + 0.8:
        os.write(fd, b"0/1010/1010\x1b\\\x1b[?62c")
        done = True
    if not select.select([fd], [], [], 0.05)[0]:
        continue
    try:
        part = os.read(fd, 4096)
    except OSError:
        break
    if not part:
        break
    seen += part
    if asked is None and b"\x1b]11;?" in seen:
        os.write(fd, b"\x1b]11;rgb:101")
        asked = time.time()
print(seen.decode(errors="replace").split("\x1b[c")[-1].strip())
PY
python3 terminal.py | tee out
grep -q 'Timeout(300ms)' out
grep -qF 'left: "0/1010/1010\u{1b}\\' out
echo "as described"
