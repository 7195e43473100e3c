//! Which path asks for what.

use super::message::{Method, Request, Response};
use sayso_core::detect::Detector;
use sayso_core::services::{RequestError, inception, label_studio};

/// Everything that can be asked for.
pub struct Routes {
    detector: Detector,
}

/// What a path does with a body.
type Route = fn(&Detector, &[u8]) -> Result<Response, RequestError>;

/// Paths with their methods.
const ROUTES: [(Method, &str, Route); 6] = [
    (Method::Post, "/inception/predict", |detector, body| inception::predict(detector, body).map(Response::of)),
    // Nothing is learned: whoever sends documents is thanked.
    (Method::Post, "/inception/train", |_, _| Ok(Response { status: 204, body: Vec::new() })),
    (Method::Get, "/label-studio/health", |_, _| Ok(Response::of(label_studio::health()))),
    (Method::Post, "/label-studio/setup", |_, body| label_studio::setup(body).map(Response::of)),
    (Method::Post, "/label-studio/predict", |detector, body| label_studio::predict(detector, body).map(Response::of)),
    (Method::Post, "/label-studio/webhook", |_, body| Ok(Response { status: 201, body: label_studio::webhook(body)? })),
];

impl Routes {
    /// With what finds who says what.
    pub fn new(detector: Detector) -> Self {
        Self { detector }
    }

    /// Answers a request.
    pub fn answer(&self, request: &Request) -> Response {
        let path = request.path.as_str();
        let mut here = ROUTES.iter().filter(|(_, known, _)| *known == path).peekable();
        let first = here.peek().copied();
        if let Some((.., route)) = here.find(|(method, ..)| *method == request.method) {
            return route(&self.detector, &request.body).unwrap_or_else(|e| Response::refused(400, &e.to_string()));
        }
        match first {
            Some((method, ..)) => Response::refused(405, &format!("{path} takes {}.", method.word())),
            None => {
                let known: Vec<&str> = ROUTES.iter().map(|(_, path, _)| *path).collect();
                Response::refused(404, &format!("Nothing is here. There is {}.", known.join(", ")))
            }
        }
    }
}
