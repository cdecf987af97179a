/*
 * The life of a service proxy: every call in every state that a program can bring it into, properties, templates,
 * reuse, and arguments that cannot be right.
 */
#include "proxy.h"

static http_peer peer;

static void every_call_on_what_is_no_proxy(void *what)
{
    WS_SERVICE_PROXY *proxy = (WS_SERVICE_PROXY *)what;
    WS_SERVICE_PROXY_STATE state = WS_SERVICE_PROXY_STATE_OPEN;
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer.port, "/", chars);
    WS_HEAP *heap = NULL;
    WS_ERROR *error = NULL;
    INT32 result = 5;
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsOpenServiceProxy(proxy, &address, NULL, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "WS_SERVICE_PROXY"));
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsResetServiceProxy(proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, &state, sizeof(state), NULL), E_INVALIDARG);
    CHECK_INT(state, WS_SERVICE_PROXY_STATE_OPEN);
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), E_INVALIDARG);
    CHECK_INT(result, 5);
    WsFreeServiceProxy(proxy);
    WsFreeError(error);
    WsFreeHeap(heap);
}

static void handles(void)
{
    WS_SERVICE_PROXY *freed = proxy_create(NULL, 0);
    WS_HEAP *heap = NULL;
    int local = 0;
    WsFreeServiceProxy(freed);
    every_call_on_what_is_no_proxy(NULL);
    every_call_on_what_is_no_proxy(freed);
    every_call_on_what_is_no_proxy(&local);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    every_call_on_what_is_no_proxy(heap);
    /* Freeing it as a proxy did it no harm. */
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    WsFreeHeap(heap);
}

static void created(WS_SERVICE_PROXY *proxy)
{
    WS_HEAP *heap = NULL;
    INT32 result;
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CREATED);
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_HR(WsResetServiceProxy(proxy, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CREATED);
    WsFreeHeap(heap);
}

static void opened(WS_SERVICE_PROXY *proxy)
{
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer.port, "/number", chars);
    WS_HEAP *heap = NULL;
    INT32 result = 0;
    int i;
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsOpenServiceProxy(proxy, &address, NULL, NULL), S_OK);
    /* The address was copied. */
    memset(chars, 0, sizeof(chars));
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    CHECK_HR(WsOpenServiceProxy(proxy, &address, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetServiceProxy(proxy, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_OPEN);
    for (i = 0; i < 3; i++) {
        CHECK_HR(twice(proxy, i, &result, heap, NULL, NULL), S_OK);
        CHECK_INT(result, 2 * i);
        CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    }
    CHECK_HR(WsAbandonCall(proxy, 0, NULL), S_OK);
    WsFreeHeap(heap);
}

static void closed(WS_SERVICE_PROXY *proxy)
{
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer.port, "/number", chars);
    WS_HEAP *heap = NULL;
    INT32 result;
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    CHECK_HR(WsAbortServiceProxy(proxy, NULL), S_OK);
    CHECK_HR(WsOpenServiceProxy(proxy, &address, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(twice(proxy, 1, &result, heap, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CLOSED);
    WsFreeHeap(heap);
}

static void a_whole_life_twice(void)
{
    WS_SERVICE_PROXY *proxy = proxy_create(NULL, 0);
    ctest_call call;
    int i;
    ctest_call_create(&call);
    for (i = 0; i < 2; i++) {
        created(proxy);
        opened(proxy);
        if (i == 0) {
            CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
        } else {
            CHECK_HR(ctest_call_end(&call, WsCloseServiceProxy(proxy, &call.context, NULL)), S_OK);
        }
        closed(proxy);
        CHECK_HR(WsResetServiceProxy(proxy, NULL), S_OK);
    }
    WsFreeServiceProxy(proxy);
    ctest_call_free(&call);
    /* One that is still open is aborted first. */
    WsFreeServiceProxy(proxy_open(&peer, NULL, 0));
}

static void addresses_that_cannot_be_opened(void)
{
    static const struct {
        const char *url;
        HRESULT expected;
    } cases[] = {
        { "ftp://127.0.0.1/", WS_E_INVALID_ENDPOINT_URL },
        { "net.tcp://127.0.0.1/", WS_E_INVALID_ENDPOINT_URL },
        { "http://", WS_E_INVALID_ENDPOINT_URL },
        { "", WS_E_INVALID_ENDPOINT_URL },
        { "http://+:80/", WS_E_INVALID_ENDPOINT_URL },
    };
    WS_SERVICE_PROXY *proxy = proxy_create(NULL, 0);
    WS_ERROR *error = NULL;
    WS_ENDPOINT_ADDRESS address;
    WCHAR chars[128];
    size_t i;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsOpenServiceProxy(proxy, NULL, NULL, error), E_INVALIDARG);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        HRESULT hr;
        memset(&address, 0, sizeof(address));
        address.url = ctest_wide_from(cases[i].url, chars);
        CHECK_HR(WsResetError(error), S_OK);
        hr = WsOpenServiceProxy(proxy, &address, NULL, error);
        if (!CHECK_HR(hr, cases[i].expected)) {
            printf("  %s\n", cases[i].url);
            ctest_print_error(error);
        }
        CHECK(ctest_error_has(error, cases[i].url));
        /* It can be opened yet. */
        CHECK_INT(proxy_state(proxy), WS_SERVICE_PROXY_STATE_CREATED);
    }
    WsFreeError(error);
    WsFreeServiceProxy(proxy);
}

static void properties(void)
{
    WS_SERVICE_PROXY *proxy = NULL;
    ULONG number = 1000;
    USHORT size = 3;
    LANGID language = 0x409;
    WS_MESSAGE_PROPERTIES message_properties = { NULL, 0 };
    WS_SERVICE_PROXY_STATE state = WS_SERVICE_PROXY_STATE_CREATED;
    WS_PROXY_PROPERTY good[6];
    WS_PROXY_PROPERTY_ID id;
    int i;
    good[0].id = WS_PROXY_PROPERTY_CALL_TIMEOUT;
    good[0].value = &number;
    good[0].valueSize = sizeof(number);
    good[1].id = WS_PROXY_PROPERTY_MESSAGE_PROPERTIES;
    good[1].value = &message_properties;
    good[1].valueSize = sizeof(message_properties);
    good[2].id = WS_PROXY_PROPERTY_MAX_CALL_POOL_SIZE;
    good[2].value = &size;
    good[2].valueSize = sizeof(size);
    good[3].id = WS_PROXY_PROPERTY_MAX_PENDING_CALLS;
    good[3].value = &number;
    good[3].valueSize = sizeof(number);
    good[4].id = WS_PROXY_PROPERTY_MAX_CLOSE_TIMEOUT;
    good[4].value = &number;
    good[4].valueSize = sizeof(number);
    good[5].id = WS_PROXY_FAULT_LANG_ID;
    good[5].value = &language;
    good[5].valueSize = sizeof(language);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, good, 6, NULL, 0, &proxy,
                                  NULL), S_OK);
    /* All but the state can only be written. */
    for (id = WS_PROXY_PROPERTY_CALL_TIMEOUT; id <= WS_PROXY_FAULT_LANG_ID; id = (WS_PROXY_PROPERTY_ID)(id + 1)) {
        ULONG value = 77;
        HRESULT expected = id == WS_PROXY_PROPERTY_STATE ? S_OK : E_INVALIDARG;
        CHECK_HR(WsGetServiceProxyProperty(proxy, id, &value, sizeof(value), NULL), expected);
    }
    CHECK_HR(WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, &state, 2, NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, NULL, sizeof(state), NULL), E_INVALIDARG);
    CHECK_HR(WsGetServiceProxyProperty(proxy, (WS_PROXY_PROPERTY_ID)99, &state, sizeof(state), NULL), E_INVALIDARG);
    WsFreeServiceProxy(proxy);
    /* Each with a wrong size, each without a value. */
    for (i = 0; i < 6; i++) {
        WS_PROXY_PROPERTY bad = good[i];
        proxy = NULL;
        bad.valueSize += 1;
        CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, &bad, 1, NULL, 0, &proxy,
                                      NULL), E_INVALIDARG);
        bad = good[i];
        bad.value = NULL;
        CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, &bad, 1, NULL, 0, &proxy,
                                      NULL), E_INVALIDARG);
        CHECK(proxy == NULL);
    }
    good[0].id = WS_PROXY_PROPERTY_STATE;
    good[0].value = &state;
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, good, 1, NULL, 0, &proxy,
                                  NULL), E_INVALIDARG);
}

static void creating(void)
{
    WS_SERVICE_PROXY *proxy = NULL;
    WS_SECURITY_DESCRIPTION security;
    WS_CHANNEL_PROPERTY property;
    BOOL no = FALSE;
    memset(&security, 0, sizeof(security));
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, NULL, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy((WS_CHANNEL_TYPE)77, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, &proxy, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, (WS_CHANNEL_BINDING)77, NULL, NULL, 0, NULL, 0, &proxy,
                                  NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, &proxy, NULL),
             E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 1, NULL, 0, &proxy,
                                  NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_CUSTOM_CHANNEL_BINDING, NULL, NULL, 0, NULL, 0, &proxy,
                                  NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, &security, NULL, 0, NULL, 0, &proxy,
                                  NULL), WS_E_NOT_SUPPORTED);
    /* A proxy depends on faults being errors. */
    property.id = WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS;
    property.value = &no;
    property.valueSize = sizeof(no);
    CHECK_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, &property, 1, &proxy,
                                  NULL), E_INVALIDARG);
    CHECK(proxy == NULL);
}

static void templates(void)
{
    WS_SERVICE_PROXY *proxy = NULL;
    WS_HTTP_POLICY_DESCRIPTION policy;
    WS_HTTP_BINDING_TEMPLATE binding;
    WS_ENVELOPE_VERSION soap12 = WS_ENVELOPE_VERSION_SOAP_1_2, soap11 = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION transport = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY described[2], added[1];
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer.port, "/number", chars);
    WS_HEAP *heap = NULL;
    INT32 result = 0;
    memset(&policy, 0, sizeof(policy));
    memset(&binding, 0, sizeof(binding));
    described[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    described[0].value = &soap12;
    described[0].valueSize = sizeof(soap12);
    described[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    described[1].value = &transport;
    described[1].valueSize = sizeof(transport);
    added[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    added[0].value = &soap11;
    added[0].valueSize = sizeof(soap11);
    policy.channelProperties.properties = described;
    policy.channelProperties.propertyCount = 2;
    binding.channelProperties.properties = added;
    binding.channelProperties.propertyCount = 1;

    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, NULL, 0,
                                              &policy, sizeof(policy), NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, NULL, 0,
                                              NULL, 0, &proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, NULL, 0,
                                              &policy, sizeof(policy) - 1, &proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, &binding,
                                              1, &policy, sizeof(policy), &proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, (WS_BINDING_TEMPLATE_TYPE)77, NULL, 0,
                                              &policy, sizeof(policy), &proxy, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_SSL_BINDING_TEMPLATE_TYPE, NULL,
                                              0, &policy, sizeof(policy), &proxy, NULL), WS_E_NOT_SUPPORTED);
    CHECK(proxy == NULL);
    /* With the description alone, as most programs do it. */
    CHECK_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE, NULL, 0,
                                              &policy, sizeof(policy), &proxy, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    /* What the application adds counts more than what was generated: this speaks SOAP 1.1. */
    REQUIRE_HR(WsCreateServiceProxyFromTemplate(WS_CHANNEL_TYPE_REQUEST, NULL, 0, WS_HTTP_BINDING_TEMPLATE_TYPE,
                                                &binding, sizeof(binding), &policy, sizeof(policy), &proxy, NULL),
               S_OK);
    REQUIRE_HR(WsCreateHeap(4096, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsOpenServiceProxy(proxy, &address, NULL, NULL), S_OK);
    CHECK_HR(twice(proxy, 21, &result, heap, NULL, NULL), S_OK);
    CHECK_INT(result, 42);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    WsFreeHeap(heap);
}

int main(void)
{
    http_peer_start(&peer, answer_twice, NULL);
    handles();
    a_whole_life_twice();
    addresses_that_cannot_be_opened();
    properties();
    creating();
    templates();
    http_peer_stop(&peer);
    return ctest_summary();
}
