//! The commands of the people of all documents, and of the sheets over them.

use super::{Command, row};
use crate::ui::action::Action::{self as A, Open};
use crate::ui::scope::Scope as S;

/// Each with its keys.
pub const PEOPLE_ROWS: &[Command] = &[
    row(S::Reader, Open(S::People), "people", &["P"], "", "who speaks in all documents of the folder, and what they say over time"),
    row(S::Library, Open(S::People), "library-people", &["P"], "people", "who speaks in all documents"),
    row(S::Annotations, Open(S::People), "annotations-people", &["P"], "", "who speaks in all documents"),
    row(S::People, A::Accept, "people-take", &["Enter"], "their words", "their words; there, the document at the place"),
    row(S::People, A::MergeSpeaker, "merge-people", &["m"], "one person", "this is somebody else in the list: one person"),
    row(S::People, A::Reject, "two-people", &["x"], "two people", "not the one they look like: two people"),
    row(S::People, A::Filter, "filter-people", &["/"], "filter", "narrow by typing: names, or in the words what they said about it"),
    row(S::People, A::MarkRow, "mark-said", &["Space"], "mark", "mark a statement; of two that are marked e makes one note"),
    row(S::People, Open(S::NoteOnTwo), "note-on-two", &["e"], "note on both", "one note on the two statements that are marked"),
    row(S::People, A::NextTab, "next-people", &["Tab"], "next tab", "next tab: everybody, in several documents, perhaps the same"),
    row(S::People, A::PreviousTab, "previous-people", &["BackTab"], "", "previous tab"),
    row(S::People, A::NextField, "people-words", &["Right", "l"], "", "to their words"),
    row(S::People, A::PreviousField, "people-names", &["Left", "h"], "", "back to the names"),
    row(S::People, A::Arrange, "arrange-people", &["o"], "order", "another order: what they say, documents, name, last heard"),
    row(S::People, A::Copy, "copy-person", &["y"], "copy", "copy the name, or the words with name and place"),
    row(S::People, Open(S::WriteList), "write-people", &["X"], "", "write the people as a table, or their words as a list of quotations"),
    row(S::People, A::Undo, "people-undo", &["u"], "", "take back the last decision about people"),
    row(S::People, A::NextRow, "people-down", &["Down", "j"], "move", "next row"),
    row(S::People, A::PreviousRow, "people-up", &["Up", "k"], "", "previous row"),
    row(S::People, A::PageDown, "people-page-down", &["PgDn", "^F", "^D"], "", "a page of rows down"),
    row(S::People, A::PageUp, "people-page-up", &["PgUp", "^B", "^U"], "", "a page of rows up"),
    row(S::People, A::First, "people-first", &["Home", "g g"], "", "first row"),
    row(S::People, A::Last, "people-last", &["End", "G"], "", "last row"),
    row(S::People, Open(S::Help), "people-help", &["?", "F1"], "help", "every key of every screen"),
    row(S::People, A::Escape, "people-back", &["q", "Esc", "^C"], "back", "clear the filter, then back"),
    row(S::OnePerson, A::Accept, "one-person", &["Enter", "1"], "one person", "one person, called as the first is"),
    row(S::OnePerson, A::Choose(2), "one-person-2", &["2"], "called 2", "one person, called as the second is"),
    row(S::OnePerson, A::Reject, "not-one-person", &["x"], "two people", "two people"),
    row(S::OnePerson, A::NextField, "next-pair", &["Tab", "Down", "j"], "later", "the next two"),
    row(S::OnePerson, A::PreviousField, "previous-pair", &["BackTab", "Up", "k"], "", "the two before"),
    row(S::OnePerson, A::Undo, "pair-undo", &["u"], "", "take back the last decision about people"),
    row(S::OnePerson, Open(S::Help), "pair-help", &["?", "F1"], "help", "every key of every screen"),
    row(S::OnePerson, A::Escape, "pair-back", &["Esc", "q", "^C"], "back", "back; nothing is decided"),
    row(S::OtherPerson, A::Accept, "take-person", &["Enter"], "this one", "one person with this one, after a look at both"),
    row(S::OtherPerson, A::NextRow, "next-person", &["Down"], "", "next row"),
    row(S::OtherPerson, A::PreviousRow, "previous-person", &["Up"], "", "previous row"),
    row(S::OtherPerson, A::Escape, "person-back", &["Esc", "^C"], "cancel", "cancel"),
    row(S::NoteOnTwo, A::Accept, "keep-note-on-two", &["Enter"], "keep", "keep the note"),
    row(S::NoteOnTwo, A::AcceptOnce, "note-on-two-line", &["^J", "M-Enter"], "new line", "a new line"),
    row(S::NoteOnTwo, A::Escape, "drop-note-on-two", &["Esc", "^C"], "cancel", "cancel; twice, when something was typed"),
];
