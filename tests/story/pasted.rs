//! What is pasted decides nothing.

use super::{ARTICLE, Terminal, world};
use std::time::{Duration, Instant};

#[test]
fn text_pasted_without_brackets_decides_nothing() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["article.txt"], 100, 30);
    t.see("0 of 8 reviewed").see("REVIEW").press(&ARTICLE.replace('\n', "\r")).see("Pasted text decides nothing");
    // In pieces, as terminals write them; and one letter after the other.
    for piece in ["x\r2\rE\r", "s\rA\ra\rq", "x", "x", "E", "\r", "c", "3", "\r", "q", "u", "x", "x"] {
        t.press(piece);
    }
    // A hand comes later than the last piece.
    t.0.watch(Instant::now() + Duration::from_millis(200), |_| false);
    t.see("REVIEW").see("0 of 8 reviewed").press("q");
    assert_eq!(t.ended(), 0);
    assert!(!folder.path().join("article.txt.sayso.ron").exists());
    assert!(!folder.path().join(".article.txt.sayso.journal").exists());
}

#[test]
fn lines_pasted_line_by_line_decide_nothing() {
    let folder = world();
    let mut t = Terminal::open(folder.path(), &["--plain", "article.txt"], 200, 50);
    t.see("Type ? and Enter for help").see("Paragraph 1");
    t.press("\n\n2\nx\ns Ada\nc 3\ne a note\nq\n").see("Line ignored: it came together with others");
    // A hand comes later than the last line.
    t.0.watch(Instant::now() + Duration::from_millis(200), |_| false);
    assert!(!folder.path().join("article.txt.sayso.ron").exists(), "{}", t.0.text());
    t.press("\n").see("Confirmed: Tom Weller");
    t.0.watch(Instant::now() + Duration::from_millis(200), |_| false);
    t.press("q\n").see("1 of 8 reviewed, all saved");
    assert_eq!(t.ended(), 0);
}
