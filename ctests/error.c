/* WS_ERROR: creation, strings, properties, copy, reset, and every error of those functions. */
#include "ctest.h"

#define DUTCH 0x0413

static WS_ERROR *create(void)
{
    WS_ERROR *error = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    REQUIRE(error != NULL);
    return error;
}

static HRESULT create_with(WS_ERROR_PROPERTY_ID id, void *value, ULONG size, WS_ERROR **error)
{
    WS_ERROR_PROPERTY property;
    property.id = id;
    property.value = value;
    property.valueSize = size;
    return WsCreateError(&property, 1, error);
}

static ULONG number(WS_ERROR *error, WS_ERROR_PROPERTY_ID id)
{
    ULONG value = 0xDEADBEEF;
    CHECK_HR(WsGetErrorProperty(error, id, &value, sizeof(value)), S_OK);
    return value;
}

static LANGID language(WS_ERROR *error)
{
    LANGID value = 0xDEAD;
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &value, sizeof(value)), S_OK);
    return value;
}

static void creation_takes_a_language(void)
{
    WS_ERROR *error = NULL;
    LANGID dutch = DUTCH, none = 0;
    ULONG value = 1;
    CHECK_HR(WsCreateError(NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateError(NULL, 1, &error), E_INVALIDARG);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_STRING_COUNT, &value, sizeof(value), &error), E_INVALIDARG);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &value, sizeof(value), &error), E_INVALIDARG);
    CHECK_HR(create_with((WS_ERROR_PROPERTY_ID)3, &value, sizeof(value), &error), E_INVALIDARG);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch) + 1, &error), E_INVALIDARG);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_LANGID, NULL, sizeof(dutch), &error), E_INVALIDARG);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_LANGID, &none, sizeof(none), &error), E_INVALIDARG);
    CHECK(error == NULL);
    CHECK_HR(create_with(WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch), &error), S_OK);
    CHECK_INT(language(error), DUTCH);
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(language(error), DUTCH);
    WsFreeError(error);
    WsFreeError(error);
    WsFreeError(NULL);
}

static void properties_are_checked(void)
{
    WS_ERROR *error = create();
    ULONG value = 77;
    LANGID dutch = DUTCH, none = 0;
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 0);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE), 0);
    CHECK(language(error) != 0);

    CHECK_HR(WsGetErrorProperty(error, (WS_ERROR_PROPERTY_ID)3, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &value, 2), E_INVALIDARG);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &value, 4), E_INVALIDARG);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &value, 8), E_INVALIDARG);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, NULL, sizeof(value)), E_INVALIDARG);
    CHECK_HR(WsGetErrorProperty(NULL, WS_ERROR_PROPERTY_STRING_COUNT, &value, sizeof(value)), E_INVALIDARG);
    CHECK_INT(value, 77);

    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(WsSetErrorProperty(error, (WS_ERROR_PROPERTY_ID)3, &value, sizeof(value)), E_INVALIDARG);
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &value, 2), E_INVALIDARG);
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, NULL, 4), E_INVALIDARG);
    CHECK_HR(WsSetErrorProperty(NULL, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &value, 4), E_INVALIDARG);
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &none, sizeof(none)), E_INVALIDARG);

    /* The language can be set only while nothing is recorded. */
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch)), S_OK);
    CHECK_INT(language(error), DUTCH);
    value = 0xDEADBEEF;
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &value, sizeof(value)), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE), 0xDEADBEEF);
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch)), WS_E_INVALID_OPERATION);
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE), 0);
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch)), S_OK);
    WsFreeError(error);
}

static void strings_come_newest_first(void)
{
    static const WS_STRING empty = {0, NULL};
    static const WS_STRING one = WS_STRING_VALUE(W("one"));
    static const WS_STRING two = WS_STRING_VALUE(W("two"));
    WS_STRING broken, found, again;
    WS_ERROR *error = create();
    ULONG code = 13;
    int i;
    CHECK_HR(WsAddErrorString(NULL, &one), E_INVALIDARG);
    CHECK_HR(WsAddErrorString(error, NULL), E_INVALIDARG);
    broken.length = 1;
    broken.chars = NULL;
    CHECK_HR(WsAddErrorString(error, &broken), E_INVALIDARG);

    CHECK_HR(WsAddErrorString(error, &empty), S_OK);
    CHECK_HR(WsAddErrorString(error, &two), S_OK);
    CHECK_HR(WsAddErrorString(error, &one), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 3);
    CHECK_HR(WsGetErrorString(error, 0, &found), S_OK);
    CHECK_STRING(found, W("one"));
    CHECK(found.chars != one.chars);
    CHECK_HR(WsGetErrorString(error, 1, &again), S_OK);
    CHECK_STRING(again, W("two"));
    CHECK_HR(WsGetErrorString(error, 2, &again), S_OK);
    CHECK_INT(again.length, 0);
    CHECK(again.chars != NULL);
    CHECK_HR(WsGetErrorString(error, 3, &again), E_INVALIDARG);
    CHECK_HR(WsGetErrorString(error, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsGetErrorString(NULL, 0, &again), E_INVALIDARG);

    /* What was handed out stays where it is while more is added. */
    for (i = 0; i < 100; i++) {
        CHECK_HR(WsAddErrorString(error, &two), S_OK);
    }
    CHECK_STRING(found, W("one"));
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 103);

    /* The text of the original code counts as the last string. */
    CHECK_HR(WsSetErrorProperty(error, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &code, sizeof(code)), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 104);
    CHECK_HR(WsGetErrorString(error, 103, &again), S_OK);
    CHECK(again.length > 0);

    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 0);
    CHECK_HR(WsGetErrorString(error, 0, &again), E_INVALIDARG);
    WsFreeError(error);
}

static void copies_take_all(void)
{
    static const WS_STRING text = WS_STRING_VALUE(W("text"));
    WS_ERROR *source = NULL, *destination = create();
    LANGID dutch = DUTCH;
    ULONG code = 42;
    WS_STRING found;
    REQUIRE_HR(create_with(WS_ERROR_PROPERTY_LANGID, &dutch, sizeof(dutch), &source), S_OK);
    CHECK_HR(WsAddErrorString(source, &text), S_OK);
    CHECK_HR(WsSetErrorProperty(source, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE, &code, sizeof(code)), S_OK);
    CHECK_HR(WsAddErrorString(destination, &text), S_OK);
    CHECK_HR(WsAddErrorString(destination, &text), S_OK);
    CHECK_HR(WsCopyError(NULL, destination), E_INVALIDARG);
    CHECK_HR(WsCopyError(source, NULL), E_INVALIDARG);
    CHECK_INT(number(destination, WS_ERROR_PROPERTY_STRING_COUNT), 2);
    CHECK_HR(WsCopyError(source, destination), S_OK);
    CHECK_HR(WsCopyError(source, source), S_OK);
    WsFreeError(source);
    CHECK_HR(WsCopyError(source, destination), E_INVALIDARG);
    CHECK_INT(number(destination, WS_ERROR_PROPERTY_STRING_COUNT), 2);
    CHECK_INT(number(destination, WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE), 42);
    CHECK_INT(language(destination), DUTCH);
    CHECK_HR(WsGetErrorString(destination, 0, &found), S_OK);
    CHECK_STRING(found, W("text"));
    WsFreeError(destination);
}

static void other_handles_are_refused(void)
{
    WS_HEAP *heap = NULL;
    WS_ERROR *freed = create();
    WS_ERROR *others[3];
    void *memory;
    int i;
    REQUIRE_HR(WsCreateHeap(100, 0, NULL, 0, &heap, NULL), S_OK);
    WsFreeError(freed);
    others[0] = NULL;
    others[1] = freed;
    others[2] = (WS_ERROR *)heap;
    for (i = 0; i < 3; i++) {
        WS_STRING string = WS_STRING_VALUE(W("x"));
        CHECK_HR(WsResetError(others[i]), E_INVALIDARG);
        CHECK_HR(WsAddErrorString(others[i], &string), E_INVALIDARG);
        CHECK_HR(WsGetErrorString(others[i], 0, &string), E_INVALIDARG);
        WsFreeError(others[i]);
    }
    /* An error object that is none fails the call it is given to, which does nothing then. */
    memory = &heap;
    CHECK_HR(WsAlloc(heap, 1, &memory, freed), E_INVALIDARG);
    CHECK(memory == &heap);
    WsFreeHeap(heap);
}

static void failures_accumulate_until_reset(void)
{
    WS_HEAP *heap = NULL;
    WS_ERROR *error = create();
    void *memory = NULL;
    REQUIRE_HR(WsCreateHeap(100, 0, NULL, 0, &heap, error), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 0);
    CHECK_HR(WsAlloc(heap, 101, &memory, error), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAlloc(heap, 102, &memory, error), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAlloc(heap, 1, &memory, error), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 2);
    CHECK_HR(WsResetError(error), S_OK);
    CHECK_INT(number(error, WS_ERROR_PROPERTY_STRING_COUNT), 0);
    WsFreeHeap(heap);
    WsFreeError(error);
}

int main(void)
{
    creation_takes_a_language();
    properties_are_checked();
    strings_come_newest_first();
    copies_take_all();
    other_handles_are_refused();
    failures_accumulate_until_reset();
    return ctest_summary();
}
