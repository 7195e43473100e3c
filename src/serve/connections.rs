//! The connections that are open: how many, what they hold, and which has waited longest for its client.

use std::collections::HashMap;
use std::net::{Shutdown, TcpStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

/// Beyond the connections that are allowed, so many times as many may still be about to end.
const ENDING: usize = 2;

/// All connections of a service.
pub struct Connections {
    most: usize,
    most_bytes: usize,
    table: Mutex<Table>,
    /// Told when a connection ends or its answer is there.
    changed: Condvar,
}

#[derive(Default)]
struct Table {
    next: u64,
    open: HashMap<u64, Connection>,
    /// Bytes of all bodies.
    held: usize,
}

struct Connection {
    stream: TcpStream,
    /// Since when its client is waited for; nothing while it waits for us.
    waits: Option<Instant>,
    /// Whether its answer is on the way.
    is_answered: bool,
    held: usize,
    /// Whether it was told to end.
    is_ending: bool,
}

/// The place of one connection, given back when it is dropped.
pub struct Ticket {
    number: u64,
    connections: Arc<Connections>,
}

impl Connections {
    pub fn new(most: usize, most_bytes: usize) -> Self {
        Self { most, most_bytes, table: Mutex::default(), changed: Condvar::new() }
    }

    fn table(&self) -> MutexGuard<'_, Table> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for a new connection; where all are taken, the one that has waited longest for its client is ended. Nothing where
    /// none waits.
    pub fn admit(self: &Arc<Self>, stream: &TcpStream) -> Option<Ticket> {
        let stream = stream.try_clone().ok()?;
        let mut table = self.table();
        let staying = table.open.values().filter(|c| !c.is_ending).count();
        let is_full = staying >= self.most && !table.end(None, |_| true);
        if is_full || table.open.len() >= self.most * ENDING {
            return None;
        }
        let number = table.next;
        table.next += 1;
        table.open.insert(
            number,
            Connection { stream, waits: Some(Instant::now()), is_answered: false, held: 0, is_ending: false },
        );
        Some(Ticket { number, connections: Arc::clone(self) })
    }

    /// Ends the connection that has waited longest for its client.
    pub fn end_oldest(&self) {
        self.table().end(None, |_| true);
    }

    /// Waits until no request is worked on and every answer is out, but not longer than that.
    pub fn wait_for_work(&self, longest: Duration) {
        let is_busy = |table: &mut Table| table.open.values().any(|c| c.waits.is_none() || c.is_answered);
        let _ = self.changed.wait_timeout_while(self.table(), longest, is_busy);
    }
}

impl Table {
    /// Ends the connection that has waited longest among those that `may` be ended, but not `own`; whether there is one.
    fn end(&mut self, own: Option<u64>, may: impl Fn(&Connection) -> bool) -> bool {
        let waiting = self.open.iter_mut().filter(|(n, c)| Some(**n) != own && !c.is_ending && may(c));
        let oldest = waiting.filter_map(|(_, c)| Some((c.waits?, c))).min_by_key(|(since, _)| *since);
        let Some((_, connection)) = oldest else { return false };
        connection.is_ending = true;
        self.held -= std::mem::take(&mut connection.held);
        // Its thread wakes and finds the end of the stream.
        let _ = connection.stream.shutdown(Shutdown::Both);
        true
    }
}

impl Ticket {
    fn change(&self, change: impl FnOnce(&mut Connection)) {
        if let Some(connection) = self.connections.table().open.get_mut(&self.number) {
            change(connection);
        }
        self.connections.changed.notify_all();
    }

    /// From now on its client is waited for: for a request, or to take its answer.
    pub fn waits(&self, is_answered: bool) {
        self.change(|c| (c.waits, c.is_answered) = (Some(Instant::now()), is_answered));
    }

    /// From now on it waits for us.
    pub fn works(&self) {
        self.change(|c| c.waits = None);
    }

    /// Makes room for more bytes, where others have to give way for them; whether there is.
    pub fn hold(&self, more: usize) -> bool {
        let mut table = self.connections.table();
        while table.held + more > self.connections.most_bytes {
            if !table.end(Some(self.number), |c| c.held > 0) {
                return false;
            }
        }
        match table.open.get_mut(&self.number) {
            Some(connection) if !connection.is_ending => connection.held += more,
            Some(_) | None => return false,
        }
        table.held += more;
        true
    }

    /// Gives back what it holds.
    pub fn release(&self) {
        let mut table = self.connections.table();
        let held = table.open.get_mut(&self.number).map_or(0, |c| std::mem::take(&mut c.held));
        table.held -= held;
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut table = self.connections.table();
        if let Some(connection) = table.open.remove(&self.number) {
            table.held -= connection.held;
        }
        drop(table);
        self.connections.changed.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Read as _;
    use std::net::TcpListener;

    fn pair(listener: &TcpListener) -> (TcpStream, TcpStream) {
        let client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        (client, listener.accept().unwrap().0)
    }

    #[test]
    fn whoever_waits_longest_gives_way_and_who_is_worked_for_does_not() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connections = Arc::new(Connections::new(2, 10));
        let (mut first, a) = pair(&listener);
        let (_second, b) = pair(&listener);
        let (_third, c) = pair(&listener);
        let (one, two) = (connections.admit(&a).unwrap(), connections.admit(&b).unwrap());
        let three = connections.admit(&c).unwrap();
        // The first is told that it is over.
        assert_eq!(first.read(&mut [0; 8]).unwrap(), 0);
        two.works();
        three.works();
        assert!(connections.admit(&a).is_none());
        drop(one);
        assert!(connections.admit(&a).is_none());
        drop(two);
        assert!(connections.admit(&a).is_some());
    }

    #[test]
    fn bytes_are_held_up_to_the_limit() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let connections = Arc::new(Connections::new(8, 10));
        let (_a, a) = pair(&listener);
        let (_b, b) = pair(&listener);
        let (one, two) = (connections.admit(&a).unwrap(), connections.admit(&b).unwrap());
        assert!(one.hold(6) && !one.hold(5) && one.hold(4));
        one.works();
        assert!(!two.hold(1));
        one.waits(false);
        assert!(two.hold(10) && !one.hold(1));
        two.release();
        drop((one, two));
        assert_eq!(connections.table().held, 0);
    }
}
