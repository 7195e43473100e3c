//! British and American spelling: one key for both, so that words that differ only in it are found, and told as *spelling*.

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

/// A word as its American form is written; itself where both write it alike. O(length).
pub fn key(word: &str) -> String {
    if let Some((_, american)) = WORDS.iter().find(|(british, _)| *british == word) {
        return (*american).to_owned();
    }
    if let Some(stem) = OUR.iter().find(|stem| word.starts_with(**stem)) {
        let (begin, rest) = (stem.trim_end_matches("our"), word.strip_prefix(stem).unwrap_or_default());
        return format!("{begin}or{rest}");
    }
    if let Some(key) = doubled(word) {
        return key;
    }
    if word.len() < 6 || word == "promise" {
        return word.to_owned();
    }
    for ending in ["ise", "ised", "ises", "iser", "isers", "ising", "isation", "isations", "yse", "ysed", "ysing"] {
        if let Some(stem) = word.strip_suffix(ending) {
            return format!("{stem}{}", ending.replacen('s', "z", 1));
        }
    }
    word.to_owned()
}

fn doubled(word: &str) -> Option<String> {
    let stem = DOUBLED.iter().find(|stem| word.starts_with(**stem))?;
    let last = stem.chars().next_back()?;
    let rest = word.strip_prefix(stem)?.strip_prefix(last)?;
    ["ed", "ing", "er", "ers", "or", "ors", "ings"].contains(&rest).then(|| format!("{stem}{rest}"))
}

#[cfg(test)]
mod tests {
    use super::key;

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
