#!/usr/bin/env bash
# renard-pipeline 0.7.2 (PyPI): in a German text the "quotes" are what the narrator says between them.
#
# `QuoteDetector` is for any language (`supported_langs()` is "any"), with rules of pairs: "", ``'', «» and “”. A mark that opens a pair
# begins a quotation, the next mark of any pair ends it. German opens with „ and closes with “, and novels with » and «, so the mark that
# closes opens, and the span runs from the end of one quotation to the end or beginning of the next. One would guess that marks it does
# not know are passed over and that nothing is found; here as much is found as in English, and it is the wrong half of the text. What
# helps: quote_pairs=[("„", "“"), ("»", "«")].
#
# Output seen:
#   “ , sagte Anna . „ Warum ? “
#   « , sagte Anna . »
#   given „ Wir gehen “ | „ Warum ? “
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
export HOME=$folder
python3 -m venv env
# Without torch and transformers, which are for its models.
env/bin/pip install --quiet --no-deps renard-pipeline==0.7.2
env/bin/pip install --quiet matplotlib==3.11.2 more-itertools==11.2.1 networkx==3.6.1 tqdm==4.70.1 2>/dev/null
cat >quotes.py <<'PY'
from renard.pipeline.quote_detection import QuoteDetector


def found(text, **options):
    return " | ".join(" ".join(q.tokens) for q in QuoteDetector(**options)(text.split())["quotes"])


german = "„ Wir gehen “ , sagte Anna . „ Warum ? “ , fragte Otto ."
assert QuoteDetector().supported_langs() == "any"
print(found(german))
print(found("» Wir gehen « , sagte Anna . » Warum ? « , fragte Otto ."))
print("given", found(german, quote_pairs=[("„", "“"), ("»", "«")]))
PY
env/bin/python quotes.py | tee out
diff - out <<'OUT'
“ , sagte Anna . „ Warum ? “
« , sagte Anna . »
given „ Wir gehen “ | „ Warum ? “
OUT
echo "as described"
