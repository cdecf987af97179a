/* strsafe.h - strings that always end with a zero, within sizes in characters (Cch) or bytes (Cb). */

#ifndef WWSPORT_STRSAFE_H
#define WWSPORT_STRSAFE_H

#include "windows.h"

#define STRSAFE_MAX_CCH 2147483647
#define STRSAFE_E_INVALID_PARAMETER E_INVALIDARG
#define STRSAFE_E_INSUFFICIENT_BUFFER ((HRESULT)0x8007007aU)
#define STRSAFE_E_END_OF_FILE ((HRESULT)0x80070026U)

WWSPORT_BEGIN
/* STRSAFE_E_INSUFFICIENT_BUFFER: what there was room for is there. STRSAFE_E_INVALID_PARAMETER: the size is 0, or larger
 * than STRSAFE_MAX_CCH characters; nothing is written. */
HRESULT StringCchCopyW(LPWSTR to, size_t count, LPCWSTR from);
HRESULT StringCchCopyNW(LPWSTR to, size_t count, LPCWSTR from, size_t most);
HRESULT StringCchCatW(LPWSTR to, size_t count, LPCWSTR from);
HRESULT StringCchCatNW(LPWSTR to, size_t count, LPCWSTR from, size_t most);
HRESULT StringCchPrintfW(LPWSTR to, size_t count, LPCWSTR format, ...);
HRESULT StringCchVPrintfW(LPWSTR to, size_t count, LPCWSTR format, va_list arguments);
/* STRSAFE_E_INVALID_PARAMETER when it is NULL or has no zero within `most`. */
HRESULT StringCchLengthW(LPCWSTR text, size_t most, size_t *length);
HRESULT StringCbCopyW(LPWSTR to, size_t size, LPCWSTR from);
HRESULT StringCbCopyNW(LPWSTR to, size_t size, LPCWSTR from, size_t most);
HRESULT StringCbCatW(LPWSTR to, size_t size, LPCWSTR from);
HRESULT StringCbPrintfW(LPWSTR to, size_t size, LPCWSTR format, ...);
HRESULT StringCbVPrintfW(LPWSTR to, size_t size, LPCWSTR format, va_list arguments);
HRESULT StringCbLengthW(LPCWSTR text, size_t most, size_t *length);
HRESULT StringCchCopyA(LPSTR to, size_t count, LPCSTR from);
HRESULT StringCchCatA(LPSTR to, size_t count, LPCSTR from);
HRESULT StringCchPrintfA(LPSTR to, size_t count, LPCSTR format, ...) __attribute__((format(printf, 3, 4)));
HRESULT StringCchLengthA(LPCSTR text, size_t most, size_t *length);
WWSPORT_END

#define StringCchCopy StringCchCopyW
#define StringCchCopyN StringCchCopyNW
#define StringCchCat StringCchCatW
#define StringCchCatN StringCchCatNW
#define StringCchPrintf StringCchPrintfW
#define StringCchVPrintf StringCchVPrintfW
#define StringCchLength StringCchLengthW
#define StringCbCopy StringCbCopyW
#define StringCbCopyN StringCbCopyNW
#define StringCbCat StringCbCatW
#define StringCbPrintf StringCbPrintfW
#define StringCbLength StringCbLengthW

#endif
