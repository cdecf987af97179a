//! Builds and runs every C and C++ program of ctests/: see ctests/README.md.

mod support;

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;

use libtest_mimic::{Completion, Failed, Trial};
use support::{
    Ended, NATIVE_LIBRARIES, Program, SKIPPED, Skips, WARNINGS, compile, find_tool, fresh_folder, is_cpp,
    library_folder, root, run, under_valgrind,
};

fn main() -> ExitCode {
    let bench = Arc::new(Bench::prepare());
    let mut trials = Vec::new();
    for program in Program::find_all(&root().join("ctests")) {
        let program = Arc::new(program);
        for variant in Variant::all() {
            if variant.fits(&program) {
                trials.push(bench.trial(&program, variant, Expect::Success));
            }
        }
    }
    for (name, tool, expect) in controls() {
        let program = Arc::new(Program::control(&root().join("ctests/harness"), name));
        trials.push(bench.trial(&program, Variant::control(tool), expect));
    }
    support::finish(trials, &bench.skips)
}

/// Programs that must not pass: they prove that each kind of check is really on.
fn controls() -> Vec<(&'static str, Tool, Expect)> {
    vec![
        ("failing_check", Tool::None, Expect::Failure("CHECK failed")),
        ("hanging", Tool::None, Expect::Timeout),
        ("skipping", Tool::None, Expect::Skip),
        ("leaking", Tool::Valgrind, Expect::Failure("definitely lost")),
        ("leaking", Tool::Sanitizers, Expect::Failure("LeakSanitizer")),
        ("overflowing", Tool::Valgrind, Expect::Failure("Invalid read")),
        ("overflowing", Tool::Sanitizers, Expect::Failure("heap-buffer-overflow")),
        ("undefined", Tool::Sanitizers, Expect::Failure("signed integer overflow")),
    ]
}

/// One way to build a program, and what to do with the result.
#[derive(Clone, Copy)]
struct Variant {
    compiler: Compiler,
    standard: Standard,
    literals: Literals,
    action: Action,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Compiler {
    Gcc,
    Clang,
}

/// The older or the newer standard of each language.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standard {
    /// C99, C++11
    Old,
    /// C11, C++20
    New,
}

/// How a program's WCHAR literals are written, and so which type WCHAR is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Literals {
    /// `u"text"`: WCHAR is char16_t
    Char16,
    /// `L"text"` with -fshort-wchar: WCHAR is wchar_t
    ShortWide,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Action {
    /// Compile only, for the combinations that add nothing when run.
    Check,
    Run(Linkage, Tool),
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Linkage {
    Shared,
    Static,
}

/// What watches the program while it runs.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Tool {
    None,
    Valgrind,
    /// gcc's address and undefined behaviour sanitizers, in the program and not in the library
    Sanitizers,
}

impl Variant {
    /// With each compiler a program meets each standard, each kind of literal and each kind of library
    /// at least once; what is left of the matrix is compiled. Between them the two compilers run all
    /// four pairs of literal and library.
    fn all() -> Vec<Self> {
        use Action::{Check, Run};
        use Compiler::{Clang, Gcc};
        use Linkage::{Shared, Static};
        use Literals::{Char16, ShortWide};
        use Standard::{New, Old};
        [
            (Gcc, New, Char16, Run(Shared, Tool::None)),
            (Gcc, Old, ShortWide, Run(Static, Tool::None)),
            (Gcc, New, ShortWide, Check),
            (Gcc, Old, Char16, Check),
            (Clang, New, Char16, Run(Static, Tool::None)),
            (Clang, Old, ShortWide, Run(Shared, Tool::None)),
            (Clang, New, ShortWide, Check),
            (Clang, Old, Char16, Check),
            (Gcc, New, Char16, Run(Shared, Tool::Valgrind)),
            (Gcc, New, Char16, Run(Shared, Tool::Sanitizers)),
        ]
        .map(|(compiler, standard, literals, action)| Self { compiler, standard, literals, action })
        .to_vec()
    }

    fn control(tool: Tool) -> Self {
        Self {
            compiler: Compiler::Gcc,
            standard: Standard::New,
            literals: Literals::Char16,
            action: Action::Run(Linkage::Shared, tool),
        }
    }

    /// C99 has no `u"text"`.
    fn fits(self, program: &Program) -> bool {
        !(self.standard == Standard::Old && self.literals == Literals::Char16 && program.has_c())
    }

    fn name(self, cpp: bool) -> String {
        let what = match self.action {
            Action::Run(_, Tool::Valgrind) => return "valgrind".into(),
            Action::Run(_, Tool::Sanitizers) => return "sanitizers".into(),
            Action::Check => "compile",
            Action::Run(Linkage::Shared, Tool::None) => "shared",
            Action::Run(Linkage::Static, Tool::None) => "static",
        };
        let literals = match self.literals {
            Literals::Char16 => "u",
            Literals::ShortWide => "L",
        };
        format!("{}-{}-{literals}-{what}", self.compiler.driver(false), self.standard.name(cpp))
    }

    /// What this variant needs and the machine lacks.
    fn missing_tool(self, cpp: bool) -> Option<&'static str> {
        let valgrind = matches!(self.action, Action::Run(_, Tool::Valgrind)).then_some("valgrind");
        [Some(self.compiler.driver(cpp)), valgrind]
            .into_iter()
            .flatten()
            .find(|tool| find_tool(tool).is_none())
    }
}

impl Compiler {
    fn driver(self, cpp: bool) -> &'static str {
        match (self, cpp) {
            (Self::Gcc, false) => "gcc",
            (Self::Gcc, true) => "g++",
            (Self::Clang, false) => "clang",
            (Self::Clang, true) => "clang++",
        }
    }
}

impl Standard {
    fn name(self, cpp: bool) -> &'static str {
        match (self, cpp) {
            (Self::Old, false) => "c99",
            (Self::New, false) => "c11",
            (Self::Old, true) => "c++11",
            (Self::New, true) => "c++20",
        }
    }
}

/// How a run has to end for the test to pass.
#[derive(Clone, Copy)]
enum Expect {
    Success,
    /// An exit code other than 0 and 77, and this in the output.
    Failure(&'static str),
    Timeout,
    Skip,
}

/// The folders in which programs are built and the libraries they are linked with.
struct Bench {
    folder: PathBuf,
    shared_folder: PathBuf,
    static_library: PathBuf,
    skips: Skips,
}

impl Bench {
    fn prepare() -> Self {
        let built = library_folder();
        let folder = fresh_folder("ctests");
        // A folder with the shared library only, under the name linked with and the one loaded.
        let shared_folder = folder.join("lib");
        fs::create_dir(&shared_folder).expect("a fresh folder takes another");
        for name in ["libwebservices.so", "libwebservices.so.0"] {
            symlink(built.join("libwebservices.so"), shared_folder.join(name)).expect("links can be made");
        }
        Self {
            folder,
            shared_folder,
            static_library: built.join("libwebservices.a"),
            skips: Skips::default(),
        }
    }

    fn trial(self: &Arc<Self>, program: &Arc<Program>, variant: Variant, expect: Expect) -> Trial {
        let (bench, program) = (Arc::clone(self), Arc::clone(program));
        let name = format!("{}/{}", program.name, variant.name(program.is_cpp()));
        Trial::ignorable_test(name, move || bench.test(&program, variant, expect))
    }

    fn test(&self, program: &Program, variant: Variant, expect: Expect) -> Result<Completion, Failed> {
        if let Some(tool) = variant.missing_tool(program.is_cpp()) {
            return Ok(self.skips.skip(format!("{tool} is not installed")));
        }
        match variant.action {
            Action::Check => self.check(program, variant).map(|()| Completion::Completed),
            Action::Run(linkage, tool) => {
                let executable = self.build(program, variant, linkage, tool)?;
                self.run(program, &executable, tool, expect)
            }
        }
    }

    fn check(&self, program: &Program, variant: Variant) -> Result<(), Failed> {
        for source in &program.sources {
            compile(self.compile_command(source, variant).arg("-fsyntax-only").arg(source))?;
        }
        Ok(())
    }

    fn build(
        &self,
        program: &Program,
        variant: Variant,
        linkage: Linkage,
        tool: Tool,
    ) -> Result<PathBuf, Failed> {
        let folder = self.folder.join(&program.name).join(variant.name(program.is_cpp()));
        fs::create_dir_all(&folder)?;
        let mut objects = Vec::new();
        for (number, source) in program.sources.iter().enumerate() {
            let object = folder.join(format!("{number}.o"));
            let mut command = self.compile_command(source, variant);
            command.args(sanitizers(tool)).arg("-c").arg(source).arg("-o").arg(&object);
            compile(&mut command)?;
            objects.push(object);
        }
        let executable = folder.join("program");
        let mut link = Command::new(variant.compiler.driver(program.is_cpp()));
        link.args(sanitizers(tool)).args(objects).arg("-o").arg(&executable);
        match linkage {
            Linkage::Shared => {
                let folder = self.shared_folder.display();
                link.arg(format!("-L{folder}")).arg(format!("-Wl,-rpath,{folder}"));
                link.args(["-lwebservices", "-lpthread"]);
            }
            Linkage::Static => {
                link.arg(&self.static_library).args(NATIVE_LIBRARIES);
            }
        }
        compile(&mut link)?;
        if tool == Tool::Sanitizers {
            contains_sanitizers(&executable)?;
        }
        Ok(executable)
    }

    fn compile_command(&self, source: &Path, variant: Variant) -> Command {
        let cpp = is_cpp(source);
        let mut command = Command::new(variant.compiler.driver(cpp));
        command.arg(format!("-std={}", variant.standard.name(cpp))).args(WARNINGS).args(["-g", "-O1"]);
        command.args(["-fno-omit-frame-pointer", "-D_POSIX_C_SOURCE=200809L"]);
        if variant.literals == Literals::ShortWide {
            command.arg("-fshort-wchar");
        }
        for folder in ["include", "include/posix", "ctests/support"] {
            command.arg("-I").arg(root().join(folder));
        }
        command.current_dir(&self.folder);
        command
    }

    fn run(
        &self,
        program: &Program,
        executable: &Path,
        tool: Tool,
        expect: Expect,
    ) -> Result<Completion, Failed> {
        let (mut command, limit) = match tool {
            Tool::None => (Command::new(executable), program.limit),
            Tool::Valgrind => (under_valgrind(&Command::new(executable)), program.limit * 10),
            Tool::Sanitizers => (with_strict_sanitizers(executable), program.limit * 3),
        };
        // What cargo puts there goes before the rpath, and may hold the library of an older build.
        command.env_remove("LD_LIBRARY_PATH");
        let finished = run(command.current_dir(self.folder.join(&program.name)), limit)?;
        let as_expected = match (expect, &finished.ended) {
            (Expect::Success, Ended::Exit(SKIPPED)) => {
                let said = finished.output.lines().last().unwrap_or("says no more").to_owned();
                return Ok(self.skips.skip(format!("{}: {said}", program.name)));
            }
            (Expect::Success, Ended::Exit(0)) => true,
            (Expect::Failure(text), Ended::Exit(code)) => {
                *code != 0 && *code != SKIPPED && finished.output.contains(text)
            }
            (Expect::Timeout, Ended::TimedOut) | (Expect::Skip, Ended::Exit(SKIPPED)) => true,
            _ => false,
        };
        if as_expected {
            Ok(Completion::Completed)
        } else {
            Err(finished.describe(&format!("{command:?}")).into())
        }
    }
}

fn sanitizers(tool: Tool) -> &'static [&'static str] {
    match tool {
        Tool::Sanitizers => &["-fsanitize=address,undefined", "-fno-sanitize-recover=all"],
        Tool::None | Tool::Valgrind => &[],
    }
}

/// A check that can silently be off is not a check.
fn contains_sanitizers(executable: &Path) -> Result<(), Failed> {
    let bytes = fs::read(executable)?;
    for name in ["__asan_init", "libubsan.so"] {
        if memchr::memmem::find(&bytes, name.as_bytes()).is_none() {
            return Err(format!("{} was built without {name}", executable.display()).into());
        }
    }
    Ok(())
}

fn with_strict_sanitizers(executable: &Path) -> Command {
    let mut command = Command::new(executable);
    command.env("ASAN_OPTIONS", "detect_leaks=1:detect_stack_use_after_return=1:strict_string_checks=1");
    command.env("UBSAN_OPTIONS", "print_stacktrace=1");
    command
}
