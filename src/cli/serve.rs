//! `sayso serve`: suggestions for annotation tools, over HTTP on the loopback interface.

use super::{Failure, print, print_message};
use crate::serve::{Limits, Routes, Server, Stopper};
use sayso_core::detect::Detector;
use std::io;
use std::sync::Arc;

/// Arguments of `serve`.
#[derive(Debug, clap::Args)]
#[command(
    after_help = "INCEpTION: an external recommender at http://127.0.0.1:PORT/inception/, for one feature of one layer each. \
    Label Studio: an ML backend at http://127.0.0.1:PORT/label-studio.\nNothing is read from the disk, nothing is written, nothing is \
    learned. Control-C ends it."
)]
pub struct ServeArguments {
    /// The port; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 7297)]
    port: u16,
}

impl ServeArguments {
    pub fn run(&self) -> Result<(), Failure> {
        let routes = Routes::new(Detector::new());
        let handler = Arc::new(move |request: &_| routes.answer(request));
        let failed = |error: io::Error| {
            let port = self.port;
            Failure::Output(format!("Cannot listen on 127.0.0.1:{port}: {error}. Another port: sayso serve --port 0"))
        };
        let server = Server::bind(self.port, Limits::default(), handler).map_err(failed)?;
        let address = server.address().map_err(failed)?;
        if let Err(error) = stop_on_signals(server.stopper().map_err(failed)?) {
            print_message(&format!("Control-C ends the service at once, without waiting for answers: {error}."));
        }
        print(format!("listening on http://{address}\n").as_bytes())?;
        server.run().map_err(failed)
    }
}

/// Ends the service when it is asked to end.
#[cfg(unix)]
fn stop_on_signals(stopper: Stopper) -> io::Result<()> {
    use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
    let mut signals = signal_hook::iterator::Signals::new([SIGINT, SIGTERM, SIGHUP])?;
    std::thread::Builder::new().name("signals".to_owned()).spawn(move || {
        if signals.forever().next().is_some() {
            stopper.stop();
        }
    })?;
    Ok(())
}

#[cfg(not(unix))]
fn stop_on_signals(_: Stopper) -> io::Result<()> {
    Ok(())
}
