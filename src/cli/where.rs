//! `sayso where`: where the sidecar of a document is.

use super::{Common, Failure, expand, print};
use crate::project::error;
use crate::project::source::{self, Source};
use crate::store;
use sayso_core::document::sha256;
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `where`.
#[derive(Debug, clap::Args)]
pub struct WhereArguments {
    /// Documents and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl WhereArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut out = String::new();
        let project = common.project();
        let (sources, failed) = expand(&self.paths, &project)?;
        for source in sources {
            if let Source::File(path) = &source {
                let kind = source::look(path)?.file_type();
                if !kind.is_file() {
                    let what = crate::input::kind_of(kind);
                    return Err(Failure::Input(format!("{}: {what} has no sidecar.", path.display())));
                }
            }
            let hash = match &source {
                Source::File(_) => String::new(),
                Source::Stdin | Source::Member { .. } => sha256(&source.bytes()?),
            };
            let place = source::sidecar_of(&source, &hash, &project)?;
            // Of a file the bytes are needed only where something may be elsewhere.
            let others = match &source {
                Source::File(path) if store::location::may_be_elsewhere(&place) => {
                    let hash = crate::input::hash(path).map_err(|e| source::unreadable(path, e))?;
                    store::location::others(&place, &hash)
                }
                _ => store::location::others(&place, &hash),
            };
            let _ = writeln!(out, "{}", place.path.display());
            if place.in_data_folder && source.name() != "-" {
                super::print_message(
                    "The folder of the document cannot be written to, so its annotations are kept in the data folder.",
                );
            }
            if store::drafts::is_there(&place.path) {
                let path = store::paths::drafts(&place.path);
                super::print_message(&format!(
                    "{}: something was left unfinished; the reader offers it when it opens the document.",
                    path.display()
                ));
            }
            for other in &others.joined {
                super::print_message(&format!(
                    "{}: {} when the reader opens it.",
                    other.path.display(),
                    other.in_words()
                ));
            }
            if !others.choices.is_empty() {
                super::print_message(&error::several_fit(&others, &source.name()));
            }
        }
        print(out.as_bytes())?;
        if failed { Err(Failure::Input(String::new())) } else { Ok(()) }
    }
}
