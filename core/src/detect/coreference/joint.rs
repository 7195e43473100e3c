//! Joint sources: several people who say one thing together, "Quill and Penhallow", "the two senators". They are one group
//! whose members are known.
//!
//! Names are joined only where nothing but commas, a joining word and titles stand between them, the first of them begins
//! its clause, and the last ends the phrase: "He praised Quill and Penhallow said" has one speaker. Who is meant by a
//! number ("the two", "both men") is the last such row of names of that length. Every look-back is bounded.

use super::super::draft::AttributionDraft;
use super::super::people::NameMention;
use super::super::roles::Roles;
use super::super::{Cluster, ClusterId, Gender, Mention, MentionKind};
use super::{MAX_ANTECEDENT_DISTANCE, Resolver};
use crate::kinds::SpeakerKind;
use crate::span::Span;
use rustc_hash::FxHashMap;
use smallvec::SmallVec;

/// Ids of the members of a group.
pub type Members = SmallVec<[ClusterId; 4]>;

/// Most names joined into one group.
const MAX_MEMBERS: usize = 6;
/// Most bytes between two names of one row.
const MAX_BETWEEN: usize = 60;
/// Most names looked back over for whom a number means.
const MAX_NAMES_BACK: usize = 40;

/// How sure it is that names in a row speak together.
const NAMED: f32 = 0.95;
/// How sure it is whom "the two senators" means, behind "Senators Quill and Penhallow".
const COUNTED: f32 = 0.85;
/// The same where only the number fits.
const COUNTED_ONLY: f32 = 0.6;

/// How sure it is that the last name of a row behind a preposition speaks alone.
const ONE_OF_SEVERAL: f32 = 0.5;
/// Most words of what people are before the row of their names.
const MAX_LEAD_WORDS: usize = 4;

/// The groups made so far.
#[derive(Debug, Default)]
pub struct JointSources {
    by_members: FxHashMap<Members, ClusterId>,
    /// Each group with its members, in the order they were made.
    pub groups: Vec<(ClusterId, Members)>,
}

impl JointSources {
    /// Whom a group consists of.
    fn members(&self, id: ClusterId) -> Option<&Members> {
        self.groups.iter().rev().find(|(group, _)| *group == id).map(|(_, members)| members)
    }
}

/// What joins a name to the next.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joint {
    /// "Quill, Penhallow"
    Comma,
    /// "Quill and Penhallow"
    And,
    /// "Quill, and Penhallow"
    CommaAnd,
}

/// Names in a row, by their numbers.
#[derive(Clone, Copy)]
struct Row {
    first: usize,
    last: usize,
}

impl Row {
    const fn len(self) -> usize {
        self.last - self.first + 1
    }
}

impl Resolver<'_> {
    /// The mention of several who speak together, and how sure that is. O(names near).
    pub(super) fn joint(&mut self, source: Span, draft: &AttributionDraft) -> Option<(Mention, f32)> {
        let first = self.names.partition_point(|n| n.span.end <= source.start);
        if self.names.get(first).is_some_and(|n| n.span.start < source.end) {
            return self.named_together(first, source, draft);
        }
        self.counted(source)
    }

    /// "Quill and Penhallow": `first` is the first name in the source.
    fn named_together(&mut self, first: usize, source: Span, draft: &AttributionDraft) -> Option<(Mention, f32)> {
        let row = self.row_at(first)?;
        let (head, tail) = (self.names.get(row.first)?, self.names.get(row.last)?);
        let span = Span::new(head.span.start.min(source.start), tail.span.end.max(source.end));
        // The source holds other words than those of the row: "a lawyer for Quill and Penhallow", "Quill and Penhallow's plan".
        let lead = Span::new(self.introduced_from(head.span.start).min(source.start), head.span.start);
        let rest = Span::new(tail.span.end, span.end).of(self.text);
        let ends = rest.is_empty() || rest.starts_with([',', ' ', '(']) && !starts_with_lower_noun(rest);
        let cued = draft.cue.is_some_and(|c| c.end <= head.span.start && head.span.start < c.end + MAX_BETWEEN as u32);
        let whole = if cued { self.ends_phrase(span.end) } else { self.begins_clause(lead.start) };
        if !ends || !whole || !self.introduces(lead.of(self.text)) || self.is_possessive(tail.span.end) {
            // "Spokesmen for Quill and Penhallow said": hardly Penhallow alone.
            let alone = !cued && source.start >= tail.span.start && self.follows_preposition(head.span.start);
            let mention = Mention { span: source, kind: MentionKind::Name, cluster: tail.cluster, antecedent: None };
            return alone.then_some((mention, ONE_OF_SEVERAL));
        }
        let names = self.names.get(row.first..=row.last)?;
        let members: Members = names.iter().map(|n| n.cluster).collect();
        let distinct = members.iter().enumerate().all(|(n, id)| !members.iter().take(n).any(|other| other == id));
        if !distinct || names.iter().any(|n| self.is_part_of_body(n)) || !names.iter().all(|n| self.is_known(n)) {
            let id = self.describe(span, draft.rule);
            // One name twice is that of a firm.
            self.clusters.get_mut(id.index())?.kind =
                if distinct { SpeakerKind::Group } else { SpeakerKind::Organisation };
            return Some((Mention { span, kind: MentionKind::Role, cluster: id, antecedent: None }, COUNTED));
        }
        let id = self.group(&members, span);
        Some((Mention { span, kind: MentionKind::Name, cluster: id, antecedent: None }, NAMED))
    }

    /// "the two senators", "both men": the last row of so many names.
    fn counted(&mut self, source: Span) -> Option<(Mention, f32)> {
        let words = source.of(self.text);
        let (count, noun) = self.count_of(words)?;
        let known = self.last_group.filter(|(_, at)| at.start + MAX_ANTECEDENT_DISTANCE > source.start);
        let spoke = known.filter(|(id, _)| self.joint.members(*id).is_some_and(|m| m.len() == count));
        let gender = noun.map_or(Gender::Unknown, |noun| super::super::people::gender_of(self.lexicon.roles(noun)));
        let row = self.last_row(source.start, count, gender);
        // Whoever stands nearer.
        let (id, place, fits) = match (spoke, row) {
            (Some((id, at)), row) if row.is_none_or(|row| self.end_of(row) <= at.end) => (id, at, true),
            (_, Some(row)) => {
                let names = self.names.get(row.first..=row.last)?;
                let members: Members = names.iter().map(|n| n.cluster).collect();
                let span = names.first()?.span.hull(names.last()?.span);
                let fits = noun.is_some_and(|noun| self.is_called(names, noun));
                (self.group(&members, span), span, fits)
            }
            (_, None) => return None,
        };
        let mention = Mention { span: source, kind: MentionKind::Role, cluster: id, antecedent: Some(place) };
        self.last_group = Some((id, source));
        Some((mention, if fits { COUNTED } else { COUNTED_ONLY }))
    }

    /// The number in "the two senators", and the noun behind it. Nothing for "two senators", whom nobody has named.
    fn count_of<'t>(&self, words: &'t str) -> Option<(usize, Option<&'t str>)> {
        let rules = &self.lexicon.language().references;
        let count = |word: &str| rules.counts.iter().find(|(w, _)| w.eq_ignore_ascii_case(word)).map(|(_, n)| *n);
        let definite = rules.definite.iter().find_map(|d| words.strip_prefix(d));
        let all_of_them = rules.all_of.iter().find(|(w, _)| begins_with_word(words, w));
        let (n, rest) = match (definite, all_of_them) {
            (Some(rest), _) => {
                let (word, rest) = rest.split_once(' ').unwrap_or((rest, ""));
                (count(word)?, rest)
            }
            (None, Some((word, n))) => (*n, words.get(word.len()..)?.trim_start()),
            (None, None) => return None,
        };
        let noun = rest.split(' ').next_back().filter(|w| !w.is_empty());
        let is_people = |w: &str| self.lexicon.roles(w).has(Roles::GROUP);
        (noun.is_none_or(is_people) && rest.split(' ').count() <= 3).then_some((usize::from(n), noun))
    }

    /// Whether a row of names is called so where it stands: "Senators Quill and Penhallow".
    fn is_called(&self, names: &[NameMention], noun: &str) -> bool {
        let Some(head) = names.first() else { return false };
        let before = Span::new(head.span.start.saturating_sub(MAX_BETWEEN as u32), head.core.start);
        let before = self.text.get(before.start as usize..before.end as usize).unwrap_or_default();
        let singular = noun.strip_suffix(self.lexicon.language().names.plural_ending).unwrap_or(noun);
        let same = |word: &str| word.eq_ignore_ascii_case(noun) || word.eq_ignore_ascii_case(singular);
        before.rsplit(' ').filter(|w| !w.is_empty()).take(3).any(|w| same(w.trim_end_matches(',')))
            || names.iter().all(|n| {
                let cluster = self.clusters.get(n.cluster.index());
                cluster.is_some_and(|c| c.roles.iter().any(|r| r.rsplit(' ').next().is_some_and(same)))
            })
    }

    /// The last row of so many people that ends before `at`; of that gender, if it is known.
    fn last_row(&self, at: u32, count: usize, gender: Gender) -> Option<Row> {
        let end = self.names.partition_point(|n| n.span.end <= at);
        let mut last = end;
        while let Some(number) = last.checked_sub(1).filter(|n| end - n <= MAX_NAMES_BACK) {
            if self.names.get(number)?.span.start + MAX_ANTECEDENT_DISTANCE < at {
                return None;
            }
            last = number;
            let Some(row) = self.row_at(number) else { continue };
            let names = self.names.get(row.first..=row.last)?;
            let kind = |name: &NameMention| self.clusters.get(name.cluster.index()).map(|c| c.kind);
            let person = names.iter().any(|n| kind(n) == Some(SpeakerKind::Person));
            let people = names.iter().enumerate().all(|(n, name)| {
                let gender_fits = !gender.contradicts(self.gender_of(name.cluster));
                // Beside a person stands a person, whatever a name of one mention looks like.
                let fits = kind(name) == Some(SpeakerKind::Person) || person && !self.is_part_of_body(name);
                fits && gender_fits && !names.iter().take(n).any(|other| other.cluster == name.cluster)
            });
            if row.len() == count && people {
                return Some(row);
            }
            last = row.first;
        }
        None
    }

    fn end_of(&self, row: Row) -> u32 {
        self.names.get(row.last).map_or(0, |n| n.span.end)
    }

    /// The row of names that number `at` stands in; none where it stands alone.
    fn row_at(&self, at: usize) -> Option<Row> {
        let mut row = Row { first: at, last: at };
        let mut joints: SmallVec<[Joint; 6]> = SmallVec::new();
        while row.len() < MAX_MEMBERS {
            let Some(joint) = row.first.checked_sub(1).and_then(|n| self.joint_behind(n)) else { break };
            joints.insert(0, joint);
            row.first -= 1;
        }
        while row.len() < MAX_MEMBERS {
            let Some(joint) = self.joint_behind(row.last) else { break };
            joints.push(joint);
            row.last += 1;
        }
        // "Quill, Penhallow" are one only where an "and" closes the row; behind "Quill, and" somebody else may begin to speak.
        let (end, before) = joints.split_last()?;
        let closed = match end {
            Joint::And => true,
            Joint::CommaAnd => !before.is_empty(),
            Joint::Comma => false,
        };
        (closed && before.iter().all(|j| *j == Joint::Comma)).then_some(row)
    }

    /// What joins a name to the next one, where nothing else stands between them.
    fn joint_behind(&self, number: usize) -> Option<Joint> {
        let (name, next) = (self.names.get(number)?, self.names.get(number + 1)?);
        if !name.cluster.is_some() || !next.cluster.is_some() || next.span.start < name.span.end {
            return None;
        }
        let between = Span::new(name.span.end, next.span.start);
        if between.len() as usize > MAX_BETWEEN {
            return None;
        }
        let between = between.of(self.text);
        let (comma, words) = between.strip_prefix(',').map_or((false, between), |rest| (true, rest));
        let words = words.strip_prefix(' ')?;
        let joiner = self.lexicon.language().turns.joiners.first()?;
        let Some(tail) = words.strip_prefix(joiner).filter(|t| t.starts_with(' ')) else {
            return (comma && words.is_empty()).then_some(Joint::Comma);
        };
        let rules = &self.lexicon.language().references;
        let tail = tail.trim_start();
        let bare = tail.trim_end().trim_end_matches(',');
        let mut owned = false;
        let titles = bare.split_whitespace().enumerate().all(|(n, word)| {
            owned |= n == 0 && rules.possessives.iter().any(|p| p.trim_end() == word);
            let article = n == 0 && rules.articles.iter().any(|a| a.trim_end() == word);
            article || owned && n < 3 || self.lexicon.roles(word).has(Roles::ROLE.or(Roles::TITLE))
        });
        // "her husband, Tom": the comma belongs to what he is.
        let apposition = bare.len() < tail.trim_end().len();
        (titles && (!apposition || owned)).then_some(if comma { Joint::CommaAnd } else { Joint::And })
    }

    /// Where the words begin that say what the people of a row are: "Presidential candidates" before the first name.
    fn introduced_from(&self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or_default();
        let mut start = at;
        let verb = Roles::PREP.or(Roles::AUX).or(Roles::SAY).or(Roles::SAY_OF).or(Roles::PAST).or(Roles::CONJ);
        let mut rest = before;
        for n in 0..MAX_LEAD_WORDS {
            let Some(trimmed) = rest.strip_suffix(' ') else { break };
            let word = trimmed.get(trimmed.rfind(char::is_whitespace).map_or(0, |n| n + 1)..).unwrap_or_default();
            let bare = word.trim_end_matches(',');
            let is_word = bare.chars().all(|c| c.is_alphabetic() || c == '-' || c == '.') && !bare.is_empty();
            if !is_word || self.lexicon.roles(bare).has(verb) || n > 0 && word.len() != bare.len() {
                break;
            }
            if n == 0 && !self.introduces(bare) {
                break;
            }
            rest = trimmed.strip_suffix(word).unwrap_or_default();
            start = rest.len() as u32;
            if self.begins_clause(start) {
                return start;
            }
        }
        if self.begins_clause(start) { start } else { at }
    }

    fn follows_preposition(&self, at: u32) -> bool {
        let before = self.text.get(..at as usize).unwrap_or_default().trim_end();
        let word = before.get(before.rfind(char::is_whitespace).map_or(0, |n| n + 1)..).unwrap_or_default();
        self.lexicon.roles(word).has(Roles::PREP)
    }

    /// Whether a phrase that begins at `at` can be the subject of its clause: it opens a sentence, or follows a comma, a
    /// quotation, or a word that opens a clause.
    fn begins_clause(&self, at: u32) -> bool {
        let before = self.text.get(..at as usize).unwrap_or_default().trim_end_matches(' ');
        if before.ends_with(|c: char| !c.is_alphanumeric() && c != '’' && c != '\'') || before.is_empty() {
            return true;
        }
        let word = before.get(before.rfind(char::is_whitespace).map_or(0, |n| n + 1)..).unwrap_or_default();
        let all_of = self.lexicon.language().references.all_of;
        self.lexicon.roles(word).has(Roles::CONJ) || all_of.iter().any(|(w, _)| w.eq_ignore_ascii_case(word)) || {
            let number = super::hash_of(word);
            self.lexicon.language().grammar.complementizer == number
        }
    }

    /// Whether a phrase behind its verb ends at `at`: with a sign, or before a word that begins something new.
    fn ends_phrase(&self, at: u32) -> bool {
        let rest = self.text.get(at as usize..).unwrap_or_default();
        let Some(words) = rest.strip_prefix(' ') else { return true };
        let word: &str = words.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let opens = Roles::PREP.or(Roles::CONJ).or(Roles::ADV).or(Roles::DAY).or(Roles::PRONOUN);
        word.is_empty() || self.lexicon.roles(word).has(opens) && !self.lexicon.roles(word).has(Roles::AUX)
    }

    fn is_possessive(&self, at: u32) -> bool {
        self.text
            .get(at as usize..)
            .is_some_and(|rest| rest.strip_prefix(['’', '\'']).is_some_and(|tail| !tail.starts_with([' ', '”', '"'])))
    }

    /// Whether words before a row are what its people are: titles, "both", "presidential candidates".
    fn introduces(&self, lead: &str) -> bool {
        let words = lead.trim();
        if words.is_empty() {
            return true;
        }
        let language = self.lexicon.language();
        let all_of = |w: &str| language.references.all_of.iter().any(|(word, _)| word.eq_ignore_ascii_case(w));
        let last = words.rsplit(' ').next().unwrap_or_default();
        let roles = self.lexicon.roles(last.trim_end_matches(','));
        let people = roles.has(Roles::ROLE.or(Roles::GROUP).or(Roles::TITLE)) || all_of(last);
        let article = words.eq_ignore_ascii_case(language.names.article);
        article || people && !words.split(' ').any(|w| self.lexicon.roles(w).has(Roles::PREP))
    }

    /// "Bureau of Alcohol and Tobacco", "Science and Technology Directorate": perhaps one body whose name has an "and" in it.
    /// Bodies with an article and places stand beside each other.
    fn is_part_of_body(&self, name: &NameMention) -> bool {
        let article = self.lexicon.language().names.article;
        let before = self.text.get(..name.span.start as usize).unwrap_or_default().trim_end();
        let words = name.core.of(self.text);
        let articled = [before.rsplit(' ').next(), words.split(' ').next()].contains(&Some(article));
        let is_place = |w: &str| self.lexicon.roles(w).has(Roles::PLACE);
        let single = !words.contains(' ') && !name.body;
        name.body && !articled && !words.split(' ').all(is_place) || single && self.is_body(name.cluster)
    }

    /// Whether somebody of that name is known: by a full name, a title, or from elsewhere in the text.
    fn is_known(&self, name: &NameMention) -> bool {
        self.clusters.get(name.cluster.index()).is_some_and(|c| {
            let person = c.name.contains(' ') || c.gender != Gender::Unknown || name.titled;
            person || c.mentions > 1 || c.kind == SpeakerKind::Organisation
        })
    }

    /// The group of these people, who are named together at `span`.
    fn group(&mut self, members: &Members, span: Span) -> ClusterId {
        let id = match self.joint.by_members.get(members) {
            Some(id) => *id,
            None => {
                let id = ClusterId(self.clusters.len() as u32);
                let mut group = Cluster::new(&self.names_of(members), SpeakerKind::Group);
                group.mentions = 1;
                self.clusters.push(group);
                self.joint.by_members.insert(members.clone(), id);
                self.joint.groups.push((id, members.clone()));
                id
            }
        };
        self.last_group = Some((id, span));
        id
    }

    /// "Mara Quill, Dovid Penhallow and Jo Tarn".
    fn names_of(&self, members: &[ClusterId]) -> String {
        let joiner = self.lexicon.language().turns.joiners.first().copied().unwrap_or_default();
        let mut out = String::new();
        for (n, id) in members.iter().enumerate() {
            match n {
                0 => {}
                n if n + 1 == members.len() => {
                    out.push(' ');
                    out.push_str(joiner);
                    out.push(' ');
                }
                _ => out.push_str(", "),
            }
            out.push_str(self.clusters.get(id.index()).map_or("", |c| c.name.as_str()));
        }
        out
    }

    /// Remembers who the people are whose names stand before a turn of all of them.
    pub(super) fn join_turn(&mut self, id: ClusterId, source: Span) {
        if self.joint.members(id).is_some() {
            return;
        }
        let joiners = self.lexicon.language().turns.joiners;
        let mut members = Members::new();
        let mut start = source.start;
        let mut parts: SmallVec<[Span; 4]> = SmallVec::new();
        let mut at = source.start;
        for word in source.of(self.text).split_inclusive([' ', ',']) {
            let bare = word.trim_end_matches([' ', ',']);
            let end = at + word.len() as u32;
            if joiners.contains(&bare) || bare.is_empty() {
                parts.push(Span::new(start, at));
                start = end;
            } else if word.ends_with(',') {
                parts.push(Span::new(start, end));
                start = end;
            }
            at = end;
        }
        parts.push(Span::new(start, source.end));
        for part in parts {
            let part = part.trim(self.text, |c| c.is_whitespace() || c == ',');
            if part.is_empty() {
                continue;
            }
            let Some(member) = self.person_in(part).filter(|m| !members.contains(m)) else { return };
            members.push(member);
        }
        if (2..=MAX_MEMBERS).contains(&members.len()) {
            self.joint.groups.push((id, members));
        }
    }
}

/// Whether words behind a row of names make it a part of something else: "Quill and Penhallow voters".
fn starts_with_lower_noun(rest: &str) -> bool {
    rest.strip_prefix(' ').is_some_and(|r| r.starts_with(char::is_lowercase))
}

/// Whether `words` begin with the word `first`, whatever the case of its first letter.
fn begins_with_word(words: &str, first: &str) -> bool {
    let head = words.split(' ').next().unwrap_or_default();
    head.eq_ignore_ascii_case(first)
}

#[cfg(test)]
mod tests;
