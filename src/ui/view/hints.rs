//! The footer's words: which mode it is, and what can be done now, from the table of commands.

use crate::ui::action::{Action, Scope};
use crate::ui::app::{App, ClaimField, Mode, Stage, Target};
use crate::ui::commands::command;
use crate::ui::page::Page;
use crate::ui::update::{choices, is_typing};

/// The mode word.
pub fn mode_word(app: &App) -> &'static str {
    match &app.mode {
        Mode::Read => match app.doc() {
            Some(doc) if doc.read_only.is_some() => "READ ONLY",
            Some(doc) if doc.view.focus.is_some() => "REVIEW",
            _ => "READ",
        },
        Mode::Select(_) | Mode::Whole(_) => "SELECT",
        Mode::Label(_) => "LABEL",
        Mode::Speaker(_) => "SPEAKER",
        Mode::Claim(sheet) => match sheet.field {
            ClaimField::Rating => "RATING",
            ClaimField::Evidence(_) => "EVIDENCE",
            ClaimField::Note => "NOTE",
        },
        Mode::Note(_) => "NOTE",
        Mode::Search(_) => "SEARCH",
        Mode::Help(_) => "HELP",
        Mode::Palette(_) => "COMMAND",
        Mode::Why(_) => "WHY",
        Mode::Sure(_) => "SURE",
        Mode::Settings(_) => "SETTINGS",
        Mode::Export(_) => "EXPORT",
        Mode::Place(_) => "PLACE",
        Mode::History(_) => "HISTORY",
        Mode::Speakers(_) => "SPEAKERS",
        Mode::EditSpeaker(_) => "SPEAKER",
        Mode::Split(_) => "SPLIT",
        Mode::Origins(_) => "CHOOSE",
        Mode::Annotations(_) => "ANNOTATIONS",
        Mode::Ratings(_) => "RATING",
        Mode::Results(_) => "RESULTS",
        Mode::Outline(_) => "OUTLINE",
        Mode::Library(_) => "LIBRARY",
        Mode::Mark(_) => "MARK",
        Mode::Links(_) => "LINKS",
        Mode::Attributes(_) => "ATTRIBUTES",
    }
}

/// What can be done now, most important first: keys and words, from the table.
pub fn hints(app: &App, page: &Page) -> Vec<(String, String)> {
    let scope = app.mode.scope();
    let from_table = |actions: &[Action]| -> Vec<(String, String)> {
        let known = actions.iter().filter_map(|a| command(scope, *a));
        known
            .map(|c| (app.keymap.shown(scope, c.action).to_owned(), c.short.to_owned()))
            .filter(|(k, _)| !k.is_empty())
            .collect()
    };
    match &app.mode {
        Mode::Read => reader_hints(app, page),
        Mode::Select(selection) if selection.put.is_some() => {
            let mut out = vec![(app.keymap.shown(scope, Action::Label).to_owned(), "it belongs here".to_owned())];
            out.extend(from_table(&[Action::Grow, Action::Whole, Action::Escape]));
            out
        }
        Mode::Place(sheet) => {
            let choices = app.doc().map_or(0, |doc| choices(doc, sheet));
            let mut all = vec![Action::Accept, Action::Choose(2)];
            all.truncate(choices);
            all.extend([Action::Select, Action::Reject, Action::NextField, Action::Escape]);
            from_table(&all)
        }
        Mode::History(_) => from_table(&[Action::Accept, Action::NextRow, Action::PreviousRow, Action::Escape]),
        mode if is_typing(mode) => {
            let mut out = from_table(&[Action::Accept, Action::NextRow]);
            out.push(("Esc".to_owned(), "clear".to_owned()));
            out
        }
        Mode::Speakers(view) => {
            let mut out = from_table(&[
                Action::Accept,
                Action::EditSpeaker,
                Action::MergeSpeaker,
                Action::SplitSpeaker,
                Action::Filter,
                Action::Copy,
                Action::Help,
                Action::Escape,
            ]);
            if let Some((_, word)) = out.first_mut().filter(|_| view.said.is_some()) {
                "go there".clone_into(word);
            }
            out.insert(1, ("1–9".to_owned(), "their n-th".to_owned()));
            out
        }
        Mode::EditSpeaker(_) => from_table(&[Action::Accept, Action::NextField, Action::Escape]),
        Mode::Split(_) | Mode::Origins(_) => from_table(&[Action::Accept, Action::Escape]),
        Mode::Annotations(_) => from_table(&[
            Action::Accept,
            Action::Note,
            Action::Rate,
            Action::PickSpeaker,
            Action::Label,
            Action::Reject,
            Action::NextField,
            Action::MarkRow,
            Action::Filter,
            Action::Arrange,
            Action::Help,
            Action::Escape,
        ]),
        Mode::Ratings(_) => {
            let mut out = vec![(format!("1–{}", app.codebook.ratings.len()), "rate".to_owned())];
            out.push(("0".to_owned(), "unrated".to_owned()));
            out.extend(from_table(&[Action::Escape]));
            out
        }
        Mode::Results(_) => from_table(&[
            Action::Accept,
            Action::NextRow,
            Action::Label,
            Action::LabelAll,
            Action::Help,
            Action::Escape,
        ]),
        Mode::Outline(_) => {
            let mut out = from_table(&[Action::Accept, Action::NextRow, Action::Filter, Action::Help, Action::Escape]);
            if let Some((_, word)) = out.get_mut(1) {
                "look".clone_into(word);
            }
            out
        }
        Mode::Library(_) => {
            let mut out = from_table(&[
                Action::Accept,
                Action::NextField,
                Action::Filter,
                Action::Arrange,
                Action::Help,
                Action::Escape,
            ]);
            if let Some((key, word)) = out.last_mut().filter(|_| matches!(app.stage, Stage::Library)) {
                (*key, *word) = ("q".to_owned(), "quit".to_owned());
            }
            out
        }
        Mode::Mark(go) => {
            let does = if *go { "goes there" } else { "marks" };
            vec![("a letter".to_owned(), does.to_owned()), ("Esc".to_owned(), "nothing".to_owned())]
        }
        Mode::Attributes(_) => {
            let mut out = vec![("a letter".to_owned(), "turns it".to_owned())];
            out.extend(from_table(&[Action::Escape]));
            out
        }
        Mode::Links(_) => from_table(&[Action::Accept, Action::NextRow, Action::Copy, Action::Escape]),
        Mode::Select(_) => from_table(&[
            Action::Label,
            Action::Claim,
            Action::LabelPerson,
            Action::Grow,
            Action::Whole,
            Action::Copy,
            Action::Escape,
        ]),
        Mode::Whole(_) => vec![("a letter".to_owned(), "selects".to_owned()), ("Esc".to_owned(), "back".to_owned())],
        Mode::Label(_) => {
            let mut out = vec![("a letter".to_owned(), "labels the words".to_owned())];
            if let Some(last) = &app.last_label {
                out.push((".".to_owned(), format!("{} again", app.codebook.shown(last))));
            }
            out.push(("Esc".to_owned(), "back".to_owned()));
            out
        }
        // Once only makes sense for a statement whose words name somebody.
        Mode::Speaker(picker) if !matches!(picker.target, Target::Item(_)) => {
            from_table(&[Action::Accept, Action::NextRow, Action::Escape])
        }
        Mode::Speaker(_) => from_table(&[Action::Accept, Action::AcceptOnce, Action::Escape]),
        Mode::Claim(sheet) => {
            let pair = |key: &str, word: &str| (key.to_owned(), word.to_owned());
            let mut out = match sheet.field {
                ClaimField::Rating => {
                    vec![pair(&format!("1–{}", app.codebook.ratings.len()), "rate"), pair("0", "unrated")]
                }
                ClaimField::Evidence(_) => vec![pair("Enter", "one more")],
                ClaimField::Note => from_table(&[Action::Accept, Action::AcceptOnce]),
            };
            out.extend(from_table(&[Action::NextField]));
            if sheet.field == ClaimField::Rating {
                out.push(pair("Enter", "save"));
            }
            out.extend(from_table(&[Action::Escape]));
            out
        }
        Mode::Note(_) => from_table(&[Action::Accept, Action::AcceptOnce, Action::Escape]),
        Mode::Search(_) => from_table(&[Action::NextRow, Action::Accept, Action::Escape]),
        Mode::Help(_) | Mode::Palette(_) => from_table(&[Action::Accept, Action::NextRow, Action::Escape]),
        Mode::Why(_) => from_table(&[Action::Escape]),
        Mode::Sure(_) | Mode::Settings(_) => {
            from_table(&[Action::Accept, Action::NextRow, Action::Copy, Action::Escape])
        }
        Mode::Export(sheet) if sheet.path.is_some() => {
            vec![("Enter".to_owned(), "write".to_owned()), ("Esc".to_owned(), "back".to_owned())]
        }
        Mode::Export(_) => {
            vec![("a letter".to_owned(), "takes a format".to_owned()), ("Esc".to_owned(), "back".to_owned())]
        }
    }
}

fn reader_hints(app: &App, page: &Page) -> Vec<(String, String)> {
    let key = |action: Action| app.keymap.shown(Scope::Reader, action).to_owned();
    let narrow = page.size.width < 100;
    let word = |action: Action, word: &str| (key(action), word.to_owned());
    let Stage::Open(doc) = &app.stage else {
        let first = match app.stage {
            Stage::Loading => Some(word(Action::Escape, "stop")),
            Stage::Failed(_) => Some(word(Action::Reload, "read again")),
            Stage::Library | Stage::Open(_) => None,
        };
        return first.into_iter().chain([word(Action::Help, "help"), word(Action::Quit, "quit")]).collect();
    };
    if doc.is_part() {
        return vec![
            word(Action::Search, "search"),
            word(Action::Reload, "read again"),
            word(Action::Help, "help"),
            word(Action::Quit, "quit"),
        ];
    }
    if doc.read_only.is_some() {
        return vec![
            word(Action::NextOpen, "next"),
            word(Action::Search, "search"),
            word(Action::Copy, "copy"),
            word(Action::Export, "export"),
            word(Action::Help, "help"),
            word(Action::Quit, "quit"),
        ];
    }
    let Some(focus) = &doc.view.focus else {
        let open = doc.reading.next_open(0, None).is_some();
        let mut out = Vec::new();
        if !doc.reading.has_items() {
            out.push(word(Action::Select, "select words"));
        } else if open {
            out.push(word(Action::Confirm, "review"));
            out.push(word(Action::NextStatement, "next quotation"));
        } else {
            out.push(word(Action::NextStatement, "next quotation"));
        }
        out.push(word(Action::Speakers, "speakers"));
        out.push(word(Action::Export, "export"));
        out.push(word(Action::Search, "search"));
        out.push(word(Action::Help, "help"));
        out.push(word(Action::Quit, if app.library.is_some() { "close" } else { "quit" }));
        return out;
    };
    let mut out = Vec::new();
    if let Some(attribution) = doc.reading.suggestion(focus) {
        out.push(word(Action::Confirm, "confirm"));
        let others = doc.reading.others(attribution).len().min(8);
        if others > 0 && page.dock.is_none() {
            let digits = (2..others + 2).take(2).map(|n| n.to_string()).collect::<Vec<_>>().join(" ");
            out.push((digits, if narrow { "other" } else { "other speaker" }.to_owned()));
        }
        out.push(word(Action::PickSpeaker, "someone else"));
        let no = if page.dock.is_some() { "no quote" } else { "not a quote" };
        out.push(word(Action::Reject, no));
    } else {
        out.push(word(Action::Confirm, "next"));
        out.push(word(Action::PickSpeaker, "someone else"));
        out.push(word(Action::Reject, "remove"));
    }
    out.push(word(Action::Claim, "claim"));
    out.push(word(Action::Note, "note"));
    out.push(word(Action::Help, "help"));
    if !doc.save.kept {
        out.push(word(Action::Quit, "quit"));
    }
    out
}
