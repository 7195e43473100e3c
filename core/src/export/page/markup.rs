//! How a page is marked up; whatever the words are, they are shown as they stand.

use super::super::Files;
use super::super::record::is_address;
use crate::sanitize::visible;
use std::io;

/// A language of pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Markup {
    /// `CommonMark`.
    Markdown,
    /// Org mode.
    Org,
    /// None: lines of at most 78 columns.
    Text,
}

/// Columns of plain text.
const WIDTH: usize = 78;

impl Markup {
    /// A heading of level 1 to 3 and the empty line behind it.
    pub fn heading(self, out: &mut dyn Files, level: usize, words: &str) -> io::Result<()> {
        let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
        match self {
            Self::Markdown => writeln!(out, "{} {}\n", "#".repeat(level), markdown(&words)),
            Self::Org => writeln!(out, "{} {}\n", "*".repeat(level), org(&words)),
            Self::Text => {
                let words = visible(&words).into_owned();
                let width = textwrap::core::display_width(&words).min(WIDTH);
                match level {
                    1 => writeln!(out, "{words}\n{}\n", "=".repeat(width)),
                    2 => writeln!(out, "{words}\n{}\n", "-".repeat(width)),
                    _ => writeln!(out, "{words}:\n"),
                }
            }
        }
    }

    /// What somebody said.
    pub fn quotation(self, out: &mut dyn Files, words: &str) -> io::Result<()> {
        match self {
            Self::Markdown => {
                for line in words.lines() {
                    writeln!(out, "> {}", markdown(line.trim()))?;
                }
                writeln!(out)
            }
            Self::Org => {
                writeln!(out, "#+begin_quote")?;
                for line in words.lines() {
                    writeln!(out, "{}", org(line.trim()))?;
                }
                writeln!(out, "#+end_quote\n")
            }
            Self::Text => wrapped(out, words, "    ").and_then(|()| writeln!(out)),
        }
    }

    /// A paragraph.
    pub fn line(self, out: &mut dyn Files, words: &str) -> io::Result<()> {
        match self {
            Self::Markdown => writeln!(out, "{}\n", markdown(words)),
            Self::Org => writeln!(out, "{}\n", org(words)),
            Self::Text => wrapped(out, words, "  ").and_then(|()| writeln!(out)),
        }
    }

    /// Words with ` · ` between them, those in the middle linked where the language has links.
    pub fn line_with_link(
        self,
        out: &mut dyn Files,
        before: &[String],
        (words, link): (&str, Option<&str>),
        behind: &[&str],
    ) -> io::Result<()> {
        let between = " · ";
        let (before, behind) = (before.iter().map(String::as_str), behind.iter().copied());
        let Some(link) = link.filter(|_| self != Self::Text) else {
            let all: Vec<&str> = before.chain([words]).chain(behind).collect();
            return self.line(out, &all.join(between));
        };
        let linked = match self {
            Self::Markdown => format!("[{}](<{}>)", markdown(words), visible(link)),
            Self::Org | Self::Text => format!("[[{}][{}]]", visible(link), org(words)),
        };
        let shown = |words: &str| if self == Self::Markdown { markdown(words) } else { org(words) };
        let all: Vec<String> = before.map(shown).chain([linked]).chain(behind.map(shown)).collect();
        writeln!(out, "{}\n", all.join(between))
    }

    /// An address or words, with a word in front.
    pub fn evidence(self, out: &mut dyn Files, word: &str, evidence: &str) -> io::Result<()> {
        let is_link = is_address(evidence) && !evidence.contains(['<', '>', '[', ']']);
        match self {
            Self::Markdown if is_link => writeln!(out, "{word}: <{}>\n", visible(evidence)),
            Self::Org if is_link => writeln!(out, "{word}: [[{}]]\n", visible(evidence)),
            Self::Markdown | Self::Org | Self::Text => self.line(out, &format!("{word}: {evidence}")),
        }
    }
}

fn wrapped(out: &mut dyn Files, words: &str, indent: &str) -> io::Result<()> {
    for line in words.lines() {
        let options = textwrap::Options::new(WIDTH).initial_indent(indent).subsequent_indent(indent);
        writeln!(out, "{}", textwrap::fill(&visible(line.trim()), options.break_words(false)))?;
    }
    Ok(())
}

/// Text that Markdown shows as it is.
pub(in crate::export) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let safe: String = text.lines().map(visible).collect::<Vec<_>>().join("  \n");
    for c in safe.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '~' | '&') {
            out.push('\\');
        }
        out.push(c);
    }
    let numbered =
        out.split_once(['.', ')']).is_some_and(|(n, _)| !n.is_empty() && n.chars().all(|c| c.is_ascii_digit()));
    if numbered {
        return out.replacen(['.', ')'], "\\.", 1);
    }
    if out.starts_with(['-', '+', '=']) { format!("\\{out}") } else { out }
}

/// Text that Org shows as it is. Org has no sign that takes another's meaning away; its manual puts a zero-width space
/// beside it.
fn org(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (n, line) in text.lines().enumerate() {
        if n > 0 {
            out.push('\n');
        }
        let line = visible(line);
        let block = line.starts_with(['*', '|', ':', '-', '+', '#']);
        let (mut early, mut before) = (' ', ' ');
        for (at, word) in line.split(' ').enumerate() {
            if at > 0 {
                out.push(' ');
                (early, before) = (before, ' ');
            }
            // An address is a link of its own, which a sign within would break.
            if is_address(word) {
                out.push_str(word);
                (early, before) = ('a', 'a');
                continue;
            }
            for (n, c) in word.chars().enumerate() {
                // What can open emphasis, a link, a footnote, a date, an entity or a macro.
                let opens = matches!(c, '*' | '/' | '=' | '~' | '+') && !before.is_alphanumeric() && before != c;
                let begins = matches!((before, c), ('[', '[' | 'f') | ('{', '{') | ('<', '0'..='9' | '<'));
                let drawer = before == ':' && early.is_whitespace() && c.is_alphabetic();
                if (at == 0 && n == 0 && block) || opens || begins || drawer || matches!(c, '_' | '^' | '\\') {
                    out.push('\u{200b}');
                }
                out.push(c);
                (early, before) = (before, c);
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_words() {
        assert_eq!(markdown("*a* <b> #c &amp;"), "\\*a\\* \\<b\\> \\#c \\&amp;");
        assert_eq!(markdown("- x"), "\\- x");
        assert_eq!(markdown("12. x"), "12\\. x");
        assert_eq!(markdown("bell\u{7}"), "bell\u{fffd}");
        assert_eq!(org("* x"), "\u{200b}* x");
        assert_eq!(org("#+begin"), "\u{200b}#\u{200b}+begin");
        assert_eq!(org("a *b* and/or c"), "a \u{200b}*b* and/or c");
        assert_eq!(org("x_y https://e.org/~a_b?c=*d* x_y"), "x\u{200b}_y https://e.org/~a_b?c=*d* x\u{200b}_y");
    }
}
