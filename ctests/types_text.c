/* Types whose values are text: strings of all kinds, bytes, qualified names, enumerations, unique ids. */
#include "serialize.h"

static HRESULT read_pointer(const char *xml, WS_TYPE type, const void *description, void *value)
{
    input_in_element(xml);
    return WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, type, description, WS_READ_REQUIRED_POINTER, heap,
                      value, sizeof(void *), error);
}

static HRESULT read_value(const char *xml, WS_TYPE type, const void *description, void *value, ULONG size)
{
    input_in_element(xml);
    return WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, type, description, WS_READ_REQUIRED_VALUE, heap, value,
                      size, error);
}

static HRESULT write_value(WS_TYPE type, const void *description, const void *value, ULONG size)
{
    HRESULT hr;
    output_element();
    hr = WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, type, description, WS_WRITE_REQUIRED_VALUE, value, size, error);
    return hr == S_OK ? WsWriteEndElement(writer, NULL) : hr;
}

static void reads_strings(void)
{
    WCHAR *wsz = NULL;
    WS_STRING string = {7, NULL}, *pointer = NULL;
    WS_WSZ_DESCRIPTION three = {3, 3};
    WS_STRING_DESCRIPTION few = {1, 3};

    CHECK_HR(read_pointer("<t>test</t>", WS_WSZ_TYPE, NULL, &wsz), S_OK);
    CHECK_WIDE(wsz, ctest_length(wsz), W("test"));
    CHECK_HR(read_pointer("<t> a&lt;b<!-- --><![CDATA[<c>]]> </t>", WS_WSZ_TYPE, NULL, &wsz), S_OK);
    CHECK_WIDE(wsz, ctest_length(wsz), W(" a<b<c> "));
    CHECK_HR(read_pointer("<t>\xE2\x80\x99</t>", WS_WSZ_TYPE, NULL, &wsz), S_OK);
    CHECK(wsz[0] == 0x2019 && wsz[1] == 0);
    CHECK_HR(read_pointer("<t>a\xF0\x90\x8D\x88</t>", WS_WSZ_TYPE, NULL, &wsz), S_OK);
    CHECK(wsz[0] == 'a' && wsz[1] == 0xD800 && wsz[2] == 0xDF48 && wsz[3] == 0);
    CHECK_HR(read_pointer("<t></t>", WS_WSZ_TYPE, NULL, &wsz), S_OK);
    CHECK(wsz != NULL && wsz[0] == 0);
    CHECK_HR(read_pointer("<t>abc</t>", WS_WSZ_TYPE, &three, &wsz), S_OK);
    CHECK_HR(read_pointer("<t>abcd</t>", WS_WSZ_TYPE, &three, &wsz), WS_E_INVALID_FORMAT);
    CHECK(error_says("3 to 3 characters, and 4 were found"));
    CHECK_HR(read_pointer("<t>a<b/></t>", WS_WSZ_TYPE, NULL, &wsz), WS_E_INVALID_FORMAT);

    CHECK_HR(read_value("<t> test </t>", WS_STRING_TYPE, NULL, &string, sizeof(string)), S_OK);
    CHECK_STRING(string, W(" test "));
    CHECK_HR(read_value("<t/>", WS_STRING_TYPE, NULL, &string, sizeof(string)), S_OK);
    CHECK_INT(string.length, 0);
    CHECK(string.chars != NULL);
    /* What has been read to its end is empty from then on. */
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRING_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &pointer, sizeof(pointer), NULL),
             S_OK);
    CHECK(pointer && pointer->length == 0 && pointer->chars != NULL);
    CHECK_HR(read_value("<t>abc</t>", WS_STRING_TYPE, &few, &string, sizeof(string)), S_OK);
    CHECK_HR(read_value("<t/>", WS_STRING_TYPE, &few, &string, sizeof(string)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>abcd</t>", WS_STRING_TYPE, &few, &string, sizeof(string)), WS_E_INVALID_FORMAT);
}

static void reads_xml_strings_and_bytes(void)
{
    WS_XML_STRING string, *pointer = NULL;
    WS_BYTES bytes, *bytes_pointer = NULL;
    WS_XML_STRING_DESCRIPTION two = {2, 2};
    WS_BYTES_DESCRIPTION up_to_three = {0, 3};

    memset(&string, 0xff, sizeof(string));
    CHECK_HR(read_value("<t> test </t>", WS_XML_STRING_TYPE, NULL, &string, sizeof(string)), S_OK);
    CHECK_XML_STRING(string, " test ");
    CHECK(string.dictionary == NULL);
    CHECK_HR(read_pointer("<t></t>", WS_XML_STRING_TYPE, NULL, &pointer), S_OK);
    CHECK(pointer && pointer->length == 0 && pointer->bytes != NULL);
    CHECK_HR(read_value("<t>\xC3\xA4</t>", WS_XML_STRING_TYPE, &two, &string, sizeof(string)), S_OK);
    CHECK_HR(read_value("<t>a</t>", WS_XML_STRING_TYPE, &two, &string, sizeof(string)), WS_E_INVALID_FORMAT);

    CHECK_HR(read_value("<t>dGVzdA==</t>", WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK_BYTES(bytes.bytes, bytes.length, "test");
    CHECK_HR(read_value("<t> dGVz\ndA== </t>", WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK_BYTES(bytes.bytes, bytes.length, "test");
    CHECK_HR(read_value("<t>dGVzdA===</t>", WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t></t>", WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK(bytes.length == 0 && bytes.bytes != NULL);
    CHECK_HR(read_pointer("<t></t>", WS_BYTES_TYPE, NULL, &bytes_pointer), S_OK);
    CHECK(bytes_pointer && bytes_pointer->length == 0 && bytes_pointer->bytes != NULL);
    CHECK_HR(read_value("<t>dGVzdA==</t>", WS_BYTES_TYPE, &up_to_three, &bytes, sizeof(bytes)),
             WS_E_INVALID_FORMAT);
}

static void reads_qualified_names(void)
{
    WS_XML_QNAME name, *pointer = NULL;
    WS_XML_QNAME_DESCRIPTION range = {2, 3, 0, 2};

    memset(&name, 0xff, sizeof(name));
    input_at_element("<t>u</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_XML_QNAME_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &name,
                        sizeof(name), NULL),
             S_OK);
    CHECK_XML_STRING(name.localName, "u");
    CHECK(name.ns.length == 0 && name.ns.bytes != NULL);
    input_at_element("<p:t xmlns:p='ns'> p:u </p:t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_XML_QNAME_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &pointer, sizeof(pointer), NULL),
             S_OK);
    REQUIRE(pointer != NULL);
    CHECK_XML_STRING(pointer->localName, "u");
    CHECK_XML_STRING(pointer->ns, "ns");
    /* Without a prefix it is in the default namespace. */
    CHECK_HR(read_value("<t xmlns='d'>u</t>", WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), S_OK);
    CHECK_XML_STRING(name.ns, "d");
    CHECK_HR(read_value("<t></t>", WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>q:u</t>", WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>a:b:c</t>", WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>1</t>", WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>ab</t>", WS_XML_QNAME_TYPE, &range, &name, sizeof(name)), S_OK);
    CHECK_HR(read_value("<t>a</t>", WS_XML_QNAME_TYPE, &range, &name, sizeof(name)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t xmlns='abc'>ab</t>", WS_XML_QNAME_TYPE, &range, &name, sizeof(name)),
             WS_E_INVALID_FORMAT);
    WsResetError(error);
}

enum colour { RED = 1, GREEN = -2, BLUE = 30 };

static void reads_and_writes_enumerations(void)
{
    NAME(red, "red");
    NAME(green, "green");
    NAME(blue, "blue");
    WS_ENUM_VALUE values[] = {{RED, &red}, {GREEN, &green}, {BLUE, &blue}};
    WS_ENUM_DESCRIPTION colours = {values, 3, 5, NULL};
    WS_ENUM_DESCRIPTION no_values = {NULL, 3, 5, NULL};
    WS_ENUM_VALUE nameless_values[] = {{RED, NULL}};
    WS_ENUM_DESCRIPTION nameless = {nameless_values, 1, 5, NULL};
    int value = 77, *pointer = NULL;

    CHECK_HR(read_value("<t>green</t>", WS_ENUM_TYPE, &colours, &value, sizeof(value)), S_OK);
    CHECK_INT(value, GREEN);
    CHECK_HR(read_pointer("<t> blue </t>", WS_ENUM_TYPE, &colours, &pointer), S_OK);
    CHECK(pointer && *pointer == BLUE);
    value = 77;
    CHECK_HR(read_value("<t>Red</t>", WS_ENUM_TYPE, &colours, &value, sizeof(value)), WS_E_INVALID_FORMAT);
    CHECK(error_says("'Red' was found"));
    CHECK_HR(read_value("<t></t>", WS_ENUM_TYPE, &colours, &value, sizeof(value)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_pointer("<t></t>", WS_ENUM_TYPE, &colours, &pointer), WS_E_INVALID_FORMAT);
    CHECK_INT(value, 77);
    CHECK_HR(read_value("<t>red</t>", WS_ENUM_TYPE, NULL, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(read_value("<t>red</t>", WS_ENUM_TYPE, &no_values, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(read_value("<t>red</t>", WS_ENUM_TYPE, &nameless, &value, sizeof(value)), E_INVALIDARG);

    value = BLUE;
    CHECK_HR(write_value(WS_ENUM_TYPE, &colours, &value, sizeof(value)), S_OK);
    CHECK_WRITTEN("<t>blue</t>");
    value = 0;
    CHECK_HR(write_value(WS_ENUM_TYPE, &colours, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(write_value(WS_ENUM_TYPE, NULL, &value, sizeof(value)), E_INVALIDARG);
    WsResetError(error);
}

static void reads_and_writes_unique_ids(void)
{
    static const GUID zero = {0, 0, 0, {0, 0, 0, 0, 0, 0, 0, 0}};
    static const GUID expected = {0, 0, 0, {0, 0, 0, 0, 0, 0, 0, 0xA1}};
    WS_UNIQUE_ID_DESCRIPTION range = {2, 4};
    WS_UNIQUE_ID id, *pointer = NULL;

    memset(&id, 0xff, sizeof(id));
    CHECK_HR(read_value("<t> test </t>", WS_UNIQUE_ID_TYPE, NULL, &id, sizeof(id)), S_OK);
    CHECK_STRING(id.uri, W(" test "));
    CHECK_MEMORY(&id.guid, sizeof(GUID), &zero, sizeof(GUID));
    memset(&id, 0xff, sizeof(id));
    CHECK_HR(read_value("<t>urn:uuid:00000000-0000-0000-0000-0000000000a1</t>", WS_UNIQUE_ID_TYPE, NULL, &id,
                        sizeof(id)),
             S_OK);
    CHECK(id.uri.length == 0 && id.uri.chars == NULL);
    CHECK_MEMORY(&id.guid, sizeof(GUID), &expected, sizeof(GUID));
    CHECK_HR(read_value("<t></t>", WS_UNIQUE_ID_TYPE, NULL, &id, sizeof(id)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_pointer("<t></t>", WS_UNIQUE_ID_TYPE, NULL, &pointer), WS_E_INVALID_FORMAT);
    CHECK_HR(read_value("<t>abc</t>", WS_UNIQUE_ID_TYPE, &range, &id, sizeof(id)), S_OK);
    CHECK_HR(read_value("<t>abcde</t>", WS_UNIQUE_ID_TYPE, &range, &id, sizeof(id)), WS_E_INVALID_FORMAT);

    memset(&id, 0, sizeof(id));
    CHECK_HR(write_value(WS_UNIQUE_ID_TYPE, NULL, &id, sizeof(id)), S_OK);
    CHECK_WRITTEN("<t>urn:uuid:00000000-0000-0000-0000-000000000000</t>");
    id.uri.length = 4;
    id.uri.chars = (WCHAR *)(uintptr_t)W("test");
    CHECK_HR(write_value(WS_UNIQUE_ID_TYPE, NULL, &id, sizeof(id)), S_OK);
    CHECK_WRITTEN("<t>test</t>");
    WsResetError(error);
}

static void writes_texts(void)
{
    WCHAR *wsz = (WCHAR *)(uintptr_t)W("a<b");
    WS_STRING string = {3, NULL};
    WS_XML_STRING xml = {3, (BYTE *)"x&y", NULL, 0};
    WS_BYTES bytes = {4, (BYTE *)"test"};
    WS_XML_QNAME name;
    static WCHAR lone[] = {0xD800, 0};
    WCHAR *broken = lone;
    memset(&name, 0, sizeof(name));
    string.chars = (WCHAR *)(uintptr_t)W("abc");

    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &wsz,
                         sizeof(wsz), NULL),
             S_OK);
    CHECK_WRITTEN("<t>a&lt;b");
    CHECK_HR(write_value(WS_STRING_TYPE, NULL, &string, sizeof(string)), S_OK);
    CHECK_WRITTEN("<t>abc</t>");
    CHECK_HR(write_value(WS_XML_STRING_TYPE, NULL, &xml, sizeof(xml)), S_OK);
    CHECK_WRITTEN("<t>x&amp;y</t>");
    CHECK_HR(write_value(WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK_WRITTEN("<t>dGVzdA==</t>");
    bytes.length = 0;
    CHECK_HR(write_value(WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK_WRITTEN("<t/>");
    bytes.bytes = NULL;
    CHECK_HR(write_value(WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), S_OK);
    CHECK_WRITTEN("<t/>");
    bytes.length = 1;
    CHECK_HR(write_value(WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)), E_INVALIDARG);
    string.chars = NULL;
    CHECK_HR(write_value(WS_STRING_TYPE, NULL, &string, sizeof(string)), E_INVALIDARG);

    name.localName.bytes = (BYTE *)"n";
    name.localName.length = 1;
    name.ns.bytes = (BYTE *)"urn:x";
    name.ns.length = 5;
    CHECK_HR(write_value(WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), S_OK);
    CHECK_WRITTEN("<t xmlns:a=\"urn:x\">a:n</t>");
    name.ns.length = 0;
    CHECK_HR(write_value(WS_XML_QNAME_TYPE, NULL, &name, sizeof(name)), S_OK);
    CHECK_WRITTEN("<t>n</t>");

    xml.bytes = (BYTE *)"\xFF\xFE\xFD";
    CHECK_HR(write_value(WS_XML_STRING_TYPE, NULL, &xml, sizeof(xml)), WS_E_INVALID_FORMAT);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_WSZ_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &broken,
                         sizeof(broken), NULL),
             WS_E_INVALID_FORMAT);
    WsResetError(error);
}

/* Arrays are two fields of a structure. */
struct arrays {
    ULONG char_count;
    ULONG utf8_count;
    ULONG byte_count;
    WCHAR *chars;
    BYTE *utf8;
    BYTE *bytes;
};

static void reads_and_writes_arrays(void)
{
    NAME(c, "c");
    NAME(u, "u");
    NAME(b, "b");
    NAME(none, "");
    WS_CHAR_ARRAY_DESCRIPTION few = {0, 3};
    WS_UTF8_ARRAY_DESCRIPTION some_utf8 = {3, 4};
    WS_BYTE_ARRAY_DESCRIPTION some_bytes = {3, 4};
    WS_FIELD_DESCRIPTION chars = field(WS_ATTRIBUTE_FIELD_MAPPING, &c, &none, WS_CHAR_ARRAY_TYPE, &few,
                                       OFFSET_OF(struct arrays, chars), WS_FIELD_OPTIONAL);
    WS_FIELD_DESCRIPTION utf8 = field(WS_ELEMENT_FIELD_MAPPING, &u, &none, WS_UTF8_ARRAY_TYPE, NULL,
                                      OFFSET_OF(struct arrays, utf8), WS_FIELD_NILLABLE);
    WS_FIELD_DESCRIPTION bytes = field(WS_ELEMENT_FIELD_MAPPING, &b, &none, WS_BYTE_ARRAY_TYPE, NULL,
                                       OFFSET_OF(struct arrays, bytes), WS_FIELD_OPTIONAL);
    WS_FIELD_DESCRIPTION *fields[3];
    WS_STRUCT_DESCRIPTION description =
        structure(sizeof(struct arrays), ALIGNMENT_OF(struct arrays), fields, 3);
    struct arrays *value = NULL;
    fields[0] = &chars;
    fields[1] = &utf8;
    fields[2] = &bytes;
    chars.countOffset = OFFSET_OF(struct arrays, char_count);
    utf8.countOffset = OFFSET_OF(struct arrays, utf8_count);
    bytes.countOffset = OFFSET_OF(struct arrays, byte_count);

    REQUIRE_HR(read_struct("<t c='abc'><u>\xC3\xA4</u><b>dGVzdA==</b></t>", &description, &value), S_OK);
    CHECK_WIDE(value->chars, value->char_count, W("abc"));
    CHECK_BYTES(value->utf8, value->utf8_count, "\xC3\xA4");
    CHECK_BYTES(value->bytes, value->byte_count, "test");
    CHECK_HR(write_struct(&description, value), S_OK);
    CHECK_WRITTEN("<t c=\"abc\"><u>\xC3\xA4</u><b>dGVzdA==</b></t>");

    REQUIRE_HR(read_struct("<t><u i:nil='1' xmlns:i='http://www.w3.org/2001/XMLSchema-instance'/></t>", &description,
                           &value),
               S_OK);
    CHECK(value->chars == NULL && value->char_count == 0);
    CHECK(value->utf8 == NULL && value->utf8_count == 0);
    CHECK(value->bytes == NULL && value->byte_count == 0);
    CHECK_HR(write_struct(&description, value), S_OK);
    CHECK_WRITTEN("<t><u a:nil=\"true\" xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\"/></t>");

    REQUIRE_HR(read_struct("<t c=''><u/><b/></t>", &description, &value), S_OK);
    CHECK(value->chars != NULL && value->char_count == 0);
    CHECK(value->utf8 != NULL && value->utf8_count == 0);
    CHECK(value->bytes != NULL && value->byte_count == 0);
    CHECK_HR(write_struct(&description, value), S_OK);
    CHECK_WRITTEN("<t c=\"\"><u/><b/></t>");

    CHECK_HR(read_struct("<t c='abcd'><u/></t>", &description, &value), WS_E_INVALID_FORMAT);
    /* Bytes are counted, of UTF-8 as of base64: two are too few for either, and so are five too many. */
    utf8.typeDescription = &some_utf8;
    bytes.typeDescription = &some_bytes;
    CHECK_HR(read_struct("<t><u>\xC3\xA4x</u><b>dGVz</b></t>", &description, &value), S_OK);
    CHECK_INT(value->utf8_count, 3);
    CHECK_INT(value->byte_count, 3);
    CHECK_HR(read_struct("<t><u>\xC3\xA4xy</u><b>dGVzdA==</b></t>", &description, &value), S_OK);
    CHECK_HR(read_struct("<t><u>\xC3\xA4</u><b>dGVz</b></t>", &description, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><u>\xC3\xA4xyz</u><b>dGVz</b></t>", &description, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><u>abc</u><b>dGU=</b></t>", &description, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><u>abc</u><b>dGVzdHM=</b></t>", &description, &value), WS_E_INVALID_FORMAT);
    /* Fields only. */
    CHECK_HR(read_pointer("<t>a</t>", WS_CHAR_ARRAY_TYPE, NULL, &value), E_INVALIDARG);
    CHECK_HR(read_pointer("<t>a</t>", WS_UTF8_ARRAY_TYPE, NULL, &value), E_INVALIDARG);
    CHECK_HR(read_pointer("<t>a</t>", WS_BYTE_ARRAY_TYPE, NULL, &value), E_INVALIDARG);
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    reads_strings();
    reads_xml_strings_and_bytes();
    reads_qualified_names();
    reads_and_writes_enumerations();
    reads_and_writes_unique_ids();
    writes_texts();
    reads_and_writes_arrays();
    return serialize_end();
}
