use super::*;
use crate::annotation::Set;
use crate::detect::Detector;
use crate::document::Document;
use crate::library::figures::{Period, SharedNames};
use crate::library::record::DocumentRecord;
use crate::reading::Reading;
use std::sync::Arc;
use unicode_width::UnicodeWidthStr as _;

const VOTE: &str = "LONDON, March 3, 2024 (Tidewater Post) — “We will vote on Monday,” said Ada Grey, the mayor.\n\n“I have asked for \
    this wall for nine years,” Bo Lind said.\n\n“We are not in a hurry,” Grey said.\n";
const HOSTILE: &str = "LONDON, March 9, 2024 (<b>Post</b>) — “We will,” said Ada Grey.\n";

fn figures(all: &[&str], name: impl Fn(&str) -> String) -> Figures {
    let mut figures = Figures::new(Period::default());
    for text in all {
        let document = Arc::new(Document::from_text(text, "a.txt"));
        let found = Arc::new(Detector::new().extract(&document));
        let mut record = DocumentRecord::of(&Reading::new(document, found, Set::default()));
        record.speakers.iter_mut().for_each(|speaker| speaker.name = name(&speaker.name));
        figures.add(&record, &SharedNames::default());
    }
    figures
}

fn report(figures: &Figures) -> FiguresReport<'_> {
    FiguresReport { name: "desk/", figures, asked: Asked::default(), only: &[], not_read: 0 }
}

#[test]
fn text_has_bars_and_says_what_is_not_counted() {
    let figures = figures(&[VOTE], str::to_owned);
    let text = report(&figures).text(80);
    assert!(text.starts_with("Figures   desk/   1 document   3 statements   0 decided\n\nSpeakers\n\nwho "), "{text}");
    let grey = text.lines().find(|line| line.starts_with("Ada Grey")).unwrap();
    assert!(grey.contains("───") && grey.ends_with("55 %"), "{grey}");
    assert!(text.contains("\n━ decided  ─ suggested   one cell: 1 word\n"), "{text}");
    assert!(!text.contains("How right"), "nothing is decided: {text}");
    for width in [36, 60, 100] {
        let text = report(&figures).text(width);
        let tables = text.lines().skip(1).filter(|line| line.contains('%'));
        assert!(tables.clone().count() > 0 && tables.into_iter().all(|line| line.width() <= width), "{text}");
    }
}

#[test]
fn json_is_one_object_and_csv_has_the_first_table() {
    let figures = figures(&[VOTE], str::to_owned);
    let asked = Asked { gender: true, top: Some(1), ..Asked::default() };
    let report = FiguresReport { asked, ..report(&figures) };
    let json = report.json();
    assert!(json.starts_with(b"{\"figures\":\"sayso\",\"documents\":1,\"statements\":3,\"decided\":0,"));
    let value: serde_json::Value = serde_json::from_slice(&json).unwrap();
    assert_eq!(value["speakers"][0]["speaker"], "Ada Grey");
    assert_eq!(value["speakers"][0]["statements"], 2);
    assert_eq!(value["speakers"][0]["first"], "2024-03-03");
    assert_eq!(value["other_speakers"]["statements"], 1);
    assert_eq!(value["other_speakers"]["documents"], serde_json::Value::Null);
    assert_eq!(value["time"][0]["period"], "2024-03-03");
    assert_eq!(value["levels"][0]["reason"], "too few decided to say");
    let csv = String::from_utf8(report.csv()).unwrap();
    let head = "speaker,statements,quotes,claims,documents,first,last,decided,words,share,gender\r\n";
    assert_eq!(csv, format!("{head}Ada Grey,2,2,0,1,2024-03-03,2024-03-03,0,11,0.55,female\r\n"));
    for kind in TableKind::ALL {
        let csv = FiguresReport { only: &[kind], ..report }.csv();
        assert!(crate::export::is_export(&csv), "{}", String::from_utf8_lossy(&csv));
    }
    assert!(crate::export::is_export(&json) && crate::export::is_export(report.html().as_bytes()));
}

#[test]
fn the_page_needs_nothing_and_hostile_names_do_no_harm() {
    let evil = "<script>alert(1)</script>\u{202e}\"'><img src=x onerror=alert(1)>";
    let figures = figures(&[VOTE, HOSTILE], |name| format!("{evil}{name}"));
    let asked = Asked { gender: true, ..Asked::default() };
    let page = FiguresReport { name: evil, asked, ..report(&figures) }.html();
    for hostile in ["<script", "<img", "\u{202e}", "<b>Post", "http://", "https://", "url("] {
        assert!(!page.contains(hostile), "{hostile}");
    }
    assert!(page.contains("&lt;script&gt;"));
    let mut reader = quick_xml::Reader::from_str(page.split_once("<main>").unwrap().1.split_once("</main>").unwrap().0);
    let mut rows = 0;
    loop {
        match reader.read_event().unwrap() {
            quick_xml::events::Event::Eof => break,
            quick_xml::events::Event::Start(tag) if tag.name().as_ref() == "tr" => rows += 1,
            _ => {}
        }
    }
    assert!(rows > 8, "{rows}");
    assert!(page.contains("<th scope=\"row\">") && page.contains("<caption>") && page.contains("<svg viewBox="));
}

#[test]
fn text_of_hostile_names_drives_no_terminal() {
    let figures = figures(&[VOTE], |name| format!("\u{1b}[2J\u{202e}{name}\n\n"));
    let text = report(&figures).text(80);
    assert!(!text.contains('\u{1b}') && !text.contains('\u{202e}'), "{text:?}");
    assert!(!String::from_utf8(report(&figures).csv()).unwrap().contains('\u{1b}'));
}
