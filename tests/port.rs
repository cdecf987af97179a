//! The porting kit as a user has it: installed, with the programs of ctests/port built by wws-cc, with each compiler.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::Arc;
use std::time::Duration;

use libtest_mimic::{Completion, Failed, Trial};
use support::wine::{Wine, lacking, random_numbers};
use support::{
    Ended, Program, SKIPPED, Skips, find_tool, fresh_folder, library_folder, root, run, succeed,
    under_valgrind,
};

/// What the programs expect as arguments.
const ARGUMENTS: [&str; 2] = ["one \u{20ac}", "\u{1f600}"];

/// Programs that end with another code than 0, and what they print.
const ENDINGS: [(&str, i32, &str); 2] =
    [("small_wmain", 3, "narrow wide \u{20ac}\n"), ("plain_wmain", 4, "3 one \u{20ac}\n")];

type Outcome = Result<Completion, Failed>;

fn main() -> ExitCode {
    let skips = Skips::default();
    let prefix = install();
    let mut trials = Vec::new();
    let mut trial =
        |name: String, needs: &'static [&'static str], test: Box<dyn FnOnce(&Path) -> Outcome + Send>| {
            let (skips, prefix) = (skips.clone(), prefix.clone());
            trials.push(Trial::ignorable_test(name, move || {
                if let Some(tool) = needs.iter().find(|tool| find_tool(tool).is_none()) {
                    return Ok(skips.skip(format!("{tool} is not installed")));
                }
                test(&prefix.map_err(Failed::from)?)
            }));
        };
    for program in Program::find_all(&root().join("ctests/port")) {
        let program = Arc::new(program);
        for (compiler, needs) in [("gcc", &["gcc", "g++"][..]), ("clang", &["clang", "clang++"])] {
            let (program, skips) = (program.clone(), skips.clone());
            let name = format!("{}/{compiler}", program.name);
            trial(name, needs, Box::new(move |prefix| works(prefix, &program, compiler, false, &skips)));
        }
        if !program.is_cpp() {
            let skips = skips.clone();
            let name = format!("{}/valgrind", program.name);
            trial(
                name,
                &["gcc", "valgrind"],
                Box::new(move |prefix| works(prefix, &program, "gcc", true, &skips)),
            );
        }
    }
    trial("wws_cc/options".into(), &["gcc"], Box::new(options));
    trial("wws_cc/static".into(), &["gcc"], Box::new(statically));
    trial("pkg_config".into(), &["gcc", "pkg-config"], Box::new(by_pkg_config));
    let windows_skips = skips.clone();
    trial(
        "wws_cc/windows".into(),
        &["x86_64-w64-mingw32-gcc"],
        Box::new(move |prefix| for_windows(prefix, &windows_skips)),
    );
    support::finish(trials, &skips)
}

/// Installs into a folder of its own.
fn install() -> Result<Arc<PathBuf>, String> {
    let prefix = fresh_folder("port-prefix");
    let mut install = Command::new(root().join("scripts/install.sh"));
    install.env("PREFIX", &prefix).env("BUILD", library_folder()).env_remove("DESTDIR").env_remove("LIBDIR");
    succeed(&mut install)?;
    Ok(Arc::new(prefix))
}

fn wws_cc(prefix: &Path) -> Command {
    let mut command = Command::new(prefix.join("bin/wws-cc"));
    command.arg("-g").arg("-I").arg(root().join("ctests/support"));
    command
}

fn works(prefix: &Path, program: &Program, compiler: &str, checked: bool, skips: &Skips) -> Outcome {
    let folder = fresh_folder(&format!("port/{}-{compiler}-{checked}", program.name));
    let executable = folder.join("program");
    let mut build = wws_cc(prefix);
    build.arg(format!("--compiler={compiler}")).args(["-Wall", "-Wextra"]);
    // What C++ of Microsoft's takes for granted is more than these compilers like.
    if !program.is_cpp() {
        build.arg("-Werror");
    }
    succeed(build.args(&program.sources).arg("-o").arg(&executable))?;
    let mut command = Command::new(&executable);
    command.args(ARGUMENTS).current_dir(&folder);
    if checked {
        command = under_valgrind(&command);
        command.current_dir(&folder);
    }
    let finished = run(&mut command, program.limit)?;
    let (code, printed) = ENDINGS
        .iter()
        .find(|(name, ..)| *name == program.name)
        .map_or((0, None), |(_, code, printed)| (*code, Some(*printed)));
    match finished.ended {
        Ended::Exit(SKIPPED) => Ok(skips.skip(format!("{}: {}", program.name, finished.output.trim()))),
        Ended::Exit(ended)
            if ended == code && (checked || printed.is_none_or(|text| finished.output == text)) =>
        {
            Ok(Completion::Completed)
        }
        _ => Err(finished.describe(&format!("{command:?}")).into()),
    }
}

/// What is wrong is said, and ends with a code that is not 0.
fn options(prefix: &Path) -> Outcome {
    let source = root().join("ctests/port/plain_wmain.c");
    let folder = fresh_folder("port/options");
    for (arguments, said) in [
        (&["--target=other"][..], "there is no target other"),
        (&["--compiler=other"], "there is no compiler other"),
        (&["-o"], "-o wants a name"),
        (&["none.wsdl"], "none.wsdl"),
    ] {
        let mut command = wws_cc(prefix);
        match succeed(command.arg(&source).args(arguments).current_dir(&folder)) {
            Err(message) if message.contains(said) => {}
            other => {
                return Err(format!("{arguments:?}: '{said}' is expected, and there was {other:?}").into());
            }
        }
    }
    let mut nothing = Command::new(prefix.join("bin/wws-cc"));
    if succeed(&mut nothing).is_ok() {
        return Err("wws-cc without a source succeeded".into());
    }
    let object = folder.join("program.o");
    succeed(wws_cc(prefix).arg("-c").arg(&source).arg("-o").arg(&object))?;
    // An object is linked as a source is, and the defaults of a configuration give way.
    let program = folder.join("program");
    succeed(wws_cc(prefix).args(["--show", "-DNDEBUG"]).arg(&source).arg("-o").arg(&program))?;
    fs::metadata(object)?;
    fs::metadata(program)?;
    Ok(Completion::Completed)
}

fn statically(prefix: &Path) -> Outcome {
    let program = fresh_folder("port/static").join("hello");
    let source = root().join("ctests/port/windows_program.cpp");
    succeed(wws_cc(prefix).args(["--static", "--compiler=gcc"]).arg(source).arg("-o").arg(&program))?;
    let dynamic = succeed(Command::new("readelf").arg("-d").arg(&program))?;
    if dynamic.contains("[libwebservices.so.") {
        return Err(format!("it needs the shared library:\n{dynamic}").into());
    }
    succeed(Command::new(program).args(ARGUMENTS))?;
    Ok(Completion::Completed)
}

fn by_pkg_config(prefix: &Path) -> Outcome {
    let mut ask = Command::new("pkg-config");
    ask.args(["--cflags", "--libs", "webservices-port"]).env("PKG_CONFIG_PATH", prefix.join("lib/pkgconfig"));
    let flags = succeed(&mut ask)?;
    let program = fresh_folder("port/pkg_config").join("program");
    let mut build = Command::new("gcc");
    build.arg(root().join("ctests/port/plain_wmain.c")).args(flags.split_whitespace());
    build.arg(format!("-Wl,-rpath,{}", prefix.join("lib").display())).arg("-o").arg(&program);
    succeed(&mut build)?;
    match run(Command::new(program).arg("x"), Duration::from_secs(60))? {
        finished if finished.output == "2 x\n" => Ok(Completion::Completed),
        finished => Err(finished.describe("the program").into()),
    }
}

/// The same driver makes an .exe that runs on our DLL.
fn for_windows(prefix: &Path, skips: &Skips) -> Outcome {
    let built = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .parent()
        .expect("it lies in the target folder")
        .join("windows");
    let Some(wine) = Wine::find() else { return Ok(skips.skip("wine64 is not installed")) };
    if let Some(reason) = lacking(&built) {
        return Ok(skips.skip(reason));
    }
    let folder = fresh_folder("port/windows");
    let program = folder.join("program.exe");
    let mut build = Command::new(prefix.join("bin/wws-cc"));
    build.args(["--target=windows", "-I"]).arg(root().join("ctests/support/windows"));
    build.arg("-I").arg(root().join("ctests/support")).arg("-D_POSIX_C_SOURCE=200809L");
    succeed(build.arg(root().join("ctests/port/windows_program.cpp")).arg("-o").arg(&program))?;
    fs::copy(built.join("webservices.dll"), folder.join("webservices.dll"))?;
    random_numbers(&folder)?;
    let mut command = wine.command(program.as_os_str(), "webservices,bcryptprimitives")?;
    let finished = run(command.args(ARGUMENTS).current_dir(&folder), Duration::from_secs(120))?;
    match finished.ended {
        Ended::Exit(0) => Ok(Completion::Completed),
        _ => Err(finished.describe(&format!("{command:?}")).into()),
    }
}
