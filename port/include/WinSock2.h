/* WinSock2.h - another spelling of winsock2.h, for file systems that tell upper from lower case. */
#include "winsock2.h"
