/*
 * A binding of the application's own for test programs: sessions within this process, in which both sides send when they
 * like. Messages are text; callbacks block, and asynchronous contexts are not used.
 *
 *     pipe_client_properties, pipe_listener_properties     for WS_CUSTOM_CHANNEL_BINDING, WS_CHANNEL_TYPE_DUPLEX_SESSION
 *     pipe_instances                                       channels and listeners that have not been freed
 */
#ifndef PIPE_H
#define PIPE_H

#include "ctest_error.h"

#define PIPE_PENDING 16

typedef struct pipe_bytes {
    struct pipe_bytes *next;
    ULONG length;
    BYTE *data;
} pipe_bytes;

/* A connection of two ends: 0 is the client's, 1 the service's. */
typedef struct pipe_line {
    /* What is on its way to each end, in order. */
    pipe_bytes *queue[2];
    /* Whether nothing more will come to it. */
    int ended[2];
    int broken;
    int references;
} pipe_line;

typedef struct pipe_end {
    pipe_line *line;
    int side;
    int aborted;
    WS_XML_WRITER *writer;
    WS_XML_READER *reader;
    pipe_bytes *reading;
} pipe_end;

static pthread_mutex_t pipe_lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t pipe_changed = PTHREAD_COND_INITIALIZER;
static pipe_line *pipe_pending[PIPE_PENDING];
static int pipe_pending_count, pipe_listening, pipe_instances;
/* So many accepts fail before one succeeds. */
static int pipe_bad_accepts;

static void pipe_bytes_free(pipe_bytes *bytes)
{
    while (bytes) {
        pipe_bytes *next = bytes->next;
        free(bytes->data);
        free(bytes);
        bytes = next;
    }
}

/* All of these are called with the lock held. */

static void pipe_release(pipe_line *line)
{
    if (line && --line->references == 0) {
        pipe_bytes_free(line->queue[0]);
        pipe_bytes_free(line->queue[1]);
        free(line);
    }
}

static void pipe_end_clear(pipe_end *end)
{
    if (end->line) {
        /* The other end sees what was sent, and then the end. */
        end->line->ended[1 - end->side] = 1;
        pipe_release(end->line);
    }
    pipe_bytes_free(end->reading);
    end->reading = NULL;
    end->line = NULL;
    pthread_cond_broadcast(&pipe_changed);
}

/* ---- Channels ------------------------------------------------------------------------------- */

static HRESULT pipe_end_create(void **instance, int side)
{
    pipe_end *end = (pipe_end *)calloc(1, sizeof(*end));
    REQUIRE(end != NULL);
    end->side = side;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &end->writer, NULL), S_OK);
    REQUIRE_HR(WsCreateReader(NULL, 0, &end->reader, NULL), S_OK);
    __atomic_add_fetch(&pipe_instances, 1, __ATOMIC_SEQ_CST);
    *instance = end;
    return S_OK;
}

static HRESULT CALLBACK pipe_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                    WS_ERROR *error)
{
    (void)type;
    (void)parameters;
    (void)size;
    (void)error;
    return pipe_end_create(instance, 0);
}

static void CALLBACK pipe_free(void *instance)
{
    pipe_end *end = (pipe_end *)instance;
    pthread_mutex_lock(&pipe_lock);
    pipe_end_clear(end);
    pthread_mutex_unlock(&pipe_lock);
    WsFreeWriter(end->writer);
    WsFreeReader(end->reader);
    free(end);
    __atomic_sub_fetch(&pipe_instances, 1, __ATOMIC_SEQ_CST);
}

static HRESULT CALLBACK pipe_reset(void *instance, WS_ERROR *error)
{
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    pipe_end_clear((pipe_end *)instance);
    ((pipe_end *)instance)->aborted = 0;
    pthread_mutex_unlock(&pipe_lock);
    return S_OK;
}

static HRESULT CALLBACK pipe_open(void *instance, const WS_ENDPOINT_ADDRESS *address, const WS_ASYNC_CONTEXT *context,
                                  WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    HRESULT hr = WS_E_ENDPOINT_NOT_FOUND;
    (void)address;
    (void)context;
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    if (pipe_listening && pipe_pending_count < PIPE_PENDING) {
        end->line = (pipe_line *)calloc(1, sizeof(*end->line));
        REQUIRE(end->line != NULL);
        end->line->references = 2;
        pipe_pending[pipe_pending_count++] = end->line;
        pthread_cond_broadcast(&pipe_changed);
        hr = S_OK;
    }
    pthread_mutex_unlock(&pipe_lock);
    return hr;
}

static HRESULT CALLBACK pipe_close(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)context;
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    pipe_end_clear((pipe_end *)instance);
    pthread_mutex_unlock(&pipe_lock);
    return S_OK;
}

static HRESULT CALLBACK pipe_abort(void *instance, WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    end->aborted = 1;
    if (end->line) {
        end->line->broken = 1;
    }
    pthread_cond_broadcast(&pipe_changed);
    pthread_mutex_unlock(&pipe_lock);
    return S_OK;
}

static HRESULT CALLBACK pipe_get(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size, WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK pipe_set(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size,
                                 WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK pipe_write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                         WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    WS_XML_WRITER_TEXT_ENCODING encoding = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_BUFFER_OUTPUT output = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    HRESULT hr = WsSetOutput(end->writer, &encoding.encoding, &output.output, NULL, 0, error);
    (void)context;
    return FAILED(hr) ? hr : WsWriteEnvelopeStart(message, end->writer, NULL, NULL, error);
}

static HRESULT CALLBACK pipe_write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                       WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    pipe_bytes *bytes, **last;
    WS_BYTES written;
    HRESULT hr = WsWriteEnvelopeEnd(message, error);
    (void)context;
    if (SUCCEEDED(hr)) {
        hr = WsGetWriterProperty(end->writer, WS_XML_WRITER_PROPERTY_BYTES, &written, sizeof(written), error);
    }
    if (FAILED(hr)) {
        return hr;
    }
    bytes = (pipe_bytes *)calloc(1, sizeof(*bytes));
    REQUIRE(bytes != NULL);
    bytes->length = written.length;
    bytes->data = (BYTE *)malloc(written.length);
    REQUIRE(bytes->data != NULL);
    memcpy(bytes->data, written.bytes, written.length);
    pthread_mutex_lock(&pipe_lock);
    if (end->line == NULL || end->line->broken) {
        hr = end->aborted ? WS_E_OPERATION_ABORTED : WS_E_ENDPOINT_DISCONNECTED;
        pipe_bytes_free(bytes);
    } else {
        for (last = &end->line->queue[1 - end->side]; *last; last = &(*last)->next) {
        }
        *last = bytes;
        pthread_cond_broadcast(&pipe_changed);
    }
    pthread_mutex_unlock(&pipe_lock);
    return hr;
}

static HRESULT CALLBACK pipe_read_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                        WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    WS_XML_READER_TEXT_ENCODING encoding = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_READER_BUFFER_INPUT input = { { WS_XML_READER_INPUT_TYPE_BUFFER }, NULL, 0 };
    HRESULT hr = S_OK;
    (void)context;
    pthread_mutex_lock(&pipe_lock);
    pipe_bytes_free(end->reading);
    end->reading = NULL;
    while (end->line && !end->line->broken && !end->line->queue[end->side] && !end->line->ended[end->side]) {
        pthread_cond_wait(&pipe_changed, &pipe_lock);
    }
    if (end->line == NULL || end->line->broken) {
        hr = end->aborted ? WS_E_OPERATION_ABORTED : WS_E_ENDPOINT_DISCONNECTED;
    } else if (end->line->queue[end->side]) {
        end->reading = end->line->queue[end->side];
        end->line->queue[end->side] = end->reading->next;
        end->reading->next = NULL;
    } else {
        hr = WS_S_END;
    }
    pthread_mutex_unlock(&pipe_lock);
    if (hr != S_OK) {
        return hr;
    }
    input.encodedData = end->reading->data;
    input.encodedDataSize = end->reading->length;
    hr = WsSetInput(end->reader, &encoding.encoding, &input.input, NULL, 0, error);
    return FAILED(hr) ? hr : WsReadEnvelopeStart(message, end->reader, NULL, NULL, error);
}

static HRESULT CALLBACK pipe_read_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                      WS_ERROR *error)
{
    (void)instance;
    (void)context;
    return WsReadEnvelopeEnd(message, error);
}

static HRESULT CALLBACK pipe_abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    /* Read to its end, or not being read. */
    WsReadEnvelopeEnd(message, NULL);
    return S_OK;
}

static HRESULT CALLBACK pipe_shutdown(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    pipe_end *end = (pipe_end *)instance;
    (void)context;
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    end->line->ended[1 - end->side] = 1;
    pthread_cond_broadcast(&pipe_changed);
    pthread_mutex_unlock(&pipe_lock);
    return S_OK;
}

static WS_CUSTOM_CHANNEL_CALLBACKS pipe_channel_callbacks = {
    pipe_create, pipe_free,        pipe_reset,     pipe_open,       pipe_close,    pipe_abort,   pipe_get,
    pipe_set,    pipe_write_start, pipe_write_end, pipe_read_start, pipe_read_end, pipe_abandon, pipe_shutdown,
};

/* ---- Listeners ------------------------------------------------------------------------------ */

typedef struct pipe_listener {
    int is_open;
} pipe_listener;

static HRESULT CALLBACK pipe_create_listener(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                             WS_ERROR *error)
{
    (void)parameters;
    (void)size;
    (void)error;
    if (type != WS_CHANNEL_TYPE_DUPLEX_SESSION) {
        return WS_E_NOT_SUPPORTED;
    }
    *instance = calloc(1, sizeof(pipe_listener));
    REQUIRE(*instance != NULL);
    __atomic_add_fetch(&pipe_instances, 1, __ATOMIC_SEQ_CST);
    return S_OK;
}

static void CALLBACK pipe_free_listener(void *instance)
{
    free(instance);
    __atomic_sub_fetch(&pipe_instances, 1, __ATOMIC_SEQ_CST);
}

static void pipe_listen(pipe_listener *listener, int is_open)
{
    pthread_mutex_lock(&pipe_lock);
    pipe_listening += is_open - listener->is_open;
    listener->is_open = is_open;
    if (!pipe_listening) {
        while (pipe_pending_count) {
            pipe_line *line = pipe_pending[--pipe_pending_count];
            line->broken = 1;
            pipe_release(line);
        }
    }
    pthread_cond_broadcast(&pipe_changed);
    pthread_mutex_unlock(&pipe_lock);
}

static HRESULT CALLBACK pipe_reset_listener(void *instance, WS_ERROR *error)
{
    (void)instance;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK pipe_open_listener(void *instance, const WS_STRING *url, const WS_ASYNC_CONTEXT *context,
                                           WS_ERROR *error)
{
    (void)context;
    (void)error;
    CHECK_STRING(*url, W("pipe://number"));
    pipe_listen((pipe_listener *)instance, 1);
    return S_OK;
}

static HRESULT CALLBACK pipe_close_listener(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    (void)context;
    (void)error;
    pipe_listen((pipe_listener *)instance, 0);
    return S_OK;
}

static HRESULT CALLBACK pipe_abort_listener(void *instance, WS_ERROR *error)
{
    (void)error;
    pipe_listen((pipe_listener *)instance, 0);
    return S_OK;
}

static HRESULT CALLBACK pipe_get_listener(void *instance, WS_LISTENER_PROPERTY_ID id, void *value, ULONG size,
                                          WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK pipe_set_listener(void *instance, WS_LISTENER_PROPERTY_ID id, const void *value, ULONG size,
                                          WS_ERROR *error)
{
    (void)instance;
    (void)id;
    (void)value;
    (void)size;
    (void)error;
    return E_INVALIDARG;
}

static HRESULT CALLBACK pipe_create_channel(void *instance, const void *parameters, ULONG size, void **channel,
                                            WS_ERROR *error)
{
    (void)instance;
    (void)parameters;
    (void)size;
    (void)error;
    return pipe_end_create(channel, 1);
}

static HRESULT CALLBACK pipe_accept(void *instance, void *channel, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    pipe_listener *listener = (pipe_listener *)instance;
    HRESULT hr = WS_E_OPERATION_ABORTED;
    (void)context;
    (void)error;
    pthread_mutex_lock(&pipe_lock);
    while (listener->is_open && pipe_pending_count == 0) {
        pthread_cond_wait(&pipe_changed, &pipe_lock);
    }
    if (listener->is_open && pipe_bad_accepts > 0) {
        pipe_bad_accepts--;
        hr = WS_E_QUOTA_EXCEEDED;
    } else if (listener->is_open) {
        ((pipe_end *)channel)->line = pipe_pending[0];
        memmove(pipe_pending, pipe_pending + 1, sizeof(pipe_pending[0]) * (size_t)--pipe_pending_count);
        hr = S_OK;
    }
    pthread_mutex_unlock(&pipe_lock);
    return hr;
}

static WS_CUSTOM_LISTENER_CALLBACKS pipe_listener_callbacks = {
    pipe_create_listener, pipe_free_listener,  pipe_reset_listener, pipe_open_listener,  pipe_close_listener,
    pipe_abort_listener,  pipe_get_listener,   pipe_set_listener,   pipe_create_channel, pipe_accept,
};

static WS_CHANNEL_PROPERTY pipe_client_properties[1] = {
    { WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS, &pipe_channel_callbacks, sizeof(pipe_channel_callbacks) },
};
static WS_LISTENER_PROPERTY pipe_listener_property = {
    WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS, &pipe_listener_callbacks, sizeof(pipe_listener_callbacks)
};
static WS_LISTENER_PROPERTIES pipe_listener_properties = { &pipe_listener_property, 1 };

#endif
