//! The files the program opens, and where they are in a world of their own.

use super::world::World;
use anyhow::Result;
use sayso::store::{elsewhere, paths};
use std::ffi::OsStr;
use std::path::PathBuf;

/// A file that the program opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    Document,
    Sidecar,
    Journal,
    SecondJournal,
    LastJournal,
    Lock,
    Copy,
    History,
    Previous,
    Damaged,
    View,
    Draft,
    Codebook,
    ParentCodebook,
    Config,
    Theme,
    Template,
    Import,
    Target,
    TargetForced,
    DataSidecar,
    DataJournal,
    DataOrigin,
}

pub const PLACES: [Place; 23] = [
    Place::Document,
    Place::Sidecar,
    Place::Journal,
    Place::SecondJournal,
    Place::LastJournal,
    Place::Lock,
    Place::Copy,
    Place::History,
    Place::Previous,
    Place::Damaged,
    Place::View,
    Place::Draft,
    Place::Codebook,
    Place::ParentCodebook,
    Place::Config,
    Place::Theme,
    Place::Template,
    Place::Import,
    Place::Target,
    Place::TargetForced,
    Place::DataSidecar,
    Place::DataJournal,
    Place::DataOrigin,
];

impl Place {
    /// The head of its row.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Sidecar => "sidecar",
            Self::Journal => "journal",
            Self::SecondJournal => "journal-2",
            Self::LastJournal => "journal-9",
            Self::Lock => "lock",
            Self::Copy => "copy",
            Self::History => "history",
            Self::Previous => "previous",
            Self::Damaged => "damaged",
            Self::View => "view",
            Self::Draft => "draft",
            Self::Codebook => "codebook",
            Self::ParentCodebook => "parent codebook",
            Self::Config => "config.ron",
            Self::Theme => "theme",
            Self::Template => "template",
            Self::Import => "import file",
            Self::Target => "-o target",
            Self::TargetForced => "-o with --force",
            Self::DataSidecar => "data sidecar",
            Self::DataJournal => "data journal",
            Self::DataOrigin => "data origin",
        }
    }

    /// Where it is.
    pub fn path(self, world: &World) -> PathBuf {
        let sidecar = world.sidecar();
        let state = || paths::StateFiles::of(&sidecar, &world.at("state/sayso"));
        let data = || {
            let name = elsewhere::name_of(&world.document(), OsStr::new("article.txt.sayso.ron"));
            world.at("data/sayso/documents").join(name)
        };
        match self {
            Self::Document => world.document(),
            Self::Sidecar => sidecar,
            Self::Journal => paths::journal(&sidecar, 1),
            Self::SecondJournal => paths::journal(&sidecar, 2),
            Self::LastJournal => paths::journal(&sidecar, 9),
            Self::Lock => paths::lock(&sidecar),
            Self::Copy => paths::copy(&sidecar),
            Self::History => state().history,
            Self::Previous => state().previous,
            Self::Damaged => state().damaged,
            Self::View => state().view,
            Self::Draft => paths::drafts(&sidecar),
            Self::Codebook => world.at("parent/docs/sayso.ron"),
            Self::ParentCodebook => world.at("parent/sayso.ron"),
            Self::Config => world.at("config/sayso/config.ron"),
            Self::Theme => world.at("config/sayso/themes/own.ron"),
            Self::Template => world.at("in/own.txt"),
            Self::Import => world.at("in/notes.json"),
            Self::Target | Self::TargetForced => world.at("out/export.csv"),
            Self::DataSidecar => data(),
            Self::DataJournal => paths::journal(&data(), 1),
            Self::DataOrigin => elsewhere::origin_file(&data()),
        }
    }

    /// Makes what lets the program open it.
    ///
    /// # Errors
    /// Those of the file system.
    pub fn prepare(self, world: &World) -> Result<()> {
        match self {
            Self::Damaged => {
                world.write(&paths::journal(&world.sidecar(), 1), b"00000000\tno line of ours\n")?;
            }
            Self::DataSidecar | Self::DataJournal | Self::DataOrigin => {
                let bytes = std::fs::read(world.sidecar())?;
                std::fs::remove_file(world.sidecar())?;
                world.write(&Self::DataSidecar.path(world), &bytes)?;
            }
            Self::Config => world.write(&self.path(world), b"(justify: true)\n")?,
            Self::Theme => {
                let theme = include_str!("../../../themes/dark.ron").replacen("name: \"dark\"", "name: \"own\"", 1);
                world.write(&self.path(world), theme.as_bytes())?;
            }
            Self::Codebook | Self::ParentCodebook => world.write(&self.path(world), b"(guideline: \"own\")\n")?,
            Self::Target | Self::TargetForced => world.write(&self.path(world), b"document,id\n")?,
            _ => {}
        }
        Ok(())
    }
}
