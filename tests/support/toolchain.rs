//! Compilers, tools and the library under test.

use std::env;
use std::path::{Path, PathBuf};

/// What every C and C++ program of ours is compiled with.
pub(crate) const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// What a program that links the static library has to add (`rustc --print native-static-libs`).
pub(crate) const NATIVE_LIBRARIES: [&str; 5] = ["-lrt", "-lpthread", "-lm", "-ldl", "-lc"];

/// The tool's path, if it is installed.
pub(crate) fn find_tool(name: &str) -> Option<PathBuf> {
    let path = env::var_os("PATH")?;
    env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

/// The folder into which Cargo built libwebservices.so and libwebservices.a for this very test run.
///
/// # Panics
/// When they are not beside the test's own executable.
pub(crate) fn library_folder() -> PathBuf {
    let executable = env::current_exe().expect("the test knows its own path");
    let folder = executable.parent().map(Path::to_path_buf).expect("an executable is in a folder");
    for name in ["libwebservices.so", "libwebservices.a"] {
        assert!(folder.join(name).is_file(), "{name} is not in {}", folder.display());
    }
    folder
}
