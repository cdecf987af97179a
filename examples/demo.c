/*
 * A SOAP service and its client in one program: what `make demo` runs.
 *
 * The first half is what wsutil generates from a WSDL: C structures, how they look in XML, and the
 * function that takes a call apart. The second half is what one writes.
 */
#include <stdio.h>
#include <string.h>
#include <webservices.h>

/* ---- Generated: messages --------------------------------------------------------------------- */

typedef struct AddRequest {
    INT32 a;
    INT32 b;
} AddRequest;

typedef struct AddResponse {
    INT32 sum;
} AddResponse;

static WS_XML_STRING ns = WS_XML_STRING_VALUE("http://example.org/calculator");
static WS_XML_STRING action = WS_XML_STRING_VALUE("http://example.org/calculator/Add");
static WS_XML_STRING request_name = WS_XML_STRING_VALUE("Add");
static WS_XML_STRING response_name = WS_XML_STRING_VALUE("AddResponse");
static WS_XML_STRING a_name = WS_XML_STRING_VALUE("a");
static WS_XML_STRING b_name = WS_XML_STRING_VALUE("b");
static WS_XML_STRING sum_name = WS_XML_STRING_VALUE("sum");

static WS_FIELD_DESCRIPTION a_field = {
    WS_ELEMENT_FIELD_MAPPING, &a_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(AddRequest, a), 0, NULL, 0,
    NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION b_field = {
    WS_ELEMENT_FIELD_MAPPING, &b_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(AddRequest, b), 0, NULL, 0,
    NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION sum_field = {
    WS_ELEMENT_FIELD_MAPPING, &sum_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(AddResponse, sum), 0, NULL,
    0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION *request_fields[] = { &a_field, &b_field };
static WS_FIELD_DESCRIPTION *response_fields[] = { &sum_field };

static WS_STRUCT_DESCRIPTION request_type = {
    sizeof(AddRequest), 4, request_fields, 2, NULL, &ns, NULL, NULL, 0, 0
};
static WS_STRUCT_DESCRIPTION response_type = {
    sizeof(AddResponse), 4, response_fields, 1, NULL, &ns, NULL, NULL, 0, 0
};
static WS_ELEMENT_DESCRIPTION request_element = { &request_name, &ns, WS_STRUCT_TYPE, &request_type };
static WS_ELEMENT_DESCRIPTION response_element = { &response_name, &ns, WS_STRUCT_TYPE, &response_type };
static WS_MESSAGE_DESCRIPTION request_message = { &action, &request_element };
static WS_MESSAGE_DESCRIPTION response_message = { NULL, &response_element };

/* ---- Generated: the operation ---------------------------------------------------------------- */

typedef HRESULT(CALLBACK *AddCallback)(const WS_OPERATION_CONTEXT *context, INT32 a, INT32 b, INT32 *sum,
                                       const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error);

typedef struct CalculatorFunctions {
    AddCallback add;
} CalculatorFunctions;

static HRESULT CALLBACK add_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                 const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    struct {
        INT32 *a;
        INT32 *b;
        INT32 *sum;
    } *parameters = frame;
    AddCallback add;
    memcpy(&add, &callback, sizeof(add));
    return add(context, *parameters->a, *parameters->b, parameters->sum, asyncContext, error);
}

static WS_PARAMETER_DESCRIPTION add_parameters[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, 1, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, (USHORT)-1, 0 },
};
static WS_OPERATION_DESCRIPTION add_operation = {
    1, &request_message, &response_message, 0, 0, 3, add_parameters, add_stub, WS_NON_RPC_LITERAL_OPERATION
};
static WS_OPERATION_DESCRIPTION *operations[] = { &add_operation };
static const WS_CONTRACT_DESCRIPTION calculator = { 1, operations };

static HRESULT call_add(WS_SERVICE_PROXY *proxy, INT32 a, INT32 b, INT32 *sum, WS_HEAP *heap, WS_ERROR *error)
{
    const void *arguments[3];
    arguments[0] = &a;
    arguments[1] = &b;
    arguments[2] = &sum;
    return WsCall(proxy, &add_operation, arguments, heap, NULL, 0, NULL, error);
}

/* ---- Written: the service -------------------------------------------------------------------- */

static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, INT32 a, INT32 b, INT32 *sum,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context;
    (void)asyncContext;
    (void)error;
    printf("  the service adds %d and %d\n", a, b);
    *sum = a + b;
    return S_OK;
}

static const CalculatorFunctions functions = { add };
static const WS_SERVICE_CONTRACT contract = { &calculator, NULL, &functions };

/* Opens the service on the first free port from 8700 on, and says where. */
static HRESULT serve(WCHAR *url, ULONG *url_length, WS_SERVICE_HOST **host, WS_ERROR *error)
{
    HRESULT hr = WS_E_ADDRESS_IN_USE;
    int port;
    for (port = 8700; hr == WS_E_ADDRESS_IN_USE && port < 8800; port++) {
        const WS_SERVICE_ENDPOINT *endpoints[1];
        WS_SERVICE_ENDPOINT endpoint;
        char text[64];
        ULONG i;
        snprintf(text, sizeof(text), "http://localhost:%d/calculator", port);
        for (i = 0; text[i]; i++) {
            url[i] = (WCHAR)text[i];
        }
        *url_length = i;
        memset(&endpoint, 0, sizeof(endpoint));
        endpoint.address.url.chars = url;
        endpoint.address.url.length = i;
        endpoint.channelBinding = WS_HTTP_CHANNEL_BINDING;
        endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
        endpoint.contract = &contract;
        endpoints[0] = &endpoint;
        WsResetError(error);
        hr = WsCreateServiceHost(endpoints, 1, NULL, 0, host, error);
        if (SUCCEEDED(hr)) {
            hr = WsOpenServiceHost(*host, NULL, error);
        }
        if (SUCCEEDED(hr)) {
            printf("A service at %s\n", text);
        } else {
            WsFreeServiceHost(*host);
            *host = NULL;
        }
    }
    return hr;
}

/* ---- Written: the client --------------------------------------------------------------------- */

static HRESULT call(WS_SERVICE_PROXY *proxy, WS_HEAP *heap, WS_ERROR *error)
{
    HRESULT hr = S_OK;
    INT32 sum = 0;
    INT32 i;
    for (i = 1; SUCCEEDED(hr) && i <= 4; i++) {
        INT32 before = sum;
        hr = call_add(proxy, before, i, &sum, heap, error);
        if (SUCCEEDED(hr)) {
            printf("%d + %d = %d\n", before, i, sum);
        }
        WsResetHeap(heap, NULL);
    }
    return hr;
}

static void print_error(HRESULT hr, WS_ERROR *error)
{
    ULONG count = 0;
    ULONG i;
    printf("Failed with 0x%08X\n", (unsigned)hr);
    WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
    for (i = 0; i < count; i++) {
        WS_STRING string;
        ULONG at;
        if (SUCCEEDED(WsGetErrorString(error, i, &string))) {
            for (at = 0; at < string.length; at++) {
                putchar(string.chars[at] < 0x80 ? (int)string.chars[at] : '?');
            }
            putchar('\n');
        }
    }
}

int main(void)
{
    WCHAR url[64];
    WS_ENDPOINT_ADDRESS address;
    WS_SERVICE_HOST *host = NULL;
    WS_SERVICE_PROXY *proxy = NULL;
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    HRESULT hr;

    memset(&address, 0, sizeof(address));
    address.url.chars = url;
    hr = WsCreateError(NULL, 0, &error);
    if (SUCCEEDED(hr)) {
        hr = WsCreateHeap(65536, 4096, NULL, 0, &heap, error);
    }
    if (SUCCEEDED(hr)) {
        hr = serve(url, &address.url.length, &host, error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0,
                                  &proxy, error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsOpenServiceProxy(proxy, &address, NULL, error);
    }
    if (SUCCEEDED(hr)) {
        hr = call(proxy, heap, error);
    }
    if (FAILED(hr)) {
        print_error(hr, error);
    }
    if (proxy) {
        WsCloseServiceProxy(proxy, NULL, NULL);
        WsFreeServiceProxy(proxy);
    }
    if (host) {
        WsCloseServiceHost(host, NULL, NULL);
        WsFreeServiceHost(host);
    }
    WsFreeHeap(heap);
    WsFreeError(error);
    return FAILED(hr);
}
