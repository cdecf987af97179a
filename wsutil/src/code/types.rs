//! From schemas to C types and their descriptions.

use crate::code::Program;
use crate::diagnostics::Diagnostics;
use crate::input::Input;
use crate::options::Options;
use crate::schema::model::SchemaSet;

/// The units of these inputs, with all C types of these schemas.
pub fn build(
    _inputs: &[Input<'_>],
    _schemas: &SchemaSet,
    _options: &Options,
    _diagnostics: &mut Diagnostics,
) -> Program {
    Program::default()
}
