//! Time and motion: the same decisions about six documents with two builds of the reader, each driven by the keys that
//! somebody practised in that build types. Keys and frames are counted, and what is on the disk at the end is compared
//! with a list that was fixed before.
//!
//! ```sh
//! cargo run -p xtask -- motion BEFORE AFTER
//! cargo run -p xtask -- motion AFTER feature after
//! ```
//!
//! BEFORE and AFTER are programs. For each document of `xtask/motion/` there is a list (`feature.decisions`) and a file of
//! keys for each build (`feature.before.keys`, `feature.after.keys`). A wrong or missing decision costs ten keys. The
//! second form runs one document and prints the screen after each line of keys: for those who write them.

mod list;
mod script;
mod session;

use anyhow::{Context as _, Result, bail, ensure};
use list::List;
use script::Script;
use session::{Outcome, Session};
use std::io::Write as _;
use std::path::Path;

/// Keys that a wrong or missing decision costs: to notice it, go there and mend it.
const COST_OF_A_MISTAKE: usize = 10;
/// Fewest keys that must be saved over all documents, in percent.
const SAVED_AT_LEAST: f64 = 30.0;

/// Every document, by the name of its file.
const DOCUMENTS: [&str; 6] =
    ["feature.txt", "interview.md", "hearing.vtt", "chapter.txt", "press-release.txt", "mail.eml"];

/// A document with its list and the keys for both builds.
struct Case {
    /// What the table calls it.
    name: &'static str,
    /// The name of its file.
    file: &'static str,
    document: String,
    list: List,
    before: Script,
    after: Script,
}

impl Case {
    /// Reads the files of one document.
    ///
    /// # Errors
    /// A file that is missing or cannot be read, with its name.
    fn read(file: &'static str) -> Result<Self> {
        let name = file.split_once('.').map_or(file, |(name, _)| name);
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("motion");
        let text = |file: &str| std::fs::read_to_string(folder.join(file)).with_context(|| file.to_owned());
        let (list, before, after) =
            (format!("{name}.decisions"), format!("{name}.before.keys"), format!("{name}.after.keys"));
        Ok(Self {
            name,
            file,
            document: text(file)?,
            list: List::parse(&text(&list)?).context(list)?,
            before: Script::parse(&text(&before)?).context(before)?,
            after: Script::parse(&text(&after)?).context(after)?,
        })
    }
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// What all documents came to with one build.
#[derive(Clone, Copy, Default)]
struct Sum {
    keys: usize,
    typed: usize,
    frames: u64,
    bytes: u64,
    wrong: usize,
}

impl Sum {
    fn of(outcome: &Outcome) -> Self {
        let wrong = outcome.wrong.len();
        Self {
            keys: outcome.keys + wrong * COST_OF_A_MISTAKE,
            typed: outcome.typed,
            frames: outcome.frames,
            bytes: outcome.bytes,
            wrong,
        }
    }

    fn add(&mut self, other: Self) {
        self.keys += other.keys;
        self.typed += other.typed;
        self.frames += other.frames;
        self.bytes += other.bytes;
        self.wrong += other.wrong;
    }
}

/// Keys saved, in percent of those before.
fn saved(before: Sum, after: Sum) -> f64 {
    100.0 * (before.keys as f64 - after.keys as f64) / before.keys.max(1) as f64
}

/// A row of the table.
fn row(name: &str, decisions: usize, before: Sum, after: Sum) -> String {
    let each = |n: usize| n as f64 / decisions.max(1) as f64;
    format!(
        "{name:<14} {decisions:>9} {:>7} {:>7} {:>6.1} % {:>6.2} {:>6.2} {:>7} {:>7} {:>7} {:>7} {:>6} {:>6}",
        before.keys,
        after.keys,
        saved(before, after),
        each(before.keys),
        each(after.keys),
        before.frames,
        after.frames,
        before.bytes / 1024,
        after.bytes / 1024,
        before.wrong,
        after.wrong,
    )
}

/// Runs the task.
pub fn run(arguments: &[String]) -> Result<()> {
    match arguments {
        [program, name, build] => one(Path::new(program), name, build),
        [before, after] => compare(Path::new(before), Path::new(after)),
        _ => bail!("usage: motion BEFORE AFTER, or motion PROGRAM DOCUMENT before|after"),
    }
}

/// Runs one document and shows every step.
fn one(program: &Path, name: &str, build: &str) -> Result<()> {
    let file = DOCUMENTS.into_iter().find(|d| d.starts_with(name)).context("no such document in xtask/motion")?;
    let case = Case::read(file)?;
    let script = match build {
        "before" => &case.before,
        "after" => &case.after,
        _ => bail!("{build} is neither before nor after"),
    };
    let mut session = Session::open(&program.canonicalize()?, case.file, &case.document)?;
    let outcome = session.review(script, &case.list, |step, screen| {
        say(&format!("== {} // {} ({} keys)\n{screen}", step.written, step.comment, step.keys.len()))
    })?;
    for wrong in &outcome.wrong {
        say(&format!("wrong: {wrong}"))?;
    }
    say(&format!("{} keys, {} frames, {} wrong", outcome.keys, outcome.frames, outcome.wrong.len()))
}

/// Runs all documents with both builds and prints the table.
fn compare(before: &Path, after: &Path) -> Result<()> {
    let (before, after) = (before.canonicalize()?, after.canonicalize()?);
    let cases: Vec<Case> = DOCUMENTS.into_iter().map(Case::read).collect::<Result<_>>()?;
    say("                            keys    keys             a decision       frames           KB            wrong")?;
    say(
        "document       decisions  before   after    saved before  after  before   after  before   after before  after",
    )?;
    let (mut sums, mut decisions, mut mistakes) = ([Sum::default(); 2], 0, Vec::new());
    for case in &cases {
        let mut both = [Sum::default(); 2];
        let builds = [("before", &before, &case.before), ("after", &after, &case.after)];
        for ((build, program, script), (sum, all)) in builds.into_iter().zip(both.iter_mut().zip(&mut sums)) {
            let mut session = Session::open(program, case.file, &case.document)?;
            let outcome = session
                .review(script, &case.list, |_, _| Ok(()))
                .with_context(|| format!("{}.{build}.keys", case.name))?;
            mistakes.extend(outcome.wrong.iter().map(|w| format!("{} {build}: {w}", case.name)));
            *sum = Sum::of(&outcome);
            all.add(*sum);
        }
        decisions += case.list.lines.len();
        say(&row(case.name, case.list.lines.len(), both[0], both[1]))?;
    }
    say(&row("all", decisions, sums[0], sums[1]))?;
    say(&format!("of the keys, letters of words that were typed: {} before, {} after", sums[0].typed, sums[1].typed))?;
    for mistake in &mistakes {
        say(mistake)?;
    }
    ensure!(sums[1].wrong == 0, "{} decisions are wrong after", sums[1].wrong);
    let saved = saved(sums[0], sums[1]);
    ensure!(saved >= SAVED_AT_LEAST, "{saved:.1} % fewer keys, {SAVED_AT_LEAST} % are asked for");
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn every_list_and_every_script_can_be_read() {
        for file in DOCUMENTS {
            let case = Case::read(file).unwrap_or_else(|e| panic!("{e:#}"));
            assert!(case.list.lines.len() > 5, "{file}: {} decisions", case.list.lines.len());
            for script in [&case.before, &case.after] {
                let answers = script.steps.iter().filter(|s| s.answers.is_some()).count();
                assert_eq!(answers, case.list.questions().count(), "{file}: every question is answered");
            }
        }
    }

    #[test]
    fn the_words_of_every_decision_stand_in_its_document() {
        let flat = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for file in DOCUMENTS {
            let case = Case::read(file).unwrap();
            // Marks of quoted mail stand between the words of a paragraph.
            let text = flat(&case.document.lines().map(|l| l.trim_start_matches('>')).collect::<Vec<_>>().join("\n"));
            for words in case.list.lines.iter().flat_map(list::Line::words) {
                assert!(text.contains(&flat(words)), "{file}: {words}");
            }
        }
    }

    #[test]
    fn a_mistake_costs_ten_keys() {
        let outcome = Outcome { keys: 5, typed: 1, frames: 9, bytes: 3, wrong: vec![String::new(), String::new()] };
        assert_eq!(Sum::of(&outcome).keys, 25);
        let (before, after) = (Sum { keys: 200, ..Sum::default() }, Sum { keys: 140, ..Sum::default() });
        assert!((saved(before, after) - 30.0).abs() < 1e-9);
    }
}
