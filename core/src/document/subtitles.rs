//! `SubRip` and `WebVTT`: cues with times become paragraphs, those with a speaker turns.

use super::Parsed;
use super::utterances::{UtteranceJoiner, clock};
use std::collections::HashSet;

/// Reads either format. Broken cues are read as far as they go. O(n).
pub fn read(source: &str) -> Parsed {
    let mut utterances = UtteranceJoiner::default();
    let mut lines = source.lines().peekable();
    let mut before: HashSet<String> = HashSet::new();
    while let Some(line) = lines.next() {
        let Some((start, end)) = times(line) else {
            // NOTE, STYLE and REGION go to the next blank line; numbers and names of cues are a line.
            let word = line.trim();
            if ["NOTE", "STYLE", "REGION", "WEBVTT"].iter().any(|w| word == *w || word.starts_with(&format!("{w} "))) {
                while lines.next_if(|l| !l.trim().is_empty() && times(l).is_none()).is_some() {}
            }
            continue;
        };
        let mut cue: Vec<&str> = Vec::new();
        while let Some(words) = lines.next_if(|l| !l.trim().is_empty() && times(l).is_none()) {
            cue.push(words);
        }
        // A number right before the next times belongs to the next cue.
        if lines.peek().is_some_and(|l| times(l).is_some()) && cue.len() > 1 {
            cue.pop_if(|l| l.trim().bytes().all(|b| b.is_ascii_digit()));
        }
        // Rolling captions say each line again, with the next below it.
        let now: Vec<String> = cue.iter().map(|l| untagged(l)).collect();
        let fresh: Vec<&str> = cue.iter().zip(&now).filter(|(_, w)| !before.contains(*w)).map(|(l, _)| *l).collect();
        for piece in pieces(&fresh) {
            utterances.say(piece.speaker.as_deref(), (start, end), &piece.words, piece.anew);
        }
        before = now.into_iter().collect();
    }
    utterances.out.done()
}

fn times(line: &str) -> Option<(u32, u32)> {
    let (start, end) = line.split_once("-->")?;
    Some((clock(start)?, clock(end.split_whitespace().next()?)?))
}

/// A line without its tags.
fn untagged(line: &str) -> String {
    let mut out = vec![CuePart::default()];
    bare(line.trim(), &mut out);
    out.iter().map(|p| p.words.as_str()).collect()
}

/// Words one person says in a cue.
#[derive(Default)]
struct CuePart {
    speaker: Option<String>,
    words: String,
    /// Whether somebody else than before begins to speak.
    anew: bool,
}

fn pieces(cue: &[&str]) -> Vec<CuePart> {
    let mut out: Vec<CuePart> = Vec::new();
    let bare_lines: Vec<String> = cue.iter().map(|l| untagged(l)).collect();
    let dashed = bare_lines.iter().filter(|l| dash(l).is_some()).count() > 1;
    for (line, untagged) in cue.iter().zip(&bare_lines) {
        let mut line = line.trim();
        let mut anew = false;
        if let Some(rest) = line.strip_prefix(">>").or_else(|| line.strip_prefix("&gt;&gt;")) {
            (line, anew) = (rest.trim_start_matches(['>', ' ']), true);
        } else if dashed && let Some(rest) = dash(untagged) {
            (line, anew) = (rest, true);
        }
        // `NAME: words` begins a turn wherever it stands.
        let named = named(line);
        if anew || named.is_some() || out.is_empty() {
            let speaker = named.map(|(name, _)| plain(name));
            out.push(CuePart { speaker, anew, ..CuePart::default() });
        }
        bare(named.map_or(line, |(_, words)| words), &mut out);
    }
    out
}

fn dash(line: &str) -> Option<&str> {
    ["- ", "– ", "— ", "-"].iter().find_map(|d| line.trim_start().strip_prefix(d)).filter(|r| !r.starts_with('-'))
}

/// Name and words of a line that begins with a name in capitals and a colon.
fn named(line: &str) -> Option<(&str, &str)> {
    line.split_once(": ").filter(|(name, words)| {
        (2..=40).contains(&name.len())
            && name.split(' ').count() <= 4
            && name.chars().any(char::is_alphabetic)
            && !name.chars().any(|c| c.is_lowercase() || "<>{}".contains(c))
            && !words.trim().is_empty()
    })
}

/// Words without tags; a `<v>` tag begins what somebody else says.
fn bare(line: &str, out: &mut Vec<CuePart>) {
    let mut rest = line;
    // What closes nowhere is looked for once.
    let mut closes = [true; 2];
    let add = |out: &mut Vec<CuePart>, words: &str| {
        if let Some(piece) = out.last_mut() {
            piece.words.push_str(words);
        }
    };
    // Lines of a cue are joined by a blank.
    if let Some(piece) = out.last_mut().filter(|p| !p.words.is_empty()) {
        piece.words.push(' ');
    }
    while let Some(at) = rest.find(['<', '{']) {
        let (words, tag) = rest.split_at(at);
        add(out, &plain(words));
        let (close, known) = if tag.starts_with('<') { ('>', &mut closes[0]) } else { ('}', &mut closes[1]) };
        let end = (*known && is_tag(tag)).then(|| tag.find(close)).flatten();
        *known &= end.is_some() || !is_tag(tag);
        // A lone sign that closes nowhere is a word as others.
        let Some(end) = end else {
            let (sign, after) = tag.split_at(1);
            add(out, sign);
            rest = after;
            continue;
        };
        let inner = tag.get(1..end).unwrap_or_default();
        if let Some(name) = speaker(inner) {
            if out.last().is_some_and(|p| !p.words.trim().is_empty()) {
                out.push(CuePart::default());
            }
            if let Some(piece) = out.last_mut() {
                piece.speaker = Some(plain(name));
            }
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    add(out, &plain(rest));
}

/// `<i>`, `</c>`, `<00:01.000>`, `{\an8}`.
fn is_tag(tag: &str) -> bool {
    let mut chars = tag.chars();
    let first = chars.next();
    let second = chars.next();
    match first {
        Some('{') => second == Some('\\'),
        _ => second.is_some_and(|c| c == '/' || c.is_ascii_alphanumeric()),
    }
}

/// The name in `v.loud Ada Grey`.
fn speaker(tag: &str) -> Option<&str> {
    let (kind, name) = tag.split_once(char::is_whitespace)?;
    (kind == "v" || kind.starts_with("v.")).then(|| name.trim())
}

/// Character references of these formats resolved.
fn plain(words: &str) -> String {
    if !words.contains('&') {
        return words.to_owned();
    }
    quick_xml::escape::unescape(words).map_or_else(|_| words.to_owned(), std::borrow::Cow::into_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn subrip() {
        let source = "1\n00:00:01,000 --> 00:00:02,000\n<i>We came</i>\n\n2\n00:00:02,100 --> 00:00:03,000\n{\\an8}at noon.\n\n\
            3\n00:00:09,000 --> 00:00:10,000\n- Why?\n- To see.\n4\n00:00:11,000 --> 00:00:12,000\nADA: 3 < 4 &amp; so on.\n";
        assert_eq!(read(source).text, "We came at noon.\n\nWhy?\n\nTo see.\n\nADA: 3 < 4 & so on.");
    }

    #[test]
    fn webvtt_with_voices_and_rolling_lines() {
        let source = "WEBVTT - a utterances\n\nNOTE\nnot for reading\n\nSTYLE\n::cue {}\n\nid1\n00:01.000 --> 00:02.000 align:start\n\
            <v Ada Grey>We <c.loud>came</c>\n\n00:02.000 --> 00:03.000\n<v Ada Grey>at <00:02.500>noon.</v>\n\n\
            00:04.000 --> 00:05.000\n<v Bo>Why?\n\n00:05.000 --> 00:06.000\n<v Bo>Why?\n";
        let read = read(source);
        assert_eq!(read.text, "Ada Grey: We came at noon.\n\nBo: Why?");
        assert_eq!(read.locators.len(), 3);
    }

    #[test]
    fn signs_that_close_nowhere_are_words() {
        let cue = |words: &str| read(&format!("1\n00:00:01,000 --> 00:00:02,000\n{words}\n")).text;
        assert_eq!(cue("<i>a</i> <b <c {\\d"), "a <b <c {\\d");
        assert_eq!(cue("3 < 4 <i>a</i>"), "3 < 4 a");
        assert_eq!(cue("<b {\\an8}a"), "<b a");
    }

    proptest! {
        #[test]
        fn anything_is_read(source in "([a-z<>{}&:;,.0-9-]|\n|-->|00:01|<v A>){0,80}") {
            let _ = read(&source);
        }
    }
}
