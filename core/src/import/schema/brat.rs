//! brat's `annotation.conf` and `visual.conf`: sections of lines, types deeper than others by the white space before them.

use super::super::ImportError;
use super::{CodebookBuilder, ForeignLabel, ImportedCodebook};
use std::collections::HashMap;

/// Bytes a line may grow to by its macros: each may double it.
const MAX_EXPANSION: usize = 64 * 1024;

/// Macros of a section beyond which no more are taken.
const MAX_MACROS: usize = 1_000;

/// A line of a section: a type with other words for it, and its arguments.
struct ConfigLine {
    terms: Vec<String>,
    arguments: Vec<(String, Vec<String>)>,
}

impl ConfigLine {
    /// The word in files.
    fn name(&self) -> &str {
        self.terms.first().map_or("", String::as_str)
    }

    fn argument(&self, key: &str) -> Option<&[String]> {
        self.arguments.iter().find(|(k, _)| k == key).map(|(_, values)| values.as_slice())
    }
}

/// Reads it. O(n).
pub fn read(annotation: &str, visual: Option<&str>) -> Result<ImportedCodebook, ImportError> {
    let sections = sections(annotation);
    if !sections.iter().any(|(name, _)| matches!(*name, "entities" | "attributes")) {
        return Err(ImportError::WrongFormat("it has no section [entities], as brat’s annotation.conf does"));
    }
    let looks = visual.map(looks).unwrap_or_default();
    let mut out = CodebookBuilder::new();
    for (section, lines) in sections {
        for line in lines {
            match section {
                "entities" => entity(&mut out, &line, &looks),
                "attributes" => attribute(&mut out, &line),
                "relations" => out.relation(line.name()),
                "events" => out.left_out(format!("The event {} is left out: there are no events here.", line.name())),
                _ => {}
            }
        }
    }
    Ok(out.brought)
}

fn entity(out: &mut CodebookBuilder, line: &ConfigLine, looks: &HashMap<String, DisplaySettings>) {
    if let Some(group) = line.name().strip_prefix('!') {
        out.left_out(format!("{group} is left out: it only stands above other types."));
        return;
    }
    let look = looks.get(line.name());
    let shown = look.and_then(|l| l.shown.as_deref()).unwrap_or(line.name());
    let color = look.and_then(|l| l.color.as_deref());
    out.label(&ForeignLabel { stored: line.name(), shown, key: None, color, doc: "" });
}

fn attribute(out: &mut CodebookBuilder, line: &ConfigLine) {
    match line.argument("Value") {
        Some(values) => out.attribute(line.name(), values.iter().cloned()),
        // Our own, of any words.
        None if line.name() == "SpeakerName" => {}
        // A flag: it is there or not.
        None => out.attribute(line.name(), std::iter::once("true".to_owned())),
    }
}

/// How a type looks.
#[derive(Default)]
struct DisplaySettings {
    shown: Option<String>,
    color: Option<String>,
}

fn looks(visual: &str) -> HashMap<String, DisplaySettings> {
    let mut out: HashMap<String, DisplaySettings> = HashMap::new();
    for (section, lines) in sections(visual) {
        for line in lines {
            let look = out.entry(line.name().to_owned()).or_default();
            match section {
                "labels" => look.shown = line.terms.get(1).cloned().or(look.shown.take()),
                "drawing" => {
                    let color = line.argument("bgColor").and_then(|v| v.first()).cloned();
                    look.color = color.or(look.color.take());
                }
                _ => {}
            }
        }
    }
    out
}

/// The lines of each section, in order; comments, separators and blank lines left out.
fn sections(text: &str) -> Vec<(&str, Vec<ConfigLine>)> {
    let mut out: Vec<(&str, Vec<ConfigLine>)> = vec![("", Vec::new())];
    let mut macros: Vec<(String, &str)> = Vec::new();
    for raw in text.strip_prefix('\u{feff}').unwrap_or(text).lines() {
        let line = raw.trim();
        if line.is_empty() || line.starts_with('#') || line.chars().all(|c| c == '-') {
            continue;
        }
        if let Some(section) = line.strip_prefix('[').and_then(|l| l.strip_suffix(']')) {
            out.push((section, Vec::new()));
            macros.clear();
        } else if let Some((name, value)) = line.split_once(">=").filter(|(n, _)| is_macro(n)) {
            macros.extend((macros.len() < MAX_MACROS).then(|| (format!("{name}>"), value.trim())));
        } else if let Some((section, lines)) = out.last_mut() {
            // Names that are shown hold spaces.
            lines.extend(read_line(&expanded(line, &macros), *section == "labels"));
        }
    }
    out
}

fn is_macro(name: &str) -> bool {
    name.strip_prefix('<').is_some_and(|n| n.chars().all(|c| c.is_ascii_alphabetic() || c == '_' || c == '-'))
}

fn expanded(line: &str, macros: &[(String, &str)]) -> String {
    let mut out = line.to_owned();
    for (name, value) in macros.iter().filter(|_| line.contains('<')) {
        if out.len() + out.matches(name.as_str()).count() * value.len() <= MAX_EXPANSION {
            out = out.replace(name.as_str(), value);
        }
    }
    out
}

fn read_line(line: &str, by_tab: bool) -> Option<ConfigLine> {
    let stop = |c: char| if by_tab { c == '\t' } else { c.is_whitespace() };
    let (terms, rest) = line.split_once(stop).unwrap_or((line, ""));
    let terms: Vec<String> = terms.split('|').map(|t| t.trim().to_owned()).filter(|t| !t.is_empty()).collect();
    let argument = |words: &str| {
        let (key, values) = words.trim().split_once(':')?;
        let values = values.split('|').map(|v| v.trim().to_owned()).filter(|v| !v.is_empty()).collect();
        Some((key.trim_end_matches(['?', '*', '+']).to_owned(), values))
    };
    (!terms.is_empty()).then(|| ConfigLine { terms, arguments: rest.split(',').filter_map(argument).collect() })
}

#[cfg(test)]
mod tests {
    use super::*;

    const ANNOTATION: &str = "# the project\n[options]\nTokens tokenizer:whitespace\n[entities]\n!Thing\n\tPERSON\n\t\tPolitician|MP\n-----\n\
        Claim\nSpeaker\nOrganization\n[relations]\nEquiv\tArg1:<ENTITY>, Arg2:<ENTITY>, <REL-TYPE>:symmetric-transitive\n\
        said_by Arg1:Quote, Arg2:Speaker\n[events]\nAttack Agent:PERSON\n[attributes]\n<GRADE>=low|high\nNegation Arg:<EVENT>\n\
        Weight Arg:<ENTITY>, Value:<GRADE>\nRating\tArg:Claim, Value:true|false\nKind Arg:Quote, Value:direct|mixed\nSpeakerName Arg:<ENTITY>\n";
    const VISUAL: &str = "[labels]\nPERSON | Person who acts | Per\n[drawing]\nSPAN_DEFAULT\tfgColor:black, bgColor:lightgreen\n\
        PERSON\tbgColor:#ffcc00, fgColor:black\nPolitician\tbgColor:papayawhip\n";

    #[test]
    fn types_of_all_depths_become_labels() {
        let brought = read(ANNOTATION, Some(VISUAL)).unwrap();
        let labels: Vec<(&str, &str, char)> =
            brought.codebook.labels.iter().map(|l| (l.id.as_str(), l.shown(), l.key)).collect();
        let expected = [
            ("PERSON", "Person who acts", 'p'),
            ("politician", "Politician", 'o'),
            ("organization", "Organization", 'r'),
        ];
        assert_eq!(labels, expected);
        assert_eq!(brought.codebook.labels[0].color.map(|c| c.to_string()).as_deref(), Some("#ffcc00"));
        let attributes: Vec<(&str, String)> =
            brought.codebook.attributes.iter().map(|a| (a.id.as_str(), a.values.join(" "))).collect();
        assert_eq!(attributes, [("negation", "true".to_owned()), ("weight", "low high".to_owned())]);
        assert_eq!(brought.codebook.ratings, ["true", "false"]);
        for word in ["Thing", "papayawhip", "Equiv", "Attack"] {
            assert!(brought.left_out.iter().any(|s| s.contains(word)), "{word}: {:?}", brought.left_out);
        }
        assert_eq!(brought.left_out.len(), 4);
    }

    #[test]
    fn what_is_no_configuration_is_told_and_macros_cannot_grow_without_end() {
        assert!(read("some words\n", None).unwrap_err().to_string().contains("[entities]"));
        let mut bomb = String::from("[attributes]\n");
        for (a, b) in ('a'..='y').zip('b'..='z') {
            bomb.extend(["<", &a.to_string(), ">=", &format!("<{b}>").repeat(9), "\n"]);
        }
        assert!(read(&(bomb + "X Value:<a>\n"), None).is_ok());
    }
}
