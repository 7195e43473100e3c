//! Lines of Arabic and Hebrew: a PDF draws their letters from left to right as they are seen; read they are from right to
//! left, but for the numbers and foreign words in them.

/// A line as it is seen, in the order in which it is read. Lines without letters of such scripts come back as they are.
pub fn in_reading_order(seen: &str) -> String {
    let from_right = seen.chars().filter(|c| is_from_right(*c)).count();
    let letters = seen.chars().filter(|c| c.is_alphabetic()).count();
    if from_right * 2 <= letters || from_right == 0 {
        return seen.to_owned();
    }
    let mut out: Vec<char> = Vec::with_capacity(seen.len());
    let all: Vec<char> = seen.chars().rev().map(mirrored).collect();
    let mut rest = all.as_slice();
    while let Some(first) = rest.first() {
        // What runs to the right keeps its order: a number with its points, a word in Latin letters.
        let runs_right = |c: &char| c.is_alphanumeric() && !is_from_right(*c);
        let length = if runs_right(first) {
            let end = rest.iter().position(|c| !runs_right(c) && !".,-/:%".contains(*c)).unwrap_or(rest.len());
            rest.iter().take(end).rposition(runs_right).map_or(1, |last| last + 1)
        } else {
            1
        };
        let (run, after) = rest.split_at(length);
        out.extend(run.iter().rev());
        rest = after;
    }
    out.into_iter().collect()
}

const fn is_from_right(c: char) -> bool {
    matches!(c, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{feff}')
}

const fn mirrored(c: char) -> char {
    match c {
        '(' => ')',
        ')' => '(',
        '[' => ']',
        ']' => '[',
        '«' => '»',
        '»' => '«',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_turn_numbers_do_not() {
        assert_eq!(in_reading_order("ab (c) 12"), "ab (c) 12");
        assert_eq!(in_reading_order("12.5 ב\u{5d0}"), "\u{5d0}ב 12.5");
        assert_eq!(in_reading_order("\u{5d1}\u{5d0} abc \u{5d2}\u{5d3}"), "\u{5d3}\u{5d2} abc \u{5d0}\u{5d1}");
    }
}
