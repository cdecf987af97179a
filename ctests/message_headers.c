/* Standard, custom and mapped headers: set, read, removed, repeated, understood; every refusal. */
#include "ctest_message.h"

#define SET(message, type, value_type, option, value)                                                         \
    WsSetHeader((message), (type), (value_type), (option), &(value), sizeof(value), NULL)

static const WCHAR *const wide_action = W("action");
static WS_XML_STRING header_name = XML("header"), header_ns = XML("ns");

struct header {
    const WCHAR *value;
};

/* An element `header` of namespace `ns` with a text. */
static const WS_ELEMENT_DESCRIPTION *header_description(void)
{
    static WS_FIELD_DESCRIPTION field;
    static WS_FIELD_DESCRIPTION *fields[1];
    static WS_STRUCT_DESCRIPTION type;
    static WS_ELEMENT_DESCRIPTION description;
    field.mapping = WS_TEXT_FIELD_MAPPING;
    field.type = WS_WSZ_TYPE;
    fields[0] = &field;
    type.size = sizeof(struct header);
    type.alignment = sizeof(void *);
    type.fields = fields;
    type.fieldCount = 1;
    description.elementLocalName = &header_name;
    description.elementNs = &header_ns;
    description.type = WS_STRUCT_TYPE;
    description.typeDescription = &type;
    return &description;
}

static HRESULT add_header(WS_MESSAGE *message, const WCHAR *text, ULONG attributes)
{
    struct header value;
    value.value = text;
    return WsAddCustomHeader(message, header_description(), WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), attributes,
                             NULL);
}

static WS_MESSAGE *blank(void)
{
    return ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE);
}

static void set_header_adds_and_replaces(void)
{
    static const WS_XML_STRING action2 = XML("action2");
    WS_STRING action3 = { 7, (WCHAR *)(uintptr_t)W("action3") };
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_XML_WRITER *writer = ctest_writer();
    const WCHAR *action = wide_action, *none = NULL;

    CHECK_HR(WsSetHeader(NULL, (WS_HEADER_TYPE)0, (WS_TYPE)0, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetHeader(message, (WS_HEADER_TYPE)0, (WS_TYPE)0, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, action), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(SET(message, (WS_HEADER_TYPE)0, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, (WS_HEADER_TYPE)8, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_INT32_TYPE, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_POINTER, action),
             E_INVALIDARG);
    CHECK_HR(SET(message, WS_REPLY_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, (WS_TYPE)99, WS_WRITE_REQUIRED_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_NILLABLE_POINTER, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_NILLABLE_VALUE, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, (WS_WRITE_OPTION)0, action), E_INVALIDARG);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, none), E_INVALIDARG);
    CHECK_HR(WsSetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &action, 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsSetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID></s:Header>"
                                 "<s:Body/></s:Envelope>");
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, action), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID>"
                                 "<a:Action s:mustUnderstand=\"1\">action</a:Action></s:Header>"
                                 "<s:Body/></s:Envelope>");

    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    /* What has been written stays; the header buffer goes on. */
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, action2), S_OK);
    CHECK_OUTPUT(writer, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID>"
                         "<a:Action s:mustUnderstand=\"1\">action</a:Action></s:Header>");
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID>"
                                 "<a:Action s:mustUnderstand=\"1\">action2</a:Action></s:Header>"
                                 "<s:Body/></s:Envelope>");
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, action3), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID>"
                                 "<a:Action s:mustUnderstand=\"1\">action3</a:Action></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);
    WsFreeWriter(writer);
}

static void every_standard_header_has_its_form(void)
{
    WS_MESSAGE *message = blank();
    WS_UNIQUE_ID id, found;
    WS_ENDPOINT_ADDRESS address, *found_address = NULL;
    const WCHAR *text = W("urn:text"), *found_text = NULL;
    memset(&id, 0, sizeof(id));
    memset(&address, 0, sizeof(address));
    id.guid.Data1 = 0x12345678;
    id.guid.Data4[7] = 0xab;
    address.url.chars = (WCHAR *)(uintptr_t)W("http://client/");
    address.url.length = 14;
    CHECK_HR(SET(message, WS_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HR(SET(message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE, id), S_OK);
    CHECK_HR(SET(message, WS_RELATES_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HR(SET(message, WS_FROM_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, address), S_OK);
    CHECK_HR(SET(message, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, address), S_OK);
    CHECK_HR(SET(message, WS_FAULT_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_WRITE_REQUIRED_VALUE, address), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0
                        "<s:Header><a:To s:mustUnderstand=\"1\">urn:text</a:To>"
                        "<a:MessageID>urn:uuid:12345678-0000-0000-0000-0000000000ab</a:MessageID>"
                        "<a:RelatesTo>urn:text</a:RelatesTo>"
                        "<a:From><a:Address>http://client/</a:Address></a:From>"
                        "<a:ReplyTo><a:Address>http://client/</a:Address></a:ReplyTo>"
                        "<a:FaultTo><a:Address>http://client/</a:Address></a:FaultTo>"
                        "</s:Header><s:Body/></s:Envelope>");
    CHECK_HR(WsGetHeader(message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, NULL, &found,
                         sizeof(found), NULL), S_OK);
    CHECK_MEMORY(&found.guid, sizeof(GUID), &id.guid, sizeof(GUID));
    CHECK_HR(WsGetHeader(message, WS_MESSAGE_ID_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found_text,
                         sizeof(found_text), NULL), S_OK);
    CHECK_WIDE(found_text, ctest_length(found_text), W("urn:uuid:12345678-0000-0000-0000-0000000000ab"));
    CHECK_HR(WsGetHeader(message, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_READ_REQUIRED_POINTER, NULL,
                         &found_address, sizeof(found_address), NULL), S_OK);
    CHECK(found_address != NULL);
    if (found_address) {
        CHECK_STRING(found_address->url, W("http://client/"));
    }
    WsFreeMessage(message);
}

static void transport_addressing_has_action_and_to(void)
{
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT,
                                            WS_REQUEST_MESSAGE);
    const WCHAR *text = wide_action, *found = NULL;
    WS_XML_WRITER *writer = ctest_writer();
    int type;
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HEADER_BUFFER(message, "<Envelope><Header><Action mustUnderstand=\"1\" xmlns=\"" NS_ADDRESSING_NONE
                                 "\">action</Action></Header><Body/></Envelope>");
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found,
                         sizeof(found), NULL), S_OK);
    CHECK_WIDE(found, ctest_length(found), W("action"));
    WsFreeMessage(message);

    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2 "<s:Header><Action s:mustUnderstand=\"1\" xmlns=\"" NS_ADDRESSING_NONE
                                 "\">action</Action></s:Header><s:Body/></s:Envelope>");
    for (type = WS_MESSAGE_ID_HEADER; type <= WS_RELATES_TO_HEADER; type++) {
        CHECK_HR(SET(message, (WS_HEADER_TYPE)type, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text),
                 WS_E_NOT_SUPPORTED);
        CHECK_HR(WsGetHeader(message, (WS_HEADER_TYPE)type, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found,
                             sizeof(found), NULL), WS_E_NOT_SUPPORTED);
        CHECK_HR(WsRemoveHeader(message, (WS_HEADER_TYPE)type, NULL), WS_E_NOT_SUPPORTED);
    }
    CHECK_HR(SET(message, WS_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);

    /* They are the transport's: the envelope goes without them. */
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_OUTPUT(writer, ENVELOPE_1_2 "<s:Body/></s:Envelope>");
    WsFreeWriter(writer);
    WsFreeMessage(message);
}

static void get_header_says_what_is_wrong(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_HEAP *heap = NULL;
    const WCHAR *text = wide_action, *found = wide_action;
    SIZE_T used = 0;
    CHECK_HR(WsGetHeader(NULL, (WS_HEADER_TYPE)0, (WS_TYPE)0, (WS_READ_OPTION)0, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, (WS_HEADER_TYPE)0, (WS_TYPE)0, (WS_READ_OPTION)0, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found,
                         sizeof(found), NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, (WS_HEADER_TYPE)0, (WS_TYPE)0, (WS_READ_OPTION)0, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, (WS_TYPE)0, (WS_READ_OPTION)0, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, (WS_READ_OPTION)0, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_NILLABLE_POINTER, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_NILLABLE_VALUE, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    /* It is not there. */
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, NULL, 0, NULL),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &found, 1, NULL),
             E_INVALIDARG);
    CHECK(found == wide_action);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &found,
                         sizeof(found), NULL), S_OK);
    CHECK(found == NULL);
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, (WS_HEAP *)message,
                         &found, sizeof(found), NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &found,
                         sizeof(found), NULL), S_OK);
    CHECK_WIDE(found, ctest_length(found), W("action"));
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &found,
                         sizeof(found), NULL), S_OK);
    CHECK_WIDE(found, ctest_length(found), W("action"));
    /* The caller's heap takes the value when there is one. */
    CHECK_HR(WsCreateHeap(1 << 10, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, heap, &found,
                         sizeof(found), NULL), S_OK);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &used, sizeof(used), NULL), S_OK);
    CHECK(used >= 7 * sizeof(WCHAR));
    WsFreeHeap(heap);
    CHECK_HR(WsCreateHeap(2, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, heap, &found,
                         sizeof(found), NULL), WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(heap);
    WsFreeMessage(message);
}

static void remove_header_removes(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    const WCHAR *text = wide_action;
    int round;
    CHECK_HR(WsRemoveHeader(NULL, (WS_HEADER_TYPE)0, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveHeader(message, (WS_HEADER_TYPE)0, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveHeader(message, WS_ACTION_HEADER, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsRemoveHeader(message, (WS_HEADER_TYPE)0, NULL), E_INVALIDARG);
    for (round = 0; round < 3; round++) {
        CHECK_HR(WsRemoveHeader(message, WS_ACTION_HEADER, NULL), S_OK);
        CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID></s:Header>"
                                     "<s:Body/></s:Envelope>");
        CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    }
    CHECK_HR(WsRemoveHeader(message, WS_MESSAGE_ID_HEADER, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:Action s:mustUnderstand=\"1\">action</a:Action>"
                                 "</s:Header><s:Body/></s:Envelope>");
    WsFreeMessage(message);
}

static void custom_headers_are_added_and_removed(void)
{
    static WS_XML_STRING header2 = XML("header2");
    static const WS_XML_STRING value = XML("value");
    WS_ELEMENT_DESCRIPTION simple;
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    struct header test;
    memset(&simple, 0, sizeof(simple));
    test.value = W("value");
    CHECK_HR(WsAddCustomHeader(NULL, NULL, (WS_WRITE_OPTION)0, NULL, 0, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsAddCustomHeader(message, NULL, (WS_WRITE_OPTION)0, NULL, 0, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsAddCustomHeader(message, header_description(), (WS_WRITE_OPTION)0, NULL, 0, 0, NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveCustomHeader(NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, &header_ns, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsAddCustomHeader(message, header_description(), (WS_WRITE_OPTION)0, &test, sizeof(test), 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsAddCustomHeader(message, header_description(), WS_WRITE_REQUIRED_VALUE, NULL, 0, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsAddCustomHeader(message, header_description(), WS_WRITE_REQUIRED_VALUE, &test, 1, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(add_header(message, W("value"), 4), E_INVALIDARG);
    CHECK_HR(WsAddCustomHeader(message, &simple, WS_WRITE_REQUIRED_VALUE, &test, sizeof(test), 0, NULL),
             E_INVALIDARG);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header/><s:Body/></s:Envelope>");
    CHECK_HR(add_header(message, W("value"), 0), S_OK);
    CHECK_HR(add_header(message, W("value2"), 0), S_OK);
    simple.elementLocalName = &header2;
    simple.elementNs = &header_ns;
    simple.type = WS_XML_STRING_TYPE;
    CHECK_HR(WsAddCustomHeader(message, &simple, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), 0, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0
                        "<s:Header><header xmlns=\"ns\">value</header><header xmlns=\"ns\">value2</header>"
                        "<header2 xmlns=\"ns\">value</header2></s:Header><s:Body/></s:Envelope>");
    CHECK_HR(WsRemoveCustomHeader(message, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, &header_name, NULL), S_OK);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, &header_ns, NULL), S_OK);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, &header_ns, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><header2 xmlns=\"ns\">value</header2></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);

    message = blank();
    CHECK_HR(add_header(message, W("x"), WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE), S_OK);
    CHECK_HR(add_header(message, W("x"), WS_RELAY_HEADER_ATTRIBUTE), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0
                        "<s:Header><header s:mustUnderstand=\"1\" xmlns=\"ns\">x</header>"
                        "<header s:relay=\"1\" xmlns=\"ns\">x</header></s:Header><s:Body/></s:Envelope>");
    WsFreeMessage(message);

    /* SOAP 1.1 has no relay. */
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, WS_BLANK_MESSAGE);
    CHECK_HR(add_header(message, W("x"), WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1 "<s:Header><header s:mustUnderstand=\"1\" xmlns=\"ns\">x</header>"
                                 "</s:Header><s:Body/></s:Envelope>");
    WsFreeMessage(message);
}

static HRESULT get(WS_MESSAGE *message, int repeating, ULONG index, int option, void *value, ULONG size,
                   ULONG *attributes)
{
    return WsGetCustomHeader(message, header_description(), (WS_REPEATING_HEADER_OPTION)repeating, index,
                             (WS_READ_OPTION)option, NULL, value, size, attributes, NULL);
}

static void custom_headers_are_read(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT);
    struct header test, *pointer = NULL;
    ULONG attributes = 77;
    memset(&test, 0, sizeof(test));
    CHECK_HR(WsGetCustomHeader(NULL, NULL, (WS_REPEATING_HEADER_OPTION)0, 0, (WS_READ_OPTION)0, NULL, NULL, 0, NULL,
                               NULL), E_INVALIDARG);
    CHECK_HR(WsGetCustomHeader(message, NULL, (WS_REPEATING_HEADER_OPTION)0, 0, (WS_READ_OPTION)0, NULL, NULL, 0,
                               NULL, NULL), E_INVALIDARG);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &test, sizeof(test), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &test, sizeof(test), NULL),
             WS_E_INVALID_FORMAT);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_NILLABLE_POINTER, &pointer, sizeof(pointer), NULL),
             WS_E_INVALID_FORMAT);
    pointer = &test;
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_OPTIONAL_POINTER, &pointer, sizeof(pointer), NULL), S_OK);
    CHECK(pointer == NULL);
    CHECK_HR(add_header(message, W("value"), 0), S_OK);
    CHECK_HEADER_BUFFER(message, "<Envelope><Header><header xmlns=\"ns\">value</header></Header><Body/></Envelope>");
    CHECK_HR(get(message, 0, 0, 0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 1, 0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &test, sizeof(test), NULL), S_OK);
    CHECK_WIDE(test.value, ctest_length(test.value), W("value"));
    CHECK_HR(add_header(message, W("second"), WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE), S_OK);
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &test, sizeof(test), &attributes),
             WS_E_INVALID_FORMAT);
    CHECK_INT(attributes, 77);
    CHECK_HR(get(message, WS_REPEATING_HEADER, 0, WS_READ_REQUIRED_VALUE, &test, sizeof(test), &attributes), S_OK);
    CHECK_INT(attributes, 0);
    CHECK_WIDE(test.value, ctest_length(test.value), W("value"));
    CHECK_HR(get(message, WS_REPEATING_HEADER, 1, WS_READ_REQUIRED_POINTER, &pointer, sizeof(pointer), &attributes),
             S_OK);
    CHECK_INT(attributes, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE);
    CHECK(pointer != NULL);
    if (pointer) {
        CHECK_WIDE(pointer->value, ctest_length(pointer->value), W("second"));
    }
    CHECK_HR(get(message, WS_REPEATING_HEADER, 2, WS_READ_REQUIRED_VALUE, &test, sizeof(test), NULL),
             WS_E_INVALID_FORMAT);
    CHECK_HR(get(message, WS_REPEATING_HEADER, 2, WS_READ_OPTIONAL_POINTER, &pointer, sizeof(pointer), NULL), S_OK);
    CHECK(pointer == NULL);
    WsFreeMessage(message);
}

static void mapped_headers_are_kept_by_name(void)
{
    static const WS_XML_STRING name = XML("Header"), lower = XML("header"), other = XML("Other"), bad = XML("a b");
    static const WS_XML_STRING value = XML("value"), second = XML("second"), injection = XML("x\r\nEvil: 1");
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_XML_STRING found, *pointer = NULL;
    UINT32 number = 405, found_number = 0;
    const WCHAR *text = NULL;
    memset(&found, 0, sizeof(found));
    CHECK_HR(WsAddMappedHeader(NULL, NULL, (WS_TYPE)0, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, NULL, (WS_TYPE)0, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, &name, (WS_TYPE)0, (WS_WRITE_OPTION)0, NULL, 0, NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveMappedHeader(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveMappedHeader(message, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveMappedHeader(message, &name, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetMappedHeader(NULL, &name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                               &found, sizeof(found), NULL), E_INVALIDARG);
    CHECK_HR(WsGetMappedHeader(message, NULL, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), E_INVALIDARG);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), WS_E_INVALID_OPERATION);

    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsAddMappedHeader(message, &name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, &name, (WS_TYPE)77, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, &name, WS_STRUCT_TYPE, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, &bad, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                               NULL), E_INVALIDARG);
    CHECK_HR(WsAddMappedHeader(message, &name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &injection,
                               sizeof(injection), NULL), E_INVALIDARG);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsAddMappedHeader(message, &name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                               NULL), S_OK);
    CHECK_HR(WsGetMappedHeader(message, &lower, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), S_OK);
    CHECK_XML_STRING(found, "value");
    CHECK_HR(WsGetMappedHeader(message, &name, WS_SINGLETON_HEADER, 1, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), E_INVALIDARG);
    CHECK_HR(WsGetMappedHeader(message, &name, (WS_REPEATING_HEADER_OPTION)0, 0, WS_XML_STRING_TYPE,
                               WS_READ_REQUIRED_VALUE, NULL, &found, sizeof(found), NULL), E_INVALIDARG);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, (WS_READ_OPTION)0, NULL,
                               &found, sizeof(found), NULL), E_INVALIDARG);

    CHECK_HR(WsAddMappedHeader(message, &name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &second, sizeof(second),
                               NULL), S_OK);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_REPEATING_HEADER, 1, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), S_OK);
    CHECK_XML_STRING(found, "second");
    CHECK_HR(WsGetMappedHeader(message, &name, WS_REPEATING_HEADER, 2, WS_XML_STRING_TYPE, WS_READ_OPTIONAL_POINTER,
                               NULL, &pointer, sizeof(pointer), NULL), S_OK);
    CHECK(pointer == NULL);
    CHECK_HR(WsRemoveMappedHeader(message, &lower, NULL), S_OK);
    CHECK_HR(WsRemoveMappedHeader(message, &lower, NULL), S_OK);
    CHECK_HR(WsGetMappedHeader(message, &name, WS_REPEATING_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                               NULL, &found, sizeof(found), NULL), WS_E_INVALID_FORMAT);

    /* A number, as HTTP status codes are given; it can be read as text, too. */
    CHECK_HR(WsAddMappedHeader(message, &other, WS_UINT32_TYPE, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                               NULL), S_OK);
    CHECK_HR(WsGetMappedHeader(message, &other, WS_SINGLETON_HEADER, 0, WS_UINT32_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                               &found_number, sizeof(found_number), NULL), S_OK);
    CHECK_INT(found_number, 405);
    CHECK_HR(WsGetMappedHeader(message, &other, WS_SINGLETON_HEADER, 0, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL,
                               &text, sizeof(text), NULL), S_OK);
    CHECK_WIDE(text, ctest_length(text), W("405"));
    CHECK_HR(WsGetMappedHeader(message, &other, WS_SINGLETON_HEADER, 0, WS_GUID_TYPE, WS_READ_REQUIRED_VALUE, NULL,
                               &found, sizeof(GUID), NULL), WS_E_INVALID_FORMAT);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
}

static WS_MESSAGE *read_message(WS_XML_READER *reader, const char *text)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    ctest_set_input(reader, text, strlen(text));
    REQUIRE_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    return message;
}

#define MESSAGE(headers)                                                                                       \
    "<s:Envelope xmlns:s='" NS_SOAP_1_2 "' xmlns:a='" NS_ADDRESSING_1_0 "'><s:Header>" headers                 \
    "</s:Header><s:Body/></s:Envelope>"

static void headers_have_to_be_understood(void)
{
    static const WS_XML_STRING manual = XML("manual");
    WS_XML_READER *reader = ctest_reader(), *header_reader = ctest_reader();
    WS_ERROR *error = NULL;
    WS_XML_NODE_POSITION position, elsewhere;
    ULONG attributes = 0;
    BOOL found = FALSE;
    struct header value;
    WS_FAULT *fault = NULL;
    WS_MESSAGE *message, *fresh;

    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsCheckMustUnderstandHeaders(NULL, NULL), E_INVALIDARG);
    message = blank();
    CHECK_HR(WsCheckMustUnderstandHeaders(message, NULL), WS_E_INVALID_OPERATION);
    WsFreeMessage(message);

    message = read_message(reader, MESSAGE("<a:To s:mustUnderstand='1'>x</a:To>"
                                           "<manual s:mustUnderstand='true' s:relay='1'>text</manual>"
                                           "<header xmlns='ns' s:mustUnderstand='1'>v</header>"
                                           "<z s:mustUnderstand='1' s:role='urn:another'/>"));
    CHECK_HR(WsCheckMustUnderstandHeaders(message, error), WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
    CHECK(fault != NULL);
    if (fault) {
        CHECK_XML_STRING(fault->code->value.localName, "MustUnderstand");
    }

    /* The application reads one by itself, and says so. */
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEADER_POSITION, &position, sizeof(position), NULL),
             S_OK);
    elsewhere = position;
    CHECK_HR(WsSetInputToBuffer(header_reader, position.buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsSetReaderPosition(header_reader, &position, NULL), S_OK);
    CHECK_HR(WsMoveReader(header_reader, WS_MOVE_TO_CHILD_ELEMENT, &found, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(header_reader, NULL, NULL, &found, NULL), S_OK);
    CHECK_HR(WsGetHeaderAttributes(NULL, header_reader, &attributes, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeaderAttributes(message, NULL, &attributes, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeaderAttributes(message, header_reader, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeaderAttributes(message, header_reader, &attributes, NULL), S_OK);
    CHECK_INT(attributes, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE);
    fresh = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    CHECK_HR(WsGetHeaderAttributes(fresh, header_reader, &attributes, NULL), WS_E_INVALID_OPERATION);
    WsFreeMessage(fresh);
    CHECK_HR(WsMoveReader(header_reader, WS_MOVE_TO_NEXT_ELEMENT, &found, NULL), S_OK);
    {
        const WS_XML_NODE *node = NULL;
        CHECK_HR(WsGetReaderNode(header_reader, &node, NULL), S_OK);
        CHECK_HR(WsXmlStringEquals(((const WS_XML_ELEMENT_NODE *)node)->localName, &manual, NULL), S_OK);
    }
    CHECK_HR(WsGetHeaderAttributes(message, header_reader, &attributes, NULL), S_OK);
    CHECK_INT(attributes, WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE);
    CHECK_HR(WsGetReaderPosition(header_reader, &position, NULL), S_OK);
    CHECK_HR(WsMarkHeaderAsUnderstood(NULL, &position, NULL), E_INVALIDARG);
    CHECK_HR(WsMarkHeaderAsUnderstood(message, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsMarkHeaderAsUnderstood(message, &elsewhere, NULL), E_INVALIDARG);
    elsewhere.buffer = NULL;
    CHECK_HR(WsMarkHeaderAsUnderstood(message, &elsewhere, NULL), E_INVALIDARG);
    CHECK_HR(WsMarkHeaderAsUnderstood(message, &position, NULL), S_OK);
    CHECK_HR(WsMarkHeaderAsUnderstood(message, &position, NULL), S_OK);
    CHECK_HR(WsCheckMustUnderstandHeaders(message, NULL), WS_E_INVALID_FORMAT);
    /* The other one is understood by reading it. */
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
    CHECK_HR(WsCheckMustUnderstandHeaders(message, NULL), S_OK);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
    CHECK_HR(WsCheckMustUnderstandHeaders(message, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsMarkHeaderAsUnderstood(message, &position, NULL), WS_E_INVALID_OPERATION);
    WsFreeMessage(message);

    message = read_message(reader, MESSAGE("<header xmlns='ns' s:mustUnderstand='perhaps'>v</header>"));
    CHECK_HR(WsCheckMustUnderstandHeaders(message, NULL), WS_E_INVALID_FORMAT);
    WsFreeMessage(message);
    WsFreeError(error);
    WsFreeReader(header_reader);
    WsFreeReader(reader);
}

static void headers_for_others_are_left_alone(void)
{
    WS_XML_READER *reader = ctest_reader();
    WS_MESSAGE *message = read_message(reader,
                                       MESSAGE("<header xmlns='ns' s:role='urn:another'>theirs</header>"
                                               "<a:Action s:role='" NS_SOAP_1_2 "/role/next'>theirs</a:Action>"
                                               "<header xmlns='ns' s:role='" NS_SOAP_1_2 "/role/ultimateReceiver'>"
                                               "ours</header><a:Action>ours</a:Action>"));
    struct header value;
    const WCHAR *text = NULL;
    CHECK_HR(get(message, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
    CHECK_WIDE(value.value, ctest_length(value.value), W("ours"));
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &text, sizeof(text),
                         NULL), S_OK);
    CHECK_WIDE(text, ctest_length(text), W("ours"));
    CHECK_HR(WsRemoveHeader(message, WS_ACTION_HEADER, NULL), S_OK);
    CHECK_HR(WsRemoveCustomHeader(message, &header_name, &header_ns, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &text, sizeof(text),
                         NULL), WS_E_INVALID_FORMAT);
    CHECK_HEADER_BUFFER(message, "<s:Envelope xmlns:s='" NS_SOAP_1_2 "' xmlns:a='" NS_ADDRESSING_1_0 "'><s:Header>"
                                 "<header s:role='urn:another' xmlns='ns'>theirs</header>"
                                 "<a:Action s:role='" NS_SOAP_1_2 "/role/next'>theirs</a:Action></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);

    /* Others put attributes of their own on standard headers. */
    message = read_message(reader, MESSAGE("<a:RelatesTo RelationshipType='http://www.w3.org/2005/08/addressing/reply' "
                                           "xmlns:u='urn:u' u:Id='_1'>urn:r</a:RelatesTo>"
                                           "<a:ReplyTo xmlns:u='urn:u' u:Id='_2'><a:Address>http://c/</a:Address>"
                                           "</a:ReplyTo>"));
    text = NULL;
    CHECK_HR(WsGetHeader(message, WS_RELATES_TO_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &text,
                         sizeof(text), NULL), S_OK);
    if (text) {
        CHECK_WIDE(text, ctest_length(text), W("urn:r"));
    }
    {
        WS_ENDPOINT_ADDRESS *address = NULL;
        CHECK_HR(WsGetHeader(message, WS_REPLY_TO_HEADER, WS_ENDPOINT_ADDRESS_TYPE, WS_READ_REQUIRED_POINTER, NULL,
                             &address, sizeof(address), NULL), S_OK);
        CHECK(address && address->url.length == 9);
    }
    WsFreeMessage(message);

    /* Twice is once too often. */
    message = read_message(reader, MESSAGE("<a:To>1</a:To><a:To>2</a:To>"));
    text = wide_action;
    CHECK_HR(WsGetHeader(message, WS_TO_HEADER, WS_WSZ_TYPE, WS_READ_REQUIRED_POINTER, NULL, &text, sizeof(text),
                         NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(SET(message, WS_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), WS_E_INVALID_FORMAT);
    CHECK_HR(WsRemoveHeader(message, WS_TO_HEADER, NULL), S_OK);
    CHECK_HR(SET(message, WS_TO_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    WsFreeMessage(message);
    WsFreeReader(reader);
}

static void a_message_has_so_many_headers(void)
{
    WS_MESSAGE *message = blank();
    struct header value;
    int index;
    for (index = 0; index < 64; index++) {
        CHECK_HR(add_header(message, W("v"), 0), S_OK);
    }
    CHECK_HR(get(message, WS_REPEATING_HEADER, 63, WS_READ_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
    CHECK_HR(add_header(message, W("v"), 0), S_OK);
    CHECK_HR(get(message, WS_REPEATING_HEADER, 64, WS_READ_REQUIRED_VALUE, &value, sizeof(value), NULL),
             WS_E_QUOTA_EXCEEDED);
    WsFreeMessage(message);
}

static void the_application_edits_the_header_buffer(void)
{
    static const WS_XML_STRING mine = XML("mine"), urn = XML("urn:mine");
    WS_MESSAGE *message = blank();
    WS_XML_WRITER *writer = ctest_writer();
    WS_XML_NODE_POSITION position;
    const WCHAR *text = wide_action;
    BOOL found = FALSE;
    CHECK_HR(SET(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, text), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEADER_POSITION, &position, sizeof(position), NULL),
             S_OK);
    CHECK_HR(WsSetOutputToBuffer(writer, position.buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), S_OK);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_END_ELEMENT, &found, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, &mine, &urn, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_OUTPUT(writer, ENVELOPE_1_2_1_0 "<s:Header><a:Action s:mustUnderstand=\"1\">action</a:Action>"
                         "<mine xmlns=\"urn:mine\"/></s:Header><s:Body/></s:Envelope>");
    WsFreeWriter(writer);
    WsFreeMessage(message);
}

int main(void)
{
    set_header_adds_and_replaces();
    every_standard_header_has_its_form();
    transport_addressing_has_action_and_to();
    get_header_says_what_is_wrong();
    remove_header_removes();
    custom_headers_are_added_and_removed();
    custom_headers_are_read();
    mapped_headers_are_kept_by_name();
    headers_have_to_be_understood();
    headers_for_others_are_left_alone();
    a_message_has_so_many_headers();
    the_application_edits_the_header_buffer();
    return ctest_summary();
}
