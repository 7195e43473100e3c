//! Names of people and organisations: collecting the mentions, and linking them to clusters.
//!
//! Extraction collects every written name; linking then joins surnames, titles, handles and misspellings to full names,
//! so that the words beside a cue lead to one person. Both are linear in the number of names; a surname is looked up,
//! never searched for.

mod fiction;
mod given;
mod link;
mod linker;
mod name_key;
mod name_usage;
mod trim;

use super::lang::{Language, NameRules, TitleKind};
use super::lexicon::Lexicon;
use super::roles::Roles;
use super::tokens::{Token, TokenClass};
use super::word_number::hash_of;
use super::{ClusterId, Gender};
use crate::span::Span;
use rustc_hash::FxHashSet;

pub use given::give;
pub use link::{LinkInputs, link};

/// One written name, with its title.
#[derive(Clone, Copy, Debug)]
pub struct NameMention {
    /// Title and name.
    pub span: Span,
    /// The name without its title.
    pub core: Span,
    /// The gender that its title implies.
    pub gender: Gender,
    /// The gender of its first word, if that is a given name.
    pub given: Gender,
    /// The kind of title right before the name.
    pub title_kind: TitleKind,
    /// Whether its first word begins a sentence, where any word has a capital.
    pub opening: bool,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
    /// Whether it stands behind "in", "at", "near", as places do.
    pub placed: bool,
    /// Whether a speech verb stands beside it.
    pub speaks: bool,
    /// Whether it has a person's title.
    pub titled: bool,
    /// Whether it is an organisation, not a person.
    pub body: bool,
    /// A single word at the beginning of a sentence with no verb behind it: a name only if it is one elsewhere.
    pub doubtful: bool,
    /// Whether it stands in a headline, where most words have a capital.
    pub headline: bool,
    /// Whether somebody else of this surname was named last.
    pub disputed: bool,
    /// Its cluster, once linked.
    pub cluster: ClusterId,
}

impl NameMention {
    /// A name of which nothing is known but its place.
    const fn plain(span: Span) -> Self {
        Self {
            span,
            core: span,
            gender: Gender::Unknown,
            given: Gender::Unknown,
            title_kind: TitleKind::Plain,
            opening: false,
            quoted: false,
            placed: false,
            speaks: false,
            titled: false,
            body: false,
            doubtful: false,
            headline: false,
            disputed: false,
            cluster: ClusterId::NONE,
        }
    }
}

/// Collects the names among `tokens` of one block. O(tokens).
pub fn names(text: &str, tokens: &[Token], language: &Language, out: &mut Vec<NameMention>) {
    let mut i = 0;
    let first = out.len();
    while let Some(token) = tokens.get(i) {
        if !token.is_capital() {
            i += 1;
            continue;
        }
        match name_at(text, tokens, language, i) {
            Some((name, next)) => {
                out.push(name);
                i = next;
            }
            None => i += 1,
        }
    }
    if out.len() > first && trim::is_headline(tokens) {
        for name in out.iter_mut().skip(first) {
            name.headline = true;
        }
    }
}

/// "of the House Ada Grey": what an office is of, before a given name and another word.
fn office_of_the(tokens: &[Token], of: usize, end: usize, rules: &NameRules) -> bool {
    let get = |i: usize| tokens.get(i).copied();
    let the = get(of + 1).is_some_and(|t| t.word == hash_of(rules.article));
    let given = |t: Token| t.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE));
    the && get(of + 2).is_some_and(|t| t.is_capital())
        && (of + 3..end.min(of + 7).saturating_sub(1)).any(|j| get(j).is_some_and(given))
}

/// "R-Ohio", "State-backed": a letter for a party, or a word that says how; no part of a name.
fn is_compound_of_no_name(token: Token, text: &str) -> bool {
    let Some((head, tail)) = token.span.of(text).split_once('-') else { return false };
    let made =
        tail.starts_with(char::is_lowercase) && (tail.ends_with("ed") || tail.ends_with("ing")) && tail.len() > 4;
    made || head.len() == 1 && tail.len() > 2 && tail.starts_with(char::is_uppercase)
}

/// Whether a token is the month that is a given name too ("May").
fn is_month_or_name(token: Token, language: &Language) -> bool {
    token.class == TokenClass::Capital && token.word == language.names.month_or_name
}

fn starts_sentence(tokens: &[Token], i: usize) -> bool {
    i == 0 || tokens.get(i - 1).is_some_and(|t| matches!(t.class, TokenClass::Mark(c) if !",’'&)".contains(c)))
}

/// "You've", "I'll", "Don't": two words in one, no name.
fn is_contraction(word: &str, language: &Language) -> bool {
    if !word.bytes().any(|b| b == b'\'' || !b.is_ascii()) {
        return false;
    }
    let tail = word.rsplit(['\'', '’']).next().unwrap_or_default();
    tail.len() < word.len() && language.names.contraction_tails.contains(&tail)
}

/// "der Luyden" of "van der Luyden".
fn particle_then_name(tokens: &[Token], at: usize) -> bool {
    let get = |i: usize| tokens.get(i);
    get(at).is_some_and(|t| t.has(Roles::PARTICLE)) && get(at + 1).is_some_and(|t| t.is_capital())
}

fn name_at(text: &str, tokens: &[Token], language: &Language, start: usize) -> Option<(NameMention, usize)> {
    let get = |i: usize| tokens.get(i).copied();
    let (grammar, rules) = (&language.grammar, &language.names);
    let first = get(start)?;
    if !first.is_capital() {
        return None;
    }
    let article = first.has(Roles::NOT_NAME) && first.has(Roles::DET) && first.word == grammar.definite_article;
    if article {
        // "The New York Times", only where the article is written large inside a sentence.
        if starts_sentence(tokens, start) || !get(start + 1).is_some_and(|t| t.is_capital() && !t.has(Roles::NOT_NAME))
        {
            return None;
        }
    } else {
        let day = first.has(Roles::DAY) && !is_month_or_name(first, language);
        let opening = Roles::ADV.or(Roles::PREP).or(Roles::CONJ).or(Roles::AUX);
        let may = is_month_or_name(first, language);
        let month = may && get(start + 1).is_some_and(|t| t.class == TokenClass::Number);
        let grammar = starts_sentence(tokens, start) && first.has(opening) && !may || month;
        // "IV. The Harbour" numbers a chapter.
        let numeral =
            first.span.of(text).bytes().all(|b| b"IVXLC".contains(&b)) && get(start + 1).is_some_and(|t| t.is('.'));
        // "10:00 AM Ada Grey wrote".
        let hour = first.class == TokenClass::AllCaps && rules.half_days.contains(&first.word);
        let after_number = start.checked_sub(1).and_then(get).is_some_and(|t| t.class == TokenClass::Number);
        if numeral && starts_sentence(tokens, start) || hour && after_number {
            return None;
        }
        if first.has(Roles::NOT_NAME.or(Roles::PRONOUN))
            || day
            || grammar
            || is_contraction(first.span.of(text), language)
            || is_compound_of_no_name(first, text)
        {
            return None;
        }
    }
    let mut end = start + 1;
    while let Some(token) = get(end) {
        let next_capital = get(end + 1).is_some_and(|t| t.is_capital() && !t.has(Roles::NOT_NAME));
        let after_next = get(end + 2).is_some_and(|t| t.is_capital());
        match token.class {
            TokenClass::Capital | TokenClass::AllCaps
                if token.has(Roles::DAY) && !is_month_or_name(token, language) =>
            {
                break;
            }
            TokenClass::Capital | TokenClass::AllCaps => {
                let apart = Span::new(get(end - 1)?.span.end, token.span.start).of(text);
                if is_contraction(token.span.of(text), language) || is_compound_of_no_name(token, text) {
                    break;
                }
                if token.word == grammar.first_person_singular || apart.len() > 1 && apart.contains("\n\n") {
                    break;
                }
                if token.has(Roles::NOT_NAME) && !token.has(Roles::TITLE) && token.span.len() > 1 {
                    break;
                }
            }
            TokenClass::Mark('.') => {
                let before = get(end - 1)?;
                let short = before.has(Roles::ABBREV) || before.span.len() == 1 || before.span.of(text).contains('.');
                // "Mr. van der Luyden": a title goes on over small words to the name.
                let particles = before.has(Roles::TITLE) && particle_then_name(tokens, end + 1);
                if !short || !(next_capital || particles) {
                    break;
                }
            }
            TokenClass::Mark('&') if next_capital => {}
            TokenClass::Lower
                if token.has(Roles::PARTICLE) && (next_capital || particle_then_name(tokens, end + 1)) => {}
            TokenClass::Lower if rules.purposes.contains(&token.word) => {
                // "Committee for a Better Harbour", "Commission on Harbour Works".
                let purposeful = get(end - 1).is_some_and(|t| rules.purposeful.contains(&t.word));
                let article = get(end + 1).is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::DET));
                let day = get(end + 1).is_some_and(|t| t.has(Roles::DAY.or(Roles::GIVEN_MALE).or(Roles::GIVEN_FEMALE)));
                if !purposeful || day || !(next_capital || article && after_next) {
                    break;
                }
                if article {
                    end += 1;
                }
            }
            TokenClass::Lower if token.word == grammar.genitive => {
                let head = get(end - 1).is_some_and(|t| t.has(Roles::ORG.or(Roles::TITLE).or(Roles::ROLE)));
                let the = get(end + 1).is_some_and(|t| t.span.of(text) == rules.article) && after_next;
                if !head || !(next_capital || the) {
                    break;
                }
                if the {
                    end += 1;
                }
            }
            TokenClass::Mark(',') => {
                let suffix = get(end + 1).is_some_and(|t| rules.suffixes.contains(&t.span.of(text)));
                if !suffix {
                    break;
                }
            }
            _ => break,
        }
        end += 1;
    }
    while end > start + 1 && !get(end - 1).is_some_and(Token::is_word) {
        end -= 1;
    }
    if get(end).is_some_and(|t| t.is('.')) && get(end - 1).is_some_and(|t| rules.suffixes.contains(&t.span.of(text))) {
        end += 1;
    }
    // Title words in front.
    let mut core = start + usize::from(article);
    let names_a_body = get(end - 1).is_some_and(|t| t.has(Roles::ORG) && !t.has(Roles::ROLE));
    // "Harbour Secretary Tom Weller", "House Speaker Paul Grey": an office first, a name behind it.
    let office = (core + 1..end.saturating_sub(1))
        .rev()
        .find(|j| get(*j).is_some_and(|t| t.has(Roles::TITLE) && t.class == TokenClass::Capital))
        .filter(|j| *j <= core + 3 && !names_a_body)
        .filter(|j| !(core..*j).any(|k| get(k).is_some_and(|t| t.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)))));
    let mut titled = false;
    let mut gender = Gender::Unknown;
    while core + 1 < end && !names_a_body {
        let token = get(core)?;
        let titles = token.has(Roles::TITLE);
        let of = core > start && rules.inside_titles.contains(&token.span.of(text)) && titled;
        let prefix = token.class != TokenClass::Number
            && token.has(Roles::ROLE.or(Roles::GROUP))
            && get(core + 1).is_some_and(|t| t.is_capital());
        if titles || (of && token.is('.')) || prefix {
            titled = true;
            gender = gender.or(gender_of(token.roles));
        } else if of
            && end > core + 2
            && (get(core + 1).is_some_and(|t| t.is_capital()) || office_of_the(tokens, core, end, rules))
        {
            // "Secretary of State John Kerry": the word after "of" belongs to the title when a name remains.
            let the = get(core + 1).is_some_and(|t| t.span.of(text) == rules.article);
            let skip = if the { 2 } else { 1 };
            // "President of the Northern Republic": the last word alone is the land's, not the president's.
            if core + skip + 1 + usize::from(the) >= end {
                break;
            }
            // "Director of Harbour Works Ada Grey": as far as a given name with a word behind it.
            let given = |j: usize| get(j).is_some_and(|t| t.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)));
            let far = (core + skip + 1..end - 1).take(3).find(|j| given(*j)).filter(|_| !given(core + skip));
            core = far.map_or(core + skip, |j| j - 1);
        } else {
            break;
        }
        core += 1;
    }
    if let Some(office) = office.filter(|o| *o >= core) {
        titled = true;
        gender = gender.or(gender_of(get(office)?.roles));
        core = office + 1;
        // "Ohio Secretary of State Jon Grey".
        if get(core).is_some_and(|t| t.span.of(text) == rules.genitive) {
            let the = usize::from(get(core + 1).is_some_and(|t| t.span.of(text) == rules.article));
            if core + 3 + the <= end {
                core += 2 + the;
            }
        }
    }
    // "Sen . Grey": the full stop of a title begins no name.
    while core + 1 < end && !get(core).is_some_and(|t| t.is_word()) {
        core += 1;
    }
    // "Vice President of the Harbour": no name remains.
    if titled && get(core).is_some_and(|t| t.class == TokenClass::Lower && t.word == grammar.genitive) {
        core = start;
        titled = false;
        gender = Gender::Unknown;
    }
    let all_title = core + 1 >= end
        && get(core)
            .is_some_and(|t| t.has(Roles::TITLE.or(Roles::ROLE)) && !t.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)));
    if all_title && titled {
        core = start;
    }
    let last = get(end - 1)?;
    let names_body = (core..end).any(|j| get(j).is_some_and(|t| t.has(Roles::ORG)));
    let initials = get(core).is_some_and(|t| t.class == TokenClass::AllCaps) && core + 1 == end && last.span.len() > 2;
    let body = !titled && (article || names_body || initials);
    // "in Virginia" is a place.
    let placed = start > 0
        && core + 1 == end
        && get(start - 1).is_some_and(|t| rules.place_prepositions.contains(&t.span.of(text)));
    let given = if placed { Gender::Unknown } else { get(core).map_or(Gender::Unknown, |t| given_of(t.roles)) };
    let place = (core..end).all(|j| get(j).is_some_and(|t| t.has(Roles::PLACE) || t.is('.')))
        && (given == Gender::Unknown || core + 1 < end);
    let core_span = get(core)?.span.hull(get(end - 1)?.span);
    let name = NameMention {
        span: first.span.hull(get(end - 1)?.span),
        core: core_span,
        gender,
        given,
        title_kind: if titled && !all_title && core > start {
            get(core - 1)
                .filter(|t| t.is_word())
                .or_else(|| get(core.saturating_sub(2)))
                .map_or(TitleKind::Plain, |t| rules.title_kind(t.span.of(text)))
        } else {
            TitleKind::Plain
        },
        opening: starts_sentence(tokens, start),
        quoted: false,
        placed: start > 0 && get(start - 1).is_some_and(|t| rules.before_places.contains(&t.span.of(text))),
        speaks: says(get(end))
            || get(end).is_some_and(|t| t.has(Roles::ADV)) && says(get(end + 1))
            || start > 0 && says(get(start - 1)),
        titled: titled && !all_title,
        body: (body && given == Gender::Unknown) || (place && !titled),
        headline: false,
        disputed: false,
        doubtful: end == start + 1
            && starts_sentence(tokens, start)
            && given == Gender::Unknown
            && (first.has(Roles::AUX)
                || !get(end).is_some_and(|t| {
                    t.class == TokenClass::Possessive
                        || t.has(Roles::SAY.or(Roles::SAY_OF).or(Roles::THINK).or(Roles::AUX))
                })),
        cluster: ClusterId::NONE,
    };
    Some((name, end))
}

fn says(token: Option<Token>) -> bool {
    token.is_some_and(|t| t.class == TokenClass::Lower && t.has(Roles::SAY))
}

/// Which of the words that begin a name at the beginning of a sentence are written small elsewhere; `lowercase` are all words
/// written small. O(words): a filter of a few bits excludes most.
pub fn written_in_lowercase(text: &str, names: &[NameMention], lowercase: &[u32], lexicon: &Lexicon) -> FxHashSet<u32> {
    let mut asked: FxHashSet<u32> = FxHashSet::default();
    let mut cue_roles = [0u64; 64];
    for name in names.iter().filter(|n| n.opening) {
        let first = name.core.of(text).split([' ', '\n']).next().unwrap_or_default();
        let number = lexicon.look_up(first).1;
        asked.insert(number);
        if let Some(word) = cue_roles.get_mut((number >> 26) as usize) {
            *word |= 1 << (number >> 20 & 63);
        }
    }
    let may = |n: &u32| cue_roles.get((*n >> 26) as usize).is_some_and(|w| w >> (*n >> 20 & 63) & 1 == 1);
    lowercase.iter().filter(|n| may(n) && asked.contains(n)).copied().collect()
}

/// The gender that a word implies.
pub const fn gender_of(roles: Roles) -> Gender {
    if roles.has(Roles::MALE) {
        Gender::Male
    } else if roles.has(Roles::FEMALE) {
        Gender::Female
    } else {
        Gender::Unknown
    }
}

/// A pronoun with a gender.
#[derive(Clone, Copy, Debug)]
pub struct GenderedPronoun {
    /// Its first byte.
    pub at: u32,
    /// Its gender.
    pub gender: Gender,
    /// Whether it stands inside quotation marks.
    pub quoted: bool,
}

/// Collects the pronouns with a gender among `tokens`. O(tokens).
pub fn pronouns(tokens: &[Token], out: &mut Vec<GenderedPronoun>) {
    let tells = Roles::PRONOUN.or(Roles::POSS);
    for token in tokens.iter().filter(|t| t.has(tells)) {
        let gender = gender_of(token.roles);
        if gender != Gender::Unknown {
            out.push(GenderedPronoun { at: token.span.start, gender, quoted: false });
        }
    }
}

/// The gender of a given name.
fn given_of(roles: Roles) -> Gender {
    if roles.has(Roles::GIVEN_MALE) {
        Gender::Male
    } else if roles.has(Roles::GIVEN_FEMALE) {
        Gender::Female
    } else {
        Gender::Unknown
    }
}
