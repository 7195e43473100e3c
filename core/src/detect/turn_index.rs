//! In whose turn a byte of a document stands.

use super::Detections;
use crate::kinds::Form;

/// The turns of a transcript, made once, so that any number of bytes can be looked up.
#[derive(Clone, Debug, Default)]
pub struct TurnIndex {
    turns: Vec<IndexedTurn>,
}

/// A turn, found by a byte of its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IndexedTurn {
    /// Which turn of the document it is, from 1.
    pub number: u32,
    /// Number of its attribution among all.
    pub attribution: usize,
    /// Where its words begin, behind the name, in bytes.
    pub start: u32,
    /// Where they end. Sounds among them and what stands between their paragraphs are within.
    pub end: u32,
}

impl TurnIndex {
    /// The turns among `found`. O(attributions).
    pub fn new(found: &Detections) -> Self {
        let turns = found.attributions().enumerate().filter(|(_, a)| a.form == Form::Turn);
        let turns = turns.enumerate().map(|(before, (attribution, a))| {
            let hull = a.hull();
            IndexedTurn { number: before as u32 + 1, attribution, start: hull.start, end: hull.end }
        });
        Self { turns: turns.collect() }
    }

    /// The turn whose words hold the byte `at`; none for names and times before the words, and outside of turns. O(log n).
    pub fn at(&self, at: u32) -> Option<IndexedTurn> {
        let behind = self.turns.partition_point(|turn| turn.start <= at);
        self.turns.get(behind.checked_sub(1)?).copied().filter(|turn| at < turn.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::Detector;
    use crate::document::Document;

    /// Number and name of the turn that holds the first of these words, with the words of its beginning.
    fn turn(name: &str, text: &str, words: &str) -> Option<(u32, String)> {
        let document = Document::from_text(text, name);
        let found = Detector::new().extract(&document);
        let at = document.text().find(words).unwrap_or_else(|| panic!("{words} in {}", document.text()));
        let turn = TurnIndex::new(&found).at(at as u32)?;
        let attribution = found.get(turn.attribution)?;
        assert_eq!(attribution.start(), turn.start);
        Some((turn.number, found.speaker_of(attribution).unwrap_or("?").to_owned()))
    }

    #[test]
    fn turns_of_every_kind_of_transcript() {
        for (name, text) in [
            ("a.txt", "MARTA VOLL: The quay was shut.\n\nBO LIND: Who shut it?\n\nMARTA VOLL: The crew did.\n"),
            (
                "a.txt",
                "Marta Voll  0:04\nThe quay was shut.\n\nBo Lind  0:09\nWho shut it?\n\nMarta Voll  0:12\nThe crew did.\n",
            ),
            (
                "a.txt",
                "[00:00:04] Marta Voll: The quay was shut.\n[00:00:09] Bo Lind: Who shut it?\n[00:00:12] Marta Voll: The crew did.\n",
            ),
            (
                "a.vtt",
                "WEBVTT\n\n00:04.000 --> 00:05.000\n<v Marta Voll>The quay was shut.</v>\n\n\
                    00:06.000 --> 00:07.000\n<v Bo Lind>Who shut it?</v>\n\n00:08.000 --> 00:09.000\n<v Marta Voll>The crew did.</v>\n",
            ),
            (
                "a.vtt",
                "WEBVTT\n\n1\n00:04.000 --> 00:05.000\nmarta voll: The quay was shut.\n\n\
                    2\n00:06.000 --> 00:07.000\nbo lind: Who shut it?\n\n3\n00:08.000 --> 00:09.000\nmarta voll: The crew did.\n",
            ),
        ] {
            let said = |words: &str| turn(name, text, words).map(|(n, who)| (n, who.to_uppercase()));
            assert_eq!(said("quay was"), Some((1, "MARTA VOLL".to_owned())), "{text}");
            assert_eq!(said("shut it"), Some((2, "BO LIND".to_owned())), "{text}");
            assert_eq!(said("crew"), Some((3, "MARTA VOLL".to_owned())), "{text}");
        }
    }

    #[test]
    fn labels_that_name_nobody() {
        let hall = "Q: Was the quay shut?\n\nA: Yes.\n\nQ: Who shut it?\n\nA: The crew did.\n";
        assert_eq!(turn("a.txt", hall, "The crew"), Some((4, "A".to_owned())));
        let two =
            "Speaker 1  0:04\nThe quay was shut.\n\nSpeaker 2  0:09\nWho shut it?\n\nSpeaker 1  0:12\nThe crew did.\n";
        assert_eq!(turn("a.txt", two, "Who"), Some((2, "Speaker 2".to_owned())));
        let heard = r#"{"segments": [{"start": 0.4, "end": 2.0, "text": " The quay was shut.", "speaker": "SPEAKER_00"},
            {"start": 2.2, "end": 3.0, "text": " Who shut it?", "speaker": "SPEAKER_01"}]}"#;
        assert_eq!(turn("a.json", heard, "Who"), Some((2, "SPEAKER_01".to_owned())));
    }

    #[test]
    fn outside_of_turns() {
        let hall = "Notes of the day\n\nMARTA VOLL: The quay was shut. (Laughter.) Again.\n\nBO LIND: Who shut it?\n\nMARTA VOLL: They.\n";
        assert_eq!(turn("a.txt", hall, "Notes"), None);
        assert_eq!(turn("a.txt", hall, "BO LIND"), None, "a name is no word of a turn");
        assert_eq!(turn("a.txt", hall, "Laughter"), Some((1, "MARTA VOLL".to_owned())));
        assert_eq!(turn("a.txt", "“The quay was shut,” said Marta Voll.", "quay"), None);
    }
}
