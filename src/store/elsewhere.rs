//! What was decided about a document whose sidecar lies in another place.
//!
//! A document whose folder could not be written to may have become writable since, or been moved or copied. What was decided
//! about it is found again by its path, then by the hash of its file.

use super::data_folder::{OtherSidecar, SidecarOrigin, is_there, name_of};
use super::paths::SidecarPath;
use super::site::Links;

/// What there is elsewhere.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OtherSidecars {
    /// Decisions that belong to the document.
    pub joined: Vec<OtherSidecar>,
    /// Several that may belong to it: a person has to choose one.
    pub choices: Vec<OtherSidecar>,
}

/// Whether anything at all could be in other places: only then the hash of the file is needed.
pub fn may_be_elsewhere(place: &SidecarPath) -> bool {
    place.owner.as_ref().is_some_and(|owner| owner.documents.is_dir())
}

/// What there is about the document at `place` in other places. `hash` is that of its file.
pub fn others(place: &SidecarPath, hash: &str) -> OtherSidecars {
    let mut out = OtherSidecars::default();
    let Some(owner) = place.owner.as_ref().filter(|_| place.links == Links::Below) else { return out };
    let own = owner.documents.join(name_of(&owner.document, &owner.name));
    if own != place.path && is_there(&own) {
        // Of a link the document is elsewhere, and its decisions stay there.
        let real = std::fs::canonicalize(&owner.document).ok();
        let beside = std::fs::canonicalize(super::disk::folder_of(&owner.document)).ok();
        let is_here = real.is_none() || real == beside.zip(owner.document.file_name()).map(|(f, name)| f.join(name));
        out.joined.push(OtherSidecar {
            path: own,
            origin: if is_here { SidecarOrigin::Here } else { SidecarOrigin::Copied(real) },
        });
        return out;
    }
    if is_there(&place.path) {
        return out;
    }
    let mut found = owner.index.find(&owner.documents, owner.annotator.as_deref(), hash, &own);
    if let Some(selected) = &place.selected {
        found.retain(|other| other.path == *selected);
    }
    if found.len() > 1 {
        out.choices = found;
    } else {
        out.joined = found;
    }
    out
}
