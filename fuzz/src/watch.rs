//! What is a find: a panic of ours, and an input of 64 KB that takes more than two seconds. Memory is libFuzzer's to watch
//! (`-rss_limit_mb`).

use crate::targets::Target;
use libfuzzer_sys::Corpus;
use std::panic::catch_unwind;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// Longest an input may take, on a processor of its own.
const LONGEST: Duration = Duration::from_secs(2);

/// What a parser of others panicked with last.
static THEIRS: Mutex<String> = Mutex::new(String::new());

/// Ends the process where something of ours panics. Parsers of others are believed as far as possible and caught where they
/// fail (`document/load.rs`): their panics count where nobody catches them.
pub fn panics() {
    let abort = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        let is_theirs = panic.location().is_some_and(|place| place.file().contains("/registry/"));
        if !is_theirs {
            abort(panic);
        } else if let Ok(mut theirs) = THEIRS.lock() {
            *theirs = panic.to_string();
        }
    }));
}

/// Runs a target, and tells what nobody caught.
fn run(target: &Target, bytes: &[u8]) -> bool {
    catch_unwind(|| (target.run)(bytes)).unwrap_or_else(|_| {
        eprintln!("nobody catches this panic of others: {}", THEIRS.lock().map(|t| t.clone()).unwrap_or_default());
        std::process::abort();
    })
}

/// Runs a target. One that takes long runs once more, and what counts then is the time of the processor: others use it too.
pub fn within_bounds(target: &Target, bytes: &[u8]) -> Corpus {
    let began = Instant::now();
    let kept = run(target, bytes);
    if began.elapsed() > LONGEST && target.is_bounded {
        let before = used();
        run(target, bytes);
        let took = used().saturating_sub(before);
        assert!(took < LONGEST, "it takes {took:.1?}");
    }
    if kept { Corpus::Keep } else { Corpus::Reject }
}

/// Time of the processor that this process used.
fn used() -> Duration {
    let usage = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(usage.tv_sec.unsigned_abs(), usage.tv_nsec.unsigned_abs() as u32)
}
