/* Every call in every state of a message: what is allowed, and what WS_E_INVALID_OPERATION answers. */
#include "ctest_message.h"

static const char envelope[] = "<s:Envelope xmlns:s='" NS_SOAP_1_2 "' xmlns:a='" NS_ADDRESSING_1_0 "'><s:Header>"
                               "<a:Action>action</a:Action><custom xmlns=''>text</custom></s:Header>"
                               "<s:Body><body xmlns=''>5</body></s:Body></s:Envelope>";

static WS_XML_STRING custom_name = XML("custom"), body_name = XML("body"), no_ns = XML(""), mapped = XML("X-Mapped");
static WS_XML_READER *reader;
static WS_XML_WRITER *writer;
static WS_HEAP *heap;

static WS_ELEMENT_DESCRIPTION element(WS_XML_STRING *name, WS_TYPE type)
{
    WS_ELEMENT_DESCRIPTION description;
    memset(&description, 0, sizeof(description));
    description.elementLocalName = name;
    description.elementNs = &no_ns;
    description.type = type;
    return description;
}

static HRESULT initialize(WS_MESSAGE *message)
{
    return WsInitializeMessage(message, WS_BLANK_MESSAGE, NULL, NULL);
}

static HRESULT address(WS_MESSAGE *message)
{
    return WsAddressMessage(message, NULL, NULL);
}

static HRESULT set_header(WS_MESSAGE *message)
{
    const WCHAR *text = W("action");
    return WsSetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &text, sizeof(text), NULL);
}

static HRESULT get_header(WS_MESSAGE *message)
{
    const WCHAR *text = NULL;
    return WsGetHeader(message, WS_ACTION_HEADER, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL, &text, sizeof(text),
                       NULL);
}

static HRESULT remove_header(WS_MESSAGE *message)
{
    return WsRemoveHeader(message, WS_ACTION_HEADER, NULL);
}

static HRESULT add_custom(WS_MESSAGE *message)
{
    WS_ELEMENT_DESCRIPTION description = element(&custom_name, WS_WSZ_TYPE);
    const WCHAR *text = W("text");
    return WsAddCustomHeader(message, &description, WS_WRITE_REQUIRED_POINTER, &text, sizeof(text), 0, NULL);
}

static HRESULT get_custom(WS_MESSAGE *message)
{
    WS_ELEMENT_DESCRIPTION description = element(&custom_name, WS_WSZ_TYPE);
    const WCHAR *text = NULL;
    return WsGetCustomHeader(message, &description, WS_REPEATING_HEADER, 0, WS_READ_OPTIONAL_POINTER, NULL, &text,
                             sizeof(text), NULL, NULL);
}

static HRESULT remove_custom(WS_MESSAGE *message)
{
    return WsRemoveCustomHeader(message, &custom_name, &no_ns, NULL);
}

static HRESULT add_mapped(WS_MESSAGE *message)
{
    const WCHAR *text = W("text");
    return WsAddMappedHeader(message, &mapped, WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &text, sizeof(text), NULL);
}

static HRESULT get_mapped(WS_MESSAGE *message)
{
    const WCHAR *text = NULL;
    return WsGetMappedHeader(message, &mapped, WS_REPEATING_HEADER, 0, WS_WSZ_TYPE, WS_READ_OPTIONAL_POINTER, NULL,
                             &text, sizeof(text), NULL);
}

static HRESULT remove_mapped(WS_MESSAGE *message)
{
    return WsRemoveMappedHeader(message, &mapped, NULL);
}

static HRESULT header_attributes(WS_MESSAGE *message)
{
    WS_XML_READER *on_element = ctest_reader();
    ULONG attributes = 0;
    HRESULT hr;
    BOOL found = FALSE;
    ctest_set_input(on_element, "<a/>", 4);
    CHECK_HR(WsReadToStartElement(on_element, NULL, NULL, &found, NULL), S_OK);
    hr = WsGetHeaderAttributes(message, on_element, &attributes, NULL);
    WsFreeReader(on_element);
    return hr;
}

static HRESULT mark_as_understood(WS_MESSAGE *message)
{
    WS_XML_NODE_POSITION position;
    WS_XML_READER *header_reader = ctest_reader();
    BOOL found = FALSE;
    HRESULT hr;
    if (FAILED(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEADER_POSITION, &position, sizeof(position), NULL))) {
        memset(&position, 0, sizeof(position));
    } else {
        CHECK_HR(WsSetInputToBuffer(header_reader, position.buffer, NULL, 0, NULL), S_OK);
        CHECK_HR(WsSetReaderPosition(header_reader, &position, NULL), S_OK);
        CHECK_HR(WsMoveReader(header_reader, WS_MOVE_TO_CHILD_ELEMENT, &found, NULL), S_OK);
        CHECK_HR(WsGetReaderPosition(header_reader, &position, NULL), S_OK);
    }
    hr = WsMarkHeaderAsUnderstood(message, &position, NULL);
    WsFreeReader(header_reader);
    return hr;
}

static HRESULT check_understood(WS_MESSAGE *message)
{
    return WsCheckMustUnderstandHeaders(message, NULL);
}

static HRESULT read_start(WS_MESSAGE *message)
{
    WS_XML_READER *other = ctest_reader();
    HRESULT hr;
    if (ctest_state(message) == WS_MESSAGE_STATE_EMPTY) {
        WsFreeReader(other);
        ctest_set_input(reader, envelope, sizeof(envelope) - 1);
        return WsReadEnvelopeStart(message, reader, NULL, NULL, NULL);
    }
    hr = WsReadEnvelopeStart(message, other, NULL, NULL, NULL);
    WsFreeReader(other);
    return hr;
}

static HRESULT read_body(WS_MESSAGE *message)
{
    WS_ELEMENT_DESCRIPTION description = element(&body_name, WS_INT32_TYPE);
    INT32 value = 0;
    return WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), NULL);
}

static HRESULT read_end(WS_MESSAGE *message)
{
    if (ctest_state(message) == WS_MESSAGE_STATE_READING) {
        CHECK_HR(read_body(message), S_OK);
    }
    return WsReadEnvelopeEnd(message, NULL);
}

static HRESULT fill_body(WS_MESSAGE *message)
{
    return WsFillBody(message, 1, NULL, NULL);
}

static HRESULT write_start(WS_MESSAGE *message)
{
    if (ctest_state(message) == WS_MESSAGE_STATE_INITIALIZED) {
        ctest_set_output(writer);
    }
    return WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL);
}

static HRESULT write_body(WS_MESSAGE *message)
{
    WS_ELEMENT_DESCRIPTION description = element(&body_name, WS_INT32_TYPE);
    INT32 value = 5;
    return WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL);
}

static HRESULT write_end(WS_MESSAGE *message)
{
    return WsWriteEnvelopeEnd(message, NULL);
}

static HRESULT flush_body(WS_MESSAGE *message)
{
    return WsFlushBody(message, 0, NULL, NULL);
}

static HRESULT reset(WS_MESSAGE *message)
{
    return WsResetMessage(message, NULL);
}

#define E WS_MESSAGE_STATE_EMPTY
#define I WS_MESSAGE_STATE_INITIALIZED
#define R WS_MESSAGE_STATE_READING
#define V WS_MESSAGE_STATE_WRITING
#define D WS_MESSAGE_STATE_DONE
/* Refused, and the state stays. */
#define NO 0

/* For each state: the state afterwards. */
static const struct {
    const char *name;
    HRESULT (*call)(WS_MESSAGE *message);
    int after[5];
} rows[] = {
    /*                                              EMPTY INIT READ WRITE DONE */
    { "WsInitializeMessage", initialize,            { I, NO, NO, NO, NO } },
    { "WsAddressMessage", address,                  { NO, I, NO, V, D } },
    { "WsSetHeader", set_header,                    { NO, I, R, V, D } },
    { "WsGetHeader", get_header,                    { NO, I, R, V, D } },
    { "WsRemoveHeader", remove_header,              { NO, I, R, V, D } },
    { "WsAddCustomHeader", add_custom,              { NO, I, R, V, D } },
    { "WsGetCustomHeader", get_custom,              { NO, I, R, V, D } },
    { "WsRemoveCustomHeader", remove_custom,        { NO, I, R, V, D } },
    { "WsAddMappedHeader", add_mapped,              { NO, I, R, V, D } },
    { "WsGetMappedHeader", get_mapped,              { NO, I, R, V, D } },
    { "WsRemoveMappedHeader", remove_mapped,        { NO, I, R, V, D } },
    { "WsGetHeaderAttributes", header_attributes,   { NO, I, R, V, D } },
    { "WsMarkHeaderAsUnderstood", mark_as_understood, { NO, NO, R, NO, NO } },
    { "WsCheckMustUnderstandHeaders", check_understood, { NO, NO, R, NO, NO } },
    { "WsReadEnvelopeStart", read_start,            { R, NO, NO, NO, NO } },
    { "WsReadBody", read_body,                      { NO, NO, R, NO, NO } },
    { "WsFillBody", fill_body,                      { NO, NO, R, NO, NO } },
    { "WsReadEnvelopeEnd", read_end,                { NO, NO, D, NO, NO } },
    { "WsWriteEnvelopeStart", write_start,          { NO, V, NO, NO, NO } },
    { "WsWriteBody", write_body,                    { NO, NO, NO, V, NO } },
    { "WsFlushBody", flush_body,                    { NO, NO, NO, V, NO } },
    { "WsWriteEnvelopeEnd", write_end,              { NO, NO, NO, D, NO } },
    { "WsResetMessage", reset,                      { E, E, E, E, E } },
};

/* A message in this state. DONE comes from writing. */
static WS_MESSAGE *message_in(int state)
{
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
    if (state == R) {
        REQUIRE_HR(read_start(message), S_OK);
    } else if (state != E) {
        REQUIRE_HR(initialize(message), S_OK);
        if (state != I) {
            REQUIRE_HR(write_start(message), S_OK);
        }
        if (state == D) {
            REQUIRE_HR(write_end(message), S_OK);
        }
    }
    REQUIRE(ctest_state(message) == state);
    return message;
}

int main(void)
{
    size_t row;
    int state;
    reader = ctest_reader();
    writer = ctest_writer();
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    for (row = 0; row < CTEST_COUNT(rows); row++) {
        for (state = E; state <= D; state++) {
            WS_MESSAGE *message = message_in(state);
            int after = rows[row].after[state - E];
            HRESULT hr = rows[row].call(message);
            int holds = CHECK_HR(hr, after == NO ? WS_E_INVALID_OPERATION : S_OK);
            holds &= CHECK_INT(ctest_state(message), after == NO ? state : after);
            if (!holds) {
                printf("  of %s in state %d\n", rows[row].name, state);
            }
            WsFreeMessage(message);
        }
    }
    for (row = 0; row < CTEST_COUNT(rows); row++) {
        /* Nothing can be done with a message that is gone. */
        WS_MESSAGE *message = message_in(I);
        WsFreeMessage(message);
        if (rows[row].call != read_start && rows[row].call != read_end && rows[row].call != write_start) {
            CHECK_HR(rows[row].call(message), E_INVALIDARG);
        }
    }
    WsFreeHeap(heap);
    WsFreeReader(reader);
    WsFreeWriter(writer);
    return ctest_summary();
}
