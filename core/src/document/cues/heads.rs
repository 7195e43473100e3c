//! What stands before the words of a caption and may say who speaks: a dash, `>>`, `Name:`, `[Name]`, a name on a line of its own.
//! What a head is taken for is decided by the document, not by the line: see the module above.

/// Letters and signs of the longest name before a colon.
const MAX_NAME_CHARS: usize = 60;
/// Words of the longest name.
const MAX_NAME_WORDS: usize = 6;

/// How a name is set apart from the words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum HeadStyle {
    /// `Name: words`, `[Name]: words`.
    Colon,
    /// `[Name] words`, `(Name) words`, or either on a line of its own.
    Bracket,
    /// `Name` on a line of its own, without any sign.
    OwnLine,
}

/// What a name looks like, the most telling first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum NameShape {
    /// `Speaker 2`, `SPEAKER_01`, `P1`, `Guest-1`: as those write it who tell speakers apart.
    Numbered,
    /// All in capitals.
    Loud,
    /// Several words that begin with capitals.
    Full,
    /// One word that begins with a capital, or has none in its script.
    Word,
    /// One word in small letters.
    Quiet,
    /// Another word with a number: `Room 3`, and `Chapter 2` as well.
    Counted,
    /// Some words that do not all begin with capitals: `ada grey`, `Ada grey`, and `he said` as well.
    Small,
}

/// What programs and people call speakers they have no name for, before the number.
const SPEAKER_WORDS: [&str; 26] = [
    "speaker",
    "spk",
    "spkr",
    "s",
    "p",
    "r",
    "i",
    "participant",
    "person",
    "guest",
    "voice",
    "interviewer",
    "interviewee",
    "respondent",
    "host",
    "caller",
    "witness",
    "juror",
    "unknown",
    "sprecher",
    "locuteur",
    "intervenant",
    "hablante",
    "orador",
    "parlante",
    "spreker",
];

/// A possible name before the words of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CueHead<'a> {
    pub style: HeadStyle,
    pub name: &'a str,
    pub shape: NameShape,
    /// What is said behind it on the same line.
    pub words: &'a str,
}

impl CueHead<'_> {
    /// Whether it only says that it is not known who speaks: `(speaker ?)`.
    pub fn is_unknown(&self) -> bool {
        self.name.ends_with('?')
    }
}

/// The words behind a dash or `>>` at the begin of a line, where one of them says that somebody begins to speak.
pub fn marked(line: &str) -> Option<&str> {
    let rest = if let Some(rest) = line.strip_prefix(">>") {
        rest.trim_start_matches('>')
    } else {
        line.strip_prefix(['-', '–', '—', '‐', '―']).filter(|r| !r.starts_with(['-', '–', '—']))?
    };
    // A figure below zero, or the rest of a word, is none.
    let speech = rest.trim_start();
    let first = speech.chars().next()?;
    let close = speech.len() == rest.len();
    (first.is_alphabetic() || !close || "¿¡[(\"“«'‘♪…".contains(first)).then_some(speech)
}

/// The possible name before the words of `line`; `below` is the line below it in its cue.
pub fn head<'a>(line: &'a str, below: Option<&str>) -> Option<CueHead<'a>> {
    bracketed(line, below).or_else(|| before_colon(line)).or_else(|| own_line(line, below))
}

fn bracketed<'a>(line: &'a str, below: Option<&str>) -> Option<CueHead<'a>> {
    let open = line.chars().next()?;
    let close = match open {
        '[' => ']',
        '(' => ')',
        '【' => '】',
        '（' => '）',
        _ => return None,
    };
    let inner = line.strip_prefix(open)?;
    let (name, rest) = inner.split_once(close)?;
    let name = name.trim().trim_end_matches(':');
    let (style, words) = match rest.trim_start().strip_prefix([':', '：']) {
        Some(words) => (HeadStyle::Colon, words),
        None => (HeadStyle::Bracket, rest),
    };
    let shape = shape(name)?;
    let words = words.trim();
    // Alone in its cue it is a sound, unless it is a number.
    let speech = !words.is_empty() || below.is_some() || style == HeadStyle::Colon || shape == NameShape::Numbered;
    speech.then_some(CueHead { style, name, shape, words })
}

fn before_colon(line: &str) -> Option<CueHead<'_>> {
    let (at, colon) = line.char_indices().take(MAX_NAME_CHARS).find(|(_, c)| matches!(c, ':' | '：'))?;
    let name = line.get(..at)?.trim();
    let words = line.get(at + colon.len_utf8()..)?;
    let shape = shape(name).or_else(|| is_small(name).then_some(NameShape::Small))?;
    let apart = words.is_empty() || words.starts_with(char::is_whitespace) || colon == '：';
    let close = words.starts_with(char::is_alphabetic) && shape <= NameShape::Full;
    (apart || close).then(|| CueHead { style: HeadStyle::Colon, name, shape, words: words.trim() })
}

fn own_line<'a>(line: &'a str, below: Option<&str>) -> Option<CueHead<'a>> {
    below?;
    let shape = shape(line).filter(|s| *s < NameShape::Quiet)?;
    let ended = line.ends_with(['.', ',', '…', '-', '–', '—']);
    (!ended).then_some(CueHead { style: HeadStyle::OwnLine, name: line, shape, words: "" })
}

/// What `name` looks like, when it looks like a name.
pub fn shape(name: &str) -> Option<NameShape> {
    if name.len() > MAX_NAME_CHARS * 4 || !name.contains(char::is_alphabetic) {
        return None;
    }
    // A role in brackets behind a name says nothing of its shape.
    let base = match name.split_once(" (").or_else(|| name.split_once(" [")) {
        Some((base, role)) if role.ends_with([')', ']']) => base,
        Some(_) => return None,
        None => name,
    };
    if let Some(numbered) = numbered(base) {
        return Some(numbered);
    }
    let (mut count, mut quiet, mut last_quiet, mut unspaced) = (0, 0, false, false);
    for word in base.split_whitespace() {
        count += 1;
        let bare = word.trim_end_matches(',');
        let inner_stop = bare.trim_end_matches('.').contains('.');
        if bare.ends_with('.') && bare.chars().count() > 5 && !inner_stop || bare.contains(|c| !is_of_name(c)) {
            return None;
        }
        let first = bare.trim_start_matches(['@', '#', '\'', '’']).chars().next()?;
        unspaced |= first.is_alphabetic() && !first.is_uppercase() && !first.is_lowercase();
        last_quiet = first.is_lowercase();
        if last_quiet {
            // `van der`, `de la`: longer ones are words of a sentence.
            if bare.chars().count() > 4 && count > 1 {
                return None;
            }
            quiet += 1;
        }
    }
    if count == 0 || count > MAX_NAME_WORDS || unspaced && base.chars().count() > 24 {
        return None;
    }
    if quiet == count {
        return (count == 1 && base.chars().count() > 1).then_some(NameShape::Quiet);
    }
    if last_quiet && quiet > 0 {
        return None;
    }
    let letters = base.chars().filter(|c| c.is_alphabetic()).count();
    let loud = letters > 1 && base.contains(char::is_uppercase) && !base.contains(char::is_lowercase);
    Some(match count {
        _ if loud => NameShape::Loud,
        1 => NameShape::Word,
        _ => NameShape::Full,
    })
}

/// Whether `name` is two or three words of which one begins with a small letter.
fn is_small(name: &str) -> bool {
    let words = name.split_whitespace().count();
    (2..=3).contains(&words)
        && name.chars().all(|c| is_of_name(c) || c == ' ')
        && name.split_whitespace().all(|w| w.starts_with(char::is_alphabetic))
        && name.split_whitespace().any(|w| w.starts_with(char::is_lowercase))
}

/// `Speaker 2`, `speaker ?`, `SPEAKER_01`, `P1`, `Guest-1`, `Speaker A`.
fn numbered(name: &str) -> Option<NameShape> {
    let stem = name.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = name.len() - stem.len();
    let stem = match name.strip_suffix('?') {
        Some(stem) if stem.ends_with([' ', '_']) => stem,
        Some(_) => return None,
        None if (1..=3).contains(&digits) => stem,
        None => {
            let (stem, letter) = name.rsplit_once([' ', '_'])?;
            (letter.len() == 1 && letter.starts_with(|c: char| c.is_ascii_uppercase())).then_some(stem)?
        }
    };
    let stem = stem.trim_end_matches([' ', '_', '-', '#']);
    // Two words at most: `Female Voice 2`.
    let words = stem.split([' ', '_', '-']).count();
    let letters = !stem.is_empty() && stem.chars().all(|c| c.is_alphabetic() || " _-".contains(c));
    let speaker = stem.split([' ', '_', '-']).any(|w| SPEAKER_WORDS.iter().any(|s| s.eq_ignore_ascii_case(w)));
    (letters && words <= 2).then_some(if speaker { NameShape::Numbered } else { NameShape::Counted })
}

const fn is_sign_of_name(c: char) -> bool {
    matches!(c, '.' | '-' | '‐' | '\'' | '’' | '&' | '_' | '@' | '#' | '/' | '+' | '·' | '・')
}

fn is_of_name(c: char) -> bool {
    c.is_alphanumeric() || is_sign_of_name(c) || unicode_mark(c)
}

/// A mark over the letter before it, as decomposed accents are, or a sign that is not seen.
const fn unicode_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{94f}' | '\u{ad}' | '\u{200b}'..='\u{200d}')
}

/// Whether a line, or all lines of a cue, are a sound or a song: nobody's speech.
pub fn is_sound(words: &str) -> bool {
    let words = words.trim().trim_start_matches(['-', '–', '—', '>', ' ']);
    let Some(first) = words.chars().next() else { return false };
    match first {
        '♪' | '♫' | '♬' | '♩' => true,
        '[' => closes_at_end(words, '[', ']'),
        '(' => closes_at_end(words, '(', ')'),
        '（' => closes_at_end(words, '（', '）'),
        '【' => closes_at_end(words, '【', '】'),
        '*' | '#' => words.len() > 2 && words.ends_with(first),
        _ => false,
    }
}

/// Whether the bracket that opens `words` closes with its last sign, but for a full stop.
fn closes_at_end(words: &str, open: char, close: char) -> bool {
    let words = words.trim_end_matches('.');
    let mut depth = 0usize;
    for (at, c) in words.char_indices() {
        if c == open {
            depth += 1;
        } else if c == close {
            depth = depth.saturating_sub(1);
            if depth == 0 {
                let rest = words.get(at + c.len_utf8()..).unwrap_or_default().trim_start();
                return rest.is_empty() || rest.starts_with(open) && closes_at_end_again(rest, open, close);
            }
        }
    }
    false
}

/// `[door slams] [bell]`: once more for what stands behind the first.
fn closes_at_end_again(words: &str, open: char, close: char) -> bool {
    words.split(open).skip(1).all(|part| part.trim_end().ends_with(close))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_what_is_none() {
        for (name, expected) in [
            ("Speaker 2", NameShape::Numbered),
            ("SPEAKER_01", NameShape::Numbered),
            ("speaker ?", NameShape::Numbered),
            ("P1", NameShape::Numbered),
            ("Guest-1", NameShape::Numbered),
            ("Speaker B", NameShape::Numbered),
            ("Female Voice 2", NameShape::Numbered),
            ("Chapter 2", NameShape::Counted),
            ("ADA GREY", NameShape::Loud),
            ("Jan van der Berg", NameShape::Full),
            ("Mary Dunn, M.P.", NameShape::Full),
            ("Dr. Peter Bell (harbour master)", NameShape::Full),
            ("Ada", NameShape::Word),
            ("王小明", NameShape::Word),
            ("bo_lind", NameShape::Quiet),
        ] {
            assert_eq!(shape(name), Some(expected), "{name}");
        }
        for name in [
            "He said",
            "The thing is",
            "12",
            "What?",
            "We need three things",
            "http",
            "Ada said. Then Bo",
            "",
            "(",
            "a",
        ] {
            assert!(shape(name).is_none_or(|s| s >= NameShape::Quiet), "{name}");
        }
    }

    #[test]
    fn heads_of_lines() {
        let found = |line, below| head(line, below).map(|h| (h.style, h.name, h.words));
        assert_eq!(found("[SPEAKER_00]: Hi.", None), Some((HeadStyle::Colon, "SPEAKER_00", "Hi.")));
        assert_eq!(found("(speaker 0) We asked", None), Some((HeadStyle::Bracket, "speaker 0", "We asked")));
        assert_eq!(found("[Ada Grey]", Some("We asked")), Some((HeadStyle::Bracket, "Ada Grey", "")));
        assert_eq!(found("[Door]", None), None);
        assert_eq!(found("王小明：港口关了。", None), Some((HeadStyle::Colon, "王小明", "港口关了。")));
        assert_eq!(found("ADA:Who?", None), Some((HeadStyle::Colon, "ADA", "Who?")));
        assert_eq!(found("It is 12:30 now", None), None);
        assert_eq!(found("Ada Grey", Some("We asked")), Some((HeadStyle::OwnLine, "Ada Grey", "")));
        assert_eq!(head("He said: go", None).map(|h| h.shape), Some(NameShape::Small));
        assert_eq!(found("What he said was: go", None), None);
    }

    #[test]
    fn sounds_and_marks() {
        for sound in
            ["[door slams]", "(Laughter.)", "♪ The bells of the bay", "*sighs*", "- [bell] [door]", "# La la #"]
        {
            assert!(is_sound(sound), "{sound}");
        }
        for speech in ["[laughs] Yes.", "(quietly) Come (here)", "Yes [laughs]", "#1 of all", ""] {
            assert!(!is_sound(speech), "{speech}");
        }
        assert_eq!(marked("-The office did."), Some("The office did."));
        assert_eq!(marked(">>> Now this."), Some("Now this."));
        assert_eq!((marked("-5 degrees"), marked("--no"), marked("-")), (None, None, None));
    }
}
