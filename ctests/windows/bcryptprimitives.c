/*
 * bcryptprimitives.dll with the one function of it that Rust's standard library calls: Windows has it, Wine before
 * version 9 does not. For tests only.
 */
#include <windows.h>

/* RtlGenRandom, in advapi32.dll. */
BOOLEAN WINAPI SystemFunction036(PVOID, ULONG);

__declspec(dllexport) BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size);

BOOL WINAPI ProcessPrng(BYTE *data, SIZE_T size)
{
    return SystemFunction036(data, (ULONG)size);
}
