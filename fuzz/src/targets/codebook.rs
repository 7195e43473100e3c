//! Codebooks, edits of their text, and those of other programs: the first line says what comes.

use super::Target;
use crate::dice::{Dice, parts};
use crate::seeds;
use sayso::project::codebook::parse;
use sayso::store::codebook::print;
use sayso_core::annotation::{KnownAs, SpeakerDecision, codebook};
use sayso_core::import::schema::{SCHEMAS, schema};
use sayso_core::kinds::SpeakerKind;
use std::path::Path;

pub const TARGET: Target = Target {
    name: "codebook",
    doc: "a codebook, behind a line: sayso NAME NAME, brat or label-studio",
    run,
    is_bounded: true,
    seeds,
};

fn run(bytes: &[u8]) -> bool {
    let (head, body) = Dice::line(bytes);
    let path = Path::new("sayso.ron");
    if let Some(schema) = schema(&head) {
        let mut parts = parts(body).into_iter().map(|(_, part)| String::from_utf8_lossy(&part).into_owned());
        let (text, beside) = (parts.next().unwrap_or_default(), parts.next());
        if let Ok(imported) = (schema.read)(&text, beside.as_deref()) {
            let printed = print(&imported.codebook);
            let (read, problems) = parse(path, &printed);
            let mistakes: Vec<String> =
                problems.iter().map(|p| p.in_one_line()).filter(|p| !p.contains("belongs to")).collect();
            assert!(mistakes.is_empty(), "{mistakes:?}\n{printed}");
            assert_eq!(read.labels, imported.codebook.labels, "printed and read it has other labels\n{printed}");
            assert_eq!(
                read.attributes, imported.codebook.attributes,
                "printed and read it has other attributes\n{printed}"
            );
        }
        return true;
    }
    let text = String::from_utf8_lossy(body);
    let (book, problems) = parse(path, &text);
    for problem in &problems {
        let (line, column) = problem.at;
        assert!(line >= 1 && line <= text.lines().count() + 1 && column >= 1, "{}", problem.in_one_line());
    }
    let printed = print(&book);
    let (read, _) = parse(path, &printed);
    assert_eq!(print(&read), printed, "printed and read it is another");
    assert_eq!(read.speakers, book.speakers, "printed and read it has other speakers\n{printed}");
    let mut names = head.split_whitespace().skip(1);
    let mut known = || KnownAs { id: None, name: names.next().unwrap_or("Ada").to_owned(), kind: SpeakerKind::Person };
    let (first, other) = (known(), known());
    if first.name == other.name {
        return true;
    }
    for decision in [SpeakerDecision::One(first.clone(), other.clone()), SpeakerDecision::Two(first, other)] {
        let Ok((changed, speakers)) = codebook::edited(&text, &decision) else { continue };
        let (read, problems) = parse(path, &changed);
        assert!(
            problems.iter().all(|p| p.message.contains("belongs to")),
            "a mistake after an edit: {:?}\nbefore:\n{text}\nafter:\n{changed}",
            problems.iter().map(|p| p.in_one_line()).collect::<Vec<_>>()
        );
        assert_eq!(read.speakers, speakers, "other speakers than those decided\nbefore:\n{text}\nafter:\n{changed}");
        assert_eq!(read.labels, book.labels, "an edit of speakers changed the labels\n{changed}");
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let all = [
        "sayso Ada Bo\n#![enable(implicit_some)]\n// Ours.\n(\n  labels: [\n    (id: \"promise\", key: 'p', name: \"Promise\", color: \"#d08040\", doc: \"A promise.\"),\n  ],\n  ratings: [\"true\", \"false\"],\n  attributes: [\n    (id: \"stance\", key: 's', values: [\"for\", \"against\"]),\n    (id: \"sure\", key: 'u'),\n  ],\n  speakers: [\n    (id: \"ada\", name: \"Ada\", kind: person, aliases: [\"A. Grey\"]), // Known.\n    (id: \"bo\", name: \"Bo\", kind: person),\n  ],\n)\n",
        "sayso Ada Zoe\n(speakers: [(id: \"ada\", name: \"Ada\", kind: person, not: [\"Zoe\"])], guideline: \"# Promise\\n\\nText.\", blind: true, timing: true,\n  examples: [(label: \"quote\", words: \"We go\", from: \"a.txt\")])\n",
        "sayso A B\n()",
        "sayso A B\n",
        "brat\n[entities]\nquote\nclaim\n[relations]\nsaid-by Arg1:quote, Arg2:speaker\n[events]\n[attributes]\nstance Arg:quote, Value:for|against\nsure Arg:<ENTITY>\n===\n[labels]\nquote | Quote | Q\n[drawing]\nquote bgColor:#ffccaa\n",
        "label-studio\n<View><Labels name=\"label\" toName=\"text\"><Label value=\"Quote\" background=\"#ffaa00\" hotkey=\"q\"/></Labels><Text name=\"text\" value=\"$text\"/><Choices name=\"stance\" toName=\"text\" perRegion=\"true\"><Choice value=\"for\"/></Choices></View>\n",
    ];
    assert!(SCHEMAS.len() == 2);
    seeds::texts(&all)
}
