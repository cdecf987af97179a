/*
 * For test programs with a service host: a contract of four operations on numbers, as wsutil would describe it, and
 * what is needed to serve and to call it.
 *
 *     Twice(value) -> value          Divide(a, b) -> quotient
 *     Raise(value in and out)        Note(value), one-way
 *
 * A program gives its functions in a number_table, and calls them by client_twice and its like.
 */
#ifndef HOST_H
#define HOST_H

#include "ctest_error.h"
#include "ctest_net.h"

/* ---- The contract --------------------------------------------------------------------------- */

typedef struct number_value {
    INT32 value;
} number_value;

typedef struct number_pair {
    INT32 a;
    INT32 b;
} number_pair;

#define NUMBER_FIELD(name, type, member, xml)                                                                          \
    static WS_FIELD_DESCRIPTION name = { WS_ELEMENT_FIELD_MAPPING, &xml, &number_ns, WS_INT32_TYPE, NULL,              \
                                         WsOffsetOf(type, member), 0, NULL, 0, NULL, NULL, NULL }

static WS_XML_STRING number_ns = WS_XML_STRING_VALUE("urn:number");
static WS_XML_STRING number_value_name = WS_XML_STRING_VALUE("value");
static WS_XML_STRING number_a_name = WS_XML_STRING_VALUE("a");
static WS_XML_STRING number_b_name = WS_XML_STRING_VALUE("b");
NUMBER_FIELD(number_value_field, number_value, value, number_value_name);
NUMBER_FIELD(number_a_field, number_pair, a, number_a_name);
NUMBER_FIELD(number_b_field, number_pair, b, number_b_name);
static WS_FIELD_DESCRIPTION *number_value_fields[] = { &number_value_field };
static WS_FIELD_DESCRIPTION *number_pair_fields[] = { &number_a_field, &number_b_field };
static WS_STRUCT_DESCRIPTION number_value_struct = {
    sizeof(number_value), 4, number_value_fields, 1, NULL, NULL, NULL, NULL, 0, 0
};
static WS_STRUCT_DESCRIPTION number_pair_struct = {
    sizeof(number_pair), 4, number_pair_fields, 2, NULL, NULL, NULL, NULL, 0, 0
};

/* A message: its element is `xml`, its action urn:number/xml. */
#define NUMBER_MESSAGE(name, xml, type)                                                                                \
    static WS_XML_STRING name##_name = WS_XML_STRING_VALUE(xml);                                                       \
    static WS_XML_STRING name##_action = WS_XML_STRING_VALUE("urn:number/" xml);                                       \
    static WS_ELEMENT_DESCRIPTION name##_element = { &name##_name, &number_ns, WS_STRUCT_TYPE, &type };                \
    static WS_MESSAGE_DESCRIPTION name = { &name##_action, &name##_element }

NUMBER_MESSAGE(twice_in, "Twice", number_value_struct);
NUMBER_MESSAGE(twice_out, "TwiceResponse", number_value_struct);
NUMBER_MESSAGE(divide_in, "Divide", number_pair_struct);
NUMBER_MESSAGE(divide_out, "DivideResponse", number_value_struct);
NUMBER_MESSAGE(raise_in, "Raise", number_value_struct);
NUMBER_MESSAGE(raise_out, "RaiseResponse", number_value_struct);
NUMBER_MESSAGE(note_in, "Note", number_value_struct);

#define NUMBER_NONE ((USHORT)-1)

static WS_PARAMETER_DESCRIPTION one_and_one[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, NUMBER_NONE },
    { WS_PARAMETER_TYPE_NORMAL, NUMBER_NONE, 0 },
};
static WS_PARAMETER_DESCRIPTION two_and_one[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, NUMBER_NONE },
    { WS_PARAMETER_TYPE_NORMAL, 1, NUMBER_NONE },
    { WS_PARAMETER_TYPE_NORMAL, NUMBER_NONE, 0 },
};
static WS_PARAMETER_DESCRIPTION one_in_and_out[] = { { WS_PARAMETER_TYPE_NORMAL, 0, 0 } };
static WS_PARAMETER_DESCRIPTION one_in[] = { { WS_PARAMETER_TYPE_NORMAL, 0, NUMBER_NONE } };

typedef HRESULT(CALLBACK *number_unary)(const WS_OPERATION_CONTEXT *, INT32, INT32 *, const WS_ASYNC_CONTEXT *,
                                        WS_ERROR *);
typedef HRESULT(CALLBACK *number_binary)(const WS_OPERATION_CONTEXT *, INT32, INT32, INT32 *, const WS_ASYNC_CONTEXT *,
                                         WS_ERROR *);
typedef HRESULT(CALLBACK *number_in_out)(const WS_OPERATION_CONTEXT *, INT32 *, const WS_ASYNC_CONTEXT *, WS_ERROR *);
typedef HRESULT(CALLBACK *number_one_way)(const WS_OPERATION_CONTEXT *, INT32, const WS_ASYNC_CONTEXT *, WS_ERROR *);

typedef struct number_table {
    number_unary twice;
    number_binary divide;
    number_in_out raise;
    number_one_way note;
} number_table;

static HRESULT CALLBACK twice_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *function,
                                   const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    INT32 **stack = (INT32 **)frame;
    return ((number_unary)(size_t)function)(context, *stack[0], stack[1], async, error);
}

static HRESULT CALLBACK divide_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *function,
                                    const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    INT32 **stack = (INT32 **)frame;
    return ((number_binary)(size_t)function)(context, *stack[0], *stack[1], stack[2], async, error);
}

static HRESULT CALLBACK raise_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *function,
                                   const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    return ((number_in_out)(size_t)function)(context, *(INT32 **)frame, async, error);
}

static HRESULT CALLBACK note_stub(const WS_OPERATION_CONTEXT *context, void *frame, const void *function,
                                  const WS_ASYNC_CONTEXT *async, WS_ERROR *error)
{
    INT32 **stack = (INT32 **)frame;
    return ((number_one_way)(size_t)function)(context, *stack[0], async, error);
}

static WS_OPERATION_DESCRIPTION twice_operation = {
    1, &twice_in, &twice_out, 0, 0, 2, one_and_one, twice_stub, WS_NON_RPC_LITERAL_OPERATION
};
static WS_OPERATION_DESCRIPTION divide_operation = {
    1, &divide_in, &divide_out, 0, 0, 3, two_and_one, divide_stub, WS_NON_RPC_LITERAL_OPERATION
};
static WS_OPERATION_DESCRIPTION raise_operation = {
    1, &raise_in, &raise_out, 0, 0, 1, one_in_and_out, raise_stub, WS_NON_RPC_LITERAL_OPERATION
};
static WS_OPERATION_DESCRIPTION note_operation = {
    1, &note_in, NULL, 0, 0, 1, one_in, note_stub, WS_NON_RPC_LITERAL_OPERATION
};
static WS_OPERATION_DESCRIPTION *number_operations[] = {
    &twice_operation, &divide_operation, &raise_operation, &note_operation
};
static WS_CONTRACT_DESCRIPTION number_contract = { 4, number_operations };

/* ---- The service ---------------------------------------------------------------------------- */

#define HOST_PROPERTIES 8

/* An endpoint over HTTP with its properties; `host_endpoint_init` makes one that is whole. */
typedef struct host_endpoint {
    WS_SERVICE_ENDPOINT endpoint;
    WS_SERVICE_CONTRACT contract;
    net_url url;
    unsigned short port;
    WS_SERVICE_ENDPOINT_PROPERTY properties[HOST_PROPERTIES];
    WS_CHANNEL_PROPERTY channel_properties[HOST_PROPERTIES];
} host_endpoint;

static inline void host_endpoint_init(host_endpoint *it, const number_table *table, unsigned short port,
                                      const char *path)
{
    memset(it, 0, sizeof(*it));
    it->port = port ? port : net_free_port();
    it->contract.contractDescription = table ? &number_contract : NULL;
    it->contract.methodTable = table;
    it->endpoint.address.url = *net_make_url(&it->url, "http://+:", it->port, path);
    it->endpoint.channelBinding = WS_HTTP_CHANNEL_BINDING;
    it->endpoint.channelType = WS_CHANNEL_TYPE_REPLY;
    it->endpoint.contract = &it->contract;
    it->endpoint.properties = it->properties;
    it->endpoint.channelProperties.properties = it->channel_properties;
}

static inline void host_set(host_endpoint *it, WS_SERVICE_ENDPOINT_PROPERTY_ID id, const void *value, ULONG size)
{
    WS_SERVICE_ENDPOINT_PROPERTY *property = &it->properties[it->endpoint.propertyCount++];
    REQUIRE(it->endpoint.propertyCount <= HOST_PROPERTIES);
    property->id = id;
    property->value = (void *)(size_t)value;
    property->valueSize = size;
}

static inline void host_set_channel(host_endpoint *it, WS_CHANNEL_PROPERTY_ID id, const void *value, ULONG size)
{
    WS_CHANNEL_PROPERTY *property = &it->channel_properties[it->endpoint.channelProperties.propertyCount++];
    REQUIRE(it->endpoint.channelProperties.propertyCount <= HOST_PROPERTIES);
    property->id = id;
    property->value = (void *)(size_t)value;
    property->valueSize = size;
}

static inline WS_SERVICE_HOST *host_create(host_endpoint *const *endpoints, ULONG count,
                                           const WS_SERVICE_PROPERTY *properties, ULONG property_count)
{
    const WS_SERVICE_ENDPOINT *all[8];
    WS_SERVICE_HOST *host = NULL;
    WS_ERROR *error = NULL;
    ULONG i;
    REQUIRE(count <= CTEST_COUNT(all));
    for (i = 0; i < count; i++) {
        all[i] = &endpoints[i]->endpoint;
    }
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR_ERROR(WsCreateServiceHost(all, (USHORT)count, properties, property_count, &host, error), S_OK, error);
    WsFreeError(error);
    return host;
}

static inline WS_SERVICE_HOST_STATE host_state(WS_SERVICE_HOST *host)
{
    WS_SERVICE_HOST_STATE state = WS_SERVICE_HOST_STATE_FAULTED;
    REQUIRE_HR(WsGetServiceHostProperty(host, WS_SERVICE_PROPERTY_HOST_STATE, &state, sizeof(state), NULL), S_OK);
    return state;
}

/* Creates and opens a host with one endpoint. */
static inline WS_SERVICE_HOST *host_open(host_endpoint *endpoint, const WS_SERVICE_PROPERTY *properties, ULONG count)
{
    WS_SERVICE_HOST *host = host_create(&endpoint, 1, properties, count);
    REQUIRE_HR(WsOpenServiceHost(host, NULL, NULL), S_OK);
    return host;
}

static inline void host_close(WS_SERVICE_HOST *host)
{
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR_ERROR(WsCloseServiceHost(host, NULL, error), S_OK, error);
    CHECK_INT(host_state(host), WS_SERVICE_HOST_STATE_CLOSED);
    WsFreeError(error);
    WsFreeServiceHost(host);
}

/* A pointer from a context. */
static inline void *host_get(const WS_OPERATION_CONTEXT *context, WS_OPERATION_CONTEXT_PROPERTY_ID id)
{
    void *value = NULL;
    CHECK_HR(WsGetOperationContextProperty(context, id, &value, sizeof(value), NULL), S_OK);
    return value;
}

/* ---- The client ----------------------------------------------------------------------------- */

typedef struct client {
    WS_SERVICE_PROXY *proxy;
    WS_HEAP *heap;
    WS_ERROR *error;
} client;

static inline void client_open_with(client *it, unsigned short port, const char *path,
                                    const WS_CHANNEL_PROPERTY *properties, ULONG count)
{
    net_url url;
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url = *net_make_url(&url, "http://127.0.0.1:", port, path);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &it->heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &it->error), S_OK);
    REQUIRE_HR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, properties, count,
                                    &it->proxy, it->error),
               S_OK);
    REQUIRE_HR(WsOpenServiceProxy(it->proxy, &address, NULL, it->error), S_OK);
}

static inline void client_open(client *it, unsigned short port, const char *path)
{
    client_open_with(it, port, path, NULL, 0);
}

static inline void client_close(client *it)
{
    CHECK_HR(WsCloseServiceProxy(it->proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(it->proxy);
    WsFreeError(it->error);
    WsFreeHeap(it->heap);
}

static inline HRESULT client_twice(client *it, INT32 value, INT32 *result, const WS_ASYNC_CONTEXT *async)
{
    const void *arguments[2];
    arguments[0] = &value;
    arguments[1] = &result;
    return WsCall(it->proxy, &twice_operation, arguments, it->heap, NULL, 0, async, it->error);
}

static inline HRESULT client_divide(client *it, INT32 a, INT32 b, INT32 *result)
{
    const void *arguments[3];
    arguments[0] = &a;
    arguments[1] = &b;
    arguments[2] = &result;
    return WsCall(it->proxy, &divide_operation, arguments, it->heap, NULL, 0, NULL, it->error);
}

static inline HRESULT client_raise(client *it, INT32 *value)
{
    const void *arguments[1];
    arguments[0] = &value;
    return WsCall(it->proxy, &raise_operation, arguments, it->heap, NULL, 0, NULL, it->error);
}

static inline HRESULT client_note(client *it, INT32 value)
{
    const void *arguments[1];
    arguments[0] = &value;
    return WsCall(it->proxy, &note_operation, arguments, it->heap, NULL, 0, NULL, it->error);
}

#endif
