//! The screens: everything that can have the keys. Each is one type that owns its state and implements [`Screen`].
//!
//! To add a sheet, touch three files:
//! 1. `screens/<name>.rs`: the type with its state, and `impl Screen`: what it draws ([`Screen::draw`]), which keys it
//!    shows ([`Screen::hints`]), what they do ([`Screen::act`], [`Screen::typed`]), how it is opened ([`Screen::open`]).
//!    What most sheets share (a list with a bar, a line to type in, Esc) are defaults of the trait.
//! 2. `screens.rs` (here): `mod <name>;` and one entry in the list at `screens!`: variant, type, title.
//! 3. `commands/rows.rs`: the rows of its keys, one of them with `A::Open(S::<Variant>)` where it is opened from.
//!
//! A screen of several hundred lines is a folder: `screens/<name>/{state,keys,draw}.rs`.

mod anchor;
mod annotations;
mod attributes;
mod claim;
mod dispatch;
mod edit_speaker;
mod export;
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
mod ratings;
mod reader;
mod response;
mod results;
mod screen;
mod search;
mod select;
mod settings;
mod speaker;
mod speakers;
mod split;
mod sure;
mod whole;
mod why;

use super::app::App;
use super::event::Effect;
use sayso_core::annotation::Stamp;

pub use anchor::AnchorSheet;
pub use annotations::AnnotationsView;
pub use attributes::AttributesMenu;
pub use claim::{ClaimField, ClaimSheet};
pub use dispatch::{act, click, come_back, note_edited, open, paste, refresh, text_loaded, typed, typed_at_once};
pub use edit_speaker::SpeakerSheet;
pub use export::ExportSheet;
pub use help::HelpView;
pub use history::HistoryView;
pub use label::LabelMenu;
pub use library::{LibraryView, known, note_open_one, show as show_library};
pub use links::LinksSheet;
pub use mark::MarkPrompt;
pub use note::NoteSheet;
pub use origins::OriginsMenu;
pub use outline::OutlineView;
pub use palette::Palette;
pub use ratings::RatingMenu;
pub use reader::Reader;
pub use response::{Next, Response};
pub use results::ResultsView;
pub use screen::{Input, Layer, PASTED, Screen, TextMarks};
pub use search::{SearchLine, found as search_found};
pub use select::Selection;
pub use settings::SettingsSheet;
pub use speaker::{Picker, PickerTarget};
pub use speakers::SpeakersView;
pub use split::SplitMenu;
pub use sure::SureList;
pub use whole::WholeMenu;
pub use why::WhySheet;

/// The list of screens: variant, type, title in the help. Everything that has to know all of them is made from it.
macro_rules! screens {
    ($($(#[$doc:meta])* $variant:ident($screen:ty), $title:literal;)*) => {
        /// What has the keys; each screen owns its state, so that one that is not open holds nothing.
        #[derive(Debug)]
        pub enum Mode {
            /// The page: reading, and reviewing when something is in focus.
            Read,
            $($(#[$doc])* $variant($screen),)*
        }

        /// Where keys mean something: one for each screen.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Scope {
            /// The page.
            Reader,
            $($(#[$doc])* $variant,)*
        }

        impl Scope {
            /// Its heading in the help.
            pub const fn title(self) -> &'static str {
                match self {
                    Self::Reader => "Reader",
                    $(Self::$variant => $title,)*
                }
            }

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

screens! {
    /// Selecting words.
    Select(Selection), "Select";
    /// Choosing which whole to select.
    Whole(WholeMenu), "Select the whole";
    /// Choosing a label for words.
    Label(LabelMenu), "Label";
    /// Choosing a speaker.
    Speaker(Picker), "Who said it?";
    /// Rating, evidence and note of a claim.
    Claim(ClaimSheet), "Claim";
    /// A note on a statement.
    Note(NoteSheet), "Note";
    /// Typing a search.
    Search(SearchLine), "Search";
    /// Every key of every screen.
    Help(HelpView), "Help";
    /// All commands.
    Palette(Palette), "Commands";
    /// Why this speaker.
    Why(WhySheet), "Why?";
    /// The sure suggestions, listed before they are confirmed.
    Sure(SureList), "The sure ones";
    /// Mistakes in the settings.
    Settings(SettingsSheet), "Settings";
    /// Choosing a format, then a path.
    Export(ExportSheet), "Export";
    /// Saying where an annotation belongs.
    Anchor(AnchorSheet), "Without a place";
    /// Every step, newest first.
    History(HistoryView), "History";
    /// Who said what.
    Speakers(SpeakersView), "Speakers";
    /// Names and role of a speaker.
    EditSpeaker(SpeakerSheet), "Names and role";
    /// Which name of a speaker becomes somebody else.
    Split(SplitMenu), "Split off";
    /// Which decisions in other places belong to this document.
    Origins(OriginsMenu), "Decisions in other places";
    /// Everything decided and suggested, in rows.
    Annotations(AnnotationsView), "Annotations";
    /// Choosing a rating for rows.
    Ratings(RatingMenu), "Rating";
    /// Every match in its context.
    Results(ResultsView), "Results";
    /// Headings, turns or paragraphs.
    Outline(OutlineView), "Outline";
    /// The documents of a folder.
    Library(LibraryView), "Library";
    /// A letter is awaited: to set a mark, or to go to one.
    Mark(MarkPrompt), "Mark";
    /// Links and notes on the screen.
    Links(LinksSheet), "Links";
    /// Attributes of annotations: a letter turns one to its next value.
    Attributes(AttributesMenu), "Attributes";
}
