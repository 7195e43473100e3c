//! A folder that many people annotated at random about the same places: writes it, and measures `agree` beside `check`, which reads
//! the same sidecars, one annotator after the other.
//!
//! ```sh
//! cargo build --release
//! cargo run --release -p xtask -- annotators target/release/sayso [ANNOTATORS] [DOCUMENTS] [ANNOTATIONS]
//! cargo run --release -p xtask -- annotators --into FOLDER [ANNOTATORS] [DOCUMENTS] [ANNOTATIONS]
//! ```
//!
//! 50 annotators, 200 documents and 100 annotations without the numbers. With `--into` the folder is written and kept. Linux only:
//! peak memory is read from the system.

#![allow(clippy::disallowed_methods, clippy::print_stdout)] // its own scratch files

use crate::dice::Dice;
use anyhow::{Context as _, Result, ensure};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, CLAIM, QUOTE, Selector, Set, SpeakerRef, sidecar};
use sayso_core::document::Document;
use sayso_core::kinds::SpeakerKind;
use sayso_core::span::Span;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const NAMES: [&str; 6] = ["Ada Grey", "Bo Lind", "Cy Moss", "Dee Hart", "Eve Stone", "Otto Rahm"];
const SAID: [&str; 4] = [
    "“We will go on Monday,” said {}, “and nobody else will.”",
    "{} said that the quay would be closed until spring.",
    "“I have asked for this wall for nine years,” {} said.",
    "According to {}, the bank knew of it in March.",
];
const RATINGS: [&str; 3] = ["true", "mixed", "false"];

/// How large the folder is.
#[derive(Clone, Copy)]
struct Size {
    annotators: usize,
    documents: usize,
    annotations: usize,
}

pub fn run(arguments: &[String]) -> Result<()> {
    let (into, rest) = match arguments {
        [flag, folder, rest @ ..] if flag == "--into" => (Some(folder), rest),
        [_, rest @ ..] => (None, rest),
        [] => (None, arguments),
    };
    let number = |at: usize, usual: usize| rest.get(at).map_or(Ok(usual), |n| n.parse()).context("how many?");
    let size = Size { annotators: number(0, 50)?, documents: number(1, 200)?, annotations: number(2, 100)? };
    if let Some(folder) = into {
        std::fs::create_dir_all(folder)?;
        return write(Path::new(folder), size);
    }
    let program = std::fs::canonicalize(arguments.first().map_or("target/release/sayso", String::as_str))
        .context("the program to measure")?;
    let scratch = tempfile::tempdir()?;
    write(scratch.path(), size)?;
    measure(&program, scratch.path(), size)
}

fn name_of(annotator: usize) -> String {
    format!("a{annotator:02}")
}

fn write(folder: &Path, size: Size) -> Result<()> {
    for number in 0..size.documents {
        let mut dice = Dice(number as u64 * 0x9e37_79b9 + 1);
        // A sentence for each annotation, in paragraphs of four.
        let (mut text, mut places) = (String::new(), Vec::new());
        for n in 0..size.annotations {
            let start = text.len() as u32;
            let name = NAMES.get(dice.throw(6) as usize).copied().unwrap_or_default();
            text.push_str(&SAID.get(dice.throw(4) as usize).copied().unwrap_or_default().replace("{}", name));
            places.push((Span::new(start, text.len() as u32), name, dice.throw(4) == 0));
            text.push_str(if n % 4 == 3 { "\n\n" } else { " " });
        }
        let path = folder.join(format!("d{number:04}.txt"));
        std::fs::write(&path, &text)?;
        let document = Document::from_text(&text, "d.txt");
        ensure!(document.text().starts_with(text.trim_end()), "the text is read as it was written");
        for annotator in 0..size.annotators {
            let set = annotated(&document, &places, &mut dice);
            let sidecar_path = format!("{}.sayso.{}.ron", path.display(), name_of(annotator));
            std::fs::write(PathBuf::from(sidecar_path), sidecar::print(&set))?;
        }
    }
    Ok(())
}

/// What one annotator makes of places: misses some, cuts some short, has other labels, speakers and ratings for others.
fn annotated(document: &Document, places: &[(Span, &str, bool)], dice: &mut Dice) -> Set {
    let mut set = Set::new(DocumentInfo::of(document), Vec::new(), Vec::new(), Vec::new());
    for (number, (place, name, is_claim)) in places.iter().enumerate() {
        if dice.throw(12) == 0 {
            continue;
        }
        let mut place = *place;
        if dice.throw(8) == 0 {
            // Without its last letter.
            let words = place.of(document.text());
            place.end -= words.chars().next_back().map_or(0, char::len_utf8) as u32;
        }
        let is_claim = *is_claim != (dice.throw(15) == 0);
        let other = NAMES.get(dice.throw(6) as usize).copied().unwrap_or_default();
        let name = if dice.throw(10) == 0 { other } else { *name };
        let known = set.speakers.iter().find(|s| s.name == name).map(|s| s.id.clone());
        let id = known.unwrap_or_else(|| {
            let speaker = set.new_speaker(name, SpeakerKind::Person);
            let id = speaker.id.clone();
            set.speakers.push(speaker);
            id
        });
        let label = if is_claim { CLAIM } else { QUOTE };
        let mut record = Annotation::new(format!("{number:04}"), label, vec![Selector::of(document, place)]);
        record.speaker = Some(SpeakerRef::Id(id));
        record.rating = is_claim.then(|| RATINGS.get(dice.throw(3) as usize).copied().unwrap_or_default().to_owned());
        set.insert(Arc::new(record));
    }
    set
}

fn measure(program: &Path, folder: &Path, size: Size) -> Result<()> {
    let Size { annotators, documents, annotations } = size;
    println!("{annotators} annotators, {documents} documents, {annotations} places each");
    let mut check = Duration::ZERO;
    let mut most = 0;
    for annotator in 0..annotators {
        let (time, peak) = timed(program, folder, &["check", ".", "--as", &name_of(annotator)])?;
        check += time;
        most = most.max(peak);
    }
    println!("check, one annotator after the other: {:.2} s, {most} MB", check.as_secs_f64());
    for arguments in
        [&["agree", "."][..], &["agree", ".", "--jobs", "1"], &["agree", ".", "--by", "pair"], &["compare", "."]]
    {
        let (time, peak) = timed(program, folder, arguments)?;
        let ratio = time.as_secs_f64() / check.as_secs_f64();
        println!("{}: {:.2} s, {peak} MB, {ratio:.2} of check", arguments.join(" "), time.as_secs_f64());
    }
    Ok(())
}

/// How long a call takes, and its peak memory in megabytes.
fn timed(program: &Path, folder: &Path, arguments: &[&str]) -> Result<(Duration, u64)> {
    let begin = Instant::now();
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("HOME", folder).env_remove("XDG_DATA_HOME");
    let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let (status, mut peak) = (format!("/proc/{}/status", child.id()), 0);
    let code = loop {
        if let Some(code) = child.try_wait()? {
            break code;
        }
        let now = std::fs::read_to_string(&status).unwrap_or_default();
        let line = now.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok());
        peak = kilobytes.map_or(peak, |kilobytes| peak.max(kilobytes / 1024));
        std::thread::park_timeout(Duration::from_millis(5));
    };
    ensure!(code.code().is_some_and(|code| code < 2), "{} ended with {code}", arguments.join(" "));
    Ok((begin.elapsed(), peak))
}
