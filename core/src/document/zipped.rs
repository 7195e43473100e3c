//! A zip archive around a document, or around the pages of one.

use super::archive::Archive;
use super::{Format, Limits, LoadError, Parsed, epub};

/// What the file is called in messages.
const KIND: &str = "zip archive";

/// What a zip archive holds.
pub enum Zipped {
    /// A document beside which others are at most its pictures and styles: its bytes and its name.
    Document(Vec<u8>, String),
    /// The pages of a web site or of a book: to be read as such.
    Pages,
}

/// Takes the one document out of an archive. O(n).
///
/// # Errors
/// When it holds none, or several that are not the pages of one; when it is damaged, locked, or unpacks to too much.
pub fn open(bytes: &[u8], limits: &Limits) -> Result<Zipped, LoadError> {
    let mut archive = Archive::new(bytes, KIND, limits)?;
    let names = archive.names();
    if names.iter().any(|n| has_extension(n, "opf")) {
        return Ok(Zipped::Pages);
    }
    let documents = documents(&names);
    match documents.as_slice() {
        [] => Err(LoadError::NoneInside),
        [one] => {
            let inner = archive.read(one)?.unwrap_or_default();
            let name = one.rsplit('/').next().unwrap_or(one).to_owned();
            Ok(Zipped::Document(inner, name))
        }
        many if many.iter().all(|n| Format::suggested(n) == Some(Format::Html)) => Ok(Zipped::Pages),
        many => Err(LoadError::ManyInside(many.len())),
    }
}

/// Reads the pages in an archive: a book whose container got lost, or web pages by their names. O(n).
///
/// # Errors
/// As [`open`].
pub fn read_pages(bytes: &[u8], limits: &Limits) -> Result<Parsed, LoadError> {
    let archive = Archive::new(bytes, KIND, limits)?;
    let names = archive.names();
    if let Some(package) = names.iter().find(|n| has_extension(n, "opf")) {
        return epub::read_package(archive, package, None, limits);
    }
    let mut pages: Vec<String> = documents(&names).into_iter().map(str::to_owned).collect();
    // The first page of a site first, then by numbers in the names.
    pages.sort_by_key(|name| {
        let stem = name.rsplit('/').next().and_then(|n| n.split('.').next()).unwrap_or_default();
        (!stem.eq_ignore_ascii_case("index"), by_number(name))
    });
    epub::read_files(archive, &pages, limits)
}

/// The documents among the names, those nearest to the root: what lies deeper belongs to them.
fn documents(names: &[String]) -> Vec<&str> {
    let shown = |n: &str| !n.ends_with('/') && !n.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    let all = names.iter().map(String::as_str).filter(|n| shown(n));
    let documents: Vec<&str> = all.filter(|n| is_document(n)).collect();
    let depth = |n: &str| n.matches('/').count();
    let nearest = documents.iter().map(|n| depth(n)).min().unwrap_or_default();
    let mut near: Vec<&str> = documents.into_iter().filter(|n| depth(n) == nearest).collect();
    // What only describes the others is none of them.
    if near.len() > 1 {
        let read_me = |n: &str| n.rsplit('/').next().is_some_and(|n| n.to_ascii_lowercase().starts_with("readme"));
        let rest: Vec<&str> = near.iter().copied().filter(|n| !read_me(n)).collect();
        if !rest.is_empty() {
            near = rest;
        }
    }
    near
}

/// Whether a name is one of a document, and not one that data and settings have as well.
fn is_document(name: &str) -> bool {
    Format::suggested(name).is_some_and(|format| format != Format::Csv)
}

fn has_extension(name: &str, extension: &str) -> bool {
    name.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(extension))
}

/// A name whose numbers sort as numbers: `page-9` before `page-10`.
fn by_number(name: &str) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(name.len() + 16);
    let mut digits = String::new();
    for sign in name.chars().chain([' ']) {
        if sign.is_ascii_digit() {
            digits.push(sign);
        } else {
            if !digits.is_empty() {
                let _ = write!(out, "{digits:0>12}");
                digits.clear();
            }
            out.push(sign);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{LoadOptions, load};
    use std::io::{Cursor, Write as _};

    fn zip(files: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, words) in files {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(words.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    fn text(files: &[(&str, &str)]) -> Result<String, LoadError> {
        load(zip(files), "a.zip", &LoadOptions::default()).map(|document| document.text().to_owned())
    }

    #[test]
    fn the_one_document_is_read_under_its_own_name() {
        assert_eq!(text(&[("log/day.md", "# Tides\n\n*High.*")]).unwrap(), "Tides\n\nHigh.");
        let page = "<html><body><p>“High,” said Mira Tolle.</p></body></html>";
        let files =
            [("__MACOSX/._Day.html", "x"), ("Day.html", page), ("images/a.png", "x"), ("Day_files/head.html", "y")];
        assert_eq!(text(&files).unwrap(), "“High,” said Mira Tolle.");
        let book = "<FictionBook><body><section><p>High.</p></section></body></FictionBook>";
        assert_eq!(text(&[("day.fb2", book), ("readme.txt", "from a library")]).unwrap(), "High.");
    }

    #[test]
    fn pages_are_one_document_in_order() {
        let page = |n: usize| format!("<html><body><p>Page {n}.</p></body></html>");
        let (one, two, ten) = (page(1), page(2), page(10));
        let found = text(&[("p10.html", &ten), ("p2.html", &two), ("index.html", &one), ("style.css", "")]).unwrap();
        assert_eq!(found, "Page 1.\n\nPage 2.\n\nPage 10.");
    }

    #[test]
    fn several_documents_and_none_are_refused_with_what_to_do() {
        let several = text(&[("a.txt", "One."), ("b.md", "Two.")]).unwrap_err();
        assert_eq!(several, LoadError::ManyInside(2));
        assert!(several.to_string().contains("Unpack it"), "{several}");
        assert_eq!(text(&[("a.png", "x")]).unwrap_err(), LoadError::NoneInside);
    }

    #[test]
    fn an_archive_in_an_archive_is_not_opened() {
        let inner = zip(&[("a.txt", "One.")]);
        let mut outer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        outer.start_file("a.txt", zip::write::SimpleFileOptions::default()).unwrap();
        outer.write_all(&inner).unwrap();
        let outer = outer.finish().unwrap().into_inner();
        assert!(load(outer, "a.zip", &LoadOptions::default()).is_err());
    }
}
