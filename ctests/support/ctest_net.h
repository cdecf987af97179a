/*
 * Plain sockets for test programs: one end of a conversation, byte by byte.
 */
#ifndef CTEST_NET_H
#define CTEST_NET_H

#include "ctest.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

/* No socket call of a test waits longer than what has to come may take. */
static inline void net_set_patience(int fd)
{
    struct timeval patience;
    patience.tv_sec = CTEST_PATIENCE / 1000;
    patience.tv_usec = 0;
    REQUIRE(setsockopt(fd, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience)) == 0);
    REQUIRE(setsockopt(fd, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof(patience)) == 0);
}

static inline void net_address(struct sockaddr_in *to, unsigned short port)
{
    memset(to, 0, sizeof(*to));
    to->sin_family = AF_INET;
    to->sin_port = htons(port);
    to->sin_addr.s_addr = htonl(INADDR_LOOPBACK);
}

/* Listens on a port that the system chooses. */
static inline int net_listen(unsigned short *port)
{
    struct sockaddr_in bound;
    socklen_t length = sizeof(bound);
    int fd = socket(AF_INET, SOCK_STREAM, 0);
    REQUIRE(fd >= 0);
    net_address(&bound, 0);
    REQUIRE(bind(fd, (struct sockaddr *)&bound, sizeof(bound)) == 0);
    REQUIRE(listen(fd, 16) == 0);
    REQUIRE(getsockname(fd, (struct sockaddr *)&bound, &length) == 0);
    net_set_patience(fd);
    *port = ntohs(bound.sin_port);
    return fd;
}

/* A port that nobody listens on. */
static inline unsigned short net_free_port(void)
{
    unsigned short port;
    close(net_listen(&port));
    return port;
}

static inline int net_accept(int listener)
{
    int fd = accept(listener, NULL, NULL);
    REQUIRE(fd >= 0);
    net_set_patience(fd);
    return fd;
}

/* Connects to an address of this machine of either version of IP. */
static inline int net_connect_to(const char *address, unsigned short port)
{
    struct sockaddr_in to;
    struct sockaddr_in6 to6;
    int is6 = strchr(address, ':') != NULL;
    int fd = socket(is6 ? AF_INET6 : AF_INET, SOCK_STREAM, 0);
    REQUIRE(fd >= 0);
    net_set_patience(fd);
    if (is6) {
        memset(&to6, 0, sizeof(to6));
        to6.sin6_family = AF_INET6;
        to6.sin6_port = htons(port);
        REQUIRE(inet_pton(AF_INET6, address, &to6.sin6_addr) == 1);
        REQUIRE(connect(fd, (struct sockaddr *)&to6, sizeof(to6)) == 0);
    } else {
        net_address(&to, port);
        REQUIRE(inet_pton(AF_INET, address, &to.sin_addr) == 1);
        REQUIRE(connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0);
    }
    return fd;
}

static inline int net_connect(unsigned short port)
{
    return net_connect_to("127.0.0.1", port);
}

/* Whether this machine has IPv6. */
static inline int net_has_ipv6(void)
{
    struct sockaddr_in6 any;
    int fd = socket(AF_INET6, SOCK_STREAM, 0), has;
    memset(&any, 0, sizeof(any));
    any.sin6_family = AF_INET6;
    any.sin6_addr = in6addr_loopback;
    has = fd >= 0 && bind(fd, (struct sockaddr *)&any, sizeof(any)) == 0;
    if (fd >= 0) {
        close(fd);
    }
    return has;
}

/* Sends all of it; 0 when the other end is gone. */
static inline int net_send_bytes(int fd, const char *bytes, size_t count)
{
    while (count) {
        ssize_t sent = send(fd, bytes, count, MSG_NOSIGNAL);
        if (sent <= 0) {
            return 0;
        }
        bytes += sent;
        count -= (size_t)sent;
    }
    return 1;
}

static inline int net_send(int fd, const char *text)
{
    return net_send_bytes(fd, text, strlen(text));
}

/* What an HTTP peer sends: a head, and a body of the length that the head says. */
typedef struct net_http {
    char head[16384];
    char body[131072];
    size_t head_length;
    size_t body_length;
} net_http;

/* The value of a header field, or NULL. The names are compared without regard to case. */
static inline const char *net_field(const char *head, const char *name, char *value, size_t room)
{
    size_t length = strlen(name);
    const char *line = strstr(head, "\r\n");
    while (line && line[2] && line[2] != '\r') {
        const char *start = line + 2, *end = strstr(start, "\r\n");
        size_t i = 0;
        if (!end) {
            return NULL;
        }
        while (i < length && ((start[i] | 0x20) == (name[i] | 0x20))) {
            i++;
        }
        if (i == length && start[length] == ':') {
            start += length + 1;
            while (*start == ' ') {
                start++;
            }
            REQUIRE((size_t)(end - start) < room);
            memcpy(value, start, (size_t)(end - start));
            value[end - start] = 0;
            return value;
        }
        line = end;
    }
    return NULL;
}

/* Reads one message; 0 when the other end closes before there is any of it. The body may be chunked. */
static inline int net_read_http(int fd, net_http *message)
{
    char value[64];
    size_t length;
    message->head_length = message->body_length = 0;
    message->head[0] = message->body[0] = 0;
    while (message->head_length < 4
           || memcmp(message->head + message->head_length - 4, "\r\n\r\n", 4) != 0) {
        ssize_t read = recv(fd, message->head + message->head_length, 1, 0);
        if (read <= 0) {
            return 0;
        }
        message->head_length++;
        REQUIRE(message->head_length < sizeof(message->head) - 1);
        message->head[message->head_length] = 0;
    }
    if (!net_field(message->head, "Content-Length", value, sizeof(value))) {
        return 1;
    }
    length = (size_t)strtoul(value, NULL, 10);
    REQUIRE(length < sizeof(message->body));
    while (message->body_length < length) {
        ssize_t read = recv(fd, message->body + message->body_length, length - message->body_length, 0);
        if (read <= 0) {
            return 0;
        }
        message->body_length += (size_t)read;
    }
    message->body[length] = 0;
    return 1;
}

/* The status of a response, 0 if it is none. */
static inline int net_status(const net_http *message)
{
    return strncmp(message->head, "HTTP/1.1 ", 9) == 0 ? atoi(message->head + 9) : 0;
}

/* Waits until the other end has closed; whether it has. */
static inline int net_is_closed(int fd)
{
    char byte;
    return recv(fd, &byte, 1, 0) <= 0 && errno != EAGAIN;
}

/* A URL with a port in it, as WCHARs that stay for the length of the test. */
typedef struct net_url {
    WCHAR chars[256];
    WS_STRING string;
} net_url;

static inline const WS_STRING *net_make_url(net_url *url, const char *before, unsigned short port, const char *after)
{
    char text[256];
    size_t i;
    snprintf(text, sizeof(text), "%s%u%s", before, (unsigned)port, after);
    for (i = 0; text[i]; i++) {
        url->chars[i] = (WCHAR)(unsigned char)text[i];
    }
    url->string.chars = url->chars;
    url->string.length = (ULONG)i;
    return &url->string;
}

/* ---- A peer on a thread of its own ----------------------------------------------------------- */

typedef struct net_peer {
    int listener;
    unsigned short port;
    pthread_t thread;
    /* Plays its part on one connection after the other; ends by returning 0. */
    int (*script)(struct net_peer *peer, int fd);
    void *state;
    int connections;
} net_peer;

static inline void *net_peer_run(void *argument)
{
    net_peer *peer = (net_peer *)argument;
    int more = 1;
    while (more) {
        int fd = net_accept(peer->listener);
        peer->connections++;
        more = peer->script(peer, fd);
        close(fd);
    }
    return NULL;
}

static inline void net_peer_start(net_peer *peer, int (*script)(struct net_peer *peer, int fd), void *state)
{
    memset(peer, 0, sizeof(*peer));
    peer->listener = net_listen(&peer->port);
    peer->script = script;
    peer->state = state;
    REQUIRE(pthread_create(&peer->thread, NULL, net_peer_run, peer) == 0);
}

static inline void net_peer_join(net_peer *peer)
{
    pthread_join(peer->thread, NULL);
    close(peer->listener);
}

#endif
