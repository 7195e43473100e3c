//! `sayso find`: words in many documents, with who says them.

use super::{Common, Failure, print, print_message};
use crate::project::index::{Answer, Ask, Found, IndexFile, Refresh, refresh};
use crate::project::library::tidy;
use crate::project::{NotRead, Project, source};
use crate::store::disk::folder_of;
use clap::ValueEnum;
use sayso_core::annotation::ProjectSpeakers;
use sayso_core::document::Locator;
use sayso_core::export::json;
use sayso_core::kinds::SpeakerKind;
use sayso_core::library::find::CharCount;
use sayso_core::library::{DocumentRecord, Find, FindQuery, QueryError, Within, query};
use sayso_core::reading::Likeness;
use sayso_core::sanitize::visible;
use sayso_core::search::Query;
use serde::Serialize;
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Arguments of `find`.
#[derive(Debug, clap::Args)]
pub struct FindArguments {
    /// Words as they follow each other, "words in quotation marks" near other words, /expression/; @speaker, #label,
    /// =false for a rating, in:quotes, in:FOLDER, since:2026-03-01, until:2026, near:5
    #[arg(required_unless_present = "same_as")]
    words: Option<String>,
    /// Documents and folders; this folder when none is named
    paths: Vec<PathBuf>,
    /// The same words elsewhere: every place that carries a quotation, word for word, shortened or altered, oldest document
    /// first
    #[arg(long, value_name = "WORDS", conflicts_with_all = ["regex", "near", "word"])]
    same_as: Option<String>,
    /// Only what this speaker says: a name, or the beginnings of its words joined by -; several times for one of several
    #[arg(long, value_name = "NAME")]
    by: Vec<String>,
    /// Where to look: in what somebody says, in claims, or anywhere in the text
    #[arg(long = "in", value_enum, value_name = "PLACE")]
    within: Option<Place>,
    /// Only documents of this day or later
    #[arg(long, value_name = "DATE")]
    since: Option<String>,
    /// Only documents of this day or earlier
    #[arg(long, value_name = "DATE")]
    until: Option<String>,
    /// Only words with this label; several times for one of several
    #[arg(long, value_name = "LABEL")]
    label: Vec<String>,
    /// Only words with this rating; several times for one of several
    #[arg(long, value_name = "RATING")]
    rating: Vec<String>,
    /// Only whole words
    #[arg(long)]
    word: bool,
    /// The words are a regular expression
    #[arg(long)]
    regex: bool,
    /// The words stand in any order, with at most N others between
    #[arg(long, value_name = "N", conflicts_with = "regex")]
    near: Option<u32>,
    /// End after so many results
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u64).range(1..))]
    limit: Option<u64>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
    /// Read every document, without the index that is kept of a folder
    #[arg(long)]
    no_index: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Place {
    /// In what somebody says: inside quotation marks, in turns and posts
    Quotes,
    /// In claims
    Claims,
    /// Anywhere
    Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people
    Text,
    /// One JSON object a result
    Jsonl,
    /// One row a result
    Csv,
}

/// One result; offsets are code points, half-open.
#[derive(Debug, Serialize)]
pub(super) struct Line<'a> {
    document: &'a str,
    at: (u32, u32),
    words: &'a str,
    speaker: Option<&'a str>,
    label: Option<&'a str>,
    locator: Option<String>,
    context: &'a str,
    /// Whether a person decided; nothing where it is not in anything that can be decided.
    decided: Option<bool>,
    score: Option<f64>,
    /// How the words stand to the quotation that was asked for.
    likeness: Option<&'static str>,
}

impl FindArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let mut query = self.query()?;
        let project = common.project();
        for path in self.paths.iter().filter(|_| !query.by.is_empty()).cloned().collect::<Vec<_>>() {
            let folder = if path.is_dir() { path.as_path() } else { folder_of(&path) };
            query.know(&project.codebooks.of_folder(folder).codebook.speakers);
        }
        let limit = self.limit.map_or(usize::MAX, |n| usize::try_from(n).unwrap_or(usize::MAX));
        let usage = |error: QueryError| Failure::Usage(format!("{error}."));
        let ask = Ask::new(&project, &query, limit).map_err(usage)?;
        let named = self.words.iter().filter(|_| self.same_as.is_some()).map(PathBuf::from);
        let mut named: Vec<PathBuf> = named.chain(self.paths.iter().cloned()).collect();
        if named.is_empty() {
            named.push(PathBuf::from("."));
        }
        let names = SpeakerNames { project: &project, folder: PathBuf::new(), known: ProjectSpeakers::default() };
        let mut out = Printer { format: self.format, left: limit, printed: 0, failed: None, names };
        // Those of a quotation are told once all are known.
        let mut carriers: Option<Vec<Found>> = self.same_as.is_some().then(Vec::new);
        let mut unread = Unread::default();
        if self.format == PrintFormat::Csv {
            print(b"document,at,words,speaker,label,locator,context,decided,score,likeness\r\n")?;
        }
        for path in &named {
            if out.left == 0 || out.failed.is_some() {
                break;
            }
            let paths = match documents(&project, path, "find") {
                Ok(paths) => paths,
                Err(failure) if named.len() == 1 => return Err(failure),
                Err(failure) => {
                    unread.say(failure.message().unwrap_or_default());
                    continue;
                }
            };
            let names = |path: &PathBuf| query.is_in_folder(&path.to_string_lossy());
            if !query.folders.is_empty() && !paths.iter().any(names) {
                let named = query.folders.join(", ");
                return Err(Failure::Usage(format!(
                    "“{named}” is no place to look in: quotes, claims, text, or a folder with documents."
                )));
            }
            let index = self.index(&project, path, &paths, &mut unread);
            let mut tell = |answer| match (answer, &mut carriers) {
                (Answer::Found(found), Some(carriers)) => {
                    carriers.push(*found);
                    true
                }
                (Answer::Found(mut found), None) => out.print(&mut found),
                (Answer::NotRead(path, why), _) => {
                    unread.add(&path, &why);
                    true
                }
            };
            match index {
                Some(index) => {
                    if let Err(error) = ask.index(&index, &mut BTreeSet::new(), &mut tell) {
                        unread.say(&format!("{error}: try again."));
                    }
                }
                None => ask.documents(&paths, &mut tell),
            }
        }
        // The oldest first; what has no day, last.
        let mut carriers = carriers.unwrap_or_default();
        carriers.sort_by_key(|found| (found.record.date().is_none(), found.record.date()));
        for found in &mut carriers {
            if !out.print(found) {
                break;
            }
        }
        if let Some(failure) = out.failed {
            return Err(failure);
        }
        match unread.end() {
            Some(failure) => Err(failure),
            None if out.printed == 0 => Err(Failure::Findings),
            None => Ok(()),
        }
    }

    /// What is asked.
    fn query(&self) -> Result<FindQuery, Failure> {
        let usage = |error: QueryError| Failure::Usage(format!("{error}."));
        let mut asked = if let Some(words) = &self.same_as {
            FindQuery { same_as: Some(words.clone()), ..FindQuery::default() }
        } else if self.regex {
            let part = Query { text: self.words.clone().unwrap_or_default(), regex: true, ..Query::default() };
            FindQuery { parts: vec![part], ..FindQuery::default() }
        } else {
            let words = self.words.as_deref().unwrap_or_default();
            let line = self.near.map_or_else(|| words.to_owned(), |n| format!("near:{n} {words}"));
            FindQuery::parse(&line).map_err(usage)?
        };
        for part in &mut asked.parts {
            part.word |= self.word;
        }
        asked.by.extend(self.by.iter().cloned());
        asked.labels.extend(self.label.iter().cloned());
        asked.ratings.extend(self.rating.iter().cloned());
        match self.within {
            Some(Place::Quotes) => asked.within = Within::Quotes,
            Some(Place::Claims) => asked.within = Within::Claims,
            Some(Place::Text) => asked.within = Within::Text,
            None => {}
        }
        if let Some(day) = &self.since {
            asked.since = Some(query::day(day, false).map_err(usage)?);
        }
        if let Some(day) = &self.until {
            asked.until = Some(query::day(day, true).map_err(usage)?);
        }
        if asked.is_empty() { Err(usage(QueryError::Empty)) } else { Ok(asked) }
    }

    /// The index of a folder, brought up to date; none of single documents, and where none can be kept.
    fn index(&self, project: &Project, folder: &Path, paths: &[PathBuf], unread: &mut Unread) -> Option<IndexFile> {
        if self.no_index || !folder.is_dir() {
            return None;
        }
        let mut told = false;
        let wanted = Refresh { folder: Some(folder), paths, is_all: true, tell_known: false };
        let index = refresh(project, &wanted, &mut |updates| {
            // Reading many for the first time takes a while.
            if paths.len() >= 1000 && !std::mem::replace(&mut told, true) && io::stderr().is_terminal() {
                print_message("Reading what is new in this folder; the next search asks the index.");
            }
            for update in updates {
                if let Err(why) = &update.known {
                    unread.add(&update.path, why);
                }
            }
            true
        });
        match index {
            Ok(index) => index,
            Err(error) => {
                print_message(&format!("{error}. Every document is read instead."));
                unread.clear();
                None
            }
        }
    }
}

/// The documents at a path: of a folder those in it, of a file of many each.
pub(super) fn documents(project: &Project, path: &Path, command: &str) -> Result<Vec<PathBuf>, Failure> {
    if path.as_os_str() == "-" {
        return Err(Failure::Usage(format!("{command} looks into files and folders, not into standard input.")));
    }
    if path.is_dir() {
        let files = source::documents_in(path).documents;
        return Ok(project.listed(files.iter().map(|file| tidy(file)).collect()));
    }
    if !source::is_member(path) {
        source::look(path)?;
    }
    Ok(project.members(path)?.unwrap_or_else(|| vec![path.to_owned()]))
}

/// Documents that cannot be read: each is told, many are counted.
#[derive(Default)]
pub(super) struct Unread {
    count: usize,
}

/// How many are told by name.
const TOLD: usize = 10;

impl Unread {
    pub(super) fn add(&mut self, path: &Path, why: &NotRead) {
        let name = path.display().to_string();
        let why = why.to_string();
        self.say(&if why.contains(&name) { why } else { format!("{name}: {why}") });
    }

    pub(super) fn say(&mut self, message: &str) {
        self.count += 1;
        if self.count <= TOLD {
            print_message(message);
        }
    }

    fn clear(&mut self) {
        self.count = 0;
    }

    pub(super) const fn count(&self) -> usize {
        self.count
    }

    pub(super) fn end(&self) -> Option<Failure> {
        if self.count > TOLD {
            print_message(&format!("{} more documents could not be read.", self.count - TOLD));
        }
        (self.count > 0).then(|| Failure::Input(String::new()))
    }
}

/// What speakers are called in the project of a document.
struct SpeakerNames<'a> {
    project: &'a Project,
    /// The folder of the last document.
    folder: PathBuf,
    known: ProjectSpeakers,
}

impl SpeakerNames<'_> {
    /// Gives whoever speaks in a document the one name of the project.
    fn rename(&mut self, path: &Path, record: &mut DocumentRecord) {
        let folder = folder_of(path);
        if self.folder != folder {
            folder.clone_into(&mut self.folder);
            let book = self.project.codebooks.of_folder(folder);
            self.known = ProjectSpeakers::new(book.codebook.speakers.as_slice().into());
        }
        if self.known.all().is_empty() {
            return;
        }
        for speaker in record.speakers.iter_mut().filter(|s| s.kind != SpeakerKind::Unnamed) {
            let number = self.known.number(speaker.id.as_deref(), &speaker.name, &speaker.aliases);
            if let Some(known) = number.and_then(|n| self.known.get(n)) {
                speaker.name.clone_from(&known.name);
            }
        }
    }
}

/// Prints results.
struct Printer<'a> {
    format: PrintFormat,
    /// How many more are wanted.
    left: usize,
    printed: usize,
    /// Why the output cannot be written.
    failed: Option<Failure>,
    names: SpeakerNames<'a>,
}

impl Printer<'_> {
    /// Prints those of a document; whether more are wanted.
    fn print(&mut self, found: &mut Found) -> bool {
        self.names.rename(&found.path, &mut found.record);
        let name = found.path.display().to_string();
        let mut chars = CharCount::new(&found.text);
        let mut out = Vec::new();
        if self.format == PrintFormat::Text {
            let gap = if self.printed > 0 { "\n" } else { "" };
            out.extend_from_slice(format!("{gap}{}\n", visible(&name)).as_bytes());
        }
        for find in found.finds.iter().take(self.left) {
            let line = line(&name, found, find, &mut chars);
            match self.format {
                PrintFormat::Text => out.extend_from_slice(text(found, find, &line).as_bytes()),
                PrintFormat::Jsonl => {
                    // Into memory nothing fails.
                    let _ = json::line(&mut out, &line);
                }
                PrintFormat::Csv => csv_row(&mut out, &line),
            }
        }
        let count = found.finds.len().min(self.left);
        self.printed += count;
        self.left -= count;
        self.failed = print(&out).err();
        self.left > 0 && self.failed.is_none()
    }
}

pub(super) fn line<'a>(document: &'a str, found: &'a Found, find: &Find, chars: &mut CharCount<'_>) -> Line<'a> {
    let record = &found.record;
    let statement = find.statement.and_then(|n| record.statements.get(n as usize));
    let annotation = find.annotation.and_then(|n| record.annotations.get(n as usize));
    let speaker = statement.and_then(|s| record.speaker(s.speaker)).or_else(|| record.speaker(annotation?.speaker));
    let label = annotation.map(|a| a.label.as_str()).or_else(|| statement.map(|_| sayso_core::annotation::QUOTE));
    let start = chars.before(find.span.start);
    Line {
        document,
        at: (start, chars.before(find.span.end)),
        words: find.span.of(&found.text),
        speaker: speaker.map(|s| s.name.as_str()),
        label,
        locator: record.locator_at(find.span.start).as_ref().map(Locator::in_words),
        context: find.context(record, &found.text).of(&found.text),
        decided: statement.map(|s| s.decided).or_else(|| annotation.map(|_| true)),
        score: statement.and_then(|s| s.score).map(|s| (s * 100.0).round() / 100.0),
        likeness: find.likeness.map(Likeness::word),
    }
}

/// A result for people: place, sign, speaker, sentence.
fn text(found: &Found, find: &Find, line: &Line<'_>) -> String {
    let place = found.record.place_in_short(find.span.start);
    let statement = find.statement.and_then(|n| found.record.statements.get(n as usize));
    let sign = match line.decided {
        Some(true) => "●",
        Some(false) if statement.is_some_and(|s| s.is_guess()) => "?",
        Some(false) => "○",
        None => " ",
    };
    let mut out = format!("  {place:<7} {sign} ");
    if let Some(likeness) = line.likeness {
        let _ = write!(out, "{likeness:<9}  ");
    }
    if let Some(speaker) = line.speaker {
        let _ = write!(out, "{}: ", visible(speaker));
    }
    let flat: Vec<&str> = line.context.split_whitespace().collect();
    let flat = flat.join(" ");
    // The head of a turn names its speaker once more.
    let head = line.speaker.and_then(|speaker| flat.strip_prefix(speaker)).and_then(|rest| rest.strip_prefix(": "));
    let _ = writeln!(out, "{}", visible(head.unwrap_or(&flat)));
    out
}

fn csv_row(out: &mut Vec<u8>, line: &Line<'_>) {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(out);
    // Into memory nothing fails.
    let _ = writer.write_record([
        visible(line.document).as_ref(),
        &format!("{}-{}", line.at.0, line.at.1),
        &visible(line.words),
        &visible(line.speaker.unwrap_or_default()),
        &visible(line.label.unwrap_or_default()),
        &visible(line.locator.as_deref().unwrap_or_default()),
        &visible(line.context),
        line.decided.map_or("", |decided| if decided { "true" } else { "false" }),
        &line.score.map(|score| score.to_string()).unwrap_or_default(),
        line.likeness.unwrap_or_default(),
    ]);
    let _ = writer.flush();
}
