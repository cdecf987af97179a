/* Operations on messages. */
#include "diff.h"

static HRESULT message_new(void)
{
    ULONG count;
    void *first = properties(3, &count);
    return WsCreateMessage((WS_ENVELOPE_VERSION)number(1), (WS_ADDRESSING_VERSION)number(2), first, count,
                           &at.message[slot(0)], at.error);
}

static HRESULT message_free(void)
{
    WsFreeMessage(at.message[slot(0)]);
    at.message[slot(0)] = NULL;
    return S_OK;
}

static HRESULT message_initialize(void)
{
    return WsInitializeMessage(at.message[slot(0)], (WS_MESSAGE_INITIALIZATION)number(1),
                               *raw(2) ? at.message[slot(2)] : NULL, at.error);
}

static HRESULT message_reset(void)
{
    return WsResetMessage(at.message[slot(0)], at.error);
}

static HRESULT message_address(void)
{
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url.chars = wide(1, &address.url.length);
    return WsAddressMessage(at.message[slot(0)], number(2) ? NULL : &address, at.error);
}

static HRESULT write_envelope(void)
{
    return WsWriteEnvelopeStart(at.message[slot(0)], at.writer[slot(1)], NULL, NULL, at.error);
}

static HRESULT write_envelope_end(void)
{
    return WsWriteEnvelopeEnd(at.message[slot(0)], at.error);
}

static HRESULT read_envelope(void)
{
    return WsReadEnvelopeStart(at.message[slot(0)], at.reader[slot(1)], NULL, NULL, at.error);
}

static HRESULT read_envelope_end(void)
{
    return WsReadEnvelopeEnd(at.message[slot(0)], at.error);
}

static const WS_ELEMENT_DESCRIPTION *described(int i)
{
    WS_ELEMENT_DESCRIPTION *description = memory(sizeof(*description));
    description->elementLocalName = (WS_XML_STRING *)(uintptr_t)xml_string(i);
    description->elementNs = (WS_XML_STRING *)(uintptr_t)xml_string(i + 1);
    description->type = WS_STRING_TYPE;
    return description;
}

/* body MESSAGE OPTION 'local 'ns 'value */
static HRESULT write_body(void)
{
    const WS_STRING *value = string(4);
    return WsWriteBody(at.message[slot(0)], described(2), (WS_WRITE_OPTION)number(1), value, sizeof(*value), at.error);
}

static HRESULT read_body(void)
{
    WS_STRING value = {0, NULL};
    HRESULT hr = WsReadBody(at.message[slot(0)], described(2), (WS_READ_OPTION)number(1), at.heap[0], &value,
                            sizeof(value), at.error);
    if (hr == S_OK) {
        say(" ");
        say_wide(value.chars, value.length);
    }
    return hr;
}

/* The types that headers have: a text for the URIs, a GUID for identifiers, an address. */
static HRESULT set_header(void)
{
    WS_STRING value = {0, NULL};
    WS_UNIQUE_ID id;
    WS_ENDPOINT_ADDRESS address;
    memset(&id, 0, sizeof(id));
    memset(&address, 0, sizeof(address));
    value.chars = wide(3, &value.length);
    id.uri = address.url = value;
    switch (number(2)) {
    case WS_STRING_TYPE:
        return WsSetHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE,
                           &value, sizeof(value), at.error);
    case WS_XML_STRING_TYPE: {
        const WS_XML_STRING *xml = xml_string(3);
        return WsSetHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE,
                           xml, sizeof(*xml), at.error);
    }
    case WS_UNIQUE_ID_TYPE:
        return WsSetHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE,
                           &id, sizeof(id), at.error);
    default:
        return WsSetHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), WS_ENDPOINT_ADDRESS_TYPE,
                           WS_WRITE_REQUIRED_VALUE, &address, sizeof(address), at.error);
    }
}

static HRESULT get_header(void)
{
    WS_STRING value = {0, NULL};
    HRESULT hr = WsGetHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), WS_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                             at.heap[0], &value, sizeof(value), at.error);
    if (hr == S_OK) {
        say(" ");
        say_wide(value.chars, value.length);
    }
    return hr;
}

static HRESULT remove_header(void)
{
    return WsRemoveHeader(at.message[slot(0)], (WS_HEADER_TYPE)number(1), at.error);
}

static HRESULT add_mapped(void)
{
    const WS_STRING *value = string(2);
    return WsAddMappedHeader(at.message[slot(0)], xml_string(1), WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, value,
                             sizeof(*value), at.error);
}

static HRESULT get_mapped(void)
{
    WS_STRING value = {0, NULL};
    HRESULT hr = WsGetMappedHeader(at.message[slot(0)], xml_string(1), (WS_REPEATING_HEADER_OPTION)number(2),
                                   (ULONG)number(3), WS_STRING_TYPE, WS_READ_REQUIRED_VALUE, at.heap[0], &value,
                                   sizeof(value), at.error);
    if (hr == S_OK) {
        say(" ");
        say_wide(value.chars, value.length);
    }
    return hr;
}

static HRESULT remove_mapped(void)
{
    return WsRemoveMappedHeader(at.message[slot(0)], xml_string(1), at.error);
}

/* add_custom MESSAGE 'local 'ns 'value ATTRIBUTES */
static HRESULT add_custom(void)
{
    const WS_STRING *value = string(3);
    return WsAddCustomHeader(at.message[slot(0)], described(1), WS_WRITE_REQUIRED_VALUE, value, sizeof(*value),
                             (ULONG)number(4), at.error);
}

static HRESULT get_custom(void)
{
    WS_STRING value = {0, NULL};
    ULONG attributes = 99;
    HRESULT hr = WsGetCustomHeader(at.message[slot(0)], described(1), (WS_REPEATING_HEADER_OPTION)number(3),
                                   (ULONG)number(4), WS_READ_REQUIRED_VALUE, at.heap[0], &value, sizeof(value),
                                   &attributes, at.error);
    if (hr == S_OK) {
        say(" %u ", (unsigned)attributes);
        say_wide(value.chars, value.length);
    }
    return hr;
}

static HRESULT remove_custom(void)
{
    return WsRemoveCustomHeader(at.message[slot(0)], xml_string(1), xml_string(2), at.error);
}

const struct operation message_operations[] = {
    {"message", message_new},
    {"free_message", message_free},
    {"initialize", message_initialize},
    {"reset_message", message_reset},
    {"address", message_address},
    {"write_envelope", write_envelope},
    {"write_envelope_end", write_envelope_end},
    {"read_envelope", read_envelope},
    {"read_envelope_end", read_envelope_end},
    {"write_body", write_body},
    {"read_body", read_body},
    {"set_header", set_header},
    {"get_header", get_header},
    {"remove_header", remove_header},
    {"add_mapped", add_mapped},
    {"get_mapped", get_mapped},
    {"remove_mapped", remove_mapped},
    {"add_custom", add_custom},
    {"get_custom", get_custom},
    {"remove_custom", remove_custom},
    {NULL, NULL},
};
