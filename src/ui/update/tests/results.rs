//! The list of matches: near ones below their own line, marked rows as a list of quotations, back where one was.

use super::*;

const HALL: &str = "The plant\n\n“We had looked at the new plant in ten years,” said Ada Grey, the mayor.\n\n“Such pipes last \
for twenty-five years, if nobody touches them,” Bo Lind said. “Nobody does.”\n\nIt took twenty years to build.\n\n“In twenty \
years it is over,” Grey said.";

fn copied(s: &Session) -> String {
    let mut copies =
        s.effects.iter().rev().filter_map(|e| if let Effect::Copy(text) = e { Some(text.clone()) } else { None });
    copies.next().unwrap_or_default()
}

#[test]
fn near_matches_stand_below_their_own_line() {
    let mut s = Session::new(HALL, (100, 24));
    s.keys("/").type_in("twenty years").keys("Tab");
    let text = s.text();
    assert!(text[0].contains("“twenty years”   2 places in a.txt, 2 near"), "{}", text.join("\n"));
    assert!(text[0].ends_with("capitals alike"));
    let title =
        text.iter().position(|line| line.contains("near: other words in their place, most like it first")).unwrap();
    let row = |words: &str| text.iter().position(|line| line.contains(words)).unwrap();
    assert!(row("It took twenty years") < title && row("In twenty years") < title);
    assert!(row("ten years") > title && row("twenty-five years") > row("ten years"), "{}", text.join("\n"));
    // Only what differs is lit.
    let buffer = s.frame();
    let lit = |words: &str, y: usize| {
        let line: Vec<&str> = (0..100).map(|x| buffer.cell((x, y as u16)).unwrap().symbol()).collect();
        let at = line.concat().split(words).next().unwrap().chars().count();
        buffer.cell((at as u16, y as u16)).unwrap().modifier.contains(ratatui::style::Modifier::UNDERLINED)
    };
    let y = row("ten years");
    assert!(lit("ten years", y) && !lit("years,", y));
    // All of them, with those who say them; the bar goes through both.
    assert!(text.iter().any(|line| line.contains("Ada Grey 2   Bo Lind 1   nobody 1")), "{}", text.join("\n"));
    s.keys("G");
    assert!(s.text().last().unwrap().ends_with("4 of 4"));
    s.keys("Enter");
    assert!(matches!(s.app.mode, Mode::Read));
    s.keys("g /");
    assert!(s.text().last().unwrap().ends_with("4 of 4"), "back where one was");
}

#[test]
fn of_nothing_found_near_ones_are_said_and_listed() {
    for size in [(100, 24), (80, 24), (40, 10)] {
        let mut s = Session::new(HALL, size);
        s.keys("/").type_in("forty years").keys("Enter");
        assert_eq!(s.message(), "no “forty years” here; 4 near: g / lists them");
        s.keys("n");
        assert_eq!(s.message(), "near: 1 of 4");
        s.keys("N");
        assert_eq!(s.message(), "near: 4 of 4, from the end");
        s.keys("n g /");
        let text = s.text();
        assert!(text[0].contains("no “forty years” here"), "{}", text.join("\n"));
        assert!(text.iter().any(|line| line.contains("near: other words")), "{}", text.join("\n"));
        s.keys("A");
        assert!(s.message().starts_with("These are only near matches"), "{}", s.message());
        s.keys("q /").type_in("quay and harbour").keys("Enter");
        assert_eq!(s.message(), "no “quay and harbour” here");
        s.keys("g /");
        assert_eq!(s.message(), "no “quay and harbour” here");
    }
}

#[test]
fn a_long_text_is_searched_for_near_ones_on_the_worker_and_late_answers_are_dropped() {
    let text = format!("{HALL}\n\n{}", "Nothing to see here at all. ".repeat(4000));
    let mut s = Session::new(&text, (100, 24));
    s.keys("/").type_in("forty years").keys("Enter");
    let number = s.app.searches;
    assert!(s.effects.contains(&Effect::SearchNear(number)));
    assert_eq!(s.message(), "no “forty years” here; looking for near ones…");
    s.keys("g /");
    assert!(s.text().join("\n").contains("looking for what is nearly that"));
    let stamp = s.stamp();
    handle(&mut s.app, Event::FoundNear(number - 1, sayso_core::reading::Near::default()), &stamp);
    assert!(s.text().join("\n").contains("looking for what is nearly that"), "another search’s");
    let query = sayso_core::reading::NearQuery::new("forty years").unwrap();
    let near = query.all(s.doc().reading.document(), None, &[], || true).unwrap();
    handle(&mut s.app, Event::FoundNear(number, near), &stamp);
    s.key("Enter");
    assert_eq!(s.message(), "Key ignored: the screen had not been drawn yet");
    assert!(s.text().join("\n").contains("near: other words"));
}

#[test]
fn marked_rows_are_copied_and_written_and_the_marks_stay_while_reading() {
    let mut s = Session::new(HALL, (100, 24));
    s.keys("Enter /").type_in("years").keys("Tab y");
    let link = copied(&s);
    assert!(
        link.starts_with("“We had looked at the new plant in ten years,” — Ada Grey, a.txt ¶2\nsayso:a.txt#"),
        "{link}"
    );
    s.keys("Space j Space");
    assert!(s.text().last().unwrap().ends_with("2 marked"));
    s.keys("Enter g / y");
    assert_eq!(s.message(), "Copied 2 quotations");
    let list = copied(&s);
    assert!(list.contains("\n\nIt took twenty years to build. — a.txt ¶4\n"), "{list}");
    s.keys("X");
    assert!(s.text().join("\n").contains("Write the list  2 quotations"));
    s.keys("Enter");
    let Some(Effect::WriteList(path, text, replace)) = s.effects.last() else { panic!("{:?}", s.effects.last()) };
    assert!(path.ends_with("a.txt.quotations.md") && !replace, "{}", path.display());
    assert!(text.contains("# “years”\n\n> “We had looked at"), "{text}");
    let (path, stamp) = (path.clone(), s.stamp());
    handle(&mut s.app, Event::ListWritten(Err(crate::ui::event::NotExported("it exists".to_owned()))), &stamp);
    assert!(matches!(s.app.mode, Mode::WriteList(_)) && s.message() == "it exists");
    s.frame();
    s.keys("Enter");
    assert!(matches!(s.effects.last(), Some(Effect::WriteList(_, _, true))));
    handle(&mut s.app, Event::ListWritten(Ok(path.clone())), &stamp);
    assert!(matches!(s.app.mode, Mode::Results(_)));
    assert_eq!(s.message(), format!("Wrote 2 quotations to {}", path.display()));
    s.frame();
    s.keys("* *");
    assert!(s.text().last().unwrap().ends_with("4 of 4"), "{}", s.text().join("\n"));
    s.keys("* Esc");
    assert!(matches!(s.app.mode, Mode::Results(_)), "Esc drops the marks first");
    s.keys("Esc");
    assert!(matches!(s.app.mode, Mode::Read));
    // Esc drops the search, not what was searched: the list is one key away.
    s.keys("Esc Esc g /");
    assert!(matches!(s.app.mode, Mode::Results(_)), "{}", s.message());
}
