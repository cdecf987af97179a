/*
 * For test programs that call a service: a proxy for SOAP 1.1 without addressing headers, and one operation whose
 * request and reply are a number.
 */
#ifndef PROXY_H
#define PROXY_H

#include "ctest_error.h"
#include "http_peer.h"

typedef struct number_body {
    INT32 value;
} number_body;

static WS_XML_STRING number_ns = WS_XML_STRING_VALUE("urn:number");
static WS_XML_STRING number_value_name = WS_XML_STRING_VALUE("value");
static WS_XML_STRING number_request_name = WS_XML_STRING_VALUE("Twice");
static WS_XML_STRING number_reply_name = WS_XML_STRING_VALUE("TwiceResponse");
static WS_XML_STRING number_action = WS_XML_STRING_VALUE("urn:number/Twice");
static WS_XML_STRING number_reply_action = WS_XML_STRING_VALUE("urn:number/TwiceResponse");
static WS_FIELD_DESCRIPTION number_field = {
    WS_ELEMENT_FIELD_MAPPING, &number_value_name, &number_ns, WS_INT32_TYPE, NULL, WsOffsetOf(number_body, value), 0,
    NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION *number_fields[] = { &number_field };
static WS_STRUCT_DESCRIPTION number_struct = {
    sizeof(number_body), 4, number_fields, 1, NULL, NULL, NULL, NULL, 0, 0
};
static WS_ELEMENT_DESCRIPTION number_request_element = {
    &number_request_name, &number_ns, WS_STRUCT_TYPE, &number_struct
};
static WS_ELEMENT_DESCRIPTION number_reply_element = {
    &number_reply_name, &number_ns, WS_STRUCT_TYPE, &number_struct
};
static WS_MESSAGE_DESCRIPTION number_request = { &number_action, &number_request_element };
static WS_MESSAGE_DESCRIPTION number_reply = { &number_reply_action, &number_reply_element };
static WS_PARAMETER_DESCRIPTION number_parameters[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, (USHORT)-1, 0 },
};
static WS_OPERATION_DESCRIPTION number_operation = {
    1, &number_request, &number_reply, 0, 0, 2, number_parameters, NULL, WS_NON_RPC_LITERAL_OPERATION
};

/* What wsutil would generate: the parameters are on this function's stack, which is gone when a call is pending. */
static inline HRESULT twice_with(WS_SERVICE_PROXY *proxy, INT32 number, INT32 *result, WS_HEAP *heap,
                                 const WS_CALL_PROPERTY *properties, ULONG property_count,
                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    const void *arguments[2];
    arguments[0] = &number;
    arguments[1] = &result;
    return WsCall(proxy, &number_operation, arguments, heap, properties, property_count, context, error);
}

static inline HRESULT twice(WS_SERVICE_PROXY *proxy, INT32 number, INT32 *result, WS_HEAP *heap,
                            const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    return twice_with(proxy, number, result, heap, NULL, 0, context, error);
}

#define SOAP11(body)                                                                                                  \
    "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body>" body "</s:Body></s:Envelope>"

/* Answers Twice as it should be. */
static inline void answer_twice(http_peer *peer, int connection, const char *request, size_t length, void *state)
{
    const char *value = strstr(request, "<value>");
    char body[512];
    (void)peer;
    (void)length;
    (void)state;
    if (!CHECK(value != NULL)) {
        return;
    }
    snprintf(body, sizeof(body), SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>%d</value></TwiceResponse>"),
             2 * atoi(value + 7));
    http_peer_reply(connection, "200 OK", "text/xml; charset=utf-8", body);
}

/* A proxy for SOAP 1.1 over HTTP with these properties of its own. */
static inline WS_SERVICE_PROXY *proxy_create(const WS_PROXY_PROPERTY *properties, ULONG count)
{
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY channel_properties[2];
    WS_SERVICE_PROXY *proxy = NULL;
    channel_properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    channel_properties[0].value = &envelope;
    channel_properties[0].valueSize = sizeof(envelope);
    channel_properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    channel_properties[1].value = &addressing;
    channel_properties[1].valueSize = sizeof(addressing);
    REQUIRE_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, properties, count,
                                    channel_properties, 2, &proxy, NULL), S_OK);
    return proxy;
}

/* The same, opened to a peer. */
static inline WS_SERVICE_PROXY *proxy_open(http_peer *peer, const WS_PROXY_PROPERTY *properties, ULONG count)
{
    WCHAR chars[128];
    WS_ENDPOINT_ADDRESS address = http_peer_address(peer->port, "/number", chars);
    WS_SERVICE_PROXY *proxy = proxy_create(properties, count);
    REQUIRE_HR(WsOpenServiceProxy(proxy, &address, NULL, NULL), S_OK);
    return proxy;
}

static inline WS_SERVICE_PROXY_STATE proxy_state(WS_SERVICE_PROXY *proxy)
{
    WS_SERVICE_PROXY_STATE state = WS_SERVICE_PROXY_STATE_CREATED;
    REQUIRE_HR(WsGetServiceProxyProperty(proxy, WS_PROXY_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    return state;
}

#endif
