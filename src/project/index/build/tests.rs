use super::*;
use crate::config::Folders;
use crate::store::paths::StateFiles;

const TEXT: &str = "“We will vote on Monday,” said Ada Grey, the mayor.\n";

struct Place {
    _folder: tempfile::TempDir,
    documents: PathBuf,
    project: Project,
}

impl Place {
    fn new(count: usize) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let documents = at("documents");
        for n in 0..count {
            write_to(&documents.join(format!("{n:02}.txt")), TEXT);
        }
        let folders = Folders { data: Some(at("data")), state: Some(at("state")), config: None };
        let project = Project { folders, ..Project::default() };
        Self { documents, project, _folder: folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.documents.join(name)
    }

    fn paths(&self) -> Vec<PathBuf> {
        crate::project::source::documents_in(&self.documents).documents
    }

    fn refresh(&self, tell_known: bool) -> (Vec<LibraryUpdate>, IndexFile) {
        let paths = self.paths();
        let wanted = Refresh { folder: Some(&self.documents), paths: &paths, is_all: true, tell_known };
        let mut all = Vec::new();
        let index = refresh(&self.project, &wanted, &mut |batch| {
            all.extend(batch);
            true
        });
        (all, index.unwrap().unwrap())
    }

    /// The names of those that hold what a line asks, by their words in the index.
    fn holding(index: &IndexFile, line: &str) -> Vec<String> {
        let plan = sayso_core::library::FindQuery::parse(line).unwrap().plan();
        let found = index.candidates(&plan).unwrap();
        found.into_iter().map(|c| String::from_utf8(c.path).unwrap()).collect()
    }
}

/// Writes a file as if it had been there for a while.
fn write_to(path: &Path, text: &str) {
    store::disk::make_folder_of(path).unwrap();
    store::disk::replace(path, text.as_bytes()).unwrap();
    let file = std::fs::File::options().write(true).open(path).unwrap();
    let aged = file.metadata().unwrap().modified().unwrap() - Duration::from_mins(1);
    file.set_modified(aged).unwrap();
}

/// What is told comes in few batches, in order, whatever is kept of the documents.
#[test]
fn documents_are_read_in_batches_with_what_is_kept_of_them() {
    let place = Place::new(30);
    let rejected = "(version: 1, document: (source: \"07.txt\", file: \"\", text: \"\", loader: \"txt/1\", chars: 51), \
        annotations: [(id: \"01970000-0000-7000-8000-000000000001\", label: \"quote\", kind: direct, form: quotation, \
        status: rejected, at: [(start: 0, end: 25, exact: \"“We will vote on Monday,”\")], by: \"ada\", \
        created: \"2026-11-24T08:00:00Z\")])";
    write_to(&place.at("07.txt.sayso.ron"), rejected);
    write_to(&place.at("08.txt.sayso.ron"), "(version: 1,");
    let state = place.project.folders.state.clone().unwrap();
    let view = StateFiles::of(&place.at("09.txt.sayso.ron"), &state).view;
    store::view::write(&view, &store::View { opened: "2026-11-24T08:00:00Z".to_owned(), ..Default::default() })
        .unwrap();
    // The second time nothing is read, and the same is told.
    for _ in 0..2 {
        let (all, _) = place.refresh(true);
        assert!(all.iter().map(|u| u.path.clone()).eq(place.paths()));
        for (n, update) in all.iter().enumerate() {
            match (n, &update.known) {
                (8, known) => assert!(known.as_ref().unwrap_err().to_string().contains("08.txt.sayso.ron")),
                (7, known) => assert_eq!(known.as_ref().unwrap().progress, (1, 1)),
                (_, known) => assert_eq!(known.as_ref().unwrap().progress, (0, 1)),
            }
            assert_eq!(!update.opened.is_empty(), n == 9);
        }
    }
    // Whoever wants no more gets no more.
    let paths = place.paths();
    let mut batches = 0;
    let wanted = Refresh { folder: None, paths: &paths, is_all: true, tell_known: true };
    let index = refresh(&place.project, &wanted, &mut |_| {
        batches += 1;
        false
    });
    assert!(batches == 1 && index.unwrap().is_none());
}

#[test]
fn only_what_changed_is_read_again() {
    let place = Place::new(5);
    let (all, index) = place.refresh(false);
    assert_eq!(all.len(), 5);
    assert_eq!(Place::holding(&index, "monday").len(), 5);
    assert!(place.refresh(false).0.is_empty());
    // Another text of the same length.
    write_to(&place.at("03.txt"), &TEXT.replace("Monday", "Friday"));
    let file = std::fs::File::options().write(true).open(place.at("03.txt")).unwrap();
    file.set_modified(std::time::SystemTime::now() - Duration::from_secs(30)).unwrap();
    write_to(&place.at("05.txt"), TEXT);
    std::fs::remove_file(place.at("04.txt")).unwrap();
    let (all, index) = place.refresh(false);
    assert_eq!(all.iter().map(|u| u.path.clone()).collect::<Vec<_>>(), [place.at("03.txt"), place.at("05.txt")]);
    assert_eq!(Place::holding(&index, "friday"), ["03.txt"]);
    assert_eq!(Place::holding(&index, "monday"), ["00.txt", "01.txt", "02.txt", "05.txt"]);
    assert_eq!(Place::holding(&index, "@grey vot"), ["00.txt", "01.txt", "02.txt", "03.txt", "05.txt"]);
    assert!(Place::holding(&index, "@nobody").is_empty());
    // A sidecar that comes is a change of its document.
    write_to(&place.at("00.txt.sayso.ron"), "(version: 1,");
    let (all, _) = place.refresh(false);
    assert!(all.len() == 1 && all[0].known.is_err());
    assert_eq!(Place::holding(&index, "monday"), ["01.txt", "02.txt", "05.txt"]);
}

#[test]
fn a_damaged_index_is_made_again() {
    let place = Place::new(3);
    let (_, index) = place.refresh(false);
    for bytes in [b"no index".to_vec(), vec![0; 5000], Vec::new()] {
        store::disk::replace(index.path(), &bytes).unwrap();
        let (all, index) = place.refresh(false);
        assert_eq!(all.len(), 3, "{} bytes", bytes.len());
        assert_eq!(Place::holding(&index, "monday").len(), 3);
    }
    // Bytes that are wrong somewhere give a new one or the old answers, never a panic.
    let whole = std::fs::read(index.path()).unwrap();
    for at in (0..whole.len()).step_by(whole.len() / 40) {
        let mut bytes = whole.clone();
        bytes.iter_mut().skip(at).take(200).for_each(|b| *b ^= 0x5a);
        store::disk::replace(index.path(), &bytes).unwrap();
        let _ = place.refresh(false);
        let plan = sayso_core::library::FindQuery::parse("monday").unwrap().plan();
        let _ = index.candidates(&plan);
    }
    let _ = std::fs::remove_file(index.path());
    let (_, index) = place.refresh(false);
    assert_eq!(Place::holding(&index, "monday").len(), 3);
}

#[test]
fn many_small_segments_become_one() {
    let place = Place::new(2);
    for n in 0..40 {
        write_to(&place.at("00.txt"), &format!("{TEXT}Round {n} ends.\n\n{}", "x ".repeat(n)));
        place.refresh(false);
    }
    let (_, index) = place.refresh(false);
    assert_eq!(Place::holding(&index, "round"), ["00.txt"]);
    assert_eq!(Place::holding(&index, "monday"), ["00.txt", "01.txt"]);
}

#[test]
fn several_processes_take_turns() {
    let place = Place::new(20);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                let (_, index) = place.refresh(false);
                assert_eq!(Place::holding(&index, "monday").len(), 20);
            });
        }
    });
    let (_, index) = place.refresh(false);
    assert_eq!(Place::holding(&index, "monday").len(), 20);
}
