//! One page: a table for each document, a column for each annotator. Nothing in it is loaded or run, every word is escaped.

use super::super::web_page;
use super::{ComparedDocument, Differences, Said};
use crate::agreement::comparison::Difference;
use crate::reading::shortened;
use crate::sanitize::visible;
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("../../../assets/agreement.css");
/// Letters of a place's words that are shown.
const MAX_WORDS: usize = 300;

/// The page up to its first document. What opens here, [`foot`] closes.
pub(super) fn head(annotators: &[String]) -> String {
    let title = format!("Compared: {}", visible(&annotators.join(", ")));
    let head = web_page::head(&title, &[STYLE]).into_string();
    let heading = html! { h1 { (title) } };
    format!("{}<html lang=\"en\">{head}<body><main>{}\n", DOCTYPE.into_string(), heading.into_string())
}

pub(super) fn document(compared: &ComparedDocument<'_>) -> String {
    let same = compared.differences().count(Difference::Same);
    let section = html! {
        section {
            h2 { (visible(compared.name)) }
            div.wide {
                table.answers {
                    thead {
                        tr {
                            th { "Place" }
                            th { "Words" }
                            th { "Difference" }
                            @for annotator in &compared.annotators { th { (visible(annotator)) } }
                        }
                    }
                    tbody {
                        @for place in &compared.places {
                            tr class=(place.difference.word()) {
                                td.n { (visible(&compared.locator(place))) }
                                td { (visible(&shortened(&compared.words(&[place.at]), MAX_WORDS))) }
                                th scope="row" { (place.difference.word()) }
                                @for (_, said) in compared.by(place) {
                                    td { (cell(compared, said, place.difference == Difference::Boundary)) }
                                }
                            }
                        }
                    }
                }
            }
            p.note { (compared.places.len()) " places, " (same) " of them the same." }
        }
    };
    section.into_string() + "\n"
}

fn cell(compared: &ComparedDocument<'_>, said: Option<Said<'_>>, with_words: bool) -> Markup {
    html! {
        @match said {
            None => "–",
            Some(said) => {
                b { (visible(&said.answer.label)) }
                @if let Some(speaker) = &said.answer.speaker { br; (visible(speaker)) }
                @if let Some(rating) = &said.answer.rating { br; (visible(rating)) }
                @if let Some(status) = said.status() { br; span.quiet { (status) } }
                @if with_words { br; q { (visible(&shortened(&compared.words(&said.answer.at), MAX_WORDS))) } }
            }
        }
    }
}

pub(super) fn foot(all: &Differences) -> String {
    let footer = html! { footer { p { (all.in_words()) "." } } };
    format!("{}</main></body></html>\n", footer.into_string())
}
