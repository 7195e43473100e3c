//! Detection beside a pass over the letters (`wc -m`) and beside an extractor of others.

use super::made_up;
use super::page::{Budget, Chapter, ratio, table};
use super::run::{command, installed};
use anyhow::{Context as _, Result, ensure};
use sayso::store::disk;
use serde_json::{Value, json};
use std::fmt::Write as _;
use std::path::Path;
use std::time::Duration;

/// Bytes of articles that are read.
const NEWS: usize = 30_000_000;
/// Bytes that the extractor of others is given: it takes minutes for more.
const SLICE: usize = 500_000;

/// The extractor of others reads the lines by its own documentation, each text one chapter.
const AUDIOBOOKER: &str = "
import json, logging, sys
from audiobooker import AudiobookProject
from audiobooker.models import ProjectConfig
logging.getLogger('audiobooker').setLevel(logging.CRITICAL)
for line in open(sys.argv[1]):
    config = ProjectConfig(clean_text=False, normalize_text=False)
    AudiobookProject.from_chapters([('text', json.loads(line)['text'])], lang='en', config=config).compile()
";

/// Texts of a file with one JSON object a line, or the samples of the project, repeated up to so many bytes of lines.
fn lines(news: Option<&Path>, bytes: usize) -> Result<String> {
    let texts: Vec<String> = match news {
        Some(path) => {
            let all = std::fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
            let text = |line: &str| serde_json::from_str::<Value>(line).ok()?.get("text")?.as_str().map(str::to_owned);
            all.lines().filter_map(text).collect()
        }
        None => {
            let mut paths: Vec<_> = std::fs::read_dir("samples")?.filter_map(|e| Some(e.ok()?.path())).collect();
            paths.sort();
            paths
                .iter()
                .map(|p| std::fs::read_to_string(p).context("a sample cannot be read"))
                .collect::<Result<_>>()?
        }
    };
    ensure!(!texts.is_empty(), "no texts");
    let mut out = String::with_capacity(bytes + 100_000);
    for (n, text) in texts.iter().cycle().enumerate() {
        if out.len() >= bytes {
            break;
        }
        out.push_str(&json!({"id": n.to_string(), "text": text}).to_string());
        out.push('\n');
    }
    Ok(out)
}

/// The part of the page.
pub fn chapter(program: &Path, folder: &Path, news: Option<&Path>, extractor: Option<&Path>) -> Result<Chapter> {
    let wc = installed("wc").context("wc is not installed")?;
    disk::replace(&folder.join("news.jsonl"), lines(news, NEWS)?.as_bytes())?;
    let detect = ["detect", "--jobs", "1", "--input", "jsonl", "--format", "jsonl", "news.jsonl"];
    let (mut ours, mut theirs) = (Duration::MAX, Duration::MAX);
    for _ in 0..3 {
        ours = ours.min(command(program, folder, folder, &detect)?.cpu);
        // Ten times: the system counts in hundredths of a second.
        let ten = (0..10).map(|_| Ok(command(&wc, folder, folder, &["-m", "news.jsonl"])?.cpu));
        theirs = theirs.min(ten.sum::<Result<Duration>>()? / 10);
    }
    let size = std::fs::metadata(folder.join("news.jsonl"))?.len() as f64 / 1e6;
    let times = ratio(ours, theirs);
    let mut budgets = vec![Budget {
        what: "detection in 30 MB of English news, one thread",
        bar: "7 × the time of `wc -m`",
        measured: format!("{times:.1} ×, {:.1} MB a second", size / ours.as_secs_f64()),
        held: times <= 7.0,
        why: "names, their coreference and reported speech are found in all of the text, not at candidates alone; the model asks several \
              features of each word beside a verb of saying.",
    }];
    let mut rows = Vec::new();
    let mut each = Vec::new();
    for (what, bytes) in [("1 MB", 1_000_000), ("10 MB", 10_000_000), ("100 MB", 100_000_000)] {
        disk::replace(&folder.join("long.txt"), made_up::voices(bytes).as_bytes())?;
        let cost = command(program, folder, folder, &["detect", "--jobs", "1", "--format", "jsonl", "long.txt"])?;
        let rate = bytes as f64 / 1e6 / cost.cpu.as_secs_f64();
        each.push(1.0 / rate);
        rows.push(vec![format!("one text of {what}"), format!("{rate:.1}")]);
    }
    let growth = each.last().copied().unwrap_or_default() / each.first().copied().unwrap_or(1.0);
    budgets.push(Budget {
        what: "detection grows with the size",
        bar: "linear",
        measured: format!("a byte of 100 MB costs {growth:.2} of one of 1 MB"),
        held: growth <= 1.25,
        why: "tables of names outgrow the caches of the processor.",
    });
    let jobs = |n| {
        command(
            program,
            folder,
            folder,
            &["detect", "--jobs", n, "--input", "jsonl", "--format", "jsonl", "news.jsonl"],
        )
    };
    let (one, two) = (jobs("1")?.wall, jobs("2")?.wall);
    rows.push(vec!["articles, one thread".to_owned(), format!("{:.1}", size / one.as_secs_f64())]);
    rows.push(vec!["articles, two threads".to_owned(), format!("{:.1}", size / two.as_secs_f64())]);
    let source = if news.is_some() { "articles of a file that was given" } else { "the samples of the project" };
    let mut text = format!(
        "Articles: {source}, repeated to 30 MB of JSON lines.\n\n{}",
        table(&["`detect`", "MB a second"], &rows)
    );
    if let Some(python) = extractor {
        disk::replace(&folder.join("slice.jsonl"), lines(news, SLICE)?.as_bytes())?;
        let script = folder.join("extract.py");
        disk::replace(&script, AUDIOBOOKER.as_bytes())?;
        let slice = ["detect", "--jobs", "1", "--input", "jsonl", "--format", "jsonl", "slice.jsonl"];
        let ours = command(program, folder, folder, &slice)?;
        let theirs = command(python, folder, folder, &[&script.display().to_string(), "slice.jsonl"])?;
        let _ = write!(
            text,
            "\nBeside an extractor of others, audiobooker-ai 3.0.0, which finds quotations and their speakers by rules too: {:.1} MB take it {:.1} s\n\
             of processor time, with its start; sayso takes {:.2} s with its own (1/{:.0}), and finds reported speech besides.\n",
            SLICE as f64 / 1e6,
            theirs.cpu.as_secs_f64(),
            ours.cpu.as_secs_f64(),
            ratio(theirs.cpu, ours.cpu)
        );
    }
    Ok(Chapter { title: "Detection", text, budgets })
}
