//! What the name before a turn looks like, without knowing who it is.

use crate::detect::lexicon::Lexicon;
use crate::detect::roles::Roles;
use crate::span::Span;

/// How much words look like the name of a speaker, least first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// A label that names nobody: `Note`, `Photo`, `Step 2`.
    Never,
    /// Too long or too odd to be read, and yet no sentence.
    Unread,
    /// Written small, like a nickname.
    Low,
    /// Like a name, with something unusual in it: a script without capitals, a handle, a number, a nickname in marks.
    Odd,
    /// Written as names are.
    Name,
    /// What speakers without a name are called: `Interviewer`, `Speaker 2`, `P1`.
    Label,
}

/// Whether `c` is a letter of a script without capitals.
pub fn is_caseless(c: char) -> bool {
    c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()
}

/// Whether a word is in capitals, small first letters of a surname aside: `GREY`, `McKAY`, `O’HARA`, `DE`.
pub fn is_loud(word: &str) -> bool {
    let letters = word.chars().filter(|c| c.is_alphabetic());
    let (mut capitals, mut small, mut first) = (0usize, 0usize, true);
    for c in letters {
        if first && !c.is_uppercase() {
            return false;
        }
        first = false;
        capitals += usize::from(c.is_uppercase());
        small += usize::from(c.is_lowercase());
    }
    let ends_loud = word.chars().rfind(|c| c.is_alphabetic()).is_some_and(char::is_uppercase);
    capitals >= 2 && ends_loud && small <= 3 && capitals > small
}

/// Length of the time code at the beginning of `words`: `[00:07]`, `(0:07)`, `#00:01:02-5#`, `00:01:02,500`. O(1).
pub fn time_code(words: &str) -> Option<usize> {
    let close = match words.as_bytes().first()? {
        b'[' => ']',
        b'(' => ')',
        b'#' => '#',
        b'<' => '>',
        b'0'..=b'9' => return bare_time(words),
        _ => return None,
    };
    let end = words.char_indices().take(32).skip(1).find(|(_, c)| *c == close)?.0;
    is_time(words.get(1..end)?).then_some(end + 1)
}

/// Length of a time without brackets: digits and colons, two digits behind each colon.
fn bare_time(words: &str) -> Option<usize> {
    // `0h05m`
    if words.bytes().take(4).any(|b| b == b'h') {
        return crate::document::stamp::leading(words).map(|s| s.end);
    }
    let end = words.find(|c: char| !(c.is_ascii_digit() || ":.,".contains(c))).unwrap_or(words.len());
    let code = words.get(..end)?.trim_end_matches(['.', ',', ':']);
    let mut parts = code.split(':');
    let first = parts.next()?;
    let mut n = 0;
    for part in parts {
        let whole = part.split(['.', ',']).next().unwrap_or_default();
        if whole.len() != 2 {
            return None;
        }
        n += 1;
    }
    let behind = words.get(code.len()..)?;
    let ends = behind.is_empty() || behind.starts_with(|c: char| c.is_whitespace() || "-–]".contains(c));
    ((1..=3).contains(&n) && (1..=3).contains(&first.len()) && ends).then_some(code.len())
}

/// Whether what stands in brackets is a time or a number: `00:07`, `0:07 - 0:12`, `16:05`, `2m 5s`, `10:32 AM`.
fn is_time(words: &str) -> bool {
    let words = words.trim().trim_end_matches(['M', 'm']).trim_end_matches(['A', 'P', 'a', 'p']);
    words.starts_with(|c: char| c.is_ascii_digit())
        && words.chars().all(|c| c.is_ascii_digit() || c.is_whitespace() || ":.,-–—>hms/".contains(c))
}

/// Name as shown, name by which the speaker is known again, and what it looks like; `None` for a sentence.
///
/// What tells about the person is left out of the name: `Peter Bell (harbour master)`, `Sir Peter Bell (North Moor) (Con)`,
/// `Mary Dunn, M.P.`. An office with the name of its holder in brackets is shown whole: `The CHAIR (Mr. BELL)`; one described by what
/// it is for is no name, and its holder is: `The Minister for Water (Pavel Kos)`.
pub fn designation(text: &str, region: Span, lexicon: &Lexicon) -> Option<(Span, Span, Grade)> {
    let blank = |c: char| c.is_whitespace() || "\u{200b}\u{200e}\u{200f}\u{feff}".contains(c);
    let marks = |c: char| blank(c) || "*_#".contains(c);
    let mut shown = region.trim(text, marks);
    let opened = shown.of(text).trim_start_matches(['“', '"', '«', '„']);
    shown = Span::new(shown.end - opened.len() as u32, shown.end);
    if let Some(inner) = shown.of(text).strip_prefix(['[', '{']).and_then(|w| w.strip_suffix([']', '}'])) {
        shown = Span::new(shown.start + 1, shown.start + 1 + inner.len() as u32).trim(text, marks);
    }
    let mut name = shown;
    let mut holder = None;
    for _ in 0..6 {
        let words = name.of(text);
        let Some(open) = (match words.chars().next_back() {
            Some(')') => words.rfind('('),
            Some(']') => words.rfind('['),
            Some('）') => words.rfind('（'),
            Some('>') => words.rfind('<'),
            _ => None,
        }) else {
            break;
        };
        let group = words.get(open..)?.trim_matches(['(', ')', '[', ']', '（', '）', '<', '>']);
        let before = Span::new(name.start, name.start + open as u32).trim(text, marks);
        if is_time(group) || holder.is_none() && before.is_empty() {
            shown = before;
        } else {
            let inner = Span::new(name.start + open as u32 + 1, name.end - 1);
            holder = Some(inner);
        }
        name = before;
    }
    let end = without_time(name.of(text)).len() as u32;
    if holder.is_none() && end < name.len() {
        shown = Span::new(name.start, name.start + end);
    }
    name = Span::new(name.start, name.start + end).trim(text, marks);
    if holder.is_none() {
        shown = name;
    }
    let key = name;
    if let Some(holder) = holder {
        if is_described_office(name.of(text), lexicon) && is_full_name(holder.of(text)) {
            return Some((holder, holder, Grade::Name));
        }
        let office = is_office(name.of(text), lexicon);
        let named = holder.of(text).chars().next().is_some_and(char::is_uppercase);
        let grade = grade(name.of(text), lexicon)?;
        return Some(if office && named { (shown, key, grade) } else { described(text, name, grade, lexicon) });
    }
    let grade = grade(name.of(text), lexicon)?;
    Some(described(text, name, grade, lexicon))
}

/// Name, key and grade of a name behind which a comma and a role may stand.
fn described(text: &str, name: Span, grade: Grade, lexicon: &Lexicon) -> (Span, Span, Grade) {
    let words = name.of(text);
    let Some((person, role)) = words.split_once(',') else { return (name, name, grade) };
    let (person, role) = (person.trim_end(), role.trim());
    let several = role.split([',', ' ']).any(|w| lexicon.language().turns.joiners.contains(&w))
        && role.split_whitespace().filter(|w| w.starts_with(char::is_uppercase)).count() >= 2;
    let inverted = !person.contains(' ') && !role.contains([' ', '.']) && role.starts_with(char::is_uppercase);
    let given = role.split(' ').next().is_some_and(|w| {
        lexicon.roles(w).has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE)) && w.starts_with(char::is_uppercase)
    });
    let suffix = role.trim_end_matches('.').len() <= 3 && role.contains('.');
    if several || (inverted || given) && !suffix {
        return (name, name, grade);
    }
    let span = Span::new(name.start, name.start + person.len() as u32);
    (span, span, grade)
}

/// A name without the time behind it: `Ada Grey 00:07`, `Ada Grey - 0:07`.
fn without_time(name: &str) -> &str {
    let Some((before, last)) = name.rsplit_once([' ', '\t']) else { return name };
    if bare_time(last).is_none_or(|len| len < last.len()) {
        return name;
    }
    before.trim_end_matches([' ', '\t', '-', '–', '—', ',', '|'])
}

/// Whether words name an office or a part in a talk, not a person: `The ACTING CHAIR`, `Madam Deputy Speaker`, `Speaker 2`.
fn is_office(words: &str, lexicon: &Lexicon) -> bool {
    let rules = &lexicon.language().turns;
    let first = words.split_whitespace().next().unwrap_or_default();
    // The article alone tells: "The CHAIR".
    rules.record_articles.iter().any(|a| a.eq_ignore_ascii_case(first))
        || label(words, lexicon)
        || words.split_whitespace().all(|w| {
            let roles = lexicon.roles(w);
            roles.has(Roles::ROLE.or(Roles::TITLE)) && !roles.has(Roles::GIVEN_MALE.or(Roles::GIVEN_FEMALE))
        })
}

/// Whether words are an office and what it is for: `The Minister for Water`, `Secretary of State`.
fn is_described_office(words: &str, lexicon: &Lexicon) -> bool {
    let is = |w: &str, roles| lexicon.roles(w).has(roles);
    let office = words.split_whitespace().position(|w| is(w, Roles::ROLE.or(Roles::TITLE)));
    let joint = words.split_whitespace().position(|w| is(w, Roles::PREP));
    office.zip(joint).is_some_and(|(office, joint)| office < joint && joint + 1 < words.split_whitespace().count())
}

/// Whether words are written as the name of a person, with a given name or a title.
fn is_full_name(words: &str) -> bool {
    let mut count = 0;
    let all = words.split_whitespace().all(|w| {
        count += 1;
        w.starts_with(char::is_uppercase) && w.chars().all(|c| c.is_alphabetic() || "-’'.".contains(c))
    });
    all && (2..=4).contains(&count) && words.chars().any(char::is_lowercase)
}

/// The end of a place in brackets that begins `behind`, the words behind a name, in bytes: `(North Moor)`. A party in short, a time,
/// a role, or how the words are said is none.
pub fn place_in_brackets(behind: &str, lexicon: &Lexicon) -> Option<usize> {
    let inner = behind.trim_start().strip_prefix('(')?;
    let end = inner.get(..inner.floor_char_boundary(inner.len().min(60)))?.find(')')?;
    let place = inner.get(..end)?;
    let other = Roles::ING.or(Roles::ROLE).or(Roles::TITLE).or(Roles::ADV).or(Roles::SAY);
    let sounds = lexicon.language().turns.sounds;
    let told = |w: &str| lexicon.roles(w).has(other) || sounds.iter().any(|s| s.eq_ignore_ascii_case(w));
    let written = |w: &str| w.len() <= 4 || w.starts_with(char::is_uppercase) && !told(w);
    let is = place.len() > 3
        && place.starts_with(char::is_uppercase)
        && place.chars().any(char::is_lowercase)
        && place.split([' ', '-']).all(written)
        && place.chars().all(|c| c.is_alphabetic() || " -’',.&".contains(c));
    is.then(|| behind.len() - inner.len() + end + 1)
}

/// Whether `words` are what speakers without a name are called, with a number or a letter behind: `Speaker 2`, `P1`, `SPEAKER_01`.
fn label(words: &str, lexicon: &Lexicon) -> bool {
    let articles = lexicon.language().references.articles;
    let words = articles.iter().find_map(|a| words.strip_prefix(a)).unwrap_or(words);
    let bare = words
        .trim_end_matches(|c: char| c.is_ascii_digit() || c == '#')
        .trim_end_matches([' ', '_', '-', '.', '\u{a0}']);
    let known = |w: &str| lexicon.language().turns.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(w));
    if bare.len() < words.len() {
        // "P1", "R 2", "S01": letters and a number.
        let code = (1..=3).contains(&bare.len()) && bare.bytes().all(|b| b.is_ascii_alphabetic());
        return known(bare) || code && words.len() <= 6 && !words.contains('.');
    }
    // "Speaker A".
    let lettered =
        words.rsplit_once([' ', '_']).filter(|(_, l)| l.len() == 1 && l.bytes().all(|b| b.is_ascii_uppercase()));
    // "I" and "P" alone, "INT".
    let single = words.len() == 1 && words.bytes().all(|b| b.is_ascii_uppercase());
    known(words) || single || lettered.is_some_and(|(w, _)| known(w))
}

/// Whether a label names nobody, with or without a number behind it.
fn never(words: &str, lexicon: &Lexicon) -> bool {
    let rules = &lexicon.language().turns;
    let is = |w: &str| rules.not_speakers.iter().any(|n| n.eq_ignore_ascii_case(w));
    let bare = words.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace());
    is(words)
        || bare.len() < words.len() && is(bare) && !rules.speaker_labels.iter().any(|l| l.eq_ignore_ascii_case(bare))
}

/// What `words` before a turn look like; `None` when they are the beginning of a sentence.
fn grade(words: &str, lexicon: &Lexicon) -> Option<Grade> {
    let rules = &lexicon.language().turns;
    // "8/21/21", "12. May": dates and numbers are no names.
    let begins = words.trim_start_matches(|c: char| !c.is_alphanumeric()).chars().next()?;
    if words.len() > 90 || begins.is_numeric() && !begins.is_alphabetic() {
        return None;
    }
    if never(words, lexicon) {
        return Some(Grade::Never);
    }
    if label(words, lexicon) {
        return Some(Grade::Label);
    }
    let grammar =
        Roles::PRONOUN.or(Roles::DET).or(Roles::POSS).or(Roles::AUX).or(Roles::PREP).or(Roles::CONJ).or(Roles::SAY);
    let (mut n, mut large, mut small, mut caseless, mut numbers, mut odd) = (0u32, 0u32, 0u32, 0u32, 0u32, 0u32);
    let (mut grammatical, mut joined, mut role) = (0u32, 0u32, false);
    let has_role = words.contains(',');
    for token in words.split_whitespace() {
        let behind_comma = role;
        role |= token.ends_with(',');
        n += 1;
        if rules.joiners.contains(&token) {
            joined += 1;
            continue;
        }
        let bare = token.trim_matches(|c: char| !c.is_alphanumeric() && c != '@');
        let Some(first) = bare.chars().next() else {
            odd += 1;
            continue;
        };
        if token.contains(['“', '”', '"', '«', '»']) {
            odd += 1;
        }
        if first == '@' {
            odd += 1;
        } else if first.is_uppercase() {
            large += 1;
        } else if first.is_ascii_digit() {
            numbers += 1;
        } else if is_caseless(first) {
            caseless += 1;
        } else if behind_comma {
            let finite = Roles::PRONOUN.or(Roles::AUX).or(Roles::SAY).or(Roles::CONJ).or(Roles::THINK);
            grammatical += u32::from(lexicon.roles(bare).has(finite));
        } else if rules.particles.contains(&bare) && n > 1 {
        } else if let Some(tail) = bare.strip_prefix(['d', 'l']).and_then(|t| t.strip_prefix(['\'', '’']))
            && tail.starts_with(char::is_uppercase)
        {
            large += 1;
        } else {
            small += 1;
            grammatical += u32::from(lexicon.roles(bare).has(grammar));
        }
    }
    let limit = if joined > 0 || has_role { 10 } else { 6 };
    let first = words.chars().find(|c| c.is_alphabetic());
    if caseless > 0 && large + small == 0 {
        return (n <= 5).then_some(Grade::Odd);
    }
    if small == 0 && n <= limit && large > 0 && grammatical == 0 && first.is_some_and(char::is_uppercase) {
        let alone = if n == 1 { lexicon.roles(words) } else { Roles::default() };
        // "Me: … Him: …" of a joke; "But: …" of nobody.
        return Some(if alone.has(Roles::PRONOUN) {
            Grade::Low
        } else if alone.has(grammar) {
            Grade::Unread
        } else if odd > 0 || numbers > 0 {
            Grade::Odd
        } else {
            Grade::Name
        });
    }
    // "Opposition senators", "An hon. Member": a group or a part.
    let last = words.rsplit(' ').next().unwrap_or_default();
    let part =
        lexicon.roles(last).has(Roles::GROUP.or(Roles::ROLE)) || is_plural_role(last, lexicon) || label(last, lexicon);
    if (2..=5).contains(&n) && small > 0 && part && first.is_some_and(char::is_uppercase) {
        return Some(Grade::Odd);
    }
    if small == 0 && odd > 0 && n <= 2 {
        return Some(Grade::Odd);
    }
    if large == 0 && small > 0 && odd == 0 && small + numbers <= 3 && grammatical == 0 {
        return Some(Grade::Low);
    }
    (n <= 8 && grammatical == 0 && first.is_some_and(char::is_uppercase)).then_some(Grade::Unread)
}

/// Whether a word is the plural of a noun for a person.
fn is_plural_role(word: &str, lexicon: &Lexicon) -> bool {
    let stem = word.strip_suffix(lexicon.language().names.plural_ending);
    stem.is_some_and(|s| lexicon.roles(s).has(Roles::ROLE.or(Roles::TITLE)))
}
