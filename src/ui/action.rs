//! Every verb of the program, in one table: name, one line, keys, where it applies.
//!
//! The keymap, the footer, the help, the palette and the README's list of keys are made from [`COMMANDS`].

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
}

/// One row of the table.
#[derive(Clone, Copy, Debug)]
pub struct Command {
    /// What it does.
    pub action: Action,
    /// Where.
    pub scope: Scope,
    /// Its name, for the palette, the keymap and the command line of the reader.
    pub name: &'static str,
    /// One line.
    pub doc: &'static str,
    /// The word in the footer; empty when it is never there.
    pub short: &'static str,
    /// Default keys, best first.
    pub keys: &'static [&'static str],
}

const fn row(
    scope: Scope,
    action: Action,
    name: &'static str,
    keys: &'static [&'static str],
    short: &'static str,
    doc: &'static str,
) -> Command {
    Command { action, scope, name, doc, short, keys }
}

use Action as A;
use Scope as S;

/// Every command.
pub const COMMANDS: &[Command] = &[
    row(
        S::Reader,
        A::Confirm,
        "confirm",
        &["Enter"],
        "confirm",
        "confirm what is shown and go to the next; without a focus, begin reviewing",
    ),
    row(S::Reader, A::Choose(2), "choose-2", &["2"], "other speaker", "take another proposed speaker, by its number"),
    row(S::Reader, A::Choose(3), "choose-3", &["3"], "", "take the third proposed speaker"),
    row(S::Reader, A::Choose(4), "choose-4", &["4"], "", "take the fourth proposed speaker"),
    row(S::Reader, A::Choose(5), "choose-5", &["5"], "", "take the fifth proposed speaker"),
    row(S::Reader, A::Choose(6), "choose-6", &["6"], "", "take the sixth proposed speaker"),
    row(S::Reader, A::Choose(7), "choose-7", &["7"], "", "take the seventh proposed speaker"),
    row(S::Reader, A::Choose(8), "choose-8", &["8"], "", "take the eighth proposed speaker"),
    row(S::Reader, A::Choose(9), "choose-9", &["9"], "", "take the ninth proposed speaker"),
    row(S::Reader, A::PickSpeaker, "pick-speaker", &["s"], "someone else", "someone else: pick or add a speaker"),
    row(
        S::Reader,
        A::Reject,
        "not-a-quote",
        &["x"],
        "not a quote",
        "not a quotation; on your own work, x again removes it",
    ),
    row(S::Reader, A::Claim, "claim", &["c"], "claim", "mark a claim: rating, evidence, note"),
    row(S::Reader, A::Rate, "rate", &["r"], "", "rate the claim"),
    row(S::Reader, A::Note, "note", &["e"], "note", "write a note on the statement"),
    row(S::Reader, A::Label, "label", &["a"], "label", "give the words a label"),
    row(S::Reader, A::LabelAgain, "label-again", &["."], "", "give the last label again"),
    row(S::Reader, A::Why, "why", &["i"], "", "why this speaker?"),
    row(S::Reader, A::ConfirmSure, "confirm-sure", &["E"], "", "list the sure suggestions and confirm them together"),
    row(S::Reader, A::Undo, "undo", &["u"], "", "take back the last step"),
    row(S::Reader, A::Redo, "redo", &["^R"], "", "do it again"),
    row(S::Reader, A::NextOpen, "next-open", &["Tab"], "next", "next statement to decide"),
    row(S::Reader, A::PreviousOpen, "previous-open", &["BackTab"], "", "previous statement to decide"),
    row(S::Reader, A::NextStatement, "next-statement", &["Right", "l", "]"], "next quotation", "next statement"),
    row(S::Reader, A::PreviousStatement, "previous-statement", &["Left", "h", "["], "", "previous statement"),
    row(S::Reader, A::Down, "down", &["Down", "j"], "", "a row down"),
    row(S::Reader, A::Up, "up", &["Up", "k"], "", "a row up"),
    row(S::Reader, A::PageDown, "page-down", &["Space", "PgDn", "^F"], "", "a page down"),
    row(S::Reader, A::PageUp, "page-up", &["b", "PgUp", "^B"], "", "a page up"),
    row(S::Reader, A::HalfDown, "half-page-down", &["^D", "d"], "", "half a page down"),
    row(S::Reader, A::HalfUp, "half-page-up", &["^U"], "", "half a page up"),
    row(S::Reader, A::Top, "top", &["g g", "Home"], "", "to the beginning"),
    row(S::Reader, A::Bottom, "bottom", &["G", "End"], "", "to the end"),
    row(S::Reader, A::NextParagraph, "next-paragraph", &["}"], "", "next paragraph"),
    row(S::Reader, A::PreviousParagraph, "previous-paragraph", &["{"], "", "previous paragraph"),
    row(S::Reader, A::Search, "search", &["/"], "search", "search as you type"),
    row(S::Reader, A::NextMatch, "next-match", &["n"], "", "next match"),
    row(S::Reader, A::PreviousMatch, "previous-match", &["N"], "", "previous match"),
    row(S::Reader, A::Back, "back", &["^O", "BS"], "", "back to where you jumped from"),
    row(S::Reader, A::Select, "select", &["v"], "select words", "select words with the keyboard"),
    row(S::Reader, A::Copy, "copy", &["y"], "", "copy the words"),
    row(S::Reader, A::CopyWithPlace, "copy-with-place", &["Y"], "", "copy the words with speaker and place"),
    row(
        S::Reader,
        A::ToggleReported,
        "toggle-reported",
        &["I"],
        "",
        "show or hide reported speech that is hardly more than a guess",
    ),
    row(S::Reader, A::Export, "export", &["X"], "export", "write the decisions to a file: Markdown, CSV, JSON lines"),
    row(
        S::Reader,
        A::Places,
        "places",
        &["g !"],
        "places",
        "annotations without a place, with a doubtful one, or changed on two sides",
    ),
    row(S::Reader, A::History, "history", &["H", "g h"], "", "every step that was done, and back to any of them"),
    row(S::Reader, A::NextTheme, "next-theme", &["T"], "", "next theme: dark, light, contrast, terminal"),
    row(S::Reader, A::Wider, "wider", &["+", "="], "", "a wider column"),
    row(S::Reader, A::Narrower, "narrower", &["-"], "", "a narrower column"),
    row(S::Reader, A::Reload, "reload", &["R"], "", "read the file again"),
    row(S::Reader, A::Palette, "commands", &[":"], "", "all commands by name; a number goes to a paragraph"),
    row(S::Reader, A::Help, "help", &["?", "F1"], "help", "every key of every screen"),
    row(S::Reader, A::Suspend, "suspend", &["^Z"], "", "stop for a moment; fg in the shell comes back"),
    row(S::Reader, A::Escape, "drop-focus", &["Esc", "^C"], "", "drop the focus"),
    row(S::Reader, A::Quit, "quit", &["q"], "quit", "close the document"),
    row(S::Select, A::Label, "select-label", &["Enter", "a"], "label", "label the selected words"),
    row(S::Select, A::Claim, "select-claim", &["c"], "claim", "the selected words are a claim"),
    row(S::Select, A::LabelPerson, "select-speaker", &["s"], "speaker", "the selected words name a speaker"),
    row(S::Select, A::LabelAgain, "select-label-again", &["."], "", "give the last label again"),
    row(S::Select, A::Grow, "grow", &["v"], "grow", "grow: word, quotation, sentence, paragraph"),
    row(S::Select, A::Shrink, "shrink", &["V"], "", "shrink again"),
    row(S::Select, A::Whole, "whole", &["i"], "whole …", "choose a whole: word, sentence, quotation, paragraph, turn"),
    row(S::Select, A::OtherEnd, "other-end", &["o"], "", "move the other end"),
    row(S::Select, A::ExtendRight, "extend-right", &["Right", "l", "S-Right"], "", "a letter to the right"),
    row(S::Select, A::ExtendLeft, "extend-left", &["Left", "h", "S-Left"], "", "a letter to the left"),
    row(S::Select, A::ExtendDown, "extend-down", &["Down", "j", "S-Down"], "", "a row down"),
    row(S::Select, A::ExtendUp, "extend-up", &["Up", "k", "S-Up"], "", "a row up"),
    row(S::Select, A::ExtendWord, "extend-word", &["w"], "", "to the next word"),
    row(S::Select, A::ExtendWordEnd, "extend-word-end", &["e"], "", "to the end of the word"),
    row(S::Select, A::ExtendWordBack, "extend-word-back", &["b"], "", "to the word before"),
    row(S::Select, A::ExtendSentence, "extend-sentence", &[")"], "", "to the next sentence"),
    row(S::Select, A::ExtendSentenceBack, "extend-sentence-back", &["("], "", "to the sentence before"),
    row(S::Select, A::ExtendParagraph, "extend-paragraph", &["}", "End"], "", "to the end of the paragraph"),
    row(
        S::Select,
        A::ExtendParagraphBack,
        "extend-paragraph-back",
        &["{", "Home"],
        "",
        "to the beginning of the paragraph",
    ),
    row(S::Select, A::Copy, "select-copy", &["y"], "copy", "copy the selected words"),
    row(S::Select, A::Help, "select-help", &["?", "F1"], "help", "every key of every screen"),
    row(S::Select, A::Escape, "drop-selection", &["Esc", "^C"], "back", "drop the selection"),
    row(S::Whole, A::WholeWord, "whole-word", &["w"], "word", "the word"),
    row(S::Whole, A::WholeSentence, "whole-sentence", &["s"], "sentence", "the sentence"),
    row(S::Whole, A::WholeQuotation, "whole-quotation", &["q"], "quotation", "the quotation"),
    row(S::Whole, A::WholeParagraph, "whole-paragraph", &["p"], "paragraph", "the paragraph"),
    row(S::Whole, A::WholeTurn, "whole-turn", &["t"], "turn or post", "the turn or post"),
    row(S::Whole, A::Escape, "whole-back", &["Esc", "^C"], "back", "back"),
    row(S::Label, A::Accept, "take-label", &["Enter"], "take", "give the label under the bar"),
    row(S::Label, A::NextRow, "next-label", &["Down", "Tab"], "", "next label"),
    row(S::Label, A::PreviousRow, "previous-label", &["Up", "BackTab"], "", "previous label"),
    row(S::Label, A::LabelAgain, "last-label", &["."], "again", "the last label again"),
    row(S::Label, A::Escape, "label-back", &["Esc", "^C"], "back", "back"),
    row(
        S::Speaker,
        A::Accept,
        "take-speaker",
        &["Enter"],
        "choose",
        "choose, and remember the words used as another name",
    ),
    row(S::Speaker, A::AcceptOnce, "take-speaker-once", &["^J"], "this once", "choose for this statement only"),
    row(S::Speaker, A::NextRow, "next-speaker", &["Down", "Tab", "^N"], "", "next row"),
    row(S::Speaker, A::PreviousRow, "previous-speaker", &["Up", "BackTab", "^P"], "", "previous row"),
    row(S::Speaker, A::Escape, "speaker-back", &["Esc", "^C"], "cancel", "cancel"),
    row(S::Claim, A::Accept, "save-claim", &["Enter"], "save", "save and close"),
    row(S::Claim, A::AcceptOnce, "claim-new-line", &["^J", "M-Enter"], "new line", "a new line in the note"),
    row(S::Claim, A::NextField, "next-field", &["Tab"], "next field", "next field"),
    row(S::Claim, A::PreviousField, "previous-field", &["BackTab"], "", "previous field"),
    row(S::Claim, A::Escape, "claim-back", &["Esc", "^C"], "cancel", "cancel; twice when words would be lost"),
    row(S::Note, A::Accept, "save-note", &["Enter"], "save", "save the note"),
    row(S::Note, A::AcceptOnce, "note-new-line", &["^J", "M-Enter"], "new line", "a new line"),
    row(S::Note, A::Escape, "note-back", &["Esc", "^C"], "cancel", "cancel; twice when words would be lost"),
    row(S::Search, A::Accept, "stay", &["Enter"], "stay", "stay at the match"),
    row(S::Search, A::NextRow, "search-next", &["Down", "^N"], "move", "next match"),
    row(S::Search, A::PreviousRow, "search-previous", &["Up", "^P"], "", "previous match"),
    row(S::Search, A::Escape, "search-back", &["Esc", "^C"], "back", "back to where you were"),
    row(S::Help, A::Accept, "do-it", &["Enter"], "do it", "do what the line says"),
    row(S::Help, A::NextRow, "help-next", &["Down", "Tab"], "move", "next line"),
    row(S::Help, A::PreviousRow, "help-previous", &["Up", "BackTab"], "", "previous line"),
    row(S::Help, A::PageDown, "help-page-down", &["PgDn"], "", "a page down"),
    row(S::Help, A::PageUp, "help-page-up", &["PgUp"], "", "a page up"),
    row(S::Help, A::Escape, "help-back", &["Esc", "^C", "F1"], "clear, then close", "clear what was typed, then close"),
    row(S::Palette, A::Accept, "run", &["Enter"], "run", "run the command under the bar"),
    row(S::Palette, A::NextRow, "palette-next", &["Down", "Tab", "^N"], "choose", "next row"),
    row(S::Palette, A::PreviousRow, "palette-previous", &["Up", "BackTab", "^P"], "", "previous row"),
    row(S::Palette, A::Escape, "palette-back", &["Esc", "^C"], "cancel", "cancel"),
    row(S::Why, A::Escape, "why-back", &["Esc", "Enter", "i", "q", "^C"], "back", "back to the page"),
    row(
        S::Sure,
        A::Accept,
        "confirm-all",
        &["Enter", "E"],
        "confirm them all",
        "confirm them all: one undo takes all back",
    ),
    row(S::Sure, A::Escape, "sure-back", &["Esc", "q", "^C"], "back", "back, nothing is confirmed"),
    row(S::Settings, A::Accept, "go-on", &["Enter", "Esc", "q", "^C"], "go on", "go on"),
    row(S::Settings, A::NextRow, "next-problem", &["Down", "Tab"], "next problem", "next problem"),
    row(S::Settings, A::PreviousRow, "previous-problem", &["Up", "BackTab"], "", "previous problem"),
    row(S::Settings, A::Copy, "copy-problem", &["y"], "copy", "copy the message"),
    row(S::Export, A::Accept, "take-format", &["Enter"], "take", "take the format under the bar, then write"),
    row(S::Export, A::NextRow, "next-format", &["Down", "Tab"], "", "next format"),
    row(S::Export, A::PreviousRow, "previous-format", &["Up", "BackTab"], "", "previous format"),
    row(S::Export, A::Escape, "export-back", &["Esc", "^C"], "back", "back"),
    row(
        S::Place,
        A::Accept,
        "put-here",
        &["Enter", "1"],
        "put it here",
        "put it at the place under the bar, or keep that version",
    ),
    row(
        S::Place,
        A::Choose(2),
        "put-2",
        &["2"],
        "other place",
        "put it at the second place, or keep the second version",
    ),
    row(S::Place, A::Choose(3), "put-3", &["3"], "", "put it at the third place"),
    row(S::Place, A::Choose(4), "put-4", &["4"], "", "put it at the fourth place"),
    row(S::Place, A::Choose(5), "put-5", &["5"], "", "put it at the fifth place"),
    row(S::Place, A::NextRow, "next-place", &["Down", "j"], "", "next place"),
    row(S::Place, A::PreviousRow, "previous-place", &["Up", "k"], "", "previous place"),
    row(S::Place, A::Select, "select-place", &["v"], "select the words", "select the words it belongs to"),
    row(S::Place, A::Reject, "remove-placeless", &["x"], "remove…", "remove it; asks once"),
    row(S::Place, A::NextField, "next-placeless", &["Tab"], "next", "next annotation to place"),
    row(S::Place, A::PreviousField, "previous-placeless", &["BackTab"], "", "previous annotation to place"),
    row(S::Place, A::Escape, "place-later", &["Esc", "q", "^C"], "later", "leave it where it was"),
    row(S::History, A::Accept, "go-to-step", &["Enter"], "go there", "take back, or do again, up to this step"),
    row(S::History, A::NextRow, "older-step", &["Down", "j"], "older", "older step"),
    row(S::History, A::PreviousRow, "newer-step", &["Up", "k"], "newer", "newer step"),
    row(S::History, A::PageDown, "older-steps", &["PgDn", "Space"], "", "a page of older steps"),
    row(S::History, A::PageUp, "newer-steps", &["PgUp", "b"], "", "a page of newer steps"),
    row(S::History, A::Escape, "history-back", &["Esc", "q", "^C"], "back", "back"),
];

/// The command of an action in a scope.
pub fn command(scope: Scope, action: Action) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.scope == scope && c.action == action)
}

/// The command of a name.
pub fn named(name: &str) -> Option<&'static Command> {
    COMMANDS.iter().find(|c| c.name == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_and_every_row_says_something() {
        for (i, command) in COMMANDS.iter().enumerate() {
            assert!(!command.doc.is_empty() && !command.keys.is_empty(), "{}", command.name);
            assert!(COMMANDS.iter().skip(i + 1).all(|c| c.name != command.name), "{} twice", command.name);
        }
    }
}
