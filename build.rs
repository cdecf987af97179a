//! Generates `webservices.h` from the C face, `src/abi`, into the build's output folder.
//!
//! The checked-in copy is `include/webservices.h`; `tests/header_fresh.rs` compares the two. The
//! source folder is only read, so that a read-only checkout builds. Also names the shared library.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::{env, error};

fn main() -> Result<(), Box<dyn error::Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(env::var("OUT_DIR")?).join("webservices.h");
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=cbindgen.toml");
    println!("cargo:rerun-if-changed=src/abi");

    // A syntax error in the sources is for rustc to report: it does so better. The empty header
    // makes the freshness test fail.
    let text = match header(&root) {
        Ok(bindings) => sdk_spelling(&bindings),
        Err(reason) => {
            println!("cargo:warning=webservices.h was not generated: {reason}");
            String::new()
        }
    };
    fs::write(out, text)?;
    name_shared_library();
    Ok(())
}

/// Records `libwebservices.so.0` as the library's name, so that a program built against it asks for
/// this version of the binary interface.
fn name_shared_library() {
    if env::var("CARGO_CFG_TARGET_OS").is_ok_and(|system| system == "linux") {
        println!("cargo:rustc-cdylib-link-arg=-Wl,-soname,libwebservices.so.0");
    }
}

/// What cbindgen makes of the C face.
fn header(root: &Path) -> Result<String, Box<dyn error::Error>> {
    let types = root.join("src/abi/types");
    let mut config = cbindgen::Config::from_file(root.join("cbindgen.toml"))?;
    for module in modules(&fs::read_to_string(types.join("mod.rs"))?) {
        let names = public_names(&fs::read_to_string(types.join(format!("{module}.rs")))?);
        let from_windows = module == "base" || module == "codes";
        // cbindgen prints only what functions need; the API's types are all of them.
        let list = if from_windows { &mut config.export.exclude } else { &mut config.export.include };
        list.extend(names);
    }
    let bindings =
        cbindgen::Builder::new().with_config(config).with_src(root.join("src/abi/mod.rs")).generate()?;
    let mut text = Vec::new();
    bindings.write(&mut text);
    Ok(String::from_utf8(text)?)
}

/// Names of the modules that a module declares, in order.
fn modules(source: &str) -> Vec<&str> {
    source.lines().filter_map(|line| line.strip_prefix("mod ")?.strip_suffix(';')).collect()
}

/// Names of the public types and constants that a source file defines.
fn public_names(source: &str) -> Vec<String> {
    let kinds = ["pub struct ", "pub enum ", "pub type ", "pub const "];
    source
        .lines()
        .filter_map(|line| kinds.iter().find_map(|kind| line.strip_prefix(kind)))
        .map(|rest| rest.chars().take_while(|&c| c.is_alphanumeric() || c == '_').collect())
        .collect()
}

/// Where `cbindgen.toml` ends the header's prelude.
const PRELUDE_END: &str = "/* prelude ends */";

/// Orders what cbindgen prints (in the style "tag") by kind, and spells it as the SDK's header does.
///
/// Structs get the tag `_WS_X` and the name `WS_X`; handles stay incomplete; functions and
/// callbacks get their calling convention. The order by kind resolves the cycles between structs
/// and callbacks, which cbindgen does not.
fn sdk_spelling(text: &str) -> String {
    let Some((prelude, items)) = text.split_once(PRELUDE_END) else { return text.to_owned() };
    let mut handles = Vec::new();
    let mut enums = Vec::new();
    let mut names = Vec::new();
    let mut callbacks = Vec::new();
    let mut structs = Vec::new();
    let mut constants = Vec::new();
    let mut functions = Vec::new();
    for item in items.split("\n\n").map(|item| item.trim_matches('\n')).filter(|item| !item.is_empty()) {
        let (comment, code) = split_comment(item);
        if let Some((name, body)) = definition(code, "struct ") {
            if body.contains("_private[0]") {
                handles.push(format!("{comment}typedef struct _{name} {name};"));
            } else {
                names.push(format!("typedef struct _{name} {name};"));
                structs.push(format!("{comment}struct _{name} {{{}}};", plain_names(body)));
            }
            continue;
        }
        if let Some((name, body)) = definition(code, "enum ") {
            enums.push(format!("{comment}typedef enum {name} {{{body}}} {name};"));
            continue;
        }
        let code = plain_names(code);
        if code.starts_with("typedef") && code.contains("(*") {
            callbacks.push(comment + &with_convention(&code, "(*", "(CALLBACK *"));
        } else if code.starts_with("typedef") {
            enums.push(comment + &code);
        } else if code.starts_with("#define") {
            constants.push(comment + &code);
        } else {
            let code = with_convention(&code, "HRESULT Ws", "HRESULT WINAPI Ws");
            functions.push(comment + &with_convention(&code, "void Ws", "void WINAPI Ws"));
        }
    }
    let sections = [
        ("Handles", handles.join("\n\n")),
        ("Enumerations", enums.join("\n\n")),
        ("Constants", constants.join("\n\n")),
        ("Structures, by name", names.join("\n")),
        ("Callbacks", callbacks.join("\n\n")),
        ("Structures", structs.join("\n\n")),
        ("Functions and macros", functions.join("\n\n")),
    ];
    let mut spelled = prelude.trim_end().to_owned();
    for (title, section) in sections {
        let _ = write!(spelled, "\n\n/* ---- {title} ---- */\n\n{section}");
    }
    spelled.push('\n');
    short_comments(&spelled)
}

/// Puts documentation of one line into one line, and unmarks headings.
fn short_comments(text: &str) -> String {
    let mut short = String::with_capacity(text.len());
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let opens = line.trim_start() == "/**";
        let only = opens.then(|| lines.next().unwrap_or_default());
        let closes = only.is_some() && lines.peek().is_some_and(|line| line.trim_start() == "*/");
        match only.and_then(|only| only.trim_start().strip_prefix("* ")) {
            Some(comment) if closes => {
                lines.next();
                let _ = writeln!(short, "{line} {comment} */");
            }
            _ => {
                let line = line.strip_prefix(" * # ").map_or(line.to_owned(), |head| format!(" * {head}:"));
                let _ = writeln!(short, "{line}");
                if let Some(only) = only {
                    let _ = writeln!(short, "{only}");
                }
            }
        }
    }
    short
}

/// An item's documentation, up to and with its line end, and its code.
fn split_comment(item: &str) -> (String, &str) {
    match item.split_once("*/\n") {
        Some((comment, code)) if item.starts_with("/**") => (format!("{comment}*/\n"), code),
        _ => (String::new(), item),
    }
}

/// Types by their names alone, save those of Windows that may exist only by their tags.
fn plain_names(code: &str) -> String {
    code.replace("struct WS_", "WS_")
        .replace("enum WS_", "WS_")
        .replace("const CERT_CONTEXT", "const struct _CERT_CONTEXT")
        .replace("const SecPkgContext_IssuerListInfoEx", "const struct _SecPkgContext_IssuerListInfoEx")
}

/// Name and body of `struct X { ... };` or `enum X { ... };`.
fn definition<'a>(code: &'a str, kind: &str) -> Option<(&'a str, &'a str)> {
    code.strip_prefix(kind)?.strip_suffix("};")?.split_once(" {")
}

/// Adds a calling convention to a declaration and keeps its parameters aligned.
fn with_convention(code: &str, plain: &str, spelling: &str) -> String {
    if !code.contains(plain) {
        return code.to_owned();
    }
    let indent = " ".repeat(spelling.len() - plain.len());
    code.replacen(plain, spelling, 1).replace("\n ", &format!("\n {indent}"))
}
