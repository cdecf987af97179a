/* UUIDs. */

#include "windows.h"

#include <sys/random.h>

RPC_STATUS WINAPI UuidCreate(UUID *uuid)
{
    size_t have = 0;
    while (have < sizeof(*uuid)) {
        ssize_t more = getrandom((char *)uuid + have, sizeof(*uuid) - have, 0);
        have += more > 0 ? (size_t)more : 0;
    }
    uuid->Data3 = (USHORT)((uuid->Data3 & 0x0fff) | 0x4000);
    uuid->Data4[0] = (UCHAR)((uuid->Data4[0] & 0x3f) | 0x80);
    return RPC_S_OK;
}

HRESULT WINAPI CoCreateGuid(GUID *guid)
{
    return guid ? (UuidCreate(guid), S_OK) : E_INVALIDARG;
}

static void print(const UUID *uuid, const wchar_t *format, WCHAR *text)
{
    const UCHAR *rest = uuid->Data4;
    swprintf(text, 39, format, uuid->Data1, uuid->Data2, uuid->Data3, rest[0], rest[1], rest[2], rest[3], rest[4], rest[5],
             rest[6], rest[7]);
}

RPC_STATUS WINAPI UuidToStringW(const UUID *uuid, RPC_WSTR *text)
{
    static const UUID nil;
    WCHAR *made = (WCHAR *)malloc(39 * sizeof(WCHAR));
    if (!made) {
        return RPC_S_OUT_OF_MEMORY;
    }
    print(uuid ? uuid : &nil, L"%08x-%04x-%04x-%02x%02x-%02x%02x%02x%02x%02x%02x", made);
    *text = (RPC_WSTR)made;
    return RPC_S_OK;
}

int WINAPI StringFromGUID2(REFGUID guid, WCHAR *text, int count)
{
    if (count < 39) {
        return 0;
    }
    print(guid, L"{%08X-%04X-%04X-%02X%02X-%02X%02X%02X%02X%02X%02X}", text);
    return 39;
}

RPC_STATUS WINAPI UuidFromStringW(RPC_WSTR text, UUID *uuid)
{
    /* Where the digits of each byte stand in the text, in the order of the structure's bytes here. */
    static const UCHAR places[16] = {6, 4, 2, 0, 11, 9, 16, 14, 19, 21, 24, 26, 28, 30, 32, 34};
    const WCHAR *wide = (const WCHAR *)text;
    UUID read;
    int i, j;
    if (!text) {
        memset(uuid, 0, sizeof(*uuid));
        return RPC_S_OK;
    }
    if (wcslen(wide) != 36 || wide[8] != '-' || wide[13] != '-' || wide[18] != '-' || wide[23] != '-') {
        return RPC_S_INVALID_STRING_UUID;
    }
    for (i = 0; i < 16; i++) {
        unsigned value = 0;
        for (j = 0; j < 2; j++) {
            WCHAR c = wide[places[i] + j];
            unsigned digit = c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10
                             : c >= 'A' && c <= 'F' ? c - 'A' + 10 : 16;
            if (digit == 16) {
                return RPC_S_INVALID_STRING_UUID;
            }
            value = value * 16 + digit;
        }
        ((UCHAR *)&read)[i] = (UCHAR)value;
    }
    *uuid = read;
    return RPC_S_OK;
}

RPC_STATUS WINAPI RpcStringFreeW(RPC_WSTR *text)
{
    free(*text);
    *text = NULL;
    return RPC_S_OK;
}
