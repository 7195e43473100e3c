//! temp
fn main() {
    use std::io::{BufRead, Write};
    let d = sayso::detect::Detector::new();
    let out = std::io::stdout();
    let mut out = std::io::BufWriter::new(out.lock());
    for l in std::io::stdin().lock().lines() {
        let v: serde_json::Value = serde_json::from_str(&l.unwrap()).unwrap();
        let doc = sayso::document::Document::verbatim(v["text"].as_str().unwrap());
        let f = d.extract(&doc);
        serde_json::to_writer(&mut out, &sayso::export::detections::line(v["id"].clone(), &doc, &f)).unwrap();
        out.write_all(b"\n").unwrap();
    }
}
