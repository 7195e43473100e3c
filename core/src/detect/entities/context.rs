//! The words right before and behind a name, read from the text: few are asked for, so none are kept.

/// Bytes looked at on each side.
const WINDOW: usize = 64;

/// What stands at the beginning or end of a line.
pub const LINE_END: &str = "\n";

/// A word goes on with these between its letters.
const fn is_inner(c: char) -> bool {
    matches!(c, '-' | '\'' | '’' | '_')
}

/// The last word or mark of `head`, and what stands before it.
fn last(head: &str) -> (&str, &str) {
    let head = head.trim_end_matches([' ', '\t', '\u{a0}']);
    let Some(c) = head.chars().next_back() else { return (LINE_END, "") };
    if c == '\n' {
        return (LINE_END, "");
    }
    if !c.is_alphanumeric() {
        let at = head.len() - c.len_utf8();
        return (head.get(at..).unwrap_or_default(), head.get(..at).unwrap_or_default());
    }
    let at = head.char_indices().rev().take_while(|(_, c)| c.is_alphanumeric() || is_inner(*c)).last();
    let at = at.map_or(0, |(at, _)| at);
    (head.get(at..).unwrap_or_default(), head.get(..at).unwrap_or_default())
}

/// The first word or mark of `tail`, and what stands behind it.
fn first(tail: &str) -> (&str, &str) {
    let tail = tail.trim_start_matches([' ', '\t', '\u{a0}']);
    let Some(c) = tail.chars().next() else { return (LINE_END, "") };
    if c == '\n' {
        return (LINE_END, "");
    }
    let end = if c.is_alphanumeric() {
        tail.find(|c: char| !c.is_alphanumeric() && !is_inner(c)).unwrap_or(tail.len())
    } else if matches!(c, '\'' | '’') && tail.get(c.len_utf8()..).is_some_and(|t| t.starts_with('s')) {
        c.len_utf8() + 1
    } else {
        c.len_utf8()
    };
    (tail.get(..end).unwrap_or_default(), tail.get(end..).unwrap_or_default())
}

/// The two words or marks before `at`, the nearest first. O(1).
pub fn before(text: &str, at: u32) -> [&str; 2] {
    let head = text.get(..at as usize).unwrap_or_default();
    let window = head.get(head.floor_char_boundary(head.len().saturating_sub(WINDOW))..).unwrap_or_default();
    let (nearest, rest) = last(window);
    let second = if nearest == LINE_END { LINE_END } else { last(rest).0 };
    [nearest, second]
}

/// The words or marks behind `at`, the nearest first. O(1).
pub fn behind(text: &str, at: u32) -> [&str; 5] {
    let tail = text.get(at as usize..).unwrap_or_default();
    let mut rest = tail.get(..tail.floor_char_boundary(WINDOW)).unwrap_or_default();
    let mut words = [LINE_END; 5];
    for word in &mut words {
        (*word, rest) = first(rest);
        if *word == LINE_END {
            break;
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_beside_a_name_are_read_as_far_as_the_line() {
        let text = "In the town of Oak’s End, the mayor-elect said\nso";
        assert_eq!(before(text, 15), ["of", "town"]);
        assert_eq!(before(text, 3), ["In", LINE_END]);
        assert_eq!(behind(text, 18), ["’s", "End", ",", "the", "mayor-elect"]);
        assert_eq!(behind(text, 44), ["said", LINE_END, LINE_END, LINE_END, LINE_END]);
        assert_eq!(before("", 9), [LINE_END, LINE_END]);
        let long = "é".repeat(4000);
        assert_eq!(before(&long, 4000)[0].len(), WINDOW);
    }
}
