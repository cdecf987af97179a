/*
 * Sixty-four threads call through one service proxy, synchronously and asynchronously, while calls are abandoned and
 * the proxy is aborted, closed, reset and opened again: every call ends once, with its own result or with one of the
 * codes that a call cut short may have, and every callback comes exactly once.
 *
 * CTEST_STRESS_SECONDS=60 makes it a minute; else each thread makes a fixed number of calls.
 *
 * ctest: timeout 180
 */
#define HTTP_PEER_CONNECTIONS 512
#include "ctest_handles.h"
#include "proxy.h"

#define THREADS 64
#define CALLS_OF_A_THREAD 12
/* A thread has so many asynchronous calls pending at once, at most. */
#define SLOTS 3

typedef struct slot {
    ctest_call call;
    HRESULT started;
    int is_pending;
    INT32 number;
    INT32 result;
    WS_HEAP *heap;
    WS_ERROR *error;
} slot;

typedef struct worker {
    pthread_t thread;
    unsigned random;
    ULONG id;
    slot slots[SLOTS];
} worker;

static WS_SERVICE_PROXY *proxy;
static http_peer peer;
/* Set while the proxy is open, as far as is known; whoever ends that resets it first. */
static ctest_event opened;
/* Set whenever a call has ended. */
static ctest_event progress;
static time_t until;
static unsigned running, calls, good, aborted, abandoned, refused, asynchronous, openings, abortions;

static unsigned next_random(unsigned *state)
{
    *state = *state * 1664525u + 1013904223u;
    return *state >> 16;
}

static time_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec;
}

static void count(unsigned *counter)
{
    __atomic_add_fetch(counter, 1, __ATOMIC_SEQ_CST);
}

static unsigned counted(unsigned *counter)
{
    return __atomic_load_n(counter, __ATOMIC_SEQ_CST);
}

/* Answers most requests; one in eight never. */
static void answer_most(http_peer *self, int connection, const char *request, size_t length, void *state)
{
    const char *value = strstr(request, "<value>");
    if (CHECK(value != NULL) && atoi(value + 7) % 8 != 3) {
        answer_twice(self, connection, request, length, state);
    }
}

/* The end of a call: what it may have come to. */
static void judge(slot *self, HRESULT result)
{
    if (result == S_OK) {
        CHECK_INT(self->result, 2 * self->number);
        CHECK(self->number % 8 != 3);
        count(&good);
    } else if (result == WS_E_OPERATION_ABORTED) {
        count(&aborted);
    } else if (result == WS_E_OPERATION_ABANDONED) {
        count(&abandoned);
    } else if (result == WS_E_INVALID_OPERATION) {
        count(&refused);
    } else {
        CHECK_HR_ERROR(result, S_OK, self->error);
    }
    CHECK_HR(WsResetHeap(self->heap, NULL), S_OK);
    CHECK_HR(WsResetError(self->error), S_OK);
    ctest_event_set(&progress);
}

static void finish(slot *self)
{
    if (self->is_pending) {
        self->is_pending = 0;
        judge(self, ctest_call_end(&self->call, self->started));
    }
}

static void call_once(worker *self)
{
    unsigned random = next_random(&self->random);
    slot *on = &self->slots[random % SLOTS];
    WS_CALL_PROPERTY property = { WS_CALL_PROPERTY_CALL_ID, NULL, sizeof(self->id) };
    property.value = &self->id;
    finish(on);
    REQUIRE_EVENT(&opened);
    on->number = (INT32)(next_random(&self->random) % 100000);
    on->result = -1;
    count(&calls);
    if (random & 0x100) {
        on->started = twice_with(proxy, on->number, &on->result, on->heap, &property, 1, &on->call.context, on->error);
        on->is_pending = 1;
        if (on->started == WS_S_ASYNC) {
            count(&asynchronous);
        }
    } else {
        judge(on, ctest_call_end(&on->call, twice_with(proxy, on->number, &on->result, on->heap, &property, 1, NULL,
                                                       on->error)));
    }
    if (random % 64 == 9) {
        HRESULT result = WsAbandonCall(proxy, (ULONG)(next_random(&self->random) % THREADS) + 1, NULL);
        CHECK(result == S_OK || result == WS_E_INVALID_OPERATION);
    }
    if (random % 512 == 77) {
        ctest_event_reset(&opened);
        CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
        count(&abortions);
    }
}

static void *work(void *argument)
{
    worker *self = (worker *)argument;
    int i;
    for (i = 0; until ? now() < until : i < CALLS_OF_A_THREAD; i++) {
        call_once(self);
    }
    for (i = 0; i < SLOTS; i++) {
        finish(&self->slots[i]);
    }
    __atomic_sub_fetch(&running, 1, __ATOMIC_SEQ_CST);
    ctest_event_set(&progress);
    return NULL;
}

/* Whatever a worker's abort makes of it, the proxy ends closed, and is opened again. */
static void open_again(unsigned how)
{
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer.port, "/number", chars);
    ctest_call call;
    HRESULT result;
    ctest_call_create(&call);
    ctest_event_reset(&opened);
    if (how & 1) {
        CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    }
    if (how & 2) {
        HRESULT started = WsCloseServiceProxy(proxy, &call.context, NULL);
        if (how & 4) {
            CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
        }
        result = ctest_call_end(&call, started);
    } else {
        result = WsCloseServiceProxy(proxy, NULL, NULL);
    }
    CHECK(result == S_OK || result == WS_E_OPERATION_ABORTED);
    do {
        CHECK_HR(WsResetServiceProxy(proxy, NULL), S_OK);
        result = ctest_call_end(&call, WsOpenServiceProxy(proxy, &address, how & 8 ? &call.context : NULL, NULL));
        CHECK(result == S_OK || result == WS_E_OPERATION_ABORTED);
    } while (result != S_OK);
    count(&openings);
    ctest_event_set(&opened);
    ctest_call_free(&call);
}

static void disturb(void)
{
    unsigned random = 7;
    while (counted(&running) > 0) {
        unsigned what = next_random(&random);
        int i;
        /* Some calls may end in peace; where all wait for what never comes, nothing does. */
        for (i = 0; i < 20 && counted(&running) > 0; i++) {
            if (!ctest_event_wait(&progress, 5)) {
                break;
            }
            ctest_event_reset(&progress);
        }
        if (what % 4 == 0 || proxy_state(proxy) != WS_SERVICE_PROXY_STATE_OPEN) {
            open_again(what >> 2);
        } else if (what % 4 == 1) {
            HRESULT result = WsAbandonCall(proxy, 0, NULL);
            CHECK(result == S_OK || result == WS_E_INVALID_OPERATION);
        } else {
            HRESULT result = WsAbandonCall(proxy, (what >> 2) % THREADS + 1, NULL);
            CHECK(result == S_OK || result == WS_E_INVALID_OPERATION);
        }
    }
}

static worker workers[THREADS];

static void *stress(void *unused)
{
    ULONG close_timeout = 20, pending = THREADS * (SLOTS + 1), call_timeout = 0xFFFFFFFF;
    WS_PROXY_PROPERTY properties[3];
    int i, j;
    (void)unused;
    properties[0].id = WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT;
    properties[0].value = &close_timeout;
    properties[0].valueSize = sizeof(close_timeout);
    properties[1].id = WS_PROXY_PROPERTY_MAX_PENDING_CALLS;
    properties[1].value = &pending;
    properties[1].valueSize = sizeof(pending);
    properties[2].id = WS_PROXY_PROPERTY_CALL_TIMEOUT;
    properties[2].value = &call_timeout;
    properties[2].valueSize = sizeof(call_timeout);
    http_peer_start(&peer, answer_most, NULL);
    proxy = proxy_open(&peer, properties, 3);
    ctest_event_set(&opened);
    running = THREADS;
    for (i = 0; i < THREADS; i++) {
        workers[i].id = (ULONG)i + 1;
        workers[i].random = (unsigned)i * 7919u + 1;
        for (j = 0; j < SLOTS; j++) {
            slot *on = &workers[i].slots[j];
            ctest_call_create(&on->call);
            on->is_pending = 0;
            REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &on->heap, NULL), S_OK);
            REQUIRE_HR(WsCreateError(NULL, 0, &on->error), S_OK);
        }
        REQUIRE(pthread_create(&workers[i].thread, NULL, work, &workers[i]) == 0);
    }
    disturb();
    for (i = 0; i < THREADS; i++) {
        pthread_join(workers[i].thread, NULL);
    }
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    for (i = 0; i < THREADS; i++) {
        for (j = 0; j < SLOTS; j++) {
            /* Checks that no callback came beyond those that were waited for. */
            ctest_call_free(&workers[i].slots[j].call);
            WsFreeHeap(workers[i].slots[j].heap);
            WsFreeError(workers[i].slots[j].error);
        }
    }
    http_peer_stop(&peer);
    return NULL;
}

/* The library's own threads and what they hold come with the first asynchronous call, and stay. */
static void warm_up(void)
{
    WS_SERVICE_PROXY *first;
    WS_HEAP *heap = NULL;
    ctest_call call;
    INT32 result;
    http_peer_start(&peer, answer_twice, NULL);
    first = proxy_open(&peer, NULL, 0);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, twice(first, 1, &result, heap, &call.context, NULL)), S_OK);
    CHECK_HR(WsCloseServiceProxy(first, NULL, NULL), S_OK);
    WsFreeServiceProxy(first);
    ctest_call_free(&call);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
}

int main(void)
{
    const char *seconds = getenv("CTEST_STRESS_SECONDS");
    pthread_t thread;
    unsigned before;
    int i;
    if (seconds != NULL) {
        until = now() + atoi(seconds);
    }
    ctest_event_create(&opened);
    ctest_event_create(&progress);
    warm_up();
    before = ctest_open_handles();
    /* On a thread of its own: what the library keeps for a thread goes with it. */
    REQUIRE(pthread_create(&thread, NULL, stress, NULL) == 0);
    pthread_join(thread, NULL);
    /* What was dropped in the library's threads is closed there, soon. */
    ctest_event_reset(&progress);
    for (i = 0; i < 2000 && ctest_open_handles() > before; i++) {
        ctest_event_wait(&progress, 5);
    }
    CHECK_INT(ctest_open_handles(), before);
    printf("%u calls (%u asynchronous): %u answered, %u aborted, %u abandoned; %u refused; "
           "the proxy was aborted %u times by callers and opened %u times\n",
           calls, asynchronous, good, aborted, abandoned, refused, abortions, openings);
    CHECK(good > 0 && aborted > 0 && abandoned > 0);
    ctest_event_free(&opened);
    ctest_event_free(&progress);
    return ctest_summary();
}
