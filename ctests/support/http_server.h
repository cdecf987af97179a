/*
 * An HTTP listener and a channel for it, for test programs that play the client byte by byte.
 *
 *     server it;
 *     server_start(&it, "http://+:", "/service", 0);     at a port of its own
 *     fd = net_connect(it.port);
 *     post(fd, "/service", "text/xml", ASK);
 *     serve(&it);                                        accepts, receives 5, answers 7
 *     check_answer(fd);
 *     server_stop(&it);
 */
#ifndef HTTP_SERVER_H
#define HTTP_SERVER_H

#include "ctest_fake.h"
#include "ctest_net.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define ENVELOPE(body) "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>" body "</s:Body></s:Envelope>"
#define ASK ENVELOPE("<ask xmlns=\"urn:test\">5</ask>")

static WS_ERROR *error;

static WS_XML_STRING ask_action = WS_XML_STRING_VALUE("urn:test/ask");
static WS_XML_STRING answer_action = WS_XML_STRING_VALUE("urn:test/answer");
static WS_XML_STRING ask_name = WS_XML_STRING_VALUE("ask");
static WS_XML_STRING answer_name = WS_XML_STRING_VALUE("answer");
static WS_XML_STRING ns = WS_XML_STRING_VALUE("urn:test");
static WS_ELEMENT_DESCRIPTION ask_element = {&ask_name, &ns, WS_INT32_TYPE, NULL};
static WS_ELEMENT_DESCRIPTION answer_element = {&answer_name, &ns, WS_INT32_TYPE, NULL};
static WS_MESSAGE_DESCRIPTION ask = {&ask_action, &ask_element};
static WS_MESSAGE_DESCRIPTION answer = {&answer_action, &answer_element};
static const WS_MESSAGE_DESCRIPTION *expected[] = {&ask};

typedef struct server {
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    unsigned short port;
    net_url url;
    ctest_call call;
} server;

/* A listener and a channel for it; what else they are told stands in `how`. */
typedef struct server_options {
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    const WS_LISTENER_PROPERTY *listener;
    ULONG listener_count;
    const WS_CHANNEL_PROPERTY *channel;
    ULONG channel_count;
} server_options;

/* Opens at a URL of these parts; the code of WsOpenListener. */
static inline HRESULT server_open(server *it, const server_options *how, const char *host, const char *path,
                                  unsigned short port)
{
    WS_ENVELOPE_VERSION envelope = how ? how->envelope : WS_ENVELOPE_VERSION_SOAP_1_1;
    WS_ADDRESSING_VERSION addressing = how ? how->addressing : WS_ADDRESSING_VERSION_TRANSPORT;
    WS_CHANNEL_PROPERTY properties[4];
    ULONG count = 2, i;
    HRESULT hr;
    memset(it, 0, sizeof(*it));
    ctest_call_create(&it->call);
    it->port = port ? port : net_free_port();
    properties[0].id = WS_CHANNEL_PROPERTY_ENVELOPE_VERSION;
    properties[0].value = &envelope;
    properties[0].valueSize = sizeof(envelope);
    properties[1].id = WS_CHANNEL_PROPERTY_ADDRESSING_VERSION;
    properties[1].value = &addressing;
    properties[1].valueSize = sizeof(addressing);
    for (i = 0; how && i < how->channel_count; i++) {
        properties[count++] = how->channel[i];
    }
    REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, how ? how->listener : NULL,
                                how ? how->listener_count : 0, NULL, &it->listener, error),
               S_OK);
    hr = WsOpenListener(it->listener, net_make_url(&it->url, host, it->port, path), NULL, error);
    REQUIRE_HR(WsCreateChannelForListener(it->listener, properties, count, &it->channel, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->reply, error), S_OK);
    return hr;
}

static inline void server_start(server *it, const char *host, const char *path, unsigned short port)
{
    REQUIRE_HR_ERROR(server_open(it, NULL, host, path, port), S_OK, error);
}

static inline void server_stop(server *it)
{
    CHECK_HR(WsCloseListener(it->listener, NULL, NULL), S_OK);
    (void)WsCloseChannel(it->channel, NULL, NULL);
    WsFreeMessage(it->request);
    WsFreeMessage(it->reply);
    WsFreeChannel(it->channel);
    WsFreeListener(it->listener);
    ctest_call_free(&it->call);
    CHECK_HR(WsResetError(error), S_OK);
}

static inline HRESULT receive(server *it, int *number)
{
    return WsReceiveMessage(it->channel, it->request, expected, 1, WS_RECEIVE_REQUIRED_MESSAGE, WS_READ_REQUIRED_VALUE,
                            NULL, number, sizeof(*number), NULL, NULL, error);
}

static inline void next(server *it)
{
    CHECK_HR_ERROR(WsCloseChannel(it->channel, NULL, error), S_OK, error);
    CHECK_HR(WsResetChannel(it->channel, error), S_OK);
    CHECK_HR(WsResetMessage(it->request, error), S_OK);
    CHECK_HR(WsResetMessage(it->reply, error), S_OK);
    CHECK_HR(WsResetError(error), S_OK);
}

static inline void post(int fd, const char *path, const char *type, const char *body)
{
    char head[512];
    snprintf(head, sizeof(head),
             "POST %s HTTP/1.1\r\nHost: localhost\r\nSOAPAction: \"urn:test/ask\"\r\n%s%s%sContent-Length: %lu\r\n\r\n",
             path, type ? "Content-Type: " : "", type ? type : "", type ? "\r\n" : "", (unsigned long)strlen(body));
    REQUIRE(net_send(fd, head) && net_send(fd, body));
}

static net_http response;

/* Answers the request that has been received. */
static inline void reply(server *it, int number)
{
    CHECK_HR_ERROR(WsSendReplyMessage(it->channel, it->reply, &answer, WS_WRITE_REQUIRED_VALUE, &number,
                                      sizeof(number), it->request, NULL, error),
                   S_OK, error);
    next(it);
}

/* Accepts a request with 5 in it, and answers 7. */
static inline void serve(server *it)
{
    int number = 0;
    CHECK_HR_ERROR(WsAcceptChannel(it->listener, it->channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(receive(it, &number), S_OK, error);
    CHECK_INT(number, 5);
    reply(it, 7);
}

/* The answer of `serve` is here. */
static inline void check_answer(int fd)
{
    REQUIRE(net_read_http(fd, &response));
    CHECK_INT(net_status(&response), 200);
    CHECK(strstr(response.body, ">7</answer>") != NULL);
}

#endif
