/* Our side of MTOM: writes the same document as peers/mtom_peer.cs, and prints any the same way. */
#include "encodings.h"

#define WIDE(text) {(ULONG)(sizeof(W(text)) / sizeof(WCHAR) - 1), (WCHAR *)(uintptr_t)W(text)}

static void element(WS_XML_WRITER *writer, const char *name, const char *text, const void *bytes, ULONG size)
{
    WS_XML_STRING local_name = xml_string(name);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, &local_name, S("urn:mtom"), NULL), S_OK);
    if (text) {
        REQUIRE_HR(WsWriteCharsUtf8(writer, (const BYTE *)text, (ULONG)strlen(text), NULL), S_OK);
    }
    if (size) {
        REQUIRE_HR(WsWriteBytes(writer, bytes, size, NULL), S_OK);
    }
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
}

static void write_document(const char *path)
{
    static BYTE large[5000];
    WS_XML_WRITER_TEXT_ENCODING text = {{WS_XML_WRITER_ENCODING_TYPE_TEXT}, WS_CHARSET_UTF8};
    WS_XML_WRITER_MTOM_ENCODING encoding = {
        {WS_XML_WRITER_ENCODING_TYPE_MTOM}, &text.encoding, TRUE, WIDE("uuid:0+id=1"), WIDE("text/xml"),
        WIDE("http://tempuri.org/0"), 700};
    WS_XML_WRITER *writer = NULL;
    WS_BYTES all;
    FILE *file;
    ULONG i;
    for (i = 0; i < sizeof(large); i++) {
        large[i] = i % 16 < 4 ? (BYTE)"\r\n--"[i % 4] : (BYTE)(i * 7);
    }
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    REQUIRE_HR(encoded_output(writer, &encoding.encoding, NULL, NULL, 0), S_OK);
    REQUIRE_HR(WsWriteStartElement(writer, NULL, S("root"), S("urn:mtom"), NULL), S_OK);
    element(writer, "small", NULL, "abc", 3);
    element(writer, "large", NULL, large, sizeof(large));
    element(writer, "empty", NULL, NULL, 0);
    element(writer, "text", "caf\xC3\xA9 \xE2\x82\xAC <&>", NULL, 0);
    element(writer, "other", NULL, large, 701);
    REQUIRE_HR(WsWriteEndElement(writer, NULL), S_OK);
    REQUIRE_HR(WsGetWriterProperty(writer, WS_XML_WRITER_PROPERTY_BYTES, &all, sizeof(all), NULL), S_OK);
    file = fopen(path, "wb");
    REQUIRE(file != NULL);
    REQUIRE(fwrite(all.bytes, 1, all.length, file) == all.length);
    REQUIRE(fclose(file) == 0);
    WsFreeWriter(writer);
}

static void print_document(const char *path)
{
    static char bytes[65536];
    static BYTE characters[65536];
    WS_XML_READER_MTOM_ENCODING encoding;
    WS_XML_READER *reader = reader_new();
    size_t size, length;
    ULONG count;
    FILE *file = fopen(path, "rb");
    REQUIRE(file != NULL);
    size = fread(bytes, 1, sizeof(bytes), file);
    fclose(file);
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_MTOM;
    encoding.readMimeHeader = TRUE;
    REQUIRE_HR(encoded_input(reader, &encoding.encoding, bytes, size, NULL, 0, NULL, 0), S_OK);
    REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    while (reader_type(reader) != WS_XML_NODE_TYPE_EOF) {
        if (reader_type(reader) == WS_XML_NODE_TYPE_ELEMENT) {
            const WS_XML_ELEMENT_NODE *start = reader_element(reader);
            printf("start {%.*s}%.*s\n", (int)start->ns->length, (const char *)start->ns->bytes,
                   (int)start->localName->length, (const char *)start->localName->bytes);
        } else if (reader_type(reader) == WS_XML_NODE_TYPE_TEXT) {
            length = 0;
            do {
                REQUIRE_HR(WsReadCharsUtf8(reader, characters + length, (ULONG)(sizeof(characters) - length), &count,
                                           NULL),
                           S_OK);
                length += count;
            } while (count);
            printf("text %.*s\n", (int)length, (const char *)characters);
            /* The end of the element is the current node now. */
            continue;
        } else if (reader_type(reader) == WS_XML_NODE_TYPE_END_ELEMENT) {
            printf("end\n");
        }
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
    WsFreeReader(reader);
}

int main(int argc, char **argv)
{
    REQUIRE(argc == 3);
    if (strcmp(argv[1], "write") == 0) {
        write_document(argv[2]);
    } else {
        print_document(argv[2]);
    }
    return ctest_failures ? 1 : 0;
}
