//! What is asked about figures, and how right suggestions were elsewhere.

use sayso_core::library::Agreement;
use sayso_core::library::agreement::Tally;
use sayso_core::reading::Doubt;

/// What figures are of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FiguresOf {
    /// The open document.
    Document,
    /// The documents of the folder.
    Folder,
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
    let short = |tally: Tally| if tally.is_few() { format!("too few ({})", tally.decided) } else { tally.in_short() };
    let [sure, likely, guess] = Doubt::ALL.map(|doubt| all.level(doubt));
    (question, format!("{}   likely {}   guess {}", sure.in_words(), short(likely), short(guess)))
}
