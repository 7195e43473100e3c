//! What a client has sent and nobody has read yet; every wait has an end.

use super::head::{Head, Length, MAX_HEAD};
use crate::serve::Limits;
use crate::serve::connections::Ticket;
use crate::serve::message::{Request, Response};
use std::io::{ErrorKind, Read as _, Write as _};
use std::net::TcpStream;
use std::time::{Duration, Instant};

/// Bytes read at a time.
const STEP: usize = 64 << 10;

/// Most bytes of the line before a chunk.
const MAX_CHUNK_LINE: usize = 256;

/// Why there is no request.
#[derive(Debug)]
pub enum Trouble {
    /// The client is gone, or has nothing to ask.
    Gone,
    /// It gets this answer, and nothing more.
    Refused(Response),
}

impl From<Response> for Trouble {
    fn from(response: Response) -> Self {
        Self::Refused(response)
    }
}

/// The bytes of a client.
pub struct Inbox<'a> {
    stream: &'a TcpStream,
    bytes: Vec<u8>,
    /// How many of them were used.
    used: usize,
}

/// What a read came to.
enum Step {
    /// Bytes.
    More,
    /// The end of what is sent.
    End,
    /// Nothing in time.
    Late,
}

impl<'a> Inbox<'a> {
    pub fn new(stream: &'a TcpStream) -> Self {
        Self { stream, bytes: Vec::new(), used: 0 }
    }

    /// What was not used yet.
    fn rest(&self) -> &[u8] {
        self.bytes.get(self.used..).unwrap_or_default()
    }

    /// Reads on, at most `most` bytes, until `end` at the latest.
    fn read(&mut self, most: usize, end: Instant) -> Step {
        self.bytes.drain(..std::mem::take(&mut self.used));
        loop {
            let left = end.saturating_duration_since(Instant::now());
            if left.is_zero() || self.stream.set_read_timeout(Some(left)).is_err() {
                return Step::Late;
            }
            let before = self.bytes.len();
            self.bytes.resize(before + most, 0);
            let read = self.stream.read(self.bytes.get_mut(before..).unwrap_or_default());
            self.bytes.truncate(before + read.as_ref().copied().unwrap_or_default());
            match read {
                Ok(0) => return Step::End,
                Ok(_) => return Step::More,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Step::Late,
                Err(_) => return Step::End,
            }
        }
    }

    /// The next request, and whether the connection stays.
    ///
    /// # Errors
    /// When there is none.
    pub fn request(&mut self, ticket: &Ticket, limits: &Limits) -> Result<(Request, bool), Trouble> {
        if self.rest().is_empty() {
            match self.read(MAX_HEAD, Instant::now() + limits.idle) {
                Step::More => {}
                Step::End | Step::Late => return Err(Trouble::Gone),
            }
        }
        let end = Instant::now() + limits.head;
        let (head, length) = loop {
            if let Some(head) = Head::read(self.rest())? {
                break head;
            }
            match self.read(MAX_HEAD.saturating_sub(self.rest().len()).max(1), end) {
                Step::More => {}
                Step::End => return Err(Trouble::Gone),
                Step::Late => return Err(late()),
            }
        };
        self.used += length;
        let end = Instant::now() + limits.body;
        if let Length::Known(length) = head.length
            && length > limits.body_bytes as u64
        {
            return Err(too_much(limits));
        }
        let is_announced = head.length != Length::Known(0) && self.rest().is_empty();
        if head.waits && is_announced && self.stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").is_err() {
            return Err(Trouble::Gone);
        }
        let body = match head.length {
            Length::Known(length) => {
                let length = usize::try_from(length).unwrap_or(usize::MAX);
                let mut body = Vec::new();
                self.take(length, &mut body, ticket, end)?;
                body
            }
            Length::Chunked => self.chunks(ticket, limits, end)?,
        };
        Ok((Request { method: head.method, path: head.path, body }, head.keeps))
    }

    /// Moves the next `length` bytes to `body`: room is made as they come, not as they are announced.
    fn take(&mut self, length: usize, body: &mut Vec<u8>, ticket: &Ticket, end: Instant) -> Result<(), Trouble> {
        let mut left = length;
        while left > 0 {
            if self.rest().is_empty() {
                match self.read(left.min(STEP), end) {
                    Step::More => {}
                    Step::End => return Err(Trouble::Gone),
                    Step::Late => return Err(late()),
                }
            }
            let now = self.rest().len().min(left);
            if !ticket.hold(now) {
                return Err(Response::refused(503, "Too much is sent at once: try again in a moment.").into());
            }
            body.extend_from_slice(self.rest().get(..now).unwrap_or_default());
            self.used += now;
            left -= now;
        }
        Ok(())
    }

    /// A body in chunks.
    fn chunks(&mut self, ticket: &Ticket, limits: &Limits, end: Instant) -> Result<Vec<u8>, Trouble> {
        let mut body = Vec::new();
        loop {
            let (line, size) = loop {
                match httparse::parse_chunk_size(self.rest()) {
                    Ok(httparse::Status::Complete(found)) => break found,
                    Ok(httparse::Status::Partial) if self.rest().len() <= MAX_CHUNK_LINE => self.more(end)?,
                    Ok(httparse::Status::Partial) | Err(_) => return Err(no_chunk()),
                }
            };
            self.used += line;
            if size == 0 {
                break;
            }
            if size.saturating_add(body.len() as u64) > limits.body_bytes as u64 {
                return Err(too_much(limits));
            }
            self.take(size as usize, &mut body, ticket, end)?;
            while self.rest().len() < 2 {
                self.more(end)?;
            }
            if !self.rest().starts_with(b"\r\n") {
                return Err(no_chunk());
            }
            self.used += 2;
        }
        // What follows the last chunk is read to its empty line, and means nothing here.
        loop {
            let line = self.rest().windows(2).position(|pair| pair == b"\r\n");
            match line {
                Some(0) => {
                    self.used += 2;
                    return Ok(body);
                }
                Some(at) => self.used += at + 2,
                None if self.rest().len() < MAX_HEAD => self.more(end)?,
                None => return Err(no_chunk()),
            }
        }
    }

    fn more(&mut self, end: Instant) -> Result<(), Trouble> {
        match self.read(STEP, end) {
            Step::More => Ok(()),
            Step::End => Err(Trouble::Gone),
            Step::Late => Err(late()),
        }
    }

    /// Reads and forgets what is still sent, for so long and so much at most.
    pub fn drain(&mut self, (longest, most): (Duration, usize)) {
        let end = Instant::now() + longest;
        let mut read = 0;
        while read < most {
            self.used = self.bytes.len();
            match self.read(STEP, end) {
                Step::More => read += self.rest().len(),
                Step::End | Step::Late => return,
            }
        }
    }
}

fn late() -> Trouble {
    Response::refused(408, "The request did not arrive in time.").into()
}

fn too_much(limits: &Limits) -> Trouble {
    let most = limits.body_bytes >> 20;
    Response::refused(413, &format!("The request is longer than {most} MB.")).into()
}

fn no_chunk() -> Trouble {
    Response::refused(400, "The chunks of the request are none.").into()
}
