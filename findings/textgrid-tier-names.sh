#!/usr/bin/env bash
# TextGrid 1.6.1 (PyPI): a quotation mark in the name of a tier is read as two.
#
# In Praat's text files a quotation mark within a text is written twice, in names of tiers as in labels of intervals. The library reads
# the labels as one mark and leaves the names as they stand in the file. One would guess that both are read alike, as Praat, praatio and
# pympi do: who looks for the tier of Ada "A" Grey does not find it, and a file that is read and written again has the mark four times.
#
# Output seen: ['Ada ""A"" Grey'] ['We "came"']
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
python3 -m venv venv
venv/bin/pip install --quiet --disable-pip-version-check TextGrid==1.6.1
cat >grid.TextGrid <<'GRID'
File type = "ooTextFile"
Object class = "TextGrid"

xmin = 0
xmax = 1
tiers? <exists>
size = 1
item []:
    item [1]:
        class = "IntervalTier"
        name = "Ada ""A"" Grey"
        xmin = 0
        xmax = 1
        intervals: size = 1
        intervals [1]:
            xmin = 0
            xmax = 1
            text = "We ""came"""
GRID
venv/bin/python - <<'PY' | tee out.txt
import textgrid

grid = textgrid.TextGrid.fromFile("grid.TextGrid")
print([tier.name for tier in grid], [interval.mark for interval in grid[0]])
PY
grep -qF "['Ada \"\"A\"\" Grey'] ['We \"came\"']" out.txt
echo "as described"
