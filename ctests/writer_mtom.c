/* Writing MTOM: bytes that become MIME parts, and bytes that do not. */
#include "mtom.h"

#define OCTETS "application/octet-stream"
#define PART1(bytes) PART("part1.----b.1@xop", OCTETS) bytes
#define INCLUDE1 INCLUDE("part1.----b.1%40xop")

static WS_XML_WRITER *writing(const WS_XML_WRITER_MTOM_ENCODING *given)
{
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(encoded_output(writer, given ? &given->encoding : &encoding.encoding, NULL, NULL, 0), S_OK);
    return writer;
}

static void start(WS_XML_WRITER *writer, const char *name)
{
    WS_XML_STRING local_name = xml_string(name);
    CHECK_HR(WsWriteStartElement(writer, NULL, &local_name, S(""), NULL), S_OK);
}

static void end(WS_XML_WRITER *writer)
{
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
}

static void bytes(WS_XML_WRITER *writer, const char *text)
{
    CHECK_HR(WsWriteBytes(writer, text, (ULONG)strlen(text), NULL), S_OK);
}

static void text(WS_XML_WRITER *writer, const char *characters)
{
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)characters, (ULONG)strlen(characters), NULL), S_OK);
}

static void few_bytes_stay_and_more_become_a_part(void)
{
    WS_XML_WRITER *writer = writing(NULL);
    WS_BUFFERS buffers;
    WS_BYTES all;
    ULONG written = 0;
    WS_CHARSET charset;
    start(writer, "a");
    start(writer, "b");
    bytes(writer, "1234");
    end(writer);
    start(writer, "c");
    bytes(writer, "123");
    bytes(writer, "45");
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &written, sizeof(written), NULL), S_OK);
    CHECK_INT(written, strlen("<a><b>MTIzNA==</b><c>"));
    end(writer);
    /* With elements open there is no package. */
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &all, sizeof(all), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers), NULL),
             WS_E_INVALID_OPERATION);
    end(writer);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_OUTPUT(writer, ROOT "<a><b>MTIzNA==</b><c>" INCLUDE1 "</c></a>" PART1("12345") CLOSE);
    /* Nothing can be written behind the parts, and what is there stays. */
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)" ", 1, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteBytes(writer, "x", 1, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsPushBytes(writer, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_OUTPUT(writer, ROOT "<a><b>MTIzNA==</b><c>" INCLUDE1 "</c></a>" PART1("12345") CLOSE);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers), NULL), S_OK);
    CHECK_INT(buffers.bufferCount, 1);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_CHARSET, &charset, sizeof(charset), NULL), S_OK);
    CHECK_INT(charset, WS_CHARSET_UTF8);
    WsFreeWriter(writer);
}

static void a_part_is_all_that_is_in_its_element(void)
{
    WS_XML_WRITER *writer = writing(NULL);
    start(writer, "a");
    start(writer, "b");
    bytes(writer, "12345");
    text(writer, "MTIz");
    bytes(writer, "67890");
    end(writer);
    start(writer, "c");
    text(writer, "MTIz");
    bytes(writer, "12345");
    end(writer);
    start(writer, "d");
    bytes(writer, "12345");
    start(writer, "e");
    end(writer);
    bytes(writer, "12345");
    end(writer);
    start(writer, "f");
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    bytes(writer, "12345");
    end(writer);
    start(writer, "g");
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("h"), S(""), FALSE, NULL), S_OK);
    bytes(writer, "12345");
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
    bytes(writer, "12345");
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    end(writer);
    end(writer);
    CHECK_OUTPUT(writer, ROOT "<a><b>MTIzNDU=MTIzNjc4OTA=</b><c>MTIzMTIzNDU=</c><d>MTIzNDU=<e/>MTIzNDU=</d><f>" INCLUDE1
                              "</f><g h=\"MTIzNDU=\"><![CDATA[MTIzNDU=]]></g></a>" PART1("12345") CLOSE);
    WsFreeWriter(writer);
}

static void an_attribute_says_what_the_bytes_are(void)
{
    static const char *const ns = "http://www.w3.org/2004/11/xmlmime";
    WS_XML_STRING xmime = xml_string(ns);
    WS_XML_WRITER *writer = writing(NULL);
    unsigned i;
    static const char *const types[] = {"image/png", "no type", "evil/type\r\nX: y"};
    start(writer, "a");
    for (i = 0; i < CTEST_COUNT(types); i++) {
        WS_XML_STRING type = xml_string(types[i]);
        start(writer, "b");
        CHECK_HR(WsWriteStartAttribute(writer, S("m"), S("contentType"), &xmime, FALSE, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, type.bytes, type.length, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteStartAttribute(writer, NULL, S("other"), S(""), FALSE, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"x/y", 3, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        bytes(writer, "12345");
        end(writer);
    }
    /* It is said for this one element only. */
    start(writer, "b");
    bytes(writer, "12345");
    end(writer);
    end(writer);
#define B(type) "<b m:contentType=\"" type "\" other=\"x/y\" xmlns:m=\"http://www.w3.org/2004/11/xmlmime\">"
    CHECK_OUTPUT(writer, ROOT
                 "<a>" B("image/png") INCLUDE1 "</b>" B("no type") INCLUDE("part2.----b.1%40xop") "</b>"
                 B("evil/type&#xD;&#xA;X: y") INCLUDE("part3.----b.1%40xop") "</b><b>"
                 INCLUDE("part4.----b.1%40xop") "</b></a>" PART("part1.----b.1@xop", "image/png") "12345"
                 PART("part2.----b.1@xop", OCTETS) "12345" PART("part3.----b.1@xop", OCTETS) "12345"
                 PART("part4.----b.1@xop", OCTETS) "12345" CLOSE);
    WsFreeWriter(writer);
}

static void writes_the_header_of_the_package(void)
{
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    static const WS_STRING none = {0, NULL};
    static const WS_STRING quoted = WIDE("a/b; c=\"d\\\"");
    WS_XML_WRITER *writer;
    encoding.writeMimeHeader = TRUE;
    writer = writing(&encoding);
    start(writer, "a");
    end(writer);
    CHECK_OUTPUT(writer, MIME_HEADER ROOT "<a/>" CLOSE);
    WsFreeWriter(writer);

    encoding.startInfo = none;
    encoding.startUri = none;
    writer = writing(&encoding);
    start(writer, "a");
    end(writer);
    CHECK_OUTPUT(writer,
                 "MIME-Version: 1.0\r\nContent-Type: multipart/related; type=\"application/xop+xml\"; "
                 "boundary=\"" BOUNDARY "\"\r\n\r\n--" BOUNDARY "\r\nContent-Transfer-Encoding: 8bit\r\n"
                 "Content-Type: application/xop+xml; charset=utf-8\r\n\r\n<a/>" CLOSE);
    WsFreeWriter(writer);

    encoding.startInfo = quoted;
    encoding.writeMimeHeader = FALSE;
    writer = writing(&encoding);
    start(writer, "a");
    end(writer);
    CHECK_OUTPUT(writer, "--" BOUNDARY "\r\nContent-Transfer-Encoding: 8bit\r\nContent-Type: application/xop+xml; "
                         "charset=utf-8; type=\"a/b; c=\\\"d\\\\\\\"\"\r\n\r\n<a/>" CLOSE);
    WsFreeWriter(writer);
}

static void refuses_what_cannot_be(void)
{
    static const WS_STRING boundaries[] = {WIDE(""), WIDE("a "), WIDE("a\r\nb"), WIDE("\u00e9"), WIDE("<>"),
                                           WIDE("01234567890123456789012345678901234567890123456789012345678901234567890")};
    static const WS_STRING wrong_info = WIDE("a\nb");
    static const WS_STRING wrong_uris[] = {WIDE("a b"), WIDE("<a>"), WIDE("a\r")};
    static const WS_XML_WRITER_RAW_ENCODING raw = {{WS_XML_WRITER_ENCODING_TYPE_RAW}};
    static const BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, (void *)(uintptr_t)&yes, sizeof(yes)};
    WS_XML_WRITER *writer = writing(NULL);
    WS_XML_WRITER_MTOM_ENCODING encoding;
    unsigned i;
    for (i = 0; i < CTEST_COUNT(boundaries); i++) {
        encoding = mtom_writing();
        encoding.boundary = boundaries[i];
        CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    }
    for (i = 0; i < CTEST_COUNT(wrong_uris); i++) {
        encoding = mtom_writing();
        encoding.startUri = wrong_uris[i];
        CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    }
    encoding = mtom_writing();
    encoding.startInfo = wrong_info;
    CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    encoding = mtom_writing();
    encoding.textEncoding = NULL;
    CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    encoding.textEncoding = (WS_XML_WRITER_ENCODING *)(uintptr_t)&raw.encoding;
    CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    encoding.textEncoding = &encoding.encoding;
    CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), E_INVALIDARG);
    encoding = mtom_writing();
    CHECK_HR(encoded_output(writer, &encoding.encoding, NULL, &fragment, 1), E_INVALIDARG);
    WsFreeWriter(writer);
}

static void holds_parts_to_their_limit(void)
{
    static ULONG limit = 12;
    WS_XML_WRITER_PROPERTY property = {WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE, &limit, sizeof(limit)};
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, NULL, &property, 1), S_OK);
    start(writer, "a");
    start(writer, "b");
    bytes(writer, "123456");
    end(writer);
    start(writer, "b");
    bytes(writer, "123456");
    end(writer);
    /* What stays in the XML does not count. */
    start(writer, "b");
    bytes(writer, "1234");
    CHECK_HR(WsWriteBytes(writer, "5", 1, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);
    WsFreeWriter(writer);
}

typedef struct pushed {
    WS_BYTES pieces[2];
    unsigned calls;
    int had_context;
    HRESULT answer;
} pushed;

static HRESULT CALLBACK push(void *state, WS_WRITE_CALLBACK write, void *write_state, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    pushed *from = (pushed *)state;
    HRESULT hr;
    from->calls++;
    from->had_context |= context != NULL;
    hr = write(write_state, from->pieces, 1, NULL, error);
    if (SUCCEEDED(hr)) {
        hr = write(write_state, from->pieces + 1, 1, context, error);
    }
    return from->answer == S_OK ? hr : from->answer;
}

static HRESULT CALLBACK pull(void *state, void *buffer, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    unsigned *left = (unsigned *)state;
    (void)context;
    (void)error;
    REQUIRE(max >= 3);
    *actual = *left ? 3 : 0;
    *left -= *left ? 1 : 0;
    memcpy(buffer, "xyz", *actual);
    return S_OK;
}

static pushed new_pushed(void)
{
    pushed from;
    memset(&from, 0, sizeof(from));
    from.pieces[0].bytes = (BYTE *)"pu";
    from.pieces[0].length = 2;
    from.pieces[1].bytes = (BYTE *)"sh";
    from.pieces[1].length = 2;
    return from;
}

static void in_memory_callbacks_are_called_at_once(void)
{
    WS_XML_WRITER *writer = writing(NULL);
    pushed from = new_pushed();
    unsigned left = 2;
    start(writer, "a");
    start(writer, "b");
    bytes(writer, "12345");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    CHECK_INT(from.calls, 1);
    end(writer);
    start(writer, "c");
    CHECK_HR(WsPullBytes(writer, pull, &left, NULL), S_OK);
    end(writer);
    end(writer);
    CHECK_OUTPUT(writer, ROOT "<a><b>" INCLUDE1 "</b><c>" INCLUDE("part2.----b.1%40xop") "</c></a>"
                         PART1("12345push") PART("part2.----b.1@xop", OCTETS) "xyzxyz" CLOSE);
    WsFreeWriter(writer);
}

/* The callback is called when its part is written, even for few bytes. */
static void in_streams_bytes_are_pushed_when_it_is_their_turn(void)
{
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    WS_XML_WRITER *writer = NULL;
    pushed from = new_pushed(), other = new_pushed();
    collected *into = (collected *)malloc(sizeof(*into));
    size_t length;
    ctest_call call;
    REQUIRE(into != NULL);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, into, NULL, 0), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_BYTES(into->bytes, into->length, ROOT);
    start(writer, "a");
    start(writer, "b");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    end(writer);
    CHECK_INT(from.calls, 0);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_BYTES(into->bytes, into->length, ROOT "<a><b>" INCLUDE1 "</b>");
    length = into->length;
    start(writer, "c");
    bytes(writer, "12345");
    end(writer);
    end(writer);
    /* Less than asked for does not have to be sent; what is pushed may be any amount. */
    CHECK_HR(WsFlushWriter(writer, 1 << 20, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 1);
    CHECK_INT(from.had_context, 0);
    CHECK_BYTES(into->bytes + length, into->length - length, "<c>" INCLUDE("part2.----b.1%40xop") "</c></a>" PART1("push")
                PART("part2.----b.1@xop", OCTETS) "12345" CLOSE);
    length = into->length;
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_INT(into->length, length);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), WS_E_INVALID_OPERATION);

    /* Next to something else, the bytes are called for at once. */
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, into, NULL, 0), S_OK);
    start(writer, "a");
    start(writer, "b");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    CHECK_INT(from.calls, 1);
    text(writer, "!");
    CHECK_INT(from.calls, 2);
    CHECK_HR(WsPushBytes(writer, push, &other, NULL), S_OK);
    CHECK_INT(other.calls, 1);
    end(writer);
    end(writer);
    CHECK_HR(WsFlushWriter(writer, 1 << 20, NULL, NULL), S_OK);
    CHECK_INT(into->length, 0);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_BYTES(into->bytes, into->length, ROOT "<a><b>cHVzaA==!cHVzaA==</b></a>" CLOSE);

    /* In an asynchronous flush it is called asynchronously. */
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, into, NULL, 0), S_OK);
    from = new_pushed();
    start(writer, "a");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    end(writer);
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, WsFlushWriter(writer, 0, &call.context, NULL)), S_OK);
    ctest_call_free(&call);
    CHECK_INT(from.calls, 1);
    CHECK_INT(from.had_context, 1);
    CHECK_INT(into->had_context, 1);
    CHECK_BYTES(into->bytes, into->length, ROOT "<a>" INCLUDE1 "</a>" PART1("push") CLOSE);

    /* What the callback fails with is what the flush fails with. */
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, into, NULL, 0), S_OK);
    from.answer = E_ABORT;
    start(writer, "a");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    end(writer);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), E_ABORT);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), WS_E_OBJECT_FAULTED);
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, into, NULL, 0), S_OK);
    start(writer, "a");
    CHECK_HR(WsPushBytes(writer, push, &from, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"x", 1, NULL), E_ABORT);
    WsFreeWriter(writer);
    free(into);
}

static void copies_and_writes_buffers(void)
{
    static char source[] = "<a><b>MTIzNDU=</b></a>";
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    WS_XML_WRITER *writer = writing(NULL);
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    void *found = NULL;
    ULONG count = 0;
    /* Characters stay characters. */
    reader_set(reader, source);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, ROOT "<a><b>MTIzNDU=</b></a>" CLOSE);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    start(writer, "a");
    bytes(writer, "12345");
    end(writer);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, &encoding.encoding, NULL, 0, heap, &found, &count, NULL), S_OK);
    CHECK_BYTES(found, count, ROOT "<a>" INCLUDE1 "</a>" PART1("12345") CLOSE);
    WsFreeHeap(heap);
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

static void writes_utf16(void)
{
    WS_XML_WRITER_TEXT_ENCODING wide = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_WRITER_MTOM_ENCODING encoding = mtom_writing();
    WS_XML_WRITER *writer;
    WS_BYTES all;
    static const char head[] =
        "--" BOUNDARY "\r\nContent-ID: <http://start/0>\r\nContent-Transfer-Encoding: binary\r\n"
        "Content-Type: application/xop+xml; charset=utf-16le; type=\"text/xml\"\r\n\r\n<\0a\0";
    encoding.textEncoding = &wide.encoding;
    writer = writing(&encoding);
    start(writer, "a");
    bytes(writer, "12345");
    end(writer);
    REQUIRE_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &all, sizeof(all), NULL), S_OK);
    REQUIRE(all.length > sizeof(head));
    CHECK_MEMORY(all.bytes, sizeof(head) - 1, head, sizeof(head) - 1);
    WsFreeWriter(writer);
}

int main(void)
{
    few_bytes_stay_and_more_become_a_part();
    a_part_is_all_that_is_in_its_element();
    an_attribute_says_what_the_bytes_are();
    writes_the_header_of_the_package();
    refuses_what_cannot_be();
    holds_parts_to_their_limit();
    in_memory_callbacks_are_called_at_once();
    in_streams_bytes_are_pushed_when_it_is_their_turn();
    copies_and_writes_buffers();
    writes_utf16();
    return ctest_summary();
}
