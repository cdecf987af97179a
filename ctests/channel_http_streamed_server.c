/* Listeners and reply channels over HTTP that stream (WS_TRANSFER_MODE), against a client that is played byte by byte
 * here and against one of this library; samples StreamingHttpClient and StreamingHttpServer. The client's side is in
 * channel_http_streamed.c. */
/* ctest: timeout 180 */
#include "http_stream.h"

static WS_ERROR *error;
static WS_HEAP *heap;
static net_http message;
static stream_properties how;

typedef struct server {
    WS_LISTENER *listener;
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    unsigned short port;
    net_url url;
    ctest_call call;
} server;

static server it;

static void server_start(void)
{
    memset(&it, 0, sizeof(it));
    ctest_call_create(&it.call);
    it.port = net_free_port();
    REQUIRE_HR(WsCreateListener(WS_CHANNEL_TYPE_REPLY, WS_HTTP_CHANNEL_BINDING, NULL, 0, NULL, &it.listener, error), S_OK);
    REQUIRE_HR_ERROR(WsOpenListener(it.listener, net_make_url(&it.url, "http://localhost:", it.port, "/service"), NULL,
                                    error),
                     S_OK, error);
    REQUIRE_HR(WsCreateChannelForListener(it.listener, how.list, how.count, &it.channel, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it.channel, NULL, 0, &it.request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it.channel, NULL, 0, &it.reply, error), S_OK);
}

static void start(WS_TRANSFER_MODE mode)
{
    stream_how(&how, mode);
    server_start();
}

static void server_stop(void)
{
    (void)WsCloseChannel(it.channel, NULL, NULL);
    CHECK_HR(WsCloseListener(it.listener, NULL, NULL), S_OK);
    WsFreeMessage(it.request);
    WsFreeMessage(it.reply);
    WsFreeChannel(it.channel);
    WsFreeListener(it.listener);
    ctest_call_free(&it.call);
    CHECK_HR(WsResetError(error), S_OK);
}

static void next(void)
{
    CHECK_HR_ERROR(WsCloseChannel(it.channel, NULL, error), S_OK, error);
    CHECK_HR(WsResetChannel(it.channel, error), S_OK);
    CHECK_HR(WsResetMessage(it.request, error), S_OK);
    CHECK_HR(WsResetMessage(it.reply, error), S_OK);
    CHECK_HR(WsResetHeap(heap, error), S_OK);
    CHECK_HR(WsResetError(error), S_OK);
}

#define HEAD "POST /service HTTP/1.1\r\nHost: localhost\r\nSOAPAction: \"urn:test/items\"\r\nContent-Type: text/xml\r\n"
static const char head[] = HEAD "Transfer-Encoding: chunked\r\n\r\n";

/* Sends the beginning of a request, and has it accepted and its start read. */
static int begin(const char *first)
{
    int fd = net_connect(it.port);
    REQUIRE(net_send(fd, head));
    CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
    stream_send_chunk(fd, first);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    return fd;
}

/* Starts the reply, and takes its head. */
static void turn(int fd)
{
    char value[64];
    CHECK_HR(WsInitializeMessage(it.reply, WS_REPLY_MESSAGE, it.request, error), S_OK);
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.reply, NULL, error), S_OK, error);
    REQUIRE(stream_read_head(fd, &message));
    CHECK_INT(net_status(&message), 200);
    CHECK(net_field(message.head, "Transfer-Encoding", value, sizeof(value)) && strcmp(value, "chunked") == 0);
    CHECK(net_field(message.head, "Content-Type", value, sizeof(value)) && strncmp(value, "text/xml", 8) == 0);
    CHECK_INT(stream_read_chunk(fd, &message), sizeof(START) - 1);
    CHECK_BYTES(message.body, message.body_length, START);
}

/* Each side sees what the other has sent before that writes on: request and reply are on their way at once. */
static void what_comes_is_read_before_the_rest_is_sent(void)
{
    int fd, i;
    start(WS_STREAMED_TRANSFER_MODE);
    fd = begin(START ITEM("1") ITEM("2"));
    for (i = 0; i < 3; i++) {
        INT32 item;
        CHECK_INT(stream_message_state(it.request), WS_MESSAGE_STATE_READING);
        turn(fd);
        for (item = 1; item <= 5; item++) {
            char text[64];
            CHECK_INT(stream_read_item(it.request, ITEM_SIZE, heap, error), item);
            CHECK_HR_ERROR(stream_write_item(it.reply, item, error), S_OK, error);
            CHECK_HR_ERROR(WsFlushBody(it.reply, 0, NULL, error), S_OK, error);
            CHECK_INT(stream_read_chunk(fd, &message), ITEM_SIZE);
            CHECK(strstr(message.body, item == 1 ? ">1</" : item == 2 ? ">2</" : ">") != NULL);
            snprintf(text, sizeof(text), "<item xmlns=\"urn:test\">%d</item>", (int)item + 2);
            stream_send_chunk(fd, text);
        }
        stream_send_chunk(fd, END);
        stream_send_chunk(fd, "");
        CHECK_INT(stream_read_item(it.request, 1024, heap, error), 6);
        CHECK_INT(stream_read_item(it.request, 1024, heap, error), 7);
        CHECK_INT(stream_read_item(it.request, 1024, heap, error), -1);
        CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
        CHECK_HR(stream_write_item(it.reply, 9, error), S_OK);
        CHECK_HR_ERROR(WsWriteMessageEnd(it.channel, it.reply, NULL, error), S_OK, error);
        CHECK_INT(stream_message_state(it.reply), WS_MESSAGE_STATE_DONE);
        CHECK_INT(stream_read_chunk(fd, &message), ITEM_SIZE + sizeof(END) - 1);
        CHECK_BYTES(message.body, message.body_length, ITEM("9") END);
        CHECK_INT(stream_read_chunk(fd, &message), 0);
        CHECK_HR(WsReadMessageStart(it.channel, it.request, NULL, NULL), WS_S_END);
        next();
        /* The next one comes on the same connection. */
        REQUIRE(net_send(fd, head));
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        CHECK_HR(WsReadMessageStart(it.channel, it.request, &it.call.context, error), WS_S_ASYNC);
        stream_send_chunk(fd, START);
        stream_send_chunk(fd, ITEM("1") ITEM("2"));
        CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), S_OK, error);
    }
    close(fd);
    server_stop();
}

/* A request that was on its way before anybody wanted to stream. */
static void what_came_before_is_not_lost(void)
{
    int fd, i;
    start(WS_STREAMED_TRANSFER_MODE);
    for (i = 0; i < 2; i++) {
        fd = net_connect(it.port);
        REQUIRE(net_send(fd, head));
        stream_send_chunk(fd, START ITEM("1") ITEM("2"));
        if (i == 1) {
            /* One byte after the other, in one go, and of a known length. */
            CHECK_HR_ERROR(ctest_call_end(&it.call, WsAcceptChannel(it.listener, it.channel, &it.call.context, error)),
                           S_OK, error);
            CHECK_HR_ERROR(ctest_call_end(&it.call, WsReadMessageStart(it.channel, it.request, &it.call.context, error)),
                           S_OK, error);
        } else {
            CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
            CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
        }
        CHECK_INT(stream_read_item(it.request, ITEM_SIZE, heap, error), 1);
        stream_send_chunk(fd, END);
        stream_send_chunk(fd, "");
        CHECK_INT(stream_read_item(it.request, 100, heap, error), 2);
        CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
        next();
        REQUIRE(net_read_http(fd, &message));
        CHECK_INT(net_status(&message), 202);
        close(fd);
    }
    server_stop();
    /* A listener may have channels of both kinds. */
    start(WS_STREAMED_TRANSFER_MODE);
    {
        WS_CHANNEL *buffered = NULL;
        stream_properties other;
        INT32 number = 0;
        static WS_MESSAGE_DESCRIPTION items = {&item_action, &item_element};
        static const WS_MESSAGE_DESCRIPTION *expected[] = {&items};
        stream_how(&other, WS_BUFFERED_TRANSFER_MODE);
        REQUIRE_HR(WsCreateChannelForListener(it.listener, other.list, other.count, &buffered, error), S_OK);
        fd = begin(START ITEM("1"));
        stream_send_chunk(fd, END);
        stream_send_chunk(fd, "");
        CHECK_HR_ERROR(WsReceiveMessage(buffered, it.reply, expected, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                        WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number), NULL, NULL, NULL),
                       WS_E_INVALID_OPERATION, error);
        /* Not read to its end, nor answered. */
        next();
        REQUIRE(net_read_http(fd, &message));
        CHECK_INT(net_status(&message), 500);
        close(fd);
        fd = net_connect(it.port);
        REQUIRE(net_send(fd, head));
        stream_send_chunk(fd, START ITEM("5"));
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, buffered, NULL, error), S_OK, error);
        CHECK_HR(WsReceiveMessage(buffered, it.request, expected, 1, WS_RECEIVE_REQUIRED_MESSAGE,
                                  WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number), NULL, &it.call.context, error),
                 WS_S_ASYNC);
        stream_send_chunk(fd, END);
        CHECK_INT(__atomic_load_n(&it.call.callbacks, __ATOMIC_SEQ_CST), 0);
        stream_send_chunk(fd, "");
        CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), S_OK, error);
        CHECK_INT(number, 5);
        CHECK_HR(WsCloseChannel(buffered, NULL, error), S_OK);
        REQUIRE(net_read_http(fd, &message));
        CHECK_INT(net_status(&message), 202);
        WsFreeChannel(buffered);
        close(fd);
    }
    server_stop();
}

/* What is wrong with a request, and the status that closing the channel answers then. */
static void bad_requests_are_refused(void)
{
    static const struct {
        const char *body;
        HRESULT started, ended;
        int status;
    } cases[] = {
        {"garbage", WS_E_INVALID_FORMAT, S_OK, 400},
        {"", WS_E_INVALID_FORMAT, S_OK, 400},
        {"<s:Envelope xmlns:s=\"urn:other\"/>", WS_E_INVALID_FORMAT, S_OK, 400},
        {START ITEM("1") "</s:Body></s:Envelop>", S_OK, WS_E_INVALID_FORMAT, 202},
        /* Reading the item has failed already. */
        {START ITEM("1"), S_OK, WS_E_INVALID_OPERATION, 202},
        {START ITEM("1") END "more", S_OK, WS_E_INVALID_FORMAT, 202},
        {START "</s:Body>\n</s:Envelope>\n\n", S_OK, S_OK, 202},
    };
    size_t i;
    int fd;
    start(WS_STREAMED_INPUT_TRANSFER_MODE);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        fd = net_connect(it.port);
        REQUIRE(net_send(fd, head));
        if (*cases[i].body) {
            stream_send_chunk(fd, cases[i].body);
        }
        stream_send_chunk(fd, "");
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        if (CHECK_HR(WsReadMessageStart(it.channel, it.request, NULL, error), cases[i].started)
            && cases[i].started == S_OK) {
            if (strstr(cases[i].body, "<item")) {
                INT32 number = 0;
                (void)WsFillBody(it.request, ITEM_SIZE, NULL, error);
                (void)WsReadBody(it.request, &item_element, WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number), error);
            }
            CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), cases[i].ended, error);
        } else {
            CHECK_INT(stream_message_state(it.request), WS_MESSAGE_STATE_EMPTY);
        }
        next();
        REQUIRE(net_read_http(fd, &message));
        CHECK_INT(net_status(&message), cases[i].status);
        close(fd);
    }
    /* Not HTTP any more, and gone. */
    for (i = 0; i < 2; i++) {
        fd = begin(START ITEM("1"));
        if (i == 0) {
            REQUIRE(net_send(fd, "nonsense\r\n"));
        } else {
            close(fd);
        }
        CHECK_INT(stream_read_item(it.request, 1024, heap, error), -2);
        CHECK_HR(failed, i == 0 ? WS_E_INVALID_FORMAT : WS_E_ENDPOINT_DISCONNECTED);
        CHECK_HR(WsAbandonMessage(it.channel, it.request, error), S_OK);
        next();
        if (i == 0) {
            CHECK(stream_is_closed(fd));
            close(fd);
        }
    }
    server_stop();
}

/* The start of a request on this connection is more than the limits allow: the client is told. */
static void refused_for_its_size(int fd)
{
    CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), WS_E_QUOTA_EXCEEDED, error);
    next();
    REQUIRE(net_read_http(fd, &message));
    CHECK_INT(net_status(&message), 413);
    close(fd);
}

static void limits_hold(void)
{
    int fd, i;
    stream_how(&how, WS_STREAMED_TRANSFER_MODE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 1000);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, sizeof(START) - 1);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 2 * ITEM_SIZE);
    server_start();
    /* More than the start may have, more than the message may have, and as much by its own word. */
    fd = net_connect(it.port);
    REQUIRE(net_send(fd, head));
    stream_send_chunk(fd, " " START);
    refused_for_its_size(fd);
    fd = net_connect(it.port);
    REQUIRE(net_send(fd, HEAD "Content-Length: 1001\r\n\r\n"));
    refused_for_its_size(fd);
    fd = begin(START ITEM("1"));
    for (i = 0; i < 40; i++) {
        stream_send_chunk(fd, ITEM("2"));
    }
    CHECK_HR_ERROR(WsFillBody(it.request, 1000, NULL, error), WS_E_QUOTA_EXCEEDED, error);
    /* The request is of no more use, but it can be answered. */
    turn(fd);
    for (i = 0; i < 10; i++) {
        CHECK_HR(stream_write_item(it.reply, 1, error), S_OK);
        CHECK_HR(stream_write_item(it.reply, 2, error), S_OK);
        CHECK_HR(WsFlushBody(it.reply, 0, NULL, error), S_OK);
        CHECK_INT(stream_read_chunk(fd, &message), 2 * ITEM_SIZE);
    }
    CHECK_HR(stream_write_item(it.reply, 1, error), S_OK);
    CHECK_HR(stream_write_item(it.reply, 2, error), S_OK);
    CHECK_HR_ERROR(stream_write_item(it.reply, 3, error), WS_E_QUOTA_EXCEEDED, error);
    CHECK_HR(WsAbandonMessage(it.channel, it.reply, error), S_OK);
    /* Not as if it were whole. */
    CHECK_INT(stream_read_chunk(fd, &message), -1);
    close(fd);
    next();
    fd = begin(START "</s:Body>");
    turn(fd);
    for (i = 0; i < 40; i++) {
        HRESULT hr;
        CHECK_HR(stream_write_item(it.reply, 1, error), S_OK);
        hr = WsFlushBody(it.reply, 0, NULL, error);
        if (hr != S_OK) {
            CHECK_HR(hr, WS_E_QUOTA_EXCEEDED);
            break;
        }
    }
    CHECK_INT(i, (1000 - (sizeof(START) - 1)) / ITEM_SIZE);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.reply, NULL, NULL), WS_E_OBJECT_FAULTED);
    CHECK(stream_is_closed(fd));
    close(fd);
    server_stop();
}

/* Aborted, closed, abandoned. */
static void cut_short(void)
{
    int fd, way;
    start(WS_STREAMED_TRANSFER_MODE);
    for (way = 0; way < 6; way++) {
        int writing = way & 1;
        fd = begin(START ITEM("1"));
        if (writing) {
            turn(fd);
            CHECK_HR(stream_write_item(it.reply, 1, error), S_OK);
            CHECK_HR(WsFlushBody(it.reply, 0, NULL, error), S_OK);
        }
        CHECK_HR(WsFillBody(it.request, 1024, &it.call.context, error), WS_S_ASYNC);
        switch (way / 2) {
        case 0:
            CHECK_HR(WsAbortChannel(it.channel, error), S_OK);
            CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), WS_E_OPERATION_ABORTED, error);
            CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_FAULTED);
            CHECK_HR(WsReadMessageEnd(it.channel, it.request, NULL, NULL), WS_E_OBJECT_FAULTED);
            break;
        case 1:
            CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
            CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), WS_E_OPERATION_ABORTED, error);
            break;
        default:
            /* In use by the call, but what it waits for ends. */
            (void)WsAbandonMessage(it.channel, it.request, NULL);
            CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), WS_E_OPERATION_ABORTED, error);
        }
        next();
        if (writing) {
            CHECK_INT(stream_read_chunk(fd, &message), ITEM_SIZE);
            CHECK_INT(stream_read_chunk(fd, &message), -1);
        } else {
            REQUIRE(stream_read_head(fd, &message));
            CHECK(net_status(&message) == 500 || net_status(&message) == 202);
        }
        close(fd);
    }
    /* The client goes while it gets its reply. */
    fd = begin(START "</s:Body>");
    turn(fd);
    close(fd);
    for (way = 0; way < 10000; way++) {
        HRESULT hr = stream_write_item(it.reply, 1, error);
        hr = hr == S_OK ? WsFlushBody(it.reply, 0, NULL, error) : hr;
        if (hr != S_OK) {
            CHECK_HR(hr, WS_E_ENDPOINT_DISCONNECTED);
            break;
        }
    }
    CHECK(way < 10000);
    server_stop();
}

/* ---- Both ends ------------------------------------------------------------------------------ */

#define MESSAGES 3
#define ITEMS 200

/* As the sample StreamingHttpServer, on a thread of its own. */
static void *serve(void *unused)
{
    int i;
    (void)unused;
    for (i = 0; i < MESSAGES; i++) {
        int item, count = 0;
        CHECK_HR_ERROR(WsAcceptChannel(it.listener, it.channel, NULL, error), S_OK, error);
        CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.request, NULL, error), S_OK, error);
        CHECK_HR(WsInitializeMessage(it.reply, WS_REPLY_MESSAGE, it.request, error), S_OK);
        CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.reply, NULL, error), S_OK, error);
        while ((item = stream_read_item(it.request, 1024, heap, error)) >= 0) {
            CHECK_INT(item, count++);
            CHECK_HR(stream_write_item(it.reply, -item - 1, error), S_OK);
            CHECK_HR_ERROR(WsFlushBody(it.reply, 4096, NULL, error), S_OK, error);
            CHECK_HR(WsResetHeap(heap, error), S_OK);
        }
        CHECK_INT(item, -1);
        CHECK_INT(count, ITEMS);
        CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.request, NULL, error), S_OK, error);
        CHECK_HR_ERROR(WsWriteMessageEnd(it.channel, it.reply, NULL, error), S_OK, error);
        CHECK_HR(WsResetMessage(it.request, error), S_OK);
        CHECK_HR(WsResetMessage(it.reply, error), S_OK);
        CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
        CHECK_HR(WsResetChannel(it.channel, error), S_OK);
    }
    return NULL;
}

static void both_ends_stream(WS_ENCODING encoding, WS_ENVELOPE_VERSION envelope)
{
    stream_client client;
    pthread_t thread;
    WS_ERROR *own = NULL;
    int i, j;
    stream_how(&how, WS_STREAMED_TRANSFER_MODE);
    how.encoding = encoding;
    how.envelope = envelope;
    server_start();
    REQUIRE_HR(WsCreateError(NULL, 0, &own), S_OK);
    REQUIRE(pthread_create(&thread, NULL, serve, NULL) == 0);
    stream_client_start(&client, &how, it.port, own);
    for (i = 0; i < MESSAGES; i++) {
        stream_client_prepare(&client, own);
        CHECK_HR_ERROR(WsWriteMessageStart(client.channel, client.request, NULL, own), S_OK, own);
        for (j = 0; j < ITEMS; j++) {
            CHECK_HR(stream_write_item(client.request, j, own), S_OK);
            CHECK_HR_ERROR(WsFlushBody(client.request, 1000, NULL, own), S_OK, own);
        }
        CHECK_HR_ERROR(WsWriteMessageEnd(client.channel, client.request, NULL, own), S_OK, own);
        CHECK_HR_ERROR(WsReadMessageStart(client.channel, client.reply, NULL, own), S_OK, own);
        for (j = 0; j < ITEMS; j++) {
            INT32 *item = NULL;
            CHECK_HR_ERROR(WsFillBody(client.reply, 1024, NULL, own), S_OK, own);
            CHECK_HR_ERROR(WsReadBody(client.reply, &item_element, WS_READ_OPTIONAL_POINTER, client.heap, &item,
                                      sizeof(item), own),
                           S_OK, own);
            CHECK(item && *item == -j - 1);
            CHECK_HR(WsResetHeap(client.heap, own), S_OK);
        }
        CHECK_HR_ERROR(WsReadMessageEnd(client.channel, client.reply, NULL, own), S_OK, own);
    }
    pthread_join(thread, NULL);
    stream_client_stop(&client, own);
    WsFreeError(own);
    server_stop();
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &heap, NULL), S_OK);
    what_comes_is_read_before_the_rest_is_sent();
    what_came_before_is_not_lost();
    bad_requests_are_refused();
    limits_hold();
    cut_short();
    both_ends_stream(WS_ENCODING_XML_UTF8, WS_ENVELOPE_VERSION_SOAP_1_1);
    both_ends_stream(WS_ENCODING_XML_UTF16LE, WS_ENVELOPE_VERSION_SOAP_1_2);
    both_ends_stream(WS_ENCODING_XML_BINARY_1, WS_ENVELOPE_VERSION_SOAP_1_2);
    both_ends_stream(WS_ENCODING_XML_MTOM_UTF8, WS_ENVELOPE_VERSION_SOAP_1_2);
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
