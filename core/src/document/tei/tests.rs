//! Small documents of each vocabulary.

use super::*;
use crate::detect::Detector;
use crate::document::{BlockKind, LineBreaks, LoadOptions, Target, load};

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

/// Blocks with their kinds.
fn blocks(source: &str) -> Vec<(BlockKind, String)> {
    let read = read(source);
    assert_eq!(read.damage, None, "{source}");
    read.blocks.iter().map(|b| (b.kind, b.span.of(&read.text).to_owned())).collect()
}

/// Who says what, as it is detected.
fn heard(source: &str, name: &str) -> Vec<(String, String)> {
    let document = load(source.as_bytes(), name, &LoadOptions::default()).unwrap();
    let found = Detector::new().extract(&document);
    let all = found.attributions().map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
        (found.speaker_of(a).unwrap_or("?").to_owned(), words.join(" / "))
    });
    all.collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect()
}

const KEEP: BlockKind = BlockKind::Paragraph(LineBreaks::Keep);

fn kinds(expected: &[(BlockKind, &str)]) -> Vec<(BlockKind, String)> {
    expected.iter().map(|(kind, words)| (*kind, (*words).to_owned())).collect()
}

/// Of a file in TEI with a list of two persons.
fn tei(body: &str) -> String {
    format!(
        "<TEI><teiHeader><titleStmt><title>Log</title></titleStmt><particDesc><listPerson>\
         <person xml:id='mt'><persName><forename>Mira</forename> <surname>Tolle</surname></persName></person>\
         <person xml:id='ok'><persName>Ole Koster</persName></person></listPerson></particDesc></teiHeader>\
         <text><body>{body}</body></text></TEI>"
    )
}

#[test]
fn a_record_of_a_parliament_in_tei() {
    let source = tei(
        "<div type='debateSection'><note type='speaker'>The chair opens.</note><u who='#mt'><seg>We dredge.</seg>\
         <kinesic><desc>Applause</desc></kinesic><seg>In <note>bell</note> May.</seg></u><u who='#NilsVanderBeek'><seg>Never.</seg>\
         <vocal type='shouting'><desc>Shame!</desc></vocal></u><p>The sitting closed.</p></div>",
    )
    .replace("who='", "who=\"")
    .replace("'><seg>", "\"><seg>");
    let expected = [
        (BlockKind::Aside, "The chair opens."),
        (BlockKind::Turn, "Mira Tolle: We dredge."),
        (BlockKind::Aside, "Applause"),
        (BlockKind::Continued, "In"),
        (BlockKind::Aside, "bell"),
        (BlockKind::Continued, "May."),
        (BlockKind::Turn, "Nils Vander Beek: Never."),
        (BlockKind::Aside, "Shame!"),
        (KEEP, "The sitting closed."),
    ];
    assert_eq!(blocks(&source), kinds(&expected));
    let expected = [("Mira Tolle", "We dredge. / In / May."), ("Nils Vander Beek", "Never.")];
    assert_eq!(heard(&source, "a.xml"), pairs(&expected));
}

#[test]
fn words_marked_up_one_by_one_are_words_again() {
    let source =
        tei("<u who='#mt'><seg><s><w>We</w> <w join=\"right\">dredge</w>\n<pc>.</pc> <w>Now</w></s></seg></u>");
    assert_eq!(blocks(&source), kinds(&[(BlockKind::Turn, "Mira Tolle: We dredge. Now")]));
}

#[test]
fn the_source_says_who_spoke_a_quotation() {
    let source = tei("<p><said who='#mt'>We dredge,</said> she said. <q who='#ok'>Never,</q> came the answer.</p>\
         <p>They read it: <said who='#mt #ok'>We agree.</said></p>\
         <p><said who='#nobody_known'>And I,</said> said Ida Vance.</p>");
    let expected = [
        ("Mira Tolle", "“We dredge,”"),
        ("Ole Koster", "“Never,”"),
        ("Mira Tolle and Ole Koster", "“We agree.”"),
        ("Ida Vance", "“And I,”"),
    ];
    assert_eq!(heard(&source, "a.xml"), pairs(&expected));
    let document = load(source.as_bytes(), "a.xml", &LoadOptions::default()).unwrap();
    let found = Detector::new().extract(&document);
    let first = found.get(0).unwrap();
    assert!(first.score > 0.9 && found.reason(first, document.text()).contains("the file itself"));
}

#[test]
fn what_detection_does_not_see_moves_no_speaker() {
    let source =
        tei("<p>The har\u{ad}bour\u{ad}mas\u{ad}ter spoke. <said who='#ok'>Ne\u{ad}ver.</said> It rained.</p>");
    assert_eq!(heard(&source, "a.xml"), pairs(&[("Ole Koster", "“Ne\u{ad}ver.”")]));
}

#[test]
fn where_file_and_words_differ_neither_is_sure() {
    let source = tei("<p><said who='#mt'>We dredge,</said> said Ida Vance.</p>");
    let document = load(source.as_bytes(), "a.xml", &LoadOptions::default()).unwrap();
    let found = Detector::new().extract(&document);
    assert!(found.attributions().all(|a| a.score < 0.8));
}

#[test]
fn marks_stand_for_elements_and_nest() {
    let source =
        tei("<p>He wrote <quote>no <q>deep</q> water</quote> and “<q>mud</q>”.</p><q><p>One.</p><p>Two.</p></q>\
         <p>A <q/> gap.</p><quote><p>Set off.</p></quote>");
    let expected = [
        (KEEP, "He wrote “no ‘deep’ water” and “mud”."),
        (KEEP, "“One."),
        (KEEP, "“Two.”"),
        (KEEP, "A gap."),
        (BlockKind::Quotation(1), "Set off."),
    ];
    assert_eq!(blocks(&source), kinds(&expected));
}

#[test]
fn a_play_with_directions() {
    let source = tei(
        "<stage>A quay.</stage><sp who='#mt'><speaker>MIRA.</speaker><stage>aside</stage><l>High tide,</l><stage>She sits.</stage>\
         <l>low tide.</l></sp><sp><p>Who is it?</p></sp><sp who='#ok'><speaker>OLE</speaker></sp>",
    );
    let expected = [
        (BlockKind::Aside, "A quay."),
        (BlockKind::Aside, "aside"),
        (BlockKind::Turn, "MIRA: High tide,"),
        (BlockKind::Aside, "She sits."),
        (BlockKind::Continued, "low tide."),
        (BlockKind::UnnamedTurn, "Who is it?"),
        (BlockKind::Aside, "OLE"),
    ];
    assert_eq!(blocks(&source), kinds(&expected));
    let expected = [("Mira Tolle", "High tide, / low tide."), ("?", "Who is it?")];
    assert_eq!(heard(&source, "a.xml"), pairs(&expected));
}

#[test]
fn what_is_left_out_is_counted_and_what_only_looks_so_is_kept() {
    let source = tei(
        "<p>A <sic>hgih</sic> tide, <choice><sic>lwo</sic><corr>low</corr></choice> <abbr>Capt.</abbr> K. <del>no</del></p>\
         <fw>Page head</fw><formula>h=1</formula><figure><graphic url='a'/></figure>",
    );
    let read = read(&source);
    assert_eq!(read.text, "A hgih tide, low Capt. K.");
    let left = read.left.in_words().unwrap();
    for part in ["1 picture", "1 deleted passage", "1 header or footer line", "1 formula"] {
        assert!(left.contains(part), "{left}");
    }
    assert_eq!(read.meta.author, None);
}

#[test]
fn akoma_ntoso() {
    let source = "<akomaNtoso xmlns='http://x'><debate><meta><FRBRdate date='2021-04-05' name='g'/><references>\
        <TLCPerson eId='mt' showAs='Mira Tolle'/></references></meta><debateBody><debateSection><heading>Dredging</heading>\
        <narrative>The House met at noon.</narrative><speech by='#mt'><from>The Minister (Ms Tolle):</from><p>We dredge.</p><p>Soon.</p></speech>\
        <question by='#ok'><from>Mr. Koster</from><p>When?</p></question><answer by='#mt'><p>In May.</p></answer>\
        <scene>(Applause)</scene></debateSection></debateBody></debate></akomaNtoso>";
    let expected = [
        (BlockKind::Heading(1), "Dredging"),
        (BlockKind::Aside, "The House met at noon."),
        (BlockKind::Turn, "The Minister (Ms Tolle): We dredge."),
        (BlockKind::Continued, "Soon."),
        (BlockKind::Turn, "Mr. Koster: When?"),
        (BlockKind::Turn, "Mira Tolle: In May."),
        (BlockKind::Aside, "(Applause)"),
    ];
    assert_eq!(blocks(source), kinds(&expected));
    let names: Vec<String> = heard(source, "a.xml").into_iter().map(|(name, _)| name).collect();
    assert_eq!([&names[0], &names[2]], ["Mira Tolle", "Mira Tolle"]);
    assert!(names[1].contains("Koster"), "{names:?}");
    assert!(read(source).meta.date.is_some());
}

#[test]
fn parlparse() {
    let source = "<publicwhip><oral-heading id='a'>ENERGY</oral-heading><minor-heading>Tides</minor-heading>\
        <speech nospeaker='true' speakername=''><p>The House met.</p></speech>\
        <speech speakername='Mira Tolle' time='11:30'><p>We dredge.</p><p class='indent'>Soon.</p></speech>\
        <speech speakername='unknown'><p>Hear, hear!</p></speech><reply speakername='Ole Koster'><p>No.</p></reply></publicwhip>";
    let expected = [
        (BlockKind::Heading(1), "ENERGY"),
        (BlockKind::Heading(2), "Tides"),
        (BlockKind::Aside, "The House met."),
        (BlockKind::Turn, "Mira Tolle: We dredge."),
        (BlockKind::Continued, "Soon."),
        (BlockKind::UnnamedTurn, "Hear, hear!"),
        (BlockKind::Turn, "Ole Koster: No."),
    ];
    assert_eq!(blocks(source), kinds(&expected));
}

#[test]
fn docbook() {
    let source = "<book><info><title>Tides</title><author><personname><firstname>Ida</firstname><surname>Vance</surname></personname></author></info>\
        <chapter><title>One</title><para><quote>No <quote>deep</quote> water,</quote> said Mira Tolle.<footnote><para>Not true.</para></footnote></para>\
        <blockquote><attribution>Ole Koster</attribution><para>The mud wins.</para><para>Always.</para></blockquote>\
        <itemizedlist><listitem><para>a rope</para></listitem></itemizedlist><programlisting>x\n  y</programlisting></chapter></book>";
    let expected = [
        (BlockKind::Heading(1), "Tides"),
        (BlockKind::Heading(1), "One"),
        (KEEP, "“No ‘deep’ water,” said Mira Tolle."),
        (BlockKind::Quotation(1), "Ole Koster"),
        (BlockKind::Quotation(1), "The mud wins."),
        (BlockKind::Quotation(1), "Always."),
        (BlockKind::Item(1), "a rope"),
        (BlockKind::Literal, "x\n  y"),
        (KEEP, "Not true."),
    ];
    assert_eq!(blocks(source), kinds(&expected));
    assert_eq!(read(source).meta.author.as_deref(), Some("Ida Vance"));
    let expected = [("Mira Tolle", "“No ‘deep’ water,”"), ("Ole Koster", "The mud wins. / Always.")];
    assert_eq!(heard(source, "a.xml"), pairs(&expected));
}

#[test]
fn jats() {
    let source = "<article article-type='research'><front><journal-meta><journal-title>Mud</journal-title></journal-meta><article-meta>\
        <title-group><article-title>On <italic>Tides</italic></article-title></title-group><contrib-group><contrib contrib-type='author'>\
        <name><surname>Vance</surname><given-names>Ida</given-names></name></contrib></contrib-group><pub-date><day>3</day><month>2</month>\
        <year>2020</year></pub-date><abstract><p>They rise.</p></abstract></article-meta></front><body><sec><title>One</title>\
        <p>It rose <inline-formula>h</inline-formula>.</p><disp-quote><p>The mud wins.</p><attrib>Ole Koster, pilot</attrib></disp-quote>\
        <speech><speaker>Mira</speaker><p>No.</p></speech></sec></body></article>";
    let expected = [
        (BlockKind::Heading(1), "On Tides"),
        (KEEP, "They rise."),
        (BlockKind::Heading(1), "One"),
        (KEEP, "It rose ."),
        (BlockKind::Quotation(1), "The mud wins."),
        (BlockKind::Quotation(1), "Ole Koster, pilot"),
        (BlockKind::Turn, "Mira: No."),
    ];
    assert_eq!(blocks(source), kinds(&expected));
    let meta = read(source).meta;
    assert_eq!((meta.author.as_deref(), meta.outlet.as_deref()), (Some("Ida Vance"), Some("Mud")));
    assert_eq!(meta.date.map(|d| d.to_string()).as_deref(), Some("2020-02-03"));
    let expected = [("Ole Koster", "The mud wins."), ("Mira", "No.")];
    assert_eq!(heard(source, "a.xml"), pairs(&expected));
}

#[test]
fn fiction_book() {
    let source = "<FictionBook xmlns:l='http://www.w3.org/1999/xlink'><description><title-info><author><first-name>Ida</first-name>\
        <last-name>Vance</last-name></author><book-title>Tides</book-title></title-info><document-info><author><nickname>scanner</nickname>\
        </author></document-info></description><body><title><p>Tides</p><p>A log</p></title><epigraph><p>Mud wins.</p>\
        <text-author>Ole Koster</text-author></epigraph><section><title><p>One</p></title><p>It rose.<a l:href='#n1' type='note'>[1]</a></p>\
        <image l:href='#a.png'/><poem><stanza><v>High,</v><v>low.</v></stanza></poem></section></body>\
        <body name='notes'><title><p>Notes</p></title><section id='n1'><title><p>1</p></title><p>In May.</p></section></body>\
        <binary id='a.png'>AAAA</binary></FictionBook>";
    let expected = [
        (BlockKind::Heading(1), "Tides\nA log"),
        (BlockKind::Quotation(1), "Mud wins."),
        (BlockKind::Quotation(1), "Ole Koster"),
        (BlockKind::Heading(1), "One"),
        (KEEP, "It rose."),
        (KEEP, "High,\nlow."),
        (BlockKind::Heading(1), "Notes"),
        (KEEP, "In May."),
    ];
    assert_eq!(blocks(source), kinds(&expected));
    let read = read(source);
    assert_eq!((read.meta.author.as_deref(), read.left.pictures), (Some("Ida Vance"), 1));
    assert_eq!(read.links[0].target, Target::Block(7));
    assert_eq!(heard(source, "a.fb2"), pairs(&[("Ole Koster", "Mud wins.")]));
}

#[test]
fn turns_of_unknown_kinds_of_xml() {
    let source = "<hearing><turn speaker='Mira Tolle'><p>We dredge.</p></turn><contribution><speaker>Ole Koster:</speaker>\
        <text>Never.</text></contribution></hearing>";
    let expected = [(BlockKind::Turn, "Mira Tolle: We dredge."), (BlockKind::Turn, "Ole Koster: Never.")];
    assert_eq!(blocks(source), kinds(&expected));
    assert_eq!(blocks("<x><p>An <u>odd</u> tide.</p></x>"), kinds(&[(KEEP, "An odd tide.")]));
}

#[test]
fn torn_and_hostile_files_are_read_as_far_as_they_go() {
    let whole = tei("<sp who='#mt'><speaker>MIRA</speaker><p>High <q>tide</q>.</p></sp><quote><p>Off.</p></quote>");
    for end in 0..whole.len() {
        let read = read(whole.get(..end).unwrap());
        let mut at = 0;
        for block in &read.blocks {
            assert!(block.span.start >= at && read.text.get(block.span.range()).is_some(), "{end}");
            at = block.span.end;
        }
    }
    let many = format!("<TEI><p>{}{}</p></TEI>", "<q>a".repeat(900), "</q>".repeat(900));
    assert!(read(&many).text.len() < 20_000);
}

#[test]
fn a_table_is_rows_of_cells_whatever_is_in_them() {
    let expected = [(BlockKind::Table, "Tides\nMay\thigh, low\nJune\t2")];
    let tei = "<TEI><text><table><head>Tides</head><row><cell><p>May</p></cell><cell><list><item>high,</item><item>low</item></list></cell></row>\
        <row><cell>June</cell><cell>2</cell></row></table></text></TEI>";
    assert_eq!(blocks(tei), kinds(&expected));
    let docbook = "<article><table><title>Tides</title><tgroup><tbody><row><entry><para>May</para></entry><entry>high, <quote>low</quote>\
        </entry></row></tbody></tgroup></table><figure><title>A quay</title></figure></article>";
    let expected = [(BlockKind::Table, "Tides\nMay\thigh, “low”"), (KEEP, "A quay")];
    assert_eq!(blocks(docbook), kinds(&expected));
}

#[test]
fn code_keeps_its_lines_and_brings_none_before_it() {
    let source = "<article><para>High.</para><programlisting>\n\nx = 1\n  y\n</programlisting></article>";
    assert_eq!(read(source).text, "High.\n\nx = 1\n  y");
}

#[test]
fn notes_at_the_end_are_led_to() {
    let source = "<article article-type='x'><body><p>It rose.<xref ref-type='fn' rid='f1'>1</xref></p></body><back><fn-group><fn id='f1'>\
        <label>1</label><p>In May.</p></fn></fn-group></back></article>";
    assert_eq!(blocks(source), kinds(&[(KEEP, "It rose."), (KEEP, "In May.")]));
    assert_eq!(read(source).links[0].target, Target::Block(1));
}
