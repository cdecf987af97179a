/* min and max. */

#ifndef WWSPORT_MINMAX_H
#define WWSPORT_MINMAX_H

/* Macros in C, unless NOMINMAX is defined. In C++ functions, which do the same for numbers, and leave the standard library's
 * headers alone, so that they are there in any case (libstdc++ of mingw-w64 defines NOMINMAX itself). */
#ifdef __cplusplus
extern "C++" {
template <class One, class Other> constexpr auto min(One one, Other other) -> decltype(true ? One() : Other())
{
    return one < other ? one : other;
}
template <class One, class Other> constexpr auto max(One one, Other other) -> decltype(true ? One() : Other())
{
    return one > other ? one : other;
}
}
#elif !defined(NOMINMAX)
#ifndef min
#define min(a, b) (((a) < (b)) ? (a) : (b))
#endif
#ifndef max
#define max(a, b) (((a) > (b)) ? (a) : (b))
#endif
#endif

#endif
