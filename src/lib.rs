//! **sayso** reads documents full of voices: it finds every quotation and reported statement, proposes who said it,
//! keeps what a person decides in a small file beside the document, and exports it.
//!
//! ```text
//! file/stdin ─ load ─▶ Document ─ detect ─▶ Detections ┐
//!                          │                           ├─▶ Reading ─▶ export
//! sidecar.ron ─ store ─▶ Annotations ─ anchor ─────────┘      │
//!        ▲                                                    ▼
//!        └─ writer ◀─ journal ◀─ Change ◀─ update(App, Action) ◀─ keymap ◀─ key    frame::draw(&App) ─▶ frame
//! ```
//!
//! Modules form layers; each imports only what stands to its left, and `tests/layers.rs` checks it:
//!
//! ```text
//! span, kinds, sanitize, ron_errors ← document ← {detect, annotation, layout} ← reading ← {export, import} ← {input, clock} ← {store, config, isolation} ← project ← cli, ui ← main
//! ```
//!
//! Everything up to `export` and `import` is pure: bytes, time and ids come in as values, nothing there touches a file, a clock,
//! a thread or a terminal.

pub mod cli;
pub mod clock;
pub mod config;
pub mod input;
pub mod isolation;
pub mod project;
pub mod store;
pub mod ui;
