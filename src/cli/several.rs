//! What `compare` and `agree` share: whose annotations of which documents they are about, and these brought to answers.

use super::batch::{Made, OWN_MISTAKE, Pace, RunArguments, bytes_of, guarded};
use super::import::file;
use super::{Common, Failure, expand, print_message};
use crate::project::annotators::{Annotators, SharedDocument, UNNAMED, kept_in};
use crate::project::documents::length_of;
use crate::project::{Project, Source};
use crate::store::disk::{self, folder_of};
use crate::store::kind::{self, FileKind, Look, kind_of};
use crate::store::paths::is_sidecar_name;
use crate::store::target::whose;
use sayso_core::annotation::{Codebook, Set, Speaker, Stamp, is_annotator};
use sayso_core::annotators::{Answers, SamePeople};
use sayso_core::detect::Detections;
use sayso_core::document::Document;
use sayso_core::import::importer::{self, Importer};
use sayso_core::import::{self, ImportedDocument};
use sayso_core::reading::Reading;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which annotations a command is about.
#[derive(Debug, clap::Args)]
pub struct SeveralArguments {
    /// Documents and folders; sidecars, and exports of other tools: FILE, or NAME=FILE to say whose they are
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<PathBuf>,
    /// The annotators, separated by commas: those whose sidecars are read. - is the sidecar without a name. By default everybody
    /// who has one beside a document
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    of: Vec<String>,
    #[arg(long, value_name = "FORMAT", help = format!("What the exports are: {}; recognised by their content where that is clear", file::known()))]
    from: Option<String>,
    /// What a label of the exports is called here: FROM=TO
    #[arg(long = "label", value_name = "FROM=TO")]
    labels: Vec<String>,
    /// How many documents at once; by default as many as there are processors. The output is the same
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    jobs: Option<u16>,
}

/// Whether names of `--of` are those of annotators, each once.
///
/// # Errors
/// A failure of usage that names the first that is not.
pub fn check_names(of: &[String]) -> Result<(), Failure> {
    if let Some(wrong) = of.iter().find(|name| !is_annotator(name) && *name != UNNAMED) {
        return Err(Failure::Usage(format!(
            "--of {wrong}: no annotator’s name: small letters, digits, - and _ are allowed, at most 32; - alone is the \
             sidecar without a name."
        )));
    }
    let is_twice = |name: &&String| of.iter().filter(|other| other == name).count() > 1;
    match of.iter().find(is_twice) {
        Some(name) => Err(Failure::Usage(format!("--of names {name} twice."))),
        None => Ok(()),
    }
}

/// Documents, and whose annotations of each are asked for.
pub struct Several<'a> {
    project: &'a Project,
    /// The annotators, in the order in which they are told.
    pub annotators: Vec<String>,
    items: Vec<Item>,
    /// Whether something that was named could not be looked into, which was told.
    failed: bool,
    renamed: Vec<(String, String)>,
    jobs: Option<u16>,
}

/// A document, and where its annotations are.
struct Item {
    source: Source,
    /// Annotators whose sidecars are read, by number.
    sidecars: Vec<usize>,
    /// What was named: whose by number, and what.
    given: Vec<(usize, Given)>,
}

/// Annotations in a file that was named.
#[derive(Clone)]
enum Given {
    /// A sidecar.
    Sidecar(PathBuf),
    /// Those of one document in an export; the name of the file.
    Export(Arc<ImportedDocument>, Arc<str>),
}

/// A document that was found, with the names of those whose sidecars are read, and what was named.
struct Found {
    source: Source,
    sidecars: Vec<String>,
    given: Vec<(String, Given)>,
}

/// Documents that were found, by their names too.
#[derive(Default)]
struct Gathering {
    found: Vec<Found>,
    by_name: HashMap<OsString, Vec<usize>>,
    /// Whether they were named, not found by files about them.
    is_named: bool,
}

impl Gathering {
    fn add(&mut self, found: Found) {
        let name = PathBuf::from(found.source.name()).file_name().map(OsString::from).unwrap_or_default();
        self.by_name.entry(name).or_default().push(self.found.len());
        self.found.push(found);
    }

    /// The document that was named, where it is one.
    fn only(&mut self) -> Option<&mut Found> {
        match self.found.as_mut_slice() {
            [only] if self.is_named => Some(only),
            _ => None,
        }
    }

    /// The document at one of these paths, else the first of one of their names.
    fn find(&mut self, paths: &[PathBuf]) -> Option<&mut Found> {
        let named = || {
            let names = paths.iter().filter_map(|path| Some((path, self.by_name.get(path.file_name()?)?)));
            names.flat_map(|(path, numbers)| numbers.iter().map(move |number| (path, *number)))
        };
        let is_it = |(path, number): &(&PathBuf, usize)| {
            self.found.get(*number).is_some_and(|of| disk::is_same(Path::new(&of.source.name()), path))
        };
        let number = named().find(is_it).or_else(|| named().next()).map(|(_, number)| number)?;
        self.found.get_mut(number)
    }
}

/// A file of annotations that was named.
struct GivenFile {
    /// Whose, where that was said.
    name: Option<String>,
    path: PathBuf,
}

/// What annotators say about one document.
pub struct AnsweredDocument {
    /// What it is called.
    pub name: String,
    /// The document.
    pub document: Arc<Document>,
    /// Of each annotator what they say; nothing of those who have not read it.
    pub answers: Vec<Option<Answers>>,
    /// The ratings of its codebook, in their order.
    pub ratings: Vec<String>,
}

impl AnsweredDocument {
    /// Those who have read it.
    pub fn read_by<'a>(&'a self, annotators: &'a [String]) -> Vec<(&'a str, &'a Answers)> {
        let all = annotators.iter().zip(&self.answers);
        all.filter_map(|(name, answers)| Some((name.as_str(), answers.as_ref()?))).collect()
    }
}

impl SeveralArguments {
    /// Finds out which documents there are, and whose annotations of each.
    pub fn gather<'a>(&self, common: &Common, project: &'a Project) -> Result<Several<'a>, Failure> {
        if common.sidecar.is_some() {
            return Err(Failure::Usage(
                "--sidecar names the sidecar of one annotator: name the sidecars as paths here.".to_owned(),
            ));
        }
        check_names(&self.of)?;
        let renamed = file::renamed(&self.labels)?;
        let (mut named, mut given) = (Vec::new(), Vec::new());
        for path in &self.paths {
            match self.given(path) {
                Some(file) => given.push(file),
                None => named.push(path.clone()),
            }
        }
        let (sources, failed) = if named.is_empty() { (Vec::new(), false) } else { expand(&named, project)? };
        let listed = Annotators::default();
        let mut all = Gathering { is_named: !named.is_empty(), ..Gathering::default() };
        let mut seen: HashSet<PathBuf> = HashSet::new();
        for source in sources {
            if seen.insert(absolute(&source)) {
                let names = if self.of.is_empty() { listed.of(Path::new(&source.name())) } else { self.of.clone() };
                all.add(Found { source, sidecars: names, given: Vec::new() });
            }
        }
        for file in given {
            self.place(&file, &mut all)?;
        }
        let all = all.found;
        let mut names: Vec<String> = self.of.clone();
        let others: BTreeSet<&String> =
            all.iter().flat_map(|of| of.sidecars.iter().chain(of.given.iter().map(|(name, _)| name))).collect();
        names.extend(others.into_iter().filter(|name| !self.of.contains(name)).cloned().collect::<Vec<_>>());
        if names.len() < 2 {
            return Err(too_few(&names));
        }
        let number = |name: &String| names.iter().position(|known| known == name).unwrap_or_default();
        let mut items = Vec::with_capacity(all.len());
        for Found { source, sidecars, given } in all {
            let mut sidecars: Vec<usize> = sidecars.iter().map(number).collect();
            sidecars.sort_unstable();
            let given: Vec<(usize, Given)> = given.into_iter().map(|(name, given)| (number(&name), given)).collect();
            if let Some(twice) = twice(&sidecars, &given) {
                let name = names.get(twice).map(String::as_str).unwrap_or_default();
                return Err(Failure::Usage(format!(
                    "{}: two of these are annotations of {name}. Say whose they are: NAME=FILE.",
                    source.name()
                )));
            }
            items.push(Item { source, sidecars, given });
        }
        Ok(Several { project, annotators: names, items, failed, renamed, jobs: self.jobs })
    }

    /// The file of annotations that a path names, unless it names documents.
    fn given(&self, path: &Path) -> Option<GivenFile> {
        let is_annotations = |path: &Path| {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            if is_sidecar_name(&name) {
                return true;
            }
            let is_known =
                || kind::head_of(path).is_ok_and(|head| self.from.is_some() || import::guess(&name, &head).is_some());
            path.is_file() && kind_of(path, Look::Close) != FileKind::Document && is_known()
        };
        let words = path.to_string_lossy();
        if let Some((name, file)) = words.split_once('=').filter(|(name, _)| is_annotator(name) && !path.exists()) {
            return Some(GivenFile { name: Some(name.to_owned()), path: PathBuf::from(file) });
        }
        is_annotations(path).then(|| GivenFile { name: None, path: path.to_owned() })
    }

    /// Puts what is in a file of annotations beside the documents it is about.
    fn place(&self, file: &GivenFile, all: &mut Gathering) -> Result<(), Failure> {
        let path = &file.path;
        let own = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if !path.is_file() {
            let what = if path.exists() { "it is no file" } else { "there is no such file" };
            return Err(Failure::Input(format!("{}: {what}.", path.display())));
        }
        if is_sidecar_name(&own) {
            let (document, who) = whose(&own).unwrap_or((own.as_str(), None));
            let name = file.name.as_deref().or(who).unwrap_or(UNNAMED).to_owned();
            let given = (name, Given::Sidecar(path.clone()));
            return self.put(&[path.with_file_name(document)], document, given, path, all);
        }
        let read = file::read(path, self.from.as_deref())?;
        for note in read.notes.iter().chain(&read.problems) {
            print_message(&format!("{}: {note}.", path.display()));
        }
        let format = self.from.clone().or_else(|| {
            let head = kind::head_of(path).ok()?;
            import::guess(&own, &head).map(|format| format.name.to_owned())
        });
        let name = file.name.clone().or(format).unwrap_or_else(|| UNNAMED.to_owned());
        for batch in read.documents {
            let folder = folder_of(path);
            let file_name = |name: &str| Path::new(name).file_name().map(PathBuf::from);
            let named = batch.document.as_deref();
            let candidates: Vec<PathBuf> = named
                .into_iter()
                .flat_map(|n| [Some(folder.join(n)), Some(PathBuf::from(n)), file_name(n).map(|n| folder.join(n))])
                .flatten()
                .chain(file::own_names(path, folder))
                .collect();
            let called = named.unwrap_or(&own).to_owned();
            let given = (name.clone(), Given::Export(Arc::new(batch), own.as_str().into()));
            self.put(&candidates, &called, given, path, all)?;
        }
        Ok(())
    }

    /// Puts annotations beside the document of one of these paths: one that is named, of the same name; else the only one that is named;
    /// else the first that is there.
    fn put(
        &self,
        candidates: &[PathBuf],
        called: &str,
        given: (String, Given),
        file: &Path,
        all: &mut Gathering,
    ) -> Result<(), Failure> {
        if let Some(known) = all.find(candidates) {
            known.given.push(given);
            return Ok(());
        }
        // Where one document is named, a file that is about none of this name is about that.
        if let Some(only) = all.only() {
            only.given.push(given);
            return Ok(());
        }
        let found = candidates.iter().find(|path| path.is_file() && *path != file);
        let Some(found) = found else {
            return Err(Failure::Input(format!(
                "{}: the document it is about, {called}, was not found: name it too.",
                file.display()
            )));
        };
        all.add(Found { source: Source::File(found.clone()), sidecars: self.of.clone(), given: vec![given] });
        Ok(())
    }
}

fn absolute(source: &Source) -> PathBuf {
    let path = PathBuf::from(source.name());
    std::path::absolute(&path).unwrap_or(path)
}

fn too_few(names: &[String]) -> Failure {
    let found = match names {
        [] => "nobody has annotated these documents".to_owned(),
        [name] if name == UNNAMED => "there is only the sidecar without a name".to_owned(),
        [name] => format!("only {name} has annotated these documents"),
        names => format!("only {} have", names.join(", ")),
    };
    Failure::Input(format!(
        "Nothing to compare: {found}. Each annotator keeps a sidecar of their own with --as NAME; those in other files are named: \
         NAME=FILE."
    ))
}

/// Somebody of whom there is more than one.
fn twice(sidecars: &[usize], given: &[(usize, Given)]) -> Option<usize> {
    let mut seen: HashSet<usize> = sidecars.iter().copied().collect();
    given.iter().map(|(annotator, _)| *annotator).find(|annotator| !seen.insert(*annotator))
}

impl Several<'_> {
    /// Makes something of every document, by several threads, and takes it in the order of the documents; `size` is what a result
    /// weighs in bytes. A document that cannot be read is told, and the others go on; `data_is_shown` where the output goes to a
    /// terminal. Gives how many could not be read.
    ///
    /// # Errors
    /// Those of `take`.
    pub fn run<R: Send>(
        &self,
        data_is_shown: bool,
        (make, size): (impl Fn(&AnsweredDocument) -> R + Sync, impl Fn(&R) -> usize + Sync),
        mut take: impl FnMut(R) -> Result<(), Failure> + Send,
    ) -> Result<usize, Failure> {
        let sources: Vec<Source> = self.items.iter().map(|item| item.source.clone()).collect();
        let pace = Pace::new(&RunArguments::with_jobs(self.jobs), bytes_of(&sources), self.items.len() > 1);
        let mut position = 0;
        let items = self.items.iter().map(|item| {
            position += length_of(&item.source);
            (item, position)
        });
        let weight = |(item, _): &(&Item, u64)| usize::try_from(length_of(&item.source)).unwrap_or(usize::MAX);
        let mut failures = Vec::new();
        pace.run(
            items,
            (weight, size),
            |(item, position)| {
                let name = item.source.name();
                let answered = guarded(|| self.answered(item).map(|answered| make(&answered)));
                let result = match answered {
                    Some(Ok(made)) => Ok(made),
                    Some(Err(failure)) => Err(failure.message().unwrap_or_default().to_owned()),
                    None => Err(format!("{name}: {OWN_MISTAKE}.")),
                };
                Made { position, result }
            },
            (0, data_is_shown),
            |made| match made {
                Ok(made) => take(made),
                Err(sentence) => {
                    failures.push(sentence);
                    Ok(())
                }
            },
        )?;
        for sentence in &failures {
            print_message(sentence);
        }
        Ok(failures.len() + usize::from(self.failed))
    }

    /// What annotators say about a document.
    fn answered(&self, item: &Item) -> Result<AnsweredDocument, Failure> {
        let annotators: Vec<&str> =
            item.sidecars.iter().filter_map(|number| self.annotators.get(*number)).map(String::as_str).collect();
        let SharedDocument { document, codebook, sets } = self.project.open_shared(&item.source, &annotators)?;
        let mut all: Vec<Option<Set>> = vec![None; self.annotators.len()];
        for (number, set) in item.sidecars.iter().zip(sets) {
            if let Some(place) = all.get_mut(*number) {
                *place = set;
            }
        }
        for (number, given) in &item.given {
            let set = match given {
                Given::Sidecar(path) => kept_in(path)?,
                Given::Export(batch, file) => self.imported(batch, file, &document, &codebook.codebook)?,
            };
            if let Some(place) = all.get_mut(*number) {
                *place = Some(set);
            }
        }
        let lists = all.iter().flatten().map(|set| set.speakers.as_slice());
        let shared: &[Speaker] = &codebook.codebook.speakers;
        let people = SamePeople::new(lists.chain([shared]));
        let answers = all.iter().map(|set| Some(Answers::of(&document, set.as_ref()?, &people))).collect();
        Ok(AnsweredDocument { name: item.source.name(), document, answers, ratings: codebook.codebook.ratings.clone() })
    }

    /// The annotations of an export, as they would come in.
    fn imported(
        &self,
        batch: &ImportedDocument,
        file: &str,
        document: &Arc<Document>,
        codebook: &Codebook,
    ) -> Result<Set, Failure> {
        let mut reading = Reading::new(Arc::clone(document), Arc::new(Detections::default()), Set::default());
        // Ids that the file does not have are the same in every run.
        let (settled, stamp) = (HashSet::new(), Stamp::default());
        let importer = Importer {
            reading: &reading,
            codebook,
            renamed: &self.renamed,
            by: None,
            theirs: None,
            settled: &settled,
            stamp: &stamp,
        };
        let (change, report) = importer.import(batch);
        let is_other = batch.text.as_ref().is_some_and(|text| !importer::is_text_of(document, text));
        if report.is_about_nothing_here() {
            return Err(Failure::Input(format!(
                "{file}: the words of none of its {} annotations are in the document. Is it about another one?",
                report.lost
            )));
        }
        if is_other {
            print_message(&format!(
                "{file}: its text is another than the document’s; annotations are found by their words."
            ));
        }
        reading.apply(&change);
        Ok(reading.set().clone())
    }
}

/// The end of a run: documents that cannot be read, or that there was nothing to compare.
pub fn ended(failed: usize, documents: u64, annotators: &[String]) -> Result<(), Failure> {
    if failed > 0 {
        return Err(Failure::Input(String::new()));
    }
    if documents == 0 {
        return Err(Failure::Input(format!(
            "Nothing to compare: no document was annotated by two of {}.",
            annotators.join(", ")
        )));
    }
    Ok(())
}
