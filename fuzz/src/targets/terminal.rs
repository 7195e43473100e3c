//! The bytes of a terminal: what comes in two pieces is the same keys as in one.

use super::Target;
use crate::seeds;
use sayso::ui::keymap::Key;
use sayso::ui::terminal::decode::{Decoder, MAX_PASTE};

pub const TARGET: Target = Target { name: "terminal", doc: "bytes of a terminal", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let Some((at, bytes)) = bytes.split_first() else { return false };
    let mut whole = Decoder::default();
    // What comes first of all may be the rest of an answer.
    whole.feed(b"a", false);
    let mut events = whole.feed(bytes, false);
    let (first, second) = bytes.split_at(usize::from(*at) % (bytes.len() + 1));
    let mut pieces = Decoder::default();
    pieces.feed(b"a", false);
    let mut other = pieces.feed(first, false);
    other.extend(pieces.feed(second, false));
    assert_eq!(events, other, "in two pieces they are other keys");
    assert_eq!(whole.pending(), pieces.pending());
    events.extend(whole.expire());
    assert_eq!(whole.pending(), None, "something is still waited for");
    assert!(events.len() <= bytes.len() + 1, "{} events of {} bytes", events.len(), bytes.len());
    for event in events {
        match event {
            crossterm::event::Event::Key(key) => drop(Key::of(key).to_string()),
            crossterm::event::Event::Paste(text) => assert!(text.len() <= 3 * MAX_PASTE),
            _ => {}
        }
    }
    Decoder::default().feed(bytes, true);
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    seeds::texts(&[
        "\u{3}a\u{1b}[A\u{1b}[1;2C\u{1b}OP\u{1b}[15~\u{1b}[Z\r\t\u{7f}\u{1}",
        "\u{5}\u{1b}[<0;12;7M\u{1b}[<64;3;4M\u{1b}[<35;1;1m\u{1b}[M !!",
        "\u{9}\u{1b}[200~pasted é 🚢\r\n\u{1b}[201~q\u{1b}x\u{1b}[[A",
        "\u{2}\u{1b}]11;rgb:1e1e/1e1e/1e1e\u{1b}\\\u{1b}P1$r\u{1b}\\\u{1b}_x\u{7}\u{1b}[97;5u",
        "4;rgb:ffff/ffff/ffff\u{7}jj é\u{301}",
    ])
}
