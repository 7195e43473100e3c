//! One thread that searches long texts: of searches that wait only the newest is done, and a newer one ends an older one.

use super::{Answer, Tell};
use crate::ui::search::Pattern;
use sayso_core::document::Document;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A search to be done.
struct Job {
    document: Arc<Document>,
    pattern: Pattern,
    number: u64,
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
        self.newest.store(number, Ordering::Relaxed);
        // The thread lives as long as this does.
        let _ = self.jobs.send(Job { document, pattern, number });
    }
}

fn run(waiting: &Receiver<Job>, newest: &AtomicU64, tell: &Tell) {
    while let Ok(job) = waiting.recv() {
        let job = waiting.try_iter().last().unwrap_or(job);
        let is_wanted = || newest.load(Ordering::Relaxed) == job.number;
        if let Some(spans) = job.pattern.all_while(job.document.text(), is_wanted)
            && !tell(Answer::Found(job.number, spans))
        {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::search::Query;

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
