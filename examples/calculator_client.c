/*
 * A client of the calculator: a service proxy and the functions that wsutil generates from calculator.wsdl.
 *
 *     calculator_client [port]
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include <webservices.h>

#include "calculator.wsdl.h"

#define CALLS 100
#define MEASURED 20000

static void print_error(const char *what, HRESULT hr, WS_ERROR *error)
{
    ULONG count = 0, i, c;
    printf("%s: 0x%08x\n", what, (unsigned)hr);
    WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
    for (i = 0; i < count; i++) {
        WS_STRING text;
        if (FAILED(WsGetErrorString(error, i, &text)))
            continue;
        printf("    ");
        for (c = 0; c < text.length; c++)
            putchar(text.chars[c] < 0x80 ? (char)text.chars[c] : '?');
        printf("\n");
    }
}

/* Counts what has come back. */
typedef struct Waiter {
    pthread_mutex_t lock;
    pthread_cond_t changed;
    int done;
    HRESULT last;
} Waiter;

static Waiter waiter = { PTHREAD_MUTEX_INITIALIZER, PTHREAD_COND_INITIALIZER, 0, S_OK };

static void CALLBACK completed(HRESULT hr, WS_CALLBACK_MODEL model, void *state)
{
    Waiter *w = state;
    (void)model;
    pthread_mutex_lock(&w->lock);
    w->done++;
    if (FAILED(hr))
        w->last = hr;
    pthread_cond_signal(&w->changed);
    pthread_mutex_unlock(&w->lock);
}

static HRESULT wait_for(int count)
{
    HRESULT hr;
    pthread_mutex_lock(&waiter.lock);
    while (waiter.done < count)
        pthread_cond_wait(&waiter.changed, &waiter.lock);
    hr = waiter.last;
    waiter.done = 0;
    waiter.last = S_OK;
    pthread_mutex_unlock(&waiter.lock);
    return hr;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static int failed(const char *what, HRESULT hr, WS_ERROR *error)
{
    if (SUCCEEDED(hr))
        return 0;
    print_error(what, hr, error);
    return 1;
}

int main(int argc, char **argv)
{
    WS_ENDPOINT_ADDRESS address;
    WS_SERVICE_PROXY *proxy = NULL;
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL, *heaps[CALLS];
    WS_ASYNC_CONTEXT context;
    INT32 sum = 0, sums[CALLS];
    WCHAR chars[64];
    char ascii[64];
    double started, seconds;
    HRESULT hr;
    int i;

    memset(&address, 0, sizeof(address));
    address.url.length = (ULONG)snprintf(ascii, sizeof(ascii), "http://127.0.0.1:%s/calculator",
                                         argc > 1 ? argv[1] : "8080");
    address.url.chars = chars;
    for (i = 0; i < (int)address.url.length; i++)
        chars[i] = (WCHAR)ascii[i];
    context.callback = completed;
    context.callbackState = &waiter;

    if (failed("creating the error object", WsCreateError(NULL, 0, &error), NULL) ||
        failed("creating the heap", WsCreateHeap(65536, 4096, NULL, 0, &heap, error), error) ||
        failed("creating the proxy", Calculator_CreateServiceProxy(NULL, NULL, 0, &proxy, error), error) ||
        failed("opening the proxy", WsOpenServiceProxy(proxy, &address, NULL, error), error))
        return 1;
    printf("client: proxy open to %s\n", ascii);

    if (failed("Add", Calculator_Add(proxy, 1, 2, &sum, heap, NULL, 0, NULL, error), error))
        return 1;
    printf("client: a synchronous call: 1 + 2 = %d\n", (int)sum);

    for (i = 0; i < CALLS; i++) {
        if (failed("heap", WsCreateHeap(65536, 4096, NULL, 0, &heaps[i], error), error))
            return 1;
        hr = Calculator_Add(proxy, i, i, &sums[i], heaps[i], NULL, 0, &context, NULL);
        if (hr != WS_S_ASYNC)
            completed(hr, WS_LONG_CALLBACK, &waiter);
    }
    hr = wait_for(CALLS);
    for (i = 0; i < CALLS; i++) {
        if (SUCCEEDED(hr) && sums[i] != 2 * i)
            hr = E_FAIL;
        WsFreeHeap(heaps[i]);
    }
    if (failed("asynchronous calls", hr, error))
        return 1;
    printf("client: %d asynchronous calls have come back by callback, each with its own sum\n", CALLS);

    hr = Calculator_Divide(proxy, 7, 0, &sum, heap, NULL, 0, NULL, error);
    if (hr != WS_E_ENDPOINT_FAULT_RECEIVED) {
        print_error("client: a fault was expected, and this came", hr, error);
        return 1;
    }
    print_error("client: 7 / 0 is a fault, as it should be", hr, error);
    WsResetError(error);

    started = now();
    for (i = 0; i < MEASURED; i++) {
        if (failed("Add", Calculator_Add(proxy, i, 1, &sum, heap, NULL, 0, NULL, error), error))
            return 1;
        WsResetHeap(heap, NULL);
    }
    seconds = now() - started;
    printf("client: %d synchronous calls in %.2f s: %.0f calls per second, %.1f us each\n", MEASURED, seconds,
           MEASURED / seconds, seconds / MEASURED * 1e6);

    hr = Calculator_Hang(proxy, 1, 2, &sum, heap, NULL, 0, &context, error);
    if (hr != WS_S_ASYNC) {
        print_error("client: a pending call was expected, and this came", hr, error);
        return 1;
    }
    printf("client: a call that the service never answers is pending; aborting the proxy\n");
    if (failed("aborting", WsAbortServiceProxy(proxy, NULL), error))
        return 1;
    hr = wait_for(1);
    if (hr != WS_E_OPERATION_ABORTED) {
        print_error("client: WS_E_OPERATION_ABORTED was expected, and this came", hr, error);
        return 1;
    }
    print_error("client: it came back with WS_E_OPERATION_ABORTED", hr, error);

    if (failed("closing the proxy", WsCloseServiceProxy(proxy, NULL, NULL), error))
        return 1;
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeError(error);
    printf("client: closed\n");
    return 0;
}
