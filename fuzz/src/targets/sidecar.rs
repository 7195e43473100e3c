//! Sidecars: what is read is printed as it was, what is not is refused with its place.

use super::Target;
use crate::dice::Dice;
use crate::documents::{self, SAMPLES, SHORT};
use sayso_core::annotation::sidecar::{parse, print};

pub const TARGET: Target = Target { name: "sidecar", doc: "the text of a sidecar", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    match parse(bytes) {
        Ok(set) => {
            let printed = print(&set);
            let again =
                parse(printed.as_bytes()).unwrap_or_else(|e| panic!("what was printed is not read: {e}\n{printed}"));
            assert_eq!(again, set, "printed and read it is another\n{printed}");
            assert_eq!(print(&again), printed, "printed again it is another");
        }
        Err(error) => {
            let (line, column) = error.at.unwrap_or_else(|| panic!("no place: {error}"));
            let text = String::from_utf8_lossy(bytes);
            assert!(line >= 1 && line <= text.lines().count() + 1, "there is no line {line}: {error}");
            let letters = text.lines().nth(line - 1).map_or(0, |line| line.chars().count());
            assert!(column >= 1 && column <= letters + 1, "line {line} of {letters} has no column {column}: {error}");
            assert!(!error.message.is_empty() && !error.hint.is_empty());
        }
    }
    true
}

/// Decisions about documents of ours, printed.
pub fn seeds() -> Vec<(String, Vec<u8>)> {
    let mut out = Vec::new();
    for (number, (name, text)) in SAMPLES.into_iter().chain([("short.txt", SHORT)]).enumerate() {
        let mut reading = documents::reading(text, name);
        let numbers: Vec<u8> = (0..400_u32).map(|n| (n * n * 31 + n * 7 + number as u32) as u8).collect();
        documents::decide(&mut reading, &mut Dice(&numbers), 12);
        out.push((name.to_owned(), print(reading.set()).into_bytes()));
    }
    out
}
