/* A channel and a listener of the application's own that pass every call on to a channel and a listener of the library
 * beneath them, on the client's side and on the server's. (Pages HttpCalculatorWithLayeredChannelClientExample and
 * ...ServiceExample.) */
/* ctest: timeout 120 */
#include "ctest_error.h"
#include "ctest_net.h"

/* ---- The layer ------------------------------------------------------------------------------ */

typedef struct layer {
    WS_CHANNEL *inner;
    WS_LISTENER *inner_listener;
} layer;

/* What the layer is made with. */
typedef struct layer_parameters {
    WS_CHANNEL_BINDING binding;
    const WS_CHANNEL_PROPERTY *properties;
    ULONG property_count;
} layer_parameters;

static unsigned layers;

static layer *layer_new(void)
{
    __atomic_add_fetch(&layers, 1, __ATOMIC_SEQ_CST);
    return (layer *)calloc(1, sizeof(layer));
}

static HRESULT CALLBACK layer_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                     WS_ERROR *error)
{
    const layer_parameters *given = (const layer_parameters *)parameters;
    layer *made;
    HRESULT hr;
    if (size != sizeof(*given)) {
        return E_INVALIDARG;
    }
    made = layer_new();
    hr = WsCreateChannel(type, given->binding, given->properties, given->property_count, NULL, &made->inner, error);
    *instance = made;
    return hr;
}

static void CALLBACK layer_free(void *instance)
{
    layer *self = (layer *)instance;
    WsFreeChannel(self->inner);
    WsFreeListener(self->inner_listener);
    free(self);
    __atomic_sub_fetch(&layers, 1, __ATOMIC_SEQ_CST);
}

static HRESULT CALLBACK layer_reset(void *instance, WS_ERROR *error)
{
    return WsResetChannel(((layer *)instance)->inner, error);
}

static HRESULT CALLBACK layer_open(void *instance, const WS_ENDPOINT_ADDRESS *address,
                                   const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return WsOpenChannel(((layer *)instance)->inner, address, context, error);
}

static HRESULT CALLBACK layer_close(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return WsCloseChannel(((layer *)instance)->inner, context, error);
}

static HRESULT CALLBACK layer_abort(void *instance, WS_ERROR *error)
{
    return WsAbortChannel(((layer *)instance)->inner, error);
}

static HRESULT CALLBACK layer_get(void *instance, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size, WS_ERROR *error)
{
    if (id == WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS) {
        if (size != sizeof(BOOL)) {
            return E_INVALIDARG;
        }
        *(BOOL *)value = FALSE;
        return S_OK;
    }
    return WsGetChannelProperty(((layer *)instance)->inner, id, value, size, error);
}

static HRESULT CALLBACK layer_set(void *instance, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size,
                                  WS_ERROR *error)
{
    return WsSetChannelProperty(((layer *)instance)->inner, id, value, size, error);
}

static HRESULT CALLBACK layer_write_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                          WS_ERROR *error)
{
    return WsWriteMessageStart(((layer *)instance)->inner, message, context, error);
}

static HRESULT CALLBACK layer_write_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                        WS_ERROR *error)
{
    return WsWriteMessageEnd(((layer *)instance)->inner, message, context, error);
}

static HRESULT CALLBACK layer_read_start(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                         WS_ERROR *error)
{
    return WsReadMessageStart(((layer *)instance)->inner, message, context, error);
}

static HRESULT CALLBACK layer_read_end(void *instance, WS_MESSAGE *message, const WS_ASYNC_CONTEXT *context,
                                       WS_ERROR *error)
{
    return WsReadMessageEnd(((layer *)instance)->inner, message, context, error);
}

static HRESULT CALLBACK layer_abandon(void *instance, WS_MESSAGE *message, WS_ERROR *error)
{
    return WsAbandonMessage(((layer *)instance)->inner, message, error);
}

static HRESULT CALLBACK layer_shutdown(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return WsShutdownSessionChannel(((layer *)instance)->inner, context, error);
}

static const WS_CUSTOM_CHANNEL_CALLBACKS channel_callbacks = {
    layer_create, layer_free,        layer_reset,     layer_open,       layer_close,    layer_abort,   layer_get,
    layer_set,    layer_write_start, layer_write_end, layer_read_start, layer_read_end, layer_abandon, layer_shutdown,
};

static HRESULT CALLBACK listener_create(WS_CHANNEL_TYPE type, const void *parameters, ULONG size, void **instance,
                                        WS_ERROR *error)
{
    const WS_CHANNEL_BINDING *binding = (const WS_CHANNEL_BINDING *)parameters;
    layer *made;
    HRESULT hr;
    if (size != sizeof(*binding)) {
        return E_INVALIDARG;
    }
    made = layer_new();
    hr = WsCreateListener(type, *binding, NULL, 0, NULL, &made->inner_listener, error);
    *instance = made;
    return hr;
}

static HRESULT CALLBACK listener_reset(void *instance, WS_ERROR *error)
{
    return WsResetListener(((layer *)instance)->inner_listener, error);
}

static HRESULT CALLBACK listener_open(void *instance, const WS_STRING *url, const WS_ASYNC_CONTEXT *context,
                                      WS_ERROR *error)
{
    return WsOpenListener(((layer *)instance)->inner_listener, url, context, error);
}

static HRESULT CALLBACK listener_close(void *instance, const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return WsCloseListener(((layer *)instance)->inner_listener, context, error);
}

static HRESULT CALLBACK listener_abort(void *instance, WS_ERROR *error)
{
    return WsAbortListener(((layer *)instance)->inner_listener, error);
}

static HRESULT CALLBACK listener_get(void *instance, WS_LISTENER_PROPERTY_ID id, void *value, ULONG size,
                                     WS_ERROR *error)
{
    return WsGetListenerProperty(((layer *)instance)->inner_listener, id, value, size, error);
}

static HRESULT CALLBACK listener_set(void *instance, WS_LISTENER_PROPERTY_ID id, const void *value, ULONG size,
                                     WS_ERROR *error)
{
    return WsSetListenerProperty(((layer *)instance)->inner_listener, id, value, size, error);
}

static HRESULT CALLBACK listener_create_channel(void *instance, const void *parameters, ULONG size, void **channel,
                                                WS_ERROR *error)
{
    const layer_parameters *given = (const layer_parameters *)parameters;
    layer *made;
    HRESULT hr;
    if (size != sizeof(*given)) {
        return E_INVALIDARG;
    }
    made = layer_new();
    hr = WsCreateChannelForListener(((layer *)instance)->inner_listener, given->properties, given->property_count,
                                    &made->inner, error);
    *channel = made;
    return hr;
}

static HRESULT CALLBACK listener_accept(void *instance, void *channel, const WS_ASYNC_CONTEXT *context,
                                        WS_ERROR *error)
{
    return WsAcceptChannel(((layer *)instance)->inner_listener, ((layer *)channel)->inner, context, error);
}

static const WS_CUSTOM_LISTENER_CALLBACKS listener_callbacks = {
    listener_create, layer_free,   listener_reset, listener_open,           listener_close,
    listener_abort,  listener_get, listener_set,   listener_create_channel, listener_accept,
};

/* ---- The conversation ----------------------------------------------------------------------- */

static WS_XML_STRING request_action = WS_XML_STRING_VALUE("urn:test/double");
static WS_XML_STRING reply_action = WS_XML_STRING_VALUE("urn:test/doubled");
static WS_XML_STRING number_name = WS_XML_STRING_VALUE("number");
static WS_XML_STRING number_ns = WS_XML_STRING_VALUE("urn:test");
static WS_ELEMENT_DESCRIPTION number_element = {&number_name, &number_ns, WS_INT32_TYPE, NULL};
static WS_MESSAGE_DESCRIPTION request_description = {&request_action, &number_element};
static WS_MESSAGE_DESCRIPTION reply_description = {&reply_action, &number_element};

static BOOL no_timeouts = FALSE;
static const WS_CHANNEL_PROPERTY inner_properties[] = {
    {WS_CHANNEL_PROPERTY_ENABLE_TIMEOUTS, &no_timeouts, sizeof(no_timeouts)},
};
static layer_parameters over_http = {WS_HTTP_CHANNEL_BINDING, inner_properties, 1};

static void channel_properties(WS_CHANNEL_PROPERTY properties[2])
{
    properties[0].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&channel_callbacks;
    properties[0].valueSize = sizeof(channel_callbacks);
    properties[1].id = WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_PARAMETERS;
    properties[1].value = &over_http;
    properties[1].valueSize = sizeof(over_http);
}

typedef struct server {
    WS_LISTENER *listener;
    net_url url;
    pthread_t thread;
    unsigned short port;
    int requests;
    int asynchronous;
    WS_CHANNEL *channel;
} server;

static void *serve(void *argument)
{
    server *self = (server *)argument;
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_CHANNEL_PROPERTY properties[2];
    ctest_call call;
    const WS_ASYNC_CONTEXT *context = self->asynchronous ? &call.context : NULL;
    ctest_call_create(&call);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, error), S_OK);
    channel_properties(properties);
    REQUIRE_HR_ERROR(WsCreateChannelForListener(self->listener, properties, 2, &self->channel, error), S_OK, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(self->channel, NULL, 0, &request, error), S_OK, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(self->channel, NULL, 0, &reply, error), S_OK, error);
    for (;;) {
        const WS_MESSAGE_DESCRIPTION *expected[1];
        int number = 0;
        HRESULT hr = ctest_call_end(&call, WsAcceptChannel(self->listener, self->channel, context, error));
        if (hr == WS_E_OPERATION_ABORTED || hr == WS_E_INVALID_OPERATION || hr == WS_E_OBJECT_FAULTED) {
            /* The listener has been closed or aborted, now or before. */
            break;
        }
        REQUIRE_HR_ERROR(hr, S_OK, error);
        self->requests++;
        expected[0] = &request_description;
        hr = ctest_call_end(&call, WsReceiveMessage(self->channel, request, expected, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                                    WS_READ_REQUIRED_VALUE, heap, &number, sizeof(number), NULL,
                                                    context, error));
        if (SUCCEEDED(hr) && number < 0) {
            WS_STRING why = WS_STRING_VALUE(W("negative numbers are not doubled"));
            CHECK_HR(WsAddErrorString(error, &why), S_OK);
            hr = E_FAIL;
        }
        if (FAILED(hr)) {
            CHECK_HR_ERROR(ctest_call_end(&call, WsSendFaultMessageForError(self->channel, reply, error, hr,
                                                                            WS_FULL_FAULT_DISCLOSURE, request,
                                                                            context, error)),
                           S_OK, error);
        } else {
            number *= 2;
            CHECK_HR_ERROR(ctest_call_end(&call, WsSendReplyMessage(self->channel, reply, &reply_description,
                                                                    WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                                                                    request, context, error)),
                           S_OK, error);
        }
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsResetMessage(request, error), S_OK);
        CHECK_HR(WsResetMessage(reply, error), S_OK);
        CHECK_HR_ERROR(ctest_call_end(&call, WsCloseChannel(self->channel, context, error)), S_OK, error);
        CHECK_HR_ERROR(WsResetChannel(self->channel, error), S_OK, error);
        CHECK_HR(WsResetHeap(heap, error), S_OK);
    }
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(self->channel);
    WsFreeHeap(heap);
    WsFreeError(error);
    ctest_call_free(&call);
    return NULL;
}

static void server_start(server *self, int asynchronous)
{
    static WS_CHANNEL_BINDING http = WS_HTTP_CHANNEL_BINDING;
    WS_LISTENER_PROPERTY properties[2];
    WS_ERROR *error = NULL;
    memset(self, 0, sizeof(*self));
    self->asynchronous = asynchronous;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    properties[0].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_CALLBACKS;
    properties[0].value = (void *)(uintptr_t)&listener_callbacks;
    properties[0].valueSize = sizeof(listener_callbacks);
    properties[1].id = WS_LISTENER_PROPERTY_CUSTOM_LISTENER_PARAMETERS;
    properties[1].value = &http;
    properties[1].valueSize = sizeof(http);
    REQUIRE_HR_ERROR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL,
                                      &self->listener, error),
                     S_OK, error);
    self->port = net_free_port();
    REQUIRE_HR_ERROR(WsOpenListener(self->listener, net_make_url(&self->url, "http://+:", self->port, "/double"),
                                    NULL, error),
                     S_OK, error);
    WsFreeError(error);
    REQUIRE(pthread_create(&self->thread, NULL, serve, self) == 0);
}

static void server_stop(server *self)
{
    ctest_call call;
    ctest_call_create(&call);
    if (self->asynchronous) {
        CHECK_HR(WsAbortListener(self->listener, NULL), S_OK);
        CHECK_HR(ctest_call_end(&call, WsCloseListener(self->listener, &call.context, NULL)), S_OK);
    } else {
        CHECK_HR(WsCloseListener(self->listener, NULL, NULL), S_OK);
    }
    pthread_join(self->thread, NULL);
    CHECK_HR(WsResetListener(self->listener, NULL), S_OK);
    WsFreeListener(self->listener);
    ctest_call_free(&call);
}

static WS_CHANNEL *client_channel(unsigned short port, WS_ERROR *error)
{
    WS_CHANNEL *channel = NULL;
    WS_CHANNEL_PROPERTY properties[2];
    WS_ENDPOINT_ADDRESS address;
    net_url url;
    channel_properties(properties);
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_CUSTOM_CHANNEL_BINDING, properties, 2, NULL,
                                     &channel, error),
                     S_OK, error);
    memset(&address, 0, sizeof(address));
    address.url = *net_make_url(&url, "http://localhost:", port, "/double");
    REQUIRE_HR_ERROR(WsOpenChannel(channel, &address, NULL, error), S_OK, error);
    return channel;
}

static void asks(server *server, int rounds, int asynchronous)
{
    WS_ERROR *error = NULL;
    WS_CHANNEL *channel;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_HEAP *heap = NULL;
    ctest_call call;
    const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
    int round;
    ctest_call_create(&call);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, error), S_OK);
    channel = client_channel(server->port, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK, error);
    for (round = 0; round < rounds; round++) {
        /* Every third one is answered with a fault. */
        int number = round % 3 == 2 ? -round : round;
        int answer = 77;
        HRESULT expected = number < 0 ? WS_E_ENDPOINT_FAULT_RECEIVED : S_OK;
        CHECK_HR_ERROR(ctest_call_end(&call, WsRequestReply(channel, request, &request_description,
                                                            WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), reply,
                                                            &reply_description, WS_READ_REQUIRED_VALUE, heap, &answer,
                                                            sizeof(answer), context, error)),
                       expected, error);
        CHECK_INT(answer, number < 0 ? 77 : 2 * number);
        if (number < 0) {
            CHECK(ctest_error_has(error, "negative numbers are not doubled"));
        }
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsResetMessage(request, error), S_OK);
        CHECK_HR(WsResetMessage(reply, error), S_OK);
    }
    CHECK_HR_ERROR(ctest_call_end(&call, WsCloseChannel(channel, context, error)), S_OK, error);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    WsFreeError(error);
    ctest_call_free(&call);
}

/* The layer has the properties of what is beneath it. */
static void shows_the_properties_beneath(server *server)
{
    WS_ERROR *error = NULL;
    WS_CHANNEL *channel;
    ULONG timeout = 1234, found = 0;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    channel = client_channel(server->port, error);
    /* ENABLE_TIMEOUTS was FALSE. */
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &found, sizeof(found), error), S_OK);
    CHECK_INT(found, 0xFFFFFFFF);
    CHECK_HR(WsSetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &timeout, sizeof(timeout), error), S_OK);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_SEND_TIMEOUT, &found, sizeof(found), error), S_OK);
    CHECK_INT(found, 1234);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_MULTICAST_HOPS, &found, sizeof(found), error),
             E_INVALIDARG);
    CHECK_HR(WsAbortChannel(channel, error), S_OK);
    CHECK_HR(WsCloseChannel(channel, NULL, error), S_OK);
    WsFreeChannel(channel);
    WsFreeError(error);
}

/* What goes wrong beneath is told with what the library says of it. */
static void failures_come_through(void)
{
    WS_ERROR *error = NULL;
    WS_CHANNEL *channel;
    WS_MESSAGE *request = NULL, *reply = NULL;
    ctest_call call;
    int number = 1, way;
    ctest_call_create(&call);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    channel = client_channel(net_free_port(), error);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK);
    for (way = 0; way < 2; way++) {
        CHECK_HR(ctest_call_end(&call, WsRequestReply(channel, request, &request_description, WS_WRITE_REQUIRED_VALUE,
                                                      &number, sizeof(number), reply, &reply_description,
                                                      WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number),
                                                      way ? &call.context : NULL, error)),
                 WS_E_ENDPOINT_UNREACHABLE);
        CHECK(ctest_error_has(error, "localhost"));
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsResetMessage(request, error), S_OK);
    }
    CHECK_HR(WsCloseChannel(channel, NULL, error), S_OK);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    WsFreeError(error);
    ctest_call_free(&call);
}

typedef struct asker {
    server *server;
    pthread_t thread;
    int asynchronous;
} asker;

static void *ask(void *argument)
{
    asker *self = (asker *)argument;
    asks(self->server, 12, self->asynchronous);
    return NULL;
}

int main(void)
{
    server server;
    int asynchronous, i;
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        asker askers[6];
        server_start(&server, asynchronous);
        asks(&server, 9, 0);
        asks(&server, 9, 1);
        shows_the_properties_beneath(&server);
        /* Many at once, more than the library has threads. */
        for (i = 0; i < 6; i++) {
            askers[i].server = &server;
            askers[i].asynchronous = i % 2;
            REQUIRE(pthread_create(&askers[i].thread, NULL, ask, &askers[i]) == 0);
        }
        for (i = 0; i < 6; i++) {
            pthread_join(askers[i].thread, NULL);
        }
        CHECK_INT(server.requests, 18 + 6 * 12);
        server_stop(&server);
    }
    failures_come_through();
    CHECK_INT(layers, 0);
    return ctest_summary();
}
