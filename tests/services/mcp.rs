use super::{TEXT, files, put, sayso};
use serde_json::{Value, json};
use std::io::Write as _;
use std::path::Path;
use std::process::Stdio;

/// The answers to some lines.
fn told(home: &Path, arguments: &[&str], lines: &[String]) -> Vec<Value> {
    let mut command = sayso(home);
    let mut process = command.arg("mcp").args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = process.stdin.take().unwrap();
    let text = lines.join("\n") + "\n";
    let writer = std::thread::spawn(move || input.write_all(text.as_bytes()));
    let output = process.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let out = String::from_utf8(output.stdout).unwrap();
    out.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn request(id: u32, method: &str, params: &Value) -> String {
    json!({"jsonrpc": "2.0", "id": id, "method": method, "params": params}).to_string()
}

fn begin() -> String {
    request(
        0,
        "initialize",
        &json!({"protocolVersion": "2025-06-18", "capabilities": {}, "clientInfo": {"name": "t", "version": "1"}}),
    )
}

/// The answers to calls of tools.
fn called(home: &Path, calls: &[(&str, Value)]) -> Vec<Value> {
    let call = |(n, (name, arguments)): (usize, &(&str, Value))| {
        request(n as u32 + 1, "tools/call", &json!({"name": name, "arguments": arguments}))
    };
    let lines: Vec<String> = std::iter::once(begin()).chain(calls.iter().enumerate().map(call)).collect();
    told(home, &["--root", "root"], &lines).into_iter().skip(1).map(|answer| answer["result"].clone()).collect()
}

/// A folder with documents, and one beside it that is nobody's business.
fn world() -> tempfile::TempDir {
    let home = tempfile::tempdir().unwrap();
    std::fs::create_dir_all(home.path().join("root/deep")).unwrap();
    put(home.path(), "root/a.txt", TEXT);
    put(home.path(), "root/deep/b.txt", "“Nobody is in a hurry,” said Bo Lind.\n");
    put(home.path(), "root/draft.txt", "“Taxes rose by 5%,” Jane Doe said. “We will not go back,” Ada Grey said.\n");
    put(home.path(), "secret.txt", "“A secret,” said Cy Moss.\n");
    put(
        home.path(),
        "root/deep/b.txt.sayso.ron",
        "#![enable(implicit_some)]\n(\n  version: 1,\n  speakers: [(id: \"bo-lind\", name: \"Bo Lind\", kind: person)],\n  annotations: [\n    \
         (id: \"r1\", label: \"quote\", kind: direct, form: quotation, status: confirmed, at: [(start: 0, end: 23, exact: \"“Nobody is in a hurry,”\")], speaker: \"bo-lind\"),\n  ],\n)\n",
    );
    home
}

#[test]
fn a_conversation() {
    let home = world();
    let before = files(home.path());
    let answers = called(
        home.path(),
        &[
            ("who_said_what", json!({"path": "a.txt"})),
            ("who_said_what", json!({"path": "deep/b.txt", "decided": true})),
            ("find", json!({"words": "back", "in": "quotes"})),
            ("find", json!({"words": "a", "limit": 1})),
            ("verify", json!({"article": "draft.txt", "against": ["a.txt"], "findings": true})),
            ("detect", json!({"text": TEXT})),
            ("who_said_what", json!({"path": "a.txt", "offset": 1, "limit": 1})),
            ("who_said_what", json!({"path": "a.txt", "speaker": "Ada Grey"})),
        ],
    );
    let data: Vec<&Value> = answers.iter().map(|answer| &answer["structuredContent"]).collect();
    let [said, decided, found, few, verified, detected, second, hers] = data.as_slice() else { panic!("{answers:?}") };
    let first = &said["statements"][0];
    assert_eq!(
        (&first["speaker"], &first["decided"], &first["at"]),
        (&json!("Jane Doe"), &json!(false), &json!([[0, 21]]))
    );
    assert_eq!((&said["total"], &said["left_out"], &said["document"]), (&json!(2), &json!(0), &json!("a.txt")));
    assert_eq!(
        (&decided["statements"][0]["speaker"], &decided["statements"][0]["status"]),
        (&json!("Bo Lind"), &json!("confirmed"))
    );
    assert_eq!(
        (&found["results"][0]["speaker"], &found["results"][0]["document"]),
        (&json!("Ada Grey"), &json!("a.txt"))
    );
    assert!(few["results"].as_array().unwrap().len() == 1 && few["note"].is_string(), "{few}");
    assert_eq!((&verified["findings"], &verified["total"]), (&json!(1), &json!(2)));
    assert_eq!(verified["quotations"][0]["quote"], "Taxes rose by 5%");
    assert_eq!(detected["statements"][1]["words"], "“We will not go back,”");
    assert_eq!((&second["statements"][0]["speaker"], &second["left_out"]), (&json!("Ada Grey"), &json!(0)));
    assert_eq!(hers["total"], 1);
    // The same as text, for who reads no data.
    for answer in &answers {
        let text: Value = serde_json::from_str(answer["content"][0]["text"].as_str().unwrap()).unwrap();
        assert_eq!(text, answer["structuredContent"]);
        assert!(!text.to_string().contains(home.path().to_str().unwrap()), "{text}");
    }
    assert_eq!(files(home.path()), before);
}

#[test]
fn nothing_outside_the_root_is_read() {
    let home = world();
    #[cfg(unix)]
    {
        use std::os::unix::fs::symlink;
        symlink(home.path().join("secret.txt"), home.path().join("root/link.txt")).unwrap();
        symlink(home.path(), home.path().join("root/up")).unwrap();
    }
    let outside = home.path().join("secret.txt");
    let mut calls: Vec<(&str, Value)> = Vec::new();
    for path in [
        "../secret.txt",
        "link.txt",
        "up/secret.txt",
        "deep/../../secret.txt",
        "/etc/passwd",
        outside.to_str().unwrap(),
        "",
        "-",
        "a\u{0}b",
    ] {
        calls.push(("who_said_what", json!({"path": path})));
        calls.push(("verify", json!({"article": path, "against": ["a.txt"]})));
        calls.push(("verify", json!({"text": "“A secret,” said Cy Moss.", "against": [path, "link.txt"]})));
    }
    for path in ["..", "up", "link.txt", "../secret.txt"] {
        calls.push(("find", json!({"words": "secret", "path": path})));
    }
    for answer in called(home.path(), &calls) {
        assert!(answer["isError"] == true, "{answer}");
    }
    let [found] = called(home.path(), &[("find", json!({"words": "secret"}))]).try_into().unwrap();
    assert_eq!(found["structuredContent"]["results"], json!([]));
    // Without a root no file is read at all.
    let call = request(1, "tools/call", &json!({"name": "find", "arguments": {"words": "a"}}));
    let answers = told(home.path(), &[], &[begin(), request(2, "tools/list", &json!({})), call]);
    assert_eq!(answers[1]["result"]["tools"].as_array().unwrap().len(), 1);
    assert_eq!(answers[2]["result"]["isError"], true);
}

#[test]
fn lines_that_are_none_do_not_end_it() {
    let home = world();
    let long = format!("\"{}\"", "x".repeat(17 << 20));
    let lines = [
        String::new(),
        "{".to_owned(),
        long,
        "\u{feff}".to_owned(),
        request(7, "ping", &json!({})),
        "{\"jsonrpc\":\"2.0\"".to_owned(),
    ];
    let answers = told(home.path(), &["--root", "root"], &lines);
    let codes: Vec<Option<i64>> = answers.iter().map(|answer| answer["error"]["code"].as_i64()).collect();
    assert_eq!(codes, [Some(-32700), Some(-32700), Some(-32700), None, Some(-32700)]);
    assert_eq!(answers[3], json!({"jsonrpc": "2.0", "id": 7, "result": {}}));
    let refused = sayso(home.path()).args(["mcp", "--root", "none"]).output().unwrap();
    assert!(refused.status.code() == Some(3) && String::from_utf8_lossy(&refused.stderr).contains("--root none"));
}
