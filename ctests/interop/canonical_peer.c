/*
 * The canonical forms of documents by the library: reads FOLDER/N.xml, for N from 0 on as long as there are any, and
 * writes FOLDER/N.F.ours for each form F.
 */
#include "ctest_error.h"

#define FORMS 7

/* What each form is made with; the last one is of the first child element of the root. */
static const struct form {
    WS_XML_CANONICALIZATION_ALGORITHM algorithm;
    const char *prefixes[2];
} forms[FORMS] = {
    {WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM, {NULL, NULL}},
    {WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {NULL, NULL}},
    {WS_INCLUSIVE_XML_CANONICALIZATION_ALGORITHM, {NULL, NULL}},
    {WS_INCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {NULL, NULL}},
    {WS_EXCLUSIVE_XML_CANONICALIZATION_ALGORITHM, {"p", "r"}},
    {WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {"q", NULL}},
    {WS_EXCLUSIVE_WITH_COMMENTS_XML_CANONICALIZATION_ALGORITHM, {NULL, NULL}},
};

static HRESULT CALLBACK put(void *state, const WS_BYTES *buffers, ULONG count, const WS_ASYNC_CONTEXT *context,
                            WS_ERROR *error)
{
    ULONG i;
    (void)context;
    (void)error;
    for (i = 0; i < count; i++) {
        REQUIRE(fwrite(buffers[i].bytes, 1, buffers[i].length, (FILE *)state) == buffers[i].length);
    }
    return S_OK;
}

static int node_type(WS_XML_READER *reader)
{
    const WS_XML_NODE *node = NULL;
    REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
    return (int)node->nodeType;
}

/* Moves into the root and to its first child element; whether there is one. */
static int to_child(WS_XML_READER *reader)
{
    REQUIRE_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    do {
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
        if (node_type(reader) == WS_XML_NODE_TYPE_ELEMENT) {
            return 1;
        }
    } while (node_type(reader) != WS_XML_NODE_TYPE_EOF);
    return 0;
}

static void canonicalize(WS_XML_READER *reader, WS_ERROR *error, void *document, size_t size, const struct form *form,
                         FILE *out)
{
    WS_XML_READER_TEXT_ENCODING encoding = {{WS_XML_READER_ENCODING_TYPE_TEXT}, WS_CHARSET_AUTO};
    WS_XML_READER_BUFFER_INPUT input = {{WS_XML_READER_INPUT_TYPE_BUFFER}, NULL, 0};
    WS_XML_STRING strings[2];
    WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES prefixes = {0, NULL};
    WS_XML_CANONICALIZATION_PROPERTY properties[2];
    WS_XML_CANONICALIZATION_ALGORITHM algorithm = form->algorithm;
    int is_part = form == &forms[FORMS - 1];
    memset(strings, 0, sizeof(strings));
    for (; prefixes.prefixCount < 2 && form->prefixes[prefixes.prefixCount]; prefixes.prefixCount++) {
        const char *prefix = form->prefixes[prefixes.prefixCount];
        strings[prefixes.prefixCount].bytes = (BYTE *)(uintptr_t)prefix;
        strings[prefixes.prefixCount].length = (ULONG)strlen(prefix);
    }
    prefixes.prefixes = strings;
    properties[0].id = WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM;
    properties[0].value = &algorithm;
    properties[0].valueSize = sizeof(algorithm);
    properties[1].id = WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES;
    properties[1].value = &prefixes;
    properties[1].valueSize = sizeof(prefixes);
    input.encodedData = document;
    input.encodedDataSize = (ULONG)size;
    REQUIRE_HR_ERROR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, error), S_OK, error);
    if (is_part && !to_child(reader)) {
        return;
    }
    REQUIRE_HR_ERROR(WsStartReaderCanonicalization(reader, put, out, properties, 2, error), S_OK, error);
    do {
        REQUIRE_HR_ERROR(WsSkipNode(reader, error), S_OK, error);
    } while (!is_part && node_type(reader) != WS_XML_NODE_TYPE_EOF);
    REQUIRE_HR_ERROR(WsEndReaderCanonicalization(reader, error), S_OK, error);
}

int main(int argc, char **argv)
{
    static char document[1 << 20];
    WS_XML_READER *reader = NULL;
    WS_ERROR *error = NULL;
    unsigned number;
    REQUIRE(argc == 2);
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    for (number = 0;; number++) {
        char path[4096];
        size_t size, form;
        FILE *file;
        snprintf(path, sizeof(path), "%s/%u.xml", argv[1], number);
        file = fopen(path, "rb");
        if (!file) {
            break;
        }
        size = fread(document, 1, sizeof(document), file);
        fclose(file);
        for (form = 0; form < FORMS; form++) {
            snprintf(path, sizeof(path), "%s/%u.%u.ours", argv[1], number, (unsigned)form);
            file = fopen(path, "wb");
            REQUIRE(file != NULL);
            canonicalize(reader, error, document, size, &forms[form], file);
            REQUIRE(fclose(file) == 0);
        }
    }
    CHECK(number > 0);
    WsFreeReader(reader);
    WsFreeError(error);
    return ctest_summary();
}
