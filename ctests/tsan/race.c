/*
 * Has to be reported by the thread sanitizer: two threads have the library write to the same memory. Proof that the
 * sanitizer is on in the library itself.
 */
#include "ctest.h"

static FILETIME same;
static HRESULT results[2];

/* No check in here: the count of checks would order the two threads. */
static void *write_there(void *argument)
{
    WS_DATETIME time = { 630822816000000000ULL, WS_DATETIME_FORMAT_UTC };
    HRESULT *result = (HRESULT *)argument;
    int i;
    for (i = 0; i < 1000 && *result == S_OK; i++) {
        *result = WsDateTimeToFileTime(&time, &same, NULL);
    }
    return NULL;
}

int main(void)
{
    pthread_t threads[2];
    int first = pthread_create(&threads[0], NULL, write_there, &results[0]);
    int second = pthread_create(&threads[1], NULL, write_there, &results[1]);
    REQUIRE(first == 0 && second == 0);
    pthread_join(threads[0], NULL);
    pthread_join(threads[1], NULL);
    CHECK_HR(results[0], S_OK);
    CHECK_HR(results[1], S_OK);
    return ctest_summary();
}
