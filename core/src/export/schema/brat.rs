//! brat's configuration: `annotation.conf` says what may be annotated, `visual.conf` how it looks.
//!
//! An argument there is `key:value|value` without white space, and a comma ends it.

use super::{FORMS, File, KINDS, guideline, labels, statuses};
use crate::annotation::{AttributeType, CHECKS, Codebook, Label, name_beside_fields};
use crate::export::brat::kind;
use crate::export::places::capital;
use crate::sanitize::visible;
use std::fmt::Write as _;

/// The two files.
pub fn write(codebook: &Codebook) -> Vec<File> {
    let labels = labels(codebook);
    vec![
        File::new("annotation.conf", annotation(codebook, &labels)),
        File::new("visual.conf", visual(codebook, &labels)),
    ]
}

fn annotation(codebook: &Codebook, labels: &[Label]) -> String {
    let types: Vec<String> = labels.iter().map(|l| kind(&capital(&l.id))).collect();
    let mut out = String::new();
    for line in guideline(codebook) {
        let _ = writeln!(out, "{}", format!("# {}", visible(line)).trim_end());
    }
    if !out.is_empty() {
        out.push('\n');
    }
    out.push_str("[entities]\n");
    for name in types.iter().map(String::as_str).chain(["Speaker", "Cue"]) {
        let _ = writeln!(out, "{name}");
    }
    let said = types.join("|");
    let _ = write!(
        out,
        "\n[relations]\nsaid_by\tArg1:{said}, Arg2:Speaker\ncued_by\tArg1:{said}, Arg2:Cue\n\n[events]\n\n[attributes]\n"
    );
    for (name, on, values) in [
        ("Kind", "Quote", KINDS),
        ("Form", "Quote", FORMS),
        ("Status", "<ENTITY>", statuses().as_slice()),
        ("Check", "<ENTITY>", &CHECKS),
    ] {
        let _ = writeln!(out, "{name}\tArg:{on}, Value:{}", values.join("|"));
    }
    // Any words: brat knows no such attribute, shows one all the same, and takes this for a flag.
    out.push_str("SpeakerName\tArg:<ENTITY>\n");
    let own = codebook.attributes.iter().map(|a| {
        let AttributeType::Choice(values) = a.kind();
        (kind(&capital(&name_beside_fields(&a.id))), "<ENTITY>", values)
    });
    let rating = ("Rating".to_owned(), "Claim", codebook.ratings.as_slice());
    for (name, on, values) in std::iter::once(rating).chain(own) {
        let values: Vec<String> = values.iter().map(|v| value(v)).filter(|v| !v.is_empty()).collect();
        if !values.is_empty() {
            let _ = writeln!(out, "{name}\tArg:{on}, Value:{}", values.join("|"));
        }
    }
    out
}

fn visual(codebook: &Codebook, labels: &[Label]) -> String {
    let mut out = String::from("[labels]\n");
    for label in labels {
        let _ = writeln!(out, "{} | {}", kind(&capital(&label.id)), name(label.shown()));
    }
    out.push_str("Speaker | Speaker\nCue | Cue\nsaid_by | said by\ncued_by | cued by\n");
    for attribute in &codebook.attributes {
        let _ = writeln!(out, "{} | {}", kind(&capital(&name_beside_fields(&attribute.id))), name(&attribute.id));
    }
    out.push_str("\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken\n");
    out.push_str("ARC_DEFAULT\tcolor:black, arrowHead:triangle-5\n");
    for label in labels {
        if let Some(color) = label.color {
            let words = if color.is_light() { "black" } else { "white" };
            let _ =
                writeln!(out, "{}\tfgColor:{words}, bgColor:{color}, borderColor:darken", kind(&capital(&label.id)));
        }
    }
    out
}

/// Words as a name to show: `|` would end it, and `!` before it mean something.
fn name(words: &str) -> String {
    visible(words).replace('|', "/").trim_start_matches('!').trim().to_owned()
}

/// Words as a value: white space would end it, and so would a comma and `|`.
fn value(words: &str) -> String {
    let parts: Vec<&str> = words.split(|c: char| c.is_whitespace() || matches!(c, ',' | '|')).collect();
    visible(&parts.join("_")).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_of_a_name_or_value_ends_it() {
        assert_eq!(name("!a | b"), "a / b");
        assert_eq!(value("half true, or|so"), "half_true__or_so");
    }
}
