//! From keys to actions: parsing key names, finding what a key means, reporting clashes.

use super::action::Action;
use super::commands::{COMMANDS, Command, command, named};
use super::scope::Scope;
use crate::config::Problem;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use rustc_hash::{FxBuildHasher, FxHashMap};
use sayso_core::ron_errors::meant;
use std::collections::BTreeMap;
use std::fmt::{self, Write as _};
use std::path::Path;

/// One key with its modifiers. Shift is not kept for characters: `G` is `G`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    control: bool,
    alt: bool,
    shift: bool,
}

const NAMES: [(&str, KeyCode); 16] = [
    ("Enter", KeyCode::Enter),
    ("Esc", KeyCode::Esc),
    ("Tab", KeyCode::Tab),
    ("BackTab", KeyCode::BackTab),
    ("Space", KeyCode::Char(' ')),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("PgUp", KeyCode::PageUp),
    ("PgDn", KeyCode::PageDown),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("BS", KeyCode::Backspace),
    ("Del", KeyCode::Delete),
    ("F1", KeyCode::F(1)),
];

impl Key {
    /// What a line feed is as a key: Ctrl-J.
    pub const LINE_FEED: KeyEvent = KeyEvent::new(KeyCode::Char('j'), KeyModifiers::CONTROL);

    /// The key of a terminal event.
    pub fn of(event: KeyEvent) -> Self {
        let control = event.modifiers.contains(KeyModifiers::CONTROL);
        let alt = event.modifiers.contains(KeyModifiers::ALT);
        let mut shift = event.modifiers.contains(KeyModifiers::SHIFT);
        let code = match event.code {
            KeyCode::Char(c) => {
                shift = false;
                KeyCode::Char(if control { c.to_ascii_lowercase() } else { c })
            }
            KeyCode::BackTab => {
                shift = false;
                KeyCode::BackTab
            }
            code => code,
        };
        Self { code, control, alt, shift }
    }

    /// Parses `x`, `G`, `^D`, `M-Enter`, `S-Right`, `Space`, `F1`.
    pub fn parse(name: &str) -> Option<Self> {
        let plain = |code| Self { code, control: false, alt: false, shift: false };
        let mut chars = name.chars();
        if let (Some(c), None) = (chars.next(), chars.next()) {
            return Some(plain(KeyCode::Char(c)));
        }
        if let Some(rest) = name.strip_prefix('^') {
            let key = Self::parse(rest)?;
            let KeyCode::Char(c) = key.code else { return None };
            return Some(Self { code: KeyCode::Char(c.to_ascii_lowercase()), control: true, ..key });
        }
        if let Some(rest) = name.strip_prefix("M-") {
            return Some(Self { alt: true, ..Self::parse(rest)? });
        }
        if let Some(rest) = name.strip_prefix("S-") {
            return Some(Self { shift: true, ..Self::parse(rest)? });
        }
        if let Some(n) = name.strip_prefix('F').and_then(|n| n.parse::<u8>().ok()).filter(|n| (1..=12).contains(n)) {
            return Some(plain(KeyCode::F(n)));
        }
        NAMES.iter().find(|(known, _)| *known == name).map(|(_, code)| plain(*code))
    }

    /// The key as a footer shows it: `Enter`, `↑`, `Shift-Tab`, `^J`, the first of several.
    pub fn of_shown(shown: &str) -> Option<Self> {
        let first = shown.split([' ', '–']).next()?;
        let name = match first {
            "↑" => "Up",
            "↓" => "Down",
            "←" => "Left",
            "→" => "Right",
            "Shift-Tab" => "BackTab",
            other => other,
        };
        Self::parse(&name.replace("Alt-", "M-").replace("Shift-", "S-"))
    }

    /// The character it types, when it types one.
    pub const fn typed(self) -> Option<char> {
        match self.code {
            KeyCode::Char(c) if !self.control && !self.alt => Some(c),
            _ => None,
        }
    }

    /// Its code, for text fields.
    pub const fn code(self) -> KeyCode {
        self.code
    }

    /// As an event, for text fields.
    pub fn event(self) -> KeyEvent {
        let mut modifiers = KeyModifiers::NONE;
        modifiers.set(KeyModifiers::CONTROL, self.control);
        modifiers.set(KeyModifiers::ALT, self.alt);
        modifiers.set(KeyModifiers::SHIFT, self.shift);
        KeyEvent::new(self.code, modifiers)
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.alt {
            f.write_str("Alt-")?;
        }
        if self.shift {
            f.write_str("Shift-")?;
        }
        let arrows = [(KeyCode::Up, "↑"), (KeyCode::Down, "↓"), (KeyCode::Left, "←"), (KeyCode::Right, "→")];
        if let Some((_, arrow)) = arrows.iter().find(|(code, _)| *code == self.code) {
            return f.write_str(arrow);
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(c) if self.control => write!(f, "^{}", c.to_ascii_uppercase()),
            KeyCode::Char(c) => write!(f, "{c}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::F(n) => write!(f, "F{n}"),
            code => f.write_str(NAMES.iter().find(|(_, c)| *c == code).map_or("?", |(n, _)| n)),
        }
    }
}

/// What a key means after those already pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Lookup {
    /// This.
    Action(Action),
    /// More keys are awaited.
    Pending,
    /// Nothing.
    Nothing,
}

/// A sequence of keys and what it means.
type Binding = (Vec<Key>, Action);

/// Keys to actions, by scope.
#[derive(Clone, Debug)]
pub struct Keymap {
    /// By the first key: sequences and what they mean.
    bindings: FxHashMap<(Scope, Key), Vec<Binding>>,
    /// For display: the first key sequence of each action.
    shown: FxHashMap<(Scope, Action), String>,
    /// The same, of those that are no text: what works while something is typed.
    shown_while_typing: FxHashMap<(Scope, Action), String>,
}

impl Keymap {
    /// The default keys with a person's own laid over them (`patch`: command name → keys). Mistakes and clashes are
    /// problems of the file at `path` with the content `text`; a command with a mistake keeps its default keys.
    pub fn new(patch: &BTreeMap<String, Vec<String>>, path: &Path, text: &str) -> (Self, Vec<Problem>) {
        let mut problems = Vec::new();
        let mut changed: FxHashMap<&str, Vec<Vec<Key>>> = FxHashMap::default();
        for (name, keys) in patch {
            let Some(command) = named(name) else {
                let hint = meant(name, COMMANDS.iter().map(|c| c.name))
                    .map(|c| format!("Did you mean {c}?"))
                    .unwrap_or_default();
                problems.push(Problem::at_words(path, text, name, format!("No command is called {name}."), hint));
                continue;
            };
            let mut sequences = Vec::new();
            for written in keys {
                if let Some(keys) = sequence(written) {
                    sequences.push(keys);
                } else {
                    let hint = "Written as x, G, ^D, M-Enter, S-Right, Space, PgDn, F1, or several with spaces: g g."
                        .to_owned();
                    problems.push(Problem::at_words(path, text, written, format!("No key is called {written}."), hint));
                }
            }
            if !sequences.is_empty() {
                changed.insert(command.name, sequences);
            }
        }
        let mut map = Self {
            bindings: FxHashMap::with_capacity_and_hasher(COMMANDS.len() * 2, FxBuildHasher),
            shown: FxHashMap::with_capacity_and_hasher(COMMANDS.len(), FxBuildHasher),
            shown_while_typing: FxHashMap::default(),
        };
        // A person's own keys first: they win over a default that clashes with them.
        for own in [true, false] {
            for command in COMMANDS.iter().filter(|c| changed.contains_key(c.name) == own) {
                let sequences = changed
                    .get(command.name)
                    .cloned()
                    .unwrap_or_else(|| command.keys.iter().filter_map(|k| sequence(k)).collect());
                for keys in sequences {
                    // The default keys do not clash with each other: a test says so.
                    let taken = if changed.is_empty() { None } else { map.clash(command.scope, &keys) };
                    if let Some(taken) = taken {
                        if own {
                            let shown = in_words(&keys);
                            let message =
                                format!("{shown} means {taken} already, {} cannot have it too.", command.name);
                            let hint = "Choose another key.".to_owned();
                            problems.push(Problem::at_words(path, text, command.name, message, hint));
                        }
                        continue;
                    }
                    let about = (command.scope, command.action);
                    map.shown.entry(about).or_insert_with(|| in_words(&keys));
                    if keys.first().is_some_and(|key| key.typed().is_none()) {
                        map.shown_while_typing.entry(about).or_insert_with(|| in_words(&keys));
                    }
                    if let Some(first) = keys.first().copied() {
                        map.bindings.entry((command.scope, first)).or_default().push((keys, command.action));
                    }
                }
            }
        }
        (map, problems)
    }

    /// Sequences that begin with the same key.
    fn beginning(&self, scope: Scope, keys: &[Key]) -> &[Binding] {
        let first = keys.first().and_then(|first| self.bindings.get(&(scope, *first)));
        first.map(Vec::as_slice).unwrap_or_default()
    }

    /// The command whose keys these would hide, or that would hide them.
    fn clash(&self, scope: Scope, keys: &[Key]) -> Option<&'static str> {
        let hides = |(other, _): &&Binding| other.starts_with(keys) || keys.starts_with(other);
        let taken = self.beginning(scope, keys).iter().find(hides);
        taken.and_then(|(_, action)| command(scope, *action)).map(|c| c.name)
    }

    /// What `keys` mean in a scope.
    pub fn lookup(&self, scope: Scope, keys: &[Key]) -> Lookup {
        let known = self.beginning(scope, keys);
        if let Some((_, action)) = known.iter().find(|(other, _)| other == keys) {
            return Lookup::Action(*action);
        }
        let longer = known.iter().any(|(other, _)| other.len() > keys.len() && other.starts_with(keys));
        if longer { Lookup::Pending } else { Lookup::Nothing }
    }

    /// What can come after keys already pressed, in the order of the table.
    pub fn continued(&self, scope: Scope, keys: &[Key]) -> Vec<(String, &'static Command)> {
        let after = |command: &'static Command| {
            let longer = self.beginning(scope, keys).iter().filter(|(other, action)| {
                *action == command.action && other.len() > keys.len() && other.starts_with(keys)
            });
            longer.map(move |(other, _)| (in_words(other.get(keys.len()..).unwrap_or_default()), command))
        };
        COMMANDS.iter().filter(|c| c.scope == scope).flat_map(after).collect()
    }

    /// The keys of an action as a person reads them; empty when it has none.
    pub fn shown(&self, scope: Scope, action: Action) -> &str {
        self.shown.get(&(scope, action)).map_or("", String::as_str)
    }

    /// The keys of an action that works while text is typed; empty when it has none.
    pub fn shown_while_typing(&self, scope: Scope, action: Action) -> &str {
        self.shown_while_typing.get(&(scope, action)).map_or("", String::as_str)
    }
}

fn sequence(written: &str) -> Option<Vec<Key>> {
    let keys: Option<Vec<Key>> = written.split_whitespace().map(Key::parse).collect();
    keys.filter(|k| !k.is_empty())
}

fn in_words(keys: &[Key]) -> String {
    let mut words = String::new();
    for key in keys {
        let blank = if words.is_empty() { "" } else { " " };
        // Into memory nothing fails.
        let _ = write!(words, "{blank}{key}");
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    fn patched(name: &str, keys: &[&str]) -> (Keymap, Vec<Problem>) {
        let patch = [(name.to_owned(), keys.iter().map(|k| (*k).to_owned()).collect())].into();
        Keymap::new(&patch, Path::new("config.ron"), &format!("(\n  keys: {{ \"{name}\": {keys:?} }},\n)"))
    }

    fn key(name: &str) -> Key {
        Key::parse(name).unwrap()
    }

    #[test]
    fn every_default_key_is_a_key_and_none_clash() {
        for command in COMMANDS {
            for keys in command.keys {
                assert!(sequence(keys).is_some(), "{}: {keys}", command.name);
            }
        }
        let (map, problems) = Keymap::new(&BTreeMap::new(), Path::new(""), "");
        assert!(problems.is_empty());
        for ((scope, _), known) in &map.bindings {
            for (n, (keys, _)) in known.iter().enumerate() {
                let hides = |(other, _): &&Binding| other.starts_with(keys) || keys.starts_with(other);
                assert_eq!(known.iter().skip(n + 1).find(hides), None, "{} in {scope:?}", in_words(keys));
            }
        }
    }

    #[test]
    fn sequences_wait_and_patches_win() {
        let (map, _) = Keymap::new(&BTreeMap::new(), Path::new(""), "");
        assert_eq!(map.lookup(Scope::Reader, &[key("g")]), Lookup::Pending);
        assert_eq!(map.lookup(Scope::Reader, &[key("g"), key("g")]), Lookup::Action(Action::Top));
        assert_eq!(map.lookup(Scope::Reader, &[key("K")]), Lookup::Nothing);
        let (map, problems) = patched("confirm", &["x"]);
        assert!(problems.is_empty());
        assert_eq!(map.lookup(Scope::Reader, &[key("x")]), Lookup::Action(Action::Confirm));
    }

    #[test]
    fn mistakes_in_a_patch_are_told() {
        assert!(patched("confrim", &["x"]).1[0].hint.contains("confirm"));
        assert!(patched("confirm", &["Entr"]).1[0].message.contains("Entr"));
        let patch = [("confirm".to_owned(), vec!["z".to_owned()]), ("undo".to_owned(), vec!["z z".to_owned()])].into();
        let (_, problems) = Keymap::new(&patch, Path::new("c"), "(keys: {\"confirm\": [\"z\"], \"undo\": [\"z z\"]})");
        assert!(problems[0].message.contains("already"), "{problems:?}");
    }
}
