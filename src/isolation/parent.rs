//! The process that waits: starts the other, takes its pages, ends it when its time is over.

use super::{Error, SUBCOMMAND, Stop, Stopped};
use sayso_core::document::Limits;
use sayso_core::document::pdf::{Pages, PdfError, PdfStep};
use serde::{Deserialize, Serialize};
use std::io::{self, BufRead as _, Read, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

/// What is sent first, as a line of JSON; the bytes of the document follow.
#[derive(Debug, Serialize, Deserialize)]
pub struct LoadOrder {
    /// How many bytes follow.
    pub bytes: u64,
    /// Most memory, in bytes.
    pub memory: u64,
    /// How much of the document is read.
    pub limits: Limits,
}

/// What is answered, a line of JSON each.
#[derive(Debug, Serialize, Deserialize)]
pub enum ChildMessage {
    /// What came next.
    Step(PdfStep),
    /// That was all.
    Done,
    /// It goes no further.
    Failed(PdfError),
}

/// What ends the waiting.
#[derive(Debug)]
pub enum ParentEvent {
    /// An answer.
    Message(ChildMessage),
    /// No more answers: what the process complained of.
    Ended(String),
    /// The person wants no more.
    Stop,
}

/// Most bytes of complaints that are looked at.
const MAX_COMPLAINTS: u64 = 4_096;

/// A process that ends when this goes.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Lets `program` interpret a PDF, for at most so long and with at most so many bytes of memory. Gives the pages that came,
/// and why no more of them, if so.
///
/// # Errors
/// When the process cannot be started, or the PDF cannot be read.
pub fn interpret(
    program: &Path,
    bytes: &[u8],
    limits: &Limits,
    (time, memory): (Duration, u64),
    stop: &Stop,
) -> Result<(Pages, Option<Stopped>), Error> {
    let end = Instant::now() + time;
    let mut command = Command::new(program);
    command.arg(SUBCOMMAND).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut running = Running(command.spawn().map_err(Error::NoProcess)?);
    let child = &mut running.0;
    let (Some(mut input), Some(output), Some(complaints)) =
        (child.stdin.take(), child.stdout.take(), child.stderr.take())
    else {
        return Err(Error::NoProcess(io::Error::other("it cannot be spoken to")));
    };
    let order = LoadOrder { bytes: bytes.len() as u64, memory, limits: *limits };
    let (tell, events) = channel();
    stop.tell(tell.clone());
    std::thread::scope(|scope| {
        let sending = scope.spawn(move || {
            // A process that has ended says so by its silence.
            let _ = serde_json::to_vec(&order).map_err(io::Error::from).and_then(|mut order| {
                order.push(b'\n');
                input.write_all(&order)?;
                input.write_all(bytes)?;
                input.flush()
            });
            // As long as this is open the process goes on.
            input
        });
        scope.spawn(move || listen(output, complaints, &tell));
        let result = collect(&events, end, time, memory);
        // Whatever the threads wait for ends with the process.
        drop(running);
        drop(sending.join());
        result
    })
}

/// Hands on what is answered.
fn listen(output: impl Read, mut complaints: impl Read + Send, tell: &Sender<ParentEvent>) {
    std::thread::scope(|scope| {
        let complained = scope.spawn(move || {
            let mut words = Vec::new();
            let _ = (&mut complaints).take(MAX_COMPLAINTS).read_to_end(&mut words);
            let _ = io::copy(&mut complaints, &mut io::sink());
            String::from_utf8_lossy(&words).into_owned()
        });
        for line in io::BufReader::new(output).split(b'\n') {
            let message = line.ok().and_then(|line| serde_json::from_slice::<ChildMessage>(&line).ok());
            // A line that was torn is the last one.
            let Some(message) = message else { break };
            if tell.send(ParentEvent::Message(message)).is_err() {
                break;
            }
        }
        let words = complained.join().unwrap_or_default();
        // Nobody may be waiting any more.
        let _ = tell.send(ParentEvent::Ended(words));
    });
}

/// Adds pages up until something ends it.
fn collect(
    events: &Receiver<ParentEvent>,
    end: Instant,
    time: Duration,
    memory: u64,
) -> Result<(Pages, Option<Stopped>), Error> {
    let mut pages = Pages::default();
    loop {
        // Pages that come without end must not keep this going either.
        let left = end.saturating_duration_since(Instant::now());
        let event = if left.is_zero() { Err(RecvTimeoutError::Timeout) } else { events.recv_timeout(left) };
        let why = match event {
            Ok(ParentEvent::Message(ChildMessage::Step(step))) => {
                pages.add(step);
                continue;
            }
            Ok(ParentEvent::Message(ChildMessage::Done)) => return Ok((pages, None)),
            Ok(ParentEvent::Message(ChildMessage::Failed(error))) => return Err(Error::Load(error.into())),
            Ok(ParentEvent::Stop) => Stopped::Asked,
            // What the allocator of the language says before it ends the process.
            Ok(ParentEvent::Ended(words)) if words.contains("memory allocation of") => Stopped::Memory(memory),
            Ok(ParentEvent::Ended(_)) | Err(RecvTimeoutError::Disconnected) => Stopped::Crash,
            Err(RecvTimeoutError::Timeout) => Stopped::Time(time),
        };
        return Ok((pages, Some(why)));
    }
}
