//! A CAS as it was sent, and where something is added to it: what is in it stays as it is, byte by byte.

use super::CAS;
use crate::document::xml::{self, XmlAttributes, XmlEvent, local};
use crate::export::xml::escaped;
use crate::import::sofa;
use crate::services::RequestError;
use std::collections::HashSet;
use std::fmt::Write as _;
use std::ops::Range;

/// The namespace of XMI itself.
const XMI: &str = "http://www.omg.org/XMI";

/// What is added: offsets are UTF-16 units.
#[derive(Clone, Debug, PartialEq)]
pub struct Suggestion {
    pub begin: u32,
    pub end: u32,
    /// Of the feature.
    pub value: String,
    pub score: f64,
    pub why: String,
}

/// A start tag: where it is, and its attributes.
struct Tag {
    place: Range<usize>,
    attributes: Vec<(String, String)>,
}

/// A CAS that was read.
pub struct Cas<'a> {
    source: &'a str,
    /// Id and text of its first view.
    sofa: (String, String),
    /// Prefixes of namespaces that the root declares.
    spaces: Vec<(String, String)>,
    /// The byte of the `>` of the root's start tag.
    declarations: usize,
    /// The byte before the first view; that before the root's end tag where there is none.
    structures: usize,
    /// The start tag of the view that lists what is in the text.
    view: Option<Tag>,
    last_id: u64,
}

/// What is gathered while it is read.
#[derive(Default)]
struct Found {
    is_xmi: bool,
    depth: usize,
    /// Each with whether it is the first view of UIMA.
    sofas: Vec<(String, String, bool)>,
    spaces: Vec<(String, String)>,
    declarations: usize,
    views: Vec<Tag>,
    last_id: u64,
}

impl Found {
    fn start(&mut self, name: &str, attributes: XmlAttributes<'_>) {
        self.depth += 1;
        let all = || attributes.all().into_iter().map(|(k, v)| (k.to_owned(), v.into_owned()));
        match self.depth {
            1 => {
                self.is_xmi = local(name) == "XMI";
                self.declarations = attributes.behind().saturating_sub(1);
                let space = |(name, uri): (String, String)| Some((name.strip_prefix("xmlns:")?.to_owned(), uri));
                self.spaces = all().filter_map(space).collect();
            }
            2 => {
                let id = attributes.get("xmi:id").and_then(|id| id.trim().parse::<u64>().ok());
                self.last_id = self.last_id.max(id.unwrap_or_default());
                match local(name) {
                    "Sofa" => {
                        let is_first = attributes.get("sofaID").is_some_and(|id| id == "_InitialView");
                        self.sofas.extend(sofa(attributes).map(|(id, text)| (id, text, is_first)));
                    }
                    "View" => {
                        let place = attributes.before()..attributes.behind();
                        self.views.push(Tag { place, attributes: all().collect() });
                    }
                    _ => {}
                }
            }
            _ => {}
        }
    }
}

impl<'a> Cas<'a> {
    /// Reads it. O(n).
    ///
    /// # Errors
    /// When it is no XMI to its end, or has no text.
    pub fn read(source: &'a str) -> Result<Self, RequestError> {
        let mut found = Found::default();
        let end = xml::read(source, |piece| {
            match piece {
                XmlEvent::Start(name, attributes) => found.start(name, attributes),
                XmlEvent::End(_) => found.depth = found.depth.saturating_sub(1),
                XmlEvent::Text(_) => {}
            }
            // Before the root there may be white space.
            found.is_xmi || found.depth == 0
        });
        end.map_err(|cause| RequestError::Xml { part: CAS, cause })?;
        let Found { sofas, spaces, declarations, views, last_id, .. } = found;
        let mut sofas = sofas.into_iter();
        let first = sofas.clone().find(|(.., is_first)| *is_first).or_else(|| sofas.next());
        let (id, text, _) = first.ok_or(RequestError::NoText)?;
        let structures = views.first().map(|tag| tag.place.start).or_else(|| source.rfind("</"));
        let structures = structures.ok_or(RequestError::NoText)?;
        let is_of = |tag: &Tag| tag.attributes.iter().any(|(k, v)| k == "sofa" && *v == id);
        let view = views.into_iter().find(is_of);
        Ok(Self { source, sofa: (id, text), spaces, declarations, structures, view, last_id })
    }

    /// Its text.
    pub fn text(&self) -> &str {
        &self.sofa.1
    }

    /// The prefix of a namespace, and whether it has to be declared.
    fn prefix(&self, uri: &str, wanted: &str) -> (String, bool) {
        if let Some((prefix, _)) = self.spaces.iter().find(|(_, known)| known == uri) {
            return (prefix.clone(), false);
        }
        let taken: HashSet<&str> = self.spaces.iter().map(|(known, _)| known.as_str()).collect();
        let numbered = (0..).map(|n| if n == 0 { wanted.to_owned() } else { format!("{wanted}{n}") });
        let free = numbered.take(self.spaces.len() + 1).find(|prefix| !taken.contains(prefix.as_str()));
        (free.unwrap_or_else(|| wanted.to_owned()), true)
    }

    /// The CAS with annotations added to a layer; a feature is written where the layer `knows` it.
    ///
    /// # Errors
    /// When there are no ids left for them.
    pub fn with(
        &self,
        layer: &str,
        feature: &str,
        suggestions: &[Suggestion],
        knows: &dyn Fn(&str) -> bool,
    ) -> Result<String, RequestError> {
        let last = self.last_id.checked_add(suggestions.len() as u64).filter(|last| i32::try_from(*last).is_ok());
        let last = last.ok_or(RequestError::Ids)?;
        if suggestions.is_empty() {
            return Ok(self.source.to_owned());
        }
        let (package, name) = layer.rsplit_once('.').unwrap_or(("", layer));
        let uri = match package {
            "" => "http:///uima/noNamespace.ecore".to_owned(),
            package => format!("http:///{}.ecore", package.replace('.', "/")),
        };
        let wanted = package.rsplit('.').next().filter(|p| !p.is_empty() && !p.starts_with("xml")).unwrap_or("sayso");
        let (prefix, is_new) = self.prefix(&uri, wanted);
        let (xmi, is_xmi_new) = self.prefix(XMI, "xmi");
        let mut declared = String::new();
        for (prefix, uri, _) in
            [(&prefix, uri.as_str(), is_new), (&xmi, XMI, is_xmi_new)].iter().filter(|(.., new)| *new)
        {
            let _ = write!(declared, " xmlns:{prefix}=\"{uri}\"");
        }
        let mut structures = String::new();
        let sofa = escaped(&self.sofa.0);
        let (score, why) = (format!("{feature}_score"), format!("{feature}_score_explanation"));
        let is_predicted = knows("inception_internal_predicted");
        for (id, s) in (self.last_id + 1..).zip(suggestions) {
            let _ = write!(
                structures,
                "<{prefix}:{name} {xmi}:id=\"{id}\" sofa=\"{sofa}\" begin=\"{}\" end=\"{}\" {feature}=\"{}\"",
                s.begin,
                s.end,
                escaped(&s.value)
            );
            if is_predicted {
                structures.push_str(" inception_internal_predicted=\"true\"");
            }
            if knows(&score) {
                let _ = write!(structures, " {score}=\"{}\"", s.score);
            }
            if knows(&why) {
                let _ = write!(structures, " {why}=\"{}\"", escaped(&s.why));
            }
            structures.push_str("/>");
        }
        let ids: Vec<String> = (self.last_id + 1..=last).map(|id| id.to_string()).collect();
        let ids = ids.join(" ");
        // What is changed, in the order of its place: a place without length is where something is added.
        let mut changes =
            vec![(self.declarations..self.declarations, declared), (self.structures..self.structures, structures)];
        match &self.view {
            Some(tag) => changes.push((tag.place.clone(), self.view_tag(tag, &ids))),
            None => {
                let view =
                    format!("<cas:View xmlns:cas=\"http:///uima/cas.ecore\" sofa=\"{sofa}\" members=\"{ids}\"/>");
                changes.push((self.structures..self.structures, view));
            }
        }
        let mut out =
            String::with_capacity(self.source.len() + changes.iter().map(|(_, new)| new.len()).sum::<usize>());
        let mut at = 0;
        for (place, new) in changes {
            out.push_str(self.source.get(at..place.start).unwrap_or_default());
            out.push_str(&new);
            at = place.end;
        }
        out.push_str(self.source.get(at..).unwrap_or_default());
        Ok(out)
    }

    /// The start tag of a view with members added.
    fn view_tag(&self, tag: &Tag, ids: &str) -> String {
        let source = self.source.get(tag.place.clone()).unwrap_or_default();
        let name = source.trim_start_matches('<').split([' ', '\t', '\r', '\n', '/', '>']).next().unwrap_or_default();
        let mut out = format!("<{name}");
        let mut members = ids.to_owned();
        for (key, value) in &tag.attributes {
            if key == "members" {
                members.insert(0, ' ');
                members.insert_str(0, value.trim());
            } else {
                let _ = write!(out, " {key}=\"{}\"", escaped(value));
            }
        }
        let end = if source.ends_with("/>") { "/>" } else { ">" };
        let _ = write!(out, " members=\"{}\"{end}", escaped(members.trim_start()));
        out
    }
}
