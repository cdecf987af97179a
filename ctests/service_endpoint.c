/* WsCreateServiceEndpointFromTemplate: what it makes of a template and a policy, and every error. */
#include "ctest.h"

static const WS_CONTRACT_DESCRIPTION nothing = { 0, NULL };

static HRESULT CALLBACK authorize(const WS_OPERATION_CONTEXT *context, BOOL *authorized, WS_ERROR *error)
{
    (void)context;
    (void)error;
    *authorized = TRUE;
    return S_OK;
}

/* All that a call takes, so that a test says only what it changes. */
typedef struct arguments {
    WS_CHANNEL_TYPE channel_type;
    WS_SERVICE_ENDPOINT_PROPERTY *properties;
    ULONG property_count;
    WS_STRING *url;
    WS_SERVICE_CONTRACT *contract;
    WS_HEAP *heap;
    WS_BINDING_TEMPLATE_TYPE type;
    void *value;
    ULONG value_size;
    const void *description;
    ULONG description_size;
    WS_SERVICE_ENDPOINT **endpoint;
} arguments;

static HRESULT create(const arguments *given)
{
    return WsCreateServiceEndpointFromTemplate(given->channel_type, given->properties, given->property_count,
                                               given->url, given->contract, authorize, given->heap, given->type,
                                               given->value, given->value_size, given->description,
                                               given->description_size, given->endpoint, NULL);
}

static void an_endpoint_is_a_copy(WS_HEAP *heap)
{
    WCHAR chars[] = { 'h', 't', 't', 'p', ':', '/', '/', '+', ':', '8', '0', '/' };
    WS_STRING url = { CTEST_COUNT(chars), chars };
    WS_ENVELOPE_VERSION generated_version = WS_ENVELOPE_VERSION_SOAP_1_1;
    ULONG added_size = 1234;
    WS_CHANNEL_PROPERTY generated = { WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &generated_version,
                                      sizeof(generated_version) };
    WS_CHANNEL_PROPERTY added = { WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, &added_size, sizeof(added_size) };
    WS_HTTP_POLICY_DESCRIPTION policy = { { &generated, 1 } };
    WS_HTTP_BINDING_TEMPLATE binding = { { &added, 1 } };
    BOOL body_checking = TRUE;
    WS_SERVICE_ENDPOINT_PROPERTY property = { WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND, &body_checking,
                                              sizeof(body_checking) };
    WS_SERVICE_CONTRACT contract = { &nothing, NULL, &body_checking };
    WS_SERVICE_ENDPOINT *endpoint = NULL;
    arguments given;
    memset(&given, 0, sizeof(given));
    given.channel_type = WS_CHANNEL_TYPE_REPLY;
    given.properties = &property;
    given.property_count = 1;
    given.url = &url;
    given.contract = &contract;
    given.heap = heap;
    given.type = WS_HTTP_BINDING_TEMPLATE_TYPE;
    given.value = &binding;
    given.value_size = sizeof(binding);
    given.description = &policy;
    given.description_size = sizeof(policy);
    given.endpoint = &endpoint;
    REQUIRE_HR(create(&given), S_OK);

    /* Generated code has the contract on its stack, and what it points to may be as short-lived. */
    memset(chars, 0, sizeof(chars));
    memset(&contract, 0, sizeof(contract));
    memset(&generated, 0, sizeof(generated));
    memset(&added, 0, sizeof(added));
    memset(&property, 0, sizeof(property));
    body_checking = FALSE;
    added_size = 0;

    CHECK(endpoint->channelBinding == WS_HTTP_CHANNEL_BINDING);
    CHECK(endpoint->channelType == WS_CHANNEL_TYPE_REPLY);
    CHECK(endpoint->securityDescription == NULL);
    CHECK(endpoint->authorizationCallback == authorize);
    CHECK_INT(endpoint->address.url.length, CTEST_COUNT(chars));
    CHECK(endpoint->address.url.chars[11] == '/');
    CHECK(endpoint->address.headers == NULL && endpoint->address.extensions == NULL);
    CHECK(endpoint->address.identity == NULL);
    CHECK(endpoint->contract->contractDescription == &nothing);
    CHECK(endpoint->contract->methodTable == &body_checking);
    CHECK_INT(endpoint->propertyCount, 1);
    CHECK(endpoint->properties[0].id == WS_SERVICE_ENDPOINT_PROPERTY_CHECK_MUST_UNDERSTAND);
    CHECK_INT(*(BOOL *)endpoint->properties[0].value, TRUE);
    /* What the application adds comes last, where it counts more. */
    REQUIRE(endpoint->channelProperties.propertyCount == 2);
    CHECK(endpoint->channelProperties.properties[0].id == WS_CHANNEL_PROPERTY_ENVELOPE_VERSION);
    CHECK_INT(*(WS_ENVELOPE_VERSION *)endpoint->channelProperties.properties[0].value, WS_ENVELOPE_VERSION_SOAP_1_1);
    CHECK(endpoint->channelProperties.properties[1].id == WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE);
    CHECK_INT(*(ULONG *)endpoint->channelProperties.properties[1].value, 1234);
}

static void errors(WS_HEAP *heap)
{
    WS_HTTP_POLICY_DESCRIPTION policy = { { NULL, 0 } };
    WS_HTTP_BINDING_TEMPLATE binding = { { NULL, 0 } };
    WS_SERVICE_CONTRACT contract = { &nothing, NULL, NULL };
    WS_SERVICE_CONTRACT empty = { NULL, NULL, NULL };
    WS_SERVICE_ENDPOINT *endpoint = NULL;
    WS_HEAP *small = NULL;
    arguments usual, given;
    memset(&usual, 0, sizeof(usual));
    usual.channel_type = WS_CHANNEL_TYPE_REPLY;
    usual.contract = &contract;
    usual.heap = heap;
    usual.type = WS_HTTP_BINDING_TEMPLATE_TYPE;
    usual.description = &policy;
    usual.description_size = sizeof(policy);
    usual.endpoint = &endpoint;

#define REFUSED(change, code)                                                                                          \
    given = usual;                                                                                                     \
    change;                                                                                                            \
    CHECK_HR(create(&given), code);                                                                                    \
    CHECK(endpoint == NULL)

    REFUSED(given.endpoint = NULL, E_INVALIDARG);
    REFUSED(given.contract = NULL, E_INVALIDARG);
    REFUSED(given.contract = &empty, E_INVALIDARG);
    REFUSED(given.heap = NULL, E_INVALIDARG);
    REFUSED(given.description = NULL, E_INVALIDARG);
    REFUSED(given.description_size--, E_INVALIDARG);
    REFUSED(given.value_size = 1, E_INVALIDARG);
    REFUSED(given.value = &binding, E_INVALIDARG);
    REFUSED(given.property_count = 1, E_INVALIDARG);
    REFUSED(given.type = (WS_BINDING_TEMPLATE_TYPE)77, E_INVALIDARG);
    REFUSED(given.channel_type = (WS_CHANNEL_TYPE)77, E_INVALIDARG);
    REFUSED(given.type = WS_HTTP_SSL_BINDING_TEMPLATE_TYPE, WS_E_NOT_SUPPORTED);
    REQUIRE_HR(WsCreateHeap(16, 0, NULL, 0, &small, NULL), S_OK);
    REFUSED(given.heap = small, WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(small);

    given = usual;
    given.type = WS_TCP_BINDING_TEMPLATE_TYPE;
    given.channel_type = WS_CHANNEL_TYPE_DUPLEX_SESSION;
    CHECK_HR(create(&given), S_OK);
    REQUIRE(endpoint != NULL);
    CHECK(endpoint->channelBinding == WS_TCP_CHANNEL_BINDING);
    CHECK(endpoint->channelType == WS_CHANNEL_TYPE_DUPLEX_SESSION);
    CHECK_INT(endpoint->address.url.length, 0);
}

int main(void)
{
    WS_HEAP *heap = NULL;
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    an_endpoint_is_a_copy(heap);
    errors(heap);
    WsFreeHeap(heap);
    return ctest_summary();
}
