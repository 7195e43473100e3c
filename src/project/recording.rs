//! The recording a transcript belongs to, and the program that plays it.

use crate::store::kind::file_of;
use std::path::{Path, PathBuf};

/// Endings of the files that recorders write, those that people keep first.
const ENDINGS: &[&str] = &[
    "mp3", "m4a", "wav", "mp4", "mov", "mkv", "webm", "flac", "ogg", "opus", "aac", "m4v", "avi", "wma", "aiff", "aif",
    "aifc", "mpg", "mpeg", "3gp", "amr", "oga", "ogv", "caf", "wmv", "mts", "m2ts",
];

/// Why nothing is played, in a sentence that says what to do.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum PlayError {
    /// No program is set.
    #[error("No player is set. In config.ron: player: [\"mpv\", \"--start={{seconds}}\", \"{{media}}\"]")]
    NoPlayer,
    /// The document is no file that a recording could lie beside.
    #[error("This page is no file, so that no recording lies beside it")]
    NoFile,
    /// There is none, under any of the names: what the document is called, without its endings.
    #[error("No recording beside it: {0}.mp3, {0}.mp4, {0}.wav … is looked for")]
    NoRecording(String),
}

/// The recording of the transcript at `path`: the file that it names, if that is there, as it says or in its own folder;
/// else one beside it that is called as it is, but for the ending: `talk.mp3` of `talk.vtt`, `talk.en.vtt` or
/// `talk.mp3.json`. Always an absolute path, which no program takes for an option.
///
/// # Errors
/// When there is none.
pub fn recording(path: Option<&Path>, named: Option<&str>) -> Result<PathBuf, PlayError> {
    let file = std::path::absolute(file_of(path.ok_or(PlayError::NoFile)?)).map_err(|_| PlayError::NoFile)?;
    let (folder, name) = (file.parent().ok_or(PlayError::NoFile)?, file.file_name().ok_or(PlayError::NoFile)?);
    let name = name.to_str().ok_or(PlayError::NoFile)?;
    let with_endings = |stem: &str| {
        let stem = stem.to_owned();
        let upper = |ending: &str| [ending.to_owned(), ending.to_ascii_uppercase()];
        ENDINGS.iter().flat_map(move |e| upper(e)).map(move |ending| folder.join(format!("{stem}.{ending}")))
    };
    let said = named.filter(|named| !named.trim().is_empty()).into_iter().flat_map(|named| {
        let named = named.trim().strip_prefix("file://").unwrap_or(named.trim()).replace("%20", " ");
        // A path of the machine that wrote it may have either slash: here its name counts. Some leave the ending out.
        let last = named.rsplit(['/', '\\']).next().unwrap_or_default();
        let as_named = Some(folder.join(&named)).filter(|_| !is_of_another_machine(&named));
        as_named.into_iter().chain([folder.join(last)]).chain(with_endings(last)).collect::<Vec<_>>()
    });
    let stems: Vec<&str> = name.match_indices('.').map(|(at, _)| name.get(..at).unwrap_or_default()).collect();
    let stems = || stems.iter().rev().filter(|stem| !stem.is_empty());
    let beside = stems().flat_map(|stem| std::iter::once(folder.join(stem)).chain(with_endings(stem)));
    let found = said.chain(beside).find(|path| is_recording(path) && *path != file);
    found.ok_or_else(|| PlayError::NoRecording(stems().next_back().map_or(name, |stem| stem).to_owned()))
}

/// What the recording of the transcript at `path` is called: the file, where it is there; else as the transcript names it.
pub fn name(path: &Path, named: Option<&str>) -> Option<String> {
    let file = recording(Some(path), named).ok();
    let file = file.and_then(|file| Some(file.file_name()?.to_str()?.to_owned()));
    file.or_else(|| named.map(str::trim).filter(|named| !named.is_empty()).map(str::to_owned))
}

/// Whether a path leads to another machine (`\\host\share`): on Windows a look at it tells that machine who asks.
fn is_of_another_machine(path: &str) -> bool {
    path.chars().take(2).filter(|c| ['/', '\\'].contains(c)).count() == 2
}

/// Whether a file is there that by its name is a recording: whatever else a document names is not handed to a program.
fn is_recording(path: &Path) -> bool {
    let ending = path.extension().and_then(|e| e.to_str()).unwrap_or_default();
    ENDINGS.iter().any(|known| known.eq_ignore_ascii_case(ending)) && path.is_file()
}

/// The program and its arguments, `{seconds}` and `{media}` replaced in them by where it begins and by the recording.
/// No shell reads them.
///
/// # Errors
/// When no program is set.
pub fn command(player: &[String], millis: u32, media: &Path) -> Result<(String, Vec<String>), PlayError> {
    let (program, arguments) = player.split_first().ok_or(PlayError::NoPlayer)?;
    let seconds = seconds(millis);
    let media = media.to_string_lossy();
    let filled = |argument: &String| filled(argument, &seconds, &media);
    Ok((program.clone(), arguments.iter().map(filled).collect()))
}

/// An argument with its placeholders replaced, in one pass: what a file is called is not looked into.
fn filled(argument: &str, seconds: &str, media: &str) -> String {
    let mut parts = argument.split("{media}").map(|part| part.replace("{seconds}", seconds));
    let first = parts.next().unwrap_or_default();
    parts.fold(first, |all, part| all + media + &part)
}

/// Seconds as players read them: `62`, `62.5`.
fn seconds(millis: u32) -> String {
    let text = format!("{}.{:03}", millis / 1000, millis % 1000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(files: &[&str]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for file in files {
            crate::store::disk::replace(&folder.path().join(file), b"x").unwrap();
        }
        folder
    }

    fn found(files: &[&str], document: &str, named: Option<&str>) -> Option<String> {
        let folder = folder(files);
        let path = recording(Some(&folder.path().join(document)), named).ok()?;
        Some(path.file_name().unwrap().to_string_lossy().into_owned())
    }

    #[test]
    fn a_recording_is_called_as_its_transcript() {
        let here = |files: &[&str], document: &str| found(files, document, None);
        assert_eq!(here(&["talk.vtt", "talk.mp3"], "talk.vtt").as_deref(), Some("talk.mp3"));
        assert_eq!(here(&["talk.en.vtt", "talk.MP4"], "talk.en.vtt").as_deref(), Some("talk.MP4"));
        assert_eq!(here(&["talk.wav.json", "talk.wav"], "talk.wav.json").as_deref(), Some("talk.wav"));
        assert_eq!(here(&["a.b.srt", "a.b.ogg", "a.mp3"], "a.b.srt").as_deref(), Some("a.b.ogg"), "the nearest name");
        assert_eq!(here(&["talk.vtt", "talk.txt", "other.mp3"], "talk.vtt"), None);
        assert_eq!(here(&["-o.vtt", "-o.mp3"], "-o.vtt").as_deref(), Some("-o.mp3"));
    }

    #[test]
    fn or_as_the_transcript_says() {
        let files = ["t.eaf", "t.mp3", "day 1.wav", "t.conf"];
        let named = |name: &str| found(&files, "t.eaf", Some(name));
        assert_eq!(named("day 1.wav").as_deref(), Some("day 1.wav"));
        assert_eq!(named("file:///C:/takes/day 1.wav").as_deref(), Some("day 1.wav"));
        assert_eq!(named("D:\\takes\\day 1.wav").as_deref(), Some("day 1.wav"));
        assert_eq!(named("day%201.wav").as_deref(), Some("day 1.wav"));
        assert_eq!(named("./day 1").as_deref(), Some("day 1.wav"), "as Transcriber names it");
        assert_eq!(named("\\\\host\\share\\day 1.wav").as_deref(), Some("day 1.wav"));
        assert_eq!(named("gone.wav").as_deref(), Some("t.mp3"));
        assert_eq!(named("t.conf").as_deref(), Some("t.mp3"), "no recording by its name");
        assert_eq!(named("https://example.org/").as_deref(), Some("t.mp3"));
        assert_eq!(named("").as_deref(), Some("t.mp3"));
    }

    #[test]
    fn its_name_is_known_where_it_is_not_there() {
        let folder = folder(&["t.mp3"]);
        let name = |document: &str, named| name(&folder.path().join(document), named);
        assert_eq!(name("t.vtt", Some("day 1.wav")).as_deref(), Some("t.mp3"));
        assert_eq!(name("u.vtt", Some("C:\\day 1.wav")).as_deref(), Some("C:\\day 1.wav"));
        assert_eq!((name("u.vtt", Some(" ")), name("u.vtt", None)), (None, None));
    }

    #[test]
    fn no_other_machine_is_asked() {
        for path in ["\\\\host\\share\\a.mp3", "//host/share/a.mp3", "/\\host\\share\\a.mp3", "file:////host/a.mp3"] {
            assert!(is_of_another_machine(path.strip_prefix("file://").unwrap_or(path)), "{path}");
        }
        for path in ["/home/ada/a.mp3", "C:\\takes\\a.mp3", "takes/a.mp3", "a", ""] {
            assert!(!is_of_another_machine(path), "{path}");
        }
    }

    #[test]
    fn where_there_is_none_a_sentence_says_so() {
        assert_eq!(recording(None, None), Err(PlayError::NoFile));
        let folder = folder(&["talk.en.vtt"]);
        let error = recording(Some(&folder.path().join("talk.en.vtt")), None).unwrap_err();
        assert_eq!(error.to_string(), "No recording beside it: talk.mp3, talk.mp4, talk.wav … is looked for");
    }

    #[test]
    fn arguments_are_filled_in_and_nothing_else() {
        let player = ["mpv", "--start={seconds}", "--title={media} at {seconds}", "{media}"].map(str::to_owned);
        let (program, arguments) = command(&player, 754_500, Path::new("/a b/{seconds}'$(x).mp3")).unwrap();
        assert_eq!(program, "mpv");
        let title = "--title=/a b/{seconds}'$(x).mp3 at 754.5";
        assert_eq!(arguments, ["--start=754.5", title, "/a b/{seconds}'$(x).mp3"]);
        assert_eq!(command(&[], 0, Path::new("a")), Err(PlayError::NoPlayer));
        assert_eq!([0, 62_000, 62_050, 600_000].map(seconds), ["0", "62", "62.05", "600"]);
    }
}
