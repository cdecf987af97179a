//! `make install` into a temporary place, and programs built from there as users build theirs.

mod support;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::sync::LazyLock;

use libtest_mimic::{Completion, Failed, Trial};
use support::{Skips, WARNINGS, find_tool, fresh_folder, library_folder, root, succeed};

type Test = fn() -> Result<(), Failed>;

fn main() -> ExitCode {
    let skips = Skips::default();
    let tests: [(&str, &[&'static str], Test); 8] = [
        ("links_carry_the_version", &[], links_carry_the_version),
        ("shared_library_knows_its_name", &["readelf"], shared_library_knows_its_name),
        ("all_headers_are_there", &[], all_headers_are_there),
        ("destdir_comes_before_every_path", &[], destdir_comes_before_every_path),
        ("pkg_config_builds_a_shared_program", &["pkg-config"], pkg_config_builds_a_shared_program),
        ("pkg_config_builds_a_static_program", &["pkg-config"], pkg_config_builds_a_static_program),
        ("cmake_builds_both_programs", &["cmake"], cmake_builds_both_programs),
        ("cmake_refuses_another_version", &["cmake"], cmake_refuses_another_version),
    ];
    let trials = tests.map(|(name, tools, test)| {
        let skips = skips.clone();
        Trial::ignorable_test(name, move || match tools.iter().find(|tool| find_tool(tool).is_none()) {
            Some(tool) => Ok(skips.skip(format!("{tool} is not installed"))),
            None => test().map(|()| Completion::Completed),
        })
    });
    support::finish(trials.into(), &skips)
}

fn links_carry_the_version() -> Result<(), Failed> {
    let lib = installed()?.join("lib");
    let versioned = format!("libwebservices.so.{}", env!("CARGO_PKG_VERSION"));
    let major = format!("libwebservices.so.{}", env!("CARGO_PKG_VERSION_MAJOR"));
    assert_eq!(fs::read_link(lib.join("libwebservices.so"))?, Path::new(&major));
    assert_eq!(fs::read_link(lib.join(&major))?, Path::new(&versioned));
    assert!(fs::symlink_metadata(lib.join(&versioned))?.is_file());
    assert!(fs::symlink_metadata(lib.join("libwebservices.a"))?.is_file());
    Ok(())
}

fn shared_library_knows_its_name() -> Result<(), Failed> {
    let library = installed()?.join("lib/libwebservices.so");
    let dynamic = succeed(Command::new("readelf").arg("-d").arg(library))?;
    let name = format!("soname: [libwebservices.so.{}]", env!("CARGO_PKG_VERSION_MAJOR"));
    assert!(dynamic.contains(&name), "{name} is not in\n{dynamic}");
    Ok(())
}

fn all_headers_are_there() -> Result<(), Failed> {
    let include = installed()?.join("include");
    for (source, folder) in [("", ""), ("posix", "webservices")] {
        for entry in fs::read_dir(root().join("include").join(source))? {
            let header = entry?;
            if header.file_type()?.is_file() {
                let copy = include.join(folder).join(header.file_name());
                assert_eq!(fs::read(copy)?, fs::read(header.path())?);
            }
        }
    }
    assert!(include.join("webservices.h").is_file());
    Ok(())
}

fn destdir_comes_before_every_path() -> Result<(), Failed> {
    let destination = fresh_folder("install-destdir");
    install(&destination, Path::new("/opt/wwsapi"))?;
    assert!(destination.join("opt/wwsapi/lib/libwebservices.so").is_file());
    assert!(destination.join("opt/wwsapi/include/webservices.h").is_file());
    let text = fs::read_to_string(destination.join("opt/wwsapi/lib/pkgconfig/webservices.pc"))?;
    assert!(text.contains("prefix=/opt/wwsapi\n"), "{text}");
    assert!(!text.contains(destination.to_str().unwrap_or_default()), "{text}");
    Ok(())
}

fn pkg_config_builds_a_shared_program() -> Result<(), Failed> {
    let executable = fresh_folder("install-shared").join("program");
    let mut build = Command::new("gcc");
    build.args(WARNINGS).arg(program()).args(pkg_config(&["--cflags", "--libs"])?).arg("-o").arg(&executable);
    succeed(&mut build)?;
    succeed(Command::new(&executable).env("LD_LIBRARY_PATH", installed()?.join("lib")))?;
    assert!(needs_our_library(&executable)?);
    Ok(())
}

/// As a user does who wants no dependency on our shared library but on that of C.
fn pkg_config_builds_a_static_program() -> Result<(), Failed> {
    let executable = fresh_folder("install-static").join("program");
    let mut build = Command::new("gcc");
    build.args(WARNINGS).arg(program()).arg("-o").arg(&executable);
    for flag in pkg_config(&["--static", "--cflags", "--libs"])? {
        build.arg(if flag == "-lwebservices" { "-l:libwebservices.a" } else { &flag });
    }
    succeed(&mut build)?;
    succeed(&mut Command::new(&executable))?;
    assert!(!needs_our_library(&executable)?);
    Ok(())
}

fn cmake_builds_both_programs() -> Result<(), Failed> {
    let build = fresh_folder("install-cmake");
    configure(&build, env!("CARGO_PKG_VERSION"))?;
    succeed(Command::new("cmake").arg("--build").arg(&build))?;
    for (name, shared) in [("shared_program", true), ("static_program", false)] {
        let executable = build.join(name);
        succeed(&mut Command::new(&executable))?;
        assert_eq!(needs_our_library(&executable)?, shared, "{name}");
    }
    Ok(())
}

fn cmake_refuses_another_version() -> Result<(), Failed> {
    let build = fresh_folder("install-cmake-version");
    match configure(&build, "99.0") {
        Ok(_) => Err("CMake took this version for 99.0".into()),
        Err(message) if message.contains("version: ") => Ok(()),
        Err(message) => Err(message.into()),
    }
}

fn configure(build: &Path, version: &str) -> Result<String, String> {
    let source = root().join("ctests/install");
    let mut cmake = Command::new("cmake");
    cmake.arg("-S").arg(source).arg("-B").arg(build).arg(format!("-DWANTED_VERSION={version}"));
    let prefix = installed()?;
    succeed(cmake.arg(format!("-DCMAKE_PREFIX_PATH={}", prefix.display())))
}

/// The program of README.md.
fn program() -> PathBuf {
    root().join("examples/hello.c")
}

fn pkg_config(arguments: &[&str]) -> Result<Vec<String>, Failed> {
    let mut command = Command::new("pkg-config");
    command.args(arguments).arg("webservices").env("PKG_CONFIG_PATH", installed()?.join("lib/pkgconfig"));
    Ok(succeed(&mut command)?.split_whitespace().map(str::to_owned).collect())
}

fn needs_our_library(executable: &Path) -> Result<bool, Failed> {
    let dynamic = succeed(Command::new("readelf").arg("-d").arg(executable))?;
    Ok(dynamic.contains("[libwebservices.so."))
}

/// The prefix into which all tests but that of DESTDIR have installed.
fn installed() -> Result<&'static Path, String> {
    static PREFIX: LazyLock<Result<PathBuf, String>> = LazyLock::new(|| {
        let prefix = fresh_folder("install-prefix");
        install(Path::new(""), &prefix)?;
        Ok(prefix)
    });
    PREFIX.as_deref().map_err(Clone::clone)
}

fn install(destination: &Path, prefix: &Path) -> Result<(), String> {
    let mut make = Command::new("make");
    make.current_dir(root()).args(["--no-print-directory", "install"]);
    for (name, value) in [("DESTDIR", destination), ("PREFIX", prefix), ("BUILD", &library_folder())] {
        make.arg(format!("{name}={}", value.display()));
    }
    // The settings of a `make test` that runs this are not those of this installation.
    succeed(make.env_remove("MAKEFLAGS").env_remove("MAKELEVEL")).map(drop)
}
