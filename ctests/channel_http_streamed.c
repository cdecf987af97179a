/* Request channels over HTTP that stream (WS_TRANSFER_MODE), against a peer that is played byte by byte here: it sees
 * what has been flushed before the rest is written, and the channel what has been sent before the rest is. The server's
 * side is in channel_http_streamed_server.c. */
/* ctest: timeout 180 */
#include "http_stream.h"

static WS_ERROR *error;
static net_http message;
static stream_properties how;
static stream_client it;

/* The end of a call that was begun asynchronously, so that this thread could play the peer meanwhile. */
#define CHECK_END(expected) CHECK_HR_ERROR(ctest_call_end(&it.call, WS_S_ASYNC), expected, error)

static void start(WS_TRANSFER_MODE mode, unsigned short port)
{
    stream_how(&how, mode);
    stream_client_start(&it, &how, port, error);
}

/* Starts a request and takes its connection and its head. */
static int begin(int listener)
{
    int fd;
    stream_client_prepare(&it, error);
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    fd = net_accept(listener);
    REQUIRE(stream_read_head(fd, &message));
    CHECK(stream_read_chunk(fd, &message) == sizeof(START) - 1);
    CHECK_BYTES(message.body, message.body_length, START);
    return fd;
}

static const char ok[] = "HTTP/1.1 200 OK\r\nContent-Type: text/xml; charset=utf-8\r\nTransfer-Encoding: chunked\r\n\r\n";

/* Ends the request, and has the response begin. */
static void turn(int fd, const char *head)
{
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, &it.call.context, error), WS_S_ASYNC);
    while (stream_read_chunk(fd, &message) > 0) {
    }
    CHECK_INT(message.body_length, 0);
    REQUIRE(net_send(fd, head));
}

/* Reads a response that begins with two items. */
static void read_reply(int fd)
{
    stream_send_chunk(fd, START ITEM("7") ITEM("8"));
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.reply, NULL, error), S_OK, error);
    CHECK_INT(stream_read_item(it.reply, ITEM_SIZE, it.heap, error), 7);
    /* Only now the rest is sent. */
    stream_send_chunk(fd, ITEM("9"));
    CHECK_INT(stream_read_item(it.reply, ITEM_SIZE, it.heap, error), 8);
    stream_send_chunk(fd, END);
    stream_send_chunk(fd, "");
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), 9);
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), -1);
    CHECK_HR_ERROR(WsReadMessageEnd(it.channel, it.reply, NULL, error), S_OK, error);
    CHECK_INT(stream_message_state(it.reply), WS_MESSAGE_STATE_DONE);
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, NULL), WS_S_END);
}

static void what_is_flushed_is_there_before_the_rest_is_written(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd, i;
    char value[128];
    start(WS_STREAMED_TRANSFER_MODE, port);
    fd = begin(listener);
    for (i = 0; i < 3; i++) {
        CHECK(strncmp(message.head, "POST /service HTTP/1.1\r\n", 24) == 0);
        CHECK(net_field(message.head, "Transfer-Encoding", value, sizeof(value)) && strcmp(value, "chunked") == 0);
        CHECK(!net_field(message.head, "Content-Length", value, sizeof(value)));
        CHECK(net_field(message.head, "SOAPAction", value, sizeof(value)) && strcmp(value, "\"urn:test/items\"") == 0);
        CHECK(net_field(message.head, "Content-Type", value, sizeof(value)) && strncmp(value, "text/xml", 8) == 0);
        CHECK_INT(stream_message_state(it.request), WS_MESSAGE_STATE_WRITING);
        CHECK_HR_ERROR(stream_write_item(it.request, 1, error), S_OK, error);
        /* Too little yet. */
        CHECK_HR_ERROR(WsFlushBody(it.request, ITEM_SIZE + 1, NULL, error), S_OK, error);
        CHECK_HR_ERROR(stream_write_item(it.request, 2, error), S_OK, error);
        CHECK_HR_ERROR(WsFlushBody(it.request, ITEM_SIZE + 1, NULL, error), S_OK, error);
        CHECK_INT(stream_read_chunk(fd, &message), 2 * ITEM_SIZE);
        CHECK_BYTES(message.body, message.body_length, ITEM("1") ITEM("2"));
        /* There is nothing left that could be sent. */
        CHECK_HR_ERROR(WsFlushBody(it.request, 0, NULL, error), S_OK, error);
        CHECK_HR_ERROR(stream_write_item(it.request, 3, error), S_OK, error);
        CHECK_HR_ERROR(ctest_call_end(&it.call, WsFlushBody(it.request, 0, &it.call.context, error)), S_OK, error);
        CHECK_INT(stream_read_chunk(fd, &message), ITEM_SIZE);
        CHECK_HR_ERROR(stream_write_item(it.request, 4, error), S_OK, error);
        CHECK_HR(WsWriteMessageEnd(it.channel, it.request, &it.call.context, error), WS_S_ASYNC);
        CHECK_INT(stream_read_chunk(fd, &message), ITEM_SIZE + sizeof(END) - 1);
        CHECK_BYTES(message.body, message.body_length, ITEM("4") END);
        CHECK_INT(stream_read_chunk(fd, &message), 0);
        REQUIRE(net_send(fd, ok));
        /* With the head of the response, before anything of its body. */
        CHECK_END(S_OK);
        CHECK_INT(stream_message_state(it.request), WS_MESSAGE_STATE_DONE);
        read_reply(fd);
        /* The next one is sent on the same connection. */
        stream_client_prepare(&it, error);
        CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), S_OK, error);
        REQUIRE(stream_read_head(fd, &message));
        CHECK_INT(stream_read_chunk(fd, &message), sizeof(START) - 1);
    }
    /* Closed half-way, the connection ends, and not as if the message were whole. */
    CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
    CHECK_INT(stream_read_chunk(fd, &message), -1);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

/* The start of a response has come when this has, and its first node. */
static int respond(int listener, const char *first)
{
    int fd = begin(listener);
    turn(fd, ok);
    CHECK_END(S_OK);
    stream_send_chunk(fd, first);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.reply, NULL, error), S_OK, error);
    return fd;
}

/* Fills wait until there is enough, or all; a value that is not at hand as a whole cannot be read. */
static void fills_wait(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd;
    const char *byte;
    start(WS_STREAMED_TRANSFER_MODE, port);
    fd = begin(listener);
    turn(fd, ok);
    CHECK_END(S_OK);
    /* The start comes byte by byte. */
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, &it.call.context, error), WS_S_ASYNC);
    for (byte = "<?xml version=\"1.0\"?>" START " <!-- -->" ITEM("1"); *byte; byte++) {
        char one[2] = {0, 0};
        one[0] = *byte;
        stream_send_chunk(fd, one);
    }
    CHECK_END(S_OK);
    /* What follows the start tag on which the reader stands. */
    CHECK_HR(WsFillBody(it.reply, sizeof("1</item>" ITEM("2") "<item xm") - 1, &it.call.context, error), WS_S_ASYNC);
    stream_send_chunk(fd, ITEM("2") "<item xm");
    CHECK_END(S_OK);
    CHECK_INT(stream_read_item(it.reply, 0, it.heap, error), 1);
    /* As much as an item may have, or all that there is. */
    CHECK_HR(WsFillBody(it.reply, 1024, &it.call.context, error), WS_S_ASYNC);
    stream_send_chunk(fd, "lns=\"urn:test\">3</item>" END);
    CHECK_INT(__atomic_load_n(&it.call.callbacks, __ATOMIC_SEQ_CST), 0);
    stream_send_chunk(fd, "");
    CHECK_END(S_OK);
    CHECK_INT(stream_read_item(it.reply, 0, it.heap, error), 2);
    CHECK_INT(stream_read_item(it.reply, 0, it.heap, error), 3);
    CHECK_INT(stream_read_item(it.reply, 0, it.heap, error), -1);
    CHECK_HR_ERROR(ctest_call_end(&it.call, WsReadMessageEnd(it.channel, it.reply, &it.call.context, error)), S_OK,
                   error);
    /* The end is waited for. */
    stream_client_prepare(&it, error);
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    REQUIRE(stream_read_head(fd, &message));
    turn(fd, ok);
    CHECK_END(S_OK);
    stream_send_chunk(fd, START "</s:Bo");
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, &it.call.context, error), WS_S_ASYNC);
    stream_send_chunk(fd, "dy>\n");
    CHECK_END(S_OK);
    CHECK_HR(WsReadMessageEnd(it.channel, it.reply, &it.call.context, error), WS_S_ASYNC);
    stream_send_chunk(fd, "</s:Envelope>\n");
    CHECK_INT(__atomic_load_n(&it.call.callbacks, __ATOMIC_SEQ_CST), 0);
    stream_send_chunk(fd, "");
    CHECK_END(S_OK);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

/* What is wrong ends the message and its connection, and the next one has another. */
static void the_peer_fails_in_the_middle(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd, i;
    start(WS_STREAMED_TRANSFER_MODE, port);
    /* It closes the response half-way. */
    fd = respond(listener, START ITEM("1"));
    close(fd);
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), -2);
    CHECK_HR(failed, WS_E_ENDPOINT_DISCONNECTED);
    CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_OPEN);
    /* What it sends is not chunked, or no message. */
    fd = respond(listener, START ITEM("1"));
    REQUIRE(net_send(fd, "nonsense\r\n"));
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), -2);
    CHECK_HR(failed, WS_E_INVALID_FORMAT);
    CHECK_HR(WsAbandonMessage(it.channel, it.reply, error), S_OK);
    CHECK(stream_is_closed(fd));
    close(fd);
    for (i = 0; i < 3; i++) {
        static const char *const bodies[] = {"garbage", "", START ITEM("1") "</s:Body></s:Envelop>"};
        fd = begin(listener);
        turn(fd, ok);
        CHECK_END(S_OK);
        stream_send_chunk(fd, bodies[i]);
        if (*bodies[i]) {
            stream_send_chunk(fd, "");
        }
        if (i < 2) {
            CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, error), WS_E_INVALID_FORMAT);
            CHECK_INT(stream_message_state(it.reply), WS_MESSAGE_STATE_EMPTY);
        } else {
            CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, error), S_OK);
            CHECK_INT(stream_read_item(it.reply, ITEM_SIZE, it.heap, error), 1);
            CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, error), WS_E_INVALID_FORMAT);
            CHECK_INT(stream_message_state(it.reply), WS_MESSAGE_STATE_DONE);
        }
        CHECK(stream_is_closed(fd));
        close(fd);
    }
    /* More than the end comes, or less. */
    fd = respond(listener, START ITEM("1") END);
    stream_send_chunk(fd, "");
    CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, error), WS_E_INVALID_FORMAT);
    close(fd);
    fd = respond(listener, START ITEM("1"));
    stream_send_chunk(fd, "");
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), -2);
    CHECK_HR(failed, WS_E_INVALID_FORMAT);
    CHECK_HR(WsAbandonMessage(it.channel, it.reply, error), S_OK);
    close(fd);
    /* It says early why it does not want the request. */
    fd = begin(listener);
    REQUIRE(net_send(fd, "HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\n\r\n"));
    CHECK_HR_ERROR(WsWriteMessageEnd(it.channel, it.request, NULL, error), WS_E_ENDPOINT_TOO_BUSY, error);
    close(fd);
    /* It closes before the request is whole. */
    fd = begin(listener);
    close(fd);
    for (i = 0; i < 1000; i++) {
        HRESULT hr = stream_write_item(it.request, 1, error);
        hr = hr == S_OK ? WsFlushBody(it.request, 0, NULL, error) : hr;
        if (hr != S_OK) {
            CHECK_HR(hr, WS_E_ENDPOINT_DISCONNECTED);
            break;
        }
    }
    CHECK(i < 1000);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, NULL, NULL), WS_E_OBJECT_FAULTED);
    close(listener);
    /* There is nobody. */
    stream_client_prepare(&it, error);
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), WS_E_ENDPOINT_UNREACHABLE, error);
    CHECK_INT(stream_message_state(it.request), WS_MESSAGE_STATE_INITIALIZED);
    CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_OPEN);
    stream_client_stop(&it, error);
}

/* Aborted, closed, abandoned: what is pending ends, and so does the connection. */
static void cut_short(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd, way, little = 1 << 14;
    /* So that connections do not hold what is sent below. */
    REQUIRE(setsockopt(listener, SOL_SOCKET, SO_RCVBUF, &little, sizeof(little)) == 0);
    stream_how(&how, WS_STREAMED_TRANSFER_MODE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 1u << 30);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 1u << 30);
    stream_client_start(&it, &how, port, error);
    for (way = 0; way < 8; way++) {
        int writing = way & 1;
        fd = writing ? begin(listener) : respond(listener, START ITEM("1"));
        if (writing) {
            CHECK_HR(stream_write_item(it.request, 1, error), S_OK);
            CHECK_HR(WsFlushBody(it.request, 0, NULL, error), S_OK);
            /* As much as no connection holds, so that it waits for the peer to read. */
            if (way < 4) {
                static BYTE bytes[24 << 20];
                WS_XML_STRING name = WS_XML_STRING_VALUE("filler");
                WS_XML_STRING none = WS_XML_STRING_VALUE("");
                WS_XML_WRITER *writer = NULL;
                CHECK_HR(WsGetMessageProperty(it.request, WS_MESSAGE_PROPERTY_BODY_WRITER, &writer, sizeof(writer), NULL),
                         S_OK);
                CHECK_HR(WsWriteStartElement(writer, NULL, &name, &none, error), S_OK);
                CHECK_HR(WsWriteBytes(writer, bytes, sizeof(bytes), error), S_OK);
                CHECK_HR(WsWriteEndElement(writer, error), S_OK);
                CHECK_HR(WsFlushBody(it.request, 0, &it.call.context, error), WS_S_ASYNC);
            }
        } else if (way < 4) {
            CHECK_HR(WsFillBody(it.reply, 1024, &it.call.context, error), WS_S_ASYNC);
        }
        switch (way / 2) {
        case 0:
            CHECK_HR(WsAbortChannel(it.channel, error), S_OK);
            CHECK_END(WS_E_OPERATION_ABORTED);
            CHECK_INT(channel_state(it.channel), WS_CHANNEL_STATE_FAULTED);
            CHECK_HR(WsFillBody(it.reply, 2048, NULL, NULL), WS_E_INVALID_OPERATION);
            CHECK_HR(WsWriteMessageEnd(it.channel, it.request, NULL, NULL), WS_E_OBJECT_FAULTED);
            CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, NULL), WS_E_OBJECT_FAULTED);
            CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
            break;
        case 1:
            CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
            CHECK_END(WS_E_OPERATION_ABORTED);
            break;
        case 2:
            CHECK_HR(WsAbandonMessage(it.channel, writing ? it.request : it.reply, error), S_OK);
            CHECK_INT(stream_message_state(writing ? it.request : it.reply), WS_MESSAGE_STATE_DONE);
            CHECK_HR(WsFlushBody(it.request, 0, NULL, NULL), WS_E_INVALID_OPERATION);
            CHECK_HR(WsFillBody(it.reply, 1, NULL, NULL), WS_E_INVALID_OPERATION);
            break;
        default:
            /* A message that is reset is still on its way, until it is abandoned. */
            CHECK_HR(WsResetMessage(writing ? it.request : it.reply, error), S_OK);
            CHECK_HR(WsAbandonMessage(it.channel, writing ? it.request : it.reply, NULL), WS_E_INVALID_OPERATION);
        }
        CHECK(stream_is_closed(fd));
        close(fd);
        if (channel_state(it.channel) == WS_CHANNEL_STATE_CLOSED) {
            CHECK_HR(WsResetChannel(it.channel, error), S_OK);
            stream_client_open(&it, error);
        }
    }
    close(listener);
    stream_client_stop(&it, error);
}

static void limits_hold(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd, i;
    /* What is sent. */
    stream_how(&how, WS_STREAMED_TRANSFER_MODE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, sizeof(START) - 1 + 10 * ITEM_SIZE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE, 2 * ITEM_SIZE);
    stream_client_start(&it, &how, port, error);
    fd = begin(listener);
    for (i = 0; i < 10; i++) {
        CHECK_HR(stream_write_item(it.request, 1, error), S_OK);
        CHECK_HR(WsFlushBody(it.request, 2 * ITEM_SIZE, NULL, error), S_OK);
    }
    CHECK_HR(stream_write_item(it.request, 1, error), S_OK);
    CHECK_HR_ERROR(WsFlushBody(it.request, 0, NULL, error), WS_E_QUOTA_EXCEEDED, error);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, NULL, NULL), WS_E_OBJECT_FAULTED);
    while (stream_read_chunk(fd, &message) > 0) {
        CHECK_INT(message.body_length, 2 * ITEM_SIZE);
    }
    close(fd);
    fd = begin(listener);
    CHECK_HR(stream_write_item(it.request, 1, error), S_OK);
    CHECK_HR(stream_write_item(it.request, 2, error), S_OK);
    CHECK_HR_ERROR(stream_write_item(it.request, 3, error), WS_E_QUOTA_EXCEEDED, error);
    CHECK_HR(WsAbandonMessage(it.channel, it.request, error), S_OK);
    close(fd);
    stream_client_stop(&it, error);
    /* What is received. */
    stream_how(&how, WS_STREAMED_TRANSFER_MODE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE, 1000);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE, sizeof(START) - 1);
    stream_client_start(&it, &how, port, error);
    fd = respond(listener, START ITEM("1"));
    CHECK_HR(WsFillBody(it.reply, 1000, &it.call.context, error), WS_S_ASYNC);
    for (i = 0; i < 40; i++) {
        stream_send_chunk(fd, ITEM("2"));
    }
    CHECK_END(WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAbandonMessage(it.channel, it.reply, error), S_OK);
    CHECK(stream_is_closed(fd));
    close(fd);
    /* It is known beforehand. */
    fd = begin(listener);
    turn(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 1001\r\n\r\n");
    CHECK_END(S_OK);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.reply, NULL, error), WS_E_QUOTA_EXCEEDED, error);
    close(fd);
    /* One byte more than the start may have. */
    fd = begin(listener);
    turn(fd, ok);
    CHECK_END(S_OK);
    stream_send_chunk(fd, " " START);
    CHECK_HR_ERROR(WsReadMessageStart(it.channel, it.reply, NULL, error), WS_E_QUOTA_EXCEEDED, error);
    CHECK_INT(stream_message_state(it.reply), WS_MESSAGE_STATE_EMPTY);
    CHECK(stream_is_closed(fd));
    close(fd);
    stream_client_stop(&it, error);
    /* A buffered half has the limit of its own. */
    stream_how(&how, WS_STREAMED_OUTPUT_TRANSFER_MODE);
    stream_limit(&how, WS_CHANNEL_PROPERTY_MAX_BUFFERED_MESSAGE_SIZE, 300);
    stream_client_start(&it, &how, port, error);
    fd = begin(listener);
    turn(fd, "HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\nContent-Length: 301\r\n\r\n");
    memset(message.body, ' ', 301);
    message.body[301] = 0;
    REQUIRE(net_send(fd, message.body));
    CHECK_END(WS_E_QUOTA_EXCEEDED);
    close(fd);
    stream_client_stop(&it, error);
    for (i = 0; i < 3; i++) {
        static const WS_CHANNEL_PROPERTY_ID ids[] = {WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE,
                                                     WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE,
                                                     WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE};
        WS_CHANNEL *channel = NULL;
        stream_how(&how, WS_STREAMED_TRANSFER_MODE);
        stream_limit(&how, ids[i], 0);
        CHECK_HR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, how.list, how.count, NULL, &channel,
                                 error),
                 E_INVALIDARG);
    }
    close(listener);
}

/* One half is streamed, the other is not. */
static void halves_are_independent(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd;
    char value[64];
    WS_TRANSFER_MODE mode = WS_BUFFERED_TRANSFER_MODE;
    start(WS_STREAMED_INPUT_TRANSFER_MODE, port);
    CHECK_HR(WsGetChannelProperty(it.channel, WS_CHANNEL_PROPERTY_TRANSFER_MODE, &mode, sizeof(mode), NULL), S_OK);
    CHECK_INT(mode, WS_STREAMED_INPUT_TRANSFER_MODE);
    stream_client_prepare(&it, error);
    /* Nothing is sent before the end: not even a connection is made. */
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    CHECK_HR(stream_write_item(it.request, 1, error), S_OK);
    CHECK_HR(WsFlushBody(it.request, 0, NULL, error), S_OK);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, &it.call.context, error), WS_S_ASYNC);
    fd = net_accept(listener);
    REQUIRE(net_read_http(fd, &message));
    CHECK(net_field(message.head, "Content-Length", value, sizeof(value)) != NULL);
    CHECK_BYTES(message.body, message.body_length, START ITEM("1") END);
    REQUIRE(net_send(fd, ok));
    CHECK_END(S_OK);
    read_reply(fd);
    stream_client_stop(&it, error);
    close(fd);
    start(WS_STREAMED_OUTPUT_TRANSFER_MODE, port);
    fd = begin(listener);
    turn(fd, ok);
    stream_send_chunk(fd, START ITEM("1"));
    CHECK_INT(__atomic_load_n(&it.call.callbacks, __ATOMIC_SEQ_CST), 0);
    stream_send_chunk(fd, END);
    stream_send_chunk(fd, "");
    CHECK_END(S_OK);
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, error), S_OK);
    CHECK_INT(stream_read_item(it.reply, 1, it.heap, error), 1);
    CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, error), S_OK);
    /* On the same connection, one that needs no answer. */
    stream_client_prepare(&it, error);
    CHECK_HR_ERROR(WsWriteMessageStart(it.channel, it.request, NULL, error), S_OK, error);
    REQUIRE(stream_read_head(fd, &message));
    turn(fd, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    CHECK_END(S_OK);
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, error), WS_S_END);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

#define FAULT "<s:Fault><faultcode>s:Server</faultcode><faultstring>no</faultstring></s:Fault>"

/* Whole messages over a channel that streams; a fault. */
static void whole_messages_may_be_streamed_too(void)
{
    static WS_MESSAGE_DESCRIPTION items = {&item_action, &item_element};
    unsigned short port;
    int listener = net_listen(&port), fd, i;
    INT32 number;
    start(WS_STREAMED_TRANSFER_MODE, port);
    for (i = 0; i < 2; i++) {
        number = 5;
        CHECK_HR(WsResetMessage(it.request, error), S_OK);
        CHECK_HR(WsResetMessage(it.reply, error), S_OK);
        CHECK_HR(WsRequestReply(it.channel, it.request, &items, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number),
                                it.reply, &items, WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number),
                                &it.call.context, error),
                 WS_S_ASYNC);
        fd = net_accept(listener);
        REQUIRE(stream_read_head(fd, &message));
        while (stream_read_chunk(fd, &message) > 0) {
        }
        if (i == 0) {
            REQUIRE(net_send(fd, ok));
            stream_send_chunk(fd, START "<item xmlns=\"urn:test\">");
            stream_send_chunk(fd, "6</item>");
            stream_send_chunk(fd, END);
            stream_send_chunk(fd, "");
            CHECK_END(S_OK);
            CHECK_INT(number, 6);
        } else {
            REQUIRE(net_send(fd, "HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/xml\r\n"
                                 "Transfer-Encoding: chunked\r\n\r\n"));
            stream_send_chunk(fd, START FAULT);
            stream_send_chunk(fd, END);
            stream_send_chunk(fd, "");
            CHECK_END(WS_E_ENDPOINT_FAULT_RECEIVED);
            CHECK_INT(number, 5);
        }
        /* One connection for each, so that this thread needs not know. */
        close(fd);
        CHECK_HR(WsCloseChannel(it.channel, NULL, error), S_OK);
        CHECK_HR(WsResetChannel(it.channel, error), S_OK);
        stream_client_open(&it, error);
    }
    /* It is known to be one with the start. */
    fd = begin(listener);
    turn(fd, ok);
    CHECK_END(S_OK);
    stream_send_chunk(fd, START FAULT END);
    stream_send_chunk(fd, "");
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, error), WS_E_ENDPOINT_FAULT_RECEIVED);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

/* Each piece has its time. */
static void pieces_have_their_time(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd;
    ULONG timeout = 200;
    start(WS_STREAMED_TRANSFER_MODE, port);
    CHECK_HR(WsSetChannelProperty(it.channel, WS_CHANNEL_PROPERTY_RECEIVE_TIMEOUT, &timeout, sizeof(timeout), error),
             S_OK);
    fd = respond(listener, START ITEM("1"));
    CHECK_INT(stream_read_item(it.reply, 1024, it.heap, error), -2);
    CHECK_HR(failed, WS_E_OPERATION_TIMED_OUT);
    CHECK_HR(WsAbandonMessage(it.channel, it.reply, error), S_OK);
    CHECK(stream_is_closed(fd));
    close(fd);
    CHECK_HR(WsSetChannelProperty(it.channel, WS_CHANNEL_PROPERTY_RECEIVE_RESPONSE_TIMEOUT, &timeout, sizeof(timeout),
                                  error),
             S_OK);
    fd = begin(listener);
    CHECK_HR_ERROR(WsWriteMessageEnd(it.channel, it.request, NULL, error), WS_E_OPERATION_TIMED_OUT, error);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

static void wrong_states_are_refused(void)
{
    unsigned short port;
    int listener = net_listen(&port), fd;
    start(WS_STREAMED_TRANSFER_MODE, port);
    CHECK_HR(WsWriteMessageStart(it.channel, it.request, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadMessageEnd(it.channel, it.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFlushBody(it.request, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFillBody(it.reply, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    fd = begin(listener);
    CHECK_HR(WsWriteMessageStart(it.channel, it.request, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFillBody(it.request, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    turn(fd, ok);
    CHECK_END(S_OK);
    CHECK_HR(WsWriteMessageEnd(it.channel, it.request, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsFlushBody(it.request, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    /* Not EMPTY. */
    CHECK_HR(WsInitializeMessage(it.reply, WS_BLANK_MESSAGE, NULL, NULL), S_OK);
    stream_send_chunk(fd, START ITEM("1") END);
    stream_send_chunk(fd, "");
    CHECK_HR(WsReadMessageStart(it.channel, it.reply, NULL, NULL), WS_E_INVALID_OPERATION);
    close(fd);
    close(listener);
    stream_client_stop(&it, error);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    what_is_flushed_is_there_before_the_rest_is_written();
    fills_wait();
    the_peer_fails_in_the_middle();
    cut_short();
    limits_hold();
    halves_are_independent();
    whole_messages_may_be_streamed_too();
    pieces_have_their_time();
    wrong_states_are_refused();
    WsFreeError(error);
    return ctest_summary();
}
