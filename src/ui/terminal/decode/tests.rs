use super::*;
use proptest::prelude::*;

fn decoded(bytes: &[u8]) -> Vec<Event> {
    Decoder::default().feed(bytes, false)
}

fn key(code: KeyCode, modifiers: KeyModifiers) -> Event {
    Event::Key(KeyEvent::new(code, modifiers))
}

fn plain(code: KeyCode) -> Event {
    key(code, KeyModifiers::NONE)
}

fn mouse(kind: MouseEventKind, column: u16, row: u16) -> Event {
    Event::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE })
}

/// Bytes of one event each.
fn samples() -> Vec<(&'static [u8], Event)> {
    const SHIFT: KeyModifiers = KeyModifiers::SHIFT;
    const ALT: KeyModifiers = KeyModifiers::ALT;
    const CONTROL: KeyModifiers = KeyModifiers::CONTROL;
    vec![
        (b"x", plain(KeyCode::Char('x'))),
        ("é".as_bytes(), plain(KeyCode::Char('é'))),
        ("“".as_bytes(), plain(KeyCode::Char('“'))),
        ("🦀".as_bytes(), plain(KeyCode::Char('🦀'))),
        (b"\r", plain(KeyCode::Enter)),
        (b"\n", key(KeyCode::Char('j'), CONTROL)),
        (b"\t", plain(KeyCode::Tab)),
        (b"\x7f", plain(KeyCode::Backspace)),
        (b"\x05", key(KeyCode::Char('e'), CONTROL)),
        (b"\0", key(KeyCode::Char(' '), CONTROL)),
        (b"\x1d", key(KeyCode::Char('5'), CONTROL)),
        (b"\x1bw", key(KeyCode::Char('w'), ALT)),
        (b"\x1b/", key(KeyCode::Char('/'), ALT)),
        (b"\x1b\r", key(KeyCode::Enter, ALT)),
        ("\x1bé".as_bytes(), key(KeyCode::Char('é'), ALT)),
        (b"\x1b[A", plain(KeyCode::Up)),
        (b"\x1bOA", plain(KeyCode::Up)),
        (b"\x1b[1;2C", key(KeyCode::Right, SHIFT)),
        (b"\x1b[1;3D", key(KeyCode::Left, ALT)),
        (b"\x1b[1;5F", key(KeyCode::End, CONTROL)),
        (b"\x1b[Z", plain(KeyCode::BackTab)),
        (b"\x1b[5~", plain(KeyCode::PageUp)),
        (b"\x1b[3;5~", key(KeyCode::Delete, CONTROL)),
        (b"\x1bOP", plain(KeyCode::F(1))),
        (b"\x1b[[A", plain(KeyCode::F(1))),
        (b"\x1b[24~", plain(KeyCode::F(12))),
        (b"\x1b[97;5u", key(KeyCode::Char('a'), CONTROL)),
        (b"\x1b[9;2u", key(KeyCode::BackTab, SHIFT)),
        (b"\x1b[27u", plain(KeyCode::Esc)),
        (b"\x1b[27;5;106~", key(KeyCode::Char('j'), CONTROL)),
        (b"\x1b[I", Event::FocusGained),
        (b"\x1b[O", Event::FocusLost),
        (b"\x1b[<0;3;4M", mouse(MouseEventKind::Down(MouseButton::Left), 2, 3)),
        (b"\x1b[<0;3;4m", mouse(MouseEventKind::Up(MouseButton::Left), 2, 3)),
        (b"\x1b[<32;3;4M", mouse(MouseEventKind::Drag(MouseButton::Left), 2, 3)),
        (b"\x1b[<64;1;1M", mouse(MouseEventKind::ScrollUp, 0, 0)),
        (b"\x1b[<65;0;0M", mouse(MouseEventKind::ScrollDown, 0, 0)),
        (b"\x1b[32;3;4M", mouse(MouseEventKind::Down(MouseButton::Left), 2, 3)),
        (b"\x1b[M #$", mouse(MouseEventKind::Down(MouseButton::Left), 2, 3)),
        (b"\x1b[200~a\r\x1b[b\x1b[201~", Event::Paste("a\r\x1b[b".to_owned())),
    ]
}

#[test]
fn every_event_is_told_wherever_its_bytes_are_cut() {
    for (bytes, event) in samples() {
        assert_eq!(decoded(bytes), std::slice::from_ref(&event), "{bytes:?}");
        for cut in 0..=bytes.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(&bytes[..cut], false);
            events.extend(decoder.feed(&bytes[cut..], false));
            assert_eq!(events, std::slice::from_ref(&event), "{bytes:?} cut at {cut}");
            assert_eq!(decoder.pending(), None);
            assert!(!decoder.take_broken());
        }
    }
}

#[test]
fn what_is_unfinished_ends_with_time_and_the_next_key_comes_through() {
    for (bytes, event) in samples() {
        for cut in 1..bytes.len() {
            let mut decoder = Decoder::default();
            let mut events = decoder.feed(&bytes[..cut], false);
            assert!(decoder.pending().is_some(), "{bytes:?} cut at {cut}");
            events.extend(decoder.expire());
            assert_eq!(decoder.pending(), None);
            // A lone ESC is the key, what was pasted so far is a paste; anything else does nothing.
            let harmless =
                |e: &Event| *e == plain(KeyCode::Esc) || matches!((e, &event), (Event::Paste(_), Event::Paste(_)));
            assert!(events.iter().all(harmless) && events.len() <= 1, "{bytes:?} cut at {cut}: {events:?}");
            assert_eq!(decoder.feed(b"q", true), [plain(KeyCode::Char('q'))]);
        }
    }
}

#[test]
fn answers_to_questions_are_dropped() {
    for answer in [
        b"\x1b]11;rgb:1010/1010/1010\x1b\\".as_slice(),
        b"\x1b]11;rgb:1010/1010/1010\x07",
        b"\x1bP1+r544e=787465726d\x1b\\",
        b"\x1b_Gi=1;OK\x1b\\",
        b"\x1b[?62;22c",
        b"\x1b[>1;10;0c",
        b"\x1b[?2026;2$y",
        b"\x1b[12;40R",
    ] {
        let all = [answer, b"x"].concat();
        assert_eq!(decoded(&all), [plain(KeyCode::Char('x'))], "{answer:?}");
    }
}

#[test]
fn a_broken_sequence_is_told_and_swallows_no_more_than_a_byte() {
    let mut decoder = Decoder::default();
    for bytes in [b"\x1b[<0;1q".as_slice(), b"\x1b[1\r", b"\xc3(", b"\x1bO\r"] {
        assert_eq!(decoder.feed(bytes, false), [], "{bytes:?}");
        assert!(decoder.take_broken() && !decoder.take_broken(), "{bytes:?}");
        assert_eq!(decoder.feed(b"q", false), [plain(KeyCode::Char('q'))]);
    }
    assert_eq!(decoder.feed(b"\x1b[1\x1b[A", false), [plain(KeyCode::Up)]);
}

#[test]
fn a_lost_end_of_a_paste_is_noticed_by_typing() {
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"\x1b[200~ab", false), []);
    assert_eq!(decoder.feed(b"cd", true), [], "more of it may be late");
    assert_eq!(decoder.feed(b"x", true), [Event::Paste("abcdx".to_owned())]);
    assert_eq!(decoder.feed(b"q", true), [plain(KeyCode::Char('q'))]);
}

#[test]
fn a_paste_is_bounded() {
    let mut decoder = Decoder::default();
    decoder.feed(b"\x1b[200~", false);
    for _ in 0..(MAX_PASTE / 1000 + 10) {
        assert_eq!(decoder.feed(&[b'a'; 1000], false), []);
    }
    let events = decoder.feed(b"\x1b[201~", false);
    assert!(matches!(events.as_slice(), [Event::Paste(text)] if text.len() == MAX_PASTE));
}

proptest! {
    #[test]
    fn any_bytes_are_taken_and_after_a_time_out_keys_come_through(
        chunks in prop::collection::vec(prop::collection::vec(prop_oneof![
            any::<u8>(),
            prop::sample::select(b"\x1b[]OP<>;:0129~MmuAq\r\x07\\?".to_vec()),
        ], 0..40), 0..6),
        late in any::<bool>(),
    ) {
        let mut decoder = Decoder::default();
        for chunk in &chunks {
            decoder.feed(chunk, late);
        }
        decoder.expire();
        prop_assert_eq!(decoder.pending(), None);
        prop_assert_eq!(decoder.feed(b"q", false), [plain(KeyCode::Char('q'))]);
    }

    #[test]
    fn where_bytes_are_cut_changes_nothing(
        bytes in prop::collection::vec(prop_oneof![
            any::<u8>(),
            prop::sample::select(b"\x1b[]OP<>;:0129~MmuAq\r".to_vec()),
        ], 0..60),
        cut in 0usize..60,
    ) {
        let cut = cut.min(bytes.len());
        // Only the first bytes of all may be the rest of an answer.
        let begun = || {
            let mut decoder = Decoder::default();
            decoder.feed(b"q", false);
            decoder
        };
        let (mut whole, mut decoder) = (begun(), begun());
        let mut events = decoder.feed(&bytes[..cut], false);
        events.extend(decoder.feed(&bytes[cut..], false));
        prop_assert_eq!(events, whole.feed(&bytes, false));
    }
}

/// The answer to a question asked before the reader began, half of it taken by whoever asked.
#[test]
fn the_end_of_an_answer_is_no_typing() {
    for rest in
        [b"0/1010/1010\x1b\\\x1b[?62c".as_slice(), b"1;rgb:1010/1010/1010\x07", b"]11;rgb:0/0/0\x1b\\", b"\x1b\\"]
    {
        let mut decoder = Decoder::default();
        assert_eq!(decoder.feed(rest, false), [], "{rest:?}");
        assert_eq!(decoder.feed(b"q", false), [plain(KeyCode::Char('q'))], "{rest:?}");
    }
    let mut decoder = Decoder::default();
    assert_eq!(decoder.feed(b"1", false), [plain(KeyCode::Char('1'))]);
    assert_eq!(decoder.feed(b"1", false), [plain(KeyCode::Char('1'))]);
}
