//! Formats that have a file for each document.

use super::{Files, Selected, Writer, Written};
use crate::annotation::Codebook;
use std::io;

/// What the file of one document does not hold.
#[derive(Debug, Default)]
pub struct LeftOut {
    /// How many of the annotations with a place in the text.
    pub annotations: usize,
    /// What else there is to tell, in whole sentences.
    pub told: Vec<String>,
}

/// Sentences about a file that holds every annotation with a place.
pub const fn left_out(told: Vec<String>) -> LeftOut {
    LeftOut { annotations: 0, told }
}

/// A format that has a file for each document: the only one is written when it comes.
pub struct SingleDocumentWriter<W> {
    write: W,
    written: Written,
}

impl<W> SingleDocumentWriter<W>
where
    W: Fn(&Selected<'_>, &Codebook, &mut dyn Files) -> io::Result<LeftOut> + Send,
{
    /// Nothing written yet.
    pub fn new(write: W) -> Self {
        Self { write, written: Written::default() }
    }
}

impl<W> Writer for SingleDocumentWriter<W>
where
    W: Fn(&Selected<'_>, &Codebook, &mut dyn Files) -> io::Result<LeftOut> + Send,
{
    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        let LeftOut { annotations, told } = (self.write)(document, codebook, out)?;
        self.written.left_out.extend(told);
        self.written.annotations += document.placed() - annotations;
        self.written.unplaced += document.orphans();
        Ok(())
    }

    fn end(&mut self, _out: &mut dyn Files) -> io::Result<Written> {
        Ok(std::mem::take(&mut self.written))
    }
}
