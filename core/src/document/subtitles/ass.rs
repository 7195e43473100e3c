//! Advanced `SubStation` Alpha and its older form: lines of a table whose columns the file names; the field `Name` says who speaks.

use crate::document::cues::{Cue, CueFlow, LineVoice, read as joined};
use crate::document::utterances::clock;
use crate::document::{LoadError, Parsed};

/// What editors call a script nobody gave a title.
const NO_TITLES: [&str; 3] = ["Default Aegisub file", "<untitled>", "New subtitles"];

/// What editors write where nobody gave a name.
const NO_NAMES: [&str; 3] = ["NTP", "Default", "Actor"];

/// The columns of the lines of dialogue, where the file does not name them.
const COLUMNS: &str = "Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text";

/// Where the columns stand that are read.
#[derive(Clone, Copy, Debug)]
struct Columns {
    start: Option<usize>,
    end: Option<usize>,
    name: Option<usize>,
    effect: Option<usize>,
    /// The last: it may hold commas.
    text: usize,
}

impl Columns {
    fn of(line: &str) -> Self {
        let names: Vec<&str> = line.split(',').map(str::trim).collect();
        let at = |wanted: &[&str]| names.iter().position(|n| wanted.iter().any(|w| w.eq_ignore_ascii_case(n)));
        Self {
            start: at(&["Start"]),
            end: at(&["End"]),
            name: at(&["Name", "Actor"]),
            effect: at(&["Effect"]),
            text: at(&["Text"]).unwrap_or(names.len().saturating_sub(1)),
        }
    }
}

/// Reads it, in the order of time. O(n log n).
///
/// # Errors
/// When no line of it is dialogue.
pub fn read(source: &str) -> Result<Parsed, LoadError> {
    let mut columns = Columns::of(COLUMNS);
    let mut cues: Vec<Cue> = Vec::new();
    let (mut comments, mut lines, mut section) = (0usize, 0usize, "");
    let (mut title, mut media) = (None, None);
    for line in source.lines() {
        let line = line.trim();
        if line.starts_with('[') && line.ends_with(']') {
            section = line;
            continue;
        }
        let Some((key, value)) = line.split_once(':') else { continue };
        let value = value.trim_start();
        match key {
            "Title" if !NO_TITLES.contains(&value) && !value.is_empty() => title = Some(value.to_owned()),
            "Audio File" | "Audio URI" | "Video File" if media.is_none() && !value.starts_with('?') => {
                media = Some(value.to_owned());
            }
            // Styles have columns as well.
            "Format" if !section.to_ascii_lowercase().contains("styles") => columns = Columns::of(value),
            "Comment" if section.eq_ignore_ascii_case("[events]") => comments += 1,
            "Dialogue" => {
                lines += 1;
                let (cue, inner) = dialogue(value, columns);
                comments += inner;
                cues.extend(cue);
            }
            _ => {}
        }
    }
    if lines == 0 {
        return Err(LoadError::Damaged("subtitles", "no line of it is dialogue".to_owned()));
    }
    cues.sort_by_key(|c| c.start);
    let mut out = joined(&cues, CueFlow::Joined);
    out.left.comments += comments;
    out.meta.title = title;
    out.meta.media = media;
    Ok(out.done())
}

/// The cue of a line, and the comments in it.
fn dialogue(line: &str, columns: Columns) -> (Option<Cue>, usize) {
    let fields: Vec<&str> = line.splitn(columns.text + 1, ',').collect();
    let field = |at: Option<usize>| at.and_then(|at| fields.get(at)).map(|f| f.trim()).unwrap_or_default();
    // Effects repeat the words of a line letter by letter.
    if field(columns.effect) == "fx" {
        return (None, 0);
    }
    let time = |at| clock(field(at)).unwrap_or_default();
    let (words, comments) = without_overrides(field(Some(columns.text)));
    let name = field(columns.name);
    let voice =
        if name.is_empty() || NO_NAMES.contains(&name) { LineVoice::Untold } else { LineVoice::Named(name.to_owned()) };
    let cue = Cue::new(time(columns.start), time(columns.end), &voice, &words);
    (Some(cue).filter(|c| !c.lines.is_empty()), comments)
}

/// Words without `{\i1}` and what is drawn with `{\p1}`; `\N` is the end of a line. With the number of `{comments}`.
fn without_overrides(text: &str) -> (String, usize) {
    let mut out = String::with_capacity(text.len());
    let (mut rest, mut comments, mut drawing) = (text, 0, false);
    while let Some(at) = rest.find(['{', '\\']) {
        let (before, from) = rest.split_at(at);
        if !drawing {
            out.push_str(before);
        }
        let override_block = from.strip_prefix('{').and_then(|inner| inner.split_once('}'));
        if let Some((inner, after)) = override_block {
            if inner.contains('\\') {
                drawing = draws(inner).unwrap_or(drawing);
            } else {
                comments += usize::from(!inner.trim().is_empty());
            }
            rest = after;
            continue;
        }
        let sign = [("\\N", "\n"), ("\\n", "\n"), ("\\h", "\u{a0}")].into_iter().find(|(s, _)| from.starts_with(s));
        let (taken, sign) = sign.map_or_else(|| (1, from.get(..1).unwrap_or_default()), |(s, sign)| (s.len(), sign));
        if !drawing {
            out.push_str(sign);
        }
        rest = from.get(taken..).unwrap_or_default();
    }
    if !drawing {
        out.push_str(rest);
    }
    (out, comments)
}

/// Whether what stands behind `{\p1}` or `{\p0}` is drawn; `None` when it says nothing of it.
fn draws(overrides: &str) -> Option<bool> {
    let scale = overrides
        .split('\\')
        .filter_map(|o| o.strip_prefix('p'))
        .rfind(|o| o.starts_with(|c: char| c.is_ascii_digit()));
    scale.map(|scale| !scale.starts_with('0'))
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "[Script Info]\nTitle: Quay talk\nAudio File: quay.wav\nScriptType: v4.00+\n\n[V4+ Styles]\nFormat: Name, Fontname\nStyle: Default,Arial\n\n[Events]\n";

    fn text(lines: &str) -> String {
        read(&format!("{HEAD}{lines}")).unwrap().text
    }

    #[test]
    fn the_field_name_says_who_speaks_and_the_file_where_it_stands() {
        let usual = "Format: Layer, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
            Dialogue: 0,0:00:04.00,0:00:06.00,Default,Bo Lind,0,0,0,,Yes, at {\\i1}noon{\\i0}.\\NAnd you?\n\
            Dialogue: 0,0:00:01.00,0:00:03.00,Default,Ada Grey,0,0,0,,Did {check this}we come?\n\
            Comment: 0,0:00:05.00,0:00:06.00,Default,,0,0,0,,to do\n";
        assert_eq!(text(usual), "Ada Grey: Did we come?\n\nBo Lind: Yes, at noon. And you?");
        let read = read(&format!("{HEAD}{usual}")).unwrap();
        assert_eq!((read.left.comments, read.meta.title.as_deref()), (2, Some("Quay talk")));
        assert_eq!(read.meta.media.as_deref(), Some("quay.wav"));
        let other = "Format: Start, End, Actor, Text\nDialogue: 0:00:01.00,0:00:02.00,Ada,Well, well.\n";
        assert_eq!(text(other), "Ada: Well, well.");
        let old = "Format: Marked, Start, End, Style, Name, MarginL, MarginR, MarginV, Effect, Text\n\
            Dialogue: Marked=0,0:00:01.00,0:00:02.00,Default,NTP,0000,0000,0000,,Plain.\n";
        assert_eq!(text(old), "Plain.");
    }

    #[test]
    fn drawings_effects_and_names_in_the_words() {
        let lines = "Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,,{\\p1}m 0 0 l 9 9{\\p0}\n\
            Dialogue: 0,0:00:01.00,0:00:02.00,Default,,0,0,0,fx,We\n\
            Dialogue: 0,0:00:02.00,0:00:03.00,Default,,0,0,0,,Ada: We came \\{so\\hfar\n\
            Dialogue: 0,0:00:03.00,0:00:04.00,Default,,0,0,0,,Bo: Why?\n";
        assert_eq!(text(lines), "Ada: We came \\{so\u{a0}far\n\nBo: Why?");
        assert!(read(HEAD).is_err());
    }
}
