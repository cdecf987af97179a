/* WsDecodeUrl, WsEncodeUrl, WsCombineUrl. The cases without flags are those seen on Windows. */
#include "ctest.h"

static WS_HEAP *heap;

static WS_STRING string(const WCHAR *text)
{
    WS_STRING string;
    string.chars = (WCHAR *)text;
    string.length = text ? (ULONG)ctest_length(text) : 0;
    return string;
}

static HRESULT decode(const WCHAR *text, ULONG flags, WS_HTTP_URL **url)
{
    WS_STRING encoded = string(text);
    return WsDecodeUrl(&encoded, flags, heap, (WS_URL **)url, NULL);
}

static void urls_are_decoded(void)
{
    static const struct {
        const WCHAR *text;
        WS_URL_SCHEME_TYPE scheme;
        const WCHAR *host;
        USHORT port;
        const WCHAR *port_text, *path, *query, *fragment;
    } cases[] = {
        {W("http://host"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W(""), W("")},
        {W("https://host"), WS_URL_HTTPS_SCHEME_TYPE, W("host"), 443, W(""), W(""), W(""), W("")},
        {W("http://host:80"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W("80"), W(""), W(""), W("")},
        {W("https://host:80"), WS_URL_HTTPS_SCHEME_TYPE, W("host"), 80, W("80"), W(""), W(""), W("")},
        {W("http://host/path"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/path"), W(""), W("")},
        {W("http://host/path?query"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/path"), W("query"), W("")},
        {W("http://host/path?query#frag"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/path"), W("query"),
         W("frag")},
        {W("HTTP://host"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W(""), W("")},
        {W("net.tcp://host"), WS_URL_NETTCP_SCHEME_TYPE, W("host"), 808, W(""), W(""), W(""), W("")},
        {W("soap.udp://host"), WS_URL_SOAPUDP_SCHEME_TYPE, W("host"), 65535, W(""), W(""), W(""), W("")},
        {W("net.pipe://host"), WS_URL_NETPIPE_SCHEME_TYPE, W("host"), 65535, W(""), W(""), W(""), W("")},
        {W("http://host/"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/"), W(""), W("")},
        {W("http://host:/"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/"), W(""), W("")},
        {W("http://host?query"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W("query"), W("")},
        {W("http://host#frag"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W(""), W("frag")},
        {W("http://host%202"), WS_URL_HTTP_SCHEME_TYPE, W("host 2"), 80, W(""), W(""), W(""), W("")},
        {W("http://host/path%202"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/path 2"), W(""), W("")},
        {W("http://host?query%202"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W("query 2"), W("")},
        {W("http://host#frag%202"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W(""), W(""), W("frag 2")},
        {W("http://host/%c3%ab/"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W(""), W("/\u00EB/"), W(""), W("")},
        {W("net.tcp://[::1]"), WS_URL_NETTCP_SCHEME_TYPE, W("[::1]"), 808, W(""), W(""), W(""), W("")},
        {W("net.tcp://[::1]:1111"), WS_URL_NETTCP_SCHEME_TYPE, W("[::1]"), 1111, W("1111"), W(""), W(""), W("")},
        {W("http://host:00080/a/./b/../c"), WS_URL_HTTP_SCHEME_TYPE, W("host"), 80, W("00080"), W("/a/c"), W(""),
         W("")},
        {W("soap.udp://239.255.255.250:3702/"), WS_URL_SOAPUDP_SCHEME_TYPE, W("239.255.255.250"), 3702, W("3702"),
         W("/"), W(""), W("")},
    };
    unsigned i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_HTTP_URL *url = NULL;
        REQUIRE_HR(decode(cases[i].text, 0, &url), S_OK);
        CHECK_INT(url->url.scheme, cases[i].scheme);
        CHECK_STRING(url->host, cases[i].host);
        CHECK_INT(url->port, cases[i].port);
        CHECK_STRING(url->portAsString, cases[i].port_text);
        CHECK_STRING(url->path, cases[i].path);
        CHECK_STRING(url->query, cases[i].query);
        CHECK_STRING(url->fragment, cases[i].fragment);
    }
}

static void what_is_no_url_is_refused(void)
{
    static const WCHAR *const cases[] = {
        NULL, W(""), W("httq://host"), W("http:"), W("http"), W("http:/host"), W("http:host"), W("http:///host"),
        W("http://host:65536"), W("http://host:-1"), W("http://host:8x"), W("http://user@host"), W("http://[::1"),
        W("http://[::1]1"), W("http://host/%zz"), W("http://host/%"), W("http://host/%ff"), W("http://host/a b"),
        W("http://host/\u00EB"), W("http://+"), W("http://*:80/"), W("http://%2A/"), W("http://%2b:80/"),
        W("http://host#a#b"), W("path"), W("//host"),
    };
    unsigned i;
    WS_HTTP_URL *url = NULL;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        if (!CHECK_HR(decode(cases[i], 0, &url), WS_E_INVALID_FORMAT)) {
            printf("  case %u\n", i);
        }
    }
    CHECK(url == NULL);
}

static void decoding_checks_its_arguments(void)
{
    WS_STRING text = string(W("http://host")), broken;
    WS_URL *url = NULL;
    WS_HEAP *small = NULL;
    broken.chars = NULL;
    broken.length = 3;
    CHECK_HR(WsDecodeUrl(NULL, 0, heap, &url, NULL), E_INVALIDARG);
    CHECK_HR(WsDecodeUrl(&broken, 0, heap, &url, NULL), E_INVALIDARG);
    CHECK_HR(WsDecodeUrl(&text, 0, NULL, &url, NULL), E_INVALIDARG);
    CHECK_HR(WsDecodeUrl(&text, 0, heap, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsDecodeUrl(&text, 8, heap, &url, NULL), E_INVALIDARG);
    REQUIRE_HR(WsCreateHeap(8, 0, NULL, 0, &small, NULL), S_OK);
    CHECK_HR(WsDecodeUrl(&text, 0, small, &url, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK(url == NULL);
    WsFreeHeap(small);
}

static void flags_change_the_rules(void)
{
    WS_HTTP_URL *url = NULL;
    CHECK_HR(decode(W("http://+:80/"), WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, &url), S_OK);
    CHECK_STRING(url->host, W("+"));
    CHECK_HR(decode(W("net.tcp://*/x"), WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, &url), S_OK);
    CHECK_STRING(url->host, W("*"));
    CHECK_HR(decode(W("http://%2A/"), WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, &url), S_OK);
    CHECK_STRING(url->host, W("*"));
    CHECK_HR(decode(W("http://h/a/../b/./c"), WS_URL_FLAGS_NO_PATH_COLLAPSE, &url), S_OK);
    CHECK_STRING(url->path, W("/a/../b/./c"));
    CHECK_HR(decode(W("http://h/a/%2e%2E/b"), 0, &url), S_OK);
    CHECK_STRING(url->path, W("/b"));
    CHECK_HR(decode(W("http://host:1/p?q#f"), WS_URL_FLAGS_ZERO_TERMINATE, &url), S_OK);
    CHECK_STRING(url->host, W("host"));
    CHECK_INT(url->host.chars[4], 0);
    CHECK_INT(url->portAsString.chars[1], 0);
    CHECK_INT(url->path.chars[2], 0);
    CHECK_INT(url->query.chars[1], 0);
    CHECK_INT(url->fragment.chars[1], 0);
    CHECK_HR(decode(W("http://host"), WS_URL_FLAGS_ZERO_TERMINATE, &url), S_OK);
    CHECK_INT(url->path.length, 0);
    CHECK_INT(url->path.chars[0], 0);
}

static void components_are_encoded(void)
{
    static const struct {
        const WCHAR *host;
        USHORT port;
        const WCHAR *port_text, *path, *query, *fragment;
        HRESULT hr;
        const WCHAR *expected;
    } cases[] = {
        {W("host"), 0, NULL, NULL, NULL, NULL, S_OK, W("http://host")},
        {NULL, 0, NULL, NULL, NULL, NULL, S_OK, W("http://")},
        {NULL, 0, NULL, W("/path"), NULL, NULL, S_OK, W("http:///path")},
        {NULL, 0, NULL, NULL, W("query"), NULL, S_OK, W("http://?query")},
        {NULL, 0, NULL, NULL, NULL, W("frag"), S_OK, W("http://#frag")},
        {W("host"), 0, W("8080"), W("/path"), W("query"), W("frag"), S_OK, W("http://host:8080/path?query#frag")},
        {NULL, 8080, NULL, NULL, NULL, NULL, S_OK, W("http://:8080")},
        {NULL, 0, W("8080"), NULL, NULL, NULL, S_OK, W("http://:8080")},
        {NULL, 8080, W("8080"), NULL, NULL, NULL, S_OK, W("http://:8080")},
        {NULL, 8181, W("8080"), NULL, NULL, NULL, E_INVALIDARG, NULL},
        {NULL, 0, W("65536"), NULL, NULL, NULL, WS_E_INVALID_FORMAT, NULL},
        {NULL, 0, W("8o8o"), NULL, NULL, NULL, WS_E_INVALID_FORMAT, NULL},
        {NULL, 80, NULL, NULL, NULL, NULL, S_OK, W("http://")},
        {NULL, 0, NULL, W("/path 2"), NULL, NULL, S_OK, W("http:///path%202")},
        {NULL, 0, NULL, NULL, W("query 2"), NULL, S_OK, W("http://?query%202")},
        {NULL, 0, NULL, NULL, NULL, W("frag 2"), S_OK, W("http://#frag%202")},
        {W("host 2"), 0, NULL, NULL, NULL, NULL, S_OK, W("http://host%202")},
        {W("[::1]"), 81, NULL, W("/\u00EB%?#"), W("a?#b"), NULL, S_OK, W("http://[::1]:81/%C3%AB%25%3F%23?a?%23b")},
        {W("host"), 0, NULL, W("/a/./b/../c"), NULL, NULL, S_OK, W("http://host/a/c")},
        {W("host"), 0, NULL, W("path"), NULL, NULL, WS_E_INVALID_FORMAT, NULL},
        {W("+"), 0, NULL, NULL, NULL, NULL, WS_E_INVALID_FORMAT, NULL},
    };
    unsigned i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_HTTP_URL url;
        WS_STRING text = string(NULL);
        memset(&url, 0, sizeof(url));
        url.url.scheme = WS_URL_HTTP_SCHEME_TYPE;
        url.host = string(cases[i].host);
        url.port = cases[i].port;
        url.portAsString = string(cases[i].port_text);
        url.path = string(cases[i].path);
        url.query = string(cases[i].query);
        url.fragment = string(cases[i].fragment);
        if (!CHECK_HR(WsEncodeUrl(&url.url, 0, heap, &text, NULL), cases[i].hr)) {
            printf("  case %u\n", i);
        } else if (cases[i].hr == S_OK) {
            CHECK_STRING(text, cases[i].expected);
        } else {
            CHECK(text.chars == NULL);
        }
    }
}

static void every_scheme_is_encoded(void)
{
    static const struct {
        WS_URL_SCHEME_TYPE scheme;
        USHORT default_port;
        const WCHAR *expected, *with_port;
    } cases[] = {
        {WS_URL_HTTP_SCHEME_TYPE, 80, W("http://+"), W("http://+:7")},
        {WS_URL_HTTPS_SCHEME_TYPE, 443, W("https://+"), W("https://+:7")},
        {WS_URL_NETTCP_SCHEME_TYPE, 808, W("net.tcp://+"), W("net.tcp://+:7")},
        {WS_URL_SOAPUDP_SCHEME_TYPE, 65535, W("soap.udp://+"), W("soap.udp://+:7")},
        {WS_URL_NETPIPE_SCHEME_TYPE, 65535, W("net.pipe://+"), W("net.pipe://+:7")},
    };
    WS_HTTP_URL url;
    WS_STRING text;
    unsigned i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        memset(&url, 0, sizeof(url));
        url.url.scheme = cases[i].scheme;
        url.host = string(W("+"));
        url.port = cases[i].default_port;
        CHECK_HR(WsEncodeUrl(&url.url, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_ZERO_TERMINATE, heap, &text,
                             NULL),
                 S_OK);
        CHECK_STRING(text, cases[i].expected);
        CHECK_INT(text.chars[text.length], 0);
        url.port = 7;
        CHECK_HR(WsEncodeUrl(&url.url, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, heap, &text, NULL), S_OK);
        CHECK_STRING(text, cases[i].with_port);
    }
    url.url.scheme = (WS_URL_SCHEME_TYPE)5;
    CHECK_HR(WsEncodeUrl(&url.url, 0, heap, &text, NULL), WS_E_INVALID_FORMAT);
    url.url.scheme = WS_URL_HTTP_SCHEME_TYPE;
    url.path = string(W("/a/../b"));
    CHECK_HR(WsEncodeUrl(&url.url, WS_URL_FLAGS_ALLOW_HOST_WILDCARDS | WS_URL_FLAGS_NO_PATH_COLLAPSE, heap, &text,
                         NULL),
             S_OK);
    CHECK_STRING(text, W("http://+:7/a/../b"));
}

static void encoding_checks_its_arguments(void)
{
    static const WCHAR half[] = {'/', 0xD800, 0};
    WS_HTTP_URL url;
    WS_STRING text = string(NULL);
    WS_HEAP *small = NULL;
    memset(&url, 0, sizeof(url));
    url.host = string(W("host"));
    CHECK_HR(WsEncodeUrl(NULL, 0, heap, &text, NULL), E_INVALIDARG);
    CHECK_HR(WsEncodeUrl(&url.url, 0, NULL, &text, NULL), E_INVALIDARG);
    CHECK_HR(WsEncodeUrl(&url.url, 0, heap, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsEncodeUrl(&url.url, 8, heap, &text, NULL), E_INVALIDARG);
    url.path.length = 1;
    CHECK_HR(WsEncodeUrl(&url.url, 0, heap, &text, NULL), E_INVALIDARG);
    url.path = string(half);
    CHECK_HR(WsEncodeUrl(&url.url, 0, heap, &text, NULL), WS_E_INVALID_FORMAT);
    url.path = string(NULL);
    REQUIRE_HR(WsCreateHeap(8, 0, NULL, 0, &small, NULL), S_OK);
    CHECK_HR(WsEncodeUrl(&url.url, 0, small, &text, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK(text.chars == NULL);
    WsFreeHeap(small);
}

static HRESULT combine(const WCHAR *base, const WCHAR *reference, ULONG flags, WS_STRING *result)
{
    WS_STRING first = string(base), second = string(reference);
    return WsCombineUrl(&first, &second, flags, heap, result, NULL);
}

static void urls_are_combined(void)
{
    static const struct {
        const WCHAR *base, *reference;
        ULONG flags;
        const WCHAR *expected;
    } cases[] = {
        {W("http://a/b/c/d;p?q"), W("g"), 0, W("http://a/b/c/g")},
        {W("http://a/b/c/d;p?q"), W("../../../g?y#s"), 0, W("http://a/g?y#s")},
        {W("http://a/b/c/d;p?q"), W("?y"), 0, W("http://a/b/c/d;p?y")},
        {W("http://a/b/c/d;p?q#f"), W(""), 0, W("http://a/b/c/d;p?q")},
        {W("http://a/b/c/d;p?q"), W("//g:81"), 0, W("http://g:81")},
        {W("http://a"), W("g%20h"), 0, W("http://a/g%20h")},
        {W("http://a/b"), W("net.tcp://x/y/../z"), 0, W("net.tcp://x/z")},
        {W("http://a/b"), W("net.tcp://x/y/../z"), WS_URL_FLAGS_NO_PATH_COLLAPSE, W("net.tcp://x/y/../z")},
        {W("http://a/b/c"), W("../g"), WS_URL_FLAGS_NO_PATH_COLLAPSE, W("http://a/b/../g")},
        {W("net.pipe://+/a"), W("b"), WS_URL_FLAGS_ALLOW_HOST_WILDCARDS, W("net.pipe://+/b")},
    };
    static const WCHAR *const wrong[][2] = {
        {W("a/b"), W("g")},         {W("ftp://a"), W("g")},      {W("http://a"), W("ftp://x")},
        {W("http://a"), W("a:b")},  {W("http://a"), W("%x")},    {W("http://+"), W("g")},
        {W("http://a"), W("http:x")}, {W("http://a"), W("a b")}, {W(""), W("")},
    };
    WS_STRING result = string(NULL), text = string(W("http://a"));
    unsigned i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        CHECK_HR(combine(cases[i].base, cases[i].reference, cases[i].flags, &result), S_OK);
        CHECK_STRING(result, cases[i].expected);
    }
    CHECK_HR(combine(W("http://a"), W("b"), WS_URL_FLAGS_ZERO_TERMINATE, &result), S_OK);
    CHECK_INT(result.chars[result.length], 0);

    result = string(NULL);
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        CHECK_HR(combine(wrong[i][0], wrong[i][1], 0, &result), WS_E_INVALID_FORMAT);
    }
    CHECK_HR(WsCombineUrl(NULL, &text, 0, heap, &result, NULL), E_INVALIDARG);
    CHECK_HR(WsCombineUrl(&text, NULL, 0, heap, &result, NULL), E_INVALIDARG);
    CHECK_HR(WsCombineUrl(&text, &text, 0, NULL, &result, NULL), E_INVALIDARG);
    CHECK_HR(WsCombineUrl(&text, &text, 0, heap, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCombineUrl(&text, &text, 8, heap, &result, NULL), E_INVALIDARG);
    CHECK(result.chars == NULL);
}

static void failures_are_explained(void)
{
    WS_ERROR *error = NULL;
    WS_STRING text = string(W("http://host:99999/")), message;
    WS_URL *url;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsDecodeUrl(&text, 0, heap, &url, error), WS_E_INVALID_FORMAT);
    REQUIRE_HR(WsGetErrorString(error, 0, &message), S_OK);
    CHECK_STRING(message, W("the URL 'http://host:99999/' is not valid: '99999' is not a port from 0 to 65535"));
    WsFreeError(error);
}

int main(void)
{
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    urls_are_decoded();
    what_is_no_url_is_refused();
    decoding_checks_its_arguments();
    flags_change_the_rules();
    components_are_encoded();
    every_scheme_is_encoded();
    encoding_checks_its_arguments();
    urls_are_combined();
    failures_are_explained();
    WsFreeHeap(heap);
    return ctest_summary();
}
