#!/usr/bin/env bash
# Builds the .deb, the .rpm and the wheel, installs each in a bare Debian, runs the first five minutes of the README with it, and
# takes it away again: packaging/try.sh [BASE]
#
# BASE is a folder with a bare system, which is copied and not changed:
#   debootstrap --variant=minbase --include=python3,python3-venv bookworm BASE http://deb.debian.org/debian
# Without it a folder takes the place of the system: the packages are unpacked there, and the program runs with no
# environment of yours. With it root is needed (chroot); the program itself runs as an ordinary user either way.
#
# Needs `cargo build --release`, cargo-deb 3.8.0 and python3 before, for the .rpm cargo-generate-rpm 0.21.1 and rpm; the wheel is built here by maturin 1.16.0 unless the
# variable WHEEL names one.
set -euo pipefail
root=$(cd "$(dirname "$0")/.." && pwd)
cd "$root"
base=${1:-}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
chmod 755 "$work"
five=$root/packaging/five_minutes.py
say() { printf '== %s\n' "$*"; }

say "the packages"
[ -x target/release/sayso ] || { echo "target/release/sayso is not there: cargo build --release" >&2; exit 1; }
cargo deb --quiet --locked --no-build --output "$work/"
deb=$(echo "$work"/sayso_*.deb)
if [ -z "${WHEEL:-}" ]; then
  python3 -m venv "$work/maturin"
  "$work/maturin/bin/pip" --quiet install maturin==1.16.0
  PATH="$work/maturin/bin:$PATH" maturin build --quiet --release --locked --out "$work/wheels"
  WHEEL=$(echo "$work"/wheels/sayso-*.whl)
fi
ls -l "$deb" "$WHEEL"

# The manual's own lines of Python, without what needs pandas.
cat >"$work/manual.py" <<'PYTHON'
import pathlib
import sys

text = pathlib.Path(sys.argv[1]).read_text(encoding="utf-8").split("```python", 1)[1].split("\n", 1)[1].split("```", 1)[0]
exec(compile(text.split("table = ", 1)[0], sys.argv[1], "exec"))
PYTHON

if [ -n "$base" ]; then
  system=$work/system
  say "a bare system: $(cat "$base/etc/debian_version")"
  cp -a "$base" "$system"
  mkdir -p "$system/home/ada"
  cp -r samples docs/corpus.md "$work/manual.py" "$system/home/ada/"
  chown -R 1000:1000 "$system/home/ada"
  cp "$deb" "$WHEEL" "$system/tmp/"
  mount --bind /dev/pts "$system/dev/pts" 2>/dev/null || true
  mount -t proc proc "$system/proc" 2>/dev/null || true
  trap 'umount "$system/dev/pts" "$system/proc" 2>/dev/null || true; rm -rf "$work"' EXIT
  as_root=(chroot "$system" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C.UTF-8)
  as_ada=(chroot --userspec=1000:1000 "$system" env -i PATH=/usr/bin:/bin HOME=/home/ada LC_ALL=C.UTF-8 TERM=xterm-256color)
  there() { chroot "$system" find / -xdev \( -path /proc -o -path /home -o -path /tmp -o -path /var/lib/dpkg -o -path /var/log -o -path /var/cache \) -prune -o -print | sort; }
  # shellcheck disable=SC2016 # of the shell inside
  in_home() { python3 "$five" "$root/README.md" "$system/home/ada" -- "${as_ada[@]}" sh -c 'cd "$HOME" && exec "$0" "$@"' "$@"; }

  say "the .deb"
  there >"$work/before"
  "${as_root[@]}" dpkg --install /tmp/"$(basename "$deb")"
  in_home sayso
  "${as_root[@]}" sh -c 'command -v man >/dev/null && man -w sayso sayso-verify sayso-git-setup || zcat /usr/share/man/man1/sayso-verify.1.gz | head -n 3'
  "${as_root[@]}" bash -c '. /usr/share/bash-completion/completions/sayso && complete -p sayso'
  "${as_root[@]}" dpkg --purge sayso
  there >"$work/after"
  diff "$work/before" "$work/after"
  say "nothing of the .deb is left"

  if command -v rpm >/dev/null && command -v cargo-generate-rpm >/dev/null; then
    say "the .rpm (what it needs is not looked at: this is a Debian)"
    find "$system/home/ada" -mindepth 1 -delete
    cp -r samples "$system/home/ada/"
    chown -R 1000:1000 "$system/home/ada"
    cargo generate-rpm --output "$work/"
    rpm --root "$system" --nodeps --install "$work"/sayso-*.rpm
    rpm --root "$system" --verify --nodeps sayso
    in_home sayso
    rpm --root "$system" --erase sayso
    # Folders stay: the package names files alone.
    if there | grep sayso | while read -r path; do [ -d "$system$path" ] || echo "$path"; done | grep .; then exit 1; fi
    say "nothing of the .rpm is left"
  fi

  say "the wheel"
  find "$system/home/ada" -mindepth 1 -delete
  cp -r samples docs/corpus.md "$work/manual.py" "$system/home/ada/"
  chown -R 1000:1000 "$system/home/ada"
  "${as_ada[@]}" sh -c 'cd && python3 -m venv venv && venv/bin/pip --quiet install --no-index /tmp/sayso-*.whl'
  in_home /home/ada/venv/bin/sayso
  "${as_ada[@]}" sh -c 'cd && venv/bin/python manual.py corpus.md'
else
  system=$work/system home=$work/home
  mkdir -p "$home"
  cp -r samples "$home/"
  bare=(env -i PATH="$system/usr/bin:/usr/bin:/bin" HOME="$home" LC_ALL=C.UTF-8 TERM=xterm-256color)
  say "the .deb, unpacked into a folder"
  dpkg-deb --extract "$deb" "$system"
  python3 "$five" README.md "$home" -- "${bare[@]}" sayso
  "${bare[@]}" bash -c ". $system/usr/share/bash-completion/completions/sayso && complete -p sayso"
  say "the wheel, in an environment of its own"
  rm -rf "$home"
  mkdir -p "$home"
  cp -r samples "$home/"
  python3 -m venv "$work/venv"
  "$work/venv/bin/pip" --quiet install --no-index "$WHEEL"
  bare=(env -i PATH="$work/venv/bin:/usr/bin:/bin" HOME="$home" LC_ALL=C.UTF-8 TERM=xterm-256color)
  python3 "$five" README.md "$home" -- "${bare[@]}" sayso
  "${bare[@]}" python "$work/manual.py" docs/corpus.md
fi
say "done"
