//! What is asked, and what is answered.

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
