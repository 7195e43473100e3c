//! What leaves the program: one file a format, behind one table.

pub mod detections;
