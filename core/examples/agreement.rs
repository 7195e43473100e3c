//! Measures agreement of what stands in lines of JSON, for programs that check the measures against others:
//! `{"values": [[0, 1], [1, null]], "units": [[[0, 5, 0]], [[1, 5, 0]]], "length": 9}`. Values are items of annotators, units
//! annotators' places with labels.
//!
//! ```sh
//! cargo run -p sayso-core --example agreement < sets.jsonl
//! ```

use sayso_core::agreement::Score;
use sayso_core::agreement::coefficients::{Distance, Values};
use sayso_core::agreement::comparison::Answer;
use sayso_core::agreement::gamma::{self, LabelledUnit};
use sayso_core::annotators::{Answers, Measure, Measuring, Scores, Sums};
use serde_json::{Value, json};
use std::error::Error;
use std::io::{BufRead, Write};

/// Samples of γ.
const SAMPLES: u32 = 30;

fn number(score: Score) -> Value {
    score.map_or_else(|why| json!(why.to_string()), |score| json!(score))
}

/// What is measured of places.
fn spans(places: &[Vec<(u32, u32, u32)>], length: u32) -> Scores {
    let answer = |place: &(u32, u32, u32)| Answer {
        at: vec![(place.0, place.1)],
        label: place.2.to_string(),
        ..Answer::default()
    };
    let answers: Vec<Answers> = places
        .iter()
        .map(|theirs| Answers { answers: theirs.iter().map(answer).collect(), ..Answers::default() })
        .collect();
    let mut sums = Sums::new(answers.len());
    sums.add(&answers.iter().map(Some).collect::<Vec<_>>(), length, &Measuring::default());
    sums.scores().swap_remove(0)
}

/// Writes a line of measures for each line read.
///
/// # Errors
/// Of lines that are no JSON of this shape, and those of `out`.
pub fn run(lines: impl BufRead, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    for line in lines.lines() {
        let set: Value = serde_json::from_str(&line?)?;
        let items: Vec<Vec<Option<u32>>> = serde_json::from_value(set["values"].clone())?;
        let places: Vec<Vec<(u32, u32, u32)>> = serde_json::from_value(set["units"].clone())?;
        let length: u32 = serde_json::from_value(set["length"].clone())?;
        let mut values = Values::default();
        for item in &items {
            values.add(item);
        }
        let unit = |place: &(u32, u32, u32)| LabelledUnit { start: place.0, end: place.1, label: place.2 };
        let units: Vec<Vec<LabelledUnit>> = places.iter().map(|theirs| theirs.iter().map(unit).collect()).collect();
        let spans = spans(&places, length);
        let whole = gamma::gamma(&units, length, SAMPLES, 1);
        let measures = json!({
            "kappa": number(values.kappa()),
            "pi": number(values.pi()),
            "nominal": number(values.alpha(Distance::Nominal)),
            "ordinal": number(values.alpha(Distance::Ordinal)),
            "interval": number(values.alpha(Distance::Interval)),
            "ratio": number(values.alpha(Distance::Ratio)),
            "alpha_u": number(spans.score(Measure::AlphaU)),
            "f1_exact": number(spans.score(Measure::F1Exact)),
            "f1_overlap": number(spans.score(Measure::F1Overlap)),
            "observed": gamma::disorder(&units),
            "gamma": whole.map_or_else(|why| json!(why.to_string()), |g| json!([g.gamma, g.interval.0, g.interval.1])),
        });
        writeln!(out, "{measures}")?;
    }
    Ok(())
}

#[allow(dead_code, reason = "examples are run by hand and by validators")]
fn main() -> Result<(), Box<dyn Error>> {
    run(std::io::stdin().lock(), &mut std::io::stdout().lock())
}
