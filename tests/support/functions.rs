//! The functions of the API, by name.

use std::collections::BTreeSet;
use std::fs;

use super::root;

pub(crate) type Names = BTreeSet<String>;

/// All that the original has.
pub(crate) fn reference() -> Names {
    let rows = include_str!("../data/functions.tsv").lines().skip_while(|line| line.starts_with('#')).skip(1);
    rows.map(|row| row.split('\t').nth(1).expect("the second column is a name").to_owned()).collect()
}

/// Those that our header declares.
pub(crate) fn declared() -> Names {
    let header = fs::read_to_string(root().join("include/webservices.h")).expect("the header is there");
    let declarations = header.lines().filter_map(|line| line.split_once(" WINAPI Ws"));
    declarations.filter_map(|(_, rest)| rest.split_once('(')).map(|(name, _)| format!("Ws{name}")).collect()
}
