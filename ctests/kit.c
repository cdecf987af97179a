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
    CHECK_HR((HRESULT)0, 0);
    return ctest_summary();
}
