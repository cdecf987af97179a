/* winsock2.h - the sockets of the system by Windows' names, as far as programs use them beside WWSAPI. */

#ifndef WWSPORT_WINSOCK2_H
#define WWSPORT_WINSOCK2_H

#include "windows.h"

#include <arpa/inet.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

typedef int SOCKET;
typedef struct sockaddr SOCKADDR, *PSOCKADDR, *LPSOCKADDR;
typedef struct sockaddr_in SOCKADDR_IN, *PSOCKADDR_IN;
typedef struct sockaddr_in6 SOCKADDR_IN6, *PSOCKADDR_IN6;
typedef struct in_addr IN_ADDR;
typedef struct in6_addr IN6_ADDR;

#define INVALID_SOCKET (-1)
#define SOCKET_ERROR (-1)
#define closesocket close

typedef struct _SOCKET_ADDRESS {
    LPSOCKADDR lpSockaddr;
    INT iSockaddrLength;
} SOCKET_ADDRESS, *PSOCKET_ADDRESS;

typedef struct WSAData {
    WORD wVersion;
    WORD wHighVersion;
} WSADATA, *LPWSADATA;

#define MAKEWORD(low, high) ((WORD)(((BYTE)(low)) | ((WORD)((BYTE)(high))) << 8))

/* There is nothing to start or to end. */
static inline int WSAStartup(WORD version, LPWSADATA data)
{
    data->wVersion = data->wHighVersion = version;
    return 0;
}
static inline int WSACleanup(void) { return 0; }

#endif
