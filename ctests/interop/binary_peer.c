/* Our side of binary XML against .NET: writes the same document as peers/binary_peer.cs, and prints any the same way. */
#include "binary.h"

#define S(text) (&(WS_XML_STRING)WS_XML_STRING_VALUE(text))

static WS_XML_DICTIONARY fixed, dynamic;
static WS_XML_STRING fixed_strings[] = {WS_XML_STRING_DICTIONARY_VALUE("root", &fixed, 0),
                                        WS_XML_STRING_DICTIONARY_VALUE("urn:fixed", &fixed, 1),
                                        WS_XML_STRING_DICTIONARY_VALUE("item", &fixed, 2)};
static WS_XML_STRING dynamic_strings[] = {WS_XML_STRING_DICTIONARY_VALUE("dynamic", &dynamic, 0)};

static HRESULT CALLBACK number_of(void *state, const WS_XML_STRING *string, BOOL *found, ULONG *id, WS_ERROR *error)
{
    (void)state;
    (void)error;
    *found = WsXmlStringEquals(string, &dynamic_strings[0], NULL) == S_OK;
    *id = 0;
    return S_OK;
}

static void item(WS_XML_WRITER *writer, const void *text)
{
    REQUIRE_HR(WsWriteStartElement(writer, S("r"), &fixed_strings[2], &fixed_strings[1], NULL), S_OK);
    REQUIRE_HR(WsWriteText(writer, (const WS_XML_TEXT *)text, NULL), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
}

static void attribute(WS_XML_WRITER *writer, const WS_XML_STRING *prefix, const char *name, const char *ns,
                      const char *value)
{
    WS_XML_STRING local_name = {(ULONG)strlen(name), (BYTE *)(uintptr_t)name, NULL, 0};
    WS_XML_STRING uri = {(ULONG)strlen(ns), (BYTE *)(uintptr_t)ns, NULL, 0};
    REQUIRE_HR(WsWriteStartAttribute(writer, prefix, &local_name, &uri, FALSE, NULL), S_OK);
    REQUIRE_HR(WsWriteCharsUtf8(writer, (const BYTE *)value, (ULONG)strlen(value), NULL), S_OK);
    REQUIRE_HR(WsWriteEndAttribute(writer, NULL), S_OK);
}

static void write_texts(WS_XML_WRITER *writer)
{
    static const INT32 integers[] = {0, 1, -1, 127, -32768, 123456789};
    static const BYTE data[] = {0, 1, 2, 3, 4, 5, 6};
    static const GUID guid = {0x33221100, 0x5544, 0x7766, {0x88, 0x99, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE, 0xFF}};
    static BYTE many[300];
    WS_XML_UTF8_TEXT text = {{WS_XML_TEXT_TYPE_UTF8}, WS_XML_STRING_VALUE("text \xE2\x82\xAC \xF0\x9F\x98\x80")};
    WS_XML_BOOL_TEXT yes = {{WS_XML_TEXT_TYPE_BOOL}, TRUE};
    WS_XML_INT64_TEXT least = {{WS_XML_TEXT_TYPE_INT64}, -9223372036854775807LL - 1};
    WS_XML_FLOAT_TEXT single = {{WS_XML_TEXT_TYPE_FLOAT}, 1.5f};
    WS_XML_DOUBLE_TEXT real = {{WS_XML_TEXT_TYPE_DOUBLE}, 2.1};
    WS_XML_DECIMAL_TEXT decimal;
    WS_XML_DATETIME_TEXT date = {{WS_XML_TEXT_TYPE_DATETIME}, {632834658150000000ULL, WS_DATETIME_FORMAT_UTC}};
    WS_XML_GUID_TEXT plain = {{WS_XML_TEXT_TYPE_GUID}, guid};
    WS_XML_UNIQUE_ID_TEXT unique = {{WS_XML_TEXT_TYPE_UNIQUE_ID}, guid};
    WS_XML_TIMESPAN_TEXT span = {{WS_XML_TEXT_TYPE_TIMESPAN}, {120000000000LL}};
    WS_XML_BASE64_TEXT binary = {{WS_XML_TEXT_TYPE_BASE64}, (BYTE *)(uintptr_t)data, sizeof(data)};
    WS_XML_UTF8_TEXT wide = {{WS_XML_TEXT_TYPE_UTF8}, {sizeof(many), many, NULL, 0}};
    size_t i;
    memset(many, 'x', sizeof(many));
    memset(&decimal, 0, sizeof(decimal));
    decimal.text.textType = WS_XML_TEXT_TYPE_DECIMAL;
    decimal.value.scale = 3;
    decimal.value.sign = 0x80;
    decimal.value.Hi32 = 0xFFFFFFFF;
    decimal.value.Lo64 = ~(ULONGLONG)0;
    item(writer, &text);
    item(writer, &yes);
    for (i = 0; i < CTEST_COUNT(integers); i++) {
        WS_XML_INT32_TEXT integer = {{WS_XML_TEXT_TYPE_INT32}, integers[i]};
        item(writer, &integer);
    }
    item(writer, &least);
    item(writer, &single);
    item(writer, &real);
    item(writer, &decimal);
    item(writer, &date);
    item(writer, &plain);
    item(writer, &unique);
    item(writer, &span);
    item(writer, &binary);
    item(writer, &wide);
}

static void write_document(const char *path)
{
    static const INT32 array[] = {1, -1, 70000};
    WS_XML_WRITER_BINARY_ENCODING encoding = {{WS_XML_WRITER_ENCODING_TYPE_BINARY}, &fixed, number_of, NULL};
    WS_XML_WRITER_BUFFER_OUTPUT output = {{WS_XML_WRITER_OUTPUT_TYPE_BUFFER}};
    WS_XML_COMMENT_NODE comment = {{WS_XML_NODE_TYPE_COMMENT}, WS_XML_STRING_VALUE("comment")};
    WS_XML_WRITER *writer = NULL;
    WS_BYTES bytes;
    FILE *file = fopen(path, "wb");
    REQUIRE(file != NULL);
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(WsSetOutput(writer, &encoding.encoding, &output.output, NULL, 0, NULL), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, S("r"), &fixed_strings[0], &fixed_strings[1], NULL), S_OK);
    attribute(writer, NULL, "plain", "", "caf\xC3\xA9 <&>");
    attribute(writer, S("p"), "name", "urn:p", "v");
    write_texts(writer);
    REQUIRE_HR(WsWriteArray(writer, S("array"), S(""), WS_INT32_VALUE_TYPE, array, sizeof(array), 0, 3, NULL), S_OK);
    REQUIRE_HR(WsWriteNode(writer, &comment.node, NULL), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, S("dynamic"), S(""), NULL), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
    bytes = written(writer);
    REQUIRE(fwrite(bytes.bytes, 1, bytes.length, file) == bytes.length);
    REQUIRE(fclose(file) == 0);
    WsFreeWriter(writer);
}

static void print_name(const char *what, const WS_XML_STRING *ns, const WS_XML_STRING *name)
{
    printf("%s {%.*s}%.*s", what, (int)ns->length, (const char *)ns->bytes, (int)name->length,
           (const char *)name->bytes);
}

/* The characters of what is read next: of the text that the reader stands on, and of those after it. */
static void print_characters(WS_XML_READER *reader)
{
    BYTE piece[64];
    ULONG count;
    do {
        REQUIRE_HR(WsReadCharsUtf8(reader, piece, sizeof(piece), &count, NULL), S_OK);
        fwrite(piece, 1, count, stdout);
    } while (count != 0);
    printf("\n");
}

static void print_element(WS_XML_READER *reader, const WS_XML_ELEMENT_NODE *element)
{
    ULONG i, count = element->attributeCount;
    print_name("start", element->ns, element->localName);
    printf("\n");
    for (i = 0; i < count; i++) {
        const WS_XML_NODE *node = NULL;
        REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
        element = (const WS_XML_ELEMENT_NODE *)node;
        if (!element->attributes[i]->isXmlNs) {
            print_name("attribute", element->attributes[i]->ns, element->attributes[i]->localName);
            printf(" ");
            REQUIRE_HR(WsReadStartAttribute(reader, i, NULL), S_OK);
            print_characters(reader);
            REQUIRE_HR(WsReadEndAttribute(reader, NULL), S_OK);
        }
    }
}

static void print_document(const char *path)
{
    static BYTE bytes[65536];
    WS_XML_READER *reader = NULL;
    FILE *file = fopen(path, "rb");
    size_t size;
    REQUIRE(file != NULL);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    REQUIRE_HR(WsCreateReader(NULL, 0, &reader, NULL), S_OK);
    REQUIRE_HR(binary_input(reader, bytes, size, &fixed, &dynamic, NULL, 0), S_OK);
    REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    for (;;) {
        const WS_XML_NODE *node = NULL;
        REQUIRE_HR(WsGetReaderNode(reader, &node, NULL), S_OK);
        switch (node->nodeType) {
        case WS_XML_NODE_TYPE_TEXT:
            printf("text ");
            print_characters(reader);
            continue;
        case WS_XML_NODE_TYPE_ELEMENT:
            print_element(reader, (const WS_XML_ELEMENT_NODE *)node);
            break;
        case WS_XML_NODE_TYPE_END_ELEMENT:
            printf("end\n");
            break;
        case WS_XML_NODE_TYPE_COMMENT: {
            const WS_XML_STRING *content = &((const WS_XML_COMMENT_NODE *)node)->value;
            printf("comment %.*s\n", (int)content->length, (const char *)content->bytes);
            break;
        }
        default:
            REQUIRE(node->nodeType == WS_XML_NODE_TYPE_EOF);
            WsFreeReader(reader);
            return;
        }
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
}

int main(int count, char **arguments)
{
    REQUIRE(count == 3);
    fixed.strings = fixed_strings;
    fixed.stringCount = CTEST_COUNT(fixed_strings);
    fixed.isConst = TRUE;
    dynamic.strings = dynamic_strings;
    dynamic.stringCount = CTEST_COUNT(dynamic_strings);
    dynamic.isConst = TRUE;
    if (strcmp(arguments[1], "write") == 0) {
        write_document(arguments[2]);
    } else {
        print_document(arguments[2]);
    }
    return 0;
}
