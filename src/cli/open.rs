//! Opening the reader.

use super::{Common, Failure};
use std::path::PathBuf;

/// Arguments of the reader.
#[derive(Debug, Default, clap::Args)]
pub struct Open {
    /// The document to read; - is standard input; without one, a page to try things on
    #[arg(value_name = "PATH")]
    paths: Vec<PathBuf>,
}

impl Open {
    pub fn run(&self, _common: &Common) -> Result<(), Failure> {
        Ok(())
    }
}
