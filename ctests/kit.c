/* The test kit itself: literals, checks that hold, events between threads. */
#include "ctest.h"

struct ping_pong {
    ctest_event ping;
    ctest_event pong;
};

static void *answer(void *state)
{
    struct ping_pong *game = (struct ping_pong *)state;
    REQUIRE_EVENT(&game->ping);
    ctest_event_set(&game->pong);
    return NULL;
}

static void events_cross_threads(void)
{
    struct ping_pong game;
    pthread_t thread;
    ctest_event_create(&game.ping);
    ctest_event_create(&game.pong);
    REQUIRE(pthread_create(&thread, NULL, answer, &game) == 0);
    CHECK(!ctest_event_wait(&game.pong, 1));
    ctest_event_set(&game.ping);
    REQUIRE_EVENT(&game.pong);
    CHECK(ctest_event_wait(&game.pong, 0));
    ctest_event_reset(&game.pong);
    CHECK(!ctest_event_wait(&game.pong, 0));
    REQUIRE(pthread_join(thread, NULL) == 0);
    ctest_event_free(&game.ping);
    ctest_event_free(&game.pong);
}

static void *complete(void *state)
{
    ctest_call *call = (ctest_call *)state;
    call->context.callback(E_FAIL, WS_LONG_CALLBACK, call->context.callbackState);
    return NULL;
}

static void calls_end_at_once_or_by_callback(void)
{
    ctest_call call;
    pthread_t thread;
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, S_FALSE), S_FALSE);
    REQUIRE(pthread_create(&thread, NULL, complete, &call) == 0);
    CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), E_FAIL);
    CHECK_INT(call.model, WS_LONG_CALLBACK);
    REQUIRE(pthread_join(thread, NULL) == 0);
    ctest_call_free(&call);
}

static void literals_are_16_bits_wide(void)
{
    static const WCHAR euro[] = W("a\u20AC");
    CHECK_INT(sizeof(WCHAR), 2);
    CHECK_INT(CTEST_COUNT(euro), 3);
    CHECK_INT(euro[1], 0x20AC);
    CHECK_WIDE(euro, 2, W("a\u20AC"));
    CHECK_BYTES("ab\0c", 4, "ab\0c");
}

int main(void)
{
    literals_are_16_bits_wide();
    events_cross_threads();
    calls_end_at_once_or_by_callback();
    CHECK_HR(S_OK, S_OK);
    return ctest_summary();
}
