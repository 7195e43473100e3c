//! Whether who says it in the article is who says it in the source.
//!
//! One surname is not one person: where both sides have first names these must agree. `SPEAKER_01`, `Q` and the like are no
//! names of people and contradict nobody; a role does (words of `HOST` are not the guest's), unless one side ties it to the
//! person.

use super::letters::folded;
use crate::kinds::SpeakerKind;
use crate::reading::SpeakerEdit;
use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

const TITLES: &[&str] = &[
    "mr",
    "mrs",
    "ms",
    "miss",
    "mx",
    "dr",
    "prof",
    "professor",
    "sir",
    "dame",
    "lord",
    "lady",
    "captain",
    "capt",
    "colonel",
    "col",
    "general",
    "gen",
    "major",
    "maj",
    "lieutenant",
    "lt",
    "sergeant",
    "sgt",
    "sheriff",
    "officer",
    "constable",
    "inspector",
    "detective",
    "chief",
    "superintendent",
    "judge",
    "justice",
    "president",
    "senator",
    "sen",
    "representative",
    "rep",
    "governor",
    "gov",
    "mayor",
    "councillor",
    "cllr",
    "councilman",
    "councilwoman",
    "alderman",
    "minister",
    "secretary",
    "ambassador",
    "king",
    "queen",
    "prince",
    "princess",
    "pope",
    "cardinal",
    "bishop",
    "archbishop",
    "father",
    "reverend",
    "rev",
    "rabbi",
    "imam",
    "sister",
    "brother",
    "coach",
    "chancellor",
    "dean",
    "attorney",
    "congressman",
    "congresswoman",
    "commissioner",
    "director",
    "chair",
    "chairman",
    "chairwoman",
    "hon",
    "honourable",
    "honorable",
    "right",
    "the",
    "msgr",
    "fr",
    "st",
    "deputy",
    "vice",
    "prime",
    "nurse",
    "speaker",
];

const SUFFIXES: &[&str] = &["jr", "sr", "ii", "iii", "iv", "mp", "obe", "mbe", "cbe", "phd", "md", "qc", "kc", "esq"];

/// Roles of people who speak, by group: those of one group may be one person.
pub const ROLES: &[&[&str]] = &[
    &[
        "host",
        "presenter",
        "anchor",
        "interviewer",
        "moderator",
        "facilitator",
        "questioner",
        "question",
        "reporter",
        "journalist",
        "correspondent",
        "editor",
    ],
    &["guest", "interviewee", "answer", "respondent", "participant", "caller"],
    &["chair", "chairman", "chairwoman", "chairperson", "convener", "speaker"],
    &["counsel", "attorney", "prosecutor", "lawyer", "barrister", "solicitor", "advocate"],
    &["witness", "defendant", "claimant", "plaintiff", "appellant"],
    &["judge", "court", "magistrate", "justice", "coroner"],
    &["clerk", "secretary", "usher"],
    &["narrator", "announcer", "operator", "dispatcher"],
    &["audience", "crowd", "member"],
    &["pilot"],
    &["captain"],
    &["officer"],
    &["mate"],
    &["doctor"],
    &["nurse"],
    &["teacher"],
    &["pupil", "student"],
    &["mayor"],
    &["president"],
    &["minister"],
    &["sheriff"],
];

const POSSESSIVES: &[&str] = &["my", "his", "her", "our", "their", "its", "one", "some", "this", "that", "another"];

/// Words that no name of a person is.
const NOBODY: &[&str] =
    &["unknown", "unidentified", "male", "female", "man", "woman", "voice", "voices", "spk", "several", "all"];

/// What the words that name a speaker are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameKind {
    /// A name of a person.
    Person,
    /// A name of something else that speaks.
    Body,
    /// A role: the number of its group in [`ROLES`].
    Role(u8),
    /// `SPEAKER_01`, `Q`: tells apart, and names nobody.
    Label,
    /// A description, a document: compared with nothing.
    Described,
}

/// Whether two speakers are one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Agreement {
    /// They are.
    Same,
    /// They are not.
    Other,
    /// Nobody can tell.
    Open,
}

/// A speaker with all that is known of their names.
#[derive(Clone, Debug)]
pub struct Voice {
    /// The name to show.
    pub name: String,
    /// What it is.
    pub kind: NameKind,
    /// Every form of the name, its words in small letters, without titles.
    forms: Vec<Vec<String>>,
    /// Groups of the roles that the document ties to them.
    roles: Vec<u8>,
    /// Names of those who hold this role, where it is one.
    holders: Vec<String>,
    /// Whether it is taken for a person, not for a document or a body.
    is_person: bool,
    /// The last of the words that name them beside a quotation, where these are no name: `the vicar`.
    called: Option<String>,
}

impl Voice {
    /// From what a document knows of somebody.
    pub fn of(about: &SpeakerEdit) -> Self {
        let kind = kind_of(&about.name, about.kind);
        let all = std::iter::once(&about.name).chain(&about.aliases);
        let mut forms: Vec<Vec<String>> = all.map(|name| parts(name)).filter(|f| !f.is_empty()).collect();
        forms.dedup();
        let roles = about.roles.iter().chain(&about.aliases).filter_map(|words| role_in(words)).collect();
        Self {
            name: about.name.clone(),
            kind,
            forms,
            roles,
            holders: Vec::new(),
            is_person: matches!(about.kind, SpeakerKind::Person | SpeakerKind::Unnamed),
            called: None,
        }
    }

    /// The same where a document calls them by these words as well: a role in them is theirs.
    pub fn called(mut self, words: &str) -> Self {
        self.roles.extend(role_in(words));
        let all = all_words(words);
        self.called = all.last().filter(|_| all.first().is_some_and(|first| is_article(first))).cloned();
        self
    }

    /// The same with more groups of roles that are theirs, and names of those who hold this role.
    pub fn with(mut self, roles: Vec<u8>, holders: Vec<String>) -> Self {
        self.roles.extend(roles);
        self.holders.extend(holders);
        self
    }

    /// Whether a name in a text is theirs, as far as one can tell.
    pub fn is_named(&self, name: &str) -> bool {
        self.kind == NameKind::Person && self.same_names(&Self::named(name)) == Agreement::Same
    }

    /// The last word of every form of the name, small.
    pub fn last_words(&self) -> impl Iterator<Item = String> {
        self.forms.iter().filter_map(|form| form.last().cloned())
    }

    /// Whether a text with these words may speak of them.
    pub fn is_in(&self, has: impl Fn(&str) -> bool) -> bool {
        self.forms.iter().filter_map(|form| form.last()).any(|word| has(word))
    }

    /// From a name alone.
    pub fn named(name: &str) -> Self {
        Self::of(&SpeakerEdit {
            name: name.to_owned(),
            aliases: Vec::new(),
            roles: Vec::new(),
            kind: SpeakerKind::Person,
            members: Vec::new(),
        })
    }

    /// Whether it is the name of somebody, person or body.
    pub const fn is_name(&self) -> bool {
        matches!(self.kind, NameKind::Person | NameKind::Body)
    }

    /// Whether it is a person without a name: `my father`, no sign and no report.
    pub fn is_somebody(&self) -> bool {
        self.kind == NameKind::Described && self.is_person
    }

    /// Whether the one who speaks in the article may be this one of a source.
    pub fn compare(&self, there: &Self) -> Agreement {
        use NameKind::{Body, Described, Label, Person, Role};
        // `the vicar said`, and in the source `VICAR:`, whoever that was taken for.
        if self.called.as_ref().is_some_and(|called| there.forms.iter().any(|f| f.as_slice() == [called.as_str()])) {
            return Agreement::Same;
        }
        match (self.kind, there.kind) {
            (_, Label | Described) | (Label | Described, _) => {
                if self.kind != Label && self.name == there.name {
                    Agreement::Same
                } else {
                    Agreement::Open
                }
            }
            (Person, Person) => self.same_person(there),
            (Body | Person, Body) | (Body, Person) => {
                if self.shares_words(there) {
                    Agreement::Same
                } else {
                    Agreement::Open
                }
            }
            (Role(a), Role(b)) => {
                if a == b {
                    Agreement::Same
                } else {
                    Agreement::Other
                }
            }
            (Person, Role(group)) => {
                if self.roles.contains(&group) || there.holders.iter().any(|name| self.is_named(name)) {
                    Agreement::Same
                } else {
                    Agreement::Other
                }
            }
            (Role(group), Person) => {
                if there.roles.contains(&group) {
                    Agreement::Same
                } else {
                    Agreement::Open
                }
            }
            (Body, Role(_)) | (Role(_), Body) => Agreement::Open,
        }
    }

    fn same_person(&self, other: &Self) -> Agreement {
        match self.same_names(other) {
            Agreement::Other if self.may_be_misread(other) => Agreement::Open,
            agreement => agreement,
        }
    }

    /// Whether one name may be the other as a scanner reads it: `OWEN STRA1E`.
    fn may_be_misread(&self, other: &Self) -> bool {
        let letters = |form: &Vec<String>| folded(form.iter().map(String::as_str));
        self.forms.iter().any(|a| other.forms.iter().any(|b| letters(a) == letters(b)))
    }

    fn same_names(&self, other: &Self) -> Agreement {
        let mine = || self.forms.iter().filter(|f| f.len() > 1);
        let theirs = || other.forms.iter().filter(|f| f.len() > 1);
        if mine().any(|a| theirs().any(|b| has_all(a, b) || has_all(b, a))) {
            return Agreement::Same;
        }
        let first = |f: &Vec<String>| f.first().cloned().unwrap_or_default();
        let shares = |a: &[Vec<String>], b: &[Vec<String>]| a.iter().any(|x| b.iter().any(|y| x.last() == y.last()));
        if mine().next().is_some() && theirs().next().is_some() {
            let agree = mine().any(|a| theirs().any(|b| a.last() == b.last() && is_short_for(&first(a), &first(b))));
            return if agree { Agreement::Same } else { Agreement::Other };
        }
        if shares(&self.forms, &other.forms) {
            return Agreement::Same;
        }
        let single = |v: &[Vec<String>], w: &[Vec<String>]| {
            v.iter().filter(|f| f.len() == 1).any(|one| w.iter().any(|f| f.contains(&first(one))))
        };
        if single(&self.forms, &other.forms) || single(&other.forms, &self.forms) {
            Agreement::Same
        } else {
            Agreement::Other
        }
    }

    fn shares_words(&self, other: &Self) -> bool {
        self.forms.iter().any(|a| other.forms.iter().any(|b| has_all(a, b) || has_all(b, a)))
    }
}

/// Whether all words of `short` are in `long`.
fn has_all(long: &[String], short: &[String]) -> bool {
    !short.is_empty() && short.iter().all(|word| long.contains(word))
}

/// Whether one first name may be the other: `A.`, `Les` for `Leslie`.
fn is_short_for(a: &str, b: &str) -> bool {
    let (short, long) = if a.chars().count() <= b.chars().count() { (a, b) } else { (b, a) };
    if short.chars().count() == 1 || short.chars().count() >= 3 {
        return long.starts_with(short);
    }
    a == b
}

/// The words of a name, small, without titles and what stands behind a name.
fn parts(name: &str) -> Vec<String> {
    // `SOLE, Amrit`
    let turned = name.split_once(", ").filter(|(_, given)| !given.contains(' ') && !is_suffix(given));
    let name = turned.map_or_else(|| name.to_owned(), |(surname, given)| format!("{given} {surname}"));
    let all = all_words(&name);
    let is_title = |w: &String| TITLES.contains(&w.as_str());
    let kept: Vec<String> = all.iter().filter(|w| !is_title(w) && !is_suffix(w)).cloned().collect();
    if kept.is_empty() { all } else { kept }
}

fn is_suffix(word: &str) -> bool {
    SUFFIXES.iter().any(|suffix| suffix.eq_ignore_ascii_case(word))
}

fn all_words(name: &str) -> Vec<String> {
    let folded: String = name.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect();
    let parted = folded.split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '\'' | '’'));
    parted.map(|w| w.trim_matches(|c: char| !c.is_alphanumeric()).to_owned()).filter(|w| !w.is_empty()).collect()
}

/// The group of a role.
pub fn group_of(word: &str) -> Option<u8> {
    ROLES.iter().position(|group| group.contains(&word)).map(|n| n as u8)
}

/// The group of the role that words name: of `counsel for the families` the first tells, of `the committee chair` the last.
fn role_in(words: &str) -> Option<u8> {
    let words = all_words(words);
    let end = words.iter().position(|w| w == "for" || w == "of").unwrap_or(words.len());
    words.get(end.checked_sub(1)?).and_then(|w| group_of(w))
}

fn kind_of(name: &str, kind: SpeakerKind) -> NameKind {
    let words = all_words(name);
    let labelled = |w: &String| {
        w.chars().count() == 1 || is_in(NOBODY, w) || w.bytes().next_back().is_some_and(|b| b.is_ascii_digit())
    };
    let nameless = words.first().is_none_or(|first| is_in(NOBODY, first));
    if nameless || words.len() <= 2 && words.last().is_some_and(labelled) || name == "Speaker" {
        return NameKind::Label;
    }
    // Up to `for` or `of`: `counsel for the families`.
    let core: Vec<&String> = words.iter().take_while(|w| !matches!(w.as_str(), "for" | "of")).collect();
    let core: Vec<&&String> = core.iter().filter(|w| !is_article(w)).collect();
    let group = role_in(name).filter(|_| core.iter().all(|w| group_of(w).is_some() || is_in(TITLES, w)));
    if let Some(group) = group {
        return NameKind::Role(group);
    }
    let described = words.first().is_some_and(|first| is_article(first) || is_in(POSSESSIVES, first));
    let capitals = name.split_whitespace().filter(|w| w.starts_with(|c: char| c.is_uppercase() || c == '@')).count();
    let leading = usize::from(described && name.starts_with(char::is_uppercase));
    if matches!(kind, SpeakerKind::Document | SpeakerKind::Unnamed) || capitals <= leading {
        return NameKind::Described;
    }
    if matches!(kind, SpeakerKind::Organisation | SpeakerKind::Group) { NameKind::Body } else { NameKind::Person }
}

fn is_in(list: &[&str], word: &str) -> bool {
    list.contains(&word)
}

fn is_article(word: &str) -> bool {
    matches!(word, "the" | "a" | "an")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn compare(article: &str, there: &str) -> Agreement {
        Voice::named(article).compare(&Voice::named(there))
    }

    #[test]
    fn a_name_that_a_scanner_may_have_misread_contradicts_nobody() {
        assert_eq!(compare("Owen Strale", "0WEN STRA1E"), Agreement::Open);
        assert_eq!(compare("Anna Barnes", "Anna Bames"), Agreement::Open);
        assert_eq!(compare("Owen Strale", "Owen Stroud"), Agreement::Other);
    }

    #[test]
    fn one_surname_is_not_one_person() {
        assert_eq!(compare("Anna Holtby", "Peter Holtby"), Agreement::Other);
        assert_eq!(compare("Ms Holtby", "Peter Holtby"), Agreement::Same);
        assert_eq!(compare("Mr Strale", "OWEN STRALE"), Agreement::Same);
        assert_eq!(compare("Dr Amrit Sole", "SOLE"), Agreement::Same);
        assert_eq!(compare("Les Farrow", "LESLIE FARROW"), Agreement::Same);
        assert_eq!(compare("A. Sole", "Amrit Sole"), Agreement::Same);
        assert_eq!(compare("Amrit Sole", "SOLE, Amrit"), Agreement::Same);
        assert_eq!(compare("Claire Vasseur-Noiret", "CLAIRE VASSEUR-NOIRET"), Agreement::Same);
        assert_eq!(compare("Anna", "Anna Holtby"), Agreement::Same);
        assert_eq!(compare("Iris Tenby", "Maud Pendry"), Agreement::Other);
        assert_eq!(compare("José Núñez", "JOSE NUNEZ"), Agreement::Same);
    }

    #[test]
    fn labels_contradict_nobody_and_roles_do() {
        for label in ["SPEAKER_01", "Q", "A", "Reporter 2", "Speaker 1", "Unknown", "S3"] {
            assert_eq!(compare("Ruth Harcourt", label), Agreement::Open, "{label}");
        }
        for role in ["HOST", "Counsel", "THE CHAIR", "Counsel for the families", "INTERVIEWER"] {
            assert_eq!(compare("Jean Okell", role), Agreement::Other, "{role}");
        }
        assert_eq!(compare("the host", "HOST"), Agreement::Same);
        assert_eq!(compare("the presenter", "HOST"), Agreement::Same);
        assert_eq!(compare("the host", "GUEST"), Agreement::Other);
        let chair = SpeakerEdit {
            name: "Maud Pendry".to_owned(),
            aliases: Vec::new(),
            roles: vec!["the chair".to_owned()],
            kind: SpeakerKind::Person,
            members: Vec::new(),
        };
        assert_eq!(Voice::of(&chair).compare(&Voice::named("CHAIR")), Agreement::Same, "tied to the person");
    }

    #[test]
    fn what_is_described_is_not_compared() {
        assert_eq!(compare("the report", "Dennis Loame"), Agreement::Open);
        assert_eq!(compare("critics", "Hal Prewick"), Agreement::Open);
        assert_eq!(Voice::named("Chair Pendry").kind, NameKind::Person);
        assert_eq!(Voice::named("Captain Tom Brask").kind, NameKind::Person);
    }
}
