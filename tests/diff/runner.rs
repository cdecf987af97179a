//! The three runs of each script: on Wine's own webservices.dll, on ours, and on the library of this system.

use std::ffi::OsStr;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::referee::twin;
use crate::script::Script;
use crate::support::wine::{Wine, mingw, random_numbers};
use crate::support::{WARNINGS, compile, fresh_folder, library_folder, root, run};

/// Where a script runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Side {
    Wine,
    Dll,
    Native,
}

/// What a script printed: a line for each operation, the last of which may be `CRASH`, `HANG` or `ABSENT`.
pub(crate) type Lines = Vec<String>;

pub(crate) struct Runner {
    folder: PathBuf,
    pub(crate) wine: Wine,
    /// Which of ours is compared with Wine's.
    pub(crate) ours: Side,
    /// Where Wine's answers are kept from run to run, if they are.
    kept: Option<PathBuf>,
}

/// The DLLs that are ours and not Wine's, where ours are asked for.
const NATIVE: &str = "webservices,bcryptprimitives";

const SOURCES: [&str; 9] =
    ["main", "reader", "content", "writer", "types", "values", "message", "objects", "bench"];

fn source_path(name: &str) -> PathBuf {
    root().join("ctests/diff").join(name).with_extension("c")
}

impl Runner {
    /// Builds the interpreter for Windows and for this system. `built` has webservices.dll.
    pub(crate) fn build(built: &Path, wine: Wine, ours: Side, keep: bool) -> Result<Self, String> {
        let folder = fresh_folder("diff");
        let failed =
            |failed: libtest_mimic::Failed| failed.message().unwrap_or("it does not compile").to_owned();
        let sources: Vec<_> = SOURCES.iter().map(|name| source_path(name)).collect();
        let program = |compiler: &str| {
            let mut command = Command::new(compiler);
            command
                .args(WARNINGS)
                .args(["-std=gnu11", "-O1", "-I"])
                .arg(root().join("include"))
                .args(&sources);
            command
        };
        for side in [Side::Wine, Side::Dll] {
            let place = folder.join(format!("{side:?}"));
            fs::create_dir_all(&place).map_err(|error| error.to_string())?;
            if side == Side::Wine {
                let mut command = program(mingw(false));
                command
                    .args(["-D__USE_MINGW_ANSI_STDIO=1", "-static-libgcc"])
                    .arg(built.join("libwebservices.dll.a"));
                compile(command.arg("-o").arg(place.join("diff.exe"))).map_err(failed)?;
            } else if ours == Side::Dll {
                fs::copy(folder.join("Wine/diff.exe"), place.join("diff.exe"))
                    .map_err(|error| error.to_string())?;
                fs::copy(built.join("webservices.dll"), place.join("webservices.dll"))
                    .map_err(|error| error.to_string())?;
                random_numbers(&place)?;
            }
        }
        let library = library_folder();
        let place = folder.join("Native");
        fs::create_dir_all(&place).map_err(|error| error.to_string())?;
        let mut command = program("gcc");
        command.arg("-L").arg(&library).arg("-lwebservices").arg(format!("-Wl,-rpath,{}", place.display()));
        symlink(library.join("libwebservices.so"), place.join("libwebservices.so.0"))
            .map_err(|error| error.to_string())?;
        compile(command.arg("-o").arg(place.join("diff"))).map_err(failed)?;
        let kept = keep.then(|| Path::new(env!("CARGO_TARGET_TMPDIR")).join("diff-kept"));
        if let Some(kept) = &kept {
            fs::create_dir_all(kept).map_err(|error| error.to_string())?;
        }
        Ok(Self { folder, wine, ours, kept })
    }

    pub(crate) fn command(&self, side: Side, arguments: &[&OsStr]) -> Result<Command, String> {
        let place = self.folder.join(format!("{side:?}"));
        let mut command = match side {
            Side::Wine => self.wine.command(place.join("diff.exe").as_os_str(), "bcryptprimitives")?,
            Side::Dll => self.wine.command(place.join("diff.exe").as_os_str(), NATIVE)?,
            Side::Native => Command::new(place.join("diff")),
        };
        command.args(arguments).current_dir(place);
        Ok(command)
    }

    /// What ours says to the scripts of which there is one with its documents in another encoding.
    pub(crate) fn twins(&self, scripts: &[Script]) -> Result<Vec<Option<Lines>>, String> {
        let twins: Vec<_> = scripts.iter().map(twin).collect();
        let there: Vec<_> = twins.iter().flatten().cloned().collect();
        let mut results =
            if there.is_empty() { Vec::new() } else { self.run(Side::Native, &there)? }.into_iter();
        Ok(twins.iter().map(|twin| twin.as_ref().and_then(|_| results.next())).collect())
    }

    /// Runs them all.
    pub(crate) fn run(&self, side: Side, scripts: &[Script]) -> Result<Vec<Lines>, String> {
        let Some(kept) = self.kept.as_ref().filter(|_| side == Side::Wine) else {
            return self.run_now(side, scripts);
        };
        let mut hasher = DefaultHasher::new();
        for source in SOURCES {
            fs::read(source_path(source)).map_err(|error| error.to_string())?.hash(&mut hasher);
        }
        for script in scripts {
            script.0.hash(&mut hasher);
        }
        let file = kept.join(format!("{:016x}", hasher.finish()));
        let asked: Vec<_> = scripts.iter().map(Script::to_string).collect();
        fs::write(file.with_extension("scripts"), asked.join("\n")).map_err(|error| error.to_string())?;
        if let Ok(text) = fs::read_to_string(&file) {
            let results = text.split_terminator("#\n");
            return Ok(results.map(|lines| lines.lines().map(str::to_owned).collect()).collect());
        }
        let results = self.run_now(side, scripts)?;
        let mut text = String::new();
        for lines in &results {
            text.extend([&lines.join("\n"), "\n#\n"]);
        }
        fs::write(file, text).map_err(|error| error.to_string())?;
        Ok(results)
    }

    /// Runs them all. A process that ends within a script is followed by another for the rest.
    fn run_now(&self, side: Side, scripts: &[Script]) -> Result<Vec<Lines>, String> {
        let place = self.folder.join(format!("{side:?}"));
        // Families of scripts run at the same time.
        static RUNS: AtomicUsize = AtomicUsize::new(0);
        let number = RUNS.fetch_add(1, Ordering::Relaxed);
        let (scripts_name, output_name) = (format!("scripts.{number}"), format!("output.{number}"));
        let (file, output) = (place.join(&scripts_name), place.join(&output_name));
        let mut lines: Vec<String> = scripts.iter().map(Script::to_string).collect();
        lines.push(String::new());
        fs::write(&file, lines.join("\n")).map_err(|error| error.to_string())?;
        let mut results: Vec<Lines> = Vec::new();
        while results.len() < scripts.len() {
            let _ = fs::remove_file(&output);
            let first = results.len().to_string();
            let mut command =
                self.command(side, &[scripts_name.as_ref(), output_name.as_ref(), first.as_ref()])?;
            let finished = run(&mut command, Duration::from_secs(600))
                .map_err(|error| format!("{command:?}: {error}"))?;
            let printed = fs::read(&output).unwrap_or_default();
            let before = results.len();
            for line in String::from_utf8_lossy(&printed).lines() {
                match line.strip_prefix('#') {
                    Some(_) => results.push(Vec::new()),
                    None => results
                        .last_mut()
                        .ok_or_else(|| finished.describe("the interpreter"))?
                        .push(line.trim_end().to_owned()),
                }
            }
            if results.len() == before {
                return Err(finished.describe(&format!("{command:?}")));
            }
        }
        for done in [file, output] {
            fs::remove_file(done).map_err(|error| error.to_string())?;
        }
        Ok(results)
    }
}

/// How a line says that the process ended there.
pub(crate) fn fatal(line: &str) -> Option<&str> {
    ["CRASH", "HANG", "ABSENT"].into_iter().find(|end| line.ends_with(end))
}
