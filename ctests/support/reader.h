/*
 * What the programs about readers share: setting a reader to text, and a whole document as one string.
 */
#ifndef CTEST_READER_H
#define CTEST_READER_H

#include "ctest.h"

/* Sets a reader to a document in memory, with properties. */
static inline HRESULT reader_set_bytes(WS_XML_READER *reader, const void *bytes, size_t size, WS_CHARSET charset,
                                       const WS_XML_READER_PROPERTY *properties, ULONG count)
{
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    memset(&encoding, 0, sizeof(encoding));
    memset(&input, 0, sizeof(input));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = charset;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t)bytes;
    input.encodedDataSize = (ULONG)size;
    return WsSetInput(reader, &encoding.encoding, &input.input, properties, count, NULL);
}

/* Sets a reader to a string, its charset to be found. */
static inline void reader_set(WS_XML_READER *reader, const char *text)
{
    REQUIRE_HR(reader_set_bytes(reader, text, strlen(text), WS_CHARSET_AUTO, NULL, 0), S_OK);
}

static inline WS_XML_READER *reader_new(void)
{
    WS_XML_READER *reader = NULL;
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE(reader != NULL);
    return reader;
}

static inline WS_HEAP *heap_new(void)
{
    WS_HEAP *heap = NULL;
    REQUIRE_HR(WsCreateHeap(1 << 20, 0, NULL, 0, &heap, NULL), S_OK);
    return heap;
}

static inline const WS_XML_NODE *reader_node(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = NULL;
    REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    REQUIRE(node != NULL);
    return node;
}

static inline int reader_type(WS_XML_READER *reader)
{
    return (int)reader_node(reader)->nodeType;
}

static inline const WS_XML_ELEMENT_NODE *reader_element(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = reader_node(reader);
    REQUIRE(node->nodeType == WS_XML_NODE_TYPE_ELEMENT);
    return (const WS_XML_ELEMENT_NODE *)node;
}

/* The characters of the current text, which have to be UTF-8. */
static inline WS_XML_STRING reader_text(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = reader_node(reader);
    const WS_XML_TEXT *text;
    REQUIRE(node->nodeType == WS_XML_NODE_TYPE_TEXT);
    text = ((const WS_XML_TEXT_NODE *)node)->text;
    REQUIRE(text != NULL && text->textType == WS_XML_TEXT_TYPE_UTF8);
    return ((const WS_XML_UTF8_TEXT *)text)->value;
}

static inline WS_XML_STRING xml_string(const char *text)
{
    WS_XML_STRING string;
    memset(&string, 0, sizeof(string));
    string.length = (ULONG)strlen(text);
    string.bytes = (BYTE *)(uintptr_t)text;
    return string;
}

/* To the first start element, whatever it is called. */
static inline void reader_start(WS_XML_READER *reader, const char *text)
{
    reader_set(reader, text);
    REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
}

/* A string that grows at its end; cut off when it is full. */
typedef struct text_out {
    char text[4096];
    size_t length;
} text_out;

static inline void out_bytes(text_out *out, const void *bytes, size_t count)
{
    size_t room = sizeof(out->text) - 1 - out->length;
    if (count > room) {
        count = room;
    }
    if (count) {
        memcpy(out->text + out->length, bytes, count);
    }
    out->length += count;
    out->text[out->length] = 0;
}

static inline void out_text(text_out *out, const char *text)
{
    out_bytes(out, text, strlen(text));
}

static inline void out_string(text_out *out, const WS_XML_STRING *string)
{
    if (string) {
        out_bytes(out, string->bytes, string->length);
    }
}

static inline void out_name(text_out *out, const WS_XML_STRING *prefix, const WS_XML_STRING *name,
                            const WS_XML_STRING *ns)
{
    if (prefix->length) {
        out_string(out, prefix);
        out_text(out, ":");
    }
    out_string(out, name);
    if (ns->length) {
        out_text(out, "{");
        out_string(out, ns);
        out_text(out, "}");
    }
}

/* The current node, readable. */
static inline void out_node(text_out *out, const WS_XML_NODE *node)
{
    switch (node->nodeType) {
    case WS_XML_NODE_TYPE_ELEMENT: {
        const WS_XML_ELEMENT_NODE *element = (const WS_XML_ELEMENT_NODE *)node;
        ULONG i;
        out_text(out, "<");
        out_name(out, element->prefix, element->localName, element->ns);
        for (i = 0; i < element->attributeCount; i++) {
            const WS_XML_ATTRIBUTE *attribute = element->attributes[i];
            const char *quote = attribute->singleQuote ? "'" : "\"";
            out_text(out, " ");
            if (attribute->isXmlNs) {
                out_text(out, "xmlns:");
                out_string(out, attribute->prefix);
                out_text(out, "=");
                out_text(out, quote);
                out_string(out, attribute->ns);
            } else {
                out_name(out, attribute->prefix, attribute->localName, attribute->ns);
                out_text(out, "=");
                out_text(out, quote);
                if (attribute->value->textType == WS_XML_TEXT_TYPE_UTF8) {
                    out_string(out, &((const WS_XML_UTF8_TEXT *)attribute->value)->value);
                } else {
                    out_text(out, "(typed)");
                }
            }
            out_text(out, quote);
        }
        out_text(out, element->isEmpty ? "/>" : ">");
        break;
    }
    case WS_XML_NODE_TYPE_TEXT: {
        const WS_XML_TEXT *text = ((const WS_XML_TEXT_NODE *)node)->text;
        if (text->textType == WS_XML_TEXT_TYPE_UTF8) {
            out_string(out, &((const WS_XML_UTF8_TEXT *)text)->value);
        } else {
            char number[32];
            snprintf(number, sizeof(number), "(type %d)", (int)text->textType);
            out_text(out, number);
        }
        break;
    }
    case WS_XML_NODE_TYPE_END_ELEMENT:
        out_text(out, "END");
        break;
    case WS_XML_NODE_TYPE_COMMENT:
        out_text(out, "comment(");
        out_string(out, &((const WS_XML_COMMENT_NODE *)node)->value);
        out_text(out, ")");
        break;
    case WS_XML_NODE_TYPE_CDATA:
        out_text(out, "CDATA");
        break;
    case WS_XML_NODE_TYPE_END_CDATA:
        out_text(out, "ENDCDATA");
        break;
    case WS_XML_NODE_TYPE_EOF:
        out_text(out, "EOF");
        break;
    case WS_XML_NODE_TYPE_BOF:
        out_text(out, "BOF");
        break;
    default:
        out_text(out, "?");
        break;
    }
}

/* All nodes from where the reader is to the end, or to the first failure, which is returned. */
static inline HRESULT reader_rest(WS_XML_READER *reader, text_out *out)
{
    out->length = 0;
    out->text[0] = 0;
    for (;;) {
        HRESULT hr = WsReadNode(reader, NULL);
        if (hr != S_OK) {
            return hr;
        }
        if (out->length) {
            out_text(out, "|");
        }
        out_node(out, reader_node(reader));
        if (reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
            return S_OK;
        }
    }
}

static inline int ctest_check_text(const char *found, const char *expected, const char *file, int line)
{
    return ctest_check_bytes(found, strlen(found), expected, strlen(expected), file, line, "text");
}
#define CHECK_TEXT(found, expected) ctest_check_text((found), (expected), __FILE__, __LINE__)

#endif
