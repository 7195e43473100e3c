//! The rows of the picker: everybody who can be picked, narrowed by typing.

use super::{Picker, PickerRow, PickerTarget};
use crate::ui::open_document::OpenDocument;
use crate::ui::widgets::fuzzy_rows::fuzzy;
use sayso_core::annotation::{Codebook, QUOTE, Speaker, SpeakerRef, same_name};
use sayso_core::detect::Descriptions;
use sayso_core::reading::{SpeakerChoice, shortened};
use sayso_core::span::Span;
use std::collections::HashMap;

/// Most people whom the text calls something without a name that are offered before everybody else.
const MAX_CALLED: usize = 2;

/// Everybody who can be picked: whom the text beside the words calls something without a name, the proposed ones, the
/// document's speakers, the codebook's, nobody.
pub fn everybody(doc: &OpenDocument, codebook: &Codebook, target: &PickerTarget) -> Vec<PickerRow> {
    let reading = &doc.reading;
    let mut said: HashMap<String, usize> = HashMap::new();
    for record in reading.set().iter().filter(|r| r.label == QUOTE && !r.is_rejected()) {
        if let Some(speaker) = &record.speaker {
            *said.entry(reading.set().name_of(speaker).to_owned()).or_default() += 1;
        }
    }
    let mut rows: Vec<PickerRow> = Vec::new();
    let mut add = |who: SpeakerChoice, name: String, detail: String| {
        if !name.is_empty() && !rows.iter().any(|r| r.name == name) {
            let said = said.get(&name).copied().unwrap_or(0);
            let called = match &who {
                SpeakerChoice::Known(SpeakerRef::Id(id)) => reading.set().speaker(id).map(called),
                SpeakerChoice::Found(cluster) => reading.found().cluster(*cluster).map(|c| {
                    let forms = c.aliases.iter().chain(&c.roles).map(AsRef::as_ref).collect::<Vec<&str>>();
                    format!("{name} {}", forms.join(" "))
                }),
                SpeakerChoice::Known(SpeakerRef::Nobody) | SpeakerChoice::Words(_) | SpeakerChoice::Unknown => None,
            };
            let called = called.unwrap_or_else(|| name.clone());
            rows.push(PickerRow { who, name, detail, called, said });
        }
    };
    let detail_of = |speaker: &Speaker| {
        let kind = speaker.kind.word().to_owned();
        let also = speaker.aliases.first().map(|a| format!(" · also “{}”", shortened(a, 28))).unwrap_or_default();
        let role = speaker.roles.first().cloned().unwrap_or(kind);
        format!("{role}{also}")
    };
    let detail = |choice: &SpeakerChoice| match choice {
        SpeakerChoice::Known(SpeakerRef::Id(id)) => reading.set().speaker(id).map(detail_of).unwrap_or_default(),
        SpeakerChoice::Found(cluster) => {
            let role = reading.found().cluster(*cluster).and_then(|c| c.roles.first().map(ToString::to_string));
            role.unwrap_or_else(|| "named here, not decided yet".to_owned())
        }
        _ => "only here".to_owned(),
    };
    for name in called_beside(doc, target) {
        let known = reading
            .set()
            .speakers
            .iter()
            .find(|s| same_name(&s.name, &name) || s.aliases.iter().any(|alias| same_name(alias, &name)));
        match known {
            Some(s) => add(SpeakerChoice::Known(SpeakerRef::Id(s.id.clone())), s.name.clone(), detail_of(s)),
            None => add(SpeakerChoice::Words(name.clone()), name, "as the text says here".to_owned()),
        }
    }
    if let PickerTarget::Item(item) = target
        && let Some(attribution) = reading.suggestion(item)
    {
        let proposal = reading.proposal(attribution);
        if proposal.who != SpeakerChoice::Unknown {
            let text = detail(&proposal.who);
            add(proposal.who, proposal.name, text);
        }
        for (choice, name) in reading.others(attribution) {
            let text = detail(&choice);
            add(choice, name, text);
        }
    }
    for speaker in &reading.set().speakers {
        add(SpeakerChoice::Known(SpeakerRef::Id(speaker.id.clone())), speaker.name.clone(), detail_of(speaker));
    }
    for (number, cluster) in reading.found().clusters.iter().enumerate() {
        let is_identified = !cluster.roles.is_empty() || cluster.name.contains(' ') || cluster.mentions > 1;
        if is_identified {
            let choice = SpeakerChoice::Found(sayso_core::detect::ClusterId(number as u32));
            let text = detail(&choice);
            add(choice, cluster.name.clone(), text);
        }
    }
    for speaker in &codebook.speakers {
        add(
            SpeakerChoice::Words(speaker.name.clone()),
            speaker.name.clone(),
            format!("{} · from sayso.ron", speaker.kind.word()),
        );
    }
    add(SpeakerChoice::Unknown, "Nobody who can be named".to_owned(), "kept as unnamed".to_owned());
    rows
}

/// What the text beside the words calls people: "the chairman", "my husband". Who asks for somebody else mostly means one
/// of them, as those who are named were proposed already. O(1): a few sentences are read.
fn called_beside(doc: &OpenDocument, target: &PickerTarget) -> Vec<String> {
    let said = match target {
        PickerTarget::Item(item) => doc.reading.hull(item),
        PickerTarget::Quote(spans) => spans.first().copied(),
        PickerTarget::Person(_) | PickerTarget::Items(_) | PickerTarget::Merge(_) => None,
    };
    let document = doc.reading.document();
    let block = said.and_then(|said| document.blocks().get(document.block_at(said.start)));
    let (Some(said), Some(block)) = (said, block) else { return Vec::new() };
    let within = |at: u32| at.clamp(block.span.start, block.span.end) - block.span.start;
    let paragraph = document.words(block.span);
    let found = Descriptions::new().near(paragraph, Span::new(within(said.start), within(said.end)));
    let mut names: Vec<String> = Vec::new();
    for span in found {
        let name = span.of(paragraph).split_whitespace().collect::<Vec<_>>().join(" ");
        if names.len() < MAX_CALLED && !names.contains(&name) {
            names.push(name);
        }
    }
    names
}

/// Name, aliases and roles of a speaker in one line.
fn called(speaker: &Speaker) -> String {
    let forms = speaker.aliases.iter().chain(&speaker.roles).map(String::as_str);
    std::iter::once(speaker.name.as_str()).chain(forms).collect::<Vec<_>>().join(" ")
}

impl Picker {
    /// Narrows the rows to what is typed: those called so first, then a new speaker of that name, then the merely similar.
    pub fn narrow(&mut self) {
        let typed = self.field.text().trim().to_owned();
        let haystack: Vec<String> = self.all.iter().map(|r| r.called.clone()).collect();
        let found = fuzzy(&typed, &haystack).into_iter().filter_map(|i| self.all.get(i).cloned());
        if typed.is_empty() {
            self.rows = found.collect();
        } else {
            let (called, similar): (Vec<_>, Vec<_>) = found.partition(|row| is_called(&row.called, &typed));
            // Nobody new comes into being by a merge.
            let exists =
                matches!(self.target, PickerTarget::Merge(_)) || self.all.iter().any(|r| same_name(&r.name, &typed));
            let new = PickerRow {
                who: SpeakerChoice::Words(typed.clone()),
                name: format!("New: “{typed}”"),
                detail: "a speaker nobody has named yet".to_owned(),
                called: String::new(),
                said: 0,
            };
            self.rows = called.into_iter().chain((!exists).then_some(new)).chain(similar).collect();
        }
        self.at = 0;
    }
}

/// Whether the words typed begin a word of a name, or are one of them but for a typo.
fn is_called(names: &str, typed: &str) -> bool {
    let fold = |s: &str| s.chars().flat_map(char::to_lowercase).collect::<String>();
    let (names, typed) = (fold(names), fold(typed));
    let starts = names.match_indices(&typed).any(|(at, _)| {
        names.get(..at).and_then(|before| before.chars().next_back()).is_none_or(|c| !c.is_alphanumeric())
    });
    let misspelt = |word: &str| {
        word.chars().count() > 4
            && typed.chars().count() > 4
            && strsim::normalized_damerau_levenshtein(word, &typed) >= 0.75
    };
    starts || names.split_whitespace().any(misspelt)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typo_does_not_hide_a_name() {
        assert!(is_called("Jeff Sessions the attorney general", "sesions") && is_called("Mark McDaniel", "mcd"));
        assert!(!is_called("Mark McDaniel attorney", "mary") && !is_called("Nobody who can be named", "bob lee"));
    }
}
