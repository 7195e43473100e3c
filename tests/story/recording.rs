//! A recording is played from the words of its transcript.

use super::{PATIENCE, Terminal, export};
use std::fmt::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::time::Instant;

/// Forty minutes of captions, each with a word of its own, a turn a minute.
fn captions() -> String {
    (0..480u32).fold("WEBVTT\n\n".to_owned(), |mut all, n| {
        let clock = |seconds: u32| format!("{:02}:{:02}:{:02}.000", seconds / 3_600, seconds / 60 % 60, seconds % 60);
        let name = if n / 12 % 2 == 0 { "Ada Grey" } else { "Bo Lind" };
        let _ = writeln!(all, "{} --> {}\n<v {name}>We saw boat{n:03} pass.\n", clock(n * 5), clock(n * 5 + 5));
        all
    })
}

fn write(path: &Path, text: &str) {
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    sayso::store::disk::replace(path, text.as_bytes()).unwrap();
}

/// A player that writes its arguments into a file.
fn stand_in(folder: &Path) {
    let player = folder.join("player.sh");
    write(
        &player,
        "#!/bin/sh\nprintf '%s\\n' \"$@\" > \"$HOME/played.part\" && mv \"$HOME/played.part\" \"$HOME/played\"\n",
    );
    std::fs::set_permissions(&player, std::fs::Permissions::from_mode(0o755)).unwrap();
    let line = format!("(player: [\"{}\", \"--start={{seconds}}\", \"{{media}}\"])\n", player.display());
    write(&folder.join("config/sayso/config.ron"), &line);
}

/// What the player was given, once it was.
fn played(folder: &Path) -> Vec<String> {
    let end = Instant::now() + PATIENCE;
    loop {
        if let Ok(text) = std::fs::read_to_string(folder.join("played")) {
            std::fs::remove_file(folder.join("played")).unwrap();
            return text.lines().map(str::to_owned).collect();
        }
        assert!(Instant::now() < end, "nothing was played");
        std::thread::yield_now();
    }
}

#[test]
fn the_words_of_a_transcript_are_played_cited_and_exported_with_their_time() {
    let folder = tempfile::tempdir().unwrap();
    let media = folder.path().join("long talk.mp3");
    write(&folder.path().join("long talk.vtt"), &captions());
    write(&media, "");
    stand_in(folder.path());
    let mut t = Terminal::open(folder.path(), &["long talk.vtt"], 110, 30);
    t.see("0 of 40 reviewed").see("REVIEW").press("/").see("Enter stay").press("boat333").see("1 of 1").press("\r");
    // Cue 333 begins at 1,665 seconds; its turn began at 1,620.
    t.until("the page", |s| !s.contains("Enter stay")).see("27:45").see("> play");
    t.press(">").see("Playing long talk.mp3 from 27:45");
    assert_eq!(played(folder.path()), ["--start=1665".to_owned(), media.canonicalize().unwrap().display().to_string()]);
    t.press("Y").see("Copied: We saw boat333 pass. — Bo Lind");
    t.press("c").see("RATING").press("6").see("● unproven").press("\r").see("Claim kept");
    // Next statement: its own time.
    let is_in_footer = |s: &str| s.lines().any(|row| row.contains("REVIEW") && row.contains("28:00"));
    t.press("\t").until("the next turn", is_in_footer).press(">").see("from 28:00");
    assert_eq!(played(folder.path())[0], "--start=1680");
    t.press("q");
    assert_eq!(t.ended(), 0);
    let out = export(folder.path(), "long talk.vtt", "jsonl");
    assert!(out.contains("\"exact\":\"We saw boat333 pass.\"") && out.contains("\"locator\":\"27:45\""), "{out}");
}

#[test]
fn why_nothing_is_played_is_said() {
    let folder = tempfile::tempdir().unwrap();
    write(&folder.path().join("talk.vtt"), &captions());
    let mut t = Terminal::open(folder.path(), &["talk.vtt"], 110, 30);
    t.see("REVIEW").press(">").see("No player is set. In config.ron: player:").press("q");
    assert_eq!(t.ended(), 0);
    write(&folder.path().join("config/sayso/config.ron"), "(player: [\"no-such-player\", \"{media}\"])\n");
    let mut t = Terminal::open(folder.path(), &["talk.vtt"], 110, 30);
    t.see("REVIEW").press(">").see("No recording beside it: talk.mp3, talk.mp4, talk.wav …");
    write(&folder.path().join("talk.m4a"), "");
    t.press(">").see("The player no-such-player did not start").press("q");
    assert_eq!(t.ended(), 0);
    write(&folder.path().join("config/sayso/config.ron"), "(player: [\"sh\", \"-c\", \"exit 3 # {media}\"])\n");
    let mut t = Terminal::open(folder.path(), &["talk.vtt"], 110, 30);
    t.see("REVIEW").press(">").see("sh ended with an error (exit status: 3)").press("q");
    assert_eq!(t.ended(), 0);
}
