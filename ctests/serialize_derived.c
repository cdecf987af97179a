/* Types that derive from others, told apart by xsi:type. */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

NAME(none, "");
NAME(urn, "urn:types");
NAME(name_base, "Base");
NAME(name_middle, "Middle");
NAME(name_leaf, "Leaf");
NAME(name_stranger, "Stranger");
NAME(name_x, "x");
NAME(name_y, "y");
NAME(name_z, "z");
NAME(name_item, "item");

struct base {
    const WS_STRUCT_DESCRIPTION *type;
    INT32 x;
};

struct middle {
    struct base base;
    INT32 y;
};

struct leaf {
    struct middle middle;
    WCHAR *z;
};

struct holder {
    struct base **items;
    ULONG count;
    struct base *single;
};

static WS_FIELD_DESCRIPTION f_type, f_x, f_y, f_z, f_items, f_single;
static WS_FIELD_DESCRIPTION *base_fields[] = {&f_type, &f_x};
static WS_FIELD_DESCRIPTION *middle_fields[] = {&f_type, &f_x, &f_y};
static WS_FIELD_DESCRIPTION *leaf_fields[] = {&f_type, &f_x, &f_y, &f_z};
static WS_FIELD_DESCRIPTION *holder_fields[] = {&f_items, &f_single};
static WS_STRUCT_DESCRIPTION base, middle, leaf, stranger, holder;
static WS_STRUCT_DESCRIPTION *base_subtypes[] = {&middle};
static WS_STRUCT_DESCRIPTION *middle_subtypes[] = {&leaf};

static void describe(void)
{
    f_type = field(WS_TYPE_ATTRIBUTE_FIELD_MAPPING, NULL, NULL, WS_DESCRIPTION_TYPE, NULL, 0, 0);
    f_x = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_x, &none, WS_INT32_TYPE, NULL, OFFSET_OF(struct base, x), 0);
    f_y = field(WS_ELEMENT_FIELD_MAPPING, &name_y, &none, WS_INT32_TYPE, NULL, OFFSET_OF(struct middle, y), 0);
    f_z = field(WS_ELEMENT_FIELD_MAPPING, &name_z, &none, WS_WSZ_TYPE, NULL, OFFSET_OF(struct leaf, z), 0);
    base = structure(sizeof(struct base), ALIGNMENT_OF(struct base), base_fields, 2);
    middle = structure(sizeof(struct middle), ALIGNMENT_OF(struct middle), middle_fields, 3);
    leaf = structure(sizeof(struct leaf), ALIGNMENT_OF(struct leaf), leaf_fields, 4);
    stranger = structure(sizeof(struct middle), ALIGNMENT_OF(struct middle), middle_fields, 3);
    base.typeLocalName = &name_base;
    middle.typeLocalName = &name_middle;
    leaf.typeLocalName = &name_leaf;
    stranger.typeLocalName = &name_stranger;
    base.typeNs = middle.typeNs = leaf.typeNs = stranger.typeNs = &urn;
    base.subTypes = base_subtypes;
    base.subTypeCount = 1;
    middle.parentType = &base;
    middle.subTypes = middle_subtypes;
    middle.subTypeCount = 1;
    leaf.parentType = &middle;
    f_items = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_STRUCT_TYPE, &base,
                    OFFSET_OF(struct holder, items), WS_FIELD_POINTER);
    f_items.countOffset = OFFSET_OF(struct holder, count);
    f_items.itemLocalName = &name_item;
    f_items.itemNs = &none;
    f_single = field(WS_ELEMENT_FIELD_MAPPING, &name_base, &none, WS_STRUCT_TYPE, &base,
                     OFFSET_OF(struct holder, single), WS_FIELD_POINTER | WS_FIELD_OPTIONAL);
    holder = structure(sizeof(struct holder), ALIGNMENT_OF(struct holder), holder_fields, 2);
}

static void reads_the_type_that_is_named(void)
{
    struct base *value = NULL;
    REQUIRE_HR(read_struct("<t x='1'/>", &base, &value), S_OK);
    CHECK(value->type == &base);
    CHECK_INT(value->x, 1);
    REQUIRE_HR(read_struct("<t x='1' i:type='p:Base' xmlns:p='urn:types' xmlns:i='" XSI "'/>", &base, &value), S_OK);
    CHECK(value->type == &base);
    REQUIRE_HR(read_struct("<t x='1' i:type='p:Middle' xmlns:p='urn:types' xmlns:i='" XSI "'><y>2</y></t>", &base,
                           &value),
               S_OK);
    CHECK(value->type == &middle);
    CHECK_INT(((struct middle *)value)->y, 2);
    /* The default namespace counts for a name without prefix; grandchildren are found too. */
    REQUIRE_HR(read_struct("<p:t x='1' i:type=' Leaf ' xmlns='urn:types' xmlns:p='p' xmlns:i='" XSI
                           "'><y xmlns=''>2</y><z xmlns=''>3</z></p:t>",
                           &base, &value),
               S_OK);
    CHECK(value->type == &leaf);
    CHECK_WIDE(((struct leaf *)value)->z, 1, W("3"));

    CHECK_HR(read_struct("<t x='1' i:type='Leaf' xmlns:i='" XSI "'/>", &base, &value), WS_E_INVALID_FORMAT);
    WsResetError(error);
    CHECK_HR(read_struct("<t x='1' i:type='p:Stranger' xmlns:p='urn:types' xmlns:i='" XSI "'><y>2</y></t>", &base,
                         &value),
             WS_E_INVALID_FORMAT);
    CHECK(error_says("the type 'Base' (namespace 'urn:types') or one that derives from it was expected"));
    CHECK_HR(read_struct("<t x='1' i:type='q:Base' xmlns:i='" XSI "'/>", &base, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t x='1' i:type='' xmlns:i='" XSI "'/>", &base, &value), WS_E_INVALID_FORMAT);
    /* Not upwards. */
    CHECK_HR(read_struct("<t x='1' i:type='p:Base' xmlns:p='urn:types' xmlns:i='" XSI "'><y>2</y></t>", &middle,
                         &value),
             WS_E_INVALID_FORMAT);
    /* A derived type needs more room than there is by value. */
    {
        struct base by_value;
        input("<t x='1' i:type='p:Middle' xmlns:p='urn:types' xmlns:i='" XSI "'><y>2</y></t>");
        CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &base, WS_READ_REQUIRED_VALUE, heap,
                            &by_value, sizeof(by_value), NULL),
                 leaf.size > base.size && middle.size > base.size ? WS_E_INVALID_FORMAT : S_OK);
    }
    WsResetError(error);
}

static void abstract_types_have_no_values(void)
{
    struct base *value = NULL, own = {NULL, 1};
    base.structOptions = WS_STRUCT_ABSTRACT;
    CHECK_HR(read_struct("<t x='1'/>", &base, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("abstract"));
    REQUIRE_HR(read_struct("<t x='1' i:type='p:Middle' xmlns:p='urn:types' xmlns:i='" XSI "'><y>2</y></t>", &base,
                           &value),
               S_OK);
    CHECK(value->type == &middle);
    own.type = &base;
    CHECK_HR(write_struct(&base, &own), E_INVALIDARG);
    base.structOptions = 0;
    WsResetError(error);
}

static void writes_the_type_that_is_named(void)
{
    struct leaf value;
    struct base *pointer = &value.middle.base;
    memset(&value, 0, sizeof(value));
    value.middle.base.x = 1;
    value.middle.y = 2;
    value.z = (WCHAR *)(uintptr_t)W("3");
    value.middle.base.type = &base;
    CHECK_HR(write_struct(&base, &value), S_OK);
    CHECK_WRITTEN("<t x=\"1\"/>");

    value.middle.base.type = &leaf;
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &base, WS_WRITE_REQUIRED_POINTER, &pointer,
                         sizeof(pointer), NULL),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t a:type=\"b:Leaf\" x=\"1\" xmlns:a=\"" XSI "\" xmlns:b=\"urn:types\"><y>2</y><z>3</z></t>");
    /* By value it is as large as the type that it names, and no other size. */
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &base, WS_WRITE_REQUIRED_VALUE, &value,
                         sizeof(value), NULL),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t a:type=\"b:Leaf\" x=\"1\" xmlns:a=\"" XSI "\" xmlns:b=\"urn:types\"><y>2</y><z>3</z></t>");
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &base, WS_WRITE_REQUIRED_VALUE, &value,
                         sizeof(struct middle), NULL),
             sizeof(struct middle) == sizeof(struct leaf) ? S_OK : E_INVALIDARG);
    CHECK_HR(write_struct(&base, &value), E_INVALIDARG);
    value.middle.base.type = NULL;
    CHECK_HR(write_struct(&base, &value), E_INVALIDARG);
    value.middle.base.type = &stranger;
    CHECK_HR(write_struct(&base, &value), E_INVALIDARG);
    value.middle.base.type = &base;
    CHECK_HR(write_struct(&middle, &value), E_INVALIDARG);
    WsResetError(error);
}

static void fields_hold_derived_types(void)
{
    struct holder *value = NULL;
    REQUIRE_HR(read_struct("<t xmlns:p='urn:types' xmlns:i='" XSI "'><item x='1'/>"
                           "<item x='2' i:type='p:Middle'><y>3</y></item><Base x='4'/></t>",
                           &holder, &value),
               S_OK);
    CHECK_INT(value->count, 2);
    CHECK(value->items[0]->type == &base && value->items[1]->type == &middle && value->single->type == &base);
    CHECK_INT(((struct middle *)value->items[1])->y, 3);
    CHECK_HR(write_struct(&holder, value), S_OK);
    CHECK_WRITTEN("<t><item x=\"1\"/><item a:type=\"b:Middle\" x=\"2\" xmlns:a=\"" XSI
                  "\" xmlns:b=\"urn:types\"><y>3</y></item><Base x=\"4\"/></t>");
}

static void types_that_lead_back_to_themselves(void)
{
    static WS_STRUCT_DESCRIPTION *circle[] = {&middle, &middle};
    struct base *value = NULL;
    struct middle own;
    struct base *pointer = &own.base;
    middle.subTypes = circle;
    middle.subTypeCount = 2;
    CHECK_HR(read_struct("<t x='1' i:type='p:None' xmlns:p='urn:types' xmlns:i='" XSI "'/>", &base, &value),
             E_INVALIDARG);
    middle.subTypeCount = 0;
    memset(&own, 0, sizeof(own));
    own.base.type = &stranger;
    stranger.parentType = &stranger;
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &base, WS_WRITE_REQUIRED_POINTER, &pointer,
                         sizeof(pointer), NULL),
             E_INVALIDARG);
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    describe();
    reads_the_type_that_is_named();
    abstract_types_have_no_values();
    writes_the_type_that_is_named();
    fields_hold_derived_types();
    types_that_lead_back_to_themselves();
    return serialize_end();
}
