//! A stream, a line at a time, unpacked where it is packed: of a file of any size only one line is held.

use super::MAX_DOCUMENT;
use sayso_core::document::{Limits, Unpacking};
use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Most bytes set aside for a line before it is read.
const MAX_ROOM: usize = 1 << 20;
/// Bytes read at once.
const CHUNK: usize = 128 * 1024;

/// Counts what is read through it.
struct Counting {
    inner: Box<dyn Read + Send>,
    count: Arc<AtomicU64>,
}

impl Read for Counting {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.count.fetch_add(count as u64, Ordering::Relaxed);
        Ok(count)
    }
}

/// The lines of a stream, without their ends; after an error there are no more.
pub struct Lines {
    reader: Unpacking<BufReader<Counting>>,
    read: Arc<AtomicU64>,
    limit: u64,
    /// Lines of a file are much alike: room for one as long as the last.
    room: usize,
    is_over: bool,
}

impl Lines {
    /// Those of a stream; its first bytes are read.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn new(stream: Box<dyn Read + Send>) -> io::Result<Self> {
        let read = Arc::new(AtomicU64::new(0));
        let counting = Counting { inner: stream, count: Arc::clone(&read) };
        let reader = Unpacking::new(BufReader::with_capacity(CHUNK, counting))?;
        Ok(Self { reader, read, limit: MAX_DOCUMENT, room: 0, is_over: false })
    }

    /// How many bytes of the stream were read so far, packed as they are.
    pub fn bytes_read(&self) -> u64 {
        self.read.load(Ordering::Relaxed)
    }

    /// Most bytes that the next line may have: what is packed may not hold a line far larger than all that was read of it.
    fn limit(&self) -> u64 {
        let read = usize::try_from(self.bytes_read()).unwrap_or(usize::MAX);
        if self.reader.is_packed() { self.limit.min(Limits::default().unpacked(read) as u64) } else { self.limit }
    }
}

impl Iterator for Lines {
    type Item = io::Result<Vec<u8>>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let mut line = Vec::with_capacity(self.room);
        let limit = self.limit();
        let result = match self.reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line) {
            Err(error) => Err(error),
            Ok(0) => return None,
            // Without an end it would be an error for ever.
            Ok(_) if line.pop_if(|b| *b == b'\n').is_none() && line.len() as u64 > limit => {
                Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than any document"))
            }
            Ok(_) => Ok(()),
        };
        self.is_over = result.is_err();
        self.room = (line.len() + line.len() / 2).min(MAX_ROOM);
        Some(result.map(|()| line))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write as _;

    fn of(bytes: &'static [u8], limit: u64) -> Lines {
        Lines { limit, ..Lines::new(Box::new(bytes)).unwrap() }
    }

    #[test]
    fn lines_have_an_end() {
        let lines = |text: &'static str| of(text.as_bytes(), 4).map(Result::ok).collect::<Vec<_>>();
        let line = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(lines("a\n\nabcd\nb"), [line("a"), line(""), line("abcd"), line("b")]);
        assert_eq!(lines("a\n"), [line("a")]);
        assert_eq!(lines("a\nabcde\nb"), [line("a"), None], "after an error there are no more");
        let mut all = of(b"a\nb\n", 4);
        assert!(all.next().is_some() && all.bytes_read() == 4);
        // What never ends is not waited for.
        let endless = Lines { limit: 1 << 16, ..Lines::new(Box::new(io::repeat(b'x'))).unwrap() };
        assert!(endless.last().unwrap().is_err());
    }

    #[test]
    fn a_packed_line_is_no_larger_than_its_file_can_hold() {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..200 {
            packed.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        let packed = packed.finish().unwrap();
        let found: Vec<_> = Lines::new(Box::new(io::Cursor::new(packed))).unwrap().collect();
        assert!(found.len() == 1 && found[0].is_err());
    }
}
