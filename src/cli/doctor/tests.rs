use super::*;

fn looked(variables: &[(&str, &str)], size: Option<(u16, u16)>) -> String {
    let mut report = Report::default();
    let get = |name: &str| variables.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned());
    terminal::look_at(&get, size, true, &mut report);
    surroundings::locale(&get, &mut report);
    text(&report, usize::MAX)
}

fn line<'a>(text: &'a str, subject: &str) -> &'a str {
    text.lines().find(|line| line.split_whitespace().nth(1) == Some(subject)).unwrap_or_default()
}

#[test]
fn terminals_and_what_to_do_about_them() {
    let good =
        looked(&[("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LANG", "de_DE.UTF-8")], Some((120, 40)));
    assert!(good.lines().all(|line| line.starts_with("ok")), "{good}");
    assert!(line(&good, "terminal").ends_with("TERM=xterm-256color COLORTERM=truecolor, 120×40 cells"), "{good}");
    assert!(line(&good, "colours").contains("16 million"), "{good}");
    let poor = looked(&[("TERM", "linux"), ("LC_ALL", "C"), ("STY", "1.x")], Some((30, 8)));
    for subject in ["terminal", "colours", "clipboard", "language"] {
        assert!(line(&poor, subject).starts_with("note"), "{subject}: {poor}");
    }
    let none = looked(&[("NO_COLOR", "1"), ("TERM", "xterm"), ("TMUX", "x")], None);
    assert!(line(&none, "colours").contains("NO_COLOR is set"), "{none}");
    assert!(line(&none, "terminal").contains("no terminal") && line(&none, "clipboard").contains("tmux"), "{none}");
    // What a variable holds cannot drive the terminal.
    assert!(!looked(&[("TERM", "\u{1b}[31m")], None).contains('\u{1b}'));
}

#[test]
fn lines_are_as_long_as_the_terminal_is_wide() {
    let mut report = Report::default();
    report.note("folder", "one two three four five six seven", "eight nine ten");
    report.ok("a", "b");
    assert_eq!(
        text(&report, 36),
        "note   folder  one two three four\n               five six seven\n               eight nine ten\nok     a       b\n"
    );
}
