//! Books: the chapters of an EPUB in the order of its spine, read as web pages are.

use super::archive::Archive;
use super::builder::TextBuilder;
use super::html::walk::{HtmlReader, last};
use super::xml::{self, XmlEvent, local};
use super::{Limits, LoadError, Parsed, bytes, html, meta};
use std::collections::{HashMap, HashSet};

/// What the file is called in messages.
const KIND: &str = "EPUB";

/// Reads a book; with `enough`, only its first chapters until they have that many bytes of text. O(n).
///
/// # Errors
/// When the archive is damaged, locked, or unpacks to too much.
pub fn read(bytes: &[u8], enough: Option<usize>, limits: &Limits) -> Result<Parsed, LoadError> {
    let mut archive = Archive::new(bytes, KIND, limits)?;
    if is_locked(&mut archive)? {
        return Err(LoadError::Locked(KIND));
    }
    let container = archive.read("META-INF/container.xml")?.unwrap_or_default();
    let Some(path) = package_path(&bytes::in_utf8(&container)) else {
        return Err(LoadError::Damaged(KIND, "META-INF/container.xml names no book".to_owned()));
    };
    read_package(archive, &path, enough, limits)
}

/// Reads the book whose package is at `path` in an archive. O(n).
///
/// # Errors
/// As [`read`].
pub fn read_package(
    mut archive: Archive<'_>,
    path: &str,
    enough: Option<usize>,
    limits: &Limits,
) -> Result<Parsed, LoadError> {
    let Some(package) = archive.read(path)? else {
        return Err(LoadError::Damaged(KIND, format!("{path} is not in it")));
    };
    let package = Package::of(&bytes::in_utf8(&package));
    let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
    let chapters: Vec<String> = package.chapters().iter().map(|href| joined(folder, href)).collect();
    read_chapters(archive, &chapters, TextBuilder::about(package.meta), enough, limits)
}

/// Reads the web pages of these names in an archive as one document. O(n).
///
/// # Errors
/// As [`read`].
pub fn read_files(archive: Archive<'_>, names: &[String], limits: &Limits) -> Result<Parsed, LoadError> {
    read_chapters(archive, names, TextBuilder::default(), None, limits)
}

fn read_chapters(
    mut archive: Archive<'_>,
    names: &[String],
    mut out: TextBuilder,
    enough: Option<usize>,
    limits: &Limits,
) -> Result<Parsed, LoadError> {
    let mut missing = 0;
    // Some books list a file once for each place in it.
    let mut read = HashSet::new();
    for name in names {
        if enough.is_some_and(|enough| out.len() >= enough) {
            break;
        }
        if !read.insert(name.as_str()) {
            continue;
        }
        match archive.read(name) {
            Ok(Some(chapter)) => out = chapter_into(&bytes::in_utf8(&chapter), last(name), out, limits)?,
            Ok(None) => missing += 1,
            Err(error @ (LoadError::TooMuch(_) | LoadError::Locked(_))) => return Err(error),
            Err(_) => missing += 1,
        }
        out.finish();
    }
    let mut read = out.done();
    read.damage = match missing {
        0 => None,
        1 => Some("1 chapter is missing or broken".to_owned()),
        n => Some(format!("{n} chapters are missing or broken")),
    };
    Ok(read)
}

/// Reads a chapter: as the XML it ought to be, else as browsers would.
fn chapter_into(source: &str, file: &str, out: TextBuilder, limits: &Limits) -> Result<TextBuilder, LoadError> {
    let whole = xml::read(source, |_| true).is_ok();
    if !whole {
        return html::pour_into(source, out, limits);
    }
    let mut walk = HtmlReader::new(out, format!("{file}#"));
    let mut tables = xml::TableClassifier::default();
    // The file itself is what a link without a place in it leads to.
    walk.out.name(&walk.file.clone());
    let _ = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => {
                if local(name) == "table" {
                    let row = name.replace("table", "tr");
                    let cells = [name.replace("table", "td"), name.replace("table", "th")];
                    let cells = [cells[0].as_str(), cells[1].as_str()];
                    walk.table = tables.use_of(source, attributes.behind(), (name, &row, &cells));
                }
                walk.start(local(name), &|wanted| attributes.get(wanted));
            }
            XmlEvent::End(_) => walk.end(),
            XmlEvent::Text(words) => walk.text(words),
        }
        true
    });
    Ok(walk.out)
}

/// Whether its chapters are encrypted: fonts may be, they are only made hard to copy.
fn is_locked(archive: &mut Archive<'_>) -> Result<bool, LoadError> {
    if archive.has("META-INF/sinf.xml") {
        return Ok(true);
    }
    let Some(listed) = archive.read("META-INF/encryption.xml")? else { return Ok(false) };
    let mut locked = false;
    let mut method = String::new();
    let _ = xml::read(&bytes::in_utf8(&listed), |piece| {
        if let XmlEvent::Start(name, attributes) = piece {
            match local(name) {
                "EncryptionMethod" => method = attributes.get("Algorithm").unwrap_or_default().into_owned(),
                "CipherReference" => {
                    let font = method.contains("RC") || method.contains("obfuscation") || method.contains("embedding");
                    locked |= !font;
                }
                _ => {}
            }
        }
        true
    });
    Ok(locked)
}

fn package_path(container: &str) -> Option<String> {
    let mut found = None;
    let _ = xml::read(container, |piece| {
        if let XmlEvent::Start(name, attributes) = piece
            && local(name) == "rootfile"
        {
            found = attributes.get("full-path").map(|p| p.into_owned());
        }
        found.is_none()
    });
    found
}

/// What the package says: metadata, files, their order.
#[derive(Default)]
struct Package {
    meta: meta::Metadata,
    files: HashMap<String, (String, bool)>,
    /// Ids of files in reading order, and whether they are read on the way.
    spine: Vec<(String, bool)>,
}

impl Package {
    fn of(source: &str) -> Self {
        let mut package = Self::default();
        let mut field = String::new();
        let _ = xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => {
                    let get = |name: &str| attributes.get(name).unwrap_or_default().into_owned();
                    match local(name) {
                        "item" => {
                            let contents = get("properties").split(' ').any(|p| p == "nav");
                            let page =
                                get("media-type").contains("html") || get("media-type").contains("oeb1-document");
                            if page {
                                package.files.insert(get("id"), (get("href"), contents));
                            }
                        }
                        "itemref" => package.spine.push((get("idref"), get("linear") != "no")),
                        _ => {}
                    }
                    local(name).clone_into(&mut field);
                }
                XmlEvent::End(_) => field.clear(),
                XmlEvent::Text(words) => package.declare(&field, words.trim()),
            }
            true
        });
        package
    }

    fn declare(&mut self, field: &str, words: &str) {
        if words.is_empty() {
            return;
        }
        let meta = &mut self.meta;
        match field {
            "title" if meta.title.is_none() => meta.title = Some(words.to_owned()),
            "creator" => {
                let known = meta.author.take();
                meta.author = Some(known.map_or_else(|| words.to_owned(), |known| format!("{known}, {words}")));
            }
            "publisher" if meta.outlet.is_none() => meta.outlet = Some(words.to_owned()),
            "date" if meta.date.is_none() => {
                meta.date = words.get(..10).and_then(meta::date).or_else(|| meta::date(words));
            }
            _ => {}
        }
    }

    /// The files to read: those beside the way, notes mostly, at the end; the table of contents not at all.
    fn chapters(&self) -> Vec<String> {
        let (on, beside): (Vec<_>, Vec<_>) = self.spine.iter().partition(|(_, linear)| *linear);
        let files = on.into_iter().chain(beside).filter_map(|(id, _)| self.files.get(id));
        files.filter(|(_, contents)| !contents).map(|(href, _)| href.clone()).collect()
    }
}

/// The path of `href` in the archive, `%20` and `..` resolved.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or_default();
    let mut parts: Vec<String> = folder.split('/').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    for part in href.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(decoded(part)),
        }
    }
    parts.join("/")
}

/// `Chapter%201` as it is written in the archive.
fn decoded(part: &str) -> String {
    let mut out = Vec::new();
    let mut bytes = part.bytes();
    while let Some(byte) = bytes.next() {
        let code = || {
            let mut ahead = bytes.clone();
            let pair = [ahead.next()?, ahead.next()?];
            u8::from_str_radix(std::str::from_utf8(&pair).ok()?, 16).ok()
        };
        match (byte, code()) {
            (b'%', Some(code)) => {
                bytes.nth(1);
                out.push(code);
            }
            _ => out.push(byte),
        }
    }
    String::from_utf8_lossy(&out).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_in_the_archive() {
        assert_eq!(joined("OEBPS/text", "../Chapter%201.xhtml#a"), "OEBPS/Chapter 1.xhtml");
        assert_eq!(joined("", "../../a%zz.html"), "a%zz.html");
    }
}
