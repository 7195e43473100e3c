//! What a program says to `sayso mcp`, a message a line; it may read no file.

use super::Target;
use crate::seeds;

pub const TARGET: Target =
    Target { name: "mcp", doc: "messages of JSON-RPC, a line each", run, is_bounded: true, seeds };

fn run(bytes: &[u8]) -> bool {
    let mut out = Vec::new();
    sayso::cli::speak(&mut &*bytes, &mut out).expect("in memory");
    let lines = bytes.split(|b| *b == b'\n').count();
    let answers: Vec<&[u8]> = out.split(|b| *b == b'\n').filter(|line| !line.is_empty()).collect();
    assert!(answers.len() <= lines, "{} answers to {lines} lines", answers.len());
    for answer in answers {
        let answer: serde_json::Value = serde_json::from_slice(answer).expect("an answer of JSON");
        let all = answer.as_array().cloned().unwrap_or_else(|| vec![answer.clone()]);
        assert!(all.iter().all(|answer| answer["jsonrpc"] == "2.0"), "{answer}");
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let begin = "{\"jsonrpc\": \"2.0\", \"id\": 0, \"method\": \"initialize\", \"params\": {\"protocolVersion\": \"2025-03-26\", \"capabilities\": {}, \"clientInfo\": {\"name\": \"t\", \"version\": \"1\"}}}\n";
    let listed = "{\"jsonrpc\": \"2.0\", \"id\": \"a\", \"method\": \"tools/list\"}\n[{\"jsonrpc\": \"2.0\", \"id\": 2, \"method\": \"ping\"}]\n";
    let detect = "{\"jsonrpc\": \"2.0\", \"id\": 3, \"method\": \"tools/call\", \"params\": {\"name\": \"detect\", \"arguments\": {\"text\": \"“We go,” said Ada Grey.\"}}}\n";
    let files = "{\"jsonrpc\": \"2.0\", \"id\": 4, \"method\": \"tools/call\", \"params\": {\"name\": \"who_said_what\", \"arguments\": {\"path\": \"a.txt\"}}}\n{\"jsonrpc\": \"2.0\", \"id\": 5, \"method\": \"tools/call\", \"params\": {\"name\": \"find\", \"arguments\": {\"query\": \"we\"}, \"_meta\": {\"io.modelcontextprotocol/protocolVersion\": \"2026-07-28\"}}}\n";
    let note = "{\"jsonrpc\": \"2.0\", \"method\": \"notifications/initialized\"}\n";
    let whole = [begin, note, listed, detect, files].concat();
    seeds::texts(&[&whole, detect, &[begin, listed].concat(), files])
}
