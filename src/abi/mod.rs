//! The C face: types, entry points, and nothing that decides.

pub mod types;
