//! What bytes say and what addresses name.

use super::ImportError;
use std::borrow::Cow;

/// The text of bytes: UTF-8, or UTF-16 with a mark at its beginning; the mark is not part of it. Line ends stay as they
/// are, since places count them. O(n).
///
/// # Errors
/// When the bytes are neither.
pub fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, skip)) if encoding != encoding_rs::UTF_8 => {
            let (text, bad) = encoding.decode_without_bom_handling(bytes.get(skip..).unwrap_or_default());
            if bad {
                return Err(ImportError::DeclaredEncoding(encoding.name()));
            }
            Ok(Cow::Owned(text.into_owned()))
        }
        mark => {
            let skip = mark.map_or(0, |(_, skip)| skip);
            std::str::from_utf8(bytes.get(skip..).unwrap_or_default()).map(Cow::Borrowed).map_err(|error| {
                let before = bytes.get(..skip + error.valid_up_to()).unwrap_or_default();
                let line = memchr::memchr_iter(b'\n', before).count() + 1;
                ImportError::NotUtf8 { line }
            })
        }
    }
}

/// The document an address names: without `file://` a path with its letters written out, of the web the address as it
/// is; none of an empty one. What stands behind `#` is no part of it. O(n).
pub fn document(address: &str) -> Option<String> {
    let address = address.trim();
    let out = match address.split_once("://") {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("file") => {
            // `file://host/path`, as a rule without a host.
            let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or(rest);
            let path = if rest.starts_with("localhost/") || rest.starts_with('/') { path } else { rest };
            unescaped(without_fragment(path))
        }
        Some(_) => address.to_owned(),
        None if address.starts_with("urn:") => address.to_owned(),
        None => unescaped(without_fragment(address)),
    };
    // A drive of Windows: `/C:/a.txt`.
    let drive = out.strip_prefix('/').filter(|p| p.get(1..3) == Some(":/"));
    let out = drive.map_or_else(|| out.clone(), str::to_owned);
    (!out.is_empty()).then_some(out)
}

fn without_fragment(path: &str) -> &str {
    path.split_once('#').map_or(path, |(path, _)| path)
}

/// An address with `%20` and the like as the letters they stand for; as it is where those are no UTF-8. O(n).
pub fn unescaped(address: &str) -> String {
    let mut out = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let hex = |at: usize| behind.get(at).and_then(|b| char::from(*b).to_digit(16));
        rest = match (first, hex(0), hex(1)) {
            (b'%', Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                behind.get(2..).unwrap_or_default()
            }
            _ => {
                out.push(*first);
                behind
            }
        };
    }
    String::from_utf8(out).unwrap_or_else(|_| address.to_owned())
}

/// Somebody as programs write them, as a name: `acct:ada@example.org`, `mailto:ada@example.org` and
/// `https://example.org/people/ada` are ada.
pub fn person(words: &str) -> Option<String> {
    let words = words.trim();
    let account = words.strip_prefix("acct:").or_else(|| words.strip_prefix("mailto:"));
    let name = match account {
        Some(account) => account.split('@').next().unwrap_or(account),
        None if words.contains("://") => words.trim_end_matches('/').rsplit('/').next().unwrap_or(words),
        None => words.strip_prefix("urn:example:").unwrap_or(words),
    };
    (!name.is_empty()).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_name_documents() {
        let named = |address: &str| document(address).unwrap_or_default();
        assert_eq!(named("file:///home/ada/a%20b/%C3%A9%231.txt"), "/home/ada/a b/é#1.txt");
        assert_eq!(named("file://a/b.txt#x"), "a/b.txt");
        assert_eq!(named("file://localhost/a.txt"), "/a.txt");
        assert_eq!(named("file:///C:/a.txt"), "C:/a.txt");
        assert_eq!(named("a%20b/é%231.txt"), "a b/é#1.txt");
        assert_eq!(named("100%"), "100%");
        assert_eq!(named("%ff"), "%ff");
        assert_eq!(named("https://example.org/a%20b"), "https://example.org/a%20b");
        assert_eq!(document(" "), None);
    }

    #[test]
    fn people_have_names() {
        for words in ["acct:ada@example.org", "mailto:ada@x", "https://example.org/people/ada/", "ada"] {
            assert_eq!(person(words).as_deref(), Some("ada"), "{words}");
        }
        assert_eq!(person(" "), None);
    }

    #[test]
    fn line_ends_stay_and_marks_go() {
        assert_eq!(decoded(b"\xef\xbb\xbfa\r\nb").unwrap(), "a\r\nb");
        assert_eq!(decoded(b"\xff\xfea\0\n\0").unwrap(), "a\n");
        assert!(decoded(b"a\nb\xff").unwrap_err().to_string().contains("line 2"));
    }
}
