/*
 * Calls the calculator: interop_client soap11|soap12 URL SCENARIO. See README.md.
 */
#include "calculator.h"
#include "ctest_error.h"

/* ---- Operations ---- */

#define CALCULATOR_NONE ((USHORT)-1)

/* (first, second) -> result */
static WS_PARAMETER_DESCRIPTION calculator_two_numbers[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, CALCULATOR_NONE },
    { WS_PARAMETER_TYPE_NORMAL, 1, CALCULATOR_NONE },
    { WS_PARAMETER_TYPE_NORMAL, CALCULATOR_NONE, 0 },
};
/* one parameter that goes in and comes out */
static WS_PARAMETER_DESCRIPTION calculator_in_out[] = { { WS_PARAMETER_TYPE_NORMAL, 0, 0 } };
/* one in, one out */
static WS_PARAMETER_DESCRIPTION calculator_in_and_out[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, CALCULATOR_NONE },
    { WS_PARAMETER_TYPE_NORMAL, CALCULATOR_NONE, 0 },
};

#define CALCULATOR_OPERATION(operation, parameters)                                                     \
    {                                                                                                         \
        1, &operation##_request, &operation##_response, 0, 0, WsCountOf(parameters), parameters, NULL,        \
            WS_NON_RPC_LITERAL_OPERATION                                                                      \
    }

static WS_OPERATION_DESCRIPTION add_operation = CALCULATOR_OPERATION(Add, calculator_two_numbers);
static WS_OPERATION_DESCRIPTION divide_operation = CALCULATOR_OPERATION(Divide, calculator_two_numbers);
static WS_OPERATION_DESCRIPTION echo_operation = CALCULATOR_OPERATION(Echo, calculator_in_out);
static WS_OPERATION_DESCRIPTION echo_record_operation =
    CALCULATOR_OPERATION(EchoRecord, calculator_in_and_out);

/* ---- Scenarios ---- */

/* What every call needs. */
typedef struct client {
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap;
    WS_ERROR *error;
} client;

static HRESULT call(client *self, WS_OPERATION_DESCRIPTION *operation, const void **arguments)
{
    CHECK_HR(WsResetError(self->error), S_OK);
    return WsCall(self->proxy, operation, arguments, self->heap, NULL, 0, NULL, self->error);
}

static HRESULT binary_call(client *self, WS_OPERATION_DESCRIPTION *operation, INT32 first, INT32 second,
                           INT32 *result)
{
    const void *arguments[3];
    arguments[0] = &first;
    arguments[1] = &second;
    arguments[2] = &result;
    return call(self, operation, arguments);
}

static void add(client *self, INT32 a, INT32 b, INT32 expected)
{
    INT32 result = 0;
    REQUIRE_HR_ERROR(binary_call(self, &add_operation, a, b, &result), S_OK, self->error);
    CHECK_INT(result, expected);
}

static void scenario_add(client *self)
{
    add(self, 2, 3, 5);
    add(self, -2147483647 - 1, 2147483647, -1);
}

static int contains(const WS_STRING *string, const WCHAR *part)
{
    size_t length = ctest_length(part);
    ULONG at;
    for (at = 0; at + length <= string->length; at++) {
        if (memcmp(string->chars + at, part, length * sizeof(WCHAR)) == 0) {
            return 1;
        }
    }
    return 0;
}

static void scenario_fault(client *self)
{
    INT32 result = 0;
    WS_FAULT *fault = NULL;
    DivideByZero *detail = NULL;
    REQUIRE_HR_ERROR(binary_call(self, &divide_operation, 7, 0, &result), WS_E_ENDPOINT_FAULT_RECEIVED,
                     self->error);
    REQUIRE_HR_ERROR(
        WsGetFaultErrorProperty(self->error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK,
        self->error);
    REQUIRE(fault != NULL && fault->reasonCount > 0);
    CHECK(contains(&fault->reasons[0].text, W("divide by zero")));
    REQUIRE_HR_ERROR(WsGetFaultErrorDetail(self->error, &DivideByZero_detail, WS_READ_REQUIRED_POINTER,
                                           self->heap, &detail, sizeof(detail)),
                     S_OK, self->error);
    REQUIRE(detail != NULL);
    CHECK_INT(detail->dividend, 7);

    REQUIRE_HR_ERROR(binary_call(self, &divide_operation, 7, 2, &result), S_OK, self->error);
    CHECK_INT(result, 3);
}

/* What comes back has to be what was sent. */
static void echo(client *self, const WCHAR *chars, ULONG length)
{
    WS_STRING text;
    WS_STRING *argument = &text;
    const void *arguments[1];
    arguments[0] = &argument;
    text.chars = (WCHAR *)chars;
    text.length = length;
    REQUIRE_HR_ERROR(call(self, &echo_operation, arguments), S_OK, self->error);
    CHECK_MEMORY(text.chars, text.length * sizeof(WCHAR), chars, length * sizeof(WCHAR));
}

static void scenario_utf8(client *self)
{
    static const WCHAR text[] = W(CALCULATOR_TEXT);
    echo(self, text, CTEST_COUNT(text) - 1);
    echo(self, text, 0);
}

static void scenario_large(client *self)
{
    static WCHAR text[1024 * 1024];
    ULONG i;
    for (i = 0; i < CTEST_COUNT(text); i++) {
        text[i] = (WCHAR)('a' + i % 26);
    }
    echo(self, text, CTEST_COUNT(text));
}

static Record *echo_record(client *self, Record *sent)
{
    Record *got = NULL;
    Record **result = &got;
    const void *arguments[2];
    arguments[0] = &sent;
    arguments[1] = &result;
    REQUIRE_HR_ERROR(call(self, &echo_record_operation, arguments), S_OK, self->error);
    REQUIRE(got != NULL);
    return got;
}

static void scenario_record(client *self)
{
    static WCHAR name[] = W(CALCULATOR_TEXT);
    static WCHAR note[] = W("note");
    static INT32 numbers[] = { 1, -2, 2147483647 };
    static BYTE bytes[256];
    Record sent;
    Record *got;
    int i;
    for (i = 0; i < 256; i++) {
        bytes[i] = (BYTE)i;
    }
    memset(&sent, 0, sizeof(sent));
    sent.id = 1234567890123LL;
    sent.name = name;
    sent.ratio = 0.1;
    sent.valid = TRUE;
    sent.data.bytes = bytes;
    sent.data.length = sizeof(bytes);
    sent.number = numbers;
    sent.numberCount = CTEST_COUNT(numbers);
    got = echo_record(self, &sent);
    CHECK_INT(got->id, sent.id);
    REQUIRE(got->name != NULL);
    CHECK_WIDE(got->name, ctest_length(got->name), name);
    CHECK(got->ratio == sent.ratio);
    CHECK(got->valid == TRUE);
    CHECK_MEMORY(got->data.bytes, got->data.length, bytes, sizeof(bytes));
    CHECK_MEMORY(got->number, got->numberCount * sizeof(INT32), numbers, sizeof(numbers));
    CHECK(got->note == NULL);

    sent.id = -1;
    sent.ratio = -1.5e300;
    sent.valid = FALSE;
    sent.data.length = 1;
    sent.numberCount = 0;
    sent.note = note;
    got = echo_record(self, &sent);
    CHECK_INT(got->id, -1);
    CHECK(got->ratio == -1.5e300);
    CHECK(got->valid == FALSE);
    CHECK_BYTES(got->data.bytes, got->data.length, "\0");
    CHECK_INT(got->numberCount, 0);
    REQUIRE(got->note != NULL);
    CHECK_WIDE(got->note, ctest_length(got->note), W("note"));
}

static void scenario_keepalive(client *self)
{
    INT32 i;
    for (i = 0; i < 10; i++) {
        add(self, i, 1, i + 1);
    }
}

static const struct {
    const char *name;
    void (*run)(client *self);
} scenarios[] = {
    { "add", scenario_add },     { "fault", scenario_fault },   { "utf8", scenario_utf8 },
    { "large", scenario_large }, { "record", scenario_record }, { "keepalive", scenario_keepalive },
};

int main(int argc, char **argv)
{
    static WCHAR url[256];
    calculator_channel channel;
    WS_ENDPOINT_ADDRESS address;
    client self = { NULL, NULL, NULL };
    size_t i;

    REQUIRE(argc == 4 && strlen(argv[2]) < CTEST_COUNT(url));
    for (i = 0; argv[2][i]; i++) {
        url[i] = (WCHAR)argv[2][i];
    }
    memset(&address, 0, sizeof(address));
    address.url.chars = url;
    address.url.length = (ULONG)i;
    calculator_channel_init(&channel, strcmp(argv[1], "soap12") == 0);

    REQUIRE_HR(WsCreateError(NULL, 0, &self.error), S_OK);
    REQUIRE_HR_ERROR(WsCreateHeap(CALCULATOR_MAX_MESSAGE, 0, NULL, 0, &self.heap, self.error), S_OK, self.error);
    REQUIRE_HR_ERROR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0,
                                          channel.properties, CTEST_COUNT(channel.properties), &self.proxy,
                                          self.error),
                     S_OK, self.error);
    REQUIRE_HR_ERROR(WsOpenServiceProxy(self.proxy, &address, NULL, self.error), S_OK, self.error);
    for (i = 0; i < CTEST_COUNT(scenarios); i++) {
        if (strcmp(argv[3], "all") == 0 || strcmp(argv[3], scenarios[i].name) == 0) {
            puts(scenarios[i].name);
            fflush(stdout);
            scenarios[i].run(&self);
        }
    }
    CHECK_HR_ERROR(WsCloseServiceProxy(self.proxy, NULL, self.error), S_OK, self.error);
    WsFreeServiceProxy(self.proxy);
    WsFreeHeap(self.heap);
    WsFreeError(self.error);
    return ctest_summary();
}
