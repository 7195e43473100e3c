//! Templates of one's own: the records, in whatever shape is asked for. The language is `MiniJinja`'s, which is Jinja2's;
//! what a template may do is bounded, and it reaches nothing but the records.
//!
//! Steps are counted, and what a template nests is looked at before; how much memory and stack it takes nobody can tell from
//! it. So a page is rendered from a job of plain bytes, which a process of its own can take ([`RenderJob`], [`RenderOrder`]).

mod limits;

use super::{Record, Selected};
use crate::annotation::QUOTE;
use crate::span::Span;
pub use limits::Limit;
use minijinja::syntax::SyntaxConfig;
use minijinja::value::Serde;
use minijinja::{AutoEscape, Environment, UndefinedBehavior, Value};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::io;

/// Templates that come with the program: the name of the file, the text.
pub const TEMPLATES: [(&str, &str); 3] = [
    ("audiobook.txt.j2", include_str!("../../assets/templates/audiobook.txt.j2")),
    ("citations.txt.j2", include_str!("../../assets/templates/citations.txt.j2")),
    ("notes.md.j2", include_str!("../../assets/templates/notes.md.j2")),
];

/// How many steps a template may take for each record, and at least.
const FUEL: (u64, u64) = (20_000, 10_000_000);

/// A template: its name, its text.
pub struct Template {
    name: String,
    text: String,
}

/// A page to render, written as JSON for whoever renders it, a document at a time.
pub struct RenderOrder<W> {
    out: W,
    documents: usize,
    records: u64,
}

/// A page to render, as it was ordered.
#[derive(Deserialize)]
struct Ordered {
    name: String,
    text: String,
    fuel: u64,
    now: String,
    documents: serde_json::Value,
}

/// A page that can be rendered.
pub struct RenderJob {
    name: String,
    text: String,
    fuel: u64,
    context: Value,
}

/// What a template sees of a document.
#[derive(Serialize)]
struct TemplateDocument<'a> {
    name: &'a str,
    title: &'a str,
    author: Option<&'a str>,
    outlet: Option<&'a str>,
    /// `2026-11-24`.
    date: Option<String>,
    text: &'a str,
    /// The text once more, cut where somebody begins to speak and ends.
    pieces: Vec<TemplatePiece<'a>>,
    records: Vec<Record>,
    speakers: Vec<TemplateSpeaker>,
}

/// A piece of the text.
#[derive(Serialize)]
struct TemplatePiece<'a> {
    text: &'a str,
    /// Who says it in these very words; none for what is told, and for nobody named.
    speaker: Option<String>,
}

/// What it sees of somebody, in order of appearance.
#[derive(Serialize)]
struct TemplateSpeaker {
    /// None for nobody named.
    name: Option<String>,
    id: Option<String>,
    kind: Option<&'static str>,
    aliases: Vec<String>,
    roles: Vec<String>,
    /// Names of the members of a group.
    members: Vec<String>,
    records: Vec<Record>,
}

impl Template {
    /// Takes a template. Its name says how words are escaped: `.html` and `.xml`, also before `.j2` or `.jinja`, as there;
    /// anything else not at all.
    ///
    /// # Errors
    /// Where something nests too deeply; other mistakes are told when it is rendered.
    pub fn new(name: &str, text: String) -> Result<Self, TemplateError> {
        limits::check(&text).map_err(|(line, limit)| TemplateError::Limit { name: name.to_owned(), line, limit })?;
        Ok(Self { name: name.to_owned(), text })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The extension of what it writes: that of its name without `.j2` or `.jinja`.
    pub fn extension(&self) -> &str {
        let stem = stem(&self.name);
        stem.rsplit_once('.').map_or("txt", |(_, extension)| extension)
    }

    /// A page of this moment, RFC 3339, without documents yet.
    ///
    /// # Errors
    /// Those of `out`.
    pub fn order<W: io::Write>(&self, now: &str, mut out: W) -> io::Result<RenderOrder<W>> {
        let head = serde_json::json!({ "name": self.name, "text": self.text, "now": now });
        let head = head.to_string();
        write!(out, "{},\"documents\":[", head.trim_end_matches('}'))?;
        Ok(RenderOrder { out, documents: 0, records: 0 })
    }
}

impl<W: io::Write> RenderOrder<W> {
    /// Adds a document. What a template sees of it is written at once; whoever renders the page holds all of them.
    ///
    /// # Errors
    /// Those of what it is written to.
    pub fn document(&mut self, document: &Selected<'_>) -> io::Result<()> {
        if self.documents > 0 {
            self.out.write_all(b",")?;
        }
        self.documents += 1;
        self.records += document.len() as u64;
        serde_json::to_writer(&mut self.out, &seen(document)).map_err(io::Error::from)
    }

    /// Ends the order.
    ///
    /// # Errors
    /// Those of what it is written to.
    pub fn end(mut self) -> io::Result<()> {
        let fuel = FUEL.1.saturating_add(FUEL.0.saturating_mul(self.records));
        write!(self.out, "],\"fuel\":{fuel}}}")?;
        self.out.flush()
    }
}

impl RenderJob {
    /// Reads an [`RenderOrder`] written as JSON.
    ///
    /// # Errors
    /// When it is not one.
    pub fn read(bytes: &[u8]) -> Result<Self, TemplateError> {
        let Ordered { name, text, fuel, now, documents } = serde_json::from_slice(bytes)?;
        let documents = Value::from(Serde(&documents));
        let context = minijinja::context! {
            // The usual case is one document.
            document => documents.get_item_by_index(0).unwrap_or_default(),
            documents => documents,
            now => now,
            version => env!("CARGO_PKG_VERSION"),
        };
        Ok(Self { name, text, fuel, context })
    }

    /// Renders the page. Takes the memory and the stack that the template asks for.
    ///
    /// # Errors
    /// What the template does wrong, with the line.
    pub fn render(self) -> Result<String, TemplateError> {
        let Self { name, text, fuel, context } = self;
        let environment = environment(&name, text, fuel).map_err(|e| TemplateError::mistake(&name, &e))?;
        let template = environment.get_template(&name).map_err(|e| TemplateError::mistake(&name, &e))?;
        template.render(context).map_err(|e| TemplateError::mistake(&name, &e))
    }
}

fn environment(name: &str, text: String, fuel: u64) -> Result<Environment<'static>, minijinja::Error> {
    let mut environment = Environment::new();
    environment.set_undefined_behavior(UndefinedBehavior::Strict);
    // A tag on a line of its own leaves no line.
    let mut syntax = SyntaxConfig::builder();
    let syntax = syntax.trim_blocks(true).lstrip_blocks(true).keep_trailing_newline(true).build();
    environment.set_syntax(syntax?);
    environment.set_auto_escape_callback(|name| {
        let is = |end: &str| stem(name).rsplit_once('.').is_some_and(|(_, e)| e.eq_ignore_ascii_case(end));
        if is("html") || is("htm") || is("xml") { AutoEscape::Html } else { AutoEscape::None }
    });
    // What is not known is nothing, not the word "none".
    environment.set_formatter(
        |out, state, value| {
            if value.is_none() { Ok(()) } else { minijinja::escape_formatter(out, state, value) }
        },
    );
    environment.set_fuel(Some(fuel));
    environment.add_template_owned(name.to_owned(), text)?;
    Ok(environment)
}

/// A name without what says that it is a template.
fn stem(name: &str) -> &str {
    name.trim_end_matches(".j2").trim_end_matches(".jinja")
}

fn seen<'a>(document: &'a Selected<'_>) -> TemplateDocument<'a> {
    let source = document.reading.document();
    let mut speakers: Vec<TemplateSpeaker> = Vec::new();
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
    TemplateDocument {
        name: &document.name,
        title: document.title(),
        author: source.meta.author.as_deref(),
        outlet: source.meta.outlet.as_deref(),
        date: source.meta.date.map(|d| d.to_string()),
        text: source.text(),
        pieces: pieces(document),
        records: document.records().collect(),
        speakers,
    }
}

/// The text, cut where direct speech begins and ends; of a quotation inside another the outer one is spoken. O(n log n).
fn pieces<'a>(document: &'a Selected<'_>) -> Vec<TemplatePiece<'a>> {
    let text = document.reading.document().text();
    let mut spoken: Vec<(Span, String)> = Vec::new();
    for number in 0..document.len() {
        let is_direct = |r: &Record| r.label == QUOTE && r.kind == Some("direct") && r.status != Some("rejected");
        let name = document.record(number).filter(is_direct).and_then(|record| record.speaker);
        let spans = document.places(number).content.iter().filter(|s| !s.is_empty());
        spoken.extend(name.iter().flat_map(|name| spans.clone().map(|span| (*span, name.clone()))));
    }
    spoken.sort_by_key(|(span, _)| (span.start, std::cmp::Reverse(span.end)));
    let (mut out, mut at) = (Vec::with_capacity(spoken.len() * 2 + 1), 0);
    let mut add = |span: Span, speaker: Option<String>| {
        if !span.is_empty() {
            out.push(TemplatePiece { text: span.of(text), speaker });
        }
    };
    for (span, name) in spoken {
        if span.start >= at {
            add(Span::new(at, span.start), None);
            add(span, Some(name));
            at = span.end;
        }
    }
    add(Span::new(at, text.len() as u32), None);
    out
}

fn voice(document: &Selected<'_>, record: &Record) -> TemplateSpeaker {
    let known = record.speaker_id.as_ref().and_then(|id| document.reading.set().speaker(id));
    TemplateSpeaker {
        name: record.speaker.clone(),
        id: record.speaker_id.clone(),
        kind: record.speaker_kind,
        aliases: known.map(|s| s.aliases.clone()).unwrap_or_default(),
        roles: known.map(|s| s.roles.clone()).unwrap_or_default(),
        members: record.members.clone(),
        records: Vec::new(),
    }
}

/// What is wrong with a template, and where.
#[derive(Debug, thiserror::Error)]
pub enum TemplateError {
    /// Something nests too deeply.
    #[error("{name}:{line}: {limit}.")]
    Limit {
        /// The template.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What there is too much of.
        limit: Limit,
    },
    /// A mistake in it, or more work than it may do.
    #[error("{name}{}: {message}.", line.map(|line| format!(":{line}")).unwrap_or_default())]
    Mistake {
        /// The template.
        name: String,
        /// The line, from 1, where it is known.
        line: Option<usize>,
        /// What is wrong.
        message: String,
    },
    /// An order that cannot be read.
    #[error(transparent)]
    Order(#[from] serde_json::Error),
}

impl TemplateError {
    fn mistake(name: &str, error: &minijinja::Error) -> Self {
        let detail = error.detail().map(|d| format!(": {d}")).unwrap_or_default();
        Self::Mistake { name: name.to_owned(), line: error.line(), message: format!("{}{detail}", error.kind()) }
    }
}
