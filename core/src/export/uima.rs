//! The types of a UIMA CAS, as `INCEpTION` imports them for layers: one span type a label, speakers and cues, and who said
//! what as relations.

use super::xml::escaped_visible;
use crate::annotation::CHECK;
use crate::annotation::identifier::{encode, is_letter};

/// The package of all types.
pub const PACKAGE: &str = "sayso";

/// Features of a span besides where it stands, all of them strings.
pub const FEATURES: [&str; 17] = [
    "id",
    "label",
    "speaker",
    "speakerId",
    "members",
    "kind",
    "form",
    "status",
    "rating",
    "note",
    "evidence",
    "score",
    CHECK,
    "by",
    "created",
    "modified",
    "part",
];

/// Types that are no label's, in the order they are written: two of spans, two of relations.
pub const SPANS: [&str; 2] = ["Speaker", "Cue"];
/// From what was said to the words that name who said it, and to the words of saying.
pub const RELATIONS: [&str; 2] = ["SaidBy", "CuedBy"];

/// Features that every annotation has.
const BUILT_IN: [&str; 4] = ["begin", "end", "sofa", "self"];

/// The type of a label without its package: its letters, the first a capital; a hyphen is `_`, anything else of a label
/// `__…_` with the number of the character. A Java identifier and a name in XML, and no two labels have the same.
pub fn type_name(label: &str) -> String {
    let mut rest = label.chars();
    let mut out = String::new();
    match rest.next().and_then(|c| Some((c, capital(c).filter(|_| is_letter(c))?))) {
        Some((_, capital)) => {
            out.push(capital);
            encode(&mut out, rest);
        }
        None if label.starts_with(is_letter) => {
            encode(&mut out, label.chars());
            // Ends as no other does: it was a capital before.
            out.push_str("__");
        }
        None => {
            // `x` is no digit of a number of a character.
            out.push_str("X__x_");
            encode(&mut out, label.chars());
        }
    }
    if SPANS.iter().chain(&RELATIONS).any(|taken| *taken == out) {
        out.push_str("__x_");
    }
    out
}

/// The feature of an attribute, by the same rules; no two attributes have the same, and none that of a field.
pub fn feature_name(attribute: &str) -> String {
    let mut out = String::new();
    if !attribute.starts_with(is_letter) {
        out.push_str("x__x_");
    }
    encode(&mut out, attribute.chars());
    if FEATURES.iter().chain(&BUILT_IN).any(|taken| *taken == out) {
        out.push_str("__x_");
    }
    out
}

/// The capital of a small letter that is the small letter of its capital.
fn capital(c: char) -> Option<char> {
    let mut upper = c.to_uppercase();
    let (Some(first), None) = (upper.next(), upper.next()) else { return None };
    (first != c && is_letter(first) && first.to_lowercase().eq([c])).then_some(first)
}

/// The type system of these labels, each with the attributes of the project. A label given twice counts once.
pub fn type_system<'a>(labels: impl Iterator<Item = &'a str>, attributes: impl Iterator<Item = &'a str>) -> String {
    let mut own: Vec<String> = Vec::new();
    for attribute in attributes.map(feature_name) {
        if !own.contains(&attribute) {
            own.push(attribute);
        }
    }
    let strings: String =
        FEATURES.iter().copied().chain(own.iter().map(String::as_str)).map(|f| feature(f, "uima.cas.String")).collect();
    let mut out = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\">\n  <name>sayso</name>\n  <types>\n",
    );
    let mut seen: Vec<String> = Vec::new();
    for label in labels {
        let name = type_name(label);
        if !seen.contains(&name) {
            out.push_str(&annotation(&name, label, &strings));
            seen.push(name);
        }
    }
    for (name, about) in SPANS.iter().zip(["the words that name who said it", "the words of saying"]) {
        out.push_str(&annotation(name, about, &strings));
    }
    let ends = feature("Governor", "uima.tcas.Annotation") + &feature("Dependent", "uima.tcas.Annotation");
    for (name, about) in RELATIONS.iter().zip(["from what was said to who said it", "from what was said to its cue"]) {
        out.push_str(&annotation(name, about, &ends));
    }
    out.push_str("  </types>\n</typeSystemDescription>\n");
    out
}

fn annotation(name: &str, about: &str, features: &str) -> String {
    format!(
        "    <typeDescription>\n      <name>{PACKAGE}.{name}</name>\n      <description>{}</description>\n      \
         <supertypeName>uima.tcas.Annotation</supertypeName>\n      <features>\n{features}      </features>\n    \
         </typeDescription>\n",
        escaped_visible(about)
    )
}

fn feature(name: &str, range: &str) -> String {
    format!(
        "        <featureDescription>\n          <name>{name}</name>\n          <description/>\n          \
         <rangeTypeName>{range}</rangeTypeName>\n        </featureDescription>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::identifier::decoded;
    use proptest::prelude::*;

    #[test]
    fn names_of_types() {
        let cases = [
            ("quote", "Quote"),
            ("key-passage", "Key_passage"),
            ("key_passage", "Key__5f_passage"),
            ("größe 2", "Größe__20_2"),
            ("NGO", "NGO__"),
            ("1st", "X__x_1st"),
            ("", "X__x_"),
            ("speaker", "Speaker__x_"),
            ("a--b", "A__2d__b"),
        ];
        for (label, name) in cases {
            assert_eq!(type_name(label), name);
        }
        assert_eq!((feature_name("weight"), feature_name("note")), ("weight".to_owned(), "note__x_".to_owned()));
    }

    #[test]
    fn a_label_or_attribute_given_twice_counts_once() {
        let text = type_system(["quote", "quote"].into_iter(), ["weight", "weight"].into_iter());
        assert_eq!(text.matches("<name>sayso.Quote</name>").count(), 1);
        // Of the label, of speakers and of cues.
        assert_eq!(text.matches("<name>weight</name>").count(), 3);
    }

    proptest! {
        #[test]
        fn no_two_labels_have_the_same_name(a in "[a-cA-C_x0-9 é-]{0,5}|\\PC{0,3}", b in "[a-cA-C_x0-9 é-]{0,5}|\\PC{0,3}") {
            let is_name = |s: &str| {
                s.starts_with(|c: char| c.is_alphabetic()) && s.chars().all(|c| c.is_alphanumeric() || c == '_')
            };
            prop_assert!(is_name(&type_name(&a)) && is_name(&feature_name(&a)));
            prop_assert_eq!(a == b, type_name(&a) == type_name(&b));
            prop_assert_eq!(a == b, feature_name(&a) == feature_name(&b));
            prop_assert_eq!(decoded(&feature_name(&a)), Some(a));
        }
    }
}
