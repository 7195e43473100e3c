//! Files that people open and that hold words, and are not read: recognised, so that they are refused by name and with what to do
//! instead of being read as something else.

use super::signature::Beginning;

/// A kind of file that is not read.
pub struct Foreign {
    /// What it is called in a sentence.
    pub title: &'static str,
    /// What to do instead, in a sentence.
    pub advice: &'static str,
    /// How it is recognised; the extension of its name beside its bytes.
    test: fn(&Beginning<'_>, &str) -> bool,
}

const TO_DOCX: &str = "Save it as .docx in the program that made it or in LibreOffice.";
const TO_EPUB: &str = "Convert it to EPUB, for instance with Calibre.";
const TO_CSV: &str = "Save the sheet with the texts as CSV.";
const TO_TEXT: &str = "Save its text as .docx or .txt, or print it to PDF.";
const TRANSCRIBE: &str = "Let a program for speech recognition write it down, and open the transcript.";
const UNPACK: &str = "Unpack it and open what is in it.";

/// Makes a row.
const fn row(title: &'static str, advice: &'static str, test: fn(&Beginning<'_>, &str) -> bool) -> Foreign {
    Foreign { title, advice, test }
}

/// How the containers of old Office programs begin.
const OLE: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1";

fn begins(b: &Beginning<'_>, magic: &[u8]) -> bool {
    b.head.starts_with(magic)
}

fn at(b: &Beginning<'_>, from: usize, magic: &[u8]) -> bool {
    b.head.get(from..).is_some_and(|rest| rest.starts_with(magic))
}

/// Whether an old Office container has a stream of this name, or a name of this extension.
fn is_ole(b: &Beginning<'_>, extension: &str, extensions: &[&str], stream: &str) -> bool {
    let wide: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
    begins(b, OLE) && (is_one_of(extension, extensions) || b.lists(&wide))
}

fn is_one_of(extension: &str, extensions: &[&str]) -> bool {
    extensions.iter().any(|e| extension.eq_ignore_ascii_case(e))
}

/// A file in a zip archive whose first entry says what it is, as `OpenDocument` has it.
fn is_open_document(b: &Beginning<'_>, kind: &str) -> bool {
    b.is_zip() && b.lists(format!("application/vnd.oasis.opendocument.{kind}").as_bytes())
}

/// The kinds, the narrower before the wider.
const TABLE: &[Foreign] = &[
    row("a locked Office document", "Remove its password in the program that made it.", |b, _| {
        is_ole(b, "", &[], "EncryptedPackage")
    }),
    row("an old Excel sheet (.xls)", TO_CSV, |b, e| is_ole(b, e, &["xls", "xlt"], "Workbook")),
    row("an old PowerPoint presentation (.ppt)", TO_TEXT, |b, e| is_ole(b, e, &["ppt", "pps"], "PowerPoint Document")),
    row(
        "a message of Outlook (.msg)",
        "Save it as .eml, or drag it into another mail program and save it there.",
        |b, e| is_ole(b, e, &["msg"], "__properties_version1.0"),
    ),
    row("a Publisher or Works document", TO_DOCX, |b, e| is_ole(b, e, &["pub", "wps"], "Quill")),
    row("an HWP document", TO_DOCX, |b, e| {
        is_ole(b, e, &["hwp"], "HwpSummaryInformation") || begins(b, b"HWP Document File")
    }),
    row("an old Word document (.doc)", TO_DOCX, |b, e| is_ole(b, e, &["doc", "dot"], "WordDocument")),
    row("an old Office document", TO_DOCX, |b, _| begins(b, OLE)),
    row("an Excel sheet (.xlsx)", TO_CSV, |b, _| b.is_zip() && b.lists(b"xl/workbook.")),
    row("a PowerPoint presentation (.pptx)", TO_TEXT, |b, _| b.is_zip() && b.lists(b"ppt/presentation.xml")),
    row("a Visio drawing", TO_TEXT, |b, _| b.is_zip() && b.lists(b"visio/document.xml")),
    row("an XPS document", TO_TEXT, |b, _| {
        b.is_zip() && (b.lists(b"FixedDocSeq.fdseq") || b.lists(b"FixedDocumentSequence.fdseq"))
    }),
    row("an OpenDocument sheet (.ods)", TO_CSV, |b, _| is_open_document(b, "spreadsheet")),
    row("an OpenDocument presentation (.odp)", TO_TEXT, |b, _| is_open_document(b, "presentation")),
    row("an OpenDocument drawing (.odg)", TO_TEXT, |b, _| is_open_document(b, "graphics")),
    row("a document of OpenOffice 1 (.sxw)", TO_DOCX, |b, _| b.is_zip() && b.lists(b"application/vnd.sun.xml.")),
    row("an HWPX document", TO_DOCX, |b, _| b.is_zip() && b.lists(b"application/hwp+zip")),
    row("an InDesign document (.idml)", TO_TEXT, |b, _| {
        b.is_zip() && b.lists(b"application/vnd.adobe.indesign-idml-package")
    }),
    row("a Numbers sheet", TO_CSV, |b, e| b.is_zip() && is_one_of(e, &["numbers"])),
    row("a Keynote presentation", TO_TEXT, |b, e| b.is_zip() && is_one_of(e, &["key"])),
    row("a Pages document", "Export it as Word or EPUB in Pages.", |b, e| {
        b.is_zip() && (is_one_of(e, &["pages"]) || b.lists(b"Index/Document.iwa") || b.lists(b"index.xml.gz"))
    }),
    row("a REFI-QDA project (.qdpx)", "Bring its codings in with: sayso import FILE --from qdpx", |b, e| {
        b.is_zip() && (is_one_of(e, &["qdpx"]) || b.lists(b"project.qde"))
    }),
    row("a comic book of pictures (.cbz)", "Let a program for text recognition (OCR) read its pages.", |b, e| {
        b.is_zip() && is_one_of(e, &["cbz"])
    }),
    row("a book for Kindle (.mobi, .azw3)", TO_EPUB, |b, _| {
        at(b, 60, b"BOOKMOBI")
            || at(b, 60, b"TEXtREAd")
            || begins(b, b"TPZ0")
            || begins(b, b"CONT\x02\0")
            || begins(b, b"\xeaDRMION\xee")
    }),
    row("a book for eReader (.pdb)", TO_EPUB, |b, _| at(b, 60, b"PNRdPPrs")),
    row("a book for Microsoft Reader (.lit)", TO_EPUB, |b, _| begins(b, b"ITOLITLS")),
    row("a book for Sony readers (.lrf)", TO_EPUB, |b, _| begins(b, b"L\0R\0F\0")),
    row("a Windows help file (.chm)", "Convert it to EPUB or HTML, for instance with Calibre.", |b, _| {
        begins(b, b"ITSF")
    }),
    row("a DjVu document", "Convert it to PDF with its text, for instance with ddjvu and OCR.", |b, _| {
        begins(b, b"AT&TFORM")
    }),
    row(
        "a web archive (WARC)",
        "Take the page out of it as HTML, for instance with warcio or ReplayWeb.page.",
        |b, _| begins(b, b"WARC/"),
    ),
    row("a web archive of Safari", "Open it in Safari and save the page source as HTML.", |b, e| {
        begins(b, b"bplist") && is_one_of(e, &["webarchive"])
    }),
    row("a property list of Apple", UNPACK, |b, _| begins(b, b"bplist") || b.has_root(&["plist"])),
    row("a PostScript file", "Convert it to PDF, for instance with ps2pdf.", |b, _| {
        begins(b, b"%!PS") || begins(b, b"\x04%!PS")
    }),
    row("a picture (SVG)", "Save its text, or print it to PDF.", |b, _| {
        b.has_root(&["svg"]) && b.holds("www.w3.org/2000/svg")
    }),
    row("notes of Evernote (.enex)", "Export them as HTML.", |b, _| b.has_root(&["en-export"])),
    row("a Word document in XML", TO_DOCX, |b, _| {
        b.has_root(&["wordDocument"]) || b.has_root(&["package"]) && b.holds("schemas.microsoft.com")
    }),
    row("an Excel sheet in XML", TO_CSV, |b, _| b.has_root(&["Workbook"])),
    row("a flat OpenDocument file", "Save it as .odt.", |b, _| b.has_root(&["document"]) && b.holds("opendocument")),
    row("the contents list of an EPUB", "Open the book itself.", |b, _| {
        b.has_root(&["ncx", "container"]) || b.has_root(&["package"]) && b.holds("idpf.org")
    }),
    row("a story of InCopy (.icml)", "Export it from InDesign as Word or EPUB.", |b, _| {
        b.is_xml() && b.holds("<?aid ")
    }),
    row("an outline (OPML)", "Export it as Markdown or HTML.", |b, _| b.has_root(&["opml"])),
    row("a WordPerfect document", TO_DOCX, |b, _| begins(b, b"\xffWPC")),
    row("a Windows Write document", TO_DOCX, |b, _| begins(b, b"1\xbe\0\0\0\xab") || begins(b, b"2\xbe\0\0\0\xab")),
    row("a OneNote section", TO_TEXT, |b, _| begins(b, b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d")),
    row("an InDesign document", TO_TEXT, |b, _| begins(b, b"\x06\x06\xed\xf5\xd8\x1d\x46\xe5")),
    row("a mail store of Outlook (.pst)", "Export the messages as .eml or mbox.", |b, _| begins(b, b"!BDN")),
    row("an Access database", TO_CSV, |b, _| at(b, 4, b"Standard Jet DB") || at(b, 4, b"Standard ACE DB")),
    row("a SQLite database", TO_CSV, |b, _| begins(b, b"SQLite format 3\0")),
    row("a Parquet table", TO_CSV, |b, _| begins(b, b"PAR1")),
    row("an Arrow table", TO_CSV, |b, _| begins(b, b"ARROW1")),
    row("an SPSS file", TO_CSV, |b, _| begins(b, b"$FL2@(#)") || begins(b, b"$FL3@(#)")),
    row("a tar archive", UNPACK, |b, _| at(b, 257, b"ustar")),
    row("a recording", TRANSCRIBE, |b, _| {
        let riff = begins(b, b"RIFF") && (at(b, 8, b"WAVE") || at(b, 8, b"AVI "));
        let aiff = begins(b, b"FORM") && (at(b, 8, b"AIFF") || at(b, 8, b"AIFC"));
        let picture = at(b, 8, b"heic") || at(b, 8, b"mif1") || at(b, 8, b"avif") || at(b, 8, b"heix");
        let movie = at(b, 4, b"ftyp") && !picture;
        let others: [&[u8]; 9] = [
            b"OggS",
            b"ID3",
            b"fLaC",
            b"\x1aE\xdf\xa3",
            b"#!AMR",
            b"FLV\x01",
            b"\x30\x26\xb2\x75\x8e\x66\xcf\x11",
            b"\xff\xfb\x90",
            b"MThd\0\0\0\x06",
        ];
        riff || aiff || movie || others.iter().any(|magic| begins(b, magic))
    }),
];

/// What a file that begins so and is called so is, where it is known not to be read. O(bytes) for an archive, O(1) else.
pub fn of(beginning: &Beginning<'_>, extension: &str) -> Option<&'static Foreign> {
    TABLE.iter().find(|kind| (kind.test)(beginning, extension))
}

#[cfg(test)]
mod tests {
    use crate::document::{Format, LoadError, LoadOptions, load};

    fn refusal(bytes: &[u8], name: &str) -> String {
        load(bytes, name, &LoadOptions::default()).err().map(|e| e.to_string()).unwrap_or_default()
    }

    fn ole(stream: &str) -> Vec<u8> {
        let mut bytes = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
        bytes.resize(1024, 0);
        bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    }

    #[test]
    fn they_are_named_with_what_to_do() {
        let mut mobi = b"Tides".to_vec();
        mobi.resize(60, 0);
        mobi.extend(b"BOOKMOBI\0\0 High, said Mira Tolle.");
        let cases: &[(&[u8], &str, &str)] = &[
            (
                b"WARC/1.0\r\nWARC-Type: response\r\n\r\n<p>\xe2\x80\x9cHigh,\xe2\x80\x9d said Mira Tolle.",
                "a.warc",
                "web archive",
            ),
            (b"WARC/1.0\r\nWARC-Type: response\r\n", "a.txt", "web archive"),
            (&ole("WordDocument"), "a", "old Word document"),
            (&ole(""), "a.doc", "old Word document"),
            (&ole("Workbook"), "a", "CSV"),
            (&ole("EncryptedPackage"), "a.docx", "password"),
            (&ole("__properties_version1.0"), "a.msg", ".eml"),
            (&mobi, "a.azw3", "Calibre"),
            (b"AT&TFORM\0\0\0\0DJVU", "a.djvu", "DjVu"),
            (b"ITSF\x03\0\0\0", "a.chm", "help file"),
            (b"%!PS-Adobe-3.0\n(High) show", "a.ps", "PostScript"),
            (
                b"<?xml version='1.0'?>\n<!-- x --><svg xmlns='http://www.w3.org/2000/svg'><text>High</text></svg>",
                "a.svg",
                "SVG",
            ),
            (b"<?xml version='1.0'?><en-export><note/></en-export>", "a.enex", "Evernote"),
            (b"\x1aE\xdf\xa3\0\0", "a.mkv", "speech recognition"),
        ];
        for (bytes, name, words) in cases {
            let said = refusal(bytes, name);
            assert!(said.contains(words) && said.contains("does not read"), "{name}: {said}");
        }
    }

    #[test]
    fn a_person_who_insists_has_it_read() {
        let options = LoadOptions { format: Some(Format::Text), ..LoadOptions::default() };
        assert!(load(b"WARC/1.0\n".as_slice(), "a.warc", &options).is_ok());
        assert!(matches!(load(b"WARC/1.0\n".as_slice(), "a", &LoadOptions::default()), Err(LoadError::Foreign(..))));
    }

    #[test]
    fn words_about_them_are_none_of_them() {
        for words in [
            "The WARC/1.0 standard.",
            "PK is a format.",
            "BOOKMOBI",
            "A %!PS header",
            "ID4",
            "RIFFs and waves",
            "<svg> is a tag",
        ] {
            assert_eq!(refusal(words.as_bytes(), "a.txt"), "", "{words}");
        }
    }
}
