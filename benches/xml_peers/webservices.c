/*
 * This library, through its C functions:
 *   webservices read FILE | write DOCUMENT             text XML
 *   webservices read-binary FILE | write-binary DOCUMENT
 *   webservices read-dictionary FILE | write-dictionary DOCUMENT
 *   webservices read-typed FILE | write-typed FILE | write-records FILE (makes the file)
 *   webservices read-typed-binary FILE | write-typed-binary FILE
 *   webservices read-typed-dictionary FILE | write-typed-dictionary FILE
 * The binary XML that is read is the same nodes as the text; that of the structures is what write-typed-binary writes,
 * in which numbers are numbers. "dictionary" is binary XML whose two sides have agreed on the names beforehand, as WCF's
 * encoding and contracts do: a static dictionary, whose strings the program names things by.
 */
#include <webservices.h>

typedef struct output {
    WS_XML_WRITER *writer;
    const WS_XML_STRING *names;
} output;

#include "documents.h"
#include "measure.h"

static void check(HRESULT result, const char *what)
{
    if (FAILED(result)) {
        fprintf(stderr, "%s: 0x%08X\n", what, (unsigned)result);
        exit(1);
    }
}

/* ---- inputs and outputs */

typedef enum encoding { TEXT, BINARY, DICTIONARY } encoding;

/* As a program has its names: made once, by themselves or as those of a dictionary. */
static WS_XML_STRING plain_names[NAMES], dictionary_names[NAMES];
static WS_XML_DICTIONARY dictionary = { .strings = dictionary_names, .stringCount = NAMES, .isConst = TRUE };

static void make_names(void)
{
    ULONG i;
    for (i = 0; i < NAMES; i++) {
        WS_XML_STRING plain = { (ULONG)strlen(spelled[i]), (BYTE *)spelled[i], NULL, 0 };
        WS_XML_STRING numbered = { plain.length, plain.bytes, &dictionary, i };
        plain_names[i] = plain;
        dictionary_names[i] = numbered;
    }
}

/* The names of the structures are in another one. */
static WS_XML_DICTIONARY records_dictionary;

static void set_input(WS_XML_READER *reader, encoding encoding, WS_XML_DICTIONARY *names, const char *bytes, size_t size)
{
    WS_XML_READER_TEXT_ENCODING text = { { WS_XML_READER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_READER_BINARY_ENCODING binary = { .encoding = { WS_XML_READER_ENCODING_TYPE_BINARY },
                                             .staticDictionary = encoding == DICTIONARY ? names : NULL };
    WS_XML_READER_BUFFER_INPUT input = { { WS_XML_READER_INPUT_TYPE_BUFFER }, (void *)bytes, (ULONG)size };
    check(WsSetInput(reader, encoding == TEXT ? &text.encoding : &binary.encoding, &input.input, NULL, 0, NULL),
          "WsSetInput");
}

static void set_output(WS_XML_WRITER *writer, encoding encoding, WS_XML_DICTIONARY *names)
{
    WS_XML_WRITER_TEXT_ENCODING text = { { WS_XML_WRITER_ENCODING_TYPE_TEXT }, WS_CHARSET_UTF8 };
    WS_XML_WRITER_BINARY_ENCODING binary = { .encoding = { WS_XML_WRITER_ENCODING_TYPE_BINARY },
                                             .staticDictionary = encoding == DICTIONARY ? names : NULL };
    WS_XML_WRITER_BUFFER_OUTPUT output = { { WS_XML_WRITER_OUTPUT_TYPE_BUFFER } };
    ULONG limit = 1u << 30, kept = 4096;
    /* As with the others, the memory of one pass is that of the next; with TRIM it is the default, and given back. */
    WS_XML_WRITER_PROPERTY properties[] = {
        { WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE, &limit, sizeof(limit) },
        { WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE, getenv("TRIM") ? &kept : &limit, sizeof(limit) },
    };
    check(WsSetOutput(writer, encoding == TEXT ? &text.encoding : &binary.encoding, &output.output, properties, 2, NULL),
          "WsSetOutput");
}

static WS_BYTES written(WS_XML_WRITER *writer)
{
    WS_BYTES bytes;
    check(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), "WsGetWriterProperty");
    return bytes;
}

/* ---- reading */

typedef struct job {
    const char *bytes;
    size_t size;
    encoding encoding;
    const char *document;
    WS_XML_READER *reader;
    WS_XML_WRITER *writer;
    WS_HEAP *heap;
    void *value;
} job;

static inline void see_string(uint64_t *sum, unsigned weight, const WS_XML_STRING *string)
{
    see(sum, weight, string->bytes, string->length);
}

static uint64_t read_document(void *state)
{
    job *job = state;
    WS_XML_READER *reader = job->reader;
    const WS_XML_NODE *node;
    uint64_t sum = 0;
    ULONG i;
    set_input(reader, job->encoding, &dictionary, job->bytes, job->size);
    for (;;) {
        check(WsReadNode(reader, NULL), "WsReadNode");
        check(WsGetReaderNode(reader, &node, NULL), "WsGetReaderNode");
        switch (node->nodeType) {
        case WS_XML_NODE_TYPE_ELEMENT: {
            const WS_XML_ELEMENT_NODE *element = (const WS_XML_ELEMENT_NODE *)node;
            see_string(&sum, SEE_LOCAL, element->localName);
            see_string(&sum, SEE_NS, element->ns);
            for (i = 0; i < element->attributeCount; i++) {
                const WS_XML_ATTRIBUTE *attribute = element->attributes[i];
                if (attribute->isXmlNs)
                    continue;
                see_string(&sum, SEE_ATTRIBUTE, attribute->localName);
                see_string(&sum, SEE_ATTRIBUTE_NS, attribute->ns);
                see_string(&sum, SEE_VALUE, &((const WS_XML_UTF8_TEXT *)attribute->value)->value);
            }
            break;
        }
        case WS_XML_NODE_TYPE_TEXT:
            see_text(&sum, ((const WS_XML_UTF8_TEXT *)((const WS_XML_TEXT_NODE *)node)->text)->value.length);
            break;
        case WS_XML_NODE_TYPE_END_ELEMENT:
            see_end(&sum);
            break;
        case WS_XML_NODE_TYPE_EOF:
            return sum;
        default:
            break;
        }
    }
}

/* ---- writing */

static void on_start(output *out, name prefix, name local, name ns)
{
    const WS_XML_STRING *names = out->names;
    check(WsWriteStartElement(out->writer, &names[prefix], &names[local], &names[ns], NULL), "WsWriteStartElement");
}

static void on_declare(output *out, name prefix, name ns)
{
    const WS_XML_STRING *names = out->names;
    check(WsWriteXmlnsAttribute(out->writer, &names[prefix], &names[ns], FALSE, NULL), "WsWriteXmlnsAttribute");
}

static void on_text(output *out, text value)
{
    WS_XML_UTF8_TEXT text = { { WS_XML_TEXT_TYPE_UTF8 }, { value.length, (BYTE *)value.bytes, NULL, 0 } };
    check(WsWriteText(out->writer, &text.text, NULL), "WsWriteText");
}

static void on_attribute(output *out, name prefix, name local, name ns, text value)
{
    const WS_XML_STRING *names = out->names;
    check(WsWriteStartAttribute(out->writer, &names[prefix], &names[local], &names[ns], FALSE, NULL), "WsWriteStartAttribute");
    on_text(out, value);
    check(WsWriteEndAttribute(out->writer, NULL), "WsWriteEndAttribute");
}

static void on_end(output *out, name prefix, name local)
{
    (void)prefix;
    (void)local;
    check(WsWriteEndElement(out->writer, NULL), "WsWriteEndElement");
}

static uint64_t write_document(void *state)
{
    job *job = state;
    output out = { job->writer, job->encoding == DICTIONARY ? dictionary_names : plain_names };
    set_output(job->writer, job->encoding, &dictionary);
    tell(&out, job->document);
    return written(job->writer).length;
}

/* ---- the structures of records.h */

typedef struct place {
    WCHAR *street;
    int number;
} place;

typedef struct record {
    int id;
    double amount;
    BOOL active;
    WS_DATETIME when;
    WCHAR *name;
    WCHAR *note;
    place place;
} record;

typedef struct records {
    record *items;
    ULONG count;
} records;

#define NAME(text) { sizeof(text) - 1, (BYTE *)(text), NULL, 0 }
#define FIELD(type_, name_, kind, description)                                                                         \
    static WS_XML_STRING type_##_##name_##_name = NAME(#name_);                                                        \
    static WS_FIELD_DESCRIPTION type_##_##name_ = {                                                                    \
        .mapping = WS_ELEMENT_FIELD_MAPPING, .localName = &type_##_##name_##_name, .ns = &no_ns, .type = kind,         \
        .typeDescription = description, .offset = offsetof(type_, name_)                                               \
    }

static WS_XML_STRING no_ns = NAME(""), records_ns = NAME("urn:example:records");
static WS_XML_STRING root_name = NAME("records"), item_name = NAME("record"), prefix = NAME("r");

FIELD(place, street, WS_WSZ_TYPE, NULL);
FIELD(place, number, WS_INT32_TYPE, NULL);
static WS_FIELD_DESCRIPTION *place_fields[] = { &place_street, &place_number };
static WS_STRUCT_DESCRIPTION place_type = {
    .size = sizeof(place), .alignment = sizeof(void *), .fields = place_fields, .fieldCount = 2
};
FIELD(record, id, WS_INT32_TYPE, NULL);
FIELD(record, amount, WS_DOUBLE_TYPE, NULL);
FIELD(record, active, WS_BOOL_TYPE, NULL);
FIELD(record, when, WS_DATETIME_TYPE, NULL);
FIELD(record, name, WS_WSZ_TYPE, NULL);
FIELD(record, note, WS_WSZ_TYPE, NULL);
FIELD(record, place, WS_STRUCT_TYPE, &place_type);
static WS_FIELD_DESCRIPTION *record_fields[] = { &record_id,   &record_amount, &record_active, &record_when,
                                                 &record_name, &record_note,   &record_place };
static WS_STRUCT_DESCRIPTION record_type = {
    .size = sizeof(record), .alignment = sizeof(void *), .fields = record_fields, .fieldCount = 7
};
static WS_FIELD_DESCRIPTION records_items = { .mapping = WS_REPEATING_ELEMENT_FIELD_MAPPING,
                                              .type = WS_STRUCT_TYPE,
                                              .typeDescription = &record_type,
                                              .offset = offsetof(records, items),
                                              .countOffset = offsetof(records, count),
                                              .itemLocalName = &item_name,
                                              .itemNs = &no_ns };
static WS_FIELD_DESCRIPTION *records_fields[] = { &records_items };
static WS_STRUCT_DESCRIPTION records_type = {
    .size = sizeof(records), .alignment = sizeof(void *), .fields = records_fields, .fieldCount = 1
};
static WS_ELEMENT_DESCRIPTION records_element = { &root_name, &records_ns, WS_STRUCT_TYPE, &records_type };

/* Has the descriptions name things by the dictionary. */
static void number_names(void)
{
    static WS_XML_STRING *const names[] = {
        &no_ns,          &records_ns,         &root_name,          &item_name,         &prefix,
        &record_id_name, &record_amount_name, &record_active_name, &record_when_name,  &record_name_name,
        &record_note_name, &record_place_name, &place_street_name,  &place_number_name
    };
    enum { COUNT = sizeof(names) / sizeof(*names) };
    static WS_XML_STRING strings[COUNT];
    ULONG i;
    for (i = 0; i < COUNT; i++) {
        names[i]->dictionary = &records_dictionary;
        names[i]->id = i;
        strings[i] = *names[i];
    }
    records_dictionary.strings = strings;
    records_dictionary.stringCount = COUNT;
    records_dictionary.isConst = TRUE;
}

static records *read_records(job *job)
{
    records *value;
    set_input(job->reader, job->encoding, &records_dictionary, job->bytes, job->size);
    check(WsReadToStartElement(job->reader, &root_name, &records_ns, NULL, NULL), "WsReadToStartElement");
    check(WsReadElement(job->reader, &records_element, WS_READ_REQUIRED_POINTER, job->heap, &value, sizeof(value), NULL),
          "WsReadElement");
    return value;
}

/* The first letters of ASCII are the same everywhere. */
static unsigned ascii(unsigned letter)
{
    return letter < 0x80 ? letter : 0x80;
}

/* As gSOAP's program sums them up; its seconds of the epoch are ours less those from the year 1 to 1970. */
static uint64_t sum_of(const records *records)
{
    uint64_t sum = records->count;
    ULONG i;
    for (i = 0; i < records->count; i++) {
        const record *record = &records->items[i];
        sum += (uint64_t)record->id + (uint64_t)(record->amount * 16) + (record->active ? 1 : 0) +
               record->when.ticks / 10000000 - 62135596800 + ascii(record->name[0]) + ascii(record->note[0]) +
               ascii(record->place.street[0]) + (uint64_t)record->place.number;
    }
    return sum;
}

static uint64_t read_typed(void *state)
{
    job *job = state;
    uint64_t sum = sum_of(read_records(job));
    check(WsResetHeap(job->heap, NULL), "WsResetHeap");
    return sum;
}

static uint64_t write_typed(void *state)
{
    job *job = state;
    set_output(job->writer, job->encoding, &records_dictionary);
    check(WsWriteStartElement(job->writer, &prefix, &root_name, &records_ns, NULL), "WsWriteStartElement");
    check(WsWriteType(job->writer, WS_ELEMENT_TYPE_MAPPING, WS_STRUCT_TYPE, &records_type, WS_WRITE_REQUIRED_POINTER,
                      &job->value, sizeof(job->value), NULL),
          "WsWriteType");
    check(WsWriteEndElement(job->writer, NULL), "WsWriteEndElement");
    return ((records *)job->value)->count;
}

static WCHAR *wide(text value)
{
    WCHAR *copy = malloc((value.length + 1) * sizeof(*copy));
    ULONG length = 0, i = 0;
    while (i < value.length) {
        unsigned byte = (unsigned char)value.bytes[i++];
        /* The tables have two bytes at most. */
        copy[length++] = (WCHAR)(byte < 0x80 ? byte : (byte & 0x1F) << 6 | ((unsigned char)value.bytes[i++] & 0x3F));
    }
    copy[length] = 0;
    return copy;
}

enum { RECORDS = 100000 };

static records *make_records(void)
{
    records *made = malloc(sizeof(*made));
    int i;
    made->items = calloc(RECORDS, sizeof(record));
    made->count = (ULONG)divided(RECORDS);
    for (i = 0; i < (int)made->count; i++) {
        record *record = &made->items[i];
        record->id = i * 7919;
        record->amount = (double)(next_random() % 100000000) / 100;
        record->active = i % 3 == 0;
        record->when.ticks = 638448480000000000ULL + (ULONGLONG)(next_random() % 100000000) * 10000000;
        record->when.format = WS_DATETIME_FORMAT_UTC;
        record->name = wide(phrases[i % PHRASES]);
        record->note = wide(sentences[(i * 3 + 1) % PHRASES]);
        record->place.street = wide(phrases[(i * 5 + 2) % PHRASES]);
        record->place.number = i % 1000;
    }
    return made;
}

static void save(const char *path, WS_BYTES bytes)
{
    FILE *file = fopen(path, "wb");
    if (!file || fwrite(bytes.bytes, 1, bytes.length, file) != bytes.length || fclose(file))
        die(path);
}

/* What was written becomes what is to be read. */
static void read_written(job *job)
{
    WS_BYTES bytes = written(job->writer);
    char *copy;
    copy = malloc(bytes.length);
    memcpy(copy, bytes.bytes, bytes.length);
    job->bytes = copy;
    job->size = bytes.length;
    WsFreeWriter(job->writer);
    check(WsCreateWriter(NULL, 0, &job->writer, NULL), "WsCreateWriter");
}

/* The same nodes in binary. */
static void make_binary(job *job)
{
    set_input(job->reader, TEXT, NULL, job->bytes, job->size);
    set_output(job->writer, BINARY, NULL);
    check(WsReadNode(job->reader, NULL), "WsReadNode");
    check(WsCopyNode(job->writer, job->reader, NULL), "WsCopyNode");
    read_written(job);
}

/* The same structures in binary. */
static void write_binary_records(job *job)
{
    write_typed(job);
    read_written(job);
    check(WsResetHeap(job->heap, NULL), "WsResetHeap");
}

int main(int argc, char **argv)
{
    job job = { 0 };
    const char *what = argc == 3 ? argv[1] : "";
    encoding encoding = strstr(what, "-binary") ? BINARY : strstr(what, "-dictionary") ? DICTIONARY : TEXT;
    make_tables();
    make_names();
    check(WsCreateReader(NULL, 0, &job.reader, NULL), "WsCreateReader");
    check(WsCreateWriter(NULL, 0, &job.writer, NULL), "WsCreateWriter");
    /* What the heap had in one pass is there for the next, as with gSOAP. */
    check(WsCreateHeap(1u << 30, 1u << 30, NULL, 0, &job.heap, NULL), "WsCreateHeap");
    if (!strcmp(what, "write-records")) {
        job.value = make_records();
        write_typed(&job);
        save(argv[2], written(job.writer));
        return 0;
    }
    if (argc != 3)
        return 2;
    if (!strncmp(what, "write", 5) && !strstr(what, "typed")) {
        job.document = argv[2];
        job.encoding = encoding;
        measure(what, argv[2], "webservices", write_document, &job);
        return 0;
    }
    job.bytes = read_file(argv[2], &job.size);
    if (strstr(what, "typed")) {
        if (!strncmp(what, "write", 5) || encoding != TEXT)
            job.value = read_records(&job);
        if (encoding == DICTIONARY)
            number_names();
        job.encoding = encoding;
        if (!strncmp(what, "write", 5)) {
            measure(what, document_of(argv[2]), "webservices", write_typed, &job);
            return 0;
        }
        if (encoding != TEXT)
            write_binary_records(&job);
        measure(what, document_of(argv[2]), "webservices", read_typed, &job);
        return 0;
    }
    if (strncmp(what, "read", 4))
        return 2;
    job.document = document_of(argv[2]);
    job.encoding = encoding;
    if (encoding == BINARY) {
        make_binary(&job);
    } else if (encoding == DICTIONARY) {
        write_document(&job);
        read_written(&job);
    }
    measure(what, job.document, "webservices", read_document, &job);
    return 0;
}
