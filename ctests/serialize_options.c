/* The read and write options: who allocates, what nil and missing become, and which sizes fit. */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"
#define NIL "<t i:nil='true' xmlns:i='" XSI "'/>"
#define WRITTEN_NIL "<t a:nil=\"true\" xmlns:a=\"" XSI "\"/>"

static HRESULT read_type(const char *xml, WS_TYPE type, WS_READ_OPTION option, WS_HEAP *into, void *value, ULONG size)
{
    input(xml);
    return WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, type, NULL, option, into, value, size, NULL);
}

static void reading_checks_its_arguments(void)
{
    WCHAR *wsz = NULL;
    INT32 number = 77;
    WS_XML_BUFFER *buffer = NULL;
    WS_VOID_DESCRIPTION nothing = {4};
    input_in_element("<t>test</t>");
    CHECK_HR(WsReadType(NULL, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &wsz, 0, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        NULL, sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &wsz, sizeof(wsz) + 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, NULL,
                        &wsz, sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, (WS_TYPE_MAPPING)9, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, (WS_TYPE)99, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &wsz, sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, (WS_READ_OPTION)0, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    /* Pointer types are not values, these mappings cannot be nil or missing, and these types are for fields. */
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap,
                        &buffer, sizeof(buffer), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_NILLABLE_POINTER, heap,
                        &wsz, sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_OPTIONAL_POINTER, heap,
                        &wsz, sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ANY_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_VOID_TYPE, &nothing, WS_READ_REQUIRED_VALUE, heap, &number,
                        sizeof(number), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_DESCRIPTION_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_READ_NILLABLE_VALUE, heap, &number,
                        sizeof(number), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap, &wsz,
                        sizeof(wsz), NULL),
             E_INVALIDARG);
    /* None of it moved the reader. */
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &wsz, sizeof(wsz), NULL),
             S_OK);
    CHECK_WIDE(wsz, ctest_length(wsz), W("test"));
    CHECK_INT(number, 77);
}

static void reading_options_say_what_becomes_of_nothing(void)
{
    INT32 number = 77, *pointer = NULL;
    WCHAR *wsz = (WCHAR *)&number;
    WS_STRING string = {7, NULL};
    WS_XML_STRING xml;
    WS_BYTES bytes = {7, NULL};
    memset(&xml, 0xff, sizeof(xml));

    CHECK_HR(read_type("<t>5</t>", WS_INT32_TYPE, WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number)), S_OK);
    CHECK_INT(number, 5);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(read_type("<t>6</t>", WS_INT32_TYPE, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer)), S_OK);
    CHECK(pointer && *pointer == 6);
    CHECK_HR(read_type("<t>7</t>", WS_INT32_TYPE, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)), S_OK);
    CHECK(pointer && *pointer == 7);
    CHECK_HR(read_type("<t>8</t>", WS_INT32_TYPE, WS_READ_NILLABLE_POINTER, heap, &pointer, sizeof(pointer)), S_OK);
    CHECK(pointer && *pointer == 8);
    CHECK_HR(read_type(NIL, WS_INT32_TYPE, WS_READ_NILLABLE_POINTER, heap, &pointer, sizeof(pointer)), S_OK);
    CHECK(pointer == NULL);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(read_type(NIL, WS_WSZ_TYPE, WS_READ_NILLABLE_POINTER, heap, &wsz, sizeof(wsz)), S_OK);
    CHECK(wsz == NULL);
    CHECK_HR(read_type("<t i:nil='false' xmlns:i='" XSI "'>a</t>", WS_WSZ_TYPE, WS_READ_NILLABLE_POINTER, heap, &wsz,
                       sizeof(wsz)),
             S_OK);
    CHECK(wsz && wsz[0] == 'a');
    CHECK_HR(read_type(NIL, WS_STRING_TYPE, WS_READ_NILLABLE_VALUE, heap, &string, sizeof(string)), S_OK);
    CHECK(string.chars == NULL && string.length == 0);
    CHECK_HR(read_type("<t/>", WS_STRING_TYPE, WS_READ_NILLABLE_VALUE, heap, &string, sizeof(string)), S_OK);
    CHECK(string.chars != NULL && string.length == 0);
    CHECK_HR(read_type(NIL, WS_XML_STRING_TYPE, WS_READ_NILLABLE_VALUE, heap, &xml, sizeof(xml)), S_OK);
    CHECK(xml.bytes == NULL && xml.length == 0);
    CHECK_HR(read_type(NIL, WS_BYTES_TYPE, WS_READ_NILLABLE_VALUE, heap, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.bytes == NULL && bytes.length == 0);

    /* Nil that nobody allowed, and nil that is not empty. */
    pointer = &number;
    CHECK_HR(read_type(NIL, WS_INT32_TYPE, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_type(NIL, WS_INT32_TYPE, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_type("<t i:nil='1' xmlns:i='" XSI "'>1</t>", WS_INT32_TYPE, WS_READ_NILLABLE_POINTER, heap, &pointer,
                       sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_type("<t i:nil='maybe' xmlns:i='" XSI "'/>", WS_INT32_TYPE, WS_READ_NILLABLE_POINTER, heap, &pointer,
                       sizeof(pointer)),
             WS_E_INVALID_FORMAT);
    CHECK(pointer == &number);
    /* An attribute that nobody asked for; those of XML Schema are known. */
    CHECK_HR(read_type("<t a='1'>1</t>", WS_INT32_TYPE, WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_type("<t i:type='x:int' xmlns:x='urn:x' xmlns:i='" XSI "'>9</t>", WS_INT32_TYPE,
                       WS_READ_REQUIRED_VALUE, NULL, &number, sizeof(number)),
             S_OK);
    CHECK_INT(number, 9);
}

static void elements_may_be_missing(void)
{
    NAME(a, "a");
    NAME(none, "");
    WS_ELEMENT_DESCRIPTION description = {&a, &none, WS_UINT32_TYPE, NULL};
    WS_ELEMENT_DESCRIPTION text = {&a, &none, WS_STRING_TYPE, NULL};
    WS_ELEMENT_DESCRIPTION nameless = {NULL, &none, WS_UINT32_TYPE, NULL};
    WS_ELEMENT_DESCRIPTION typeless = {&a, &none, (WS_TYPE)-1, NULL};
    UINT32 value = 77, *pointer = &value;
    WS_STRING string = {7, NULL};

    input("<a>1</a>");
    CHECK_HR(WsReadElement(NULL, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, NULL, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, &description, WS_READ_REQUIRED_VALUE, NULL, NULL, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value) + 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, &nameless, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, &typeless, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadElement(reader, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 1);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);

    input_in_element("<r> <!-- x --> <a>1</a> <b/></r>");
    CHECK_HR(WsReadElement(reader, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK(pointer && *pointer == 1);
    /* The next one is another: it stays. */
    CHECK_HR(WsReadElement(reader, &description, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK(pointer == NULL);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);
    pointer = &value;
    CHECK_HR(WsReadElement(reader, &description, WS_READ_NILLABLE_POINTER, heap, &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK(pointer == NULL);
    CHECK_HR(WsReadElement(reader, &text, WS_READ_NILLABLE_VALUE, heap, &string, sizeof(string), NULL), S_OK);
    CHECK(string.chars == NULL && string.length == 0);
    CHECK_HR(WsReadElement(reader, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), error),
             WS_E_INVALID_FORMAT);
    CHECK(error_says("the element 'a' (no namespace) was expected, and the element 'b' (no namespace) was found"));
}

static void attributes_may_be_missing(void)
{
    NAME(a, "a");
    NAME(b, "b");
    NAME(none, "");
    WS_ATTRIBUTE_DESCRIPTION description = {&a, &none, WS_UINT32_TYPE, NULL};
    WS_ATTRIBUTE_DESCRIPTION other = {&b, &none, WS_UINT32_TYPE, NULL};
    WS_ATTRIBUTE_DESCRIPTION name = {&b, &none, WS_XML_QNAME_TYPE, NULL};
    UINT32 value = 77, *pointer = &value;
    WS_XML_QNAME qname;

    CHECK_HR(WsReadAttribute(NULL, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL),
             E_INVALIDARG);
    input("<t a='1' p:b='2' b='p:c' xmlns:p='urn:p'/>");
    CHECK_HR(WsReadAttribute(reader, NULL, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsReadAttribute(reader, &description, (WS_READ_OPTION)0, NULL, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_POINTER, NULL, &pointer, sizeof(pointer), NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_POINTER, heap, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer), NULL),
             WS_E_INVALID_OPERATION);
    input_at_element("<t a='1' p:b='2' b='p:c' xmlns:p='urn:p'/>");
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK(pointer && *pointer == 1);
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 1);
    CHECK_HR(WsReadAttribute(reader, &name, WS_READ_REQUIRED_VALUE, heap, &qname, sizeof(qname), NULL), S_OK);
    CHECK_XML_STRING(qname.localName, "c");
    CHECK_XML_STRING(qname.ns, "urn:p");
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);
    input_at_element("<t a='1'/>");
    CHECK_HR(WsReadAttribute(reader, &other, WS_READ_OPTIONAL_POINTER, heap, &pointer, sizeof(pointer), NULL), S_OK);
    CHECK(pointer == NULL);
    CHECK_HR(WsReadAttribute(reader, &other, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), error),
             WS_E_INVALID_FORMAT);
    CHECK(error_says("the attribute 'b' (no namespace) is missing"));
    input_at_element("<t a='x'/>");
    CHECK_HR(WsReadAttribute(reader, &description, WS_READ_REQUIRED_VALUE, NULL, &value, sizeof(value), NULL),
             WS_E_INVALID_FORMAT);
    CHECK_INT(value, 1);
}

static void writing_options_say_what_becomes_of_nothing(void)
{
    static INT32 number = -1, zero = 0, *number_pointer = &number, *no_number = NULL;
    static WS_XML_STRING xml = {1, (BYTE *)"x", NULL, 0}, empty_xml = {0, (BYTE *)"", NULL, 0},
                         nil_xml = {0, NULL, NULL, 0}, *xml_pointer = &xml, *no_xml = NULL;
    static WS_STRING nil_string = {0, NULL};
    static WS_BYTES nil_bytes = {0, NULL};
    WCHAR *wsz = (WCHAR *)(uintptr_t)W("s"), *no_wsz = NULL;
    const struct {
        WS_TYPE type;
        int option;
        const void *value;
        size_t size;
        HRESULT hr;
        const char *written;
    } rows[] = {
        {WS_INT32_TYPE, 0, &number, sizeof(number), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, 9, &number, sizeof(number), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, NULL, 0, E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, &number, 0, E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, NULL, sizeof(number), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, &number, sizeof(number), S_OK, "<t>-1</t>"},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_VALUE, &zero, sizeof(zero), S_OK, "<t>0</t>"},
        {WS_INT32_TYPE, WS_WRITE_NILLABLE_VALUE, &number, sizeof(number), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_POINTER, &number_pointer, 0, E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_POINTER, NULL, sizeof(void *), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_POINTER, &number_pointer, sizeof(void *), S_OK, "<t>-1</t>"},
        {WS_INT32_TYPE, WS_WRITE_REQUIRED_POINTER, &no_number, sizeof(void *), E_INVALIDARG, NULL},
        {WS_INT32_TYPE, WS_WRITE_NILLABLE_POINTER, &number_pointer, sizeof(void *), S_OK, "<t>-1</t>"},
        {WS_INT32_TYPE, WS_WRITE_NILLABLE_POINTER, &no_number, sizeof(void *), S_OK, WRITTEN_NIL},
        {WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &xml, sizeof(xml), S_OK, "<t>x</t>"},
        {WS_XML_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &nil_xml, sizeof(xml), S_OK, "<t/>"},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &xml, sizeof(xml), S_OK, "<t>x</t>"},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &xml, sizeof(void *), E_INVALIDARG, NULL},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &empty_xml, sizeof(xml), S_OK, "<t/>"},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &nil_xml, sizeof(xml), S_OK, WRITTEN_NIL},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_POINTER, &xml_pointer, sizeof(void *), S_OK, "<t>x</t>"},
        {WS_XML_STRING_TYPE, WS_WRITE_NILLABLE_POINTER, &no_xml, sizeof(void *), S_OK, WRITTEN_NIL},
        {WS_STRING_TYPE, WS_WRITE_NILLABLE_VALUE, &nil_string, sizeof(nil_string), S_OK, WRITTEN_NIL},
        {WS_STRING_TYPE, WS_WRITE_REQUIRED_VALUE, &nil_string, sizeof(nil_string), S_OK, "<t/>"},
        {WS_BYTES_TYPE, WS_WRITE_NILLABLE_VALUE, &nil_bytes, sizeof(nil_bytes), S_OK, WRITTEN_NIL},
        {WS_WSZ_TYPE, WS_WRITE_REQUIRED_VALUE, &wsz, sizeof(wsz), E_INVALIDARG, NULL},
        {WS_WSZ_TYPE, WS_WRITE_NILLABLE_VALUE, &wsz, sizeof(wsz), E_INVALIDARG, NULL},
        {WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &wsz, sizeof(wsz), S_OK, "<t>s</t>"},
        {WS_WSZ_TYPE, WS_WRITE_REQUIRED_POINTER, &no_wsz, sizeof(wsz), E_INVALIDARG, NULL},
        {WS_WSZ_TYPE, WS_WRITE_NILLABLE_POINTER, &wsz, sizeof(wsz), S_OK, "<t>s</t>"},
        {WS_WSZ_TYPE, WS_WRITE_NILLABLE_POINTER, &no_wsz, sizeof(wsz), S_OK, WRITTEN_NIL},
        {WS_DESCRIPTION_TYPE, WS_WRITE_REQUIRED_VALUE, &wsz, sizeof(wsz), E_INVALIDARG, NULL},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        HRESULT hr;
        output_element();
        hr = WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, rows[i].type, NULL, (WS_WRITE_OPTION)rows[i].option,
                         rows[i].value, (ULONG)rows[i].size, NULL);
        if (!CHECK_HR(hr, rows[i].hr)) {
            printf("  row %lu\n", (unsigned long)i);
        }
        if (hr == S_OK && rows[i].written) {
            CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
            CHECK_WRITTEN(rows[i].written);
        }
    }
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_WRITE_NILLABLE_POINTER,
                         &no_number, sizeof(void *), NULL),
             E_INVALIDARG);
    CHECK_HR(WsWriteType(NULL, WS_ELEMENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &number,
                         sizeof(number), NULL),
             E_INVALIDARG);
    /* No element has been begun. */
    output();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &wsz,
                         sizeof(wsz), NULL),
             WS_E_INVALID_FORMAT);
}

static void writes_elements_and_attributes(void)
{
    NAME(a, "a");
    NAME(ns, "urn:a");
    NAME(none, "");
    WS_ELEMENT_DESCRIPTION element = {&a, &ns, WS_INT32_TYPE, NULL};
    WS_ATTRIBUTE_DESCRIPTION attribute = {&a, &none, WS_INT32_TYPE, NULL};
    INT32 value = 5, *pointer = &value, *nothing = NULL;

    output();
    CHECK_HR(WsWriteElement(NULL, &element, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteElement(writer, NULL, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteElement(writer, &element, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteElement(writer, &element, WS_WRITE_REQUIRED_POINTER, &pointer, sizeof(pointer), NULL), S_OK);
    CHECK_WRITTEN("<a xmlns=\"urn:a\">5</a>");
    output_element();
    CHECK_HR(WsWriteElement(writer, &element, WS_WRITE_NILLABLE_POINTER, &nothing, sizeof(nothing), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t><a a:nil=\"true\" xmlns=\"urn:a\" xmlns:a=\"" XSI "\"/></t>");

    output();
    CHECK_HR(WsWriteAttribute(writer, &attribute, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL),
             WS_E_INVALID_OPERATION);
    output_element();
    CHECK_HR(WsWriteAttribute(NULL, &attribute, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteAttribute(writer, NULL, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteAttribute(writer, &attribute, WS_WRITE_REQUIRED_VALUE, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteAttribute(writer, &attribute, WS_WRITE_NILLABLE_POINTER, &nothing, sizeof(nothing), NULL),
             E_INVALIDARG);
    CHECK_HR(WsWriteAttribute(writer, &attribute, WS_WRITE_REQUIRED_VALUE, &value, sizeof(value), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t a=\"5\"/>");
}

static void the_heap_has_a_limit(void)
{
    WS_HEAP *small = NULL;
    WCHAR *text = NULL;
    REQUIRE_HR(WsCreateHeap(16, 0, NULL, 0, &small, NULL), S_OK);
    input("<t>1234567</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, small, &text,
                        sizeof(text), NULL),
             S_OK);
    CHECK_HR(WsResetHeap(small, NULL), S_OK);
    input("<t>12345678</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_READ_REQUIRED_POINTER, small, &text,
                        sizeof(text), NULL),
             WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(small);
}

int main(void)
{
    serialize_begin();
    reading_checks_its_arguments();
    reading_options_say_what_becomes_of_nothing();
    elements_may_be_missing();
    attributes_may_be_missing();
    writing_options_say_what_becomes_of_nothing();
    writes_elements_and_attributes();
    the_heap_has_a_limit();
    return serialize_end();
}
