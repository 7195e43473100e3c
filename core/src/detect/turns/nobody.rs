//! What stands between the turns of a transcript and nobody says: stage directions, sounds, notes of editors, narration.

use crate::detect::lexicon::Lexicon;
use crate::detect::roles::Roles;
use crate::document::{Block, BlockKind};

/// What a paragraph below a turn is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Below {
    /// The turn goes on.
    Speech,
    /// A sound, a stage direction, furniture of a page: nobody's.
    Aside,
    /// Prose: read as any other.
    Prose,
}

/// What is known of the document and the place of a paragraph.
#[derive(Clone, Copy, Debug)]
pub struct Place<'a> {
    /// Whether turns of several paragraphs are usual here.
    pub runs_on: bool,
    /// Whether the turn above is quoted, a mark at the beginning of each paragraph.
    pub quoted: bool,
    /// Whether no head comes after it.
    pub last: bool,
    /// The end of the words above.
    pub above: &'a str,
}

/// What the paragraph is. O(length).
pub fn below(text: &str, block: &Block, place: Place<'_>, lexicon: &Lexicon) -> Below {
    let words = block.span.of(text);
    if is_aside(words, lexicon) {
        return Below::Aside;
    }
    if matches!(block.kind, BlockKind::Literal | BlockKind::Table | BlockKind::Heading(_)) || is_note(words, lexicon) {
        return Below::Prose;
    }
    // A sentence that the line above left open goes on.
    let ended =
        place.above.trim_end().ends_with(['.', '?', '!', '…', '—', '-', ')', ']', '"', '”', ':', '。', '？', '！']);
    if !ended && !place.above.is_empty() {
        return Below::Speech;
    }
    let personal = speaks_of_self(words, lexicon);
    if reports(words, lexicon) && !personal {
        return Below::Prose;
    }
    if place.quoted && words.starts_with(['“', '"', '«', '„']) {
        return Below::Speech;
    }
    if place.runs_on && !(place.last && introduces(words, lexicon) && !personal) || personal {
        return Below::Speech;
    }
    Below::Prose
}

/// `(Laughter.)`, `[door slams]`, `♪ …`, `Members interjecting—`, "Follow us on …". O(length).
pub fn is_aside(words: &str, lexicon: &Lexicon) -> bool {
    let rules = &lexicon.language().turns;
    let words = words.trim_start_matches(['“', '"', '«', '„', ' ']);
    let whole = [('(', ')'), ('[', ']'), ('*', '*'), ('（', '）')].iter().any(|(open, close)| {
        words.strip_prefix(*open).is_some_and(|rest| rest.find(*close).is_none_or(|at| at + 4 >= rest.len()))
    });
    let music = words.starts_with(['♪', '♫', '♬']);
    let interjecting = words.len() < 120 && {
        let last = words.trim_end_matches(|c: char| !c.is_alphanumeric()).rsplit(' ').next().unwrap_or_default();
        rules.interjections.iter().any(|i| i.eq_ignore_ascii_case(last)) && !words.contains(':')
    };
    let time = crate::document::stamp::is_time(words.trim_end());
    whole || music || time || interjecting || (lexicon.language().is_page_furniture)(words)
}

/// Notes of editors, lines in capitals.
fn is_note(words: &str, lexicon: &Lexicon) -> bool {
    let rules = &lexicon.language().turns;
    let holds = |phrase: &str| {
        words.len() < 600 && words.as_bytes().windows(phrase.len()).any(|w| w.eq_ignore_ascii_case(phrase.as_bytes()))
    };
    let shouted = words.len() < 80
        && !words.contains(['?', '!', '\n'])
        && !words.ends_with('.')
        && words.split_whitespace().count() >= 2
        && words.chars().any(char::is_uppercase)
        && !words.chars().any(char::is_lowercase);
    shouted || rules.editorial.iter().any(|p| holds(p))
}

/// Whether the writer says I, we or you outside quotation marks. O(length).
pub fn speaks_of_self(words: &str, lexicon: &Lexicon) -> bool {
    let persons = lexicon.language().turns.persons;
    let mut inside = false;
    words.split_whitespace().any(|w| {
        inside |= w.starts_with(['“', '"']);
        let told = inside;
        inside &= !w.trim_end_matches(['.', ',', '?', '!', ';']).ends_with(['”', '"']) && !w.ends_with(['”', '"']);
        let bare = w.trim_matches(|c: char| !c.is_alphanumeric());
        !told && persons.iter().any(|p| p.eq_ignore_ascii_case(bare))
    })
}

/// Whether a paragraph quotes somebody, with a word of saying beside the marks.
fn reports(words: &str, lexicon: &Lexicon) -> bool {
    let says = |near: &str, last: bool| {
        let bare = |w: &str| lexicon.roles(w.trim_matches(|c: char| !c.is_alphanumeric())).has(Roles::SAY);
        if last { near.split_whitespace().rev().take(3).any(bare) } else { near.split_whitespace().take(4).any(bare) }
    };
    words.char_indices().filter(|(_, c)| matches!(c, '”' | '"' | '“' | '»')).any(|(at, c)| {
        let behind = words.get(at + c.len_utf8()..).unwrap_or_default();
        let before = words.get(..at).unwrap_or_default();
        c != '“' && says(behind, false) || c != '”' && before.ends_with([' ', '\n']) && says(before, true)
    })
}

/// `Ida Roth is a reporter …`: a paragraph about somebody by his full name.
fn introduces(words: &str, lexicon: &Lexicon) -> bool {
    let mut tokens = words.split_whitespace();
    let (Some(first), Some(second)) = (tokens.next(), tokens.next()) else { return true };
    let name = |w: &str| w.starts_with(char::is_uppercase) && !w.ends_with([',', '.']);
    let verb = tokens.find(|w| w.starts_with(char::is_lowercase)).unwrap_or_default();
    name(first) && name(second) && lexicon.roles(verb).has(Roles::AUX.or(Roles::SAY))
}
