/* iphlpapi.h - the network adapters of the machine. */

#ifndef WWSPORT_IPHLPAPI_H
#define WWSPORT_IPHLPAPI_H

#include "winsock2.h"

#define MAX_ADAPTER_ADDRESS_LENGTH 8
#define IF_TYPE_OTHER 1
#define IF_TYPE_ETHERNET_CSMACD 6
#define IF_TYPE_SOFTWARE_LOOPBACK 24
#define GAA_FLAG_SKIP_UNICAST 0x0001
#define GAA_FLAG_SKIP_ANYCAST 0x0002
#define GAA_FLAG_SKIP_MULTICAST 0x0004
#define GAA_FLAG_SKIP_DNS_SERVER 0x0008
#define GAA_FLAG_SKIP_FRIENDLY_NAME 0x0020

typedef enum { IfOperStatusUp = 1, IfOperStatusDown = 2 } IF_OPER_STATUS;

typedef struct _IP_ADAPTER_UNICAST_ADDRESS {
    struct _IP_ADAPTER_UNICAST_ADDRESS *Next;
    SOCKET_ADDRESS Address;
} IP_ADAPTER_UNICAST_ADDRESS, *PIP_ADAPTER_UNICAST_ADDRESS;

/* What POSIX says of an adapter. */
typedef struct _IP_ADAPTER_ADDRESSES {
    ULONG Length;
    /* The number that multicast over IPv4 is told. */
    DWORD IfIndex;
    struct _IP_ADAPTER_ADDRESSES *Next;
    char *AdapterName;
    PIP_ADAPTER_UNICAST_ADDRESS FirstUnicastAddress;
    BYTE PhysicalAddress[MAX_ADAPTER_ADDRESS_LENGTH];
    DWORD PhysicalAddressLength;
    DWORD Flags;
    DWORD Mtu;
    DWORD IfType;
    IF_OPER_STATUS OperStatus;
    DWORD Ipv6IfIndex;
} IP_ADAPTER_ADDRESSES, *PIP_ADAPTER_ADDRESSES;

WWSPORT_BEGIN
/* The adapters that have an address of the family. `*size` says how much room there is, and is set to what it takes:
 * ERROR_BUFFER_OVERFLOW when that is more. ERROR_NO_DATA when there is none. */
ULONG WINAPI GetAdaptersAddresses(ULONG family, ULONG flags, PVOID reserved, PIP_ADAPTER_ADDRESSES addresses, PULONG size);
WWSPORT_END

#endif
