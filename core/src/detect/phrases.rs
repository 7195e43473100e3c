//! The noun phrases of a sentence: whoever may be the source of something said in it.

use super::item_row::ItemRow;
use super::roles::Roles;
use super::tokens::TokenClass;
use std::ops::Range;

/// A noun phrase in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NounPhrase {
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
    Publication,
    /// Anything else.
    Other,
}

impl PhraseKind {
    /// Whether such a phrase mostly stands for somebody who can speak.
    pub const fn speaks(self) -> bool {
        matches!(self, Self::Name | Self::Person | Self::They | Self::First | Self::Role | Self::Group | Self::Body)
    }
}

/// The noun phrases of `sentence` in order, into `out`. The owner in “Grey’s plan” is a phrase of its own, before the
/// whole. O(items).
pub fn phrases(row: &ItemRow<'_>, sentence: &Range<usize>, out: &mut Vec<NounPhrase>) {
    out.clear();
    let mut i = sentence.start;
    while i < sentence.end {
        match begins(row, i).then(|| row.noun_phrase_from(i)).flatten() {
            Some(range) => {
                let range = range.start..range.end.min(sentence.end);
                if let Some(mark) =
                    range.clone().find(|j| row.word(*j).is_some_and(|t| t.class == TokenClass::Possessive))
                    && mark > range.start
                {
                    let owner = range.start..mark;
                    out.push(NounPhrase { kind: kind(row, &owner), items: owner });
                } else if row.has(range.start, Roles::POSS) && range.len() > 1 {
                    out.push(NounPhrase { items: range.start..range.start + 1, kind: PhraseKind::Possessive });
                }
                i = range.end.max(i + 1);
                out.push(NounPhrase { kind: kind(row, &range), items: range });
            }
            None => i += 1,
        }
    }
}

/// Whether a noun phrase can begin at item `i`.
fn begins(row: &ItemRow<'_>, i: usize) -> bool {
    let Some(token) = row.word(i) else { return false };
    if row.is_name_like_grammar(i) {
        return true;
    }
    let person = Roles::PRONOUN.or(Roles::POSS);
    if token.has(person) {
        return true;
    }
    match token.class {
        TokenClass::Mark(_) | TokenClass::Possessive => false,
        TokenClass::Capital | TokenClass::AllCaps | TokenClass::Handle => {
            let grammar = Roles::PREP.or(Roles::CONJ).or(Roles::AUX).or(Roles::ADV);
            // "Ada Grey, 59, of Ashton, Md., said": where she lives does not speak.
            let address = token.has(Roles::PLACE) && i > 0 && row.is(i - 1, ',');
            let grammar = token.has(Roles::NOT_NAME) && token.has(grammar);
            !(token.has(Roles::DAY) || address || grammar || row.opens_with_participle(i))
        }
        TokenClass::Number => row.word(i + 1).is_some_and(|t| t.class == TokenClass::Lower && !t.has(Roles::PREP)),
        TokenClass::Lower => {
            let noun = Roles::ROLE.or(Roles::GROUP).or(Roles::ORG).or(Roles::PUBLICATION).or(Roles::DET);
            let other = Roles::PREP.or(Roles::CONJ).or(Roles::AUX).or(Roles::ADV);
            let verb = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
            token.has(noun) || !token.has(other.or(verb)) && !row.is_adverb_of_manner(token)
        }
    }
}

/// What every pronoun has a role of.
const PRONOUNS: Roles = Roles::PRONOUN.or(Roles::POSS).or(Roles::DET).or(Roles::CONJ).or(Roles::NOT_NAME);

fn kind(row: &ItemRow<'_>, range: &Range<usize>) -> PhraseKind {
    let (first, grammar) = (range.start, &row.language.grammar);
    if range.len() == 1 && row.is_name_like_grammar(first) {
        return PhraseKind::Name;
    }
    if range.len() == 1 && row.has(first, PRONOUNS) {
        if row.among(first, grammar.third_person_singular) {
            return PhraseKind::Person;
        } else if row.among(first, grammar.third_person_plural) {
            return PhraseKind::They;
        } else if row.among(first, grammar.impersonal_pronouns) {
            return PhraseKind::It;
        } else if row.among(first, grammar.first_person) {
            return PhraseKind::First;
        } else if row.among(first, grammar.second_person) {
            return PhraseKind::Second;
        } else if row.among(first, grammar.relative_pronouns) {
            return PhraseKind::Relative;
        } else if row.has(first, Roles::POSS) {
            return PhraseKind::Possessive;
        } else if row.has(first, Roles::PRONOUN) {
            return PhraseKind::Object;
        }
    }
    let mut found = PhraseKind::Other;
    for i in range.clone() {
        let Some(token) = row.word(i) else { continue };
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
        } else if token.has(Roles::PUBLICATION) {
            found = PhraseKind::Publication;
        } else if token.has(Roles::ORG) {
            found = PhraseKind::Body;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::detect::lang::ENGLISH;
    use crate::detect::lexicon::Lexicon;

    #[test]
    fn every_pronoun_is_known_by_its_roles() {
        let lexicon = Lexicon::new(&ENGLISH);
        let grammar = &ENGLISH.grammar;
        let lists = [
            grammar.third_person_singular,
            grammar.third_person_plural,
            grammar.impersonal_pronouns,
            grammar.first_person,
            grammar.second_person,
            grammar.relative_pronouns,
        ];
        for number in lists.into_iter().flatten() {
            assert!(lexicon.roles_of(*number).has(PRONOUNS), "{number}");
        }
    }
}
