#!/usr/bin/env bash
# Packs a program that was built with what belongs to it: packaging/archive.sh PROGRAM TARGET FOLDER
# Writes FOLDER/sayso-VERSION-TARGET.tar.gz (.zip for Windows); the same files give the same bytes where tar is GNU's.
set -euo pipefail
if [ $# -ne 3 ]; then
  echo "usage: packaging/archive.sh PROGRAM TARGET FOLDER" >&2
  exit 2
fi
program=$1 target=$2
mkdir -p "$3"
folder=$(cd "$3" && pwd)
root=$(cd "$(dirname "$0")/.." && pwd)
version=$(sed -n 's/^version = "\(.*\)"$/\1/p' "$root/Cargo.toml" | head -n 1)
name=sayso-$version-$target
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir "$work/$name"
cp "$program" "$work/$name/"
cd "$root"
cp -r README.md CHANGELOG.md SECURITY.md LICENSE-MIT LICENSE-APACHE docs samples packaging/man packaging/completions "$work/$name/"
cd "$work"
case $target in
  *windows*) 7z a -bso0 "$folder/$name.zip" "$name" ;;
  *)
    if tar --version | grep -q GNU; then
      same=(--sort=name "--mode=u=rwX,go=rX" --owner=0 --group=0 --numeric-owner "--mtime=@${SOURCE_DATE_EPOCH:-0}")
    else
      same=()
    fi
    tar ${same[@]+"${same[@]}"} -cf - "$name" | gzip -n9 >"$folder/$name.tar.gz"
    ;;
esac
