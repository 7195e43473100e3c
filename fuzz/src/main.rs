//! Fuzz targets of sayso in one program for libFuzzer: `SAYSO_FUZZ` names the target, README.md says the rest.

#![no_main]

mod dice;
mod documents;
mod seeds;
mod spans;
mod targets;
mod watch;

use libfuzzer_sys::{Corpus, fuzz_target};
use std::sync::OnceLock;
use targets::Target;

static TARGET: OnceLock<&'static Target> = OnceLock::new();

/// What is to be fuzzed; the seeds of it are written instead where somebody asks for them.
fn begin() {
    let name = std::env::var("SAYSO_FUZZ").unwrap_or_default();
    let Some(target) = targets::ALL.iter().find(|target| target.name == name) else {
        eprintln!("SAYSO_FUZZ names a target:");
        for Target { name, doc, .. } in targets::ALL {
            eprintln!("  {name:<10} {doc}");
        }
        std::process::exit(2);
    };
    if let Some(folder) = std::env::var_os("SAYSO_FUZZ_SEEDS") {
        seeds::write(target, folder.as_ref());
        std::process::exit(0);
    }
    watch::panics();
    TARGET.set(target).ok();
}

fuzz_target!(init: begin(), |bytes: &[u8]| -> Corpus {
    let Some(target) = TARGET.get() else { return Corpus::Reject };
    watch::within_bounds(target, bytes)
});
