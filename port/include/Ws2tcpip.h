/* Ws2tcpip.h - another spelling of ws2tcpip.h, for file systems that tell upper from lower case. */
#include "ws2tcpip.h"
