/* Elements, attributes, namespaces and prefixes. */
#include "xml_writing.h"

static void completes_start_tags_late(void)
{
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteStartElement(NULL, S("p"), S("a"), S("ns"), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("ns"), NULL), S_OK);
    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\">");
    CHECK_HR(WsWriteEndStartElement(writer, NULL), WS_E_INVALID_OPERATION);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\"></p:a>");

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\"/>");

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S(""), S("a"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<a></a>");
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    CHECK_HR(WsWriteEndElement(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteEndStartElement(NULL, NULL), E_INVALIDARG);
    WsFreeWriter(writer);
}

static void chooses_prefixes_of_elements(void)
{
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("ns"), NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\">");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\"><p:b/>");
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("ns2"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\"><p:b/><b xmlns=\"ns2\"/>");
    /* a prefix for another namespace than outside */
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("c"), S("ns3"), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("d"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:a xmlns:p=\"ns\"><p:b/><b xmlns=\"ns2\"/>"
                         "<p:c xmlns:p=\"ns3\"><d xmlns=\"ns\"/></p:c></p:a>");
    WsFreeWriter(writer);
}

static void refuses_what_is_no_name(void)
{
    static const char *const names[] = { "", "1", "a:b", "a b", "-a", "a<", "\xff" };
    ULONG i;
    WS_XML_WRITER *writer = new_writer();
    for (i = 0; i < CTEST_COUNT(names); i++) {
        WS_XML_STRING name = { 0, NULL, NULL, 0 };
        name.length = (ULONG)strlen(names[i]);
        name.bytes = (BYTE *)names[i];
        CHECK_HR(text_output(writer, NULL, 0), S_OK);
        CHECK_HR(WsWriteStartElement(writer, NULL, &name, S(""), NULL), WS_E_INVALID_FORMAT);
        start_t(writer);
        CHECK_HR(WsWriteStartAttribute(writer, NULL, &name, S(""), FALSE, NULL), WS_E_INVALID_FORMAT);
        if (i > 0) {
            CHECK_HR(text_output(writer, NULL, 0), S_OK);
            CHECK_HR(WsWriteStartElement(writer, &name, S("a"), S("n"), NULL), WS_E_INVALID_FORMAT);
            start_t(writer);
            CHECK_HR(WsWriteXmlnsAttribute(writer, &name, S("n"), FALSE, NULL), WS_E_INVALID_FORMAT);
        }
    }
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, NULL, S(""), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("a"), NULL, NULL), E_INVALIDARG);
    {
        WS_XML_STRING broken = { 1, NULL, NULL, 0 };
        CHECK_HR(WsWriteStartElement(writer, NULL, &broken, S(""), NULL), E_INVALIDARG);
    }
    /* a prefix needs a namespace */
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("a"), S(""), NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteStartAttribute(writer, S("p"), S("a"), S(""), FALSE, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("p"), S(""), FALSE, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
}

static void attribute(WS_XML_WRITER *writer, const WS_XML_STRING *prefix, const WS_XML_STRING *name,
                      const WS_XML_STRING *ns, BOOL single, const char *value)
{
    CHECK_HR(WsWriteStartAttribute(writer, prefix, name, ns, single, NULL), S_OK);
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)value, (ULONG)strlen(value), NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
}

static void writes_attributes(void)
{
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("str"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(NULL, S("p"), S("len"), S("ns"), FALSE, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteStartAttribute(writer, S("p"), S("len"), S("ns"), FALSE, NULL), S_OK);
    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsWriteCharsUtf8(writer, (const BYTE *)"0", 1, NULL), S_OK);
    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:str p:len=\"0\" xmlns:p=\"ns\"/>");

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("str"), S("ns"), NULL), S_OK);
    attribute(writer, S(""), S("len"), S(""), FALSE, "");
    attribute(writer, NULL, S("str"), S("ns"), TRUE, "");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:str len=\"\" p:str='' xmlns:p=\"ns\"/>");

    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("n"), NULL), S_OK);
    attribute(writer, S("q"), S("a"), S("o"), FALSE, "");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<p:t q:a=\"\" xmlns:p=\"n\" xmlns:q=\"o\"/>");
    WsFreeWriter(writer);
}

static void makes_up_prefixes(void)
{
    WS_XML_WRITER *writer = new_writer();
    start_t(writer);
    attribute(writer, NULL, S("x"), S("n1"), FALSE, "1");
    attribute(writer, NULL, S("y"), S("n2"), FALSE, "2");
    attribute(writer, S(""), S("z"), S("n1"), FALSE, "3");
    CHECK_HR(WsWriteStartElement(writer, NULL, S("u"), S("n2"), NULL), S_OK);
    attribute(writer, NULL, S("x"), S("n3"), FALSE, "4");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a:x=\"1\" b:y=\"2\" a:z=\"3\" xmlns:a=\"n1\" xmlns:b=\"n2\">"
                         "<b:u c:x=\"4\" xmlns:c=\"n3\"/></t>");
    /* the default namespace does not serve attributes */
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("t"), S("n"), NULL), S_OK);
    attribute(writer, NULL, S("x"), S("n"), FALSE, "");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t a:x=\"\" xmlns=\"n\" xmlns:a=\"n\"/>");
    /* xml needs no declaration */
    start_t(writer);
    attribute(writer, S("xml"), S("lang"), S("http://www.w3.org/XML/1998/namespace"), FALSE, "de");
    attribute(writer, NULL, S("space"), S("http://www.w3.org/XML/1998/namespace"), FALSE, "preserve");
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t xml:lang=\"de\" xml:space=\"preserve\"/>");
    WsFreeWriter(writer);
}

static void refuses_an_attribute_twice(void)
{
    WS_XML_WRITER *writer = new_writer();
    start_t(writer);
    attribute(writer, NULL, S("x"), S(""), FALSE, "1");
    attribute(writer, NULL, S("x"), S("n"), FALSE, "2");
    attribute(writer, S("q"), S("x"), S("n"), FALSE, "3");
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    attribute(writer, NULL, S("x"), S(""), FALSE, "1");
    attribute(writer, NULL, S("x"), S(""), FALSE, "2");
    CHECK_HR(WsWriteEndStartElement(writer, NULL), WS_E_INVALID_FORMAT);
    WsFreeWriter(writer);
}

static WS_HEAP *heap;
static WS_XML_BUFFER *buffer;

/* A buffer with <prefix:t xmlns:prefix="ns"> being written. */
static void start_prefixed(WS_XML_WRITER *writer)
{
    if (heap) {
        WsFreeHeap(heap);
    }
    heap = new_heap();
    buffer = new_buffer(heap);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("prefix"), S("t"), S("ns"), NULL), S_OK);
}

static void declares_namespaces(void)
{
    WS_XML_WRITER *writer = new_writer();
    const WS_XML_STRING prefix_with_nul = WS_XML_STRING_VALUE("xmlns\0");
    CHECK_HR(WsWriteXmlnsAttribute(NULL, NULL, NULL, FALSE, NULL), E_INVALIDARG);
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, NULL, NULL, FALSE, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), NULL, FALSE, NULL), E_INVALIDARG);
    CHECK_HR(WsSetOutputToBuffer(writer, buffer, NULL, 0, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, NULL, S("ns"), FALSE, NULL), WS_E_INVALID_OPERATION);

    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, NULL, S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix=\"ns\" xmlns=\"ns2\"/>");

    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix2=\"ns2\" xmlns:prefix=\"ns\"/>");

    start_prefixed(writer);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix=\"ns\"/>");

    /* the element's own, asked for: in the quotes asked for */
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix='ns'/>");

    /* the same again is written once */
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix2=\"ns\" xmlns:prefix=\"ns\"/>");

    /* a prefix for two namespaces: told when the element is completed */
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);

    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix2='ns2' xmlns:prefix=\"ns\"/>");

    /* an attribute is no declaration */
    start_prefixed(writer);
    CHECK_HR(WsWriteStartAttribute(writer, S("xmlns"), S("prefix2"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);

    /* nor is it told before the element that its prefix is no name */
    start_prefixed(writer);
    CHECK_HR(WsWriteStartAttribute(writer, &prefix_with_nul, S("prefix2"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);

    /* what an element or an attribute is named by stays what it is, also if it comes from around the element */
    start_prefixed(writer);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("ns"), NULL), S_OK);
    CHECK_HR(WsWriteStartAttribute(writer, S("prefix"), S("x"), S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);

    start_prefixed(writer);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("other"), NULL), S_OK);
    attribute(writer, NULL, S("x"), S("ns"), FALSE, "");
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);

    start_prefixed(writer);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("b"), S("other"), NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns2"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix=\"ns\"><b xmlns:prefix=\"ns2\" xmlns=\"other\"/></prefix:t>");

    /* attributes first, then declarations in their order */
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns"), TRUE, NULL), S_OK);
    attribute(writer, S("prefix"), S("attr"), S("ns"), TRUE, "");
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t prefix:attr='' xmlns:prefix='ns' xmlns:prefix2='ns2'/>");

    /* in scope below, where it is redundant */
    start_prefixed(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix2"), S("ns2"), TRUE, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S("prefix2"), S("u"), S("ns2"), NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S("prefix"), S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteXmlnsAttribute(writer, NULL, S("ns"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_BUFFER(buffer, "<prefix:t xmlns:prefix2='ns2' xmlns:prefix=\"ns\"><prefix2:u/></prefix:t>");
    WsFreeWriter(writer);
    WsFreeHeap(heap);
    heap = NULL;
}

static void keeps_the_default_namespace_of_an_element(void)
{
    int i;
    WS_XML_WRITER *writer = new_writer();
    /* the element is in no namespace, so the default cannot be another */
    start_t(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, S(""), S("n"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    start_t(writer);
    CHECK_HR(WsWriteXmlnsAttribute(writer, NULL, S("n"), FALSE, NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("u"), S("n"), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t xmlns:a=\"n\"><a:u/></t>");
    CHECK_HR(text_output(writer, NULL, 0), S_OK);
    CHECK_HR(WsWriteStartElement(writer, S(""), S("t"), S("n"), NULL), S_OK);
    CHECK_HR(WsWriteStartElement(writer, NULL, S("u"), S(""), NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, "<t xmlns=\"n\"><u xmlns=\"\"/></t>");
    /* nor can it be none for an element that is in the one from outside */
    for (i = 0; i < 2; i++) {
        CHECK_HR(text_output(writer, NULL, 0), S_OK);
        CHECK_HR(WsWriteStartElement(writer, S(""), S("t"), S("n"), NULL), S_OK);
        CHECK_HR(WsWriteStartElement(writer, S(""), S("u"), S("n"), NULL), S_OK);
        CHECK_HR(WsWriteXmlnsAttribute(writer, i ? S("") : NULL, S(""), FALSE, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), WS_E_INVALID_FORMAT);
    }
    WsFreeWriter(writer);
}

static void tells_prefixes(void)
{
    static const WS_XML_STRING other = WS_XML_STRING_VALUE("other");
    const WS_XML_STRING *prefix = NULL;
    WS_XML_WRITER *writer = new_writer();
    CHECK_HR(WsWriteStartElement(writer, S("p"), S("t"), S("ns"), NULL), S_OK);
    CHECK_HR(WsGetPrefixFromNamespace(NULL, NULL, FALSE, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsGetPrefixFromNamespace(NULL, NULL, FALSE, &prefix, NULL), E_INVALIDARG);
    CHECK_HR(WsGetPrefixFromNamespace(writer, NULL, FALSE, &prefix, NULL), E_INVALIDARG);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), FALSE, NULL, NULL), E_INVALIDARG);
    /* the start tag has to be completed */
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), TRUE, &prefix, NULL), WS_E_INVALID_FORMAT);
    CHECK(prefix == NULL);
    CHECK_HR(WsWriteEndStartElement(writer, NULL), S_OK);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), TRUE, &prefix, NULL), S_OK);
    REQUIRE(prefix != NULL);
    CHECK_XML_STRING(*prefix, "p");
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), FALSE, &prefix, NULL), S_OK);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("http://www.w3.org/XML/1998/namespace"), TRUE, &prefix, NULL), S_OK);
    CHECK_XML_STRING(*prefix, "xml");
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("http://www.w3.org/2000/xmlns/"), TRUE, &prefix, NULL), S_OK);
    CHECK_XML_STRING(*prefix, "xmlns");
    prefix = &other;
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns2"), TRUE, &prefix, NULL), WS_E_INVALID_FORMAT);
    CHECK(prefix == &other);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns2"), FALSE, &prefix, NULL), S_FALSE);
    CHECK(prefix == NULL);
    /* not finding one does no harm */
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), TRUE, &prefix, NULL), WS_E_INVALID_FORMAT);
    CHECK_OUTPUT(writer, "<p:t xmlns:p=\"ns\"></p:t>");
    CHECK_HR(WsSetOutput(writer, NULL, NULL, NULL, 0, NULL), S_OK);
    CHECK_HR(WsGetPrefixFromNamespace(writer, S("ns"), FALSE, &prefix, NULL), WS_E_INVALID_OPERATION);
    WsFreeWriter(writer);
}

int main(void)
{
    completes_start_tags_late();
    chooses_prefixes_of_elements();
    refuses_what_is_no_name();
    writes_attributes();
    makes_up_prefixes();
    refuses_an_attribute_twice();
    declares_namespaces();
    keeps_the_default_namespace_of_an_element();
    tells_prefixes();
    return ctest_summary();
}
