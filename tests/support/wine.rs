//! Windows programs, built by mingw-w64 and run under Wine in a prefix of the tests' own.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use std::time::{Duration, SystemTime};

use super::{Ended, WARNINGS, compile, find_tool, root, run};

/// mingw-w64's compiler for C or C++.
pub(crate) fn mingw(cpp: bool) -> &'static str {
    if cpp { "x86_64-w64-mingw32-g++" } else { "x86_64-w64-mingw32-gcc" }
}

/// Wine, with one server that lives as long as this does, so that programs start fast.
pub(crate) struct Wine {
    loader: PathBuf,
    server: PathBuf,
    prefix: PathBuf,
    /// The server runs and the prefix is set up, or what went wrong.
    ready: OnceLock<Result<(), String>>,
}

impl Wine {
    /// Wine as installed, if it is. The prefix is kept from run to run: to make one takes seconds.
    pub(crate) fn find() -> Option<Self> {
        let tool = |name| {
            // Debian keeps the loader and the server out of the way.
            let hidden = Path::new("/usr/lib/wine").join(name);
            find_tool(name).or_else(|| hidden.is_file().then_some(hidden))
        };
        let prefix = Path::new(env!("CARGO_TARGET_TMPDIR")).join("wine-prefix");
        let loader = tool("wine64").or_else(|| tool("wine"))?;
        Some(Self { loader, server: tool("wineserver")?, prefix, ready: OnceLock::new() })
    }

    /// The command that runs a Windows program, on the native ones of these DLLs.
    pub(crate) fn command(&self, program: &OsStr, native: &str) -> Result<Command, String> {
        self.ready.get_or_init(|| self.start()).clone()?;
        Ok(self.prepared(&self.loader, program, native))
    }

    fn prepared(&self, tool: &Path, argument: &OsStr, native: &str) -> Command {
        let mut command = Command::new(tool);
        command.arg(argument).env("WINEPREFIX", &self.prefix).env("WINEDEBUG", "-all");
        // The last three: nothing is offered for download, no menus are made.
        let overrides = format!("{native}=n;mscoree,mshtml,winemenubuilder.exe=");
        command.env("WINEDLLOVERRIDES", overrides).env_remove("DISPLAY").env_remove("WAYLAND_DISPLAY");
        command
    }

    fn start(&self) -> Result<(), String> {
        let ended =
            |mut command: Command, allowed: &[Ended]| match run(&mut command, Duration::from_secs(240)) {
                Ok(finished) if allowed.contains(&finished.ended) => Ok(()),
                Ok(finished) => Err(finished.describe(&format!("{command:?}"))),
                Err(error) => Err(error.to_string()),
            };
        let done = |command| ended(command, &[Ended::Exit(0)]);
        // The second code says that one runs already, from a run that was killed.
        let serve =
            || ended(self.prepared(&self.server, "-p60".as_ref(), ""), &[Ended::Exit(0), Ended::Exit(2)]);
        fs::create_dir_all(&self.prefix).map_err(|error| error.to_string())?;
        // It stays for a minute after its last program, in case this run is killed and cannot end it.
        serve()?;
        if self.prefix.join("system.reg").is_file() {
            return Ok(());
        }
        let mut boot = self.prepared(&self.loader, "wineboot".as_ref(), "");
        boot.arg("--init");
        done(boot)?;
        // The registry is written when the server ends, and a prefix without one would be set up again.
        done(self.prepared(&self.server, "-k".as_ref(), ""))?;
        done(self.prepared(&self.server, "-w".as_ref(), ""))?;
        serve()
    }
}

impl Drop for Wine {
    fn drop(&mut self) {
        if self.ready.get().is_some() {
            // The server of this prefix and no other. If it is gone already, so much the better.
            let _ = self.prepared(&self.server, "-k".as_ref(), "").status();
        }
    }
}

/// What has to be there and is not.
pub(crate) fn lacking(built: &Path) -> Option<String> {
    for tool in [mingw(false), mingw(true)] {
        if find_tool(tool).is_none() {
            return Some(format!("{tool} is not installed"));
        }
    }
    let dll = built.join("webservices.dll");
    let time = |path: &Path| fs::metadata(path).and_then(|data| data.modified());
    let Ok(made) = time(&dll) else { return Some("webservices.dll is not built: make test-dll".into()) };
    let newest = newest_below(&root().join("src"))?;
    (newest > made).then(|| "webservices.dll is older than the sources: make test-dll".into())
}

fn newest_below(folder: &Path) -> Option<SystemTime> {
    let entries = fs::read_dir(folder).ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let time = |path: PathBuf| {
        if path.is_dir() { newest_below(&path) } else { fs::metadata(path).ok()?.modified().ok() }
    };
    entries.filter_map(time).max()
}

/// Makes the DLL that Wine before version 9 lacks and ours imports, in this folder, once in a process.
pub(crate) fn random_numbers(folder: &Path) -> Result<(), String> {
    static MADE: OnceLock<Result<(), String>> = OnceLock::new();
    let made = MADE.get_or_init(|| {
        let mut command = Command::new(mingw(false));
        command.args(WARNINGS).args(["-std=c11", "-shared", "-o"]).arg(folder.join("bcryptprimitives.dll"));
        command.arg(root().join("ctests/windows/bcryptprimitives.c")).arg("-ladvapi32");
        compile(&mut command).map_err(|failed| failed.message().unwrap_or_default().to_owned())
    });
    made.clone()
}
