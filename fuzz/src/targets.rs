//! The targets, a file each.

mod anchor;
mod codebook;
mod container;
mod detect;
mod export;
mod http;
mod import;
mod index;
mod journal;
mod load;
mod mcp;
mod merge;
mod reader;
mod scratch;
mod search;
mod service;
mod settings;
mod sidecar;
mod template;
mod terminal;
mod verify;

/// Something that is fuzzed.
pub struct Target {
    /// Its name.
    pub name: &'static str,
    /// What comes in.
    pub doc: &'static str,
    /// Takes an input; whether it is worth keeping. Panics where it finds something.
    pub run: fn(&[u8]) -> bool,
    /// Whether an input may take two seconds at most.
    pub is_bounded: bool,
    /// Inputs to begin with, each with its name.
    pub seeds: fn() -> Vec<(String, Vec<u8>)>,
}

/// Every target, in the order shown.
pub const ALL: &[Target] = &[
    load::TARGET,
    load::PDF,
    container::TARGET,
    detect::TARGET,
    sidecar::TARGET,
    journal::TARGET,
    merge::TARGET,
    anchor::TARGET,
    reader::TARGET,
    import::TARGET,
    export::TARGET,
    template::TARGET,
    codebook::TARGET,
    settings::TARGET,
    verify::TARGET,
    search::TARGET,
    index::TARGET,
    scratch::TARGET,
    terminal::TARGET,
    service::TARGET,
    http::TARGET,
    mcp::TARGET,
];
