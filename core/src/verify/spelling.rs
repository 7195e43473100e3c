//! British and American spelling: one key for both, so that words that differ only in it are found, and told as *spelling*.

use super::word_list::WordList;

/// Stems that end in `our` in Britain and `or` in America.
const OUR: &[&str] = &[
    "honour",
    "labour",
    "neighbour",
    "colour",
    "favour",
    "harbour",
    "humour",
    "rumour",
    "behaviour",
    "endeavour",
    "flavour",
    "armour",
    "vapour",
    "vigour",
    "parlour",
    "odour",
    "saviour",
    "savour",
    "splendour",
    "tumour",
    "valour",
    "candour",
    "clamour",
    "demeanour",
    "glamour",
    "rancour",
    "rigour",
    "fervour",
    "succour",
    "arbour",
    "ardour",
    "enamour",
];

/// Stems whose last letter is doubled in Britain alone.
const DOUBLED: &[&str] = &[
    "travel", "cancel", "model", "label", "level", "fuel", "signal", "counsel", "quarrel", "marvel", "tunnel",
    "channel", "total", "equal", "dial", "rival", "initial", "pedal", "shovel", "funnel", "panel", "duel", "jewel",
    "libel", "chisel", "grovel", "unravel", "marshal", "trial", "wool", "worship", "kidnap", "focus",
];

/// Words of their own, Britain first.
const WORDS: &[(&str, &str)] = &[
    ("centre", "center"),
    ("centres", "centers"),
    ("centred", "centered"),
    ("theatre", "theater"),
    ("theatres", "theaters"),
    ("metre", "meter"),
    ("metres", "meters"),
    ("kilometre", "kilometer"),
    ("kilometres", "kilometers"),
    ("centimetre", "centimeter"),
    ("centimetres", "centimeters"),
    ("millimetre", "millimeter"),
    ("millimetres", "millimeters"),
    ("litre", "liter"),
    ("litres", "liters"),
    ("fibre", "fiber"),
    ("fibres", "fibers"),
    ("calibre", "caliber"),
    ("lustre", "luster"),
    ("sombre", "somber"),
    ("spectre", "specter"),
    ("meagre", "meager"),
    ("sabre", "saber"),
    ("defence", "defense"),
    ("defences", "defenses"),
    ("offence", "offense"),
    ("offences", "offenses"),
    ("licence", "license"),
    ("licences", "licenses"),
    ("pretence", "pretense"),
    ("practise", "practice"),
    ("practised", "practiced"),
    ("practising", "practicing"),
    ("programme", "program"),
    ("programmes", "programs"),
    ("cheque", "check"),
    ("cheques", "checks"),
    ("grey", "gray"),
    ("greys", "grays"),
    ("tyre", "tire"),
    ("tyres", "tires"),
    ("kerb", "curb"),
    ("plough", "plow"),
    ("ploughs", "plows"),
    ("ploughed", "plowed"),
    ("mould", "mold"),
    ("mouldy", "moldy"),
    ("sceptic", "skeptic"),
    ("sceptics", "skeptics"),
    ("sceptical", "skeptical"),
    ("scepticism", "skepticism"),
    ("aluminium", "aluminum"),
    ("pyjamas", "pajamas"),
    ("storey", "story"),
    ("storeys", "stories"),
    ("draught", "draft"),
    ("draughts", "drafts"),
    ("catalogue", "catalog"),
    ("dialogue", "dialog"),
    ("analogue", "analog"),
    ("judgement", "judgment"),
    ("judgements", "judgments"),
    ("acknowledgement", "acknowledgment"),
    ("ageing", "aging"),
    ("towards", "toward"),
    ("afterwards", "afterward"),
    ("backwards", "backward"),
    ("whilst", "while"),
    ("amongst", "among"),
    ("learnt", "learned"),
    ("burnt", "burned"),
    ("dreamt", "dreamed"),
    ("spelt", "spelled"),
    ("spoilt", "spoiled"),
    ("leapt", "leaped"),
    ("gaol", "jail"),
    ("manoeuvre", "maneuver"),
    ("manoeuvres", "maneuvers"),
    ("encyclopaedia", "encyclopedia"),
    ("paediatric", "pediatric"),
    ("foetus", "fetus"),
    ("anaesthetic", "anesthetic"),
    ("orthopaedic", "orthopedic"),
    ("diarrhoea", "diarrhea"),
    ("moustache", "mustache"),
    ("sulphur", "sulfur"),
    ("cosy", "cozy"),
    ("artefact", "artifact"),
    ("artefacts", "artifacts"),
    ("enquiry", "inquiry"),
    ("enquiries", "inquiries"),
    ("enquire", "inquire"),
    ("jewellery", "jewelry"),
    ("skilful", "skillful"),
    ("wilful", "willful"),
    ("fulfil", "fulfill"),
    ("fulfils", "fulfills"),
    ("enrol", "enroll"),
    ("enrols", "enrolls"),
    ("instalment", "installment"),
    ("instalments", "installments"),
    ("marvellous", "marvelous"),
    ("woollen", "woolen"),
    ("ok", "okay"),
    ("yeah", "yes"),
    ("til", "until"),
    ("till", "until"),
    ("thru", "through"),
    ("mum", "mom"),
    ("mums", "moms"),
];

/// The British ones of [`WORDS`].
const BRITISH: WordList = WordList::new(
    "centre centres centred theatre theatres metre metres kilometre kilometres centimetre centimetres millimetre \
    millimetres litre litres fibre fibres calibre lustre sombre spectre meagre sabre defence defences offence \
    offences licence licences pretence practise practised practising programme programmes cheque cheques grey \
    greys tyre tyres kerb plough ploughs ploughed mould mouldy sceptic sceptics sceptical scepticism aluminium \
    pyjamas storey storeys draught draughts catalogue dialogue analogue judgement judgements acknowledgement \
    ageing towards afterwards backwards whilst amongst learnt burnt dreamt spelt spoilt leapt gaol manoeuvre \
    manoeuvres encyclopaedia paediatric foetus anaesthetic orthopaedic diarrhoea moustache sulphur cosy artefact \
    artefacts enquiry enquiries enquire jewellery skilful wilful fulfil fulfils enrol enrols instalment \
    instalments marvellous woollen ok yeah til till thru mum mums",
);

/// A word as its American form is written; itself where both write it alike. O(length).
pub fn key(word: &str) -> String {
    if BRITISH.has(word)
        && let Some((_, american)) = WORDS.iter().find(|(british, _)| *british == word)
    {
        return (*american).to_owned();
    }
    let letters = word.as_bytes();
    if letters.windows(3).any(|three| three == b"our")
        && let Some(stem) = OUR.iter().find(|stem| word.starts_with(**stem))
    {
        let (begin, rest) = (stem.trim_end_matches("our"), word.strip_prefix(stem).unwrap_or_default());
        return format!("{begin}or{rest}");
    }
    if let Some(key) = doubled(word) {
        return key;
    }
    let has_ending = letters.windows(2).skip(1).any(|two| two == b"is" || two == b"ys");
    if word.len() < 6 || word == "promise" || !has_ending {
        return word.to_owned();
    }
    for ending in ["ise", "ised", "ises", "iser", "isers", "ising", "isation", "isations", "yse", "ysed", "ysing"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return format!("{stem}{}", ending.replacen('s', "z", 1));
        }
    }
    word.to_owned()
}

/// The ways to write a word that [`key`] gives: itself first. O(lists).
pub fn ways(word: &str) -> Vec<String> {
    let mut out = vec![word.to_owned()];
    let british = WORDS.iter().filter(|(_, american)| *american == word).map(|(british, _)| (*british).to_owned());
    let our = OUR.iter().filter_map(|stem| {
        let begin = stem.trim_end_matches("our");
        let rest = word.strip_prefix(begin)?.strip_prefix("or")?;
        Some(format!("{stem}{rest}"))
    });
    let doubled = DOUBLED.iter().filter_map(|stem| {
        let rest = word.strip_prefix(stem).filter(|rest| !rest.is_empty())?;
        Some(format!("{stem}{}{rest}", stem.chars().next_back()?))
    });
    let ending = [("iz", "is"), ("yz", "ys")].into_iter().filter_map(|(american, british)| {
        let (begin, rest) = word.rsplit_once(american)?;
        Some(format!("{begin}{british}{rest}"))
    });
    let others = british.chain(our).chain(doubled).chain(ending).filter(|other| key(other) == word);
    out.extend(others);
    out
}

fn doubled(word: &str) -> Option<String> {
    let ends = word.as_bytes().last().is_some_and(|last| b"dgrs".contains(last));
    let stem = DOUBLED.iter().filter(|_| ends).find(|stem| word.starts_with(**stem))?;
    let last = stem.chars().next_back()?;
    let rest = word.strip_prefix(stem)?.strip_prefix(last)?;
    ["ed", "ing", "er", "ers", "or", "ors", "ings"].contains(&rest).then(|| format!("{stem}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::key;

    #[test]
    fn every_british_word_is_looked_for() {
        assert!(super::WORDS.iter().all(|(british, _)| super::BRITISH.has(british)));
    }

    #[test]
    fn both_spellings_are_told_of_a_key() {
        for word in [
            "honour",
            "neighbours",
            "organise",
            "analysed",
            "travelled",
            "counsellor",
            "centre",
            "yeah",
            "cheque",
            "gaol",
            "woollen",
            "organisations",
        ] {
            assert!(super::ways(&key(word)).iter().any(|way| way == word), "{word}");
        }
        assert_eq!(super::ways("wall"), ["wall"]);
    }

    #[test]
    fn both_spellings_have_one_key() {
        for (british, american) in [
            ("honour", "honor"),
            ("neighbours", "neighbors"),
            ("favourite", "favorite"),
            ("organise", "organize"),
            ("organisations", "organizations"),
            ("analysed", "analyzed"),
            ("travelled", "traveled"),
            ("counsellor", "counselor"),
            ("centre", "center"),
            ("programme", "program"),
        ] {
            assert_eq!(key(british), key(american), "{british}");
        }
        for (a, b) in [
            ("four", "for"),
            ("hour", "hor"),
            ("tour", "tor"),
            ("prise", "prize"),
            ("level", "lever"),
            ("rise", "size"),
        ] {
            assert_ne!(key(a), key(b));
        }
    }
}
