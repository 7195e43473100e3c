//! What a page shows of an output, beside what was printed.

/// Whether `printed` is what is `shown`: blank lines at both ends and spaces at the end of a line do not count, `…` within a line
/// stands for any words, a line of `…` alone for any lines.
pub fn fits(shown: &str, printed: &str) -> bool {
    let lines = |text: &str| text.trim_matches('\n').lines().map(|l| l.trim_end().to_owned()).collect::<Vec<_>>();
    lines_fit(&lines(shown), &lines(printed))
}

fn lines_fit(shown: &[String], printed: &[String]) -> bool {
    let Some((first, rest)) = shown.split_first() else { return printed.is_empty() };
    if first.trim() == "…" {
        return (0..=printed.len()).any(|skipped| lines_fit(rest, printed.get(skipped..).unwrap_or_default()));
    }
    printed.split_first().is_some_and(|(line, others)| line_fits(first, line) && lines_fit(rest, others))
}

/// Whether the pieces between `…` stand in the line in their order, the first at its beginning, the last at its end.
fn line_fits(shown: &str, line: &str) -> bool {
    let pieces: Vec<&str> = shown.split('…').collect();
    let Some((last, before)) = pieces.split_last() else { return false };
    if before.is_empty() {
        return *last == line;
    }
    let mut rest = line;
    for (n, piece) in before.iter().enumerate() {
        let at = if n == 0 { rest.starts_with(piece).then_some(0) } else { rest.find(piece) };
        let Some(found) = at.and_then(|at| rest.get(at + piece.len()..)) else { return false };
        rest = found;
    }
    rest.ends_with(last)
}

#[test]
fn dots_stand_for_anything_and_nothing_else_does() {
    assert!(fits("a\n\nb\n", "a\n\nb"));
    assert!(!fits("a\nb\n", "a\nc\n"));
    assert!(fits("id 0197… of …\n", "id 0197b0c8 of 3\n"));
    assert!(!fits("id 0197… of …\n", "no 0197b0c8 of 3\n"));
    assert!(fits("a\n…\nz\n", "a\nb\nc\nz\n"));
    assert!(!fits("a\n…\nz\n", "a\nb\nc\n"));
    assert!(!fits("a\n", "a\nb\n"), "what is printed besides is told");
}
