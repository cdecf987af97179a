/* The porting kit: wide strings, formats, conversions, safe strings and safe arithmetic. */
#include "ctest.h"

#include <windows.h>
#include <intsafe.h>
#include <strsafe.h>

#include <limits.h>

static void formats_wide(void)
{
    WCHAR text[64];
    CHECK_INT(swprintf(text, 64, L"%d|%5u|%-5x|%05X|%lu|%I64d|%lld", -1, 2u, 255, 255, 0xffffffffu, -5000000000LL, 7LL), 45);
    CHECK_WIDE(text, wcslen(text), L"-1|    2|ff   |000FF|4294967295|-5000000000|7");
    swprintf(text, 64, L"%s|%S|%hs|%ls|%.2s|%.*S|%c%%", L"w\x20ac", "b\xe2\x82\xac", "h", L"l", L"abc", 1, "xyz", L'q');
    CHECK_WIDE(text, wcslen(text), L"w\x20ac|b\x20ac|h|l|ab|x|q%");
    swprintf(text, 64, L"[%4s][%-4S][%s]", L"ab", "cd", (WCHAR *)NULL);
    CHECK_WIDE(text, wcslen(text), L"[  ab][cd  ][(null)]");
    swprintf(text, 64, L"%.3f %g %e %08lx %p", 1.5, 0.25, 1.0, 0x803d0000, (void *)0x1f);
    CHECK_WIDE(text, wcslen(text), L"1.500 0.25 1.000000e+00 803d0000 000000000000001F");
    swprintf(text, 64, L"%0d %+d %#x %hd %hhd", 0, 1, 16, 0x18000, 0x180);
    CHECK_WIDE(text, wcslen(text), L"0 +1 0x10 -32768 -128");
    /* No room, and no format. */
    CHECK_INT(swprintf(text, 3, L"abc"), -1);
    CHECK_WIDE(text, wcslen(text), L"ab");
    CHECK_INT(_snwprintf(text, 3, L"abc"), 3);
    CHECK_INT(swprintf(text, 64, L"%n"), -1);
    CHECK_INT(swprintf_s(text, 2, L"abc"), -1);
    CHECK_INT(text[0], 0);
}

static void formats_narrow(void)
{
    char text[64];
    CHECK_INT(snprintf(text, 64, "%s|%S|%.*S|%ls|%4S|", "n", L"w\x20ac", 2, L"abc", L"\xe9", L"x"), 18);
    CHECK_BYTES(text, strlen(text), "n|w\xe2\x82\xac|ab|\xc3\xa9|   x|");
    CHECK_INT(snprintf(text, 4, "%d", 12345), 5);
    CHECK_BYTES(text, strlen(text), "123");
    CHECK_INT(snprintf(NULL, 0, "%I64u", 18446744073709551615ULL), 20);
    CHECK_INT(sprintf(text, "%ld %lx %zu", 4294967297L, 4294967297L, (size_t)1 << 40), 17);
    CHECK_BYTES(text, strlen(text), "1 1 1099511627776");
    CHECK_INT(snprintf(text, 8, "%400d", 1), 400);
}

/* What is printed to one stream by both kinds of function is there in its order, as UTF-8. */
static void streams(void)
{
    char read_back[64];
    size_t size;
    FILE *file = tmpfile();
    REQUIRE(file != NULL);
    fprintf(file, "a%d", 1);
    CHECK_INT(fwprintf(file, L"%c%c", 0xd83d, 0xde00), 2);
    CHECK_INT(fwprintf(file, L"\x20ac%S", "\xc3\xa9"), 2);
    fprintf(file, "z");
    CHECK(fputws(L"w", file) >= 0);
    CHECK_INT(fputwc(L'!', file), L'!');
    CHECK_INT(fwprintf(file, L"%c", 0xd800), 1);
    rewind(file);
    size = fread(read_back, 1, sizeof(read_back), file);
    CHECK_BYTES(read_back, size, "a1\xf0\x9f\x98\x80\xe2\x82\xac\xc3\xa9zw!\xef\xbf\xbd");
    fclose(file);
}

static void strings(void)
{
    WCHAR text[16], *next, *end;
    CHECK_INT(wcslen(L"abc"), 3);
    CHECK_INT(wcscmp(L"a\xffff", L"b"), -1);
    CHECK_INT(wcscmp(L"ab", L"ab"), 0);
    CHECK_INT(wcsncmp(L"abc", L"abd", 2), 0);
    CHECK_INT(_wcsicmp(L"\xc4" L"B\x416", L"\xe4" L"b\x436"), 0);
    CHECK(_wcsnicmp(L"AX", L"ay", 1) == 0 && _wcsicmp(L"a", L"B") < 0);
    CHECK(wcsstr(L"one two", L"two")[0] == 't' && !wcsstr(L"one", L"two") && wcsstr(L"x", L"")[0] == 'x');
    CHECK(wcschr(L"abc", 'b')[1] == 'c' && !wcschr(L"abc", 'd') && wcsrchr(L"abab", 'a')[2] == 0);
    CHECK_INT(wcsspn(L"aab", L"a"), 2);
    CHECK_INT(wcscspn(L"xyab", L"ba"), 2);
    wcscpy(text, L" one two ");
    CHECK_WIDE(wcstok(text, L" ", &next), 3, L"one");
    CHECK_WIDE(wcstok(NULL, L" ", &next), 3, L"two");
    CHECK(wcstok(NULL, L" ", &next) == NULL);
    wcsncpy(text, L"ab", 4);
    wcscat(text, L"cd");
    wcsncat(text, L"efg", 1);
    CHECK_WIDE(text, wcslen(text), L"abcde");
    CHECK_INT(wcstol(L"  -0x1F rest", &end, 0), -31);
    CHECK_INT(*end, ' ');
    CHECK_INT(wcstol(L"3000000000", NULL, 10), INT_MAX);
    CHECK_INT(wcstoul(L"4294967295", NULL, 10), 4294967295LL);
    CHECK_INT(wcstoul(L"-1", NULL, 10), 4294967295LL);
    CHECK_INT(wcstol(L"0xg", &end, 16), 0);
    CHECK_INT(*end, 'x');
    CHECK_INT(wcstoll(L"-9223372036854775808", NULL, 10), LLONG_MIN);
    CHECK_INT(_wtoi(L"077"), 77);
    CHECK(wcstod(L" 1.5e2x", &end) == 150 && *end == 'x');
    CHECK_INT(lstrlenW(NULL), 0);
    CHECK_INT(lstrcmpW(NULL, L""), -1);
    CHECK_INT(lstrcmpiW(L"A", L"a"), 0);
}

static void conversions(void)
{
    WCHAR wide[8];
    char bytes[8];
    BOOL used = TRUE;
    CHECK_INT(MultiByteToWideChar(CP_UTF8, 0, "\xf0\x9f\x98\x80x", -1, NULL, 0), 4);
    CHECK_INT(MultiByteToWideChar(CP_UTF8, 0, "\xf0\x9f\x98\x80x", 5, wide, 8), 3);
    CHECK_WIDE(wide, 3, L"\xd83d\xde00x");
    CHECK_INT(MultiByteToWideChar(CP_UTF8, 0, "abc", 3, wide, 2), 0);
    CHECK_INT(GetLastError(), ERROR_INSUFFICIENT_BUFFER);
    CHECK_INT(MultiByteToWideChar(CP_UTF8, MB_ERR_INVALID_CHARS, "a\xff", 2, wide, 8), 0);
    CHECK_INT(GetLastError(), ERROR_NO_UNICODE_TRANSLATION);
    CHECK_INT(MultiByteToWideChar(CP_UTF8, 0, "\xed\xa0\x80", 3, wide, 8), 3);
    CHECK_INT(wide[0], 0xfffd);
    CHECK_INT(MultiByteToWideChar(437, 0, "a", 1, wide, 8), 0);
    CHECK_INT(GetLastError(), ERROR_INVALID_PARAMETER);
    CHECK_INT(WideCharToMultiByte(CP_UTF8, 0, L"\x20ac", -1, bytes, 8, NULL, NULL), 4);
    CHECK_BYTES(bytes, 4, "\xe2\x82\xac\0");
    CHECK_INT(WideCharToMultiByte(CP_UTF8, WC_ERR_INVALID_CHARS, L"\xd800", 1, bytes, 8, NULL, NULL), 0);
    CHECK_INT(WideCharToMultiByte(CP_UTF8, 0, L"a", 1, bytes, 8, NULL, &used), 0);
    CHECK_INT(WideCharToMultiByte(CP_ACP, 0, L"a", 1, bytes, 8, NULL, &used), 1);
    CHECK(!used);
    CHECK_INT(CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, L"abc", -1, L"ABX", 2), CSTR_GREATER_THAN);
    CHECK_INT(CompareStringW(LOCALE_INVARIANT, NORM_IGNORECASE, L"abc", 2, L"ABX", 2), CSTR_EQUAL);
    CHECK_INT(CompareStringW(LOCALE_INVARIANT, 0, L"abc", -1, NULL, 2), 0);
    CHECK_INT(CompareStringW(LOCALE_INVARIANT, 0x1000, L"a", -1, L"a", 1), 0);
    CHECK_INT(GetLastError(), ERROR_INVALID_FLAGS);
}

static void safe_strings(void)
{
    WCHAR text[6];
    char narrow[4];
    size_t length;
    CHECK_HR(StringCchCopyW(text, 6, L"abcde"), S_OK);
    CHECK_HR(StringCchCopyW(text, 3, L"abcde"), STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK_WIDE(text, wcslen(text), L"ab");
    CHECK_HR(StringCchCopyW(text, 0, L"abcde"), STRSAFE_E_INVALID_PARAMETER);
    CHECK_HR(StringCchCopyNW(text, 6, L"xyz", 2), S_OK);
    CHECK_HR(StringCchCatW(text, 6, L"123"), S_OK);
    CHECK_WIDE(text, wcslen(text), L"xy123");
    CHECK_HR(StringCchCatW(text, 6, L"4"), STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK_HR(StringCbCopyW(text, 6, L"abc"), STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK_WIDE(text, wcslen(text), L"ab");
    CHECK_HR(StringCbPrintfW(text, sizeof(text), L"%d", 12345), S_OK);
    CHECK_HR(StringCchPrintfW(text, 5, L"%d", 12345), STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK_WIDE(text, wcslen(text), L"1234");
    CHECK_HR(StringCchLengthW(text, 6, &length), S_OK);
    CHECK_INT(length, 4);
    CHECK_HR(StringCchLengthW(text, 4, &length), STRSAFE_E_INVALID_PARAMETER);
    CHECK_HR(StringCbLengthW(text, sizeof(text), &length), S_OK);
    CHECK_INT(length, 8);
    CHECK_HR(StringCchCopyA(narrow, 4, "abcd"), STRSAFE_E_INSUFFICIENT_BUFFER);
    CHECK_HR(StringCchPrintfA(narrow, 4, "%s", "ab"), S_OK);
    CHECK_HR(StringCchCatA(narrow, 4, "c"), S_OK);
    CHECK_BYTES(narrow, strlen(narrow), "abc");
}

static void safe_arithmetic(void)
{
    DWORD word;
    ULONG number;
    LONG signed_number;
    size_t size;
    CHECK_HR(DWordAdd(1, 2, &word), S_OK);
    CHECK_INT(word, 3);
    CHECK_HR(DWordAdd(0xffffffff, 1, &word), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_INT(word, 0xffffffffLL);
    CHECK_HR(DWordMult(65536, 65536, &word), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_HR(ULongSub(1, 2, &number), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_HR(SizeTToULong((size_t)1 << 32, &number), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_HR(SizeTToULong(7, &number), S_OK);
    CHECK_INT(number, 7);
    CHECK_HR(LongToULong(-1, &number), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_HR(ULongToLong(0x80000000U, &signed_number), INTSAFE_E_ARITHMETIC_OVERFLOW);
    CHECK_HR(SizeTMult((size_t)1 << 40, 1 << 30, &size), INTSAFE_E_ARITHMETIC_OVERFLOW);
}

int main(void)
{
    formats_wide();
    formats_narrow();
    streams();
    strings();
    conversions();
    safe_strings();
    safe_arithmetic();
    return ctest_summary();
}
