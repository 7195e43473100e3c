//! What is done beside the loop: exports, and whatever else takes longer than a key may wait.

use crate::store::output::Output;
use crate::store::target::{ProtectedFiles, Refused};
use sayso_core::annotation::Codebook;
use sayso_core::export;
use std::io;
use std::path::Path;

/// Runs something beside the loop.
///
/// # Errors
/// When the system gives no thread.
pub fn worker(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name("worker".to_owned()).spawn(work).map(|_| ())
}

/// Writes an export: what it could not carry and what a person should look at, or why it was not written.
pub fn write_export(
    path: &Path,
    format: &export::Format,
    selected: &export::Selected<'_>,
    codebook: &Codebook,
    options: &export::Options,
    replace: bool,
    kept: &ProtectedFiles,
) -> Result<export::Written, Refused> {
    let mut out = Output::new(path, format.endings(), replace, kept).of_extension(format.extension);
    let done = out.main().and_then(|()| format.write(std::slice::from_ref(selected), codebook, options, &mut out));
    match done {
        Ok(mut written) => {
            let unsettled = export::Unsettled::of(selected);
            written.left_out.splice(0..0, unsettled.sentences(written.unplaced));
            out.keep().map(|()| written)
        }
        Err(error) => Err(out.refused(error)),
    }
}
