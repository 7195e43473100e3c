//! What the paths of a call name: files, folders, patterns, standard input.

use super::documents::Documents;
use super::source::{Source, documents_in, is_member, is_scratch_page};
use super::{Error, Project, pattern};
use std::path::PathBuf;

/// The documents that a call names.
#[derive(Debug, Default)]
pub struct Named {
    /// Those to go through.
    pub sources: Vec<Source>,
    /// Why files of many documents could not be looked into; the others go on.
    pub failures: Vec<Error>,
    /// Exports of ours in folders: they are no documents.
    pub exports: usize,
}

/// The documents named by `paths`: folders give those in them, in the order of their names, files of many documents
/// each of theirs, `FILE#NAME` one of them.
///
/// # Errors
/// When a folder holds none, or the only file that is named cannot be read.
pub fn expand(paths: &[PathBuf], project: &Project) -> Result<Named, Error> {
    let named = files(paths)?;
    let several = named.sources.len() > 1;
    let mut out = Named { sources: Vec::with_capacity(named.sources.len()), ..named };
    for found in Documents::new(named.sources, project) {
        match found {
            Ok(source) => out.sources.push(source),
            Err(error) if several || matches!(error, Error::NoRow { .. }) => out.failures.push(error),
            Err(error) => return Err(error),
        }
    }
    Ok(out)
}

/// The files named by `paths`: folders give the documents in them, patterns those that match, in the order of their names.
///
/// # Errors
/// When a folder holds no document, or none matches.
pub fn files(paths: &[PathBuf]) -> Result<Named, Error> {
    let mut out = Named::default();
    for path in paths {
        if path.as_os_str() == "-" {
            out.sources.push(Source::Stdin);
        } else if path.is_dir() {
            let found = documents_in(path);
            if found.documents.is_empty() {
                return Err(Error::EmptyFolder { folder: path.clone(), exports: found.exports });
            }
            out.exports += found.exports;
            out.sources.extend(found.documents.into_iter().map(Source::File));
        } else if is_scratch_page(path) {
            return Err(Error::ScratchPage(path.clone()));
        } else if pattern::is_pattern(path) && !is_member(path) {
            let found = pattern::matching(path)?;
            out.exports += found.exports;
            out.sources.extend(found.documents.into_iter().map(Source::File));
        } else {
            out.sources.push(Source::File(path.clone()));
        }
    }
    Ok(out)
}
