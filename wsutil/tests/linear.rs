//! The work grows with the inputs and no faster: instructions are counted, since they are the same on any machine and
//! under any load. How long it takes is told by `cargo bench --bench types`.

mod common;
#[path = "common/many.rs"]
mod many;

use std::fs;
use std::process::Command;

use common::{fresh_folder, has_tool, succeed};

/// The instructions of a run on a WSDL of so many types.
fn instructions(count: usize) -> u64 {
    let folder = fresh_folder(&format!("linear-{count}"));
    fs::write(folder.join("many.wsdl"), many::wsdl(count)).expect("it can be written");
    let mut command = Command::new("valgrind");
    command.args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]);
    command.arg(env!("CARGO_BIN_EXE_wsutil")).args(["many.wsdl", "/W:4", "/nologo"]).current_dir(&folder);
    let said = succeed(&mut command);
    let line = said.lines().find(|line| line.contains("I   refs:")).expect("it says how many");
    let digits: String = line.rsplit(':').next().unwrap_or("").chars().filter(char::is_ascii_digit).collect();
    digits.parse().expect("it is a number")
}

#[test]
fn the_work_grows_with_the_input_and_no_faster() {
    if !has_tool("valgrind") {
        return;
    }
    let (few, many) = (instructions(150), instructions(750));
    // What a run costs anyway makes it less than five times as much; a hundredth is for tables that grow by doubling.
    // One walk through all types for each type is more than that.
    assert!(
        many < few * 101 / 20,
        "{few} for 150, {many} for 750: {:.3} times as much",
        many as f64 / few as f64
    );
}
