//! Bytes to text: byte-order marks, UTF-16, legacy encodings, line ends, and the things that are no text at all.

use super::LoadError;
use std::borrow::Cow;

/// Text with LF line ends and no byte-order mark.
pub struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub guessed: bool,
    pub notices: Vec<String>,
}

/// First bytes of kinds of files people open by mistake.
const MAGIC: &[(&[u8], &str)] = &[
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"\x89PNG", "a PNG picture"),
    (b"GIF8", "a GIF picture"),
    (b"PK\x03\x04", "a zip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ", "an xz archive"),
    (b"7z\xbc\xaf", "a 7z archive"),
    (b"Rar!", "a RAR archive"),
    (b"\xd0\xcf\x11\xe0", "an old Word or Excel document (save it as .docx)"),
    (b"\x7fELF", "a program"),
    (b"MZ", "a Windows program"),
    (b"OggS", "an Ogg recording"),
    (b"ID3", "an MP3 recording"),
    (b"fLaC", "a FLAC recording"),
    (b"SQLite format 3", "a SQLite database"),
    (b"ooBinaryFile", "a binary file of Praat (save it as text)"),
];

/// What the bytes look like when they are a known kind of file that is no text.
fn looks_like(bytes: &[u8]) -> Option<&'static str> {
    let by_start = MAGIC.iter().find(|(magic, _)| bytes.starts_with(magic)).map(|(_, name)| *name);
    by_start
        .or_else(|| (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WEBP")).then_some("a WebP picture"))
        .or_else(|| (bytes.starts_with(b"RIFF") && bytes.get(8..12) == Some(b"WAVE")).then_some("a WAV recording"))
        .or_else(|| (bytes.get(4..8) == Some(b"ftyp")).then_some("a video or an iPhone picture"))
}

/// Whether so many of the first bytes are controls that this is no text.
fn binary(head: &[u8]) -> bool {
    let controls = head.iter().filter(|b| matches!(b, 0..=8 | 14..=26 | 28..=31)).count();
    controls * 20 > head.len()
}

/// What a file is that begins with so many controls that it is no text; `None` when it may be text.
pub fn no_text(head: &[u8]) -> Option<&'static str> {
    let head = head.get(..head.len().min(8192)).unwrap_or_default();
    let marked = encoding_rs::Encoding::for_bom(head).is_some() || utf32(head).is_some();
    (!marked && utf16_without_mark(head).is_none() && binary(head)).then(|| looks_like(head).unwrap_or("binary data"))
}

/// UTF-16 without a byte-order mark: every other byte of western text is zero.
fn utf16_without_mark(head: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let pairs = head.chunks_exact(2);
    let n = pairs.len();
    let (mut even, mut odd) = (0, 0);
    for pair in pairs {
        even += usize::from(pair.first() == Some(&0));
        odd += usize::from(pair.last() == Some(&0));
    }
    if n < 4 {
        None
    } else if odd * 10 > n * 7 && even * 20 < n {
        Some(encoding_rs::UTF_16LE)
    } else if even * 10 > n * 7 && odd * 20 < n {
        Some(encoding_rs::UTF_16BE)
    } else {
        None
    }
}

/// UTF-32 with its byte-order mark: no browser reads it, some programs write it.
fn utf32(bytes: &[u8]) -> Option<(String, &'static str)> {
    let (rest, little) = match bytes {
        [0xff, 0xfe, 0, 0, rest @ ..] => (rest, true),
        [0, 0, 0xfe, 0xff, rest @ ..] => (rest, false),
        _ => return None,
    };
    let text = rest.chunks(4).map(|unit| {
        let unit = <[u8; 4]>::try_from(unit).unwrap_or_default();
        let code = if little { u32::from_le_bytes(unit) } else { u32::from_be_bytes(unit) };
        char::from_u32(code).unwrap_or('\u{fffd}')
    });
    Some((text.collect(), if little { "UTF-32LE" } else { "UTF-32BE" }))
}

/// Decodes `bytes`. With `forced`, whatever they look like is taken for text. Valid UTF-8 that is owned is never copied.
/// `declared` is the encoding its markup names: believed where the bytes are not plainly UTF-8.
pub fn decode(
    bytes: Cow<'_, [u8]>,
    forced: bool,
    declared: Option<&'static encoding_rs::Encoding>,
) -> Result<Decoded, LoadError> {
    let mut notices = Vec::new();
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    if let Some((text, encoding)) = utf32(&bytes) {
        return Ok(Decoded { text: unify_line_ends(&text), encoding, guessed: false, notices });
    }
    let mark = encoding_rs::Encoding::for_bom(&bytes);
    if let Some((encoding, skip)) = mark.filter(|(e, _)| *e != encoding_rs::UTF_8 || !is_utf8(&bytes)) {
        let (text, bad) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
        if bad {
            notices.push(format!("Some bytes were no valid {} and are shown as \u{fffd}.", encoding.name()));
        }
        return Ok(Decoded { text: unify_line_ends(&text), encoding: encoding.name(), guessed: false, notices });
    }
    if mark.is_none() {
        if let Some(encoding) = utf16_without_mark(head) {
            let text = unify_line_ends(&encoding.decode_without_bom_handling(&bytes).0);
            return Ok(Decoded { text, encoding: encoding.name(), guessed: true, notices });
        }
        if !forced {
            if let Some(kind) = looks_like(&bytes).filter(|_| binary(head) || !is_utf8(&bytes)) {
                return Err(LoadError::NotText(kind));
            }
            if binary(head) {
                return Err(LoadError::NotText("binary data"));
            }
        }
    }
    // This one writes everything in seven bits.
    let escaped = declared == Some(encoding_rs::ISO_2022_JP) && bytes.contains(&0x1b);
    if !is_utf8(&bytes) || escaped {
        if let Some(encoding) = declared {
            let text = unify_line_ends(&encoding.decode_without_bom_handling(&bytes).0);
            return Ok(Decoded { text, encoding: encoding.name(), guessed: false, notices });
        }
        let (text, encoding, guessed) = guess(&bytes, &mut notices);
        return Ok(Decoded { text: unify_line_ends(&text), encoding, guessed, notices });
    }
    let mut bytes = bytes.into_owned();
    if let Some((_, skip)) = mark {
        bytes.drain(..skip);
    }
    join_line_ends(&mut bytes);
    let text = String::from_utf8(bytes).unwrap_or_default();
    Ok(Decoded { text, encoding: "UTF-8", guessed: false, notices })
}

/// The encoding that HTML or XML names in its first bytes.
pub fn declared(bytes: &[u8]) -> Option<&'static encoding_rs::Encoding> {
    let head = bytes.get(..bytes.len().min(2048)).unwrap_or_default();
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let at = ["charset=", "encoding="].iter().find_map(|name| head.find(name).map(|at| at + name.len()))?;
    let label = head.get(at..)?.trim_start_matches(['"', '\'', ' ']);
    let end = label.find(|c: char| !c.is_ascii_alphanumeric() && !"-_.:".contains(c)).unwrap_or(label.len());
    encoding_rs::Encoding::for_label(label.get(..end)?.as_bytes())
}

/// The text of a part of an archive, XML as a rule: whatever is broken is shown as U+FFFD.
pub fn in_utf8(bytes: &[u8]) -> String {
    decode(Cow::Borrowed(bytes), true, declared(bytes)).map(|d| d.text).unwrap_or_default()
}

/// The text of the first bytes of a file, when they are plainly UTF-8: a character cut in two at their end is left out.
pub fn beginning(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..bytes.len().min(8192)).unwrap_or_default();
    let known = encoding_rs::Encoding::for_bom(bytes).is_some() || looks_like(bytes).is_some();
    if known || binary(head) || utf16_without_mark(head).is_some() {
        return None;
    }
    let whole = match std::str::from_utf8(bytes) {
        Ok(_) => bytes,
        Err(e) if e.error_len().is_none() => bytes.get(..e.valid_up_to())?,
        Err(_) => return None,
    };
    let mut bytes = whole.to_vec();
    join_line_ends(&mut bytes);
    String::from_utf8(bytes).ok()
}

fn is_utf8(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).is_ok()
}

/// CR LF and CR become LF, in place.
fn join_line_ends(bytes: &mut Vec<u8>) {
    if !bytes.contains(&b'\r') {
        return;
    }
    let mut after_return = false;
    bytes.retain_mut(|byte| {
        let second = after_return && *byte == b'\n';
        after_return = *byte == b'\r';
        if after_return {
            *byte = b'\n';
        }
        !second
    });
}

fn guess<'a>(bytes: &'a [u8], notices: &mut Vec<String>) -> (Cow<'a, str>, &'static str, bool) {
    // A file that is UTF-8 but for a few broken bytes is far likelier than one that merely looks like it.
    let lossy = String::from_utf8_lossy(bytes);
    let broken = lossy.matches('\u{fffd}').count();
    let foreign = lossy.chars().filter(|c| !c.is_ascii()).count();
    if broken * 20 < foreign {
        notices.push(format!("{broken} places were no valid UTF-8 and are shown as \u{fffd}."));
        return (lossy, "UTF-8", false);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let encoding = detector.guess(None, chardetng::Utf8Detection::Deny);
    notices.push(format!("Read as {}, guessed from its letters.", encoding.name()));
    (encoding.decode_without_bom_handling(bytes).0, encoding.name(), true)
}

fn unify_line_ends(text: &str) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(bytes: &[u8]) -> (String, &'static str, bool) {
        let d = decode(bytes.into(), false, None).unwrap();
        (d.text, d.encoding, d.guessed)
    }

    #[test]
    fn encodings() {
        let curly = "“Olá,” disse João à sua mãe.";
        let utf16: Vec<u8> = curly.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let with_mark = [b"\xff\xfe".as_slice(), &utf16].concat();
        assert_eq!(text(&with_mark), (curly.to_owned(), "UTF-16LE", false));
        let ascii: Vec<u8> = "\"Plain,\" he said.".encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(text(&ascii), ("\"Plain,\" he said.".to_owned(), "UTF-16BE", true));
        let wide: Vec<u8> = "\u{feff}“é”".chars().flat_map(|c| u32::from(c).to_be_bytes()).collect();
        assert_eq!(text(&wide), ("“é”".to_owned(), "UTF-32BE", false));
        assert_eq!(text(b"\x93Caf\xe9,\x94 he said, \x93is closed.\x94").1, "windows-1252");
        assert_eq!(text("“naïve”".as_bytes()), ("“naïve”".to_owned(), "UTF-8", false));
    }

    #[test]
    fn a_few_controls_are_text_many_are_not() {
        assert!(decode(b"one bell \x07 in a line of ordinary text is only that".into(), false, None).is_ok());
        assert!(matches!(decode((&[0u8; 64]).into(), false, None), Err(LoadError::NotText("binary data"))));
    }

    #[test]
    fn one_broken_byte_does_not_change_the_encoding() {
        let bytes = ["“é” ".repeat(40).as_bytes(), b"\xff"].concat();
        assert_eq!(text(&bytes).1, "UTF-8");
    }
}
