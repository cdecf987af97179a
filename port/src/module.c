/* Modules, and texts of messages. */

#define _GNU_SOURCE
#include "utf.h"

#include <dlfcn.h>
#include <errno.h>

static const WWSPORT_MESSAGE *own_messages;
static ULONG own_message_count;

void WwsPortSetMessages(const WWSPORT_MESSAGE *messages, ULONG count)
{
    own_messages = messages;
    own_message_count = count;
}

BOOL WINAPI GetModuleHandleExW(DWORD flags, LPCWSTR name, HMODULE *module)
{
    void *found = NULL;
    if (!module) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    *module = NULL;
    if (name && (flags & GET_MODULE_HANDLE_EX_FLAG_FROM_ADDRESS)) {
        Dl_info about;
        found = dladdr(name, &about) && about.dli_fname ? dlopen(about.dli_fname, RTLD_LAZY | RTLD_NOLOAD) : NULL;
        /* The program itself has no name that it could be opened by. */
        found = found ? found : dlopen(NULL, RTLD_LAZY);
    } else if (name) {
        char *text = wwsport_utf8(name, wcslen(name));
        found = text ? dlopen(text, RTLD_LAZY | RTLD_NOLOAD) : NULL;
        free(text);
    } else {
        found = dlopen(NULL, RTLD_LAZY);
    }
    if (!found) {
        SetLastError(ERROR_MOD_NOT_FOUND);
        return FALSE;
    }
    *module = found;
    return TRUE;
}

HMODULE WINAPI GetModuleHandleW(LPCWSTR name)
{
    HMODULE module;
    return GetModuleHandleExW(GET_MODULE_HANDLE_EX_FLAG_UNCHANGED_REFCOUNT, name, &module) ? module : NULL;
}

BOOL WINAPI FreeLibrary(HMODULE module)
{
    if (!module) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    return TRUE;
}

/* The English text of a code, as FormatMessageW of Windows has a sentence for each. */
static const char *system_text(DWORD code)
{
    static const struct {
        DWORD code;
        const char *text;
    } texts[] = {
        {ERROR_SUCCESS, "No error."},
        {ERROR_FILE_NOT_FOUND, "There is no such file."},
        {ERROR_PATH_NOT_FOUND, "There is no such path."},
        {ERROR_TOO_MANY_OPEN_FILES, "Too many files are open."},
        {ERROR_ACCESS_DENIED, "Access was denied."},
        {ERROR_INVALID_HANDLE, "The handle is not valid."},
        {ERROR_NOT_ENOUGH_MEMORY, "There is not enough memory."},
        {ERROR_OUTOFMEMORY, "There is not enough memory."},
        {ERROR_INVALID_DATA, "The data is not valid."},
        {ERROR_GEN_FAILURE, "The system reported a failure."},
        {ERROR_NOT_SUPPORTED, "This is not supported."},
        {ERROR_FILE_EXISTS, "The file exists."},
        {ERROR_INVALID_PARAMETER, "A parameter is not valid."},
        {ERROR_BROKEN_PIPE, "The pipe has ended."},
        {ERROR_BUFFER_OVERFLOW, "The file name is too long."},
        {ERROR_DISK_FULL, "There is no room on the disk."},
        {ERROR_INSUFFICIENT_BUFFER, "The buffer is too small."},
        {ERROR_INVALID_NAME, "The name is not valid."},
        {ERROR_MOD_NOT_FOUND, "There is no such module."},
        {ERROR_ALREADY_EXISTS, "It exists already."},
        {ERROR_MORE_DATA, "There is more data."},
        {ERROR_OPERATION_ABORTED, "The operation was aborted."},
        {ERROR_CONNECTION_REFUSED, "The connection was refused."},
        {ERROR_TIMEOUT, "The time was up."},
    };
    size_t i;
    if ((code & 0xffff0000U) == 0x80070000U) {
        code &= 0xffff;
    }
    for (i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        if (texts[i].code == code) {
            return texts[i].text;
        }
    }
    switch ((HRESULT)code) {
    case E_NOTIMPL:
        return "Not implemented.";
    case E_FAIL:
        return "An error that has no other name.";
    case E_UNEXPECTED:
        return "A failure that was not expected.";
    case E_ABORT:
        return "The operation was aborted.";
    default:
        return NULL;
    }
}

/* The text to format, to be freed, or NULL with the last error set. */
static WCHAR *find_text(DWORD flags, LPCVOID source, DWORD message)
{
    const char *text;
    ULONG i;
    if (flags & FORMAT_MESSAGE_FROM_STRING) {
        return _wcsdup((const WCHAR *)source);
    }
    for (i = 0; (flags & FORMAT_MESSAGE_FROM_HMODULE) && i < own_message_count; i++) {
        if (own_messages[i].id == message) {
            return _wcsdup(own_messages[i].text);
        }
    }
    text = (flags & FORMAT_MESSAGE_FROM_SYSTEM) ? system_text(message) : NULL;
    if (!text) {
        SetLastError(ERROR_MR_MID_NOT_FOUND);
        return NULL;
    }
    return wwsport_utf16(text, strlen(text));
}

/* Text that grows. */
typedef struct result {
    WCHAR *text;
    size_t length, size;
    int failed;
} result;

static void add(result *to, const WCHAR *text, size_t count)
{
    if (!to->failed && to->length + count + 1 > to->size) {
        size_t size = (to->length + count + 1) * 2;
        WCHAR *larger = (WCHAR *)realloc(to->text, size * sizeof(WCHAR));
        if (larger) {
            to->text = larger;
            to->size = size;
        } else {
            to->failed = 1;
        }
    }
    if (!to->failed) {
        wmemcpy(to->text + to->length, text, count);
        to->length += count;
        to->text[to->length] = 0;
    }
}

/* The inserts %1 to %99 are 64-bit values each: an array of them, or the integers and pointers of a va_list. */
static DWORD_PTR insert(DWORD flags, va_list *arguments, DWORD_PTR *fetched, int *count, int number)
{
    if (flags & FORMAT_MESSAGE_ARGUMENT_ARRAY) {
        return ((DWORD_PTR *)(void *)arguments)[number - 1];
    }
    while (*count < number) {
        fetched[(*count)++] = va_arg(*arguments, DWORD_PTR);
    }
    return fetched[number - 1];
}

/* Puts the text together by Windows' rules for message texts: %n, %%, %0, %space and so on, and %1!format!. */
static void expand(result *to, const WCHAR *from, DWORD flags, va_list *arguments)
{
    DWORD_PTR fetched[99];
    int count = 0;
    while (*from && !to->failed) {
        WCHAR c = *from++;
        if (c != '%' || (flags & FORMAT_MESSAGE_IGNORE_INSERTS)) {
            add(to, &c, 1);
        } else if (*from == '0') {
            return;
        } else if (*from >= '1' && *from <= '9') {
            WCHAR format[32] = L"%s", *text;
            DWORD_PTR value;
            int number = *from++ - '0', length;
            if (*from >= '0' && *from <= '9') {
                number = number * 10 + (*from++ - '0');
            }
            if (*from == '!') {
                const WCHAR *end = wcschr(++from, '!');
                if (!end || end - from > 28) {
                    to->failed = 1;
                    break;
                }
                wmemcpy(format + 1, from, (size_t)(end - from));
                format[end - from + 1] = 0;
                from = end + 1;
            }
            if (!arguments) {
                to->failed = 1;
                break;
            }
            value = insert(flags, arguments, fetched, &count, number);
            length = swprintf(NULL, 0, format, value);
            length = length < 0 ? 65536 : length;
            text = (WCHAR *)malloc(((size_t)length + 1) * sizeof(WCHAR));
            length = text ? swprintf(text, (size_t)length + 1, format, value) : -1;
            if (length < 0) {
                to->failed = 1;
            } else {
                add(to, text, (size_t)length);
            }
            free(text);
        } else if (*from == 'n') {
            add(to, L"\r\n", 2);
            from++;
        } else if (*from == 'r') {
            add(to, L"\r", 1);
            from++;
        } else if (*from == 't') {
            add(to, L"\t", 1);
            from++;
        } else if (*from) {
            add(to, from++, 1);
        }
    }
}

DWORD WINAPI FormatMessageW(DWORD flags, LPCVOID source, DWORD message, DWORD language, LPWSTR text, DWORD count,
                            va_list *arguments)
{
    result made = {NULL, 0, 0, 0};
    WCHAR *from;
    (void)language;
    if (!text || ((flags & FORMAT_MESSAGE_FROM_STRING) && !source)) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return 0;
    }
    from = find_text(flags, source, message);
    if (!from) {
        return 0;
    }
    add(&made, L"", 0);
    expand(&made, from, flags, arguments);
    free(from);
    if (made.failed) {
        SetLastError(ERROR_INVALID_PARAMETER);
        free(made.text);
        return 0;
    }
    if (flags & FORMAT_MESSAGE_ALLOCATE_BUFFER) {
        *(WCHAR **)(void *)text = made.text;
        return (DWORD)made.length;
    }
    if (made.length >= count) {
        SetLastError(ERROR_INSUFFICIENT_BUFFER);
        made.length = 0;
    } else {
        wmemcpy(text, made.text, made.length + 1);
    }
    free(made.text);
    return (DWORD)made.length;
}
