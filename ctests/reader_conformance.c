/*
 * The productions and constraints of XML 1.0 (fifth edition) and Namespaces in XML 1.0 (third edition), one by one: what
 * they allow is read, what they do not is refused. What is left out is what the reader does not support: DTDs and
 * processing instructions. Every document is read from UTF-8, from UTF-16 of both kinds, and from a stream that has one
 * byte at a time. tests/w3c.rs reads the W3C's own documents.
 */
#include "reader.h"

typedef struct source {
    const unsigned char *bytes;
    size_t size;
} source;

static HRESULT CALLBACK read_one(void *state, void *bytes, ULONG max, ULONG *actual,
                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    source *from = (source *)state;
    (void)context;
    (void)error;
    *actual = from->size != 0 && max != 0;
    if (*actual) {
        *(unsigned char *)bytes = *from->bytes++;
        from->size--;
    }
    return S_OK;
}

static HRESULT stream_rest(WS_XML_READER *reader, const char *text, size_t size, text_out *out)
{
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_STREAM_INPUT input;
    source from;
    memset(&encoding, 0, sizeof(encoding));
    memset(&input, 0, sizeof(input));
    from.bytes = (const unsigned char *)text;
    from.size = size;
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = read_one;
    input.readCallbackState = &from;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    /* All of it is to be had, and so is the end. */
    REQUIRE_HR(WsFillReader(reader, (ULONG)size + 1, NULL, NULL), S_OK);
    return reader_rest(reader, out);
}

/* UTF-16 of UTF-8 that is right; its size in bytes. */
static size_t widen(const char *text, size_t size, int is_big, unsigned char *wide)
{
    const unsigned char *at = (const unsigned char *)text, *end = at + size;
    unsigned char *out = wide;
    while (at < end) {
        unsigned c = *at++, more = c < 0x80 ? 0 : c < 0xE0 ? 1 : c < 0xF0 ? 2 : 3, units[2], count = 1, i;
        c = more == 0 ? c : c & (0x3Fu >> more);
        for (; more; more--) {
            c = c << 6 | (*at++ & 0x3Fu);
        }
        units[0] = c;
        if (c > 0xFFFF) {
            units[0] = 0xD800 + ((c - 0x10000) >> 10);
            units[1] = 0xDC00 + ((c - 0x10000) & 0x3FF);
            count = 2;
        }
        for (i = 0; i < count; i++) {
            *out++ = (unsigned char)(is_big ? units[i] >> 8 : units[i]);
            *out++ = (unsigned char)(is_big ? units[i] : units[i] >> 8);
        }
    }
    return (size_t)(out - wide);
}

/* A document that is read as these nodes, or is refused (NULL), in every way that it can come. */
static void check(WS_XML_READER *reader, const char *rule, const char *text, const char *nodes)
{
    unsigned char wide[2048];
    size_t size = strlen(text);
    HRESULT hr = nodes ? S_OK : WS_E_INVALID_FORMAT;
    text_out out;
    int way, holds;
    REQUIRE(2 * size < sizeof(wide));
    for (way = 0; way < 4; way++) {
        if ((way == 2 || way == 3) && strstr(text, "encoding")) {
            continue;
        }
        if (way == 1) {
            holds = CHECK_HR(stream_rest(reader, text, size, &out), hr);
        } else if (way == 0) {
            REQUIRE_HR(reader_set_bytes(reader, text, size, WS_CHARSET_UTF8, NULL, 0), S_OK);
            holds = CHECK_HR(reader_rest(reader, &out), hr);
        } else {
            size_t wide_size = widen(text, size, way == 3, wide);
            WS_CHARSET charset = way == 3 ? WS_CHARSET_UTF16BE : WS_CHARSET_UTF16LE;
            REQUIRE_HR(reader_set_bytes(reader, wide, wide_size, charset, NULL, 0), S_OK);
            holds = CHECK_HR(reader_rest(reader, &out), hr);
        }
        if (!holds || (nodes && !CHECK_TEXT(out.text, nodes))) {
            printf("  [%s] %s (way %d)\n", rule, text, way);
        }
    }
}

struct row {
    const char *rule;
    const char *text;
    const char *nodes;
};

static void check_rows(const struct row *rows, size_t count)
{
    WS_XML_READER *reader = reader_new();
    size_t i;
    for (i = 0; i < count; i++) {
        check(reader, rows[i].rule, rows[i].text, rows[i].nodes);
    }
    WsFreeReader(reader);
}

#define CHECK_ROWS(rows) check_rows(rows, CTEST_COUNT(rows))

/* UTF-8 of a character, surrogates too, and what is beyond all. */
static size_t encode(unsigned c, char *out)
{
    if (c < 0x80) {
        out[0] = (char)c;
        return 1;
    }
    if (c < 0x800) {
        out[0] = (char)(0xC0 | c >> 6);
        out[1] = (char)(0x80 | (c & 0x3F));
        return 2;
    }
    if (c < 0x10000) {
        out[0] = (char)(0xE0 | c >> 12);
        out[1] = (char)(0x80 | (c >> 6 & 0x3F));
        out[2] = (char)(0x80 | (c & 0x3F));
        return 3;
    }
    out[0] = (char)(0xF0 | c >> 18);
    out[1] = (char)(0x80 | (c >> 12 & 0x3F));
    out[2] = (char)(0x80 | (c >> 6 & 0x3F));
    out[3] = (char)(0x80 | (c & 0x3F));
    return 4;
}

static int in_ranges(unsigned c, const unsigned (*ranges)[2], size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        if (c >= ranges[i][0] && c <= ranges[i][1]) {
            return 1;
        }
    }
    return 0;
}

/* [2] Char; [4], [4a] without the colon. */
static const unsigned characters[][2] = {
    {0x9, 0xA}, {0xD, 0xD}, {0x20, 0xD7FF}, {0xE000, 0xFFFD}, {0x10000, 0x10FFFF},
};
static const unsigned name_starts[][2] = {
    {'A', 'Z'},         {'_', '_'},         {'a', 'z'},         {0xC0, 0xD6},       {0xD8, 0xF6},
    {0xF8, 0x2FF},      {0x370, 0x37D},     {0x37F, 0x1FFF},    {0x200C, 0x200D},   {0x2070, 0x218F},
    {0x2C00, 0x2FEF},   {0x3001, 0xD7FF},   {0xF900, 0xFDCF},   {0xFDF0, 0xFFFD},   {0x10000, 0xEFFFF},
};
static const unsigned name_more[][2] = {
    {'-', '-'}, {'.', '.'}, {'0', '9'}, {0xB7, 0xB7}, {0x0300, 0x036F}, {0x203F, 0x2040},
};

static HRESULT read_format(WS_XML_READER *reader, const char *before, const char *c, size_t size, const char *after)
{
    char text[128];
    size_t length = strlen(before);
    text_out out;
    memcpy(text, before, length);
    memcpy(text + length, c, size);
    strcpy(text + length + size, after);
    length += size + strlen(after);
    REQUIRE_HR(reader_set_bytes(reader, text, length, WS_CHARSET_UTF8, NULL, 0), S_OK);
    return reader_rest(reader, &out);
}

static void check_character(WS_XML_READER *reader, unsigned c)
{
    char bytes[4], reference[48];
    size_t size = encode(c, bytes);
    int is_char = in_ranges(c, characters, CTEST_COUNT(characters));
    int is_start = in_ranges(c, name_starts, CTEST_COUNT(name_starts));
    int is_name = is_start || in_ranges(c, name_more, CTEST_COUNT(name_more));
    HRESULT as_char = is_char ? S_OK : WS_E_INVALID_FORMAT, as_start = is_start ? S_OK : WS_E_INVALID_FORMAT;
    HRESULT as_name = is_name ? S_OK : WS_E_INVALID_FORMAT;
    /* These mean something where they stand. */
    int is_markup = c == '<' || c == '&' || c == '\'' || c == '>';
    int is_syntax = is_markup || c == '/' || c == ':' || c == '=' || c == ' ' || (c >= 9 && c <= 13);
    int holds = 1;
    if (!is_markup) {
        holds &= CHECK_HR(read_format(reader, "<a>", bytes, size, "</a>"), as_char);
        holds &= CHECK_HR(read_format(reader, "<a b='", bytes, size, "'/>"), as_char);
    }
    if (c != '-') {
        holds &= CHECK_HR(read_format(reader, "<!--", bytes, size, "--><a/>"), as_char);
    }
    holds &= CHECK_HR(read_format(reader, "<a><![CDATA[", bytes, size, "]]></a>"), as_char);
    snprintf(reference, sizeof(reference), "<a b='&#%u;'>&#x%X;</a>", c, c);
    holds &= CHECK_HR(read_format(reader, reference, "", 0, ""), as_char);
    if (!is_syntax) {
        char end[16] = "x></";
        if (c != '!' && c != '?') {
            holds &= CHECK_HR(read_format(reader, "<", bytes, size, "a/>"), as_start);
            memcpy(end + 4, bytes, size);
            strcpy(end + 4 + size, "x>");
            holds &= CHECK_HR(read_format(reader, "<", bytes, size, end), as_start);
        }
        holds &= CHECK_HR(read_format(reader, "<a", bytes, size, "/>"), as_name);
        holds &= CHECK_HR(read_format(reader, "<a b", bytes, size, "=''/>"), as_name);
        holds &= CHECK_HR(read_format(reader, "<a ", bytes, size, "=''/>"), as_start);
        holds &= CHECK_HR(read_format(reader, "<a xmlns:p='n' p:", bytes, size, "=''/>"), as_start);
        holds &= CHECK_HR(read_format(reader, "<a xmlns:p", bytes, size, "='n'/>"), as_name);
        holds &= CHECK_HR(read_format(reader, "<a xmlns:", bytes, size, "='n'/>"), as_start);
    }
    if (!holds) {
        printf("  of U+%04X\n", c);
    }
}

/* All that is ASCII or Latin 1, and the ends of all ranges with what is beside them. */
static void every_character_where_it_may_be(void)
{
    WS_XML_READER *reader = reader_new();
    static const struct {
        const unsigned (*ranges)[2];
        size_t count;
    } all[] = {
        {characters, CTEST_COUNT(characters)},
        {name_starts, CTEST_COUNT(name_starts)},
        {name_more, CTEST_COUNT(name_more)},
    };
    unsigned c;
    size_t i, k;
    for (c = 0; c < 0x110; c++) {
        check_character(reader, c);
    }
    for (i = 0; i < CTEST_COUNT(all); i++) {
        for (k = 0; k < all[i].count; k++) {
            unsigned low = all[i].ranges[k][0], high = all[i].ranges[k][1];
            check_character(reader, low - 1);
            check_character(reader, low);
            check_character(reader, low + (high - low) / 2);
            check_character(reader, high);
            check_character(reader, high + 1);
        }
    }
    /* No character of any kind. */
    check_character(reader, 0xDC00);
    check_character(reader, 0x1FFFFF);
    WsFreeReader(reader);
}

static const struct row documents[] = {
    /* A document is what is before, one element, and what is after. (A reader of Windows takes none, too.) */
    {"1 document", "<a/>", "<a/>|END|EOF"},
    {"1 document", "\xEF\xBB\xBF<a/>", "<a/>|END|EOF"},
    {"1 document", " \t\r\n<a/> \t\r\n", " \t\n|<a/>|END| \t\n|EOF"},
    {"1 document", "<!--1--><a/><!--2-->", "comment(1)|<a/>|END|comment(2)|EOF"},
    {"1 document", "<a/><a/>", NULL},
    {"1 document", "<a/>x", NULL},
    {"1 document", "x<a/>", NULL},
    {"1 document", "<a/><![CDATA[ ]]>", NULL},
    {"1 document", "<a/>&#32;", NULL},
    {"1 document", "&amp;<a/>", NULL},
    {"1 document", "<a/></a>", NULL},
    {"1 document", "<a>", NULL},
    {"1 document", "<a><b></a></b>", NULL},
    /* What is before: a declaration, first of all. */
    {"23 XMLDecl", "<?xml version='1.0'?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml version=\"1.0\"?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml\tversion\n=\r'1.0' ?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml version='1.0' standalone='yes'?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml version='1.0' standalone=\"no\"  ?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml version='1.0' encoding='utf-8' standalone='no'?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", "<?xml version='1.0' encoding=\"UTF-8\"?><a/>", "<a/>|END|EOF"},
    {"23 XMLDecl", " <?xml version='1.0'?><a/>", NULL},
    {"23 XMLDecl", "<!--c--><?xml version='1.0'?><a/>", NULL},
    {"23 XMLDecl", "<a/><?xml version='1.0'?>", NULL},
    {"23 XMLDecl", "<?xml version='1.0'?><?xml version='1.0'?><a/>", NULL},
    {"23 XMLDecl", "<?XML version='1.0'?><a/>", NULL},
    {"23 XMLDecl", "<?xml?><a/>", NULL},
    {"23 XMLDecl", "<?xml ?><a/>", NULL},
    {"23 XMLDecl", "<?xml version='1.0'><a/>", NULL},
    {"23 XMLDecl", "<?xml version='1.0'? ><a/>", NULL},
    {"23 XMLDecl", "<?xml version='1.0' version='1.0'?><a/>", NULL},
    {"23 XMLDecl", "<?xml version='1.0'a='b'?><a/>", NULL},
    {"23 XMLDecl", "<?xml version='1.0' a='b'?><a/>", NULL},
    {"24 VersionInfo", "<?xml version=1.0?><a/>", NULL},
    {"24 VersionInfo", "<?xml version='1.0\"?><a/>", NULL},
    {"24 VersionInfo", "<?xml version=''?><a/>", NULL},
    {"24 VersionInfo", "<?xml version?><a/>", NULL},
    {"24 VersionInfo", "<?xml encoding='utf-8'?><a/>", NULL},
    {"24 VersionInfo", "<?xml standalone='yes'?><a/>", NULL},
    {"24 VersionInfo", "<?xml Version='1.0'?><a/>", NULL},
    {"26 VersionNum", "<?xml version='1.1'?><a/>", NULL},
    {"26 VersionNum", "<?xml version='2.0'?><a/>", NULL},
    {"26 VersionNum", "<?xml version=' 1.0'?><a/>", NULL},
    {"26 VersionNum", "<?xml version='1.'?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0' standalone='YES'?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0' standalone='maybe'?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0' standalone=''?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0' standalone=yes?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0' standalone='yes' encoding='utf-8'?><a/>", NULL},
    {"32 SDDecl", "<?xml version='1.0'standalone='yes'?><a/>", NULL},
    {"80 EncodingDecl", "<?xml version='1.0' encoding=''?><a/>", NULL},
    {"80 EncodingDecl", "<?xml version='1.0' encoding=utf-8?><a/>", NULL},
    {"80 EncodingDecl", "<?xml version='1.0' encoding='utf-8\"?><a/>", NULL},
    {"80 EncodingDecl", "<?xml version='1.0'encoding='utf-8'?><a/>", NULL},
    {"81 EncName", "<?xml version='1.0' encoding=' utf-8'?><a/>", NULL},
    {"81 EncName", "<?xml version='1.0' encoding='8utf'?><a/>", NULL},
    {"81 EncName", "<?xml version='1.0' encoding='iso-8859-1'?><a/>", NULL},
    /* Not supported: declarations of types, and instructions. */
    {"28 doctypedecl", "<!DOCTYPE a><a/>", NULL},
    {"28 doctypedecl", "<!DOCTYPE a []><a/>", NULL},
    {"28 doctypedecl", "<a><!DOCTYPE a></a>", NULL},
    {"16 PI", "<?p?><a/>", NULL},
    {"16 PI", "<a><?p i?></a>", NULL},
    {"16 PI", "<a/><?p i?>", NULL},
};

static const struct row content[] = {
    {"14 CharData", "<a></a>", "<a>|END|EOF"},
    {"14 CharData", "<a>x</a>", "<a>|x|END|EOF"},
    {"14 CharData", "<a>>'\"</a>", "<a>|>'\"|END|EOF"},
    {"14 CharData", "<a>]]</a>", "<a>|]]|END|EOF"},
    {"14 CharData", "<a>]] ></a>", "<a>|]] >|END|EOF"},
    {"14 CharData", "<a>]>]&gt;]]&gt;</a>", "<a>|]>]>]]>|END|EOF"},
    {"14 CharData", "<a>]]></a>", NULL},
    {"14 CharData", "<a>]]]]></a>", NULL},
    {"14 CharData", "<a><</a>", NULL},
    {"14 CharData", "<a>x<y</a>", NULL},
    {"2.11 line ends", "<a>1\r2\r\n3\n4\r\r\n\n5&#13;&#10;\r</a>", "<a>|1\n2\n3\n4\n\n\n5\r\n\n|END|EOF"},
    {"2.11 line ends", "<a><![CDATA[\r\n\r]]></a>", "<a>|CDATA|\n\n|ENDCDATA|END|EOF"},
    {"2.11 line ends", "<a><!--\r\n\r--></a>", "<a>|comment(\n\n)|END|EOF"},
    {"15 Comment", "<a><!----></a>", "<a>|comment()|END|EOF"},
    {"15 Comment", "<a><!-- - < & ]]> ' \" --></a>", "<a>|comment( - < & ]]> ' \" )|END|EOF"},
    {"15 Comment", "<a><!--&amp;--></a>", "<a>|comment(&amp;)|END|EOF"},
    {"15 Comment", "<a>1<!--2-->3</a>", "<a>|1|comment(2)|3|END|EOF"},
    {"15 Comment", "<a><!----->", NULL},
    {"15 Comment", "<a><!-- -- --></a>", NULL},
    {"15 Comment", "<a><!-- ---></a>", NULL},
    {"15 Comment", "<a><!--></a>", NULL},
    {"15 Comment", "<a><!---></a>", NULL},
    {"15 Comment", "<a><!- x --></a>", NULL},
    {"15 Comment", "<a><! -- x --></a>", NULL},
    {"15 Comment", "<a><!-- x -- ></a>", NULL},
    {"15 Comment", "<a <!-- x --> ></a>", NULL},
    {"15 Comment", "<a/><!--", NULL},
    {"18 CDSect", "<a><![CDATA[]]></a>", "<a>|CDATA|ENDCDATA|END|EOF"},
    {"18 CDSect", "<a><![CDATA[<b>&amp;]]</a>]] >]]></a>", "<a>|CDATA|<b>&amp;]]</a>]] >|ENDCDATA|END|EOF"},
    {"18 CDSect", "<a><![CDATA[]]]]></a>", "<a>|CDATA|]]|ENDCDATA|END|EOF"},
    {"18 CDSect", "<a><![CDATA[<![CDATA[]]></a>", "<a>|CDATA|<![CDATA[|ENDCDATA|END|EOF"},
    {"18 CDSect", "<a>1<![CDATA[2]]>3</a>", "<a>|1|CDATA|2|ENDCDATA|3|END|EOF"},
    {"18 CDSect", "<a><![CDATA[]]>]]></a>", NULL},
    {"18 CDSect", "<a><![CDATA[x]></a>", NULL},
    {"18 CDSect", "<a><![cdata[x]]></a>", NULL},
    {"18 CDSect", "<a><![ CDATA[x]]></a>", NULL},
    {"18 CDSect", "<a><![CDATA [x]]></a>", NULL},
    {"18 CDSect", "<a><! [CDATA[x]]></a>", NULL},
    {"66 CharRef", "<a>&#65;&#x42;&#x0043;&#0000068;&#x10FFFF;&#x1f600;</a>",
     "<a>|ABCD\xF4\x8F\xBF\xBF\xF0\x9F\x98\x80|END|EOF"},
    {"66 CharRef", "<a>&#9;&#10;&#13;&#32;</a>", "<a>|\t\n\r |END|EOF"},
    {"66 CharRef", "<a>&#60;b&#62;&#38;lt;</a>", "<a>|<b>&lt;|END|EOF"},
    {"66 CharRef", "<a>&#;</a>", NULL},
    {"66 CharRef", "<a>&#x;</a>", NULL},
    {"66 CharRef", "<a>&#X41;</a>", NULL},
    {"66 CharRef", "<a>&#41</a>", NULL},
    {"66 CharRef", "<a>&#4 1;</a>", NULL},
    {"66 CharRef", "<a>&# 41;</a>", NULL},
    {"66 CharRef", "<a>& #41;</a>", NULL},
    {"66 CharRef", "<a>&#-41;</a>", NULL},
    {"66 CharRef", "<a>&#+41;</a>", NULL},
    {"66 CharRef", "<a>&#4a;</a>", NULL},
    {"66 CharRef", "<a>&#x4g;</a>", NULL},
    {"66 CharRef", "<a>&#x110000;</a>", NULL},
    {"66 CharRef", "<a>&#4294967361;</a>", NULL},
    {"66 CharRef", "<a>&#18446744073709551681;</a>", NULL},
    {"66 CharRef", "<a>&#x100000041;</a>", NULL},
    {"68 EntityRef", "<a>&lt;&gt;&amp;&apos;&quot;</a>", "<a>|<>&'\"|END|EOF"},
    {"68 EntityRef", "<a>&amp;lt;</a>", "<a>|&lt;|END|EOF"},
    {"68 EntityRef", "<a>&LT;</a>", NULL},
    {"68 EntityRef", "<a>&lt</a>", NULL},
    {"68 EntityRef", "<a>& lt;</a>", NULL},
    {"68 EntityRef", "<a>&lt ;</a>", NULL},
    {"68 EntityRef", "<a>&;</a>", NULL},
    {"68 EntityRef", "<a>&</a>", NULL},
    {"68 EntityRef", "<a>&&lt;</a>", NULL},
    {"68 EntityRef", "<a>&nbsp;</a>", NULL},
    {"68 EntityRef", "<a>&ltx;</a>", NULL},
    {"69 PEReference", "<a>%p;</a>", "<a>|%p;|END|EOF"},
};

static const struct row tags[] = {
    {"40 STag", "<a >x</a >", "<a>|x|END|EOF"},
    {"40 STag", "<a\t\r\n></a\t\r\n>", "<a>|END|EOF"},
    {"40 STag", "<a b='1' c=\"2\"></a>", "<a b='1' c=\"2\">|END|EOF"},
    {"40 STag", "<a b = '1'\n\tc\r=\r\"2\" />", "<a b='1' c=\"2\"/>|END|EOF"},
    {"40 STag", "< a></a>", NULL},
    {"40 STag", "<a></ a>", NULL},
    {"40 STag", "<a></a b='1'>", NULL},
    {"40 STag", "<a></a/>", NULL},
    {"40 STag", "<a b='1'c='2'/>", NULL},
    {"40 STag", "<a\xC2\xA0" "b='1'/>", NULL},
    {"40 STag", "<>x</>", NULL},
    {"40 STag", "<a></A>", NULL},
    {"40 STag", "<a></>", NULL},
    {"40 STag", "<a></aa>", NULL},
    {"44 EmptyElemTag", "<a />", "<a/>|END|EOF"},
    {"44 EmptyElemTag", "<a/ >", NULL},
    {"44 EmptyElemTag", "<a//>", NULL},
    {"44 EmptyElemTag", "</a>", NULL},
    {"44 EmptyElemTag", "<a/b='1'/>", NULL},
    {"41 Attribute", "<a b=''/>", "<a b=''/>|END|EOF"},
    {"41 Attribute", "<a b='\"' c=\"'\"/>", "<a b='\"' c=\"'\"/>|END|EOF"},
    {"41 Attribute", "<a b='>' c=']]>'/>", "<a b='>' c=']]>'/>|END|EOF"},
    {"41 Attribute", "<a b/>", NULL},
    {"41 Attribute", "<a b=/>", NULL},
    {"41 Attribute", "<a b=1/>", NULL},
    {"41 Attribute", "<a b='1/>", NULL},
    {"41 Attribute", "<a b=1'/>", NULL},
    {"41 Attribute", "<a b='1\"/>", NULL},
    {"41 Attribute", "<a ='1'/>", NULL},
    {"41 Attribute", "<a b=='1'/>", NULL},
    {"41 Attribute", "<a b:='1'/>", NULL},
    {"41 Attribute", "<a 'b'='1'/>", NULL},
    {"10 AttValue", "<a b='&lt;&gt;&amp;&apos;&quot;&#65;&#x42;'/>", "<a b='<>&'\"AB'/>|END|EOF"},
    {"10 AttValue", "<a b='<'/>", NULL},
    {"10 AttValue", "<a b='&'/>", NULL},
    {"10 AttValue", "<a b='&x;'/>", NULL},
    {"10 AttValue", "<a b='&#0;'/>", NULL},
    {"10 AttValue", "<a b='<![CDATA[x]]>'/>", NULL},
    {"3.1 unique", "<a b='' B=''/>", "<a b='' B=''/>|END|EOF"},
    {"3.1 unique", "<a b='1' b='1'/>", NULL},
    {"3.1 unique", "<a b='1' c='' b='2'/>", NULL},
    {"3.3.3 normalization", "<a b=' \t\n\r x\r\ny\r\rz '/>", "<a b='     x y  z '/>|END|EOF"},
    {"3.3.3 normalization", "<a b='&#32;&#9;&#10;&#13;x'/>", "<a b=' \t\n\rx'/>|END|EOF"},
    {"2.10 space", "<a xml:space='preserve'> <b/> </a>", "<a xml:space{http://www.w3.org/XML/1998/namespace}="
                                                         "'preserve'>| |<b/>|END| |END|EOF"},
};

static const struct row namespaces[] = {
    {"2 declaring", "<a xmlns='n'/>", "<a{n} xmlns:='n'/>|END|EOF"},
    {"2 declaring", "<p:a xmlns:p='n'/>", "<p:a{n} xmlns:p='n'/>|END|EOF"},
    {"2 declaring", "<p:a xmlns:p='&#110;'/>", "<p:a{n} xmlns:p='n'/>|END|EOF"},
    {"2 declaring", "<a xmlns='n'><b xmlns=''/></a>", "<a{n} xmlns:='n'>|<b xmlns:=''/>|END|END|EOF"},
    {"2 declaring", "<a xmlns:p=''/>", NULL},
    {"2 declaring", "<a xmlns:p='n'><b xmlns:p=''/></a>", NULL},
    {"2 declaring", "<a xmlns:='n'/>", NULL},
    {"3 reserved", "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>",
     "<a xmlns:xml='http://www.w3.org/XML/1998/namespace'/>|END|EOF"},
    {"3 reserved", "<a xml:b=''/>", "<a xml:b{http://www.w3.org/XML/1998/namespace}=''/>|END|EOF"},
    {"3 reserved", "<xml:a/>", "<xml:a{http://www.w3.org/XML/1998/namespace}/>|END|EOF"},
    {"3 reserved", "<a xmlns:xml='n'/>", NULL},
    {"3 reserved", "<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", NULL},
    {"3 reserved", "<a xmlns='http://www.w3.org/XML/1998/namespace'/>", NULL},
    {"3 reserved", "<a xmlns:xmlns='n'/>", NULL},
    {"3 reserved", "<a xmlns:xmlns='http://www.w3.org/2000/xmlns/'/>", NULL},
    {"3 reserved", "<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", NULL},
    {"3 reserved", "<a xmlns='http://www.w3.org/2000/xmlns/'/>", NULL},
    {"3 reserved", "<xmlns:a/>", NULL},
    {"3 reserved", "<a xmlns:XML='n'/>", "<a xmlns:XML='n'/>|END|EOF"},
    {"4 QName", "<p:a p:b='' xmlns:p='n'/>", "<p:a{n} p:b{n}='' xmlns:p='n'/>|END|EOF"},
    {"4 QName", "<:a/>", NULL},
    {"4 QName", "<a:/>", NULL},
    {"4 QName", "<:/>", NULL},
    {"4 QName", "<p:q:a xmlns:p='n' xmlns:q='n'/>", NULL},
    {"4 QName", "<p::a xmlns:p='n'/>", NULL},
    {"4 QName", "<p:1 xmlns:p='n'/>", NULL},
    {"4 QName", "<p :a xmlns:p='n'/>", NULL},
    {"4 QName", "<p: a xmlns:p='n'/>", NULL},
    {"4 QName", "<a :b=''/>", NULL},
    {"4 QName", "<a b:=''/>", NULL},
    {"4 QName", "<a xmlns:p='n' p:b:c=''/>", NULL},
    {"5 prefix declared", "<p:a/>", NULL},
    {"5 prefix declared", "<a p:b=''/>", NULL},
    {"5 prefix declared", "<a><b xmlns:p='n'/><p:c/></a>", NULL},
    {"5 prefix declared", "<a xmlns:p='n'><p:b/></a>", "<a xmlns:p='n'>|<p:b{n}/>|END|END|EOF"},
    {"6.1 scope", "<p:a xmlns:p='1'><p:b xmlns:p='2'/><p:c/></p:a>",
     "<p:a{1} xmlns:p='1'>|<p:b{2} xmlns:p='2'/>|END|<p:c{1}/>|END|END|EOF"},
    {"6.1 scope", "<p:a xmlns:p='1'></q:a>", NULL},
    {"6.1 scope", "<p:a xmlns:p='n' xmlns:q='n'></q:a>", NULL},
    {"6.1 scope", "<a xmlns:p='n' xmlns='n'><p:b></b></a>", NULL},
    {"6.2 default", "<a xmlns='n' b=''/>", "<a{n} xmlns:='n' b=''/>|END|EOF"},
    {"6.3 unique", "<a xmlns:p='1' xmlns:q='2' p:b='' q:b='' b=''/>",
     "<a xmlns:p='1' xmlns:q='2' p:b{1}='' q:b{2}='' b=''/>|END|EOF"},
    {"6.3 unique", "<a xmlns='1' xmlns:p='1' p:b='' b=''/>", "<a{1} xmlns:='1' xmlns:p='1' p:b{1}='' b=''/>|END|EOF"},
    {"6.3 unique", "<a xmlns:p='1' xmlns:q='1' p:b='' q:b=''/>", NULL},
    {"6.3 unique", "<a xmlns:p='1' xmlns:p='2'/>", NULL},
    {"6.3 unique", "<a xmlns:p='1' xmlns:p='1'/>", NULL},
    {"6.3 unique", "<a xmlns='1' xmlns='2'/>", NULL},
    {"6.3 unique", "<a p:b='' xmlns:p='1' q:b='' xmlns:q='1'/>", NULL},
};

int main(void)
{
    every_character_where_it_may_be();
    CHECK_ROWS(documents);
    CHECK_ROWS(content);
    CHECK_ROWS(tags);
    CHECK_ROWS(namespaces);
    return ctest_summary();
}
