//! Who a text says holds a role: `Maud Pendry, the chair`, `Hugh Marden (chair)`, `the chair, Hugh Marden,`.

use super::people::{NameKind, Voice, group_of};
use super::word_list::WordList;

/// Most words between a name and a role: `the committee chair`.
const BETWEEN: usize = 3;
/// Every word of [`ROLES`](super::people::ROLES): it is looked for at each word of a text.
const ROLE_WORDS: WordList = WordList::new(
    "host presenter anchor interviewer moderator facilitator questioner question reporter journalist correspondent \
    editor guest interviewee answer respondent participant caller chair chairman chairwoman chairperson convener \
    speaker counsel attorney prosecutor lawyer barrister solicitor advocate witness defendant claimant plaintiff \
    appellant judge court magistrate justice coroner clerk secretary usher narrator announcer operator dispatcher \
    audience crowd member pilot captain officer mate doctor nurse teacher pupil student mayor president minister \
    sheriff",
);
/// Most bytes of a role.
const MAX_ROLE: usize = 16;
/// Most words of a name.
const MAX_NAME: usize = 4;
/// Before a role these say that it is not theirs.
const NOT_THEIRS: &[&str] =
    &["deputy", "vice", "former", "ex", "assistant", "acting", "not", "no", "and", "or", "to", "for"];

/// Roles and the names a text gives for them, as groups and words of a name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties(Vec<(u8, String)>);

struct Piece<'a> {
    word: &'a str,
    /// What stands between it and the next.
    gap: &'a str,
}

impl Ties {
    /// Those of a text. O(length).
    pub fn of(text: &str) -> Self {
        let mut pieces: Vec<Piece<'_>> = Vec::new();
        let is_letter = |c: char| c.is_alphanumeric() || matches!(c, '-' | '’' | '\'');
        let mut rest = text;
        while let Some(start) = rest.find(is_letter) {
            let (gap, behind) = rest.split_at(start);
            if let Some(last) = pieces.last_mut() {
                last.gap = gap;
            }
            let end = behind.find(|c| !is_letter(c)).unwrap_or(behind.len());
            let (word, behind) = behind.split_at(end);
            pieces.push(Piece { word, gap: behind });
            rest = behind;
        }
        let mut out = Vec::new();
        for (n, piece) in pieces.iter().enumerate() {
            let Some(group) = role(piece.word) else { continue };
            let names = [before(&pieces, n), behind(&pieces, n)];
            out.extend(names.into_iter().flatten().map(|name| (group, name)));
        }
        out.sort();
        out.dedup();
        Self(out)
    }

    /// A voice with what is said of who holds which role.
    pub fn tie(&self, voice: Voice) -> Voice {
        let (roles, holders) = match voice.kind {
            NameKind::Person => (self.roles_of(&voice).collect(), Vec::new()),
            NameKind::Role(group) => (Vec::new(), self.names_of(group).map(str::to_owned).collect()),
            NameKind::Body | NameKind::Label | NameKind::Described => return voice,
        };
        voice.with(roles, holders)
    }

    /// The groups of roles that are somebody's.
    fn roles_of<'a>(&'a self, voice: &'a Voice) -> impl Iterator<Item = u8> + 'a {
        self.0.iter().filter(|(_, name)| voice.is_named(name)).map(|(group, _)| *group)
    }

    /// The names of those who hold a role.
    fn names_of(&self, group: u8) -> impl Iterator<Item = &str> {
        self.0.iter().filter(move |(known, _)| *known == group).map(|(_, name)| name.as_str())
    }
}

/// The group of a role, in whatever case it is written.
fn role(word: &str) -> Option<u8> {
    let mut letters = [0; MAX_ROLE];
    let small = letters.get_mut(..word.len())?;
    small.copy_from_slice(word.as_bytes());
    small.make_ascii_lowercase();
    let small = std::str::from_utf8(small).ok().filter(|small| ROLE_WORDS.has(small))?;
    group_of(small)
}

fn small(word: &str) -> String {
    word.chars().flat_map(char::to_lowercase).collect()
}

fn is_capital(word: &str) -> bool {
    word.starts_with(char::is_uppercase)
}

/// `Maud Pendry, the chair` and `Maud Pendry (chair)`.
fn before(pieces: &[Piece<'_>], role: usize) -> Option<String> {
    let mut at = role;
    for _ in 0..=BETWEEN {
        let last = pieces.get(at.checked_sub(1)?)?;
        match last.gap.trim() {
            "" if !is_capital(last.word) && !NOT_THEIRS.contains(&small(last.word).as_str()) => at -= 1,
            "," | "(" => return name(pieces, at - 1),
            _ => return None,
        }
    }
    None
}

/// The words with capitals that end at `last`.
fn name(pieces: &[Piece<'_>], last: usize) -> Option<String> {
    let mut first = last;
    let joins = |n: usize| {
        pieces.get(n).is_some_and(|p| is_capital(p.word) && matches!(p.gap.trim(), "" | ".") && !p.gap.contains('\n'))
    };
    while first > 0 && last - first + 1 < MAX_NAME && joins(first - 1) {
        first -= 1;
    }
    joined(pieces.get(first..=last)?)
}

/// `the chair, Hugh Marden,` and `Chair Hugh Marden`.
fn behind(pieces: &[Piece<'_>], role: usize) -> Option<String> {
    let gap = pieces.get(role)?.gap;
    let is_theirs =
        role.checked_sub(1).and_then(|n| pieces.get(n)).is_none_or(|p| !NOT_THEIRS.contains(&small(p.word).as_str()));
    let begins = matches!(gap, ", " | " ") && is_theirs;
    let rest = pieces.get(role + 1..)?;
    let length = rest.iter().take(MAX_NAME).take_while(|p| is_capital(p.word)).count();
    let inside = rest.iter().position(|p| p.gap != " " && p.gap != ". ").map_or(length, |n| n + 1).min(length);
    // Behind a comma the name is set off on both sides, or two of a list stand there.
    let closes = rest.get(inside.checked_sub(1)?)?.gap.starts_with([',', '.', '\n', ')']);
    (begins && (gap == " " || closes)).then(|| joined(rest.get(..inside)?)).flatten()
}

fn joined(pieces: &[Piece<'_>]) -> Option<String> {
    let all: Vec<&str> = pieces.iter().map(|p| p.word).collect();
    all.iter().all(|word| is_capital(word)).then(|| all.join(" ")).filter(|name| !name.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_role_is_looked_for() {
        assert!(super::super::people::ROLES.concat().iter().all(|word| role(&word.to_uppercase()).is_some()));
    }

    #[test]
    fn a_role_beside_a_name_is_theirs() {
        let pendry = Voice::named("Maud Pendry");
        for text in [
            "“No,” said Maud Pendry, the chair.",
            "Present: Maud Pendry (chair), Hugh Marden, Mrs Sato (clerk)",
            "Maud Pendry, the committee chair, spoke.",
            "The chair, Maud Pendry, closed it.",
            "Chair Maud Pendry closed it. Mr Pendry, the mayor, left.",
        ] {
            let ties = Ties::of(text);
            assert!(ties.roles_of(&pendry).any(|group| Some(group) == group_of("chair")), "{text}: {ties:?}");
            assert_eq!(ties.roles_of(&Voice::named("Hugh Marden")).next(), None, "{text}");
        }
        for text in [
            "Maud Pendry, the deputy chair, spoke.",
            "Maud Pendry spoke. The chair left.",
            "The chair thanked Maud Pendry.",
            "Maud Pendry and the chair left.",
            "said the chair. Maud Pendry left.",
        ] {
            assert_eq!(Ties::of(text).roles_of(&pendry).next(), None, "{text}");
        }
    }
}
