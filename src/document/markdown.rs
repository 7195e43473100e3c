//! Markdown to a reading text: its text nodes, blocks joined by one blank line.

use super::{Block, BlockKind, Lines, Metadata, meta};
use crate::span::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// Reads Markdown source (LF line ends) into text, blocks and what its front matter declares. O(n).
pub fn read(source: &str) -> (String, Vec<Block>, Metadata) {
    // Never `Options::all()`: smart punctuation would rewrite the very quotation marks we read.
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_YAML_STYLE_METADATA_BLOCKS;
    let mut builder = Builder::default();
    for event in Parser::new_ext(source, options) {
        builder.event(&event);
    }
    builder.finish_block();
    (builder.text, builder.blocks, builder.meta)
}

#[derive(Default)]
struct Builder {
    text: String,
    blocks: Vec<Block>,
    meta: Metadata,
    /// Where the block being read begins, if one is.
    open: Option<u32>,
    heading: Option<u8>,
    /// For each list around us, the number of its next item, `None` when it has bullets.
    lists: Vec<Option<u32>>,
    /// Number of the item being read.
    number: Option<u32>,
    quotation: u8,
    literal: bool,
    front_matter: bool,
    cells: u32,
}

impl Builder {
    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(*tag),
            Event::Text(words) if self.front_matter => self.declare(words),
            Event::Text(words) | Event::Code(words) => self.push(words),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::InlineHtml(tag) if tag.starts_with("<br") => self.push("\n"),
            Event::Rule => self.finish_block(),
            Event::Html(_)
            | Event::InlineHtml(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_)
            | Event::InlineMath(_)
            | Event::DisplayMath(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.finish_block();
                self.heading = Some(depth(*level));
            }
            Tag::BlockQuote(_) => {
                self.finish_block();
                self.quotation = self.quotation.saturating_add(1);
            }
            Tag::List(first) => {
                self.finish_block();
                self.lists.push(first.map(|n| u32::try_from(n).unwrap_or(u32::MAX)));
            }
            Tag::Item => {
                self.finish_block();
                self.number = self.lists.last().copied().flatten();
                if let Some(Some(next)) = self.lists.last_mut() {
                    *next = next.saturating_add(1);
                }
            }
            Tag::CodeBlock(_) | Tag::Table(_) => {
                self.finish_block();
                self.literal = true;
            }
            Tag::TableRow => self.push("\n"),
            Tag::TableHead => self.cells = 0,
            Tag::TableCell => {
                if self.cells > 0 {
                    self.push("\t");
                }
                self.cells += 1;
            }
            Tag::MetadataBlock(_) => self.front_matter = true,
            Tag::Paragraph | Tag::FootnoteDefinition(_) | Tag::HtmlBlock => self.finish_block(),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.finish_block();
                self.heading = None;
            }
            TagEnd::BlockQuote(_) => {
                self.finish_block();
                self.quotation = self.quotation.saturating_sub(1);
            }
            TagEnd::List(_) => {
                self.finish_block();
                self.lists.pop();
            }
            TagEnd::CodeBlock | TagEnd::Table => {
                self.finish_block();
                self.literal = false;
            }
            TagEnd::TableRow | TagEnd::TableHead => self.cells = 0,
            TagEnd::MetadataBlock(_) => self.front_matter = false,
            TagEnd::Paragraph | TagEnd::Item | TagEnd::FootnoteDefinition => self.finish_block(),
            _ => {}
        }
    }

    fn push(&mut self, words: &str) {
        if self.open.is_none() {
            if words.trim().is_empty() {
                return;
            }
            if !self.blocks.is_empty() {
                self.text.push_str("\n\n");
            }
            self.open = Some(self.text.len() as u32);
        }
        self.text.push_str(words);
    }

    fn finish_block(&mut self) {
        let Some(start) = self.open.take() else { return };
        let span = Span::new(start, self.text.len() as u32).trim(&self.text, char::is_whitespace);
        self.text.truncate(span.end as usize);
        if span.is_empty() {
            return;
        }
        let kind = if self.literal {
            BlockKind::Literal
        } else if let Some(level) = self.heading {
            BlockKind::Heading(level)
        } else if self.quotation > 0 {
            BlockKind::Quotation(self.quotation)
        } else if !self.lists.is_empty() {
            let depth = u8::try_from(self.lists.len()).unwrap_or(u8::MAX);
            BlockKind::Item { depth, number: self.number }
        } else {
            BlockKind::Paragraph
        };
        // Line ends that only broke the source to a width became spaces above; those left were meant.
        self.blocks.push(Block { span, kind, lines: Lines::Keep });
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
                "title" => self.meta.title = Some(value),
                "author" => self.meta.author = Some(value),
                "outlet" | "source" | "publisher" => self.meta.outlet = Some(value),
                "date" => self.meta.date = value.get(..10).and_then(meta::date).or_else(|| meta::date(&value)),
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
    use proptest::prelude::*;

    fn kinds(source: &str) -> Vec<(String, BlockKind)> {
        let (text, blocks, _) = read(source);
        blocks.iter().map(|b| (b.span.of(&text).to_owned(), b.kind)).collect()
    }

    #[test]
    fn blocks_of_every_kind() {
        let source = "# Head\n\nA *b* &amp; \"c\"\nd.\n\n> quoted\n\n3. x\n4. y\n   - z\n\n```\ncode\n```\n";
        let expected = [
            ("Head", BlockKind::Heading(1)),
            ("A b & \"c\" d.", BlockKind::Paragraph),
            ("quoted", BlockKind::Quotation(1)),
            ("x", BlockKind::Item { depth: 1, number: Some(3) }),
            ("y", BlockKind::Item { depth: 1, number: Some(4) }),
            ("z", BlockKind::Item { depth: 2, number: None }),
            ("code", BlockKind::Literal),
        ];
        assert_eq!(kinds(source), expected.map(|(w, k)| (w.to_owned(), k)));
        assert!(read(source).0.starts_with("Head\n\nA b & \"c\" d.\n\nquoted"));
    }

    #[test]
    fn front_matter_is_metadata_not_text() {
        let (text, _, meta) = read("---\ntitle: \"On Tides\"\ndate: 2024-05-01\n---\n\nBody.\n");
        assert_eq!(text, "Body.");
        assert_eq!(meta.title.as_deref(), Some("On Tides"));
        assert!(meta.date.is_some());
    }

    #[test]
    fn tables_keep_their_cells_apart() {
        let (text, _, _) = read("| a | b |\n|---|---|\n| c | d |\n");
        assert_eq!(text, "a\tb\nc\td");
    }

    proptest! {
        #[test]
        fn any_source_gives_ordered_blocks(source in "([a-z>#*`|\\[\\]\\-_&;:1.\"“” ]|\n){0,200}") {
            let (text, blocks, _) = read(&source);
            let mut end = 0;
            for b in &blocks {
                prop_assert!(b.span.start >= end && b.span.end as usize <= text.len() && !b.span.is_empty());
                prop_assert!(text.is_char_boundary(b.span.start as usize));
                end = b.span.end;
            }
        }
    }
}
