/* The limits and switches of a reader, their defaults, and what goes past them. */
#include "reader.h"

static WS_XML_READER_PROPERTY property(WS_XML_READER_PROPERTY_ID id, void *value, ULONG size)
{
    WS_XML_READER_PROPERTY result;
    result.id = id;
    result.value = value;
    result.valueSize = size;
    return result;
}

static void defaults(void)
{
    static const struct {
        WS_XML_READER_PROPERTY_ID id;
        ULONG value;
    } cases[] = {
        {WS_XML_READER_PROPERTY_MAX_DEPTH, 32},
        {WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, FALSE},
        {WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 128},
        {WS_XML_READER_PROPERTY_READ_DECLARATION, TRUE},
        {WS_XML_READER_PROPERTY_IN_ATTRIBUTE, FALSE},
        {WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE, 65536},
        {WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE, 256},
        {WS_XML_READER_PROPERTY_MAX_MIME_PARTS, 4096},
        {WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, FALSE},
        {WS_XML_READER_PROPERTY_MAX_NAMESPACES, 32},
    };
    WS_XML_READER *reader = reader_new();
    ULONG value = 99;
    ULONGLONG large;
    size_t i;

    /* There is nothing to ask before there is an input. */
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        CHECK_HR(WsGetReaderProperty(reader, cases[i].id, &value, sizeof(value), NULL), WS_E_INVALID_OPERATION);
        CHECK_INT(value, 99);
    }
    reader_set(reader, "<a/>");
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        CHECK_HR(WsGetReaderProperty(reader, cases[i].id, &value, sizeof(value), NULL), S_OK);
        CHECK_INT(value, cases[i].value);
        CHECK_HR(WsGetReaderProperty(reader, cases[i].id, NULL, sizeof(value), NULL), E_INVALIDARG);
        CHECK_HR(WsGetReaderProperty(reader, cases[i].id, &value, 2, NULL), E_INVALIDARG);
        CHECK_HR(WsGetReaderProperty(reader, cases[i].id, &large, sizeof(large), NULL), E_INVALIDARG);
    }
    /* These can only be set. */
    value = 99;
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE, &value, sizeof(value), NULL),
             E_INVALIDARG);
    CHECK_HR(WsGetReaderProperty(reader, (WS_XML_READER_PROPERTY_ID)77, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_INT(value, 99);
    CHECK_HR(WsGetReaderProperty(NULL, WS_XML_READER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), E_INVALIDARG);
    WsFreeReader(reader);
}

static void setting(void)
{
    static const WS_XML_READER_PROPERTY_ID read_only[] = {
        WS_XML_READER_PROPERTY_CHARSET,
        WS_XML_READER_PROPERTY_ROW,
        WS_XML_READER_PROPERTY_COLUMN,
        WS_XML_READER_PROPERTY_IN_ATTRIBUTE,
        (WS_XML_READER_PROPERTY_ID)99,
    };
    WS_XML_READER *reader = NULL;
    WS_XML_READER_PROPERTY properties[2];
    ULONGLONG large = 1;
    ULONG depth = 16;
    ULONG trim = 100;
    ULONG value;
    size_t i;

    CHECK_HR(WsCreateReader(NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateReader(NULL, 1, &reader, NULL), E_INVALIDARG);
    for (i = 0; i < CTEST_COUNT(read_only); i++) {
        properties[0] = property(read_only[i], &large, sizeof(large));
        CHECK_HR(WsCreateReader(properties, 1, &reader, NULL), E_INVALIDARG);
        properties[0] = property(read_only[i], &depth, sizeof(depth));
        CHECK_HR(WsCreateReader(properties, 1, &reader, NULL), E_INVALIDARG);
    }
    properties[0] = property(WS_XML_READER_PROPERTY_MAX_DEPTH, &depth, 2);
    CHECK_HR(WsCreateReader(properties, 1, &reader, NULL), E_INVALIDARG);
    properties[0] = property(WS_XML_READER_PROPERTY_MAX_DEPTH, NULL, sizeof(depth));
    CHECK_HR(WsCreateReader(properties, 1, &reader, NULL), E_INVALIDARG);
    CHECK(reader == NULL);

    properties[0] = property(WS_XML_READER_PROPERTY_MAX_DEPTH, &depth, sizeof(depth));
    properties[1] = property(WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE, &trim, sizeof(trim));
    CHECK_HR(WsCreateReader(properties, 2, &reader, NULL), S_OK);
    reader_set(reader, "<a/>");
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 16);
    /* For one input only. */
    depth = 8;
    CHECK_HR(reader_set_bytes(reader, "<a/>", 4, WS_CHARSET_UTF8, properties, 1), S_OK);
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 8);
    reader_set(reader, "<a/>");
    CHECK_HR(WsGetReaderProperty(reader, WS_XML_READER_PROPERTY_MAX_DEPTH, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 16);
    WsFreeReader(reader);
}

/* Reads a document with one property; gives the code that reading ends with. */
static HRESULT read_with(WS_XML_READER *reader, const char *text, WS_XML_READER_PROPERTY_ID id, ULONG value,
                         text_out *out)
{
    WS_XML_READER_PROPERTY one = property(id, &value, sizeof(value));
    CHECK_HR(reader_set_bytes(reader, text, strlen(text), WS_CHARSET_AUTO, &one, 1), S_OK);
    return reader_rest(reader, out);
}

static void limits(void)
{
    WS_XML_READER *reader = reader_new();
    char text[8192] = "";
    text_out out;
    int i;

    CHECK_HR(read_with(reader, "<a/>", WS_XML_READER_PROPERTY_MAX_DEPTH, 0, &out), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(read_with(reader, "<a/>", WS_XML_READER_PROPERTY_MAX_DEPTH, 1, &out), S_OK);
    CHECK_HR(read_with(reader, "<a><b/><b/></a>", WS_XML_READER_PROPERTY_MAX_DEPTH, 1, &out), WS_E_QUOTA_EXCEEDED);
    CHECK_TEXT(out.text, "<a>");
    CHECK_HR(read_with(reader, "<a><b/><b></b></a>", WS_XML_READER_PROPERTY_MAX_DEPTH, 2, &out), S_OK);
    CHECK_HR(read_with(reader, "<!--no element-->", WS_XML_READER_PROPERTY_MAX_DEPTH, 0, &out), S_OK);

    CHECK_HR(read_with(reader, "<a b=''/>", WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 0, &out), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(read_with(reader, "<a b='' c=''/>", WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 2, &out), S_OK);
    CHECK_HR(read_with(reader, "<a b='' c='' d=''/>", WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, 2, &out),
             WS_E_QUOTA_EXCEEDED);

    CHECK_HR(read_with(reader, "<a xmlns:p='1' xmlns='2'/>", WS_XML_READER_PROPERTY_MAX_NAMESPACES, 2, &out), S_OK);
    CHECK_HR(read_with(reader, "<a xmlns:p='1' xmlns='2' xmlns:q='3'/>", WS_XML_READER_PROPERTY_MAX_NAMESPACES, 2,
                       &out),
             WS_E_QUOTA_EXCEEDED);
    CHECK_HR(read_with(reader, "<a xmlns:p='1'><b xmlns:p='2'/><b xmlns:q='2'/></a>",
                       WS_XML_READER_PROPERTY_MAX_NAMESPACES, 2, &out),
             S_OK);
    CHECK_HR(read_with(reader, "<a xmlns:p='1'><b xmlns:q='2'><c xmlns='3'/></b></a>",
                       WS_XML_READER_PROPERTY_MAX_NAMESPACES, 2, &out),
             WS_E_QUOTA_EXCEEDED);

    /* The defaults: 32 deep, 128 attributes, 32 namespaces. */
    for (i = 0; i < 32; i++) {
        strcat(text, "<a>");
    }
    reader_set(reader, text);
    CHECK_HR(reader_rest(reader, &out), WS_E_INVALID_FORMAT);
    strcat(text, "<a>");
    reader_set(reader, text);
    CHECK_HR(reader_rest(reader, &out), WS_E_QUOTA_EXCEEDED);
    for (i = 128; i < 130; i++) {
        int k;
        strcpy(text, "<a");
        for (k = 0; k < i; k++) {
            sprintf(text + strlen(text), " a%d=''", k);
        }
        strcat(text, "/>");
        reader_set(reader, text);
        CHECK_HR(WsReadNode(reader, NULL), i == 128 ? S_OK : WS_E_QUOTA_EXCEEDED);
    }
    for (i = 32; i < 34; i++) {
        int k;
        strcpy(text, "<a");
        for (k = 0; k < i; k++) {
            sprintf(text + strlen(text), " xmlns:p%d='n'", k);
        }
        strcat(text, "/>");
        reader_set(reader, text);
        CHECK_HR(WsReadNode(reader, NULL), i == 32 ? S_OK : WS_E_QUOTA_EXCEEDED);
    }
    WsFreeReader(reader);
}

static void switches(void)
{
    WS_XML_READER *reader = reader_new();
    text_out out;
    CHECK_HR(read_with(reader, "a<b/>c<d/>", WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, TRUE, &out), S_OK);
    CHECK_TEXT(out.text, "a|<b/>|END|c|<d/>|END|EOF");
    CHECK_HR(read_with(reader, "a<b/>c<d/>", WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, FALSE, &out),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_with(reader, "<a/></a>", WS_XML_READER_PROPERTY_ALLOW_FRAGMENT, TRUE, &out), WS_E_INVALID_FORMAT);
    CHECK_HR(read_with(reader, "<?xml version='1.0'?><a/>", WS_XML_READER_PROPERTY_READ_DECLARATION, FALSE, &out),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_with(reader, "<a/>", WS_XML_READER_PROPERTY_READ_DECLARATION, FALSE, &out), S_OK);
    CHECK_HR(read_with(reader, "<a b='&#2;'>&#x1;&#xFFFF;</a>",
                       WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, TRUE, &out),
             S_OK);
    CHECK_TEXT(out.text, "<a b='\x02'>|\x01\xEF\xBF\xBF|END|EOF");
    CHECK_HR(read_with(reader, "<a>\x01</a>", WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, TRUE, &out),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_with(reader, "<a>&#xD800;</a>", WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES, TRUE,
                       &out),
             WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

/* Very much of everything is read in a time that grows with the document alone. */
static void hostile(void)
{
    enum { MANY = 100000 };
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_PROPERTY properties[3];
    ULONG limit = 4 * MANY;
    size_t room = (size_t)MANY * 40;
    char *text = (char *)malloc(room);
    char *end;
    int i;
    REQUIRE(text != NULL);
    properties[0] = property(WS_XML_READER_PROPERTY_MAX_DEPTH, &limit, sizeof(limit));
    properties[1] = property(WS_XML_READER_PROPERTY_MAX_ATTRIBUTES, &limit, sizeof(limit));
    properties[2] = property(WS_XML_READER_PROPERTY_MAX_NAMESPACES, &limit, sizeof(limit));

    /* Depth. */
    end = text;
    for (i = 0; i < MANY; i++) {
        end += sprintf(end, "<a>");
    }
    for (i = 0; i < MANY; i++) {
        end += sprintf(end, "</a>");
    }
    CHECK_HR(reader_set_bytes(reader, text, (size_t)(end - text), WS_CHARSET_UTF8, properties, 3), S_OK);
    for (i = 0; i < 2 * MANY; i++) {
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);

    /* Attributes, and declarations that are all used. */
    end = text + sprintf(text, "<a");
    for (i = 0; i < MANY; i++) {
        end += sprintf(end, " a%d='' xmlns:p%d='n'", i, i);
    }
    end += sprintf(end, ">");
    for (i = 0; i < MANY / 2; i++) {
        end += sprintf(end, "<p%d:b/>", i * 2);
    }
    end += sprintf(end, "</a>");
    REQUIRE((size_t)(end - text) < room);
    CHECK_HR(reader_set_bytes(reader, text, (size_t)(end - text), WS_CHARSET_UTF8, properties, 3), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_element(reader)->attributeCount, 2 * MANY);
    for (i = 0; i < MANY; i++) {
        REQUIRE_HR(WsReadNode(reader, NULL), S_OK);
    }
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_END_ELEMENT);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_INT(reader_type(reader), WS_XML_NODE_TYPE_EOF);
    free(text);
    WsFreeReader(reader);
}

int main(void)
{
    defaults();
    setting();
    limits();
    switches();
    hostile();
    return ctest_summary();
}
