//! Signatures behind and below quotations, and what looks like one.

use crate::detect::Detector;
use crate::document::{Document, LoadOptions, load};
use crate::kinds::Form;

/// Words, speaker and score of every statement that has marks or is set off.
fn signed(name: &str, source: &str) -> Vec<(String, String, f32)> {
    let document = load(source.as_bytes().to_vec(), name, &LoadOptions::default()).unwrap();
    let found = Detector::new().extract(&document);
    let all = found.attributions().filter(|a| !a.quotes.is_empty() || a.form == Form::Block || a.form == Form::Post);
    all.map(|a| {
        let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
        (words.join(" / "), found.speaker_of(a).unwrap_or_default().to_owned(), a.score)
    })
    .collect()
}

const BEFORE: &str = "The ferry board met on Tuesday and talked about its timetable for two hours.\n\n";

#[test]
fn a_name_behind_or_below_a_quotation_signs_it() {
    for signature in [
        " — Nina Falk",
        " – Nina Falk, deckhand",
        " --Nina Falk, 43, deckhand on the night boat",
        " - Nina Falk.",
        " ― Nina Falk, The Long Crossing",
        " (Nina Falk)",
        " (Nina Falk, deckhand)",
        "\n— Nina Falk, in a letter to the board",
        "\n- Nina Falk",
        "\n(Nina Falk)",
        "\nNina Falk, deckhand, Oslo",
        "\n\n-- Captain Nina Falk",
        "\n\n~ Nina Falk",
        "\n\nNina Falk, 43",
        "\n\nNina Falk",
    ] {
        for (open, close) in [("“", "”"), ("\"", "\"")] {
            let text = format!("{BEFORE}{open}Nobody asked the crews what they thought.{close}{signature}\n");
            let found = signed("a.txt", &text);
            assert_eq!(found.len(), 1, "{text} {found:?}");
            assert_eq!(found[0].1, "Nina Falk", "{text} {found:?}");
        }
    }
}

#[test]
fn lists_of_voices_with_the_name_above_or_below() {
    let voices = [("Nina Falk, deckhand", "Nobody asked us at all."), ("Ole Brandt, pilot", "I like the new hours.")];
    let lists: [fn(&str, &str) -> String; 6] = [
        |name, words| format!("{name}\n“{words}”\n\n"),
        |name, words| format!("{name}\n\n“{words}”\n\n"),
        |name, words| format!("“{words}”\n{name}\n\n"),
        |name, words| format!("“{words}”\n\n{name}\n\n"),
        |name, words| format!("“{words}”\n— {name}\n\n"),
        |name, words| format!("“{words}” — {name}\n"),
    ];
    for list in lists {
        let text: String = voices.iter().map(|(name, words)| list(name, words)).collect();
        let found = signed("a.txt", &format!("{BEFORE}{text}"));
        let who: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
        assert_eq!(who, ["Nina Falk", "Ole Brandt"], "{text} {found:?}");
    }
}

#[test]
fn one_voice_that_is_not_read_shifts_no_other() {
    let voices = ["Nina Falk, deckhand", "the night crew", "Ole Brandt, pilot", "Ida Moe, teacher"];
    let text = voices.map(|v| format!("{v}\n\n“We heard of it from {} papers.”\n\n", v.len())).concat();
    let found = signed("a.txt", &format!("{BEFORE}{text}"));
    for (voice, (_, speaker, score)) in voices.iter().zip(&found) {
        let right = voice.starts_with(speaker.as_str());
        assert!(right || *score < 0.5, "{voice} {found:?}");
        assert!(right || voice.starts_with("the"), "{voice} {found:?}");
    }
    let quote = |v: &str| format!("> Nobody asked them what they thought.\n>\n> — {v}\n\n");
    let quoted = [voices[2], voices[3]].map(quote).concat();
    let found = signed("a.md", &format!("# Ferry\n\n{quoted}"));
    let who: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
    assert_eq!(who, ["Ole Brandt", "Ida Moe"], "{found:?}");
    let colons = "Nina Falk, deckhand: “Nobody asked us.”\n\nOle Brandt, pilot: “I like the hours.”\n";
    let found = signed("a.txt", &format!("{BEFORE}{colons}"));
    let who: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
    assert_eq!(who, ["Nina Falk", "Ole Brandt"], "{found:?}");
}

#[test]
fn what_looks_like_a_signature_and_is_none() {
    for text in [
        "Songs of the quay\n\n“Low Tide” — Nina Falk\n\n“Long Way Over” – Ole Brandt\n\n“Rope” (Ida Moe)\n",
        "Words such as “quay” and “mole” (Dutch pier) are old.\n",
        "Her book “The Long Crossing” (Harbour Press, 2014) sold well.\n",
        "The “Blue Heron” — the oldest boat of the fleet — was sold in May.\n",
    ] {
        let found = signed("a.txt", text);
        assert!(found.is_empty(), "{text} {found:?}");
    }
    // A line of an action, a noise, a year sign nothing.
    for below in ["— Nina Falk came in and lit the lamps.", "(Laughter)", "(2014)", "— And so it went on."] {
        let found = signed("a.txt", &format!("{BEFORE}“Nobody asked the crews what they thought.”\n\n{below}\n"));
        assert!(found.iter().all(|f| f.2 < 0.5), "{below} {found:?}");
    }
}

#[test]
fn a_quotation_set_off_is_signed_in_every_markup() {
    let page = |inner: &str| {
        let around =
            "<p>The ferry board met and heard the crews for two hours in the room above the ticket office.</p>";
        format!("<html><body><article><h1>Ferry</h1>{around}{inner}{around}</article></body></html>")
    };
    let words = "<p>Nobody asked the crews what they thought.</p>";
    for inner in [
        format!("<blockquote>{words}<cite>Nina Falk</cite></blockquote>"),
        format!("<blockquote>{words}<footer>— <cite>Nina Falk</cite>, deckhand</footer></blockquote>"),
        format!("<blockquote cite=\"https://example.org/x\">{words}<small>Nina Falk, deckhand</small></blockquote>"),
        format!("<figure><blockquote>{words}</blockquote><figcaption>Nina Falk</figcaption></figure>"),
        format!("<figure class=\"wp-block-pullquote\"><blockquote>{words}<cite>Nina Falk</cite></blockquote></figure>"),
        format!("<blockquote>{words}<p class=\"author\">Nina Falk</p></blockquote>"),
        format!("<blockquote>{words}<span class=\"quote-author\">Nina Falk</span></blockquote>"),
        format!("<blockquote>{words}</blockquote><p>— Nina Falk, <cite>Hearings</cite></p>"),
        format!("<p>Nina Falk answered in a letter.</p><blockquote>{words}</blockquote>"),
        "<blockquote>Nobody asked the crews what they thought.<br>Nina Falk, deckhand</blockquote>".to_owned(),
    ] {
        let found = signed("a.html", &page(&inner));
        assert_eq!(found.len(), 1, "{inner} {found:?}");
        assert_eq!(
            (found[0].0.as_str(), found[0].1.as_str()),
            ("Nobody asked the crews what they thought.", "Nina Falk")
        );
    }
    for quoted in [
        "> Nobody asked the crews what they thought.\n>\n> — Nina Falk\n",
        "> Nobody asked the crews what they thought.\n> -- *Nina Falk*\n",
        "> Nobody asked the crews what they thought.\n\n— Nina Falk, deckhand\n",
        "> Nobody asked the crews what they thought.\n>\n> **Nina Falk**, deckhand\n",
        "> “Nobody asked the crews what they thought.”\n>\n> <cite>Nina Falk</cite>\n",
    ] {
        let found = signed("a.md", &format!("# Ferry\n\n{quoted}\nAfter that it voted.\n"));
        assert_eq!(found.len(), 1, "{quoted} {found:?}");
        assert_eq!(found[0].1, "Nina Falk", "{quoted}");
    }
}

#[test]
fn a_title_named_in_the_middle_of_a_quotation_set_off_stays_in_its_line() {
    let page = "<blockquote><p>We read <cite>Hearings</cite> twice.</p></blockquote>";
    let document = load(page.as_bytes().to_vec(), "a.html", &LoadOptions::default()).unwrap();
    assert_eq!(document.text(), "We read Hearings twice.");
    assert!(Detector::new().extract(&document).is_empty());
    let unsigned = Document::from_text("# Ferry\n\n> They waited.\n\n- Nina Falk\n- Ole Brandt\n", "a.md");
    assert!(Detector::new().extract(&unsigned).attributions().all(|a| a.form != Form::Block));
}
