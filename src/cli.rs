//! The command line: what can be asked, and what the program answers with.
//!
//! Data goes to standard output, messages to standard error. Exit codes: 0 done, 1 findings or differences, 2 usage, 3 bad input,
//! 4 cannot write. A closed pipe is success.

mod adjudicate;
mod agree;
mod assign;
mod batch;
mod check;
mod codebook;
mod compare;
mod detect;
mod doctor;
mod export;
mod find;
mod git_setup;
mod import;
mod leftovers;
mod man;
mod mcp;
mod merge;
mod open;
mod order;
mod render;
mod serve;
mod several;
mod start_place;
mod stats;
mod verify;
mod r#where;
mod without_command;

pub use mcp::speak;

use crate::config::{self, Folders};
use crate::isolation::{self, Loader, TimeLimit};
use crate::project::{self, Project, Source};
use crate::store;
use crate::ui::action::Action;
use crate::ui::keymap::Keymap;
use crate::ui::scope::Scope;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use clap::{CommandFactory as _, Parser, Subcommand, ValueEnum};
use sayso_core::document::{Format, LineRule};
use sayso_core::ron_errors::meant;
use std::io::{self, IsTerminal as _, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

/// Read, attribute and annotate documents full of voices.
#[derive(Debug, Parser)]
#[command(name = "sayso", version, args_conflicts_with_subcommands = true, max_term_width = 100)]
#[command(after_help = "sayso FILE opens the reader, sayso alone the tutorial, sayso - reads standard input.\n\
    sayso --version --verbose tells what a report of a mistake should say, sayso doctor what is wrong around it.\n\
    Exit codes: 0 done, 1 findings, 2 usage, 3 bad input, 4 cannot write.")]
struct Arguments {
    #[command(subcommand)]
    command: Option<Subcommands>,
    #[command(flatten)]
    open: open::ReaderArguments,
    #[command(flatten)]
    common: Common,
}

/// What every command takes.
#[derive(Clone, Debug, Default, clap::Args)]
struct Common {
    /// Read the document as this format, whatever its name
    #[arg(long, global = true, value_name = "FORMAT", value_parser = InputOption::parser())]
    input: Option<InputOption>,
    /// The column of a table (CSV, JSON lines) that holds the text
    #[arg(long, global = true, value_name = "NAME")]
    column: Option<String>,
    /// How lines of plain text become paragraphs
    #[arg(long, global = true, value_name = "RULE")]
    lines: Option<LinesOption>,
    #[arg(long, global = true, value_name = "LANGUAGE", value_parser = language, help = language_help())]
    lang: Option<&'static str>,
    /// Time limit for reading a PDF; by default 10 seconds, and 10 more for each megabyte
    #[arg(long, global = true, value_name = "SECONDS", value_parser = clap::value_parser!(u64).range(1..=1_000_000))]
    time_limit: Option<u64>,
    /// The annotator, who gets a sidecar of their own (small letters, digits, - and _)
    #[arg(long = "as", global = true, value_name = "NAME")]
    annotator: Option<String>,
    /// Use this file as the sidecar
    #[arg(long, global = true, value_name = "FILE")]
    sidecar: Option<PathBuf>,
}

/// The help of `--lang`.
fn language_help() -> String {
    let read = sayso_core::detect::read_tags().join(", ");
    format!("The language the document is in, as {read} or da; by default that of each paragraph by its words")
}

/// What `--lang` names.
fn language(tag: &str) -> Result<&'static str, String> {
    let known = || {
        let read = sayso_core::detect::read_tags().join(", ");
        format!("it is no language that is recognised: {read} are read, da, nl and some sixty others by their marks")
    };
    sayso_core::detect::language_tag(tag).ok_or_else(known)
}

/// What `--input` names: the formats that can be read, or none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum InputOption {
    /// By what is in the file, then by its name.
    Auto,
    As(Format),
}

impl InputOption {
    fn parser() -> impl TypedValueParser<Value = Self> {
        let formats = Format::all().map(|f| PossibleValue::new(f.name()).help(f.title()));
        let names = [PossibleValue::new("auto").help("by what is in the file, then by its name")];
        PossibleValuesParser::new(names.into_iter().chain(formats))
            .map(|name| Format::all().find(|f| f.name() == name).map_or(Self::Auto, Self::As))
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum LinesOption {
    /// Lines inside a paragraph flow together
    Flow,
    /// Lines inside a paragraph are kept
    Keep,
    /// Every line is a paragraph
    Paragraphs,
}

impl Common {
    /// What loads documents: a PDF in a process of its own.
    fn loader(&self) -> Loader {
        let time = self.time_limit.map_or(TimeLimit::BySize, |s| TimeLimit::Fixed(Duration::from_secs(s)));
        Loader { program: program().ok(), time }
    }

    /// How documents are found and opened in this run.
    fn project(&self) -> Project {
        Project {
            options: self.load_options(),
            loader: self.loader(),
            annotator: self.annotator.clone(),
            sidecar: self.sidecar.clone(),
            folders: Folders::from_environment(),
            holder: project::this_process(self.annotator.as_deref()),
            ..Project::default()
        }
    }

    fn load_options(&self) -> sayso_core::document::LoadOptions {
        let format = match self.input {
            Some(InputOption::As(format)) => Some(format),
            Some(InputOption::Auto) | None => None,
        };
        let lines = match self.lines {
            None => LineRule::Auto,
            Some(LinesOption::Flow) => LineRule::Flow,
            Some(LinesOption::Keep) => LineRule::Keep,
            Some(LinesOption::Paragraphs) => LineRule::Paragraphs,
        };
        let column = self.column.clone();
        sayso_core::document::LoadOptions { format, lines, column, language: self.lang, ..Default::default() }
    }
}

#[derive(Debug, Subcommand)]
enum Subcommands {
    /// Print who says what, as detected, without any decisions
    Detect(detect::DetectArguments),
    /// Export annotations in a format that other programs read
    Export(export::ExportArguments),
    /// Find words in many documents, with who says them
    Find(find::FindArguments),
    /// Count who says how much, where and when, and how right suggestions were
    Stats(stats::StatsArguments),
    /// Check every quotation of an article against its sources: are these words, said by this person, there
    Verify(verify::VerifyArguments),
    /// Import annotations from a file of another program
    Import(import::ImportArguments),
    /// Check sidecars and that every annotation is found in its text
    Check(check::CheckArguments),
    /// Show what several people say of the same places, side by side
    Compare(compare::CompareArguments),
    /// Measure how far several people agree
    Agree(agree::AgreeArguments),
    /// Share out the documents of a folder among annotators, and tell how far everybody is
    Assign(assign::AssignArguments),
    /// Settle what several people differ in, place by place, in the reader
    Adjudicate(adjudicate::AdjudicateArguments),
    /// Bring together what several people keep about one document
    Merge(merge::MergeArguments),
    /// Set up a git repository in which annotations merge by themselves
    GitSetup(git_setup::GitSetupArguments),
    /// Print a project's codebook, write it as the schema of another tool, or read one
    Codebook(codebook::CodebookArguments),
    /// Say where the sidecar of a document is
    Where(r#where::WhereArguments),
    /// Suggest who says what to annotation tools, on this machine only
    Serve(serve::ServeArguments),
    /// Tell programs that speak the Model Context Protocol who said what, over standard input and output
    Mcp(mcp::McpArguments),
    /// Look at terminal, settings, folders and locks: what is wrong, and how to mend it
    Doctor(doctor::DoctorArguments),
    /// Print completions for a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
    /// Print the manual page of sayso, or of a command
    Man(man::ManArguments),
    /// Internal: interpret a document for another process of sayso
    #[command(name = isolation::SUBCOMMAND, hide = true)]
    LoadDocument,
}

/// Why a command ends without success.
#[derive(Debug)]
pub enum Failure {
    /// Something was found that the caller should know of: exit code 1, nothing more to say.
    Findings,
    /// The call makes no sense: 2.
    Usage(String),
    /// The input does: 3.
    Input(String),
    /// The output cannot be written: 4.
    Output(String),
    /// The reader of our output went away: success.
    ClosedPipe,
}

impl Failure {
    fn code(&self) -> u8 {
        match self {
            Self::ClosedPipe => 0,
            Self::Findings => 1,
            Self::Usage(_) => 2,
            Self::Input(_) => 3,
            Self::Output(_) => 4,
        }
    }

    fn message(&self) -> Option<&str> {
        match self {
            Self::ClosedPipe | Self::Findings => None,
            Self::Usage(m) | Self::Input(m) | Self::Output(m) => Some(m),
        }
    }

    /// A failure to write standard output.
    fn of_output(error: &io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::ClosedPipe
        } else {
            Self::Output(format!("Cannot write the output: {error}."))
        }
    }
}

impl From<store::sidecar::RewriteError> for Failure {
    fn from(error: store::sidecar::RewriteError) -> Self {
        Self::Output(error.to_string())
    }
}

impl From<project::Error> for Failure {
    fn from(error: project::Error) -> Self {
        use project::Error;
        match error {
            Error::NotFound { path, similar } => {
                let name = path.to_string_lossy();
                let commands = subcommands();
                let command = meant(&name, commands.iter().map(String::as_str)).filter(|_| !name.contains(['/', '.']));
                let similar = command.map(|c| format!("the command {c}")).or(similar);
                Self::Input(Error::NotFound { path: path.clone(), similar }.to_string())
            }
            Error::NoHome => Self::Output(error.to_string()),
            error => Self::Input(error.to_string()),
        }
    }
}

/// The documents that `paths` name, and whether a file of many could not be looked into, which is told.
fn expand(paths: &[PathBuf], project: &Project) -> Result<(Vec<Source>, bool), Failure> {
    let named = project::named::expand(paths, project)?;
    tell_exports(named.exports);
    let failed = !named.failures.is_empty();
    for error in named.failures {
        print_message(Failure::from(error).message().unwrap_or_default());
    }
    Ok((named.sources, failed))
}

/// Says how many exports in folders are left out.
fn tell_exports(exports: usize) {
    if let Some(words) = project::error::left_out(exports) {
        print_message(&format!("{words}."));
    }
}

/// Runs the program on the arguments of the process.
pub fn run() -> ExitCode {
    let mut given = std::env::args_os().skip(1);
    if given.next().is_some_and(|first| first == render::ARGUMENT) && given.next().is_none() {
        return render::run();
    }
    if is_verbose_version() {
        return match print(doctor::verbose_version().as_bytes()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => ExitCode::from(failure.code()),
        };
    }
    let given: Vec<_> = std::env::args_os().collect();
    let whole = || Arguments::try_parse_from(order::command_first(given.clone(), &Arguments::command()));
    let arguments = match without_command::parse(&given).map_or_else(whole, Ok) {
        Ok(arguments) => arguments,
        Err(error) => {
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            let _ = error.print();
            return ExitCode::from(code);
        }
    };
    match dispatch(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if let Some(message) = failure.message().filter(|m| !m.is_empty()) {
                print_message(message);
            }
            ExitCode::from(failure.code())
        }
    }
}

/// Whether all that is asked is which sayso this is, at length.
fn is_verbose_version() -> bool {
    let mut given: Vec<_> = std::env::args_os().skip(1).collect();
    given.sort();
    let is = |version: &str| given == ["--verbose", version] || given == [version, "--verbose"];
    is("--version") || is("-V")
}

/// Says something on standard error; nothing in it can drive the terminal.
fn print_message(message: &str) {
    let mut stderr = io::stderr().lock();
    for line in message.lines() {
        let _ = writeln!(stderr, "sayso: {}", sayso_core::sanitize::visible(line));
    }
}

/// The program that runs, to be run again. On Linux one that was replaced meanwhile is still there under another name.
fn program() -> io::Result<PathBuf> {
    let program = std::env::current_exe()?;
    let running = PathBuf::from("/proc/self/exe");
    Ok(if !program.exists() && running.exists() { running } else { program })
}

/// Whether somebody can be called so.
///
/// # Errors
/// A failure of usage.
fn check_annotator(name: &str) -> Result<(), Failure> {
    if sayso_core::annotation::is_annotator(name) {
        return Ok(());
    }
    Err(Failure::Usage(format!(
        "“{name}” cannot be an annotator’s name: small letters, digits, - and _ are allowed, at most 32."
    )))
}

fn dispatch(arguments: Arguments) -> Result<(), Failure> {
    if matches!(arguments.command, Some(Subcommands::LoadDocument)) {
        return load_document();
    }
    let mut common = arguments.common;
    if common.annotator.is_none() {
        let (config, problems) = config::load(&Folders::from_environment());
        common.annotator = config.annotator;
        // The reader shows them on a sheet.
        for problem in problems.iter().filter(|_| arguments.command.is_some()) {
            print_message(&problem.in_one_line());
        }
    }
    if let Some(name) = &common.annotator {
        check_annotator(name)?;
    }
    match arguments.command {
        None => arguments.open.run(&common),
        Some(Subcommands::Detect(detect)) => detect.run(&common),
        Some(Subcommands::Export(export)) => export.run(&common),
        Some(Subcommands::Find(find)) => find.run(&common),
        Some(Subcommands::Stats(stats)) => stats.run(&common),
        Some(Subcommands::Verify(verify)) => verify.run(&common),
        Some(Subcommands::Import(import)) => import.run(&common),
        Some(Subcommands::Check(check)) => check.run(&common),
        Some(Subcommands::Compare(compare)) => compare.run(&common),
        Some(Subcommands::Agree(agree)) => agree.run(&common),
        Some(Subcommands::Assign(assign)) => assign.run(&common),
        Some(Subcommands::Adjudicate(adjudicate)) => adjudicate.run(&common),
        Some(Subcommands::Merge(merge)) => merge.run(),
        Some(Subcommands::GitSetup(setup)) => setup.run(),
        Some(Subcommands::Codebook(codebook)) => codebook.run(),
        Some(Subcommands::Where(paths)) => paths.run(&common),
        Some(Subcommands::Serve(serve)) => serve.run(),
        Some(Subcommands::Mcp(mcp)) => mcp.run(&common),
        Some(Subcommands::Doctor(doctor)) => doctor.run(),
        Some(Subcommands::Completions { shell }) => {
            let mut out = Vec::new();
            clap_complete::generate(shell, &mut Arguments::command(), "sayso", &mut out);
            print(&out)
        }
        Some(Subcommands::Man(man)) => man.run(),
        Some(Subcommands::LoadDocument) => load_document(),
    }
}

/// Reads a document for another process of sayso, which sends it.
fn load_document() -> Result<(), Failure> {
    if io::stdin().is_terminal() {
        return Err(Failure::Usage("this command is internal to sayso: sayso FILE reads a document.".to_owned()));
    }
    isolation::serve(io::stdin(), io::stdout()).map_err(|e| Failure::Input(format!("Cannot read standard input: {e}.")))
}

/// The key by which the reader shows annotations without a place, as the person has set it.
fn key_of_places(folders: &Folders) -> String {
    key_of(folders, Scope::Anchor, ":places")
}

/// The key of the reader that opens a screen from the page; `name` is what the palette calls it.
fn key_of(folders: &Folders, scope: Scope, name: &str) -> String {
    let (config, _) = config::load(folders);
    // Mistakes in it are told by the reader.
    let (keymap, _) = Keymap::new(&config.keys, Path::new(""), "");
    match keymap.shown(Scope::Reader, Action::Open(scope)) {
        "" => name.to_owned(),
        keys => keys.to_owned(),
    }
}

/// Cells of a line of text for people: those of the terminal where it is shown on one, within bounds; else those of most.
fn text_width() -> usize {
    let terminal = io::stdout().is_terminal().then(crossterm::terminal::size).and_then(Result::ok);
    usize::from(terminal.map_or(80, |(width, _)| width.clamp(36, 120)))
}

/// Writes data to standard output: exactly to a file or a pipe, to a terminal without anything that could drive it.
fn print(bytes: &[u8]) -> Result<(), Failure> {
    let mut out = io::stdout().lock();
    let safe = out.is_terminal().then(|| sayso_core::sanitize::lines(&String::from_utf8_lossy(bytes)));
    let bytes = safe.as_ref().map_or(bytes, |text| text.as_bytes());
    out.write_all(bytes).and_then(|()| out.flush()).map_err(|e| Failure::of_output(&e))
}

/// Names of the subcommands, for "did you mean".
fn subcommands() -> Vec<String> {
    Arguments::command().get_subcommands().filter(|c| !c.is_hide_set()).map(|c| c.get_name().to_owned()).collect()
}
