/*
 * A calculator service: a service host that calls the functions below, with the tables that wsutil generates from
 * calculator.wsdl.
 *
 *     calculator_service [port]
 *
 * It adds and divides, answers a division by zero with a fault, and never answers Hang. It ends when its standard
 * input does.
 */
#include <stdio.h>
#include <unistd.h>

#include <webservices.h>

#include "calculator.wsdl.h"

static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                            const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context, (void)async, (void)error;
    *result = (int)((unsigned)a + (unsigned)b);
    return S_OK;
}

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    static const WS_STRING by_zero = WS_STRING_VALUE(u"The divisor is zero.");
    (void)context, (void)async;
    if (b == 0) {
        WsAddErrorString(error, &by_zero);
        return E_INVALIDARG;
    }
    *result = b == -1 ? (int)(0u - (unsigned)a) : a / b;
    return S_OK;
}

/* An operation may end later. This one does so when it is told to, and not before. */
static void CALLBACK end_hang(WS_SERVICE_CANCEL_REASON reason, void *state)
{
    WS_ASYNC_CONTEXT *async = state;
    (void)reason;
    async->callback(WS_E_OPERATION_ABORTED, WS_SHORT_CALLBACK, async->callbackState);
}

static HRESULT CALLBACK hang(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                             const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    WS_ASYNC_CONTEXT *kept = NULL;
    WS_HEAP *heap = NULL;
    HRESULT hr = WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &heap, sizeof(heap), error);
    (void)a, (void)b, (void)result;
    if (SUCCEEDED(hr))
        hr = WsAlloc(heap, sizeof(*kept), (void **)&kept, error);
    if (SUCCEEDED(hr)) {
        *kept = *async;
        hr = WsRegisterOperationForCancel(context, end_hang, NULL, kept, error);
    }
    return FAILED(hr) ? hr : WS_S_ASYNC;
}

int main(int argc, char **argv)
{
    CalculatorFunctionTable functions = { add, divide, hang };
    WS_FAULT_DISCLOSURE disclosure = WS_FULL_FAULT_DISCLOSURE;
    WS_SERVICE_PROPERTY property = { WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, &disclosure, sizeof(disclosure) };
    WS_SERVICE_ENDPOINT *endpoint = NULL;
    const WS_SERVICE_ENDPOINT *endpoints[1];
    WS_SERVICE_HOST *host = NULL;
    WS_HEAP *heap = NULL;
    char ascii[64];
    WCHAR chars[64];
    WS_STRING url = { 0, chars };
    char byte;
    HRESULT hr;
    ULONG i;

    url.length = (ULONG)snprintf(ascii, sizeof(ascii), "http://+:%s/calculator", argc > 1 ? argv[1] : "8080");
    for (i = 0; i < url.length; i++)
        chars[i] = (WCHAR)ascii[i];

    hr = WsCreateHeap(65536, 0, NULL, 0, &heap, NULL);
    if (SUCCEEDED(hr))
        hr = Calculator_CreateServiceEndpoint(NULL, &url, &functions, NULL, NULL, 0, heap, &endpoint, NULL);
    endpoints[0] = endpoint;
    if (SUCCEEDED(hr))
        hr = WsCreateServiceHost(endpoints, 1, &property, 1, &host, NULL);
    if (SUCCEEDED(hr))
        hr = WsOpenServiceHost(host, NULL, NULL);
    if (FAILED(hr)) {
        fprintf(stderr, "service: cannot listen at %s: 0x%08x\n", ascii, (unsigned)hr);
        return 1;
    }
    printf("service: listening at %s\n", ascii);
    fflush(stdout);

    while (read(0, &byte, 1) > 0)
        ;

    WsAbortServiceHost(host, NULL);
    WsCloseServiceHost(host, NULL, NULL);
    WsFreeServiceHost(host);
    WsFreeHeap(heap);
    printf("service: closed\n");
    return 0;
}
