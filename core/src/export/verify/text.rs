//! For people: a block for each finding, the gravest first, then what cannot be checked, with what to do; sound ones counted.

use super::{Listed, NOT_ANSWERED, Standing, by_gravity, diff_in_words, what_to_do};
use crate::reading::{quoted, shortened};
use crate::sanitize::visible;
use crate::verify::{Check, Compared, DiffPart, Note, Verdict, Verification};
use std::fmt::Write as _;

/// Most characters of a quotation told in a block.
const QUOTE: usize = 300;
/// Figures of a hash that are told.
const HASH: usize = 12;

/// The report.
pub fn write(verification: &Verification) -> String {
    let mut out = String::new();
    for check in by_gravity(verification, Standing::Finding) {
        block(&mut out, check);
        out.push('\n');
    }
    let open = by_gravity(verification, Standing::Open);
    if !open.is_empty() {
        out.push_str("Cannot be checked\n\n");
    }
    for check in open {
        block(&mut out, check);
        let _ = writeln!(out, "  {}\n", what_to_do(check.kind));
    }
    let allowed = by_gravity(verification, Standing::Allowed);
    if !allowed.is_empty() {
        out.push_str("Let pass\n\n");
    }
    for check in allowed {
        block(&mut out, check);
        out.push('\n');
    }
    for unread in &verification.unreadable {
        let _ = writeln!(out, "Not read: {}", visible(&unread.message));
    }
    if !verification.unreadable.is_empty() {
        out.push('\n');
    }
    counts(&mut out, verification);
    let mut list = |what: &str, Compared { name, sha256, .. }: &Compared| {
        let _ = writeln!(out, "{what} {} {}", sha256.get(..HASH).unwrap_or(sha256), visible(name));
    };
    for file in &verification.articles {
        list("article", file);
    }
    let listed = [("source", Listed::of(verification, false)), ("elsewhere", Listed::of(verification, true))];
    for (what, Listed { files, .. }) in &listed {
        for file in files {
            list(what, file);
        }
    }
    for (what, Listed { rest, .. }) in listed {
        for (folder, more) in rest {
            let _ = writeln!(out, "{what} {}: {} compared", visible(&folder.name), Listed::in_words(more));
        }
    }
    let _ = writeln!(out, "{NOT_ANSWERED}");
    out
}

fn block(out: &mut String, check: &Check) {
    let kinds: Vec<&str> = check.kinds.iter().map(|k| k.word()).collect();
    let kinds = if kinds.is_empty() { String::new() } else { format!(" ({})", kinds.join(", ")) };
    let _ = writeln!(out, "{} {}: {}{kinds}", visible(&check.article), check.place_in_article(), check.verdict.word());
    let _ = writeln!(out, "  {}", visible(&quoted(&check.quote, QUOTE)));
    let speaker = check.speaker.as_ref().map_or("nobody named", |s| s.name.as_str());
    let _ = writeln!(out, "  said here by: {}", visible(speaker));
    if let (Some(source), Some(place)) = (&check.source, &check.place) {
        let nearest = if check.verdict == Verdict::NotFound { "nearest" } else { "in" };
        let there = check.speaker_there.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let through = check.through.as_ref().map(|name| format!(", as {name} reports")).unwrap_or_default();
        let like =
            check.similarity.filter(|s| *s < 1.0).map(|s| format!(" ({:.0} % alike)", s * 100.0)).unwrap_or_default();
        let _ = writeln!(
            out,
            "  {nearest} {}: {}{}{like}",
            visible(source),
            visible(&place.words),
            visible(&format!("{there}{through}"))
        );
    }
    if check.diff.iter().any(|part| !matches!(part, DiffPart::Same(_))) {
        let _ = writeln!(out, "  {}", visible(&diff_in_words(&check.diff)));
    } else if let Some(there) = &check.there {
        let _ = writeln!(out, "  {}", visible(&shortened(there, QUOTE)));
    }
    let told = matches!(check.verdict, Verdict::Spliced | Verdict::Reordered | Verdict::Hidden);
    for piece in check.pieces.iter().filter(|_| told) {
        let there = piece.speaker_there.as_ref().map(|name| format!(", {name}")).unwrap_or_default();
        let line =
            format!("{}. {} {}{there}: {}", piece.number, piece.source, piece.place.words, quoted(&piece.words, 80));
        let _ = writeln!(out, "    {}", visible(&line));
    }
    let notes: Vec<&str> = check.notes.iter().copied().map(Note::word).collect();
    let notes = if notes.is_empty() { String::new() } else { format!(" [{}]", notes.join(", ")) };
    let _ = writeln!(out, "  {}{notes}", visible(&check.why));
    if let Some(reason) = &check.allowed {
        let _ = writeln!(out, "  allowed: {}", visible(reason));
    }
}

fn counts(out: &mut String, verification: &Verification) {
    let all = verification.checks.len();
    let of = |verdict: Verdict| verification.checks.iter().filter(|c| c.verdict == verdict).count();
    let counted = Verdict::ALL.iter().rev().map(|v| (v.word(), of(*v))).filter(|(_, n)| *n > 0);
    let parts: Vec<String> = counted.map(|(word, n)| format!("{n} {word}")).collect();
    let allowed = verification.checks.iter().filter(|c| c.verdict != Verdict::Verbatim && c.allowed.is_some()).count();
    let quotations = if all == 1 { "1 quotation".to_owned() } else { format!("{all} quotations") };
    let parts = if parts.is_empty() { String::new() } else { format!(": {}", parts.join(", ")) };
    let allowed = if allowed > 0 { format!("; {allowed} of them allowed") } else { String::new() };
    let _ = writeln!(out, "{quotations}{parts}{allowed}.");
}
