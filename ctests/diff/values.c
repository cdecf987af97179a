/* Operations on URLs, times, strings, heaps and errors. */
#include "diff.h"

static void say_string(const WS_STRING *value)
{
    say("|");
    say_wide(value->chars, value->length);
}

static HRESULT decode_url(void)
{
    WS_URL *url = NULL;
    const WS_HTTP_URL *http;
    HRESULT hr = WsDecodeUrl(string(0), (ULONG)number(1), at.heap[slot(2)], &url, at.error);
    if (hr == S_OK) {
        http = (const WS_HTTP_URL *)(const void *)url;
        say(" %d %u", (int)url->scheme, (unsigned)http->port);
        say_string(&http->host);
        say_string(&http->portAsString);
        say_string(&http->path);
        say_string(&http->query);
        say_string(&http->fragment);
    }
    return hr;
}

/* encode_url SCHEME PORT 'host 'port 'path 'query 'fragment FLAGS */
static HRESULT encode_url(void)
{
    WS_HTTP_URL url;
    WS_STRING result = {0, NULL}, *const parts[] = {&url.host, &url.portAsString, &url.path, &url.query, &url.fragment};
    HRESULT hr;
    memset(&url, 0, sizeof(url));
    url.url.scheme = (WS_URL_SCHEME_TYPE)number(0);
    url.port = (USHORT)number(1);
    for (int i = 0; i < 5; i++) {
        parts[i]->chars = wide(i + 2, &parts[i]->length);
    }
    hr = WsEncodeUrl(&url.url, (ULONG)number(7), at.heap[0], &result, at.error);
    if (hr == S_OK) {
        say(" ");
        say_string(&result);
    }
    return hr;
}

static HRESULT combine_url(void)
{
    WS_STRING result = {0, NULL};
    HRESULT hr = WsCombineUrl(string(0), string(1), (ULONG)number(2), at.heap[0], &result, at.error);
    if (hr == S_OK) {
        say(" ");
        say_string(&result);
    }
    return hr;
}

static HRESULT to_filetime(void)
{
    WS_DATETIME time;
    FILETIME result = {0, 0};
    HRESULT hr;
    memset(&time, 0, sizeof(time));
    time.ticks = strtoull(raw(0), NULL, 0);
    time.format = (WS_DATETIME_FORMAT)number(1);
    hr = WsDateTimeToFileTime(number(2) & 1 ? NULL : &time, number(2) & 2 ? NULL : &result, at.error);
    say(" %08x%08x", (unsigned)result.dwHighDateTime, (unsigned)result.dwLowDateTime);
    return hr;
}

static HRESULT from_filetime(void)
{
    FILETIME time;
    WS_DATETIME result;
    unsigned long long value = strtoull(raw(0), NULL, 0);
    HRESULT hr;
    memset(&result, 0, sizeof(result));
    time.dwLowDateTime = (ULONG)value;
    time.dwHighDateTime = (ULONG)(value >> 32);
    hr = WsFileTimeToDateTime(number(1) & 1 ? NULL : &time, number(1) & 2 ? NULL : &result, at.error);
    say(" %016llx/%d", (unsigned long long)result.ticks, (int)result.format);
    return hr;
}

static HRESULT equal_strings(void)
{
    return WsXmlStringEquals(xml_string(0), xml_string(1), at.error);
}

static HRESULT trim(void)
{
    ULONG count, left = 99;
    WCHAR *chars = wide(0, &count), *trimmed = NULL;
    HRESULT hr = WsTrimXmlWhitespace(chars, count, number(1) & 1 ? NULL : &trimmed, number(1) & 2 ? NULL : &left,
                                     at.error);
    if (hr == S_OK && trimmed) {
        say(" %u:", (unsigned)left);
        say_wide(trimmed, left > count ? 0 : left);
    }
    return hr;
}

static HRESULT verify_name(void)
{
    ULONG count;
    const WCHAR *chars = wide(0, &count);
    return WsVerifyXmlNCName(chars, count, at.error);
}

/* ---- Heaps ---- */

static HRESULT heap_new(void)
{
    ULONG count;
    void *first = properties(3, &count);
    return WsCreateHeap((SIZE_T)number(1), (SIZE_T)number(2), first, count, &at.heap[slot(0)], at.error);
}

static HRESULT heap_free(void)
{
    /* What hangs on it goes, too; the first one holds the buffers. */
    if (slot(0) != 0) {
        WsFreeHeap(at.heap[slot(0)]);
        at.heap[slot(0)] = NULL;
    }
    return S_OK;
}

static HRESULT heap_alloc(void)
{
    void *block = NULL;
    HRESULT hr = WsAlloc(at.heap[slot(0)], (SIZE_T)number(1), number(2) ? NULL : &block, at.error);
    if (hr == S_OK) {
        say(" %d aligned %d", block != NULL, (int)((uintptr_t)block % 8));
        memset(block, 1, (size_t)number(1));
    }
    return hr;
}

static HRESULT heap_reset(void)
{
    if (slot(0) == 0) {
        memset(at.buffer, 0, sizeof(at.buffer));
    }
    return WsResetHeap(at.heap[slot(0)], at.error);
}

/* ---- Errors ---- */

static HRESULT add_error_string(void)
{
    return WsAddErrorString(number(1) ? NULL : at.error, string(0));
}

static HRESULT error_string(void)
{
    WS_STRING result = {0, NULL};
    HRESULT hr = WsGetErrorString(number(1) ? NULL : at.error, (ULONG)number(0), &result);
    if (hr == S_OK) {
        say_string(&result);
    }
    return hr;
}

static HRESULT reset_error(void)
{
    return WsResetError(number(0) ? NULL : at.error);
}

static HRESULT copy_error(void)
{
    WS_ERROR *copy = NULL;
    ULONG count = 99;
    HRESULT hr = WsCreateError(NULL, 0, &copy);
    if (hr == S_OK) {
        hr = WsCopyError(at.error, number(0) ? NULL : copy);
        WsGetErrorProperty(copy, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
        say(" %u", (unsigned)count);
        WsFreeError(copy);
    }
    return hr;
}

/* What follows is well-formed: for whoever compares. */
static HRESULT well_formed(void)
{
    return S_OK;
}

const struct operation value_operations[] = {
    {"well_formed", well_formed},
    {"decode_url", decode_url},
    {"encode_url", encode_url},
    {"combine_url", combine_url},
    {"to_filetime", to_filetime},
    {"from_filetime", from_filetime},
    {"equal_strings", equal_strings},
    {"trim", trim},
    {"verify_name", verify_name},
    {"heap", heap_new},
    {"free_heap", heap_free},
    {"alloc", heap_alloc},
    {"reset_heap", heap_reset},
    {"add_error_string", add_error_string},
    {"error_string", error_string},
    {"reset_error", reset_error},
    {"copy_error", copy_error},
    {NULL, NULL},
};
