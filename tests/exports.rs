//! What the shared library exports, what the header declares and what the reference list names.
//!
//! A function is exported once it works, so the list of the 193 may be longer than the other two;
//! those two are equal, and hold nothing that is not listed.
#![cfg(target_os = "linux")]

mod support;

use std::process::Command;

use support::functions::{Names, declared, reference};

#[test]
fn reference_list_names_every_function_of_the_dll() {
    assert_eq!(reference().len(), 193);
}

#[test]
fn exports_and_declarations_are_the_same_and_listed() {
    let exported = exported();
    let declared = declared();
    assert_eq!(exported, declared, "exported by the library, and declared in webservices.h");
    let reference = reference();
    let unlisted: Vec<&String> = exported.difference(&reference).collect();
    assert!(unlisted.is_empty(), "exported, but no function of the API: {unlisted:?}");
}

/// Names that the shared library defines for others.
fn exported() -> Names {
    let output = Command::new("nm")
        .args(["--dynamic", "--defined-only", "--format=posix"])
        .arg(support::library_folder().join("libwebservices.so"))
        .output()
        .unwrap_or_else(|error| panic!("this test needs nm: {error}"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let symbols = String::from_utf8(output.stdout).expect("names are ASCII");
    symbols.lines().filter_map(|line| line.split(' ').next()).map(str::to_owned).collect()
}
