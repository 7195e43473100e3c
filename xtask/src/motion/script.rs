//! Keys as somebody types them, a line a step.
//!
//! ```text
//! / "drove past" Enter v c Enter   // a claim on what was found
//! Enter*4                          // four that are right as shown
//! look 1                           // the first question of the list is answered by what is on the screen
//! ```
//!
//! Keys are named as in the manual (`docs/keys.md`): `Enter`, `BackTab`, `^R`, `M-w`, `S-Right`; one sign is itself; what stands in double
//! marks is typed letter by letter. A line of `look` types nothing.

use anyhow::{Context as _, Result, bail, ensure};

/// Begins what a line is for.
const COMMENT: &str = "//";

/// Keys with a name, and what a terminal sends for them.
const NAMED: [(&str, &str); 22] = [
    ("Enter", "\r"),
    ("Esc", "\x1b"),
    ("Tab", "\t"),
    ("BackTab", "\x1b[Z"),
    ("Space", " "),
    ("BS", "\x7f"),
    ("Up", "\x1b[A"),
    ("Down", "\x1b[B"),
    ("Right", "\x1b[C"),
    ("Left", "\x1b[D"),
    ("Home", "\x1b[H"),
    ("End", "\x1b[F"),
    ("PgUp", "\x1b[5~"),
    ("PgDn", "\x1b[6~"),
    ("Del", "\x1b[3~"),
    ("S-Right", "\x1b[1;2C"),
    ("S-Left", "\x1b[1;2D"),
    ("S-Down", "\x1b[1;2B"),
    ("S-Up", "\x1b[1;2A"),
    ("M-Right", "\x1b[1;3C"),
    ("M-Up", "\x1b[1;3A"),
    ("M-Down", "\x1b[1;3B"),
];

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub struct Step {
    /// What a terminal sends, a key each.
    pub keys: Vec<String>,
    /// How many of the keys are letters of words that are typed.
    pub typed: usize,
    /// The keys as they are written in the file.
    pub written: String,
    /// What the line is for.
    pub comment: String,
    /// The question, counted from 1, that the screen answers now.
    pub answers: Option<usize>,
}

/// A file of keys.
#[derive(Debug, PartialEq, Eq)]
pub struct Script {
    /// Its lines, without the empty ones.
    pub steps: Vec<Step>,
}

impl Script {
    /// Reads a file of keys.
    ///
    /// # Errors
    /// A key without a name, words without their end, a line without a comment: with the number of the line.
    pub fn parse(text: &str) -> Result<Self> {
        let mut steps = Vec::new();
        for (number, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with(COMMENT) {
                continue;
            }
            steps.push(step(line).with_context(|| format!("line {}: {line}", number + 1))?);
        }
        Ok(Self { steps })
    }
}

fn step(line: &str) -> Result<Step> {
    let (keys, comment) = line.split_once(COMMENT).context("no comment says why")?;
    let (keys, comment) = (keys.trim(), comment.trim());
    ensure!(!comment.is_empty(), "no comment says why");
    let mut step =
        Step { keys: Vec::new(), typed: 0, written: keys.to_owned(), comment: comment.to_owned(), answers: None };
    if let Some(number) = keys.strip_prefix("look ") {
        step.answers = Some(number.trim().parse().context("the number of a question")?);
        return Ok(step);
    }
    let mut rest = keys;
    while !rest.is_empty() {
        if let Some(words) = rest.strip_prefix('"') {
            let (words, behind) = words.split_once('"').context("words without their end")?;
            step.typed += words.chars().count();
            step.keys.extend(words.chars().map(String::from));
            rest = behind.trim_start();
            continue;
        }
        let (token, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let (token, times) = match token.split_once('*') {
            Some((token, times)) if !token.is_empty() => (token, times.parse().context("how often")?),
            _ => (token, 1),
        };
        let key = key(token)?;
        step.keys.extend(std::iter::repeat_n(key, times));
        rest = behind.trim_start();
    }
    Ok(step)
}

/// What a terminal sends for one key.
fn key(name: &str) -> Result<String> {
    if let Some((_, sent)) = NAMED.iter().find(|(n, _)| *n == name) {
        return Ok((*sent).to_owned());
    }
    let mut signs = name.chars();
    match (signs.next(), signs.next(), signs.next(), signs.next()) {
        (Some(sign), None, ..) => Ok(sign.to_string()),
        (Some('^'), Some(sign), None, _) if sign.is_ascii() => Ok(char::from(sign as u8 & 31).to_string()),
        (Some('M'), Some('-'), Some(sign), None) => Ok(format!("\x1b{sign}")),
        _ => bail!("no key is called {name}"),
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn keys_words_and_repeats_are_told_apart() {
        let script =
            Script::parse("// the whole\n\n/ \"a b\" Enter ^R  // finds\nTab*2 M-w *  // on\nlook 1 // there\n")
                .unwrap();
        let keys: Vec<Vec<&str>> = script.steps.iter().map(|s| s.keys.iter().map(String::as_str).collect()).collect();
        assert_eq!(keys, [vec!["/", "a", " ", "b", "\r", "\x12"], vec!["\t", "\t", "\x1bw", "*"], vec![]]);
        assert_eq!(script.steps.iter().map(|s| s.typed).collect::<Vec<_>>(), [3, 0, 0]);
        assert_eq!(script.steps.last().unwrap().answers, Some(1));
    }

    #[test]
    fn a_mistake_is_told_with_its_line() {
        for (text, words) in [
            ("Enter // on\nEntr // on", "line 2: Entr"),
            ("/ \"a b // on", "without their end"),
            ("Enter", "says why"),
            ("Tab*x // on", "how often"),
        ] {
            let error = format!("{:#}", Script::parse(text).unwrap_err());
            assert!(error.contains(words), "{error}");
        }
    }
}
