//! Small PDFs, written here.

use std::fmt::Write as _;
use std::io;

/// A page with one line of words.
pub fn words(words: &str) -> String {
    format!("BT /T 12 Tf 72 700 Td ({words}) Tj ET")
}

/// A PDF of pages, given as what is drawn on each; `forms` are drawings that pages and forms may draw by `/F0 Do`, `/F1 Do` …
pub fn pdf(pages: &[String], forms: &[String]) -> Vec<u8> {
    let first_form = 4 + 2 * pages.len();
    let (mut kids, mut drawings) = (String::new(), String::new());
    for n in 0..pages.len() {
        let _ = write!(kids, "{} 0 R ", 4 + 2 * n);
    }
    for n in 0..forms.len() {
        let _ = write!(drawings, "/F{n} {} 0 R ", first_form + n);
    }
    let resources = format!("<< /Font << /T 3 0 R >> /XObject << {drawings} >> >>");
    let stream =
        |head: &str, content: &str| format!("<< {head} /Length {} >>\nstream\n{content}\nendstream", content.len());
    let mut objects = vec![
        "<< /Type /Catalog /Pages 2 0 R >>".to_owned(),
        format!("<< /Type /Pages /Count {} /Kids [{kids}] >>", pages.len()),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>".to_owned(),
    ];
    for (n, page) in pages.iter().enumerate() {
        let content = 5 + 2 * n;
        objects.push(format!(
            "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Resources {resources} /Contents {content} 0 R >>"
        ));
        objects.push(stream("", page));
    }
    for form in forms {
        let head = format!("/Type /XObject /Subtype /Form /BBox [0 0 612 792] /Resources {resources}");
        objects.push(stream(&head, form));
    }
    let mut out = "%PDF-1.7\n".to_owned();
    let mut places = String::new();
    for (n, object) in objects.iter().enumerate() {
        let _ = writeln!(places, "{:010} 00000 n ", out.len());
        let _ = writeln!(out, "{} 0 obj\n{object}\nendobj", n + 1);
    }
    let (count, at) = (objects.len() + 1, out.len());
    let _ = write!(
        out,
        "xref\n0 {count}\n0000000000 65535 f \n{places}trailer\n<< /Size {count} /Root 1 0 R >>\nstartxref\n{at}\n%%EOF\n"
    );
    out.into_bytes()
}

/// A PDF whose first page is words, and whose second takes longer than anybody waits: drawings of drawings.
pub fn endless(first: &str) -> Vec<u8> {
    let drawn = |n: usize| format!("/F{n} Do ").repeat(20);
    let forms: Vec<String> = std::iter::once(words("deep")).chain((0..14).map(drawn)).collect();
    pdf(&[words(first), "/F14 Do".to_owned(), words("The last page.")], &forms)
}

/// A small PDF whose page is two gigabytes of blanks, packed twice.
pub fn swollen() -> io::Result<Vec<u8>> {
    let packer = |level| flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::new(level));
    let blanks = vec![b' '; 1 << 20];
    let mut once = packer(1);
    for _ in 0..2048 {
        io::Write::write_all(&mut once, &blanks)?;
    }
    let mut twice = packer(9);
    io::Write::write_all(&mut twice, &once.finish()?)?;
    let packed = twice.finish()?;
    let head = "%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n\
        2 0 obj\n<< /Type /Pages /Count 1 /Kids [3 0 R] >>\nendobj\n\
        3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R >>\nendobj\n";
    let stream = format!("4 0 obj\n<< /Filter [/FlateDecode /FlateDecode] /Length {} >>\nstream\n", packed.len());
    let end = "\nendstream\nendobj\ntrailer\n<< /Size 5 /Root 1 0 R >>\n%%EOF\n";
    Ok([head.as_bytes(), stream.as_bytes(), &packed, end.as_bytes()].concat())
}
