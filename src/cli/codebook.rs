//! `sayso codebook`: what annotators of a project may say, for other tools and from them.

use super::{Failure, print, print_message};
use crate::config::Folders;
use crate::input::MAX_CODEBOOK;
use crate::project::{self, ProjectCodebook, codebook, source};
use crate::store::codebook as file;
use crate::store::output::{self, TextFile};
use crate::store::target::{ProtectedFiles, Purpose, Refused};
use sayso_core::annotation;
use sayso_core::export::schema as written;
use sayso_core::import::schema as read;
use sayso_core::ron_errors::meant;
use std::path::{Path, PathBuf};

/// Arguments of `codebook`.
#[derive(Debug, clap::Args)]
pub struct CodebookArguments {
    /// The folder or document whose codebook is meant, or a codebook; with --from the file to read
    #[arg(default_value = ".")]
    path: PathBuf,
    #[arg(long, value_name = "TOOL", help = format!("Write the schema of a tool: {}", targets()))]
    to: Option<String>,
    #[arg(long, value_name = "TOOL", conflicts_with = "to", help = format!("Read the schema of a tool: {}", origins()))]
    from: Option<String>,
    /// Write into this folder, or to this file where it is only one
    #[arg(short, long, value_name = "FILE|DIR")]
    output: Option<PathBuf>,
    /// Replace files that exist
    #[arg(long)]
    force: bool,
}

impl CodebookArguments {
    pub fn run(&self) -> Result<(), Failure> {
        if let Some(name) = &self.from {
            return self.bring(name);
        }
        let schema = self.to.as_deref().map(|name| {
            let names = written::SCHEMAS.iter().map(|s| s.name);
            written::schema(name).ok_or_else(|| unknown(name, names, "is written", &targets()))
        });
        let schema = schema.transpose()?;
        let (codebook, place) = self.codebook()?;
        match schema {
            None => {
                match &place {
                    Some(path) => print_message(&format!("The codebook is {}.", path.display())),
                    None => {
                        print_message("Built-in codebook: there is no sayso.ron in this folder or a parent folder.");
                    }
                }
                self.ron(&codebook, place.as_deref())
            }
            Some(schema) => self.schema(schema, &codebook, place.as_deref()),
        }
    }

    /// The codebook in use, and its file.
    fn codebook(&self) -> Result<(annotation::Codebook, Option<PathBuf>), Failure> {
        source::look(&self.path)?;
        let is_codebook = !self.path.is_dir() && self.path.extension().is_some_and(|e| e == "ron");
        let ProjectCodebook { codebook, path, problems } = if is_codebook {
            let (codebook, problems) = codebook::parse(&self.path, &text(&self.path)?);
            ProjectCodebook { codebook, path: Some(self.path.clone()), problems }
        } else if self.path.is_dir() {
            codebook::of_folder(&self.path)
        } else {
            codebook::of_document(&self.path)
        };
        if problems.is_empty() {
            return Ok((codebook, path));
        }
        Err(project::Error::Codebook(problems).into())
    }

    /// Writes the schema of a tool.
    fn schema(
        &self,
        schema: &written::Schema,
        codebook: &annotation::Codebook,
        made_from: Option<&Path>,
    ) -> Result<(), Failure> {
        let files = (schema.write)(codebook);
        for words in written::left_out(codebook) {
            print_message(&format!("{words} stays behind: {} has no word for it.", schema.name));
        }
        match (&self.output, files.as_slice()) {
            (None, [one]) => print(one.text.as_bytes()),
            (None, _) => {
                let names: Vec<&str> = files.iter().map(|f| f.name.as_str()).collect();
                Err(Failure::Usage(format!(
                    "{} is {} files ({}): -o FOLDER, with a folder that exists.",
                    schema.name,
                    names.len(),
                    names.join(", ")
                )))
            }
            (Some(folder), _) if folder.is_dir() => {
                let texts: Vec<TextFile<'_>> = files.iter().map(|f| text_of(folder.join(&f.name), f)).collect();
                self.write(&texts, Purpose::Export, made_from)
            }
            (Some(path), [one]) => self.write(&[text_of(path.clone(), one)], Purpose::Export, made_from),
            (Some(path), _) => Err(Failure::Usage(format!(
                "{}: {} is several files: make a folder of that name first.",
                path.display(),
                schema.name
            ))),
        }
    }

    /// Reads the schema of a tool.
    fn bring(&self, name: &str) -> Result<(), Failure> {
        let names = read::SCHEMAS.iter().map(|s| s.name);
        let schema = read::schema(name).ok_or_else(|| unknown(name, names, "is read", &origins()))?;
        let path = if self.path.is_dir() { self.path.join(schema.file) } else { self.path.clone() };
        let main = text(&path)?;
        let beside = schema.beside.map(|name| path.with_file_name(name)).filter(|p| p.exists());
        let beside = beside.map(|p| text(&p)).transpose()?;
        let brought = (schema.read)(&main, beside.as_deref())
            .map_err(|why| Failure::Input(format!("{}: {why}.", path.display())))?;
        for sentence in &brought.left_out {
            print_message(sentence);
        }
        self.ron(&brought.codebook, Some(&path))
    }

    /// Prints a codebook as we keep it.
    fn ron(&self, codebook: &annotation::Codebook, made_from: Option<&Path>) -> Result<(), Failure> {
        let text = file::print(codebook);
        let path = match &self.output {
            None => return print(text.as_bytes()),
            Some(folder) if folder.is_dir() => folder.join("sayso.ron"),
            Some(path) => path.clone(),
        };
        self.write(&[TextFile { path, text: &text, ending: "ron" }], Purpose::Codebook, made_from)
    }

    fn write(&self, files: &[TextFile<'_>], purpose: Purpose, made_from: Option<&Path>) -> Result<(), Failure> {
        let config = Folders::from_environment().config.map(|d| d.join("config.ron"));
        let kept =
            ProtectedFiles::new(purpose, made_from.map(Path::to_owned).into_iter().chain(config).collect(), Vec::new());
        let refusal = |refused: Refused| match &refused {
            Refused::Failed(_, e) if e.kind() == std::io::ErrorKind::BrokenPipe => Failure::ClosedPipe,
            refused => Failure::Output(format!("{}.", refused.sentence("Add --force to replace it"))),
        };
        output::write(files, self.force, &kept).map_err(refusal)
    }
}

/// A file of a schema to write.
fn text_of(path: PathBuf, file: &written::File) -> TextFile<'_> {
    let ending = file.name.rsplit_once('.').map_or("", |(_, ending)| ending);
    TextFile { path, text: &file.text, ending }
}

/// The text of a file.
fn text(path: &Path) -> Result<String, Failure> {
    let bytes = source::read(path, MAX_CODEBOOK)?;
    String::from_utf8(bytes).map_err(|_| Failure::Input(format!("{}: it is not UTF-8 text.", path.display())))
}

/// No tool is called so.
fn unknown<'a>(name: &str, names: impl Iterator<Item = &'a str>, what: &str, known: &str) -> Failure {
    let close = meant(name, names).map(|c| format!(" Did you mean {c}?")).unwrap_or_default();
    Failure::Usage(format!("No schema {what} for {name}.{close} Known: {known}."))
}

/// Names of the tools whose schema can be written.
fn targets() -> String {
    written::SCHEMAS.map(|s| s.name).join(", ")
}

/// Names of the tools whose schema can be read.
fn origins() -> String {
    read::SCHEMAS.map(|s| s.name).join(", ")
}
