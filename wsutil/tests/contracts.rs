//! What is generated from WSDL: facts about the text, on WSDLs that show one thing each.

use wsutil::input::{Kind, Source};
use wsutil::options::Options;
use wsutil::{Compiled, compile};

const NAMESPACES: &str = r#"xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/"
 xmlns:soap12="http://schemas.xmlsoap.org/wsdl/soap12/" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:wsaw="http://www.w3.org/2006/05/addressing/wsdl" xmlns:wsam="http://www.w3.org/2007/05/addressing/metadata"
 xmlns:wsp="http://www.w3.org/ns/ws-policy" xmlns:http="http://schemas.microsoft.com/ws/06/2004/policy/http"
 xmlns:wsu="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd"
 xmlns:wh="http://schemas.xmlsoap.org/wsdl/http/" xmlns:mime="http://schemas.xmlsoap.org/wsdl/mime/"
 xmlns:wsa="http://www.w3.org/2005/08/addressing" xmlns:wsa09="http://schemas.xmlsoap.org/ws/2004/08/addressing""#;

const SERVICE: &str = "<wsdl:service name='Service'><wsdl:port name='BPort' binding='t:B'/></wsdl:service>";

fn source(path: &str, text: &str) -> Source {
    Source { path: path.to_owned(), url: None, kind: None, text: text.to_owned() }
}

fn definitions(content: &str) -> String {
    format!(
        "<wsdl:definitions {NAMESPACES} xmlns:t='urn:t' targetNamespace='urn:t'>{content}</wsdl:definitions>"
    )
}

fn schema(content: &str) -> String {
    format!(
        "<wsdl:types><xs:schema targetNamespace='urn:t' elementFormDefault='qualified'>{content}</xs:schema></wsdl:types>"
    )
}

/// An element with these elements: `name type`, with a `?` for minOccurs 0 and a `*` for unbounded.
fn element(name: &str, fields: &[&str]) -> String {
    let mut content = String::new();
    for field in fields {
        let (name, of_type) = field.split_once(' ').unwrap();
        let occurs = match of_type.chars().last() {
            Some('*') => " minOccurs='0' maxOccurs='unbounded'",
            Some('?') => " minOccurs='0'",
            Some('~') => " nillable='true'",
            _ => "",
        };
        let of_type = of_type.trim_end_matches(['*', '?', '~']);
        content += &format!("<xs:element name='{name}' type='{of_type}'{occurs}/>");
    }
    format!(
        "<xs:element name='{name}'><xs:complexType><xs:sequence>{content}</xs:sequence></xs:complexType></xs:element>"
    )
}

/// A document of one operation, `Op`, of the binding `B`, with wrapped messages.
fn wrapped(input: &[&str], output: &[&str]) -> String {
    definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:Op'/></wsdl:message>\
         <wsdl:message name='Out'><wsdl:part name='parameters' element='t:OpResponse'/></wsdl:message>{}",
        schema(&(element("Op", input) + &element("OpResponse", output))),
        contract("<wsdl:input message='t:In'/><wsdl:output message='t:Out'/>", "")
    ))
}

/// The port type `P`, the binding `B` with one operation, and a port that uses it.
fn contract(messages: &str, binding: &str) -> String {
    format!(
        "<wsdl:portType name='P'><wsdl:operation name='Op'>{messages}</wsdl:operation></wsdl:portType>\
         <wsdl:binding name='B' type='t:P'>{binding}\
         <soap:binding transport='http://schemas.xmlsoap.org/soap/http'/><wsdl:operation name='Op'>\
         <soap:operation soapAction='urn:t/op'/><wsdl:input><soap:body use='literal'/></wsdl:input>\
         <wsdl:output><soap:body use='literal'/></wsdl:output></wsdl:operation></wsdl:binding>{SERVICE}"
    )
}

fn run(sources: &[Source], options: &Options) -> Compiled {
    let options = Options { warning_level: 4, ..options.clone() };
    compile(sources, &options)
}

/// Header and source of a document, and what was said.
fn generated(text: &str) -> (String, String, String) {
    let compiled = run(&[source("w.wsdl", text)], &Options::default());
    assert!(!compiled.failed, "{}", compiled.messages);
    let file = |name: &str| compiled.files.iter().find(|file| file.name == name).unwrap().content.clone();
    (file("w.wsdl.h"), file("w.wsdl.c"), compiled.messages)
}

fn errors(text: &str) -> String {
    let compiled = run(&[source("w.wsdl", text)], &Options::default());
    assert!(compiled.failed, "{text}");
    assert!(compiled.files.is_empty());
    compiled.messages
}

/// All white space as one space.
fn plain(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn has(text: &str, expected: &str) {
    assert!(plain(text).contains(&plain(expected)), "'{expected}' is not in:\n{text}");
}

#[track_caller]
fn has_not(text: &str, unwanted: &str) {
    assert!(!plain(text).contains(&plain(unwanted)), "'{unwanted}' is in:\n{text}");
}

#[test]
fn a_client_function_has_proxy_parameters_heap_and_the_rest() {
    let (header, code, _) = generated(&wrapped(&["a xs:int", "b xs:string"], &["c xs:double"]));
    has(
        &header,
        "HRESULT WINAPI B_Op( _In_ WS_SERVICE_PROXY* _serviceProxy, _In_ int a, _In_opt_z_ WCHAR* b, _Out_ double* c, \
         _In_ WS_HEAP* _heap, _In_reads_opt_(_callPropertyCount) const WS_CALL_PROPERTY* _callProperties, \
         _In_ const ULONG _callPropertyCount, _In_opt_ const WS_ASYNC_CONTEXT* _asyncContext, \
         _In_opt_ WS_ERROR* _error);",
    );
    has(&code, "_argList[0] = &a; _argList[1] = &b; _argList[2] = &c;");
    has(&code, "(WS_OPERATION_DESCRIPTION*)&w_wsdlLocalDefinitions.contracts.B.B_Op.B_Op, _argList, _heap,");
    has(
        &code,
        "{ WS_PARAMETER_TYPE_NORMAL, (USHORT)0, (USHORT)-1 }, // a { WS_PARAMETER_TYPE_NORMAL, (USHORT)1, (USHORT)-1 }, \
         // b { WS_PARAMETER_TYPE_NORMAL, (USHORT)-1, (USHORT)0 }, // c",
    );
    has(
        &code,
        "1, (WS_MESSAGE_DESCRIPTION*)&w_wsdl.messages.In, (WS_MESSAGE_DESCRIPTION*)&w_wsdl.messages.Out, 0, 0, 3, \
         (WS_PARAMETER_DESCRIPTION*)w_wsdlLocalDefinitions.contracts.B.B_Op.params, B_OpOperationStub, \
         WS_NON_RPC_LITERAL_OPERATION",
    );
}

#[test]
fn a_service_has_callbacks_a_table_and_stubs() {
    let (header, code, _) = generated(&wrapped(&["a xs:int"], &["c xs:string"]));
    has(
        &header,
        "typedef HRESULT (CALLBACK* B_OpCallback)( _In_ const WS_OPERATION_CONTEXT* _context, _In_ int a, \
         _Outptr_opt_result_z_ WCHAR** c, _In_opt_ const WS_ASYNC_CONTEXT* _asyncContext, _In_opt_ WS_ERROR* _error);",
    );
    has(&header, "typedef struct BFunctionTable { B_OpCallback B_Op; } BFunctionTable;");
    has(&header, "// struct BFunctionTable");
    has(&code, "typedef struct B_OpParamStruct { int* a; WCHAR** c; } B_OpParamStruct;");
    has(&code, "return _operation( _context, *(_stack->a), (_stack->c), _asyncContext, _error);");
    has(&header, "WS_CONTRACT_DESCRIPTION B;");
    has(&code, "1, (WS_OPERATION_DESCRIPTION**)w_wsdlLocalDefinitions.contracts.B.operations,");
}

#[test]
fn what_both_messages_have_goes_in_and_out_at_its_place_in_the_input() {
    let (header, code, _) =
        generated(&wrapped(&["id xs:unsignedInt", "k xs:int"], &["id xs:unsignedInt", "status xs:string"]));
    has(&header, "_Inout_ unsigned int* id, _In_ int k, _Outptr_opt_result_z_ WCHAR** status,");
    has(&code, "{ WS_PARAMETER_TYPE_NORMAL, (USHORT)0, (USHORT)0 }, // id");
    has(&code, "(_stack->id), *(_stack->k), (_stack->status),");
}

#[test]
fn orders_that_contradict_each_other_are_an_error() {
    let messages = errors(&wrapped(&["a xs:int", "b xs:int"], &["b xs:int", "a xs:int"]));
    has(&messages, "error: operation 'Op': 'a' comes before 'b' in the input and after it in the output");
}

#[test]
fn the_same_name_with_two_types_is_two_parameters() {
    let (header, _, messages) = generated(&wrapped(&["a xs:int"], &["a xs:double"]));
    has(&header, "_In_ int a, _Out_ double* a_out,");
    has(&messages, "warning W3: operation 'Op': the parameter 'a_out'");
}

#[test]
fn arrays_are_two_parameters_with_one_index() {
    let (header, code, _) = generated(&wrapped(&["x xs:int", "n xs:int*"], &["s xs:string*"]));
    has(
        &header,
        "_In_ int x, _In_ unsigned int nCount, _In_reads_opt_(nCount) int* n, _Out_ unsigned int* sCount, \
         _Outptr_opt_result_buffer_(*sCount) WCHAR*** s,",
    );
    has(
        &code,
        "{ WS_PARAMETER_TYPE_ARRAY_COUNT, (USHORT)1, (USHORT)-1 }, // nCount \
         { WS_PARAMETER_TYPE_ARRAY, (USHORT)1, (USHORT)-1 }, // n",
    );
    has(&code, "unsigned int* nCount; int** n; unsigned int* sCount; WCHAR*** s;");
}

#[test]
fn nillable_values_are_pointers() {
    let (header, _, _) = generated(&wrapped(&["n xs:int~"], &["m xs:int~"]));
    has(&header, "_In_opt_ int* n, _Outptr_opt_ int** m,");
}

#[test]
fn ws_string_goes_by_value() {
    let text = wrapped(&["a xs:string"], &["b xs:string"]);
    let options = Options { ws_string: true, ..Options::default() };
    let compiled = run(&[source("w.wsdl", &text)], &options);
    let header = &compiled.files[0].content;
    has(header, "_In_ WS_STRING a, _Out_ WS_STRING* b,");
}

#[test]
fn operations_without_parameters_have_no_arrays() {
    let (_, code, _) = generated(&definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:E'/></wsdl:message>{}",
        schema("<xs:element name='E'><xs:complexType/></xs:element>"),
        contract("<wsdl:input message='t:In'/><wsdl:output message='t:In'/>", "")
    )));
    has(&code, "struct { // B_Op WS_OPERATION_DESCRIPTION B_Op; } B_Op;");
    has(&code, "B_Op.B_Op, 0, _heap,");
    has(&code, "(void)_stackStruct; return _operation( _context, _asyncContext, _error);");
    has_not(&code, "ParamStruct");
    has(&code, "0, 0, 0, 0, B_OpOperationStub,");
}

#[test]
fn one_way_operations_have_no_output() {
    let (_, code, _) = generated(&definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:E'/></wsdl:message>{}",
        schema(&element("E", &["a xs:int"])),
        contract("<wsdl:input message='t:In'/>", "")
    )));
    has(&code, "(WS_MESSAGE_DESCRIPTION*)&w_wsdl.messages.In, 0, // one-way 0, 0, 1,");
}

#[test]
fn an_output_may_come_before_the_input() {
    let text = wrapped(&["a xs:int"], &["b xs:int"]).replace(
        "<wsdl:input message='t:In'/><wsdl:output message='t:Out'/>",
        "<wsdl:output message='t:Out'/><wsdl:input message='t:In'/>",
    );
    let (header, _, _) = generated(&text);
    has(&header, "_In_ int a, _Out_ int* b,");
}

#[test]
fn notifications_and_overloads_are_errors_and_both_are_found() {
    let text = definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:E'/></wsdl:message>\
         <wsdl:portType name='P'><wsdl:operation name='N'><wsdl:output message='t:In'/></wsdl:operation>\
         <wsdl:operation name='O'><wsdl:input message='t:In'/></wsdl:operation>\
         <wsdl:operation name='O'><wsdl:input message='t:In'/></wsdl:operation></wsdl:portType>",
        schema(&element("E", &["a xs:int"])),
    ));
    let messages = errors(&text);
    has(&messages, "operation 'N': operations without an input message (notifications) are not supported");
    has(
        &messages,
        "operation 'O': a port type with several operations of one name (overloads) is not supported",
    );
}

#[test]
fn other_part_names_and_types_make_whole_messages() {
    let text = |part: &str, element: &str| {
        definitions(&format!(
            "{}<wsdl:message name='In'><wsdl:part name='{part}' element='t:{element}'/></wsdl:message>{}",
            schema(
                "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence></xs:complexType>\
                 <xs:element name='S' type='t:T'/><xs:element name='X' type='xs:string'/>\
                 <xs:element name='I' type='xs:int'/><xs:element name='N' type='t:T' nillable='true'/>"
            ),
            contract("<wsdl:input message='t:In'/><wsdl:output message='t:In'/>", "")
        ))
    };
    let (header, code, _) = generated(&text("body", "S"));
    has(&header, "_In_opt_ struct T* body, _Outptr_opt_ struct T** body_out,");
    has(&code, "{ WS_PARAMETER_TYPE_MESSAGES, (USHORT)0, (USHORT)-1 }, // body");
    let (header, _, _) = generated(&text("parameters", "X"));
    has(&header, "_In_opt_z_ WCHAR* parameters, _Outptr_opt_result_z_ WCHAR** parameters_out,");
    let (header, _, _) = generated(&text("parameters", "I"));
    has(&header, "_In_opt_ int* parameters, _Outptr_opt_ int** parameters_out,");
    let (header, code, _) = generated(&text("parameters", "N"));
    has(&header, "_In_opt_ struct T* parameters, _Outptr_opt_ struct T** parameters_out,");
    has(
        &code,
        "WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT, WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT,",
    );
}

#[test]
fn both_messages_are_taken_apart_or_neither() {
    let text = definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:Op'/></wsdl:message>\
         <wsdl:message name='Out'><wsdl:part name='result' element='t:R'/></wsdl:message>{}",
        schema(&(element("Op", &["a xs:int"]) + "<xs:element name='R' type='xs:int'/>")),
        contract("<wsdl:input message='t:In'/><wsdl:output message='t:Out'/>", "")
    ));
    let (header, _, _) = generated(&text);
    has(&header, "_In_opt_ struct _Op* parameters, _Outptr_opt_ int** result,");
}

#[test]
fn several_parts_are_several_parameters() {
    let text = definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='p1' element='t:A'/><wsdl:part name='p2' element='t:X'/></wsdl:message>{}",
        schema(&(element("A", &["a xs:int"]) + "<xs:element name='X' type='xs:string'/>")),
        contract("<wsdl:input message='t:In'/>", "")
    ));
    let (header, code, _) = generated(&text);
    has(&header, "typedef struct _InParts { struct _A* p1; WCHAR* p2; } _InParts;");
    has(&header, "_In_opt_ struct _A* p1, _In_opt_z_ WCHAR* p2,");
    has(
        &code,
        "WS_STRUCT_TYPE, (void*)&w_wsdl.externallyReferencedTypes.A, WsOffsetOf(_InParts, p1), WS_FIELD_POINTER,",
    );
    has(&code, "{ // element 0, 0, // the content of the body WS_STRUCT_TYPE,");
}

#[test]
fn rpc_messages_have_a_wrapper_of_the_operations_name() {
    let text = definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='n' type='xs:int'/><wsdl:part name='t' type='t:T'/></wsdl:message>\
         <wsdl:message name='Out'><wsdl:part name='return' type='xs:string'/></wsdl:message>\
         <wsdl:portType name='P'><wsdl:operation name='Op'><wsdl:input message='t:In'/><wsdl:output message='t:Out'/>\
         </wsdl:operation><wsdl:operation name='Other'><wsdl:input message='t:In'/></wsdl:operation></wsdl:portType>\
         <wsdl:binding name='B' type='t:P'>\
         <soap:binding style='rpc' transport='http://schemas.xmlsoap.org/soap/http'/><wsdl:operation name='Op'>\
         <soap:operation soapAction='urn:op'/><wsdl:input><soap:body use='literal' namespace='urn:rpc'/></wsdl:input>\
         <wsdl:output><soap:body use='literal' namespace='urn:rpc'/></wsdl:output></wsdl:operation>\
         <wsdl:operation name='Other'><soap:operation soapAction='urn:other'/><wsdl:input>\
         <soap:body use='literal' namespace='urn:rpc'/></wsdl:input></wsdl:operation></wsdl:binding>",
        schema(
            "<xs:complexType name='T'><xs:sequence><xs:element name='a' type='xs:int'/></xs:sequence></xs:complexType>"
        ),
    ));
    let (header, code, _) = generated(&text);
    has(&header, "_In_ int n, _In_opt_ struct T* t, _Outptr_opt_result_z_ WCHAR** Return,");
    has(&code, "WS_RPC_LITERAL_OPERATION");
    has(&code, "\"OpResponse\"");
    has(&code, "\"urn:rpc\"");
    // The same message for another operation has another name around it.
    has(&code, "(WS_MESSAGE_DESCRIPTION*)&w_wsdl.messages.In,");
    has(&code, "(WS_MESSAGE_DESCRIPTION*)&w_wsdlLocalDefinitions.messages.B_Other_input,");
}

#[test]
fn encoded_bodies_are_xml_buffers() {
    let text = wrapped(&["a xs:int"], &["b xs:int"]).replace("use='literal'", "use='encoded'");
    let (header, code, messages) = generated(&text);
    has(&header, "_In_opt_ WS_XML_BUFFER* request, _Outptr_opt_ WS_XML_BUFFER** response,");
    has(&code, "WS_ANY_ELEMENT_FIELD_MAPPING, 0, 0, WS_XML_BUFFER_TYPE,");
    has(&messages, "warning W1: use=\"encoded\" is not supported");
}

#[test]
fn headers_are_left_out_of_the_body() {
    let text = definitions(&format!(
        "{}<wsdl:message name='In'><wsdl:part name='parameters' element='t:Op'/><wsdl:part name='h' element='t:H'/>\
         </wsdl:message>{}",
        schema(&(element("Op", &["a xs:int"]) + &element("H", &["b xs:int"]))),
        contract("<wsdl:input message='t:In'/>", "").replace(
            "<wsdl:input><soap:body use='literal'/>",
            "<wsdl:input><soap:body use='literal'/><soap:header message='t:In' part='h' use='literal'/>"
        )
    ));
    let (header, _, messages) = generated(&text);
    has(&header, "_In_ WS_SERVICE_PROXY* _serviceProxy, _In_ int a, _In_ WS_HEAP* _heap,");
    has(&messages, "warning W1: soap:header is ignored");
}

#[test]
fn actions_come_from_addressing_before_soap_action() {
    let with = |input: &str| {
        let text = wrapped(&["a xs:int"], &["b xs:int"]);
        generated(
            &text.replace("<wsdl:input message='t:In'/>", &format!("<wsdl:input message='t:In' {input}/>")),
        )
        .0
    };
    has(&with("wsaw:Action='urn:w'"), "// action: \"urn:w\" WS_MESSAGE_DESCRIPTION In;");
    has(&with("wsam:Action='urn:m'"), "// action: \"urn:m\" WS_MESSAGE_DESCRIPTION In;");
    let header = with("");
    has(&header, "// action: \"urn:t/op\" WS_MESSAGE_DESCRIPTION In;");
    has(&header, "// action: \"\" WS_MESSAGE_DESCRIPTION Out;");
}

#[test]
fn faults_are_messages_and_types() {
    let text = wrapped(&["a xs:int"], &["b xs:int"])
        .replace("</xs:schema>", &format!("{}</xs:schema>", element("F", &["code xs:int"])))
        .replace(
            "<wsdl:portType",
            "<wsdl:message name='Fault'><wsdl:part name='fault' element='t:F'/></wsdl:message><wsdl:portType",
        )
        .replace(
            "<wsdl:output message='t:Out'/>",
            "<wsdl:output message='t:Out'/><wsdl:fault name='F' message='t:Fault' wsaw:Action='urn:f'/>",
        );
    let (header, _, _) = generated(&text);
    has(&header, "// action: \"urn:f\" WS_MESSAGE_DESCRIPTION Fault;");
    has(&header, "typedef struct _F");
}

#[test]
fn other_bindings_are_left_out_and_said() {
    let text = wrapped(&["a xs:int"], &["b xs:int"]).replace(
        "</wsdl:definitions>",
        "<wsdl:binding name='G' type='t:P'><wh:binding verb='GET'/></wsdl:binding>\
         <wsdl:service name='S'><wsdl:port name='G' binding='t:G'><wh:address location='http://x'/></wsdl:port>\
         <wsdl:documentation>d</wsdl:documentation></wsdl:service></wsdl:definitions>",
    );
    let (header, _, messages) = generated(&text);
    has_not(&header, "G_Op");
    has(&messages, "warning W1: the binding 'G' is an HTTP GET binding, which is not supported");
    has(&messages, "warning W4: documentation is ignored");
}

#[test]
fn references_to_nothing_are_errors_with_places_and_all_are_found() {
    let text = wrapped(&["a xs:int"], &["b xs:int"])
        .replace("element='t:OpResponse'", "element='t:Nope'")
        .replace("message='t:In'", "message='t:Gone'")
        .replace("type='t:P'", "type='t:Lost'");
    let messages = errors(&text);
    has(&messages, "the element 'Nope' (namespace 'urn:t') is in no input");
    has(&messages, "the message 'Gone' (namespace 'urn:t') is in no input");
    has(&messages, "the port type 'Lost' (namespace 'urn:t') of the binding is in no input");
    assert!(messages.lines().all(|line| line.starts_with("w.wsdl(")), "{messages}");
}

#[test]
fn messages_and_elements_may_stand_in_other_inputs() {
    let schema = format!(
        "<xs:schema xmlns:xs='http://www.w3.org/2001/XMLSchema' targetNamespace='urn:t' elementFormDefault='qualified'>\
         {}{}</xs:schema>",
        element("Op", &["a xs:int"]),
        element("OpResponse", &["b xs:int"])
    );
    let messages = definitions(
        "<wsdl:message name='In'><wsdl:part name='parameters' element='t:Op'/></wsdl:message>\
         <wsdl:message name='Out'><wsdl:part name='parameters' element='t:OpResponse'/></wsdl:message>\
         <wsdl:portType name='P'><wsdl:operation name='Op'><wsdl:input message='t:In'/><wsdl:output message='t:Out'/>\
         </wsdl:operation></wsdl:portType>",
    );
    let whole = definitions(&contract("", ""));
    let start = whole.find("<wsdl:binding").unwrap();
    let binding = format!("{}{}", definitions("").replace("</wsdl:definitions>", ""), &whole[start..]);
    let sources = [source("b.wsdl", &binding), source("m.wsdl", &messages), source("s.xsd", &schema)];
    let compiled = run(&sources, &Options::default());
    assert!(!compiled.failed, "{}", compiled.messages);
    let file = |name: &str| compiled.files.iter().find(|file| file.name == name).unwrap().content.clone();
    has(&file("m.wsdl.c"), "(WS_ELEMENT_DESCRIPTION*)&s_xsd.globalElements.Op,");
    has(&file("m.wsdl.c"), "#include \"s.xsd.h\"");
    has(&file("b.wsdl.c"), "(WS_MESSAGE_DESCRIPTION*)&m_wsdl.messages.In,");
    has(&file("b.wsdl.h"), "// #include \"m.wsdl.h\"");
}

#[test]
fn each_side_can_be_left_out() {
    let text = wrapped(&["a xs:int"], &["b xs:int"]);
    let with = |options: Options| {
        let compiled = run(&[source("w.wsdl", &text)], &options);
        assert!(!compiled.failed, "{}", compiled.messages);
        compiled.files.iter().map(|file| file.content.as_str()).collect::<String>()
    };
    let all = with(Options { client: false, ..Options::default() });
    has_not(&all, "WsCall");
    has_not(&all, "CreateServiceProxy");
    has(&all, "B_CreateServiceEndpoint");
    let all = with(Options { service: false, ..Options::default() });
    has_not(&all, "FunctionTable");
    has_not(&all, "CreateServiceEndpoint");
    has_not(&all, "OperationStub");
    has(&all, "B_OpParamStruct");
    has(&all, "B_CreateServiceProxy");
    let all = with(Options { policy: false, ..Options::default() });
    has_not(&all, "policies");
    has_not(&all, "CreateService");
    has(&all, "WsCall");
}

#[test]
fn prefixes_go_before_functions_and_tables() {
    let text = wrapped(&["a xs:int"], &["b xs:int"]);
    let options = Options { prefix: "my_".to_owned(), ..Options::default() };
    let compiled = run(&[source("w.wsdl", &text)], &options);
    has(&compiled.files[0].content, "HRESULT WINAPI my_B_Op(");
    has(&compiled.files[0].content, "my_BFunctionTable;");
    let options = Options { full_names: true, ..Options::default() };
    let compiled = run(&[source("w.wsdl", &text)], &options);
    has(&compiled.files[0].content, "HRESULT WINAPI w_wsdl_B_Op(");
}

#[test]
fn endpoint_references_keep_their_text_and_its_prefixes() {
    let (header, code, _) = generated(&wrapped(&["a xs:int"], &["b xs:int"]).replace(
        "</wsdl:definitions>",
        "<wsdl:binding name='Pipe' type='t:P'><soap:binding transport='http://schemas.microsoft.com/soap/named-pipe'/>\
         <wsdl:operation name='Op'/></wsdl:binding><wsdl:service name='S'>\
         <wsdl:port name='One' binding='t:B'><wsa:EndpointReference><wsa:Address>http://x/</wsa:Address>\
         </wsa:EndpointReference></wsdl:port><wsdl:port name='Two' binding='t:Pipe'><wsa09:EndpointReference>\
         <wsa09:Address>net.pipe://x/</wsa09:Address></wsa09:EndpointReference></wsdl:port></wsdl:service>\
         </wsdl:definitions>",
    ));
    has(
        &header,
        "struct { // One WS_ENDPOINT_ADDRESS_DESCRIPTION endpointAddressDescription; \
         WS_XML_STRING* endpointReferenceString; } One;",
    );
    has(&code, "{ // One { WS_ADDRESSING_VERSION_1_0 },");
    has(&code, "{ // Two { WS_ADDRESSING_VERSION_0_9 },");
    has(
        &code,
        r#""<wsa:EndpointReference xmlns:wsa=\"http://www.w3.org/2005/08/addressing\"><wsa:Address>http://x/</wsa:Address></wsa:EndpointReference>""#,
    );
    // Channels do not have its transport.
    has_not(&header, "Pipe_Op");
    has_not(&header, "WS_CONTRACT_DESCRIPTION Pipe;");
}

/// Each binding of policies.wsdl with its template and what its description has.
#[test]
fn every_combination_of_transport_and_security_has_its_template() {
    let (header, code, _) = generated(include_str!("wsdl/policies.wsdl"));
    let stems = [
        ("Http", "HTTP"),
        ("HttpSsl", "HTTP_SSL"),
        ("HttpHeaderAuth", "HTTP_HEADER_AUTH"),
        ("HttpSslHeaderAuth", "HTTP_SSL_HEADER_AUTH"),
        ("HttpSslUsername", "HTTP_SSL_USERNAME"),
        ("HttpSslKerberos", "HTTP_SSL_KERBEROS_APREQ"),
        ("Tcp", "TCP"),
        ("TcpSspi", "TCP_SSPI"),
        ("TcpSspiUsername", "TCP_SSPI_USERNAME"),
        ("TcpSspiKerberos", "TCP_SSPI_KERBEROS_APREQ"),
        ("HttpSslUsernameContext", "HTTP_SSL_USERNAME_SECURITY_CONTEXT"),
        ("HttpSslKerberosContext", "HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT"),
        ("TcpSspiUsernameContext", "TCP_SSPI_USERNAME_SECURITY_CONTEXT"),
        ("TcpSspiKerberosContext", "TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT"),
    ];
    for (binding, stem) in stems {
        has(&header, &format!("WS_{stem}_POLICY_DESCRIPTION {binding};"));
        let head = format!(
            "HRESULT {binding}_CreateServiceProxy( _In_opt_ WS_{stem}_BINDING_TEMPLATE* templateValue,"
        );
        has(&header, &head);
        has(&code, &format!("WS_{stem}_BINDING_TEMPLATE_TYPE, templateValue,"));
    }
    let values = |binding: &str| {
        let code = plain(&code);
        let start = code.find(&format!("{{ // {binding} WS_ENCODING_")).unwrap();
        code[start..].split("{ // channelPropertiesArray").next().unwrap().to_owned()
    };
    has(
        &values("Http"),
        "WS_ENCODING_XML_UTF8, WS_ADDRESSING_VERSION_TRANSPORT, WS_ENVELOPE_VERSION_SOAP_1_1,",
    );
    has(
        &values("Tcp"),
        "WS_ENCODING_XML_BINARY_SESSION_1, WS_ADDRESSING_VERSION_1_0, WS_ENVELOPE_VERSION_SOAP_1_2,",
    );
    has(&values("TcpSspi"), "WS_ENCODING_XML_UTF8, WS_ADDRESSING_VERSION_0_9,");
    has(&values("HttpBinary"), "WS_ENCODING_XML_BINARY_1,");
    has(&values("HttpMtom"), "WS_ENCODING_XML_MTOM_UTF8,");
    for scheme in ["BASIC", "DIGEST", "NTLM", "NEGOTIATE"] {
        has(&code, &format!("WS_HTTP_HEADER_AUTH_SCHEME_{scheme},"));
    }
    let security = |binding: &str| {
        let header = plain(&header);
        let start = header.find(&format!("// Policy helpers of {binding} ")).unwrap();
        header[start..].split("HRESULT").next().unwrap().to_owned()
    };
    // Timestamp and layout are for messages with security of their own.
    has(
        &security("HttpSsl"),
        "WS_SECURITY_PROPERTY_TRANSPORT_PROTECTION_LEVEL = WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT",
    );
    has_not(&security("HttpSsl"), "TIMESTAMP");
    has(&security("HttpHeaderAuth"), "TRANSPORT_PROTECTION_LEVEL = WS_PROTECTION_LEVEL_NONE");
    has(&security("HttpSslUsername"), "SECURITY_HEADER_VERSION = WS_SECURITY_HEADER_VERSION_1_0");
    has(&security("HttpSslUsername"), "SECURITY_HEADER_LAYOUT = WS_SECURITY_HEADER_LAYOUT_LAX");
    has(&security("HttpSslUsername"), "TIMESTAMP_USAGE = WS_SECURITY_TIMESTAMP_USAGE_ALWAYS");
    has(&security("HttpSslKerberos"), "WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_FIRST");
    has(&security("HttpSslKerberos"), "WS_SECURITY_TIMESTAMP_USAGE_NEVER");
    has(&security("TcpSspi"), "WS_PROTECTION_LEVEL_SIGN_AND_ENCRYPT");
    has(&security("TcpSspiUsername"), "WS_PROTECTION_LEVEL_SIGN ");
    has(&security("TcpSspiUsername"), "WS_SECURITY_HEADER_LAYOUT_LAX_WITH_TIMESTAMP_LAST");
    has(&security("TcpSspiKerberos"), "WS_PROTECTION_LEVEL_NONE");
    has_not(&security("HttpSslUsernameContext"), "ENTROPY");
    has(&security("HttpSslKerberosContext"), "WS_SECURITY_KEY_ENTROPY_MODE_CLIENT_ONLY");
    has(&security("TcpSspiUsernameContext"), "WS_SECURITY_KEY_ENTROPY_MODE_SERVER_ONLY");
    has(
        &security("Tcp"),
        "client: WS_CHANNEL_TYPE_DUPLEX_SESSION, of the service: WS_CHANNEL_TYPE_DUPLEX_SESSION",
    );
}

#[test]
fn policies_are_found_by_id_by_url_and_in_their_own_inputs() {
    let basic = "<http:BasicAuthentication/>";
    let reference = |uri: &str| {
        let text = wrapped(&["a xs:int"], &["b xs:int"]);
        let reference = format!("<wsp:PolicyReference URI='{uri}'/>");
        text.replace("<soap:binding ", &format!("{reference}<soap:binding "))
    };
    let by_id = reference("#p").replace(
        "</wsdl:definitions>",
        &format!("<wsp:Policy wsu:Id='p'>{basic}</wsp:Policy></wsdl:definitions>"),
    );
    has(&generated(&by_id).0, "WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION B;");

    let policy = format!(
        "<wsp:Policy xmlns:wsp='http://schemas.xmlsoap.org/ws/2004/09/policy' \
         xmlns:http='http://schemas.microsoft.com/ws/06/2004/policy/http'>{basic}</wsp:Policy>"
    );
    let other = Source {
        path: "p.xml".to_owned(),
        url: Some("http://x/policy".to_owned()),
        kind: Some(Kind::Policy),
        text: policy,
    };
    for uri in ["http://x/policy", "p.xml"] {
        let compiled = run(&[source("w.wsdl", &reference(uri)), other.clone()], &Options::default());
        assert!(!compiled.failed, "{}", compiled.messages);
        has(&compiled.files[0].content, "WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION B;");
        assert_eq!(compiled.files.len(), 2, "a policy makes no files");
    }
    has(&errors(&reference("#nope")), "binding 'B': the policy '#nope' that it refers to is in no input");
}

#[test]
fn a_binding_has_policy_helpers_if_a_port_uses_it() {
    let alone = wrapped(&["a xs:int"], &["b xs:int"]).replace(SERVICE, "");
    let (header, _, messages) = generated(&alone);
    has(&header, "WS_CONTRACT_DESCRIPTION B;");
    has_not(&header, "CreateService");
    has_not(&header, "policies");
    has(&messages, "warning W4: no port uses the binding 'B': no policy helpers are generated for it");
    // The port may stand in another input.
    let elsewhere = definitions(SERVICE);
    let compiled = run(&[source("w.wsdl", &alone), source("s.wsdl", &elsewhere)], &Options::default());
    has(&compiled.files[0].content, "B_CreateServiceProxy(");
    has_not(&compiled.messages, "no port uses");
}

#[test]
fn the_first_alternative_that_has_a_template_counts() {
    let with = |policy: &str| {
        let text = wrapped(&["a xs:int"], &["b xs:int"]);
        let policy = format!("<wsp:Policy>{policy}</wsp:Policy><soap:binding ");
        generated(&text.replace("<soap:binding ", &policy))
    };
    let choice = "<wsp:ExactlyOne><x:Unknown xmlns:x='urn:x'/><http:NtlmAuthentication/><http:BasicAuthentication/>\
                  </wsp:ExactlyOne>";
    has(&with(choice).0, "HTTP_HEADER_AUTH_SCHEME = WS_HTTP_HEADER_AUTH_SCHEME_NTLM");
    let (header, _, messages) = with("<x:Unknown xmlns:x='urn:x'/>");
    has_not(&header, "CreateServiceProxy");
    has(&header, "B_Op(");
    has(
        &messages,
        "warning W1: binding 'B': no policy helpers are generated for its policy: 'Unknown' of 'urn:x'",
    );
    let (header, _, _) = with("<x:Unknown xmlns:x='urn:x' wsp:Optional='true'/>");
    has(&header, "WS_HTTP_POLICY_DESCRIPTION B;");
}

#[test]
fn policies_elsewhere_are_ignored_and_said() {
    let text = wrapped(&["a xs:int"], &["b xs:int"])
        .replace("<soap:operation ", "<wsp:Policy><http:BasicAuthentication/></wsp:Policy><soap:operation ");
    let (header, _, messages) = generated(&text);
    has(&header, "WS_HTTP_POLICY_DESCRIPTION B;");
    has(&messages, "warning W1: the policy of an operation is ignored");
}

#[test]
fn the_same_input_makes_the_same_output() {
    let text = include_str!("wsdl/policies.wsdl");
    assert_eq!(generated(text), generated(text));
}
