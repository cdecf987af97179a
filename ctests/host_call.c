/*
 * A service host over HTTP: operations, what they can ask about their call, faults, messages that no operation is for,
 * authorization, one-way messages, several endpoints.
 */
#include "host.h"

static int host_state_value;
static int closed_channels;
static ctest_event noted;
static INT32 noted_value;

static HRESULT CALLBACK twice(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                              const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    CHECK_INT(*result, 0);
    *result = 2 * value;
    return S_OK;
}

static WS_XML_STRING detail_name = WS_XML_STRING_VALUE("DividedByZero");
static WS_XML_STRING detail_action = WS_XML_STRING_VALUE("urn:number/DividedByZero");
static WS_ELEMENT_DESCRIPTION detail_element = { &detail_name, &number_ns, WS_INT32_TYPE, NULL };
static WS_FAULT_DETAIL_DESCRIPTION detail_description = { &detail_action, &detail_element };

static HRESULT CALLBACK divide(const WS_OPERATION_CONTEXT *context, INT32 a, INT32 b, INT32 *result,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    static const WS_STRING reason = WS_STRING_VALUE(W("the divisor is zero"));
    (void)context;
    (void)async;
    if (b == 0) {
        if (a == 0) {
            CHECK_HR(WsAddErrorString(error, &reason), S_OK);
            return E_FAIL;
        }
        CHECK_HR(WsSetFaultErrorDetail(error, &detail_description, WS_WRITE_REQUIRED_VALUE, &a, sizeof(a)), S_OK);
        CHECK_HR(WsAddErrorString(error, &reason), S_OK);
        return E_FAIL;
    }
    *result = a / b;
    return S_OK;
}

static HRESULT CALLBACK raise_it(const WS_OPERATION_CONTEXT *context, INT32 *value, const WS_ASYNC_CONTEXT *async,
                                 WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *value += 1;
    return S_OK;
}

static HRESULT CALLBACK note(const WS_OPERATION_CONTEXT *context, INT32 value, const WS_ASYNC_CONTEXT *async,
                             WS_ERROR *error)
{
    void *none = context == NULL ? NULL : &noted;
    (void)async;
    (void)error;
    /* There is no reply, so there is no message for it. */
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE, &none, sizeof(none),
                                           NULL),
             WS_E_INVALID_OPERATION);
    CHECK(none == &noted);
    noted_value = value;
    ctest_event_set(&noted);
    return value < 0 ? E_FAIL : S_OK;
}

static const number_table functions = { twice, divide, raise_it, note };

static void calls(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0, i;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host = host_open(&endpoint, NULL, 0);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_OPEN);
    /* The host has copied what it was given. */
    memset(&endpoint.endpoint, 0, sizeof(endpoint.endpoint));
    memset(&endpoint.url, 0, sizeof(endpoint.url));
    client_open(&caller, endpoint.port, "/number");
    for (i = 0; i < 20; i++) {
        CHECK_HR_ERROR(client_twice(&caller, i, &result, NULL), S_OK, caller.error);
        CHECK_INT(result, 2 * i);
    }
    CHECK_HR(client_divide(&caller, 17, 5, &result), S_OK);
    CHECK_INT(result, 3);
    CHECK_HR(client_raise(&caller, &result), S_OK);
    CHECK_INT(result, 4);
    ctest_event_reset(&noted);
    CHECK_HR(client_note(&caller, 77), S_OK);
    REQUIRE_EVENT(&noted);
    CHECK_INT(noted_value, 77);
    /* Over HTTP even a one-way message has an answer, so that a failure can be told. */
    CHECK_HR(client_note(&caller, -1), WS_E_ENDPOINT_FAULT_RECEIVED);
    client_close(&caller);
    host_close(host);
}

/* SOAP 1.1 without addressing headers: the operation is known by the SOAPAction, or by the body. */
static void without_addressing(void)
{
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    static const char *const actions[] = { "SOAPAction: \"urn:number/Twice\"\r\n", "SOAPAction: \"\"\r\n", "",
                                           "SOAPAction: \"urn:number/Other\"\r\n" };
    static const char *const answers[] = { "<value>42</value>", "<value>42</value>", "<value>42</value>",
                                           "ActionNotSupported" };
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    size_t i;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set_channel(&endpoint, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope));
    host_set_channel(&endpoint, WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing));
    host = host_open(&endpoint, NULL, 0);
    client_open_with(&caller, endpoint.port, "/number", endpoint.channel_properties, 2);
    CHECK_HR_ERROR(client_twice(&caller, 4, &result, NULL), S_OK, caller.error);
    CHECK_INT(result, 8);
    CHECK_HR(client_divide(&caller, 1, 0, &result), WS_E_ENDPOINT_FAULT_RECEIVED);
    client_close(&caller);
    for (i = 0; i < CTEST_COUNT(actions); i++) {
        static const char body[] = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>"
                                   "<Twice xmlns=\"urn:number\"><value>21</value></Twice></s:Body></s:Envelope>";
        char head[512];
        net_http *answer = (net_http *)calloc(1, sizeof(*answer));
        int fd = net_connect(endpoint.port);
        snprintf(head, sizeof(head),
                 "POST /number HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: text/xml; charset=utf-8\r\n%s"
                 "Content-Length: %u\r\n\r\n",
                 endpoint.port, actions[i], (unsigned)sizeof(body) - 1);
        REQUIRE(answer != NULL && net_send(fd, head) && net_send(fd, body) && net_read_http(fd, answer));
        CHECK(strstr(answer->body, answers[i]) != NULL);
        close(fd);
        free(answer);
    }
    host_close(host);
}

/* What a fault tells, by what the host was told to disclose. */
static void faults(void)
{
    static const WS_FAULT_DISCLOSURE disclosures[] = { WS_MINIMAL_FAULT_DISCLOSURE, WS_FULL_FAULT_DISCLOSURE };
    LANGID german = 0x0407;
    int i;
    for (i = 0; i < 2; i++) {
        WS_SERVICE_PROPERTY properties[2];
        host_endpoint endpoint;
        WS_SERVICE_HOST *host;
        client caller;
        WS_FAULT *fault = NULL;
        INT32 result = 5, detail = 0;
        properties[0].id = WS_SERVICE_PROPERTY_FAULT_DISCLOSURE;
        properties[0].value = (void *)(size_t)&disclosures[i];
        properties[0].valueSize = sizeof(disclosures[i]);
        properties[1].id = WS_SERVICE_PROPERTY_FAULT_LANGID;
        properties[1].value = &german;
        properties[1].valueSize = sizeof(german);
        host_endpoint_init(&endpoint, &functions, 0, "/number");
        host = host_open(&endpoint, properties, 2);
        client_open(&caller, endpoint.port, "/number");
        /* A fault with a detail goes over whatever is disclosed. */
        CHECK_HR(client_divide(&caller, 7, 0, &result), WS_E_ENDPOINT_FAULT_RECEIVED);
        CHECK_INT(result, 5);
        CHECK_HR(WsGetFaultErrorDetail(caller.error, &detail_description, WS_READ_REQUIRED_VALUE, caller.heap, &detail,
                                       sizeof(detail)),
                 S_OK);
        CHECK_INT(detail, 7);
        CHECK_INT(ctest_error_has(caller.error, "the divisor is zero"), i);
        CHECK_HR(WsResetError(caller.error), S_OK);
        CHECK_HR(client_divide(&caller, 0, 0, &result), WS_E_ENDPOINT_FAULT_RECEIVED);
        CHECK_INT(ctest_error_has(caller.error, "the divisor is zero"), i);
        CHECK_HR(WsGetFaultErrorProperty(caller.error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
        REQUIRE(fault != NULL && fault->reasonCount == 1);
        CHECK_STRING(fault->reasons[0].lang, W("de"));
        CHECK_HR(WsResetError(caller.error), S_OK);
        /* The next call is as good as the first. */
        CHECK_HR(client_divide(&caller, 6, 3, &result), S_OK);
        CHECK_INT(result, 2);
        client_close(&caller);
        host_close(host);
    }
}

/* Calls an operation that the contract does not have. */
static HRESULT call_other(client *it)
{
    NUMBER_MESSAGE(other_in, "Other", number_value_struct);
    static WS_OPERATION_DESCRIPTION other = {
        1, &other_in, &twice_out, 0, 0, 2, one_and_one, NULL, WS_NON_RPC_LITERAL_OPERATION
    };
    INT32 value = 9, result = 0, *place = &result;
    const void *arguments[2];
    HRESULT hr;
    arguments[0] = &value;
    arguments[1] = &place;
    hr = WsCall(it->proxy, &other, arguments, it->heap, NULL, 0, NULL, it->error);
    if (hr == S_OK) {
        CHECK_INT(result, 27);
    }
    return hr;
}

static HRESULT CALLBACK three_times(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async,
                                    WS_ERROR *error)
{
    WS_MESSAGE *request = (WS_MESSAGE *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE), *reply = NULL;
    WS_CHANNEL *channel = (WS_CHANNEL *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL);
    WS_HEAP *heap = (WS_HEAP *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP);
    static WS_XML_STRING name = WS_XML_STRING_VALUE("Other");
    static WS_ELEMENT_DESCRIPTION element = { &name, &number_ns, WS_STRUCT_TYPE, &number_value_struct };
    number_value number;
    (void)async;
    REQUIRE_HR_ERROR(WsReadBody(request, &element, WS_READ_REQUIRED_VALUE, heap, &number, sizeof(number), error), S_OK,
                     error);
    REQUIRE_HR(WsReadMessageEnd(channel, request, NULL, error), S_OK);
    if (number.value < 0) {
        return E_FAIL;
    }
    number.value *= 3;
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK);
    CHECK_HR(WsSendReplyMessage(channel, reply, &twice_out, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), request,
                                NULL, error),
             S_OK);
    WsFreeMessage(reply);
    return WS_S_END;
}

static void what_no_operation_is_for(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    /* Nobody is there for it. */
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR(call_other(&caller), WS_E_ENDPOINT_ACTION_NOT_SUPPORTED);
    CHECK(ctest_error_has(caller.error, "urn:number/Other"));
    CHECK_HR(client_twice(&caller, 1, &result, NULL), S_OK);
    client_close(&caller);
    host_close(host);
    /* The default message handler is, beside the operations and without any. */
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.contract.defaultMessageHandlerCallback = three_times;
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR_ERROR(call_other(&caller), S_OK, caller.error);
    CHECK_HR(client_twice(&caller, 1, &result, NULL), S_OK);
    CHECK_INT(result, 2);
    client_close(&caller);
    host_close(host);
    host_endpoint_init(&endpoint, NULL, 0, "/number");
    endpoint.contract.defaultMessageHandlerCallback = three_times;
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR_ERROR(call_other(&caller), S_OK, caller.error);
    client_close(&caller);
    host_close(host);
}

/* A function that the table leaves out is an operation that the service does not have. */
static void a_function_that_is_not_there(void)
{
    static const number_table some = { twice, NULL, NULL, NULL };
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    host_endpoint_init(&endpoint, &some, 0, "/number");
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR(client_divide(&caller, 1, 1, &result), WS_E_ENDPOINT_FAULT_RECEIVED);
    CHECK_HR(client_twice(&caller, 1, &result, NULL), S_OK);
    client_close(&caller);
    host_close(host);
}

/* ---- What callbacks can ask ------------------------------------------------------------------ */

static WS_HEAP *last_heap;

static void check_common(const WS_OPERATION_CONTEXT *context)
{
    WS_ENDPOINT_ADDRESS *address
        = (WS_ENDPOINT_ADDRESS *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_ENDPOINT_ADDRESS);
    WS_LISTENER *listener = (WS_LISTENER *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_LISTENER);
    WS_CHANNEL *channel = (WS_CHANNEL *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL);
    WS_LISTENER_STATE listener_state = WS_LISTENER_STATE_CREATED;
    WS_CHANNEL_STATE channel_state = WS_CHANNEL_STATE_CREATED;
    CHECK(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CONTRACT_DESCRIPTION) == &number_contract);
    CHECK(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_HOST_USER_STATE) == &host_state_value);
    REQUIRE(address != NULL && address->url.length > 9);
    CHECK_WIDE(address->url.chars, 9, W("http://+:"));
    CHECK_HR(WsGetListenerProperty(listener, WS_LISTENER_PROPERTY_STATE, &listener_state, sizeof(listener_state), NULL),
             S_OK);
    CHECK_INT(listener_state, WS_LISTENER_STATE_OPEN);
    CHECK_HR(WsGetChannelProperty(channel, WS_CHANNEL_PROPERTY_STATE, &channel_state, sizeof(channel_state), NULL),
             S_OK);
    CHECK_INT(channel_state, WS_CHANNEL_STATE_OPEN);
}

static void check_absent(const WS_OPERATION_CONTEXT *context, WS_OPERATION_CONTEXT_PROPERTY_ID id)
{
    void *value = &last_heap;
    CHECK_HR(WsGetOperationContextProperty(context, id, &value, sizeof(value), NULL), WS_E_INVALID_OPERATION);
    CHECK(value == &last_heap);
}

static HRESULT CALLBACK accepted(const WS_OPERATION_CONTEXT *context, void **state, const WS_ASYNC_CONTEXT *async,
                                 WS_ERROR *error)
{
    (void)async;
    (void)error;
    check_common(context);
    CHECK(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE) == NULL);
    check_absent(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE);
    check_absent(context, WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE);
    check_absent(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP);
    *state = malloc(16);
    return S_OK;
}

static HRESULT CALLBACK closing(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async)
{
    (void)async;
    check_absent(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE);
    free(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE));
    __atomic_add_fetch(&closed_channels, 1, __ATOMIC_SEQ_CST);
    /* Of no interest to anybody. */
    return E_FAIL;
}

static WS_XML_STRING header_name = WS_XML_STRING_VALUE("Mark");
static WS_ELEMENT_DESCRIPTION header_element = { &header_name, &number_ns, WS_INT32_TYPE, NULL };

static HRESULT CALLBACK twice_asking(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                     const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    WS_MESSAGE *request = (WS_MESSAGE *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE);
    WS_MESSAGE *reply = (WS_MESSAGE *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_OUTPUT_MESSAGE);
    WS_XML_STRING action = WS_XML_STRING_VALUE("");
    INT32 mark = 3;
    void *wrong = NULL;
    check_common(context);
    CHECK(host_get(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL_USER_STATE) != NULL);
    CHECK_HR(WsGetHeader(request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE, NULL, &action,
                         sizeof(action), error),
             S_OK);
    CHECK_XML_STRING(action, "urn:number/Twice");
    CHECK_HR_ERROR(WsAddCustomHeader(reply, &header_element, WS_WRITE_REQUIRED_VALUE, &mark, sizeof(mark), 0, error),
                   S_OK, error);
    last_heap = (WS_HEAP *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP);
    CHECK_HR(WsAlloc(last_heap, 100, &wrong, error), S_OK);
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &wrong, 4, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, NULL, sizeof(wrong), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetOperationContextProperty(context, (WS_OPERATION_CONTEXT_PROPERTY_ID)9, &wrong, sizeof(wrong), NULL),
             E_INVALIDARG);
    return twice(context, value, result, async, error);
}

static HRESULT CALLBACK see_reply(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    INT32 *mark = (INT32 *)state;
    return WsGetCustomHeader(message, &header_element, WS_SINGLETON_HEADER, 0, WS_READ_REQUIRED_VALUE, heap, mark,
                             sizeof(*mark), NULL, error);
}

static void contexts(void)
{
    static const number_table asking = { twice_asking, divide, raise_it, note };
    static WS_SERVICE_PROPERTY_ACCEPT_CALLBACK accept_callback = { accepted };
    static WS_SERVICE_PROPERTY_CLOSE_CALLBACK close_callback = { closing };
    void *state = &host_state_value;
    WS_SERVICE_PROPERTY property;
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT receive;
    WS_CALL_PROPERTY call_property;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 i, result = 0, mark = 0, value = 5, *place = &result;
    const void *arguments[2];
    property.id = WS_SERVICE_PROPERTY_HOST_USER_STATE;
    property.value = &state;
    property.valueSize = sizeof(state);
    host_endpoint_init(&endpoint, &asking, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_callback,
             sizeof(accept_callback));
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_callback, sizeof(close_callback));
    host = host_open(&endpoint, &property, 1);
    client_open(&caller, endpoint.port, "/number");
    receive.callback = see_reply;
    receive.state = &mark;
    call_property.id = WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT;
    call_property.value = &receive;
    call_property.valueSize = sizeof(receive);
    arguments[0] = &value;
    arguments[1] = &place;
    closed_channels = 0;
    for (i = 0; i < 5; i++) {
        CHECK_HR_ERROR(WsCall(caller.proxy, &twice_operation, arguments, caller.heap, &call_property, 1, NULL,
                              caller.error),
                       S_OK, caller.error);
        CHECK_INT(result, 10);
        CHECK_INT(mark, 3);
        mark = 0;
    }
    client_close(&caller);
    host_close(host);
    /* Over HTTP each request is a channel of its own. */
    CHECK_INT(closed_channels, 5);
}

/* ---- Who is let in --------------------------------------------------------------------------- */

static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    WS_MESSAGE *request = (WS_MESSAGE *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_INPUT_MESSAGE);
    WS_XML_STRING action = WS_XML_STRING_VALUE("");
    (void)error;
    CHECK_INT(*authorized, FALSE);
    CHECK_HR(WsGetHeader(request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE, NULL, &action,
                         sizeof(action), NULL),
             S_OK);
    if (action.length == sizeof("urn:number/Raise") - 1 && memcmp(action.bytes, "urn:number/Raise", 16) == 0) {
        return E_FAIL;
    }
    *authorized = action.length == sizeof("urn:number/Twice") - 1;
    return S_OK;
}

static void authorization(void)
{
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.authorizationCallback = authorize;
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR(client_twice(&caller, 1, &result, NULL), S_OK);
    CHECK(FAILED(client_divide(&caller, 1, 1, &result)));
    CHECK(FAILED(client_raise(&caller, &result)));
    CHECK_INT(result, 2);
    CHECK_HR(client_twice(&caller, 2, &result, NULL), S_OK);
    client_close(&caller);
    host_close(host);
}

/* ---- What is not as it should be ------------------------------------------------------------- */

static int post(unsigned short port, const char *header, const char *body, net_http *answer)
{
    char text[4096];
    int fd = net_connect(port);
    char envelope[2048];
    snprintf(envelope, sizeof(envelope),
             "<s:Envelope xmlns:s=\"http://www.w3.org/2003/05/soap-envelope\" xmlns:n=\"urn:number\" "
             "xmlns:a=\"http://www.w3.org/2005/08/addressing\"><s:Header><a:Action>urn:number/Twice</a:Action>%s"
             "</s:Header><s:Body>%s</s:Body></s:Envelope>",
             header, body);
    snprintf(text, sizeof(text),
             "POST /number HTTP/1.1\r\nHost: 127.0.0.1:%u\r\nContent-Type: application/soap+xml; charset=utf-8\r\n"
             "Content-Length: %u\r\n\r\n%s",
             port, (unsigned)strlen(envelope), envelope);
    REQUIRE(net_send(fd, text) && net_read_http(fd, answer));
    close(fd);
    return net_status(answer);
}

static void bad_requests(void)
{
    static const char good[] = "<n:Twice><n:value>1</n:value></n:Twice>";
    static const char mark[] = "<n:Mark s:mustUnderstand=\"true\">1</n:Mark>";
    BOOL unchecked = FALSE;
    net_http *answer = (net_http *)calloc(1, sizeof(*answer));
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    REQUIRE(answer != NULL);
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host = host_open(&endpoint, NULL, 0);
    CHECK_INT(post(endpoint.port, "", good, answer), 200);
    CHECK_INT(post(endpoint.port, "", "<n:Twice><n:value>one</n:value></n:Twice>", answer), 500);
    CHECK(strstr(answer->body, "Sender") != NULL);
    CHECK_INT(post(endpoint.port, "", "<n:Thrice><n:value>1</n:value></n:Thrice>", answer), 500);
    CHECK(strstr(answer->body, "Sender") != NULL);
    CHECK_INT(post(endpoint.port, "", "<n:Twice><n:value>1</n:value>", answer), 500);
    CHECK_INT(post(endpoint.port, mark, good, answer), 500);
    CHECK(strstr(answer->body, "MustUnderstand") != NULL && strstr(answer->body, "NotUnderstood") != NULL);
    CHECK_INT(post(endpoint.port, "<a:To>http://other/</a:To>", good, answer), 500);
    CHECK(strstr(answer->body, "DestinationUnreachable") != NULL);
    CHECK_INT(post(endpoint.port, "</s:Oops>", good, answer), 400);
    CHECK_INT(answer->body_length, 0);
    CHECK_INT(post(endpoint.port, "", good, answer), 200);
    host_close(host);
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND, &unchecked, sizeof(unchecked));
    host = host_open(&endpoint, NULL, 0);
    CHECK_INT(post(endpoint.port, mark, good, answer), 200);
    host_close(host);
    free(answer);
}

/* An operation gets its heap as large as the endpoint says. */
static HRESULT CALLBACK greedy(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                               const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    WS_HEAP *heap = (WS_HEAP *)host_get(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP);
    void *memory = NULL;
    HRESULT hr = WsAlloc(heap, (SIZE_T)value, &memory, error);
    (void)async;
    if (SUCCEEDED(hr)) {
        memset(memory, 0, (size_t)value);
    }
    *result = value;
    return hr;
}

static void limits(void)
{
    static const number_table table = { greedy, divide, raise_it, note };
    SIZE_T max = 1000, trim = 100;
    WS_MESSAGE_PROPERTY message_property;
    WS_MESSAGE_PROPERTIES message_properties = { &message_property, 1 };
    ULONG max_headers = 3;
    host_endpoint endpoint;
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0, i;
    message_property.id = WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS;
    message_property.value = &max_headers;
    message_property.valueSize = sizeof(max_headers);
    host_endpoint_init(&endpoint, &table, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE, &max, sizeof(max));
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE, &trim, sizeof(trim));
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    /* It is emptied after each call. */
    for (i = 0; i < 3; i++) {
        CHECK_HR(client_twice(&caller, 900, &result, NULL), S_OK);
        CHECK_HR(client_twice(&caller, 1100, &result, NULL), WS_E_ENDPOINT_FAULT_RECEIVED);
    }
    client_close(&caller);
    host_close(host);
    /* As large as it is by default. */
    host_endpoint_init(&endpoint, &table, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES, &message_properties,
             sizeof(message_properties));
    host = host_open(&endpoint, NULL, 0);
    client_open(&caller, endpoint.port, "/number");
    CHECK_HR(client_twice(&caller, 65000, &result, NULL), S_OK);
    CHECK_HR(client_twice(&caller, 65536, &result, NULL), WS_E_ENDPOINT_FAULT_RECEIVED);
    client_close(&caller);
    host_close(host);
}

static HRESULT CALLBACK ten_times(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                                  const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *result = 10 * value;
    return S_OK;
}

/* Two endpoints at one port, and reuse of the host. */
static void two_endpoints(void)
{
    static const number_table other = { ten_times, divide, raise_it, note };
    host_endpoint first, second, *both[2];
    WS_SERVICE_HOST *host;
    client caller;
    INT32 result = 0;
    int i;
    both[0] = &first;
    both[1] = &second;
    host_endpoint_init(&first, &functions, 0, "/twice");
    host_endpoint_init(&second, &other, first.port, "/ten");
    host = host_create(both, 2, NULL, 0);
    for (i = 0; i < 3; i++) {
        REQUIRE_HR(WsOpenServiceHost(host, NULL, NULL), S_OK);
        client_open(&caller, first.port, "/twice");
        CHECK_HR(client_twice(&caller, 3, &result, NULL), S_OK);
        CHECK_INT(result, 6);
        client_close(&caller);
        client_open(&caller, first.port, "/ten");
        CHECK_HR(client_twice(&caller, 3, &result, NULL), S_OK);
        CHECK_INT(result, 30);
        client_close(&caller);
        CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
        CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
    }
    WsFreeServiceHost(host);
}

int main(void)
{
    ctest_event_create(&noted);
    calls();
    without_addressing();
    faults();
    what_no_operation_is_for();
    a_function_that_is_not_there();
    contexts();
    authorization();
    bad_requests();
    limits();
    two_endpoints();
    ctest_event_free(&noted);
    return ctest_summary();
}
