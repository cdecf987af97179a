//! Descriptions: the members of the two description structs that schemas make.

use crate::code::{Member, Program, Unit};

/// Members of the local definitions.
pub fn local_members(_program: &Program, _unit: &Unit) -> Vec<Member> {
    Vec::new()
}

/// Members of the global description struct.
pub fn global_members(_program: &Program, _unit: &Unit) -> Vec<Member> {
    Vec::new()
}
