/* The network adapters of the machine. */

#define _GNU_SOURCE
#include "iphlpapi.h"
#include "error.h"

#include <errno.h>
#include <ifaddrs.h>
#include <net/if.h>

static SIZE_T size_of(const struct sockaddr *address)
{
    return address->sa_family == AF_INET ? sizeof(struct sockaddr_in) : sizeof(struct sockaddr_in6);
}

static int is_wanted(const struct ifaddrs *entry, ULONG family)
{
    int has = entry->ifa_addr ? entry->ifa_addr->sa_family : AF_UNSPEC;
    return (has == AF_INET || has == AF_INET6) && (family == AF_UNSPEC || (int)family == has);
}

/* Room in the caller's memory, in the order of its use; addresses are aligned. */
typedef struct room {
    char *start;
    SIZE_T used;
} room;

static void *take(room *from, SIZE_T size)
{
    void *place = from->start ? from->start + from->used : NULL;
    from->used += (size + 15) & ~(SIZE_T)15;
    return place;
}

/* Lays all out; with no memory it only counts. */
static void lay_out(room *into, const struct ifaddrs *all, ULONG family, ULONG flags)
{
    PIP_ADAPTER_ADDRESSES first = NULL, last = NULL;
    const struct ifaddrs *entry, *other;
    for (entry = all; entry; entry = entry->ifa_next) {
        PIP_ADAPTER_ADDRESSES adapter;
        PIP_ADAPTER_UNICAST_ADDRESS *next = NULL;
        char *name;
        if (!is_wanted(entry, family)) {
            continue;
        }
        /* An adapter stands where its first address does. */
        for (other = all; other != entry; other = other->ifa_next) {
            if (is_wanted(other, family) && strcmp(other->ifa_name, entry->ifa_name) == 0) {
                break;
            }
        }
        if (other != entry) {
            continue;
        }
        adapter = (PIP_ADAPTER_ADDRESSES)take(into, sizeof(*adapter));
        name = (char *)take(into, strlen(entry->ifa_name) + 1);
        if (adapter) {
            memset(adapter, 0, sizeof(*adapter));
            strcpy(name, entry->ifa_name);
            adapter->Length = sizeof(*adapter);
            adapter->AdapterName = name;
            adapter->IfIndex = adapter->Ipv6IfIndex = if_nametoindex(name);
            adapter->IfType = (entry->ifa_flags & IFF_LOOPBACK) ? IF_TYPE_SOFTWARE_LOOPBACK : IF_TYPE_ETHERNET_CSMACD;
            adapter->OperStatus = (entry->ifa_flags & IFF_UP) ? IfOperStatusUp : IfOperStatusDown;
            next = &adapter->FirstUnicastAddress;
            if (last) {
                last->Next = adapter;
            }
            first = first ? first : adapter;
            last = adapter;
        }
        for (other = entry; other && !(flags & GAA_FLAG_SKIP_UNICAST); other = other->ifa_next) {
            PIP_ADAPTER_UNICAST_ADDRESS unicast;
            void *address;
            if (!is_wanted(other, family) || strcmp(other->ifa_name, entry->ifa_name) != 0) {
                continue;
            }
            unicast = (PIP_ADAPTER_UNICAST_ADDRESS)take(into, sizeof(*unicast));
            address = take(into, size_of(other->ifa_addr));
            if (unicast && next) {
                unicast->Next = NULL;
                unicast->Address.lpSockaddr = (LPSOCKADDR)memcpy(address, other->ifa_addr, size_of(other->ifa_addr));
                unicast->Address.iSockaddrLength = (INT)size_of(other->ifa_addr);
                *next = unicast;
                next = &unicast->Next;
            }
        }
    }
}

ULONG WINAPI GetAdaptersAddresses(ULONG family, ULONG flags, PVOID reserved, PIP_ADAPTER_ADDRESSES addresses, PULONG size)
{
    struct ifaddrs *all;
    room counted = {NULL, 0}, filled = {(char *)addresses, 0};
    ULONG code = ERROR_SUCCESS;
    if (reserved || !size) {
        return ERROR_INVALID_PARAMETER;
    }
    if (getifaddrs(&all) != 0) {
        return wwsport_error_of(errno);
    }
    lay_out(&counted, all, family, flags);
    if (counted.used == 0) {
        code = ERROR_NO_DATA;
    } else if (!addresses || *size < counted.used) {
        code = ERROR_BUFFER_OVERFLOW;
        *size = (ULONG)counted.used;
    } else {
        lay_out(&filled, all, family, flags);
    }
    freeifaddrs(all);
    return code;
}
