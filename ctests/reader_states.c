/* Readers without input, that have failed, that are none; what WsSetInput refuses. */
#include "reader.h"

/* Every function on one handle; all give the same code. */
static void every_function(WS_XML_READER *reader, WS_HEAP *heap, HRESULT expected, HRESULT expected_buffer, int line)
{
    WS_XML_STRING name = xml_string("a");
    const WS_XML_STRING *ns = NULL;
    WS_XML_STRING string;
    WS_XML_NODE_POSITION position;
    WS_XML_BUFFER *buffer = NULL;
    WCHAR chars[4];
    WCHAR *value = NULL;
    BYTE bytes[4];
    ULONG count = 0;
    BOOL found = FALSE;
    const struct {
        const char *what;
        HRESULT hr;
        HRESULT expected;
    } calls[] = {
        {"WsReadNode", WsReadNode(reader, NULL), expected},
        {"WsSkipNode", WsSkipNode(reader, NULL), expected},
        {"WsReadStartElement", WsReadStartElement(reader, NULL), expected},
        {"WsReadToStartElement", WsReadToStartElement(reader, NULL, NULL, &found, NULL), expected},
        {"WsReadToStartElement", WsReadToStartElement(reader, NULL, NULL, NULL, NULL), expected},
        {"WsReadEndElement", WsReadEndElement(reader, NULL), expected},
        {"WsFindAttribute", WsFindAttribute(reader, &name, &name, TRUE, &count, NULL), expected},
        {"WsFindAttribute", WsFindAttribute(reader, &name, &name, FALSE, &count, NULL), expected},
        {"WsReadStartAttribute", WsReadStartAttribute(reader, 0, NULL), expected},
        {"WsReadEndAttribute", WsReadEndAttribute(reader, NULL), expected},
        {"WsReadChars", WsReadChars(reader, chars, 4, &count, NULL), expected},
        {"WsReadCharsUtf8", WsReadCharsUtf8(reader, bytes, 4, &count, NULL), expected},
        {"WsReadBytes", WsReadBytes(reader, bytes, 4, &count, NULL), expected},
        {"WsReadQualifiedName", WsReadQualifiedName(reader, heap, NULL, &string, NULL, NULL), expected},
        {"WsGetNamespaceFromPrefix", WsGetNamespaceFromPrefix(reader, &name, TRUE, &ns, NULL), expected},
        {"WsGetXmlAttribute", WsGetXmlAttribute(reader, &name, heap, &value, &count, NULL), expected},
        {"WsGetReaderPosition", WsGetReaderPosition(reader, &position, NULL), expected},
        {"WsMoveReader", WsMoveReader(reader, WS_MOVE_TO_EOF, NULL, NULL), expected},
        {"WsFillReader", WsFillReader(reader, 1, NULL, NULL), expected},
        {"WsReadXmlBuffer", WsReadXmlBuffer(reader, heap, &buffer, NULL), expected_buffer},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(calls); i++) {
        ctest_check_hr(calls[i].hr, calls[i].expected, __FILE__, line, calls[i].what, "the same for all");
    }
}

static void handles(void)
{
    WS_HEAP *heap = heap_new();
    WS_XML_READER *reader = reader_new();
    const WS_XML_NODE *node = NULL;
    WS_XML_STRING string;
    WS_XML_BUFFER *buffer = NULL;
    BOOL value;

    every_function(NULL, heap, E_INVALIDARG, E_INVALIDARG, __LINE__);
    every_function((WS_XML_READER *)(void *)heap, heap, E_INVALIDARG, E_INVALIDARG, __LINE__);
    every_function((WS_XML_READER *)(void *)&value, heap, E_INVALIDARG, E_INVALIDARG, __LINE__);
    CHECK_HR(WsGetReaderNode(NULL, &node, NULL), E_INVALIDARG);
    CHECK_HR(WsGetReaderNode(reader, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSetInput(NULL, NULL, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetInputToBuffer(NULL, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetInputToBuffer(reader, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBuffer(reader, NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsReadQualifiedName(reader, NULL, NULL, &string, NULL, NULL), E_INVALIDARG);

    /* Without input: at the end of nothing. */
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    every_function(reader, heap, WS_E_INVALID_OPERATION, E_FAIL, __LINE__);
    CHECK_HR(WsReadXmlBuffer(reader, heap, NULL, NULL), E_FAIL);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* After a failure: on the last node, of no other use until it is set to something. */
    reader_set(reader, "<a b='1'>text</b>");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);
    CHECK_XML_STRING(reader_text(reader), "text");
    every_function(reader, heap, WS_E_INVALID_OPERATION, E_FAIL, __LINE__);
    CHECK_XML_STRING(reader_text(reader), "text");
    reader_set(reader, "<a b='1' b='2'/>");
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    every_function(reader, heap, WS_E_INVALID_OPERATION, WS_E_INVALID_OPERATION, __LINE__);
    reader_set(reader, "<a/>");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);

    WsFreeReader(reader);
    every_function(reader, heap, E_INVALIDARG, E_INVALIDARG, __LINE__);
    CHECK_HR(WsSetInput(reader, NULL, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<a/>", 4, heap, &buffer, NULL), E_INVALIDARG);
    WsFreeReader(reader);
    WsFreeReader(NULL);
    WsFreeHeap(heap);
}

static void inputs(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    WS_XML_READER_PROPERTY property;
    ULONG value = 1;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t) "<a/>";
    input.encodedDataSize = 4;

    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);

    CHECK_HR(WsSetInput(reader, &encoding.encoding, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetInput(reader, NULL, &input.input, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 1, NULL), E_INVALIDARG);
    property.id = WS_XML_READER_PROPERTY_ROW;
    property.value = &value;
    property.valueSize = sizeof(value);
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, &property, 1, NULL), E_INVALIDARG);
    encoding.charSet = (WS_CHARSET)9;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), E_INVALIDARG);
    encoding.charSet = WS_CHARSET_UTF8;
    encoding.encoding.encodingType = (WS_XML_READER_ENCODING_TYPE)77;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), E_INVALIDARG);
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    input.input.inputType = (WS_XML_READER_INPUT_TYPE)77;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), E_INVALIDARG);
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = NULL;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), E_INVALIDARG);
    /* What was refused changed nothing. */
    CHECK_XML_STRING(*reader_element(reader)->localName, "a");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);

    /* Nothing at all is an empty document in a charset that is given. */
    input.encodedDataSize = 0;
    CHECK_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    /* Neither encoding nor input: the end of an empty document. */
    CHECK_HR(WsSetInput(reader, NULL, NULL, NULL, 0, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetInput(reader, NULL, NULL, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

int main(void)
{
    handles();
    inputs();
    return ctest_summary();
}
