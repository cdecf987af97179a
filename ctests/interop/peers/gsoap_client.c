/* Calls the calculator with gSOAP: gsoap_client soap11|soap12 URL SCENARIO. The SOAP version is that of the
 * WSDL it was built from; the first argument is there to be called as the other clients are. */
#include "soapH.h"

#include <signal.h>
#include <string.h>

#include "CalculatorBinding.nsmap"

static const char *url;

static const char text[] = "Gr\xC3\xBC\xC3\x9F"
                           "e, \xCE\x95\xCE\xBB\xCE\xBB\xCE\xAC\xCE\xB4\xCE\xB1, "
                           "\xE6\x97\xA5\xE6\x9C\xAC\xE8\xAA\x9E, \xF0\x9F\x8C\x8D <&>\"'";

static void require(int holds, int line, const char *what)
{
    if (!holds) {
        fprintf(stderr, "line %d: %s\n", line, what);
        exit(1);
    }
}
#define REQUIRE(condition) require(!!(condition), __LINE__, #condition)

static void succeed(struct soap *soap, int code)
{
    if (code != SOAP_OK) {
        soap_print_fault(soap, stderr);
        exit(1);
    }
}

static int add(struct soap *soap, int a, int b)
{
    struct _ns1__Add in = { a, b };
    struct _ns1__AddResponse out;
    succeed(soap, soap_call___ns1__Add(soap, url, NULL, &in, &out));
    return out.result;
}

static void scenario_add(struct soap *soap)
{
    REQUIRE(add(soap, 2, 3) == 5);
    REQUIRE(add(soap, -2147483647 - 1, 2147483647) == -1);
}

static void scenario_fault(struct soap *soap)
{
    struct _ns1__Divide in = { 7, 0 };
    struct _ns1__DivideResponse out;
    struct SOAP_ENV__Detail *detail;
    REQUIRE(soap_call___ns1__Divide(soap, url, NULL, &in, &out) != SOAP_OK);
    REQUIRE(soap->fault && *soap_faultstring(soap) && strstr(*soap_faultstring(soap), "divide by zero"));
    detail = soap->version == 2 ? soap->fault->SOAP_ENV__Detail : soap->fault->detail;
    REQUIRE(detail && detail->ns1__DivideByZero && detail->ns1__DivideByZero->dividend == 7);
    in.divisor = 2;
    succeed(soap, soap_call___ns1__Divide(soap, url, NULL, &in, &out));
    REQUIRE(out.result == 3);
}

static void echo(struct soap *soap, char *sent)
{
    struct _ns1__Echo in;
    struct _ns1__EchoResponse out;
    in.text = sent;
    succeed(soap, soap_call___ns1__Echo(soap, url, NULL, &in, &out));
    REQUIRE(out.text ? strcmp(out.text, sent) == 0 : *sent == '\0');
}

static void scenario_utf8(struct soap *soap)
{
    static char empty[] = "";
    echo(soap, (char *)text);
    echo(soap, empty);
}

static void scenario_large(struct soap *soap)
{
    static char large[1024 * 1024 + 1];
    size_t i;
    for (i = 0; i < sizeof(large) - 1; i++) {
        large[i] = (char)('a' + i % 26);
    }
    echo(soap, large);
}

static struct ns1__Record *echo_record(struct soap *soap, struct ns1__Record *sent)
{
    struct _ns1__EchoRecord in;
    struct _ns1__EchoRecordResponse out;
    in.record = sent;
    succeed(soap, soap_call___ns1__EchoRecord(soap, url, NULL, &in, &out));
    REQUIRE(out.record != NULL);
    return out.record;
}

static void scenario_record(struct soap *soap)
{
    static int numbers[] = { 1, -2, 2147483647 };
    static unsigned char bytes[256];
    static char note[] = "note";
    struct ns1__Record sent, *got;
    int i;
    for (i = 0; i < 256; i++) {
        bytes[i] = (unsigned char)i;
    }
    soap_default_ns1__Record(soap, &sent);
    sent.id = 1234567890123LL;
    sent.name = (char *)text;
    sent.ratio = 0.1;
    sent.valid = xsd__boolean__true_;
    sent.data.__ptr = bytes;
    sent.data.__size = 256;
    sent.number = numbers;
    sent.__sizenumber = 3;
    got = echo_record(soap, &sent);
    REQUIRE(got->id == sent.id && got->ratio == sent.ratio && got->valid == sent.valid && !got->note);
    REQUIRE(strcmp(got->name, text) == 0);
    REQUIRE(got->data.__size == 256 && memcmp(got->data.__ptr, bytes, 256) == 0);
    REQUIRE(got->__sizenumber == 3 && memcmp(got->number, numbers, sizeof(numbers)) == 0);

    sent.id = -1;
    sent.ratio = -1.5e300;
    sent.valid = xsd__boolean__false_;
    sent.data.__size = 1;
    sent.__sizenumber = 0;
    sent.note = note;
    got = echo_record(soap, &sent);
    REQUIRE(got->id == -1 && got->ratio == -1.5e300 && got->valid == xsd__boolean__false_);
    REQUIRE(got->__sizenumber == 0 && got->data.__size == 1 && got->note && strcmp(got->note, note) == 0);
}

static void scenario_keepalive(struct soap *soap)
{
    int i;
    for (i = 0; i < 10; i++) {
        REQUIRE(add(soap, i, 1) == i + 1);
    }
}

static const struct {
    const char *name;
    void (*run)(struct soap *soap);
} scenarios[] = {
    { "add", scenario_add },       { "fault", scenario_fault },   { "utf8", scenario_utf8 },
    { "large", scenario_large },   { "record", scenario_record }, { "keepalive", scenario_keepalive },
};

int main(int argc, char **argv)
{
    size_t i;
    int known = 0;
    struct soap *soap = soap_new2(SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING, SOAP_IO_KEEPALIVE | SOAP_C_UTFSTRING);
    REQUIRE(argc == 4);
    signal(SIGPIPE, SIG_IGN);
    url = argv[2];
    for (i = 0; i < sizeof(scenarios) / sizeof(scenarios[0]); i++) {
        if (strcmp(argv[3], "all") == 0 || strcmp(argv[3], scenarios[i].name) == 0) {
            puts(scenarios[i].name);
            fflush(stdout);
            scenarios[i].run(soap);
            known = 1;
        }
    }
    soap_destroy(soap);
    soap_end(soap);
    soap_free(soap);
    return known ? 0 : 2;
}
