//! Files of offices: what their writers hid or struck out, tables, numbers in margins, columns and hyphens of PDFs.

#![allow(clippy::unwrap_used)]
#![allow(clippy::format_collect)] // markup of a few rows reads best as one expression a row

#[allow(dead_code, reason = "others use more of it")]
#[path = "common/pdf.rs"]
mod pdf;

use sayso_core::detect::Detector;
use sayso_core::document::{BlockKind, Document, LoadOptions, load};

fn read(bytes: &[u8], name: &str) -> Document {
    load(bytes, name, &LoadOptions::default()).unwrap()
}

fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, words) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(words.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn word(body: &str) -> Document {
    let styles = "<w:styles><w:style w:type='character' w:styleId='Unseen'><w:name w:val='unseen'/><w:rPr><w:vanish/></w:rPr></w:style>\
        <w:style w:type='paragraph' w:styleId='Quote'><w:name w:val='Quote'/></w:style></w:styles>";
    let document = format!("<w:document xmlns:w='w'><w:body>{body}</w:body></w:document>");
    let files = [("[Content_Types].xml", ""), ("word/document.xml", document.as_str()), ("word/styles.xml", styles)];
    read(&zipped(&files), "a.docx")
}

fn open_document(styles: &str, body: &str) -> Document {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body><office:text>{body}\
         </office:text></office:body></office:document-content>"
    );
    read(&zipped(&[("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", &content)]), "a.odt")
}

fn run(words: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{words}</w:t></w:r>")
}

fn paragraph(inner: &str) -> String {
    format!("<w:p>{inner}</w:p>")
}

fn who_says(document: &Document) -> Vec<(String, String)> {
    let found = Detector::new().extract(document);
    let all = found.attributions().filter(|a| found.speaker_of(*a).is_some()).map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
        (found.speaker_of(a).unwrap_or_default().to_owned(), words.join(" "))
    });
    all.collect()
}

#[test]
fn hidden_words_of_word_are_counted_and_not_read() {
    let hidden = |property: &str| format!("<w:r><w:rPr>{property}</w:rPr><w:t>secret</w:t></w:r>");
    for (property, text, notice) in [
        ("<w:vanish/>", "seen  and seen", Some("1 hidden passage not shown.")),
        ("<w:vanish w:val='1'/>", "seen  and seen", Some("1 hidden passage not shown.")),
        ("<w:rStyle w:val='Unseen'/>", "seen  and seen", Some("1 hidden passage not shown.")),
        ("<w:vanish w:val='0'/>", "seen secret and seen", None),
        ("<w:b/><w:rPrChange w:id='1'><w:rPr><w:vanish/></w:rPr></w:rPrChange>", "seen secret and seen", None),
        ("<w:webHidden/>", "seen secret and seen", None),
    ] {
        let document = word(&paragraph(&[run("seen "), hidden(property), run(" and seen")].concat()));
        assert_eq!(document.text(), text, "{property}");
        assert_eq!(document.origin.notices.first().map(String::as_str), notice, "{property}");
    }
    // The mark of a paragraph may be hidden; its words are not.
    let document = word(&paragraph(&format!("<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr>{}", run("seen"))));
    assert_eq!(document.text(), "seen");
}

#[test]
fn a_deleted_end_of_a_paragraph_joins_it_with_the_next() {
    let deleted_end = "<w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr>";
    let joined = paragraph(&format!("{deleted_end}{}", run("“We sail,” "))) + &paragraph(&run("said Ida Voss."));
    let document = word(&(joined + &paragraph(&run("Then she left."))));
    assert_eq!(document.text(), "“We sail,” said Ida Voss.\n\nThen she left.");
    assert_eq!(document.origin.notices, ["1 deleted passage not shown."]);
    // All of a paragraph deleted, its end as well: nothing of it is left, and the next keeps its style.
    let gone = format!("{deleted_end}<w:del w:id='2'><w:r><w:delText>Gone.</w:delText></w:r></w:del>");
    let quoted = format!("<w:pPr><w:pStyle w:val='Quote'/></w:pPr>{}", run("Kept."));
    let document =
        word(&[paragraph(&run("First.")), paragraph(&gone), paragraph(&quoted), paragraph(&run("Last."))].concat());
    let blocks: Vec<&str> = document.blocks().iter().map(|b| document.words(b.span)).collect();
    assert_eq!(blocks, ["First.", "Kept.", "Last."]);
    assert_eq!(document.blocks()[1].kind, BlockKind::Quotation(1));
    // An inserted end is an end, what a paragraph was before is not what it is.
    let inserted = "<w:pPr><w:rPr><w:ins w:id='1'/></w:rPr><w:pPrChange><w:pPr><w:pStyle w:val='Quote'/></w:pPr></w:pPrChange></w:pPr>";
    let document = word(&(paragraph(&format!("{inserted}{}", run("One."))) + &paragraph(&run("Two."))));
    assert_eq!(document.text(), "One.\n\nTwo.");
    assert!(matches!(document.blocks()[0].kind, BlockKind::Paragraph(_)));
}

#[test]
fn hidden_words_of_open_document_are_counted_and_not_read() {
    let styles = "<style:style style:name='T1' style:family='text'><style:text-properties text:display='none'/></style:style>\
        <style:style style:name='T2' style:family='text'><style:text-properties fo:color='#f00'/></style:style>";
    for (body, text) in [
        ("<text:p>seen <text:span text:style-name='T1'>secret</text:span>words</text:p>", "seen words"),
        ("<text:p>seen <text:span text:style-name='T2'>red</text:span></text:p>", "seen red"),
        ("<text:p text:style-name='T1'>secret</text:p><text:p>seen</text:p>", "seen"),
        ("<text:section text:display='none'><text:p>secret</text:p></text:section><text:p>seen</text:p>", "seen"),
        ("<text:p>seen<text:hidden-text text:is-hidden='true'>secret</text:hidden-text></text:p>", "seen"),
    ] {
        let document = open_document(styles, body);
        assert_eq!(document.text(), text, "{body}");
        let told = document.origin.notices.iter().any(|n| n == "1 hidden passage not shown.");
        assert_eq!(told, body.contains("secret"), "{body}");
    }
}

#[test]
fn deletions_of_rich_text_are_counted_and_not_read() {
    for (body, text, notice) in [
        ("Kept {\\deleted gone\\par more}and kept.\\par", "Kept and kept.", "1 deleted passage not shown."),
        (
            "Kept \\deleted gone \\'93x\\'94 {\\b gone}\\deleted0 and kept.\\par",
            "Kept and kept.",
            "1 deleted passage not shown.",
        ),
        ("Kept {\\revised\\revauth1 new }and kept.\\par", "Kept new and kept.", ""),
        ("Kept {\\v secret}and kept.\\par", "Kept and kept.", "1 hidden passage not shown."),
        ("Kept {\\deleted\\bin3 }}}gone}and kept.\\par", "Kept and kept.", "1 deleted passage not shown."),
        ("A {\\revauthdel2 \\deletedx name}.\\par", "A name.", ""),
    ] {
        let document = read(format!("{{\\rtf1\\ansi {body}}}").as_bytes(), "a.rtf");
        assert_eq!(document.text(), text, "{body}");
        assert_eq!(document.origin.notices.first().map_or("", String::as_str), notice, "{body}");
    }
}

#[test]
fn interviews_in_tables_of_offices_are_turns() {
    let expected = [
        ("Interviewer", "Does it sail?"),
        ("Nils Berg", "Not today. It leaks."),
        ("Interviewer", "Who says so?"),
        ("Nils Berg", "Ida does."),
    ];
    let expected = expected.map(|(a, b)| (a.to_owned(), b.to_owned()));
    let rows = [
        ("Interviewer", vec!["Does it sail?"]),
        ("Nils Berg", vec!["Not today.", "It leaks."]),
        ("Interviewer", vec!["Who says so?"]),
        ("Nils Berg", vec!["Ida does."]),
    ];
    let cell =
        |words: &[&str]| format!("<w:tc>{}</w:tc>", words.iter().map(|w| paragraph(&run(w))).collect::<String>());
    let table: String = rows.iter().map(|(who, what)| format!("<w:tr>{}{}</w:tr>", cell(&[who]), cell(what))).collect();
    assert_eq!(who_says(&word(&format!("{}<w:tbl>{table}</w:tbl>", paragraph(&run("Interview"))))), expected);
    let cell = |words: &[&str]| {
        let all: String = words.iter().map(|w| format!("<text:p>{w}</text:p>")).collect();
        format!("<table:table-cell>{all}</table:table-cell>")
    };
    let table: String = rows
        .iter()
        .map(|(who, what)| format!("<table:table-row>{}{}</table:table-row>", cell(&[who]), cell(what)))
        .collect();
    assert_eq!(who_says(&open_document("", &format!("<table:table>{table}</table:table>"))), expected);
    let row =
        |who: &str, what: &[&str]| format!("\\trowd\\cellx1000\\cellx2000 {who}\\cell {}\\cell\\row", what.join(" "));
    let table: String = rows.iter().map(|(who, what)| row(who, what)).collect();
    assert_eq!(who_says(&read(format!("{{\\rtf1\\ansi {table}}}").as_bytes(), "a.rtf")), expected);
}

#[test]
fn long_answers_in_tables_keep_their_paragraphs() {
    let long =
        "In March the ice came to the quay, and we looked at every plank of the boat before we told the office. ";
    let rows = [
        ("00:01", "Interviewer", vec!["Does it sail?"]),
        ("00:09", "Nils Berg", vec![long, long]),
        ("00:40", "Interviewer", vec!["Who says so?"]),
        ("00:44", "Nils Berg", vec!["Ida does."]),
    ];
    let cell =
        |words: &[&str]| format!("<w:tc>{}</w:tc>", words.iter().map(|w| paragraph(&run(w))).collect::<String>());
    let table: String = rows
        .iter()
        .map(|(at, who, what)| format!("<w:tr>{}{}{}</w:tr>", cell(&[at]), cell(&[who]), cell(what)))
        .collect();
    let in_word = word(&format!("<w:tbl>{table}</w:tbl>"));
    let cell = |words: &[&str]| format!("<td>{}</td>", words.iter().map(|w| format!("<p>{w}</p>")).collect::<String>());
    let table: String =
        rows.iter().map(|(at, who, what)| format!("<tr>{}{}{}</tr>", cell(&[at]), cell(&[who]), cell(what))).collect();
    let in_page = read(format!("<html><body><table>{table}</table></body></html>").as_bytes(), "a.html");
    let long = long.trim();
    for document in [in_word, in_page] {
        let expected = [
            ("Interviewer", "Does it sail?".to_owned()),
            ("Nils Berg", format!("{long} {long}")),
            ("Interviewer", "Who says so?".to_owned()),
            ("Nils Berg", "Ida does.".to_owned()),
        ];
        assert_eq!(who_says(&document), expected.map(|(a, b)| (a.to_owned(), b)));
        assert!(document.text().contains(&format!("00:09\tNils Berg\t{long}\n\t\t{long}\n")), "{}", document.text());
    }
}

#[test]
fn line_ends_and_tabs_in_a_cell_begin_no_other() {
    let broken = "<w:r><w:t>one</w:t><w:br/><w:t>two</w:t><w:tab/><w:t>three</w:t></w:r>";
    let row = format!("<w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr>", paragraph(broken), paragraph(&run("b")));
    assert_eq!(word(&format!("<w:tbl>{row}</w:tbl>")).text(), "one two three\tb");
    let page = "<html><body><table><tr><td>one<br>two<p>three</p>four</td><td>b</td></tr><tr><td></td><td>c</td></tr></table></body></html>";
    assert_eq!(read(page.as_bytes(), "a.html").text(), "one two three four\tb\n\tc");
    assert_eq!(read(b"| a | b |\n|---|---|\n| one<br>two | c |\n", "a.md").text(), "a\tb\none two\tc");
}

/// A page of lines at places.
fn page(lines: &[(u32, u32, &str)]) -> String {
    let line = |(x, y, words): &(u32, u32, &str)| format!("BT /T 12 Tf {x} {y} Td ({words}) Tj ET\n");
    lines.iter().map(line).collect()
}

/// A page of lines below each other, each behind its number where there is one.
fn numbered(numbers: &[&str], words: &[&str]) -> String {
    let mut out = String::new();
    for (n, (number, words)) in numbers.iter().zip(words).enumerate() {
        let y = 700 - 24 * u32::try_from(n).unwrap();
        if !number.is_empty() {
            out += &page(&[(if number.len() > 1 { 66 } else { 72 }, y, number)]);
        }
        if !words.is_empty() {
            out += &page(&[(100, y, words)]);
        }
    }
    out
}

#[test]
fn numbers_of_lines_in_the_margin_of_a_pdf_are_layout() {
    let words = [
        "Q. Did the ferry sail in",
        "March, when the ice came?",
        "A. No, it lay at the quay",
        "and leaked.",
        "MR. VOSS: Objection.",
        "Q. Who says so?",
        "A. The mate did, and the",
        "keeper of the light.",
    ];
    let numbers = ["1", "2", "3", "4", "5", "6", "7", "8"];
    let document = read(&pdf::pdf(&[numbered(&numbers, &words)], &[]), "a.pdf");
    let text = "Q. Did the ferry sail in March, when the ice came?\n\nA. No, it lay at the quay and leaked.\n\nMR. VOSS: Objection.\n\n\
        Q. Who says so?\n\nA. The mate did, and the keeper of the light.";
    assert_eq!(document.text().replace("\n\n", "\n"), text.replace("\n\n", "\n"));
    assert_eq!(document.origin.notices, ["8 line numbers not shown."]);
    let prose = [
        "The ferry lay at the quay of Ella for",
        "14 weeks. \"It leaks,\" said Ida Voss, the",
        "mate, who had looked at each of the",
        "planks twice. \"We will not sail before",
        "May, and perhaps not then.\"",
    ];
    let document = read(&pdf::pdf(&[numbered(&["21", "22", "23", "24", "25"], &prose)], &[]), "a.pdf");
    assert_eq!(document.text(), prose.join(" "));
    // A list, whose items stand on a line each, keeps its numbers; so do numbers that begin lines of prose.
    let list = ["Bread and butter", "Two pounds of rope", "A lamp", "Oil for it", "Charts of the coast", "A new flag"];
    let document = read(&pdf::pdf(&[numbered(&numbers, &list)], &[]), "a.pdf");
    assert!(document.text().contains("3 A lamp"), "{}", document.text());
}

#[test]
fn columns_of_a_few_lines_are_read_one_after_the_other() {
    let lines = [
        (72, 700, "The ferry lay at the quay of"),
        (72, 684, "that town for weeks and then"),
        (320, 700, "sailed to Norburg with nobody"),
        (320, 684, "aboard but the mate."),
    ];
    let document = read(&pdf::pdf(&[page(&lines)], &[]), "a.pdf");
    assert_eq!(
        document.text(),
        "The ferry lay at the quay of that town for weeks and then sailed to Norburg with nobody aboard but the mate."
    );
}

#[test]
fn a_soft_hyphen_that_is_drawn_is_a_hyphen() {
    let lines = [
        (72, 700, "The well\\255known ferry lay at the quay for twenty\\255"),
        (72, 684, "five weeks, an old and ever\\255leaking boat that nobody"),
        (72, 668, "wanted."),
    ];
    let document = read(&pdf::pdf(&[page(&lines)], &[]), "a.pdf");
    assert!(document.text().contains("well-known") && document.text().contains("ever-leaking"), "{}", document.text());
    assert!(!document.text().contains('\u{ad}'));
}
