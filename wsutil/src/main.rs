//! `wsutil`: see the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    wsutil::run::main(std::env::args_os().skip(1))
}
