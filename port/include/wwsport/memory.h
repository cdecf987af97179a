/* The process heap, and filling and copying. All memory comes from malloc. */

#ifndef WWSPORT_MEMORY_H
#define WWSPORT_MEMORY_H

#include "base.h"
#include <string.h>

#define HEAP_NO_SERIALIZE 0x00000001
#define HEAP_GENERATE_EXCEPTIONS 0x00000004
#define HEAP_ZERO_MEMORY 0x00000008
#define HEAP_REALLOC_IN_PLACE_ONLY 0x00000010
#define GMEM_FIXED 0x0000
#define GMEM_ZEROINIT 0x0040
#define GPTR (GMEM_FIXED | GMEM_ZEROINIT)
#define LMEM_FIXED 0x0000
#define LMEM_ZEROINIT 0x0040
#define LPTR (LMEM_FIXED | LMEM_ZEROINIT)

WWSPORT_BEGIN
/* Of a process there is one; a heap handle that is not its own is ERROR_INVALID_HANDLE. */
HANDLE WINAPI GetProcessHeap(void);
/* NULL when there is no memory. Flags but HEAP_ZERO_MEMORY and HEAP_REALLOC_IN_PLACE_ONLY have no effect. */
LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes);
LPVOID WINAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T bytes);
/* NULL may be freed. */
BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID memory);
/* The size that was asked for; (SIZE_T)-1 for another heap's handle. */
SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID memory);
/* Fixed memory only: the handle is the pointer. */
HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T bytes);
HGLOBAL WINAPI GlobalFree(HGLOBAL memory);
HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T bytes);
HLOCAL WINAPI LocalFree(HLOCAL memory);
void *CoTaskMemAlloc(SIZE_T bytes);
void CoTaskMemFree(void *memory);
/* Is not left out by an optimiser. */
PVOID WINAPI SecureZeroMemory(PVOID memory, SIZE_T bytes);
WWSPORT_END

#define ZeroMemory(destination, length) memset((destination), 0, (length))
#define FillMemory(destination, length, value) memset((destination), (value), (length))
#define CopyMemory(destination, source, length) memcpy((destination), (source), (length))
#define MoveMemory(destination, source, length) memmove((destination), (source), (length))
#define RtlZeroMemory ZeroMemory
#define RtlCopyMemory CopyMemory

#endif
