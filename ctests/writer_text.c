/* Text, typed and not: what each becomes, where it may stand, and how it is escaped. */
#include "xml_writing.h"

static void text(WS_XML_WRITER *writer, const WS_XML_TEXT *value, const char *expected)
{
    char document[200];
    start_t(writer);
    CHECK_HR(WsWriteText(writer, value, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    (void)snprintf(document, sizeof(document), "<t>%s</t>", expected);
    CHECK_OUTPUT(writer, document);
}

static void writes_every_type(void)
{
    static WCHAR wide[] = W("utf16");
    WS_XML_WRITER *writer = new_writer();
    WS_XML_UTF8_TEXT utf8 = { { WS_XML_TEXT_TYPE_UTF8 }, WS_XML_STRING_VALUE("utf8") };
    WS_XML_UTF16_TEXT utf16 = { { WS_XML_TEXT_TYPE_UTF16 }, NULL, 10 };
    WS_XML_BASE64_TEXT base64 = { { WS_XML_TEXT_TYPE_BASE64 }, (BYTE *)"test", 4 };
    WS_XML_BOOL_TEXT boolean = { { WS_XML_TEXT_TYPE_BOOL }, 7 };
    WS_XML_INT32_TEXT int32 = { { WS_XML_TEXT_TYPE_INT32 }, -2147483647 - 1 };
    WS_XML_INT64_TEXT int64 = { { WS_XML_TEXT_TYPE_INT64 }, -9223372036854775807LL - 1 };
    WS_XML_UINT64_TEXT uint64 = { { WS_XML_TEXT_TYPE_UINT64 }, ~(UINT64)0 };
    WS_XML_FLOAT_TEXT single = { { WS_XML_TEXT_TYPE_FLOAT }, 0.5f };
    WS_XML_DECIMAL_TEXT decimal;
    WS_XML_GUID_TEXT guid = { { WS_XML_TEXT_TYPE_GUID }, { 0, 0, 0, { 0 } } };
    WS_XML_UNIQUE_ID_TEXT urn = { { WS_XML_TEXT_TYPE_UNIQUE_ID }, { 0, 0, 0, { 0 } } };
    WS_XML_DATETIME_TEXT date = { { WS_XML_TEXT_TYPE_DATETIME }, { 0, WS_DATETIME_FORMAT_UTC } };
    WS_XML_QNAME_TEXT qname = { { WS_XML_TEXT_TYPE_QNAME }, NULL, NULL, NULL };
    WS_XML_TEXT *items[2];
    WS_XML_LIST_TEXT list = { { WS_XML_TEXT_TYPE_LIST }, 2, NULL };
    memset(&decimal, 0, sizeof(decimal));
    decimal.text.textType = WS_XML_TEXT_TYPE_DECIMAL;
    decimal.value.Lo64 = 15;
    decimal.value.scale = 1;
    decimal.value.sign = 0x80;
    utf16.bytes = (BYTE *)wide;
    qname.localName = S("u");
    qname.ns = S("");
    items[0] = &int32.text;
    items[1] = &utf8.text;
    list.items = items;

    text(writer, &utf8.text, "utf8");
    text(writer, &utf16.text, "utf16");
    text(writer, &base64.text, "dGVzdA==");
    text(writer, &boolean.text, "true");
    text(writer, &int32.text, "-2147483648");
    text(writer, &int64.text, "-9223372036854775808");
    text(writer, &uint64.text, "18446744073709551615");
    text(writer, &single.text, "0.5");
    text(writer, &decimal.text, "-1.5");
    text(writer, &guid.text, "00000000-0000-0000-0000-000000000000");
    text(writer, &urn.text, "urn:uuid:00000000-0000-0000-0000-000000000000");
    text(writer, &date.text, "0001-01-01T00:00:00Z");
    text(writer, &qname.text, "u");
    text(writer, &list.text, "-2147483648 utf8");

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("ns"), NULL), S_OK);
    qname.prefix = S("p");
    qname.ns = S("ns");
    CHECK_HR(WsWriteText(writer, &qname.text, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:t xmlns:p=\"ns\">p:u</p:t>");

    start_t(writer);
    CHECK_HR(WsWriteText(NULL, &utf8.text, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteText(writer, NULL, NULL), E_INVALIDARG);
    utf8.text.textType = (WS_XML_TEXT_TYPE)77;
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), E_INVALIDARG);
    utf16.byteCount = 3;
    CHECK_HR(WsWriteText(writer, &utf16.text, NULL), E_INVALIDARG);
    qname.localName = NULL;
    CHECK_HR(WsWriteText(writer, &qname.text, NULL), E_INVALIDARG);
    /* a misuse does not fault the writer */
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t/>");
    /* what cannot be said in text does */
    start_t(writer);
    date.value.ticks = ~(UINT64)0;
    CHECK_HR(WsWriteText(writer, &date.text, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), WS_E_OBJECT_FAULTED);
    WsFreeWriter(writer);
}

static void writes_doubles_as_windows_does(void)
{
    static const struct {
        double value;
        const char *text;
    } tests[] = {
        { 0.0, "0" },
        { 1.0, "1" },
        { -1.0, "-1" },
        { 1.0000000000000001, "1" },
        { 1.0000000000000002, "1.0000000000000002" },
        { 1.0000000000000003, "1.0000000000000002" },
        { 1.0000000000000004, "1.0000000000000004" },
        { 100000000000000., "100000000000000" },
        { 1000000000000000., "1E+15" },
        { 0.1, "0.1" },
        { 0.01, "1E-2" },
        { -0.1, "-0.1" },
        { -0.01, "-1E-2" },
        { 1.1, "1.1" },
        { 1.7976931348623158e308, "1.7976931348623157E+308" },
        { -1.7976931348623158e308, "-1.7976931348623157E+308" },
    };
    ULONG i;
    double zero = 0.0;
    WS_XML_WRITER *writer = new_writer();
    WS_XML_DOUBLE_TEXT value = { { WS_XML_TEXT_TYPE_DOUBLE }, 0 };
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        value.value = tests[i].value;
        text(writer, &value.text, tests[i].text);
    }
    value.value = zero / zero;
    text(writer, &value.text, "NaN");
    value.value = 1 / zero;
    text(writer, &value.text, "INF");
    value.value = -1 / zero;
    text(writer, &value.text, "-INF");
    WsFreeWriter(writer);
}

static void puts_pieces_together(void)
{
    static WCHAR wide[] = W("test");
    WS_XML_WRITER *writer = new_writer();
    WS_XML_UTF8_TEXT utf8 = { { WS_XML_TEXT_TYPE_UTF8 }, WS_XML_STRING_VALUE("test") };
    WS_XML_UTF16_TEXT utf16 = { { WS_XML_TEXT_TYPE_UTF16 }, NULL, 8 };
    WS_XML_GUID_TEXT guid = { { WS_XML_TEXT_TYPE_GUID }, { 0, 0, 0, { 0 } } };
    utf16.bytes = (BYTE *)wide;

    /* at the root */
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), WS_E_INVALID_FORMAT);

    start_t(writer);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>test");
    CHECK_HR(WsWriteText(writer, &utf16.text, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>testtest");
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>testtest00000000-0000-0000-0000-000000000000"
                         "00000000-0000-0000-0000-000000000000test");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);

    /* attributes are choosier */
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("b"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf16.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf16.text, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a=\"testtest\" b=\"testtest\"/>");
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), WS_E_INVALID_OPERATION);
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf16.text, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteBytes(writer, "x", 1, NULL), WS_E_INVALID_OPERATION);

    /* a CDATA section takes anything */
    start_t(writer);
    CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &guid.text, NULL), S_OK);
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t><![CDATA[test00000000-0000-0000-0000-000000000000]]></t>");

    /* nothing is no content */
    start_t(writer);
    utf8.value.length = 0;
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t/>");
    WsFreeWriter(writer);
}

static void escapes(void)
{
    static const struct {
        const char *text, *content, *attribute, *single, *cdata, *comment;
    } tests[] = {
        { "<", "&lt;", "&lt;", "&lt;", "<", "<" },
        { ">", "&gt;", ">", ">", ">", ">" },
        { "\"", "\"", "&quot;", "\"", "\"", "\"" },
        { "&", "&amp;", "&amp;", "&amp;", "&", "&" },
        { "&&", "&amp;&amp;", "&amp;&amp;", "&amp;&amp;", "&&", "&&" },
        { "'", "'", "'", "&apos;", "'", "'" },
        { "[", "[", "[", "[", "[", "[" },
        { "]", "]", "]", "]", "]", "]" },
        { "\r", "&#xD;", "&#xD;", "&#xD;", "\r", "\r" },
        { "\n", "\n", "&#xA;", "&#xA;", "\n", "\n" },
        { "\t", "\t", "&#x9;", "&#x9;", "\t", "\t" },
        { "\xc3\xa9", "\xc3\xa9", "\xc3\xa9", "\xc3\xa9", "\xc3\xa9", "\xc3\xa9" },
    };
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        char expected[200];
        ULONG length = (ULONG)strlen(tests[i].text);
        const BYTE *bytes = (const BYTE *)tests[i].text;
        WS_XML_COMMENT_NODE comment = { { WS_XML_NODE_TYPE_COMMENT }, { 0, NULL, NULL, 0 } };
        comment.value.length = length;
        comment.value.bytes = (BYTE *)bytes;
        start_t(writer);
        CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteStartAttribute(writer, NULL, S("b"), S(""), TRUE, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), S_OK);
        CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), S_OK);
        CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
        CHECK_HR(WsWriteNode(writer, &comment.node, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        (void)snprintf(expected, sizeof(expected), "<t a=\"%s\" b='%s'>%s<![CDATA[%s]]><!--%s--></t>",
                       tests[i].attribute, tests[i].single, tests[i].content, tests[i].cdata,
                       tests[i].comment);
        CHECK_OUTPUT(writer, expected);
    }
    WsFreeWriter(writer);
}

static void refuses_what_is_no_text(void)
{
    static const char *const broken[] = { "\xff", "\xc3", "\xed\xa0\x80", "\x0b", "\xef\xbf\xbe" };
    static const WCHAR lone[] = { 0xD800, 0 }, late[] = { 'a', 0xDC00, 0 };
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    for (i = 0; i < CTEST_COUNT(broken); i++) {
        ULONG length = (ULONG)strlen(broken[i]);
        const BYTE *bytes = (const BYTE *)broken[i];
        start_t(writer);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), WS_E_INVALID_FORMAT);
        start_t(writer);
        CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), WS_E_INVALID_FORMAT);
        start_t(writer);
        CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
        CHECK_HR(WsWriteCharsUtf8(writer, bytes, length, NULL), WS_E_INVALID_FORMAT);
    }
    start_t(writer);
    CHECK_HR(WsWriteChars(writer, lone, 1, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteChars(writer, late, 2, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsWriteChars(writer, late, 1, NULL), WS_E_OBJECT_FAULTED);
    WsFreeWriter(writer);
}

static void writes_bytes(void)
{
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteBytes(NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteBytes(writer, "test", 5, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteBytes(writer, NULL, 1, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteBytes(writer, "test", 5, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>dGVzdAA=</t>");
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "te", 2, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "st", 3, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "t", 1, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "e", 1, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "st", 3, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a=\"dGVzdAA=\">dGVzdAA=</t>");
    WsFreeWriter(writer);
}

static void writes_characters(void)
{
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteChars(NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteCharsUtf8(NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteChars(writer, W("test"), 4, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"test", 4, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteChars(writer, NULL, 1, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteCharsUtf8(writer, NULL, 1, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, W("te"), 2, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, W("st"), 2, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("b"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"te", 2, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"st", 2, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, W("test\u20ac"), 5, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"test", 4, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a=\"test\" b=\"test\">test\xe2\x82\xactest</t>");
    WsFreeWriter(writer);
}

static void writes_qualified_names(void)
{
    static const struct {
        const char *prefix, *name, *ns;
        HRESULT hr;
        const char *result;
    } tests[] = {
        { NULL, NULL, NULL, E_INVALIDARG, NULL },
        { NULL, "t2", NULL, E_INVALIDARG, NULL },
        { "p2", "t2", NULL, S_OK, "p2:t2" },
        { NULL, "t2", "ns2", WS_E_INVALID_FORMAT, NULL },
        { NULL, "t2", "ns", S_OK, "p:t2" },
        { "p2", "t2", "ns2", S_OK, "p2:t2" },
        { "p2", "t2", "ns", S_OK, "p2:t2" },
        { "p2", "", "ns2", S_OK, "p2:" },
        { "p2", "t2", "", S_OK, "p2:t2" },
        { "", "t2", "", S_OK, "t2" },
        { "p", "t", NULL, S_OK, "p:t" },
    };
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteQualifiedName(NULL, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteQualifiedName(writer, NULL, NULL, NULL, NULL), WS_E_INVALID_FORMAT);
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        WS_XML_STRING strings[3];
        const char *given[3];
        int n;
        given[0] = tests[i].prefix;
        given[1] = tests[i].name;
        given[2] = tests[i].ns;
        memset(strings, 0, sizeof(strings));
        for (n = 0; n < 3; n++) {
            strings[n].length = given[n] ? (ULONG)strlen(given[n]) : 0;
            strings[n].bytes = (BYTE *)given[n];
        }
        CHECK_HR(text_output(writer, NULL, 0), S_OK);
        CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("ns"), NULL), S_OK);
        CHECK_HR(WsWriteQualifiedName(writer, given[0] ? &strings[0] : NULL, given[1] ? &strings[1] : NULL,
                                      given[2] ? &strings[2] : NULL, NULL),
                 tests[i].hr);
        if (tests[i].result) {
            char expected[100];
            (void)snprintf(expected, sizeof(expected), "<p:t xmlns:p=\"ns\">%s", tests[i].result);
            CHECK_OUTPUT(writer, expected);
        }
    }
    /* even an empty name completes a start tag */
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteQualifiedName(writer, S(""), S(""), S("ns2"), NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:t xmlns:p=\"ns\">");
    /* in an attribute, the writer can declare what is missing */
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteQualifiedName(writer, NULL, S("x"), S("n"), NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a=\"a:x\" xmlns:a=\"n\"/>");
    WsFreeWriter(writer);
}

static void writes_arrays(void)
{
    BOOL flags[2] = { FALSE, TRUE };
    INT32 numbers[3] = { 1, -2, 3 };
    double reals[1] = { 1.5 };
    WS_XML_WRITER *writer = new_writer();
    WS_XML_WRITER *closed = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &closed, NULL), S_OK);
    CHECK_HR(WsWriteArray(closed, NULL, NULL, WS_BOOL_VALUE_TYPE, NULL, 0, 0, 0, NULL), WS_E_INVALID_OPERATION);
    WsFreeWriter(closed);
    CHECK_HR(WsWriteArray(writer, NULL, NULL, WS_BOOL_VALUE_TYPE, NULL, 0, 0, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), NULL, WS_BOOL_VALUE_TYPE, NULL, 0, 0, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, NULL, 0, 0, 0, NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), (WS_VALUE_TYPE)~0u, NULL, 0, 0, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, flags, 0, 0, 0, NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, flags, sizeof(flags), 0, 0, NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, NULL, sizeof(flags), 0, 0, NULL), S_OK);
    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, NULL, sizeof(flags), 0, 1, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, flags, sizeof(flags) - 1, 0, 2, NULL),
             E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, flags, sizeof(flags), 0, 3, NULL),
             E_INVALIDARG);
    CHECK_HR(WsWriteArray(writer, S("item"), S(""), WS_BOOL_VALUE_TYPE, flags, sizeof(flags), 0, 1, NULL), S_OK);
    CHECK_OUTPUT(writer, "<item>false</item>");
    start_t(writer);
    CHECK_HR(WsWriteArray(writer, S("b"), S(""), WS_BOOL_VALUE_TYPE, flags, sizeof(flags), 0, 2, NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("i"), S(""), WS_INT32_VALUE_TYPE, numbers, sizeof(numbers), 1, 2, NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("d"), S(""), WS_DOUBLE_VALUE_TYPE, reals, sizeof(reals), 0, 1, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t><b>false</b><b>true</b><i>-2</i><i>3</i><d>1.5</d></t>");
    WsFreeWriter(writer);
}

static void writes_arrays_of_every_type(void)
{
    static const struct {
        WS_VALUE_TYPE type;
        UINT64 value;
        ULONG size;
        const char *text;
    } tests[] = {
        { WS_INT8_VALUE_TYPE, 0x80, 1, "-128" },
        { WS_INT16_VALUE_TYPE, 0x8000, 2, "-32768" },
        { WS_INT64_VALUE_TYPE, (UINT64)1 << 63, 8, "-9223372036854775808" },
        { WS_UINT8_VALUE_TYPE, 255, 1, "255" },
        { WS_UINT16_VALUE_TYPE, 65535, 2, "65535" },
        { WS_UINT32_VALUE_TYPE, 0xFFFFFFFF, 4, "4294967295" },
        { WS_UINT64_VALUE_TYPE, ~(UINT64)0, 8, "18446744073709551615" },
        { WS_FLOAT_VALUE_TYPE, 0x3F000000, 4, "0.5" },
        { WS_TIMESPAN_VALUE_TYPE, 0, 8, NULL },
        { WS_DATETIME_VALUE_TYPE, 0, sizeof(WS_DATETIME), NULL },
        { WS_GUID_VALUE_TYPE, 0, sizeof(GUID), "00000000-0000-0000-0000-000000000000" },
        { WS_DECIMAL_VALUE_TYPE, 0, sizeof(DECIMAL), "0" },
        { WS_DURATION_VALUE_TYPE, 0, sizeof(WS_DURATION), NULL },
    };
    UINT64 memory[8];
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    for (i = 0; i < CTEST_COUNT(tests); i++) {
        char expected[100];
        memset(memory, 0, sizeof(memory));
        memory[0] = tests[i].value;
        CHECK_HR(text_output(writer, NULL, 0), S_OK);
        CHECK_HR(WsWriteArray(writer, S("i"), S(""), tests[i].type, memory, tests[i].size, 0, 1, NULL), S_OK);
        if (tests[i].text) {
            (void)snprintf(expected, sizeof(expected), "<i>%s</i>", tests[i].text);
            CHECK_OUTPUT(writer, expected);
        }
    }
    WsFreeWriter(writer);
}

int main(void)
{
    writes_every_type();
    writes_doubles_as_windows_does();
    puts_pieces_together();
    escapes();
    refuses_what_is_no_text();
    writes_bytes();
    writes_characters();
    writes_qualified_names();
    writes_arrays();
    writes_arrays_of_every_type();
    return ctest_summary();
}
