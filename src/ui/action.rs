//! Every verb of the program, and where keys mean something. What each is called and does stands in
//! [`super::commands`].

/// Where keys mean something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Scope {
    /// The page.
    Reader,
    /// Words being selected.
    Select,
    /// Which whole to select.
    Whole,
    /// Which label to give.
    Label,
    /// Who said it.
    Speaker,
    /// Rating, evidence, note.
    Claim,
    /// A note.
    Note,
    /// The search line.
    Search,
    /// Help.
    Help,
    /// The palette.
    Palette,
    /// Why this speaker.
    Why,
    /// The sure ones, before they are confirmed together.
    Sure,
    /// Mistakes in the settings.
    Settings,
    /// Which format to write.
    Export,
    /// Where an annotation belongs.
    Place,
    /// Every step.
    History,
    /// Who said what.
    Speakers,
    /// Names and role of a speaker.
    EditSpeaker,
    /// Which name becomes somebody else.
    Split,
    /// Decisions in other places.
    Origins,
    /// Everything in rows.
    Annotations,
    /// A rating for rows.
    Ratings,
    /// Matches in their context.
    Results,
    /// Headings, turns, paragraphs.
    Outline,
    /// The documents of a folder.
    Library,
    /// The letter of a mark.
    Mark,
    /// Links and notes to follow.
    Links,
    /// Attributes of an annotation.
    Attributes,
}

impl Scope {
    /// Its heading in the help.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Reader => "Reader",
            Self::Select => "Select",
            Self::Whole => "Select the whole",
            Self::Label => "Label",
            Self::Speaker => "Who said it?",
            Self::Claim => "Claim",
            Self::Note => "Note",
            Self::Search => "Search",
            Self::Help => "Help",
            Self::Palette => "Commands",
            Self::Why => "Why?",
            Self::Sure => "The sure ones",
            Self::Settings => "Settings",
            Self::Export => "Export",
            Self::Place => "Without a place",
            Self::History => "History",
            Self::Speakers => "Speakers",
            Self::EditSpeaker => "Names and role",
            Self::Split => "Split off",
            Self::Origins => "Decisions in other places",
            Self::Annotations => "Annotations",
            Self::Ratings => "Rating",
            Self::Results => "Results",
            Self::Outline => "Outline",
            Self::Library => "Library",
            Self::Mark => "Mark",
            Self::Links => "Links",
            Self::Attributes => "Attributes",
        }
    }
}

/// What a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Confirm what is shown, or go to the next.
    Confirm,
    /// Take the n-th proposed speaker.
    Choose(u8),
    /// Pick or add a speaker.
    PickSpeaker,
    /// Not a quotation; on a person's own work, remove.
    Reject,
    /// Open the claim sheet.
    Claim,
    /// Open the claim sheet at the rating.
    Rate,
    /// Write a note.
    Note,
    /// Open the label menu.
    Label,
    /// Give the last label again.
    LabelAgain,
    /// Explain the suggestion.
    Why,
    /// Confirm the sure ones together.
    ConfirmSure,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// Next statement.
    NextStatement,
    /// Previous statement.
    PreviousStatement,
    /// Next statement to decide.
    NextOpen,
    /// Previous statement to decide.
    PreviousOpen,
    /// A row down.
    Down,
    /// A row up.
    Up,
    /// A page down.
    PageDown,
    /// A page up.
    PageUp,
    /// Half a page down.
    HalfDown,
    /// Half a page up.
    HalfUp,
    /// To the beginning.
    Top,
    /// To the end.
    Bottom,
    /// Next paragraph.
    NextParagraph,
    /// Previous paragraph.
    PreviousParagraph,
    /// Search.
    Search,
    /// Next match.
    NextMatch,
    /// Previous match.
    PreviousMatch,
    /// Back to where a jump began.
    Back,
    /// Select words.
    Select,
    /// Copy the words.
    Copy,
    /// Copy the words with speaker and place.
    CopyWithPlace,
    /// Reported speech in or out of the margin.
    ToggleReported,
    /// Annotations without a place.
    Places,
    /// Every step that was done.
    History,
    /// Write the decisions to a file.
    Export,
    /// Next theme.
    NextTheme,
    /// Wider column.
    Wider,
    /// Narrower column.
    Narrower,
    /// Read the file again.
    Reload,
    /// Help.
    Help,
    /// All commands.
    Palette,
    /// Stop, to go on with `fg`.
    Suspend,
    /// Leave.
    Quit,
    /// Leave the sheet, drop the selection or the focus.
    Escape,
    /// A letter to the right.
    ExtendRight,
    /// A letter to the left.
    ExtendLeft,
    /// A row down.
    ExtendDown,
    /// A row up.
    ExtendUp,
    /// To the next word.
    ExtendWord,
    /// To the word before.
    ExtendWordBack,
    /// To the end of the word.
    ExtendWordEnd,
    /// To the next sentence.
    ExtendSentence,
    /// To the sentence before.
    ExtendSentenceBack,
    /// To the end of the paragraph.
    ExtendParagraph,
    /// To the beginning of the paragraph.
    ExtendParagraphBack,
    /// Grow step by step.
    Grow,
    /// Shrink again.
    Shrink,
    /// Choose a whole.
    Whole,
    /// Go to the other end.
    OtherEnd,
    /// The words name a speaker.
    LabelPerson,
    /// The word.
    WholeWord,
    /// The sentence.
    WholeSentence,
    /// The quotation.
    WholeQuotation,
    /// The paragraph.
    WholeParagraph,
    /// The turn or post.
    WholeTurn,
    /// Take the row, save the field, run the command.
    Accept,
    /// Decide this one only; a new line in a note.
    AcceptOnce,
    /// Next row.
    NextRow,
    /// Previous row.
    PreviousRow,
    /// Next field.
    NextField,
    /// Previous field.
    PreviousField,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Narrow the rows by typing.
    Filter,
    /// Another order of the rows.
    Arrange,
    /// Mark the row for a change of many.
    MarkRow,
    /// Mark all rows.
    MarkAll,
    /// Who said what.
    Speakers,
    /// Everything in rows.
    Annotations,
    /// Headings, turns, paragraphs.
    Outline,
    /// The documents of the folder.
    Library,
    /// The next document with something to decide.
    NextDocument,
    /// Matches in their context.
    Results,
    /// Label every match.
    LabelAll,
    /// The speaker is somebody else in the list.
    MergeSpeaker,
    /// Names and role of the speaker.
    EditSpeaker,
    /// One name of the speaker is somebody else.
    SplitSpeaker,
    /// Mark this place with a letter.
    SetMark,
    /// Go to a marked place.
    GoToMark,
    /// Forward again after going back.
    Forward,
    /// Follow a link or note.
    FollowLink,
    /// Next sentence.
    NextSentence,
    /// Previous sentence.
    PreviousSentence,
    /// Other words for the statement in focus.
    ChangeWords,
    /// One more stretch of words for the same label.
    AddPart,
    /// The words that name the speaker.
    WholeName,
    /// Only whole words.
    SearchWord,
    /// A regular expression.
    SearchRegex,
    /// The queue by doubt or by place.
    QueueOrder,
    /// Hide the margin, or show it.
    ToggleMargin,
    /// Spread lines to the full width.
    Justify,
    /// Break words at hyphens.
    Hyphenate,
    /// Write the note in one's own editor.
    Editor,
    /// Export as last time.
    ExportAgain,
    /// Say more of the annotation, by the project's attributes.
    Attributes,
}
