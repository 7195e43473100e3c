//! Addresses and paths as references that an IRI allows (RFC 3987): what it may not hold is written in hex.

/// An address without what no IRI may hold, which is written in hex.
pub fn address(words: &str) -> String {
    let is_wrong = |c: char| c.is_whitespace() || c.is_control() || "<>\"{}|\\^`".contains(c);
    words.chars().fold(String::with_capacity(words.len()), |mut out, c| {
        if is_wrong(c) {
            in_hex(c, &mut out);
        } else {
            out.push(c);
        }
        out
    })
}

fn in_hex(c: char, out: &mut String) {
    use std::fmt::Write as _;
    let mut bytes = [0; 4];
    for byte in c.encode_utf8(&mut bytes).bytes() {
        let _ = write!(out, "%{byte:02X}");
    }
}

/// A path as a reference: what an IRI may not hold is written in hex.
pub fn reference(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    for c in path.chars() {
        if c.is_alphanumeric() || "/._~!$&'()*+,;=@-".contains(c) { out.push(c) } else { in_hex(c, &mut out) }
    }
    out
}

/// A reference without its `%XX`; `None` where that is no text. O(length).
pub fn decoded(words: &str) -> Option<String> {
    let mut out = Vec::with_capacity(words.len());
    let mut rest = words.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        if *first == b'%' {
            let (hex, behind) = behind.split_at_checked(2)?;
            out.push(u8::from_str_radix(std::str::from_utf8(hex).ok()?, 16).ok()?);
            rest = behind;
        } else {
            out.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(out).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_references() {
        assert_eq!(reference("a b/é#1.txt"), "a%20b/é%231.txt");
        assert_eq!(decoded("a%20b/é%231.txt").as_deref(), Some("a b/é#1.txt"));
        assert_eq!([decoded("a%2"), decoded("%zz"), decoded("%ff")], [None, None, None]);
    }
}
