/* Operations that write and read values by descriptions. A description is text:
 *
 *     3                        WS_INT32_TYPE
 *     3[0-10]                  the same with limits, for numbers and for lengths
 *     31{a=1:b=2}              an enumeration
 *     26{name|ns|options|FIELD;FIELD}     a structure
 *     33{none|FIELD;FIELD}     a union; a field's value is its number, from 1
 *
 * and a FIELD is `mapping,local,ns,TYPE,options,item,itemNs,min-max,default`, of which the end may be left out and - is
 * NULL. A default is the seed of its value. */
#include "diff.h"

struct type {
    WS_TYPE type;
    void *description;
    size_t size, alignment;
};

static struct type parse_type(const char **at_char);
static void make_value(WS_TYPE type, const void *description, void *to, unsigned long long *seed);
static void say_value(WS_TYPE type, const void *description, const void *from);

/* ---- Sizes ---- */

static const unsigned char sizes[] = {
    4, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8, sizeof(DECIMAL), sizeof(WS_DATETIME), sizeof(WS_TIMESPAN), sizeof(GUID),
    sizeof(WS_UNIQUE_ID), sizeof(WS_STRING), sizeof(WCHAR *), sizeof(WS_BYTES), sizeof(WS_XML_STRING),
    sizeof(WS_XML_QNAME), sizeof(WS_XML_BUFFER *), 0, 0, 0, sizeof(void *), 0, 0, 0, 0, 0, 4, sizeof(WS_DURATION), 0,
    sizeof(WS_ANY_ATTRIBUTES),
};

static size_t type_size(int type)
{
    return type >= 0 && type < (int)COUNT(sizes) ? sizes[type] : 0;
}

/* Of a WS_VALUE_TYPE: they have the numbers of the types, but for durations, which have that of WS_UNIQUE_ID_TYPE. */
size_t value_size(int type)
{
    return type_size(type == WS_DURATION_VALUE_TYPE ? WS_DURATION_TYPE : type);
}

static size_t alignment_of(WS_TYPE type, size_t size)
{
    return type == WS_GUID_TYPE || type == WS_DURATION_TYPE ? 4 : size > 8 ? 8 : size ? size : 1;
}

/* ---- Parsing descriptions ---- */

static int eat(const char **from, char c)
{
    if (**from != c) {
        return 0;
    }
    ++*from;
    return 1;
}

static WS_XML_STRING *parse_name(const char **from)
{
    const char *begin = *from;
    WS_XML_STRING *name = memory(sizeof(*name));
    while (**from && !strchr(",;{}|=[]", **from)) {
        ++*from;
    }
    if (*from - begin == 1 && *begin == '-') {
        return NULL;
    }
    name->length = (ULONG)(*from - begin);
    name->bytes = memory(name->length + 1);
    memcpy(name->bytes, begin, name->length);
    return name;
}

static long long parse_number(const char **from)
{
    char *end;
    long long value = strtoll(*from, &end, 0);
    *from = end;
    return value;
}

/* Types that are pointers: they are no further pointer for WS_FIELD_POINTER and for the options that say so. */
static int is_pointer(WS_TYPE type)
{
    return type == WS_WSZ_TYPE || type == WS_XML_BUFFER_TYPE;
}

static int has_items(WS_FIELD_MAPPING mapping)
{
    return mapping == WS_REPEATING_ELEMENT_FIELD_MAPPING || mapping == WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING ||
           mapping == WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING;
}

static size_t aligned(size_t offset, size_t alignment)
{
    return (offset + alignment - 1) / alignment * alignment;
}

/* Parses a field and gives it its place at *end, which moves behind it. */
static void parse_field(const char **from, WS_FIELD_DESCRIPTION *field, size_t *end, size_t *alignment)
{
    struct type type;
    size_t size, align;
    field->mapping = (WS_FIELD_MAPPING)parse_number(from);
    field->localName = eat(from, ',') ? parse_name(from) : NULL;
    field->ns = eat(from, ',') ? parse_name(from) : NULL;
    if (!eat(from, ',')) {
        memset(&type, 0, sizeof(type));
    } else {
        type = parse_type(from);
    }
    field->type = type.type;
    field->typeDescription = type.description;
    field->options = eat(from, ',') ? (ULONG)parse_number(from) : 0;
    if (is_pointer(type.type)) {
        field->options &= ~(ULONG)WS_FIELD_POINTER;
    }
    field->itemLocalName = eat(from, ',') ? parse_name(from) : NULL;
    field->itemNs = eat(from, ',') ? parse_name(from) : NULL;
    if (eat(from, ',')) {
        if (**from == '-') {
            ++*from;
        } else {
            field->itemRange = memory(sizeof(*field->itemRange));
            field->itemRange->minItemCount = (ULONG)parse_number(from);
            field->itemRange->maxItemCount = eat(from, '-') ? (ULONG)parse_number(from) : 0xffffffffu;
        }
    }
    if (eat(from, ',')) {
        unsigned long long seed = (unsigned long long)parse_number(from);
        field->defaultValue = memory(sizeof(*field->defaultValue));
        field->defaultValue->value = memory(type.size + 8);
        field->defaultValue->valueSize = (ULONG)type.size;
        make_value(type.type, type.description, field->defaultValue->value, &seed);
    }
    size = type.size;
    align = type.alignment;
    if (has_items(field->mapping) || (field->options & WS_FIELD_POINTER)) {
        size = align = sizeof(void *);
    }
    align = align ? align : 1;
    *end = aligned(*end, align);
    *alignment = align > *alignment ? align : *alignment;
    field->offset = (ULONG)*end;
    *end += size;
    if (has_items(field->mapping)) {
        field->countOffset = (ULONG)*end;
        *end += 8;
    }
}

static struct type parse_struct(const char **from)
{
    WS_STRUCT_DESCRIPTION *description = memory(sizeof(*description));
    struct type type = {WS_STRUCT_TYPE, description, 0, 1};
    description->fields = memory(16 * sizeof(*description->fields));
    description->typeLocalName = parse_name(from);
    eat(from, '|');
    description->typeNs = parse_name(from);
    eat(from, '|');
    description->structOptions = (ULONG)parse_number(from);
    eat(from, '|');
    while (**from && **from != '}' && description->fieldCount < 16) {
        WS_FIELD_DESCRIPTION *field = memory(sizeof(*field));
        parse_field(from, field, &type.size, &type.alignment);
        description->fields[description->fieldCount++] = field;
        if (!eat(from, ';')) {
            break;
        }
    }
    eat(from, '}');
    type.size = aligned(type.size ? type.size : 1, type.alignment);
    description->size = (ULONG)type.size;
    description->alignment = (ULONG)type.alignment;
    return type;
}

static struct type parse_union(const char **from)
{
    WS_UNION_DESCRIPTION *description = memory(sizeof(*description));
    struct type type = {WS_UNION_TYPE, description, 8, 8};
    description->fields = memory(16 * sizeof(*description->fields));
    description->valueIndices = memory(16 * sizeof(*description->valueIndices));
    description->noneEnumValue = (int)parse_number(from);
    eat(from, '|');
    while (**from && **from != '}' && description->fieldCount < 16) {
        WS_UNION_FIELD_DESCRIPTION *field = memory(sizeof(*field));
        size_t end = 8;
        parse_field(from, &field->field, &end, &type.alignment);
        field->value = (int)description->fieldCount + 1;
        type.size = end > type.size ? end : type.size;
        description->valueIndices[description->fieldCount] = description->fieldCount;
        description->fields[description->fieldCount++] = field;
        if (!eat(from, ';')) {
            break;
        }
    }
    eat(from, '}');
    type.size = aligned(type.size, 8);
    description->size = (ULONG)type.size;
    description->alignment = (ULONG)type.alignment;
    return type;
}

static struct type parse_enum(const char **from)
{
    WS_ENUM_DESCRIPTION *description = memory(sizeof(*description));
    struct type type = {WS_ENUM_TYPE, description, 4, 4};
    description->values = memory(16 * sizeof(*description->values));
    description->nameIndices = memory(16 * sizeof(*description->nameIndices));
    while (**from && **from != '}' && description->valueCount < 16) {
        WS_ENUM_VALUE *value = &description->values[description->valueCount];
        value->name = parse_name(from);
        eat(from, '=');
        value->value = (int)parse_number(from);
        if (value->name && value->name->length > description->maxByteCount) {
            description->maxByteCount = value->name->length;
        }
        description->nameIndices[description->valueCount] = description->valueCount;
        description->valueCount++;
        if (!eat(from, ':')) {
            break;
        }
    }
    eat(from, '}');
    return type;
}

/* The two limits as the type's description holds them. */
static void *parse_limits(const char **from, WS_TYPE type)
{
    long long low = parse_number(from), high;
    union {
        WS_INT8_DESCRIPTION int8;
        WS_INT16_DESCRIPTION int16;
        WS_INT32_DESCRIPTION int32;
        WS_INT64_DESCRIPTION int64;
        WS_UINT8_DESCRIPTION uint8;
        WS_UINT16_DESCRIPTION uint16;
        WS_FLOAT_DESCRIPTION single;
        WS_DOUBLE_DESCRIPTION real;
        WS_STRING_DESCRIPTION string;
    } *limits = memory(128);
    eat(from, '-');
    high = parse_number(from);
    eat(from, ']');
    switch (type) {
    case WS_INT8_TYPE:
    case WS_UINT8_TYPE:
        limits->int8.minValue = (char)low;
        limits->int8.maxValue = (char)high;
        break;
    case WS_INT16_TYPE:
    case WS_UINT16_TYPE:
        limits->int16.minValue = (short)low;
        limits->int16.maxValue = (short)high;
        break;
    case WS_INT64_TYPE:
    case WS_UINT64_TYPE:
        limits->int64.minValue = low;
        limits->int64.maxValue = high;
        break;
    case WS_FLOAT_TYPE:
        limits->single.minValue = (float)low;
        limits->single.maxValue = (float)high;
        break;
    case WS_DOUBLE_TYPE:
        limits->real.minValue = (double)low;
        limits->real.maxValue = (double)high;
        break;
    default: /* two numbers of 32 bits, in those of lengths too */
        limits->int32.minValue = (int)low;
        limits->int32.maxValue = (int)high;
    }
    return limits;
}

static struct type parse_type(const char **from)
{
    struct type type = {(WS_TYPE)0, NULL, 0, 1};
    long long id = parse_number(from);
    type.type = (WS_TYPE)id;
    if (eat(from, '{')) {
        return id == WS_STRUCT_TYPE ? parse_struct(from) : id == WS_UNION_TYPE ? parse_union(from) : parse_enum(from);
    }
    if (eat(from, '[')) {
        type.description = parse_limits(from, type.type);
    }
    type.size = type_size((int)id);
    type.alignment = alignment_of(type.type, type.size);
    return type;
}

/* ---- Making values ---- */

unsigned next_random(unsigned long long *state, unsigned below)
{
    unsigned long long x = *state += 0x9e3779b97f4a7c15ULL;
    x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9ULL;
    x = (x ^ (x >> 27)) * 0x94d049bb133111ebULL;
    return (unsigned)((x ^ (x >> 31)) >> 11) % below;
}

static unsigned long long make_bits(unsigned long long *seed)
{
    static const unsigned long long some[] = {0, 1, 2, 5, 10, 100, 127, 128, 255, 256, 32767, 65535, 0x7fffffff,
                                              0x80000000u, 0xffffffffu, 0x7fffffffffffffffULL, 0x8000000000000000ULL,
                                              ~0ULL, 123456789012ULL};
    return some[next_random(seed, COUNT(some))];
}

static double make_double(unsigned long long *seed)
{
    static const double some[] = {0, 1, -1, 0.5, 1.5, 3.25, 100, 1e10, -1e-5, 1e300, 123456.75, 0.1, 1234567890123.0};
    return some[next_random(seed, COUNT(some))];
}

static const char *make_chars(unsigned long long *seed)
{
    static const char *const some[] = {"", "a", "abc", "a b", " x ", "<&>\"'", "\n\r\t", "caf\xc3\xa9",
                                       "\xf0\x9f\x98\x80", "]]>", "urn:a", "12", "true", "0123456789012345678901234"};
    return some[next_random(seed, COUNT(some))];
}

static const WCHAR *make_wide(unsigned long long *seed, ULONG *count)
{
    static const WCHAR texts[][8] = {{0}, {'a'}, {'a', 'b', 'c'}, {'<', '&', '>', '"', '\''}, {0xe9, 0x20ac},
                                     {0xd83d, 0xde00}, {' ', 'x', ' '}, {'\r', '\n'}, {'1', '2'}, {0xfffd}};
    static const ULONG counts[] = {0, 1, 3, 5, 2, 2, 3, 2, 2, 1};
    unsigned i = next_random(seed, COUNT(counts));
    *count = counts[i];
    return texts[i];
}

static WS_XML_BUFFER *make_buffer(unsigned long long *seed)
{
    static const char *const some[] = {"<a/>", "<a b='1'>x</a>", "<p:a xmlns:p='urn:p'><b/>t</p:a>"};
    const char *xml = some[next_random(seed, COUNT(some))];
    WS_XML_READER *reader = NULL;
    WS_XML_BUFFER *buffer = NULL;
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    input.encodedData = (void *)(uintptr_t)xml;
    input.encodedDataSize = (ULONG)strlen(xml);
    if (WsCreateReader(NULL, 0, &reader, NULL) == S_OK) {
        if (WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL) == S_OK &&
            WsReadToStartElement(reader, NULL, NULL, NULL, NULL) == S_OK) {
            WsReadXmlBuffer(reader, at.heap[0], &buffer, NULL);
        }
        WsFreeReader(reader);
    }
    return buffer;
}

static void make_field(const WS_FIELD_DESCRIPTION *field, char *base, unsigned long long *seed)
{
    struct type type = {field->type, field->typeDescription, type_size((int)field->type), 0};
    void *to = base + field->offset;
    if (field->type == WS_STRUCT_TYPE) {
        type.size = ((const WS_STRUCT_DESCRIPTION *)field->typeDescription)->size;
    } else if (field->type == WS_UNION_TYPE) {
        type.size = ((const WS_UNION_DESCRIPTION *)field->typeDescription)->size;
    }
    if (has_items(field->mapping)) {
        unsigned count = next_random(seed, 4);
        size_t size = field->options & WS_FIELD_POINTER ? sizeof(void *) : type.size;
        char *items = memory(count * size + 8);
        *(void **)to = items;
        *(ULONG *)(void *)(base + field->countOffset) = count;
        for (unsigned i = 0; i < count; i++) {
            void *item = items + i * size;
            if (field->options & WS_FIELD_POINTER) {
                if ((field->options & WS_FIELD_NILLABLE_ITEM) && next_random(seed, 3) == 0) {
                    continue;
                }
                item = *(void **)item = memory(type.size + 8);
            }
            make_value(type.type, type.description, item, seed);
        }
        return;
    }
    if (field->options & WS_FIELD_POINTER) {
        unsigned none = next_random(seed, (field->options & (WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE)) ? 3 : 30);
        if (none == 0) {
            return;
        }
        to = *(void **)to = memory(type.size + 8);
    }
    if (field->mapping != WS_NO_FIELD_MAPPING && field->mapping != WS_ANY_CONTENT_FIELD_MAPPING) {
        make_value(type.type, type.description, to, seed);
    }
}

static void make_value(WS_TYPE type, const void *description, void *to, unsigned long long *seed)
{
    switch (type) {
    case WS_BOOL_TYPE:
        *(BOOL *)to = (BOOL)next_random(seed, 20) == 0 ? 2 : (BOOL)next_random(seed, 2);
        break;
    case WS_FLOAT_TYPE:
        *(float *)to = (float)(next_random(seed, 8) ? make_double(seed) : 0);
        break;
    case WS_DOUBLE_TYPE:
        *(double *)to = make_double(seed);
        break;
    case WS_DECIMAL_TYPE:
        break;
    case WS_DATETIME_TYPE: {
        WS_DATETIME *time = to;
        time->ticks = 630000000000000000ULL + make_bits(seed) % 1000000000000000ULL;
        time->format = (WS_DATETIME_FORMAT)next_random(seed, 3);
        break;
    }
    case WS_TIMESPAN_TYPE:
        *(long long *)to = (long long)(make_bits(seed) % 100000000000ULL);
        break;
    case WS_GUID_TYPE:
        for (int i = 0; i < 16; i++) {
            ((unsigned char *)to)[i] = (unsigned char)next_random(seed, 256);
        }
        break;
    case WS_UNIQUE_ID_TYPE: {
        WS_UNIQUE_ID *id = to;
        if (next_random(seed, 2)) {
            id->uri.chars = (WCHAR *)(uintptr_t)make_wide(seed, &id->uri.length);
        } else {
            make_value(WS_GUID_TYPE, NULL, &id->guid, seed);
        }
        break;
    }
    case WS_STRING_TYPE: {
        WS_STRING *value = to;
        value->chars = (WCHAR *)(uintptr_t)make_wide(seed, &value->length);
        break;
    }
    case WS_WSZ_TYPE: {
        ULONG count;
        *(const WCHAR **)to = make_wide(seed, &count);
        break;
    }
    case WS_BYTES_TYPE: {
        WS_BYTES *value = to;
        value->bytes = (BYTE *)(uintptr_t)make_chars(seed);
        value->length = (ULONG)strlen((const char *)value->bytes);
        break;
    }
    case WS_XML_STRING_TYPE: {
        WS_XML_STRING *value = to;
        value->bytes = (BYTE *)(uintptr_t)make_chars(seed);
        value->length = (ULONG)strlen((const char *)value->bytes);
        break;
    }
    case WS_XML_QNAME_TYPE: {
        static const char *const names[] = {"a", "n", "urn:a", "urn:p"};
        WS_XML_QNAME *name = to;
        name->localName.bytes = (BYTE *)(uintptr_t)names[next_random(seed, 2)];
        name->localName.length = (ULONG)strlen((const char *)name->localName.bytes);
        if (next_random(seed, 2)) {
            name->ns.bytes = (BYTE *)(uintptr_t)names[2 + next_random(seed, 2)];
            name->ns.length = 5;
        }
        break;
    }
    case WS_XML_BUFFER_TYPE:
        *(WS_XML_BUFFER **)to = make_buffer(seed);
        break;
    case WS_DURATION_TYPE: {
        WS_DURATION *duration = to;
        ULONG *part = &duration->years;
        duration->negative = (BOOL)next_random(seed, 2);
        for (int i = 0; i < 8; i++) {
            part[i] = next_random(seed, 2) ? next_random(seed, i == 7 ? 10000 : i == 6 ? 1000 : 12) : 0;
        }
        break;
    }
    case WS_ENUM_TYPE: {
        const WS_ENUM_DESCRIPTION *values = description;
        unsigned i = values->valueCount ? next_random(seed, values->valueCount) : 0;
        *(int *)to = next_random(seed, 30) && values->valueCount ? values->values[i].value : 77;
        break;
    }
    case WS_STRUCT_TYPE: {
        const WS_STRUCT_DESCRIPTION *structure = description;
        for (ULONG i = 0; i < structure->fieldCount; i++) {
            make_field(structure->fields[i], to, seed);
        }
        break;
    }
    case WS_UNION_TYPE: {
        const WS_UNION_DESCRIPTION *choices = description;
        unsigned i = next_random(seed, choices->fieldCount + 1);
        *(int *)to = choices->noneEnumValue;
        if (i < choices->fieldCount) {
            *(int *)to = choices->fields[i]->value;
            make_field(&choices->fields[i]->field, to, seed);
        }
        break;
    }
    case WS_INT8_TYPE:
    case WS_INT16_TYPE:
    case WS_INT32_TYPE:
    case WS_INT64_TYPE:
    case WS_UINT8_TYPE:
    case WS_UINT16_TYPE:
    case WS_UINT32_TYPE:
    case WS_UINT64_TYPE: {
        unsigned long long bits = make_bits(seed);
        memcpy(to, &bits, type_size((int)type));
        break;
    }
    default:
        break;
    }
}

/* ---- Printing values ---- */

static void say_field(const WS_FIELD_DESCRIPTION *field, const char *base)
{
    const void *from = base + field->offset;
    size_t size = type_size((int)field->type);
    if (field->type == WS_STRUCT_TYPE) {
        size = ((const WS_STRUCT_DESCRIPTION *)field->typeDescription)->size;
    } else if (field->type == WS_UNION_TYPE) {
        size = ((const WS_UNION_DESCRIPTION *)field->typeDescription)->size;
    }
    if (has_items(field->mapping)) {
        ULONG count = *(const ULONG *)(const void *)(base + field->countOffset);
        const char *items = *(const char *const *)from;
        say("[%u:", (unsigned)count);
        for (ULONG i = 0; i < count && i < 64; i++) {
            if (!(field->options & WS_FIELD_POINTER)) {
                say_value(field->type, field->typeDescription, items + i * size);
            } else if (((const void *const *)(const void *)items)[i]) {
                say_value(field->type, field->typeDescription, ((const void *const *)(const void *)items)[i]);
            } else {
                say("NULL");
            }
            say(",");
        }
        say("]");
        return;
    }
    if (field->options & WS_FIELD_POINTER) {
        from = *(const void *const *)from;
        if (!from) {
            say("NULL");
            return;
        }
    }
    say_value(field->type, field->typeDescription, from);
}

void say_unique(const WS_UNIQUE_ID *id);

static void say_value(WS_TYPE type, const void *description, const void *from)
{
    switch (type) {
    case WS_STRING_TYPE:
        say_wide(((const WS_STRING *)from)->chars, ((const WS_STRING *)from)->length);
        break;
    case WS_WSZ_TYPE: {
        const WCHAR *chars = *(const WCHAR *const *)from;
        size_t count = 0;
        while (chars && chars[count]) {
            count++;
        }
        say(chars ? "" : "NULL");
        say_wide(chars, count);
        break;
    }
    case WS_BYTES_TYPE:
        say_bytes(((const WS_BYTES *)from)->bytes, ((const WS_BYTES *)from)->length);
        break;
    case WS_XML_STRING_TYPE:
        say_xml_string(from);
        break;
    case WS_XML_QNAME_TYPE:
        say_xml_string(&((const WS_XML_QNAME *)from)->localName);
        say("{");
        say_xml_string(&((const WS_XML_QNAME *)from)->ns);
        say("}");
        break;
    case WS_XML_BUFFER_TYPE:
        say(*(void *const *)from ? "buffer" : "NULL");
        break;
    case WS_UNIQUE_ID_TYPE:
        say_unique(from);
        break;
    case WS_STRUCT_TYPE: {
        const WS_STRUCT_DESCRIPTION *structure = description;
        say("{");
        for (ULONG i = 0; i < structure->fieldCount; i++) {
            say_field(structure->fields[i], from);
            say(";");
        }
        say("}");
        break;
    }
    case WS_UNION_TYPE: {
        const WS_UNION_DESCRIPTION *choices = description;
        int value = *(const int *)from;
        say("{%d:", value);
        if (value > 0 && value <= (int)choices->fieldCount) {
            say_field(&choices->fields[value - 1]->field, from);
        }
        say("}");
        break;
    }
    case WS_DATETIME_TYPE:
        say("%016llx/%d", (unsigned long long)((const WS_DATETIME *)from)->ticks,
            (int)((const WS_DATETIME *)from)->format);
        break;
    case WS_ANY_ATTRIBUTES_TYPE:
        say("%u", (unsigned)((const WS_ANY_ATTRIBUTES *)from)->attributeCount);
        break;
    default:
        say_bytes(from, type_size((int)type));
    }
}

/* ---- Operations ---- */

/* write_type WRITER MAPPING OPTION SEED TYPE EXTRA: EXTRA is added to the size. MAPPING 0 is WsWriteElement of t.
 * Says NULL if there is no value. */
static HRESULT write_type(void)
{
    const char *from = raw(4);
    struct type type = parse_type(&from);
    unsigned long long seed = (unsigned long long)number(3);
    WS_WRITE_OPTION option = (WS_WRITE_OPTION)number(2);
    WS_XML_STRING name = {1, (BYTE *)(uintptr_t) "t", NULL, 0}, ns = {5, (BYTE *)(uintptr_t) "urn:t", NULL, 0};
    WS_ELEMENT_DESCRIPTION element = {&name, &ns, type.type, type.description};
    void *value = memory(type.size + 8), *pointer = value;
    const void *given = value;
    ULONG size;
    make_value(type.type, type.description, value, &seed);
    if ((option == WS_WRITE_REQUIRED_POINTER || option == WS_WRITE_NILLABLE_POINTER) && !is_pointer(type.type)) {
        if (next_random(&seed, 4) == 0) {
            pointer = NULL;
        }
        given = &pointer;
        type.size = sizeof(pointer);
    } else if (next_random(&seed, 40) == 0) {
        given = NULL;
    }
    size = (ULONG)(type.size + (size_t)number(5));
    if (!given || !pointer) {
        say(" NULL");
    }
    if (number(1) == 0) {
        return WsWriteElement(at.writer[slot(0)], &element, option, given, size, at.error);
    }
    return WsWriteType(at.writer[slot(0)], (WS_TYPE_MAPPING)number(1), type.type, type.description, option, given, size,
                       at.error);
}

/* read_type READER MAPPING OPTION TYPE EXTRA */
static HRESULT read_type(void)
{
    const char *from = raw(3);
    struct type type = parse_type(&from);
    WS_READ_OPTION option = (WS_READ_OPTION)number(2);
    int pointer = !is_pointer(type.type) && option != WS_READ_REQUIRED_VALUE && option != WS_READ_NILLABLE_VALUE;
    WS_XML_STRING name = {1, (BYTE *)(uintptr_t) "t", NULL, 0}, ns = {5, (BYTE *)(uintptr_t) "urn:t", NULL, 0};
    WS_ELEMENT_DESCRIPTION element = {&name, &ns, type.type, type.description};
    void *value = memory(type.size + 64);
    ULONG size = (ULONG)((pointer ? sizeof(void *) : type.size) + (size_t)number(4));
    HRESULT hr;
    if (number(1) == 0) {
        hr = WsReadElement(at.reader[slot(0)], &element, option, at.heap[0], value, size, at.error);
    } else {
        hr = WsReadType(at.reader[slot(0)], (WS_TYPE_MAPPING)number(1), type.type, type.description, option, at.heap[0],
                        value, size, at.error);
    }
    if (hr == S_OK) {
        const void *result = pointer ? *(void **)value : value;
        say(" ");
        if (result) {
            say_value(type.type, type.description, result);
        } else {
            say("NULL");
        }
        say_node(at.reader[slot(0)]);
    }
    return hr;
}

const struct operation type_operations[] = {
    {"write_type", write_type},
    {"read_type", read_type},
    {NULL, NULL},
};
