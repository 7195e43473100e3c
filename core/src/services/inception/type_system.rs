//! What a type system says of a layer: the features it has, its own and those of the types it stands on.

use crate::document::xml::{self, XmlEvent, local};
use crate::services::{RequestError, checked};
use std::collections::{HashMap, HashSet};

/// How messages call it.
const PART: &str = "The type system";

/// Types by their names.
#[derive(Default)]
pub struct TypeSystem(HashMap<String, LayerType>);

#[derive(Default)]
struct LayerType {
    supertype: String,
    /// Names of features, and what each holds.
    features: Vec<(String, String)>,
}

/// The type and the feature that are being read.
#[derive(Default)]
struct Open {
    /// Names of the elements that are open.
    path: Vec<String>,
    name: String,
    layer: LayerType,
    feature: (String, String),
}

impl TypeSystem {
    /// Reads it. O(n).
    ///
    /// # Errors
    /// When it is no XML to its end.
    pub fn read(source: &str) -> Result<Self, RequestError> {
        let mut types = Self::default();
        let mut open = Open::default();
        let end = xml::read(checked(source, PART)?, |piece| {
            match piece {
                XmlEvent::Start(name, _) => open.path.push(local(name).to_owned()),
                XmlEvent::Text(words) => open.text(words.trim()),
                XmlEvent::End(name) => {
                    open.path.pop();
                    match local(name) {
                        "featureDescription" => open.layer.features.push(std::mem::take(&mut open.feature)),
                        "typeDescription" => {
                            types.0.insert(std::mem::take(&mut open.name), std::mem::take(&mut open.layer));
                        }
                        _ => {}
                    }
                }
            }
            true
        });
        end.map_err(|cause| RequestError::Xml { part: PART, cause })?;
        Ok(types)
    }

    /// The names of the features of a layer of which one is to be suggested. O(types).
    ///
    /// # Errors
    /// When there is no such layer, it has no such feature, or that one holds no text.
    pub fn layer(&self, layer: &str, feature: &str) -> Result<HashSet<String>, RequestError> {
        if !self.0.contains_key(layer) {
            return Err(RequestError::UnknownLayer(layer.to_owned()));
        }
        let (mut out, mut range, mut seen, mut at) = (HashSet::new(), None, HashSet::new(), layer);
        while let Some(found) = self.0.get(at).filter(|_| seen.insert(at)) {
            for (name, holds) in &found.features {
                if name == feature {
                    range = range.or(Some(holds.as_str()));
                }
                out.insert(name.clone());
            }
            at = &found.supertype;
        }
        match range {
            None => Err(RequestError::UnknownFeature { layer: layer.to_owned(), feature: feature.to_owned() }),
            // A type of its own is text with the values it allows.
            Some(range) if range.starts_with("uima.") && range != "uima.cas.String" => {
                Err(RequestError::NotText { feature: feature.to_owned(), range: range.to_owned() })
            }
            Some(_) => Ok(out),
        }
    }
}

impl Open {
    fn text(&mut self, words: &str) {
        let mut path = self.path.iter().rev().map(String::as_str);
        let field = match (path.next(), path.next()) {
            (Some("name"), Some("typeDescription")) => &mut self.name,
            (Some("supertypeName"), Some("typeDescription")) => &mut self.layer.supertype,
            (Some("name"), Some("featureDescription")) => &mut self.feature.0,
            (Some("rangeTypeName"), Some("featureDescription")) => &mut self.feature.1,
            _ => return,
        };
        field.push_str(words);
    }
}
