/*
 * What programs that write XML share. C only: it uses compound literals.
 */
#ifndef XML_WRITING_H
#define XML_WRITING_H

#include "ctest.h"

/* A const WS_XML_STRING * for a literal. */
#define S(text) (&(WS_XML_STRING)WS_XML_STRING_VALUE(text))

/* Has the writer start over with UTF-8 text into its own memory. */
static inline HRESULT text_output(WS_XML_WRITER *writer, const WS_XML_WRITER_PROPERTY *properties, ULONG count)
{
    WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_BUFFER_OUTPUT buffer = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    return WsSetOutput(writer, &text.encoding, &buffer.output, properties, count, NULL);
}

static inline WS_XML_WRITER *new_writer(void)
{
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    return writer;
}

/* Starts over, inside <t>. */
static inline void start_t(WS_XML_WRITER *writer)
{
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
}

static inline void check_output(WS_XML_WRITER *writer, const char *expected, int line)
{
    WS_BYTES bytes = { 0, NULL };
    HRESULT hr = WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL);
    size_t length = strlen(expected);
    int holds = hr == S_OK && bytes.length == length && bytes.bytes != NULL
                && memcmp(bytes.bytes, expected, length) == 0;
    if (!ctest_count(holds)) {
        printf("line %d: 0x%08lX, written: %.*s\n  expected: %s\n", line, (unsigned long)(uint32_t)hr,
               (int)bytes.length, (const char *)bytes.bytes, expected);
    }
}

/* What the writer has written so far. */
#define CHECK_OUTPUT(writer, expected) check_output((writer), (expected), __LINE__)

static inline void check_buffer(WS_XML_BUFFER *buffer, const char *expected, int line)
{
    WS_XML_WRITER *writer = NULL;
    static const BOOL fragment = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, (void *)&fragment, sizeof(BOOL) };
    REQUIRE_HR(WsCreateWriter(&property, 1, &writer, NULL), S_OK);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteXmlBuffer(writer, buffer, NULL), S_OK);
    check_output(writer, expected, line);
    WsFreeWriter(writer);
}

/* The document in an XML buffer. */
#define CHECK_BUFFER(buffer, expected) check_buffer((buffer), (expected), __LINE__)

static inline WS_HEAP *new_heap(void)
{
    WS_HEAP *heap = NULL;
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    return heap;
}

static inline WS_XML_BUFFER *new_buffer(WS_HEAP *heap)
{
    WS_XML_BUFFER *buffer = NULL;
    REQUIRE_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), S_OK);
    return buffer;
}

#endif
