/* intsafe.h - arithmetic that says when the result does not fit: INTSAFE_E_ARITHMETIC_OVERFLOW, and all bits set. */

#ifndef WWSPORT_INTSAFE_H
#define WWSPORT_INTSAFE_H

#include "windows.h"

#define INTSAFE_E_ARITHMETIC_OVERFLOW ((HRESULT)0x80070216U)

#define WWSPORT_SAFE(name, type, builtin)                                                                              \
    static inline HRESULT name(type one, type other, type *result)                                                     \
    {                                                                                                                  \
        type value;                                                                                                    \
        if (builtin(one, other, &value)) {                                                                             \
            *result = (type)-1;                                                                                        \
            return INTSAFE_E_ARITHMETIC_OVERFLOW;                                                                      \
        }                                                                                                              \
        *result = value;                                                                                               \
        return S_OK;                                                                                                   \
    }
#define WWSPORT_SAFE_TYPE(name, type)                                                                                  \
    WWSPORT_SAFE(name##Add, type, __builtin_add_overflow)                                                              \
    WWSPORT_SAFE(name##Sub, type, __builtin_sub_overflow)                                                              \
    WWSPORT_SAFE(name##Mult, type, __builtin_mul_overflow)
#define WWSPORT_CONVERT(name, from, to)                                                                                \
    static inline HRESULT name(from value, to *result)                                                                 \
    {                                                                                                                  \
        if (__builtin_add_overflow(value, (from)0, result)) {                                                          \
            *result = (to)-1;                                                                                          \
            return INTSAFE_E_ARITHMETIC_OVERFLOW;                                                                      \
        }                                                                                                              \
        return S_OK;                                                                                                   \
    }

WWSPORT_SAFE_TYPE(UShort, USHORT)
WWSPORT_SAFE_TYPE(UInt, UINT)
WWSPORT_SAFE_TYPE(ULong, ULONG)
WWSPORT_SAFE_TYPE(DWord, DWORD)
WWSPORT_SAFE_TYPE(ULongLong, ULONGLONG)
WWSPORT_SAFE_TYPE(SizeT, size_t)

WWSPORT_CONVERT(SizeTToULong, size_t, ULONG)
WWSPORT_CONVERT(SizeTToDWord, size_t, DWORD)
WWSPORT_CONVERT(SizeTToUInt, size_t, UINT)
WWSPORT_CONVERT(SizeTToInt, size_t, INT)
WWSPORT_CONVERT(SizeTToLong, size_t, LONG)
WWSPORT_CONVERT(ULongLongToULong, ULONGLONG, ULONG)
WWSPORT_CONVERT(ULongLongToDWord, ULONGLONG, DWORD)
WWSPORT_CONVERT(ULongLongToSizeT, ULONGLONG, size_t)
WWSPORT_CONVERT(LongLongToULong, LONGLONG, ULONG)
WWSPORT_CONVERT(LongLongToLong, LONGLONG, LONG)
WWSPORT_CONVERT(ULongToUShort, ULONG, USHORT)
WWSPORT_CONVERT(ULongToLong, ULONG, LONG)
WWSPORT_CONVERT(LongToULong, LONG, ULONG)
WWSPORT_CONVERT(IntToUInt, INT, UINT)
WWSPORT_CONVERT(UIntToInt, UINT, INT)

#undef WWSPORT_SAFE
#undef WWSPORT_SAFE_TYPE
#undef WWSPORT_CONVERT

#endif
