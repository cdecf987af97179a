/*
 * What the programs on serialization share: a reader over a literal, a writer into memory, names.
 * Each program calls serialize_begin() first and `return serialize_end();` last.
 */
#ifndef SERIALIZE_H
#define SERIALIZE_H

#include "ctest.h"

static WS_HEAP *heap;
static WS_ERROR *error;
static WS_XML_READER *reader;
static WS_XML_WRITER *writer;

/* A name without dictionary, as a pointer for descriptions. */
#define NAME(variable, text)                                                                                  \
    static WS_XML_STRING variable = {sizeof(text) - 1, (BYTE *)text, NULL, 0}

/* An alignment that descriptions take. */
#define ALIGNMENT_OF(type) (ULONG)offsetof(struct { char c; type t; }, t)
#define OFFSET_OF(type, field) (ULONG)offsetof(type, field)

static inline void serialize_begin(void)
{
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &heap, NULL), S_OK);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
}

static inline int serialize_end(void)
{
    WsFreeReader(reader);
    WsFreeWriter(writer);
    WsFreeError(error);
    WsFreeHeap(heap);
    return ctest_summary();
}

/* The reader stands before this text, which has to stay where it is. */
static inline void input(const char *xml)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT buffer = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    buffer.encodedData = (void *)(uintptr_t)xml;
    buffer.encodedDataSize = (ULONG)strlen(xml);
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &buffer.input, NULL, 0, NULL), S_OK);
}

/* The reader is on the first element of this text. */
static inline void input_at_element(const char *xml)
{
    input(xml);
    REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
}

/* The reader is in the first element of this text. */
static inline void input_in_element(const char *xml)
{
    input_at_element(xml);
    REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
}

static inline int node_type(void)
{
    const WS_XML_NODE *node = NULL;
    REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    return (int)node->nodeType;
}

/* The writer begins an empty output. */
static inline void output(void)
{
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &buffer.output, NULL, 0, NULL), S_OK);
}

/* The writer has begun the element t. */
static inline void output_element(void)
{
    NAME(t, "t");
    NAME(none, "");
    output();
    REQUIRE_HR(WsWriteStartElement(writer, NULL, &t, &none, NULL), S_OK);
}

/* What has been written so far, as a string; good until the next call. */
static inline const char *written(void)
{
    static char text[65536];
    WS_BYTES bytes = {0, NULL};
    REQUIRE_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    REQUIRE(bytes.length < sizeof(text));
    if (bytes.length) {
        memcpy(text, bytes.bytes, bytes.length);
    }
    text[bytes.length] = 0;
    return text;
}

static inline int serialize_check_written(const char *expected, const char *file, int line)
{
    const char *found = written();
    return ctest_check_bytes(found, strlen(found), expected, strlen(expected), file, line, "the output");
}

/* What has been written so far is this. */
#define CHECK_WRITTEN(expected) serialize_check_written((expected), __FILE__, __LINE__)

/* A buffer holds this. */
static inline int serialize_check_buffer(WS_XML_BUFFER *buffer, const char *expected, const char *file, int line)
{
    WS_XML_WRITER *copy = NULL;
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BUFFER_OUTPUT memory = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_WRITER_PROPERTY fragment;
    BOOL yes = TRUE;
    WS_BYTES bytes = {0, NULL};
    int same;
    fragment.id = WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT;
    fragment.value = &yes;
    fragment.valueSize = sizeof(yes);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &copy, NULL), S_OK);
    REQUIRE_HR(WsSetOutput(copy, &encoding.encoding, &memory.output, &fragment, 1, NULL), S_OK);
    REQUIRE_HR(WsWriteXmlBuffer(copy, buffer, NULL), S_OK);
    REQUIRE_HR(WsGetWriterProperty(copy, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    same = ctest_check_bytes(bytes.bytes, bytes.length, expected, strlen(expected), file, line, "the buffer");
    WsFreeWriter(copy);
    return same;
}

#define CHECK_BUFFER(buffer, expected) serialize_check_buffer((buffer), (expected), __FILE__, __LINE__)

/* Some string of the error object contains this text; the error object is reset. */
static inline int error_says(const char *text)
{
    ULONG count = 0, i;
    int found = 0;
    REQUIRE_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    for (i = 0; i < count; i++) {
        WS_STRING string;
        char narrow[2048];
        ULONG j;
        REQUIRE_HR(WsGetErrorString(error, i, &string), S_OK);
        for (j = 0; j < string.length && j + 1 < sizeof(narrow); j++) {
            narrow[j] = (char)string.chars[j];
        }
        narrow[j] = 0;
        if (strstr(narrow, text)) {
            found = 1;
        } else if (i + 1 == count && !found) {
            printf("  not in: %s\n", narrow);
        }
    }
    WsResetError(error);
    return found;
}

/* A field of a structure. */
static inline WS_FIELD_DESCRIPTION field(WS_FIELD_MAPPING mapping, WS_XML_STRING *name, WS_XML_STRING *ns,
                                         WS_TYPE type, void *description, ULONG offset, ULONG options)
{
    WS_FIELD_DESCRIPTION made;
    memset(&made, 0, sizeof(made));
    made.mapping = mapping;
    made.localName = name;
    made.ns = ns;
    made.type = type;
    made.typeDescription = description;
    made.offset = offset;
    made.options = options;
    return made;
}

/* A structure of these fields. */
static inline WS_STRUCT_DESCRIPTION structure(size_t size, ULONG alignment, WS_FIELD_DESCRIPTION **fields,
                                              ULONG count)
{
    WS_STRUCT_DESCRIPTION made;
    memset(&made, 0, sizeof(made));
    made.size = (ULONG)size;
    made.alignment = alignment;
    made.fields = fields;
    made.fieldCount = count;
    return made;
}

/* Reads the next element as a structure that lands in the heap. */
static inline HRESULT read_struct(const char *xml, WS_STRUCT_DESCRIPTION *description, void *value)
{
    input(xml);
    return WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, description, WS_READ_REQUIRED_POINTER, heap,
                      value, sizeof(void *), error);
}

/* Writes a structure as the element t. */
static inline HRESULT write_struct(WS_STRUCT_DESCRIPTION *description, const void *value)
{
    HRESULT hr;
    output_element();
    hr = WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, description, WS_WRITE_REQUIRED_VALUE, value,
                     description->size, error);
    if (hr == S_OK) {
        hr = WsWriteEndElement(writer, error);
    }
    return hr;
}

#endif
