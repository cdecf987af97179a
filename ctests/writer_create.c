/* Creating writers, their properties and their outputs. */
#include "xml_writing.h"

static HRESULT get(WS_XML_WRITER *writer, WS_XML_WRITER_PROPERTY_ID id, void *value, ULONG size)
{
    return WsGetWriterProperty(writer, id, value, size, NULL);
}

static void creates(void)
{
    WS_XML_WRITER *writer = NULL;
    WS_ERROR *error = NULL;
    ULONG depth = 0xdeadbeef;
    CHECK_HR(WsCreateWriter(NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateWriter(NULL, 1, &writer, NULL), E_INVALIDARG);
    CHECK(writer == NULL);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    CHECK(writer != NULL);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth)), WS_E_INVALID_OPERATION);
    CHECK_INT(depth, 0xdeadbeef);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth), error),
             WS_E_INVALID_OPERATION);
    {
        ULONG count = 0;
        CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
        CHECK(count >= 1);
    }
    WsFreeError(error);
    WsFreeWriter(writer);
    WsFreeWriter(writer);
    WsFreeWriter(NULL);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth)), E_INVALIDARG);
    CHECK_HR(get(NULL, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth)), E_INVALIDARG);
}

static void has_the_documented_defaults(void)
{
    static const struct {
        WS_XML_WRITER_PROPERTY_ID id;
        ULONG value;
    } defaults[] = {
        { WS_XML_WRITER_PROPERTY_MAX_DEPTH, 32 },
        { WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, FALSE },
        { WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES, 128 },
        { WS_XML_WRITER_PROPERTY_WRITE_DECLARATION, FALSE },
        { WS_XML_WRITER_PROPERTY_INDENT, 0 },
        { WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE, 4096 },
        { WS_XML_WRITER_PROPERTY_CHARSET, WS_CHARSET_UTF8 },
        { WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, 65536 },
        { WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE, FALSE },
        { WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE, 65536 },
        { WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, FALSE },
        { WS_XML_WRITER_PROPERTY_MAX_NAMESPACES, 32 },
        { WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, 0 },
        { WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE, 0 },
        { WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS, FALSE },
        { WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS, FALSE },
    };
    WS_XML_WRITER *writer = new_writer();
    WS_BUFFERS buffers = { 1, (WS_BYTES *)writer };
    WS_BYTES bytes = { 1, NULL };
    ULONG value, i;
    for (i = 0; i < CTEST_COUNT(defaults); i++) {
        value = 0xdeadbeef;
        CHECK_HR(get(writer, defaults[i].id, &value, sizeof(value)), S_OK);
        CHECK_INT(value, defaults[i].value);
        CHECK_HR(get(writer, defaults[i].id, &value, sizeof(value) - 1), E_INVALIDARG);
        CHECK_HR(get(writer, defaults[i].id, NULL, sizeof(value)), E_INVALIDARG);
    }
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers)), S_OK);
    CHECK(buffers.bufferCount == 0 && buffers.buffers == NULL);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.length == 0 && bytes.bytes != NULL);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_INITIAL_BUFFER, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.length == 0 && bytes.bytes == NULL);
    CHECK_HR(get(writer, (WS_XML_WRITER_PROPERTY_ID)99, &value, sizeof(value)), E_INVALIDARG);
    WsFreeWriter(writer);
}

static void takes_properties_when_created_and_with_an_output(void)
{
    ULONG depth = 16, other = 8, value = 0;
    WS_XML_WRITER_PROPERTY created = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth) };
    WS_XML_WRITER_PROPERTY set = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, &other, sizeof(other) };
    WS_XML_WRITER *writer = NULL;
    REQUIRE_HR(WsCreateWriter(&created, 1, &writer, NULL), S_OK);
    CHECK_HR(text_output(writer, &set, 1), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &value, sizeof(value)), S_OK);
    CHECK_INT(value, 8);
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_MAX_DEPTH, &value, sizeof(value)), S_OK);
    CHECK_INT(value, 16);
    set.valueSize = 2;
    CHECK_HR(text_output(writer, &set, 1), E_INVALIDARG);
    WsFreeWriter(writer);
}

static void refuses_what_can_only_be_read(void)
{
    static const WS_XML_WRITER_PROPERTY_ID ids[] = {
        WS_XML_WRITER_PROPERTY_CHARSET,       WS_XML_WRITER_PROPERTY_BUFFERS,
        WS_XML_WRITER_PROPERTY_BYTES,         WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE,
        WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE,
    };
    ULONG value = 1, i;
    WS_XML_WRITER *writer = NULL;
    for (i = 0; i < CTEST_COUNT(ids); i++) {
        WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, NULL, sizeof(value) };
        property.id = ids[i];
        property.value = &value;
        CHECK_HR(WsCreateWriter(&property, 1, &writer, NULL), E_INVALIDARG);
    }
    {
        WS_XML_WRITER_PROPERTY unknown = { (WS_XML_WRITER_PROPERTY_ID)99, NULL, sizeof(value) };
        WS_XML_WRITER_PROPERTY empty = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, NULL, sizeof(value) };
        unknown.value = &value;
        CHECK_HR(WsCreateWriter(&unknown, 1, &writer, NULL), E_INVALIDARG);
        CHECK_HR(WsCreateWriter(&empty, 1, &writer, NULL), E_INVALIDARG);
    }
    CHECK(writer == NULL);
}

static void sets_outputs(void)
{
    WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_BUFFER_OUTPUT buffer = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    WS_XML_WRITER_STREAM_OUTPUT stream = { { WS_XML_WRITER_OUTPUT_TYPE_STREAM }, NULL, NULL };
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsSetOutput(NULL, NULL, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetOutput(writer, &text.encoding, NULL, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetOutput(writer, &text.encoding, &stream.output, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 1, NULL), E_INVALIDARG);
    buffer.output.outputType = (WS_XML_WRITER_OUTPUT_TYPE)9;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), E_INVALIDARG);
    buffer.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    text.charSet = WS_CHARSET_AUTO;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), E_INVALIDARG);
    text.charSet = (WS_CHARSET)77;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), E_INVALIDARG);
    text.encoding.encodingType = (WS_XML_WRITER_ENCODING_TYPE)9;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), E_INVALIDARG);
    text.charSet = WS_CHARSET_UTF8;
    text.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
    /* no encoding: no output */
    CHECK_HR(WsSetOutput(writer, NULL, &buffer.output, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), WS_E_INVALID_OPERATION);
    WsFreeWriter(writer);
}

static void writes_other_charsets(void)
{
    static const WS_CHARSET charsets[] = { WS_CHARSET_UTF16LE, WS_CHARSET_UTF16BE };
    static const char *expected[] = { "<\0t\0/\0>\0", "\0<\0t\0/\0>" };
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    for (i = 0; i < 2; i++) {
        WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
        WS_XML_WRITER_BUFFER_OUTPUT buffer = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
        WS_BYTES bytes = { 0, NULL };
        WS_CHARSET charset = WS_CHARSET_AUTO;
        text.charSet = charsets[i];
        CHECK_HR(WsSetOutput(writer, &text.encoding, &buffer.output, NULL, 0, NULL), S_OK);
        CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_CHARSET, &charset, sizeof(charset)), S_OK);
        CHECK_INT(charset, charsets[i]);
        CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S(""), NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes)), S_OK);
        CHECK_MEMORY(bytes.bytes, bytes.length, expected[i], 8);
    }
    WsFreeWriter(writer);
}

static void writes_declarations_and_indents(void)
{
    BOOL yes = TRUE;
    ULONG two = 2;
    WS_XML_WRITER_PROPERTY properties[2] = { { WS_XML_WRITER_PROPERTY_WRITE_DECLARATION, NULL, sizeof(BOOL) },
                                             { WS_XML_WRITER_PROPERTY_INDENT, NULL, sizeof(ULONG) } };
    WS_XML_WRITER *writer = new_writer();
    properties[0].value = &yes;
    properties[1].value = &two;
    CHECK_HR(text_output(writer, properties, 2), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<?xml version=\"1.0\" encoding=\"utf-8\"?>\r\n<a>\r\n  <b/>\r\n</a>");
    WsFreeWriter(writer);
}

static void writes_into_the_buffer_it_was_given(void)
{
    BYTE memory[8];
    WS_BYTES initial = { 0, NULL }, bytes = { 0, NULL };
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_INITIAL_BUFFER, NULL, sizeof(WS_BYTES) };
    WS_XML_WRITER *writer = new_writer();
    initial.length = sizeof(memory);
    initial.bytes = memory;
    property.value = &initial;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_INITIAL_BUFFER, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.bytes == memory && bytes.length == sizeof(memory));
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.bytes == memory);
    CHECK_BYTES(memory, bytes.length, "<a/>");
    initial.bytes = NULL;
    CHECK_HR(text_output(writer, &property, 1), E_INVALIDARG);
    WsFreeWriter(writer);
}

static void counts_bytes(void)
{
    WS_XML_WRITER *writer = new_writer();
    WS_BUFFERS buffers = { 0, NULL };
    ULONG value = 0;
    BOOL inside = TRUE;
    CHECK_HR(WsWriteStartElement(writer, NULL, S("abc"), S(""), NULL), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &value, sizeof(value)), S_OK);
    CHECK_INT(value, 0);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("x"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE, &inside, sizeof(inside)), S_OK);
    CHECK_INT(inside, TRUE);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE, &inside, sizeof(inside)), S_OK);
    CHECK_INT(inside, FALSE);
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES_WRITTEN, &value, sizeof(value)), S_OK);
    CHECK_INT(value, sizeof("<abc x=\"\">") - 1);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE, &value, sizeof(value)), S_OK);
    CHECK_INT(value, sizeof("</abc>") - 1);
    CHECK_HR(get(writer, WS_XML_WRITER_PROPERTY_BUFFERS, &buffers, sizeof(buffers)), S_OK);
    CHECK_INT(buffers.bufferCount, 1);
    CHECK_BYTES(buffers.buffers[0].bytes, buffers.buffers[0].length, "<abc x=\"\">");
    WsFreeWriter(writer);
}

static void keeps_its_limits(void)
{
    ULONG zero = 0, one = 1, five = 5;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_MAX_DEPTH, NULL, sizeof(ULONG) };
    WS_XML_WRITER *writer = new_writer();
    property.value = &zero;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), WS_E_QUOTA_EXCEEDED);
    /* half-way failures fault the writer until its output is set */
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), WS_E_OBJECT_FAULTED);
    CHECK_HR(WsFlushWriter(writer, 0, NULL, NULL), WS_E_OBJECT_FAULTED);

    property.value = &one;
    property.id = WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("x"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("p"), S("n"), FALSE, NULL), WS_E_QUOTA_EXCEEDED);

    property.id = WS_XML_WRITER_PROPERTY_MAX_NAMESPACES;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("n"), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("q"), S("a"), S("m"), NULL), WS_E_QUOTA_EXCEEDED);

    property.value = &five;
    property.id = WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"xyz", 3, NULL), WS_E_QUOTA_EXCEEDED);
    WsFreeWriter(writer);
}

static void allows_fragments(void)
{
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT, NULL, sizeof(BOOL) };
    WS_XML_WRITER *writer = new_writer();
    property.value = &yes;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"x", 1, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "x<a/><b/>");
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)" \n", 2, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S(""), NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
}

static void writes_empty_elements_as_told(void)
{
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS, NULL,
                                        sizeof(BOOL) };
    WS_XML_WRITER *writer = new_writer();
    property.value = &yes;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<a></a>");
    WsFreeWriter(writer);
}

static void allows_references_to_invalid_characters(void)
{
    BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property = { WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, NULL,
                                        sizeof(BOOL) };
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x01", 1, NULL), WS_E_INVALID_FORMAT);
    property.value = &yes;
    CHECK_HR(text_output(writer, &property, 1), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, NULL, S("x"), S(""), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x02", 1, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"\x01", 1, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<a x=\"&#x2;\">&#x1;</a>");
    WsFreeWriter(writer);
}

int main(void)
{
    creates();
    has_the_documented_defaults();
    takes_properties_when_created_and_with_an_output();
    refuses_what_can_only_be_read();
    sets_outputs();
    writes_other_charsets();
    writes_declarations_and_indents();
    writes_into_the_buffer_it_was_given();
    counts_bytes();
    keeps_its_limits();
    allows_fragments();
    writes_empty_elements_as_told();
    allows_references_to_invalid_characters();
    return ctest_summary();
}
