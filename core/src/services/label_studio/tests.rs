use super::*;
use crate::annotation::Codebook;
use crate::export::schema::label_studio::config as config_of;

const TEXT: &str = "“Taxes fell 😊 by 5%,” Jane Doe said.\nHe left.\n";

fn ask(config: &str, tasks: &Value) -> Result<Value, RequestError> {
    let body = json!({"tasks": tasks, "model_version": "old", "project": "3.1700000000", "label_config": config,
        "params": {"login": null, "context": null}});
    Ok(serde_json::from_slice(&predict(&Detector::new(), body.to_string().as_bytes())?).unwrap())
}

fn words(region: &Value) -> String {
    let number = |path: &str| region.pointer(path).unwrap().as_u64().unwrap() as usize;
    let (start, end) = (number("/value/start"), number("/value/end"));
    TEXT.chars().skip(start).take(end - start).collect()
}

#[test]
fn our_own_config_takes_everything() {
    let config = config_of(&Codebook::default(), []);
    let answer = ask(&config, &json!([{"id": 1, "data": {"text": TEXT, "n": [1, {"a": null}], "f": 0.5}}])).unwrap();
    let prediction = &answer["results"][0];
    assert!(prediction["model_version"].as_str().unwrap().starts_with("sayso 0."), "{answer}");
    assert_eq!(prediction["score"], json!(0.94));
    let regions = prediction["result"].as_array().unwrap();
    let of = |kind: &str| regions.iter().filter(|r| r["type"] == kind).collect::<Vec<_>>();
    let labels: Vec<(String, String)> =
        of("labels").into_iter().map(|r| (text_at(r, "/value/labels/0"), words(r))).collect();
    let expected = [("Quote", "“Taxes fell 😊 by 5%,”"), ("Speaker", "Jane Doe"), ("Cue", "said")];
    assert_eq!(labels, expected.map(|(label, words)| (label.to_owned(), words.to_owned())));
    assert!(of("labels").iter().all(|r| r["value"]["text"] == words(r).as_str() && r["to_name"] == "text"));
    assert_eq!(of("textarea")[0]["value"]["text"], json!(["Jane Doe"]));
    assert_eq!(of("choices").len(), 2);
    assert_eq!(of("relation").len(), 2);
}

#[test]
fn a_config_somebody_wrote_decides_what_goes_out() {
    let config = "<View><Labels name='ner' toName='t'><Label value='PER'/></Labels><Labels name='who' toName='t'>\
        <Label value='Said' alias='quotation'/><Label value='source'/></Labels><Text name='t' value='$body'/>\
        <Choices name='kind' toName='t' perRegion='true'><Choice value='indirect'/></Choices></View>";
    let tasks = json!([{"data": {"text": "x"}}, {"data": {"body": TEXT}}, {"data": {"body": 3}}, {}]);
    let answer = ask(config, &tasks).unwrap();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.iter().map(|r| r["result"].as_array().unwrap().len()).collect::<Vec<_>>(), [0, 3, 0, 0]);
    let [quote, speaker, relation] = results[1]["result"].as_array().unwrap().as_slice() else { panic!("{answer}") };
    assert_eq!((quote["from_name"].as_str(), quote["to_name"].as_str()), (Some("who"), Some("t")));
    assert_eq!(
        (text_at(quote, "/value/labels/0"), text_at(speaker, "/value/labels/0")),
        ("quotation".into(), "source".into())
    );
    // Without a control for it the name stands where a person sees it.
    assert_eq!(quote["meta"], json!({"text": ["Jane Doe"]}));
    assert_eq!((relation["from_id"].clone(), relation["to_id"].clone()), (quote["id"].clone(), speaker["id"].clone()));
}

#[test]
fn what_cannot_be_answered_is_told() {
    let none = json!([]);
    for config in
        ["", "<View><Labels name='a' toName='t'><Label value='PER'/></Labels><Text name='t' value='$t'/></View>"]
    {
        assert_eq!(ask(config, &none).unwrap_err(), RequestError::NoLabels, "{config}");
    }
    let address = "<View><Labels name='a' toName='t'><Label value='Quote'/></Labels><Text name='t' value='$t' valueType='url'/></View>";
    assert_eq!(ask(address, &none).unwrap_err(), RequestError::TextElsewhere);
    assert!(ask("<View>", &none).unwrap_err().to_string().contains("breaks off"));
    assert_eq!(ask("", &Value::Array(vec![json!({}); MAX_TASKS + 1])).unwrap_err(), RequestError::TooMany);
    for body in [
        "",
        "[]",
        "{}",
        "{\"tasks\": 3}",
        "{\"tasks\": [3]}",
        &format!("{{\"tasks\": [{{\"data\": {{\"a\": {}", "[".repeat(9_000)),
    ] {
        assert!(matches!(predict(&Detector::new(), body.as_bytes()), Err(RequestError::Json(_))), "{body:.30}");
    }
}

#[test]
fn the_small_answers() {
    assert_eq!(serde_json::from_slice::<Value>(&health()).unwrap()["status"], "UP");
    let version = serde_json::from_slice::<Value>(&setup(b"{\"project\":\"1\"}").unwrap()).unwrap();
    assert!(version["model_version"].as_str().unwrap().contains("detector"));
    assert!(webhook(b"{\"action\":\"ANNOTATION_CREATED\"}").is_ok() && webhook(b"x").is_err() && setup(b"").is_err());
}
