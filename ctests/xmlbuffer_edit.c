/* XML buffers: created in a heap, written, edited anywhere, and written out. */
#include "xml_writing.h"

static WS_XML_WRITER *into(WS_XML_BUFFER *buffer)
{
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    return writer;
}

static void start(WS_XML_WRITER *writer, const char *name)
{
    WS_XML_STRING string = { 0, NULL, NULL, 0 };
    string.length = (ULONG)strlen(name);
    string.bytes = (BYTE *)name;
    CHECK_HR(WsWriteStartElement(writer, NULL, &string, S(""), NULL), S_OK);
}

static void end(WS_XML_WRITER *writer)
{
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
}

static void element(WS_XML_WRITER *writer, const char *name)
{
    start(writer, name);
    end(writer);
}

static void chars(WS_XML_WRITER *writer, const char *text)
{
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)text, (ULONG)strlen(text), NULL), S_OK);
}

static HRESULT move(WS_XML_WRITER *writer, WS_MOVE_TO to)
{
    return WsMoveWriter(writer, to, NULL, NULL);
}

static void lives_in_its_heap(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_BUFFER_PROPERTY property = { 0, NULL, 0 };
    WS_XML_WRITER *writer = NULL;
    WS_BYTES bytes;
    SIZE_T requested = 0;
    ULONG depth = 16, value = 0;
    WS_XML_WRITER_PROPERTY limit = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, NULL, sizeof(ULONG) };
    limit.value = &depth;
    CHECK_HR(WsCreateXmlBuffer(NULL, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateXmlBuffer(NULL, NULL, 0, &buffer, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateXmlBuffer(heap, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateXmlBuffer(heap, &property, 1, &buffer, NULL), E_INVALIDARG);
    CHECK(buffer == NULL);
    CHECK_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), S_OK);
    CHECK(buffer != NULL);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE, &requested, sizeof(requested), NULL), S_OK);
    CHECK(requested > 0);

    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK_HR(WsSetOutputToBuffer(NULL, buffer, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetOutputToBuffer(writer, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, &limit, 1, NULL), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 16);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), E_INVALIDARG);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_CHARSET, &value, sizeof(value), NULL), E_INVALIDARG);
    element(writer, "t");
    CHECK_BUFFER(buffer, "<t/>");
    /* its handle dies with the heap's reset, and a writer still set to it does no harm */
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), E_INVALIDARG);
    WsFreeHeap(heap);
    WsFreeWriter(writer);
}

static void is_charged_to_its_heap(void)
{
    WS_HEAP *heap = NULL;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_WRITER *writer;
    HRESULT hr = S_OK;
    int i;
    REQUIRE_HR(WsCreateHeap(16, 0, NULL, 0, &heap, NULL), S_OK);
    CHECK_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(heap);
    REQUIRE_HR(WsCreateHeap(2048, 0, NULL, 0, &heap, NULL), S_OK);
    buffer = new_buffer(heap);
    writer = into(buffer);
    start(writer, "t");
    for (i = 0; i < 100 && hr == S_OK; i++) {
        hr = WsWriteCharsUtf8(writer, (const BYTE *)"0123456789", 10, NULL);
    }
    CHECK_HR(hr, WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void has_positions(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap), *other = new_buffer(heap);
    WS_XML_WRITER *writer = NULL;
    WS_XML_NODE_POSITION position = { NULL, NULL }, wrong;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK_HR(WsGetWriterPosition(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSetWriterPosition(NULL, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsSetWriterPosition(writer, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), S_OK);
    CHECK(position.buffer == buffer);
    CHECK(position.node != NULL);
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), S_OK);
    wrong = position;
    wrong.buffer = other;
    CHECK_HR(WsSetWriterPosition(writer, &wrong, NULL), E_INVALIDARG);
    wrong.buffer = NULL;
    CHECK_HR(WsSetWriterPosition(writer, &wrong, NULL), E_INVALIDARG);
    wrong = position;
    wrong.node = NULL;
    CHECK_HR(WsSetWriterPosition(writer, &wrong, NULL), E_INVALIDARG);
    wrong.node = (void *)(uintptr_t)12345;
    CHECK_HR(WsSetWriterPosition(writer, &wrong, NULL), E_INVALIDARG);

    /* a start tag that is not complete is not in the buffer: this position is the end of the document */
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    start(writer, "t");
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), S_OK);
    end(writer);
    CHECK_BUFFER(buffer, "<t/>");
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void moves(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = NULL;
    BOOL found = FALSE;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK_HR(WsMoveWriter(NULL, WS_MOVE_TO_EOF, NULL, NULL), E_INVALIDARG);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_EOF), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_EOF), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), WS_E_INVALID_FORMAT);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_ROOT_ELEMENT, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    start(writer, "a");
    element(writer, "b");
    end(writer);
    CHECK_HR(move(writer, WS_MOVE_TO_EOF), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_END_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_PARENT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_END_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_BOF), E_INVALIDARG);
    CHECK_HR(move(writer, (WS_MOVE_TO)99), E_INVALIDARG);

    /* each move, seen by what is written there */
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_PARENT_ELEMENT, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_CHILD_NODE, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    chars(writer, "1");
    element(writer, "c");
    CHECK_BUFFER(buffer, "<a>1<c/><b/></a>");
    CHECK_HR(move(writer, WS_MOVE_TO_PREVIOUS_ELEMENT), S_OK);
    chars(writer, "2");
    CHECK_BUFFER(buffer, "<a>12<c/><b/></a>");
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_ELEMENT), S_OK);
    chars(writer, "3");
    CHECK_BUFFER(buffer, "<a>12<c/>3<b/></a>");
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_NEXT_ELEMENT, &found, NULL), S_OK);
    CHECK_INT(found, FALSE);
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_NODE), S_OK);
    chars(writer, "4");
    CHECK_BUFFER(buffer, "<a>12<c/>3<b/>4</a>");
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_NODE), WS_E_INVALID_FORMAT);
    CHECK_HR(move(writer, WS_MOVE_TO_PREVIOUS_NODE), S_OK);
    chars(writer, "5");
    CHECK_BUFFER(buffer, "<a>12<c/>3<b/>54</a>");
    CHECK_HR(move(writer, WS_MOVE_TO_FIRST_NODE), S_OK);
    chars(writer, "0");
    CHECK_BUFFER(buffer, "<a>012<c/>3<b/>54</a>");
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_END_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_END_ELEMENT), WS_E_INVALID_FORMAT);
    element(writer, "d");
    /* ending the element around the position leads behind it */
    end(writer);
    chars(writer, "c");
    CHECK_BUFFER(buffer, "<a>012<c><d/></c>c3<b/>54</a>");
    end(writer);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void moving_commits_a_start_tag(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    start(writer, "a");
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("x"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_EOF), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_EOF), S_OK);
    CHECK_BUFFER(buffer, "<a x=\"\"></a>");
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void adds_attributes_to_what_is_there(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("n"), NULL), S_OK);
    element(writer, "b");
    end(writer);
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("x"), S("n"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("y"), S("n"), TRUE, NULL), WS_E_INVALID_OPERATION);
    chars(writer, "1");
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<p:a p:x='1' xmlns:p=\"n\"><b/></p:a>");
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_ELEMENT), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("y"), S("m"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("q"), S("o"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("p"), S("n"), FALSE, NULL), S_OK);
    CHECK_BUFFER(buffer, "<p:a p:x='1' xmlns:p=\"n\"><b a:y=\"\" xmlns:a=\"m\" xmlns:q=\"o\"/></p:a>");
    /* goes on before it */
    chars(writer, "t");
    CHECK_BUFFER(buffer, "<p:a p:x='1' xmlns:p=\"n\">t<b a:y=\"\" xmlns:a=\"m\" xmlns:q=\"o\"/></p:a>");
    CHECK_HR(WsWriteStartAttribute(writer, S("q"), S("y"), S("m"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("y"), S(""), FALSE, NULL), WS_E_INVALID_OPERATION);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void removes(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    WS_XML_NODE_POSITION b, end_b, text, end_a, eof;
    BOOL found = TRUE;
    start(writer, "a");
    start(writer, "b");
    chars(writer, "1");
    end(writer);
    chars(writer, "2");
    end(writer);
    CHECK_HR(WsGetWriterPosition(writer, &eof, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_ELEMENT), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &b, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_END_ELEMENT), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &end_b, NULL), S_OK);
    CHECK_HR(WsSetWriterPosition(writer, &b, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_NODE), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &text, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_NODE), S_OK);
    CHECK_HR(WsGetWriterPosition(writer, &end_a, NULL), S_OK);

    CHECK_HR(WsRemoveNode(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsRemoveNode(&end_b, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveNode(&end_a, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveNode(&eof, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveNode(&text, NULL), S_OK);
    CHECK_BUFFER(buffer, "<a><b>1</b></a>");
    CHECK_HR(WsSetWriterPosition(writer, &end_b, NULL), S_OK);
    CHECK_HR(WsRemoveNode(&b, NULL), S_OK);
    CHECK_BUFFER(buffer, "<a></a>");
    /* what stood there fails until it is moved */
    CHECK_HR(WsWriteStartElement(writer, NULL, S("x"), S(""), NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"x", 1, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(move(writer, WS_MOVE_TO_NEXT_NODE), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetWriterPosition(writer, &b, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveNode(&b, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsRemoveNode(&end_b, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_ROOT_ELEMENT, &found, NULL), S_OK);
    CHECK_INT(found, TRUE);
    CHECK_HR(WsGetWriterPosition(writer, &b, NULL), S_OK);
    CHECK_HR(WsSetWriterPosition(writer, &end_a, NULL), S_OK);
    chars(writer, "3");
    CHECK_BUFFER(buffer, "<a>3</a>");
    CHECK_HR(WsRemoveNode(&b, NULL), S_OK);
    CHECK_BUFFER(buffer, "");
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    element(writer, "new");
    CHECK_BUFFER(buffer, "<new/>");
    b.buffer = NULL;
    CHECK_HR(WsRemoveNode(&b, NULL), E_INVALIDARG);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
    CHECK_HR(WsRemoveNode(&eof, NULL), E_INVALIDARG);
}

static void writes_into_cdata(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    start(writer, "a");
    CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
    chars(writer, "<");
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    end(writer);
    CHECK_BUFFER(buffer, "<a><![CDATA[<]]></a>");
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_NODE), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_NODE), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("x"), S(""), NULL), WS_E_INVALID_OPERATION);
    chars(writer, ">");
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    element(writer, "x");
    CHECK_BUFFER(buffer, "<a><![CDATA[><]]><x/></a>");
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void writes_buffers(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *from = new_buffer(heap), *to = new_buffer(heap);
    WS_XML_WRITER *one = into(from), *two = into(to);
    element(one, "t");
    CHECK_HR(WsWriteXmlBuffer(NULL, from, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBuffer(two, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBuffer(two, to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteXmlBuffer(two, from, NULL), S_OK);
    CHECK_BUFFER(to, "<t/>");
    CHECK_HR(move(two, WS_MOVE_TO_PREVIOUS_ELEMENT), S_OK);
    CHECK_HR(WsWriteXmlBuffer(two, from, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsSetOutputToBuffer(two, to, NULL, 0, NULL), S_OK);
    CHECK_HR(move(two, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(two, WS_MOVE_TO_END_ELEMENT), S_OK);
    CHECK_HR(WsWriteXmlBuffer(two, from, NULL), S_OK);
    CHECK_HR(WsWriteXmlBuffer(two, from, NULL), S_OK);
    CHECK_BUFFER(to, "<t><t/><t/></t>");
    WsFreeWriter(one);
    WsFreeWriter(two);
    WsFreeHeap(heap);
}

static void keeps_values_typed_and_writes_them_as_text(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    WS_XML_INT32_TEXT number = { { WS_XML_TEXT_TYPE_INT32 }, -7 };
    start(writer, "a");
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("n"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &number.text, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("b"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "te", 2, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "st", 2, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &number.text, NULL), S_OK);
    chars(writer, "&");
    CHECK_HR(WsWriteBytes(writer, "te", 2, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "st", 2, NULL), S_OK);
    end(writer);
    CHECK_BUFFER(buffer, "<a n=\"-7\" b=\"dGVzdA==\">-7&amp;dGVzdA==</a>");
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"x", 1, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_ROOT_ELEMENT), S_OK);
    CHECK_HR(move(writer, WS_MOVE_TO_CHILD_NODE), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x01", 1, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

/* A document of four elements with namespaces and its bytes fit into a heap of 2 kB together. */
static void small_documents_fit_into_small_heaps(void)
{
    static const char *const namespaces[] = {"http://schemas.xmlsoap.org/soap/envelope/",
                                             "http://docs.oasis-open.org/wss/2004/01/wssecurity-secext-1.0.xsd",
                                             "http://www.w3.org/2000/09/xmldsig#"};
    WS_HEAP *heap = NULL;
    WS_XML_BUFFER *buffer;
    WS_XML_WRITER *writer;
    void *bytes = NULL;
    ULONG count = 0;
    int i;
    REQUIRE_HR(WsCreateHeap(2048, 512, NULL, 0, &heap, NULL), S_OK);
    buffer = new_buffer(heap);
    writer = into(buffer);
    for (i = 0; i < 4; i++) {
        WS_XML_STRING name = WS_XML_STRING_VALUE("Element"), ns = WS_XML_STRING_NULL;
        ns.bytes = (BYTE *)(uintptr_t)namespaces[i * 2 / 3];
        ns.length = (ULONG)strlen(namespaces[i * 2 / 3]);
        CHECK_HR(WsWriteStartElement(writer, NULL, &name, &ns, NULL), S_OK);
    }
    for (i = 0; i < 4; i++) {
        end(writer);
    }
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, heap, &bytes, &count, NULL), S_OK);
    CHECK(count > 200);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void becomes_bytes(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER *writer = into(buffer);
    WS_XML_WRITER_TEXT_ENCODING wide = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF16LE };
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_WRITE_DECLARATION, NULL, sizeof(BOOL) };
    void *bytes = NULL;
    ULONG count = 0;
    element(writer, "a");
    CHECK_HR(WsWriteXmlBufferToBytes(NULL, buffer, NULL, NULL, 0, heap, &bytes, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, NULL, NULL, NULL, 0, heap, &bytes, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, NULL, &bytes, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, heap, NULL, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, heap, &bytes, NULL, NULL), E_INVALIDARG);
    CHECK(bytes == NULL && count == 0);
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, NULL, 0, heap, &bytes, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "<a/>");
    property.value = &yes;
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, NULL, &property, 1, heap, &bytes, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "<?xml version=\"1.0\" encoding=\"utf-8\"?><a/>");
    CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, &wide.encoding, NULL, 0, heap, &bytes, &count, NULL), S_OK);
    CHECK_MEMORY(bytes, count, "<\0a\0/\0>\0", 8);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

int main(void)
{
    lives_in_its_heap();
    is_charged_to_its_heap();
    has_positions();
    moves();
    moving_commits_a_start_tag();
    adds_attributes_to_what_is_there();
    removes();
    writes_into_cdata();
    writes_buffers();
    keeps_values_typed_and_writes_them_as_text();
    becomes_bytes();
    small_documents_fit_into_small_heaps();
    return ctest_summary();
}
