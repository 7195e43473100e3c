//! Runs that are ended at any place.

use super::*;
use crate::store::target::Purpose;

/// What the documents of the runs give; an odd one cannot be read.
const ANSWERS: [&str; 6] = ["head\n", "one\n", "", "three and more\n", "", "five\n"];

struct World {
    folder: tempfile::TempDir,
    kept: ProtectedFiles,
}

impl World {
    fn new() -> Self {
        let kept = ProtectedFiles::new(Purpose::Export, Vec::new(), Vec::new());
        Self { folder: tempfile::tempdir().unwrap(), kept }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("out.jsonl")
    }

    fn begin(&self, resume: bool, force: bool, options: &str) -> Result<Begun, Failure> {
        let path = self.path();
        let destination = Destination { path: Some(&path), endings: &["jsonl"], resume, force, kept: &self.kept };
        destination.begin(|| Order::new("detect", vec![options.to_owned()], &[]))
    }

    /// Goes through the documents that are left, at most so many of them; what came of all if that was the end.
    fn run(&self, resume: bool, most: usize) -> Option<Counts> {
        let mut out = match self.begin(resume, false, "").unwrap() {
            Begun::Whole(counts) => return Some(counts),
            Begun::Output(out) => out,
        };
        if let To::File(growing) = &mut out.to {
            // After every document.
            growing.period = Duration::ZERO;
            growing.next = Instant::now();
        }
        let done = usize::try_from(out.counts().documents).unwrap();
        for (number, answer) in ANSWERS.iter().enumerate().skip(done).take(most) {
            let failure = answer.is_empty().then(|| format!("document {number} cannot be read."));
            out.document(answer.as_bytes(), failure).unwrap();
        }
        (most >= ANSWERS.len() - done).then(|| out.end().unwrap())
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(self.path()).unwrap()
    }

    fn refused(&self, resume: bool, force: bool, options: &str) -> String {
        match self.begin(resume, force, options) {
            Err(failure) => failure.message().unwrap_or_default().to_owned(),
            Ok(_) => panic!("it was begun"),
        }
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(self.folder.path())
            .unwrap()
            .flatten()
            .map(|e| e.file_name().to_string_lossy().into_owned())
            .collect();
        names.sort();
        names
    }
}

fn whole() -> (Vec<u8>, Counts) {
    let world = World::new();
    let counts = world.run(false, 99).unwrap();
    assert_eq!(world.names(), ["out.jsonl", "out.jsonl.manifest.json"]);
    (world.bytes(), counts)
}

#[test]
fn a_run_that_was_ended_anywhere_gives_the_same() {
    let (bytes, counts) = whole();
    assert_eq!((counts.documents, counts.failed), (6, 2));
    for most in 0..=ANSWERS.len() {
        let world = World::new();
        world.run(false, most);
        assert_eq!(world.path().exists(), most == ANSWERS.len());
        assert_eq!(world.run(true, 99).unwrap(), counts, "{most}");
        assert_eq!(world.bytes(), bytes, "{most}");
        assert_eq!(world.run(true, 99).unwrap(), counts, "{most}: all is there already");
    }
}

#[test]
fn output_that_was_torn_or_ran_ahead_is_mended() {
    let (bytes, counts) = whole();
    let world = World::new();
    world.run(false, 4);
    let part = part_of(&world.path());
    let manifest = Manifest::path_of(&world.path());
    let (torn, noted) = (std::fs::read(&part).unwrap(), std::fs::read(&manifest).unwrap());
    let mut states: Vec<(Vec<u8>, Vec<u8>)> = (0..=torn.len()).map(|n| (torn[..n].to_vec(), noted.clone())).collect();
    states.push(([torn.as_slice(), b"half a li"].concat(), noted.clone()));
    states.extend((0..noted.len() - 2).step_by(23).map(|n| (torn.clone(), noted[..n].to_vec())));
    for (out, manifest_bytes) in states {
        let world = World::new();
        disk::replace(&part_of(&world.path()), &out).unwrap();
        disk::replace(&Manifest::path_of(&world.path()), &manifest_bytes).unwrap();
        assert_eq!(world.run(true, 99).unwrap(), counts);
        assert_eq!(world.bytes(), bytes);
    }
}

/// Between the last note and the name that the file gets.
#[test]
fn a_whole_run_without_its_name_gets_it() {
    let (bytes, counts) = whole();
    let world = World::new();
    world.run(false, 99);
    std::fs::rename(world.path(), part_of(&world.path())).unwrap();
    assert_eq!(world.run(true, 99).unwrap(), counts);
    assert_eq!(world.bytes(), bytes);
    // What went away afterwards is made again.
    std::fs::remove_file(world.path()).unwrap();
    assert_eq!(world.run(true, 99).unwrap(), counts);
    assert_eq!(world.bytes(), bytes);
}

#[test]
fn other_runs_and_files_of_others_stay() {
    let world = World::new();
    world.run(false, 2);
    assert!(world.refused(false, false, "").contains("--resume"));
    assert!(world.refused(true, false, "--other").contains("it was begun with"));
    {
        let Ok(Begun::Output(_first)) = world.begin(true, false, "") else { panic!("it goes on") };
        assert!(world.refused(true, false, "").contains("another run is writing it"));
    }
    assert!(matches!(world.begin(false, true, "--other"), Ok(Begun::Output(_))), "anew");
    let world = World::new();
    disk::replace(&part_of(&world.path()), b"a download").unwrap();
    for (resume, force) in [(true, false), (false, true), (false, false)] {
        assert!(world.refused(resume, force, "").contains("nothing says that sayso wrote it"));
    }
    std::fs::remove_file(part_of(&world.path())).unwrap();
    disk::replace(&Manifest::path_of(&world.path()), b"{\"name\": \"a page\"}").unwrap();
    assert!(world.refused(false, true, "").contains("is not a manifest of sayso"));
    let world = World::new();
    disk::replace(&world.path(), b"{\"id\":1,\"text\":\"a document of somebody\"}\n").unwrap();
    assert!(world.refused(false, true, "").contains("somebody's document"));
    assert_eq!(world.names(), ["out.jsonl"], "nothing is left");
}
