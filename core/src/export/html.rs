//! One page that needs nothing else: the text with what was said marked in it, who says it in the margin, an index of who
//! said what, a filter by speaker without a script. Light and dark, and on paper. Every word of a document is escaped.

use super::places::{Aspect, Tally};
use super::record::{SUGGESTED, is_address};
use super::{Files, Record, Selected, Writer, Written, web_page};
use crate::annotation::{CLAIM, Codebook, QUOTE};
use crate::document::{Block, BlockKind};
use crate::sanitize::{lines, visible};
use crate::span::Span;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use std::collections::HashMap;
use std::fmt::Write as _;
use std::io;

/// How the page looks; the colours of speakers come behind it.
const STYLE: &str = include_str!("../../assets/export.css");

/// Everybody who is named, in order of appearance; the last stands for nobody.
#[derive(Default)]
struct Voices {
    names: Vec<String>,
    numbers: HashMap<String, usize>,
}

impl Voices {
    fn add(&mut self, document: &Selected<'_>) {
        for name in (0..document.len()).filter_map(|n| document.speaker(n)) {
            if !self.numbers.contains_key(&name) {
                self.numbers.insert(name.clone(), self.names.len());
                self.names.push(name);
            }
        }
    }

    fn number(&self, record: &Record) -> usize {
        self.number_of(record.speaker.as_deref())
    }

    fn number_of(&self, name: Option<&str>) -> usize {
        name.and_then(|name| self.numbers.get(name).copied()).unwrap_or(self.names.len())
    }

    fn name(&self, number: usize) -> &str {
        self.names.get(number).map_or("nobody named", String::as_str)
    }

    /// A colour for each, and what the filter does when one is chosen.
    fn style(&self) -> String {
        let mut out = String::new();
        for n in 0..=self.names.len() {
            // The golden angle keeps neighbours apart.
            let hue = (n * 137) % 360;
            // Nobody is grey.
            let grey = if n == self.names.len() { ";--sat:0%" } else { "" };
            let _ = write!(
                out,
                ".s{n}{{--hue:{hue}{grey}}}#f{n}:checked~main mark:not(.s{n}){{background:none;border:0}}\
                 #f{n}:checked~main .m:not(.s{n}){{display:none}}#f{n}:checked~nav label[for=f{n}]{{font-weight:700}}"
            );
        }
        out
    }
}

/// Writes the page, block by block: everybody is numbered in a first pass.
#[derive(Default)]
pub struct HtmlWriter {
    voices: Voices,
    /// Whether something was said by nobody who is named.
    nobody: bool,
    documents: usize,
    /// What the first document is called.
    title: String,
    /// Records of the documents before.
    written: usize,
    tally: Tally,
}

impl Writer for HtmlWriter {
    fn passes(&self) -> usize {
        2
    }

    fn begin(&mut self, pass: usize, out: &mut dyn Files) -> io::Result<()> {
        if pass == 0 {
            self.tally = Tally::new(&[Aspect::Links]);
            return Ok(());
        }
        let title = if self.documents == 1 { self.title.clone() } else { format!("{} documents", self.documents) };
        put(out, head(&title, &self.voices, self.nobody))
    }

    fn document(
        &mut self,
        pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        if pass == 0 {
            self.voices.add(document);
            self.nobody |= (0..document.len()).any(|n| document.label(n) == QUOTE && document.speaker(n).is_none());
            if self.documents == 0 {
                document.title().clone_into(&mut self.title);
            }
            self.documents += 1;
            return Ok(());
        }
        body(&Page { document, codebook, voices: &self.voices, first: self.written }, out)?;
        self.written += document.len();
        self.tally.add(document);
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        out.write_all(b"</main></body></html>\n")?;
        Ok(Written { annotations: self.written, unplaced: 0, left_out: self.tally.dropped().into_iter().collect() })
    }
}

/// All in front of the first document.
fn head(title: &str, voices: &Voices, nobody: bool) -> Markup {
    html! {
        (DOCTYPE)
        // The elements stay open: what belongs into them is written behind it.
        (PreEscaped("<html lang=\"en\">"))
        (web_page::head(visible(title), &[STYLE, &voices.style()]))
        (PreEscaped("<body>"))
        input type="radio" name="who" id="all" checked;
        @for n in 0..=voices.names.len() { input type="radio" name="who" id=(format!("f{n}")); }
        nav {
            label for="all" { "everybody" }
            @for n in 0..=voices.names.len() {
                @if n < voices.names.len() || nobody {
                    label for=(format!("f{n}")) class=(format!("s{n}")) { (visible(voices.name(n))) }
                }
            }
        }
        (PreEscaped("<main>"))
    }
}

fn put(out: &mut dyn Files, markup: Markup) -> io::Result<()> {
    let markup = markup.into_string();
    // Numbers that are no characters, which a page must not hold.
    let is_none = |c: char| u32::from(c) & 0xfffe == 0xfffe || matches!(c, '\u{fdd0}'..='\u{fdef}');
    if markup.contains(is_none) {
        return out.write_all(markup.replace(is_none, "\u{fffd}").as_bytes());
    }
    out.write_all(markup.as_bytes())
}

/// Where a record begins and ends, with its number.
struct PageMark {
    span: Span,
    number: usize,
    /// Whether it is the first piece of its record: the one that is linked to.
    first: bool,
}

fn body(page: &Page<'_>, out: &mut dyn Files) -> io::Result<()> {
    let document = page.document;
    let source = document.reading.document();
    let mut marks: Vec<PageMark> = Vec::new();
    for number in 0..document.len() {
        let pieces = document.places(number).content.iter().filter(|s| !s.is_empty()).enumerate();
        marks.extend(pieces.map(|(n, span)| PageMark { span: *span, number, first: n == 0 }));
    }
    marks.sort_by_key(|m| (m.span.start, std::cmp::Reverse(m.span.end)));
    let byline = document.byline();
    let head = html! {
        header {
            h1 { (visible(document.title())) }
            @if let Some(byline) = byline { p { (visible(&byline)) } }
        }
    };
    out.write_all(b"<article>")?;
    put(out, head)?;
    let mut sweep = Sweep { rest: &marks, open: Vec::new() };
    // The title stands above the page already, unless something in it is marked.
    let unmarked = |b: &&Block| marks.first().is_none_or(|m| m.span.start >= b.span.end);
    let heading = source.blocks().first().filter(|b| matches!(b.kind, BlockKind::Heading(_))).filter(unmarked);
    let titled = heading.filter(|b| source.words(b.span) == document.title());
    for block in source.blocks().iter().skip(usize::from(titled.is_some())) {
        put(out, page.block(block, &mut sweep))?;
    }
    let placed = document.len() - document.orphans();
    if document.orphans() > 0 {
        put(out, html! { (PreEscaped("<section>")) h2 { "Without a place in the text" } })?;
        for record in (placed..document.len()).filter_map(|n| document.record(n)) {
            put(out, html! { p { (visible(&record.exact)) " — " (visible(&page.short(&record))) } })?;
        }
        out.write_all(b"</section>")?;
    }
    let mut said: Vec<Vec<usize>> = vec![Vec::new(); page.voices.names.len() + 1];
    // Claims without a claimant, notes, highlights: nobody said them.
    let is_said = |n: &usize| document.label(*n) == QUOTE || document.speaker(*n).is_some();
    let (theirs, others): (Vec<usize>, Vec<usize>) = (0..placed).partition(is_said);
    for n in theirs {
        if let Some(theirs) = said.get_mut(page.voices.number_of(document.speaker(n).as_deref())) {
            theirs.push(n);
        }
    }
    put(out, html! { (PreEscaped("<section class=\"index\">")) h2 { "Who said what" } })?;
    for (n, theirs) in said.iter().enumerate().filter(|(_, theirs)| !theirs.is_empty()) {
        page.said_by(n, theirs, out)?;
    }
    if !others.is_empty() {
        put(out, html! { h2 { "Other annotations" } (PreEscaped("<ul>")) })?;
        for (n, record) in others.into_iter().filter_map(|n| Some((n, document.record(n)?))) {
            put(out, page.entry(n, &record))?;
        }
        out.write_all(b"</ul>")?;
    }
    out.write_all(b"</section></article>")
}

/// Goes over marks from the beginning of the text to its end: each is taken up once and looked at as long as it is open.
struct Sweep<'a> {
    /// Those that begin further down.
    rest: &'a [PageMark],
    open: Vec<&'a PageMark>,
}

impl<'a> Sweep<'a> {
    /// The marks that reach into `span`, those first that began before, and how many those are.
    fn reach(&mut self, span: Span) -> (&[&'a PageMark], usize) {
        self.open.retain(|m| m.span.end > span.start);
        let before = self.open.len();
        while let Some((mark, rest)) = self.rest.split_first().filter(|(m, _)| m.span.start < span.end) {
            if mark.span.end > span.start {
                self.open.push(mark);
            }
            self.rest = rest;
        }
        (&self.open, before)
    }
}

struct Page<'a> {
    document: &'a Selected<'a>,
    codebook: &'a Codebook,
    voices: &'a Voices,
    /// Number of the first record of this document in the page.
    first: usize,
}

impl Page<'_> {
    /// A block beside those who speak in it.
    fn block(&self, block: &Block, sweep: &mut Sweep<'_>) -> Markup {
        let (here, before) = sweep.reach(block.span);
        let words = self.words(block.span, here, before);
        // The place of each statement, where it is another than that of the one above: a turn runs over many times.
        let mut last = None;
        let starting: Vec<(usize, Record, Option<String>)> = here
            .iter()
            .skip(before)
            .filter(|m| m.first)
            .filter_map(|m| Some((m.number, self.document.record(m.number)?)))
            .map(|(number, record)| {
                let place = record.locator.clone().filter(|_| record.locator != last);
                last.clone_from(&record.locator);
                (number, record, place)
            })
            .collect();
        let text = match block.kind {
            BlockKind::Heading(1) => html! { h2 { (words) } },
            BlockKind::Heading(_) => html! { h3 { (words) } },
            BlockKind::Item(_) => html! { p.item { "• " (words) } },
            BlockKind::Numbered(_, n) => html! { p.item { (n) ". " (words) } },
            BlockKind::Quotation(_) => html! { blockquote { (words) } },
            BlockKind::Literal | BlockKind::Table => html! { pre { (words) } },
            BlockKind::Paragraph(_)
            | BlockKind::Turn
            | BlockKind::UnnamedTurn
            | BlockKind::Continued
            | BlockKind::Aside => {
                html! { p { (words) } }
            }
        };
        html! {
            div.row {
                div.text { (text) }
                aside {
                    @for (number, record, place) in &starting {
                        @if let Some(place) = place { span.place { (place) " " } }
                        a class=(format!("m s{}", self.voices.number(record))) href=(format!("#r{}", self.first + number)) {
                            (sign(record)) " " (visible(&self.short(record)))
                        }
                    }
                }
            }
        }
    }

    /// The words of a block, cut where the marks `here` begin and end, of which those from number `before` on begin in it;
    /// where several overlap the innermost is shown. O(n · those over one place).
    fn words(&self, block: Span, here: &[&PageMark], before: usize) -> Markup {
        let source = self.document.reading.document();
        let inside = |at: u32| at.clamp(block.start, block.end);
        let mut cuts: Vec<u32> = here.iter().flat_map(|m| [inside(m.span.start), inside(m.span.end)]).collect();
        cuts.extend([block.start, block.end]);
        cuts.sort_unstable();
        cuts.dedup();
        let (over, rest) = here.split_at(before);
        let mut over: Vec<&PageMark> = over.to_vec();
        let mut rest = rest.iter().peekable();
        let mut pieces: Vec<(Span, Vec<&PageMark>, Option<&PageMark>)> = Vec::with_capacity(cuts.len());
        for pair in cuts.windows(2) {
            let piece = Span::new(pair[0], pair[1]);
            over.retain(|m| m.span.end > piece.start);
            let begun: Vec<&PageMark> =
                std::iter::from_fn(|| rest.next_if(|m| inside(m.span.start) <= piece.start)).copied().collect();
            over.extend(&begun);
            pieces.push((piece, begun, over.iter().copied().min_by_key(|m| m.span.len())));
        }
        html! {
            @for (piece, begun, inner) in pieces {
                @let words = lines(source.words(piece));
                // Whatever begins here can be linked to, also where something shorter covers it.
                @for begun in begun.iter().filter(|m| m.first) {
                    a id=(format!("r{}", self.first + begun.number)) {}
                }
                @match inner.and_then(|m| self.document.record(m.number)) {
                    Some(record) => {
                        mark class=(format!("s{} {}", self.voices.number(&record), record.label.replace(char::is_whitespace, "-")))
                            title=(visible(&self.long(&record))) { (words) }
                    }
                    None => (words),
                }
            }
        }
    }

    fn said_by(&self, number: usize, theirs: &[usize], out: &mut dyn Files) -> io::Result<()> {
        let name = visible(self.voices.name(number));
        let head = html! {
            h3 class=(format!("m s{number}")) { (name) " (" (theirs.len()) ")" }
            (PreEscaped(format!("<ul class=\"m s{number}\">")))
        };
        put(out, head)?;
        for (n, record) in theirs.iter().filter_map(|n| Some((*n, self.document.record(*n)?))) {
            put(out, self.entry(n, &record))?;
        }
        out.write_all(b"</ul>")
    }

    /// Whether a record has words in a block: white space between blocks is not shown.
    fn is_shown(&self, number: usize) -> bool {
        let blocks = self.document.reading.document().blocks();
        self.document.places(number).content.first().is_some_and(|span| {
            let at = blocks.partition_point(|b| b.span.end <= span.start);
            blocks.get(at).is_some_and(|b| b.span.start < span.end)
        })
    }

    /// Who said it; of what is no quotation what it is.
    fn short(&self, record: &Record) -> String {
        let label = self.codebook.shown(&record.label);
        match (&record.speaker, record.label.as_str()) {
            (Some(name), CLAIM) => format!("{name}: {}", record.rating.as_deref().unwrap_or(label)),
            (None, CLAIM) => record.rating.as_ref().map_or_else(|| label.to_owned(), |r| format!("{label}: {r}")),
            (_, QUOTE) => self.voices.name(self.voices.number(record)).to_owned(),
            _ => label.to_owned(),
        }
    }

    /// What is known of a record, for the moment the pointer rests on it.
    fn long(&self, record: &Record) -> String {
        let mut parts = vec![self.short(record)];
        parts.extend(record.kind.map(str::to_owned));
        parts.extend(record.mention.as_ref().map(|m| format!("named as “{m}”")));
        parts.extend(record.reason.clone());
        parts.extend(known(record));
        parts.extend(record.note.clone());
        parts.join(" · ")
    }

    fn entry(&self, number: usize, record: &Record) -> Markup {
        let is_link = |e: &str| (e.starts_with("https://") || e.starts_with("http://")) && is_address(e);
        html! {
            li {
                @if self.is_shown(number) {
                    a href=(format!("#r{}", self.first + number)) { (visible(&record.exact)) }
                } @else { (visible(&record.exact)) }
                @if record.label != QUOTE { " — " (visible(self.codebook.shown(&record.label))) }
                @if let Some(rating) = &record.rating { " (" (visible(rating)) ")" }
                @let known = known(record);
                @if !known.is_empty() { p.note { (visible(&known.join(" · "))) } }
                @for evidence in &record.evidence {
                    p.evidence {
                        "Evidence: "
                        @if is_link(evidence) {
                            a href=(visible(evidence)) rel="noreferrer" { (visible(evidence)) }
                        } @else { (lines(evidence)) }
                    }
                }
                @if let Some(note) = record.note.as_ref().filter(|n| !n.trim().is_empty()) { p.note { (lines(note)) } }
            }
        }
    }
}

/// Who decided, its attributes, and why a person should look at it.
fn known(record: &Record) -> Vec<String> {
    let mut out: Vec<String> = record.decided_in_words().into_iter().collect();
    out.extend(record.attributes.iter().map(|(name, value)| format!("{name}: {value}")));
    out.extend(record.doubts().map(|doubt| doubt.in_words().to_owned()));
    out
}

/// Hollow is suggested, filled is decided; what is no quotation says what it is.
fn sign(record: &Record) -> &'static str {
    match (record.label.as_str(), record.status) {
        (CLAIM, _) => "⚑",
        (_, Some(SUGGESTED)) => "○",
        (QUOTE, _) => "●",
        _ => "◆",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::Set;
    use crate::detect::Detector;
    use crate::document::Document as Source;
    use crate::export::{Filter, Memory, Options};
    use crate::reading::Reading;
    use std::sync::Arc;

    fn page(text: &str) -> String {
        named("a.txt", text)
    }

    fn named(name: &str, text: &str) -> String {
        let source = Source::from_text(text, name);
        let found = Detector::new().extract(&source);
        let reading = Reading::new(Arc::new(source), Arc::new(found), Set::default());
        let filter = Filter::with(true, false);
        let mut out = Memory::default();
        let documents = [Selected::new("<b>.txt".to_owned(), &reading, &filter)];
        let format = crate::export::format("html").unwrap();
        format.write(&documents, &Codebook::default(), &Options::default(), &mut out).unwrap();
        String::from_utf8(out.main).unwrap()
    }

    #[test]
    fn a_statement_has_its_own_time() {
        let text = "WEBVTT\n\n00:01.000 --> 00:04.000\n<v Ada Grey>I was at the quay in May,\n\n\
            00:05.000 --> 00:09.000\n<v Ada Grey>and Tom Weller said, “The wall will not hold.”\n\n\
            00:10.000 --> 00:11.000\n<v Bo Lind>When?\n";
        let page = named("a.vtt", text);
        let places: Vec<&str> =
            page.split("class=\"place\">").skip(1).filter_map(|rest| rest.split(['<', ' ']).next()).collect();
        assert_eq!(places, ["0:01", "0:05", "0:10"], "{page}");
    }

    #[test]
    fn no_word_of_a_document_is_markup() {
        let text = "“<script>alert(1)</script> & so on,” said Ada <img src=x onerror=alert(1)> Grey, who \u{202e}said it.\n\n\
            “\"><svg onload=alert(1)>,” she added.\n";
        let page = page(text);
        for hostile in ["<script", "<img", "<svg", "<b>", "\u{202e}"] {
            assert!(!page.contains(hostile), "{hostile}: {page}");
        }
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt; &amp; so on"));
    }

    #[test]
    fn every_word_is_there_and_every_mark_is_linked() {
        let page = page("“We will vote,” said Ada Grey. Bo Low said that “nobody” would.\n\nThe end.\n");
        let mut text = String::new();
        let (mut tag, main) = (false, page.split("<main>").nth(1).unwrap());
        for c in main.split("<section").next().unwrap().chars() {
            match c {
                '<' => tag = true,
                '>' => tag = false,
                c if !tag => text.push(c),
                _ => {}
            }
        }
        assert!(text.contains("“We will vote,” said Ada Grey. Bo Low said that “nobody” would."), "{text}");
        let links = page.matches("href=\"#r").count();
        assert!(page.contains("<mark class=\"s1 quote\""), "{page}");
        assert_eq!(page.matches("id=\"r1\"").count(), 1, "a name stands once");
        assert!(links >= 4 && (0..2).all(|n| page.contains(&format!("id=\"r{n}\""))), "{page}");
    }
}
