//! Binary XML and MTOM against .NET's own (System.Runtime.Serialization, as Mono has it): each side writes the same
//! document, and each prints what it reads of either. Python reads our MTOM too. See ctests/interop/README.md.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::{Arc, OnceLock};

use libtest_mimic::{Completion, Failed, Trial};
use support::{Skips, WARNINGS, find_tool, fresh_folder, library_folder, root, run, succeed, under_valgrind};

fn main() -> ExitCode {
    let skips = Skips::default();
    let mut trials = Vec::new();
    for format in [&BINARY, &MTOM] {
        let folder = fresh_folder(&format!("dotnet-{}", format.name));
        let lab = Arc::new(Lab { format, folder, peers: OnceLock::new() });
        for writer in [Side::Ours, Side::DotNet] {
            let (lab, skips) = (Arc::clone(&lab), skips.clone());
            let name = format!("{}/what_{}_writes_is_read_by_both", format.name, writer.name());
            trials.push(Trial::ignorable_test(name, move || lab.exchange(writer, &skips)));
        }
    }
    support::finish(trials, &skips)
}

/// What documents are written in: by `<name>_peer.c`, `peers/<name>_peer.cs`, and if there is one `.py`, which only
/// reads.
struct Format {
    name: &'static str,
    /// Of what both write, so that a side which writes nothing is noticed.
    lines: &'static [&'static str],
    has_python: bool,
}

const BINARY: Format = Format {
    name: "binary",
    lines: &["start {urn:fixed}root", "text 123456789", "start {}dynamic"],
    has_python: false,
};
const MTOM: Format = Format {
    name: "mtom",
    lines: &["start {urn:mtom}large", "text YWJj", "text caf\u{e9} \u{20ac} <&>"],
    has_python: true,
};

#[derive(Clone, Copy)]
enum Side {
    Ours,
    DotNet,
}

impl Side {
    fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::DotNet => "dotnet",
        }
    }
}

/// The programs of both sides.
struct Peers {
    ours: PathBuf,
    dotnet: PathBuf,
}

struct Lab {
    format: &'static Format,
    folder: PathBuf,
    peers: OnceLock<Result<Peers, String>>,
}

impl Lab {
    fn exchange(&self, writer: Side, skips: &Skips) -> Result<Completion, Failed> {
        for tool in ["mcs", "mono"] {
            if find_tool(tool).is_none() {
                return Ok(skips.skip(format!("{tool} is not installed (scripts/setup-debian.sh)")));
            }
        }
        let peers = self.peers.get_or_init(|| self.build()).as_ref().map_err(String::as_str)?;
        let document = self.folder.join(writer.name());
        succeed(peers.command(writer).arg("write").arg(&document))?;
        let print = |side: Side| succeed(peers.command(side).arg("print").arg(&document));
        let (ours, dotnet) = (print(Side::Ours)?, print(Side::DotNet)?);
        if ours != dotnet {
            return Err(format!("we read:\n{ours}\n.NET reads:\n{dotnet}").into());
        }
        if self.format.has_python && find_tool("python3").is_some() {
            let script = root().join(format!("ctests/interop/peers/{}_peer.py", self.format.name));
            let python = succeed(Command::new("python3").arg(script).arg("print").arg(&document))?;
            if ours != python {
                return Err(format!("we read:\n{ours}\nPython reads:\n{python}").into());
            }
        }
        for line in self.format.lines {
            if !ours.lines().any(|found| found == *line) {
                return Err(format!("the document has no line '{line}':\n{ours}").into());
            }
        }
        if find_tool("valgrind").is_some() {
            let mut plain = peers.command(Side::Ours);
            let finished = run(
                under_valgrind(plain.arg("print").arg(&document)).current_dir(&self.folder),
                std::time::Duration::from_secs(300),
            )
            .map_err(|error| error.to_string())?;
            if !finished.succeeded() {
                return Err(finished.describe("our reader under valgrind").into());
            }
        }
        Ok(Completion::Completed)
    }

    fn build(&self) -> Result<Peers, String> {
        let sources = root().join("ctests/interop");
        let libraries = library_folder();
        symlink(libraries.join("libwebservices.so"), self.folder.join("libwebservices.so.0"))
            .map_err(|error| error.to_string())?;
        let peers = Peers { ours: self.folder.join("ours.program"), dotnet: self.folder.join("peer.exe") };
        let mut build = Command::new("gcc");
        build.args(WARNINGS).args(["-std=c11", "-g", "-D_POSIX_C_SOURCE=200809L"]);
        for include in ["include", "include/posix", "ctests/support"] {
            build.arg("-I").arg(root().join(include));
        }
        build.arg(sources.join(format!("{}_peer.c", self.format.name))).arg("-o").arg(&peers.ours);
        build.arg(format!("-L{}", libraries.display())).arg(format!("-Wl,-rpath,{}", self.folder.display()));
        succeed(build.args(["-lwebservices", "-lpthread"]))?;
        let mut compile = Command::new("mcs");
        compile.args(["-warnaserror", "-r:System.Runtime.Serialization.dll"]);
        let source = sources.join(format!("peers/{}_peer.cs", self.format.name));
        compile.arg(output_option(&peers.dotnet)).arg(source);
        succeed(&mut compile)?;
        fs::metadata(&peers.dotnet).map_err(|error| format!("mcs left no program: {error}"))?;
        Ok(peers)
    }
}

fn output_option(path: &Path) -> String {
    format!("-out:{}", path.display())
}

impl Peers {
    fn command(&self, side: Side) -> Command {
        match side {
            Side::Ours => Command::new(&self.ours),
            Side::DotNet => {
                let mut command = Command::new("mono");
                command.arg(&self.dotnet);
                command
            }
        }
    }
}
