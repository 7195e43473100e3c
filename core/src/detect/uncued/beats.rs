//! Action beats: `Ann put down the cup. “The train leaves at six.”` Who acts beside a quotation without a cue speaks it.

use super::{UncuedQuotation, UncuedSource};
use crate::detect::Rule;
use crate::detect::item_row::ItemRow;
use crate::detect::lang::WordEnding;
use crate::detect::roles::Roles;
use crate::detect::tokens::TokenClass;
use crate::span::Span;
use std::ops::Range;

/// How sure it is that whoever acts before the words speaks them.
const BEFORE_SCORE: f32 = 0.55;
/// The same of whoever acts behind them.
const BEHIND_SCORE: f32 = 0.45;
/// Fewest words of a quotation that is a sentence.
const MIN_WORDS: usize = 2;
/// Most items of the sentence that tells the action.
const MAX_BEAT_ITEMS: usize = 40;

impl UncuedQuotation<'_> {
    /// Who acts in the sentence right before the quotation, which is a sentence of its own; in that behind it when
    /// the quotation opens its block.
    pub fn beat(&self) -> Option<UncuedSource> {
        self.action().map(|(answer, _)| answer)
    }

    /// The same when the action is one of face or hands and somebody else's than `speaker`'s: `“…,” Ann said. Bo looked
    /// away. “…”`
    pub fn beat_of_another(&self, speaker: Span) -> Option<UncuedSource> {
        let row = self.view.row;
        let (answer, verb) = self.action()?;
        let source = answer.source?;
        let gesture = row.among(verb, row.language.grammar.gestures) || row.has(verb, Roles::DIALOGUE);
        let (other, known) = (source.of(row.text), speaker.of(row.text));
        let named = other.starts_with(char::is_uppercase) && !row.language.references.is_pronoun(other);
        let same =
            other.split_whitespace().chain(known.split_whitespace()).any(|w| other.contains(w) && known.contains(w));
        (gesture && named && !same).then_some(answer)
    }

    fn action(&self) -> Option<(UncuedSource, usize)> {
        let (row, q) = (self.view.row, self.q);
        let inner = row.quote(q).map_or("", |s| s.inner().of(row.text));
        let sentence = inner.ends_with(['.', '!', '?', '…', '—', '-'])
            && inner.split_whitespace().take(MIN_WORDS).count() >= MIN_WORDS
            && inner.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
        if !sentence || q != self.view.start || q > 0 && row.quote(q - 1).is_some() {
            return None;
        }
        let found = |sure, (actor, verb): (Range<usize>, usize)| {
            let source = Some(row.hull(&actor));
            Some((UncuedSource { rule: Rule::Subject, sure, same_as: None, source, cue: None }, verb))
        };
        if q == 0 {
            return actor(row, q + 1).and_then(|actor| found(BEHIND_SCORE, actor));
        }
        let from = (q.saturating_sub(MAX_BEAT_ITEMS)..q - 1).rev().find(|i| {
            row.quote(*i).is_some() || ['.', '!', '?'].iter().any(|c| row.is(*i, *c)) && !row.abbreviates(*i)
        });
        // The beginning of a longer sentence is not looked for.
        let start = from.map_or(0, |i| i + 1);
        let near = from.is_some() || q <= MAX_BEAT_ITEMS;
        near.then(|| actor(row, start)).flatten().and_then(|actor| found(BEFORE_SCORE, actor))
    }
}

/// Somebody with a verb right behind, from item `start` on: a name, he or she, somebody described, or the owner of what
/// moves ("Ann’s hand shook").
fn actor(row: &ItemRow<'_>, start: usize) -> Option<(Range<usize>, usize)> {
    let mut subject = row.noun_phrase_from(start)?;
    let owner = subject.clone().find(|i| row.word(*i).is_some_and(|t| t.class == TokenClass::Possessive));
    // "The nurse opened the door", "Ann’s hand shook": a phrase of small letters takes the verb in.
    let small = row.has(start, Roles::DET.or(Roles::POSS)) || owner.is_some();
    let told = |i: usize| {
        row.word(i)
            .is_some_and(|t| t.class == TokenClass::Lower && (t.ending == WordEnding::Past || t.has(Roles::DIALOGUE)))
            || row.among(i, row.language.grammar.gestures)
    };
    if let Some(cut) = (start + 2..subject.end).find(|i| small && told(*i)) {
        subject.end = cut;
    }
    let person = if row.has(start, Roles::PRONOUN) && subject.len() == 1 {
        row.among(start, row.language.grammar.third_person_singular)
    } else {
        let described = Roles::ROLE.or(Roles::MALE).or(Roles::FEMALE);
        let named = row.word(start).is_some_and(|t| t.is_capital() && !t.has(Roles::DET.or(Roles::POSS)));
        named && row.is_somebody(&subject) || subject.clone().any(|i| row.has(i, described))
    };
    let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::DET).or(Roles::POSS).or(Roles::PRONOUN).or(Roles::AUX);
    let verb = row.skip_manner(subject.end);
    let acts = row.word(verb).is_some_and(|t| t.class == TokenClass::Lower && !t.has(grammar));
    let subject = owner.map_or(subject.clone(), |mark| subject.start..mark);
    (person && acts && !subject.is_empty()).then_some((subject, verb))
}

#[cfg(test)]
mod tests {
    use crate::detect::Detector;
    use crate::document::Document;

    /// Words and speaker of each quotation.
    fn heard(text: &str) -> Vec<(String, String, f32)> {
        let document = Document::from_text(text, "a.txt");
        let found = Detector::new().extract(&document);
        let marked = found.attributions().filter(|a| !a.quotes.is_empty());
        marked
            .map(|a| {
                let words: Vec<&str> = a.content.iter().map(|s| document.words(*s)).collect();
                (words.join(" / "), found.speaker_of(a).unwrap_or("?").to_owned(), a.score)
            })
            .collect()
    }

    #[test]
    fn whoever_acts_beside_a_quotation_speaks_it() {
        for (text, expected) in [
            (
                "Nora Quill put down the cup. “It is empty.” Bram Orr shrugged. “Then fill it.”",
                vec!["Nora Quill", "Bram Orr"],
            ),
            ("“It is empty.” Nora Quill put down the cup.", vec!["Nora Quill"]),
            (
                "Dr. Quill closed the file. \"We are done.\" The nurse opened the door. \"After you.\"",
                vec!["Quill", "nurse"],
            ),
            ("Nora’s hand shook. “Not today, please.”", vec!["Nora"]),
            (
                "Nora looked up. “You never told me,” she said. Bram rubbed his eyes. “I meant to.”",
                vec!["Nora", "Bram"],
            ),
            ("Mrs. Orr nodded. “Let him in.”", vec!["Orr"]),
        ] {
            let found = heard(text);
            let who: Vec<&str> = found.iter().map(|f| f.1.as_str()).collect();
            assert!(
                who.len() == expected.len() && who.iter().zip(&expected).all(|(a, b)| a.contains(b)),
                "{text} {found:?}"
            );
            assert!(found.iter().all(|f| f.2 < 0.8 || f.0.contains("told me")), "{text} {found:?}");
        }
    }

    #[test]
    fn things_and_titles_beside_a_quotation_do_not_act() {
        for text in ["The clock struck. “It is late.”", "Nora Quill met the board. “Harbour Lights” was played."]
        {
            let found = heard(text);
            assert!(found.iter().all(|f| f.1 == "?"), "{text} {found:?}");
        }
    }
}
