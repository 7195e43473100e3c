//! Names in fiction, where titles tell people of one family apart and most people are called by one word.

use super::super::lang::{NameRules, TitleKind};
use super::super::{Cluster, ClusterId, Gender};
use super::linker::{Bearers, Linker};
use super::name_key::{NameKey, parts, surname};
use super::name_usage::NameUsage;
use super::{NameMention, given_of};
use crate::detect::lexicon::Lexicon;
use crate::kinds::SpeakerKind;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// A full name used less than once in so many times is not what a book calls somebody.
const MIN_FULL_NAME_SHARE: usize = 20;
/// A woman called "Miss" with her given name once in so many times that "Miss" stands with the surname has an elder sister.
const YOUNGER_SISTER_FACTOR: u32 = 15;
/// Two words are no full name where the second stands alone so many times as often: "At the Academy Anne …".
const CHANCE_NEIGHBOUR_FACTOR: u32 = 15;

/// Cuts names that met by chance apart: "in London Lydia …", "with Mrs. Allan Anne …". O(names).
pub fn split_chance_neighbours(text: &str, names: &mut [NameMention], habits: &NameUsage, lexicon: &Lexicon) {
    let mut full: FxHashMap<NameKey, u32> = FxHashMap::default();
    let code = |name: &NameMention| NameKey::of_all(parts(name.core.of(text)).iter().copied());
    for name in names.iter() {
        *full.entry(code(name)).or_default() += 1;
    }
    for name in names.iter_mut() {
        let words = parts(name.core.of(text));
        // "Duchess of Grey": all of it is the name.
        if name.titled && words.first() == Some(&lexicon.language().names.genitive) {
            name.core = name.span;
            (name.titled, name.title_kind) = (false, TitleKind::Plain);
            continue;
        }
        let (Some(last), true) = (surname(&words, lexicon.language().names.generations), words.len() > 1) else {
            continue;
        };
        let first = words.first().copied().unwrap_or_default();
        let together = full.get(&code(name)).copied().unwrap_or(1);
        let given = given_of(lexicon.roles(first)) != Gender::Unknown && !name.titled;
        // "In London Lydia Moor …": Lydia Moor is somebody, and no Londoner by name.
        let rest = words.get(1..).filter(|rest| rest.len() > 1 && !given && !name.titled);
        if rest.is_some_and(|rest| full.contains_key(&NameKey::of_all(rest.iter().copied())))
            && let Some(at) = rest.and_then(|r| r.first()).and_then(|w| name.core.of(text).find(w))
        {
            name.core = Span::new(name.core.start + at as u32, name.core.end);
            name.span = name.core;
            name.given = rest.and_then(|r| r.first()).map_or(Gender::Unknown, |w| given_of(lexicon.roles(w)));
            continue;
        }
        if given
            || habits.bare(NameKey::of(last)) < CHANCE_NEIGHBOUR_FACTOR * together
            || habits.titled(name.title_kind, NameKey::of(first)) == 0 && name.titled
        {
            continue;
        }
        let core = name.core.of(text);
        if name.titled {
            name.core = Span::new(name.core.start, name.core.start + first.len() as u32);
            name.span = Span::new(name.span.start, name.core.end);
        } else if let Some(at) = core.rfind(last) {
            name.core = Span::new(name.core.start + at as u32, name.core.end);
            name.span = name.core;
            name.given = given_of(lexicon.roles(last));
            name.opening = false;
        }
    }
}

impl Linker<'_> {
    fn person(&self, id: ClusterId, test: impl Fn(&Cluster) -> bool) -> bool {
        self.clusters.get(id.index()).is_some_and(|c| c.kind == SpeakerKind::Person && test(c))
    }

    /// A bare name: a given name is the person of that name written most; a surname that of a man.
    pub fn bare_name_in_fiction(
        &self,
        name: NameMention,
        code: NameKey,
        recent: Option<ClusterId>,
    ) -> Option<ClusterId> {
        let times = |id: &ClusterId| self.written.get(id).copied().unwrap_or(0);
        let most = |table: &FxHashMap<NameKey, Bearers>, man: bool| {
            let ids = table.get(&code).into_iter().flatten().copied();
            let fits = |id: &ClusterId| {
                self.person(*id, |c| {
                    let woman = c.gender == Gender::Female && c.name.contains(' ');
                    !(name.gender.contradicts(c.gender) || man && woman)
                })
            };
            ids.filter(fits).max_by_key(|id| (times(id), std::cmp::Reverse(id.0)))
        };
        let (first, last) = (most(&self.by_first, false), most(&self.by_last, true));
        let last = match recent {
            // Of two men of a surname the one named last, unless he is hardly ever named.
            Some(near) if self.by_last.get(&code).is_some_and(|ids| ids.contains(&near)) => last
                .filter(|l| times(l) >= 3 * (times(&near) + 1) || !self.person(near, |c| c.gender != Gender::Female))
                .or(Some(near)),
            _ => last,
        };
        // "Colonel Grey" again and again is who "Grey" is, not one Grey Orr.
        let office = self.habits.titled(TitleKind::Office, code);
        match (first, last) {
            (Some(first), Some(last)) if times(&last).max(office) > times(&first) => Some(last),
            (Some(first), _) => Some(first),
            (None, last) => last.or_else(|| self.titled.get(&(TitleKind::Mister, Gender::Male, code)).copied()),
        }
    }

    /// "Mr. Grey", "Miss Grey", "Mrs. Grey", "Sir Thomas": each title with a name is one person. Mr. and Miss are the one
    /// man or unmarried woman of that surname when there is only one.
    pub fn titled_name_in_fiction(&mut self, name: NameMention, word: &str) -> ClusterId {
        let code = NameKey::of(word);
        let entry = (name.title_kind, name.gender, self.titled_code(name, word));
        if let Some(id) = self.titled.get(&entry) {
            return *id;
        }
        let women = matches!(name.title_kind, TitleKind::Miss | TitleKind::Madam);
        let wanted = if women { Gender::Female } else { Gender::Male };
        let bearer = |table: &FxHashMap<NameKey, Bearers>| {
            let fit = |id: &&ClusterId| {
                let times = self.written.get(id).copied().unwrap_or(0);
                // "Mr. Grey" everywhere and now and then "Mr. John Grey" are two brothers.
                let alone = self.habits.titled(TitleKind::Mister, code);
                let brother = name.title_kind == TitleKind::Mister
                    && alone > 3 * (times + 1)
                    && self.mister.get(id).is_some_and(|n| 4 * n > times);
                // "Miss Lucy" beside "Miss Grey" is her younger sister.
                let younger = name.title_kind == TitleKind::Miss && self.person(**id, |c| self.is_younger(c));
                let noble = |c: &Cluster| c.roles.iter().any(|r| self.rules.noble_roles.contains(&r.as_ref()));
                times >= 2
                    && !brother
                    && !younger
                    && self.person(**id, |c| {
                        !noble(c)
                            && if women {
                                c.given == wanted
                            } else {
                                !wanted.contradicts(c.given) && !wanted.contradicts(c.gender)
                            }
                    })
            };
            let mut bearers = table.get(&code)?.iter().filter(fit);
            bearers.next().copied().filter(|_| bearers.next().is_none())
        };
        let known = match name.title_kind {
            TitleKind::Mister | TitleKind::Miss | TitleKind::Madam => bearer(&self.by_last),
            // An admiral where a Mr. of that name is about is somebody else.
            TitleKind::Office if self.habits.titled(TitleKind::Mister, code) == 0 => bearer(&self.by_last),
            _ => None,
        };
        // Miss Lizzy: by her given name.
        let known = known.or_else(|| {
            matches!(name.title_kind, TitleKind::Miss | TitleKind::Kin | TitleKind::Mister)
                .then(|| bearer(&self.by_first))
                .flatten()
        });
        let id = known.unwrap_or_else(|| self.add(name, &[word]));
        self.titled.insert(entry, id);
        id
    }

    /// Whether a woman is called "Miss" with her given name, as a younger sister is.
    fn is_younger(&self, cluster: &Cluster) -> bool {
        let mut words = cluster.name.split(' ');
        let (Some(first), Some(last)) = (words.next(), words.next_back()) else { return false };
        let called = |word: &str| self.habits.titled(TitleKind::Miss, NameKey::of(word));
        called(first) >= 2 && called(first) * YOUNGER_SISTER_FACTOR > called(last)
    }

    /// A name as an entry of the titled: a captain and a general of one name are two people.
    pub fn titled_code(&self, name: NameMention, word: &str) -> NameKey {
        if name.title_kind != TitleKind::Office {
            return NameKey::of(word);
        }
        let title = Span::new(name.span.start, name.core.start).of(self.text).trim_end();
        NameKey::of_all([title.rsplit(' ').next().unwrap_or_default(), word])
    }

    /// Parks and halls are no people, unless one speaks. O(clusters).
    pub fn name_the_places(&mut self) {
        let sites = self.rules.sites;
        for cluster in &mut self.clusters {
            let last = cluster.name.rsplit(' ').next().unwrap_or_default();
            let site = cluster.name.contains(' ') && sites.iter().any(|s| last.eq_ignore_ascii_case(s));
            if site && cluster.speaks == 0 {
                cluster.kind = SpeakerKind::Organisation;
            }
        }
    }

    /// Everybody is called what he or she is called most often. O(names).
    pub fn names_as_written(&mut self, names: &[NameMention]) {
        let mut forms: FxHashMap<(ClusterId, &str), usize> = FxHashMap::default();
        for name in names.iter().filter(|n| n.cluster.is_some()) {
            // "Old Miss Barry": from the title on; "Duchess of Monmouth": all of it.
            let title = Span::new(name.span.start, name.core.start).of(self.text).trim_end();
            let from = title
                .strip_suffix(self.rules.genitive)
                .and_then(|t| t.strip_suffix(' '))
                .unwrap_or(title)
                .rfind(' ')
                .map_or(0, |at| at as u32 + 1);
            let titled = Span::new(name.span.start + from, name.core.end);
            let written = if name.title_kind == TitleKind::Plain { name.core } else { titled };
            *forms.entry((name.cluster, written.of(self.text))).or_default() += 1;
        }
        let mut most: FxHashMap<ClusterId, usize> = FxHashMap::default();
        for ((id, _), n) in &forms {
            let entry = most.entry(*id).or_default();
            *entry = (*entry).max(*n);
        }
        let rules = self.rules;
        // A full name the book uses now and then is better than the form used most.
        let full = |id: ClusterId, form: &str, n: usize| {
            let often = n >= 3 && n * MIN_FULL_NAME_SHARE >= most.get(&id).copied().unwrap_or(0);
            often && form.contains(' ') && !form.contains('.') && !starts_with_title(form, rules)
        };
        let mut best: FxHashMap<ClusterId, (bool, usize, &str)> = FxHashMap::default();
        for ((id, form), n) in forms {
            let rank = (full(id, form, n), n, form);
            let entry = best.entry(id).or_insert(rank);
            if rank > *entry {
                *entry = rank;
            }
        }
        for (id, (_, _, form)) in best {
            if let Some(cluster) = self.clusters.get_mut(id.index()) {
                let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
                let old = std::mem::replace(&mut cluster.name, form);
                cluster.add_alias(&old);
                cluster.aliases.retain(|a| a.as_ref() != cluster.name);
            }
        }
    }
}

/// Whether a form begins with a title, so that it is no full name.
fn starts_with_title(form: &str, rules: &NameRules) -> bool {
    form.split(' ').next().is_some_and(|w| !matches!(rules.title_kind(w), TitleKind::Office | TitleKind::Plain))
}
