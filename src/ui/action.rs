//! What a person can ask for. What each is called and does stands in [`super::commands`].

use super::scope::Scope;

/// What a person can ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Action {
    /// Open a screen.
    Open(Scope),
    /// Confirm what is shown, or go to the next.
    Confirm,
    /// Take the n-th proposed speaker.
    Choose(u8),
    /// Not a quotation; on a person's own work, remove.
    Reject,
    /// Open the claim sheet at the rating.
    Rate,
    /// Give the last label again.
    LabelAgain,
    /// Take back.
    Undo,
    /// Do again.
    Redo,
    /// Go on with what was left unfinished.
    Resume,
    /// Drop what was left unfinished.
    DropDraft,
    /// Next statement.
    NextStatement,
    /// Previous statement.
    PreviousStatement,
    /// Next statement to decide.
    NextOpen,
    /// Previous statement to decide.
    PreviousOpen,
    /// Next suggestion too weak for the queue.
    NextWeak,
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
    /// Next match.
    NextMatch,
    /// Previous match.
    PreviousMatch,
    /// Back to where a jump began.
    Back,
    /// Copy the words.
    Copy,
    /// Copy the words with speaker and place.
    CopyWithPlace,
    /// Play the recording from here.
    Play,
    /// Reported speech in or out of the margin.
    ToggleReported,
    /// Next theme.
    NextTheme,
    /// Wider column.
    Wider,
    /// Narrower column.
    Narrower,
    /// Read the file again.
    Reload,
    /// Stop, to go on with `fg`.
    Suspend,
    /// Leave.
    Quit,
    /// Leave the sheet, drop the selection or the focus.
    Escape,
    /// Move the end of the selection that moves, or begin to select.
    Extend(CaretMove),
    /// Move the other end of the selection.
    ExtendOther(CaretMove),
    /// Grow step by step.
    Grow,
    /// Shrink again.
    Shrink,
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
    /// The clause.
    WholeClause,
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
    /// The next list of the view.
    NextTab,
    /// The list of the view before.
    PreviousTab,
    /// First row.
    First,
    /// Last row.
    Last,
    /// Narrow the rows by typing.
    Filter,
    /// Another order of the rows.
    Arrange,
    /// Only rows that are left for whoever annotates, or all.
    OnlyMine,
    /// Mark the row for a change of many.
    MarkRow,
    /// Mark all rows.
    MarkAll,
    /// Bring words onto the scratch page.
    AddToScratch,
    /// Keep the annotation in focus as an example of its label.
    KeepExample,
    /// Move the row up.
    RaiseRow,
    /// Move the row down.
    LowerRow,
    /// Only surer rows.
    Surer,
    /// Rows that are less sure too.
    LessSure,
    /// The next document with something to decide.
    NextDocument,
    /// The same words in other documents.
    SameWords,
    /// Label every match.
    LabelAll,
    /// The other version of the field.
    OtherVersion,
    /// All fields of one's own version.
    AllMine,
    /// All fields of somebody else's version.
    AllTheirs,
    /// The speaker is somebody else in the list.
    MergeSpeaker,
    /// Mark this place with a letter.
    SetMark,
    /// Go to a marked place.
    GoToMark,
    /// Forward again after going back.
    Forward,
    /// Next sentence.
    NextSentence,
    /// Previous sentence.
    PreviousSentence,
    /// Join the statement with the next of its paragraph.
    Join,
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
    /// Shows or hides times and numbers of pages above paragraphs.
    TogglePlaces,
    /// Spread lines to the full width.
    Justify,
    /// Break words at hyphens.
    Hyphenate,
    /// Write the note in one's own editor.
    Editor,
    /// Export as last time.
    ExportAgain,
    /// Over to the other pane.
    OtherPane,
    /// Both panes scroll together, or each by itself.
    Tie,
    /// Close the pane with the keyboard.
    ClosePane,
}

/// Where the moving end of a selection goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CaretMove {
    /// A letter to the right.
    Right,
    /// A letter to the left.
    Left,
    /// A row down.
    Down,
    /// A row up.
    Up,
    /// To the next word.
    Word,
    /// To the word before.
    WordBack,
    /// To the end of the word.
    WordEnd,
    /// To the next sentence.
    Sentence,
    /// To the sentence before.
    SentenceBack,
    /// To the end of the paragraph.
    Paragraph,
    /// To the beginning of the paragraph.
    ParagraphBack,
}
