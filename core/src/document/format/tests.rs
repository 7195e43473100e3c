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
        (b"0:00:01.000,0:00:02.000\nHello\n", "a", Format::Sbv),
        (b"\xef\xbb\xbf[Script Info]\nTitle: {x}\n", "a.txt", Format::Ass),
        (b"<?xml version='1.0'?>\n<!-- x -->\n<tt xmlns='http://www.w3.org/ns/ttml'>", "a.xml", Format::Ttml),
        (b"<?xml version='1.0'?><ANNOTATION_DOCUMENT>", "a.xml", Format::Elan),
        (b"<?xml version='1.0'?><!DOCTYPE Trans SYSTEM 't.dtd'><Trans>", "a.xml", Format::Transcriber),
        (b"@UTF8\n@Begin\n", "a.txt", Format::Childes),
        (b"F\0i\0l\0e\0 \0t\0y\0p\0e\0 \0=\0 \0\"\0o\0o\0T\0e\0x\0t\0F\0i\0l\0e\0\"\0\n\0\"\0T\0e\0x\0t\0G\0r\0i\0d\0\"\0", "a", Format::TextGrid),
        (b"{\"text\":\"<p><span data-timestamp=\\\"1\\\">\"}", "a.json", Format::Otranscribe),
        (b"{\"chunks\": [{\"text\": \"Hi\", \"timestamp\": [0.0, 1.0]}]}", "a.json", Format::Asr),
        (b"{\"text\": \"Hi\", \"chunks\": 3, \"timestamp\": \"2026\"}", "a.json", Format::Jsonl),
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

#[test]
fn rows_do_not_contradict_each_other() {
    let mut orders: Vec<(bool, u8)> = Vec::new();
    let mut extensions: Vec<&str> = Vec::new();
    for row in rows() {
        match row.signature {
            Signature::Name => {}
            Signature::Bytes(order, _) => orders.push((true, order)),
            Signature::Words(order, _) => orders.push((false, order)),
        }
        extensions.extend(row.extensions);
    }
    for (what, count, all) in [
        ("orders", orders.iter().collect::<std::collections::HashSet<_>>().len(), orders.len()),
        ("extensions", extensions.iter().collect::<std::collections::HashSet<_>>().len(), extensions.len()),
    ] {
        assert_eq!(count, all, "two rows share one of the {what}");
    }
}

/// A file whose format is not part of this build is recognised and refused by name.
#[test]
fn a_format_that_is_not_built_in_is_named() {
    let cases: &[(bool, &[u8], &str, &str)] = &[
        (cfg!(feature = "pdf"), b"%PDF-1.7\n", "a.pdf", "This build of sayso reads no PDF files."),
        (cfg!(feature = "office"), b"{\\rtf1 x}", "a.rtf", "This build of sayso reads no Rich Text files."),
        (
            cfg!(feature = "mail"),
            b"From: a@x\nMIME-Version: 1.0\n\nHi",
            "a.eml",
            "This build of sayso reads no messages.",
        ),
    ];
    for (built_in, bytes, name, words) in cases {
        let refused = crate::document::load(*bytes, name, &LoadOptions::default()).err();
        let named = refused.is_some_and(|e| e.to_string() == *words);
        assert_eq!(named, !built_in, "{name}");
    }
}
