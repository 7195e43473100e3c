//! oTranscribe: JSON around a piece of HTML in which marks of time stand among the words.

use super::cues::{Cue, CueFlow, LineVoice, read as joined};
use super::utterances::millis;
use super::xml::unescaped;
use super::{Limits, LoadError, Parsed, json};
use serde_json::Value;

/// Reads it. O(n).
///
/// # Errors
/// When it is no JSON with a text, or it holds more than the limits allow.
pub fn read(source: &str, limits: &Limits) -> Result<Parsed, LoadError> {
    json::within(source, limits)?;
    let value: Value = serde_json::from_str(source).map_err(|e| LoadError::Damaged("oTranscribe", format!("{e}")))?;
    let Some(text) = value.get("text").and_then(Value::as_str) else {
        return Err(LoadError::Damaged("oTranscribe", "it has no text".to_owned()));
    };
    let mut parsed = joined(&cues(text), CueFlow::Apart).done();
    parsed.meta.media = value.get("media").and_then(Value::as_str).filter(|m| !m.is_empty()).map(str::to_owned);
    Ok(parsed)
}

/// Paragraphs and lines of `html`, each with the time that stands in it, else the one above. O(n).
fn cues(html: &str) -> Vec<Cue> {
    let mut out: Vec<Cue> = Vec::new();
    let (mut time, mut line) = (0u32, String::new());
    // Words of the mark of a time are none of the text; spans in it are counted.
    let mut in_mark = 0usize;
    let mut rest = html;
    let close = |line: &mut String, time: u32, out: &mut Vec<Cue>| {
        let words = std::mem::take(line);
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        if !words.is_empty() {
            out.push(Cue::new(time, time, &LineVoice::Untold, &words));
        }
    };
    // The time of a line is that of its first mark; a later one holds from the next line on.
    let (mut line_time, mut marked) = (0u32, false);
    while let Some((words, behind)) = rest.split_once('<') {
        if in_mark == 0 {
            line.push_str(&unescaped(words));
        }
        let is_tag = behind.starts_with(|c: char| c.is_ascii_alphabetic() || matches!(c, '/' | '!'));
        let Some((tag, after)) = behind.split_once('>').filter(|_| is_tag) else {
            line.push('<');
            rest = behind;
            continue;
        };
        let (closes, inner) = tag.strip_prefix('/').map_or((false, tag), |inner| (true, inner));
        let name = inner.split(|c: char| c.is_whitespace() || c == '/').next().unwrap_or_default();
        if name.eq_ignore_ascii_case("span") {
            if closes {
                in_mark = in_mark.saturating_sub(1);
            } else if let Some(seconds) = timestamp(inner) {
                time = millis(seconds);
                if !marked && line.trim().is_empty() {
                    (line_time, marked) = (time, true);
                }
                in_mark = 1;
            } else if in_mark > 0 {
                in_mark += 1;
            }
        } else if ["p", "div", "br", "li", "h1", "h2", "h3"].iter().any(|n| n.eq_ignore_ascii_case(name)) {
            close(&mut line, if marked { line_time } else { time }, &mut out);
            (line_time, marked) = (time, false);
            in_mark = 0;
        }
        rest = after;
    }
    if in_mark == 0 {
        line.push_str(&unescaped(rest));
    }
    close(&mut line, if marked { line_time } else { time }, &mut out);
    out
}

/// The seconds in `data-timestamp="12.5"`.
fn timestamp(tag: &str) -> Option<f64> {
    let (_, value) = tag.split_once("data-timestamp=")?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = value.trim_start_matches(['"', '\'']);
    value.split(|c: char| Some(c) == quote || c.is_whitespace()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;

    fn source(html: &str) -> String {
        serde_json::json!({"text": html, "media": "quay.mp3", "media-time": 12.5}).to_string()
    }

    fn text(html: &str) -> Parsed {
        read(&source(html), &Limits::default()).unwrap()
    }

    #[test]
    fn marks_of_time_are_places_and_no_words() {
        let mark = |s: &str| {
            format!("<span class=\"timestamp\" contenteditable=\"false\" data-timestamp=\"{s}\">00:0{s}</span>")
        };
        let html = format!(
            "<p>{}<b>Ada:</b>&nbsp;We came at noon.</p><p>{} Bo: Why &amp; how?<br>{}Ada: To see.</p><p>The sea was high.</p>",
            mark("1"),
            mark("4"),
            mark("7")
        );
        let read = text(&html);
        assert_eq!(read.text, "Ada: We came at noon.\n\nBo: Why & how?\n\nAda: To see.\n\nThe sea was high.");
        assert_eq!(read.meta.media.as_deref(), Some("quay.mp3"));
        let times: Vec<Locator> = read.locators.iter().map(|l| l.1.clone()).collect();
        assert_eq!(times, [1_000, 4_000, 7_000].map(Locator::Time));
    }

    #[test]
    fn broken_html_and_no_text() {
        assert_eq!(text("<p>3 < 4 <span data-timestamp=x>a</span> &lt;b").text, "3 < 4 a <b");
        assert!(read("{\"media\": 1}", &Limits::default()).is_err() && read("{", &Limits::default()).is_err());
    }
}
