/* Custom types: the application reads and writes, in every mapping. */
#include "serialize.h"

NAME(none, "");
NAME(name_a, "a");
NAME(name_b, "b");
NAME(name_i, "i");

/* "x,y" */
struct point {
    INT32 x;
    INT32 y;
};

static int calls;
static WS_TYPE_MAPPING last_mapping;
static HRESULT answer;

static int parse(const WS_STRING *text, struct point *point)
{
    char narrow[32];
    ULONG i;
    if (text->length >= sizeof(narrow)) {
        return 0;
    }
    for (i = 0; i < text->length; i++) {
        narrow[i] = (char)text->chars[i];
    }
    narrow[i] = 0;
    return sscanf(narrow, "%d,%d", &point->x, &point->y) == 2;
}

static HRESULT CALLBACK read_point(WS_XML_READER *lent, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *into,
                                   void *value, ULONG size, WS_ERROR *e)
{
    WS_STRING text = {0, NULL};
    struct point point;
    HRESULT hr;
    calls++;
    last_mapping = mapping;
    /* The caller's own, by the same handles. */
    CHECK(lent == reader && into == heap && e == error);
    CHECK(data == &calls);
    CHECK_INT(size, sizeof(point));
    if (answer != S_OK) {
        return answer;
    }
    if (mapping == WS_ANY_ELEMENT_TYPE_MAPPING) {
        const WS_XML_NODE *node = NULL;
        const WS_XML_ELEMENT_NODE *element;
        CHECK_HR(WsGetReaderNode(lent, &node, e), S_OK);
        element = (const WS_XML_ELEMENT_NODE *)node;
        CHECK_INT(node->nodeType, WS_XML_NODE_TYPE_ELEMENT);
        CHECK_XML_STRING(*element->localName, "point");
    }
    hr = WsReadType(lent, mapping == WS_ANY_ELEMENT_TYPE_MAPPING ? WS_ELEMENT_TYPE_MAPPING : mapping, WS_STRING_TYPE,
                    NULL, WS_READ_REQUIRED_VALUE, into, &text, sizeof(text), e);
    if (hr != S_OK) {
        return hr;
    }
    if (!parse(&text, &point)) {
        return WS_E_INVALID_FORMAT;
    }
    memcpy(value, &point, sizeof(point));
    return S_OK;
}

static HRESULT CALLBACK write_point(WS_XML_WRITER *lent, WS_TYPE_MAPPING mapping, const void *data, const void *value,
                                    ULONG size, WS_ERROR *e)
{
    const struct point *point = (const struct point *)value;
    char narrow[32];
    WS_XML_STRING text;
    NAME(name_point, "point");
    HRESULT hr;
    calls++;
    last_mapping = mapping;
    CHECK(lent == writer && e == error);
    CHECK(data == &calls);
    CHECK_INT(size, sizeof(*point));
    if (answer != S_OK) {
        return answer;
    }
    sprintf(narrow, "%d,%d", point->x, point->y);
    memset(&text, 0, sizeof(text));
    text.bytes = (BYTE *)narrow;
    text.length = (ULONG)strlen(narrow);
    if (mapping == WS_ANY_ELEMENT_TYPE_MAPPING) {
        hr = WsWriteStartElement(lent, NULL, &name_point, &none, e);
        if (hr != S_OK) {
            return hr;
        }
    }
    hr = WsWriteType(lent, mapping == WS_ANY_ELEMENT_TYPE_MAPPING ? WS_ELEMENT_CONTENT_TYPE_MAPPING : mapping,
                     WS_XML_STRING_TYPE, NULL, WS_WRITE_REQUIRED_VALUE, &text, sizeof(text), e);
    if (hr == S_OK && mapping == WS_ANY_ELEMENT_TYPE_MAPPING) {
        hr = WsWriteEndElement(lent, e);
    }
    return hr;
}

static HRESULT CALLBACK is_default_point(const void *data, const void *value, const void *default_value, ULONG size,
                                         BOOL *is_default, WS_ERROR *e)
{
    static const struct point zero = {0, 0};
    CHECK(data == &calls && e == error);
    CHECK_INT(size, sizeof(struct point));
    if (answer != S_OK) {
        return answer;
    }
    *is_default = memcmp(value, default_value ? default_value : &zero, size) == 0;
    return S_OK;
}

static WS_CUSTOM_TYPE_DESCRIPTION point_type;

struct points {
    struct point attribute;
    struct point element;
    struct point *pointer;
    struct point *list;
    ULONG count;
    struct point any;
};

static void describe(void)
{
    point_type.size = sizeof(struct point);
    point_type.alignment = ALIGNMENT_OF(struct point);
    point_type.readCallback = read_point;
    point_type.writeCallback = write_point;
    point_type.descriptionData = &calls;
    point_type.isDefaultValueCallback = is_default_point;
}

static void in_fields_of_all_mappings(void)
{
    WS_FIELD_DESCRIPTION f[5];
    WS_FIELD_DESCRIPTION *fields[5];
    WS_STRUCT_DESCRIPTION s = structure(sizeof(struct points), ALIGNMENT_OF(struct points), fields, 5);
    static struct point seven = {7, 7};
    WS_DEFAULT_VALUE default_value = {&seven, sizeof(seven)};
    struct points *value = NULL;
    size_t i;
    f[0] = field(WS_ATTRIBUTE_FIELD_MAPPING, &name_a, &none, WS_CUSTOM_TYPE, &point_type,
                 OFFSET_OF(struct points, attribute), WS_FIELD_OPTIONAL);
    f[1] = field(WS_ELEMENT_FIELD_MAPPING, &name_a, &none, WS_CUSTOM_TYPE, &point_type,
                 OFFSET_OF(struct points, element), WS_FIELD_OPTIONAL);
    f[1].defaultValue = &default_value;
    f[2] = field(WS_ELEMENT_FIELD_MAPPING, &name_b, &none, WS_CUSTOM_TYPE, &point_type,
                 OFFSET_OF(struct points, pointer), WS_FIELD_POINTER | WS_FIELD_NILLABLE);
    f[3] = field(WS_REPEATING_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_CUSTOM_TYPE, &point_type,
                 OFFSET_OF(struct points, list), 0);
    f[3].countOffset = OFFSET_OF(struct points, count);
    f[3].itemLocalName = &name_i;
    f[3].itemNs = &none;
    f[4] = field(WS_ANY_ELEMENT_FIELD_MAPPING, NULL, NULL, WS_CUSTOM_TYPE, &point_type, OFFSET_OF(struct points, any),
                 WS_FIELD_OPTIONAL);
    for (i = 0; i < 5; i++) {
        fields[i] = &f[i];
    }

    calls = 0;
    REQUIRE_HR(read_struct("<t a='1,2'><a>3,4</a><b>5,6</b><i>7,8</i><i>9,10</i><point>11,12</point></t>", &s, &value),
               S_OK);
    CHECK_INT(calls, 6);
    CHECK_INT(last_mapping, WS_ANY_ELEMENT_TYPE_MAPPING);
    CHECK(value->attribute.x == 1 && value->element.y == 4 && value->pointer->x == 5);
    CHECK(value->count == 2 && value->list[1].y == 10 && value->any.x == 11);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t a=\"1,2\"><a>3,4</a><b>5,6</b><i>7,8</i><i>9,10</i><point>11,12</point></t>");

    /* Absent ones are zero or the default, and are left out again. */
    REQUIRE_HR(read_struct("<t><b n:nil='1' xmlns:n='http://www.w3.org/2001/XMLSchema-instance'/></t>", &s, &value),
               S_OK);
    CHECK(value->attribute.x == 0 && value->element.x == 7 && value->pointer == NULL && value->any.x == 0);
    CHECK_HR(write_struct(&s, value), S_OK);
    CHECK_WRITTEN("<t><b a:nil=\"true\" xmlns:a=\"http://www.w3.org/2001/XMLSchema-instance\"/></t>");

    /* Their failures are ours. */
    answer = E_OUTOFMEMORY;
    CHECK_HR(read_struct("<t a='1,2'/>", &s, &value), E_OUTOFMEMORY);
    CHECK_HR(write_struct(&s, value), E_OUTOFMEMORY);
    answer = S_OK;
    CHECK_HR(read_struct("<t a='one'/>", &s, &value), WS_E_INVALID_FORMAT);
    CHECK_HR(read_struct("<t><a><c/></a></t>", &s, &value), WS_E_INVALID_FORMAT);
    WsResetError(error);
}

static void at_the_top(void)
{
    struct point value = {0, 0}, *pointer = NULL;
    WS_CUSTOM_TYPE_DESCRIPTION silent = point_type;
    input("<t>1,2</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &point_type, WS_READ_REQUIRED_VALUE, heap,
                        &value, sizeof(value), error),
             S_OK);
    CHECK(value.x == 1 && value.y == 2);
    CHECK_INT(last_mapping, WS_ELEMENT_TYPE_MAPPING);
    /* The reader went on where the callback left it. */
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    input_in_element("<t>3,4</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &point_type, WS_READ_REQUIRED_POINTER,
                        heap, &pointer, sizeof(pointer), error),
             S_OK);
    CHECK(pointer && pointer->x == 3);
    CHECK_INT(last_mapping, WS_ELEMENT_CONTENT_TYPE_MAPPING);
    input("<point>5,6</point>");
    CHECK_HR(WsReadType(reader, WS_ANY_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &point_type, WS_READ_REQUIRED_POINTER,
                        heap, &pointer, sizeof(pointer), error),
             S_OK);
    CHECK(pointer && pointer->x == 5);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &point_type, WS_WRITE_REQUIRED_POINTER,
                         &pointer, sizeof(pointer), error),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t>5,6</t>");

    silent.readCallback = NULL;
    silent.writeCallback = NULL;
    input("<t>1,2</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &silent, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), error),
             E_INVALIDARG);
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &silent, WS_WRITE_REQUIRED_VALUE, &value,
                         sizeof(value), error),
             E_INVALIDARG);
    silent.alignment = 16;
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &silent, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), error),
             E_INVALIDARG);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), error),
             E_INVALIDARG);
    WsResetError(error);
}

/* Goes over its element twice, by positions that the caller could use as well, and moves the caller's reader. */
static WS_XML_NODE_POSITION place_seen;

static HRESULT CALLBACK read_twice(WS_XML_READER *lent, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *into,
                                   void *value, ULONG size, WS_ERROR *e)
{
    INT32 one = 0, two = 0;
    (void)data;
    CHECK(lent == reader);
    CHECK_INT(mapping, WS_ELEMENT_TYPE_MAPPING);
    CHECK_INT(size, sizeof(one));
    CHECK_HR(WsGetReaderPosition(lent, &place_seen, e), S_OK);
    CHECK_HR(WsReadType(lent, mapping, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, into, &one, sizeof(one), e), S_OK);
    CHECK_HR(WsSetReaderPosition(lent, &place_seen, e), S_OK);
    CHECK_HR(WsReadType(lent, mapping, WS_INT32_TYPE, NULL, WS_READ_REQUIRED_VALUE, into, &two, sizeof(two), e), S_OK);
    one += two;
    memcpy(value, &one, sizeof(one));
    return S_OK;
}

static HRESULT CALLBACK read_and_free(WS_XML_READER *lent, WS_TYPE_MAPPING mapping, const void *data, WS_HEAP *into,
                                      void *value, ULONG size, WS_ERROR *e)
{
    (void)mapping;
    (void)data;
    (void)into;
    (void)value;
    (void)size;
    (void)e;
    WsFreeReader(lent);
    CHECK_HR(WsReadNode(lent, NULL), E_INVALIDARG);
    return S_OK;
}

static void by_the_callers_own_handle(void)
{
    WS_CUSTOM_TYPE_DESCRIPTION twice;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_READER *other = NULL;
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT text;
    NAME(name_t, "t");
    INT32 value = 21;
    memset(&twice, 0, sizeof(twice));
    twice.size = sizeof(INT32);
    twice.alignment = ALIGNMENT_OF(INT32);
    twice.readCallback = read_twice;
    REQUIRE_HR(WsCreateXmlBuffer(heap, NULL, 0, &buffer, error), S_OK);
    REQUIRE_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, error), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, &name_t, &none, error), S_OK);
    REQUIRE_HR(WsWriteValue(writer, WS_INT32_VALUE_TYPE, &value, sizeof(value), error), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, error), S_OK);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, error), S_OK);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &twice, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), error),
             S_OK);
    CHECK_INT(value, 42);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(WsSetReaderPosition(reader, &place_seen, error), S_OK);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_ELEMENT);

    /* Freed from within, it is gone afterwards, and nothing else is. */
    twice.readCallback = read_and_free;
    memset(&encoding, 0, sizeof(encoding));
    memset(&text, 0, sizeof(text));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_AUTO;
    text.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    text.encodedData = (void *)(uintptr_t) "<t>1</t>";
    text.encodedDataSize = 8;
    REQUIRE_HR(WsCreateReader(NULL, 0, &other, error), S_OK);
    REQUIRE_HR(WsSetInput(other, &encoding.encoding, &text.input, NULL, 0, error), S_OK);
    CHECK_HR(WsReadType(other, WS_ELEMENT_TYPE_MAPPING, WS_CUSTOM_TYPE, &twice, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), error),
             WS_E_INVALID_OPERATION);
    CHECK_HR(WsReadNode(other, NULL), E_INVALIDARG);
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    describe();
    in_fields_of_all_mappings();
    at_the_top();
    by_the_callers_own_handle();
    return serialize_end();
}
