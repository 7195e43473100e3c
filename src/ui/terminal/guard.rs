//! What is switched on in the terminal, and switched off again whatever happens; signals.

use super::Wake;
use crossterm::event::{
    DisableBracketedPaste, DisableFocusChange, DisableMouseCapture, EnableBracketedPaste, EnableFocusChange,
    EnableMouseCapture,
};
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{cursor, execute, queue};
use std::io::{self, Write as _};
use std::sync::mpsc::Sender;

/// Hands signals to the loop.
#[cfg(unix)]
pub fn signals(wake: &Sender<Wake>) -> io::Result<()> {
    use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGTERM, SIGWINCH};
    let mut signals = signal_hook::iterator::Signals::new([SIGTERM, SIGHUP, SIGINT, SIGCONT, SIGWINCH])?;
    let wake = wake.clone();
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        for signal in &mut signals {
            let event = match signal {
                SIGCONT => Wake::Continue,
                SIGWINCH => Wake::Resized,
                _ => Wake::End,
            };
            if wake.send(event).is_err() {
                return;
            }
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the form of the other systems")]
pub fn signals(_: &Sender<Wake>) -> io::Result<()> {
    Ok(())
}

/// Stops the program until `fg`.
#[cfg(unix)]
pub fn suspend(guard: &mut Guard) -> io::Result<()> {
    guard.leave();
    signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)
}

#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "the form of the other systems")]
pub fn suspend(_: &mut Guard) -> io::Result<()> {
    Ok(())
}

/// Undoes exactly what was switched on, also when the program panics.
pub struct Guard {
    mouse: bool,
    on: bool,
}

impl Guard {
    /// Takes the terminal.
    pub fn enter(mouse: bool) -> io::Result<Self> {
        let before = std::panic::take_hook();
        let screen = std::thread::current().id();
        std::panic::set_hook(Box::new(move |info| {
            // A worker that fails is a message on the screen, not the end of it.
            if std::thread::current().id() == screen {
                restore(mouse);
                before(info);
            }
        }));
        let mut guard = Self { mouse, on: false };
        guard.again()?;
        Ok(guard)
    }

    /// Takes it again after a stop.
    pub fn again(&mut self) -> io::Result<()> {
        if self.on {
            return Ok(());
        }
        enable_raw_mode()?;
        self.on = true;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste, EnableFocusChange)?;
        if self.mouse {
            execute!(io::stdout(), EnableMouseCapture)?;
        }
        Ok(())
    }

    /// Gives it back.
    pub fn leave(&mut self) {
        if self.on {
            restore(self.mouse);
            self.on = false;
        }
    }
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.leave();
    }
}

fn restore(mouse: bool) {
    let mut out = io::stdout();
    // Nothing can be done about a terminal that takes no more bytes.
    if mouse {
        let _ = queue!(out, DisableMouseCapture);
    }
    let _ = execute!(out, DisableFocusChange, DisableBracketedPaste, cursor::Show, LeaveAlternateScreen);
    let _ = disable_raw_mode();
    let _ = out.flush();
}
