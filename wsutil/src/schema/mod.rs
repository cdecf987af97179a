//! XML Schema: its built-in types, a model of what schemas define, and the reader that makes it.

pub mod builtin;
mod check;
mod complex;
mod documents;
pub mod model;
pub mod reader;
mod simple;
