/* Comparing text, and its conversion between encodings. */

#include "windows.h"
#include "utf.h"

static int is_utf8(UINT page)
{
    if (page == CP_ACP || page == CP_OEMCP || page == CP_THREAD_ACP || page == CP_UTF8) {
        return 1;
    }
    SetLastError(ERROR_INVALID_PARAMETER);
    return 0;
}

int WINAPI MultiByteToWideChar(UINT codePage, DWORD flags, LPCSTR text, int size, LPWSTR wide, int count)
{
    const unsigned char *at = (const unsigned char *)text, *end;
    int bad = 0, length = 0;
    if (!is_utf8(codePage)) {
        return 0;
    }
    if (!text || size == 0 || size < -1 || count < 0 || (count > 0 && !wide)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    end = at + (size == -1 ? strlen(text) + 1 : (size_t)size);
    while (at < end) {
        WCHAR units[2];
        int many = wwsport_to_utf16(wwsport_from_utf8(&at, end, &bad), units);
        if (count > 0) {
            if (length + many > count) {
                SetLastError(ERROR_INSUFFICIENT_BUFFER);
                return 0;
            }
            memcpy(wide + length, units, (size_t)many * sizeof(WCHAR));
        }
        length += many;
    }
    if (bad && (flags & MB_ERR_INVALID_CHARS)) {
        SetLastError(ERROR_NO_UNICODE_TRANSLATION);
        return 0;
    }
    return length;
}

int WINAPI WideCharToMultiByte(UINT codePage, DWORD flags, LPCWSTR wide, int count, LPSTR text, int size,
                               LPCSTR defaultChar, BOOL *usedDefaultChar)
{
    const WCHAR *at = wide, *end;
    int bad = 0, length = 0;
    if (!is_utf8(codePage)) {
        return 0;
    }
    /* As documented: UTF-8 has every character, so that a default for what it lacks may not be given. */
    if (!wide || count == 0 || count < -1 || size < 0 || (size > 0 && !text) ||
        (codePage == CP_UTF8 && (defaultChar || usedDefaultChar))) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    end = at + (count == -1 ? wcslen(wide) + 1 : (size_t)count);
    while (at < end) {
        char bytes[4];
        int many = wwsport_to_utf8(wwsport_from_utf16(&at, end, &bad), bytes);
        if (size > 0) {
            if (length + many > size) {
                SetLastError(ERROR_INSUFFICIENT_BUFFER);
                return 0;
            }
            memcpy(text + length, bytes, (size_t)many);
        }
        length += many;
    }
    if (bad && (flags & WC_ERR_INVALID_CHARS)) {
        SetLastError(ERROR_NO_UNICODE_TRANSLATION);
        return 0;
    }
    if (usedDefaultChar) {
        *usedDefaultChar = bad;
    }
    return length;
}

int WINAPI CompareStringOrdinal(LPCWSTR one, int oneCount, LPCWSTR other, int otherCount, BOOL ignoreCase)
{
    size_t left, right, least, i;
    if (!one || !other || oneCount < -1 || otherCount < -1) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    left = oneCount == -1 ? wcslen(one) : (size_t)oneCount;
    right = otherCount == -1 ? wcslen(other) : (size_t)otherCount;
    least = left < right ? left : right;
    for (i = 0; i < least; i++) {
        WCHAR a = ignoreCase ? wwsport_lower(one[i]) : one[i], b = ignoreCase ? wwsport_lower(other[i]) : other[i];
        if (a != b) {
            return a < b ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
        }
    }
    return left == right ? CSTR_EQUAL : left < right ? CSTR_LESS_THAN : CSTR_GREATER_THAN;
}

int WINAPI CompareStringW(LCID locale, DWORD flags, LPCWSTR one, int oneCount, LPCWSTR other, int otherCount)
{
    (void)locale;
    if (flags & ~(DWORD)NORM_IGNORECASE) {
        SetLastError(ERROR_INVALID_FLAGS);
        return 0;
    }
    return CompareStringOrdinal(one, oneCount < 0 ? -1 : oneCount, other, otherCount < 0 ? -1 : otherCount,
                                (flags & NORM_IGNORECASE) != 0);
}

/* NULL is less than any text, and equal to itself. */
static int compare(LPCWSTR one, LPCWSTR other, BOOL ignoreCase)
{
    if (!one || !other) {
        return one ? 1 : other ? -1 : 0;
    }
    return CompareStringOrdinal(one, -1, other, -1, ignoreCase) - CSTR_EQUAL;
}

int WINAPI lstrcmpW(LPCWSTR one, LPCWSTR other)
{
    return compare(one, other, FALSE);
}

int WINAPI lstrcmpiW(LPCWSTR one, LPCWSTR other)
{
    return compare(one, other, TRUE);
}

int WINAPI lstrlenW(LPCWSTR text)
{
    return text ? (int)wcslen(text) : 0;
}
