//! What is generated for the schemas of tests/schemas compiles without a warning wherever it should, and describes the
//! types so that values come back as they were.

mod common;

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use common::*;
use wsutil::code::{Body, Program};
use wsutil::diagnostics::Diagnostics;
use wsutil::options::Options;
use wsutil::{code, compile, input, schema};

const WARNINGS: [&str; 4] = ["-Wall", "-Wextra", "-Wpedantic", "-Werror"];

/// Writes the output of all runs into a folder; the names of the sources.
fn generate(folder: &Path, options: &Options) -> Vec<String> {
    let mut names = Vec::new();
    for run in schema_runs() {
        let compiled = compile(&run, options);
        assert!(!compiled.failed, "{}", compiled.messages);
        for file in compiled.files {
            fs::write(folder.join(&file.name), file.content).expect("it can be written");
            if Path::new(&file.name).extension().is_some_and(|end| end == "c") {
                names.push(file.name);
            }
        }
    }
    assert!(names.len() >= 24, "{names:?}");
    names
}

/// All generated sources as one, which is quick: with file names before all names they do not collide.
fn check(compiler: &str, language: &str, more: &[&str], windows: bool) {
    if !has_tool(compiler) {
        return;
    }
    let folder = fresh_folder(&format!("check-{compiler}{language}{}", more.concat()));
    // Both kinds of strings, each in half of the combinations.
    let ws_string = language.ends_with("11");
    let names = generate(&folder, &Options { full_names: true, ws_string, ..Options::default() });
    let includes: String = names
        .iter()
        .flat_map(|name| {
            [
                "#include \"",
                name,
                "\"
",
            ]
        })
        .collect();
    fs::write(folder.join("all.c"), includes).expect("it can be written");
    let mut command = Command::new(compiler);
    command.args(WARNINGS).arg("-fsyntax-only").arg(format!("-std={language}")).args(more);
    if language.starts_with("c++") {
        command.args(["-x", "c++"]);
    }
    let names_of_system = if windows { "mingw" } else { "posix" };
    command.arg("-I").arg(include()).arg("-I").arg(include().join(names_of_system));
    succeed(command.arg("all.c").current_dir(&folder));
}

#[test]
fn it_compiles_as_c() {
    for compiler in ["gcc", "clang"] {
        for language in ["c99", "c11"] {
            check(compiler, language, &[], false);
            check(compiler, language, &["-fshort-wchar"], false);
        }
    }
}

#[test]
fn it_compiles_as_cpp() {
    for compiler in ["g++", "clang++"] {
        for language in ["c++11", "c++20"] {
            check(compiler, language, &["-fshort-wchar"], false);
            check(compiler, language, &["-DWS_CPLUSPLUS"], false);
        }
        check(compiler, "c++11", &[], false);
    }
}

#[test]
fn it_compiles_for_windows() {
    check("x86_64-w64-mingw32-gcc", "c11", &[], true);
    check("x86_64-w64-mingw32-g++", "c++11", &[], true);
    check("x86_64-w64-mingw32-g++", "c++20", &["-DWS_CPLUSPLUS"], true);
}

#[test]
fn a_second_run_generates_the_same() {
    for run in schema_runs() {
        let options = Options::default();
        assert_eq!(compile(&run, &options).files, compile(&run, &options).files);
    }
}

/// The program of all runs, and what tells the C program which descriptions there are.
fn described(options: &Options) -> String {
    let mut header = String::new();
    let mut rows = String::new();
    for run in schema_runs() {
        let mut diagnostics = Diagnostics::default();
        let inputs = input::parse(&run, &mut diagnostics);
        let schemas = schema::reader::read(&inputs, &mut diagnostics);
        let program = code::types::build(&inputs, &schemas, options, &mut diagnostics);
        describe(&program, &mut header, &mut rows);
    }
    header + "static const struct described all[] = {\n" + &rows + "};\n"
}

fn describe(program: &Program, header: &mut String, rows: &mut String) {
    for unit in &program.units {
        // Only the global descriptions: several inputs have types of the same name, and one program has them all.
        writeln!(header, "#include \"{}.extern.h\"", unit.file_name).expect("a string takes all");
        for &id in &unit.global_types {
            let code = program.get(id);
            let kind = match code.body {
                Body::Enum(_) => "WS_ENUM_TYPE",
                _ => "WS_STRUCT_TYPE",
            };
            let address = program.type_address(id);
            writeln!(rows, "    {{\"{address}\", {kind}, {address}, NULL}},").expect("a string takes all");
        }
        for element in unit.global_elements.iter().map(|id| &program.elements[id]) {
            let path = format!("{}.globalElements.{}", unit.name, element.member);
            writeln!(rows, "    {{\"{path}\", WS_VOID_TYPE, NULL, &{path}}},").expect("a string takes all");
        }
    }
}

/// The global description struct of a header, without its types.
fn extern_part(header: &str) -> String {
    let from = header.find("// Global descriptions").expect("each header has them");
    let to = header[from..].find("#ifdef __cplusplus").expect("it ends so") + from;
    header[from..to].to_owned()
}

fn round_trip(name: &str, compiler: &str, more: &[&str], options: &Options) {
    if !has_tool(compiler) {
        return;
    }
    let folder = fresh_folder(name);
    let names = generate(&folder, options);
    for source in &names {
        let header = source.replace(".c", ".h");
        let part = extern_part(&fs::read_to_string(folder.join(&header)).expect("it was written"));
        fs::write(folder.join(header.replace(".h", ".extern.h")), part).expect("it can be written");
    }
    fs::write(folder.join("described.h"), described(options)).expect("it can be written");
    let executable = std::env::current_exe().expect("the test knows its own path");
    let libraries = executable.parent().expect("it is in a folder").to_owned();
    assert!(libraries.join("libwebservices.so").is_file(), "the library is not beside the test");
    let mut command = Command::new(compiler);
    command.args(WARNINGS).args(["-std=c11", "-g", "-O1", "-I", "."]).args(more);
    command.arg("-I").arg(include()).arg("-I").arg(include().join("posix"));
    command
        .arg(package().join("tests/roundtrip.c"))
        .args(names)
        .args(["-o", "program", "-L"])
        .arg(&libraries);
    command.arg(format!("-Wl,-rpath,{}", libraries.display())).args(["-lwebservices", "-lpthread", "-lm"]);
    // The library's own name is that of an installed one.
    let link = folder.join("libwebservices.so.0");
    std::os::unix::fs::symlink(libraries.join("libwebservices.so"), link).expect("links can be made");
    command.arg(format!("-Wl,-rpath,{}", folder.display()));
    succeed(command.current_dir(&folder));
    let said =
        succeed(Command::new(folder.join("program")).env_remove("LD_LIBRARY_PATH").current_dir(&folder));
    let count: usize =
        said.split_whitespace().next().and_then(|word| word.parse().ok()).expect("it says how many");
    assert!(count > 80, "{said}");
}

#[test]
fn random_values_come_back() {
    round_trip(
        "roundtrip",
        "gcc",
        &["-fsanitize=undefined", "-fno-sanitize-recover=all"],
        &Options::default(),
    );
}

#[test]
fn random_values_come_back_with_ws_string() {
    let options = Options { ws_string: true, ..Options::default() };
    round_trip("roundtrip-string", "clang", &["-fshort-wchar"], &options);
}
