//! Which files are exports of ours, told by how they begin: they are no documents, and may be replaced by another export.

/// How a format's files begin that are one JSON value, or one a line; and what else stands near the beginning.
const JSON: [(&str, &[&str]); 10] = [
    ("{\"document\":", &[",\"label\":", ",\"anchor\":", "\"exact\":"]),
    ("{\"id\":", &["\"detector\":\"", "\"attributions\":["]),
    ("{\"id\":", &["\"conversation_id\":", "\"reply-to\":", ",\"meta\":{\"label\":\"quote\",\"kind\":"]),
    ("{\"@context\":[\"http://www.w3.org/ns/anno.jsonld\",{\"sayso\":\"urn:sayso:\"}]", &[]),
    ("{\"export_date\":", &["\"client_version\":\"sayso\""]),
    ("{\"@context\":\"https://schema.org\",\"@graph\":[", &["urn:uuid:"]),
    ("{\"exporter\":\"sayso\",", &[]),
    ("{\"meta\":{\"document\":", &["\"exporter\":\"sayso\""]),
    ("[{\"meta\":{\"exporter\":\"sayso\"},", &[]),
    ("{\"figures\":\"sayso\",", &[]),
];

/// First columns of tables, of `export`, of `detect` and of `stats`.
const TABLES: [&str; 11] = [
    "document,id,label,kind,form,status,anchor,at,exact,quoted,",
    "document,type,form,content,quotes,cue,source,mention,speaker,score,",
    "speaker,statements,quotes,claims,documents,first,last,",
    "gender,speakers,statements,decided,words,share",
    "outlet,statements,decided,quotes,claims,documents,",
    "period,statements,decided,suggested",
    "label,annotations,documents",
    "rating,claims,documents",
    "level,from,decided,right,share,low,high,",
    "kind,decided,right,share,low,high,",
    "annotator,documents,reviewed,begun,left,annotations",
];

/// Headings of a page to read.
pub const SECTIONS: [&str; 3] = ["Who said what", "Claims", "Notes and highlights"];

/// Stands in every TEI export.
pub const TEI: &str = "<p>Exported by sayso.</p>";

/// Stands in the head of every file for ELAN.
pub const EAF: &str = "<PROPERTY NAME=\"exporter\">sayso</PROPERTY>";

/// Stands in the head of every `TextGrid`: a remark for whoever reads it.
pub const TEXTGRID: &str = "! Exported by sayso.";

/// First line of a list of quotations: a comment that no reader of Markdown shows.
pub const QUOTATIONS: &str = "<!-- Quotations, written by sayso -->";

/// Bytes of a page in which its generator is named.
const GENERATOR: usize = 1024;

/// Whether a file that begins with `head` is an export of ours. Formats that have no mark of their own (a page to read) are
/// told by their shape; those that have neither (plain text of brat, templates) are not told. O(head).
pub fn is_export(head: &[u8]) -> bool {
    let text = String::from_utf8_lossy(head);
    let text = text.trim_start_matches('\u{feff}');
    text.starts_with(QUOTATIONS)
        || text.starts_with("File type = \"ooTextFile\"") && text.contains(TEXTGRID)
        || is_json(text)
        || TABLES.iter().any(|t| text.starts_with(t))
        || is_markup(text)
        || is_page(text)
}

fn is_json(text: &str) -> bool {
    JSON.iter().any(|(start, more)| text.starts_with(start) && more.iter().all(|m| text.contains(m)))
}

fn is_markup(text: &str) -> bool {
    let begin = || text.char_indices().nth(GENERATOR).map_or(text, |(at, _)| text.get(..at).unwrap_or(text));
    text.starts_with("<?xml") && (text.contains(TEI) || text.contains(EAF))
        || text.starts_with("<!DOCTYPE html>") && begin().contains("<meta name=\"generator\" content=\"sayso\">")
}

/// Whether it has a title, one of the sections, and records with their places: Markdown, Org or plain text.
fn is_page(text: &str) -> bool {
    let mut parts = text.split("\n\n");
    let first = parts.next().unwrap_or_default();
    let underlined = |part: &str, with: char| {
        part.split_once('\n').is_some_and(|(_, line)| !line.is_empty() && line.chars().all(|c| c == with))
    };
    let is_section = |part: &str| {
        let named = |words: &str| SECTIONS.contains(&words);
        if first.starts_with("# ") {
            part.strip_prefix("## ").is_some_and(named)
        } else if first.starts_with("* ") {
            part.strip_prefix("** ").is_some_and(named)
        } else {
            underlined(part, '-') && part.split_once('\n').is_some_and(|(words, _)| named(words))
        }
    };
    (first.starts_with("# ") || first.starts_with("* ") || underlined(first, '='))
        && parts.any(is_section)
        && (names_a_place(text) || text.contains("lost its place"))
}

/// `· paragraph 12`, in pages of older builds `characters 12 to 34`.
fn names_a_place(text: &str) -> bool {
    let number = |words: &str| words.starts_with(|c: char| c.is_ascii_digit());
    // `[paragraph 12](…)`, in Org `[[…][paragraph 12]]`.
    let named = |rest: &str| rest.strip_prefix("paragraph").is_some_and(|n| number(n.trim_start()));
    let paragraph = |rest: &str| {
        let rest = rest.trim_start();
        let linked = rest.strip_prefix("[[").and_then(|link| Some(link.split_once("][")?.1));
        named(linked.or_else(|| rest.strip_prefix('[')).unwrap_or(rest))
    };
    if text.split('·').skip(1).any(paragraph) {
        return true;
    }
    text.split("characters ").skip(1).any(|rest| {
        let words = rest.trim_start_matches(|c: char| c.is_ascii_digit());
        number(rest) && words.trim_start().strip_prefix("to").is_some_and(|to| number(to.trim_start()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::annotation::{Codebook, Set};
    use crate::detect::Detector;
    use crate::export::{FORMATS, Filter, Memory, Options, Selected};
    use crate::reading::Reading;
    use std::sync::Arc;

    fn exported(name: &str, documents: usize) -> Memory {
        let text = "The vote\n\n“We will vote on Monday,” said Ada Grey, the mayor.\n";
        let document = crate::document::load(text.as_bytes(), "a.txt", &crate::document::LoadOptions::default());
        let document = Arc::new(document.unwrap());
        let found = Arc::new(Detector::new().extract(&document));
        let reading = Reading::new(document, found, Set::default());
        let filter = Filter::with(true, false);
        let all: Vec<Selected<'_>> =
            (0..documents).map(|n| Selected::new(format!("{n}/a.txt"), &reading, &filter)).collect();
        let format = FORMATS.iter().find(|f| f.name == name).unwrap();
        let mut out = Memory::default();
        let options = Options { now: "2026-11-27T08:00:00Z".to_owned(), ..Options::default() };
        format.write(&all, &Codebook::default(), &options, &mut out).unwrap();
        out
    }

    #[test]
    fn what_we_write_is_known_again() {
        for name in [
            "markdown",
            "html",
            "org",
            "text",
            "csv",
            "jsonl",
            "w3c",
            "hypothesis",
            "tei",
            "doccano",
            "label-studio",
            "spacy",
            "elan",
            "textgrid",
            "convokit",
        ] {
            let out = exported(name, 1).main;
            assert!(is_export(&out), "{name}: {}", String::from_utf8_lossy(&out));
        }
        for name in ["markdown", "html", "org", "text", "csv", "doccano", "label-studio", "spacy"] {
            assert!(is_export(&exported(name, 3).main), "{name}");
        }
    }

    #[test]
    fn what_others_write_is_not() {
        for text in [
            "",
            "# Who said what\n\n## Claims\n\nThe characters 3 and 4 talk to each other.\n",
            "# Notes\n\n## Claims\n\nOne.\n",
            "# Notes\n\n## Claims\n\nSee paragraph 12 of the law.\n",
            "id,text\n1,words\n",
            "document,id,text\n",
            "{\"document\": \"a\", \"text\": \"b\"}\n",
            "{\"document\":\"a\",\"text\":\"\\\"anchor\\\":1,\\\"exact\\\":2,\\\"label\\\":3\"}\n",
            "{\"id\": 1, \"text\": \"b\"}\n",
            "[{\"data\":{\"text\":\"b\"}}]",
            "<?xml version=\"1.0\"?><TEI><text><p>Exported by hand.</p></text></TEI>",
            "<!DOCTYPE html><p>&lt;meta name=\"generator\" content=\"sayso\"&gt;",
            "{\"id\": \"a\", \"conversation_id\": \"b\", \"text\": \"c\", \"speaker\": \"d\", \"meta\": {}, \"reply-to\": null}\n",
            "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n\nxmin = 0\nxmax = 1\ntiers? <exists>\nsize = 0\nitem []:\n",
            "<?xml version=\"1.0\"?><ANNOTATION_DOCUMENT><HEADER><PROPERTY NAME=\"URN\">x</PROPERTY></HEADER></ANNOTATION_DOCUMENT>",
            "A title\n=======\n\nWords\n\nClaims\n------\n\nMore words.\n",
        ] {
            assert!(!is_export(text.as_bytes()), "{text}");
        }
    }
}
