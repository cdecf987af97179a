/* Operations on properties of every kind of object, and on channels, listeners and proxies, none of which is ever opened:
 * nothing here goes to a network. */
#include "diff.h"

/* ---- Properties ---- */

/* get KIND OBJECT ID SIZE SHOW: the value is printed if SHOW, which is 0 for those that are pointers. */
static HRESULT get_property(void)
{
    unsigned char value[256];
    int i = slot(1), id = (int)number(2);
    ULONG size = (ULONG)number(3);
    HRESULT hr = E_FAIL;
    void *to = size > sizeof(value) ? NULL : value;
    memset(value, 0xaa, sizeof(value));
    switch (*raw(0)) {
    case 'r': hr = WsGetReaderProperty(at.reader[i], (WS_XML_READER_PROPERTY_ID)id, to, size, at.error); break;
    case 'w': hr = WsGetWriterProperty(at.writer[i], (WS_XML_WRITER_PROPERTY_ID)id, to, size, at.error); break;
    case 'h': hr = WsGetHeapProperty(at.heap[i], (WS_HEAP_PROPERTY_ID)id, to, size, at.error); break;
    case 'e': hr = WsGetErrorProperty(at.error, (WS_ERROR_PROPERTY_ID)id, to, size); break;
    case 'f': hr = WsGetFaultErrorProperty(at.error, (WS_FAULT_ERROR_PROPERTY_ID)id, to, size); break;
    case 'm': hr = WsGetMessageProperty(at.message[i], (WS_MESSAGE_PROPERTY_ID)id, to, size, at.error); break;
    case 'c': hr = WsGetChannelProperty(at.channel[i], (WS_CHANNEL_PROPERTY_ID)id, to, size, at.error); break;
    case 'l': hr = WsGetListenerProperty(at.listener[i], (WS_LISTENER_PROPERTY_ID)id, to, size, at.error); break;
    case 'p': hr = WsGetServiceProxyProperty(at.proxy[i], (WS_PROXY_PROPERTY_ID)id, to, size, at.error); break;
    default: break;
    }
    if (hr == S_OK && number(4)) {
        say(" ");
        say_bytes(value, size);
    }
    return hr;
}

/* set KIND OBJECT ID SIZE VALUE */
static HRESULT set_property(void)
{
    unsigned char value[256];
    long long bits = number(4);
    int i = slot(1), id = (int)number(2);
    ULONG size = (ULONG)number(3);
    const void *from = size > sizeof(value) ? NULL : value;
    memset(value, 0, sizeof(value));
    memcpy(value, &bits, sizeof(bits));
    switch (*raw(0)) {
    case 'e': return WsSetErrorProperty(at.error, (WS_ERROR_PROPERTY_ID)id, from, size);
    case 'f': return WsSetFaultErrorProperty(at.error, (WS_FAULT_ERROR_PROPERTY_ID)id, from, size);
    case 'm': return WsSetMessageProperty(at.message[i], (WS_MESSAGE_PROPERTY_ID)id, from, size, at.error);
    case 'c': return WsSetChannelProperty(at.channel[i], (WS_CHANNEL_PROPERTY_ID)id, from, size, at.error);
    case 'l': return WsSetListenerProperty(at.listener[i], (WS_LISTENER_PROPERTY_ID)id, from, size, at.error);
    default: return E_FAIL;
    }
}

/* ---- Channels ---- */

/* channel SLOT TYPE BINDING PROPERTIES */
static HRESULT channel_new(void)
{
    ULONG count;
    void *first = properties(3, &count);
    return WsCreateChannel((WS_CHANNEL_TYPE)number(1), (WS_CHANNEL_BINDING)number(2), first, count, NULL,
                           &at.channel[slot(0)], at.error);
}

static HRESULT channel_free(void)
{
    WsFreeChannel(at.channel[slot(0)]);
    at.channel[slot(0)] = NULL;
    return S_OK;
}

static HRESULT channel_open(void)
{
    /* Without an address, or one that cannot be one: it fails before it goes anywhere. */
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url.chars = wide(2, &address.url.length);
    return WsOpenChannel(at.channel[slot(0)], number(1) ? NULL : &address, NULL, at.error);
}

static HRESULT channel_close(void)
{
    return WsCloseChannel(at.channel[slot(0)], NULL, at.error);
}

static HRESULT channel_abort(void)
{
    return WsAbortChannel(at.channel[slot(0)], at.error);
}

static HRESULT channel_reset(void)
{
    return WsResetChannel(at.channel[slot(0)], at.error);
}

static HRESULT channel_message(void)
{
    return WsCreateMessageForChannel(at.channel[slot(1)], NULL, 0, &at.message[slot(0)], at.error);
}

static HRESULT channel_read(void)
{
    return WsReadMessageStart(at.channel[slot(0)], at.message[slot(1)], NULL, at.error);
}

static HRESULT channel_read_end(void)
{
    return WsReadMessageEnd(at.channel[slot(0)], at.message[slot(1)], NULL, at.error);
}

static HRESULT channel_write(void)
{
    return WsWriteMessageStart(at.channel[slot(0)], at.message[slot(1)], NULL, at.error);
}

static HRESULT channel_write_end(void)
{
    return WsWriteMessageEnd(at.channel[slot(0)], at.message[slot(1)], NULL, at.error);
}

/* ---- Listeners ---- */

static HRESULT listener_new(void)
{
    ULONG count;
    void *first = properties(3, &count);
    return WsCreateListener((WS_CHANNEL_TYPE)number(1), (WS_CHANNEL_BINDING)number(2), first, count, NULL,
                            &at.listener[slot(0)], at.error);
}

static HRESULT listener_free(void)
{
    WsFreeListener(at.listener[slot(0)]);
    at.listener[slot(0)] = NULL;
    return S_OK;
}

static HRESULT listener_open(void)
{
    return WsOpenListener(at.listener[slot(0)], string(1), NULL, at.error);
}

static HRESULT listener_close(void)
{
    return WsCloseListener(at.listener[slot(0)], NULL, at.error);
}

static HRESULT listener_abort(void)
{
    return WsAbortListener(at.listener[slot(0)], at.error);
}

static HRESULT listener_reset(void)
{
    return WsResetListener(at.listener[slot(0)], at.error);
}

static HRESULT listener_channel(void)
{
    return WsCreateChannelForListener(at.listener[slot(1)], NULL, 0, &at.channel[slot(0)], at.error);
}

static HRESULT listener_accept(void)
{
    return WsAcceptChannel(at.listener[slot(0)], at.channel[slot(1)], NULL, at.error);
}

/* ---- Proxies ---- */

static HRESULT proxy_new(void)
{
    ULONG count;
    void *first = properties(3, &count);
    return WsCreateServiceProxy((WS_CHANNEL_TYPE)number(1), (WS_CHANNEL_BINDING)number(2), NULL, first, count, NULL, 0,
                                &at.proxy[slot(0)], at.error);
}

static HRESULT proxy_free(void)
{
    WsFreeServiceProxy(at.proxy[slot(0)]);
    at.proxy[slot(0)] = NULL;
    return S_OK;
}

static HRESULT proxy_open(void)
{
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    address.url.chars = wide(2, &address.url.length);
    return WsOpenServiceProxy(at.proxy[slot(0)], number(1) ? NULL : &address, NULL, at.error);
}

static HRESULT proxy_close(void)
{
    return WsCloseServiceProxy(at.proxy[slot(0)], NULL, at.error);
}

static HRESULT proxy_abort(void)
{
    return WsAbortServiceProxy(at.proxy[slot(0)], at.error);
}

static HRESULT proxy_reset(void)
{
    return WsResetServiceProxy(at.proxy[slot(0)], at.error);
}

static HRESULT proxy_abandon(void)
{
    return WsAbandonCall(at.proxy[slot(0)], (ULONG)number(1), at.error);
}

const struct operation object_operations[] = {
    {"get", get_property},
    {"set", set_property},
    {"channel", channel_new},
    {"free_channel", channel_free},
    {"open_channel", channel_open},
    {"close_channel", channel_close},
    {"abort_channel", channel_abort},
    {"reset_channel", channel_reset},
    {"channel_message", channel_message},
    {"channel_read", channel_read},
    {"channel_read_end", channel_read_end},
    {"channel_write", channel_write},
    {"channel_write_end", channel_write_end},
    {"listener", listener_new},
    {"free_listener", listener_free},
    {"open_listener", listener_open},
    {"close_listener", listener_close},
    {"abort_listener", listener_abort},
    {"reset_listener", listener_reset},
    {"listener_channel", listener_channel},
    {"accept", listener_accept},
    {"proxy", proxy_new},
    {"free_proxy", proxy_free},
    {"open_proxy", proxy_open},
    {"close_proxy", proxy_close},
    {"abort_proxy", proxy_abort},
    {"reset_proxy", proxy_reset},
    {"abandon", proxy_abandon},
    {NULL, NULL},
};
