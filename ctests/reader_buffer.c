/* XML buffers: filled from text, read, moved about in, positions. */
#include "reader.h"

static WS_XML_BUFFER *buffer_of(WS_XML_READER *reader, WS_HEAP *heap, const char *text)
{
    WS_XML_BUFFER *buffer = NULL;
    REQUIRE_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, text, (ULONG)strlen(text), heap, &buffer, NULL), S_OK);
    REQUIRE(buffer != NULL);
    return buffer;
}

static void set_to(WS_XML_READER *reader, WS_HEAP *heap, const char *text)
{
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer_of(reader, heap, text), NULL, 0, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
}

/* What is read from a buffer is what went in. */
static void reading(void)
{
    static const char *const cases[][2] = {
        {"<a/>", "<a/>|END|EOF"},
        {" <!--c--><a b='1' c=\"2\">x<b/>y</a>", " |comment(c)|<a b='1' c=\"2\">|x|<b/>|END|y|END|EOF"},
        {"<p:a xmlns:p='n' p:b='&lt;'><p:c/><d xmlns='m'><e/></d></p:a>",
         "<p:a{n} xmlns:p='n' p:b{n}='<'>|<p:c{n}/>|END|<d{m} xmlns:='m'>|<e{m}/>|END|END|END|EOF"},
        {"<a>1<![CDATA[2]]>3</a>", "<a>|1|CDATA|2|ENDCDATA|3|END|EOF"},
    };
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    text_out out;
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        set_to(reader, heap, cases[i][0]);
        CHECK_HR(reader_rest(reader, &out), S_OK);
        CHECK_TEXT(out.text, cases[i][1]);
        CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    }
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

/* A reader whose call has failed refuses what would go on, in a buffer too. */
static void after_a_failure(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_STRING other = xml_string("other");
    set_to(reader, heap, "<a><b/></a>");
    CHECK_HR(WsReadToStartElement(reader, &other, NULL, NULL, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsSkipNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_ELEMENT);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_EOF, NULL, NULL), WS_E_INVALID_OPERATION);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

static void helpers_work_on_buffers(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_STRING prefix = xml_string("p");
    WS_XML_STRING lang = xml_string("lang");
    WS_XML_STRING b = xml_string("b");
    WS_XML_STRING none = xml_string("");
    WS_XML_STRING name, ns;
    const WS_XML_STRING *found = NULL;
    WCHAR chars[8];
    WCHAR *value;
    ULONG index;
    ULONG count;
    ULONGLONG row;

    set_to(reader, heap, "<a xmlns:p='n' xml:lang='en'> <!--c--> <b b='v'>p:q</b><c><d/>t</c></a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, &b, &none, NULL, NULL), S_OK);
    CHECK_HR(WsFindAttribute(reader, &b, &none, TRUE, &index, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, index, NULL), S_OK);
    CHECK_HR(WsReadChars(reader, chars, 8, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("v"));
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadQualifiedName(reader, heap, NULL, &name, &ns, NULL), S_OK);
    CHECK_XML_STRING(name, "q");
    CHECK_XML_STRING(ns, "n");
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, TRUE, &found, NULL), S_OK);
    CHECK_XML_STRING(*found, "n");
    CHECK_HR(WsGetXmlAttribute(reader, &lang, heap, &value, &count, NULL), S_OK);
    CHECK_WIDE(value, count, W("en"));
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, FALSE, &found, NULL), S_FALSE);
    CHECK_HR(WsFillReader(reader, 100, NULL, NULL), S_OK);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), NULL), WS_E_INVALID_OPERATION);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

static void check_move(WS_XML_READER *reader, WS_MOVE_TO to, const char *expected, int line)
{
    text_out out;
    BOOL found = -1;
    ctest_check_hr(WsMoveReader(reader, to, &found, NULL), S_OK, __FILE__, line, "WsMoveReader", "S_OK");
    if (!expected) {
        ctest_check_int(found, FALSE, __FILE__, line, "found");
        return;
    }
    ctest_check_int(found, TRUE, __FILE__, line, "found");
    memset(&out, 0, sizeof(out));
    out_node(&out, reader_node(reader));
    ctest_check_text(out.text, expected, __FILE__, line);
}
#define MOVE(to, expected) check_move(reader, WS_MOVE_TO_##to, (expected), __LINE__)

static void moving(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();

    CHECK_HR(WsMoveReader(NULL, WS_MOVE_TO_EOF, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_EOF, NULL, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<a/>");
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_EOF, NULL, NULL), WS_E_INVALID_OPERATION);

    set_to(reader, heap, "<a><b/></a>");
    MOVE(BOF, "BOF");
    MOVE(CHILD_NODE, "<a>");
    MOVE(CHILD_NODE, "<b/>");
    MOVE(NEXT_NODE, "END");
    MOVE(NEXT_NODE, NULL);
    MOVE(BOF, "BOF");
    MOVE(CHILD_NODE, "<a>");
    MOVE(NEXT_NODE, "EOF");
    MOVE(ROOT_ELEMENT, "<a>");
    MOVE(CHILD_ELEMENT, "<b/>");
    MOVE(CHILD_ELEMENT, NULL);
    MOVE(END_ELEMENT, "END");
    MOVE(END_ELEMENT, NULL);
    MOVE(PARENT_ELEMENT, "<b/>");
    MOVE(PARENT_ELEMENT, "<a>");
    MOVE(PARENT_ELEMENT, "BOF");
    MOVE(PARENT_ELEMENT, NULL);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_PARENT_ELEMENT, NULL, NULL), WS_E_INVALID_FORMAT);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    CHECK_HR(WsMoveReader(reader, (WS_MOVE_TO)99, NULL, NULL), E_INVALIDARG);

    set_to(reader, heap, "<a><b>test</b></a>");
    MOVE(ROOT_ELEMENT, "<a>");
    MOVE(NEXT_NODE, "EOF");
    MOVE(ROOT_ELEMENT, "<a>");
    MOVE(CHILD_NODE, "<b>");
    MOVE(NEXT_NODE, "END");

    set_to(reader, heap, "<!--0--><a>1<b/>2<!--3--><c>4<d/></c>5</a><!--6-->");
    MOVE(ROOT_ELEMENT, "<a>");
    MOVE(PREVIOUS_NODE, "comment(0)");
    MOVE(PREVIOUS_NODE, NULL);
    MOVE(ROOT_ELEMENT, "<a>");
    MOVE(CHILD_NODE, "1");
    MOVE(NEXT_ELEMENT, "<b/>");
    MOVE(NEXT_ELEMENT, "<c>");
    MOVE(NEXT_ELEMENT, NULL);
    MOVE(PREVIOUS_ELEMENT, "<b/>");
    MOVE(PREVIOUS_ELEMENT, NULL);
    MOVE(NEXT_NODE, "2");
    MOVE(NEXT_NODE, "comment(3)");
    MOVE(PREVIOUS_ELEMENT, "<b/>");
    MOVE(NEXT_ELEMENT, "<c>");
    MOVE(CHILD_ELEMENT, "<d/>");
    MOVE(FIRST_NODE, "4");
    MOVE(CHILD_NODE, NULL);
    MOVE(PARENT_ELEMENT, "<c>");
    MOVE(FIRST_NODE, "1");
    MOVE(EOF, "EOF");
    MOVE(PREVIOUS_NODE, "comment(6)");
    MOVE(PREVIOUS_ELEMENT, "<a>");
    /* Reading goes on from there. */
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "1");
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

static void positions(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_NODE_POSITION position, other;
    WS_XML_STRING prefix = xml_string("p");
    const WS_XML_STRING *ns;
    WS_XML_BUFFER *buffer;

    CHECK_HR(WsGetReaderPosition(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSetReaderPosition(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), WS_E_INVALID_OPERATION);
    reader_set(reader, "<t/>");
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), WS_E_INVALID_OPERATION);

    buffer = buffer_of(reader, heap, "<a><b xmlns:p='1'><c/></b><d xmlns:p='2'/></a>");
    CHECK_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsGetReaderPosition(reader, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSetReaderPosition(reader, NULL, NULL), E_INVALIDARG);
    memset(&position, 0, sizeof(position));
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), S_OK);
    CHECK(position.buffer == buffer && position.node != NULL);
    CHECK_HR(WsSetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "c");
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_EOF, NULL, NULL), S_OK);
    CHECK_HR(WsSetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "c");
    /* The scope is that of the place. */
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, TRUE, &ns, NULL), S_OK);
    CHECK_XML_STRING(*ns, "1");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "d");
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, TRUE, &ns, NULL), S_OK);
    CHECK_XML_STRING(*ns, "2");

    /* Positions of nowhere, and of another buffer. */
    other = position;
    other.node = (void *)(uintptr_t)12345;
    CHECK_HR(WsSetReaderPosition(reader, &other, NULL), E_INVALIDARG);
    other.node = NULL;
    CHECK_HR(WsSetReaderPosition(reader, &other, NULL), E_INVALIDARG);
    other = position;
    other.buffer = NULL;
    CHECK_HR(WsSetReaderPosition(reader, &other, NULL), E_INVALIDARG);
    {
        WS_XML_READER *second = reader_new();
        other.buffer = buffer_of(second, heap, "<x/>");
        CHECK_HR(WsSetReaderPosition(reader, &other, NULL), E_INVALIDARG);
        /* Two readers on one buffer. */
        CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
        CHECK_HR(WsSetReaderPosition(second, &position, NULL), S_OK);
        CHECK_XML_STRING(*reader_element(second)->localName, "c");
        WsFreeReader(second);
    }
    CHECK_XML_STRING(*reader_element(reader)->localName, "d");
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

static void limits(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_READER_PROPERTY property;
    WS_XML_BUFFER *buffer;
    ULONG depth = 1;
    ULONG value;
    text_out out;
    property.id = WS_XML_READER_PROPERTY_MAX_DEPTH;
    property.value = &depth;
    property.valueSize = sizeof(depth);
    buffer = buffer_of(reader, heap, "<a><b/></a>");
    CHECK_HR(WsSetInputToBuffer(reader, buffer, &property, 1, NULL), S_OK);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 1);
    CHECK_HR(reader_rest(reader, &out), WS_E_QUOTA_EXCEEDED);
    CHECK_TEXT(out.text, "<a>");
    depth = 2;
    CHECK_HR(WsSetInputToBuffer(reader, buffer, &property, 1, NULL), S_OK);
    CHECK_HR(reader_rest(reader, &out), S_OK);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

/* From any reader into a buffer of its own. */
static void copying(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_READER *second = reader_new();
    WS_HEAP *heap = heap_new();
    WS_HEAP *small;
    WS_XML_BUFFER *buffer = NULL;
    text_out out;

    CHECK_HR(WsReadXmlBuffer(NULL, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBuffer(reader, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), E_FAIL);
    CHECK(buffer == NULL);

    /* An element, of a document that is wrong behind it. */
    reader_start(reader, "<t><u><v/></u></t></w>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(reader_rest(second, &out), S_OK);
    CHECK_TEXT(out.text, "<u>|<v/>|END|END|EOF");
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), E_FAIL);

    /* From the beginning: the reader stops where the document is wrong. */
    reader_set(reader, "<t><u/></t><v/>");
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), WS_E_INVALID_FORMAT);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    reader_set(reader, "<!--comment--><t></t>");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), E_FAIL);
    reader_set(reader, "<!--1--><t>x<!--2--><u/><![CDATA[y]]></t>");
    CHECK_HR(WsReadXmlBuffer(reader, heap, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(reader_rest(second, &out), S_OK);
    CHECK_TEXT(out.text, "comment(1)|<t>|x|comment(2)|<u/>|END|CDATA|y|ENDCDATA|END|EOF");

    /* From a buffer: all of it, then an element of it. */
    set_to(reader, heap, "<t><u/></t>");
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), E_FAIL);
    CHECK_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(reader_rest(second, &out), S_OK);
    CHECK_TEXT(out.text, "<u/>|END|EOF");
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), E_FAIL);

    /* Prefixes that are declared around the element are declared in the copy. */
    reader_start(reader, "<a xmlns='d' xmlns:p='1' xmlns:q='2' xmlns:r='3'><b><p:c q:x=''/><p:c/></b></a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(reader_rest(second, &out), S_OK);
    CHECK_TEXT(out.text, "<b{d} xmlns:=\"d\">|<p:c{1} q:x{2}='' xmlns:q=\"2\" xmlns:p=\"1\"/>|END|"
                         "<p:c{1} xmlns:p=\"1\"/>|END|END|EOF");

    /* A heap that is too small. */
    REQUIRE_HR(WsCreateHeap(400, 0, NULL, 0, &small, NULL), S_OK);
    reader_start(reader, "<a><b/><b/><b/><b/><b/><b/><b/><b/><b/></a>");
    CHECK_HR(WsReadXmlBuffer(reader, small, &buffer, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    WsFreeHeap(small);

    /* From bytes. */
    buffer = NULL;
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<a", 2, heap, &buffer, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, NULL, 2, heap, &buffer, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<a/>", 4, NULL, &buffer, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<a/>", 4, heap, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 1, "<a/>", 4, heap, &buffer, NULL), E_INVALIDARG);
    CHECK(buffer == NULL);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<\0a\0/\0>\0", 8, heap, &buffer, NULL), S_OK);
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(reader_rest(second, &out), S_OK);
    CHECK_TEXT(out.text, "<a/>|END|EOF");

    WsFreeHeap(heap);
    /* The buffers are gone with their heap. */
    CHECK_HR(WsSetInputToBuffer(second, buffer, NULL, 0, NULL), E_INVALIDARG);
    WsFreeReader(second);
    WsFreeReader(reader);
}

int main(void)
{
    reading();
    after_a_failure();
    helpers_work_on_buffers();
    moving();
    positions();
    limits();
    copying();
    return ctest_summary();
}
