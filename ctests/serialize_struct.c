/* Structures: attributes, elements, text, pointers, nil, defaults, and what does not fit. */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

NAME(none, "");
NAME(name_a, "a");
NAME(name_b, "b");
NAME(name_c, "c");
NAME(name_lang, "lang");
NAME(urn, "urn:x");

struct one {
    WCHAR *text;
};

static void reads_one_field_of_each_mapping(void)
{
    WS_FIELD_DESCRIPTION f = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_WSZ_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct one), ALIGNMENT_OF(struct one), fields, 1);
    struct one *value = NULL, by_value = {NULL};
    fields[0] = &f;

    /* The element around it is whatever comes; the reader ends behind it. */
    CHECK_HR(read_struct("<t><a>test</a></t>", &s, &value), S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("test"));
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    /* As content it needs no element around it. */
    value = NULL;
    input("<?xml version=\"1.0\" encoding=\"utf-8\"?><a>test</a>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap,
                        &value, sizeof(value), NULL),
             S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("test"));
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    /* By value, exactly as large as described. */
    input("<t><a>test</a></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_VALUE, heap, &by_value,
                        sizeof(by_value) - 1, NULL),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_VALUE, heap, &by_value,
                        sizeof(by_value), NULL),
             S_OK);
    CHECK_WIDE(by_value.text, ctest_length(by_value.text), W("test"));
    CHECK_HR(write_struct(&s, &by_value), S_OK);
    CHECK_WRITTEN("<t><a>test</a></t>");

    f.mapping = WS_ATTRIBUTE_FIELD_MAPPING;
    CHECK_HR(read_struct("<t a='test'/>", &s, &value), S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("test"));
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t a=\"test\"/>");
    input_in_element("<t a='test'/>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap,
                        &value, sizeof(value), NULL),
             E_INVALIDARG);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_WRITE_REQUIRED_VALUE,
                         &by_value, sizeof(by_value), NULL),
             E_INVALIDARG);

    f.mapping = WS_XML_ATTRIBUTE_FIELD_MAPPING;
    f.localName = &name_lang;
    f.ns = NULL;
    CHECK_HR(read_struct("<t xml:lang='de'/>", &s, &value), S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("de"));
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t xml:lang=\"de\"/>");
    CHECK_HR(read_struct("<t lang='de'/>", &s, &value), WS_E_INVALID_FORMAT);

    f.mapping = WS_TEXT_FIELD_MAPPING;
    f.localName = NULL;
    CHECK_HR(read_struct("<t>te<!-- -->st</t>", &s, &value), S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("test"));
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t>test</t>");
    CHECK_HR(read_struct("<t></t>", &s, &value), S_OK);
    CHECK(value->text != NULL && value->text[0] == 0);
    CHECK_HR(read_struct("<t>te<b/>st</t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t a='1'>test</t>", &s, &value), WS_E_INVALID_FORMAT);
    /* Text alone can also be an attribute's value. */
    input_at_element("<t a='test'/>");
    REQUIRE_HR(WsReadStartAttribute(reader, 0, NULL), S_OK);
    CHECK_HR(WsReadType(reader, WS_ATTRIBUTE_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap, &value,
                        sizeof(value), NULL),
             S_OK);
    CHECK_HR(WsReadEndAttribute(reader, NULL), S_OK);
    CHECK_WIDE(value->text, ctest_length(value->text), W("test"));
    output_element();
    REQUIRE_HR(WsWriteStartAttribute(writer, NULL, &name_a, &none, FALSE, NULL), S_OK);
    CHECK_HR(WsWriteType(writer, WS_ATTRIBUTE_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_WRITE_REQUIRED_POINTER, &value,
                         sizeof(value), NULL),
             S_OK);
    REQUIRE_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t a=\"test\"/>");
    WsResetError(error);
}

struct number {
    INT32 number;
};

struct inner {
    WCHAR *when;
};

struct outer {
    struct inner *inner;
    struct number number;
};

static void reads_structures_in_structures(void)
{
    WS_FIELD_DESCRIPTION when = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_a, &urn, WS_WSZ_TYPE, NULL, 0,
                                      WS_FIELD_OPTIONAL);
    WS_FIELD_DESCRIPTION *inner_fields[1];
    WS_STRUCT_DESCRIPTION inner = structure(sizeof(struct inner), ALIGNMENT_OF(struct inner), inner_fields, 1);
    WS_FIELD_DESCRIPTION number = field(WS_TEXT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *number_fields[1];
    WS_STRUCT_DESCRIPTION numbers = structure(sizeof(struct number), ALIGNMENT_OF(struct number), number_fields, 1);
    WS_FIELD_DESCRIPTION f = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &urn, WS_STRUCT_TYPE, &inner, 0,
                                   WS_FIELD_POINTER);
    WS_FIELD_DESCRIPTION g = field(WS_ELEMENT_FIELD_MAPPING, &name_c, &none, WS_STRUCT_TYPE, &numbers,
                                   OFFSET_OF(struct outer, number), 0);
    WS_FIELD_DESCRIPTION *fields[2];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct outer), ALIGNMENT_OF(struct outer), fields, 2);
    struct outer *value = NULL;
    inner_fields[0] = &when;
    number_fields[0] = &number;
    fields[0] = &f;
    fields[1] = &g;

    REQUIRE_HR(read_struct("<o:t xmlns:o='urn:x'> <o:b o:a='now'><!-- c --> </o:b><c>5</c>\n</o:t>", &s, &value), S_OK);
    CHECK_WIDE(value->inner->when, ctest_length(value->inner->when), W("now"));
    CHECK_INT(value->number.number, 5);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><b a:a=\"now\" xmlns=\"urn:x\" xmlns:a=\"urn:x\"/><c>5</c></t>");

    /* The message leads to the place. */
    WsResetError(error);
    CHECK_HR(read_struct("<t><b xmlns='urn:x'/><c>five</c></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("in the element 'c' (no namespace)"));
    CHECK_HR(read_struct("<t><b/><c>5</c></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("the element 'b' (namespace 'urn:x') was expected, and the element 'b' (no namespace)"));
    /* A required pointer that is NULL. */
    value->inner = NULL;
    CHECK_HR(write_struct(&s, value), E_INVALIDARG);
    WsResetError(error);
}

static void is_strict_unless_told_otherwise(void)
{
    WS_FIELD_DESCRIPTION f = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct number), ALIGNMENT_OF(struct number), fields, 1);
    struct number *value = NULL;
    fields[0] = &f;

    CHECK_HR(read_struct("<t/>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><b/><a>1</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t>text<a>1</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><a>1</a><b/></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><a>1</a><a>2</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><a>1</a>text</t>", &s, &value), WS_E_INVALID_FORMAT);
    WsResetError(error);
    CHECK_HR(read_struct("<t b='1'><a>1</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("the attribute 'b' (no namespace) is not in the description"));
    CHECK_HR(read_struct("<t xmlns:p='urn:p' i:schemaLocation='a b' xmlns:i='" XSI "'><a>1</a></t>", &s, &value), S_OK);

    s.structOptions = WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT;
    CHECK_HR(read_struct("<t><a>1</a><b><c/>text</b>text<a>2</a></t>", &s, &value), S_OK);
    CHECK_INT(value->number, 1);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(read_struct("<t>1</t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t b='1'><a>1</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    s.structOptions = WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES;
    CHECK_HR(read_struct("<t b='1' xml:lang='en'><a>1</a></t>", &s, &value), S_OK);
    CHECK_HR(read_struct("<t><a>1</a><b/></t>", &s, &value), WS_E_INVALID_FORMAT);

    /* As content, what comes after the fields is somebody else's. */
    s.structOptions = 0;
    input_in_element("<t><a>1</a><b/></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap,
                        &value, sizeof(value), NULL),
             S_OK);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);
    /* A document has one root only. */
    input("<a>1</a><a>2</a>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap,
                        &value, sizeof(value), NULL),
             WS_E_INVALID_FORMAT);
    WsResetError(error);
}

/* Elements behind a text are trailing content as they are behind elements. */
static void leaves_out_elements_behind_a_text(void)
{
    WS_FIELD_DESCRIPTION f = field(WS_TEXT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct number), ALIGNMENT_OF(struct number), fields, 1);
    struct number *value = NULL;
    fields[0] = &f;

    CHECK_HR(read_struct("<t>1<b/></t>", &s, &value), WS_E_INVALID_FORMAT);
    s.structOptions = WS_STRUCT_IGNORE_TRAILING_ELEMENT_CONTENT;
    CHECK_HR(read_struct("<t>1<!-- c -->2<b><c/>text</b>3<a>4</a></t>", &s, &value), S_OK);
    CHECK_INT(value->number, 12);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(read_struct("<t>5</t>", &s, &value), S_OK);
    CHECK_INT(value->number, 5);
    CHECK_HR(read_struct("<t><b/></t>", &s, &value), WS_E_INVALID_FORMAT);
    /* What is no part of the structure is as strict as before. */
    input("<t>1<b/></t>");
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap,
                        &value->number, sizeof(value->number), NULL),
             WS_E_INVALID_FORMAT);
    WsResetError(error);
}

struct optional {
    WCHAR *wsz;
    struct number *number;
    INT32 with_default;
    GUID guid;
    INT32 *pointer;
    WS_STRING string;
    WS_XML_STRING xml;
    BOOL truth;
    INT32 *pointer_with_default;
};

static void optional_and_nillable_fields(void)
{
    NAME(n_wsz, "wsz");
    NAME(n_number, "number");
    NAME(n_default, "default");
    NAME(n_guid, "guid");
    NAME(n_pointer, "pointer");
    NAME(n_string, "string");
    NAME(n_xml, "xml");
    NAME(n_truth, "truth");
    NAME(n_last, "last");
    static INT32 minus_one = -1;
    WS_DEFAULT_VALUE default_value = {&minus_one, sizeof(minus_one)};
    WS_FIELD_DESCRIPTION number = field(WS_TEXT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *number_fields[1];
    WS_STRUCT_DESCRIPTION numbers = structure(sizeof(struct number), ALIGNMENT_OF(struct number), number_fields, 1);
    WS_FIELD_DESCRIPTION f[9];
    WS_FIELD_DESCRIPTION *fields[9];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct optional), ALIGNMENT_OF(struct optional), fields, 9);
    struct optional *value = NULL, zeros;
    size_t i;
    number_fields[0] = &number;
    f[0] = field(WS_ELEMENT_FIELD_MAPPING, &n_wsz, &none, WS_WSZ_TYPE, NULL, OFFSET_OF(struct optional, wsz),
                 WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE);
    f[1] = field(WS_ELEMENT_FIELD_MAPPING, &n_number, &none, WS_STRUCT_TYPE, &numbers,
                 OFFSET_OF(struct optional, number), WS_FIELD_POINTER | WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE);
    f[2] = field(WS_ELEMENT_FIELD_MAPPING, &n_default, &none, WS_INT32_TYPE, NULL,
                 OFFSET_OF(struct optional, with_default), WS_FIELD_OPTIONAL);
    f[2].defaultValue = &default_value;
    f[3] = field(WS_ELEMENT_FIELD_MAPPING, &n_guid, &none, WS_GUID_TYPE, NULL, OFFSET_OF(struct optional, guid),
                 WS_FIELD_OPTIONAL);
    f[4] = field(WS_ELEMENT_FIELD_MAPPING, &n_pointer, &none, WS_INT32_TYPE, NULL, OFFSET_OF(struct optional, pointer),
                 WS_FIELD_POINTER | WS_FIELD_NILLABLE);
    f[5] = field(WS_ELEMENT_FIELD_MAPPING, &n_string, &none, WS_STRING_TYPE, NULL, OFFSET_OF(struct optional, string),
                 WS_FIELD_NILLABLE);
    f[6] = field(WS_ELEMENT_FIELD_MAPPING, &n_xml, &none, WS_XML_STRING_TYPE, NULL, OFFSET_OF(struct optional, xml),
                 WS_FIELD_OPTIONAL);
    f[7] = field(WS_ELEMENT_FIELD_MAPPING, &n_truth, &none, WS_BOOL_TYPE, NULL, OFFSET_OF(struct optional, truth),
                 WS_FIELD_OPTIONAL);
    f[8] = field(WS_ELEMENT_FIELD_MAPPING, &n_last, &none, WS_INT32_TYPE, NULL,
                 OFFSET_OF(struct optional, pointer_with_default),
                 WS_FIELD_POINTER | WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE);
    f[8].defaultValue = &default_value;
    for (i = 0; i < 9; i++) {
        fields[i] = &f[i];
    }

    /* Nil where that is allowed, absent where that is. */
    REQUIRE_HR(read_struct("<t xmlns:i='" XSI "'><wsz i:nil='true'/><number i:nil='1'/><pointer i:nil='true'/>"
                           "<string i:nil='true'/></t>",
                           &s, &value),
               S_OK);
    CHECK(value->wsz == NULL && value->number == NULL && value->pointer == NULL);
    CHECK(value->string.chars == NULL && value->string.length == 0);
    CHECK(value->xml.bytes == NULL && value->xml.length == 0);
    CHECK_INT(value->with_default, -1);
    CHECK_INT(value->guid.Data1, 0);
    CHECK_INT(value->truth, FALSE);
    CHECK(value->pointer_with_default && *value->pointer_with_default == -1);
    /* What is absent is left out again; what is required and nil is nil again. */
    value->pointer_with_default = NULL;
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><pointer a:nil=\"true\" xmlns:a=\"" XSI "\"/><string a:nil=\"true\" xmlns:a=\"" XSI "\"/></t>");

    /* All there. */
    REQUIRE_HR(read_struct("<t><wsz>w</wsz><number>1</number><default>2</default>"
                           "<guid>00000000-0000-0000-0000-000000000001</guid><pointer>3</pointer><string/><xml/>"
                           "<truth>true</truth><last>-1</last></t>",
                           &s, &value),
               S_OK);
    CHECK_INT(value->number->number, 1);
    CHECK_INT(value->with_default, 2);
    CHECK_INT(*value->pointer, 3);
    CHECK(value->string.chars != NULL && value->xml.bytes != NULL);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><wsz>w</wsz><number>1</number><default>2</default>"
                  "<guid>00000000-0000-0000-0000-000000000001</guid><pointer>3</pointer><string/><xml/>"
                  "<truth>true</truth><last>-1</last></t>");

    /* Zero is not the default where there is another. */
    memset(&zeros, 0, sizeof(zeros));
    CHECK_HR(write_struct(&s, &zeros), S_OK);
    CHECK_WRITTEN("<t><default>0</default><pointer a:nil=\"true\" xmlns:a=\"" XSI "\"/><string a:nil=\"true\" "
                  "xmlns:a=\"" XSI "\"/></t>");

    /* Nillable is not optional, optional is not nillable, and neither says the order. */
    CHECK_HR(read_struct("<t><pointer>1</pointer></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t xmlns:i='" XSI "'><default i:nil='true'/><pointer>1</pointer><string/></t>", &s, &value),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><pointer>1</pointer><wsz/><string/></t>", &s, &value), WS_E_INVALID_FORMAT);

    default_value.valueSize = 8;
    CHECK_HR(read_struct("<t><pointer>1</pointer><string/></t>", &s, &value), E_INVALIDARG);
    CHECK_HR(write_struct(&s, &zeros), E_INVALIDARG);
    WsResetError(error);
}

/* The default value of every type that has one is left out when written and comes back when read. */
static void default_values_of_all_types(void)
{
    static BOOL truth = TRUE;
    static INT8 int8 = 1;
    static INT16 int16 = 2;
    static INT32 int32 = 3;
    static INT64 int64 = 4;
    static UINT8 uint8 = 5;
    static UINT16 uint16 = 6;
    static UINT32 uint32 = 7;
    static UINT64 uint64 = 8;
    static float real = 9.5f;
    static double big = 10.5;
    static DECIMAL decimal;
    static WS_DATETIME date = {11, WS_DATETIME_FORMAT_UTC};
    static WS_TIMESPAN span = {12};
    static WS_DURATION duration;
    static GUID guid = {13, 0, 0, {0, 0, 0, 0, 0, 0, 0, 0}};
    static WS_UNIQUE_ID id;
    static WS_STRING string;
    static WCHAR *wsz;
    static WS_BYTES bytes = {2, (BYTE *)"by"};
    static WS_XML_STRING xml = {3, (BYTE *)"xml", NULL, 0};
    static WS_XML_QNAME qname;
    static WS_ENUM_VALUE enum_values[] = {{14, &name_b}};
    static WS_ENUM_DESCRIPTION enum_description = {enum_values, 1, 1, NULL};
    static int enumerated = 14;
    const struct {
        WS_TYPE type;
        void *description;
        void *value;
        size_t size;
    } rows[] = {
        {WS_BOOL_TYPE, NULL, &truth, sizeof(truth)},
        {WS_INT8_TYPE, NULL, &int8, sizeof(int8)},
        {WS_INT16_TYPE, NULL, &int16, sizeof(int16)},
        {WS_INT32_TYPE, NULL, &int32, sizeof(int32)},
        {WS_INT64_TYPE, NULL, &int64, sizeof(int64)},
        {WS_UINT8_TYPE, NULL, &uint8, sizeof(uint8)},
        {WS_UINT16_TYPE, NULL, &uint16, sizeof(uint16)},
        {WS_UINT32_TYPE, NULL, &uint32, sizeof(uint32)},
        {WS_UINT64_TYPE, NULL, &uint64, sizeof(uint64)},
        {WS_FLOAT_TYPE, NULL, &real, sizeof(real)},
        {WS_DOUBLE_TYPE, NULL, &big, sizeof(big)},
        {WS_DECIMAL_TYPE, NULL, &decimal, sizeof(decimal)},
        {WS_DATETIME_TYPE, NULL, &date, sizeof(date)},
        {WS_TIMESPAN_TYPE, NULL, &span, sizeof(span)},
        {WS_DURATION_TYPE, NULL, &duration, sizeof(duration)},
        {WS_GUID_TYPE, NULL, &guid, sizeof(guid)},
        {WS_UNIQUE_ID_TYPE, NULL, &id, sizeof(id)},
        {WS_STRING_TYPE, NULL, &string, sizeof(string)},
        {WS_WSZ_TYPE, NULL, &wsz, sizeof(wsz)},
        {WS_BYTES_TYPE, NULL, &bytes, sizeof(bytes)},
        {WS_XML_STRING_TYPE, NULL, &xml, sizeof(xml)},
        {WS_XML_QNAME_TYPE, NULL, &qname, sizeof(qname)},
        {WS_ENUM_TYPE, &enum_description, &enumerated, sizeof(enumerated)},
    };
    size_t i;
    decimal.Lo64 = 15;
    decimal.scale = 1;
    duration.days = 16;
    id.uri.length = 2;
    id.uri.chars = (WCHAR *)(uintptr_t)W("id");
    string.length = 3;
    string.chars = (WCHAR *)(uintptr_t)W("abc");
    wsz = (WCHAR *)(uintptr_t)W("wsz");
    qname.localName.length = 1;
    qname.localName.bytes = (BYTE *)"q";
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        WS_DEFAULT_VALUE default_value;
        WS_FIELD_DESCRIPTION f = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_a, &none, rows[i].type, rows[i].description,
                                       0, WS_FIELD_OPTIONAL);
        WS_FIELD_DESCRIPTION *fields[1];
        WS_STRUCT_DESCRIPTION s = structure(sizeof(WS_UNIQUE_ID) * 3, 8, fields, 1);
        long long zeros[12];
        void *value = NULL;
        fields[0] = &f;
        default_value.value = rows[i].value;
        default_value.valueSize = (ULONG)rows[i].size;
        f.defaultValue = &default_value;
        REQUIRE(sizeof(zeros) >= s.size);
        memset(zeros, 0, sizeof(zeros));

        if (!CHECK_HR(read_struct("<t/>", &s, &value), S_OK)) {
            printf("  type %d\n", (int)rows[i].type);
        }
        CHECK_MEMORY(value, rows[i].size, rows[i].value, rows[i].size);
        CHECK_HR(write_struct(&s, value), S_OK);
        if (!CHECK_WRITTEN("<t/>")) {
            printf("  type %d\n", (int)rows[i].type);
        }
        /* A value that is not the default is written. */
        f.defaultValue = NULL;
        CHECK_HR(write_struct(&s, value), S_OK);
        CHECK(strstr(written(), "a=\"") != NULL);
        /* Without a default it is zero. */
        CHECK_HR(read_struct("<t/>", &s, &value), S_OK);
        CHECK_MEMORY(value, s.size, zeros, s.size);
        CHECK_HR(write_struct(&s, value), S_OK);
        if (!CHECK_WRITTEN("<t/>")) {
            printf("  type %d\n", (int)rows[i].type);
        }
    }
}

struct unmapped {
    INT32 number;
    INT32 initialised;
    BYTE block[6];
    void *pointer;
    WCHAR *text;
};

static void unmapped_and_discarded_fields(void)
{
    static INT32 five = 5;
    static BYTE letters[6] = {'l', 'e', 't', 't', 'e', 'r'};
    WS_DEFAULT_VALUE default_number = {&five, sizeof(five)};
    WS_DEFAULT_VALUE default_block = {letters, sizeof(letters)};
    WS_VOID_DESCRIPTION six = {6};
    WS_VOID_DESCRIPTION large = {1000};
    WS_FIELD_DESCRIPTION f[8];
    WS_FIELD_DESCRIPTION *fields[8];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct unmapped), ALIGNMENT_OF(struct unmapped), fields, 8);
    struct unmapped *value = NULL;
    size_t i;
    f[0] = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_b, &none, WS_VOID_TYPE, NULL, 0, WS_FIELD_OPTIONAL);
    f[1] = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_INT32_TYPE, NULL, OFFSET_OF(struct unmapped, number), 0);
    f[2] = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &none, WS_VOID_TYPE, NULL, 0, 0);
    f[3] = field(WS_ELEMENT_FIELD_MAPPING, &name_c, &none, WS_VOID_TYPE, NULL, 0, WS_FIELD_OPTIONAL);
    f[4] = field(WS_NO_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, OFFSET_OF(struct unmapped, initialised), 0);
    f[4].defaultValue = &default_number;
    f[5] = field(WS_NO_FIELD_MAPPING, NULL, NULL, WS_VOID_TYPE, &six, OFFSET_OF(struct unmapped, block), 0);
    f[5].defaultValue = &default_block;
    f[6] = field(WS_NO_FIELD_MAPPING, NULL, NULL, WS_VOID_TYPE, NULL, OFFSET_OF(struct unmapped, pointer),
                 WS_FIELD_POINTER);
    f[7] = field(WS_NO_FIELD_MAPPING, NULL, NULL, WS_WSZ_TYPE, NULL, OFFSET_OF(struct unmapped, text), 0);
    for (i = 0; i < 8; i++) {
        fields[i] = &f[i];
    }

    REQUIRE_HR(read_struct("<t b='x'><a>1</a><b c='1'>any<d/></b><c/></t>", &s, &value), S_OK);
    CHECK_INT(value->number, 1);
    CHECK_INT(value->initialised, 5);
    CHECK_BYTES(value->block, 6, "letter");
    CHECK(value->pointer == NULL && value->text == NULL);
    CHECK_HR(read_struct("<t><a>1</a></t>", &s, &value), WS_E_INVALID_FORMAT);
    REQUIRE_HR(read_struct("<t><a>1</a><b/></t>", &s, &value), S_OK);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><a>1</a></t>");

    f[5].typeDescription = &large;
    CHECK_HR(read_struct("<t><a>1</a><b/></t>", &s, &value), E_INVALIDARG);
    WsResetError(error);
}

static void refuses_impossible_descriptions(void)
{
    WS_FIELD_DESCRIPTION f = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct number), ALIGNMENT_OF(struct number), fields, 1);
    struct number *value = NULL, zero = {0};
    ULONG bad_options[] = {
        WS_FIELD_NILLABLE,                        /* no nil without a pointer */
        WS_FIELD_NILLABLE_ITEM | WS_FIELD_POINTER, /* nothing repeats */
        WS_FIELD_OTHER_NAMESPACE,                 /* no attributes */
        0x80000000,                               /* unknown */
    };
    size_t i;
    fields[0] = &f;
    CHECK_HR(read_struct("<t><a>1</a></t>", &s, &value), S_OK);

#define REFUSED()                                                                                             \
    do {                                                                                                      \
        CHECK_HR(read_struct("<t><a>1</a></t>", &s, &value), E_INVALIDARG);                                   \
        CHECK_HR(write_struct(&s, &zero), E_INVALIDARG);                                                      \
    } while (0)

    for (i = 0; i < CTEST_COUNT(bad_options); i++) {
        f.options = bad_options[i];
        REFUSED();
    }
    f.options = 0;
    f.offset = 1;
    REFUSED();
    f.offset = 0xFFFFFFFF;
    REFUSED();
    f.offset = 0;
    f.mapping = (WS_FIELD_MAPPING)99;
    REFUSED();
    f.mapping = WS_ELEMENT_FIELD_MAPPING;
    f.type = (WS_TYPE)99;
    REFUSED();
    f.type = WS_UNION_TYPE;
    REFUSED();
    f.type = WS_STRUCT_TYPE;
    REFUSED();
    f.type = WS_INT32_TYPE;
    f.localName = NULL;
    REFUSED();
    f.localName = &name_a;
    f.ns = NULL;
    REFUSED();
    f.ns = &none;
    fields[0] = NULL;
    REFUSED();
    fields[0] = &f;
    s.fields = NULL;
    REFUSED();
    s.fields = fields;
    s.alignment = 3;
    REFUSED();
    s.alignment = 0;
    REFUSED();
    s.alignment = 4;
    f.mapping = WS_ATTRIBUTE_FIELD_MAPPING;
    f.type = WS_XML_BUFFER_TYPE;
    REFUSED();
    f.mapping = WS_TYPE_ATTRIBUTE_FIELD_MAPPING;
    f.type = WS_INT32_TYPE;
    REFUSED();
    f.mapping = WS_ANY_ELEMENT_FIELD_MAPPING;
    REFUSED();
    f.mapping = WS_ANY_ATTRIBUTES_FIELD_MAPPING;
    REFUSED();
    f.mapping = WS_ELEMENT_CHOICE_FIELD_MAPPING;
    REFUSED();
#undef REFUSED
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    reads_one_field_of_each_mapping();
    reads_structures_in_structures();
    is_strict_unless_told_otherwise();
    leaves_out_elements_behind_a_text();
    optional_and_nillable_fields();
    default_values_of_all_types();
    unmapped_and_discarded_fields();
    refuses_impossible_descriptions();
    return serialize_end();
}
