//! What opening, deciding and folding take with so many annotations, without a terminal. `benches/store.rs` shows how it grows.

use anyhow::{Context as _, Result, bail};
use sayso::store::writer::WriterTarget;
use sayso::store::{self, Attempt, Disk, Holder, Links, Lock, Report, Site, Writer, disk};
use sayso_core::annotation::history::{JournalEntry, Verb};
use sayso_core::annotation::set::DocumentInfo;
use sayso_core::annotation::{Annotation, Change, QUOTE, Selector, Set, SpeakerRef, Stamp, Status};
use sayso_core::detect::Detections;
use sayso_core::document::Document;
use sayso_core::kinds::{Form, Kind, SpeakerKind};
use sayso_core::reading::{Decider, ItemId, Reading};
use sayso_core::span::Span;
use std::hint::black_box;
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

/// The middle of several times. What the work gives is given up outside of the time taken.
pub fn median<T>(times: usize, mut work: impl FnMut() -> Result<T>) -> Result<Duration> {
    let mut all = Vec::with_capacity(times);
    for _ in 0..times {
        let began = Instant::now();
        let made = black_box(work()?);
        all.push(began.elapsed());
        drop(made);
    }
    all.sort_unstable();
    all.get(times / 2).copied().context("at least once")
}

fn text(paragraphs: usize) -> String {
    let said = |n: usize| {
        format!("“The tide of day {n} will not wait for anybody at the quay,” said speaker {}.\n\n", n % 300)
    };
    (0..paragraphs).map(said).collect()
}

/// A set of one annotation a paragraph.
fn set(document: &Document) -> Set {
    let mut set = Set::default();
    set.about = DocumentInfo::of(document);
    for n in 0..300 {
        let speaker = set.new_speaker(&format!("speaker {n}"), SpeakerKind::Person);
        set.speakers.push(speaker);
    }
    for (n, block) in document.blocks().iter().enumerate() {
        let end = document.words(block.span).find('”').map_or(block.span.len(), |at| at as u32 + 3);
        let at = Selector::of(document, Span::new(block.span.start, block.span.start + end));
        let stamp = Stamp { now: String::new(), millis: n as u64, random: [3; 10] };
        let mut record = Annotation::new(stamp.id(0), QUOTE, vec![at]);
        (record.kind, record.form, record.status) =
            (Some(Kind::Direct), Some(Form::Quotation), Some(Status::Confirmed));
        record.speaker = Some(SpeakerRef::Id(format!("speaker-{}", n % 300)));
        record.by = Some("ada".to_owned());
        record.created = Some("2026-11-24T08:00:00Z".to_owned());
        set.insert(Arc::new(record));
    }
    set
}

/// What each takes, the middle of several times.
#[derive(Clone, Copy)]
pub struct Costs {
    /// Reading the sidecar.
    pub read: Duration,
    /// Anchoring the annotations, and joining them with detections.
    pub join: Duration,
    /// Making and applying one change.
    pub change: Duration,
    /// Handing it to the writer.
    pub hand_over: Duration,
    /// Folding the journal into the sidecar.
    pub fold: Duration,
}

/// Measures with `count` annotations.
pub fn costs(folder: &Path, count: usize) -> Result<Costs> {
    let document = Arc::new(Document::verbatim(&text(count)));
    let path = folder.join(format!("{count}.txt.sayso.ron"));
    disk::replace(&path, sayso_core::annotation::sidecar::print(&set(&document)).as_bytes())?;
    let read = median(5, || store::read(&path).context("a sidecar"))?;
    let stored = store::read(&path)?;
    let join =
        median(5, || Ok(Reading::new(Arc::clone(&document), Arc::new(Detections::default()), stored.set.clone())))?;
    let mut reading = Reading::new(Arc::clone(&document), Arc::new(Detections::default()), stored.set.clone());
    let Attempt::Held(lock) = Lock::attempt(Site::open(&path, Links::Below)?)? else {
        bail!("somebody holds the lock")
    };
    let (tell, reports) = channel();
    let target = WriterTarget {
        state: None,
        holder: Holder::default(),
        lock,
        about: DocumentInfo::of(&document),
        origin: None,
        disk: Disk::default(),
    };
    let ids: Vec<String> = reading.set().in_order().iter().map(|a| a.id.clone()).collect();
    let mut writer = Writer::start(target, stored, move |report| {
        // Nobody listens once the bench is over.
        let _ = tell.send(report);
    })?;
    let (mut change, mut over, mut last) = (Vec::new(), Vec::new(), 0);
    for id in ids.iter().step_by((count / 200).max(1)).take(200) {
        let stamp = Stamp { now: "2026-11-24T09:00:00Z".to_owned(), millis: 7, random: [1; 10] };
        let began = Instant::now();
        let item = ItemId::Record(id.as_str().into());
        let made =
            Decider { reading: &reading, by: None, stamp: &stamp }.note(&item, "as it is").context("a change")?;
        reading.apply(&made);
        change.push(began.elapsed());
        let began = Instant::now();
        last = writer.keep(entry(made), true);
        over.push(began.elapsed());
    }
    while reports.recv()? != Report::Saved(last) {}
    let began = Instant::now();
    if !writer.flush() {
        bail!("not written");
    }
    let fold = began.elapsed();
    change.sort_unstable();
    over.sort_unstable();
    let (change, over) = (change.get(100).copied(), over.get(100).copied());
    writer.finish();
    let (change, hand_over) = (change.context("changes")?, over.context("changes")?);
    Ok(Costs { read, join, change, hand_over, fold })
}

fn entry(change: Change) -> JournalEntry {
    JournalEntry { verb: Verb::Did, at: "2026-11-24T09:00:00Z".to_owned(), by: None, change: Arc::new(change) }
}
