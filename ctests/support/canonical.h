/*
 * What the programs about canonical XML share: a callback that collects bytes, and properties.
 */
#ifndef CTEST_CANONICAL_H
#define CTEST_CANONICAL_H

#include "ctest_error.h"

/* Collects canonical bytes. */
typedef struct collected {
    char text[8192];
    size_t length;
    ULONG calls;
    ULONG largest;
    /* Returned by this call, counted from 1; 0 for none. */
    ULONG failing_call;
    HRESULT failure;
    /* Used within the call, which is not allowed; what came of it. */
    WS_XML_READER *reader;
    WS_XML_WRITER *writer;
    HRESULT used;
} collected;

static inline HRESULT CALLBACK collect(void *state, const WS_BYTES *buffers, ULONG count,
                                       const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    collected *to = (collected *)state;
    ULONG i;
    CHECK(context == NULL && buffers != NULL && count > 0);
    to->calls++;
    if (to->reader) {
        to->used = WsReadNode(to->reader, NULL);
    }
    if (to->writer) {
        to->used = WsWriteEndElement(to->writer, NULL);
    }
    if (to->calls == to->failing_call) {
        WS_STRING reason = WS_STRING_VALUE(W("the collection is full"));
        if (error) {
            CHECK_HR(WsAddErrorString(error, &reason), S_OK);
        }
        return to->failure;
    }
    for (i = 0; i < count; i++) {
        REQUIRE(to->length + buffers[i].length < sizeof(to->text));
        if (buffers[i].length > to->largest) {
            to->largest = buffers[i].length;
        }
        memcpy(to->text + to->length, buffers[i].bytes, buffers[i].length);
        to->length += buffers[i].length;
    }
    to->text[to->length] = 0;
    return S_OK;
}

static inline int ctest_check_canonical(const collected *found, const char *expected, int line)
{
    int holds = strcmp(found->text, expected) == 0 && found->length == strlen(expected);
    if (!ctest_count(holds)) {
        printf("line %d: canonical form: %s\n  expected: %s\n", line, found->text, expected);
    }
    return holds;
}

#define CHECK_CANONICAL(found, expected) ctest_check_canonical((found), (expected), __LINE__)

/* The properties that programs choose from; `count` of them are given. */
typedef struct canonical_options {
    WS_XML_CANONICALIZATION_PROPERTY properties[4];
    ULONG count;
    WS_XML_CANONICALIZATION_ALGORITHM algorithm;
    WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES prefixes;
    WS_XML_QNAME omitted;
    ULONG size;
} canonical_options;

static inline void option_add(canonical_options *options, WS_XML_CANONICALIZATION_PROPERTY_ID id, void *value,
                              size_t size)
{
    REQUIRE(options->count < CTEST_COUNT(options->properties));
    options->properties[options->count].id = id;
    options->properties[options->count].value = value;
    options->properties[options->count].valueSize = (ULONG)size;
    options->count++;
}

static inline void option_algorithm(canonical_options *options, WS_XML_CANONICALIZATION_ALGORITHM algorithm)
{
    options->algorithm = algorithm;
    option_add(options, WS_XML_CANONICALIZATION_PROPERTY_ALGORITHM, &options->algorithm, sizeof(options->algorithm));
}

static inline void option_prefixes(canonical_options *options, WS_XML_STRING *prefixes, ULONG count)
{
    options->prefixes.prefixCount = count;
    options->prefixes.prefixes = prefixes;
    option_add(options, WS_XML_CANONICALIZATION_PROPERTY_INCLUSIVE_PREFIXES, &options->prefixes,
               sizeof(options->prefixes));
}

static inline void option_omitted(canonical_options *options, const WS_XML_STRING *name, const WS_XML_STRING *ns)
{
    options->omitted.localName = *name;
    options->omitted.ns = *ns;
    option_add(options, WS_XML_CANONICALIZATION_PROPERTY_OMITTED_ELEMENT, &options->omitted, sizeof(options->omitted));
}

static inline void option_size(canonical_options *options, ULONG size)
{
    options->size = size;
    option_add(options, WS_XML_CANONICALIZATION_PROPERTY_OUTPUT_BUFFER_SIZE, &options->size, sizeof(options->size));
}

#endif
