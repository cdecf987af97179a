/* Envelopes to a writer and from a reader, bodies and faults in them, and what is refused. */
#include "ctest_message.h"

static WS_XML_STRING body_name = XML("u"), body_ns = XML("ns"), field_name = XML("val"), type_name = XML("t");

struct body {
    UINT32 val;
};

/* <u xmlns="ns"><val>1</val></u> */
static const WS_ELEMENT_DESCRIPTION *body_description(void)
{
    static WS_FIELD_DESCRIPTION field;
    static WS_FIELD_DESCRIPTION *fields[1];
    static WS_STRUCT_DESCRIPTION type;
    static WS_ELEMENT_DESCRIPTION description;
    field.mapping = WS_ELEMENT_FIELD_MAPPING;
    field.localName = &field_name;
    field.ns = &body_ns;
    field.type = WS_UINT32_TYPE;
    fields[0] = &field;
    type.size = sizeof(struct body);
    type.alignment = sizeof(UINT32);
    type.fields = fields;
    type.fieldCount = 1;
    type.typeLocalName = &type_name;
    type.typeNs = &body_ns;
    description.elementLocalName = &body_name;
    description.elementNs = &body_ns;
    description.type = WS_STRUCT_TYPE;
    description.typeDescription = &type;
    return &description;
}

static HRESULT write_body(WS_MESSAGE *message, UINT32 number)
{
    struct body body;
    body.val = number;
    return WsWriteBody(message, body_description(), WS_WRITE_REQUIRED_VALUE, &body, sizeof(body), NULL);
}

#define BODY "<u xmlns=\"ns\"><val>1</val></u>"

static void an_envelope_is_written_step_by_step(void)
{
    static const char start[] = ENVELOPE_1_1_0_9
        "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo><a:Address>" NS_ADDRESSING_0_9
        "/role/anonymous</a:Address></a:ReplyTo></s:Header>";
    static const char headers[] = ENVELOPE_1_1_0_9
        "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo><a:Address>" NS_ADDRESSING_0_9
        "/role/anonymous</a:Address></a:ReplyTo></s:Header><s:Body/></s:Envelope>";
    WS_XML_WRITER *writer = ctest_writer();
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    struct body body = { 1 }, *pointer = &body;

    CHECK_HR(WsWriteEnvelopeStart(NULL, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteEnvelopeStart(NULL, writer, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteEnvelopeStart(message, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEnvelopeEnd(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), WS_E_INVALID_OPERATION);
    /* The writer has no output yet; the message is none the worse for it. */
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_INITIALIZED);
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    CHECK_OUTPUT(writer, start);
    CHECK_HEADER_BUFFER(message, headers);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_WRITING);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), WS_E_INVALID_OPERATION);

    CHECK_HR(WsWriteBody(NULL, NULL, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteBody(message, NULL, (WS_WRITE_OPTION)0, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteBody(message, body_description(), (WS_WRITE_OPTION)0, &body, sizeof(body), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteBody(message, body_description(), WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_WRITING);
    CHECK_HEADER_BUFFER(message, headers);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_DONE);
    CHECK_OUTPUT(writer, ENVELOPE_1_1_0_9
                 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo><a:Address>" NS_ADDRESSING_0_9
                 "/role/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>" BODY "</s:Body></s:Envelope>");
    CHECK_HEADER_BUFFER(message, headers);
    CHECK_HR(write_body(message, 1), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), WS_E_INVALID_OPERATION);
    WsFreeMessage(message);
    WsFreeWriter(writer);
}

static void each_version_has_its_bytes(void)
{
    static const struct {
        WS_ENVELOPE_VERSION envelope;
        WS_ADDRESSING_VERSION addressing;
        WS_MESSAGE_INITIALIZATION how;
        const char *expected;
    } cases[] = {
        { WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE,
          ENVELOPE_1_1 "<s:Body>" BODY "</s:Body></s:Envelope>" },
        { WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE,
          ENVELOPE_1_2 "<s:Body>" BODY "</s:Body></s:Envelope>" },
        { WS_ENVELOPE_VERSION_NONE, WS_ADDRESSING_VERSION_TRANSPORT, WS_REQUEST_MESSAGE, BODY },
        { WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, WS_REQUEST_MESSAGE,
          ENVELOPE_1_1_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID></s:Header><s:Body>" BODY
                           "</s:Body></s:Envelope>" },
        { WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, WS_REQUEST_MESSAGE,
          ENVELOPE_1_2_1_0 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID></s:Header><s:Body>" BODY
                           "</s:Body></s:Envelope>" },
        { WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_0_9, WS_REQUEST_MESSAGE,
          ENVELOPE_1_2_0_9 "<s:Header><a:MessageID>" ANY_ID "</a:MessageID><a:ReplyTo><a:Address>"
                           NS_ADDRESSING_0_9 "/role/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>" BODY
                           "</s:Body></s:Envelope>" },
        { WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0, WS_BLANK_MESSAGE,
          ENVELOPE_1_2_1_0 "<s:Body>" BODY "</s:Body></s:Envelope>" },
    };
    WS_XML_WRITER *writer = ctest_writer();
    WS_XML_READER *reader = ctest_reader();
    size_t index;
    for (index = 0; index < CTEST_COUNT(cases); index++) {
        WS_MESSAGE *message = ctest_initialized(cases[index].envelope, cases[index].addressing, cases[index].how);
        WS_BYTES bytes = { 0, NULL };
        struct body body = { 0 };
        ctest_set_output(writer);
        CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
        CHECK_HR(write_body(message, 1), S_OK);
        CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
        CHECK_OUTPUT(writer, cases[index].expected);
        /* And back again. */
        CHECK_HR(WsResetMessage(message, NULL), S_OK);
        CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
        ctest_set_input(reader, bytes.bytes, bytes.length);
        CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
        CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_FAULT), FALSE);
        CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_ADDRESSED), TRUE);
        CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, NULL, &body, sizeof(body), NULL),
                 S_OK);
        CHECK_INT(body.val, 1);
        CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
        CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_DONE);
        WsFreeMessage(message);
    }
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

static void an_envelope_is_read_step_by_step(void)
{
    static const char empty[] = "<s:Envelope xmlns:s=\"" NS_SOAP_1_1 "\"><s:Body/></s:Envelope>";
    static const char text[] = "<s:Envelope xmlns:s=\"" NS_SOAP_1_1 "\"><s:Body>" BODY "</s:Body></s:Envelope>";
    WS_XML_READER *reader = ctest_reader(), *found_reader = NULL;
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_0_9);
    const WS_XML_NODE *node = NULL;
    struct body body = { 0 };
    WS_HEAP *heap = NULL;

    CHECK_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsReadEnvelopeStart(NULL, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadEnvelopeStart(message, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadEnvelopeEnd(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadBody(NULL, NULL, (WS_READ_OPTION)0, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsReadBody(message, NULL, (WS_READ_OPTION)0, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, heap, &body, sizeof(body), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(message, WS_REQUEST_MESSAGE, NULL, NULL), S_OK);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);

    ctest_set_input(reader, empty, sizeof(empty) - 1);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_READING);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_BODY_READER, &found_reader, sizeof(found_reader),
                                  NULL), S_OK);
    CHECK(found_reader == reader);
    CHECK_HEADER_BUFFER(message, "<s:Envelope xmlns:s=\"" NS_SOAP_1_1 "\"><s:Header/><s:Body/></s:Envelope>");
    /* The application may read the ends by itself. */
    CHECK_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    CHECK_INT(node->nodeType, WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    CHECK_INT(node->nodeType, WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    CHECK_INT(node->nodeType, WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);

    ctest_set_input(reader, text, sizeof(text) - 1);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadBody(message, NULL, WS_READ_REQUIRED_VALUE, heap, &body, sizeof(body), NULL), E_INVALIDARG);
    CHECK_HR(WsReadBody(message, body_description(), (WS_READ_OPTION)0, heap, &body, sizeof(body), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, (WS_HEAP *)message, &body, sizeof(body),
                        NULL), E_INVALIDARG);
    CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, heap, &body, sizeof(body), NULL), S_OK);
    CHECK_INT(body.val, 1);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_READING);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
    CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_DONE);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, heap, &body, sizeof(body), NULL),
             WS_E_INVALID_OPERATION);
    WsFreeMessage(message);
    WsFreeReader(reader);
    WsFreeHeap(heap);
}

static void two_messages_follow_each_other_on_one_reader(void)
{
    static const char text[] = "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body><u xmlns='ns'><val>1</val></u></s:Body>"
                               "</s:Envelope>\n<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body><u xmlns='ns'><val>2"
                               "</val></u></s:Body></s:Envelope>";
    WS_XML_READER *reader = ctest_reader();
    WS_XML_READER_PROPERTY property;
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    BOOL allow = TRUE;
    UINT32 number;
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
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, &property, 1, NULL), S_OK);
    for (number = 1; number <= 2; number++) {
        struct body body = { 0 };
        CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
        CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, NULL, &body, sizeof(body), NULL),
                 S_OK);
        CHECK_INT(body.val, number);
        CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
        CHECK_HR(WsResetMessage(message, NULL), S_OK);
    }
    WsFreeMessage(message);
    WsFreeReader(reader);
}

static void what_is_no_envelope_is_refused(void)
{
    static const char *const texts[] = {
        "",
        "<a/>",
        "text",
        "<Envelope/>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_2 "'><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='urn:other'><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'/>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Header/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Header/><s:Header/><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Header>x</s:Header><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><x/><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Header><h>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>",
    };
    static const char *const ends[] = {
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>" BODY "<more/></s:Body></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>" BODY "text</s:Body></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>" BODY "</s:Body><s:Body/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>" BODY "</s:Body><s:Header/></s:Envelope>",
        "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body>" BODY "</s:Body>",
    };
    WS_XML_READER *reader = ctest_reader();
    WS_ERROR *error = NULL;
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    size_t index;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (index = 0; index < CTEST_COUNT(texts); index++) {
        ULONG count = 0;
        ctest_set_input(reader, texts[index], strlen(texts[index]));
        if (!CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, error), WS_E_INVALID_FORMAT)) {
            printf("  of %s\n", texts[index]);
        }
        CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_EMPTY);
        CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
        CHECK(count > 0);
        CHECK_HR(WsResetError(error), S_OK);
    }
    for (index = 0; index < CTEST_COUNT(ends); index++) {
        struct body body;
        ctest_set_input(reader, ends[index], strlen(ends[index]));
        CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, error), S_OK);
        if (CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, NULL, &body, sizeof(body),
                                NULL), S_OK)
            && !CHECK_HR(WsReadEnvelopeEnd(message, error), WS_E_INVALID_FORMAT)) {
            printf("  of %s\n", ends[index]);
        }
        CHECK_INT(ctest_state(message), WS_MESSAGE_STATE_DONE);
        CHECK_HR(WsResetMessage(message, NULL), S_OK);
    }
    WsFreeMessage(message);
    WsFreeError(error);
    WsFreeReader(reader);
}

static void a_wrong_version_has_a_fault_to_answer_with(void)
{
    static const char text[] = "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body/></s:Envelope>";
    WS_XML_READER *reader = ctest_reader();
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_ERROR *error = NULL;
    WS_FAULT *fault = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    ctest_set_input(reader, text, sizeof(text) - 1);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, error), WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
    CHECK(fault != NULL);
    if (fault) {
        CHECK_XML_STRING(fault->code->value.localName, "VersionMismatch");
        CHECK(fault->reasonCount == 1 && fault->reasons[0].text.length > 0);
    }
    WsFreeError(error);
    WsFreeMessage(message);
    WsFreeReader(reader);
}

static void count_call(void *state)
{
    ++*(int *)state;
}

static void the_done_callback_comes_once(void)
{
    static const char text[] = "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body/></s:Envelope>";
    WS_XML_READER *reader = ctest_reader();
    WS_XML_WRITER *writer = ctest_writer();
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    int calls = 0;
    ctest_set_input(reader, "<a/>", 4);
    CHECK_HR(WsReadEnvelopeStart(message, reader, count_call, &calls, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_INT(calls, 0);
    ctest_set_input(reader, text, sizeof(text) - 1);
    CHECK_HR(WsReadEnvelopeStart(message, reader, count_call, &calls, NULL), S_OK);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
    CHECK_INT(calls, 0);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_INT(calls, 1);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_INT(calls, 1);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, count_call, &calls, NULL), S_OK);
    WsFreeMessage(message);
    CHECK_INT(calls, 2);
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

static void a_reader_that_is_gone_is_noticed(void)
{
    static const char text[] = "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Body/></s:Envelope>";
    WS_XML_READER *reader = ctest_reader();
    WS_XML_WRITER *writer = ctest_writer();
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    struct body body;
    ctest_set_input(reader, text, sizeof(text) - 1);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    WsFreeReader(reader);
    CHECK_HR(WsReadBody(message, body_description(), WS_READ_REQUIRED_VALUE, NULL, &body, sizeof(body), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), E_INVALIDARG);
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    CHECK_HR(WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    WsFreeWriter(writer);
    CHECK_HR(write_body(message, 1), E_INVALIDARG);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), E_INVALIDARG);
    WsFreeMessage(message);
}

static void a_body_may_be_several_elements(void)
{
    static WS_XML_STRING first_name = XML("first"), second_name = XML("second");
    WS_FIELD_DESCRIPTION first, second, *fields[2];
    WS_STRUCT_DESCRIPTION type;
    WS_ELEMENT_DESCRIPTION description;
    struct pair {
        UINT32 first, second;
    } pair = { 1, 2 };
    WS_XML_WRITER *writer = ctest_writer();
    WS_XML_READER *reader = ctest_reader();
    WS_BYTES bytes = { 0, NULL };
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT,
                                            WS_BLANK_MESSAGE);
    memset(&first, 0, sizeof(first));
    memset(&type, 0, sizeof(type));
    memset(&description, 0, sizeof(description));
    first.mapping = WS_ELEMENT_FIELD_MAPPING;
    first.localName = &first_name;
    first.ns = &body_ns;
    first.type = WS_UINT32_TYPE;
    second = first;
    second.localName = &second_name;
    second.offset = sizeof(UINT32);
    fields[0] = &first;
    fields[1] = &second;
    type.size = sizeof(pair);
    type.alignment = sizeof(UINT32);
    type.fields = fields;
    type.fieldCount = 2;
    description.type = WS_STRUCT_TYPE;
    description.typeDescription = &type;

    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    description.elementNs = &body_ns;
    CHECK_HR(WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &pair, sizeof(pair), NULL), E_INVALIDARG);
    description.elementNs = NULL;
    CHECK_HR(WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &pair, sizeof(pair), NULL), S_OK);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_OUTPUT(writer, ENVELOPE_1_1 "<s:Body><first xmlns=\"ns\">1</first><second xmlns=\"ns\">2</second></s:Body>"
                         "</s:Envelope>");
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);

    memset(&pair, 0, sizeof(pair));
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    ctest_set_input(reader, bytes.bytes, bytes.length);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, NULL, &pair, sizeof(pair), NULL), S_OK);
    CHECK_INT(pair.first, 1);
    CHECK_INT(pair.second, 2);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);

    /* The same, element by element. */
    CHECK_HR(WsResetMessage(message, NULL), S_OK);
    memset(&pair, 0, sizeof(pair));
    ctest_set_input(reader, bytes.bytes, bytes.length);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    description.elementLocalName = &first_name;
    description.elementNs = &body_ns;
    description.type = WS_UINT32_TYPE;
    description.typeDescription = NULL;
    CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, NULL, &pair.first, sizeof(UINT32), NULL),
             S_OK);
    description.elementLocalName = &second_name;
    CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, NULL, &pair.second, sizeof(UINT32), NULL),
             S_OK);
    CHECK_INT(pair.first, 1);
    CHECK_INT(pair.second, 2);
    CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
    WsFreeMessage(message);
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

static void fault_bodies_know_their_version(void)
{
    static const struct {
        WS_ENVELOPE_VERSION envelope;
        const char *expected;
        const char *code;
    } cases[] = {
        { WS_ENVELOPE_VERSION_SOAP_1_1,
          ENVELOPE_1_1 "<s:Body><s:Fault><faultcode>s:Client</faultcode><faultstring xml:lang=\"en\">why</faultstring>"
                       "</s:Fault></s:Body></s:Envelope>",
          "Client" },
        { WS_ENVELOPE_VERSION_SOAP_1_2,
          ENVELOPE_1_2 "<s:Body><s:Fault><s:Code><s:Value>s:Sender</s:Value></s:Code><s:Reason>"
                       "<s:Text xml:lang=\"en\">why</s:Text></s:Reason></s:Fault></s:Body></s:Envelope>",
          "Sender" },
    };
    WS_XML_WRITER *writer = ctest_writer();
    WS_XML_READER *reader = ctest_reader();
    WS_HEAP *heap = NULL;
    WS_ELEMENT_DESCRIPTION description;
    WS_FAULT_CODE code;
    WS_FAULT_REASON reason;
    WS_FAULT fault;
    size_t index;
    memset(&description, 0, sizeof(description));
    memset(&code, 0, sizeof(code));
    memset(&reason, 0, sizeof(reason));
    memset(&fault, 0, sizeof(fault));
    description.type = WS_FAULT_TYPE;
    code.value.localName.bytes = (BYTE *)(uintptr_t) "Sender";
    code.value.localName.length = 6;
    reason.text.chars = (WCHAR *)(uintptr_t)W("why");
    reason.text.length = 3;
    reason.lang.chars = (WCHAR *)(uintptr_t)W("en");
    reason.lang.length = 2;
    fault.code = &code;
    fault.reasons = &reason;
    fault.reasonCount = 1;
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    for (index = 0; index < CTEST_COUNT(cases); index++) {
        WS_MESSAGE *message = ctest_initialized(cases[index].envelope, WS_ADDRESSING_VERSION_TRANSPORT,
                                                WS_BLANK_MESSAGE);
        WS_BYTES bytes = { 0, NULL };
        WS_FAULT found;
        memset(&found, 0, sizeof(found));
        ctest_set_output(writer);
        CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
        CHECK_HR(WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), NULL), S_OK);
        CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
        CHECK_OUTPUT(writer, cases[index].expected);
        CHECK_HR(WsResetMessage(message, NULL), S_OK);
        CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
        ctest_set_input(reader, bytes.bytes, bytes.length);
        CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
        CHECK_INT(ctest_message_flag(message, WS_MESSAGE_PROPERTY_IS_FAULT), TRUE);
        if (CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, heap, &found, sizeof(found), NULL),
                     S_OK)) {
            CHECK_MEMORY(found.code->value.localName.bytes, found.code->value.localName.length, cases[index].code,
                         strlen(cases[index].code));
            CHECK(found.code->subCode == NULL);
            CHECK_INT(found.reasonCount, 1);
            CHECK_STRING(found.reasons[0].text, W("why"));
        }
        CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
        WsFreeMessage(message);
    }
    WsFreeHeap(heap);
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

static void the_body_writer_and_reader_are_handed_out(void)
{
    static const WS_XML_STRING name = XML("direct"), ns = XML("");
    WS_XML_WRITER *writer = ctest_writer(), *found = NULL;
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT,
                                            WS_BLANK_MESSAGE);
    WS_XML_READER *reader = NULL;
    ctest_set_output(writer);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_BODY_READER, &reader, sizeof(reader), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_BODY_WRITER, &found, sizeof(found), NULL), S_OK);
    CHECK(found == writer);
    CHECK_HR(WsWriteStartElement(found, NULL, &name, &ns, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(found, NULL), S_OK);
    CHECK_HR(WsFlushBody(NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsFlushBody(message, 0, NULL, NULL), S_OK);
    CHECK_HR(WsFillBody(message, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
    CHECK_HR(WsFlushBody(message, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_BODY_WRITER, &found, sizeof(found), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_OUTPUT(writer, ENVELOPE_1_1 "<s:Body><direct/></s:Body></s:Envelope>");
    WsFreeMessage(message);
    WsFreeWriter(writer);
}

static void answers_relate_to_their_request(void)
{
    static const char request_text[] =
        "<s:Envelope xmlns:s='" NS_SOAP_1_2 "' xmlns:a='" NS_ADDRESSING_1_0 "' xmlns:p='urn:p'><s:Header>"
        "<a:MessageID>urn:request</a:MessageID><a:ReplyTo><a:Address>http://client/</a:Address>"
        "<a:ReferenceParameters><p:session>7</p:session></a:ReferenceParameters></a:ReplyTo>"
        "<a:FaultTo><a:Address>http://faults/</a:Address></a:FaultTo></s:Header><s:Body/></s:Envelope>";
    WS_XML_READER *reader = ctest_reader();
    WS_MESSAGE *request = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_MESSAGE *answer = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    WS_MESSAGE *other = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0);
    CHECK_HR(WsInitializeMessage(answer, WS_REPLY_MESSAGE, request, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsInitializeMessage(answer, WS_DUPLICATE_MESSAGE, request, NULL), WS_E_INVALID_OPERATION);
    ctest_set_input(reader, request_text, sizeof(request_text) - 1);
    CHECK_HR(WsReadEnvelopeStart(request, reader, NULL, NULL, NULL), S_OK);

    CHECK_HR(WsInitializeMessage(answer, WS_REPLY_MESSAGE, request, NULL), S_OK);
    CHECK_INT(ctest_message_flag(answer, WS_MESSAGE_PROPERTY_IS_ADDRESSED), TRUE);
    CHECK_INT(ctest_message_flag(answer, WS_MESSAGE_PROPERTY_IS_FAULT), FALSE);
    CHECK_HEADER_BUFFER(answer, ENVELOPE_1_2_1_0
                        "<s:Header><a:RelatesTo>urn:request</a:RelatesTo>"
                        "<a:To s:mustUnderstand=\"1\">http://client/</a:To>"
                        "<p:session a:IsReferenceParameter=\"true\" xmlns:p=\"urn:p\">7</p:session>"
                        "</s:Header><s:Body/></s:Envelope>");
    CHECK_HR(WsAddressMessage(answer, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetMessage(answer, NULL), S_OK);

    CHECK_HR(WsInitializeMessage(answer, WS_FAULT_MESSAGE, request, NULL), S_OK);
    CHECK_INT(ctest_message_flag(answer, WS_MESSAGE_PROPERTY_IS_FAULT), TRUE);
    CHECK_HEADER_BUFFER(answer, ENVELOPE_1_2_1_0
                        "<s:Header><a:RelatesTo>urn:request</a:RelatesTo>"
                        "<a:To s:mustUnderstand=\"1\">http://faults/</a:To></s:Header><s:Body/></s:Envelope>");
    CHECK_HR(WsResetMessage(answer, NULL), S_OK);

    CHECK_HR(WsInitializeMessage(other, WS_DUPLICATE_MESSAGE, request, NULL), E_INVALIDARG);
    CHECK_HR(WsInitializeMessage(answer, WS_DUPLICATE_MESSAGE, request, NULL), S_OK);
    CHECK_INT(ctest_message_flag(answer, WS_MESSAGE_PROPERTY_IS_ADDRESSED), TRUE);
    CHECK_HEADER_BUFFER(answer, request_text);
    CHECK_HR(WsRemoveHeader(answer, WS_MESSAGE_ID_HEADER, NULL), S_OK);
    CHECK_HEADER_BUFFER(request, request_text);
    WsFreeMessage(answer);
    WsFreeMessage(other);
    WsFreeMessage(request);
    WsFreeReader(reader);
}

int main(void)
{
    an_envelope_is_written_step_by_step();
    each_version_has_its_bytes();
    an_envelope_is_read_step_by_step();
    two_messages_follow_each_other_on_one_reader();
    what_is_no_envelope_is_refused();
    a_wrong_version_has_a_fault_to_answer_with();
    the_done_callback_comes_once();
    a_reader_that_is_gone_is_noticed();
    a_body_may_be_several_elements();
    fault_bodies_know_their_version();
    the_body_writer_and_reader_are_handed_out();
    answers_relate_to_their_request();
    return ctest_summary();
}
