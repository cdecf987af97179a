/*
 * Operations of a service host that take their time: asynchronous ones, many at once, closing and aborting the host while
 * they run, and how they are told to end.
 */
#include "host.h"

#define MANY 8

/* ---- Operations that end when the test says so ----------------------------------------------- */

typedef struct held_call {
    const WS_OPERATION_CONTEXT *context;
    WS_ASYNC_CONTEXT async;
    INT32 value;
    INT32 *result;
    WS_ERROR *error;
} held_call;

/* Those that have begun and not ended. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static held_call held[MANY];
static int held_count;
static int held_wanted;
static ctest_event held_enough;

static void hold(held_call call)
{
    pthread_mutex_lock(&lock);
    REQUIRE(held_count < MANY);
    held[held_count++] = call;
    if (held_count >= held_wanted) {
        ctest_event_set(&held_enough);
    }
    pthread_mutex_unlock(&lock);
}

/* Waits until so many operations have begun. */
static void wait_held(int count)
{
    pthread_mutex_lock(&lock);
    held_wanted = count;
    if (held_count >= count) {
        ctest_event_set(&held_enough);
    } else {
        ctest_event_reset(&held_enough);
    }
    pthread_mutex_unlock(&lock);
    REQUIRE_EVENT(&held_enough);
}

static void end_one(HRESULT hr)
{
    held_call call;
    pthread_mutex_lock(&lock);
    REQUIRE(held_count > 0);
    call = held[--held_count];
    pthread_mutex_unlock(&lock);
    *call.result = 2 * call.value;
    if (FAILED(hr)) {
        static const WS_STRING why = WS_STRING_VALUE(W("ended badly"));
        CHECK_HR(WsAddErrorString(call.error, &why), S_OK);
    }
    call.async.callback(hr, WS_SHORT_CALLBACK, call.async.callbackState);
}

static HRESULT CALLBACK twice_later(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                    const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    held_call call;
    REQUIRE(async != NULL && async->callback != NULL);
    call.context = context;
    call.async = *async;
    call.value = value;
    call.result = result;
    call.error = error;
    hold(call);
    return WS_S_ASYNC;
}

/* ---- How they are told to end ---------------------------------------------------------------- */

static int cancelled, freed;
static WS_SERVICE_CANCEL_REASON cancel_reason;
static ctest_event was_cancelled;
static int cancel_state;

static void CALLBACK on_cancel(WS_SERVICE_CANCEL_REASON reason, void *state)
{
    CHECK(state == &cancel_state);
    CHECK_INT(__atomic_load_n(&freed, __ATOMIC_SEQ_CST), 0);
    cancel_reason = reason;
    __atomic_add_fetch(&cancelled, 1, __ATOMIC_SEQ_CST);
    ctest_event_set(&was_cancelled);
}

static void CALLBACK on_free(void *state)
{
    CHECK(state == &cancel_state);
    __atomic_add_fetch(&freed, 1, __ATOMIC_SEQ_CST);
}

static void forget_cancelling(void)
{
    cancelled = freed = 0;
    ctest_event_reset(&was_cancelled);
}

static HRESULT CALLBACK twice_cancellable(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                          const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    CHECK_HR(WsRegisterOperationForCancel(context, NULL, on_free, &cancel_state, NULL), E_INVALIDARG);
    CHECK_HR(WsRegisterOperationForCancel(context, on_cancel, on_free, &cancel_state, error), S_OK);
    CHECK_HR(WsRegisterOperationForCancel(context, on_cancel, on_free, &cancel_state, NULL), WS_E_INVALID_OPERATION);
    return twice_later(context, value, result, async, error);
}

/* Blocks until it is cancelled. */
static HRESULT CALLBACK twice_blocked(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                      const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    held_call call;
    CHECK_HR(WsRegisterOperationForCancel(context, on_cancel, on_free, &cancel_state, error), S_OK);
    memset(&call, 0, sizeof(call));
    call.async = *async;
    hold(call);
    REQUIRE_EVENT(&was_cancelled);
    *result = value;
    return E_FAIL;
}

static const number_table later = { twice_later, NULL, NULL, NULL };
static const number_table cancellable = { twice_cancellable, NULL, NULL, NULL };
static const number_table blocked = { twice_blocked, NULL, NULL, NULL };

static WS_SERVICE_HOST *open_host(host_endpoint *endpoint, const number_table *table, ULONG close_timeout)
{
    WS_SERVICE_PROPERTY property;
    property.id = WS_SERVICE_PROPERTY_CLOSE_TIMEOUT;
    property.value = &close_timeout;
    property.valueSize = sizeof(close_timeout);
    host_endpoint_init(endpoint, table, 0, "/number");
    return host_open(endpoint, &property, 1);
}

/* A call under way. */
typedef struct caller {
    client peer;
    ctest_call call;
    INT32 result;
    HRESULT started;
} caller;

static void begin(caller *it, unsigned short port, INT32 value)
{
    client_open(&it->peer, port, "/number");
    ctest_call_create(&it->call);
    it->result = -1;
    it->started = client_twice(&it->peer, value, &it->result, &it->call.context);
}

static HRESULT end(caller *it)
{
    HRESULT hr = ctest_call_end(&it->call, it->started);
    ctest_call_free(&it->call);
    return hr;
}

/* ---- Tests ----------------------------------------------------------------------------------- */

static void asynchronous_operations(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, &later, INFINITE);
    const WS_OPERATION_CONTEXT *context;
    void *value = &value;
    caller callers[MANY];
    int i;
    /* Each request has a channel of its own: all are worked on at once. */
    for (i = 0; i < MANY; i++) {
        begin(&callers[i], endpoint.port, i);
    }
    wait_held(MANY);
    context = held[0].context;
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &value, sizeof(value), NULL),
             S_OK);
    for (i = 0; i < MANY; i++) {
        end_one(S_OK);
    }
    for (i = 0; i < MANY; i++) {
        CHECK_HR_ERROR(end(&callers[i]), S_OK, callers[i].peer.error);
        CHECK_INT(callers[i].result, 2 * i);
        client_close(&callers[i].peer);
    }
    begin(&callers[0], endpoint.port, 1);
    wait_held(1);
    end_one(E_OUTOFMEMORY);
    CHECK_HR(end(&callers[0]), WS_E_ENDPOINT_FAULT_RECEIVED);
    CHECK_INT(callers[0].result, -1);
    client_close(&callers[0].peer);
    host_close(host);
    /* What was good for the length of a call is not any more. */
    value = &value;
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK(value == &value);
}

/* Beyond WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS a request waits for its turn. */
static void a_channel_at_a_time(void)
{
    ULONG one = 1, none = 0;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    caller callers[3];
    int i;
    host_endpoint_init(&endpoint, &later, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, &one, sizeof(one));
    /* Nothing is kept for the next call either. */
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE, &none, sizeof(none));
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE, &none, sizeof(none));
    host = host_open(&endpoint, NULL, 0);
    for (i = 0; i < 3; i++) {
        begin(&callers[i], endpoint.port, i);
    }
    for (i = 0; i < 3; i++) {
        wait_held(1);
        CHECK_INT(held_count, 1);
        end_one(S_OK);
    }
    for (i = 0; i < 3; i++) {
        CHECK_HR(end(&callers[i]), S_OK);
        CHECK_INT(callers[i].result, 2 * i);
        client_close(&callers[i].peer);
    }
    host_close(host);
}

static void closing_waits(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, &cancellable, INFINITE);
    ctest_call closing;
    caller caller;
    HRESULT started;
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    wait_held(1);
    ctest_call_create(&closing);
    started = WsCloseServiceHost(host, &closing.context, NULL);
    CHECK_HR(started, WS_S_ASYNC);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSING);
    CHECK_HR(WsCloseServiceHost(host, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsOpenServiceHost(host, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetServiceHost(host, NULL), WS_E_INVALID_OPERATION);
    CHECK(!closing.done.is_set);
    end_one(S_OK);
    CHECK_HR(ctest_call_end(&closing, started), S_OK);
    ctest_call_free(&closing);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    /* The reply was sent all the same. */
    CHECK_HR(end(&caller), S_OK);
    CHECK_INT(caller.result, 8);
    CHECK_INT(cancelled, 0);
    CHECK_INT(freed, 1);
    client_close(&caller.peer);
    WsFreeServiceHost(host);
}

static void closing_has_a_time_limit(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, &blocked, 1);
    caller caller;
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    wait_held(1);
    CHECK_HR(WsCloseServiceHost(host, NULL, error), WS_E_OPERATION_TIMED_OUT);
    CHECK(ctest_error_has(error, "WS_SERVICE_PROPERTY_CLOSE_TIMEOUT"));
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    CHECK_INT(cancelled, 1);
    CHECK_INT(cancel_reason, WS_SERVICE_HOST_ABORT);
    CHECK_INT(freed, 1);
    held_count = 0;
    CHECK(FAILED(end(&caller)));
    client_close(&caller.peer);
    WsFreeServiceHost(host);
    WsFreeError(error);
}

/* An abort tells operations to end, and closing waits until they have. */
static void aborting(const number_table *table)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, table, INFINITE);
    caller caller;
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    wait_held(1);
    CHECK_INT(cancelled, 0);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_FAULTED);
    CHECK_INT(cancelled, 1);
    CHECK_INT(cancel_reason, WS_SERVICE_HOST_ABORT);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_INT(cancelled, 1);
    /* The client is told, whatever becomes of the operation. */
    CHECK(FAILED(end(&caller)));
    if (table == &cancellable) {
        ctest_call closing;
        HRESULT started;
        ctest_call_create(&closing);
        started = WsCloseServiceHost(host, &closing.context, NULL);
        CHECK_HR(started, WS_S_ASYNC);
        CHECK_INT(freed, 0);
        end_one(S_OK);
        CHECK_HR(ctest_call_end(&closing, started), S_OK);
        ctest_call_free(&closing);
    } else {
        held_count = 0;
        CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
    }
    CHECK_INT(cancelled, 1);
    CHECK_INT(freed, 1);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    client_close(&caller.peer);
    WsFreeServiceHost(host);
}

static void an_abort_ends_a_closing(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, &cancellable, INFINITE);
    ctest_call closing;
    caller caller;
    HRESULT started;
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    wait_held(1);
    ctest_call_create(&closing);
    started = WsCloseServiceHost(host, &closing.context, NULL);
    CHECK_HR(started, WS_S_ASYNC);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_INT(cancelled, 1);
    end_one(S_OK);
    CHECK_HR(ctest_call_end(&closing, started), WS_E_OPERATION_ABORTED);
    ctest_call_free(&closing);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    CHECK_INT(freed, 1);
    CHECK(FAILED(end(&caller)));
    client_close(&caller.peer);
    /* It is as good as new. */
    CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
    CHECK_HR(WsOpenServiceHost(host, NULL, NULL), S_OK);
    begin(&caller, endpoint.port, 5);
    wait_held(1);
    end_one(S_OK);
    CHECK_HR(end(&caller), S_OK);
    CHECK_INT(caller.result, 10);
    client_close(&caller.peer);
    host_close(host);
}

/* Registered too late, an operation is told before the registration returns. */
static WS_SERVICE_HOST *aborted_within;

static HRESULT CALLBACK twice_aborting(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)async;
    CHECK_HR(WsAbortServiceHost(aborted_within, NULL), S_OK);
    CHECK_INT(cancelled, 0);
    CHECK_HR(WsRegisterOperationForCancel(context, on_cancel, on_free, &cancel_state, error), S_OK);
    CHECK_INT(cancelled, 1);
    *result = value;
    return S_OK;
}

static void registering_too_late(void)
{
    static const number_table table = { twice_aborting, NULL, NULL, NULL };
    host_endpoint endpoint;
    caller caller;
    aborted_within = open_host(&endpoint, &table, INFINITE);
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    CHECK(FAILED(end(&caller)));
    CHECK_HR(WsCloseServiceHost(aborted_within, NULL, NULL), S_OK);
    CHECK_INT(cancelled, 1);
    CHECK_INT(freed, 1);
    client_close(&caller.peer);
    WsFreeServiceHost(aborted_within);
}

/* Freed while an operation runs, the host goes when that has ended. */
static void freeing_in_use(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host = open_host(&endpoint, &cancellable, INFINITE);
    caller caller;
    forget_cancelling();
    begin(&caller, endpoint.port, 4);
    wait_held(1);
    WsFreeServiceHost(host);
    CHECK_INT(cancelled, 1);
    CHECK(FAILED(end(&caller)));
    client_close(&caller.peer);
    end_one(S_OK);
}

/* ---- Accept and close callbacks -------------------------------------------------------------- */

static WS_ASYNC_CONTEXT accept_context;
static ctest_event accept_asked, close_asked;
static int closed;

static HRESULT CALLBACK accept_later(const WS_OPERATION_CONTEXT *context, void **state, const WS_ASYNC_CONTEXT *async,
                                     WS_ERROR *error)
{
    (void)context;
    (void)error;
    *state = &accept_context;
    accept_context = *async;
    ctest_event_set(&accept_asked);
    return WS_S_ASYNC;
}

static HRESULT CALLBACK accept_badly(const WS_OPERATION_CONTEXT *context, void **state, const WS_ASYNC_CONTEXT *async,
                                     WS_ERROR *error)
{
    (void)context;
    (void)state;
    (void)async;
    (void)error;
    return E_FAIL;
}

static HRESULT CALLBACK close_counted(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async)
{
    (void)async;
    (void)context;
    closed++;
    ctest_event_set(&close_asked);
    return S_OK;
}

static HRESULT CALLBACK twice_in_state(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                       const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)async;
    (void)error;
    CHECK(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE) == &accept_context);
    *result = 2 * value;
    return S_OK;
}

static void accepting(void)
{
    static const number_table table = { twice_in_state, NULL, NULL, NULL };
    static WS_SERVICE_PROPERTY_ACCEPT_CALLBACK accept_callback = { accept_later };
    static WS_SERVICE_PROPERTY_CLOSE_CALLBACK close_callback = { close_counted };
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    caller caller;
    int i;
    for (i = 0; i < 2; i++) {
        accept_callback.callback = i == 0 ? accept_later : accept_badly;
        host_endpoint_init(&endpoint, &table, 0, "/number");
        host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_callback,
                 sizeof(accept_callback));
        host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_callback,
                 sizeof(close_callback));
        host = host_open(&endpoint, NULL, 0);
        closed = 0;
        ctest_event_reset(&close_asked);
        begin(&caller, endpoint.port, 4);
        if (i == 0) {
            REQUIRE_EVENT(&accept_asked);
            accept_context.callback(S_OK, WS_LONG_CALLBACK, accept_context.callbackState);
            CHECK_HR(end(&caller), S_OK);
            CHECK_INT(caller.result, 8);
        } else {
            CHECK(FAILED(end(&caller)));
        }
        REQUIRE_EVENT(&close_asked);
        client_close(&caller.peer);
        host_close(host);
        CHECK_INT(closed, 1);
    }
}

int main(void)
{
    ctest_event_create(&held_enough);
    ctest_event_create(&was_cancelled);
    ctest_event_create(&accept_asked);
    ctest_event_create(&close_asked);
    asynchronous_operations();
    a_channel_at_a_time();
    closing_waits();
    closing_has_a_time_limit();
    aborting(&cancellable);
    aborting(&blocked);
    an_abort_ends_a_closing();
    registering_too_late();
    freeing_in_use();
    accepting();
    ctest_event_free(&held_enough);
    ctest_event_free(&was_cancelled);
    ctest_event_free(&accept_asked);
    ctest_event_free(&close_asked);
    return ctest_summary();
}
