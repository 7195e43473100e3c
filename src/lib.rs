//! The **sayso** program: disk, processes, command line and terminal around the library [`sayso_core`]. Its modules are public
//! for the tests, benches and tasks of this repository; programs use [`sayso_core`].
//!
//! ```text
//! file, stdin ─ load ─▶ Document ─ detect ─▶ Detections ┐
//!                           │                           ├─▶ Reading ─▶ export
//! sidecar, journal ─▶ Annotations ─ anchor ─────────────┘      │
//!        ▲                                                     ▼
//!        └── writer ◀── Change ◀── update(App, Action) ◀── keymap ◀── key      App ── draw ──▶ frame
//! ```
//!
//! Each module imports only what is to its left, and `tests/layers.rs` checks it; `ARCHITECTURE.md` says where things are.
//!
//! ```text
//! {input, clock} ← {store, config, isolation} ← {project, serve} ← cli, ui ← main
//! ```

pub mod cli;
pub mod clock;
pub mod config;
pub mod input;
pub mod isolation;
pub mod project;
pub mod serve;
pub mod store;
pub mod ui;
