use super::*;
use serde_json::{Value, json};

/// A family as one emoji, a line break, several layers.
const TEXT: &str = "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left. “We will not go back,” she said.";

fn xmi(sofa: &str, inside: &str, views: &str) -> String {
    let text = sofa.replace('&', "&amp;").replace('\n', "&#10;");
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" \
         xmlns:custom=\"http:///webanno/custom.ecore\" xmi:version=\"2.0\"><cas:NULL xmi:id=\"0\"/>{inside}\
         <cas:Sofa xmi:id=\"12\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"{text}\"/>{views}</xmi:XMI>"
    )
}

fn types(layer: &str, features: &[(&str, &str)]) -> String {
    let features: Vec<String> = features
        .iter()
        .map(|(name, range)| {
            format!("<featureDescription><name>{name}</name><description/><rangeTypeName>{range}</rangeTypeName></featureDescription>")
        })
        .collect();
    let features = features.concat();
    format!(
        "<typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\"><types><typeDescription><name>x.Base</name>\
         <supertypeName>uima.tcas.Annotation</supertypeName><features>{features}</features></typeDescription><typeDescription>\
         <name>{layer}</name><description/><supertypeName>x.Base</supertypeName></typeDescription></types></typeSystemDescription>"
    )
}

fn ask(layer: &str, feature: &str, xmi: &str, more: &Value) -> Result<String, RequestError> {
    let mut metadata =
        json!({"layer": layer, "feature": feature, "projectId": 1, "anchoringMode": "tokens", "crossSentence": true});
    let map = metadata.as_object_mut().unwrap();
    map.extend(more.get("range").map(|range| ("range".to_owned(), range.clone())));
    let body = json!({"metadata": metadata, "document": {"xmi": xmi, "documentId": 3, "userId": "ada"}, "typeSystem": more.get("types")});
    let answer = predict(&Detector::new(), body.to_string().as_bytes())?;
    let answer: Value = serde_json::from_slice(&answer).unwrap();
    Ok(answer["document"].as_str().unwrap().to_owned())
}

/// Begin, end and value of what was added, and the ids in the view.
fn added(document: &str, layer: &str, feature: &str) -> Vec<(usize, usize, String)> {
    let mut out = Vec::new();
    crate::document::xml::read(document, |piece| {
        if let crate::document::xml::XmlEvent::Start(name, at) = piece
            && name == layer
            && at.get("inception_internal_predicted").is_some_and(|p| p == "true")
        {
            let number = |name: &str| at.get(name).unwrap().parse().unwrap();
            out.push((number("begin"), number("end"), at.get(feature).unwrap().into_owned()));
        }
        true
    })
    .unwrap();
    out
}

fn words(text: &str, begin: usize, end: usize) -> String {
    let units: Vec<u16> = text.encode_utf16().collect();
    String::from_utf16(&units[begin..end]).unwrap()
}

#[test]
fn what_was_sent_comes_back_with_suggestions_in_utf16_units() {
    let inside = "<custom:Other xmi:id=\"7\" sofa=\"12\" begin=\"0\" end=\"3\" odd='a &lt; &quot;b&quot;'/>";
    let sent = xmi(TEXT, inside, "<cas:View sofa=\"12\" members=\"7\"/>");
    let document = ask("webanno.custom.Quote", "label", &sent, &json!({})).unwrap();
    let found = added(&document, "custom:Quote", "label");
    let said: Vec<String> = found.iter().map(|(begin, end, _)| words(TEXT, *begin, *end)).collect();
    assert_eq!(said, ["“Taxes fell 😊 by 5%,”", "“We will not go back,”"]);
    assert!(found.iter().all(|(.., value)| value == "quote"));
    // Nothing else has changed, and both are in the view.
    let (before, behind) = document.split_once("<custom:Quote").unwrap();
    assert!(
        sent.starts_with(before) && behind.ends_with("<cas:View sofa=\"12\" members=\"7 13 14\"/></xmi:XMI>"),
        "{document}"
    );
    assert!(
        document.contains("label_score=\"0.94\" label_score_explanation=\"after the words, with “said”\""),
        "{document}"
    );
}

#[test]
fn layers_and_features_ask_for_different_things() {
    let sent = xmi(TEXT, "", "<cas:View sofa=\"12\"></cas:View>");
    let cases = [
        ("webanno.custom.Quote", "speaker", "custom:Quote", vec!["Jane Doe", "Jane Doe"]),
        ("webanno.custom.Quote", "kind", "custom:Quote", vec!["direct", "direct"]),
        ("webanno.custom.Speaker", "value", "custom:Speaker", vec!["Jane Doe", "Jane Doe"]),
        ("webanno.custom.Cue", "value", "custom:Cue", vec!["cue", "cue"]),
        ("de.tudarmstadt.ukp.dkpro.core.api.ner.type.NamedEntity", "value", "type:NamedEntity", vec!["quote", "quote"]),
        ("Quote", "value", "sayso:Quote", vec!["quote", "quote"]),
    ];
    for (layer, feature, element, values) in cases {
        let document = ask(layer, feature, &sent, &json!({})).unwrap();
        let found = added(&document, element, feature);
        assert_eq!(found.iter().map(|(.., value)| value.as_str()).collect::<Vec<_>>(), values, "{layer} {document}");
        let (begin, end, _) = &found[0];
        let expected = match element {
            "custom:Speaker" => "Jane Doe",
            "custom:Cue" => "said",
            _ => "“Taxes fell 😊 by 5%,”",
        };
        assert_eq!(words(TEXT, *begin, *end), expected);
    }
    let document = ask("Quote", "value", &sent, &json!({})).unwrap();
    assert!(document.contains(" xmlns:sayso=\"http:///uima/noNamespace.ecore\">"), "{document}");
}

#[test]
fn a_range_and_a_cas_without_a_view() {
    let sent = xmi(TEXT, "", "");
    let first = ask("webanno.custom.Quote", "label", &sent, &json!({"range": {"begin": 0, "end": 12}})).unwrap();
    assert_eq!(added(&first, "custom:Quote", "label").len(), 1);
    assert!(
        first.contains("<cas:View xmlns:cas=\"http:///uima/cas.ecore\" sofa=\"12\" members=\"13\"/></xmi:XMI>"),
        "{first}"
    );
    let all = ask("webanno.custom.Quote", "label", &sent, &json!({"range": {"begin": -1, "end": -1}})).unwrap();
    assert_eq!(added(&all, "custom:Quote", "label").len(), 2);
    let none = xmi("Nobody speaks.", "", "");
    assert_eq!(ask("webanno.custom.Quote", "label", &none, &json!({})).unwrap(), none);
}

#[test]
fn only_what_the_type_system_has_is_written() {
    let sent = xmi(TEXT, "", "<cas:View sofa=\"12\" members=\"\"/>");
    let string = "uima.cas.String";
    let small =
        types("webanno.custom.Quote", &[("label", string), ("inception_internal_predicted", "uima.cas.Boolean")]);
    let document = ask("webanno.custom.Quote", "label", &sent, &json!({"types": small})).unwrap();
    assert!(document.contains("inception_internal_predicted") && !document.contains("_score"), "{document}");
    assert!(document.contains(" members=\"13 14\"/>"), "{document}");
    let links = types("webanno.custom.Quote", &[("label", "uima.cas.FSArray")]);
    let refused = |types: &str, layer: &str, feature: &str| {
        ask(layer, feature, &sent, &json!({"types": types})).unwrap_err().to_string()
    };
    assert!(refused(&links, "webanno.custom.Quote", "label").contains("FSArray"));
    assert!(refused(&small, "webanno.custom.Quote", "tone").contains("no feature tone"));
    assert!(refused(&small, "webanno.custom.Other", "label").contains("no layer"));
    assert!(refused("<types>", "webanno.custom.Other", "label").contains("breaks off"));
}

#[test]
fn prefixes_that_are_taken_are_passed_over() {
    let one = |n: usize| if n == 0 { " xmlns:custom='x'".to_owned() } else { format!(" xmlns:custom{n}='x'") };
    let declared = (0..20_000).map(one).collect::<Vec<_>>().concat();
    let sent = xmi(TEXT, "", "").replace(" xmlns:custom=\"http:///webanno/custom.ecore\"", &declared);
    let document = ask("webanno.custom.Quote", "label", &sent, &json!({})).unwrap();
    assert_eq!(added(&document, "custom20000:Quote", "label").len(), 2);
}

#[test]
fn what_is_no_request_is_told() {
    let sent = xmi(TEXT, "", "");
    let refused = |layer: &str, xmi: &str| ask(layer, "label", xmi, &json!({})).unwrap_err();
    let layer = "webanno.custom.Quote";
    assert_eq!(refused(layer, "<html/>"), RequestError::NoText);
    assert_eq!(refused(layer, "<xmi:XMI xmlns:xmi='x'/>"), RequestError::NoText);
    assert_eq!(refused("a b", &sent), RequestError::Name("a b".to_owned()));
    assert_eq!(refused("a\"/><b", &sent), RequestError::Name("a\"/><b".to_owned()));
    let declared = format!("<!DOCTYPE x [<!ENTITY a \"aaaa\">]>{sent}");
    assert!(matches!(refused(layer, &declared), RequestError::DocumentType(_)));
    assert!(matches!(refused(layer, sent.get(..sent.len() - 9).unwrap()), RequestError::Xml { .. }));
    assert!(matches!(refused(layer, &"<a>".repeat(100_000)), RequestError::NoText | RequestError::Xml { .. }));
    let ids = sent.replace("xmi:id=\"0\"", "xmi:id=\"2147483647\"");
    assert_eq!(refused(layer, &ids), RequestError::Ids);
    for body in ["", "[]", "{}", "{\"metadata\":{}}", "\u{feff}{}", &"[".repeat(100_000)] {
        assert!(matches!(predict(&Detector::new(), body.as_bytes()), Err(RequestError::Json(_))), "{body:.20}");
    }
}
