//! What is shared out among annotators, in the library.

use super::*;
use crate::project::Library;
use crate::project::annotators::Work;
use crate::project::assigned::{DocumentWork, WorkFound};
use std::path::PathBuf;

#[test]
fn whoever_has_documents_of_their_own_sees_what_is_left_of_them() {
    let mut s = Session::new(STORY, (100, 30));
    let paths = ["/d/a.txt", "/d/b.txt", "/d/c.txt"].map(PathBuf::from);
    let stamp = s.stamp();
    s.app.path = Some(paths[0].clone());
    let library = Library::new("d/".into(), std::path::Path::new("/d"), paths.to_vec());
    handle(&mut s.app, Event::FolderListed(library), &stamp);
    s.frame();
    s.app.annotator = None;
    s.keys("m");
    assert!(s.text().iter().any(|row| row.contains("with --as NAME this shows what is left for you")));
    s.app.annotator = Some("ada".to_owned());
    s.keys("m");
    assert!(s.text().iter().any(|row| row.contains("Nothing is shared out to ada here")));
    let of = |path: &PathBuf| DocumentWork { path: path.clone(), of: vec![("ada".into(), Work::default())] };
    let problems = vec!["d/sayso.assigned.ron: line 1".to_owned()];
    let found = WorkFound { documents: vec![of(&paths[0]), of(&paths[2])], problems };
    handle(&mut s.app, Event::Worked(found), &stamp);
    assert!(s.text().iter().any(|row| row.contains("! d/sayso.assigned.ron: line 1")));
    s.keys("m");
    let text = s.text().join("\n");
    assert!(text.contains("2 yours, 2 left") && text.contains("c.txt") && !text.contains("b.txt"), "{text}");
    // What is open knows itself how far it is: everything is decided, and the review finished.
    s.keys("q");
    for _ in 0..2 * s.doc().reading.progress().1 {
        s.keys("Enter");
    }
    assert_eq!(s.doc().reading.progress().0, s.doc().reading.progress().1);
    s.keys("g n");
    assert_eq!(s.effects.last(), Some(&Effect::Open(paths[2].clone())));
    closed(&mut s.app);
    s.frame();
    let text = s.text().join("\n");
    assert!(text.contains("2 yours, 1 left") && !text.contains("a.txt"), "it stays narrowed: {text}");
    s.keys("m");
    assert!(s.text().join("\n").contains("b.txt"));
}
