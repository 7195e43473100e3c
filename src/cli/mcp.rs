//! `sayso mcp`: who said what, for programs that speak the Model Context Protocol over standard input and output.

mod protocol;
mod root;
mod tools;
mod version;

use super::{Common, Failure};
use protocol::Session;
use root::Root;
use sayso_core::export::json;
use std::io::{self, BufRead, Read as _};
use std::path::PathBuf;
use tools::Tools;

/// Bytes of the longest message.
const MAX_MESSAGE: u64 = 16 << 20;

/// Arguments of `mcp`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "One JSON-RPC message a line, in and out; nothing is written to the disk. Tools: detect, and with --root \
    who_said_what, find, verify. In the configuration of a program that speaks the protocol: command sayso, arguments mcp --root DIR."
)]
pub struct McpArguments {
    /// The folder whose documents may be read, with all that is below it; without it no file is read
    #[arg(long, value_name = "DIR")]
    root: Option<PathBuf>,
}

impl McpArguments {
    pub fn run(&self, common: &Common) -> Result<(), Failure> {
        let root = self.root.as_deref().map(Root::new).transpose().map_err(Failure::Input)?;
        let mut session = Session::new(Tools::new(common.clone(), root));
        let (mut input, out) = (io::stdin().lock(), io::BufWriter::new(io::stdout().lock()));
        exchange(&mut session, &mut input, out)
    }
}

/// Answers the messages of one client, a line each, until there are no more; it may read no file.
///
/// # Errors
/// When the messages cannot be read or the answers not written.
pub fn speak(input: &mut impl BufRead, out: impl io::Write) -> Result<(), Failure> {
    exchange(&mut Session::new(Tools::new(Common::default(), None)), input, out)
}

fn exchange(session: &mut Session, input: &mut impl BufRead, mut out: impl io::Write) -> Result<(), Failure> {
    loop {
        let answer = match next(input).map_err(|e| Failure::Input(format!("Cannot read standard input: {e}.")))? {
            Message::Line(line) if line.trim_ascii().is_empty() => continue,
            Message::Line(line) => session.answer(&line),
            Message::TooLong => Some(protocol::too_long(MAX_MESSAGE)),
            Message::End => return Ok(()),
        };
        let Some(answer) = answer else { continue };
        json::line(&mut out, &answer).and_then(|()| out.flush()).map_err(|e| Failure::of_output(&e))?;
    }
}

/// What comes next.
enum Message {
    Line(Vec<u8>),
    /// A line of more bytes than any message; it was passed over.
    TooLong,
    End,
}

/// The next line.
fn next(input: &mut impl BufRead) -> io::Result<Message> {
    let mut line = Vec::new();
    if input.take(MAX_MESSAGE).read_until(b'\n', &mut line)? == 0 {
        return Ok(Message::End);
    }
    if line.ends_with(b"\n") || (line.len() as u64) < MAX_MESSAGE {
        return Ok(Message::Line(line));
    }
    drop(line);
    input.skip_until(b'\n')?;
    Ok(Message::TooLong)
}
