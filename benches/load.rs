//! How fast documents of each format are read, on one core: an article of ten megabytes in each, in MB of file and of text
//! a second, with the most memory held at once beside the size of the file. The check for valid UTF-8 with the count of
//! words stands first, so that two machines compare.
//! `cargo bench --bench load -- [FILE…]`: files of your own are measured as they are (PDF is only measured so).

use anyhow::{Context as _, Result};
use sayso_core::document::{LoadOptions, load};
use std::fmt::Write as _;
use std::hint::black_box;
use std::io::{Cursor, Read as _, Write as _};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Bytes of text in each.
const SIZE: usize = 10_000_000;
/// Times each is done; the fastest counts.
const TIMES: usize = 3;

const SENTENCES: [&str; 4] = [
    "“We waved,” said Dora Finch, who has sold tickets at Low Quay for twenty years. “It waved back.”",
    "The ferry company said that its captain had followed the timetable, and that the timetable had followed the moon.",
    "Nobody told the passengers, Finch said, that the stop was gone; the harbour office, she added, was at sea.",
    "Asked whether she would resign if the vote failed, the mayor looked at the water for a while and said: “No.”",
];

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout(), "{line}").context("standard output")
}

/// Paragraphs of three sentences.
fn paragraphs() -> Vec<String> {
    let mut out = Vec::new();
    let mut size = 0;
    for n in 0.. {
        let words: Vec<&str> = (0..3).map(|k| SENTENCES[(n + k) % SENTENCES.len()]).collect();
        let paragraph = words.join(" ");
        size += paragraph.len();
        out.push(paragraph);
        if size >= SIZE {
            break;
        }
    }
    out
}

fn written(parts: impl Iterator<Item = String>) -> String {
    parts.collect::<Vec<_>>().concat()
}

fn zipped(files: &[(&str, &str)]) -> Result<Vec<u8>> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The same paragraphs in every format, each as programs of its kind write it.
fn documents() -> Result<Vec<(&'static str, Vec<u8>)>> {
    let all = paragraphs();
    let each = |before: &str, after: &str| {
        all.iter().fold(String::new(), |mut out, p| {
            let _ = writeln!(out, "{before}{p}{after}");
            out
        })
    };
    let html = format!(
        "<!DOCTYPE html><html><head><title>Ferry</title></head><body><nav><a href='/'>Home</a></nav><article><h1>Ferry</h1>{}</article></body></html>",
        each("<p class=\"c1\">", "</p>").replace("said", "<a href=\"/said\">said</a>")
    );
    let mut book: Vec<(String, String)> = Vec::new();
    for (n, part) in all.chunks(all.len() / 50 + 1).enumerate() {
        let words = written(part.iter().map(|p| format!("<p>{p}</p>\n")));
        book.push((
            format!("c{n}.xhtml"),
            format!("<?xml version='1.0'?><html xmlns='http://www.w3.org/1999/xhtml'><head><title>c</title></head><body><h1>Chapter {n}</h1>{words}</body></html>"),
        ));
    }
    let items =
        written(book.iter().map(|(n, _)| format!("<item id='{n}' href='{n}' media-type='application/xhtml+xml'/>")));
    let spine = written(book.iter().map(|(n, _)| format!("<itemref idref='{n}'/>")));
    let package = format!("<package><manifest>{items}</manifest><spine>{spine}</spine></package>");
    let mut files = vec![
        ("META-INF/container.xml", "<container><rootfiles><rootfile full-path='a.opf'/></rootfiles></container>"),
        ("a.opf", package.as_str()),
    ];
    files.extend(book.iter().map(|(n, t)| (n.as_str(), t.as_str())));
    let epub = zipped(&files)?;
    let word = format!(
        "<w:document><w:body>{}</w:body></w:document>",
        each("<w:p><w:pPr><w:pStyle w:val=\"a\"/></w:pPr><w:r><w:t>", "</w:t></w:r></w:p>")
    );
    let office = format!(
        "<office:document-content><office:body><office:text>{}</office:text></office:body></office:document-content>",
        each("<text:p text:style-name=\"P1\">", "</text:p>")
    );
    let mimetype = ("mimetype", "application/vnd.oasis.opendocument.text");
    let rtf =
        format!("{{\\rtf1\\ansi {}}}", each("{\\pard \\ql ", "\\par}").replace('“', "\\'93").replace('”', "\\'94"));
    let mut cues = String::new();
    for (n, p) in all.iter().enumerate() {
        let (m, s) = (n / 60 % 60, n % 60);
        let _ =
            write!(cues, "{}\n{:02}:{m:02}:{s:02},000 --> {:02}:{m:02}:{s:02},900\n{p}\n\n", n + 1, n / 3600, n / 3600);
    }
    let segments: Vec<String> = all
        .iter()
        .enumerate()
        .map(|(n, p)| {
            format!(
                "{{\"start\":{n}.0,\"end\":{n}.9,\"speaker\":\"SPEAKER_0{}\",\"text\":{}}}",
                n % 3,
                serde_json::json!(p)
            )
        })
        .collect();
    let rows =
        all.chunks(10).enumerate().map(|(n, p)| serde_json::json!({"id": n, "text": p.join("\n\n")}).to_string());
    Ok(vec![
        ("a.txt", each("", "\n").into_bytes()),
        ("a.md", each("", "\n").into_bytes()),
        ("a.html", html.into_bytes()),
        ("a.epub", epub),
        ("a.docx", zipped(&[("[Content_Types].xml", ""), ("word/document.xml", &word)])?),
        ("a.odt", zipped(&[mimetype, ("content.xml", &office)])?),
        ("a.rtf", rtf.into_bytes()),
        ("a.srt", cues.clone().into_bytes()),
        ("a.vtt", format!("WEBVTT\n\n{}", cues.replace(',', ".")).into_bytes()),
        ("a.json", format!("{{\"segments\":[{}]}}", segments.join(",")).into_bytes()),
        ("a.eml", format!("From: a@example.org\nSubject: Ferry\n\n{}", each("", "\n")).into_bytes()),
        ("a.tei.xml", format!("<TEI><text><body>{}</body></text></TEI>", each("<p>", "</p>")).into_bytes()),
        ("a.org", each("", "\n").into_bytes()),
        ("a.jsonl", rows.collect::<Vec<_>>().join("\n").into_bytes()),
    ])
}

/// The most memory this process has held, in MB; nothing where the system does not tell.
fn peak() -> Option<f64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|l| l.starts_with("VmHWM"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1e3)
}

/// Memory, in MB, that a process of its own holds to read `bytes`, beside the bytes themselves.
fn memory(name: &str, bytes: &[u8]) -> Result<f64> {
    let mut child = Command::new(std::env::current_exe()?)
        .args(["--alone", name])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()?;
    let mut input = child.stdin.take().context("no standard input")?;
    input.write_all(bytes)?;
    drop(input);
    let output = child.wait_with_output()?;
    String::from_utf8(output.stdout)?.trim().parse().context("a number")
}

/// What the process of its own does.
fn alone(name: &str) -> Result<()> {
    let mut bytes = Vec::new();
    std::io::stdin().read_to_end(&mut bytes)?;
    let before = peak().unwrap_or_default();
    let _ = black_box(load(bytes, name, &LoadOptions::default()));
    say(&format!("{:.1}", peak().unwrap_or_default() - before))
}

fn measure(name: &str, bytes: &[u8]) -> Result<()> {
    let options = LoadOptions::default();
    let text = load(bytes, name, &options).map_err(|e| anyhow::anyhow!("{name}: {e}"))?.text().len();
    let mut took = Duration::MAX;
    for _ in 0..TIMES {
        let copy = bytes.to_vec();
        let began = Instant::now();
        let _ = black_box(load(copy, name, &options));
        took = took.min(began.elapsed());
    }
    let most = memory(name, bytes)?;
    let rate = |n: usize| n as f64 / 1e6 / took.as_secs_f64();
    say(&format!(
        "{name:<12} {:6.1} MB of file, {:6.1} of text: {:7.1} MB/s of file, {:7.1} of text; at most {most:6.1} MB held",
        bytes.len() as f64 / 1e6,
        text as f64 / 1e6,
        rate(bytes.len()),
        rate(text),
    ))
}

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    if arguments.next().as_deref() == Some("--alone") {
        return alone(&arguments.next().unwrap_or_default());
    }
    let files: Vec<String> = std::env::args().skip(1).filter(|a| !a.starts_with("--")).collect();
    if files.is_empty() {
        let text = paragraphs().join("\n\n").into_bytes();
        let began = Instant::now();
        let words = std::str::from_utf8(&text).map_or(0, |t| t.split_whitespace().count());
        let rate = text.len() as f64 / 1e6 / began.elapsed().as_secs_f64();
        say(&format!("a pass over words: {rate:.0} MB/s ({words} words)"))?;
        for (name, bytes) in documents()? {
            measure(name, &bytes)?;
        }
    }
    for file in files {
        measure(&file, &std::fs::read(&file).with_context(|| format!("cannot read {file}"))?)?;
    }
    Ok(())
}
