//! `sayso detect`: who says what, as found.

use super::{Common, Failure, InputOption, expand, print, print_message, tell_exports};
use crate::input::{self, Pipes};
use crate::project::source::{self, Source};
use clap::ValueEnum;
use sayso_core::detect::Detector;
use sayso_core::document::{Document, Format};
use sayso_core::export::{detections, json};
use sayso_core::kinds::in_words;
use sayso_core::reading::shortened;
use sayso_core::sanitize::visible;
use serde::Deserialize;
use std::io::{self, BufRead, BufReader, Read as _, Write};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::sync_channel;

/// Arguments of `detect`.
#[derive(Debug, clap::Args)]
pub struct DetectArguments {
    /// Documents and folders; - or nothing is standard input
    paths: Vec<PathBuf>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// How many documents at once
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u16).range(1..=64))]
    jobs: u16,
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

impl DetectArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let paths = if self.paths.is_empty() { vec![PathBuf::from("-")] } else { self.paths.clone() };
        let json_lines = common.input == Some(InputOption::As(Format::Jsonl));
        let project = common.project();
        let (sources, missing) = if json_lines {
            let named = source::files(&paths)?;
            tell_exports(named.exports);
            (named.sources, false)
        } else {
            expand(&paths, &project)?
        };
        let detector = Detector::new();
        if self.format == PrintFormat::Csv {
            print(b"document,type,form,content,quotes,cue,source,mention,speaker,score,candidates,reason,members\r\n")?;
        }
        let mut failed = missing.then(|| Failure::Input(String::new()));
        if json_lines {
            for source in &sources {
                failed = self.json_lines(source, &detector)?.or(failed);
            }
        } else {
            let several = sources.len() > 1 || missing;
            let make = |source: Source| {
                let document = project.load(&source)?;
                Ok(self.answer(&detector, source.name().into(), &document, several))
            };
            let take = |result: Result<Vec<u8>, Failure>| match result {
                Ok(bytes) => print(&bytes).map(|()| None),
                Err(failure) => {
                    print_message(failure.message().unwrap_or_default());
                    Ok(Some(Failure::Input(String::new())))
                }
            };
            failed = ordered(sources.into_iter(), self.jobs, make, take)?.or(failed);
        }
        failed.map_or(Ok(()), Err)
    }

    /// One output line for every input line, in order.
    fn json_lines(&self, source: &Source, detector: &Detector) -> Result<Option<Failure>, Failure> {
        let reader: Box<dyn io::Read + Send> = match source {
            Source::Stdin => Box::new(io::stdin()),
            Source::Member { bytes, .. } => Box::new(io::Cursor::new(Arc::clone(bytes))),
            Source::File(path) => Box::new(input::open(path, Pipes::Read).map_err(|e| source::unreadable(path, e))?),
        };
        // A reader that fails once would fail for ever.
        let mut broken = false;
        let lines = lines_of(BufReader::new(reader), input::MAX_DOCUMENT)
            .take_while(move |line| !std::mem::replace(&mut broken, line.is_err()))
            .enumerate();
        let make = |(number, line): (usize, io::Result<Vec<u8>>)| {
            let parsed = line.map_err(|e| e.to_string()).and_then(|line| {
                let text = std::str::from_utf8(&line).map_err(|_| "it is not UTF-8".to_owned())?;
                serde_json::from_str::<InputLine>(text).map_err(|e| e.to_string()).map_err(|e| {
                    let id = serde_json::from_str::<serde_json::Value>(text).ok().and_then(|v| v.get("id").cloned());
                    format!("{e}\u{0}{}", id.unwrap_or_default())
                })
            });
            match parsed {
                Ok(line) => (number, Ok(self.answer(detector, line.id, &Document::verbatim(&line.text), true))),
                Err(error) => (number, Err(error)),
            }
        };
        let take = |(number, result): (usize, Result<Vec<u8>, String>)| match result {
            Ok(bytes) => print(&bytes).map(|()| None),
            Err(error) => {
                let (message, id) = error.split_once('\0').unwrap_or((&error, "null"));
                print_message(&format!(
                    "{}:{}: this line is not an object with id and text: {message}.",
                    source.name(),
                    number + 1
                ));
                let id = serde_json::from_str(id).unwrap_or_default();
                let mut out = Vec::new();
                let _ = json::line(&mut out, &ErrorLine { id, error: message.to_owned() });
                if self.format == PrintFormat::Jsonl {
                    print(&out)?;
                }
                Ok(Some(Failure::Input(String::new())))
            }
        };
        ordered(lines, self.jobs, make, take)
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

/// Most bytes set aside for a line before it is read.
const MAX_ROOM: usize = 1 << 20;

/// The lines of a stream, each at most `limit` bytes: one without an end is an error, and the last.
fn lines_of(mut reader: impl BufRead, limit: u64) -> impl Iterator<Item = io::Result<Vec<u8>>> {
    // Lines of a file are much alike: room for one as long as the last.
    let mut room = 0;
    std::iter::from_fn(move || {
        let mut line = Vec::with_capacity(room);
        match reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line) {
            Err(error) => Some(Err(error)),
            Ok(0) => None,
            Ok(_) if line.pop_if(|b| *b == b'\n').is_none() && line.len() as u64 > limit => {
                Some(Err(io::Error::new(io::ErrorKind::InvalidData, "it is longer than any document")))
            }
            Ok(_) => {
                room = (line.len() + line.len() / 2).min(MAX_ROOM);
                Some(Ok(line))
            }
        }
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

/// Runs `make` over `items` on `jobs` threads and `take` over the results in the order of the items. At most a few
/// items a thread are in flight. The last failure `take` reports is returned; its own error ends all.
fn ordered<T: Send, R: Send>(
    items: impl Iterator<Item = T> + Send,
    jobs: u16,
    make: impl Fn(T) -> R + Sync,
    mut take: impl FnMut(R) -> Result<Option<Failure>, Failure>,
) -> Result<Option<Failure>, Failure> {
    let mut failed = None;
    if jobs <= 1 {
        for item in items {
            failed = take(make(item))?.or(failed);
        }
        return Ok(failed);
    }
    std::thread::scope(|scope| {
        let mut lanes = Vec::new();
        for _ in 0..jobs {
            let (give, jobs_in) = sync_channel::<T>(2);
            let (done, results) = sync_channel::<R>(2);
            let make = &make;
            scope.spawn(move || {
                for item in jobs_in {
                    if done.send(make(item)).is_err() {
                        break;
                    }
                }
            });
            lanes.push((give, results));
        }
        let (givers, takers): (Vec<_>, Vec<_>) = lanes.into_iter().unzip();
        scope.spawn(move || {
            for (i, item) in items.enumerate() {
                let Some(lane) = givers.get(i % givers.len()) else { break };
                if lane.send(item).is_err() {
                    break;
                }
            }
        });
        let mut turn = 0;
        while let Some(Ok(result)) = takers.get(turn % takers.len()).map(std::sync::mpsc::Receiver::recv) {
            failed = take(result)?.or(failed.take());
            turn += 1;
        }
        Ok(failed)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_an_end() {
        let lines = |text: &str| lines_of(text.as_bytes(), 4).map(Result::ok).collect::<Vec<_>>();
        let line = |text: &str| Some(text.as_bytes().to_vec());
        assert_eq!(lines("a\n\nabcd\nb"), [line("a"), line(""), line("abcd"), line("b")]);
        assert_eq!(lines("a\n"), [line("a")]);
        assert_eq!(lines_of("a\nabcde".as_bytes(), 4).nth(1).unwrap().unwrap_err().kind(), io::ErrorKind::InvalidData);
        // What never ends is not waited for.
        assert!(lines_of(BufReader::new(io::repeat(b'x')), 1 << 16).next().unwrap().is_err());
    }
}
