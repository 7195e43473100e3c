//! Who is who in a file of XML: the names that its lists of persons give to ids.

use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use std::collections::HashMap;

/// Bytes of a name that are kept: more is no name.
const MAX_NAME_BYTES: usize = 200;

/// What files that list persons hold: the others need not be read twice.
const LISTS: [&[u8]; 5] = [b"person", b"<org", b"<castItem", b"<role", b"TLC"];

/// Names by id.
#[derive(Debug, Default)]
pub struct People {
    names: HashMap<String, Box<str>>,
}

/// Somebody as a file refers to them: a name, and whether a list gives it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reference {
    /// The name.
    pub name: String,
    /// Whether it is given; else it was made of the id.
    pub sure: bool,
}

/// The person being read.
#[derive(Default)]
struct Entry {
    id: String,
    depth: usize,
    /// Whether the first name is being read (1) or has been read (2).
    state: u8,
    forename: String,
    link: String,
    surname: String,
    plain: String,
    field: NamePart,
}

#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum NamePart {
    #[default]
    Plain,
    Forename,
    Link,
    Surname,
    Other,
}

impl Entry {
    fn name(&self) -> String {
        let parts = [self.forename.trim(), self.link.trim(), self.surname.trim()];
        let joined: Vec<&str> = parts.into_iter().filter(|p| !p.is_empty()).collect();
        if joined.is_empty() { in_one_line(&self.plain) } else { in_one_line(&joined.join(" ")) }
    }

    fn take(&mut self, words: &str) {
        let part = match self.field {
            NamePart::Plain => &mut self.plain,
            NamePart::Forename => &mut self.forename,
            NamePart::Link => &mut self.link,
            NamePart::Surname => &mut self.surname,
            NamePart::Other => return,
        };
        if part.len() < MAX_NAME_BYTES {
            part.push_str(words);
        }
    }
}

impl People {
    /// Reads the lists of persons of `source`. O(n), and a search where it has none.
    pub fn of(source: &str) -> Self {
        let mut people = Self::default();
        if !LISTS.iter().any(|list| memchr::memmem::find(source.as_bytes(), list).is_some()) {
            return people;
        }
        let mut entry: Option<Entry> = None;
        let mut depth = 0usize;
        // What is broken is told by whoever reads the words.
        let _ = xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => {
                    depth += 1;
                    people.start(local(name), attributes, depth, &mut entry);
                }
                XmlEvent::End(name) => {
                    depth = depth.saturating_sub(1);
                    if let Some(open) = &mut entry {
                        match local(name) {
                            "persName" | "orgName" | "name" | "role" => open.state = 2,
                            "forename" | "surname" | "genName" | "nameLink" | "roleName" | "addName" => {
                                // Several given names stand in elements of their own.
                                open.forename.push(' ');
                                open.field = NamePart::Plain;
                            }
                            _ => {}
                        }
                        if depth < open.depth {
                            let (id, name) = (std::mem::take(&mut open.id), open.name());
                            people.add(&id, &name);
                            entry = None;
                        }
                    }
                }
                XmlEvent::Text(words) => {
                    if let Some(open) = entry.as_mut().filter(|e| e.state == 1) {
                        open.take(words);
                    }
                }
            }
            true
        });
        people
    }

    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>, depth: usize, entry: &mut Option<Entry>) {
        let id = || ["xml:id", "eId", "id"].iter().find_map(|key| attributes.get(key));
        match name {
            "person" | "personGrp" | "org" | "castItem" if entry.is_none() => {
                *entry = id().map(|id| Entry { id: id.into_owned(), depth, ..Entry::default() });
            }
            "role" => {
                // An id of its own is what speeches refer to, as a rule.
                if let Some(id) = id() {
                    *entry = Some(Entry { id: id.into_owned(), depth, state: 1, ..Entry::default() });
                } else if let Some(open) = entry.as_mut().filter(|e| e.state == 0) {
                    open.state = 1;
                }
            }
            "TLCPerson" | "TLCOrganization" | "TLCRole" => {
                if let (Some(id), Some(shown)) = (id(), attributes.get("showAs")) {
                    self.add(&id, &in_one_line(&shown));
                }
            }
            "persName" | "orgName" | "name" => {
                if let Some(open) = entry.as_mut().filter(|e| e.state == 0) {
                    open.state = 1;
                }
            }
            "forename" | "surname" | "nameLink" | "roleName" | "genName" | "addName" => {
                if let Some(open) = entry {
                    open.field = match name {
                        "forename" => NamePart::Forename,
                        "surname" => NamePart::Surname,
                        "nameLink" => NamePart::Link,
                        _ => NamePart::Other,
                    };
                }
            }
            _ => {}
        }
    }

    fn add(&mut self, id: &str, name: &str) {
        if !name.is_empty() && name.len() <= MAX_NAME_BYTES {
            self.names.entry(id.to_owned()).or_insert_with(|| name.into());
        }
    }

    /// Who is meant by the value of a `who`: ids with `#`, several with blanks between them. None of an empty one.
    pub fn find(&self, value: &str) -> Option<Reference> {
        let mut all = Vec::new();
        let mut sure = true;
        for reference in value.split_whitespace().take(8) {
            let id = reference.rsplit(['#', '/']).next().unwrap_or(reference);
            match self.names.get(id) {
                Some(name) => all.push(name.to_string()),
                None => {
                    sure = false;
                    all.push(readable(id));
                }
            }
        }
        all.retain(|name| !name.is_empty());
        (!all.is_empty()).then(|| Reference { name: all.join(" and "), sure })
    }
}

/// An id as a name is written: `#AdaGrey`, `ada_grey`.
fn readable(id: &str) -> String {
    let mut out = String::with_capacity(id.len() + 2);
    let mut before = ' ';
    for sign in id.chars().take(MAX_NAME_BYTES) {
        // `McKay` is one word.
        let word = out.rsplit(' ').next().unwrap_or_default();
        if sign.is_uppercase() && before.is_lowercase() && !matches!(word, "Mc" | "Mac" | "De" | "Du" | "Di" | "La") {
            out.push(' ');
        }
        out.push(if sign == '_' { ' ' } else { sign });
        before = sign;
    }
    in_one_line(&out)
}

/// Words with one blank between them.
pub fn in_one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(source: &str, who: &str) -> (String, bool) {
        People::of(source).find(who).map(|r| (r.name, r.sure)).unwrap_or_default()
    }

    #[test]
    fn names_as_files_list_them() {
        let tei = "<TEI><teiHeader><person xml:id='OK'><persName><surname>Koster</surname> <forename>Ole</forename> \
            <forename>M.</forename><nameLink>de</nameLink><roleName>Dr.</roleName></persName><persName>Other</persName>\
            <occupation>pilot</occupation></person><org xml:id='board'><orgName>Pilot Board</orgName></org></teiHeader>\
            <castItem xml:id='c'><role>Mira</role>, <roleDesc>her aunt</roleDesc></castItem><role xml:id='Tam_'>Tam</role></TEI>";
        for (who, name) in [("#OK", "Ole M. de Koster"), ("#board", "Pilot Board"), ("people.xml#Tam_", "Tam")] {
            assert_eq!(found(tei, who), (name.to_owned(), true));
        }
        assert_eq!(found(tei, "#c"), ("Mira".to_owned(), true));
        assert_eq!(found(tei, "#OK #board"), ("Ole M. de Koster and Pilot Board".to_owned(), true));
        let act = "<akomaNtoso><TLCPerson eId='mt' href='/x' showAs='Mira Tolle'/></akomaNtoso>";
        assert_eq!(found(act, "#mt"), ("Mira Tolle".to_owned(), true));
    }

    #[test]
    fn an_id_that_no_list_explains_is_read_as_a_name() {
        for (who, name) in
            [("#MiraTolle", "Mira Tolle"), ("#mira_tolle", "mira tolle"), ("#MT", "MT"), ("#IanMcKay", "Ian McKay")]
        {
            assert_eq!(found("<TEI/>", who), (name.to_owned(), false));
        }
        assert_eq!(People::default().find(" "), None);
    }
}
