/* Streams: documents that a callback brings, at once or in pieces, synchronously and asynchronously. */
#include "ctest_error.h"
#include "reader.h"

typedef struct source {
    const char *bytes;
    size_t size;
    size_t at;
    /* At most this much at a time. */
    size_t step;
    HRESULT failure;
    ULONG max_seen;
    int calls;
    int had_context;
    /* How an asynchronous call is answered. */
    int is_late;
    pthread_t threads[64];
    unsigned thread_count;
    WS_ERROR *error_seen;
} source;

typedef struct late {
    source *from;
    void *bytes;
    ULONG max;
    ULONG *actual;
    WS_ASYNC_CONTEXT context;
} late;

static ULONG take(source *from, void *bytes, ULONG max)
{
    size_t count = from->size - from->at;
    if (count > from->step) {
        count = from->step;
    }
    if (count > max) {
        count = max;
    }
    memcpy(bytes, from->bytes + from->at, count);
    from->at += count;
    return (ULONG)count;
}

static void *answer_late(void *state)
{
    late *pending = (late *)state;
    late copy = *pending;
    free(pending);
    if (copy.from->failure != S_OK) {
        copy.context.callback(copy.from->failure, WS_LONG_CALLBACK, copy.context.callbackState);
        return NULL;
    }
    *copy.actual = take(copy.from, copy.bytes, copy.max);
    copy.context.callback(S_OK, WS_LONG_CALLBACK, copy.context.callbackState);
    return NULL;
}

static HRESULT CALLBACK read_some(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                  WS_ERROR *error)
{
    source *from = (source *)state;
    REQUIRE(bytes != NULL && max > 0 && actual != NULL);
    from->calls++;
    from->max_seen = max;
    from->error_seen = error;
    from->had_context |= context != NULL;
    if (context && from->is_late) {
        late *pending = (late *)malloc(sizeof(*pending));
        REQUIRE(pending != NULL && from->thread_count < CTEST_COUNT(from->threads));
        pending->from = from;
        pending->bytes = bytes;
        pending->max = max;
        pending->actual = actual;
        pending->context = *context;
        REQUIRE(pthread_create(&from->threads[from->thread_count++], NULL, answer_late, pending) == 0);
        return WS_S_ASYNC;
    }
    if (from->failure != S_OK) {
        return from->failure;
    }
    *actual = take(from, bytes, max);
    return S_OK;
}

static void join_late(source *from)
{
    while (from->thread_count > 0) {
        pthread_join(from->threads[--from->thread_count], NULL);
    }
}

static HRESULT set_stream(WS_XML_READER *reader, source *from, const char *text, size_t step)
{
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_STREAM_INPUT input;
    memset(from, 0, sizeof(*from));
    from->bytes = text;
    from->size = strlen(text);
    from->step = step;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_AUTO;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = read_some;
    input.readCallbackState = from;
    return WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL);
}

/* Nothing is read before it is asked for, and a function that needs more says so and can be called again. */
static void filling(void)
{
    WS_XML_READER *reader = reader_new();
    source from;
    WS_CHARSET charset;
    WS_XML_STRING name = xml_string("t");
    WS_XML_STRING ns = xml_string("");
    BOOL found;

    CHECK_HR(WsFillReader(NULL, 1, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsFillReader(reader, 1, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(set_stream(reader, &from, "<t/>", 100), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), NULL),
             WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_INT(from.calls, 0);
    CHECK_HR(WsFillReader(reader, 4, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 1);
    CHECK_INT(from.max_seen, 4096);
    CHECK(!from.had_context);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), NULL), S_OK);
    CHECK_INT(charset, WS_CHARSET_UTF8);
    CHECK_HR(WsFillReader(reader, 4, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 1);
    found = -1;
    CHECK_HR(WsReadToStartElement(reader, &name, &ns, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    /* The end of an empty element needs nothing more; what is behind it does. */
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 2);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    /* The source is not asked again after it has ended. */
    CHECK_HR(WsFillReader(reader, 100, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 2);

    /* A source of nothing. */
    CHECK_HR(set_stream(reader, &from, "", 100), S_OK);
    CHECK_HR(WsFillReader(reader, 0, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 0);
    CHECK_HR(WsReadToStartElement(reader, &name, &ns, &found, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, &name, &ns, &found, NULL), WS_E_INVALID_FORMAT);

    CHECK_HR(set_stream(reader, &from, "\xEF\xBB\xBF<?xml version=\"1.0\" encoding=\"utf-8\"?><t/>", 100), S_OK);
    CHECK_HR(WsFillReader(reader, (ULONG)from.size, NULL, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, &name, &ns, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    WsFreeReader(reader);
}

static const char document[] =
    "<?xml version='1.0'?><!-- c -->\r\n<p:a xmlns:p='n' b='1&amp;2'>t\xE2\x82\xAC&lt;\r\n<![CDATA[<x>]]]><p:c/>"
    "<d e='>'></d></p:a> ";
static const char nodes[] = "comment( c )|\n|<p:a{n} xmlns:p='n' b='1&2'>|t\xE2\x82\xAC<\n|CDATA|<x>]|ENDCDATA|<p:c{n}/>|"
                            "END|<d e='>'>|END|END| |EOF";

/* Byte by byte, and by every other step: the nodes are the same. */
static void trickling(void)
{
    WS_XML_READER *reader = reader_new();
    source from;
    text_out out;
    size_t step;
    for (step = 1; step <= sizeof(document); step = step < 8 ? step + 1 : step * 2) {
        CHECK_HR(set_stream(reader, &from, document, step), S_OK);
        out.length = 0;
        for (;;) {
            HRESULT hr = WsReadNode(reader, NULL);
            if (hr == WS_E_QUOTA_EXCEEDED) {
                REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
                continue;
            }
            REQUIRE_HR(hr, S_OK);
            if (out.length) {
                out_text(&out, "|");
            }
            out_node(&out, reader_node(reader));
            if (reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
                break;
            }
        }
        CHECK_TEXT(out.text, nodes);
    }
    WsFreeReader(reader);
}

static void buffer_size(void)
{
    WS_XML_READER *reader;
    WS_XML_READER_PROPERTY property;
    ULONG size = 5;
    source from;
    property.id = WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE;
    property.value = &size;
    property.valueSize = sizeof(size);
    REQUIRE_HR(WsCreateReader(&property, 1, &reader, NULL), S_OK);
    CHECK_HR(set_stream(reader, &from, document, 100), S_OK);
    CHECK_HR(WsFillReader(reader, 12, NULL, NULL), S_OK);
    CHECK_INT(from.calls, 3);
    CHECK_INT(from.max_seen, 5);
    WsFreeReader(reader);
}

static void long_text(void)
{
    enum { LENGTH = 100000 };
    WS_XML_READER *reader = reader_new();
    char *text = (char *)malloc(LENGTH + 16);
    BYTE *chars = (BYTE *)malloc(LENGTH);
    source from;
    size_t total = 0;
    REQUIRE(text != NULL && chars != NULL);
    strcpy(text, "<a>");
    memset(text + 3, 'x', LENGTH);
    strcpy(text + 3 + LENGTH, "</a>");
    CHECK_HR(set_stream(reader, &from, text, 1000), S_OK);
    CHECK_HR(WsFillReader(reader, 10, NULL, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    while (WsReadStartElement(reader, NULL) == WS_E_QUOTA_EXCEEDED) {
        REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    }
    for (;;) {
        ULONG count = 0;
        HRESULT hr = WsReadCharsUtf8(reader, chars + total, (ULONG)(LENGTH - total + 1), &count, NULL);
        if (hr == WS_E_QUOTA_EXCEEDED) {
            REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
            continue;
        }
        REQUIRE_HR(hr, S_OK);
        total += count;
        if (count == 0) {
            break;
        }
    }
    CHECK_INT(total, LENGTH);
    CHECK(memcmp(chars, text + 3, LENGTH) == 0);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    free(chars);
    free(text);
    WsFreeReader(reader);
}

/* The next node of a stream. */
static const WS_XML_NODE *next_node(WS_XML_READER *reader)
{
    HRESULT hr;
    while ((hr = WsReadNode(reader, NULL)) == WS_E_QUOTA_EXCEEDED) {
        REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    }
    REQUIRE_HR(hr, S_OK);
    return reader_node(reader);
}

/* Reads on and on without moving. What the node, and copies of its strings, point to stays as it is. */
static void read_ahead(WS_XML_READER *reader, ULONG *ahead, WS_XML_STRING held, const char *expected)
{
    int i;
    for (i = 0; i < 12; i++) {
        *ahead += *ahead / 4 + 7;
        CHECK_HR(WsFillReader(reader, *ahead, NULL, NULL), S_OK);
        CHECK(held.length == strlen(expected) && memcmp(held.bytes, expected, held.length) == 0);
    }
}

/* A node is valid until the reader moves, however often more is read meanwhile. */
static void held_nodes(void)
{
    static const char head[] = "<p:root xmlns:p='namespace' a='one&amp;two' b='three'>some text<!--remark-->t&lt;";
    enum { REST = 200000 };
    WS_XML_READER *reader = reader_new();
    char *text = (char *)malloc(sizeof(head) + REST);
    const WS_XML_ELEMENT_NODE *element;
    const WS_XML_COMMENT_NODE *comment;
    WS_XML_STRING name, value;
    source from;
    ULONG ahead = 1;
    REQUIRE(text != NULL);
    strcpy(text, head);
    memset(text + sizeof(head) - 1, 'x', REST);
    text[sizeof(head) - 1 + REST] = 0;

    CHECK_HR(set_stream(reader, &from, text, 5), S_OK);
    element = (const WS_XML_ELEMENT_NODE *)next_node(reader);
    name = *element->localName;
    read_ahead(reader, &ahead, name, "root");
    value = ((const WS_XML_UTF8_TEXT *)element->attributes[1]->value)->value;
    CHECK_XML_STRING(*element->prefix, "p");
    CHECK_XML_STRING(*element->ns, "namespace");
    CHECK_XML_STRING(value, "one&two");
    /* Asked for again it is the same, and what it was before is still there. */
    element = reader_element(reader);
    read_ahead(reader, &ahead, *element->attributes[2]->localName, "b");
    CHECK_XML_STRING(*element->localName, "root");
    CHECK_XML_STRING(name, "root");
    CHECK_XML_STRING(value, "one&two");

    next_node(reader);
    read_ahead(reader, &ahead, reader_text(reader), "some text");
    comment = (const WS_XML_COMMENT_NODE *)next_node(reader);
    CHECK_INT(comment->node.nodeType, WS_XML_NODE_TYPE_COMMENT);
    value = comment->value;
    read_ahead(reader, &ahead, value, "remark");
    CHECK_XML_STRING(comment->value, "remark");
    CHECK_INT(from.at, from.size);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    value = reader_text(reader);
    CHECK_INT(value.length, 2 + REST);
    CHECK(memcmp(value.bytes, "t<xx", 4) == 0);
    free(text);
    WsFreeReader(reader);
}

static void failures(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_STREAM_INPUT input;
    WS_ERROR *error = NULL;
    source from;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(set_stream(reader, &from, "<a/>", 2), S_OK);
    from.failure = WS_E_ENDPOINT_DISCONNECTED;
    CHECK_HR(WsFillReader(reader, 4, NULL, error), WS_E_ENDPOINT_DISCONNECTED);
    CHECK(from.error_seen == error);
    CHECK_HR(WsFillReader(reader, 4, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);

    /* It ends too early. */
    CHECK_HR(set_stream(reader, &from, "<a><b", 100), S_OK);
    CHECK_HR(WsFillReader(reader, 100, NULL, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);
    /* Not text. */
    CHECK_HR(set_stream(reader, &from, "<a>xy\xFFz</a>", 1), S_OK);
    CHECK_HR(WsFillReader(reader, 100, NULL, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "xy");
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);

    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), E_INVALIDARG);
    WsFreeError(error);
    WsFreeReader(reader);
}

typedef struct completion {
    ctest_event done;
    HRESULT hr;
    int count;
    pthread_t thread;
} completion;

static void CALLBACK completed(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    completion *end = (completion *)state;
    (void)model;
    end->hr = hr;
    end->count++;
    end->thread = pthread_self();
    ctest_event_set(&end->done);
}

static HRESULT fill_async(WS_XML_READER *reader, ULONG size, completion *end, WS_ERROR *error)
{
    HRESULT hr;
    WS_ASYNC_CONTEXT context;
    context.callback = completed;
    context.callbackState = end;
    ctest_event_reset(&end->done);
    end->count = 0;
    hr = WsFillReader(reader, size, &context, error);
    memset(&context, 0, sizeof(context));
    if (hr != WS_S_ASYNC) {
        CHECK_INT(end->count, 0);
        return hr;
    }
    REQUIRE_EVENT(&end->done);
    CHECK_INT(end->count, 1);
    CHECK(!pthread_equal(end->thread, pthread_self()));
    return end->hr;
}

static void asynchronous(void)
{
    WS_XML_READER *reader = reader_new();
    WS_ERROR *error = NULL;
    source from;
    completion end;
    text_out out;
    memset(&end, 0, sizeof(end));
    ctest_event_create(&end.done);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);

    /* Answered at once: the code is final and the callback does not come. */
    CHECK_HR(set_stream(reader, &from, document, 7), S_OK);
    CHECK_HR(fill_async(reader, 1000, &end, error), S_OK);
    CHECK_INT(end.count, 0);
    CHECK(from.had_context);
    CHECK_HR(reader_rest(reader, &out), S_OK);
    CHECK_TEXT(out.text, nodes);

    /* Answered by another thread, piece by piece: mostly later. */
    CHECK_HR(set_stream(reader, &from, document, 7), S_OK);
    from.is_late = 1;
    CHECK_HR(fill_async(reader, 1000, &end, error), S_OK);
    join_late(&from);
    CHECK_HR(reader_rest(reader, &out), S_OK);
    CHECK_TEXT(out.text, nodes);

    CHECK_HR(set_stream(reader, &from, document, 7), S_OK);
    from.is_late = 1;
    from.failure = E_OUTOFMEMORY;
    CHECK_HR(fill_async(reader, 1000, &end, error), E_OUTOFMEMORY);
    join_late(&from);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(fill_async(reader, 1000, &end, error), WS_E_INVALID_OPERATION);
    CHECK_INT(end.count, 0);

    /* Nothing to do. */
    reader_set(reader, "<a/>");
    CHECK_HR(fill_async(reader, 1000, &end, error), S_OK);
    CHECK_HR(WsFillReader(reader, 1000, NULL, NULL), S_OK);
    WsFreeError(error);
    ctest_event_free(&end.done);
    WsFreeReader(reader);
}

/* While an asynchronous fill is under way the reader cannot be used for anything else. */
typedef struct held {
    WS_ASYNC_CONTEXT context;
    ULONG *actual;
    ctest_event asked;
} held;

static HRESULT CALLBACK hold(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    held *pending = (held *)state;
    (void)error;
    REQUIRE(context != NULL && max >= 4);
    memcpy(bytes, "<a/>", 4);
    pending->context = *context;
    pending->actual = actual;
    ctest_event_set(&pending->asked);
    return WS_S_ASYNC;
}

static void busy(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_STREAM_INPUT input;
    WS_ASYNC_CONTEXT context;
    const WS_XML_NODE *node;
    completion end;
    held pending;
    memset(&end, 0, sizeof(end));
    ctest_event_create(&end.done);
    ctest_event_create(&pending.asked);
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = hold;
    input.readCallbackState = &pending;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    context.callback = completed;
    context.callbackState = &end;
    CHECK_HR(WsFillReader(reader, 4, &context, NULL), WS_S_ASYNC);
    REQUIRE_EVENT(&pending.asked);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetReaderNode(reader, &node, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFillReader(reader, 4, NULL, NULL), WS_E_INVALID_OPERATION);
    *pending.actual = 4;
    pending.context.callback(S_OK, WS_LONG_CALLBACK, pending.context.callbackState);
    REQUIRE_EVENT(&end.done);
    CHECK_HR(end.hr, S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "a");
    ctest_event_free(&pending.asked);
    ctest_event_free(&end.done);
    WsFreeReader(reader);
}

int main(void)
{
    filling();
    trickling();
    buffer_size();
    long_text();
    held_nodes();
    failures();
    asynchronous();
    busy();
    return ctest_summary();
}
