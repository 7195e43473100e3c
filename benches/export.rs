//! How fast each format is written, by the bytes that come out, for 10,000 and 100,000 annotations with notes, names and
//! cues; their ratio; and how far memory grows over what the document and its annotations take. Each figure is of a
//! process of its own: `cargo bench --bench export`.

use anyhow::{Context as _, Result};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{AnchoredText, Annotation, Codebook, QUOTE, Selector, Set, SpeakerRef, Stamp, Status};
use sayso_core::detect::Detections;
use sayso_core::document::Document;
use sayso_core::export::{self, FORMATS, Files, Filter, Options};
use sayso_core::kinds::{Form, Kind, SpeakerKind};
use sayso_core::reading::Reading;
use sayso_core::span::Span;
use std::io::{self, Write};
use std::process::Command;
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Counts what is written and keeps nothing.
#[derive(Default)]
struct Counter(u64);

impl Write for Counter {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0 += bytes.len() as u64;
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Files for Counter {
    fn named(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }

    fn beside(&mut self, _: &str) -> io::Result<()> {
        Ok(())
    }
}

/// One quotation a paragraph, in order of 300 speakers.
fn reading(count: usize) -> Reading {
    let said = |n: usize| {
        let person = n % 300;
        format!("“The tide of day {n} will not wait for anybody at the quay 😊,” said Speaker {person}.\n\n")
    };
    let document = Document::verbatim(&(0..count).map(said).collect::<String>());
    let mut set = Set::default();
    set.about = DocumentInfo::of(&document);
    for n in 0..300 {
        let speaker = set.new_speaker(&format!("Speaker {n}"), SpeakerKind::Person);
        set.speakers.push(speaker);
    }
    for (n, block) in document.blocks().iter().enumerate() {
        let words = document.words(block.span);
        let place = |from: usize, to: usize| Span::new(block.span.start + from as u32, block.span.start + to as u32);
        let end = words.find('”').unwrap_or_default() + '”'.len_utf8();
        let told = |span: Span| {
            let (start, end) = document.in_chars(span);
            AnchoredText(start, end, document.words(span).to_owned())
        };
        let stamp = Stamp { now: String::new(), millis: n as u64, random: [3; 10] };
        let mut record = Annotation::new(stamp.id(0), QUOTE, vec![Selector::of(&document, place(0, end))]);
        (record.kind, record.form) = (Some(Kind::Direct), Some(Form::Quotation));
        record.status = Some(Status::Confirmed);
        record.speaker = Some(SpeakerRef::Id(format!("speaker-{}", n % 300)));
        record.cue = Some(told(place(end + 1, end + 5)));
        record.source = Some(told(place(end + 6, words.len() - 1)));
        record.note = (n % 4 == 0).then(|| "ask the harbour office".to_owned());
        (record.by, record.created) = (Some("ada".to_owned()), Some("2026-11-24T08:00:00Z".to_owned()));
        set.insert(Arc::new(record));
    }
    Reading::new(Arc::new(document), Arc::new(Detections::default()), set)
}

/// The most memory this process has held, in MB; nothing where the system does not tell.
fn peak() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|l| l.starts_with("VmHWM")).and_then(|l| l.split_whitespace().nth(1));
    line.and_then(|kilobytes| kilobytes.parse::<f64>().ok()).unwrap_or_default() / 1e3
}

/// Bytes, seconds and megabytes of one export.
fn alone(format: &str, count: usize) -> Result<()> {
    let format = export::format(format).context("a format")?;
    let reading = reading(count);
    let before = peak();
    let (mut bytes, mut took) = (0, Duration::MAX);
    for _ in 0..3 {
        let began = Instant::now();
        let document = export::Selected::new("a.txt".to_owned(), &reading, &Filter::default());
        let mut out = Counter::default();
        format.write(std::slice::from_ref(&document), &Codebook::default(), &Options::default(), &mut out)?;
        (bytes, took) = (out.0, took.min(began.elapsed()));
    }
    writeln!(io::stdout(), "{bytes} {} {}", took.as_secs_f64(), peak() - before)?;
    Ok(())
}

fn measured(format: &str, count: usize) -> Result<(f64, f64, f64)> {
    let output = Command::new(std::env::current_exe()?).args(["--alone", format, &count.to_string()]).output()?;
    let text = String::from_utf8(output.stdout)?;
    let mut numbers = text.split_whitespace().map(str::parse::<f64>);
    let mut next = || Ok::<_, anyhow::Error>(numbers.next().context("a figure")??);
    Ok((next()? / 1e6, next()?, next()?))
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    if let [flag, format, count] = arguments.as_slice()
        && flag == "--alone"
    {
        return alone(format, count.parse()?);
    }
    writeln!(io::stdout(), "format            MB     MB/s   time × of 10,000   memory MB")?;
    for format in FORMATS {
        let (_, short, _) = measured(format.name, 10_000)?;
        let (size, long, memory) = measured(format.name, 100_000)?;
        writeln!(
            io::stdout(),
            "{:14} {size:6.1}   {:6.1}   {:6.1}             {memory:6.1}",
            format.name,
            size / long,
            long / short
        )?;
    }
    Ok(())
}
