//! Screenplays, as Fountain and word processors write them: a name in capitals above its words, scene headings, transitions,
//! extensions such as `(V.O.)`. Outside dialogue nobody speaks.

use super::Head;
use super::own_line::{NameLine, Setting, is_extension};
use crate::document::Block;
use crate::document::programs;
use crate::span::Span;
use rustc_hash::FxHashMap;

/// What shows that a text is a screenplay.
#[derive(Clone, Copy, Debug, Default)]
pub struct Signs {
    scenes: u32,
    transitions: u32,
    extensions: u32,
}

impl Signs {
    /// Counts a line in capitals. True when it is a scene heading or a transition, and names nobody.
    pub fn take(&mut self, words: &str, line: &NameLine) -> bool {
        if is_scene(words) {
            self.scenes += 1;
            return true;
        }
        if is_transition(words) {
            self.transitions += u32::from(words.ends_with(programs::TRANSITION_END));
            return true;
        }
        let note = words.find('(').and_then(|at| words.get(at..));
        self.extensions += u32::from(line.setting == Setting::Capitals && note.is_some_and(is_extension));
        false
    }
}

/// `INT. KITCHEN - DAY`
pub fn is_scene(words: &str) -> bool {
    let words = words.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.' || c == ' ');
    programs::SCENE_HEADINGS
        .iter()
        .any(|s| words.get(..s.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(s)) && words.len() > s.len())
        && !words.chars().take(4).any(char::is_lowercase)
}

/// `CUT TO:`, `FADE OUT.`
pub fn is_transition(words: &str) -> bool {
    let quiet = !words.chars().any(char::is_lowercase);
    quiet
        && (words.ends_with(programs::TRANSITION_END)
            || programs::TRANSITIONS.contains(&words.trim_end_matches(['.', ':'])))
}

/// Whether a line tells how words are said: `(quietly)`.
pub fn is_parenthetical(words: &str) -> bool {
    let words = words.trim();
    words.starts_with('(') && words.find(')') == Some(words.len() - 1)
}

/// The heads of a screenplay, when the document is one. O(names + blocks).
pub fn heads(text: &str, blocks: &[Block], found: &[NameLine], signs: &Signs) -> Option<Vec<Head>> {
    let begins = |l: &&NameLine| matches!(l.setting, Setting::Capitals | Setting::Forced) && l.line.first;
    let (mut above, mut alone) = (0u32, 0u32);
    let mut names: FxHashMap<&str, u32> = FxHashMap::default();
    for line in found.iter().filter(begins) {
        above += u32::from(!line.line.last);
        alone += u32::from(line.line.last && line.written);
        *names.entry(line.name.of(text)).or_default() += 1;
    }
    let apart = above == 0;
    let shown = if apart {
        // A title and an author stand alone as well.
        signs.scenes >= 1 && alone >= 2 && (signs.extensions >= 1 || names.values().any(|n| *n >= 2))
    } else {
        signs.scenes >= 1 || above >= 2 && signs.extensions + signs.transitions >= 1
    };
    if !shown {
        return None;
    }
    let mut out: Vec<Head> = Vec::new();
    for line in found.iter().filter(begins).filter(|l| l.line.last == apart) {
        let start = line.line.span.start;
        // Words end with their block; with the next block that is no direction where names stand apart.
        let mut end = line.line.block as usize;
        if apart {
            end += 1;
            if blocks.get(end).is_some_and(|b| is_parenthetical(b.span.of(text))) {
                end += 1;
            }
        }
        // Another name right below: it was no name.
        if blocks.get(end).is_none() {
            continue;
        }
        if out.last().is_some_and(|h| !h.speech && h.start == start) {
            out.pop();
        }
        let words = Span::new(line.words, line.words);
        out.push(Head::new(Some(line.name), start, words.end));
        if let Some(next) = blocks.get(end + 1) {
            out.push(Head::nobody(next.span.start));
        }
    }
    // A name before the end of the words of another begins anew.
    out.sort_by_key(|h| (h.start, h.speech));
    out.dedup_by(|later, earlier| {
        later.start == earlier.start && {
            *earlier = *later;
            true
        }
    });
    Some(out)
}
