//! **sayso-core** finds every quotation and reported statement of a document, proposes who said it and why, keeps what a
//! person decides, and exports it.
//!
//! ```text
//! bytes ─ load ─▶ Document ─ detect ─▶ Detections ┐
//!                     │                           ├─▶ Reading ─▶ export
//! records ──────▶ Annotations ─ anchor ───────────┘
//! ```
//!
//! Everything here is pure: bytes, times and ids come in as values; nothing touches a file, a clock, a thread or a terminal.

pub mod annotation;
pub mod detect;
pub mod document;
pub mod export;
pub mod import;
pub mod kinds;
pub mod layout;
pub mod reading;
pub mod ron_errors;
pub mod sanitize;
pub mod span;
