/* Strings that always end with a zero. */

#include "strsafe.h"
#include "format.h"

static int is_size(const void *to, size_t count)
{
    return to && count > 0 && count <= STRSAFE_MAX_CCH;
}

HRESULT StringCchLengthW(LPCWSTR text, size_t most, size_t *length)
{
    size_t found = text && most <= STRSAFE_MAX_CCH ? wcsnlen(text, most) : most;
    int is_there = found < most;
    if (length) {
        *length = is_there ? found : 0;
    }
    return is_there ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

HRESULT StringCchCopyNW(LPWSTR to, size_t count, LPCWSTR from, size_t most)
{
    size_t length;
    if (!is_size(to, count) || !from || most > STRSAFE_MAX_CCH) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    /* No further than there is room for. */
    length = wcsnlen(from, most < count ? most : count);
    wmemcpy(to, from, length < count ? length : count - 1);
    to[length < count ? length : count - 1] = 0;
    return length < count ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

HRESULT StringCchCopyW(LPWSTR to, size_t count, LPCWSTR from)
{
    return StringCchCopyNW(to, count, from, STRSAFE_MAX_CCH);
}

HRESULT StringCchCatNW(LPWSTR to, size_t count, LPCWSTR from, size_t most)
{
    size_t length;
    if (!is_size(to, count) || StringCchLengthW(to, count, &length) != S_OK) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    return StringCchCopyNW(to + length, count - length, from, most);
}

HRESULT StringCchCatW(LPWSTR to, size_t count, LPCWSTR from)
{
    return StringCchCatNW(to, count, from, STRSAFE_MAX_CCH);
}

HRESULT StringCchVPrintfW(LPWSTR to, size_t count, LPCWSTR format, va_list arguments)
{
    int length;
    if (!is_size(to, count) || !format) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    length = wwsport_format_text(to, count, format, arguments);
    return length >= 0 && (size_t)length < count ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

HRESULT StringCchPrintfW(LPWSTR to, size_t count, LPCWSTR format, ...)
{
    va_list arguments;
    HRESULT hr;
    va_start(arguments, format);
    hr = StringCchVPrintfW(to, count, format, arguments);
    va_end(arguments);
    return hr;
}

HRESULT StringCbCopyW(LPWSTR to, size_t size, LPCWSTR from)
{
    return StringCchCopyW(to, size / sizeof(WCHAR), from);
}

HRESULT StringCbCopyNW(LPWSTR to, size_t size, LPCWSTR from, size_t most)
{
    return StringCchCopyNW(to, size / sizeof(WCHAR), from, most / sizeof(WCHAR));
}

HRESULT StringCbCatW(LPWSTR to, size_t size, LPCWSTR from)
{
    return StringCchCatW(to, size / sizeof(WCHAR), from);
}

HRESULT StringCbVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list arguments)
{
    return StringCchVPrintfW(to, size / sizeof(WCHAR), format, arguments);
}

HRESULT StringCbPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...)
{
    va_list arguments;
    HRESULT hr;
    va_start(arguments, format);
    hr = StringCbVPrintfW(to, size, format, arguments);
    va_end(arguments);
    return hr;
}

HRESULT StringCbLengthW(LPCWSTR text, size_t most, size_t *length)
{
    HRESULT hr = StringCchLengthW(text, most / sizeof(WCHAR), length);
    if (length) {
        *length *= sizeof(WCHAR);
    }
    return hr;
}

HRESULT StringCchLengthA(LPCSTR text, size_t most, size_t *length)
{
    size_t found = text && most <= STRSAFE_MAX_CCH ? strnlen(text, most) : most;
    int is_there = found < most;
    if (length) {
        *length = is_there ? found : 0;
    }
    return is_there ? S_OK : STRSAFE_E_INVALID_PARAMETER;
}

HRESULT StringCchCopyA(LPSTR to, size_t count, LPCSTR from)
{
    size_t length, fits;
    if (!is_size(to, count) || !from) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    length = strnlen(from, count);
    fits = length < count ? length : count - 1;
    memcpy(to, from, fits);
    to[fits] = 0;
    return length < count ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}

HRESULT StringCchCatA(LPSTR to, size_t count, LPCSTR from)
{
    size_t length;
    if (!is_size(to, count) || StringCchLengthA(to, count, &length) != S_OK) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    return StringCchCopyA(to + length, count - length, from);
}

HRESULT StringCchPrintfA(LPSTR to, size_t count, LPCSTR format, ...)
{
    va_list arguments;
    int length;
    if (!is_size(to, count) || !format) {
        return STRSAFE_E_INVALID_PARAMETER;
    }
    va_start(arguments, format);
    length = vsnprintf(to, count, format, arguments);
    va_end(arguments);
    return length >= 0 && (size_t)length < count ? S_OK : STRSAFE_E_INSUFFICIENT_BUFFER;
}
