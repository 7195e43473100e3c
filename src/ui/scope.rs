//! The list of screens, and what keys are looked up by: one [`Scope`] for each.
//!
//! The table of commands and the keymap know screens only by their scope; the screens themselves are above both.

/// The list of screens: variant, type, title in the help. Hands it to the macro named, which makes from it what has to
/// know all of them: [`Scope`] here, `Mode` in `screens.rs`, where the types are in scope.
macro_rules! screen_list {
    ($make:ident) => {
        $make! {
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
            /// Lists of suggestions, shown before they are confirmed together.
            Sure(SureList), "Confirm together";
            /// Mistakes in the settings.
            Settings(SettingsSheet), "Settings";
            /// Choosing a format, then a path.
            Export(ExportSheet), "Export";
            /// Saying where an annotation belongs.
            Anchor(AnchorSheet), "To check";
            /// What several people decided differently, field by field.
            Conflict(ConflictSheet), "Decided differently";
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
            /// Cutting a statement in two.
            Cut(CutSheet), "Two statements?";
            /// Choosing a rating for rows.
            Ratings(RatingMenu), "Rating";
            /// Every match in its context.
            Results(ResultsView), "Results";
            /// What was found in all documents.
            Find(FindView), "Find in all documents";
            /// Who says how much, where and when; how right suggestions were.
            Figures(FiguresView), "Figures";
            /// Where a list of quotations is written.
            WriteList(WriteListSheet), "Write the list";
            /// Quotations gathered from the documents of the folder.
            Scratch(ScratchView), "Scratch page";
            /// What is written under a quotation of it.
            ScratchNote(ScratchNoteSheet), "Write on the scratch page";
            /// Headings, turns or paragraphs.
            Outline(OutlineView), "Outline";
            /// The documents of a folder.
            Library(LibraryView), "Library";
            /// A letter is awaited: to set a mark, or to go to one.
            Mark(MarkPrompt), "Mark";
            /// Links and notes on the screen.
            Links(LinksSheet), "Links";
            /// Who speaks in the documents of the folder.
            People(PeopleView), "People";
            /// Two who may be one person.
            OnePerson(OnePersonSheet), "One person?";
            /// Picking with whom somebody is one person.
            OtherPerson(OtherPersonSheet), "One person with whom?";
            /// A note on two statements.
            NoteOnTwo(NoteOnTwoSheet), "Note on two statements";
            /// Choosing what stands beside the document.
            Beside(BesidePicker), "What stands beside?";
            /// Quotations beside their sources.
            Check(CheckView), "Check";
            /// All quotations that were checked, in rows.
            Checks(CheckList), "Quotations checked";
            /// What annotators differ in, place by place.
            Adjudicate(AdjudicateView), "Adjudicate";
            /// Taking all answers of a kind.
            AllOfKind(KindSheet), "All of a kind";
            /// What the guideline says about a label.
            Guideline(GuidelineView), "Guideline";
            /// What a document quotes.
            Sources(SourcesPicker), "Sources";
            /// Attributes of annotations: a letter turns one to its next value.
            Attributes(AttributesMenu), "Attributes";
        }
    };
}

pub(super) use screen_list;

macro_rules! scopes {
    ($($(#[$doc:meta])* $variant:ident($screen:ty), $title:literal;)*) => {
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
        }
    };
}

screen_list!(scopes);
