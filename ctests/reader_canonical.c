/* Canonical XML of what a reader moves past: algorithms, properties, places, failures. */
#include "canonical.h"
#include "reader.h"

#define S(text) (&(WS_XML_STRING)WS_XML_STRING_VALUE(text))

static WS_XML_READER *reader;
static WS_ERROR *error;

static HRESULT start_with(collected *to, const canonical_options *options)
{
    memset(to, 0, sizeof(*to));
    return WsStartReaderCanonicalization(reader, collect, to, options ? options->properties : NULL,
                                         options ? options->count : 0, error);
}

static HRESULT finish(void)
{
    return WsEndReaderCanonicalization(reader, error);
}

/* Moves to the element with this name, wherever it is. */
static void move_to_element(const char *name)
{
    for (;;) {
        const WS_XML_NODE *node = reader_node(reader);
        if (node->nodeType == WS_XML_NODE_TYPE_ELEMENT) {
            const WS_XML_STRING *local = ((const WS_XML_ELEMENT_NODE *)node)->localName;
            if (local->length == strlen(name) && memcmp(local->bytes, name, local->length) == 0) {
                return;
            }
        }
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
}

/* The canonical form of an element, or of the whole document. */
static void check_element(const char *document, const char *name, const canonical_options *options,
                          const char *expected)
{
    collected to;
    reader_set(reader, document);
    if (name) {
        move_to_element(name);
    }
    REQUIRE_HR_ERROR(start_with(&to, options), S_OK, error);
    if (name) {
        CHECK_HR(WsSkipNode(reader, error), S_OK);
    } else {
        while (reader_type(reader) != WS_XML_NODE_TYPE_EOF) {
            REQUIRE_HR(WsReadNode(reader, error), S_OK);
        }
    }
    CHECK_HR_ERROR(finish(), S_OK, error);
    CHECK_CANONICAL(&to, expected);
}

static void each_algorithm_has_its_form(void)
{
    static const char document[] = "<?xml version='1.0'?><!--1--><a xmlns:p='v' xmlns='u' z='1' b = '&#10;'>"
                                   "<!--2--><p:b  /><![CDATA[<]]></a><!--3-->";
    canonical_options options;
    check_element(document, NULL, NULL,
                  "<a xmlns=\"u\" b=\"&#xA;\" z=\"1\"><p:b xmlns:p=\"v\"></p:b>&lt;</a>");
    memset(&options, 0, sizeof(options));
    option_algorithm(&options, WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM);
    check_element(document, NULL, &options,
                  "<a xmlns=\"u\" b=\"&#xA;\" z=\"1\"><p:b xmlns:p=\"v\"></p:b>&lt;</a>");
    check_element(document, "b", &options, "<p:b xmlns:p=\"v\"></p:b>");
    options.algorithm = WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM;
    check_element(document, NULL, &options,
                  "<!--1-->\n<a xmlns=\"u\" b=\"&#xA;\" z=\"1\"><!--2--><p:b xmlns:p=\"v\"></p:b>&lt;</a>\n<!--3-->");
    options.algorithm = WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM;
    check_element(document, NULL, &options,
                  "<a xmlns=\"u\" xmlns:p=\"v\" b=\"&#xA;\" z=\"1\"><p:b></p:b>&lt;</a>");
    options.algorithm = WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM;
    check_element(document, NULL, &options,
                  "<!--1-->\n<a xmlns=\"u\" xmlns:p=\"v\" b=\"&#xA;\" z=\"1\"><!--2--><p:b></p:b>&lt;</a>\n<!--3-->");
}

static void prefixes_can_be_inclusive(void)
{
    static const char document[] = "<a xmlns='u' xmlns:p='v' xmlns:q='w'><p:b/></a>";
    WS_XML_STRING prefixes[2] = {WS_XML_STRING_VALUE("q"), WS_XML_STRING_VALUE("#default")};
    canonical_options options;
    memset(&options, 0, sizeof(options));
    option_prefixes(&options, prefixes, 2);
    check_element(document, "b", &options, "<p:b xmlns=\"u\" xmlns:p=\"v\" xmlns:q=\"w\"></p:b>");
    prefixes[1] = *S("");
    check_element(document, "b", &options, "<p:b xmlns=\"u\" xmlns:p=\"v\" xmlns:q=\"w\"></p:b>");
    options.prefixes.prefixCount = 1;
    check_element(document, "b", &options, "<p:b xmlns:p=\"v\" xmlns:q=\"w\"></p:b>");
    options.prefixes.prefixCount = 0;
    options.prefixes.prefixes = NULL;
    check_element(document, "b", &options, "<p:b xmlns:p=\"v\"></p:b>");
}

static void elements_can_be_omitted(void)
{
    canonical_options options;
    memset(&options, 0, sizeof(options));
    option_omitted(&options, S("Signature"), S("urn:sig"));
    check_element("<a>1<s:Signature xmlns:s='urn:sig'><b/>2</s:Signature><Signature/></a>", NULL, &options,
                  "<a>1<Signature></Signature></a>");
    check_element("<a><s:Signature xmlns:s='urn:sig'/></a>", "Signature", &options, "");
}

static void bytes_come_in_pieces(void)
{
    char document[3000] = "<a>";
    collected to;
    canonical_options options;
    memset(document + 3, 'x', 2500);
    strcpy(document + 2503, "</a>");
    reader_start(reader, document);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(to.calls, 2);
    CHECK_INT(to.length, 2048);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, document);
    CHECK_INT(to.largest, 1024);
    memset(&options, 0, sizeof(options));
    option_size(&options, 1);
    check_element("<a>&lt;</a>", NULL, &options, "<a>&lt;</a>");
    options.size = 100000;
    reader_start(reader, document);
    REQUIRE_HR(start_with(&to, &options), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(to.calls, 0);
    CHECK_HR(finish(), S_OK);
    CHECK_INT(to.calls, 1);
    CHECK_CANONICAL(&to, document);
}

/* Whatever reads the data, what is read is canonicalized. */
static void any_function_that_moves_canonicalizes(void)
{
    static const char document[] = "<a><b>1</b><c d='2'>3<!--x--></c><e>AQI=</e><f>g</f><g/></a>";
    static const char expected[] = "<a><b>1</b><c d=\"2\">3</c><e>AQI=</e><f>g</f><g></g></a>";
    WS_HEAP *heap = heap_new();
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_WRITER *writer = NULL;
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WCHAR chars[4];
    BYTE bytes[8];
    ULONG count, index;
    INT32 number = 0;
    BOOL found = FALSE;
    collected to;
    reader_start(reader, document);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadElement(reader, &(WS_ELEMENT_DESCRIPTION){S("b"), S(""), WS_INT32_TYPE, NULL},
                           WS_READ_REQUIRED_VALUE, heap, &number, sizeof(number), NULL),
             S_OK);
    CHECK_INT(number, 1);
    CHECK_HR(WsReadToStartElement(reader, S("c"), S(""), &found, NULL), S_OK);
    CHECK(found);
    CHECK_HR(WsFindAttribute(reader, S("d"), S(""), TRUE, &index, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, index, NULL), S_OK);
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &number, sizeof(number), NULL), S_OK);
    CHECK_INT(number, 2);
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadChars(reader, chars, CTEST_COUNT(chars), &count, NULL), S_OK);
    CHECK_INT(count, 1);
    CHECK_HR(WsReadChars(reader, chars, CTEST_COUNT(chars), &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, bytes, sizeof(bytes), &count, NULL), S_OK);
    CHECK_INT(count, 2);
    CHECK_HR(WsReadBytes(reader, bytes, sizeof(bytes), &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetOutput(writer, &text.encoding, &output.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, expected);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
}

static void the_depth_is_that_of_the_start(void)
{
    collected to;
    reader_set(reader, "<a><b><c>1</c></b><d/></a>");
    move_to_element("b");
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_ELEMENT);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    /* The end of the element around cannot be passed; that is no failure of the reader's. */
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadNode(reader, error), WS_E_INVALID_OPERATION);
    CHECK(ctest_error_has(error, "WsEndReaderCanonicalization"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSkipNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<b><c>1</c></b><d></d>");
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    /* Text and comments alone. */
    reader_start(reader, "<a>1&amp;<!--x-->2</a>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "1&amp;");
}

static void what_is_wrong_is_refused(void)
{
    static const char document[] = "<a b='1'/>";
    collected to;
    canonical_options options;
    WS_XML_STRING wrong = WS_XML_STRING_VALUE("1");
    ULONG index;
    memset(&to, 0, sizeof(to));
    CHECK_HR(WsStartReaderCanonicalization(NULL, collect, &to, NULL, 0, error), E_INVALIDARG);
    CHECK_HR(WsEndReaderCanonicalization(NULL, error), E_INVALIDARG);
    {
        WS_XML_READER *fresh = reader_new();
        CHECK_HR(WsStartReaderCanonicalization(fresh, collect, &to, NULL, 0, error), WS_E_INVALID_OPERATION);
        CHECK_HR(WsEndReaderCanonicalization(fresh, error), WS_E_INVALID_OPERATION);
        WsFreeReader(fresh);
    }
    reader_start(reader, document);
    CHECK_HR(WsStartReaderCanonicalization(reader, NULL, &to, NULL, 0, error), E_INVALIDARG);
    CHECK_HR(WsStartReaderCanonicalization(reader, collect, &to, NULL, 1, error), E_INVALIDARG);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);

    memset(&options, 0, sizeof(options));
    option_algorithm(&options, WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM);
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    options.algorithm = WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM;
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_OPERATION);
    options.algorithm = (WS_XML_CANONICALIZATION_ALGORITHM)4;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    options.algorithm = WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM;
    options.properties[0].valueSize = 3;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    options.properties[0].valueSize = sizeof(options.algorithm);
    options.properties[0].value = NULL;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    options.properties[0].value = &options.algorithm;
    options.properties[0].id = (WS_XML_CANONICALIZATION_PROPERTY_ID)4;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);

    memset(&options, 0, sizeof(options));
    option_size(&options, 0);
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    memset(&options, 0, sizeof(options));
    option_prefixes(&options, &wrong, 1);
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_FORMAT);
    options.prefixes.prefixes = NULL;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);
    memset(&options, 0, sizeof(options));
    option_omitted(&options, &wrong, S(""));
    CHECK_HR(start_with(&to, &options), WS_E_INVALID_FORMAT);
    options.omitted.localName.bytes = NULL;
    CHECK_HR(start_with(&to, &options), E_INVALIDARG);

    /* Within an attribute, and twice. */
    CHECK_HR(WsFindAttribute(reader, S("b"), S(""), TRUE, &index, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, index, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<a b=\"1\"></a>");
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);

    /* A reader that has failed does neither. */
    reader_start(reader, "<a><b></a>");
    CHECK_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(start_with(&to, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetError(error), S_OK);
}

static void a_new_input_ends_it(void)
{
    collected to;
    reader_start(reader, "<a/>");
    CHECK_HR(start_with(&to, NULL), S_OK);
    reader_start(reader, "<b/>");
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(to.calls, 0);
    /* A reader can be freed in between. */
    {
        WS_XML_READER *mine = reader, *other = reader_new();
        reader = other;
        reader_start(reader, "<a/>");
        CHECK_HR(start_with(&to, NULL), S_OK);
        CHECK_HR(WsReadNode(reader, NULL), S_OK);
        WsFreeReader(reader);
        CHECK_INT(to.calls, 0);
        reader = mine;
    }
}

static void failures_of_the_callback_come_back(void)
{
    canonical_options options;
    collected to;
    memset(&options, 0, sizeof(options));
    option_size(&options, 4);
    reader_start(reader, "<abc>def</abc>");
    CHECK_HR(start_with(&to, &options), S_OK);
    to.failing_call = 2;
    to.failure = E_OUTOFMEMORY;
    CHECK_HR(WsReadNode(reader, error), S_OK);
    CHECK_HR(WsReadNode(reader, error), E_OUTOFMEMORY);
    CHECK(ctest_error_has(error, "the collection is full"));
    CHECK(ctest_error_has(error, "could not be canonicalized"));
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);

    /* Of the last bytes: canonicalization has ended, and the reader goes on. */
    reader_start(reader, "<a/>");
    CHECK_HR(start_with(&to, NULL), S_OK);
    to.failing_call = 1;
    to.failure = WS_E_QUOTA_EXCEEDED;
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(finish(), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* It is called synchronously, whatever it says. */
    reader_start(reader, "<a/>");
    CHECK_HR(start_with(&to, NULL), S_OK);
    to.failing_call = 1;
    to.failure = WS_S_ASYNC;
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(finish(), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetError(error), S_OK);

    /* It may not use the reader that calls it. */
    reader_start(reader, "<a/>");
    CHECK_HR(start_with(&to, &options), S_OK);
    to.reader = reader;
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK(to.calls > 0);
    CHECK_HR(to.used, WS_E_INVALID_OPERATION);
    to.reader = NULL;
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<a></a>");
}

static void buffers_are_read_in_order(void)
{
    WS_HEAP *heap = heap_new();
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_NODE_POSITION position;
    BOOL found;
    collected to;
    reader_start(reader, "<a xmlns:p='v'><p:b c='1'><d/></p:b><e/></a>");
    REQUIRE_HR(WsReadXmlBuffer(reader, heap, &buffer, NULL), S_OK);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    move_to_element("b");
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    CHECK_HR(WsGetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_NEXT_NODE, &found, error), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSetReaderPosition(reader, &position, error), WS_E_INVALID_OPERATION);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<p:b xmlns:p=\"v\" c=\"1\"><d></d></p:b>");
    CHECK_HR(WsSetReaderPosition(reader, &position, NULL), S_OK);
    CHECK_HR(WsMoveReader(reader, WS_MOVE_TO_NEXT_ELEMENT, &found, NULL), S_OK);
    CHECK(found);
    CHECK_HR(WsResetError(error), S_OK);
    WsFreeHeap(heap);
}

/* A stream that brings a byte at a time. */
static HRESULT CALLBACK trickle(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                WS_ERROR *unused)
{
    const char **rest = (const char **)state;
    (void)context;
    (void)unused;
    REQUIRE(max > 0);
    *actual = **rest != 0;
    if (*actual) {
        memcpy(bytes, (*rest)++, 1);
    }
    return S_OK;
}

/* Where more of the document is needed first, each node is canonicalized once all the same. */
static void streams_are_canonicalized_once(void)
{
    const char *rest = "<!--0--><a b='1'>one<c>two</c><!--3--><d/></a>";
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_STREAM_INPUT input;
    canonical_options options;
    collected to;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = trickle;
    input.readCallbackState = &rest;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    memset(&options, 0, sizeof(options));
    option_algorithm(&options, WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM);
    REQUIRE_HR(start_with(&to, &options), S_OK);
    do {
        while (WsReadNode(reader, NULL) != S_OK) {
            REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
        }
    } while (reader_type(reader) != WS_XML_NODE_TYPE_EOF);
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<!--0-->\n<a b=\"1\">one<c>two</c><!--3--><d></d></a>");
}

static void encodings_make_no_difference(void)
{
    static const char utf16[] = "\xFF\xFE<\0a\0>\0\xE9\0<\0/\0a\0>\0";
    /* <a t="true">bytes 1 2 3 in one record, 4 in another</a> */
    static const unsigned char binary[] = {0x40, 1, 'a', 0x04, 1, 't', 0x86, 0x9E, 3, 1, 2, 3, 0x9F, 1, 4};
    WS_XML_READER_BINARY_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    collected to;
    REQUIRE_HR(reader_set_bytes(reader, utf16, sizeof(utf16) - 1, WS_CHARSET_AUTO, NULL, 0), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    while (reader_type(reader) != WS_XML_NODE_TYPE_EOF) {
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<a>\xC3\xA9</a>");

    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t)binary;
    input.encodedDataSize = sizeof(binary);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
    REQUIRE_HR(start_with(&to, NULL), S_OK);
    while (reader_type(reader) != WS_XML_NODE_TYPE_EOF) {
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
    CHECK_HR(finish(), S_OK);
    CHECK_CANONICAL(&to, "<a t=\"true\">AQIDBA==</a>");
}

int main(void)
{
    reader = reader_new();
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    each_algorithm_has_its_form();
    prefixes_can_be_inclusive();
    elements_can_be_omitted();
    bytes_come_in_pieces();
    any_function_that_moves_canonicalizes();
    the_depth_is_that_of_the_start();
    what_is_wrong_is_refused();
    a_new_input_ends_it();
    failures_of_the_callback_come_back();
    buffers_are_read_in_order();
    streams_are_canonicalized_once();
    encodings_make_no_difference();
    WsFreeError(error);
    WsFreeReader(reader);
    return ctest_summary();
}
