/* Reading MTOM, from memory and from streams. */
#include "mtom.h"

#define OCTETS "application/octet-stream"
#define XML "<a><b>" INCLUDE("one") "</b><c>" INCLUDE("http%3A%2f%2Ftwo") "</c>t</a>"
#define ONE PART("one", OCTETS) "\0\r\n--\r\n-" BOUNDARY "1"
#define TWO PART("http://two", "image/png") "two"
#define NODES "<a>|<b>|(type 3)|END|<c>|(type 3)|END|t|END|EOF"

static const char package[] = ROOT XML ONE TWO CLOSE;
static const char one[] = "\0\r\n--\r\n-" BOUNDARY "1";

/* All nodes, with the bytes of texts; fills the reader whenever more is needed. */
static HRESULT read_all(WS_XML_READER *reader, text_out *out, text_out *bytes)
{
    int was_bytes = 0;
    out->length = 0;
    bytes->length = 0;
    for (;;) {
        HRESULT hr = WsReadNode(reader, NULL);
        const WS_XML_NODE *node;
        if (hr == WS_E_QUOTA_EXCEEDED) {
            hr = WsFillReader(reader, 1, NULL, NULL);
            if (hr == S_OK) {
                continue;
            }
        }
        if (hr != S_OK) {
            return hr;
        }
        node = reader_node(reader);
        if (node->nodeType == WS_XML_NODE_TYPE_TEXT) {
            const WS_XML_TEXT *text = ((const WS_XML_TEXT_NODE *)node)->text;
            if (text->textType == WS_XML_TEXT_TYPE_BASE64) {
                const WS_XML_BASE64_TEXT *base64 = (const WS_XML_BASE64_TEXT *)text;
                out_bytes(bytes, base64->bytes, base64->length);
                if (was_bytes) {
                    continue;
                }
                was_bytes = 1;
            }
        } else {
            was_bytes = 0;
        }
        if (out->length) {
            out_text(out, "|");
        }
        out_node(out, node);
        if (node->nodeType == WS_XML_NODE_TYPE_EOF) {
            return S_OK;
        }
    }
}

static HRESULT set(WS_XML_READER *reader, const void *bytes, size_t size)
{
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    return encoded_input(reader, &encoding.encoding, bytes, size, NULL, 0, NULL, 0);
}

static void shows_parts_as_bytes(void)
{
    WS_XML_READER *reader = reader_new();
    const WS_XML_NODE *node;
    const WS_XML_BASE64_TEXT *text;
    char found[64];
    WCHAR wide[64];
    ULONG count;
    size_t size;
    BOOL fragment = TRUE;
    CHECK_HR(set(reader, package, sizeof(package) - 1), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, &fragment, sizeof(fragment), NULL),
             S_OK);
    CHECK_INT(fragment, FALSE);
    CHECK_HR(WsReadToStartElement(reader, S("a"), S(""), NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    node = reader_node(reader);
    REQUIRE(node->nodeType == WS_XML_NODE_TYPE_TEXT);
    text = (const WS_XML_BASE64_TEXT *)((const WS_XML_TEXT_NODE *)node)->text;
    REQUIRE(text->text.textType == WS_XML_TEXT_TYPE_BASE64);
    CHECK_MEMORY(text->bytes, text->length, one, sizeof(one) - 1);
    /* They are where the application put them. */
    CHECK((const char *)text->bytes > package && (const char *)text->bytes < package + sizeof(package));
    CHECK_HR(read_all_bytes(reader, found, sizeof(found), &size, 5), S_OK);
    CHECK_MEMORY(found, size, one, sizeof(one) - 1);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    /* As characters they are base64. */
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadChars(reader, wide, 64, &count, NULL), S_OK);
    CHECK_WIDE(wide, count, W("dHdv"));
    CHECK_HR(WsReadChars(reader, wide, 64, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    WsFreeReader(reader);
}

static void reads_memory_and_streams_alike(void)
{
    WS_XML_READER_MTOM_ENCODING encodings[2];
    static const char headed[] = MIME_HEADER ROOT XML ONE TWO CLOSE;
    WS_XML_READER *reader = reader_new();
    text_out nodes, bytes;
    piecewise from;
    size_t step;
    unsigned kind;
    encodings[0] = mtom_reading();
    encodings[1] = mtom_reading_header();
    for (kind = 0; kind < 2; kind++) {
        const char *text = kind ? headed : package;
        size_t size = kind ? sizeof(headed) - 1 : sizeof(package) - 1;
        CHECK_HR(encoded_input(reader, &encodings[kind].encoding, text, size, NULL, 0, NULL, 0), S_OK);
        CHECK_HR(read_all(reader, &nodes, &bytes), S_OK);
        CHECK_TEXT(nodes.text, NODES);
        CHECK_MEMORY(bytes.text, bytes.length, "\0\r\n--\r\n-" BOUNDARY "1two", sizeof(one) + 2);
        for (step = 1; step < size + 10; step += step < 12 ? 1 : 97) {
            CHECK_HR(encoded_input(reader, &encodings[kind].encoding, text, size, &from, step, NULL, 0), S_OK);
            CHECK_HR(WsReadNode(reader, NULL), WS_E_QUOTA_EXCEEDED);
            CHECK_INT(from.calls, 0);
            CHECK_HR(read_all(reader, &nodes, &bytes), S_OK);
            CHECK_TEXT(nodes.text, NODES);
            CHECK_MEMORY(bytes.text, bytes.length, "\0\r\n--\r\n-" BOUNDARY "1two", sizeof(one) + 2);
        }
    }
    WsFreeReader(reader);
}

/* A start element can be read before its part has come, and bytes can be asked for again and again. */
static void waits_for_parts_in_the_place_of_their_bytes(void)
{
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_XML_READER *reader = reader_new();
    piecewise from;
    char found[64];
    ULONG count;
    size_t size;
    unsigned calls;
    CHECK_HR(encoded_input(reader, &encoding.encoding, package, sizeof(package) - 1, &from, 1, NULL, 0), S_OK);
    CHECK_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, S("a"), S(""), NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_TEXT);
    CHECK_HR(WsReadBytes(reader, found, sizeof(found), &count, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_TEXT);
    CHECK_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_HR(read_all_bytes(reader, found, sizeof(found), &size, 3), S_OK);
    CHECK_MEMORY(found, size, one, sizeof(one) - 1);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsFillReader(reader, 1000, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, found, sizeof(found), &count, NULL), S_OK);
    CHECK_BYTES(found, count, "two");
    CHECK_HR(WsReadBytes(reader, found, sizeof(found), &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    /* Behind the last part there is nothing to wait for. */
    calls = from.calls;
    CHECK_HR(WsFillReader(reader, 1000, NULL, NULL), S_OK);
    CHECK_INT(from.calls, calls);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    WsFreeReader(reader);
}

static void streams_skip_values_and_fill_asynchronously(void)
{
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_XML_READER *reader = reader_new();
    piecewise from;
    ctest_call call;
    HRESULT hr;
    ctest_call_create(&call);
    CHECK_HR(encoded_input(reader, &encoding.encoding, package, sizeof(package) - 1, &from, 7, NULL, 0), S_OK);
    CHECK_HR(ctest_call_end(&call, WsFillReader(reader, 1, &call.context, NULL)), S_OK);
    CHECK_HR(WsReadToStartElement(reader, S("a"), S(""), NULL, NULL), S_OK);
    for (hr = WS_E_QUOTA_EXCEEDED; hr == WS_E_QUOTA_EXCEEDED;) {
        hr = WsSkipNode(reader, NULL);
        if (hr == WS_E_QUOTA_EXCEEDED) {
            CHECK_HR(ctest_call_end(&call, WsFillReader(reader, 1, &call.context, NULL)), S_OK);
        }
    }
    CHECK_HR(hr, S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    ctest_call_free(&call);
    WsFreeReader(reader);
}

typedef struct document {
    const char *bytes;
    size_t size;
    /* From memory, and from a stream. */
    HRESULT memory;
    HRESULT stream;
    /* What the error says. */
    const char *message;
} document;

#define D(text) text, sizeof(text) - 1
#define BARE(headers, content) "\r\n--" BOUNDARY "\r\n" headers "\r\n\r\n" content
#define ID(id) "Content-ID: <" id ">"
#define XROOT(headers) "--" BOUNDARY "\r\n" ID("http://start/0") "\r\nContent-Type: " headers "\r\n\r\n"

static void takes_what_is_well_formed_and_nothing_else(void)
{
    static const document documents[] = {
        {D(ROOT "<a/>" CLOSE), S_OK, S_OK, NULL},
        {D("preamble\r\n" ROOT "<a/>" CLOSE "epilogue"), S_OK, S_OK, NULL},
        {D("\r\n" ROOT "<a/>" CLOSE), S_OK, S_OK, NULL},
        {D("--" BOUNDARY " \t\r\n" ID("http://start/0") "\r\ncontent-type:APPLICATION/xop+xml\r\n\r\n<a/>" CLOSE), S_OK,
         S_OK, NULL},
        {D(XROOT("application/xop+xml;\r\n charset=UTF-8;\r\n\ttype=\"text/xml; a=b\"") "<a/>" CLOSE), S_OK, S_OK, NULL},
        {D(XROOT("application/xop+xml; charset=utf-16le") "<\0a\0/\0>\0" CLOSE), S_OK, S_OK, NULL},
        /* Parts before the root, out of order, or that nothing refers to, are for documents in memory. */
        {D("--" BOUNDARY "\r\n" ID("one") "\r\n\r\n1\r\n" ROOT "<a>" INCLUDE("one") "</a>" CLOSE), S_OK,
         WS_E_INVALID_FORMAT, "root part"},
        {D(ROOT "<a><b>" INCLUDE("one") "</b>" INCLUDE("two") "</a>" BARE(ID("two"), "2") BARE(ID("one"), "1") CLOSE),
         S_OK, WS_E_INVALID_FORMAT, "'one'"},
        {D(ROOT "<a>" INCLUDE("two") "</a>" BARE(ID("one"), "1") BARE(ID("two"), "2") CLOSE), S_OK, WS_E_INVALID_FORMAT,
         "'two'"},
        {D(ROOT "<a/>" BARE(ID("one"), "1") BARE("X: y", "2") CLOSE), S_OK, S_OK, NULL},
        /* Nothing at all can be in a part. */
        {D(ROOT "<a>" INCLUDE("one") "</a>" BARE(ID("one"), "") CLOSE), S_OK, S_OK, NULL},
        {D(ROOT "<a>" INCLUDE("one") "</a>\r\n--" BOUNDARY "\r\n" ID("one") "\r\n" CLOSE), S_OK, S_OK, NULL},
        {D(ROOT "<a>" INCLUDE("one") "<b/></a>" BARE(ID("one"), "1") CLOSE), S_OK, S_OK, NULL},
        {D(ROOT "<a><i:Include href='CID:one' x='y' xmlns:i='" XOP "'><x>z</x></i:Include></a>" BARE(ID("one"), "1") CLOSE),
         S_OK, S_OK, NULL},
        {D(ROOT "<a>" INCLUDE("one") "</a>" BARE("Content-Transfer-Encoding: 7BIT\r\ncontent-id:one", "1") CLOSE), S_OK,
         S_OK, NULL},
        /* An element of that name of no namespace is an element. */
        {D(ROOT "<a><Include href='cid:one'/></a>" CLOSE), S_OK, S_OK, NULL},

        {D(""), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "boundary before the first MIME part"},
        {D("<a/>"), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "boundary before the first MIME part"},
        {D("--" BOUNDARY "--"), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "the end of all"},
        {D("--" BOUNDARY "\r\nContent-Type: text/xml\r\n\r\n<a/>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, NULL},
        {D(XROOT("text/xml") "<a/>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "application/xop+xml, found 'text/xml'"},
        {D(XROOT("application/xop+xml; type=\"application/soap+xml\"") "<a/>" CLOSE), WS_E_INVALID_FORMAT,
         WS_E_INVALID_FORMAT, "'text/xml', found 'application/soap+xml'"},
        {D(XROOT("application/xop+xml; charset=latin1") "<a/>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "'latin1'"},
        {D("--" BOUNDARY "\r\nno header\r\n\r\n<a/>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT,
         "expected a MIME header, found 'no header', at byte offset 13"},
        {D(ROOT "<a>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "root part"},
        {D(ROOT INCLUDE("one") BARE(ID("one"), "1") CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "at the root"},
        {D(ROOT "<a>" INCLUDE("one") "</a>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "'one'"},
        {D(ROOT "<a><b>" INCLUDE("one") "</b>" INCLUDE("one") "</a>" BARE(ID("one"), "1") CLOSE), WS_E_INVALID_FORMAT,
         WS_E_INVALID_FORMAT, "'one'"},
        {D(ROOT "<a/>" BARE(ID("one"), "1") BARE(ID("one"), "2") CLOSE), WS_E_INVALID_FORMAT, S_OK,
         "identifier of its own"},
        {D(ROOT "<a>" INCLUDE("%zz") "</a>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "'cid:%zz'"},
        {D(ROOT "<a><i:Include xmlns:i='" XOP "'/></a>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "found none"},
        {D(ROOT "<a><i:Include xmlns:i='" XOP "' href='http://x'/></a>" CLOSE), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT,
         "'http://x'"},
        {D(ROOT "<a>" INCLUDE("one") "</a>" BARE(ID("one") "\r\nContent-Transfer-Encoding: base64", "MQ==") CLOSE),
         WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT, "'base64', at byte offset"},
        {D(ROOT "<a>" INCLUDE("one") "</a>" BARE(ID("one"), "1")), WS_E_INVALID_FORMAT, WS_E_INVALID_FORMAT,
         "boundary after a MIME part, found the end of the input, at byte offset"},
    };
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_XML_READER *reader = reader_new();
    WS_ERROR *error = NULL;
    text_out nodes, bytes;
    piecewise from;
    size_t i, step;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (i = 0; i < CTEST_COUNT(documents); i++) {
        const document *given = &documents[i];
        unsigned before = ctest_failures;
        CHECK_HR(set(reader, given->bytes, given->size), S_OK);
        CHECK_HR(read_all(reader, &nodes, &bytes), given->memory);
        if (given->memory != S_OK) {
            CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
        }
        for (step = 1; step < 200; step = step * 3 + 1) {
            CHECK_HR(encoded_input(reader, &encoding.encoding, given->bytes, given->size, &from, step, NULL, 0), S_OK);
            CHECK_HR(read_all(reader, &nodes, &bytes), given->stream);
        }
        if (given->message) {
            HRESULT hr = S_OK;
            if (given->memory != S_OK) {
                CHECK_HR(set(reader, given->bytes, given->size), S_OK);
            } else {
                CHECK_HR(encoded_input(reader, &encoding.encoding, given->bytes, given->size, &from, 999, NULL, 0), S_OK);
                hr = WsFillReader(reader, 9999, NULL, error);
            }
            while (hr == S_OK) {
                hr = WsReadNode(reader, error);
                if (hr == S_OK && reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
                    break;
                }
            }
            CHECK(ctest_error_has(error, given->message));
            CHECK_HR(WsResetError(error), S_OK);
        }
        if (ctest_failures != before) {
            printf("  document %u\n", (unsigned)i);
        }
    }
    WsFreeError(error);
    WsFreeReader(reader);
}

static void every_truncation_fails_cleanly(void)
{
    static const char headed[] = MIME_HEADER ROOT XML ONE TWO CLOSE;
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading_header();
    WS_XML_READER *reader = reader_new();
    text_out nodes, bytes;
    piecewise from;
    size_t size;
    /* With the two hyphens of the last boundary, it is whole. */
    for (size = 0; size < sizeof(headed) - 3; size++) {
        char *copy = (char *)malloc(size + 1);
        REQUIRE(copy != NULL);
        memcpy(copy, headed, size);
        CHECK_HR(encoded_input(reader, &encoding.encoding, copy, size, NULL, 0, NULL, 0), S_OK);
        CHECK_HR(read_all(reader, &nodes, &bytes), WS_E_INVALID_FORMAT);
        if (size % 5 == 0) {
            CHECK_HR(encoded_input(reader, &encoding.encoding, copy, size, &from, 13, NULL, 0), S_OK);
            CHECK_HR(read_all(reader, &nodes, &bytes), WS_E_INVALID_FORMAT);
        }
        REQUIRE_HR(WsSetInput(reader, NULL, NULL, NULL, 0, NULL), S_OK);
        free(copy);
    }
    CHECK_HR(encoded_input(reader, &encoding.encoding, headed, sizeof(headed) - 3, NULL, 0, NULL, 0), S_OK);
    CHECK_HR(read_all(reader, &nodes, &bytes), S_OK);
    WsFreeReader(reader);
}

static void the_header_of_the_package_says_how_to_read_it(void)
{
#define PACKAGE(type) "Content-Type: " type "\r\n\r\n--b\r\nContent-Type: application/xop+xml\r\n\r\n<a/>\r\n--b--"
    static const struct {
        const char *text;
        HRESULT expected;
    } tests[] = {
        {PACKAGE("multipart/related;type=application/xop+xml;boundary=b"), S_OK},
        {PACKAGE("Multipart/Related; Boundary=\"b\"; Type=\"Application/XOP+XML\"; start-info=\"x/y\""), S_OK},
        {"X: y\r\n" PACKAGE("multipart/related;\r\n type=\"application/xop+xml\";\r\n boundary=\"b\""), S_OK},
        {PACKAGE("multipart/mixed;type=\"application/xop+xml\";boundary=b"), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;type=\"text/xml\";boundary=b"), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;boundary=b"), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;type=\"application/xop+xml\""), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;type=\"application/xop+xml\";boundary=\"\""), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;type=\"application/xop+xml\";boundary=c"), WS_E_INVALID_FORMAT},
        {PACKAGE("multipart/related;type=\"application/xop+xml\";boundary=b;start=\"<x>\""), WS_E_INVALID_FORMAT},
        {"\r\n" PACKAGE("multipart/related;type=application/xop+xml;boundary=b"), WS_E_INVALID_FORMAT},
    };
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading_header();
    WS_XML_READER *reader = reader_new();
    text_out nodes, bytes;
    unsigned i;
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        CHECK_HR(encoded_input(reader, &encoding.encoding, tests[i].text, strlen(tests[i].text), NULL, 0, NULL, 0), S_OK);
        CHECK_HR(read_all(reader, &nodes, &bytes), tests[i].expected);
        if (tests[i].expected == S_OK) {
            CHECK_TEXT(nodes.text, "<a/>|END|EOF");
        }
    }
    WsFreeReader(reader);
}

static HRESULT limited(WS_XML_READER_PROPERTY_ID id, ULONG limit, int is_stream)
{
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_PROPERTY property;
    piecewise from;
    HRESULT hr = S_OK;
    property.id = id;
    property.value = &limit;
    property.valueSize = sizeof(limit);
    CHECK_HR(encoded_input(reader, &encoding.encoding, package, sizeof(package) - 1, is_stream ? &from : NULL, 5,
                           &property, 1),
             S_OK);
    while (hr == S_OK) {
        hr = WsReadNode(reader, NULL);
        if (hr == WS_E_QUOTA_EXCEEDED && is_stream && from.at < from.size) {
            /* A reader that has failed for good is not filled. */
            hr = WsFillReader(reader, 1, NULL, NULL);
            if (hr == WS_E_INVALID_OPERATION) {
                hr = WS_E_QUOTA_EXCEEDED;
                break;
            }
        } else if (hr == S_OK && reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
            break;
        }
    }
    WsFreeReader(reader);
    return hr;
}

static void keeps_the_limits(void)
{
    static const char root_headers[] = ROOT;
    ULONG root_size = sizeof(XML) - 1;
    /* Without the first boundary. */
    ULONG headers_size = sizeof(root_headers) - 1 - (sizeof("--" BOUNDARY "\r\n") - 1);
    int is_stream;
    for (is_stream = 0; is_stream < 2; is_stream++) {
        HRESULT only_stream = is_stream ? WS_E_QUOTA_EXCEEDED : S_OK;
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_MIME_PARTS, 3, is_stream), S_OK);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_MIME_PARTS, 2, is_stream), WS_E_QUOTA_EXCEEDED);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE, root_size, is_stream), S_OK);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE, root_size - 1, is_stream), only_stream);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, headers_size, is_stream), S_OK);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, headers_size - 1, is_stream), only_stream);
        /* An xop:Include is not one of the document's elements. */
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_DEPTH, 2, is_stream), S_OK);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_DEPTH, 1, is_stream), WS_E_QUOTA_EXCEEDED);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 0, is_stream), S_OK);
        CHECK_HR(limited(WS_XML_READER_PROPERTY_MAX_NAMESPACES, 0, is_stream), S_OK);
    }
}

static void refuses_what_cannot_be(void)
{
    static const WS_STRING some = WIDE("some"), none = {0, NULL};
    static const WS_XML_READER_RAW_ENCODING raw = {{WS_XML_READER_ENCODING_TYPE_RAW}};
    static const BOOL yes = TRUE;
    WS_XML_READER_PROPERTY fragment;
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    fragment.id = WS_XML_READER_PROPERTY_ALLOW_FRAGMENT;
    fragment.value = (void *)(uintptr_t)&yes;
    fragment.valueSize = sizeof(yes);
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, &fragment, 1), E_INVALIDARG);
    encoding.boundary = none;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    encoding = mtom_reading();
    encoding.textEncoding = (WS_XML_READER_ENCODING *)(uintptr_t)&raw.encoding;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    encoding.textEncoding = &encoding.encoding;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    encoding = mtom_reading_header();
    encoding.boundary = some;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    encoding = mtom_reading_header();
    encoding.startInfo = some;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    encoding = mtom_reading_header();
    encoding.startUri = some;
    CHECK_HR(encoded_input(reader, &encoding.encoding, "", 0, NULL, 0, NULL, 0), E_INVALIDARG);
    WsFreeReader(reader);
}

static void the_charset_of_the_xml_is_as_given(void)
{
    static const char utf8[] = XROOT("application/xop+xml; charset=utf-8") "<a/>" CLOSE;
    static const char utf16[] = XROOT("application/xop+xml") "\xFE\xFF\0<\0a\0/\0>" CLOSE;
    WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16BE};
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_XML_READER *reader = reader_new();
    text_out nodes, bytes;
    encoding.textEncoding = &text.encoding;
    CHECK_HR(encoded_input(reader, &encoding.encoding, utf16, sizeof(utf16) - 1, NULL, 0, NULL, 0), S_OK);
    CHECK_HR(read_all(reader, &nodes, &bytes), S_OK);
    CHECK_TEXT(nodes.text, "<a/>|END|EOF");
    CHECK_HR(encoded_input(reader, &encoding.encoding, utf8, sizeof(utf8) - 1, NULL, 0, NULL, 0), S_OK);
    CHECK_HR(read_all(reader, &nodes, &bytes), WS_E_INVALID_FORMAT);
    text.charSet = WS_CHARSET_AUTO;
    CHECK_HR(encoded_input(reader, &encoding.encoding, utf16, sizeof(utf16) - 1, NULL, 0, NULL, 0), S_OK);
    CHECK_HR(read_all(reader, &nodes, &bytes), S_OK);
    WsFreeReader(reader);
}

/* As a value, as a buffer, and copied to text. */
static void parts_are_values_like_others(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_WRITER *writer = new_writer();
    WS_HEAP *heap = heap_new();
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_READER_MTOM_ENCODING encoding = mtom_reading();
    WS_BYTES value = {0, NULL};
    WS_XML_STRING name = xml_string("c"), ns = xml_string("");
    WS_ELEMENT_DESCRIPTION description = {&name, &ns, WS_BYTES_TYPE, NULL};
    CHECK_HR(set(reader, package, sizeof(package) - 1), S_OK);
    CHECK_HR(WsReadToStartElement(reader, S("a"), S(""), NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(WsReadElement(reader, &description, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), NULL), S_OK);
    CHECK_BYTES(value.bytes, value.length, "two");
    CHECK_HR(WsReadXmlBufferFromBytes(reader, &encoding.encoding, NULL, 0, package, sizeof(package) - 1, heap, &buffer,
                                      NULL),
             S_OK);
    CHECK_BUFFER(buffer, "<a><b>AA0KLS0NCi0tLS0tPV9iLjEx</b><c>dHdv</c>t</a>");
    CHECK_HR(set(reader, package, sizeof(package) - 1), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<a><b>AA0KLS0NCi0tLS0tPV9iLjEx</b><c>dHdv</c>t</a>");
    WsFreeHeap(heap);
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

int main(void)
{
    shows_parts_as_bytes();
    reads_memory_and_streams_alike();
    waits_for_parts_in_the_place_of_their_bytes();
    streams_skip_values_and_fill_asynchronously();
    takes_what_is_well_formed_and_nothing_else();
    every_truncation_fails_cleanly();
    the_header_of_the_package_says_how_to_read_it();
    keeps_the_limits();
    refuses_what_cannot_be();
    the_charset_of_the_xml_is_as_given();
    parts_are_values_like_others();
    return ctest_summary();
}
