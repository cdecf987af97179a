/* Content piece by piece: characters in UTF-16 and UTF-8, base64, qualified names. */
#include "reader.h"

static void chars_utf16(void)
{
    WS_XML_READER *reader = reader_new();
    WCHAR chars[8];
    BYTE bytes[8];
    ULONG count = 99;

    CHECK_HR(WsReadChars(NULL, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadChars(reader, NULL, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<t>text</t>");
    CHECK_HR(WsReadChars(reader, NULL, 0, NULL, NULL), E_INVALIDARG);
    reader_set(reader, "<t>text</t>");
    CHECK_HR(WsReadChars(reader, chars, 0, NULL, NULL), E_INVALIDARG);

    /* Where there is no text nothing is read, and the reader stays. */
    reader_set(reader, "<t>text</t>");
    CHECK_HR(WsReadChars(reader, NULL, 0, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    count = 99;
    CHECK_HR(WsReadChars(reader, NULL, 1, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    count = 99;
    CHECK_HR(WsReadChars(reader, chars, 2, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    count = 99;
    CHECK_HR(WsReadChars(reader, chars, 2, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    count = 99;
    CHECK_HR(WsReadChars(reader, NULL, 0, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadChars(reader, chars, 2, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("te"));
    /* The node is still the whole text, and the rest may be read in the other form. */
    CHECK_XML_STRING(reader_text(reader), "text");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 2, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "xt");
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_TEXT);
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 1, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);

    /* Surrogate pairs, CDATA sections, comments, references. */
    reader_start(reader, "<t>a\xF0\x9F\x98\x80<!--c--><![CDATA[<b>]]>&#x20AC;<u/>x</t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadChars(reader, chars, 2, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("a"));
    CHECK_HR(WsReadChars(reader, chars, 1, &count, NULL), S_OK);
    CHECK_INT(count, 1);
    CHECK_INT(chars[0], 0xD83D);
    CHECK_HR(WsReadChars(reader, chars, 1, &count, NULL), S_OK);
    CHECK_INT(count, 1);
    CHECK_INT(chars[0], 0xDE00);
    CHECK_HR(WsReadChars(reader, chars, 8, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("<b>"));
    CHECK_HR(WsReadChars(reader, chars, 8, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("\u20AC"));
    CHECK_HR(WsReadChars(reader, chars, 8, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_XML_STRING(*reader_element(reader)->localName, "u");
    WsFreeReader(reader);
}

static void chars_utf8(void)
{
    WS_XML_READER *reader = reader_new();
    BYTE bytes[16];
    ULONG count;

    CHECK_HR(WsReadCharsUtf8(NULL, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadCharsUtf8(reader, NULL, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<t>text</t>");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 0, NULL, NULL), E_INVALIDARG);
    reader_start(reader, "<t>text</t>");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 2, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 2, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "te");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 16, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "xt");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 16, &count, NULL), S_OK);
    CHECK_INT(count, 0);

    /* Whole characters if there is room for one. */
    reader_start(reader, "<t>a\xE2\x82\xAC</t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 3, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "a");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 2, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "\xE2\x82");
    CHECK_HR(WsReadCharsUtf8(reader, bytes, 2, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "\xAC");
    WsFreeReader(reader);
}

static void bytes(void)
{
    static char document[8192];
    WS_XML_READER *reader = reader_new();
    BYTE buffer[8192];
    ULONG count = 99;
    ULONG total = 0;
    size_t i;

    CHECK_HR(WsReadBytes(NULL, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadBytes(reader, NULL, 0, NULL, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<t>dGV4dA==</t>");
    CHECK_HR(WsReadBytes(reader, buffer, 0, NULL, NULL), E_INVALIDARG);
    reader_set(reader, "<t>dGV4dA==</t>");
    CHECK_HR(WsReadBytes(reader, NULL, 1, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadBytes(reader, buffer, 2, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, buffer, 2, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, NULL, 0, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadBytes(reader, buffer, 2, &count, NULL), S_OK);
    CHECK_BYTES(buffer, count, "te");
    CHECK_XML_STRING(reader_text(reader), "dGV4dA==");
    CHECK_HR(WsReadBytes(reader, buffer, 2, &count, NULL), S_OK);
    CHECK_BYTES(buffer, count, "xt");
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_TEXT);
    CHECK_HR(WsReadBytes(reader, buffer, 1, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);

    /* Whitespace, and a group that is spread over texts. */
    reader_start(reader, "<t> dG\n<!--c-->V4<![CDATA[dA]]>==\t</t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    do {
        CHECK_HR(WsReadBytes(reader, buffer + total, 8, &count, NULL), S_OK);
        total += count;
    } while (count && total < 8);
    CHECK_BYTES(buffer, total, "text");

    /* Many bytes, in pieces of all sizes. */
    strcpy(document, "<t>");
    for (i = 0; i < 1000; i++) {
        strcat(document, "AQID");
    }
    strcat(document, "BA==</t>");
    for (i = 1; i <= 4096; i = i * 3 + 1) {
        ULONG k;
        int same = 1;
        reader_start(reader, document);
        CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
        total = 0;
        do {
            CHECK_HR(WsReadBytes(reader, buffer + total, (ULONG)i, &count, NULL), S_OK);
            total += count;
        } while (count && total < 4000);
        CHECK_INT(total, 3001);
        for (k = 0; k < 3000; k++) {
            same &= buffer[k] == k % 3 + 1;
        }
        CHECK(same && buffer[3000] == 4);
    }
    {
        static const char *const wrong[] = {"<t>dGV4d</t>", "<t>d=V4</t>", "<t>dGV4dA==dGV4</t>", "<t>dG*4</t>",
                                            "<t>=</t>", "<t>dGV4dA=</t>"};
        for (i = 0; i < CTEST_COUNT(wrong); i++) {
            HRESULT hr;
            reader_start(reader, wrong[i]);
            CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
            do {
                hr = WsReadBytes(reader, buffer, 64, &count, NULL);
            } while (hr == S_OK && count);
            if (!CHECK_HR(hr, WS_E_INVALID_FORMAT)) {
                printf("  of %s\n", wrong[i]);
            }
        }
    }
    WsFreeReader(reader);
}

static void qualified_names(void)
{
    static const struct {
        const char *text;
        const char *prefix;
        const char *name;
        const char *ns;
    } cases[] = {
        {"<a></a>", NULL, NULL, NULL},
        {"<a> </a>", NULL, NULL, NULL},
        {"<a>:</a>", NULL, NULL, NULL},
        {"<a>t</a>", "", "t", ""},
        {"<a>p:</a>", NULL, NULL, NULL},
        {"<a>p:t</a>", NULL, NULL, NULL},
        {"<a>:t</a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">p:t</a>", "p", "t", "ns"},
        {"<a xmlns:p=\"ns\">p:t:</a>", "p", "t:", "ns"},
        {"<a xmlns:p=\"ns\">p:</a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">:t</a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">:</a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">t</a>", "", "t", ""},
        {"<a xmlns:p=\"ns\"> </a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\"></a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">p:t u</a>", "p", "t u", "ns"},
        {"<a>\xC3\xAB</a>", "", "\xC3\xAB", ""},
        {"<a> t </a>", "", "t", ""},
        {"<a xmlns:p=\"ns\"> p:t</a>", "p", "t", "ns"},
        {"<a xmlns:p=\"ns\">p :t</a>", NULL, NULL, NULL},
        {"<a xmlns:p=\"ns\">p: t</a>", "p", " t", "ns"},
        {"<a xmlns=\"d\">t</a>", "", "t", "d"},
        {"<a>x<b/></a>", NULL, NULL, NULL},
    };
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_STRING prefix, name, ns;
    BYTE here;
    size_t i;

    CHECK_HR(WsReadQualifiedName(NULL, NULL, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadQualifiedName(reader, NULL, NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadQualifiedName(reader, heap, NULL, NULL, NULL, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<t/>");
    CHECK_HR(WsReadQualifiedName(reader, heap, NULL, NULL, NULL, NULL), E_INVALIDARG);
    reader_set(reader, "<t/>");
    CHECK_HR(WsReadQualifiedName(reader, heap, NULL, &name, NULL, NULL), WS_E_INVALID_FORMAT);

    for (i = 0; i < CTEST_COUNT(cases); i++) {
        reader_start(reader, cases[i].text);
        CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
        prefix.length = name.length = ns.length = 99;
        prefix.bytes = name.bytes = ns.bytes = &here;
        if (!CHECK_HR(WsReadQualifiedName(reader, heap, &prefix, &name, &ns, NULL),
                      cases[i].name ? S_OK : WS_E_INVALID_FORMAT)) {
            printf("  of %s\n", cases[i].text);
        }
        if (cases[i].name) {
            CHECK_MEMORY(prefix.bytes, prefix.length, cases[i].prefix, strlen(cases[i].prefix));
            CHECK_MEMORY(name.bytes, name.length, cases[i].name, strlen(cases[i].name));
            CHECK_MEMORY(ns.bytes, ns.length, cases[i].ns, strlen(cases[i].ns));
            CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
        } else {
            CHECK(prefix.length == 99 && prefix.bytes == &here);
            CHECK(name.length == 99 && name.bytes == &here);
            CHECK(ns.length == 99 && ns.bytes == &here);
        }
    }
    /* Where nobody asks for the namespace, the prefix need not be bound. */
    reader_start(reader, "<a>q:t</a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadQualifiedName(reader, heap, &prefix, &name, NULL, NULL), S_OK);
    CHECK_XML_STRING(prefix, "q");
    CHECK_XML_STRING(name, "t");
    /* In an attribute. */
    reader_start(reader, "<a xmlns:p='ns' b=' p:t '/>");
    CHECK_HR(WsReadStartAttribute(reader, 1, NULL), S_OK);
    CHECK_HR(WsReadQualifiedName(reader, heap, NULL, &name, &ns, NULL), S_OK);
    CHECK_XML_STRING(name, "t");
    CHECK_XML_STRING(ns, "ns");
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

static void arrays(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_STRING item = xml_string("i");
    WS_XML_STRING ns = xml_string("");
    int32_t values[4] = {9, 9, 9, 9};
    ULONG count = 99;

    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL),
             WS_E_INVALID_OPERATION);
    reader_start(reader, "<a><i>1</i> <!--c--><i> 2 </i><i>3</i><j>4</j></a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadArray(NULL, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, NULL, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, &item, NULL, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, &item, &ns, (WS_VALUE_TYPE)99, values, sizeof(values), 0, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 1, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, NULL, sizeof(values), 0, 4, &count, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, NULL, NULL),
             E_INVALIDARG);
    CHECK_INT(count, 99);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 1, 1, &count, NULL), S_OK);
    CHECK_INT(count, 1);
    CHECK_INT(values[0], 9);
    CHECK_INT(values[1], 1);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL), S_OK);
    CHECK_INT(count, 2);
    CHECK_INT(values[0], 2);
    CHECK_INT(values[1], 3);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_XML_STRING(*reader_element(reader)->localName, "j");

    reader_start(reader, "<a><i>1</i><i>x</i></a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadArray(reader, &item, &ns, WS_INT32_VALUE_TYPE, values, sizeof(values), 0, 4, &count, NULL),
             WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

int main(void)
{
    chars_utf16();
    chars_utf8();
    bytes();
    qualified_names();
    arrays();
    return ctest_summary();
}
