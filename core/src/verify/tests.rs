//! The whole engine over documents written for it.

mod cut_off;
mod misread;
mod planted;
mod properties;
mod prose;
mod rules;

use super::{Article, Check, IndexedSource, Kind, Unreadable, Verdict, Verifier};
use crate::annotation::Set;
use crate::detect::{Detector, QuoteMarks};
use crate::document::Document;
use crate::reading::Reading;
use std::sync::Arc;

/// Reads documents.
pub struct Reader {
    detector: Detector,
    pub marks: QuoteMarks,
}

impl Reader {
    pub fn new() -> Self {
        Self { detector: Detector::new(), marks: QuoteMarks::new() }
    }

    pub fn reading(&self, name: &str, text: &str) -> Reading {
        let document = Arc::new(Document::from_text(text, name));
        let found = Arc::new(self.detector.extract(&document));
        Reading::new(document, found, Set::default())
    }

    pub fn source(&self, name: &str, text: &str) -> IndexedSource {
        IndexedSource::new(name, &self.reading(name, text), &self.marks)
    }

    /// The checks of an article against sources, each a name and a text.
    pub fn check(&self, article: &str, sources: &[(&str, &str)]) -> Vec<Check> {
        self.check_with(article, sources, &[], &[])
    }

    pub fn check_with(
        &self,
        article: &str,
        sources: &[(&str, &str)],
        elsewhere: &[(&str, &str)],
        unreadable: &[Unreadable],
    ) -> Vec<Check> {
        let index = |all: &[(&str, &str)]| all.iter().map(|(n, t)| self.source(n, t)).collect::<Vec<_>>();
        let (sources, elsewhere) = (index(sources), index(elsewhere));
        let reading = self.reading("article.txt", article);
        let article = Article::new("article.txt", &reading, &self.marks, false, None);
        Verifier::new(&sources, &elsewhere, unreadable, false).check_all(&article)
    }

    /// The verdict about one quotation of a speaker.
    pub fn one(&self, speaker: &str, words: &str, source: &str) -> (Verdict, Option<Kind>) {
        let checks = self.check(&format!("“{words},” {speaker} said."), &[("source.txt", source)]);
        let [check] = checks.as_slice() else { panic!("not one quotation: {checks:?}") };
        (check.verdict, check.kind)
    }
}

/// A hearing of three people, with all that rules ask for.
pub const HEARING: &str = "MARTA VIEIRA: Good morning. The sluice was repaired in 2019, and it has not failed since. We inspect it every \
spring, and the last inspection found three small leaks.

COLIN ABARA: Who paid for the repair?

MARTA VIEIRA: The county paid for most of it. I do not believe that the farmers paid a penny. We may have to raise the levy next \
year, unless the ministry sends the grant it promised.

COLIN ABARA: The farmers tell me that nobody warned them about the flood. Is that true?

MARTA VIEIRA: We sent a letter to 340 households on the Tuesday. Some of them did not get it until Friday, and I am sorry about \
that. The meadow was under four feet of water, um, by the, by the Saturday.

JOSEPH LINDEN: I lost twelve ewes that night. Nobody from the district came to see us. I will not sign the agreement until someone \
tells me who left the gate open.

COLIN ABARA: We owe Mr Linden an answer.";
