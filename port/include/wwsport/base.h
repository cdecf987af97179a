/* Keywords, types and constants that all others use. */

#ifndef WWSPORT_BASE_H
#define WWSPORT_BASE_H

#include <wwsapi_windows.h>

#if defined(__WCHAR_MAX__) && __WCHAR_MAX__ > 0xffff
#error "Windows programs have 16-bit characters: compile with -fshort-wchar (wws-cc does)"
#endif

#ifdef __cplusplus
#define WWSPORT_BEGIN extern "C" {
#define WWSPORT_END }
#define EXTERN_C extern "C"
#else
#define WWSPORT_BEGIN
#define WWSPORT_END
#define EXTERN_C extern
#endif

#ifndef __int32
#define __int32 int
#endif
#ifndef __int16
#define __int16 short
#endif
#ifndef __int8
#define __int8 char
#endif
#if !defined(__cplusplus) && !defined(__alignof)
#define __alignof __alignof__
#endif
#ifndef __forceinline
#define __forceinline inline
#endif
#ifndef _MSC_EXTENSIONS
#ifndef __fastcall
#define __fastcall
#endif
#ifndef __declspec
#define __declspec(what)
#endif
#endif
#define DECLSPEC_ALIGN(bytes) __attribute__((aligned(bytes)))
#define DECLSPEC_NORETURN __attribute__((noreturn))
#define DECLSPEC_IMPORT
#define DECLSPEC_EXPORT
#define STDAPICALLTYPE
#define WINBASEAPI
#define FORCEINLINE static inline
#define IN
#define OUT
#define OPTIONAL

typedef CHAR *PCHAR;
typedef UCHAR *PUCHAR;
typedef SHORT *PSHORT;
typedef USHORT *PUSHORT;
typedef LONGLONG *PLONGLONG;
typedef ULONGLONG *PULONGLONG;
typedef ULONGLONG DWORDLONG;
typedef SIZE_T *PSIZE_T;
typedef intptr_t SSIZE_T;
typedef LONG *LPLONG;
typedef WORD *PWORD;
typedef WORD *LPWORD;
typedef INT *PINT;
typedef UINT *PUINT;
typedef BYTE BOOLEAN;
typedef long long LONG64;
typedef unsigned long long ULONG64;
typedef unsigned long long UINT_64;
typedef LPWSTR LPTSTR;
typedef LPCWSTR LPCTSTR;
typedef WCHAR TCHAR;
typedef HANDLE *PHANDLE;
typedef HANDLE *LPHANDLE;
typedef HANDLE HINSTANCE;
typedef HINSTANCE HMODULE;
typedef HANDLE HLOCAL;
typedef HANDLE HGLOBAL;

typedef union _LARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        LONG HighPart;
    };
    struct {
        DWORD LowPart;
        LONG HighPart;
    } u;
    LONGLONG QuadPart;
} LARGE_INTEGER, *PLARGE_INTEGER;

typedef union _ULARGE_INTEGER {
    __extension__ struct {
        DWORD LowPart;
        DWORD HighPart;
    };
    struct {
        DWORD LowPart;
        DWORD HighPart;
    } u;
    ULONGLONG QuadPart;
} ULARGE_INTEGER, *PULARGE_INTEGER;

/* Taken and ignored: there is one user, and handles are not inherited. */
typedef struct _SECURITY_ATTRIBUTES {
    DWORD nLength;
    LPVOID lpSecurityDescriptor;
    BOOL bInheritHandle;
} SECURITY_ATTRIBUTES, *PSECURITY_ATTRIBUTES, *LPSECURITY_ATTRIBUTES;

#ifndef MAX_PATH
#define MAX_PATH 260
#endif
#define INVALID_HANDLE_VALUE ((HANDLE)(LONG_PTR)-1)
#define MAXDWORD 0xffffffffU
#define MAXULONG 0xffffffffU
#define MAXLONG 0x7fffffff

#define LOWORD(value) ((WORD)((DWORD_PTR)(value) & 0xffff))
#define HIWORD(value) ((WORD)(((DWORD_PTR)(value) >> 16) & 0xffff))
#define MAKELANGID(primary, sub) ((((WORD)(sub)) << 10) | (WORD)(primary))
#define LANG_NEUTRAL 0x00
#define SUBLANG_DEFAULT 0x01
#define ARRAYSIZE(array) (sizeof(array) / sizeof((array)[0]))
#ifndef _countof
#define _countof(array) (sizeof(array) / sizeof((array)[0]))
#endif
#ifndef FIELD_OFFSET
#define FIELD_OFFSET(type, field) ((LONG)offsetof(type, field))
#endif
#ifndef CONTAINING_RECORD
#define CONTAINING_RECORD(address, type, field) ((type *)((char *)(address) - offsetof(type, field)))
#endif
#ifndef UNREFERENCED_LOCAL_VARIABLE
#define UNREFERENCED_LOCAL_VARIABLE(variable) ((void)(variable))
#endif
#define DBG_UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#define TEXT(quote) L##quote
#define _T(quote) L##quote
#define C_ASSERT(condition) typedef char wwsport_c_assert[(condition) ? 1 : -1] __attribute__((unused))

#include "minmax.h"

#endif
