//! A paragraph line by line: what is told of it, and its words.

use super::Linear;
use sayso_core::document::silence_in_words;
use sayso_core::span::Span;
use std::io::{self, Write};

impl<W: Write> Linear<W> {
    /// Reads the paragraph of the byte `at` out.
    pub(super) fn print_block(&mut self, at: u32) -> io::Result<()> {
        let Some((text, next)) = self.doc().and_then(|doc| {
            let document = doc.reading.document();
            let number = document.block_at(at);
            let block = document.blocks().get(number)?;
            let next = document.blocks().get(number + 1).map_or(block.span.end, |b| b.span.start);
            let words = document.words(block.span).split_whitespace().collect::<Vec<_>>().join(" ");
            let silence = document.silences_in(Span::new(block.span.start, block.span.start + 1)).first();
            let silence =
                silence.map_or_else(String::new, |(_, millis)| format!(", before it {}", silence_in_words(*millis)));
            let picture = document.pictures_in_words(number).map_or_else(String::new, |told| format!(", {told}"));
            Some((format!("Paragraph {}{silence}{picture}. {words}", number + 1), next))
        }) else {
            return self.say("This document is empty.");
        };
        self.read = next;
        self.say(&text)
    }
}
