//! Screenplays of Final Draft (`.fdx`): paragraphs, each with its part in the script. Dialogue is turns, what is seen is asides,
//! scene headings are headings.

use super::Parsed;
use super::builder::TextBuilder;
use super::parsed::DeclaredSpeech;
use super::xml::{self, XmlAttributes, XmlEvent, local};
use crate::kinds::Form;
use crate::span::Span;

/// Reads it, as far as it is XML. O(n).
pub fn read(source: &str) -> Parsed {
    let mut script = Script::default();
    let broken = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => script.start(local(name), attributes),
            XmlEvent::End(_) => script.end(),
            XmlEvent::Text(words) => script.text(words),
        }
        true
    });
    let mut read = script.done();
    read.damage = broken.err().map(|error| error.to_string());
    read
}

/// The part a paragraph has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Act,
    Scene,
    Character,
    Dialogue,
    /// How words are said.
    Parenthetical,
    /// What is seen and heard.
    Action,
    /// Of the title page.
    Title,
}

impl Part {
    fn of(kind: &str) -> Self {
        match kind {
            "Scene Heading" => Self::Scene,
            "Character" => Self::Character,
            "Dialogue" | "Lyrics" | "Singing" => Self::Dialogue,
            "Parenthetical" => Self::Parenthetical,
            kind if kind.contains("Act") && kind != "Action" => Self::Act,
            _ => Self::Action,
        }
    }
}

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    /// The script, or an element around it.
    Outside,
    Content,
    TitlePage,
    Paragraph(Part),
    Text,
    Skipped,
}

#[derive(Default)]
struct Script {
    out: TextBuilder,
    open: Vec<Open>,
    skipped: usize,
    /// The part of the paragraph being read.
    part: Option<Part>,
    /// The name before the words to come, as it is written.
    name: String,
    /// Paragraphs of the title page.
    title: Vec<String>,
}

/// Most paragraphs of a title page that are looked at.
const MAX_TITLE_PARAGRAPHS: usize = 40;

impl Script {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        let opened = if self.skipped > 0 { Open::Skipped } else { self.opens(name, attributes) };
        self.skipped += usize::from(opened == Open::Skipped);
        self.open.push(opened);
    }

    fn opens(&mut self, name: &str, attributes: XmlAttributes<'_>) -> Open {
        let title = self.open.contains(&Open::TitlePage);
        match name {
            "FinalDraft" => Open::Outside,
            "TitlePage" => Open::TitlePage,
            "Content" if self.open.last() == Some(&Open::Outside) || title => Open::Content,
            "Paragraph" if self.open.contains(&Open::Content) => {
                let kind = attributes.get("Type").unwrap_or_default();
                let part = if title { Part::Title } else { Part::of(&kind) };
                self.begin(part);
                Open::Paragraph(part)
            }
            "DualDialogue" => Open::Outside,
            "Text" if self.part.is_some() => Open::Text,
            "ScriptNote" => {
                self.out.left.comments += 1;
                Open::Skipped
            }
            "Image" => {
                self.out.picture("");
                Open::Skipped
            }
            _ => Open::Skipped,
        }
    }

    fn begin(&mut self, part: Part) {
        self.out.finish();
        self.part = Some(part);
        match part {
            Part::Scene | Part::Act => {
                self.unsaid();
                self.out.turn(false);
                self.out.heading(Some(if part == Part::Act { 1 } else { 2 }));
            }
            Part::Character => {
                self.unsaid();
                self.out.turn(false);
            }
            Part::Parenthetical => self.out.aside(true),
            Part::Action => {
                self.unsaid();
                self.out.aside(true);
            }
            Part::Dialogue => {}
            Part::Title => self.title.push(String::new()),
        }
    }

    /// A name without words behind it.
    fn unsaid(&mut self) {
        let name = std::mem::take(&mut self.name);
        if !name.trim().is_empty() {
            self.out.aside(true);
            self.out.flow(&name);
            self.out.aside(false);
        }
    }

    fn end(&mut self) {
        match self.open.pop() {
            Some(Open::Skipped) => self.skipped = self.skipped.saturating_sub(1),
            Some(Open::Paragraph(part)) => {
                // A paragraph may stand in one: two speak at once.
                self.part =
                    self.open.iter().rev().find_map(|o| if let Open::Paragraph(p) = o { Some(*p) } else { None });
                match part {
                    Part::Scene | Part::Act => self.out.heading(None),
                    Part::Parenthetical | Part::Action => self.out.aside(false),
                    Part::Dialogue | Part::Character | Part::Title => self.out.finish(),
                }
            }
            Some(Open::Outside | Open::Content | Open::TitlePage | Open::Text) | None => {}
        }
    }

    fn text(&mut self, words: &str) {
        if self.open.last() != Some(&Open::Text) {
            return;
        }
        match self.part {
            Some(Part::Character) => self.name.push_str(words),
            Some(Part::Title) => {
                if let Some(line) = self.title.last_mut().filter(|l| l.len() < 1_000) {
                    line.push_str(words);
                }
            }
            Some(Part::Dialogue) => {
                if !words.trim().is_empty() {
                    self.name_speaker();
                }
                self.out.flow(words);
            }
            Some(Part::Scene | Part::Act | Part::Parenthetical | Part::Action) => self.out.flow(words),
            None => {}
        }
    }

    /// The name before the first words of a turn: `ADA (V.O.)` is ADA.
    fn name_speaker(&mut self) {
        let written = std::mem::take(&mut self.name);
        let written = written.split_whitespace().collect::<Vec<_>>().join(" ").replace(": ", ", ");
        let written = written.trim_end_matches(':');
        if written.is_empty() {
            return;
        }
        self.out.turn(true);
        self.out.flow(written);
        let end = self.out.end();
        let name = written.split(" (").next().unwrap_or(written).trim();
        if name.len() < written.len() && !name.is_empty() {
            let words = Span::new(end - written.len() as u32, end);
            self.out.declared.push(DeclaredSpeech {
                words,
                form: Form::Turn,
                name: name.into(),
                named: None,
                sure: true,
            });
        }
        self.out.push(": ");
    }

    fn done(mut self) -> Parsed {
        self.unsaid();
        let lines: Vec<String> =
            self.title.iter().map(|l| l.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        let lines: Vec<&str> = lines.iter().map(String::as_str).filter(|l| !l.is_empty()).collect();
        let lines = lines.get(..MAX_TITLE_PARAGRAPHS).unwrap_or(&lines);
        let meta = &mut self.out.meta;
        meta.title = lines.first().map(|l| (*l).to_owned());
        // "Written by" stands on a line of its own.
        let by = lines.iter().position(|l| {
            let last = l.rsplit(' ').next().unwrap_or_default();
            l.len() < 30 && last.eq_ignore_ascii_case("by")
        });
        meta.author = by.and_then(|at| lines.get(at + 1)).map(|l| (*l).to_owned());
        self.out.left.parts += usize::from(!lines.is_empty());
        self.out.done()
    }
}

#[cfg(test)]
mod tests;
