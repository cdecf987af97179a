/*
 * Documents in which the same comes again and again, as most do: what is written node by node is the same in every
 * encoding, whatever else is done with the writer in between.
 */
#include "serialize.h"

NAME(none, "");
NAME(name_root, "root");
NAME(name_item, "item");
NAME(name_id, "id");
NAME(name_code, "code");
NAME(name_label, "label");
NAME(name_more, "more");
NAME(name_deep, "deep");
NAME(prefix_p, "p");
NAME(prefix_q, "soapenv");
NAME(ns_p, "urn:example:items-and-what-is-in-them");
NAME(ns_q, "urn:q");

enum { RECORDS = 12, TEXT = 0, BINARY = 1 };

struct limits {
    ULONG depth;
    ULONG attributes;
    ULONG namespaces;
    ULONG size;
};

static const struct limits wide = {32, 128, 32, 1 << 20};

static void begin(int encoding, const struct limits *limits)
{
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BINARY_ENCODING binary;
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER_PROPERTY properties[5];
    struct limits own = *limits;
    /* Binary XML does not say which elements are empty ones. */
    BOOL yes = TRUE;
    memset(&binary, 0, sizeof(binary));
    binary.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_BINARY;
    memset(properties, 0, sizeof(properties));
    properties[0].id = WS_XML_WRITER_PROPERTY_MAX_DEPTH;
    properties[0].value = &own.depth;
    properties[1].id = WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES;
    properties[1].value = &own.attributes;
    properties[2].id = WS_XML_WRITER_PROPERTY_MAX_NAMESPACES;
    properties[2].value = &own.namespaces;
    properties[3].id = WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE;
    properties[3].value = &own.size;
    properties[0].valueSize = properties[1].valueSize = properties[2].valueSize = properties[3].valueSize = sizeof(ULONG);
    properties[4].id = WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS;
    properties[4].value = &yes;
    properties[4].valueSize = sizeof(yes);
    REQUIRE_HR(WsSetOutput(writer, encoding == BINARY ? &binary.encoding : &text.encoding, &buffer.output, properties, 5,
                           NULL),
               S_OK);
}

static HRESULT text(const char *utf8)
{
    WS_XML_UTF8_TEXT value;
    memset(&value, 0, sizeof(value));
    value.text.textType = WS_XML_TEXT_TYPE_UTF8;
    value.value.bytes = (BYTE *)(uintptr_t)utf8;
    value.value.length = (ULONG)strlen(utf8);
    return WsWriteText(writer, &value.text, error);
}

/* The calls that write a record, one after the other. */
enum { STEPS = 20 };

static HRESULT step(int number, int record)
{
    static const char *const texts[] = {"x", "12", "seven-7", "of sixteen bytes", "caf\303\251", "some thirty bytes, or a few more"};
    const char *some = texts[record % 6];
    switch (number) {
    case 0:
        return WsWriteStartElement(writer, &prefix_p, &name_item, &ns_p, error);
    case 1:
        return WsWriteStartAttribute(writer, NULL, &name_id, &none, FALSE, error);
    case 2:
        return text(some);
    case 3:
        return WsWriteEndAttribute(writer, error);
    case 4:
        return WsWriteStartAttribute(writer, &prefix_p, &name_code, &ns_p, FALSE, error);
    case 5:
        return text("7");
    case 6:
        return WsWriteEndAttribute(writer, error);
    case 7:
        return WsWriteStartElement(writer, &prefix_p, &name_label, &ns_p, error);
    case 8:
        return text(some);
    case 9:
        return WsWriteEndElement(writer, error);
    /* This one declares its namespace each time, and is asked to, every other time. */
    case 10:
        return WsWriteStartElement(writer, &prefix_q, &name_more, &ns_q, error);
    case 11:
        return record % 2 ? S_OK : WsWriteXmlnsAttribute(writer, &prefix_q, &ns_q, FALSE, error);
    case 12:
        return WsWriteStartElement(writer, &prefix_q, &name_deep, &ns_q, error);
    case 13:
        return text("more");
    case 14:
        return WsWriteEndElement(writer, error);
    case 15:
        return WsWriteStartElement(writer, &prefix_q, &name_deep, &ns_q, error);
    case 16:
        return WsWriteEndElement(writer, error);
    case 17:
        return WsWriteEndElement(writer, error);
    case 18:
        return text("tail");
    default:
        return WsWriteEndElement(writer, error);
    }
}

/* What else is done with the writer; nothing of it is to be seen in the output. */
enum { LOOKS = 8 };

static void look(int what, int number)
{
    WS_BYTES bytes = {0, NULL};
    ULONG value = 0;
    /* Between the start and the end of an attribute other things are out of place. */
    const int in_attribute = number == 1 || number == 2 || number == 4 || number == 5;
    switch (what) {
    case 0:
        CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error), S_OK);
        CHECK(bytes.length > 0);
        break;
    case 1:
        CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &value, sizeof(value), error), S_OK);
        CHECK_INT(value, 32);
        break;
    case 2:
        CHECK_HR(WsWriteStartElement(writer, NULL, NULL, &none, error), E_INVALIDARG);
        break;
    case 3:
        CHECK_HR(WsWriteStartAttribute(writer, NULL, &name_id, NULL, FALSE, error), E_INVALIDARG);
        break;
    case 4:
        if (!in_attribute) {
            CHECK_HR(WsWriteEndAttribute(writer, error), WS_E_INVALID_OPERATION);
        }
        break;
    case 5:
        if (in_attribute) {
            CHECK_HR(WsWriteStartElement(writer, &prefix_p, &name_label, &ns_p, error), WS_E_INVALID_OPERATION);
            CHECK_HR(WsWriteEndElement(writer, error), WS_E_INVALID_OPERATION);
            CHECK_HR(WsWriteXmlnsAttribute(writer, &prefix_q, &ns_q, FALSE, error), WS_E_INVALID_OPERATION);
        }
        break;
    case 6:
        CHECK_HR(WsWriteText(writer, NULL, error), E_INVALIDARG);
        break;
    default:
        /* An error object that is none. */
        CHECK_HR(WsWriteStartElement(writer, &prefix_p, &name_label, &ns_p, (WS_ERROR *)writer), E_INVALIDARG);
        CHECK_HR(WsWriteEndElement(writer, (WS_ERROR *)writer), E_INVALIDARG);
        break;
    }
    WsResetError(error);
}

static HRESULT write_root(void)
{
    HRESULT hr = WsWriteStartElement(writer, &prefix_p, &name_root, &ns_p, error);
    return hr;
}

/* The document as bytes; good until the next one. */
static WS_BYTES document(int encoding, int looked, int at)
{
    WS_BYTES bytes = {0, NULL};
    int record, number;
    begin(encoding, &wide);
    CHECK_HR(write_root(), S_OK);
    for (record = 0; record < RECORDS; record++) {
        for (number = 0; number < STEPS; number++) {
            CHECK_HR(step(number, record), S_OK);
            if (looked >= 0 && number == at && record % 3 != 1) {
                look(looked, number);
            }
        }
    }
    CHECK_HR(WsWriteEndElement(writer, error), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    return bytes;
}

static void *kept(WS_BYTES bytes)
{
    void *copy = malloc(bytes.length);
    REQUIRE(copy != NULL);
    memcpy(copy, bytes.bytes, bytes.length);
    return copy;
}

/* Whether binary XML is this text, copied node by node. */
static void check_same(const void *binary, ULONG size, const void *expected, ULONG expected_size, int line)
{
    WS_XML_READER_BINARY_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT source;
    const char *found;
    memset(&encoding, 0, sizeof(encoding));
    memset(&source, 0, sizeof(source));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    source.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    source.encodedData = (void *)(uintptr_t)binary;
    source.encodedDataSize = size;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &source.input, NULL, 0, NULL), S_OK);
    begin(TEXT, &wide);
    CHECK_HR(WsCopyNode(writer, reader, error), S_OK);
    found = written();
    ctest_check_bytes(found, strlen(found), expected, expected_size, __FILE__, line, "the text of binary XML");
}

static void whatever_is_done_in_between(void)
{
    WS_BYTES plain, found;
    void *texts, *bytes;
    ULONG text_size, size;
    int looked, at;
    plain = document(TEXT, -1, 0);
    text_size = plain.length;
    texts = kept(plain);
    plain = document(BINARY, -1, 0);
    size = plain.length;
    bytes = kept(plain);
    check_same(bytes, size, texts, text_size, __LINE__);
    for (looked = 0; looked < LOOKS; looked++) {
        for (at = 0; at < STEPS; at++) {
            found = document(TEXT, looked, at);
            CHECK(found.length == text_size && memcmp(found.bytes, texts, text_size) == 0);
            found = document(BINARY, looked, at);
            CHECK(found.length == size && memcmp(found.bytes, bytes, size) == 0);
        }
    }
    free(texts);
    free(bytes);
}

/* Content of other kinds, which is written in other ways. */
enum { KINDS = 7 };

static HRESULT add(int kind)
{
    static const WCHAR wide_text[] = {'w', 'i', 'd', 'e', 0x20AC};
    static const INT32 items[] = {1, 2, 300000};
    WS_XML_INT32_TEXT number;
    WS_XML_COMMENT_NODE comment;
    switch (kind) {
    case 0:
        return WsWriteChars(writer, wide_text, 5, error);
    case 1:
        memset(&number, 0, sizeof(number));
        number.text.textType = WS_XML_TEXT_TYPE_INT32;
        number.value = -70000;
        return WsWriteText(writer, &number.text, error);
    case 2:
        return WsWriteBytes(writer, "abcdefgh", 8, error);
    case 3:
        memset(&comment, 0, sizeof(comment));
        comment.node.nodeType = WS_XML_NODE_TYPE_COMMENT;
        comment.value.bytes = (BYTE *)(uintptr_t) "said";
        comment.value.length = 4;
        return WsWriteNode(writer, &comment.node, error);
    case 4:
        return WsWriteArray(writer, &name_id, &none, WS_INT32_VALUE_TYPE, items, sizeof(items), 0, 3, error);
    case 5:
        return WsWriteType(writer, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, items,
                           sizeof(items[0]), error);
    default:
        return WsWriteEndStartElement(writer, error);
    }
}

static void whatever_is_written_in_between(void)
{
    /* In content, and in a start tag. */
    static const int places[] = {7, 8, 9, 12, 14, 15, 17, 18};
    int kind, place, encoding, record, number;
    for (kind = 0; kind < KINDS; kind++) {
        for (place = 0; place < 8; place++) {
            void *bytes[2] = {NULL, NULL};
            ULONG sizes[2] = {0, 0};
            HRESULT added[2] = {S_OK, S_OK};
            for (encoding = TEXT; encoding <= BINARY; encoding++) {
                WS_BYTES found = {0, NULL};
                begin(encoding, &wide);
                CHECK_HR(write_root(), S_OK);
                for (record = 0; record < RECORDS; record++) {
                    for (number = 0; number < STEPS; number++) {
                        CHECK_HR(step(number, record), S_OK);
                        if (number == places[place] && record % 3 == 1) {
                            HRESULT hr = add(kind);
                            added[encoding] = added[encoding] == S_OK ? hr : added[encoding];
                            WsResetError(error);
                        }
                    }
                }
                CHECK_HR(WsWriteEndElement(writer, error), S_OK);
                CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &found, sizeof(found), NULL), S_OK);
                sizes[encoding] = found.length;
                bytes[encoding] = kept(found);
            }
            CHECK_HR(added[BINARY], added[TEXT]);
            /* Only a start tag can be ended, and then text keeps an end tag that binary XML does not know. */
            if (kind != 6) {
                check_same(bytes[BINARY], sizes[BINARY], bytes[TEXT], sizes[TEXT], __LINE__);
            }
            free(bytes[TEXT]);
            free(bytes[BINARY]);
        }
    }
}

/* Where a document fails, and with what. */
static int fails_at(int encoding, const struct limits *limits, HRESULT *failure)
{
    int record, number, at = 0;
    begin(encoding, limits);
    *failure = write_root();
    for (record = 0; record < RECORDS && *failure == S_OK; record++) {
        for (number = 0; number < STEPS && *failure == S_OK; number++) {
            *failure = step(number, record);
            at++;
        }
    }
    if (*failure != S_OK) {
        WsResetError(error);
        CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_OBJECT_FAULTED);
    }
    return at;
}

static void limits_are_kept(void)
{
    struct limits limits;
    HRESULT failure, expected;
    WS_BYTES whole;
    ULONG size, most;
    int at;
    for (most = 1; most < 5; most++) {
        limits = wide;
        limits.depth = most;
        at = fails_at(TEXT, &limits, &expected);
        CHECK_HR(expected, most < 4 ? WS_E_QUOTA_EXCEEDED : S_OK);
        CHECK_INT(fails_at(BINARY, &limits, &failure), at);
        CHECK_HR(failure, expected);
        limits = wide;
        limits.attributes = most - 1;
        at = fails_at(TEXT, &limits, &expected);
        CHECK_HR(expected, most < 3 ? WS_E_QUOTA_EXCEEDED : S_OK);
        CHECK_INT(fails_at(BINARY, &limits, &failure), at);
        CHECK_HR(failure, expected);
        limits = wide;
        limits.namespaces = most;
        at = fails_at(TEXT, &limits, &expected);
        CHECK_HR(expected, most < 2 ? WS_E_QUOTA_EXCEEDED : S_OK);
        CHECK_INT(fails_at(BINARY, &limits, &failure), at);
        CHECK_HR(failure, expected);
    }
    whole = document(BINARY, -1, 0);
    size = whole.length;
    /* Without its last byte, which ends the root, it fits. */
    limits = wide;
    limits.size = size - 1;
    CHECK_INT(fails_at(BINARY, &limits, &failure), RECORDS * STEPS);
    CHECK_HR(failure, S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_QUOTA_EXCEEDED);
    for (most = size / 2; most < size - 1; most++) {
        limits.size = most;
        fails_at(BINARY, &limits, &failure);
        CHECK_HR(failure, WS_E_QUOTA_EXCEEDED);
    }
}

/* A type whose callback writes elements, which come again for each structure. */
static HRESULT CALLBACK write_pair(WS_XML_WRITER *lent, WS_TYPE_MAPPING mapping, const void *data, const void *value,
                                   ULONG size, WS_ERROR *e)
{
    HRESULT hr;
    (void)data;
    CHECK_INT(mapping, WS_ELEMENT_TYPE_MAPPING);
    CHECK_INT(size, sizeof(INT32));
    hr = WsWriteStartElement(lent, &prefix_p, &name_label, &ns_p, e);
    if (hr == S_OK) {
        hr = WsWriteType(lent, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, value, size,
                         e);
    }
    if (hr == S_OK) {
        hr = WsWriteEndElement(lent, e);
    }
    if (hr == S_OK) {
        hr = WsWriteStartElement(lent, &prefix_p, &name_deep, &ns_p, e);
    }
    if (hr == S_OK) {
        hr = text("again");
    }
    return hr == S_OK ? WsWriteEndElement(lent, e) : hr;
}

static HRESULT CALLBACK read_pair(WS_XML_READER *lent, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *into,
                                  void *value, ULONG size, WS_ERROR *e)
{
    (void)lent, (void)mapping, (void)data, (void)into, (void)value, (void)size, (void)e;
    return E_NOTIMPL;
}

struct record {
    INT32 pair;
    INT32 number;
};

static void by_the_callbacks_of_types(void)
{
    static const struct record records[] = {{1, 10}, {2, 20}, {3, 30}, {4, 40}, {5, 50}};
    WS_CUSTOM_TYPE_DESCRIPTION custom;
    WS_FIELD_DESCRIPTION fields_[2], *fields[2];
    WS_STRUCT_DESCRIPTION description;
    void *texts = NULL;
    ULONG text_size = 0;
    int encoding, record;
    memset(&custom, 0, sizeof(custom));
    custom.size = sizeof(INT32);
    custom.alignment = ALIGNMENT_OF(INT32);
    custom.readCallback = read_pair;
    custom.writeCallback = write_pair;
    fields_[0] = field(WS_ELEMENT_FIELD_MAPPING, &name_more, &ns_p, WS_CUSTOM_TYPE, &custom,
                       OFFSET_OF(struct record, pair), 0);
    fields_[1] = field(WS_ELEMENT_FIELD_MAPPING, &name_id, &ns_p, WS_INT32_TYPE, NULL, OFFSET_OF(struct record, number), 0);
    fields[0] = &fields_[0];
    fields[1] = &fields_[1];
    description = structure(sizeof(struct record), ALIGNMENT_OF(struct record), fields, 2);
    for (encoding = TEXT; encoding <= BINARY; encoding++) {
        WS_BYTES found = {0, NULL};
        begin(encoding, &wide);
        CHECK_HR(write_root(), S_OK);
        for (record = 0; record < 5; record++) {
            CHECK_HR(WsWriteStartElement(writer, &prefix_p, &name_item, &ns_p, error), S_OK);
            CHECK_HR(WsWriteType(writer, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &description,
                                 WS_WRITE_REQUIRED_VALUE, &records[record], sizeof(records[record]), error),
                     S_OK);
            CHECK_HR(WsWriteEndElement(writer, error), S_OK);
        }
        CHECK_HR(WsWriteEndElement(writer, error), S_OK);
        CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &found, sizeof(found), NULL), S_OK);
        if (encoding == TEXT) {
            text_size = found.length;
            texts = kept(found);
        } else {
            void *bytes = kept(found);
            check_same(bytes, found.length, texts, text_size, __LINE__);
            free(bytes);
        }
    }
    free(texts);
}

int main(void)
{
    serialize_begin();
    whatever_is_done_in_between();
    whatever_is_written_in_between();
    limits_are_kept();
    by_the_callbacks_of_types();
    return serialize_end();
}
