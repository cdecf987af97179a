/*
 * What a WS_ERROR says when XML cannot be read or written: each kind of failure names the place (line and column of text,
 * the offset of binary XML, the path of elements), what was expected and what was found. ctests/reader_malformed.c has
 * the columns of each rule of XML; this is about every kind of call.
 */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

/* All strings of the error, from the outside in. */
static const char *all_strings(void)
{
    static char text[8192];
    size_t length = 0;
    ULONG count = 0, i, k;
    REQUIRE_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    for (i = 0; i < count; i++) {
        WS_STRING string;
        REQUIRE_HR(WsGetErrorString(error, i, &string), S_OK);
        for (k = 0; k < string.length && length + 4 < sizeof(text); k++) {
            text[length++] = string.chars[k] < 0x80 ? (char)string.chars[k] : '?';
        }
        text[length++] = i + 1 < count ? '|' : 0;
    }
    text[length ? length - 1 : 0] = 0;
    return text;
}

/* The call failed with this code, and the strings have all of these words, which are divided by '|'. */
static void check_said(HRESULT hr, HRESULT expected, const char *words, const char *what, int line)
{
    const char *said = all_strings();
    int holds = ctest_check_hr(hr, expected, __FILE__, line, what, "the code");
    while (*words) {
        char word[128];
        size_t length = strcspn(words, "|");
        REQUIRE(length < sizeof(word));
        memcpy(word, words, length);
        word[length] = 0;
        if (!ctest_check(strstr(said, word) != NULL, __FILE__, line, word)) {
            holds = 0;
        }
        words += length + (words[length] == '|');
    }
    if (!holds) {
        printf("  %s: %s\n", what, said);
    }
    CHECK_HR(WsResetError(error), S_OK);
}

#define CHECK_SAID(call, code, words) check_said((call), (code), (words), #call, __LINE__)

NAME(none, "");
NAME(name_a, "a");
NAME(name_b, "b");
NAME(name_n, "n");
NAME(name_missing, "missing");

static WS_XML_READER_PROPERTY limit_of(WS_XML_READER_PROPERTY_ID id, ULONG *value)
{
    WS_XML_READER_PROPERTY property;
    property.id = id;
    property.value = value;
    property.valueSize = sizeof(*value);
    return property;
}

static void set_text(const char *xml, const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT buffer = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    buffer.encodedData = (void *)(uintptr_t)xml;
    buffer.encodedDataSize = (ULONG)strlen(xml);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &buffer.input, properties, count, NULL), S_OK);
}

static void set_binary(const void *bytes, ULONG size, const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_BINARY_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT buffer = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    buffer.encodedData = (void *)(uintptr_t)bytes;
    buffer.encodedDataSize = size;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &buffer.input, properties, count, NULL), S_OK);
}

/* Reads to the first failure. */
static HRESULT read_on(void)
{
    HRESULT hr = S_OK;
    while (hr == S_OK && node_type() != WS_XML_NODE_TYPE_EOF) {
        hr = WsReadNode(reader, error);
    }
    return hr;
}

static void reading_text(void)
{
    ULONG limit = 1;
    WS_XML_READER_PROPERTY property = limit_of(WS_XML_READER_PROPERTY_MAX_DEPTH, &limit);
    set_text("<a>\n <b>&x;</b></a>", NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "line 2, column 5|byte offset 8|/a/b|&x;");
    set_text("<a>\n <b><c></b></a>", NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "line 2, column 10|/a/b/c|</c>|found 'b'");
    set_text("<a><b>", NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "line 1, column 7|/a/b|</b>|end of the input");
    set_text("<a>\xC3\x28</a>", NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "line 1, column 4|byte offset 3|/a");
    set_text("<a><b/></a>", &property, 1);
    CHECK_SAID(read_on(), WS_E_QUOTA_EXCEEDED, "MAX_DEPTH|1|line 1, column 4|/a");
    property = limit_of(WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &limit);
    set_text("<a><b c='' d=''/></a>", &property, 1);
    CHECK_SAID(read_on(), WS_E_QUOTA_EXCEEDED, "MAX_ATTRIBUTES|1|line 1, column 12|/a");
    property = limit_of(WS_XML_READER_PROPERTY_MAX_NAMESPACES, &limit);
    set_text("<a xmlns:p='1'><b xmlns:q='2'/></a>", &property, 1);
    CHECK_SAID(read_on(), WS_E_QUOTA_EXCEEDED, "MAX_NAMESPACES|1|line 1, column 19|/a");
}

static void reading_utf16(void)
{
    static const char units[] = "<\0a\0>\0\n\0&\0;\0";
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF16LE};
    WS_XML_READER_BUFFER_INPUT buffer = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    buffer.encodedData = (void *)(uintptr_t)units;
    buffer.encodedDataSize = sizeof(units) - 1;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &buffer.input, NULL, 0, NULL), S_OK);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "line 2, column 2|/a|entity");
}

static void reading_binary(void)
{
    static const char wrong[] = "\x40\x01" "a" "\x40\x01" "b" "\x99\x01\x01";
    static const char cut[] = "\x40\x01" "a" "\x40\x01" "b" "\x99\x05x";
    static const char deep[] = "\x40\x01" "a" "\x40\x01" "b\x01\x01";
    static const char two[] = "\x40\x01" "a\x04\x01" "b\x86\x04\x01" "c\x86\x01";
    static const char text[] = "\x40\x01" "a\x99\x01x";
    ULONG limit = 1;
    INT32 number;
    WS_XML_READER_PROPERTY property = limit_of(WS_XML_READER_PROPERTY_MAX_DEPTH, &limit);
    set_binary(wrong, sizeof(wrong) - 1, NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "U+0001|byte offset 7|/a/b");
    set_binary(cut, sizeof(cut) - 1, NULL, 0);
    CHECK_SAID(read_on(), WS_E_INVALID_FORMAT, "byte offset 9|/a/b|end of the input");
    set_binary(deep, sizeof(deep) - 1, &property, 1);
    CHECK_SAID(read_on(), WS_E_QUOTA_EXCEEDED, "MAX_DEPTH|byte offset 3|/a");
    property = limit_of(WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &limit);
    set_binary(two, sizeof(two) - 1, &property, 1);
    CHECK_SAID(read_on(), WS_E_QUOTA_EXCEEDED, "MAX_ATTRIBUTES|byte offset");
    set_binary(text, sizeof(text) - 1, NULL, 0);
    REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_SAID(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                          &number, sizeof(number), error),
               WS_E_INVALID_FORMAT, "'x'|byte offset|/a");
}

static void reading_a_buffer(void)
{
    WS_XML_BUFFER *buffer = NULL;
    INT32 number;
    REQUIRE_HR(WsReadXmlBufferFromBytes(reader, NULL, NULL, 0, "<a><b>x</b></a>", 15, heap, &buffer, NULL), S_OK);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsMoveReader(reader, WS_MOVE_TO_ROOT_ELEMENT, NULL, NULL), S_OK);
    REQUIRE_HR(WsMoveReader(reader, WS_MOVE_TO_CHILD_ELEMENT, NULL, NULL), S_OK);
    REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_SAID(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                          &number, sizeof(number), error),
               WS_E_INVALID_FORMAT, "'x'|/a/b|XML buffer");
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsMoveReader(reader, WS_MOVE_TO_ROOT_ELEMENT, NULL, NULL), S_OK);
    CHECK_SAID(WsMoveReader(reader, WS_MOVE_TO_NEXT_ELEMENT, NULL, error), WS_E_INVALID_FORMAT, "NEXT_ELEMENT|/a");
}

static void calls_on_a_reader(void)
{
    const WS_XML_STRING *found = NULL;
    WS_XML_STRING prefix, local, ns;
    ULONG index = 0;
    input("<a>\n<b/></a>");
    CHECK_SAID(WsReadToStartElement(reader, &name_missing, &none, NULL, error), WS_E_INVALID_FORMAT,
               "missing|line 1, column 1|a");
    input_in_element("<a>\ntext</a>");
    CHECK_SAID(WsReadStartElement(reader, error), WS_E_INVALID_FORMAT, "start element|found text|line 1, column 4|/a");
    input_at_element("<a>\n<b/></a>");
    CHECK_SAID(WsReadEndElement(reader, error), WS_E_INVALID_FORMAT, "end element|the start element 'a'|line 1, column 1|/a");
    input_at_element("<a c='1'>\n<b/></a>");
    CHECK_SAID(WsFindAttribute(reader, &name_missing, &none, TRUE, &index, error), WS_E_INVALID_FORMAT,
               "missing|line 1, column 1|/a");
    input_at_element("<a c='1'>\n<b/></a>");
    CHECK_SAID(WsGetNamespaceFromPrefix(reader, &name_missing, TRUE, &found, error), WS_E_INVALID_FORMAT,
               "missing|line 1, column 1|/a");
    input_at_element("<a c='1'>\n<b/></a>");
    CHECK_SAID(WsReadStartAttribute(reader, 5, error), E_INVALIDARG, "5|1");
    input_in_element("<a>x:y</a>");
    CHECK_SAID(WsReadQualifiedName(reader, heap, &prefix, &local, &ns, error), WS_E_INVALID_FORMAT,
               "'x'|line 1, column 7|/a");
    input_in_element("<a>:y</a>");
    CHECK_SAID(WsReadQualifiedName(reader, heap, &prefix, &local, &ns, error), WS_E_INVALID_FORMAT,
               "':y'|line 1, column 6|/a");
}

/* Every type whose text can be wrong. */
static void values(void)
{
    static const struct {
        WS_TYPE type;
        ULONG size;
        const char *wrong;
        HRESULT hr;
        /* What is expected, in words of the message. */
        const char *words;
    } cases[] = {
        {WS_BOOL_TYPE, sizeof(BOOL), "yes", WS_E_INVALID_FORMAT, "true|'yes'"},
        {WS_INT8_TYPE, 1, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_INT8_TYPE, 1, "128", WS_E_NUMERIC_OVERFLOW, "128|-128 to 127"},
        {WS_INT16_TYPE, 2, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_INT32_TYPE, 4, "1.5", WS_E_INVALID_FORMAT, "'1.5'"},
        {WS_INT64_TYPE, 8, "", WS_E_INVALID_FORMAT, "''"},
        {WS_UINT8_TYPE, 1, "256", WS_E_NUMERIC_OVERFLOW, "256|255"},
        {WS_UINT16_TYPE, 2, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_UINT32_TYPE, 4, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_UINT64_TYPE, 8, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_FLOAT_TYPE, 4, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_DOUBLE_TYPE, 8, "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_DECIMAL_TYPE, sizeof(DECIMAL), "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_DATETIME_TYPE, sizeof(WS_DATETIME), "2006-13-01", WS_E_INVALID_FORMAT, "'2006-13-01'"},
        {WS_TIMESPAN_TYPE, sizeof(WS_TIMESPAN), "x1", WS_E_INVALID_FORMAT, "'x1'"},
        {WS_DURATION_TYPE, sizeof(WS_DURATION), "P", WS_E_INVALID_FORMAT, "'P'"},
        {WS_GUID_TYPE, sizeof(GUID), "0000", WS_E_INVALID_FORMAT, "'0000'"},
        {WS_BYTES_TYPE, sizeof(WS_BYTES), "A*==", WS_E_INVALID_FORMAT, "base64"},
        {WS_XML_QNAME_TYPE, sizeof(WS_XML_QNAME), "q:a", WS_E_INVALID_FORMAT, "'q'"},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        char xml[128];
        double value[8];
        HRESULT hr;
        snprintf(xml, sizeof(xml), "<a>\n <b>%s</b></a>", cases[i].wrong);
        input_at_element(xml);
        REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
        REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
        hr = WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, cases[i].type, NULL, WS_READ_REQUIRED_VALUE, heap, value,
                        cases[i].size, error);
        check_said(hr, cases[i].hr, cases[i].words, cases[i].wrong, __LINE__);
        /* Once more, for the place. */
        input_at_element(xml);
        REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
        REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
        hr = WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, cases[i].type, NULL, WS_READ_REQUIRED_VALUE, heap, value,
                        cases[i].size, error);
        check_said(hr, cases[i].hr, "line 2, column|/a/b", cases[i].wrong, __LINE__);
    }
}

typedef struct record {
    INT32 attribute;
    INT32 element;
    WCHAR *optional;
} record;

static void structures(void)
{
    static WS_INT32_DESCRIPTION range = {1, 9};
    static WS_ENUM_VALUE enum_values[] = {{1, &name_a}};
    static WS_ENUM_DESCRIPTION enumeration = {enum_values, 1, 0, NULL};
    static WS_ITEM_RANGE items = {2, 3};
    WS_FIELD_DESCRIPTION attribute = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_n, &none, WS_INT32_TYPE, NULL,
                                           OFFSET_OF(record, attribute), 0);
    WS_FIELD_DESCRIPTION element = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &none, WS_INT32_TYPE, &range,
                                         OFFSET_OF(record, element), 0);
    WS_FIELD_DESCRIPTION *fields[] = {&attribute, &element};
    WS_STRUCT_DESCRIPTION description = structure(sizeof(record), ALIGNMENT_OF(record), fields, 2);
    void *value = NULL;
    CHECK_SAID(read_struct("<a><b>1</b></a>", &description, &value), WS_E_INVALID_FORMAT,
               "attribute|n|line 1, column 1|/a");
    CHECK_SAID(read_struct("<a n='x'><b>1</b></a>", &description, &value), WS_E_INVALID_FORMAT,
               "attribute|n|'x'|line 1, column 1|/a");
    CHECK_SAID(read_struct("<a n='1' m='2'><b>1</b></a>", &description, &value), WS_E_INVALID_FORMAT,
               "attribute|m|line 1, column 1|/a");
    CHECK_SAID(read_struct("<a n='1'>\n</a>", &description, &value), WS_E_INVALID_FORMAT,
               "element 'b'|the end of the element|line 2, column 1|/a");
    CHECK_SAID(read_struct("<a n='1'>\n<c/></a>", &description, &value), WS_E_INVALID_FORMAT,
               "element 'b'|'c'|line 2, column 1|/a");
    CHECK_SAID(read_struct("<a n='1'>text</a>", &description, &value), WS_E_INVALID_FORMAT,
               "element 'b'|'text'|line 1, column 10|/a");
    CHECK_SAID(read_struct("<a n='1'><b>1</b>\n<c/></a>", &description, &value), WS_E_INVALID_FORMAT,
               "c|line 2, column 1|/a");
    CHECK_SAID(read_struct("<a n='1'><b>10</b></a>", &description, &value), WS_E_INVALID_FORMAT,
               "10|1|9|line 1|/a/b");
    CHECK_SAID(read_struct("<a n='1'><b i:nil='1' xmlns:i='" XSI "'/></a>", &description, &value), WS_E_INVALID_FORMAT,
               "nil|line 1|/a/b");
    element.type = WS_ENUM_TYPE;
    element.typeDescription = &enumeration;
    CHECK_SAID(read_struct("<a n='1'><b>z</b></a>", &description, &value), WS_E_INVALID_FORMAT, "'z'|line 1|/a/b");
    element.type = WS_INT8_TYPE;
    element.typeDescription = NULL;
    element.mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING;
    element.countOffset = OFFSET_OF(record, attribute);
    element.offset = OFFSET_OF(record, optional);
    element.itemLocalName = &name_b;
    element.itemNs = &none;
    element.localName = NULL;
    element.ns = NULL;
    element.itemRange = &items;
    CHECK_SAID(read_struct("<a n='1'><b>1</b>\n</a>", &description, &value), WS_E_INVALID_FORMAT, "1|2|line 2|/a");
    CHECK_SAID(read_struct("<a n='1'><b>1</b><b>1</b><b>1</b>\n<b>1</b></a>", &description, &value),
               WS_E_INVALID_FORMAT, "3|line 2|/a");
}

static void writing(void)
{
    NAME(bad, "1");
    NAME(prefix, "p");
    static const char control[] = "\x01";
    ULONG limit = 1;
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER_PROPERTY property;
    output_element();
    CHECK_SAID(WsWriteStartElement(writer, NULL, &bad, &none, error), WS_E_INVALID_FORMAT, "U+0031|/t");
    output_element();
    CHECK_SAID(WsWriteCharsUtf8(writer, (const BYTE *)control, 1, error), WS_E_INVALID_FORMAT, "U+0001|/t");
    output_element();
    CHECK_SAID(WsWriteCharsUtf8(writer, (const BYTE *)"\xFF", 1, error), WS_E_INVALID_FORMAT, "UTF-8|0xFF|/t");
    output_element();
    CHECK_SAID(WsWriteQualifiedName(writer, NULL, &name_a, &name_n, error), WS_E_INVALID_FORMAT, "'n'|/t");
    output_element();
    REQUIRE_HR(WsWriteStartAttribute(writer, NULL, &name_a, &none, FALSE, NULL), S_OK);
    REQUIRE_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    REQUIRE_HR(WsWriteStartAttribute(writer, NULL, &name_a, &none, FALSE, NULL), S_OK);
    REQUIRE_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_SAID(WsWriteEndStartElement(writer, error), WS_E_INVALID_FORMAT, "'a'|twice|/t");
    output_element();
    CHECK_SAID(WsWriteEndAttribute(writer, error), WS_E_INVALID_OPERATION, "attribute|/t");
    output();
    CHECK_SAID(WsWriteEndElement(writer, error), WS_E_INVALID_FORMAT, "element");
    output_element();
    REQUIRE_HR(WsWriteXmlnsAttribute(writer, &prefix, &name_n, FALSE, NULL), S_OK);
    REQUIRE_HR(WsWriteXmlnsAttribute(writer, &prefix, &name_a, FALSE, NULL), S_OK);
    CHECK_SAID(WsWriteEndStartElement(writer, error), WS_E_INVALID_FORMAT, "'p'|'n'|'a'|/t");
    property.id = WS_XML_WRITER_PROPERTY_MAX_DEPTH;
    property.value = &limit;
    property.valueSize = sizeof(limit);
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, &property, 1, NULL), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, &name_a, &none, NULL), S_OK);
    CHECK_SAID(WsWriteStartElement(writer, NULL, &name_b, &none, error), WS_E_QUOTA_EXCEEDED, "MAX_DEPTH|1|/a");
}

static void writing_structures(void)
{
    static WS_ENUM_VALUE enum_values[] = {{1, &name_a}};
    static WS_ENUM_DESCRIPTION enumeration = {enum_values, 1, 0, NULL};
    WS_FIELD_DESCRIPTION element = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &none, WS_ENUM_TYPE, &enumeration,
                                         OFFSET_OF(record, element), 0);
    WS_FIELD_DESCRIPTION *fields[] = {&element};
    WS_STRUCT_DESCRIPTION description = structure(sizeof(record), ALIGNMENT_OF(record), fields, 1);
    record value = {0, 10, NULL};
    CHECK_SAID(write_struct(&description, &value), E_INVALIDARG, "10|element 'b'|/t");
    element.type = WS_WSZ_TYPE;
    element.typeDescription = NULL;
    element.offset = OFFSET_OF(record, optional);
    CHECK_SAID(write_struct(&description, &value), E_INVALIDARG, "NULL|element 'b'|/t");
}

int main(void)
{
    serialize_begin();
    reading_text();
    reading_utf16();
    reading_binary();
    reading_a_buffer();
    calls_on_a_reader();
    values();
    structures();
    writing();
    writing_structures();
    return serialize_end();
}
