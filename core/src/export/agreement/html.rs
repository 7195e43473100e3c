//! One page with the tables. Nothing in it is loaded or run, every word is escaped.

use super::super::web_page;
use super::{AgreementReport, MAX_NAMED, label, placed};
use crate::annotators::{Measure, Scores};
use crate::sanitize::visible;
use maud::{DOCTYPE, Markup, html};

const STYLE: &str = include_str!("../../../assets/agreement.css");

pub(super) fn page(report: &AgreementReport<'_>) -> String {
    let names = visible(&report.annotators.join(", ")).into_owned();
    let has_many = report.annotators.len() > MAX_NAMED;
    let title = if has_many {
        format!("Agreement of {} annotators", report.annotators.len())
    } else {
        format!("Agreement: {names}")
    };
    let (samples, seed) = report.sampling;
    let not_counted = report.not_counted();
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            (web_page::head(&title, &[STYLE]))
            body {
                main {
                    header {
                        h1 { (title) }
                        p { (report.sums.documents) " documents that two or more annotated." }
                        @if has_many { p { (names) } }
                    }
                    section {
                        h2 { "By label" }
                        (table(report, "Label", report.scores.iter().map(|of| (label(of).to_owned(), of))))
                        @if let Some(why) = report.without_intervals() { p.note { (why) "." } }
                        @else { p.note { "95 % intervals of " (samples) " samples, seed " (seed) "." } }
                    }
                    @if let Some((part, parts)) = report.parts {
                        section {
                            h2 { "By " (part.name()) }
                            @let rows = parts.iter().filter_map(|one| Some((one.name.clone(), one.scores.first()?)));
                            (table(report, part.name(), rows))
                        }
                    }
                    section {
                        h2 { "Annotations" }
                        (given(report))
                    }
                    @if !not_counted.is_empty() {
                        section {
                            h2 { "Not counted" }
                            ul { @for line in &not_counted { li { (visible(line)) } } }
                        }
                    }
                    footer {
                        p { "n counts the places that two or more labelled, this label among theirs; κ, π and α are of all such \
                             places: this label or another. α_U and F1 are of the words that are labelled: all of them, equal ones \
                             (F1=), those that overlap (F1~)." }
                    }
                }
            }
        }
    };
    page.into_string()
}

fn table<'a>(report: &AgreementReport<'_>, title: &str, rows: impl Iterator<Item = (String, &'a Scores)>) -> Markup {
    html! {
        div.wide {
            table {
                thead {
                    tr {
                        th { (title) }
                        th.n { "n" }
                        @for measure in Measure::ALL { th.n { (measure.sign()) } }
                    }
                }
                tbody {
                    @for (name, scores) in rows {
                        tr {
                            th scope="row" { (visible(&name)) }
                            td.n { (scores.n) }
                            @for measure in Measure::ALL { (cell(report, scores, measure)) }
                        }
                    }
                }
            }
        }
    }
}

fn cell(report: &AgreementReport<'_>, scores: &Scores, measure: Measure) -> Markup {
    html! {
        @match scores.score(measure) {
            Ok(score) => td.n {
                (placed(score, 3))
                @if let Some((low, high)) = scores.interval(measure) {
                    br; span.quiet { (placed(low, 2)) " to " (placed(high, 2)) }
                }
            },
            Err(_) => td.n title=(report.reason(scores, measure).unwrap_or_default()) { "–" },
        }
    }
}

fn given(report: &AgreementReport<'_>) -> Markup {
    html! {
        div.wide {
            table {
                thead {
                    tr {
                        th { "Label" }
                        @for annotator in report.annotators { th.n { (visible(annotator)) } }
                    }
                }
                tbody {
                    @for scores in report.scores {
                        tr {
                            th scope="row" { (visible(label(scores))) }
                            @for count in &scores.given { td.n { (count) } }
                        }
                    }
                }
            }
        }
    }
}
