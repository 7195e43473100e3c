//! Numbers: `twenty` is `20`, `£4.2m` is `4.2 million pounds`, `2%` is `two per cent`. A number is one word, `#` and its figures;
//! a currency or `%` stands behind it as a word of its own.

use super::word::{After, Word, WordFlags};
use super::word_list::WordList;

const SMALL: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] = ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];
const ORDINALS: [&str; 20] = [
    "zeroth",
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
];
const TENTHS: [&str; 8] =
    ["twentieth", "thirtieth", "fortieth", "fiftieth", "sixtieth", "seventieth", "eightieth", "ninetieth"];

/// Every word that [`numeral`] knows.
const NUMERALS: WordList = WordList::new(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen \
    seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety zeroth first second third \
    fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth \
    seventeenth eighteenth nineteenth twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth \
    ninetieth hundred hundredth thousand thousandth million mn billion bn trillion tn trn",
);

/// What a word of number is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Numeral {
    /// 0 to 19.
    Small(u128),
    /// 20, 30 …
    Tens(u128),
    Hundred,
    /// Powers of ten from a thousand on.
    Scale(u32),
}

/// A word of number, and whether it counts in order.
fn numeral(word: &str) -> Option<(Numeral, bool)> {
    if !NUMERALS.has(word) {
        return None;
    }
    let place = |list: &[&str]| list.iter().position(|w| *w == word).map(|n| n as u128);
    let tens = |n: u128| Numeral::Tens(20 + n * 10);
    if let Some(n) = place(&SMALL) {
        return Some((Numeral::Small(n), false));
    }
    if let Some(n) = place(&TENS) {
        return Some((tens(n), false));
    }
    if let Some(n) = place(&ORDINALS) {
        return Some((Numeral::Small(n), true));
    }
    if let Some(n) = place(&TENTHS) {
        return Some((tens(n), true));
    }
    Some(match word {
        "hundred" => (Numeral::Hundred, false),
        "hundredth" => (Numeral::Hundred, true),
        "thousand" => (Numeral::Scale(3), false),
        "thousandth" => (Numeral::Scale(3), true),
        _ => (Numeral::Scale(scale(word)?), false),
    })
}

/// Whether a word may be part of a number, or of its unit, so that it is no word of its own.
pub fn may_be_merged(word: &str) -> bool {
    NUMERALS.has(word) || unit_behind(word, true).is_some() || word == "per"
}

/// The ways in which a number is written that is one word in letters and in figures; `None` of others.
pub fn ways(key: &str) -> Option<Vec<String>> {
    let figures = key.strip_prefix('#')?;
    let number: usize = figures.parse().ok().filter(|number: &usize| figures == number.to_string())?;
    let letters = match number {
        0..20 => SMALL.get(number),
        20..100 if number.is_multiple_of(10) => TENS.get(number / 10 - 2),
        _ => None,
    };
    Some(vec![figures.to_owned(), (*letters?).to_owned()])
}

/// The power of ten a word multiplies by, from a million on and for letters behind a figure.
fn scale(word: &str) -> Option<u32> {
    match word {
        "million" | "mn" => Some(6),
        "billion" | "bn" => Some(9),
        "trillion" | "tn" | "trn" => Some(12),
        _ => None,
    }
}

/// Figures as a key: the same number has the same, `4.20` as `4.2`.
pub fn key(digits: &str, minus: bool) -> String {
    let sign = if minus { "-" } else { "" };
    let plain = digits.chars().all(|c| c.is_ascii_digit() || c == '.') && digits.matches('.').count() <= 1;
    if !plain {
        return format!("#{sign}{digits}");
    }
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (whole, part) = (whole.trim_start_matches('0'), part.trim_end_matches('0'));
    let whole = if whole.is_empty() { "0" } else { whole };
    if part.is_empty() { format!("#{sign}{whole}") } else { format!("#{sign}{whole}.{part}") }
}

/// The key of a number times a power of ten.
fn times(key: &str, power: u32) -> Option<String> {
    let digits = key.strip_prefix('#')?;
    let (minus, digits) = digits.strip_prefix('-').map_or((false, digits), |d| (true, d));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    if !whole.bytes().chain(part.bytes()).all(|b| b.is_ascii_digit()) {
        return None;
    }
    let power = power as usize;
    let mut all = whole.to_owned();
    let moved: String = part.chars().chain(std::iter::repeat('0')).take(power).collect();
    all.push_str(&moved);
    let rest: String = part.chars().skip(power).collect();
    Some(self::key(&format!("{all}.{rest}"), minus))
}

/// Joins the words of each number from word `first` on. O(words).
pub fn merge(words: &mut Vec<Word>, first: usize) {
    let is_worth = words.iter().skip(first).any(|w| {
        w.key.starts_with(['#', '¤'])
            || matches!(w.form.as_str(), "per" | "percent" | "pc")
            || numeral(&w.form).is_some()
    });
    if !is_worth {
        return;
    }
    let old = words.split_off(first);
    let mut at = 0;
    while let Some(word) = old.get(at) {
        let rest = old.get(at..).unwrap_or_default();
        let taken = amount(rest, words).or_else(|| percent(rest, words));
        match taken {
            Some(count) => at += count.max(1),
            None => {
                words.push(word.clone());
                at += 1;
            }
        }
    }
}

/// `percent`, `per cent`.
fn percent(rest: &[Word], out: &mut Vec<Word>) -> Option<usize> {
    let is = |n: usize, form: &str| rest.get(n).is_some_and(|w| w.form == form);
    let count = if is(0, "percent") {
        1
    } else if is(0, "per") && is(1, "cent") {
        2
    } else {
        return None;
    };
    out.push(joined(rest.get(..count)?, "¤percent".to_owned()));
    Some(count)
}

/// A number with its currency or `%`; how many words it takes.
fn amount(rest: &[Word], out: &mut Vec<Word>) -> Option<usize> {
    let sign = rest.first().filter(|w| is_currency(&w.key)).cloned();
    let from = usize::from(sign.is_some());
    let tail = rest.get(from..)?;
    // `£` belongs to the figure it touches.
    if sign.is_some() && tail.first().is_none_or(|w| !w.key.starts_with('#') && numeral(&w.form).is_none()) {
        return None;
    }
    let (key, count) = figures(tail, sign.is_some()).or_else(|| in_words(tail))?;
    let number = joined(tail.get(..count)?, key);
    let mut taken = from + count;
    let mut after = number.after;
    let unit = if let Some(sign) = sign {
        // The two stand in each other's place: both have that of the whole.
        let span = sign.span.hull(number.span);
        Some(Word { span, flags: WordFlags::default(), ..sign })
    } else {
        let next = tail.get(count).filter(|_| number.after == After::Nothing);
        let name = next.and_then(|w| unit_behind(&w.form, w.flags.joined));
        name.zip(next).map(|(name, next)| {
            taken += 1;
            after = next.after;
            Word { key: format!("¤{name}"), form: format!("¤{name}"), ..next.clone() }
        })
    };
    match unit {
        Some(unit) => {
            let span = if from == 1 { unit.span } else { number.span };
            let omission = number.flags.omission || unit.flags.omission;
            let flags = WordFlags { omission: false, ..number.flags };
            out.push(Word { span, after: After::Nothing, flags, ..number });
            out.push(Word { after, flags: WordFlags { omission, ..unit.flags }, ..unit });
        }
        None => out.push(number),
    }
    Some(taken)
}

fn is_currency(key: &str) -> bool {
    matches!(key, "¤dollar" | "¤pound" | "¤euro" | "¤yen" | "¤rupee")
}

/// What a word right behind a number means as its unit.
fn unit_behind(form: &str, joined: bool) -> Option<&'static str> {
    Some(match form {
        "dollar" | "dollars" => "dollar",
        "pound" | "pounds" | "quid" => "pound",
        "euro" | "euros" => "euro",
        "cent" | "cents" => "cent",
        "pence" | "penny" => "pence",
        "p" if joined => "pence",
        "percent" | "pc" | "pct" => "percent",
        _ => return None,
    })
}

/// Words that become one.
fn joined(words: &[Word], key: String) -> Word {
    let (Some(first), Some(last)) = (words.first(), words.last()) else { return Word::default() };
    let flags = WordFlags { omission: last.flags.omission, ..first.flags };
    Word { span: first.span.hull(last.span), form: key.clone(), key, after: last.after, flags }
}

/// A number in figures, perhaps with a word or letter that multiplies it.
fn figures(words: &[Word], money: bool) -> Option<(String, usize)> {
    let first = words.first().filter(|w| w.key.starts_with('#'))?;
    let Some(next) = words.get(1).filter(|_| first.after == After::Nothing) else {
        return Some((first.key.clone(), 1));
    };
    if next.flags.joined {
        match next.form.as_str() {
            "st" | "nd" | "rd" | "th" => return Some((format!("{}th", first.key), 2)),
            "s" => return Some((format!("{}s", first.key), 2)),
            "m" if money => return Some((times(&first.key, 6)?, 2)),
            "k" if money => return Some((times(&first.key, 3)?, 2)),
            _ => {}
        }
    }
    let power = scale(&next.form).or((next.form == "thousand").then_some(3)).or((next.form == "hundred").then_some(2));
    match power.and_then(|power| times(&first.key, power)) {
        Some(key) => Some((key, 2)),
        None => Some((first.key.clone(), 1)),
    }
}

/// A number in words: its key and how many words it has.
fn in_words(words: &[Word]) -> Option<(String, usize)> {
    let at = |n: usize| words.get(n).and_then(|w| numeral(&w.form));
    // What stands between must be nothing but a blank or a hyphen.
    let runs_on = |n: usize| n == 0 || words.get(n - 1).is_some_and(|w| w.after == After::Nothing);
    let mut n = 0;
    if words.first().is_some_and(|w| matches!(w.form.as_str(), "a" | "an")) {
        if !matches!(at(1), Some((Numeral::Hundred | Numeral::Scale(_), false))) || !runs_on(1) {
            return None;
        }
        n = 1;
    }
    let (mut total, mut current): (u128, u128) = (0, u128::from(n == 1));
    // What may still follow: below this a number of the same group.
    let mut room: u128 = if n == 1 { 1 } else { u128::MAX };
    let mut scale_room = u32::MAX;
    let (mut is_ordinal, mut count) = (false, 0);
    while runs_on(n) || count == 0 {
        let mut here = n;
        let and = count > 0 && words.get(n).is_some_and(|w| w.form == "and" && w.after == After::Nothing);
        if and
            && (room == 100 || current == 0 && total > 0)
            && matches!(at(n + 1), Some((Numeral::Small(_) | Numeral::Tens(_), _)))
        {
            here = n + 1;
        }
        let Some((numeral, ordinal)) = at(here) else { break };
        match numeral {
            Numeral::Small(value) if value < room => {
                current += value;
                room = 0;
            }
            Numeral::Tens(value) if room >= 100 => {
                current += value;
                room = 10;
            }
            // Years: nineteen ninety-eight, twenty thirteen.
            Numeral::Tens(value) if is_century(total, current) => {
                current = current * 100 + value;
                room = 10;
            }
            Numeral::Small(value @ 10..) if is_century(total, current) => {
                current = current * 100 + value;
                room = 1;
            }
            Numeral::Hundred if (1..100).contains(&current) || count == 0 => {
                current = current.max(1) * 100;
                room = 100;
            }
            Numeral::Scale(power) if power < scale_room && (current > 0 || count == 0) => {
                total += current.max(1) * 10u128.pow(power);
                (current, room, scale_room) = (0, u128::MAX, power);
            }
            _ => break,
        }
        (n, count) = (here + 1, here + 1);
        if ordinal {
            is_ordinal = true;
            break;
        }
    }
    if count == 0 {
        return None;
    }
    let suffix = if is_ordinal { "th" } else { "" };
    // "four point two", perhaps "million".
    if !is_ordinal && words.get(count).is_some_and(|w| w.form == "point") && runs_on(count) {
        let digits: String = words
            .iter()
            .skip(count + 1)
            .map_while(|w| match numeral(&w.form) {
                Some((Numeral::Small(value), false)) if value < 10 => Some(value.to_string()),
                _ => None,
            })
            .take(12)
            .collect();
        if !digits.is_empty() {
            let end = count + 1 + digits.len();
            let key = key(&format!("{}.{digits}", total + current), false);
            let power = words.get(end).and_then(|w| scale(&w.form));
            return match power.and_then(|power| times(&key, power)) {
                Some(key) => Some((key, end + 1)),
                None => Some((key, end)),
            };
        }
    }
    Some((format!("#{}{suffix}", total + current), count))
}

/// Whether a number may be the first half of a year.
const fn is_century(total: u128, current: u128) -> bool {
    total == 0 && matches!(current, 13..=20)
}

#[cfg(test)]
mod tests {
    use super::super::words::tests::keys;
    use super::{NUMERALS, ORDINALS, SMALL, TENS, TENTHS, numeral};

    #[test]
    fn every_word_of_number_is_looked_for() {
        let all = [SMALL.as_slice(), &TENS, &ORDINALS, &TENTHS].concat();
        assert!(all.iter().all(|word| NUMERALS.has(word) && numeral(word).is_some()));
        for word in ["hundred", "thousandth", "million", "mn", "bn", "billion", "trillion", "tn", "trn"] {
            assert!(numeral(word).is_some(), "{word}");
        }
    }

    #[test]
    fn numbers_in_words_are_figures() {
        for (words, figures) in [
            ("twenty", "#20"),
            ("four hundred", "#400"),
            ("four hundred and twelve", "#412"),
            ("two thousand and nine", "#2009"),
            ("nineteen ninety-eight", "#1998"),
            ("twenty twenty-six", "#2026"),
            ("nineteen hundred", "#1900"),
            ("a hundred", "#100"),
            ("one million two hundred thousand", "#1200000"),
            ("twenty-first", "#21th"),
            ("four point two million", "#4200000"),
            ("thirteen", "#13"),
            ("thirty", "#30"),
        ] {
            assert_eq!(keys(words), figures, "{words}");
        }
        assert_eq!(keys("five and six"), "#5 and #6");
        assert_eq!(keys("two, three"), "#2 #3");
        assert_eq!(keys("a few hundred people"), "a few #100 people");
        assert_eq!(keys("eighteen months"), "#18 months");
    }

    #[test]
    fn figures_however_they_are_written() {
        assert_eq!(keys("1,000 is 1000 and 1.10 is 1.1"), "#1000 is #1000 and #1.1 is #1.1");
        assert_eq!(keys("-4 and (10) and 4"), "#-4 and #(10 and #4");
        assert_eq!(keys("the 4th of the 1990s"), "the #4th of the #1990s");
        assert_eq!(keys("2,30 9/11 6:30"), "#2 #30 #9/11 #6:30");
        assert_eq!(keys("5kg 4pm 2019-20 25-year-old"), "#5 kg #4 pm #2019 #20 #25 year old");
    }

    #[test]
    fn currencies_and_percent() {
        for same in ["£4.2m", "£4.2 million", "4.2 million pounds", "four point two million pounds"] {
            assert_eq!(keys(same), "#4200000 ¤pound", "{same}");
        }
        for same in ["2%", "two percent", "2 per cent", "2pc"] {
            assert_eq!(keys(same), "#2 ¤percent", "{same}");
        }
        assert_eq!(keys("$250 and fifty dollars, $1bn"), "#250 ¤dollar and #50 ¤dollar #1000000000 ¤dollar");
        assert_eq!(keys("-$5 ($10.0 million)"), "#-5 ¤dollar #10000000 ¤dollar");
        assert_eq!(keys("percentage points, a dollar"), "percentage points a dollar");
    }
}
