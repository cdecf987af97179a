//! README.md tells the truth: its program is one that is built and run (tests/install.rs), its table of functions
//! is that of the library.

mod support;

use std::fs;
use std::process::Command;

use support::{library_folder, root, succeed};

const BEGIN: &str = "`make readme` writes it anew -->\n";
const END: &str = "<!-- /functions -->";

#[test]
fn first_program_is_the_one_that_is_tested() {
    let text = fs::read_to_string(root().join("README.md")).expect("README.md is readable");
    let program = fs::read_to_string(root().join("examples/hello.c")).expect("the program is readable");
    assert!(
        text.contains(&format!("```c\n{program}```\n")),
        "README.md shows another program than examples/hello.c"
    );
}

#[test]
fn function_table_is_that_of_the_library() {
    let path = root().join("README.md");
    let text = fs::read_to_string(&path).expect("README.md is readable");
    let (head, rest) = text.split_once(BEGIN).expect("README.md marks where the table begins");
    let (table, tail) = rest.split_once(END).expect("README.md marks where the table ends");

    let mut script = Command::new(root().join("scripts/functions-table.sh"));
    let fresh =
        succeed(script.arg(library_folder().join("libwebservices.so"))).expect("the table can be made");
    if std::env::var_os("WWSAPI_UPDATE_README").is_some() {
        fs::write(&path, format!("{head}{BEGIN}{fresh}{END}{tail}")).expect("README.md is writable");
    } else {
        let new = fresh.lines().filter(|line| !table.contains(line)).collect::<Vec<_>>().join("\n");
        assert!(table == fresh, "README.md is stale: run `make readme`. It should say:\n{new}");
    }
}
