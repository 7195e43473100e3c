//! ELAN: tiers of annotations over time slots; a tier names its participant.

use super::Parsed;
use super::tiers::{self, Tier};
use super::xml::{self, XmlEvent};
use std::collections::HashMap;

/// Reads it. What is broken is read as far as it goes. O(n log n).
pub fn read(source: &str) -> Parsed {
    let mut reader = ElanReader::default();
    let end = xml::read(source, |piece| {
        match piece {
            XmlEvent::Start("MEDIA_DESCRIPTOR", attributes) => {
                let url = |name: &str| attributes.get(name).filter(|url| !url.is_empty());
                let url = url("RELATIVE_MEDIA_URL").or_else(|| url("MEDIA_URL"));
                reader.media = reader.media.take().or(url.map(std::borrow::Cow::into_owned));
            }
            XmlEvent::Start("TIME_SLOT", attributes) => {
                // A slot without a time stands between those beside it.
                let time = attributes.get("TIME_VALUE").and_then(|v| v.trim().parse().ok());
                reader.time = time.unwrap_or(reader.time);
                if let Some(id) = attributes.get("TIME_SLOT_ID") {
                    reader.slots.insert(id.into_owned(), reader.time);
                }
            }
            XmlEvent::Start("TIER", attributes) => {
                let value = |name: &str| attributes.get(name).map(std::borrow::Cow::into_owned).unwrap_or_default();
                let tier = Tier {
                    name: value("TIER_ID"),
                    participant: value("PARTICIPANT"),
                    depends: attributes.get("PARENT_REF").is_some(),
                    intervals: Vec::new(),
                };
                reader.tiers.push(tier);
            }
            XmlEvent::Start("ALIGNABLE_ANNOTATION", attributes) => {
                let slot = |name: &str| attributes.get(name).and_then(|id| reader.slots.get(id.as_ref()).copied());
                let start = slot("TIME_SLOT_REF1").unwrap_or_default();
                let times = (start, slot("TIME_SLOT_REF2").unwrap_or(start));
                reader.begin(attributes.get("ANNOTATION_ID").as_deref(), times);
            }
            XmlEvent::Start("REF_ANNOTATION", attributes) => {
                let of = attributes.get("ANNOTATION_REF").and_then(|id| reader.times.get(id.as_ref()).copied());
                reader.begin(attributes.get("ANNOTATION_ID").as_deref(), of.unwrap_or_default());
            }
            XmlEvent::Start("ANNOTATION_VALUE", _) => reader.words = Some(String::new()),
            XmlEvent::End("ANNOTATION_VALUE") => reader.end(),
            XmlEvent::Text(words) => {
                if let Some(open) = &mut reader.words {
                    open.push_str(words);
                }
            }
            XmlEvent::Start(..) | XmlEvent::End(_) => {}
        }
        true
    });
    reader.end();
    let mut parsed = tiers::read(reader.tiers).done();
    parsed.meta.media = reader.media;
    parsed.damage = end.err().map(|e| e.to_string());
    parsed
}

#[derive(Default)]
struct ElanReader {
    /// The recording, the first where there are several.
    media: Option<String>,
    slots: HashMap<String, u32>,
    /// The time of the slot above.
    time: u32,
    tiers: Vec<Tier>,
    /// When each annotation begins and ends.
    times: HashMap<String, (u32, u32)>,
    /// Those of the annotation being read.
    now: (u32, u32),
    words: Option<String>,
}

impl ElanReader {
    fn begin(&mut self, id: Option<&str>, times: (u32, u32)) {
        self.now = times;
        if let Some(id) = id {
            self.times.insert(id.to_owned(), times);
        }
    }

    fn end(&mut self) {
        if let (Some(words), Some(tier)) = (self.words.take(), self.tiers.last_mut()) {
            tier.intervals.push((self.now.0, self.now.1, words));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Locator;

    fn source(tiers: &str) -> String {
        let slots = ["0", "1500", "2000", "3000"];
        let slots: String = slots.iter().enumerate().fold(String::new(), |all, (n, t)| {
            all + &format!("<TIME_SLOT TIME_SLOT_ID='ts{}' TIME_VALUE='{t}'/>", n + 1)
        });
        format!(
            "<?xml version='1.0'?><ANNOTATION_DOCUMENT><HEADER><MEDIA_DESCRIPTOR MEDIA_URL='file:///C:/quay.wav' RELATIVE_MEDIA_URL='./quay.wav'/></HEADER><TIME_ORDER>{slots}<TIME_SLOT TIME_SLOT_ID='ts5'/></TIME_ORDER>{tiers}</ANNOTATION_DOCUMENT>"
        )
    }

    fn aligned(id: &str, from: &str, to: &str, words: &str) -> String {
        format!(
            "<ANNOTATION><ALIGNABLE_ANNOTATION ANNOTATION_ID='{id}' TIME_SLOT_REF1='{from}' TIME_SLOT_REF2='{to}'><ANNOTATION_VALUE>{words}</ANNOTATION_VALUE></ALIGNABLE_ANNOTATION></ANNOTATION>"
        )
    }

    #[test]
    fn participants_speak_in_the_order_of_time() {
        let tiers = format!(
            "<TIER TIER_ID='B' PARTICIPANT='Bo Lind'>{}</TIER><TIER TIER_ID='A' PARTICIPANT='Ada Grey'>{}{}</TIER>\
            <TIER TIER_ID='A-fr' PARTICIPANT='Ada Grey' PARENT_REF='A'><ANNOTATION><REF_ANNOTATION ANNOTATION_ID='a9' ANNOTATION_REF='a2'>\
            <ANNOTATION_VALUE>Venus.</ANNOTATION_VALUE></REF_ANNOTATION></ANNOTATION></TIER>",
            aligned("a1", "ts2", "ts3", "Why &amp; when?"),
            aligned("a2", "ts1", "ts2", "We came."),
            aligned("a3", "ts4", "ts5", "To see."),
        );
        let read = read(&source(&tiers));
        assert_eq!(read.text, "Ada Grey: We came.\n\nBo Lind: Why & when?\n\nAda Grey: To see.");
        assert_eq!(read.left.annotations, 1);
        assert_eq!(read.meta.media.as_deref(), Some("./quay.wav"));
        assert_eq!(read.locators.last().map(|l| l.1.clone()), Some(Locator::Time(3_000)));
    }

    #[test]
    fn tiers_without_participants_are_called_by_their_names_and_what_breaks_off_is_told() {
        let tiers = format!(
            "<TIER TIER_ID='Ada'>{}</TIER><TIER TIER_ID='Bo'>{}",
            aligned("a1", "ts1", "ts2", "We came."),
            "<ANNOTATION><ALIGNABLE_ANNOTATION TIME_SLOT_REF1='ts9'><ANNOTATION_VALUE>So"
        );
        let found = read(&source(&tiers).replace("</ANNOTATION_DOCUMENT>", ""));
        assert!(found.text.contains("Ada: We came.") && found.text.contains("Bo: So"), "{}", found.text);
        assert!(found.damage.is_some());
        assert_eq!(read("<ANNOTATION_DOCUMENT/>").text, "");
    }
}
