use super::*;
use crate::agreement::comparison::Answer;
use crate::annotators::{Answers, Collected, Measuring};

fn answers(labels: &[(u32, &str, &str)]) -> Answers {
    let answer = |(start, label, speaker): &(u32, &str, &str)| Answer {
        at: vec![(*start, start + 5)],
        label: (*label).to_owned(),
        speaker: (!speaker.is_empty()).then(|| (*speaker).to_owned()),
        ..Answer::default()
    };
    Answers { answers: labels.iter().map(answer).collect(), ..Answers::default() }
}

fn written(form: AgreementForm, part: Option<Part>, documents: u32) -> String {
    let annotators = ["ada".to_owned(), "bo".to_owned()];
    let mut all = Collected::new(2, 1);
    let mut parts = Vec::new();
    for n in 0..documents {
        let ada = answers(&[(0, "quote", "Ines Vale"), (10, "claim", ""), (20, "all", ""), (30, "\u{202e}x", "")]);
        let bo = answers(&[
            (0, "quote", "Otto Rahm"),
            (11, "claim", ""),
            (20, if n % 3 == 0 { "all" } else { "quote" }, ""),
        ]);
        let mut sums = Sums::new(2);
        sums.add(&[Some(&ada), Some(&bo)], 100, &Measuring::default());
        all.add(&sums);
        let scores = sums.scores();
        parts.push(AgreementPart { name: format!("{n}.txt"), scores, annotators: annotators.to_vec() });
    }
    all.all.excluded.insert((1, Exclusion::Lost), 2);
    let report = AgreementReport {
        annotators: &annotators,
        sums: &all.all,
        scores: &all.scores(50, 1),
        parts: part.map(|part| (part, parts.as_slice())),
        sampling: (50, 1),
    };
    String::from_utf8(report.write(form)).unwrap()
}

#[test]
fn as_text_it_fits_eighty_cells_and_tells_why_something_is_no_number() {
    let text = written(AgreementForm::Text(80), None, 1);
    let expected = "\
ada, bo   1 document

label            n      κ      π      α    α_U    F1=    F1~    who
all              2  1.000  1.000  1.000  0.829  0.571  0.857  0.000
all (label)      1  1.000  1.000  1.000  1.000  1.000  1.000      –
claim            0      –      –      –  0.955  0.000  1.000      –
";
    assert!(text.starts_with(expected), "{text}");
    assert!(text.contains("claim, ") && text.contains("undefined: "), "{text}");
    assert!(text.contains("No intervals: they need 10 documents, and there are 1"), "{text}");
    assert!(text.contains("bo: 2 annotations without a place in the text"), "{text}");
    assert!(text.contains("all (label)") && !text.contains('\u{202e}'), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 80), "{text}");
    let more = written(AgreementForm::Text(80), Some(Part::Document), 12);
    assert!(more.contains("95 % intervals of all (50 samples, seed 1)") && more.contains("\n11.txt"), "{more}");
}

#[test]
fn as_json_each_label_has_its_measures_null_with_a_reason() {
    let json: serde_json::Value = serde_json::from_str(&written(AgreementForm::Json, None, 12)).unwrap();
    let quote = &json["quote"];
    assert_eq!(quote["kappa"], json["all (label)"]["kappa"], "of two labels each is the other’s opposite");
    assert_eq!(json["claim"]["kappa"], serde_json::Value::Null);
    assert_eq!(json["claim"]["reason"]["kappa"], "no place that everybody labelled");
    assert_eq!(quote["reason"]["gamma"], "not asked for: --gamma");
    assert_eq!((&quote["n"], &quote["annotations"]["bo"]), (&20.into(), &20.into()));
    assert!(quote["interval"]["f1_exact"].is_array(), "{quote}");
    assert_eq!(json["all"]["excluded"][0]["annotator"], "bo");
    assert_eq!((&json["all"]["documents"], &json["all"]["seed"]), (&12.into(), &1.into()));
    let parts: serde_json::Value =
        serde_json::from_str(&written(AgreementForm::Json, Some(Part::Document), 2)).unwrap();
    assert_eq!(parts["1.txt"]["quote"]["n"], 2);
}

#[test]
fn as_lines_and_as_a_table_the_fields_of_a_label_stand_in_a_row() {
    let lines = written(AgreementForm::Jsonl, Some(Part::Document), 2);
    assert!(lines.starts_with(r#"{"document":"0.txt","label":"all","kappa":"#), "{lines}");
    assert_eq!(lines.lines().count(), 2 * 5);
    let table = written(AgreementForm::Csv, None, 2);
    assert!(table.starts_with("label,kappa,pi,alpha,alpha_u,f1_exact,f1_overlap,gamma,alpha_speaker,"), "{table}");
    assert!(table.contains("ada 2; bo 2"), "{table}");
    let page = written(AgreementForm::Html, Some(Part::Document), 2);
    assert!(page.contains("<h2>By document</h2>") && !page.contains('\u{202e}'), "{page}");
}

#[test]
fn many_annotators_are_told_together() {
    let annotators: Vec<String> = (0..30).map(|n| format!("a{n:02}")).collect();
    let mut sums = Sums::new(30);
    let theirs = answers(&[(0, "quote", "Ines Vale")]);
    sums.add(&vec![Some(&theirs); 30], 100, &Measuring::default());
    for annotator in 0..20 {
        sums.excluded.insert((annotator, Exclusion::Lost), annotator as u64 + 3);
    }
    sums.unread = vec![0; 29].into_iter().chain([1]).collect();
    let report =
        AgreementReport { annotators: &annotators, sums: &sums, scores: &sums.scores(), parts: None, sampling: (1, 1) };
    let of = |form: AgreementForm| String::from_utf8(report.write(form)).unwrap();
    let text = of(AgreementForm::Text(120));
    assert!(text.contains("250 annotations without a place in the text, of 20 annotators (3 to 22 each)"), "{text}");
    assert!(
        text.contains("1 document that they have not annotated, of 1 annotator") && !text.contains("a05: "),
        "{text}"
    );
    let page = of(AgreementForm::Html);
    assert!(page.contains("<h1>Agreement of 30 annotators</h1>") && page.contains("<p>a00, a01"), "{page}");
}

#[test]
fn nothing_has_no_minus() {
    assert_eq!(
        [placed(-0.0002, 3), placed(-0.0006, 3), placed(0.5, 2), placed(-1.0, 1)],
        ["0.000", "-0.001", "0.50", "-1.0"]
    );
}
