use crate::detect::Detector;
use crate::document::Document;

/// Who is found to say the last words of `text`, and the score.
fn last_speaker(text: &str) -> (Option<String>, f32) {
    let document = Document::from_text(text, "a.txt");
    let found = Detector::new().extract(&document);
    let last = found.attributions().last();
    last.map_or((None, 0.0), |a| (found.speaker_of(a).map(str::to_owned), a.score))
}

fn says(text: &str) -> Option<String> {
    last_speaker(text).0
}

#[test]
fn an_apposition_leads_to_the_name_beside_it() {
    let tail = "Nobody was asked.\n\n“The wall will hold,” said";
    assert_eq!(says(&format!("{tail} Olga Renn, an engineer at the harbour.")).as_deref(), Some("Olga Renn"));
    assert_eq!(
        says(&format!("{tail} the keeper’s daughter, town clerk Olga Renn of Millby.")).as_deref(),
        Some("Olga Renn")
    );
}

#[test]
fn whoever_is_called_so_is_meant_by_a_description() {
    let text = "Olga Renn, a carpenter from Millby, came to the meeting. Piet Vos came too.\n\nIt was late.\n\n“The wall will \
                hold,” the carpenter said.";
    assert_eq!(says(text).as_deref(), Some("Olga Renn"));
    let text = "Sen. Olga Renn met Piet Vos on Monday. Vos was tired.\n\n“The wall will hold,” the senator said.";
    assert_eq!(says(text).as_deref(), Some("Olga Renn"));
    // Nobody is called so.
    let text = "Olga Renn met Piet Vos on Monday.\n\n“The wall will hold,” his wife said.";
    assert_eq!(says(text).as_deref(), Some("his wife"));
}

#[test]
fn a_writing_is_whose_it_is() {
    let text = "Olga Renn’s letter reached the council on Monday.\n\nThe letter said the wall “will never hold.”";
    assert_eq!(says(text).as_deref(), Some("Olga Renn"));
    let text = "A report by Piet Vos reached the council on Monday.\n\n“The wall will never hold,” the report said.";
    let (who, score) = last_speaker(text);
    assert_eq!(who.as_deref(), Some("Piet Vos"));
    assert!(score < 0.8, "{score}");
    let text = "It rained in Millby on Monday.\n\n“The wall will never hold,” the report said.";
    assert_eq!(says(text).as_deref(), Some("report"));
}

#[test]
fn a_campaign_is_not_the_candidate() {
    let text = "The Renn campaign opened an office in Millby.\n\n“The wall will never hold,” the campaign said.";
    assert_eq!(says(text).as_deref(), Some("Renn campaign"));
}
