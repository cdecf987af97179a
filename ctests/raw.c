/* Bytes that are no XML, read and written as if they were the base64 text of a document without elements. */
#include "encodings.h"

static const WS_XML_READER_RAW_ENCODING raw_reading = {{WS_XML_READER_ENCODING_TYPE_RAW}};
static const WS_XML_WRITER_RAW_ENCODING raw_writing = {{WS_XML_WRITER_ENCODING_TYPE_RAW}};

static WS_XML_READER *reading(const void *bytes, size_t size)
{
    WS_XML_READER *reader = reader_new();
    REQUIRE_HR(encoded_input(reader, &raw_reading.encoding, bytes, size, NULL, 0, NULL, 0), S_OK);
    return reader;
}

static WS_XML_WRITER *writing(void)
{
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, NULL, NULL, 0), S_OK);
    return writer;
}

static void reads_bytes_as_one_text(void)
{
    WS_XML_READER *reader = reading("{ 1, \0, 3 }", 11);
    const WS_XML_NODE *node;
    const WS_XML_BASE64_TEXT *text;
    BOOL fragment = FALSE;
    WS_CHARSET charset;
    ULONGLONG row;

    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &fragment, sizeof(fragment), NULL),
             S_OK);
    CHECK_INT(fragment, TRUE);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    node = reader_node(reader);
    REQUIRE(node->nodeType == WS_XML_NODE_TYPE_TEXT);
    text = (const WS_XML_BASE64_TEXT *)((const WS_XML_TEXT_NODE *)node)->text;
    REQUIRE(text->text.textType == WS_XML_TEXT_TYPE_BASE64);
    CHECK_MEMORY(text->bytes, text->length, "{ 1, \0, 3 }", 11);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    WsFreeReader(reader);

    /* Nothing is a document too. */
    reader = reading(NULL, 0);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    WsFreeReader(reader);

    reader = reading("<a/>", 4);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void hands_bytes_out_piece_by_piece(void)
{
    static const char all[] = "any \xFF\xFE bytes \0 at all";
    char found[64];
    WCHAR wide[64];
    size_t size;
    ULONG step, count;
    WS_XML_READER *reader;

    for (step = 1; step < 20; step++) {
        reader = reading(all, sizeof(all));
        CHECK_HR(read_all_bytes(reader, found, sizeof(found), &size, step), S_OK);
        CHECK_MEMORY(found, size, all, sizeof(all));
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
        WsFreeReader(reader);
    }

    /* As characters they are base64, from the first byte that was not handed out as it is. */
    reader = reading("abcdef", 6);
    CHECK_HR(WsReadBytes(reader, found, 3, &count, NULL), S_OK);
    CHECK_BYTES(found, count, "abc");
    CHECK_HR(WsReadChars(reader, wide, 64, &count, NULL), S_OK);
    CHECK_WIDE(wide, count, W("ZGVm"));
    CHECK_HR(WsReadChars(reader, wide, 64, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    WsFreeReader(reader);

    /* What began as characters goes on as characters. */
    reader = reading("abcdef", 6);
    CHECK_HR(WsReadCharsUtf8(reader, (BYTE *)found, 4, &count, NULL), S_OK);
    CHECK_BYTES(found, count, "YWJj");
    CHECK_HR(WsReadBytes(reader, found, 64, &count, NULL), S_OK);
    CHECK_BYTES(found, count, "def");
    WsFreeReader(reader);
}

static void reads_streams(void)
{
    static const char all[] = "bytes that come in pieces of any size";
    WS_XML_READER *reader = reader_new();
    piecewise from;
    char found[64];
    BYTE characters[128];
    size_t size, step, length;
    ULONG count;

    for (step = 1; step < 40; step++) {
        REQUIRE_HR(encoded_input(reader, &raw_reading.encoding, all, sizeof(all), &from, step, NULL, 0), S_OK);
        CHECK_HR(WsReadBytes(reader, found, 1, &count, NULL), WS_E_QUOTA_EXCEEDED);
        CHECK_INT(from.calls, 0);
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
        CHECK_HR(read_all_bytes(reader, found, sizeof(found), &size, 7), S_OK);
        CHECK_MEMORY(found, size, all, sizeof(all));
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    }

    /* Where all bytes are at hand, so are all characters. */
    for (step = 1; step < 40; step++) {
        HRESULT hr;
        REQUIRE_HR(encoded_input(reader, &raw_reading.encoding, all, 34, &from, step, NULL, 0), S_OK);
        length = 0;
        for (;;) {
            hr = WsReadCharsUtf8(reader, characters + length, (ULONG)(sizeof(characters) - length), &count, NULL);
            if (hr == WS_E_QUOTA_EXCEEDED) {
                REQUIRE_HR(WsFillReader(reader, 35, NULL, NULL), S_OK);
                continue;
            }
            REQUIRE_HR(hr, S_OK);
            if (count == 0) {
                break;
            }
            length += count;
        }
        CHECK_BYTES(characters, length, "Ynl0ZXMgdGhhdCBjb21lIGluIHBpZWNlcyBvZiBhbnkgcw==");
    }
    WsFreeReader(reader);
}

static void reads_into_a_buffer_and_back(void)
{
    WS_HEAP *heap = heap_new();
    WS_XML_READER *reader = reader_new();
    WS_XML_WRITER *writer = writing();
    WS_XML_BUFFER *buffer = NULL;
    void *bytes = NULL;
    ULONG count = 0;
    CHECK_HR(WsReadXmlBufferFromBytes(reader, &raw_reading.encoding, NULL, 0, "abc", 3, heap, &buffer, NULL), S_OK);
    CHECK_BUFFER(buffer, "YWJj");
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, &raw_writing.encoding, NULL, 0, heap, &bytes, &count, NULL),
             S_OK);
    CHECK_BYTES(bytes, count, "abc");
    WsFreeWriter(writer);
    WsFreeReader(reader);
    WsFreeHeap(heap);
}

static void writes_the_bytes_of_base64(void)
{
    WS_XML_WRITER *writer = writing();
    WS_BUFFERS buffers;
    ULONG written = 0;
    BOOL fragment = FALSE;
    WS_XML_INT32_TEXT number = {{WS_XML_TEXT_TYPE_INT32}, 1234};

    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, &fragment, sizeof(fragment), NULL),
             S_OK);
    CHECK_INT(fragment, TRUE);
    CHECK_HR(WsWriteBytes(writer, "a", 1, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "bcd", 3, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, W("YW"), 2, NULL), S_OK);
    /* A group that is not whole is nothing yet. */
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &written, sizeof(written), NULL),
             S_OK);
    CHECK_INT(written, 4);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers), NULL),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)" J\nj YWJj", 9, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &number.text, NULL), S_OK);
    CHECK_OUTPUT(writer, "abcdabcabc\xD7\x6D\xF8");
    CHECK_HR(WsWriteChars(writer, W("eA=="), 4, NULL), S_OK);
    CHECK_OUTPUT(writer, "abcdabcabc\xD7\x6D\xF8x");
    /* After the padding nothing can follow. */
    CHECK_HR(WsWriteBytes(writer, "a", 1, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsWriteBytes(writer, "a", 1, NULL), WS_E_OBJECT_FAULTED);

    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, NULL, NULL, 0), S_OK);
    CHECK_HR(WsWriteChars(writer, W("a-b_"), 4, NULL), WS_E_INVALID_FORMAT);
    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, NULL, NULL, 0), S_OK);
    CHECK_HR(WsWriteChars(writer, W("YW"), 2, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "a", 1, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
}

static void writes_nothing_but_bytes(void)
{
    static const WS_XML_COMMENT_NODE comment = {{WS_XML_NODE_TYPE_COMMENT}, WS_XML_STRING_VALUE("c")};
    static ULONG little = 5;
    WS_XML_WRITER_PROPERTY limit = {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &little, sizeof(little)};
    WS_XML_WRITER *writer = writing();
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteStartCData(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteNode(writer, &comment.node, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, NULL, &limit, 1), S_OK);
    CHECK_HR(WsWriteBytes(writer, "12345", 5, NULL), S_OK);
    CHECK_OUTPUT(writer, "12345");
    CHECK_HR(WsWriteBytes(writer, "6", 1, NULL), WS_E_QUOTA_EXCEEDED);
    WsFreeWriter(writer);
}

static HRESULT CALLBACK push(void *state, WS_WRITE_CALLBACK write, void *write_state, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    return write(write_state, (const WS_BYTES *)state, 2, context, error);
}

static HRESULT CALLBACK pull(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    int *left = (int *)state;
    (void)context;
    (void)error;
    REQUIRE(max >= 2);
    *actual = *left ? 2 : 0;
    *left -= *left ? 1 : 0;
    memcpy(bytes, "xy", *actual);
    return S_OK;
}

static void writes_streams_and_by_callbacks(void)
{
    WS_BYTES pieces[2] = {{2, (BYTE *)"pu"}, {2, (BYTE *)"sh"}};
    int left = 2;
    collected into;
    WS_XML_WRITER *writer = writing();
    CHECK_HR(WsPushBytes(writer, push, pieces, NULL), S_OK);
    CHECK_HR(WsPullBytes(writer, pull, &left, NULL), S_OK);
    CHECK_OUTPUT(writer, "pushxyxy");
    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, &into, NULL, 0), S_OK);
    CHECK_HR(WsWriteBytes(writer, "abc", 3, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 4, NULL, NULL), S_OK);
    CHECK_INT(into.calls, 0);
    CHECK_HR(WsFlushWriter(writer, 3, NULL, NULL), S_OK);
    CHECK_BYTES(into.bytes, into.length, "abc");
    CHECK_HR(WsPushBytes(writer, push, pieces, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_BYTES(into.bytes, into.length, "abcpush");
    WsFreeWriter(writer);
}

/* From text to bytes, bytes to text, and between the same. */
static void copies(void)
{
    static const BOOL yes = TRUE;
    WS_XML_READER_PROPERTY fragment = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, (void *)(uintptr_t)&yes, sizeof(yes)};
    WS_XML_WRITER_PROPERTY allow = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, (void *)(uintptr_t)&yes, sizeof(yes)};
    WS_XML_READER *reader = reading("{ 1, 2, 3 }", 11);
    WS_XML_WRITER *writer = writing();
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "{ 1, 2, 3 }");

    REQUIRE_HR(encoded_input(reader, &raw_reading.encoding, "{ 1, 2, 3 }", 11, NULL, 0, NULL, 0), S_OK);
    REQUIRE_HR(text_output(writer, &allow, 1), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "eyAxLCAyLCAzIH0=");

    REQUIRE_HR(reader_set_bytes(reader, "eyAxLCAyLCAzIH0=", 16, WS_CHARSET_AUTO, &fragment, 1), S_OK);
    REQUIRE_HR(encoded_output(writer, &raw_writing.encoding, NULL, NULL, 0), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "{ 1, 2, 3 }");
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

int main(void)
{
    reads_bytes_as_one_text();
    hands_bytes_out_piece_by_piece();
    reads_streams();
    reads_into_a_buffer_and_back();
    writes_the_bytes_of_base64();
    writes_nothing_but_bytes();
    writes_streams_and_by_callbacks();
    copies();
    return ctest_summary();
}
