/*
 * Serves the calculator by the stubs that wsutil generates: generated_service soap11|soap12 PORT. See README.md.
 */
#include "hosted.h"

#include "calculator.xsd.h"

#include "calculator.wsdl.h"

#define MAX_MESSAGE (8 * 1024 * 1024)

#define IN_VAIN(context, async)                                                                                        \
    (void)context;                                                                                                     \
    (void)async

static HRESULT CALLBACK add(const WS_OPERATION_CONTEXT *context, int a, int b, int *result,
                            const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    IN_VAIN(context, async);
    (void)error;
    *result = (int)((unsigned int)a + (unsigned int)b);
    return S_OK;
}

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, int dividend, int divisor, int *result,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    static const WS_STRING reason = WS_STRING_VALUE(W("cannot divide by zero"));
    static const WS_FAULT_DETAIL_DESCRIPTION description = {
        NULL, (WS_ELEMENT_DESCRIPTION *)&calculator_xsd.globalElements.DivideByZero
    };
    IN_VAIN(context, async);
    if (divisor == 0) {
        _DivideByZero detail;
        detail.dividend = dividend;
        CHECK_HR(WsSetFaultErrorDetail(error, &description, WS_WRITE_REQUIRED_VALUE, &detail, sizeof(detail)), S_OK);
        CHECK_HR(WsAddErrorString(error, &reason), S_OK);
        return E_FAIL;
    }
    *result = dividend / divisor;
    return S_OK;
}

/* What is in and out goes back as it came. */
static HRESULT CALLBACK echo(const WS_OPERATION_CONTEXT *context, WCHAR **text, const WS_ASYNC_CONTEXT *async,
                             WS_ERROR *error)
{
    IN_VAIN(context, async);
    (void)error;
    (void)text;
    return S_OK;
}

static HRESULT CALLBACK echo_record(const WS_OPERATION_CONTEXT *context, struct Record **record,
                                    const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    IN_VAIN(context, async);
    (void)error;
    (void)record;
    return S_OK;
}

static CalculatorBindingFunctionTable functions = { add, divide, echo, echo_record };

int main(int argc, char **argv)
{
    ULONG max_message = MAX_MESSAGE;
    WS_CHANNEL_PROPERTY property = { WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, &max_message,
                                     sizeof(max_message) };
    WS_HTTP_BINDING_TEMPLATE binding = { { &property, 1 } };
    WS_SERVICE_ENDPOINT *endpoint = NULL;
    WS_HEAP *heap = NULL;
    hosted_service service;

    REQUIRE(argc == 3);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(CalculatorBinding_CreateServiceEndpoint(&binding, NULL, &functions, NULL, NULL, 0, heap, &endpoint,
                                                       NULL),
               S_OK);
    hosted_start_at(&service, endpoint, "/calculator", (unsigned short)atoi(argv[2]));
    printf("port %s\n", argv[2]);
    fflush(stdout);
    while (getchar() != EOF) {
    }
    hosted_stop(&service);
    WsFreeHeap(heap);
    return ctest_summary();
}
