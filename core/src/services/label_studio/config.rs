//! What a labelling config has: the labels of a text, and what can be said of a region.

use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use crate::import::{SpanRole, normalized};
use crate::services::{RequestError, checked};

/// How messages call it.
const PART: &str = "The labelling config";

/// Most controls of a kind, and most values of one, that are looked at: more than any config has.
const MAX_CONTROLS: usize = 200;

/// Labels of ours, as the export calls them.
const OURS: [&str; 3] = ["Quote", "Speaker", "Cue"];

/// The controls of a config, in their order.
#[derive(Debug, Default)]
pub struct Controls {
    labels: Vec<Labels>,
    texts: Vec<Text>,
    /// What is written or chosen for a region.
    of_regions: Vec<OfRegion>,
}

#[derive(Debug)]
struct Labels {
    name: String,
    text: String,
    /// What tasks hold.
    values: Vec<String>,
}

#[derive(Debug)]
struct Text {
    name: String,
    /// The field of a task that holds it.
    field: String,
    is_address: bool,
}

#[derive(Debug)]
struct OfRegion {
    kind: &'static str,
    name: String,
    text: String,
    choices: Vec<String>,
}

/// The labels of a text that are used.
#[derive(Debug)]
pub struct LabelSet<'a> {
    /// Their control.
    pub name: &'a str,
    /// The text.
    pub text: &'a str,
    /// The field of a task that holds it.
    pub field: String,
    /// What it calls each of [`OURS`].
    names: [Option<&'a str>; 3],
}

impl Controls {
    /// Reads a config. O(n).
    ///
    /// # Errors
    /// When it is no XML to its end.
    pub fn read(source: &str) -> Result<Self, RequestError> {
        let mut out = Self::default();
        let end = xml::read(checked(source, PART)?, |piece| {
            if let XmlEvent::Start(name, attributes) = piece {
                out.start(local(name), attributes);
            }
            true
        });
        end.map_err(|cause| RequestError::Xml { part: PART, cause })?;
        Ok(out)
    }

    fn start(&mut self, element: &str, attributes: XmlAttributes<'_>) {
        let get = |name: &str| attributes.get(name).map(|v| v.into_owned()).unwrap_or_default();
        let stored = || Some(get("alias")).filter(|a| !a.is_empty()).unwrap_or_else(|| get("value"));
        let text = || get("toName").split(',').next().unwrap_or_default().trim().to_owned();
        match element {
            "Labels" => push(&mut self.labels, || Labels { name: get("name"), text: text(), values: Vec::new() }),
            "Label" => self.labels.last_mut().into_iter().for_each(|labels| push(&mut labels.values, stored)),
            "Text" => push(&mut self.texts, || {
                let field = get("value").trim_start_matches('$').to_owned();
                Text { name: get("name"), field, is_address: get("valueType") == "url" }
            }),
            "TextArea" | "Choices" if get("perRegion") == "true" => {
                let kind = if element == "Choices" { "choices" } else { "textarea" };
                push(&mut self.of_regions, || OfRegion { kind, name: get("name"), text: text(), choices: Vec::new() });
            }
            "Choice" => self.of_regions.last_mut().into_iter().for_each(|control| push(&mut control.choices, stored)),
            _ => {}
        }
    }

    /// The first labels of a text that has one of ours.
    ///
    /// # Errors
    /// When there are none, or the text is not in the tasks.
    pub fn labels(&self) -> Result<LabelSet<'_>, RequestError> {
        let mut sets = self.labels.iter().filter_map(|labels| {
            let text = self.texts.iter().find(|text| text.name == labels.text && !text.name.is_empty())?;
            let names = OURS.map(|label| labels.named(label));
            let set = LabelSet { name: &labels.name, text: &labels.text, field: text.field.clone(), names };
            names.iter().any(Option::is_some).then_some((text.is_address, set))
        });
        let (is_address, set) = sets.next().ok_or(RequestError::NoLabels)?;
        if is_address { Err(RequestError::TextElsewhere) } else { Ok(set) }
    }

    /// Whether there is a control of a kind and name for regions of a text that takes a value.
    pub fn takes(&self, kind: &str, name: &str, text: &str, value: &str) -> bool {
        let known = self.of_regions.iter().find(|c| c.kind == kind && c.name == name && c.text == text);
        known.is_some_and(|control| kind != "choices" || control.choices.iter().any(|c| c == value))
    }
}

/// Adds what `make` makes, where there is room for it.
fn push<T>(list: &mut Vec<T>, make: impl FnOnce() -> T) {
    if list.len() < MAX_CONTROLS {
        list.push(make());
    }
}

impl Labels {
    /// What the config calls one of our labels: by the same name, whatever the case of its letters, or by another for the same.
    fn named(&self, label: &str) -> Option<&str> {
        let meant = |value: &&String| match SpanRole::of_label(label) {
            Some(role) => SpanRole::of_label(value) == Some(role),
            None => matches!(normalized(value).as_str(), "quote" | "quotation" | "statement"),
        };
        let same = self.values.iter().find(|value| value.eq_ignore_ascii_case(label));
        same.or_else(|| self.values.iter().find(meant)).map(String::as_str)
    }
}

impl<'a> LabelSet<'a> {
    /// What the config calls a label of the export.
    pub fn named(&self, label: &str) -> Option<&'a str> {
        let number = OURS.iter().position(|ours| *ours == label)?;
        self.names.get(number).copied().flatten()
    }
}
