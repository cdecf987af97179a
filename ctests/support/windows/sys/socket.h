/*
 * The sockets of POSIX over those of Windows, as far as test programs use them.
 *
 * Descriptors are `int`, as socket handles fit into one; close() is for sockets; errno holds EAGAIN after a time limit;
 * shutdown() of a listening socket ends the accept() that waits on it.
 */
#ifndef CTEST_WINDOWS_SYS_SOCKET_H
#define CTEST_WINDOWS_SYS_SOCKET_H

#include <winsock2.h>
#include <ws2tcpip.h>

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>
#include <sys/types.h>
/* Before the macros below. */
#include <unistd.h>

#define MSG_NOSIGNAL 0
#define SHUT_RD SD_RECEIVE
#define SHUT_WR SD_SEND
#define SHUT_RDWR SD_BOTH

/* Listening sockets that were shut down. */
#define POSIX_LISTENERS 64
static int posix_ended[POSIX_LISTENERS];

__attribute__((constructor)) static void posix_start(void)
{
    WSADATA data;
    if (WSAStartup(MAKEWORD(2, 2), &data) != 0) {
        abort();
    }
}

static inline int *posix_place(int fd)
{
    return &posix_ended[(unsigned)fd / 4 % POSIX_LISTENERS];
}

static inline int posix_socket(int family, int type, int protocol)
{
    return (int)socket(family, type, protocol);
}

static inline int posix_close(int fd)
{
    return closesocket((SOCKET)fd);
}

static inline int posix_listen(int fd, int backlog)
{
    __atomic_store_n(posix_place(fd), 0, __ATOMIC_SEQ_CST);
    return listen((SOCKET)fd, backlog);
}

static inline int posix_accept(int fd, struct sockaddr *address, socklen_t *size)
{
    int accepted = (int)accept((SOCKET)fd, address, size);
    if (accepted >= 0 && __atomic_load_n(posix_place(fd), __ATOMIC_SEQ_CST)) {
        closesocket((SOCKET)accepted);
        accepted = -1;
    }
    return accepted;
}

static inline int posix_shutdown(int fd, int how)
{
    int listens = 0;
    socklen_t size = sizeof(listens);
    getsockopt((SOCKET)fd, SOL_SOCKET, SO_ACCEPTCONN, (char *)&listens, &size);
    if (listens) {
        struct sockaddr_in own;
        SOCKET visitor = socket(AF_INET, SOCK_STREAM, 0);
        size = sizeof(own);
        __atomic_store_n(posix_place(fd), 1, __ATOMIC_SEQ_CST);
        getsockname((SOCKET)fd, (struct sockaddr *)&own, &size);
        own.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        connect(visitor, (struct sockaddr *)&own, sizeof(own));
        closesocket(visitor);
        return 0;
    }
    return shutdown((SOCKET)fd, how);
}

static inline int posix_setsockopt(int fd, int level, int name, const void *value, socklen_t size)
{
    DWORD milliseconds;
    if (level == SOL_SOCKET && (name == SO_RCVTIMEO || name == SO_SNDTIMEO)) {
        const struct timeval *time = (const struct timeval *)value;
        milliseconds = (DWORD)time->tv_sec * 1000 + (DWORD)time->tv_usec / 1000;
        value = &milliseconds;
        size = sizeof(milliseconds);
    }
    return setsockopt((SOCKET)fd, level, name, (const char *)value, size);
}

static inline ssize_t posix_recv(int fd, void *bytes, size_t size, int flags)
{
    ssize_t received = recv((SOCKET)fd, (char *)bytes, (int)size, flags);
    if (received < 0) {
        errno = WSAGetLastError() == WSAETIMEDOUT ? EAGAIN : ECONNRESET;
    }
    return received;
}

static inline ssize_t posix_send(int fd, const void *bytes, size_t size, int flags)
{
    return send((SOCKET)fd, (const char *)bytes, (int)size, flags);
}

#define socket posix_socket
#define close(fd) posix_close(fd)
#define listen posix_listen
#define accept(fd, address, size) posix_accept(fd, address, size)
#define shutdown(fd, how) posix_shutdown(fd, how)
#define setsockopt posix_setsockopt
#define recv posix_recv
#define send posix_send

#endif
