//! TEI P5: the text with `said`, the words that name speakers and the words of saying in it, everybody in the header.
//! What overlaps crosswise cannot be an element; it points into the text from `standOff` instead, as every note does.

mod nest;

use super::marks::TEI;
use super::places::{self, Aspect, Part, Placed, Tally};
use super::xml::{content, escaped, forbidden, replaced};
use super::{Files, Record, Selected, w3c};
use crate::annotation::{CHECK, QUOTE};
use crate::document::{Block, BlockKind};
use crate::kinds::SpeakerKind;
use nest::Piece;
use std::collections::HashMap;
use std::io;

/// Writes one document.
pub fn write(document: &Selected<'_>, out: &mut dyn Files) -> io::Result<Vec<String>> {
    let placed = places::of(document);
    let voices = Voices::of(document);
    let pieces = nest::pieces(document.reading.document().blocks(), &placed);
    let tei = Tei { document, placed: &placed, voices: &voices, pieces: &pieces };
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TEI xmlns=\"http://www.tei-c.org/ns/1.0\">")?;
    tei.header(out)?;
    tei.text(out)?;
    tei.stand_off(out)?;
    writeln!(out, "</TEI>")?;
    let tally = Tally::of(document, &[Aspect::Links]);
    let mut lost: Vec<String> = Vec::new();
    let across = pieces.iter().filter(|p| !p.inline && placed.get(p.item).is_some_and(|i| i.part != Part::Content));
    lost.extend(
        places::counted(
            across.count(),
            "name or cue lies across other words and is",
            "names and cues lie across other words and are",
        )
        .map(|words| format!("{words} left out.")),
    );
    let mut shown = vec![false; placed.len()];
    for piece in &pieces {
        if let Some(shown) = shown.get_mut(piece.item) {
            *shown = true;
        }
    }
    let blank = shown.iter().filter(|shown| !**shown).count();
    lost.extend(places::counted(blank, "span of white space is left out.", "spans of white space are left out."));
    lost.extend(tally.dropped());
    lost.extend(replaced(forbidden(document.reading.document().text())));
    Ok(lost)
}

/// Everybody who is named, with what is known of them.
struct Voices {
    names: Vec<(String, Option<String>)>,
    numbers: HashMap<String, usize>,
}

impl Voices {
    fn of(document: &Selected<'_>) -> Self {
        let (mut names, mut numbers) = (Vec::new(), HashMap::new());
        for number in 0..document.len() {
            let Some(name) = document.speaker(number) else { continue };
            if !numbers.contains_key(&name) {
                numbers.insert(name.clone(), names.len());
                let id = document.record(number).and_then(|r| r.speaker_id);
                names.push((name, id));
            }
        }
        Self { names, numbers }
    }

    /// `p1`, `p2` …
    fn id(&self, name: &str) -> Option<String> {
        self.numbers.get(name).map(|n| format!("p{}", n + 1))
    }
}

struct Tei<'a> {
    document: &'a Selected<'a>,
    placed: &'a [Placed],
    voices: &'a Voices,
    pieces: &'a [Piece],
}

impl Tei<'_> {
    fn header(&self, out: &mut dyn Files) -> io::Result<()> {
        let meta = &self.document.reading.document().meta;
        let title = content(self.document.title());
        writeln!(out, "<teiHeader><fileDesc><titleStmt><title>{title}</title>")?;
        if let Some(author) = &meta.author {
            writeln!(out, "<author>{}</author>", content(author))?;
        }
        writeln!(out, "</titleStmt><publicationStmt>{TEI}</publicationStmt><sourceDesc><bibl>")?;
        if let Some(outlet) = &meta.outlet {
            writeln!(out, "<publisher>{}</publisher>", content(outlet))?;
        }
        if let Some(day) = meta.date {
            writeln!(out, "<date when=\"{day}\">{day}</date>")?;
        }
        writeln!(out, "<idno type=\"file\">{}</idno></bibl></sourceDesc></fileDesc>", content(&self.document.name))?;
        if !self.voices.names.is_empty() {
            writeln!(out, "<profileDesc><particDesc><listPerson>")?;
            for number in 0..self.voices.names.len() {
                self.voice(number, false, out)?;
            }
            writeln!(out, "</listPerson>")?;
            if self.voices.names.iter().any(|(_, id)| self.kind(id.as_deref()) == SpeakerKind::Organisation) {
                writeln!(out, "<listOrg>")?;
                for number in 0..self.voices.names.len() {
                    self.voice(number, true, out)?;
                }
                writeln!(out, "</listOrg>")?;
            }
            writeln!(out, "</particDesc></profileDesc>")?;
        }
        writeln!(out, "</teiHeader>")
    }

    fn kind(&self, id: Option<&str>) -> SpeakerKind {
        let known = id.and_then(|id| self.document.reading.set().speaker(id));
        known.map_or(SpeakerKind::Person, |s| s.kind)
    }

    /// One voice, if it belongs in the list of bodies or of people.
    fn voice(&self, number: usize, bodies: bool, out: &mut dyn Files) -> io::Result<()> {
        let Some((name, id)) = self.voices.names.get(number) else { return Ok(()) };
        let kind = self.kind(id.as_deref());
        if (kind == SpeakerKind::Organisation) != bodies {
            return Ok(());
        }
        let (element, naming) = match kind {
            SpeakerKind::Organisation => ("org", "orgName"),
            SpeakerKind::Group => ("personGrp", "persName"),
            SpeakerKind::Person | SpeakerKind::Unnamed | SpeakerKind::Document => ("person", "persName"),
        };
        write!(out, "<{element} xml:id=\"p{}\"><{naming}>{}</{naming}>", number + 1, content(name))?;
        if let Some(speaker) = id.as_deref().and_then(|id| self.document.reading.set().speaker(id)) {
            for alias in &speaker.aliases {
                write!(out, "<{naming} type=\"alias\">{}</{naming}>", content(alias))?;
            }
            for role in &speaker.roles {
                write!(out, "<{naming} type=\"role\">{}</{naming}>", content(role))?;
            }
            for member in self.document.reading.set().members_of(speaker) {
                write!(out, "<{naming} type=\"member\">{}</{naming}>", content(&member.name))?;
            }
            write!(out, "<idno type=\"sayso\">{}</idno>", content(&speaker.id))?;
            if let Some(note) = &speaker.note {
                write!(out, "<note>{}</note>", content(note))?;
            }
        }
        writeln!(out, "</{element}>")
    }

    fn text(&self, out: &mut dyn Files) -> io::Result<()> {
        let blocks = self.document.reading.document().blocks();
        writeln!(out, "<text><body><div>")?;
        if blocks.is_empty() {
            writeln!(out, "<p/>")?;
        }
        let mut rest = self.pieces;
        let mut listed = false;
        for (n, block) in blocks.iter().enumerate() {
            let item = matches!(block.kind, BlockKind::Item(_) | BlockKind::Numbered(..));
            if item != listed {
                writeln!(out, "{}", if item { "<list>" } else { "</list>" })?;
                listed = item;
            }
            let (name, more) = match block.kind {
                BlockKind::Heading(_) => {
                    if n > 0 {
                        writeln!(out, "</div><div>")?;
                    }
                    ("head", "")
                }
                BlockKind::Item(_) | BlockKind::Numbered(..) => ("item", ""),
                BlockKind::Quotation(_) => ("quote", ""),
                BlockKind::Literal => ("p", " rend=\"literal\""),
                BlockKind::Table => ("p", " rend=\"table\""),
                BlockKind::Turn | BlockKind::UnnamedTurn | BlockKind::Continued => ("p", " rend=\"turn\""),
                BlockKind::Aside => ("p", " rend=\"aside\""),
                BlockKind::Paragraph(_) => ("p", ""),
            };
            write!(out, "<{name} xml:id=\"b{}\"{more}>", n + 1)?;
            let here = rest.partition_point(|p| p.span.start < block.span.end);
            let (pieces, later) = rest.split_at(here);
            self.words(block, pieces, out)?;
            rest = later;
            writeln!(out, "</{name}>")?;
        }
        writeln!(out, "{}</div></body></text>", if listed { "</list>" } else { "" })
    }

    /// The words of a block with the elements in it. O(n).
    fn words(&self, block: &Block, pieces: &[Piece], out: &mut dyn Files) -> io::Result<()> {
        let source = self.document.reading.document();
        let mut at = block.span.start;
        let mut open: Vec<(u32, &'static str)> = Vec::new();
        let mut to = |out: &mut dyn Files, end: u32| -> io::Result<()> {
            let words = crate::span::Span::new(at, end.max(at));
            at = end.max(at);
            out.write_all(content(source.words(words)).as_bytes())
        };
        for piece in pieces.iter().filter(|p| p.inline) {
            while let Some((end, name)) = open.pop_if(|(end, _)| *end <= piece.span.start) {
                to(out, end)?;
                write!(out, "</{name}>")?;
            }
            to(out, piece.span.start)?;
            let name = self.begin(piece, out)?;
            open.push((piece.span.end, name));
        }
        while let Some((end, name)) = open.pop() {
            to(out, end)?;
            write!(out, "</{name}>")?;
        }
        to(out, block.span.end)
    }

    /// The first tag of a piece; gives its name.
    fn begin(&self, piece: &Piece, out: &mut dyn Files) -> io::Result<&'static str> {
        let Some(item) = self.placed.get(piece.item) else { return Ok("seg") };
        let who = self.document.speaker(item.number()).and_then(|name| self.voices.id(&name));
        let (name, pointing) = match item.part {
            Part::Content if self.document.label(item.number()) == QUOTE => ("said", "who"),
            Part::Content => ("seg", "ana"),
            Part::Source => ("rs", "ref"),
            Part::Cue => ("seg", "ana"),
        };
        write!(out, "<{name}")?;
        if let Some(who) = who.filter(|_| pointing != "ana") {
            write!(out, " {pointing}=\"#{who}\"")?;
        }
        match item.part {
            Part::Content => {
                write!(out, " xml:id=\"{}\"", piece_id(item, piece.nth))?;
                if name == "said" {
                    self.how(item, out)?;
                } else {
                    write!(
                        out,
                        " type=\"{}\"",
                        escaped(&self.document.label(item.number()).replace(char::is_whitespace, "-"))
                    )?;
                }
                if piece.nth > 0 {
                    write!(out, " prev=\"#{}\"", piece_id(item, piece.nth - 1))?;
                }
                if piece.more {
                    write!(out, " next=\"#{}\"", piece_id(item, piece.nth + 1))?;
                }
            }
            Part::Source | Part::Cue => {
                let kind = if item.part == Part::Source { "source" } else { "cue" };
                // Statements that overlap others crosswise are no elements to point to.
                let whose = item.numbers.iter().filter(|n| self.first_inline(**n));
                let whose: Vec<String> = whose.map(|n| format!("#s{}", n + 1)).collect();
                write!(out, " type=\"{kind}\"")?;
                if !whose.is_empty() {
                    write!(out, " corresp=\"{}\"", whose.join(" "))?;
                }
            }
        }
        write!(out, ">")?;
        Ok(name)
    }

    /// Whether the first piece of a record is an element.
    fn first_inline(&self, number: usize) -> bool {
        let Some(start) = self.document.places(number).content.first().map(|s| s.start) else { return false };
        let from = self.pieces.partition_point(|p| p.span.start < start);
        let here = self.pieces.iter().skip(from).take_while(|p| p.span.start == start);
        here.filter(|p| p.inline && p.nth == 0)
            .filter_map(|p| self.placed.get(p.item))
            .any(|item| item.part == Part::Content && item.number() == number)
    }

    /// Whether the words are the speaker's own, and how sure it is.
    fn how(&self, item: &Placed, out: &mut dyn Files) -> io::Result<()> {
        let Some(record) = self.document.record(item.number()) else { return Ok(()) };
        write!(out, " direct=\"{}\"", record.kind.is_none_or(|k| k == "direct"))?;
        match record.score.filter(|s| (0.0..=1.0).contains(s)) {
            Some(score) => write!(out, " cert=\"{score}\""),
            None => Ok(()),
        }
    }

    /// What is said of the words, and the words that are no elements.
    fn stand_off(&self, out: &mut dyn Files) -> io::Result<()> {
        let mut across: HashMap<usize, Vec<String>> = HashMap::new();
        let contents = |p: &&Piece| self.placed.get(p.item).is_some_and(|i| i.part == Part::Content);
        for piece in self.pieces.iter().filter(|p| !p.inline).filter(contents) {
            across.entry(piece.item).or_default().push(self.pointer(piece));
        }
        let mut begun = false;
        for (n, item) in self.placed.iter().enumerate().filter(|(_, item)| item.part == Part::Content) {
            let Some(record) = self.document.record(item.number()) else { continue };
            let said = said_of(&record);
            let pointers = across.get(&n);
            let inline = self.first_inline(item.number());
            // A quotation says itself who said it.
            let who = record.speaker.as_ref().filter(|_| pointers.is_some() || record.label != QUOTE);
            let who = who.and_then(|name| self.voices.id(name));
            // White space between blocks is nowhere to point to.
            if pointers.is_none() && (said.is_empty() && who.is_none() || !inline) {
                continue;
            }
            if !begun {
                writeln!(out, "<standOff><listAnnotation>")?;
                begun = true;
            }
            let mut target: Vec<String> = pointers.cloned().unwrap_or_default();
            if inline {
                target.insert(0, format!("#{}", piece_id(item, 0)));
            }
            write!(
                out,
                "<annotation xml:id=\"n{}\" motivation=\"{}\" target=\"{}\">",
                item.number() + 1,
                w3c::motivation(&record.label),
                target.join(" ")
            )?;
            if pointers.is_some() {
                write!(out, "<note type=\"label\">{}</note>", content(&record.label))?;
            }
            if let Some(who) = who {
                write!(out, "<ptr type=\"speaker\" target=\"#{who}\"/>")?;
            }
            for line in said {
                out.write_all(line.as_bytes())?;
            }
            writeln!(out, "</annotation>")?;
        }
        if begun { writeln!(out, "</listAnnotation></standOff>") } else { Ok(()) }
    }

    /// Where a piece is that is no element: block, code points from its beginning, length.
    fn pointer(&self, piece: &Piece) -> String {
        let source = self.document.reading.document();
        let chars = |from: u32, to: u32| crate::span::Span::new(from, to).of(source.text()).chars().count();
        let block = source.block_at(piece.span.start);
        let begins = source.blocks().get(block).map_or(0, |b| b.span.start);
        let (before, length) = (chars(begins, piece.span.start), chars(piece.span.start, piece.span.end));
        format!("#string-range(b{},{before},{length})", block + 1)
    }
}

/// `s3`, and `s3.2` for its second piece.
fn piece_id(item: &Placed, nth: u32) -> String {
    let number = item.number() + 1;
    if nth == 0 { format!("s{number}") } else { format!("s{number}.{}", nth + 1) }
}

/// What is known of a record besides who said it.
fn said_of(record: &Record) -> Vec<String> {
    let note = |kind: &str, words: &str| format!("<note type=\"{kind}\">{}</note>", content(words));
    let mut out = Vec::new();
    out.extend(record.rating.as_ref().map(|r| note("rating", r)));
    // Whatever else was decided of it, the words are no quotation.
    out.extend(record.status.filter(|s| *s == "rejected").map(|s| note("status", s)));
    out.extend(record.check.map(|check| note(CHECK, check)));
    out.extend(record.note.as_ref().filter(|n| !n.trim().is_empty()).map(|n| note("comment", n)));
    out.extend(record.attributes.iter().map(|(name, value)| note("attribute", &format!("{name}: {value}"))));
    let is_link = |e: &&String| e.contains("://") && !e.contains(char::is_whitespace);
    out.extend(record.evidence.iter().filter(is_link).map(|e| format!("<ref target=\"{}\"/>", escaped(e))));
    out.extend(record.evidence.iter().filter(|e| !is_link(e)).map(|e| note("evidence", e)));
    out
}
