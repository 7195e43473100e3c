//! What is asked about figures, and how right suggestions were elsewhere.

use crate::project::figures::Counted;
use sayso_core::library::Agreement;
use sayso_core::library::agreement::Tally;
use sayso_core::library::figures::tables::TableKind;
use sayso_core::reading::Doubt;
use std::sync::Arc;

/// What figures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// The open document.
    Document,
    /// The documents of the folder.
    Folder,
}

/// Figures on their way to a file.
#[derive(Clone, Debug)]
pub struct FiguresToWrite {
    /// The figures.
    pub counted: Arc<Counted>,
    /// What of.
    pub name: String,
    /// The table that a file with one table has.
    pub table: TableKind,
}

/// How right suggestions were, in a question and its answer: in this document, and in the others of its folder where anything
/// was decided.
pub fn how_right(here: &Agreement, others: Option<&Agreement>) -> (&'static str, String) {
    let mut all = here.clone();
    let others = others.filter(|others| others.decided() > 0);
    if let Some(others) = others {
        all.merge(others);
    }
    let question = match others {
        Some(_) => "How right were the sure ones on your own material?",
        None => "How right were the sure ones in this document?",
    };
    let [sure, likely, guess] = Doubt::ALL.map(|doubt| all.level(doubt));
    if [sure, likely, guess].into_iter().all(Tally::is_few) {
        return (question, sure.in_words());
    }
    let short = |tally: Tally| if tally.is_few() { format!("too few ({})", tally.decided) } else { tally.in_short() };
    (question, format!("{}   likely {}   guess {}", sure.in_words(), short(likely), short(guess)))
}
