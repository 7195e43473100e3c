//! The name that the words of a source hold, or that stands right beside them.

use super::{MAX_NAMING_BYTES, Resolver};
use crate::detect::ClusterId;
use crate::detect::entity_type::EntityType;
use crate::detect::people::NameMention;
use crate::detect::roles::Roles;
use crate::detect::word_number::hash_of;
use crate::span::Span;

impl<'a> Resolver<'a> {
    /// "the company’s founder, Clara Voss," is Clara Voss, and so is "said the company’s founder, Clara Voss of Ashton".
    pub(super) fn apposition(&self, source: Span, cue: Option<Span>) -> Option<NameMention> {
        let tail = self.text.get(source.end as usize..)?;
        let next = tail.strip_prefix(", ")?;
        let first = self.names.partition_point(|n| n.span.start < source.end + 2);
        let name = self.names.get(first).filter(|n| n.cluster.is_some())?;
        let before = next.get(..(name.span.start - source.end - 2) as usize)?;
        // "state Rep. Clara Voss".
        let kind = Roles::ROLE.or(Roles::TITLE).or(Roles::DEMONYM);
        let last = before.split_whitespace().next_back();
        let short = before.len() <= MAX_NAMING_BYTES && !before.contains([',', '.', ';', '“', '"', '\n']);
        let titled =
            before.is_empty() || !self.fiction && short && last.is_some_and(|w| self.lexicon.roles(w).has(kind));
        let after = self.text.get(name.span.end as usize..)?;
        // Where the sentence ends with it, what follows a place may be where that is: "the mayor of Moor, Kell."
        let described = source.of(self.text).rsplit(' ').next().is_some_and(|w| w.starts_with(char::is_lowercase));
        let full = described && name.core.of(self.text).contains(' ');
        let behind_cue = !self.fiction && cue.is_some_and(|c| c.end <= source.start);
        let closed = after.starts_with(',')
            || full && (after.is_empty() || after.starts_with(['.', ';', '!', '?', '\n']))
            || !self.fiction && after.starts_with(" (")
            || behind_cue && name.core.of(self.text).contains(' ') && !after.starts_with(['’', '\'']);
        (titled && closed && !name.body).then_some(*name)
    }

    /// "a woman known as “Birdie”" is Birdie.
    pub(super) fn known_as(&self, source: Span) -> Option<NameMention> {
        let name = self.names.get(self.names.partition_point(|n| n.span.start < source.end)).copied()?;
        let between =
            Span::new(source.end, name.span.start).of(self.text).trim_end_matches(['“', '"', '‘', '\'', '«', '„']);
        if between.len() > MAX_NAMING_BYTES || !between.starts_with(' ') || !name.cluster.is_some() {
            return None;
        }
        let language = self.lexicon.language();
        let mut words = between.split_whitespace().map(hash_of);
        let (last, before) = (words.next_back()?, words.next_back());
        let (known, as_word) = language.grammar.known_as;
        (language.names.naming_words.contains(&last) || last == as_word && before == Some(known)).then_some(name)
    }

    /// The misspelt form differs from the last word of the cluster's own name.
    pub(super) fn spelt_right(&self, core: &str, cluster: ClusterId) -> bool {
        let last = core.rsplit(' ').next().unwrap_or(core);
        self.clusters.get(cluster.index()).is_some_and(|c| c.name.split(' ').any(|w| w == last))
    }

    pub(super) fn names_in(&self, span: Span) -> &'a [NameMention] {
        let from = self.names.partition_point(|n| n.span.end <= span.start);
        let to = self.names.partition_point(|n| n.span.start < span.end);
        self.names.get(from..to.max(from)).unwrap_or_default()
    }

    /// The name that is the phrase itself, not one inside a "of" or before a possessive.
    pub(super) fn head_name(&self, source: Span) -> Option<NameMention> {
        let words = source.of(self.text);
        let inside = self.names_in(source);
        let rules = &self.lexicon.language().references;
        let last = inside.last()?;
        let covers_end = last.span.end >= source.end;
        let lower = words.chars().next().is_some_and(char::is_lowercase);
        if !lower {
            // "Robert Grey, of the harbour office": the first name leads; "Clinton's campaign": none does.
            let first = inside.first()?;
            let after = Span::new(first.span.end, source.end).of(self.text);
            if first.span.start <= source.start && !after.starts_with(['’', '\'']) {
                let tail = after.trim_start();
                let continued = tail.chars().next().is_some_and(char::is_lowercase)
                    && !rules.continuations.iter().any(|p| tail.starts_with(p));
                if !continued {
                    return Some(*first);
                }
            }
            return (covers_end && !self.after_preposition(source, *last)).then_some(*last);
        }
        // A name known beforehand may be a description: "the miller".
        if covers_end && last.span.start <= source.start {
            return Some(*last);
        }
        // "spokesman Brian Fallon", "the campaign's spokesman Brian Fallon".
        let before = Span::new(source.start, last.span.start).of(self.text);
        let role_before = before
            .split_whitespace()
            .next_back()
            .is_some_and(|w| self.lexicon.roles(w).has(Roles::ROLE.or(Roles::TITLE)) || w.ends_with(','));
        // "the ingenious Grey".
        let epithet = self.fiction
            && rules.epithets.iter().any(|d| before.starts_with(d))
            && before.split_whitespace().count() <= 3
            && !before.contains(['’', '\'']);
        // "residents Ada Grey", "an angry Grey": whatever stands before, the name of a person ends it.
        let plain = |w: &str| {
            let roles = self.lexicon.roles(w);
            !w.contains(['’', '\''])
                && !roles.has(Roles::PREP.or(Roles::CONJ).or(Roles::AUX).or(Roles::SAY))
                && w.starts_with(char::is_lowercase)
        };
        let person =
            self.clusters.get(last.cluster.index()).is_some_and(|c| c.entity == EntityType::Person && !last.body);
        let glued =
            !self.fiction && person && before.split_whitespace().count() <= 4 && before.split_whitespace().all(plain);
        let bare_article = before.trim().eq_ignore_ascii_case(self.lexicon.language().names.article);
        (covers_end && (role_before || bare_article || epithet || glued) && !self.after_preposition(source, *last))
            .then_some(*last)
    }

    pub(super) fn after_preposition(&self, source: Span, name: NameMention) -> bool {
        let before = Span::new(source.start, name.span.start).of(self.text);
        before.split_whitespace().any(|w| self.lexicon.roles(w).has(Roles::PREP))
    }
}
