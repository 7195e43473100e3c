//! What is found in an article with every phenomenon the program began with, and that nothing hangs on its words.

#![allow(clippy::unwrap_used)]

use sayso_core::detect::{Attribution, Detections, Detector, MentionKind};
use sayso_core::document::Document;

const ARTICLE: &str = include_str!("fixtures/article.txt");

/// Kind, form, speaker, and the beginning of what was said.
fn found(text: &str) -> Vec<(String, String, String, String)> {
    let document = Document::from_text(text, "article.txt");
    let detections = Detector::new().extract(&document);
    let row = |a: Attribution<'_>| {
        let words: String = document.words(a.content[0]).chars().take(22).collect();
        (a.kind.word().to_owned(), a.form.word().to_owned(), name(&detections, a), words)
    };
    detections.attributions().map(row).collect()
}

/// The words in marks that are said.
fn marked(text: &str) -> Vec<String> {
    let document = Document::from_text(text, "article.txt");
    let detections = Detector::new().extract(&document);
    let quotes = detections.attributions().flat_map(|a| a.quotes.to_vec());
    quotes.map(|q| document.words(q).to_owned()).collect()
}

fn name(detections: &Detections, a: Attribution<'_>) -> String {
    detections.speaker_of(a).unwrap_or("?").to_owned()
}

fn expected() -> Vec<(&'static str, &'static str, &'static str, &'static str)> {
    vec![
        ("indirect", "quotation", "Tom Weller", "he is withdrawing hims"),
        ("mixed", "quotation", "Alan Brigg", "he has “full” trust in"),
        ("indirect", "quotation", "Liberals", "that withdrawal was no"),
        ("direct", "quotation", "Alan Brigg", "“I don’t believe so.”"),
        ("indirect", "quotation", "a senior cabinet official", "The Grey House learned"),
        ("indirect", "quotation", "Luke McAllen", "how that question was "),
        ("direct", "quotation", "Luke McAllen", "“I do think as you loo"),
        ("direct", "post", "Alan Brigg", "Tom Weller is a decent"),
        ("direct", "post", "Alan Brigg", "…deliberate. This whol"),
        ("direct", "post", "Alan Brigg", "…to win. The Liberals "),
    ]
}

#[test]
fn everything_in_the_article_is_found() {
    let found = found(ARTICLE);
    let got: Vec<(&str, &str, &str, &str)> =
        found.iter().map(|(a, b, c, d)| (a.as_str(), b.as_str(), c.as_str(), d.as_str())).collect();
    assert_eq!(got, expected());
}

#[test]
fn two_spellings_are_one_speaker_and_three_posts_one_thread() {
    let document = Document::from_text(ARTICLE, "article.txt");
    let detections = Detector::new().extract(&document);
    let attorney = detections.clusters.iter().find(|c| c.name == "Luke McAllen").unwrap();
    assert!(attorney.aliases.iter().any(|a| a.as_ref() == "McAllens"), "{:?}", attorney.aliases);
    let threads: Vec<Option<u32>> = detections.attributions().map(|a| a.thread).collect();
    assert_eq!(threads[7..], [Some(7), Some(7), Some(7)]);
    assert!(threads[..7].iter().all(Option::is_none));
    // A guess says that it is one, and the sign of a misspelling is a low score.
    let scores: Vec<f32> = detections.attributions().map(|a| a.score).collect();
    assert!(scores[6] < 0.65 && scores[5] > scores[6] && scores[7] > 0.9, "{scores:?}");
}

#[test]
fn a_name_in_capitals_is_the_speaker_of_the_same_name_in_small_letters() {
    for (text, names) in [
        ("MCDANIELS: I did not.\n\nMR KOS: Nor did I.\n\n“It is over,” McDaniels said.\n", vec!["McDaniels"]),
        ("“We will vote,” said ADA GREY. “It is late,” Grey said. “It is over,” Ada Grey said.\n", vec!["Ada Grey"]),
        ("“We will vote,” said ZOË ÖST. “It is over,” Zoë Öst said.\n", vec!["Zoë Öst"]),
        ("“We will vote,” said NATO. “It is over,” NATO said.\n", vec!["NATO"]),
    ] {
        let document = Document::from_text(text, "a.txt");
        let detections = Detector::new().extract(&document);
        let mut all: Vec<String> = detections.attributions().map(|a| name(&detections, a)).collect();
        all.dedup();
        all.retain(|name| name != "MR KOS" && name != "KOS" && name != "Kos");
        all.dedup();
        assert_eq!(all, names, "{text}");
    }
}

#[test]
fn a_report_ends_before_its_circumstances() {
    let document = Document::from_text(ARTICLE, "article.txt");
    let detections = Detector::new().extract(&document);
    let words = document.words(detections.get(1).unwrap().content[0]);
    assert_eq!(words, "he has “full” trust in Harbour Secretary Weller");
}

#[test]
fn a_line_without_a_source_takes_no_name() {
    let lines =
        "“You are late.”|“The bridge was up.”|“It is always up.”|“In these shoes?”|“Is there a boat?”|“At nine.”";
    let text = format!("Edith met Edmund on the quay.|“Good evening,” said Edmund.|{lines}").replace('|', "\n\n");
    let document = Document::from_text(&text, "a.txt");
    let found = Detector::new().extract(&document);
    let turns: Vec<_> = found.attributions().filter(|a| a.cue.is_none()).collect();
    assert_eq!(turns.len(), 6);
    for turn in turns {
        let mention = found.mention_of(turn).unwrap();
        // No link either: what is decided of one turn says nothing of the others.
        assert_eq!((mention.kind, mention.antecedent), (MentionKind::Pronoun, None));
        assert!(["Edith", "Edmund"].contains(&document.words(mention.span)));
    }
}

/// Husband and wife, a month that is a name, two names that met by chance, thoughts, and asides of the narrator in brackets.
#[test]
fn people_of_a_novel_are_distinguished() {
    let document = Document::from_text(include_str!("fixtures/fiction.txt"), "fiction.txt");
    let found = Detector::new().extract(&document);
    let speakers: Vec<_> = found.attributions().map(|a| name(&found, a)).collect();
    let expected =
        ["Mrs. Grey", "Mr. Grey", "May", "Mr. Grey", "May", "Mrs. Grey", "Mr. Grey", "May", "Mrs. Grey", "Lydia Moor"];
    assert_eq!(speakers, expected);
    let broken = found.get(5).unwrap();
    let pieces: Vec<_> = broken.content.iter().map(|c| document.words(*c)).collect();
    assert_eq!(pieces, ["“The boats", "will not sail tonight,”"]);
    assert_eq!((broken.kind.word(), broken.quotes), ("direct", broken.content));
}

#[test]
fn she_is_no_report_though_it_spoke_last() {
    let rows = found(include_str!("../samples/harbour-vote.txt"));
    let wrote = rows.iter().find(|(_, _, _, words)| words.starts_with("that the estimate"));
    assert_eq!(wrote.map(|(_, _, who, _)| who.as_str()), Some("Ruth Okafor"), "{rows:?}");
}

#[test]
fn the_title_of_a_work_is_no_speech() {
    let text = "In her new book, “The Long Quay,” Ada Grey said the harbour had been sold twice.\n\n\
                “We were never asked,” Ada Grey said.";
    let rows = found(text);
    assert!(!rows.iter().any(|(kind, _, _, words)| kind == "direct" && words.contains("Long")), "{rows:?}");
    assert!(
        rows.iter().any(|(kind, _, who, words)| kind == "direct" && who == "Ada Grey" && words.contains("We were"))
    );
}

#[test]
fn names_in_marks_are_recognised_by_the_words_before_them() {
    let text = "The party argued for the quay in its 1994 “Pact with the Coast.”\n\n\
                The short film, titled “Tides,” says that the harbour was sold twice.\n\n\
                She defended what has become known as the “Weller rule” and said that it was fair.\n\n\
                “We were never asked,” Ada Grey said on HBC’s “Harbour This Morning.”";
    assert_eq!(marked(text), ["“We were never asked,”"]);
    // The same marks where nothing tells of a name.
    assert_eq!(marked("Ada Grey called the plan “Tides of folly.”"), ["“Tides of folly.”"]);
}

#[test]
fn a_clause_in_small_letters_inside_a_report_is_said() {
    let text = "Ada Grey said the berths used by Weller and others “do nothing to help the fishing boats.”";
    assert_eq!(marked(text), ["“do nothing to help the fishing boats.”"]);
}

#[test]
fn nobody_speaks_in_the_asides_of_a_transcript() {
    let text = "“GREY: You came.\n\n“WELLER: I did.\n\n“(Laughter.)\n\n“GREY: Why?\n\n“Why now?\n\n“WELLER: To see.\n\n\
                “Follow Ada Grey on Twitter @ada.";
    let words: Vec<String> = found(text).into_iter().map(|(_, _, who, words)| format!("{who}: {words}")).collect();
    assert!(!words.iter().any(|w| w.contains("Laughter") || w.contains("Follow")), "{words:?}");
    assert_eq!(words.len(), 4, "{words:?}");
}

/// The same article with every name, outlet, verb and mark exchanged.
fn twin() -> String {
    let exchange = [
        ("“", "«"),
        ("”", "»"),
        ("NRK", "TVQ"),
        ("Tom Weller", "Nora Valdez"),
        ("Weller", "Valdez"),
        ("Alan P. Brigg", "Otto K. Ferran"),
        ("Alan Brigg", "Otto Ferran"),
        ("realAlanBrigg", "ottosays"),
        ("Brigg", "Ferran"),
        ("Governor", "Chancellor"),
        ("Harbour Secretary", "Finance Minister"),
        ("harbour secretary", "finance minister"),
        ("Harbour Office", "Finance Bureau"),
        ("Luke McAllen", "Iris Hollander"),
        ("McAllens", "Hollanders"),
        ("Liberals", "Progressives"),
        ("Reformers", "Moderates"),
        ("Norland", "Sudria"),
        ("Pavel Rusk", "Emil Sato"),
        ("Grey House", "Old Palace"),
        ("Ostby", "Laren"),
        (" announced ", " declared "),
        (" argued ", " insisted "),
        (" told us", " informed us"),
        ("Governor said", "Chancellor replied"),
        ("Chancellor said", "Chancellor replied"),
        ("official said", "official confirmed"),
        ("said Hollanders", "explained Hollanders"),
        ("Chancellor Ferran said", "Chancellor Ferran stated"),
    ];
    exchange.iter().fold(ARTICLE.to_owned(), |text, (from, to)| text.replace(from, to))
}

#[test]
fn other_names_give_the_same_result() {
    let names = [
        ("Tom Weller", "Nora Valdez"),
        ("Alan Brigg", "Otto Ferran"),
        ("Luke McAllen", "Iris Hollander"),
        ("Liberals", "Progressives"),
    ];
    let twin = twin();
    assert!(twin.contains("«") && !twin.contains("“") && !twin.contains("Weller") && !twin.contains("Governor"));
    let want: Vec<(&str, &str, &str)> = expected()
        .into_iter()
        .map(|(kind, form, speaker, _)| {
            (kind, form, names.iter().find(|(a, _)| *a == speaker).map_or(speaker, |(_, b)| b))
        })
        .collect();
    let found = found(&twin);
    let got: Vec<(&str, &str, &str)> = found.iter().map(|(a, b, c, _)| (a.as_str(), b.as_str(), c.as_str())).collect();
    assert_eq!(got, want);
}

mod properties {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(256))]
        #[test]
        fn any_text_gives_valid_ordered_spans(text in "(\\PC|\n|“|”|\"|'|«|»|—| said | told | according to |Ada Grey|, |\\. ){0,120}") {
            let document = Document::from_text(&text, "a.txt");
            let found = Detector::new().extract(&document);
            let text = document.text();
            let mut last = 0;
            for a in found.attributions() {
                prop_assert!(!a.content.is_empty() && a.start() >= last);
                last = a.start();
                let mention = found.mention_of(a).map(|m| m.span);
                let mut end = 0;
                for span in a.content {
                    prop_assert!(span.start >= end && !span.is_empty());
                    end = span.end;
                }
                for span in a.content.iter().chain(a.quotes).chain(&a.cue).chain(&mention) {
                    prop_assert!(text.get(span.range()).is_some(), "{:?}", span);
                }
                prop_assert!((0.0..=1.0).contains(&a.score));
            }
        }
    }

    const PARAGRAPHS: [&str; 8] = [
        "The harbour was quiet on Monday, and the boats lay idle.",
        "“We sail at noon,” said Ada Grey, the harbour keeper.",
        "Tom Weller said the council had known about the cracks for months.",
        "According to the report, “nobody asked” the engineers.",
        "He called the vote a “disgrace” and left the hall.",
        "“It was never about money.”",
        "Critics of the plan argue that it would cost far too much; Grey denied it.",
        "The paper is titled “A Quiet Coast” and runs to forty pages.",
    ];

    /// Kind, cue and words of what is found in each paragraph.
    fn by_paragraph(paragraphs: &[usize]) -> Vec<Vec<String>> {
        let text = paragraphs.iter().map(|i| PARAGRAPHS[*i]).collect::<Vec<_>>().join("\n\n");
        let document = Document::from_text(&text, "a.txt");
        let found = Detector::new().extract(&document);
        let mut out = vec![Vec::new(); paragraphs.len()];
        for a in found.attributions() {
            let block = document.blocks().iter().position(|b| b.span.contains(a.start())).unwrap();
            let words = |spans: &[sayso_core::span::Span]| {
                spans.iter().map(|s| document.words(*s)).collect::<Vec<_>>().join("|")
            };
            let inside: Vec<_> =
                a.content.iter().filter(|c| document.blocks()[block].span.covers(**c)).copied().collect();
            out[block].push(format!("{} {:?} {}", a.kind.word(), a.cue.map(|c| document.words(c)), words(&inside)));
        }
        out
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_deleted_paragraph_changes_nothing_far_away(
            // Fewer than eight: whether a longer document is fiction depends on all of its paragraphs together.
            paragraphs in proptest::collection::vec(0usize..8, 5..8),
            deleted in 0usize..5,
        ) {
            let before = by_paragraph(&paragraphs);
            let mut fewer = paragraphs.clone();
            fewer.remove(deleted);
            let after = by_paragraph(&fewer);
            for (i, found) in before.iter().enumerate().filter(|(i, _)| i.abs_diff(deleted) >= 2) {
                prop_assert_eq!(found, &after[i - usize::from(i > deleted)], "paragraph {} of {:?}", i, &paragraphs);
            }
        }
    }

    /// A detector keeps nothing of the documents it read before.
    #[test]
    fn what_was_read_before_changes_nothing() {
        let detector = Detector::new();
        let speakers = |text: &str| {
            let document = Document::from_text(text, "a.txt");
            let found = detector.extract(&document);
            let all: Vec<_> = found.attributions().map(|a| (a.content.to_vec(), a.cue, name(&found, a))).collect();
            all
        };
        let first = speakers(ARTICLE);
        let twin = speakers(&ARTICLE.replace("Brigg", "Grey").replace("Weller", "Brigg"));
        assert_ne!(first, twin, "the other document names others");
        assert_eq!(first, speakers(ARTICLE));
    }
}

/// A model that was learned for other code answers nothing: it is refused when it is loaded.
#[test]
fn a_model_that_does_not_fit_is_refused() {
    use sayso_core::detect::lang::ENGLISH;
    use sayso_core::detect::model::{Model, ModelError};
    let file = Model::embedded(&ENGLISH).bytes().to_vec();
    assert!(Detector::with_model(&ENGLISH, file.clone()).is_ok());
    let bare = file[file.len() / 2..].to_vec();
    assert_eq!(Detector::with_model(&ENGLISH, bare).unwrap_err(), ModelError::NotAModel);
}
