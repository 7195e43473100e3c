#!/usr/bin/env bash
# quote-parser 0.1.10 (npm): in Spanish, of "Ana dijo a Luis: «…»" the speaker is Luis; of "Ana dijo: «…»" there is no quotation.
#
# The library finds quotations and the name of who said them in nine languages. Its rule for what comes before a Spanish quotation with
# a colon is verb, name, colon ("Dijo Ana: «…»"): whatever stands between the verb and the colon is the name. So the person spoken to is
# given for the speaker, and with `persons` it is the `author`, though Ana is in the list and stands before the verb; "contradijo a Luis"
# ends in a verb of the list and does the same. Where nobody is spoken to, nothing is between them and the rule does not fit: the
# plainest form of all is not found. One would guess that "Ana dijo:" is the first thing that such a rule covers, as in its English
# ones, and that a name with "a" before it is passed over.
#
# Output seen:
#   Ana dijo a Luis: name " a Luis", author Luis
#   Ana contradijo a Luis: name " a Luis", author Luis
#   Ana dijo: nothing
#   Dijo Ana: name " Ana", author Ana
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-fund --no-audit quote-parser@0.1.10
cat >who.js <<'JS'
const { parse } = require("quote-parser");

for (const before of ["Ana dijo a Luis:", "Ana contradijo a Luis:", "Ana dijo:", "Dijo Ana:"]) {
  const text = `${before} «No hay dinero para el puente nuevo este año».`;
  const persons = ["Ana", "Luis"].map((id) => ({ id, index: text.indexOf(id) })).filter((p) => p.index >= 0);
  const [quote] = parse(text, "es", { persons });
  console.log(before, quote ? `name "${quote.name.text}", author ${quote.author?.id}` : "nothing");
}
JS
node who.js | tee out
diff - out <<'OUT'
Ana dijo a Luis: name " a Luis", author Luis
Ana contradijo a Luis: name " a Luis", author Luis
Ana dijo: nothing
Dijo Ana: name " Ana", author Ana
OUT
echo "as described"
