/*
 * wchar.h - the C library's, with the functions for characters of 16 bits that a Windows program means.
 *
 * Those of the system have 32 bits, whatever -fshort-wchar says: their declarations get other names here, and ours are
 * in libwebservices-port.a. Formats are as on Windows: %s is a wide string in the wide functions, %S and %hs one of bytes,
 * %ls a wide one in all; %I64d has 64 bits; integers without a size, and with l, have 32.
 * What is printed is UTF-8, on the same stream as printf's.
 */

#ifndef WWSPORT_WCHAR_H
#define WWSPORT_WCHAR_H

#include <stdarg.h>
#include <stdio.h>

#define wcscpy wwsport_system_wcscpy
#define wcsncpy wwsport_system_wcsncpy
#define wcscat wwsport_system_wcscat
#define wcsncat wwsport_system_wcsncat
#define wcslen wwsport_system_wcslen
#define wcsnlen wwsport_system_wcsnlen
#define wcscmp wwsport_system_wcscmp
#define wcsncmp wwsport_system_wcsncmp
#define wcsspn wwsport_system_wcsspn
#define wcscspn wwsport_system_wcscspn
#define wcstok wwsport_system_wcstok
#define wmemcpy wwsport_system_wmemcpy
#define wmemmove wwsport_system_wmemmove
#define wmemset wwsport_system_wmemset
#define wmemcmp wwsport_system_wmemcmp
#define wcstod wwsport_system_wcstod
#define wcstol wwsport_system_wcstol
#define wcstoul wwsport_system_wcstoul
#define wcstoll wwsport_system_wcstoll
#define wcstoull wwsport_system_wcstoull
#define wprintf wwsport_system_wprintf
#define fwprintf wwsport_system_fwprintf
#define swprintf wwsport_system_swprintf
#define vwprintf wwsport_system_vwprintf
#define vfwprintf wwsport_system_vfwprintf
#define vswprintf wwsport_system_vswprintf
#define fputws wwsport_system_fputws
#define putwchar wwsport_system_putwchar
#define fputwc wwsport_system_fputwc
#define wcschr wwsport_system_wcschr
#define wcsrchr wwsport_system_wcsrchr
#define wcsstr wwsport_system_wcsstr
#define wcspbrk wwsport_system_wcspbrk
#define wmemchr wwsport_system_wmemchr
#include_next <wchar.h>
#undef wcscpy
#undef wcsncpy
#undef wcscat
#undef wcsncat
#undef wcslen
#undef wcsnlen
#undef wcscmp
#undef wcsncmp
#undef wcsspn
#undef wcscspn
#undef wcstok
#undef wmemcpy
#undef wmemmove
#undef wmemset
#undef wmemcmp
#undef wcstod
#undef wcstol
#undef wcstoul
#undef wcstoll
#undef wcstoull
#undef wprintf
#undef fwprintf
#undef swprintf
#undef vwprintf
#undef vfwprintf
#undef vswprintf
#undef fputws
#undef putwchar
#undef fputwc
#undef wcschr
#undef wcsrchr
#undef wcsstr
#undef wcspbrk
#undef wmemchr

#ifdef __cplusplus
extern "C" {
#endif
/* Where the system's own name may not be taken, the symbol has another. */
#define WWSPORT_AS(name) __asm__("wwsport_" name)

wchar_t *wcscpy(wchar_t *to, const wchar_t *from) WWSPORT_AS("wcscpy");
wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t count) WWSPORT_AS("wcsncpy");
wchar_t *wcscat(wchar_t *to, const wchar_t *from) WWSPORT_AS("wcscat");
wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t count) WWSPORT_AS("wcsncat");
size_t wcslen(const wchar_t *text) WWSPORT_AS("wcslen");
size_t wcsnlen(const wchar_t *text, size_t count) WWSPORT_AS("wcsnlen");
int wcscmp(const wchar_t *one, const wchar_t *other) WWSPORT_AS("wcscmp");
int wcsncmp(const wchar_t *one, const wchar_t *other, size_t count) WWSPORT_AS("wcsncmp");
size_t wcsspn(const wchar_t *text, const wchar_t *set) WWSPORT_AS("wcsspn");
size_t wcscspn(const wchar_t *text, const wchar_t *set) WWSPORT_AS("wcscspn");
wchar_t *wcstok(wchar_t *text, const wchar_t *set, wchar_t **next) WWSPORT_AS("wcstok");
wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t count) WWSPORT_AS("wmemcpy");
wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t count) WWSPORT_AS("wmemmove");
wchar_t *wmemset(wchar_t *to, wchar_t value, size_t count) WWSPORT_AS("wmemset");
int wmemcmp(const wchar_t *one, const wchar_t *other, size_t count) WWSPORT_AS("wmemcmp");
double wcstod(const wchar_t *text, wchar_t **end) WWSPORT_AS("wcstod");
long wcstol(const wchar_t *text, wchar_t **end, int base) WWSPORT_AS("wcstol");
unsigned long wcstoul(const wchar_t *text, wchar_t **end, int base) WWSPORT_AS("wcstoul");
long long wcstoll(const wchar_t *text, wchar_t **end, int base) WWSPORT_AS("wcstoll");
unsigned long long wcstoull(const wchar_t *text, wchar_t **end, int base) WWSPORT_AS("wcstoull");
int wprintf(const wchar_t *format, ...) WWSPORT_AS("wprintf");
int fwprintf(FILE *stream, const wchar_t *format, ...) WWSPORT_AS("fwprintf");
int swprintf(wchar_t *text, size_t count, const wchar_t *format, ...) WWSPORT_AS("swprintf");
int vwprintf(const wchar_t *format, va_list arguments) WWSPORT_AS("vwprintf");
int vfwprintf(FILE *stream, const wchar_t *format, va_list arguments) WWSPORT_AS("vfwprintf");
int vswprintf(wchar_t *text, size_t count, const wchar_t *format, va_list arguments) WWSPORT_AS("vswprintf");
int fputws(const wchar_t *text, FILE *stream) WWSPORT_AS("fputws");
wint_t putwchar(wchar_t character) WWSPORT_AS("putwchar");
wint_t fputwc(wchar_t character, FILE *stream) WWSPORT_AS("fputwc");
int _wcsicmp(const wchar_t *one, const wchar_t *other) WWSPORT_AS("_wcsicmp");
int _wcsnicmp(const wchar_t *one, const wchar_t *other, size_t count) WWSPORT_AS("_wcsnicmp");
wchar_t *_wcsdup(const wchar_t *text) WWSPORT_AS("_wcsdup");
int _wtoi(const wchar_t *text) WWSPORT_AS("_wtoi");
long _wtol(const wchar_t *text) WWSPORT_AS("_wtol");
int _snwprintf(wchar_t *text, size_t count, const wchar_t *format, ...) WWSPORT_AS("_snwprintf");
int swprintf_s(wchar_t *text, size_t count, const wchar_t *format, ...) WWSPORT_AS("swprintf_s");
int _putws(const wchar_t *text) WWSPORT_AS("_putws");

#if defined(__cplusplus) && defined(__CORRECT_ISO_CPP_WCHAR_H_PROTO)
/* Where the system's header has them as C++ wants them: a constant text has a constant result. Else <cwchar> adds that. */
extern "C++" wchar_t *wcschr(wchar_t *text, wchar_t character) WWSPORT_AS("wcschr");
extern "C++" const wchar_t *wcschr(const wchar_t *text, wchar_t character) WWSPORT_AS("wcschr");
extern "C++" wchar_t *wcsrchr(wchar_t *text, wchar_t character) WWSPORT_AS("wcsrchr");
extern "C++" const wchar_t *wcsrchr(const wchar_t *text, wchar_t character) WWSPORT_AS("wcsrchr");
extern "C++" wchar_t *wcsstr(wchar_t *text, const wchar_t *other) WWSPORT_AS("wcsstr");
extern "C++" const wchar_t *wcsstr(const wchar_t *text, const wchar_t *other) WWSPORT_AS("wcsstr");
extern "C++" wchar_t *wcspbrk(wchar_t *text, const wchar_t *set) WWSPORT_AS("wcspbrk");
extern "C++" const wchar_t *wcspbrk(const wchar_t *text, const wchar_t *set) WWSPORT_AS("wcspbrk");
extern "C++" wchar_t *wmemchr(wchar_t *text, wchar_t character, size_t count) WWSPORT_AS("wmemchr");
extern "C++" const wchar_t *wmemchr(const wchar_t *text, wchar_t character, size_t count) WWSPORT_AS("wmemchr");
#else
wchar_t *wcschr(const wchar_t *text, wchar_t character) WWSPORT_AS("wcschr");
wchar_t *wcsrchr(const wchar_t *text, wchar_t character) WWSPORT_AS("wcsrchr");
wchar_t *wcsstr(const wchar_t *text, const wchar_t *other) WWSPORT_AS("wcsstr");
wchar_t *wcspbrk(const wchar_t *text, const wchar_t *set) WWSPORT_AS("wcspbrk");
wchar_t *wmemchr(const wchar_t *text, wchar_t character, size_t count) WWSPORT_AS("wmemchr");
#endif
#ifdef __cplusplus
}
#endif

#endif
