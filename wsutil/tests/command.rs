//! The command as users run it.

mod common;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use common::fresh_folder;

const SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'>\
    <xs:complexType name='T'><xs:sequence><xs:element name='new' type='xs:int' default='5'/></xs:sequence></xs:complexType>\
    </xs:schema>";

fn wsutil(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_wsutil"));
    command.args(arguments).current_dir(folder).output().expect("it can be run")
}

fn said(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

fn files(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be listed");
    let mut names: Vec<String> =
        entries.map(|entry| entry.expect("it is there").file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

fn folder_with(name: &str, inputs: &[(&str, &str)]) -> std::path::PathBuf {
    let folder = fresh_folder(name);
    for (input, text) in inputs {
        fs::write(folder.join(input), text).expect("it can be written");
    }
    folder
}

#[test]
fn output_goes_where_it_is_told_to() {
    let folder = folder_with("out", &[("a.xsd", SCHEMA)]);
    let output = wsutil(&folder, &["/xsd:a.xsd", "/OUT:made/here", "-nologo"]);
    assert!(output.status.success() && output.stdout.is_empty(), "{}", said(&output));
    assert_eq!(files(&folder.join("made/here")), ["a.xsd.c", "a.xsd.h"]);
    assert!(wsutil(&folder, &["a.xsd"]).status.success());
    assert_eq!(files(&folder), ["a.xsd", "a.xsd.c", "a.xsd.h", "made"]);
    let absolute = folder.join("a.xsd");
    assert!(wsutil(&folder, &[absolute.to_str().expect("a plain path"), "/out:."]).status.success());
}

#[test]
fn wildcards_and_response_files_name_inputs() {
    let other = SCHEMA.replace("'T'", "'U'").replace("urn:t", "urn:u");
    let folder = folder_with("wild", &[("a.xsd", SCHEMA), ("b.xsd", &other), ("args", "\"*.xsd\"\n/out:o")]);
    assert!(wsutil(&folder, &["@args"]).status.success());
    assert_eq!(files(&folder.join("o")), ["a.xsd.c", "a.xsd.h", "b.xsd.c", "b.xsd.h"]);
    let output = wsutil(&folder, &["*.wsdl"]);
    assert!(!output.status.success() && said(&output).contains("no file fits '*.wsdl'"));
}

#[test]
fn a_file_is_one_input_however_often_it_is_named() {
    let folder = folder_with("twice", &[("a.xsd", SCHEMA)]);
    let absolute = folder.join("a.xsd");
    let absolute = absolute.to_str().expect("a plain path");
    let output = wsutil(&folder, &["a.xsd", "./a.xsd", "../twice/a.xsd", absolute, "/xsd:*.xsd", "/out:o"]);
    assert!(output.status.success(), "{}", said(&output));
    assert_eq!(files(&folder.join("o")), ["a.xsd.c", "a.xsd.h"]);
    // What only one of the names says holds for the file.
    let output = wsutil(&folder, &["a.xsd", "/wsdl:./a.xsd"]);
    assert!(said(&output).contains("a WSDL 1.1 document is expected"), "{}", said(&output));
}

#[test]
fn help_and_the_logo_are_printed_when_asked() {
    let folder = fresh_folder("help");
    for option in ["/?", "-help", "/HELP"] {
        let output = wsutil(&folder, &[option]);
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stdout).contains("/nostamp"));
    }
    let folder = folder_with("logo", &[("a.xsd", SCHEMA)]);
    assert!(String::from_utf8_lossy(&wsutil(&folder, &["a.xsd"]).stdout).starts_with("wsutil "));
}

#[test]
fn an_error_leaves_no_output() {
    let cases: [(&str, &[&str], &str); 9] = [
        ("<a", &[], "not well-formed"),
        ("<!DOCTYPE a><a/>", &[], "DTD"),
        ("<a/>", &[], "is expected here"),
        (
            "<schema xmlns='http://www.w3.org/2001/XMLSchema'><element name='a' type='b'/></schema>",
            &[],
            "no input defines",
        ),
        ("<description xmlns='http://www.w3.org/ns/wsdl'/>", &[], "WSDL 2.0"),
        (SCHEMA, &["-nothing"], "there is no option '-nothing'"),
        (SCHEMA, &["none.xsd"], "'none.xsd' cannot be read"),
        (SCHEMA, &["/wsdl:a.xsd"], "is expected here"),
        (SCHEMA, &["@none"], "the response file 'none'"),
    ];
    for (text, more, expected) in cases {
        let folder = folder_with("errors", &[("a.xsd", text)]);
        let arguments =
            if more.first() == Some(&"/wsdl:a.xsd") { more.to_vec() } else { [&["a.xsd"], more].concat() };
        let output = wsutil(&folder, &arguments);
        assert_eq!(output.status.code(), Some(1), "{text}");
        assert!(said(&output).contains(expected), "{expected} is not in {}", said(&output));
        assert_eq!(files(&folder), ["a.xsd"], "{text}");
    }
    assert_eq!(wsutil(&fresh_folder("errors"), &[]).status.code(), Some(1));
}

#[test]
fn what_cannot_be_written_harms_nothing() {
    let folder = folder_with("unwritable", &[("a.xsd", SCHEMA), ("file", "")]);
    assert_eq!(wsutil(&folder, &["a.xsd", "/out:file"]).status.code(), Some(1));
    fs::create_dir(folder.join("a.xsd.c")).expect("it can be made");
    let output = wsutil(&folder, &["a.xsd"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(said(&output).contains("a.xsd.c"), "{}", said(&output));
    assert_eq!(files(&folder), ["a.xsd", "a.xsd.c", "file"]);
}

#[test]
fn warnings_are_shown_by_level_and_may_be_errors() {
    let folder = folder_with("levels", &[("a.xsd", SCHEMA)]);
    let run = |arguments: &[&str]| {
        let output = wsutil(&folder, &[&["a.xsd", "/nologo", "/out:o"], arguments].concat());
        (output.status.success(), said(&output))
    };
    let (success, text) = run(&[]);
    assert!(success && text.contains("warning W1: default=\"5\"") && text.contains("warning W3: "), "{text}");
    assert_eq!(run(&["/W:0"]), (true, String::new()));
    let (success, text) = run(&["/W:1"]);
    assert!(success && text.contains("W1") && !text.contains("W3"), "{text}");
    let (success, text) = run(&["/W:1", "/WX"]);
    assert!(!success && text.contains("a.xsd(1,") && text.contains("): error W1: "), "{text}");
    assert_eq!(run(&["/W:0", "/WX"]), (true, String::new()));
}
