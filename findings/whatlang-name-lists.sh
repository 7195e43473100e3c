#!/usr/bin/env bash
# whatlang 0.18.0 (crates.io): a list of English names is Javanese or Catalan, "reliable", with a confidence of 1.
#
# `Info::is_reliable` reads as the guard against a wrong answer, and 160 letters as enough of them. But names have no words of
# grammar, so nothing weighs against a language that shares a few trigrams with them; the confidence is the distance to the second
# language of the list, not the fit of the first. One would guess that such a list comes back as English or as unreliable. Lists of
# those present, casts and captions are full of them: ask only about prose, which has small words.
#
# Output seen: Jav 1.000 true | Alan Nelson, Karen Parker, …   Cat 1.000 true | Laura Morris, Martin Nelson, …   Eng 1.000 true | The clerk …
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
cat >Cargo.toml <<'TOML'
[package]
name = "names"
version = "0.0.0"
edition = "2021"

[dependencies]
whatlang = "=0.18.0"
TOML
mkdir src
cat >src/main.rs <<'RUST'
fn main() {
    for text in [
        "Alan Nelson, Karen Parker, Angela Nelson, Alan Reed, Angela Lane, Linda Allen, Laura Martin, Karen Nelson, Irene Reed, \
         Karen Palmer, Irene Collins, Carol Turner",
        "Laura Morris, Martin Nelson, James Nelson, Mary Turner, Laura Nelson, Patricia Nelson, Carol Collins, Nora Turner, \
         Mary Parker, Carol Nelson, Laura Martin, Patricia Carter",
        "The clerk read the list of those who were present, and nobody in the room had anything to say about it.",
    ] {
        let info = whatlang::detect(text).expect("a language");
        println!("{:?} {:.3} {} | {}", info.lang(), info.confidence(), info.is_reliable(), &text[..24]);
    }
}
RUST
cargo run --quiet | tee out
grep -q '^Jav 1.000 true | Alan' out
grep -q '^Cat 1.000 true | Laura' out
grep -q '^Eng .* true | The clerk' out
echo "as described"
