/*
 * Serves the calculator: interop_service soap11|soap12 PORT. See README.md.
 */
#include "calculator.h"
#include "ctest_error.h"

/* ---- The service ---- */

static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, INT32 a, INT32 b, INT32 *result,
                            const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context;
    (void)asyncContext;
    (void)error;
    *result = (INT32)((UINT32)a + (UINT32)b);
    return S_OK;
}

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, INT32 dividend, INT32 divisor, INT32 *result,
                               const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context;
    (void)asyncContext;
    if (divisor == 0) {
        static const WS_STRING reason = WS_STRING_VALUE(W("cannot divide by zero"));
        DivideByZero detail;
        HRESULT hr;
        detail.dividend = dividend;
        hr = WsSetFaultErrorDetail(error, &DivideByZero_detail, WS_WRITE_REQUIRED_VALUE, &detail, sizeof(detail));
        if (SUCCEEDED(hr)) {
            hr = WsAddErrorString(error, &reason);
        }
        return FAILED(hr) ? hr : E_FAIL;
    }
    *result = dividend / divisor;
    return S_OK;
}

static HRESULT CALLBACK echo(const WS_OPERATION_CONTEXT *context, WS_STRING *text,
                             const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context;
    (void)text;
    (void)asyncContext;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK echo_record(const WS_OPERATION_CONTEXT *context, Record *in, Record **out,
                                    const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    (void)context;
    (void)asyncContext;
    (void)error;
    *out = in;
    return S_OK;
}

/* ---- What wsutil generates: from the call's frame to the functions above ---- */

typedef HRESULT(CALLBACK *BinaryCallback)(const WS_OPERATION_CONTEXT *, INT32, INT32, INT32 *,
                                          const WS_ASYNC_CONTEXT *, WS_ERROR *);
typedef HRESULT(CALLBACK *EchoCallback)(const WS_OPERATION_CONTEXT *, WS_STRING *, const WS_ASYNC_CONTEXT *,
                                        WS_ERROR *);
typedef HRESULT(CALLBACK *EchoRecordCallback)(const WS_OPERATION_CONTEXT *, Record *, Record **,
                                              const WS_ASYNC_CONTEXT *, WS_ERROR *);

typedef struct BinaryFrame {
    INT32 *first;
    INT32 *second;
    INT32 *result;
} BinaryFrame;

typedef struct EchoFrame {
    WS_STRING *text;
} EchoFrame;

typedef struct EchoRecordFrame {
    Record **in;
    Record **out;
} EchoRecordFrame;

/* The method table: one slot for each operation, in the contract's order. */
typedef struct CalculatorFunctions {
    BinaryCallback add;
    BinaryCallback divide;
    EchoCallback echo;
    EchoRecordCallback echo_record;
} CalculatorFunctions;

/* ISO C has no cast from an object's to a function's address; every system that WWSAPI runs on has. */
typedef union Callback {
    const void *address;
    BinaryCallback binary;
    EchoCallback echo;
    EchoRecordCallback echo_record;
} Callback;

static HRESULT CALLBACK binary_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                    const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    BinaryFrame *stack = (BinaryFrame *)frame;
    Callback function;
    function.address = callback;
    return function.binary(context, *stack->first, *stack->second, stack->result, asyncContext, error);
}

static HRESULT CALLBACK echo_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                  const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    EchoFrame *stack = (EchoFrame *)frame;
    Callback function;
    function.address = callback;
    return function.echo(context, stack->text, asyncContext, error);
}

static HRESULT CALLBACK echo_record_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *callback,
                                         const WS_ASYNC_CONTEXT *asyncContext, WS_ERROR *error)
{
    EchoRecordFrame *stack = (EchoRecordFrame *)frame;
    Callback function;
    function.address = callback;
    return function.echo_record(context, *stack->in, stack->out, asyncContext, error);
}

static WS_OPERATION_DESCRIPTION add_operation = CALCULATOR_OPERATION(Add, calculator_two_numbers, binary_stub);
static WS_OPERATION_DESCRIPTION divide_operation =
    CALCULATOR_OPERATION(Divide, calculator_two_numbers, binary_stub);
static WS_OPERATION_DESCRIPTION echo_operation = CALCULATOR_OPERATION(Echo, calculator_in_out, echo_stub);
static WS_OPERATION_DESCRIPTION echo_record_operation =
    CALCULATOR_OPERATION(EchoRecord, calculator_in_and_out, echo_record_stub);
static WS_OPERATION_DESCRIPTION *operations[] = {
    &add_operation, &divide_operation, &echo_operation, &echo_record_operation,
};
static const WS_CONTRACT_DESCRIPTION contract_description = { WsCountOf(operations), operations };
static const CalculatorFunctions functions = { add, divide, echo, echo_record };
static const WS_SERVICE_CONTRACT contract = { &contract_description, NULL, &functions };

int main(int argc, char **argv)
{
    static WCHAR url[64];
    char text[64];
    calculator_channel channel;
    WS_SERVICE_ENDPOINT endpoint;
    const WS_SERVICE_ENDPOINT *endpoints[1];
    WS_SERVICE_HOST *host = NULL;
    WS_ERROR *error = NULL;
    int i;

    REQUIRE(argc == 3);
    calculator_channel_init(&channel, strcmp(argv[1], "soap12") == 0);
    snprintf(text, sizeof(text), "http://127.0.0.1:%.5s/calculator", argv[2]);
    for (i = 0; text[i]; i++) {
        url[i] = (WCHAR)text[i];
    }
    memset(&endpoint, 0, sizeof(endpoint));
    endpoint.address.url.chars = url;
    endpoint.address.url.length = (ULONG)i;
    endpoint.channelBinding = WS_HTTP_CHANNEL_BINDING;
    endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
    endpoint.contract = &contract;
    endpoint.channelProperties.properties = channel.properties;
    endpoint.channelProperties.propertyCount = CTEST_COUNT(channel.properties);
    endpoints[0] = &endpoint;

    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR_ERROR(WsCreateServiceHost(endpoints, 1, NULL, 0, &host, error), S_OK, error);
    REQUIRE_HR_ERROR(WsOpenServiceHost(host, NULL, error), S_OK, error);
    printf("port %s\n", argv[2]);
    fflush(stdout);
    while (getchar() != EOF) {
    }
    CHECK_HR_ERROR(WsCloseServiceHost(host, NULL, error), S_OK, error);
    WsFreeServiceHost(host);
    WsFreeError(error);
    return ctest_summary();
}
