//! A labelling config of Label Studio: labels of whatever kind of region, and choices for regions.

use super::super::ImportError;
use super::{CodebookBuilder, ForeignLabel, ImportedCodebook};
use crate::document::xml::{self, XmlAttributes, XmlEvent, local};

/// Choices while they are read.
struct Choices {
    name: String,
    values: Vec<String>,
    /// Of the whole document, not of a region.
    whole: bool,
}

/// Reads it. O(n).
pub fn read(text: &str) -> Result<ImportedCodebook, ImportError> {
    let mut out = CodebookBuilder::new();
    let mut choices: Option<Choices> = None;
    let mut seen = false;
    xml::read(text, |piece| {
        match piece {
            XmlEvent::Start(name, attributes) => {
                seen |= name == "Choices" || name.ends_with("Labels");
                start(&mut out, &mut choices, local(name), attributes);
            }
            XmlEvent::End("Choices") => {
                if let Some(done) = choices.take() {
                    finish(&mut out, done);
                }
            }
            XmlEvent::End(_) | XmlEvent::Text(_) => {}
        }
        true
    })?;
    if seen {
        Ok(out.brought)
    } else {
        Err(ImportError::WrongFormat("it holds no Labels and no Choices, as a labelling config does"))
    }
}

fn start(out: &mut CodebookBuilder, choices: &mut Option<Choices>, element: &str, attributes: XmlAttributes<'_>) {
    let get = |name: &str| attributes.get(name).map(|v| v.into_owned()).unwrap_or_default();
    // What is stored, where that is not what is shown.
    let stored = || Some(get("alias")).filter(|a| !a.is_empty()).unwrap_or_else(|| get("value"));
    match element {
        "Label" => {
            let (stored, shown, doc, hotkey, background) =
                (stored(), get("value"), get("hint"), get("hotkey"), get("background"));
            let mut letters = hotkey.chars();
            let key = letters.next().filter(|_| letters.next().is_none());
            let color = Some(background.as_str()).filter(|b| !b.is_empty());
            out.label(&ForeignLabel { stored: &stored, shown: &shown, key, color, doc: &doc });
        }
        "Choices" => {
            *choices = Some(Choices { name: get("name"), values: Vec::new(), whole: get("perRegion") != "true" });
        }
        "Choice" => {
            if let Some(open) = choices {
                open.values.push(stored());
            }
        }
        "Relation" => out.relation(&get("value")),
        "TextArea" if matches!(get("name").as_str(), "speaker" | "note" | "evidence") => {}
        "TextArea" | "Taxonomy" | "Rating" | "Number" | "DateTime" | "Ranker" | "Pairwise" => {
            out.left_out(format!("{element} {} is left out: there is no place for it here.", get("name")));
        }
        _ if element.ends_with("Labels") && get("value").starts_with('$') => {
            out.left_out(format!("Labels of {} that stand in the tasks are left out.", get("name")));
        }
        _ => {}
    }
}

fn finish(out: &mut CodebookBuilder, choices: Choices) {
    if choices.whole && !choices.name.eq_ignore_ascii_case("rating") {
        out.left_out(format!("{} is left out: it is said of whole documents.", choices.name));
    } else {
        out.attribute(&choices.name, choices.values.into_iter());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_config_somebody_wrote() {
        let config = r##"<View><Header value="Read &amp; mark"/>
            <HyperTextLabels name="ner" toName="t"><Label value="PER" background="red"/><Label value="Key idea" alias="key-idea" hotkey="k" hint="a &lt; b"/>
              <Label value="Claim" background="#123456"/><Label value="Odd" background="rgba(1,2,3)" hotkey="ctrl+q"/></HyperTextLabels>
            <HyperText name="t" value="$html"/><TextArea name="why" toName="t"/>
            <Choices name="Rating" toName="t" perRegion="true"><Choice value="yes"/><Choice alias="no" value="No, never"/></Choices>
            <Choices name="weight" toName="t" perRegion="true"><Choice value="low"/><Choice value="high"><Choice value="very high"/></Choice></Choices>
            <Choices name="topic" toName="t"><Choice value="a"/></Choices>
            <Relations><Relation value="said_by"/><Relation value="part of"/></Relations></View>"##;
        let ImportedCodebook { codebook, left_out } = read(config).unwrap();
        let labels: Vec<(&str, &str, char, String)> = codebook
            .labels
            .iter()
            .map(|l| (l.id.as_str(), l.shown(), l.key, l.color.map(|c| c.to_string()).unwrap_or_default()))
            .collect();
        let expected = [("PER", "PER", 'p', "#ff0000"), ("key-idea", "Key idea", 'k', ""), ("odd", "Odd", 'o', "")];
        assert_eq!(labels, expected.map(|(a, b, c, d)| (a, b, c, d.to_owned())));
        assert_eq!(codebook.labels[1].doc, "a < b");
        assert_eq!(codebook.ratings, ["yes", "no"]);
        assert_eq!(codebook.attributes[0].values, ["low", "high", "very high"]);
        for word in ["rgba", "why", "topic", "part of"] {
            assert!(left_out.iter().any(|s| s.contains(word)), "{word}: {left_out:?}");
        }
        assert_eq!(left_out.len(), 4);
    }

    #[test]
    fn what_is_no_config_is_told() {
        assert!(read("<View><Text name='a' value='$a'/></View>").unwrap_err().to_string().contains("Labels"));
        assert!(read("<View><Labels>").unwrap_err().to_string().contains("breaks off"));
        assert!(read("no xml").is_err());
    }
}
