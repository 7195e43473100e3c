use super::*;
use std::io::Read;
use std::thread::JoinHandle;

/// A service that answers with what was sent, in capitals; `/panic` is a mistake.
struct Running {
    address: SocketAddr,
    stopper: Stopper,
    thread: JoinHandle<io::Result<()>>,
}

impl Running {
    fn start(limits: Limits) -> Self {
        let handler = |request: &Request| {
            assert!(request.path != "/panic", "on purpose");
            Response::of(request.body.to_ascii_uppercase())
        };
        let server = Server::bind(0, limits, Arc::new(handler)).unwrap();
        let (address, stopper) = (server.address().unwrap(), server.stopper().unwrap());
        Self { address, stopper, thread: std::thread::spawn(move || server.run()) }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream
    }

    /// Everything that comes back.
    fn ask(&self, request: &[u8]) -> String {
        let mut stream = self.connect();
        // A refused client may be cut off while it sends.
        let _ = stream.write_all(request);
        let mut out = Vec::new();
        let _ = stream.read_to_end(&mut out);
        String::from_utf8_lossy(&out).into_owned()
    }

    fn post(&self, path: &str, body: &str) -> String {
        let length = body.len();
        self.ask(
            format!(
                "POST {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
            )
            .as_bytes(),
        )
    }

    fn end(self) {
        self.stopper.stop();
        self.thread.join().unwrap().unwrap();
    }
}

/// Deadlines that a test can wait for.
fn short() -> Limits {
    let soon = Duration::from_millis(50);
    Limits { idle: soon, head: soon, body: soon, answer: soon, body_bytes: 1 << 20, workers: 2, ..Limits::default() }
}

#[test]
fn requests_are_answered_one_after_the_other_on_one_connection() {
    let service = Running::start(Limits { idle: Duration::from_secs(20), ..short() });
    let mut stream = service.connect();
    let one = "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabc";
    let chunked = "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n\
        2;x=y\r\nde\r\n1\r\nf\r\n0\r\nTrailer: x\r\n\r\n";
    stream.write_all(format!("{one}{one}{chunked}").as_bytes()).unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    assert_eq!(all.matches("HTTP/1.1 200 OK").count(), 3, "{all}");
    assert!(all.matches("ABC").count() == 2 && all.ends_with("DEF"), "{all}");
    service.end();
}

#[test]
fn a_client_that_waits_to_be_told_is_told() {
    let service = Running::start(Limits { body: Duration::from_secs(20), ..short() });
    let mut stream = service.connect();
    let head =
        "POST /a HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nConnection: close\r\nContent-Length: 2\r\n\r\n";
    stream.write_all(head.as_bytes()).unwrap();
    let mut told = [0; 25];
    stream.read_exact(&mut told).unwrap();
    assert_eq!(&told, b"HTTP/1.1 100 Continue\r\n\r\n");
    stream.write_all(b"hi").unwrap();
    let mut all = String::new();
    stream.read_to_string(&mut all).unwrap();
    assert!(all.ends_with("HI"), "{all}");
    service.end();
}

#[test]
fn a_mistake_in_one_request_is_none_of_the_next() {
    let service = Running::start(Limits { workers: 1, ..short() });
    for _ in 0..3 {
        assert!(service.post("/panic", "").starts_with("HTTP/1.1 500 "));
    }
    assert!(service.post("/a", "still there").ends_with("STILL THERE"));
    service.end();
}

#[test]
fn what_is_too_long_or_too_slow_is_told() {
    let service = Running::start(short());
    assert!(service.post("/a", &"x".repeat(3 << 20)).contains("413 "));
    let head = "POST /a HTTP/1.1\r\nHost: localhost\r\n";
    assert!(service.ask(format!("{head}Content-Length: 9\r\n\r\nab").as_bytes()).contains(" 408 "));
    assert!(service.ask(head.as_bytes()).contains(" 408 "));
    let chunked = format!("{head}Transfer-Encoding: chunked\r\n\r\n");
    assert!(service.ask(format!("{chunked}fffffff\r\n").as_bytes()).contains(" 413 "));
    assert!(service.ask(format!("{chunked}zz\r\n").as_bytes()).contains(" 400 "));
    assert!(service.ask(format!("{chunked}1\r\nabc").as_bytes()).contains(" 400 "));
    assert!(service.ask(format!("{chunked}1").as_bytes()).contains(" 408 "));
    // Who says nothing is left without a word.
    assert_eq!(service.ask(b""), "");
    assert!(service.post("/a", "fine").ends_with("FINE"));
    service.end();
}

#[test]
fn clients_that_stall_hold_up_nobody() {
    // No deadline of theirs comes to an end while the test runs: they give way, or do not matter.
    let long = Duration::from_mins(10);
    let limits = Limits { idle: long, head: long, body: long, connections: 40, workers: 1, ..short() };
    let service = Running::start(limits);
    let mut stalled = Vec::new();
    for number in 0..60 {
        let mut stream = service.connect();
        let part: &[u8] = match number % 3 {
            0 => b"",
            1 => b"POST /a HTTP/1.1\r\nHo",
            _ => b"POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500000\r\n\r\nabc",
        };
        let _ = stream.write_all(part);
        stalled.push(stream);
    }
    for _ in 0..20 {
        assert!(service.post("/a", "words").ends_with("WORDS"));
    }
    drop(stalled);
    service.end();
}
