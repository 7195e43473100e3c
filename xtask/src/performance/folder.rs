//! Folders of many documents: the list, its filter while the index grows, search beside `rg`.

#![allow(clippy::disallowed_methods)] // its own scratch files, which no crash may spare

use super::made_up::{self, COMMON, RARE};
use super::page::{Budget, Chapter, ms, ratio, table};
use super::run::{Run, command, installed, spread};
use anyhow::Result;
use std::path::Path;
use std::time::{Duration, Instant};

/// Small documents of the list.
const LISTED: u64 = 50_000;
/// Documents that are searched, and the bytes of each.
const SEARCHED: (u64, usize) = (10_000, 20_000);

fn fill(folder: &Path, count: u64, bytes: usize) -> Result<()> {
    for n in 0..count {
        let below = folder.join(format!("{:03}", n / 1000));
        if n % 1000 == 0 {
            std::fs::create_dir_all(&below)?;
        }
        std::fs::write(below.join(format!("d{n:05}.txt")), made_up::article(n, bytes))?;
    }
    Ok(())
}

/// The list of a folder nobody opened yet, its filter while the index grows, and the list once it is there.
fn list(program: &Path, folder: &Path, budgets: &mut Vec<Budget>) -> Result<()> {
    fill(folder, LISTED, 1_200)?;
    let mut run = Run::ours(program, folder, &["."])?;
    let cold = run.words("d00000.txt")?;
    run.go("/")?;
    let mut times = Vec::new();
    let began = Instant::now();
    for key in "0012\x7f\x7f9\x7f\x7f77\x7f\x7f34\x7f\x7f\x7f0001\x7f\x7f\x7f\x7f".chars().cycle().take(400) {
        times.push(run.key(key.encode_utf8(&mut [0; 4]))?);
        if began.elapsed() > Duration::from_secs(20) {
            break;
        }
    }
    let typed = times.len();
    let (middle, slow) = spread(times);
    run.go("\x1b")?;
    run.settle()?;
    run.end()?;
    let mut warm = Vec::new();
    for _ in 0..5 {
        let mut run = Run::ours(program, folder, &["."])?;
        warm.push(run.words("d00000.txt")?);
        run.end()?;
    }
    let warm = spread(warm).0;
    budgets.push(Budget {
        what: "list of 50,000 documents",
        bar: "1 s the first time, 200 ms then",
        measured: format!("{} and {}", ms(cold), ms(warm)),
        held: cold <= Duration::from_secs(1) && warm <= Duration::from_millis(200),
        why: "the folder is walked before its first rows are drawn.",
    });
    budgets.push(Budget {
        what: "a key in its filter while the index grows",
        bar: "p99 16 ms",
        measured: format!("p50 {}, p99 {} of {typed} keys", ms(middle), ms(slow)),
        held: slow <= Duration::from_millis(16),
        why: "the index is made by all processors, and a key waits for one of them where there are two.",
    });
    Ok(())
}

/// The part of the page.
pub fn chapter(program: &Path, folder: &Path) -> Result<Chapter> {
    let mut budgets = Vec::new();
    let (listed, searched) = (folder.join("listed"), folder.join("searched"));
    std::fs::create_dir_all(&listed)?;
    std::fs::create_dir_all(&searched)?;
    list(program, &listed, &mut budgets)?;
    std::fs::remove_dir_all(&listed)?;
    fill(&searched, SEARCHED.0, SEARCHED.1)?;
    let built = command(program, &searched, folder, &["find", RARE, "."])?.wall;
    let rg = installed("rg");
    let middle = |program: &Path, arguments: &[&str]| {
        let all: Result<Vec<Duration>> =
            (0..9).map(|_| Ok(command(program, &searched, folder, arguments)?.wall)).collect();
        Ok::<_, anyhow::Error>(spread(all?).0)
    };
    let mut rows = Vec::new();
    let mut worst = Duration::ZERO;
    for (what, words, more) in [
        ("a rare word", RARE, &[][..]),
        ("a word of most documents, first 50", COMMON, &["--limit", "50"]),
        ("the rare word, said by Ada Grey", RARE, &["--by", "Ada Grey"]),
    ] {
        let ours = middle(program, &[&["find", words, "."], more].concat())?;
        worst = worst.max(ours);
        let theirs = match &rg {
            _ if more.contains(&"--by") => "cannot ask".to_owned(),
            Some(rg) if more.is_empty() => {
                let time = middle(rg, &["--ignore-case", words, "."])?;
                format!("{} ({:.2} ×)", ms(time), ratio(ours, time))
            }
            Some(rg) => {
                let time = middle(rg, &["--ignore-case", "--files-with-matches", words, "."])?;
                format!("{} ({:.2} ×), names of files", ms(time), ratio(ours, time))
            }
            None => "not installed".to_owned(),
        };
        rows.push(vec![what.to_owned(), ms(ours), theirs]);
    }
    budgets.push(Budget {
        what: "search over 200 MB, index there, first 50 results",
        bar: "200 ms",
        measured: format!("{} at most", ms(worst)),
        held: worst <= Duration::from_millis(200),
        why: "the documents that may hold the words are read again for their context.",
    });
    let text = format!(
        "`sayso find` over {} documents of {} KB, beside `rg` in the same folder, the middle of nine runs; in brackets how many times as long sayso\n\
         takes. The index was made in {:.1} s by the first of them.\n\n{}",
        SEARCHED.0,
        SEARCHED.1 / 1000,
        built.as_secs_f64(),
        table(&["", "sayso", "rg"], &rows)
    );
    Ok(Chapter { title: "Library and search", text, budgets })
}
