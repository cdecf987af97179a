/*
 * Processing instructions are refused wherever they stand: a document has no node for them. The XML declaration is
 * one only to the eye; it is read at the very beginning and refused everywhere else.
 */
#include "ctest_error.h"
#include "reader.h"

static const struct {
    const char *text;
    /* The nodes before the failure, or all of them. */
    const char *nodes;
    /* What the failure says; NULL where there is none. */
    const char *words;
} cases[] = {
    /* before the root element */
    {"<?t?><a/>", "", "processing instructions"},
    {"<?t data?><a/>", "", "processing instructions"},
    {" <?t data?><a/>", " ", "processing instructions"},
    {"<!--c--><?t data?><a/>", "comment(c)", "processing instructions"},
    {"<?xml version='1.0'?><?t data?><a/>", "", "processing instructions"},
    {"<?xml version='1.0'?>\n<?t data?><a/>", "\n", "processing instructions"},
    {"<?xml-stylesheet href='x'?><a/>", "", "processing instructions"},
    {"<?xml-stylesheet", "", "processing instructions"},
    {"<?xmlversion='1.0'?><a/>", "", "processing instructions"},
    {"<?XML version='1.0'?><a/>", "", "processing instructions"},
    {"<?Xml version='1.0'?><a/>", "", "processing instructions"},
    /* in it */
    {"<a><?t data?></a>", "<a>", "processing instructions"},
    {"<a>x<?t?>y</a>", "<a>|x", "processing instructions"},
    {"<a><b/><?t?></a>", "<a>|<b/>|END", "processing instructions"},
    {"<a><?xml-stylesheet href='x'?></a>", "<a>", "processing instructions"},
    /* after it */
    {"<a/><?t data?>", "<a/>|END", "processing instructions"},
    {"<a/>\n<?t?>\n", "<a/>|END|\n", "processing instructions"},
    /* not even that */
    {"<?", "", "processing instructions"},
    {"<?" "?><a/>", "", "processing instructions"},
    {"<? t?><a/>", "", "processing instructions"},
    {"<?1?><a/>", "", "processing instructions"},
    {"<a><?", "<a>", "processing instructions"},
    {"<a><?" "?></a>", "<a>", "processing instructions"},
    /* never closed, or not in time */
    {"<?t", "", "processing instructions"},
    {"<?t data", "", "processing instructions"},
    {"<?t data?", "", "processing instructions"},
    {"<?t data><a/>", "", "processing instructions"},
    {"<a><?t data", "<a>", "processing instructions"},
    {"<a><?t data?", "<a>", "processing instructions"},
    {"<a/><?t", "<a/>|END", "processing instructions"},
    /* where the text of one is only text */
    {"<a><![CDATA[<?t?>]]></a>", "<a>|CDATA|<?t?>|ENDCDATA|END|EOF", NULL},
    {"<!--<?t?>--><a/>", "comment(<?t?>)|<a/>|END|EOF", NULL},
    {"<a b='?>'>?></a>", "<a b='?>'>|?>|END|EOF", NULL},
    {"<a b='<?t?>'/>", "", "'<' may not stand in an attribute"},
    /* the declaration, in its place */
    {"<?xml version='1.0'?>", "EOF", NULL},
    {"<?xml version='1.0'?><a/>", "<a/>|END|EOF", NULL},
    {"<?xml\tversion = \"1.0\"\r\nencoding='UTF-8' standalone='yes' ?>\n<a/>", "\n|<a/>|END|EOF", NULL},
    /* and not as it should be */
    {"<?xml>", "", "version"},
    {"<?xml?>", "", "version"},
    {"<?xml ?>", "", "version"},
    {"<?xml", "", "version"},
    {"<?xm", "", "processing instructions"},
    {"<?xml encoding='utf-8'?><a/>", "", "version"},
    {"<?xml version='1.1'?><a/>", "", "1.1"},
    {"<?xml version='1.0' t='data'?><a/>", "", "'?>'"},
    {"<?xml version='1.0' encoding='utf-16'?><a/>", "", "utf-16"},
    {"<?xml version='1.0'", "", "'?>'"},
    {"<?xml version='1.0'?", "", "'?>'"},
    {"<?xml version='1.0'><a/>", "", "'?>'"},
    /* elsewhere */
    {" <?xml version='1.0'?><a/>", " ", "very beginning"},
    {"<!--c--><?xml version='1.0'?><a/>", "comment(c)", "very beginning"},
    {"<?xml version='1.0'?><?xml version='1.0'?><a/>", "", "very beginning"},
    {"<a><?xml version='1.0'?></a>", "<a>", "very beginning"},
    {"<a/><?xml version='1.0'?>", "<a/>|END", "very beginning"},
    {"<a><?xml ", "<a>", "very beginning"},
    {"<a><?xml?></a>", "<a>", "processing instructions"},
};

static WS_ERROR *error;

typedef struct source {
    const char *at;
    size_t left;
    size_t step;
} source;

static HRESULT CALLBACK read_some(void *state, void *bytes, ULONG max, ULONG *actual, const WS_ASYNC_CONTEXT *context,
                                  WS_ERROR *e)
{
    source *from = (source *)state;
    size_t count = from->left < from->step ? from->left : from->step;
    (void)context;
    (void)e;
    count = count < max ? count : max;
    memcpy(bytes, from->at, count);
    from->at += count;
    from->left -= count;
    *actual = (ULONG)count;
    return S_OK;
}

static void set_stream(WS_XML_READER *reader, source *from, const char *text, size_t step)
{
    WS_XML_READER_TEXT_ENCODING encoding;
    WS_XML_READER_STREAM_INPUT input;
    memset(&encoding, 0, sizeof(encoding));
    memset(&input, 0, sizeof(input));
    from->at = text;
    from->left = strlen(text);
    from->step = step;
    encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE_TEXT;
    encoding.charSet = WS_CHARSET_UTF8;
    input.input.inputType = WS_XML_READER_INPUT_TYPE_STREAM;
    input.readCallback = read_some;
    input.readCallbackState = from;
    REQUIRE_HR(WsSetInput(reader, &encoding.encoding, &input.input, NULL, 0, NULL), S_OK);
}

static void check_rest(WS_XML_READER *reader, const char *text, const char *nodes, const char *words)
{
    text_out out;
    HRESULT hr;
    out.length = 0;
    out.text[0] = 0;
    for (;;) {
        WsResetError(error);
        hr = WsReadNode(reader, error);
        if (hr == WS_E_QUOTA_EXCEEDED) {
            REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
            continue;
        }
        if (hr != S_OK) {
            break;
        }
        if (out.length) {
            out_text(&out, "|");
        }
        out_node(&out, reader_node(reader));
        if (reader_type(reader) == WS_XML_NODE_TYPE_EOF) {
            break;
        }
    }
    if (!CHECK_HR(hr, words ? WS_E_INVALID_FORMAT : S_OK) || !CHECK_TEXT(out.text, nodes)
        || (words && !CHECK(ctest_error_has(error, words)))) {
        printf("  of %s\n", text);
        ctest_print_error(error);
    }
    if (words) {
        CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
    }
}

static void table(void)
{
    WS_XML_READER *reader = reader_new();
    size_t i, k;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        const char *text = cases[i].text;
        size_t length = strlen(text), step;
        char wide[256];
        source from;
        /* The charset cannot be found in fewer bytes than these. */
        if (length >= 4) {
            reader_set(reader, text);
            check_rest(reader, text, cases[i].nodes, cases[i].words);
        }
        for (step = 1; step <= length + 1; step = step < 8 ? step + 1 : step * 2) {
            set_stream(reader, &from, text, step);
            check_rest(reader, text, cases[i].nodes, cases[i].words);
        }
        if (strstr(text, "encoding")) {
            continue;
        }
        for (k = 0; k < length; k++) {
            wide[2 * k] = text[k];
            wide[2 * k + 1] = 0;
        }
        REQUIRE_HR(reader_set_bytes(reader, wide, 2 * length, WS_CHARSET_UTF16LE, NULL, 0), S_OK);
        check_rest(reader, text, cases[i].nodes, cases[i].words);
    }
    WsFreeReader(reader);
}

/* One that never ends is refused at once, and not waited for. */
static void nothing_is_waited_for(void)
{
    WS_XML_READER *reader = reader_new();
    source from;
    set_stream(reader, &from, "<?target and so on", 100);
    REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);
    set_stream(reader, &from, "<a><?target and so on", 100);
    REQUIRE_HR(WsFillReader(reader, 1, NULL, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), S_OK);
    CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_FORMAT);
    WsFreeReader(reader);
}

/* A declaration that is not permitted is no better than an instruction; a fragment may have none of either. */
static void by_properties(void)
{
    WS_XML_READER *reader = reader_new();
    WS_XML_READER_PROPERTY property;
    BOOL value = FALSE;
    static const char declared[] = "<?xml version='1.0'?><a/>", fragment[] = "<a/><?t?><b/>";
    property.value = &value;
    property.valueSize = sizeof(value);
    property.id = WS_XML_READER_PROPERTY_READ_DECLARATION;
    REQUIRE_HR(reader_set_bytes(reader, declared, sizeof(declared) - 1, WS_CHARSET_AUTO, &property, 1), S_OK);
    check_rest(reader, declared, "", "READ_DECLARATION");
    value = TRUE;
    property.id = WS_XML_READER_PROPERTY_ALLOW_FRAGMENT;
    REQUIRE_HR(reader_set_bytes(reader, fragment, sizeof(fragment) - 1, WS_CHARSET_AUTO, &property, 1), S_OK);
    check_rest(reader, fragment, "<a/>|END", "processing instructions");
    WsFreeReader(reader);
}

int main(void)
{
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    table();
    nothing_is_waited_for();
    by_properties();
    WsFreeError(error);
    return ctest_summary();
}
