//! The commands of the guideline.

use super::{Command, row};
use crate::ui::action::Action::{self as A, Open};
use crate::ui::scope::Scope as S;

/// What the guideline is opened with in each view.
const ABOUT: &str = "what the guideline says about the label in focus, with its examples";

/// Opening it, and its keys.
pub const GUIDELINE_ROWS: &[Command] = &[
    row(S::Reader, Open(S::Guideline), "guideline", &["g ?"], "guideline", ABOUT),
    row(S::Annotations, Open(S::Guideline), "annotations-guideline", &["g ?"], "", ABOUT),
    row(S::Adjudicate, Open(S::Guideline), "adjudicate-guideline", &["g ?"], "", ABOUT),
    row(S::Guideline, A::Accept, "open-example", &["Enter"], "open", "go to the annotation; so does its number"),
    row(
        S::Guideline,
        A::NextField,
        "next-guideline",
        &["Tab", "Right", "l"],
        "next label",
        "what is said about the next label",
    ),
    row(S::Guideline, A::PreviousField, "previous-guideline", &["BackTab", "Left", "h"], "", "about the label before"),
    row(
        S::Guideline,
        A::KeepExample,
        "keep-example",
        &["+"],
        "example",
        "keep the annotation in focus as an example of its label, in sayso.ron",
    ),
    row(S::Guideline, A::Reject, "drop-example", &["x"], "take out", "take this example out of sayso.ron"),
    row(S::Guideline, A::Undo, "guideline-undo", &["u"], "", "take back what was done to the examples here"),
    row(S::Guideline, A::NextRow, "guideline-down", &["Down", "j"], "", "next row"),
    row(S::Guideline, A::PreviousRow, "guideline-up", &["Up", "k"], "", "previous row"),
    row(S::Guideline, A::PageDown, "guideline-page-down", &["Space", "PgDn", "^F", "^D"], "", "some rows down"),
    row(S::Guideline, A::PageUp, "guideline-page-up", &["b", "PgUp", "^B", "^U"], "", "some rows up"),
    row(S::Guideline, A::First, "guideline-first", &["Home", "g g"], "", "first row"),
    row(S::Guideline, A::Last, "guideline-last", &["End", "G"], "", "last row"),
    row(S::Guideline, Open(S::Help), "guideline-help", &["?", "F1"], "help", "every key of every screen"),
    row(S::Guideline, A::Escape, "guideline-back", &["q", "Esc", "^C"], "back", "back"),
];
