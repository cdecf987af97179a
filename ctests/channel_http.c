/* Request channels over HTTP against a peer that is scripted byte by byte. The server's side is in
 * channel_http_server.c. */
/* ctest: timeout 180 */
#include "ctest_fake.h"
#include "ctest_net.h"

static WS_ERROR *error;
static WS_HEAP *heap;
static ctest_call call;

static WS_XML_STRING ask_action = WS_XML_STRING_VALUE("urn:test/ask");
static WS_XML_STRING answer_action = WS_XML_STRING_VALUE("urn:test/answer");
static WS_XML_STRING ask_name = WS_XML_STRING_VALUE("ask");
static WS_XML_STRING answer_name = WS_XML_STRING_VALUE("answer");
static WS_XML_STRING ns = WS_XML_STRING_VALUE("urn:test");
static WS_ELEMENT_DESCRIPTION ask_element = {&ask_name, &ns, WS_INT32_TYPE, NULL};
static WS_ELEMENT_DESCRIPTION answer_element = {&answer_name, &ns, WS_INT32_TYPE, NULL};
static WS_MESSAGE_DESCRIPTION ask = {&ask_action, &ask_element};
static WS_MESSAGE_DESCRIPTION answer = {&answer_action, &answer_element};

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"
#define WSA10 "http://www.w3.org/2005/08/addressing"

/* ---- The peer ------------------------------------------------------------------------------- */

enum { KEEP = 1, DROP = 2, HOLD = 4, DRIP = 8, SILENT = 16 };

/* What the peer does with the next request. */
typedef struct script {
    const char *response;
    /* KEEP the connection, DROP it after the response, or HOLD it until `go`; DRIP: byte by byte. */
    int how;
    net_http incoming;
    /* The last one that is whole. */
    net_http request;
    ctest_event asked;
    ctest_event go;
    /* The peer ends when this is set. */
    int over;
} script;

static int play(net_peer *peer, int fd)
{
    script *it = (script *)peer->state;
    for (;;) {
        int how;
        if (it->over || ((it->how & SILENT) ? 0 : !net_read_http(fd, &it->incoming))) {
            return !it->over;
        }
        it->request = it->incoming;
        how = it->how;
        ctest_event_set(&it->asked);
        if (it->response) {
            const char *byte = it->response;
            if (how & DRIP) {
                for (; *byte; byte++) {
                    (void)net_send_bytes(fd, byte, 1);
                }
            } else {
                (void)net_send(fd, it->response);
            }
        }
        if (how & HOLD) {
            REQUIRE_EVENT(&it->go);
            ctest_event_reset(&it->go);
        }
        if (how & DROP) {
            return !it->over;
        }
    }
}

static void script_start(script *it, net_peer *peer)
{
    memset(it, 0, sizeof(*it));
    ctest_event_create(&it->asked);
    ctest_event_create(&it->go);
    it->how = KEEP;
    net_peer_start(peer, play, it);
}

static void script_stop(script *it, net_peer *peer)
{
    int fd;
    it->over = 1;
    /* Whatever it waits for. */
    fd = net_connect(peer->port);
    close(fd);
    net_peer_join(peer);
    ctest_event_free(&it->asked);
    ctest_event_free(&it->go);
}

/* ---- The channel ---------------------------------------------------------------------------- */

#define NO_PROPERTY ((WS_CHANNEL_PROPERTY_ID)9999)

typedef struct client {
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    net_url url;
    WS_ENDPOINT_ADDRESS address;
} client;

static void client_start(client *it, unsigned short port, WS_ENVELOPE_VERSION envelope,
                         WS_ADDRESSING_VERSION addressing, WS_CHANNEL_PROPERTY_ID extra, ULONG value)
{
    WS_CHANNEL_PROPERTY properties[3];
    memset(it, 0, sizeof(*it));
    properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    properties[0].value = &envelope;
    properties[0].valueSize = sizeof(envelope);
    properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    properties[1].value = &addressing;
    properties[1].valueSize = sizeof(addressing);
    properties[2].id = extra;
    properties[2].value = &value;
    properties[2].valueSize = sizeof(value);
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, extra == NO_PROPERTY ? 2 : 3, NULL,
                                     &it->channel, error),
                     S_OK, error);
    it->address.url = *net_make_url(&it->url, "http://127.0.0.1:", port, "/a%20path?query=1");
    REQUIRE_HR_ERROR(WsOpenChannel(it->channel, &it->address, NULL, error), S_OK, error);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->reply, error), S_OK);
}

/* The channel of most tests: text/xml and no addressing. */
static void plain_client(client *it, unsigned short port)
{
    client_start(it, port, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NO_PROPERTY,
                 0);
}

static void client_again(client *it)
{
    CHECK_HR(WsResetMessage(it->request, NULL), S_OK);
    CHECK_HR(WsResetMessage(it->reply, NULL), S_OK);
    CHECK_HR(WsResetError(error), S_OK);
}

static void client_stop(client *it)
{
    CHECK_HR(WsCloseChannel(it->channel, NULL, NULL), S_OK);
    WsFreeMessage(it->request);
    WsFreeMessage(it->reply);
    WsFreeChannel(it->channel);
    CHECK_HR(WsResetError(error), S_OK);
}

static HRESULT request(client *it, int number, int *found, const WS_ASYNC_CONTEXT *context)
{
    return WsRequestReply(it->channel, it->request, &ask, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), it->reply,
                          &answer, WS_READ_REQUIRED_VALUE, heap, found, sizeof(*found), context, error);
}

static HRESULT request_and_wait(client *it, int number, int *found, int asynchronous)
{
    /* What is written must stay until the end. */
    static int stays;
    stays = number;
    return ctest_call_end(&call, WsRequestReply(it->channel, it->request, &ask, WS_WRITE_REQUIRED_VALUE, &stays,
                                                sizeof(stays), it->reply, &answer, WS_READ_REQUIRED_VALUE, heap, found,
                                                sizeof(*found), asynchronous ? &call.context : NULL, error));
}

/* A response with its length. */
static const char *respond(char *room, const char *status, const char *type, const char *body)
{
    sprintf(room, "HTTP/1.1 %s\r\n%s%s%sContent-Length: %lu\r\n\r\n%s", status, type ? "Content-Type: " : "",
            type ? type : "", type ? "\r\n" : "", (unsigned long)strlen(body), body);
    return room;
}

#define ENVELOPE11(body) "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" body "</s:Body></s:Envelope>"
#define ANSWER11 ENVELOPE11("<answer xmlns=\"urn:test\">7</answer>")

/* ---- What goes over the wire ---------------------------------------------------------------------- */

/* Replaces the unique id of a message by 'id'. */
static void hide_id(char *text)
{
    char *found;
    while ((found = strstr(text, "urn:uuid:")) != NULL) {
        char *end = strchr(found, '<');
        REQUIRE(end != NULL);
        memcpy(found, "id", 2);
        memmove(found + 2, end, strlen(end) + 1);
    }
}

typedef struct wire_case {
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    const char *type;
    const char *soap_action;
    const char *body;
} wire_case;

/* %s is the endpoint's URL. */
static const wire_case wire_cases[] = {
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, "text/xml; charset=utf-8", "\"urn:test/ask\"",
     "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><ask xmlns=\"urn:test\">5</ask></s:Body></s:Envelope>"},
    {WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_1_0, "text/xml; charset=utf-8", "\"urn:test/ask\"",
     "<s:Envelope xmlns:a=\"" WSA10 "\" xmlns:s=\"" SOAP11 "\"><s:Header>"
     "<a:MessageID>id</a:MessageID><a:Action s:mustUnderstand=\"1\">urn:test/ask</a:Action>"
     "<a:To s:mustUnderstand=\"1\">%s</a:To></s:Header>"
     "<s:Body><ask xmlns=\"urn:test\">5</ask></s:Body></s:Envelope>"},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_TRANSPORT,
     "application/soap+xml; charset=utf-8; action=\"urn:test/ask\"", NULL,
     "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body><ask xmlns=\"urn:test\">5</ask></s:Body></s:Envelope>"},
    {WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0,
     "application/soap+xml; charset=utf-8; action=\"urn:test/ask\"", NULL,
     "<s:Envelope xmlns:a=\"" WSA10 "\" xmlns:s=\"" SOAP12 "\"><s:Header>"
     "<a:MessageID>id</a:MessageID><a:Action s:mustUnderstand=\"1\">urn:test/ask</a:Action>"
     "<a:To s:mustUnderstand=\"1\">%s</a:To></s:Header>"
     "<s:Body><ask xmlns=\"urn:test\">5</ask></s:Body></s:Envelope>"},
};

static void a_request_is_these_bytes(void)
{
    size_t i;
    for (i = 0; i < CTEST_COUNT(wire_cases); i++) {
        const wire_case *it = &wire_cases[i];
        script peer_script;
        net_peer peer;
        client client;
        char expected[2048], value[256], host[32], url[128];
        int number = 5;
        script_start(&peer_script, &peer);
        peer_script.response = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
        client_start(&client, peer.port, it->envelope, it->addressing, NO_PROPERTY, 0);
        CHECK_HR(WsInitializeMessage(client.request, WS_REQUEST_MESSAGE, NULL, error), S_OK);
        CHECK_HR_ERROR(WsSendMessage(client.channel, client.request, &ask, WS_WRITE_REQUIRED_VALUE, &number,
                                     sizeof(number), NULL, error),
                       S_OK, error);
        CHECK(strncmp(peer_script.request.head, "POST /a%20path?query=1 HTTP/1.1\r\n", 33) == 0);
        CHECK(net_field(peer_script.request.head, "Content-Type", value, sizeof(value)) != NULL);
        CHECK_MEMORY(value, strlen(value), it->type, strlen(it->type));
        if (it->soap_action) {
            CHECK(net_field(peer_script.request.head, "SOAPAction", value, sizeof(value)) != NULL);
            CHECK_MEMORY(value, strlen(value), it->soap_action, strlen(it->soap_action));
            CHECK(strstr(peer_script.request.head, "\r\nSOAPAction: ") != NULL);
        } else {
            CHECK(net_field(peer_script.request.head, "SOAPAction", value, sizeof(value)) == NULL);
        }
        /* Names may come in any case, but there are servers that want these. */
        CHECK(strstr(peer_script.request.head, "\r\nContent-Type: ") != NULL);
        CHECK(strstr(peer_script.request.head, "\r\nContent-Length: ") != NULL);
        CHECK(strstr(peer_script.request.head, "\r\nHost: ") != NULL);
        CHECK(net_field(peer_script.request.head, "User-Agent", value, sizeof(value)) != NULL);
        snprintf(host, sizeof(host), "127.0.0.1:%u", (unsigned)peer.port);
        CHECK(net_field(peer_script.request.head, "Host", value, sizeof(value)) != NULL);
        CHECK_MEMORY(value, strlen(value), host, strlen(host));
        CHECK(net_field(peer_script.request.head, "Transfer-Encoding", value, sizeof(value)) == NULL);
        snprintf(url, sizeof(url), "http://%s/a%%20path?query=1", host);
        snprintf(expected, sizeof(expected), it->body, url);
        hide_id(peer_script.request.body);
        CHECK_MEMORY(peer_script.request.body, strlen(peer_script.request.body), expected, strlen(expected));
        client_stop(&client);
        script_stop(&peer_script, &peer);
    }
}

/* With addressing the reply says what it is a reply to. */
static void a_reply_has_to_relate_to_its_request(void)
{
    script it;
    net_peer peer;
    client client;
    static char response[4096], body[2048];
    int round;
    script_start(&it, &peer);
    client_start(&client, peer.port, WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0,
                 NO_PROPERTY, 0);
    for (round = 0; round < 4; round++) {
        GUID id = {0x12345678, 0x1234, 0x1234, {1, 2, 3, 4, 5, 6, 7, 8}};
        WS_UNIQUE_ID unique;
        int found = 0;
        const char *related = round == 2 ? "<a:RelatesTo>urn:uuid:00000000-0000-0000-0000-000000000000</a:RelatesTo>"
                              : round == 3
                                  ? ""
                                  : "<a:RelatesTo>urn:uuid:12345678-1234-1234-0102-030405060708</a:RelatesTo>";
        const char *action = round == 1 ? "urn:test/other" : "urn:test/answer";
        snprintf(body, sizeof(body),
                 "<s:Envelope xmlns:s=\"" SOAP12 "\" xmlns:a=\"" WSA10 "\"><s:Header><a:Action>%s</a:Action>%s"
                 "</s:Header><s:Body><answer xmlns=\"urn:test\">8</answer></s:Body></s:Envelope>",
                 action, related);
        it.response = respond(response, "200 OK", "application/soap+xml; charset=utf-8", body);
        memset(&unique, 0, sizeof(unique));
        unique.guid = id;
        CHECK_HR(WsInitializeMessage(client.request, WS_REQUEST_MESSAGE, NULL, error), S_OK);
        CHECK_HR_ERROR(WsSetHeader(client.request, WS_MESSAGE_ID_HEADER, WS_UNIQUE_ID_TYPE, WS_WRITE_REQUIRED_VALUE,
                                   &unique, sizeof(unique), error),
                       S_OK, error);
        CHECK_HR_ERROR(request_and_wait(&client, 5, &found, round % 2),
                       round == 1   ? WS_E_ENDPOINT_ACTION_NOT_SUPPORTED
                       : round == 2 ? WS_E_INVALID_FORMAT
                                    : S_OK,
                       error);
        CHECK_INT(found, round == 1 || round == 2 ? 0 : 8);
        if (round == 1) {
            CHECK(ctest_error_has(error, "urn:test/other"));
            CHECK(ctest_error_has(error, "urn:test/answer"));
        }
        if (round == 2) {
            CHECK(ctest_error_has(error, "12345678-1234"));
        }
        CHECK_INT(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        client_again(&client);
    }
    CHECK_INT(peer.connections, 1);
    client_stop(&client);
    script_stop(&it, &peer);
}

/* ---- What comes back --------------------------------------------------------------------------- */

typedef struct response_case {
    HRESULT expected;
    int how;
    const char *status;
    const char *type;
    const char *body;
    /* Somewhere in the error's strings. */
    const char *says;
} response_case;

static const response_case response_cases[] = {
    {S_OK, KEEP, "200 OK", "text/xml; charset=utf-8", ANSWER11, NULL},
    {S_OK, KEEP, "200 OK", "text/xml", ANSWER11, NULL},
    {S_OK, KEEP | DRIP, "200 OK", "Text/XML;charset=\"UTF-8\"", "<?xml version=\"1.0\" encoding=\"utf-8\"?>" ANSWER11,
     NULL},
    {S_OK, KEEP, "200 Fine", "text/xml; charset=utf-8", ANSWER11, NULL},
    /* A status that is an error does not matter when there is a message. */
    {S_OK, KEEP, "500 Oh", "text/xml; charset=utf-8", ANSWER11, NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/html", "<html>Hello</html>", "text/html"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", NULL, ANSWER11, NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "application/soap+xml", ANSWER11, "application/soap+xml"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml; charset=latin-99", ANSWER11, "latin-99"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", "<s:Envelope xmlns:s=\"" SOAP12 "\"><s:Body/></s:Envelope>",
     "soap-envelope"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", "<other/>", "other"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", "no XML at all", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml",
     "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><answer xmlns=\"urn:test\">7</ans", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ANSWER11 "<more/>", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ANSWER11 "more", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ENVELOPE11("<answer xmlns=\"urn:test\">7</answer></s:End>"), NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml",
     "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><answer xmlns=\"urn:test\">7</answer></s:Body>", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml",
     "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><answer xmlns=\"urn:test\">7</answer></s:Body></s:Envelop>", NULL},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ENVELOPE11("<answer xmlns=\"urn:test\">seven</answer>"),
     "seven"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ENVELOPE11("<question xmlns=\"urn:test\">7</question>"),
     "answer"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", ENVELOPE11(""), "answer"},
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml",
     "<!DOCTYPE x [<!ENTITY a \"b\">]>" ENVELOPE11("<answer xmlns=\"urn:test\">7</answer>"), NULL},
    /* Nothing where a reply is required. */
    {WS_E_INVALID_FORMAT, KEEP, "200 OK", "text/xml", "", "reply"},
    {WS_E_INVALID_FORMAT, KEEP, "202 Accepted", NULL, "", "reply"},
    /* Statuses without a message. */
    {WS_E_ENDPOINT_NOT_AVAILABLE, KEEP, "302 Found", NULL, "", "302"},
    {WS_E_INVALID_FORMAT, KEEP, "400 Bad Request", NULL, "", "400 (Bad Request)"},
    {WS_E_ENDPOINT_ACCESS_DENIED, KEEP, "401 Unauthorized", NULL, "", "401"},
    {WS_E_ENDPOINT_ACCESS_DENIED, KEEP, "403 Forbidden", "text/html", "<html/>", "403"},
    {WS_E_ENDPOINT_NOT_FOUND, KEEP, "404 Not Found", "text/html", "<html>Not here</html>", "404 (Not Found)"},
    {WS_E_INVALID_FORMAT, KEEP, "405 Method Not Allowed", NULL, "", "405"},
    {WS_E_PROXY_ACCESS_DENIED, KEEP, "407 Proxy Authentication Required", NULL, "", "407"},
    {WS_E_ENDPOINT_NOT_AVAILABLE, KEEP, "410 Gone", NULL, "", "410"},
    {WS_E_QUOTA_EXCEEDED, KEEP, "413 Too Large", NULL, "", "413"},
    {WS_E_INVALID_FORMAT, KEEP, "415 Unsupported Media Type", NULL, "", "415"},
    {WS_E_ENDPOINT_FAILURE, KEEP, "500 Internal Server Error", "text/plain", "stack trace", "500"},
    {WS_E_PROXY_FAILURE, KEEP, "502 Bad Gateway", NULL, "", "502"},
    {WS_E_ENDPOINT_TOO_BUSY, KEEP, "503 Service Unavailable", NULL, "", "503"},
    {WS_E_OPERATION_TIMED_OUT, KEEP, "504 Gateway Timeout", NULL, "", "504"},
};

static void a_response_becomes_a_result(void)
{
    script it;
    net_peer peer;
    client client;
    static char response[8192], good[8192];
    size_t i;
    int asynchronous;
    script_start(&it, &peer);
    plain_client(&client, peer.port);
    respond(good, "200 OK", "text/xml; charset=utf-8", ANSWER11);
    for (i = 0; i < CTEST_COUNT(response_cases); i++) {
        for (asynchronous = 0; asynchronous < 2; asynchronous++) {
            const response_case *one = &response_cases[i];
            int found = 42;
            HRESULT hr;
            it.how = one->how;
            it.response = respond(response, one->status, one->type, one->body);
            hr = request_and_wait(&client, 5, &found, asynchronous);
            if (!CHECK_HR_ERROR(hr, one->expected, error)) {
                printf("  that was %s, %s, %s\n", one->status, one->type ? one->type : "no type", one->body);
            }
            if (SUCCEEDED(one->expected)) {
                CHECK_INT(found, 7);
            } else {
                ULONG count = 0;
                /* Also where only what follows the value is wrong. */
                CHECK_INT(found, 42);
                CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
                CHECK(count > 0);
                if (one->says && !CHECK(ctest_error_has(error, one->says))) {
                    printf("  '%s' is not in it; that was %s, %s\n", one->says, one->status, one->body);
                }
            }
            CHECK_INT(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
            /* It is of no consequence for the next one. */
            client_again(&client);
            it.how = KEEP;
            it.response = good;
            found = 0;
            CHECK_HR_ERROR(request_and_wait(&client, 5, &found, asynchronous), S_OK, error);
            CHECK_INT(found, 7);
            client_again(&client);
        }
    }
    client_stop(&client);
    script_stop(&it, &peer);
}

typedef struct raw_case {
    HRESULT expected;
    int how;
    const char *bytes;
} raw_case;

static const raw_case raw_cases[] = {
    /* A peer that closes: at once, within the head, within the body. */
    {WS_E_ENDPOINT_DISCONNECTED, DROP, ""},
    {WS_E_ENDPOINT_DISCONNECTED, DROP, "HTTP/1.1 200 OK\r\nContent-Ty"},
    {WS_E_ENDPOINT_DISCONNECTED, DROP, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<s:Env"},
    {WS_E_ENDPOINT_DISCONNECTED, DROP,
     "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n<s:En\r\n"},
    /* One that does not speak HTTP. */
    {WS_E_INVALID_FORMAT, DROP, "220 smtp.example.com ready\r\n"},
    {WS_E_INVALID_FORMAT, DROP, "\x16\x03\x01\x02\x01 this is not for you\r\n\r\n"},
    {WS_E_INVALID_FORMAT, DROP, "HTTP/1.1 2000 OK\r\n\r\n"},
    {WS_E_INVALID_FORMAT, DROP, "HTTP/1.1 200 OK\r\nno colon\r\n\r\n"},
    {WS_E_INVALID_FORMAT, DROP, "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n"},
    {WS_E_INVALID_FORMAT, DROP,
     "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n<s:En\r\n"},
    /* More than is allowed, whether announced or not. */
    {WS_E_QUOTA_EXCEEDED, DROP, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 65537\r\n\r\n<s:Env"},
    {WS_E_QUOTA_EXCEEDED, DROP,
     "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 99999999999\r\n\r\n<s:Env"},
    /* HTTP/1.0, an end that is only the end, chunks, and a provisional answer. */
    {S_OK, DROP, "HTTP/1.0 200 OK\r\nContent-Type: text/xml\r\n\r\n" ANSWER11},
    {S_OK, DROP, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n" ANSWER11},
    {S_OK, DROP | DRIP,
     "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
     "6;x=y\r\n<s:Env\r\n47\r\nelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Body><answ\r\n"
     "38\r\ner xmlns=\"urn:test\">7</answer></s:Body></s:Envelope>    \r\n0\r\nTrailer: x\r\n\r\n"},
    {S_OK, DROP, "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n" ANSWER11},
};

static void a_peer_may_say_anything(void)
{
    script it;
    net_peer peer;
    client client;
    size_t i;
    int asynchronous;
    script_start(&it, &peer);
    plain_client(&client, peer.port);
    for (i = 0; i < CTEST_COUNT(raw_cases); i++) {
        for (asynchronous = 0; asynchronous < 2; asynchronous++) {
            int found = 0;
            it.how = raw_cases[i].how;
            it.response = raw_cases[i].bytes;
            if (!CHECK_HR_ERROR(request_and_wait(&client, 5, &found, asynchronous), raw_cases[i].expected, error)) {
                printf("  that was %s\n", raw_cases[i].bytes);
            }
            CHECK_INT(found, SUCCEEDED(raw_cases[i].expected) ? 7 : 0);
            if (FAILED(raw_cases[i].expected)) {
                CHECK(ctest_error_has(error, client.url.string.length ? "127.0.0.1" : ""));
            }
            client_again(&client);
        }
    }
    client_stop(&client);
    script_stop(&it, &peer);
}

/* ---- Faults --------------------------------------------------------------------------------- */

#define FAULT11(code, reason)                                                                                         \
    "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body><s:Fault>"                                                            \
    "<faultcode" code "</faultcode><faultstring xml:lang=\"en-US\">" reason "</faultstring>"                          \
    "<detail><why xmlns=\"urn:test\">because</why></detail></s:Fault></s:Body></s:Envelope>"

static void a_fault_is_an_error_with_the_fault_in_it(void)
{
    static const struct {
        const char *body;
        HRESULT recognised;
        const char *code;
    } cases[] = {
        {FAULT11(">s:Server", "out of order"), WS_E_ENDPOINT_FAULT_RECEIVED, "Server"},
        {FAULT11(">s:Client", "your own fault"), WS_E_ENDPOINT_FAULT_RECEIVED, "Client"},
        {FAULT11(" xmlns:a=\"" WSA10 "\">a:ActionNotSupported", "not that"), WS_E_ENDPOINT_ACTION_NOT_SUPPORTED,
         "ActionNotSupported"},
        {FAULT11(" xmlns:a=\"" WSA10 "\">a:DestinationUnreachable", "not there"), WS_E_ENDPOINT_NOT_FOUND,
         "DestinationUnreachable"},
        {FAULT11(" xmlns:a=\"" WSA10 "\">a:EndpointUnavailable", "not now"), WS_E_ENDPOINT_NOT_AVAILABLE,
         "EndpointUnavailable"},
    };
    script it;
    net_peer peer;
    client client;
    static char response[8192];
    size_t i;
    int way;
    script_start(&it, &peer);
    plain_client(&client, peer.port);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        /* Synchronously or not; with FAULTS_AS_ERRORS or not; with WsRequestReply or step by step. */
        for (way = 0; way < 8; way++) {
            BOOL as_errors = way & 2 ? FALSE : TRUE;
            HRESULT expected = as_errors ? cases[i].recognised : WS_E_ENDPOINT_FAULT_RECEIVED;
            WS_FAULT *fault = NULL;
            int found = 0;
            CHECK_HR(WsSetChannelProperty(client.channel, WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS, &as_errors,
                                          sizeof(as_errors), NULL),
                     S_OK);
            it.response = respond(response, "500 Internal Server Error", "text/xml; charset=utf-8", cases[i].body);
            if (way & 4) {
                const WS_ASYNC_CONTEXT *context = way & 1 ? &call.context : NULL;
                BOOL is_fault = FALSE;
                int number = 5;
                CHECK_HR(ctest_call_end(&call, WsSendMessage(client.channel, client.request, &ask,
                                                             WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), context,
                                                             error)),
                         S_OK);
                CHECK_HR_ERROR(ctest_call_end(&call, WsReadMessageStart(client.channel, client.reply, context, error)),
                               as_errors ? expected : S_OK, error);
                CHECK_HR(WsGetMessageProperty(client.reply, WS_MESSAGE_PROPERTY_IS_FAULT, &is_fault, sizeof(is_fault),
                                              NULL),
                         S_OK);
                CHECK_INT(is_fault, TRUE);
                if (!as_errors) {
                    /* A message like another. */
                    CHECK_HR(WsAbandonMessage(client.channel, client.reply, error), S_OK);
                    client_again(&client);
                    continue;
                }
            } else {
                CHECK_HR_ERROR(request_and_wait(&client, 5, &found, way & 1), expected, error);
            }
            CHECK_HR(WsGetFaultErrorProperty(error, WS_FAULT_ERROR_PROPERTY_FAULT, &fault, sizeof(fault)), S_OK);
            if (CHECK(fault != NULL)) {
                CHECK(fault->code != NULL);
                CHECK_MEMORY(fault->code->value.localName.bytes, fault->code->value.localName.length, cases[i].code,
                             strlen(cases[i].code));
                CHECK_INT(fault->reasonCount, 1);
                CHECK(fault->detail != NULL);
            }
            CHECK(ctest_error_has(error, cases[i].code));
            CHECK_INT(found, 0);
            CHECK_INT(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
            client_again(&client);
        }
    }
    client_stop(&client);
    script_stop(&it, &peer);
}

/* ---- One way -------------------------------------------------------------------------------- */

static void a_message_may_have_no_answer(void)
{
    script it;
    net_peer peer;
    client client;
    const WS_MESSAGE_DESCRIPTION *expected[1];
    ULONG index = 77;
    int asynchronous, number = 5, found = 0;
    script_start(&it, &peer);
    plain_client(&client, peer.port);
    expected[0] = &answer;
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        const WS_ASYNC_CONTEXT *context = asynchronous ? &call.context : NULL;
        it.response = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
        /* Nothing to receive before something was sent. */
        if (!asynchronous) {
            CHECK_HR(WsReadMessageStart(client.channel, client.reply, NULL, NULL), WS_E_INVALID_OPERATION);
        }
        CHECK_HR_ERROR(ctest_call_end(&call, WsSendMessage(client.channel, client.request, &ask,
                                                           WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), context,
                                                           error)),
                       S_OK, error);
        CHECK_HR(ctest_call_end(&call, WsReceiveMessage(client.channel, client.reply, expected, 1,
                                                        WS_RECEIVE_OPTIONAL_MESSAGE, WS_READ_REQUIRED_VALUE, heap,
                                                        &found, sizeof(found), &index, context, error)),
                 WS_S_END);
        CHECK_HR(WsReadMessageStart(client.channel, client.reply, NULL, NULL), WS_S_END);
        CHECK_HR(ctest_call_end(&call, WsReceiveMessage(client.channel, client.reply, expected, 1,
                                                        WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE, heap,
                                                        &found, sizeof(found), &index, context, error)),
                 WS_E_INVALID_FORMAT);
        CHECK_INT(index, 77);
        CHECK_INT(found, 0);
        client_again(&client);
    }
    /* A message that is started and given up is not sent. */
    ctest_event_reset(&it.asked);
    CHECK_HR(WsInitializeMessage(client.request, WS_REQUEST_MESSAGE, NULL, error), S_OK);
    CHECK_HR(WsWriteMessageStart(client.channel, client.request, NULL, error), S_OK);
    CHECK_HR(WsWriteMessageStart(client.channel, client.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsAbandonMessage(client.channel, client.request, error), S_OK);
    CHECK_HR(WsWriteMessageEnd(client.channel, client.request, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(it.asked.is_set, 0);
    client_stop(&client);
    script_stop(&it, &peer);
}

/* ---- Connections ---------------------------------------------------------------------------- */

static void a_connection_is_kept_and_made_anew(void)
{
    script it;
    net_peer peer;
    client client;
    static char response[8192];
    int i, found;
    script_start(&it, &peer);
    plain_client(&client, peer.port);
    it.response = respond(response, "200 OK", "text/xml", ANSWER11);
    for (i = 0; i < 20; i++) {
        found = 0;
        CHECK_HR_ERROR(request_and_wait(&client, 5, &found, i % 2), S_OK, error);
        CHECK_INT(found, 7);
        client_again(&client);
    }
    CHECK_INT(peer.connections, 1);
    /* The peer says that it closes, and does. */
    it.how = DROP;
    it.response = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n" ANSWER11;
    for (i = 0; i < 6; i++) {
        found = 0;
        CHECK_HR_ERROR(request_and_wait(&client, 5, &found, i % 2), S_OK, error);
        CHECK_INT(found, 7);
        client_again(&client);
    }
    /* Closed, reset and opened again. */
    CHECK_HR(WsCloseChannel(client.channel, NULL, NULL), S_OK);
    CHECK_HR(WsResetChannel(client.channel, NULL), S_OK);
    CHECK_HR(WsOpenChannel(client.channel, &client.address, NULL, error), S_OK);
    CHECK_HR_ERROR(request_and_wait(&client, 5, &found, 0), S_OK, error);
    client_stop(&client);
    script_stop(&it, &peer);
}

/* ---- Quotas and time ---------------------------------------------------------------------------- */

static void what_is_sent_has_a_limit_too(void)
{
    script it;
    net_peer peer;
    client client;
    int found = 0, asynchronous;
    script_start(&it, &peer);
    client_start(&client, peer.port, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT,
                 WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 100);
    for (asynchronous = 0; asynchronous < 2; asynchronous++) {
        CHECK_HR(request_and_wait(&client, 5, &found, asynchronous), WS_E_QUOTA_EXCEEDED);
        CHECK_INT(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
        client_again(&client);
    }
    CHECK_INT(it.asked.is_set, 0);
    client_stop(&client);
    script_stop(&it, &peer);
}

static void a_peer_may_stall(void)
{
    static const struct {
        WS_CHANNEL_PROPERTY_ID timeout;
        const char *bytes;
    } cases[] = {
        {WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, ""},
        {WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, "HTTP/1.1 200 OK\r\nContent-"},
        {WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 500\r\n\r\n<s:"},
    };
    size_t i;
    int asynchronous;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        for (asynchronous = 0; asynchronous < 2; asynchronous++) {
            script it;
            net_peer peer;
            client client;
            int found = 0;
            script_start(&it, &peer);
            it.how = HOLD | DROP;
            it.response = cases[i].bytes;
            client_start(&client, peer.port, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT,
                         cases[i].timeout, 50);
            CHECK_HR_ERROR(request_and_wait(&client, 5, &found, asynchronous), WS_E_OPERATION_TIMED_OUT, error);
            CHECK(ctest_error_has(error, "127.0.0.1"));
            CHECK_INT(channel_state(client.channel), WS_CHANNEL_STATE_OPEN);
            ctest_event_set(&it.go);
            client_stop(&client);
            script_stop(&it, &peer);
        }
    }
}

/* ---- Aborting ------------------------------------------------------------------------------- */

typedef struct aborter {
    WS_CHANNEL *channel;
    ctest_event *when;
    pthread_t thread;
    int closes;
} aborter;

static void *abort_it(void *argument)
{
    aborter *it = (aborter *)argument;
    REQUIRE_EVENT(it->when);
    if (it->closes) {
        CHECK_HR(WsCloseChannel(it->channel, NULL, NULL), S_OK);
    } else {
        CHECK_HR(WsAbortChannel(it->channel, NULL), S_OK);
    }
    return NULL;
}

static void an_abort_or_a_close_ends_a_request(void)
{
    int way;
    for (way = 0; way < 8; way++) {
        script it;
        net_peer peer;
        client client;
        aborter other;
        static char response[8192];
        int found = 0;
        script_start(&it, &peer);
        it.how = HOLD | DROP;
        /* Nothing comes, or the beginning of something. */
        it.response = way & 4 ? "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n<s:Envelo" : "";
        plain_client(&client, peer.port);
        other.channel = client.channel;
        other.when = &it.asked;
        other.closes = way & 2;
        REQUIRE(pthread_create(&other.thread, NULL, abort_it, &other) == 0);
        CHECK_HR_ERROR(request_and_wait(&client, 5, &found, way & 1), WS_E_OPERATION_ABORTED, error);
        pthread_join(other.thread, NULL);
        CHECK_INT(channel_state(client.channel),
                  other.closes ? (int)WS_CHANNEL_STATE_CLOSED : (int)WS_CHANNEL_STATE_FAULTED);
        /* The peer answers all the same; nobody listens. */
        it.response = respond(response, "200 OK", "text/xml", ANSWER11);
        ctest_event_set(&it.go);
        CHECK_INT(found, 0);
        client_again(&client);
        CHECK_HR(request(&client, 5, &found, NULL), other.closes ? WS_E_INVALID_OPERATION : WS_E_OBJECT_FAULTED);
        /* It can be used again. */
        CHECK_HR(WsCloseChannel(client.channel, NULL, NULL), S_OK);
        CHECK_HR(WsResetChannel(client.channel, NULL), S_OK);
        it.how = KEEP;
        CHECK_HR(WsOpenChannel(client.channel, &client.address, NULL, NULL), S_OK);
        client_again(&client);
        CHECK_HR_ERROR(request_and_wait(&client, 5, &found, way & 1), S_OK, error);
        CHECK_INT(found, 7);
        client_stop(&client);
        script_stop(&it, &peer);
    }
}

static void a_channel_may_be_freed_with_a_request_pending(void)
{
    script it;
    net_peer peer;
    client client;
    int found = 0;
    script_start(&it, &peer);
    it.how = HOLD | DROP;
    it.response = "";
    plain_client(&client, peer.port);
    REQUIRE_HR(request(&client, 5, &found, &call.context), WS_S_ASYNC);
    REQUIRE_EVENT(&it.asked);
    WsFreeChannel(client.channel);
    CHECK_HR(ctest_call_end(&call, WS_S_ASYNC), WS_E_OPERATION_ABORTED);
    WsFreeMessage(client.request);
    WsFreeMessage(client.reply);
    ctest_event_set(&it.go);
    script_stop(&it, &peer);
    CHECK_HR(WsResetError(error), S_OK);
}

/* Requests, aborts and closes from several threads at once: each call ends once, the channel in a legal state. */
static void *hammer(void *argument)
{
    client *shared = (client *)argument;
    ctest_call own;
    int i, found = 0, number = 3;
    WS_MESSAGE *out = NULL, *in = NULL;
    ctest_call_create(&own);
    REQUIRE_HR(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 0, &out, NULL),
               S_OK);
    REQUIRE_HR(WsCreateMessage(WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT, NULL, 0, &in, NULL),
               S_OK);
    for (i = 0; i < 60; i++) {
        HRESULT hr = ctest_call_end(&own, WsRequestReply(shared->channel, out, &ask, WS_WRITE_REQUIRED_VALUE, &number,
                                                         sizeof(number), in, &answer, WS_READ_REQUIRED_VALUE, NULL,
                                                         &found, sizeof(found), i % 2 ? &own.context : NULL, NULL));
        CHECK(hr == S_OK || hr == WS_E_OPERATION_ABORTED || hr == WS_E_OBJECT_FAULTED || hr == WS_E_INVALID_OPERATION
              || hr == WS_E_INVALID_FORMAT);
        CHECK_HR(WsResetMessage(out, NULL), S_OK);
        CHECK_HR(WsResetMessage(in, NULL), S_OK);
        if (i % 10 == 7) {
            CHECK_HR(WsAbortChannel(shared->channel, NULL), S_OK);
        }
        if (i % 10 == 9) {
            hr = ctest_call_end(&own, WsCloseChannel(shared->channel, i % 3 ? &own.context : NULL, NULL));
            CHECK(hr == S_OK || hr == WS_E_INVALID_OPERATION || hr == WS_E_OPERATION_ABORTED);
            (void)WsResetChannel(shared->channel, NULL);
            (void)WsOpenChannel(shared->channel, &shared->address, NULL, NULL);
        }
    }
    WsFreeMessage(out);
    WsFreeMessage(in);
    ctest_call_free(&own);
    return NULL;
}

static void a_channel_may_be_used_by_many_threads(void)
{
    script it;
    net_peer peer;
    client client;
    pthread_t threads[3];
    size_t i;
    script_start(&it, &peer);
    /* The peer serves one connection after the other. */
    it.how = DROP;
    it.response = "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nConnection: close\r\n\r\n" ANSWER11;
    plain_client(&client, peer.port);
    for (i = 0; i < CTEST_COUNT(threads); i++) {
        REQUIRE(pthread_create(&threads[i], NULL, hammer, &client) == 0);
    }
    for (i = 0; i < CTEST_COUNT(threads); i++) {
        pthread_join(threads[i], NULL);
    }
    CHECK_HR(WsAbortChannel(client.channel, NULL), S_OK);
    client_stop(&client);
    script_stop(&it, &peer);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &heap, NULL), S_OK);
    ctest_call_create(&call);
    a_request_is_these_bytes();
    a_reply_has_to_relate_to_its_request();
    a_response_becomes_a_result();
    a_peer_may_say_anything();
    a_fault_is_an_error_with_the_fault_in_it();
    a_message_may_have_no_answer();
    a_connection_is_kept_and_made_anew();
    what_is_sent_has_a_limit_too();
    a_peer_may_stall();
    an_abort_or_a_close_ends_a_request();
    a_channel_may_be_freed_with_a_request_pending();
    a_channel_may_be_used_by_many_threads();
    ctest_call_free(&call);
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
