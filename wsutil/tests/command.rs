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

/// Faults of all steps: reading, names, references, messages, contracts.
const WRONG_WSDL: &str = "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' xmlns:s='http://schemas.xmlsoap.org/wsdl/soap/' xmlns:t='urn:a' xmlns:o='urn:b' targetNamespace='urn:a'>\n\
    <message name='In'><part name='parameters' element='o:Missing'/></message>\n\
    <message name='Out'><part name='parameters' type='o:Gone' element='o:E'/></message>\n\
    <message name='In'><part name='parameters' element='o:E'/></message>\n\
    <portType name='P'>\n\
    <operation name='Do'><input message='t:In'/><output message='t:Nowhere'/></operation>\n\
    <operation name='Push'><output message='t:Out'/></operation>\n\
    </portType>\n\
    <binding name='B' type='t:Q'><s:binding transport='http://schemas.xmlsoap.org/soap/http'/></binding>\n\
    <service name='S'><port name='X' binding='t:Unbound'/></service>\n\
    </definitions>\n\
    ";
const WRONG_SCHEMA: &str = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:b' targetNamespace='urn:b'>\n\
    <xs:element name='E' type='t:None'/>\n\
    <xs:complexType name='C'><xs:sequence><xs:element name='x' type='xs:int' maxOccurs='lots'/></xs:sequence></xs:complexType>\n\
    <xs:complexType name='C'/>\n\
    <xs:simpleType name='L'><xs:restriction base='t:L'/></xs:simpleType>\n\
    <xs:element name='F' type='q:int'/>\n\
    <xs:element name='w' type='xs:int' default='1'/>\n\
    </xs:schema>\n\
    ";

#[test]
fn one_run_finds_every_fault_of_every_input() {
    let folder = folder_with(
        "faults",
        &[
            ("a.wsdl", WRONG_WSDL),
            ("b.xsd", WRONG_SCHEMA),
            ("c.xsd", "<schema>\n</scheme>"),
            ("a.wsdl.h", "before"),
        ],
    );
    let output = wsutil(&folder, &["a.wsdl", "b.xsd", "c.xsd", "none.xsd", "/W:1", "/nologo"]);
    let said = said(&output);
    let mut lines = said.lines();
    for expected in [
        "wsutil: error: 'none.xsd' cannot be read: ",
        "a.wsdl(2,20): error: part 'parameters': the element 'Missing' (namespace 'urn:b') is in no input",
        "a.wsdl(3,21): error: the part 'parameters' has to have either 'element' or 'type'",
        "a.wsdl(4,1): error: the message 'In' (namespace 'urn:a') is defined twice; the first one is at a.wsdl(2,1)",
        "a.wsdl(6,45): error: the message 'Nowhere' (namespace 'urn:a') is in no input",
        "a.wsdl(7,1): error: operation 'Push': operations without an input message",
        "a.wsdl(9,1): error: the port type 'Q' (namespace 'urn:a') of the binding is in no input",
        "a.wsdl(10,19): error: the binding 'Unbound' (namespace 'urn:a') of the port is in no input",
        "b.xsd(2,1): error: no input defines the type 'None' (namespace 'urn:b')",
        "b.xsd(3,39): error: maxOccurs='lots': a number is expected",
        "b.xsd(4,1): error: the type 'C' (namespace 'urn:b') is defined twice; the first one is at b.xsd(3,1)",
        "b.xsd(5,1): error: the type is derived from itself",
        "b.xsd(6,1): error: the prefix 'q' of 'q:int' stands for no namespace here",
        "b.xsd(7,1): warning W1: default='1' is not supported and changes no code",
        "c.xsd(2,1): error: this is not well-formed XML: ",
    ] {
        let line = lines.next().unwrap_or_default().replace('"', "'");
        assert!(line.starts_with(expected), "{expected}\nis expected instead of\n{line}\nin\n{said}");
    }
    assert_eq!(lines.next(), None);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(files(&folder), ["a.wsdl", "a.wsdl.h", "b.xsd", "c.xsd"]);
    assert_eq!(fs::read_to_string(folder.join("a.wsdl.h")).expect("it is there"), "before");
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
