//! `sayso verify`: is that what they said.

pub(super) mod sources;

use super::open::ReaderArguments;
use super::{Common, Failure, expand, print, print_message};
use crate::input;
use crate::project::index::ask::by_threads;
use crate::project::{Project, Source, attached, named, source};
use crate::ui::start_place::StartPlace;
use clap::ValueEnum;
use sayso_core::detect::{Detector, QuoteMarks};
use sayso_core::document::Format;
use sayso_core::export::verify::{CoverageReport, Report};
use sayso_core::reading::{Reading, quoted};
use sayso_core::verify::{
    Allow, Article, Check, Compared, ComparedFolder, Goal, IndexedSource, Kind, Verdict, Verification, Verifier,
    accept, coverage, without_quotation,
};
use sources::{Reader, Sources};
use std::io::{self, IsTerminal as _};
use std::path::{Path, PathBuf};

/// Longest words of a quotation in a message.
const MAX_WORDS: usize = 60;

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
    /// Open the article in the reader, at the first quotation to look at, beside these sources, which are attached to it
    #[arg(long, conflicts_with_all = ["coverage", "elsewhere", "only", "format", "allow_list"])]
    open: bool,
    /// Read every document, without the index that is kept of a folder
    #[arg(long)]
    no_index: bool,
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
        if self.open {
            return self.in_reader(common);
        }
        let project = common.project();
        let (detector, marks) = (Detector::new(), QuoteMarks::new());
        let (articles, failed) = expand(&self.articles, &project)?;
        if failed {
            return Err(Failure::Input(String::new()));
        }
        let reader = Reader {
            // The sidecar that is named is the article's.
            project: Project { sidecar: None, ..common.project() },
            detector: &detector,
            marks: &marks,
            articles: self.articles.iter().filter_map(|article| std::fs::canonicalize(article).ok()).collect(),
            jobs: self.jobs,
            reads_all: self.no_index || self.coverage,
        };
        // Nothing of it is read yet; that it is there is told at once.
        let files: Vec<PathBuf> = self.elsewhere.iter().filter(|path| !path.is_dir()).cloned().collect();
        for file in named::files(&files)?.sources {
            if let Source::File(path) = &file
                && !source::is_member(path)
            {
                source::look(path)?;
            }
        }
        let mut against: Vec<(Vec<PathBuf>, Sources)> = Vec::new();
        let mut elsewhere: Option<Sources> = None;
        let mut all = Verification::default();
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
                    let sources = Sources::at(&paths, &reader)?;
                    against.push((paths, sources));
                    against.len() - 1
                }
            };
            let Some((_, these)) = against.get_mut(known) else { continue };
            let article = Article::new(&file.name(), &reading, &marks, self.all, text.as_deref());
            let mut checks = self.checks(&article, these, &mut elsewhere, &reader)?;
            for check in &mut checks {
                allow.apply(check);
            }
            // A person's reason says more than a rule.
            accept(reading.document(), &mut checks, reading.set().checks());
            for decision in without_quotation(reading.document(), &checks, reading.set().checks()) {
                let words = quoted(&decision.quote.exact, MAX_WORDS);
                print_message(&format!(
                    "{}: no quotation has these words any more, what was decided about them counts for nothing: {words}",
                    file.name()
                ));
            }
            all.articles.push(Compared { name: file.name(), sha256: hash, count: checks.len() as u32, folder: None });
            all.checks.extend(checks);
        }
        if let Some(report) = covered {
            return Self::print_coverage(report, &against, &only, &all.checks);
        }
        for (_, these) in against {
            all.sources.extend(these.compared);
            all.unreadable.extend(these.unreadable);
            all.folders.extend(these.folders);
        }
        all.sources.sort_by(|a, b| a.name.cmp(&b.name));
        all.sources.dedup_by(|a, b| a.name == b.name);
        if let Some(elsewhere) = elsewhere {
            all.elsewhere = elsewhere.compared;
            all.elsewhere.sort_by(|a, b| a.name.cmp(&b.name));
            all.unreadable.extend(elsewhere.unreadable);
            all.folders.extend(elsewhere.folders.into_iter().map(|f| ComparedFolder { is_elsewhere: true, ..f }));
        }
        all.unreadable.sort_by(|a, b| a.source.cmp(&b.source));
        all.unreadable.dedup();
        all.folders.sort_by(|a, b| (a.is_elsewhere, &a.name).cmp(&(b.is_elsewhere, &b.name)));
        all.folders.dedup();
        for (line, words) in allow.unused() {
            let list = self.allow_list.as_deref().unwrap_or(Path::new("")).display();
            print_message(&format!("{list}:{line}: this entry matches nothing: {words}"));
        }
        all.checks.retain(|check| is_asked_for(&only, check));
        print(&self.format.report(self.all).write(&all))?;
        if all.checks.iter().any(Check::is_problem) { Err(Failure::Findings) } else { Ok(()) }
    }

    /// Goes through them in the reader.
    fn in_reader(&self, common: &Common) -> Result<(), Failure> {
        let [article] = self.articles.as_slice() else {
            return Err(Failure::Usage("--open takes one article.".to_owned()));
        };
        if !io::stdout().is_terminal() {
            return Err(Failure::Usage("--open needs a terminal; without it the findings are printed.".to_owned()));
        }
        for source in &self.against {
            source::look(source)?;
        }
        let names = self.against.iter().map(|source| attached::name_of(article, source)).collect();
        ReaderArguments::of(article).begin(common, Some(StartPlace::Checked(names)))
    }

    /// Checks every quotation of an article: beside the sources first, then, where these do not have the words, with what is
    /// known of documents that were not read, and elsewhere.
    fn checks(
        &self,
        article: &Article<'_>,
        these: &mut Sources,
        elsewhere: &mut Option<Sources>,
        reader: &Reader<'_>,
    ) -> Result<Vec<Check>, Failure> {
        let numbers: Vec<usize> = (0..article.quotations().len()).collect();
        if these.has_more() {
            these.add(&article.sieve(&numbers, Goal::Any), reader)?;
        }
        let check = |verifier: &Verifier<'_>, numbers: &[usize]| -> Vec<Check> {
            by_threads(numbers, reader.jobs(), |n| verifier.check(article, *n)).into_iter().flatten().collect()
        };
        let heard = these.heard(reader);
        let verifier = Verifier::new(&these.read, [], &these.unreadable, self.as_spoken).hearing(&heard);
        let mut checks = check(&verifier, &numbers);
        let open = checks.iter().zip(&numbers).filter(|(check, _)| check.may_be_elsewhere());
        let open: Vec<usize> = open.map(|(_, n)| *n).collect();
        if open.is_empty() || !these.has_more() && self.elsewhere.is_empty() {
            return Ok(checks);
        }
        let known = these.compared.len();
        if these.has_more() {
            these.add_open(&article.sought_speakers(&open), reader)?;
        }
        if !self.elsewhere.is_empty() {
            let others = match elsewhere.take() {
                Some(others) => others,
                None => Sources::at(&self.elsewhere, reader)?,
            };
            elsewhere.insert(others).add(&article.sieve(&open, Goal::Sound), reader)?;
        }
        let others = elsewhere.as_ref().map(|others| others.read.as_slice()).unwrap_or_default();
        if others.is_empty() && these.compared.len() == known {
            return Ok(checks);
        }
        let heard = these.heard(reader);
        let verifier = Verifier::new(&these.read, others, &these.unreadable, self.as_spoken).hearing(&heard);
        for (n, check) in open.iter().zip(check(&verifier, &open)) {
            if let Some(slot) = checks.get_mut(*n) {
                *slot = check;
            }
        }
        Ok(checks)
    }

    /// Tells of each source once what the articles quote of it; what is in no source is another question.
    fn print_coverage(
        report: CoverageReport,
        against: &[(Vec<PathBuf>, Sources)],
        only: &[Only],
        checks: &[Check],
    ) -> Result<(), Failure> {
        let checks: Vec<&Check> = checks.iter().filter(|check| is_asked_for(only, check)).collect();
        for unread in against.iter().flat_map(|(_, these)| &these.unreadable) {
            print_message(&unread.message);
        }
        let mut sources: Vec<&IndexedSource> = against.iter().flat_map(|(_, these)| &these.read).collect();
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
