//! `sayso codebook`: what annotators of a project may say, for other tools and from them.

use super::{Failure, print, sources, talk};
use crate::annotation;
use crate::config::{self, Problem};
use crate::diagnosis::meant;
use crate::export::schema as written;
use crate::import::schema as read;
use crate::store::codebook;
use crate::store::output::{self, Refused};
use std::path::{Path, PathBuf};

/// Arguments of `codebook`.
#[derive(Debug, clap::Args)]
pub struct Codebook {
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

impl Codebook {
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
                    Some(path) => talk(&format!("The codebook is {}.", path.display())),
                    None => talk("The built-in codebook: no sayso.ron stands in this folder or one above it."),
                }
                self.ron(&codebook, place.as_deref())
            }
            Some(schema) => self.schema(schema, &codebook, place.as_deref()),
        }
    }

    /// The codebook in use, and its file.
    fn codebook(&self) -> Result<(annotation::Codebook, Option<PathBuf>), Failure> {
        std::fs::metadata(&self.path).map_err(|e| sources::cannot_read(&self.path, &e))?;
        let is_codebook = self.path.is_file() && self.path.extension().is_some_and(|e| e == "ron");
        let (codebook, place, problems) = if is_codebook {
            let (codebook, problems) = config::check_codebook(&self.path, &text(&self.path)?);
            (codebook, Some(self.path.clone()), problems)
        } else if self.path.is_dir() {
            config::codebook_of(&self.path)
        } else {
            config::codebook_of(crate::store::disk::folder_of(&self.path))
        };
        if problems.is_empty() {
            return Ok((codebook, place));
        }
        Err(Failure::Input(problems.iter().map(Problem::in_one_line).collect::<Vec<_>>().join("\n")))
    }

    /// Writes the schema of a tool.
    fn schema(
        &self,
        schema: &written::Schema,
        codebook: &annotation::Codebook,
        made_from: Option<&Path>,
    ) -> Result<(), Failure> {
        let files = (schema.write)(codebook);
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
                let files: Vec<(PathBuf, &str)> =
                    files.iter().map(|f| (folder.join(&f.name), f.text.as_str())).collect();
                self.write(&files, made_from)
            }
            (Some(path), [one]) => self.write(&[(path.clone(), &one.text)], made_from),
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
        let beside = schema.beside.map(|name| path.with_file_name(name)).filter(|p| p.is_file());
        let beside = beside.map(|p| text(&p)).transpose()?;
        let brought = (schema.read)(&main, beside.as_deref())
            .map_err(|why| Failure::Input(format!("{}: {why}.", path.display())))?;
        for sentence in &brought.left_out {
            talk(sentence);
        }
        self.ron(&brought.codebook, Some(&path))
    }

    /// Prints a codebook as we keep it.
    fn ron(&self, codebook: &annotation::Codebook, made_from: Option<&Path>) -> Result<(), Failure> {
        let text = codebook::print(codebook);
        match &self.output {
            None => print(text.as_bytes()),
            Some(folder) if folder.is_dir() => self.write(&[(folder.join("sayso.ron"), &text)], made_from),
            Some(path) => self.write(&[(path.clone(), &text)], made_from),
        }
    }

    fn write(&self, files: &[(PathBuf, &str)], made_from: Option<&Path>) -> Result<(), Failure> {
        let made_from: Vec<&Path> = made_from.into_iter().collect();
        output::write(files, self.force, &made_from).map_err(|refused| {
            Failure::Output(match refused {
                Refused::Precious(there) => {
                    format!("{} is what this is made from, or a sidecar: choose another name for -o.", there.display())
                }
                Refused::Exists(there) => format!("{} exists. Add --force to replace it.", there.display()),
                Refused::Failed(there, e) => format!("{}: it cannot be written: {e}.", there.display()),
            })
        })
    }
}

/// The text of a file.
fn text(path: &Path) -> Result<String, Failure> {
    let bytes = std::fs::read(path).map_err(|e| sources::cannot_read(path, &e))?;
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
