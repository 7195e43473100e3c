//! The process that interprets: reads an order and the bytes, sends each page as it is finished.

use super::parent::{ChildMessage, LoadOrder};
use sayso_core::document::Limits;
use sayso_core::document::pdf;
use std::io::{self, BufRead as _, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::channel;

/// Bytes of the stack that pages are interpreted on: deep nesting ends there.
const STACK: usize = 64 << 20;

/// Most bytes of an order.
const MAX_ORDER: u64 = 1 << 16;

/// Interprets the PDF that comes behind an order. Ends when that is done, or when `input` ends: nobody listens any more.
/// The caller must leave the process then, since what is being interpreted goes on.
///
/// # Errors
/// When the order cannot be read.
pub fn serve(input: impl Read + Send + 'static, output: impl Write + Send + 'static) -> io::Result<()> {
    let mut input = io::BufReader::new(input);
    let mut line = Vec::new();
    (&mut input).take(MAX_ORDER).read_until(b'\n', &mut line)?;
    let order: LoadOrder = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    (&mut input).take(order.bytes).read_to_end(&mut bytes)?;
    limit_memory(order.memory);
    let (end, ended) = channel();
    let done = end.clone();
    std::thread::Builder::new().name("listener".to_owned()).spawn(move || {
        // Nothing more is said: this waits for the other side to leave.
        let _ = io::copy(&mut input, &mut io::sink());
        let _ = end.send(());
    })?;
    std::thread::Builder::new().name("interpreter".to_owned()).stack_size(STACK).spawn(move || {
        interpret(&bytes, &order.limits, output);
        let _ = done.send(());
    })?;
    // One of them comes, unless both have ended.
    let _ = ended.recv();
    Ok(())
}

fn interpret(bytes: &[u8], limits: &Limits, output: impl Write) {
    let mut output = io::BufWriter::new(output);
    // When nobody listens the process is about to end.
    let mut tell = |message: &ChildMessage| {
        let _ = serde_json::to_writer(&mut output, message).map_err(io::Error::from).and_then(|()| {
            output.write_all(b"\n")?;
            output.flush()
        });
    };
    let end =
        catch_unwind(AssertUnwindSafe(|| pdf::interpret(bytes, limits, &mut |step| tell(&ChildMessage::Step(step)))));
    match end {
        Ok(Ok(())) => tell(&ChildMessage::Done),
        Ok(Err(error)) => tell(&ChildMessage::Failed(error)),
        // As any other end of this process: the pages that were told stay.
        Err(_) => {}
    }
}

/// Bounds the address space of this process, and leaves no file of its memory behind should it end by that.
#[cfg(unix)]
fn limit_memory(bytes: u64) {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    for (resource, limit) in [(Resource::As, bytes), (Resource::Core, 0)] {
        let now = getrlimit(resource);
        let most = now.maximum.map_or(limit, |most| most.min(limit));
        // Where the system knows no such limit, time is the only one.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum: Some(most) });
    }
}

#[cfg(not(unix))]
fn limit_memory(_: u64) {}
