/* Charsets: given, found, declared; marks; UTF-16 in either order. */
#include "reader.h"

static HRESULT charset_of(WS_XML_READER *reader, WS_CHARSET *charset)
{
    return WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_CHARSET, charset, sizeof(*charset), NULL);
}

/* What the first bytes say. Fewer than three say nothing; `<?` has to begin a whole declaration. */
static void detection(void)
{
    static const struct {
        const char *bytes;
        ULONG size;
        HRESULT hr;
        int charset;
    } cases[] = {
        {"\xEF\xBB\xBF<a/>", 7, S_OK, WS_CHARSET_UTF8},
        {"<a/>", 4, S_OK, WS_CHARSET_UTF8},
        {"<!--", 4, S_OK, WS_CHARSET_UTF8},
        {"<?xml version=\"1.0\" encoding=\"utf-8\"?>", 38, S_OK, WS_CHARSET_UTF8},
        {"<?xml encoding=\"utf-8\"?>", 24, WS_E_INVALID_FORMAT, 0},
        {"<?xml", 5, WS_E_INVALID_FORMAT, 0},
        {"<?yml", 5, WS_E_INVALID_FORMAT, 0},
        {"<?", 2, WS_E_INVALID_FORMAT, 0},
        {"<!", 2, WS_E_INVALID_FORMAT, 0},
        {"\xFF\xFE<\0a\0/\0>\0", 10, S_OK, WS_CHARSET_UTF16LE},
        {"<\0a\0/\0>\0", 8, S_OK, WS_CHARSET_UTF16LE},
        {"<\0!\0-\0-\0", 8, S_OK, WS_CHARSET_UTF16LE},
        {"<\0?\0", 4, WS_E_INVALID_FORMAT, 0},
        {"ab", 2, WS_E_INVALID_FORMAT, 0},
        {"abc", 3, S_OK, WS_CHARSET_UTF8},
        {"a\0", 2, WS_E_INVALID_FORMAT, 0},
        {"a\0b\0", 4, S_OK, WS_CHARSET_UTF8},
        {"<\0a\0b\0", 6, S_OK, WS_CHARSET_UTF16LE},
        {"<\0a\0", 4, S_OK, WS_CHARSET_UTF16LE},
        {"\0ab", 3, S_OK, WS_CHARSET_UTF8},
        {"\0\0", 2, WS_E_INVALID_FORMAT, 0},
        {"\0\0\0", 3, S_OK, WS_CHARSET_UTF8},
        {"<\0?\0x\0m\0l\0", 10, WS_E_INVALID_FORMAT, 0},
        {"\xFE\xFF\0<\0a\0/\0>", 10, S_OK, WS_CHARSET_UTF16BE},
        {"\0<\0a\0/\0>", 8, S_OK, WS_CHARSET_UTF16BE},
    };
    WS_XML_READER *reader = reader_new();
    WS_CHARSET charset;
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        CHECK_HR(reader_set_bytes(reader, cases[i].bytes, cases[i].size, WS_CHARSET_AUTO, NULL, 0), S_OK);
        charset = WS_CHARSET_AUTO;
        if (!CHECK_HR(charset_of(reader, &charset), cases[i].hr)) {
            printf("  of case %lu\n", (unsigned long)i);
        }
        if (cases[i].hr == S_OK) {
            CHECK_INT(charset, cases[i].charset);
        }
    }
    /* A charset that was given is simply returned. */
    CHECK_HR(reader_set_bytes(reader, "<a/>", 4, WS_CHARSET_UTF16BE, NULL, 0), S_OK);
    CHECK_HR(charset_of(reader, &charset), S_OK);
    CHECK_INT(charset, WS_CHARSET_UTF16BE);
    WsFreeReader(reader);
}

static size_t widen(const char *text, int big, unsigned char *out)
{
    size_t count = 0;
    for (; *text; text++) {
        out[count++] = big ? 0 : (unsigned char)*text;
        out[count++] = big ? (unsigned char)*text : 0;
    }
    return count;
}

static void declarations(void)
{
    /* The charset the document is in, its declaration, and whether they agree. */
    static const struct {
        int charset;
        const char *text;
        HRESULT hr;
    } cases[] = {
        {WS_CHARSET_UTF8, "<?xml version='1.0' encoding='UTF-8'?><a/>", S_OK},
        {WS_CHARSET_UTF8, "<?xml version='1.0' encoding='Utf-8'?><a/>", S_OK},
        {WS_CHARSET_UTF8, "<?xml version='1.0' encoding='utf-16'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0' encoding='iso-8859-1'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0' encoding=''?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.1'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0' standalone='yes'?><a/>", S_OK},
        {WS_CHARSET_UTF8, "<?xml version='1.0' standalone='maybe'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0' standalone='no' encoding='utf-8'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0'encoding='utf-8'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0\" encoding='utf-8'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0' other='1'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml version='1.0'><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml\tversion\n=\r'1.0'\t?><a/>", S_OK},
        {WS_CHARSET_UTF8, " <?xml version='1.0'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?xml-stylesheet href='x'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF8, "<?XML version='1.0'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF16LE, "<?xml version='1.0' encoding='utf-16'?><a/>", S_OK},
        {WS_CHARSET_UTF16LE, "<?xml version='1.0' encoding='utf-16LE'?><a/>", S_OK},
        {WS_CHARSET_UTF16LE, "<?xml version='1.0' encoding='utf-16BE'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF16LE, "<?xml version='1.0' encoding='utf-8'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF16BE, "<?xml version='1.0' encoding='utf-16'?><a/>", S_OK},
        {WS_CHARSET_UTF16BE, "<?xml version='1.0' encoding='UTF-16BE'?><a/>", S_OK},
        {WS_CHARSET_UTF16BE, "<?xml version='1.0' encoding='utf-16le'?><a/>", WS_E_INVALID_FORMAT},
        {WS_CHARSET_UTF16BE, "<?xml version='1.0'?><a/>", S_OK},
    };
    WS_XML_READER *reader = reader_new();
    unsigned char wide[256];
    text_out out;
    size_t i;
    int found;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        const void *bytes = cases[i].text;
        size_t size = strlen(cases[i].text);
        if (cases[i].charset != WS_CHARSET_UTF8) {
            size = widen(cases[i].text, cases[i].charset == WS_CHARSET_UTF16BE, wide);
            bytes = wide;
        }
        for (found = 0; found < 2; found++) {
            WS_CHARSET charset = found ? WS_CHARSET_AUTO : (WS_CHARSET)cases[i].charset;
            CHECK_HR(reader_set_bytes(reader, bytes, size, charset, NULL, 0), S_OK);
            if (!CHECK_HR(reader_rest(reader, &out), cases[i].hr)) {
                printf("  of %s\n", cases[i].text);
            }
        }
    }
    WsFreeReader(reader);
}

static void utf16_is_read_as_utf8(void)
{
    static const unsigned char little[] = {'<', 0, 'a', 0, '>', 0, 'b', 0, 0xAC, 0x20, 0x3D, 0xD8, 0x00,
                                           0xDE, '<', 0, '/', 0, 'a', 0, '>', 0};
    static const unsigned char lone[] = {'<', 0, 'a', 0, '>', 0, 'b', 0, 0x3D, 0xD8, 'c', 0};
    WS_XML_READER *reader = reader_new();
    text_out out;
    CHECK_HR(reader_set_bytes(reader, little, sizeof(little), WS_CHARSET_UTF16LE, NULL, 0), S_OK);
    CHECK_HR(reader_rest(reader, &out), S_OK);
    CHECK_TEXT(out.text, "<a>|b\xE2\x82\xAC\xF0\x9F\x98\x80|END|EOF");
    /* Half a surrogate pair, and half a unit. What is before them is read. */
    CHECK_HR(reader_set_bytes(reader, lone, sizeof(lone), WS_CHARSET_UTF16LE, NULL, 0), S_OK);
    CHECK_HR(reader_rest(reader, &out), WS_E_INVALID_FORMAT);
    CHECK_TEXT(out.text, "<a>|b");
    CHECK_HR(reader_set_bytes(reader, little, sizeof(little) - 1, WS_CHARSET_UTF16LE, NULL, 0), S_OK);
    CHECK_HR(reader_rest(reader, &out), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void utf8_is_checked(void)
{
    static const char *const wrong[] = {
        "<a>\x80</a>", "<a>\xC0\x80</a>", "<a>\xC3</a>", "<a>\xED\xA0\x80</a>", "<a>\xF5\x80\x80\x80</a>",
        "<a>\xE2\x82</a>", "<\xFF/>", "<a b='\xFE'/>", "<a><!--\xC3(--></a>", "<a><![CDATA[\x80]]></a>", "<a>\xE2\x82",
    };
    WS_XML_READER *reader = reader_new();
    text_out out;
    size_t i;
    for (i = 0; i < CTEST_COUNT(wrong); i++) {
        reader_set(reader, wrong[i]);
        if (!CHECK_HR(reader_rest(reader, &out), WS_E_INVALID_FORMAT)) {
            printf("  of case %lu\n", (unsigned long)i);
        }
    }
    WsFreeReader(reader);
}

int main(void)
{
    detection();
    declarations();
    utf16_is_read_as_utf8();
    utf8_is_checked();
    return ctest_summary();
}
