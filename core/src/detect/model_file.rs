//! The file of a model: its tasks, and a header that says what the weights behind it were learned for.
//!
//! | bytes | what |
//! |---|---|
//! | 8 | the letters `saysoMDL` |
//! | 4 | number of the format, [`FORMAT`] |
//! | 8 | language (BCP 47), zeros behind it |
//! | 8 | hash of the feature templates |
//! | 4 | number of tasks |
//! | 16 a task | name (12, zeros behind it), number of weights (4) |
//!
//! Then a task after the other: its scale (`f32`), and its weights, a byte (`i8`) each. All numbers are little-endian.

use super::feature_templates;

/// The tasks of the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ModelTask {
    /// Is this word a cue: does it report something somebody said or holds?
    Cue,
    /// Which words name the source of this cue?
    Source,
    /// Where does what the cue reports begin?
    Start,
    /// Where does it end?
    End,
    /// Does it go on behind the cue?
    More,
    /// Are these quotation marks round something said, not round a title or a term?
    Quoted,
    /// Who speaks a quotation that no cue governs?
    Uncued,
    /// In fiction: are these quotation marks round something said, not round thoughts, letters, verse or a term?
    FictionQuoted,
    /// Which of the people near is meant by a pronoun, a description, or nothing at all?
    Speaker,
    /// In the news: which of the people and bodies above is meant by a pronoun or a description?
    Antecedent,
    /// Are the words that a suggestion takes for its source the right ones?
    SourceTrust,
    /// Is the person whom those words are resolved to the right one?
    PersonTrust,
}

impl ModelTask {
    /// All tasks, in the order of the weights file.
    pub const ALL: [Self; 12] = [
        Self::Cue,
        Self::Source,
        Self::Start,
        Self::End,
        Self::More,
        Self::Quoted,
        Self::Uncued,
        Self::FictionQuoted,
        Self::Speaker,
        Self::Antecedent,
        Self::SourceTrust,
        Self::PersonTrust,
    ];

    /// Its name in a model file: at most twelve letters.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cue => "cue",
            Self::Source => "source",
            Self::Start => "start",
            Self::End => "end",
            Self::More => "more",
            Self::Quoted => "quoted",
            Self::Uncued => "uncued",
            Self::FictionQuoted => "fiction",
            Self::Speaker => "speaker",
            Self::Antecedent => "antecedent",
            Self::SourceTrust => "source-trust",
            Self::PersonTrust => "person-trust",
        }
    }

    /// Where its scale and weights begin in a model file.
    pub const fn offset(self) -> usize {
        HEADER_BYTES + self.index() * TASK_WEIGHT_BYTES
    }

    /// Its place in [`ModelTask::ALL`].
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Weights of one task: 2 to this power.
pub const WEIGHT_INDEX_BITS: u32 = 17;

/// Number of weights of one task.
pub const WEIGHTS_PER_TASK: usize = 1 << WEIGHT_INDEX_BITS;

/// Number of the format this build reads and writes.
pub const FORMAT: u32 = 1;

const MAGIC: [u8; 8] = *b"saysoMDL";
const FORMAT_AT: usize = 8;
const LANGUAGE_AT: usize = 12;
const TEMPLATES_AT: usize = 20;
const TASKS_AT: usize = 28;
const FIRST_TASK_AT: usize = 32;
const TASK_BYTES: usize = 16;
const TASK_NAME_BYTES: usize = 12;

/// Bytes of the header.
pub const HEADER_BYTES: usize = FIRST_TASK_AT + TASK_BYTES * ModelTask::ALL.len();

/// Bytes of one task behind the header: its scale and its weights.
pub const TASK_WEIGHT_BYTES: usize = 4 + WEIGHTS_PER_TASK;

/// A language as the header names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LanguageTag([u8; 8]);

impl LanguageTag {
    /// The tag of a language; letters behind the eighth are left out.
    pub const fn new(language: &str) -> Self {
        let bytes = language.as_bytes();
        let mut tag = [0; 8];
        let mut i = 0;
        while i < bytes.len() && i < tag.len() {
            tag[i] = bytes[i];
            i += 1;
        }
        Self(tag)
    }
}

impl std::fmt::Display for LanguageTag {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(String::from_utf8_lossy(&self.0).trim_end_matches('\0'))
    }
}

/// Why a model cannot be used by this build.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModelError {
    /// It does not begin as a model file does.
    #[error("This is not a model file: it does not begin with “saysoMDL”. `cargo run -p xtask -- train` writes one.")]
    NotAModel,
    /// It is of another format.
    #[error("The model file has format {found}; this build of sayso reads format {FORMAT}. Train the model again.")]
    Format {
        /// The number in the file.
        found: u32,
    },
    /// It was learned from another language.
    #[error("The model file is for the language “{found}”, not for “{wanted}”. Use the one for “{wanted}”.")]
    Language {
        /// The language of the file.
        found: LanguageTag,
        /// The language it was loaded for.
        wanted: LanguageTag,
    },
    /// It was learned with other feature templates.
    #[error(
        "The model file was trained with other feature templates ({found:016x}) than this build has ({:016x}). Train the \
         model again.",
        feature_templates::hash()
    )]
    Templates {
        /// The hash in the file.
        found: u64,
    },
    /// Its tasks are not those of this build: number of the first that differs, from 0, or of tasks.
    #[error("Task {0} of the model file is not the one this build has there. Train the model again.")]
    Tasks(u32),
    /// Weights are missing, or something stands behind them.
    #[error("The model file has {found} bytes where its header asks for {wanted}: it is damaged. Get it again.")]
    Length {
        /// Bytes there are.
        found: u64,
        /// Bytes there should be.
        wanted: u64,
    },
}

const fn number_at(bytes: &[u8], at: usize) -> u32 {
    u32::from_le_bytes([bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]])
}

/// Whether `bytes[at..]` begin with `wanted`; they are long enough.
const fn is_at(bytes: &[u8], at: usize, wanted: &[u8]) -> bool {
    let mut i = 0;
    while i < wanted.len() {
        if bytes[at + i] != wanted[i] {
            return false;
        }
        i += 1;
    }
    true
}

/// The name of a task as the header has it.
const fn task_name(task: ModelTask) -> [u8; TASK_NAME_BYTES] {
    let name = task.name().as_bytes();
    let mut out = [0; TASK_NAME_BYTES];
    let mut i = 0;
    while i < name.len() {
        out[i] = name[i];
        i += 1;
    }
    out
}

/// Whether a model file fits this build and `language`. O(1), and possible while compiling.
pub const fn check(bytes: &[u8], language: LanguageTag) -> Result<(), ModelError> {
    if bytes.len() < HEADER_BYTES || !is_at(bytes, 0, &MAGIC) {
        return Err(ModelError::NotAModel);
    }
    let format = number_at(bytes, FORMAT_AT);
    if format != FORMAT {
        return Err(ModelError::Format { found: format });
    }
    if !is_at(bytes, LANGUAGE_AT, &language.0) {
        let mut found = [0; 8];
        let mut i = 0;
        while i < found.len() {
            found[i] = bytes[LANGUAGE_AT + i];
            i += 1;
        }
        return Err(ModelError::Language { found: LanguageTag(found), wanted: language });
    }
    if !is_at(bytes, TEMPLATES_AT, &feature_templates::hash().to_le_bytes()) {
        let low = number_at(bytes, TEMPLATES_AT) as u64;
        let high = number_at(bytes, TEMPLATES_AT + 4) as u64;
        return Err(ModelError::Templates { found: high << 32 | low });
    }
    let tasks = ModelTask::ALL.len();
    if number_at(bytes, TASKS_AT) as usize != tasks {
        return Err(ModelError::Tasks(tasks as u32));
    }
    let mut i = 0;
    while i < tasks {
        let at = FIRST_TASK_AT + i * TASK_BYTES;
        let size = number_at(bytes, at + TASK_NAME_BYTES);
        if !is_at(bytes, at, &task_name(ModelTask::ALL[i])) || size as usize != WEIGHTS_PER_TASK {
            return Err(ModelError::Tasks(i as u32));
        }
        i += 1;
    }
    let wanted = (HEADER_BYTES + tasks * TASK_WEIGHT_BYTES) as u64;
    if bytes.len() as u64 != wanted {
        return Err(ModelError::Length { found: bytes.len() as u64, wanted });
    }
    Ok(())
}

/// The header of a model for `language`.
pub fn header(language: LanguageTag) -> Vec<u8> {
    let mut out = MAGIC.to_vec();
    out.extend(FORMAT.to_le_bytes());
    out.extend(language.0);
    out.extend(feature_templates::hash().to_le_bytes());
    out.extend((ModelTask::ALL.len() as u32).to_le_bytes());
    for task in ModelTask::ALL {
        out.extend(task_name(task));
        out.extend((WEIGHTS_PER_TASK as u32).to_le_bytes());
    }
    out
}

/// A model that is part of the program, checked while the program is compiled.
#[derive(Clone, Copy, Debug)]
pub struct EmbeddedModel(&'static [u8]);

impl EmbeddedModel {
    /// The model in `bytes`, for `language`. For constants: one that does not fit the code must not compile.
    ///
    /// # Panics
    /// When the model does not fit this build and the language.
    pub const fn new(bytes: &'static [u8], language: &str) -> Self {
        assert!(check(bytes, LanguageTag::new(language)).is_ok(), "the model file does not fit the code");
        Self(bytes)
    }

    /// The model file.
    pub const fn bytes(self) -> &'static [u8] {
        self.0
    }
}
