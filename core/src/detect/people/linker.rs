//! Clusters while they are made: the tables of known names that linking reads and fills, and what a cluster takes in.

use super::super::entity_type::EntityType;
use super::super::lang::{NameRules, TitleKind};
use super::super::{Cluster, ClusterId, Gender};
use super::NameMention;
use super::name_key::{NameKey, parts, surname};
use super::name_usage::NameUsage;
use crate::kinds::SpeakerKind;
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;
use std::borrow::Cow;

/// Who bears a name: hardly ever more than two.
pub type Bearers = SmallVec<[ClusterId; 2]>;

/// The people and bodies found so far, and the tables by which a name is looked up.
pub struct Linker<'a> {
    pub text: &'a str,
    pub rules: &'a NameRules,
    /// Whether the document is fiction, where titles tell people of one family apart.
    pub fiction: bool,
    pub clusters: Vec<Cluster>,
    /// First and last word (and suffix) of a full name → its cluster.
    pub full: FxHashMap<NameKey, ClusterId>,
    /// In fiction: title and word → its cluster.
    pub titled: FxHashMap<(TitleKind, Gender, NameKey), ClusterId>,
    pub by_last: FxHashMap<NameKey, Bearers>,
    pub by_first: FxHashMap<NameKey, Bearers>,
    /// How often each full name stands in the text, less one.
    pub written: FxHashMap<ClusterId, u32>,
    /// How often with "Mr.".
    pub mister: FxHashMap<ClusterId, u32>,
    /// In fiction: how names are used in it.
    pub habits: NameUsage,
}

impl Linker<'_> {
    /// A new cluster for a name whose words these are. O(length of the name).
    pub fn add(&mut self, name: NameMention, words: &[&str]) -> ClusterId {
        let id = ClusterId(self.clusters.len() as u32);
        let text = name.core.of(self.text);
        // Five capitals in a row are a headline or a body.
        let kind = if name.body || words.len() > 4 { SpeakerKind::Organisation } else { SpeakerKind::Person };
        let mut cluster = Cluster::new(text, kind);
        cluster.given = if words.len() > 1 { name.given } else { Gender::Unknown };
        let wife = name.title_kind == TitleKind::Wife && name.given != Gender::Female && words.len() > 1;
        cluster.gender = if wife { Gender::Female } else { name.gender.or(cluster.given) };
        self.clusters.push(cluster);
        if let Some(last) = surname(words, self.rules.generations).filter(|_| words.len() <= 4) {
            self.by_last.entry(NameKey::of(last)).or_default().push(id);
        }
        if let [first, _] | [first, _, _] | [first, _, _, _] = words
            && !wife
        {
            self.by_first.entry(NameKey::of(first)).or_default().push(id);
        }
        id
    }
}

/// Whether a name is written in capitals, as a transcript has it; a short word alone is an abbreviation.
fn is_in_capitals(name: &str) -> bool {
    name.len() > MAX_ABBREVIATION && !name.chars().any(char::is_lowercase)
}

/// Most bytes of an abbreviation, which has no other spelling.
const MAX_ABBREVIATION: usize = 4;

fn is_same_but_for_case(a: &str, b: &str) -> bool {
    a != b && a.chars().flat_map(char::to_lowercase).eq(b.chars().flat_map(char::to_lowercase))
}

/// A name with one space between its words.
fn in_one_line(name: &str) -> Cow<'_, str> {
    let bytes = name.as_bytes();
    // 0xc2 begins the blank that does not break.
    let gap = |b: &u8| matches!(b, b'\n' | b'\t' | 0xc2);
    let simple = !bytes.iter().any(gap) && !bytes.windows(2).any(|two| two == b"  ");
    if simple { Cow::Borrowed(name) } else { Cow::Owned(name.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

impl Cluster {
    /// One without titles or gender yet.
    pub fn new(name: &str, kind: SpeakerKind) -> Self {
        Self {
            name: in_one_line(name).into_owned(),
            kind,
            entity: EntityType::of_kind(kind),
            gender: Gender::Unknown,
            given: Gender::Unknown,
            aliases: Vec::new(),
            roles: Vec::new(),
            mentions: 0,
            speaks: 0,
            misspelt: false,
        }
    }

    /// Takes in one more written form.
    pub fn seen(&mut self, text: &str, name: NameMention) {
        let core = name.core.of(text);
        // A lone "Clinton" is a surname before it is a given name.
        let words = parts(core);
        let long = words.len() > 1;
        if long || self.name == core && !name.titled {
            self.given = self.given.or(name.given);
        }
        let wife = name.title_kind == TitleKind::Wife;
        let described = if wife {
            Gender::Female
        } else if long {
            name.gender.or(name.given)
        } else {
            name.gender
        };
        self.gender =
            self.gender.or(described).or(if self.name == core && !name.titled { name.given } else { Gender::Unknown });
        if name.titled {
            self.kind = SpeakerKind::Person;
            let title = Span::new(name.span.start, name.core.start).of(text).trim();
            self.add_role(title);
        }
        self.add_alias(&in_one_line(name.span.of(text)));
        // The plain full name is the best one: two words or more, no initials.
        if self.name == core || core.contains('\n') {
            return;
        }
        let plain = |words: &[&str]| words.len() > 1 && !words.iter().any(|w| w.chars().nth(1).is_none());
        let (single, full) = {
            let own = parts(&self.name);
            (own.len() == 1, plain(&own))
        };
        if long && single
            || plain(&words) && !full
            || is_in_capitals(&self.name) && is_same_but_for_case(&self.name, core)
        {
            core.clone_into(&mut self.name);
        }
    }

    /// Another form of the name.
    pub fn add_alias(&mut self, form: &str) {
        if form != self.name && self.aliases.len() < 12 && !self.aliases.iter().any(|a| a.as_ref() == form) {
            self.aliases.push(form.into());
        }
    }

    /// What the person is called without a name: "president", "attorney general"; kept in lower case.
    pub fn add_role(&mut self, role: &str) {
        let role: String = role.chars().flat_map(char::to_lowercase).collect();
        let role = role.trim_matches(|c: char| !c.is_alphanumeric());
        if role.len() > 2 && self.roles.len() < 8 && !self.roles.iter().any(|r| r.as_ref() == role) {
            self.roles.push(role.into());
        }
    }
}
