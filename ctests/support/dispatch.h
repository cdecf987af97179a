/*
 * A service host in small, for tests of generated code: it serves one endpoint over an HTTP listener, and knows of the
 * operations what their descriptions say.
 *
 *     dispatch_service it;
 *     dispatch_start(&it, endpoint, "/service");     an endpoint from a generated CreateServiceEndpoint
 *     ... calls to http://127.0.0.1:<it.port>/service ...
 *     dispatch_stop(&it);
 *
 * Callbacks get a NULL context; what they give back they allocate from dispatch_heap. A callback that fails answers with
 * a fault made of its error object.
 */
#ifndef DISPATCH_H
#define DISPATCH_H

#include "ctest_error.h"
#include "ctest_net.h"

#define DISPATCH_PARAMETERS 32
#define DISPATCH_WORKERS 4
#define DISPATCH_MAX_HEAP (64 * 1024 * 1024)

typedef struct dispatch_service {
    const WS_SERVICE_ENDPOINT *endpoint;
    WS_LISTENER *listener;
    pthread_t threads[DISPATCH_WORKERS];
    unsigned short port;
} dispatch_service;

/* What a callback that is running on this thread may allocate from. */
static __thread WS_HEAP *dispatch_heap;

static inline size_t dispatch_scalar_size(WS_TYPE type)
{
    switch (type) {
    case WS_INT8_TYPE:
    case WS_UINT8_TYPE:
        return 1;
    case WS_INT16_TYPE:
    case WS_UINT16_TYPE:
        return 2;
    case WS_BOOL_TYPE:
    case WS_INT32_TYPE:
    case WS_UINT32_TYPE:
    case WS_FLOAT_TYPE:
    case WS_ENUM_TYPE:
        return 4;
    case WS_INT64_TYPE:
    case WS_UINT64_TYPE:
    case WS_DOUBLE_TYPE:
        return 8;
    case WS_DECIMAL_TYPE:
        return sizeof(DECIMAL);
    case WS_DATETIME_TYPE:
        return sizeof(WS_DATETIME);
    case WS_DURATION_TYPE:
        return sizeof(WS_DURATION);
    case WS_GUID_TYPE:
        return sizeof(GUID);
    case WS_STRING_TYPE:
        return sizeof(WS_STRING);
    case WS_BYTES_TYPE:
        return sizeof(WS_BYTES);
    case WS_XML_QNAME_TYPE:
        return sizeof(WS_XML_QNAME);
    default:
        return sizeof(void *);
    }
}

/* The place of a parameter in a structure, and its size. */
static inline void *dispatch_slot(const WS_PARAMETER_DESCRIPTION *parameter, USHORT index,
                                  const WS_ELEMENT_DESCRIPTION *element, void *frame, size_t *size)
{
    const WS_STRUCT_DESCRIPTION *structure = (const WS_STRUCT_DESCRIPTION *)element->typeDescription;
    const WS_FIELD_DESCRIPTION *field;
    REQUIRE(element->type == WS_STRUCT_TYPE && index < structure->fieldCount);
    field = structure->fields[index];
    if (parameter->parameterType == WS_PARAMETER_TYPE_ARRAY_COUNT) {
        *size = sizeof(ULONG);
        return (char *)frame + field->countOffset;
    }
    if (parameter->parameterType == WS_PARAMETER_TYPE_ARRAY || (field->options & WS_FIELD_POINTER)) {
        *size = sizeof(void *);
    } else {
        *size = dispatch_scalar_size(field->type);
    }
    return (char *)frame + field->offset;
}

static inline void *dispatch_frame(const WS_MESSAGE_DESCRIPTION *message, ULONG *size, WS_HEAP *heap)
{
    void *frame = NULL;
    const WS_ELEMENT_DESCRIPTION *element = message ? message->bodyElementDescription : NULL;
    *size = element && element->type == WS_STRUCT_TYPE
                ? ((const WS_STRUCT_DESCRIPTION *)element->typeDescription)->size
                : 0;
    REQUIRE_HR(WsAlloc(heap, *size + 16, &frame, NULL), S_OK);
    memset(frame, 0, *size + 16);
    return frame;
}

static inline int dispatch_is_whole(const WS_OPERATION_DESCRIPTION *operation, int output)
{
    USHORT i;
    for (i = 0; i < operation->parameterCount; i++) {
        const WS_PARAMETER_DESCRIPTION *each = &operation->parameterDescription[i];
        if (each->parameterType == WS_PARAMETER_TYPE_MESSAGES &&
            (output ? each->outputMessageIndex : each->inputMessageIndex) != (USHORT)-1) {
            return 1;
        }
    }
    return 0;
}

/* Reads the body, calls the callback, sends what it gives back. */
static inline HRESULT dispatch_call(const WS_SERVICE_CONTRACT *contract, ULONG index, WS_CHANNEL *channel,
                                    WS_MESSAGE *request, WS_MESSAGE *reply, WS_HEAP *heap, WS_ERROR *error)
{
    const WS_OPERATION_DESCRIPTION *operation = contract->contractDescription->operations[index];
    const WS_MESSAGE_DESCRIPTION *input = operation->inputMessageDescription;
    const WS_MESSAGE_DESCRIPTION *output = operation->outputMessageDescription;
    const void *callback = NULL;
    void *stack[DISPATCH_PARAMETERS], *copies[DISPATCH_PARAMETERS];
    size_t sizes[DISPATCH_PARAMETERS];
    void *whole_input = NULL, *whole_output = NULL;
    ULONG input_size, output_size;
    void *input_frame = dispatch_frame(input, &input_size, heap);
    void *output_frame = dispatch_frame(output, &output_size, heap);
    int input_whole = dispatch_is_whole(operation, 0), output_whole = dispatch_is_whole(operation, 1);
    USHORT i;
    HRESULT hr = S_OK;

    REQUIRE(operation->stubCallback != NULL && operation->parameterCount <= DISPATCH_PARAMETERS);
    memcpy(&callback, (const char *)contract->methodTable + index * sizeof(void *), sizeof(callback));
    if (input->bodyElementDescription == NULL) {
        hr = S_OK;
    } else if (input_whole) {
        BOOL nillable = operation->inputMessageOptions & WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT;
        hr = WsReadBody(request, input->bodyElementDescription,
                        nillable ? WS_READ_NILLABLE_POINTER : WS_READ_REQUIRED_POINTER, heap, &whole_input,
                        sizeof(whole_input), error);
    } else {
        hr = WsReadBody(request, input->bodyElementDescription, WS_READ_REQUIRED_VALUE, heap, input_frame, input_size,
                        error);
    }
    if (SUCCEEDED(hr)) {
        hr = WsReadMessageEnd(channel, request, NULL, error);
    }
    if (FAILED(hr)) {
        return hr;
    }
    for (i = 0; i < operation->parameterCount; i++) {
        const WS_PARAMETER_DESCRIPTION *each = &operation->parameterDescription[i];
        copies[i] = NULL;
        if (each->parameterType == WS_PARAMETER_TYPE_MESSAGES) {
            stack[i] = each->inputMessageIndex != (USHORT)-1 ? &whole_input : &whole_output;
        } else if (each->inputMessageIndex != (USHORT)-1) {
            stack[i] = dispatch_slot(each, each->inputMessageIndex, input->bodyElementDescription, input_frame,
                                     &sizes[i]);
            if (each->outputMessageIndex != (USHORT)-1) {
                size_t size;
                copies[i] = dispatch_slot(each, each->outputMessageIndex, output->bodyElementDescription,
                                          output_frame, &size);
                REQUIRE(size == sizes[i]);
            }
        } else {
            stack[i] = dispatch_slot(each, each->outputMessageIndex, output->bodyElementDescription, output_frame,
                                     &sizes[i]);
        }
    }
    dispatch_heap = heap;
    hr = operation->stubCallback(NULL, stack, callback, NULL, error);
    dispatch_heap = NULL;
    for (i = 0; i < operation->parameterCount; i++) {
        if (copies[i] != NULL) {
            memcpy(copies[i], stack[i], sizes[i]);
        }
    }
    if (FAILED(hr) || output == NULL) {
        return hr;
    }
    if (output_whole) {
        BOOL nillable = operation->outputMessageOptions & WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT;
        return WsSendReplyMessage(channel, reply, output,
                                  nillable ? WS_WRITE_NILLABLE_POINTER : WS_WRITE_REQUIRED_POINTER, &whole_output,
                                  sizeof(whole_output), request, NULL, error);
    }
    return WsSendReplyMessage(channel, reply, output, WS_WRITE_REQUIRED_VALUE, output_frame, output_size, request,
                              NULL, error);
}

/* Answers the next request of a connection; S_OK if there was one and it had an answer. */
static inline HRESULT dispatch_next(const WS_SERVICE_CONTRACT *contract, WS_CHANNEL *channel, WS_MESSAGE *request,
                                    WS_MESSAGE *reply, WS_HEAP *heap, WS_ERROR *error)
{
    const WS_CONTRACT_DESCRIPTION *description = contract->contractDescription;
    WS_XML_STRING *action = NULL;
    ULONG i;
    HRESULT hr = WsReadMessageStart(channel, request, NULL, error);
    if (hr != S_OK) {
        return S_FALSE;
    }
    hr = WsGetHeader(request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_READ_OPTIONAL_POINTER, heap, &action,
                     sizeof(action), error);
    for (i = 0; SUCCEEDED(hr) && i < description->operationCount; i++) {
        const WS_XML_STRING *known = description->operations[i]->inputMessageDescription->action;
        if ((known == NULL && action == NULL) ||
            (known != NULL && action != NULL && WsXmlStringEquals(known, action, NULL) == S_OK)) {
            break;
        }
    }
    if (SUCCEEDED(hr)) {
        if (i == description->operationCount) {
            hr = WS_E_INVALID_FORMAT;
        } else {
            hr = dispatch_call(contract, i, channel, request, reply, heap, error);
            if (SUCCEEDED(hr)) {
                /* What needs no reply has its connection closed, which answers it. */
                return description->operations[i]->outputMessageDescription ? S_OK : S_FALSE;
            }
        }
    }
    WsResetMessage(reply, NULL);
    return WsSendFaultMessageForError(channel, reply, error, hr, WS_FULL_FAULT_DISCLOSURE, request, NULL, NULL);
}

static inline void *dispatch_work(void *state)
{
    dispatch_service *it = (dispatch_service *)state;
    const WS_SERVICE_ENDPOINT *endpoint = it->endpoint;
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR_ERROR(WsCreateHeap(DISPATCH_MAX_HEAP, 0, NULL, 0, &heap, error), S_OK, error);
    REQUIRE_HR_ERROR(WsCreateChannelForListener(it->listener, endpoint->channelProperties.properties,
                                                endpoint->channelProperties.propertyCount, &channel, error),
                     S_OK, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK, error);
    REQUIRE_HR_ERROR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK, error);
    /* Ends when the listener is closed. */
    while (SUCCEEDED(WsAcceptChannel(it->listener, channel, NULL, NULL))) {
        HRESULT hr = S_OK;
        while (hr == S_OK) {
            hr = dispatch_next(endpoint->contract, channel, request, reply, heap, error);
            if (hr == S_OK) {
                WsResetMessage(request, NULL);
                WsResetMessage(reply, NULL);
            }
            WsResetHeap(heap, NULL);
            WsResetError(error);
        }
        WsCloseChannel(channel, NULL, NULL);
        WsResetMessage(request, NULL);
        WsResetMessage(reply, NULL);
        CHECK_HR(WsResetChannel(channel, NULL), S_OK);
    }
    WsFreeMessage(reply);
    WsFreeMessage(request);
    WsFreeChannel(channel);
    WsFreeHeap(heap);
    WsFreeError(error);
    return NULL;
}

/* Listens at a port, or at one of its own for 0. */
static inline void dispatch_start_at(dispatch_service *it, const WS_SERVICE_ENDPOINT *endpoint, const char *path,
                                     unsigned short port)
{
    net_url url;
    int i;
    /* Tests may listen to what goes over the wire at a port of their own, so that is the one that clients name. */
    ULONG matching = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_NO_QUERY;
    WS_LISTENER_PROPERTY property;
    property.id = WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS;
    property.value = &matching;
    property.valueSize = sizeof(matching);
    it->endpoint = endpoint;
    it->port = port ? port : net_free_port();
    it->listener = NULL;
    REQUIRE_HR(WsCreateListener(endpoint->channelType, endpoint->channelBinding, &property, 1,
                                endpoint->securityDescription, &it->listener, NULL),
               S_OK);
    REQUIRE_HR(WsOpenListener(it->listener, net_make_url(&url, "http://+:", it->port, path), NULL, NULL), S_OK);
    for (i = 0; i < DISPATCH_WORKERS; i++) {
        REQUIRE(pthread_create(&it->threads[i], NULL, dispatch_work, it) == 0);
    }
}

static inline void dispatch_start(dispatch_service *it, const WS_SERVICE_ENDPOINT *endpoint, const char *path)
{
    dispatch_start_at(it, endpoint, path, 0);
}

static inline void dispatch_stop(dispatch_service *it)
{
    int i;
    CHECK_HR(WsCloseListener(it->listener, NULL, NULL), S_OK);
    for (i = 0; i < DISPATCH_WORKERS; i++) {
        pthread_join(it->threads[i], NULL);
    }
    WsFreeListener(it->listener);
}

#endif
