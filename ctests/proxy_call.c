/*
 * WsCall: every kind of parameter, what goes over the wire, message callbacks, one-way operations, faults, and peers
 * that answer with something else.
 */
#include "proxy.h"

typedef struct script {
    /* The last request's body. */
    char request[4096];
    char action[128];
    const char *status;
    const char *content_type;
    const char *reply;
} script;

static void answer_script(http_peer *peer, int connection, const char *request, size_t length, void *state)
{
    script *s = (script *)state;
    const char *body = strstr(request, "\r\n\r\n");
    const char *action = strstr(request, "oapaction: ");
    (void)peer;
    (void)length;
    if (action == NULL) {
        action = strstr(request, "OAPAction: ");
    }
    snprintf(s->request, sizeof(s->request), "%s", body ? body + 4 : "");
    s->action[0] = 0;
    if (action) {
        snprintf(s->action, sizeof(s->action), "%.*s", (int)strcspn(action + 11, "\r"), action + 11);
    }
    http_peer_reply(connection, s->status, s->content_type, s->reply);
}

static script current;

static void set_script(const char *status, const char *reply)
{
    current.status = status;
    current.content_type = "text/xml; charset=utf-8";
    current.reply = reply;
}

/* ---- Values in, values out, arrays ---------------------------------------------------------------------------- */

typedef struct arrays_in {
    INT32 number;
    ULONG count;
    WCHAR **texts;
} arrays_in;

typedef struct arrays_out {
    WCHAR *text;
    ULONG count;
    INT32 *numbers;
} arrays_out;

static WS_XML_STRING ns = WS_XML_STRING_VALUE("urn:call");
static WS_XML_STRING number_name = WS_XML_STRING_VALUE("number");
static WS_XML_STRING text_name = WS_XML_STRING_VALUE("text");
static WS_FIELD_DESCRIPTION in_number = {
    WS_ELEMENT_FIELD_MAPPING, &number_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(arrays_in, number), 0, NULL, 0, NULL,
    NULL, NULL
};
static WS_FIELD_DESCRIPTION in_texts = {
    WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_WSZ_TYPE, NULL, WsOffsetOf(arrays_in, texts), 0, NULL,
    WsOffsetOf(arrays_in, count), &text_name, &ns, NULL
};
static WS_FIELD_DESCRIPTION out_text = {
    WS_ELEMENT_FIELD_MAPPING, &text_name, &ns, WS_WSZ_TYPE, NULL, WsOffsetOf(arrays_out, text), 0, NULL, 0, NULL, NULL,
    NULL
};
static WS_FIELD_DESCRIPTION out_numbers = {
    WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, WsOffsetOf(arrays_out, numbers), 0, NULL,
    WsOffsetOf(arrays_out, count), &number_name, &ns, NULL
};
static WS_FIELD_DESCRIPTION *in_fields[] = { &in_number, &in_texts };
static WS_FIELD_DESCRIPTION *out_fields[] = { &out_text, &out_numbers };
static WS_STRUCT_DESCRIPTION in_struct = {
    sizeof(arrays_in), sizeof(void *), in_fields, 2, NULL, NULL, NULL, NULL, 0, 0
};
static WS_STRUCT_DESCRIPTION out_struct = {
    sizeof(arrays_out), sizeof(void *), out_fields, 2, NULL, NULL, NULL, NULL, 0, 0
};
static WS_XML_STRING in_name = WS_XML_STRING_VALUE("In");
static WS_XML_STRING out_name = WS_XML_STRING_VALUE("Out");
static WS_XML_STRING in_action = WS_XML_STRING_VALUE("urn:call/In");
static WS_XML_STRING out_action = WS_XML_STRING_VALUE("urn:call/Out");
static WS_ELEMENT_DESCRIPTION in_element = { &in_name, &ns, WS_STRUCT_TYPE, &in_struct };
static WS_ELEMENT_DESCRIPTION out_element = { &out_name, &ns, WS_STRUCT_TYPE, &out_struct };
static WS_MESSAGE_DESCRIPTION in_message = { &in_action, &in_element };
static WS_MESSAGE_DESCRIPTION out_message = { &out_action, &out_element };

static unsigned hooks_called;

static HRESULT CALLBACK on_send(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    WS_MESSAGE_STATE found = WS_MESSAGE_STATE_EMPTY;
    (void)heap;
    (void)error;
    CHECK(state == &hooks_called);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &found, sizeof(found), NULL), S_OK);
    CHECK_INT(found, WS_MESSAGE_STATE_INITIALIZED);
    hooks_called |= 1;
    return S_OK;
}

static HRESULT CALLBACK on_receive(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    WS_MESSAGE_STATE found = WS_MESSAGE_STATE_EMPTY;
    (void)heap;
    (void)error;
    CHECK(state == &hooks_called);
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &found, sizeof(found), NULL), S_OK);
    CHECK_INT(found, WS_MESSAGE_STATE_READING);
    hooks_called |= 2;
    return S_OK;
}

static HRESULT CALLBACK hook_that_fails(WS_MESSAGE *message, WS_HEAP *heap, void *state, WS_ERROR *error)
{
    (void)message;
    (void)heap;
    (void)state;
    (void)error;
    return WS_E_NOT_SUPPORTED;
}

static const char arrays_reply[] =
    SOAP11("<Out xmlns=\"urn:call\"><text>back</text><number>1</number><number>2</number></Out>");

static void values_and_arrays(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_PARAMETER_DESCRIPTION parameters[6] = {
        { WS_PARAMETER_TYPE_NORMAL, 0, 0xFFFF },      { WS_PARAMETER_TYPE_ARRAY, 1, 0xFFFF },
        { WS_PARAMETER_TYPE_ARRAY_COUNT, 1, 0xFFFF }, { WS_PARAMETER_TYPE_NORMAL, 0xFFFF, 0 },
        { WS_PARAMETER_TYPE_ARRAY, 0xFFFF, 1 },       { WS_PARAMETER_TYPE_ARRAY_COUNT, 0xFFFF, 1 },
    };
    WS_OPERATION_DESCRIPTION operation = { 1, &in_message, &out_message, 0, 0, 6, NULL, NULL,
                                           WS_NON_RPC_LITERAL_OPERATION };
    WCHAR one[] = W("one"), two[] = W("two & three");
    WCHAR *texts[2], **texts_pointer = texts;
    WCHAR *text = NULL, **text_pointer = &text;
    INT32 number = 1, *numbers = NULL, **numbers_pointer = &numbers;
    ULONG texts_count = 2, numbers_count = 0, *count_pointer = &numbers_count;
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT sending, receiving;
    WS_CALL_PROPERTY properties[2];
    const void *arguments[6];
    texts[0] = one;
    texts[1] = two;
    operation.parameterDescription = parameters;
    arguments[0] = &number;
    arguments[1] = &texts_pointer;
    arguments[2] = &texts_count;
    arguments[3] = &text_pointer;
    arguments[4] = &numbers_pointer;
    arguments[5] = &count_pointer;
    sending.callback = on_send;
    sending.state = &hooks_called;
    receiving.callback = on_receive;
    receiving.state = &hooks_called;
    properties[0].id = WS_CALL_PROPERTY_SEND_MESSAGE_CONTEXT;
    properties[0].value = &sending;
    properties[0].valueSize = sizeof(sending);
    properties[1].id = WS_CALL_PROPERTY_RECEIVE_MESSAGE_CONTEXT;
    properties[1].value = &receiving;
    properties[1].valueSize = sizeof(receiving);

    set_script("200 OK", arrays_reply);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, properties, 2, NULL, NULL), S_OK);
    CHECK_INT(hooks_called, 3);
    CHECK_BYTES(current.request, strlen(current.request),
                SOAP11("<In xmlns=\"urn:call\"><number>1</number><text>one</text><text>two &amp; three</text></In>"));
    CHECK_BYTES(current.action, strlen(current.action), "\"urn:call/In\"");
    if (CHECK(text != NULL)) {
        CHECK_WIDE(text, ctest_length(text), W("back"));
    }
    CHECK_INT(numbers_count, 2);
    if (CHECK(numbers != NULL)) {
        CHECK_INT(numbers[0], 1);
        CHECK_INT(numbers[1], 2);
    }

    /* What a callback returns ends the call. */
    sending.callback = hook_that_fails;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, properties, 1, NULL, NULL), WS_E_NOT_SUPPORTED);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    receiving.callback = hook_that_fails;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, properties + 1, 1, NULL, NULL), WS_E_NOT_SUPPORTED);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);

    /* Arguments that cannot be right. */
    CHECK_HR(WsCall(NULL, &operation, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCall(proxy, NULL, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCall(proxy, &operation, NULL, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCall(proxy, &operation, arguments, NULL, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 1, NULL, NULL), E_INVALIDARG);
    arguments[0] = NULL;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    arguments[0] = &number;
    text_pointer = NULL;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    text_pointer = &text;
    parameters[0].inputMessageIndex = 2;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    parameters[0].inputMessageIndex = 0;
    operation.versionInfo = 2;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    operation.versionInfo = 1;
    properties[0].valueSize = 1;
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, properties, 1, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
}

static void in_and_out_through_the_same_parameter(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_PARAMETER_DESCRIPTION parameters[3] = {
        { WS_PARAMETER_TYPE_NORMAL, 0, 0 },
        { WS_PARAMETER_TYPE_ARRAY, 1, 1 },
        { WS_PARAMETER_TYPE_ARRAY_COUNT, 1, 1 },
    };
    WS_ELEMENT_DESCRIPTION request = { &in_name, &ns, WS_STRUCT_TYPE, &out_struct };
    WS_MESSAGE_DESCRIPTION message = { &in_action, NULL };
    WS_OPERATION_DESCRIPTION operation = { 1, NULL, &out_message, 0, 0, 3, NULL, NULL,
                                           WS_NON_RPC_LITERAL_OPERATION };
    WCHAR there[] = W("there");
    INT32 given[] = { 7, 8, 9 };
    arrays_out data;
    WCHAR **text_pointer = &data.text;
    INT32 **numbers_pointer = &data.numbers;
    ULONG *count_pointer = &data.count;
    const void *arguments[3];
    message.bodyElementDescription = &request;
    operation.inputMessageDescription = &message;
    operation.parameterDescription = parameters;
    data.text = there;
    data.count = 3;
    data.numbers = given;
    arguments[0] = &text_pointer;
    arguments[1] = &numbers_pointer;
    arguments[2] = &count_pointer;
    set_script("200 OK", arrays_reply);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK_BYTES(current.request, strlen(current.request),
                SOAP11("<In xmlns=\"urn:call\"><text>there</text><number>7</number><number>8</number>"
                       "<number>9</number></In>"));
    CHECK_WIDE(data.text, ctest_length(data.text), W("back"));
    CHECK_INT(data.count, 2);
    CHECK_INT(data.numbers[1], 2);
}

/* One parameter is the whole element of a message. */
static void messages_as_parameters(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_PARAMETER_DESCRIPTION parameters[2] = {
        { WS_PARAMETER_TYPE_MESSAGES, 0, 0xFFFF },
        { WS_PARAMETER_TYPE_MESSAGES, 0xFFFF, 0 },
    };
    WS_OPERATION_DESCRIPTION operation = { 1, &in_message, &out_message, 0, 0, 2, NULL, NULL,
                                           WS_NON_RPC_LITERAL_OPERATION };
    WCHAR text[] = W("x");
    WCHAR *texts[1];
    arrays_in in, *in_pointer = &in;
    arrays_out *out = NULL, **out_pointer = &out;
    const void *arguments[2];
    char reply[1024];
    texts[0] = text;
    in.number = 3;
    in.count = 1;
    in.texts = texts;
    operation.parameterDescription = parameters;
    arguments[0] = &in_pointer;
    arguments[1] = &out_pointer;
    set_script("200 OK", arrays_reply);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK_BYTES(current.request, strlen(current.request),
                SOAP11("<In xmlns=\"urn:call\"><number>3</number><text>x</text></In>"));
    if (CHECK(out != NULL)) {
        CHECK_INT(out->count, 2);
    }
    /* A nillable element may be none at all. */
    operation.inputMessageOptions = WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT;
    operation.outputMessageOptions = WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT;
    in_pointer = NULL;
    set_script("200 OK", SOAP11("<Out xmlns=\"urn:call\" xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" "
                                "i:nil=\"true\"/>"));
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK(strstr(current.request, "nil=\"true\"") != NULL);
    CHECK(out == NULL);
    /* What is wrong may come last: the caller's pointer stays as it was. */
    out = (arrays_out *)&in;
    snprintf(reply, sizeof(reply), "%s<more/>", arrays_reply);
    set_script("200 OK", reply);
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), WS_E_INVALID_FORMAT);
    CHECK(out == (arrays_out *)&in);
}

/* An RPC response may be called anything. */
static void rpc_style(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_PARAMETER_DESCRIPTION parameters[1] = { { WS_PARAMETER_TYPE_NORMAL, 0xFFFF, 0 } };
    WS_OPERATION_DESCRIPTION operation = { 1, &in_message, &number_reply, 0, 0, 1, NULL, NULL,
                                           WS_RPC_LITERAL_OPERATION };
    INT32 result = 0, *pointer = &result;
    const void *arguments[1];
    operation.parameterDescription = parameters;
    arguments[0] = &pointer;
    set_script("200 OK", SOAP11("<r:Whatever xmlns:r=\"urn:rpc\"><value xmlns=\"urn:number\">12</value>"
                                "</r:Whatever>"));
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK_INT(result, 12);
}

static void one_way(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_PARAMETER_DESCRIPTION parameters[1] = { { WS_PARAMETER_TYPE_NORMAL, 0, 0xFFFF } };
    WS_OPERATION_DESCRIPTION operation = { 1, &number_request, NULL, 0, 0, 1, NULL, NULL,
                                           WS_NON_RPC_LITERAL_OPERATION };
    WS_ERROR *error = NULL;
    ctest_call call;
    INT32 value = 4;
    const void *arguments[1];
    operation.parameterDescription = parameters;
    arguments[0] = &value;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    set_script("202 Accepted", "");
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK_BYTES(current.request, strlen(current.request),
                SOAP11("<Twice xmlns=\"urn:number\"><value>4</value></Twice>"));
    ctest_call_create(&call);
    CHECK_HR(ctest_call_end(&call, WsCall(proxy, &operation, arguments, heap, NULL, 0, &call.context, NULL)), S_OK);
    ctest_call_free(&call);
    set_script("200 OK", "");
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL), S_OK);
    /* Nothing is expected, but a fault is heard. */
    set_script("500 Internal Server Error",
               SOAP11("<s:Fault><faultcode>s:Client</faultcode><faultstring>no</faultstring></s:Fault>"));
    CHECK_HR(WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, error), WS_E_ENDPOINT_FAULT_RECEIVED);
    WsFreeError(error);
}

static void no_parameters(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_STRUCT_DESCRIPTION nothing = { 0, 1, NULL, 0, NULL, NULL, NULL, NULL, 0, 0 };
    WS_ELEMENT_DESCRIPTION request = { &in_name, &ns, WS_STRUCT_TYPE, NULL };
    WS_ELEMENT_DESCRIPTION reply = { &out_name, &ns, WS_STRUCT_TYPE, NULL };
    WS_MESSAGE_DESCRIPTION input = { &in_action, NULL }, output = { &out_action, NULL };
    WS_OPERATION_DESCRIPTION operation = { 1, NULL, NULL, 0, 0, 0, NULL, NULL, WS_NON_RPC_LITERAL_OPERATION };
    request.typeDescription = &nothing;
    reply.typeDescription = &nothing;
    input.bodyElementDescription = &request;
    output.bodyElementDescription = &reply;
    operation.inputMessageDescription = &input;
    operation.outputMessageDescription = &output;
    set_script("200 OK", SOAP11("<Out xmlns=\"urn:call\"/>"));
    CHECK_HR(WsCall(proxy, &operation, NULL, heap, NULL, 0, NULL, NULL), S_OK);
    CHECK_BYTES(current.request, strlen(current.request), SOAP11("<In xmlns=\"urn:call\"/>"));
    /* A body without the element is not a reply, and a structure without a description not one to read. */
    set_script("200 OK", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body/></s:Envelope>");
    CHECK_HR(WsCall(proxy, &operation, NULL, heap, NULL, 0, NULL, NULL), WS_E_INVALID_FORMAT);
    reply.typeDescription = NULL;
    CHECK_HR(WsCall(proxy, &operation, NULL, heap, NULL, 0, NULL, NULL), E_INVALIDARG);
}

static void faults(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    WS_ERROR *error = NULL;
    WS_FAULT *fault = NULL;
    INT32 result = -1;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    set_script("500 Internal Server Error",
               SOAP11("<s:Fault><faultcode>s:Client</faultcode><faultstring>Not today</faultstring><detail>"
                      "<d:Why xmlns:d=\"urn:d\">closed</d:Why></detail></s:Fault>"));
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, error), WS_E_ENDPOINT_FAULT_RECEIVED);
    CHECK_INT(result, -1);
    CHECK(ctest_error_has(error, "Not today"));
    REQUIRE_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
    if (CHECK(fault != NULL)) {
        CHECK_XML_STRING(fault->code->value.localName, "Client");
        CHECK(fault->code->subCode == NULL);
        CHECK_INT(fault->reasonCount, 1);
        CHECK_STRING(fault->reasons[0].text, W("Not today"));
        CHECK(fault->detail != NULL);
    }
    /* A fault is a message like another: the proxy goes on. */
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    /* Also when it comes with 200, as some services send it. */
    CHECK_HR(WsResetError(error), S_OK);
    set_script("200 OK", SOAP11("<s:Fault><faultcode>s:Server</faultcode><faultstring>x</faultstring></s:Fault>"));
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, error), WS_E_ENDPOINT_FAULT_RECEIVED);
    WsFreeError(error);
}

static void answers_that_are_none(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    static const struct {
        const char *status;
        const char *content_type;
        const char *reply;
        HRESULT expected;
        const char *said;
    } cases[] = {
        { "200 OK", "text/html", "<html><body>hello</body></html>", WS_E_INVALID_FORMAT, "text/html" },
        { "200 OK", "text/xml", "not XML at all", WS_E_INVALID_FORMAT, "" },
        { "200 OK", "text/xml", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>",
          WS_E_INVALID_FORMAT, "" },
        { "200 OK", "text/xml", "<s:Envelope xmlns:s=\"urn:other\"><s:Body/></s:Envelope>", WS_E_INVALID_FORMAT,
          "urn:other" },
        { "200 OK", "text/xml", SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>much</value></TwiceResponse>"),
          WS_E_INVALID_FORMAT, "much" },
        { "200 OK", "text/xml", SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>99999999999</value>"
                                       "</TwiceResponse>"), WS_E_INVALID_FORMAT, "99999999999" },
        { "200 OK", "text/xml", SOAP11("<Other xmlns=\"urn:number\"/>"), WS_E_INVALID_FORMAT, "Other" },
        { "200 OK", "text/xml", SOAP11("<TwiceResponse xmlns=\"urn:number\"/>"), WS_E_INVALID_FORMAT, "value" },
        { "200 OK", "text/xml", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
                                "<x xmlns=\"urn:x\" s:mustUnderstand=\"1\"/></s:Header><s:Body>"
                                "<TwiceResponse xmlns=\"urn:number\"><value>2</value></TwiceResponse></s:Body>"
                                "</s:Envelope>", WS_E_INVALID_FORMAT, "urn:x" },
        { "200 OK", "text/xml", SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>2</value></TwiceResponse>") "more",
          WS_E_INVALID_FORMAT, "" },
        { "202 Accepted", "text/xml", "", WS_E_INVALID_FORMAT, "reply" },
        { "404 Not Found", "text/plain", "nothing here", WS_E_ENDPOINT_NOT_FOUND, "404" },
        { "403 Forbidden", "text/plain", "", WS_E_ENDPOINT_ACCESS_DENIED, "403" },
        { "503 Service Unavailable", "text/plain", "", WS_E_ENDPOINT_TOO_BUSY, "503" },
        { "500 Internal Server Error", "text/plain", "broken", WS_E_ENDPOINT_FAILURE, "500" },
    };
    WS_ERROR *error = NULL;
    size_t i;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        INT32 result = -1;
        HRESULT hr;
        set_script(cases[i].status, cases[i].reply);
        current.content_type = cases[i].content_type;
        hr = twice(proxy, 1, &result, heap, NULL, error);
        if (hr != cases[i].expected) {
            printf("case %u (%s, %s):\n", (unsigned)i, cases[i].status, cases[i].content_type);
        }
        CHECK_HR(hr, cases[i].expected);
        CHECK(ctest_error_has(error, cases[i].said));
        CHECK_INT(result, -1);
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsResetHeap(heap, NULL), S_OK);
        /* None of this is the end of the proxy. */
        CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
        set_script("200 OK", SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>2</value></TwiceResponse>"));
        CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), S_OK);
        CHECK_INT(result, 2);
    }
    WsFreeError(error);
}

static void must_understand_need_not_be_checked(WS_SERVICE_PROXY *proxy, WS_HEAP *heap)
{
    BOOL no = FALSE;
    WS_CALL_PROPERTY property = { WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND, NULL, sizeof(no) };
    INT32 result = 0;
    property.value = &no;
    set_script("200 OK", "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header>"
                         "<x xmlns=\"urn:x\" s:mustUnderstand=\"1\"/></s:Header><s:Body>"
                         "<TwiceResponse xmlns=\"urn:number\"><value>2</value></TwiceResponse></s:Body></s:Envelope>");
    CHECK_HR(twice_with(proxy, 1, &result, heap, &property, 1, NULL, NULL), S_OK);
    CHECK_INT(result, 2);
}

int main(void)
{
    http_peer peer;
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap = NULL;
    http_peer_start(&peer, answer_script, &current);
    proxy = proxy_open(&peer, NULL, 0);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    values_and_arrays(proxy, heap);
    in_and_out_through_the_same_parameter(proxy, heap);
    messages_as_parameters(proxy, heap);
    rpc_style(proxy, heap);
    one_way(proxy, heap);
    no_parameters(proxy, heap);
    faults(proxy, heap);
    answers_that_are_none(proxy, heap);
    must_understand_need_not_be_checked(proxy, heap);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
    http_peer_stop(&peer);
    return ctest_summary();
}
