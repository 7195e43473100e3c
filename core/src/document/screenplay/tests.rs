use super::*;
use crate::document::BlockKind;

fn paragraph(kind: &str, words: &str) -> String {
    format!("<Paragraph Type=\"{kind}\"><Text>{words}</Text></Paragraph>")
}

fn script(paragraphs: &[(&str, &str)]) -> String {
    let all: String = paragraphs.iter().map(|(kind, words)| paragraph(kind, words)).collect();
    format!(
        "<FinalDraft DocumentType=\"Script\"><Content>{all}</Content><SmartType><Character>OLE</Character></SmartType></FinalDraft>"
    )
}

fn blocks(source: &str) -> Vec<(BlockKind, String)> {
    let read = read(source);
    read.blocks.iter().map(|b| (b.kind, b.span.of(&read.text).to_owned())).collect()
}

#[test]
fn dialogue_is_turns_and_what_is_seen_is_nobodys() {
    let found = blocks(&script(&[
        ("Scene Heading", "INT. PILOT HOUSE - NIGHT"),
        ("Action", "Mira says nothing."),
        ("Character", "MIRA (V.O.)"),
        ("Parenthetical", "(to herself)"),
        ("Dialogue", "Slack water."),
        ("Parenthetical", "(beat)"),
        ("Dialogue", "Now."),
        ("Character", "OLE"),
        ("Transition", "CUT TO:"),
    ]));
    let expected = [
        (BlockKind::Heading(2), "INT. PILOT HOUSE - NIGHT"),
        (BlockKind::Aside, "Mira says nothing."),
        (BlockKind::Aside, "(to herself)"),
        (BlockKind::Turn, "MIRA (V.O.): Slack water."),
        (BlockKind::Aside, "(beat)"),
        (BlockKind::Continued, "Now."),
        (BlockKind::Aside, "OLE"),
        (BlockKind::Aside, "CUT TO:"),
    ];
    let found: Vec<(BlockKind, &str)> = found.iter().map(|(kind, words)| (*kind, words.as_str())).collect();
    assert_eq!(found, expected);
}

#[test]
fn an_extension_is_no_part_of_a_name() {
    let source = script(&[
        ("Character", "MIRA"),
        ("Dialogue", "Who is it?"),
        ("Character", "OLE (O.S.)"),
        ("Dialogue", "Me."),
        ("Character", "MIRA (CONT'D)"),
        ("Dialogue", "Come in."),
    ]);
    let document = crate::document::load(source.as_bytes(), "a.fdx", &crate::document::LoadOptions::default()).unwrap();
    let found = crate::detect::Detector::new().extract(&document);
    let names: Vec<_> = found.attributions().map(|a| found.speaker_of(a).unwrap_or("?")).collect();
    assert_eq!(names, ["MIRA", "OLE", "MIRA"]);
}

#[test]
fn two_who_speak_at_once_notes_and_the_title_page() {
    let dual = format!(
        "<FinalDraft><Content><Paragraph><DualDialogue>{}{}{}{}</DualDialogue></Paragraph>\
         <Paragraph Type='Action'><ScriptNote><Paragraph><Text>Cut this?</Text></Paragraph></ScriptNote><Text>A </Text><Text>bell.</Text>\
         </Paragraph></Content><TitlePage><Content>{}{}{}</Content></TitlePage></FinalDraft>",
        paragraph("Character", "MIRA"),
        paragraph("Dialogue", "Port!"),
        paragraph("Character", "OLE"),
        paragraph("Dialogue", "Starboard!"),
        paragraph("", "SLACK WATER"),
        paragraph("", "Written by"),
        paragraph("", "Ida Vance"),
    );
    let read = read(&dual);
    assert_eq!(read.text, "MIRA: Port!\n\nOLE: Starboard!\n\nA bell.");
    assert_eq!((read.left.comments, read.left.parts), (1, 1));
    assert_eq!((read.meta.title.as_deref(), read.meta.author.as_deref()), (Some("SLACK WATER"), Some("Ida Vance")));
}

#[test]
fn a_torn_script_is_read_as_far_as_it_goes() {
    let source = script(&[("Character", "MIRA"), ("Dialogue", "Slack water.")]);
    let read = read(source.get(..source.find("</Content>").unwrap()).unwrap());
    assert_eq!(read.text, "MIRA: Slack water.");
    assert!(read.damage.is_some());
    assert_eq!(super::read("").text, "");
}
