//! Small documents of each vocabulary.

use super::*;
use crate::document::{BlockKind, LineBreaks, Target};

#[test]
fn a_play_a_poem_and_a_note() {
    let source = "<TEI><teiHeader><titleStmt><title>On Tides</title><author>Ada Grey</author></titleStmt>\
        <date when='1901-02-03'/></teiHeader><text><body><div><head>One</head><pb n='7'/>\
        <p><hi>He</hi> came<note>At noon.</note> and <q>spoke</q>.</p><sp><speaker>BO.</speaker><p>Why?</p><p>Say.</p></sp>\
        <lg><l>High tide</l><l>low tide</l></lg><quote><p>Set off.</p></quote></div></body></text></TEI>";
    let read = read(source);
    let blocks: Vec<(&str, BlockKind)> = read.blocks.iter().map(|b| (b.span.of(&read.text), b.kind)).collect();
    let paragraph = BlockKind::Paragraph(LineBreaks::Keep);
    let expected = [
        ("One", BlockKind::Heading(1)),
        ("He came and “spoke”.", paragraph),
        ("BO: Why?", BlockKind::Turn),
        ("Say.", BlockKind::Continued),
        ("High tide\nlow tide", paragraph),
        ("Set off.", BlockKind::Quotation(1)),
        ("At noon.", paragraph),
    ];
    assert_eq!(blocks, expected);
    assert_eq!(read.meta.title.as_deref(), Some("On Tides"));
    assert_eq!(read.meta.author.as_deref(), Some("Ada Grey"));
    assert_eq!(read.locators, [(5, Locator::Page("7".into()))]);
    assert_eq!(read.links[0].target, Target::Block(6));
}

#[test]
fn what_stands_inside_a_sentence_does_not_break_it() {
    let source = "<TEI><text><p><hi>Th</hi>at is a hy-<lb break='no'/>phen in <title>Hamlet</title>, <said>“Bye,”</said> \
        <q>he</q> said.</p></text></TEI>";
    assert_eq!(read(source).text, "That is a hyphen in Hamlet, “Bye,” “he” said.");
}

#[test]
fn other_xml_is_read_by_where_words_stand() {
    let source =
        "<nitf><body><hl1>Head</hl1><block><para>One <em>two</em> three.</para><x>Four.</x></block></body></nitf>";
    assert_eq!(read(source).text, "Head\n\nOne two three.\n\nFour.");
    assert_eq!(read("no xml").text, "no xml");
    assert!(read("<a><b>cut").damage.is_some());
}
