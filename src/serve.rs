//! A small web service on the loopback interface: what annotation tools ask for suggestions. Nothing is read from the disk and
//! nothing is written; who may ask is whoever runs programs on this machine, but no page in a browser.
//!
//! ```text
//! accept ─▶ a thread a connection: head, body, each by a deadline ─▶ queue ─▶ a worker a processor ─▶ answer
//! ```
//!
//! Threads of connections wait and cost little; workers only compute. Where there are more connections than room, the one
//! that has waited longest for its client is ended, so that clients that stall never hold up others.

mod connections;
mod http;
mod message;
mod routes;
mod workers;

pub use message::{Method, Request, Response};
pub use routes::Routes;

use connections::Connections;
use std::io::{self, Write as _};
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};
use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;
use workers::Workers;

/// What one request may take, and all of them.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Until the next request of a connection begins.
    pub idle: Duration,
    /// From the first byte of a request to the end of its head.
    pub head: Duration,
    /// Until the whole body is there.
    pub body: Duration,
    /// Until a worker takes it.
    pub queue: Duration,
    /// Until the client has taken the answer.
    pub answer: Duration,
    /// Connections that are open at once.
    pub connections: usize,
    /// Bytes of a body.
    pub body_bytes: usize,
    /// Bytes of all bodies that are held at once.
    pub held_bytes: usize,
    /// Requests that are worked on at once.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(30),
            head: Duration::from_secs(5),
            body: Duration::from_secs(30),
            queue: Duration::from_secs(25),
            answer: Duration::from_secs(30),
            connections: 128,
            body_bytes: 16 << 20,
            held_bytes: 128 << 20,
            workers: std::thread::available_parallelism().map_or(1, NonZero::get),
        }
    }
}

/// Bytes of the stack of a thread that reads and writes.
const STACK: usize = 256 << 10;

/// How long requests that are worked on may still take when the service ends.
const FAREWELL: Duration = Duration::from_secs(5);

/// What is done with a request.
pub type Handler = Arc<dyn Fn(&Request) -> Response + Send + Sync>;

/// A service that listens.
pub struct Server {
    listener: TcpListener,
    limits: Limits,
    handler: Handler,
    is_over: Arc<AtomicBool>,
}

/// Ends a service, from whatever thread.
#[derive(Clone, Debug)]
pub struct Stopper {
    is_over: Arc<AtomicBool>,
    address: SocketAddr,
}

impl Stopper {
    /// Ends it: no new requests, those that are worked on are answered.
    pub fn stop(&self) {
        self.is_over.store(true, Ordering::SeqCst);
        // Wakes what waits for the next connection.
        let _ = TcpStream::connect_timeout(&self.address, Duration::from_secs(1));
    }
}

impl Server {
    /// Listens on 127.0.0.1; port 0 is any that is free.
    ///
    /// # Errors
    /// When the port is taken or not allowed.
    pub fn bind(port: u16, limits: Limits, handler: Handler) -> io::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
        Ok(Self { listener, limits, handler, is_over: Arc::default() })
    }

    /// Where it listens.
    ///
    /// # Errors
    /// Those of the system.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// What ends it.
    ///
    /// # Errors
    /// Those of the system.
    pub fn stopper(&self) -> io::Result<Stopper> {
        Ok(Stopper { is_over: Arc::clone(&self.is_over), address: self.address()? })
    }

    /// Answers until it is stopped.
    ///
    /// # Errors
    /// When no thread can be started.
    pub fn run(self) -> io::Result<()> {
        let connections = Arc::new(Connections::new(self.limits.connections, self.limits.held_bytes));
        let workers = Arc::new(Workers::start(&self.limits, &self.handler)?);
        loop {
            let accepted = self.listener.accept();
            if self.is_over.load(Ordering::SeqCst) {
                break;
            }
            let Ok((stream, from)) = accepted else {
                // No file descriptors left, most likely: one comes free when a client is done.
                connections.end_oldest();
                std::thread::park_timeout(Duration::from_millis(20));
                continue;
            };
            if !from.ip().is_loopback() {
                continue;
            }
            let Some(ticket) = connections.admit(&stream) else {
                refuse(stream);
                continue;
            };
            let (limits, workers) = (self.limits, Arc::clone(&workers));
            let thread = std::thread::Builder::new().name("connection".to_owned()).stack_size(STACK);
            // Without a thread the stream is closed, and the ticket gone.
            let _ = thread.spawn(move || http::serve(&stream, &ticket, &limits, &workers));
        }
        drop(self.listener);
        connections.wait_for_work(FAREWELL);
        Ok(())
    }
}

/// Says that there is no room, without waiting for anything.
fn refuse(mut stream: TcpStream) {
    let busy = Response::refused(503, "Too many connections: try again in a moment.");
    let mut bytes = Vec::new();
    busy.head(false, &mut bytes);
    bytes.extend_from_slice(&busy.body);
    if stream.set_nonblocking(true).is_ok() {
        let _ = stream.write(&bytes);
    }
}

#[cfg(test)]
mod tests;
