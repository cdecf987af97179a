/* The calculator called by this library, all threads through one proxy: client PORT THREADS CALLS. */
#include <webservices.h>

#include <string.h>

#include "measure.h"

typedef struct Operands {
    INT32 a;
    INT32 b;
} Operands;

typedef struct Sum {
    INT32 sum;
} Sum;

static WS_XML_STRING ns = WS_XML_STRING_VALUE("urn:bench");
static WS_XML_STRING a_name = WS_XML_STRING_VALUE("a");
static WS_XML_STRING b_name = WS_XML_STRING_VALUE("b");
static WS_XML_STRING sum_name = WS_XML_STRING_VALUE("sum");
static WS_XML_STRING request_name = WS_XML_STRING_VALUE("Add");
static WS_XML_STRING reply_name = WS_XML_STRING_VALUE("AddResponse");
static WS_XML_STRING action = WS_XML_STRING_VALUE("urn:bench/Add");
static WS_FIELD_DESCRIPTION a_field = {
    WS_ELEMENT_FIELD_MAPPING, &a_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(Operands, a), 0, NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION b_field = {
    WS_ELEMENT_FIELD_MAPPING, &b_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(Operands, b), 0, NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION sum_field = {
    WS_ELEMENT_FIELD_MAPPING, &sum_name, &ns, WS_INT32_TYPE, NULL, WsOffsetOf(Sum, sum), 0, NULL, 0, NULL, NULL, NULL
};
static WS_FIELD_DESCRIPTION *request_fields[] = { &a_field, &b_field };
static WS_FIELD_DESCRIPTION *reply_fields[] = { &sum_field };
static WS_STRUCT_DESCRIPTION request_type = { sizeof(Operands), 4, request_fields, 2, NULL, NULL, NULL, NULL, 0, 0 };
static WS_STRUCT_DESCRIPTION reply_type = { sizeof(Sum), 4, reply_fields, 1, NULL, NULL, NULL, NULL, 0, 0 };
static WS_ELEMENT_DESCRIPTION request_element = { &request_name, &ns, WS_STRUCT_TYPE, &request_type };
static WS_ELEMENT_DESCRIPTION reply_element = { &reply_name, &ns, WS_STRUCT_TYPE, &reply_type };
static WS_MESSAGE_DESCRIPTION request = { &action, &request_element };
static WS_MESSAGE_DESCRIPTION reply = { NULL, &reply_element };
static WS_PARAMETER_DESCRIPTION parameters[] = {
    { WS_PARAMETER_TYPE_NORMAL, 0, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, 1, (USHORT)-1 },
    { WS_PARAMETER_TYPE_NORMAL, (USHORT)-1, 0 },
};
static WS_OPERATION_DESCRIPTION operation = {
    1, &request, &reply, 0, 0, 3, parameters, NULL, WS_NON_RPC_LITERAL_OPERATION
};

static WS_SERVICE_PROXY *proxy;

static HRESULT Add(INT32 a, INT32 b, INT32 *sum, WS_HEAP *heap)
{
    const void *arguments[3];
    arguments[0] = &a;
    arguments[1] = &b;
    arguments[2] = &sum;
    return WsCall(proxy, &operation, arguments, heap, NULL, 0, NULL, NULL);
}

static void *work(void *state)
{
    worker *self = (worker *)state;
    WS_HEAP *heap = NULL;
    int i;
    WsCreateHeap(65536, 4096, NULL, 0, &heap, NULL);
    for (i = 0; i < self->calls; i++) {
        INT32 sum = 0;
        double started = measure_now();
        HRESULT hr = Add(i, 1, &sum, heap);
        if (hr != S_OK || sum != i + 1) {
            fprintf(stderr, "call %d: 0x%08x\n", i, (unsigned)hr);
            self->failed = 1;
            break;
        }
        self->times[i] = measure_now() - started;
        WsResetHeap(heap, NULL);
    }
    WsFreeHeap(heap);
    return NULL;
}

int main(int argc, char **argv)
{
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[] = {
        { WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope) },
        { WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing) },
    };
    WS_ENDPOINT_ADDRESS address;
    char ascii[64];
    WCHAR chars[64];
    int i, failed;
    (void)argc;
    memset(&address, 0, sizeof(address));
    address.url.length = (ULONG)snprintf(ascii, sizeof(ascii), "http://127.0.0.1:%s/", argv[1]);
    address.url.chars = chars;
    for (i = 0; ascii[i]; i++) {
        chars[i] = (WCHAR)ascii[i];
    }
    if (WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, properties, 2, &proxy,
                             NULL) != S_OK
        || WsOpenServiceProxy(proxy, &address, NULL, NULL) != S_OK) {
        return 1;
    }
    failed = measure("webservices", argv[1], atoi(argv[2]), atoi(argv[3]), work);
    WsCloseServiceProxy(proxy, NULL, NULL);
    WsFreeServiceProxy(proxy);
    return failed;
}
