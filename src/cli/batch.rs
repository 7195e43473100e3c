//! Runs over many documents: by all cores, in bounded memory, written in the order in which they come; a document that cannot be
//! read is told at the end; what goes to a file can be gone on with after the run was ended.

mod lanes;
mod manifest;
mod output;
mod progress;

pub use lanes::{Lanes, WINDOW};
pub use manifest::{Counts, Order};
pub use output::{Begun, Destination};

use super::{Common, Failure, print_message};
use crate::project::Source;
use crate::project::documents::length_of;
use progress::Progress;
use std::num::NonZero;
use std::path::PathBuf;

/// Arguments of every run over many documents.
#[derive(Clone, Debug, Default, clap::Args)]
pub struct RunArguments {
    /// How many documents at once; by default as many as there are processors. The output is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
    /// Go on with a run into the same file that was ended; one that was not begun is begun
    #[arg(long, requires = "output")]
    pub resume: bool,
}

impl RunArguments {
    /// Those of a run that is not gone on with.
    pub const fn with_jobs(jobs: Option<u16>) -> Self {
        Self { jobs, resume: false }
    }

    fn jobs(&self) -> usize {
        let all = || std::thread::available_parallelism().map_or(1, NonZero::get);
        self.jobs.map_or_else(all, usize::from)
    }
}

/// What shapes the output of every command, for a run to be gone on with the same.
pub fn arguments_of(common: &Common) -> Vec<String> {
    let Common { input: _, column, lines, lang, time_limit, annotator, sidecar } = common;
    let options = common.load_options();
    let given = [
        ("--input", options.format.map(|format| format.name().to_owned())),
        ("--column", column.clone()),
        ("--lang", lang.map(str::to_owned)),
        ("--lines", lines.map(|_| format!("{:?}", options.lines))),
        ("--time-limit", time_limit.map(|seconds| seconds.to_string())),
        ("--as", annotator.clone()),
        ("--sidecar", sidecar.as_ref().map(|path| path.display().to_string())),
    ];
    given.into_iter().filter_map(|(name, value)| Some([name.to_owned(), value?])).flatten().collect()
}

/// What was made of a document.
pub struct Made<R> {
    /// Bytes of input up to here.
    pub position: u64,
    /// What was made, or, in a sentence, why nothing was.
    pub result: Result<R, String>,
}

/// How many bytes there are to go through, where all of it are ordinary files.
pub fn bytes_of(files: &[Source]) -> Option<u64> {
    let is_known = |file: &Source| match file {
        Source::File(path) => path.is_file(),
        Source::Member { .. } => true,
        Source::Stdin => false,
    };
    files.iter().all(is_known).then(|| files.iter().map(length_of).sum())
}

/// How a run goes through documents.
pub struct Pace {
    jobs: usize,
    /// Bytes of input, where all of it are ordinary files.
    bytes: Option<u64>,
}

impl Pace {
    /// That of a run over so many bytes; of one document alone a second thread would have nothing to do.
    pub fn new(arguments: &RunArguments, bytes: Option<u64>, several: bool) -> Self {
        Self { jobs: if several { arguments.jobs() } else { 1 }, bytes }
    }

    /// Makes something of every item, by several threads, and takes it in the order of the items; `weight` is what an item weighs,
    /// `size` a result. `documents` were done by an earlier run; `data_is_shown` where the output goes to a terminal.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn run<T: Send, R: Send, E: Send>(
        &self,
        items: impl Iterator<Item = T> + Send,
        (weight, size): (impl Fn(&T) -> usize + Sync, impl Fn(&R) -> usize + Sync),
        make: impl Fn(T) -> Made<R> + Sync,
        (documents, data_is_shown): (u64, bool),
        mut take: impl FnMut(Result<R, String>) -> Result<(), E> + Send,
    ) -> Result<(), E> {
        let mut progress = Progress::new(self.bytes, data_is_shown);
        let mut is_first = true;
        let size = |made: &Made<R>| made.result.as_ref().map_or(0, &size);
        let lanes = Lanes { jobs: self.jobs, window: WINDOW, weight, size };
        // An item is worked on as soon as it is there: whoever writes lines may wait for the answer to one before the next.
        let done = lanes.run(items, make, |made| {
            if std::mem::take(&mut is_first) {
                progress.begin_at(documents, made.position);
            }
            progress.step(made.position);
            take(made.result)
        });
        progress.end();
        done
    }
}

/// What is said of a document at which the program itself fails: it stops nothing, as one that cannot be read.
pub const OWN_MISTAKE: &str = "sayso failed at it, which is a mistake of sayso: please report it";

/// Does something for one document of many; `None` where that panics, which the standard error then tells.
pub fn guarded<R>(work: impl FnOnce() -> R) -> Option<R> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).ok()
}

/// Tells which documents could not be read, and ends as that is: the run itself went to its end.
///
/// # Errors
/// When there are any.
pub fn tell_failures(counts: &Counts) -> Result<(), Failure> {
    for sentence in &counts.failures {
        print_message(sentence);
    }
    match counts.failed - counts.failures.len() as u64 {
        0 => {}
        more => print_message(&format!("… and {more} more could not be read.")),
    }
    if counts.failed == 0 { Ok(()) } else { Err(Failure::Input(String::new())) }
}

/// Refuses to go on with what can be read only once.
///
/// # Errors
/// When standard input or a pipe is among the files.
pub fn can_be_read_again(files: &[Source]) -> Result<(), Failure> {
    let once = files.iter().find(|file| match file {
        Source::File(path) => path.exists() && !path.is_file(),
        Source::Stdin | Source::Member { .. } => true,
    });
    let Some(once) = once else { return Ok(()) };
    let name = PathBuf::from(once.name());
    let what = if name.as_os_str() == "-" { "standard input".to_owned() } else { name.display().to_string() };
    Err(Failure::Usage(format!("--resume needs files: {what} can be read only once.")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_of_ours_is_one_document() {
        assert_eq!(guarded(|| 1), Some(1));
        assert_eq!(guarded(|| panic!("on purpose")), None::<()>);
    }

    #[test]
    fn what_can_be_read_only_once_is_not_gone_on_with() {
        let file = |path: &str| Source::File(PathBuf::from(path));
        assert!(can_be_read_again(&[file("a.txt"), file("none.txt")]).is_ok());
        let refused = can_be_read_again(&[file("a.txt"), Source::Stdin]).unwrap_err();
        assert!(refused.message().unwrap().contains("standard input can be read only once"));
        assert_eq!(bytes_of(&[Source::Stdin]), None);
    }
}
