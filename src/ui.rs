//! The reader: state, verbs, keys, screens, and the shell that ties them to a terminal.
//!
//! `Event → Action → update(App) → Effects`, `view(App) → frame`. Only [`terminal`] performs effects.

pub mod action;
pub mod adjudicating;
pub mod app;
pub mod checks;
mod clipboard;
pub mod colours;
pub mod commands;
mod decide;
pub mod drafts;
pub mod effort;
pub mod event;
pub mod figures;
pub mod find;
pub mod frame;
pub mod keymap;
mod motion;
pub mod open_document;
pub mod pane;
mod place;
pub mod plain;
pub mod runner;
pub mod scope;
pub mod scratch;
pub mod screens;
pub mod search;
pub mod session;
pub mod start_place;
pub mod terminal;
pub mod theme;
pub mod trail;
pub mod update;

pub mod widgets;
