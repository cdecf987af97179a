/* Operations of a writer. What it wrote is printed by `written`. */
#include "diff.h"

/* ---- Output ---- */

static struct {
    unsigned char *bytes;
    size_t count;
} sink;

void forget_written(void)
{
    free(sink.bytes);
    sink.bytes = NULL;
    sink.count = 0;
}

static HRESULT CALLBACK take(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    (void)state;
    (void)context;
    (void)error;
    for (ULONG i = 0; i < count; i++) {
        unsigned char *more = realloc(sink.bytes, sink.count + buffers[i].length + 1);
        if (!more) {
            return E_OUTOFMEMORY;
        }
        memcpy(more + sink.count, buffers[i].bytes, buffers[i].length);
        sink.bytes = more;
        sink.count += buffers[i].length;
    }
    return S_OK;
}

static HRESULT writer_new(void)
{
    ULONG count;
    void *first = properties(1, &count);
    return WsCreateWriter(first, count, &at.writer[slot(0)], at.error);
}

static HRESULT writer_free(void)
{
    WsFreeWriter(at.writer[slot(0)]);
    at.writer[slot(0)] = NULL;
    return S_OK;
}

/* output WRITER ENCODING CHARSET STREAM PROPERTIES */
static HRESULT writer_output(void)
{
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_STREAM_OUTPUT stream = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, take, NULL};
    WS_XML_WRITER_BUFFER_OUTPUT buffer = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    ULONG count;
    void *first = properties(4, &count);
    encoding.encoding.encodingType = (WS_XML_WRITER_ENCODING_TYPE)number(1);
    encoding.charSet = (WS_CHARSET)number(2);
    return WsSetOutput(at.writer[slot(0)], *raw(1) == '-' ? NULL : &encoding.encoding,
                       number(3) ? &stream.output : &buffer.output, first, count, at.error);
}

static HRESULT writer_output_buffer(void)
{
    ULONG count;
    void *first = properties(2, &count);
    return WsSetOutputToBuffer(at.writer[slot(0)], at.buffer[slot(1)], first, count, at.error);
}

static HRESULT flush(void)
{
    return WsFlushWriter(at.writer[slot(0)], (ULONG)number(1), NULL, at.error);
}

/* written WRITER: what the callback got, or else the bytes in the writer's buffer. */
static HRESULT written(void)
{
    WS_BYTES bytes = {0, NULL};
    HRESULT hr;
    if (sink.count) {
        say(" sink ");
        say_bytes(sink.bytes, sink.count);
    }
    hr = WsGetWriterProperty(at.writer[slot(0)], WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), at.error);
    if (hr == S_OK) {
        say(" ");
        say_bytes(bytes.bytes, bytes.length);
    }
    return hr;
}

/* input_written READER WRITER: reads what is in the writer's buffer. */
static HRESULT input_written(void)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    WS_BYTES bytes = {0, NULL};
    HRESULT hr = WsGetWriterProperty(at.writer[slot(1)], WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), at.error);
    if (hr != S_OK || bytes.length == 0) {
        return hr;
    }
    input.encodedDataSize = bytes.length;
    input.encodedData = memory(bytes.length);
    memcpy(input.encodedData, bytes.bytes, bytes.length);
    return WsSetInput(at.reader[slot(0)], &encoding.encoding, &input.input, NULL, 0, at.error);
}

/* ---- Nodes ---- */

static HRESULT write_start_element(void)
{
    return WsWriteStartElement(at.writer[slot(0)], xml_string(1), xml_string(2), xml_string(3), at.error);
}

static HRESULT write_end_start_element(void)
{
    return WsWriteEndStartElement(at.writer[slot(0)], at.error);
}

static HRESULT write_end_element(void)
{
    return WsWriteEndElement(at.writer[slot(0)], at.error);
}

static HRESULT write_start_attribute(void)
{
    return WsWriteStartAttribute(at.writer[slot(0)], xml_string(1), xml_string(2), xml_string(3), (BOOL)number(4),
                                 at.error);
}

static HRESULT write_end_attribute(void)
{
    return WsWriteEndAttribute(at.writer[slot(0)], at.error);
}

static HRESULT write_xmlns(void)
{
    return WsWriteXmlnsAttribute(at.writer[slot(0)], xml_string(1), xml_string(2), (BOOL)number(3), at.error);
}

static HRESULT write_start_cdata(void)
{
    return WsWriteStartCData(at.writer[slot(0)], at.error);
}

static HRESULT write_end_cdata(void)
{
    return WsWriteEndCData(at.writer[slot(0)], at.error);
}

static HRESULT write_chars(void)
{
    ULONG count;
    const WCHAR *chars = wide(1, &count);
    return WsWriteChars(at.writer[slot(0)], chars, count + (ULONG)number(2), at.error);
}

static HRESULT write_utf8(void)
{
    ULONG count;
    const BYTE *bytes = text(1, &count);
    return WsWriteCharsUtf8(at.writer[slot(0)], bytes, count + (ULONG)number(2), at.error);
}

static HRESULT write_bytes(void)
{
    ULONG count;
    const void *bytes = text(1, &count);
    return WsWriteBytes(at.writer[slot(0)], bytes, count + (ULONG)number(2), at.error);
}

static HRESULT write_qualified_name(void)
{
    return WsWriteQualifiedName(at.writer[slot(0)], xml_string(1), xml_string(2), xml_string(3), at.error);
}

static HRESULT prefix_of(void)
{
    const WS_XML_STRING *prefix = NULL;
    HRESULT hr = WsGetPrefixFromNamespace(at.writer[slot(0)], xml_string(1), (BOOL)number(2), &prefix, at.error);
    if (SUCCEEDED(hr)) {
        say(" ");
        say_xml_string(prefix);
    }
    return hr;
}

/* ---- Values ---- */

/* A number as the bits of a value of 64 bits or less; of floating point if its text has a point. */
static void set_bits(void *to, size_t size, int i)
{
    long long bits = number(i);
    if (strchr(raw(i), '.') || strchr(raw(i), 'e') || strchr(raw(i), 'n')) {
        double real = strtod(raw(i), NULL);
        float single = (float)real;
        memcpy(to, size == 4 ? (void *)&single : (void *)&real, size < 8 ? 4 : 8);
    } else {
        memcpy(to, &bits, size < 8 ? size : 8);
    }
}

/* write_value WRITER TYPE VALUE EXTRA */
static HRESULT write_value(void)
{
    int type = (int)number(1);
    size_t size = value_size(type);
    unsigned char *value = memory(size + 16);
    set_bits(value, size, 2);
    if (type == WS_DATETIME_VALUE_TYPE) {
        ((WS_DATETIME *)(void *)value)->format = (WS_DATETIME_FORMAT)(number(2) & 3);
    }
    return WsWriteValue(at.writer[slot(0)], (WS_VALUE_TYPE)type, value, (ULONG)(size + (size_t)number(3)), at.error);
}

static HRESULT write_array(void)
{
    size_t size = value_size((int)number(3));
    unsigned char *values = memory(size * 4 + 16);
    for (int i = 0; i < 4; i++) {
        values[(size_t)i * size] = (unsigned char)(i * 3);
    }
    return WsWriteArray(at.writer[slot(0)], xml_string(1), xml_string(2), (WS_VALUE_TYPE)number(3), values,
                        (ULONG)(size * 4), (ULONG)number(4), (ULONG)number(5), at.error);
}

const WS_XML_TEXT *make_text(int type, int i)
{
    union {
        WS_XML_TEXT text;
        WS_XML_UTF8_TEXT utf8;
        WS_XML_UTF16_TEXT utf16;
        WS_XML_BASE64_TEXT base64;
        WS_XML_BOOL_TEXT boolean;
        WS_XML_INT32_TEXT int32;
        WS_XML_INT64_TEXT int64;
        WS_XML_UINT64_TEXT uint64;
        WS_XML_FLOAT_TEXT single;
        WS_XML_DOUBLE_TEXT real;
        WS_XML_GUID_TEXT guid;
        WS_XML_UNIQUE_ID_TEXT unique;
        WS_XML_DATETIME_TEXT time;
        WS_XML_TIMESPAN_TEXT span;
        WS_XML_QNAME_TEXT name;
    } *value = memory(128);
    ULONG count;
    value->text.textType = (WS_XML_TEXT_TYPE)type;
    switch (type) {
    case WS_XML_TEXT_TYPE_UTF8:
        value->utf8.value.bytes = text(i, &value->utf8.value.length);
        break;
    case WS_XML_TEXT_TYPE_UTF16:
        value->utf16.bytes = (BYTE *)wide(i, &count);
        value->utf16.byteCount = count * 2;
        break;
    case WS_XML_TEXT_TYPE_BASE64:
        value->base64.bytes = text(i, &value->base64.length);
        break;
    case WS_XML_TEXT_TYPE_BOOL:
    case WS_XML_TEXT_TYPE_INT32:
        value->int32.value = (int)number(i);
        break;
    case WS_XML_TEXT_TYPE_FLOAT:
        set_bits(&value->single.value, 4, i);
        break;
    case WS_XML_TEXT_TYPE_INT64:
    case WS_XML_TEXT_TYPE_UINT64:
    case WS_XML_TEXT_TYPE_DOUBLE:
    case WS_XML_TEXT_TYPE_TIMESPAN:
        set_bits(&value->int64.value, 8, i);
        break;
    case WS_XML_TEXT_TYPE_DATETIME:
        value->time.value.ticks = (unsigned long long)number(i);
        value->time.value.format = (WS_DATETIME_FORMAT)(number(i) & 3);
        break;
    case WS_XML_TEXT_TYPE_GUID:
    case WS_XML_TEXT_TYPE_UNIQUE_ID:
        set_bits(&value->guid.value, 8, i);
        break;
    case WS_XML_TEXT_TYPE_QNAME:
        value->name.prefix = (WS_XML_STRING *)(uintptr_t)xml_string(i);
        value->name.localName = (WS_XML_STRING *)(uintptr_t)xml_string(i + 1);
        value->name.ns = (WS_XML_STRING *)(uintptr_t)xml_string(i + 2);
        break;
    default:
        break;
    }
    return &value->text;
}

static HRESULT write_text(void)
{
    const WS_XML_TEXT *value = *raw(1) == '-' ? NULL : make_text((int)number(1), 2);
    return WsWriteText(at.writer[slot(0)], value, at.error);
}

/* write_node WRITER TYPE 'name-or-text 'ns: an element, a text or another node. */
static HRESULT write_node(void)
{
    WS_XML_ELEMENT_NODE element;
    WS_XML_COMMENT_NODE comment;
    WS_XML_TEXT_NODE content;
    const WS_XML_NODE *node = &element.node;
    WS_XML_STRING empty = {0, NULL, NULL, 0};
    memset(&element, 0, sizeof(element));
    memset(&comment, 0, sizeof(comment));
    memset(&content, 0, sizeof(content));
    element.node.nodeType = comment.node.nodeType = content.node.nodeType = (WS_XML_NODE_TYPE)number(1);
    if (number(1) == WS_XML_NODE_TYPE_ELEMENT) {
        element.localName = (WS_XML_STRING *)(uintptr_t)xml_string(2);
        element.ns = (WS_XML_STRING *)(uintptr_t)xml_string(3);
        element.prefix = &empty;
    } else if (number(1) == WS_XML_NODE_TYPE_TEXT) {
        content.text = (WS_XML_TEXT *)(uintptr_t)make_text(WS_XML_TEXT_TYPE_UTF8, 2);
        node = &content.node;
    } else if (number(1) == WS_XML_NODE_TYPE_COMMENT) {
        comment.value.bytes = text(2, &comment.value.length);
        node = &comment.node;
    }
    return WsWriteNode(at.writer[slot(0)], *raw(1) == '-' ? NULL : node, at.error);
}

/* ---- Moving ---- */

static HRESULT move_writer(void)
{
    BOOL found = 7;
    HRESULT hr = WsMoveWriter(at.writer[slot(0)], (WS_MOVE_TO)number(1), number(2) ? &found : NULL, at.error);
    say(" %d", (int)found);
    return hr;
}

static HRESULT writer_position(void)
{
    return WsGetWriterPosition(at.writer[slot(0)], &at.position[slot(1)], at.error);
}

static HRESULT set_writer_position(void)
{
    return WsSetWriterPosition(at.writer[slot(0)], &at.position[slot(1)], at.error);
}

const struct operation writer_operations[] = {
    {"writer", writer_new},
    {"free_writer", writer_free},
    {"output", writer_output},
    {"output_buffer", writer_output_buffer},
    {"flush", flush},
    {"written", written},
    {"input_written", input_written},
    {"start", write_start_element},
    {"end_start", write_end_start_element},
    {"end", write_end_element},
    {"start_attribute", write_start_attribute},
    {"end_attribute", write_end_attribute},
    {"xmlns", write_xmlns},
    {"start_cdata", write_start_cdata},
    {"end_cdata", write_end_cdata},
    {"chars", write_chars},
    {"utf8", write_utf8},
    {"bytes", write_bytes},
    {"qualified_name", write_qualified_name},
    {"prefix_of", prefix_of},
    {"value", write_value},
    {"array", write_array},
    {"text", write_text},
    {"write_node", write_node},
    {"move_writer", move_writer},
    {"writer_position", writer_position},
    {"set_writer_position", set_writer_position},
    {NULL, NULL},
};
