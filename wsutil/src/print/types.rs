//! C types.

use crate::code::{Program, Unit};
use crate::print::Text;

/// Declares the types of a unit.
pub fn declare(_text: &mut Text, _program: &Program, _unit: &Unit) {}

/// Defines the functions that derived types need.
pub fn define_helpers(_text: &mut Text, _program: &Program, _unit: &Unit) {}
