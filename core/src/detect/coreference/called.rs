//! What people and bodies are called beside their names: "Ada Grey, the mayor of Ashton", "Senator Grey", "Grey is a farmer". A
//! description that says the same leads to them.

use super::super::people::NameMention;
use super::super::roles::Roles;
use super::super::word_number::hash_of;
use super::super::{ClusterId, Gender, people};
use super::Resolver;
use super::antecedents::{Candidate, Reference};
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Longest look at the words behind a name, in bytes.
const MAX_CALLING_BYTES: usize = 90;
/// Most words kept of what one is called.
const MAX_CALLING_WORDS: usize = 40;
/// Shortest word that tells something, in bytes.
const MIN_WORD_BYTES: usize = 3;

/// The numbers of the words by which each cluster is called.
pub type Callings = FxHashMap<ClusterId, SmallVec<[u32; 8]>>;

/// The words of a description.
#[derive(Clone, Debug, Default)]
pub struct DescribedAs {
    /// What somebody is.
    head: u32,
    /// What tells which.
    others: SmallVec<[u32; 6]>,
}

impl Resolver<'_> {
    /// What the words of a source tell of somebody who is named elsewhere, if they do.
    pub(super) fn reference_of(&self, source: Span) -> Option<Reference> {
        let words = source.of(self.text);
        let rules = &self.lexicon.language().references;
        let first = words.split(' ').next().unwrap_or_default();
        if first.len() == words.len() {
            let is = |list: &[&str]| list.iter().any(|w| w.eq_ignore_ascii_case(words));
            return if is(rules.male) {
                Some(Reference::Pronoun(Gender::Male))
            } else if is(rules.female) {
                Some(Reference::Pronoun(Gender::Female))
            } else {
                None
            };
        }
        let known = rules.definite.iter().chain(rules.possessives).any(|d| words.starts_with(d))
            || rules.demonstratives.iter().any(|d| words.get(..d.len()).is_some_and(|w| w.eq_ignore_ascii_case(d)));
        if !known {
            return None;
        }
        let mut gender = Gender::Unknown;
        let mut head = (Roles::default(), "");
        for word in words.split_whitespace().skip(1) {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            let roles = self.lexicon.roles(plain);
            if roles.has(Roles::PREP) || roles.has(Roles::PRONOUN) {
                break;
            }
            head = (roles, plain);
            gender = gender.or(people::gender_of(roles));
            if word.ends_with(',') {
                break;
            }
        }
        let (roles, word) = head;
        if word.is_empty() || roles.has(Roles::GROUP) {
            return None;
        }
        let somebody = roles.has(Roles::DEMONYM) || rules.ages.iter().any(|a| word.ends_with(a));
        Some(if roles.has(Roles::ROLE.or(Roles::TITLE)) {
            Reference::Person(gender)
        } else if roles.has(Roles::PUBLICATION.or(Roles::TITLE_CUE)) {
            Reference::Writing
        } else if roles.has(Roles::ORG) {
            Reference::Body
        } else if somebody {
            Reference::Somebody(gender)
        } else {
            Reference::Called(gender)
        })
    }

    /// The words of the description at `source`.
    pub(super) fn words_called(&mut self, source: Span) -> DescribedAs {
        let words = source.of(self.text);
        if !words.contains(' ') {
            return DescribedAs::default();
        }
        if self.callings.is_none() {
            self.callings = Some(self.all_callings());
        }
        let mut described = DescribedAs::default();
        let mut headed = false;
        for word in words.split([' ', '-', '\u{a0}', '\n']).skip(1) {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            let roles = self.lexicon.roles(plain);
            headed |= described.head != 0 && roles.has(Roles::PREP);
            if roles.has(Roles::PREP.or(Roles::DET).or(Roles::CONJ)) || plain.len() < MIN_WORD_BYTES {
                continue;
            }
            let number = hash_of(self.lexicon.language().references.owner(plain).unwrap_or(plain));
            if headed {
                described.others.push(number);
            } else if described.head != 0 {
                described.others.push(std::mem::replace(&mut described.head, number));
            } else {
                described.head = number;
            }
        }
        described
    }

    /// How well one fits a description: 0 there is none, 1 not, 2 by what tells which, 3 by what he is, 4 by both.
    pub(super) fn fits_description(&self, person: &Candidate, described: &DescribedAs) -> u32 {
        if described.head == 0 {
            return 0;
        }
        let Some(words) = self.callings.as_ref().and_then(|c| c.get(&person.cluster)) else { return 1 };
        let head = words.contains(&described.head);
        let others = described.others.iter().any(|w| words.contains(w));
        1 + u32::from(others) + 2 * u32::from(head)
    }

    /// What each cluster is called, read from the words beside its names. O(names), once a document.
    pub(super) fn all_callings(&self) -> Callings {
        let mut all = Callings::default();
        for name in self.names.iter().filter(|n| n.cluster.is_some()) {
            self.callings_at(*name, all.entry(name.cluster).or_default());
        }
        all
    }

    fn callings_at(&self, name: NameMention, out: &mut SmallVec<[u32; 8]>) {
        if out.len() >= MAX_CALLING_WORDS {
            return;
        }
        let mut put = |word: &str| {
            let plain = word.trim_matches(|c: char| !c.is_alphanumeric());
            let roles = self.lexicon.roles(plain);
            if plain.len() < MIN_WORD_BYTES || roles.has(Roles::PREP.or(Roles::DET).or(Roles::CONJ).or(Roles::AUX)) {
                return;
            }
            let number = hash_of(self.lexicon.language().references.owner(plain).unwrap_or(plain));
            if !out.contains(&number) {
                out.push(number);
            }
            for (title, nouns) in self.lexicon.language().references.titles_as_nouns {
                if title.eq_ignore_ascii_case(plain) {
                    out.extend(nouns.iter().map(|n| hash_of(n)));
                }
            }
        };
        // "the investor Ada Grey", "Sen. Ada Grey".
        Span::new(name.span.start, name.core.start).of(self.text).split([' ', '-']).for_each(&mut put);
        let before = self.text.get(..name.span.start as usize).unwrap_or_default();
        if let Some(before) = before.strip_suffix(' ') {
            let near = before.rsplit(' ').take(3);
            for word in near {
                let roles = self.lexicon.roles(word);
                if !word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
                    || roles.has(Roles::PREP.or(Roles::DET).or(Roles::CONJ).or(Roles::AUX).or(Roles::SAY))
                {
                    break;
                }
                put(word);
            }
        }
        let after = self.text.get(name.span.end as usize..).unwrap_or_default();
        let end = after.bytes().take(MAX_CALLING_BYTES).position(|b| matches!(b, b'.' | b';' | b'\n' | b':'));
        let mut end = end.unwrap_or(MAX_CALLING_BYTES).min(after.len());
        while !after.is_char_boundary(end) {
            end -= 1;
        }
        let after = after.get(..end).unwrap_or_default();
        let article = |words: &str| {
            words.split(' ').next().is_some_and(|w| {
                let roles = self.lexicon.roles(w);
                roles.has(Roles::DET.or(Roles::ROLE).or(Roles::TITLE).or(Roles::DEMONYM).or(Roles::POSS))
            })
        };
        if let Some(apposition) = after.strip_prefix(", ").filter(|a| article(a)) {
            apposition.split(',').next().unwrap_or_default().split([' ', '-']).for_each(&mut put);
        } else if let Some((verb, rest)) = after.strip_prefix(' ').and_then(|a| a.split_once(' '))
            && self.lexicon.roles(verb).has(Roles::AUX)
            && article(rest)
        {
            rest.split(',').next().unwrap_or_default().split([' ', '-']).take(8).for_each(&mut put);
        }
    }

    /// Who bears the role at `source`: 2 where the words are the role, 1 where only the last one is.
    pub(super) fn bearer(&self, source: Span) -> Option<(ClusterId, u32)> {
        let (cluster, _) = self.role(source)?;
        let words: String = source.of(self.text).chars().flat_map(char::to_lowercase).collect();
        let exact = words.split_once(' ').is_some_and(|(_, role)| self.roles.contains_key(role.trim()));
        Some((cluster, 1 + u32::from(exact)))
    }

    /// Asks about the places of the annotation that stand before `at`, in training.
    pub fn ask_before(&mut self, at: u32) {
        while let Some(source) = self.classifier.more_references().get(self.asked).copied() {
            if source.start >= at {
                break;
            }
            self.asked += 1;
            if let Some(reference) = self.reference_of(source).filter(|r| !matches!(r, Reference::Called(_))) {
                self.antecedent(reference, Span::new(source.start, source.start), source, false);
            }
        }
    }
}
