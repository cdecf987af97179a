/*
 * A client of the calculator: a service proxy with the descriptions that wsutil would generate.
 *
 *     calculator_client [port]
 */
#include <pthread.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "calculator.h"

/* ---- What wsutil generates for the client -------------------------------------------------------------------- */

static WS_PARAMETER_DESCRIPTION parameters[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, 1, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, (USHORT)-1, 0 },
};

#define CALCULATOR_OPERATION(Name) \
    static WS_OPERATION_DESCRIPTION Name##_operation = { \
        1, &Name##_message, &Name##_reply_message, 0, 0, WsCountOf(parameters), parameters, NULL, \
        WS_NON_RPC_LITERAL_OPERATION \
    }; \
    static HRESULT Calculator_##Name(WS_SERVICE_PROXY *proxy, INT32 a, INT32 b, INT32 *result, WS_HEAP *heap, \
                                     const WS_CALL_PROPERTY *callProperties, ULONG callPropertyCount, \
                                     const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error) \
    { \
        const void *arguments[3]; \
        arguments[0] = &a; \
        arguments[1] = &b; \
        arguments[2] = &result; \
        return WsCall(proxy, &Name##_operation, arguments, heap, callProperties, callPropertyCount, asyncContext, \
                      error); \
    }

CALCULATOR_OPERATION(Add)
CALCULATOR_OPERATION(Divide)
CALCULATOR_OPERATION(Hang)

/* ---- The program ---------------------------------------------------------------------------------------------- */

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
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[] = {
        { WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope) },
        { WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing) },
    };
    WS_HTTP_POLICY_DESCRIPTION policy;
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

    memset(&policy, 0, sizeof(policy));
    policy.channelProperties.properties = properties;
    policy.channelProperties.propertyCount = WsCountOf(properties);
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
        failed("creating the proxy",
               WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, NULL,
                                                0, &policy, sizeof(policy), &proxy, error), error) ||
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
