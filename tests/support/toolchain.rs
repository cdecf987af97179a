//! Compilers, tools and the library under test.

use std::env;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::root;

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

/// The same program and arguments under valgrind: an invalid access or a lost block ends it with 99.
pub(crate) fn under_valgrind(program: &Command) -> Command {
    let kinds = "definite,indirect,possible";
    let suppressions = root().join("ctests/support/valgrind.supp");
    let mut command = Command::new("valgrind");
    command.args([
        "--quiet",
        "--error-exitcode=99",
        "--leak-check=full",
        "--num-callers=30",
        "--fair-sched=try",
    ]);
    command.arg(format!("--show-leak-kinds={kinds}")).arg(format!("--errors-for-leak-kinds={kinds}"));
    command.arg(format!("--suppressions={}", suppressions.display()));
    command.arg(program.get_program()).args(program.get_args());
    command
}
