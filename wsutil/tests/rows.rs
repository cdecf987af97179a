//! Each row of the tables of what XML Schema becomes in C, and each message about what it cannot become.

mod common;

use common::*;
use wsutil::options::Options;

fn header(text: &str) -> String {
    compiled(text, &Options::default()).files.remove(0).content
}

fn source(text: &str) -> String {
    compiled(text, &Options::default()).files.remove(1).content
}

/// Both files of a schema of tests/schemas, white space made one blank.
fn of_file(name: &str, options: &Options) -> String {
    let compiled = wsutil::compile(&[schema(name)], options);
    assert!(!compiled.failed, "{}", compiled.messages);
    let all: Vec<&str> = compiled.files.iter().flat_map(|file| file.content.split_whitespace()).collect();
    all.join(" ")
}

#[track_caller]
fn has(text: &str, expected: &str) {
    assert!(text.contains(expected), "{expected}\nis not in\n{text}");
}

fn in_type(content: &str) -> String {
    format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' targetNamespace='urn:t' \
         elementFormDefault='qualified'><xs:complexType name='T'><xs:sequence>{content}</xs:sequence>\
         </xs:complexType></xs:schema>"
    )
}

/// The C type and the WS_TYPE of an element of a built-in type.
fn of_builtin(name: &str, options: &Options) -> (String, String) {
    let files = compiled(&in_type(&format!("<xs:element name='f' type='xs:{name}'/>")), options).files;
    let line =
        files[0].content.lines().find(|line| line.ends_with(" f;")).expect("there is the field").trim();
    let source: Vec<&str> = files[1].content.split_whitespace().collect();
    let mapping =
        source.iter().position(|word| *word == "WS_ELEMENT_FIELD_MAPPING,").expect("it is described");
    (line.trim_end_matches(" f;").to_owned(), source[mapping + 3].trim_end_matches(',').to_owned())
}

#[test]
fn built_in_types_become_the_types_of_the_table() {
    let table = [
        ("boolean", "BOOL", "BOOL"),
        ("byte", "char", "INT8"),
        ("short", "short", "INT16"),
        ("int", "int", "INT32"),
        ("long", "__int64", "INT64"),
        ("unsignedByte", "unsigned char", "UINT8"),
        ("unsignedShort", "unsigned short", "UINT16"),
        ("unsignedInt", "unsigned int", "UINT32"),
        ("unsignedLong", "unsigned __int64", "UINT64"),
        ("integer", "__int64", "INT64"),
        ("nonPositiveInteger", "__int64", "INT64"),
        ("negativeInteger", "__int64", "INT64"),
        ("nonNegativeInteger", "__int64", "INT64"),
        ("positiveInteger", "__int64", "INT64"),
        ("float", "float", "FLOAT"),
        ("double", "double", "DOUBLE"),
        ("decimal", "DECIMAL", "DECIMAL"),
        ("dateTime", "WS_DATETIME", "DATETIME"),
        ("time", "WS_DATETIME", "DATETIME"),
        ("date", "WS_DATETIME", "DATETIME"),
        ("duration", "WS_DURATION", "DURATION"),
        ("base64Binary", "WS_BYTES", "BYTES"),
        ("hexBinary", "WS_BYTES", "BYTES"),
        ("QName", "WS_XML_QNAME", "XML_QNAME"),
        ("anyType", "WS_XML_BUFFER*", "XML_BUFFER"),
        ("anySimpleType", "WS_XML_BUFFER*", "XML_BUFFER"),
    ];
    for (xsd, c, ws) in table {
        assert_eq!(of_builtin(xsd, &Options::default()), (c.to_owned(), format!("WS_{ws}_TYPE")), "{xsd}");
    }
    let texts = "string anyURI NOTATION normalizedString token language Name NCName ID IDREF IDREFS ENTITY ENTITIES \
                 NMTOKEN NMTOKENS gYear gYearMonth gMonth gMonthDay gDay";
    let strings = Options { ws_string: true, ..Options::default() };
    for xsd in texts.split_whitespace() {
        assert_eq!(of_builtin(xsd, &Options::default()), ("WCHAR*".into(), "WS_WSZ_TYPE".into()), "{xsd}");
        assert_eq!(of_builtin(xsd, &strings), ("WS_STRING".into(), "WS_STRING_TYPE".into()), "{xsd}");
    }
}

/// The declaration and the options of an element `f`.
fn of_element(attributes: &str) -> (String, String) {
    let more = "<xs:complexType name='S'><xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' \
                type='xs:int'/></xs:sequence></xs:complexType></xs:schema>";
    let text = in_type(&format!("<xs:element name='f' {attributes}/>")).replace("</xs:schema>", more);
    let files = compiled(&text, &Options::default()).files;
    let at = files[0].content.find("typedef struct T").expect("there is the type");
    let body: Vec<&str> =
        files[0].content[at..].lines().skip(2).take_while(|line| !line.starts_with('}')).collect();
    let source: Vec<&str> = files[1].content.lines().map(str::trim).collect();
    let begin = source.iter().position(|line| *line == "{ // T.f").expect("the field is described");
    let fields = body.iter().map(|line| line.trim()).collect::<Vec<_>>().join(" ");
    (fields, source[begin + 7].trim_end_matches(',').replace("WS_FIELD_", ""))
}

#[test]
fn elements_become_the_fields_of_the_table() {
    let many = "minOccurs='0' maxOccurs='unbounded'";
    let table = [
        ("type='xs:int'".to_owned(), "int f;", "0"),
        ("type='xs:int' minOccurs='0'".to_owned(), "int f;", "OPTIONAL"),
        ("type='xs:int' nillable='true'".to_owned(), "int* f; // optional", "POINTER | NILLABLE"),
        (
            "type='xs:int' nillable='true' minOccurs='0'".to_owned(),
            "int* f; // optional",
            "POINTER | OPTIONAL | NILLABLE",
        ),
        ("type='xs:string'".to_owned(), "WCHAR* f;", "0"),
        ("type='xs:string' minOccurs='0'".to_owned(), "WCHAR* f;", "OPTIONAL"),
        ("type='xs:string' nillable='true'".to_owned(), "WCHAR* f; // optional", "NILLABLE"),
        (
            "type='xs:string' nillable='1' minOccurs='0'".to_owned(),
            "WCHAR* f; // optional",
            "OPTIONAL | NILLABLE",
        ),
        ("type='xs:base64Binary' nillable='true'".to_owned(), "WS_BYTES f; // optional", "NILLABLE"),
        ("type='xs:QName' nillable='true'".to_owned(), "WS_XML_QNAME* f; // optional", "POINTER | NILLABLE"),
        ("type='S'".to_owned(), "struct S* f;", "POINTER"),
        ("type='S' minOccurs='0'".to_owned(), "struct S* f; // optional", "POINTER | OPTIONAL"),
        ("type='S' nillable='true'".to_owned(), "struct S* f; // optional", "POINTER | NILLABLE"),
        ("type='xs:anyType' minOccurs='0'".to_owned(), "WS_XML_BUFFER* f;", "OPTIONAL"),
        ("minOccurs='0'".to_owned(), "WS_XML_BUFFER* f;", "OPTIONAL"),
        (format!("type='xs:int' {many}"), "unsigned int fCount; _Field_size_(fCount) int* f;", "0"),
        (format!("type='S' {many}"), "unsigned int fCount; _Field_size_(fCount) struct S* f;", "0"),
        (
            format!("type='S' {many} nillable='true'"),
            "unsigned int fCount; _Field_size_(fCount) struct S** f;",
            "POINTER | NILLABLE_ITEM",
        ),
        (format!("type='xs:string' {many}"), "unsigned int fCount; _Field_size_(fCount) WCHAR** f;", "0"),
        (
            format!("type='xs:string' {many} nillable='true'"),
            "unsigned int fCount; _Field_size_(fCount) WCHAR** f;",
            "NILLABLE_ITEM",
        ),
        (
            format!("type='xs:int' {many} nillable='true'"),
            "unsigned int fCount; _Field_size_(fCount) int** f;",
            "POINTER | NILLABLE_ITEM",
        ),
    ];
    for (attributes, fields, options) in table {
        assert_eq!(of_element(&attributes), (fields.to_owned(), options.to_owned()), "{attributes}");
    }
}

#[test]
fn enumerations_have_their_values_and_an_index_by_name() {
    let text = of_file("enumerations.xsd", &Options::default());
    has(
        &text,
        "typedef enum Size { Sizesmall = 0, SizeLarge = 1, Sizeextra0020large = 2, Size_ = 3, Size2_5_XL = 4, } Size;",
    );
    // "", "2.5-XL", "Large", "extra large", "small"
    has(&text, "{ 3, 4, 1, 2, 0 }, // nameIndices");
    has(&text, "WS_ENUM_VALUE SizeValues[5]; ULONG nameIndices[5];");
    // The longest has eleven bytes.
    has(
        &text,
        "(WS_ENUM_VALUE*)&enumerations_xsdLocalDefinitions.globalTypes.SizeenumDesc.SizeValues, 5, 11,",
    );
    has(&text, "enum Size same;");
    has(&text, "typedef enum _Weekend { _WeekendSaturday = 0, _WeekendSunday = 1, } _Weekend;");
    has(&text, "typedef enum Sizes_own { Sizes_ownyes = 0, Sizes_ownno = 1, } Sizes_own;");
    has(&text, "int number;");
}

#[test]
fn ranges_are_described_and_cut_to_the_type() {
    let text = of_file("ranges.xsd", &Options::default());
    for range in [
        "{ (char)(-128), (char)(-1) }",
        "{ -2, 2 }",
        "{ (-2147483647 - 1), -1 }",
        "{ (-9223372036854775807LL - 1), -5LL }",
        "{ 0, 200 }",
        "{ 7, 65535 }",
        "{ 4000000000U, 4294967295U }",
        "{ 9223372036854775808ULL, 18446744073709551615ULL }",
        "{ 0LL, 100LL }",
        "{ 0LL, 50LL }",
        "{ -1.5e0F, 1.4999999e0F }",
        "{ 5e-324, 1.7976931348623157e308 }",
    ] {
        has(&text, range);
    }
    has(&text, "WS_INT64_DESCRIPTION PercentRange; } globalElements;");
    has(&text, "WS_ATTRIBUTE_DESCRIPTION percent;");
}

#[test]
fn wrapped_arrays_are_flattened_and_their_types_are_there() {
    let text = of_file("wrapped.xsd", &Options::default());
    has(&text, "unsigned int intsCount; _Field_size_(intsCount) int* ints;");
    has(&text, "unsigned int stringsCount; _Field_size_opt_(stringsCount) WCHAR** strings;");
    has(&text, "unsigned int itemsCount; _Field_size_opt_(itemsCount) struct Item** items;");
    has(&text, "typedef struct ArrayOfInt {");
    has(&text, "WS_ITEM_RANGE threeItems;");
    has(&text, "{ 1, 3 }, // threeItems");
    // An array of arrays keeps the inner structure.
    has(&text, "_Field_size_(arraysCount) struct ArrayOfInt* arrays;");
    // The wrapper's element, and the items'.
    has(
        &text,
        "WS_REPEATING_ELEMENT_FIELD_MAPPING, (WS_XML_STRING*)&wrapped_xsdLocalDefinitions.dictionary.xmlStrings.WrappedintsWrapperName,",
    );
    has(&text, "WS_FIELD_POINTER | WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE | WS_FIELD_NILLABLE_ITEM,");
}

#[test]
fn attributes_come_after_elements_in_c_and_before_them_in_descriptions() {
    let text = of_file("attributes.xsd", &Options::default());
    has(
        &text,
        "typedef struct Attributes { WCHAR* body; int required; int optional; WCHAR* text; WCHAR* qualified; enum Unit unit; enum Unit unitOrNot; WS_STRING listed; WS_STRING untyped; WS_XML_QNAME* qname; // optional WS_BYTES bytes; enum Attributes_own own; int shared; WCHAR* lang; WS_DATETIME created; BOOL deep; } Attributes;",
    );
    has(&text, "AttributesFields[16]");
    let list = text.find("{ // AttributesFields").expect("there is the list");
    assert!(text[list..].find("Attributesdescs.required,") < text[list..].find("Attributesdescs.body,"));
    has(&text, "WS_XML_ATTRIBUTE_FIELD_MAPPING");
    has(&text, "typedef struct Prohibited { WS_XML_BUFFER* content; } Prohibited;");
}

#[test]
fn a_choice_is_a_selector_and_a_union() {
    let text = of_file("choices.xsd", &Options::default());
    has(
        &text,
        "typedef enum AloneChoice { AloneChoice_none = 0, AloneChoice_zulu = 1, AloneChoice_alpha = 2, AloneChoice_mike = 3,",
    );
    has(
        &text,
        "typedef struct AloneChoiceValue { enum AloneChoice selector; union { int zulu; struct Part* alpha; WCHAR* mike; WCHAR* nilText; // optional int* nilNumber; // optional struct Part* nilPart; // optional WS_BYTES bytes; } value; } AloneChoiceValue;",
    );
    has(&text, "typedef struct Alone { struct AloneChoiceValue choice; int kept; } Alone;");
    // Sorted by name: alpha, bytes, mike, nilNumber, nilPart, nilText, zulu; and where each constant is among them.
    has(&text, "{ 6, 0, 2, 5, 3, 4, 1 },");
    has(&text, "struct InsideChoiceValue choice; int between; struct InsideChoice2Value choice2;");
    has(&text, "unsigned int choiceCount; _Field_size_(choiceCount) struct RepeatedChoiceValue* choice;");
    has(&text, "WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING");
    has(&text, "typedef struct Complicated { WS_XML_BUFFER* content; } Complicated;");
}

#[test]
fn what_cannot_be_mapped_is_an_xml_buffer() {
    let text = of_file("fallbacks.xsd", &Options::default());
    for name in
        ["All", "GroupAlone", "GroupInside", "Nested", "Twice", "Mixed", "Restricted", "OfAll", "_Member"]
    {
        has(&text, &format!("typedef struct {name} {{ WS_XML_BUFFER* content; }} {name};"));
    }
    has(&text, "WS_XML_BUFFER* list; WS_XML_BUFFER* Union; WS_XML_BUFFER* two; struct All* all;");
    has(&text, "WS_ANY_CONTENT_FIELD_MAPPING");
    has(&text, "WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES");
}

#[test]
fn wildcards_are_buffers() {
    let text = of_file("wildcards.xsd", &Options::default());
    has(&text, "typedef struct One { int a; WS_XML_BUFFER* any; } One;");
    has(
        &text,
        "typedef struct Many { int a; unsigned int anyCount; _Field_size_(anyCount) WS_XML_BUFFER** any; } Many;",
    );
    has(&text, "typedef struct First { WS_XML_BUFFER* content; } First;");
}

#[test]
fn simple_content_is_a_value_and_attributes() {
    let text = of_file("simple_content.xsd", &Options::default());
    has(&text, "typedef struct Amount { double value; WCHAR* currency; } Amount;");
    has(&text, "typedef struct Price { double value; BOOL net; WCHAR* currency; } Price;");
    has(&text, "WS_TEXT_FIELD_MAPPING, 0, 0, WS_DOUBLE_TYPE,");
}

#[test]
fn derived_types_know_their_bases() {
    let text = of_file("derivation.xsd", &Options::default());
    has(
        &text,
        "typedef struct Animal { const struct _WS_STRUCT_DESCRIPTION* _type; WCHAR* name; int id; } Animal;",
    );
    has(&text, "typedef struct Dog { struct Animal _base; unsigned int tricksCount;");
    has(&text, "void WINAPI Animal_Init(struct Animal* _value);");
    has(&text, "struct Puppy* WINAPI Animal_AsPuppy(struct Animal* _value);");
    has(&text, "struct _Pet* WINAPI Animal_As_Pet(struct Animal* _value);");
    has(&text, "typedef struct Dog : Animal {");
    has(&text, "WS_STRUCT_DESCRIPTION* subTypes[3];");
    // Of the base, then its own.
    has(&text, "(WS_FIELD_DESCRIPTION*)&derivation_xsdLocalDefinitions.globalTypes.Dogdescs.Animal__type,");
    has(&text, "(WS_STRUCT_DESCRIPTION*)&derivation_xsd.globalTypes.Animal,");
    has(&text, "WS_TYPE_ATTRIBUTE_FIELD_MAPPING, 0, 0, WS_DESCRIPTION_TYPE,");
    has(&text, "typedef struct OfAnything { int a; } OfAnything;");
    // An array of bases is one of pointers.
    has(&text, "struct Animal** animals;");
}

#[test]
fn an_empty_type_has_no_size() {
    let text = of_file("empty.xsd", &Options::default());
    has(&text, "typedef struct Nothing Nothing;");
    has(&text, "{ // Nothing 0, 1, 0, 0,");
    has(&text, "typedef struct _Ping _Ping;");
}

#[test]
fn names_that_c_lacks_are_replaced() {
    let text = of_file("names.xsd", &Options::default());
    has(&text, "typedef struct Int { int Class; int New; BOOL Boolean; WCHAR* from; } Int;");
    has(
        &text,
        "typedef struct dotted_name_of { int a_b; int a_b2; int caf00E9; unsigned int itemCount; _Field_size_(itemCount) int* item; int itemCount2; int _type2; int typeDesc2; } dotted_name_of;",
    );
    has(&text, "typedef struct _BOOL { int _TRUE; int Unix; } _BOOL;");
    has(&text, "typedef struct _char { int x; int y; } _char;");
    has(&text, "WS_ELEMENT_DESCRIPTION Char;");
    has(&text, "typedef struct Same { int a; int b; int a2; } Same;");
}

#[test]
fn local_elements_have_the_namespace_of_their_form() {
    let text = source(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t'><xs:complexType name='T'>\
         <xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' type='xs:int' form='qualified'/>\
         </xs:sequence></xs:complexType></xs:schema>",
    );
    has(&text, "WS_XML_STRING_DICTIONARY_VALUE(\"\", &t_xsdLocalDefinitions.dictionary.dict,");
    has(&text, "WS_XML_STRING TaNamespace; // \n");
}

#[test]
fn inputs_use_each_others_types() {
    let run = [schema("shared_types.xsd"), schema("using_types.xsd")];
    let compiled = wsutil::compile(&run, &Options::default());
    assert!(!compiled.failed, "{}", compiled.messages);
    let file =
        |name: &str| &compiled.files.iter().find(|file| file.name == name).expect("it is made").content;
    has(file("using_types.xsd.h"), "// #include \"shared_types.xsd.h\"");
    assert!(!file("shared_types.xsd.h").contains("#include \"using_types.xsd.h\""));
    has(file("using_types.xsd.c"), "(void*)&shared_types_xsd.globalTypes.SharedPoint");
    // The base names what derives from it elsewhere.
    has(file("shared_types.xsd.c"), "#include \"shared_types.xsd.h\"\n#include \"using_types.xsd.h\"");
    has(file("shared_types.xsd.c"), "(WS_STRUCT_DESCRIPTION*)&using_types_xsd.globalTypes.UsingDerived,");
    // Flattened across files.
    has(file("using_types.xsd.h"), "_Field_size_(pointsCount) struct SharedPoint** points;");
}

#[test]
fn the_types_of_microsofts_serialization_schema_are_known() {
    let text = of_file("serialization.xsd", &Options::default());
    has(&text, "GUID g; GUID* perhaps; // optional int c; WS_DURATION d;");
    has(&text, "WS_GUID_TYPE");
}

#[test]
fn prefixes_keep_inputs_apart() {
    let prefix = Options { prefix: "my".into(), ..Options::default() };
    let text = of_file("empty.xsd", &prefix);
    has(&text, "typedef struct myNothing myNothing;");
    has(&text, "extern const _myempty_xsd myempty_xsd;");
    let full = Options { full_names: true, ..Options::default() };
    has(&of_file("empty.xsd", &full), "typedef struct empty_xsd_Nothing empty_xsd_Nothing;");
}

#[test]
fn a_header_says_what_it_needs() {
    let text = header(&in_type("<xs:element name='a' type='xs:int'/>"));
    assert!(text.starts_with("\u{feff}// File generated by wsutil "));
    has(&text, "// The following types were generated:\n\n//     struct T;\n");
    has(&text, "// #include <WebServices.h>");
    has(&text, "#ifndef WSUTIL_T_XSD_H");
    let plain = Options { stamp: false, ..Options::default() };
    let files = compiled(&in_type(""), &plain).files;
    assert!(!files[0].content.contains("generated by wsutil"));
}

/// The messages about a schema, all levels, without the place.
fn said(text: &str) -> String {
    wsutil::compile(&sources(&[("t.xsd", text)]), &all_warnings()).messages
}

#[test]
fn warnings_have_the_documented_levels() {
    let messages = wsutil::compile(&[schema("warned.xsd")], &all_warnings()).messages;
    for (line, level, text) in [
        (2, 4, "'blockDefault' of a schema is ignored"),
        (4, 4, "'redefine' is ignored"),
        (6, 1, "final=\"#all\""),
        (7, 1, "abstract=\"true\""),
        (7, 1, "block=\"#all\""),
        (9, 1, "default=\"5\""),
        (10, 1, "fixed=\"x\""),
        (12, 1, "default=\"1\""),
        (16, 1, "'key' is not supported"),
        (17, 1, "'unique' is not supported"),
        (18, 1, "'keyref' is not supported"),
    ] {
        let found = messages.lines().any(|said| {
            said.starts_with(&format!("warned.xsd({line},"))
                && said.contains(&format!("warning W{level}: "))
                && said.contains(text)
        });
        assert!(found, "line {line} W{level} {text} is not in\n{messages}");
    }
    has(
        &said(&in_type("<xs:element name='new' type='xs:int'/>")),
        "warning W3: the name 'new' is 'New' in C",
    );
    has(&said(&in_type("<xs:annotation/>")), "warning W4: the annotation is ignored");
    for facet in
        ["totalDigits", "fractionDigits", "length", "minLength", "maxLength", "whiteSpace", "pattern"]
    {
        let text = format!(
            "<xs:element name='a'><xs:simpleType><xs:restriction base='xs:string'><xs:{facet} value='1'/></xs:restriction>\
             </xs:simpleType></xs:element>"
        );
        has(&said(&in_type(&text)), &format!("warning W1: the facet '{facet}' is not supported"));
    }
}

#[test]
fn every_error_of_a_run_is_said_with_its_place() {
    let text = "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns:t='urn:t' targetNamespace='urn:t'>\n\
        <xs:element name='a' type='t:none'/>\n\
        <xs:element name='a' type='xs:int'/>\n\
        <xs:element type='xs:int'/>\n\
        <xs:element name='b' type='x:int'/>\n\
        <xs:complexType name='C'><xs:sequence>\n\
        <xs:element name='d' type='xs:int' maxOccurs='many'/>\n\
        <xs:element ref='t:none'/>\n\
        <xs:element name='e' type='xs:int' minOccurs='3' maxOccurs='2'/>\n\
        </xs:sequence><xs:attribute name='f' type='t:C'/></xs:complexType>\n\
        <xs:simpleType name='g'><xs:restriction base='t:g'/></xs:simpleType>\n\
        <xs:complexType name='h'><xs:complexContent><xs:extension base='t:h'/></xs:complexContent></xs:complexType>\n\
        <xs:simpleType name='i'><xs:restriction base='t:C'/></xs:simpleType>\n\
        <xs:complexType name='j'><xs:complexContent><xs:extension base='xs:int'/></xs:complexContent></xs:complexType>\n\
        <xs:simpleType name='k'><xs:restriction base='xs:int'><xs:minInclusive value='x'/></xs:restriction></xs:simpleType>\n\
        <xs:simpleType name='l'/>\n\
        <xs:attributeGroup name='m'><xs:attributeGroup ref='t:m'/></xs:attributeGroup>\n\
        <xs:complexType name='n'><xs:attributeGroup ref='t:m'/></xs:complexType>\n\
        </xs:schema>";
    let compiled = wsutil::compile(&sources(&[("t.xsd", text)]), &all_warnings());
    assert!(compiled.failed && compiled.files.is_empty());
    for (line, text) in [
        (2, "no input defines the type 'none'"),
        (3, "is defined twice; the first one is at t.xsd(2,1)"),
        (4, "needs an attribute 'name'"),
        (5, "the prefix 'x'"),
        (7, "maxOccurs=\"many\""),
        (8, "no input defines the element 'none'"),
        (9, "has to occur more often than it may"),
        (10, "an attribute cannot have a complex type"),
        (11, "is derived from itself"),
        (12, "is derived from itself"),
        (13, "a simple type cannot restrict a complex one"),
        (14, "complex content cannot extend a simple type"),
        (15, "'x' is no number of this type"),
        (16, "a simple type needs a restriction"),
        (17, "attribute groups refer to each other too often"),
    ] {
        let found = compiled.messages.lines().any(|said| {
            said.starts_with(&format!("t.xsd({line},")) && said.contains("): error: ") && said.contains(text)
        });
        assert!(found, "line {line}: {text} is not in\n{}", compiled.messages);
    }
}

#[test]
fn two_inputs_cannot_make_the_same_names() {
    let text = in_type("<xs:element name='a' type='xs:int'/>");
    let other = text.replace("urn:t", "urn:u");
    let compiled = wsutil::compile(&sources(&[("t.xsd", &text), ("u.xsd", &other)]), &Options::default());
    assert!(compiled.failed);
    has(&compiled.messages, "t.xsd(1,");
    has(&compiled.messages, "u.xsd(1,");
    has(&compiled.messages, "the C name 'T' is made twice");
    let apart = Options { full_names: true, ..Options::default() };
    assert!(!wsutil::compile(&sources(&[("t.xsd", &text), ("u.xsd", &other)]), &apart).failed);
    let same = wsutil::compile(&sources(&[("a/t.xsd", &text), ("b/t.xsd", &other)]), &apart);
    has(&same.messages, "another input is named 't.xsd' too");
}

#[test]
fn schemas_within_a_wsdl_belong_to_it() {
    let schema = in_type("<xs:element name='a' type='xs:int'/>");
    let other = schema.replace("urn:t", "urn:u").replace("'T'", "'U'");
    let text = format!(
        "<definitions xmlns='http://schemas.xmlsoap.org/wsdl/' targetNamespace='urn:w'><types>{schema}{other}</types></definitions>"
    );
    let compiled = wsutil::compile(&sources(&[("s.wsdl", &text)]), &Options::default());
    assert_eq!(compiled.files.len(), 2, "{}", compiled.messages);
    assert_eq!(compiled.files[0].name, "s.wsdl.h");
    has(&compiled.files[0].content, "WS_STRUCT_DESCRIPTION T;\n        WS_STRUCT_DESCRIPTION U;");
    has(&compiled.files[0].content, "extern const _s_wsdl s_wsdl;");
}

#[test]
fn five_thousand_types_are_not_too_many() {
    let mut text = String::from(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' xmlns='urn:t' targetNamespace='urn:t'>",
    );
    for number in 0..5000 {
        text += &format!(
            "<xs:complexType name='T{number}'><xs:sequence><xs:element name='a' type='xs:int'/><xs:element name='b' \
             type='T{}' minOccurs='0'/></xs:sequence></xs:complexType><xs:element name='E{number}' type='T{number}'/>",
            (number + 1) % 5000
        );
    }
    text += "</xs:schema>";
    // What grows faster than the input takes minutes here.
    let compiled = compiled(&text, &Options::default());
    assert!(compiled.files[1].content.len() > 5_000_000);
}
