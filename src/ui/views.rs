//! Views that take the whole screen: what each lists, and where its bar stands. How they are drawn is in [`super::view`].

pub mod annotations;
pub mod browse;
pub mod library;
pub mod links;
pub mod outline;
pub mod speakers;
