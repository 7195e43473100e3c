//! One thread that searches long texts: of searches that wait only the newest is done, and a newer one ends an older one.

use super::{Answer, Tell};
use sayso_core::document::Document;
use sayso_core::reading::{Near, NearQuery};
use sayso_core::search::Pattern;
use sayso_core::span::Span;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A search to be done.
struct Job {
    document: Arc<Document>,
    wanted: Wanted,
    number: u64,
}

/// What is looked for.
enum Wanted {
    /// Matches.
    Pattern(Pattern),
    /// Near matches.
    Near(NearSearch),
}

/// A search for near matches.
pub struct NearSearch {
    /// The words.
    pub query: NearQuery,
    /// Where, when that is not everywhere.
    pub within: Option<Arc<[Span]>>,
    /// Matches that are no near ones.
    pub exact: Vec<Span>,
}

impl NearSearch {
    /// Looks through a document, as long as that is wanted.
    pub fn run(&self, document: &Document, is_wanted: impl Fn() -> bool) -> Option<Near> {
        self.query.all(document, self.within.as_deref(), &self.exact, is_wanted)
    }
}

/// The thread; it ends when this is dropped.
pub struct Searcher {
    jobs: Sender<Job>,
    /// Number of the search that is wanted.
    newest: Arc<AtomicU64>,
}

impl Searcher {
    /// Starts the thread; matches go to `tell`.
    ///
    /// # Errors
    /// When the system gives no thread.
    pub fn start(tell: Tell) -> io::Result<Self> {
        let (jobs, waiting) = channel();
        let newest = Arc::new(AtomicU64::new(0));
        let wanted = Arc::clone(&newest);
        std::thread::Builder::new().name("search".to_owned()).spawn(move || run(&waiting, &wanted, &tell))?;
        Ok(Self { jobs, newest })
    }

    /// Searches a document in the place of whatever was being searched.
    pub fn search(&self, document: Arc<Document>, pattern: Pattern, number: u64) {
        self.send(Job { document, wanted: Wanted::Pattern(pattern), number });
    }

    /// Looks for near matches of search `number`, whose matches are known.
    pub fn search_near(&self, document: Arc<Document>, near: NearSearch, number: u64) {
        self.send(Job { document, wanted: Wanted::Near(near), number });
    }

    fn send(&self, job: Job) {
        self.newest.store(job.number, Ordering::Relaxed);
        // The thread lives as long as this does.
        let _ = self.jobs.send(job);
    }
}

fn run(waiting: &Receiver<Job>, newest: &AtomicU64, tell: &Tell) {
    while let Ok(job) = waiting.recv() {
        let job = waiting.try_iter().last().unwrap_or(job);
        let is_wanted = || newest.load(Ordering::Relaxed) == job.number;
        let answer = match &job.wanted {
            Wanted::Pattern(pattern) => {
                pattern.all_while(job.document.text(), is_wanted).map(|spans| Answer::Found(job.number, spans))
            }
            Wanted::Near(near) => near.run(&job.document, is_wanted).map(|near| Answer::FoundNear(job.number, near)),
        };
        if answer.is_some_and(|answer| !tell(answer)) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sayso_core::search::Query;

    /// Searches that follow each other are done by one thread, and the last one is answered.
    #[test]
    fn one_thread_answers_the_newest_search() {
        let (sender, answers) = channel();
        let tell: Tell = Arc::new(move |answer| sender.send((std::thread::current().id(), answer)).is_ok());
        let searcher = Searcher::start(tell).unwrap();
        let text = format!("{} needle", "straw ".repeat(200_000));
        let document = Arc::new(Document::from_text(&text, "a.txt"));
        for (number, typed) in [(1, "s"), (2, "st"), (3, "needle")] {
            let query = Query { text: typed.to_owned(), ..Query::default() };
            searcher.search(Arc::clone(&document), query.pattern().unwrap().unwrap(), number);
        }
        drop(searcher);
        let all: Vec<_> = answers.iter().collect();
        let Some((_, Answer::Found(3, spans))) = all.last() else { panic!("{all:?}") };
        assert_eq!(spans.len(), 1);
        assert!(all.iter().all(|(thread, _)| *thread == all[0].0));
    }
}
