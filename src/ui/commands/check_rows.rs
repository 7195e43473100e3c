//! The commands of the view that holds quotations beside their sources.

use super::{Command, row};
use crate::ui::action::Action::{self as A, Open};
use crate::ui::scope::Scope as S;

/// Opening it, its keys, and those of the list of sources.
pub const CHECK_ROWS: &[Command] = &[
    row(
        S::Reader,
        Open(S::Check),
        "check-quotations",
        &["C"],
        "check",
        "hold the quotations beside their sources: is that what they said?",
    ),
    row(
        S::Check,
        A::Accept,
        "misquoted",
        &["Enter"],
        "misquoted",
        "misquoted: a claim rated false, the words of the source as evidence; what is right or decided is gone on from",
    ),
    row(S::Check, A::Reject, "fine-as-it-is", &["x"], "fine as it is…", "it stays as it is, for a reason you type"),
    row(S::Check, A::NextOpen, "next-wrong", &["Tab"], "next problem", "next problem"),
    row(S::Check, A::PreviousOpen, "previous-wrong", &["BackTab"], "", "previous problem"),
    row(S::Check, A::NextStatement, "next-checked", &["Right", "l"], "", "next quotation, right or wrong"),
    row(S::Check, A::PreviousStatement, "previous-checked", &["Left", "h"], "", "previous quotation"),
    row(S::Check, A::Down, "check-down", &["Down", "j"], "", "the text a row down"),
    row(S::Check, A::Up, "check-up", &["Up", "k"], "", "the text a row up"),
    row(S::Check, A::Play, "play-source", &[">"], "play", "play the recording of the source from there"),
    row(S::Check, A::OtherPane, "to-source", &["|"], "source", "over to the source, at these words"),
    row(S::Check, Open(S::Sources), "change-sources", &["C"], "sources", "attach sources, or detach them"),
    row(S::Check, A::Undo, "check-undo", &["u"], "", "take back the last step"),
    row(S::Check, A::Redo, "check-redo", &["^R"], "", "do it again"),
    row(S::Check, Open(S::Help), "check-help", &["?", "F1"], "help", "every key of every screen"),
    row(S::Check, A::Escape, "check-back", &["q", "Esc", "^C"], "back", "back to the page"),
    row(S::Sources, A::Accept, "attach", &["Enter"], "attach", "attach this source; detach one that is attached"),
    row(S::Sources, A::NextRow, "sources-next", &["Down", "Tab", "^N"], "choose", "next row"),
    row(S::Sources, A::PreviousRow, "sources-previous", &["Up", "BackTab", "^P"], "", "previous row"),
    row(
        S::Sources,
        A::Escape,
        "sources-back",
        &["Esc", "^C"],
        "back",
        "to the quotations; without a source to the page",
    ),
];
