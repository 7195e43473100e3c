//! What git makes of two versions with `merge=union`: the lines of both, one after the other, and not always in the list
//! they belong to. A line says itself what it is, so that they can be sorted into their lists again.

use std::fmt::Write as _;

/// The same lines, each in the list it belongs to; `None` when one of them is no line of ours, or the file does not end as
/// one does: then it was cut off, and what is missing must be told. O(n).
pub fn sorted(text: &str) -> Option<String> {
    let end = text.lines().map(str::trim).rfind(|line| !line.is_empty());
    if end != Some(")") {
        return None;
    }
    let (mut version, mut documents) = (None, Vec::new());
    let (mut speakers, mut annotations, mut reviews, mut checks) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for line in text.lines() {
        let bare = line.trim();
        match bare {
            "" | "(" | ")" | "]," | "speakers: [" | "annotations: [" | "reviews: [" | "checks: [" => {}
            _ if bare.starts_with("#![") || bare.starts_with("//") => {}
            _ if bare.starts_with("version: ") => version = Some(bare),
            // Of two texts neither counts more: every place is checked against the present one.
            _ if bare.starts_with("document: (") => documents.push(bare),
            _ if bare.starts_with("(by: ") => reviews.push(bare),
            _ if bare.starts_with("(quote: ") => checks.push(bare),
            _ => {
                let (_, rest) = bare.strip_prefix("(id: \"")?.split_once("\", ")?;
                if rest.starts_with("label: ") {
                    annotations.push(bare);
                } else if rest.starts_with("name: ") {
                    speakers.push(bare);
                } else {
                    return None;
                }
            }
        }
    }
    let mut out = format!("#![enable(implicit_some)]\n(\n{}\n{}\n", version?, documents.join("\n"));
    for (name, lines) in
        [("speakers", speakers), ("annotations", annotations), ("reviews", reviews), ("checks", checks)]
    {
        // A write to a string cannot fail.
        let _ = write!(out, "{name}: [\n{}\n],\n", lines.join("\n"));
    }
    out.push_str(")\n");
    Some(out)
}
