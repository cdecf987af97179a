/*
 * Bodies in chunks, on plain sockets: what one end of a conversation sends of a message that is streamed, as it comes.
 */
#ifndef HTTP_STREAM_H
#define HTTP_STREAM_H

#include "ctest_fake.h"
#include "ctest_net.h"

#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define START "<s:Envelope xmlns:s=\"" SOAP11 "\"><s:Body>"
#define END "</s:Body></s:Envelope>"

static WS_XML_STRING item_name = WS_XML_STRING_VALUE("item");
static WS_XML_STRING item_ns = WS_XML_STRING_VALUE("urn:test");
static WS_XML_STRING item_action = WS_XML_STRING_VALUE("urn:test/items");
static WS_ELEMENT_DESCRIPTION item_element = {&item_name, &item_ns, WS_INT32_TYPE, NULL};

/* An element of the bodies here, all as long as this one. */
#define ITEM(digit) "<item xmlns=\"urn:test\">" digit "</item>"
#define ITEM_SIZE (sizeof(ITEM("1")) - 1)

/* Reads the head of a request or a response. */
static inline int stream_read_head(int fd, net_http *message)
{
    message->head_length = message->body_length = 0;
    while (message->head_length < 4 || memcmp(message->head + message->head_length - 4, "\r\n\r\n", 4) != 0) {
        if (recv(fd, message->head + message->head_length, 1, 0) <= 0) {
            return 0;
        }
        message->head_length++;
        REQUIRE(message->head_length < sizeof(message->head) - 1);
        message->head[message->head_length] = 0;
    }
    return 1;
}

/* Reads the next chunk into the place of the body: its length, 0 for the last one, -1 if there is none. */
static inline int stream_read_chunk(int fd, net_http *message)
{
    char size[32];
    size_t length = 0, got = 0;
    do {
        if (length == sizeof(size) - 1 || recv(fd, size + length, 1, 0) <= 0) {
            return -1;
        }
        size[++length] = 0;
    } while (size[length - 1] != '\n');
    length = (size_t)strtoul(size, NULL, 16) + 2;
    REQUIRE(length < sizeof(message->body));
    while (got < length) {
        ssize_t read = recv(fd, message->body + got, length - got, 0);
        if (read <= 0) {
            return -1;
        }
        got += (size_t)read;
    }
    CHECK(memcmp(message->body + length - 2, "\r\n", 2) == 0);
    message->body_length = length - 2;
    message->body[length - 2] = 0;
    return (int)message->body_length;
}

/* Waits until the other end has closed, whatever it has sent before; whether it has. */
static inline int stream_is_closed(int fd)
{
    char bytes[4096];
    ssize_t got;
    do {
        errno = 0;
        got = recv(fd, bytes, sizeof(bytes), 0);
    } while (got > 0);
    return got == 0 || (errno != EAGAIN && errno != EWOULDBLOCK);
}

/* Sends a text as one chunk; the empty one is the last. */
static inline void stream_send_chunk(int fd, const char *text)
{
    static char chunk[1 << 17];
    int size = snprintf(chunk, sizeof(chunk), "%lx\r\n%s\r\n", (unsigned long)strlen(text), text);
    REQUIRE(size > 0 && (size_t)size < sizeof(chunk));
    (void)net_send_bytes(fd, chunk, (size_t)size);
}

/* The next item of a body that is being read, or -1 if there are no more; -2 if reading failed with `failed`. */
static HRESULT failed;

static inline int stream_read_item(WS_MESSAGE *message, ULONG fill, WS_HEAP *heap, WS_ERROR *error)
{
    INT32 *item = NULL;
    failed = WsFillBody(message, fill, NULL, error);
    if (failed == S_OK) {
        failed = WsReadBody(message, &item_element, WS_READ_OPTIONAL_POINTER, heap, &item, sizeof(item), error);
    }
    return failed != S_OK ? -2 : item ? *item : -1;
}

static inline HRESULT stream_write_item(WS_MESSAGE *message, INT32 item, WS_ERROR *error)
{
    return WsWriteBody(message, &item_element, WS_WRITE_REQUIRED_VALUE, &item, sizeof(item), error);
}

/* Properties for a channel that streams. */
typedef struct stream_properties {
    WS_TRANSFER_MODE mode;
    WS_ENVELOPE_VERSION envelope;
    WS_ADDRESSING_VERSION addressing;
    ULONG start, flush, buffered;
    UINT64 size;
    WS_ENCODING encoding;
    WS_CHANNEL_PROPERTY list[8];
    ULONG count;
} stream_properties;

static inline void stream_property(stream_properties *how, WS_CHANNEL_PROPERTY_ID id, void *value, ULONG size)
{
    how->list[how->count].id = id;
    how->list[how->count].value = value;
    how->list[how->count].valueSize = size;
    how->count++;
}

/* With the documented limits, until one is set. */
static inline void stream_how(stream_properties *how, WS_TRANSFER_MODE mode)
{
    memset(how, 0, sizeof(*how));
    how->mode = mode;
    how->envelope = WS_ENVELOPE_VERSION_SOAP_1_1;
    how->addressing = WS_ADDRESSING_VERSION_TRANSPORT;
    how->encoding = WS_ENCODING_XML_UTF8;
    stream_property(how, WS_CHANNEL_PROPERTY_TRANSFER_MODE, &how->mode, sizeof(how->mode));
    stream_property(how, WS_CHANNEL_PROPERTY_ENVELOPE_VERSION, &how->envelope, sizeof(how->envelope));
    stream_property(how, WS_CHANNEL_PROPERTY_ADDRESSING_VERSION, &how->addressing, sizeof(how->addressing));
    stream_property(how, WS_CHANNEL_PROPERTY_ENCODING, &how->encoding, sizeof(how->encoding));
}

static inline void stream_limit(stream_properties *how, WS_CHANNEL_PROPERTY_ID id, ULONG limit)
{
    switch (id) {
    case WS_CHANNEL_PROPERTY_MAX_STREAMED_MESSAGE_SIZE:
        how->size = limit;
        stream_property(how, id, &how->size, sizeof(how->size));
        break;
    case WS_CHANNEL_PROPERTY_MAX_STREAMED_START_SIZE:
        how->start = limit;
        stream_property(how, id, &how->start, sizeof(how->start));
        break;
    case WS_CHANNEL_PROPERTY_MAX_STREAMED_FLUSH_SIZE:
        how->flush = limit;
        stream_property(how, id, &how->flush, sizeof(how->flush));
        break;
    default:
        how->buffered = limit;
        stream_property(how, id, &how->buffered, sizeof(how->buffered));
    }
}

/* A client's channel, its messages, and a heap for what is read. */
typedef struct stream_client {
    WS_CHANNEL *channel;
    WS_MESSAGE *request, *reply;
    WS_HEAP *heap;
    net_url url;
    WS_ENDPOINT_ADDRESS address;
    ctest_call call;
} stream_client;

static inline void stream_client_open(stream_client *it, WS_ERROR *error)
{
    REQUIRE_HR_ERROR(WsOpenChannel(it->channel, &it->address, NULL, error), S_OK, error);
}

static inline void stream_client_start(stream_client *it, const stream_properties *how, unsigned short port,
                                       WS_ERROR *error)
{
    memset(it, 0, sizeof(*it));
    ctest_call_create(&it->call);
    REQUIRE_HR_ERROR(WsCreateChannel(WS_CHANNEL_TYPE_REQUEST, WS_HTTP_CHANNEL_BINDING, how->list, how->count, NULL,
                                     &it->channel, error),
                     S_OK, error);
    it->address.url = *net_make_url(&it->url, "http://localhost:", port, "/service");
    stream_client_open(it, error);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->request, error), S_OK);
    REQUIRE_HR(WsCreateMessageForChannel(it->channel, NULL, 0, &it->reply, error), S_OK);
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &it->heap, error), S_OK);
}

static inline void stream_client_stop(stream_client *it, WS_ERROR *error)
{
    (void)WsCloseChannel(it->channel, NULL, NULL);
    WsFreeMessage(it->request);
    WsFreeMessage(it->reply);
    WsFreeChannel(it->channel);
    WsFreeHeap(it->heap);
    ctest_call_free(&it->call);
    CHECK_HR(WsResetError(error), S_OK);
}

/* An action that the request has, INITIALIZED. */
static inline void stream_client_prepare(stream_client *it, WS_ERROR *error)
{
    CHECK_HR(WsResetMessage(it->request, error), S_OK);
    CHECK_HR(WsResetMessage(it->reply, error), S_OK);
    CHECK_HR(WsInitializeMessage(it->request, WS_BLANK_MESSAGE, NULL, error), S_OK);
    CHECK_HR(WsSetHeader(it->request, WS_ACTION_HEADER, WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &item_action,
                         sizeof(item_action), error),
             S_OK);
}

static inline int stream_message_state(WS_MESSAGE *message)
{
    WS_MESSAGE_STATE state = (WS_MESSAGE_STATE)99;
    CHECK_HR(WsGetMessageProperty(message, WS_MESSAGE_PROPERTY_STATE, &state, sizeof(state), NULL), S_OK);
    return (int)state;
}

#endif
