//! Tags inside captions: styles are left out, `<v Name>` says who speaks.

use crate::document::cues::{CueLine, LineVoice};
use crate::document::xml::unescaped;

/// Names of tags that only style, as programs for captions write them.
const STYLES: [&str; 19] = [
    "i", "b", "u", "s", "c", "font", "lang", "ruby", "rt", "rp", "span", "strong", "em", "strike", "p", "div", "small",
    "sup", "sub",
];

/// The lines of a cue without tags. A `<v>` tag holds until the next, or until it closes.
pub fn lines_of<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<CueLine> {
    let mut out: Vec<CueLine> = Vec::new();
    let mut voice = LineVoice::Untold;
    for line in lines {
        if line.contains(['<', '{', '&', '\\']) {
            tagged(line, &mut voice, &mut out);
        } else {
            push(&mut out, &voice, line);
        }
    }
    out
}

fn push(out: &mut Vec<CueLine>, voice: &LineVoice, words: &str) {
    let mut rest = words.trim();
    // Captions made live go on in the line in which somebody else begins: `Never. >> Why?`
    while let Some((said, begins)) = rest.find(" >>").and_then(|at| rest.split_at_checked(at)) {
        out.push(CueLine { voice: voice.clone(), words: said.trim_end().to_owned() });
        rest = begins.trim_start();
    }
    if !rest.is_empty() {
        out.push(CueLine { voice: voice.clone(), words: rest.to_owned() });
    }
}

fn tagged(line: &str, voice: &mut LineVoice, out: &mut Vec<CueLine>) {
    let mut rest = line;
    // What closes nowhere is looked for once.
    let mut closes = [true; 2];
    let mut words = String::new();
    while let Some(at) = rest.find(['<', '{', '\\']) {
        let (before, tag) = rest.split_at(at);
        words.push_str(&unescaped(before));
        if let Some(after) = tag.strip_prefix("\\N").or_else(|| tag.strip_prefix("\\n")) {
            push(out, voice, &std::mem::take(&mut words));
            rest = after;
            continue;
        }
        let (close, known) = if tag.starts_with('<') { ('>', &mut closes[0]) } else { ('}', &mut closes[1]) };
        let end = (*known && is_tag(tag)).then(|| tag.find(close)).flatten();
        *known &= end.is_some() || !is_tag(tag);
        // A lone sign that closes nowhere is a word as others.
        let Some(end) = end else {
            let (sign, after) = tag.split_at(1);
            words.push_str(sign);
            rest = after;
            continue;
        };
        let inner = tag.get(1..end).unwrap_or_default().trim_end_matches('/').trim_end();
        if inner == "br" {
            push(out, voice, &std::mem::take(&mut words));
        } else if let Some(next) = speaker(inner) {
            push(out, voice, &std::mem::take(&mut words));
            *voice = next;
        }
        rest = tag.get(end + 1..).unwrap_or_default();
    }
    words.push_str(&unescaped(rest));
    push(out, voice, &words);
}

/// `<i>`, `</c>`, `<00:01.000>`, `{\an8}`. What names none of the known tags is words.
fn is_tag(tag: &str) -> bool {
    let Some(inner) = tag.strip_prefix('<') else { return tag.starts_with("{\\") };
    let inner = inner.strip_prefix('/').unwrap_or(inner);
    if inner.starts_with(|c: char| c.is_ascii_digit()) {
        return true;
    }
    let name = inner.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let known = |names: &[&str]| names.iter().any(|n| n.eq_ignore_ascii_case(name));
    known(&STYLES) || known(&["v", "br"])
}

/// Who speaks behind a tag: `v.loud Ada Grey`, `v`, `/v`.
fn speaker(tag: &str) -> Option<LineVoice> {
    if tag == "/v" {
        return Some(LineVoice::Untold);
    }
    let rest = tag.strip_prefix('v').filter(|r| r.is_empty() || r.starts_with(['.', ' ', '\t']))?;
    let name = rest.split_once(char::is_whitespace).map(|(_, name)| unescaped(name.trim()).into_owned());
    Some(name.filter(|n| !n.is_empty()).map_or(LineVoice::Unnamed, LineVoice::Named))
}
