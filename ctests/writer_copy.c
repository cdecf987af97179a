/* Writing nodes: one's own, and those of a reader. */
#include "xml_writing.h"

static void set_input(WS_XML_READER *reader, const char *document)
{
    WS_XML_READER_TEXT_ENCODING text = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_AUTO };
    WS_XML_READER_BUFFER_INPUT input = { { WS_XML_READER_INPUT_TYPE_BUFFER }, NULL, 0 };
    input.encodedData = (void *)document;
    input.encodedDataSize = (ULONG)strlen(document);
    REQUIRE_HR(WsSetInput(reader, &text.encoding, &input.input, NULL, 0, NULL), S_OK);
}

static int node_type(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = NULL;
    REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    return (int)node->nodeType;
}

static void writes_nodes(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = NULL;
    WS_XML_UTF8_TEXT value = { { WS_XML_TEXT_TYPE_UTF8 }, WS_XML_STRING_VALUE("value") };
    WS_XML_ATTRIBUTE attribute = { TRUE, FALSE, NULL, NULL, NULL, NULL };
    WS_XML_ATTRIBUTE declaration = { FALSE, TRUE, NULL, NULL, NULL, NULL };
    WS_XML_ATTRIBUTE *attributes[2];
    WS_XML_ELEMENT_NODE element = { { WS_XML_NODE_TYPE_ELEMENT }, NULL, NULL, NULL, 2, NULL, FALSE };
    WS_XML_COMMENT_NODE comment = { { WS_XML_NODE_TYPE_COMMENT }, WS_XML_STRING_VALUE("comment") };
    WS_XML_TEXT_NODE text = { { WS_XML_NODE_TYPE_TEXT }, NULL };
    WS_XML_NODE node = { WS_XML_NODE_TYPE_EOF };
    WS_XML_STRING name = WS_XML_STRING_VALUE("t"), attr = WS_XML_STRING_VALUE("attr"), ns = WS_XML_STRING_VALUE("");
    WS_XML_STRING prefix = WS_XML_STRING_VALUE("p"), other = WS_XML_STRING_VALUE("n");
    attribute.localName = &attr;
    attribute.ns = &ns;
    attribute.value = &value.text;
    declaration.prefix = &prefix;
    declaration.ns = &other;
    attributes[0] = &attribute;
    attributes[1] = &declaration;
    element.localName = &name;
    element.ns = &ns;
    element.attributes = attributes;

    CHECK_HR(WsWriteNode(NULL, NULL, NULL), E_INVALIDARG);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, NULL, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteNode(writer, &element.node, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, &comment.node, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    node.nodeType = WS_XML_NODE_TYPE_BOF;
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    node.nodeType = WS_XML_NODE_TYPE_CDATA;
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    text.text = &value.text;
    CHECK_HR(WsWriteNode(writer, &text.node, NULL), S_OK);
    node.nodeType = WS_XML_NODE_TYPE_END_CDATA;
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, &text.node, NULL), S_OK);
    /* the end of an empty element is a node, too */
    element.attributeCount = 0;
    element.isEmpty = TRUE;
    node.nodeType = WS_XML_NODE_TYPE_END_ELEMENT;
    CHECK_HR(WsWriteNode(writer, &element.node, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    CHECK_HR(WsWriteNode(writer, &node, NULL), S_OK);
    CHECK_BUFFER(buffer, "<t attr='value' xmlns:p=\"n\"><!--comment--><![CDATA[value]]>value<t/></t>");
    CHECK_HR(WsWriteNode(writer, &node, NULL), WS_E_INVALID_FORMAT);

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    node.nodeType = (WS_XML_NODE_TYPE)77;
    CHECK_HR(WsWriteNode(writer, &node, NULL), E_INVALIDARG);
    text.text = NULL;
    CHECK_HR(WsWriteNode(writer, &text.node, NULL), E_INVALIDARG);
    element.attributes = NULL;
    element.attributeCount = 1;
    CHECK_HR(WsWriteNode(writer, &element.node, NULL), E_INVALIDARG);
    element.attributes = attributes;
    attributes[0] = NULL;
    CHECK_HR(WsWriteNode(writer, &element.node, NULL), E_INVALIDARG);
    element.attributeCount = 0;
    element.localName = NULL;
    CHECK_HR(WsWriteNode(writer, &element.node, NULL), E_INVALIDARG);
    CHECK_OUTPUT(writer, "");
    comment.value.bytes = (BYTE *)"a--b";
    comment.value.length = 4;
    CHECK_HR(WsWriteNode(writer, &comment.node, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    comment.value.bytes = (BYTE *)"a-";
    comment.value.length = 2;
    CHECK_HR(WsWriteNode(writer, &comment.node, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void copies_an_element_into_a_buffer(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = NULL;
    WS_XML_READER *reader = NULL;
    WS_XML_NODE_POSITION position, after;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("u"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<t><u/></t>");
    set_input(reader, "<v/>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), S_OK);
    CHECK_HR(WsCopyNode(NULL, reader, NULL), E_INVALIDARG);
    CHECK_HR(WsCopyNode(writer, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_BUFFER(buffer, "<t><u/><v/></t>");
    CHECK_HR(WsGetWriterPosition(writer, &after, NULL), S_OK);
    CHECK(after.buffer == position.buffer && after.node == position.node);
    CHECK_INT(node_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsCopyNode(writer, reader, NULL), WS_E_INVALID_OPERATION);
    WsFreeReader(reader);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void copies_a_document_and_no_more_than_that(void)
{
    static const char *const documents[] = {
        "<v/>",
        "<a b='1' c=\"2\"><!--x--><d></d>text<e/><![CDATA[<]]></a>",
        "<p:a p:x='&lt;' xmlns:p='n'><q:b xmlns:q=\"m\"/></p:a>",
        "<a xmlns=\"n\"><b xmlns=\"\"/></a>",
    };
    WS_XML_WRITER *writer = new_writer();
    WS_XML_READER *reader = NULL;
    ULONG i;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    for (i = 0; i < CTEST_COUNT(documents); i++) {
        set_input(reader, documents[i]);
        CHECK_INT(node_type(reader), WS_XML_NODE_TYPE_BOF);
        CHECK_HR(text_output(writer, NULL, 0), S_OK);
        CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
        CHECK_OUTPUT(writer, documents[i]);
        CHECK_INT(node_type(reader), WS_XML_NODE_TYPE_EOF);
    }
    set_input(reader, "text");
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), WS_E_INVALID_FORMAT);

    /* one node after the other */
    set_input(reader, "<a><b>1</b><c/>2</a>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t><b>1</b>");
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t><b>1</b><c/>");
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t><b>1</b><c/>2");
    CHECK_INT(node_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

static void takes_namespaces_along(void)
{
    WS_XML_WRITER *writer = new_writer();
    WS_XML_READER *reader = NULL;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    set_input(reader, "<p:a xmlns:p='n' xmlns:q='m'><p:b q:x='1'/></p:a>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:b q:x='1' xmlns:p=\"n\" xmlns:q=\"m\"/>");
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

static void compresses_empty_elements_as_told(void)
{
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS, NULL, sizeof(BOOL) };
    WS_XML_WRITER *writer = new_writer();
    WS_XML_READER *reader = NULL;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    property.value = &yes;
    set_input(reader, "<a><b/><c></c></a>");
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_OUTPUT(writer, "<a><b/><c/></a>");
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

int main(void)
{
    writes_nodes();
    copies_an_element_into_a_buffer();
    copies_a_document_and_no_more_than_that();
    takes_namespaces_along();
    compresses_empty_elements_as_told();
    return ctest_summary();
}
