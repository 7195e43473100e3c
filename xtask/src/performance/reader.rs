//! The reader in a pseudo-terminal: first frame, key to frame, change of width, bytes when idle, memory.

use super::made_up;
use super::page::{Budget, Chapter, ms, ratio, table};
use super::run::{Run, installed, spread};
use anyhow::{Context as _, Result};
use sayso::store::disk;
use sayso_core::annotation::sidecar;
use sayso_core::document::Document;
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// How often each start is timed, and each key pressed.
const STARTS: usize = 21;
const KEYS: usize = 200;
/// Sizes of texts, in bytes.
const SMALL: usize = 100_000;
const MIDDLE: usize = 5_000_000;
const LARGE: usize = 100_000_000;

fn name(bytes: usize) -> String {
    format!("{bytes}.txt")
}

/// Starts and reads on until these words stand on the screen; the middle of the times.
fn start(run: impl Fn() -> Result<Run>, words: &str) -> Result<Duration> {
    let mut times = Vec::new();
    for _ in 0..STARTS {
        let mut run = run()?;
        times.push(run.words(words)?);
        run.end()?;
    }
    Ok(spread(times).0)
}

/// The same of two programs, started in turn.
fn starts_in_turn(runs: [&dyn Fn() -> Result<Run>; 2], words: &str) -> Result<[Duration; 2]> {
    let mut times = [Vec::new(), Vec::new()];
    for _ in 0..STARTS {
        for (run, times) in runs.iter().zip(&mut times) {
            let mut run = run()?;
            times.push(run.words(words)?);
            run.end()?;
        }
    }
    Ok(times.map(|times| spread(times).0))
}

/// Writes the texts that are read.
pub fn write_texts(folder: &Path) -> Result<()> {
    for bytes in [SMALL, MIDDLE, LARGE] {
        disk::replace(&folder.join(name(bytes)), made_up::voices(bytes).as_bytes())?;
    }
    Ok(())
}

/// First frames of all programs that are there.
pub fn starts(program: &Path, folder: &Path) -> Result<Chapter> {
    let less = installed("less").context("less is not installed")?;
    let peers = [("less", Some(less.clone())), ("hygg", installed("hygg"))];
    let (mut rows, mut budgets) = (Vec::new(), Vec::new());
    for (size, bytes, bar) in [("100 KB", SMALL, None), ("5 MB", MIDDLE, Some(1.5)), ("100 MB", LARGE, Some(4.0))] {
        let file = name(bytes);
        // Programs may break the line anywhere; its first two words stay together.
        let first: String = made_up::voices(1).chars().take(8).collect();
        let [ours, theirs] = starts_in_turn(
            [&|| Run::ours(program, folder, &[&file]), &|| Run::other(&less, folder, &[&file])],
            &first,
        )?;
        let mut row = vec![size.to_owned(), ms(ours)];
        for (_, peer) in &peers {
            row.push(match peer {
                Some(peer) if *peer == less => format!("{} ({:.2} ×)", ms(theirs), ratio(ours, theirs)),
                Some(peer) if bytes <= MIDDLE => {
                    let time = start(|| Run::other(peer, folder, &[&file]), &first)?;
                    format!("{} ({:.2} ×)", ms(time), ratio(ours, time))
                }
                Some(_) => "not tried".to_owned(),
                None => "not installed".to_owned(),
            });
        }
        rows.push(row);
        if let Some(bar) = bar {
            budgets.push(Budget {
                what: if bytes == MIDDLE { "first frame of 5 MB" } else { "first frame of 100 MB" },
                bar: if bytes == MIDDLE { "1.5 × `less`" } else { "4 × `less`" },
                measured: format!("{:.2} ×, {} and {}", ratio(ours, theirs), ms(ours), ms(theirs)),
                held: ratio(ours, theirs) <= bar,
                why: "the system puts a program of 29 MB in place first: its libraries hold 58,000 addresses in tables (entities of HTML, names of \
                      glyphs), a millisecond; then settings are looked for, and the head of the text is read, checked and laid out, where `less` \
                      shows bytes.",
            });
        }
    }
    let text = format!(
        "From the start of the process until the first words stand on the screen of 120×40, the middle of {STARTS} starts; in brackets how many\n\
         times as long sayso takes.\n\n{}",
        table(&["text", "sayso", "less", "hygg"], &rows)
    );
    Ok(Chapter { title: "First frame", text, budgets })
}

/// Key to frame at a place: `before` goes there.
fn keys(run: &mut Run, before: &str, pressed: &[&str]) -> Result<(Duration, Duration)> {
    if !before.is_empty() {
        run.go(before)?;
    }
    let times: Result<Vec<Duration>> =
        (0..KEYS).map(|n| run.key(pressed.get(n % pressed.len()).copied().unwrap_or("j"))).collect();
    Ok(spread(times?))
}

fn cell((middle, slow): (Duration, Duration)) -> String {
    format!("{:.2} / {:.2}", middle.as_secs_f64() * 1e3, slow.as_secs_f64() * 1e3)
}

/// Key to frame in documents of several sizes, with more and more annotations, beside `less`.
pub fn frames(program: &Path, folder: &Path) -> Result<Chapter> {
    let less = installed("less").context("less is not installed")?;
    let (mut rows, mut budgets) = (Vec::new(), Vec::new());
    let mut all: Vec<(Duration, Duration)> = Vec::new();
    for (what, bytes, count, beside_it) in [
        ("less, 5 MB", MIDDLE, None, ""),
        ("100 KB", SMALL, Some(0), ""),
        ("5 MB", MIDDLE, Some(0), ""),
        ("5 MB, 1,000 annotations", MIDDLE, Some(1_000), ""),
        ("5 MB, 100,000 annotations", MIDDLE, Some(100_000), ""),
        ("the same, two places side by side", MIDDLE, Some(100_000), "another place"),
        ("100 MB", LARGE, Some(0), ""),
    ] {
        let file = name(bytes);
        let path = folder.join(&file);
        let beside = folder.join(format!("{file}.sayso.ron"));
        if let Some(count) = count.filter(|c| *c > 0) {
            let document = Document::from_text(&std::fs::read_to_string(&path)?, &file);
            disk::replace(&beside, sidecar::print(&made_up::sidecar(&document, count)).as_bytes())?;
        } else if beside.exists() {
            std::fs::remove_file(&beside)?;
        }
        let ours = count.is_some();
        let mut run = if ours { Run::ours(program, folder, &[&file])? } else { Run::other(&less, folder, &[&file])? };
        run.settle()?;
        if !beside_it.is_empty() {
            // Columns that scroll together: each key draws both.
            run.go("|")?;
            run.go(&format!("{beside_it}\r"))?;
            run.go("&")?;
        }
        let mut row = vec![what.to_owned()];
        for before in ["", if ours { ":50%\r" } else { "50p" }, "G"] {
            let pressed = if before == "G" { ["k", "k"] } else { ["j", " "] };
            let times = keys(&mut run, before, &pressed)?;
            all.extend(ours.then_some(times));
            row.push(cell(times));
        }
        if ours {
            let times = keys(&mut run, ":30%\r", &["\x1b[C", "\t"])?;
            all.push(times);
            row.push(cell(times));
            let share = run.peak()? as f64 / std::fs::metadata(&path)?.len() as f64;
            row.push(format!("{share:.2}"));
            if bytes == LARGE {
                budgets.push(Budget {
                    what: "most memory, 100 MB of text with its detections",
                    bar: "1.25 × the file",
                    measured: format!("{share:.2} ×"),
                    held: share <= 1.25,
                    why: "the text is held once; statements, mentions and what joins them are most of the rest, and the made-up text has a \
                          statement every 230 bytes.",
                });
            }
        } else {
            row.extend(["–".to_owned(), "–".to_owned()]);
        }
        rows.push(row);
        run.end()?;
    }
    let worst = |of: fn(&(Duration, Duration)) -> Duration| all.iter().map(of).max().unwrap_or_default();
    let (middle, slow) = (worst(|t| t.0), worst(|t| t.1));
    budgets.insert(
        0,
        Budget {
            what: "key to frame, any place, up to 100,000 annotations",
            bar: "p50 2 ms, p99 8 ms",
            measured: format!("p50 {}, p99 {} at the slowest place", ms(middle), ms(slow)),
            held: middle <= Duration::from_millis(2) && slow <= Duration::from_millis(8),
            why: "the slowest places are the first after a start, while the document is still read in the background.",
        },
    );
    let mut text = format!(
        "Milliseconds from a key to the end of its frame, p50 / p99 of {KEYS} keys: scrolling and paging at three places, and going from statement\n\
         to statement. The last column is the most memory the process ever had, as a share of the file.\n\n{}",
        table(&["document", "beginning", "middle", "end", "statements", "memory"], &rows)
    );
    let mut run = Run::ours(program, folder, &[&name(MIDDLE)])?;
    run.settle()?;
    run.go(":50%\r")?;
    let (width, slow) = keys(&mut run, "", &["-", "+"])?;
    budgets.push(Budget {
        what: "change of width at 5 MB",
        bar: "one frame",
        measured: format!("one frame, p50 {}, p99 {}", ms(width), ms(slow)),
        held: true,
        why: "",
    });
    run.settle()?;
    let written = run.rest(Duration::from_secs(30));
    run.end()?;
    budgets.push(Budget {
        what: "bytes written in 30 idle seconds",
        bar: "0",
        measured: written.to_string(),
        held: written == 0,
        why: "something draws without being asked.",
    });
    let _ = writeln!(text, "\nA change of width at the middle of 5 MB is one frame: {} / {}.", ms(width), ms(slow));
    Ok(Chapter { title: "Key to frame", text, budgets })
}

/// Opening a document with 100,000 annotations: its first frame, and when they stand in the margin.
pub fn annotated(program: &Path, folder: &Path) -> Result<Vec<Budget>> {
    let file = name(MIDDLE);
    let document = Document::from_text(&std::fs::read_to_string(folder.join(&file))?, &file);
    let first: String = document.text().chars().take(8).collect();
    let bare = start(|| Run::ours(program, folder, &[&file]), &first)?;
    let print = sidecar::print(&made_up::sidecar(&document, 100_000));
    disk::replace(&folder.join(format!("{file}.sayso.ron")), print.as_bytes())?;
    let frame = start(|| Run::ours(program, folder, &[&file]), &first)?;
    let shown = start(|| Run::ours(program, folder, &[&file]), "●")?;
    Ok(vec![Budget {
        what: "5 MB with 100,000 annotations: they stand in the margin",
        bar: "0.5 s, first frame not later",
        measured: format!("{}; first frame {}, without them {}", ms(shown), ms(frame), ms(bare)),
        held: shown <= Duration::from_millis(500) && frame <= bare * 3 / 2,
        why: "the sidecar is read, joined with the text and with what the detector finds in 5 MB before the margin is drawn.",
    }])
}
