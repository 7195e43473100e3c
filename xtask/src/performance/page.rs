//! What the page is made of: budgets with what was measured, and tables in Markdown.

use std::fmt::Write as _;
use std::time::Duration;

/// A bar, and what was measured beside it.
pub struct Budget {
    pub what: &'static str,
    pub bar: &'static str,
    pub measured: String,
    pub held: bool,
    /// Why it is missed, in the words of those who tried.
    pub why: &'static str,
}

/// One part of the page.
pub struct Chapter {
    pub title: &'static str,
    pub text: String,
    pub budgets: Vec<Budget>,
}

/// A table with its heads.
pub fn table(heads: &[&str], rows: &[Vec<String>]) -> String {
    let mut out = format!("| {} |\n|---|{}\n", heads.join(" | "), "---:|".repeat(heads.len().saturating_sub(1)));
    for row in rows {
        let _ = writeln!(out, "| {} |", row.join(" | "));
    }
    out
}

/// Milliseconds.
pub fn ms(time: Duration) -> String {
    let ms = time.as_secs_f64() * 1e3;
    if ms < 10.0 { format!("{ms:.2} ms") } else { format!("{ms:.0} ms") }
}

/// How many times as long.
pub fn ratio(ours: Duration, theirs: Duration) -> f64 {
    ours.as_secs_f64() / theirs.as_secs_f64()
}

/// The whole page.
pub fn page(machine: &str, chapters: &[Chapter]) -> String {
    let mut out = format!(
        "# Performance\n\nHow long sayso takes, beside other programs on the same files in the same run. The page is what one command prints:\n\n\
         ```sh not-run: builds the program\n\
         cargo build --release\n\
         cargo run --release -p xtask -- performance > docs/performance.md\n```\n\n\
         Machine: {machine}. Times are of this machine; ratios are what\n\
         carries over to another. Programs of others are measured when they are on the search path. Texts and annotations are made up by the\n\
         command, unless a table says otherwise.\n\n## Budgets\n\n"
    );
    let all = || chapters.iter().flat_map(|c| &c.budgets);
    let rows: Vec<Vec<String>> = all()
        .map(|b| {
            let held = if b.held { "held" } else { "**missed**" };
            vec![b.what.to_owned(), b.bar.to_owned(), b.measured.clone(), held.to_owned()]
        })
        .collect();
    out.push_str(&table(&["what", "budget", "measured", ""], &rows));
    if all().any(|b| !b.held) {
        out.push_str("\nWhat misses, and why:\n\n");
        for budget in all().filter(|b| !b.held) {
            let _ = writeln!(out, "- {}: {}", budget.what, budget.why);
        }
    }
    for chapter in chapters {
        let _ = write!(out, "\n## {}\n\n{}", chapter.title, chapter.text);
    }
    out
}
