//! Templates of one's own: the records, in whatever shape is asked for. The language is `MiniJinja`'s, which is Jinja2's;
//! what a template may do is bounded, and it reaches nothing but the records.

use super::{Document, Files, Record};
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::Serialize;
use std::collections::HashMap;
use std::io;

/// Templates that come with the program: the name of the file, the text.
pub const TEMPLATES: [(&str, &str); 2] = [
    ("citations.txt.j2", include_str!("../../assets/templates/citations.txt.j2")),
    ("notes.md.j2", include_str!("../../assets/templates/notes.md.j2")),
];

/// How many steps a template may take for each record, and at least.
const FUEL: (u64, u64) = (20_000, 10_000_000);

/// A template that was read.
pub struct Template {
    name: String,
    environment: Environment<'static>,
}

/// What a template sees of a document.
#[derive(Serialize)]
struct Seen<'a> {
    name: &'a str,
    title: &'a str,
    author: Option<&'a str>,
    outlet: Option<&'a str>,
    /// `2026-11-24`.
    date: Option<String>,
    text: &'a str,
    records: Vec<Record>,
    speakers: Vec<Voice>,
}

/// What it sees of somebody, in order of appearance.
#[derive(Serialize)]
struct Voice {
    /// None for nobody named.
    name: Option<String>,
    id: Option<String>,
    kind: Option<&'static str>,
    aliases: Vec<String>,
    roles: Vec<String>,
    records: Vec<Record>,
}

impl Template {
    /// Reads a template. Its name says how words are escaped: `.html` and `.xml`, also before `.j2` or `.jinja`, as
    /// there; anything else not at all.
    ///
    /// # Errors
    /// A sentence with the line.
    pub fn parse(name: &str, text: String) -> Result<Self, String> {
        let mut environment = Environment::new();
        environment.set_undefined_behavior(UndefinedBehavior::Strict);
        // A tag on a line of its own leaves no line.
        let mut syntax = SyntaxConfig::builder();
        let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
        environment.set_syntax(syntax.map_err(|e| sentence(name, &e))?);
        environment.set_auto_escape_callback(|name| {
            let stem = name.trim_end_matches(".j2").trim_end_matches(".jinja");
            let is = |end: &str| stem.rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(end));
            if is("html") || is("htm") || is("xml") { AutoEscape::Html } else { AutoEscape::None }
        });
        // What is not known is nothing, not the word "none".
        environment.set_formatter(|out, state, value| {
            if value.is_none() { Ok(()) } else { minijinja::escape_formatter(out, state, value) }
        });
        environment.add_template_owned(name.to_owned(), text).map_err(|e| sentence(name, &e))?;
        Ok(Self { name: name.to_owned(), environment })
    }

    /// The extension of what it writes: that of its name without `.j2` or `.jinja`.
    pub fn extension(&self) -> &str {
        let stem = self.name.trim_end_matches(".j2").trim_end_matches(".jinja");
        stem.rsplit_once('.').map_or("txt", |(_, extension)| extension)
    }

    /// Writes the records as the template says. Everything it sees is in memory at once.
    ///
    /// # Errors
    /// Those of `out`; a sentence with the line about what the template does wrong.
    pub fn write(&self, documents: &[Document<'_>], now: &str, out: &mut dyn Files) -> io::Result<Vec<String>> {
        let seen: Vec<Seen<'_>> = documents.iter().map(seen).collect();
        let count: usize = documents.iter().map(Document::len).sum();
        let mut environment = self.environment.clone();
        environment.set_fuel(Some(FUEL.1.saturating_add(FUEL.0.saturating_mul(count as u64))));
        let failed = |e: &minijinja::Error| io::Error::new(io::ErrorKind::InvalidInput, sentence(&self.name, e));
        let template = environment.get_template(&self.name).map_err(|e| failed(&e))?;
        let context = minijinja::context! {
            documents => Value::from(Serde(&seen)),
            // The usual case is one document.
            document => seen.first().map(|d| Value::from(Serde(d))),
            now => now,
            version => env!("CARGO_PKG_VERSION"),
        };
        // Nothing of a page that breaks off half-way is written.
        let text = template.render(context).map_err(|e| failed(&e))?;
        out.write_all(text.as_bytes())?;
        Ok(Vec::new())
    }
}

fn seen<'a>(document: &'a Document<'_>) -> Seen<'a> {
    let source = document.reading.document();
    let mut speakers: Vec<Voice> = Vec::new();
    let mut known: HashMap<Option<String>, usize> = HashMap::new();
    for record in document.records() {
        let at = *known.entry(record.speaker.clone()).or_insert(speakers.len());
        if at == speakers.len() {
            speakers.push(voice(document, &record));
        }
        if let Some(voice) = speakers.get_mut(at) {
            voice.records.push(record);
        }
    }
    Seen {
        name: &document.name,
        title: document.title(),
        author: source.meta.author.as_deref(),
        outlet: source.meta.outlet.as_deref(),
        date: source.meta.date.map(|d| d.to_string()),
        text: source.text(),
        records: document.records().collect(),
        speakers,
    }
}

fn voice(document: &Document<'_>, record: &Record) -> Voice {
    let known = record.speaker_id.as_ref().and_then(|id| document.reading.set().speaker(id));
    Voice {
        name: record.speaker.clone(),
        id: record.speaker_id.clone(),
        kind: known.map(|s| s.kind.word()),
        aliases: known.map(|s| s.aliases.clone()).unwrap_or_default(),
        roles: known.map(|s| s.roles.clone()).unwrap_or_default(),
        records: Vec::new(),
    }
}

/// What is wrong with a template, and where.
fn sentence(name: &str, error: &minijinja::Error) -> String {
    let line = error.line().map(|l| format!(":{l}")).unwrap_or_default();
    let detail = error.detail().map(|d| format!(": {d}")).unwrap_or_default();
    format!("{name}{line}: {}{detail}.", error.kind())
}
