/* Operations that read content, names and values, and XML buffers. */
#include "diff.h"

static HRESULT find_attribute(void)
{
    ULONG index = 99;
    HRESULT hr = WsFindAttribute(at.reader[slot(0)], xml_string(1), xml_string(2), (BOOL)number(3), &index, at.error);
    if (hr == S_OK) {
        say(" %u", (unsigned)index);
    }
    return hr;
}

static HRESULT read_chars(void)
{
    WCHAR chars[64];
    ULONG count = 0, most = number(1) > 64 ? 64 : (ULONG)number(1);
    HRESULT hr = WsReadChars(at.reader[slot(0)], chars, most, &count, at.error);
    if (hr == S_OK) {
        say(" %u:", (unsigned)count);
        say_wide(chars, count);
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT read_octets(int as_text)
{
    BYTE bytes[64];
    ULONG count = 0, most = number(1) > 64 ? 64 : (ULONG)number(1);
    WS_XML_READER *reader = at.reader[slot(0)];
    HRESULT hr = as_text ? WsReadCharsUtf8(reader, bytes, most, &count, at.error)
                         : WsReadBytes(reader, bytes, most, &count, at.error);
    if (hr == S_OK) {
        say(" %u:", (unsigned)count);
        say_bytes(bytes, count);
        say_node(reader);
    }
    return hr;
}

static HRESULT read_utf8(void)
{
    return read_octets(1);
}

static HRESULT read_bytes(void)
{
    return read_octets(0);
}

static HRESULT read_value(void)
{
    unsigned char value[64];
    size_t size = value_size((int)number(1)) + (size_t)number(2);
    HRESULT hr;
    memset(value, 0, sizeof(value));
    hr = WsReadValue(at.reader[slot(0)], (WS_VALUE_TYPE)number(1), value, (ULONG)size, at.error);
    if (hr == S_OK) {
        say(" ");
        say_bytes(value, size);
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT read_array(void)
{
    unsigned char values[256];
    size_t size = value_size((int)number(3));
    ULONG count = 0;
    HRESULT hr;
    memset(values, 0, sizeof(values));
    hr = WsReadArray(at.reader[slot(0)], xml_string(1), xml_string(2), (WS_VALUE_TYPE)number(3), values,
                     (ULONG)(size * 4), 0, (ULONG)number(4), &count, at.error);
    if (hr == S_OK) {
        say(" %u:", (unsigned)count);
        say_bytes(values, count * size);
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT read_qualified_name(void)
{
    WS_XML_STRING prefix, name, ns;
    HRESULT hr;
    memset(&prefix, 0, sizeof(prefix));
    name = ns = prefix;
    hr = WsReadQualifiedName(at.reader[slot(0)], at.heap[slot(1)], number(2) & 1 ? NULL : &prefix,
                             number(2) & 2 ? NULL : &name, number(2) & 4 ? NULL : &ns, at.error);
    if (hr == S_OK) {
        say(" ");
        say_xml_string(&prefix);
        say(":");
        say_xml_string(&name);
        say("{");
        say_xml_string(&ns);
        say("}");
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT namespace_of(void)
{
    const WS_XML_STRING *ns = NULL;
    HRESULT hr = WsGetNamespaceFromPrefix(at.reader[slot(0)], xml_string(1), (BOOL)number(2), &ns, at.error);
    if (SUCCEEDED(hr)) {
        say(" ");
        say_xml_string(ns);
    }
    return hr;
}

static HRESULT xml_attribute(void)
{
    WCHAR *chars = NULL;
    ULONG count = 0;
    HRESULT hr = WsGetXmlAttribute(at.reader[slot(0)], xml_string(1), at.heap[slot(2)], &chars, &count, at.error);
    if (hr == S_OK) {
        say(" ");
        say_wide(chars, count);
    }
    return hr;
}

/* ---- XML buffers ---- */

static HRESULT read_buffer(void)
{
    WS_XML_BUFFER *buffer = NULL;
    HRESULT hr = WsReadXmlBuffer(at.reader[slot(0)], at.heap[0], &buffer, at.error);
    if (hr == S_OK) {
        at.buffer[slot(1)] = buffer;
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT buffer_from_bytes(void)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_BUFFER *buffer = NULL;
    ULONG length;
    unsigned char *bytes = text(2, &length);
    HRESULT hr = WsReadXmlBufferFromBytes(at.reader[slot(0)], &encoding.encoding, NULL, 0, bytes, length, at.heap[0],
                                          &buffer, at.error);
    if (hr == S_OK) {
        at.buffer[slot(1)] = buffer;
    }
    return hr;
}

static HRESULT buffer_to_bytes(void)
{
    void *bytes = NULL;
    ULONG count = 0;
    HRESULT hr = WsWriteXmlBufferToBytes(at.writer[slot(0)], at.buffer[slot(1)], NULL, NULL, 0, at.heap[0], &bytes,
                                         &count, at.error);
    if (hr == S_OK) {
        say(" ");
        say_bytes(bytes, count);
    }
    return hr;
}

static HRESULT buffer_new(void)
{
    return WsCreateXmlBuffer(at.heap[slot(1)], NULL, 0, &at.buffer[slot(0)], at.error);
}

static HRESULT write_buffer(void)
{
    return WsWriteXmlBuffer(at.writer[slot(0)], at.buffer[slot(1)], at.error);
}

static HRESULT copy_node(void)
{
    HRESULT hr = WsCopyNode(at.writer[slot(0)], at.reader[slot(1)], at.error);
    if (hr == S_OK) {
        say_node(at.reader[slot(1)]);
    }
    return hr;
}

static HRESULT remove_node(void)
{
    return WsRemoveNode(&at.position[slot(0)], at.error);
}

const struct operation content_operations[] = {
    {"find_attribute", find_attribute},
    {"read_chars", read_chars},
    {"read_utf8", read_utf8},
    {"read_bytes", read_bytes},
    {"read_value", read_value},
    {"read_array", read_array},
    {"read_qualified_name", read_qualified_name},
    {"namespace_of", namespace_of},
    {"xml_attribute", xml_attribute},
    {"read_buffer", read_buffer},
    {"buffer_from_bytes", buffer_from_bytes},
    {"buffer_to_bytes", buffer_to_bytes},
    {"buffer", buffer_new},
    {"write_buffer", write_buffer},
    {"copy_node", copy_node},
    {"remove_node", remove_node},
    {NULL, NULL},
};
