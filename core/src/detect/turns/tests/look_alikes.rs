//! What looks like a transcript and is none.

use super::Turns;
use crate::detect::lang::ENGLISH;
use crate::detect::lexicon::Lexicon;
use crate::document::Document;

fn quiet(text: &str) {
    let doc = Document::from_text(text, "a.txt");
    let lexicon = Lexicon::new(&ENGLISH);
    assert!(Turns::of(doc.text(), doc.blocks(), &lexicon).is_none(), "{text}");
}

#[test]
fn tables_and_fields() {
    quiet("Vale: 1,769\n\nRahm: 1,204\n\nVale: 33 percent\n\nRahm: 12 percent\n");
    quiet(
        "Name: Ines Vale\nAddress: 4 Quay Road\nPhone: 555 0101\n\nName: Otto Rahm\nAddress: 9 Mill Lane\nPhone: 555 0102\n",
    );
    quiet("Subject: The ferry\nFrom: Mary Bell\nTo: Otto Rahm\n\nThe ferry sank. It was old. We should talk.\n");
    quiet("Moor Ferry Office\n4 Quay Road\nTel: 555 0101\nFax: 555 0102\nMail: ferry@moor.example\n");
    quiet("Director: Ines Vale\n\nProducer: Otto Rahm\n\nMusic: The Moor Band\n");
    quiet("Apples – 3 kilos\n\nPears – 2 kilos\n\nApples – 5 kilos\n\nPears – 9 kilos\n");
    quiet("Home\tMoor 3\nAway\tMill 1\nHome\tMoor 2\nAway\tQuay 2\n");
}

#[test]
fn recipes_steps_and_definitions() {
    quiet(
        "Ingredients: flour, butter, salt.\n\nMethod: Mix it all and bake it.\n\nServes: Four people, or two sailors.\n",
    );
    quiet(
        "Step 1: Turn the valve to the left.\n\nStep 2: Wait until it is clear.\n\nStep 1: Repeat it on the right.\n",
    );
    quiet(
        "Harbour Master: The person who runs the harbour.\n\nPilot: Who guides ships.\n\nQuay: A wall.\n\nTide Table: A list of tides.\n",
    );
    quiet(
        "pump: a thing that moves water.\n\nquay: a wall of stone.\n\nrail: a bar to hold.\n\ntide: the sea going up.\n",
    );
    quiet(
        "Pros: It is cheap and it is quick.\n\nCons: It sinks now and then.\n\nPros: The view is good.\n\nCons: The pump is old.\n",
    );
}

#[test]
fn verses_times_and_addresses_of_the_web() {
    quiet("Luke 5:3 He sat down.\n\nLuke 5:4 He spoke again.\n\nLuke 5:5 They had worked all night.\n");
    quiet("12:30 Lunch on the quay.\n\n13:45 The ferry leaves.\n\n18:00 Dinner is served.\n");
    quiet(
        "See http://moor.example/a for more.\n\nhttps://moor.example: the site.\n\nSee http://moor.example/b for less.\n",
    );
    quiet(
        "Monday: The ferry leaves at six.\n\nTuesday: No ferry today.\n\nMonday: It leaves at noon.\n\nTuesday: No ferry again.\n",
    );
    quiet("1. Where is Moor?\nA. In the north\nB. In the south\n\n2. Where is the ferry?\nA. On the quay\nB. At sea\n");
}

#[test]
fn news_and_prose() {
    quiet(
        "BYLINE: Mary Bell\n\nThe ferry sank.\n\nPhoto: The ferry in spring.\n\nCorrection: It sank on Sunday.\n\nNote: This was changed.\n",
    );
    quiet(
        "Vale: Ferry ‘was never safe’\n\nThe office said on Monday that the boat was old.\n\nNobody was hurt, it said.\n",
    );
    quiet(
        "She had one thought: the boat was gone.\n\nThe office had a rule: no boats in winter.\n\nOne thing was clear: it was over.\n",
    );
    quiet(
        "Otto Rahm: a man of few words. He sat on the wall.\n\nIt rained. The ferry did not come.\n\nHe went home.\n",
    );
}

#[test]
fn minutes_logs_and_lists_that_come_back() {
    quiet(
        "Action: Ines Vale to write to the office.\n\nDecision: The ferry stays.\n\nAction: Otto Rahm to buy a pump.\n\nDecision: None.\n",
    );
    quiet(
        "Fixed: The pump runs again.\nAdded: A new rail at the bow.\nFixed: The door closes now.\nAdded: A lamp for the quay.\n",
    );
    quiet(
        "- name: The big pump of the ferry\n  state: It runs\n- name: The small pump of the ferry\n  state: It never ran\n",
    );
    quiet(
        "ERROR: cannot open the valve of the pump\nINFO: trying again in a minute\nERROR: cannot open it\nINFO: giving up for the day\n",
    );
    quiet(
        "Moor: Rain in the morning, dry later.\n\nMill: Dry all day long.\n\nMoor: Rain in the evening.\n\nMill: Clear at night.\n",
    );
    quiet(
        "[Verse]\nThe sea is wide and long\n\n[Chorus]\nOh the ferry\n\n[Verse]\nThe wind is strong\n\n[Chorus]\nOh the ferry\n",
    );
    quiet(
        "\"name\": \"The big pump of the ferry\",\n\"state\": \"It runs\",\n\"name\": \"The small pump\",\n\"state\": \"It never ran\"\n",
    );
}
