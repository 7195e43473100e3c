//! What typing looks at: the words of the full name, how it is used in the document, and the words around a few mentions.

use super::super::lang::TitleKind;
use super::super::people::NameMention;
use super::super::roles::Roles;
use super::super::word_number::hash_of;
use super::super::{Cluster, Gender};
use super::WEIGHT_ROWS;
use super::context::{LINE_END, before, behind};
use super::{EntityInputs, is_grammar};
use crate::kinds::SpeakerKind;

/// What a feature tells. The order is that of the weights: a new one goes to the end, and the format is raised.
#[derive(Clone, Copy)]
enum Template {
    Bias,
    Word,
    FirstWord,
    LastWord,
    LastEnding,
    LastTwoLetters,
    Shape,
    RoleFirst,
    RoleInner,
    RoleLast,
    Short,
    Speaks,
    Named,
    Known,
    Kind,
    Before,
    BeforePair,
    BeforeBehind,
    Behind,
    BehindPair,
    BehindRoles,
    Apposition,
    Age,
    Title,
    Flags,
    Opening,
    Given,
    Aliases,
}

/// The features of one cluster.
pub struct NameFeatures {
    list: Vec<(u16, f32)>,
}

/// Roles that tell something of a word inside a name, or beside one.
const TELLING: [Roles; 14] = [
    Roles::ORG,
    Roles::ROLE,
    Roles::TITLE,
    Roles::GROUP,
    Roles::DEMONYM,
    Roles::PLACE,
    Roles::PUBLICATION,
    Roles::GIVEN_MALE,
    Roles::GIVEN_FEMALE,
    Roles::DAY,
    Roles::SAY,
    Roles::THINK,
    Roles::NOUN_CUE,
    Roles::STANCE,
];

/// Words of an apposition that are looked through for what it says.
const MAX_APPOSITION: usize = 4;

const fn bucket(n: u32) -> u32 {
    match n {
        0..=3 => n,
        4..=6 => 4,
        7..=12 => 5,
        _ => 6,
    }
}

/// "Grey" → `Aa`, "NATO" → `A`, "of" → `a`, "4" → `0`: two letters a word.
fn shape_of(word: &str) -> u32 {
    let mut chars = word.chars();
    let Some(first) = chars.next() else { return 0 };
    if first.is_numeric() {
        return 1;
    }
    if first.is_lowercase() {
        return 2;
    }
    if !first.is_alphabetic() {
        return 3;
    }
    let (mut small, mut large, mut other) = (false, false, false);
    for c in chars {
        small |= c.is_lowercase();
        large |= c.is_uppercase();
        other |= !c.is_alphanumeric();
    }
    4 + u32::from(small) + 2 * u32::from(large) + 4 * u32::from(other)
}

impl NameFeatures {
    pub fn new() -> Self {
        Self { list: Vec::with_capacity(160) }
    }

    pub fn begin(&mut self) {
        self.list.clear();
    }

    pub fn list(&self) -> &[(u16, f32)] {
        &self.list
    }

    fn add(&mut self, template: Template, what: u32, value: f32) {
        let mixed = (what ^ (template as u32 + 1).wrapping_mul(0x9e37_79b1)).wrapping_mul(0x85eb_ca6b);
        let row = (mixed ^ mixed >> 15).wrapping_mul(0xc2b2_ae35) >> (32 - WEIGHT_ROWS.trailing_zeros());
        self.list.push((row as u16, value));
    }

    fn roles(&mut self, template: Template, roles: Roles, value: f32) {
        for (i, role) in TELLING.iter().enumerate() {
            if roles.has(*role) {
                self.add(template, i as u32, value);
            }
        }
    }

    /// The full name, and how the document uses it; `short` tells of its last and first word standing alone.
    pub fn cluster(&mut self, inputs: EntityInputs<'_>, cluster: &Cluster, short: (bool, bool)) {
        self.add(Template::Bias, 0, 1.0);
        let words = || cluster.name.split_whitespace().map(|w| w.trim_matches(['.', ',']));
        let count = words().count() as u32;
        let mut shape = 0u32;
        for (i, word) in (0..).zip(words()) {
            let (roles, number) = inputs.lexicon.look_up(word);
            let (first, last) = (i == 0, i + 1 == count);
            shape = shape.wrapping_mul(31).wrapping_add(shape_of(word));
            if !roles.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)) {
                self.add(Template::Word, number, 1.0);
            }
            if first && !last {
                self.add(Template::FirstWord, number, 1.0);
            }
            let template = match (last, first) {
                (true, true) => Template::RoleInner,
                (true, false) => Template::RoleLast,
                (false, true) => Template::RoleFirst,
                (false, false) => Template::RoleInner,
            };
            self.roles(template, roles, 1.0);
            if last {
                self.add(Template::LastWord, number ^ count.min(2), 1.0);
                let tail = |n: usize| word.char_indices().rev().nth(n - 1).and_then(|(at, _)| word.get(at..));
                self.add(Template::LastEnding, tail(3).map_or(0, hash_of) ^ u32::from(count > 1), 1.0);
                self.add(Template::LastTwoLetters, tail(2).map_or(0, hash_of) ^ u32::from(count > 1), 1.0);
                if count == 1 {
                    self.add(Template::Opening, u32::from(inputs.lowercase.contains(&number)), 1.0);
                }
            }
        }
        self.add(Template::Shape, shape, 1.0);
        self.add(Template::Short, u32::from(short.0) | u32::from(short.1) << 1 | count.min(4) << 2, 1.0);
        self.add(Template::Speaks, bucket(cluster.speaks), 1.0);
        self.add(Template::Named, bucket(cluster.mentions), 1.0);
        let gender = u32::from(cluster.gender != Gender::Unknown) | u32::from(cluster.given != Gender::Unknown) << 1;
        self.add(Template::Known, gender | u32::from(!cluster.roles.is_empty()) << 2, 1.0);
        self.add(Template::Kind, u32::from(cluster.kind == SpeakerKind::Organisation) | count.min(4) << 1, 1.0);
        self.add(Template::Aliases, bucket(cluster.aliases.len() as u32), 1.0);
    }

    /// One mention of `all` that are looked at.
    pub fn mention(&mut self, inputs: EntityInputs<'_>, name: NameMention, all: u8) {
        // Twice as many mentions say more, but not twice as much.
        let value = 1.0 / f32::from(all).sqrt();
        let near = before(inputs.text, name.span.start);
        let next = behind(inputs.text, name.span.end);
        let [first, second] = near.map(hash_of);
        let (b1, b2) = (hash_of(next[0]), hash_of(next[1]));
        let small = |word: &str| word.chars().next().is_some_and(char::is_lowercase);
        let shown = |word: &str, number: u32| {
            // A name beside a name says only that it is one.
            if word.chars().next().is_some_and(char::is_uppercase) && !is_grammar(inputs.lexicon.roles(word)) {
                shape_of(word)
            } else {
                number
            }
        };
        let (p1, p2) = (shown(near[0], first), shown(near[1], second));
        let (n1, n2) = (shown(next[0], b1), shown(next[1], b2));
        self.add(Template::Before, p1, value);
        self.add(Template::BeforePair, p1 ^ p2.rotate_left(7), value);
        self.add(Template::Behind, n1, value);
        self.add(Template::BehindPair, n1 ^ n2.rotate_left(7), value);
        self.add(Template::BeforeBehind, p1 ^ n1.rotate_left(9), value);
        let (roles, _) = inputs.lexicon.look_up(next[0]);
        if small(next[0]) {
            self.roles(Template::BehindRoles, roles, value);
            let ending = (inputs.lexicon.language().ending)(next[0]) as u32;
            self.add(Template::BehindRoles, 100 + ending + 20 * u32::from(is_grammar(roles)), value);
        }
        if next[0] == "," {
            let words = next.iter().skip(1).take_while(|w| **w != "," && **w != LINE_END).take(MAX_APPOSITION);
            let mut said = Roles::default();
            for word in words {
                let roles = inputs.lexicon.roles(word);
                if roles.has(Roles::PREP) {
                    break;
                }
                said = said.or(roles);
            }
            let determined = inputs.lexicon.roles(next[1]).has(Roles::DET.or(Roles::POSS));
            for (i, role) in TELLING.iter().enumerate().filter(|(_, r)| said.has(**r)) {
                self.add(Template::Apposition, i as u32 + 50 * u32::from(determined), value);
                let _ = role;
            }
            let age = next[1].parse::<u32>().is_ok_and(|n| n < 120) && next[2] == ",";
            self.add(Template::Age, u32::from(age), value);
        }
        let title = match name.title_kind {
            TitleKind::Plain => 0,
            TitleKind::Mister => 1,
            TitleKind::Wife => 2,
            TitleKind::Madam => 3,
            TitleKind::Miss => 4,
            TitleKind::Noble => 5,
            TitleKind::Kin => 6,
            TitleKind::Office => 7,
        };
        self.add(Template::Title, title | u32::from(name.titled) << 4, value);
        let flags = u32::from(name.speaks) | u32::from(name.placed) << 1 | u32::from(name.body) << 2;
        self.add(Template::Flags, flags, value);
        self.add(Template::Given, u32::from(name.given != Gender::Unknown) | flags << 1, value);
    }
}
