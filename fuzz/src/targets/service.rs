//! What annotation tools send to `sayso serve`: a line with method and path, and the body.

use super::Target;
use crate::dice::Dice;
use crate::seeds;
use sayso::serve::{Method, Request, Routes};
use sayso_core::detect::Detector;
use std::sync::LazyLock;

pub const TARGET: Target =
    Target { name: "service", doc: "the body of a request, behind a line with its path", run, is_bounded: true, seeds };

static ROUTES: LazyLock<Routes> = LazyLock::new(|| Routes::new(Detector::new()));

fn run(bytes: &[u8]) -> bool {
    let (path, body) = Dice::line(bytes);
    let asked: serde_json::Value = serde_json::from_slice(body).unwrap_or_default();
    let is_xml = |cas: &str| {
        let mut reader = quick_xml::Reader::from_str(cas);
        loop {
            match reader.read_event() {
                Ok(quick_xml::events::Event::Eof) => return true,
                Ok(_) => {}
                Err(_) => return false,
            }
        }
    };
    let was_xml = asked["document"]["xmi"].as_str().is_some_and(is_xml);
    let response = ROUTES.answer(&Request { method: Method::Post, path, body: body.to_vec() });
    assert!((200..500).contains(&response.status), "an answer of status {}", response.status);
    if !response.body.is_empty() {
        let answer: serde_json::Value = serde_json::from_slice(&response.body).expect("an answer of JSON");
        // A CAS that was added to is XML still.
        if let Some(cas) = answer.get("document").and_then(|document| document.as_str()) {
            assert!(!was_xml || is_xml(cas), "a CAS that was XML is none any more: {cas}");
        }
    }
    true
}

fn seeds() -> Vec<(String, Vec<u8>)> {
    let cas = r#"<?xml version=\"1.0\" encoding=\"UTF-8\"?><xmi:XMI xmlns:xmi=\"http://www.omg.org/XMI\" xmlns:cas=\"http:///uima/cas.ecore\" xmlns:custom=\"http:///webanno/custom.ecore\" xmi:version=\"2.0\"><cas:NULL xmi:id=\"0\"/><cas:Sofa xmi:id=\"1\" sofaNum=\"1\" sofaID=\"_InitialView\" mimeType=\"text\" sofaString=\"“We go 🚢,” said Ada Grey.&#10;“No,” Bo said.\"/><custom:Quote xmi:id=\"9\" sofa=\"1\" begin=\"0\" end=\"4\" label=\"x\"/><cas:View sofa=\"1\" members=\"9\"/></xmi:XMI>"#;
    let types = r#"<?xml version=\"1.0\"?><typeSystemDescription xmlns=\"http://uima.apache.org/resourceSpecifier\"><types><typeDescription><name>webanno.custom.Quote</name><supertypeName>uima.tcas.Annotation</supertypeName><features><featureDescription><name>label</name><rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features></typeDescription></types></typeSystemDescription>"#;
    let inception = format!(
        "/inception/predict\n{{\"metadata\": {{\"layer\": \"webanno.custom.Quote\", \"feature\": \"label\", \"projectId\": 1, \"anchoringMode\": \"tokens\", \"crossSentence\": true}}, \"document\": {{\"xmi\": \"{cas}\", \"documentId\": 0, \"userId\": \"ada\"}}, \"typeSystem\": \"{types}\"}}"
    );
    let config = r#"<View><Labels name=\"label\" toName=\"text\"><Label value=\"Quote\"/><Label value=\"Speaker\"/><Label value=\"Cue\"/></Labels><Relations><Relation value=\"said-by\"/></Relations><Text name=\"text\" value=\"$text\"/></View>"#;
    let predict = format!(
        "/label-studio/predict\n{{\"tasks\": [{{\"id\": 1, \"data\": {{\"text\": \"“We go 🚢,” said Ada Grey.\"}}}}], \"project\": \"1.2\", \"label_config\": \"{config}\", \"params\": {{}}}}"
    );
    let setup = format!("/label-studio/setup\n{{\"project\": \"1.2\", \"schema\": \"{config}\", \"hostname\": \"x\"}}");
    let all = [inception.as_str(), &predict, &setup];
    let webhook = "/label-studio/webhook\n{\"action\": \"ANNOTATION_CREATED\"}";
    seeds::texts(&[all[0], all[1], all[2], webhook])
}
