/*
 * wwsapi_missing.h - the functions of the original that the library does not have yet; included by webservices.h.
 *
 * A program that calls one compiles and does not link: the linker says which it is. (Made by tests/header_fresh.rs.)
 */

#ifndef WWSAPI_MISSING_H
#define WWSAPI_MISSING_H

#ifdef __cplusplus
extern "C" {
#endif

HRESULT WINAPI WsCreateXmlSecurityToken(WS_XML_BUFFER *tokenXml,
                                        WS_SECURITY_KEY_HANDLE *tokenKey,
                                        const WS_XML_SECURITY_TOKEN_PROPERTY *properties,
                                        ULONG propertyCount,
                                        WS_SECURITY_TOKEN **token,
                                        WS_ERROR *error);
void WINAPI WsFreeSecurityToken(WS_SECURITY_TOKEN *token);
HRESULT WINAPI WsGetSecurityContextProperty(WS_SECURITY_CONTEXT *securityContext,
                                            WS_SECURITY_CONTEXT_PROPERTY_ID id,
                                            void *value,
                                            ULONG valueSize,
                                            WS_ERROR *error);
HRESULT WINAPI WsGetSecurityTokenProperty(WS_SECURITY_TOKEN *securityToken,
                                          WS_SECURITY_TOKEN_PROPERTY_ID id,
                                          void *value,
                                          ULONG valueSize,
                                          WS_HEAP *heap,
                                          WS_ERROR *error);
HRESULT WINAPI WsRequestSecurityToken(WS_CHANNEL *channel,
                                      const WS_REQUEST_SECURITY_TOKEN_PROPERTY *properties,
                                      ULONG propertyCount,
                                      WS_SECURITY_TOKEN **token,
                                      const WS_ASYNC_CONTEXT *asyncContext,
                                      WS_ERROR *error);
HRESULT WINAPI WsRevokeSecurityContext(WS_SECURITY_CONTEXT *securityContext,
                                       WS_ERROR *error);
HRESULT WINAPI WsCreateMetadata(const WS_METADATA_PROPERTY *properties,
                                ULONG propertyCount,
                                WS_METADATA **metadata,
                                WS_ERROR *error);
void WINAPI WsFreeMetadata(WS_METADATA *metadata);
HRESULT WINAPI WsGetMetadataEndpoints(WS_METADATA *metadata,
                                      WS_METADATA_ENDPOINTS *endpoints,
                                      WS_ERROR *error);
HRESULT WINAPI WsGetMetadataProperty(WS_METADATA *metadata,
                                     WS_METADATA_PROPERTY_ID id,
                                     void *value,
                                     ULONG valueSize,
                                     WS_ERROR *error);
HRESULT WINAPI WsGetMissingMetadataDocumentAddress(WS_METADATA *metadata,
                                                   WS_ENDPOINT_ADDRESS **address,
                                                   WS_ERROR *error);
HRESULT WINAPI WsGetPolicyAlternativeCount(WS_POLICY *policy,
                                           ULONG *count,
                                           WS_ERROR *error);
HRESULT WINAPI WsGetPolicyProperty(WS_POLICY *policy,
                                   WS_POLICY_PROPERTY_ID id,
                                   void *value,
                                   ULONG valueSize,
                                   WS_ERROR *error);
HRESULT WINAPI WsMatchPolicyAlternative(WS_POLICY *policy,
                                        ULONG alternativeIndex,
                                        WS_POLICY_CONSTRAINTS *policyConstraints,
                                        BOOL matchRequired,
                                        WS_HEAP *heap,
                                        WS_ERROR *error);
HRESULT WINAPI WsReadMetadata(WS_METADATA *metadata,
                              WS_XML_READER *reader,
                              const WS_STRING *url,
                              WS_ERROR *error);
HRESULT WINAPI WsResetMetadata(WS_METADATA *metadata,
                               WS_ERROR *error);

#ifdef __cplusplus
}
#endif

#endif /* WWSAPI_MISSING_H */
