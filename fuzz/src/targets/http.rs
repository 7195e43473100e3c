//! The bytes of one client of `sayso serve`, over the loopback interface.

use super::Target;
use crate::seeds;
use sayso::serve::{Limits, Response, Server};
use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::sync::{Arc, LazyLock};
use std::time::Duration;

pub const TARGET: Target =
    Target { name: "http", doc: "what a client sends to the service", run, is_bounded: true, seeds };

/// A service that answers with what it was sent.
static SERVICE: LazyLock<SocketAddr> = LazyLock::new(|| {
    let limits = Limits { body_bytes: 1 << 16, workers: 1, ..Limits::default() };
    let handler = Arc::new(|request: &sayso::serve::Request| Response::of(request.body.clone()));
    let server = Server::bind(0, limits, handler).expect("a port");
    let address = server.address().expect("its address");
    std::thread::spawn(move || server.run());
    address
});

fn run(bytes: &[u8]) -> bool {
    let mut stream = TcpStream::connect(*SERVICE).expect("the service is there");
    // Ends without waiting, else the numbers of ports run out.
    rustix::net::sockopt::set_socket_linger(&stream, Some(Duration::ZERO)).expect("a socket");
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a socket");
    // It may have had enough before the end.
    let _ = stream.write_all(bytes).and_then(|()| stream.shutdown(Shutdown::Write));
    let mut answer = Vec::new();
    let ended = stream.read_to_end(&mut answer);
    if let Err(error) = ended {
        let is_late = matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut);
        assert!(!is_late, "no end after {} bytes of answers", answer.len());
    }
    assert!(answer.is_empty() || answer.starts_with(b"HTTP/1.1 "), "{:?}", String::from_utf8_lossy(&answer));
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    seeds::texts(&[
        "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\nabcGET /b HTTP/1.1\r\nHost: 127.0.0.1:80\r\nConnection: close\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2;x=y\r\nde\r\n1\r\nf\r\n0\r\nTrailer: x\r\n\r\n",
        "POST /a HTTP/1.1\r\nHost: [::1]:9\r\nExpect: 100-continue\r\nOrigin: http://localhost:8080\r\nContent-Length: 2\r\n\r\nhi",
        "GET / HTTP/1.0\r\nHost: localhost\r\nConnection: keep-alive\r\n\r\nGET /x?y#z HTTP/1.1\r\nHost: evil\r\n\r\n",
    ])
}
