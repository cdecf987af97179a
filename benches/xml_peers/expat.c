/* expat with namespaces: expat read FILE */
#include <expat.h>

#include "measure.h"

typedef struct job {
    char *bytes;
    size_t size;
} job;

/* "namespace local", or the local name alone. */
static void see_name(uint64_t *sum, unsigned local_weight, unsigned ns_weight, const char *name)
{
    const char *space = strrchr(name, ' ');
    const char *local = space ? space + 1 : name;
    see(sum, local_weight, local, strlen(local));
    see(sum, ns_weight, name, space ? (size_t)(space - name) : 0);
}

static void XMLCALL on_start(void *sum, const XML_Char *name, const XML_Char **attributes)
{
    see_name(sum, SEE_LOCAL, SEE_NS, name);
    for (; *attributes; attributes += 2) {
        see_name(sum, SEE_ATTRIBUTE, SEE_ATTRIBUTE_NS, attributes[0]);
        see(sum, SEE_VALUE, attributes[1], strlen(attributes[1]));
    }
}

static void XMLCALL on_end(void *sum, const XML_Char *name)
{
    (void)name;
    see_end(sum);
}

static void XMLCALL on_text(void *sum, const XML_Char *text, int length)
{
    (void)text;
    see_text(sum, (size_t)length);
}

static uint64_t read_document(void *state)
{
    job *job = state;
    uint64_t sum = 0;
    XML_Parser parser = XML_ParserCreateNS(NULL, ' ');
    XML_SetUserData(parser, &sum);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetCharacterDataHandler(parser, on_text);
    if (XML_Parse(parser, job->bytes, (int)job->size, 1) != XML_STATUS_OK)
        die("expat could not read it");
    XML_ParserFree(parser);
    return sum;
}

int main(int argc, char **argv)
{
    job job;
    if (argc != 3 || strcmp(argv[1], "read"))
        return 2;
    job.bytes = read_file(argv[2], &job.size);
    measure("read", document_of(argv[2]), "expat", read_document, &job);
    return 0;
}
