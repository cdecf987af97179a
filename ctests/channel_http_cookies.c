/* Cookies: a request channel and a proxy send back what the service has set (WS_AUTO_COOKIE_MODE), or leave it to the
 * application (WS_MANUAL_COOKIE_MODE). */
#include "proxy.h"

/* What the service sets with each reply, and what the requests had. */
typedef struct jar {
    const char *set[8];
    char sent[8][256];
    unsigned count;
} jar;

static void answer_with_cookies(http_peer *peer, int connection, const char *request, size_t length, void *state)
{
    jar *it = (jar *)state;
    char type[512];
    const char *field = request, *end;
    (void)peer;
    (void)length;
    REQUIRE(it->count < CTEST_COUNT(it->sent));
    while ((field = strstr(field, "\r\n")) != NULL && strncmp(field, "\r\n\r\n", 4) != 0) {
        field += 2;
        if ((field[0] | 0x20) == 'c' && strncmp(field + 1, "ookie: ", 7) == 0) {
            end = strstr(field, "\r\n");
            REQUIRE(end != NULL && (size_t)(end - field) < sizeof(it->sent[0]));
            /* One field has them all. */
            CHECK(it->sent[it->count][0] == 0);
            memcpy(it->sent[it->count], field + 8, (size_t)(end - field) - 8);
        }
    }
    snprintf(type, sizeof(type), "text/xml%s", it->set[it->count] ? it->set[it->count] : "");
    it->count++;
    http_peer_reply(connection, "200 OK", type,
                    SOAP11("<TwiceResponse xmlns=\"urn:number\"><value>6</value></TwiceResponse>"));
}

static WS_HEAP *heap;
static WS_ERROR *error;

static const char *const session[] = {
    "\r\nSet-Cookie: sid=1; Path=/number; HttpOnly\r\nSet-Cookie: lang=en; Max-Age=1000",
    NULL,
    "\r\nSet-Cookie: sid=2; Path=/number\r\nSet-Cookie: other=x; Path=/elsewhere\r\nSet-Cookie: s=y; Secure",
    "\r\nSet-Cookie: sid=; Path=/number; expires=Thu, 01-Jan-1970 00:00:00 GMT",
    NULL,
};

static void check_session(const jar *it)
{
    CHECK_INT(it->count, 5);
    CHECK_BYTES(it->sent[0], strlen(it->sent[0]), "");
    CHECK_BYTES(it->sent[1], strlen(it->sent[1]), "sid=1; lang=en");
    CHECK_BYTES(it->sent[2], strlen(it->sent[2]), "sid=1; lang=en");
    CHECK_BYTES(it->sent[3], strlen(it->sent[3]), "sid=2; lang=en");
    CHECK_BYTES(it->sent[4], strlen(it->sent[4]), "lang=en");
}

static void a_proxy_keeps_the_cookies_of_its_service(void)
{
    WS_SERVICE_PROXY *proxy;
    http_peer peer;
    jar it;
    int i;
    memset(&it, 0, sizeof(it));
    memcpy(it.set, session, sizeof(session));
    http_peer_start(&peer, answer_with_cookies, &it);
    proxy = proxy_open(&peer, NULL, 0);
    for (i = 0; i < 5; i++) {
        INT32 result = 0;
        CHECK_HR_ERROR(twice(proxy, 3, &result, heap, NULL, error), S_OK, error);
        CHECK_INT(result, 6);
    }
    check_session(&it);
    CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
    WsFreeServiceProxy(proxy);
    http_peer_stop(&peer);
}

static WS_XML_STRING cookie_name = WS_XML_STRING_VALUE("Cookie");
static WS_XML_STRING set_cookie_name = WS_XML_STRING_VALUE("Set-Cookie");

typedef struct client {
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    WS_ENDPOINT_ADDRESS address;
    WCHAR chars[128];
} client;

static void client_start(client *it, http_peer *peer, WS_COOKIE_MODE mode)
{
    static WS_HTTP_HEADER_MAPPING cookie, set_cookie;
    static WS_HTTP_HEADER_MAPPING *requests[] = {&cookie}, *responses[] = {&set_cookie};
    WS_HTTP_MESSAGE_MAPPING mapping = {0, 0, NULL, 0, NULL, 0};
    WS_ENVELOPE_VERSION envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[4];
    cookie.headerName = cookie_name;
    set_cookie.headerName = set_cookie_name;
    mapping.requestHeaderMappings = requests;
    mapping.requestHeaderMappingCount = 1;
    mapping.responseHeaderMappings = responses;
    mapping.responseHeaderMappingCount = 1;
    properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    properties[0].value = &envelope;
    properties[0].valueSize = sizeof(envelope);
    properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    properties[1].value = &addressing;
    properties[1].valueSize = sizeof(addressing);
    properties[2].id = WS_CHANNEL_PROPERTY_COOKIE_MODE;
    properties[2].value = &mode;
    properties[2].valueSize = sizeof(mode);
    properties[3].id = WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING;
    properties[3].value = &mapping;
    properties[3].valueSize = sizeof(mapping);
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 4, NULL, &it->channel,
                                     error),
                     S_OK, error);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->reply, error), S_OK);
    it->address = http_peer_address(peer->port, "/number", it->chars);
    REQUIRE_HR_ERROR(WsOpenChannel(it->channel, &it->address, NULL, error), S_OK, error);
}

/* Asks, with a cookie of the application's own if there is one, and says which one came back, if one did. */
static void ask(client *it, const char *cookie, WS_STRING *came)
{
    number_body body = {3}, *result = NULL;
    CHECK_HR(WsResetMessage(it->request, error), S_OK);
    CHECK_HR(WsResetMessage(it->reply, error), S_OK);
    CHECK_HR(WsInitializeMessage(it->request, WS_REQUEST_MESSAGE, NULL, error), S_OK);
    if (cookie) {
        WS_XML_STRING value = {0, NULL, NULL, 0};
        value.bytes = (BYTE *)(void *)(uintptr_t)cookie;
        value.length = (ULONG)strlen(cookie);
        CHECK_HR_ERROR(WsAddMappedHeader(it->request, &cookie_name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &value,
                                         sizeof(value), error),
                       S_OK, error);
    }
    CHECK_HR_ERROR(WsRequestReply(it->channel, it->request, &number_request, WS_WRITE_REQUIRED_VALUE, &body, sizeof(body),
                                  it->reply, &number_reply, WS_READ_REQUIRED_POINTER, heap, &result, sizeof(result), NULL,
                                  error),
                   S_OK, error);
    if (came) {
        CHECK_HR_ERROR(WsGetMappedHeader(it->reply, &set_cookie_name, WS_SINGLETON_HEADER, 0, WS_STRING_TYPE,
                                         WS_READ_REQUIRED_VALUE, heap, came, sizeof(*came), error),
                       S_OK, error);
    }
}

static void client_stop(client *it)
{
    WsFreeMessage(it->request);
    WsFreeMessage(it->reply);
    WsFreeChannel(it->channel);
}

static void a_channel_keeps_them_while_it_is_open(void)
{
    http_peer peer;
    client it;
    jar jar;
    int i;
    memset(&jar, 0, sizeof(jar));
    memcpy(jar.set, session, sizeof(session));
    http_peer_start(&peer, answer_with_cookies, &jar);
    client_start(&it, &peer, WS_AUTO_COOKIE_MODE);
    for (i = 0; i < 5; i++) {
        ask(&it, NULL, NULL);
    }
    check_session(&jar);
    /* What the application says itself stands. */
    ask(&it, "mine=1", NULL);
    CHECK_BYTES(jar.sent[5], strlen(jar.sent[5]), "mine=1");
    ask(&it, NULL, NULL);
    CHECK_BYTES(jar.sent[6], strlen(jar.sent[6]), "lang=en");
    CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
    CHECK_HR(WsResetChannel(it.channel, error), S_OK);
    REQUIRE_HR_ERROR(WsOpenChannel(it.channel, &it.address, NULL, error), S_OK, error);
    ask(&it, NULL, NULL);
    CHECK_BYTES(jar.sent[7], strlen(jar.sent[7]), "");
    CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
    client_stop(&it);
    http_peer_stop(&peer);
}

static void an_application_may_handle_them_itself(void)
{
    http_peer peer;
    client it;
    jar jar;
    WS_STRING came = {0, NULL};
    memset(&jar, 0, sizeof(jar));
    jar.set[0] = "\r\nSet-Cookie: sid=1; Path=/";
    http_peer_start(&peer, answer_with_cookies, &jar);
    client_start(&it, &peer, WS_MANUAL_COOKIE_MODE);
    ask(&it, NULL, &came);
    CHECK_STRING(came, W("sid=1; Path=/"));
    ask(&it, NULL, NULL);
    ask(&it, "sid=1", NULL);
    CHECK_BYTES(jar.sent[1], strlen(jar.sent[1]), "");
    CHECK_BYTES(jar.sent[2], strlen(jar.sent[2]), "sid=1");
    CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
    client_stop(&it);
    http_peer_stop(&peer);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    a_proxy_keeps_the_cookies_of_its_service();
    a_channel_keeps_them_while_it_is_open();
    an_application_may_handle_them_itself();
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
