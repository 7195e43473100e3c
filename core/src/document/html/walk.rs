//! What the elements of HTML mean for reading: which begin a block, a list, a quotation, a link, and which are no words
//! at all. Fed element by element, by the tree of a web page or by the stream of a book's chapter.

use crate::document::builder::{TextBuilder, UnresolvedTarget};
use crate::document::parsed::Locator;
use crate::document::xml::TableUse;
use std::borrow::Cow;

/// Answers for the attributes of an element.
pub type AttributeLookup<'a> = &'a dyn Fn(&str) -> Option<Cow<'a, str>>;

/// Reads elements in document order.
#[derive(Default)]
pub struct HtmlReader {
    /// What was read.
    pub out: TextBuilder,
    /// What has to be undone at each end tag.
    open: Vec<OpenTag>,
    /// How many elements deep we are in something that is not shown.
    hidden: usize,
    /// How many embedded posts we are in: their lines stay together.
    post: u8,
    /// How many quotations set off we are in.
    quoted: u8,
    /// Whether what follows in a post stands on a line of its own.
    line: bool,
    /// How many quotations we are in whose marks stand for elements.
    marks: usize,
    /// How many elements deep we are in what is set above the line.
    raised: u8,
    /// How many tables of figures we are in: their cells stay in their rows.
    tables: u8,
    /// Put before names of places: the file of a book they are in.
    pub file: String,
    /// What the next table is for.
    pub table: TableUse,
}

/// What an element began.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OpenTag {
    Nothing,
    Block,
    Heading,
    Quotation,
    Post,
    Literal,
    Table,
    List,
    Link,
    Marks,
    Hidden,
    /// Figures set above the line: the sign of a note, an exponent.
    Raised,
    /// A mark of a note.
    Mark,
    /// A paragraph of an embedded post.
    Line,
}

/// Whether nothing is read of an element.
pub fn is_unread(tag: &str) -> bool {
    matches!(
        tag,
        "head"
            | "script"
            | "style"
            | "noscript"
            | "template"
            | "svg"
            | "math"
            | "iframe"
            | "object"
            | "canvas"
            | "audio"
            | "video"
            | "select"
            | "button"
            | "input"
            | "textarea"
            | "datalist"
            | "dialog"
            | "map"
            | "nav"
            | "rt"
            | "rp"
    )
}

/// Whether an element begins and ends a paragraph.
fn is_block(tag: &str) -> bool {
    matches!(
        tag,
        "p" | "div"
            | "section"
            | "article"
            | "main"
            | "header"
            | "footer"
            | "aside"
            | "figure"
            | "figcaption"
            | "address"
            | "dl"
            | "dt"
            | "dd"
            | "fieldset"
            | "form"
            | "hgroup"
            | "details"
            | "summary"
            | "center"
            | "body"
            | "html"
            | "tbody"
            | "thead"
            | "tfoot"
            | "caption"
            | "legend"
            | "search"
            | "hr"
            | "label"
            | "menuitem"
    )
}

/// Classes of posts that pages embed.
const POSTS: [&str; 7] = [
    "twitter-tweet",
    "twitter-video",
    "instagram-media",
    "bluesky-embed",
    "mastodon-embed",
    "truthsocial-embed",
    "fb-post",
];

/// Words in the names of what says whose a quotation is.
const SIGNATURES: [&str; 7] = ["author", "attribution", "source", "cite", "citation", "credit", "signature"];

impl HtmlReader {
    /// Goes on with `out`. `file` is put before names of places: the file of a book they are in, with `#`, or nothing.
    pub fn new(out: TextBuilder, file: String) -> Self {
        Self { out, file, ..Self::default() }
    }

    /// An element begins. `attribute` answers for its attributes.
    pub fn start(&mut self, tag: &str, attribute: AttributeLookup<'_>) {
        if self.hidden > 0 {
            self.hidden += 1;
            self.open.push(OpenTag::Hidden);
            return;
        }
        let opened = self.opens(tag, attribute);
        if matches!(opened, OpenTag::Hidden | OpenTag::Mark) {
            self.hidden += 1;
        }
        if opened != OpenTag::Mark && !matches!(tag, "br" | "img" | "hr") {
            self.place(tag, attribute);
        }
        self.open.push(opened);
    }

    /// Names and page numbers that stand on an element.
    fn place(&mut self, tag: &str, attribute: AttributeLookup<'_>) {
        let named = attribute("id").or_else(|| (tag == "a").then(|| attribute("name")).flatten());
        if let Some(name) = named {
            self.out.name(&format!("{}{name}", self.file));
        }
    }

    fn opens(&mut self, tag: &str, attribute: AttributeLookup<'_>) -> OpenTag {
        match tag {
            "br" => {
                if self.tables > 0 {
                    self.out.cell_goes_on();
                } else {
                    self.out.line_break();
                }
                OpenTag::Nothing
            }
            "img" | "picture" | "svg" | "video" | "audio" | "iframe" | "object" | "canvas" => {
                // The picture inside a `picture` is counted, not both.
                if !matches!(tag, "picture" | "svg" | "iframe") {
                    self.out.picture(&attribute("alt").unwrap_or_default());
                }
                if tag == "picture" || tag == "img" { OpenTag::Nothing } else { OpenTag::Hidden }
            }
            tag if is_unread(tag) => OpenTag::Hidden,
            "div" | "ul" | "section" if attribute("role").as_deref() == Some("navigation") => OpenTag::Hidden,
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.out.heading(tag.as_bytes().get(1).map(|d| d - b'0'));
                OpenTag::Heading
            }
            "blockquote" => {
                self.out.quotation(true);
                let class = attribute("class").unwrap_or_default();
                if class.split_ascii_whitespace().any(|c| POSTS.contains(&c)) {
                    self.post += 1;
                    OpenTag::Post
                } else {
                    self.quoted = self.quoted.saturating_add(1);
                    OpenTag::Quotation
                }
            }
            "pre" | "xmp" | "listing" => {
                self.out.literal(true);
                OpenTag::Literal
            }
            "table" => {
                if !self.out.begin_table(std::mem::take(&mut self.table)) {
                    self.out.finish();
                    return OpenTag::Block;
                }
                self.tables += 1;
                OpenTag::Table
            }
            "tr" if self.tables > 0 => {
                self.out.row();
                OpenTag::Nothing
            }
            "td" | "th" if self.tables > 0 => {
                self.out.cell();
                OpenTag::Nothing
            }
            "tr" | "td" | "th" => {
                self.out.finish();
                OpenTag::Block
            }
            "ul" | "ol" | "menu" | "dir" => {
                let first = attribute("start").and_then(|n| n.trim().parse().ok()).unwrap_or(1);
                self.out.list((tag == "ol").then_some(first));
                OpenTag::List
            }
            "li" => {
                self.out.item();
                OpenTag::Block
            }
            "cite" | "small" | "span" if self.quoted > 0 && self.signs(tag, attribute) => {
                self.out.finish();
                OpenTag::Block
            }
            "q" => {
                // The marks are the element's words: every reader of a page sees them.
                self.out.flow(if self.marks.is_multiple_of(2) { "“" } else { "‘" });
                self.marks += 1;
                OpenTag::Marks
            }
            "a" => self.anchor(attribute),
            "sup" | "span" | "aside" if attribute("epub:type").as_deref() == Some("noteref") => OpenTag::Mark,
            "sup" => {
                self.raised = self.raised.saturating_add(1);
                OpenTag::Raised
            }
            "span" | "div" | "p" | "hr" | "section" if is_page_break(attribute) => {
                if let Some(page) = attribute("title").or_else(|| attribute("aria-label")).filter(|p| p.len() <= 12) {
                    self.out.locate(Locator::Page(page.trim().into()));
                }
                OpenTag::Hidden
            }
            "p" | "div" if self.post > 0 => OpenTag::Line,
            tag if is_block(tag) => {
                if matches!(tag, "tbody" | "thead" | "tfoot" | "caption") && self.tables > 0 {
                    // Rows begin by themselves.
                } else if self.tables > 0 {
                    self.out.cell_goes_on();
                } else if !self.out.is_literal() {
                    self.out.finish();
                }
                OpenTag::Block
            }
            _ => OpenTag::Nothing,
        }
    }

    /// Whether an inline element behind the words of a quotation set off says whose they are: a block of its own.
    fn signs(&self, tag: &str, attribute: AttributeLookup<'_>) -> bool {
        let words = self.out.words().trim_end();
        let ended = words.ends_with(['.', '!', '?', '…', '”', '"', '’', '»', '“']);
        let named = |class: Cow<'_, str>| {
            class
                .split(|c: char| !c.is_ascii_alphabetic())
                .any(|part| SIGNATURES.iter().any(|s| s.eq_ignore_ascii_case(part)))
        };
        ended && !self.out.is_literal() && (tag != "span" || attribute("class").is_some_and(named))
    }

    fn anchor(&mut self, attribute: AttributeLookup<'_>) -> OpenTag {
        let Some(target) = attribute("href") else { return OpenTag::Nothing };
        let kind = attribute("epub:type").or_else(|| attribute("role")).unwrap_or_default();
        if kind.contains("noteref") {
            let leads = self.leads(&target);
            self.out.note_mark(UnresolvedTarget::To(leads));
            return OpenTag::Mark;
        }
        if kind.contains("backlink") {
            return OpenTag::Hidden;
        }
        // "¶" beside a heading is there to be copied, not read.
        let class = attribute("class").unwrap_or_default();
        if class
            .split_ascii_whitespace()
            .any(|c| ["headerlink", "anchor-link", "anchorjs-link", "permalink", "mark"].contains(&c))
        {
            return OpenTag::Hidden;
        }
        let leads = self.leads(&target);
        self.out.link(&leads);
        OpenTag::Link
    }

    /// An address as the builder keeps it: places of the same book under the file they are in.
    fn leads(&self, target: &str) -> String {
        if self.file.is_empty() || target.contains("://") || target.starts_with("mailto:") {
            return target.to_owned();
        }
        match target.split_once('#') {
            Some(("", name)) => format!("#{}{name}", self.file),
            Some((file, name)) => format!("#{}#{name}", last(file)),
            None => format!("#{}#", last(target)),
        }
    }

    /// An element ends.
    pub fn end(&mut self) {
        match self.open.pop() {
            Some(OpenTag::Hidden | OpenTag::Mark) => self.hidden = self.hidden.saturating_sub(1),
            Some(OpenTag::Heading) => self.out.heading(None),
            Some(OpenTag::Quotation) => {
                self.quoted = self.quoted.saturating_sub(1);
                self.out.quotation(false);
            }
            Some(OpenTag::Post) => {
                self.post = self.post.saturating_sub(1);
                self.out.quotation(false);
            }
            Some(OpenTag::Literal) => self.out.literal(false),
            Some(OpenTag::Table) => {
                self.tables = self.tables.saturating_sub(1);
                self.out.table(false);
            }
            Some(OpenTag::List) => self.out.list_end(),
            Some(OpenTag::Link) => self.out.link_end(),
            Some(OpenTag::Marks) => {
                self.marks = self.marks.saturating_sub(1);
                self.out.push(if self.marks.is_multiple_of(2) { "”" } else { "’" });
            }
            Some(OpenTag::Raised) => self.raised = self.raised.saturating_sub(1),
            Some(OpenTag::Line) => self.line = true,
            Some(OpenTag::Block) if !self.out.is_literal() => self.out.finish(),
            Some(OpenTag::Block) if self.tables > 0 => self.out.blank(),
            Some(OpenTag::Block | OpenTag::Nothing) | None => {}
        }
    }

    /// Words of the element that began last.
    pub fn text(&mut self, words: &str) {
        if self.hidden > 0 {
            return;
        }
        if self.line && !words.trim().is_empty() {
            self.line = false;
            self.out.line_break();
        }
        let raised = (self.raised > 0).then(|| raised(words)).flatten();
        let words = raised.as_deref().unwrap_or(words);
        if self.out.is_literal() && self.tables == 0 { self.out.push(words) } else { self.out.flow(words) }
    }
}

/// Figures as raised ones, so that they run into no word or number before them; none for other words.
fn raised(words: &str) -> Option<String> {
    const SIGNS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let sign = |c: char| match c.to_digit(10) {
        Some(n) => SIGNS.get(n as usize).copied(),
        None => (c == ',' || c.is_whitespace()).then_some(c),
    };
    words.chars().map(sign).collect()
}

/// Whether a page of the printed book begins here.
fn is_page_break(attribute: AttributeLookup<'_>) -> bool {
    attribute("epub:type").is_some_and(|t| t.contains("pagebreak"))
        || attribute("role").is_some_and(|r| r == "doc-pagebreak")
}

/// The name of a file without its folders.
pub fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

#[cfg(test)]
mod tests {
    use super::raised;

    #[test]
    fn figures_above_the_line_run_into_nothing() {
        assert_eq!(raised("1").as_deref(), Some("¹"));
        assert_eq!(raised("3, 12").as_deref(), Some("³, ¹²"));
        assert_eq!(raised("nd"), None);
        assert_eq!(raised("[1]"), None);
    }
}
