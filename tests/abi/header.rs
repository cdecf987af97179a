//! The C header alone gives C and C++ compilers the numbers that the Rust side has.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use std::process::Command;

use crate::constants::{codes, constants};
use crate::enums::enums;
use crate::structs::structs;

#[test]
fn c_compilers_see_the_same_layouts_and_values() {
    let source = Path::new(env!("CARGO_TARGET_TMPDIR")).join("abi_header.c");
    fs::write(&source, program()).expect("the target folder is writable");
    for compiler in ["gcc", "clang"] {
        for standard in ["c99", "c11", "c++11", "c++20"] {
            for wide in [&[][..], &["-fshort-wchar"]] {
                compile(compiler, standard, wide, &source);
            }
        }
    }
}

fn compile(compiler: &str, standard: &str, options: &[&str], source: &Path) {
    let language = if standard.starts_with("c++") { "c++" } else { "c" };
    let output = Command::new(compiler)
        .args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-x", language])
        .arg(format!("-std={standard}"))
        .args(options)
        .arg("-I")
        .arg(concat!(env!("CARGO_MANIFEST_DIR"), "/include"))
        .arg(source)
        .output()
        .unwrap_or_else(|error| panic!("this test needs {compiler}: {error}"));
    let messages = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{compiler} -std={standard} {options:?}\n{messages}");
}

/// A program without code: an array type of negative size wherever a number differs.
fn program() -> String {
    let mut text = String::from("#include \"webservices.h\"\n#include \"webservices.h\"\n");
    for structure in structs() {
        let _ = writeln!(text, "struct align_{0} {{ char first; {0} value; }};", structure.name);
    }
    let mut checks = 0;
    let mut check = |condition: String| {
        checks += 1;
        let _ = writeln!(text, "typedef char check_{checks}[{condition} ? 1 : -1];");
    };
    for structure in structs() {
        // The SDK has a name only for the tag; both have to exist.
        let (name, shape) = (structure.name, structure.ours);
        check(format!("sizeof({name}) == {}", shape.size));
        check(format!("sizeof(struct _{name}) == {}", shape.size));
        check(format!("offsetof(struct align_{name}, value) == {}", shape.align));
        for field in shape.fields {
            check(format!("offsetof({name}, {}) == {}", field.name, field.offset));
            check(format!("sizeof((({name} *)0)->{}) == {}", field.name, field.size));
        }
    }
    for enumeration in enums() {
        check(format!("sizeof({}) == {}", enumeration.name, enumeration.size));
        for value in enumeration.values {
            check(format!("(int)({}) == ({})", value.name, value.ours));
        }
    }
    for value in constants() {
        check(format!("({}) == {}", value.name, value.ours));
    }
    for value in codes() {
        check(format!("({}) == (HRESULT)({}u)", value.name, value.ours.cast_unsigned()));
    }
    text
}
