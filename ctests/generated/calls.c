/*
 * Calls every operation of calls.wsdl with random values: the generated client stubs against the generated service stubs,
 * with a service host between.
 */
#include "hosted.h"

#include "calls.wsdl.h"

#define ROUNDS 20

static ctest_event told;
static WCHAR told_text[64];

/* ---- Random values, the same in each run ---- */

static UINT64 state = 20261121;

static UINT64 random_bits(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state * 2685821657736338717ULL;
}

static UINT32 below(UINT32 limit)
{
    return (UINT32)(random_bits() >> 33) % limit;
}

static WCHAR *random_text(WS_HEAP *heap)
{
    ULONG length = below(20), i;
    void *text = NULL;
    REQUIRE_HR(WsAlloc(heap, (length + 1) * sizeof(WCHAR), &text, NULL), S_OK);
    for (i = 0; i < length; i++) {
        /* Letters of ASCII, Greek and Chinese, and what has to be escaped. */
        static const WCHAR first[] = { 'A', '&', '<', 0x391, 0x4E00 };
        ((WCHAR *)text)[i] = (WCHAR)(first[below(5)] + (i % 2));
    }
    ((WCHAR *)text)[length] = 0;
    return (WCHAR *)text;
}

static struct Point *random_point(WS_HEAP *heap)
{
    void *point = NULL;
    REQUIRE_HR(WsAlloc(heap, sizeof(struct Point), &point, NULL), S_OK);
    ((struct Point *)point)->x = (int)random_bits();
    ((struct Point *)point)->y = (int)random_bits();
    ((struct Point *)point)->label = below(2) ? random_text(heap) : NULL;
    return (struct Point *)point;
}

static void same_text(const WCHAR *found, const WCHAR *expected)
{
    if (CHECK((found == NULL) == (expected == NULL)) && found != NULL) {
        CHECK_WIDE(found, ctest_length(found), expected);
    }
}

static void same_point(const struct Point *found, const struct Point *expected)
{
    REQUIRE(found != NULL);
    CHECK_INT(found->x, expected->x);
    CHECK_INT(found->y, expected->y);
    same_text(found->label, expected->label);
}

/* ---- The service ---- */

/* Each number becomes its complement, so that none comes back because nobody touched it. */
static HRESULT CALLBACK everything(const WS_OPERATION_CONTEXT *context, BOOL *flag, char *i8, short *i16, int *i32,
                                   __int64 *i64, unsigned char *u8, unsigned short *u16, unsigned int *u32,
                                   unsigned __int64 *u64, float *single, double *real, WS_DATETIME *when,
                                   WS_DURATION *span, WS_BYTES *data, enum Colour *colour, WCHAR **text, int **none,
                                   int **some, struct Point **point, struct Point **nothing,
                                   const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *flag = !*flag;
    *i8 = (char)~*i8;
    *i16 = (short)~*i16;
    *i32 = ~*i32;
    *i64 = ~*i64;
    *u8 = (unsigned char)~*u8;
    *u16 = (unsigned short)~*u16;
    *u32 = ~*u32;
    *u64 = ~*u64;
    *single = -*single;
    *real = -*real;
    when->ticks++;
    span->negative = !span->negative;
    if (data->length > 0) {
        data->bytes[0] ^= 0xFF;
    }
    *colour = (enum Colour)((*colour + 1) % 3);
    CHECK(*text != NULL && *none == NULL && *nothing == NULL);
    REQUIRE(*some != NULL && *point != NULL);
    **some = ~**some;
    (*point)->x = ~(*point)->x;
    return S_OK;
}

static HRESULT CALLBACK split(const WS_OPERATION_CONTEXT *context, WCHAR *text, int *at, WCHAR **left, WCHAR **right,
                              struct Point **where, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    void *copy = NULL;
    (void)async;
    (void)error;
    REQUIRE_HR(WsAlloc(hosted_heap(context), ((size_t)*at + 1) * sizeof(WCHAR), &copy, NULL), S_OK);
    memcpy(copy, text, (size_t)*at * sizeof(WCHAR));
    ((WCHAR *)copy)[*at] = 0;
    *left = (WCHAR *)copy;
    *right = text + *at;
    *where = random_point(hosted_heap(context));
    (*where)->x = *at;
    *at = (int)ctest_length(*right);
    return S_OK;
}

static HRESULT CALLBACK arrays(const WS_OPERATION_CONTEXT *context, unsigned int numberCount, int *number,
                               unsigned int nameCount, WCHAR **name, unsigned int *markCount, double **mark,
                               __int64 *sum, unsigned int *reversedCount, WCHAR ***reversed, unsigned int *pointCount,
                               struct Point **point, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    void *memory = NULL;
    unsigned int i;
    (void)async;
    (void)error;
    *sum = 0;
    for (i = 0; i < numberCount; i++) {
        *sum += number[i];
    }
    REQUIRE_HR(WsAlloc(hosted_heap(context), nameCount * sizeof(WCHAR *) + 1, &memory, NULL), S_OK);
    *reversed = (WCHAR **)memory;
    *reversedCount = nameCount;
    for (i = 0; i < nameCount; i++) {
        (*reversed)[i] = name[nameCount - 1 - i];
    }
    REQUIRE_HR(WsAlloc(hosted_heap(context), numberCount * sizeof(struct Point) + 1, &memory, NULL), S_OK);
    *point = (struct Point *)memory;
    *pointCount = numberCount;
    for (i = 0; i < numberCount; i++) {
        (*point)[i].x = number[i];
        (*point)[i].y = (int)i;
        (*point)[i].label = NULL;
    }
    for (i = 0; i < *markCount; i++) {
        (*mark)[i] = -(*mark)[i];
    }
    if (*markCount > 0) {
        --*markCount;
    }
    return S_OK;
}

static HRESULT CALLBACK mirror(const WS_OPERATION_CONTEXT *context, struct Point *body, struct Point **body_out,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    int x = body->x;
    (void)context;
    (void)async;
    (void)error;
    body->x = body->y;
    body->y = x;
    *body_out = body;
    return S_OK;
}

static HRESULT CALLBACK maybe_mirror(const WS_OPERATION_CONTEXT *context, struct Point *parameters,
                                     struct Point **parameters_out, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *parameters_out = parameters;
    return S_OK;
}

static HRESULT CALLBACK length_of(const WS_OPERATION_CONTEXT *context, WCHAR *text, int **number,
                                  const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    void *memory = NULL;
    (void)async;
    (void)error;
    REQUIRE_HR(WsAlloc(hosted_heap(context), sizeof(int), &memory, NULL), S_OK);
    *number = (int *)memory;
    **number = (int)ctest_length(text);
    return S_OK;
}

static HRESULT CALLBACK parts(const WS_OPERATION_CONTEXT *context, struct Point **first, WCHAR **second,
                              const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    (*first)->x = (int)ctest_length(*second);
    return S_OK;
}

static HRESULT CALLBACK total(const WS_OPERATION_CONTEXT *context, int *sum, const WS_ASYNC_CONTEXT *async,
                              WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *sum = 4711;
    return S_OK;
}

static HRESULT CALLBACK ping(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK tell(const WS_OPERATION_CONTEXT *context, WCHAR *text, const WS_ASYNC_CONTEXT *async,
                             WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    memcpy(told_text, text, (ctest_length(text) + 1) * sizeof(WCHAR));
    ctest_event_set(&told);
    return S_OK;
}

static const WS_FAULT_DETAIL_DESCRIPTION refusal_detail = {
    NULL, (WS_ELEMENT_DESCRIPTION *)&calls_wsdl.globalElements.Refusal
};

static HRESULT CALLBACK refuse(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    _Refusal detail = { 99 };
    (void)context;
    (void)async;
    CHECK_HR(WsSetFaultErrorDetail(error, &refusal_detail, WS_WRITE_REQUIRED_VALUE, &detail, sizeof(detail)), S_OK);
    return E_FAIL;
}

static HRESULT CALLBACK opaque(const WS_OPERATION_CONTEXT *context, WS_XML_BUFFER *request, WS_XML_BUFFER **response,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *response = request;
    return S_OK;
}

static HRESULT CALLBACK mix(const WS_OPERATION_CONTEXT *context, int *count, WCHAR *text, struct Point *point,
                            enum Colour colour, struct Point **result, WS_BYTES *data, const WS_ASYNC_CONTEXT *async,
                            WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *count += (int)ctest_length(text) + (int)colour;
    *result = point;
    data->bytes = (BYTE *)text;
    data->length = (ULONG)(ctest_length(text) * sizeof(WCHAR));
    return S_OK;
}

static const CallsBindingFunctionTable functions = { everything, split, arrays, mirror, maybe_mirror, length_of,
                                                     parts, total, ping, tell, refuse, opaque };
static const RpcBindingFunctionTable rpc_functions = { mix, mix, ping };

/* ---- The client ---- */

static WS_SERVICE_PROXY *proxy, *rpc;
static WS_HEAP *heap;
static WS_ERROR *error;

#define REST heap, NULL, 0, NULL, error
#define CALL(call) REQUIRE_HR_ERROR(call, S_OK, error)

static void scalars_go_both_ways(void)
{
    BOOL flag = (BOOL)below(2), flag_before = flag;
    char i8 = (char)random_bits(), i8_before = i8;
    short i16 = (short)random_bits(), i16_before = i16;
    int i32 = (int)random_bits(), i32_before = i32;
    __int64 i64 = (__int64)random_bits(), i64_before = i64;
    unsigned char u8 = (unsigned char)random_bits(), u8_before = u8;
    unsigned short u16 = (unsigned short)random_bits(), u16_before = u16;
    unsigned int u32 = (unsigned int)random_bits(), u32_before = u32;
    unsigned __int64 u64 = random_bits(), u64_before = u64;
    float single = (float)(int)random_bits(), single_before = single;
    double real = (double)(__int64)random_bits(), real_before = real;
    WS_DATETIME when = { 630822816000000000ULL + below(1000000000), WS_DATETIME_FORMAT_UTC }, when_before = when;
    WS_DURATION span = { FALSE, below(100), below(12), below(30), below(24), below(60), below(60), below(1000), 0 };
    WS_DURATION span_before = span;
    BYTE bytes[64], bytes_before[64];
    WS_BYTES data = { 1 + below(64), bytes };
    ULONG length = data.length;
    enum Colour colour = (enum Colour)below(3), colour_before = colour;
    WCHAR *text = random_text(heap), *text_before = text;
    int number = (int)random_bits(), *none = NULL, *some = &number;
    struct Point *point = random_point(heap), *nothing = NULL;
    struct Point point_before = *point;
    ULONG i;
    for (i = 0; i < sizeof(bytes); i++) {
        bytes[i] = bytes_before[i] = (BYTE)random_bits();
    }
    CALL(CallsBinding_Everything(proxy, &flag, &i8, &i16, &i32, &i64, &u8, &u16, &u32, &u64, &single, &real, &when,
                                 &span, &data, &colour, &text, &none, &some, &point, &nothing, REST));
    CHECK_INT(flag, !flag_before);
    CHECK_INT(i8, (char)~i8_before);
    CHECK_INT(i16, (short)~i16_before);
    CHECK_INT(i32, ~i32_before);
    CHECK(i64 == ~i64_before);
    CHECK_INT(u8, (unsigned char)~u8_before);
    CHECK_INT(u16, (unsigned short)~u16_before);
    CHECK(u32 == ~u32_before);
    CHECK(u64 == ~u64_before);
    CHECK(single == -single_before);
    CHECK(real == -real_before);
    CHECK(when.ticks == when_before.ticks + 1 && when.format == WS_DATETIME_FORMAT_UTC);
    span_before.negative = TRUE;
    CHECK(span.years == span_before.years && span.months == span_before.months && span.days == span_before.days);
    CHECK(span.hours == span_before.hours && span.minutes == span_before.minutes);
    CHECK(span.seconds == span_before.seconds && span.milliseconds == span_before.milliseconds);
    bytes_before[0] ^= 0xFF;
    CHECK_MEMORY(data.bytes, data.length, bytes_before, length);
    CHECK_INT(colour, (colour_before + 1) % 3);
    same_text(text, text_before);
    CHECK(none == NULL && nothing == NULL);
    REQUIRE(some != NULL && some != &number);
    CHECK_INT(*some, ~number);
    point_before.x = ~point_before.x;
    same_point(point, &point_before);
}

static void in_out_and_inout_are_told_apart(void)
{
    WCHAR *text = random_text(heap), *left = NULL, *right = NULL;
    int length = (int)ctest_length(text), at = (int)below((UINT32)length + 1), before = at;
    struct Point *where = NULL;
    CALL(CallsBinding_Split(proxy, text, &at, &left, &right, &where, REST));
    REQUIRE(left != NULL && right != NULL && where != NULL);
    CHECK_INT(ctest_length(left), before);
    CHECK_MEMORY(left, (size_t)before * sizeof(WCHAR), text, (size_t)before * sizeof(WCHAR));
    same_text(right, text + before);
    CHECK_INT(at, length - before);
    CHECK_INT(where->x, before);
}

static void arrays_have_counts(void)
{
    int number[8];
    WCHAR *name[8];
    double marks[8], *mark = marks;
    unsigned int number_count = below(9), name_count = below(9), mark_count = below(9), before = mark_count, i;
    __int64 sum = 0, expected = 0;
    unsigned int reversed_count = 77, point_count = 77;
    WCHAR **reversed = NULL;
    struct Point *point = NULL;
    for (i = 0; i < 8; i++) {
        number[i] = (int)random_bits();
        name[i] = random_text(heap);
        marks[i] = (double)below(1000) / 8;
        expected += i < number_count ? number[i] : 0;
    }
    CALL(CallsBinding_Arrays(proxy, number_count, number, name_count, name, &mark_count, &mark, &sum, &reversed_count,
                             &reversed, &point_count, &point, REST));
    CHECK(sum == expected);
    REQUIRE(reversed_count == name_count && point_count == number_count);
    for (i = 0; i < name_count; i++) {
        same_text(reversed[i], name[name_count - 1 - i]);
    }
    for (i = 0; i < number_count; i++) {
        CHECK(point[i].x == number[i] && point[i].y == (int)i && point[i].label == NULL);
    }
    REQUIRE(mark_count == (before ? before - 1 : 0));
    for (i = 0; i < mark_count; i++) {
        CHECK(mark[i] == -marks[i]);
    }
}

static void whole_messages_are_one_parameter(void)
{
    struct Point *sent = random_point(heap), *got = NULL;
    struct Point expected = *sent;
    WCHAR *text = random_text(heap);
    int *number = NULL;
    expected.x = sent->y;
    expected.y = sent->x;
    CALL(CallsBinding_Mirror(proxy, sent, &got, REST));
    same_point(got, &expected);
    CALL(CallsBinding_MaybeMirror(proxy, sent, &got, REST));
    same_point(got, sent);
    CALL(CallsBinding_MaybeMirror(proxy, NULL, &got, REST));
    CHECK(got == NULL);
    CALL(CallsBinding_Length(proxy, text, &number, REST));
    REQUIRE(number != NULL);
    CHECK_INT(*number, ctest_length(text));
}

static void parts_are_parameters(void)
{
    struct Point *first = random_point(heap);
    struct Point expected = *first;
    WCHAR *second = random_text(heap), *sent = second;
    CALL(CallsBinding_Parts(proxy, &first, &second, REST));
    expected.x = (int)ctest_length(sent);
    same_point(first, &expected);
    same_text(second, sent);
}

static void little_is_enough(void)
{
    int sum = 0;
    CALL(CallsBinding_Total(proxy, &sum, REST));
    CHECK_INT(sum, 4711);
    CALL(CallsBinding_Ping(proxy, REST));
}

static void one_way(void)
{
    WCHAR *text = random_text(heap);
    ctest_event_reset(&told);
    CALL(CallsBinding_Tell(proxy, text, REST));
    REQUIRE(ctest_event_wait(&told, CTEST_PATIENCE));
    same_text(told_text, text);
}

static void faults_have_details(void)
{
    _Refusal *detail = NULL;
    CHECK_HR(CallsBinding_Refuse(proxy, REST), WS_E_ENDPOINT_FAULT_RECEIVED);
    REQUIRE_HR_ERROR(WsGetFaultErrorDetail(error, &refusal_detail, WS_READ_REQUIRED_POINTER, heap, &detail,
                                           sizeof(detail)),
                     S_OK, error);
    CHECK_INT(detail->code, 99);
    CHECK_HR(WsResetError(error), S_OK);
}

static void what_is_encoded_is_an_xml_buffer(void)
{
    static const char xml[] = "<a xmlns=\"urn:x\"><b>1</b></a>";
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *request = NULL, *response = NULL;
    WS_XML_READER_TEXT_ENCODING encoding = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_READER_BUFFER_INPUT input;
    void *bytes = NULL;
    ULONG length = 0;
    WS_XML_WRITER *writer = NULL;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)xml;
    input.encodedDataSize = sizeof(xml) - 1;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsReadXmlBuffer(reader, heap, &request, NULL), S_OK);
    CALL(CallsBinding_Opaque(proxy, request, &response, REST));
    REQUIRE(response != NULL && response != request);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsWriteXmlBufferToBytes(writer, response, NULL, NULL, 0, heap, &bytes, &length, NULL), S_OK);
    CHECK_BYTES(bytes, length, xml);
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

static void rpc_has_a_wrapper(void)
{
    int count = (int)below(1000), before = count;
    WCHAR *text = random_text(heap);
    struct Point *point = random_point(heap), *result = NULL;
    enum Colour colour = (enum Colour)below(3);
    WS_BYTES data = { 0, NULL };
    CALL(RpcBinding_Mix(rpc, &count, text, point, colour, &result, &data, REST));
    CHECK_INT(count, before + (int)ctest_length(text) + (int)colour);
    same_point(result, point);
    CHECK_MEMORY(data.bytes, data.length, text, ctest_length(text) * sizeof(WCHAR));
    /* The same messages for another operation: another wrapper. */
    count = before;
    CALL(RpcBinding_Blend(rpc, &count, text, point, colour, &result, &data, REST));
    CHECK_INT(count, before + (int)ctest_length(text) + (int)colour);
    same_point(result, point);
    CALL(RpcBinding_Rest(rpc, REST));
}

static WS_SERVICE_PROXY *opened(WS_SERVICE_PROXY *it, unsigned short port, const char *path)
{
    WS_ENDPOINT_ADDRESS address;
    net_url url;
    memset(&address, 0, sizeof(address));
    address.url = *net_make_url(&url, "http://127.0.0.1:", port, path);
    REQUIRE_HR_ERROR(WsOpenServiceProxy(it, &address, NULL, error), S_OK, error);
    return it;
}

static void closed(WS_SERVICE_PROXY *it)
{
    CHECK_HR(WsCloseServiceProxy(it, NULL, NULL), S_OK);
    WsFreeServiceProxy(it);
}

int main(void)
{
    hosted_service service, rpc_service;
    WS_SERVICE_ENDPOINT *endpoint = NULL, *rpc_endpoint = NULL;
    WS_HEAP *endpoints = NULL;
    int i;
    ctest_event_create(&told);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &endpoints, error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &heap, error), S_OK);
    REQUIRE_HR_ERROR(CallsBinding_CreateServiceEndpoint(NULL, NULL, (struct CallsBindingFunctionTable *)&functions, NULL,
                                                        NULL, 0, endpoints, &endpoint, error),
                     S_OK, error);
    REQUIRE_HR_ERROR(RpcBinding_CreateServiceEndpoint(NULL, NULL, (struct RpcBindingFunctionTable *)&rpc_functions,
                                                      NULL, NULL, 0, endpoints, &rpc_endpoint, error),
                     S_OK, error);
    hosted_start(&service, endpoint, "/calls");
    hosted_start(&rpc_service, rpc_endpoint, "/rpc");
    REQUIRE_HR_ERROR(CallsBinding_CreateServiceProxy(NULL, NULL, 0, &proxy, error), S_OK, error);
    REQUIRE_HR_ERROR(RpcBinding_CreateServiceProxy(NULL, NULL, 0, &rpc, error), S_OK, error);
    opened(proxy, service.port, "/calls");
    opened(rpc, rpc_service.port, "/rpc");
    for (i = 0; i < ROUNDS; i++) {
        scalars_go_both_ways();
        in_out_and_inout_are_told_apart();
        arrays_have_counts();
        whole_messages_are_one_parameter();
        parts_are_parameters();
        rpc_has_a_wrapper();
        CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    }
    little_is_enough();
    one_way();
    faults_have_details();
    what_is_encoded_is_an_xml_buffer();
    closed(proxy);
    closed(rpc);
    hosted_stop(&service);
    hosted_stop(&rpc_service);
    WsFreeHeap(heap);
    WsFreeHeap(endpoints);
    WsFreeError(error);
    ctest_event_free(&told);
    return ctest_summary();
}
