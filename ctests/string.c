/* WsXmlStringEquals, WsTrimXmlWhitespace, WsVerifyXmlNCName. */
#include "ctest.h"

static WS_XML_STRING xml(const char *text, ULONG length)
{
    WS_XML_STRING string;
    memset(&string, 0, sizeof(string));
    string.bytes = (BYTE *)text;
    string.length = length;
    return string;
}

static void strings_are_compared_by_bytes(void)
{
    static const char bom[] = "\xEF\xBB\xBF";
    WS_XML_STRING empty = xml(NULL, 0), also_empty = xml("", 0), a = xml("a", 1), b = xml("b", 1);
    WS_XML_STRING ab = xml("ab", 2), mark = xml(bom, 3), mark1 = xml(bom, 1), abc = xml("abc", 3);
    WS_XML_STRING numbered = xml("a", 1), broken = xml(NULL, 1);
    WS_XML_DICTIONARY dictionary;
    memset(&dictionary, 0, sizeof(dictionary));
    numbered.dictionary = &dictionary;
    numbered.id = 5;
    CHECK_HR(WsXmlStringEquals(&empty, &empty, NULL), S_OK);
    CHECK_HR(WsXmlStringEquals(&empty, &also_empty, NULL), S_OK);
    CHECK_HR(WsXmlStringEquals(&a, &a, NULL), S_OK);
    CHECK_HR(WsXmlStringEquals(&a, &numbered, NULL), S_OK);
    CHECK_HR(WsXmlStringEquals(&a, &b, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&a, &ab, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&empty, &a, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&a, &mark1, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&abc, &mark1, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&abc, &mark, NULL), S_FALSE);
    CHECK_HR(WsXmlStringEquals(&mark, &mark, NULL), S_OK);
    CHECK_HR(WsXmlStringEquals(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsXmlStringEquals(&a, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsXmlStringEquals(NULL, &a, NULL), E_INVALIDARG);
    CHECK_HR(WsXmlStringEquals(&broken, &a, NULL), E_INVALIDARG);
}

static void whitespace_is_trimmed_in_place(void)
{
    static WCHAR both[] = W(" \t\r\n a b \n");
    static WCHAR none[] = W("ab");
    static WCHAR all[] = W("   ");
    static WCHAR other[] = W("\u00A0x\u2003");
    WCHAR *chars = NULL;
    ULONG count = 7;
    CHECK_HR(WsTrimXmlWhitespace(both, 10, &chars, &count, NULL), S_OK);
    CHECK(chars == both + 5);
    CHECK_WIDE(chars, count, W("a b"));
    CHECK_HR(WsTrimXmlWhitespace(none, 2, &chars, &count, NULL), S_OK);
    CHECK(chars == none);
    CHECK_INT(count, 2);
    CHECK_HR(WsTrimXmlWhitespace(all, 3, &chars, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK(chars >= all && chars <= all + 3);
    CHECK_HR(WsTrimXmlWhitespace(other, 3, &chars, &count, NULL), S_OK);
    CHECK_INT(count, 3);
    CHECK_HR(WsTrimXmlWhitespace(NULL, 0, &chars, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    count = 7;
    CHECK_HR(WsTrimXmlWhitespace(NULL, 1, &chars, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsTrimXmlWhitespace(none, 2, NULL, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsTrimXmlWhitespace(none, 2, &chars, NULL, NULL), E_INVALIDARG);
    CHECK_INT(count, 7);
}

static HRESULT verify(const WCHAR *name)
{
    return WsVerifyXmlNCName(name, (ULONG)ctest_length(name), NULL);
}

static void names_are_verified(void)
{
    WS_ERROR *error = NULL;
    WS_STRING text;
    static const WCHAR half[] = {'a', 0xD83D, 0};
    CHECK_HR(verify(W("a")), S_OK);
    CHECK_HR(verify(W("_a-b.c1")), S_OK);
    CHECK_HR(verify(W("\u00E9t\u00E9")), S_OK);
    CHECK_HR(verify(W("")), WS_E_INVALID_FORMAT);
    CHECK_HR(verify(W("1a")), WS_E_INVALID_FORMAT);
    CHECK_HR(verify(W("a:b")), WS_E_INVALID_FORMAT);
    CHECK_HR(verify(W("a b")), WS_E_INVALID_FORMAT);
    CHECK_HR(verify(W(".a")), WS_E_INVALID_FORMAT);
    CHECK_HR(verify(half), WS_E_INVALID_FORMAT);
    CHECK_HR(WsVerifyXmlNCName(W("a"), 2, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsVerifyXmlNCName(NULL, 0, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsVerifyXmlNCName(NULL, 1, NULL), E_INVALIDARG);

    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsVerifyXmlNCName(W("ab:c"), 4, error), WS_E_INVALID_FORMAT);
    REQUIRE_HR(WsGetErrorString(error, 0, &text), S_OK);
    CHECK_STRING(text, W("a name without a colon may not contain the character U+003A, found at offset 2 of 'ab:c'"));
    WsFreeError(error);
}

int main(void)
{
    strings_are_compared_by_bytes();
    whitespace_is_trimmed_in_place();
    names_are_verified();
    return ctest_summary();
}
