//! gzip and Zstandard, unpacked while they are read: what is held at once does not grow with the stream.

use flate2::bufread::MultiGzDecoder;
use ruzstd::decoding::errors::{FrameDecoderError, ReadFrameHeaderError};
use ruzstd::decoding::{BlockDecodingStrategy, FrameDecoder};
use std::io::{self, BufRead, BufReader, Chain, Cursor, Read};

/// How gzip and Zstandard begin.
const GZIP: &[u8] = b"\x1f\x8b";
const ZSTD: &[u8] = b"\x28\xb5\x2f\xfd";
/// As many bytes as the longer of the two.
const SIGNATURE: usize = 4;

/// Whether bytes are gzip or Zstandard. O(1).
pub fn is_packed(bytes: &[u8]) -> bool {
    bytes.starts_with(GZIP) || bytes.starts_with(ZSTD)
}

/// A stream with its first bytes put back.
type Whole<R> = Chain<Cursor<Vec<u8>>, R>;

/// The bytes of a stream; those inside gzip or Zstandard, whatever it is called.
pub enum Unpacking<R: BufRead> {
    /// As they come.
    Plain(Whole<R>),
    /// Out of gzip.
    Gzip(Box<BufReader<MultiGzDecoder<Whole<R>>>>),
    /// Out of Zstandard.
    Zstd(Box<BufReader<Frames<Whole<R>>>>),
}

impl<R: BufRead> Unpacking<R> {
    /// Looks at the first bytes; of a line that is shorter no more is waited for.
    ///
    /// # Errors
    /// Those of the stream.
    pub fn new(mut reader: R) -> io::Result<Self> {
        let mut begin = Vec::with_capacity(SIGNATURE);
        while begin.len() < SIGNATURE && begin.last() != Some(&b'\n') {
            let mut byte = [0];
            match reader.read(&mut byte) {
                Ok(0) => break,
                Ok(_) => begin.extend(byte),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        let (gzip, zstd) = (begin.starts_with(GZIP), begin.starts_with(ZSTD));
        let whole = Cursor::new(begin).chain(reader);
        Ok(if gzip {
            Self::Gzip(Box::new(BufReader::new(MultiGzDecoder::new(whole))))
        } else if zstd {
            Self::Zstd(Box::new(BufReader::new(Frames::new(whole))))
        } else {
            Self::Plain(whole)
        })
    }

    /// Whether more bytes come out than go in.
    pub const fn is_packed(&self) -> bool {
        matches!(self, Self::Gzip(_) | Self::Zstd(_))
    }

    fn reader(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(reader) => reader,
            Self::Gzip(reader) => reader,
            Self::Zstd(reader) => reader,
        }
    }
}

impl<R: BufRead> Read for Unpacking<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.reader().read(buffer)
    }
}

impl<R: BufRead> BufRead for Unpacking<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        match self {
            Self::Plain(reader) => reader.fill_buf(),
            Self::Gzip(reader) => reader.fill_buf(),
            Self::Zstd(reader) => reader.fill_buf(),
        }
    }

    fn consume(&mut self, count: usize) {
        self.reader().consume(count);
    }
}

/// All frames of Zstandard: programs that pack with several threads write many, and files that are joined have them too.
pub struct Frames<R> {
    source: R,
    decoder: FrameDecoder,
    is_open: bool,
}

impl<R: BufRead> Frames<R> {
    /// Those of a stream.
    pub fn new(source: R) -> Self {
        Self { source, decoder: FrameDecoder::new(), is_open: false }
    }

    /// Begins the next frame; false at the end of the stream.
    fn open(&mut self) -> io::Result<bool> {
        while !self.source.fill_buf()?.is_empty() {
            match self.decoder.init(&mut self.source) {
                Ok(()) => {
                    self.is_open = true;
                    return Ok(true);
                }
                // What other programs keep between frames.
                Err(FrameDecoderError::ReadFrameHeaderError(ReadFrameHeaderError::SkipFrame { length, .. })) => {
                    let skipped = io::copy(&mut (&mut self.source).take(length.into()), &mut io::sink())?;
                    if skipped < length.into() {
                        return Err(io::ErrorKind::UnexpectedEof.into());
                    }
                }
                Err(error) => return Err(io::Error::other(error)),
            }
        }
        Ok(false)
    }
}

impl<R: BufRead> Read for Frames<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if !self.is_open && !self.open()? {
                return Ok(0);
            }
            while self.decoder.can_collect() == 0 && !self.decoder.is_finished() {
                let one = BlockDecodingStrategy::UptoBlocks(1);
                self.decoder.decode_blocks(&mut self.source, one).map_err(io::Error::other)?;
            }
            match self.decoder.read(buffer)? {
                0 => self.is_open = false,
                count => return Ok(count),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ruzstd::encoding::{CompressionLevel, compress_to_vec};
    use std::io::Write as _;

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut out = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        out.write_all(bytes).unwrap();
        out.finish().unwrap()
    }

    fn zstd(bytes: &[u8]) -> Vec<u8> {
        compress_to_vec(bytes, CompressionLevel::Fastest)
    }

    fn read(bytes: &[u8]) -> io::Result<Vec<u8>> {
        let mut out = Vec::new();
        // A byte at a time, as a slow pipe gives them.
        Unpacking::new(BufReader::with_capacity(1, bytes))?.read_to_end(&mut out).map(|_| out)
    }

    #[test]
    fn streams_are_unpacked_by_what_they_are() {
        for plain in [b"".as_slice(), b"a", b"a\nb", b"{\"id\": 1}\n", b"\x1f", b"\x28\xb5\x2f"] {
            assert_eq!(read(plain).unwrap(), plain);
        }
        let long = "words and words ".repeat(40_000).into_bytes();
        for packed in [gzip(&long), zstd(&long)] {
            assert_eq!(read(&packed).unwrap(), long);
            assert!(read(&packed[..packed.len() - 9]).is_err(), "torn");
        }
        assert!(Unpacking::new(gzip(b"a").as_slice()).unwrap().is_packed());
        assert!(!Unpacking::new(b"a".as_slice()).unwrap().is_packed());
    }

    #[test]
    fn files_in_several_parts_are_read_to_their_end() {
        let parts = |pack: fn(&[u8]) -> Vec<u8>| [pack(b"one "), pack(b""), pack(b"two")].concat();
        assert_eq!(read(&parts(gzip)).unwrap(), b"one two");
        assert_eq!(read(&parts(zstd)).unwrap(), b"one two");
        let skipped = [b"\x50\x2a\x4d\x18\x03\x00\x00\x00abc".as_slice(), &zstd(b"three")].concat();
        let after = [zstd(b"two "), skipped].concat();
        assert_eq!(read(&after).unwrap(), b"two three");
        assert!(read(&after[..zstd(b"two ").len() + 9]).is_err(), "torn between frames");
        assert!(read(&[zstd(b"two"), b"rest".to_vec()].concat()).is_err(), "something else behind it");
    }
}
