//! A codebook as a person writes it: `sayso.ron`, a label or an attribute a line.

use sayso_core::annotation::Codebook;
use sayso_core::annotation::notation::{self, Notation, quote};
use std::fmt::Write as _;

/// The text of the file. It is read back equal (property).
pub fn print(codebook: &Codebook) -> String {
    let mut out = String::from("(\n");
    rows(&mut out, "labels", &codebook.labels);
    let _ = writeln!(out, "  ratings: {},", strings(&codebook.ratings));
    rows(&mut out, "attributes", &codebook.attributes);
    rows(&mut out, "speakers", &codebook.speakers);
    if !codebook.guideline.is_empty() {
        let _ = writeln!(out, "  guideline: {},", quote(&codebook.guideline));
    }
    out.push_str(")\n");
    out
}

/// A list with a line for each row; nothing when there is none.
fn rows(out: &mut String, name: &str, rows: &[impl Notation]) {
    if rows.is_empty() {
        return;
    }
    let _ = writeln!(out, "  {name}: [");
    for row in rows {
        let _ = writeln!(out, "    {},", notation::print(row));
    }
    out.push_str("  ],\n");
}

fn strings(values: &[String]) -> String {
    format!("[{}]", values.iter().map(|v| quote(v)).collect::<Vec<_>>().join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::collection::vec;
    use proptest::option;
    use proptest::prelude::*;
    use sayso_core::annotation::{Attribute, Colour, Label, Speaker};
    use sayso_core::kinds::SpeakerKind;
    use std::path::Path;

    fn words() -> impl Strategy<Value = String> {
        "(\\PC|[\u{0}-\u{9f}\"'\\\\]|\u{2028}|\u{feff}){0,8}"
    }

    fn labels() -> impl Strategy<Value = Vec<Label>> {
        let color = option::of(any::<(u8, u8, u8)>().prop_map(|(r, g, b)| Colour(r, g, b)));
        let one = (words(), words(), any::<char>(), words(), color);
        vec(one.prop_map(|(id, name, key, doc, color)| Label { id, name, key, doc, color }), 0..3)
    }

    fn attributes() -> impl Strategy<Value = Vec<Attribute>> {
        let one = (words(), any::<char>(), vec(words(), 0..3), words());
        vec(one.prop_map(|(id, key, values, doc)| Attribute { id, key, values, doc }), 0..3)
    }

    fn speakers() -> impl Strategy<Value = Vec<Speaker>> {
        let one = (words(), words(), vec(words(), 0..3), option::of(words()));
        let speaker = |(id, name, aliases, note)| Speaker {
            id,
            name,
            kind: SpeakerKind::Person,
            aliases,
            roles: Vec::new(),
            merged: Vec::new(),
            note,
            members: Vec::new(),
        };
        vec(one.prop_map(speaker), 0..2)
    }

    proptest! {
        #[test]
        fn what_is_printed_is_read_back_equal(
            labels in labels(),
            ratings in vec(words(), 0..3),
            attributes in attributes(),
            speakers in speakers(),
            guideline in words(),
        ) {
            let codebook = Codebook { labels, ratings, attributes, speakers, guideline };
            let text = print(&codebook);
            let back: Codebook = crate::config::parse(Path::new("sayso.ron"), &text).unwrap();
            prop_assert_eq!(back, codebook);
        }
    }

    #[test]
    fn a_label_a_line() {
        let mut codebook = Codebook { ratings: vec!["true".to_owned()], ..Codebook::default() };
        let label = Label {
            id: "key-passage".to_owned(),
            name: "don't".to_owned(),
            key: 'k',
            doc: String::new(),
            color: Colour::read("#D08040"),
        };
        codebook.labels = vec![label];
        assert_eq!(
            print(&codebook),
            "(\n  labels: [\n    (id: \"key-passage\", name: \"don't\", key: 'k', color: \"#d08040\"),\n  ],\n  ratings: [\"true\"],\n)\n"
        );
    }
}
