//! The order of arguments: what every command takes may stand before the command.

use clap::Command;
use std::ffi::OsString;

/// Arguments with the command first, where before it stand only options that every command takes, as in `sayso --as ada export a.txt`.
/// All others stay as they are. O(arguments).
pub fn command_first(mut given: Vec<OsString>, program: &Command) -> Vec<OsString> {
    let is_shared = |name: &str| {
        program.get_arguments().any(|argument| argument.is_global_set() && argument.get_long() == Some(name))
    };
    let mut at = 1;
    while let Some(name) = given.get(at).and_then(|argument| argument.to_str()?.strip_prefix("--")) {
        let (option, step) = name.split_once('=').map_or((name, 2), |(option, _)| (option, 1));
        if !is_shared(option) {
            return given;
        }
        at += step;
    }
    let is_command = given.get(at).is_some_and(|word| program.find_subcommand(word).is_some());
    if is_command && let Some(before) = given.get_mut(1..=at) {
        before.rotate_right(1);
    }
    given
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::{Arg, ArgAction};

    #[test]
    fn what_every_command_takes_may_stand_before_it() {
        let shared = |name: &'static str| Arg::new(name).long(name).global(true);
        let plain = Arg::new("plain").long("plain").action(ArgAction::SetTrue);
        let program =
            Command::new("sayso").args([shared("as"), shared("lines"), plain]).subcommand(Command::new("export"));
        let ordered = |words: &str| {
            let given = words.split(' ').map(OsString::from).collect();
            let ordered = command_first(given, &program);
            ordered.iter().map(|word| word.to_str().unwrap()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(ordered("sayso --as ada export a.txt"), "sayso export --as ada a.txt");
        assert_eq!(ordered("sayso --as=ada --lines keep export"), "sayso export --as=ada --lines keep");
        let unchanged = [
            "sayso",
            "sayso --as",
            "sayso --as export",
            "sayso --as ada export.txt",
            "sayso a.txt --as ada export",
            "sayso --plain export a.txt",
            "sayso export --as ada a.txt",
            "sayso --as ada -- export",
        ];
        for words in unchanged {
            assert_eq!(ordered(words), words);
        }
    }
}
