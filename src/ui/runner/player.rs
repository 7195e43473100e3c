//! The program that plays a recording: started beside the reader and apart from its terminal, one at a time.

use super::desk::Desk;
use super::{Answer, Runner, Tell};
use crate::project::recording::{self, PlayError};
use crate::ui::app::App;
use crate::ui::pane::Split;
use sayso_core::document::Locator;
use std::io;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, Mutex, PoisonError};

/// The player that was started last, as long as it runs.
#[derive(Clone, Default)]
pub struct Player(Arc<Mutex<Option<Child>>>);

impl Player {
    /// Starts a program in the place of the one before. It lives on when the reader ends.
    ///
    /// # Errors
    /// When it cannot be started.
    fn start(&self, program: &str, arguments: &[String], tell: Tell) -> io::Result<()> {
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // ^C and ^Z in the terminal are not meant for it.
        #[cfg(unix)]
        std::os::unix::process::CommandExt::process_group(&mut command, 0);
        let child = command.spawn()?;
        let number = child.id();
        let before = self.0.lock().unwrap_or_else(PoisonError::into_inner).replace(child);
        if let Some(mut before) = before {
            // It may have ended by itself just now.
            let _ = before.kill();
            let _ = before.wait();
        }
        let (player, program) = (self.clone(), program.to_owned());
        std::thread::Builder::new().name("player".to_owned()).spawn(move || player.wait(number, &program, &tell))?;
        Ok(())
    }

    /// Waits until the program of this number has ended, so that the system forgets it, and tells when it failed.
    fn wait(&self, number: u32, program: &str, tell: &Tell) {
        // Until it is waited for below its number stays its own, so that no other program can be ended in its place.
        ended(number);
        let mut running = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(mut child) = running.take_if(|child| child.id() == number)
            && let Ok(status) = child.wait()
            && !status.success()
        {
            tell(Answer::PlayerFailed(format!("{program} ended with an error ({status})")));
        }
    }
}

/// Sleeps until the program of this number has ended.
#[cfg(unix)]
fn ended(number: u32) {
    use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};
    let Some(pid) = i32::try_from(number).ok().and_then(Pid::from_raw) else { return };
    let how = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
    while matches!(waitid(WaitId::Pid(pid), how), Err(rustix::io::Errno::INTR)) {}
}

/// Elsewhere nothing is left of a program that has ended: nobody needs to wait.
#[cfg(not(unix))]
fn ended(_number: u32) {
    std::thread::park();
}

impl Runner {
    /// Plays the recording of the open document from a time, in milliseconds; where that cannot be, says why.
    pub(super) fn play(&self, app: &mut App, millis: u32) {
        if !self.writes {
            return;
        }
        if let Err(why) = self.try_play(app, millis) {
            app.warn(why);
        }
    }

    /// The same of the document at a path, which need not be open.
    pub(super) fn play_of(&self, app: &mut App, path: &Path, millis: u32) {
        if !self.writes {
            return;
        }
        let beside = app.split.as_ref().filter(|split| split.pane().is_some_and(|p| p.path.as_deref() == Some(path)));
        let named = beside.and_then(Split::document).and_then(|doc| doc.reading.document().meta.media.clone());
        if let Err(why) = self.try_play_of(app, Some(path), named.as_deref(), millis) {
            app.warn(why);
        }
    }

    fn try_play(&self, app: &mut App, millis: u32) -> Result<(), String> {
        let named = app.doc().and_then(|doc| doc.reading.document().meta.media.clone());
        let path = app.path.clone().or(self.desks.get(&app.desk).and_then(Desk::file).map(Path::to_owned));
        self.try_play_of(app, path.as_deref(), named.as_deref(), millis)
    }

    fn try_play_of(&self, app: &mut App, path: Option<&Path>, named: Option<&str>, millis: u32) -> Result<(), String> {
        if app.player.is_empty() {
            return Err(PlayError::NoPlayer.to_string());
        }
        let media = recording::recording(path, named).map_err(|e| e.to_string())?;
        let (program, arguments) = recording::command(&app.player, millis, &media).map_err(|e| e.to_string())?;
        self.player
            .start(&program, &arguments, Arc::clone(&self.tell))
            .map_err(|error| format!("The player {program} did not start: {error}"))?;
        let name = media.file_name().unwrap_or_default().to_string_lossy();
        app.say(format!("Playing {name} from {}", Locator::Time(millis).in_words()));
        Ok(())
    }
}
