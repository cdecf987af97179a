//! What the tests of the compiler share.

#![allow(dead_code, reason = "each test uses the part it needs")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use wsutil::input::Source;
use wsutil::options::Options;
use wsutil::{Compiled, compile};

/// The folder of this package.
pub(crate) fn package() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// An empty folder for a test's own files.
pub(crate) fn fresh_folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).expect("an old folder can be removed");
    }
    fs::create_dir_all(&folder).expect("a folder can be made");
    folder
}

/// Texts as inputs of these names.
pub(crate) fn sources(texts: &[(&str, &str)]) -> Vec<Source> {
    let source =
        |&(path, text): &(&str, &str)| Source { path: path.into(), url: None, kind: None, text: text.into() };
    texts.iter().map(source).collect()
}

/// The runs that the schemas of this folder make: each is one, but those that use each other are together.
pub(crate) fn schema_runs() -> Vec<Vec<Source>> {
    let folder = package().join("tests/schemas");
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the schemas are there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("names are plain"))
        .collect();
    names.sort();
    let together: [&[&str]; 2] = [
        &["shared_types.xsd", "using_types.xsd"],
        &["included.xsd", "including_here.xsd", "including_there.xsd"],
    ];
    let mut runs: Vec<Vec<Source>> = names
        .iter()
        .filter(|name| !together.concat().contains(&name.as_str()))
        .map(|name| vec![schema(name)])
        .collect();
    runs.extend(together.iter().map(|names| names.iter().map(|name| schema(name)).collect()));
    runs
}

/// A schema of this folder.
pub(crate) fn schema(name: &str) -> Source {
    let path = package().join("tests/schemas").join(name);
    let text = fs::read_to_string(path).expect("the schema is there");
    Source { path: name.to_owned(), url: None, kind: None, text }
}

/// Every warning is shown.
pub(crate) fn all_warnings() -> Options {
    Options { warning_level: 4, ..Options::default() }
}

/// The schemas of one text; they have to be right.
pub(crate) fn compiled(text: &str, options: &Options) -> Compiled {
    let compiled = compile(&sources(&[("t.xsd", text)]), options);
    assert!(!compiled.failed, "{}", compiled.messages);
    compiled
}

/// Runs a command that has to succeed; what it says.
pub(crate) fn succeed(command: &mut Command) -> String {
    let output = command.output().expect("the program can be run");
    let said =
        String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?}: {}\n{said}", output.status);
    said
}

/// Whether a tool is installed; if it is not, the test says what it leaves out.
pub(crate) fn has_tool(name: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::split_paths(&path).any(|folder| folder.join(name).is_file());
    if !found {
        println!("SKIPPED {name} is not installed");
    }
    found
}

/// The folder with webservices.h.
pub(crate) fn include() -> PathBuf {
    package().parent().expect("the package is in the repository").join("include")
}
