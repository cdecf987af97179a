/* Binary XML: every record, by the examples of [MC-NBFX] 3 and more; truncated everywhere; as a stream. */
#include "binary.h"
#include "reader.h"

static numbered_dictionary fixed, dynamic;
static const BOOL yes = TRUE;
static const WS_XML_READER_PROPERTY fragment = {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, (void *)&yes,
                                                sizeof(yes)};

/* A document, and the text that is the same. */
static const struct {
    const char *hex;
    const char *text;
} examples[] = {
    /* Elements and their ends. */
    {"40 03 64 6F 63 01", "<doc></doc>"},
    {"02 07 63 6F 6D 6D 65 6E 74", "<!--comment-->"},
    {"41 03 70 72 65 03 64 6F 63 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 01",
     "<pre:doc xmlns:pre=\"http://abc\"></pre:doc>"},
    {"42 0E 01", "<str14></str14>"},
    {"43 03 70 72 65 0E 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 01",
     "<pre:str14 xmlns:pre=\"http://abc\"></pre:str14>"},
    {"44 0A 09 01 61 0A 68 74 74 70 3A 2F 2F 61 62 63 01", "<a:str10 xmlns:a=\"http://abc\"></a:str10>"},
    {"56 26 09 01 73 0A 68 74 74 70 3A 2F 2F 61 62 63 01", "<s:str38 xmlns:s=\"http://abc\"></s:str38>"},
    {"5D 27 09 01 7A 01 6E 01", "<z:str39 xmlns:z=\"n\"></z:str39>"},
    {"5E 05 68 65 6C 6C 6F 09 01 61 0A 68 74 74 70 3A 2F 2F 61 62 63 01",
     "<a:hello xmlns:a=\"http://abc\"></a:hello>"},
    {"70 09 4D 79 4D 65 73 73 61 67 65 09 01 73 0A 68 74 74 70 3A 2F 2F 61 62 63 01",
     "<s:MyMessage xmlns:s=\"http://abc\"></s:MyMessage>"},
    {"77 01 65 09 01 7A 01 6E 01", "<z:e xmlns:z=\"n\"></z:e>"},
    /* Arrays. */
    {"03 40 03 61 72 72 01 8B 03 33 33 88 88 DD DD", "<arr>13107</arr><arr>-30584</arr><arr>-8739</arr>"},
    {"03 40 03 61 72 72 01 B5 05 01 00 01 00 01",
     "<arr>true</arr><arr>false</arr><arr>true</arr><arr>false</arr><arr>true</arr>"},
    {"03 40 04 69 74 65 6D 08 01 6E 01 8D 02 01 00 00 00 FF FF FF FF",
     "<item xmlns=\"n\">1</item><item xmlns=\"n\">-1</item>"},
    {"40 01 61 03 5E 01 69 04 01 78 98 01 79 09 01 61 01 6E 01 8F 02 01 00 00 00 00 00 00 00 02 00 00 00 00 00 00 00 "
     "99 01 7A",
     "<a><a:i x=\"y\" xmlns:a=\"n\">1</a:i><a:i x=\"y\" xmlns:a=\"n\">2</a:i>z</a>"},
    {"03 40 01 61 01 91 01 CD CC 8C 3F", "<a>1.1</a>"},
    {"03 42 00 01 93 01 00 00 00 00 00 00 F0 BF", "<str0>-1</str0>"},
    {"03 40 01 61 01 95 01 00 00 06 00 00 00 00 00 80 2D 4E 00 00 00 00 00", "<a>5.123456</a>"},
    {"03 40 01 61 01 97 01 00 40 8E F9 5B 47 C8 08", "<a>2006-05-17T00:00:00</a>"},
    {"03 40 01 61 01 AF 01 00 B0 8E F0 1B 00 00 00", "<a>PT3H20M</a>"},
    {"03 40 01 61 01 B1 01 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F",
     "<a>03020100-0504-0706-0809-0a0b0c0d0e0f</a>"},
    /* Attributes. */
    {"40 03 64 6F 63 04 04 61 74 74 72 84 01", "<doc attr=\"false\"></doc>"},
    {"40 03 64 6F 63 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 05 03 70 72 65 04 61 74 74 72 84 01",
     "<doc pre:attr=\"false\" xmlns:pre=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 06 08 86 01", "<doc str8=\"true\"></doc>"},
    {"40 03 64 6F 63 09 03 70 72 65 0A 68 74 74 70 3A 2F 2F 61 62 63 07 03 70 72 65 00 86 01",
     "<doc pre:str0=\"true\" xmlns:pre=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 08 0A 68 74 74 70 3A 2F 2F 61 62 63 01", "<doc xmlns=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 09 01 70 0A 68 74 74 70 3A 2F 2F 61 62 63 01", "<doc xmlns:p=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 0A 04 01", "<doc xmlns=\"str4\"></doc>"},
    {"40 03 64 6F 63 0B 01 70 04 01", "<doc xmlns:p=\"str4\"></doc>"},
    {"40 03 64 6F 63 09 01 66 0A 68 74 74 70 3A 2F 2F 61 62 63 11 0B 98 05 68 65 6C 6C 6F 01",
     "<doc f:str11=\"hello\" xmlns:f=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 09 01 78 0A 68 74 74 70 3A 2F 2F 61 62 63 23 15 98 05 77 6F 72 6C 64 01",
     "<doc x:str21=\"world\" xmlns:x=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 09 01 6B 0A 68 74 74 70 3A 2F 2F 61 62 63 30 04 61 74 74 72 86 01",
     "<doc k:attr=\"true\" xmlns:k=\"http://abc\"></doc>"},
    {"40 03 64 6F 63 09 01 7A 0A 68 74 74 70 3A 2F 2F 61 62 63 3F 03 61 62 63 98 03 78 79 7A 01",
     "<doc z:abc=\"xyz\" xmlns:z=\"http://abc\"></doc>"},
    /* Text. */
    {"40 03 64 6F 63 06 A0 03 80 01", "<doc str416=\"0\"></doc>"},
    {"40 03 61 62 63 81", "<abc>0</abc>"},
    {"40 03 64 6F 63 06 00 82 01", "<doc str0=\"1\"></doc>"},
    {"40 03 61 62 63 83", "<abc>1</abc>"},
    {"40 03 64 6F 63 06 00 84 01", "<doc str0=\"false\"></doc>"},
    {"40 03 61 62 63 85", "<abc>false</abc>"},
    {"40 03 64 6F 63 06 00 86 01", "<doc str0=\"true\"></doc>"},
    {"40 03 61 62 63 87", "<abc>true</abc>"},
    {"40 03 64 6F 63 06 EC 01 88 DE 01", "<doc str236=\"-34\"></doc>"},
    {"42 9A 01 89 7F", "<str154>127</str154>"},
    {"40 03 64 6F 63 06 EC 01 8A 00 80 01", "<doc str236=\"-32768\"></doc>"},
    {"42 9A 01 8B FF 7F", "<str154>32767</str154>"},
    {"40 03 64 6F 63 06 EC 01 8C 15 CD 5B 07 01", "<doc str236=\"123456789\"></doc>"},
    {"42 9A 01 8D FF FF FF 7F", "<str154>2147483647</str154>"},
    {"40 03 64 6F 63 06 EC 01 8E 00 00 00 80 00 00 00 00 01", "<doc str236=\"2147483648\"></doc>"},
    {"42 9A 01 8F 00 00 00 00 00 01 00 00", "<str154>1099511627776</str154>"},
    {"40 03 64 6F 63 04 01 61 90 CD CC 8C 3F 01", "<doc a=\"1.1\"></doc>"},
    {"40 05 50 72 69 63 65 91 CD CC 01 42", "<Price>32.45</Price>"},
    {"40 03 64 6F 63 04 01 61 92 00 00 00 00 00 00 F8 3F 01", "<doc a=\"1.5\"></doc>"},
    {"40 02 50 49 93 00 00 00 00 00 00 F0 FF", "<PI>-INF</PI>"},
    {"40 03 64 6F 63 04 03 69 6E 74 94 00 00 06 00 00 00 00 00 80 2D 4E 00 00 00 00 00 01",
     "<doc int=\"5.123456\"></doc>"},
    {"40 08 4D 61 78 56 61 6C 75 65 95 00 00 00 00 FF FF FF FF FF FF FF FF FF FF FF FF",
     "<MaxValue>79228162514264337593543950335</MaxValue>"},
    {"40 03 64 6F 63 06 6E 96 FF 3F 37 F4 75 28 CA 2B 01", "<doc str110=\"9999-12-31T23:59:59.9999999\"></doc>"},
    {"42 6C 97 00 40 8E F9 5B 47 C8 48", "<str108>2006-05-17T00:00:00Z</str108>"},
    {"40 03 64 6F 63 98 05 68 65 6C 6C 6F 01", "<doc>hello</doc>"},
    {"40 01 61 99 05 68 65 6C 6C 6F", "<a>hello</a>"},
    {"40 03 64 6F 63 9A 05 00 68 65 6C 6C 6F 01", "<doc>hello</doc>"},
    {"40 01 61 9B 05 00 68 65 6C 6C 6F", "<a>hello</a>"},
    {"40 03 64 6F 63 9C 05 00 00 00 68 65 6C 6C 6F 01", "<doc>hello</doc>"},
    {"40 01 61 9D 05 00 00 00 68 65 6C 6C 6F", "<a>hello</a>"},
    {"40 03 64 6F 63 9E 08 00 01 02 03 04 05 06 07 01", "<doc>AAECAwQFBgc=</doc>"},
    {"40 06 42 61 73 65 36 34 9F 08 00 01 02 03 04 05 06 07", "<Base64>AAECAwQFBgc=</Base64>"},
    {"40 03 64 6F 63 A0 08 00 00 01 02 03 04 05 06 07 01", "<doc>AAECAwQFBgc=</doc>"},
    {"40 06 42 61 73 65 36 34 A1 08 00 00 01 02 03 04 05 06 07", "<Base64>AAECAwQFBgc=</Base64>"},
    {"40 03 64 6F 63 A2 08 00 00 00 00 01 02 03 04 05 06 07 01", "<doc>AAECAwQFBgc=</doc>"},
    {"40 06 42 61 73 65 36 34 A3 08 00 00 00 00 01 02 03 04 05 06 07", "<Base64>AAECAwQFBgc=</Base64>"},
    {"40 03 64 6F 63 04 01 61 A4 88 7B 98 05 68 65 6C 6C 6F 86 A6 01", "<doc a=\"123 hello true\"></doc>"},
    {"40 01 61 A4 86 84 80 82 AA 08 B6 02 75 00 A6 01", "<a>true false 0 1 str8 u</a>"},
    {"40 03 64 6F 63 04 01 61 A8 01", "<doc a=\"\"></doc>"},
    {"40 03 64 6F 63 A9", "<doc></doc>"},
    {"40 03 64 6F 63 04 02 6E 73 AA 38 01", "<doc ns=\"str56\"></doc>"},
    {"40 04 54 79 70 65 AB C4 01", "<Type>str196</Type>"},
    {"40 03 64 6F 63 AC 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF 01",
     "<doc>urn:uuid:33221100-5544-7766-8899-aabbccddeeff</doc>"},
    {"42 1A AD 00 11 22 33 44 55 66 77 88 99 AA BB CC DD EE FF",
     "<str26>urn:uuid:33221100-5544-7766-8899-aabbccddeeff</str26>"},
    {"40 03 64 6F 63 AE 00 C4 F5 32 FF FF FF FF 01", "<doc>-PT5M44S</doc>"},
    {"42 94 07 AF 00 B0 8E F0 1B 00 00 00", "<str916>PT3H20M</str916>"},
    {"40 03 64 6F 63 B0 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F 01",
     "<doc>03020100-0504-0706-0809-0a0b0c0d0e0f</doc>"},
    {"40 02 49 44 B1 00 01 02 03 04 05 06 07 08 09 0A 0B 0C 0D 0E 0F",
     "<ID>03020100-0504-0706-0809-0a0b0c0d0e0f</ID>"},
    {"40 03 64 6F 63 B2 FF FF FF FF FF FF FF FF 01", "<doc>18446744073709551615</doc>"},
    {"42 9A 01 B3 FE FF FF FF FF FF FF FF", "<str154>18446744073709551614</str154>"},
    {"40 03 64 6F 63 B4 01 01", "<doc>true</doc>"},
    {"40 01 61 B5 00", "<a>false</a>"},
    {"40 03 64 6F 63 04 01 75 B6 06 75 00 6E 00 69 00 01", "<doc u=\"uni\"></doc>"},
    {"40 01 55 B7 06 75 00 6E 00 69 00", "<U>uni</U>"},
    {"40 03 64 6F 63 04 03 75 31 36 B8 08 00 75 00 6E 00 69 00 32 00 01", "<doc u16=\"uni2\"></doc>"},
    {"40 03 55 31 36 B9 08 00 75 00 6E 00 69 00 32 00", "<U16>uni2</U16>"},
    {"40 03 64 6F 63 04 03 75 33 32 BA 04 00 00 00 33 00 32 00 01", "<doc u32=\"32\"></doc>"},
    {"40 03 55 33 32 BB 04 00 00 00 33 00 32 00", "<U32>32</U32>"},
    {"40 03 64 6F 63 06 F0 06 BC 08 8E 07 01", "<doc str880=\"i:str910\"></doc>"},
    {"40 04 54 79 70 65 09 01 73 01 6E BD 12 90 07", "<Type xmlns:s=\"n\">s:str912</Type>"},
    /* Mixed. */
    {"40 07 65 6C 65 6D 65 6E 74 8C D2 04 00 00 84 01", "<element>1234false</element>"},
    {"40 01 61 02 01 63 98 01 3C 40 01 62 99 01 26 01", "<a><!--c-->&lt;<b>&amp;</b></a>"},
};

static void check_same(WS_XML_READER *reader, WS_XML_WRITER *writer, const char *text, const char *hex)
{
    WS_BYTES bytes;
    text_fragment_output(writer);
    if (CHECK_HR(WsCopyNode(writer, reader, NULL), S_OK)) {
        bytes = written(writer);
        if (bytes.length != strlen(text) || memcmp(bytes.bytes, text, bytes.length) != 0) {
            CHECK(!"the same text");
            printf("  %s\n  is %.*s, not %s\n", hex, (int)bytes.length, (const char *)bytes.bytes, text);
        } else {
            CHECK(1);
        }
    } else {
        printf("  of %s\n", hex);
    }
}

/* Reads on to the end or to a failure. */
static HRESULT read_all(WS_XML_READER *reader)
{
    for (;;) {
        HRESULT hr = WsReadNode(reader, NULL);
        if (hr != S_OK || reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
            return hr;
        }
    }
}

static void every_record(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_WRITER *writer = NULL;
    size_t i, cut;
    REQUIRE_HR(WsCreateWriter(NULL, 0, &writer, NULL), S_OK);
    for (i = 0; i < CTEST_COUNT(examples); i++) {
        unsigned char bytes[256];
        size_t size = from_hex(examples[i].hex, bytes);
        REQUIRE_HR(binary_input(reader, bytes, size, &fixed.dictionary, &dynamic.dictionary, &fragment, 1), S_OK);
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_BOF);
        check_same(reader, writer, examples[i].text, examples[i].hex);
        CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
        /* Cut off anywhere it is no document, and nothing behind the end is looked at. */
        for (cut = 1; cut < size; cut++) {
            unsigned char *rest = (unsigned char *)malloc(cut);
            REQUIRE(rest != NULL);
            memcpy(rest, bytes, cut);
            REQUIRE_HR(binary_input(reader, rest, cut, &fixed.dictionary, &dynamic.dictionary, &fragment, 1), S_OK);
            if (!CHECK_HR(read_all(reader), WS_E_INVALID_FORMAT)) {
                printf("  of %s cut after %lu\n", examples[i].hex, (unsigned long)cut);
            }
            free(rest);
        }
    }
    WsFreeWriter(writer);
    WsFreeReader(reader);
}

typedef struct trickle {
    const unsigned char *bytes;
    size_t size;
} trickle;

/* One byte at a time. */
static HRESULT CALLBACK read_one(void *state, void *bytes, ULONG max, ULONG *actual,
                                 const WS_ASYNC_CONTEXT *context, WS_ERROR *error)
{
    trickle *from = (trickle *)state;
    (void)context;
    (void)error;
    *actual = from->size != 0 && max != 0;
    if (*actual) {
        *(unsigned char *)bytes = *from->bytes++;
        from->size--;
    }
    return S_OK;
}

/* A stream gives the same nodes, however little comes at a time. */
static void every_record_as_a_stream(void)
{
    WS_XML_READER *reader = reader_new(), *whole = reader_new();
    size_t i;
    for (i = 0; i < CTEST_COUNT(examples); i++) {
        unsigned char bytes[256];
        trickle from;
        WS_XML_READER_BINARY_ENCODING encoding;
        WS_XML_READER_STREAM_INPUT input;
        int type;
        memset(&encoding, 0, sizeof(encoding));
        memset(&input, 0, sizeof(input));
        from.bytes = bytes;
        from.size = from_hex(examples[i].hex, bytes);
        REQUIRE_HR(binary_input(whole, bytes, from.size, &fixed.dictionary, &dynamic.dictionary, &fragment, 1), S_OK);
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
        encoding.staticDictionary = &fixed.dictionary;
        encoding.dynamicDictionary = &dynamic.dictionary;
        input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
        input.readCallback = read_one;
        input.readCallbackState = &from;
        REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, &fragment, 1, NULL), S_OK);
        do {
            HRESULT hr;
            while ((hr = WsReadNode(reader, NULL)) == WS_E_QUOTA_EXCEEDED) {
                REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
            }
            if (!CHECK_HR(hr, S_OK)) {
                printf("  in %s\n", examples[i].hex);
                break;
            }
            REQUIRE_HR(WsReadNode(whole, NULL), S_OK);
            type = reader_type(whole);
            CHECK_INT(reader_type(reader), type);
            if (type == WS_XML_NODE_TYPE_ELEMENT) {
                const WS_XML_ELEMENT_NODE *one = reader_element(reader), *other = reader_element(whole);
                ULONG index;
                CHECK_HR(WsXmlStringEquals(one->localName, other->localName, NULL), S_OK);
                CHECK_HR(WsXmlStringEquals(one->ns, other->ns, NULL), S_OK);
                CHECK_INT(one->attributeCount, other->attributeCount);
                for (index = 0; index < one->attributeCount; index++) {
                    CHECK_HR(WsXmlStringEquals(one->attributes[index]->localName,
                                               other->attributes[index]->localName, NULL), S_OK);
                    CHECK_INT(one->attributes[index]->value->textType, other->attributes[index]->value->textType);
                }
            } else if (type == WS_XML_NODE_TYPE_TEXT) {
                CHECK_INT(((const WS_XML_TEXT_NODE *)reader_node(reader))->text->textType,
                          ((const WS_XML_TEXT_NODE *)reader_node(whole))->text->textType);
            }
        } while (type != WS_XML_NODE_TYPE_EOF);
    }
    WsFreeReader(whole);
    WsFreeReader(reader);
}

/* What is no document, and where the message says that it went wrong. */
static void malformed(void)
{
    static const struct {
        const char *hex;
        const char *said;
    } cases[] = {
        {"01", "byte offset 0"},
        {"00", "byte offset 0"},
        {"78", "found the byte 0x78"},
        {"FF", "byte offset 0"},
        {"04 01 61 86", "found the byte 0x04"},
        {"A5", "found the byte 0xA5"},
        {"40 01 61 A6 01", "byte offset 3"},
        {"40 01 61 A7", "byte offset 3"},
        {"40 01 61 BE", "found the byte 0xBE"},
        {"40 01 61 01 40 01 61 01", "root element"},
        {"40 01 61 01 98 01 78", "root element"},
        {"98 01 78", "root element"},
        {"40 00 01", "name of an element"},
        {"40 01 31 01", "'1'"},
        {"40 03 61 3A 62 01", "'a:b'"},
        {"40 05 78 6D 6C 6E 73 01", "'xmlns'"},
        {"40 01 FF 01", "name of an element"},
        {"40 80 80 80 80 08 01", "31 bits"},
        {"40 FF FF FF FF 07 61", "end of the input"},
        {"42 80 08 01", "static dictionary"},
        {"42 81 08 01", "dynamic dictionary"},
        {"5E 01 61 01", "prefix 'a'"},
        {"40 01 61 26 01 62 86 01", "prefix 'a'"},
        {"40 01 61 04 01 62 86 04 01 62 86 01", "twice"},
        {"40 01 61 08 01 62 08 01 63 01", "twice"},
        {"40 01 61 09 01 62 00 01", "no namespace"},
        {"40 01 61 09 03 78 6D 6C 01 6E 01", "prefix 'xml'"},
        {"40 01 61 04 01 62 87 01", "value of an attribute"},
        {"40 01 61 04 01 62 01", "value of an attribute"},
        {"40 01 61 99 01 00", "U+0000"},
        {"40 01 61 99 02 C3 28", "UTF-8"},
        {"40 01 61 B7 02 00 D8", "UTF-16"},
        {"40 01 61 B7 01 75", "UTF-16"},
        {"40 01 61 9D FF FF FF FF", "length"},
        {"40 01 61 95 00 00 1D 00 00 00 00 00 01 00 00 00 00 00 00 00", "scale 29"},
        {"40 01 61 97 00 00 00 00 00 00 00 C0", "time zone 3"},
        {"40 01 61 97 00 40 37 F4 75 28 CA 2B", "9999"},
        {"40 01 61 BD 1A 00", "prefix, 0 to 25"},
        {"40 01 61 A4 A4 A6 A6 01", "text record"},
        {"40 01 61 A4 87 A6 01", "text record"},
        {"40 01 61 A4 01", "text record"},
        {"02 02 2D 2D", "'--'"},
        {"40 01 61 03 98 01 61", "element of an array"},
        {"40 01 61 03 40 01 69 86", "end of the element of an array"},
        {"40 01 61 03 40 01 69 01 99 01", "record of the values"},
        {"40 01 61 03 40 01 69 01 8D 00 01", "found none"},
        {"03 40 01 69 01 8D 02 01 00 00 00 02 00 00 00", "root element"},
    };
    WS_XML_READER *reader = reader_new();
    WS_ERROR *error = NULL;
    size_t i;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        unsigned char bytes[64];
        size_t size = from_hex(cases[i].hex, bytes);
        WS_STRING string;
        char text[1024];
        ULONG at;
        HRESULT hr;
        REQUIRE_HR(binary_input(reader, bytes, size, &fixed.dictionary, &dynamic.dictionary, NULL, 0), S_OK);
        do {
            hr = WsReadNode(reader, error);
        } while (hr == S_OK && reader_type(reader) != WS_XML_NODE_TYPE_EOF);
        if (!CHECK_HR(hr, WS_E_INVALID_FORMAT)) {
            printf("  for %s\n", cases[i].hex);
            continue;
        }
        REQUIRE_HR(WsGetErrorString(error, 0, &string), S_OK);
        for (at = 0; at < string.length && at < sizeof(text) - 1; at++) {
            text[at] = (char)string.chars[at];
        }
        text[at] = 0;
        if (!CHECK(strstr(text, cases[i].said) != NULL && strstr(text, "byte offset") != NULL)) {
            printf("  for %s: %s\n", cases[i].hex, text);
        }
        CHECK_HR(WsResetError(error), S_OK);
        CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    }
    WsFreeError(error);
    WsFreeReader(reader);
}

/* What nodes look like to C: types of texts, and strings that say where in a dictionary they are. */
static void nodes(void)
{
    static const struct {
        const char *hex;
        int type;
    } texts[] = {
        {"40 01 74 B5 FF FF FF FF", WS_XML_TEXT_TYPE_BOOL},
        {"40 01 74 81", WS_XML_TEXT_TYPE_INT32},
        {"40 01 74 89 FF", WS_XML_TEXT_TYPE_INT32},
        {"40 01 74 8F FF FF FF FF FF FF FF FF", WS_XML_TEXT_TYPE_INT64},
        {"40 01 74 91 00 00 00 00", WS_XML_TEXT_TYPE_FLOAT},
        {"40 01 74 93 00 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_DOUBLE},
        {"40 01 74 97 00 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_DATETIME},
        {"40 01 74 99 01 61", WS_XML_TEXT_TYPE_UTF8},
        {"40 01 74 9F 01 61", WS_XML_TEXT_TYPE_BASE64},
        {"40 01 74 A9", WS_XML_TEXT_TYPE_UTF8},
        {"40 01 74 AB 0C", WS_XML_TEXT_TYPE_UTF8},
        {"40 01 74 AD 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_UNIQUE_ID},
        {"40 01 74 AF 00 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_TIMESPAN},
        {"40 01 74 B1 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_GUID},
        {"40 01 74 B3 01 00 00 00 00 00 00 00", WS_XML_TEXT_TYPE_UINT64},
        {"40 01 74 B7 02 75 00", WS_XML_TEXT_TYPE_UTF16},
        {"40 01 74 09 01 73 01 6E BD 12 00", WS_XML_TEXT_TYPE_QNAME},
    };
    static const unsigned char document[] = {0x42, 0x06, 0x06, 0x08, 0x98, 0x00, 0x0A, 0x0A,
                                             0x40, 0x01, 't',  0x01, 0x01};
    WS_XML_READER *reader = reader_new();
    const WS_XML_ELEMENT_NODE *element;
    const WS_XML_UTF8_TEXT *value;
    size_t i;
    for (i = 0; i < CTEST_COUNT(texts); i++) {
        unsigned char bytes[64];
        size_t size = from_hex(texts[i].hex, bytes);
        const WS_XML_TEXT *text;
        REQUIRE_HR(binary_input(reader, bytes, size, &fixed.dictionary, NULL, NULL, 0), S_OK);
        CHECK_HR(WsReadNode(reader, NULL), S_OK);
        CHECK_HR(WsReadNode(reader, NULL), S_OK);
        REQUIRE(reader_type(reader) == WS_XML_NODE_TYPE_TEXT);
        text = ((const WS_XML_TEXT_NODE *)reader_node(reader))->text;
        CHECK_INT(text->textType, texts[i].type);
        if (text->textType == WS_XML_TEXT_TYPE_BOOL) {
            CHECK(((const WS_XML_BOOL_TEXT *)text)->value == TRUE);
        }
        if (text->textType == WS_XML_TEXT_TYPE_UTF8) {
            CHECK(((const WS_XML_UTF8_TEXT *)text)->value.bytes != NULL);
        }
    }
    REQUIRE_HR(binary_input(reader, document, sizeof(document), &fixed.dictionary, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    element = reader_element(reader);
    CHECK(element->localName->dictionary == &fixed.dictionary && element->localName->id == 3);
    CHECK(element->prefix->length == 0 && element->prefix->bytes == NULL);
    CHECK_INT(element->ns->length, 5);
    CHECK(!element->isEmpty);
    CHECK_INT(element->attributeCount, 2);
    CHECK(element->attributes[0]->localName->dictionary == &fixed.dictionary);
    CHECK_INT(element->attributes[0]->localName->id, 4);
    value = (const WS_XML_UTF8_TEXT *)element->attributes[0]->value;
    CHECK(value->text.textType == WS_XML_TEXT_TYPE_UTF8 && value->value.length == 0 && value->value.bytes != NULL);
    CHECK(element->attributes[1]->isXmlNs);
    CHECK(element->attributes[1]->ns->dictionary == &fixed.dictionary && element->attributes[1]->ns->id == 5);
    value = (const WS_XML_UTF8_TEXT *)element->attributes[1]->value;
    CHECK(value->text.textType == WS_XML_TEXT_TYPE_UTF8 && value->value.length == 0 && value->value.bytes != NULL);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    element = reader_element(reader);
    CHECK(element->localName->dictionary != NULL && element->localName->dictionary != &fixed.dictionary);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    WsFreeReader(reader);
}

/* The same content as a value, as characters and as bytes; arrays; limits; what only text has. */
static void reading(void)
{
    static const unsigned char number[] = {0x40, 0x01, 'a', 0x8B, 0x39, 0x30};
    static const unsigned char bytes[] = {0x40, 0x01, 'a', 0x9E, 0x03, 't', 'e', 's', 0x9F, 0x01, 't'};
    static const unsigned char array[] = {0x40, 0x01, 'a', 0x03, 0x40, 0x01, 'i', 0x01, 0x8B, 0x03,
                                          0x01, 0x00, 0xFF, 0xFF, 0x00, 0x80, 0x01};
    static const unsigned char deep[] = {0x40, 0x01, 'a', 0x40, 0x01, 'b', 0x01, 0x01};
    static const ULONG one = 1;
    WS_XML_READER_PROPERTY limit = {WS_XML_READER_PROPERTY_MAX_DEPTH, (void *)&one, sizeof(one)};
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_STRING name = xml_string("i"), none = xml_string("");
    WS_BYTES value = {0, NULL};
    WS_CHARSET charset;
    ULONGLONG row;
    WCHAR wide[8];
    BYTE out[8];
    INT32 integer = 0;
    INT16 items[4] = {0, 0, 0, 0};
    ULONG count = 0;

    REQUIRE_HR(binary_input(reader, number, sizeof(number), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &integer, sizeof(integer), NULL), S_OK);
    CHECK_INT(integer, 12345);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);

    REQUIRE_HR(binary_input(reader, number, sizeof(number), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadChars(reader, wide, 3, &count, NULL), S_OK);
    CHECK(count == 3 && wide[0] == '1' && wide[2] == '3');
    CHECK_HR(WsReadCharsUtf8(reader, out, sizeof(out), &count, NULL), S_OK);
    CHECK(count == 2 && memcmp(out, "45", 2) == 0);

    REQUIRE_HR(binary_input(reader, bytes, sizeof(bytes), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_BYTES_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap, &value,
                        sizeof(value), NULL), S_OK);
    CHECK(value.length == 4 && memcmp(value.bytes, "test", 4) == 0);

    REQUIRE_HR(binary_input(reader, bytes, sizeof(bytes), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadBytes(reader, out, 2, &count, NULL), S_OK);
    CHECK(count == 2 && memcmp(out, "te", 2) == 0);

    REQUIRE_HR(binary_input(reader, array, sizeof(array), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadToStartElement(reader, NULL, NULL, NULL, NULL), S_OK);
    CHECK_HR(WsReadStartElement(reader, NULL), S_OK);
    CHECK_HR(WsReadArray(reader, &name, &none, WS_INT16_VALUE_TYPE, items, sizeof(items), 0, 2, &count, NULL), S_OK);
    CHECK(count == 2 && items[0] == 1 && items[1] == -1);
    CHECK_HR(WsReadArray(reader, &name, &none, WS_INT16_VALUE_TYPE, items, sizeof(items), 2, 2, &count, NULL), S_OK);
    CHECK(count == 1 && items[2] == -32768);
    CHECK_HR(WsReadEndElement(reader, NULL), S_OK);

    REQUIRE_HR(binary_input(reader, array, sizeof(array), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsSkipNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    REQUIRE_HR(binary_input(reader, deep, sizeof(deep), NULL, NULL, &limit, 1), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_QUOTA_EXCEEDED);

    REQUIRE_HR(binary_input(reader, deep, sizeof(deep), NULL, NULL, NULL, 0), S_OK);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_ROW, &row, sizeof(row), NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_CHARSET, &charset, sizeof(charset), NULL),
             E_INVALIDARG);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

/* Bytes become a buffer, with the types of their texts. */
static void into_a_buffer(void)
{
    static const unsigned char document[] = {0x42, 0x06, 0x8D, 0x01, 0x00, 0x01, 0x00};
    WS_XML_READER_BINARY_ENCODING encoding;
    WS_XML_READER *reader = reader_new();
    WS_HEAP *heap = heap_new();
    WS_XML_BUFFER *buffer = NULL;
    memset(&encoding, 0, sizeof(encoding));
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_BINARY;
    encoding.staticDictionary = &fixed.dictionary;
    CHECK_HR(WsReadXmlBufferFromBytes(reader, &encoding.encoding, NULL, 0, document, sizeof(document), heap,
                                      &buffer, NULL), S_OK);
    REQUIRE(buffer != NULL);
    REQUIRE_HR(WsSetInputToBuffer(reader, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_element(reader)->localName->length, 4);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(((const WS_XML_TEXT_NODE *)reader_node(reader))->text->textType, WS_XML_TEXT_TYPE_INT32);
    CHECK_HR(WsReadXmlBufferFromBytes(reader, &encoding.encoding, NULL, 0, document, sizeof(document) - 1, heap,
                                      &buffer, NULL), WS_E_INVALID_FORMAT);
    WsFreeHeap(heap);
    WsFreeReader(reader);
}

int main(void)
{
    numbered_init(&fixed, 0);
    numbered_init(&dynamic, 1);
    every_record();
    every_record_as_a_stream();
    malformed();
    nodes();
    reading();
    into_a_buffer();
    return ctest_summary();
}
