/*
 * The life of a service host: every call in every state that a program can bring it into, properties, reuse, and
 * arguments that cannot be right.
 */
#include "host.h"

static HRESULT CALLBACK twice(const WS_OPERATION_CONTEXT *context, INT32 value, INT32 *result,
                              const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    *result = 2 * value;
    return S_OK;
}

static const number_table functions = { twice, NULL, NULL, NULL };

/* ---- Handles --------------------------------------------------------------------------------- */

static void every_call_on_what_is_no_host(void *what)
{
    WS_SERVICE_HOST *host = (WS_SERVICE_HOST *)what;
    WS_SERVICE_HOST_STATE state = WS_SERVICE_HOST_STATE_OPEN;
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsOpenServiceHost(host, NULL, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "WS_SERVICE_HOST"));
    CHECK_HR(WsCloseServiceHost(host, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsAbortServiceHost(host, NULL), E_INVALIDARG);
    CHECK_HR(WsResetServiceHost(host, NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceHostProperty(host, WS_SERVICE_PROPERTY_HOST_STATE, &state, sizeof(state), NULL),
             E_INVALIDARG);
    CHECK_INT(state, WS_SERVICE_HOST_STATE_OPEN);
    WsFreeServiceHost(host);
    WsFreeError(error);
}

static void CALLBACK never(WS_SERVICE_CANCEL_REASON reason, void *state)
{
    (void)reason;
    (void)state;
    CHECK(0);
}

static void every_call_on_what_is_no_context(void *what)
{
    const WS_OPERATION_CONTEXT *context = (const WS_OPERATION_CONTEXT *)what;
    void *value = &value;
    CHECK_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_CHANNEL, &value, sizeof(value),
                                           NULL),
             E_INVALIDARG);
    CHECK(value == &value);
    CHECK_HR(WsRegisterOperationForCancel(context, never, NULL, NULL, NULL), E_INVALIDARG);
}

static void handles(void)
{
    host_endpoint endpoint, *one = &endpoint;
    WS_SERVICE_HOST *freed, *host;
    WS_HEAP *heap = NULL;
    int local = 0;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    freed = host_create(&one, 1, NULL, 0);
    WsFreeServiceHost(freed);
    host = host_create(&one, 1, NULL, 0);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    every_call_on_what_is_no_host(NULL);
    every_call_on_what_is_no_host(freed);
    every_call_on_what_is_no_host(&local);
    every_call_on_what_is_no_host(heap);
    every_call_on_what_is_no_context(NULL);
    every_call_on_what_is_no_context(freed);
    every_call_on_what_is_no_context(&local);
    every_call_on_what_is_no_context(host);
    WsFreeHeap(heap);
    WsFreeServiceHost(host);
}

/* ---- States ---------------------------------------------------------------------------------- */

/* Calls that are refused leave the state alone. */
static void refused(WS_SERVICE_HOST *host, WS_SERVICE_HOST_STATE state, int open, int reset)
{
    if (open) {
        CHECK_HR(WsOpenServiceHost(host, NULL, NULL), WS_E_INVALID_OPERATION);
    }
    if (reset) {
        CHECK_HR(WsResetServiceHost(host, NULL), WS_E_INVALID_OPERATION);
    }
    CHECK_INT(host_state(host), state);
}

static void serves(unsigned short port)
{
    client caller;
    INT32 result = 0;
    client_open(&caller, port, "/number");
    CHECK_HR_ERROR(client_twice(&caller, 21, &result, NULL), S_OK, caller.error);
    CHECK_INT(result, 42);
    client_close(&caller);
}

static void states(int asynchronous)
{
    host_endpoint endpoint, *one = &endpoint;
    WS_SERVICE_HOST *host;
    ctest_call call;
    const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
    int i;
    ctest_call_create(&call);
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host = host_create(&one, 1, NULL, 0);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CREATED);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CREATED);
    /* As for channels and proxies, closing what is not open is nothing to do. */
    CHECK_HR(ctest_call_end(&call, WsCloseServiceHost(host, context, NULL)), S_OK);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
    for (i = 0; i < 2; i++) {
        CHECK_HR(ctest_call_end(&call, WsOpenServiceHost(host, context, NULL)), S_OK);
        refused(host, WS_SERVICE_HOST_STATE_OPEN, 1, 1);
        serves(endpoint.port);
        CHECK_HR(ctest_call_end(&call, WsCloseServiceHost(host, context, NULL)), S_OK);
        refused(host, WS_SERVICE_HOST_STATE_CLOSED, 1, 0);
        CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
        CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
        CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
        CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
        CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CREATED);
    }
    CHECK_HR(ctest_call_end(&call, WsOpenServiceHost(host, context, NULL)), S_OK);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    refused(host, WS_SERVICE_HOST_STATE_FAULTED, 1, 1);
    CHECK_HR(WsAbortServiceHost(host, NULL), S_OK);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_FAULTED);
    CHECK_HR(ctest_call_end(&call, WsCloseServiceHost(host, context, NULL)), S_OK);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    CHECK_HR(WsResetServiceHost(host, NULL), S_OK);
    /* Free at the end of it all, and without having been closed. */
    CHECK_HR(ctest_call_end(&call, WsOpenServiceHost(host, context, NULL)), S_OK);
    serves(endpoint.port);
    WsFreeServiceHost(host);
    ctest_call_free(&call);
}

/* When one endpoint cannot listen, none does, and the host can be opened once it can. */
static void an_address_in_use(void)
{
    host_endpoint first, second, *both[2];
    WS_SERVICE_HOST *host;
    WS_ERROR *error = NULL;
    WS_LISTENER *listener = NULL;
    int occupied;
    both[0] = &first;
    both[1] = &second;
    host_endpoint_init(&first, &functions, 0, "/number");
    host_endpoint_init(&second, &functions, 0, "/number");
    {
        struct sockaddr_in address;
        occupied = socket(AF_INET, SOCK_STREAM, 0);
        net_address(&address, second.port);
        address.sin_addr.s_addr = htonl(INADDR_ANY);
        REQUIRE(bind(occupied, (struct sockaddr *)&address, sizeof(address)) == 0 && listen(occupied, 1) == 0);
    }
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    host = host_create(both, 2, NULL, 0);
    CHECK_HR(WsOpenServiceHost(host, NULL, error), WS_E_ADDRESS_IN_USE);
    CHECK(ctest_error_has(error, "endpoint 1"));
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CREATED);
    /* The first endpoint has let go of its address. */
    REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &listener, NULL), S_OK);
    CHECK_HR(WsOpenListener(listener, &first.url.string, NULL, NULL), S_OK);
    CHECK_HR(WsCloseListener(listener, NULL, NULL), S_OK);
    WsFreeListener(listener);
    close(occupied);
    CHECK_HR(WsOpenServiceHost(host, NULL, NULL), S_OK);
    serves(first.port);
    serves(second.port);
    CHECK_HR(WsCloseServiceHost(host, NULL, NULL), S_OK);
    WsFreeServiceHost(host);
    WsFreeError(error);
}

/* ---- Arguments ------------------------------------------------------------------------------- */

static void check_create(const WS_SERVICE_ENDPOINT *endpoint, const WS_SERVICE_PROPERTY *properties, ULONG count,
                         HRESULT expected, const char *words)
{
    WS_SERVICE_HOST *host = NULL;
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    if (!CHECK_HR(WsCreateServiceHost(&endpoint, 1, properties, count, &host, error), expected)) {
        ctest_print_error(error);
        printf("  expected: %s\n", words);
    }
    CHECK(host == NULL || expected == S_OK);
    if (expected != S_OK) {
        CHECK(ctest_error_has(error, words));
    }
    WsFreeServiceHost(host);
    WsFreeError(error);
}

static void check_endpoint(const host_endpoint *endpoint, HRESULT expected, const char *words)
{
    check_create(&endpoint->endpoint, NULL, 0, expected, words);
}

static HRESULT CALLBACK handler(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    (void)context;
    (void)async;
    (void)error;
    return E_FAIL;
}

static void create_arguments(void)
{
    host_endpoint endpoint;
    WS_SECURITY_DESCRIPTION security;
    WS_SERVICE_HOST *host = NULL;
    const WS_SERVICE_ENDPOINT *none = NULL;
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    memset(&security, 0, sizeof(security));
    CHECK_HR(WsCreateServiceHost(NULL, 0, NULL, 0, &host, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceHost(NULL, 1, NULL, 0, &host, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceHost(&none, 1, NULL, 0, &host, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "endpoint 0"));
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    none = &endpoint.endpoint;
    CHECK_HR(WsCreateServiceHost(&none, 1, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceHost(&none, 1, NULL, 1, &host, NULL), E_INVALIDARG);
    CHECK(host == NULL);
    check_endpoint(&endpoint, S_OK, "");
    endpoint.endpoint.contract = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "contract");
    host_endpoint_init(&endpoint, NULL, 0, "/number");
    check_endpoint(&endpoint, E_INVALIDARG, "defaultMessageHandlerCallback");
    endpoint.contract.defaultMessageHandlerCallback = handler;
    check_endpoint(&endpoint, S_OK, "");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.contract.methodTable = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "methodTable");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.securityDescription = &security;
    check_endpoint(&endpoint, WS_E_NOT_SUPPORTED, "security");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.channelType = WS_CHANNEL_TYPE_DUPLEX_SESSION;
    check_endpoint(&endpoint, E_INVALIDARG, "WS_CHANNEL_TYPE_REPLY");
    endpoint.endpoint.channelType = (WS_CHANNEL_TYPE)99;
    check_endpoint(&endpoint, E_INVALIDARG, "channelType");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.channelBinding = (WS_CHANNEL_BINDING)99;
    check_endpoint(&endpoint, E_INVALIDARG, "channelBinding");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.propertyCount = 1;
    endpoint.endpoint.properties = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "properties");
    /* What is wrong with an address shows when the host is opened. */
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.endpoint.address.url.length = 0;
    CHECK_HR(WsCreateServiceHost(&none, 1, NULL, 0, &host, NULL), S_OK);
    CHECK_HR(WsOpenServiceHost(host, NULL, NULL), WS_E_INVALID_ENDPOINT_URL);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CREATED);
    WsFreeServiceHost(host);
    WsFreeError(error);
}

/* Descriptions that cannot be right are refused when the host is created. */
static void contracts(void)
{
    WS_OPERATION_DESCRIPTION operation;
    WS_OPERATION_DESCRIPTION *operations[1];
    WS_CONTRACT_DESCRIPTION contract = { 1, operations };
    WS_PARAMETER_DESCRIPTION parameters[2];
    host_endpoint endpoint;
    operations[0] = NULL;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.contract.contractDescription = &contract;
    check_endpoint(&endpoint, E_INVALIDARG, "operation 0");
    operations[0] = &operation;
    operation = twice_operation;
    operation.versionInfo = 2;
    check_endpoint(&endpoint, E_INVALIDARG, "versionInfo");
    operation = twice_operation;
    operation.stubCallback = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "stubCallback");
    operation = twice_operation;
    operation.inputMessageDescription = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "inputMessageDescription");
    operation = twice_operation;
    operation.parameterDescription = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "parameterDescription");
    operation = twice_operation;
    operation.parameterDescription = parameters;
    parameters[0] = one_and_one[0];
    parameters[1] = one_and_one[1];
    check_endpoint(&endpoint, S_OK, "");
    parameters[1].outputMessageIndex = 1;
    check_endpoint(&endpoint, E_INVALIDARG, "field 1");
    parameters[1].outputMessageIndex = NUMBER_NONE;
    check_endpoint(&endpoint, E_INVALIDARG, "neither");
    parameters[1] = one_and_one[1];
    operation.outputMessageDescription = NULL;
    check_endpoint(&endpoint, E_INVALIDARG, "no body");
    /* A contract may have no operations at all. */
    contract.operationCount = 0;
    endpoint.contract.methodTable = NULL;
    check_endpoint(&endpoint, S_OK, "");
}

/* ---- Properties ------------------------------------------------------------------------------ */

static void host_properties(void)
{
    static const struct {
        WS_SERVICE_PROPERTY_ID id;
        ULONG size;
    } known[] = {
        { WS_SERVICE_PROPERTY_HOST_USER_STATE, sizeof(void *) },
        { WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, sizeof(WS_FAULT_DISCLOSURE) },
        { WS_SERVICE_PROPERTY_FAULT_LANGID, sizeof(LANGID) },
        { WS_SERVICE_PROPERTY_METADATA, sizeof(WS_SERVICE_METADATA) },
        { WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, sizeof(ULONG) },
    };
    union {
        BYTE bytes[128];
        WS_SERVICE_METADATA metadata;
        LANGID language;
        ULONG number;
    } value;
    host_endpoint endpoint, *one = &endpoint;
    WS_SERVICE_PROPERTY property;
    WS_SERVICE_HOST *host;
    WS_SERVICE_HOST_STATE state;
    size_t i;
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    for (i = 0; i < CTEST_COUNT(known); i++) {
        memset(&value, 0, sizeof(value));
        if (known[i].id == WS_SERVICE_PROPERTY_FAULT_LANGID) {
            value.language = 0x0409;
        }
        property.id = known[i].id;
        property.value = &value;
        property.valueSize = known[i].size;
        check_create(&endpoint.endpoint, &property, 1, S_OK, "");
        property.valueSize = known[i].size + 1;
        check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "WS_SERVICE_PROPERTY");
        property.valueSize = known[i].size;
        property.value = NULL;
        check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "WS_SERVICE_PROPERTY");
    }
    memset(&value, 0, sizeof(value));
    property.value = &value;
    property.id = WS_SERVICE_PROPERTY_FAULT_LANGID;
    property.valueSize = sizeof(LANGID);
    check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "WS_SERVICE_PROPERTY_FAULT_LANGID");
    property.id = WS_SERVICE_PROPERTY_HOST_STATE;
    property.valueSize = sizeof(state);
    check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "WS_SERVICE_PROPERTY_HOST_STATE");
    property.id = (WS_SERVICE_PROPERTY_ID)99;
    check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "99");
    property.id = WS_SERVICE_PROPERTY_FAULT_DISCLOSURE;
    value.number = 7;
    check_create(&endpoint.endpoint, &property, 1, E_INVALIDARG, "7");
    host = host_create(&one, 1, NULL, 0);
    CHECK_HR(WsGetServiceHostProperty(host, WS_SERVICE_PROPERTY_HOST_STATE, &state, sizeof(state) + 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetServiceHostProperty(host, WS_SERVICE_PROPERTY_HOST_STATE, NULL, sizeof(state), NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceHostProperty(host, (WS_SERVICE_PROPERTY_ID)99, &state, sizeof(state), NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceHostProperty(host, WS_SERVICE_PROPERTY_CLOSE_TIMEOUT, &state, sizeof(state), NULL),
             E_INVALIDARG);
    WsFreeServiceHost(host);
}

static HRESULT CALLBACK on_accept(const WS_OPERATION_CONTEXT *context, void **state, const WS_ASYNC_CONTEXT *async,
                                  WS_ERROR *error)
{
    (void)context;
    (void)state;
    (void)async;
    (void)error;
    return S_OK;
}

static HRESULT CALLBACK on_close(const WS_OPERATION_CONTEXT *context, const WS_ASYNC_CONTEXT *async)
{
    (void)context;
    (void)async;
    return S_OK;
}

static void endpoint_properties(void)
{
    WS_SERVICE_PROPERTY_ACCEPT_CALLBACK accept_callback = { on_accept };
    WS_SERVICE_PROPERTY_CLOSE_CALLBACK close_callback = { on_close };
    WS_MESSAGE_PROPERTIES message = { NULL, 0 };
    WS_LISTENER_PROPERTY listener_property;
    WS_LISTENER_PROPERTIES listener = { &listener_property, 1 };
    WS_CALLBACK_MODEL model = WS_LONG_CALLBACK;
    WS_METADATA_EXCHANGE_TYPE exchange = WS_METADATA_EXCHANGE_TYPE_NONE;
    WS_SERVICE_ENDPOINT_METADATA port = { NULL, NULL, NULL };
    WS_STRING suffix = WS_STRING_VALUE(W("mex"));
    ULONG one = 1, zero = 0, two = 2;
    SIZE_T size = 1024;
    BOOL yes = TRUE;
    const struct {
        WS_SERVICE_ENDPOINT_PROPERTY_ID id;
        const void *value;
        ULONG size;
        int positive;
    } known[] = {
        { WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_callback, sizeof(accept_callback), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_callback, sizeof(close_callback), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS, &one, sizeof(one), 1 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &one, sizeof(one), 1 },
        { WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE, &size, sizeof(size), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_TRIM_SIZE, &size, sizeof(size), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MESSAGE_PROPERTIES, &message, sizeof(message), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MAX_CALL_POOL_SIZE, &one, sizeof(one), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNEL_POOL_SIZE, &one, sizeof(one), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES, &listener, sizeof(listener), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND, &yes, sizeof(yes), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, &exchange, sizeof(exchange), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_METADATA, &port, sizeof(port), 0 },
        { WS_SERVICE_ENDPOINT_PROPERTY_MAX_CHANNELS, &one, sizeof(one), 1 },
    };
    host_endpoint endpoint;
    size_t i;
    listener_property.id = WS_LISTENER_PROPERTY_ASYNC_CALLBACK_MODEL;
    listener_property.value = &model;
    listener_property.valueSize = sizeof(model);
    for (i = 0; i < CTEST_COUNT(known); i++) {
        host_endpoint_init(&endpoint, &functions, 0, "/number");
        host_set(&endpoint, known[i].id, known[i].value, known[i].size);
        check_endpoint(&endpoint, S_OK, "");
        endpoint.properties[0].valueSize++;
        check_endpoint(&endpoint, E_INVALIDARG, "WS_SERVICE_ENDPOINT_PROPERTY");
        endpoint.properties[0].valueSize--;
        endpoint.properties[0].value = NULL;
        check_endpoint(&endpoint, E_INVALIDARG, "WS_SERVICE_ENDPOINT_PROPERTY");
        if (known[i].positive) {
            endpoint.properties[0].value = &zero;
            check_endpoint(&endpoint, E_INVALIDARG, "at least 1");
        }
    }
    /* What is within. */
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    accept_callback.callback = NULL;
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_ACCEPT_CHANNEL_CALLBACK, &accept_callback,
             sizeof(accept_callback));
    check_endpoint(&endpoint, E_INVALIDARG, "ACCEPT_CHANNEL_CALLBACK");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    close_callback.callback = NULL;
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_CLOSE_CHANNEL_CALLBACK, &close_callback, sizeof(close_callback));
    check_endpoint(&endpoint, E_INVALIDARG, "CLOSE_CHANNEL_CALLBACK");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES, &listener, sizeof(listener));
    model = WS_SHORT_CALLBACK;
    check_endpoint(&endpoint, E_INVALIDARG, "long callbacks");
    listener_property.id = WS_LISTENER_PROPERTY_STATE;
    check_endpoint(&endpoint, E_INVALIDARG, "WS_LISTENER_PROPERTY_STATE");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set_channel(&endpoint, WS_CHANNEL_PROPERTY_ASYNC_CALLBACK_MODEL, &model, sizeof(model));
    check_endpoint(&endpoint, E_INVALIDARG, "");
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set(&endpoint, (WS_SERVICE_ENDPOINT_PROPERTY_ID)99, &one, sizeof(one));
    check_endpoint(&endpoint, E_INVALIDARG, "99");
    /* Metadata is not given out, and who asks for that is told. */
    for (exchange = WS_METADATA_EXCHANGE_TYPE_MEX; exchange <= WS_METADATA_EXCHANGE_TYPE_HTTP_GET;
         exchange = (WS_METADATA_EXCHANGE_TYPE)(exchange + 1)) {
        host_endpoint_init(&endpoint, &functions, 0, "/number");
        host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_TYPE, &exchange, sizeof(exchange));
        check_endpoint(&endpoint, WS_E_NOT_SUPPORTED, "WS_METADATA_EXCHANGE_TYPE");
    }
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_METADATA_EXCHANGE_URL_SUFFIX, &suffix, sizeof(suffix));
    check_endpoint(&endpoint, E_INVALIDARG, "METADATA_EXCHANGE_URL_SUFFIX");
    /* One at a time with a default message handler, since it reads the channel itself. */
    host_endpoint_init(&endpoint, &functions, 0, "/number");
    endpoint.contract.defaultMessageHandlerCallback = handler;
    host_set(&endpoint, WS_SERVICE_ENDPOINT_PROPERTY_MAX_CONCURRENCY, &one, sizeof(one));
    check_endpoint(&endpoint, S_OK, "");
    endpoint.properties[0].value = &two;
    check_endpoint(&endpoint, E_INVALIDARG, "defaultMessageHandlerCallback");
    endpoint.properties[0].id = WS_SERVICE_ENDPOINT_PROPERTY_MAX_ACCEPTING_CHANNELS;
    check_endpoint(&endpoint, E_INVALIDARG, "defaultMessageHandlerCallback");
}

int main(void)
{
    handles();
    states(0);
    states(1);
    an_address_in_use();
    create_arguments();
    contracts();
    host_properties();
    endpoint_properties();
    return ctest_summary();
}
