/* Every writing function at every place: what is legal where. */
#include "xml_writing.h"

enum place { CLOSED, ROOT, START, ATTRIBUTE, CONTENT, CDATA, AFTER, FAULTED, PLACES };

static const char *const names[PLACES] = { "closed", "root", "start", "attribute", "content", "cdata", "after",
                                           "faulted" };

/* Brings a writer to a place. */
static void go(WS_XML_WRITER *writer, enum place place)
{
    if (place == CLOSED) {
        CHECK_HR(WsSetOutput(writer, NULL, NULL, NULL, 0, NULL), S_OK);
        return;
    }
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    if (place == ROOT) {
        return;
    }
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    switch (place) {
    case ATTRIBUTE:
        CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
        break;
    case CONTENT:
        CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
        break;
    case CDATA:
        CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
        break;
    case AFTER:
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        break;
    case FAULTED:
        CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x01", 1, NULL), WS_E_INVALID_FORMAT);
        break;
    default:
        break;
    }
}

static HRESULT start_element(WS_XML_WRITER *writer)
{
    return WsWriteStartElement(writer, NULL, S("u"), S(""), NULL);
}
static HRESULT end_start_element(WS_XML_WRITER *writer)
{
    return WsWriteEndStartElement(writer, NULL);
}
static HRESULT end_element(WS_XML_WRITER *writer)
{
    return WsWriteEndElement(writer, NULL);
}
static HRESULT start_attribute(WS_XML_WRITER *writer)
{
    return WsWriteStartAttribute(writer, NULL, S("b"), S(""), FALSE, NULL);
}
static HRESULT end_attribute(WS_XML_WRITER *writer)
{
    return WsWriteEndAttribute(writer, NULL);
}
static HRESULT xmlns_attribute(WS_XML_WRITER *writer)
{
    return WsWriteXmlnsAttribute(writer, S("p"), S("n"), FALSE, NULL);
}
static HRESULT text(WS_XML_WRITER *writer)
{
    WS_XML_UTF8_TEXT utf8 = { { WS_XML_TEXT_TYPE_UTF8 }, WS_XML_STRING_VALUE("x") };
    return WsWriteText(writer, &utf8.text, NULL);
}
static HRESULT chars(WS_XML_WRITER *writer)
{
    return WsWriteChars(writer, W("x"), 1, NULL);
}
static HRESULT chars_utf8(WS_XML_WRITER *writer)
{
    return WsWriteCharsUtf8(writer, (const BYTE *)"x", 1, NULL);
}
static HRESULT space(WS_XML_WRITER *writer)
{
    return WsWriteCharsUtf8(writer, (const BYTE *)" ", 1, NULL);
}
static HRESULT bytes(WS_XML_WRITER *writer)
{
    return WsWriteBytes(writer, "x", 1, NULL);
}
static HRESULT qualified_name(WS_XML_WRITER *writer)
{
    return WsWriteQualifiedName(writer, S("p"), S("x"), NULL, NULL);
}
static HRESULT array(WS_XML_WRITER *writer)
{
    static const INT32 items[1] = { 1 };
    return WsWriteArray(writer, S("i"), S(""), WS_INT32_VALUE_TYPE, items, sizeof(items), 0, 1, NULL);
}
static HRESULT start_cdata(WS_XML_WRITER *writer)
{
    return WsWriteStartCData(writer, NULL);
}
static HRESULT end_cdata(WS_XML_WRITER *writer)
{
    return WsWriteEndCData(writer, NULL);
}
static HRESULT comment(WS_XML_WRITER *writer)
{
    WS_XML_COMMENT_NODE node = { { WS_XML_NODE_TYPE_COMMENT }, WS_XML_STRING_VALUE("c") };
    return WsWriteNode(writer, &node.node, NULL);
}
static HRESULT eof(WS_XML_WRITER *writer)
{
    WS_XML_NODE node = { WS_XML_NODE_TYPE_EOF };
    return WsWriteNode(writer, &node, NULL);
}
static HRESULT no_node(WS_XML_WRITER *writer)
{
    return WsWriteNode(writer, NULL, NULL);
}
static HRESULT no_bytes(WS_XML_WRITER *writer)
{
    return WsWriteBytes(writer, NULL, 0, NULL);
}
static HRESULT flush(WS_XML_WRITER *writer)
{
    return WsFlushWriter(writer, 0, NULL, NULL);
}
static HRESULT move(WS_XML_WRITER *writer)
{
    return WsMoveWriter(writer, WS_MOVE_TO_EOF, NULL, NULL);
}
static HRESULT position(WS_XML_WRITER *writer)
{
    WS_XML_NODE_POSITION where;
    return WsGetWriterPosition(writer, &where, NULL);
}
static HRESULT depth(WS_XML_WRITER *writer)
{
    ULONG value;
    return WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL);
}

#define OK S_OK
#define OP WS_E_INVALID_OPERATION
#define FMT WS_E_INVALID_FORMAT
#define FLT WS_E_OBJECT_FAULTED
#define ARG E_INVALIDARG

static const struct {
    const char *name;
    HRESULT (*call)(WS_XML_WRITER *);
    HRESULT expected[PLACES];
} calls[] = {
    /*                       closed root start attr content cdata after faulted */
    { "start element", start_element, { OP, OK, OK, OP, OK, OP, FMT, FLT } },
    { "end start element", end_start_element, { OP, OP, OK, OP, OP, OP, OP, FLT } },
    { "end element", end_element, { OP, FMT, OK, OP, OK, OP, FMT, FLT } },
    { "start attribute", start_attribute, { OP, OP, OK, OP, OP, OP, OP, FLT } },
    { "end attribute", end_attribute, { OP, OP, OP, OK, OP, OP, OP, FLT } },
    { "xmlns attribute", xmlns_attribute, { OP, OP, OK, OP, OP, OP, OP, FLT } },
    { "text", text, { OP, FMT, OK, OK, OK, OK, FMT, FLT } },
    { "chars", chars, { OP, FMT, OK, OK, OK, OK, FMT, FLT } },
    { "chars utf8", chars_utf8, { OP, FMT, OK, OK, OK, OK, FMT, FLT } },
    { "space", space, { OP, OK, OK, OK, OK, OK, OK, FLT } },
    { "bytes", bytes, { OP, FMT, OK, OK, OK, OK, FMT, FLT } },
    { "qualified name", qualified_name, { OP, FMT, OK, OK, OK, OK, FMT, FLT } },
    { "array", array, { OP, OK, OK, OP, OK, OP, FMT, FLT } },
    { "start cdata", start_cdata, { OP, FMT, OK, OP, OK, OP, FMT, FLT } },
    { "end cdata", end_cdata, { OP, OP, OP, OP, OP, OK, OP, FLT } },
    { "comment", comment, { OP, OK, OK, OP, OK, OP, OK, FLT } },
    { "eof", eof, { OP, OK, OK, OK, OK, OK, OK, FLT } },
    { "no node", no_node, { OP, ARG, ARG, ARG, ARG, ARG, ARG, FLT } },
    { "no bytes", no_bytes, { OP, OK, OK, OK, OK, OK, OK, FLT } },
    { "flush", flush, { OP, OK, OK, OK, OK, OK, OK, FLT } },
    { "move", move, { OP, OP, OP, OP, OP, OP, OP, FLT } },
    { "position", position, { OP, OP, OP, OP, OP, OP, OP, FLT } },
    { "property", depth, { OP, OK, OK, OK, OK, OK, OK, FLT } },
};

static void every_call_at_every_place(void)
{
    WS_XML_WRITER *writer = new_writer();
    unsigned i;
    int place;
    for (i = 0; i < CTEST_COUNT(calls); i++) {
        for (place = CLOSED; place < PLACES; place++) {
            HRESULT hr;
            go(writer, (enum place)place);
            hr = calls[i].call(writer);
            if (!CHECK(hr == calls[i].expected[place])) {
                printf("  %s at %s: 0x%08lX\n", calls[i].name, names[place], (unsigned long)(uint32_t)hr);
            }
        }
        CHECK_HR(calls[i].call(NULL), E_INVALIDARG);
    }
    WsFreeWriter(writer);
    for (i = 0; i < CTEST_COUNT(calls); i++) {
        CHECK_HR(calls[i].call(writer), E_INVALIDARG);
    }
}

static void a_failure_is_told_in_words(void)
{
    WS_XML_WRITER *writer = new_writer();
    WS_ERROR *error = NULL;
    WS_STRING message = { 0, NULL };
    ULONG count = 0;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("n"), error), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("1"), S("n"), error), WS_E_INVALID_FORMAT);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    CHECK_INT(count, 3);
    CHECK_HR(WsGetErrorString(error, 0, &message), S_OK);
    CHECK_STRING(message, W("WsWriteStartElement failed"));
    CHECK_HR(WsGetErrorString(error, 1, &message), S_OK);
    CHECK_STRING(message, W("the XML writer is at /p:a"));
    WsFreeError(error);
    WsFreeWriter(writer);
}

int main(void)
{
    every_call_at_every_place();
    a_failure_is_told_in_words();
    return ctest_summary();
}
