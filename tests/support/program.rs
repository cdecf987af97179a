//! The C and C++ programs of ctests/.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use libtest_mimic::Failed;

use super::run;

/// A program says "not on this machine" by this exit code.
pub(crate) const SKIPPED: i32 = 77;

/// One test program: its main file and, in the folder `<name>.parts`, further sources of it.
pub(crate) struct Program {
    pub(crate) name: String,
    pub(crate) sources: Vec<PathBuf>,
    pub(crate) limit: Duration,
}

impl Program {
    pub(crate) fn find_all(folder: &Path) -> Vec<Self> {
        let mut programs: Vec<_> =
            sources_in(folder).into_iter().map(|main| Self::from_main(&main)).collect();
        programs.sort_by(|a, b| a.name.cmp(&b.name));
        programs
    }

    pub(crate) fn control(folder: &Path, name: &str) -> Self {
        let mut program = Self::from_main(&folder.join(name).with_extension("c"));
        program.name = format!("harness/{name}");
        program
    }

    fn from_main(main: &Path) -> Self {
        let mut sources = vec![main.to_path_buf()];
        sources.extend(sources_in(&main.with_extension("parts")));
        let name = main.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        let limit = time_limit(&fs::read_to_string(main).unwrap_or_default());
        Self { name, sources, limit }
    }

    pub(crate) fn is_cpp(&self) -> bool {
        self.sources.iter().any(|source| is_cpp(source))
    }

    pub(crate) fn has_c(&self) -> bool {
        self.sources.iter().any(|source| !is_cpp(source))
    }
}

/// `ctest: timeout 120` in one of the first lines sets the seconds that a program may run.
fn time_limit(text: &str) -> Duration {
    let stated = text.lines().take(20).find_map(|line| line.split_once("ctest: timeout "));
    let seconds = stated.and_then(|(_, rest)| rest.split_whitespace().next()?.parse().ok());
    Duration::from_secs(seconds.unwrap_or(60))
}

fn sources_in(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let files = entries.filter_map(|entry| entry.ok().map(|entry| entry.path()));
    let mut sources: Vec<_> =
        files.filter(|file| file.extension().is_some_and(|kind| kind == "c" || kind == "cpp")).collect();
    sources.sort();
    sources
}

pub(crate) fn is_cpp(source: &Path) -> bool {
    source.extension().is_some_and(|kind| kind == "cpp")
}

/// Runs a compiler or a linker.
pub(crate) fn compile(command: &mut Command) -> Result<(), Failed> {
    let finished = run(command, Duration::from_secs(300))?;
    if finished.succeeded() { Ok(()) } else { Err(finished.describe(&format!("{command:?}")).into()) }
}
