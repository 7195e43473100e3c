#![doc = include_str!("../README.md")]
//!
//! ```text
//! bytes ─ load ─▶ Document ─ detect ─▶ Detections ┐
//!                     │                           ├─▶ Reading ─▶ export
//! records ──────▶ Annotations ─ anchor ───────────┘
//! ```
//!
//! Offsets inside the library are bytes of the reading text ([`span::Span`]); in files they are code points.

pub mod agreement;
pub mod annotation;
pub mod annotators;
pub mod detect;
pub mod document;
pub mod export;
pub mod import;
pub mod kinds;
pub mod layout;
pub mod library;
pub mod reading;
pub mod ron_errors;
pub mod sanitize;
pub mod search;
pub mod services;
pub mod span;
pub mod verify;
