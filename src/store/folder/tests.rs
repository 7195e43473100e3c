use super::*;
use std::os::unix::fs::symlink;

fn named(name: &str) -> &OsStr {
    OsStr::new(name)
}

#[test]
fn nothing_but_a_file_of_ours_with_one_name_is_written_to() {
    let place = tempfile::tempdir().unwrap();
    let at = |name: &str| place.path().join(name);
    crate::store::disk::replace(&at("victim"), b"precious").unwrap();
    symlink("victim", at("link")).unwrap();
    symlink("nowhere", at("dangling")).unwrap();
    std::fs::hard_link(at("victim"), at("hard")).unwrap();
    std::fs::create_dir(at("folder")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().unwrap().success());
    let _socket = std::os::unix::net::UnixListener::bind(at("socket")).unwrap();
    let folder = Folder::open(place.path()).unwrap();
    for (name, what) in [
        ("link", "a link"),
        ("dangling", "a link"),
        ("hard", "2 names"),
        ("folder", "a folder"),
        ("pipe", "a pipe"),
        ("socket", "a socket"),
    ] {
        for open in [Folder::open_to_append, Folder::open_to_change] {
            let message = open(&folder, named(name)).unwrap_err().to_string();
            assert!(message.contains(what) && message.contains(name) && message.contains("move it away"), "{message}");
        }
        assert!(folder.create_new(named(name), false).is_err());
        if name != "hard" {
            assert!(matches!(folder.read(named(name), 9), Err(InputError::NotAFile(_))), "{name}");
        }
    }
    assert_eq!(std::fs::read(at("victim")).unwrap(), b"precious");
    assert!(!at("nowhere").exists());
    assert!(folder.open_to_append(named("new")).is_ok() && folder.open_to_append(named("new")).is_ok());
    assert_eq!(folder.read(named("victim"), 8).unwrap().unwrap().0, b"precious");
    assert!(folder.read(named("none"), 8).unwrap().is_none());
}

#[test]
fn a_folder_is_held_wherever_it_goes() {
    let place = tempfile::tempdir().unwrap();
    let (old, new) = (place.path().join("old"), place.path().join("new"));
    std::fs::create_dir(&old).unwrap();
    let folder = Folder::open(&old).unwrap();
    assert_eq!(folder.whereabouts(), Whereabouts::There);
    std::fs::rename(&old, &new).unwrap();
    folder.create_new(named("a"), true).unwrap();
    assert!(new.join("a").exists() && !old.exists());
    if cfg!(target_os = "linux") {
        assert_eq!(folder.whereabouts(), Whereabouts::Moved(new.canonicalize().unwrap()));
    }
    // Another one under the old path is another one.
    std::fs::create_dir(&old).unwrap();
    assert_ne!(folder.whereabouts(), Whereabouts::There);
    std::fs::remove_dir_all(&new).unwrap();
    assert_eq!(folder.whereabouts(), Whereabouts::Gone);
    assert!(folder.create_new(named("b"), true).is_err());
}
