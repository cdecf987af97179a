/*
 * A service host over channels of the application's own, with sessions: state of a session, several calls of one at a
 * time, one-way messages, the end of a session by either side, and what goes wrong with it.
 */
#include "host.h"
#include "pipe.h"

static WS_STRING pipe_url = WS_STRING_VALUE(W("pipe://number"));

/* ---- The service: a sum per session ---------------------------------------------------------- */

typedef struct session {
    INT32 sum;
} session;

static int open_sessions, closed_sessions;
static ctest_event session_closed;

static HRESULT CALLBACK session_begin(const WS_OPERATION_CONTEXT *context, void **state, const WS_ASYNC_CONTEXT *async,
                                      WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *state = calloc(1, sizeof(session));
    __atomic_add_fetch(&open_sessions, 1, __ATOMIC_SEQ_CST);
    return *state ? S_OK : E_OUTOFMEMORY;
}

static HRESULT CALLBACK session_end(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async)
{
    (void)async;
    free(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE));
    __atomic_sub_fetch(&open_sessions, 1, __ATOMIC_SEQ_CST);
    __atomic_add_fetch(&closed_sessions, 1, __ATOMIC_SEQ_CST);
    ctest_event_set(&session_closed);
    return S_OK;
}

static session *session_of(const WS_OPERATION_CONTEXT *context)
{
    session *it = (session *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE);
    REQUIRE(it != NULL);
    return it;
}

/* Adds twice the value. */
static HRESULT CALLBACK twice(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                              const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)async;
    (void)error;
    *result = session_of(context)->sum += 2 * value;
    return S_OK;
}

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, INT32 a, INT32 b, INT32 *result,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    if (b == 0) {
        return E_FAIL;
    }
    *result = a / b;
    return S_OK;
}

/* The last of the session. */
static HRESULT CALLBACK raise_last(const WS_OPERATION_CONTEXT *context, INT32 *value, const WS_ASYNC_CONTEXT *async,
                                   WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *value += 1;
    return WS_S_END;
}

static HRESULT CALLBACK note(const WS_OPERATION_CONTEXT *context, INT32 value, const WS_ASYNC_CONTEXT *async,
                             WS_ERROR *error)
{
    (void)async;
    (void)error;
    session_of(context)->sum += value;
    return value < 0 ? E_FAIL : S_OK;
}

static const number_table functions = { twice, divide, raise_last, note };

static WS_SERVICE_PROPERTY_ACCEPT_CALLBACK accept_callback = { session_begin };
static WS_SERVICE_PROPERTY_CLOSE_CALLBACK close_callback = { session_end };

static void endpoint_init(host_endpoint *endpoint, const number_table *table)
{
    host_endpoint_init(endpoint, table, 1, "");
    endpoint->endpoint.address.url = pipe_url;
    endpoint->endpoint.channelBinding = WS_CUSTOM_CHANNEL_BINDING;
    endpoint->endpoint.channelType = WS_CHANNEL_TYPE_DUPLEX_SESSION;
    endpoint->endpoint.channelProperties.properties = pipe_client_properties;
    endpoint->endpoint.channelProperties.propertyCount = 1;
    host_set(endpoint, WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES, &pipe_listener_properties,
             sizeof(pipe_listener_properties));
    host_set(endpoint, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_callback,
             sizeof(accept_callback));
    host_set(endpoint, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_callback, sizeof(close_callback));
}

static void pipe_client_open(client *it)
{
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url = pipe_url;
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &it->heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &it->error), S_OK);
    REQUIRE_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_CUSTOM_CHANNEL_BINDING, NULL, NULL, 0,
                                    pipe_client_properties, 1, &it->proxy, it->error),
               S_OK);
    REQUIRE_HR(WsOpenServiceProxy(it->proxy, &address, NULL, it->error), S_OK);
}

/* ---- A client that sends when it likes ------------------------------------------------------- */

static WS_CHANNEL *raw_open(void)
{
    WS_CHANNEL *channel = NULL;
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url = pipe_url;
    REQUIRE_HR(WsCreateChannel(WS_CHANNEL_TYPE_DUPLEX_SESSION, WS_CUSTOM_CHANNEL_BINDING, pipe_client_properties, 1,
                               NULL, &channel, NULL),
               S_OK);
    REQUIRE_HR(WsOpenChannel(channel, &address, NULL, NULL), S_OK);
    return channel;
}

/* A request that waits for a reply, or a message that does not. */
static HRESULT raw_send(WS_CHANNEL *channel, const WS_MESSAGE_DESCRIPTION *shape, INT32 value, int is_request)
{
    WS_MESSAGE *message = NULL;
    number_value body;
    HRESULT hr;
    body.value = value;
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &message, NULL), S_OK);
    REQUIRE_HR(WsInitializeMessage(message, is_request ? WS_REQUEST_MESSAGE : WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    hr = WsSendMessage(channel, message, shape, WS_WRITE_REQUIRED_VALUE, &body, sizeof(body), NULL, NULL);
    WsFreeMessage(message);
    return hr;
}

static HRESULT raw_receive(WS_CHANNEL *channel, INT32 *value)
{
    static const WS_MESSAGE_DESCRIPTION *expected[] = { &twice_out };
    WS_MESSAGE *message = NULL;
    number_value body;
    HRESULT hr;
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &message, NULL), S_OK);
    hr = WsReceiveMessage(channel, message, expected, 1, WS_RECEIVE_OPTIONAL_MESSAGE, WS_READ_REQUIRED_VALUE, NULL,
                          &body, sizeof(body), NULL, NULL, NULL);
    if (hr == S_OK) {
        *value = body.value;
    }
    WsFreeMessage(message);
    return hr;
}

static void raw_close(WS_CHANNEL *channel)
{
    CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    WsFreeChannel(channel);
}

/* ---- Tests ----------------------------------------------------------------------------------- */

static void sessions(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client first, second;
    INT32 result = 0;
    int i;
    endpoint_init(&endpoint, &functions);
    host = host_open(&endpoint, NULL, 0);
    for (i = 0; i < 3; i++) {
        pipe_client_open(&first);
        pipe_client_open(&second);
        CHECK_HR(client_note(&first, 1), S_OK);
        CHECK_HR(client_note(&second, 100), S_OK);
        CHECK_HR(client_note(&first, 10), S_OK);
        CHECK_HR_ERROR(client_twice(&first, 2, &result, NULL), S_OK, first.error);
        CHECK_INT(result, 15);
        CHECK_HR(client_twice(&second, 2, &result, NULL), S_OK);
        CHECK_INT(result, 104);
        /* A fault is a message like another. */
        CHECK_HR(client_divide(&first, 1, 0, &result), WS_E_ENDPOINT_FAULT_RECEIVED);
        /* Nobody waits for an answer to these. */
        CHECK_HR(client_note(&first, -1), S_OK);
        CHECK_HR(client_divide(&first, 8, 2, &result), S_OK);
        CHECK_INT(result, 4);
        CHECK_INT(open_sessions, 2);
        client_close(&first);
        client_close(&second);
        if (i == 1) {
            CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
            CHECK_INT(open_sessions, 0);
            CHECK_INT(closed_sessions, 4);
            CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
            CHECK_HR(WsOpenServiceHost(host, NULL, NULL), S_OK);
        }
    }
    host_close(host);
    CHECK_INT(open_sessions, 0);
    CHECK_INT(pipe_instances, 0);
}

/* Actions that the service does not have: a request is told, a one-way message is dropped. */
static void unknown_messages(void)
{
    NUMBER_MESSAGE(other, "Other", number_value_struct);
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    WS_CHANNEL *channel;
    INT32 value = 0;
    endpoint_init(&endpoint, &functions);
    host = host_open(&endpoint, NULL, 0);
    channel = raw_open();
    CHECK_HR(raw_send(channel, &other, 1, 0), S_OK);
    CHECK_HR(raw_send(channel, &other, 1, 1), S_OK);
    CHECK_HR(raw_receive(channel, &value), WS_E_ENDPOINT_ACTION_NOT_SUPPORTED);
    CHECK_HR(raw_send(channel, &twice_in, 4, 1), S_OK);
    CHECK_HR(raw_receive(channel, &value), S_OK);
    CHECK_INT(value, 8);
    /* The service closes when the client has. */
    CHECK_HR(WsShutdownSessionChannel(channel, NULL, NULL), S_OK);
    CHECK_HR(raw_receive(channel, &value), WS_S_END);
    raw_close(channel);
    host_close(host);
    CHECK_INT(pipe_instances, 0);
}

/* An operation that says that it was the last one: another message ends the session. */
static void the_last_message(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    WS_CHANNEL *channel;
    INT32 value = 1;
    endpoint_init(&endpoint, &functions);
    host = host_open(&endpoint, NULL, 0);
    pipe_client_open(&caller);
    CHECK_HR(client_raise(&caller, &value), S_OK);
    CHECK_INT(value, 2);
    client_close(&caller);
    value = 1;
    channel = raw_open();
    CHECK_HR(raw_send(channel, &raise_in, 1, 1), S_OK);
    CHECK_HR(raw_send(channel, &twice_in, 1, 1), S_OK);
    /* The reply may be lost with the session. */
    while (SUCCEEDED(raw_receive(channel, &value))) {
    }
    CHECK_INT(value, 1);
    WsFreeChannel(channel);
    host_close(host);
    CHECK_INT(pipe_instances, 0);
}

static HRESULT CALLBACK refuse(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    (void)context;
    (void)error;
    *authorized = FALSE;
    return S_OK;
}

/* Who is not let in loses the session. */
static void authorization(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    WS_SERVICE_PROXY_STATE state = WS_SERVICE_PROXY_STATE_OPEN;
    INT32 result = 0;
    endpoint_init(&endpoint, &functions);
    endpoint.endpoint.authorizationCallback = refuse;
    host = host_open(&endpoint, NULL, 0);
    pipe_client_open(&caller);
    CHECK(FAILED(client_twice(&caller, 1, &result, NULL)));
    CHECK_HR(WsGetServiceProxyProperty(caller.proxy, WS_PROXY_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    CHECK_INT(state, WS_SERVICE_PROXY_STATE_FAULTED);
    client_close(&caller);
    host_close(host);
    CHECK_INT(open_sessions, 0);
    CHECK_INT(pipe_instances, 0);
}

/* ---- Several calls at a time ----------------------------------------------------------------- */

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t gate_changed = PTHREAD_COND_INITIALIZER;
static int running, allowed, cancelled;
static ctest_event arrived;
static int wanted;

/* Why each operation was cancelled, by its value. */
static const WS_SERVICE_CANCEL_REASON never = (WS_SERVICE_CANCEL_REASON)99;
static WS_SERVICE_CANCEL_REASON reasons[4];

/* Blocks until it may go on, or is cancelled. */
static HRESULT block(INT32 value)
{
    HRESULT hr;
    pthread_mutex_lock(&gate);
    running++;
    if (running >= wanted) {
        ctest_event_set(&arrived);
    }
    while (allowed == 0 && reasons[value] == never) {
        pthread_cond_wait(&gate_changed, &gate);
    }
    hr = reasons[value] == never ? S_OK : E_FAIL;
    allowed -= hr == S_OK;
    running--;
    pthread_mutex_unlock(&gate);
    return hr;
}

static void allow(int count)
{
    pthread_mutex_lock(&gate);
    allowed += count;
    pthread_cond_broadcast(&gate_changed);
    pthread_mutex_unlock(&gate);
}

static void wait_running(int count)
{
    pthread_mutex_lock(&gate);
    wanted = count;
    if (running >= count) {
        ctest_event_set(&arrived);
    } else {
        ctest_event_reset(&arrived);
    }
    pthread_mutex_unlock(&gate);
    REQUIRE_EVENT(&arrived);
}

static void CALLBACK on_cancel(WS_SERVICE_CANCEL_REASON reason, void *state)
{
    pthread_mutex_lock(&gate);
    *(WS_SERVICE_CANCEL_REASON *)state = reason;
    cancelled++;
    pthread_cond_broadcast(&gate_changed);
    pthread_mutex_unlock(&gate);
}

static HRESULT CALLBACK twice_slow(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                   const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)async;
    CHECK_HR(WsRegisterOperationForCancel(context, on_cancel, NULL, &reasons[value], error), S_OK);
    *result = 2 * value;
    return block(value);
}

static const number_table slow = { twice_slow, divide, raise_last, note };

static WS_SERVICE_HOST *open_slow(host_endpoint *endpoint, const ULONG *concurrency, ULONG close_timeout)
{
    WS_SERVICE_PROPERTY property;
    size_t i;
    running = allowed = cancelled = 0;
    for (i = 0; i < CTEST_COUNT(reasons); i++) {
        reasons[i] = never;
    }
    property.id = WS_SERVICE_PROPERTY_CLOSE_TIMEOUT;
    property.value = &close_timeout;
    property.valueSize = sizeof(close_timeout);
    endpoint_init(endpoint, &slow);
    if (*concurrency) {
        host_set(endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, concurrency, sizeof(*concurrency));
    }
    return host_open(endpoint, &property, 1);
}

static void concurrency(void)
{
    static const ULONG limits[] = { 0, 1, 2, 3 };
    size_t i;
    for (i = 0; i < CTEST_COUNT(limits); i++) {
        int most = limits[i] ? (int)limits[i] : 1, k;
        host_endpoint endpoint;
        WS_SERVICE_HOST *host = open_slow(&endpoint, &limits[i], INFINITE);
        WS_CHANNEL *channel = raw_open();
        INT32 seen = 0, value = 0;
        for (k = 1; k <= 3; k++) {
            CHECK_HR(raw_send(channel, &twice_in, k, 1), S_OK);
        }
        /* As many as may, and no more: one more begins when one has ended. */
        wait_running(most);
        CHECK_INT(running, most);
        for (k = 0; k < 3; k++) {
            allow(1);
            CHECK_HR(raw_receive(channel, &value), S_OK);
            CHECK(running <= most);
            seen |= 1 << value;
        }
        CHECK_INT(seen, 1 << 2 | 1 << 4 | 1 << 6);
        raw_close(channel);
        host_close(host);
        CHECK_INT(pipe_instances, 0);
    }
}

/* The client goes while operations run: those that have asked for it are told. */
static void a_client_that_goes(void)
{
    ULONG two = 2;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_slow(&endpoint, &two, INFINITE);
    WS_CHANNEL *channel = raw_open();
    /* With room for another one, the host goes on reading. */
    CHECK_HR(raw_send(channel, &twice_in, 0, 1), S_OK);
    wait_running(1);
    ctest_event_reset(&session_closed);
    CHECK_HR(WsAbortChannel(channel, NULL), S_OK);
    REQUIRE_EVENT(&session_closed);
    CHECK_INT(cancelled, 1);
    CHECK_INT(reasons[0], WS_SERVICE_CHANNEL_FAULTED);
    WsFreeChannel(channel);
    host_close(host);
    CHECK_INT(pipe_instances, 0);
}

/* Closing waits until the client has closed its session, though not for ever. */
static void closing(void)
{
    ULONG two = 2;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_slow(&endpoint, &two, INFINITE);
    WS_CHANNEL *channel = raw_open();
    ctest_call call;
    HRESULT started;
    INT32 value = 0;
    CHECK_HR(raw_send(channel, &twice_in, 1, 1), S_OK);
    wait_running(1);
    ctest_call_create(&call);
    started = WsCloseServiceHost(host, &call.context, NULL);
    CHECK_HR(started, WS_S_ASYNC);
    allow(2);
    CHECK_HR(raw_receive(channel, &value), S_OK);
    /* The session goes on. */
    CHECK_HR(raw_send(channel, &twice_in, 2, 1), S_OK);
    CHECK_HR(raw_receive(channel, &value), S_OK);
    CHECK_INT(value, 4);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSING);
    raw_close(channel);
    CHECK_HR(ctest_call_end(&call, started), S_OK);
    ctest_call_free(&call);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    WsFreeServiceHost(host);
    CHECK_INT(pipe_instances, 0);
    /* The client stays, and is silent. */
    host = open_slow(&endpoint, &two, 1);
    channel = raw_open();
    CHECK_HR(raw_send(channel, &twice_in, 1, 1), S_OK);
    wait_running(1);
    CHECK_HR(WsCloseServiceHost(host, NULL, NULL), WS_E_OPERATION_TIMED_OUT);
    CHECK_INT(reasons[1], WS_SERVICE_HOST_ABORT);
    CHECK(FAILED(raw_receive(channel, &value)));
    CHECK_INT(open_sessions, 0);
    WsFreeServiceHost(host);
    WsFreeChannel(channel);
    CHECK_INT(pipe_instances, 0);
}

static void aborting(void)
{
    ULONG three = 3;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_slow(&endpoint, &three, INFINITE);
    WS_CHANNEL *channel = raw_open(), *idle = raw_open();
    INT32 value = 0;
    CHECK_HR(raw_send(channel, &twice_in, 1, 1), S_OK);
    CHECK_HR(raw_send(channel, &twice_in, 2, 1), S_OK);
    wait_running(2);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_INT(cancelled, 2);
    CHECK_INT(reasons[1], WS_SERVICE_HOST_ABORT);
    CHECK_INT(reasons[2], WS_SERVICE_HOST_ABORT);
    CHECK(FAILED(raw_receive(channel, &value)));
    CHECK(FAILED(raw_receive(idle, &value)));
    CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
    CHECK_INT(open_sessions, 0);
    WsFreeServiceHost(host);
    WsFreeChannel(channel);
    WsFreeChannel(idle);
    CHECK_INT(pipe_instances, 0);
}

/* ---- What else a host has to do -------------------------------------------------------------- */

/* A listener that fails to accept is asked again. */
static void a_listener_that_fails(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    endpoint_init(&endpoint, &functions);
    pipe_bad_accepts = 2;
    host = host_open(&endpoint, NULL, 0);
    pipe_client_open(&caller);
    CHECK_HR(client_twice(&caller, 1, &result, NULL), S_OK);
    CHECK_INT(result, 2);
    CHECK_INT(pipe_bad_accepts, 0);
    client_close(&caller);
    host_close(host);
    CHECK_INT(pipe_instances, 0);
}

static HRESULT CALLBACK count_message(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async,
                                      WS_ERROR *error)
{
    WS_MESSAGE *request = (WS_MESSAGE *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE), *reply = NULL;
    WS_CHANNEL *channel = (WS_CHANNEL *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL);
    number_value number;
    (void)async;
    number.value = session_of(context)->sum += 1;
    /* The first message is left as it is: the host skips the rest of it. */
    if (number.value > 1) {
        number_value given;
        CHECK_HR(WsReadBody(request, &twice_in_element, WS_READ_REQUIRED_VALUE, NULL, &given, sizeof(given), error),
                 S_OK);
        CHECK_INT(given.value, 5);
        CHECK_HR(WsReadMessageEnd(channel, request, NULL, error), S_OK);
    }
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK);
    CHECK_HR(WsSendReplyMessage(channel, reply, &twice_out, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), request,
                                NULL, error),
             S_OK);
    WsFreeMessage(reply);
    return number.value == 3 ? E_FAIL : S_OK;
}

static void default_handler(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    endpoint_init(&endpoint, NULL);
    endpoint.contract.defaultMessageHandlerCallback = count_message;
    host = host_open(&endpoint, NULL, 0);
    pipe_client_open(&caller);
    CHECK_HR(client_twice(&caller, 5, &result, NULL), S_OK);
    CHECK_INT(result, 1);
    CHECK_HR(client_twice(&caller, 5, &result, NULL), S_OK);
    CHECK_INT(result, 2);
    ctest_event_reset(&session_closed);
    /* The failure ends the session, and the reply may be lost with it. */
    (void)client_twice(&caller, 5, &result, NULL);
    REQUIRE_EVENT(&session_closed);
    CHECK(FAILED(client_twice(&caller, 5, &result, NULL)));
    client_close(&caller);
    host_close(host);
    CHECK_INT(pipe_instances, 0);
}

/* The create callback of a listener refuses what it cannot do. */
static void create_errors(void)
{
    host_endpoint endpoint;
    const WS_SERVICE_ENDPOINT *one = &endpoint.endpoint;
    WS_SERVICE_HOST *host = NULL;
    endpoint_init(&endpoint, &functions);
    endpoint.endpoint.channelType = WS_CHANNEL_TYPE_DUPLEX;
    CHECK_HR(WsCreateServiceHost(&one, 1, NULL, 0, &host, NULL), WS_E_NOT_SUPPORTED);
    endpoint_init(&endpoint, &functions);
    endpoint.endpoint.channelProperties.propertyCount = 0;
    CHECK_HR(WsCreateServiceHost(&one, 1, NULL, 0, &host, NULL), E_INVALIDARG);
    CHECK(host == NULL);
    CHECK_INT(pipe_instances, 0);
}

int main(void)
{
    ctest_event_create(&session_closed);
    ctest_event_create(&arrived);
    sessions();
    unknown_messages();
    the_last_message();
    authorization();
    concurrency();
    a_client_that_goes();
    closing();
    aborting();
    a_listener_that_fails();
    default_handler();
    create_errors();
    ctest_event_free(&session_closed);
    ctest_event_free(&arrived);
    return ctest_summary();
}
