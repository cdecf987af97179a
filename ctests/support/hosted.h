/*
 * A service host for an endpoint from a generated CreateServiceEndpoint, for test programs:
 *
 *     hosted_service it;
 *     hosted_start(&it, endpoint, "/service");
 *     ... calls to http://127.0.0.1:<it.port>/service ...
 *     hosted_stop(&it);
 *
 * A failure answers with a fault that tells all of it. Callbacks allocate from hosted_heap(context).
 */
#ifndef HOSTED_H
#define HOSTED_H

#include "ctest_error.h"
#include "ctest_net.h"

typedef struct hosted_service {
    WS_SERVICE_HOST *host;
    unsigned short port;
} hosted_service;

/* What a callback may allocate from. */
static inline WS_HEAP *hosted_heap(const WS_OPERATION_CONTEXT *context)
{
    WS_HEAP *heap = NULL;
    REQUIRE_HR(WsGetOperationContextProperty(context, WS_OPERATION_CONTEXT_PROPERTY_HEAP, &heap, sizeof(heap), NULL),
               S_OK);
    return heap;
}

/* Listens at a port, or at one of its own for 0. */
static inline void hosted_start_at(hosted_service *it, const WS_SERVICE_ENDPOINT *endpoint, const char *path,
                                   unsigned short port)
{
    net_url url;
    /* Tests may listen to what goes over the wire at a port of their own, so that is the one that clients name. */
    ULONG matching = WS_MATCH_URL_THIS_HOST | WS_MATCH_URL_EXACT_PATH | WS_MATCH_URL_NO_QUERY;
    WS_LISTENER_PROPERTY listener_properties[2];
    WS_LISTENER_PROPERTIES listener = { listener_properties, 2 };
    WS_FAULT_DISCLOSURE disclosure = WS_FULL_FAULT_DISCLOSURE;
    WS_SERVICE_PROPERTY service_property = { WS_SERVICE_PROPERTY_FAULT_DISCLOSURE, &disclosure, sizeof(disclosure) };
    SIZE_T heap_size = 64 * 1024 * 1024;
    WS_SERVICE_ENDPOINT_PROPERTY properties[2];
    WS_SERVICE_ENDPOINT copy = *endpoint;
    const WS_SERVICE_ENDPOINT *endpoints[1];
    WS_ERROR *error = NULL;
    listener_properties[0].id = WS_LISTENER_PROPERTY_TRANSPORT_URL_MATCHING_OPTIONS;
    listener_properties[1].id = WS_LISTENER_PROPERTY_TO_HEADER_MATCHING_OPTIONS;
    listener_properties[0].value = listener_properties[1].value = &matching;
    listener_properties[0].valueSize = listener_properties[1].valueSize = sizeof(matching);
    properties[0].id = WS_SERVICE_ENDPOINT_PROPERTY_LISTENER_PROPERTIES;
    properties[0].value = &listener;
    properties[0].valueSize = sizeof(listener);
    properties[1].id = WS_SERVICE_ENDPOINT_PROPERTY_BODY_HEAP_MAX_SIZE;
    properties[1].value = &heap_size;
    properties[1].valueSize = sizeof(heap_size);
    REQUIRE(endpoint->propertyCount == 0);
    it->port = port ? port : net_free_port();
    copy.address.url = *net_make_url(&url, "http://+:", it->port, path);
    copy.properties = properties;
    copy.propertyCount = 2;
    endpoints[0] = &copy;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR_ERROR(WsCreateServiceHost(endpoints, 1, &service_property, 1, &it->host, error), S_OK, error);
    REQUIRE_HR_ERROR(WsOpenServiceHost(it->host, NULL, error), S_OK, error);
    WsFreeError(error);
}

static inline void hosted_start(hosted_service *it, const WS_SERVICE_ENDPOINT *endpoint, const char *path)
{
    hosted_start_at(it, endpoint, path, 0);
}

static inline void hosted_stop(hosted_service *it)
{
    CHECK_HR(WsCloseServiceHost(it->host, NULL, NULL), S_OK);
    WsFreeServiceHost(it->host);
}

#endif
