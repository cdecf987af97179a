/*
 * Documents that are not well-formed XML, or use what is not supported: each fails with
 * WS_E_INVALID_FORMAT, and says what was expected or found, and where.
 */
#include "ctest_error.h"
#include "reader.h"

static const struct {
    const char *text;
    /* Line and column, from 1, and words that the message has. */
    int line;
    int column;
    const char *words;
} cases[] = {
    /* names and tags */
    {"<> ", 1, 2, "name of an element"},
    {"<abc", 1, 5, "found the end of the input"},
    {"<1a/>", 1, 2, "found '1'"},
    {"<-a/>", 1, 2, "found '-'"},
    {"< a/>", 1, 2, "found ' '"},
    {"<a\xC3\x97/>", 1, 3, "found '\xC3\x97'"},
    {"<:a/>", 1, 2, "found ':'"},
    {"<a:/>", 1, 4, "local name"},
    {"<a:1/>", 1, 4, "local name"},
    {"<a:b:c/>", 1, 5, "colon"},
    {"<a/ >", 1, 4, "found ' '"},
    {"<aa", 1, 4, "end of the input"},
    {"<a b", 1, 5, "end of the input"},
    {"<a><b</a>", 1, 6, "found '<'"},
    {"<a></b>", 1, 6, "</a>"},
    {"<a></ab>", 1, 6, "</a>"},
    {"<ab></a>", 1, 7, "</ab>"},
    {"<a></A>", 1, 6, "</a>"},
    {"<p:a xmlns:p='n' xmlns:q='n'></q:a>", 1, 32, "</p:a>"},
    {"<a></a b>", 1, 8, "found 'b'"},
    {"<a></ a>", 1, 6, "</a>"},
    {"<a></a", 1, 7, "end of the input"},
    {"</a>", 1, 1, "no element is open"},
    {"<a>", 1, 4, "</a>"},
    {"<a><b></b>", 1, 11, "</a>"},
    {"<a>text", 1, 8, "</a>"},
    /* the document as a whole */
    {"<a/><b/>", 1, 5, "root element"},
    {"<a/>text", 1, 5, "found 't'"},
    {"<a/>\n text", 2, 2, "found 't'"},
    {"text<a/>", 1, 1, "found 't'"},
    {"<a/>&#32;", 1, 5, "found '&'"},
    {"<a/><![CDATA[]]>", 1, 5, "root element"},
    {"<a/></a>", 1, 5, "no element is open"},
    {"<!DOCTYPE a><a/>", 1, 1, "DTD"},
    {"<!DOCTYPE a [<!ENTITY e 'x'>]><a>&e;</a>", 1, 1, "DTD"},
    {"<?target data?><a/>", 1, 1, "processing instructions"},
    {"<a><?target data?></a>", 1, 4, "processing instructions"},
    {"<a/><?xml version='1.0'?>", 1, 5, "very beginning"},
    {"<!ELEMENT a ANY><a/>", 1, 3, "comment or a CDATA"},
    /* attributes */
    {"<a b/>", 1, 5, "'='"},
    {"<a b=/>", 1, 6, "quoted"},
    {"<a b=c/>", 1, 6, "quoted"},
    {"<a b='c/>", 1, 10, "closing '"},
    {"<a b=\"c'/>", 1, 11, "closing \""},
    {"<a b='c'd='e'/>", 1, 9, "whitespace"},
    {"<a b='<'/>", 1, 7, "'<'"},
    {"<a b='&'/>", 1, 8, "entity"},
    {"<a b='\x01'/>", 1, 7, "U+0001"},
    {"<a b='1' b='2'/>", 1, 10, "twice"},
    {"<a b='1'\n   b='1'/>", 2, 4, "twice"},
    {"<a xmlns:p='n' xmlns:q='n' p:b='' q:b=''/>", 1, 35, "twice"},
    {"<a b='' c='' d='' e='' f='' g='' h='' i='' j='' b=''/>", 1, 49, "twice"},
    {"<a xmlns:p='n' xmlns:q='n' b='' c='' d='' e='' f='' g='' p:b='' q:b=''/>", 1, 65, "twice"},
    /* namespaces */
    {"<p:a/>", 1, 2, "'p'"},
    {"<a p:b=''/>", 1, 4, "'p'"},
    {"<a xmlns:p='n'/><p:b/>", 1, 17, "root element"},
    {"<a><b xmlns:p='n'/><p:c/></a>", 1, 21, "'p'"},
    {"<a xmlns:p=''/>", 1, 4, "no namespace"},
    {"<a xmlns:p='n' xmlns:p='m'/>", 1, 16, "twice"},
    {"<a xmlns='n' xmlns='n'/>", 1, 14, "twice"},
    {"<a xmlns:xml='n'/>", 1, 4, "'xml'"},
    {"<a xmlns:p='http://www.w3.org/XML/1998/namespace'/>", 1, 4, "'xml'"},
    {"<a xmlns='http://www.w3.org/XML/1998/namespace'/>", 1, 4, "'xml'"},
    {"<a xmlns:xmlns='n'/>", 1, 4, "'xmlns'"},
    {"<a xmlns:p='http://www.w3.org/2000/xmlns/'/>", 1, 4, "2000/xmlns"},
    {"<xmlns:a/>", 1, 2, "'xmlns'"},
    {"<a xmlns:='n'/>", 1, 10, "local name"},
    /* text */
    {"<a>]]></a>", 1, 4, "]]>"},
    {"<a>x]]]></a>", 1, 6, "]]>"},
    {"<a>\x01</a>", 1, 4, "U+0001"},
    {"<a>\x1F</a>", 1, 4, "U+001F"},
    {"<a>\n\nxy\x08</a>", 3, 3, "U+0008"},
    {"<a>\xEF\xBF\xBE</a>", 1, 4, "U+FFFE"},
    {"<a>\xEF\xBF\xBF</a>", 1, 4, "U+FFFF"},
    {"<a>& </a>", 1, 5, "entity"},
    {"<a>&lt</a>", 1, 7, "';'"},
    {"<a>&nbsp;</a>", 1, 4, "&nbsp;"},
    {"<a>&#;</a>", 1, 6, "digits"},
    {"<a>&#xG;</a>", 1, 7, "digits"},
    {"<a>&#12</a>", 1, 8, "';'"},
    {"<a>&#0;</a>", 1, 4, "&#0;"},
    {"<a>&#x1;</a>", 1, 4, "&#x1;"},
    {"<a>\xC3\xA9\xE2\x82\xAC&x;</a>", 1, 6, "&x;"},
    /* comments and CDATA sections */
    {"<!-", 1, 3, "comment or a CDATA"},
    {"<!--", 1, 5, "-->"},
    {"<!-- -- --><a/>", 1, 8, "'>' after '--'"},
    {"<!--a---><a/>", 1, 8, "'>' after '--'"},
    {"<a><!--\x02--></a>", 1, 8, "U+0002"},
    {"<a><![CDATA[x]]</a>", 1, 20, "]]>"},
    {"<a><![CDATA[\x02]]></a>", 1, 13, "U+0002"},
    {"<a><![cdata[x]]></a>", 1, 6, "CDATA"},
    {"<a><!x></a>", 1, 6, "CDATA"},
};

static void table(void)
{
    WS_XML_READER *reader = reader_new();
    WS_ERROR *error = NULL;
    size_t i;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        char place[64];
        char message[1024] = "";
        WS_STRING string;
        HRESULT hr = S_OK;
        ULONG k;
        reader_set(reader, cases[i].text);
        while (hr == S_OK && reader_type(reader) != WS_XML_NODE_TYPE_EOF) {
            hr = WsReadNode(reader, error);
        }
        CHECK_HR(hr, WS_E_INVALID_FORMAT);
        REQUIRE_HR(WsGetErrorString(error, 0, &string), S_OK);
        for (k = 0; k < string.length && k < sizeof(message) - 1; k++) {
            message[k] = string.chars[k] < 0x80 ? (char)string.chars[k] : '?';
        }
        snprintf(place, sizeof(place), "line %d, column %d (", cases[i].line, cases[i].column);
        if (!CHECK(strstr(message, place) != NULL)) {
            printf("  of %s: %s is not in '%s'\n", cases[i].text, place, message);
        }
        if ((unsigned char)cases[i].words[strlen(cases[i].words) - 2] < 0x80
            && !CHECK(strstr(message, cases[i].words) != NULL)) {
            printf("  of %s: '%s' is not in '%s'\n", cases[i].text, cases[i].words, message);
        }
        /* Whatever is asked for now is refused; the last node is still there. */
        CHECK_HR(WsReadNode(reader, NULL), WS_E_INVALID_OPERATION);
        CHECK_HR(WsResetError(error), S_OK);
    }
    WsFreeError(error);
    WsFreeReader(reader);
}

static void the_path_is_named(void)
{
    WS_XML_READER *reader = reader_new();
    WS_ERROR *error = NULL;
    WS_STRING string;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    reader_set(reader, "<p:one xmlns:p='n'><two><three>\x01</three></two></p:one>");
    while (WsReadNode(reader, error) == S_OK) {
    }
    REQUIRE_HR(WsGetErrorString(error, 0, &string), S_OK);
    CHECK_STRING(string, W("the character U+0001 is not allowed in XML, at line 1, column 32 (byte offset 31), in "
                           "element /p:one/two/three"));
    WsFreeError(error);
    WsFreeReader(reader);
}

int main(void)
{
    table();
    the_path_is_named();
    return ctest_summary();
}
