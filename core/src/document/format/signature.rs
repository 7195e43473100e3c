//! How the formats are recognised by what they begin with.

/// How bytes of a format are recognised. Where several formats recognise the same bytes, the lowest number has them.
#[derive(Clone, Copy)]
pub enum Signature {
    /// By the name of the file only.
    Name,
    /// By their first bytes.
    Bytes(u8, fn(&Beginning<'_>) -> bool),
    /// By their first words: believed after the bytes, and after names that decide.
    Words(u8, fn(&Beginning<'_>) -> bool),
}

/// What bytes begin with.
pub struct Beginning<'a> {
    /// All bytes.
    pub bytes: &'a [u8],
    /// The first few.
    pub head: &'a [u8],
    /// The same as text, without a byte-order mark and white space before it; empty for [`Signature::Bytes`].
    pub words: &'a str,
}

impl Beginning<'_> {
    /// Whether it begins with a word, whatever its case.
    pub fn starts(&self, word: &str) -> bool {
        self.words.get(..word.len()).is_some_and(|h| h.eq_ignore_ascii_case(word))
    }

    /// Whether a word stands somewhere in it.
    pub fn holds(&self, word: &str) -> bool {
        memchr::memmem::find(self.words.as_bytes(), word.as_bytes()).is_some()
    }

    /// Whether it begins as XML.
    pub fn is_xml(&self) -> bool {
        self.starts("<?xml") || self.words.starts_with("<TEI")
    }

    /// Whether it begins as XML whose first element has one of these names, whatever their prefix. Looks at the first bytes.
    pub fn has_root(&self, names: &[&str]) -> bool {
        let text = String::from_utf8_lossy(self.head).replace('\0', "");
        let mut rest = text.trim_start_matches(['\u{feff}', '\u{fffd}']).trim_start();
        loop {
            let Some(tag) = rest.strip_prefix('<') else { return false };
            let end = if tag.starts_with("!--") {
                "-->"
            } else if tag.starts_with(['?', '!']) {
                ">"
            } else {
                let name = tag.split(|c: char| c.is_whitespace() || matches!(c, '>' | '/')).next().unwrap_or_default();
                let local = name.rsplit_once(':').map_or(name, |(_, local)| local);
                return names.contains(&local);
            };
            let Some((_, after)) = tag.split_once(end) else { return false };
            rest = after.trim_start();
        }
    }

    /// Whether it begins as JSON: a text may begin with a brace or a bracket as well.
    pub fn is_json(&self) -> bool {
        begins_as_json(self.words)
    }

    /// Whether it begins as an archive.
    pub fn is_zip(&self) -> bool {
        self.head.starts_with(b"PK\x03\x04")
    }

    /// Whether an archive holds a file or a word. O(bytes).
    pub fn lists(&self, name: &[u8]) -> bool {
        memchr::memmem::find(self.bytes, name).is_some()
    }
}

/// `{"name":`, `[{"name":`, or nothing in such brackets; of a name that goes on behind what is known, its beginning.
fn begins_as_json(words: &str) -> bool {
    let inner = words.strip_prefix('[').map_or(words, str::trim_start);
    let Some(rest) = inner.strip_prefix('{').map(str::trim_start) else { return false };
    if rest.is_empty() || rest.starts_with('}') {
        return true;
    }
    let Some(name) = rest.strip_prefix('"') else { return false };
    let mut escaped = false;
    let end = name.bytes().position(|byte| {
        let ends = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        ends
    });
    let behind = end.and_then(|end| name.get(end + 1..)).map(str::trim_start);
    behind.is_none_or(|rest| rest.is_empty() || rest.starts_with(':'))
}

/// Whether JSON is a notebook.
pub fn is_notebook(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    memchr::memmem::find(head, b"\"cell_type\"").is_some() && memchr::memmem::find(bytes, b"\"nbformat\"").is_some()
}

/// `1`, then `00:00:01,000 --> 00:00:02,500`.
pub fn is_srt(head: &str) -> bool {
    let mut lines = head.lines().filter(|l| !l.trim().is_empty());
    let first = lines.next().is_some_and(|l| l.trim().bytes().all(|b| b.is_ascii_digit()));
    first && lines.next().is_some_and(|l| ["-->", "->", "–>", "—>"].iter().any(|a| l.contains(a)) && l.contains(':'))
}

/// Headers only a mail program writes.
pub fn is_message(head: &str) -> bool {
    let headers = head.split("\n\n").next().unwrap_or_default();
    let has = |name: &str| headers.lines().any(|l| l.get(..name.len()).is_some_and(|h| h.eq_ignore_ascii_case(name)));
    let first = headers.lines().next().and_then(|l| l.split_once(':')).is_some_and(|(name, _)| !name.contains(' '));
    first && has("from:") && (has("message-id:") || has("mime-version:") || has("received:"))
}

/// Whether JSON holds speech with times, not documents.
pub fn has_times(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let has = |word: &&str| memchr::memmem::find(head, word.as_bytes()).is_some();
    let said = [
        "\"segments\"",
        "\"results\"",
        "\"monologues\"",
        "\"utterances\"",
        "\"transcription\"",
        "\"words\"",
        "\"chunks\"",
        "\"speakers\"",
        "\"recognizedPhrases\"",
        "\"phrases\"",
        "\"prediction\"",
        "\"entries\"",
        "\"result\"",
        "\"Transcript\"",
        "\"events\"",
        "\"transcripts\"",
        "\"captions\"",
    ];
    let timed = [
        "\"start\"",
        "\"start_time\"",
        "\"ts\"",
        "\"startTime\"",
        "\"offsets\"",
        "\"startOffset\"",
        "\"offsetInTicks\"",
        "\"offsetMilliseconds\"",
        "\"time_begin\"",
        "\"BeginOffsetMillis\"",
        "\"tStartMs\"",
        "\"timestamps\"",
    ];
    // A lone number as well is a stamp of documents.
    let pairs = ["\"timestamp\":[", "\"timestamp\": [", "\"timestamp\":\n", "\"offset\":\"PT", "\"offset\": \"PT"];
    // A bare list of captions.
    let captions = head.trim_ascii_start().starts_with(b"[")
        && ["\"start\"", "\"end\"", "\"text\""].iter().all(has)
        && ["\"speaker", "\"duration\""].iter().any(has);
    captions || said.iter().any(has) && (timed.iter().any(has) || pairs.iter().any(has))
}

/// `0:00:01.000,0:00:04.000` and nothing else on the first line.
pub fn is_sbv(head: &str) -> bool {
    let first = head.lines().next().unwrap_or_default().trim();
    let time = |t: &str| t.split(':').count() == 3 && t.bytes().all(|b| b.is_ascii_digit() || matches!(b, b':' | b'.'));
    first.split_once(',').is_some_and(|(start, end)| time(start) && time(end))
}

/// The first words of a file of Praat, in whatever encoding it is.
pub fn is_text_grid(head: &[u8]) -> bool {
    let start = plain_start(head);
    let has = |word: &[u8]| memchr::memmem::find(&start, word).is_some();
    start.starts_with(b"\"Praat chronological TextGrid")
        || (start.starts_with(b"File type") || start.starts_with(b"\"ooTextFile\""))
            && has(b"ooTextFile")
            && has(b"\"TextGrid\"")
}

/// `[Script Info]`, in whatever encoding it is.
pub fn is_ass(head: &[u8]) -> bool {
    plain_start(head).get(..13).is_some_and(|s| s.eq_ignore_ascii_case(b"[Script Info]"))
}

/// The first bytes without byte-order mark and white space, and without the zeros of UTF-16.
fn plain_start(head: &[u8]) -> Vec<u8> {
    let marks: [&[u8]; 3] = [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"];
    let head = marks.iter().find_map(|mark| head.strip_prefix(*mark)).unwrap_or(head);
    let plain = head.iter().copied().filter(|b| *b != 0);
    plain.skip_while(u8::is_ascii_whitespace).take(200).collect()
}

/// JSON around HTML with marks of time, as oTranscribe has it.
pub fn is_otranscribe(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(1 << 16)).unwrap_or_default();
    let end = bytes.get(bytes.len().saturating_sub(1 << 12)..).unwrap_or_default();
    let json =
        head.trim_ascii_start().strip_prefix(b"\xef\xbb\xbf").unwrap_or(head.trim_ascii_start()).starts_with(b"{");
    let has = |bytes: &[u8], word: &[u8]| memchr::memmem::find(bytes, word).is_some();
    json && has(head, b"\"text\"")
        && (has(head, b"data-timestamp=") || has(end, b"\"media-time\"") || has(head, b"\"media-time\""))
}

/// A first line that names the columns of a table of what is said when.
pub fn is_timed_table(head: &[u8]) -> bool {
    let line = head.split(|b| *b == b'\n').next().unwrap_or_default();
    line.len() < 200 && std::str::from_utf8(line).is_ok_and(crate::document::timed_table::is_header)
}
