//! What the test runners that build and start other programs share.

#![allow(dead_code, unused_imports, reason = "each runner uses the part it needs")]

pub(crate) mod functions;
mod process;
mod program;
mod relay;
mod report;
mod server;
mod toolchain;
pub(crate) mod wine;

use std::path::{Path, PathBuf};

pub(crate) use process::{Ended, run, succeed};
pub(crate) use program::{Program, SKIPPED, compile, is_cpp};
pub(crate) use relay::Relay;
pub(crate) use report::{Skips, finish};
pub(crate) use server::Server;
pub(crate) use toolchain::{NATIVE_LIBRARIES, WARNINGS, find_tool, library_folder, under_valgrind};

/// The folder that holds Cargo.toml.
pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder of this name for a test's own files, under target/tmp.
///
/// # Panics
/// When the folder cannot be made: nothing can be tested then.
pub(crate) fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        std::fs::remove_dir_all(&folder).expect("an old test folder can be removed");
    }
    std::fs::create_dir_all(&folder).expect("a test folder can be made");
    folder
}
