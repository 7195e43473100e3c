//! Calls without a command, as `sayso FILE`: they open the reader, and are read without setting up the commands, which takes longer
//! than all else before the first frame.

use super::{Arguments, Common, Subcommands, open};
use clap::{Parser, Subcommand as _};
use std::ffi::OsString;

/// What [`Arguments`] has beside commands.
#[derive(Parser)]
struct WithoutCommand {
    #[command(flatten)]
    open: open::ReaderArguments,
    #[command(flatten)]
    common: Common,
}

/// The arguments when no word among them names a command and nothing is wrong with them; else the whole program has to read them,
/// or to say what is wrong. O(arguments).
pub(super) fn parse(given: &[OsString]) -> Option<Arguments> {
    let names_command = |word: &OsString| word.to_str().is_some_and(|w| w == "help" || Subcommands::has_subcommand(w));
    if given.iter().skip(1).any(names_command) {
        return None;
    }
    let WithoutCommand { open, common } = WithoutCommand::try_parse_from(given).ok()?;
    Some(Arguments { command: None, open, common })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(words: &str) -> Vec<OsString> {
        words.split(' ').map(OsString::from).collect()
    }

    #[test]
    fn the_whole_program_would_read_the_same() {
        for words in [
            "sayso",
            "sayso -",
            "sayso a.txt",
            "sayso a.txt b.txt folder",
            "sayso --theme dark --as ada a.txt:12",
            "sayso a.txt --at 00:04:35 --lines keep",
            "sayso --find exprot a.txt",
            "sayso --plain --input html --lang de --width 70 a",
            "sayso -- --help",
        ] {
            let alone = parse(&given(words)).expect(words);
            let whole = Arguments::try_parse_from(given(words)).expect(words);
            assert_eq!(format!("{alone:?}"), format!("{whole:?}"), "{words}");
        }
    }

    #[test]
    fn commands_help_and_mistakes_are_left_to_the_whole_program() {
        for words in [
            "sayso export a.txt",
            "sayso --as ada export",
            "sayso help",
            "sayso --help",
            "sayso -V",
            "sayso --exprot",
            "sayso a.txt --at",
        ] {
            assert!(parse(&given(words)).is_none(), "{words}");
        }
    }
}
