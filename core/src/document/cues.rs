//! Captions: cues with times, and who speaks in them. Whether `Word:` before the words of a cue is a name, and whether a cue
//! without a name goes on with the speaker above, is decided for the whole file; then cue by cue.

mod heads;

use super::builder::TextBuilder;
use super::utterances::{UtteranceJoiner, Voice};
use heads::{CueHead, HeadStyle, NameShape, head, is_sound, marked};
use std::collections::HashMap;

/// What is shown or said at a time.
#[derive(Clone, Debug, Default)]
pub struct Cue {
    /// When it begins, in milliseconds.
    pub start: u32,
    /// When it ends.
    pub end: u32,
    /// Its lines; one in which two speak is two.
    pub lines: Vec<CueLine>,
}

/// A line of a cue, without markup.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CueLine {
    /// What the markup says of who speaks.
    pub voice: LineVoice,
    /// Its words.
    pub words: String,
}

/// Who speaks, as markup or a field of its own has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum LineVoice {
    /// It does not say.
    #[default]
    Untold,
    /// Somebody without a name.
    Unnamed,
    /// Somebody by name.
    Named(String),
}

impl Cue {
    /// A cue of lines of one voice.
    pub fn new(start: u32, end: u32, voice: &LineVoice, words: &str) -> Self {
        let line = |words: &str| CueLine { voice: voice.clone(), words: words.trim().to_owned() };
        let lines = words.lines().filter(|l| !l.trim().is_empty()).map(line).collect();
        Self { start, end, lines }
    }

    fn is_sound(&self) -> bool {
        match self.lines.as_slice() {
            [] => true,
            [line] => is_sound(&line.words),
            lines => {
                let whole: Vec<&str> = lines.iter().map(|l| l.words.as_str()).collect();
                lines.iter().all(|l| is_sound(&l.words)) || is_sound(&whole.join(" "))
            }
        }
    }
}

/// Whether cues follow each other without a break, or each is a paragraph of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CueFlow {
    /// Sentences run over cues, as captions are cut.
    Joined,
    /// Each cue is a paragraph that somebody made.
    Apart,
}

/// The text of `cues`, in turns where they tell who speaks. O(n).
pub fn read(cues: &[Cue], flow: CueFlow) -> TextBuilder {
    let plan = Plan::of(cues);
    let mut joiner = UtteranceJoiner::default();
    let mut dashed = false;
    for cue in cues {
        if flow == CueFlow::Apart {
            joiner.break_off();
        }
        dashed = say(cue, &plan, dashed, &mut joiner);
    }
    joiner.out
}

/// What a file does.
#[derive(Default)]
struct Plan<'a> {
    /// How often each name stands before words, by the way it is set apart.
    names: HashMap<(HeadStyle, &'a str), usize>,
    /// The ways that set names apart in this file.
    styles: Vec<HeadStyle>,
    /// Whether nearly all cues have a name, or what may be one.
    all_named: bool,
    /// Whether a name in capitals before a colon is one wherever it stands: a lone one in a long file may be a heading.
    loud: bool,
    /// Whether markup names speakers.
    voices: bool,
    /// Whether a name stands wherever somebody begins to speak, so that cues without one go on.
    goes_on: bool,
}

/// What is counted of heads of one style.
#[derive(Clone, Copy, Default)]
struct HeadCount {
    all: usize,
    /// Of names that come back.
    recurring: usize,
    distinct: usize,
    distinct_recurring: usize,
    /// Of several words, in capitals or with a number.
    telling: usize,
    numbered: usize,
    /// Behind a dash or `>>`.
    marked: usize,
}

impl<'a> Plan<'a> {
    /// Counts what stands before words. O(n).
    fn of(cues: &'a [Cue]) -> Self {
        let mut plan = Self::default();
        let mut shapes: HashMap<(HeadStyle, &str), NameShape> = HashMap::new();
        let mut marked_heads = [0usize; 3];
        let (mut spoken, mut sounds, mut first_named) = (0usize, 0usize, [false; 3]);
        let (mut small, mut first_small): (HashMap<&str, usize>, bool) = (HashMap::new(), false);
        // Marks that say somebody begins to speak, and not who.
        let mut unnamed_marks = 0usize;
        for cue in cues {
            if cue.is_sound() && first_head(cue).is_none() {
                sounds += 1;
                continue;
            }
            spoken += 1;
            for (n, line) in cue.lines.iter().enumerate() {
                plan.voices |= matches!(line.voice, LineVoice::Named(_));
                let below = cue.lines.get(n + 1).map(|l| l.words.as_str());
                let unmarked = marked(&line.words);
                let found =
                    head(unmarked.unwrap_or(&line.words), below).filter(|h| n == 0 || h.style != HeadStyle::OwnLine);
                unnamed_marks += usize::from(unmarked.is_some() && found.is_none_or(|h| h.shape == NameShape::Small));
                if let Some(found) = found.filter(|h| h.shape == NameShape::Small) {
                    *small.entry(found.name).or_default() += 1;
                    first_small |= spoken == 1 && n == 0;
                } else if let Some(found) = found {
                    *plan.names.entry((found.style, found.name)).or_default() += 1;
                    shapes.insert((found.style, found.name), found.shape);
                    marked_heads[found.style as usize] += usize::from(unmarked.is_some());
                    if spoken == 1 && n == 0 {
                        first_named[found.style as usize] = true;
                    }
                }
            }
        }
        shapes.extend(small.keys().map(|name| ((HeadStyle::Colon, *name), NameShape::Small)));
        first_named[HeadStyle::Colon as usize] |= plan.take_small(small, spoken) && first_small;
        for style in [HeadStyle::Colon, HeadStyle::Bracket, HeadStyle::OwnLine] {
            let mut count = HeadCount { marked: marked_heads[style as usize], ..HeadCount::default() };
            let mut loud = 0usize;
            // What is a name only where all others are.
            let mut doubtful = 0usize;
            for (key, times) in plan.names.iter().filter(|((s, _), _)| *s == style) {
                let shape = shapes.get(key).copied().unwrap_or(NameShape::Quiet);
                if shape == NameShape::Counted && *times == 1 {
                    doubtful += 1;
                    continue;
                }
                count.all += times;
                count.distinct += 1;
                count.recurring += if *times > 1 { *times } else { 0 };
                count.distinct_recurring += usize::from(*times > 1);
                count.telling += if shape <= NameShape::Full { *times } else { 0 };
                count.numbered += if shape == NameShape::Numbered { *times } else { 0 };
                loud += if shape == NameShape::Loud { *times } else { 0 };
            }
            if style == HeadStyle::Colon {
                plan.loud = loud > 1 || spoken <= 4;
            }
            if sets_names_apart(style, count, spoken, first_named[style as usize]) {
                plan.styles.push(style);
                plan.all_named |= (count.all + doubtful) * 5 >= spoken * 4;
            }
        }
        plan.goes_on = plan.names_every_change(cues, spoken, sounds) && unnamed_marks == 0;
        plan
    }

    /// Takes words in small letters before a colon for names where something stands there in nearly all cues, and most of
    /// them come back; whether it did.
    fn take_small(&mut self, small: HashMap<&'a str, usize>, spoken: usize) -> bool {
        let named: usize = self.names.iter().filter(|((s, _), _)| *s == HeadStyle::Colon).map(|(_, times)| times).sum();
        let all: usize = small.values().sum();
        let recurring: usize = small.values().filter(|times| **times > 1).sum();
        let taken = all > 0 && (named + all) * 5 >= spoken * 4 && recurring * 2 >= all;
        if taken {
            self.names.extend(small.into_iter().map(|(name, times)| ((HeadStyle::Colon, name), times)));
        }
        taken
    }

    /// Whether a cue without a name goes on with the speaker above. In films only some are named: then the same name comes
    /// back after words of somebody else.
    fn names_every_change(&self, cues: &'a [Cue], spoken: usize, sounds: usize) -> bool {
        let (mut last, mut unnamed_since, mut ended) = (None, false, true);
        let (mut changes, mut again, mut named, mut loud, mut first) = (0usize, 0usize, 0usize, 0usize, None);
        for cue in cues.iter().filter(|c| !c.is_sound()) {
            let found = first_head(cue).filter(|h| self.is_name(h));
            first.get_or_insert(found.is_some());
            if let Some(found) = found {
                named += 1;
                loud += usize::from(found.shape == NameShape::Loud);
                if last == Some(found.name) {
                    again += usize::from(unnamed_since);
                } else {
                    changes += 1;
                }
                (last, unnamed_since) = (Some(found.name), false);
            } else {
                unnamed_since |= ended;
            }
            let words = cue.lines.last().map(|l| l.words.trim_end()).unwrap_or_default();
            ended = words.ends_with(['.', '?', '!', '…', '"', '”']);
        }
        let all_loud = loud == named;
        let few = all_loud && (named * 10 < spoken || sounds > 0 && named * 3 < spoken);
        let begins_unnamed = first == Some(false) && (named < 4 || again > 0);
        again * 3 <= changes && !few && !begins_unnamed
    }

    /// Whether what stands before words is a name in this file.
    fn is_name(&self, head: &CueHead<'_>) -> bool {
        let times = self.names.get(&(head.style, head.name)).copied().unwrap_or_default();
        let loud = head.style == HeadStyle::Colon && head.shape == NameShape::Loud;
        if !self.styles.contains(&head.style) {
            return loud && self.loud && times > 0;
        }
        match head.shape {
            NameShape::Numbered | NameShape::Loud | NameShape::Full => true,
            NameShape::Word => times > 1 || self.all_named || self.names.len() == 2,
            NameShape::Quiet => self.all_named,
            NameShape::Small => self.all_named && times > 0,
            NameShape::Counted => times > 1 || self.all_named,
        }
    }
}

/// Whether heads of a style set names apart in a file of so many `spoken` cues.
fn sets_names_apart(style: HeadStyle, count: HeadCount, spoken: usize, first: bool) -> bool {
    let HeadCount { all, recurring, distinct, distinct_recurring, telling, numbered, marked } = count;
    if all == 0 {
        return false;
    }
    let covers = all * 2 >= spoken;
    let often = distinct_recurring >= 2 && recurring >= 4 && (recurring * 20 >= spoken || telling * 2 >= all);
    match style {
        HeadStyle::Colon => {
            let begins = first && distinct >= 2 && (all * 8 >= spoken || telling == all);
            covers && (all >= 2 || telling > 0) || often || begins
        }
        HeadStyle::Bracket if numbered * 2 >= all => covers || recurring >= 2 || distinct >= 2 && first,
        // `- [Ada] We came.`: a dash stands before nobody's sound.
        HeadStyle::Bracket if marked >= 2 && marked * 2 >= all => true,
        // `[Music] Good evening.`: sounds stand in brackets as well.
        HeadStyle::Bracket => {
            covers && all >= 3 && (recurring * 2 >= all || telling == all) || often && first && telling == all
        }
        HeadStyle::OwnLine => {
            covers && all >= 3 && recurring * 3 >= all * 2 && (distinct >= 2 || numbered == all)
                || covers && numbered == all && all >= 2
        }
    }
}

/// The possible name before the first words of a cue.
fn first_head(cue: &Cue) -> Option<CueHead<'_>> {
    let first = cue.lines.first()?.words.as_str();
    head(marked(first).unwrap_or(first), cue.lines.get(1).map(|l| l.words.as_str()))
}

/// A piece of a cue: who says it, and its words.
struct Piece<'a> {
    voice: Voice<'a>,
    words: String,
}

/// Says the pieces of `cue`. `dashed`: whether the cue before had two voices; the answer is the same of this one.
fn say(cue: &Cue, plan: &Plan<'_>, dashed: bool, joiner: &mut UtteranceJoiner) -> bool {
    let times = (cue.start, cue.end);
    let sound = cue.is_sound();
    if sound && !first_head(cue).is_some_and(|h| plan.is_name(&h)) {
        let words: Vec<&str> = cue.lines.iter().map(|l| l.words.as_str()).collect();
        joiner.say(Voice::Nobody, times, &words.join("\n"));
        return dashed;
    }
    let marks = cue.lines.iter().filter(|l| marked(&l.words).is_some()).count();
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut voice_above: Option<&LineVoice> = None;
    let mut two = false;
    for (n, line) in cue.lines.iter().enumerate() {
        if cue.lines.len() > 1 && is_sound(&line.words) && head(&line.words, None).is_none() {
            pieces.push(Piece { voice: Voice::Nobody, words: line.words.clone() });
            continue;
        }
        let below = cue.lines.get(n + 1).map(|l| l.words.as_str());
        let unmarked = marked(&line.words);
        let speech = unmarked.unwrap_or(&line.words);
        let found = head(speech, below).filter(|h| n == 0 || h.style != HeadStyle::OwnLine);
        let name = found.filter(|h| plan.is_name(h));
        // One dash alone may only go on with a sentence.
        let anew =
            unmarked.is_some() && (marks > 1 || line.words.starts_with('>') || !speech.starts_with(char::is_lowercase));
        let (voice, words) = match (&line.voice, name, found) {
            (LineVoice::Untold, Some(head), _) => {
                let said = marked(head.words).unwrap_or(head.words);
                (if head.is_unknown() { Voice::Unnamed { anew: false } } else { Voice::Named(head.name) }, said)
            }
            (LineVoice::Named(name), ..) if voice_above != Some(&line.voice) => {
                (Voice::Named(name), strip_own_name(speech, name))
            }
            (LineVoice::Unnamed, ..) if voice_above != Some(&line.voice) => {
                (Voice::Unnamed { anew: false }, line.words.as_str())
            }
            (LineVoice::Untold, None, _) if anew => {
                two = true;
                (Voice::Unnamed { anew: true }, line.words.as_str())
            }
            (LineVoice::Untold, None, Some(head))
                if head.style == HeadStyle::Colon && head.shape < NameShape::Quiet && !plan.styles.is_empty() =>
            {
                (Voice::Apart, line.words.as_str())
            }
            (LineVoice::Untold, None, _) if voice_above != Some(&line.voice) => {
                (plan.unmarked(speech, dashed, joiner), line.words.as_str())
            }
            _ => match pieces.last_mut().filter(|p| p.voice != Voice::Nobody) {
                Some(piece) => {
                    piece.words.push('\n');
                    piece.words.push_str(&line.words);
                    voice_above = Some(&line.voice);
                    continue;
                }
                None => (Voice::Same, line.words.as_str()),
            },
        };
        voice_above = Some(&line.voice);
        pieces.push(Piece { voice, words: words.to_owned() });
    }
    for piece in &pieces {
        let mut lines = piece.words.lines();
        joiner.say(piece.voice, times, lines.next().unwrap_or_default());
        for line in lines {
            joiner.say(Voice::Same, times, line);
        }
    }
    two
}

impl Plan<'_> {
    /// Who says words that nothing stands before.
    fn unmarked(&self, words: &str, dashed: bool, joiner: &UtteranceJoiner) -> Voice<'static> {
        let goes_on = !joiner.is_sentence_end() || words.starts_with(char::is_lowercase);
        if goes_on {
            Voice::Same
        } else if dashed {
            Voice::Unnamed { anew: true }
        } else if self.voices || !self.styles.is_empty() && !self.goes_on {
            Voice::Unnamed { anew: false }
        } else {
            Voice::Same
        }
    }
}

/// `Ada: We came` of somebody whom the markup names as well.
fn strip_own_name<'w>(words: &'w str, name: &str) -> &'w str {
    let rest = words.strip_prefix(name).and_then(|r| r.strip_prefix([':', '：']));
    rest.filter(|r| r.starts_with(' ')).map_or(words, str::trim_start)
}

#[cfg(test)]
mod tests;
