//! Markdown to a reading text: its text nodes, blocks joined by one blank line.

use super::builder::{TextBuilder, UnresolvedTarget};
use super::{Limits, LoadError, Parsed, meta};
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads Markdown source that is not all marks: each of them takes many times its size while it is read. O(n).
///
/// # Errors
/// When it has more than a file of its size may.
pub fn read_within(source: &str, limits: &Limits) -> Result<Parsed, LoadError> {
    let marks =
        source.bytes().filter(|b| matches!(b, b'[' | b']' | b'*' | b'_' | b'`' | b'<' | b'!' | b'~' | b'|')).count();
    let most = limits.markdown_marks.of(source.len());
    if marks > most {
        return Err(LoadError::TooMuch(format!("more than {most} marks for its size")));
    }
    Ok(read(source))
}

/// Reads Markdown source (LF line ends). O(n).
pub fn read(source: &str) -> Parsed {
    // Never `Options::all()`: smart punctuation would rewrite the very quotation marks we read.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut page = MarkdownReader::default();
    for (event, range) in Parser::new_ext(source, options).into_offset_iter() {
        if event == Event::SoftBreak && is_meant(source, range.start) {
            page.out.line_break();
        } else {
            page.event(&event);
        }
    }
    page.out.done()
}

/// Whether the line end at byte `at` was meant, though to Markdown it is a blank: behind a name on a line of its own, before a
/// message of a chat, between two turns. O(length of the two lines).
fn is_meant(source: &str, at: usize) -> bool {
    let above = source.get(..at).unwrap_or_default();
    let above = above.get(memchr::memrchr(b'\n', above.as_bytes()).map_or(0, |n| n + 1)..).unwrap_or_default().trim();
    let below = source.get(at..).unwrap_or_default().trim_start_matches(['\r', '\n']);
    let below = below.get(..memchr::memchr(b'\n', below.as_bytes()).unwrap_or(below.len())).unwrap_or_default().trim();
    let ended = above.ends_with(['.', ',', ';', '!', '?', '"', '”', '…', '-', '—']);
    let name =
        above.len() <= MAX_NAME_BYTES && !ended && above.starts_with(|c: char| c.is_uppercase() || "*_[".contains(c));
    name || begins_with_time(below) || begins_with_time(above) || is_labelled(above) && is_labelled(below)
}

/// Whether what Markdown takes for a tag is no element of HTML: a nickname. O(1).
fn is_nickname(tag: &str) -> bool {
    const ELEMENTS: [&str; 70] = [
        "a",
        "abbr",
        "acronym",
        "address",
        "article",
        "aside",
        "audio",
        "b",
        "bdi",
        "bdo",
        "big",
        "blockquote",
        "br",
        "button",
        "center",
        "cite",
        "code",
        "data",
        "dd",
        "del",
        "details",
        "dfn",
        "div",
        "dl",
        "dt",
        "em",
        "figcaption",
        "figure",
        "font",
        "footer",
        "h1",
        "h2",
        "h3",
        "header",
        "hr",
        "i",
        "iframe",
        "img",
        "input",
        "ins",
        "kbd",
        "label",
        "li",
        "main",
        "mark",
        "nav",
        "ol",
        "p",
        "picture",
        "pre",
        "q",
        "s",
        "samp",
        "section",
        "small",
        "source",
        "span",
        "strike",
        "strong",
        "sub",
        "summary",
        "sup",
        "table",
        "tt",
        "u",
        "ul",
        "var",
        "video",
        "wbr",
        "svg",
    ];
    tag.strip_prefix('<').and_then(|t| t.strip_suffix('>')).is_some_and(|name| {
        (2..=32).contains(&name.len())
            && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
            && !ELEMENTS.iter().any(|e| e.eq_ignore_ascii_case(name))
            && !["td", "th", "tr", "ruby", "rt", "rp", "time", "output", "meter", "tbody", "thead", "h4", "h5", "h6"]
                .contains(&name)
    })
}

/// Longest line that is a name, a time and marks, in bytes.
const MAX_NAME_BYTES: usize = 40;

/// `[14:05] …`, `12/05/2024, 14:05 - …`, `0:07 …`
fn begins_with_time(line: &str) -> bool {
    let head = line.as_bytes();
    let head = head.get(..head.len().min(28)).unwrap_or_default();
    let time =
        |w: &[u8]| matches!(w, [a, b':', b, c] if a.is_ascii_digit() && b.is_ascii_digit() && c.is_ascii_digit());
    head.first().is_some_and(|b| b.is_ascii_digit() || *b == b'[' || *b == b'(') && head.windows(4).any(time)
}

/// `Ada Grey: …`, `**Ada Grey:** …`, `**Ada Grey** …`
fn is_labelled(line: &str) -> bool {
    let bold = ["**", "__"]
        .iter()
        .any(|b| line.strip_prefix(b).is_some_and(|r| r.find(b).is_some_and(|at| at < MAX_NAME_BYTES)));
    let colon = line.find(": ").and_then(|at| line.get(..at)).is_some_and(|name| {
        name.len() < MAX_NAME_BYTES
            && name.split(' ').all(|w| w.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()))
    });
    bold || colon
}

#[derive(Default)]
struct MarkdownReader {
    out: TextBuilder,
    front_matter: bool,
    cells: u32,
}

impl MarkdownReader {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) if self.front_matter => self.declare(words),
            Event::Text(words) | Event::Code(words) => self.out.push(words),
            Event::SoftBreak => self.out.push(" "),
            // A line end in a cell would begin another row.
            Event::InlineHtml(tag) if tag.starts_with("<br") && self.cells > 0 => self.out.push(" "),
            Event::HardBreak => self.out.push("\n"),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.out.push("\n"),
            // `<ada> words` of a chat.
            Event::InlineHtml(tag) if is_nickname(tag) => self.out.push(tag),
            Event::Rule => self.out.finish(),
            Event::FootnoteReference(label) => self.out.note_mark(UnresolvedTarget::Note(label.to_string())),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => self.out.heading(Some(depth(*level))),
            Tag::BlockQuote(_) => self.out.quotation(true),
            Tag::List(first) => self.out.list(first.map(|n| u16::try_from(n).unwrap_or(u16::MAX))),
            Tag::Item => self.out.item(),
            Tag::CodeBlock(_) => self.out.literal(true),
            Tag::Table(_) => self.out.table(true),
            Tag::TableRow => self.out.push("\n"),
            Tag::TableHead => self.cells = 0,
            Tag::TableCell => {
                if self.cells > 0 {
                    self.out.push("\t");
                }
                self.cells += 1;
            }
            Tag::MetadataBlock(_) => self.front_matter = true,
            Tag::FootnoteDefinition(label) => self.out.note(label),
            Tag::Link { dest_url, .. } => self.out.link(dest_url),
            // What is said of it are words of the text.
            Tag::Image { .. } => self.out.picture(""),
            Tag::Paragraph | Tag::HtmlBlock => self.out.finish(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => self.out.heading(None),
            TagEnd::BlockQuote(_) => self.out.quotation(false),
            TagEnd::List(_) => self.out.list_end(),
            TagEnd::CodeBlock => self.out.literal(false),
            TagEnd::Table => self.out.table(false),
            TagEnd::Link => self.out.link_end(),
            TagEnd::TableRow | TagEnd::TableHead => self.cells = 0,
            TagEnd::MetadataBlock(_) => self.front_matter = false,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::FootnoteDefinition => self.out.finish(),
            _ => {}
        }
    }

    /// Front matter of the plain `key: value` kind; anything else in it is left alone.
    fn declare(&mut self, yaml: &str) {
        for line in yaml.lines() {
            let Some((key, value)) = line.split_once(':') else { continue };
            let value = value.trim().trim_matches(['"', '\'']).to_owned();
            if value.is_empty() {
                continue;
            }
            match key.trim() {
                "title" => self.out.meta.title = Some(value),
                "author" => self.out.meta.author = Some(value),
                "outlet" | "source" | "publisher" => self.out.meta.outlet = Some(value),
                "date" => self.out.meta.date = value.get(..10).and_then(meta::date).or_else(|| meta::date(&value)),
                _ => {}
            }
        }
    }
}

const fn depth(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{BlockKind, LineBreaks, Target};
    use proptest::prelude::*;

    fn kinds(source: &str) -> Vec<(String, BlockKind)> {
        let Parsed { text, blocks, .. } = read(source);
        blocks.iter().map(|b| (b.span.of(&text).to_owned(), b.kind)).collect()
    }

    #[test]
    fn blocks_of_every_kind() {
        let source = "# Head\n\nA *b* &amp; \"c\"\nd.\n\n> quoted\n\n3. x\n4. y\n   - z\n\n```\ncode\n```\n";
        let expected = [
            ("Head", BlockKind::Heading(1)),
            ("A b & \"c\" d.", BlockKind::Paragraph(LineBreaks::Keep)),
            ("quoted", BlockKind::Quotation(1)),
            ("x", BlockKind::Numbered(1, 3)),
            ("y", BlockKind::Numbered(1, 4)),
            ("z", BlockKind::Item(2)),
            ("code", BlockKind::Literal),
        ];
        assert_eq!(kinds(source), expected.map(|(w, k)| (w.to_owned(), k)));
        assert!(read(source).text.starts_with("Head\n\nA b & \"c\" d.\n\nquoted"));
    }

    #[test]
    fn lines_of_a_transcript_stay_lines() {
        for (source, text) in [
            ("**Ada Grey**\nWe went.", "Ada Grey\nWe went."),
            (
                "Ada Grey  0:07\nWe went to the sea, all of us, and came back\nlate.",
                "Ada Grey  0:07\nWe went to the sea, all of us, and came back late.",
            ),
            ("**Ada:** We went.\n**Bo:** Why?", "Ada: We went.\nBo: Why?"),
            ("Ada: We went.\nBo: Why?", "Ada: We went.\nBo: Why?"),
            ("[14:05] <anna> we <b>went</b>\n[14:06] <bo-2> why?", "[14:05] <anna> we went\n[14:06] <bo-2> why?"),
            (
                "12/05/2024, 14:05 - Ada: We went.\n12/05/2024, 14:06 - Bo: Why?",
                "12/05/2024, 14:05 - Ada: We went.\n12/05/2024, 14:06 - Bo: Why?",
            ),
            (
                "We went to the sea, all of us, and came back\nin the evening.",
                "We went to the sea, all of us, and came back in the evening.",
            ),
            (
                "We went to **the sea**, all of us, and then we came back\n**at last** in the evening.",
                "We went to the sea, all of us, and then we came back at last in the evening.",
            ),
        ] {
            assert_eq!(read(source).text, text);
        }
    }

    #[test]
    fn front_matter_is_metadata_not_text() {
        let Parsed { text, meta, .. } = read("---\ntitle: \"On Tides\"\ndate: 2024-05-01\n---\n\nBody.\n");
        assert_eq!(text, "Body.");
        assert_eq!(meta.title.as_deref(), Some("On Tides"));
        assert!(meta.date.is_some());
    }

    #[test]
    fn links_and_notes_lead_somewhere() {
        let source = "# On Tides\n\nSee [the *table*](tides.md), [back](#on-tides), <https://example.org/>.\n\n\
            High[^n] water ![a boat](b.png).\n\n[^n]: At noon.\n\n[nowhere](#gone)\n";
        let read = read(source);
        let links: Vec<(&str, Target)> = read.links.iter().map(|l| (l.span.of(&read.text), l.target.clone())).collect();
        let expected = [
            ("the table", Target::File("tides.md".into())),
            ("back", Target::Block(0)),
            ("https://example.org/", Target::Web("https://example.org/".into())),
            ("High", Target::Block(3)),
        ];
        assert_eq!(links, expected);
        assert_eq!(read.blocks[3].span.of(&read.text), "At noon.");
        assert_eq!(read.left.in_words().as_deref(), Some("1 picture not shown"));
    }

    #[test]
    fn a_file_of_nothing_but_marks_is_refused() {
        let limits = Limits::default();
        for marks in ["[", "**a ", "![[", "|a"] {
            let source = marks.repeat(2_000_000);
            assert!(matches!(read_within(&source, &limits), Err(LoadError::TooMuch(_))), "{marks}");
        }
        assert!(read_within(&"A *word* and [a link](b.md).\n\n".repeat(9_000), &limits).is_ok());
    }

    #[test]
    fn tables_keep_their_cells_apart() {
        let Parsed { text, .. } = read("| a | b |\n|---|---|\n| c | d |\n");
        assert_eq!(text, "a\tb\nc\td");
    }

    proptest! {
        #[test]
        fn any_source_gives_ordered_blocks(source in "([a-z>#*`|\\[\\]\\-_&;:1.\"“” ]|\n){0,200}") {
            let Parsed { text, blocks, links, .. } = read(&source);
            prop_assert!(links.iter().all(|l| text.get(l.span.range()).is_some()));
            let mut end = 0;
            for b in &blocks {
                prop_assert!(b.span.start >= end && b.span.end as usize <= text.len() && !b.span.is_empty());
                prop_assert!(text.is_char_boundary(b.span.start as usize));
                end = b.span.end;
            }
        }
    }
}
