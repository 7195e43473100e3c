//! Captions as text: `SubRip`, `WebVTT` and the `SubViewer` captions of video sites. Their cues become turns and paragraphs in
//! [`cues`](super::cues).

pub mod ass;
mod markup;
pub mod ttml;

use super::Parsed;
use super::cues::{Cue, CueFlow, CueLine, read as joined};
use super::utterances::clock;
use markup::lines_of;
use std::collections::HashSet;

/// Which of the formats: they differ in what stands between the cues.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaptionFormat {
    /// `SubRip`: a number, the times, the words.
    Srt,
    /// `WebVTT`: a header, notes, styles, names of cues.
    Vtt,
    /// `SubViewer` captions: `0:00:01.000,0:00:04.000`, the words.
    Sbv,
}

/// Reads any of them. Broken cues are read as far as they go. O(n).
pub fn read(source: &str, format: CaptionFormat) -> Parsed {
    let (mut cues, notes) = cues(source, format);
    if format != CaptionFormat::Sbv {
        unroll(&mut cues);
    }
    let mut out = joined(&cues, CueFlow::Joined);
    out.left.comments += notes;
    out.done()
}

/// A line below the times of a cue, and whether a blank line stands above it.
struct WordLine<'a> {
    words: &'a str,
    behind_blank: bool,
}

/// The cues of `source` and how many notes stand between them. What stands behind a blank line and before the next number or
/// time belongs to the cue above: people and programs write such lines, and what is said in them is not lost.
fn cues(source: &str, format: CaptionFormat) -> (Vec<Cue>, usize) {
    let mut out: Vec<Cue> = Vec::new();
    let mut notes = 0;
    let mut times = (0, 0);
    let mut words: Vec<WordLine<'_>> = Vec::new();
    let mut behind_blank = true;
    let mut in_cue = false;
    let mut lines = source.lines().peekable();
    let vtt = format == CaptionFormat::Vtt;
    while let Some(line) = lines.next() {
        let bare = line.is_empty();
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() {
            // Rolling captions have a line of one blank where the line before would stand: the cue goes on behind it.
            behind_blank |= bare || !vtt || !in_cue || !words.is_empty();
            continue;
        }
        if let Some(next) = times_of(line, format) {
            take_off_label(&mut words, format);
            close(&mut out, times, &mut words, in_cue);
            (times, in_cue, behind_blank) = (next, true, false);
            continue;
        }
        if vtt && behind_blank && is_block(line) {
            // A note and the like go to the next blank line.
            notes += usize::from(line.starts_with("NOTE"));
            while lines.next_if(|l| !l.trim().is_empty() && times_of(l.trim(), format).is_none()).is_some() {}
            continue;
        }
        words.push(WordLine { words: line, behind_blank });
        behind_blank = false;
    }
    close(&mut out, times, &mut words, in_cue);
    (out, notes)
}

/// `NOTE`, `STYLE`, `REGION` and the header.
fn is_block(line: &str) -> bool {
    ["NOTE", "STYLE", "REGION", "WEBVTT"]
        .iter()
        .any(|w| line.strip_prefix(w).is_some_and(|r| !r.starts_with(char::is_alphanumeric)))
}

/// The number or name of the next cue is no word of the one above.
fn take_off_label(words: &mut Vec<WordLine<'_>>, format: CaptionFormat) {
    let number = |words: &str| words.bytes().all(|b| b.is_ascii_digit());
    let alone = words.len() == 1;
    words.pop_if(|line| match format {
        CaptionFormat::Srt => number(line.words) && (line.behind_blank || !alone),
        CaptionFormat::Vtt => line.behind_blank || number(line.words) && !alone,
        CaptionFormat::Sbv => false,
    });
}

/// Ends a cue. Words before the first times are a cue as well.
fn close(out: &mut Vec<Cue>, (start, end): (u32, u32), words: &mut Vec<WordLine<'_>>, in_cue: bool) {
    let lines: Vec<CueLine> = lines_of(words.drain(..).map(|l| l.words));
    if in_cue || !lines.is_empty() {
        out.push(Cue { start, end, lines });
    }
}

/// `00:00:01,000 --> 00:00:02,500 align:start`, `0:00:01.000,0:00:02.500`.
fn times_of(line: &str, format: CaptionFormat) -> Option<(u32, u32)> {
    if !line.contains(':') || !line.contains(|c: char| c.is_ascii_digit()) {
        return None;
    }
    let time = |words: &str| Some(words.trim()).filter(|w| w.contains(':')).and_then(clock);
    if format == CaptionFormat::Sbv
        && let Some((start, end)) = line.split_once(',')
    {
        return Some((time(start)?, time(end)?));
    }
    let (before, end) = line.split_once('>')?;
    let start = before.trim_end_matches(['-', '–', '—', ' ']);
    if start.len() == before.trim_end().len() {
        return None;
    }
    // The number of the cue may stand on the same line.
    let start = time(start).or_else(|| time(start.rsplit_once(char::is_whitespace)?.1))?;
    Some((start, time(end.split_whitespace().next()?)?))
}

/// Rolling captions say each line again, with the next below it: what was said is taken off.
fn unroll(cues: &mut [Cue]) {
    let text = |line: &CueLine| line.words.clone();
    let rolled = cues.windows(2).filter(|pair| match pair {
        [above, below] => below.lines.len() > 1 && above.lines.last().is_some_and(|l| below.lines.first() == Some(l)),
        _ => false,
    });
    let rolling = rolled.count() >= 2;
    let mut before: HashSet<String> = HashSet::new();
    let mut until = 0u32;
    for cue in cues {
        let now: HashSet<String> = cue.lines.iter().map(text).collect();
        if cue.start <= until.saturating_add(100) {
            cue.lines.retain(|l| !before.contains(&l.words) || !rolling && l.words.split(' ').count() < 3);
        }
        // A cue that shows nothing takes nothing back.
        if !now.is_empty() {
            before = now;
        }
        until = cue.end;
    }
}

#[cfg(test)]
mod tests;
