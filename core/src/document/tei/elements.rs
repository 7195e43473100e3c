//! What the elements of the known kinds of XML mean for reading: TEI, records of parliaments (ParlaMint is TEI, Akoma Ntoso,
//! the files of parlparse), DocBook, JATS.

use crate::document::xml::XmlAttributes;

/// The kind of XML, told by its first element.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Vocabulary {
    /// TEI, ParlaMint among it.
    Tei,
    /// Akoma Ntoso.
    AkomaNtoso,
    /// What parlparse and TheyWorkForYou write.
    Parlparse,
    /// DocBook.
    DocBook,
    /// JATS, and NLM before it.
    Jats,
    /// `FictionBook`.
    FictionBook,
    /// Any other.
    #[default]
    Other,
}

impl Vocabulary {
    /// The kind whose first element is called `name`.
    pub fn of(name: &str, attributes: XmlAttributes<'_>) -> Self {
        let has = |key: &str| attributes.get(key).is_some();
        match name {
            "TEI" | "TEI.2" | "teiCorpus" => Self::Tei,
            "akomaNtoso" => Self::AkomaNtoso,
            "publicwhip" => Self::Parlparse,
            "article" if has("article-type") || has("dtd-version") || has("xmlns:mml") || has("xmlns:ali") => {
                Self::Jats
            }
            "pmc-articleset" => Self::Jats,
            "FictionBook" => Self::FictionBook,
            "article" | "book" | "chapter" | "part" | "set" | "section" | "refentry" | "appendix" | "preface" => {
                Self::DocBook
            }
            _ => Self::Other,
        }
    }
}

/// What an element means.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Meaning {
    /// What the file says of itself.
    Header,
    /// Not read: something else, or the same, stands in its place.
    Alternative,
    /// Not read, and counted.
    Left(LeftElement),
    /// A picture: counted.
    Picture,
    /// The mark of a note that stands elsewhere.
    NoteMark,
    /// A note: at the end where its mark stands in words.
    Note,
    /// A part with parts of its own.
    Division,
    /// A heading of a level, 0 for that of the division.
    Heading(u8),
    /// The page that begins here.
    Page,
    /// A line end that only the page had.
    PageLine,
    /// A line end that was meant.
    Line,
    /// A verse.
    Verse,
    /// A paragraph.
    Paragraph,
    /// A quotation set off.
    Quotation,
    /// Words in quotation marks.
    Marks,
    /// Who said the quotation it stands in.
    QuotationSource,
    /// What somebody says in turn.
    Speech,
    /// The name before it.
    SpeechName,
    /// What nobody says.
    Aside,
    /// A list, and whether it is numbered.
    List(bool),
    /// An item of it.
    Item,
    /// A table.
    Table,
    /// A row.
    Row,
    /// A cell.
    Cell,
    /// Preformatted text.
    Literal,
    /// Words that lead somewhere.
    Link,
    /// A token of a text that is marked up word by word.
    Token,
    /// Nothing known.
    Unknown,
}

impl Meaning {
    /// Whether it begins a block.
    pub const fn is_block(self) -> bool {
        match self {
            Self::Division
            | Self::Heading(_)
            | Self::Line
            | Self::Verse
            | Self::Paragraph
            | Self::Quotation
            | Self::QuotationSource
            | Self::Speech
            | Self::SpeechName
            | Self::Aside
            | Self::List(_)
            | Self::Item
            | Self::Table
            | Self::Literal
            | Self::Unknown => true,
            Self::Header
            | Self::Alternative
            | Self::Left(_)
            | Self::Picture
            | Self::NoteMark
            | Self::Note
            | Self::Page
            | Self::PageLine
            | Self::Marks
            | Self::Row
            | Self::Cell
            | Self::Link
            | Self::Token => false,
        }
    }
}

/// What is not read and counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftElement {
    /// Words struck out.
    Deletion,
    /// A running head.
    RunningHead,
    /// A formula.
    Formula,
    /// Another part.
    Part,
}

/// An element around that rules ask for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Parent {
    /// Readings to choose from.
    Choice,
    /// Readings of several sources.
    Apparatus,
    /// A quotation with where it is from.
    Citation,
    /// A title.
    Title,
    /// A picture or table with a caption.
    Figure,
    /// A note.
    Note,
    /// Any other.
    Other,
}

impl Parent {
    /// Of an element by its local name.
    pub fn of(name: &str) -> Self {
        match name {
            "choice" => Self::Choice,
            "app" => Self::Apparatus,
            "cit" => Self::Citation,
            "figure" | "table" | "example" | "informalfigure" | "fig" | "table-wrap" => Self::Figure,
            "fn" | "note" | "footnote" => Self::Note,
            "title" => Self::Title,
            _ => Self::Other,
        }
    }
}

/// Where an element stands.
#[derive(Clone, Copy, Debug)]
pub struct Surroundings {
    /// The element it is in.
    pub parent: Parent,
    /// Whether it is in a paragraph.
    pub in_paragraph: bool,
    /// Whether somebody speaks.
    pub in_speech: bool,
    /// Whether words of a block have come.
    pub in_words: bool,
    /// Whether the file writes down speech: its notes are remarks of who wrote.
    pub is_record: bool,
}

/// What the element `name` means where it stands. O(attributes).
pub fn meaning(vocabulary: Vocabulary, name: &str, attributes: XmlAttributes<'_>, around: Surroundings) -> Meaning {
    if let Some(known) = spoken(vocabulary, name, attributes, around) {
        return known;
    }
    match name {
        "teiHeader" | "metadata" => Meaning::Header,
        "meta" if vocabulary == Vocabulary::AkomaNtoso => Meaning::Header,
        "info" | "bookinfo" | "articleinfo" | "chapterinfo" | "sectioninfo" if vocabulary == Vocabulary::DocBook => {
            Meaning::Header
        }
        "front" | "front-stub" if vocabulary == Vocabulary::Jats => Meaning::Header,
        "sic" | "orig" | "abbr" if around.parent == Parent::Choice => Meaning::Alternative,
        "rdg" if around.parent == Parent::Apparatus => Meaning::Alternative,
        "figDesc" | "alt-text" | "long-desc" | "script" | "style" | "tei-style" | "facsimile" | "rt" | "rp"
        | "textobject" | "colspec" | "division-count" => Meaning::Alternative,
        "del" => Meaning::Left(LeftElement::Deletion),
        "fw" => Meaning::Left(LeftElement::RunningHead),
        "formula" | "inline-formula" | "disp-formula" | "math" | "equation" | "inlineequation" => {
            Meaning::Left(LeftElement::Formula)
        }
        "standOff" | "sourceDoc" | "listPerson" | "listOrg" | "listPlace" | "linkGrp" | "object-id"
        | "annotation-xml" => Meaning::Left(LeftElement::Part),
        "graphic" | "imagedata" | "media" | "inline-graphic" | "img" => Meaning::Picture,
        "note" | "footnote" | "fn" | "authorialNote" if around.in_words => Meaning::Note,
        "div" | "div1" | "div2" | "div3" | "div4" | "div5" | "div6" | "chapter" | "section" | "sec" | "sect1"
        | "sect2" | "sect3" | "sect4" | "sect5" | "simplesect" | "debateSection" | "abstract" | "sub-article" => {
            Meaning::Division
        }
        "part" | "appendix" | "preface" | "article" if vocabulary == Vocabulary::DocBook && !around.in_paragraph => {
            Meaning::Division
        }
        "major-heading" | "oral-heading" if vocabulary == Vocabulary::Parlparse => Meaning::Heading(1),
        "minor-heading" if vocabulary == Vocabulary::Parlparse => Meaning::Heading(2),
        "head" | "title" | "label" if around.parent == Parent::Figure => Meaning::Paragraph,
        // The number of a note is in the text where its mark stands.
        "label" if around.parent == Parent::Note => Meaning::Alternative,
        "xref" if attributes.get("ref-type").as_deref() == Some("fn") => Meaning::NoteMark,
        "head" | "heading" | "title" | "titlePart" | "docTitle" | "hl1" | "article-title" if !around.in_paragraph => {
            Meaning::Heading(0)
        }
        "pb" | "page-break" => Meaning::Page,
        "lb" => Meaning::PageLine,
        "br" | "eol" | "break" => Meaning::Line,
        "l" | "verse-line" | "v" => Meaning::Verse,
        "quote" | "cit" | "floatingText" if !around.in_paragraph && !around.in_words => Meaning::Quotation,
        "disp-quote" | "blockquote" | "embeddedStructure" => Meaning::Quotation,
        "epigraph" if vocabulary == Vocabulary::DocBook => Meaning::Quotation,
        "attribution" | "attrib" if !around.in_words => Meaning::QuotationSource,
        "bibl" if around.parent == Parent::Citation && !around.in_paragraph => Meaning::QuotationSource,
        "q" | "said" | "quote" => Meaning::Marks,
        "ab" if attributes.get("type").is_some_and(|t| t.contains("code")) => Meaning::Literal,
        "lg" | "p" | "ab" | "para" | "simpara" | "opener" | "closer" | "salute" | "signed" | "dateline" | "byline"
        | "epigraph" | "docAuthor" | "docDate" | "docImprint" | "trailer" | "verse-group" | "stanza" | "phrase"
            if !(name == "phrase" && around.in_paragraph) =>
        {
            Meaning::Paragraph
        }
        "seg" if around.in_speech && !around.in_paragraph => Meaning::Paragraph,
        "list" | "castList" | "itemizedlist" | "variablelist" | "simplelist" | "def-list" => {
            let kind =
                attributes.get("rend").or_else(|| attributes.get("type")).or_else(|| attributes.get("list-type"));
            let numbered = ["number", "ordered", "order"];
            Meaning::List(kind.is_some_and(|k| numbered.iter().any(|n| k.contains(n)) && !k.contains("unordered")))
        }
        "orderedlist" => Meaning::List(true),
        "item" | "listitem" | "list-item" | "castItem" | "def-item" | "varlistentry" | "member" => Meaning::Item,
        "table" | "informaltable" | "table-wrap" if name != "table-wrap" => Meaning::Table,
        "row" | "tr" => Meaning::Row,
        "cell" | "td" | "th" | "entry" => Meaning::Cell,
        "programlisting" | "screen" | "literallayout" | "preformat" | "code" | "eg" if !around.in_paragraph => {
            Meaning::Literal
        }
        "ref" | "ulink" | "link" | "ext-link" | "a" => Meaning::Link,
        "w" | "pc" if vocabulary == Vocabulary::Tei => Meaning::Token,
        _ => Meaning::Unknown,
    }
}

/// What an element means for who speaks.
fn spoken(vocabulary: Vocabulary, name: &str, attributes: XmlAttributes<'_>, around: Surroundings) -> Option<Meaning> {
    let has = |key: &str| attributes.get(key).is_some();
    match vocabulary {
        Vocabulary::Tei => match name {
            "sp" => Some(Meaning::Speech),
            "u" if !around.in_paragraph => Some(Meaning::Speech),
            "speaker" if around.in_speech => Some(Meaning::SpeechName),
            "stage" if around.in_speech || !around.in_words => Some(Meaning::Aside),
            "set" | "view" | "camera" | "caption" | "sound" if !around.in_words => Some(Meaning::Aside),
            "kinesic" | "vocal" | "incident" | "writing" | "shift" => Some(Meaning::Aside),
            "gap" if around.in_speech && around.is_record => Some(Meaning::Aside),
            "note" if around.is_record => Some(Meaning::Aside),
            _ => None,
        },
        Vocabulary::AkomaNtoso => match name {
            "speech" | "question" | "answer" => Some(Meaning::Speech),
            "from" => Some(Meaning::SpeechName),
            "scene" | "narrative" | "summary" | "remark" => Some(Meaning::Aside),
            _ => None,
        },
        Vocabulary::Parlparse => match name {
            // What the clerks write of the proceedings.
            "speech" if has("nospeaker") => Some(Meaning::Aside),
            "speech" | "ques" | "reply" => Some(Meaning::Speech),
            _ => None,
        },
        Vocabulary::Jats => match name {
            "speech" => Some(Meaning::Speech),
            "speaker" if around.in_speech => Some(Meaning::SpeechName),
            _ => None,
        },
        Vocabulary::DocBook => None,
        Vocabulary::FictionBook => fiction_book(name, attributes, around),
        Vocabulary::Other => match name {
            "sp" | "speech" | "turn" | "utterance" | "u" | "contribution" | "intervention" if !around.in_paragraph => {
                (name != "u" || has("who")).then_some(Meaning::Speech)
            }
            "speaker" | "from" if around.in_speech && !around.in_words => Some(Meaning::SpeechName),
            "stage" => Some(Meaning::Aside),
            _ if !around.in_paragraph && (has("speakername") || has("speaker") || has("who")) => Some(Meaning::Speech),
            _ => None,
        },
    }
}

/// What elements of `FictionBook` mean that others have for something else.
fn fiction_book(name: &str, attributes: XmlAttributes<'_>, around: Surroundings) -> Option<Meaning> {
    match name {
        "description" => Some(Meaning::Header),
        "stylesheet" | "binary" => Some(Meaning::Alternative),
        "cite" | "epigraph" => Some(Meaning::Quotation),
        "text-author" => Some(Meaning::QuotationSource),
        "poem" | "stanza" => Some(Meaning::Paragraph),
        "p" if around.parent == Parent::Title => Some(Meaning::Line),
        "subtitle" => Some(Meaning::Heading(6)),
        "image" => Some(Meaning::Picture),
        "a" if attributes.get("type").as_deref() == Some("note") => Some(Meaning::NoteMark),
        _ => None,
    }
}
