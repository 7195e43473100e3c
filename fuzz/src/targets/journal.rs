//! Journals: lines get their sums here, but for those that begin with `!`, so that what is in them is read.

use super::Target;
use crate::documents::{self, SHORT};
use sayso::store::journal::{self, Content, JournalLine};
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::sidecar::print;
use sayso_core::annotation::{Set, merge};
use sayso_core::reading::Decider;
use std::path::Path;
use std::sync::Arc;

pub const TARGET: Target =
    Target { name: "journal", doc: "the lines of a journal, without their sums", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let mut file = Vec::new();
    for line in bytes.split_inclusive(|b| *b == b'\n') {
        if let Some(raw) = line.strip_prefix(b"!") {
            file.extend_from_slice(raw);
        } else {
            let body = line.strip_suffix(b"\n").unwrap_or(line);
            file.extend(format!("{:08x}\t", crc32fast::hash(body)).into_bytes());
            file.extend_from_slice(line);
        }
    }
    let path = Path::new("journal");
    let mut content = Content::default();
    if let Err(error) = content.add(&file, path) {
        assert!(!error.to_string().is_empty());
        return true;
    }
    for gap in &content.gaps {
        assert!(!gap.in_words().is_empty());
    }
    let lines = content.lines.lines().count();
    assert_eq!(lines, content.entries.len(), "lines and changes");
    // What was read of one journal and is written to the next is the same change.
    for (number, entry) in content.entries.iter().enumerate() {
        let line = journal::line(number as u64, entry);
        let read = JournalLine::read(line.trim_end_matches('\n').as_bytes()).expect("a line of ours");
        let change = read.change().expect("ops of ours");
        assert_eq!((read.verb, &change), (entry.verb, &*entry.change), "written and read it is another");
    }
    let changes = || content.entries.iter().map(|entry| &*entry.change);
    let mut once = Set::default();
    merge::replay(&mut once, changes());
    let mut twice = once.clone();
    merge::replay(&mut twice, changes());
    assert_eq!(print(&once), print(&twice), "replayed twice it is another");
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let holder = journal::Holder::new(1, "host".into(), "ada".into(), "2026-11-24T08:00:00Z".into());
    let head =
        format!("(journal: 1, base: \"\", pid: {}, host: {:?}, user: \"ada\", since: \"\")\n", holder.pid, holder.host);
    let mut reading = documents::reading(SHORT, "short.txt");
    let mut text = head;
    let mut out = Vec::new();
    for number in 0..4_u64 {
        let stamp = documents::stamp(number);
        let item = reading.all().nth(number as usize % 3);
        let decider = Decider { reading: &reading, by: Some("ada"), stamp: &stamp };
        let Some(change) = item.and_then(|item| decider.confirm(&item).or_else(|| decider.reject(&item))) else {
            continue;
        };
        reading.apply(&change);
        let verb = [Verb::Did, Verb::Did, Verb::Undid, Verb::Redid][number as usize];
        let entry = JournalEntry { verb, at: stamp.now.clone(), by: Some("ada".into()), change: Arc::new(change) };
        let line = journal::line(number + 1, &entry);
        text.push_str(line.split_once('\t').map_or("", |(_, body)| body));
        out.push((number.to_string(), text.clone().into_bytes()));
    }
    out
}
