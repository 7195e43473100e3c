//! What work on a document takes, where its codebook asks for it.

use crate::ui::app::App;
use crate::ui::screens::Mode;

/// Something reached the program at a moment, in milliseconds: so many keys, or a turn of the wheel, a click, a paste. It counts for
/// the document with the keyboard, not for one beside it, and for none while a view of the folder is open. O(1).
pub fn note_work(app: &mut App, keys: usize, now: u64) {
    let is_about_folder = matches!(
        app.mode,
        Mode::Library(_)
            | Mode::Find(_)
            | Mode::People(_)
            | Mode::OnePerson(_)
            | Mode::OtherPerson(_)
            | Mode::Scratch(_)
            | Mode::ScratchNote(_)
    );
    let is_timed = app.codebook.timing && !is_about_folder;
    let keys = u32::try_from(keys).unwrap_or(u32::MAX);
    let here = app.doc_mut().map(|doc| &mut doc.effort).filter(|_| is_timed);
    if let Some(effort) = here {
        effort.note(keys, now);
    }
    // What is left meanwhile is not worked on.
    for doc in app.documents_mut().skip(usize::from(is_timed)) {
        doc.effort.rest();
    }
}
