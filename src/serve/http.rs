//! One connection of HTTP/1.1: requests in, answers out, each step by a deadline.

mod head;
mod inbox;

use super::Limits;
use super::connections::Ticket;
use super::message::Response;
use super::workers::Workers;
use inbox::{Inbox, Trouble};
use std::io::Write as _;
use std::net::{Shutdown, TcpStream};
use std::time::{Duration, Instant};

/// How long, and how much, is read from a client whose request was refused: else it may not see the answer.
const DRAIN: (Duration, usize) = (Duration::from_secs(2), 64 << 20);

/// Answers one client, until it or we have had enough.
pub fn serve(stream: &TcpStream, ticket: &Ticket, limits: &Limits, workers: &Workers) {
    let _ = stream.set_nodelay(true);
    let mut inbox = Inbox::new(stream);
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
        if !send(stream, &response, keeps, limits.answer) {
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
    let mut head = Vec::with_capacity(256);
    response.head(keeps, &mut head);
    for mut rest in [head.as_slice(), &response.body] {
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
    }
    true
}
