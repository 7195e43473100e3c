//! Praat's `TextGrid`, in its long text form: a tier for each speaker, for each other label of a speaker, and for ratings. A tier is
//! filled from the beginning of the recording to its end: between intervals with words stand intervals without.

use super::marks::TEXTGRID;
use super::places::{Aspect, Tally};
use super::single::LeftOut;
use super::timed::{Interval, Timed, one_line};
use super::{Files, Selected};
use crate::annotation::Codebook;
use crate::sanitize::visible;
use std::io;

/// Words from one time to another, in milliseconds.
type Text = (u32, u32, String);

/// Writes one document.
pub fn write(document: &Selected<'_>, codebook: &Codebook, out: &mut dyn Files) -> io::Result<LeftOut> {
    let timed = Timed::of(document, codebook);
    let mut tiers: Vec<(String, Vec<Text>)> = Vec::new();
    for tier in &timed.tiers {
        let texts = |text: &dyn Fn(&Interval) -> Option<String>| -> Vec<Text> {
            tier.intervals.iter().filter_map(|i| Some((i.start, i.end, text(i)?))).collect()
        };
        tiers.push((tier.name.clone(), texts(&|i| Some(document.record(i.number)?.exact))));
        let ratings = texts(&|i| document.record(i.number)?.rating);
        if !ratings.is_empty() {
            tiers.push((format!("rating@{}", tier.name), ratings));
        }
    }
    if tiers.is_empty() {
        // Praat knows no grid without a tier.
        tiers.push(("statements".to_owned(), Vec::new()));
    }
    let end = seconds(timed.end);
    writeln!(out, "File type = \"ooTextFile\"\nObject class = \"TextGrid\"\n")?;
    writeln!(out, "xmin = 0 \nxmax = {end} \ntiers? <exists> \nsize = {} \nitem []: {TEXTGRID}", tiers.len())?;
    for (number, (name, texts)) in tiers.iter().enumerate() {
        let filled = filled(texts, timed.end);
        writeln!(out, "    item [{}]:\n        class = \"IntervalTier\" ", number + 1)?;
        writeln!(out, "        name = {} \n        xmin = 0 \n        xmax = {end} ", quoted(name))?;
        writeln!(out, "        intervals: size = {} ", filled.len())?;
        for (number, (from, to, text)) in filled.iter().enumerate() {
            writeln!(out, "        intervals [{}]:\n            xmin = {} ", number + 1, seconds(*from))?;
            writeln!(out, "            xmax = {} \n            text = {} ", seconds(*to), quoted(text))?;
        }
    }
    let aspects =
        &[Aspect::Sources, Aspect::Notes, Aspect::Evidence, Aspect::Values, Aspect::Scores, Aspect::Links][..];
    let tally = Tally::of(document, aspects);
    let told = timed.told().into_iter().chain(tally.without_rejected()).chain(tally.dropped()).collect();
    Ok(LeftOut { annotations: tally.rejected() + timed.untimed, told })
}

/// Intervals without words between those with, so that all together last from 0 to `end`.
fn filled(texts: &[Text], end: u32) -> Vec<(u32, u32, &str)> {
    let (mut out, mut at) = (Vec::with_capacity(texts.len() * 2 + 1), 0);
    for (from, to, text) in texts {
        if *from > at {
            out.push((at, *from, ""));
        }
        out.push((*from, *to, text.as_str()));
        at = *to;
    }
    if at < end {
        out.push((at, end, ""));
    }
    out
}

/// Words on one line in quotation marks; one of these in them is doubled.
fn quoted(words: &str) -> String {
    format!("\"{}\"", visible(&one_line(words)).replace('"', "\"\""))
}

/// Milliseconds as seconds: `62`, `62.5`.
fn seconds(millis: u32) -> String {
    let text = format!("{}.{:03}", millis / 1000, millis % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tier_is_filled_from_its_beginning_to_its_end() {
        let texts = [(0, 900, "a".to_owned()), (900, 1_000, "b".to_owned()), (2_000, 2_500, "c".to_owned())];
        let filled = filled(&texts, 3_000);
        assert!(filled.windows(2).all(|pair| pair[0].1 == pair[1].0), "{filled:?}");
        assert_eq!((filled.first().map(|i| i.0), filled.last().map(|i| (i.1, i.2))), (Some(0), Some((3_000, ""))));
        assert_eq!(super::filled(&[], 10), [(0, 10, "")]);
    }

    #[test]
    fn words_are_words() {
        assert_eq!(
            quoted("She said “no”,\n and \"yes\" \u{1b}[31m"),
            "\"She said “no”, and \"\"yes\"\" \u{fffd}[31m\""
        );
        assert_eq!([0, 62_000, 62_050, 10].map(seconds), ["0", "62", "62.05", "0.01"]);
    }
}
