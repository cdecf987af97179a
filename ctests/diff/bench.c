/* `diff read MEGABYTES` reads a document of that size by WsReadNode, `diff write MEGABYTES` writes one by
 * WsWriteStartElement and WsWriteText, flushed now and then. Prints the milliseconds of the fastest of five rounds. */
#include "diff.h"

#ifdef _WIN32
static double milliseconds(void)
{
    LARGE_INTEGER now, frequency;
    QueryPerformanceCounter(&now);
    QueryPerformanceFrequency(&frequency);
    return (double)now.QuadPart * 1000.0 / (double)frequency.QuadPart;
}
#else
#include <time.h>
static double milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec * 1000.0 + (double)now.tv_nsec / 1e6;
}
#endif

int bench(const char *what, int megabytes);

static const char row[] = "<row id=\"4711\"><name>A customer of ours</name><sum>1024.50</sum><note/></row>\n";

static int read_document(size_t size)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    size_t rows = size / (sizeof(row) - 1), length = 0;
    char *document = memory(size + 64);
    WS_XML_READER *reader = NULL;
    double best = 1e12;
    length += (size_t)sprintf(document, "<rows xmlns=\"urn:rows\">");
    for (size_t i = 0; i < rows; i++) {
        memcpy(document + length, row, sizeof(row) - 1);
        length += sizeof(row) - 1;
    }
    length += (size_t)sprintf(document + length, "</rows>");
    input.encodedData = document;
    input.encodedDataSize = (ULONG)length;
    if (WsCreateReader(NULL, 0, &reader, NULL) != S_OK) {
        return 2;
    }
    for (int round = 0; round < 5; round++) {
        double begin = milliseconds(), time;
        const WS_XML_NODE *node = NULL;
        HRESULT hr = WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL);
        do {
            if (hr == S_OK) hr = WsReadNode(reader, NULL);
            if (hr == S_OK) hr = WsGetReaderNode(reader, &node, NULL);
        } while (hr == S_OK && node->nodeType != WS_XML_NODE_TYPE_EOF);
        time = milliseconds() - begin;
        if (hr != S_OK) {
            fprintf(stderr, "reading: %08x\n", (unsigned)hr);
            return 2;
        }
        best = time < best ? time : best;
    }
    WsFreeReader(reader);
    printf("%.3f\n", best);
    return 0;
}

static HRESULT CALLBACK discard(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                                WS_ERROR *error)
{
    (void)state;
    (void)buffers;
    (void)count;
    (void)context;
    (void)error;
    return S_OK;
}

static int write_document(size_t size)
{
    WS_XML_STRING rows = WS_XML_STRING_VALUE("rows"), name = WS_XML_STRING_VALUE("name"), ns = WS_XML_STRING_VALUE("");
    WS_XML_UTF8_TEXT content = {{WS_XML_TEXT_TYPE_UTF8}, WS_XML_STRING_VALUE("A customer of ours")};
    WS_XML_WRITER_TEXT_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_STREAM_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_STREAM}, discard, NULL};
    WS_XML_WRITER *writer = NULL;
    double best = 1e12;
    if (WsCreateWriter(NULL, 0, &writer, NULL) != S_OK) {
        return 2;
    }
    for (int round = 0; round < 5; round++) {
        double begin = milliseconds(), time;
        HRESULT hr = WsSetOutput(writer, &encoding.encoding, &output.output, NULL, 0, NULL);
        if (hr == S_OK) hr = WsWriteStartElement(writer, NULL, &rows, &ns, NULL);
        for (size_t written = 0; written < size && hr == S_OK; written += 31) {
            hr = WsWriteStartElement(writer, NULL, &name, &ns, NULL);
            if (hr == S_OK) hr = WsWriteText(writer, &content.text, NULL);
            if (hr == S_OK) hr = WsWriteEndElement(writer, NULL);
            if (hr == S_OK && written / 31 % 1000 == 999) hr = WsFlushWriter(writer, 0, NULL, NULL);
        }
        if (hr == S_OK) hr = WsWriteEndElement(writer, NULL);
        time = milliseconds() - begin;
        if (hr != S_OK) {
            fprintf(stderr, "writing: %08x\n", (unsigned)hr);
            return 2;
        }
        best = time < best ? time : best;
    }
    WsFreeWriter(writer);
    printf("%.3f\n", best);
    return 0;
}

int bench(const char *what, int megabytes)
{
    size_t size = (size_t)megabytes << 20;
    return strcmp(what, "read") == 0 ? read_document(size) : write_document(size);
}
