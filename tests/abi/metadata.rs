//! The metadata as text: what the crate windows-sys defines, found in its source.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What `windows_sys::Win32::Networking::WindowsWebServices` defines, by kind.
#[derive(Default)]
pub(crate) struct Names {
    pub(crate) structs: BTreeSet<String>,
    /// Types that are an `i32`: the enumerations.
    pub(crate) integer_types: BTreeSet<String>,
    /// Types that are an `isize`.
    pub(crate) handles: BTreeSet<String>,
    /// Values of enumerations and plain constants.
    pub(crate) constants: BTreeSet<String>,
    /// Codes, which another module of the crate defines.
    pub(crate) codes: BTreeSet<String>,
}

pub(crate) fn names() -> Names {
    let mut names = Names::default();
    for line in source("Networking/WindowsWebServices").lines() {
        let Some((kind, rest)) = line.strip_prefix("pub ").and_then(|rest| rest.split_once(' ')) else {
            continue;
        };
        let name: String = rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect();
        // The module also holds WebAuthn, another API of the same people.
        if !name.starts_with("WS_") {
            continue;
        }
        match kind {
            "struct" | "union" => names.structs.insert(name),
            "const" => names.constants.insert(name),
            "type" if rest.ends_with("= i32;") => names.integer_types.insert(name),
            "type" if rest.ends_with("= isize;") => names.handles.insert(name),
            "type" if rest.contains("= Option<") => continue,
            _ => panic!("unknown kind of definition: {line}"),
        };
    }
    for line in source("Foundation").lines() {
        if let Some((name, _)) = line.strip_prefix("pub const ").and_then(|rest| rest.split_once(':'))
            && (name.starts_with("WS_E_") || name.starts_with("WS_S_"))
        {
            names.codes.insert(name.to_owned());
        }
    }
    names
}

/// Signatures by name, as the metadata writes them: `(parameters) -> result`.
pub(crate) fn callbacks() -> BTreeMap<String, String> {
    let source = source("Networking/WindowsWebServices");
    let mut callbacks = BTreeMap::new();
    for line in source.lines().filter(|line| line.starts_with("pub type WS_")) {
        if let Some((name, signature)) = line.split_once(" = Option<unsafe extern \"system\" fn") {
            let name = name.trim_start_matches("pub type ");
            callbacks
                .insert(name.to_owned(), signature.trim_end_matches(';').trim_end_matches('>').to_owned());
        }
    }
    callbacks
}

/// Signatures of the functions of webservices.dll, likewise.
pub(crate) fn functions() -> BTreeMap<String, String> {
    let source = source("Networking/WindowsWebServices");
    let mut functions = BTreeMap::new();
    for line in source.lines() {
        if let Some(rest) = line.strip_prefix("windows_link::link!(\"webservices.dll\" \"system\" fn ") {
            let (name, signature) = rest.split_once('(').expect("a function has parameters");
            functions.insert(name.to_owned(), format!("({}", signature.trim_end_matches(");")));
        }
    }
    functions
}

/// Our own types, in one line, without comments and attributes.
pub(crate) fn our_types() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/abi/types");
    let mut text = String::new();
    for entry in fs::read_dir(folder).expect("the sources are there") {
        let path = entry.expect("the folder is readable").path();
        text.push_str(&fs::read_to_string(path).expect("the sources are readable"));
    }
    one_line(&text)
}

/// Source text without comments and attributes, every run of white space one space.
pub(crate) fn one_line(source: &str) -> String {
    let code =
        source.lines().map(str::trim).filter(|line| !line.starts_with("//") && !line.starts_with("#["));
    code.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
}

/// A module of windows-sys, from where Cargo keeps the crate.
fn source(module: &str) -> String {
    let path = crate_folder().join("src/Windows/Win32").join(module).join("mod.rs");
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// Asks Cargo, for this host only: dependencies of other systems may not be here.
fn crate_folder() -> PathBuf {
    let version = cargo(&["-vV"]);
    let host = version.lines().find_map(|line| line.strip_prefix("host: ")).expect("cargo tells its host");
    let manifest = concat!("--manifest-path=", env!("CARGO_MANIFEST_DIR"), "/Cargo.toml");
    let platform = format!("--filter-platform={host}");
    let metadata = cargo(&["metadata", "--format-version=1", "--offline", manifest, &platform]);
    let package = metadata.split_once("\"name\":\"windows-sys\",\"version\":\"0.61.");
    let (_, package) = package.expect("windows-sys is a dependency");
    let (_, manifest) = package.split_once("\"manifest_path\":\"").expect("a package has a manifest");
    let (manifest, _) = manifest.split_once('"').expect("the path ends");
    Path::new(manifest).parent().expect("a manifest is in a folder").to_path_buf()
}

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO")).args(arguments).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo writes UTF-8")
}
