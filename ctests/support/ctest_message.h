/*
 * For test programs about messages: texts in and out, and comparison without what differs each time.
 */
#ifndef CTEST_MESSAGE_H
#define CTEST_MESSAGE_H

#include "ctest_error.h"

#define NS_SOAP_1_1 "http://schemas.xmlsoap.org/soap/envelope/"
#define NS_SOAP_1_2 "http://www.w3.org/2003/05/soap-envelope"
#define NS_ADDRESSING_0_9 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define NS_ADDRESSING_1_0 "http://www.w3.org/2005/08/addressing"
#define NS_ADDRESSING_NONE "http://schemas.microsoft.com/ws/2005/05/addressing/none"

/* The start tags of envelopes, as Windows writes them. */
#define ENVELOPE_1_1 "<s:Envelope xmlns:s=\"" NS_SOAP_1_1 "\">"
#define ENVELOPE_1_2 "<s:Envelope xmlns:s=\"" NS_SOAP_1_2 "\">"
#define ENVELOPE_1_1_0_9 "<s:Envelope xmlns:a=\"" NS_ADDRESSING_0_9 "\" xmlns:s=\"" NS_SOAP_1_1 "\">"
#define ENVELOPE_1_1_1_0 "<s:Envelope xmlns:a=\"" NS_ADDRESSING_1_0 "\" xmlns:s=\"" NS_SOAP_1_1 "\">"
#define ENVELOPE_1_2_0_9 "<s:Envelope xmlns:a=\"" NS_ADDRESSING_0_9 "\" xmlns:s=\"" NS_SOAP_1_2 "\">"
#define ENVELOPE_1_2_1_0 "<s:Envelope xmlns:a=\"" NS_ADDRESSING_1_0 "\" xmlns:s=\"" NS_SOAP_1_2 "\">"

/* Where a message identifier stands in an expected text. */
#define ANY_ID "urn:uuid:********-****-****-****-************"

/* The XML strings that programs pass most often. */
#define XML(text) { sizeof(text) - 1, (BYTE *)(uintptr_t)(text), NULL, 0 }

static inline WS_XML_WRITER *ctest_writer(void)
{
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    return writer;
}

static inline WS_XML_READER *ctest_reader(void)
{
    WS_XML_READER *reader = NULL;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    return reader;
}

/* The writer writes UTF-8 into its own memory. */
static inline void ctest_set_output(WS_XML_WRITER *writer)
{
    WS_XML_WRITER_TEXT_ENCODING text;
    WS_XML_WRITER_BUFFER_OUTPUT output;
    memset(&text, 0, sizeof(text));
    memset(&output, 0, sizeof(output));
    text.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    text.charSet = WS_CHARSET_UTF8;
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    REQUIRE_HR(WsSetOutput(writer, &text.encoding, &output.output, NULL, 0, NULL), S_OK);
}

/* The reader reads this text, which has to stay. */
static inline void ctest_set_input(WS_XML_READER *reader, const void *data, size_t size)
{
    WS_XML_READER_TEXT_ENCODING text;
    WS_XML_READER_BUFFER_INPUT input;
    memset(&text, 0, sizeof(text));
    memset(&input, 0, sizeof(input));
    text.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    text.charSet = WS_CHARSET_AUTO;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t)data;
    input.encodedDataSize = (ULONG)size;
    REQUIRE_HR(WsSetInput(reader, &text.encoding, &input.input, NULL, 0, NULL), S_OK);
}

/* Compares texts; an asterisk stands for any one character. */
static inline int ctest_check_pattern(const void *found, size_t count, const char *expected, const char *file,
                                      int line)
{
    const char *bytes = (const char *)found;
    size_t index;
    int holds = count == strlen(expected);
    for (index = 0; holds && index < count; index++) {
        holds = expected[index] == '*' || expected[index] == bytes[index];
    }
    if (!ctest_count(holds)) {
        printf("%s:%d: the text differs\n", file, line);
        ctest_print_bytes("found", found, count);
        ctest_print_bytes("expected", expected, strlen(expected));
    }
    return holds;
}

static inline int ctest_check_output(WS_XML_WRITER *writer, const char *expected, const char *file, int line)
{
    WS_BYTES bytes = { 0, NULL };
    HRESULT hr = WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL);
    return ctest_check_hr(hr, S_OK, file, line, "WsGetWriterProperty", "S_OK")
           && ctest_check_pattern(bytes.bytes, bytes.length, expected, file, line);
}

static inline int ctest_check_header_buffer(WS_MESSAGE *message, const char *expected, const char *file, int line)
{
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_WRITER *writer = ctest_writer();
    HRESULT hr = WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_HEADER_BUFFER, &buffer, sizeof(buffer), NULL);
    int holds = ctest_check_hr(hr, S_OK, file, line, "WS_MESSAGE_PROPERTY_HEADER_BUFFER", "S_OK");
    ctest_set_output(writer);
    if (holds) {
        hr = WsWriteXmlBuffer(writer, buffer, NULL);
        holds = ctest_check_hr(hr, S_OK, file, line, "WsWriteXmlBuffer", "S_OK")
                && ctest_check_output(writer, expected, file, line);
    }
    WsFreeWriter(writer);
    return holds;
}

/* What a writer has written into its memory. */
#define CHECK_OUTPUT(writer, expected) ctest_check_output((writer), (expected), __FILE__, __LINE__)

/* The header buffer of a message as text: the envelope with its headers and an empty body. */
#define CHECK_HEADER_BUFFER(message, expected) ctest_check_header_buffer((message), (expected), __FILE__, __LINE__)

static inline WS_MESSAGE *ctest_message(WS_ENVELOPE_VERSION envelope, WS_ADDRESSING_VERSION addressing)
{
    WS_MESSAGE *message = NULL;
    REQUIRE_HR(WsCreateMessage(envelope, addressing, NULL, 0, &message, NULL), S_OK);
    REQUIRE(message != NULL);
    return message;
}

static inline WS_MESSAGE *ctest_initialized(WS_ENVELOPE_VERSION envelope, WS_ADDRESSING_VERSION addressing,
                                            WS_MESSAGE_INITIALIZATION how)
{
    WS_MESSAGE *message = ctest_message(envelope, addressing);
    REQUIRE_HR(WsInitializeMessage(message, how, NULL, NULL), S_OK);
    return message;
}

static inline int ctest_state(WS_MESSAGE *message)
{
    WS_MESSAGE_STATE state = (WS_MESSAGE_STATE)0;
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    return (int)state;
}

static inline BOOL ctest_message_flag(WS_MESSAGE *message, WS_MESSAGE_PROPERTY_ID id)
{
    BOOL flag = 77;
    CHECK_HR(WsGetMessageProperty(message, id, &flag, sizeof(flag), NULL), S_OK);
    return flag;
}

#endif
