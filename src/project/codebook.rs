//! The codebook of a project: `sayso.ron` in a document's folder or in the nearest folder above it.

use crate::config::{self, Problem};
use crate::input;
use crate::store::disk::folder_of;
use sayso_core::annotation::{Codebook, merge};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

/// A codebook with the file it is from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectCodebook {
    /// Labels, attributes, ratings, speakers; the built-in ones where there is no file or it has mistakes, and blind then.
    pub codebook: Codebook,
    /// The file; the built-in codebook has none.
    pub path: Option<PathBuf>,
    /// Mistakes in the file.
    pub problems: Vec<Problem>,
}

/// What holds where there is a file that cannot be read: it may ask for blind work, and what was seen is not unseen.
fn unread() -> Codebook {
    Codebook { blind: true, ..Codebook::default() }
}

/// Name of the file.
pub const FILE_NAME: &str = "sayso.ron";

/// The codebook of the document at `path`.
pub fn of_document(path: &Path) -> ProjectCodebook {
    of_folder(folder_of(path))
}

/// The codebook of the documents in `folder`. A file that cannot be read stands for its folder all the same: the labels of
/// another would be wrong. O(depth of the folder).
pub fn of_folder(folder: &Path) -> ProjectCodebook {
    let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
    // A link that leads nowhere is there itself.
    let found = absolute.ancestors().map(|folder| folder.join(FILE_NAME)).find(|path| path.symlink_metadata().is_ok());
    let Some(path) = found else { return ProjectCodebook::default() };
    let (codebook, problems) = match input::read_text(&path, input::MAX_CODEBOOK) {
        Ok(text) => parse(&path, &text),
        Err(error) => (unread(), vec![Problem::unread(&path, &error)]),
    };
    ProjectCodebook { codebook, path: Some(path), problems }
}

/// The codebook in which is kept what is decided about the speakers of the documents in `folder`: the nearest one in it or
/// above, else one in the folder itself. O(depth of the folder).
pub fn place_of(folder: &Path) -> PathBuf {
    of_folder(folder).path.unwrap_or_else(|| {
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        folder.join(FILE_NAME)
    })
}

/// The codebooks of folders, each looked for once: for commands that go through many documents.
#[derive(Debug, Default)]
pub struct Codebooks(Mutex<HashMap<PathBuf, Arc<ProjectCodebook>>>);

impl Codebooks {
    /// The codebook of the documents in `folder`. O(depth of the folder) the first time, then O(1).
    pub fn of_folder(&self, folder: &Path) -> Arc<ProjectCodebook> {
        let mut known = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(codebook) = known.get(folder) {
            return Arc::clone(codebook);
        }
        let codebook = Arc::new(of_folder(folder));
        known.insert(folder.to_owned(), Arc::clone(&codebook));
        codebook
    }
}

/// Parses the text of a codebook and checks its keys; with a mistake in the syntax, the built-in codebook, and blind.
pub fn parse(path: &Path, text: &str) -> (Codebook, Vec<Problem>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match config::parse::<Codebook>(path, text) {
        Ok(mut codebook) => {
            // A union of two branches may have two lines of one speaker.
            codebook.speakers = merge::pair(std::mem::take(&mut codebook.speakers));
            let problems = codebook.key_clashes().into_iter().map(|(key, first, second)| {
                let message = format!("The key {key} belongs to {first} already, {second} cannot have it too.");
                Problem::at_words(path, text, &second, message, "Choose another letter.".to_owned())
            });
            let problems = problems.collect();
            (codebook, problems)
        }
        Err(problem) => (unread(), vec![*problem]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_that_is_none_is_told_where_it_stands() {
        let of = |color: &str| {
            let text = format!("(\n  labels: [(id: \"a\", key: 'a', color: \"{color}\")],\n)");
            parse(Path::new("sayso.ron"), &text)
        };
        let (codebook, problems) = of("#D08040");
        assert_eq!((codebook.labels[0].color.unwrap().to_string(), problems.len()), ("#d08040".to_owned(), 0));
        for wrong in ["red", "#12345", "#12345g", "123456", "#1234567", "#+12345"] {
            let (codebook, problems) = of(wrong);
            assert!(codebook.labels.is_empty());
            let said = problems[0].in_one_line();
            assert_eq!(problems[0].at.0, 2, "{said}");
            assert!(said.contains(wrong) && said.contains("#rrggbb"), "{said}");
            println!("{said}");
        }
    }

    #[cfg(unix)]
    fn write(path: &Path, text: &str) {
        use std::io::Write as _;
        std::fs::File::create(path).unwrap().write_all(text.as_bytes()).unwrap();
    }

    #[cfg(unix)]
    #[test]
    fn what_is_no_file_is_told_and_nothing_above_it_is_taken_instead() {
        let folder = tempfile::tempdir().unwrap();
        let below = folder.path().join("below");
        std::fs::create_dir(&below).unwrap();
        write(&folder.path().join("sayso.ron"), "(labels: [(id: \"above\", key: 'a')])");
        assert_eq!(of_folder(&below).codebook.labels.len(), 1);
        let path = below.join("sayso.ron");
        let problem_names = |words: &str| {
            let ProjectCodebook { codebook, path: place, problems } = of_folder(&below);
            assert_eq!((codebook, place), (unread(), Some(path.clone())));
            let said = problems[0].in_one_line();
            assert!(said.contains("sayso.ron:1:1: ") && said.contains(words), "{said}");
        };
        std::fs::create_dir(&path).unwrap();
        problem_names("a folder");
        std::fs::remove_dir(&path).unwrap();
        std::os::unix::fs::symlink("nothing", &path).unwrap();
        problem_names("a broken link");
        std::fs::remove_file(&path).unwrap();
        std::fs::File::create(&path).unwrap().set_len(input::MAX_CODEBOOK + 1).unwrap();
        problem_names("larger than 16 MiB");
        std::fs::remove_file(&path).unwrap();
        assert!(std::process::Command::new("mkfifo").arg(&path).status().unwrap().success());
        problem_names("a pipe");
    }
}
