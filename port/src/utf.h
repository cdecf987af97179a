/* UTF-8 and UTF-16. */

#ifndef WWSPORT_UTF_H
#define WWSPORT_UTF_H

#include "windows.h"

/* Takes a character from text that has at least one byte; bytes that are none are U+FFFD each, and `*bad` is set. */
unsigned wwsport_from_utf8(const unsigned char **text, const unsigned char *end, int *bad);

/* Takes a character from text that has at least one unit; half a pair is U+FFFD, and `*bad` is set. */
unsigned wwsport_from_utf16(const WCHAR **text, const WCHAR *end, int *bad);

/* At most 4 bytes; how many. */
int wwsport_to_utf8(unsigned character, char *bytes);

/* At most 2 units; how many. */
int wwsport_to_utf16(unsigned character, WCHAR *units);

/* `count` units as UTF-8 that ends with a zero, to be freed; NULL, with the last error set, when there is no memory. */
char *wwsport_utf8(const WCHAR *text, size_t count);

/* Likewise the other way. */
WCHAR *wwsport_utf16(const char *text, size_t size);

/* A letter in lower case, by the simple mappings of the Latin, Greek and Cyrillic blocks. */
WCHAR wwsport_lower(WCHAR character);

#endif
