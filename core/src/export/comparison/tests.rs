use super::*;
use crate::annotation::{Selector, Set, Status};
use crate::annotators::SamePeople;
use std::sync::Arc;

const TEXT: &str = "“The pump is old,” said Ines Vale.\n\n“Nobody wants\u{202e} it,” said Otto Rahm.";

fn answers(document: &Document, records: &[(u32, u32, &str, Option<Status>)]) -> Answers {
    let mut set = Set::default();
    for (number, (start, end, label, status)) in records.iter().enumerate() {
        let (text, offsets) = (document.text(), document.offsets());
        let span = offsets.span_to_bytes(text, *start, *end).unwrap();
        let mut record = Annotation::new(number.to_string(), label, vec![Selector::of(document, span)]);
        record.status = *status;
        set.insert(Arc::new(record));
    }
    Answers::of(document, &set, &SamePeople::default())
}

fn written(report: ComparisonReport) -> String {
    let document = Document::verbatim(TEXT);
    let ada = answers(&document, &[(0, 18, "quote", Some(Status::Confirmed)), (36, 55, "quote", None)]);
    let bo = answers(&document, &[(0, 16, "quote", None), (36, 55, "quote", Some(Status::Rejected))]);
    let cy = answers(&document, &[(0, 18, "quote", Some(Status::Confirmed)), (61, 70, "=person", None)]);
    let compared = ComparedDocument::new("a.txt", &document, &[("ada", &ada), ("bo", &bo), ("cy", &cy)]);
    let all =
        [report.head(&["ada".into(), "bo".into()]), report.document(&compared), report.foot(&compared.differences())];
    String::from_utf8(all.concat()).unwrap()
}

#[test]
fn as_text_those_who_say_the_same_share_a_line() {
    let text = written(ComparisonReport::Text { width: 80, all: false });
    let expected = "\
a.txt
  ¶1  boundary  “The pump is old,”
      ada, cy  quote · confirmed  “The pump is old,”
      bo       quote  “The pump is old
  ¶2  missing  “Nobody wants� it,”
      ada  quote
      bo   quote · rejected
      cy   –
  ¶2  missing  “Otto Rahm”
      ada, bo  –
      cy       =person

3 places: 2 missing, 1 boundary
";
    assert_eq!(text, expected);
    assert!(text.lines().all(|line| line.chars().count() <= 80));
}

#[test]
fn as_lines_each_place_has_what_everybody_says() {
    let lines = written(ComparisonReport::Jsonl);
    let second: serde_json::Value = serde_json::from_str(lines.lines().nth(1).unwrap()).unwrap();
    assert!(
        lines
            .lines()
            .next()
            .unwrap()
            .starts_with(r#"{"document":"a.txt","at":[0,18],"state":"boundary","by":{"ada":{"label":"quote","#)
    );
    assert_eq!(second["by"]["bo"]["status"], "rejected");
    assert_eq!((&second["by"]["cy"], &second["state"]), (&serde_json::Value::Null, &"missing".into()));
    assert!(!lines.contains('\u{202e}') && lines.contains("\\u202e"));
}

#[test]
fn as_a_table_and_as_a_page_nothing_is_lost_and_nothing_drives_a_terminal() {
    let table = written(ComparisonReport::Csv);
    assert_eq!(table.lines().count(), 1 + 3 * 3);
    assert!(table.contains("a.txt,36-55,missing,bo,quote,,,rejected,36-55,"), "{table}");
    let page = written(ComparisonReport::Html);
    assert!(page.starts_with("<!DOCTYPE html>") && page.ends_with("</html>\n") && page.contains("=person"));
    for text in [table, page] {
        assert!(!text.contains('\u{202e}'));
    }
}
