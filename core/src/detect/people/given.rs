//! People whose names are given beforehand: every written form of them is theirs, and nobody else may speak.
//!
//! Published systems for novels are measured with the list of characters in hand; this is the same for our own.

use super::super::model::KnownPerson;
use super::super::{Cluster, ClusterId, Gender};
use super::NameMention;
use crate::kinds::SpeakerKind;
use crate::span::Span;
use aho_corasick::{AhoCorasick, MatchKind};
use rustc_hash::FxHashMap;

/// Gives the names that are forms of the known people to them, adds those that were not seen as names, and bars all others
/// from speaking. `quoted` are the words in quotation marks, in order. O(text + names).
pub fn give(
    text: &str,
    names: &mut Vec<NameMention>,
    clusters: &mut Vec<Cluster>,
    quoted: &[Span],
    people: &[KnownPerson],
) {
    let mut forms: Vec<&str> = Vec::new();
    let mut owners: Vec<Option<usize>> = Vec::new();
    let mut places: FxHashMap<&str, usize> = FxHashMap::default();
    for main in [true, false] {
        for (number, person) in people.iter().enumerate() {
            let aliases = person.aliases.iter().map(String::as_str).filter(|_| !main);
            for form in std::iter::once(person.name.as_str()).filter(|_| main).chain(aliases) {
                if form.trim().is_empty() {
                    continue;
                }
                match places.get(form).and_then(|at| owners.get_mut(*at)) {
                    // A form of two people is nobody's, unless it is one's own name.
                    Some(owner) if *owner != Some(number) => {
                        let own = owner.and_then(|o| people.get(o)).is_some_and(|p| p.name == form);
                        *owner = owner.filter(|_| own);
                    }
                    Some(_) => {}
                    None => {
                        places.insert(form, forms.len());
                        forms.push(form);
                        owners.push(Some(number));
                    }
                }
            }
        }
    }
    let Ok(search) = AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(&forms) else { return };
    let first = clusters.len();
    let mut found: Vec<(Span, usize)> = Vec::new();
    let letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    for hit in search.find_iter(text) {
        let before = text.get(..hit.start()).and_then(|t| t.chars().next_back());
        let after = text.get(hit.end()..).and_then(|t| t.chars().next());
        if letter(before) || letter(after) {
            continue;
        }
        if let Some(Some(owner)) = owners.get(hit.pattern().as_usize()) {
            found.push((Span::new(hit.start() as u32, hit.end() as u32), *owner));
        }
    }
    // A cluster is that of the person most of its names are forms of.
    let mut votes: FxHashMap<(ClusterId, usize), u32> = FxHashMap::default();
    let mut all: Vec<NameMention> = Vec::with_capacity(names.len());
    let mut old = names.iter().peekable();
    for (span, owner) in &found {
        while let Some(name) = old.next_if(|n| n.span.end <= span.start) {
            all.push(*name);
        }
        let mut same = None;
        while let Some(name) = old.next_if(|n| n.span.overlaps(*span)) {
            if name.cluster.is_some() {
                *votes.entry((name.cluster, *owner)).or_default() += 1;
            }
            same.get_or_insert(*name);
        }
        let inside = quoted.get(quoted.partition_point(|q| q.end <= span.start)).is_some_and(|q| q.overlaps(*span));
        let blank = NameMention::plain(*span);
        let name = same.unwrap_or(NameMention { quoted: inside, ..blank });
        let cluster = ClusterId((first + owner) as u32);
        all.push(NameMention { span: *span, core: *span, doubtful: false, disputed: false, cluster, ..name });
    }
    all.extend(old.copied());
    let mut best: FxHashMap<ClusterId, (u32, usize)> = FxHashMap::default();
    for ((id, owner), n) in votes {
        let entry = best.entry(id).or_insert((n, owner));
        if (n, std::cmp::Reverse(owner)) > (entry.0, std::cmp::Reverse(entry.1)) {
            *entry = (n, owner);
        }
    }
    for person in people {
        let mut cluster = Cluster::new(&person.name, SpeakerKind::Person);
        cluster.aliases = person.aliases.iter().map(|a| a.as_str().into()).collect();
        clusters.push(cluster);
    }
    let mut ids: Vec<(ClusterId, (u32, usize))> = best.iter().map(|(id, b)| (*id, *b)).collect();
    ids.sort_by_key(|(id, (n, _))| (std::cmp::Reverse(*n), id.0));
    for (id, (_, owner)) in ids {
        let Some(other) = clusters.get(id.index()).cloned() else { continue };
        if let Some(mine) = clusters.get_mut(first + owner) {
            mine.gender = mine.gender.or(other.gender);
            mine.given = mine.given.or(other.given);
            mine.mentions += other.mentions;
            mine.speaks += other.speaks;
            for role in &other.roles {
                mine.add_role(role);
            }
        }
    }
    for name in &mut all {
        if let Some((_, owner)) = best.get(&name.cluster) {
            name.cluster = ClusterId((first + owner) as u32);
        }
    }
    for cluster in clusters.iter_mut().take(first) {
        cluster.kind = SpeakerKind::Organisation;
        cluster.roles.clear();
        cluster.gender = Gender::Unknown;
    }
    *names = all;
}
