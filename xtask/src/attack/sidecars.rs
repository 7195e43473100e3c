//! Sidecars that somebody damaged: one that cannot be read stays as it is, to the byte.

use super::trace::{self, Tools};
use super::world::{DOCUMENT, World, record, sidecar_of};
use super::{Tally, program, say};
use crate::dice::Dice;
use anyhow::{Context as _, Result};
use sayso::store;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

/// Every so many sidecars are opened in the reader as well.
const SAMPLE: u64 = 9;
/// Annotations of each.
const RECORDS: u32 = 12;

/// What is done to a sidecar.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Damage {
    /// The end is cut off.
    Cut,
    /// A bit of a byte is another.
    Flipped,
    /// git left both sides.
    Conflict,
    /// A field of a record stands twice.
    TwiceAField,
    /// A field of the file stands twice.
    TwiceAnnotations,
    /// A stretch is zeros.
    Zeros,
    /// A stretch is missing.
    Stretch,
    /// Bytes that are no UTF-8.
    NoText,
    /// Written by a later sayso.
    Newer,
    /// A field nobody knows.
    Unknown,
    /// Nothing is left.
    Emptied,
    /// Line ends of Windows.
    CarriageReturns,
    /// A mark in front.
    Mark,
}

const DAMAGES: [Damage; 13] = [
    Damage::Cut,
    Damage::Flipped,
    Damage::Conflict,
    Damage::TwiceAField,
    Damage::TwiceAnnotations,
    Damage::Zeros,
    Damage::Stretch,
    Damage::NoText,
    Damage::Newer,
    Damage::Unknown,
    Damage::Emptied,
    Damage::CarriageReturns,
    Damage::Mark,
];

/// What reading must come to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Must {
    /// Everything is read.
    Read,
    /// Nothing is.
    Refuse,
    /// Everything or nothing: a bit of a note may be another word.
    All,
    /// A whole record may be gone: nothing can tell.
    Any,
}

impl Damage {
    const fn must(self) -> Must {
        match self {
            Self::CarriageReturns | Self::Mark => Must::Read,
            Self::Flipped | Self::Cut | Self::TwiceAnnotations => Must::All,
            Self::Stretch => Must::Any,
            Self::Conflict
            | Self::TwiceAField
            | Self::Zeros
            | Self::NoText
            | Self::Newer
            | Self::Unknown
            | Self::Emptied => Must::Refuse,
        }
    }

    fn done(self, text: &str, dice: &mut Dice) -> Vec<u8> {
        let mut out = text.as_bytes().to_vec();
        let length = out.len();
        let mut throw = |sides: usize| usize::try_from(dice.throw(sides as u64)).unwrap_or_default();
        let from = throw(length);
        let to = (from + 1 + throw(200)).min(length);
        match self {
            Self::Cut => out.truncate(from),
            Self::Flipped => {
                let bit = throw(8);
                out.iter_mut().skip(from).take(1).for_each(|b| *b ^= 1 << bit);
            }
            Self::Conflict => {
                let lines: Vec<&str> = text.split_inclusive('\n').collect();
                let at = 4 + throw(lines.len() - 6);
                let (before, after) = lines.split_at(at);
                let side = after.first().copied().unwrap_or_default();
                let both = format!("<<<<<<< HEAD\n{side}=======\n{side}>>>>>>> theirs\n");
                out = [before.concat(), both, after.get(1..).unwrap_or_default().concat()].concat().into_bytes();
            }
            Self::TwiceAField => out = text.replacen("label: \"", "label: \"note\", label: \"", 1).into_bytes(),
            Self::TwiceAnnotations => {
                out = text.replacen("  annotations: [", "  annotations: [],\n  annotations: [", 1).into_bytes();
            }
            Self::Zeros => out.iter_mut().take(to).skip(from).for_each(|b| *b = 0),
            Self::Stretch => drop(out.drain(from..to)),
            Self::NoText => out.splice(from..from, [0xff, 0xfe]).for_each(drop),
            Self::Newer => out = text.replacen("version: 1", "version: 99", 1).into_bytes(),
            Self::Unknown => out = text.replacen("label: \"", "lable: \"x\", label: \"", 1).into_bytes(),
            Self::Emptied => out.clear(),
            Self::CarriageReturns => out = text.replace('\n', "\r\n").into_bytes(),
            Self::Mark => out = format!("\u{feff}{text}").into_bytes(),
        }
        out
    }
}

/// Damages `count` sidecars.
///
/// # Errors
/// When the program cannot be run at all.
pub fn attack(count: u64) -> Result<Tally> {
    let (tools, program) = (Tools::find(), program()?);
    let mut dice = Dice(0x51de_ca55_e77e);
    let mut tally = Tally::default();
    let mut rows: BTreeMap<Damage, [u64; 4]> = BTreeMap::new();
    let records = (0..RECORDS).map(|n| record(&format!("r{n}"), 40 * n)).map(|mut record| {
        record.note = Some("what a person noted: “här”, it's \"so\"".to_owned());
        record
    });
    let text = String::from_utf8(sidecar_of(records.collect())?)?;
    for n in 0..count {
        let damage = *DAMAGES.get((n % DAMAGES.len() as u64) as usize).context("a damage")?;
        let broken = damage.done(&text, &mut dice);
        let world = World::new(0, &broken, b"")?;
        tally.runs += 1;
        let about = || format!("sidecar {n}, {damage:?}");
        let stored = store::read(&world.sidecar());
        let there = stored.as_ref().map(|s| s.set.len()).ok();
        let right = match (damage.must(), there) {
            (Must::Read | Must::All, Some(count)) => count == RECORDS as usize,
            (Must::Read, None) | (Must::Refuse, Some(_)) => false,
            (Must::Refuse | Must::All, None) | (Must::Any, _) => true,
        };
        tally.expect(right, || format!("{}: {there:?} of {RECORDS} annotations are read", about()));
        let check = trace::run(&tools, &world, &program, &["check", DOCUMENT])?;
        let export = trace::run(&tools, &world, &program, &["export", "--to", "csv", DOCUMENT])?;
        tally.expect(!check.said.contains("panicked") && !export.said.contains("panicked"), || {
            format!("{}: {} {}", about(), check.said, export.said)
        });
        unchanged(&world, &broken, "check or export", &about, &mut tally)?;
        let row = rows.entry(damage).or_default();
        if stored.is_err() {
            tally.expect(check.code == Some(1), || format!("{}: check ends with {:?}", about(), check.code));
            tally.expect(export.code == Some(3), || format!("{}: export ends with {:?}", about(), export.code));
            let named = export.said.contains("article.txt.sayso.ron");
            tally.expect(named, || format!("{}: export does not name it: {}", about(), export.said));
        } else {
            tally.expect(matches!(check.code, Some(0 | 1)) && export.code == Some(0), || {
                format!("{}: check ends with {:?}, export with {:?}: {}", about(), check.code, export.code, export.said)
            });
        }
        let mut opened = 0;
        if stored.is_err() && n % SAMPLE == 0 {
            opened = 1;
            let ran = trace::read(&tools, &world, &program, &[DOCUMENT])?;
            tally.expect(ran.code == Some(0), || format!("{}: the reader ends with {:?}", about(), ran.code));
            tally.expect(ran.said.contains("Your file is unchanged") || ran.said.contains("READ ONLY"), || {
                format!("{}: the reader says nothing:\n{}", about(), ran.said)
            });
            unchanged(&world, &broken, "the reader", &about, &mut tally)?;
        }
        for (cell, more) in row.iter_mut().zip([1, u64::from(stored.is_ok()), u64::from(stored.is_err()), opened]) {
            *cell += more;
        }
    }
    say(&format!("{:<18}{:>9}{:>9}{:>9}{:>15}", "sidecars", "files", "read", "refused", "in the reader"))?;
    for (damage, [files, read, refused, opened]) in &rows {
        say(&format!("{:<18}{files:>9}{read:>9}{refused:>9}{opened:>15}", format!("{damage:?}")))?;
    }
    Ok(tally)
}

/// The sidecar is as it was, and nothing else is in the folder.
fn unchanged(world: &World, bytes: &[u8], who: &str, about: &impl Fn() -> String, tally: &mut Tally) -> Result<()> {
    tally.expect(fs::read(world.sidecar())? == bytes, || format!("{}: {who} changed it", about()));
    let known = [world.document(), world.sidecar()];
    for entry in fs::read_dir(world.at("parent/docs"))? {
        let path = entry?.path();
        let name = path.file_name().map(Path::new).map(|p| p.display().to_string()).unwrap_or_default();
        tally.expect(known.contains(&path), || format!("{}: {who} made {name}", about()));
    }
    Ok(())
}
