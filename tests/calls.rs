//! C that is generated from WSDL: it compiles without a warning wherever it is to compile, and it works.

mod support;

use std::fs;
use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::sync::{Arc, OnceLock};
use std::time::{Duration, Instant};

use libtest_mimic::{Completion, Failed, Trial};
use support::{Skips, WARNINGS, compile, find_tool, fresh_folder, library_folder, root, run, under_valgrind};
use wsutil::input::Source;
use wsutil::options::Options;

/// How generated code is compiled: the compiler, the language, further options.
const CONFIGURATIONS: [(&str, &[&str]); 12] = [
    ("gcc", &["-x", "c", "-std=c99"]),
    ("gcc", &["-x", "c", "-std=c11", "-fshort-wchar"]),
    ("gcc", &["-x", "c++", "-std=c++11"]),
    ("gcc", &["-x", "c++", "-std=c++20", "-fshort-wchar"]),
    ("clang", &["-x", "c", "-std=c99", "-fshort-wchar"]),
    ("clang", &["-x", "c", "-std=c11"]),
    ("clang", &["-x", "c++", "-std=c++11", "-fshort-wchar"]),
    ("clang", &["-x", "c++", "-std=c++20"]),
    ("x86_64-w64-mingw32-gcc", &["-x", "c", "-std=c99"]),
    ("x86_64-w64-mingw32-gcc", &["-x", "c", "-std=c11"]),
    ("x86_64-w64-mingw32-g++", &["-x", "c++", "-std=c++11"]),
    ("x86_64-w64-mingw32-g++", &["-x", "c++", "-std=c++20"]),
];

fn main() -> ExitCode {
    let lab = Arc::new(Lab { folder: fresh_folder("calls"), generated: OnceLock::new() });
    let skips = Skips::default();
    let mut trials = Vec::new();
    for (compiler, flags) in CONFIGURATIONS {
        let (lab, skips) = (Arc::clone(&lab), skips.clone());
        let name = format!("compiles/{compiler}{}", flags[2..].concat());
        trials.push(Trial::ignorable_test(name, move || lab.compiles(compiler, flags, &skips)));
    }
    for (name, compiler, flags) in [
        ("calls/c", "gcc", &["-std=c11"][..]),
        ("calls/generated_as_c++", "g++", &["-std=c++11"]),
        ("calls/sanitizers", "gcc", &["-std=c11", "-fsanitize=address,undefined"]),
    ] {
        let lab = Arc::clone(&lab);
        trials.push(Trial::test(name, move || lab.calls(name, compiler, flags, |program| program)));
    }
    let readme = Arc::clone(&lab);
    trials.push(Trial::test("readme", move || readme.programs_of_readme()));
    let (again, again_skips) = (Arc::clone(&lab), skips.clone());
    trials.push(Trial::ignorable_test("calls/valgrind", move || {
        if find_tool("valgrind").is_none() {
            return Ok(again_skips.skip("valgrind is not installed"));
        }
        again.calls("calls/valgrind", "gcc", &["-std=c11"], |program| under_valgrind(&program))?;
        Ok(Completion::Completed)
    }));
    support::finish(trials, &skips)
}

struct Lab {
    folder: PathBuf,
    generated: OnceLock<Result<PathBuf, String>>,
}

impl Lab {
    /// The folder with what is generated from all WSDLs of the tests.
    fn generated(&self) -> Result<&Path, String> {
        let made = self.generated.get_or_init(|| {
            let folder = self.folder.join("c");
            fs::create_dir_all(&folder).map_err(|error| error.to_string())?;
            for wsdl in wsdls() {
                generate(&wsdl, &folder)?;
            }
            Ok(folder)
        });
        made.as_deref().map_err(Clone::clone)
    }

    fn compiles(&self, compiler: &str, flags: &[&str], skips: &Skips) -> Result<Completion, Failed> {
        let Some(tool) = find_tool(compiler) else {
            return Ok(skips.skip(format!("{compiler} is not installed (scripts/setup-debian.sh)")));
        };
        let folder = self.generated()?;
        let mut command = Command::new(tool);
        command.args(WARNINGS).args(["-fsyntax-only", "-I"]).arg(root().join("include"));
        // Windows has a windows.h, and takes a file of any name for WebServices.h.
        command.arg("-I").arg(root().join("include/posix")).args(flags);
        if compiler.contains("mingw32") {
            command = Command::new(command.get_program());
            command.args(WARNINGS).args(["-fsyntax-only", "-I"]).arg(self.windows_include()?).args(flags);
        }
        for entry in fs::read_dir(folder)? {
            let path = entry?.path();
            if path.extension().is_some_and(|extension| extension == "c") {
                command.arg(path);
            }
        }
        compile(&mut command)?;
        Ok(Completion::Completed)
    }

    /// The headers with the name that generated code calls ours by.
    fn windows_include(&self) -> Result<PathBuf, Failed> {
        let folder = self.folder.join("include");
        if !folder.exists() {
            let made = self.folder.join(format!("include.{:?}", std::thread::current().id()));
            fs::create_dir_all(&made)?;
            for entry in fs::read_dir(root().join("include"))? {
                let path = entry?.path();
                if path.is_file() {
                    fs::copy(&path, made.join(path.file_name().unwrap_or_default()))?;
                }
            }
            fs::copy(root().join("include/webservices.h"), made.join("WebServices.h"))?;
            // Another test may have been faster, with the same content.
            let _ = fs::rename(&made, &folder);
        }
        Ok(folder)
    }

    /// A folder for a program, which finds the library there.
    fn program_folder(&self, name: &str) -> Result<PathBuf, Failed> {
        let folder = self.folder.join(name);
        fs::create_dir_all(&folder)?;
        symlink(library_folder().join("libwebservices.so"), folder.join("libwebservices.so.0"))?;
        Ok(folder)
    }

    /// The client and the service that README.md shows, with another port: the one calls the other.
    fn programs_of_readme(&self) -> Result<(), Failed> {
        let text = fs::read_to_string(root().join("README.md"))?;
        let (_, section) =
            text.split_once("## From a WSDL").ok_or("README.md says nothing of WSDL any more")?;
        let programs: Vec<&str> =
            section.split("```c\n").skip(1).take(2).filter_map(|rest| rest.split("```").next()).collect();
        let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
        let folder = self.program_folder("readme")?;
        let (generated, libraries) = (self.generated()?, library_folder());
        for (name, program) in ["client", "service"].into_iter().zip(&programs) {
            let source = folder.join(format!("{name}.c"));
            fs::write(&source, program.replace("8080", &port.to_string()))?;
            let mut command = Command::new("gcc");
            for include in [&root().join("include"), &root().join("include/posix"), &generated.to_path_buf()]
            {
                command.arg("-I").arg(include);
            }
            command.arg(source).arg(generated.join("calculator.wsdl.c")).arg("-o").arg(folder.join(name));
            command.arg(format!("-L{}", libraries.display())).arg(format!("-Wl,-rpath,{}", folder.display()));
            compile(command.arg("-lwebservices"))?;
        }
        let mut service = Command::new(folder.join("service")).stdin(Stdio::piped()).spawn()?;
        // It says nothing when it is ready.
        let deadline = Instant::now() + Duration::from_secs(60);
        while TcpStream::connect(("127.0.0.1", port)).is_err() && Instant::now() < deadline {
            std::thread::yield_now();
        }
        let called = run(&mut Command::new(folder.join("client")), Duration::from_secs(60));
        // A line ends it.
        let told = service.stdin.take().map(|mut input| input.write_all(b"\n"));
        let ended = service.wait()?;
        let called = called?;
        if !called.succeeded() {
            return Err(called.describe("the client of README.md").into());
        }
        if !ended.success() || !matches!(told, Some(Ok(()))) {
            return Err(format!("the service of README.md ended with {ended}").into());
        }
        Ok(())
    }

    /// Builds and runs calls.c: the generated code by this compiler, the program itself as C.
    fn calls(
        &self,
        name: &str,
        compiler: &str,
        flags: &[&str],
        how: impl Fn(Command) -> Command,
    ) -> Result<(), Failed> {
        let generated = self.generated()?;
        let folder = self.program_folder(&name.replace('/', "-"))?;
        let libraries = library_folder();
        let common = |compiler: &str| {
            let mut command = Command::new(compiler);
            command.args(WARNINGS).args(["-g", "-D_POSIX_C_SOURCE=200809L"]).current_dir(&folder);
            for include in ["include", "include/posix", "ctests/support"] {
                command.arg("-I").arg(root().join(include));
            }
            command.arg("-I").arg(generated);
            command
        };
        let language = if compiler == "g++" { "c++" } else { "c" };
        let mut code = common(compiler);
        code.args(flags).args(["-x", language, "-c"]).arg(generated.join("calls.wsdl.c"));
        compile(code.args(["-o", "generated.o"]))?;
        let mut program = common("gcc");
        if compiler == "gcc" {
            program.args(flags);
        } else {
            program.arg("-std=c11");
        }
        program.arg(root().join("ctests/generated/calls.c")).args(["generated.o", "-o", "program"]);
        program.arg(format!("-L{}", libraries.display())).arg(format!("-Wl,-rpath,{}", folder.display()));
        compile(program.args(["-lwebservices", "-lpthread"]))?;
        let mut program = how(Command::new(folder.join("program")));
        let finished = run(&mut program, Duration::from_secs(300))?;
        if finished.succeeded() { Ok(()) } else { Err(finished.describe(name).into()) }
    }
}

/// The WSDLs of the tests.
fn wsdls() -> [PathBuf; 3] {
    ["ctests/generated/calls.wsdl", "wsutil/tests/wsdl/policies.wsdl", "examples/calculator.wsdl"]
        .map(|file| root().join(file))
}

/// Writes what is generated from an input.
fn generate(input: &Path, folder: &Path) -> Result<(), String> {
    let text = fs::read_to_string(input).map_err(|error| error.to_string())?;
    let source = Source { path: input.display().to_string(), url: None, kind: None, text };
    let compiled = wsutil::compile(&[source], &Options::default());
    if compiled.failed {
        return Err(compiled.messages);
    }
    for file in compiled.files {
        fs::write(folder.join(file.name), file.content).map_err(|error| error.to_string())?;
    }
    Ok(())
}
