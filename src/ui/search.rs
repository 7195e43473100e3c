//! Finding words as a person types them: white space, line ends and styles of quotation marks folded, letter case too
//! unless a capital is typed.

use crate::span::Span;

/// Most matches kept.
pub const MOST: usize = 10_000;

/// Where `query` stands in `text`, in order, at most [`MOST`]. O(text · query) at worst, O(text) in practice.
pub fn find(text: &str, query: &str) -> Vec<Span> {
    let exact_case = query.chars().any(char::is_uppercase);
    let needle: Vec<char> = folded(query.trim(), exact_case).map(|(_, c)| c).collect();
    let Some(first) = needle.first().copied() else { return Vec::new() };
    let mut out = Vec::new();
    let mut skip_to = 0;
    let mut after_space = true;
    for (at, c) in text.char_indices() {
        let here = fold(c, exact_case);
        let begins = here == first && !(c.is_whitespace() && after_space);
        after_space = c.is_whitespace();
        if at < skip_to || !begins {
            continue;
        }
        let rest = text.get(at..).unwrap_or_default();
        let mut wanted = needle.iter();
        // Where the match ends: at the first character behind it, or with the text.
        let mut end = Some(text.len());
        for (offset, c) in folded(rest, exact_case) {
            match wanted.next() {
                None => {
                    end = Some(at + offset);
                    break;
                }
                Some(w) if *w == c => {}
                Some(_) => {
                    end = None;
                    break;
                }
            }
        }
        if let Some(end) = end.filter(|_| wanted.next().is_none()) {
            let span = Span::new(at as u32, end as u32)
                .trim(text, |c| c.is_whitespace() && !query.ends_with(char::is_whitespace));
            out.push(span);
            skip_to = end;
            if out.len() >= MOST {
                break;
            }
        }
    }
    out
}

/// Characters folded, each run of white space as one blank, with the byte each begins at.
fn folded(text: &str, exact_case: bool) -> impl Iterator<Item = (usize, char)> + '_ {
    let mut space = false;
    text.char_indices().filter_map(move |(at, c)| {
        let again = space && c.is_whitespace();
        space = c.is_whitespace();
        (!again).then(|| (at, fold(c, exact_case)))
    })
}

fn fold(c: char, exact_case: bool) -> char {
    match c {
        c if c.is_whitespace() => ' ',
        '“' | '”' | '„' | '«' | '»' => '"',
        '‘' | '’' | '‚' => '\'',
        '–' | '—' => '-',
        c if exact_case => c,
        c => c.to_lowercase().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn words(text: &str, query: &str) -> Vec<String> {
        find(text, query).iter().map(|s| s.of(text).to_owned()).collect()
    }

    #[test]
    fn what_is_folded() {
        let text = "Sessions said\n“I don’t.” sessions";
        assert_eq!(words(text, "sessions"), ["Sessions", "sessions"]);
        assert_eq!(words(text, "Sessions"), ["Sessions"]);
        assert_eq!(words(text, "said \"i don't"), ["said\n“I don’t"]);
        assert_eq!(words(text, "nobody"), Vec::<String>::new());
        assert_eq!(words("aaaa", "aa"), ["aa", "aa"]);
        assert_eq!(words("say ac", "ab"), Vec::<String>::new());
        assert_eq!(words("say ab", "ab"), ["ab"]);
        assert_eq!(words("say a", "ab"), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn any_stretch_is_found(text in "[a-c “’é]{1,60}", a in 0usize..60, b in 0usize..60) {
            let edges: Vec<usize> = text.char_indices().map(|(i, _)| i).chain([text.len()]).collect();
            let (a, b) = (edges[a % edges.len()], edges[b % edges.len()]);
            let part = text.get(a.min(b)..a.max(b)).unwrap();
            prop_assume!(!part.trim().is_empty());
            let found = find(&text, part);
            prop_assert!(!found.is_empty());
            for span in found {
                prop_assert!(text.get(span.range()).is_some());
            }
        }
    }
}
