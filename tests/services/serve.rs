use super::{TEXT, files, sayso};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{Shutdown, TcpStream};
use std::process::{Child, Stdio};
use std::time::Duration;

/// `sayso serve` on a port of its own.
struct Service {
    process: Child,
    port: u16,
    home: tempfile::TempDir,
}

impl Service {
    fn start() -> Self {
        let home = tempfile::tempdir().unwrap();
        let mut command = sayso(home.path());
        let mut process = command.args(["serve", "--port", "0"]).stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let port = line.trim().strip_prefix("listening on http://127.0.0.1:").unwrap().parse().unwrap();
        Self { process, port, home }
    }

    /// What comes back for some bytes; no more are sent after them.
    fn send(&self, bytes: &[u8]) -> Vec<u8> {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_mins(2))).unwrap();
        // It may answer and close before it has read all.
        let _ = stream.write_all(bytes);
        let _ = stream.shutdown(Shutdown::Write);
        let mut out = Vec::new();
        let _ = stream.read_to_end(&mut out);
        out
    }

    /// The status and the body of an answer.
    fn ask(&self, method: &str, path: &str, body: &str) -> (u16, Value) {
        let answer = String::from_utf8(self.send(&request(method, path, body))).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, serde_json::from_str(body).unwrap_or(Value::Null))
    }

    /// Asked to end, it does; nothing was written.
    fn end(mut self) {
        #[cfg(unix)]
        {
            let pid = rustix::process::Pid::from_child(&self.process);
            rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
            assert_eq!(self.process.wait().unwrap().code(), Some(0));
        }
        #[cfg(not(unix))]
        self.process.kill().unwrap();
        assert_eq!(files(self.home.path()), Vec::<std::path::PathBuf>::new());
    }
}

fn request(method: &str, path: &str, body: &str) -> Vec<u8> {
    let length = body.len();
    format!(
        "{method} {path} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nConnection: close\r\nContent-Length: {length}\r\n\r\n{body}"
    )
    .into_bytes()
}

fn xmi() -> String {
    let text = TEXT.replace('\n', "&#10;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
         xmlns:custom=\"http:///webanno/custom.ecore\" xmi:version=\"2.0\">\n<cas:NULL xmi:id=\"0\"/>\n\
         <custom:Theme xmi:id=\"4\" sofa=\"1\" begin=\"1\" end=\"6\" about=\"taxes &amp; more\"/>\n\
         <cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{text}\"/>\n\
         <cas:View sofa=\"1\" members=\"4\"/>\n</xmi:XMI>\n"
    )
}

fn inception() -> String {
    let metadata = json!({"layer": "webanno.custom.Quote", "feature": "speaker", "projectId": 1,
        "anchoringMode": "tokens", "crossSentence": false, "range": {"begin": 0, "end": 200}});
    json!({"metadata": metadata, "document": {"xmi": xmi(), "documentId": 1, "userId": "ada"}}).to_string()
}

fn label_studio() -> String {
    let config = "<View><Labels name='l' toName='t'><Label value='Quote'/><Label value='Speaker'/></Labels>\
        <Text name='t' value='$text'/></View>";
    json!({"tasks": [{"id": 1, "data": {"text": TEXT}}], "label_config": config, "project": "1.1", "params": {}})
        .to_string()
}

#[test]
fn both_tools_get_their_answers() {
    let service = Service::start();
    let (status, answer) = service.ask("POST", "/inception/predict", &inception());
    let document = answer["document"].as_str().unwrap();
    assert_eq!(status, 200);
    // Behind the emoji, which counts as two.
    for part in [
        "begin=\"0\" end=\"22\" speaker=\"Jane Doe\"",
        "begin=\"47\" end=\"69\" speaker=\"Ada Grey\"",
        "members=\"4 5 6\"",
        "about=\"taxes &amp; more\"",
    ] {
        assert!(document.contains(part), "{part}: {document}");
    }
    assert_eq!(service.ask("POST", "/inception/train", "{}"), (204, Value::Null));
    let (status, answer) = service.ask("POST", "/label-studio/predict", &label_studio());
    let regions = answer["results"][0]["result"].as_array().unwrap();
    assert_eq!(
        (status, regions[0]["value"]["start"].as_u64(), regions[0]["value"]["end"].as_u64()),
        (200, Some(0), Some(21))
    );
    assert_eq!(service.ask("GET", "/label-studio/health", "").1["status"], "UP");
    assert_eq!(service.ask("POST", "/label-studio/setup", "{}").0, 200);
    assert_eq!(service.ask("POST", "/label-studio/webhook", "{\"action\":\"START_TRAINING\"}").0, 201);
    for (method, path, body, expected) in [
        ("GET", "/", "", 404),
        ("GET", "/inception/predict", "", 405),
        ("OPTIONS", "/inception/predict", "", 405),
        ("POST", "/inception/predict", "{}", 400),
        ("POST", "/label-studio/predict", "{\"tasks\":[],\"label_config\":\"<View/>\"}", 400),
    ] {
        let (status, answer) = service.ask(method, path, body);
        let sentence = answer["error"].as_str().unwrap_or_default();
        assert!(status == expected && sentence.ends_with('.'), "{method} {path}: {status} {answer}");
    }
    service.end();
}

/// A row of numbers that is the same every time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % below.max(1) as u64).unwrap()
    }
}

#[test]
fn a_thousand_hostile_requests_change_nothing() {
    let service = Service::start();
    let mut numbers = Numbers(0x5eed);
    let bodies = [inception(), label_studio()];
    let paths =
        ["/inception/predict", "/label-studio/predict", "/label-studio/setup", "/inception/../etc/passwd", "/%00"];
    let pieces = [
        "<!DOCTYPE x [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>",
        "&a;",
        "<a>",
        "</xmi:XMI>",
        "\\u0000",
        "\\ud83d",
        "\"",
        "]]>",
        "\u{202e}",
        "{",
        "[[[[[[[[",
        "-1",
        "1e999",
        "xmi:id=\\\"2147483647\\\"",
        "sofaString",
        "Content-Length: 5\r\n",
        "\u{0}",
    ];
    for number in 0..1_000 {
        let body = &bodies[number % 2];
        let path = paths[numbers.next(if number % 4 == 0 { 5 } else { 2 })];
        let mut sent = match number % 8 {
            0 => request("POST", path, &"[".repeat(5_000)),
            1 => request("PUT", path, body),
            2 => request("POST", path, &body.replace("custom", pieces[numbers.next(pieces.len())])),
            _ => request("POST", path, body),
        };
        for _ in 0..=numbers.next(3) {
            let at = numbers.next(sent.len());
            match numbers.next(4) {
                0 => sent.truncate(at),
                1 => sent[at] = numbers.next(256) as u8,
                2 => drop(sent.splice(at..at, pieces[numbers.next(pieces.len())].bytes())),
                _ => drop(sent.splice(at..(at + 9).min(sent.len()), [])),
            }
            if sent.is_empty() {
                break;
            }
        }
        let answer = service.send(&sent);
        let is_answer = answer.starts_with(b"HTTP/1.1 ") && !answer.starts_with(b"HTTP/1.1 500");
        assert!(answer.is_empty() || is_answer, "{number}: {}", String::from_utf8_lossy(&answer));
    }
    assert_eq!(service.ask("POST", "/inception/predict", &inception()).0, 200);
    service.end();
}
