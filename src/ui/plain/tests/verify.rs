//! Quotations beside their sources line by line.

use super::*;

#[test]
fn a_source_is_attached_what_is_wrong_is_read_out_and_decided() {
    let folder = tempfile::tempdir().unwrap();
    let hall =
        "ADA GREY: We will vote on Tuesday.\n\nBO LIND: She is late.\n\nADA GREY: Is she?\n\nBO LIND: Every time.\n";
    let mut linear = opened_among(folder.path(), &[("hall.txt", hall)]);
    let mut answer = |line: &str| {
        let before = linear.out.len();
        linear.take(line).unwrap();
        String::from_utf8(linear.out.get(before..).unwrap().to_vec()).unwrap()
    };
    assert_eq!(answer("C").trim(), "No source is attached. C + PATH attaches one.");
    assert!(answer("C + hall.txt").contains("Attached as a source: hall.txt"));
    let text = answer("C");
    assert!(text.contains("1 of ") && text.contains("≠ ") && text.contains("We will vote on Monday"), "{text}");
    assert!(text.contains("in hall.txt: “"), "{text}");
    let text = answer("C m");
    assert!(text.contains("Misquoted: “We will vote on Monday”"), "{text}");
    let text = answer("C");
    assert!(text.contains("Marked as misquoted."), "{text}");
    let text = answer("C x she corrected herself");
    assert!(text.contains("Fine as it is"), "{text}");
    assert!(answer("C").contains("Kept as it is: she corrected herself."));
    assert!(answer("C z").contains("means nothing here"));
    assert!(answer("C - hall.txt").contains("No source any more"));
    assert!(answer("?").contains("C + PATH attaches a source"));
}
