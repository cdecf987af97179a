/* Comparing text, and its conversion between encodings. */

#ifndef WWSPORT_TEXT_H
#define WWSPORT_TEXT_H

#include "base.h"

/* The code pages there are: the system's own is UTF-8. */
#define CP_ACP 0
#define CP_OEMCP 1
#define CP_THREAD_ACP 3
#define CP_UTF8 65001
#define MB_PRECOMPOSED 0x00000001
#define MB_ERR_INVALID_CHARS 0x00000008
#define WC_ERR_INVALID_CHARS 0x00000080

#define CSTR_LESS_THAN 1
#define CSTR_EQUAL 2
#define CSTR_GREATER_THAN 3
#define NORM_IGNORECASE 0x00000001
#define LOCALE_INVARIANT 0x007f
#define LOCALE_USER_DEFAULT 0x0400
#define LOCALE_SYSTEM_DEFAULT 0x0800

WWSPORT_BEGIN
/* Sizes are in units of the side, and -1 stands for text that ends with a zero, which is then converted too. A size of 0
 * for the result asks how large it has to be. */
int WINAPI MultiByteToWideChar(UINT codePage, DWORD flags, LPCSTR text, int size, LPWSTR wide, int count);
int WINAPI WideCharToMultiByte(UINT codePage, DWORD flags, LPCWSTR wide, int count, LPSTR text, int size,
                               LPCSTR defaultChar, BOOL *usedDefaultChar);
/* By the values of the characters; NORM_IGNORECASE by simple case folding of Latin, Greek and Cyrillic letters. */
int WINAPI CompareStringW(LCID locale, DWORD flags, LPCWSTR one, int oneCount, LPCWSTR other, int otherCount);
int WINAPI CompareStringOrdinal(LPCWSTR one, int oneCount, LPCWSTR other, int otherCount, BOOL ignoreCase);
int WINAPI lstrcmpW(LPCWSTR one, LPCWSTR other);
int WINAPI lstrcmpiW(LPCWSTR one, LPCWSTR other);
/* 0 for NULL. */
int WINAPI lstrlenW(LPCWSTR text);
WWSPORT_END

#define CompareString CompareStringW
#define lstrcmp lstrcmpW
#define lstrcmpi lstrcmpiW
#define lstrlen lstrlenW

#endif
