//! `sayso detect`: who says what, as found.

use super::batch::{self, Begun, Counts, Destination, Made, Order, Pace, RunArguments};
use super::{Common, Failure, InputOption, tell_exports};
use crate::input::{self, Lines, Pipes};
use crate::project::documents::length_of;
use crate::project::source::{self, Source};
use crate::project::{Documents, Error, Project, named};
use crate::store::target::{ProtectedFiles, Purpose};
use clap::ValueEnum;
use sayso_core::detect::Detector;
use sayso_core::document::{Document, Format};
use sayso_core::export::{detections, json};
use sayso_core::kinds::in_words;
use sayso_core::reading::shortened;
use sayso_core::sanitize::visible;
use serde::Deserialize;
use std::io::{self, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// Arguments of `detect`.
#[derive(Debug, clap::Args)]
pub struct DetectArguments {
    /// Documents, folders, patterns in quotation marks; - or nothing is standard input
    paths: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// Write to this file, with a manifest of the run beside it
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// Replace a file that detect wrote, or begin a run anew that was ended
    #[arg(long, requires = "output")]
    force: bool,
    #[command(flatten)]
    run: RunArguments,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people
    Text,
    /// One JSON object a document
    Jsonl,
    /// One row an attribution
    Csv,
}

impl PrintFormat {
    const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }

    /// How names of such files end.
    const fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt"],
            Self::Jsonl => &["jsonl", "ndjson"],
            Self::Csv => &["csv"],
        }
    }
}

#[derive(Deserialize)]
struct InputLine {
    id: serde_json::Value,
    text: String,
}

#[derive(serde::Serialize)]
struct ErrorLine {
    id: serde_json::Value,
    error: String,
}

/// What is next.
enum Item {
    /// A document, or why there is none.
    Document(Result<Source, Error>),
    /// A line of JSON with a text.
    Line(JsonLine),
}

/// A line of the input.
struct JsonLine {
    file: Arc<str>,
    /// From 1.
    number: usize,
    line: io::Result<Vec<u8>>,
}

/// What comes of a document: what is written, and why that is not all.
struct Answer {
    bytes: Vec<u8>,
    failure: Option<String>,
}

/// An item with the bytes of input up to its end.
type Placed = (Item, u64);

impl DetectArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from("-")] } else { self.paths.clone() };
        let json_lines = common.input == Some(InputOption::As(Format::Jsonl));
        let project = common.project();
        let named = named::files(&paths)?;
        tell_exports(named.exports);
        let files = named.sources;
        if self.run.resume {
            batch::can_be_read_again(&files)?;
        }
        let precious = files.iter().map(|file| file.file().to_owned()).chain(project.folders.settings());
        let kept = ProtectedFiles::new(Purpose::Export, precious.collect(), Vec::new());
        let destination = Destination {
            path: self.output.as_deref(),
            endings: self.format.endings(),
            resume: self.run.resume,
            force: self.force,
            kept: &kept,
        };
        let mut arguments = vec!["--format".to_owned(), self.format.name().to_owned()];
        arguments.extend(batch::arguments_of(common));
        let mut out = match destination.begin(|| Order::new("detect", arguments, &files))? {
            Begun::Whole(counts) => return batch::tell_failures(&counts),
            Begun::Output(out) => out,
        };
        if self.format == PrintFormat::Csv && out.is_new() {
            out.write(
                b"document,type,form,content,quotes,cue,source,mention,speaker,score,candidates,reason,members\r\n",
            )?;
        }
        let bytes = batch::bytes_of(&files);
        let done = usize::try_from(out.counts().documents).unwrap_or(usize::MAX);
        let begin = (out.counts().documents, out.is_shown());
        let mut items = if json_lines { lines_of(files) } else { documents_of(files, &project) }.peekable();
        // Of one document alone nobody need be told which it is.
        let first = items.next();
        let several = json_lines || items.peek().is_some();
        let detector = Detector::new();
        let pace = Pace::new(&self.run, bytes, several);
        pace.run(
            first.into_iter().chain(items).skip(done),
            (|(item, _): &Placed| item.weight(), |answer: &Answer| answer.bytes.len()),
            |(item, position)| Made { position, result: Ok(self.answer_to(item, &project, &detector, several)) },
            begin,
            |answer| {
                let answer = answer.unwrap_or_else(|sentence| Answer { bytes: Vec::new(), failure: Some(sentence) });
                out.document(&answer.bytes, answer.failure)
            },
        )?;
        let counts: Counts = out.end()?;
        batch::tell_failures(&counts)
    }

    fn answer_to(&self, item: Item, project: &Project, detector: &Detector, several: bool) -> Answer {
        match item {
            Item::Document(source) => {
                let answer = source.map_err(sentence_of).and_then(|source| {
                    let answer = batch::guarded(|| {
                        let document = project.load(&source)?;
                        Ok(self.answer(detector, source.name().into(), &document, several))
                    });
                    let own = || format!("{}: {}.", source.name(), batch::OWN_MISTAKE);
                    answer.ok_or_else(own)?.map_err(sentence_of)
                });
                match answer {
                    Ok(bytes) => Answer { bytes, failure: None },
                    Err(sentence) => Answer { bytes: Vec::new(), failure: Some(sentence) },
                }
            }
            Item::Line(line) => self.answer_to_line(&line, (detector, project.options.language)),
        }
    }

    /// One output line, in JSON, for every input line: also for one that is none.
    fn answer_to_line(
        &self,
        JsonLine { file, number, line }: &JsonLine,
        (detector, lang): (&Detector, Option<&'static str>),
    ) -> Answer {
        let parsed = line.as_ref().map_err(|e| (e.to_string(), serde_json::Value::Null)).and_then(|line| {
            let text =
                std::str::from_utf8(line).map_err(|_| ("it is not UTF-8".to_owned(), serde_json::Value::Null))?;
            serde_json::from_str::<InputLine>(text).map_err(|e| {
                let id = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v.get("id").cloned());
                (e.to_string(), id.unwrap_or_default())
            })
        });
        let answered =
            parsed.map_err(|(error, id)| (format!("this line is not an object with id and text: {error}"), error, id));
        let answered = answered.and_then(|InputLine { id, text }| {
            let answer = batch::guarded(|| {
                let mut document = Document::verbatim(&text);
                document.origin.language = lang;
                self.answer(detector, id.clone(), &document, true)
            });
            answer.ok_or_else(|| (batch::OWN_MISTAKE.to_owned(), batch::OWN_MISTAKE.to_owned(), id))
        });
        match answered {
            Ok(bytes) => Answer { bytes, failure: None },
            Err((why, error, id)) => {
                let told = format!("{file}:{number}: {why}.");
                let mut bytes = Vec::new();
                if self.format == PrintFormat::Jsonl {
                    // Memory takes all that is written.
                    let _ = json::line(&mut bytes, &ErrorLine { id, error });
                }
                Answer { bytes, failure: Some(told) }
            }
        }
    }

    fn answer(&self, detector: &Detector, id: serde_json::Value, document: &Document, several: bool) -> Vec<u8> {
        let found = detector.extract(document);
        let line = detections::line(id, document, &found);
        let mut out = Vec::new();
        match self.format {
            PrintFormat::Jsonl => line.write(&mut out),
            PrintFormat::Csv => csv_rows(&mut out, &line),
            PrintFormat::Text => {
                text(&mut out, document, &line, several);
                if let Some(told) = detections::in_other_languages(document, &found) {
                    let at = out.len() - usize::from(several && out.ends_with(b"\n\n"));
                    out.splice(at..at, format!("{told}.\n").into_bytes());
                }
            }
        }
        out
    }
}

impl Item {
    /// How many bytes it takes until it is done.
    fn weight(&self) -> usize {
        match self {
            Self::Document(Ok(source)) => usize::try_from(length_of(source)).unwrap_or(usize::MAX),
            Self::Line(JsonLine { line: Ok(line), .. }) => line.len(),
            Self::Document(Err(_)) | Self::Line(_) => 0,
        }
    }
}

/// What a message says of an error.
fn sentence_of(error: Error) -> String {
    Failure::from(error).message().unwrap_or_default().to_owned()
}

/// The documents of files.
fn documents_of(files: Vec<Source>, project: &Project) -> Box<dyn Iterator<Item = Placed> + Send + '_> {
    let mut documents = Documents::new(files, project);
    Box::new(std::iter::from_fn(move || {
        let document = documents.next()?;
        Some((Item::Document(document), documents.bytes_read()))
    }))
}

/// The lines of files.
fn lines_of<'a>(files: Vec<Source>) -> Box<dyn Iterator<Item = Placed> + Send + 'a> {
    let mut passed = 0;
    Box::new(files.into_iter().flat_map(move |file| {
        let before = passed;
        passed += length_of(&file);
        let (mut lines, mut error) = match opened(&file) {
            Ok(lines) => (Some(lines), None),
            Err(error) => (None, Some(error)),
        };
        let (file, mut number): (Arc<str>, usize) = (file.name().into(), 0);
        std::iter::from_fn(move || {
            if let Some(error) = error.take() {
                return Some((Item::Document(Err(error)), before));
            }
            let lines = lines.as_mut()?;
            let line = lines.next()?;
            number += 1;
            Some((Item::Line(JsonLine { file: Arc::clone(&file), number, line }), before + lines.bytes_read()))
        })
    }))
}

fn opened(file: &Source) -> Result<Lines, Error> {
    let stream: Box<dyn io::Read + Send> = match file {
        Source::Stdin => Box::new(io::stdin()),
        Source::Member { bytes, .. } => Box::new(io::Cursor::new(Arc::clone(bytes))),
        Source::File(path) => Box::new(input::open(path, Pipes::Read).map_err(|e| source::unreadable(path, e))?),
    };
    Lines::new(stream).map_err(|e| match file {
        Source::Stdin => Error::StandardInput(e),
        Source::File(_) | Source::Member { .. } => source::unreadable(file.file(), e.into()),
    })
}

fn name_of(id: &serde_json::Value) -> String {
    id.as_str().map_or_else(|| id.to_string(), str::to_owned)
}

fn csv_rows(out: &mut Vec<u8>, line: &detections::Line<'_>) {
    let places = |p: &[(u32, u32)]| p.iter().map(|(s, e)| format!("{s}-{e}")).collect::<Vec<_>>().join("; ");
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    for r in &line.attributions {
        let _ = writer.write_record([
            visible(&name_of(&line.id)).as_ref(),
            r.kind.word(),
            r.form.word(),
            &places(&r.content),
            &places(&r.quotes),
            &places(r.cue.as_slice()),
            &places(r.source.as_slice()),
            &visible(r.mention.unwrap_or_default()),
            &visible(r.speaker.unwrap_or_default()),
            &r.score.to_string(),
            &visible(&r.candidates.join("; ")),
            &visible(&r.reason),
            &visible(&r.members.join("; ")),
        ]);
    }
    let _ = writer.flush();
}

fn text(out: &mut Vec<u8>, document: &Document, line: &detections::Line<'_>, several: bool) {
    if several {
        let _ = writeln!(out, "{}", visible(&name_of(&line.id)));
    }
    for r in &line.attributions {
        let words: Vec<&str> = r
            .content
            .iter()
            .filter_map(|(s, e)| document.offsets().span_to_bytes(document.text(), *s, *e))
            .map(|s| document.words(s))
            .collect();
        let at = r.content.first().and_then(|(s, _)| document.offsets().to_byte(document.text(), *s));
        let place = document.place_in_short(at.unwrap_or_default());
        let kind = in_words(r.kind, r.form);
        let _ = writeln!(
            out,
            "{place}  {}  {}  {:.2}  {}",
            visible(r.speaker.unwrap_or("unknown speaker")),
            kind,
            r.score,
            visible(&r.reason)
        );
        let _ = writeln!(out, "    {}", visible(&shortened(&words.join(" … "), 110)));
    }
    if line.attributions.is_empty() {
        let _ = writeln!(out, "No quotations or reported speech found.");
    }
    if several {
        out.push(b'\n');
    }
}
