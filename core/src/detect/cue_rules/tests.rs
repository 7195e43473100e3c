//! Verbs of dialogue, known and made up, in the places where a cue stands; and what stands there and is none.

use crate::detect::Detector;
use crate::document::Document;

/// Words of each quotation, its speaker, and the score.
fn heard(detector: &Detector, text: &str) -> Vec<(String, Option<String>, f32)> {
    let document = Document::from_text(text, "a.txt");
    let found = detector.extract(&document);
    let marked = found.attributions().filter(|a| !a.quotes.is_empty());
    marked.map(|a| (document.words(a.quotes[0]).to_owned(), found.speaker_of(a).map(str::to_owned), a.score)).collect()
}

/// The commonest verbs of dialogue, in the past.
const VERBS: &str = "said asked told replied answered added cried shouted whispered murmured muttered mumbled yelled \
    screamed exclaimed called continued went began agreed explained insisted admitted demanded repeated remarked \
    observed noted suggested declared announced protested objected argued complained groaned moaned growled snapped \
    snarled barked roared hissed sighed gasped laughed chuckled giggled grinned smiled sobbed wept wailed whimpered \
    whined grumbled griped grouched groused grunted shrieked squealed squeaked squawked screeched howled hollered \
    bellowed boomed thundered stammered stuttered spluttered sputtered faltered hesitated paused mused pondered \
    wondered reflected lamented mourned drawled croaked rasped wheezed panted puffed snorted sniffed sniffled scoffed \
    sneered jeered mocked taunted teased joked quipped jested bantered kidded cackled chortled snickered sniggered \
    tittered purred cooed crooned hummed sang chanted intoned recited read quoted echoed mimicked interrupted \
    interjected interposed broke cut put chimed piped pressed persisted pursued prompted urged begged pleaded implored \
    entreated beseeched coaxed cajoled wheedled soothed comforted consoled reassured promised vowed swore pledged \
    assured affirmed confirmed asserted maintained contended claimed alleged averred avowed conceded confessed \
    acknowledged allowed granted assented concurred nodded shrugged winked frowned scowled smirked leered beamed \
    breathed blurted babbled gabbled gibbered jabbered prattled rambled droned ranted raved raged fumed stormed \
    fulminated exploded erupted burst spat cursed blasphemed warned cautioned threatened advised counselled instructed \
    ordered commanded directed dictated decreed ruled pronounced proclaimed stated reported related recounted narrated \
    revealed disclosed divulged confided hinted insinuated implied ventured hazarded offered volunteered proposed \
    guessed surmised speculated reasoned theorized concluded decided finished ended resumed proceeded returned \
    retorted rejoined countered parried shot fired bit chided scolded rebuked reproached reproved admonished berated \
    upbraided chastised lectured nagged carped cavilled demurred dissented disagreed contradicted challenged disputed \
    denied refused declined apologised thanked greeted welcomed toasted congratulated praised flattered marveled \
    exulted gloated bragged boasted enthused gushed crowed trilled warbled lisped slurred mouthed uttered spoke";

#[test]
fn every_common_verb_of_dialogue_is_a_cue() {
    let detector = Detector::new();
    let (mut missed, mut count) = (Vec::new(), 0);
    for verb in VERBS.split_whitespace() {
        count += 1;
        let she = heard(&detector, &format!("Ann Cole came in.\n\n“I will not go with you,” she {verb}.\n"));
        let name = heard(&detector, &format!("It was late.\n\n“I will not go with you,” {verb} Ann Cole.\n"));
        let right = |all: &[(String, Option<String>, f32)]| matches!(all, [(_, Some(who), _)] if who == "Ann Cole");
        if !right(&she) || !right(&name) {
            missed.push((verb, she, name));
        }
    }
    assert!(count >= 200, "{count}");
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn a_verb_nobody_knows_is_a_cue_in_its_place() {
    let detector = Detector::new();
    let made_up = "plimmed groffed tarkled snorbled wibbered drelled fumbrated gnashled hurmed jaffled krebbed lonked \
        mirgled nurfed obblated prunked quarmed rasked sloffed trundelled";
    for verb in made_up.split_whitespace() {
        for text in [
            format!("“I will not go,” Ann Cole {verb}."),
            format!("“I will not go,” {verb} Ann Cole, and left."),
            format!("“Who will go?” {verb} Ann Cole."),
            format!("“Who will go?” Ann Cole {verb}."),
            format!("Ann Cole {verb}, “I will not go.”"),
            format!("“I will not go,” Ann Cole {verb} softly, “and nor will you.”"),
        ] {
            let found = heard(&detector, &text);
            assert_eq!(found.len(), 1, "{text} {found:?}");
            assert_eq!(found[0].1.as_deref(), Some("Ann Cole"), "{text}");
            assert!(found[0].2 < 0.8, "{text} {found:?}");
        }
        let keeper = heard(&detector, &format!("“I will not go,” the old keeper {verb}."));
        assert!(keeper[0].1.as_deref().is_some_and(|who| who.contains("keeper")), "{verb} {keeper:?}");
    }
}

#[test]
fn titles_and_terms_before_a_verb_are_no_speech() {
    let detector = Detector::new();
    for text in [
        "His first novel, “The Long Ferry,” Tom Reeve published at twenty.",
        "In her song “Low Tide,” Ann Cole mourned her brother.",
        "The film, “Salt,” premiered Tuesday in the old hall.",
        "The show, “Harbour Nights,” starred Ann Cole as a diver.",
        "The so-called “quiet zone,” residents learned, ends at the quay.",
    ] {
        let found = heard(&detector, text);
        assert!(found.is_empty(), "{text} {found:?}");
    }
}

#[test]
fn a_full_stop_or_nothing_where_a_comma_was_meant() {
    let detector = Detector::new();
    for text in [
        "“The lamps are lit.” said Ann Cole.",
        "\"The lamps are lit.\" said Ann Cole, the keeper of the north light.",
        "“The lamps are lit” said Ann Cole, and sat down.",
        "\"The lamps are lit.\" explained Ann Cole in a letter.",
        "“The lamps are lit.” whispered Ann Cole.",
    ] {
        let found = heard(&detector, text);
        assert_eq!(found.len(), 1, "{text} {found:?}");
        assert_eq!(found[0].1.as_deref(), Some("Ann Cole"), "{text}");
    }
}

#[test]
fn the_name_behind_a_role_ends_the_sentence() {
    let detector = Detector::new();
    for verb in ["said", "thundered", "plimmed"] {
        let found =
            heard(&detector, &format!("The board met.\n\n“It leaks,” {verb} the minister, Tove Ahl.\n\nIt left."));
        assert_eq!(found.first().and_then(|f| f.1.as_deref()), Some("Tove Ahl"), "{verb}: {found:?}");
    }
    let place = heard(&detector, "The board met.\n\n“It leaks,” said the mayor of Moor, Kell.\n\nIt left.");
    assert!(place.first().is_some_and(|f| f.1.as_deref() != Some("Kell")), "{place:?}");
}

/// Who is heard, by the first words of what each says.
fn speakers(text: &str) -> Vec<(String, Option<String>)> {
    let heard = heard(&Detector::new(), text);
    heard.into_iter().map(|(words, who, _)| (words.split(' ').next().unwrap_or_default().to_owned(), who)).collect()
}

#[test]
fn what_is_added_behind_a_closed_quotation_is_a_sentence_of_its_own() {
    let text = "Dana Holt runs the pier. Her brother Paul Holt said in March that the plan had “no substance.” She added \
        that “the pier is run by people who know the sea.”\n";
    let who = speakers(text);
    assert_eq!(who.first().and_then(|w| w.1.as_deref()), Some("Paul Holt"), "{who:?}");
    assert_eq!(who.get(1).and_then(|w| w.1.as_deref()), Some("Dana Holt"), "{who:?}");
    let text = "Ann Cole has moved to the U.S. She says “the sea is colder there.”\n";
    assert_eq!(speakers(text), [("“the".to_owned(), Some("Ann Cole".to_owned()))]);
}

#[test]
fn a_name_that_is_grammar_when_written_small_is_a_name() {
    let text = "Peter Will is the oldest fisherman of the town.\n\n“We know what we want,” Will told the council.\n\nA ship \
        lay in the harbour. “We go out tomorrow!” US Captain Jane Roe said as she left.\n";
    let who = speakers(text);
    let named = |n: usize, name: &str| who.get(n).and_then(|w| w.1.as_deref()).is_some_and(|w| w.ends_with(name));
    assert!(named(0, "Will") && named(1, "Jane Roe"), "{who:?}");
}

#[test]
fn a_participle_does_not_speak() {
    let text = "Holding signs that called the mayor “a friend of the banks,” the students shouted that “the pier is \
        ours.”\n\nTom Pike said the rule would be “the best of both worlds,” giving states more time.\n\nDana Holt wasted no \
        time responding. “You never read it,” she told the clerk.\n";
    let who: Vec<Option<String>> = speakers(text).into_iter().map(|w| w.1).collect();
    let who: Vec<&str> = who.iter().flatten().map(String::as_str).collect();
    assert_eq!(who, ["the students", "the students", "Tom Pike", "Dana Holt"]);
}

#[test]
fn words_broken_off_by_a_cue_go_on_before_somebody_acts() {
    for (text, who, words) in [
        ("“If they close the pier,” said Tom Bell, 62, “I will stay.” His wife, Ann Bell, laughed.", "Tom Bell", 1),
        ("“The pier,” said Tom Bell, “will not close.” Ann Cole shrugged.", "Tom Bell", 1),
        ("“I think,” Ann Cole said, “we lost.” Tom Bell nodded. “We did,” he said.", "Ann Cole", 2),
    ] {
        let found = heard(&Detector::new(), text);
        assert!(found.len() == words && found[0].1.as_deref() == Some(who), "{text} {found:?}");
    }
}
