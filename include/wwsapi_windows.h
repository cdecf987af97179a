/*
 * wwsapi_windows.h - the Windows base types and codes that webservices.h is spelled in.
 *
 * On Windows it brings the real headers. Elsewhere it defines the few names that the API needs,
 * with the sizes they have on 64-bit Windows: LONG, ULONG, DWORD and BOOL have 32 bits although
 * long may have 64, and WCHAR has 16 bits although wchar_t may have 32.
 *
 * Where wchar_t has 32 bits, WCHAR is char16_t, and string literals for the API are written u"...".
 * With -fshort-wchar WCHAR is wchar_t, and L"..." literals of Windows programs work unchanged.
 */

#ifndef WWSAPI_WINDOWS_H
#define WWSAPI_WINDOWS_H

#include <stddef.h>

#ifdef _WIN32

#include <windows.h>
#include <wtypes.h>
#include <wincrypt.h>
#include <ncrypt.h>

#ifdef __MINGW32__
/* Its own annotations are not all that programs and generated files use. */
#include <sal.h>
#include "wwsapi_sal.h"
#endif

#else /* not Windows */

#include <stdint.h>
#include <sys/socket.h>
#if !defined(__cplusplus) && (!defined(__WCHAR_MAX__) || __WCHAR_MAX__ > 0xffff)
#include <uchar.h>
#endif

#include "wwsapi_sal.h"

/* ---- Calling conventions and keywords ---- */

#ifndef WINAPI
#define WINAPI
#endif
#ifndef CALLBACK
#define CALLBACK
#endif
#ifndef APIENTRY
#define APIENTRY
#endif
#if !defined(__stdcall) && !defined(_MSC_EXTENSIONS)
#define __stdcall
#endif
#if !defined(__cdecl) && !defined(_MSC_EXTENSIONS)
#define __cdecl
#endif
#if !defined(__int64) && !defined(_MSC_EXTENSIONS)
#define __int64 long long
#endif
#ifndef CONST
#define CONST const
#endif
#ifndef VOID
#define VOID void
#endif

/* ---- Integers, characters and pointers ---- */

typedef char CHAR;
typedef signed char INT8;
typedef unsigned char UINT8;
typedef unsigned char UCHAR;
typedef unsigned char BYTE;
typedef short SHORT;
typedef short INT16;
typedef unsigned short USHORT;
typedef unsigned short UINT16;
typedef unsigned short WORD;
typedef int INT;
typedef int INT32;
typedef int LONG;
typedef int BOOL;
typedef unsigned int UINT;
typedef unsigned int UINT32;
typedef unsigned int ULONG;
typedef unsigned int DWORD;
typedef long long INT64;
typedef long long LONGLONG;
typedef unsigned long long UINT64;
typedef unsigned long long ULONGLONG;
typedef unsigned long long DWORD64;
typedef intptr_t LONG_PTR;
typedef intptr_t INT_PTR;
typedef uintptr_t ULONG_PTR;
typedef uintptr_t UINT_PTR;
typedef uintptr_t DWORD_PTR;
typedef size_t SIZE_T;
typedef float FLOAT;
typedef double DOUBLE;

#if defined(__WCHAR_MAX__) && __WCHAR_MAX__ <= 0xffff
typedef wchar_t WCHAR;
#else
typedef char16_t WCHAR;
#endif

typedef void *PVOID;
typedef void *LPVOID;
typedef const void *LPCVOID;
typedef void *HANDLE;
typedef BYTE *PBYTE;
typedef BYTE *LPBYTE;
typedef ULONG *PULONG;
typedef DWORD *PDWORD;
typedef DWORD *LPDWORD;
typedef LONG *PLONG;
typedef BOOL *PBOOL;
typedef BOOL *LPBOOL;
typedef CHAR *PSTR;
typedef CHAR *LPSTR;
typedef const CHAR *PCSTR;
typedef const CHAR *LPCSTR;
typedef WCHAR *PWCHAR;
typedef WCHAR *PWSTR;
typedef WCHAR *LPWSTR;
typedef const WCHAR *PCWSTR;
typedef const WCHAR *LPCWSTR;

typedef LONG HRESULT;
typedef WORD LANGID;
typedef DWORD LCID;

#ifndef FALSE
#define FALSE 0
#endif
#ifndef TRUE
#define TRUE 1
#endif
#ifndef INFINITE
#define INFINITE 0xffffffffU
#endif
#ifndef UNREFERENCED_PARAMETER
#define UNREFERENCED_PARAMETER(parameter) ((void)(parameter))
#endif

/* ---- Structures ---- */

typedef struct _GUID {
    ULONG Data1;
    USHORT Data2;
    USHORT Data3;
    UCHAR Data4[8];
} GUID;

typedef struct _FILETIME {
    DWORD dwLowDateTime;
    DWORD dwHighDateTime;
} FILETIME, *PFILETIME, *LPFILETIME;

/* A 96-bit integer (Hi32, then Lo64), divided by 10 to the power of scale; sign is 0 or 0x80. */
typedef struct tagDEC {
    USHORT wReserved;
    __extension__ union {
        __extension__ struct {
            BYTE scale;
            BYTE sign;
        };
        USHORT signscale;
    };
    ULONG Hi32;
    __extension__ union {
        __extension__ struct {
            ULONG Lo32;
            ULONG Mid32;
        };
        ULONGLONG Lo64;
    };
} DECIMAL;

#ifndef DECIMAL_NEG
#define DECIMAL_NEG ((BYTE)0x80)
#endif

typedef struct sockaddr_storage SOCKADDR_STORAGE;

typedef enum _SECURITY_IMPERSONATION_LEVEL {
    SecurityAnonymous,
    SecurityIdentification,
    SecurityImpersonation,
    SecurityDelegation
} SECURITY_IMPERSONATION_LEVEL;

/* Incomplete: the library takes certificates and issuer lists by their address only. */
typedef struct _CERT_CONTEXT CERT_CONTEXT, *PCERT_CONTEXT;
typedef const CERT_CONTEXT *PCCERT_CONTEXT;
typedef struct _SecPkgContext_IssuerListInfoEx SecPkgContext_IssuerListInfoEx;
typedef ULONG_PTR HCRYPTPROV;
typedef ULONG_PTR NCRYPT_KEY_HANDLE;

/* ---- Codes of Windows that the library returns or that its callers return to it ---- */

#define SUCCEEDED(hr) (((HRESULT)(hr)) >= 0)
#define FAILED(hr) (((HRESULT)(hr)) < 0)
#define HRESULT_CODE(hr) ((hr) & 0xffff)
#define HRESULT_FACILITY(hr) (((hr) >> 16) & 0x1fff)
#define HRESULT_SEVERITY(hr) (((hr) >> 31) & 0x1)
#define MAKE_HRESULT(severity, facility, code)                                                     \
    ((HRESULT)(((UINT32)(severity) << 31) | ((UINT32)(facility) << 16) | (UINT32)(code)))
#define SEVERITY_SUCCESS 0
#define SEVERITY_ERROR 1
#define FACILITY_WIN32 7

/* A function as on Windows, so that its argument is evaluated once. */
static inline HRESULT HRESULT_FROM_WIN32(DWORD code)
{
    return (HRESULT)code <= 0 ? (HRESULT)code : (HRESULT)((code & 0xffffU) | 0x80070000U);
}

#define S_OK ((HRESULT)0)
#define S_FALSE ((HRESULT)1)
#define NO_ERROR 0
#define NOERROR 0
#define E_NOTIMPL ((HRESULT)0x80004001U)
#define E_NOINTERFACE ((HRESULT)0x80004002U)
#define E_POINTER ((HRESULT)0x80004003U)
#define E_ABORT ((HRESULT)0x80004004U)
#define E_FAIL ((HRESULT)0x80004005U)
#define E_UNEXPECTED ((HRESULT)0x8000ffffU)
#define E_ACCESSDENIED ((HRESULT)0x80070005U)
#define E_HANDLE ((HRESULT)0x80070006U)
#define E_OUTOFMEMORY ((HRESULT)0x8007000eU)
#define E_INVALIDARG ((HRESULT)0x80070057U)
#define CERT_E_EXPIRED ((HRESULT)0x800b0101U)
#define CERT_E_UNTRUSTEDROOT ((HRESULT)0x800b0109U)
#define CERT_E_CN_NO_MATCH ((HRESULT)0x800b010fU)
#define CERT_E_WRONG_USAGE ((HRESULT)0x800b0110U)
#define CRYPT_E_REVOCATION_OFFLINE ((HRESULT)0x80092013U)

#define ERROR_SUCCESS 0
#define ERROR_FILE_NOT_FOUND 2
#define ERROR_PATH_NOT_FOUND 3
#define ERROR_ACCESS_DENIED 5
#define ERROR_INVALID_HANDLE 6
#define ERROR_NOT_ENOUGH_MEMORY 8
#define ERROR_INVALID_DATA 13
#define ERROR_OUTOFMEMORY 14
#define ERROR_HANDLE_EOF 38
#define ERROR_NOT_SUPPORTED 50
#define ERROR_INVALID_PARAMETER 87
#define ERROR_BROKEN_PIPE 109
#define ERROR_BUFFER_OVERFLOW 111
#define ERROR_INSUFFICIENT_BUFFER 122
#define ERROR_ALREADY_EXISTS 183
#define ERROR_MORE_DATA 234
#define ERROR_OPERATION_ABORTED 995
#define ERROR_NOT_FOUND 1168
#define ERROR_CANCELLED 1223
#define ERROR_CONNECTION_REFUSED 1225
#define ERROR_CONNECTION_ABORTED 1236
#define ERROR_TIMEOUT 1460

#endif /* _WIN32 */

/* ---- Codes of this library; the SDK has them in winerror.h, other toolchains for Windows may not ---- */

#ifndef FACILITY_WEB_SERVICES
#define FACILITY_WEB_SERVICES 61
#endif
/* The operation goes on; its callback will come. */
#ifndef WS_S_ASYNC
#define WS_S_ASYNC ((HRESULT)0x003d0000U)
#endif
/* There is no more: no message on the channel, no element in the input. */
#ifndef WS_S_END
#define WS_S_END ((HRESULT)0x003d0001U)
#endif
/* What was read is not what it has to be: wrong XML, protocol, schema, text of a value. */
#ifndef WS_E_INVALID_FORMAT
#define WS_E_INVALID_FORMAT ((HRESULT)0x803d0000U)
#endif
/* The object has failed before, and can only be closed, reset or freed. */
#ifndef WS_E_OBJECT_FAULTED
#define WS_E_OBJECT_FAULTED ((HRESULT)0x803d0001U)
#endif
/* A calculation went out of range. */
#ifndef WS_E_NUMERIC_OVERFLOW
#define WS_E_NUMERIC_OVERFLOW ((HRESULT)0x803d0002U)
#endif
/* Not allowed in the state that the object is in. */
#ifndef WS_E_INVALID_OPERATION
#define WS_E_INVALID_OPERATION ((HRESULT)0x803d0003U)
#endif
/* The object was aborted while the operation was pending. */
#ifndef WS_E_OPERATION_ABORTED
#define WS_E_OPERATION_ABORTED ((HRESULT)0x803d0004U)
#endif
/* The other side said that access was denied. */
#ifndef WS_E_ENDPOINT_ACCESS_DENIED
#define WS_E_ENDPOINT_ACCESS_DENIED ((HRESULT)0x803d0005U)
#endif
/* The operation's time was up. */
#ifndef WS_E_OPERATION_TIMED_OUT
#define WS_E_OPERATION_TIMED_OUT ((HRESULT)0x803d0006U)
#endif
/* The application gave the operation up. */
#ifndef WS_E_OPERATION_ABANDONED
#define WS_E_OPERATION_ABANDONED ((HRESULT)0x803d0007U)
#endif
/* A limit would have been passed; most are properties. */
#ifndef WS_E_QUOTA_EXCEEDED
#define WS_E_QUOTA_EXCEEDED ((HRESULT)0x803d0008U)
#endif
/* The text does not exist in the language wanted. */
#ifndef WS_E_NO_TRANSLATION_AVAILABLE
#define WS_E_NO_TRANSLATION_AVAILABLE ((HRESULT)0x803d0009U)
#endif
/* What was received is well formed, but its security did not hold. */
#ifndef WS_E_SECURITY_VERIFICATION_FAILURE
#define WS_E_SECURITY_VERIFICATION_FAILURE ((HRESULT)0x803d000aU)
#endif
/* The address to listen at is taken. */
#ifndef WS_E_ADDRESS_IN_USE
#define WS_E_ADDRESS_IN_USE ((HRESULT)0x803d000bU)
#endif
/* The address to listen at is not this machine's. */
#ifndef WS_E_ADDRESS_NOT_AVAILABLE
#define WS_E_ADDRESS_NOT_AVAILABLE ((HRESULT)0x803d000cU)
#endif
/* There is no such host, or nothing at that address. */
#ifndef WS_E_ENDPOINT_NOT_FOUND
#define WS_E_ENDPOINT_NOT_FOUND ((HRESULT)0x803d000dU)
#endif
/* The other side said that the endpoint is out of service. */
#ifndef WS_E_ENDPOINT_NOT_AVAILABLE
#define WS_E_ENDPOINT_NOT_AVAILABLE ((HRESULT)0x803d000eU)
#endif
/* The other side said that it failed. */
#ifndef WS_E_ENDPOINT_FAILURE
#define WS_E_ENDPOINT_FAILURE ((HRESULT)0x803d000fU)
#endif
/* There is no way through the network. */
#ifndef WS_E_ENDPOINT_UNREACHABLE
#define WS_E_ENDPOINT_UNREACHABLE ((HRESULT)0x803d0010U)
#endif
/* The other side said that it does not know the action. */
#ifndef WS_E_ENDPOINT_ACTION_NOT_SUPPORTED
#define WS_E_ENDPOINT_ACTION_NOT_SUPPORTED ((HRESULT)0x803d0011U)
#endif
/* The other side said that it has too much to do. */
#ifndef WS_E_ENDPOINT_TOO_BUSY
#define WS_E_ENDPOINT_TOO_BUSY ((HRESULT)0x803d0012U)
#endif
/* A fault came instead of a reply; the error carries it. */
#ifndef WS_E_ENDPOINT_FAULT_RECEIVED
#define WS_E_ENDPOINT_FAULT_RECEIVED ((HRESULT)0x803d0013U)
#endif
/* The connection was lost or ended by the other side. */
#ifndef WS_E_ENDPOINT_DISCONNECTED
#define WS_E_ENDPOINT_DISCONNECTED ((HRESULT)0x803d0014U)
#endif
/* The HTTP proxy failed. */
#ifndef WS_E_PROXY_FAILURE
#define WS_E_PROXY_FAILURE ((HRESULT)0x803d0015U)
#endif
/* The HTTP proxy said that access was denied. */
#ifndef WS_E_PROXY_ACCESS_DENIED
#define WS_E_PROXY_ACCESS_DENIED ((HRESULT)0x803d0016U)
#endif
/* This system or version cannot do it. */
#ifndef WS_E_NOT_SUPPORTED
#define WS_E_NOT_SUPPORTED ((HRESULT)0x803d0017U)
#endif
/* The HTTP proxy wants basic authentication. */
#ifndef WS_E_PROXY_REQUIRES_BASIC_AUTH
#define WS_E_PROXY_REQUIRES_BASIC_AUTH ((HRESULT)0x803d0018U)
#endif
/* The HTTP proxy wants digest authentication. */
#ifndef WS_E_PROXY_REQUIRES_DIGEST_AUTH
#define WS_E_PROXY_REQUIRES_DIGEST_AUTH ((HRESULT)0x803d0019U)
#endif
/* The HTTP proxy wants NTLM authentication. */
#ifndef WS_E_PROXY_REQUIRES_NTLM_AUTH
#define WS_E_PROXY_REQUIRES_NTLM_AUTH ((HRESULT)0x803d001aU)
#endif
/* The HTTP proxy wants negotiate authentication. */
#ifndef WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH
#define WS_E_PROXY_REQUIRES_NEGOTIATE_AUTH ((HRESULT)0x803d001bU)
#endif
/* The server wants basic authentication. */
#ifndef WS_E_SERVER_REQUIRES_BASIC_AUTH
#define WS_E_SERVER_REQUIRES_BASIC_AUTH ((HRESULT)0x803d001cU)
#endif
/* The server wants digest authentication. */
#ifndef WS_E_SERVER_REQUIRES_DIGEST_AUTH
#define WS_E_SERVER_REQUIRES_DIGEST_AUTH ((HRESULT)0x803d001dU)
#endif
/* The server wants NTLM authentication. */
#ifndef WS_E_SERVER_REQUIRES_NTLM_AUTH
#define WS_E_SERVER_REQUIRES_NTLM_AUTH ((HRESULT)0x803d001eU)
#endif
/* The server wants negotiate authentication. */
#ifndef WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH
#define WS_E_SERVER_REQUIRES_NEGOTIATE_AUTH ((HRESULT)0x803d001fU)
#endif
/* The URL is not one that this can be done with. */
#ifndef WS_E_INVALID_ENDPOINT_URL
#define WS_E_INVALID_ENDPOINT_URL ((HRESULT)0x803d0020U)
#endif
/* Something below failed in an unknown way; the error has its code. */
#ifndef WS_E_OTHER
#define WS_E_OTHER ((HRESULT)0x803d0021U)
#endif
/* The server refused a token that is no longer valid. */
#ifndef WS_E_SECURITY_TOKEN_EXPIRED
#define WS_E_SECURITY_TOKEN_EXPIRED ((HRESULT)0x803d0022U)
#endif
/* Something below failed in matters of security. */
#ifndef WS_E_SECURITY_SYSTEM_FAILURE
#define WS_E_SECURITY_SYSTEM_FAILURE ((HRESULT)0x803d0023U)
#endif

#endif /* WWSAPI_WINDOWS_H */
