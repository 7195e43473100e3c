//! Lines that are a name and nothing else, and lines that begin with one before a full stop: what each is, without knowing
//! the document.

use super::shapes::is_caseless;
use crate::detect::lang::TurnRules;
use crate::document::lines::Line;
use crate::document::programs;
use crate::document::stamp::is_blank;
use crate::span::Span;

/// Longest line that is a name, in bytes: `The Deputy Speaker (Mrs. Carol Hughes):`.
const MAX_NAME_LINE_BYTES: usize = 110;

/// How a name is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Setting {
    /// `ADA`, `ADA.`, `ADA (V.O.)`
    Capitals,
    /// `Ada Grey`
    Plain,
    /// `Ada Grey:`
    Colon,
    /// A heading.
    Heading,
    /// `ADA. words`, `_Ada._ words`
    Inline,
    /// `@Ada`, as Fountain forces a name.
    Forced,
}

/// A line that may be the name of a speaker.
#[derive(Clone, Copy, Debug)]
pub struct NameLine {
    /// How it is set.
    pub setting: Setting,
    /// The name.
    pub name: Span,
    /// The line.
    pub line: Line,
    /// Its number.
    pub number: u32,
    /// Where the words begin.
    pub words: u32,
    /// Whether a title or a note in parentheses shows that it names a person.
    pub marked: bool,
    /// Whether it is written as names are; else only its place speaks for it.
    pub written: bool,
}

/// What a line may name.
pub fn read(text: &str, line: Line, rules: &TurnRules) -> Option<NameLine> {
    let words = line.span.of(text);
    let first = *words.as_bytes().first()?;
    let label = || rules.speaker_labels.iter().any(|l| words.get(..l.len()).is_some_and(|w| w.eq_ignore_ascii_case(l)));
    let own = words.len() <= MAX_NAME_LINE_BYTES && (!first.is_ascii_lowercase() || label());
    if own && let Some(found) = own_line(text, line, rules) {
        return Some(found);
    }
    let inline = line.first || line.span.start > 0 && !line.heading;
    if inline && (first.is_ascii_uppercase() || first == b'_' || first >= 0xc3) {
        stop(text, line, rules)
    } else {
        None
    }
}

/// A line that is a name and nothing else.
fn own_line(text: &str, line: Line, rules: &TurnRules) -> Option<NameLine> {
    let words = line.span.of(text);
    let forced = words.starts_with('@') && line.first && !line.last;
    // Marks of emphasis, brackets, a sign for two who speak at once.
    let bare = line.span.trim(text, |c| is_blank(c) || "*_#@^[]{}".contains(c));
    let colon = bare.of(text).ends_with([':', '：', '—', '–', '-']);
    if !colon && !forced && begins_sentence(bare.of(text), rules) {
        return None;
    }
    let bare = bare.trim(text, |c| is_blank(c) || "*_:：—–-".contains(c));
    let (mut name, mut note) = without_notes(text, bare);
    let loud = is_loud(name.of(text).split(',').next().unwrap_or_default());
    // `IDA, aside`, `Ida Voss, mayor`
    let role = name.of(text).find(", ").filter(|at| loud || name.of(text).get(..*at).is_some_and(|n| n.contains(' ')));
    let sentence = name.of(text).ends_with(['.', '?', '!', '…']) || name.of(text).split(is_blank).count() > 7;
    if let Some(at) = role.filter(|_| !colon && !sentence) {
        name = Span::new(name.start, name.start + at as u32);
        note |= loud;
    }
    let word = name.of(text).strip_suffix('.').is_some_and(|w| loud || !line.last && !w.contains([' ', '.']));
    if word {
        name = Span::new(name.start, name.end - 1).trim(text, is_blank);
    }
    let letter =
        (colon || loud) && rules.question_and_answer.iter().any(|l| name.of(text).strip_prefix(*l) == Some(""));
    let written = letter || is_written(name.of(text), rules);
    let lenient = colon && line.first && name.of(text).split(is_blank).count() <= if line.last { 4 } else { 8 };
    if !written && !lenient && !forced || name.is_empty() {
        return None;
    }
    let titled = rules.record_titles.iter().any(|t| name.of(text).starts_with(t.trim_end()));
    let setting = match () {
        () if line.heading => Setting::Heading,
        () if forced => Setting::Forced,
        () if colon => Setting::Colon,
        () if loud => Setting::Capitals,
        () => Setting::Plain,
    };
    let marked = note || titled && colon;
    Some(NameLine { setting, name, line, number: 0, words: line.span.end, marked, written })
}

/// Whether the second of `words` is written small as in a sentence, so that they cannot be written as a name is: see
/// [`is_written`]. O(length of two words).
fn begins_sentence(words: &str, rules: &TurnRules) -> bool {
    let mut two = words.split(' ');
    let (Some(first), Some(second)) = (two.next(), two.next()) else { return false };
    let plain = |word: &str| !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphabetic());
    plain(first)
        && plain(second)
        && second.starts_with(|c: char| c.is_ascii_lowercase())
        && !rules.particles.contains(&second)
        && !rules.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(first))
}

/// `ADA. words`, `ADA (aside). words`, `_Ada._ words`
fn stop(text: &str, line: Line, rules: &TurnRules) -> Option<NameLine> {
    let words = line.span.of(text);
    let near = words.get(..words.floor_char_boundary(words.len().min(48)))?;
    let first = near.find('.')?;
    // `DR. VOSS. words`
    let title = near.get(first + 2..).filter(|rest| {
        first <= 4 && rest.find(['.', ' ', ',']).is_some_and(|end| end >= 2 && rest.get(..end).is_some_and(is_loud))
    });
    let at = title.and_then(|rest| rest.find('.')).map_or(first, |at| first + 2 + at);
    let emphasis = near.starts_with('_');
    let head = near.get(usize::from(emphasis)..at)?;
    // Before any note: more small letters than a name in capitals has, as in nearly every sentence.
    let small = head.bytes().take_while(|b| !matches!(b, b'(' | b'[')).filter(u8::is_ascii_lowercase).take(3).count();
    if small > 2 && !emphasis {
        return None;
    }
    let mut rest = words.get(at + 1..)?;
    if emphasis {
        rest = rest.strip_prefix('_')?;
    }
    let bare = head
        .find([' ', ','])
        .filter(|i| head.get(*i..).is_some_and(|n| n.trim_start_matches([',', ' ']).starts_with(['(', '['])));
    let name = head.get(..bare.unwrap_or(head.len()))?.trim_end_matches([',', ' ']);
    // "MR. Oak: …" names nobody called MR.
    let is_title = |title: &&str| title.trim_end_matches(['.', ' ']).eq_ignore_ascii_case(name);
    if rules.record_titles.iter().any(is_title) {
        return None;
    }
    let first = name.split(' ').next()?;
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let loud = is_loud(name);
    let roman = first.bytes().all(|b| b"IVXLCDM".contains(&b));
    let plain = (loud || emphasis && name.starts_with(char::is_uppercase) && name.len() <= 12)
        && letters >= 2
        && !roman
        && name.chars().all(|c| c.is_alphabetic() || "-’'. ".contains(c))
        && name.split(' ').count() <= 4;
    let said = rest.trim_start_matches(|c: char| is_blank(c) || "—–-".contains(c));
    if !plain || said.len() == rest.len() || !said.chars().any(char::is_alphabetic) {
        return None;
    }
    let start = line.span.start + u32::from(emphasis);
    let name = Span::new(start, start + name.len() as u32);
    let words = line.span.end - said.len() as u32;
    Some(NameLine { setting: Setting::Inline, name, line, number: 0, words, marked: false, written: true })
}

/// A name without the notes in parentheses behind it, and whether there are any.
pub fn without_notes(text: &str, name: Span) -> (Span, bool) {
    let mut span = name;
    for _ in 0..4 {
        let words = span.of(text);
        let Some(at) = words.strip_suffix(')').and_then(|w| w.rfind('(')).filter(|at| *at > 0) else { break };
        span = Span::new(span.start, span.start + at as u32).trim(text, |c| is_blank(c) || c == '^');
    }
    (span, span != name)
}

/// Whether a note behind a name is one that scripts have: `V.O.`, `CONT'D`.
pub fn is_extension(words: &str) -> bool {
    words
        .split(['(', ')', '/', ','])
        .map(|w| w.trim_matches(is_blank))
        .filter(|w| !w.is_empty())
        .any(|word| programs::EXTENSIONS.iter().any(|e| e.eq_ignore_ascii_case(word)))
}

/// Whether `name` is in capitals, but for small letters inside a word: `McKAY`.
fn is_loud(name: &str) -> bool {
    let (mut small, mut capitals) = (0usize, 0usize);
    for c in name.chars() {
        small += usize::from(c.is_lowercase());
        capitals += usize::from(c.is_uppercase());
    }
    let ends = || name.split(is_blank).all(|w| w.chars().rfind(|c| c.is_alphabetic()).is_none_or(char::is_uppercase));
    capitals >= 1 && (small == 0 || small <= 2 && capitals > 2 * small && ends())
}

/// Whether `name` is written as names are.
fn is_written(name: &str, rules: &TurnRules) -> bool {
    let (mut count, mut signs, mut letters) = (0usize, 0usize, 0usize);
    let label = || {
        let first = name.split(is_blank).next().unwrap_or(name);
        rules.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(first))
    };
    for word in name.split(is_blank).filter(|w| !w.is_empty()) {
        count += 1;
        signs += word.chars().filter(|c| c.is_alphanumeric()).count();
        letters += word.chars().filter(|c| c.is_alphabetic()).count();
        let first = word.chars().find(|c| c.is_alphanumeric());
        let small = first.is_some_and(char::is_lowercase);
        let number = first.is_none_or(|c| c.is_ascii_digit());
        let named = !small && !number || count > 1 && (rules.particles.contains(&word) || number) || small && label();
        // A word that ends a sentence ends no name; a title does. Scripts without capitals have short names.
        let ended = word.ends_with('.') && word.chars().count() > 5;
        let long = first.is_some_and(is_caseless) && name.chars().count() > 12;
        if !named || ended || long || count > 5 {
            return false;
        }
    }
    signs >= 2
        && letters >= 1
        && name.len() <= 60
        && !name.ends_with(['.', ',', '-', '—', '–', '…', '。', '、'])
        && !name.contains(|c: char| "“”\"«»?!;,/=|[]{}<>\t…—。？！、「」".contains(c))
}
