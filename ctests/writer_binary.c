/* Binary XML: what is written, byte by byte; dictionaries and the callback for strings; arrays; buffers and streams. */
#include <math.h>

#include "binary.h"
#include "xml_writing.h"

static numbered_dictionary fixed;

static void binary_output(WS_XML_WRITER *writer, WS_XML_DICTIONARY *dictionary,
                          WS_DYNAMIC_STRING_CALLBACK callback, void *state)
{
    static const BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY fragment = {WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, (void *)&yes, sizeof(yes)};
    WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, dictionary, callback, state};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, &fragment, 1, NULL), S_OK);
}

static void check_written(WS_XML_WRITER *writer, const char *hex, int line)
{
    unsigned char bytes[1024];
    char what[32];
    size_t size = from_hex(hex, bytes);
    WS_BYTES found = written(writer);
    snprintf(what, sizeof(what), "line %d", line);
    check_bytes(found.bytes, found.length, bytes, size, what);
}

#define CHECK_WRITTEN(writer, hex) check_written((writer), (hex), __LINE__)

static void write_utf8(WS_XML_WRITER *writer, const char *text)
{
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)text, (ULONG)strlen(text), NULL), S_OK);
}

static void elements_and_attributes(WS_XML_WRITER *writer)
{
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 74 01");

    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "6D 01 74 09 01 70 02 6E 73 01");

    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, S("p2"), S("t"), S("ns"), NULL), S_OK);
    write_utf8(writer, "test");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "41 02 70 32 01 74 09 02 70 32 02 6E 73 99 04 74 65 73 74");

    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("t"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 74 04 01 74 98 00 01");

    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, S("p"), S("t"), S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 74 35 01 74 98 00 09 01 70 02 6E 73 01");

    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, S("p2"), S("t"), S("ns"), FALSE, NULL), S_OK);
    write_utf8(writer, "te");
    write_utf8(writer, "st");
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 74 05 02 70 32 01 74 98 04 74 65 73 74 09 02 70 32 02 6E 73 01");

    /* A text before the end of an element, and one that something comes after. */
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S("n"), NULL), S_OK);
    write_utf8(writer, "1");
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("n"), NULL), S_OK);
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    write_utf8(writer, "2");
    CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
    write_utf8(writer, "]]>");
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 61 08 01 6E 98 01 31 40 01 62 01 98 01 32 99 03 5D 5D 3E");

    binary_output(writer, NULL, NULL, NULL);
    {
        WS_XML_COMMENT_NODE comment = {{WS_XML_NODE_TYPE_COMMENT}, WS_XML_STRING_VALUE("comment")};
        CHECK_HR(WsWriteNode(writer, &comment.node, NULL), S_OK);
    }
    CHECK_WRITTEN(writer, "02 07 63 6F 6D 6D 65 6E 74");
}

/* Writes <t> around a text and checks the bytes after those of its start. */
static void check_text(WS_XML_WRITER *writer, const WS_XML_TEXT *text, const char *hex, int line)
{
    char all[1024];
    binary_output(writer, &fixed.dictionary, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteText(writer, text, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    snprintf(all, sizeof(all), "40 01 74 %s", hex);
    check_written(writer, all, line);
}

#define CHECK_TEXT(writer, text, hex) check_text((writer), (const WS_XML_TEXT *)&(text), (hex), __LINE__)

static void integers(WS_XML_WRITER *writer)
{
    static const struct {
        INT64 value;
        const char *hex;
    } cases[] = {
        {0, "81"},
        {1, "83"},
        {2, "89 02"},
        {-1, "89 FF"},
        {-128, "89 80"},
        {128, "8B 80 00"},
        {-32768, "8B 00 80"},
        {32768, "8D 00 80 00 00"},
        {-2147483647 - 1, "8D 00 00 00 80"},
        {2147483648LL, "8F 00 00 00 80 00 00 00 00"},
        {-9223372036854775807LL - 1, "8F 00 00 00 00 00 00 00 80"},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_XML_INT64_TEXT wide = {{WS_XML_TEXT_TYPE_INT64}, cases[i].value};
        WS_XML_INT32_TEXT narrow = {{WS_XML_TEXT_TYPE_INT32}, (int)cases[i].value};
        WS_XML_UINT64_TEXT positive = {{WS_XML_TEXT_TYPE_UINT64}, (UINT64)cases[i].value};
        CHECK_TEXT(writer, wide, cases[i].hex);
        if (cases[i].value == narrow.value) {
            CHECK_TEXT(writer, narrow, cases[i].hex);
        }
        if (cases[i].value >= 0) {
            CHECK_TEXT(writer, positive, cases[i].hex);
        }
    }
    {
        WS_XML_UINT64_TEXT most = {{WS_XML_TEXT_TYPE_UINT64}, ~(UINT64)0};
        CHECK_TEXT(writer, most, "B3 FF FF FF FF FF FF FF FF");
    }
}

static void numbers(WS_XML_WRITER *writer)
{
    static const struct {
        double value;
        const char *hex;
    } cases[] = {
        {0.0, "81"},
        {2.0, "89 02"},
        {-70000.0, "8D 90 EE FE FF"},
        {2.1, "93 CD CC CC CC CC CC 00 40"},
        {1e300, "93 9C 75 00 88 3C E4 37 7E"},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_XML_DOUBLE_TEXT number = {{WS_XML_TEXT_TYPE_DOUBLE}, cases[i].value};
        CHECK_TEXT(writer, number, cases[i].hex);
    }
    {
        WS_XML_DOUBLE_TEXT infinite = {{WS_XML_TEXT_TYPE_DOUBLE}, (double)INFINITY};
        WS_XML_DOUBLE_TEXT negative = {{WS_XML_TEXT_TYPE_DOUBLE}, -(double)INFINITY};
        WS_XML_DOUBLE_TEXT minus_zero = {{WS_XML_TEXT_TYPE_DOUBLE}, -0.0};
        WS_XML_FLOAT_TEXT small = {{WS_XML_TEXT_TYPE_FLOAT}, 1.1f};
        WS_XML_FLOAT_TEXT whole = {{WS_XML_TEXT_TYPE_FLOAT}, 3.0f};
        CHECK_TEXT(writer, infinite, "93 00 00 00 00 00 00 F0 7F");
        CHECK_TEXT(writer, negative, "93 00 00 00 00 00 00 F0 FF");
        CHECK_TEXT(writer, minus_zero, "93 00 00 00 00 00 00 00 80");
        CHECK_TEXT(writer, small, "91 CD CC 8C 3F");
        CHECK_TEXT(writer, whole, "89 03");
    }
}

static void other_texts(WS_XML_WRITER *writer)
{
    static const GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    static const WCHAR wide[] = {'t', 0xE9};
    WS_XML_BOOL_TEXT yes = {{WS_XML_TEXT_TYPE_BOOL}, TRUE}, no = {{WS_XML_TEXT_TYPE_BOOL}, FALSE};
    WS_XML_GUID_TEXT plain = {{WS_XML_TEXT_TYPE_GUID}, guid};
    WS_XML_UNIQUE_ID_TEXT unique = {{WS_XML_TEXT_TYPE_UNIQUE_ID}, guid};
    WS_XML_TIMESPAN_TEXT span = {{WS_XML_TEXT_TYPE_TIMESPAN}, {120000000000LL}};
    WS_XML_DATETIME_TEXT date = {{WS_XML_TEXT_TYPE_DATETIME}, {1, WS_DATETIME_FORMAT_UTC}};
    WS_XML_DECIMAL_TEXT decimal;
    WS_XML_UTF16_TEXT utf16 = {{WS_XML_TEXT_TYPE_UTF16}, (BYTE *)(uintptr_t)wide, sizeof(wide)};
    WS_XML_UTF8_TEXT entry = {{WS_XML_TEXT_TYPE_UTF8}, fixed.strings[5]};
    WS_XML_STRING prefix = WS_XML_STRING_VALUE("i"), ns = WS_XML_STRING_VALUE("n");
    WS_XML_QNAME_TEXT name = {{WS_XML_TEXT_TYPE_QNAME}, &prefix, &fixed.strings[70], &ns};
    WS_XML_TEXT *items[2];
    WS_XML_LIST_TEXT list = {{WS_XML_TEXT_TYPE_LIST}, 2, items};
    CHECK_TEXT(writer, yes, "87");
    CHECK_TEXT(writer, no, "85");
    CHECK_TEXT(writer, plain, "B1 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF");
    CHECK_TEXT(writer, unique, "AD 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF");
    CHECK_TEXT(writer, span, "AF 00 B0 8E F0 1B 00 00 00");
    CHECK_TEXT(writer, date, "97 01 00 00 00 00 00 00 40");
    date.value.format = WS_DATETIME_FORMAT_LOCAL;
    date.value.ticks = 0;
    CHECK_TEXT(writer, date, "97 00 00 00 00 00 00 00 80");
    date.value.format = WS_DATETIME_FORMAT_NONE;
    CHECK_TEXT(writer, date, "97 00 00 00 00 00 00 00 00");
    memset(&decimal, 0, sizeof(decimal));
    decimal.text.textType = WS_XML_TEXT_TYPE_DECIMAL;
    decimal.value.Lo64 = 0x4E2D80;
    decimal.value.scale = 6;
    decimal.value.sign = 0x80;
    CHECK_TEXT(writer, decimal, "95 00 00 06 80 00 00 00 00 80 2D 4E 00 00 00 00 00");
    CHECK_TEXT(writer, utf16, "99 03 74 C3 A9");
    CHECK_TEXT(writer, entry, "AB 0A");
    CHECK_TEXT(writer, name, "BD 08 8C 01");
    name.localName = &ns;
    CHECK_TEXT(writer, name, "99 03 69 3A 6E");
    items[0] = &yes.text;
    items[1] = &entry.text;
    CHECK_TEXT(writer, list, "99 0A 74 72 75 65 20 73 74 72 31 30");

    /* The value of an attribute is one record, of any type. */
    binary_output(writer, &fixed.dictionary, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &no.text, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("b"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &entry.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &no.text, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("c"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "a", 1, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "b", 1, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 74 04 01 61 84 04 01 62 AA 0A 04 01 63 9E 02 61 62 01");
}

/* Binary data in any pieces is the base64 of all of it. */
static void bytes(WS_XML_WRITER *writer)
{
    static const struct {
        const char *pieces[4];
        const char *hex;
    } cases[] = {
        {{"test"}, "40 01 74 9E 03 74 65 73 9F 01 74"},
        {{"tes"}, "40 01 74 9F 03 74 65 73"},
        {{"t"}, "40 01 74 9F 01 74"},
        {{"testte"}, "40 01 74 9F 06 74 65 73 74 74 65"},
        {{""}, "40 01 74 01"},
        {{"t", "est!"}, "40 01 74 9E 03 74 65 73 9F 02 74 21"},
        {{"t", "e", "s", "t"}, "40 01 74 9E 03 74 65 73 9F 01 74"},
        {{"te", "st12"}, "40 01 74 9F 06 74 65 73 74 31 32"},
        {{"tes", "t12"}, "40 01 74 9E 03 74 65 73 9F 03 74 31 32"},
    };
    size_t i, piece;
    WS_BYTES found;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        binary_output(writer, NULL, NULL, NULL);
        CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
        for (piece = 0; piece < 4 && cases[i].pieces[piece]; piece++) {
            const char *text = cases[i].pieces[piece];
            CHECK_HR(WsWriteBytes(writer, text, (ULONG)strlen(text), NULL), S_OK);
        }
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(writer, cases[i].hex);
    }
    /* Lengths in one byte, two and four, of binary data and of characters. */
    for (i = 0; i < 2; i++) {
        static const ULONG sizes[] = {255, 258, 65535, 65538};
        static const size_t heads[] = {2, 3, 3, 5};
        static BYTE data[65538];
        size_t size;
        memset(data, 'a', sizeof(data));
        for (size = 0; size < 4; size++) {
            static const ULONG limit = 1 << 20;
            WS_XML_WRITER_PROPERTY property = {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, (void *)&limit, sizeof(limit)};
            WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
            WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
            REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, &property, 1, NULL), S_OK);
            CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
            CHECK_HR(i ? WsWriteBytes(writer, data, sizes[size], NULL)
                       : WsWriteCharsUtf8(writer, data, sizes[size], NULL), S_OK);
            CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
            found = written(writer);
            CHECK_INT(found.length, 3 + heads[size] + sizes[size]);
            CHECK_INT(found.bytes[3], (i ? 0x9F : 0x99) + 2 * (size == 0 ? 0 : size < 3 ? 1 : 2));
        }
    }
}

typedef struct asked {
    int calls;
    HRESULT answer;
} asked;

static HRESULT CALLBACK number_of(void *state, const WS_XML_STRING *string, BOOL *found, ULONG *id, WS_ERROR *error)
{
    asked *seen = (asked *)state;
    (void)error;
    seen->calls++;
    *found = TRUE;
    switch (string->bytes[0]) {
    case 't':
        *id = 1;
        return S_OK;
    case 'n':
        *id = 2;
        return S_OK;
    case 'v':
        *found = FALSE;
        return WS_E_OTHER;
    default:
        *found = FALSE;
        return S_OK;
    }
}

static void dictionaries(WS_XML_WRITER *writer)
{
    static const struct {
        int prefix, name, ns;
        const char *element;
        const char *attribute;
    } cases[] = {
        {0, 3, -1, "42 06 01", "42 06 06 06 98 00 01"},
        {'p', 3, 5, "53 06 0B 01 70 0A 01", "42 06 1B 06 98 00 0B 01 70 0A 01"},
        {'P', 3, 5, "43 02 50 32 06 0B 02 50 32 0A 01", "42 06 07 02 50 32 06 98 00 0B 02 50 32 0A 01"},
    };
    WS_XML_STRING none = WS_XML_STRING_VALUE("");
    WS_XML_DICTIONARY *soap = NULL;
    asked seen = {0, S_OK};
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        const WS_XML_STRING *prefix = cases[i].prefix == 'p' ? S("p") : cases[i].prefix ? S("P2") : NULL;
        const WS_XML_STRING *ns = cases[i].ns < 0 ? &none : &fixed.strings[cases[i].ns];
        binary_output(writer, &fixed.dictionary, NULL, NULL);
        CHECK_HR(WsWriteStartElement(writer, prefix, &fixed.strings[cases[i].name], ns, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(writer, cases[i].element);
        binary_output(writer, &fixed.dictionary, NULL, NULL);
        CHECK_HR(WsWriteStartElement(writer, NULL, &fixed.strings[3], &none, NULL), S_OK);
        CHECK_HR(WsWriteStartAttribute(writer, prefix, &fixed.strings[cases[i].name], ns, FALSE, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(writer, cases[i].attribute);
    }
    /* A string of another dictionary, or of none, is spelled out. */
    REQUIRE_HR(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &soap, NULL), S_OK);
    binary_output(writer, soap, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, &fixed.strings[3], S("Envelope"), NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("s"), &soap->strings[2], FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 04 73 74 72 36 0B 01 73 04 08 08 45 6E 76 65 6C 6F 70 65 01");
    /* In text it makes no difference. */
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, &soap->strings[1], S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<Envelope/>");

    /* So are names that a description gives. */
    {
        WS_ELEMENT_DESCRIPTION description = {&soap->strings[1], &soap->strings[2], WS_INT32_TYPE, NULL};
        INT32 value = 5;
        binary_output(writer, soap, NULL, NULL);
        CHECK_HR(WsWriteElement(writer, &description, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
        CHECK_WRITTEN(writer, "42 02 0A 04 89 05");
    }

    /* The callback: for strings that the dictionary does not have, once for each. */
    binary_output(writer, soap, number_of, &seen);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S("ns"), NULL), S_OK);
    CHECK_INT(seen.calls, 1);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_INT(seen.calls, 2);
    CHECK_WRITTEN(writer, "42 03 0A 05 42 03 01 01");
    seen.calls = 0;
    binary_output(writer, soap, number_of, &seen);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("u"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_INT(seen.calls, 2);
    CHECK_WRITTEN(writer, "40 01 75 0A 05 01");
    /* A failure of the callback is a string that it does not know. */
    binary_output(writer, soap, number_of, &seen);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("v"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 76 0A 05 01");
    seen.calls = 0;
    binary_output(writer, soap, number_of, &seen);
    CHECK_HR(WsWriteStartElement(writer, NULL, &soap->strings[235], S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_INT(seen.calls, 1);
    CHECK_WRITTEN(writer, "42 D6 03 0A 05 01");
}

static void arrays(WS_XML_WRITER *writer)
{
    static const INT16 shorts[] = {0, 13107, -30584, -8739};
    static const BOOL flags[] = {TRUE, FALSE};
    static const INT32 ints[] = {1, -1};
    static const INT64 longs[] = {1};
    static const float floats[] = {1.1f};
    static const double doubles[] = {2.0};
    static const BYTE small[] = {1, 255};
    static const GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    static const WS_TIMESPAN span = {120000000000LL};
    static const WS_DATETIME date = {1, WS_DATETIME_FORMAT_UTC};
    DECIMAL decimal;
    const struct {
        WS_VALUE_TYPE type;
        const void *array;
        ULONG size, offset, count;
        const char *hex;
    } cases[] = {
        {WS_INT16_VALUE_TYPE, shorts, sizeof(shorts), 1, 3, "03 40 03 61 72 72 01 8B 03 33 33 88 88 DD DD"},
        {WS_BOOL_VALUE_TYPE, flags, sizeof(flags), 0, 2, "03 40 03 61 72 72 01 B5 02 01 00"},
        {WS_INT32_VALUE_TYPE, ints, sizeof(ints), 0, 2, "03 40 03 61 72 72 01 8D 02 01 00 00 00 FF FF FF FF"},
        {WS_INT64_VALUE_TYPE, longs, sizeof(longs), 0, 1, "03 40 03 61 72 72 01 8F 01 01 00 00 00 00 00 00 00"},
        {WS_FLOAT_VALUE_TYPE, floats, sizeof(floats), 0, 1, "03 40 03 61 72 72 01 91 01 CD CC 8C 3F"},
        {WS_DOUBLE_VALUE_TYPE, doubles, sizeof(doubles), 0, 1, "03 40 03 61 72 72 01 93 01 00 00 00 00 00 00 00 40"},
        {WS_GUID_VALUE_TYPE, &guid, sizeof(guid), 0, 1,
         "03 40 03 61 72 72 01 B1 01 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF"},
        {WS_TIMESPAN_VALUE_TYPE, &span, sizeof(span), 0, 1, "03 40 03 61 72 72 01 AF 01 00 B0 8E F0 1B 00 00 00"},
        {WS_DATETIME_VALUE_TYPE, &date, sizeof(date), 0, 1, "03 40 03 61 72 72 01 97 01 01 00 00 00 00 00 00 40"},
        {WS_DECIMAL_VALUE_TYPE, &decimal, sizeof(decimal), 0, 1,
         "03 40 03 61 72 72 01 95 01 00 00 02 00 00 00 00 00 07 00 00 00 00 00 00 00"},
        {WS_UINT8_VALUE_TYPE, small, sizeof(small), 0, 2, "40 03 61 72 72 83 40 03 61 72 72 8B FF 00"},
        {WS_INT32_VALUE_TYPE, ints, sizeof(ints), 0, 0, ""},
    };
    size_t i;
    memset(&decimal, 0, sizeof(decimal));
    decimal.scale = 2;
    decimal.Lo64 = 7;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        binary_output(writer, NULL, NULL, NULL);
        CHECK_HR(WsWriteArray(writer, S("arr"), S(""), cases[i].type, cases[i].array, cases[i].size, cases[i].offset,
                              cases[i].count, NULL), S_OK);
        CHECK_WRITTEN(writer, cases[i].hex);
    }
    /* Within an element, with a namespace of its own. */
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("i"), S("n"), WS_INT32_VALUE_TYPE, ints, sizeof(ints), 0, 2, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN(writer, "40 01 61 03 40 01 69 08 01 6E 01 8D 02 01 00 00 00 FF FF FF FF 01");
}

/* Through XML buffers, and from one encoding to the other. */
static void conversions(WS_XML_WRITER *writer)
{
    static const char text[] = "<a x=\"1\" xmlns=\"n\"><p:b xmlns:p=\"m\">&lt;t&gt;</p:b><!--c--><e></e></a>";
    WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, &fixed.dictionary, NULL, NULL};
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *buffer = NULL;
    WS_HEAP *heap = new_heap();
    void *binary = NULL;
    ULONG size = 0;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, text, sizeof(text) - 1, heap, &buffer, NULL), S_OK);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, &encoding.encoding, NULL, 0, heap, &binary, &size, NULL), S_OK);
    {
        static const char hex[] = "40 01 61 04 01 78 98 01 31 08 01 6E 6D 01 62 09 01 70 01 6D 99 03 3C 74 3E 02 01 63 "
                                  "40 01 65 01 01";
        unsigned char expected[128];
        check_bytes(binary, size, expected, from_hex(hex, expected), "the buffer as binary XML");
    }
    REQUIRE_HR(binary_input(reader, binary, size, &fixed.dictionary, NULL, NULL, 0), S_OK);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, text);
    WsFreeReader(reader);
    WsFreeHeap(heap);
}

typedef struct collected {
    BYTE bytes[256];
    size_t size;
    int calls;
} collected;

static HRESULT CALLBACK collect(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                                WS_ERROR *error)
{
    collected *all = (collected *)state;
    ULONG i;
    (void)context;
    (void)error;
    all->calls++;
    for (i = 0; i < count; i++) {
        memcpy(all->bytes + all->size, buffers[i].bytes, buffers[i].length);
        all->size += buffers[i].length;
    }
    return S_OK;
}

/* What has been sent is not changed by what follows: an end, more binary data. */
static void streams(WS_XML_WRITER *writer)
{
    WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
    WS_XML_WRITER_STREAM_OUTPUT output;
    collected all;
    unsigned char expected[64];
    memset(&all, 0, sizeof(all));
    memset(&output, 0, sizeof(output));
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_STREAM;
    output.writeCallback = collect;
    output.writeCallbackState = &all;
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &output.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    write_utf8(writer, "x");
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "test", 4, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "12", 2, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_INT(all.calls, 4);
    check_bytes(all.bytes, all.size, expected,
                from_hex("40 01 74 98 01 78 9E 03 74 65 73 9E 03 74 31 32 01", expected), "the stream");
}

static void misuse(WS_XML_WRITER *writer)
{
    static const ULONG small = 8;
    WS_XML_WRITER_PROPERTY limit = {WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, (void *)&small, sizeof(small)};
    WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, NULL, NULL, NULL};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_DICTIONARY broken;
    ULONG number = 99;
    CHECK_HR(WsSetOutput(writer, &encoding.encoding, NULL, NULL, 0, NULL), E_INVALIDARG);
    memset(&broken, 0, sizeof(broken));
    broken.stringCount = 1;
    encoding.staticDictionary = &broken;
    CHECK_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, NULL, 0, NULL), E_INVALIDARG);
    encoding.staticDictionary = NULL;
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, &limit, 1, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE, &number, sizeof(number), NULL), S_OK);
    CHECK_INT(number, 1);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"1234567", 7, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("1"), S(""), NULL), WS_E_INVALID_FORMAT);
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x01", 1, NULL), WS_E_INVALID_FORMAT);
    binary_output(writer, NULL, NULL, NULL);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\xFF", 1, NULL), WS_E_INVALID_FORMAT);
}

int main(void)
{
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    numbered_init(&fixed, 0);
    elements_and_attributes(writer);
    integers(writer);
    numbers(writer);
    other_texts(writer);
    bytes(writer);
    dictionaries(writer);
    arrays(writer);
    conversions(writer);
    streams(writer);
    misuse(writer);
    WsFreeWriter(writer);
    return ctest_summary();
}
