/* The dictionary of SOAP: WsGetDictionary, and what it holds. */
#include "ctest_error.h"

static void encodings(void)
{
    static const struct {
        WS_ENCODING encoding;
        int has_one;
    } cases[] = {
        {WS_ENCODING_XML_BINARY_1, 1},         {WS_ENCODING_XML_BINARY_SESSION_1, 1},
        {WS_ENCODING_XML_MTOM_UTF8, 0},        {WS_ENCODING_XML_MTOM_UTF16BE, 0},
        {WS_ENCODING_XML_MTOM_UTF16LE, 0},     {WS_ENCODING_XML_UTF8, 0},
        {WS_ENCODING_XML_UTF16BE, 0},          {WS_ENCODING_XML_UTF16LE, 0},
        {WS_ENCODING_RAW, 0},
    };
    WS_XML_DICTIONARY *first = NULL;
    size_t i;
    REQUIRE_HR(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &first, NULL), S_OK);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_XML_DICTIONARY *dictionary = (WS_XML_DICTIONARY *)(uintptr_t)1;
        CHECK_HR(WsGetDictionary(cases[i].encoding, &dictionary, NULL), S_OK);
        CHECK(dictionary == (cases[i].has_one ? first : NULL));
    }
}

static void content(void)
{
    static const GUID guid = {0xF93578F8, 0x5852, 0x4EB7, {0xA6, 0xFC, 0xE7, 0x2B, 0xB7, 0x1D, 0xB6, 0x22}};
    static const struct {
        ULONG id;
        const char *text;
    } samples[] = {
        {0, "mustUnderstand"}, {1, "Envelope"}, {2, "http://www.w3.org/2003/05/soap-envelope"},
        {6, "To"},             {243, "CancelTarget"}, {486, "detail"},
    };
    WS_XML_DICTIONARY *dictionary = NULL;
    ULONG i;
    REQUIRE_HR(WsGetDictionary(WS_ENCODING_XML_BINARY_SESSION_1, &dictionary, NULL), S_OK);
    CHECK(memcmp(&dictionary->guid, &guid, sizeof(guid)) == 0);
    CHECK_INT(dictionary->stringCount, 487);
    CHECK(dictionary->isConst == TRUE);
    for (i = 0; i < dictionary->stringCount; i++) {
        const WS_XML_STRING *string = &dictionary->strings[i];
        CHECK(string->dictionary == dictionary && string->id == i && string->length != 0 && string->bytes != NULL);
    }
    for (i = 0; i < CTEST_COUNT(samples); i++) {
        WS_XML_STRING expected;
        memset(&expected, 0, sizeof(expected));
        expected.bytes = (BYTE *)(uintptr_t)samples[i].text;
        expected.length = (ULONG)strlen(samples[i].text);
        CHECK_HR(WsXmlStringEquals(&dictionary->strings[samples[i].id], &expected, NULL), S_OK);
    }
}

static void misuse(void)
{
    WS_XML_DICTIONARY *const untouched = (WS_XML_DICTIONARY *)(uintptr_t)1;
    WS_XML_DICTIONARY *dictionary = untouched;
    CHECK_HR(WsGetDictionary(WS_ENCODING_XML_BINARY_1, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetDictionary(WS_ENCODING_XML_UTF8, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetDictionary((WS_ENCODING)99, &dictionary, NULL), E_INVALIDARG);
    CHECK(dictionary == untouched);
}

int main(void)
{
    encodings();
    content();
    misuse();
    return ctest_summary();
}
