/* Messages: creation, initialization, addressing, reset, properties; what they refuse. */
#include "ctest_message.h"

static HRESULT create(int envelope, int addressing, WS_MESSAGE **message)
{
    return WsCreateMessage((WS_ENVELOPE_VERSION)envelope, (WS_ADDRESSING_VERSION)addressing, NULL, 0, message, NULL);
}

static void only_matching_versions_make_a_message(void)
{
    static const int envelopes[] = { WS_ENVELOPE_VERSION_SOAP_1_1, WS_ENVELOPE_VERSION_SOAP_1_2 };
    WS_MESSAGE *message = NULL;
    size_t index;
    int addressing;
    CHECK_HR(create(0, 0, NULL), E_INVALIDARG);
    CHECK_HR(create(0, 0, &message), E_INVALIDARG);
    CHECK_HR(create(WS_ENVELOPE_VERSION_SOAP_1_1, 0, &message), E_INVALIDARG);
    CHECK_HR(create(0, WS_ADDRESSING_VERSION_0_9, &message), E_INVALIDARG);
    CHECK_HR(create(4, WS_ADDRESSING_VERSION_0_9, &message), E_INVALIDARG);
    CHECK_HR(create(WS_ENVELOPE_VERSION_SOAP_1_2, 4, &message), E_INVALIDARG);
    CHECK_HR(create(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, NULL), E_INVALIDARG);
    CHECK_HR(create(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_0_9, &message), E_INVALIDARG);
    CHECK_HR(create(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_1_0, &message), E_INVALIDARG);
    CHECK(message == NULL);
    CHECK_HR(create(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT, &message), S_OK);
    WsFreeMessage(message);
    for (index = 0; index < CTEST_COUNT(envelopes); index++) {
        for (addressing = WS_ADDRESSING_VERSION_0_9; addressing <= WS_ADDRESSING_VERSION_TRANSPORT; addressing++) {
            WS_ENVELOPE_VERSION found_envelope = (WS_ENVELOPE_VERSION)0;
            WS_ADDRESSING_VERSION found_addressing = (WS_ADDRESSING_VERSION)0;
            REQUIRE_HR(create(envelopes[index], addressing, &message), S_OK);
            CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_EMPTY);
            CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &found_envelope,
                                          sizeof(found_envelope), NULL), S_OK);
            CHECK_INT(found_envelope, envelopes[index]);
            CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, &found_addressing,
                                          sizeof(found_addressing), NULL), S_OK);
            CHECK_INT(found_addressing, addressing);
            WsFreeMessage(message);
        }
    }
}

static HRESULT create_with(int id, void *value, ULONG size, WS_MESSAGE **message)
{
    WS_MESSAGE_PROPERTY property;
    memset(&property, 0, sizeof(property));
    property.id = (WS_MESSAGE_PROPERTY_ID)id;
    property.value = value;
    property.valueSize = size;
    return WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, &property, 1, message, NULL);
}

static void a_message_is_created_with_limits(void)
{
    WS_MESSAGE *message = NULL;
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_2;
    ULONG number = 3;
    SIZE_T size = 1024;
    WS_HEAP_PROPERTY heap_property;
    WS_HEAP_PROPERTIES heap_properties;
    WS_XML_READER_PROPERTY reader_property;
    WS_XML_READER_PROPERTIES reader_properties;
    WS_XML_WRITER_PROPERTY writer_property;
    WS_XML_WRITER_PROPERTIES writer_properties;
    int id;

    memset(&heap_property, 0, sizeof(heap_property));
    memset(&reader_property, 0, sizeof(reader_property));
    memset(&writer_property, 0, sizeof(writer_property));
    heap_property.value = &size;
    heap_property.valueSize = sizeof(size);
    heap_properties.properties = &heap_property;
    heap_properties.propertyCount = 1;
    reader_property.value = &number;
    reader_property.valueSize = sizeof(number);
    reader_properties.properties = &reader_property;
    reader_properties.propertyCount = 1;
    writer_property.value = &number;
    writer_property.valueSize = sizeof(number);
    writer_properties.properties = &writer_property;
    writer_properties.propertyCount = 1;

    CHECK_HR(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, NULL, 1, &message, NULL),
             E_INVALIDARG);
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), &message), E_INVALIDARG);
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_STATE, &number, sizeof(number), &message), E_INVALIDARG);
    CHECK_HR(create_with(22, &number, sizeof(number), &message), E_INVALIDARG);
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &number, 3, &message), E_INVALIDARG);
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, NULL, sizeof(number), &message), E_INVALIDARG);
    CHECK(message == NULL);
    REQUIRE_HR(create_with(WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, &number, sizeof(number), &message), S_OK);
    WsFreeMessage(message);
    message = NULL;

    for (id = WS_HEAP_PROPERTY_MAX_SIZE; id <= WS_HEAP_PROPERTY_ACTUAL_SIZE; id++) {
        HRESULT expected = id <= WS_HEAP_PROPERTY_TRIM_SIZE ? S_OK : E_INVALIDARG;
        heap_property.id = (WS_HEAP_PROPERTY_ID)id;
        CHECK_HR(create_with(WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap_properties, sizeof(heap_properties),
                             &message), expected);
        WsFreeMessage(message);
        message = NULL;
    }
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap_properties, 4, &message), E_INVALIDARG);
    heap_properties.properties = NULL;
    CHECK_HR(create_with(WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, &heap_properties, sizeof(heap_properties), &message),
             E_INVALIDARG);

    for (id = WS_XML_READER_PROPERTY_MAX_DEPTH; id <= WS_XML_READER_PROPERTY_MAX_NAMESPACES + 1; id++) {
        HRESULT expected = id == WS_XML_READER_PROPERTY_ALLOW_FRAGMENT || id == WS_XML_READER_PROPERTY_CHARSET
                                   || id == WS_XML_READER_PROPERTY_ROW || id == WS_XML_READER_PROPERTY_COLUMN
                                   || id == WS_XML_READER_PROPERTY_IN_ATTRIBUTE
                                   || id > WS_XML_READER_PROPERTY_MAX_NAMESPACES
                               ? E_INVALIDARG
                               : S_OK;
        reader_property.id = (WS_XML_READER_PROPERTY_ID)id;
        CHECK_HR(create_with(WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES, &reader_properties,
                             sizeof(reader_properties), &message), expected);
        WsFreeMessage(message);
        message = NULL;
    }
    for (id = WS_XML_WRITER_PROPERTY_MAX_DEPTH; id <= WS_XML_WRITER_PROPERTY_MAX_NAMESPACES + 1; id++) {
        HRESULT expected = id == WS_XML_WRITER_PROPERTY_MAX_DEPTH || id == WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES
                                   || id == WS_XML_WRITER_PROPERTY_WRITE_DECLARATION
                                   || id == WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE
                                   || id == WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE
                                   || id == WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES
                                   || id == WS_XML_WRITER_PROPERTY_MAX_NAMESPACES
                               ? S_OK
                               : E_INVALIDARG;
        writer_property.id = (WS_XML_WRITER_PROPERTY_ID)id;
        CHECK_HR(create_with(WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES, &writer_properties,
                             sizeof(writer_properties), &message), expected);
        WsFreeMessage(message);
        message = NULL;
    }
}

static void initialization_fills_the_headers(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    CHECK_HR(WsInitializeMessage(NULL, WS_REQUEST_MESSAGE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(message, (WS_MESSAGE_INITIALIZATION)0xdeadbeef, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(message, (WS_MESSAGE_INITIALIZATION)5, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(message, WS_DUPLICATE_MESSAGE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(message, WS_REPLY_MESSAGE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(message, WS_FAULT_MESSAGE, NULL, NULL), E_INVALIDARG);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_EMPTY);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_INITIALIZED);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), FALSE);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_FAULT), FALSE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_0_9 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo>"
                                 "<a:Address>" NS_ADDRESSING_0_9 "/role/anonymous</a:Address></a:ReplyTo>"
                                 "</s:Header><s:Body/></s:Envelope>");
    WsFreeMessage(message);

    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9, WS_BLANK_MESSAGE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_0_9 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_1_0 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, WS_REQUEST_MESSAGE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
    message = ctest_initialized(WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE);
    CHECK_HEADER_BUFFER(message, "<Envelope><Header/><Body/></Envelope>");
    WsFreeMessage(message);
}

static void every_request_has_its_own_identity(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_UNIQUE_ID first, second;
    memset(&first, 0, sizeof(first));
    memset(&second, 0, sizeof(second));
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, NULL, &first,
                         sizeof(first), NULL), S_OK);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsGetHeader(message, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_READ_REQUIRED_VALUE, NULL, &second,
                         sizeof(second), NULL), S_OK);
    CHECK_INT(first.uri.length, 0);
    CHECK(memcmp(&first.guid, &second.guid, sizeof(GUID)) != 0);
    WsFreeMessage(message);
}

static WS_ENDPOINT_ADDRESS address_of(const WCHAR *url)
{
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url.chars = (WCHAR *)(uintptr_t)url;
    address.url.length = url ? (ULONG)ctest_length(url) : 0;
    return address;
}

static void addressing_sets_the_destination_once(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    WS_ENDPOINT_ADDRESS address = address_of(W("http://localhost/"));
    BOOL flag = TRUE;
    CHECK_HR(WsAddressMessage(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED, &flag, sizeof(flag), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsAddressMessage(message, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsAddressMessage(message, NULL, NULL), S_OK);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), TRUE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_0_9 "<s:Header/><s:Body/></s:Envelope>");
    CHECK_HR(WsAddressMessage(message, &address, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);

    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsAddressMessage(message, &address, NULL), S_OK);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), TRUE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_0_9 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo>"
                                 "<a:Address>" NS_ADDRESSING_0_9 "/role/anonymous</a:Address></a:ReplyTo>"
                                 "<a:To s:mustUnderstand=\"1\">http://localhost/</a:To></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);

    /* No URL is the anonymous one. */
    address = address_of(NULL);
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE);
    CHECK_HR(WsAddressMessage(message, &address, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_1_0 "<s:Header><a:To s:mustUnderstand=\"1\">" NS_ADDRESSING_1_0
                                 "/anonymous</a:To></s:Header><s:Body/></s:Envelope>");
    WsFreeMessage(message);

    /* Nonsense leaves the message as it was. */
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE);
    address.url.length = 3;
    CHECK_HR(WsAddressMessage(message, &address, NULL), E_INVALIDARG);
    address = address_of(W("http://localhost/"));
    address.headers = (WS_XML_BUFFER *)message;
    CHECK_HR(WsAddressMessage(message, &address, NULL), E_INVALIDARG);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), FALSE);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_1_1_0 "<s:Header/><s:Body/></s:Envelope>");
    WsFreeMessage(message);
}

static void headers_of_an_address_become_headers_of_the_message(void)
{
    static const char text[] = "<x:one xmlns:x='urn:x' n='1'>a<y/></x:one><two xmlns='urn:z'/>";
    WS_HEAP *heap = NULL;
    WS_XML_READER *reader = ctest_reader();
    WS_XML_READER_PROPERTY property;
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    WS_XML_WRITER *writer = ctest_writer();
    WS_ENDPOINT_ADDRESS address = address_of(W("http://there/"));
    BOOL allow = TRUE;
    WS_MESSAGE *message;

    memset(&property, 0, sizeof(property));
    memset(&encoding, 0, sizeof(encoding));
    memset(&input, 0, sizeof(input));
    property.id = WS_XML_READER_PROPERTY_ALLOW_FRAGMENT;
    property.value = &allow;
    property.valueSize = sizeof(allow);
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t)text;
    input.encodedDataSize = sizeof(text) - 1;
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, &property, 1, NULL), S_OK);
    REQUIRE_HR(WsCreateXmlBuffer(heap, NULL, 0, &address.headers, NULL), S_OK);
    {
        WS_XML_BUFFER *buffer = address.headers;
        WS_XML_WRITER_PROPERTY fragment;
        memset(&fragment, 0, sizeof(fragment));
        fragment.id = WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT;
        fragment.value = &allow;
        fragment.valueSize = sizeof(allow);
        REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, &fragment, 1, NULL), S_OK);
        REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
        REQUIRE_HR(WsCopyNode(writer, reader, NULL), S_OK);
        REQUIRE_HR(WsCopyNode(writer, reader, NULL), S_OK);
    }

    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9, WS_BLANK_MESSAGE);
    CHECK_HR(WsAddressMessage(message, &address, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_0_9 "<s:Header><a:To s:mustUnderstand=\"1\">http://there/</a:To>"
                                 "<x:one n='1' xmlns:x='urn:x'>a<y/></x:one><two xmlns='urn:z'/></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);

    /* WS-Addressing 1.0 marks them. */
    message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE);
    CHECK_HR(WsAddressMessage(message, &address, NULL), S_OK);
    CHECK_HEADER_BUFFER(message, ENVELOPE_1_2_1_0 "<s:Header><a:To s:mustUnderstand=\"1\">http://there/</a:To>"
                                 "<x:one n='1' a:IsReferenceParameter=\"true\" xmlns:x='urn:x'>a<y/></x:one>"
                                 "<two a:IsReferenceParameter=\"true\" xmlns='urn:z'/></s:Header>"
                                 "<s:Body/></s:Envelope>");
    WsFreeMessage(message);
    WsFreeWriter(writer);
    WsFreeReader(reader);
    WsFreeHeap(heap);
}

static void reset_makes_it_empty_and_keeps_the_versions(void)
{
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9,
                                            WS_REQUEST_MESSAGE);
    WS_ENVELOPE_VERSION envelope = (WS_ENVELOPE_VERSION)0;
    WS_HEAP *heap = NULL;
    SIZE_T size = 0;
    void *memory = NULL;
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEAP, &heap, sizeof(heap), NULL), S_OK);
    CHECK_HR(WsAlloc(heap, 1000, &memory, NULL), S_OK);
    CHECK_HR(WsResetMessage(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_EMPTY);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL),
             S_OK);
    CHECK_INT(envelope, WS_ENVELOPE_VERSION_SOAP_1_1);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &size, sizeof(size), NULL), S_OK);
    CHECK_INT(size, 0);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), FALSE);
    WsFreeMessage(message);
    CHECK_HR(WsResetMessage(message, NULL), E_INVALIDARG);
    WsFreeMessage(message);
    WsFreeMessage(NULL);
}

static void properties_are_there_in_their_states(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    union {
        void *pointer;
        ULONG number;
        WS_XML_NODE_POSITION position;
        WS_STRING string;
        WS_BYTES bytes;
        char room[64];
    } value;
    int id;
    memset(&value, 0, sizeof(value));
    CHECK_HR(WsGetMessageProperty(NULL, WS_MESSAGE_PROPERTY_STATE, &value, 4, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, NULL, 4, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &value, 5, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &value, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, (WS_MESSAGE_PROPERTY_ID)22, &value, 4, NULL), E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, (WS_MESSAGE_PROPERTY_ID)-1, &value, 4, NULL), E_INVALIDARG);
    for (id = WS_MESSAGE_PROPERTY_STATE; id <= WS_MESSAGE_PROPERTY_PROTECTION_LEVEL; id++) {
        static const struct {
            int id;
            ULONG size;
            HRESULT empty, initialized;
        } rules[] = {
            { WS_MESSAGE_PROPERTY_STATE, 4, S_OK, S_OK },
            { WS_MESSAGE_PROPERTY_HEAP, sizeof(void *), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, 4, S_OK, S_OK },
            { WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, 4, S_OK, S_OK },
            { WS_MESSAGE_PROPERTY_HEADER_BUFFER, sizeof(void *), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_HEADER_POSITION, sizeof(WS_XML_NODE_POSITION), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_BODY_READER, sizeof(void *), WS_E_INVALID_OPERATION, WS_E_INVALID_OPERATION },
            { WS_MESSAGE_PROPERTY_BODY_WRITER, sizeof(void *), WS_E_INVALID_OPERATION, WS_E_INVALID_OPERATION },
            { WS_MESSAGE_PROPERTY_IS_ADDRESSED, sizeof(BOOL), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_HEAP_PROPERTIES, sizeof(WS_HEAP_PROPERTIES), E_INVALIDARG, E_INVALIDARG },
            { WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES, sizeof(WS_XML_READER_PROPERTIES), E_INVALIDARG,
              E_INVALIDARG },
            { WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES, sizeof(WS_XML_WRITER_PROPERTIES), E_INVALIDARG,
              E_INVALIDARG },
            { WS_MESSAGE_PROPERTY_IS_FAULT, sizeof(BOOL), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS, sizeof(ULONG), E_INVALIDARG, E_INVALIDARG },
            { WS_MESSAGE_PROPERTY_USERNAME, sizeof(WS_STRING), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_ENCODED_CERT, sizeof(WS_BYTES), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, sizeof(HANDLE), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_HTTP_HEADER_AUTH_WINDOWS_TOKEN, sizeof(HANDLE), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN, sizeof(HANDLE), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_SAML_ASSERTION, sizeof(void *), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_SECURITY_CONTEXT, sizeof(void *), WS_E_INVALID_OPERATION, S_OK },
            { WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, sizeof(WS_PROTECTION_LEVEL), WS_E_INVALID_OPERATION, S_OK },
        };
        WS_MESSAGE *other = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9,
                                              WS_BLANK_MESSAGE);
        CHECK_INT(rules[id].id, id);
        CHECK_HR(WsGetMessageProperty(message, (WS_MESSAGE_PROPERTY_ID)id, &value, rules[id].size, NULL),
                 rules[id].empty);
        CHECK_HR(WsGetMessageProperty(other, (WS_MESSAGE_PROPERTY_ID)id, &value, rules[id].size, NULL),
                 rules[id].initialized);
        if (rules[id].initialized == S_OK) {
            CHECK_HR(WsGetMessageProperty(other, (WS_MESSAGE_PROPERTY_ID)id, &value, rules[id].size - 1, NULL),
                     E_INVALIDARG);
            CHECK_HR(WsGetMessageProperty(other, (WS_MESSAGE_PROPERTY_ID)id, NULL, rules[id].size, NULL),
                     E_INVALIDARG);
        }
        WsFreeMessage(other);
    }
    WsFreeMessage(message);
}

static void few_properties_can_be_set(void)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    WS_MESSAGE_STATE state = WS_MESSAGE_STATE_EMPTY;
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_0_9;
    WS_PROTECTION_LEVEL level = WS_PROTECTION_LEVEL_SIGN;
    WS_STRING name = { 4, (WCHAR *)(uintptr_t)W("name") }, found_name;
    BYTE cert[] = { 1, 2, 3 };
    WS_BYTES bytes = { sizeof(cert), cert }, found_bytes;
    HANDLE token = (HANDLE)cert, found_token = NULL;
    BOOL flag = TRUE;

    CHECK_HR(WsSetMessageProperty(NULL, WS_MESSAGE_PROPERTY_IS_FAULT, &flag, sizeof(flag), NULL), E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing),
                                  NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_IS_FAULT, &flag, sizeof(flag), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), NULL), E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL),
             E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing),
                                  NULL), E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, (WS_MESSAGE_PROPERTY_ID)22, &flag, sizeof(flag), NULL), E_INVALIDARG);

    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_IS_FAULT, &flag, 1, NULL), E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_IS_FAULT, NULL, sizeof(flag), NULL), E_INVALIDARG);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_IS_FAULT, &flag, sizeof(flag), NULL), S_OK);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_FAULT), TRUE);

    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &name, sizeof(name), NULL), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &found_name, sizeof(found_name), NULL),
             S_OK);
    CHECK_STRING(found_name, W("name"));
    CHECK(found_name.chars != name.chars);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &bytes, sizeof(bytes), NULL), S_OK);
    memset(cert, 0, sizeof(cert));
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_ENCODED_CERT, &found_bytes, sizeof(found_bytes),
                                  NULL), S_OK);
    CHECK_BYTES(found_bytes.bytes, found_bytes.length, "\1\2\3");
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, &token,
                                  sizeof(token), NULL), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_TRANSPORT_SECURITY_WINDOWS_TOKEN, &found_token,
                                  sizeof(found_token), NULL), S_OK);
    CHECK(found_token == token);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_MESSAGE_SECURITY_WINDOWS_TOKEN, &found_token,
                                  sizeof(found_token), NULL), S_OK);
    CHECK(found_token == NULL);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), NULL), S_OK);
    level = (WS_PROTECTION_LEVEL)0;
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_PROTECTION_LEVEL, &level, sizeof(level), NULL), S_OK);
    CHECK_INT(level, WS_PROTECTION_LEVEL_SIGN);

    /* None of it outlives the message. */
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_USERNAME, &found_name, sizeof(found_name), NULL),
             S_OK);
    CHECK_INT(found_name.length, 0);
    CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_FAULT), FALSE);
    WsFreeMessage(message);
}

static void a_saml_assertion_is_copied(void)
{
    static const WS_XML_STRING name = XML("assertion"), ns = XML("urn:saml");
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0,
                                            WS_BLANK_MESSAGE);
    WS_HEAP *heap = NULL;
    WS_XML_BUFFER *buffer = NULL, *found = NULL;
    WS_XML_WRITER *writer = ctest_writer();
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), S_OK);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, &name, &ns, NULL), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_SAML_ASSERTION, &buffer, sizeof(buffer), NULL), S_OK);
    WsFreeHeap(heap);
    CHECK_HR(WsSetMessageProperty(message, WS_MESSAGE_PROPERTY_SAML_ASSERTION, &buffer, sizeof(buffer), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_SAML_ASSERTION, &found, sizeof(found), NULL), S_OK);
    CHECK(found != NULL && found != buffer);
    ctest_set_output(writer);
    CHECK_HR(WsWriteXmlBuffer(writer, found, NULL), S_OK);
    CHECK_OUTPUT(writer, "<assertion xmlns=\"urn:saml\"/>");
    WsFreeWriter(writer);
    WsFreeMessage(message);
}

static void objects_of_another_kind_are_refused(void)
{
    WS_HEAP *heap = NULL;
    WS_MESSAGE *message;
    REQUIRE_HR(WsCreateHeap(100, 0, NULL, 0, &heap, NULL), S_OK);
    message = (WS_MESSAGE *)(void *)heap;
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsResetMessage(message, NULL), E_INVALIDARG);
    WsFreeMessage(message);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    WsFreeHeap(heap);
}

int main(void)
{
    only_matching_versions_make_a_message();
    a_message_is_created_with_limits();
    initialization_fills_the_headers();
    every_request_has_its_own_identity();
    addressing_sets_the_destination_once();
    headers_of_an_address_become_headers_of_the_message();
    reset_makes_it_empty_and_keeps_the_versions();
    properties_are_there_in_their_states();
    few_properties_can_be_set();
    a_saml_assertion_is_copied();
    objects_of_another_kind_are_refused();
    return ctest_summary();
}
