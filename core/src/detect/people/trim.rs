//! Where a name begins and ends, by what the rest of the document says: in a headline nearly every word has a capital, and
//! a party, an office or a verb may stand glued to a name anywhere.

use super::super::lang::TitleKind;
use super::super::lexicon::Lexicon;
use super::super::roles::Roles;
use super::super::tokens::{Token, TokenClass};
use super::super::{ClusterId, Gender};
use super::name_key::{NameKey, parts, surname};
use super::{NameMention, given_of};
use crate::span::Span;
use rustc_hash::{FxHashMap, FxHashSet};
use smallvec::SmallVec;

/// Longest headline, in tokens.
const MAX_HEADLINE: usize = 40;

/// Fewest capitals in one.
const MIN_CAPITALS: usize = 4;

/// Words of a run that are looked at, and the longest name looked for in it.
const MAX_RUN: usize = 12;
const MAX_NAME: usize = 5;

const GIVEN: Roles = Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE);

/// Words that make no name, whatever their first letter: verbs and words of grammar.
const VERB: Roles = Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::STANCE);
const GRAMMAR: Roles =
    Roles::PRONOUN.or(Roles::DET).or(Roles::POSS).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ).or(Roles::ADV);

/// Words that stand before a name and are no part of it.
const BEFORE_A_NAME: Roles = Roles::DEMONYM.or(Roles::GROUP);

/// Words that may stand between the beginning of a run and a given name.
const LEADING: Roles = BEFORE_A_NAME.or(Roles::ROLE).or(Roles::ORG).or(Roles::PLACE).or(Roles::DAY).or(VERB);

/// Whether `tokens` are a line where words have a capital because it is a headline. O(tokens) of a short line, else O(1).
pub fn is_headline(tokens: &[Token]) -> bool {
    if tokens.len() > MAX_HEADLINE || tokens.len() < MIN_CAPITALS {
        return false;
    }
    // "Ada Grey, Bo Lind and Tom Orr run the pier.": with a stop only capitals that no sentence has tell.
    let stopped = tokens.last().is_some_and(|t| t.is('.'));
    let (mut capitals, mut small, mut evidence) = (0usize, 0usize, false);
    for (i, token) in tokens.iter().enumerate() {
        match token.class {
            TokenClass::Capital => {
                capitals += 1;
                let plain = token.has(GRAMMAR.or(VERB)) && !token.has(GIVEN.or(Roles::TITLE).or(Roles::DAY));
                evidence |= i > 0 && plain;
            }
            TokenClass::Lower if token.span.len() > 3 && !token.has(GRAMMAR) => small += 1,
            TokenClass::Lower if token.has(GRAMMAR) => evidence |= i > 1 && !stopped,
            TokenClass::Lower
            | TokenClass::AllCaps
            | TokenClass::Number
            | TokenClass::Possessive
            | TokenClass::Handle
            | TokenClass::Mark(_) => {}
        }
    }
    evidence && capitals >= MIN_CAPITALS && small * 5 <= capitals
}

/// What the body of the document knows of its names.
struct KnownNames {
    /// All words of a name → whether it is an organisation.
    full: FxHashMap<NameKey, bool>,
    /// Names of one word, and surnames.
    single: FxHashSet<NameKey>,
}

impl KnownNames {
    fn of(text: &str, names: &[NameMention], lexicon: &Lexicon) -> Self {
        let mut known = Self { full: FxHashMap::default(), single: FxHashSet::default() };
        for name in names.iter().filter(|n| !n.headline && !n.doubtful) {
            let words = parts(name.core.of(text));
            if words.len() > 1 {
                known.full.entry(NameKey::of_all(words.iter().copied())).or_insert(name.body);
                if let Some(last) = surname(&words, lexicon.language().names.generations).filter(|_| !name.body) {
                    known.single.insert(NameKey::of(last));
                }
            } else if let Some(word) = words.first() {
                known.single.insert(NameKey::of(word));
            }
        }
        known
    }
}

/// The words of a run with their places.
fn run(text: &str, core: Span) -> SmallVec<[(Span, &str); 8]> {
    let mut out = SmallVec::new();
    let whole = core.of(text);
    for word in parts(whole) {
        // A part of the string itself: its place is where its bytes are.
        let at = word.as_ptr() as usize - whole.as_ptr() as usize;
        let start = core.start + at as u32;
        out.push((Span::new(start, start + word.len() as u32), word));
    }
    out
}

/// Takes from every name what is no part of it, and cuts the runs of headlines into the names that the body knows.
/// O(names).
pub fn trim(text: &str, names: &mut Vec<NameMention>, lexicon: &Lexicon) {
    let known = KnownNames::of(text, names, lexicon);
    for name in names.iter_mut().filter(|n| !n.headline && !n.body) {
        cut_front(text, name, &known, lexicon);
    }
    if !names.iter().any(|n| n.headline) {
        return;
    }
    let mut out = Vec::with_capacity(names.len() + 8);
    for name in names.drain(..) {
        if name.headline { in_headline(text, name, &known, lexicon, &mut out) } else { out.push(name) }
    }
    *names = out;
}

/// "Republican Ada Grey", "Miss Harbour Ada Grey" where Ada Grey is known.
fn cut_front(text: &str, name: &mut NameMention, known: &KnownNames, lexicon: &Lexicon) {
    let words = run(text, name.core);
    if words.len() < 2 || words.len() > MAX_RUN {
        return;
    }
    let roles = |i: usize| words.get(i).map_or(Roles::default(), |(_, w)| lexicon.roles(w));
    if roles(0).has(GIVEN) {
        return;
    }
    let key = |from: usize| NameKey::of_all(words.iter().skip(from).map(|(_, w)| *w));
    let rest = words.len() - 1;
    let party = !name.titled && roles(0).has(BEFORE_A_NAME);
    // "Van der Berg" is a surname, and what stands before it a given name unless it is known to be none.
    let is_known =
        |from: usize| known.full.get(&key(from)) == Some(&false) && (party || !roles(from).has(Roles::PARTICLE));
    let from = if rest > 1 && (is_known(1) || party && roles(1).has(GIVEN)) {
        1
    } else if rest > 2 && is_known(2) {
        2
    } else if rest == 1
        && (party || roles(0).has(VERB))
        && !name.titled
        && words.last().is_some_and(|(_, w)| known.single.contains(&NameKey::of(w)))
    {
        1
    } else {
        // An office or a body first, and a given name before the last word.
        let given = (1..rest).find(|i| roles(*i).has(GIVEN) && (0..*i).all(|j| roles(j).has(LEADING)));
        match given.filter(|i| !name.titled && rest - i <= 2 && !roles(rest).has(Roles::ORG.or(Roles::PLACE))) {
            Some(from) => from,
            None => return,
        }
    };
    if let Some((first, word)) = words.get(from) {
        name.core = Span::new(first.start, name.core.end);
        name.given = given_of(lexicon.roles(word));
        if !name.titled {
            name.span = name.core;
        }
        name.opening = false;
    }
}

fn in_headline(text: &str, name: NameMention, known: &KnownNames, lexicon: &Lexicon, out: &mut Vec<NameMention>) {
    let words = run(text, name.core);
    let given = |i: usize| words.get(i).is_some_and(|(_, w)| lexicon.roles(w).has(GIVEN));
    if words.len() < 2 {
        out.push(NameMention { doubtful: name.doubtful || !name.titled, ..name });
        return;
    }
    let before = out.len();
    let mut i = 0;
    while i < words.len().min(MAX_RUN) {
        let key = |to: usize| NameKey::of_all(words.get(i..to).unwrap_or_default().iter().map(|(_, w)| *w));
        let longest =
            (i + 2..=words.len().min(i + MAX_NAME)).rev().find_map(|to| known.full.get(&key(to)).map(|b| (to, *b)));
        let single = || words.get(i).is_some_and(|(_, w)| known.single.contains(&NameKey::of(w)));
        let plain = |i: usize| words.get(i).is_some_and(|(_, w)| !lexicon.roles(w).has(GRAMMAR.or(VERB).or(LEADING)));
        let (to, body) = match longest {
            Some(found) => found,
            // Known from the headline alone.
            None if given(i) && plain(i + 1) => (i + 2, false),
            None if single() => (i + 1, name.body && words.len() == 1),
            None => {
                i += 1;
                continue;
            }
        };
        if let (Some((first, word)), Some((last, _))) = (words.get(i), words.get(to - 1)) {
            let core = Span::new(first.start, last.end);
            out.push(if core.start == name.core.start {
                NameMention { span: Span::new(name.span.start, core.end), core, body, ..name }
            } else {
                NameMention {
                    span: core,
                    core,
                    body,
                    gender: Gender::Unknown,
                    given: given_of(lexicon.roles(word)),
                    title_kind: TitleKind::Plain,
                    titled: false,
                    opening: false,
                    placed: false,
                    cluster: ClusterId::NONE,
                    ..name
                }
            });
        }
        i = to;
    }
    if out.len() == before {
        out.push(NameMention { doubtful: !name.titled, ..name });
    }
}
