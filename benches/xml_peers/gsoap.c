/* gSOAP's generated code: gsoap read-typed FILE | gsoap write-typed FILE */
#include "soapH.h"

#include "measure.h"

struct Namespace namespaces[] = { { "r", "urn:example:records", NULL, NULL },
                                  { "xsi", "http://www.w3.org/2001/XMLSchema-instance", NULL, NULL },
                                  { "xsd", "http://www.w3.org/2001/XMLSchema", NULL, NULL },
                                  { NULL, NULL, NULL, NULL } };

typedef struct job {
    struct soap *soap;
    char *bytes;
    size_t size, at;
    char *written;
    size_t written_size;
    struct r__records records;
} job;

static size_t give(struct soap *soap, char *buffer, size_t size)
{
    job *job = soap->user;
    size_t left = job->size - job->at;
    if (size > left)
        size = left;
    memcpy(buffer, job->bytes + job->at, size);
    job->at += size;
    return size;
}

static int take(struct soap *soap, const char *bytes, size_t size)
{
    job *job = soap->user;
    memcpy(job->written + job->written_size, bytes, size);
    job->written_size += size;
    return SOAP_OK;
}

static void read_records(job *job)
{
    job->at = 0;
    soap_begin(job->soap);
    soap_default_r__records(job->soap, &job->records);
    if (soap_begin_recv(job->soap) || !soap_get_r__records(job->soap, &job->records, "r:records", NULL) ||
        soap_end_recv(job->soap)) {
        soap_print_fault(job->soap, stderr);
        die("gSOAP could not read it");
    }
}

/* The first letters of ASCII are the same everywhere. */
static unsigned ascii(char letter)
{
    return (unsigned char)letter < 0x80 ? (unsigned)letter : 0x80;
}

static uint64_t sum_of(const struct r__records *records)
{
    uint64_t sum = (uint64_t)records->__size;
    int i;
    for (i = 0; i < records->__size; i++) {
        const struct r__record *record = &records->record[i];
        sum += (uint64_t)record->id + (uint64_t)(record->amount * 16) + (record->active ? 1 : 0) + (uint64_t)record->when +
               ascii(record->name[0]) + ascii(record->note[0]) + ascii(record->place.street[0]) +
               (uint64_t)record->place.number;
    }
    return sum;
}

static uint64_t read_typed(void *state)
{
    job *job = state;
    uint64_t sum;
    read_records(job);
    sum = sum_of(&job->records);
    soap_destroy(job->soap);
    soap_end(job->soap);
    return sum;
}

static uint64_t write_typed(void *state)
{
    job *job = state;
    job->written_size = 0;
    soap_serialize_r__records(job->soap, &job->records);
    if (soap_begin_send(job->soap) || soap_put_r__records(job->soap, &job->records, "r:records", NULL) ||
        soap_end_send(job->soap))
        die("gSOAP could not write it");
    return (uint64_t)job->records.__size;
}

int main(int argc, char **argv)
{
    job job = { 0 };
    if (argc != 3)
        return 2;
    job.bytes = read_file(argv[2], &job.size);
    job.soap = soap_new1(SOAP_XML_TREE | SOAP_XML_NOTYPE | SOAP_C_UTFSTRING);
    soap_set_namespaces(job.soap, namespaces);
    job.soap->user = &job;
    job.soap->frecv = give;
    job.soap->fsend = take;
    if (!strcmp(argv[1], "read-typed")) {
        measure("read-typed", document_of(argv[2]), "gsoap", read_typed, &job);
        return 0;
    }
    read_records(&job);
    job.written = malloc(2 * job.size);
    /* The pages are touched before the time is taken. */
    memset(job.written, 1, 2 * job.size);
    measure("write-typed", document_of(argv[2]), "gsoap", write_typed, &job);
    return 0;
}
