#!/usr/bin/env bash
# Fills in the recipes for Arch Linux and Homebrew: packaging/recipes.sh REPOSITORY VERSION SHA256 FOLDER
# SHA256 is that of the archive of the sources, REPOSITORY/archive/vVERSION.tar.gz.
set -euo pipefail
if [ $# -ne 4 ]; then
  echo "usage: packaging/recipes.sh REPOSITORY VERSION SHA256 FOLDER" >&2
  exit 2
fi
repository=$1 version=$2 sum=$3 folder=$4
[[ $repository =~ ^https://[A-Za-z0-9./_-]+$ ]] || { echo "$repository is no address of a repository" >&2; exit 2; }
[[ $version =~ ^[0-9]+\.[0-9]+\.[0-9]+[a-z0-9.-]*$ ]] || { echo "$version is no version" >&2; exit 2; }
[[ $sum =~ ^[0-9a-f]{64}$ ]] || { echo "$sum is no SHA-256" >&2; exit 2; }
here=$(cd "$(dirname "$0")" && pwd)
mkdir -p "$folder"
for recipe in aur/PKGBUILD homebrew/sayso.rb; do
  sed -e "s|@REPOSITORY@|$repository|g" -e "s|@VERSION@|$version|g" -e "s|@SHA256@|$sum|g" \
    "$here/$recipe.in" >"$folder/$(basename "$recipe")"
done
