//! The words of a message in plain text: what is quoted behind `>`, lines that a program broke, lines that say who wrote what.

use crate::document::builder::TextBuilder;
use crate::document::reply_line;
use std::borrow::Cow;

/// Most letters of a line that a mail program broke.
const MAX_LINE_CHARS: usize = 100;

/// How lines were broken, as the message says (RFC 3676).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Whether a blank at the end of a line says that it goes on.
    pub flowed: bool,
    /// Whether that blank is no part of the words.
    pub delete_space: bool,
}

/// A line with how deep it is quoted.
type QuotedLine<'a> = (u8, Cow<'a, str>);

/// Puts the words into `out`. Gives the numbers of blocks with which a signature or the foot of a list begins: nothing that is
/// quoted without marks goes on behind them. O(n).
pub fn pour(words: &str, flow: Flow, out: &mut TextBuilder) -> Vec<usize> {
    let mut depth = 0u8;
    let mut lines: Vec<Cow<'_, str>> = Vec::new();
    let mut signatures = Vec::new();
    for (quoted, bare) in logical_lines(words, flow) {
        if quoted != depth || bare.trim().is_empty() {
            paragraph(&mut lines, out);
        }
        while depth < quoted {
            out.quotation(true);
            depth += 1;
        }
        while depth > quoted {
            out.quotation(false);
            depth -= 1;
        }
        if reply_line::is_rule(&bare) {
            paragraph(&mut lines, out);
        }
        // What stands behind the two dashes is who wrote it, set apart as mail programs do.
        if bare.trim_end() == "--" {
            paragraph(&mut lines, out);
            signatures.push(out.blocks().len());
        } else if !bare.trim().is_empty() {
            lines.push(bare);
        }
    }
    paragraph(&mut lines, out);
    for _ in 0..depth {
        out.quotation(false);
    }
    signatures
}

/// The lines, those that a program broke and says so joined.
fn logical_lines(words: &str, flow: Flow) -> impl Iterator<Item = QuotedLine<'_>> {
    let mut lines = words.lines().peekable();
    std::iter::from_fn(move || {
        let (depth, first) = quoted_line(lines.next()?, flow);
        let mut whole = Cow::Borrowed(first);
        if !flow.flowed {
            return Some((depth, whole));
        }
        // The two dashes of a signature end with a blank and go on nowhere.
        while whole.ends_with(' ') && whole.trim_end() != "--" {
            let Some((_, next)) =
                lines.peek().map(|l| quoted_line(l, flow)).filter(|(d, w)| *d == depth && w.trim_end() != "--")
            else {
                break;
            };
            lines.next();
            let mut joined = whole.into_owned();
            if flow.delete_space {
                joined.pop();
            }
            joined.push_str(next);
            whole = Cow::Owned(joined);
        }
        Some((depth, whole))
    })
}

/// How deep a line is quoted, and the line itself.
fn quoted_line(line: &str, flow: Flow) -> (u8, &str) {
    let mut depth = 0;
    let mut rest = line;
    while let Some(inner) = rest.strip_prefix('>').or_else(|| rest.strip_prefix(" >").filter(|_| depth > 0)) {
        depth = u8::saturating_add(depth, 1).min(super::MAX_DEPTH);
        rest = inner;
    }
    // A blank was put before lines that begin with a blank, `>` or `From`.
    let stuffed = if flow.flowed { rest.strip_prefix(' ') } else { None };
    (depth, stuffed.unwrap_or(rest))
}

/// Lines that follow each other: headers and lines that say who wrote what apart from the others.
fn paragraph(lines: &mut Vec<Cow<'_, str>>, out: &mut TextBuilder) {
    let all: Vec<&str> = lines.iter().map(|l| l.trim_end()).collect();
    let mut rest = all.as_slice();
    // A line without a colon is no line of a header: most paragraphs are none.
    let may_hold = |l: &&str| l.contains([':', '：']);
    while let Some((before, ruled, header)) = rest.iter().any(may_hold).then(|| first_header(rest)).flatten() {
        let (above, from) = rest.split_at(before);
        flowed(above.get(..above.len() - usize::from(ruled)).unwrap_or_default(), out);
        flowed(above.get(above.len() - usize::from(ruled)..).unwrap_or_default(), out);
        let (own, below) = from.split_at(header.min(from.len()));
        kept(own, out);
        rest = below;
    }
    let reply = reply_line::lines_of_reply(rest).unwrap_or(0);
    let (above, own) = rest.split_at(rest.len() - reply);
    flowed(above, out);
    flowed(own, out);
    lines.clear();
}

/// The first header among lines: how many stand before it, whether the last of these is a rule, how many lines it has.
fn first_header(lines: &[&str]) -> Option<(usize, bool, usize)> {
    (0..lines.len()).find_map(|at| {
        let ruled = at > 0 && lines.get(at - 1).is_some_and(|l| reply_line::is_rule(l));
        let header = reply_line::header(lines.get(at..)?.iter().copied(), ruled)?;
        Some((at, ruled, header.lines))
    })
}

/// Lines flowed where a program broke them, kept where a person did.
fn flowed(lines: &[&str], out: &mut TextBuilder) {
    let Some((_, inner)) = lines.split_last() else { return };
    let full = |line: &&&str| (45..=MAX_LINE_CHARS).contains(&line.chars().count());
    let flows = inner.iter().filter(full).count() * 5 >= inner.len() * 4;
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            if flows {
                out.blank();
            } else {
                out.line_break();
            }
        }
        out.flow(line);
    }
    out.finish();
}

fn kept(lines: &[&str], out: &mut TextBuilder) {
    for (n, line) in lines.iter().enumerate() {
        if n > 0 {
            out.line_break();
        }
        out.flow(line);
    }
    out.finish();
}
