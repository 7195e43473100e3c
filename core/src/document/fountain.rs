//! Screenplays in Fountain (`.fountain`): dialogue is turns, the name on its first line; scene headings and sections are
//! headings; what is seen and how scenes are cut is nobody's speech. Notes, synopses and what is cut out with `/* */` are left
//! out and counted; the title page tells title, author and day.

use super::builder::TextBuilder;
use super::parsed::DeclaredSpeech;
use super::{Parsed, meta};
use crate::kinds::Form;
use crate::span::Span;

/// Begins of scene headings.
const SCENES: [&str; 8] = ["INT", "EXT", "EST", "INT./EXT", "INT/EXT", "EXT./INT", "EXT/INT", "I/E"];

/// Longest name of a character, with what stands behind it, in bytes.
const MAX_NAME_BYTES: usize = 120;

/// Reads it (LF line ends). O(n).
pub fn read(source: &str) -> Parsed {
    let mut script = Script::default();
    let kept = script.without_notes(source);
    let body = script.title_page(&kept);
    let mut lines = body.lines().peekable();
    let mut blank = true;
    while let Some(line) = lines.next() {
        let words = line.trim();
        if words.is_empty() {
            script.out.finish();
            blank = true;
            continue;
        }
        let follows = lines.peek().is_some_and(|next| !next.trim().is_empty());
        if blank
            && follows
            && let Some(name) = character(words)
        {
            script.name(name);
            // A line of two blanks is a blank line within what is said.
            while let Some(said) = lines.next_if(|l| !l.trim().is_empty() || l.len() >= 2) {
                script.says(said.trim());
            }
            script.out.turn(false);
        } else {
            script.line(words, blank, follows);
        }
        blank = false;
    }
    script.end_action();
    script.out.done()
}

/// The name in a line that has one: `ADA`, `ADA (V.O.)`, `@Ada`, `ADA ^`.
fn character(line: &str) -> Option<&str> {
    let bare = line.trim_end_matches(|c: char| c == '^' || c.is_whitespace());
    if let Some(forced) = line.strip_prefix('@') {
        return Some(forced.trim_end_matches(|c: char| c == '^' || c.is_whitespace()).trim_start())
            .filter(|n| !n.is_empty());
    }
    let name = bare.split('(').next().unwrap_or_default();
    let loud = name.chars().any(char::is_alphabetic) && !name.chars().any(char::is_lowercase);
    let sign = line.starts_with(['!', '.', '>', '#', '=', '~']);
    (loud && !sign && !is_scene(line) && !line.ends_with(':') && line.len() <= MAX_NAME_BYTES).then_some(bare)
}

fn is_scene(line: &str) -> bool {
    SCENES.iter().any(|s| {
        let begins = line.get(..s.len()).is_some_and(|b| b.eq_ignore_ascii_case(s));
        begins && line.get(s.len()..).is_some_and(|rest| rest.starts_with(['.', ' ']))
    })
}

#[derive(Default)]
struct Script {
    out: TextBuilder,
    /// Whether lines of what is seen are being read.
    action: bool,
}

impl Script {
    /// The text without `/* … */` and `[[ … ]]`. What closes nowhere stays. O(n).
    fn without_notes(&mut self, source: &str) -> String {
        let mut out = String::with_capacity(source.len());
        let mut rest = source;
        // What closes nowhere is looked for once.
        let mut closes = [true; 2];
        while let Some(at) = memchr::memchr2_iter(b'/', b'[', rest.as_bytes())
            .find(|at| rest.get(*at..at + 2).is_some_and(|sign| sign == "/*" || sign == "[["))
        {
            let (before, note) = rest.split_at(at);
            out.push_str(before);
            let cut = note.starts_with('/');
            let known = if cut { &mut closes[0] } else { &mut closes[1] };
            let end = if *known { note.find(if cut { "*/" } else { "]]" }) } else { None };
            *known = end.is_some();
            let (sign, after) = note.split_at(end.map_or(2, |end| end + 2));
            if end.is_some() {
                self.out.left.comments += 1;
                // The line ends inside still end lines.
                if sign.contains('\n') && !out.ends_with('\n') {
                    out.push('\n');
                }
            } else {
                out.push_str(sign);
            }
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Reads the title page, and gives what stands behind it. O(title page).
    fn title_page<'s>(&mut self, source: &'s str) -> &'s str {
        let text = source.trim_start_matches(['\n', '\u{feff}']);
        let first = text.lines().next().unwrap_or_default();
        let key = |line: &str| {
            let (key, value) = line.split_once(':')?;
            let plain =
                !line.starts_with([' ', '\t']) && key.len() < 40 && key.chars().all(|c| c.is_alphabetic() || c == ' ');
            plain.then(|| (key.to_ascii_lowercase(), value.trim().to_owned()))
        };
        if key(first).is_none_or(|(key, _)| key.ends_with(" to")) || first.ends_with("TO:") {
            return source;
        }
        let page = text.split("\n\n").next().unwrap_or_default();
        let mut of = String::new();
        for line in page.lines() {
            let value = if let Some((key, value)) = key(line) {
                of = key;
                value
            } else {
                line.trim().to_owned()
            };
            let value = plain(&value);
            if value.is_empty() {
                continue;
            }
            let meta = &mut self.out.meta;
            match of.as_str() {
                "title" => {
                    let title = meta.title.get_or_insert_default();
                    if !title.is_empty() {
                        title.push(' ');
                    }
                    title.push_str(&value);
                }
                "author" | "authors" => meta.author = meta.author.take().or(Some(value)),
                "draft date" | "date" => meta.date = meta.date.or_else(|| meta::date(&value)),
                _ => {}
            }
        }
        self.out.left.parts += 1;
        text.get(page.len()..).unwrap_or_default()
    }

    fn name(&mut self, name: &str) {
        self.end_action();
        self.out.turn(true);
        let written = plain(name);
        self.out.push(&written);
        let end = self.out.end();
        let bare = written.split('(').next().unwrap_or(&written).trim();
        // Words of which a part is left out, as signs that drive a terminal are, may be shorter than they were.
        let start = end.checked_sub(written.len() as u32);
        if let Some(start) = start.filter(|_| bare.len() < written.len() && !bare.is_empty()) {
            let words = Span::new(start, end);
            let name = bare.into();
            self.out.declared.push(DeclaredSpeech { words, form: Form::Turn, name, named: None, sure: true });
        }
    }

    fn end_action(&mut self) {
        self.action = false;
        self.out.aside(false);
    }

    /// A line of dialogue.
    fn says(&mut self, words: &str) {
        self.out.line_break();
        self.out.push(&plain(words.strip_prefix('~').unwrap_or(words).trim()));
    }

    /// A line outside dialogue.
    fn line(&mut self, words: &str, blank: bool, follows: bool) {
        if words.len() >= 3 && words.bytes().all(|b| b == b'=') {
            // The end of a page.
            self.out.finish();
        } else if let Some(section) = words.strip_prefix('#') {
            let depth = section.len() - section.trim_start_matches('#').len() + 1;
            self.heading(section.trim_start_matches('#').trim(), u8::try_from(depth).unwrap_or(6));
        } else if words.starts_with('=') {
            self.out.left.comments += 1;
        } else if let Some(scene) = scene(words, blank) {
            self.heading(scene, 2);
        } else {
            let centred = words.strip_prefix('>').map(|w| w.strip_suffix('<').unwrap_or(w));
            let action = words.strip_prefix('!').or(centred).or_else(|| words.strip_prefix('~')).unwrap_or(words);
            if !std::mem::replace(&mut self.action, true) {
                self.out.aside(true);
            }
            if self.out.is_open() {
                self.out.line_break();
            }
            self.out.push(&plain(action.trim()));
            if !follows {
                self.out.finish();
            }
        }
    }

    fn heading(&mut self, words: &str, level: u8) {
        self.end_action();
        self.out.heading(Some(level.saturating_add(1)));
        self.out.push(&plain(words));
        self.out.heading(None);
    }
}

/// The words of a scene heading, without the sign that forces it and the number of the scene.
fn scene(words: &str, blank: bool) -> Option<&str> {
    let forced = words.strip_prefix('.').filter(|w| w.starts_with(char::is_alphanumeric));
    let scene = forced.or_else(|| (blank && is_scene(words)).then_some(words))?;
    let number = scene.strip_suffix('#').and_then(|s| s.rfind('#')).and_then(|at| scene.get(..at));
    Some(number.unwrap_or(scene).trim())
}

/// Words without signs of emphasis and the backslash that takes a sign for itself. O(n).
fn plain(words: &str) -> String {
    if !words.contains(['*', '_', '\\']) {
        return words.to_owned();
    }
    let stars = words.matches('*').count() > 1;
    let lines = words.matches('_').count() > 1;
    let mut out = String::with_capacity(words.len());
    let mut escaped = false;
    let mut before = ' ';
    for (at, c) in words.char_indices() {
        let next = words.get(at + c.len_utf8()..).and_then(|w| w.chars().next()).unwrap_or(' ');
        let sign = (c == '*' && stars || c == '_' && lines) && !(before == ' ' && next == ' ');
        before = c;
        if !std::mem::take(&mut escaped) {
            if c == '\\' && matches!(next, '*' | '_' | '\\' | '@' | '#' | '>' | '!') {
                escaped = true;
                continue;
            }
            if sign {
                continue;
            }
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests;
