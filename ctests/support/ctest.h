/*
 * A small kit for test programs, in C99 and up and in C++11 and up.
 *
 *     #include "ctest.h"
 *
 *     int main(void)
 *     {
 *         WS_HEAP *heap = NULL;
 *         CHECK_HR(WsCreateHeap(1024, 0, NULL, 0, &heap, NULL), S_OK);
 *         CHECK(heap != NULL);
 *         WsFreeHeap(heap);
 *         return ctest_summary();
 *     }
 *
 * A check that does not hold prints file, line and what was found, is counted, and lets the program
 * go on; REQUIRE and REQUIRE_HR end it, for what nothing can follow. WCHAR literals are written
 * W("text"), so that every program is built with either kind of 16-bit character.
 *
 * The exit code says it all: 0 is passed, 77 skipped (see ctest_skip), anything else failed.
 * Everything here may be called from any thread, but for what says otherwise.
 */
#ifndef CTEST_H
#define CTEST_H

#ifdef _WIN32
/* For those who use sockets: it wants to come before windows.h. */
#include <winsock2.h>
#endif
#include <webservices.h>

#include <errno.h>
#include <pthread.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* A WCHAR literal. Two steps, so that a macro may stand for the text. */
#if defined(__SIZEOF_WCHAR_T__) && __SIZEOF_WCHAR_T__ == 2
#define CTEST_WIDE(text) L##text
#else
#define CTEST_WIDE(text) u##text
#endif
#define W(text) CTEST_WIDE(text)

/* The number of elements of an array. */
#define CTEST_COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* How long to wait for what has to come, in milliseconds: long enough for a slow machine under
 * valgrind. A test that waits this long has failed, and has time left to say so. */
#define CTEST_PATIENCE 30000

/* One set of counters for all sources of a program. */
#ifdef _WIN32
#define CTEST_SHARED __attribute__((selectany))
#else
#define CTEST_SHARED __attribute__((weak))
#endif

#ifdef __cplusplus
extern "C" {
#endif
CTEST_SHARED unsigned ctest_checks = 0;
CTEST_SHARED unsigned ctest_failures = 0;
#ifdef __cplusplus
}
#endif

/* ---- Checks ------------------------------------------------------------------------------- */

static inline int ctest_count(int holds)
{
    __atomic_add_fetch(&ctest_checks, 1, __ATOMIC_SEQ_CST);
    if (!holds) {
        __atomic_add_fetch(&ctest_failures, 1, __ATOMIC_SEQ_CST);
    }
    return holds;
}

/* Prints the closing line; its value is the exit code. The last thing a program does. */
static inline int ctest_summary(void)
{
    unsigned failures = __atomic_load_n(&ctest_failures, __ATOMIC_SEQ_CST);
    unsigned checks = __atomic_load_n(&ctest_checks, __ATOMIC_SEQ_CST);
    printf("%u checks, %u failed\n", checks, failures);
    if (checks == 0) {
        printf("a program without a check has tested nothing\n");
    }
    fflush(stdout);
    return failures == 0 && checks != 0 ? 0 : 1;
}

/* `return ctest_skip("no IPv6 here");`: for what this machine cannot do. */
static inline int ctest_skip(const char *why)
{
    printf("skipped: %s\n", why);
    fflush(stdout);
    return 77;
}

static inline void ctest_end(void)
{
    (void)ctest_summary();
    exit(1);
}

static inline int ctest_check(int holds, const char *file, int line, const char *text)
{
    if (!ctest_count(holds)) {
        printf("%s:%d: CHECK failed: %s\n", file, line, text);
    }
    return holds;
}

static inline int ctest_check_hr(HRESULT hr, HRESULT expected, const char *file, int line, const char *text,
                                 const char *expected_text)
{
    int holds = hr == expected;
    if (!ctest_count(holds)) {
        printf("%s:%d: %s returned 0x%08lX, expected 0x%08lX (%s)\n", file, line, text,
               (unsigned long)(uint32_t)hr, (unsigned long)(uint32_t)expected, expected_text);
    }
    return holds;
}

static inline int ctest_check_int(long long found, long long expected, const char *file, int line,
                                  const char *text)
{
    int holds = found == expected;
    if (!ctest_count(holds)) {
        printf("%s:%d: %s is %lld (0x%llX), expected %lld (0x%llX)\n", file, line, text, found,
               (unsigned long long)found, expected, (unsigned long long)expected);
    }
    return holds;
}

static inline void ctest_print_bytes(const char *label, const void *bytes, size_t count)
{
    const unsigned char *byte = (const unsigned char *)bytes;
    size_t shown = count < 2048 ? count : 2048;
    printf("  %s (%lu bytes): ", label, (unsigned long)count);
    for (; shown; shown--, byte++) {
        if (*byte >= 0x20 && *byte < 0x7F && *byte != '\\') {
            putchar(*byte);
        } else {
            printf("\\x%02X", *byte);
        }
    }
    putchar('\n');
}

static inline int ctest_check_bytes(const void *found, size_t found_count, const void *expected,
                                    size_t expected_count, const char *file, int line, const char *text)
{
    int holds = found_count == expected_count
                && (found_count == 0 || (found && memcmp(found, expected, found_count) == 0));
    if (!ctest_count(holds)) {
        printf("%s:%d: %s differs\n", file, line, text);
        ctest_print_bytes("found", found, found ? found_count : 0);
        ctest_print_bytes("expected", expected, expected_count);
    }
    return holds;
}

static inline size_t ctest_length(const WCHAR *text)
{
    size_t length = 0;
    while (text[length]) {
        length++;
    }
    return length;
}

static inline void ctest_print_wide(const char *label, const WCHAR *chars, size_t count)
{
    printf("  %s (%lu characters): ", label, (unsigned long)count);
    for (; count; count--, chars++) {
        unsigned c = (unsigned)(uint16_t)*chars;
        if (c >= 0x20 && c < 0x7F && c != '\\') {
            putchar((int)c);
        } else {
            printf("\\u%04X", c);
        }
    }
    putchar('\n');
}

static inline int ctest_check_wide(const WCHAR *found, size_t count, const WCHAR *expected, const char *file,
                                   int line, const char *text)
{
    size_t expected_count = ctest_length(expected);
    int holds = count == expected_count
                && (count == 0 || (found && memcmp(found, expected, count * sizeof(WCHAR)) == 0));
    if (!ctest_count(holds)) {
        printf("%s:%d: %s differs\n", file, line, text);
        ctest_print_wide("found", found, found ? count : 0);
        ctest_print_wide("expected", expected, expected_count);
    }
    return holds;
}

/* The condition holds. */
#define CHECK(condition) ctest_check(!!(condition), __FILE__, __LINE__, #condition)

/* The call returns exactly this code. */
#define CHECK_HR(call, expected) ctest_check_hr((call), (expected), __FILE__, __LINE__, #call, #expected)

/* Two whole numbers are equal. */
#define CHECK_INT(found, expected)                                                                            \
    ctest_check_int((long long)(found), (long long)(expected), __FILE__, __LINE__, #found)

/* `count` bytes are those of a literal, without its closing zero. */
#define CHECK_BYTES(found, count, literal)                                                                    \
    ctest_check_bytes((found), (count), (literal), sizeof(literal) - 1, __FILE__, __LINE__, #found)

/* `count` bytes are those of another block. */
#define CHECK_MEMORY(found, count, expected, expected_count)                                                  \
    ctest_check_bytes((found), (count), (expected), (expected_count), __FILE__, __LINE__, #found)

/* `count` characters are those of a W("literal"). */
#define CHECK_WIDE(found, count, expected)                                                                    \
    ctest_check_wide((found), (count), (expected), __FILE__, __LINE__, #found)

/* A WS_STRING holds a W("literal"). */
#define CHECK_STRING(string, expected)                                                                        \
    ctest_check_wide((string).chars, (string).length, (expected), __FILE__, __LINE__, #string)

/* A WS_XML_STRING holds the bytes of a literal. */
#define CHECK_XML_STRING(string, literal)                                                                     \
    ctest_check_bytes((string).bytes, (string).length, (literal), sizeof(literal) - 1, __FILE__, __LINE__,    \
                      #string)

/* As CHECK and CHECK_HR, but end the program. */
#define REQUIRE(condition)                                                                                    \
    do {                                                                                                      \
        if (!CHECK(condition)) {                                                                              \
            ctest_end();                                                                                      \
        }                                                                                                     \
    } while (0)
#define REQUIRE_HR(call, expected)                                                                            \
    do {                                                                                                      \
        if (!CHECK_HR(call, expected)) {                                                                      \
            ctest_end();                                                                                      \
        }                                                                                                     \
    } while (0)

/* ---- Events ------------------------------------------------------------------------------- */

/* What one thread sets and another waits for; stays set until it is reset. */
typedef struct ctest_event {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int is_set;
} ctest_event;

static inline void ctest_event_create(ctest_event *event)
{
    pthread_condattr_t attributes;
    pthread_condattr_init(&attributes);
    pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
    pthread_mutex_init(&event->lock, NULL);
    pthread_cond_init(&event->changed, &attributes);
    pthread_condattr_destroy(&attributes);
    event->is_set = 0;
}

static inline void ctest_event_free(ctest_event *event)
{
    pthread_cond_destroy(&event->changed);
    pthread_mutex_destroy(&event->lock);
}

static inline void ctest_event_set(ctest_event *event)
{
    pthread_mutex_lock(&event->lock);
    event->is_set = 1;
    pthread_cond_broadcast(&event->changed);
    pthread_mutex_unlock(&event->lock);
}

static inline void ctest_event_reset(ctest_event *event)
{
    pthread_mutex_lock(&event->lock);
    event->is_set = 0;
    pthread_mutex_unlock(&event->lock);
}

/* Waits until the event is set or the time has passed; nonzero if it is set. */
static inline int ctest_event_wait(ctest_event *event, unsigned milliseconds)
{
    struct timespec deadline;
    int is_set;
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += (time_t)(milliseconds / 1000);
    deadline.tv_nsec += (long)(milliseconds % 1000) * 1000000L;
    if (deadline.tv_nsec >= 1000000000L) {
        deadline.tv_sec += 1;
        deadline.tv_nsec -= 1000000000L;
    }
    pthread_mutex_lock(&event->lock);
    while (!event->is_set && pthread_cond_timedwait(&event->changed, &event->lock, &deadline) != ETIMEDOUT) {
    }
    is_set = event->is_set;
    pthread_mutex_unlock(&event->lock);
    return is_set;
}

/* The event comes, however slow the machine is; if not, nothing can follow. */
#define REQUIRE_EVENT(event) REQUIRE(ctest_event_wait((event), CTEST_PATIENCE))

/* ---- Asynchronous calls ------------------------------------------------------------------- */

/* A WS_ASYNC_CONTEXT and what became of the call it was given to. One call at a time, as often as needed:
 *
 *     ctest_call call;
 *     ctest_call_create(&call);
 *     CHECK_HR(ctest_call_end(&call, WsOpenChannel(channel, &address, &call.context, error)), S_OK);
 *     ctest_call_free(&call);
 *
 * Checks that the callback comes once if the call returned WS_S_ASYNC, and never if it did not. */
typedef struct ctest_call {
    WS_ASYNC_CONTEXT context;
    ctest_event done;
    HRESULT result;
    WS_CALLBACK_MODEL model;
    unsigned callbacks;
} ctest_call;

static inline void CALLBACK ctest_call_done(HRESULT result, WS_CALLBACK_MODEL model, void *state)
{
    ctest_call *call = (ctest_call *)state;
    call->result = result;
    call->model = model;
    __atomic_add_fetch(&call->callbacks, 1, __ATOMIC_SEQ_CST);
    ctest_event_set(&call->done);
}

static inline void ctest_call_create(ctest_call *call)
{
    call->context.callback = ctest_call_done;
    call->context.callbackState = call;
    ctest_event_create(&call->done);
    call->result = S_OK;
    call->model = WS_SHORT_CALLBACK;
    call->callbacks = 0;
}

/* The final result of a call that returned `started`; waits for its callback if one is to come. */
static inline HRESULT ctest_call_end(ctest_call *call, HRESULT started)
{
    if (started != WS_S_ASYNC) {
        CHECK_INT(__atomic_load_n(&call->callbacks, __ATOMIC_SEQ_CST), 0);
        return started;
    }
    REQUIRE_EVENT(&call->done);
    CHECK_INT(__atomic_load_n(&call->callbacks, __ATOMIC_SEQ_CST), 1);
    ctest_event_reset(&call->done);
    __atomic_store_n(&call->callbacks, 0, __ATOMIC_SEQ_CST);
    return call->result;
}

static inline void ctest_call_free(ctest_call *call)
{
    CHECK_INT(__atomic_load_n(&call->callbacks, __ATOMIC_SEQ_CST), 0);
    ctest_event_free(&call->done);
}

#endif
