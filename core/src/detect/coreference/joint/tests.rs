use crate::detect::Detector;
use crate::document::Document;
use crate::kinds::SpeakerKind;

const OPENING: &str = "HARBOUR — The council met for six hours on Monday, and nobody left the room before the vote was \
    counted.\n\nSenators Mara Quill and Dovid Penhallow met reporters after the vote. It had been raining since the \
    morning. Ada Smithers, the clerk, and Bob Jonesy, the warden, looked on.\n\n";

/// The words, speaker and members of each statement behind the opening.
fn said(text: &str) -> Vec<(String, String, Vec<String>)> {
    let document = Document::from_text(&format!("{OPENING}{text}"), "a.txt");
    let found = Detector::new().extract(&document);
    let behind = found.attributions().filter(|a| a.start() as usize >= OPENING.len());
    let read = |a| {
        let cluster = found.mention_of(a).map(|m| m.cluster);
        let members = cluster.map(|c| found.members_of(c)).unwrap_or_default();
        if !members.is_empty() {
            assert_eq!(cluster.and_then(|c| found.cluster(c)).map(|c| c.kind), Some(SpeakerKind::Group));
        }
        let name = |id| found.cluster(id).map(|c| c.name.clone()).unwrap_or_default();
        let mention = found.named_by(a).map(|s| document.words(s).to_owned()).unwrap_or_default();
        (mention, found.speaker_of(a).unwrap_or_default().to_owned(), members.iter().map(|m| name(*m)).collect())
    };
    behind.map(read).collect()
}

fn first(text: &str) -> (String, String, String) {
    let (mention, name, members) = said(text).into_iter().next().expect("a statement");
    (mention, name, members.join("; "))
}

#[test]
fn names_in_a_row_speak_together() {
    for (text, mention, members) in [
        ("“We will not vote for it,” Quill and Penhallow said.", "Quill and Penhallow", "Mara Quill; Dovid Penhallow"),
        (
            "“We are hopeful,” said Quill and her husband, Tom Lark, in the hall.",
            "Quill and her husband, Tom Lark",
            "Mara Quill; Tom Lark",
        ),
        (
            "In a letter, Ada Smithers and Bob Jonesy wrote: “We are out of patience.”",
            "Ada Smithers and Bob Jonesy",
            "Ada Smithers; Bob Jonesy",
        ),
        (
            "Quill, Penhallow and Jonesy said that the bill was dead.",
            "Quill, Penhallow and Jonesy",
            "Mara Quill; Dovid Penhallow; Bob Jonesy",
        ),
    ] {
        let (words, name, found) = first(text);
        assert_eq!((words.as_str(), found.as_str()), (mention, members), "{text}: {name}");
    }
    let (_, name, _) = first("Quill, Penhallow and Jonesy said that the bill was dead.");
    assert_eq!(name, "Mara Quill, Dovid Penhallow and Bob Jonesy");
}

#[test]
fn a_number_of_people_is_the_last_row_of_so_many() {
    let two = "Mara Quill; Dovid Penhallow";
    assert_eq!(first("“Nobody asked us,” the two senators said.").2, two);
    let (mention, _, members) = first("Both men said they would leave at once.");
    assert_eq!((mention.as_str(), members.as_str()), ("Both men", two));
    let all = said("“We will not vote for it,” Quill and Penhallow said. They said the weather was fine.");
    assert!(all.iter().all(|(.., members)| members.join("; ") == two), "{all:?}");
    // Three were never named together, and two whom nobody named are two others.
    assert_eq!(first("“Nobody asked us,” the three senators said.").2, "");
    assert_eq!(first("“Nobody asked us,” two sailors said.").2, "");
}

/// Behind the words, those who speak together are no part of what they say.
#[test]
fn the_names_of_several_are_none_of_their_words() {
    let words = |text: &str| {
        let document = Document::from_text(&format!("{OPENING}{text}"), "a.txt");
        let found = Detector::new().extract(&document);
        let last = found.attributions().last().map(|a| {
            let content: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
            (content.join(" … "), found.named_by(a).map(|s| document.words(s).to_owned()).unwrap_or_default())
        });
        last.expect("a statement")
    };
    for source in [
        "Quill and Penhallow",
        "Mara Quill and Dovid Penhallow",
        "Quill, Penhallow and Jonesy",
        "Quill, Penhallow, and Jonesy",
        "the clerk and the warden",
    ] {
        for tail in [" said.", " said on Monday.", " told the council."] {
            let found = words(&format!("“We will not vote for it,” {source}{tail}"));
            assert_eq!(found, ("“We will not vote for it,”".to_owned(), source.to_owned()), "{source}{tail}");
        }
    }
}

#[test]
fn one_of_two_names_speaks_alone_where_the_other_belongs_elsewhere() {
    for (text, speaker) in [
        ("“No,” said Penhallow and Quill nodded.", "Dovid Penhallow"),
        ("“No,” said Penhallow, and Quill left the room.", "Dovid Penhallow"),
    ] {
        let (_, name, members) = first(text);
        assert_eq!((name.as_str(), members.as_str()), (speaker, ""), "{text}");
    }
}

#[test]
fn firms_and_bodies_are_no_two_speakers() {
    for text in [
        "“We have no idea,” said Johnson and Johnson.",
        "The Bureau of Alcohol and Tobacco said it would “look into it in the spring.”",
        "Marsh and Tolliver said it would sell “nothing at all to anyone.”",
    ] {
        let (mention, name, members) = first(text);
        assert_eq!((members.as_str(), name.as_str()), ("", mention.as_str()), "{text}");
    }
}

#[test]
fn a_turn_of_two_has_both() {
    let text = "ADA SMITHERS: Good morning to you all.\n\nBOB JONESY: Good morning.\n\nADA SMITHERS AND BOB JONESY: We are \
        both glad to be here.\n\nADA SMITHERS: Then let us begin.\n\nBOB JONESY: Yes, let us.\n";
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    let members: Vec<usize> =
        found.attributions().map(|a| found.mention_of(a).map_or(0, |m| found.members_of(m.cluster).len())).collect();
    assert!(members.len() == 5 && members.iter().filter(|n| **n > 0).count() <= 1, "{members:?}");
}
