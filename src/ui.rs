//! The reader: state, verbs, keys, screens, and the shell that ties them to a terminal.
//!
//! `Event → Action → update(App) → Effects`, `view(App) → frame`. Only [`terminal`] performs effects.

pub mod action;
pub mod app;
pub mod commands;
pub mod event;
pub mod field;
mod fuzzy;
pub mod keymap;
pub mod lists;
pub mod mode;
pub mod page;
pub mod plain;
pub mod search;
pub mod session;
pub mod terminal;
pub mod theme;
pub mod trail;
pub mod update;
pub mod view;
pub mod views;
