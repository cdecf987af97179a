/* The macros and base types of the headers, as programs and generated files use them. */
#include "ctest.h"

/* ---- The shape of generated files: constant data that points into itself ------------------- */

typedef struct Base {
    const struct _WS_STRUCT_DESCRIPTION *_type;
    __int64 count;
    unsigned __int64 total;
} Base;

typedef struct LocalDefinitions {
    struct {
        WS_FIELD_DESCRIPTION count;
        WS_FIELD_DESCRIPTION *BaseFields[1];
    } Basedescs;
    struct {
        struct {
            WS_XML_STRING name;
            WS_XML_STRING ns;
        } xmlStrings;
        WS_XML_DICTIONARY dict;
    } dictionary;
    WS_STRUCT_DESCRIPTION Base;
} LocalDefinitions;

extern const LocalDefinitions definitions;
const LocalDefinitions definitions = {
    {
        {
            WS_ELEMENT_FIELD_MAPPING,
            (WS_XML_STRING *)&definitions.dictionary.xmlStrings.name,
            (WS_XML_STRING *)&definitions.dictionary.xmlStrings.ns,
            WS_INT64_TYPE,
            0,
            WsOffsetOf(Base, count),
            WS_FIELD_OPTIONAL | WS_FIELD_NILLABLE,
            0,
            0xffffffff,
            0,
            0,
            0,
        },
        { (WS_FIELD_DESCRIPTION *)&definitions.Basedescs.count },
    },
    {
        {
            WS_XML_STRING_DICTIONARY_VALUE("count", &definitions.dictionary.dict, 0),
            WS_XML_STRING_DICTIONARY_VALUE("urn:n", &definitions.dictionary.dict, 1),
        },
        {
            { 0xe3a5d1c2, 0x5b0f, 0x4c6a, { 0x9a, 0x11, 0x20, 0x7d, 0x8e, 0x42, 0x6f, 0x01 } },
            (WS_XML_STRING *)&definitions.dictionary.xmlStrings,
            2,
            TRUE,
        },
    },
    {
        sizeof(Base),
        __alignof(Base),
        (WS_FIELD_DESCRIPTION **)&definitions.Basedescs.BaseFields,
        WsCountOf(definitions.Basedescs.BaseFields),
        0,
        0,
        0,
        0,
        0,
        0,
    },
};

#ifndef __cplusplus
/* As old versions of wsutil annotated. */
HRESULT CALLBACK annotated_before(__in const WS_STRING *text, __in_ecount_opt(count) BYTE *bytes, __in ULONG count,
                                  __deref_out_opt __nullterminated WCHAR **copy, __in_opt WS_ERROR *error);
#endif

_Must_inspect_result_ HRESULT CALLBACK annotated(_In_ const WS_STRING *text, _In_reads_opt_(count) BYTE *bytes,
                                                 _In_ ULONG count, _Outptr_opt_result_z_ WCHAR **copy,
                                                 _In_opt_ WS_ERROR *error);
HRESULT CALLBACK annotated(const WS_STRING *text, BYTE *bytes, ULONG count, WCHAR **copy, WS_ERROR *error)
{
    UNREFERENCED_PARAMETER(bytes);
    UNREFERENCED_PARAMETER(error);
    *copy = text->chars;
    return text->length == count ? S_OK : S_FALSE;
}

static void generated_data_points_into_itself(void)
{
    const WS_FIELD_DESCRIPTION *field = definitions.Base.fields[0];
    CHECK_INT(field->offset, 8);
    CHECK(field->localName->dictionary == &definitions.dictionary.dict);
    CHECK_INT(field->ns->id, 1);
    CHECK_INT(field->ns->length, 5);
    CHECK_INT(definitions.Base.fieldCount, 1);
    CHECK_INT(definitions.Base.alignment, 8);
}

/* ---- Macros --------------------------------------------------------------------------------- */

static void strings_are_initialized(void)
{
    static const WCHAR array[] = W("array");
    WS_STRING literal = WS_STRING_VALUE(W("text"));
    WS_STRING from_array = WS_STRING_VALUE(array);
    WS_STRING empty = WS_STRING_EMPTY;
    WS_STRING zero = WS_STRING_VALUE(W(""));
    CHECK_INT(literal.length, 4);
    CHECK_INT(literal.chars[3], 't');
    CHECK_INT(from_array.length, 5);
    CHECK(from_array.chars == array);
    CHECK(empty.length == 0 && empty.chars == NULL);
    CHECK(zero.length == 0 && zero.chars != NULL);
}

static void xml_strings_are_initialized(void)
{
    static WS_XML_DICTIONARY dictionary;
    WS_XML_STRING literal = WS_XML_STRING_VALUE("t\xC3\xA9xt");
    WS_XML_STRING entry = WS_XML_STRING_DICTIONARY_VALUE("entry", &dictionary, 7);
    WS_XML_STRING none = WS_XML_STRING_NULL;
    CHECK_INT(literal.length, 5);
    CHECK(memcmp(literal.bytes, "t\xC3\xA9xt", 5) == 0);
    CHECK(literal.dictionary == NULL && literal.id == 0);
    CHECK_INT(entry.length, 5);
    CHECK(entry.dictionary == &dictionary && entry.id == 7);
    CHECK(none.length == 0 && none.bytes == NULL && none.dictionary == NULL && none.id == 0);
}

static void counts_and_offsets_are_numbers(void)
{
    WS_CHANNEL_PROPERTY properties[3];
    ULONG offset = WsOffsetOf(WS_CHANNEL_PROPERTY, valueSize);
    ULONG count = WsCountOf(properties);
    CHECK_INT(count, 3);
    CHECK_INT(offset, 16);
}

static DWORD evaluations;

static DWORD last_error(DWORD code)
{
    evaluations++;
    return code;
}

static void codes_are_classified(void)
{
    CHECK(SUCCEEDED(S_OK) && SUCCEEDED(S_FALSE) && SUCCEEDED(WS_S_ASYNC) && SUCCEEDED(WS_S_END));
    CHECK(FAILED(E_INVALIDARG) && FAILED(WS_E_INVALID_FORMAT) && FAILED(WS_E_SECURITY_SYSTEM_FAILURE));
    CHECK_HR(HRESULT_FROM_WIN32(last_error(ERROR_INVALID_PARAMETER)), E_INVALIDARG);
    CHECK_INT(evaluations, 1);
    CHECK_HR(HRESULT_FROM_WIN32(NO_ERROR), S_OK);
    CHECK_HR(HRESULT_FROM_WIN32((DWORD)E_FAIL), E_FAIL);
    CHECK_HR(MAKE_HRESULT(SEVERITY_ERROR, FACILITY_WEB_SERVICES, 8), WS_E_QUOTA_EXCEEDED);
    CHECK_INT(HRESULT_FACILITY(WS_E_QUOTA_EXCEEDED), FACILITY_WEB_SERVICES);
    CHECK_INT(HRESULT_CODE(WS_E_QUOTA_EXCEEDED), 8);
    CHECK_INT(HRESULT_SEVERITY(WS_E_QUOTA_EXCEEDED), SEVERITY_ERROR);
}

/* ---- Base types ----------------------------------------------------------------------------- */

static void base_types_have_the_sizes_of_windows(void)
{
    CHECK_INT(sizeof(LONG), 4);
    CHECK_INT(sizeof(ULONG), 4);
    CHECK_INT(sizeof(DWORD), 4);
    CHECK_INT(sizeof(BOOL), 4);
    CHECK_INT(sizeof(HRESULT), 4);
    CHECK_INT(sizeof(WCHAR), 2);
    CHECK_INT(sizeof(USHORT), 2);
    CHECK_INT(sizeof(INT64), 8);
    CHECK_INT(sizeof(UINT64), 8);
    CHECK_INT(sizeof(SIZE_T), sizeof(void *));
    CHECK_INT(sizeof(GUID), 16);
    CHECK_INT(sizeof(FILETIME), 8);
    CHECK_INT(sizeof(DECIMAL), 16);
    CHECK_INT(sizeof(SOCKADDR_STORAGE), 128);
    CHECK((HRESULT)-1 < 0 && (ULONG)-1 > 0);
}

static void a_decimal_has_its_parts_where_windows_has_them(void)
{
    DECIMAL number;
    memset(&number, 0, sizeof number);
    number.Lo64 = 0x0000000200000001ULL;
    number.sign = DECIMAL_NEG;
    CHECK_INT(number.Lo32, 1);
    CHECK_INT(number.Mid32, 2);
    CHECK_INT(number.signscale, 0x8000);
    CHECK_INT(WsOffsetOf(DECIMAL, Hi32), 4);
    CHECK_INT(WsOffsetOf(DECIMAL, Lo64), 8);
}

static void wide_integers_mix_with_the_compilers(void)
{
    WS_DATETIME time;
    Base base;
    unsigned __int64 *ticks = &time.ticks;
    __int64 *count = &base.count;
    INT64 *same = count;
    *ticks = 5;
    *same = 6;
    CHECK(time.ticks == 5 && base.count == 6);
}

static void annotations_have_no_effect(void)
{
    WS_STRING text = WS_STRING_VALUE(W("abc"));
    WCHAR *copy = NULL;
    CHECK_HR(annotated(&text, NULL, 3, &copy, NULL), S_OK);
    CHECK(copy == text.chars);
}

int main(void)
{
    generated_data_points_into_itself();
    strings_are_initialized();
    xml_strings_are_initialized();
    counts_and_offsets_are_numbers();
    codes_are_classified();
    base_types_have_the_sizes_of_windows();
    a_decimal_has_its_parts_where_windows_has_them();
    wide_integers_mix_with_the_compilers();
    annotations_have_no_effect();
    return ctest_summary();
}
