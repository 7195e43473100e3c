//! Templates are rendered in a process of their own: what one takes of memory, stack and time is bounded there, and when it
//! is too much only that process ends.

use sayso_core::export::{RenderJob, RenderOrder, Selected, Template};
use std::io::{self, Read as _, Write as _};
use std::process::{Child, ChildStdin, Command, ExitCode, Stdio};

/// The only argument of the process that renders.
pub const ARGUMENT: &str = "--render-template";

/// Bytes a template may take beside what it is given.
const MAX_MEMORY: u64 = 512 << 20;
/// Bytes of stack it may take.
const MAX_STACK: usize = 64 << 20;
/// Seconds of computing it may take.
#[cfg(unix)]
const MAX_SECONDS: u64 = 120;
/// Bytes of a page.
const MAX_PAGE: u64 = 256 << 20;

/// Exit code of the process that renders when its output is a sentence about the template.
const MISTAKE: u8 = 3;

/// A page that is being made in a process of its own.
pub struct Rendering {
    template: String,
    child: Child,
    /// Where documents are handed over; nothing once that process has ended, which says by its end why.
    order: Option<RenderOrder<io::BufWriter<ChildStdin>>>,
}

impl Rendering {
    /// Begins the page.
    ///
    /// # Errors
    /// Those of the system.
    pub fn begin(template: &Template, now: &str) -> io::Result<Self> {
        let mut child = Command::new(super::program()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()?;
        let order = child.stdin.take().and_then(|stdin| template.order(now, io::BufWriter::new(stdin)).ok());
        Ok(Self { template: template.name().to_owned(), child, order })
    }

    /// Hands a document over.
    pub fn document(&mut self, document: &Selected<'_>) {
        if self.order.as_mut().is_some_and(|order| order.document(document).is_err()) {
            self.order = None;
        }
    }

    /// Takes the page.
    ///
    /// # Errors
    /// Of kind `InvalidInput`, with a sentence about the template; any other is the system's.
    pub fn end(mut self) -> io::Result<Vec<u8>> {
        let template = std::mem::take(&mut self.template);
        let mistake = |words: String| io::Error::new(io::ErrorKind::InvalidInput, words);
        let (page, status) = self.answer()?;
        if page.len() as u64 > MAX_PAGE {
            return Err(mistake(format!("{template}: its page is larger than {} MiB.", MAX_PAGE >> 20)));
        }
        match status {
            Some(0) => Ok(page),
            Some(code) if code == i32::from(MISTAKE) => Err(mistake(String::from_utf8_lossy(&page).into_owned())),
            _ => Err(mistake(format!(
                "{template}: the template needs more than {} MiB of memory, or nests or computes without end.",
                MAX_MEMORY >> 20
            ))),
        }
    }

    /// The page, with the exit code of the process.
    fn answer(mut self) -> io::Result<(Vec<u8>, Option<i32>)> {
        if let Some(order) = self.order.take() {
            // A process that is gone says by its end why.
            let _ = order.end();
        }
        let mut page = Vec::new();
        let read = self.child.stdout.take().map_or(Ok(0), |out| out.take(MAX_PAGE + 1).read_to_end(&mut page));
        // Its output is closed: one that still writes ends by that.
        let status = self.child.wait()?;
        read?;
        Ok((page, status.code()))
    }
}

/// The process that renders: a job comes in, a page or a sentence goes out.
pub fn run() -> ExitCode {
    let mut bytes = Vec::new();
    let answer = match io::stdin().lock().read_to_end(&mut bytes) {
        Ok(_) => render(bytes),
        Err(error) => Err(error.to_string()),
    };
    let (words, code) = match answer {
        Ok(page) => (page, ExitCode::SUCCESS),
        Err(why) => (why, ExitCode::from(MISTAKE)),
    };
    let mut out = io::stdout().lock();
    match out.write_all(words.as_bytes()).and_then(|()| out.flush()) {
        Ok(()) => code,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Renders a job on a thread whose stack is large, with limits to everything else.
fn render(bytes: Vec<u8>) -> Result<String, String> {
    let job = RenderJob::read(&bytes).map_err(|e| e.to_string())?;
    drop(bytes);
    limit();
    let thread = std::thread::Builder::new().name("template".to_owned()).stack_size(MAX_STACK);
    let rendering = thread.spawn(move || job.render().map_err(|e| e.to_string())).map_err(|e| e.to_string())?;
    rendering
        .join()
        .unwrap_or_else(|_| Err("The template cannot be rendered; that is a mistake of sayso's.".to_owned()))
}

/// Bounds what this process may take from now on. A limit that the system does not know is none.
#[cfg(unix)]
fn limit() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let set = |resource, most: u64| {
        let maximum = getrlimit(resource).maximum;
        let most = maximum.map_or(most, |maximum| maximum.min(most));
        // Without the limit the page is rendered all the same.
        let _ = setrlimit(resource, Rlimit { current: Some(most), maximum });
    };
    set(Resource::Core, 0);
    set(Resource::Cpu, MAX_SECONDS);
    if let Some(taken) = taken() {
        set(Resource::As, taken.saturating_add(MAX_MEMORY).saturating_add(MAX_STACK as u64));
    }
}

#[cfg(not(unix))]
fn limit() {}

/// Bytes of addresses this process has taken; known only on Linux.
#[cfg(unix)]
fn taken() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|l| l.strip_prefix("VmSize:"))?;
    line.trim().trim_end_matches(" kB").parse::<u64>().ok()?.checked_mul(1024)
}
