//! What the library shows of a document: read as it would be opened, within the same limits.

use crate::store;
use crate::ui::session::DocumentSource;
use crate::ui::views::library::Summary;
use sayso_core::annotation::Set;
use sayso_core::detect::Detector;
use sayso_core::reading::Reading;
use std::path::Path;
use std::sync::Arc;

/// What a document of a folder tells, and when it was last open.
pub fn summary(source: &dyn DocumentSource, detector: &Detector, path: &Path) -> (Result<Summary, String>, String) {
    let order = match source.order(path) {
        Ok(order) => order.request,
        Err(why) => return (Err(why), String::new()),
    };
    let opened = order.state_files().and_then(|s| store::view::read(&s.view)).map(|v| v.opened).unwrap_or_default();
    let read = || -> Result<Summary, String> {
        let bytes = order.bytes.read().map_err(|e| crate::config::sentence(&e))?;
        let document = order.loader.load_whole(bytes, &order.name, &order.options).map_err(|e| e.to_string())?;
        let set = match &order.sidecar {
            Some(place) => store::read_all(place, &document.origin.file_hash).map_err(|e| e.to_string())?.set,
            None => Set::default(),
        };
        let found = detector.extract(&document);
        Ok(Summary::of(&Reading::new(Arc::new(document), Arc::new(found), set)))
    };
    (read(), opened)
}
