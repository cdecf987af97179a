//! webservices.dll: what it exports and imports, and the C and C++ programs of ctests/ on it, built by mingw-w64 with
//! the real windows.h and run under Wine. `make test-dll` builds the DLL first.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::{Completion, Failed, Trial};
use support::functions::{Names, declared, reference};
use support::wine::{Wine, lacking, mingw, random_numbers};
use support::{Ended, Program, SKIPPED, Skips, WARNINGS, compile, fresh_folder, is_cpp, root, run, succeed};

/// Programs that pass elsewhere and not here, each with the reason. There is none.
const DIFFERENT_HERE: [(&str, &str); 0] = [];

/// The DLLs that are ours and not Wine's.
const NATIVE: &str = "webservices,bcryptprimitives";

fn main() -> ExitCode {
    let bench = Arc::new(Bench::prepare());
    let mut trials = vec![
        bench.trial("exports_are_what_the_header_declares", Bench::exports_are_what_the_header_declares),
        bench.trial("imports_are_there_on_windows_10", Bench::imports_are_there_on_windows_10),
        bench.trial("import_library_names_the_exports", Bench::import_library_names_the_exports),
        bench.trial("panics_can_unwind", Bench::panics_can_unwind),
        bench.trial("wine_import_library", Bench::wine_import_library),
        bench.trial("examples/hello", Bench::first_program),
    ];
    for order in header_orders() {
        trials.push(bench.trial(&format!("headers/{}", order.join("-")), move |bench| bench.headers(&order)));
    }
    for program in Program::find_all(&root().join("ctests")) {
        let program = Arc::new(program);
        trials.push(bench.trial(&format!("{}/wine", program.name), move |bench| bench.program(&program)));
    }
    trials.push(bench.trial("harness/failing_check/wine", |bench| {
        let program = Program::control(&root().join("ctests/harness"), "failing_check");
        match bench.program(&program) {
            Err(failed) if failed.message().is_some_and(|text| text.contains("CHECK failed")) => {
                Ok(Completion::Completed)
            }
            _ => Err("a program whose check does not hold was not reported".into()),
        }
    }));
    let skips = bench.skips.clone();
    let code = support::finish(trials, &skips);
    drop(bench);
    code
}

type Outcome = Result<Completion, Failed>;

/// The folder of the programs, with the DLL beside them.
struct Bench {
    folder: PathBuf,
    built: PathBuf,
    wine: Option<Wine>,
    /// Why nothing can be tested.
    missing: Option<String>,
    skips: Skips,
}

impl Bench {
    fn prepare() -> Self {
        let folder = fresh_folder("dll");
        let target = Path::new(env!("CARGO_TARGET_TMPDIR")).parent().expect("it lies in the target folder");
        let built = target.join("windows");
        let missing = lacking(&built);
        if missing.is_none() {
            fs::copy(built.join("webservices.dll"), folder.join("webservices.dll"))
                .expect("it can be copied");
        }
        Self { folder, built, wine: Wine::find(), missing, skips: Skips::default() }
    }

    fn trial(self: &Arc<Self>, name: &str, test: impl FnOnce(&Self) -> Outcome + Send + 'static) -> Trial {
        let bench = Arc::clone(self);
        Trial::ignorable_test(name, move || match &bench.missing {
            Some(reason) => Ok(bench.skips.skip(reason.clone())),
            None => test(&bench),
        })
    }

    fn exports_are_what_the_header_declares(&self) -> Outcome {
        let exports = exports(&objdump(&self.built.join("webservices.dll"))?);
        same("the DLL exports", &exports, "webservices.h declares", &declared())?;
        let reference = reference();
        let unlisted: Vec<_> = exports.difference(&reference).collect();
        if unlisted.is_empty() {
            return Ok(Completion::Completed);
        }
        Err(format!("exported, but no function of the API: {unlisted:?}").into())
    }

    /// tests/data/dll_imports.txt has what was looked up in Microsoft's documentation.
    fn imports_are_there_on_windows_10(&self) -> Outcome {
        let known: Names = include_str!("data/dll_imports.txt")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(str::to_owned)
            .collect();
        let imports = imports(&objdump(&self.built.join("webservices.dll"))?);
        let unknown: Vec<_> = imports.difference(&known).collect();
        if imports.len() > 50 && unknown.is_empty() {
            return Ok(Completion::Completed);
        }
        Err(format!("of {} imports, not in tests/data/dll_imports.txt: {unknown:?}", imports.len()).into())
    }

    fn import_library_names_the_exports(&self) -> Outcome {
        let mut nm = Command::new("x86_64-w64-mingw32-nm");
        let symbols = succeed(nm.arg("--defined-only").arg(self.built.join("libwebservices.dll.a")))?;
        let named =
            symbols.lines().filter_map(|line| line.split_once(" T ")).map(|(_, name)| name.to_owned());
        same("libwebservices.dll.a has", &named.collect(), "webservices.h declares", &declared())?;
        Ok(Completion::Completed)
    }

    /// A panic is caught at the C face, which takes that it unwinds: a DLL whose panics abort has no use for these.
    fn panics_can_unwind(&self) -> Outcome {
        let imports = imports(&objdump(&self.built.join("webservices.dll"))?);
        for name in ["RaiseException", "RtlUnwindEx"] {
            if !imports.contains(&format!("kernel32.dll {name}")) {
                return Err(format!("panics do not unwind: {name} is not imported").into());
            }
        }
        Ok(Completion::Completed)
    }

    /// A program that was linked with Wine's import library for webservices.dll, and not with ours.
    fn wine_import_library(&self) -> Outcome {
        let Some(library) = wine_library() else {
            return Ok(self.skips.skip("libwine-dev, with Wine's libwebservices.a, is not installed"));
        };
        let source = root().join("ctests/windows/wine_import.cpp");
        let program = self.build("wine_import", &[source], &library)?;
        self.run(&program, "wine_import", Duration::from_secs(60))
    }

    /// The README's, which knows nothing of the test programs' support.
    fn first_program(&self) -> Outcome {
        let source = root().join("examples/hello.c");
        let program = self.build("hello", &[source], &self.built.join("libwebservices.dll.a"))?;
        self.run(&program, "hello", Duration::from_secs(60))
    }

    /// The headers in this order, alone in a source.
    fn headers(&self, order: &[&str]) -> Outcome {
        let mut text = String::from("#define SECURITY_WIN32\n");
        for header in order {
            let _ = writeln!(text, "#include <{header}>");
        }
        text.push_str(
            "WS_XML_STRING name = WS_XML_STRING_VALUE(\"name\");\n\
             WS_STRING wide = WS_STRING_VALUE(L\"wide\");\n\
             HRESULT codes[] = {WS_E_INVALID_FORMAT, WS_S_ASYNC, E_INVALIDARG};\n\
             void use(WS_CERT_CREDENTIAL *credential, const CERT_CONTEXT *certificate);\n\
             HRESULT make(WS_HEAP **heap) { return WsCreateHeap(1, 0, NULL, 0, heap, NULL); }\n",
        );
        // C with windows.h trimmed as some do, C++ with all of it; the programs of ctests/ are C with all of it.
        let trimmed = ["-DWIN32_LEAN_AND_MEAN", "-DNOMINMAX", "-DSTRICT", "-DUNICODE"];
        for (kind, options) in [("c", &trimmed[..]), ("cpp", &[])] {
            let source = self.folder.join(order.join("-")).with_extension(kind);
            fs::write(&source, &text)?;
            compile(self.compiler(&source).args(options).arg("-fsyntax-only").arg(&source))?;
        }
        Ok(Completion::Completed)
    }

    fn program(&self, program: &Program) -> Outcome {
        if let Some((_, reason)) = DIFFERENT_HERE.iter().find(|(name, _)| *name == program.name) {
            return Ok(self.skips.skip(format!("{}: {reason}", program.name)));
        }
        let library = self.built.join("libwebservices.dll.a");
        let executable = self.build(&program.name, &program.sources, &library)?;
        self.run(&executable, &program.name, program.limit)
    }

    fn build(&self, name: &str, sources: &[PathBuf], library: &Path) -> Result<PathBuf, Failed> {
        let name = name.replace('/', "_");
        let mut objects = Vec::new();
        for (number, source) in sources.iter().enumerate() {
            let object = self.folder.join(format!("{name}.{number}.o"));
            compile(self.compiler(source).arg("-c").arg(source).arg("-o").arg(&object))?;
            objects.push(object);
        }
        let executable = self.folder.join(format!("{name}.exe"));
        let mut link = Command::new(mingw(sources.iter().any(|source| is_cpp(source))));
        // The compiler's own libraries inside, so that the program needs nothing but Windows and the DLL.
        link.arg("-static").args(objects).arg(library).args(["-lpthread", "-lws2_32"]);
        compile(link.arg("-o").arg(&executable))?;
        Ok(executable)
    }

    fn compiler(&self, source: &Path) -> Command {
        let cpp = is_cpp(source);
        let mut command = Command::new(mingw(cpp));
        command
            .arg(format!("-std={}", if cpp { "c++20" } else { "c11" }))
            .args(WARNINGS)
            .args(["-O1", "-Wno-cpp"]);
        // As elsewhere: POSIX names of the C library, and the macro whose argument is evaluated once.
        command.args(["-D_POSIX_C_SOURCE=200809L", "-DINLINE_HRESULT_FROM_WIN32"]);
        for folder in ["include", "ctests/support", "ctests/support/windows"] {
            command.arg("-I").arg(root().join(folder));
        }
        command.current_dir(&self.folder);
        command
    }

    fn run(&self, executable: &Path, name: &str, limit: Duration) -> Outcome {
        let Some(wine) = &self.wine else {
            return Ok(self.skips.skip("wine64 is not installed"));
        };
        random_numbers(&self.folder)?;
        let mut command = wine.command(executable.as_os_str(), NATIVE)?;
        let finished = run(command.current_dir(&self.folder), limit)?;
        match finished.ended {
            Ended::Exit(0) => Ok(Completion::Completed),
            Ended::Exit(SKIPPED) => {
                let said = finished.output.lines().last().unwrap_or("says no more").to_owned();
                Ok(self.skips.skip(format!("{name}: {said}")))
            }
            _ => Err(finished.describe(&format!("{command:?}")).into()),
        }
    }
}

/// Our header before and after those of Windows that it has to get on with, in every order that they can have.
fn header_orders() -> Vec<Vec<&'static str>> {
    let mut orders = vec![vec![]];
    for header in ["webservices.h", "windows.h", "winsock2.h"] {
        let longer = |order: Vec<&'static str>| {
            (0..=order.len()).map(move |at| {
                let mut longer = order.clone();
                longer.insert(at, header);
                longer
            })
        };
        orders = orders.into_iter().flat_map(longer).collect();
    }
    for order in &mut orders {
        // It does not bring what it needs.
        let windows = order.iter().position(|header| *header == "windows.h").map_or(0, |at| at + 1);
        order.insert(windows, "schannel.h");
    }
    orders
}

fn wine_library() -> Option<PathBuf> {
    let folders = fs::read_dir("/usr/lib").ok()?.filter_map(Result::ok).map(|entry| entry.path());
    let library = |folder: PathBuf| folder.join("wine/x86_64-windows/libwebservices.a");
    folders.map(library).find(|library| library.is_file())
}

fn objdump(dll: &Path) -> Result<String, String> {
    succeed(Command::new("x86_64-w64-mingw32-objdump").arg("-p").arg(dll))
}

/// The names in objdump's table of exports.
fn exports(dump: &str) -> Names {
    let table = dump.split_once("[Ordinal/Name Pointer] Table").map_or("", |(_, rest)| rest);
    let rows = table.lines().skip(1).take_while(|line| line.trim_start().starts_with('['));
    rows.filter_map(|line| line.split_whitespace().last()).map(str::to_owned).collect()
}

/// `dll name` for each import, the DLL in lower case.
fn imports(dump: &str) -> Names {
    let mut dll = String::new();
    let mut found = BTreeSet::new();
    let mut in_table = false;
    for line in dump.lines() {
        if let Some(name) = line.trim_start().strip_prefix("DLL Name: ") {
            dll = name.trim().to_ascii_lowercase();
        } else if line.contains("Hint/Ord") {
            in_table = true;
        } else if in_table {
            match line.split_whitespace().collect::<Vec<_>>()[..] {
                [_, _, name] => {
                    found.insert(format!("{dll} {name}"));
                }
                _ => in_table = false,
            }
        }
    }
    found
}

fn same(one_is: &str, one: &Names, other_is: &str, other: &Names) -> Result<(), Failed> {
    if one == other {
        return Ok(());
    }
    let only_one: Vec<_> = one.difference(other).collect();
    let only_other: Vec<_> = other.difference(one).collect();
    Err(format!("only {one_is}: {only_one:?}; only {other_is}: {only_other:?}").into())
}
