//! org-mode: headings, lists, blocks, tables, links and notes of an org file; drawers, comments and keywords are not
//! for reading.

use super::builder::{TextBuilder, UnresolvedTarget};
use super::{Parsed, meta};

/// Reads it (LF line ends). O(n).
pub fn read(source: &str) -> Parsed {
    let mut page = OrgReader::default();
    let mut lines = source.lines();
    while let Some(line) = lines.next() {
        page.line(line, &mut lines);
    }
    page.out.done()
}

#[derive(Default)]
struct OrgReader {
    out: TextBuilder,
    /// The block being read, as it will be ended.
    within: Option<OpenOrgBlock>,
    table: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenOrgBlock {
    Quotation,
    Literal,
    Verse,
    /// A comment.
    Unread,
}

impl OrgReader {
    fn line(&mut self, line: &str, lines: &mut std::str::Lines<'_>) {
        let bare = line.trim();
        let word = bare.split_whitespace().next().unwrap_or_default().to_ascii_lowercase();
        if let Some(kind) = word.strip_prefix("#+end_") {
            self.ends(kind);
            return;
        }
        if let Some(within) = self.within {
            match within {
                OpenOrgBlock::Literal | OpenOrgBlock::Verse => {
                    if within == OpenOrgBlock::Verse && bare.is_empty() {
                        self.out.finish();
                    } else {
                        if self.out.is_open() {
                            self.out.push("\n");
                        }
                        self.out.push(line);
                    }
                    return;
                }
                OpenOrgBlock::Unread => return,
                OpenOrgBlock::Quotation => {}
            }
        }
        if self.table != bare.starts_with('|') {
            self.table = !self.table;
            self.out.table(self.table);
        }
        if let Some(kind) = word.strip_prefix("#+begin_") {
            self.begins(kind);
        } else if let Some((key, value)) = bare.strip_prefix("#+").and_then(|k| k.split_once(':')) {
            self.declare(key, value.trim());
        } else if bare == "#" || bare.starts_with("# ") {
            // A comment.
        } else if bare.starts_with(':') && bare.ends_with(':') && bare.len() > 2 && !bare.contains(' ') {
            // A drawer, to its end.
            lines.by_ref().find(|l| l.trim().eq_ignore_ascii_case(":end:"));
        } else if bare.is_empty() {
            self.out.finish();
            if !line.starts_with(' ') {
                self.out.item_at(0, None);
            }
        } else if let Some((level, title)) = headline(line) {
            self.out.item_at(0, None);
            self.out.heading(Some(level));
            self.words(title);
            self.out.heading(None);
        } else if self.table {
            if !bare.starts_with("|-") {
                self.out.line_break();
                let cells = bare.trim_matches('|').split('|').map(str::trim).collect::<Vec<_>>().join("\t");
                self.out.push(&cells);
            }
        } else if let Some((label, note)) = note(line) {
            self.out.item_at(0, None);
            self.out.note(label);
            self.words(note);
        } else if let Some((depth, number, words)) = item(line) {
            self.out.item_at(depth, number);
            self.words(words);
        } else if bare.len() >= 5 && bare.bytes().all(|b| b == b'-') {
            self.out.finish();
        } else {
            self.out.blank();
            let broken = bare.strip_suffix("\\\\");
            self.words(broken.unwrap_or(bare));
            if broken.is_some() {
                self.out.line_break();
            }
        }
    }

    fn begins(&mut self, kind: &str) {
        self.within = Some(match kind {
            "quote" => {
                self.out.quotation(true);
                OpenOrgBlock::Quotation
            }
            "src" | "example" | "export" => {
                self.out.literal(true);
                OpenOrgBlock::Literal
            }
            "verse" => {
                self.out.finish();
                OpenOrgBlock::Verse
            }
            "comment" => OpenOrgBlock::Unread,
            _ => return,
        });
    }

    fn ends(&mut self, kind: &str) {
        match (kind, self.within) {
            ("quote", Some(OpenOrgBlock::Quotation)) => self.out.quotation(false),
            ("src" | "example" | "export", Some(OpenOrgBlock::Literal)) => self.out.literal(false),
            ("verse", Some(OpenOrgBlock::Verse)) => self.out.finish(),
            ("comment", Some(OpenOrgBlock::Unread)) => {}
            _ => return,
        }
        self.within = None;
    }

    fn declare(&mut self, key: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let meta = &mut self.out.meta;
        match key.to_ascii_lowercase().as_str() {
            "title" => {
                meta.title = Some(value.to_owned());
                self.out.heading(Some(1));
                self.words(value);
                self.out.heading(None);
            }
            "author" => meta.author = Some(value.to_owned()),
            "date" => meta.date = meta::date(value.trim_matches(['<', '[', '>', ']'])),
            _ => {}
        }
    }

    /// Words of a line with links and notes resolved and marks of emphasis taken off.
    fn words(&mut self, line: &str) {
        let mut rest = line;
        // What closes nowhere is looked for once.
        let (mut closes, mut closes_twice) = (true, true);
        while let Some(at) = rest.find('[') {
            let (before, from) = rest.split_at(at);
            self.out.flow(&plain(before));
            let linked = closes_twice.then(|| link(from)).flatten();
            closes_twice &= linked.is_some() || !from.starts_with("[[");
            let noted = from.strip_prefix("[fn:").filter(|_| linked.is_none() && closes);
            let note = noted.and_then(|f| f.split_once(']'));
            closes &= note.is_some() || noted.is_none();
            if let Some((target, words, after)) = linked {
                if target.rsplit('.').next().is_some_and(|e| ["png", "jpg", "jpeg", "gif", "svg"].contains(&e))
                    && words == target
                {
                    self.out.picture("");
                } else {
                    self.out.link(target.strip_prefix("file:").unwrap_or(target));
                    self.out.flow(&plain(words));
                    self.out.link_end();
                }
                rest = after;
            } else if let Some((label, after)) = note {
                self.out.note_mark(UnresolvedTarget::Note(label.to_owned()));
                rest = after;
            } else {
                self.out.flow("[");
                rest = from.get(1..).unwrap_or_default();
            }
        }
        self.out.flow(&plain(rest));
    }
}

/// `** TODO Title :tag:` without the word and the tags.
fn headline(line: &str) -> Option<(u8, &str)> {
    let stars = line.bytes().take_while(|b| *b == b'*').count();
    let title = line.get(stars..).filter(|_| stars > 0)?.strip_prefix(' ')?.trim();
    let title = ["TODO ", "DONE ", "NEXT ", "WAIT "].iter().find_map(|w| title.strip_prefix(w)).unwrap_or(title);
    let tags = title
        .rfind(char::is_whitespace)
        .and_then(|at| title.get(at + 1..))
        .filter(|t| t.len() > 2 && t.starts_with(':') && t.ends_with(':'));
    let title = tags.and_then(|t| title.strip_suffix(t)).unwrap_or(title).trim_end();
    Some((u8::try_from(stars).unwrap_or(6).min(6), title))
}

fn note(line: &str) -> Option<(&str, &str)> {
    line.strip_prefix("[fn:")?.split_once(']')
}

fn item(line: &str) -> Option<(usize, Option<u16>, &str)> {
    let bare = line.trim_start();
    let depth = (line.len() - bare.len()) / 2 + 1;
    if let Some(words) = ["- ", "+ "].iter().find_map(|b| bare.strip_prefix(b)) {
        return Some((depth, None, words));
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let number = bare.get(..digits)?.parse().ok()?;
    let words = bare.get(digits..).and_then(|r| r.strip_prefix(". ").or_else(|| r.strip_prefix(") ")))?;
    Some((depth, Some(number), words))
}

/// Target and words of `[[target][words]]` or `[[target]]`, and what follows.
fn link(from: &str) -> Option<(&str, &str, &str)> {
    let (inner, after) = from.strip_prefix("[[")?.split_once("]]")?;
    let (target, words) = inner.split_once("][").unwrap_or((inner, inner));
    Some((target, words, after))
}

/// `*bold*`, `/slanted/`, `_underlined_`, `=code=`, `~code~`, `+struck+` without their marks. O(n).
fn plain(words: &str) -> String {
    let chars: Vec<char> = words.chars().collect();
    let mut dropped = vec![false; chars.len()];
    let mut open: Vec<(char, usize)> = Vec::new();
    // How many of each mark are open: one that is not is looked for nowhere.
    let mut count = [0usize; MARKS.len()];
    for (i, c) in chars.iter().enumerate() {
        let before = i.checked_sub(1).and_then(|b| chars.get(b));
        let after = chars.get(i + 1);
        let free = |c: Option<&char>| c.is_none_or(|c| c.is_whitespace() || "-–—('\"“”’.,;:!?)[]{}".contains(*c));
        if kind(*c).is_none() {
            continue;
        }
        let ends = free(after) && before.is_some_and(|b| !b.is_whitespace());
        let is_open = kind(*c).and_then(|k| count.get(k)).is_some_and(|n| *n > 0);
        let begins = (is_open && ends).then(|| open.iter().rposition(|(mark, _)| mark == c)).flatten();
        if let Some(at) = begins {
            for place in [open.get(at).map(|(_, place)| *place), Some(i)].into_iter().flatten() {
                if let Some(drop) = dropped.get_mut(place) {
                    *drop = true;
                }
            }
            for (mark, _) in open.drain(at..) {
                if let Some(n) = kind(mark).and_then(|k| count.get_mut(k)) {
                    *n -= 1;
                }
            }
        } else if free(before) && after.is_some_and(|a| !a.is_whitespace() && a != c) {
            open.push((*c, i));
            if let Some(n) = kind(*c).and_then(|k| count.get_mut(k)) {
                *n += 1;
            }
        }
    }
    chars.iter().zip(dropped).filter(|(_, dropped)| !dropped).map(|(c, _)| *c).collect()
}

/// Marks of emphasis.
const MARKS: [char; 6] = ['*', '/', '_', '=', '~', '+'];

/// Which mark a sign is.
fn kind(c: char) -> Option<usize> {
    MARKS.iter().position(|mark| *mark == c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, LineBreaks, Target};
    use proptest::prelude::*;

    #[test]
    fn what_people_write_in_org() {
        let source = "#+TITLE: On Tides\n#+author: Ada Grey\n* TODO Of water :sea:\n:PROPERTIES:\n:ID: 1\n:END:\n\
            High *water* at /noon/,[fn:1] see [[https://x.org/a][the table]].\nIt goes on.\n\n#+begin_quote\n“Low,” he said.\n#+end_quote\n\
            - one\n  - two\n1. three\n\n| a | b |\n|---+---|\n| c | d |\n# a comment\n\n[fn:1] So they say.\n";
        let read = read(source);
        let blocks: Vec<(&str, BlockKind)> = read.blocks.iter().map(|b| (b.span.of(&read.text), b.kind)).collect();
        let paragraph = BlockKind::Paragraph(LineBreaks::Keep);
        let expected = [
            ("On Tides", BlockKind::Heading(1)),
            ("Of water", BlockKind::Heading(1)),
            ("High water at noon, see the table. It goes on.", paragraph),
            ("“Low,” he said.", BlockKind::Quotation(1)),
            ("one", BlockKind::Item(1)),
            ("two", BlockKind::Item(2)),
            ("three", BlockKind::Numbered(1, 1)),
            ("a\tb\nc\td", BlockKind::Table),
            ("So they say.", paragraph),
        ];
        assert_eq!(blocks, expected);
        assert_eq!(read.links[0].target, Target::Block(8));
        assert_eq!(read.links[1].target, Target::Web("https://x.org/a".into()));
    }

    #[test]
    fn signs_that_are_no_marks_stay() {
        assert_eq!(plain("2 * 3 and 4*5, a/b, snake_case_name, *x"), "2 * 3 and 4*5, a/b, snake_case_name, *x");
        assert_eq!(plain("*“bold,”* she"), "“bold,” she");
    }

    #[test]
    fn brackets_that_close_nowhere_are_words() {
        assert_eq!(read("[[[fn:1 [[a [fn:").text, "[[[fn:1 [[a [fn:");
        assert_eq!(read("[[a [fn:1] [fn:2 [b").text, "[[a [fn:2 [b");
    }

    proptest! {
        #[test]
        fn anything_is_read(source in "([a-z*/_|:#\\[\\]+. -]|\n|\\[\\[|#\\+begin_quote|\\[fn:1\\]){0,80}") {
            let _ = read(&source);
        }
    }
}
