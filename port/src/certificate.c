/* X.509 certificates: as much of their encoding (DER) as their names need. */

#include "wincrypt.h"
#include "utf.h"

/* A stretch of encoded bytes. */
typedef struct der {
    BYTE *at, *end;
} der;

/* Takes the next element; its tag, or -1 for none. `all` is the element, `inside` its content. */
static int element(der *from, der *all, der *inside)
{
    BYTE *at = from->at;
    size_t length;
    int tag, more;
    if (from->end - at < 2) {
        return -1;
    }
    tag = *at++;
    length = *at++;
    if (length & 0x80) {
        more = (int)(length & 0x7f);
        if (more == 0 || more > 4 || from->end - at < more) {
            return -1;
        }
        for (length = 0; more > 0; more--) {
            length = length << 8 | *at++;
        }
    }
    if ((size_t)(from->end - at) < length) {
        return -1;
    }
    all->at = from->at;
    inside->at = at;
    from->at = all->end = inside->end = at + length;
    return tag;
}

static int expect(der *from, int tag, der *all, der *inside)
{
    return element(from, all, inside) == tag;
}

enum { INTEGER = 0x02, OID = 0x06, SEQUENCE = 0x30, SET = 0x31, VERSION = 0xa0 };

static int read_info(BYTE *bytes, DWORD size, CERT_INFO *info)
{
    der from = {bytes, bytes + size}, all, inside, body, skipped;
    if (!expect(&from, SEQUENCE, &all, &inside) || !expect(&inside, SEQUENCE, &all, &body)) {
        return 0;
    }
    if (body.at < body.end && *body.at == VERSION && element(&body, &all, &skipped) < 0) {
        return 0;
    }
    if (!expect(&body, INTEGER, &all, &inside)) {
        return 0;
    }
    info->SerialNumber.pbData = inside.at;
    info->SerialNumber.cbData = (DWORD)(inside.end - inside.at);
    /* The algorithm of the signature, the issuer, the time it is valid, the subject. */
    if (!expect(&body, SEQUENCE, &all, &skipped) || !expect(&body, SEQUENCE, &all, &skipped)) {
        return 0;
    }
    info->Issuer.pbData = all.at;
    info->Issuer.cbData = (DWORD)(all.end - all.at);
    if (!expect(&body, SEQUENCE, &all, &skipped) || !expect(&body, SEQUENCE, &all, &skipped)) {
        return 0;
    }
    info->Subject.pbData = all.at;
    info->Subject.cbData = (DWORD)(all.end - all.at);
    return 1;
}

typedef struct certificate {
    CERT_CONTEXT context;
    CERT_INFO info;
    BYTE bytes[];
} certificate;

PCCERT_CONTEXT WINAPI CertCreateCertificateContext(DWORD encoding, const BYTE *bytes, DWORD size)
{
    certificate *made;
    if (!bytes || !(encoding & X509_ASN_ENCODING)) {
        SetLastError((DWORD)E_INVALIDARG);
        return NULL;
    }
    made = (certificate *)calloc(1, sizeof(*made) + size);
    if (!made) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    memcpy(made->bytes, bytes, size);
    if (!read_info(made->bytes, size, &made->info)) {
        free(made);
        SetLastError((DWORD)CRYPT_E_ASN1_BADTAG);
        return NULL;
    }
    made->context.dwCertEncodingType = encoding;
    made->context.pbCertEncoded = made->bytes;
    made->context.cbCertEncoded = size;
    made->context.pCertInfo = &made->info;
    return &made->context;
}

BOOL WINAPI CertFreeCertificateContext(PCCERT_CONTEXT context)
{
    /* The context is the first part of what was made. */
    free((certificate *)(uintptr_t)context);
    return TRUE;
}

/* Writes as far as there is room, and counts. */
typedef struct text {
    LPWSTR to;
    DWORD count, length;
} text;

static void put(text *out, unsigned character)
{
    WCHAR units[2];
    int many = wwsport_to_utf16(character, units), i;
    for (i = 0; i < many; i++) {
        if (out->to && out->length + 1 < out->count) {
            out->to[out->length] = units[i];
        }
        out->length++;
    }
}

static void put_value(text *out, int tag, const der *value)
{
    const unsigned char *at = value->at;
    int bad = 0;
    enum { UTF8 = 0x0c, BMP = 0x1e };
    while (at < value->end) {
        if (tag == UTF8) {
            put(out, wwsport_from_utf8(&at, value->end, &bad));
        } else if (tag == BMP && value->end - at >= 2) {
            put(out, (unsigned)at[0] << 8 | at[1]);
            at += 2;
        } else {
            put(out, *at++);
        }
    }
}

/* The key of a kind of name, by the last byte of its identifier 2.5.4.x. */
static const char *key_of(const der *oid)
{
    static const struct {
        BYTE number;
        const char *key;
    } keys[] = {{3, "CN"}, {4, "SN"}, {5, "SERIALNUMBER"}, {6, "C"}, {7, "L"}, {8, "S"}, {9, "STREET"}, {10, "O"},
                {11, "OU"}, {12, "T"}, {42, "G"}, {43, "I"}};
    size_t i;
    if (oid->end - oid->at == 3 && oid->at[0] == 0x55 && oid->at[1] == 0x04) {
        for (i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
            if (keys[i].number == oid->at[2]) {
                return keys[i].key;
            }
        }
    }
    return "OID";
}

DWORD WINAPI CertNameToStrW(DWORD encoding, PCERT_NAME_BLOB name, DWORD type, LPWSTR to, DWORD count)
{
    text out = {to, count, 0};
    der from = {name->pbData, name->pbData + name->cbData}, all, names, set, pair, oid, value;
    int is_first = 1;
    (void)encoding;
    if (expect(&from, SEQUENCE, &all, &names)) {
        while (expect(&names, SET, &all, &set)) {
            while (expect(&set, SEQUENCE, &all, &pair) && expect(&pair, OID, &all, &oid)) {
                int tag = element(&pair, &all, &value);
                const char *key = key_of(&oid);
                if (tag < 0) {
                    break;
                }
                if (!is_first) {
                    put(&out, ',');
                    put(&out, ' ');
                }
                is_first = 0;
                if ((type & 3) != CERT_SIMPLE_NAME_STR) {
                    while (*key) {
                        put(&out, (unsigned char)*key++);
                    }
                    put(&out, '=');
                }
                put_value(&out, tag, &value);
            }
        }
    }
    if (to && count > 0) {
        to[out.length < count ? out.length : count - 1] = 0;
        return out.length < count ? out.length + 1 : count;
    }
    return out.length + 1;
}
