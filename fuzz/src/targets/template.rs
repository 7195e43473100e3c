//! Templates of a person's own, over one document. Their steps are bounded; memory and stack are those of a process of its own
//! in the program, and of libFuzzer's here.

use super::Target;
use crate::documents::{self, SHORT};
use crate::{dice::Dice, seeds};
use sayso_core::export::{Filter, RenderJob, Selected, TEMPLATES, Template};
use sayso_core::reading::Reading;
use std::sync::LazyLock;

pub const TARGET: Target =
    Target { name: "template", doc: "a template, behind a line with its name", run, is_bounded: false, seeds };

static READING: LazyLock<Reading> = LazyLock::new(|| {
    let mut reading = documents::reading(SHORT, "short.txt");
    documents::decide(&mut reading, &mut Dice(&[1; 40]), 3);
    reading
});

fn run(bytes: &[u8]) -> bool {
    let (name, text) = Dice::line(bytes);
    let text = String::from_utf8_lossy(text).into_owned();
    let template = match Template::new(&name, text) {
        Ok(template) => template,
        Err(error) => {
            assert!(!error.to_string().is_empty());
            return true;
        }
    };
    template.extension();
    let mut job = Vec::new();
    let mut order = template.order("2026-11-24T08:00:00Z", &mut job).expect("into memory");
    order.document(&Selected::new("short.txt".to_owned(), &READING, &Filter::with(true, false))).expect("into memory");
    order.end().expect("into memory");
    // Fewer steps than a person gets, so that more templates are tried.
    let job = String::from_utf8(job).expect("JSON");
    let (head, _) = job.rsplit_once("\"fuel\":").expect("how many steps");
    if let Ok(job) = RenderJob::read(format!("{head}\"fuel\":200000}}").as_bytes()) {
        match job.render() {
            Ok(page) => assert!(page.len() < 1 << 30),
            Err(error) => assert!(!error.to_string().is_empty()),
        }
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let own = TEMPLATES.iter().map(|(name, text)| ((*name).to_owned(), seeds::headed(name, text.as_bytes())));
    let more = [
        "a.html\n{% for r in document.records %}{{ r.exact|upper }} {{ loop.index }}{% else %}-{% endfor %}",
        "a.txt\n{% macro m(x, y=1) %}{{ x }}{{ y }}{% endmacro %}{{ m(1) }}{% set a = [1, 2] %}{{ a|map('string')|join(', ') }}",
        "a.txt\n{% if documents|length > 1 and not now %}{{ version }}{% elif 1 in [1] %}{{ {'a': 1}|tojson }}{% endif %}",
        "a.txt\n{{ document.text[1:9]|replace('e', 'x')|truncate(4)|urlencode }}{# comment #}{{ range(9)|list|batch(2) }}",
        "a.txt\n{% for s in document.speakers if s.name %}{{ s.name|title|indent(2) }}{% endfor %}{{ 'a' * 9 ~ 2 ** 3 }}",
    ];
    own.chain(seeds::texts(&more)).collect()
}
