//! The noun phrases of a sentence: whoever may be the source of something said in it.

use super::clause::{Clause, is_ly};
use super::lexicon::{Roles, number};
use super::tokens::Class;
use std::ops::Range;

/// A noun phrase in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// Its items.
    pub items: Range<usize>,
    /// What it is.
    pub kind: PhraseKind,
}

/// What a noun phrase is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PhraseKind {
    /// A name.
    Name,
    /// He or she.
    Person,
    /// They.
    They,
    /// It, this, that.
    It,
    /// I or we.
    First,
    /// You.
    Second,
    /// Who or which.
    Relative,
    /// His, her, their.
    Possessive,
    /// Him, them.
    Object,
    /// A person described.
    Role,
    /// Several persons described.
    Group,
    /// A body.
    Body,
    /// Something written.
    Paper,
    /// Anything else.
    Other,
}

/// The noun phrases of `sentence` in order, into `out`. The owner in “Grey’s plan” is a phrase of its own, before the
/// whole. O(items).
pub fn phrases(clause: &Clause<'_>, sentence: &Range<usize>, out: &mut Vec<Phrase>) {
    out.clear();
    let mut i = sentence.start;
    while i < sentence.end {
        match begins(clause, i).then(|| clause.noun_phrase_from(i)).flatten() {
            Some(range) => {
                let range = range.start..range.end.min(sentence.end);
                if let Some(mark) =
                    range.clone().find(|j| clause.word(*j).is_some_and(|t| t.class == Class::Possessive))
                    && mark > range.start
                {
                    let owner = range.start..mark;
                    out.push(Phrase { kind: kind(clause, &owner), items: owner });
                } else if clause.has(range.start, Roles::POSS) && range.len() > 1 {
                    out.push(Phrase { items: range.start..range.start + 1, kind: PhraseKind::Possessive });
                }
                i = range.end.max(i + 1);
                out.push(Phrase { kind: kind(clause, &range), items: range });
            }
            None => i += 1,
        }
    }
}

/// Whether a noun phrase can begin at item `i`.
fn begins(clause: &Clause<'_>, i: usize) -> bool {
    let Some(token) = clause.word(i) else { return false };
    let person = Roles::PRONOUN.or(Roles::POSS);
    if token.has(person) {
        return true;
    }
    match token.class {
        Class::Mark(_) | Class::Possessive => false,
        Class::Capital | Class::Shout | Class::Handle => {
            let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::AUX).or(Roles::ADV);
            // "Ada Grey, 59, of Ashton, Md., said": where she lives does not speak.
            let address = token.has(Roles::PLACE) && i > 0 && clause.is(i - 1, ',');
            !(token.has(Roles::DAY) || address || token.has(Roles::NOT_NAME) && token.has(grammar))
        }
        Class::Number => clause.word(i + 1).is_some_and(|t| t.class == Class::Lower && !t.has(Roles::PREP)),
        Class::Lower => {
            let noun = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PAPER).or(Roles::DET);
            let other = Roles::PREP.or(Roles::CONJ).or(Roles::AUX).or(Roles::ADV);
            let verb = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
            token.has(noun) || !token.has(other.or(verb)) && !is_ly(token, clause.text)
        }
    }
}

/// Pronouns for things.
const IT: [u32; 6] = [number("it"), number("this"), number("that"), number("these"), number("those"), number("itself")];

fn kind(clause: &Clause<'_>, range: &Range<usize>) -> PhraseKind {
    let first = range.start;
    if range.len() == 1 {
        if clause.among(first, &[number("he"), number("she")]) {
            return PhraseKind::Person;
        } else if clause.is_word(first, number("they")) {
            return PhraseKind::They;
        } else if clause.among(first, &IT) {
            return PhraseKind::It;
        } else if clause.among(first, &[number("i"), number("we")]) {
            return PhraseKind::First;
        } else if clause.is_word(first, number("you")) {
            return PhraseKind::Second;
        } else if clause.among(first, &[number("who"), number("which"), number("whom")]) {
            return PhraseKind::Relative;
        } else if clause.has(first, Roles::POSS) {
            return PhraseKind::Possessive;
        } else if clause.has(first, Roles::PRONOUN) {
            return PhraseKind::Object;
        }
    }
    let mut found = PhraseKind::Other;
    for i in range.clone() {
        let Some(token) = clause.word(i) else { continue };
        // What follows "of" or "at" describes, it does not head.
        if token.has(Roles::PREP) && found != PhraseKind::Other {
            break;
        }
        if token.has(Roles::GROUP) {
            found = PhraseKind::Group;
        } else if token.is_capital() && !token.has(Roles::NOT_NAME.or(Roles::DAY)) {
            found = if token.has(Roles::ORG) && !token.has(Roles::ROLE) { PhraseKind::Body } else { PhraseKind::Name };
        } else if token.has(Roles::ROLE) {
            found = PhraseKind::Role;
        } else if token.has(Roles::PAPER) {
            found = PhraseKind::Paper;
        } else if token.has(Roles::ORG) {
            found = PhraseKind::Body;
        }
    }
    found
}
