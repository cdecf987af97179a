/* The fault in a WS_ERROR: properties, detail, what is made of it for a peer, and every error on the way. */
#include "ctest.h"

#define DUTCH 0x0413
#define ENGLISH 0x0409

static WS_HEAP *heap;

static WS_ERROR *create(LANGID language)
{
    WS_ERROR *error = NULL;
    WS_ERROR_PROPERTY property;
    property.id = WS_ERROR_PROPERTY_LANGID;
    property.value = &language;
    property.valueSize = sizeof(language);
    REQUIRE_HR(WsCreateError(&property, 1, &error), S_OK);
    return error;
}

static WS_STRING string(const WCHAR *text)
{
    WS_STRING string;
    string.chars = (WCHAR *)text;
    string.length = (ULONG)ctest_length(text);
    return string;
}

static WS_XML_STRING xml(const char *text)
{
    WS_XML_STRING string;
    memset(&string, 0, sizeof(string));
    string.bytes = (BYTE *)text;
    string.length = (ULONG)strlen(text);
    return string;
}

static ULONG string_count(WS_ERROR *error)
{
    ULONG count = 0xDEADBEEF;
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    return count;
}

static WS_FAULT *get_fault(WS_ERROR *error)
{
    WS_FAULT *fault = (WS_FAULT *)&heap;
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
    return fault;
}

static WS_XML_STRING get_action(WS_ERROR *error)
{
    WS_XML_STRING action = xml("unset");
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), S_OK);
    return action;
}

static WS_XML_BUFFER *get_header(WS_ERROR *error)
{
    WS_XML_BUFFER *header = (WS_XML_BUFFER *)&heap;
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header)), S_OK);
    return header;
}

/* A fault with a code, a subcode, and a reason in English. */
struct sample {
    WS_FAULT fault;
    WS_FAULT_CODE code, sub_code;
    WS_FAULT_REASON reasons[2];
};

static void fill(struct sample *sample)
{
    memset(sample, 0, sizeof(*sample));
    sample->code.value.localName = xml("Server");
    sample->code.subCode = &sample->sub_code;
    sample->sub_code.value.localName = xml("SubCode");
    sample->sub_code.value.ns = xml("urn:codes");
    sample->reasons[0].text = string(W("Some reason"));
    sample->reasons[0].lang = string(W("en-US"));
    sample->reasons[1].text = string(W("Een reden"));
    sample->reasons[1].lang = string(W("nl"));
    sample->fault.code = &sample->code;
    sample->fault.reasons = sample->reasons;
    sample->fault.reasonCount = 2;
    sample->fault.actor = string(W("urn:actor"));
    sample->fault.node = string(W("urn:node"));
}

static HRESULT set_fault(WS_ERROR *error, const WS_FAULT *fault)
{
    return WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, fault, sizeof(*fault));
}

static void a_fault_is_copied(void)
{
    WS_ERROR *error = create(ENGLISH);
    struct sample sample;
    WS_FAULT *fault, *again, empty;
    WS_STRING text;
    CHECK(get_fault(error) == NULL);
    fill(&sample);
    CHECK_HR(set_fault(error, &sample.fault), S_OK);
    fault = get_fault(error);
    REQUIRE(fault != NULL && fault != &sample.fault);
    REQUIRE(fault->code != NULL && fault->code != &sample.code);
    CHECK_XML_STRING(fault->code->value.localName, "Server");
    CHECK(fault->code->value.localName.bytes != sample.code.value.localName.bytes);
    CHECK_INT(fault->code->value.ns.length, 0);
    REQUIRE(fault->code->subCode != NULL && fault->code->subCode != &sample.sub_code);
    CHECK_XML_STRING(fault->code->subCode->value.localName, "SubCode");
    CHECK_XML_STRING(fault->code->subCode->value.ns, "urn:codes");
    CHECK(fault->code->subCode->subCode == NULL);
    REQUIRE(fault->reasonCount == 2 && fault->reasons != sample.reasons);
    CHECK_STRING(fault->reasons[0].text, W("Some reason"));
    CHECK_STRING(fault->reasons[0].lang, W("en-US"));
    CHECK(fault->reasons[0].text.chars != sample.reasons[0].text.chars);
    CHECK_STRING(fault->reasons[1].text, W("Een reden"));
    CHECK_STRING(fault->actor, W("urn:actor"));
    CHECK_STRING(fault->node, W("urn:node"));
    CHECK(fault->detail == NULL);
    CHECK(get_fault(error) == fault);

    /* The reason in the object's language is added to its strings. */
    CHECK_INT(string_count(error), 1);
    CHECK_HR(WsGetErrorString(error, 0, &text), S_OK);
    CHECK_STRING(text, W("The fault reason was: 'Some reason'."));

    /* Another fault takes its place; what was handed out before stays valid. */
    memset(&empty, 0, sizeof(empty));
    CHECK_HR(set_fault(error, &empty), S_OK);
    again = get_fault(error);
    REQUIRE(again != NULL && again != fault);
    CHECK(again->code == NULL);
    CHECK_INT(again->reasonCount, 0);
    CHECK_XML_STRING(fault->code->value.localName, "Server");
    CHECK_INT(string_count(error), 1);

    CHECK_HR(WsResetError(error), S_OK);
    CHECK(get_fault(error) == NULL);
    CHECK_INT(string_count(error), 0);
    WsFreeError(error);

    error = create(DUTCH);
    CHECK_HR(set_fault(error, &sample.fault), S_OK);
    CHECK_HR(WsGetErrorString(error, 0, &text), S_OK);
    CHECK_STRING(text, W("The fault reason was: 'Een reden'."));
    CHECK_HR(WsResetError(error), S_OK);
    sample.fault.reasonCount = 1;
    CHECK_HR(set_fault(error, &sample.fault), S_OK);
    CHECK_INT(string_count(error), 0);
    WsFreeError(error);
}

static void an_action_is_copied(void)
{
    WS_ERROR *error = create(ENGLISH);
    WS_XML_STRING action = xml("urn:action"), none = xml(""), first;
    CHECK_INT(get_action(error).length, 0);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), S_OK);
    first = get_action(error);
    CHECK_XML_STRING(first, "urn:action");
    CHECK(first.bytes != action.bytes);
    CHECK(get_action(error).bytes == first.bytes);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &none, sizeof(none)), S_OK);
    CHECK_INT(get_action(error).length, 0);
    CHECK_XML_STRING(first, "urn:action");
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), S_OK);
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(get_action(error).length, 0);
    WsFreeError(error);
}

static WS_XML_STRING code_name, other_name, no_ns;
static WS_ELEMENT_DESCRIPTION code_element, other_element;

static void describe(void)
{
    code_name = xml("ErrorCode");
    other_name = xml("OtherCode");
    no_ns = xml("");
    memset(&code_element, 0, sizeof(code_element));
    code_element.elementLocalName = &code_name;
    code_element.elementNs = &no_ns;
    code_element.type = WS_UINT32_TYPE;
    other_element = code_element;
    other_element.elementLocalName = &other_name;
}

static void a_header_is_copied(void)
{
    WS_ERROR *error = create(ENGLISH), *source = create(ENGLISH);
    WS_FAULT_DETAIL_DESCRIPTION description;
    WS_XML_BUFFER *header, *found, *none = NULL, *wrong = (WS_XML_BUFFER *)error;
    UINT32 code = 7;
    memset(&description, 0, sizeof(description));
    description.detailElementDescription = &code_element;
    CHECK(get_header(error) == NULL);
    REQUIRE_HR(WsSetFaultErrorDetail(source, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    header = get_fault(source)->detail;
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header)), S_OK);
    WsFreeError(source);
    found = get_header(error);
    CHECK(found != NULL && found != header);
    CHECK(get_header(error) == found);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &wrong, sizeof(wrong)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &header, sizeof(header)), E_INVALIDARG);
    CHECK(get_header(error) == found);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, &none, sizeof(none)), S_OK);
    CHECK(get_header(error) == NULL);
    WsFreeError(error);
}

static void properties_are_checked(void)
{
    WS_ERROR *error = create(ENGLISH);
    struct sample sample;
    WS_XML_STRING action = xml("x"), broken = xml("\xFF");
    WS_FAULT *fault = NULL;
    static const WCHAR half[] = {0xD800, 0};
    fill(&sample);
    CHECK_HR(set_fault(error, NULL), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, NULL, sizeof(action)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_HEADER, NULL, sizeof(void *)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &sample.fault, 8), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &action, 8), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, (WS_FAULT_ERROR_PROPERTY_ID)3, &action, sizeof(action)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(NULL, WS_FAULT_ERROR_PROPERTY_ACTION, &action, sizeof(action)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &broken, sizeof(broken)),
             WS_E_INVALID_FORMAT);
    broken.bytes = NULL;
    CHECK_HR(WsSetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &broken, sizeof(broken)), E_INVALIDARG);
    sample.fault.reasons = NULL;
    CHECK_HR(set_fault(error, &sample.fault), E_INVALIDARG);
    fill(&sample);
    sample.reasons[1].text = string(half);
    CHECK_HR(set_fault(error, &sample.fault), WS_E_INVALID_FORMAT);
    fill(&sample);
    sample.sub_code.subCode = &sample.code;
    CHECK_HR(set_fault(error, &sample.fault), E_INVALIDARG);
    CHECK(get_fault(error) == NULL);

    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, 4), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, NULL, sizeof(fault)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_ACTION, &fault, sizeof(fault)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorProperty(error, (WS_FAULT_ERROR_PROPERTY_ID)3, &fault, sizeof(fault)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorProperty(NULL, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), E_INVALIDARG);
    WsFreeError(error);
}

static WS_FAULT_DETAIL_DESCRIPTION detail(WS_XML_STRING *action, WS_ELEMENT_DESCRIPTION *element)
{
    WS_FAULT_DETAIL_DESCRIPTION description;
    description.action = action;
    description.detailElementDescription = element;
    return description;
}

static void a_detail_comes_back(void)
{
    WS_ERROR *error = create(ENGLISH);
    WS_XML_STRING action = xml("urn:fault"), other_action = xml("urn:other");
    WS_FAULT_DETAIL_DESCRIPTION description = detail(NULL, &code_element);
    UINT32 code = 1030, *pointer = &code;
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    CHECK_INT(string_count(error), 0);
    CHECK_INT(get_action(error).length, 0);
    REQUIRE(get_fault(error) != NULL && get_fault(error)->detail != NULL);

    code = 0;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, NULL, &code, sizeof(code)), S_OK);
    CHECK_INT(code, 1030);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    REQUIRE(pointer != NULL && pointer != &code);
    CHECK_INT(*pointer, 1030);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    CHECK_INT(*pointer, 1030);

    /* The described action matters only where the fault has one. */
    description.action = &other_action;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), S_OK);
    description.action = &action;
    code = 1031;
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    CHECK_XML_STRING(get_action(error), "urn:fault");
    description.action = NULL;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), S_OK);
    CHECK_INT(code, 1031);
    description.action = &other_action;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    pointer = &code;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    CHECK(pointer == NULL);
    pointer = &code;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_NILLABLE_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    CHECK(pointer == NULL);

    /* Another element is not what was described, whatever the option; as seen on Windows. */
    description = detail(NULL, &other_element);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    pointer = &code;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK(pointer == NULL);
    pointer = &code;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_NILLABLE_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK(pointer == NULL);
    CHECK(string_count(error) > 0);
    WsFreeError(error);
}

struct pair {
    UINT32 first;
    WCHAR *second;
};

static void several_elements_are_one_value(void)
{
    static WS_XML_STRING first_name, second_name, ns;
    WS_FIELD_DESCRIPTION first, second;
    WS_FIELD_DESCRIPTION *fields[2];
    WS_STRUCT_DESCRIPTION structure;
    WS_ELEMENT_DESCRIPTION element;
    WS_FAULT_DETAIL_DESCRIPTION description;
    WS_ERROR *error = create(ENGLISH);
    struct pair pair, *found = NULL;
    first_name = xml("first");
    second_name = xml("second");
    ns = xml("urn:pair");
    memset(&first, 0, sizeof(first));
    first.mapping = WS_ELEMENT_FIELD_MAPPING;
    first.localName = &first_name;
    first.ns = &ns;
    first.type = WS_UINT32_TYPE;
    first.offset = offsetof(struct pair, first);
    second = first;
    second.localName = &second_name;
    second.type = WS_WSZ_TYPE;
    second.offset = offsetof(struct pair, second);
    fields[0] = &first;
    fields[1] = &second;
    memset(&structure, 0, sizeof(structure));
    structure.size = sizeof(struct pair);
    structure.alignment = sizeof(void *);
    structure.fields = fields;
    structure.fieldCount = 2;
    memset(&element, 0, sizeof(element));
    element.type = WS_STRUCT_TYPE;
    element.typeDescription = &structure;
    description = detail(NULL, &element);

    pair.first = 5;
    pair.second = (WCHAR *)W("five");
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &pair, sizeof(pair)), S_OK);
    memset(&pair, 0, sizeof(pair));
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &pair, sizeof(pair)), S_OK);
    CHECK_INT(pair.first, 5);
    CHECK_WIDE(pair.second, ctest_length(pair.second), W("five"));
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, heap, &found, sizeof(found)), S_OK);
    REQUIRE(found != NULL);
    CHECK_INT(found->first, 5);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &found, sizeof(found)),
             E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_NILLABLE_POINTER, &found, sizeof(found)),
             E_INVALIDARG);
    WsFreeError(error);
}

static void details_are_checked(void)
{
    WS_ERROR *error = create(ENGLISH);
    WS_HEAP *small = NULL;
    WS_FAULT_DETAIL_DESCRIPTION description = detail(NULL, &code_element), nothing = detail(NULL, NULL);
    UINT32 code = 3, *pointer = &code;
    /* There is no fault yet. */
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    CHECK(pointer == NULL);

    CHECK_HR(WsSetFaultErrorDetail(NULL, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, NULL, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, &nothing, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, &description, (WS_WRITE_OPTION)9, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &code, 2), E_INVALIDARG);
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, NULL, sizeof(code)), E_INVALIDARG);
    CHECK(get_fault(error) == NULL);

    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    CHECK_HR(WsGetFaultErrorDetail(NULL, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)),
             E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, NULL, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &nothing, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, (WS_READ_OPTION)9, heap, &code, sizeof(code)), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, NULL, sizeof(code)),
             E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, 2), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, 2), E_INVALIDARG);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, (WS_HEAP *)error, &pointer,
                                   sizeof(pointer)),
             E_INVALIDARG);
    REQUIRE_HR(WsCreateHeap(1, 0, NULL, 0, &small, NULL), S_OK);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, small, &pointer, sizeof(pointer)),
             WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(small);
    WsFreeError(error);
}

/* The XML of a fault's detail, in a buffer of the heap. */
static WS_XML_BUFFER *parse(const char *text)
{
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *buffer = NULL;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_AUTO;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)text;
    input.encodedDataSize = (ULONG)strlen(text);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    WsFreeReader(reader);
    return buffer;
}

static void check_buffer(WS_XML_BUFFER *buffer, const char *expected)
{
    WS_XML_WRITER_BUFFER_OUTPUT output;
    WS_XML_WRITER_TEXT_ENCODING encoding;
    WS_XML_WRITER *writer = NULL;
    WS_BYTES bytes;
    BOOL fragment = TRUE;
    WS_XML_WRITER_PROPERTY property;
    property.id = WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT;
    property.value = &fragment;
    property.valueSize = sizeof(fragment);
    memset(&output, 0, sizeof(output));
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    REQUIRE_HR(WsCreateWriter(&property, 1, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &output.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteXmlBuffer(writer, buffer, NULL), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    CHECK_MEMORY(bytes.bytes, bytes.length, expected, strlen(expected));
    WsFreeWriter(writer);
}

static void a_detail_of_xml_is_read(void)
{
    static const char xml_detail[] = "<detail><ErrorCode>1030</ErrorCode></detail>";
    static const char qualified[] = "<s:Detail xmlns:s=\"urn:s\" xmlns:a=\"urn:a\"><ErrorCode> 7 "
                                    "</ErrorCode><!-- end --></s:Detail>";
    static const char *const others[] = {"<bad><OtherCode>1</OtherCode></bad>", "<detail/>",
                                         "<detail>1030</detail>",
                                         "<detail><ErrorCode>x</ErrorCode></detail>",
                                         "<detail><ErrorCode>1</ErrorCode><ErrorCode>2</ErrorCode></detail>"};
    WS_ERROR *error = create(ENGLISH);
    WS_FAULT_DETAIL_DESCRIPTION description = detail(NULL, &code_element);
    WS_FAULT fault;
    UINT32 code = 0, *pointer;
    unsigned i;
    memset(&fault, 0, sizeof(fault));
    fault.detail = parse(xml_detail);
    CHECK_HR(set_fault(error, &fault), S_OK);
    REQUIRE(get_fault(error)->detail != NULL && get_fault(error)->detail != fault.detail);
    check_buffer(get_fault(error)->detail, xml_detail);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), S_OK);
    CHECK_INT(code, 1030);

    fault.detail = parse(qualified);
    CHECK_HR(set_fault(error, &fault), S_OK);
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), S_OK);
    CHECK_INT(code, 7);

    for (i = 0; i < CTEST_COUNT(others); i++) {
        fault.detail = parse(others[i]);
        CHECK_HR(set_fault(error, &fault), S_OK);
        if (!CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)),
                      WS_E_INVALID_FORMAT)) {
            printf("  case %u\n", i);
        }
    }
    /* An empty detail has no such element, which is right when it is optional. */
    fault.detail = parse("<detail/>");
    CHECK_HR(set_fault(error, &fault), S_OK);
    pointer = &code;
    CHECK_HR(WsGetFaultErrorDetail(error, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             S_OK);
    CHECK(pointer == NULL);
    WsFreeError(error);
}

static void a_fault_is_made_of_an_error(void)
{
    static const WS_STRING inner = WS_STRING_VALUE(W("inner")), outer = WS_STRING_VALUE(W("outer"));
    WS_ERROR *error = create(ENGLISH);
    WS_FAULT_DETAIL_DESCRIPTION description = detail(NULL, &code_element);
    WS_HEAP *small = NULL;
    struct sample sample;
    WS_FAULT fault;
    UINT32 code = 3;
    memset(&fault, 0, sizeof(fault));

    /* Nothing is known but the code, of which the peer learns the text at most. */
    CHECK_HR(WsCreateFaultFromError(error, WS_E_QUOTA_EXCEEDED, WS_FULL_FAULT_DISCLOSURE, heap, &fault), S_OK);
    REQUIRE(fault.code != NULL && fault.reasonCount == 1);
    CHECK_XML_STRING(fault.code->value.localName, "Receiver");
    CHECK_INT(fault.code->value.ns.length, 0);
    CHECK(fault.code->subCode == NULL && fault.detail == NULL);
    CHECK(fault.reasons[0].text.length > 0);
    CHECK_STRING(fault.reasons[0].lang, W("en-US"));

    /* The strings are the reason, if they may be told, and whatever the fault holds beside. */
    CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    CHECK_HR(WsAddErrorString(error, &inner), S_OK);
    CHECK_HR(WsAddErrorString(error, &outer), S_OK);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, heap, &fault), S_OK);
    CHECK_INT(fault.reasonCount, 1);
    CHECK(fault.reasons[0].text.length > 10);
    CHECK_WIDE(fault.reasons[0].text.chars, 5, W("outer"));
    CHECK_WIDE(fault.reasons[0].text.chars + fault.reasons[0].text.length - 5, 5, W("inner"));
    CHECK(fault.detail != NULL);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_MINIMAL_FAULT_DISCLOSURE, heap, &fault), S_OK);
    CHECK_INT(fault.reasonCount, 1);
    CHECK(fault.reasons[0].text.length > 10);
    CHECK(memcmp(fault.reasons[0].text.chars, outer.chars, 10) != 0);

    /* A fault with a reason is taken as it is. */
    fill(&sample);
    CHECK_HR(set_fault(error, &sample.fault), S_OK);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_MINIMAL_FAULT_DISCLOSURE, heap, &fault), S_OK);
    WsFreeError(error);
    CHECK_XML_STRING(fault.code->value.localName, "Server");
    CHECK_XML_STRING(fault.code->subCode->value.localName, "SubCode");
    CHECK_INT(fault.reasonCount, 2);
    CHECK_STRING(fault.reasons[0].text, W("Some reason"));
    CHECK(fault.detail == NULL);

    error = create(DUTCH);
    CHECK_HR(WsCreateFaultFromError(error, S_OK, WS_FULL_FAULT_DISCLOSURE, heap, &fault), E_INVALIDARG);
    CHECK_HR(WsCreateFaultFromError(error, S_FALSE, WS_FULL_FAULT_DISCLOSURE, heap, &fault), E_INVALIDARG);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, (WS_FAULT_DISCLOSURE)2, heap, &fault), E_INVALIDARG);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, NULL, &fault), E_INVALIDARG);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, heap, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateFaultFromError(NULL, E_FAIL, WS_FULL_FAULT_DISCLOSURE, heap, &fault), E_INVALIDARG);
    REQUIRE_HR(WsCreateHeap(1, 0, NULL, 0, &small, NULL), S_OK);
    CHECK_HR(WsCreateFaultFromError(error, E_FAIL, WS_FULL_FAULT_DISCLOSURE, small, &fault), WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(small);
    CHECK_STRING(fault.reasons[0].text, W("Some reason"));
    WsFreeError(error);
}

static void a_copy_has_a_fault_of_its_own(void)
{
    WS_ERROR *source = create(ENGLISH), *copy = create(DUTCH);
    WS_FAULT_DETAIL_DESCRIPTION description;
    WS_XML_STRING action = xml("urn:a");
    struct sample sample;
    UINT32 code = 9;
    WS_FAULT *fault;
    fill(&sample);
    description = detail(&action, &code_element);
    CHECK_HR(set_fault(source, &sample.fault), S_OK);
    CHECK_HR(WsSetFaultErrorDetail(source, &description, WS_WRITE_REQUIRED_VALUE, &code, sizeof(code)), S_OK);
    fault = get_fault(source);
    CHECK_HR(WsCopyError(source, copy), S_OK);
    CHECK(get_fault(copy) != fault);
    WsFreeError(source);
    REQUIRE(get_fault(copy) != NULL);
    CHECK_XML_STRING(get_fault(copy)->code->value.localName, "Server");
    CHECK_XML_STRING(get_action(copy), "urn:a");
    code = 0;
    CHECK_HR(WsGetFaultErrorDetail(copy, &description, WS_READ_REQUIRED_VALUE, heap, &code, sizeof(code)), S_OK);
    CHECK_INT(code, 9);
    WsFreeError(copy);
}

int main(void)
{
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    describe();
    a_fault_is_copied();
    an_action_is_copied();
    a_header_is_copied();
    properties_are_checked();
    a_detail_comes_back();
    several_elements_are_one_value();
    details_are_checked();
    a_detail_of_xml_is_read();
    a_fault_is_made_of_an_error();
    a_copy_has_a_fault_of_its_own();
    WsFreeHeap(heap);
    return ctest_summary();
}
