//! The checked-in header is the one that the sources generate.

use std::{env, fs};

const GENERATED: &str = include_str!(concat!(env!("OUT_DIR"), "/webservices.h"));

#[test]
fn checked_in_header_is_what_the_sources_generate() {
    assert!(!GENERATED.is_empty(), "cbindgen failed: the build's warning says why");
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/include/webservices.h");
    if env::var("WWSAPI_UPDATE_HEADER").is_ok_and(|value| value == "1") {
        fs::write(path, GENERATED).expect("include/webservices.h is writable");
    }
    let checked_in = fs::read_to_string(path).expect("include/webservices.h exists");
    let stale = checked_in.lines().zip(GENERATED.lines()).position(|(old, new)| old != new);
    let line = stale.map_or(checked_in.lines().count().min(GENERATED.lines().count()), |line| line) + 1;
    assert!(
        checked_in == GENERATED,
        "include/webservices.h is stale from line {line} on; refresh it with \
         WWSAPI_UPDATE_HEADER=1 cargo test --test header_fresh"
    );
}

/// What the library does not have yet is declared all the same, by the reference list, so that a program that uses it
/// compiles, and the linker names what is missing.
#[test]
fn declarations_of_what_is_missing_are_those_of_the_list() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/include/wwsapi_missing.h");
    let wanted = missing();
    if env::var("WWSAPI_UPDATE_HEADER").is_ok_and(|value| value == "1") {
        fs::write(path, &wanted).expect("include/wwsapi_missing.h is writable");
    }
    let checked_in = fs::read_to_string(path).unwrap_or_default();
    assert!(checked_in == wanted, "include/wwsapi_missing.h is stale; make header refreshes it");
}

fn missing() -> String {
    let rows = include_str!("data/functions.tsv").lines().skip_while(|line| line.starts_with('#')).skip(1);
    let mut text = String::from(
        "/*\n * wwsapi_missing.h - the functions of the original that the library does not have yet; included by \
         webservices.h.\n *\n * A program that calls one compiles and does not link: the linker says which it is. (Made by \
         tests/header_fresh.rs.)\n */\n\n#ifndef WWSAPI_MISSING_H\n#define WWSAPI_MISSING_H\n\n#ifdef \
         __cplusplus\nextern \"C\" {\n#endif\n\n",
    );
    for row in rows {
        let mut columns = row.split('\t').skip(1);
        let (Some(name), Some(signature)) = (columns.next(), columns.nth(1)) else { continue };
        if !GENERATED.contains(&format!(" WINAPI {name}(")) {
            text.push_str(&declaration(name, signature));
        }
    }
    text + "\n#ifdef __cplusplus\n}\n#endif\n\n#endif /* WWSAPI_MISSING_H */\n"
}

/// A declaration in C of `fn(name: type, ...) -> type`, one parameter on a line.
fn declaration(name: &str, signature: &str) -> String {
    let (parameters, result) = signature.rsplit_once(')').expect("a signature has parameters");
    let parameters = parameters.strip_prefix("fn(").expect("a signature begins with fn");
    let result = result.trim().strip_prefix("-> ").unwrap_or("void");
    let parameters: Vec<_> = parameters
        .split(", ")
        .map(|parameter| {
            let (name, kind) = parameter.split_once(": ").expect("a parameter has a type");
            let kind = c_type(kind);
            format!("{kind}{}{name}", if kind.ends_with('*') { "" } else { " " })
        })
        .collect();
    let begin = format!("{result} WINAPI {name}(");
    let indent = format!(",\n{}", " ".repeat(begin.len()));
    format!("{begin}{});\n", parameters.join(&indent))
}

fn c_type(rust: &str) -> String {
    let pointed = |rest: &str| format!("{}*", spaced(&c_type(rest)));
    if let Some(rest) = rust.strip_prefix("*mut ") {
        pointed(rest)
    } else if let Some(rest) = rust.strip_prefix("*const ") {
        format!("const {}", pointed(rest))
    } else if let Some(rest) = rust.strip_prefix("MaybeUninit<") {
        rest.trim_end_matches('>').to_owned()
    } else if rust == "c_void" {
        "void".to_owned()
    } else {
        rust.to_owned()
    }
}

fn spaced(kind: &str) -> String {
    if kind.ends_with('*') { kind.to_owned() } else { format!("{kind} ") }
}
