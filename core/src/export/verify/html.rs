//! One page that needs nothing else: the quotation on the left, the source on the right, differences marked by signs and colour.
//! Nothing in it is loaded or run. Light and dark as the reader has it, and on paper. Every word of a document is escaped.

use super::super::web_page;
use super::{Listed, NOT_ANSWERED, Standing, by_gravity, reason, what_to_do};
use crate::sanitize::{lines, visible};
use crate::span::Span;
use crate::verify::{Check, DiffPart, Piece, Side, Verification};
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("../../../assets/verify.css");
/// Digits of a hash that are shown.
const HASH_DIGITS: usize = 12;

/// The page: findings by gravity, what cannot be checked with what to do, what was allowed, and, folded up, what is sound.
/// O(n log n).
pub fn write(found: &Verification) -> String {
    let articles = found.articles.iter().map(|file| visible(&file.name).into_owned());
    let title = format!("Quotations checked: {}", few(&articles.collect::<Vec<_>>()));
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (web_page::head(&title, &[STYLE]))
            body {
                main {
                    header {
                        h1 { (title) }
                        p { (counts(found)) }
                        @if !found.sources.is_empty() || !found.folders.is_empty() {
                            p { "Compared with " (compared_with(found)) "." }
                        }
                    }
                    @if found.checks.is_empty() { p { "No quotations found." } }
                    (section(found, "Findings", by_gravity(found, Standing::Finding)))
                    (section(found, "Cannot be checked", by_gravity(found, Standing::Open)))
                    (section(found, "Allowed", by_gravity(found, Standing::Allowed)))
                    (sound(found))
                    @if !found.unreadable.is_empty() {
                        section {
                            h2 { "Sources that cannot be read" }
                            @for source in &found.unreadable {
                                p { b { (visible(&source.source)) } ": " (visible(reason(source))) }
                            }
                        }
                    }
                    (files(found))
                    footer { p { (NOT_ANSWERED) } }
                }
            }
        }
    };
    page.into_string()
}

/// The sources by name, folders with how many documents they have.
fn compared_with(found: &Verification) -> String {
    let files = found.sources.iter().filter(|file| file.folder.is_none()).map(|file| visible(&file.name).into_owned());
    let folders = found.folders.iter().filter(|folder| !folder.is_elsewhere);
    let folders = folders.map(|folder| match folder.documents {
        1 => format!("{} (1 document)", visible(&folder.name)),
        count => format!("{} ({count} documents)", visible(&folder.name)),
    });
    few(&files.chain(folders).collect::<Vec<_>>())
}

/// Names, of many the first.
fn few(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(3).map(String::as_str).collect();
    match names.len().saturating_sub(3) {
        0 => shown.join(", "),
        more => format!("{} and {more} more", shown.join(", ")),
    }
}

fn counts(found: &Verification) -> String {
    let of = |standing: Standing| found.checks.iter().filter(|check| Standing::of(check) == standing).count();
    let many = |n: usize, one: &str, several: &str| format!("{n} {}", if n == 1 { one } else { several });
    let (open, allowed) = (of(Standing::Open), of(Standing::Allowed));
    let mut parts =
        vec![many(found.checks.len(), "quotation", "quotations"), many(of(Standing::Finding), "finding", "findings")];
    parts.extend((open > 0).then(|| format!("{open} cannot be checked")));
    parts.extend((allowed > 0).then(|| format!("{allowed} allowed")));
    parts.push(format!("{} sound", of(Standing::Sound)));
    parts.join(" · ")
}

fn section(found: &Verification, title: &str, checks: Vec<&Check>) -> Markup {
    html! {
        @if !checks.is_empty() {
            section {
                h2 { (title) }
                @for check in checks { (one(check, found.articles.len() > 1)) }
            }
        }
    }
}

/// The sign and the class of an answer.
fn sign(check: &Check) -> (&'static str, &'static str) {
    match Standing::of(check) {
        Standing::Sound => ("✓", "sound"),
        Standing::Allowed => ("○", "allowed"),
        Standing::Finding => ("✗", "finding"),
        Standing::Open => ("?", "open"),
    }
}

/// A quotation beside its source.
fn one(check: &Check, several: bool) -> Markup {
    let (sign, class) = sign(check);
    let place =
        if several { format!("{}, {}", check.article, check.place_in_article()) } else { check.place_in_article() };
    let kinds: Vec<&str> = check.kinds.iter().map(|kind| kind.word()).collect();
    let differs = check.diff.iter().any(|part| part.sign() != "=");
    html! {
        article class=(class) {
            h3 {
                span.sign { (sign) } " " (check.verdict.word())
                @if !kinds.is_empty() { span.kinds { ": " (kinds.join(", ")) } }
                " " span.place { (visible(&place)) }
            }
            @if !check.why.is_empty() { p.why { (visible(&check.why)) } }
            div.pair {
                blockquote.here {
                    p { "“" (article_side(check)) "”" }
                    p.who { "Article: " (speaker(check)) }
                }
                @if check.source.is_some() || check.there.is_some() { (there(check, differs)) }
            }
            @if check.pieces.len() > 1 { ol.pieces { @for piece in &check.pieces { (one_piece(piece)) } } }
            @if check.verdict.side() == Side::Open { p.note { (what_to_do(check.kind)) } }
            @for note in notes(check) { p.note { (visible(&note)) } }
        }
    }
}

fn speaker(check: &Check) -> Markup {
    html! {
        @match check.speaker.as_ref().filter(|who| !who.name.is_empty()) {
            Some(who) if who.decided => (visible(&who.name)),
            Some(who) => { (visible(&who.name)) " (" (format!("{:.0}", who.score * 100.0)) " %)" }
            None => "nobody named",
        }
    }
}

/// The words of the source, its place, and who speaks there.
fn there(check: &Check, differs: bool) -> Markup {
    let place = [check.source.as_deref(), check.place.as_ref().map(|place| place.words.as_str())];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(", ");
    html! {
        blockquote.there {
            @if differs { p { (source_side(&check.diff)) } }
            @if let Some(there) = &check.there {
                p class=[differs.then_some("around")] { (with_left_out(there, check.left_out.as_deref())) }
            }
            p.who { "Source: " (speaker_there(check)) (visible(&place)) }
        }
    }
}

/// Who says the words in the source, where they stand in it; somebody else than the article says behind a sign.
fn speaker_there(check: &Check) -> Markup {
    html! {
        @match check.speaker_there.as_deref() {
            Some(name) if check.speaker_ok == Some(false) => { b { span.sign { "≠" } " " (visible(name)) } ", " },
            Some(name) => { (visible(name)) ", " },
            None if check.place.is_some() => "nobody named, ",
            None => {},
        }
    }
}

/// The words of the source, those that the article has not behind a sign.
fn source_side(diff: &[DiffPart]) -> Markup {
    let parts = diff.iter().filter(|part| !matches!(part, DiffPart::Article(_)) && !part.words().is_empty());
    html! {
        @for (n, part) in parts.enumerate() {
            @if n > 0 { " " }
            @if let DiffPart::Source(words) = part { del { span.sign { "−" } (visible(words)) } }
            @else { (visible(part.words())) }
        }
    }
}

/// The quotation as the article writes it, those words behind a sign that the source has not.
fn article_side(check: &Check) -> Markup {
    let (quote, marked) = (check.quote.as_str(), &check.differing.in_quote);
    let ends = std::iter::once(0).chain(marked.iter().map(|span| span.end));
    let rest = Span::new(marked.last().map_or(0, |span| span.end), quote.len() as u32);
    html! {
        @for (from, span) in ends.zip(marked) {
            (visible(Span::new(from, span.start).of(quote)))
            ins { span.sign { "+" } (visible(span.of(quote))) }
        }
        (visible(rest.of(quote)))
    }
}

/// Sentences of a source with the words marked that the article left out, where they stand in one run.
fn with_left_out(there: &str, left_out: Option<&str>) -> Markup {
    let parts = left_out
        .filter(|words| !words.is_empty())
        .and_then(|words| there.split_once(words).map(|(a, b)| (a, words, b)));
    html! {
        @match parts {
            Some((before, words, after)) => {
                (lines(before)) mark { span.sign { "[" } (lines(words)) span.sign { "]" } } (lines(after))
            }
            None => {
                (lines(there))
                @if let Some(words) = left_out.filter(|words| !words.is_empty()) { " (left out: " mark { (visible(words)) } ")" }
            }
        }
    }
}

fn one_piece(piece: &Piece) -> Markup {
    html! {
        li {
            "“" (visible(&piece.words)) "”"
            span.who {
                " " (visible(&piece.source)) ", " (visible(&piece.place.words)) ", number " (piece.number) " in its order"
                @if let Some(name) = &piece.speaker_there { ", " (visible(name)) }
            }
        }
    }
}

/// What else to know, a sentence each.
fn notes(check: &Check) -> Vec<String> {
    let mut out = Vec::new();
    out.extend(check.allowed.as_ref().map(|reason| format!("Allowed: {reason}")));
    out.extend(check.through.as_ref().map(|name| format!("As reported by {name}")));
    if !check.others.is_empty() {
        let place = |other: &crate::verify::OtherPlace| format!("{}, {}", other.source, other.place.words);
        out.push(format!("Also: {}", check.others.iter().map(place).collect::<Vec<_>>().join("; ")));
    }
    let notes: Vec<&str> = check.notes.iter().map(|note| note.word()).collect();
    out.extend((!notes.is_empty()).then(|| format!("Notes: {}", notes.join(", "))));
    let folded: Vec<&str> = check.folded.iter().map(|fold| fold.word()).collect();
    out.extend((!folded.is_empty()).then(|| format!("Taken for the same: {}", folded.join(", "))));
    out
}

/// What is sound, a row each, folded up.
fn sound(found: &Verification) -> Markup {
    let checks = found.checks.iter().filter(|check| Standing::of(check) == Standing::Sound);
    let checks: Vec<&Check> = checks.collect();
    html! {
        @if !checks.is_empty() {
            section {
                details {
                    summary { h2 { "Sound: " (checks.len()) } }
                    div.wide {
                        table {
                            caption { "Sound quotations" }
                            thead { tr { @for title in ["answer", "article", "quotation", "speaker", "source"] { th scope="col" { (title) } } } }
                            tbody { @for check in checks { (sound_row(check, found.articles.len() > 1)) } }
                        }
                    }
                }
            }
        }
    }
}

fn sound_row(check: &Check, several: bool) -> Markup {
    let source = check.source.as_deref().unwrap_or_default();
    let place = check.place.as_ref().map(|place| format!(", {}", place.words)).unwrap_or_default();
    html! {
        tr {
            td { span.sign { "✓" } " " (check.verdict.word()) }
            td { @if several { (visible(&check.article)) ", " } (check.place_in_article()) }
            td { "“" (visible(&check.quote)) "”" }
            td { (speaker(check)) }
            td { (visible(&format!("{source}{place}"))) }
        }
    }
}

/// What was compared.
fn files(found: &Verification) -> Markup {
    let articles = Listed { files: found.articles.iter().collect(), rest: Vec::new() };
    let all = [("article", articles), ("source", Listed::of(found, false)), ("elsewhere", Listed::of(found, true))];
    html! {
        section {
            h2 { "Files" }
            div.wide {
                table {
                    caption { "What was compared" }
                    thead { tr { @for title in ["file", "is", "SHA-256"] { th scope="col" { (title) } } } }
                    tbody {
                        @for (role, listed) in &all {
                            @for file in &listed.files {
                                tr {
                                    th scope="row" { (visible(&file.name)) }
                                    td { (role) ", " (file.count) @if *role == "article" { " quotations" } @else { " words" } }
                                    td { code title=(file.sha256) { (file.sha256.get(..HASH_DIGITS).unwrap_or(&file.sha256)) } }
                                }
                            }
                            @for (folder, more) in &listed.rest {
                                tr {
                                    th scope="row" { (visible(&folder.name)) }
                                    td { (role) ", " (Listed::in_words(*more)) }
                                    td {}
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}
