//! How long opening, deciding and folding take as the number of annotations grows, and how long a quotation is looked
//! for in a text. Medians, with the ratio to the smallest of the run: `cargo bench --bench store`.

#[path = "../xtask/src/performance/annotations.rs"]
mod annotations;
#[path = "../xtask/src/dice.rs"]
mod dice;

use annotations::{Costs, median};
use anyhow::{Context as _, Result};
use dice::Dice;
use sayso_core::annotation::anchor::search;
use std::io::Write as _;
use std::path::Path;
use std::time::Duration;

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

fn opening(folder: &Path) -> Result<()> {
    let mut first: Option<Costs> = None;
    say("annotations      read    anchor+join   one change   hand over    fold")?;
    for count in [1_000, 10_000, 100_000] {
        let costs = annotations::costs(folder, count)?;
        let base = *first.get_or_insert(costs);
        let cell = |of: fn(&Costs) -> Duration| {
            let (time, base) = (of(&costs), of(&base));
            format!("{time:>9.1?} ×{:<5.1}", time.as_secs_f64() / base.as_secs_f64())
        };
        let cells = [cell(|c| c.read), cell(|c| c.join), cell(|c| c.change), cell(|c| c.hand_over)];
        say(&format!("{count:>9} {} {:>9.1?}", cells.join(" "), costs.fold))?;
    }
    Ok(())
}

/// Words in the order a simple machine throws them: no two stretches alike.
fn prose(letters: usize) -> String {
    const WORDS: &[&str] = &[
        "the",
        "harbour",
        "of",
        "and",
        "committee",
        "voted",
        "against",
        "a",
        "proposal",
        "to",
        "close",
        "quay",
        "for",
        "winter",
        "while",
        "others",
        "thought",
        "that",
        "nobody",
        "had",
        "asked",
        "them",
        "in",
        "time",
        "yesterday",
    ];
    let mut dice = Dice(88_172_645_463_325_252);
    let mut out = String::new();
    while out.len() < letters {
        out.push_str(WORDS.get(dice.throw(WORDS.len() as u64) as usize).copied().unwrap_or_default());
        out.push(if dice.throw(13) == 0 { '\n' } else { ' ' });
    }
    out
}

fn looking() -> Result<()> {
    let text = prose(1 << 20);
    say("\nletters  edits     in 1 MB")?;
    for letters in [100, 300, 2_000] {
        for share in [0, 5, 15, 100] {
            let mut words: Vec<char> = text.chars().skip(700_000).take(letters).collect();
            for (n, letter) in words.iter_mut().enumerate() {
                if n * share % 100 < share {
                    *letter = '#';
                }
            }
            let words: String = words.into_iter().collect();
            let time = median(7, || Ok(search(&words, &text, letters / 5, 0)))?;
            say(&format!("{letters:>7} {share:>4} %  {time:>9.1?}"))?;
        }
    }
    Ok(())
}

fn main() -> Result<()> {
    let folder = tempfile::tempdir()?;
    opening(folder.path())?;
    looking()
}
