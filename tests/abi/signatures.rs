//! Functions and callbacks: the metadata, the reference list, and the sources agree.
//!
//! The metadata knows no difference between `const` and other pointers, writes parameters in lower
//! case, and has integers for enumerations' and Windows' types. The reference list
//! (`tests/data/functions.tsv`) has the SDK's own spelling of all that; exported functions have to
//! follow it to the letter.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::metadata;

const REFERENCE: &str = include_str!("../data/functions.tsv");

#[test]
fn reference_list_agrees_with_the_metadata() {
    let theirs = metadata::functions();
    let ours = reference();
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().map(String::as_str).collect::<Vec<_>>().iter().collect::<Vec<_>>()
    );
    for (name, signature) in ours {
        assert_eq!(plain(signature), plain(&theirs[name]), "{name}");
    }
}

#[test]
fn callbacks_agree_with_the_metadata() {
    let sources = metadata::our_types();
    let theirs = metadata::callbacks();
    let ours: BTreeMap<&str, &str> = sources.split("pub type ").skip(1).filter_map(callback).collect();
    assert!(
        ours.keys().copied().eq(theirs.keys().map(String::as_str)),
        "{:?}\n{:?}",
        ours.keys(),
        theirs.keys()
    );
    for (name, signature) in ours {
        assert_eq!(plain(signature), plain(&theirs[name]), "{name}");
    }
}

#[test]
fn exported_functions_have_the_signatures_of_the_reference_list() {
    let reference = reference();
    for (name, signature) in exported() {
        let expected = reference.get(name.as_str());
        assert_eq!(Some(signature.as_str()), expected.copied(), "{name}");
    }
}

/// Signature by function, from the reference list.
fn reference() -> BTreeMap<&'static str, &'static str> {
    let rows = REFERENCE.lines().skip_while(|line| line.starts_with('#')).skip(1);
    rows.map(|row| {
        let columns: Vec<&str> = row.split('\t').collect();
        let signature = columns[3].strip_prefix("fn").expect("the last column is a signature");
        assert_eq!(columns[2] == "yes", signature.contains("asyncContext: "), "{row}");
        (columns[1], signature)
    })
    .collect()
}

/// Name and signature of `NAME = Option< unsafe extern "C" fn( ... ) -> HRESULT, >; ...`.
fn callback(definition: &str) -> Option<(&str, &str)> {
    let (name, rest) = definition.split_once(" = Option<")?;
    let (signature, _) = rest.split_once(';')?;
    Some((name, signature.trim().strip_prefix("unsafe extern \"C\" fn")?.trim_end_matches(['>', ',', ' '])))
}

/// The functions that the C face exports, in the spelling of the reference list.
fn exported() -> Vec<(String, String)> {
    let mut functions = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("the sources are there") {
            let path = entry.expect("the folder is readable").path();
            if path.is_dir() {
                folders.push(path);
            } else {
                functions.extend(exports(&fs::read_to_string(path).expect("the sources are readable")));
            }
        }
    }
    functions
}

fn exports(source: &str) -> Vec<(String, String)> {
    let code = metadata::one_line(source);
    let mut functions = Vec::new();
    for definition in code.split("extern \"C\" fn ").skip(1).filter(|text| text.starts_with("Ws")) {
        let (head, _) = definition.split_once('{').expect("a function has a body");
        let (name, signature) = head.split_once('(').expect("a function has parameters");
        let signature = signature.replace(", )", ")");
        functions.push((name.to_owned(), format!("({}", signature.trim())));
    }
    functions
}

/// A signature reduced to what the metadata tells: names in lower case, plain pointers and integers.
fn plain(signature: &str) -> String {
    let signature =
        signature.replace("*const ", "*").replace("*mut ", "*").replace("r#", "").replace(", )", ")");
    let (parameters, result) = match signature.split_once(") -> ") {
        Some((parameters, result)) => (parameters, result),
        None => (signature.trim_end_matches(')'), ""),
    };
    let parameters =
        parameters.trim_start_matches('(').split(',').map(str::trim).filter(|text| !text.is_empty());
    let mut plain: Vec<String> = parameters
        .map(|parameter| {
            let (name, of_type) = parameter.split_once(':').expect("a parameter has a type");
            format!("{}: {}", name.trim().to_lowercase(), plain_type(of_type))
        })
        .collect();
    plain.push(plain_type(result));
    plain.join(", ")
}

fn plain_type(name: &str) -> String {
    let name = name.replace(' ', "");
    let (pointers, name) = name.split_at(name.len() - name.trim_start_matches('*').len());
    let name = name.rsplit("::").next().unwrap_or_default();
    let name = name.strip_prefix("MaybeUninit<").and_then(|name| name.strip_suffix('>')).unwrap_or(name);
    let (more, name) = match name {
        "ULONG" => ("", "u32"),
        "LONG" | "c_int" => ("", "i32"),
        "USHORT" | "WCHAR" => ("", "u16"),
        "BYTE" => ("", "u8"),
        "SIZE_T" => ("", "usize"),
        "PWSTR" | "PCWSTR" => ("*", "u16"),
        name => ("", name),
    };
    format!("{pointers}{more}{name}")
}
