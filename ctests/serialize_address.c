/* Endpoint addresses and faults, in each version of their specifications. */
#include "serialize.h"

#define WSA09 "http://schemas.xmlsoap.org/ws/2004/08/addressing"
#define WSA10 "http://www.w3.org/2005/08/addressing"
#define IDENTITY "http://schemas.xmlsoap.org/ws/2006/02/addressingidentity"
#define DSIG "http://www.w3.org/2000/09/xmldsig#"
#define SOAP11 "http://schemas.xmlsoap.org/soap/envelope/"
#define SOAP12 "http://www.w3.org/2003/05/soap-envelope"

static WS_ENDPOINT_ADDRESS_DESCRIPTION address_type = {WS_ADDRESSING_VERSION_1_0};
static WS_FAULT_DESCRIPTION fault_type = {WS_ENVELOPE_VERSION_SOAP_1_1};

static HRESULT read_address(const char *xml, WS_ENDPOINT_ADDRESS *address)
{
    memset(address, 0xff, sizeof(*address));
    input(xml);
    return WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_ENDPOINT_ADDRESS_TYPE, &address_type, WS_READ_REQUIRED_VALUE,
                      heap, address, sizeof(*address), error);
}

static HRESULT write_address(const WS_ENDPOINT_ADDRESS *address)
{
    HRESULT hr;
    output_element();
    hr = WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_ENDPOINT_ADDRESS_TYPE, &address_type, WS_WRITE_REQUIRED_VALUE,
                     address, sizeof(*address), error);
    return hr == S_OK ? WsWriteEndElement(writer, error) : hr;
}

static void addresses_have_four_parts(void)
{
    WS_ENDPOINT_ADDRESS address, plain;
    address_type.addressingVersion = WS_ADDRESSING_VERSION_1_0;
    REQUIRE_HR(read_address("<e xmlns='" WSA10 "'> <Address> http://example.com/x </Address>"
                            "<ReferenceParameters><h xmlns='urn:h'>1</h><h2 xmlns='urn:h'/></ReferenceParameters>"
                            "<Metadata>m</Metadata><more xmlns='urn:m'/></e>",
                            &address),
               S_OK);
    CHECK_STRING(address.url, W("http://example.com/x"));
    REQUIRE(address.headers != NULL && address.extensions != NULL);
    CHECK_BUFFER(address.headers, "<h xmlns='urn:h'>1</h><h2 xmlns='urn:h'/>");
    CHECK(address.identity == NULL);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_EOF);
    CHECK_HR(write_address(&address), S_OK);
    CHECK(strstr(written(), "Address xmlns") != NULL && strstr(written(), ">http://example.com/x<") != NULL);
    CHECK(strstr(written(), "<h xmlns='urn:h'>1</h><h2 xmlns='urn:h'/>") != NULL);
    CHECK(strstr(written(), "Metadata") != NULL && strstr(written(), "<more xmlns='urn:m'/>") != NULL);
    {
        static char again[4096];
        strcpy(again, written());
        REQUIRE_HR(read_address(again, &address), S_OK);
        CHECK_STRING(address.url, W("http://example.com/x"));
        CHECK(address.headers != NULL && address.extensions != NULL);
    }

    /* The address alone is enough, and there has to be one. */
    REQUIRE_HR(read_address("<e xmlns='" WSA10 "'><Address>urn:a</Address></e>", &plain), S_OK);
    CHECK_STRING(plain.url, W("urn:a"));
    CHECK(plain.headers == NULL && plain.extensions == NULL && plain.identity == NULL);
    CHECK_HR(write_address(&plain), S_OK);
    CHECK_WRITTEN("<t><Address xmlns=\"" WSA10 "\">urn:a</Address></t>");
    CHECK_HR(read_address("<e xmlns='" WSA10 "'/>", &plain), WS_E_INVALID_FORMAT);
    CHECK_HR(read_address("<e><Address>urn:a</Address></e>", &plain), WS_E_INVALID_FORMAT);
    CHECK_HR(read_address("<e xmlns='" WSA09 "'><Address>urn:a</Address></e>", &plain), WS_E_INVALID_FORMAT);
    CHECK_HR(read_address("<e xmlns='" WSA10 "'><Address>urn:a</Address>text</e>", &plain), WS_E_INVALID_FORMAT);

    /* The anonymous address is the empty one. */
    REQUIRE_HR(read_address("<e xmlns='" WSA10 "'><Address>" WSA10 "/anonymous</Address></e>", &plain), S_OK);
    CHECK_INT(plain.url.length, 0);
    CHECK_HR(write_address(&plain), S_OK);
    CHECK_WRITTEN("<t><Address xmlns=\"" WSA10 "\">" WSA10 "/anonymous</Address></t>");
    address_type.addressingVersion = WS_ADDRESSING_VERSION_0_9;
    REQUIRE_HR(read_address("<e xmlns='" WSA09 "'><Address>" WSA09 "/role/anonymous</Address></e>", &plain), S_OK);
    CHECK_INT(plain.url.length, 0);
    CHECK_HR(write_address(&plain), S_OK);
    CHECK_WRITTEN("<t><Address xmlns=\"" WSA09 "\">" WSA09 "/role/anonymous</Address></t>");

    /* In the older version properties come before parameters. */
    REQUIRE_HR(read_address("<e xmlns='" WSA09 "'><Address>urn:a</Address><ReferenceProperties><p/>"
                            "</ReferenceProperties><ReferenceParameters><q/></ReferenceParameters>"
                            "<PortType>x</PortType></e>",
                            &address),
               S_OK);
    CHECK_HR(write_address(&address), S_OK);
    CHECK(strstr(written(), "ReferenceProperties") < strstr(written(), "ReferenceParameters"));
    CHECK(strstr(written(), "ReferenceParameters") < strstr(written(), "PortType"));

    address_type.addressingVersion = WS_ADDRESSING_VERSION_TRANSPORT;
    CHECK_HR(read_address("<e/>", &plain), E_INVALIDARG);
    CHECK_HR(write_address(&plain), E_INVALIDARG);
    input("<e/>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_ENDPOINT_ADDRESS_TYPE, NULL, WS_READ_REQUIRED_VALUE, heap,
                        &plain, sizeof(plain), NULL),
             E_INVALIDARG);
    address_type.addressingVersion = WS_ADDRESSING_VERSION_1_0;
    WsResetError(error);
}

static void identity_goes_there_and_back(const char *identity, int type)
{
    static char xml[4096], again[4096];
    WS_ENDPOINT_ADDRESS address;
    sprintf(xml, "<e xmlns='" WSA10 "'><Address>urn:a</Address><i:Identity xmlns:i='" IDENTITY "'>%s</i:Identity></e>",
            identity);
    REQUIRE_HR(read_address(xml, &address), S_OK);
    REQUIRE(address.identity != NULL);
    CHECK_INT(address.identity->identityType, type);
    CHECK_HR(write_address(&address), S_OK);
    strcpy(again, written());
    REQUIRE_HR(read_address(again, &address), S_OK);
    REQUIRE(address.identity != NULL);
    CHECK_INT(address.identity->identityType, type);
    switch (type) {
    case WS_DNS_ENDPOINT_IDENTITY_TYPE:
        CHECK_STRING(((WS_DNS_ENDPOINT_IDENTITY *)address.identity)->dns, W("host"));
        break;
    case WS_UPN_ENDPOINT_IDENTITY_TYPE:
        CHECK_STRING(((WS_UPN_ENDPOINT_IDENTITY *)address.identity)->upn, W("user@domain"));
        break;
    case WS_SPN_ENDPOINT_IDENTITY_TYPE:
        CHECK_STRING(((WS_SPN_ENDPOINT_IDENTITY *)address.identity)->spn, W("host/x"));
        break;
    case WS_RSA_ENDPOINT_IDENTITY_TYPE: {
        WS_RSA_ENDPOINT_IDENTITY *rsa = (WS_RSA_ENDPOINT_IDENTITY *)address.identity;
        CHECK_BYTES(rsa->modulus.bytes, rsa->modulus.length, "test");
        CHECK_BYTES(rsa->exponent.bytes, rsa->exponent.length, "\1\0\1");
        break;
    }
    case WS_CERT_ENDPOINT_IDENTITY_TYPE: {
        WS_CERT_ENDPOINT_IDENTITY *cert = (WS_CERT_ENDPOINT_IDENTITY *)address.identity;
        CHECK_BYTES(cert->rawCertificateData.bytes, cert->rawCertificateData.length, "test");
        break;
    }
    default:
        CHECK(((WS_UNKNOWN_ENDPOINT_IDENTITY *)address.identity)->element != NULL);
    }
}

static void identities_of_all_kinds(void)
{
    WS_ENDPOINT_ADDRESS address;
    WS_ENDPOINT_IDENTITY wrong;
    identity_goes_there_and_back("<i:Dns>host</i:Dns>", WS_DNS_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("<i:Upn>user@domain</i:Upn>", WS_UPN_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("<i:Spn>host/x</i:Spn>", WS_SPN_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("<KeyInfo xmlns='" DSIG "'><KeyValue><RSAKeyValue><Modulus>dGVzdA==</Modulus>"
                                 "<Exponent>AQAB</Exponent></RSAKeyValue></KeyValue></KeyInfo>",
                                 WS_RSA_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("<KeyInfo xmlns='" DSIG "'><X509Data><X509Certificate>dGVzdA==</X509Certificate>"
                                 "</X509Data></KeyInfo>",
                                 WS_CERT_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("<x/>", WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE);
    identity_goes_there_and_back("", WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE);

    memset(&address, 0, sizeof(address));
    wrong.identityType = (WS_ENDPOINT_IDENTITY_TYPE)77;
    address.identity = &wrong;
    CHECK_HR(write_address(&address), E_INVALIDARG);
    address.identity = NULL;
    address.headers = (WS_XML_BUFFER *)heap;
    CHECK_HR(write_address(&address), E_INVALIDARG);
    address.headers = NULL;
    address.extensions = (WS_XML_BUFFER *)heap;
    CHECK_HR(write_address(&address), E_INVALIDARG);
    WsResetError(error);
}

static HRESULT read_fault(const char *xml, WS_FAULT *fault)
{
    memset(fault, 0xff, sizeof(*fault));
    input(xml);
    return WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_FAULT_TYPE, &fault_type, WS_READ_REQUIRED_VALUE, heap, fault,
                      sizeof(*fault), error);
}

static void faults_of_soap_1_1(void)
{
    WS_FAULT fault;
    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_1;
    REQUIRE_HR(read_fault("<s:Fault xmlns:s='" SOAP11 "'><faultcode>s:Client</faultcode>"
                          "<faultstring xml:lang='en'>Example Fault</faultstring>"
                          "<faultactor>http://example.com/fault</faultactor>"
                          "<detail><ErrorCode>1030</ErrorCode></detail></s:Fault>",
                          &fault),
               S_OK);
    CHECK_XML_STRING(fault.code->value.localName, "Client");
    CHECK_XML_STRING(fault.code->value.ns, SOAP11);
    CHECK(fault.code->subCode == NULL);
    REQUIRE(fault.reasonCount == 1);
    CHECK_STRING(fault.reasons[0].text, W("Example Fault"));
    CHECK_STRING(fault.reasons[0].lang, W("en"));
    CHECK_STRING(fault.actor, W("http://example.com/fault"));
    CHECK_INT(fault.node.length, 0);
    CHECK_BUFFER(fault.detail, "<detail><ErrorCode>1030</ErrorCode></detail>");
    output_element();
    CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, WS_FAULT_TYPE, &fault_type, WS_WRITE_REQUIRED_VALUE, &fault,
                         sizeof(fault), error),
             S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_WRITTEN("<t><faultcode xmlns:a=\"" SOAP11 "\">a:Client</faultcode>"
                  "<faultstring xml:lang=\"en\">Example Fault</faultstring>"
                  "<faultactor>http://example.com/fault</faultactor>"
                  "<detail><ErrorCode>1030</ErrorCode></detail></t>");

    /* The least, in another order, with an element of somebody else's. */
    REQUIRE_HR(read_fault("<Fault><faultstring/><x xmlns='urn:x'/><faultcode>code</faultcode></Fault>", &fault), S_OK);
    CHECK_XML_STRING(fault.code->value.localName, "code");
    CHECK(fault.detail == NULL && fault.actor.length == 0);
    CHECK_HR(read_fault("<Fault><faultcode>code</faultcode></Fault>", &fault), WS_E_INVALID_FORMAT);
    CHECK_HR(read_fault("<Fault><faultstring/></Fault>", &fault), WS_E_INVALID_FORMAT);
    CHECK_HR(read_fault("<Fault><faultcode>p:code</faultcode><faultstring/></Fault>", &fault), WS_E_INVALID_FORMAT);
    CHECK_HR(read_fault("<Fault/>", &fault), WS_E_INVALID_FORMAT);

    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_NONE;
    CHECK_HR(read_fault("<Fault><faultstring/><faultcode>code</faultcode></Fault>", &fault), E_INVALIDARG);
    /* The version is looked at before the input. */
    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_1;
    REQUIRE_HR(read_fault("<Fault><faultstring/><faultcode>code</faultcode></Fault>", &fault), S_OK);
    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_NONE;
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_FAULT_TYPE, &fault_type, WS_READ_REQUIRED_VALUE, heap,
                        &fault, sizeof(fault), NULL),
             E_INVALIDARG);
    WsResetError(error);
}

static void faults_of_soap_1_2(void)
{
    WS_ELEMENT_DESCRIPTION nameless = {NULL, NULL, WS_FAULT_TYPE, &fault_type};
    WS_FAULT fault, *pointer = NULL;
    WS_FAULT_REASON reasons[2];
    WS_FAULT_CODE code, subcode;
    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_2;
    REQUIRE_HR(read_fault("<s:Fault xmlns:s='" SOAP12 "'><s:Code> <s:Value>s:Sender</s:Value>"
                          "<s:Subcode><s:Value xmlns:p='urn:p'>p:One</s:Value><s:Subcode><s:Value>Two</s:Value>"
                          "</s:Subcode> </s:Subcode></s:Code>"
                          "<s:Reason><s:Text xml:lang='en'>No</s:Text><s:Text xml:lang='de'>Nein</s:Text></s:Reason>"
                          "<s:Node>urn:node</s:Node><s:Role>urn:role</s:Role><s:Detail><x/></s:Detail></s:Fault>",
                          &fault),
               S_OK);
    CHECK_XML_STRING(fault.code->value.localName, "Sender");
    CHECK_XML_STRING(fault.code->value.ns, SOAP12);
    REQUIRE(fault.code->subCode && fault.code->subCode->subCode);
    CHECK_XML_STRING(fault.code->subCode->value.localName, "One");
    CHECK_XML_STRING(fault.code->subCode->value.ns, "urn:p");
    CHECK_XML_STRING(fault.code->subCode->subCode->value.localName, "Two");
    REQUIRE(fault.reasonCount == 2);
    CHECK_STRING(fault.reasons[1].text, W("Nein"));
    CHECK_STRING(fault.reasons[1].lang, W("de"));
    CHECK_STRING(fault.node, W("urn:node"));
    CHECK_STRING(fault.actor, W("urn:role"));
    CHECK(fault.detail != NULL);
    CHECK_HR(read_fault("<s:Fault xmlns:s='" SOAP12 "'><s:Code/></s:Fault>", &fault), WS_E_INVALID_FORMAT);
    CHECK_HR(read_fault("<s:Fault xmlns:s='" SOAP12 "'><x/></s:Fault>", &fault), WS_E_INVALID_FORMAT);

    /* A code of SOAP needs no namespace; the element's name is known. */
    memset(&fault, 0, sizeof(fault));
    memset(&code, 0, sizeof(code));
    memset(&subcode, 0, sizeof(subcode));
    memset(reasons, 0, sizeof(reasons));
    code.value.localName.bytes = (BYTE *)"Receiver";
    code.value.localName.length = 8;
    code.subCode = &subcode;
    subcode.value.localName.bytes = (BYTE *)"Sub";
    subcode.value.localName.length = 3;
    subcode.value.ns.bytes = (BYTE *)"urn:p";
    subcode.value.ns.length = 5;
    fault.code = &code;
    fault.reasons = reasons;
    fault.reasonCount = 2;
    reasons[0].text.chars = (WCHAR *)(uintptr_t)W("No");
    reasons[0].text.length = 2;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), S_OK);
    CHECK(strstr(written(), "Fault xmlns") != NULL && strstr(written(), "Receiver") != NULL);
    CHECK(strstr(written(), "Subcode") != NULL);
    {
        static char again[4096];
        strcpy(again, written());
        input(again);
        CHECK_HR(WsReadElement(reader, &nameless, WS_READ_REQUIRED_POINTER, heap, &pointer, sizeof(pointer), error),
                 S_OK);
        CHECK_XML_STRING(pointer->code->value.ns, SOAP12);
        CHECK_XML_STRING(pointer->code->subCode->value.ns, "urn:p");
        CHECK_INT(pointer->reasonCount, 2);
    }
    fault_type.envelopeVersion = WS_ENVELOPE_VERSION_SOAP_1_1;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), S_OK);
    CHECK(strstr(written(), ":Server</faultcode>") != NULL);
    CHECK(strstr(written(), "Sub") == NULL);

    fault.code = NULL;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), E_INVALIDARG);
    fault.code = &code;
    fault.reasonCount = 0;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), E_INVALIDARG);
    fault.reasonCount = 1;
    subcode.subCode = &code;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), E_INVALIDARG);
    nameless.typeDescription = NULL;
    output();
    CHECK_HR(WsWriteElement(writer, &nameless, WS_WRITE_REQUIRED_VALUE, &fault, sizeof(fault), error), E_INVALIDARG);
    WsResetError(error);
}

int main(void)
{
    serialize_begin();
    addresses_have_four_parts();
    identities_of_all_kinds();
    faults_of_soap_1_1();
    faults_of_soap_1_2();
    return serialize_end();
}
