//! One connection of HTTP/1.1: requests in, answers out, each step by a deadline.

mod head;
mod inbox;

use super::Limits;
use super::connections::Ticket;
use super::workers::Workers;
use inbox::{Inbox, Trouble};
use std::io::Write as _;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// To be told something.
    Get,
    /// To have something answered.
    Post,
    /// Anything else: nothing here takes it.
    Other,
}

impl Method {
    /// Its name.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Other => "another method",
        }
    }
}

/// What a client asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// How.
    pub method: Method,
    /// The path, without what follows `?`.
    pub path: String,
    /// What was sent.
    pub body: Vec<u8>,
}

/// What it gets.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Response {
    /// The status of HTTP.
    pub status: u16,
    /// JSON; empty where there is none.
    pub body: Vec<u8>,
}

impl Response {
    /// Success.
    pub const fn of(body: Vec<u8>) -> Self {
        Self { status: 200, body }
    }

    /// A sentence that says why not.
    pub fn refused(status: u16, sentence: &str) -> Self {
        Self { status, body: serde_json::json!({"error": sentence}).to_string().into_bytes() }
    }

    /// Adds everything before the body to `out`.
    pub fn head(&self, keeps: bool, out: &mut Vec<u8>) {
        let reason = match self.status {
            200 => "OK",
            201 => "Created",
            204 => "No Content",
            400 => "Bad Request",
            403 => "Forbidden",
            404 => "Not Found",
            405 => "Method Not Allowed",
            408 => "Request Timeout",
            413 => "Content Too Large",
            431 => "Request Header Fields Too Large",
            500 => "Internal Server Error",
            501 => "Not Implemented",
            503 => "Service Unavailable",
            _ => "Status",
        };
        let length = match self.status {
            204 => String::new(),
            _ => format!("Content-Type: application/json\r\nContent-Length: {}\r\n", self.body.len()),
        };
        let keeps = if keeps { "keep-alive" } else { "close" };
        // No page in a browser may read it, whatever it takes it for.
        let head = format!(
            "HTTP/1.1 {} {reason}\r\n{length}Connection: {keeps}\r\nCache-Control: no-store\r\nX-Content-Type-Options: nosniff\r\n\r\n",
            self.status
        );
        out.extend_from_slice(head.as_bytes());
    }
}

/// How long, and how much, is read from a client whose request was refused: else it may not see the answer.
const DRAIN: (Duration, usize) = (Duration::from_secs(2), 64 << 20);

/// Answers one client, until it or we have had enough.
pub fn serve(stream: TcpStream, ticket: &Ticket, limits: &Limits, workers: &Workers) {
    let _ = stream.set_nodelay(true);
    let mut inbox = Inbox::new(&stream);
    loop {
        ticket.waits(false);
        let (response, keeps) = match inbox.request(ticket, limits) {
            Ok((request, keeps)) => {
                ticket.works();
                (workers.answer(request), keeps)
            }
            Err(Trouble::Gone) => return,
            Err(Trouble::Refused(response)) => (response, false),
        };
        ticket.release();
        ticket.waits(true);
        if !send(&stream, &response, keeps, limits.answer) {
            return;
        }
        if !keeps {
            ticket.waits(false);
            let _ = stream.shutdown(Shutdown::Write);
            inbox.drain(DRAIN);
            return;
        }
    }
}

/// Sends an answer; whether it went out in time.
fn send(mut stream: &TcpStream, response: &Response, keeps: bool, longest: Duration) -> bool {
    let end = Instant::now() + longest;
    let mut bytes = Vec::with_capacity(response.body.len() + 256);
    response.head(keeps, &mut bytes);
    bytes.extend_from_slice(&response.body);
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let left = end.saturating_duration_since(Instant::now());
        if left.is_zero() || stream.set_write_timeout(Some(left)).is_err() {
            return false;
        }
        match stream.write(rest) {
            Ok(0) => return false,
            Ok(written) => rest = rest.get(written..).unwrap_or_default(),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(_) => return false,
        }
    }
    true
}
