//! Who may be one person: proposed with reasons for and against, in words.
//!
//! Names are compared only within blocks: of those that are the same but for capitals, accents and titles; of one surname;
//! of one other name. Of each block few are compared, so that ten thousand people cost little more than their names.

use super::Person;
use crate::annotation::folded_name;
use crate::detect::{Gender, lang};
use crate::kinds::SpeakerKind;
use crate::library::query::{fold_name, name_words};
use rustc_hash::FxHashMap;
use std::collections::BTreeSet;

/// Most people of a block that another one is compared with: those who say most.
const COMPARED: usize = 12;
/// Shortest word that is a name by itself, in letters.
const MIN_LETTERS: usize = 2;

/// Why two may be one person, or may not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Reason {
    /// The same name but for capitals.
    Capitals,
    /// The same name but for accents.
    Accents,
    /// The same name but for titles: these.
    Titles(String),
    /// One is the surname alone.
    Surname,
    /// One has an initial where the other has a name.
    Initial,
    /// A name in common.
    Alias(String),
    /// Both are called so.
    Role(String),
    /// Both speak in documents of this outlet.
    Outlet(String),
    /// Documents in which both speak, as two: how many.
    Together(usize),
    /// Their first names.
    FirstNames(String, String),
    /// He and she.
    Genders,
}

impl Reason {
    /// In words.
    pub fn in_words(&self) -> String {
        match self {
            Self::Capitals => "the same name but for capitals".to_owned(),
            Self::Accents => "the same name but for accents".to_owned(),
            Self::Titles(titles) => format!("the same name but for {titles}"),
            Self::Surname => "the surname alone".to_owned(),
            Self::Initial => "an initial and the same surname".to_owned(),
            Self::Alias(name) => format!("both are also called {name}"),
            Self::Role(role) => format!("both are called {role}"),
            Self::Outlet(outlet) => format!("both speak in {outlet}"),
            Self::Together(1) => "1 document has both, as two".to_owned(),
            Self::Together(count) => format!("{count} documents have both, as two"),
            Self::FirstNames(one, other) => format!("different first names: {one}, {other}"),
            Self::Genders => "he and she".to_owned(),
        }
    }
}

/// Two who may be one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    /// The number of the one whose name would be kept.
    pub first: u32,
    /// The number of the other.
    pub second: u32,
    /// What speaks for it.
    pub reasons: Vec<Reason>,
    /// What speaks against it.
    pub against: Vec<Reason>,
}

impl Proposal {
    /// Why two people would be one, or not, whoever asks. O(documents).
    pub(super) fn between(persons: &[Person], outlets: &[String], first: u32, second: u32) -> Option<Self> {
        let (a, b) = (persons.get(first as usize)?, persons.get(second as usize)?);
        let (one, two) = (Name::of(a), Name::of(b));
        let mut reasons: Vec<Reason> = same_name(a, b, &one, &two).into_iter().collect();
        if reasons.is_empty() {
            reasons.extend(short_for(&one, &two));
            reasons.extend(alias_in_common(a, b));
        }
        reasons.extend(common_ground(a, b, outlets));
        Some(Self { first, second, reasons, against: against(a, b, &one, &two) })
    }

    /// The reasons for it in one line.
    pub fn reasons_in_words(&self) -> String {
        in_a_line(&self.reasons)
    }

    /// The reasons against it in one line.
    pub fn against_in_words(&self) -> String {
        in_a_line(&self.against)
    }
}

fn in_a_line(reasons: &[Reason]) -> String {
    reasons.iter().map(Reason::in_words).collect::<Vec<_>>().join("; ")
}

/// A name taken apart.
struct Name {
    /// Its words without titles, folded.
    words: Vec<String>,
    /// What stands before them.
    titles: Vec<String>,
}

impl Name {
    fn of(person: &Person) -> Self {
        let mut titles = Vec::new();
        let mut rest = person.name.as_str();
        loop {
            let role = person.roles.iter().find_map(|role| {
                let behind = rest.get(..role.len()).filter(|head| folded_name(head) == folded_name(role));
                behind.and_then(|_| rest.get(role.len()..)).filter(|behind| behind.starts_with(' '))
            });
            let title = || lang::title_of(rest).and_then(|_| rest.split_once(' ')).map(|(_, behind)| behind);
            let Some(behind) = role.or_else(title).map(str::trim_start).filter(|behind| !behind.is_empty()) else {
                break;
            };
            titles.extend(rest.strip_suffix(behind).map(|title| title.trim().to_owned()));
            rest = behind;
        }
        let mut words = name_words(rest);
        let is_suffix = |word: &String| matches!(word.as_str(), "jr" | "sr" | "ii" | "iii" | "iv");
        if words.len() > 2 && words.last().is_some_and(is_suffix) {
            words.pop();
        }
        Self { words, titles }
    }

    fn surname(&self) -> Option<&str> {
        self.words.last().map(String::as_str).filter(|word| word.chars().count() >= MIN_LETTERS)
    }

    fn first(&self) -> Option<&str> {
        if self.words.len() > 1 { self.words.first().map(String::as_str) } else { None }
    }

    fn has_initial(&self) -> bool {
        self.first().is_some_and(|first| first.chars().count() == 1)
    }

    /// Whether it is a surname alone, or has only an initial before it.
    fn is_short(&self) -> bool {
        self.words.len() == 1 || self.has_initial()
    }
}

/// Why two names are one but for how they are written.
fn same_name(a: &Person, b: &Person, one: &Name, two: &Name) -> Option<Reason> {
    if one.words.is_empty() || one.words != two.words {
        return None;
    }
    if folded_name(&a.name) == folded_name(&b.name) {
        return (a.name != b.name).then_some(Reason::Capitals);
    }
    if one.titles != two.titles {
        let all: Vec<&str> = one.titles.iter().chain(&two.titles).map(String::as_str).collect();
        return Some(Reason::Titles(all.join(", ")));
    }
    Some(Reason::Accents)
}

/// Why one name may be short for the other.
fn short_for(one: &Name, two: &Name) -> Option<Reason> {
    let (short, full) = if one.is_short() { (one, two) } else { (two, one) };
    if !short.is_short() || full.is_short() || short.surname() != full.surname() {
        return None;
    }
    match short.first() {
        None => Some(Reason::Surname),
        Some(initial) if full.first().is_some_and(|first| first.starts_with(initial)) => Some(Reason::Initial),
        Some(_) => None,
    }
}

/// A name that both have, and that is more than a surname.
fn alias_in_common(a: &Person, b: &Person) -> Option<Reason> {
    let full = |person: &Person| {
        let names = std::iter::once(&person.name).chain(&person.names).filter(|name| tells(name)).cloned();
        names.collect::<Vec<String>>()
    };
    let theirs: Vec<String> = full(b).iter().map(|name| folded_name(name)).collect();
    full(a).into_iter().find(|name| theirs.contains(&folded_name(name))).map(Reason::Alias)
}

/// Whether a name tells people apart: of several words, or a handle.
fn tells(name: &str) -> bool {
    name.starts_with('@') || name.split_whitespace().nth(1).is_some()
}

/// What two people have in common beside their names.
fn common_ground(a: &Person, b: &Person, outlets: &[String]) -> Vec<Reason> {
    let role = a.roles.iter().find(|role| b.roles.iter().any(|other| folded_name(other) == folded_name(role)));
    let outlet = a.outlets.iter().find(|outlet| b.outlets.binary_search(outlet).is_ok());
    let outlet = outlet.and_then(|n| outlets.get(*n as usize));
    role.cloned().map(Reason::Role).into_iter().chain(outlet.cloned().map(Reason::Outlet)).collect()
}

fn against(a: &Person, b: &Person, one: &Name, two: &Name) -> Vec<Reason> {
    let mut out = Vec::new();
    let (few, many) = if a.documents.len() < b.documents.len() { (a, b) } else { (b, a) };
    let both = few.documents.iter().filter(|document| many.documents.binary_search(document).is_ok()).count();
    if both > 0 {
        out.push(Reason::Together(both));
    }
    if let (Some(first), Some(other)) = (one.first(), two.first())
        && !first.starts_with(other)
        && !other.starts_with(first)
    {
        let written = |person: &Person, first: &str| {
            let word = person.name.split_whitespace().find(|word| fold_name(word) == first);
            word.unwrap_or(first).to_owned()
        };
        out.push(Reason::FirstNames(written(a, first), written(b, other)));
    }
    if matches!((a.gender, b.gender), (Gender::Male, Gender::Female) | (Gender::Female, Gender::Male)) {
        out.push(Reason::Genders);
    }
    out
}

/// Whether a person decided that they are two: each has a line in the codebook.
fn are_decided(a: &Person, b: &Person) -> bool {
    a.project.is_some() && a.project == b.project && a.id.is_some() && b.id.is_some()
}

/// Who may be one person, surest first. People stand in order of how much they say. O(people · log).
pub(super) fn of(persons: &[Person], outlets: &[String]) -> Vec<Proposal> {
    let names: Vec<Option<Name>> = persons
        .iter()
        .map(|person| {
            let is_named = !matches!(person.kind, SpeakerKind::Unnamed | SpeakerKind::Document);
            Some(Name::of(person)).filter(|name| is_named && !name.words.is_empty())
        })
        .collect();
    let mut pairs: BTreeSet<(u32, u32)> = BTreeSet::new();
    let mut blocks: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    let mut surnames: FxHashMap<&str, (Vec<u32>, Vec<u32>)> = FxHashMap::default();
    let mut aliases: FxHashMap<String, Vec<u32>> = FxHashMap::default();
    for (number, (person, name)) in (0_u32..).zip(persons.iter().zip(&names)) {
        let Some(name) = name else { continue };
        blocks.entry(name.words.join(" ")).or_default().push(number);
        if person.kind != SpeakerKind::Person {
            continue;
        }
        if let Some(surname) = name.surname() {
            let (short, full) = surnames.entry(surname).or_default();
            if name.is_short() { short.push(number) } else { full.push(number) }
        }
        for other in std::iter::once(&person.name).chain(&person.names).filter(|name| tells(name)) {
            let block = aliases.entry(folded_name(other)).or_default();
            if block.last() != Some(&number) {
                block.push(number);
            }
        }
    }
    let mut pair = |a: u32, b: u32| {
        if a != b {
            pairs.insert((a.min(b), a.max(b)));
        }
    };
    // Of one name, each with whoever says most.
    for block in blocks.values().chain(aliases.values()) {
        if let Some((first, others)) = block.split_first() {
            for other in others {
                pair(*first, *other);
            }
        }
    }
    for (short, full) in surnames.values() {
        for short in short {
            for full in full.iter().take(COMPARED) {
                pair(*short, *full);
            }
        }
    }
    let mut out: Vec<(usize, Proposal)> = Vec::new();
    for (a, b) in pairs {
        let (Some(one), Some(two)) = (persons.get(a as usize), persons.get(b as usize)) else { continue };
        if are_decided(one, two) {
            continue;
        }
        let (first, second) = if is_better(two, one) { (b, a) } else { (a, b) };
        let Some(proposal) = Proposal::between(persons, outlets, first, second) else { continue };
        let Some(rank) = rank(&proposal) else { continue };
        out.push((rank, proposal));
    }
    let said = |n: u32| persons.get(n as usize).map_or(0, |p| p.said.len());
    out.sort_by_key(|(rank, p)| (*rank, std::cmp::Reverse(said(p.first) + said(p.second)), p.first, p.second));
    out.into_iter().map(|(_, proposal)| proposal).collect()
}

/// How sure a pair is, surest 0; `None` for one that is not proposed.
fn rank(proposal: &Proposal) -> Option<usize> {
    let is = |reason: fn(&Reason) -> bool| proposal.reasons.iter().any(reason);
    let written = is(|r| matches!(r, Reason::Capitals | Reason::Accents | Reason::Titles(_)));
    let alias = is(|r| matches!(r, Reason::Alias(_)));
    let short = is(|r| matches!(r, Reason::Surname | Reason::Initial));
    let ground = is(|r| matches!(r, Reason::Role(_) | Reason::Outlet(_)));
    match proposal.against.is_empty() {
        is_clear if written || alias => Some(usize::from(!is_clear)),
        // A surname is that of many: where anything speaks against it, or nothing else for it, nothing is proposed.
        true if short && ground => Some(2),
        _ => None,
    }
}

/// Whether the name of `a` is the one to keep: it is in the codebook, is not in capitals alone, is longer.
fn is_better(a: &Person, b: &Person) -> bool {
    let quality = |person: &Person| {
        let has_small = person.name.chars().any(char::is_lowercase);
        let is_titled = lang::title_of(&person.name).is_some();
        let words = Name::of(person);
        (person.id.is_some(), has_small, !words.is_short(), !is_titled, person.said.len())
    };
    quality(a) > quality(b)
}
