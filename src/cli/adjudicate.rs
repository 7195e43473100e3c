//! `sayso adjudicate`: settling in the reader what several annotators differ in.

use super::open::ReaderArguments;
use super::several::check_names;
use super::{Common, Failure};
use crate::project::annotators::{Annotators, UNNAMED, kept_in};
use crate::project::source;
use crate::store::{self, kind::file_of};
use crate::ui::start_place::StartPlace;
use clap::ValueEnum;
use sayso_core::annotators::adjudication::Prefill;
use std::io::{self, IsTerminal as _};
use std::path::PathBuf;

/// Arguments of `adjudicate`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "What all agree on is taken at once; what they differ in is decided place by place, into the sidecar of --as NAME. Run \
    again after more annotation: what was decided stays, and new answers are shown beside it. Two versions of one annotation in that \
    sidecar, as a merge leaves them, are settled in the same way, also where nobody else has one."
)]
pub struct AdjudicateArguments {
    /// The document
    #[arg(value_name = "DOCUMENT")]
    document: PathBuf,
    /// The annotators, separated by commas. - is the sidecar without a name. By default everybody who has one beside the document
    /// but for the curator
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    of: Vec<String>,
    /// What is proposed where they differ, taken with Enter
    #[arg(long, value_name = "RULE", default_value = "unanimous")]
    prefill: PrefillOption,
    /// Line by line, without a screen
    #[arg(long)]
    plain: bool,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum PrefillOption {
    /// Nothing: only what all agree on is taken
    Unanimous,
    /// What more than half of them say
    Majority,
    /// What anybody labelled, where those who did agree
    Union,
    /// What the first of them says
    First,
}

impl PrefillOption {
    const fn prefill(self) -> Prefill {
        match self {
            Self::Unanimous => Prefill::Unanimous,
            Self::Majority => Prefill::Majority,
            Self::Union => Prefill::Union,
            Self::First => Prefill::First,
        }
    }
}

impl AdjudicateArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        if !self.plain && !io::stdout().is_terminal() {
            return Err(Failure::Usage(
                "adjudicate needs a terminal: it opens the reader. --plain goes line by line, sayso compare prints the \
                 differences."
                    .to_owned(),
            ));
        }
        if source::look(file_of(&self.document))?.is_dir() {
            return Err(Failure::Usage(format!("{}: adjudicate takes one document.", self.document.display())));
        }
        let curator = common.annotator.as_deref().unwrap_or(UNNAMED);
        self.check_names(curator)?;
        let all = self.annotators(curator);
        let keeps = |name: &&String| self.keeps(common, name);
        match self.of.iter().find(|name| !keeps(name)) {
            Some(name) => {
                return Err(Failure::Input(format!("{name} keeps nothing about {}.", self.document.display())));
            }
            None if all.len() < 2 && !self.has_versions(common) => return Err(self.too_few(&all)),
            None => {}
        }
        let place = StartPlace::Adjudicated { of: self.of.clone(), prefill: self.prefill.prefill() };
        let reader = ReaderArguments::of(&self.document);
        let reader = if self.plain { reader.linearly() } else { reader };
        reader.begin(common, Some(place))
    }

    fn check_names(&self, curator: &str) -> Result<(), Failure> {
        check_names(&self.of)?;
        if self.of.iter().any(|name| name == curator) {
            let who = if curator == UNNAMED { "the sidecar without a name" } else { curator };
            return Err(Failure::Usage(format!(
                "What is decided goes into {who}, which is also one of --of: name the curator with --as NAME."
            )));
        }
        Ok(())
    }

    /// Whose annotations are settled.
    fn annotators(&self, curator: &str) -> Vec<String> {
        if !self.of.is_empty() {
            return self.of.clone();
        }
        let mut all = Annotators::default().of(&self.document);
        all.retain(|name| name != curator);
        all
    }

    /// Whether an annotator has a sidecar of the document, beside it or in the data folder.
    fn keeps(&self, common: &Common, name: &str) -> bool {
        let who = (name != UNNAMED).then_some(name);
        let project = common.project();
        let place = store::sidecar_of(&self.document, who, project.folders.data.as_deref(), &project.index);
        let is_beside = || Annotators::default().of(&self.document).iter().any(|known| known == name);
        store::elsewhere::is_there(&place.path) || is_beside()
    }

    /// Whether the curator's own sidecar holds versions to choose from. One that cannot be read is told when it is opened.
    fn has_versions(&self, common: &Common) -> bool {
        let project = common.project();
        let data = project.folders.data.as_deref();
        let place = match &common.sidecar {
            Some(path) => path.clone(),
            None => store::sidecar_of(&self.document, common.annotator.as_deref(), data, &project.index).path,
        };
        kept_in(&place).is_ok_and(|set| set.iter().any(|record| record.conflict))
    }

    fn too_few(&self, all: &[String]) -> Failure {
        let found = match all {
            [name] if name != UNNAMED => format!("only {name} has annotated {}", self.document.display()),
            [_] => format!("there is only the sidecar without a name beside {}", self.document.display()),
            _ => format!("nobody has annotated {}", self.document.display()),
        };
        Failure::Input(format!(
            "Nothing to adjudicate: {found}. Each annotator keeps a sidecar of their own with --as NAME."
        ))
    }
}
