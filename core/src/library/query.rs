//! What is asked of many documents, and the plan by which the index answers: terms that must be there, so that few documents are
//! looked into.

use super::terms::{MAX_LETTERS, Namespace, sought};
use crate::annotation::Speaker;
use crate::reading::SameWords;
use crate::search::{PatternError, Query};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;
use unicode_normalization::UnicodeNormalization as _;

/// Where words are looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Within {
    /// Everywhere in the text.
    #[default]
    Text,
    /// In the words of somebody: inside quotation marks, in turns and posts.
    Quotes,
    /// In claims.
    Claims,
}

impl Within {
    /// Its word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Quotes => "quotes",
            Self::Claims => "claims",
        }
    }
}

/// A question to many documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FindQuery {
    /// What has to stand there: words as a person types them, or an expression. None: every place that the rest names.
    pub parts: Vec<Query>,
    /// How many words may stand between the parts, in any order.
    pub near: u32,
    /// Who says it: names or beginnings of their words, joined by `-`; one of them.
    pub by: Vec<String>,
    /// The whole names of whoever is asked for by one of them: see [`FindQuery::know`].
    pub names: Vec<String>,
    /// Labels of records there, or their beginnings; one of them.
    pub labels: Vec<String>,
    /// Ratings of records there, or their beginnings; one of them.
    pub ratings: Vec<String>,
    /// Where.
    pub within: Within,
    /// Only documents of this day or later.
    pub since: Option<Date>,
    /// Only documents of this day or earlier.
    pub until: Option<Date>,
    /// Only documents in folders that are called so; one of them.
    pub folders: Vec<String>,
    /// A quotation: only places that carry it, word for word, shortened or altered.
    pub same_as: Option<String>,
}

/// How many words may stand between parts when nobody says.
pub const NEAR: u32 = 10;

/// Why a question is none.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum QueryError {
    /// Nothing is asked.
    #[error("nothing to look for: words, @speaker, #label, rating:, in:claims")]
    Empty,
    /// A day is none.
    #[error("“{0}” is no day: 2026-03-02")]
    NoDay(String),
    /// A number is none.
    #[error("“{0}” is no number of words")]
    NoNumber(String),
    /// A place is none.
    #[error("“{0}” is no place to look in: quotes, claims, text")]
    NoPlace(String),
    /// A quotation is too short.
    #[error("these words are too few, or too common, to be looked for elsewhere")]
    TooFew,
    /// An expression is none.
    #[error("{0}")]
    Pattern(#[from] PatternError),
}

impl FindQuery {
    /// What a line asks. Words stand one behind the other, as in the search of the reader; `"two words" other` stand near each
    /// other; `/expression/`; `@name`, `#label`, `rating:false` or `=false`, `in:quotes`, `in:FOLDER`, `since:2026-03-01`,
    /// `until:2026`, `near:5`.
    ///
    /// # Errors
    /// What is wrong with it, in a sentence.
    pub fn parse(line: &str) -> Result<Self, QueryError> {
        let mut query = Self { near: NEAR, ..Self::default() };
        let mut near = false;
        let mut words: Vec<&str> = Vec::new();
        let mut rest = line.trim();
        while let Some(first) = rest.chars().next() {
            let quoted = |mark: char| rest.strip_prefix(mark).and_then(|inner| inner.split_once(mark));
            if let Some((inner, behind)) = quoted('"').filter(|(inner, _)| !inner.trim().is_empty()) {
                query.take(&mut words, near);
                query.parts.push(Query { text: inner.to_owned(), ..Query::default() });
                rest = behind.trim_start();
                continue;
            }
            if first == '/'
                && words.is_empty()
                && let Some(inner) = expression(rest)
            {
                query.parts.push(Query { text: inner.to_owned(), regex: true, ..Query::default() });
                rest = rest.get(inner.len() + 2..).unwrap_or_default().trim_start();
                continue;
            }
            let (word, behind) = rest.split_once(char::is_whitespace).unwrap_or((rest, ""));
            rest = behind.trim_start();
            match word.split_once(':') {
                Some(("rating", value)) if !value.is_empty() => query.ratings.push(value.to_owned()),
                Some(("in", value)) if !value.is_empty() => match place(value) {
                    Ok(place) => query.within = place,
                    Err(_) => query.folders.push(value.to_owned()),
                },
                Some(("since", value)) if !value.is_empty() => query.since = Some(day(value, false)?),
                Some(("until", value)) if !value.is_empty() => query.until = Some(day(value, true)?),
                Some(("near", value)) if !value.is_empty() => {
                    query.near = value.parse().map_err(|_| QueryError::NoNumber(value.to_owned()))?;
                    near = true;
                }
                _ if is_signed(word, '@') => query.by.extend(word.strip_prefix('@').map(str::to_owned)),
                _ if is_signed(word, '=') => query.ratings.extend(word.strip_prefix('=').map(str::to_owned)),
                _ if is_signed(word, '#') => query.labels.extend(word.strip_prefix('#').map(str::to_owned)),
                _ => words.push(word),
            }
        }
        query.take(&mut words, near);
        Ok(query)
    }

    /// Words that were gathered become a part, or each of them one.
    fn take(&mut self, words: &mut Vec<&str>, near: bool) {
        let part = |text: String| Query { text, ..Query::default() };
        if near {
            self.parts.extend(words.drain(..).map(|word| part(word.to_owned())));
        } else if !words.is_empty() {
            self.parts.push(part(words.join(" ")));
            words.clear();
        }
    }

    /// Whoever of the project's speakers is asked for by one of their names is asked for by all of them. O(names · asked).
    pub fn know(&mut self, speakers: &[Speaker]) {
        let asked: Vec<Vec<String>> = self.by.iter().map(|name| name_words(name)).collect();
        for speaker in speakers {
            let names = || std::iter::once(&speaker.name).chain(&speaker.aliases);
            let words: Vec<String> = names().flat_map(|name| name_words(name)).collect();
            let is_asked = |parts: &Vec<String>| {
                !parts.is_empty() && parts.iter().all(|part| words.iter().any(|word| word.starts_with(part)))
            };
            if asked.iter().any(is_asked) {
                self.names.extend(names().cloned());
            }
        }
    }

    /// Whether nothing is asked: neither words nor who, what or where.
    pub fn is_empty(&self) -> bool {
        self.parts.iter().all(|part| part.text.trim().is_empty())
            && self.by.is_empty()
            && self.labels.is_empty()
            && self.ratings.is_empty()
            && self.within == Within::Text
            && self.same_as.is_none()
    }

    /// Which documents may hold an answer. O(words).
    pub fn plan(&self) -> Plan {
        let mut needs = Vec::new();
        for part in self.parts.iter().filter(|part| !part.regex) {
            needs.extend(lookups(&part.text, part.word).into_iter().map(|lookup| Need { any: vec![vec![lookup]] }));
        }
        let speaker = |name: &String| -> Vec<Lookup> {
            let letters = |word: String| Lookup { namespace: Namespace::Speaker, letters: word, fit: Fit::Begins };
            name_words(name).into_iter().map(letters).collect()
        };
        needs.extend(Need::one_of(self.by.iter().chain(&self.names).map(speaker)));
        let mut begins = |namespace: Namespace, words: &[String]| {
            let lookup = |word: &String| vec![Lookup { namespace, letters: fold_name(word), fit: Fit::Begins }];
            needs.extend(Need::one_of(words.iter().map(lookup)));
        };
        begins(Namespace::Label, &self.labels);
        begins(Namespace::Rating, &self.ratings);
        if self.within == Within::Claims {
            begins(Namespace::Label, &[crate::annotation::CLAIM.to_owned()]);
        }
        Plan { needs, most: self.same_as.as_deref().map(most_of).unwrap_or_default() }
    }

    /// Whether a document is in one of the folders asked for, by its path below the folder of all.
    pub fn is_in_folder(&self, path: &str) -> bool {
        let folders = path.rsplit_once(['/', '\\']).map_or("", |(folders, _)| folders);
        let folders = format!("/{}/", folders.replace('\\', "/"));
        let names = |folder: &String| format!("/{}/", folder.trim_matches('/'));
        self.folders.is_empty() || self.folders.iter().any(|folder| folders.contains(&names(folder)))
    }

    /// Whether a document of this day is asked for; one without a day only where no day is asked.
    pub fn is_of_time(&self, date: Option<Date>) -> bool {
        let since = self.since.is_none_or(|since| date.is_some_and(|date| date >= since));
        since && self.until.is_none_or(|until| date.is_some_and(|date| date <= until))
    }
}

/// The inside of `/expression/`, whose end is the last slash before white space or the end.
fn expression(rest: &str) -> Option<&str> {
    let inner = rest.strip_prefix('/')?;
    let ends = |(at, _): &(usize, &str)| {
        let behind = inner.get(at + 1..).and_then(|behind| behind.chars().next());
        *at > 0 && behind.is_none_or(char::is_whitespace)
    };
    inner.match_indices('/').filter(ends).map(|(at, _)| at).next_back().and_then(|at| inner.get(..at))
}

fn is_signed(word: &str, sign: char) -> bool {
    word.strip_prefix(sign).is_some_and(|name| name.chars().any(char::is_alphanumeric))
}

/// A place by its word.
///
/// # Errors
/// When none is called so.
pub fn place(word: &str) -> Result<Within, QueryError> {
    [Within::Text, Within::Quotes, Within::Claims]
        .into_iter()
        .find(|place| place.word() == word)
        .ok_or_else(|| QueryError::NoPlace(word.to_owned()))
}

/// A day, or the first or last of a month or year: `2026-03-02`, `2026-03`, `2026`.
///
/// # Errors
/// When it is none.
pub fn day(word: &str, last: bool) -> Result<Date, QueryError> {
    let whole = match word.split('-').count() {
        1 if last => format!("{word}-12-31"),
        1 => format!("{word}-01-01"),
        2 => format!("{word}-01"),
        _ => word.to_owned(),
    };
    let date: Date = whole.parse().map_err(|_| QueryError::NoDay(word.to_owned()))?;
    Ok(if last && word.split('-').count() == 2 { date.last_of_month() } else { date })
}

/// How letters that are looked up stand in a term.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Fit {
    /// They are the term.
    Whole,
    /// It begins with them.
    Begins,
    /// It ends with them.
    Ends,
    /// They are in it.
    Holds,
}

/// Letters that are looked up.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Lookup {
    /// Among which terms; words that are joined are looked through with the words.
    pub namespace: Namespace,
    /// The letters, folded.
    pub letters: String,
    /// How they stand in a term.
    pub fit: Fit,
}

impl Lookup {
    /// Whether a term is one that is looked for.
    pub fn accepts(&self, term: &str) -> bool {
        self.seeker().accepts(term)
    }

    /// Made ready for many terms.
    pub fn seeker(&self) -> Seeker<'_> {
        Seeker { lookup: self, letters: memchr::memmem::Finder::new(&self.letters) }
    }

    /// Where the terms begin that can be looked for, where these stand together; `None` where all have to be gone through.
    pub fn begins(&self) -> Option<String> {
        matches!(self.fit, Fit::Whole | Fit::Begins).then(|| self.namespace.term(&self.letters))
    }
}

/// A [`Lookup`] made ready for many terms.
#[derive(Debug)]
pub struct Seeker<'a> {
    lookup: &'a Lookup,
    letters: memchr::memmem::Finder<'a>,
}

impl Seeker<'_> {
    /// Whether a term is one that is looked for. O(length).
    pub fn accepts(&self, term: &str) -> bool {
        let sought = &self.lookup.letters;
        let joined = term.strip_prefix(Namespace::Joined.prefix());
        let (letters, fit) = match (self.lookup.namespace, joined) {
            // What is joined is searched for in parts as well.
            (Namespace::Word, Some(letters)) => (Some(letters), Fit::Holds),
            (Namespace::Word, None) => (Some(term).filter(|t| !t.starts_with(|c: char| c < ' ')), self.lookup.fit),
            (namespace, _) => (term.strip_prefix(namespace.prefix()), self.lookup.fit),
        };
        letters.is_some_and(|letters| match fit {
            Fit::Whole => letters == sought,
            Fit::Begins => letters.starts_with(sought),
            Fit::Ends => letters.ends_with(sought),
            Fit::Holds => self.letters.find(letters.as_bytes()).is_some(),
        })
    }
}

/// What must be there for words that are searched for. O(length).
pub fn lookups(words: &str, word: bool) -> Vec<Lookup> {
    let terms = sought(words.trim());
    let last = terms.len().saturating_sub(1);
    let lookup = |(n, term): (usize, super::terms::SoughtTerm)| {
        let is_long = term.letters.chars().count() > MAX_LETTERS / 2;
        let fit = match n {
            _ if term.alone => Fit::Whole,
            _ if is_long => Fit::Holds,
            _ if word => Fit::Whole,
            _ if last == 0 => Fit::Holds,
            0 => Fit::Ends,
            n if n == last => Fit::Begins,
            _ => Fit::Whole,
        };
        let letters = if is_long { term.letters.chars().take(MAX_LETTERS / 2).collect() } else { term.letters };
        Lookup { namespace: Namespace::Word, letters, fit }
    };
    terms.into_iter().enumerate().map(lookup).collect()
}

/// One condition: all look-ups of one alternative.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Need {
    /// The alternatives.
    pub any: Vec<Vec<Lookup>>,
}

impl Need {
    fn one_of(alternatives: impl Iterator<Item = Vec<Lookup>>) -> Option<Self> {
        let any: Vec<Vec<Lookup>> = alternatives.filter(|all| !all.is_empty()).collect();
        (!any.is_empty()).then_some(Self { any })
    }
}

/// What must be in a document for it to hold an answer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// All of these; none: any document may.
    pub needs: Vec<Need>,
    /// Words of a quotation: a document that carries it holds several of the rarest of them.
    pub most: Vec<Lookup>,
}

/// Most words of a quotation that are looked up.
const MAX_LOOKED_UP: usize = 24;
/// Of how many of the rarest a document holds at least [`LEAST`].
const RAREST: usize = 8;
/// How many words of a quotation a document holds that carries some of it.
const LEAST: usize = 2;

/// The words of a quotation that are looked up, the longest first: these are the rarest as a rule.
fn most_of(words: &str) -> Vec<Lookup> {
    let Some(same) = SameWords::new(words) else { return Vec::new() };
    let mut sought: Vec<&str> = same.sought().collect();
    sought.sort_unstable_by_key(|word| (std::cmp::Reverse(word.chars().count()), *word));
    let all = sought.into_iter().flat_map(|word| lookups(word, true));
    all.filter(|lookup| lookup.letters.chars().count() > 2).take(MAX_LOOKED_UP).collect()
}

impl Plan {
    /// The documents that may hold an answer, in order; `None` where all may. `look_up` gives the documents of terms.
    /// O(documents of the terms · log).
    ///
    /// # Errors
    /// That of the look-up.
    pub fn documents<E>(
        &self,
        mut look_up: impl FnMut(&Lookup) -> Result<BTreeSet<u32>, E>,
    ) -> Result<Option<BTreeSet<u32>>, E> {
        let mut out: Option<BTreeSet<u32>> = None;
        let both = |a: Option<BTreeSet<u32>>, b: BTreeSet<u32>| match a {
            None => b,
            Some(a) if a.len() <= b.len() => a.into_iter().filter(|n| b.contains(n)).collect(),
            Some(a) => b.into_iter().filter(|n| a.contains(n)).collect(),
        };
        for need in &self.needs {
            let mut any = BTreeSet::new();
            for all in &need.any {
                let mut held = None;
                for lookup in all {
                    held = Some(both(held, look_up(lookup)?));
                }
                any.append(&mut held.unwrap_or_default());
            }
            out = Some(both(out, any));
        }
        if !self.most.is_empty() {
            let held = self.most.iter().map(&mut look_up).collect::<Result<Vec<_>, E>>()?;
            out = Some(both(out, with_most(held)));
        }
        Ok(out)
    }
}

/// Documents that hold several of the rarest words of a quotation, or half of all: `held` has the documents of each.
fn with_most(mut held: Vec<BTreeSet<u32>>) -> BTreeSet<u32> {
    held.retain(|documents| !documents.is_empty());
    held.sort_by_key(BTreeSet::len);
    let mut counts: FxHashMap<u32, (usize, usize)> = FxHashMap::default();
    for (n, documents) in held.iter().enumerate() {
        for document in documents {
            let (rare, all) = counts.entry(*document).or_default();
            *rare += usize::from(n < RAREST);
            *all += 1;
        }
    }
    let enough = |(rare, all): (usize, usize)| rare >= LEAST.min(held.len()) || all * 2 >= held.len();
    counts.into_iter().filter(|(_, count)| enough(*count)).map(|(document, _)| document).collect()
}

/// The words of a name, folded as they are looked up: `peter-lindqvist`, `Peter Lindqvist`.
pub fn name_words(name: &str) -> Vec<String> {
    name.split(|c: char| c.is_whitespace() || c == '-' || c == '_').map(fold_name).filter(|w| !w.is_empty()).collect()
}

/// Lower case, without accents and without marks at the ends.
pub fn fold_name(word: &str) -> String {
    let word = word.trim_matches(|c: char| !c.is_alphanumeric());
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|c| !unicode_normalization::char::is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests;
