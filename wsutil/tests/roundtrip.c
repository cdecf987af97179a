/*
 * Writes random values by each of a list of descriptions, reads them back, and compares: the values, and what they are
 * written as. The list comes from the test, one DESCRIBED for each global element and type of all generated files.
 */
#include <WebServices.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct described {
    const char *name;
    WS_TYPE type;
    const void *description;
    const WS_ELEMENT_DESCRIPTION *element;
};

/* Made by the test: includes and `static const struct described all[]`. */
#include "described.h"

#define ROUNDS 60

static WS_HEAP *heap, *reading_heap;
static WS_XML_READER *reader;
static WS_ERROR *error;
static const char *current;
static unsigned long long state = 0x2545F4914F6CDD1DULL;

static unsigned int next_random(unsigned int below)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return below ? (unsigned int)((state >> 11) % below) : (unsigned int)(state >> 11);
}

static void fail(const char *what, HRESULT hr)
{
    ULONG count = 0, i;
    printf("%s: %s: 0x%08x\n", current, what, (unsigned int)hr);
    WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count));
    for (i = 0; i < count; i++) {
        WS_STRING text;
        ULONG at;
        if (WsGetErrorString(error, i, &text) == S_OK) {
            for (at = 0; at < text.length; at++) {
                putchar((char)text.chars[at]);
            }
            putchar('\n');
        }
    }
    exit(1);
}

static void *allocate(size_t size)
{
    void *memory = NULL;
    HRESULT hr = WsAlloc(heap, size ? size : 1, &memory, error);
    if (hr != S_OK) {
        fail("WsAlloc", hr);
    }
    memset(memory, 0, size);
    return memory;
}

static ULONG size_of(WS_TYPE type, const void *description)
{
    switch (type) {
    case WS_BOOL_TYPE: return sizeof(BOOL);
    case WS_INT8_TYPE: case WS_UINT8_TYPE: return 1;
    case WS_INT16_TYPE: case WS_UINT16_TYPE: return 2;
    case WS_INT32_TYPE: case WS_UINT32_TYPE: case WS_FLOAT_TYPE: return 4;
    case WS_INT64_TYPE: case WS_UINT64_TYPE: case WS_DOUBLE_TYPE: return 8;
    case WS_DECIMAL_TYPE: return sizeof(DECIMAL);
    case WS_DATETIME_TYPE: return sizeof(WS_DATETIME);
    case WS_DURATION_TYPE: return sizeof(WS_DURATION);
    case WS_GUID_TYPE: return sizeof(GUID);
    case WS_STRING_TYPE: return sizeof(WS_STRING);
    case WS_BYTES_TYPE: return sizeof(WS_BYTES);
    case WS_XML_QNAME_TYPE: return sizeof(WS_XML_QNAME);
    case WS_ENUM_TYPE: return sizeof(int);
    case WS_STRUCT_TYPE: return ((const WS_STRUCT_DESCRIPTION *)description)->size;
    case WS_UNION_TYPE: return ((const WS_UNION_DESCRIPTION *)description)->size;
    default: return sizeof(void *);
    }
}

static char *random_name(void)
{
    static char name[8];
    int i, length = 1 + (int)next_random(6);
    for (i = 0; i < length; i++) {
        name[i] = (char)('a' + next_random(26));
    }
    name[length] = 0;
    return name;
}

static WCHAR *random_text(ULONG *length)
{
    WCHAR *text;
    ULONG i;
    *length = 1 + next_random(12);
    text = (WCHAR *)allocate((*length + 1) * sizeof(WCHAR));
    for (i = 0; i < *length; i++) {
        static const char set[] = "abcXYZ019<>&\"' -.";
        text[i] = next_random(8) ? (WCHAR)set[next_random(sizeof(set) - 1)] : (WCHAR)0x20ac;
    }
    return text;
}

static void random_xml_string(WS_XML_STRING *string, const char *before)
{
    char *name = random_name();
    string->length = (ULONG)(strlen(before) + strlen(name));
    string->bytes = (BYTE *)allocate(string->length);
    memcpy(string->bytes, before, strlen(before));
    memcpy(string->bytes + strlen(before), name, strlen(name));
}

static WS_XML_BUFFER *random_buffer(int element)
{
    char text[128];
    char *copy;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_PROPERTY fragment;
    BOOL yes = TRUE;
    HRESULT hr;
    fragment.id = WS_XML_READER_PROPERTY_ALLOW_FRAGMENT;
    fragment.value = &yes;
    fragment.valueSize = sizeof(yes);
    sprintf(text, element ? "<u:x xmlns:u=\"urn:any\" a=\"%u\"><y>%s</y></u:x>" : "t%u<u:x xmlns:u=\"urn:any\">%s</u:x>u",
            next_random(1000), random_name());
    copy = (char *)allocate(strlen(text));
    memcpy(copy, text, strlen(text));
    hr = WsReadXmlBufferFromBytes(reader, &encoding.encoding, &fragment, 1, copy, (ULONG)strlen(text), heap, &buffer,
                                  error);
    if (hr != S_OK) {
        fail("WsReadXmlBufferFromBytes", hr);
    }
    return buffer;
}

#define INTEGER(c, d, least, greatest)                                                                        \
    do {                                                                                                      \
        const d *range = (const d *)description;                                                              \
        c low = (c)(range ? range->minValue : least), high = (c)(range ? range->maxValue : greatest);         \
        unsigned long long span = (unsigned long long)high - (unsigned long long)low;                         \
        unsigned long long step = next_random(4) ? (unsigned long long)next_random(0) << next_random(33) : 0; \
        if (next_random(6) == 0) step = span;                                                                 \
        if (span != 0xffffffffffffffffULL) step %= span + 1;                                                  \
        *(c *)place = (c)((unsigned long long)low + step);                                                    \
    } while (0)

static void fill(WS_TYPE type, const void *description, void *place, int depth);

static int is_pointer(WS_TYPE type)
{
    return type == WS_WSZ_TYPE || type == WS_XML_BUFFER_TYPE;
}

/* The place of a pointer gets memory for the value, or stays null. */
static void fill_pointed(const WS_FIELD_DESCRIPTION *field, void *place, int depth)
{
    const void *description = field->typeDescription;
    ULONG size;
    if (field->type == WS_STRUCT_TYPE) {
        const WS_STRUCT_DESCRIPTION *of = (const WS_STRUCT_DESCRIPTION *)description;
        while (of->subTypeCount && next_random(2)) {
            of = of->subTypes[next_random(of->subTypeCount)];
        }
        description = of;
    }
    size = size_of(field->type, description);
    *(void **)place = allocate(size);
    fill(field->type, description, *(void **)place, depth + 1);
}

static void fill_field(const WS_FIELD_DESCRIPTION *field, char *structure, int depth)
{
    char *place = structure + field->offset;
    int pointer = (field->options & WS_FIELD_POINTER) != 0;
    int lacking = (field->options & (WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE)) && (depth > 3 || next_random(4) == 0);
    switch (field->mapping) {
    case WS_TYPE_ATTRIBUTE_FIELD_MAPPING:
        return;
    case WS_REPEATING_ELEMENT_FIELD_MAPPING:
    case WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING:
    case WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING: {
        ULONG low = field->itemRange ? field->itemRange->minItemCount : 0;
        ULONG high = field->itemRange && field->itemRange->maxItemCount < low + 4 ? field->itemRange->maxItemCount : low + 4;
        ULONG count = depth > 3 ? low : low + next_random(high - low + 1);
        ULONG size = pointer ? (ULONG)sizeof(void *) : size_of(field->type, field->typeDescription);
        ULONG i;
        char *items;
        if (lacking || count == 0) {
            return;
        }
        items = (char *)allocate((size_t)count * size);
        *(ULONG *)(structure + field->countOffset) = count;
        *(void **)place = items;
        for (i = 0; i < count; i++) {
            char *item = items + (size_t)i * size;
            int nil = (field->options & WS_FIELD_NILLABLE_ITEM) && next_random(4) == 0;
            if (nil) {
                continue;
            }
            if (field->mapping == WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING) {
                *(WS_XML_BUFFER **)item = random_buffer(1);
            } else if (pointer) {
                fill_pointed(field, item, depth);
            } else {
                fill(field->type, field->typeDescription, item, depth + 1);
            }
        }
        return;
    }
    case WS_ANY_ELEMENT_FIELD_MAPPING:
        if (!lacking) {
            *(WS_XML_BUFFER **)place = random_buffer(1);
        }
        return;
    case WS_ANY_CONTENT_FIELD_MAPPING:
        *(WS_XML_BUFFER **)place = random_buffer(0);
        return;
    case WS_ELEMENT_CHOICE_FIELD_MAPPING:
        if (lacking) {
            const WS_UNION_DESCRIPTION *choice = (const WS_UNION_DESCRIPTION *)field->typeDescription;
            *(int *)(place + choice->enumOffset) = choice->noneEnumValue;
            return;
        }
        fill(field->type, field->typeDescription, place, depth);
        return;
    default:
        if (lacking) {
            return;
        }
        if (pointer) {
            fill_pointed(field, place, depth);
        } else {
            fill(field->type, field->typeDescription, place, depth + 1);
        }
    }
}

static void fill(WS_TYPE type, const void *description, void *place, int depth)
{
    ULONG i;
    switch (type) {
    case WS_BOOL_TYPE: *(BOOL *)place = (BOOL)next_random(2); break;
    case WS_INT8_TYPE: INTEGER(signed char, WS_INT8_DESCRIPTION, -128, 127); break;
    case WS_INT16_TYPE: INTEGER(short, WS_INT16_DESCRIPTION, -32768, 32767); break;
    case WS_INT32_TYPE: INTEGER(int, WS_INT32_DESCRIPTION, (-2147483647 - 1), 2147483647); break;
    case WS_INT64_TYPE: INTEGER(long long, WS_INT64_DESCRIPTION, (-9223372036854775807LL - 1), 9223372036854775807LL); break;
    case WS_UINT8_TYPE: INTEGER(unsigned char, WS_UINT8_DESCRIPTION, 0, 255); break;
    case WS_UINT16_TYPE: INTEGER(unsigned short, WS_UINT16_DESCRIPTION, 0, 65535); break;
    case WS_UINT32_TYPE: INTEGER(unsigned int, WS_UINT32_DESCRIPTION, 0, 4294967295U); break;
    case WS_UINT64_TYPE: INTEGER(unsigned long long, WS_UINT64_DESCRIPTION, 0, 18446744073709551615ULL); break;
    case WS_FLOAT_TYPE: {
        float value = (float)((int)next_random(2000) - 1000) / 8.0F;
        const WS_FLOAT_DESCRIPTION *range = (const WS_FLOAT_DESCRIPTION *)description;
        *(float *)place = !range || (value >= range->minValue && value <= range->maxValue) ? value : range->maxValue;
        break;
    }
    case WS_DOUBLE_TYPE: {
        double value = (double)((int)next_random(2000000) - 1000000) / 64.0;
        const WS_DOUBLE_DESCRIPTION *range = (const WS_DOUBLE_DESCRIPTION *)description;
        *(double *)place = !range || (value >= range->minValue && value <= range->maxValue) ? value : range->minValue;
        break;
    }
    case WS_DECIMAL_TYPE: {
        DECIMAL *decimal = (DECIMAL *)place;
        decimal->Lo64 = 1 + 10ULL * next_random(100000);
        decimal->scale = (BYTE)next_random(5);
        break;
    }
    case WS_DATETIME_TYPE:
        ((WS_DATETIME *)place)->ticks = 1 + 600000000ULL * next_random(1000000);
        ((WS_DATETIME *)place)->format = WS_DATETIME_FORMAT_UTC;
        break;
    case WS_DURATION_TYPE:
        ((WS_DURATION *)place)->negative = (BOOL)next_random(2);
        ((WS_DURATION *)place)->days = 1 + next_random(20);
        ((WS_DURATION *)place)->seconds = next_random(60);
        break;
    case WS_GUID_TYPE:
        for (i = 0; i < sizeof(GUID); i++) ((BYTE *)place)[i] = (BYTE)(1 + next_random(255));
        break;
    case WS_STRING_TYPE: ((WS_STRING *)place)->chars = random_text(&((WS_STRING *)place)->length); break;
    case WS_WSZ_TYPE: *(WCHAR **)place = random_text(&i); break;
    case WS_BYTES_TYPE:
        ((WS_BYTES *)place)->length = 1 + next_random(20);
        ((WS_BYTES *)place)->bytes = (BYTE *)allocate(((WS_BYTES *)place)->length);
        for (i = 0; i < ((WS_BYTES *)place)->length; i++) ((WS_BYTES *)place)->bytes[i] = (BYTE)next_random(256);
        break;
    case WS_XML_QNAME_TYPE:
        random_xml_string(&((WS_XML_QNAME *)place)->localName, "");
        random_xml_string(&((WS_XML_QNAME *)place)->ns, "urn:");
        break;
    case WS_XML_BUFFER_TYPE: *(WS_XML_BUFFER **)place = random_buffer(1); break;
    case WS_ENUM_TYPE: {
        const WS_ENUM_DESCRIPTION *of = (const WS_ENUM_DESCRIPTION *)description;
        for (i = 1; i < of->valueCount; i++) {
            const WS_XML_STRING *low = of->values[of->nameIndices[i - 1]].name, *high = of->values[of->nameIndices[i]].name;
            ULONG length = low->length < high->length ? low->length : high->length;
            int order = memcmp(low->bytes, high->bytes, length);
            if (order > 0 || (order == 0 && low->length >= high->length)) {
                fail("nameIndices are not sorted", S_OK);
            }
        }
        *(int *)place = of->values[next_random(of->valueCount)].value;
        break;
    }
    case WS_STRUCT_TYPE: {
        const WS_STRUCT_DESCRIPTION *of = (const WS_STRUCT_DESCRIPTION *)description;
        for (i = 0; i < of->fieldCount; i++) {
            if (of->fields[i]->mapping == WS_TYPE_ATTRIBUTE_FIELD_MAPPING) {
                *(const WS_STRUCT_DESCRIPTION **)((char *)place + of->fields[i]->offset) = of;
            }
            fill_field(of->fields[i], (char *)place, depth);
        }
        break;
    }
    case WS_UNION_TYPE: {
        const WS_UNION_DESCRIPTION *of = (const WS_UNION_DESCRIPTION *)description;
        const WS_UNION_FIELD_DESCRIPTION *chosen = of->fields[next_random(of->fieldCount)];
        for (i = 1; i < of->fieldCount; i++) {
            if (of->fields[of->valueIndices[i - 1]]->value >= of->fields[of->valueIndices[i]]->value) {
                fail("valueIndices are not sorted", S_OK);
            }
        }
        *(int *)((char *)place + of->enumOffset) = chosen->value;
        fill_field(&chosen->field, (char *)place, depth);
        break;
    }
    default: fail("a type that this test does not know", (HRESULT)type);
    }
}

static int same(WS_TYPE type, const void *description, const char *a, const char *b);

static int same_bytes(ULONG a_length, const void *a, ULONG b_length, const void *b, size_t each)
{
    return a_length == b_length && (a == NULL) == (b == NULL) && (!a_length || memcmp(a, b, a_length * each) == 0);
}

static int same_field(const WS_FIELD_DESCRIPTION *field, const char *a, const char *b)
{
    int pointer = (field->options & WS_FIELD_POINTER) != 0;
    ULONG count = 1, i, size = pointer ? (ULONG)sizeof(void *) : size_of(field->type, field->typeDescription);
    const char *left = a + field->offset, *right = b + field->offset;
    if (field->mapping == WS_ELEMENT_CHOICE_FIELD_MAPPING) {
        return same(WS_UNION_TYPE, field->typeDescription, left, right);
    }
    if (field->countOffset != 0xffffffff) {
        count = *(const ULONG *)(a + field->countOffset);
        if (count != *(const ULONG *)(b + field->countOffset)) {
            return 0;
        }
        left = *(const char *const *)left;
        right = *(const char *const *)right;
    }
    for (i = 0; i < count; i++, left += size, right += size) {
        if (pointer) {
            const char *one = *(const char *const *)left, *other = *(const char *const *)right;
            const void *description = field->typeDescription;
            if ((one == NULL) != (other == NULL)) {
                return 0;
            }
            if (!one) {
                continue;
            }
            if (field->type == WS_STRUCT_TYPE) {
                /* A type that has or is a base begins with what it is. */
                const WS_STRUCT_DESCRIPTION *of = (const WS_STRUCT_DESCRIPTION *)description;
                if (of->fieldCount && of->fields[0]->mapping == WS_TYPE_ATTRIBUTE_FIELD_MAPPING) {
                    description = *(const void *const *)one;
                }
            }
            if (!same(field->type, description, one, other)) {
                return 0;
            }
        } else if (!same(field->type, field->typeDescription, left, right)) {
            return 0;
        }
    }
    return 1;
}

static ULONG length_of(const WCHAR *text)
{
    ULONG length = 0;
    while (text && text[length]) {
        length++;
    }
    return length;
}

static int same(WS_TYPE type, const void *description, const char *a, const char *b)
{
    ULONG i;
    switch (type) {
    case WS_DECIMAL_TYPE: {
        const DECIMAL *x = (const DECIMAL *)(const void *)a, *y = (const DECIMAL *)(const void *)b;
        return x->Lo64 == y->Lo64 && x->scale == y->scale && x->sign == y->sign && x->Hi32 == y->Hi32;
    }
    case WS_DATETIME_TYPE: {
        const WS_DATETIME *x = (const WS_DATETIME *)(const void *)a, *y = (const WS_DATETIME *)(const void *)b;
        return x->ticks == y->ticks && x->format == y->format;
    }
    case WS_STRING_TYPE: {
        const WS_STRING *x = (const WS_STRING *)(const void *)a, *y = (const WS_STRING *)(const void *)b;
        return same_bytes(x->length, x->chars, y->length, y->chars, sizeof(WCHAR));
    }
    case WS_WSZ_TYPE: {
        const WCHAR *x = *(WCHAR *const *)(const void *)a, *y = *(WCHAR *const *)(const void *)b;
        return same_bytes(length_of(x), x, length_of(y), y, sizeof(WCHAR));
    }
    case WS_BYTES_TYPE: {
        const WS_BYTES *x = (const WS_BYTES *)(const void *)a, *y = (const WS_BYTES *)(const void *)b;
        return same_bytes(x->length, x->bytes, y->length, y->bytes, 1);
    }
    case WS_XML_QNAME_TYPE: {
        const WS_XML_QNAME *x = (const WS_XML_QNAME *)(const void *)a, *y = (const WS_XML_QNAME *)(const void *)b;
        return same_bytes(x->localName.length, x->localName.bytes, y->localName.length, y->localName.bytes, 1) &&
               same_bytes(x->ns.length, x->ns.bytes, y->ns.length, y->ns.bytes, 1);
    }
    case WS_XML_BUFFER_TYPE:
        /* What is in them shows when they are written. */
        return (*(void *const *)(const void *)a == NULL) == (*(void *const *)(const void *)b == NULL);
    case WS_STRUCT_TYPE: {
        const WS_STRUCT_DESCRIPTION *of = (const WS_STRUCT_DESCRIPTION *)description;
        for (i = 0; i < of->fieldCount; i++) {
            if (!same_field(of->fields[i], a, b)) {
                return 0;
            }
        }
        return 1;
    }
    case WS_UNION_TYPE: {
        const WS_UNION_DESCRIPTION *of = (const WS_UNION_DESCRIPTION *)description;
        int chosen = *(const int *)(const void *)(a + of->enumOffset);
        if (chosen != *(const int *)(const void *)(b + of->enumOffset)) {
            return 0;
        }
        for (i = 0; i < of->fieldCount; i++) {
            if (of->fields[i]->value == chosen) {
                return same_field(&of->fields[i]->field, a, b);
            }
        }
        return chosen == of->noneEnumValue;
    }
    default: return memcmp(a, b, size_of(type, description)) == 0;
    }
}

/* The bytes of a value as an element; they stay until the heap is reset. */
static WS_BYTES write(const WS_ELEMENT_DESCRIPTION *element, const void *value, int binary, WS_XML_WRITER *writer)
{
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_BINARY_ENCODING coded;
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_BYTES bytes = {0, NULL}, copy;
    HRESULT hr;
    memset(&coded, 0, sizeof(coded));
    coded.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_BINARY;
    hr = WsSetOutput(writer, binary ? &coded.encoding : &text.encoding, &output.output, NULL, 0, error);
    if (hr == S_OK) {
        hr = WsWriteElement(writer, element, is_pointer(element->type) ? WS_WRITE_REQUIRED_POINTER : WS_WRITE_REQUIRED_VALUE,
                            value, is_pointer(element->type) ? (ULONG)sizeof(void *) : size_of(element->type, element->typeDescription), error);
    }
    if (hr != S_OK) {
        fail("WsWriteElement", hr);
    }
    hr = WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), error);
    if (hr != S_OK) {
        fail("WsGetWriterProperty", hr);
    }
    copy.length = bytes.length;
    copy.bytes = (BYTE *)allocate(bytes.length);
    memcpy(copy.bytes, bytes.bytes, bytes.length);
    return copy;
}

static void round_trip(const struct described *described, int binary, WS_XML_WRITER *writer)
{
    static BYTE name_bytes[] = "value", ns_bytes[] = "urn:test";
    WS_XML_STRING name = {5, name_bytes, NULL, 0}, ns = {8, ns_bytes, NULL, 0};
    WS_ELEMENT_DESCRIPTION element;
    WS_XML_READER_TEXT_ENCODING text = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BINARY_ENCODING coded;
    WS_XML_READER_BUFFER_INPUT input;
    WS_BYTES first, second;
    ULONG size;
    char *value, *found;
    HRESULT hr;
    element.elementLocalName = &name;
    element.elementNs = &ns;
    element.type = described->type;
    element.typeDescription = (void *)(size_t)described->description;
    if (described->element) {
        element = *described->element;
    }
    size = size_of(element.type, element.typeDescription);
    if (size == 0) {
        return;
    }
    WsResetHeap(heap, NULL);
    WsResetHeap(reading_heap, NULL);
    value = (char *)allocate(size);
    found = (char *)allocate(size);
    fill(element.type, element.typeDescription, value, 0);
    first = write(&element, is_pointer(element.type) ? (const void *)value : value, binary, writer);
    memset(&coded, 0, sizeof(coded));
    coded.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    memset(&input, 0, sizeof(input));
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = first.bytes;
    input.encodedDataSize = first.length;
    hr = WsSetInput(reader, binary ? &coded.encoding : &text.encoding, &input.input, NULL, 0, error);
    if (hr == S_OK) {
        hr = WsReadToStartElement(reader, NULL, NULL, NULL, error);
    }
    if (hr == S_OK) {
        hr = WsReadElement(reader, &element, is_pointer(element.type) ? WS_READ_REQUIRED_POINTER : WS_READ_REQUIRED_VALUE,
                           reading_heap, found, size, error);
    }
    if (hr != S_OK) {
        if (!binary) {
            printf("%.*s\n", (int)first.length, (const char *)first.bytes);
        }
        fail("WsReadElement", hr);
    }
    second = write(&element, found, binary, writer);
    if (!same(element.type, element.typeDescription, value, found) || first.length != second.length ||
        memcmp(first.bytes, second.bytes, first.length) != 0) {
        printf("%.*s\n%.*s\n", (int)first.length, (const char *)first.bytes, (int)second.length, (const char *)second.bytes);
        fail("another value comes back", S_OK);
    }
}

int main(void)
{
    WS_XML_WRITER *writer = NULL;
    size_t i;
    int round;
    if (WsCreateError(NULL, 0, &error) != S_OK || WsCreateHeap(1 << 24, 0, NULL, 0, &heap, NULL) != S_OK ||
        WsCreateHeap(1 << 24, 0, NULL, 0, &reading_heap, NULL) != S_OK || WsCreateReader(NULL, 0, &reader, NULL) != S_OK ||
        WsCreateWriter(NULL, 0, &writer, NULL) != S_OK) {
        return 2;
    }
    for (i = 0; i < WsCountOf(all); i++) {
        current = all[i].name;
        for (round = 0; round < ROUNDS; round++) {
            round_trip(&all[i], round & 1, writer);
        }
    }
    printf("%u descriptions\n", (unsigned int)WsCountOf(all));
    WsFreeReader(reader);
    WsFreeWriter(writer);
    WsFreeHeap(heap);
    WsFreeHeap(reading_heap);
    WsFreeError(error);
    return 0;
}
