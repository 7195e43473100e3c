//! A page to read: what each speaker said, then the claims, then everything else.

use super::{Document, Record};
use crate::annotation::{CLAIM, QUOTE};
use crate::document::civil_in_words;
use crate::safe::visible;
use std::fmt::Write as _;

/// Writes the page.
pub fn write(documents: &[Document<'_>]) -> String {
    let mut out = String::new();
    for document in documents {
        page(&mut out, document);
    }
    out
}

fn page(out: &mut String, document: &Document<'_>) {
    let meta = &document.reading.document().meta;
    let title = meta.title.clone().unwrap_or_else(|| document.name.clone());
    let _ = writeln!(out, "# {}\n", escaped(&title));
    let mut about: Vec<String> = Vec::new();
    about.extend(meta.author.clone());
    about.extend(meta.outlet.clone());
    about.extend(meta.date.map(civil_in_words));
    about.push(document.name.clone());
    let _ = writeln!(out, "{}\n", escaped(&about.join(" · ")));
    let quotes: Vec<&Record> = document.records.iter().filter(|r| r.label == QUOTE).collect();
    let mut names: Vec<String> = Vec::new();
    for record in &quotes {
        let name = heading(record);
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if !quotes.is_empty() {
        out.push_str("## Who said what\n\n");
    }
    for name in names {
        let _ = writeln!(out, "### {}\n", escaped(&name));
        for record in quotes.iter().filter(|r| heading(r) == name) {
            statement(out, record);
        }
    }
    section(out, "Claims", document.records.iter().filter(|r| r.label == CLAIM));
    section(out, "Notes and highlights", document.records.iter().filter(|r| r.label != CLAIM && r.label != QUOTE));
}

fn heading(record: &Record) -> String {
    record.speaker.clone().unwrap_or_else(|| "Nobody named".to_owned())
}

fn section<'a>(out: &mut String, title: &str, records: impl Iterator<Item = &'a Record>) {
    let mut first = true;
    for record in records {
        if first {
            let _ = writeln!(out, "## {title}\n");
            first = false;
        }
        statement(out, record);
    }
}

fn statement(out: &mut String, record: &Record) {
    for line in record.exact.lines() {
        let _ = writeln!(out, "> {}", escaped(line.trim()));
    }
    let mut about: Vec<String> = Vec::new();
    if record.label != QUOTE && record.label != CLAIM {
        about.push(record.label.clone());
    }
    about.extend(record.claimant.as_ref().map(|c| format!("claimed by {c}")));
    about.extend(record.rating.clone());
    about.extend(record.kind.filter(|_| record.label == QUOTE).map(|kind| in_reporters_words(kind).to_owned()));
    about.extend(record.form.filter(|f| *f != "quotation").map(str::to_owned));
    about.extend(record.status.filter(|s| *s != "confirmed").map(str::to_owned));
    about.extend(record.locator.clone());
    about.push(match &record.at {
        Some(at) => at.iter().map(|(s, e)| format!("characters {s} to {e}")).collect::<Vec<_>>().join(", "),
        None => "lost its place".to_owned(),
    });
    let _ = writeln!(out, "\n{}", escaped(&about.join(" · ")));
    for address in &record.evidence {
        let _ = writeln!(out, "\nEvidence: <{}>", visible(address).replace(['<', '>', ' '], ""));
    }
    if let Some(note) = &record.note {
        let _ = writeln!(out, "\nNote: {}", escaped(note));
    }
    out.push('\n');
}

fn in_reporters_words(kind: &'static str) -> &'static str {
    match kind {
        "indirect" => "reported",
        "mixed" => "partly quoted",
        _ => "quoted",
    }
}

/// Text that Markdown shows as it is.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let safe: String = text.lines().map(visible).collect::<Vec<_>>().join("  \n");
    for c in safe.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~') {
            out.push('\\');
        }
        out.push(c);
    }
    let numbered = out.split_once('.').is_some_and(|(n, _)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    if numbered || out.starts_with(['-', '+', '=']) { format!("\\{out}") } else { out }
}

#[cfg(test)]
mod tests {
    use super::escaped;

    #[test]
    fn words_stay_words() {
        assert_eq!(escaped("*a* <b> #c"), "\\*a\\* \\<b\\> \\#c");
        assert_eq!(escaped("- x"), "\\- x");
        assert_eq!(escaped("bell\u{7}"), "bell\u{fffd}");
    }
}
