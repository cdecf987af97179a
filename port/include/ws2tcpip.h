/* ws2tcpip.h - what winsock2.h has. */
#include "winsock2.h"
