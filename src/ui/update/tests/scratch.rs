//! The scratch page: what goes onto it, what is done there, and what others do to it meanwhile.

use super::*;
use crate::store::disk::Disk;
use crate::store::scratch::{self, Changed};
use crate::ui::scratch::{Pick, ScratchOutcome, ScratchStep, Standing};
use crate::ui::start_place::StartPlace;
use sayso_core::export::Quotation;
use sayso_core::export::scratch::{Edit, entries};
use std::path::PathBuf;

/// A session with a page in a folder, in which what the reader asks for is done.
struct Desk {
    s: Session,
    folder: tempfile::TempDir,
    done: usize,
}

impl Desk {
    fn new(size: (u16, u16)) -> Self {
        let mut s = Session::new(STORY, size);
        s.app.path = Some("/d/a.txt".into());
        Self { s, folder: tempfile::tempdir().unwrap(), done: 0 }
    }

    fn page(&self) -> PathBuf {
        self.folder.path().join("scratch.sayso.md")
    }

    fn text(&self) -> String {
        std::fs::read_to_string(self.page()).unwrap_or_default()
    }

    fn put(&self, text: &str) {
        crate::store::disk::replace(&self.page(), text.as_bytes()).unwrap();
    }

    /// Words of the quotations on the page.
    fn words(&self) -> Vec<String> {
        entries(&self.text()).into_iter().map(|entry| entry.quotation.words).collect()
    }

    fn event(&mut self, event: Event) {
        let stamp = self.s.stamp();
        let effects = handle(&mut self.s.app, event, &stamp);
        self.s.effects.extend(effects);
    }

    /// Keys with a frame after each, and what they ask for done.
    fn keys(&mut self, names: &str) -> &mut Self {
        for name in names.split_whitespace() {
            self.s.key(name);
            self.settle();
            self.s.frame();
        }
        self
    }

    fn settle(&mut self) {
        while let Some(effect) = self.s.effects.get(self.done) {
            self.done += 1;
            let page = self.page();
            match effect {
                Effect::ReadScratch => {
                    let text = scratch::read(&page).map_err(|e| e.to_string());
                    self.event(Event::ScratchRead(page, text));
                }
                Effect::AddToScratch(picked, left) => {
                    let left = *left;
                    let of = |pick: &Pick| Quotation {
                        words: pick.words.clone(),
                        speaker: pick.speaker.clone(),
                        place: format!("a.txt {}", pick.place),
                        link: Some(pick.id.as_ref().map_or("sayso:a.txt".into(), |id| format!("sayso:a.txt#{id}"))),
                    };
                    let edit = Edit::Append(picked.iter().map(of).collect());
                    self.change(&edit, ScratchStep::Add(left));
                }
                Effect::ChangeScratch(_, edit, step) => {
                    let (edit, step) = (edit.clone(), *step);
                    self.change(&edit, step);
                }
                _ => {}
            }
        }
    }

    fn change(&mut self, edit: &Edit, step: ScratchStep) {
        let outcome = match scratch::change(&self.page(), edit, &Disk::default()).unwrap() {
            Changed::Made(text, back) => ScratchOutcome::Made(text, back),
            Changed::Same(text) => ScratchOutcome::Same(text),
            Changed::Moved(text) => ScratchOutcome::Moved(text),
        };
        let page = self.page();
        self.event(Event::ScratchChanged(page, step, Ok(outcome)));
    }
}

#[test]
fn a_statement_a_selection_rows_and_matches_go_onto_the_page() {
    let mut d = Desk::new((100, 30));
    d.keys("Enter \"");
    assert_eq!(d.s.message(), "On the scratch page (1)");
    d.keys("\"");
    assert_eq!(d.s.message(), "On the scratch page already (1)");
    d.keys("Tab v w w \"");
    assert_eq!(d.s.message(), "On the scratch page (2)");
    assert!(matches!(d.s.app.mode, Mode::Read), "the selection is used up");
    d.keys("A * \"");
    assert!(matches!(d.s.app.mode, Mode::Annotations(_)));
    let after_rows = d.words().len();
    assert!(after_rows >= 5, "{:?}", d.words());
    d.keys("q q / w o u l d Tab \"");
    assert_eq!(d.s.message(), format!("On the scratch page already ({after_rows})"), "it came with the rows");
    d.keys("q / v o t e Tab \"");
    assert_eq!(d.words().last().map(String::as_str), Some("Harbour vote delayed"));
    let text = d.text();
    let id = d.s.doc().reading.set().iter().next().unwrap().id.clone();
    assert!(text.contains(&format!("(<sayso:a.txt#{id}>)")), "{text}");
    assert!(!d.s.effects.iter().any(|e| matches!(e, Effect::Copy(_))));
}

#[test]
fn on_the_page_rows_move_go_and_come_back() {
    for size in [(100, 30), (80, 24), (40, 10)] {
        let mut d = Desk::new(size);
        d.keys("Enter \" \" \" A * \" q q g \"");
        let all = d.words();
        assert!(all.len() > 3 && matches!(d.s.app.mode, Mode::Scratch(_)));
        d.keys("j M-Up");
        assert_eq!([&d.words()[0], &d.words()[1]], [&all[1], &all[0]]);
        assert_eq!(d.s.message(), format!("Moved: 1 of {}", all.len()));
        d.keys("x");
        assert_eq!(d.words(), [&all[..1], &all[2..]].concat(), "{size:?}");
        d.keys("u");
        assert_eq!(d.words()[0], all[1]);
        d.keys("u");
        assert_eq!(d.words(), all);
        d.keys("^R ^R");
        assert_eq!(d.words(), [&all[..1], &all[2..]].concat());
        d.keys("u u Home Space Space x");
        assert_eq!(d.words(), all[2..], "both marked ones");
        d.keys("u y");
        let copied =
            d.s.effects.iter().rev().find_map(|e| if let Effect::Copy(t) = e { Some(t.clone()) } else { None });
        assert!(copied.unwrap().contains(" — Ada Grey, a.txt ¶"));
        d.keys("Home M-Up");
        assert_eq!(d.s.message(), "It is the first");
        d.keys("/ l a t e Enter Enter");
        let go =
            d.s.effects
                .iter()
                .rev()
                .find_map(|e| if let Effect::GoTo(_, d, p) = e { Some((d.clone(), p.clone())) } else { None });
        let Some((document, StartPlace::Quotation { words, .. })) = go else { panic!("{go:?}") };
        assert!(document == "a.txt" && words.contains("late"), "{words}");
    }
}

#[test]
fn what_is_written_under_a_row_is_kept_and_asked_about() {
    let mut d = Desk::new((80, 24));
    d.keys("Enter \" Tab \" g \" e");
    d.s.type_in("She laughs");
    d.keys("Esc");
    assert_eq!(d.s.message(), "Not saved: e goes on with it");
    assert!(!d.text().contains("laughs"));
    d.keys("e");
    d.s.type_in(" here");
    d.keys("Enter");
    assert_eq!(d.s.message(), "Written");
    assert!(d.text().contains(">)\n\nShe laughs here\n\n> "), "{}", d.text());
    assert!(matches!(d.s.app.mode, Mode::Scratch(_)));
    assert!(d.s.text().iter().any(|line| line.trim() == "She laughs here"), "{}", d.s.text().join("\n"));
    d.keys("x");
    assert_eq!((d.s.message().as_str(), d.words().len()), ("x again removes it with what is written below", 2));
    d.keys("j k x");
    assert_eq!(d.words().len(), 2, "another key takes the question back");
    d.keys("x");
    assert_eq!(d.words().len(), 1);
    d.keys("u");
    assert!(d.text().contains("She laughs here"));
}

#[test]
fn what_was_typed_for_the_page_is_not_dropped_in_silence() {
    let mut d = Desk::new((80, 24));
    d.keys("Enter \" g \" e");
    d.s.type_in("She laughs");
    d.keys("Esc q q");
    assert!(
        d.s.message().starts_with("What you wrote for the scratch page is not on it: g \" e goes on"),
        "{}",
        d.s.message()
    );
    assert!(!d.s.effects.contains(&Effect::Quit));
    // Typed back to what it was, nothing is left to say.
    d.keys("g \" e");
    assert_eq!(d.s.message(), "This was not saved yet");
    for _ in 0..10 {
        d.keys("BS");
    }
    d.keys("Esc q q");
    assert!(d.s.effects.contains(&Effect::Quit));
    // The terminal goes away: what is being typed is written.
    let mut d = Desk::new((80, 24));
    d.keys("Enter \" g \" e");
    d.s.type_in("She laughs");
    d.event(Event::End);
    d.settle();
    assert!(d.text().contains("She laughs") && d.s.effects.contains(&Effect::Quit), "{}", d.text());
}

#[test]
fn what_somebody_else_does_to_the_page_stays_and_is_told() {
    let mut d = Desk::new((80, 24));
    d.keys("Enter \" Tab \" g \"");
    d.put(&d.text().replace("# Scratch page", "# Ours\r\n\r\nBy *hand*."));
    d.keys("x");
    assert!(d.text().starts_with("# Ours\r\n\r\nBy *hand*.") && d.words().len() == 1, "{}", d.text());
    let words = d.words()[0].clone();
    d.put(&d.text().replace(words.split_whitespace().nth(1).unwrap(), "another"));
    d.keys("x");
    assert!(d.s.message().starts_with("Not done: somebody else changed that"), "{}", d.s.message());
    assert_eq!(d.words().len(), 1);
    assert!(d.s.text().join("\n").contains("another"), "it is shown as it is now");
    d.put("\u{feff}Nothing of ours.");
    d.keys("q g \"");
    let text = d.s.text().join("\n");
    assert!(text.contains("\" on a statement brings it here") && text.contains("Nothing of ours."), "{text}");
    d.keys("Enter x y e X");
    assert_eq!(d.text(), "\u{feff}Nothing of ours.");
}

#[test]
fn words_that_are_gone_are_marked() {
    let mut d = Desk::new((80, 24));
    d.keys("Enter \" Tab \" g \"");
    let Some(Effect::CheckScratch(_, number, all)) = d.s.effects.last() else { panic!("{:?}", d.s.effects.last()) };
    assert_eq!(all.len(), 2);
    let number = *number;
    d.event(Event::ScratchChecked(number, vec![(0, Standing::Here), (1, Standing::Gone), (9, Standing::Gone)]));
    let text = d.s.text().join("\n");
    assert!(text.contains("! ") && text.matches("those words are no longer there").count() == 1, "{text}");
    // What is known stays known when rows move; answers to earlier questions are late.
    d.keys("M-Down");
    let text = d.s.text();
    let at = |words: &str| {
        text.iter().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{}", text.join("\n")))
    };
    assert!(at("no longer there") < at("¶3"), "{}", text.join("\n"));
    d.event(Event::ScratchChecked(number + 7, vec![(0, Standing::Here)]));
    assert!(d.s.text().join("\n").contains("no longer there"));
}

#[test]
fn a_place_of_the_page_is_found_by_its_record_or_its_words() {
    let mut s = Session::new(STORY, (100, 30));
    let go = |s: &mut Session, id: Option<&str>, words: &str| {
        s.app.start_place = Some(StartPlace::Quotation { id: id.map(str::to_owned), words: words.to_owned() });
        s.app.message = None;
        go_to_start_place(&mut s.app);
        s.message()
    };
    assert_eq!(go(&mut s, Some("gone"), "“The mayor is late,” … “She is always late.”"), "");
    let focus = s.doc().view.focus.clone().unwrap();
    assert_eq!(s.doc().reading.speaker_name(&focus), "Bo Lind");
    assert_eq!(go(&mut s, None, "“She was never late.”"), "Those words are no longer there");
}
