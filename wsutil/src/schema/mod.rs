//! XML Schema: its built-in types, a model of what schemas define, and the reader that makes it.

pub mod builtin;
pub mod model;
pub mod reader;
