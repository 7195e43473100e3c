//! `sayso verify`: is that what they said.

use super::batch::{Lanes, WINDOW};
use super::{Common, Failure, expand, print, print_message};
use crate::input;
use crate::project::documents::length_of;
use crate::project::{Error, Project, Source, attached, named, source};
use clap::ValueEnum;
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::document::{Format, sha256};
use sayso_core::export::verify::{CoverageReport, Report};
use sayso_core::reading::Reading;
use sayso_core::verify::{
    Allow, Article, Check, Compared, IndexedSource, Kind, Unreadable, Verdict, Verification, Verifier, accept, coverage,
};
use std::num::NonZero;
use std::path::{Path, PathBuf};

/// Arguments of `verify`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "It answers one question: are these words, said by this person, in these files? Not whether a source is \
    right, current, complete or fairly used.\nExit codes: 0 all sound or allowed, 1 findings, 2 usage, 3 an article cannot be read or \
    a source does not exist, 4 cannot write."
)]
pub struct VerifyArguments {
    /// Articles whose quotations are checked
    #[arg(required = true, value_name = "ARTICLE")]
    articles: Vec<PathBuf>,
    /// What they quote: transcripts, reports, messages, other articles; of a folder all documents in it. Without it the sources
    /// that are attached to each article count
    #[arg(long, num_args = 1.., value_name = "SOURCE")]
    against: Vec<PathBuf>,
    /// Where to look for words that no source has
    #[arg(long, num_args = 1.., value_name = "PATH")]
    elsewhere: Vec<PathBuf>,
    /// Verdicts and kinds that are let pass, separated by commas; none lets nothing pass
    #[arg(long, value_name = "LIST", default_value = Allow::DEFAULT)]
    allow: String,
    /// Quotations that are let pass: lines of a verdict, the first six words and the reason, with a tab between
    #[arg(long, value_name = "FILE")]
    allow_list: Option<PathBuf>,
    /// Take hesitations and repetitions of speech for words like others
    #[arg(long)]
    as_spoken: bool,
    /// Check headings, titles and single words in quotation marks too; SARIF then has sound quotations as well
    #[arg(long)]
    all: bool,
    /// Only these: a verdict, a kind, or speaker:NAME; several times for any of several
    #[arg(long, value_name = "WORDS")]
    only: Vec<String>,
    /// The other way round: which parts of each source were quoted, by whom, how often
    #[arg(long)]
    coverage: bool,
    /// How many documents at once; by default as many as there are processors. The output is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// How to print them
    #[arg(long, value_enum, default_value_t = PrintFormat::Text)]
    format: PrintFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PrintFormat {
    /// For people
    Text,
    /// One JSON object a quotation
    Jsonl,
    /// One row a quotation
    Csv,
    /// A page that needs nothing else
    Html,
    /// SARIF 2.1.0, for builds and code hosts; with --all sound ones too
    Sarif,
}

impl PrintFormat {
    const fn coverage(self) -> Option<CoverageReport> {
        match self {
            Self::Text => Some(CoverageReport::Text),
            Self::Jsonl => Some(CoverageReport::Jsonl),
            Self::Csv => Some(CoverageReport::Csv),
            Self::Html | Self::Sarif => None,
        }
    }

    const fn report(self, all: bool) -> Report {
        match self {
            Self::Text => Report::Text,
            Self::Jsonl => Report::Jsonl,
            Self::Csv => Report::Csv,
            Self::Html => Report::Html,
            Self::Sarif => Report::Sarif { all },
        }
    }
}

/// What is asked of a check to be told.
enum Only {
    Verdict(Verdict),
    Kind(Kind),
    Speaker(String),
}

/// Sources that were read, those that cannot be, and what was compared.
#[derive(Default)]
struct Indexed {
    sources: Vec<IndexedSource>,
    compared: Vec<Compared>,
    unreadable: Vec<Unreadable>,
}

/// A source that cannot be read.
struct Unread {
    name: String,
    /// Of its bytes, where these can be had.
    sha256: String,
    error: Error,
}

impl VerifyArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let only = self.only()?;
        let mut allow = Allow::parse(&self.allow).map_err(|e| Failure::Usage(format!("--allow: {e}.")))?;
        if let Some(path) = &self.allow_list {
            let text = input::read_text(path, input::MAX_ANNOTATIONS)
                .map_err(|e| Failure::from(source::unreadable(path, e)))?;
            allow.list(&text).map_err(|e| Failure::Input(format!("{}: {e}.", path.display())))?;
        }
        let covered = self.coverage.then(|| {
            self.format.coverage().ok_or_else(|| Failure::Usage("--coverage is told as text, jsonl or csv.".to_owned()))
        });
        let covered = covered.transpose()?;
        let project = common.project();
        // The sidecar that is named is the article's.
        let of_sources = Project { sidecar: None, ..common.project() };
        let (detector, marks) = (Detector::new(), QuoteMarks::new());
        let (articles, failed) = expand(&self.articles, &project)?;
        if failed {
            return Err(Failure::Input(String::new()));
        }
        let mut against: Vec<(Vec<PathBuf>, Indexed)> = Vec::new();
        let elsewhere = self.index(&self.elsewhere, &of_sources, (&detector, &marks))?;
        let mut all = Verification { elsewhere: elsewhere.compared.clone(), ..Verification::default() };
        for file in &articles {
            let opened = project.open(file)?;
            let text = lines_of(file, opened.document.origin.format, opened.document.origin.encoding);
            let hash = opened.document.origin.file_hash.clone();
            let reading = opened.reading(&detector)?;
            let paths = if self.against.is_empty() { attached(file, &reading)? } else { self.against.clone() };
            let known = against.iter().position(|(of, _)| *of == paths);
            let known = match known {
                Some(known) => known,
                None => {
                    let indexed = self.index(&paths, &of_sources, (&detector, &marks))?;
                    against.push((paths, indexed));
                    against.len() - 1
                }
            };
            let Some((_, these)) = against.get(known) else { continue };
            let verifier = Verifier::new(&these.sources, &elsewhere.sources, &these.unreadable, self.as_spoken);
            let article = Article::new(&file.name(), &reading, &marks, self.all, text.as_deref());
            let mut checks = verifier.check_all(&article);
            for check in &mut checks {
                allow.apply(check);
            }
            // A person's reason says more than a rule.
            accept(reading.document(), &mut checks, reading.set().checks());
            all.articles.push(Compared { name: file.name(), sha256: hash, count: checks.len() as u32 });
            all.checks.extend(checks);
        }
        if let Some(report) = covered {
            return Self::print_coverage(report, &against, &only, &all.checks);
        }
        for (_, these) in against {
            all.sources.extend(these.compared);
            all.unreadable.extend(these.unreadable);
        }
        all.sources.sort_by(|a, b| a.name.cmp(&b.name));
        all.sources.dedup();
        all.unreadable.extend(elsewhere.unreadable.iter().cloned());
        all.unreadable.sort_by(|a, b| a.source.cmp(&b.source));
        all.unreadable.dedup();
        for (line, words) in allow.unused() {
            let list = self.allow_list.as_deref().unwrap_or(Path::new("")).display();
            print_message(&format!("{list}:{line}: this entry matches nothing: {words}"));
        }
        all.checks.retain(|check| is_asked_for(&only, check));
        print(&self.format.report(self.all).write(&all))?;
        if all.checks.iter().any(Check::is_problem) { Err(Failure::Findings) } else { Ok(()) }
    }

    /// Tells of each source once what the articles quote of it; what is in no source is another question.
    fn print_coverage(
        report: CoverageReport,
        against: &[(Vec<PathBuf>, Indexed)],
        only: &[Only],
        checks: &[Check],
    ) -> Result<(), Failure> {
        let checks: Vec<&Check> = checks.iter().filter(|check| is_asked_for(only, check)).collect();
        for unread in against.iter().flat_map(|(_, these)| &these.unreadable) {
            print_message(&unread.message);
        }
        let mut sources: Vec<&IndexedSource> = against.iter().flat_map(|(_, these)| &these.sources).collect();
        sources.sort_by(|a, b| a.name.cmp(&b.name));
        sources.dedup_by(|a, b| a.name == b.name);
        let covered: Vec<_> = sources.into_iter().map(|source| coverage(source, &checks)).collect();
        print(&report.write(&covered))
    }

    fn only(&self) -> Result<Vec<Only>, Failure> {
        let one = |words: &String| {
            if let Some(name) = words.strip_prefix("speaker:") {
                return Ok(Only::Speaker(name.trim().to_owned()));
            }
            let verdict = Verdict::of_word(words).map(Only::Verdict);
            let kind = || Kind::of_word(words).map(Only::Kind);
            verdict.or_else(kind).ok_or_else(|| {
                Failure::Usage(format!(
                    "--only {words}: this is no verdict and no kind; speaker:NAME asks for a speaker."
                ))
            })
        };
        self.only.iter().map(one).collect()
    }

    /// Reads and indexes sources, several at once, each once.
    fn index(&self, paths: &[PathBuf], project: &Project, with: (&Detector, &QuoteMarks)) -> Result<Indexed, Failure> {
        let mut out = Indexed::default();
        let mut sources: Vec<Source> = Vec::new();
        for path in paths {
            match named::expand(std::slice::from_ref(path), project) {
                Ok(found) => {
                    // An article among the documents of a folder is no witness of itself; one that is named is.
                    let is_article = |source: &Source| {
                        path.is_dir() && self.articles.iter().any(|a| attached::is_same(a, source.file()))
                    };
                    sources.extend(found.sources.into_iter().filter(|source| !is_article(source)));
                    for error in found.failures {
                        out.unreadable.push(unreadable(&path.display().to_string(), error)?);
                    }
                }
                Err(error) => out.unreadable.push(unreadable(&path.display().to_string(), error)?),
            }
        }
        // One that is named twice is one.
        sources.sort_by_key(Source::name);
        sources.dedup_by_key(|s| s.name());
        let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
        let jobs = if sources.len() > 1 { self.jobs.map_or_else(all, usize::from) } else { 1 };
        let lanes = Lanes {
            jobs,
            window: WINDOW,
            weight: |source: &Source| usize::try_from(length_of(source)).unwrap_or(usize::MAX),
            size: |_: &Result<(IndexedSource, String), Box<Unread>>| 0,
        };
        let make = |file: Source| {
            let name = file.name();
            let read = || {
                let opened = project.open(&file)?;
                let hash = opened.document.origin.file_hash.clone();
                let reading: Reading = opened.reading(with.0)?;
                Ok((IndexedSource::new(&name, &reading, with.1), hash))
            };
            read().map_err(|error| {
                // What was compared is told of files too that cannot be read; a pipe was read already.
                let bytes = file.file().is_file().then(|| file.read().ok()).flatten();
                let sha256 = bytes.map(|bytes| sha256(&bytes)).unwrap_or_default();
                Box::new(Unread { name: name.clone(), sha256, error })
            })
        };
        lanes.run(sources.into_iter(), make, |made| {
            match made {
                Ok((source, hash)) => {
                    let count = source.words() as u32;
                    out.compared.push(Compared { name: source.name.clone(), sha256: hash, count });
                    match attached::with_words(source) {
                        Ok(source) => out.sources.push(source),
                        Err(wordless) => out.unreadable.push(wordless),
                    }
                }
                Err(unread) => {
                    let Unread { name, sha256, error } = *unread;
                    out.compared.push(Compared { name: name.clone(), sha256, count: 0 });
                    out.unreadable.push(unreadable(&name, error)?);
                }
            }
            Ok::<(), Failure>(())
        })?;
        Ok(out)
    }
}

/// The sources that are attached to an article.
fn attached(file: &Source, reading: &Reading) -> Result<Vec<PathBuf>, Failure> {
    let paths = attached::paths(file, &reading.set().sources);
    if paths.is_empty() {
        let name = file.name();
        return Err(Failure::Usage(format!(
            "{name}: no source is attached to it. Name them: sayso verify {name} --against SOURCE… Or attach them: C in the reader."
        )));
    }
    Ok(paths)
}

/// A source that is there and cannot be read; one that does not exist is a failure.
fn unreadable(name: &str, error: Error) -> Result<Unreadable, Failure> {
    let Some(kind) = attached::unreadable(&error) else { return Err(error.into()) };
    Ok(Unreadable { source: name.to_owned(), kind, message: error.to_string() })
}

/// The text of a file whose lines people count in.
fn lines_of(file: &Source, format: Format, encoding: &str) -> Option<String> {
    let Source::File(_) = file else { return None };
    let counts = matches!(format, Format::Text | Format::Markdown) && encoding == "UTF-8";
    counts.then(|| file.read().ok()).flatten().and_then(|bytes| String::from_utf8(bytes).ok())
}

fn is_asked_for(only: &[Only], check: &Check) -> bool {
    only.is_empty() || only.iter().any(|o| o.takes(check))
}

impl Only {
    fn takes(&self, check: &Check) -> bool {
        match self {
            Self::Verdict(verdict) => check.verdict == *verdict,
            Self::Kind(kind) => check.kinds.contains(kind),
            Self::Speaker(name) => {
                let is = |known: &str| known.to_ascii_lowercase().contains(&name.to_ascii_lowercase());
                check.speaker.as_ref().is_some_and(|s| is(&s.name))
            }
        }
    }
}
