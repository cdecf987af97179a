/* Canonical XML of what a writer writes: algorithms, properties, outputs, places, failures. */
#include "canonical.h"
#include "xml_writing.h"

static WS_XML_WRITER *writer;
static WS_ERROR *error;

static HRESULT start_with(collected *to, const canonical_options *options)
{
    memset(to, 0, sizeof(*to));
    return WsStartWriterCanonicalization(writer, collect, to, options ? options->properties : NULL,
                                         options ? options->count : 0, error);
}

static HRESULT finish(void)
{
    return WsEndWriterCanonicalization(writer, error);
}

static void write_utf8(const char *text)
{
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)text, (ULONG)strlen(text), NULL), S_OK);
}

static void write_comment(const char *content)
{
    WS_XML_COMMENT_NODE node;
    memset(&node, 0, sizeof(node));
    node.node.nodeType = WS_XML_NODE_TYPE_COMMENT;
    node.value.bytes = (BYTE *)(uintptr_t)content;
    node.value.length = (ULONG)strlen(content);
    CHECK_HR(WsWriteNode(writer, &node.node, NULL), S_OK);
}

static void write_attribute(const WS_XML_STRING *prefix, const WS_XML_STRING *name, const WS_XML_STRING *ns,
                            const char *value)
{
    CHECK_HR(WsWriteStartAttribute(writer, prefix, name, ns, FALSE, NULL), S_OK);
    write_utf8(value);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
}

/* A document with all that algorithms differ in. */
static void write_document(void)
{
    write_comment("1");
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("v"), NULL), S_OK);
    write_attribute(NULL, S("z"), S(""), "1");
    write_attribute(S("p"), S("b"), S("v"), "\n\"");
    write_attribute(NULL, S("c"), S(""), "<>");
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("q"), S("w"), FALSE, NULL), S_OK);
    write_comment("2");
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("w"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartCData(writer, NULL), S_OK);
    write_utf8("<]]>");
    CHECK_HR(WsWriteEndCData(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    write_comment("3");
}

static HRESULT binary_output(void)
{
    WS_XML_WRITER_BINARY_ENCODING encoding;
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_BINARY;
    return WsSetOutput(writer, &encoding.encoding, &buffer.output, NULL, 0, NULL);
}

static HRESULT wide_output(void)
{
    static const BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY declaration = {WS_XML_WRITER_PROPERTY_WRITE_DECLARATION, (void *)(uintptr_t)&yes,
                                          sizeof(yes)};
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    return WsSetOutput(writer, &text.encoding, &buffer.output, &declaration, 1, NULL);
}

static void each_algorithm_has_its_form_in_each_output(void)
{
    static const struct {
        WS_XML_CANONICALIZATION_ALGORITHM algorithm;
        const char *expected;
    } cases[] = {
        {WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM,
         "<p:a xmlns:p=\"v\" c=\"&lt;>\" z=\"1\" p:b=\"&#xA;&quot;\"><q:b xmlns:q=\"w\"></q:b>&lt;]]&gt;</p:a>"},
        {WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM,
         "<!--1-->\n<p:a xmlns:p=\"v\" c=\"&lt;>\" z=\"1\" p:b=\"&#xA;&quot;\"><!--2--><q:b xmlns:q=\"w\"></q:b>"
         "&lt;]]&gt;</p:a>\n<!--3-->"},
        {WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM,
         "<p:a xmlns:p=\"v\" xmlns:q=\"w\" c=\"&lt;>\" z=\"1\" p:b=\"&#xA;&quot;\"><q:b></q:b>&lt;]]&gt;</p:a>"},
        {WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM,
         "<!--1-->\n<p:a xmlns:p=\"v\" xmlns:q=\"w\" c=\"&lt;>\" z=\"1\" p:b=\"&#xA;&quot;\"><!--2--><q:b></q:b>"
         "&lt;]]&gt;</p:a>\n<!--3-->"},
    };
    size_t i;
    int kind;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        for (kind = 0; kind < 4; kind++) {
            WS_HEAP *heap = new_heap();
            canonical_options options;
            collected to;
            switch (kind) {
            case 0:
                REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
                break;
            case 1:
                REQUIRE_HR(wide_output(), S_OK);
                break;
            case 2:
                REQUIRE_HR(binary_output(), S_OK);
                break;
            default:
                REQUIRE_HR(WsSetOutputToBuffer(writer, new_buffer(heap), NULL, 0, NULL), S_OK);
                break;
            }
            memset(&options, 0, sizeof(options));
            option_algorithm(&options, cases[i].algorithm);
            REQUIRE_HR_ERROR(start_with(&to, &options), S_OK, error);
            write_document();
            CHECK_HR(finish(), S_OK);
            CHECK_CANONICAL(&to, cases[i].expected);
            REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
            WsFreeHeap(heap);
        }
    }
}

static void prefixes_and_omitted_elements(void)
{
    WS_XML_STRING prefixes[2] = {WS_XML_STRING_VALUE("q"), WS_XML_STRING_VALUE("#default")};
    canonical_options options;
    collected to;
    start_t(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("q"), S("w"), FALSE, NULL), S_OK);
    memset(&options, 0, sizeof(options));
    option_prefixes(&options, prefixes, 2);
    option_omitted(&options, S("Signature"), S("urn:sig"));
    /* The start tag is complete then, and no part of it. */
    REQUIRE_HR(start_with(&to, &options), S_OK);
    CHECK_OUTPUT(writer, "<t xmlns:q=\"w\">");
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("u"), NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("r"), S("x"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("Signature"), S("urn:sig"), NULL), S_OK);
    write_utf8("not signed");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("c"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<b xmlns=\"u\" xmlns:q=\"w\"><c xmlns=\"\"></c></b>");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t xmlns:q=\"w\"><b xmlns:r=\"x\" xmlns=\"u\"><Signature xmlns=\"urn:sig\">not signed"
                         "</Signature><c xmlns=\"\"/></b></t>");
}

static HRESULT CALLBACK push(void *state, WS_WRITE_CALLBACK write, void *write_state, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *unused)
{
    WS_BYTES bytes[2] = {{1, (BYTE *)"\1"}, {1, (BYTE *)"\2"}};
    (void)state;
    return write(write_state, bytes, 2, context, unused);
}

/* Whatever writes the data, what is written is canonicalized. */
static void any_function_that_writes_canonicalizes(int is_binary)
{
    static const INT32 numbers[] = {7, -8};
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_UTF8_TEXT utf8 = {{WS_XML_TEXT_TYPE_UTF8}, WS_XML_STRING_VALUE("&")};
    WS_ELEMENT_DESCRIPTION description;
    INT32 number = 5;
    double real = 1.5;
    collected to;
    memset(&description, 0, sizeof(description));
    description.elementLocalName = S("typed");
    description.elementNs = S("");
    description.type = WS_INT32_TYPE;
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("kept"), S("k"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    REQUIRE_HR(is_binary ? binary_output() : text_output(writer, NULL, 0), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("a"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "\1", 1, NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "\2", 1, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("n"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteValue(writer, WS_INT32_VALUE_TYPE, &number, sizeof(number), NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteText(writer, &utf8.text, NULL), S_OK);
    CHECK_HR(WsWriteChars(writer, W("\u00e9"), 1, NULL), S_OK);
    CHECK_HR(WsWriteValue(writer, WS_DOUBLE_VALUE_TYPE, &real, sizeof(real), NULL), S_OK);
    CHECK_HR(WsWriteBytes(writer, "\1", 1, NULL), S_OK);
    CHECK_HR(WsPushBytes(writer, push, NULL, NULL), S_OK);
    CHECK_HR(WsWriteElement(writer, &description, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), NULL), S_OK);
    CHECK_HR(WsWriteArray(writer, S("i"), S("m"), WS_INT32_VALUE_TYPE, numbers, sizeof(numbers), 0, 2, NULL), S_OK);
    CHECK_HR(WsWriteXmlBuffer(writer, buffer, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("q"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteQualifiedName(writer, NULL, S("name"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<t a=\"AQI=\" n=\"5\">&amp;\xC3\xA9"
                         "1.5AQEC<typed>5</typed><i xmlns=\"m\">7</i><i xmlns=\"m\">-8</i><kept xmlns=\"k\"></kept>"
                         "<q>name</q></t>");
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    WsFreeHeap(heap);
}

/* The whitespace of indentation is in the document, so it is in its canonical form. */
static void indentation_is_canonicalized(void)
{
    static const ULONG spaces = 2;
    WS_XML_WRITER_PROPERTY indent = {WS_XML_WRITER_PROPERTY_INDENT, (void *)(uintptr_t)&spaces, sizeof(spaces)};
    WS_XML_READER *reader = NULL;
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    WS_BYTES bytes;
    collected to, again;
    REQUIRE_HR(text_output(writer, &indent, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("c"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK(strncmp(to.text, "<b>\n", 4) == 0);

    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    input.encodedData = bytes.bytes;
    input.encodedDataSize = bytes.length;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, S("a"), S(""), NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, S("b"), S(""), NULL, NULL), S_OK);
    memset(&again, 0, sizeof(again));
    CHECK_HR(WsStartReaderCanonicalization(reader, collect, &again, NULL, 0, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(WsEndReaderCanonicalization(reader, NULL), S_OK);
    CHECK_CANONICAL(&again, to.text);
    WsFreeReader(reader);
}

static void bytes_come_in_pieces(void)
{
    char text[2501];
    canonical_options options;
    collected to;
    memset(text, 'x', 2500);
    text[2500] = 0;
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    write_utf8(text);
    CHECK_INT(to.calls, 2);
    CHECK_INT(to.length, 2048);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_INT(to.length, 2507);
    CHECK_INT(to.largest, 1024);
    memset(&options, 0, sizeof(options));
    option_size(&options, 3000);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    REQUIRE_HR(start_with(&to, &options), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    write_utf8(text);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_INT(to.calls, 0);
    CHECK_HR(finish(), S_OK);
    CHECK_INT(to.calls, 1);
    CHECK_INT(to.length, 2507);
}

static void the_depth_is_that_of_the_start(void)
{
    collected to;
    start_t(writer);
    write_utf8("0");
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    write_utf8("1");
    CHECK_HR(WsWriteEndElement(writer, error), WS_E_INVALID_OPERATION);
    CHECK(ctest_error_has(error, "WsEndWriterCanonicalization"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("c"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "1<b c=\"\"></b>");
    write_utf8("2");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t>01<b c=\"\"></b>2</t>");
    CHECK_CANONICAL(&to, "1<b c=\"\"></b>");
}

static HRESULT CALLBACK take_all(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                                 WS_ERROR *unused)
{
    (void)state;
    (void)buffers;
    (void)count;
    (void)context;
    (void)unused;
    return S_OK;
}

static void inclusive_takes_a_whole_document(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_STREAM_OUTPUT stream;
    canonical_options options;
    collected to;
    memset(&options, 0, sizeof(options));
    option_algorithm(&options, WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    write_comment("x");
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    start_t(writer);
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    write_utf8("y");
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    options.algorithm = WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM;
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);

    /* Also where what was written has gone. */
    memset(&stream, 0, sizeof(stream));
    stream.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_STREAM;
    stream.writeCallback = take_all;
    REQUIRE_HR(WsSetOutput(writer, &text.encoding, &stream.output, NULL, 0, NULL), S_OK);
    CHECK_HR(start_with(&to, &options), S_OK);
    CHECK_HR(finish(), S_OK);
    write_comment("x");
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), S_OK);
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);

    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(start_with(&to, &options), S_OK);
    CHECK_HR(finish(), S_OK);
    write_comment("x");
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    WsFreeHeap(heap);
}

static void what_is_wrong_is_refused(void)
{
    canonical_options options;
    collected to;
    memset(&to, 0, sizeof(to));
    CHECK_HR(WsStartWriterCanonicalization(NULL, collect, &to, NULL, 0, error), E_INVALIDARG);
    CHECK_HR(WsEndWriterCanonicalization(NULL, error), E_INVALIDARG);
    CHECK_HR(WsSetOutput(writer, NULL, NULL, NULL, 0, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    start_t(writer);
    CHECK_HR(WsStartWriterCanonicalization(writer, NULL, &to, NULL, 0, error), E_INVALIDARG);
    CHECK_HR(WsStartWriterCanonicalization(writer, collect, &to, NULL, 1, error), E_INVALIDARG);
    memset(&options, 0, sizeof(options));
    option_algorithm(&options, (WS_XML_CANONICALIZATION_ALGORITHM)-1);
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    memset(&options, 0, sizeof(options));
    option_omitted(&options, S("a b"), S(""));
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_FORMAT);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("c"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(finish(), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_INT(to.calls, 0);

    /* A new output ends it. */
    CHECK_HR(start_with(&to, NULL), S_OK);
    write_utf8("x");
    start_t(writer);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_INT(to.calls, 0);

    /* So does an end of the writer. */
    {
        WS_XML_WRITER *mine = writer;
        writer = new_writer();
        CHECK_HR(start_with(&to, NULL), S_OK);
        write_comment("x");
        WsFreeWriter(writer);
        writer = mine;
    }
    CHECK_HR(WsResetError(error), S_OK);
}

static void positions_stay(void)
{
    WS_HEAP *heap = new_heap();
    WS_XML_BUFFER *buffer = new_buffer(heap);
    WS_XML_NODE_POSITION position;
    BOOL found;
    collected to;
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_PREVIOUS_ELEMENT, &found, NULL), S_OK);
    CHECK(found);
    CHECK_HR(WsGetWriterPosition(writer, &position, NULL), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsMoveWriter(writer, WS_MOVE_TO_PREVIOUS_ELEMENT, &found, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), WS_E_INVALID_OPERATION);
    /* Attributes can be added to what stands there, but are nodes of something written before. */
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("c"), S(""), FALSE, NULL), WS_E_INVALID_OPERATION);
    write_utf8("x");
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "x");
    CHECK_HR(WsSetWriterPosition(writer, &position, NULL), S_OK);
    CHECK_BUFFER(buffer, "<a>x<b/></a>");
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    WsFreeHeap(heap);
}

static void failures_of_the_callback_fault_the_writer(void)
{
    canonical_options options;
    collected to;
    memset(&options, 0, sizeof(options));
    option_size(&options, 4);
    REQUIRE_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(start_with(&to, &options), S_OK);
    to.failing_call = 1;
    to.failure = E_INVALIDARG;
    CHECK_HR(WsWriteStartElement(writer, NULL, S("abc"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndStartElement(writer, error), E_INVALIDARG);
    CHECK(ctest_error_has(error, "the collection is full"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);
    CHECK_HR(finish(), WS_E_OBJECT_FAULTED);

    start_t(writer);
    CHECK_HR(start_with(&to, NULL), S_OK);
    to.failing_call = 1;
    to.failure = WS_E_QUOTA_EXCEEDED;
    write_utf8("x");
    CHECK_HR(finish(), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);

    /* It may not use the writer that calls it. */
    start_t(writer);
    CHECK_HR(start_with(&to, &options), S_OK);
    to.writer = writer;
    write_utf8("abcd");
    CHECK_INT(to.calls, 1);
    CHECK_HR(to.used, WS_E_INVALID_OPERATION);
    to.writer = NULL;
    CHECK_HR(finish(), S_OK);
    CHECK_HR(WsResetError(error), S_OK);
}

int main(void)
{
    writer = new_writer();
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    each_algorithm_has_its_form_in_each_output();
    prefixes_and_omitted_elements();
    any_function_that_writes_canonicalizes(0);
    any_function_that_writes_canonicalizes(1);
    indentation_is_canonicalized();
    bytes_come_in_pieces();
    the_depth_is_that_of_the_start();
    inclusive_takes_a_whole_document();
    what_is_wrong_is_refused();
    positions_stay();
    failures_of_the_callback_fault_the_writer();
    WsFreeError(error);
    WsFreeWriter(writer);
    return ctest_summary();
}
