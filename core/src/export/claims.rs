//! Claims for fact-checks, in the words of schema.org (JSON-LD): a rated claim is a `ClaimReview`, one that nobody rated
//! yet a `Claim`. What search engines ask of a review and nobody has said is told.

use super::places::{Tally, counted};
use super::reference::reference;
use super::{Files, Record, Selected, Writer, Written, json, w3c};
use crate::annotation::{CLAIM, Codebook};
use crate::kinds::SpeakerKind;
use crate::sanitize::visible;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use std::io;

#[derive(Serialize)]
struct Graph<G: Serialize> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@graph")]
    graph: G,
}

/// The built-in ratings that are points of a scale, from 1 to 5.
const SCALE: [&str; 5] = ["false", "mostly-false", "mixed", "mostly-true", "true"];

/// Who publishes fact-checks, as the settings say.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct FactCheckDesk {
    /// Its name.
    pub name: Option<String>,
    /// Its address.
    pub url: Option<String>,
    /// The address of the page of a review, in which `{id}` stands for the id of the review.
    pub page: Option<String>,
}

/// What search engines ask of a review, and how it is said.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    Url,
    Author,
    AuthorUrl,
    Published,
    Claimant,
    Claimed,
}

impl Asked {
    const ALL: [Self; 6] = [Self::Url, Self::Author, Self::AuthorUrl, Self::Published, Self::Claimant, Self::Claimed];

    /// The property, whether a review without it is refused, and what to do.
    const fn in_words(self) -> (&'static str, bool, &'static str) {
        match self {
            Self::Url => ("url", true, "set fact_checks.page in config.ron"),
            Self::Author => ("author", false, "set fact_checks.name in config.ron"),
            Self::AuthorUrl => ("author.url", false, "set fact_checks.url in config.ron"),
            Self::Published => ("datePublished", false, "nobody noted when it was rated"),
            Self::Claimant => ("itemReviewed.author", false, "name who claims it"),
            Self::Claimed => ("itemReviewed.datePublished", false, "the document carries no date"),
        }
    }
}

/// Claims named in a sentence; of the others their number.
const NAMED: usize = 3;
/// Code points of a claim that are named.
const NAMED_CHARS: usize = 40;

/// Reviews that lack something.
#[derive(Debug, Default)]
struct Missing {
    count: usize,
    /// The words of the first.
    first: Vec<String>,
}

impl Missing {
    fn add(&mut self, words: &str) {
        self.count += 1;
        if self.first.len() < NAMED {
            let short: String = words.chars().take(NAMED_CHARS).collect();
            let cut = if short.len() < words.len() { "…" } else { "" };
            self.first.push(format!("“{}{cut}”", visible(&short)));
        }
    }

    fn in_words(&self, asked: Asked) -> Option<String> {
        let (property, is_required, what_to_do) = asked.in_words();
        let reviews = counted(self.count, "review has", "reviews have")?;
        let asks = if is_required { "require" } else { "recommend" };
        let more = self.count - self.first.len();
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let claims = self.first.join(", ");
        Some(format!("{reviews} no {property}, which search engines {asks} ({claims}{more}): {what_to_do}."))
    }
}

/// Writes the claims of all documents.
#[derive(Default)]
pub struct ClaimsWriter {
    desk: FactCheckDesk,
    missing: [Missing; Asked::ALL.len()],
    stream: json::Stream,
    written: usize,
    others: usize,
    tally: Tally,
}

impl ClaimsWriter {
    /// Reviews published by `desk`.
    pub fn new(desk: &FactCheckDesk) -> Self {
        Self { desk: desk.clone(), ..Self::default() }
    }

    /// A claim, reviewed where it is rated; what a review lacks is counted.
    fn node(&mut self, document: &Selected<'_>, record: &Record) -> Value {
        let id = w3c::id_of(document, record);
        let Some(rating) = &record.rating else { return claim(document, record, &id, true) };
        let said =
            |words: &Option<String>| words.as_deref().map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned);
        let page = said(&self.desk.page)
            .map(|page| if page.contains("{id}") { page.replace("{id}", &id) } else { format!("{page}#{id}") });
        let day = record.modified.as_ref().or(record.created.as_ref()).and_then(|t| t.split_once('T'));
        let address = said(&self.desk.url);
        let author = said(&self.desk.name).map_or_else(
            || record.by.as_ref().map(|by| object(json!({"@type": "Person", "name": by}))),
            |name| {
                let mut desk = object(json!({"@type": "Organization", "name": name}));
                put(&mut desk, "url", address.as_deref().map(Value::from));
                Some(desk)
            },
        );
        let has = |asked| match asked {
            Asked::Url => page.is_some(),
            Asked::Author => author.is_some(),
            Asked::AuthorUrl => author.as_ref().is_none_or(|author| author.contains_key("url")),
            Asked::Published => day.is_some(),
            Asked::Claimant => record.claimant.is_some(),
            Asked::Claimed => document.reading.document().meta.date.is_some(),
        };
        for (_, missing) in Asked::ALL.into_iter().zip(&mut self.missing).filter(|(asked, _)| !has(*asked)) {
            missing.add(&record.quoted);
        }
        let mut review = object(json!({
            "@type": "ClaimReview",
            "@id": format!("urn:uuid:{id}"),
            "claimReviewed": record.quoted,
            "reviewRating": rated(rating),
            "itemReviewed": claim(document, record, &w3c::uuid(&format!("claim of {id}")), false),
        }));
        put(&mut review, "url", page.map(Value::from));
        put(&mut review, "datePublished", day.map(|(day, _)| day.into()));
        put(&mut review, "author", author.map(Value::Object));
        put(&mut review, "reviewBody", noted(record));
        put(&mut review, "citation", cited(record));
        Value::Object(review)
    }
}

impl Writer for ClaimsWriter {
    fn begin(&mut self, _pass: usize, out: &mut dyn Files) -> io::Result<()> {
        self.stream = json::Stream::open(out, &Graph { context: "https://schema.org", graph: [(); 0] })?;
        Ok(())
    }

    fn document(
        &mut self,
        _pass: usize,
        document: &Selected<'_>,
        _codebook: &Codebook,
        out: &mut dyn Files,
    ) -> io::Result<()> {
        self.tally.add(document);
        let claims: Vec<usize> = (0..document.placed()).filter(|n| document.label(*n) == CLAIM).collect();
        self.written += claims.len();
        self.others += document.placed() - claims.len();
        for record in claims.into_iter().filter_map(|n| document.record(n)) {
            let node = self.node(document, &record);
            self.stream.push(out, &node)?;
        }
        Ok(())
    }

    fn end(&mut self, out: &mut dyn Files) -> io::Result<Written> {
        self.stream.close(out)?;
        let others = counted(self.others, "annotation that is no claim is", "annotations that are no claims are");
        let others = others.map(|words| format!("{words} left out."));
        let missing = Asked::ALL.into_iter().zip(&self.missing).filter_map(|(asked, missing)| missing.in_words(asked));
        let left_out = others.into_iter().chain(self.tally.dropped()).chain(missing).collect();
        Ok(Written { annotations: self.written, unplaced: self.tally.orphans(), left_out })
    }
}

fn claim(document: &Selected<'_>, record: &Record, id: &str, alone: bool) -> Value {
    let meta = &document.reading.document().meta;
    let kind = record.speaker_id.as_ref().and_then(|id| document.reading.set().speaker(id)).map(|s| s.kind);
    let kind = if kind == Some(SpeakerKind::Organisation) { "Organization" } else { "Person" };
    let mut appearance = object(json!({
        "@type": "Article", "url": reference(&document.name), "headline": document.title(),
    }));
    put(&mut appearance, "author", meta.author.as_ref().map(|name| json!({"@type": "Person", "name": name})));
    put(&mut appearance, "publisher", meta.outlet.as_ref().map(|name| json!({"@type": "Organization", "name": name})));
    put(&mut appearance, "datePublished", meta.date.map(|day| day.to_string().into()));
    let mut out = object(json!({
        "@type": "Claim", "@id": format!("urn:uuid:{id}"), "text": record.exact, "appearance": appearance,
    }));
    // Whoever claims it has done so by then.
    put(&mut out, "datePublished", meta.date.map(|day| day.to_string().into()));
    put(&mut out, "author", record.claimant.as_ref().map(|name| json!({"@type": kind, "name": name})));
    if alone {
        put(&mut out, "comment", noted(record).map(|note| json!({"@type": "Comment", "text": note})));
        put(&mut out, "citation", cited(record));
    }
    Value::Object(out)
}

/// A rating by its name; as a number too where it is a point of the built-in scale.
fn rated(name: &str) -> Value {
    let mut out = object(json!({"@type": "Rating", "alternateName": name}));
    if let Some(at) = SCALE.iter().position(|s| *s == name) {
        put(&mut out, "ratingValue", Some((at + 1).into()));
        put(&mut out, "bestRating", Some(SCALE.len().into()));
        put(&mut out, "worstRating", Some(1.into()));
    }
    Value::Object(out)
}

fn noted(record: &Record) -> Option<Value> {
    record.note.as_ref().filter(|n| !n.trim().is_empty()).map(|n| n.as_str().into())
}

fn cited(record: &Record) -> Option<Value> {
    (!record.evidence.is_empty()).then(|| json!(record.evidence))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

fn put(map: &mut Map<String, Value>, key: &str, value: Option<Value>) {
    if let Some(value) = value {
        map.insert(key.to_owned(), value);
    }
}
