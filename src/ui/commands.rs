//! Every verb of the program, in one table: name, one line, keys, where it applies.
//!
//! The keymap, the footer, the help, the palette and the manual's list of keys are made from [`COMMANDS`].

mod adjudicate_rows;
mod check_rows;
mod find_rows;
mod guideline_rows;
mod people_rows;
mod rows;
mod scratch_rows;
mod view_rows;

use super::action::Action;
use super::scope::Scope;

use adjudicate_rows::ADJUDICATE_ROWS;
use check_rows::CHECK_ROWS;
use find_rows::FIND_ROWS;
use guideline_rows::GUIDELINE_ROWS;
use people_rows::PEOPLE_ROWS;
use rows::ROWS;
use scratch_rows::SCRATCH_ROWS;
pub use view_rows::ONLY_MINE;
use view_rows::VIEW_ROWS;

/// Every command: those of the page and its sheets, then those of the views, then those of the scratch page, of finding in all
/// documents, of the people of all documents, those that hold quotations beside their sources, those that settle what
/// annotators differ in, and last those of the guideline.
pub static COMMANDS: &[Command] = &ALL;

const VIEWS: usize = ROWS.len() + VIEW_ROWS.len();
const SCRATCH: usize = VIEWS + SCRATCH_ROWS.len();
const FIND: usize = SCRATCH + FIND_ROWS.len();

const PEOPLE: usize = FIND + PEOPLE_ROWS.len();

const CHECK: usize = PEOPLE + CHECK_ROWS.len();

const ADJUDICATE: usize = CHECK + ADJUDICATE_ROWS.len();

static ALL: [Command; ADJUDICATE + GUIDELINE_ROWS.len()] = {
    let mut all = [ROWS[0]; ADJUDICATE + GUIDELINE_ROWS.len()];
    let mut n = 0;
    while n < all.len() {
        all[n] = if n < ROWS.len() {
            ROWS[n]
        } else if n < VIEWS {
            VIEW_ROWS[n - ROWS.len()]
        } else if n < SCRATCH {
            SCRATCH_ROWS[n - VIEWS]
        } else if n < FIND {
            FIND_ROWS[n - SCRATCH]
        } else if n < PEOPLE {
            PEOPLE_ROWS[n - FIND]
        } else if n < CHECK {
            CHECK_ROWS[n - PEOPLE]
        } else if n < ADJUDICATE {
            ADJUDICATE_ROWS[n - CHECK]
        } else {
            GUIDELINE_ROWS[n - ADJUDICATE]
        };
        n += 1;
    }
    all
};

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Where.
    pub scope: Scope,
    /// Its name, for the palette, the keymap and the command line of the reader.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// The word in the footer; empty when it is never there.
    pub short: &'static str,
    /// Default keys, best first.
    pub keys: &'static [&'static str],
}

const fn row(
    scope: Scope,
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    short: &'static str,
    doc: &'static str,
) -> Command {
    Command { action, scope, name, doc, short, keys }
}

/// The command of an action in a scope.
pub fn command(scope: Scope, action: Action) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.scope == scope && c.action == action)
}

/// The command of a name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_row_says_something() {
        for (i, command) in COMMANDS.iter().enumerate() {
            assert!(!command.doc.is_empty() && !command.keys.is_empty(), "{}", command.name);
            assert!(COMMANDS.iter().skip(i + 1).all(|c| c.name != command.name), "{} twice", command.name);
        }
    }
}
