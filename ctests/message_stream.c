/* Messages from and to streams: the body is filled and flushed, at once or later. */
#include "ctest_message.h"

static WS_XML_STRING item_name = XML("item"), item_ns = XML("");

static WS_ELEMENT_DESCRIPTION item_description(void)
{
    WS_ELEMENT_DESCRIPTION description;
    memset(&description, 0, sizeof(description));
    description.elementLocalName = &item_name;
    description.elementNs = &item_ns;
    description.type = WS_INT32_TYPE;
    return description;
}

/* What a callback does: answers at once, later from another thread, or fails. */
enum manner { AT_ONCE, LATER, FAILING };

struct peer {
    enum manner manner;
    char bytes[4096];
    size_t count, position;
    /* How many bytes a read gives. */
    ULONG portion;
    int calls;
    pthread_t thread;
    int has_thread;
    WS_ASYNC_CONTEXT context;
};

static void *complete(void *state)
{
    struct peer *peer = (struct peer *)state;
    peer->context.callback(S_OK, WS_LONG_CALLBACK, peer->context.callbackState);
    return NULL;
}

static void join(struct peer *peer)
{
    if (peer->has_thread) {
        pthread_join(peer->thread, NULL);
        peer->has_thread = 0;
    }
}

static HRESULT answer(struct peer *peer, const WS_ASYNC_CONTEXT *context)
{
    peer->calls++;
    if (peer->manner == FAILING) {
        return WS_E_ENDPOINT_DISCONNECTED;
    }
    if (peer->manner == LATER && context) {
        join(peer);
        peer->context = *context;
        peer->has_thread = 1;
        REQUIRE(pthread_create(&peer->thread, NULL, complete, peer) == 0);
        return WS_S_ASYNC;
    }
    return S_OK;
}

static HRESULT CALLBACK read_bytes(void *state, void *bytes, ULONG max_size, ULONG *actual_size,
                                   const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    struct peer *peer = (struct peer *)state;
    size_t count = peer->count - peer->position;
    (void)error;
    count = count < max_size ? count : max_size;
    count = count < peer->portion ? count : peer->portion;
    memcpy(bytes, peer->bytes + peer->position, count);
    peer->position += count;
    *actual_size = (ULONG)count;
    return answer(peer, context);
}

static HRESULT CALLBACK write_bytes(void *state, const WS_BYTES *buffers, ULONG count,
                                    const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    struct peer *peer = (struct peer *)state;
    ULONG index;
    (void)error;
    for (index = 0; index < count; index++) {
        REQUIRE(peer->count + buffers[index].length <= sizeof(peer->bytes));
        memcpy(peer->bytes + peer->count, buffers[index].bytes, buffers[index].length);
        peer->count += buffers[index].length;
    }
    return answer(peer, context);
}

struct waiter {
    ctest_event done;
    HRESULT code;
};

static void CALLBACK finished(HRESULT code, WS_CALLBACK_MODEL model, void *state)
{
    struct waiter *waiter = (struct waiter *)state;
    (void)model;
    waiter->code = code;
    ctest_event_set(&waiter->done);
}

/* Calls fill or flush, asynchronously or not, and waits for its end. */
static HRESULT run(HRESULT (WINAPI *call)(WS_MESSAGE *, ULONG, const WS_ASYNC_CONTEXT *, WS_ERROR *),
                   WS_MESSAGE *message, ULONG size, int is_async)
{
    struct waiter waiter;
    WS_ASYNC_CONTEXT context;
    HRESULT hr;
    if (!is_async) {
        return call(message, size, NULL, NULL);
    }
    ctest_event_create(&waiter.done);
    waiter.code = E_FAIL;
    context.callback = finished;
    context.callbackState = &waiter;
    hr = call(message, size, &context, NULL);
    if (hr == WS_S_ASYNC) {
        REQUIRE_EVENT(&waiter.done);
        hr = waiter.code;
    }
    ctest_event_free(&waiter.done);
    return hr;
}

static void write_stream(enum manner manner, int is_async)
{
    static struct peer peer;
    WS_XML_WRITER *writer = ctest_writer();
    WS_XML_WRITER_TEXT_ENCODING text;
    WS_XML_WRITER_STREAM_OUTPUT output;
    WS_ELEMENT_DESCRIPTION description = item_description();
    WS_MESSAGE *message = ctest_initialized(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT,
                                            WS_BLANK_MESSAGE);
    INT32 value = 1;
    size_t before;
    memset(&peer, 0, sizeof(peer));
    memset(&text, 0, sizeof(text));
    memset(&output, 0, sizeof(output));
    peer.manner = manner;
    text.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    text.charSet = WS_CHARSET_UTF8;
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_STREAM;
    output.writeCallback = write_bytes;
    output.writeCallbackState = &peer;
    REQUIRE_HR(WsSetOutput(writer, &text.encoding, &output.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteEnvelopeStart(message, writer, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
    /* Too little to be worth it. */
    CHECK_HR(run(WsFlushBody, message, 4000, is_async), S_OK);
    CHECK_INT(peer.calls, 0);
    if (manner == FAILING) {
        CHECK_HR(run(WsFlushBody, message, 0, is_async), WS_E_ENDPOINT_DISCONNECTED);
    } else {
        CHECK_HR(run(WsFlushBody, message, 0, is_async), S_OK);
        CHECK_INT(peer.calls, 1);
        before = peer.count;
        CHECK(before > 0);
        value = 2;
        CHECK_HR(WsWriteBody(message, &description, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
        CHECK_HR(run(WsFlushBody, message, 1, is_async), S_OK);
        CHECK(peer.count > before);
        CHECK_HR(WsWriteEnvelopeEnd(message, NULL), S_OK);
        CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
        CHECK_BYTES(peer.bytes, peer.count, ENVELOPE_1_1 "<s:Body><item>1</item><item>2</item></s:Body></s:Envelope>");
    }
    join(&peer);
    WsFreeMessage(message);
    WsFreeWriter(writer);
}

static void read_stream(enum manner manner, int is_async, ULONG portion)
{
    static const char start[] = "<s:Envelope xmlns:s='" NS_SOAP_1_1 "'><s:Header><h>1</h></s:Header><s:Body><item>1";
    static const char rest[] = "</item><item>2</item></s:Body></s:Envelope>";
    static struct peer peer;
    WS_XML_READER *reader = ctest_reader();
    WS_XML_READER_TEXT_ENCODING text;
    WS_XML_READER_STREAM_INPUT input;
    WS_ELEMENT_DESCRIPTION description = item_description();
    WS_MESSAGE *message = ctest_message(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
    INT32 value = 0;
    memset(&peer, 0, sizeof(peer));
    memset(&text, 0, sizeof(text));
    memset(&input, 0, sizeof(input));
    peer.portion = portion;
    strcpy(peer.bytes, start);
    strcat(peer.bytes, rest);
    peer.count = strlen(peer.bytes);
    text.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    text.charSet = WS_CHARSET_UTF8;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = read_bytes;
    input.readCallbackState = &peer;
    REQUIRE_HR(WsSetInput(reader, &text.encoding, &input.input, NULL, 0, NULL), S_OK);
    CHECK_HR(WsFillReader(reader, sizeof(start) - 1, NULL, NULL), S_OK);
    CHECK_HR(WsReadEnvelopeStart(message, reader, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsFillBody(NULL, 1, NULL, NULL), E_INVALIDARG);
    peer.manner = manner;
    if (manner == FAILING) {
        CHECK_HR(run(WsFillBody, message, 1000, is_async), WS_E_ENDPOINT_DISCONNECTED);
    } else {
        CHECK_HR(run(WsFillBody, message, 1000, is_async), S_OK);
        CHECK_INT(peer.position, peer.count);
        CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), S_OK);
        CHECK_INT(value, 1);
        CHECK_HR(WsReadBody(message, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), S_OK);
        CHECK_INT(value, 2);
        CHECK_HR(WsReadEnvelopeEnd(message, NULL), S_OK);
    }
    join(&peer);
    WsFreeMessage(message);
    WsFreeReader(reader);
}

int main(void)
{
    int is_async;
    for (is_async = 0; is_async <= 1; is_async++) {
        write_stream(AT_ONCE, is_async);
        write_stream(FAILING, is_async);
        read_stream(AT_ONCE, is_async, 4096);
        read_stream(AT_ONCE, is_async, 1);
        read_stream(FAILING, is_async, 20);
    }
    write_stream(LATER, 1);
    read_stream(LATER, 1, 4096);
    read_stream(LATER, 1, 7);
    return ctest_summary();
}
