//! Threads that compute: as many as there are processors, whoever asks.

use super::message::{Request, Response};
use super::{Handler, Limits};
use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// A request on its way to a worker.
struct Job {
    request: Request,
    since: Instant,
    answer: SyncSender<Response>,
}

/// The workers of a service.
pub struct Workers {
    jobs: Mutex<Sender<Job>>,
}

impl Workers {
    /// Starts them. They end when this is dropped.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn start(limits: &Limits, handler: &Handler) -> io::Result<Self> {
        let (jobs, queue) = channel();
        let queue = Arc::new(Mutex::new(queue));
        for _ in 0..limits.workers.max(1) {
            let (queue, handler, longest) = (Arc::clone(&queue), Arc::clone(handler), limits.queue);
            let thread = std::thread::Builder::new().name("worker".to_owned());
            thread.spawn(move || work(&queue, &handler, longest))?;
        }
        Ok(Self { jobs: Mutex::new(jobs) })
    }

    /// The answer to a request, as soon as a worker has it.
    pub fn answer(&self, request: Request) -> Response {
        let (answer, answered) = sync_channel(1);
        let job = Job { request, since: Instant::now(), answer };
        let sent = self.jobs.lock().unwrap_or_else(PoisonError::into_inner).send(job);
        let response = sent.ok().and_then(|()| answered.recv().ok());
        response.unwrap_or_else(|| Response::refused(503, "The service is ending."))
    }
}

fn work(queue: &Mutex<Receiver<Job>>, handler: &Handler, longest: Duration) {
    loop {
        let next = queue.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Job { request, since, answer }) = next else { return };
        let response = if since.elapsed() > longest {
            Response::refused(503, "Too much is asked at once: this request waited too long. Try again.")
        } else {
            // A mistake of ours in one request is none of the next.
            catch_unwind(AssertUnwindSafe(|| handler(&request))).unwrap_or_else(|_| {
                Response::refused(500, "A mistake in sayso: please report it with the text that was sent.")
            })
        };
        // Whoever asked may be gone.
        let _ = answer.send(response);
    }
}
