/*
 * What the programs about binary XML share: dictionaries, readers and writers set to it.
 */
#ifndef CTEST_BINARY_H
#define CTEST_BINARY_H

#include "ctest_error.h"

#define BINARY_STRINGS 512

/* The dictionaries of the specification's examples: the text of number n is "str" and n. */
typedef struct numbered_dictionary {
    WS_XML_DICTIONARY dictionary;
    WS_XML_STRING strings[BINARY_STRINGS];
    char texts[BINARY_STRINGS][8];
} numbered_dictionary;

static inline void numbered_init(numbered_dictionary *numbered, int is_dynamic)
{
    ULONG i;
    memset(numbered, 0, sizeof(*numbered));
    numbered->dictionary.guid.Data1 = (ULONG)is_dynamic + 1;
    numbered->dictionary.strings = numbered->strings;
    numbered->dictionary.stringCount = BINARY_STRINGS;
    numbered->dictionary.isConst = TRUE;
    for (i = 0; i < BINARY_STRINGS; i++) {
        int length = snprintf(numbered->texts[i], sizeof(numbered->texts[i]), "str%u",
                              (unsigned)(2 * i + (ULONG)is_dynamic) & 0xFFFu);
        numbered->strings[i].bytes = (BYTE *)numbered->texts[i];
        numbered->strings[i].length = (ULONG)length;
        numbered->strings[i].dictionary = &numbered->dictionary;
        numbered->strings[i].id = i;
    }
}

/* Sets a reader to binary XML in memory. */
static inline HRESULT binary_input(WS_XML_READER *reader, const void *bytes, size_t size, WS_XML_DICTIONARY *fixed,
                                   WS_XML_DICTIONARY *dynamic, const WS_XML_READER_PROPERTY *properties,
                                   ULONG count)
{
    WS_XML_READER_BINARY_ENCODING encoding;
    WS_XML_READER_BUFFER_INPUT input;
    memset(&encoding, 0, sizeof(encoding));
    memset(&input, 0, sizeof(input));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    encoding.staticDictionary = fixed;
    encoding.dynamicDictionary = dynamic;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_BUFFER;
    input.encodedData = (void *)(uintptr_t)bytes;
    input.encodedDataSize = (ULONG)size;
    return WsSetInput(reader, &encoding.encoding, &input.input, properties, count, NULL);
}

/* Has a writer start over with text, fragments allowed. */
static inline void text_fragment_output(WS_XML_WRITER *writer)
{
    static const BOOL yes = TRUE;
    WS_XML_WRITER_PROPERTY property;
    WS_XML_WRITER_TEXT_ENCODING encoding;
    WS_XML_WRITER_BUFFER_OUTPUT output;
    memset(&encoding, 0, sizeof(encoding));
    memset(&output, 0, sizeof(output));
    property.id = WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT;
    property.value = (void *)(uintptr_t)&yes;
    property.valueSize = sizeof(yes);
    encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE_BUFFER;
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &output.output, &property, 1, NULL), S_OK);
}

static inline WS_BYTES written(WS_XML_WRITER *writer)
{
    WS_BYTES bytes = {0, NULL};
    REQUIRE_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &bytes, sizeof(bytes), NULL), S_OK);
    return bytes;
}

/* Whether these are the bytes; prints both if not. */
static inline int check_bytes(const void *found, size_t found_size, const void *expected, size_t size,
                              const char *what)
{
    int holds = found_size == size && (size == 0 || memcmp(found, expected, size) == 0);
    if (!ctest_count(holds)) {
        size_t i;
        printf("%s:\n  found   ", what);
        for (i = 0; i < found_size; i++) {
            printf(" %02X", ((const unsigned char *)found)[i]);
        }
        printf("\n  expected");
        for (i = 0; i < size; i++) {
            printf(" %02X", ((const unsigned char *)expected)[i]);
        }
        printf("\n");
    }
    return holds;
}

/* Bytes written as hexadecimal digits with spaces between them. */
static inline size_t from_hex(const char *hex, unsigned char *out)
{
    size_t count = 0;
    for (; *hex; hex += hex[2] == ' ' ? 3 : 2) {
        out[count++] = (unsigned char)strtoul((char[]){hex[0], hex[1], 0}, NULL, 16);
    }
    return count;
}

#endif
