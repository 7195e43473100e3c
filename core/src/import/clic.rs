//! Regions of `CLiC` (Corpus Linguistics in Context): rows of a name, where it begins and ends, in code points of the text beside
//! it, and a number, without a head. What is said in quotation marks is a region; its number, where there is one, is that of the
//! speaker. Names of the numbers stand in a list beside, as our export writes it: `CLiC` itself has none. Parts with a suspension
//! between them are one statement.

use super::ImportError;
use super::builder::ImportBuilder;
use super::counting::{Evidence, GivenPlace, GivenWords};
use super::indexed_text::{Counting, IndexedText};
use super::partial_selector::PartialSelector;
use super::placing::place_all;
use super::record_draft::RecordDraft;
use super::{ImportSource, ImportedFile, text};
use crate::annotation::QUOTE;
use std::collections::{HashMap, HashSet};

/// How files of regions are called, behind the name of the text.
pub const EXTENSION: &str = ".regions.csv";

/// What the names of regions begin with.
const FAMILIES: [&str; 5] = ["quote.", "chapter.", "metadata.", "boundary.", "token."];

/// Whether a line is a region.
pub fn is_region(line: &str) -> bool {
    let mut parts = line.trim_end().split(',');
    let is_name = parts.next().is_some_and(|name| FAMILIES.iter().any(|family| name.starts_with(family)));
    is_name && parts.by_ref().take(2).filter(|n| n.parse::<u64>().is_ok()).count() == 2
}

/// Reads a file of regions with the text and the speakers beside it. O(n log n).
///
/// # Errors
/// When the bytes are no text or no row is a region.
pub fn read(file: &ImportSource<'_>) -> Result<ImportedFile, ImportError> {
    let source = text::decoded(file.bytes)?;
    let mut out = ImportBuilder::default();
    let mut beside = |extension: &str| match (file.beside)(extension).map(|b| text::decoded(&b).map(|w| w.into_owned()))
    {
        Some(Ok(words)) => Some(words),
        Some(Err(why)) => {
            out.problem(format!("the .{extension} beside it cannot be used: {why}"));
            None
        }
        None => None,
    };
    let words = beside("txt");
    let names = beside("speakers.csv").map(|list| speakers(&list)).unwrap_or_default();
    let mut rows = Rows::default();
    for (number, line) in source.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        if let Err(why) = rows.take(number + 1, line) {
            out.problem(format!("line {}: {why}", number + 1));
        }
    }
    if rows.is_empty() {
        return Err(ImportError::WrongFormat("no row is a region of CLiC’s, for example: quote.quote,0,15,1"));
    }
    let (mut drafts, unnamed) = rows.drafts(&names);
    if unnamed > 0 {
        let list = "in a list beside it (.speakers.csv: number, id, name)";
        out.note(format!("it has numbers for speakers and no names {list}: they are called by their numbers"));
    }
    let counted = words.as_deref().map(IndexedText::new);
    match &counted {
        Some(text) => place_all(&mut drafts, text, Counting::default(), Evidence::Words, "", &mut out),
        None => drafts.iter_mut().for_each(without_text),
    }
    out.add_document(None, counted.map(|text| text.text().to_owned()), drafts);
    Ok(out.finish())
}

/// Places of the text that is current.
fn without_text(draft: &mut RecordDraft) {
    let given = std::mem::take(&mut draft.given);
    let pieces = given.iter().flat_map(|place| &place.pieces);
    draft.record.at = pieces.filter_map(|at| PartialSelector::given(Some(*at), "")).collect();
}

/// Ids and names of the list beside, by their numbers.
fn speakers(list: &str) -> HashMap<String, (String, String)> {
    let mut rows = csv::ReaderBuilder::new().flexible(true).from_reader(list.as_bytes());
    let row = |row: csv::StringRecord| {
        let field = |n: usize| row.get(n).unwrap_or_default().trim().to_owned();
        (field(0), (field(1), field(2)))
    };
    rows.records().filter_map(Result::ok).map(row).filter(|(_, (_, name))| !name.is_empty()).collect()
}

/// Something said: where, and the number of the speaker.
#[derive(Clone, Debug)]
struct Said {
    start: u64,
    end: u64,
    speaker: Option<String>,
    line: usize,
}

/// What the rows of a file tell.
#[derive(Default)]
struct Rows {
    said: Vec<Said>,
    /// Where suspensions begin and end.
    suspensions: Vec<(u64, u64)>,
    /// Regions that say nothing of who speaks.
    others: usize,
}

impl Rows {
    const fn is_empty(&self) -> bool {
        self.said.is_empty() && self.others == 0
    }

    fn take(&mut self, line: usize, row: &str) -> Result<(), &'static str> {
        let mut parts = row.split(',').map(|part| part.trim().trim_matches('"'));
        let name = parts.next().unwrap_or_default();
        if !FAMILIES.iter().any(|family| name.starts_with(family)) {
            // A head, as spreadsheets like it.
            let is_head = line == 1 && !row.chars().any(|c| c.is_ascii_digit());
            return if is_head { Ok(()) } else { Err("its name is none of CLiC’s regions") };
        }
        let mut number = || parts.next().and_then(|part| part.parse::<u64>().ok());
        let (Some(start), Some(end)) = (number(), number()) else {
            return Err("its start or its end is not a number");
        };
        if start >= end {
            return Err("it ends before it begins");
        }
        let speaker = parts.next().filter(|who| !who.is_empty()).map(str::to_owned);
        match name {
            "quote.quote" | "quote.embedded" => self.said.push(Said { start, end, speaker, line }),
            "quote.suspension.short" | "quote.suspension.long" => {
                self.suspensions.push((start, end));
                self.others += 1;
            }
            _ => self.others += 1,
        }
        Ok(())
    }

    /// A record for each statement, and how many have a number for a speaker whom nothing names.
    fn drafts(mut self, names: &HashMap<String, (String, String)>) -> (Vec<RecordDraft>, usize) {
        self.said.sort_by_key(|said| (said.start, std::cmp::Reverse(said.end)));
        // CLiC's suspensions take in the white space round them, ours do not: what counts is which words stand between.
        let mut interrupted: HashSet<usize> = HashSet::new();
        for (start, end) in self.suspensions {
            let after = self.said.partition_point(|said| said.start < end);
            let is_between = |before: &Said| before.end <= start;
            if after > 0 && self.said.get(after - 1).is_some_and(is_between) {
                interrupted.insert(after);
            }
        }
        let mut unnamed = 0;
        let mut out: Vec<(RecordDraft, Option<String>)> = Vec::new();
        for (number, said) in self.said.into_iter().enumerate() {
            let piece = (said.start, said.end);
            if let Some((last, who)) = out.last_mut()
                && interrupted.contains(&number)
                && *who == said.speaker
                && let Some(place) = last.given.last_mut()
            {
                place.pieces.push(piece);
                continue;
            }
            let mut draft = RecordDraft::new(QUOTE);
            draft.called = format!("line {}", said.line);
            draft.given.push(GivenPlace { pieces: vec![piece], words: GivenWords::Unsaid });
            match said.speaker.as_ref().map(|who| (who, names.get(who))) {
                Some((_, Some((id, name)))) => {
                    draft.set("speaker", name);
                    draft.set("speaker_id", id);
                }
                Some((who, None)) => {
                    draft.set("speaker", &format!("Speaker {who}"));
                    unnamed += 1;
                }
                None => {}
            }
            out.push((draft, said.speaker));
        }
        (out.into_iter().map(|(draft, _)| draft).collect(), unnamed)
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests::{SHARED, beside, read_alone, read_with};
    use super::*;
    use crate::import::ImportedSpeaker;

    const LIST: &str = "number,id,name\n1,jane-doe,Jane Doe\n2,,\"Grey, Ada\"\n";

    fn somebody(name: &str, id: Option<&str>) -> ImportedSpeaker {
        ImportedSpeaker::Somebody { name: name.to_owned(), id: id.map(str::to_owned), kind: None }
    }

    fn with(rows: &str, text: &str) -> ImportedFile {
        let files = |extension: &str| match extension {
            "txt" => Some(text.as_bytes().to_vec()),
            "speakers.csv" => Some(LIST.as_bytes().to_vec()),
            _ => None,
        };
        read_with(read, "a.regions.csv", rows.as_bytes(), &files).unwrap()
    }

    #[test]
    fn a_region_is_what_its_speaker_said() {
        let rows = "chapter.text,0,46\nquote.quote,1,19,1\nquote.nonquote,22,45\n";
        let file = with(rows, SHARED);
        let [batch] = file.documents.as_slice() else { panic!("{file:?}") };
        let [record] = batch.records.as_slice() else { panic!("{file:?}") };
        assert_eq!((record.label.as_str(), record.at[0].exact.as_str()), ("quote", "Taxes fell 😊 by 5%"));
        assert_eq!(record.speaker, Some(somebody("Jane Doe", Some("jane-doe"))));
        assert_eq!(
            (batch.text.as_deref(), file.problems.as_slice(), file.notes.as_slice()),
            (Some(SHARED), &[][..], &[][..])
        );
    }

    #[test]
    fn parts_round_a_suspension_are_one_statement_of_one_speaker() {
        let text = "“We vote,” said Ada, “on Monday.” “No,” said Bo, “not I.” “Yes.”";
        let rows = "quote.quote,0,10,2\nquote.suspension.short,11,20\nquote.quote,21,33,2\nquote.quote,34,39,1\n\
                    quote.suspension.short,39,49\nquote.quote,49,57,1\nquote.quote,58,64,1\n";
        let file = with(rows, text);
        let words = |record: &crate::import::ImportedRecord| {
            record.at.iter().map(|piece| piece.exact.clone()).collect::<Vec<_>>().join("|")
        };
        let all: Vec<String> = file.documents[0].records.iter().map(words).collect();
        assert_eq!(all, ["“We vote,”|“on Monday.”", "“No,”|“not I.”", "“Yes.”"]);
        // Who goes on is somebody else: two statements.
        let other = with(&rows.replace("21,33,2", "21,33,1"), text);
        assert_eq!(other.documents[0].records.len(), 4);
    }

    #[test]
    fn numbers_without_names_are_told() {
        let file = read_alone(read, "quote.quote,1,19,7\nquote.embedded,3,9\n");
        let [first, second] = file.documents[0].records.as_slice() else { panic!("{file:?}") };
        assert_eq!(first.speaker, Some(somebody("Speaker 7", None)));
        assert_eq!((second.speaker.as_ref(), file.documents[0].text.as_deref()), (None, None));
        assert!(file.notes.concat().contains("called by their numbers"), "{file:?}");
    }

    #[test]
    fn rows_that_are_no_regions_are_told_by_their_lines() {
        let rows = "region,start,end,number\nquote.quote,1,19\nquote.quote,19,1\nquote.quote,a,b\nnot.one,1,2\n\n";
        let file = with(rows, SHARED);
        assert_eq!(file.documents[0].records.len(), 1);
        let lines: Vec<&str> = file.problems.iter().filter_map(|p| p.split_once(':')).map(|(line, _)| line).collect();
        assert_eq!(lines, ["line 3", "line 4", "line 5"]);
        let empty = read_with(read, "a", b"a,b\n", &beside(None));
        assert!(empty.unwrap_err().to_string().contains("quote.quote,0,15,1"));
    }
}
