//! Which format bytes are in: told by their content first, by the name of the file second.

/// The formats that can be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown (`CommonMark` with tables and footnotes).
    Markdown,
    /// A web page: its article.
    Html,
    /// A web page: all of it.
    Page,
    /// A book: EPUB 2 or 3.
    Epub,
    /// PDF with a text layer.
    Pdf,
    /// Word.
    Docx,
    /// `OpenDocument` text.
    Odt,
    /// Rich Text.
    Rtf,
    /// Subtitles: `SubRip`.
    Srt,
    /// Subtitles: `WebVTT`, with voices.
    Vtt,
    /// What speech recognition wrote: JSON with segments, times and perhaps speakers.
    Asr,
    /// A message.
    Email,
    /// A mailbox: many messages.
    Mbox,
    /// TEI, or any other XML.
    Tei,
    /// org-mode.
    Org,
    /// One JSON object with a text a line, or an array of them.
    Jsonl,
    /// A table with a column of texts.
    Csv,
}

/// Name for `--input`, loader, what it is called in a sentence, extensions.
type Row = (Format, &'static str, &'static str, &'static str, &'static [&'static str]);

/// Every format. The number of a loader is raised whenever the same bytes may give another text.
const TABLE: &[Row] = &[
    (Format::Text, "txt", "txt/1", "plain text", &["txt", "text"]),
    (Format::Markdown, "md", "md/1", "Markdown", &["md", "markdown", "mdown", "mkd"]),
    (Format::Html, "html", "html/1", "a web page", &["html", "htm", "xhtml"]),
    (Format::Page, "page", "page/1", "a web page, all of it", &[]),
    (Format::Epub, "epub", "epub/1", "EPUB", &["epub"]),
    (Format::Pdf, "pdf", "pdf/1", "PDF", &["pdf"]),
    (Format::Docx, "docx", "docx/1", "Word", &["docx", "docm", "dotx"]),
    (Format::Odt, "odt", "odt/1", "OpenDocument", &["odt", "ott"]),
    (Format::Rtf, "rtf", "rtf/1", "Rich Text", &["rtf"]),
    (Format::Srt, "srt", "srt/1", "subtitles", &["srt"]),
    (Format::Vtt, "vtt", "vtt/1", "subtitles", &["vtt"]),
    (Format::Asr, "asr", "asr/1", "speech recognition", &["json"]),
    (Format::Email, "eml", "eml/1", "a message", &["eml"]),
    (Format::Mbox, "mbox", "eml/1", "a mailbox", &["mbox"]),
    (Format::Tei, "tei", "tei/1", "TEI", &["xml", "tei"]),
    (Format::Org, "org", "org/1", "org-mode", &["org"]),
    (Format::Jsonl, "jsonl", "jsonl/1", "JSON lines", &["jsonl", "ndjson"]),
    (Format::Csv, "csv", "csv/1", "a table", &["csv", "tsv"]),
];

/// Bytes of a file that show what it is.
const TELLING: usize = 4096;

impl Format {
    fn row(self) -> &'static Row {
        TABLE.iter().find(|r| r.0 == self).unwrap_or(&TABLE[0])
    }

    /// Its name for `--input`.
    pub fn name(self) -> &'static str {
        self.row().1
    }

    /// Name and version of the loader.
    pub fn loader(self) -> &'static str {
        self.row().2
    }

    /// What it is called in a sentence.
    pub fn title(self) -> &'static str {
        self.row().3
    }

    /// What it is called beside the name of a document, in a word or two.
    pub fn short(self) -> &'static str {
        self.title().trim_start_matches("a ")
    }

    /// All of them.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(|r| r.0)
    }

    /// Whether a file of it holds many documents.
    pub const fn is_collection(self) -> bool {
        matches!(self, Self::Mbox | Self::Jsonl | Self::Csv)
    }

    /// The format a file name suggests, when it suggests one.
    pub fn suggested(name: &str) -> Option<Self> {
        let extension = extension(name);
        TABLE.iter().find(|r| r.4.iter().any(|e| extension.eq_ignore_ascii_case(e))).map(|r| r.0)
    }

    /// The format of `bytes`, called `name`: by what they say of themselves, else by the name, else plain text. O(1).
    pub fn of(bytes: &[u8], name: &str) -> Self {
        let suggested = Self::suggested(name);
        let head = bytes.get(..bytes.len().min(TELLING)).unwrap_or_default();
        if let Some(format) = by_magic(bytes, head) {
            return format;
        }
        // Markdown, org and tables look like text, whatever they talk about in their first lines: their names are believed.
        if let Some(named @ (Self::Markdown | Self::Org | Self::Csv | Self::Jsonl | Self::Html)) = suggested {
            return named;
        }
        let told = by_words(&String::from_utf8_lossy(head), bytes);
        // A brace may begin a text as well.
        let told = told.filter(|f| suggested != Some(Self::Text) || !matches!(f, Self::Asr | Self::Jsonl));
        told.or(suggested).unwrap_or(Self::Text)
    }
}

/// The last part of a name, without one that only says how it is packed.
fn extension(name: &str) -> &str {
    let name = [".gz", ".zst", ".gzip", ".zstd"]
        .iter()
        .find_map(|e| {
            let at = name.len().checked_sub(e.len())?;
            name.get(at..).filter(|end| end.eq_ignore_ascii_case(e)).and_then(|_| name.get(..at))
        })
        .unwrap_or(name);
    name.rsplit_once('.').map_or("", |(_, e)| e)
}

fn by_magic(bytes: &[u8], head: &[u8]) -> Option<Format> {
    if head.starts_with(b"{\\rtf") {
        Some(Format::Rtf)
    } else if head.get(..head.len().min(1024)).is_some_and(|h| memchr::memmem::find(h, b"%PDF-").is_some()) {
        Some(Format::Pdf)
    } else if head.starts_with(b"PK\x03\x04") {
        let has = |name: &[u8]| memchr::memmem::find(bytes, name).is_some();
        if has(b"application/epub+zip") || has(b"META-INF/container.xml") {
            Some(Format::Epub)
        } else if has(b"word/document") {
            Some(Format::Docx)
        } else if has(b"application/vnd.oasis.opendocument.text") {
            Some(Format::Odt)
        } else {
            None
        }
    } else {
        None
    }
}

fn by_words(head: &str, bytes: &[u8]) -> Option<Format> {
    let head = head.trim_start_matches('\u{feff}').trim_start();
    let starts = |word: &str| head.get(..word.len()).is_some_and(|h| h.eq_ignore_ascii_case(word));
    let holds = |word: &str| memchr::memmem::find(head.as_bytes(), word.as_bytes()).is_some();
    if head.starts_with("WEBVTT") {
        Some(Format::Vtt)
    } else if starts("<!doctype html") || starts("<html") {
        Some(Format::Html)
    } else if starts("<?xml") || head.starts_with("<TEI") {
        Some(if holds("<html") { Format::Html } else { Format::Tei })
    } else if head.starts_with("From ") && (holds("\nFrom: ") || holds("\nDate: ") || holds("\nReceived: ")) {
        Some(Format::Mbox)
    } else if is_srt(head) {
        Some(Format::Srt)
    } else if starts("#+title:") {
        Some(Format::Org)
    } else if head.starts_with('{') || head.starts_with('[') && head.contains('{') {
        Some(json(bytes))
    } else if is_message(head) {
        Some(Format::Email)
    } else {
        None
    }
}

/// `1`, then `00:00:01,000 --> 00:00:02,500`.
fn is_srt(head: &str) -> bool {
    let mut lines = head.lines().filter(|l| !l.trim().is_empty());
    let first = lines.next().is_some_and(|l| l.trim().bytes().all(|b| b.is_ascii_digit()));
    first && lines.next().is_some_and(|l| l.contains("-->"))
}

/// Headers only a mail program writes.
fn is_message(head: &str) -> bool {
    let headers = head.split("\n\n").next().unwrap_or_default();
    let has = |name: &str| headers.lines().any(|l| l.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name)));
    let first = headers.lines().next().and_then(|l| l.split_once(':')).is_some_and(|(name, _)| !name.contains(' '));
    first && has("from:") && (has("message-id:") || has("mime-version:") || has("received:"))
}

/// JSON that holds speech with times, or documents.
fn json(bytes: &[u8]) -> Format {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let has = |word: &str| memchr::memmem::find(head, word.as_bytes()).is_some();
    let timed =
        has("\"start\"") || has("\"start_time\"") || has("\"ts\"") || has("\"startTime\"") || has("\"offsets\"");
    let said = ["\"segments\"", "\"results\"", "\"monologues\"", "\"utterances\"", "\"transcription\"", "\"words\""];
    if timed && said.iter().any(|w| has(w)) { Format::Asr } else { Format::Jsonl }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_speaks_before_the_name() {
        let cases: &[(&[u8], &str, Format)] = &[
            (b"%PDF-1.7\n", "a.txt", Format::Pdf),
            (b"{\\rtf1 x}", "a.doc", Format::Rtf),
            (b"WEBVTT\n\n", "a", Format::Vtt),
            (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a", Format::Srt),
            (b"\xef\xbb\xbf<!DOCTYPE html><p>", "a", Format::Html),
            (b"<?xml version='1.0'?><TEI/>", "a", Format::Tei),
            (b"From ada@x Mon Jan 1\nFrom: ada@x\n\nHi", "a", Format::Mbox),
            (b"From: ada@x\nMIME-Version: 1.0\n\nHi", "a", Format::Email),
            (b"{\"segments\": [{\"start\": 0.0, \"text\": \"Hi\"}]}", "a.json", Format::Asr),
            (b"{\"id\": 1, \"text\": \"Hi\"}\n", "a.jsonl", Format::Jsonl),
            (b"Just words", "a.md", Format::Markdown),
            (b"Just words", "notes.org.gz", Format::Org),
            (b"Just words", "a.unknown", Format::Text),
            (b"From: the editor\nTo: all\n\nA memo.", "memo.txt", Format::Text),
            (b"<p>Hi", "a.htm", Format::Html),
            (b"<!DOCTYPE html><p>Hi", "a.txt", Format::Html),
            (b"1\n00:00:01,000 --> 00:00:02,000\nHello\n", "a.txt", Format::Srt),
            (b"{\"id\": 1}", "a.txt", Format::Text),
        ];
        for (bytes, name, format) in cases {
            assert_eq!(Format::of(bytes, name), *format, "{name} {}", String::from_utf8_lossy(bytes));
        }
    }

    #[test]
    fn names_are_told_apart() {
        let names: std::collections::HashSet<_> = Format::all().map(Format::name).collect();
        assert_eq!(names.len(), Format::all().count());
        assert_eq!(Format::suggested("A.EPUB"), Some(Format::Epub));
        assert_eq!((Format::suggested("x.txt.zst"), Format::suggested("a.png")), (Some(Format::Text), None));
    }
}
