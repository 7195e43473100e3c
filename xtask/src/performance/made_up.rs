//! Texts and annotations that are made up, the same in every run.

use crate::dice::Dice;
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, QUOTE, Selector, Set, Stamp, Status};
use sayso_core::document::Document;
use sayso_core::kinds::{Form, Kind};
use sayso_core::span::Span;
use std::sync::Arc;

const PEOPLE: [&str; 4] = ["Ada Grey", "Bo Lind", "the mayor", "Ruth Okafor"];
const THINGS: [&str; 4] = ["ferry", "quay", "vote", "budget"];
const SYLLABLES: [&str; 12] = ["ba", "ke", "di", "lo", "mu", "na", "ri", "so", "tu", "va", "pel", "gor"];
/// A word that stands in one document of a thousand, and one that stands in most.
pub const RARE: &str = "zyzzogeton";
pub const COMMON: &str = "harbour";

fn one(dice: &mut Dice, of: &[&'static str]) -> &'static str {
    of.get(dice.throw(of.len() as u64) as usize).copied().unwrap_or_default()
}

/// A text of voices of about `bytes` bytes.
pub fn voices(bytes: usize) -> String {
    let (mut dice, mut out) = (Dice(7), String::with_capacity(bytes + 1000));
    let mut n = 0;
    while out.len() < bytes {
        let (who, what, other) = (one(&mut dice, &PEOPLE), one(&mut dice, &THINGS), one(&mut dice, &THINGS));
        let more = format!("The {other} was late again, and nobody at the {what} knew why it was so. ");
        let more = more.repeat(dice.throw(5) as usize);
        let said = format!("“The {what} of day {n} will not wait for anybody,” said {who}. ");
        out.extend([said.as_str(), &more, "\n\n"]);
        n += 1;
    }
    out
}

/// A word: one of a few in most cases, else one of tens of thousands, the later ones seldom.
fn word(dice: &mut Dice, out: &mut String) {
    const OFTEN: [&str; 14] =
        ["the", "of", "a", "to", "and", "in", "was", "for", "on", "that", "with", "at", "city", COMMON];
    if dice.throw(4) > 0 {
        out.push_str(one(dice, &OFTEN));
        return;
    }
    // The square makes small numbers many.
    let mut left = dice.throw(200) * dice.throw(200);
    for _ in 0..4 {
        out.push_str(SYLLABLES.get((left % 12) as usize).copied().unwrap_or_default());
        left /= 12;
    }
}

/// An article, the `number`th, of about `bytes` bytes, with a date, voices and many different words.
pub fn article(number: u64, bytes: usize) -> String {
    let mut dice = Dice(number * 0x9e37_79b9 + 1);
    let mut out = format!("LONDON, March {}, {} (AP) - ", number % 28 + 1, 2015 + number % 11);
    let sentence = |out: &mut String, dice: &mut Dice| {
        for n in 0..8 + dice.throw(12) {
            if n > 0 {
                out.push(' ');
            }
            word(dice, out);
        }
    };
    while out.len() < bytes {
        match dice.throw(3) {
            0 => {
                out.push('“');
                sentence(&mut out, &mut dice);
                out.extend([",” said ", one(&mut dice, &PEOPLE), "."]);
            }
            _ => {
                out.push_str("It ");
                sentence(&mut out, &mut dice);
                out.push('.');
            }
        }
        out.push_str(if dice.throw(3) == 0 { "\n\n" } else { " " });
    }
    if number.is_multiple_of(1000) {
        out.extend(["\n\n“A ", RARE, " was seen,” said Ada Grey."]);
    }
    out.push('\n');
    out
}

/// A sidecar of `count` decisions, spread over the text.
pub fn sidecar(document: &Document, count: usize) -> Set {
    let mut set = Set::default();
    set.about = DocumentInfo::of(document);
    let blocks = document.blocks();
    for n in 0..count {
        let Some(block) = blocks.get(n * blocks.len() / count) else { continue };
        let words = document.words(block.span);
        // Several in one paragraph stand on different words.
        let from = (n * blocks.len() % count) * words.len().saturating_sub(24) / count;
        let start = block.span.start + words.floor_char_boundary(from) as u32;
        let end = block.span.start + words.ceil_char_boundary((from + 20).min(words.len())) as u32;
        let stamp = Stamp { now: String::new(), millis: n as u64, random: [3; 10] };
        let label = if n % 2 == 0 { QUOTE } else { "highlight" };
        let mut record = Annotation::new(stamp.id(0), label, vec![Selector::of(document, Span::new(start, end))]);
        if label == QUOTE {
            (record.kind, record.form) = (Some(Kind::Direct), Some(Form::Quotation));
            record.status = Some(Status::Confirmed);
        }
        set.insert(Arc::new(record));
    }
    set
}
