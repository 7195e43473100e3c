//! Work beside the loop: what a document of a folder tells, writing an export.

use crate::annotation::Set;
use crate::detect::Detector;
use crate::document;
use crate::export;
use crate::reading::Reading;
use crate::store;
use crate::store::output::{Output, Refused};
use crate::store::place::State;
use crate::ui::session::Shelves;
use crate::ui::views::library::Summary;
use std::io;
use std::path::Path;
use std::sync::Arc;

/// Runs something beside the loop.
pub fn worker(work: impl FnOnce() + Send + 'static) -> io::Result<()> {
    std::thread::Builder::new().name("worker".to_owned()).spawn(work).map(|_| ())
}

/// What a document of a folder tells, and when it was last open.
pub fn summary(shelves: &dyn Shelves, detector: &Detector, path: &Path) -> (Result<Summary, String>, String) {
    let order = match shelves.order(path) {
        Ok(order) => order.request,
        Err(why) => return (Err(why), String::new()),
    };
    let state = order.sidecar.as_ref().zip(order.state.as_ref()).map(|(path, state)| State::of(path, state));
    let opened = state.and_then(|s| store::view::read(&s.view)).map(|v| v.opened).unwrap_or_default();
    let read = || -> Result<Summary, String> {
        let bytes = order.bytes.read().map_err(|e| format!("It cannot be read: {e}."))?;
        let document = document::load(bytes, &order.name, &order.options).map_err(|e| e.to_string())?;
        let set = match &order.sidecar {
            Some(sidecar) => store::read(sidecar).map_err(|e| e.to_string())?.set,
            None => Set::default(),
        };
        let found = detector.extract(&document);
        Ok(Summary::of(&Reading::new(Arc::new(document), Arc::new(found), set)))
    };
    (read(), opened)
}

/// Writes an export; what it could not carry, or a sentence why it was not written.
pub fn write_export(
    path: &Path,
    format: &export::Format,
    chosen: &export::Document<'_>,
    options: &export::Options,
    replace: bool,
    document: Option<&Path>,
) -> Result<Vec<String>, String> {
    let mut out = Output::new(path, replace, document.as_slice());
    let done = out.main().and_then(|()| (format.write)(std::slice::from_ref(chosen), options, &mut out));
    let written = match done {
        Ok(lost) => out.keep().map(|()| lost),
        Err(error) => Err(out.refused(error)),
    };
    written.map_err(|refused| match refused {
        Refused::Precious(there) => format!("{} is the document or a sidecar: choose another name", there.display()),
        Refused::Exists(there) => format!("{} exists. Enter again replaces it", there.display()),
        Refused::Failed(there, e) => format!("Cannot write {}: {e}", there.display()),
    })
}
