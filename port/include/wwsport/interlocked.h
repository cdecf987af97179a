/* Interlocked operations: all are full barriers. In C they take any 32- or 64-bit integer; in C++ there are overloads. */

#ifndef WWSPORT_INTERLOCKED_H
#define WWSPORT_INTERLOCKED_H

#include "base.h"

#ifdef __cplusplus
#define WWSPORT_INTERLOCKED(type)                                                                                    \
    static inline type InterlockedIncrement(volatile type *value) { return __sync_add_and_fetch(value, (type)1); }  \
    static inline type InterlockedDecrement(volatile type *value) { return __sync_sub_and_fetch(value, (type)1); }  \
    static inline type InterlockedExchange(volatile type *value, type other)                                         \
    {                                                                                                                \
        return __atomic_exchange_n(value, other, __ATOMIC_SEQ_CST);                                                  \
    }                                                                                                                \
    static inline type InterlockedExchangeAdd(volatile type *value, type other)                                      \
    {                                                                                                                \
        return __sync_fetch_and_add(value, other);                                                                   \
    }                                                                                                                \
    static inline type InterlockedCompareExchange(volatile type *value, type other, type expected)                   \
    {                                                                                                                \
        return __sync_val_compare_and_swap(value, expected, other);                                                  \
    }
WWSPORT_INTERLOCKED(int)
WWSPORT_INTERLOCKED(unsigned int)
/* A long variable of a Windows program, which has 64 bits here. */
WWSPORT_INTERLOCKED(long)
WWSPORT_INTERLOCKED(unsigned long)
WWSPORT_INTERLOCKED(long long)
WWSPORT_INTERLOCKED(unsigned long long)
#undef WWSPORT_INTERLOCKED
#else
#define InterlockedIncrement(value) __sync_add_and_fetch((value), 1)
#define InterlockedDecrement(value) __sync_sub_and_fetch((value), 1)
#define InterlockedExchange(value, other) __atomic_exchange_n((value), (other), __ATOMIC_SEQ_CST)
#define InterlockedExchangeAdd(value, other) __sync_fetch_and_add((value), (other))
#define InterlockedCompareExchange(value, other, expected) __sync_val_compare_and_swap((value), (expected), (other))
#endif

#define InterlockedIncrement64 InterlockedIncrement
#define InterlockedDecrement64 InterlockedDecrement
#define InterlockedExchangePointer(value, other) __atomic_exchange_n((value), (other), __ATOMIC_SEQ_CST)
#define InterlockedCompareExchangePointer(value, other, expected)                                                    \
    __sync_val_compare_and_swap((value), (expected), (other))
#define MemoryBarrier() __sync_synchronize()

#endif
