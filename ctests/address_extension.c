/* WsReadEndpointAddressExtension: the metadata address among the extensions of an endpoint address. */
#include "serialize.h"

#define WSA09 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSA10 "http://www.w3.org/2005/08/addressing"
#define MEX "http://schemas.xmlsoap.org/ws/2004/09/mex"
/* An endpoint address with these extensions. */
#define ADDRESS(extensions)                                                                                   \
    "<e xmlns='" WSA10 "' xmlns:o='" WSA09 "' xmlns:m='" MEX "'><Address>http://example.com/</Address>" extensions "</e>"
#define SECTION(content) "<m:MetadataSection Dialect='" MEX "'>" content "</m:MetadataSection>"
#define REFERENCE(url) "<m:MetadataReference><Address>" url "</Address></m:MetadataReference>"

static WS_ENDPOINT_ADDRESS address;

static void read_address(const char *xml)
{
    WS_ENDPOINT_ADDRESS_DESCRIPTION description = {WS_ADDRESSING_VERSION_1_0};
    input(xml);
    REQUIRE_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_ENDPOINT_ADDRESS_TYPE, &description,
                          WS_READ_REQUIRED_VALUE, heap, &address, sizeof(address), error),
               S_OK);
}

static HRESULT read_extension(WS_READ_OPTION option, void *value, ULONG size)
{
    return WsReadEndpointAddressExtension(reader, &address, WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS, option, heap,
                                          value, size, error);
}

static void check_url(const char *xml, const WCHAR *expected)
{
    WS_ENDPOINT_ADDRESS value, *pointer = NULL;
    read_address(xml);
    memset(&value, 0xff, sizeof(value));
    CHECK_HR(read_extension(WS_READ_REQUIRED_VALUE, &value, sizeof(value)), S_OK);
    CHECK_STRING(value.url, expected);
    CHECK_HR(read_extension(WS_READ_REQUIRED_POINTER, &pointer, sizeof(pointer)), S_OK);
    REQUIRE(pointer != NULL);
    CHECK_STRING(pointer->url, expected);
    pointer = NULL;
    CHECK_HR(read_extension(WS_READ_OPTIONAL_POINTER, &pointer, sizeof(pointer)), S_OK);
    REQUIRE(pointer != NULL);
    CHECK_STRING(pointer->url, expected);
}

static void metadata_addresses_are_found(void)
{
    check_url(ADDRESS("<Metadata><m:Metadata>" SECTION(REFERENCE("http://example.com/mex")) "</m:Metadata></Metadata>"),
              W("http://example.com/mex"));
    /* As an extension of its own, in the form of before WS-Addressing 1.0. */
    check_url(ADDRESS("<m:Metadata>" SECTION("<m:MetadataReference><o:Address>urn:old</o:Address></m:MetadataReference>")
                      "</m:Metadata>"),
              W("urn:old"));
    /* Among others, which are skipped; of several the first one. */
    check_url(ADDRESS("<x xmlns='urn:x'><m:Metadata/></x><Metadata/><Metadata><y xmlns='urn:y'>text</y><m:Metadata>"
                      "<m:Location>http://example.com/wsdl</m:Location>" SECTION("<m:Location>urn:l</m:Location>")
                      " " SECTION(REFERENCE("urn:first") REFERENCE("urn:second")) "</m:Metadata></Metadata>"
                      "<Metadata><m:Metadata>" SECTION(REFERENCE("urn:third")) "</m:Metadata></Metadata>"),
              W("urn:first"));
    /* It is a whole address. */
    {
        WS_ENDPOINT_ADDRESS value;
        read_address(ADDRESS("<Metadata><m:Metadata>" SECTION(
            "<m:MetadataReference><Address>" WSA10 "/anonymous</Address><ReferenceParameters><h xmlns='urn:h'/>"
            "</ReferenceParameters></m:MetadataReference>") "</m:Metadata></Metadata>"));
        CHECK_HR(read_extension(WS_READ_REQUIRED_VALUE, &value, sizeof(value)), S_OK);
        CHECK_INT(value.url.length, 0);
        CHECK(value.headers != NULL && value.extensions == NULL && value.identity == NULL);
    }
}

static void check_missing(const char *xml)
{
    WS_ENDPOINT_ADDRESS value, *pointer = &value;
    read_address(xml);
    CHECK_HR(read_extension(WS_READ_REQUIRED_VALUE, &value, sizeof(value)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_extension(WS_READ_REQUIRED_POINTER, &pointer, sizeof(pointer)), WS_E_INVALID_FORMAT);
    CHECK(pointer == &value);
    CHECK_HR(read_extension(WS_READ_OPTIONAL_POINTER, &pointer, sizeof(pointer)), S_OK);
    CHECK(pointer == NULL);
}

static void metadata_addresses_can_be_missing(void)
{
    check_missing(ADDRESS(""));
    check_missing(ADDRESS("<Metadata/><m:Metadata/>"));
    check_missing(ADDRESS("<Metadata><m:Metadata>" SECTION("") "</m:Metadata></Metadata>"));
    /* Where it belongs it is found, and nowhere else. */
    check_missing(ADDRESS(REFERENCE("urn:a") SECTION(REFERENCE("urn:b")) "<m:Metadata>" REFERENCE("urn:c") "</m:Metadata>"));
}

static void what_is_wrong_is_refused(void)
{
    WS_ENDPOINT_ADDRESS value, *pointer = NULL;
    WS_HEAP *small = NULL;
    WS_ENDPOINT_ADDRESS_EXTENSION_TYPE type = WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS;
    ULONG size = sizeof(value);
    read_address(ADDRESS("<Metadata><m:Metadata>" SECTION(REFERENCE("urn:a")) "</m:Metadata></Metadata>"));
    CHECK_HR(WsReadEndpointAddressExtension(NULL, &address, type, WS_READ_REQUIRED_VALUE, heap, &value, size, error),
             E_INVALIDARG);
    CHECK_HR(WsReadEndpointAddressExtension(reader, NULL, type, WS_READ_REQUIRED_VALUE, heap, &value, size, error),
             E_INVALIDARG);
    type = (WS_ENDPOINT_ADDRESS_EXTENSION_TYPE)2;
    CHECK_HR(WsReadEndpointAddressExtension(reader, &address, type, WS_READ_REQUIRED_VALUE, heap, &value, size, error),
             E_INVALIDARG);
    type = WS_ENDPOINT_ADDRESS_EXTENSION_METADATA_ADDRESS;
    CHECK_HR(WsReadEndpointAddressExtension(reader, &address, type, WS_READ_REQUIRED_VALUE, NULL, &value, size, error),
             E_INVALIDARG);
    CHECK_HR(WsReadEndpointAddressExtension(reader, &address, type, WS_READ_REQUIRED_VALUE, heap, NULL, size, error),
             E_INVALIDARG);
    CHECK_HR(read_extension(WS_READ_REQUIRED_VALUE, &value, size - 1), E_INVALIDARG);
    CHECK_HR(read_extension(WS_READ_REQUIRED_VALUE, &value, sizeof(pointer)), E_INVALIDARG);
    CHECK_HR(read_extension(WS_READ_REQUIRED_POINTER, &pointer, size), E_INVALIDARG);
    CHECK_HR(read_extension(WS_READ_NILLABLE_POINTER, &pointer, sizeof(pointer)), E_INVALIDARG);
    CHECK_HR(read_extension(WS_READ_NILLABLE_VALUE, &value, size), E_INVALIDARG);
    CHECK_HR(read_extension((WS_READ_OPTION)0, &value, size), E_INVALIDARG);
    CHECK(pointer == NULL);

    REQUIRE_HR(WsCreateHeap(8, 0, NULL, 0, &small, NULL), S_OK);
    CHECK_HR(WsReadEndpointAddressExtension(reader, &address, type, WS_READ_REQUIRED_VALUE, small, &value, size, error),
             WS_E_QUOTA_EXCEEDED);
    WsFreeHeap(small);

    /* What is there has to be an address. */
    read_address(ADDRESS("<Metadata><m:Metadata>" SECTION("<m:MetadataReference>urn:a</m:MetadataReference>")
                         "</m:Metadata></Metadata>"));
    CHECK_HR(read_extension(WS_READ_OPTIONAL_POINTER, &pointer, sizeof(pointer)), WS_E_INVALID_FORMAT);
    CHECK(pointer == NULL);
    CHECK_HR(WsResetError(error), S_OK);
}

int main(void)
{
    serialize_begin();
    metadata_addresses_are_found();
    metadata_addresses_can_be_missing();
    what_is_wrong_is_refused();
    return serialize_end();
}
