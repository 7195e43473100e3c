//! How far people who annotated the same text agree: coefficients over values, over the places themselves, and over both.
//!
//! A result that has no meaning is [`Undefined`] with its reason, never a number: one label everywhere is no perfect agreement.
//! None of the measures depends on the order of annotators or on how values are numbered.
//!
//! - [`coefficients`]: Cohen's κ, Scott's π and Fleiss' κ, Krippendorff's α over values of the same places.
//! - [`unitizing`]: Krippendorff's `α_U` over the places.
//! - [`comparison`]: answers side by side, place by place, with the kind of difference.
//! - [`overlap`]: F1 of spans, equal ones or those that share words.
//! - [`gamma`]: γ over places and labels together, after the best alignment.
//! - [`sampling`]: chance that is the same every time, and intervals.

pub mod coefficients;
pub mod comparison;
pub mod gamma;
pub mod overlap;
pub mod sampling;
pub mod unitizing;

/// Why an agreement is no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, thiserror::Error)]
pub enum Undefined {
    /// Nothing was annotated by two people or more.
    #[error("undefined: nothing to compare")]
    Nothing,
    /// Everybody used one and the same value, so chance agreement is complete too.
    #[error("undefined: only one label used")]
    OneValue,
    /// Cohen's κ is of two annotators.
    #[error("undefined: Cohen’s κ is of two annotators")]
    NotTwo,
    /// Nobody placed anything, so there is nothing that could differ by chance.
    #[error("undefined: no words annotated")]
    NoUnits,
    /// The units cover all of the text in every version, so chance has no other way to place them.
    #[error("undefined: chance would place them the same way")]
    NoChance,
}

/// An agreement, 1 where it is perfect and 0 where it is that of chance (of F1: where nothing agrees), or why it is none.
pub type Score = Result<f64, Undefined>;
