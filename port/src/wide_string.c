/* The C library's functions for strings, with characters of 16 bits. */

#include "windows.h"
#include "utf.h"

#include <errno.h>
#include <limits.h>

size_t wcslen(const wchar_t *text)
{
    const wchar_t *at = text;
    while (*at) {
        at++;
    }
    return (size_t)(at - text);
}

size_t wcsnlen(const wchar_t *text, size_t count)
{
    size_t length = 0;
    while (length < count && text[length]) {
        length++;
    }
    return length;
}

wchar_t *wmemcpy(wchar_t *to, const wchar_t *from, size_t count)
{
    return (wchar_t *)memcpy(to, from, count * sizeof(wchar_t));
}

wchar_t *wmemmove(wchar_t *to, const wchar_t *from, size_t count)
{
    return (wchar_t *)memmove(to, from, count * sizeof(wchar_t));
}

wchar_t *wmemset(wchar_t *to, wchar_t value, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        to[i] = value;
    }
    return to;
}

int wmemcmp(const wchar_t *one, const wchar_t *other, size_t count)
{
    for (; count > 0; count--, one++, other++) {
        if (*one != *other) {
            return *one < *other ? -1 : 1;
        }
    }
    return 0;
}

wchar_t *wmemchr(const wchar_t *text, wchar_t character, size_t count)
{
    for (; count > 0; count--, text++) {
        if (*text == character) {
            return (wchar_t *)(uintptr_t)text;
        }
    }
    return NULL;
}

wchar_t *wcscpy(wchar_t *to, const wchar_t *from)
{
    return wmemcpy(to, from, wcslen(from) + 1);
}

wchar_t *wcsncpy(wchar_t *to, const wchar_t *from, size_t count)
{
    size_t length = wcsnlen(from, count);
    wmemcpy(to, from, length);
    wmemset(to + length, 0, count - length);
    return to;
}

wchar_t *wcscat(wchar_t *to, const wchar_t *from)
{
    wcscpy(to + wcslen(to), from);
    return to;
}

wchar_t *wcsncat(wchar_t *to, const wchar_t *from, size_t count)
{
    wchar_t *end = to + wcslen(to);
    size_t length = wcsnlen(from, count);
    wmemcpy(end, from, length);
    end[length] = 0;
    return to;
}

int wcsncmp(const wchar_t *one, const wchar_t *other, size_t count)
{
    for (; count > 0; count--, one++, other++) {
        if (*one != *other) {
            return *one < *other ? -1 : 1;
        }
        if (!*one) {
            break;
        }
    }
    return 0;
}

int wcscmp(const wchar_t *one, const wchar_t *other)
{
    return wcsncmp(one, other, SIZE_MAX);
}

int _wcsnicmp(const wchar_t *one, const wchar_t *other, size_t count)
{
    for (; count > 0; count--, one++, other++) {
        wchar_t left = wwsport_lower(*one), right = wwsport_lower(*other);
        if (left != right) {
            return left < right ? -1 : 1;
        }
        if (!left) {
            break;
        }
    }
    return 0;
}

int _wcsicmp(const wchar_t *one, const wchar_t *other)
{
    return _wcsnicmp(one, other, SIZE_MAX);
}

wchar_t *_wcsdup(const wchar_t *text)
{
    size_t size = (wcslen(text) + 1) * sizeof(wchar_t);
    wchar_t *copy = (wchar_t *)malloc(size);
    return copy ? (wchar_t *)memcpy(copy, text, size) : NULL;
}

wchar_t *wcschr(const wchar_t *text, wchar_t character)
{
    return wmemchr(text, character, wcslen(text) + 1);
}

wchar_t *wcsrchr(const wchar_t *text, wchar_t character)
{
    size_t at = wcslen(text) + 1;
    while (at-- > 0) {
        if (text[at] == character) {
            return (wchar_t *)(uintptr_t)(text + at);
        }
    }
    return NULL;
}

wchar_t *wcsstr(const wchar_t *text, const wchar_t *other)
{
    size_t length = wcslen(other);
    for (;; text++) {
        if (wcsncmp(text, other, length) == 0) {
            return (wchar_t *)(uintptr_t)text;
        }
        if (!*text) {
            return NULL;
        }
    }
}

/* How many characters from the start are, or are not, in the set. */
static size_t span(const wchar_t *text, const wchar_t *set, int within)
{
    size_t count = wcslen(set), length = 0;
    while (text[length] && (wmemchr(set, text[length], count) != NULL) == within) {
        length++;
    }
    return length;
}

size_t wcsspn(const wchar_t *text, const wchar_t *set)
{
    return span(text, set, 1);
}

size_t wcscspn(const wchar_t *text, const wchar_t *set)
{
    return span(text, set, 0);
}

wchar_t *wcspbrk(const wchar_t *text, const wchar_t *set)
{
    text += wcscspn(text, set);
    return *text ? (wchar_t *)(uintptr_t)text : NULL;
}

wchar_t *wcstok(wchar_t *text, const wchar_t *set, wchar_t **next)
{
    wchar_t *start = text ? text : *next;
    wchar_t *end;
    start += wcsspn(start, set);
    end = start + wcscspn(start, set);
    *next = *end ? end + 1 : end;
    *end = 0;
    return *start ? start : NULL;
}

static int is_space(wchar_t c)
{
    return c == ' ' || (c >= '\t' && c <= '\r') || c == 0xa0 || c == 0x2028 || c == 0x2029 || c == 0x3000;
}

/* The number at the start of text; `*negative` and `*overflow` say what the C library's functions have to know. */
static unsigned long long number(const wchar_t *text, wchar_t **end, int base, int *negative, int *overflow)
{
    const wchar_t *at = text, *digits;
    unsigned long long value = 0;
    *negative = *overflow = 0;
    while (is_space(*at)) {
        at++;
    }
    if (*at == '+' || *at == '-') {
        *negative = *at++ == '-';
    }
    if ((base == 0 || base == 16) && at[0] == '0' && (at[1] == 'x' || at[1] == 'X') &&
        ((at[2] >= '0' && at[2] <= '9') || (wwsport_lower(at[2]) >= 'a' && wwsport_lower(at[2]) <= 'f'))) {
        at += 2;
        base = 16;
    } else if (base == 0) {
        base = *at == '0' ? 8 : 10;
    }
    for (digits = at;; at++) {
        wchar_t lower = wwsport_lower(*at);
        int digit = lower >= '0' && lower <= '9' ? lower - '0' : lower >= 'a' && lower <= 'z' ? lower - 'a' + 10 : 99;
        if (digit >= base) {
            break;
        }
        *overflow |= __builtin_mul_overflow(value, (unsigned long long)base, &value);
        *overflow |= __builtin_add_overflow(value, (unsigned long long)digit, &value);
    }
    if (end) {
        *end = (wchar_t *)(uintptr_t)(at == digits ? text : at);
    }
    return value;
}

static long long limited(const wchar_t *text, wchar_t **end, int base, long long least, long long most)
{
    int negative, overflow;
    unsigned long long value = number(text, end, base, &negative, &overflow);
    unsigned long long limit = negative ? 0ULL - (unsigned long long)least : (unsigned long long)most;
    if (overflow || value > limit) {
        errno = ERANGE;
        return negative ? least : most;
    }
    return negative ? (long long)(0ULL - value) : (long long)value;
}

/* long has 32 bits on Windows: what does not fit into those is out of range. */
long wcstol(const wchar_t *text, wchar_t **end, int base)
{
    return (long)limited(text, end, base, INT32_MIN, INT32_MAX);
}

long long wcstoll(const wchar_t *text, wchar_t **end, int base)
{
    return limited(text, end, base, LLONG_MIN, LLONG_MAX);
}

static unsigned long long limited_unsigned(const wchar_t *text, wchar_t **end, int base, unsigned long long most)
{
    int negative, overflow;
    unsigned long long value = number(text, end, base, &negative, &overflow);
    if (overflow || value > most) {
        errno = ERANGE;
        return most;
    }
    return (negative ? 0ULL - value : value) & most;
}

unsigned long wcstoul(const wchar_t *text, wchar_t **end, int base)
{
    return (unsigned long)limited_unsigned(text, end, base, UINT32_MAX);
}

unsigned long long wcstoull(const wchar_t *text, wchar_t **end, int base)
{
    return limited_unsigned(text, end, base, ULLONG_MAX);
}

int _wtoi(const wchar_t *text)
{
    return (int)wcstol(text, NULL, 10);
}

long _wtol(const wchar_t *text)
{
    return wcstol(text, NULL, 10);
}

double wcstod(const wchar_t *text, wchar_t **end)
{
    /* What a number can have is ASCII, so that bytes and characters are as many. */
    size_t length = 0, i;
    char *bytes, *stop;
    double value;
    while (text[length] && text[length] < 0x80) {
        length++;
    }
    bytes = (char *)malloc(length + 1);
    if (!bytes) {
        errno = ENOMEM;
        return 0;
    }
    for (i = 0; i < length; i++) {
        bytes[i] = (char)text[i];
    }
    bytes[length] = 0;
    value = strtod(bytes, &stop);
    if (end) {
        *end = (wchar_t *)(uintptr_t)(text + (stop - bytes));
    }
    free(bytes);
    return value;
}
