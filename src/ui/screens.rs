//! The screens: everything that can have the keys. Each is one type that owns its state and implements [`Screen`].
//!
//! To add a sheet, touch four files:
//! 1. `screens/<name>.rs`: the type with its state, and `impl Screen`: what it draws ([`Screen::draw`]), which keys it
//!    shows ([`Screen::hints`]), what they do ([`Screen::act`], [`Screen::typed`]), how it is opened ([`Screen::open`]).
//!    What most sheets share (a list with a bar, a line to type in, Esc) are defaults of the trait.
//! 2. `screens.rs` (here): `mod <name>;` and `pub use` of the type.
//! 3. `scope.rs`: one entry in the list of screens: variant, type, title.
//! 4. `commands/rows.rs`: the rows of its keys, one of them with `A::Open(S::<Variant>)` where it is opened from.
//!
//! A screen of several hundred lines is a folder: `screens/<name>/{state,keys,draw}.rs`.

pub mod adjudicate;
mod all_of_kind;
mod anchor;
mod annotations;
mod attributes;
mod beside;
pub mod check;
pub mod check_list;
mod claim;
pub mod conflict;
pub mod cut;
mod dispatch;
pub mod drafts;
mod edit_speaker;
mod export;
mod figures;
pub mod find;
pub mod guideline;
mod help;
mod history;
mod label;
mod library;
mod links;
mod mark;
mod note;
mod origins;
mod outline;
mod palette;
pub mod people;
mod ratings;
mod reader;
mod response;
mod results;
mod resume;
pub mod scratch;
mod scratch_note;
mod screen;
mod search;
mod select;
mod settings;
pub mod sources;
mod speaker;
mod speakers;
mod split;
mod sure;
mod whole;
mod why;
mod write_list;

use super::app::App;
use super::event::Effect;
use super::scope::{Scope, screen_list};
use sayso_core::annotation::Stamp;

pub use adjudicate::AdjudicateView;
pub use all_of_kind::KindSheet;
pub use anchor::AnchorSheet;
pub use annotations::AnnotationsView;
pub use attributes::AttributesMenu;
pub use beside::{BesidePicker, listed as neighbours_listed};
pub use check::CheckView;
pub use check_list::CheckList;
pub use claim::{ClaimField, ClaimSheet};
pub use conflict::{ConflictSheet, in_words as conflicts_in_words};
pub use cut::CutSheet;
pub use dispatch::{act, click, come_back, note_edited, open, paste, refresh, text_loaded, typed, typed_at_once};
pub use edit_speaker::SpeakerSheet;
pub use export::ExportSheet;
pub use figures::{
    FiguresView, come_back as show_figures_again, counted as figures_counted, words_found as words_behind_found,
};
pub use find::FindView;
pub use guideline::GuidelineView;
pub use help::HelpView;
pub use history::HistoryView;
pub use label::LabelMenu;
pub use library::{LibraryView, known, note_open_one, relisted, show as show_library, worked};
pub use links::LinksSheet;
pub use mark::MarkPrompt;
pub use note::NoteSheet;
pub use origins::OriginsMenu;
pub use outline::OutlineView;
pub use palette::Palette;
pub use people::{NoteOnTwoSheet, OnePersonSheet, OtherPersonSheet, PeopleView};
pub use ratings::RatingMenu;
pub use reader::Reader;
pub use response::{Next, Response};
pub use results::ResultsView;
pub use scratch::ScratchView;
pub use scratch_note::ScratchNoteSheet;
pub use screen::{Input, Layer, PASTED, Screen, TextMarks};
pub use search::{SearchLine, find_from_the_beginning, found as search_found, near_found, unknown as nobody_called};
pub use select::Selection;
pub use settings::SettingsSheet;
pub use sources::{SourcesPicker, listed as sources_listed};
pub use speaker::{Picker, PickerTarget};
pub use speakers::SpeakersView;
pub use split::SplitMenu;
pub use sure::SureList;
pub use whole::WholeMenu;
pub use why::WhySheet;
pub use write_list::{WriteListSheet, written as list_written};

/// What has to know the type of every screen, made from the list in `scope.rs`.
macro_rules! screens {
    ($($(#[$doc:meta])* $variant:ident($screen:ty), $title:literal;)*) => {
        /// What has the keys; each screen owns its state, so that one that is not open holds nothing.
        #[derive(Debug)]
        pub enum Mode {
            /// The page: reading, and reviewing when something is in focus.
            Read,
            $($(#[$doc])* $variant($screen),)*
        }

        impl Scope {
            /// Opens its screen from the page.
            fn open(self, app: &mut App, stamp: &Stamp) -> Vec<Effect> {
                match self {
                    Self::Reader => Vec::new(),
                    $(Self::$variant => <$screen>::open(app, stamp),)*
                }
            }
        }

        impl Mode {
            /// Where keys are looked up.
            pub const fn scope(&self) -> Scope {
                match self {
                    Self::Read => Scope::Reader,
                    $(Self::$variant(_) => Scope::$variant,)*
                }
            }

            /// The screen, to look at.
            pub fn screen(&self) -> &dyn Screen {
                match self {
                    Self::Read => &Reader,
                    $(Self::$variant(screen) => screen,)*
                }
            }

            /// The screen, to change.
            pub fn with<R>(&mut self, work: impl FnOnce(&mut dyn Screen) -> R) -> R {
                match self {
                    Self::Read => work(&mut Reader),
                    $(Self::$variant(screen) => work(screen),)*
                }
            }
        }
    };
}

screen_list!(screens);
