//! The reading text of every format, guarded: whoever changes what a loader makes of the same bytes raises its number.
//!
//! `ferry.*` is one article written for this project, in the hands of pandoc, `LibreOffice` and Chromium, or by hand where
//! a format is made for speech. `INSTA_UPDATE=always cargo test --test formats` writes the snapshots anew.

#![allow(clippy::unwrap_used, clippy::string_slice, clippy::case_sensitive_file_extension_comparisons)]
#![allow(clippy::cast_sign_loss)] // shares of a length are not negative

use sayso_core::document::{Document, LoadError, LoadOptions, collection, load};
use std::fmt::Write as _;
use std::path::Path;

const FOLDER: &str = "tests/fixtures/formats";

/// What a person reads, block for block, with everything that is known beside it.
fn told(document: &Document) -> String {
    let mut out = String::new();
    let meta = &document.meta;
    let _ = writeln!(out, "{} as {}", document.origin.format.loader(), document.origin.encoding);
    let _ = writeln!(
        out,
        "title {:?}, author {:?}, outlet {:?}, date {:?}",
        meta.title,
        meta.author,
        meta.outlet,
        meta.date.map(|d| d.to_string())
    );
    for notice in &document.origin.notices {
        let _ = writeln!(out, "! {notice}");
    }
    for block in document.blocks() {
        let place = document.locator_at(block.span.start).map(|l| format!(" {}", l.in_words())).unwrap_or_default();
        let _ = writeln!(out, "[{:?}{place}] {}", block.kind, document.words(block.span).escape_debug());
        for link in document.links_in(block.span) {
            let _ = writeln!(out, "    {} -> {:?}", document.words(link.span).escape_debug(), link.target);
        }
    }
    out
}

#[test]
fn golden() {
    let mut names: Vec<String> =
        std::fs::read_dir(FOLDER).unwrap().map(|e| e.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 20, "{names:?}");
    for name in names {
        let bytes = std::fs::read(Path::new(FOLDER).join(&name)).unwrap();
        let document = load(bytes.as_slice(), &name, &LoadOptions::default()).unwrap();
        // Text is the nodes of the source in order, blocks joined by one blank line.
        let mut end = 0;
        for (n, block) in document.blocks().iter().enumerate() {
            if !name.ends_with(".txt") {
                assert_eq!(
                    &document.text()[end..block.span.start as usize],
                    if n == 0 { "" } else { "\n\n" },
                    "{name}"
                );
            }
            end = block.span.end as usize;
        }
        let again = load(bytes.as_slice(), &name, &LoadOptions::default()).unwrap();
        assert_eq!(again.text(), document.text(), "{name}");
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!(format!("format-{name}"), told(&document));
        });
    }
}

#[test]
fn files_of_many_documents() {
    for (name, titles) in [
        ("ferry.mbox", ["A question", "An answer"]),
        ("ferry.jsonl", ["The ferry that would not stop", "The bridge that stayed up"]),
        ("ferry.csv", ["The ferry that would not stop", "The bridge that stayed up"]),
    ] {
        let bytes = std::fs::read(Path::new(FOLDER).join(name)).unwrap();
        let all = collection::members(&bytes, name, &LoadOptions::default()).unwrap().unwrap();
        for (member, title) in all.iter().zip(titles) {
            assert_eq!(member.title.as_deref(), Some(title), "{name}");
            let options = LoadOptions { format: Some(member.format), ..LoadOptions::default() };
            let document = load(member.bytes.as_slice(), &member.key, &options).unwrap();
            assert_eq!(document.meta.title.as_deref(), Some(title), "{name}");
        }
        assert_eq!(all.len(), titles.len(), "{name}");
    }
}

/// A zip archive of some files.
fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    use std::io::Write as _;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const CONTAINER: &[u8] = b"<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>";

#[test]
fn what_is_locked_too_much_or_a_scan_is_told() {
    let zeros = vec![b' '; 128 << 20];
    let drm = zipped(&[
        ("META-INF/container.xml", CONTAINER),
        ("META-INF/encryption.xml", b"<e><EncryptionMethod Algorithm='aes256'/><CipherReference URI='a.xhtml'/></e>"),
    ]);
    let odt = zipped(&[
        ("mimetype", b"application/vnd.oasis.opendocument.text"),
        ("META-INF/manifest.xml", b"<manifest:encryption-data/>"),
        ("content.xml", b"junk"),
    ]);
    let bomb = zipped(&[("[Content_Types].xml", b""), ("word/document.xml", &zeros)]);
    let deep = format!("<html><body>{}words", "<div>".repeat(10_000));
    let groups = [b"{\\rtf1 ".as_slice(), &b"{".repeat(100_000)].concat();
    let load = |bytes: &[u8], name: &str| load(bytes, name, &LoadOptions::default());
    assert_eq!(load(&drm, "a.epub").unwrap_err(), LoadError::Locked("EPUB"));
    assert_eq!(load(&odt, "a.odt").unwrap_err(), LoadError::Locked("OpenDocument"));
    assert!(matches!(load(&bomb, "a.docx"), Err(LoadError::TooMuch(_))));
    assert!(matches!(load(deep.as_bytes(), "a.html"), Err(LoadError::TooMuch(_))));
    assert!(matches!(load(&groups, "a.rtf"), Err(LoadError::TooMuch(_) | LoadError::Damaged(..))));
    let entities =
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]><x><p>&b;&b;</p></x>";
    assert_eq!(load(entities.as_bytes(), "a.xml").unwrap().text(), "&b;&b;");
}

/// What must hold of a document, whatever it was read from.
fn is_sound(document: &Document) -> bool {
    let text = document.text();
    let mut end = 0;
    let blocks = document.blocks().iter().all(|b| {
        let after = b.span.start >= end && !b.span.is_empty() && text.get(b.span.range()).is_some();
        end = b.span.end;
        after
    });
    let whole = sayso_core::span::Span::new(0, u32::try_from(text.len()).unwrap());
    blocks && document.links_in(whole).iter().all(|l| text.get(l.span.range()).is_some())
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(24))]
    /// Cut, filled and shuffled files are documents or errors, never a failure of a parser; the task `mutate` does the
    /// same to the whole program, a thousand times a format.
    #[test]
    fn damaged_files_are_documents_or_errors(
        cut in 0.0..1.0f64,
        holes in proptest::collection::vec((0.0..1.0f64, 1usize..60, proptest::prelude::any::<u8>()), 0..6),
    ) {
        for entry in std::fs::read_dir(FOLDER).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            let mut bytes = std::fs::read(&path).unwrap();
            let at = |share: f64, bytes: &[u8]| ((bytes.len() as f64) * share) as usize;
            for (share, length, filler) in &holes {
                let from = at(*share, &bytes);
                let to = (from + length).min(bytes.len());
                bytes[from..to].fill(*filler);
            }
            if cut > 0.3 {
                bytes.truncate(at(cut, &bytes));
            }
            match load(bytes.as_slice(), &name, &LoadOptions::default()) {
                Ok(document) => proptest::prop_assert!(is_sound(&document), "{}", name),
                Err(error) => proptest::prop_assert!(!error.to_string().contains("interpreted"), "{}: {}", name, error),
            }
        }
    }
}

#[test]
fn the_head_of_a_book_begins_the_book() {
    let chapter = |n: usize| {
        let words = format!("<p>“Chapter {n},” she said.</p><table><tr><td>a</td><td>1</td></tr></table>").repeat(600);
        format!("<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Chapter {n}</h1>{words}</body></html>")
    };
    let chapters: Vec<String> = (0..8).map(chapter).collect();
    let names: Vec<String> = (0..8).map(|n| format!("c{n}.xhtml")).collect();
    let items: String = names.iter().fold(String::new(), |mut out, n| {
        let _ = write!(out, "<item id='{n}' href='{n}' media-type='application/xhtml+xml'/>");
        out
    });
    let spine: Vec<String> = names.iter().map(|n| format!("<itemref idref='{n}'/>")).collect();
    let package = format!("<package><manifest>{items}</manifest><spine>{}</spine></package>", spine.concat());
    let mut files: Vec<(&str, &[u8])> = vec![("META-INF/container.xml", CONTAINER), ("a.opf", package.as_bytes())];
    files.extend(names.iter().zip(&chapters).map(|(n, c)| (n.as_str(), c.as_bytes())));
    let book = zipped(&files);
    let whole = load(book.as_slice(), "a.epub", &LoadOptions::default()).unwrap();
    let head = sayso_core::document::head(&book, "a.epub", &LoadOptions::default()).unwrap();
    assert!(head.origin.partial && head.text().len() * 2 < whole.text().len(), "{}", head.text().len());
    assert!(whole.text().starts_with(head.text()));
    assert_eq!(head.blocks(), &whole.blocks()[..head.blocks().len()]);
}

#[test]
fn every_table_is_judged_by_itself() {
    let prose = "She said that the quay would hold. ".repeat(8);
    let row = |a: &str, b: &str| {
        let cell = |t: &str| format!("<w:tc><w:p><w:r><w:t>{t}</w:t></w:r></w:p></w:tc>");
        format!("<w:tr>{}{}</w:tr>", cell(a), cell(b))
    };
    let table = |inner: &str| format!("<w:tbl>{inner}</w:tbl>");
    // Figures, prose between, figures again, prose in cells, and figures in a cell of those.
    let between = format!("<w:p><w:r><w:t>{prose}</w:t></w:r></w:p>");
    let inner = table(&row("c", "3"));
    let nested = format!("<w:tbl><w:tr><w:tc><w:p><w:r><w:t>{prose}</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>");
    let body = format!("{}{between}{}{nested}{between}", table(&row("a", "1")), table(&row("b", "2")));
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let bytes = zipped(&[("[Content_Types].xml", b""), ("word/document.xml", document.as_bytes())]);
    let read = load(bytes.as_slice(), "a.docx", &LoadOptions::default()).unwrap();
    let literal: Vec<&str> = read
        .blocks()
        .iter()
        .filter(|b| b.kind == sayso_core::document::BlockKind::Table)
        .map(|b| read.words(b.span))
        .collect();
    assert_eq!(literal, ["a\t1", "b\t2", "c\t3"]);
    assert_eq!(read.text().matches(prose.trim()).count(), 3);
}
