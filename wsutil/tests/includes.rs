//! Schemas that include, redefine and import others: what has no namespace gets that of the schema that includes it.

mod common;

use std::fs;
use std::process::Command;

use common::*;
use wsutil::Compiled;
use wsutil::options::Options;

/// A schema with these attributes and this content.
fn schema(attributes: &str, content: &str) -> String {
    format!("<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' {attributes}>{content}</xs:schema>")
}

/// One of this namespace that includes another and has an element of a type of it.
fn including(namespace: &str, what: &str, element: &str) -> String {
    schema(
        &format!("xmlns='{namespace}' targetNamespace='{namespace}' elementFormDefault='qualified'"),
        &format!("{what}<xs:element name='{element}' type='Point'/>"),
    )
}

const INCLUDE: &str = "<xs:include schemaLocation='http://example.org/schemas/bare.xsd'/>";

/// Without a namespace; refers to itself by names without one.
fn bare() -> String {
    schema(
        "elementFormDefault='qualified'",
        "<xs:complexType name='Point'><xs:sequence><xs:element name='x' type='xs:int'/>\
         <xs:element name='unit' type='Unit' form='unqualified'/><xs:element ref='Label' minOccurs='0'/>\
         <xs:element name='next' type='Point' minOccurs='0'/></xs:sequence>\
         <xs:attribute ref='mark'/><xs:attributeGroup ref='Marks'/></xs:complexType>\
         <xs:simpleType name='Unit'><xs:restriction base='xs:string'><xs:enumeration value='m'/>\
         <xs:enumeration value='km'/></xs:restriction></xs:simpleType>\
         <xs:element name='Label' type='xs:string'/><xs:element name='Box'><xs:complexType><xs:sequence>\
         <xs:element name='inner'><xs:complexType><xs:sequence><xs:element name='a' type='xs:int'/>\
         <xs:element name='b' type='xs:int'/></xs:sequence></xs:complexType></xs:element>\
         <xs:element name='at' type='Point'/></xs:sequence></xs:complexType></xs:element>\
         <xs:attribute name='mark' type='xs:int'/>\
         <xs:attributeGroup name='Marks'><xs:attribute name='second' type='Unit' use='required'/></xs:attributeGroup>\
         <xs:complexType name='Spot'><xs:complexContent><xs:extension base='Point'><xs:sequence>\
         <xs:element name='z' type='xs:int'/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>",
    )
}

fn run(texts: &[(&str, &str)]) -> Compiled {
    let compiled = wsutil::compile(&sources(texts), &all_warnings());
    assert!(!compiled.failed, "{}", compiled.messages);
    compiled
}

/// A file of a run, white space made one blank.
fn file(compiled: &Compiled, name: &str) -> String {
    let found = compiled.files.iter().find(|file| file.name == name).expect("it is made");
    found.content.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn has(text: &str, expected: &str) {
    assert!(text.contains(expected), "{expected}\nis not in\n{text}");
}

#[track_caller]
fn lacks(text: &str, unwanted: &str) {
    assert!(!text.contains(unwanted), "{unwanted}\nis in\n{text}");
}

/// The C of a run compiles without a warning, as C and as C++, alone and together.
fn compiles(name: &str, compiled: &Compiled) {
    let folder = fresh_folder(name);
    for file in &compiled.files {
        fs::write(folder.join(&file.name), &file.content).expect("it can be written");
    }
    for (compiler, standard) in [("gcc", "c99"), ("clang", "c11"), ("g++", "c++11"), ("clang++", "c++20")] {
        if !has_tool(compiler) {
            continue;
        }
        // The header and the source of each input follow each other.
        for source in compiled.files.iter().skip(1).step_by(2) {
            let mut command = Command::new(compiler);
            command.args(["-Wall", "-Wextra", "-Wpedantic", "-Werror", "-fsyntax-only", "-fshort-wchar"]);
            command.arg(format!("-std={standard}")).arg("-I").arg(include());
            command.arg("-I").arg(include().join("posix"));
            if standard.starts_with("c++") {
                command.args(["-x", "c++", "-DWS_CPLUSPLUS"]);
            }
            succeed(command.arg(&source.name).current_dir(&folder));
        }
    }
}

#[test]
fn an_included_schema_gets_the_namespace_of_the_one_that_includes_it() {
    let compiled = run(&[("a.xsd", &including("urn:a", INCLUDE, "A")), ("bare.xsd", &bare())]);
    let source = file(&compiled, "bare.xsd.c");
    has(&source, "WS_XML_STRING_DICTIONARY_VALUE(\"urn:a\"");
    // The empty namespace is that of the unqualified element and of the attribute of the group alone.
    has(&source, "WS_XML_STRING PointsecondNamespace; // WS_XML_STRING Pointx");
    has(&file(&compiled, "bare.xsd.h"), "enum Unit unit;");
    has(&file(&compiled, "a.xsd.c"), "&bare_xsd.globalTypes.Point");
    lacks(&file(&compiled, "bare.xsd.h"), "Point_2");
    compiles("include-one", &compiled);
}

#[test]
fn two_namespaces_make_two_sets_of_types() {
    let (a, b) = (including("urn:a", INCLUDE, "A"), including("urn:b", INCLUDE, "B"));
    let compiled = run(&[("a.xsd", &a), ("b.xsd", &b), ("bare.xsd", &bare())]);
    let header = file(&compiled, "bare.xsd.h");
    let fields = |copy: &str| format!("int x; enum Unit{copy} unit; WCHAR* Label; struct Point{copy}* next;");
    has(&header, &fields(""));
    has(&header, &fields("_2"));
    has(&header, "typedef enum Unit_2 { Unit_2m = 0, Unit_2km = 1, } Unit_2;");
    has(&header, "struct _Box_2_inner* inner; struct Point_2* at;");
    has(&header, "typedef struct Spot_2 { struct Point_2 _base; int z; } Spot_2;");
    has(&header, "WS_ELEMENT_DESCRIPTION Box; WS_ELEMENT_DESCRIPTION Label_2; WS_ELEMENT_DESCRIPTION Box_2;");
    has(&header, "WS_ATTRIBUTE_DESCRIPTION mark; WS_ATTRIBUTE_DESCRIPTION mark_2;");
    has(&file(&compiled, "a.xsd.c"), "&bare_xsd.globalTypes.Point");
    has(&file(&compiled, "b.xsd.c"), "&bare_xsd.globalTypes.Point_2");
    let source = file(&compiled, "bare.xsd.c");
    has(&source, "WS_XML_STRING_DICTIONARY_VALUE(\"urn:a\"");
    has(&source, "WS_XML_STRING_DICTIONARY_VALUE(\"urn:b\"");
    // On the wire both are what the schema calls them.
    lacks(&source, "DICTIONARY_VALUE(\"Point_2\"");
    has(&compiled.messages, "warning W3: the name 'Point' is 'Point_2' in C");
    compiles("include-two", &compiled);
}

#[test]
fn schemas_within_a_wsdl_include_too() {
    let (a, b) = (including("urn:a", INCLUDE, "A"), including("urn:b", INCLUDE, "B"));
    let wsdl = format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:w'><types>{a}{b}</types></definitions>"
    );
    let compiled = run(&[("bare.xsd", &bare()), ("w.wsdl", &wsdl)]);
    has(&file(&compiled, "w.wsdl.c"), "&bare_xsd.globalTypes.Point_2");
    compiles("include-wsdl", &compiled);
}

#[test]
fn a_schema_is_taken_once_for_one_namespace() {
    let one = including("urn:a", INCLUDE, "A");
    // By another path, and by two ways to one file.
    let two = including(
        "urn:a",
        "<xs:include schemaLocation='..\\other\\BARE.xsd'/><xs:include schemaLocation='one.xsd'/>\
         <xs:redefine schemaLocation='bare.xsd'/><xs:include schemaLocation='middle.xsd'/>",
        "B",
    );
    let middle = schema("", "<xs:include schemaLocation='bare.xsd'/><xs:element name='M' type='Point'/>");
    let compiled =
        run(&[("one.xsd", &one), ("x/two.xsd", &two), ("middle.xsd", &middle), ("bare.xsd", &bare())]);
    lacks(&file(&compiled, "bare.xsd.h"), "_2");
    lacks(&file(&compiled, "middle.xsd.h"), "_2");
    has(&file(&compiled, "middle.xsd.c"), "DICTIONARY_VALUE(\"urn:a\"");
    compiles("include-once", &compiled);
}

#[test]
fn circles_of_includes_and_imports_end() {
    // Each of two without a namespace includes the other; two with one include each other, two import each other.
    let one = schema(
        "",
        "<xs:include schemaLocation='two.xsd'/><xs:complexType name='One'><xs:sequence>\
         <xs:element name='two' type='Two'/><xs:element name='n' type='xs:int'/></xs:sequence></xs:complexType>",
    );
    let two = schema(
        "",
        "<xs:include schemaLocation='one.xsd'/><xs:include schemaLocation='two.xsd'/><xs:complexType name='Two'>\
         <xs:sequence><xs:element name='one' type='One' minOccurs='0'/><xs:element name='n' type='xs:int'/>\
         </xs:sequence></xs:complexType>",
    );
    let compiled = run(&[("one.xsd", &one), ("two.xsd", &two)]);
    has(&file(&compiled, "one.xsd.h"), "struct Two* two;");
    lacks(&file(&compiled, "one.xsd.h"), "_2");
    let user = |name: &str, include: &str, other: &str| {
        schema(
            &format!("xmlns='urn:{name}' xmlns:o='urn:{other}' targetNamespace='urn:{name}'"),
            &format!(
                "<xs:include schemaLocation='{include}'/><xs:include schemaLocation='{name}.xsd'/>\
                 <xs:import namespace='urn:{other}' schemaLocation='{other}.xsd'/>\
                 <xs:complexType name='T{name}'><xs:sequence><xs:element name='other' type='o:T{other}' minOccurs='0'/>\
                 <xs:element name='one' type='One'/></xs:sequence></xs:complexType>"
            ),
        )
    };
    let (p, q) = (user("p", "one.xsd", "q"), user("q", "two.xsd", "p"));
    let compiled = run(&[("p.xsd", &p), ("q.xsd", &q), ("one.xsd", &one), ("two.xsd", &two)]);
    has(&file(&compiled, "p.xsd.h"), "struct Tq* other; // optional struct One* one;");
    has(&file(&compiled, "q.xsd.h"), "struct Tp* other; // optional struct One_2* one;");
    has(&file(&compiled, "one.xsd.h"), "struct Two_2* two;");
    has(&file(&compiled, "two.xsd.h"), "struct One_2* one;");
    compiles("include-circles", &compiled);
}

#[test]
fn imports_leave_the_namespace_as_it_is() {
    let importing = |import: &str| {
        schema(
            "targetNamespace='urn:a'",
            &format!(
                "{import}<xs:element name='A' type='Point'/><xs:element name='L'><xs:complexType><xs:sequence>\
                      <xs:element ref='Label'/><xs:element name='b' type='xs:int'/></xs:sequence></xs:complexType></xs:element>"
            ),
        )
    };
    // Nobody includes it: no namespace, whatever the import says of its location.
    for import in
        ["<xs:import/>", "<xs:import schemaLocation='bare.xsd'/>", "<xs:import schemaLocation='gone.xsd'/>"]
    {
        let compiled = run(&[("a.xsd", &importing(import)), ("bare.xsd", &bare())]);
        lacks(&file(&compiled, "bare.xsd.c"), "urn:");
        // Included somewhere else as well, it is there with and without a namespace.
        let b = including("urn:b", INCLUDE, "B");
        let compiled = run(&[("b.xsd", &b), ("a.xsd", &importing(import)), ("bare.xsd", &bare())]);
        has(&file(&compiled, "a.xsd.c"), "(void*)&bare_xsd.globalTypes.Point,");
        has(&file(&compiled, "b.xsd.c"), "(void*)&bare_xsd.globalTypes.Point_2,");
    }
    // With a namespace, and without a location: every input is looked at.
    let other = schema(
        "targetNamespace='urn:o'",
        "<xs:simpleType name='N'><xs:restriction base='xs:int'/></xs:simpleType>",
    );
    let user = schema(
        "xmlns:o='urn:o' targetNamespace='urn:u'",
        "<xs:import namespace='urn:o'/><xs:import namespace='urn:of-nothing'/><xs:element name='U' type='o:N'/>",
    );
    run(&[("user.xsd", &user), ("other.xsd", &other)]);
}

#[test]
fn what_only_another_namespace_has_is_not_found() {
    // The schema has a namespace, so that what it refers to without one has none.
    let own = schema(
        "targetNamespace='urn:o'",
        "<xs:simpleType name='N'><xs:restriction base='xs:int'/></xs:simpleType>",
    );
    let user = schema(
        "targetNamespace='urn:u'",
        "<xs:include schemaLocation='own.xsd'/><xs:element name='U' type='N'/>",
    );
    let compiled = wsutil::compile(&sources(&[("u.xsd", &user), ("own.xsd", &own)]), &Options::default());
    assert!(compiled.failed && compiled.files.is_empty());
    has(&compiled.messages, "error: no input defines the type 'N' (no namespace)");
    has(
        &compiled.messages,
        "u.xsd(1,80): warning W1: the schema that this includes has the namespace 'urn:o'",
    );
    // What a schema without a namespace refers to with one stays.
    let bare =
        schema("xmlns:o='urn:o'", "<xs:element name='B' type='o:N'/><xs:element name='C' type='None'/>");
    let a = schema("targetNamespace='urn:a'", INCLUDE);
    let compiled = wsutil::compile(
        &sources(&[("a.xsd", &a), ("bare.xsd", &bare), ("own.xsd", &own)]),
        &Options::default(),
    );
    has(&compiled.messages, "the type 'None' (namespace 'urn:a')");
    lacks(&compiled.messages, "'N'");
}

#[test]
fn an_input_may_be_called_by_its_url() {
    let a = including("urn:a", "<xs:include schemaLocation='http://example.org/?xsd=xsd2'/>", "A");
    let mut sources = sources(&[("a.xsd", &a), ("bare.xsd", &bare())]);
    assert!(wsutil::compile(&sources, &Options::default()).failed);
    sources[1].url = Some("http://example.org/?xsd=xsd2".into());
    let compiled = wsutil::compile(&sources, &Options::default());
    assert!(!compiled.failed, "{}", compiled.messages);
}

#[test]
fn a_group_of_attributes_is_defined_once() {
    let group = "<xs:attributeGroup name='G'><xs:attribute name='a' type='xs:int'/></xs:attributeGroup>";
    let text = schema("", &format!("{group}\n{group}"));
    let compiled = wsutil::compile(&sources(&[("t.xsd", &text)]), &Options::default());
    has(
        &compiled.messages,
        "t.xsd(2,1): error: the attribute group 'G' (no namespace) is defined twice; the first one is at t.xsd(1,57)",
    );
}
