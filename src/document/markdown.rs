//! Markdown to a reading text: its text nodes, blocks joined by one blank line.

use super::{Block, BlockKind, Lines, Link, Metadata, Target, meta};
use crate::span::Span;
use pulldown_cmark::{Event, HeadingLevel, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// What Markdown source becomes.
#[derive(Debug, Default)]
pub struct Read {
    /// The text of its nodes.
    pub text: String,
    /// Its blocks.
    pub blocks: Vec<Block>,
    /// Its links, in order.
    pub links: Vec<Link>,
    /// What its front matter declares.
    pub meta: Metadata,
    /// Pictures: only the words that stand for them are in the text.
    images: usize,
}

impl Read {
    /// What is in the source and not on the page.
    pub fn notice(&self) -> Option<String> {
        match self.images {
            0 => None,
            1 => Some("1 picture is not shown, only its words.".to_owned()),
            n => Some(format!("{n} pictures are not shown, only their words.")),
        }
    }
}

/// Reads Markdown source (LF line ends). O(n).
pub fn read(source: &str) -> Read {
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
    let links = builder.resolved();
    Read { text: builder.text, blocks: builder.blocks, links, meta: builder.meta, images: builder.images }
}

/// Where a link leads, before all headings and notes are known.
enum Leads {
    To(String),
    Note(String),
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
    lists: Vec<Option<u16>>,
    /// Number of the item being read.
    number: Option<u16>,
    quotation: u8,
    literal: bool,
    front_matter: bool,
    cells: u32,
    images: usize,
    /// Where the link being read begins, and its target.
    link: Option<(u32, String)>,
    links: Vec<(Span, Leads)>,
    /// Number of the first block of each note.
    notes: HashMap<String, u32>,
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
            Event::FootnoteReference(label) => {
                // The mark is no part of the text: the word before it leads to the note.
                let end = self.text.len() as u32;
                let start = self.text.rfind(char::is_whitespace).map_or(0, |at| at + 1) as u32;
                self.links.push((Span::new(start.min(end), end), Leads::Note(label.to_string())));
            }
            Event::Html(_)
            | Event::InlineHtml(_)
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
                self.lists.push(first.map(|n| u16::try_from(n).unwrap_or(u16::MAX)));
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
            Tag::FootnoteDefinition(label) => {
                self.finish_block();
                self.notes.insert(label.to_string(), self.blocks.len() as u32);
            }
            Tag::Link { dest_url, .. } => self.link = Some((self.text.len() as u32, dest_url.to_string())),
            Tag::Image { .. } => self.images += 1,
            Tag::Paragraph | Tag::HtmlBlock => self.finish_block(),
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
            TagEnd::Link => {
                if let Some((start, to)) = self.link.take() {
                    // A link that begins a block begins behind the blank line before it.
                    let span = Span::new(start.max(self.open.unwrap_or(start)), self.text.len() as u32);
                    self.links.push((span, Leads::To(to)));
                }
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
            self.number.map_or(BlockKind::Item(depth), |number| BlockKind::Numbered(depth, number))
        } else {
            // Line ends that only broke the source to a width became spaces above; those left were meant.
            BlockKind::Paragraph(Lines::Keep)
        };
        self.blocks.push(Block { span, kind });
    }

    /// Links with their targets, those that lead nowhere left out, in order.
    fn resolved(&mut self) -> Vec<Link> {
        let mut headings: HashMap<String, u32> = HashMap::new();
        for (number, block) in self.blocks.iter().enumerate() {
            if matches!(block.kind, BlockKind::Heading(_)) {
                headings.entry(anchor(block.span.of(&self.text))).or_insert(number as u32);
            }
        }
        let target = |leads: Leads| match leads {
            Leads::Note(label) => self.notes.get(&label).copied().map(Target::Block),
            Leads::To(to) => match to.strip_prefix('#') {
                Some(name) => headings.get(&name.to_ascii_lowercase()).copied().map(Target::Block),
                None if to.contains("://") || to.starts_with("mailto:") => Some(Target::Web(to)),
                None => Some(Target::File(to)),
            },
        };
        let all = std::mem::take(&mut self.links).into_iter();
        let mut links: Vec<Link> = all
            .filter(|(span, _)| !span.is_empty() && (span.end as usize) <= self.text.len())
            .filter_map(|(span, leads)| target(leads).map(|target| Link { span, target }))
            .collect();
        links.sort_by_key(|l| l.span);
        links
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

/// The name of a heading in a link: small letters, blanks as hyphens, other signs left out.
fn anchor(words: &str) -> String {
    let kept = words.chars().filter(|c| c.is_alphanumeric() || " -_".contains(*c));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
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
        let Read { text, blocks, .. } = read(source);
        blocks.iter().map(|b| (b.span.of(&text).to_owned(), b.kind)).collect()
    }

    #[test]
    fn blocks_of_every_kind() {
        let source = "# Head\n\nA *b* &amp; \"c\"\nd.\n\n> quoted\n\n3. x\n4. y\n   - z\n\n```\ncode\n```\n";
        let expected = [
            ("Head", BlockKind::Heading(1)),
            ("A b & \"c\" d.", BlockKind::Paragraph(Lines::Keep)),
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
    fn front_matter_is_metadata_not_text() {
        let Read { text, meta, .. } = read("---\ntitle: \"On Tides\"\ndate: 2024-05-01\n---\n\nBody.\n");
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
        assert_eq!(read.notice().as_deref(), Some("1 picture is not shown, only its words."));
    }

    #[test]
    fn tables_keep_their_cells_apart() {
        let Read { text, .. } = read("| a | b |\n|---|---|\n| c | d |\n");
        assert_eq!(text, "a\tb\nc\td");
    }

    proptest! {
        #[test]
        fn any_source_gives_ordered_blocks(source in "([a-z>#*`|\\[\\]\\-_&;:1.\"“” ]|\n){0,200}") {
            let Read { text, blocks, links, .. } = read(&source);
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
