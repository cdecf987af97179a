/*
 * stdio.h - the C library's, with the wide functions that Windows declares here too, and with Windows' rules for formats
 * in the others: %S is a wide string, %I64d has 64 bits; integers without a size, and with l, have 32.
 */

/* The system's own headers ask for parts of this one. */
#if defined(__need_FILE) || defined(__need___FILE) || defined(WWSPORT_STDIO_H)

#include_next <stdio.h>

#else
#define WWSPORT_STDIO_H

#ifndef WWSPORT_SYSTEM_STDIO
#define printf wwsport_system_printf
#define fprintf wwsport_system_fprintf
#define vprintf wwsport_system_vprintf
#define vfprintf wwsport_system_vfprintf
#define sprintf wwsport_system_sprintf
#define snprintf wwsport_system_snprintf
#define vsprintf wwsport_system_vsprintf
#define vsnprintf wwsport_system_vsnprintf
#endif
#include_next <stdio.h>
#ifndef WWSPORT_SYSTEM_STDIO
#undef printf
#undef fprintf
#undef vprintf
#undef vfprintf
#undef sprintf
#undef snprintf
#undef vsprintf
#undef vsnprintf
#include <stdarg.h>
#ifdef __cplusplus
extern "C" {
#endif
int printf(const char *format, ...) __asm__("wwsport_printf");
int fprintf(FILE *stream, const char *format, ...) __asm__("wwsport_fprintf");
int vprintf(const char *format, va_list arguments) __asm__("wwsport_vprintf");
int vfprintf(FILE *stream, const char *format, va_list arguments) __asm__("wwsport_vfprintf");
int sprintf(char *text, const char *format, ...) __asm__("wwsport_sprintf");
int snprintf(char *text, size_t count, const char *format, ...) __asm__("wwsport_snprintf");
int vsprintf(char *text, const char *format, va_list arguments) __asm__("wwsport_vsprintf");
int vsnprintf(char *text, size_t count, const char *format, va_list arguments) __asm__("wwsport_vsnprintf");
#ifdef __cplusplus
}
#endif
#endif

#include <wchar.h>
#define _snprintf snprintf
#define sprintf_s snprintf

#endif
