//! Label Studio's labelling config. The one that the export writes beside its tasks comes from here too.

use super::{FORMS, File, KINDS, guideline, labels, statuses};
use crate::annotation::{AttributeType, CHECK, CHECKS, Codebook, name_beside_fields};
use crate::export::places::capital;
use crate::export::xml::escaped_visible;
use std::fmt::Write as _;

/// The one file.
pub fn write(codebook: &Codebook) -> Vec<File> {
    vec![File::new("config.xml", config(codebook, []))]
}

/// The config of a codebook, with labels besides its own that tasks use, as those write them.
pub fn config<'a>(codebook: &Codebook, used: impl IntoIterator<Item = &'a str>) -> String {
    let mut out = String::from("<View>\n");
    guide(&mut out, codebook);
    out.push_str("  <Labels name=\"label\" toName=\"text\">\n");
    let mut known: Vec<String> = Vec::new();
    for label in labels(codebook) {
        let stored = capital(&label.id);
        let is_own = codebook.labels.iter().any(|l| l.id == label.id);
        let _ = write!(out, "    <Label value=\"{}\"", escaped_visible(if is_own { label.shown() } else { &stored }));
        // What is shown is the name, what tasks hold the alias.
        if is_own && label.shown() != stored {
            let _ = write!(out, " alias=\"{}\"", escaped_visible(&stored));
        }
        if let Some(color) = label.color {
            let _ = write!(out, " background=\"{color}\"");
        }
        let _ = write!(out, " hotkey=\"{}\"", escaped_visible(&label.key.to_string()));
        if !label.doc.is_empty() {
            let _ = write!(out, " hint=\"{}\"", escaped_visible(&label.doc));
        }
        out.push_str("/>\n");
        known.push(stored);
    }
    for more in ["Speaker", "Cue"].into_iter().chain(used) {
        if !known.iter().any(|k| k == more) {
            let _ = writeln!(out, "    <Label value=\"{}\"/>", escaped_visible(more));
            known.push(more.to_owned());
        }
    }
    out.push_str("  </Labels>\n  <Text name=\"text\" value=\"$text\"/>\n");
    for name in ["speaker", "note", "evidence"] {
        let _ = writeln!(out, "  <TextArea name=\"{name}\" toName=\"text\" perRegion=\"true\"/>");
    }
    choices(&mut out, "rating", "Claim", &codebook.ratings);
    choices(&mut out, "kind", "Quote", KINDS);
    choices(&mut out, "form", "Quote", FORMS);
    choices(&mut out, "status", "", &statuses());
    choices(&mut out, CHECK, "", &CHECKS);
    for attribute in &codebook.attributes {
        let AttributeType::Choice(values) = attribute.kind();
        choices(&mut out, &control(&attribute.id), "", values);
    }
    out.push_str(
        "  <Relations>\n    <Relation value=\"said_by\"/>\n    <Relation value=\"cued_by\"/>\n  </Relations>\n</View>\n",
    );
    out
}

/// The control of an attribute.
pub fn control(attribute: &str) -> String {
    name_beside_fields(attribute).into_owned()
}

/// The guideline, folded away above everything.
fn guide(out: &mut String, codebook: &Codebook) {
    let lines: Vec<&str> = guideline(codebook).filter(|l| !l.is_empty()).collect();
    if lines.is_empty() {
        return;
    }
    out.push_str("  <Collapse>\n    <Panel value=\"Guideline\">\n");
    for line in lines {
        // A value that begins with `$` would be the name of a field of the task.
        let kept = if line.starts_with('$') { "\u{a0}" } else { "" };
        let _ = writeln!(out, "      <Header size=\"6\" value=\"{kept}{}\"/>", escaped_visible(line));
    }
    out.push_str("    </Panel>\n  </Collapse>\n");
}

/// Values to choose from for a region, of one label when one is given.
fn choices(out: &mut String, name: &str, label: &str, values: &[impl AsRef<str>]) {
    if values.is_empty() {
        return;
    }
    let when = if label.is_empty() {
        String::new()
    } else {
        format!(" whenTagName=\"label\" whenLabelValue=\"{}\"", escaped_visible(label))
    };
    let _ = writeln!(out, "  <View visibleWhen=\"region-selected\"{when}>");
    let _ = writeln!(out, "    <Header size=\"6\" value=\"{}\"/>", escaped_visible(&capital(name)));
    let _ = writeln!(
        out,
        "    <Choices name=\"{}\" toName=\"text\" perRegion=\"true\" choice=\"single\" showInline=\"true\"{when}>",
        escaped_visible(name)
    );
    for value in values {
        let _ = writeln!(out, "      <Choice value=\"{}\"/>", escaped_visible(value.as_ref()));
    }
    out.push_str("    </Choices>\n  </View>\n");
}
