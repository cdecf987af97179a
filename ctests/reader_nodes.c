/* The node loop: what comes in which order, and how the reader moves. */
#include "reader.h"

static void first_nodes(void)
{
    static const struct {
        const char *text;
        HRESULT hr;
        int type;
    } cases[] = {
        {"<a>", S_OK, WS_XML_NODE_TYPE_ELEMENT},
        {"< a>", WS_E_INVALID_FORMAT, 0},
        {"<a >", S_OK, WS_XML_NODE_TYPE_ELEMENT},
        {"<<a>>", WS_E_INVALID_FORMAT, 0},
        {"<>", WS_E_INVALID_FORMAT, 0},
        {"</a>", WS_E_INVALID_FORMAT, 0},
        {" <a>", S_OK, WS_XML_NODE_TYPE_TEXT},
        {"<?xml>", WS_E_INVALID_FORMAT, 0},
        {"<?xml?>", WS_E_INVALID_FORMAT, 0},
        {"<?xml ?>", WS_E_INVALID_FORMAT, 0},
        {"<?xml version=\"1.0\"?>", S_OK, WS_XML_NODE_TYPE_EOF},
        {"<text>test</text>", S_OK, WS_XML_NODE_TYPE_ELEMENT},
        {"<?xml version=\"1.0\"?><text>test</text>", S_OK, WS_XML_NODE_TYPE_ELEMENT},
        {"", WS_E_INVALID_FORMAT, 0},
        {"<!--", WS_E_INVALID_FORMAT, 0},
        {"<!---->", S_OK, WS_XML_NODE_TYPE_COMMENT},
        {"<!--comment-->", S_OK, WS_XML_NODE_TYPE_COMMENT},
    };
    WS_XML_READER *reader = reader_new();
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        reader_set(reader, cases[i].text);
        CHECK_HR(WsFillReader(reader, (ULONG)strlen(cases[i].text), NULL, NULL), S_OK);
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
        if (!CHECK_HR(WsReadNode(reader, NULL), cases[i].hr)) {
            printf("  of %s\n", cases[i].text);
        }
        if (cases[i].hr == S_OK) {
            CHECK_INT(reader_type(reader), cases[i].type);
        }
    }
    WsFreeReader(reader);
}

static void whole_documents(void)
{
    static const char *const cases[][2] = {
        {"<a/>", "<a/>|END|EOF"},
        {"<a></a>", "<a>|END|EOF"},
        {" <a> <b/>\r\n</a>\n", " |<a>| |<b/>|END|\n|END|\n|EOF"},
        {"<a>x<![CDATA[<y>&amp;]]>z</a>", "<a>|x|CDATA|<y>&amp;|ENDCDATA|z|END|EOF"},
        {"<a><![CDATA[]]></a>", "<a>|CDATA|ENDCDATA|END|EOF"},
        {"<!--1--><a><!-- - --></a><!--\r\n-->", "comment(1)|<a>|comment( - )|END|comment(\n)|EOF"},
        {"<a>1\r\n2\r3\n4&#xD;</a>", "<a>|1\n2\n3\n4\r|END|EOF"},
        {"<a>]]&gt; ]] ></a>", "<a>|]]> ]] >|END|EOF"},
        {"<a b=\"1\"   c = '2'\n/>", "<a b=\"1\" c='2'/>|END|EOF"},
        {"<a b='\t\r\n\n&#9;&quot;'/>", "<a b='   \t\"'/>|END|EOF"},
        {"\xEF\xBB\xBF<a>\xE2\x82\xAC\xF0\x9F\x98\x80</a>", "<a>|\xE2\x82\xAC\xF0\x9F\x98\x80|END|EOF"},
        {"<?xml version='1.0' encoding='UTF-8' standalone='no'?><a/>", "<a/>|END|EOF"},
    };
    WS_XML_READER *reader = reader_new();
    text_out out;
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        reader_set(reader, cases[i][0]);
        CHECK_HR(reader_rest(reader, &out), S_OK);
        CHECK_TEXT(out.text, cases[i][1]);
        /* Nothing is behind the end. */
        CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    }
    WsFreeReader(reader);
}

static void references(void)
{
    static const struct {
        const char *text;
        const char *result;
    } cases[] = {
        {"<t>&#xA</t>", NULL},          {"<t>&#xA;</t>", "\n"},
        {"<t>&#xa;</t>", "\n"},         {"<t>&#xaaaa;</t>", "\xEA\xAA\xAA"},
        {"<t>&#xaaaaa;</t>", "\xF2\xAA\xAA\xAA"},
        {"<t>&1</t>", NULL},            {"<t>&1;</t>", NULL},
        {"<t>&1111;</t>", NULL},        {"<t>&11111;</t>", NULL},
        {"<t>&lt;</t>", "<"},           {"<t>&gt;</t>", ">"},
        {"<t>&quot;</t>", "\""},        {"<t>&amp;</t>", "&"},
        {"<t>&apos;</t>", "'"},         {"<t>&sopa;</t>", NULL},
        {"<t>&#;</t>", NULL},           {"<t>&;</t>", NULL},
        {"<t>&&</t>", NULL},            {"<t>&</t>", NULL},
        {"<t>&#xaaaaaa;</t>", NULL},    {"<t>&#xd7ff;</t>", "\xED\x9F\xBF"},
        {"<t>&#xd800;</t>", NULL},      {"<t>&#xdfff;</t>", NULL},
        {"<t>&#xe000;</t>", "\xEE\x80\x80"},
        {"<t>&#xfffe;</t>", NULL},      {"<t>&#xffff;</t>", NULL},
        {"<t>&LT;</t>", NULL},          {"<t>&#x0;</t>", NULL},
        {"<t>&#0;</t>", NULL},          {"<t>&#65;</t>", "A"},
        {"<t>&#65393;</t>", "\xEF\xBD\xB1"},
        {"<t>&#x10ffff;</t>", "\xF4\x8F\xBF\xBF"},
        {"<t>&#x110000;</t>", NULL},    {"<t>&#1114111;</t>", "\xF4\x8F\xBF\xBF"},
        {"<t>&#1114112;</t>", NULL},    {"<t>&#X41;</t>", NULL},
        {"<t>&#99999999999999999999;</t>", NULL},
        {"<t>a&#65;b&lt;c</t>", "aAb<c"},
    };
    WS_XML_READER *reader = reader_new();
    WS_XML_STRING text;
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        reader_start(reader, cases[i].text);
        if (!CHECK_HR(WsReadNode(reader, NULL), cases[i].result ? S_OK : WS_E_INVALID_FORMAT)) {
            printf("  of %s\n", cases[i].text);
        }
        if (cases[i].result) {
            text = reader_text(reader);
            CHECK_MEMORY(text.bytes, text.length, cases[i].result, strlen(cases[i].result));
        }
    }
    WsFreeReader(reader);
}

/* Name case matters, and an end tag is only looked at when the reader comes to it. */
static void end_tags(void)
{
    WS_XML_READER *reader = reader_new();
    reader_set(reader, "<?xml version=\"1.0\" encoding=\"utf-8\"?> <text>test</TEXT>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "text");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "test");
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);

    reader_start(reader, "<a></b>");
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);
    reader_start(reader, "<a></A>");
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);
    reader_set(reader, "</text>");
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);
    /* The reader does not leave the beginning to look for an end. */
    reader_set(reader, "<text>test</text>");
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);

    reader_start(reader, "<a></a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);

    reader_start(reader, "<a/>");
    CHECK(reader_element(reader)->isEmpty);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* Whitespace and comments before an end element are skipped, text is not. */
    reader_start(reader, "<a> <!--c--> </a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_TEXT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    reader_start(reader, "<a>x</a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void start_elements(void)
{
    WS_XML_READER *reader = reader_new();
    const WS_XML_NODE *node;
    reader_start(reader, "<node1><node2>test</node2></node1>");
    CHECK_XML_STRING(*reader_element(reader)->localName, "node1");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "node2");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "test");
    /* Text is no start element; the reader stays on it, and says so when asked. */
    node = reader_node(reader);
    CHECK_HR(WsReadStartElement(reader, NULL), WS_E_INVALID_FORMAT);
    CHECK(reader_node(reader) == node);

    reader_start(reader, "<node1><node2>test</node2></node1>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* From the beginning, past a declaration, whitespace and comments. */
    reader_set(reader, "<?xml version='1.0'?> <!--c--> <text>test</text>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "test");
    reader_set(reader, "<!--c-->");
    CHECK_HR(WsReadStartElement(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void to_start_elements(void)
{
    static const char order[] = "<!-- A purchase order --><PurchaseOrder xmlns='http://tempuri.org'> <Item>Pencil"
                                "</Item> </PurchaseOrder>";
    WS_XML_READER *reader = reader_new();
    WS_XML_STRING purchase = xml_string("PurchaseOrder");
    WS_XML_STRING item = xml_string("Item");
    WS_XML_STRING ns = xml_string("http://tempuri.org");
    WS_XML_STRING other = xml_string("http://tempuri.org/");
    const WS_XML_NODE *node;
    BOOL found;

    /* The document's end is no element. */
    reader_set(reader, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    found = -1;
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    reader_set(reader, "<?xml version=\"1.0\" encoding=\"utf-8\"?>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), WS_E_INVALID_FORMAT);

    reader_set(reader, order);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, &purchase, &ns, NULL, NULL), S_OK);
    found = -1;
    CHECK_HR(WsReadToStartElement(reader, &purchase, &ns, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    node = reader_node(reader);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    CHECK(reader_node(reader) == node);
    CHECK_HR(WsReadToStartElement(reader, &item, &ns, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_HR(WsReadToStartElement(reader, &purchase, &other, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_HR(WsReadToStartElement(reader, &purchase, NULL, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    CHECK_HR(WsReadToStartElement(reader, NULL, &other, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_XML_STRING(*reader_element(reader)->localName, "PurchaseOrder");

    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, &item, &ns, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    found = -1;
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_XML_STRING(reader_text(reader), "Pencil");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    /* Not found, and nowhere to say so: the reader is of no more use. */
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    WsFreeReader(reader);
}

static void skipping(void)
{
    WS_XML_READER *reader = reader_new();
    reader_set(reader, "<t><u></u></t>");
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_ELEMENT);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsSkipNode(reader, NULL), WS_E_INVALID_OPERATION);

    reader_set(reader, "<!--comment--><t><u>x<u/></u><v/>y</t>");
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_COMMENT);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "t");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "v");
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "y");
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* What is skipped is still checked. */
    reader_start(reader, "<t><u></v></t>");
    CHECK_HR(WsSkipNode(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void rows_and_columns(void)
{
    /* <a>, its first text, <b/>, its end, text, <c>, text, </c>, </a> */
    static const struct {
        int row;
        int column;
    } places[] = {{0, 0}, {0, 3}, {1, 1}, {1, 5}, {1, 5}, {2, 4}, {2, 7}, {3, 0}, {3, 4}};
    WS_XML_READER *reader = reader_new();
    ULONGLONG row;
    ULONGLONG column;
    size_t i;
    reader_set(reader, "<a>\n <b/>\r\n\xE2\x82\xAC\xC3\xA9xx<c>\r</c></a>");
    for (i = 0; i < CTEST_COUNT(places); i++) {
        CHECK_HR(WsReadNode(reader, NULL), S_OK);
        row = column = 99;
        CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), NULL), S_OK);
        CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_COLUMN, &column, sizeof(column), NULL), S_OK);
        CHECK_INT(row, places[i].row);
        CHECK_INT(column, places[i].column);
    }
    WsFreeReader(reader);
}

int main(void)
{
    first_nodes();
    whole_documents();
    references();
    end_tags();
    start_elements();
    to_start_elements();
    skipping();
    rows_and_columns();
    return ctest_summary();
}
