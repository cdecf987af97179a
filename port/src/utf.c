/* UTF-8, UTF-16 and case. */

#include "utf.h"

unsigned wwsport_from_utf8(const unsigned char **text, const unsigned char *end, int *bad)
{
    const unsigned char *at = *text;
    unsigned first = *at++, character = first, least = 0;
    int more = first < 0x80 ? 0 : first < 0xc2 ? -1 : first < 0xe0 ? 1 : first < 0xf0 ? 2 : first < 0xf5 ? 3 : -1;
    if (more > 0) {
        static const unsigned least_of[] = {0, 0x80, 0x800, 0x10000};
        least = least_of[more];
        character = first & (0x3fU >> more);
        for (; more > 0 && at < end && (*at & 0xc0) == 0x80; more--) {
            character = character << 6 | (*at++ & 0x3fU);
        }
    }
    if (more != 0 || character < least || character > 0x10ffff || (character >= 0xd800 && character < 0xe000)) {
        *bad = 1;
        ++*text;
        return 0xfffd;
    }
    *text = at;
    return character;
}

unsigned wwsport_from_utf16(const WCHAR **text, const WCHAR *end, int *bad)
{
    unsigned first = *(*text)++;
    if (first < 0xd800 || first > 0xdfff) {
        return first;
    }
    if (first < 0xdc00 && *text < end && **text >= 0xdc00 && **text <= 0xdfff) {
        return 0x10000 + ((first - 0xd800) << 10) + (*(*text)++ - 0xdc00U);
    }
    *bad = 1;
    return 0xfffd;
}

int wwsport_to_utf8(unsigned character, char *bytes)
{
    int count = character < 0x80 ? 1 : character < 0x800 ? 2 : character < 0x10000 ? 3 : 4, i;
    static const unsigned char heads[] = {0, 0, 0xc0, 0xe0, 0xf0};
    for (i = count - 1; i > 0; i--) {
        bytes[i] = (char)(0x80 | (character & 0x3f));
        character >>= 6;
    }
    bytes[0] = (char)(heads[count] | character);
    return count;
}

int wwsport_to_utf16(unsigned character, WCHAR *units)
{
    if (character < 0x10000) {
        units[0] = (WCHAR)character;
        return 1;
    }
    units[0] = (WCHAR)(0xd800 + ((character - 0x10000) >> 10));
    units[1] = (WCHAR)(0xdc00 + ((character - 0x10000) & 0x3ff));
    return 2;
}

char *wwsport_utf8(const WCHAR *text, size_t count)
{
    const WCHAR *end = text + count;
    char *bytes = (char *)malloc(count * 3 + 1), *at = bytes;
    int bad = 0;
    if (!bytes) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    while (text < end) {
        at += wwsport_to_utf8(wwsport_from_utf16(&text, end, &bad), at);
    }
    *at = 0;
    return bytes;
}

WCHAR *wwsport_utf16(const char *text, size_t size)
{
    const unsigned char *from = (const unsigned char *)text, *end = from + size;
    WCHAR *wide = (WCHAR *)malloc((size + 1) * sizeof(WCHAR)), *at = wide;
    int bad = 0;
    if (!wide) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    while (from < end) {
        at += wwsport_to_utf16(wwsport_from_utf8(&from, end, &bad), at);
    }
    *at = 0;
    return wide;
}

WCHAR wwsport_lower(WCHAR c)
{
    if ((c >= 'A' && c <= 'Z') || (c >= 0xc0 && c <= 0xde && c != 0xd7) || (c >= 0x391 && c <= 0x3ab && c != 0x3a2) ||
        (c >= 0x410 && c <= 0x42f)) {
        return (WCHAR)(c + 0x20);
    }
    if (c >= 0x400 && c <= 0x40f) {
        return (WCHAR)(c + 0x50);
    }
    /* Pairs of one upper and one lower letter; in two stretches the upper ones are odd. */
    if ((c >= 0x100 && c <= 0x137 && c != 0x130 && c != 0x131) || (c >= 0x14a && c <= 0x177) || (c >= 0x460 && c <= 0x481) ||
        (c >= 0x48a && c <= 0x4bf) || (c >= 0x1e00 && c <= 0x1e95)) {
        return (WCHAR)(c | 1);
    }
    if (((c >= 0x139 && c <= 0x148) || (c >= 0x179 && c <= 0x17e)) && (c & 1)) {
        return (WCHAR)(c + 1);
    }
    return c == 0x178 ? (WCHAR)0xff : c;
}
