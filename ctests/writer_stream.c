/* Stream outputs, synchronous and not, and bytes by callbacks. */
#include "xml_writing.h"

struct stream {
    char bytes[4096];
    size_t length;
    unsigned calls;
    ULONG buffers;
    WS_ERROR *error;
    HRESULT result;
    /* the pending call, completed by a thread of its own once it is released */
    int pend;
    ctest_event released;
    WS_ASYNC_CONTEXT context;
    HRESULT final;
    pthread_t thread;
    int has_thread;
};

static void *complete(void *state)
{
    struct stream *stream = state;
    CHECK(ctest_event_wait(&stream->released, CTEST_PATIENCE));
    stream->context.callback(stream->final, WS_SHORT_CALLBACK, stream->context.callbackState);
    return NULL;
}

static HRESULT CALLBACK write_callback(void *state, const WS_BYTES *buffers, ULONG count,
                                       const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    struct stream *stream = state;
    ULONG i;
    stream->calls++;
    stream->buffers = count;
    stream->error = error;
    for (i = 0; i < count; i++) {
        memcpy(stream->bytes + stream->length, buffers[i].bytes, buffers[i].length);
        stream->length += buffers[i].length;
    }
    if (context && stream->pend) {
        stream->context = *context;
        stream->has_thread = pthread_create(&stream->thread, NULL, complete, stream) == 0;
        CHECK(stream->has_thread);
        return WS_S_ASYNC;
    }
    return stream->result;
}

static void set_stream(WS_XML_WRITER *writer, struct stream *stream, WS_CHARSET charset)
{
    WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_STREAM_OUTPUT output = { { WS_XML_WRITER_OUTPUT_TYPE_STREAM }, write_callback, NULL };
    memset(stream, 0, sizeof(*stream));
    text.charSet = charset;
    output.writeCallbackState = stream;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &output.output, NULL, 0, NULL), S_OK);
}

static void write_t(WS_XML_WRITER *writer)
{
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
}

static void flushes_once_enough_is_waiting(void)
{
    static const struct {
        ULONG minimum;
        unsigned calls;
    } tests[] = { { 0, 1 }, { 1, 1 }, { 4, 1 }, { 5, 0 } };
    struct stream stream;
    WS_XML_WRITER *writer = NULL;
    ULONG i, written = 9;
    WS_BYTES bytes;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFlushWriter(NULL, 0, NULL, NULL), E_INVALIDARG);
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        set_stream(writer, &stream, WS_CHARSET_UTF8);
        write_t(writer);
        CHECK_HR(WsFlushWriter(writer, tests[i].minimum, NULL, NULL), S_OK);
        CHECK_INT(stream.calls, tests[i].calls);
        if (stream.calls) {
            CHECK_BYTES(stream.bytes, stream.length, "<t/>");
            CHECK_INT(stream.buffers, 1);
        }
    }
    /* what was not flushed still is */
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_BYTES(stream.bytes, stream.length, "<t/>");
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &written, sizeof(written), NULL),
             S_OK);
    CHECK_INT(written, 0);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), E_INVALIDARG);
    WsFreeWriter(writer);
    /* memory needs no flushing */
    writer = new_writer();
    write_t(writer);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t/>");
    WsFreeWriter(writer);
}

static void keeps_a_start_tag_until_it_is_complete(void)
{
    struct stream stream;
    WS_XML_WRITER *writer = new_writer();
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_BYTES(stream.bytes, stream.length, "<a>");
    CHECK_HR(WsWriteBytes(writer, "t", 1, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    /* base64 in pieces stays that of the whole */
    CHECK_HR(WsWriteBytes(writer, "est", 3, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_BYTES(stream.bytes, stream.length, "<a><b>dGVzdA==</b></a>");
    set_stream(writer, &stream, WS_CHARSET_UTF16LE);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 1, NULL, NULL), S_OK);
    CHECK_MEMORY(stream.bytes, stream.length, "<\0a\0>\0<\0b\0/\0>\0", 14);
    WsFreeWriter(writer);
}

static void tells_what_the_callback_said(void)
{
    struct stream stream;
    WS_ERROR *error = NULL;
    WS_XML_WRITER *writer = new_writer();
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    write_t(writer);
    stream.result = WS_E_ENDPOINT_DISCONNECTED;
    CHECK_HR(WsFlushWriter(writer, 0, NULL, error), WS_E_ENDPOINT_DISCONNECTED);
    CHECK(stream.error == error);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), WS_E_OBJECT_FAULTED);
    /* WS_S_ASYNC is no answer to a synchronous call */
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    write_t(writer);
    stream.result = WS_S_ASYNC;
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    WsFreeError(error);
    WsFreeWriter(writer);
}

struct done {
    ctest_event event;
    HRESULT code;
    unsigned calls;
};

static void CALLBACK on_done(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    struct done *done = state;
    (void)model;
    done->code = code;
    done->calls++;
    ctest_event_set(&done->event);
}

static void flushes_asynchronously(void)
{
    struct stream stream;
    struct done done;
    WS_ASYNC_CONTEXT context = { on_done, NULL };
    WS_XML_WRITER *writer = new_writer();
    memset(&done, 0, sizeof(done));
    ctest_event_create(&done.event);
    context.callbackState = &done;

    /* finished at once: no callback */
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    write_t(writer);
    CHECK_HR(WsFlushWriter(writer, 0, &context, NULL), S_OK);
    CHECK_BYTES(stream.bytes, stream.length, "<t/>");
    CHECK_INT(done.calls, 0);

    /* completed by another thread */
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    write_t(writer);
    ctest_event_create(&stream.released);
    stream.pend = 1;
    stream.final = S_OK;
    CHECK_HR(WsFlushWriter(writer, 0, &context, NULL), WS_S_ASYNC);
    CHECK_INT(done.calls, 0);
    /* it is in use until then */
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_OPERATION);
    ctest_event_set(&stream.released);
    REQUIRE_EVENT(&done.event);
    CHECK_HR(done.code, S_OK);
    CHECK_INT(done.calls, 1);
    pthread_join(stream.thread, NULL);
    ctest_event_free(&stream.released);
    CHECK_BYTES(stream.bytes, stream.length, "<t/>");

    /* and failed there */
    ctest_event_reset(&done.event);
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    write_t(writer);
    ctest_event_create(&stream.released);
    stream.pend = 1;
    stream.final = WS_E_OPERATION_ABORTED;
    CHECK_HR(WsFlushWriter(writer, 0, &context, NULL), WS_S_ASYNC);
    ctest_event_set(&stream.released);
    REQUIRE_EVENT(&done.event);
    CHECK_HR(done.code, WS_E_OPERATION_ABORTED);
    pthread_join(stream.thread, NULL);
    ctest_event_free(&stream.released);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);

    context.callback = NULL;
    set_stream(writer, &stream, WS_CHARSET_UTF8);
    CHECK_HR(WsFlushWriter(writer, 0, &context, NULL), E_INVALIDARG);
    WsFreeWriter(writer);
    ctest_event_free(&done.event);
}

struct source {
    const char *bytes;
    ULONG left, piece;
    HRESULT result;
    ULONG lie;
};

static HRESULT CALLBACK pull(void *state, void *bytes, ULONG size, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    struct source *source = state;
    ULONG count = source->left < source->piece ? source->left : source->piece;
    (void)context;
    (void)error;
    CHECK(count <= size);
    memcpy(bytes, source->bytes, count);
    source->bytes += count;
    source->left -= count;
    *actual = source->lie ? source->lie : count;
    return source->result;
}

static HRESULT CALLBACK push(void *state, WS_WRITE_CALLBACK write, void *write_state,
                             const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    struct source *source = state;
    WS_BYTES buffers[2];
    buffers[0].length = source->piece;
    buffers[0].bytes = (BYTE *)source->bytes;
    buffers[1].length = source->left - source->piece;
    buffers[1].bytes = (BYTE *)source->bytes + source->piece;
    CHECK_HR(write(write_state, buffers, 2, context, error), S_OK);
    CHECK_HR(write(write_state, NULL, 1, context, error), E_INVALIDARG);
    return source->result;
}

static void writes_bytes_by_callbacks(void)
{
    struct source source = { "test", 4, 1, S_OK, 0 };
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsPullBytes(NULL, pull, &source, NULL), E_INVALIDARG);
    CHECK_HR(WsPushBytes(NULL, push, &source, NULL), E_INVALIDARG);
    CHECK_HR(WsPullBytes(writer, pull, &source, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsPushBytes(writer, push, &source, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsPullBytes(writer, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsPushBytes(writer, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsPullBytes(writer, pull, &source, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>dGVzdA==</t>");
    start_t(writer);
    source.bytes = "test";
    source.left = 4;
    CHECK_HR(WsPushBytes(writer, push, &source, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>dGVzdA==</t>");
    /* failures */
    start_t(writer);
    source.result = WS_E_OTHER;
    CHECK_HR(WsPullBytes(writer, pull, &source, NULL), WS_E_OTHER);
    CHECK_HR(WsPushBytes(writer, push, &source, NULL), WS_E_OTHER);
    source.result = S_OK;
    source.lie = 1 << 20;
    CHECK_HR(WsPullBytes(writer, pull, &source, NULL), E_INVALIDARG);
    WsFreeWriter(writer);
}

int main(void)
{
    flushes_once_enough_is_waiting();
    keeps_a_start_tag_until_it_is_complete();
    tells_what_the_callback_said();
    flushes_asynchronously();
    writes_bytes_by_callbacks();
    return ctest_summary();
}
