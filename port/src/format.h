/* Formatted output by Windows' rules. */

#ifndef WWSPORT_FORMAT_H
#define WWSPORT_FORMAT_H

#include "windows.h"

/* Where text goes, whichever way it comes. Each takes all of it and says how much it counts for: in characters for the
 * wide functions, in bytes for the others; less than 0 to stop. */
typedef struct wwsport_sink {
    long long (*wide)(void *state, const WCHAR *text, size_t count);
    long long (*bytes)(void *state, const char *text, size_t size);
} wwsport_sink;

/* What came out, or -1 for a format that is none or a sink that stopped. In a wide function %s is wide. */
int wwsport_format(const wwsport_sink *sink, void *state, int is_wide, const WCHAR *format, va_list arguments);

/* Up to `count` units with the zero, which there always is if there is room at all. The length of all that would have
 * come out, or -1. */
int wwsport_format_text(WCHAR *text, size_t count, const WCHAR *format, va_list arguments);

#endif
