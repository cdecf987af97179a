/*
 * Calls that are cut short: aborted with the proxy in each of its states, abandoned by id, timed out, refused because
 * too many are pending; and closing, which waits for them.
 */
#include "proxy.h"

/* Never answers. */
static void answer_nothing(http_peer *peer, int connection, const char *request, size_t length, void *state)
{
    (void)peer;
    (void)connection;
    (void)request;
    (void)length;
    (void)state;
}

static void wait_for_requests(http_peer *peer, unsigned count)
{
    while (http_peer_requests(peer) < count) {
        REQUIRE_EVENT(&peer->arrived);
        ctest_event_reset(&peer->arrived);
    }
}

static void abort_in_created_and_closed(void)
{
    WS_SERVICE_PROXY *proxy = proxy_create(NULL, 0);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CREATED);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    CHECK_HR(WsAbortServiceProxy(NULL, NULL), E_INVALIDARG);
    WsFreeServiceProxy(proxy);
}

static void abort_with_a_pending_call(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    ctest_call call;
    INT32 result = -1;
    HRESULT hr;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, NULL, 0);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    ctest_call_create(&call);
    hr = twice(proxy, 1, &result, heap, &call.context, error);
    REQUIRE_HR(hr, WS_S_ASYNC);
    wait_for_requests(&peer, 1);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_FAULTED);
    CHECK_HR(ctest_call_end(&call, hr), WS_E_OPERATION_ABORTED);
    CHECK(ctest_error_has(error, "aborted"));
    CHECK_INT(result, -1);

    /* Faulted, it refuses calls until it has been closed. */
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_FAULTED);
    CHECK_HR(WsResetServiceProxy(proxy, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    WsFreeServiceProxy(proxy);
    ctest_call_free(&call);
    WsFreeError(error);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
}

#define THREADS 8

typedef struct caller {
    WS_SERVICE_PROXY *proxy;
    pthread_t thread;
    HRESULT result;
} caller;

static void *call_and_wait(void *argument)
{
    caller *self = (caller *)argument;
    WS_HEAP *heap = NULL;
    INT32 result;
    WsCreateHeap(4096, 0, NULL, 0, &heap, NULL);
    self->result = twice(self->proxy, 1, &result, heap, NULL, NULL);
    WsFreeHeap(heap);
    return NULL;
}

static void abort_with_synchronous_calls_of_several_threads(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    caller callers[THREADS];
    int i;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, NULL, 0);
    for (i = 0; i < THREADS; i++) {
        callers[i].proxy = proxy;
        callers[i].result = E_FAIL;
        REQUIRE(pthread_create(&callers[i].thread, NULL, call_and_wait, &callers[i]) == 0);
    }
    wait_for_requests(&peer, THREADS);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    for (i = 0; i < THREADS; i++) {
        pthread_join(callers[i].thread, NULL);
        CHECK_HR(callers[i].result, WS_E_OPERATION_ABORTED);
    }
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    http_peer_stop(&peer);
}

static void abort_while_closing(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL;
    ULONG forever = 0xFFFFFFFF;
    WS_PROXY_PROPERTY property = { WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT, NULL, sizeof(forever) };
    ctest_call call, closing;
    INT32 result;
    HRESULT called, closed;
    property.value = &forever;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, &property, 1);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    ctest_call_create(&call);
    ctest_call_create(&closing);
    called = twice(proxy, 1, &result, heap, &call.context, NULL);
    REQUIRE_HR(called, WS_S_ASYNC);
    closed = WsCloseServiceProxy(proxy, &closing.context, NULL);
    REQUIRE_HR(closed, WS_S_ASYNC);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSING);
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    CHECK_HR(ctest_call_end(&call, called), WS_E_OPERATION_ABORTED);
    CHECK_HR(ctest_call_end(&closing, closed), WS_E_OPERATION_ABORTED);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    WsFreeServiceProxy(proxy);
    ctest_call_free(&call);
    ctest_call_free(&closing);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
}

/* Closing waits for what is pending, and gives up when its time is up. */
static void close_gives_up_on_a_call_that_never_ends(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL;
    ULONG soon = 20;
    WS_PROXY_PROPERTY property = { WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT, NULL, sizeof(soon) };
    ctest_call call;
    INT32 result;
    HRESULT called;
    property.value = &soon;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, &property, 1);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    ctest_call_create(&call);
    called = twice(proxy, 1, &result, heap, &call.context, NULL);
    REQUIRE_HR(called, WS_S_ASYNC);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    CHECK_HR(ctest_call_end(&call, called), WS_E_OPERATION_ABORTED);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    WsFreeServiceProxy(proxy);
    ctest_call_free(&call);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
}

static void abandon_by_id(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heaps[3] = { NULL, NULL, NULL };
    WS_ERROR *error = NULL;
    ctest_call calls[3];
    INT32 results[3];
    HRESULT started[3];
    int i;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, NULL, 0);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (i = 0; i < 3; i++) {
        ULONG id = i == 0 ? 5 : 7;
        WS_CALL_PROPERTY property = { WS_CALL_PROPERTY_CALL_ID, NULL, sizeof(id) };
        property.value = &id;
        REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heaps[i], NULL), S_OK);
        ctest_call_create(&calls[i]);
        started[i] = twice_with(proxy, i, &results[i], heaps[i], &property, 1, &calls[i].context,
                                i == 0 ? error : NULL);
        REQUIRE_HR(started[i], WS_S_ASYNC);
    }
    wait_for_requests(&peer, 3);
    CHECK_HR(WsAbandonCall(proxy, 6, NULL), S_OK);
    CHECK_HR(WsAbandonCall(proxy, 5, NULL), S_OK);
    CHECK_HR(ctest_call_end(&calls[0], started[0]), WS_E_OPERATION_ABANDONED);
    CHECK(ctest_error_has(error, "abandoned"));
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    /* 0 stands for all of them. */
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), S_OK);
    CHECK_HR(ctest_call_end(&calls[1], started[1]), WS_E_OPERATION_ABANDONED);
    CHECK_HR(ctest_call_end(&calls[2], started[2]), WS_E_OPERATION_ABANDONED);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbandonCall(NULL, 0, NULL), E_INVALIDARG);
    WsFreeServiceProxy(proxy);
    for (i = 0; i < 3; i++) {
        ctest_call_free(&calls[i]);
        WsFreeHeap(heaps[i]);
    }
    WsFreeError(error);
    http_peer_stop(&peer);
}

static void a_call_has_its_time(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    ULONG soon = 20;
    WS_PROXY_PROPERTY property = { WS_PROXY_PROPERTY_CALL_TIMEOUT, NULL, sizeof(soon) };
    ctest_call call;
    INT32 result;
    property.value = &soon;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, &property, 1);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, error), WS_E_OPERATION_TIMED_OUT);
    CHECK(ctest_error_has(error, "20 milliseconds"));
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, twice(proxy, 1, &result, heap, &call.context, NULL)), WS_E_OPERATION_TIMED_OUT);
    ctest_call_free(&call);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    WsFreeError(error);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
}

static void no_more_calls_than_may_be_pending(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL, *other = NULL;
    ULONG two = 2;
    WS_PROXY_PROPERTY property = { WS_PROXY_PROPERTY_MAX_PENDING_CALLS, NULL, sizeof(two) };
    ctest_call calls[2];
    HRESULT started[2];
    INT32 result;
    int i;
    property.value = &two;
    http_peer_start(&peer, answer_nothing, NULL);
    proxy = proxy_open(&peer, &property, 1);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &other, NULL), S_OK);
    for (i = 0; i < 2; i++) {
        ctest_call_create(&calls[i]);
        started[i] = twice(proxy, 1, &result, i == 0 ? heap : other, &calls[i].context, NULL);
        REQUIRE_HR(started[i], WS_S_ASYNC);
    }
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), S_OK);
    for (i = 0; i < 2; i++) {
        CHECK_HR(ctest_call_end(&calls[i], started[i]), WS_E_OPERATION_ABANDONED);
        ctest_call_free(&calls[i]);
    }
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeHeap(other);
    http_peer_stop(&peer);
}

int main(void)
{
    abort_in_created_and_closed();
    abort_with_a_pending_call();
    abort_with_synchronous_calls_of_several_threads();
    abort_while_closing();
    close_gives_up_on_a_call_that_never_ends();
    abandon_by_id();
    a_call_has_its_time();
    no_more_calls_than_may_be_pending();
    return ctest_summary();
}
