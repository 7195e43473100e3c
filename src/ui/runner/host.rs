//! What the surroundings of the reader do for it: the terminal, or nothing.

use crate::ui::event::EditError;
use std::io;
use std::path::Path;

/// What the surroundings of the program do: a terminal, or nothing.
pub trait Host {
    /// Puts text on the clipboard.
    ///
    /// # Errors
    /// Those of the terminal.
    fn copy(&mut self, text: &str) -> io::Result<()>;

    /// Hands an address to whatever opens addresses; whether something does.
    fn browse(&mut self, address: &str) -> bool;

    /// Lets the person edit words in their own editor: the words, or why not.
    ///
    /// # Errors
    /// Those of the terminal.
    fn edit(&mut self, text: &str) -> io::Result<Result<String, EditError>>;

    /// Lets the person edit a file in their own editor, opened at a line; or why not.
    ///
    /// # Errors
    /// Those of the terminal.
    fn edit_file(&mut self, path: &Path, line: Option<u32>) -> io::Result<Result<(), EditError>>;

    /// Stops until the shell goes on with the program.
    ///
    /// # Errors
    /// Those of the terminal.
    fn suspend(&mut self) -> io::Result<()>;
}

/// Surroundings that do nothing.
#[derive(Clone, Copy, Debug)]
pub struct NoHost;

impl Host for NoHost {
    fn copy(&mut self, _text: &str) -> io::Result<()> {
        Ok(())
    }

    fn browse(&mut self, _address: &str) -> bool {
        false
    }

    fn edit(&mut self, _text: &str) -> io::Result<Result<String, EditError>> {
        Ok(Err(EditError::NoTerminal))
    }

    fn edit_file(&mut self, _path: &Path, _line: Option<u32>) -> io::Result<Result<(), EditError>> {
        Ok(Err(EditError::NoTerminal))
    }

    fn suspend(&mut self) -> io::Result<()> {
        Ok(())
    }
}
