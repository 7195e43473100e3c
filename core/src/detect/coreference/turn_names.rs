//! Who a name before a turn is. It stands there to name somebody: what no name in the text explains is the speaker's name as it
//! is written, `Speaker 2`, `I`, `田中`.

use super::super::roles::Roles;
use super::super::{ClusterId, Mention, MentionKind, Rule};
use super::Resolver;
use crate::kinds::SpeakerKind;
use crate::span::Span;

impl Resolver<'_> {
    /// The mention for the name before a turn, and the probability that it is read rightly.
    pub(super) fn turn_name(&mut self, source: Span) -> (Mention, f32) {
        let mention = |cluster, kind| Mention { span: source, kind, cluster, antecedent: None };
        if let Some(cluster) = self.person_in(source) {
            return (mention(cluster, MentionKind::Name), 1.0);
        }
        if let Some(asker) = self.asker(source) {
            return (mention(asker, MentionKind::Role), DESCRIBED);
        }
        let id = self.describe(source, Rule::TurnName);
        let words = source.of(self.text);
        let joiners = self.lexicon.language().turns.joiners;
        if let Some(cluster) = self.clusters.get_mut(id.index())
            && words.split_whitespace().any(|w| joiners.contains(&w))
        {
            cluster.kind = SpeakerKind::Group;
            self.join_turn(id, source);
        }
        // "The CHAIR (Mr. BELL)" is "The CHAIR" and "Mr. BELL" too.
        if let Some((office, holder)) = words.trim_end_matches([')', ']']).split_once(['(', '[']) {
            for form in [office.trim(), holder.trim()] {
                self.know_as(form, id);
            }
        }
        (mention(id, MentionKind::Role), DESCRIBED)
    }

    /// The one person whose name the words are, titles and offices before it aside.
    pub(super) fn person_in(&self, source: Span) -> Option<ClusterId> {
        let [name] = self.names_in(source) else { return None };
        let before = Span::new(source.start, name.span.start.max(source.start)).of(self.text);
        let behind = Span::new(name.span.end.min(source.end), source.end).of(self.text);
        let article = self.lexicon.language().names.article;
        let titles = before.split_whitespace().all(|w| {
            self.lexicon.roles(w.trim_end_matches('.')).has(Roles::ROLE.or(Roles::TITLE))
                || w.eq_ignore_ascii_case(article)
        });
        // "The Lord Bishop of Moor" is not "of Moor".
        let whole = name.core.of(self.text).starts_with(char::is_alphanumeric)
            && !name.core.of(self.text).starts_with(self.lexicon.language().names.genitive);
        // A name that goes on behind the head is another one.
        let inside = name.core.end <= source.end;
        (name.cluster.is_some() && inside && whole && titles && !behind.contains(char::is_alphanumeric))
            .then_some(name.cluster)
    }

    /// Who asks the questions where a hearing says so: `Q` below `BY MR. STARK:`.
    fn asker(&mut self, source: Span) -> Option<ClusterId> {
        let letter = source.of(self.text);
        let asks = self.lexicon.language().turns.question_and_answer.first()?;
        if !letter.starts_with(*asks) || letter.len() > asks.len_utf8() {
            return None;
        }
        let (_, name) = self.askers.get(self.askers.partition_point(|(at, _)| *at < source.start).checked_sub(1)?)?;
        let (name, from) = (name.of(self.text).trim(), *name);
        let shown = format!("{letter} ({name})");
        if let Some(id) = self.described.get(&shown) {
            return Some(*id);
        }
        let id = self.describe(from, Rule::TurnName);
        // Their own turns are those of a speaker of their own: the letter tells the two apart.
        let cluster = self.clusters.get_mut(id.index())?;
        cluster.name.clone_from(&shown);
        self.described.retain(|_, known| *known != id);
        self.described.insert(shown, id);
        Some(id)
    }

    /// Remembers another form by which a described speaker is called.
    fn know_as(&mut self, form: &str, id: ClusterId) {
        let lower: String = form.chars().flat_map(char::to_lowercase).collect();
        let rules = &self.lexicon.language().references;
        let bare = rules.determiners.iter().find_map(|d| lower.strip_prefix(d)).unwrap_or(&lower).to_owned();
        if bare.is_empty() {
            return;
        }
        self.described.entry(bare).or_insert(id);
        if let Some(cluster) = self.clusters.get_mut(id.index()) {
            cluster.add_alias(form);
        }
    }
}

/// How sure it is that words which no name in the text explains are read rightly.
const DESCRIBED: f32 = 0.95;
