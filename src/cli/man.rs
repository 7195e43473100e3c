//! `sayso man`: the manual pages, made of the same source as the help.

use super::{Arguments, Failure, print};
use clap::CommandFactory as _;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use sayso_core::ron_errors::meant;

/// What the page of sayso tells beyond its options: a heading, and under it what something is called and what it is.
const MORE: &[(&str, &[(&str, &str)])] = &[
    (
        "FILES",
        &[
            ("article.txt.sayso.ron", "The sidecar: what was decided about article.txt, one annotation a line."),
            ("article.txt.sayso.NAME.ron", "That of the annotator NAME (--as NAME)."),
            (
                ".article.txt.sayso.journal",
                "Changes that are on the disk and not yet in the sidecar; .lock, .draft and .copy stand beside it while \
                 they are needed.",
            ),
            (
                "sayso.ron",
                "The codebook of a folder and those below it: labels, ratings, attributes, speakers, guideline.",
            ),
            (
                "$XDG_CONFIG_HOME/sayso/config.ron",
                "Settings, never written by the program; themes and templates beside it.",
            ),
            (
                "$XDG_DATA_HOME/sayso",
                "Annotations of documents in folders that cannot be written to, and indexes of folders.",
            ),
            ("$XDG_STATE_HOME/sayso", "Histories of changes, and sidecars as they were before the last session."),
        ],
    ),
    (
        "ENVIRONMENT",
        &[
            ("VISUAL, EDITOR", "The editor for notes and for documents; without either, vi."),
            ("NO_COLOR, COLORTERM, TERM", "Which colours are used."),
            ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME", "Where the files above are."),
        ],
    ),
    (
        "EXIT STATUS",
        &[
            ("0", "Done."),
            ("1", "Findings or differences."),
            ("2", "The call makes no sense."),
            ("3", "Bad input."),
            ("4", "The output cannot be written."),
        ],
    ),
    (
        "EXAMPLES",
        &[
            ("sayso article.txt", "Read and annotate."),
            ("sayso verify article.txt --against minutes.txt", "Are these words, said by this person, there?"),
            ("sayso export desk/ --to csv -o decisions.csv", "Everything decided about the documents of a folder."),
        ],
    ),
];

/// Arguments of `man`.
#[derive(Debug, clap::Args)]
pub struct ManArguments {
    /// The command whose page it is; without one, the page of sayso
    #[arg(value_name = "COMMAND")]
    command: Option<String>,
}

impl ManArguments {
    /// Prints the page as troff.
    ///
    /// # Errors
    /// A failure of usage where no command is called so, else one of the output.
    pub fn run(&self) -> Result<(), Failure> {
        // Built, each command knows its whole name (sayso-detect) and the options that all of them take.
        let mut program = Arguments::command().disable_help_subcommand(true);
        program.build();
        let version = program.get_version().unwrap_or_default().to_owned();
        let is_whole = self.command.is_none();
        let page = match &self.command {
            None => program,
            Some(name) => match program.get_subcommands().find(|c| c.get_name() == name && !c.is_hide_set()) {
                Some(command) => command.clone(),
                None => return Err(unknown(name, &program)),
            },
        };
        let mut out = Vec::new();
        // There is no date: the same source gives the same page. An empty one would be left out of the line, and what
        // follows be taken for it.
        let man = Man::new(page).date(" ").source(format!("sayso {version}")).manual("User Commands");
        man.render(&mut out).map_err(|e| Failure::of_output(&e))?;
        if is_whole {
            more().to_writer(&mut out).map_err(|e| Failure::of_output(&e))?;
        }
        print(&out)
    }
}

/// The headings of [`MORE`].
fn more() -> Roff {
    let mut page = Roff::new();
    for (heading, entries) in MORE {
        page.control("SH", [*heading]);
        for (name, words) in *entries {
            page.control("TP", []).text([bold(*name)]).text([roman(*words)]);
        }
    }
    page
}

/// There is no such page.
fn unknown(name: &str, program: &clap::Command) -> Failure {
    let pages = program.get_subcommands().filter(|c| !c.is_hide_set()).map(clap::Command::get_name);
    let hint = match meant(name, pages) {
        Some(near) => format!("did you mean {near}?"),
        None => "sayso --help lists them.".to_owned(),
    };
    Failure::Usage(format!("there is no command {name}: {hint}"))
}
