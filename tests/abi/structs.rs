//! Every structure, with every field.

use super::layout::structs;

structs! {
    WS_ASYNC_CONTEXT { callback, callbackState }
    WS_ASYNC_OPERATION { function }
    WS_ASYNC_STATE { internal0, internal1, internal2, internal3, internal4 }
    WS_ERROR_PROPERTY { id, value, valueSize }
    WS_FAULT_CODE { value, subCode }
    WS_FAULT_REASON { text, lang }
    WS_FAULT { code, reasons, reasonCount, actor, node, detail }
    WS_FAULT_DETAIL_DESCRIPTION { action, detailElementDescription }
    WS_HEAP_PROPERTY { id, value, valueSize }
    WS_HEAP_PROPERTIES { properties, propertyCount }
    WS_STRING { length, chars }
    WS_BYTES { length, bytes }
    WS_BUFFERS { bufferCount, buffers }
    WS_XML_STRING { length, bytes, dictionary, id }
    WS_XML_DICTIONARY { guid, strings, stringCount, isConst }
    WS_XML_QNAME { localName, ns }
    WS_DATETIME { ticks, format }
    WS_TIMESPAN { ticks }
    WS_DURATION { negative, years, months, days, hours, minutes, seconds, milliseconds, ticks }
    WS_URL { scheme }
    WS_HTTP_URL { url, host, port, portAsString, path, query, fragment }
    WS_HTTPS_URL { url, host, port, portAsString, path, query, fragment }
    WS_NETTCP_URL { url, host, port, portAsString, path, query, fragment }
    WS_SOAPUDP_URL { url, host, port, portAsString, path, query, fragment }
    WS_NETPIPE_URL { url, host, port, portAsString, path, query, fragment }
    WS_XML_CANONICALIZATION_INCLUSIVE_PREFIXES { prefixCount, prefixes }
    WS_XML_CANONICALIZATION_PROPERTY { id, value, valueSize }
    WS_XML_BUFFER_PROPERTY { id, value, valueSize }
    WS_XML_NODE { nodeType }
    WS_XML_NODE_POSITION { buffer, node }
    WS_XML_ATTRIBUTE { singleQuote, isXmlNs, prefix, localName, ns, value }
    WS_XML_ELEMENT_NODE { node, prefix, localName, ns, attributeCount, attributes, isEmpty }
    WS_XML_TEXT_NODE { node, text }
    WS_XML_COMMENT_NODE { node, value }
    WS_XML_TEXT { textType }
    WS_XML_UTF8_TEXT { text, value }
    WS_XML_UTF16_TEXT { text, bytes, byteCount }
    WS_XML_BASE64_TEXT { text, bytes, length }
    WS_XML_BOOL_TEXT { text, value }
    WS_XML_INT32_TEXT { text, value }
    WS_XML_INT64_TEXT { text, value }
    WS_XML_UINT64_TEXT { text, value }
    WS_XML_FLOAT_TEXT { text, value }
    WS_XML_DOUBLE_TEXT { text, value }
    WS_XML_DECIMAL_TEXT { text, value }
    WS_XML_GUID_TEXT { text, value }
    WS_XML_UNIQUE_ID_TEXT { text, value }
    WS_XML_DATETIME_TEXT { text, value }
    WS_XML_TIMESPAN_TEXT { text, value }
    WS_XML_QNAME_TEXT { text, prefix, localName, ns }
    WS_XML_LIST_TEXT { text, itemCount, items }
    WS_XML_READER_PROPERTY { id, value, valueSize }
    WS_XML_READER_PROPERTIES { properties, propertyCount }
    WS_XML_READER_ENCODING { encodingType }
    WS_XML_READER_TEXT_ENCODING { encoding, charSet }
    WS_XML_READER_BINARY_ENCODING { encoding, staticDictionary, dynamicDictionary }
    WS_XML_READER_MTOM_ENCODING { encoding, textEncoding, readMimeHeader, startInfo, boundary, startUri }
    WS_XML_READER_RAW_ENCODING { encoding }
    WS_XML_READER_INPUT { inputType }
    WS_XML_READER_BUFFER_INPUT { input, encodedData, encodedDataSize }
    WS_XML_READER_STREAM_INPUT { input, readCallback, readCallbackState }
    WS_XML_WRITER_PROPERTY { id, value, valueSize }
    WS_XML_WRITER_PROPERTIES { properties, propertyCount }
    WS_XML_WRITER_ENCODING { encodingType }
    WS_XML_WRITER_TEXT_ENCODING { encoding, charSet }
    WS_XML_WRITER_BINARY_ENCODING { encoding, staticDictionary, dynamicStringCallback, dynamicStringCallbackState }
    WS_XML_WRITER_MTOM_ENCODING { encoding, textEncoding, writeMimeHeader, boundary, startInfo, startUri, maxInlineByteCount }
    WS_XML_WRITER_RAW_ENCODING { encoding }
    WS_XML_WRITER_OUTPUT { outputType }
    WS_XML_WRITER_BUFFER_OUTPUT { output }
    WS_XML_WRITER_STREAM_OUTPUT { output, writeCallback, writeCallbackState }
    WS_DEFAULT_VALUE { value, valueSize }
    WS_ITEM_RANGE { minItemCount, maxItemCount }
    WS_FIELD_DESCRIPTION { mapping, localName, ns, r#type, typeDescription, offset, options, defaultValue, countOffset, itemLocalName, itemNs, itemRange }
    WS_STRUCT_DESCRIPTION { size, alignment, fields, fieldCount, typeLocalName, typeNs, parentType, subTypes, subTypeCount, structOptions }
    WS_UNION_FIELD_DESCRIPTION { value, field }
    WS_UNION_DESCRIPTION { size, alignment, fields, fieldCount, enumOffset, noneEnumValue, valueIndices }
    WS_ENUM_VALUE { value, name }
    WS_ENUM_DESCRIPTION { values, valueCount, maxByteCount, nameIndices }
    WS_ELEMENT_DESCRIPTION { elementLocalName, elementNs, r#type, typeDescription }
    WS_ATTRIBUTE_DESCRIPTION { attributeLocalName, attributeNs, r#type, typeDescription }
    WS_ANY_ATTRIBUTE { localName, ns, value }
    WS_ANY_ATTRIBUTES { attributes, attributeCount }
    WS_CUSTOM_TYPE_DESCRIPTION { size, alignment, readCallback, writeCallback, descriptionData, isDefaultValueCallback }
    WS_VOID_DESCRIPTION { size }
    WS_BOOL_DESCRIPTION { value }
    WS_INT8_DESCRIPTION { minValue, maxValue }
    WS_INT16_DESCRIPTION { minValue, maxValue }
    WS_INT32_DESCRIPTION { minValue, maxValue }
    WS_INT64_DESCRIPTION { minValue, maxValue }
    WS_UINT8_DESCRIPTION { minValue, maxValue }
    WS_UINT16_DESCRIPTION { minValue, maxValue }
    WS_UINT32_DESCRIPTION { minValue, maxValue }
    WS_UINT64_DESCRIPTION { minValue, maxValue }
    WS_FLOAT_DESCRIPTION { minValue, maxValue }
    WS_DOUBLE_DESCRIPTION { minValue, maxValue }
    WS_DECIMAL_DESCRIPTION { minValue, maxValue }
    WS_DATETIME_DESCRIPTION { minValue, maxValue }
    WS_TIMESPAN_DESCRIPTION { minValue, maxValue }
    WS_DURATION_DESCRIPTION { minValue, maxValue, comparer }
    WS_GUID_DESCRIPTION { value }
    WS_UNIQUE_ID { uri, guid }
    WS_UNIQUE_ID_DESCRIPTION { minCharCount, maxCharCount }
    WS_STRING_DESCRIPTION { minCharCount, maxCharCount }
    WS_WSZ_DESCRIPTION { minCharCount, maxCharCount }
    WS_XML_STRING_DESCRIPTION { minByteCount, maxByteCount }
    WS_XML_QNAME_DESCRIPTION { minLocalNameByteCount, maxLocalNameByteCount, minNsByteCount, maxNsByteCount }
    WS_CHAR_ARRAY_DESCRIPTION { minCharCount, maxCharCount }
    WS_UTF8_ARRAY_DESCRIPTION { minByteCount, maxByteCount }
    WS_BYTE_ARRAY_DESCRIPTION { minByteCount, maxByteCount }
    WS_BYTES_DESCRIPTION { minByteCount, maxByteCount }
    WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion }
    WS_FAULT_DESCRIPTION { envelopeVersion }
    WS_CHANNEL_ENCODER { createContext, createEncoderCallback, encoderGetContentTypeCallback, encoderStartCallback, encoderEncodeCallback, encoderEndCallback, freeEncoderCallback }
    WS_CHANNEL_DECODER { createContext, createDecoderCallback, decoderGetContentTypeCallback, decoderStartCallback, decoderDecodeCallback, decoderEndCallback, freeDecoderCallback }
    WS_CUSTOM_CHANNEL_CALLBACKS { createChannelCallback, freeChannelCallback, resetChannelCallback, openChannelCallback, closeChannelCallback, abortChannelCallback, getChannelPropertyCallback, setChannelPropertyCallback, writeMessageStartCallback, writeMessageEndCallback, readMessageStartCallback, readMessageEndCallback, abandonMessageCallback, shutdownSessionChannelCallback }
    WS_CHANNEL_PROPERTY { id, value, valueSize }
    WS_CHANNEL_PROPERTIES { properties, propertyCount }
    WS_CUSTOM_HTTP_PROXY { servers, bypass }
    WS_HTTP_HEADER_MAPPING { headerName, headerMappingOptions }
    WS_HTTP_MESSAGE_MAPPING { requestMappingOptions, responseMappingOptions, requestHeaderMappings, requestHeaderMappingCount, responseHeaderMappings, responseHeaderMappingCount }
    WS_HTTP_REDIRECT_CALLBACK_CONTEXT { callback, state }
    WS_ENDPOINT_IDENTITY { identityType }
    WS_DNS_ENDPOINT_IDENTITY { identity, dns }
    WS_UPN_ENDPOINT_IDENTITY { identity, upn }
    WS_SPN_ENDPOINT_IDENTITY { identity, spn }
    WS_RSA_ENDPOINT_IDENTITY { identity, modulus, exponent }
    WS_CERT_ENDPOINT_IDENTITY { identity, rawCertificateData }
    WS_UNKNOWN_ENDPOINT_IDENTITY { identity, element }
    WS_ENDPOINT_ADDRESS { url, headers, extensions, identity }
    WS_LISTENER_PROPERTY { id, value, valueSize }
    WS_LISTENER_PROPERTIES { properties, propertyCount }
    WS_HOST_NAMES { hostNames, hostNameCount }
    WS_DISALLOWED_USER_AGENT_SUBSTRINGS { subStringCount, subStrings }
    WS_CUSTOM_LISTENER_CALLBACKS { createListenerCallback, freeListenerCallback, resetListenerCallback, openListenerCallback, closeListenerCallback, abortListenerCallback, getListenerPropertyCallback, setListenerPropertyCallback, createChannelForListenerCallback, acceptChannelCallback }
    WS_MESSAGE_PROPERTY { id, value, valueSize }
    WS_MESSAGE_PROPERTIES { properties, propertyCount }
    WS_MESSAGE_DESCRIPTION { action, bodyElementDescription }
    WS_PARAMETER_DESCRIPTION { parameterType, inputMessageIndex, outputMessageIndex }
    WS_OPERATION_DESCRIPTION { versionInfo, inputMessageDescription, outputMessageDescription, inputMessageOptions, outputMessageOptions, parameterCount, parameterDescription, stubCallback, style }
    WS_CONTRACT_DESCRIPTION { operationCount, operations }
    WS_SERVICE_CONTRACT { contractDescription, defaultMessageHandlerCallback, methodTable }
    WS_SERVICE_PROPERTY { id, value, valueSize }
    WS_SERVICE_PROPERTY_ACCEPT_CALLBACK { callback }
    WS_SERVICE_PROPERTY_CLOSE_CALLBACK { callback }
    WS_SERVICE_ENDPOINT_METADATA { portName, bindingName, bindingNs }
    WS_SERVICE_METADATA_DOCUMENT { content, name }
    WS_SERVICE_METADATA { documentCount, documents, serviceName, serviceNs }
    WS_SERVICE_ENDPOINT_PROPERTY { id, value, valueSize }
    WS_SERVICE_ENDPOINT { address, channelBinding, channelType, securityDescription, contract, authorizationCallback, properties, propertyCount, channelProperties }
    WS_PROXY_PROPERTY { id, value, valueSize }
    WS_PROXY_MESSAGE_CALLBACK_CONTEXT { callback, state }
    WS_CALL_PROPERTY { id, value, valueSize }
    WS_CERT_CREDENTIAL { credentialType }
    WS_SUBJECT_NAME_CERT_CREDENTIAL { credential, storeLocation, storeName, subjectName }
    WS_THUMBPRINT_CERT_CREDENTIAL { credential, storeLocation, storeName, thumbprint }
    WS_CUSTOM_CERT_CREDENTIAL { credential, getCertCallback, getCertCallbackState, certIssuerListNotificationCallback, certIssuerListNotificationCallbackState }
    WS_CERTIFICATE_VALIDATION_CALLBACK_CONTEXT { callback, state }
    WS_WINDOWS_INTEGRATED_AUTH_CREDENTIAL { credentialType }
    WS_STRING_WINDOWS_INTEGRATED_AUTH_CREDENTIAL { credential, username, password, domain }
    WS_DEFAULT_WINDOWS_INTEGRATED_AUTH_CREDENTIAL { credential }
    WS_OPAQUE_WINDOWS_INTEGRATED_AUTH_CREDENTIAL { credential, opaqueAuthIdentity }
    WS_USERNAME_CREDENTIAL { credentialType }
    WS_STRING_USERNAME_CREDENTIAL { credential, username, password }
    WS_SECURITY_BINDING { bindingType, properties, propertyCount }
    WS_SECURITY_BINDING_PROPERTY { id, value, valueSize }
    WS_SECURITY_BINDING_PROPERTIES { properties, propertyCount }
    WS_SECURITY_PROPERTY { id, value, valueSize }
    WS_SECURITY_PROPERTIES { properties, propertyCount }
    WS_SECURITY_DESCRIPTION { securityBindings, securityBindingCount, properties, propertyCount }
    WS_SERVICE_SECURITY_IDENTITIES { serviceIdentities, serviceIdentityCount }
    WS_SECURITY_ALGORITHM_PROPERTY { id, value, valueSize }
    WS_SECURITY_ALGORITHM_SUITE { canonicalizationAlgorithm, digestAlgorithm, symmetricSignatureAlgorithm, asymmetricSignatureAlgorithm, encryptionAlgorithm, keyDerivationAlgorithm, symmetricKeyWrapAlgorithm, asymmetricKeyWrapAlgorithm, minSymmetricKeyLength, maxSymmetricKeyLength, minAsymmetricKeyLength, maxAsymmetricKeyLength, properties, propertyCount }
    WS_SSL_TRANSPORT_SECURITY_BINDING { binding, localCertCredential }
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING { binding, clientCredential }
    WS_NAMEDPIPE_SSPI_TRANSPORT_SECURITY_BINDING { binding, clientCredential }
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING { binding, clientCredential }
    WS_USERNAME_MESSAGE_SECURITY_BINDING { binding, bindingUsage, clientCredential, passwordValidator, passwordValidatorCallbackState }
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING { binding, bindingUsage, clientCredential }
    WS_XML_TOKEN_MESSAGE_SECURITY_BINDING { binding, bindingUsage, xmlToken }
    WS_SAML_MESSAGE_SECURITY_BINDING { binding, bindingUsage, authenticator }
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING { binding, bindingUsage, bootstrapSecurityDescription }
    WS_SAML_AUTHENTICATOR { authenticatorType }
    WS_CERT_SIGNED_SAML_AUTHENTICATOR { authenticator, trustedIssuerCerts, trustedIssuerCertCount, decryptionCert, samlValidator, samlValidatorCallbackState }
    WS_SECURITY_KEY_HANDLE { keyHandleType }
    WS_RAW_SYMMETRIC_SECURITY_KEY_HANDLE { keyHandle, rawKeyBytes }
    WS_NCRYPT_ASYMMETRIC_SECURITY_KEY_HANDLE { keyHandle, asymmetricKey }
    WS_CAPI_ASYMMETRIC_SECURITY_KEY_HANDLE { keyHandle, provider, keySpec }
    WS_XML_SECURITY_TOKEN_PROPERTY { id, value, valueSize }
    WS_SECURITY_CONTEXT_PROPERTY { id, value, valueSize }
    WS_REQUEST_SECURITY_TOKEN_PROPERTY { id, value, valueSize }
    WS_HTTP_BINDING_TEMPLATE { channelProperties }
    WS_HTTP_HEADER_AUTH_BINDING_TEMPLATE { channelProperties, securityProperties, httpHeaderAuthSecurityBinding }
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_TEMPLATE { securityBindingProperties, clientCredential }
    WS_HTTP_SSL_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding }
    WS_HTTP_SSL_HEADER_AUTH_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding, httpHeaderAuthSecurityBinding }
    WS_HTTP_SSL_KERBEROS_APREQ_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding, kerberosApreqMessageSecurityBinding }
    WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding, kerberosApreqMessageSecurityBinding, securityContextSecurityBinding }
    WS_HTTP_SSL_USERNAME_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding, usernameMessageSecurityBinding }
    WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE { channelProperties, securityProperties, sslTransportSecurityBinding, usernameMessageSecurityBinding, securityContextSecurityBinding }
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_TEMPLATE { securityBindingProperties, clientCredential }
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_TEMPLATE { securityBindingProperties }
    WS_SECURITY_CONTEXT_SECURITY_BINDING_TEMPLATE { securityContextMessageSecurityBinding, securityProperties }
    WS_SSL_TRANSPORT_SECURITY_BINDING_TEMPLATE { securityBindingProperties, localCertCredential }
    WS_TCP_BINDING_TEMPLATE { channelProperties }
    WS_TCP_SSPI_BINDING_TEMPLATE { channelProperties, securityProperties, sspiTransportSecurityBinding }
    WS_TCP_SSPI_KERBEROS_APREQ_BINDING_TEMPLATE { channelProperties, securityProperties, sspiTransportSecurityBinding, kerberosApreqMessageSecurityBinding }
    WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_BINDING_TEMPLATE { channelProperties, securityProperties, sspiTransportSecurityBinding, kerberosApreqMessageSecurityBinding, securityContextSecurityBinding }
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_TEMPLATE { securityBindingProperties, clientCredential }
    WS_TCP_SSPI_USERNAME_BINDING_TEMPLATE { channelProperties, securityProperties, sspiTransportSecurityBinding, usernameMessageSecurityBinding }
    WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_BINDING_TEMPLATE { channelProperties, securityProperties, sspiTransportSecurityBinding, usernameMessageSecurityBinding, securityContextSecurityBinding }
    WS_USERNAME_MESSAGE_SECURITY_BINDING_TEMPLATE { securityBindingProperties, clientCredential, passwordValidator, passwordValidatorCallbackState }
    WS_METADATA_PROPERTY { id, value, valueSize }
    WS_METADATA_ENDPOINT { endpointAddress, endpointPolicy, portName, serviceName, serviceNs, bindingName, bindingNs, portTypeName, portTypeNs }
    WS_METADATA_ENDPOINTS { endpoints, endpointCount }
    WS_POLICY_PROPERTY { id, value, valueSize }
    WS_POLICY_PROPERTIES { properties, propertyCount }
    WS_POLICY_EXTENSION { r#type }
    WS_ENDPOINT_POLICY_EXTENSION_OUT = WS_ENDPOINT_POLICY_EXTENSION_0 { assertionValue }
    WS_ENDPOINT_POLICY_EXTENSION { policyExtension, assertionName, assertionNs, out }
    WS_CHANNEL_PROPERTY_CONSTRAINT_OUT = WS_CHANNEL_PROPERTY_CONSTRAINT_0 { channelProperty }
    WS_CHANNEL_PROPERTY_CONSTRAINT { id, allowedValues, allowedValuesSize, out }
    WS_SECURITY_PROPERTY_CONSTRAINT_OUT = WS_SECURITY_PROPERTY_CONSTRAINT_0 { securityProperty }
    WS_SECURITY_PROPERTY_CONSTRAINT { id, allowedValues, allowedValuesSize, out }
    WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_OUT = WS_SECURITY_BINDING_PROPERTY_CONSTRAINT_0 { securityBindingProperty }
    WS_SECURITY_BINDING_PROPERTY_CONSTRAINT { id, allowedValues, allowedValuesSize, out }
    WS_SECURITY_BINDING_CONSTRAINT { r#type, propertyConstraints, propertyConstraintCount }
    WS_SECURITY_CONSTRAINTS { securityPropertyConstraints, securityPropertyConstraintCount, securityBindingConstraints, securityBindingConstraintCount }
    WS_POLICY_CONSTRAINTS { channelBinding, channelPropertyConstraints, channelPropertyConstraintCount, securityConstraints, policyExtensions, policyExtensionCount }
    WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_OUT = WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT_0 { clientCertCredentialRequired }
    WS_SSL_TRANSPORT_SECURITY_BINDING_CONSTRAINT { bindingConstraint, out }
    WS_TCP_SSPI_TRANSPORT_SECURITY_BINDING_CONSTRAINT { bindingConstraint }
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_CONSTRAINT { bindingConstraint }
    WS_USERNAME_MESSAGE_SECURITY_BINDING_CONSTRAINT { bindingConstraint, bindingUsage }
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_CONSTRAINT { bindingConstraint, bindingUsage }
    WS_CERT_MESSAGE_SECURITY_BINDING_CONSTRAINT { bindingConstraint, bindingUsage }
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_OUT = WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT_0 { requestSecurityTokenProperty }
    WS_REQUEST_SECURITY_TOKEN_PROPERTY_CONSTRAINT { id, allowedValues, allowedValuesSize, out }
    WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_OUT = WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT_0 { issuerAddress, requestSecurityTokenTemplate }
    WS_ISSUED_TOKEN_MESSAGE_SECURITY_BINDING_CONSTRAINT { bindingConstraint, bindingUsage, claimConstraints, claimConstraintCount, requestSecurityTokenPropertyConstraints, requestSecurityTokenPropertyConstraintCount, out }
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_CONSTRAINT { bindingConstraint, bindingUsage, bootstrapSecurityConstraint }
    WS_HTTP_HEADER_AUTH_POLICY_DESCRIPTION { channelProperties, securityProperties, httpHeaderAuthSecurityBinding }
    WS_HTTP_HEADER_AUTH_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties }
    WS_HTTP_POLICY_DESCRIPTION { channelProperties }
    WS_HTTP_SSL_HEADER_AUTH_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding, httpHeaderAuthSecurityBinding }
    WS_HTTP_SSL_KERBEROS_APREQ_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding, kerberosApreqMessageSecurityBinding }
    WS_HTTP_SSL_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding, kerberosApreqMessageSecurityBinding, securityContextSecurityBinding }
    WS_HTTP_SSL_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding }
    WS_HTTP_SSL_USERNAME_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding, usernameMessageSecurityBinding }
    WS_HTTP_SSL_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION { channelProperties, securityProperties, sslTransportSecurityBinding, usernameMessageSecurityBinding, securityContextSecurityBinding }
    WS_KERBEROS_APREQ_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties, bindingUsage }
    WS_SECURITY_CONTEXT_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties, bindingUsage }
    WS_SECURITY_CONTEXT_SECURITY_BINDING_POLICY_DESCRIPTION { securityContextMessageSecurityBinding, securityProperties }
    WS_SSL_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties }
    WS_SSPI_TRANSPORT_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties }
    WS_TCP_POLICY_DESCRIPTION { channelProperties }
    WS_TCP_SSPI_KERBEROS_APREQ_POLICY_DESCRIPTION { channelProperties, securityProperties, sspiTransportSecurityBinding, kerberosApreqMessageSecurityBinding }
    WS_TCP_SSPI_KERBEROS_APREQ_SECURITY_CONTEXT_POLICY_DESCRIPTION { channelProperties, securityProperties, sspiTransportSecurityBinding, kerberosApreqMessageSecurityBinding, securityContextSecurityBinding }
    WS_TCP_SSPI_POLICY_DESCRIPTION { channelProperties, securityProperties, sspiTransportSecurityBinding }
    WS_TCP_SSPI_USERNAME_POLICY_DESCRIPTION { channelProperties, securityProperties, sspiTransportSecurityBinding, usernameMessageSecurityBinding }
    WS_TCP_SSPI_USERNAME_SECURITY_CONTEXT_POLICY_DESCRIPTION { channelProperties, securityProperties, sspiTransportSecurityBinding, usernameMessageSecurityBinding, securityContextSecurityBinding }
    WS_USERNAME_MESSAGE_SECURITY_BINDING_POLICY_DESCRIPTION { securityBindingProperties, bindingUsage }
}
