/* Operations that move a reader. Each that succeeds prints the node that the reader is at then. */
#include "diff.h"

/* ---- Nodes ---- */

static void say_unique_id(const WS_UNIQUE_ID *id)
{
    say_wide(id->uri.chars, id->uri.length);
    say("/");
    say_bytes(&id->guid, sizeof(id->guid));
}

void say_text(const WS_XML_TEXT *value)
{
    if (!value) {
        say("NULL");
        return;
    }
    say("%d:", (int)value->textType);
    switch (value->textType) {
    case WS_XML_TEXT_TYPE_UTF8:
        say_xml_string(&((const WS_XML_UTF8_TEXT *)(const void *)value)->value);
        break;
    case WS_XML_TEXT_TYPE_UTF16: {
        const WS_XML_UTF16_TEXT *utf16 = (const void *)value;
        say_bytes(utf16->bytes, utf16->byteCount);
        break;
    }
    case WS_XML_TEXT_TYPE_BASE64: {
        const WS_XML_BASE64_TEXT *base64 = (const void *)value;
        say_bytes(base64->bytes, base64->length);
        break;
    }
    case WS_XML_TEXT_TYPE_BOOL:
        say("%d", (int)((const WS_XML_BOOL_TEXT *)(const void *)value)->value);
        break;
    case WS_XML_TEXT_TYPE_INT32:
    case WS_XML_TEXT_TYPE_FLOAT:
        say("%08x", (unsigned)((const WS_XML_INT32_TEXT *)(const void *)value)->value);
        break;
    case WS_XML_TEXT_TYPE_INT64:
    case WS_XML_TEXT_TYPE_UINT64:
    case WS_XML_TEXT_TYPE_DOUBLE:
    case WS_XML_TEXT_TYPE_TIMESPAN:
        say("%016llx", (unsigned long long)((const WS_XML_INT64_TEXT *)(const void *)value)->value);
        break;
    case WS_XML_TEXT_TYPE_DECIMAL:
        say_bytes(&((const WS_XML_DECIMAL_TEXT *)(const void *)value)->value, sizeof(DECIMAL));
        break;
    case WS_XML_TEXT_TYPE_GUID:
        say_bytes(&((const WS_XML_GUID_TEXT *)(const void *)value)->value, sizeof(GUID));
        break;
    case WS_XML_TEXT_TYPE_UNIQUE_ID:
        say_bytes(&((const WS_XML_UNIQUE_ID_TEXT *)(const void *)value)->value, sizeof(GUID));
        break;
    case WS_XML_TEXT_TYPE_DATETIME: {
        const WS_DATETIME *time = &((const WS_XML_DATETIME_TEXT *)(const void *)value)->value;
        say("%016llx/%d", (unsigned long long)time->ticks, (int)time->format);
        break;
    }
    case WS_XML_TEXT_TYPE_QNAME: {
        const WS_XML_QNAME_TEXT *name = (const void *)value;
        say_xml_string(name->prefix);
        say(":");
        say_xml_string(name->localName);
        say("{");
        say_xml_string(name->ns);
        say("}");
        break;
    }
    default:
        say("?");
    }
}

void say_unique(const WS_UNIQUE_ID *id);
void say_unique(const WS_UNIQUE_ID *id)
{
    say_unique_id(id);
}

static void say_element(const WS_XML_ELEMENT_NODE *element)
{
    say(" ");
    say_xml_string(element->prefix);
    say(":");
    say_xml_string(element->localName);
    say("{");
    say_xml_string(element->ns);
    say("}%s", element->isEmpty ? "/" : "");
    for (ULONG i = 0; i < element->attributeCount; i++) {
        const WS_XML_ATTRIBUTE *attribute = element->attributes[i];
        say(" %s%s", attribute->isXmlNs ? "xmlns " : "", attribute->singleQuote ? "'" : "\"");
        say_xml_string(attribute->prefix);
        say(":");
        say_xml_string(attribute->localName);
        say("{");
        say_xml_string(attribute->ns);
        say("}");
        /* The namespace of a declaration is its value. */
        if (!attribute->isXmlNs) {
            say("=");
            say_text(attribute->value);
        }
    }
}

void say_node(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = NULL;
    HRESULT hr = WsGetReaderNode(reader, &node, NULL);
    if (hr != S_OK) {
        say(" [node %08x]", (unsigned)hr);
        return;
    }
    if (!node) {
        say(" [node NULL]");
        return;
    }
    say(" [%d", (int)node->nodeType);
    switch (node->nodeType) {
    case WS_XML_NODE_TYPE_ELEMENT:
        say_element((const WS_XML_ELEMENT_NODE *)(const void *)node);
        break;
    case WS_XML_NODE_TYPE_TEXT:
        say(" ");
        say_text(((const WS_XML_TEXT_NODE *)(const void *)node)->text);
        break;
    case WS_XML_NODE_TYPE_COMMENT:
        say(" ");
        say_xml_string(&((const WS_XML_COMMENT_NODE *)(const void *)node)->value);
        break;
    default:
        break;
    }
    say("]");
}

/* ---- Input ---- */

/* A stream that gives its bytes in pieces. */
struct pieces {
    const unsigned char *bytes;
    ULONG count, piece;
};

static HRESULT CALLBACK give(void *state, void *bytes, ULONG size, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                             WS_ERROR *error)
{
    struct pieces *pieces = state;
    ULONG count = pieces->count < pieces->piece ? pieces->count : pieces->piece;
    (void)context;
    (void)error;
    count = count < size ? count : size;
    memcpy(bytes, pieces->bytes, count);
    pieces->bytes += count;
    pieces->count -= count;
    *actual = count;
    return S_OK;
}

static HRESULT reader_new(void)
{
    ULONG count;
    void *first = properties(1, &count);
    return WsCreateReader(first, count, &at.reader[slot(0)], at.error);
}

static HRESULT reader_free(void)
{
    WsFreeReader(at.reader[slot(0)]);
    at.reader[slot(0)] = NULL;
    return S_OK;
}

/* input READER ENCODING CHARSET PIECE 'document PROPERTIES: from memory if PIECE is 0. ENCODING - is NULL. */
static HRESULT reader_input(void)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_STREAM_INPUT stream = {{WS_XML_READER_INPUT_TYPE_STREAM}, NULL, NULL};
    WS_XML_READER_BUFFER_INPUT buffer = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    struct pieces *pieces = memory(sizeof(*pieces));
    const WS_XML_READER_INPUT *input;
    ULONG length, count;
    unsigned char *document = text(4, &length);
    void *first = properties(5, &count);
    encoding.encoding.encodingType = (WS_XML_READER_ENCODING_TYPE)number(1);
    encoding.charSet = (WS_CHARSET)number(2);
    pieces->bytes = document;
    pieces->count = length;
    pieces->piece = (ULONG)number(3);
    if (pieces->piece) {
        stream.readCallback = give;
        stream.readCallbackState = pieces;
        input = &stream.input;
    } else {
        buffer.encodedData = document;
        buffer.encodedDataSize = length;
        input = &buffer.input;
    }
    return WsSetInput(at.reader[slot(0)], *raw(1) == '-' ? NULL : &encoding.encoding, input, first, count, at.error);
}

static HRESULT reader_input_buffer(void)
{
    ULONG count;
    void *first = properties(2, &count);
    HRESULT hr = WsSetInputToBuffer(at.reader[slot(0)], at.buffer[slot(1)], first, count, at.error);
    if (hr == S_OK) {
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT reader_fill(void)
{
    return WsFillReader(at.reader[slot(0)], (ULONG)number(1), NULL, at.error);
}

/* ---- Moving ---- */

static HRESULT moved(HRESULT hr)
{
    if (hr == S_OK) {
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

static HRESULT read_node(void)
{
    return moved(WsReadNode(at.reader[slot(0)], at.error));
}

/* walk READER: every node to the end, or to the first failure. */
static HRESULT walk(void)
{
    WS_XML_READER *reader = at.reader[slot(0)];
    HRESULT hr = S_OK;
    for (int i = 0; i < 2000 && hr == S_OK; i++) {
        const WS_XML_NODE *node = NULL;
        hr = WsReadNode(reader, at.error);
        if (hr == S_OK) {
            say_node(reader);
            if (WsGetReaderNode(reader, &node, NULL) != S_OK || !node || node->nodeType == WS_XML_NODE_TYPE_EOF) {
                break;
            }
        }
    }
    return hr;
}

static HRESULT read_start_element(void)
{
    return moved(WsReadStartElement(at.reader[slot(0)], at.error));
}

static HRESULT read_end_element(void)
{
    return moved(WsReadEndElement(at.reader[slot(0)], at.error));
}

static HRESULT read_to_start_element(void)
{
    BOOL found = 7;
    HRESULT hr = WsReadToStartElement(at.reader[slot(0)], xml_string(1), xml_string(2), number(3) ? &found : NULL,
                                      at.error);
    say(" %d", (int)found);
    return moved(hr);
}

static HRESULT skip_node(void)
{
    return moved(WsSkipNode(at.reader[slot(0)], at.error));
}

static HRESULT move_reader(void)
{
    BOOL found = 7;
    HRESULT hr = WsMoveReader(at.reader[slot(0)], (WS_MOVE_TO)number(1), number(2) ? &found : NULL, at.error);
    say(" %d", (int)found);
    return moved(hr);
}

static HRESULT read_start_attribute(void)
{
    return moved(WsReadStartAttribute(at.reader[slot(0)], (ULONG)number(1), at.error));
}

static HRESULT read_end_attribute(void)
{
    return moved(WsReadEndAttribute(at.reader[slot(0)], at.error));
}

static HRESULT show_node(void)
{
    const WS_XML_NODE *node;
    return moved(WsGetReaderNode(at.reader[slot(0)], &node, at.error));
}

static HRESULT reader_position(void)
{
    return WsGetReaderPosition(at.reader[slot(0)], &at.position[slot(1)], at.error);
}

static HRESULT set_reader_position(void)
{
    return moved(WsSetReaderPosition(at.reader[slot(0)], &at.position[slot(1)], at.error));
}

const struct operation reader_operations[] = {
    {"reader", reader_new},
    {"free_reader", reader_free},
    {"input", reader_input},
    {"input_buffer", reader_input_buffer},
    {"fill", reader_fill},
    {"read", read_node},
    {"walk", walk},
    {"read_start", read_start_element},
    {"read_end", read_end_element},
    {"read_to", read_to_start_element},
    {"skip", skip_node},
    {"move", move_reader},
    {"read_start_attribute", read_start_attribute},
    {"read_end_attribute", read_end_attribute},
    {"node", show_node},
    {"position", reader_position},
    {"set_position", set_reader_position},
    {NULL, NULL},
};
