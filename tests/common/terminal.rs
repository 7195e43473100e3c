//! The program in a real pseudo-terminal: keys in, the screen as a terminal would show it out.

use anyhow::{Context as _, Result};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::io::{Read as _, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::process::{Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Instant;

/// What begins and what ends a frame.
const BEGINS: &[u8] = b"\x1b[?2026h";
const ENDS: &[u8] = b"\x1b[?2026l";

/// A program that runs, and its screen.
pub struct Terminal {
    /// What it drew so far.
    pub cells: vt100::Parser,
    /// What it writes.
    pub bytes: Receiver<Vec<u8>>,
    /// The process.
    pub child: Box<dyn Child + Send + Sync>,
    /// How many frames began, how many ended, and the last bytes of what it wrote.
    frames: (u64, u64, Vec<u8>),
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts `program` in `folder`, which is also its home, with no other environment than a terminal's.
    pub fn open(program: &Path, folder: &Path, arguments: &[&str], columns: u16, rows: u16) -> Result<Self> {
        Self::with(program, folder, arguments, (columns, rows), &[])
    }

    /// The same with more environment.
    pub fn with(
        program: &Path,
        folder: &Path,
        arguments: &[&str],
        (columns, rows): (u16, u16),
        environment: &[(&str, &str)],
    ) -> Result<Self> {
        let pair = native_pty_system().openpty(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })?;
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.cwd(folder);
        command.env_clear();
        for (name, value) in [("TERM", "xterm-256color"), ("COLORTERM", "truecolor"), ("LC_ALL", "C.UTF-8")] {
            command.env(name, value);
        }
        for (name, value) in environment {
            command.env(name, value);
        }
        command.env("HOME", folder);
        command.env("USER", "ada");
        for (name, below) in [("CONFIG", "config"), ("DATA", "data"), ("STATE", "state")] {
            command.env(format!("XDG_{name}_HOME"), folder.join(below));
        }
        let child = pair.slave.spawn_command(command)?;
        drop(pair.slave);
        let mut reader = pair.master.try_clone_reader()?;
        let keys = pair.master.take_writer()?;
        let (send, bytes) = channel();
        std::thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(n) = reader.read(&mut buffer) {
                if n == 0 || send.send(buffer.get(..n).unwrap_or_default().to_vec()).is_err() {
                    return;
                }
            }
        });
        let size = |n: u16| NonZeroU16::new(n).context("a screen of no size");
        let cells = vt100::Parser::new(size(rows)?, size(columns)?, 0);
        Ok(Self { cells, bytes, child, frames: (0, 0, Vec::new()), keys, master: pair.master })
    }

    /// The words on the screen.
    pub fn text(&self) -> String {
        self.cells.screen().contents()
    }

    /// How many whole frames were drawn.
    #[allow(dead_code, reason = "not every user of this needs it")]
    pub fn frames(&self) -> u64 {
        self.frames.1
    }

    /// Takes what is drawn until a whole frame stands that satisfies `done`; false when none does before `end`.
    pub fn watch(&mut self, end: Instant, done: impl Fn(&str) -> bool) -> bool {
        while self.frames.0 > self.frames.1 || !done(&self.text()) {
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.draw(&bytes),
                Err(_) => return false,
            }
        }
        true
    }

    /// Draws what the program wrote.
    pub fn draw(&mut self, bytes: &[u8]) {
        self.cells.process(bytes);
        let (begun, ended, last) = &mut self.frames;
        last.extend(bytes);
        let count = |mark: &[u8]| last.windows(mark.len()).filter(|w| *w == mark).count() as u64;
        (*begun, *ended) = (*begun + count(BEGINS), *ended + count(ENDS));
        // A mark may be cut in two; none fits into what is kept.
        last.drain(..last.len().saturating_sub(ENDS.len() - 1));
    }

    /// Types one key when no frame is on its way, and takes what is drawn until the frame after it stands: what a hand
    /// does that looks before it types on. False when none comes before `end`.
    #[allow(dead_code, reason = "not every user of this needs it")]
    pub fn key(&mut self, key: &str, end: Instant) -> Result<bool> {
        while let Ok(bytes) = self.bytes.try_recv() {
            self.draw(&bytes);
        }
        while self.frames.0 > self.frames.1 {
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.draw(&bytes),
                Err(_) => return Ok(false),
            }
        }
        let before = self.frames.1;
        self.keys(key)?;
        while self.frames.1 == before {
            match self.bytes.recv_timeout(end.saturating_duration_since(Instant::now())) {
                Ok(bytes) => self.draw(&bytes),
                Err(_) => return Ok(false),
            }
        }
        Ok(true)
    }

    /// Types.
    pub fn keys(&mut self, keys: &str) -> Result<()> {
        self.keys.write_all(keys.as_bytes())?;
        self.keys.flush().context("the terminal")
    }

    /// Gives the screen another size.
    #[allow(dead_code, reason = "not every user of this needs it")]
    pub fn resize(&mut self, columns: u16, rows: u16) -> Result<()> {
        let size = |n: u16| NonZeroU16::new(n).context("a screen of no size");
        self.cells.screen_mut().set_size(size(rows)?, size(columns)?);
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 })
    }

    /// Ends it at once, as a crash or a power cut does; it may have ended by itself.
    pub fn kill(&mut self) -> Result<()> {
        let id = self.child.process_id().context("the number of the process")?.to_string();
        let _ = Command::new("kill").args(["-9", &id]).stderr(Stdio::null()).status()?;
        self.child.wait().map(|_| ()).context("its end")
    }
}
