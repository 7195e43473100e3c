//! The commands of finding in all documents, and those that lead there.

use super::{Command, row};
use crate::ui::action::Action::{self as A, Open};
use crate::ui::scope::Scope as S;

/// Each with its keys.
pub const FIND_ROWS: &[Command] = &[
    row(S::Reader, Open(S::Find), "find", &["F"], "", "find in all documents of the folder, with who says it"),
    row(
        S::Reader,
        A::SameWords,
        "elsewhere",
        &["W"],
        "",
        "the same words elsewhere: documents that carry this quotation, the oldest first",
    ),
    row(S::Select, Open(S::Find), "select-find", &["F"], "", "find the selected words in all documents"),
    row(S::Select, A::SameWords, "select-elsewhere", &["g w"], "", "the selected words elsewhere, altered ones too"),
    row(S::Library, Open(S::Find), "library-find", &["F"], "find", "find in all documents"),
    row(S::Annotations, Open(S::Find), "annotations-find", &["F"], "", "find in all documents"),
    row(S::Results, Open(S::Find), "results-find", &["F"], "everywhere", "find the same in all documents"),
    row(S::Find, A::Accept, "find-take", &["Enter"], "open", "into the list; there open the document at this place"),
    row(
        S::Find,
        A::Filter,
        "find-words",
        &["/"],
        "change words",
        "other words; @name, #label, =rating, since:2024, until:2025-06, in:folder, \"exact\", /expression/ narrow",
    ),
    row(
        S::Find,
        A::NextField,
        "find-tab",
        &["Tab"],
        "next tab",
        "next tab: statements, claims, text, documents; while a name is typed, complete it",
    ),
    row(S::Find, A::PreviousField, "find-tab-back", &["BackTab"], "", "the tab before"),
    row(S::Find, A::MarkRow, "mark-found", &["Space"], "mark", "mark the row, to copy or write several"),
    row(S::Find, A::MarkAll, "mark-all-found", &["*"], "", "mark all rows of the tab, or none"),
    row(
        S::Find,
        A::Copy,
        "copy-found",
        &["y"],
        "copy",
        "copy the marked rows, or this one, with speaker, place and link",
    ),
    row(
        S::Find,
        Open(S::WriteList),
        "write-found",
        &["X"],
        "write",
        "write the marked rows, or this one, as a list of quotations to a file",
    ),
    row(
        S::Find,
        A::AddToScratch,
        "found-to-scratch",
        &["\""],
        "",
        "bring the marked rows, or this one, onto the scratch page",
    ),
    row(S::Find, A::Arrange, "arrange-found", &["o"], "in order", "put what was found later in its place"),
    row(S::Find, A::NextRow, "find-down", &["Down", "j"], "move", "next row; from the words into the list"),
    row(S::Find, A::PreviousRow, "find-up", &["Up", "k"], "", "previous row"),
    row(S::Find, A::PageDown, "find-page-down", &["PgDn", "^F", "^D"], "", "a page of rows down"),
    row(S::Find, A::PageUp, "find-page-up", &["PgUp", "^B", "^U"], "", "a page of rows up"),
    row(S::Find, A::First, "find-first", &["Home", "g g"], "", "first row"),
    row(S::Find, A::Last, "find-last", &["End", "G"], "", "last row"),
    row(S::Find, Open(S::Help), "find-help", &["?", "F1"], "help", "every key of every screen"),
    row(
        S::Find,
        A::Escape,
        "find-back",
        &["q", "Esc", "^C"],
        "back",
        "leave the words, drop the marks, then back; in a document that was opened from here q comes back to its row",
    ),
];
