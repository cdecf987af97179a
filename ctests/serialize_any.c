/* XML that is not described: buffers as values, any elements, any content, any attributes. */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

NAME(none, "");
NAME(name_a, "a");
NAME(name_i, "i");
NAME(urn, "urn:x");

static void buffers_are_elements(void)
{
    WS_XML_BUFFER *buffer = NULL, *missing = NULL;
    WS_ELEMENT_DESCRIPTION description = {&name_a, &urn, WS_XML_BUFFER_TYPE, NULL};

    input("<p:t xmlns:p='urn:p' p:x='1'>text<b/></p:t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &buffer, sizeof(buffer), NULL),
             S_OK);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_BUFFER(buffer, "<p:t p:x='1' xmlns:p='urn:p'>text<b/></p:t>");
    /* The element's name is replaced; what is in it stays. */
    output();
    CHECK_HR(WsWriteElement(writer, &description, WS_WRITE_REQUIRED_POINTER, &buffer, sizeof(buffer), NULL), S_OK);
    CHECK(strstr(written(), "<a ") == written());
    CHECK(strstr(written(), "p:x='1'") != NULL);
    CHECK(strstr(written(), ">text<b") != NULL);
    CHECK(strstr(written(), "xmlns=\"urn:x\"") != NULL);

    input("<t><a/></t>");
    CHECK_HR(WsReadType(reader, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &buffer, sizeof(buffer), NULL),
             S_OK);
    CHECK_BUFFER(buffer, "<t><a/></t>");
    output();
    CHECK_HR(WsWriteType(writer, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER,
                         &buffer, sizeof(buffer), NULL),
             S_OK);
    CHECK_WRITTEN("<t><a/></t>");

    /* Nil and missing. */
    input("<t i:nil='true' xmlns:i='" XSI "'/>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_NILLABLE_POINTER, heap,
                        &buffer, sizeof(buffer), NULL),
             S_OK);
    CHECK(buffer == NULL);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_NILLABLE_POINTER, &buffer,
                         sizeof(buffer), NULL),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t a:nil=\"true\" xmlns:a=\"" XSI "\"/>");
    input("<t/>");
    REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    REQUIRE_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadType(reader, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_OPTIONAL_POINTER, heap,
                        &buffer, sizeof(buffer), NULL),
             S_OK);
    CHECK(buffer == NULL);
    CHECK_HR(WsReadType(reader, WS_ANY_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_READ_REQUIRED_POINTER, heap,
                        &buffer, sizeof(buffer), NULL),
             WS_E_INVALID_FORMAT);

    /* Not a buffer, or one without an element. */
    output_element();
    missing = (WS_XML_BUFFER *)heap;
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &missing,
                         sizeof(missing), NULL),
             E_INVALIDARG);
    REQUIRE_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, NULL), S_OK);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_XML_BUFFER_TYPE, NULL, WS_WRITE_REQUIRED_POINTER, &buffer,
                         sizeof(buffer), NULL),
             E_INVALIDARG);
}

struct any_struct {
    INT32 number;
    WS_XML_BUFFER *any;
    WS_XML_BUFFER **list;
    ULONG count;
};

static void any_elements(void)
{
    WS_ITEM_RANGE range = {0, 2};
    WS_FIELD_DESCRIPTION number = field(WS_ELEMENT_FIELD_MAPPING, &name_i, &none, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION any = field(WS_ANY_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_XML_BUFFER_TYPE, NULL,
                                     OFFSET_OF(struct any_struct, any), 0);
    WS_FIELD_DESCRIPTION list = field(WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_XML_BUFFER_TYPE, NULL,
                                      OFFSET_OF(struct any_struct, list), 0);
    WS_FIELD_DESCRIPTION *fields[3];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct any_struct), ALIGNMENT_OF(struct any_struct), fields, 3);
    struct any_struct *value = NULL;
    fields[0] = &number;
    fields[1] = &any;
    fields[2] = &list;
    list.countOffset = OFFSET_OF(struct any_struct, count);

    REQUIRE_HR(read_struct("<t xmlns:p='urn:p'><i>1</i><p:x/><y>2</y> <z/></t>", &s, &value), S_OK);
    CHECK_INT(value->number, 1);
    CHECK_INT(value->count, 2);
    CHECK_BUFFER(value->list[0], "<y>2</y>");
    CHECK_BUFFER(value->list[1], "<z/>");
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK(strstr(written(), "<y>2</y><z/></t>") != NULL);
    CHECK_HR(read_struct("<t><i>1</i></t>", &s, &value), WS_E_INVALID_FORMAT);
    any.options = WS_FIELD_OPTIONAL;
    REQUIRE_HR(read_struct("<t><i>1</i></t>", &s, &value), S_OK);
    CHECK(value->any == NULL && value->count == 0);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i>1</i></t>");
    list.itemRange = &range;
    CHECK_HR(read_struct("<t><i>1</i><a/><b/><c/></t>", &s, &value), S_OK);
    CHECK_HR(read_struct("<t><i>1</i><a/><b/><c/><d/></t>", &s, &value), WS_E_INVALID_FORMAT);

    /* Thrown away. */
    any.type = WS_VOID_TYPE;
    list.type = WS_VOID_TYPE;
    REQUIRE_HR(read_struct("<t><i>1</i><a><b/></a><b>c</b></t>", &s, &value), S_OK);
    CHECK_INT(value->number, 1);
    CHECK_HR(read_struct("<t><i>1</i><a/><b/><c/><d/></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i>1</i></t>");
    WsResetError(error);
}

static void any_content(void)
{
    WS_FIELD_DESCRIPTION number = field(WS_ELEMENT_FIELD_MAPPING, &name_i, &none, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION any = field(WS_ANY_CONTENT_FIELD_MAPPING, NULL, NULL, WS_XML_BUFFER_TYPE, NULL,
                                     OFFSET_OF(struct any_struct, any), 0);
    WS_FIELD_DESCRIPTION *fields[2];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct any_struct), ALIGNMENT_OF(struct any_struct), fields, 2);
    struct any_struct *value = NULL;
    fields[0] = &number;
    fields[1] = &any;

    REQUIRE_HR(read_struct("<t><i>1</i>text1<x y='1'/>text2<z><y/></z></t>", &s, &value), S_OK);
    CHECK_BUFFER(value->any, "text1<x y='1'/>text2<z><y/></z>");
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i>1</i>text1<x y='1'/>text2<z><y/></z></t>");
    REQUIRE_HR(read_struct("<t><i>1</i></t>", &s, &value), S_OK);
    CHECK(value->any == NULL);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i>1</i></t>");
    any.type = WS_VOID_TYPE;
    REQUIRE_HR(read_struct("<t><i>1</i>text<x/></t>", &s, &value), S_OK);
    any.type = WS_WSZ_TYPE;
    CHECK_HR(read_struct("<t><i>1</i>text</t>", &s, &value), E_INVALIDARG);
    WsResetError(error);
}

struct attributes {
    INT32 number;
    WS_ANY_ATTRIBUTES any;
};

static void any_attributes(void)
{
    WS_FIELD_DESCRIPTION number = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_i, &none, WS_INT32_TYPE, NULL, 0,
                                        WS_FIELD_OPTIONAL);
    WS_FIELD_DESCRIPTION any = field(WS_ANY_ATTRIBUTES_FIELD_MAPPING, NULL, NULL, WS_ANY_ATTRIBUTES_TYPE, NULL,
                                     OFFSET_OF(struct attributes, any), 0);
    WS_FIELD_DESCRIPTION *fields[2];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct attributes), ALIGNMENT_OF(struct attributes), fields, 2);
    struct attributes *value = NULL, own;
    WS_ANY_ATTRIBUTE attribute;
    WS_XML_INT32_TEXT int_text = {{WS_XML_TEXT_TYPE_INT32}, 42};
    const WS_XML_UTF8_TEXT *text;
    fields[0] = &number;
    fields[1] = &any;

    REQUIRE_HR(read_struct("<t i='1' a='&lt;2' p:b='3' xmlns:p='urn:x' n:nil='false' xmlns:n='" XSI "'/>", &s, &value),
               S_OK);
    CHECK_INT(value->number, 1);
    REQUIRE(value->any.attributeCount == 2);
    CHECK_XML_STRING(value->any.attributes[0].localName, "a");
    CHECK_INT(value->any.attributes[0].ns.length, 0);
    text = (const WS_XML_UTF8_TEXT *)value->any.attributes[0].value;
    CHECK_INT(text->text.textType, WS_XML_TEXT_TYPE_UTF8);
    CHECK_XML_STRING(text->value, "<2");
    CHECK_XML_STRING(value->any.attributes[1].localName, "b");
    CHECK_XML_STRING(value->any.attributes[1].ns, "urn:x");
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t i=\"1\" a=\"&lt;2\" a:b=\"3\" xmlns:a=\"urn:x\"/>");
    REQUIRE_HR(read_struct("<t/>", &s, &value), S_OK);
    CHECK_INT(value->any.attributeCount, 0);

    /* Values of their own type. */
    memset(&own, 0, sizeof(own));
    memset(&attribute, 0, sizeof(attribute));
    attribute.localName = name_a;
    attribute.value = &int_text.text;
    own.any.attributes = &attribute;
    own.any.attributeCount = 1;
    CHECK_HR(write_struct(&s, &own), S_OK);
    CHECK_WRITTEN("<t a=\"42\"/>");
    attribute.value = NULL;
    CHECK_HR(write_struct(&s, &own), E_INVALIDARG);
    int_text.text.textType = (WS_XML_TEXT_TYPE)99;
    attribute.value = &int_text.text;
    CHECK_HR(write_struct(&s, &own), E_INVALIDARG);
    own.any.attributes = NULL;
    CHECK_HR(write_struct(&s, &own), E_INVALIDARG);

    /* Of one namespace, or of all others. */
    any.ns = &urn;
    REQUIRE_HR(read_struct("<t p:b='3' xmlns:p='urn:x'/>", &s, &value), S_OK);
    CHECK_INT(value->any.attributeCount, 1);
    CHECK_HR(read_struct("<t p:b='3' a='1' xmlns:p='urn:x'/>", &s, &value), WS_E_INVALID_FORMAT);
    any.options = WS_FIELD_OTHER_NAMESPACE;
    REQUIRE_HR(read_struct("<t a='1'/>", &s, &value), S_OK);
    CHECK_INT(value->any.attributeCount, 1);
    CHECK_HR(read_struct("<t p:b='3' xmlns:p='urn:x'/>", &s, &value), WS_E_INVALID_FORMAT);
    s.structOptions = WS_STRUCT_IGNORE_UNHANDLED_ATTRIBUTES;
    REQUIRE_HR(read_struct("<t a='1' p:b='3' xmlns:p='urn:x'/>", &s, &value), S_OK);
    CHECK_INT(value->any.attributeCount, 1);
    any.ns = NULL;
    CHECK_HR(read_struct("<t/>", &s, &value), E_INVALIDARG);

    /* Thrown away. */
    s.structOptions = 0;
    any.options = 0;
    any.type = WS_VOID_TYPE;
    any.offset = 0;
    REQUIRE_HR(read_struct("<t a='1' i='2'/>", &s, &value), S_OK);
    CHECK_INT(value->number, 2);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t i=\"2\"/>");
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    buffers_are_elements();
    any_elements();
    any_content();
    any_attributes();
    return serialize_end();
}
