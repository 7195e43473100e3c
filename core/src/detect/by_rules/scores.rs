//! How sure the rules are: the share of what each proposed that was right, in articles and tales they were tried on.

/// A verb of saying right behind the words.
pub const AFTER: f32 = 0.95;
/// The same with a word for a subject that may be a common noun.
pub const NOUN: f32 = 0.75;
/// Any other verb there.
pub const AFTER_OTHER: f32 = 0.85;
/// A verb of saying, and a colon.
pub const COLON: f32 = 0.93;
/// The same with words between the two.
pub const COLON_APART: f32 = 0.78;
/// A colon behind something else.
pub const COLON_OTHER: f32 = 0.7;
/// A verb of saying before the words.
pub const BEFORE: f32 = 0.78;
/// A few words in a sentence that reports.
pub const FRAGMENT: f32 = 0.72;
/// A reported clause.
pub const REPORTED: f32 = 0.75;
/// A sentence in the mood of reported speech.
pub const MOOD: f32 = 0.6;
/// Goes on in the paragraph.
pub const CONTINUES: f32 = 0.75;
/// Led in by the line above.
pub const LEAD_IN: f32 = 0.78;
/// Whoever the sentence before is about.
pub const SUBJECT: f32 = 0.5;
/// The other of two.
pub const TURNS: f32 = 0.45;
/// Nobody named.
pub const NOBODY: f32 = 0.3;
