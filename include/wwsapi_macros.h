/*
 * wwsapi_macros.h - the macros of webservices.h; included by it.
 */

#ifndef WWSAPI_MACROS_H
#define WWSAPI_MACROS_H

/* Number of elements of an array. */
#define WsCountOf(arrayValue) (sizeof(arrayValue) / sizeof((arrayValue)[0]))

/* Place of a field in a structure, in bytes, as serialization descriptions want it. */
#define WsOffsetOf(typeName, fieldName) ((ULONG)offsetof(typeName, fieldName))

/* Zero where S is a string of WCHAR; does not compile where its characters have another size. */
#define WWSAPI_REQUIRE_WCHAR(S) (sizeof(char[sizeof((S)[0]) == sizeof(WCHAR) ? 1 : -1]) - 1)

/* Initializes a WS_STRING with a string literal or an array of WCHAR that ends with a zero. */
#define WS_STRING_VALUE(S) { (ULONG)(WsCountOf(S) - 1 + WWSAPI_REQUIRE_WCHAR(S)), (WCHAR *)(S) }

/* Initializes a WS_STRING as the empty string. */
#define WS_STRING_EMPTY { 0, NULL }

/* Initializes a WS_XML_STRING with a string literal in UTF-8. */
#define WS_XML_STRING_VALUE(S) { (ULONG)(WsCountOf(S) - 1), (BYTE *)(S), NULL, 0 }

/* Initializes a WS_XML_STRING with a literal that has the identifier I in the dictionary D. */
#define WS_XML_STRING_DICTIONARY_VALUE(S, D, I)                                                    \
    { (ULONG)(WsCountOf(S) - 1), (BYTE *)(S), (WS_XML_DICTIONARY *)(D), (I) }

/* Initializes a WS_XML_STRING as the empty string. */
#define WS_XML_STRING_NULL { 0, NULL, NULL, 0 }

#endif /* WWSAPI_MACROS_H */
