/* wincrypt.h - X.509 certificates: their bytes and the names in them. */

#ifndef WWSPORT_WINCRYPT_H
#define WWSPORT_WINCRYPT_H

#include "windows.h"

#define X509_ASN_ENCODING 0x00000001
#define PKCS_7_ASN_ENCODING 0x00010000
#define CERT_SIMPLE_NAME_STR 1
#define CERT_OID_NAME_STR 2
#define CERT_X500_NAME_STR 3
#define CERT_SYSTEM_STORE_CURRENT_USER 0x00010000
#define CERT_SYSTEM_STORE_LOCAL_MACHINE 0x00020000

typedef void *HCERTSTORE;

typedef struct _CRYPTOAPI_BLOB {
    DWORD cbData;
    BYTE *pbData;
} CRYPT_DATA_BLOB, CERT_NAME_BLOB, *PCERT_NAME_BLOB, CRYPT_INTEGER_BLOB;

/* What of a certificate is looked at; each is a part of the encoded bytes. */
typedef struct _CERT_INFO {
    CRYPT_INTEGER_BLOB SerialNumber;
    CERT_NAME_BLOB Issuer;
    CERT_NAME_BLOB Subject;
} CERT_INFO, *PCERT_INFO;

struct _CERT_CONTEXT {
    DWORD dwCertEncodingType;
    BYTE *pbCertEncoded;
    DWORD cbCertEncoded;
    PCERT_INFO pCertInfo;
    HCERTSTORE hCertStore;
};

WWSPORT_BEGIN
/* Copies the bytes. NULL, with CRYPT_E_ASN1_BADTAG and the like as last error, when they are no certificate. */
PCCERT_CONTEXT WINAPI CertCreateCertificateContext(DWORD encoding, const BYTE *bytes, DWORD size);
BOOL WINAPI CertFreeCertificateContext(PCCERT_CONTEXT context);
/* The characters with the zero. CERT_SIMPLE_NAME_STR gives the values alone, CERT_X500_NAME_STR with their keys. Without
 * room for text, how many it takes. */
DWORD WINAPI CertNameToStrW(DWORD encoding, PCERT_NAME_BLOB name, DWORD type, LPWSTR text, DWORD count);
WWSPORT_END

#define CRYPT_E_ASN1_BADTAG ((HRESULT)0x8009310bU)
#define CertNameToStr CertNameToStrW

#endif
