//! `sayso where`: where the sidecar of a document is.

use super::sources::{self, Source};
use super::{Common, Failure, print};
use std::fmt::Write as _;
use std::path::PathBuf;

/// Arguments of `where`.
#[derive(Debug, clap::Args)]
pub struct Where {
    /// Documents and folders
    #[arg(required = true)]
    paths: Vec<PathBuf>,
}

impl Where {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut out = String::new();
        let named = sources::expand(&self.paths, common)?;
        for source in named.sources {
            if let Source::File(path) = &source {
                std::fs::metadata(path).map_err(|e| sources::cannot_read(path, &e))?;
            }
            let hash = source.hash()?;
            let place = sources::place_of(&source, &hash, common, common.annotator.as_deref())?;
            let _ = writeln!(out, "{}", place.path.display());
            if place.apart && source.name() != "-" {
                super::talk("The folder of the document cannot be written to, so its annotations are kept apart.");
            }
        }
        print(out.as_bytes())?;
        if named.failed { Err(Failure::Input(String::new())) } else { Ok(()) }
    }
}
