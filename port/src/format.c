/* Formatted output by Windows' rules for formats, wide and narrow. */

/* The system's own for the numbers. */
#define WWSPORT_SYSTEM_STDIO

#include "format.h"
#include "utf.h"

#include <errno.h>

/* The names that stdio.h of this kit gives to symbols. */
int wwsport_vfprintf(FILE *file, const char *format, va_list arguments);
int wwsport_vprintf(const char *format, va_list arguments);
int wwsport_fprintf(FILE *file, const char *format, ...);
int wwsport_printf(const char *format, ...);
int wwsport_vsnprintf(char *text, size_t count, const char *format, va_list arguments);
int wwsport_snprintf(char *text, size_t count, const char *format, ...);
int wwsport_vsprintf(char *text, const char *format, va_list arguments);
int wwsport_sprintf(char *text, const char *format, ...);

typedef struct output {
    const wwsport_sink *sink;
    void *state;
    long long length;
    int is_wide, failed;
} output;

static void count_in(output *to, long long count)
{
    if (count < 0) {
        to->failed = 1;
    } else {
        to->length += count;
    }
}

static void put(output *to, const WCHAR *text, size_t count)
{
    if (count > 0 && !to->failed) {
        count_in(to, to->sink->wide(to->state, text, count));
    }
}

static void put_raw(output *to, const char *text, size_t size)
{
    if (size > 0 && !to->failed) {
        count_in(to, to->sink->bytes(to->state, text, size));
    }
}

static void pad(output *to, char with, long long count)
{
    for (; count > 0; count--) {
        put_raw(to, &with, 1);
    }
}

/* What stands between % and the conversion. */
typedef struct spec {
    int left, plus, space, alternate, zero;
    int width;
    /* Less than 0: none. */
    int precision;
    /* The size of an integer in bytes. */
    int size;
    /* Of a string or character: 1 wide, -1 bytes, 0 what the conversion says. */
    int wide;
    int is_long_double;
} spec;

/* How many characters, or bytes of a narrow function, a text counts for. */
static size_t measure_wide(const output *to, const WCHAR *text, size_t count)
{
    const WCHAR *end = text + count;
    size_t size = 0;
    int bad = 0;
    char bytes[4];
    if (to->is_wide) {
        return count;
    }
    while (text < end) {
        size += (size_t)wwsport_to_utf8(wwsport_from_utf16(&text, end, &bad), bytes);
    }
    return size;
}

static size_t measure_bytes(const output *to, const char *text, size_t size)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    size_t count = 0;
    int bad = 0;
    WCHAR units[2];
    if (!to->is_wide) {
        return size;
    }
    while (at < end) {
        count += (size_t)wwsport_to_utf16(wwsport_from_utf8(&at, end, &bad), units);
    }
    return count;
}

static void put_wide(output *to, const spec *how, const WCHAR *text)
{
    size_t count;
    long long fill;
    text = text ? text : L"(null)";
    count = how->precision < 0 ? wcslen(text) : wcsnlen(text, (size_t)how->precision);
    fill = (long long)how->width - (long long)measure_wide(to, text, count);
    pad(to, how->zero ? '0' : ' ', how->left ? 0 : fill);
    put(to, text, count);
    pad(to, ' ', how->left ? fill : 0);
}

static void put_bytes(output *to, const spec *how, const char *text)
{
    size_t size;
    long long fill;
    text = text ? text : "(null)";
    size = how->precision < 0 ? strlen(text) : strnlen(text, (size_t)how->precision);
    fill = (long long)how->width - (long long)measure_bytes(to, text, size);
    pad(to, how->zero ? '0' : ' ', how->left ? 0 : fill);
    put_raw(to, text, size);
    pad(to, ' ', how->left ? fill : 0);
}

/* A number, made by the C library: its flags mean the same. */
static void put_number(output *to, const spec *how, char conversion, long long integer, long double real)
{
    char format[48], fixed[128], *text = fixed;
    size_t at = 0;
    int count, is_real = strchr("aAeEfFgG", conversion) != NULL;
    format[at++] = '%';
    if (how->left) format[at++] = '-';
    if (how->plus) format[at++] = '+';
    if (how->space) format[at++] = ' ';
    if (how->alternate) format[at++] = '#';
    if (how->zero) format[at++] = '0';
    at += (size_t)sprintf(format + at, "%d", how->width);
    if (how->precision >= 0) {
        at += (size_t)sprintf(format + at, ".%d", how->precision);
    }
    format[at++] = 'l';
    if (is_real) {
        format[at - 1] = 'L';
    } else {
        format[at++] = 'l';
    }
    format[at++] = conversion;
    format[at] = 0;
    if (how->width == 0) {
        /* A width of 0 would be taken for the flag. */
        memmove(format + strcspn(format, "0"), format + strcspn(format, "0") + 1, strlen(format) - strcspn(format, "0"));
    }
#pragma GCC diagnostic push
#pragma GCC diagnostic ignored "-Wformat-nonliteral"
    count = is_real ? snprintf(fixed, sizeof(fixed), format, real) : snprintf(fixed, sizeof(fixed), format, integer);
    if (count >= (int)sizeof(fixed)) {
        text = (char *)malloc((size_t)count + 1);
        if (text) {
            count = is_real ? snprintf(text, (size_t)count + 1, format, real)
                            : snprintf(text, (size_t)count + 1, format, integer);
        }
    }
#pragma GCC diagnostic pop
    if (!text || count < 0) {
        to->failed = 1;
    } else {
        put_raw(to, text, (size_t)count);
    }
    if (text != fixed) {
        free(text);
    }
}

static int digits(const WCHAR **format)
{
    int value = 0;
    while (**format >= '0' && **format <= '9') {
        if (value > 100000) {
            return -1;
        }
        value = value * 10 + (*(*format)++ - '0');
    }
    return value;
}

static const WCHAR *read_size(const WCHAR *at, spec *how)
{
    how->size = 4;
    if (at[0] == 'I' && at[1] == '6' && at[2] == '4') {
        how->size = 8;
        return at + 3;
    }
    if (at[0] == 'I' && at[1] == '3' && at[2] == '2') {
        return at + 3;
    }
    switch (*at) {
    case 'I':
    case 'z':
    case 't':
    case 'j':
        how->size = 8;
        return at + 1;
    case 'h':
        how->wide = -1;
        how->size = at[1] == 'h' ? 1 : 2;
        return at + how->size % 2 + 1;
    case 'l':
        how->wide = 1;
        if (at[1] == 'l') {
            how->size = 8;
            return at + 2;
        }
        return at + 1;
    case 'w':
        how->wide = 1;
        return at + 1;
    case 'L':
        how->is_long_double = 1;
        return at + 1;
    default:
        return at;
    }
}

static long long signed_of(const spec *how, long long value)
{
    return how->size == 1 ? (signed char)value : how->size == 2 ? (short)value : how->size == 4 ? (int)value : value;
}

static long long unsigned_of(const spec *how, long long value)
{
    return how->size == 8 ? value : value & ((1LL << (8 * how->size)) - 1);
}

int wwsport_format(const wwsport_sink *sink, void *state, int is_wide, const WCHAR *format, va_list given)
{
    output to = {sink, state, 0, is_wide, 0};
    va_list arguments;
    va_copy(arguments, given);
    while (*format && !to.failed) {
        spec how = {0, 0, 0, 0, 0, 0, -1, 4, 0, 0};
        const WCHAR *start = format;
        WCHAR conversion;
        while (*format && *format != '%') {
            format++;
        }
        put(&to, start, (size_t)(format - start));
        if (!*format++) {
            break;
        }
        for (;; format++) {
            if (*format == '-') how.left = 1;
            else if (*format == '+') how.plus = 1;
            else if (*format == ' ') how.space = 1;
            else if (*format == '#') how.alternate = 1;
            else if (*format == '0') how.zero = 1;
            else break;
        }
        if (*format == '*') {
            format++;
            how.width = va_arg(arguments, int);
            if (how.width < 0) {
                how.left = 1;
                how.width = how.width == INT32_MIN ? 0 : -how.width;
            }
        } else if ((how.width = digits(&format)) < 0) {
            to.failed = 1;
        }
        if (*format == '.') {
            format++;
            if (*format == '*') {
                format++;
                how.precision = va_arg(arguments, int);
            } else if ((how.precision = digits(&format)) < 0) {
                to.failed = 1;
            }
        }
        format = read_size(format, &how);
        conversion = *format;
        if (conversion) {
            format++;
        }
        switch (conversion) {
        case 'd':
        case 'i':
            put_number(&to, &how, 'd', signed_of(&how, how.size == 8 ? va_arg(arguments, long long) : va_arg(arguments, int)),
                       0);
            break;
        case 'u':
        case 'o':
        case 'x':
        case 'X':
            put_number(&to, &how, (char)conversion,
                       unsigned_of(&how, how.size == 8 ? va_arg(arguments, long long) : va_arg(arguments, int)), 0);
            break;
        case 'p':
            /* As Windows prints a pointer: all its digits, upper case, without a prefix. */
            how.precision = 16;
            put_number(&to, &how, 'X', (long long)(uintptr_t)va_arg(arguments, void *), 0);
            break;
        case 'a':
        case 'A':
        case 'e':
        case 'E':
        case 'f':
        case 'F':
        case 'g':
        case 'G':
            put_number(&to, &how, (char)conversion, 0,
                       how.is_long_double ? va_arg(arguments, long double) : va_arg(arguments, double));
            break;
        case 's':
        case 'S':
            if (how.wide > 0 || (how.wide == 0 && (conversion == 's') == is_wide)) {
                put_wide(&to, &how, va_arg(arguments, const WCHAR *));
            } else {
                put_bytes(&to, &how, va_arg(arguments, const char *));
            }
            break;
        case 'c':
        case 'C': {
            int value = va_arg(arguments, int);
            WCHAR unit[2] = {0, 0};
            char byte[2] = {0, 0};
            /* A zero is printed too. */
            how.precision = -1;
            if (how.wide > 0 || (how.wide == 0 && (conversion == 'c') == is_wide)) {
                unit[0] = (WCHAR)value;
                value ? put_wide(&to, &how, unit) : put(&to, unit, 1);
            } else {
                byte[0] = (char)value;
                value ? put_bytes(&to, &how, byte) : put_raw(&to, byte, 1);
            }
            break;
        }
        case '%':
            put(&to, L"%", 1);
            break;
        default:
            /* %n too, which Windows refuses. */
            errno = EINVAL;
            to.failed = 1;
        }
    }
    va_end(arguments);
    return to.failed || to.length > INT32_MAX ? -1 : (int)to.length;
}

/* Room for characters, without the zero. */
typedef struct buffer {
    WCHAR *text;
    size_t left;
} buffer;

static long long wide_to_buffer(void *state, const WCHAR *text, size_t count)
{
    buffer *to = (buffer *)state;
    size_t fits = count < to->left ? count : to->left;
    if (fits > 0) {
        memcpy(to->text, text, fits * sizeof(WCHAR));
        to->text += fits;
        to->left -= fits;
    }
    return (long long)count;
}

static long long bytes_to_buffer(void *state, const char *text, size_t size)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    long long count = 0;
    int bad = 0;
    WCHAR units[2];
    while (at < end) {
        count += wide_to_buffer(state, units, (size_t)wwsport_to_utf16(wwsport_from_utf8(&at, end, &bad), units));
    }
    return count;
}

static const wwsport_sink to_buffer = {wide_to_buffer, bytes_to_buffer};

int wwsport_format_text(WCHAR *text, size_t count, const WCHAR *format, va_list arguments)
{
    buffer to;
    int length;
    to.text = text;
    to.left = count > 0 ? count - 1 : 0;
    length = wwsport_format(&to_buffer, &to, 1, format, arguments);
    if (count > 0) {
        *to.text = 0;
    }
    return length;
}

int vswprintf(wchar_t *text, size_t count, const wchar_t *format, va_list arguments)
{
    int length = wwsport_format_text(text, count, format, arguments);
    return length < 0 || (size_t)length >= count ? -1 : length;
}

int swprintf(wchar_t *text, size_t count, const wchar_t *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vswprintf(text, count, format, arguments);
    va_end(arguments);
    return length;
}

int swprintf_s(wchar_t *text, size_t count, const wchar_t *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vswprintf(text, count, format, arguments);
    va_end(arguments);
    if (length < 0 && count > 0) {
        *text = 0;
    }
    return length;
}

/* Unlike the others it fills the last place with text, and then there is no zero. */
int _snwprintf(wchar_t *text, size_t count, const wchar_t *format, ...)
{
    va_list arguments;
    buffer to;
    int length;
    to.text = text;
    to.left = count;
    va_start(arguments, format);
    length = wwsport_format(&to_buffer, &to, 1, format, arguments);
    va_end(arguments);
    if (to.left > 0) {
        *to.text = 0;
    }
    return length < 0 || (size_t)length > count ? -1 : length;
}

/* UTF-8 for a stream, or for memory where there is no stream. Half of a pair waits for the other half. */
typedef struct stream {
    FILE *file;
    char *text;
    size_t left;
    WCHAR high;
    int is_wide;
} stream;

static int put_out(stream *to, const char *bytes, size_t size)
{
    size_t fits;
    if (to->file) {
        return fwrite(bytes, 1, size, to->file) == size;
    }
    fits = size < to->left ? size : to->left;
    if (fits > 0) {
        memcpy(to->text, bytes, fits);
        to->text += fits;
        to->left -= fits;
    }
    return 1;
}

static long long wide_to_stream(void *state, const WCHAR *text, size_t count)
{
    stream *to = (stream *)state;
    const WCHAR *end = text + count;
    long long size = 0;
    int bad = 0;
    while (text < end) {
        char bytes[4];
        WCHAR pair[2];
        const WCHAR *at = pair;
        unsigned character;
        size_t many;
        if (to->high) {
            pair[0] = to->high;
            pair[1] = *text;
            to->high = 0;
            character = wwsport_from_utf16(&at, pair + 2, &bad);
            text += at - pair - 1;
        } else if (*text >= 0xd800 && *text <= 0xdbff && text + 1 == end) {
            to->high = *text;
            break;
        } else {
            character = wwsport_from_utf16(&text, end, &bad);
        }
        many = (size_t)wwsport_to_utf8(character, bytes);
        if (!put_out(to, bytes, many)) {
            return -1;
        }
        size += (long long)many;
    }
    return to->is_wide ? (long long)count : size;
}

static long long bytes_to_stream(void *state, const char *text, size_t size)
{
    stream *to = (stream *)state;
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    long long count = 0;
    int bad = 0;
    WCHAR units[2];
    if (!put_out(to, text, size)) {
        return -1;
    }
    while (to->is_wide && at < end) {
        count += wwsport_to_utf16(wwsport_from_utf8(&at, end, &bad), units);
    }
    return to->is_wide ? count : (long long)size;
}

static const wwsport_sink to_stream = {wide_to_stream, bytes_to_stream};

static int finish(stream *to, int length)
{
    if (to->high) {
        const WCHAR *at = &to->high;
        char bytes[4];
        int bad = 0;
        put_out(to, bytes, (size_t)wwsport_to_utf8(wwsport_from_utf16(&at, at + 1, &bad), bytes));
        to->high = 0;
    }
    return length;
}

int vfwprintf(FILE *file, const wchar_t *format, va_list arguments)
{
    stream to = {file, NULL, 0, 0, 1};
    int length;
    flockfile(file);
    length = finish(&to, wwsport_format(&to_stream, &to, 1, format, arguments));
    funlockfile(file);
    return length;
}

int fwprintf(FILE *file, const wchar_t *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vfwprintf(file, format, arguments);
    va_end(arguments);
    return length;
}

int vwprintf(const wchar_t *format, va_list arguments)
{
    return vfwprintf(stdout, format, arguments);
}

int wprintf(const wchar_t *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = vfwprintf(stdout, format, arguments);
    va_end(arguments);
    return length;
}

int fputws(const wchar_t *text, FILE *file)
{
    return fwprintf(file, L"%s", text);
}

int _putws(const wchar_t *text)
{
    return wprintf(L"%s\n", text);
}

wint_t fputwc(wchar_t character, FILE *file)
{
    return fwprintf(file, L"%c", character) < 0 ? WEOF : character;
}

wint_t putwchar(wchar_t character)
{
    return fputwc(character, stdout);
}

/* ---- The narrow functions: as stdio.h of this kit declares them ---- */

static int narrow(stream *to, const char *format, va_list arguments)
{
    WCHAR *wide = wwsport_utf16(format, strlen(format));
    int length = wide ? finish(to, wwsport_format(&to_stream, to, 0, wide, arguments)) : -1;
    free(wide);
    return length;
}

int wwsport_vfprintf(FILE *file, const char *format, va_list arguments)
{
    stream to = {file, NULL, 0, 0, 0};
    int length;
    flockfile(file);
    length = narrow(&to, format, arguments);
    funlockfile(file);
    return length;
}

int wwsport_vprintf(const char *format, va_list arguments)
{
    return wwsport_vfprintf(stdout, format, arguments);
}

int wwsport_fprintf(FILE *file, const char *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wwsport_vfprintf(file, format, arguments);
    va_end(arguments);
    return length;
}

int wwsport_printf(const char *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wwsport_vfprintf(stdout, format, arguments);
    va_end(arguments);
    return length;
}

int wwsport_vsnprintf(char *text, size_t count, const char *format, va_list arguments)
{
    stream to = {NULL, text, count > 0 ? count - 1 : 0, 0, 0};
    int length = narrow(&to, format, arguments);
    if (count > 0) {
        *to.text = 0;
    }
    return length;
}

int wwsport_snprintf(char *text, size_t count, const char *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wwsport_vsnprintf(text, count, format, arguments);
    va_end(arguments);
    return length;
}

int wwsport_vsprintf(char *text, const char *format, va_list arguments)
{
    return wwsport_vsnprintf(text, SIZE_MAX, format, arguments);
}

int wwsport_sprintf(char *text, const char *format, ...)
{
    va_list arguments;
    int length;
    va_start(arguments, format);
    length = wwsport_vsnprintf(text, SIZE_MAX, format, arguments);
    va_end(arguments);
    return length;
}
