/*
 * Calls the calculator by the stubs that wsutil generates: generated_client soap11|soap12 URL SCENARIO. See README.md.
 */
#include "ctest_error.h"

#include "calculator.xsd.h"

#include "calculator.wsdl.h"

#define TEXT                                                                                                           \
    "Gr\u00FC\u00DF" "e, \u0395\u03BB\u03BB\u03AC\u03B4\u03B1, \u65E5\u672C\u8A9E, \U0001F30D <&>\"'"
#define MAX_MESSAGE (8 * 1024 * 1024)

static WS_SERVICE_PROXY *proxy;
static WS_HEAP *heap;
static WS_ERROR *error;

#define REST heap, NULL, 0, NULL, error

static void add(int a, int b, int expected)
{
    int result = 0;
    REQUIRE_HR_ERROR(CalculatorBinding_Add(proxy, a, b, &result, REST), S_OK, error);
    CHECK_INT(result, expected);
}

static void scenario_add(void)
{
    add(2, 3, 5);
    add(-2147483647 - 1, 2147483647, -1);
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

static void scenario_fault(void)
{
    static const WS_FAULT_DETAIL_DESCRIPTION description = {
        NULL, (WS_ELEMENT_DESCRIPTION *)&calculator_xsd.globalElements.DivideByZero
    };
    int result = 0;
    WS_FAULT *fault = NULL;
    _DivideByZero *detail = NULL;
    REQUIRE_HR_ERROR(CalculatorBinding_Divide(proxy, 7, 0, &result, REST), WS_E_ENDPOINT_FAULT_RECEIVED, error);
    REQUIRE_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
    REQUIRE(fault != NULL && fault->reasonCount > 0);
    CHECK(contains(&fault->reasons[0].text, W("divide by zero")));
    REQUIRE_HR(WsGetFaultErrorDetail(error, &description, WS_READ_REQUIRED_POINTER, heap, &detail, sizeof(detail)),
               S_OK);
    CHECK_INT(detail->dividend, 7);
    CHECK_HR(WsResetError(error), S_OK);
    REQUIRE_HR_ERROR(CalculatorBinding_Divide(proxy, 7, 2, &result, REST), S_OK, error);
    CHECK_INT(result, 3);
}

static void echo(WCHAR *sent)
{
    WCHAR *text = sent;
    REQUIRE_HR_ERROR(CalculatorBinding_Echo(proxy, &text, REST), S_OK, error);
    REQUIRE(text != NULL && text != sent);
    CHECK_MEMORY(text, ctest_length(text) * sizeof(WCHAR), sent, ctest_length(sent) * sizeof(WCHAR));
}

static void scenario_utf8(void)
{
    static WCHAR text[] = W(TEXT), empty[] = { 0 };
    echo(text);
    echo(empty);
}

static void scenario_large(void)
{
    static WCHAR text[1024 * 1024 + 1];
    ULONG i;
    for (i = 0; i < CTEST_COUNT(text) - 1; i++) {
        text[i] = (WCHAR)('a' + i % 26);
    }
    echo(text);
}

static void record(struct Record *sent)
{
    struct Record *got = sent;
    REQUIRE_HR_ERROR(CalculatorBinding_EchoRecord(proxy, &got, REST), S_OK, error);
    REQUIRE(got != NULL && got != sent && got->name != NULL);
    CHECK(got->id == sent->id && got->ratio == sent->ratio && got->valid == sent->valid);
    CHECK_WIDE(got->name, ctest_length(got->name), sent->name);
    CHECK_MEMORY(got->data.bytes, got->data.length, sent->data.bytes, sent->data.length);
    CHECK_MEMORY(got->number, got->numberCount * sizeof(int), sent->number, sent->numberCount * sizeof(int));
    REQUIRE((got->note == NULL) == (sent->note == NULL));
    if (sent->note != NULL) {
        CHECK_WIDE(got->note, ctest_length(got->note), sent->note);
    }
}

static void scenario_record(void)
{
    static WCHAR name[] = W(TEXT), note[] = W("note");
    static int numbers[] = { 1, -2, 2147483647 };
    static BYTE bytes[256];
    struct Record sent;
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
    record(&sent);
    sent.id = -1;
    sent.ratio = -1.5e300;
    sent.valid = FALSE;
    sent.data.length = 1;
    sent.numberCount = 0;
    sent.note = note;
    record(&sent);
}

static void scenario_keepalive(void)
{
    int i;
    for (i = 0; i < 10; i++) {
        add(i, 1, i + 1);
    }
}

static const struct {
    const char *name;
    void (*run)(void);
} scenarios[] = {
    { "add", scenario_add },     { "fault", scenario_fault },   { "utf8", scenario_utf8 },
    { "large", scenario_large }, { "record", scenario_record }, { "keepalive", scenario_keepalive },
};

int main(int argc, char **argv)
{
    static WCHAR url[256];
    ULONG max_message = MAX_MESSAGE;
    WS_CHANNEL_PROPERTY property = { WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, &max_message,
                                     sizeof(max_message) };
    WS_HTTP_BINDING_TEMPLATE binding = { { &property, 1 } };
    WS_ENDPOINT_ADDRESS address;
    size_t i;

    REQUIRE(argc == 4 && strlen(argv[2]) < CTEST_COUNT(url));
    for (i = 0; argv[2][i]; i++) {
        url[i] = (WCHAR)argv[2][i];
    }
    memset(&address, 0, sizeof(address));
    address.url.chars = url;
    address.url.length = (ULONG)i;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR_ERROR(WsCreateHeap(MAX_MESSAGE, 0, NULL, 0, &heap, error), S_OK, error);
    REQUIRE_HR_ERROR(CalculatorBinding_CreateServiceProxy(&binding, NULL, 0, &proxy, error), S_OK, error);
    REQUIRE_HR_ERROR(WsOpenServiceProxy(proxy, &address, NULL, error), S_OK, error);
    for (i = 0; i < CTEST_COUNT(scenarios); i++) {
        if (strcmp(argv[3], "all") == 0 || strcmp(argv[3], scenarios[i].name) == 0) {
            puts(scenarios[i].name);
            fflush(stdout);
            scenarios[i].run();
        }
    }
    CHECK_HR_ERROR(WsCloseServiceProxy(proxy, NULL, error), S_OK, error);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
