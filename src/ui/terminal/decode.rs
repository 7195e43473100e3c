//! From the bytes of a terminal to keys, mouse reports and pastes.
//!
//! Parsers of others were looked at. Those for input (crossterm's, terminput, termina) keep an unfinished sequence for
//! ever and do not tell that they hold one, so that no time-out can be laid over them; those for output (vte) take
//! `ESC /` for the beginning of a sequence, not for Alt-/. What a byte belongs to is decided here by ECMA-48, one state a
//! byte, in bounded memory; time comes in from outside: [`Decoder::pending`] and [`Decoder::expire`].

use crossterm::event::{Event, KeyCode, KeyEvent, KeyEventKind, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};

/// Longest parameters of a control sequence, in bytes; a longer one is read to its end and dropped.
const MAX_SEQUENCE: usize = 64;

/// Longest paste, in bytes: the rest is dropped. Far more than any field takes.
pub const MAX_PASTE: usize = 1 << 20;

/// What ends a bracketed paste.
const PASTE_END: &[u8] = b"\x1b[201~";

/// Numbers of `CSI number ~` and their keys.
const NUMBERED: [(u32, KeyCode); 24] = [
    (1, KeyCode::Home),
    (2, KeyCode::Insert),
    (3, KeyCode::Delete),
    (4, KeyCode::End),
    (5, KeyCode::PageUp),
    (6, KeyCode::PageDown),
    (7, KeyCode::Home),
    (8, KeyCode::End),
    (11, KeyCode::F(1)),
    (12, KeyCode::F(2)),
    (13, KeyCode::F(3)),
    (14, KeyCode::F(4)),
    (15, KeyCode::F(5)),
    (17, KeyCode::F(6)),
    (18, KeyCode::F(7)),
    (19, KeyCode::F(8)),
    (20, KeyCode::F(9)),
    (21, KeyCode::F(10)),
    (23, KeyCode::F(11)),
    (24, KeyCode::F(12)),
    (25, KeyCode::F(13)),
    (26, KeyCode::F(14)),
    (28, KeyCode::F(15)),
    (29, KeyCode::F(16)),
];

/// What a decoder holds that is not finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pending {
    /// ESC: the key, or the beginning of something.
    Escape,
    /// A sequence, a string or a character without its end.
    Sequence,
    /// A paste without its end.
    Paste,
}

/// What the next byte belongs to.
#[derive(Debug, Default)]
enum State {
    #[default]
    Ground,
    /// After ESC.
    Escape,
    /// A character of several bytes: those so far, and whether Alt was held.
    Character(Vec<u8>, bool),
    /// After `ESC O`.
    SingleShift,
    /// After `ESC [`: parameters and intermediates so far.
    Control(Vec<u8>),
    /// After `ESC [ [`: a function key of the Linux console.
    Console,
    /// After `ESC [ M`: the three bytes of a mouse report.
    Mouse(Vec<u8>),
    /// A string (OSC, DCS, APC, PM), which is an answer to a question, and is dropped; whether ESC came, which may end it.
    String(bool),
    /// Pasted text, and how much of its end was seen.
    Paste(Vec<u8>, usize),
}

/// A decoder and what it holds of an unfinished sequence.
#[derive(Debug, Default)]
pub struct Decoder {
    state: State,
    events: Vec<Event>,
    broken: bool,
    /// Whether anything came before.
    begun: bool,
}

/// The first bytes of all without the end of an answer: whoever asked the terminal for its background before and waited no
/// longer may have taken half of it.
fn without_rest_of_answer(bytes: &[u8]) -> &[u8] {
    let is_colour = |b: &u8| b.is_ascii_hexdigit() || b"/:;]rgba".contains(b);
    let end = bytes.iter().position(|b| !is_colour(b)).unwrap_or(bytes.len());
    let rest = bytes.get(end..).unwrap_or_default();
    rest.strip_prefix(b"\x07").or_else(|| rest.strip_prefix(b"\x1b\\")).unwrap_or(bytes)
}

impl Decoder {
    /// Takes bytes, gives what they finish. `late` when they did not follow the ones before at once. Linear.
    pub fn feed(&mut self, bytes: &[u8], late: bool) -> Vec<Event> {
        let begins = !std::mem::replace(&mut self.begun, true);
        for byte in if begins { without_rest_of_answer(bytes) } else { bytes } {
            self.take(*byte);
        }
        // A byte that comes alone and late was typed: the end of the paste is lost. The byte still counts as pasted.
        if late && bytes.len() == 1 && matches!(self.state, State::Paste(..)) {
            return self.expire();
        }
        std::mem::take(&mut self.events)
    }

    /// What is unfinished, if anything.
    pub fn pending(&self) -> Option<Pending> {
        match self.state {
            State::Ground => None,
            State::Escape => Some(Pending::Escape),
            State::Paste(..) => Some(Pending::Paste),
            State::Character(..)
            | State::SingleShift
            | State::Control(_)
            | State::Console
            | State::Mouse(_)
            | State::String(_) => Some(Pending::Sequence),
        }
    }

    /// Nothing more came: ESC was the key, a paste ends, the beginning of anything else is dropped.
    pub fn expire(&mut self) -> Vec<Event> {
        match std::mem::take(&mut self.state) {
            State::Escape => self.key(KeyCode::Esc, KeyModifiers::NONE),
            State::Paste(mut text, seen) => {
                keep(&mut text, PASTE_END.get(..seen).unwrap_or_default());
                self.pasted(&text);
            }
            State::Ground
            | State::Character(..)
            | State::SingleShift
            | State::Control(_)
            | State::Console
            | State::Mouse(_)
            | State::String(_) => {}
        }
        std::mem::take(&mut self.events)
    }

    /// Whether a sequence was broken off by bytes that do not belong to it, since this was asked last: what came with
    /// them is no typing.
    pub fn take_broken(&mut self) -> bool {
        std::mem::take(&mut self.broken)
    }

    fn take(&mut self, byte: u8) {
        self.state = match std::mem::take(&mut self.state) {
            State::Ground => self.ground(byte, false),
            State::Escape => match byte {
                b'[' => State::Control(Vec::new()),
                b'O' => State::SingleShift,
                b']' | b'P' | b'_' | b'^' => State::String(false),
                0x1b => {
                    self.key(KeyCode::Esc, KeyModifiers::NONE);
                    State::Escape
                }
                _ => self.ground(byte, true),
            },
            State::Character(mut bytes, alt) => {
                if byte & 0xc0 != 0x80 {
                    return self.break_off(byte);
                }
                bytes.push(byte);
                match std::str::from_utf8(&bytes) {
                    Ok(text) => {
                        let modifiers = if alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
                        text.chars().for_each(|c| self.key(KeyCode::Char(c), modifiers));
                        State::Ground
                    }
                    Err(e) if e.error_len().is_none() => State::Character(bytes, alt),
                    Err(_) => State::Ground,
                }
            }
            State::SingleShift => match byte {
                0x20..=0x7e => {
                    if let Some(code) = lettered(byte) {
                        self.key(code, KeyModifiers::NONE);
                    }
                    State::Ground
                }
                _ => return self.break_off(byte),
            },
            State::Control(mut bytes) => match byte {
                b'[' if bytes.is_empty() => State::Console,
                b'M' if bytes.is_empty() => State::Mouse(Vec::new()),
                // Nothing else ends a mouse report.
                0x40..=0x7e if bytes.first() == Some(&b'<') && !matches!(byte, b'M' | b'm') => {
                    self.broken = true;
                    State::Ground
                }
                0x20..=0x3f => {
                    if bytes.len() <= MAX_SEQUENCE {
                        bytes.push(byte);
                    }
                    State::Control(bytes)
                }
                0x40..=0x7e => self.control(&bytes, byte),
                _ => return self.break_off(byte),
            },
            State::Console => {
                if let b'A'..=b'E' = byte {
                    self.key(KeyCode::F(1 + byte - b'A'), KeyModifiers::NONE);
                }
                State::Ground
            }
            State::Mouse(mut bytes) => {
                bytes.push(byte);
                match *bytes.as_slice() {
                    [button, column, row] => {
                        let cell = |n: u8| u32::from(n.saturating_sub(32));
                        self.mouse(u32::from(button).checked_sub(32), cell(column), cell(row), false);
                        State::Ground
                    }
                    _ => State::Mouse(bytes),
                }
            }
            State::String(true) if byte == b'\\' => State::Ground,
            State::String(true) => {
                self.state = State::Escape;
                return self.take(byte);
            }
            State::String(false) => match byte {
                0x07 | 0x18 | 0x1a => State::Ground,
                0x1b => State::String(true),
                _ => State::String(false),
            },
            State::Paste(mut text, seen) => {
                if PASTE_END.get(seen) == Some(&byte) {
                    if seen + 1 == PASTE_END.len() {
                        self.pasted(&text);
                        State::Ground
                    } else {
                        State::Paste(text, seen + 1)
                    }
                } else {
                    keep(&mut text, PASTE_END.get(..seen).unwrap_or_default());
                    // The end begins with the only ESC in it.
                    let again = usize::from(byte == 0x1b);
                    if again == 0 {
                        keep(&mut text, &[byte]);
                    }
                    State::Paste(text, again)
                }
            }
        };
    }

    /// A byte that does not belong to what it interrupts: ESC begins anew, others are dropped with the rest.
    fn break_off(&mut self, byte: u8) {
        self.broken = true;
        self.state = if byte == 0x1b { State::Escape } else { State::Ground };
    }

    /// A byte outside any sequence, with Alt when ESC came before it.
    fn ground(&mut self, byte: u8, alt: bool) -> State {
        let held = if alt { KeyModifiers::ALT } else { KeyModifiers::NONE };
        let control = held | KeyModifiers::CONTROL;
        match byte {
            0x1b => return State::Escape,
            b'\r' => self.key(KeyCode::Enter, held),
            b'\t' => self.key(KeyCode::Tab, held),
            0x7f => self.key(KeyCode::Backspace, held),
            0x00 => self.key(KeyCode::Char(' '), control),
            0x01..=0x1a => self.key(KeyCode::Char(char::from(byte - 1 + b'a')), control),
            0x1c..=0x1f => self.key(KeyCode::Char(char::from(byte - 0x1c + b'4')), control),
            0x20..=0x7e => self.key(KeyCode::Char(char::from(byte)), held),
            0xc2..=0xf4 => return State::Character(vec![byte], alt),
            // No character begins so.
            0x80..=0xc1 | 0xf5..=0xff => {}
        }
        State::Ground
    }

    /// A whole control sequence.
    fn control(&mut self, bytes: &[u8], last: u8) -> State {
        if bytes.len() > MAX_SEQUENCE {
            return State::Ground;
        }
        if bytes.first() == Some(&b'<') {
            let number = numbers(bytes.get(1..).unwrap_or_default());
            self.mouse(number(0, 0), number(1, 0).unwrap_or(1), number(2, 0).unwrap_or(1), last == b'm');
            return State::Ground;
        }
        // Private parameters and intermediates stand in answers to questions, never in keys.
        if bytes.iter().any(|b| !matches!(b, b'0'..=b';')) {
            return State::Ground;
        }
        let number = numbers(bytes);
        let modifiers = modifiers(number(1, 0).unwrap_or(1));
        let kind = match number(1, 1) {
            Some(2) => KeyEventKind::Repeat,
            Some(3) => KeyEventKind::Release,
            _ => KeyEventKind::Press,
        };
        let code = match (last, number(0, 0)) {
            (b'~', Some(200)) => return State::Paste(Vec::new(), 0),
            // xterm's modifyOtherKeys.
            (b'~', Some(27)) => number(2, 0).and_then(coded),
            (b'~', Some(n)) => NUMBERED.iter().find(|(number, _)| *number == n).map(|(_, code)| *code),
            (b'u', Some(n)) => coded(n),
            (b'M', Some(button)) => {
                let (column, row) = (number(1, 0).unwrap_or(1), number(2, 0).unwrap_or(1));
                self.mouse(button.checked_sub(32), column, row, false);
                None
            }
            (b'I', None) => {
                self.events.push(Event::FocusGained);
                None
            }
            (b'O', None) => {
                self.events.push(Event::FocusLost);
                None
            }
            (b'Z', _) => Some(KeyCode::BackTab),
            // With another number it is an answer: where the cursor is.
            (letter @ (b'A'..=b'H' | b'P'..=b'S'), None | Some(1)) => lettered(letter),
            _ => None,
        };
        if let Some(code) = code {
            let code =
                if code == KeyCode::Tab && modifiers.contains(KeyModifiers::SHIFT) { KeyCode::BackTab } else { code };
            self.events.push(Event::Key(KeyEvent::new_with_kind(code, modifiers, kind)));
        }
        State::Ground
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.events.push(Event::Key(KeyEvent::new(code, modifiers)));
    }

    /// A mouse report: button byte, cell from 1, whether the button was let go.
    fn mouse(&mut self, button: Option<u32>, column: u32, row: u32, up: bool) {
        let Some(bits) = button else { return };
        let dragged = bits & 32 != 0;
        let button = match bits & 3 {
            0 => MouseButton::Left,
            1 => MouseButton::Middle,
            _ => MouseButton::Right,
        };
        let kind = match (bits >> 6, bits & 3) {
            (0, 3) if dragged => MouseEventKind::Moved,
            (0, 3) => MouseEventKind::Up(MouseButton::Left),
            (0, _) if dragged => MouseEventKind::Drag(button),
            (0, _) if up => MouseEventKind::Up(button),
            (0, _) => MouseEventKind::Down(button),
            (1, _) if dragged => MouseEventKind::Moved,
            (1, 0) => MouseEventKind::ScrollUp,
            (1, 1) => MouseEventKind::ScrollDown,
            (1, 2) => MouseEventKind::ScrollLeft,
            (1, _) => MouseEventKind::ScrollRight,
            // Buttons no mouse of ours has.
            _ => return,
        };
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::SHIFT, bits & 4 != 0);
        modifiers.set(KeyModifiers::ALT, bits & 8 != 0);
        modifiers.set(KeyModifiers::CONTROL, bits & 16 != 0);
        let cell = |n: u32| u16::try_from(n.saturating_sub(1)).unwrap_or(u16::MAX);
        self.events.push(Event::Mouse(MouseEvent { kind, column: cell(column), row: cell(row), modifiers }));
    }

    fn pasted(&mut self, text: &[u8]) {
        self.events.push(Event::Paste(String::from_utf8_lossy(text).into_owned()));
    }
}

/// Adds to a paste while there is room.
fn keep(text: &mut Vec<u8>, bytes: &[u8]) {
    let room = MAX_PASTE.saturating_sub(text.len());
    text.extend_from_slice(bytes.get(..room.min(bytes.len())).unwrap_or_default());
}

/// The numbers of parameters, by place and place within.
fn numbers(bytes: &[u8]) -> impl Fn(usize, usize) -> Option<u32> {
    let text = String::from_utf8_lossy(bytes).into_owned();
    move |parameter, part| text.split(';').nth(parameter)?.split(':').nth(part)?.parse().ok()
}

/// The key of a final letter.
const fn lettered(letter: u8) -> Option<KeyCode> {
    Some(match letter {
        b'A' => KeyCode::Up,
        b'B' => KeyCode::Down,
        b'C' => KeyCode::Right,
        b'D' => KeyCode::Left,
        b'F' => KeyCode::End,
        b'H' => KeyCode::Home,
        b'P'..=b'S' => KeyCode::F(1 + letter - b'P'),
        _ => return None,
    })
}

/// The key of a code point (`CSI code u`).
fn coded(code: u32) -> Option<KeyCode> {
    Some(match code {
        8 | 127 => KeyCode::Backspace,
        9 => KeyCode::Tab,
        // The second one is that of the keypad.
        13 | 57_414 => KeyCode::Enter,
        27 => KeyCode::Esc,
        // Keys without a character stand in the private use area.
        57_344..=63_743 => return None,
        _ => KeyCode::Char(char::from_u32(code).filter(|c| !c.is_control())?),
    })
}

/// The modifiers of a parameter: one more than their bits.
fn modifiers(number: u32) -> KeyModifiers {
    let bits = number.saturating_sub(1);
    let mut held = KeyModifiers::NONE;
    held.set(KeyModifiers::SHIFT, bits & 1 != 0);
    held.set(KeyModifiers::ALT, bits & 2 != 0);
    held.set(KeyModifiers::CONTROL, bits & 4 != 0);
    held
}

#[cfg(test)]
mod tests;
