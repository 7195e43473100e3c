//! What a template may nest, told before the engine sees it: the engine reads, compiles and lets go of what is nested by
//! calling itself.

/// Most blocks in each other; each `elif` counts as one more.
pub const MAX_BLOCKS: usize = 50;
/// Most brackets in each other.
pub const MAX_BRACKETS: usize = 50;
/// Most words and signs of one tag: each may be one more operator or filter in a chain.
pub const MAX_TOKENS: usize = 1000;

/// What a template has too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Limit {
    /// Blocks in each other.
    #[error("more than {MAX_BLOCKS} blocks are in each other")]
    Blocks,
    /// Brackets in each other.
    #[error("more than {MAX_BRACKETS} brackets are in each other")]
    Brackets,
    /// Words and signs of one tag.
    #[error("a tag has more than {MAX_TOKENS} words and signs")]
    Tokens,
}

/// What begins a block, which `end…` ends.
const BLOCKS: [&str; 9] = ["if", "for", "block", "macro", "call", "filter", "with", "autoescape", "set"];

/// The tag that is looked at.
#[derive(Default)]
struct Tag<'a> {
    word: Option<&'a str>,
    tokens: usize,
    /// Whether a value is given, so that `set` is no block.
    assigns: bool,
}

/// Looks at the tags of a template. O(n).
///
/// # Errors
/// The line of the first tag that is too much, and the limit.
pub fn check(text: &str) -> Result<(), (usize, Limit)> {
    let mut rest = text;
    // For each open block how many levels it is.
    let mut blocks: Vec<usize> = Vec::new();
    let mut levels = 0;
    while let Some((kind, behind)) = next_tag(rest) {
        let line = || line_of(text, behind);
        if kind == '#' {
            rest = behind.split_once("#}").map_or("", |(_, rest)| rest);
            continue;
        }
        let (tag, behind_tag) = read(behind, kind).map_err(|why| (line(), why))?;
        rest = behind_tag;
        let Some(word) = tag.word.filter(|_| kind == '%') else { continue };
        if word == "raw" {
            rest = behind_raw(rest);
        } else if word == "elif" {
            if let Some(own) = blocks.last_mut() {
                *own += 1;
                levels += 1;
            }
        } else if word.starts_with("end") {
            levels -= blocks.pop().unwrap_or_default();
        } else if BLOCKS.contains(&word) && !(word == "set" && tag.assigns) {
            blocks.push(1);
            levels += 1;
        }
        if levels > MAX_BLOCKS {
            return Err((line(), Limit::Blocks));
        }
    }
    Ok(())
}

/// The sign behind the brace that begins the next tag or comment, and what follows.
fn next_tag(text: &str) -> Option<(char, &str)> {
    let mut rest = text;
    loop {
        let (_, behind) = rest.split_once('{')?;
        let mut chars = behind.chars();
        match chars.next() {
            Some(kind @ ('{' | '%' | '#')) => return Some((kind, chars.as_str())),
            _ => rest = behind,
        }
    }
}

/// Reads a tag to its end; gives what follows.
fn read(text: &str, kind: char) -> Result<(Tag<'_>, &str), Limit> {
    let end = if kind == '{' { "}}" } else { "%}" };
    let (mut tag, mut rest, mut depth) = (Tag::default(), text, 0usize);
    loop {
        rest = rest.trim_start();
        if depth == 0 && (rest.starts_with(end) || rest.is_empty()) {
            return Ok((tag, rest.strip_prefix(end).unwrap_or_default()));
        }
        let mut chars = rest.chars();
        let Some(first) = chars.next() else { return Ok((tag, "")) };
        let behind = chars.as_str();
        rest = match first {
            '"' | '\'' => behind_string(behind, first),
            '(' | '[' | '{' => {
                depth += 1;
                behind
            }
            ')' | ']' | '}' => {
                depth = depth.saturating_sub(1);
                behind
            }
            c if is_word(c) => {
                let behind = rest.trim_start_matches(is_word);
                let word = rest.get(..rest.len() - behind.len());
                tag.word = tag.word.or(word);
                behind
            }
            // White space is taken away here.
            '-' | '+' if tag.tokens == 0 => behind,
            '=' => {
                tag.assigns |= depth == 0;
                behind
            }
            _ => behind,
        };
        tag.tokens += 1;
        if depth > MAX_BRACKETS {
            return Err(Limit::Brackets);
        }
        if tag.tokens > MAX_TOKENS {
            return Err(Limit::Tokens);
        }
    }
}

fn is_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// What follows a string that `quote` ends.
fn behind_string(text: &str, quote: char) -> &str {
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => {
                chars.next();
            }
            c if c == quote => break,
            _ => {}
        }
    }
    chars.as_str()
}

/// What follows words that are no template.
fn behind_raw(text: &str) -> &str {
    let mut rest = text;
    while let Some((_, behind)) = rest.split_once("{%") {
        let inner = behind.trim_start_matches(['-', '+']).trim_start();
        if let Some(end) = inner.strip_prefix("endraw") {
            return end.split_once("%}").map_or("", |(_, rest)| rest);
        }
        rest = behind;
    }
    ""
}

/// The line `rest`, an end of `text`, begins in.
fn line_of(text: &str, rest: &str) -> usize {
    let before = text.get(..text.len() - rest.len()).unwrap_or_default();
    before.matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn what_nests_too_deeply_is_told_with_its_line() {
        let times = |what: &str, n: usize| what.repeat(n);
        let cases = [
            format!("\n\n{}", times("{% if x %}", 60)),
            format!("\n\n{{% if a %}}{}", times("{% elif x %}", 60)),
            format!("\n\n{}", times("{%- for x in y -%}", 60)),
            format!("\n\n{}", times("{% set x %}", 60)),
            format!("\n\n{{{{ {}1{} }}}}", times("(", 60), times(")", 60)),
            format!("\n\n{{{{ {}1{} }}}}", times("[", 60), times("]", 60)),
            format!("\n\n{{{{ {}1{} }}}}", times("{1:", 60), times("}", 60)),
            format!("\n\n{{{{ {}x }}}}", times("not ", 100_000)),
            format!("\n\n{{{{ {}x }}}}", times("-", 100_000)),
            format!("\n\n{{{{ x{} }}}}", times("|upper", 10_000)),
            format!("\n\n{{{{ x{} }}}}", times(".a", 10_000)),
            format!("\n\n{{{{ 1{} }}}}", times("+1", 10_000)),
            format!("\n\n{{{{ 1{} }}}}", times("**1", 10_000)),
            format!("\n\n{{% set x = 1{} %}}", times(" if a else 1", 10_000)),
        ];
        for text in cases {
            let (line, why) = check(&text).unwrap_err();
            assert_eq!(line, 3, "{why}");
            assert!(why.to_string().contains("more than"), "{why}");
        }
    }

    #[test]
    fn what_people_write_is_not_too_much() {
        for (_, text) in super::super::TEMPLATES {
            assert_eq!(check(text), Ok(()));
        }
        let many = "{% if a %}{% elif b %}{% else %}{% endif %}{% set x = 1 %}{% set y %}z{% endset %}".repeat(500);
        assert_eq!(check(&many), Ok(()));
        let raw = format!("{{% raw %}}{}{{%- endraw %}}", "{% if x %}".repeat(500));
        assert_eq!(check(&raw), Ok(()));
        let comment = format!("{{#{}#}}", "{% if x %}".repeat(500));
        assert_eq!(check(&comment), Ok(()));
        let words = format!("{{{{ \"{}\" }}}}", "(( ' %} \\\" ".repeat(500));
        assert_eq!(check(&words), Ok(()));
        assert_eq!(check("{ { } {{ {a: 1}.a }} {% for k in {1: 2} %}{% endfor %} {{ unfinished"), Ok(()));
    }

    proptest! {
        #[test]
        fn never_fails_to_end(text in "(\\{\\{|\\}\\}|\\{%|%\\}|\\{#|#\\}|raw|endraw|if|end|[\"'\\\\({\\[)}\\]=| -]|é|\n){0,80}") {
            let _ = check(&text);
        }
    }
}
