//! An export on standard output.

use sayso_core::export::Files;
use std::io::{self, Write};

/// Standard output takes the main file; those beside it need -o.
pub struct StandardOutput<W: Write> {
    out: W,
    /// Whether it is a terminal: nothing that could drive it goes there.
    is_shown: bool,
    /// The beginning of a line that goes to a terminal.
    line: Vec<u8>,
    /// Whether the main file has ended.
    left: bool,
}

impl<W: Write> StandardOutput<W> {
    /// Nothing written yet.
    pub const fn new(out: W, is_shown: bool) -> Self {
        Self { out, is_shown, line: Vec::new(), left: false }
    }

    /// Writes what waits for the end of its line.
    ///
    /// # Errors
    /// Those of the output.
    pub fn end(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        self.out.write_all(sayso_core::sanitize::lines(&String::from_utf8_lossy(&line)).as_bytes())?;
        self.out.flush()
    }
}

impl<W: Write> Write for StandardOutput<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.left {
            return Ok(bytes.len());
        }
        if !self.is_shown {
            return self.out.write(bytes);
        }
        self.line.extend_from_slice(bytes);
        if let Some(end) = self.line.iter().rposition(|b| *b == b'\n') {
            let rest = self.line.split_off(end + 1);
            let lines = std::mem::replace(&mut self.line, rest);
            self.out.write_all(sayso_core::sanitize::lines(&String::from_utf8_lossy(&lines)).as_bytes())?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}

impl<W: Write> Files for StandardOutput<W> {
    fn beside(&mut self, _: &str) -> io::Result<()> {
        self.left = true;
        Ok(())
    }

    fn named(&mut self, name: &str) -> io::Result<()> {
        self.beside(name)
    }
}
