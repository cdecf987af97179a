/* Arrays of elements, choices among elements, and arrays of choices. */
#include "serialize.h"

#define XSI "http://www.w3.org/2001/XMLSchema-instance"

NAME(none, "");
NAME(name_a, "a");
NAME(name_b, "b");
NAME(name_i, "i");
NAME(name_w, "w");

struct numbers {
    INT32 *items;
    ULONG count;
};

static void reads_and_writes_arrays_of_numbers(void)
{
    WS_ITEM_RANGE range = {1, 2};
    WS_FIELD_DESCRIPTION f = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct numbers), ALIGNMENT_OF(struct numbers), fields, 1);
    struct numbers *value = NULL, broken = {NULL, 1};
    char many[8192];
    int i;
    f.countOffset = OFFSET_OF(struct numbers, count);
    f.itemLocalName = &name_i;
    f.itemNs = &none;
    fields[0] = &f;

    REQUIRE_HR(read_struct("<t><i>1</i> <!-- --> <i>2</i></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 2);
    CHECK_INT(value->items[0], 1);
    CHECK_INT(value->items[1], 2);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i>1</i><i>2</i></t>");
    REQUIRE_HR(read_struct("<t></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 0);
    CHECK(value->items != NULL);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t/>");

    strcpy(many, "<t>");
    for (i = 0; i < 500; i++) {
        sprintf(many + strlen(many), "<i>%d</i>", i);
    }
    strcat(many, "</t>");
    REQUIRE_HR(read_struct(many, &s, &value), S_OK);
    CHECK_INT(value->count, 500);
    CHECK_INT(value->items[499], 499);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN(many);

    /* The range counts when reading, and not when writing. */
    f.itemRange = &range;
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_HR(read_struct("<t><i>1</i><i>2</i></t>", &s, &value), S_OK);
    WsResetError(error);
    CHECK_HR(read_struct("<t/>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("at least 1 items"));
    CHECK_HR(read_struct("<t><i>1</i><i>2</i><i>3</i></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("more than the 2 items"));
    f.itemRange = NULL;
    CHECK_HR(read_struct("<t><i>1</i><i>x</i></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK(error_says("in item 2"));
    CHECK_HR(read_struct("<t><i>1</i><a/></t>", &s, &value), WS_E_INVALID_FORMAT);

    /* With an element around them. */
    f.localName = &name_w;
    f.ns = &none;
    REQUIRE_HR(read_struct("<t><w><i>1</i><i>2</i></w></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 2);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><w><i>1</i><i>2</i></w></t>");
    REQUIRE_HR(read_struct("<t><w/></t>", &s, &value), S_OK);
    CHECK(value->items != NULL && value->count == 0);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><w/></t>");
    CHECK_HR(read_struct("<t><w><i>1</i><a/></w></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><w b='1'><i>1</i></w></t>", &s, &value), WS_E_INVALID_FORMAT);
    /* It has to be there for items only. */
    REQUIRE_HR(read_struct("<t></t>", &s, &value), S_OK);
    CHECK(value->items != NULL && value->count == 0);
    f.itemRange = &range;
    CHECK_HR(read_struct("<t></t>", &s, &value), WS_E_INVALID_FORMAT);
    f.itemRange = NULL;
    CHECK_HR(read_struct("<t><w i:nil='1' xmlns:i='" XSI "'/></t>", &s, &value), WS_E_INVALID_FORMAT);

    f.options = WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE;
    REQUIRE_HR(read_struct("<t></t>", &s, &value), S_OK);
    CHECK(value->items == NULL && value->count == 0);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t/>");
    REQUIRE_HR(read_struct("<t><w i:nil='1' xmlns:i='" XSI "'/></t>", &s, &value), S_OK);
    CHECK(value->items == NULL && value->count == 0);
    f.options = WS_FIELD_NILLABLE;
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><w a:nil=\"true\" xmlns:a=\"" XSI "\"/></t>");

    /* What contradicts itself. */
    CHECK_HR(write_struct(&s, &broken), E_INVALIDARG);
    f.options = 0;
    f.countOffset = sizeof(struct numbers) - 1;
    CHECK_HR(read_struct("<t><w/></t>", &s, &value), E_INVALIDARG);
    f.countOffset = OFFSET_OF(struct numbers, count);
    f.itemLocalName = NULL;
    CHECK_HR(read_struct("<t><w/></t>", &s, &value), E_INVALIDARG);
    f.itemLocalName = &name_i;
    f.ns = NULL;
    CHECK_HR(read_struct("<t><w/></t>", &s, &value), E_INVALIDARG);
    f.ns = &none;
    f.options = WS_FIELD_NILLABLE_ITEM;
    CHECK_HR(read_struct("<t><w/></t>", &s, &value), E_INVALIDARG);
    f.options = 0;
    f.type = WS_CHAR_ARRAY_TYPE;
    CHECK_HR(read_struct("<t><w/></t>", &s, &value), E_INVALIDARG);
    WsResetError(error);
}

struct item {
    WCHAR *name;
    INT32 number;
};

struct items {
    ULONG count;
    struct item **pointers;
};

struct strings {
    WCHAR **wsz;
    ULONG count;
};

static void reads_and_writes_arrays_of_pointers(void)
{
    WS_FIELD_DESCRIPTION name = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_a, &none, WS_WSZ_TYPE, NULL,
                                      OFFSET_OF(struct item, name), 0);
    WS_FIELD_DESCRIPTION number = field(WS_TEXT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL,
                                        OFFSET_OF(struct item, number), 0);
    WS_FIELD_DESCRIPTION *item_fields[2];
    WS_STRUCT_DESCRIPTION item = structure(sizeof(struct item), ALIGNMENT_OF(struct item), item_fields, 2);
    WS_FIELD_DESCRIPTION f = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_STRUCT_TYPE, &item,
                                   OFFSET_OF(struct items, pointers), WS_FIELD_POINTER | WS_FIELD_NILLABLE_ITEM);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct items), ALIGNMENT_OF(struct items), fields, 1);
    struct items *value = NULL;
    WS_STRUCT_DESCRIPTION s2 = structure(sizeof(struct strings), ALIGNMENT_OF(struct strings), fields, 1);
    struct strings *strings = NULL;
    item_fields[0] = &name;
    item_fields[1] = &number;
    fields[0] = &f;
    f.countOffset = OFFSET_OF(struct items, count);
    f.itemLocalName = &name_i;
    f.itemNs = &none;

    REQUIRE_HR(read_struct("<t><i a='x'>1</i><i n:nil='1' xmlns:n='" XSI "'/><i a='y'>2</i></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 3);
    CHECK_INT(value->pointers[0]->number, 1);
    CHECK(value->pointers[1] == NULL);
    CHECK_WIDE(value->pointers[2]->name, 1, W("y"));
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><i a=\"x\">1</i><i a:nil=\"true\" xmlns:a=\"" XSI "\"/><i a=\"y\">2</i></t>");
    f.options = WS_FIELD_POINTER;
    CHECK_HR(write_struct(&s, value), E_INVALIDARG);
    CHECK_HR(read_struct("<t><i n:nil='1' xmlns:n='" XSI "'/></t>", &s, &value), WS_E_INVALID_FORMAT);

    f.type = WS_WSZ_TYPE;
    f.typeDescription = NULL;
    f.offset = 0;
    f.countOffset = OFFSET_OF(struct strings, count);
    f.options = WS_FIELD_NILLABLE_ITEM;
    REQUIRE_HR(read_struct("<t><i>1</i><i n:nil='1' xmlns:n='" XSI "'/><i/></t>", &s2, &strings), S_OK);
    CHECK_INT(strings->count, 3);
    CHECK_WIDE(strings->wsz[0], 1, W("1"));
    CHECK(strings->wsz[1] == NULL && strings->wsz[2] != NULL);
    CHECK_HR(write_struct(&s2, strings), S_OK);
    CHECK_WRITTEN("<t><i>1</i><i a:nil=\"true\" xmlns:a=\"" XSI "\"/><i/></t>");
    f.options = 0;
    CHECK_HR(write_struct(&s2, strings), E_INVALIDARG);
    WsResetError(error);
}

static void an_array_pays_for_its_own_size_only(void)
{
    WS_FIELD_DESCRIPTION f = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_INT32_TYPE, NULL, 0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct numbers), ALIGNMENT_OF(struct numbers), fields, 1);
    struct numbers *value = NULL;
    WS_HEAP *exact = NULL;
    f.countOffset = OFFSET_OF(struct numbers, count);
    f.itemLocalName = &name_i;
    f.itemNs = &none;
    fields[0] = &f;
    REQUIRE_HR(WsCreateHeap(sizeof(struct numbers) + 5 * sizeof(INT32), 0, NULL, 0, &exact, NULL), S_OK);
    input("<t><i>1</i><i>2</i><i>3</i><i>4</i><i>5</i></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, exact, &value,
                        sizeof(value), NULL),
             S_OK);
    CHECK_HR(WsResetHeap(exact, NULL), S_OK);
    input("<t><i>1</i><i>2</i><i>3</i><i>4</i><i>5</i><i>6</i></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, exact, &value,
                        sizeof(value), NULL),
             WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(exact);
}

enum choice { CHOICE_A = 30, CHOICE_B = 20, CHOICE_OTHER = 10, CHOICE_NONE = 0 };

struct chosen {
    enum choice choice;
    union {
        WCHAR *a;
        UINT32 b;
        WS_XML_BUFFER *other;
    } value;
};

struct holder {
    INT32 before;
    struct chosen chosen;
};

struct chosen_items {
    struct chosen *items;
    ULONG count;
};

static WS_UNION_FIELD_DESCRIPTION choice_a, choice_b, choice_other, *choice_fields[3];
static WS_UNION_DESCRIPTION choices;

static void describe_choices(void)
{
    choice_a.value = CHOICE_A;
    choice_a.field = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_WSZ_TYPE, NULL,
                           OFFSET_OF(struct chosen, value.a), 0);
    choice_b.value = CHOICE_B;
    choice_b.field = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &none, WS_UINT32_TYPE, NULL,
                           OFFSET_OF(struct chosen, value.b), 0);
    choice_other.value = CHOICE_OTHER;
    choice_other.field = field(WS_ANY_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_XML_BUFFER_TYPE, NULL,
                               OFFSET_OF(struct chosen, value.other), 0);
    choice_fields[0] = &choice_a;
    choice_fields[1] = &choice_b;
    choice_fields[2] = &choice_other;
    choices.size = sizeof(struct chosen);
    choices.alignment = ALIGNMENT_OF(struct chosen);
    choices.fields = choice_fields;
    choices.fieldCount = 2;
    choices.enumOffset = OFFSET_OF(struct chosen, choice);
    choices.noneEnumValue = CHOICE_NONE;
    choices.valueIndices = NULL;
}

static void chooses_among_elements(void)
{
    static ULONG indices[] = {1, 0};
    WS_FIELD_DESCRIPTION f = field(WS_ELEMENT_CHOICE_FIELD_MAPPING, NULL, NULL, WS_UNION_TYPE, &choices,
                                   OFFSET_OF(struct holder, chosen), 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct holder), ALIGNMENT_OF(struct holder), fields, 1);
    struct holder *value = NULL, some;
    struct chosen *chosen = NULL;
    ULONG bad_options[] = {WS_FIELD_NILLABLE, WS_FIELD_POINTER, WS_FIELD_POINTER | WS_FIELD_NILLABLE};
    size_t i;
    describe_choices();
    fields[0] = &f;

    REQUIRE_HR(read_struct("<t><a>test</a></t>", &s, &value), S_OK);
    CHECK_INT(value->chosen.choice, CHOICE_A);
    CHECK_WIDE(value->chosen.value.a, ctest_length(value->chosen.value.a), W("test"));
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><a>test</a></t>");
    choices.valueIndices = indices;
    REQUIRE_HR(read_struct("<t><b>123</b></t>", &s, &value), S_OK);
    CHECK_INT(value->chosen.choice, CHOICE_B);
    CHECK_INT(value->chosen.value.b, 123);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><b>123</b></t>");
    choices.valueIndices = NULL;

    CHECK_HR(read_struct("<t><c>456</c></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);
    CHECK_HR(read_struct("<t/>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><a/><b>1</b></t>", &s, &value), WS_E_INVALID_FORMAT);
    for (i = 0; i < CTEST_COUNT(bad_options); i++) {
        f.options = bad_options[i];
        CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    }
    f.options = 0;
    memset(&some, 0, sizeof(some));
    some.chosen.choice = CHOICE_NONE;
    CHECK_HR(write_struct(&s, &some), WS_E_INVALID_FORMAT);
    some.chosen.choice = (enum choice)5;
    CHECK_HR(write_struct(&s, &some), WS_E_INVALID_FORMAT);

    f.options = WS_FIELD_OPTIONAL;
    REQUIRE_HR(read_struct("<t/>", &s, &value), S_OK);
    CHECK_INT(value->chosen.choice, CHOICE_NONE);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t/>");
    /* As content, another element is left to others. */
    input("<c>456</c>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_STRUCT_TYPE, &s, WS_READ_REQUIRED_POINTER, heap,
                        &value, sizeof(value), NULL),
             S_OK);
    CHECK_INT(value->chosen.choice, CHOICE_NONE);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);

    /* A choice may have the value for none: it is written, unless the field is optional. */
    choice_b.value = CHOICE_NONE;
    f.options = 0;
    some.chosen.choice = CHOICE_NONE;
    some.chosen.value.b = 7;
    CHECK_HR(write_struct(&s, &some), S_OK);
    CHECK_WRITTEN("<t><b>7</b></t>");
    f.options = WS_FIELD_OPTIONAL;
    CHECK_HR(write_struct(&s, &some), S_OK);
    CHECK_WRITTEN("<t/>");
    choice_b.value = CHOICE_B;

    /* The union alone. */
    input("<t><b>9</b></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_UNION_TYPE, &choices, WS_READ_REQUIRED_POINTER, heap,
                        &chosen, sizeof(chosen), NULL),
             S_OK);
    CHECK(chosen->choice == CHOICE_B && chosen->value.b == 9);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    input_in_element("<t><a>9</a></t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_UNION_TYPE, &choices, WS_READ_REQUIRED_POINTER,
                        heap, &chosen, sizeof(chosen), NULL),
             S_OK);
    CHECK(chosen->choice == CHOICE_A);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_UNION_TYPE, &choices, WS_WRITE_REQUIRED_VALUE, chosen,
                         sizeof(*chosen), NULL),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t><a>9</a></t>");

    /* Any other element. */
    f.options = 0;
    choices.fieldCount = 3;
    REQUIRE_HR(read_struct("<t><x y='1'><z/></x></t>", &s, &value), S_OK);
    CHECK_INT(value->chosen.choice, CHOICE_OTHER);
    CHECK_BUFFER(value->chosen.value.other, "<x y='1'><z/></x>");
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><x y='1'><z/></x></t>");

    /* What a union cannot be. */
    choice_a.field.options = WS_FIELD_OPTIONAL;
    CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    choice_a.field.options = 0;
    choice_a.field.mapping = WS_TEXT_FIELD_MAPPING;
    CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    choice_a.field.mapping = WS_ELEMENT_FIELD_MAPPING;
    choices.enumOffset = 1000;
    CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    CHECK_HR(write_struct(&s, &some), E_INVALIDARG);
    choices.enumOffset = 0;
    choice_fields[0] = NULL;
    CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    f.typeDescription = NULL;
    CHECK_HR(read_struct("<t><a/></t>", &s, &value), E_INVALIDARG);
    WsResetError(error);
}

static void reads_and_writes_arrays_of_choices(void)
{
    WS_ITEM_RANGE range = {1, 2};
    WS_FIELD_DESCRIPTION f = field(WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING, &name_w, &none, WS_UNION_TYPE, &choices,
                                   0, 0);
    WS_FIELD_DESCRIPTION *fields[1];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct chosen_items), ALIGNMENT_OF(struct chosen_items), fields, 1);
    struct chosen_items *value = NULL;
    describe_choices();
    f.countOffset = OFFSET_OF(struct chosen_items, count);
    fields[0] = &f;

    REQUIRE_HR(read_struct("<t><w><a>test</a><b>123</b></w></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 2);
    CHECK(value->items[0].choice == CHOICE_A && value->items[1].choice == CHOICE_B);
    CHECK_INT(value->items[1].value.b, 123);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><w><a>test</a><b>123</b></w></t>");
    value->items[0].choice = CHOICE_NONE;
    CHECK_HR(write_struct(&s, value), WS_E_INVALID_FORMAT);
    value->count = 0;
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><w/></t>");
    REQUIRE_HR(read_struct("<t><w></w></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 0);
    CHECK_HR(read_struct("<t><w><c>123</c></w></t>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);

    f.localName = NULL;
    f.ns = NULL;
    f.itemRange = &range;
    REQUIRE_HR(read_struct("<t><b>1</b><b>2</b></t>", &s, &value), S_OK);
    CHECK_INT(value->count, 2);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><b>1</b><b>2</b></t>");
    CHECK_HR(read_struct("<t/>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><b>1</b><b>2</b><a/></t>", &s, &value), WS_E_INVALID_FORMAT);
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    reads_and_writes_arrays_of_numbers();
    reads_and_writes_arrays_of_pointers();
    an_array_pays_for_its_own_size_only();
    chooses_among_elements();
    reads_and_writes_arrays_of_choices();
    return serialize_end();
}
