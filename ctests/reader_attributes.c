/* Attributes and the namespaces in scope: their C structures, looking them up, reading their values. */
#include "reader.h"

static void structures(void)
{
    WS_XML_READER *reader = reader_new();
    const WS_XML_ELEMENT_NODE *element;
    const WS_XML_ATTRIBUTE *attribute;
    const WS_XML_UTF8_TEXT *text;

    reader_start(reader, "<text attr= \"value\" attr2='value2'>test</text>");
    element = reader_element(reader);
    CHECK(element->prefix != NULL && element->prefix->length == 0 && element->prefix->bytes == NULL);
    CHECK_XML_STRING(*element->localName, "text");
    CHECK(element->ns != NULL && element->ns->length == 0 && element->ns->bytes != NULL);
    CHECK(!element->isEmpty);
    REQUIRE(element->attributeCount == 2 && element->attributes != NULL);
    attribute = element->attributes[0];
    CHECK_INT(attribute->singleQuote, 0);
    CHECK_INT(attribute->isXmlNs, 0);
    CHECK(attribute->prefix != NULL && attribute->prefix->length == 0 && attribute->prefix->bytes == NULL);
    CHECK_XML_STRING(*attribute->localName, "attr");
    CHECK(attribute->ns != NULL && attribute->ns->length == 0 && attribute->ns->bytes == NULL);
    text = (const WS_XML_UTF8_TEXT *)attribute->value;
    CHECK_INT(text->text.textType, WS_XML_TEXT_TYPE_UTF8);
    CHECK_XML_STRING(text->value, "value");
    attribute = element->attributes[1];
    CHECK_INT(attribute->singleQuote, 1);
    CHECK_XML_STRING(*attribute->localName, "attr2");
    text = (const WS_XML_UTF8_TEXT *)attribute->value;
    CHECK_XML_STRING(text->value, "value2");

    reader_start(reader, "<text>test</text>");
    element = reader_element(reader);
    CHECK_INT(element->attributeCount, 0);
    CHECK(element->attributes == NULL);

    /* A declaration: the prefix is its name too, its value is empty. */
    reader_start(reader, "<t xmlns:prefix='ns'></t>");
    element = reader_element(reader);
    CHECK(element->prefix->length == 0 && element->prefix->bytes == NULL);
    CHECK(element->ns->length == 0 && element->ns->bytes != NULL);
    REQUIRE(element->attributeCount == 1);
    attribute = element->attributes[0];
    CHECK(attribute->singleQuote && attribute->isXmlNs);
    CHECK_XML_STRING(*attribute->prefix, "prefix");
    CHECK_XML_STRING(*attribute->localName, "prefix");
    CHECK_XML_STRING(*attribute->ns, "ns");
    text = (const WS_XML_UTF8_TEXT *)attribute->value;
    REQUIRE(text != NULL);
    CHECK_INT(text->text.textType, WS_XML_TEXT_TYPE_UTF8);
    CHECK(text->value.length == 0 && text->value.bytes == NULL);

    reader_start(reader, "<t xmlns='ns'></t>");
    element = reader_element(reader);
    CHECK(element->prefix->length == 0 && element->prefix->bytes == NULL);
    CHECK_XML_STRING(*element->ns, "ns");
    attribute = element->attributes[0];
    CHECK(attribute->isXmlNs);
    CHECK(attribute->prefix->length == 0 && attribute->prefix->bytes == NULL);
    CHECK_XML_STRING(*attribute->localName, "xmlns");
    CHECK_XML_STRING(*attribute->ns, "ns");

    reader_start(reader, "<t prefix:attr='' xmlns:prefix='ns'></t>");
    element = reader_element(reader);
    REQUIRE(element->attributeCount == 2);
    attribute = element->attributes[0];
    CHECK(attribute->singleQuote && !attribute->isXmlNs);
    CHECK_XML_STRING(*attribute->prefix, "prefix");
    CHECK_XML_STRING(*attribute->localName, "attr");
    CHECK_XML_STRING(*attribute->ns, "ns");

    reader_start(reader, "<t xmlns:p='ns'><p:u p:a=''/></t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    element = reader_element(reader);
    CHECK_XML_STRING(*element->prefix, "p");
    CHECK_XML_STRING(*element->ns, "ns");
    CHECK(element->isEmpty);
    REQUIRE(element->attributeCount == 1);
    CHECK_XML_STRING(*element->attributes[0]->prefix, "p");
    CHECK_XML_STRING(*element->attributes[0]->localName, "a");
    CHECK_XML_STRING(*element->attributes[0]->ns, "ns");

    reader_start(reader, "<t a='&#xA;&#xA;'/>");
    text = (const WS_XML_UTF8_TEXT *)reader_element(reader)->attributes[0]->value;
    CHECK_XML_STRING(text->value, "\n\n");

    reader_start(reader, "<t xmlns:p='ns'><u xmlns:p='ns2'/></t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    reader_start(reader, "<t xmlns:p='ns' xmlns:P='ns2'></t>");
    WsFreeReader(reader);
}

static void find(void)
{
    static const char plain[] = "<t attr='value' attr2='value2'></t>";
    static const char prefixed[] = "<p:t attr='value' p:attr2='value2' xmlns:p=\"ns\"></t>";
    WS_XML_READER *reader = reader_new();
    WS_XML_STRING none = xml_string("");
    WS_XML_STRING ns = xml_string("ns");
    WS_XML_STRING attr = xml_string("attr");
    WS_XML_STRING attr2 = xml_string("attr2");
    WS_XML_STRING attr3 = xml_string("attr3");
    WS_XML_STRING p = xml_string("p");
    ULONG index;

    reader_start(reader, plain);
    CHECK_HR(WsFindAttribute(NULL, &attr, &none, TRUE, &index, NULL), E_INVALIDARG);
    CHECK_HR(WsFindAttribute(reader, &attr, &none, TRUE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsFindAttribute(reader, &attr, NULL, TRUE, &index, NULL), E_INVALIDARG);
    CHECK_HR(WsFindAttribute(reader, NULL, &none, TRUE, &index, NULL), E_INVALIDARG);
    reader_start(reader, plain);
    index = 99;
    CHECK_HR(WsFindAttribute(reader, &attr, &none, TRUE, &index, NULL), S_OK);
    CHECK_INT(index, 0);
    CHECK_HR(WsFindAttribute(reader, &attr2, &none, TRUE, &index, NULL), S_OK);
    CHECK_INT(index, 1);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    index = 99;
    CHECK_HR(WsFindAttribute(reader, &attr, &none, TRUE, &index, NULL), WS_E_INVALID_OPERATION);
    CHECK_INT(index, 99);
    /* Which leaves the reader as it was. */
    CHECK_HR(WsReadNode(reader, NULL), S_OK);

    reader_start(reader, plain);
    CHECK_HR(WsFindAttribute(reader, &attr3, &none, TRUE, &index, NULL), WS_E_INVALID_FORMAT);
    CHECK_INT(index, 99);
    reader_start(reader, plain);
    CHECK_HR(WsFindAttribute(reader, &attr3, &none, FALSE, &index, NULL), S_FALSE);
    CHECK(index == ~0u);

    reader_start(reader, prefixed);
    CHECK_HR(WsFindAttribute(reader, &attr, &none, TRUE, &index, NULL), S_OK);
    CHECK_INT(index, 0);
    CHECK_HR(WsFindAttribute(reader, &attr2, &ns, TRUE, &index, NULL), S_OK);
    CHECK_INT(index, 1);
    /* A declaration is no attribute. */
    CHECK_HR(WsFindAttribute(reader, &p, &ns, FALSE, &index, NULL), S_FALSE);
    CHECK_HR(WsFindAttribute(reader, &attr2, &none, TRUE, &index, NULL), WS_E_INVALID_FORMAT);
    reader_start(reader, prefixed);
    CHECK_HR(WsFindAttribute(reader, &attr, &ns, TRUE, &index, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void values(void)
{
    WS_XML_READER *reader = reader_new();
    WCHAR chars[16];
    BYTE bytes[16];
    ULONG count;
    BOOL inside;
    reader_start(reader, "<t a='one &amp; two' b='' c='dGV4dA=='>x</t>");
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_IN_ATTRIBUTE, &inside, sizeof(inside), NULL), S_OK);
    CHECK_INT(inside, FALSE);
    CHECK_HR(WsReadStartAttribute(reader, 0, NULL), S_OK);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_IN_ATTRIBUTE, &inside, sizeof(inside), NULL), S_OK);
    CHECK_INT(inside, TRUE);
    CHECK_XML_STRING(reader_text(reader), "one & two");
    CHECK_HR(WsReadChars(reader, chars, 16, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("one & two"));
    CHECK_HR(WsReadChars(reader, chars, 16, &count, NULL), S_OK);
    CHECK_INT(count, 0);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_XML_STRING(*reader_element(reader)->localName, "t");

    /* An empty value, and leaving a value that was not read. */
    CHECK_HR(WsReadStartAttribute(reader, 1, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, 2, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, bytes, 3, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "tex");
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, 2, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, bytes, 16, &count, NULL), S_OK);
    CHECK_BYTES(bytes, count, "text");
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "x");

    reader_start(reader, "<t a='1'/>");
    CHECK_HR(WsReadStartAttribute(reader, 1, NULL), E_INVALIDARG);
    reader_start(reader, "<t a='1'/>");
    CHECK_HR(WsReadEndAttribute(reader, NULL), WS_E_INVALID_FORMAT);
    reader_start(reader, "<t a='1'/>");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadStartAttribute(reader, 0, NULL), WS_E_INVALID_FORMAT);
    reader_start(reader, "<t a='1'/>");
    CHECK_HR(WsReadStartAttribute(reader, 0, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    reader_start(reader, "<t a='1'/>");
    CHECK_HR(WsReadStartAttribute(reader, 0, NULL), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), WS_E_INVALID_OPERATION);
    WsFreeReader(reader);
}

static void check_prefix(WS_XML_READER *reader, const char *prefix, const char *expected, int line)
{
    WS_XML_STRING string = xml_string(prefix);
    const WS_XML_STRING *ns = NULL;
    ctest_check_hr(WsGetNamespaceFromPrefix(reader, &string, TRUE, &ns, NULL), S_OK, __FILE__, line, prefix, "S_OK");
    REQUIRE(ns != NULL);
    ctest_check_bytes(ns->bytes, ns->length, expected, strlen(expected), __FILE__, line, prefix);
}
#define CHECK_PREFIX(reader, prefix, expected) check_prefix((reader), (prefix), (expected), __LINE__)

static void prefixes(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_STRING prefix = xml_string("prefix");
    WS_XML_STRING empty = xml_string("");
    const WS_XML_STRING *const untouched = &prefix;
    const WS_XML_STRING *ns = untouched;

    CHECK_HR(WsGetNamespaceFromPrefix(NULL, NULL, FALSE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetNamespaceFromPrefix(NULL, &empty, FALSE, &ns, NULL), E_INVALIDARG);
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &empty, TRUE, &ns, NULL), WS_E_INVALID_OPERATION);
    CHECK(ns == untouched);

    reader_start(reader, "<t></t>");
    CHECK_HR(WsGetNamespaceFromPrefix(reader, NULL, FALSE, &ns, NULL), E_INVALIDARG);
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &empty, FALSE, NULL, NULL), E_INVALIDARG);
    CHECK_PREFIX(reader, "", "");
    CHECK_PREFIX(reader, "xml", "http://www.w3.org/XML/1998/namespace");
    CHECK_PREFIX(reader, "xmlns", "http://www.w3.org/2000/xmlns/");
    reader_start(reader, "<t xmls='ns'></t>");
    CHECK_PREFIX(reader, "", "");
    reader_start(reader, "<prefix:t xmlns:prefix='ns'></t>");
    CHECK_PREFIX(reader, "", "");
    CHECK_PREFIX(reader, "prefix", "ns");
    reader_start(reader, "<t xmlns='default' xmlns:prefix='ns'><u xmlns:prefix='inner' xmlns=''/></t>");
    CHECK_PREFIX(reader, "", "default");
    CHECK_PREFIX(reader, "prefix", "ns");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_PREFIX(reader, "", "");
    CHECK_PREFIX(reader, "prefix", "inner");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_PREFIX(reader, "prefix", "inner");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_PREFIX(reader, "prefix", "ns");

    /* Out of scope. */
    reader_start(reader, "<t xmlns:prefix='ns'></t>");
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, TRUE, &ns, NULL), WS_E_INVALID_FORMAT);

    reader_start(reader, "<t></t>");
    ns = untouched;
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, FALSE, &ns, NULL), S_FALSE);
    CHECK(ns == NULL);
    ns = untouched;
    CHECK_HR(WsGetNamespaceFromPrefix(reader, &prefix, TRUE, &ns, NULL), WS_E_INVALID_FORMAT);
    CHECK(ns == untouched);

    reader_set(reader, "<prefix:t xmlns:prefix2='ns'/>");
    CHECK_HR(WsReadStartElement(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

static void xml_attributes(void)
{
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_STRING attr = xml_string("attr");
    WS_XML_STRING lang = xml_string("lang");
    WS_XML_STRING none = xml_string("none");
    WCHAR *chars = NULL;
    ULONG count = 0;
    WCHAR dummy;

    CHECK_HR(WsGetXmlAttribute(reader, &attr, heap, &chars, &count, NULL), WS_E_INVALID_OPERATION);
    reader_start(reader, "<text xml:attr=\"value\">test</text>");
    CHECK_HR(WsGetXmlAttribute(reader, &attr, heap, &chars, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("value"));
    chars = &dummy;
    count = 99;
    CHECK_HR(WsGetXmlAttribute(reader, &none, heap, &chars, &count, NULL), S_FALSE);
    CHECK(chars == NULL);
    CHECK_INT(count, 0);
    CHECK_HR(WsGetXmlAttribute(NULL, &attr, heap, &chars, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsGetXmlAttribute(reader, NULL, heap, &chars, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsGetXmlAttribute(reader, &attr, NULL, &chars, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsGetXmlAttribute(reader, &attr, heap, NULL, &count, NULL), E_INVALIDARG);
    CHECK_HR(WsGetXmlAttribute(reader, &attr, heap, &chars, NULL, NULL), E_INVALIDARG);

    /* The nearest one in scope. */
    reader_start(reader, "<a xml:lang='en' lang='x'><b xml:space='preserve'><c xml:lang='f&#xFC;r'/>t</b></a>");
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsGetXmlAttribute(reader, &lang, heap, &chars, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("en"));
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsGetXmlAttribute(reader, &lang, heap, &chars, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("f\u00FCr"));
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_XML_STRING(reader_text(reader), "t");
    CHECK_HR(WsGetXmlAttribute(reader, &lang, heap, &chars, &count, NULL), S_OK);
    CHECK_WIDE(chars, count, W("en"));
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

int main(void)
{
    structures();
    find();
    values();
    prefixes();
    xml_attributes();
    return ctest_summary();
}
