//! The head of a request, and who may send it.

use crate::serve::message::{Method, Response};

/// Bytes of the longest head.
pub const MAX_HEAD: usize = 16 << 10;

/// Most lines of a head.
const MAX_LINES: usize = 64;

/// How long the body is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Length {
    /// So many bytes.
    Known(u64),
    /// It comes in chunks that say how long they are.
    Chunked,
}

/// What stands before the body.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    pub method: Method,
    pub path: String,
    pub length: Length,
    /// Whether the connection stays.
    pub keeps: bool,
    /// Whether the client waits to be told to send the body.
    pub waits: bool,
}

impl Head {
    /// Reads a head at the beginning of `bytes`, and how long it is; nothing where its end is not there yet.
    ///
    /// # Errors
    /// The answer to what is none, or must not be answered.
    pub fn read(bytes: &[u8]) -> Result<Option<(Self, usize)>, Response> {
        let mut lines = [httparse::EMPTY_HEADER; MAX_LINES];
        let mut request = httparse::Request::new(&mut lines);
        let end = match request.parse(bytes) {
            Ok(httparse::Status::Complete(end)) => end,
            Ok(httparse::Status::Partial) if bytes.len() < MAX_HEAD => return Ok(None),
            Ok(httparse::Status::Partial) => {
                return Err(Response::refused(431, "The head of the request has more than 16 KB."));
            }
            Err(httparse::Error::TooManyHeaders) => {
                return Err(Response::refused(431, "The head of the request has more than 64 lines."));
            }
            Err(error) => return Err(Response::refused(400, &format!("This is no HTTP request: {error}."))),
        };
        let method = match request.method {
            Some("GET") => Method::Get,
            Some("POST") => Method::Post,
            _ => Method::Other,
        };
        let path = request.path.unwrap_or_default();
        let path = path.split(['?', '#']).next().unwrap_or_default().to_owned();
        let fields = Fields(request.headers);
        let is_new = request.version == Some(1);
        fields.check_sender()?;
        let keeps = match fields.one("connection")? {
            Some(words) if words.to_ascii_lowercase().contains("close") => false,
            Some(words) if words.to_ascii_lowercase().contains("keep-alive") => true,
            Some(_) | None => is_new,
        };
        let waits = is_new && fields.one("expect")?.is_some_and(|words| words.eq_ignore_ascii_case("100-continue"));
        Ok(Some((Self { method, path, length: fields.length()?, keeps, waits }, end)))
    }
}

/// The lines of a head.
struct Fields<'a>(&'a [httparse::Header<'a>]);

impl<'a> Fields<'a> {
    /// The value of a field that stands there once.
    fn one(&self, name: &str) -> Result<Option<&'a str>, Response> {
        let mut all = self.0.iter().filter(|field| field.name.eq_ignore_ascii_case(name));
        let Some(first) = all.next() else { return Ok(None) };
        let refused = || Response::refused(400, &format!("The request has {name} twice, or not in plain letters."));
        if all.any(|other| other.value != first.value) {
            return Err(refused());
        }
        std::str::from_utf8(first.value).map(|value| Some(value.trim())).map_err(|_| refused())
    }

    /// Whether a program of this machine asks, and no page in a browser: one that was made to take another name for this machine
    /// says so in `Host`, any other in `Origin`.
    fn check_sender(&self) -> Result<(), Response> {
        let Some(host) = self.one("host")? else {
            return Err(Response::refused(400, "The request names no host."));
        };
        if !is_loopback(host) {
            return Err(Response::refused(403, "Only requests to 127.0.0.1 or localhost are answered."));
        }
        match self.one("origin")? {
            Some(origin) => {
                let host = origin.split_once("://").map(|(_, host)| host);
                if host.is_some_and(is_loopback) {
                    Ok(())
                } else {
                    Err(Response::refused(403, "Pages of other sites are not answered."))
                }
            }
            None => Ok(()),
        }
    }

    fn length(&self) -> Result<Length, Response> {
        let known = self.one("content-length")?;
        match (self.one("transfer-encoding")?, known) {
            (None, None) => Ok(Length::Known(0)),
            (None, Some(digits)) => match digits.parse() {
                Ok(length) if digits.bytes().all(|b| b.is_ascii_digit()) => Ok(Length::Known(length)),
                _ => Err(Response::refused(400, "Content-Length is no number.")),
            },
            (Some(_), Some(_)) => {
                Err(Response::refused(400, "Content-Length and Transfer-Encoding do not go together."))
            }
            (Some(coding), None) if coding.eq_ignore_ascii_case("chunked") => Ok(Length::Chunked),
            (Some(_), None) => Err(Response::refused(501, "Of transfer encodings only chunked is known.")),
        }
    }
}

/// Whether a host, with a port or without, is this machine to itself.
fn is_loopback(host: &str) -> bool {
    let is_port = |port: &str| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit());
    let host = match host.rsplit_once(':') {
        Some((host, port)) if is_port(port) => host,
        _ => host,
    };
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|known| host.eq_ignore_ascii_case(known))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn head(lines: &str) -> Result<Head, u16> {
        let bytes = format!("POST /a/b?c=d HTTP/1.1\r\n{lines}\r\n");
        Head::read(bytes.as_bytes()).map(|head| head.unwrap().0).map_err(|response| response.status)
    }

    #[test]
    fn what_a_head_says() {
        let lines = "host: LOCALHOST:80\r\nContent-Length: 12\r\nExpect: 100-continue\r\nConnection: Upgrade, HTTP2-Settings\r\n";
        let expected =
            Head { method: Method::Post, path: "/a/b".into(), length: Length::Known(12), keeps: true, waits: true };
        assert_eq!(head(lines), Ok(expected));
        assert_eq!(head("Host: [::1]:9\r\nTransfer-Encoding: Chunked\r\n").map(|h| h.length), Ok(Length::Chunked));
        assert_eq!(head("Host: 127.0.0.1\r\nConnection: close\r\n").map(|h| h.keeps), Ok(false));
        let old = Head::read(b"GET / HTTP/1.0\r\nHost: localhost\r\n\r\nmore").unwrap().unwrap();
        assert!(!old.0.keeps && old.1 == 35 && old.0.method == Method::Get, "{old:?}");
        assert_eq!(Head::read(b"GET / HTTP/1.1\r\nHost: loc"), Ok(None));
    }

    #[test]
    fn who_may_ask() {
        for (lines, status) in [
            ("", 400),
            ("Host: sayso.example\r\n", 403),
            ("Host: 127.0.0.1.evil.example\r\n", 403),
            ("Host: localhost:80:80\r\n", 403),
            ("Host: evil.example\r\nHost: localhost\r\n", 400),
            ("Host: localhost\r\nOrigin: https://evil.example\r\n", 403),
            ("Host: localhost\r\nOrigin: null\r\n", 403),
            ("Host: localhost\r\nOrigin: http://localhost.evil.example\r\n", 403),
        ] {
            assert_eq!(head(lines), Err(status), "{lines}");
        }
        assert!(head("Host: localhost:1\r\nOrigin: http://localhost:8080\r\n").is_ok());
    }

    #[test]
    fn what_is_no_head() {
        let host = "Host: localhost\r\n";
        for (lines, status) in [
            ("Content-Length: -1\r\n", 400),
            ("Content-Length: +1\r\n", 400),
            ("Content-Length: 1\r\nContent-Length: 2\r\n", 400),
            ("Content-Length: 99999999999999999999999\r\n", 400),
            ("Content-Length: 1\r\nTransfer-Encoding: chunked\r\n", 400),
            ("Transfer-Encoding: gzip, chunked\r\n", 501),
            ("Expect: \u{e9}\r\nno colon\r\n", 400),
        ] {
            assert_eq!(head(&format!("{host}{lines}")), Err(status), "{lines}");
        }
        assert_eq!(head(&format!("{host}{}", "a: b\r\n".repeat(64))), Err(431));
        let status = |bytes: &[u8]| Head::read(bytes).map_err(|response| response.status);
        assert_eq!(status(&[b'a'; MAX_HEAD]), Err(431));
        assert_eq!(status(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc"), Err(400));
    }
}
