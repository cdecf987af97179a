/* libxml2's reader and writer: libxml2 read FILE | write DOCUMENT */
#include <libxml/xmlreader.h>
#include <libxml/xmlwriter.h>

typedef struct output {
    xmlTextWriterPtr writer;
} output;

#include "documents.h"
#include "measure.h"

typedef struct job {
    char *bytes;
    size_t size;
    const char *document;
    xmlBufferPtr buffer;
} job;

static void see_string(uint64_t *sum, unsigned weight, const xmlChar *string)
{
    see(sum, weight, string, string ? strlen((const char *)string) : 0);
}

static uint64_t read_document(void *state)
{
    job *job = state;
    uint64_t sum = 0;
    int result;
    xmlTextReaderPtr reader =
        xmlReaderForMemory(job->bytes, (int)job->size, NULL, NULL, XML_PARSE_HUGE | XML_PARSE_NOENT | XML_PARSE_NONET);
    while ((result = xmlTextReaderRead(reader)) == 1) {
        switch (xmlTextReaderNodeType(reader)) {
        case XML_READER_TYPE_ELEMENT: {
            int is_empty = xmlTextReaderIsEmptyElement(reader);
            see_string(&sum, SEE_LOCAL, xmlTextReaderConstLocalName(reader));
            see_string(&sum, SEE_NS, xmlTextReaderConstNamespaceUri(reader));
            while (xmlTextReaderMoveToNextAttribute(reader) == 1) {
                if (xmlTextReaderIsNamespaceDecl(reader) == 1)
                    continue;
                see_string(&sum, SEE_ATTRIBUTE, xmlTextReaderConstLocalName(reader));
                see_string(&sum, SEE_ATTRIBUTE_NS, xmlTextReaderConstNamespaceUri(reader));
                see_string(&sum, SEE_VALUE, xmlTextReaderConstValue(reader));
            }
            if (is_empty)
                see_end(&sum);
            break;
        }
        case XML_READER_TYPE_TEXT:
        case XML_READER_TYPE_SIGNIFICANT_WHITESPACE:
            see_text(&sum, strlen((const char *)xmlTextReaderConstValue(reader)));
            break;
        case XML_READER_TYPE_END_ELEMENT:
            see_end(&sum);
            break;
        }
    }
    if (result)
        die("libxml2 could not read it");
    xmlFreeTextReader(reader);
    return sum;
}

static const xmlChar *xml_name(name name)
{
    return (const xmlChar *)spelled[name];
}

static const xmlChar *name_or_null(name name)
{
    return name == NOTHING ? NULL : xml_name(name);
}

static void on_start(output *out, name prefix, name local, name ns)
{
    (void)ns;
    xmlTextWriterStartElementNS(out->writer, name_or_null(prefix), xml_name(local), NULL);
}

static void on_declare(output *out, name prefix, name ns)
{
    xmlTextWriterWriteAttributeNS(out->writer, (const xmlChar *)"xmlns", xml_name(prefix), NULL, xml_name(ns));
}

static void on_attribute(output *out, name prefix, name local, name ns, text value)
{
    (void)ns;
    xmlTextWriterWriteAttributeNS(out->writer, name_or_null(prefix), xml_name(local), NULL,
                                  (const xmlChar *)value.bytes);
}

static void on_text(output *out, text value)
{
    xmlTextWriterWriteString(out->writer, (const xmlChar *)value.bytes);
}

static void on_end(output *out, name prefix, name local)
{
    (void)prefix;
    (void)local;
    xmlTextWriterEndElement(out->writer);
}

static uint64_t write_document(void *state)
{
    job *job = state;
    output out;
    /* The memory of one pass is that of the next. */
    xmlBufferEmpty(job->buffer);
    out.writer = xmlNewTextWriterMemory(job->buffer, 0);
    tell(&out, job->document);
    xmlFreeTextWriter(out.writer);
    return (uint64_t)xmlBufferLength(job->buffer);
}

int main(int argc, char **argv)
{
    job job = { 0 };
    if (argc != 3)
        return 2;
    make_tables();
    if (!strcmp(argv[1], "write")) {
        job.document = argv[2];
        job.buffer = xmlBufferCreate();
        measure("write", argv[2], "libxml2", write_document, &job);
        return 0;
    }
    job.bytes = read_file(argv[2], &job.size);
    measure("read", document_of(argv[2]), "libxml2", read_document, &job);
    return 0;
}
