/* UUIDs. */

#ifndef WWSPORT_GUID_H
#define WWSPORT_GUID_H

#include "base.h"
#include <string.h>

typedef GUID UUID;
typedef GUID IID;
typedef GUID CLSID;
typedef LONG RPC_STATUS;
typedef USHORT *RPC_WSTR;
typedef GUID *LPGUID;
typedef const GUID *LPCGUID;
#ifdef __cplusplus
typedef const GUID &REFGUID;
typedef const GUID &REFIID;
#else
typedef const GUID *REFGUID;
typedef const GUID *REFIID;
#endif

#define RPC_S_OK 0
#define RPC_S_OUT_OF_MEMORY 14
#define RPC_S_INVALID_STRING_UUID 1705
#define RPC_ENTRY

WWSPORT_BEGIN
/* Random (version 4). */
RPC_STATUS WINAPI UuidCreate(UUID *uuid);
/* Lower case, without braces; to be freed by RpcStringFreeW. */
RPC_STATUS WINAPI UuidToStringW(const UUID *uuid, RPC_WSTR *text);
RPC_STATUS WINAPI UuidFromStringW(RPC_WSTR text, UUID *uuid);
RPC_STATUS WINAPI RpcStringFreeW(RPC_WSTR *text);
HRESULT WINAPI CoCreateGuid(GUID *guid);
/* Upper case in braces. The characters with the zero, 39; 0 when there is no room. */
int WINAPI StringFromGUID2(REFGUID guid, WCHAR *text, int count);
WWSPORT_END

#define UuidToString UuidToStringW
#define UuidFromString UuidFromStringW
#define RpcStringFree RpcStringFreeW

#ifdef __cplusplus
static inline bool IsEqualGUID(REFGUID one, REFGUID other) { return memcmp(&one, &other, sizeof(GUID)) == 0; }
static inline bool operator==(const GUID &one, const GUID &other) { return IsEqualGUID(one, other); }
static inline bool operator!=(const GUID &one, const GUID &other) { return !IsEqualGUID(one, other); }
#else
#define IsEqualGUID(one, other) (memcmp((one), (other), sizeof(GUID)) == 0)
#endif

#endif
