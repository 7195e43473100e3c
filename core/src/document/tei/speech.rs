//! Who speaks in a file of XML: turns with their names, quotation marks that stand for elements, the authors of quotations.

use super::XmlReader;
use super::people::{Reference, in_one_line};
use crate::document::parsed::DeclaredSpeech;
use crate::document::xml::XmlAttributes;
use crate::kinds::Form;
use crate::span::Span;

/// Quotation marks that stand for an element.
#[derive(Debug)]
pub struct OpenMarks {
    pub state: MarksState,
    /// Where the words begin.
    pub start: u32,
    pub who: Option<Reference>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MarksState {
    /// No words have come.
    Waiting,
    /// The text has marks of its own.
    Own,
    /// The marks were written.
    Written,
}

/// Somebody who speaks in turn.
#[derive(Debug, Default)]
pub struct OpenSpeech {
    /// Whom the file refers to.
    pub who: Option<Reference>,
    /// The name as it is printed before the words.
    pub printed: String,
    /// Whether words have come.
    pub begun: bool,
}

/// A quotation set off, and who said it.
#[derive(Debug, Default)]
pub struct OpenQuotation {
    pub start: Option<u32>,
    pub who: Option<Reference>,
    pub source: Option<Span>,
}

/// How a quotation in marks of its own begins.
pub const OPENING: [char; 6] = ['“', '"', '«', '„', '‘', '\''];

impl XmlReader {
    /// Whom the attributes of a speech or quotation name.
    pub fn who(&self, attributes: XmlAttributes<'_>) -> Option<Reference> {
        let written = ["speakername", "speaker_name", "speaker"].iter().find_map(|key| attributes.get(key));
        if let Some(name) = written.filter(|name| !name.trim().is_empty() && !name.starts_with('#')) {
            let known = self.people.find(&name).filter(|r| r.sure);
            let name = in_one_line(&name);
            let nobody = name.eq_ignore_ascii_case("unknown");
            return known.or_else(|| (!nobody).then_some(Reference { name, sure: true }));
        }
        let id = ["who", "by", "speaker"].iter().find_map(|key| attributes.get(key))?;
        self.people.find(&id)
    }

    pub fn end_quotation(&mut self) {
        self.out.quotation(false);
        let Some(quotation) = self.quotations.pop() else { return };
        let Some(words) = quotation.start.map(|start| self.since(start)) else { return };
        let by_line = quotation.source.map(|s| Reference { name: by_line(s.of(self.out.all())), sure: true });
        let Some(who) = quotation.who.filter(|w| w.sure).or(by_line).filter(|w| !w.name.is_empty()) else { return };
        let named = quotation.source;
        self.out.declared.push(DeclaredSpeech {
            words,
            form: Form::Block,
            name: who.name.into(),
            named,
            sure: who.sure,
        });
    }

    pub fn end_marks(&mut self) {
        if let Some((_, note)) = &mut self.note {
            note.push('”');
            return;
        }
        let Some(marks) = self.marks.pop() else { return };
        match marks.state {
            MarksState::Waiting => {
                self.waiting = self.waiting.saturating_sub(1);
                return;
            }
            MarksState::Own => {}
            MarksState::Written => {
                let outer = self.marks.iter().filter(|m| m.state == MarksState::Written).count();
                self.out.behind(if outer.is_multiple_of(2) { "”" } else { "’" });
                self.reopen &= outer > 0;
            }
        }
        if let Some(who) = marks.who {
            let words = self.since(marks.start);
            let declared =
                DeclaredSpeech { words, form: Form::Quotation, name: who.name.into(), named: None, sure: who.sure };
            self.out.declared.push(declared);
        }
    }

    pub fn end_speech(&mut self) {
        self.end_block();
        let Some(speech) = self.speeches.pop() else { return };
        if !speech.begun && !speech.printed.is_empty() {
            // Whose turn it was is told, what was said is not.
            self.out.aside(true);
            self.out.flow(&speech.printed);
            self.out.aside(false);
        }
        self.out.turn(false);
    }

    /// The name before the first words of a speech.
    pub fn begin_speech(&mut self) {
        let Some(speech) = self.speeches.last_mut().filter(|s| !s.begun) else { return };
        speech.begun = true;
        let who = speech.who.take();
        let printed = std::mem::take(&mut speech.printed);
        let shown =
            if printed.is_empty() { who.as_ref().map(|w| w.name.as_str()).unwrap_or_default() } else { &printed };
        let shown = in_one_line(shown).replace(": ", ", ");
        if shown.is_empty() {
            self.out.unnamed_turn();
            return;
        }
        self.out.finish();
        self.out.turn(true);
        self.out.flow(&shown);
        let end = self.out.end();
        if let Some(who) = who.filter(|w| w.sure && w.name != shown) {
            let words = Span::new(end - shown.len() as u32, end);
            let declared = DeclaredSpeech { words, form: Form::Turn, name: who.name.into(), named: None, sure: true };
            self.out.declared.push(declared);
        }
        self.out.push(": ");
    }

    /// The quotation marks before `words`, where elements stand for them.
    pub fn write_marks(&mut self, words: &str) {
        if self.waiting == 0 && !self.reopen {
            return;
        }
        let own = words.trim_start().starts_with(OPENING);
        let mut outer = 0usize;
        let mut marks = std::mem::take(&mut self.marks);
        for open in &mut marks {
            match open.state {
                MarksState::Own => continue,
                MarksState::Waiting if own => {
                    open.state = MarksState::Own;
                    open.start = self.out.end();
                    continue;
                }
                MarksState::Written if !self.reopen => {
                    outer += 1;
                    continue;
                }
                MarksState::Waiting => {
                    open.state = MarksState::Written;
                    open.start = self.out.end();
                }
                MarksState::Written => {}
            }
            self.out.flow(if outer.is_multiple_of(2) { "“" } else { "‘" });
            outer += 1;
        }
        self.marks = marks;
        self.waiting = 0;
        self.reopen = false;
    }
}

/// A name before a speech, without the signs behind it.
pub fn printed(name: &str) -> String {
    in_one_line(name).trim_end_matches(['.', ':', ',', ' ', '—', '–']).to_owned()
}

/// The name in the line below a quotation: `— Mira Tolle, pilot`.
fn by_line(line: &str) -> String {
    let line = line.trim_start_matches(['—', '–', '-', ' ', '(']).trim_end_matches([')', '.', ' ']);
    let end = line.find([',', '(', ';', '\n']).unwrap_or(line.len());
    in_one_line(line.get(..end).unwrap_or(line))
}
