/* Nodes of an XML buffer, copied and moved within it and to others, and read back in every encoding. */
#include "xml_writing.h"

static WS_HEAP *heap;

/* A buffer that holds this text. */
static WS_XML_BUFFER *buffer_of(const char *text)
{
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *buffer = NULL;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, text, (ULONG)strlen(text), heap, &buffer, NULL), S_OK);
    WsFreeReader(reader);
    return buffer;
}

/* A writer before the node that these moves lead to from the root element. */
static WS_XML_WRITER *at(WS_XML_BUFFER *buffer, const WS_MOVE_TO *moves, size_t count)
{
    WS_XML_WRITER *writer = NULL;
    size_t i;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsMoveWriter(writer, WS_MOVE_TO_ROOT_ELEMENT, NULL, NULL), S_OK);
    for (i = 0; i < count; i++) {
        REQUIRE_HR(WsMoveWriter(writer, moves[i], NULL, NULL), S_OK);
    }
    return writer;
}

/* A reader on the node that these moves lead to. */
static WS_XML_READER *on(WS_XML_BUFFER *buffer, const WS_MOVE_TO *moves, size_t count)
{
    WS_XML_READER *reader = NULL;
    size_t i;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsMoveReader(reader, WS_MOVE_TO_ROOT_ELEMENT, NULL, NULL), S_OK);
    for (i = 0; i < count; i++) {
        REQUIRE_HR(WsMoveReader(reader, moves[i], NULL, NULL), S_OK);
    }
    return reader;
}

static const WS_MOVE_TO first[] = {WS_MOVE_TO_CHILD_ELEMENT};
static const WS_MOVE_TO second[] = {WS_MOVE_TO_CHILD_ELEMENT, WS_MOVE_TO_NEXT_ELEMENT};
static const WS_MOVE_TO end[] = {WS_MOVE_TO_END_ELEMENT};
static const WS_MOVE_TO in_first[] = {WS_MOVE_TO_CHILD_ELEMENT, WS_MOVE_TO_CHILD_NODE};

/* Copies one node of the buffer to another place in it. */
static void copy_within(const char *text, const WS_MOVE_TO *from, size_t from_count, const WS_MOVE_TO *to,
                        size_t to_count, HRESULT hr, const char *expected)
{
    WS_XML_BUFFER *buffer = buffer_of(text);
    WS_XML_READER *reader = on(buffer, from, from_count);
    WS_XML_WRITER *writer = at(buffer, to, to_count);
    if (!CHECK_HR(WsCopyNode(writer, reader, NULL), hr)) {
        printf("  of %s\n", text);
    }
    CHECK_BUFFER(buffer, expected);
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

static void copies_within_a_buffer(void)
{
    static const char text[] = "<a><b x=\"1\">t<c/></b><d>u</d></a>";
    copy_within(text, first, 1, end, 1, S_OK, "<a><b x=\"1\">t<c/></b><d>u</d><b x=\"1\">t<c/></b></a>");
    copy_within(text, first, 1, first, 1, S_OK, "<a><b x=\"1\">t<c/></b><b x=\"1\">t<c/></b><d>u</d></a>");
    copy_within(text, second, 2, first, 1, S_OK, "<a><d>u</d><b x=\"1\">t<c/></b><d>u</d></a>");
    copy_within(text, second, 2, in_first, 2, S_OK, "<a><b x=\"1\"><d>u</d>t<c/></b><d>u</d></a>");
    /* what would have to hold itself: nothing is done */
    copy_within(text, first, 1, in_first, 2, WS_E_INVALID_OPERATION, text);
    copy_within(text, NULL, 0, in_first, 2, WS_E_INVALID_OPERATION, text);
    copy_within(text, NULL, 0, end, 1, WS_E_INVALID_OPERATION, text);
    /* prefixes stay what they stand for */
    copy_within("<a xmlns:p=\"n\"><b xmlns:p=\"m\"/><p:d/></a>", second, 2, in_first, 2, S_OK,
                "<a xmlns:p=\"n\"><b xmlns:p=\"m\"><p:d xmlns:p=\"n\"/></b><p:d/></a>");
}

/* All of a buffer into itself, by whichever call. */
static void does_not_hold_itself(void)
{
    WS_XML_BUFFER *buffer = buffer_of("<!--c--><a/>");
    WS_XML_READER *reader = NULL;
    WS_XML_WRITER *writer = NULL;
    WS_ERROR *error = NULL;
    ULONG count = 0;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, error), WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    CHECK(count != 0);
    CHECK_HR(WsWriteXmlBuffer(writer, buffer, NULL), WS_E_INVALID_OPERATION);
    CHECK_BUFFER(buffer, "<!--c--><a/>");
    WsFreeReader(reader);
    WsFreeWriter(writer);
    WsFreeError(error);
}

/* A node is moved by a copy of it and its removal. */
static void moves_nodes(void)
{
    WS_XML_BUFFER *buffer = buffer_of("<list><one n=\"1\">x</one><two/><three/></list>");
    WS_XML_BUFFER *other = buffer_of("<list></list>");
    WS_XML_READER *reader = on(buffer, first, 1);
    WS_XML_WRITER *writer = at(buffer, end, 1);
    WS_XML_NODE_POSITION position;
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_HR(WsRemoveNode(&position, NULL), S_OK);
    CHECK_BUFFER(buffer, "<list><two/><three/><one n=\"1\">x</one></list>");
    /* the reader was past it, and is on <two/> */
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), S_OK);
    WsFreeWriter(writer);
    writer = at(other, end, 1);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_HR(WsRemoveNode(&position, NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_BUFFER(buffer, "<list><three/><one n=\"1\">x</one></list>");
    CHECK_BUFFER(other, "<list><two/><three/></list>");
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

/* What WsWriteXmlBufferToBytes makes, WsReadXmlBufferFromBytes takes, in every encoding. */
static void goes_there_and_back_in_every_encoding(void)
{
    /* Binary XML does not tell an empty element from one with an end tag. */
    static const struct {
        const char *text;
        const char *binary;
    } documents[] = {
        {"<a/>", "<a></a>"},
        {"<a></a>", "<a></a>"},
        {"<p:a p:b=\"&lt;&amp;&quot;\" c=\"\" xmlns:p=\"n\"><!--comment-->text &amp; more<p:d>\xE2\x82\xAC</p:d></p:a>",
         "<p:a p:b=\"&lt;&amp;&quot;\" c=\"\" xmlns:p=\"n\"><!--comment-->text &amp; more<p:d>\xE2\x82\xAC</p:d></p:a>"},
        {"<a xmlns=\"1\"><b xmlns=\"\"><c xmlns=\"2\"/></b></a>", "<a xmlns=\"1\"><b xmlns=\"\"><c xmlns=\"2\"></c></b></a>"},
        {"<!--before--><a xml:lang=\"en\"> <b/> </a><!--after-->",
         "<!--before--><a xml:lang=\"en\"> <b></b> </a><!--after-->"},
    };
    WS_XML_WRITER_TEXT_ENCODING to_text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_TEXT_ENCODING from_text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BINARY_ENCODING to_binary;
    WS_XML_READER_BINARY_ENCODING from_binary;
    const WS_XML_WRITER_ENCODING *to[4];
    const WS_XML_READER_ENCODING *from[4];
    WS_XML_WRITER_TEXT_ENCODING to_wide = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_WRITER_TEXT_ENCODING to_wide_big = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16BE};
    WS_XML_READER_TEXT_ENCODING from_wide = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_READER_TEXT_ENCODING from_wide_big = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16BE};
    WS_XML_READER *reader = NULL;
    WS_XML_WRITER *writer = NULL;
    size_t i, k;
    memset(&to_binary, 0, sizeof(to_binary));
    memset(&from_binary, 0, sizeof(from_binary));
    to_binary.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_BINARY;
    from_binary.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    REQUIRE_HR(WsGetDictionary(WS_ENCODING_XML_BINARY_1, &to_binary.staticDictionary, NULL), S_OK);
    from_binary.staticDictionary = to_binary.staticDictionary;
    to[0] = &to_text.encoding;
    to[1] = &to_wide.encoding;
    to[2] = &to_wide_big.encoding;
    to[3] = &to_binary.encoding;
    from[0] = &from_text.encoding;
    from[1] = &from_wide.encoding;
    from[2] = &from_wide_big.encoding;
    from[3] = &from_binary.encoding;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    for (i = 0; i < CTEST_COUNT(documents); i++) {
        WS_XML_BUFFER *buffer = buffer_of(documents[i].text);
        for (k = 0; k < CTEST_COUNT(to); k++) {
            void *bytes = NULL, *cut;
            ULONG count = 0;
            WS_XML_BUFFER *again = NULL;
            CHECK_HR(WsWriteXmlBufferToBytes(writer, buffer, to[k], NULL, 0, heap, &bytes, &count, NULL), S_OK);
            CHECK_HR(WsReadXmlBufferFromBytes(reader, from[k], NULL, 0, bytes, count, heap, &again, NULL), S_OK);
            CHECK_BUFFER(again, k == 3 ? documents[i].binary : documents[i].text);
            /* One byte less is no document. */
            cut = malloc(count);
            REQUIRE(cut != NULL);
            memcpy(cut, bytes, count - 1);
            again = NULL;
            CHECK_HR(WsReadXmlBufferFromBytes(reader, from[k], NULL, 0, cut, count - 1, heap, &again, NULL),
                     WS_E_INVALID_FORMAT);
            CHECK(again == NULL);
            free(cut);
        }
    }
    WsFreeReader(reader);
    WsFreeWriter(writer);
}

int main(void)
{
    heap = new_heap();
    copies_within_a_buffer();
    does_not_hold_itself();
    moves_nodes();
    goes_there_and_back_in_every_encoding();
    WsFreeHeap(heap);
    return ctest_summary();
}
