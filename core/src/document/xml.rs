//! XML as a stream of elements and words, for loaders that know what the elements mean.

use super::Limits;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// What comes next.
#[derive(Debug)]
pub enum XmlEvent<'a, 'b> {
    /// An element begins.
    Start(&'a str, XmlAttributes<'b>),
    /// It ends.
    End(&'a str),
    /// Words, references resolved.
    Text(&'a str),
}

/// The attributes of an element.
#[derive(Clone, Copy, Debug)]
pub struct XmlAttributes<'b> {
    element: &'b BytesStart<'b>,
    before: usize,
    behind: usize,
}

impl<'b> XmlAttributes<'b> {
    /// The byte of the source at which the start tag begins.
    pub const fn before(self) -> usize {
        self.before
    }

    /// The byte of the source behind the start tag.
    pub const fn behind(self) -> usize {
        self.behind
    }

    /// The value of the attribute called `name`, prefix and all. O(attributes).
    pub fn get(self, name: &str) -> Option<Cow<'b, str>> {
        let found = self.element.attributes().with_checks(false).flatten().find(|a| a.key.as_ref() == name)?;
        Some(plain(found.value))
    }

    /// All of them: names with their prefixes, and values.
    pub fn all(self) -> Vec<(&'b str, Cow<'b, str>)> {
        let mut all = self.element.attributes();
        all.with_checks(false).flatten().map(|a| (a.key.into_inner(), plain(a.value))).collect()
    }
}

/// Letters of an average cell beyond which a table only arranges prose.
pub const MIN_PROSE_LETTERS: usize = 80;

/// Bytes of a table that are looked at to tell what it is for.
const TABLE_SAMPLE_BYTES: usize = 64 * 1024;

/// Bytes of tables that are looked at in all: those of a source, and so many times more for tables in tables.
const MAX_SAMPLED_RATIO: usize = 8;

/// Letters of a cell that may be a name, a time or a number.
const MAX_LABEL_LETTERS: usize = 48;

/// Fewest rows of a table that is read row by row though it holds prose.
const MIN_ROWS: usize = 3;

/// Most columns of such a table.
const MAX_PROSE_COLUMNS: usize = 4;

/// What a table is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum TableUse {
    /// Its cells are read in their rows.
    #[default]
    Rows,
    /// The same; the last of so many columns holds prose, the others names, times, numbers.
    ProseInLast(usize),
    /// It arranges prose: its cells are read as paragraphs.
    Prose,
}

impl TableUse {
    /// By the letters in the cells of each row: prose where an average cell has many, but for a table of short cells and a
    /// long one in each row, as an interview is written down.
    pub fn of_rows<'a>(rows: impl Iterator<Item = &'a [usize]>) -> Self {
        let (mut letters, mut cells, mut count, mut columns) = (0usize, 0usize, 0usize, None);
        let mut regular = true;
        for row in rows {
            letters += row.iter().sum::<usize>();
            cells += row.len();
            count += 1;
            regular &= *columns.get_or_insert(row.len()) == row.len();
            regular &= row.split_last().is_some_and(|(_, labels)| labels.iter().all(|l| *l <= MAX_LABEL_LETTERS));
        }
        let columns = columns.filter(|c| regular && count >= MIN_ROWS && (2..=MAX_PROSE_COLUMNS).contains(c));
        match columns {
            _ if letters <= MIN_PROSE_LETTERS * cells.max(1) && columns.is_none() => Self::Rows,
            Some(columns) => Self::ProseInLast(columns),
            None => Self::Prose,
        }
    }
}

/// Tells what the tables of a source are for.
#[derive(Debug, Default)]
pub struct TableClassifier {
    /// Bytes that were looked at.
    spent: usize,
    /// Letters of the cells of the table looked at.
    letters: Vec<usize>,
}

impl TableClassifier {
    /// What the table is for whose start tag ends before byte `behind` of `source`: told by the letters of the cells in its first
    /// 64 KB. The names of table, rows and cells as they stand there. O(1), and O(n) for all tables of a source: where they are
    /// more than anybody writes, those behind are taken for figures.
    pub fn use_of(&mut self, source: &str, behind: usize, names: (&str, &str, &[&str])) -> TableUse {
        if self.spent > TABLE_SAMPLE_BYTES.saturating_add(source.len()).saturating_mul(MAX_SAMPLED_RATIO) {
            return TableUse::Rows;
        }
        let (table, row, cells) = names;
        let to = source.floor_char_boundary(behind.saturating_add(TABLE_SAMPLE_BYTES).min(source.len()));
        let rest = source.get(behind..to).unwrap_or_default();
        let inside = rest.find(&format!("</{table}>")).and_then(|end| rest.get(..end)).unwrap_or(rest);
        self.spent = self.spent.saturating_add(inside.len());
        self.letters.clear();
        let (mut rows, mut nested): (Vec<usize>, bool) = (Vec::new(), false);
        for piece in inside.split('<').skip(1) {
            let (tag, words) = piece.split_once('>').unwrap_or((piece, ""));
            let end = tag.find([' ', '/', '\n', '\t', '\r']).unwrap_or(tag.len());
            let name = tag.get(..end).unwrap_or_default();
            if name == row {
                rows.push(self.letters.len());
            } else if cells.contains(&name) {
                self.letters.push(0);
            } else {
                nested |= name == table;
            }
            if let Some(last) = self.letters.last_mut() {
                *last = last.saturating_add(words.trim().len());
            }
        }
        // A table in a cell: these are no rows of names and words.
        if nested || rows.is_empty() {
            return TableUse::of_rows(std::iter::once(self.letters.as_slice()));
        }
        let ends = rows.iter().copied().skip(1).chain([self.letters.len()]);
        TableUse::of_rows(rows.iter().zip(ends).filter_map(|(from, to)| self.letters.get(*from..to)))
    }
}

/// Hands each stretch of words of `source`, trimmed and not empty, to `take` with the local name of the element it stands
/// right in: what small files of metadata are. O(n).
#[cfg(feature = "office")]
pub fn fields(source: &str, mut take: impl FnMut(&str, &str)) {
    let mut field = String::new();
    // What is broken behind a field takes nothing from it.
    let _ = read(source, |piece| {
        match piece {
            XmlEvent::Start(name, _) => local(name).clone_into(&mut field),
            XmlEvent::End(_) => field.clear(),
            XmlEvent::Text(words) if !words.trim().is_empty() => take(&field, words.trim()),
            XmlEvent::Text(_) => {}
        }
        true
    });
}

/// A name without its prefix.
pub fn local(name: &str) -> &str {
    name.rsplit_once(':').map_or(name, |(_, local)| local)
}

/// A value with its references resolved; as it stands where one is not known.
fn plain(value: Cow<'_, str>) -> Cow<'_, str> {
    if !value.contains('&') {
        return value;
    }
    let plain = quick_xml::escape::unescape_with(&value, resolve).map(Cow::into_owned);
    Cow::Owned(plain.unwrap_or_else(|_| value.into_owned()))
}

/// Bytes of the longest name of a reference that is looked for.
const MAX_REFERENCE_BYTES: usize = 12;

/// Words with the references in them resolved that are known; what only looks like one stays. O(n).
pub fn unescaped(words: &str) -> Cow<'_, str> {
    let Some(first) = memchr::memchr(b'&', words.as_bytes()) else { return Cow::Borrowed(words) };
    let (before, mut rest) = words.split_at(first);
    let mut out = before.to_owned();
    while let Some(reference) = rest.strip_prefix('&') {
        let end = reference.bytes().take(MAX_REFERENCE_BYTES).position(|b| b == b';');
        let parts = end.and_then(|end| Some((reference.get(..end)?, reference.get(end + 1..)?)));
        let known = parts.and_then(|(name, after)| {
            let code = name.strip_prefix('#').and_then(|n| match n.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok(),
                None => n.parse().ok(),
            });
            let sign = code.and_then(char::from_u32).filter(|c| *c != '\0').map(String::from);
            Some((sign.or_else(|| resolve(name).map(str::to_owned))?, after))
        });
        let after = if let Some((sign, after)) = known {
            out.push_str(&sign);
            after
        } else {
            out.push('&');
            reference
        };
        let next = memchr::memchr(b'&', after.as_bytes()).unwrap_or(after.len());
        let (words, behind) = after.split_at(next);
        out.push_str(words);
        rest = behind;
    }
    Cow::Owned(out)
}

fn resolve(name: &str) -> Option<&'static str> {
    quick_xml::escape::resolve_xml_entity(name).or_else(|| quick_xml::escape::resolve_html5_entity(name))
}

/// Why XML could not be read to its end.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum XmlError {
    /// More elements in each other than any document has.
    #[error("its elements are nested more than {} deep at line {line}", Limits::XML_DEPTH)]
    TooDeep {
        /// The line, from 1.
        line: usize,
    },
    /// It ends inside an element.
    #[error("it breaks off at line {line}")]
    Truncated {
        /// The last line, from 1.
        line: usize,
    },
    /// It breaks a rule of XML.
    #[error("{message} at line {line}")]
    Syntax {
        /// Which.
        message: String,
        /// The line, from 1.
        line: usize,
    },
}

/// Hands each piece of `source` to `take`, in order; false from it ends the reading. What a document type would declare
/// is not expanded. O(n).
///
/// # Errors
/// At the first place that is not XML or nested too deeply. What came before was handed over.
pub fn read(source: &str, mut take: impl FnMut(XmlEvent<'_, '_>) -> bool) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(source);
    let config = reader.config_mut();
    config.check_end_names = true;
    config.allow_unmatched_ends = false;
    let mut depth = 0usize;
    loop {
        let before = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let event = reader.read_event();
        let behind = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let go_on = match &event {
            Ok(Event::Start(element)) => {
                depth += 1;
                if depth > Limits::XML_DEPTH {
                    return Err(XmlError::TooDeep { line: line(source, behind) });
                }
                take(XmlEvent::Start(element.name().as_ref(), XmlAttributes { element, before, behind }))
            }
            Ok(Event::Empty(element)) => {
                let name = element.name();
                take(XmlEvent::Start(name.as_ref(), XmlAttributes { element, before, behind }))
                    && take(XmlEvent::End(name.as_ref()))
            }
            Ok(Event::End(element)) => {
                depth = depth.saturating_sub(1);
                take(XmlEvent::End(element.name().as_ref()))
            }
            Ok(Event::Text(words)) => take(XmlEvent::Text(words)),
            Ok(Event::CData(words)) => take(XmlEvent::Text(words)),
            Ok(Event::GeneralRef(reference)) => match reference.resolve_char_ref() {
                Ok(Some(sign)) => take(XmlEvent::Text(sign.encode_utf8(&mut [0; 4]))),
                _ => {
                    let known: &str = reference;
                    match resolve(known) {
                        Some(words) => take(XmlEvent::Text(words)),
                        None => take(XmlEvent::Text(&format!("&{known};"))),
                    }
                }
            },
            Ok(Event::Eof) if depth > 0 => return Err(XmlError::Truncated { line: line(source, source.len()) }),
            Ok(Event::Eof) => return Ok(()),
            Ok(_) => true,
            Err(error) => {
                let at = usize::try_from(reader.error_position()).unwrap_or(usize::MAX);
                return Err(XmlError::Syntax { message: error.to_string(), line: line(source, at) });
            }
        };
        if !go_on {
            return Ok(());
        }
    }
}

fn line(source: &str, at: usize) -> usize {
    let before = source.as_bytes().get(..at.min(source.len())).unwrap_or_default();
    memchr::memchr_iter(b'\n', before).count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fmt::Write as _;

    fn pieces(source: &str) -> (String, Result<(), XmlError>) {
        let mut out = String::new();
        let end = read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => {
                    let _ = write!(out, "<{name} {}>", attributes.get("a").unwrap_or_default());
                }
                XmlEvent::End(name) => {
                    let _ = write!(out, "</{name}>");
                }
                XmlEvent::Text(words) => out += words,
            }
            true
        });
        (out, end)
    }

    #[test]
    fn words_and_references() {
        let (out, end) =
            pieces("<?xml version='1.0'?><x a='1 &amp; 2'>a&amp;b&#8220;&eacute;<![CDATA[<c>]]>&lol;<y/></x>");
        assert_eq!(out, "<x 1 & 2>a&b“é<c>&lol;<y ></y></x>");
        assert!(end.is_ok());
    }

    #[test]
    fn tags_are_where_they_are() {
        let source = "<?xml version='1.0'?>\n<x a='>'>é &amp; b<y/ ><!-- <z> --><z b=''/></x>";
        let mut tags = Vec::new();
        let _ = read(source, |piece| {
            if let XmlEvent::Start(_, at) = piece {
                tags.push(source.get(at.before()..at.behind()).unwrap());
            }
            true
        });
        assert_eq!(tags.first().copied(), Some("<x a='>'>"));
        assert!(tags.iter().all(|tag| tag.starts_with('<') && tag.ends_with('>')), "{tags:?}");
    }

    #[test]
    fn references_that_are_known_are_resolved_and_others_stay() {
        assert_eq!(unescaped("Q&A &amp; R&D; &#8220;x&#x201d; &nbsp"), "Q&A & R&D; “x” &nbsp");
        assert!(matches!(unescaped("none"), Cow::Borrowed(_)));
    }

    #[test]
    fn entities_of_the_document_are_not_expanded_and_depth_has_an_end() {
        let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]><x>&b;</x>";
        assert_eq!(pieces(bomb).0, "<x >&b;</x>");
        let deep = |n: usize| "<a>".repeat(n) + &"</a>".repeat(n);
        assert!(read(&deep(Limits::XML_DEPTH), |_| true).is_ok());
        assert!(read(&deep(100_000), |_| true).is_err_and(|e| e.to_string().contains("nested")));
    }

    #[test]
    fn a_table_of_prose_and_one_of_figures() {
        let prose = "word ".repeat(40);
        let source = format!("<x><t a=''><c>1</c><cc/><c>2</c></t>{prose}<t><c>{prose}</c></t></x>");
        let (mut found, mut tables) = (Vec::new(), TableClassifier::default());
        let _ = read(&source, |piece| {
            if let XmlEvent::Start("t", attributes) = piece {
                found.push(tables.use_of(&source, attributes.behind(), ("t", "r", &["c"])) == TableUse::Prose);
            }
            true
        });
        assert_eq!(found, [false, true]);
    }

    #[test]
    fn a_table_of_names_and_prose_is_read_in_rows() {
        let of = |rows: &[&[usize]]| TableUse::of_rows(rows.iter().copied());
        assert_eq!(of(&[&[4, 400], &[11, 900], &[4, 30]]), TableUse::ProseInLast(2));
        assert_eq!(of(&[&[5, 4, 400], &[5, 11, 900], &[5, 4, 300]]), TableUse::ProseInLast(3));
        assert_eq!(of(&[&[4, 400], &[11, 900]]), TableUse::Prose);
        assert_eq!(of(&[&[300, 400], &[11, 900], &[4, 300]]), TableUse::Prose);
        assert_eq!(of(&[&[4, 4], &[1, 9, 3], &[4, 3]]), TableUse::Rows);
        let rows = format!("<r><c>Q</c><c>{}</c></r>", "word ".repeat(60)).repeat(3);
        let mut tables = TableClassifier::default();
        assert_eq!(tables.use_of(&format!("<t>{rows}</t>"), 3, ("t", "r", &["c"])), TableUse::ProseInLast(2));
        let nested = format!("<t>{rows}<r><c>a</c><c><t>{rows}</t></c></r></t>");
        assert_eq!(tables.use_of(&nested, 3, ("t", "r", &["c"])), TableUse::Prose);
    }

    #[test]
    fn tables_without_number_are_not_all_looked_into() {
        let source = format!("<t>{}", format!("<c>{}</c>", "word ".repeat(40)).repeat(2_000));
        let mut tables = TableClassifier::default();
        let count = (0..1_000).filter(|_| tables.use_of(&source, 3, ("t", "r", &["c"])) == TableUse::Prose).count();
        assert!((30..100).contains(&count), "{count}");
    }

    #[test]
    fn what_breaks_off_is_told_with_its_line() {
        assert_eq!(pieces("<a>\nwords").1.unwrap_err().to_string(), "it breaks off at line 2");
        assert!(pieces("<a>\n</b>").1.unwrap_err().to_string().ends_with("line 2"));
    }
}
