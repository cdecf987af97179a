/*
 * For test programs that use WS_ERROR: says what an error object holds when a check fails.
 */
#ifndef CTEST_ERROR_H
#define CTEST_ERROR_H

#include "ctest.h"

/* Prints the strings of an error object, the outermost first. */
static inline void ctest_print_error(WS_ERROR *error)
{
    ULONG count = 0;
    ULONG index;
    if (error == NULL || FAILED(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)))) {
        return;
    }
    for (index = 0; index < count; index++) {
        WS_STRING string;
        if (SUCCEEDED(WsGetErrorString(error, index, &string))) {
            ctest_print_wide("error", string.chars, string.length);
        }
    }
}

/* Whether one of the strings of an error object has this ASCII text in it. */
static inline int ctest_error_has(WS_ERROR *error, const char *text)
{
    ULONG count = 0, index, at, length = (ULONG)strlen(text);
    if (FAILED(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)))) {
        return 0;
    }
    for (index = 0; index < count; index++) {
        WS_STRING string;
        if (FAILED(WsGetErrorString(error, index, &string))) {
            return 0;
        }
        for (at = 0; at + length <= string.length; at++) {
            ULONG matched = 0;
            while (matched < length && string.chars[at + matched] == (WCHAR)(unsigned char)text[matched]) {
                matched++;
            }
            if (matched == length) {
                return 1;
            }
        }
    }
    ctest_print_error(error);
    return 0;
}

static inline int ctest_check_hr_error(HRESULT hr, HRESULT expected, WS_ERROR *error, const char *file, int line,
                                       const char *text, const char *expected_text)
{
    int holds = ctest_check_hr(hr, expected, file, line, text, expected_text);
    if (!holds) {
        ctest_print_error(error);
    }
    return holds;
}

/* As CHECK_HR and REQUIRE_HR; prints the error object where the code is another one. */
#define CHECK_HR_ERROR(call, expected, error)                                                                 \
    ctest_check_hr_error((call), (expected), (error), __FILE__, __LINE__, #call, #expected)
#define REQUIRE_HR_ERROR(call, expected, error)                                                               \
    do {                                                                                                      \
        if (!CHECK_HR_ERROR(call, expected, error)) {                                                         \
            ctest_end();                                                                                      \
        }                                                                                                     \
    } while (0)

#endif
