/* The encodings of messages over HTTP: text, binary, MTOM and raw, against our own listener and byte by byte. */
/* ctest: timeout 180 */
#include "http_server.h"

/* Each of the two has its own. */
#undef SOAP11
#include "proxy.h"
#undef SOAP11
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"

#define SIZE 3000

static WS_ELEMENT_DESCRIPTION bytes_in = {&ask_name, &ns, WS_BYTES_TYPE, NULL};
static WS_ELEMENT_DESCRIPTION bytes_out = {&answer_name, &ns, WS_BYTES_TYPE, NULL};
static WS_MESSAGE_DESCRIPTION ask_bytes = {&ask_action, &bytes_in};
static WS_MESSAGE_DESCRIPTION answer_bytes = {&answer_action, &bytes_out};
static WS_HEAP *heap;

static const WS_ENCODING soap_encodings[] = {
    WS_ENCODING_XML_UTF8,      WS_ENCODING_XML_UTF16LE,      WS_ENCODING_XML_UTF16BE,      WS_ENCODING_XML_BINARY_1,
    WS_ENCODING_XML_MTOM_UTF8, WS_ENCODING_XML_MTOM_UTF16LE, WS_ENCODING_XML_MTOM_UTF16BE,
};

static WS_CHANNEL_PROPERTY encoding_property(const WS_ENCODING *encoding)
{
    WS_CHANNEL_PROPERTY property;
    property.id = WS_CHANNEL_PROPERTY_ENCODING;
    property.value = (void *)(uintptr_t)encoding;
    property.valueSize = sizeof(*encoding);
    return property;
}

static void serve_in(server *it, const WS_ENCODING *encoding, WS_ENVELOPE_VERSION envelope,
                     WS_ADDRESSING_VERSION addressing)
{
    WS_CHANNEL_PROPERTY property = encoding_property(encoding);
    server_options how;
    memset(&how, 0, sizeof(how));
    how.envelope = envelope;
    how.addressing = addressing;
    how.channel = &property;
    how.channel_count = 1;
    REQUIRE_HR_ERROR(server_open(it, &how, "http://localhost:", "/service", 0), S_OK, error);
}

/* Answers one request for bytes by the same bytes. */
static void *echo(void *state)
{
    server *it = (server *)state;
    const WS_MESSAGE_DESCRIPTION *wanted[] = {&ask_bytes};
    WS_HEAP *own = NULL;
    WS_ERROR *why = NULL;
    WS_BYTES value = {0, NULL};
    REQUIRE_HR(WsCreateError(NULL, 0, &why), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 16, 0, NULL, 0, &own, NULL), S_OK);
    CHECK_HR_ERROR(WsAcceptChannel(it->listener, it->channel, NULL, why), S_OK, why);
    CHECK_HR_ERROR(WsReceiveMessage(it->channel, it->request, wanted, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                    WS_READ_REQUIRED_VALUE, own, &value, sizeof(value), NULL, NULL, why),
                   S_OK, why);
    CHECK_HR_ERROR(WsSendReplyMessage(it->channel, it->reply, &answer_bytes, WS_WRITE_REQUIRED_VALUE, &value,
                                      sizeof(value), it->request, NULL, why),
                   S_OK, why);
    CHECK_HR_ERROR(WsCloseChannel(it->channel, NULL, why), S_OK, why);
    WsFreeHeap(own);
    WsFreeError(why);
    return NULL;
}

static WS_CHANNEL *client_in(const WS_ENCODING *encoding, WS_ENVELOPE_VERSION envelope,
                             WS_ADDRESSING_VERSION addressing, unsigned short port)
{
    WS_CHANNEL_PROPERTY properties[3];
    WS_CHANNEL *channel = NULL;
    WS_ENDPOINT_ADDRESS address;
    net_url url;
    properties[0] = encoding_property(encoding);
    properties[1].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    properties[1].value = &envelope;
    properties[1].valueSize = sizeof(envelope);
    properties[2].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    properties[2].value = &addressing;
    properties[2].valueSize = sizeof(addressing);
    memset(&address, 0, sizeof(address));
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 3, NULL, &channel,
                                     error),
                     S_OK, error);
    address.url = *net_make_url(&url, "http://localhost:", port, "/service");
    REQUIRE_HR_ERROR(WsOpenChannel(channel, &address, NULL, error), S_OK, error);
    return channel;
}

static void every_encoding_goes_both_ways(void)
{
    static BYTE data[SIZE];
    size_t i;
    unsigned round;
    for (i = 0; i < SIZE; i++) {
        data[i] = (BYTE)(i * 7 + i / 256);
    }
    for (i = 0; i < CTEST_COUNT(soap_encodings); i++) {
        for (round = 0; round < 4; round++) {
            WS_ENVELOPE_VERSION envelope = round & 1 ? WS_ENVELOPE_VERSION_SOAP_1_1 : WS_ENVELOPE_VERSION_SOAP_1_2;
            WS_ADDRESSING_VERSION addressing =
                round & 2 ? WS_ADDRESSING_VERSION_TRANSPORT : WS_ADDRESSING_VERSION_1_0;
            WS_BYTES value, found = {0, NULL};
            WS_CHANNEL *channel;
            WS_MESSAGE *request = NULL, *reply = NULL;
            server it;
            pthread_t thread;
            if (soap_encodings[i] == WS_ENCODING_XML_BINARY_1 && (round & 1)) {
                continue;
            }
            /* Few bytes stay in the XML of MTOM. */
            value.length = round & 2 ? 3 : SIZE;
            value.bytes = data;
            serve_in(&it, &soap_encodings[i], envelope, addressing);
            REQUIRE(pthread_create(&thread, NULL, echo, &it) == 0);
            channel = client_in(&soap_encodings[i], envelope, addressing, it.port);
            REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK);
            REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK);
            CHECK_HR_ERROR(WsRequestReply(channel, request, &ask_bytes, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                          reply, &answer_bytes, WS_READ_REQUIRED_VALUE, heap, &found, sizeof(found),
                                          NULL, error),
                           S_OK, error);
            CHECK_MEMORY(found.bytes, found.length, value.bytes, value.length);
            REQUIRE(pthread_join(thread, NULL) == 0);
            CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
            WsFreeMessage(request);
            WsFreeMessage(reply);
            WsFreeChannel(channel);
            server_stop(&it);
            CHECK_HR(WsResetHeap(heap, NULL), S_OK);
        }
    }
}

/* Keeps one request and answers with nothing. */
static int keep(net_peer *peer, int fd)
{
    net_http *kept = (net_http *)peer->state;
    if (net_read_http(fd, kept)) {
        (void)net_send(fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    }
    return 0;
}

static void the_content_type_says_the_encoding(void)
{
#define PACKAGE "multipart/related; type=\"application/xop+xml\"; boundary=\"uuid:"
    static const struct {
        WS_ENCODING encoding;
        WS_ENVELOPE_VERSION envelope;
        const char *type;
        const char *end;
        const char *body;
    } cases[] = {
        {WS_ENCODING_XML_UTF8, WS_ENVELOPE_VERSION_SOAP_1_1, "text/xml; charset=utf-8", "", "<s:Envelope"},
        {WS_ENCODING_XML_UTF16LE, WS_ENVELOPE_VERSION_SOAP_1_1, "text/xml; charset=utf-16le", "", NULL},
        {WS_ENCODING_XML_UTF16BE, WS_ENVELOPE_VERSION_SOAP_1_2, "application/soap+xml; charset=utf-16be",
         "; action=\"urn:test/ask\"", NULL},
        {WS_ENCODING_XML_BINARY_1, WS_ENVELOPE_VERSION_SOAP_1_2, "application/soap+msbin1", "; action=\"urn:test/ask\"",
         "\x56\x02"},
        {WS_ENCODING_XML_MTOM_UTF8, WS_ENVELOPE_VERSION_SOAP_1_1, PACKAGE,
         "+id=1\"; start=\"<http://tempuri.org/0>\"; start-info=\"text/xml\"", "--uuid:"},
        {WS_ENCODING_XML_MTOM_UTF16LE, WS_ENVELOPE_VERSION_SOAP_1_2, PACKAGE,
         "+id=1\"; start=\"<http://tempuri.org/0>\"; start-info=\"application/soap+xml\"; action=\"urn:test/ask\"",
         "--uuid:"},
    };
    static net_http kept;
    char before[400] = "";
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_BYTES value = {2, (BYTE *)"ab"};
        WS_CHANNEL *channel;
        WS_MESSAGE *request = NULL;
        char type[400] = "";
        size_t length, end = strlen(cases[i].end);
        net_peer peer;
        net_peer_start(&peer, keep, &kept);
        channel = client_in(&cases[i].encoding, cases[i].envelope, WS_ADDRESSING_VERSION_TRANSPORT, peer.port);
        REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK);
        CHECK_HR_ERROR(WsSendMessage(channel, request, &ask_bytes, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                                     error),
                       S_OK, error);
        net_peer_join(&peer);
        CHECK(net_field(kept.head, "Content-Type", type, sizeof(type)) != NULL);
        length = strlen(type);
        CHECK_MEMORY(type, strlen(cases[i].type), cases[i].type, strlen(cases[i].type));
        CHECK(length >= end);
        CHECK_MEMORY(type + length - end, end, cases[i].end, end);
        if (cases[i].body) {
            CHECK_MEMORY(kept.body, strlen(cases[i].body), cases[i].body, strlen(cases[i].body));
        }
        if (strncmp(type, "multipart", 9) == 0) {
            /* Nobody can guess what separates the parts. */
            CHECK(strcmp(type, before) != 0);
            memcpy(before, type, sizeof(before));
        }
        CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
        WsFreeMessage(request);
        WsFreeChannel(channel);
    }
}

/* A listener's channel takes what it is for, answers in its own encoding, and refuses the rest. */
static void a_channel_takes_what_it_is_for(void)
{
#define BYTES_ASK ENVELOPE("<ask xmlns=\"urn:test\">YWI=</ask>")
#define PARTS(type)                                                                                                    \
    "--b\r\nContent-Type: application/xop+xml; type=\"" type "\"\r\n\r\n" ENVELOPE(                                    \
        "<ask xmlns=\"urn:test\"><i:Include href=\"cid:1\" xmlns:i=\"http://www.w3.org/2004/08/xop/include\"/></ask>") \
        "\r\n--b\r\nContent-ID: <1>\r\n\r\nab\r\n--b--"
    static const struct {
        WS_ENCODING encoding;
        const char *type;
        const char *body;
        HRESULT received;
        int status;
        const char *answer;
    } cases[] = {
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related; type=\"application/xop+xml\"; boundary=b; start-info=\"text/xml\"",
         PARTS("text/xml"), S_OK, 200, "multipart/related;"},
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related;boundary=b;type=\"application/xop+xml\"", PARTS("text/xml"), S_OK, 200,
         "multipart/related;"},
        {WS_ENCODING_XML_MTOM_UTF8, "text/xml; charset=utf-8", BYTES_ASK, S_OK, 200, "multipart/related;"},
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related; type=\"application/xop+xml\"; boundary=b", PARTS("a/b"),
         WS_E_INVALID_FORMAT, 400, NULL},
        {WS_ENCODING_XML_MTOM_UTF8,
         "multipart/related; type=\"application/xop+xml\"; boundary=b; start-info=\"application/soap+xml\"",
         PARTS("text/xml"), WS_E_INVALID_FORMAT, 415, NULL},
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related; type=\"text/xml\"; boundary=b", PARTS("text/xml"),
         WS_E_INVALID_FORMAT, 415, NULL},
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related; type=\"application/xop+xml\"", PARTS("text/xml"),
         WS_E_INVALID_FORMAT, 415, NULL},
        {WS_ENCODING_XML_MTOM_UTF8, "multipart/related; type=\"application/xop+xml\"; boundary=c", PARTS("text/xml"),
         WS_E_INVALID_FORMAT, 400, NULL},
        {WS_ENCODING_XML_UTF8, "multipart/related; type=\"application/xop+xml\"; boundary=b", PARTS("text/xml"),
         WS_E_INVALID_FORMAT, 415, NULL},
        {WS_ENCODING_XML_UTF8, "application/soap+msbin1", "\x56", WS_E_INVALID_FORMAT, 415, NULL},
        {WS_ENCODING_XML_UTF16LE, "text/xml; charset=utf-8", BYTES_ASK, S_OK, 200, "text/xml; charset=utf-16le"},
    };
    const WS_MESSAGE_DESCRIPTION *wanted[] = {&ask_bytes};
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_BYTES value = {0, NULL};
        server it;
        int fd;
        HRESULT hr;
        serve_in(&it, &cases[i].encoding, WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION_TRANSPORT);
        fd = net_connect(it.port);
        post(fd, "/service", cases[i].type, cases[i].body);
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        hr = WsReceiveMessage(it.channel, it.request, wanted, 1, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE,
                              heap, &value, sizeof(value), NULL, NULL, error);
        if (!CHECK_HR_ERROR(hr, cases[i].received, error)) {
            printf("  that was %s\n", cases[i].type);
        }
        if (SUCCEEDED(hr)) {
            CHECK_BYTES(value.bytes, value.length, "ab");
            CHECK_HR_ERROR(WsSendReplyMessage(it.channel, it.reply, &answer_bytes, WS_WRITE_REQUIRED_VALUE, &value,
                                              sizeof(value), it.request, NULL, error),
                           S_OK, error);
        }
        next(&it);
        REQUIRE(net_read_http(fd, &response));
        CHECK_INT(net_status(&response), cases[i].status);
        if (cases[i].answer) {
            char type[400] = "";
            CHECK(net_field(response.head, "Content-Type", type, sizeof(type)) != NULL);
            CHECK_MEMORY(type, strlen(cases[i].answer), cases[i].answer, strlen(cases[i].answer));
        }
        close(fd);
        server_stop(&it);
        CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    }
}

static void encodings_and_versions_go_together(void)
{
    static const struct {
        WS_ENCODING encoding;
        WS_ENVELOPE_VERSION envelope;
        HRESULT expected;
    } cases[] = {
        {WS_ENCODING_XML_BINARY_1, WS_ENVELOPE_VERSION_SOAP_1_2, S_OK},
        {WS_ENCODING_XML_BINARY_1, WS_ENVELOPE_VERSION_SOAP_1_1, E_INVALIDARG},
        {WS_ENCODING_XML_BINARY_SESSION_1, WS_ENVELOPE_VERSION_SOAP_1_2, E_INVALIDARG},
        {WS_ENCODING_RAW, WS_ENVELOPE_VERSION_NONE, S_OK},
        {WS_ENCODING_RAW, WS_ENVELOPE_VERSION_SOAP_1_2, E_INVALIDARG},
        {WS_ENCODING_XML_MTOM_UTF8, WS_ENVELOPE_VERSION_SOAP_1_1, S_OK},
        {(WS_ENCODING)99, WS_ENVELOPE_VERSION_SOAP_1_2, E_INVALIDARG},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_CHANNEL_PROPERTY properties[2];
        WS_CHANNEL *channel = NULL;
        properties[0] = encoding_property(&cases[i].encoding);
        properties[1].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
        properties[1].value = (void *)(uintptr_t)&cases[i].envelope;
        properties[1].valueSize = sizeof(cases[i].envelope);
        CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &channel, NULL),
                 cases[i].expected);
        if (channel) {
            WsFreeChannel(channel);
        }
    }
}

/* ---- Raw ------------------------------------------------------------------------------------ */

static WS_ELEMENT_DESCRIPTION all_bytes = {NULL, NULL, WS_BYTES_TYPE, NULL};
static WS_MESSAGE_DESCRIPTION raw_message = {NULL, &all_bytes};
static WS_MESSAGE_DESCRIPTION empty_message = {NULL, NULL};
static WS_HTTP_HEADER_MAPPING type_mapping = {WS_XML_STRING_VALUE("Content-Type"), 0};
static WS_HTTP_HEADER_MAPPING *mapped_headers[] = {&type_mapping};
static const WS_HTTP_MESSAGE_MAPPING raw_mapping = {
    WS_HTTP_REQUEST_MAPPING_VERB, WS_HTTP_RESPONSE_MAPPING_STATUS_TEXT | WS_HTTP_RESPONSE_MAPPING_STATUS_CODE,
    mapped_headers, 1, mapped_headers, 1};
static const WS_ENCODING raw_encoding = WS_ENCODING_RAW;
static WS_XML_STRING verb_name = WS_XML_STRING_VALUE("Verb");
static WS_XML_STRING code_name = WS_XML_STRING_VALUE("StatusCode");
static WS_XML_STRING text_name = WS_XML_STRING_VALUE("StatusText");

static void raw_properties(WS_CHANNEL_PROPERTY *properties)
{
    properties[0] = encoding_property(&raw_encoding);
    properties[1].id = WS_CHANNEL_PROPERTY_HTTP_MESSAGE_MAPPING;
    properties[1].value = (void *)(uintptr_t)&raw_mapping;
    properties[1].valueSize = sizeof(raw_mapping);
}

static void check_mapped(WS_MESSAGE *message, WS_XML_STRING *name, const char *wanted)
{
    WS_XML_STRING value = {0, NULL, NULL, 0};
    CHECK_HR_ERROR(WsGetMappedHeader(message, name, WS_SINGLETON_HEADER, 0, WS_XML_STRING_TYPE, WS_READ_REQUIRED_VALUE,
                                     heap, &value, sizeof(value), error),
                   S_OK, error);
    CHECK_MEMORY(value.bytes, value.length, wanted, strlen(wanted));
}

static void add_mapped(WS_MESSAGE *message, WS_XML_STRING *name, const char *text)
{
    WS_XML_STRING value = WS_XML_STRING_VALUE("");
    value.bytes = (BYTE *)(uintptr_t)text;
    value.length = (ULONG)strlen(text);
    CHECK_HR_ERROR(WsAddMappedHeader(message, name, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value),
                                     error),
                   S_OK, error);
}

static void open_raw(server *it)
{
    WS_CHANNEL_PROPERTY properties[2];
    ULONG addressing = 99, envelope = 99;
    memset(it, 0, sizeof(*it));
    ctest_call_create(&it->call);
    it->port = net_free_port();
    raw_properties(properties);
    REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &it->listener, error),
               S_OK);
    REQUIRE_HR_ERROR(WsOpenListener(it->listener, net_make_url(&it->url, "http://localhost:", it->port, "/example"), NULL,
                                    error),
                     S_OK, error);
    REQUIRE_HR_ERROR(WsCreateChannelForListener(it->listener, properties, 2, &it->channel, error), S_OK, error);
    CHECK_HR(WsGetChannelProperty(it->channel, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &envelope, sizeof(envelope), NULL),
             S_OK);
    CHECK_INT(envelope, WS_ENVELOPE_VERSION_NONE);
    CHECK_HR(WsGetChannelProperty(it->channel, WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &addressing, sizeof(addressing),
                                  NULL),
             S_OK);
    CHECK_INT(addressing, WS_ADDRESSING_VERSION_TRANSPORT);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->reply, error), S_OK);
}

static void a_raw_channel_serves_any_http(void)
{
    server it;
    WS_BYTES value = {0, NULL};
    char type[64] = "";
    int fd;
    open_raw(&it);
    fd = net_connect(it.port);
    REQUIRE(net_send(fd, "PUT /example HTTP/1.1\r\nHost: localhost\r\nContent-Type: image/x\r\nContent-Length: 4\r\n\r\n<a>&"));
    CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    check_mapped(it.request, &verb_name, "PUT");
    check_mapped(it.request, &type_mapping.headerName, "image/x");
    CHECK_HR_ERROR(WsReadBody(it.request, &all_bytes, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), error), S_OK,
                   error);
    CHECK_BYTES(value.bytes, value.length, "<a>&");
    CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
    CHECK_HR(WsInitializeMessage(it.reply, WS_REPLY_MESSAGE, it.request, error), S_OK);
    add_mapped(it.reply, &type_mapping.headerName, "text/html");
    add_mapped(it.reply, &code_name, "203");
    add_mapped(it.reply, &text_name, "Heard Say");
    value.bytes = (BYTE *)"a\0b";
    value.length = 3;
    CHECK_HR_ERROR(WsSendMessage(it.channel, it.reply, &raw_message, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL,
                                 error),
                   S_OK, error);
    next(&it);
    REQUIRE(net_read_http(fd, &response));
    CHECK(strncmp(response.head, "HTTP/1.1 203 Heard Say\r\n", 24) == 0);
    CHECK_MEMORY(response.body, response.body_length, "a\0b", 3);
    CHECK(net_field(response.head, "Content-Type", type, sizeof(type)) != NULL);
    CHECK(strcmp(type, "text/html") == 0);

    /* Nothing comes with it, and nothing goes back. */
    REQUIRE(net_send(fd, "GET /example HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    check_mapped(it.request, &verb_name, "GET");
    CHECK_HR_ERROR(WsReadBody(it.request, &all_bytes, WS_READ_REQUIRED_VALUE, heap, &value, sizeof(value), error), S_OK,
                   error);
    CHECK_INT(value.length, 0);
    CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
    CHECK_HR(WsInitializeMessage(it.reply, WS_REPLY_MESSAGE, it.request, error), S_OK);
    CHECK_HR_ERROR(WsSendMessage(it.channel, it.reply, &empty_message, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error), S_OK,
                   error);
    next(&it);
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), 200);
    CHECK_INT(response.body_length, 0);
    CHECK(net_field(response.head, "Content-Type", type, sizeof(type)) == NULL);

    /* A status that is none. */
    REQUIRE(net_send(fd, "GET /example HTTP/1.1\r\nHost: localhost\r\n\r\n"));
    CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
    CHECK_HR(WsInitializeMessage(it.reply, WS_REPLY_MESSAGE, it.request, error), S_OK);
    add_mapped(it.reply, &code_name, "twenty");
    CHECK_HR(WsSendMessage(it.channel, it.reply, &empty_message, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL, error),
             WS_E_INVALID_FORMAT);
    CHECK_HR(WsAbortChannel(it.channel, NULL), S_OK);
    close(fd);
    server_stop(&it);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
}

static int answer_raw(net_peer *peer, int fd)
{
    net_http *kept = (net_http *)peer->state;
    if (net_read_http(fd, kept)) {
        (void)net_send(fd, "HTTP/1.1 404 Gone Fishing\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nno\n");
    }
    return 0;
}

static void a_raw_channel_asks_any_http(void)
{
    static net_http kept;
    WS_CHANNEL_PROPERTY properties[2];
    WS_CHANNEL *channel = NULL;
    WS_MESSAGE *request = NULL, *reply = NULL;
    WS_ENDPOINT_ADDRESS address;
    WS_BYTES value = {5, (BYTE *)"{ 1 }"}, found = {0, NULL};
    char type[64] = "";
    net_url url;
    net_peer peer;
    memset(&address, 0, sizeof(address));
    raw_properties(properties);
    net_peer_start(&peer, answer_raw, &kept);
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, properties, 2, NULL, &channel,
                                     error),
                     S_OK, error);
    address.url = *net_make_url(&url, "http://localhost:", peer.port, "/thing");
    REQUIRE_HR_ERROR(WsOpenChannel(channel, &address, NULL, error), S_OK, error);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(channel, NULL, 0, &reply, error), S_OK);
    CHECK_HR(WsInitializeMessage(request, WS_REQUEST_MESSAGE, NULL, error), S_OK);
    add_mapped(request, &verb_name, "PUT");
    add_mapped(request, &type_mapping.headerName, "application/json");
    CHECK_HR_ERROR(WsRequestReply(channel, request, &raw_message, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), reply,
                                  &raw_message, WS_READ_REQUIRED_VALUE, heap, &found, sizeof(found), NULL, error),
                   S_OK, error);
    CHECK_BYTES(found.bytes, found.length, "no\n");
    check_mapped(reply, &code_name, "404");
    check_mapped(reply, &text_name, "Gone Fishing");
    check_mapped(reply, &type_mapping.headerName, "text/plain");
    net_peer_join(&peer);
    CHECK(strncmp(kept.head, "PUT /thing HTTP/1.1\r\n", 21) == 0);
    CHECK_BYTES(kept.body, kept.body_length, "{ 1 }");
    CHECK(net_field(kept.head, "Content-Type", type, sizeof(type)) != NULL);
    CHECK(strcmp(type, "application/json") == 0);
    CHECK_HR(WsCloseChannel(channel, NULL, NULL), S_OK);
    WsFreeMessage(request);
    WsFreeMessage(reply);
    WsFreeChannel(channel);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
}

/* ---- Proxies -------------------------------------------------------------------------------- */

static void *twice_server(void *state)
{
    server *it = (server *)state;
    const WS_MESSAGE_DESCRIPTION *wanted[] = {&number_request};
    WS_ERROR *why = NULL;
    number_body number = {0};
    REQUIRE_HR(WsCreateError(NULL, 0, &why), S_OK);
    CHECK_HR_ERROR(WsAcceptChannel(it->listener, it->channel, NULL, why), S_OK, why);
    CHECK_HR_ERROR(WsReceiveMessage(it->channel, it->request, wanted, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                    WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number), NULL, NULL, why),
                   S_OK, why);
    number.value *= 2;
    CHECK_HR_ERROR(WsSendReplyMessage(it->channel, it->reply, &number_reply, WS_WRITE_REQUIRED_VALUE, &number,
                                      sizeof(number), it->request, NULL, why),
                   S_OK, why);
    CHECK_HR_ERROR(WsCloseChannel(it->channel, NULL, why), S_OK, why);
    WsFreeError(why);
    return NULL;
}

static void proxies_call_in_any_encoding(void)
{
    size_t i;
    for (i = 0; i < CTEST_COUNT(soap_encodings); i++) {
        WS_CHANNEL_PROPERTY property = encoding_property(&soap_encodings[i]);
        WS_SERVICE_PROXY *proxy = NULL;
        WS_ENDPOINT_ADDRESS address;
        net_url url;
        server it;
        pthread_t thread;
        INT32 result = 0;
        memset(&address, 0, sizeof(address));
        serve_in(&it, &soap_encodings[i], WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION_1_0);
        REQUIRE(pthread_create(&thread, NULL, twice_server, &it) == 0);
        REQUIRE_HR_ERROR(WsCreateServiceProxy(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, NULL, NULL, 0, &property, 1,
                                              &proxy, error),
                         S_OK, error);
        address.url = *net_make_url(&url, "http://localhost:", it.port, "/service");
        REQUIRE_HR_ERROR(WsOpenServiceProxy(proxy, &address, NULL, error), S_OK, error);
        CHECK_HR_ERROR(twice(proxy, 21, &result, heap, NULL, error), S_OK, error);
        CHECK_INT(result, 42);
        REQUIRE(pthread_join(thread, NULL) == 0);
        CHECK_HR(WsCloseServiceProxy(proxy, NULL, NULL), S_OK);
        WsFreeServiceProxy(proxy);
        server_stop(&it);
    }
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &heap, NULL), S_OK);
    every_encoding_goes_both_ways();
    the_content_type_says_the_encoding();
    a_channel_takes_what_it_is_for();
    encodings_and_versions_go_together();
    a_raw_channel_serves_any_http();
    a_raw_channel_asks_any_http();
    proxies_call_in_any_encoding();
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
