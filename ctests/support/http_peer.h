/*
 * An HTTP server of a test's own making, on plain sockets: it takes requests one connection at a time, keeps what came
 * in, and answers what the test says, byte for byte.
 *
 *     http_peer peer;
 *     http_peer_start(&peer, answer, state);      answer(request, length, state) gives the response
 *     ... http://127.0.0.1:peer.port/ ...
 *     http_peer_stop(&peer);                      joins every thread
 *
 * An answer is written by http_peer_reply, http_peer_raw, or not at all: then the connection stays open, and silent,
 * until the peer is stopped.
 */
#ifndef HTTP_PEER_H
#define HTTP_PEER_H

#include "ctest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

/* At once; the place of one that has ended is used again. */
#ifndef HTTP_PEER_CONNECTIONS
#define HTTP_PEER_CONNECTIONS 128
#endif

typedef struct http_peer http_peer;
/* Called with each whole request, on the thread of its connection. */
typedef void (*http_peer_answer)(http_peer *peer, int connection, const char *request, size_t length, void *state);

struct http_peer {
    int listener;
    unsigned short port;
    http_peer_answer answer;
    void *state;
    pthread_t acceptor;
    pthread_mutex_t lock;
    pthread_t threads[HTTP_PEER_CONNECTIONS];
    int sockets[HTTP_PEER_CONNECTIONS];
    /* Set by a connection's thread as the last it does. */
    int ended[HTTP_PEER_CONNECTIONS];
    int count;
    /* How many whole requests have come in. */
    unsigned requests;
    /* Set with each request. */
    ctest_event arrived;
};

typedef struct http_peer_connection {
    http_peer *peer;
    int index;
} http_peer_connection;

static inline void http_peer_raw(int connection, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = send(connection, bytes, length, MSG_NOSIGNAL);
        if (written <= 0) {
            return;
        }
        bytes += written;
        length -= (size_t)written;
    }
}

/* A response with a body; `status` as in "200 OK". */
static inline void http_peer_reply(int connection, const char *status, const char *content_type, const char *body)
{
    char head[512];
    int length = snprintf(head, sizeof(head), "HTTP/1.1 %s\r\nContent-Type: %s\r\nContent-Length: %lu\r\n\r\n", status,
                          content_type, (unsigned long)strlen(body));
    http_peer_raw(connection, head, (size_t)length);
    http_peer_raw(connection, body, strlen(body));
}

/* The length of the first request in the buffer, or 0 while it is not whole. */
static inline size_t http_peer_whole(const char *buffer, size_t length)
{
    const char *end, *field;
    size_t head, body = 0;
    (void)length;
    end = strstr(buffer, "\r\n\r\n");
    if (end == NULL) {
        return 0;
    }
    head = (size_t)(end - buffer) + 4;
    for (field = buffer; field < end; field = strstr(field, "\r\n") + 2) {
        static const char name[] = "content-length:";
        size_t i = 0;
        while (i < sizeof(name) - 1 && (field[i] | 0x20) == name[i]) {
            i++;
        }
        if (i == sizeof(name) - 1) {
            body = strtoul(field + i, NULL, 10);
        }
    }
    return length >= head + body ? head + body : 0;
}

static inline void *http_peer_serve(void *argument)
{
    http_peer_connection *connection = (http_peer_connection *)argument;
    http_peer *peer = connection->peer;
    int s = peer->sockets[connection->index];
    size_t capacity = 1 << 16, length = 0, whole;
    char *buffer = (char *)malloc(capacity + 1);
    for (;;) {
        ssize_t got;
        if (length == capacity) {
            capacity *= 2;
            buffer = (char *)realloc(buffer, capacity + 1);
        }
        got = recv(s, buffer + length, capacity - length, 0);
        if (got <= 0) {
            break;
        }
        length += (size_t)got;
        buffer[length] = 0;
        while ((whole = http_peer_whole(buffer, length)) > 0) {
            char after = buffer[whole];
            buffer[whole] = 0;
            __atomic_add_fetch(&peer->requests, 1, __ATOMIC_SEQ_CST);
            peer->answer(peer, s, buffer, whole, peer->state);
            ctest_event_set(&peer->arrived);
            buffer[whole] = after;
            memmove(buffer, buffer + whole, length - whole + 1);
            length -= whole;
        }
    }
    free(buffer);
    __atomic_store_n(&peer->ended[connection->index], 1, __ATOMIC_SEQ_CST);
    free(connection);
    return NULL;
}

/* A place for one more connection, or -1. */
static inline int http_peer_place(http_peer *peer)
{
    int i;
    for (i = 0; i < peer->count; i++) {
        if (__atomic_load_n(&peer->ended[i], __ATOMIC_SEQ_CST)) {
            pthread_join(peer->threads[i], NULL);
            close(peer->sockets[i]);
            peer->ended[i] = 0;
            return i;
        }
    }
    return i < HTTP_PEER_CONNECTIONS ? peer->count++ : -1;
}

static inline void *http_peer_accept(void *argument)
{
    http_peer *peer = (http_peer *)argument;
    for (;;) {
        http_peer_connection *connection;
        int s = accept(peer->listener, NULL, NULL), place;
        if (s < 0) {
            return NULL;
        }
        pthread_mutex_lock(&peer->lock);
        place = http_peer_place(peer);
        if (place < 0) {
            pthread_mutex_unlock(&peer->lock);
            close(s);
            continue;
        }
        connection = (http_peer_connection *)malloc(sizeof(*connection));
        connection->peer = peer;
        connection->index = place;
        peer->sockets[place] = s;
        REQUIRE(pthread_create(&peer->threads[place], NULL, http_peer_serve, connection) == 0);
        pthread_mutex_unlock(&peer->lock);
    }
}

static inline void http_peer_start(http_peer *peer, http_peer_answer answer, void *state)
{
    struct sockaddr_in address;
    socklen_t size = sizeof(address);
    memset(peer, 0, sizeof(*peer));
    peer->answer = answer;
    peer->state = state;
    pthread_mutex_init(&peer->lock, NULL);
    ctest_event_create(&peer->arrived);
    peer->listener = socket(AF_INET, SOCK_STREAM, 0);
    memset(&address, 0, sizeof(address));
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    REQUIRE(bind(peer->listener, (struct sockaddr *)&address, size) == 0);
    REQUIRE(listen(peer->listener, 128) == 0);
    REQUIRE(getsockname(peer->listener, (struct sockaddr *)&address, &size) == 0);
    peer->port = ntohs(address.sin_port);
    REQUIRE(pthread_create(&peer->acceptor, NULL, http_peer_accept, peer) == 0);
}

static inline unsigned http_peer_requests(http_peer *peer)
{
    return __atomic_load_n(&peer->requests, __ATOMIC_SEQ_CST);
}

static inline void http_peer_stop(http_peer *peer)
{
    int i, count;
    shutdown(peer->listener, SHUT_RDWR);
    pthread_join(peer->acceptor, NULL);
    close(peer->listener);
    pthread_mutex_lock(&peer->lock);
    count = peer->count;
    for (i = 0; i < count; i++) {
        shutdown(peer->sockets[i], SHUT_RDWR);
    }
    pthread_mutex_unlock(&peer->lock);
    for (i = 0; i < count; i++) {
        pthread_join(peer->threads[i], NULL);
        close(peer->sockets[i]);
    }
    pthread_mutex_destroy(&peer->lock);
    ctest_event_free(&peer->arrived);
}

/* Writes an ASCII text into WCHARs and describes it. */
static inline WS_STRING ctest_wide_from(const char *ascii, WCHAR *chars)
{
    WS_STRING string;
    ULONG i;
    for (i = 0; ascii[i]; i++) {
        chars[i] = (WCHAR)(unsigned char)ascii[i];
    }
    string.length = i;
    string.chars = chars;
    return string;
}

/* The address http://127.0.0.1:port/path, in memory the caller gives (128 WCHARs). */
static inline WS_ENDPOINT_ADDRESS http_peer_address(unsigned short port, const char *path, WCHAR *chars)
{
    char ascii[128];
    WS_ENDPOINT_ADDRESS address;
    memset(&address, 0, sizeof(address));
    snprintf(ascii, sizeof(ascii), "http://127.0.0.1:%u%s", port, path);
    address.url = ctest_wide_from(ascii, chars);
    return address;
}

#endif
