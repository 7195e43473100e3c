//! Keys in, state out: stories on a small document, without a terminal.

mod changed;
mod conflicts;
mod cutting;
mod drafts;
mod many;
mod margin;
mod pace;
mod rebound;
mod recording;
mod results;
mod scratch;
mod selecting;
mod shared;
mod timed;
mod two_panes;
mod views;

use super::*;
use crate::config::{Config, Folders};
use crate::isolation::Stop;
use crate::project::open::{self, Opened};
use crate::project::{Bytes, Request};
use crate::ui::frame;
use crate::ui::session::{self, Asked};
use crate::ui::theme::Depth;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use sayso_core::annotation::{Codebook, Set, Status};
use sayso_core::reading::Reading;

const STORY: &str = "Harbour vote delayed\n\n“We will vote on Monday,” said Ada Grey, the mayor.\n\nShe added: “Nobody is \
in a hurry.”\n\n“The mayor is late,” Bo Lind said. “She is always late.”\n\nGrey said that the quay would be closed.\n\n\
“I am on time,” Grey said.";

struct Session {
    app: App,
    effects: Vec<Effect>,
    clock: u64,
}

impl Session {
    fn new(text: &str, size: (u16, u16)) -> Self {
        Self::named("a.txt", text, size)
    }

    fn named(name: &str, text: &str, size: (u16, u16)) -> Self {
        Self::opened(name, text, size, None)
    }

    /// The text became another since these annotations were made.
    fn with(text: &str, size: (u16, u16), set: Option<&Set>) -> Self {
        Self::opened("a.txt", text, size, set)
    }

    fn opened(name: &str, text: &str, size: (u16, u16), set: Option<&Set>) -> Self {
        Self::beside((name, text), size, set, "")
    }

    /// A file of drafts lies beside the sidecar.
    fn beside((name, text): (&str, &str), size: (u16, u16), set: Option<&Set>, drafts: &str) -> Self {
        let asked = Asked {
            size: Size::new(size.0, size.1),
            depth: Depth::True,
            light: false,
            theme: None,
            width: None,
            annotator: Some("ada".into()),
            start_place: None,
        };
        let mut app = session::start(
            &Config::default(),
            Vec::new(),
            &Folders::default(),
            Codebook::default(),
            "a.txt".into(),
            &asked,
        );
        let folder = tempfile::tempdir().unwrap();
        if let Some(set) = set {
            let text = sayso_core::annotation::sidecar::print(set);
            crate::store::disk::replace(&folder.path().join("a.txt.sayso.ron"), text.as_bytes()).unwrap();
        }
        let sidecar = Some(crate::store::SidecarPath::new(folder.path().join("a.txt.sayso.ron")));
        if !drafts.is_empty() {
            crate::store::disk::replace(&folder.path().join(".a.txt.sayso.draft"), drafts.as_bytes()).unwrap();
        }
        let request = Request { sidecar, ..Request::given(name, text.as_bytes()) };
        let steps = std::cell::RefCell::new(Vec::new());
        open::open(&request, None, &Stop::default(), |step| steps.borrow_mut().push(step));
        for step in steps.into_inner() {
            match step {
                Opened::Loaded(loaded) => session::loaded(&mut app, loaded, &request),
                Opened::Failed(lines) => failed(&mut app, lines),
                Opened::Ready(ready) => session::ready(&mut app, *ready),
                Opened::Past(_) | Opened::Joined(..) => {}
            }
        }
        let mut session = Self { app, effects: Vec::new(), clock: 0 };
        session.frame();
        session
    }

    fn frame(&mut self) -> Buffer {
        let mut buffer = Buffer::empty(Rect::new(0, 0, self.app.size.width, self.app.size.height));
        frame::draw(&self.app, &mut buffer);
        drawn(&mut self.app);
        buffer
    }

    fn stamp(&mut self) -> Stamp {
        self.clock += 1;
        Stamp { now: "2026-11-24T08:00:00Z".into(), millis: self.clock, random: [1; 10] }
    }

    fn key(&mut self, name: &str) {
        let stamp = self.stamp();
        let effects = handle(&mut self.app, Event::Key(Key::parse(name).unwrap()), &stamp);
        for effect in &effects {
            // What the worker would answer is answered at once.
            if let (Effect::Search(query, number), Some(doc)) = (effect, self.app.doc()) {
                let spans = query.pattern().unwrap().unwrap().all(doc.reading.document().text());
                handle(&mut self.app, Event::Found(*number, spans), &stamp);
            }
        }
        self.effects.extend(effects);
    }

    /// Keys with a frame after each.
    fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.key(name);
            self.frame();
        }
        self
    }

    fn type_in(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            self.key(if c == ' ' { "Space".to_owned() } else { c.to_string() }.as_str());
            self.frame();
        }
        self
    }

    fn doc(&self) -> &crate::ui::open_document::OpenDocument {
        self.app.doc().unwrap()
    }

    fn progress(&self) -> (usize, usize) {
        self.doc().reading.progress()
    }

    fn message(&self) -> String {
        self.app.message.as_ref().map(|m| m.text.clone()).unwrap_or_default()
    }

    fn text(&mut self) -> Vec<String> {
        let buffer = self.frame();
        (0..buffer.area.height)
            .map(|y| {
                (0..buffer.area.width)
                    .map(|x| buffer.cell((x, y)).unwrap().symbol())
                    .collect::<String>()
                    .trim_end()
                    .to_owned()
            })
            .collect()
    }
}

#[test]
fn enter_confirms_and_moves_on_and_u_takes_back_one_step() {
    let mut s = Session::new(STORY, (100, 30));
    assert_eq!(s.progress(), (0, 5));
    s.keys("Enter");
    assert!(s.message().starts_with("Confirmed: Ada Grey"), "{}", s.message());
    s.keys("Enter");
    assert_eq!(s.progress(), (2, 5));
    s.keys("u");
    assert_eq!(s.progress(), (1, 5));
    s.keys("^R");
    assert_eq!(s.progress(), (2, 5));
    s.keys("u u u");
    assert_eq!((s.progress(), s.message().as_str()), ((0, 5), "Nothing to take back"));
    assert!(s.effects.iter().all(|e| matches!(e, Effect::Keep(_))));
    assert_eq!(s.effects.len(), 2 + 1 + 1 + 2);
}

#[test]
fn a_key_before_the_frame_decides_nothing() {
    let mut s = Session::new(STORY, (100, 30));
    s.key("Enter");
    s.key("Enter");
    assert_eq!((s.progress().0, s.message().as_str()), (1, "Key ignored: the screen had not been drawn yet"));
    s.frame();
    s.key("Enter");
    assert_eq!(s.progress().0, 2);
}

#[test]
fn not_one_cell_of_text_moves_when_something_is_decided() {
    for size in [(120, 40), (80, 24), (40, 10)] {
        let mut s = Session::new(STORY, size);
        let column = s.app.page().unwrap().text;
        let cells = |b: &Buffer| {
            let mut out = String::new();
            for y in column.top()..column.bottom() {
                for x in column.left()..column.right() {
                    out.push_str(b.cell((x, y)).unwrap().symbol());
                }
            }
            out
        };
        let before = cells(&s.frame());
        let top = s.doc().view.top;
        s.keys("Enter");
        if s.doc().view.top == top {
            assert_eq!(before, cells(&s.frame()), "{size:?}");
        }
        s.keys("u");
        assert_eq!(before, cells(&s.frame()), "{size:?}");
    }
}

#[test]
fn digits_choose_and_say_when_they_cannot() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("9");
    assert_eq!(s.message(), "No 9 here");
    s.keys("2");
    assert_eq!(s.progress().0, 1);
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!(record.status, Some(Status::Edited));
    s.keys("Esc 5");
    assert!(s.message().contains(":50 goes to ¶50"));
}

#[test]
fn correcting_a_turn_lends_nobody_the_name_of_another() {
    let lines =
        "“You are late.”|“The bridge was up.”|“It is always up.”|“In these shoes?”|“Is there a boat?”|“At nine.”";
    let text = format!("Edith met Edmund on the quay.|“Good evening,” said Edmund.|{lines}").replace('|', "\n\n");
    let mut s = Session::new(&text, (100, 30));
    let proposed = |s: &Session| {
        let reading = &s.doc().reading;
        reading.found().attributions().skip(2).map(|a| reading.proposal(a).name).collect::<Vec<_>>()
    };
    s.keys("Enter");
    let before = proposed(&s);
    assert!(before.contains(&"Edith".to_owned()) && before.contains(&"Edmund".to_owned()), "{before:?}");
    s.keys("2");
    // One correction says nothing of the other turns.
    assert_eq!(proposed(&s), before);
    let speakers = &s.doc().reading.set().speakers;
    assert_eq!(s.progress().0, 2, "{speakers:?}");
    assert!(speakers.iter().all(|speaker| speaker.aliases.is_empty() && speaker.roles.is_empty()), "{speakers:?}");
}

#[test]
fn a_new_speaker_is_typed_and_remembered() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("s").type_in("Ada Hale").keys("Enter");
    let set = s.doc().reading.set();
    assert_eq!(set.speakers.len(), 1);
    assert_eq!(set.speakers[0].name, "Ada Hale");
    assert!(set.speakers[0].is_called("Ada Grey"), "the words used are another name now: {:?}", set.speakers[0]);
    let names: Vec<String> = s.doc().reading.all().map(|i| s.doc().reading.speaker_name(&i)).collect();
    assert_eq!(names[4], "Ada Hale", "later ones follow");
}

#[test]
fn rejecting_and_removing_ones_own_work() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("x");
    assert_eq!(s.progress(), (1, 5));
    s.keys("u Enter Left");
    assert!(s.doc().reading.record(s.doc().view.focus.as_ref().unwrap()).is_some());
    s.keys("x");
    assert_eq!(s.message(), "x again removes it");
    s.keys("x");
    assert!(s.doc().reading.set().is_empty());
    s.keys("u");
    assert_eq!(s.doc().reading.set().len(), 1);
}

#[test]
fn words_are_selected_labelled_rated_and_noted() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab v").keys("w w");
    s.keys("c 5 Tab");
    s.type_in("https://example.org/vote").keys("Tab");
    s.type_in("Ask the clerk").keys("Enter");
    let set = s.doc().reading.set();
    let claim = set.iter().find(|a| a.label == "claim").unwrap();
    assert_eq!(claim.rating.as_deref(), Some("false"));
    assert_eq!(claim.evidence, ["https://example.org/vote"]);
    assert_eq!(claim.note.as_deref(), Some("Ask the clerk"));
    assert_eq!(set.name_of(claim.speaker.as_ref().unwrap()), "Ada Grey");
    let id = claim.id.clone();
    s.keys("u");
    assert_eq!(s.doc().reading.set().get(&id).unwrap().note, None, "one step is one field");
}

#[test]
fn esc_on_a_changed_note_keeps_what_was_typed() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("e").type_in("words").keys("Esc");
    assert_eq!(s.message(), "Note not saved: U goes on, Z drops it");
    assert!(s.doc().reading.set().is_empty() && matches!(s.app.mode, Mode::Read));
    s.keys("Z e").type_in("kept").keys("Enter");
    let record = s.doc().reading.set().iter().next().unwrap().clone();
    assert_eq!((record.note.as_deref(), record.label.as_str()), (Some("kept"), "note"));
    assert_eq!(s.progress().0, 0, "a note decides nothing");
}

#[test]
fn wholes_grow_and_shrink() {
    let mut s = Session::new(STORY, (100, 30));
    let selected = |s: &Session| {
        let Mode::Select(selection) = &s.app.mode else { panic!("no selection") };
        s.doc().reading.document().words(selection.span()).to_owned()
    };
    s.keys("v");
    assert_eq!(selected(&s), "We");
    s.keys("v v");
    assert_eq!(selected(&s), "“We will vote on Monday,” said Ada Grey, the mayor.");
    s.keys("V");
    assert_eq!(selected(&s), "“We will vote on Monday,”");
    s.keys("i p");
    assert_eq!(selected(&s), "“We will vote on Monday,” said Ada Grey, the mayor.");
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read));
}

#[test]
fn search_counts_moves_and_comes_back() {
    let mut s = Session::new(STORY, (80, 10));
    s.keys("/").type_in("late");
    assert_eq!(s.doc().search.found.as_ref().unwrap().spans.len(), 2);
    let screen = s.text().join("\n");
    assert!(screen.contains("1 of 2"), "{screen}");
    s.keys("Esc");
    assert!(s.doc().search.found.is_none());
    s.keys("/").type_in("late").keys("Enter n n");
    assert_eq!(s.message(), "1 of 2, from the top");
}

#[test]
fn read_only_decides_nothing() {
    let mut s = Session::new(STORY, (100, 30));
    s.app.doc_mut().unwrap().read_only = Some(ReadOnly::AsAsked);
    s.keys("Tab Enter x s c e a E u");
    assert!(s.doc().reading.set().is_empty() && s.effects.is_empty());
    assert!(s.text()[0].contains("! read only: as asked"));
}

#[test]
fn resizing_keeps_the_first_words() {
    let text = "word ".repeat(4000) + "\n\n“The end,” said Ada Grey.";
    let mut s = Session::new(&text, (100, 30));
    s.keys("Esc Space Space");
    let at = |s: &Session| s.doc().layout.byte_at(s.doc().view.top);
    let before = at(&s);
    for (w, h) in [(60, 12), (120, 40), (41, 9), (100, 30)] {
        let stamp = s.stamp();
        handle(&mut s.app, Event::Resize(w, h), &stamp);
        s.frame();
        assert!(at(&s).abs_diff(before) < 120, "{w}×{h}: {} {before}", at(&s));
    }
}

#[test]
fn every_state_names_a_way_out() {
    let mut s = Session::new("The tide table hangs on the wall.\n\nHigh water is at seven.", (80, 24));
    let screen = s.text().join("\n");
    assert!(screen.contains("nobody speaks here") && screen.contains("v selects words"), "{screen}");
    let mut s = Session::new("", (80, 24));
    assert!(s.text().join("\n").contains("This file is empty."));
    let mut s = Session::new(STORY, (10, 3));
    assert!(s.text().concat().starts_with("sayso"));
}

#[test]
fn hostile_text_is_never_drawn_raw() {
    let text = "“Bell \u{7} and \u{1b}[31mred\u{9b}1m and \u{202e}turned,” said Ada \u{7f}Grey.";
    let mut s = Session::new(text, (80, 24));
    for keys in ["", "Enter", "Left i", "Esc s", "Esc e", "Esc v i s", "Esc c"] {
        s.keys(keys);
        let buffer = s.frame();
        for cell in buffer.content() {
            assert!(!cell.symbol().chars().any(sayso_core::sanitize::is_hostile), "{keys}: {:?}", cell.symbol());
        }
    }
}

#[test]
fn palette_and_help_do_what_they_say() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys(":").type_in("confirm").keys("Enter");
    s.keys(":").type_in("5").keys("Enter");
    assert!(matches!(s.app.mode, Mode::Read));
    s.keys("?").type_in("search as");
    assert!(s.text().join("\n").contains("search as you type"));
    s.keys("Enter");
    assert!(matches!(s.app.mode, Mode::Search(_)));
}

#[test]
fn the_sure_ones_are_listed_then_confirmed_together() {
    let mut s =
        Session::new(&format!("{STORY}\n\n“The quay is ours,” Lind said.\n\n“It is not,” Grey said."), (100, 30));
    s.keys("E");
    assert!(s.text()[0].contains("Confirm together"));
    s.keys("Enter");
    let done = s.progress().0;
    assert!(done >= 2);
    s.keys("u");
    assert_eq!(s.progress().0, 0);
}

#[test]
fn questions_are_seen_over_the_sheets() {
    let mut s = Session::new(STORY, (80, 24));
    s.keys("X m Enter");
    let Some(Effect::Export(path, _, false)) = s.effects.last() else { panic!("{:?}", s.effects.last()) };
    let answer = Err(crate::ui::event::NotExported(format!("{} exists. Enter again replaces it", path.display())));
    let stamp = s.stamp();
    handle(&mut s.app, Event::Exported(answer), &stamp);
    assert!(s.text().join("\n").contains("exists. Enter again replaces it"));
    s.keys("Enter");
    assert!(matches!(s.effects.last(), Some(Effect::Export(_, _, true))));
}

#[test]
fn a_claim_only_looked_at_is_not_made() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("c Esc");
    assert!(s.doc().reading.set().is_empty());
    s.keys("c 2 Esc");
    assert_eq!(s.doc().reading.set().len(), 1, "a rated one is");
    s.keys("c Tab").type_in("http").keys("Esc");
    assert!(s.message().starts_with("Claim not saved"), "{}", s.message());
}

#[test]
fn nothing_is_decided_while_the_document_is_read() {
    let mut s = Session::new(STORY, (100, 30));
    s.app.doc_mut().unwrap().detecting = true;
    s.keys("v c Esc Enter x s a e");
    assert!(s.effects.is_empty() && s.doc().reading.set().is_empty());
}

#[test]
fn a_new_name_is_offered_before_a_merely_similar_one() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("s").type_in("Mary");
    let Mode::Speaker(picker) = &s.app.mode else { panic!() };
    assert_eq!(picker.rows[0].name, "New: “Mary”");
    s.keys("Esc Z s").type_in("lind");
    let Mode::Speaker(picker) = &s.app.mode else { panic!() };
    assert_eq!(picker.rows[0].name, "Bo Lind");
}

#[test]
fn a_statement_out_of_sight_is_not_decided() {
    let text = format!("{STORY}\n\n{}\n\nThe needle is here.", "Plain words stand here.\n\n".repeat(60));
    let mut s = Session::new(&text, (80, 24));
    s.keys("/").type_in("needle").keys("Enter Tab BackTab");
    let before = s.progress();
    s.keys("n Enter");
    // Enter begins reviewing again; it confirms nothing that was off the screen.
    assert_eq!(s.progress(), before);
}

#[test]
fn a_step_back_asked_for_too_early_is_done_once_it_can_be() {
    let mut s = Session::new(STORY, (100, 30));
    s.keys("Tab Enter");
    assert_eq!(s.progress().0, 1);
    for (between, left) in [("", 0), ("Tab", 1)] {
        if s.progress().0 == 0 {
            s.keys("Tab Enter");
        }
        let doc = s.app.doc_mut().unwrap();
        let history = std::mem::take(&mut doc.undo.steps);
        doc.undo.complete = false;
        s.keys("u");
        assert!(s.message().contains("in a moment") && s.progress().0 == 1);
        s.keys(between);
        let doc = s.app.doc_mut().unwrap();
        (doc.undo.steps, doc.undo.complete) = (history, true);
        let stamp = s.stamp();
        after_past(&mut s.app, &stamp);
        assert_eq!(s.progress().0, left, "another key forgets the wish: {between}");
    }
}
