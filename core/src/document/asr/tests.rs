//! The forms of the services, each in a small file written for this test.

use super::*;
use crate::document::Locator;

fn read(source: &str) -> Result<Parsed, LoadError> {
    super::read(source, &Limits::default())
}

fn text(source: &str) -> String {
    read(source).unwrap_or_else(|e| panic!("{e}: {source}")).text
}

#[test]
fn the_shapes_people_meet() {
    let turns = "Speaker 0: Hello there.\n\nSpeaker 1: Hi.";
    let cases = [
        // WhisperX and the like.
        r#"{"text":"x","segments":[{"start":0.0,"end":1.5,"text":" Hello","speaker":0},{"start":1.5,"end":2.0,"text":" there.","speaker":0},{"start":2,"end":3,"text":"Hi.","speaker":1}]}"#,
        r#"[{"start":0,"end":2,"text":"Hello there.","speaker":0},{"start":2,"end":3,"text":"Hi.","speaker":1}]"#,
        // Deepgram: utterances, words, paragraphs.
        r#"{"results":{"utterances":[{"start":0.1,"end":2,"transcript":"Hello there.","speaker":0},{"start":2,"end":3,"transcript":"Hi.","speaker":1}]}}"#,
        r#"{"metadata":{"duration":3},"results":{"channels":[{"alternatives":[{"transcript":"Hello there. Hi.","words":[{"word":"hello","start":0.1,"end":0.5,"speaker":0,"punctuated_word":"Hello"},{"word":"there","start":0.5,"end":1,"speaker":0,"punctuated_word":"there."},{"word":"hi","start":2,"end":3,"speaker":1,"punctuated_word":"Hi."}]}]}]}}"#,
        r#"{"results":{"channels":[{"alternatives":[{"transcript":"x","paragraphs":{"paragraphs":[{"speaker":0,"sentences":[{"text":"Hello there.","start":0.1,"end":1}]},{"speaker":1,"sentences":[{"text":"Hi.","start":2,"end":3}]}]}}]}]}}"#,
        // Rev.
        r#"{"monologues":[{"speaker":0,"elements":[{"type":"text","value":"Hello","ts":0.5},{"type":"punct","value":" "},{"type":"text","value":"there"},{"type":"punct","value":"."}]},{"speaker":1,"elements":[{"type":"text","value":"Hi.","ts":2}]}]}"#,
        // Amazon, new and old.
        r#"{"results":{"transcripts":[{"transcript":"x"}],"items":[{"start_time":"0.1","end_time":"0.4","type":"pronunciation","speaker_label":"0","alternatives":[{"content":"Hello"}]},{"start_time":"0.5","type":"pronunciation","speaker_label":"0","alternatives":[{"content":"there"}]},{"type":"punctuation","alternatives":[{"content":"."}]},{"start_time":"2.0","type":"pronunciation","speaker_label":"1","alternatives":[{"content":"Hi"}]},{"type":"punctuation","alternatives":[{"content":"."}]}]}}"#,
        r#"{"results":{"speaker_labels":{"segments":[{"items":[{"start_time":"0.1","speaker_label":"0"},{"start_time":"0.5","speaker_label":"0"}]},{"items":[{"start_time":"2.0","speaker_label":"1"}]}]},"items":[{"start_time":"0.1","type":"pronunciation","alternatives":[{"content":"Hello"}]},{"start_time":"0.5","type":"pronunciation","alternatives":[{"content":"there"}]},{"type":"punctuation","alternatives":[{"content":"."}]},{"start_time":"2.0","type":"pronunciation","alternatives":[{"content":"Hi"}]},{"type":"punctuation","alternatives":[{"content":"."}]}]}}"#,
        // Google: version 1 with tags, as an operation, with all words once more in the last result; version 2.
        r#"{"results":[{"alternatives":[{"words":[{"startTime":"0.1s","word":"Hello","speakerTag":0},{"startTime":"0.6s","word":"there.","speakerTag":0},{"startTime":"2s","word":"Hi.","speakerTag":1}]}]}]}"#,
        r#"{"name":"7","done":true,"response":{"results":[{"alternatives":[{"words":[{"startOffset":"0.100s","endOffset":"0.5s","word":"Hello","speakerLabel":"0"},{"startOffset":"0.600s","word":"there.","speakerLabel":"0"},{"startOffset":"2s","word":"Hi.","speakerLabel":"1"}]}]}]}}"#,
        // IBM.
        r#"{"results":[{"final":true,"alternatives":[{"transcript":"x","timestamps":[["Hello",0.1,0.5],["there.",0.5,1.0],["Hi.",2.0,2.5]]}]}],"speaker_labels":[{"from":0.1,"to":0.5,"speaker":0},{"from":0.5,"to":1,"speaker":0},{"from":2.0,"to":2.5,"speaker":1}]}"#,
        // Gladia, old and new.
        r#"{"prediction":[{"time_begin":0.1,"time_end":1,"transcription":"Hello there.","speaker":0},{"time_begin":2,"time_end":3,"transcription":"Hi.","speaker":1}]}"#,
        r#"{"id":"x","result":{"metadata":{"audio_duration":3},"transcription":{"full_transcript":"x","utterances":[{"text":"Hello there.","start":0.1,"end":1.2,"speaker":0,"words":[{"word":"Hello","start":0.1,"end":0.4},{"word":" there.","start":0.5,"end":1}]},{"text":"Hi.","start":2.1,"end":3,"speaker":1}]}}}"#,
        // Azure, in batches and fast.
        r#"{"combinedRecognizedPhrases":[{"channel":0,"display":"x"}],"recognizedPhrases":[{"recognitionStatus":"Success","channel":0,"speaker":0,"offset":"PT0.07S","duration":"PT1.5S","offsetInTicks":700000.0,"durationInTicks":15000000.0,"nBest":[{"confidence":0.9,"lexical":"hello there","display":"Hello there."}]},{"channel":0,"speaker":1,"offset":"PT2S","duration":"PT1S","offsetInTicks":20000000.0,"nBest":[{"display":"Hi."}]}]}"#,
        r#"{"durationMilliseconds":3000,"combinedPhrases":[{"text":"x"}],"phrases":[{"speaker":0,"offsetMilliseconds":40,"durationMilliseconds":900,"text":"Hello there.","words":[{"text":"Hello","offsetMilliseconds":40}]},{"speaker":1,"offsetMilliseconds":2000,"durationMilliseconds":900,"text":"Hi."}]}"#,
        // whisper.cpp with two channels told apart.
        r#"{"transcription":[{"timestamps":{"from":"00:00:00,100","to":"00:00:01,000"},"offsets":{"from":100,"to":1000},"text":" Hello there.","speaker":"0"},{"offsets":{"from":2000,"to":3000},"text":" Hi.","speaker":"1"}]}"#,
    ];
    for case in cases {
        assert_eq!(text(case), turns, "{case}");
    }
}

#[test]
fn google_says_all_words_once_more() {
    let word = |at: u32, word: &str, tag: u32| {
        format!(r#"{{"startTime":"{at}s","endTime":"{}s","word":"{word}","speakerTag":{tag}}}"#, at + 1)
    };
    let plain = |at: u32, word: &str| format!(r#"{{"startTime":"{at}s","word":"{word}"}}"#);
    let result =
        |words: &[String]| format!(r#"{{"alternatives":[{{"transcript":"x","words":[{}]}}]}}"#, words.join(","));
    let all = [word(0, "Hello", 1), word(1, "there.", 1), word(5, "Hi.", 2)];
    let source = format!(
        r#"{{"results":[{},{},{}]}}"#,
        result(&[plain(0, "Hello"), plain(1, "there.")]),
        result(&[plain(5, "Hi.")]),
        result(&all)
    );
    assert_eq!(text(&source), "Speaker 1: Hello there.\n\nSpeaker 2: Hi.");
}

#[test]
fn names_are_those_of_the_file() {
    let cases = [
        // insanely-fast-whisper: the list with speakers, not the one without.
        (
            r#"{"speakers":[{"speaker":"SPEAKER_00","text":" We came.","timestamp":[0.0,2.0]},{"speaker":"SPEAKER_01","text":" No.","timestamp":[2.0,null]}],"chunks":[{"timestamp":[0.0,2.0],"text":" We came."}],"text":"x"}"#,
            "SPEAKER_00: We came.\n\nSPEAKER_01: No.",
        ),
        (
            r#"{"speakers":[],"chunks":[{"timestamp":[0.0,2.0],"text":" We came."},{"timestamp":[2.0,null],"text":" No."}],"text":"x"}"#,
            "We came. No.",
        ),
        // Speechmatics.
        (
            r#"{"format":"2.9","results":[{"type":"word","start_time":0.5,"end_time":0.9,"alternatives":[{"content":"We","speaker":"S1"}]},{"type":"word","start_time":1,"end_time":1.4,"alternatives":[{"content":"came","speaker":"S1"}]},{"type":"punctuation","attaches_to":"previous","start_time":1.4,"end_time":1.4,"alternatives":[{"content":".","speaker":"S1"}]},{"type":"word","start_time":2,"end_time":2.2,"alternatives":[{"content":"No","speaker":"UU"}]}]}"#,
            "S1: We came.\n\nNo",
        ),
        // ElevenLabs, with a sound.
        (
            r#"{"language_code":"en","text":"x","words":[{"text":"We","start":0.1,"end":0.3,"type":"word","speaker_id":"speaker_0"},{"text":" ","start":0.3,"end":0.4,"type":"spacing","speaker_id":"speaker_0"},{"text":"came.","start":0.4,"end":0.9,"type":"word","speaker_id":"speaker_0"},{"text":" ","type":"spacing","start":0.9,"end":1},{"text":"(laughs)","start":1,"end":1.5,"type":"audio_event","speaker_id":"speaker_0"},{"text":"No.","start":2,"end":2.4,"type":"word","speaker_id":"speaker_1"}]}"#,
            "speaker_0: We came.\n\n(laughs)\n\nspeaker_1: No.",
        ),
        // AssemblyAI: utterances, or words alone, in milliseconds.
        (
            r#"{"audio_duration":9,"utterances":[{"speaker":"A","text":"We came.","start":4000,"end":5000,"words":[{"text":"We","start":4000,"end":4300,"speaker":"A"}]},{"speaker":"B","text":"No.","start":5100,"end":6000}]}"#,
            "Speaker A: We came.\n\nSpeaker B: No.",
        ),
        (
            r#"{"audio_url":"x","utterances":null,"words":[{"text":"We","start":400,"end":500,"speaker":null},{"text":"came.","start":500,"end":900,"speaker":null}]}"#,
            "We came.",
        ),
        // whisper-ctranslate2 says the name twice.
        (
            r#"{"segments":[{"start":0,"end":1.5,"text":"[SPEAKER_00]: We came.","speaker":"SPEAKER_00"},{"start":1.5,"end":2,"text":"No."}]}"#,
            "SPEAKER_00: We came.\n\nNo.",
        ),
        // Names in the words alone.
        (
            r#"{"segments":[{"start":0,"end":1.5,"text":"Ada Grey: We came."},{"start":1.5,"end":2,"text":"Bo Lind: Why not?"}]}"#,
            "Ada Grey: We came.\n\nBo Lind: Why not?",
        ),
        // Podcasts; the meetings of an office; a call centre.
        (
            r#"{"version":"1.0.0","segments":[{"speaker":"Ada Grey","startTime":0.5,"endTime":2,"body":"We came."},{"speaker":"Bo","startTime":2,"endTime":3,"body":"No."}]}"#,
            "Ada Grey: We came.\n\nBo: No.",
        ),
        (
            r#"{"entries":[{"text":"We came.","speakerDisplayName":"Ada Grey","startOffset":"00:00:03.1","endOffset":"00:00:04"}]}"#,
            "Ada Grey: We came.",
        ),
        (
            r#"{"Transcript":[{"ParticipantRole":"AGENT","BeginOffsetMillis":10,"EndOffsetMillis":900,"Content":"We came."}]}"#,
            "AGENT: We came.",
        ),
        // Vosk, an object for each utterance; its program.
        (
            "{\"result\":[{\"conf\":1,\"start\":0.1,\"end\":0.4,\"word\":\"we\"},{\"start\":0.4,\"end\":0.9,\"word\":\"came\"}],\"text\":\"we came\",\"spk\":[0.1,0.2]}\n{\"result\":[{\"start\":2,\"end\":2.4,\"word\":\"no\"}],\"text\":\"no\"}",
            "we came no",
        ),
        (
            r#"{"schemaVersion":"2.0","monologues":[{"speaker":{"id":"unknown","name":null},"start":0,"end":1,"terms":[{"confidence":1,"start":0,"end":0.5,"text":"we","type":"WORD"},{"start":0.5,"end":1,"text":"came","type":"WORD"}]}]}"#,
            "we came",
        ),
        // Two channels beside each other.
        (
            r#"{"results":{"channels":[{"alternatives":[{"words":[{"word":"we","start":0,"end":1},{"word":"came","start":1,"end":2}]}]},{"alternatives":[{"words":[{"word":"why","start":3,"end":4}]}]}]}}"#,
            "Channel 0: we came\n\nChannel 1: why",
        ),
        (
            r#"{"transcripts":[{"channel_index":0,"text":"x","words":[{"text":"we","start":0,"end":1,"type":"word"}]},{"channel_index":1,"words":[{"text":"why","start":3,"end":4,"type":"word"}]}]}"#,
            "Channel 0: we\n\nChannel 1: why",
        ),
    ];
    for (source, expected) in cases {
        assert_eq!(text(source), expected, "{source}");
    }
}

#[test]
fn words_without_blanks_and_turns_nobody_names() {
    let pieces = r#"{"chunks":[{"text":" We","timestamp":[0,0.2]},{"text":"'ll","timestamp":[0.2,0.3]},{"text":" come","timestamp":[0.3,0.5]},{"text":".","timestamp":[0.5,0.6]}],"text":"x"}"#;
    assert_eq!(text(pieces), "We'll come.");
    let turns = r#"{"transcription":[{"offsets":{"from":0,"to":900},"text":" We came.","speaker_turn_next":true},{"offsets":{"from":900,"to":1900},"text":" Why?","speaker_turn_next":false},{"offsets":{"from":1900,"to":2900},"text":" I ask.","speaker_turn_next":false}]}"#;
    assert_eq!(text(turns), "We came.\n\nWhy? I ask.");
    let characters = r#"{"words":[{"text":"港","start":0,"end":0.2},{"text":"口","start":0.2,"end":0.4}]}"#;
    assert_eq!(text(characters), "港口");
}

#[test]
fn times_are_those_of_the_words() {
    let cpp = r#"{"transcription":[{"timestamps":{"from":"00:00:05,000","to":"00:00:06,000"},"offsets":{"from":5000,"to":6000},"text":" Hello."}]}"#;
    let first = |source: &str| read(source).unwrap().locators.first().map(|l| l.1.clone());
    assert_eq!(first(cpp), Some(Locator::Time(5_000)));
    let assembly = r#"{"audio_duration":9,"utterances":[{"speaker":"A","text":"Hello.","start":4000,"end":5000}]}"#;
    assert_eq!(first(assembly), Some(Locator::Time(4_000)));
    let long = r#"[{"text":"Hello there.","start":61000,"end":68000},{"text":"Hi.","start":190000,"end":290000}]"#;
    assert_eq!(first(long), Some(Locator::Time(61_000)));
    let azure = r#"{"recognizedPhrases":[{"offset":"PT1M2.5S","duration":"PT1S","nBest":[{"display":"Hello."}]}]}"#;
    assert_eq!(first(azure), Some(Locator::Time(62_500)));
    let proto = r#"{"results":[{"alternatives":[{"words":[{"startTime":{"seconds":"3","nanos":500000000},"word":"Hello"}]}]}]}"#;
    assert_eq!(first(proto), Some(Locator::Time(3_500)));
}

#[test]
fn what_is_no_speech_is_refused() {
    for source in
        ["{}", "{", "", "[]", "3", r#"{"results":[]}"#, r#"{"words":[1,2]}"#, r#"{"segments":[{"text":"a"}]}"#]
    {
        assert!(read(source).is_err(), "{source}");
    }
    // Far inside of each other is nothing that a service writes.
    let deep = format!("{}{}", "{\"a\":".repeat(60), "1") + &"}".repeat(60);
    assert!(read(&deep).is_err());
}

#[test]
fn words_without_a_speaker_have_that_of_the_segment_of_their_time() {
    let item = |at: f64, word: &str| {
        format!(
            r#"{{"type":"pronunciation","alternatives":[{{"content":"{word}"}}],"start_time":"{at}","end_time":"{}"}}"#,
            at + 0.2
        )
    };
    let stop = r#"{"type":"punctuation","alternatives":[{"content":"."}]}"#;
    let segment = |from: f64, to: f64, who: &str| {
        format!(r#"{{"start_time":"{from}","end_time":"{to}","speaker_label":"{who}"}}"#)
    };
    let items =
        [item(0.1, "We"), item(0.4, "came"), stop.to_owned(), item(1.5, "No"), stop.to_owned(), item(7.0, "Hm")];
    let source = format!(
        r#"{{"results":{{"transcripts":[],"speaker_labels":{{"speakers":2,"segments":[{},{}]}},"items":[{}]}}}}"#,
        segment(0.0, 1.0, "spk_0"),
        segment(1.4, 2.0, "spk_1"),
        items.join(",")
    );
    assert_eq!(text(&source), "spk_0: We came.\n\nspk_1: No.\n\nHm");
}
