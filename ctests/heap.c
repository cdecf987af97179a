/* WS_HEAP: allocation, its quota, its properties, reset, and every error of the five functions. */
#include "ctest.h"

static SIZE_T property(WS_HEAP *heap, WS_HEAP_PROPERTY_ID id)
{
    SIZE_T value = (SIZE_T)-1;
    CHECK_HR(WsGetHeapProperty(heap, id, &value, sizeof(value), NULL), S_OK);
    return value;
}

static WS_HEAP *create(SIZE_T max, SIZE_T trim)
{
    WS_HEAP *heap = NULL;
    REQUIRE_HR(WsCreateHeap(max, trim, NULL, 0, &heap, NULL), S_OK);
    REQUIRE(heap != NULL);
    return heap;
}

static void creation_takes_sizes_and_no_properties(void)
{
    WS_HEAP_PROPERTY unwanted;
    SIZE_T max = 1 << 16;
    WS_HEAP *heap = create(0, 0);
    WsFreeHeap(heap);
    WsFreeHeap(NULL);

    heap = NULL;
    unwanted.id = WS_HEAP_PROPERTY_MAX_SIZE;
    unwanted.value = &max;
    unwanted.valueSize = sizeof(max);
    CHECK_HR(WsCreateHeap(1 << 16, 1 << 6, &unwanted, 1, &heap, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateHeap(1 << 16, 1 << 6, NULL, 1, &heap, NULL), E_INVALIDARG);
    CHECK_HR(WsCreateHeap(1 << 16, 1 << 6, NULL, 0, NULL, NULL), E_INVALIDARG);
    CHECK(heap == NULL);
}

static void properties_tell_sizes(void)
{
    WS_HEAP *heap = create(1 << 16, 1 << 6);
    SIZE_T value = 77;
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_MAX_SIZE), 1 << 16);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_TRIM_SIZE), 1 << 6);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 0);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE), 0);
    CHECK_HR(WsGetHeapProperty(heap, (WS_HEAP_PROPERTY_ID)4, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_MAX_SIZE, &value, 4, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_MAX_SIZE, &value, sizeof(value) + 1, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_MAX_SIZE, NULL, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeapProperty(NULL, WS_HEAP_PROPERTY_MAX_SIZE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_INT(value, 77);
    WsFreeHeap(heap);
}

static void allocation_counts_what_is_asked_for(void)
{
    WS_HEAP *heap = create(256, 0);
    char here;
    void *pointer = &here;
    CHECK_HR(WsAlloc(NULL, 16, &pointer, NULL), E_INVALIDARG);
    CHECK_HR(WsAlloc(heap, 16, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsAlloc(heap, 512, &pointer, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAlloc(heap, 257, &pointer, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAlloc(heap, (SIZE_T)-1, &pointer, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK(pointer == &here);
    CHECK_HR(WsAlloc(heap, 16, &pointer, NULL), S_OK);
    memset(pointer, 0xA5, 16);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 16);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE), 128);
    CHECK_HR(WsAlloc(heap, 240, &pointer, NULL), S_OK);
    CHECK_HR(WsAlloc(heap, 1, &pointer, NULL), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsAlloc(heap, 0, &pointer, NULL), S_OK);
    CHECK(pointer != NULL);
    WsFreeHeap(heap);
}

static void memory_is_aligned_and_apart(void)
{
    WS_HEAP *heap = create(1 << 20, 0);
    unsigned char *places[200];
    unsigned i, j;
    for (i = 0; i < CTEST_COUNT(places); i++) {
        void *pointer = NULL;
        REQUIRE_HR(WsAlloc(heap, i, &pointer, NULL), S_OK);
        places[i] = (unsigned char *)pointer;
        CHECK(pointer != NULL);
        CHECK_INT((uintptr_t)pointer % 8, 0);
        memset(pointer, (int)i, i);
    }
    for (i = 0; i < CTEST_COUNT(places); i++) {
        int whole = 1;
        for (j = 0; j < i; j++) {
            whole &= places[i][j] == i;
        }
        CHECK(whole);
    }
    WsFreeHeap(heap);
}

static void reset_frees_all_and_keeps_some(void)
{
    WS_HEAP *heap = create(1 << 16, 0);
    void *pointer = NULL;
    int i;
    CHECK_HR(WsAlloc(heap, 128, &pointer, NULL), S_OK);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 128);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE), 128);
    CHECK_HR(WsAlloc(heap, 1, &pointer, NULL), S_OK);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 129);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE), 384);
    CHECK_HR(WsResetHeap(NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_REQUESTED_SIZE), 0);
    CHECK_INT(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE), 128);
    /* The quota counts from the reset on. */
    for (i = 0; i < 10; i++) {
        CHECK_HR(WsAlloc(heap, 1 << 16, &pointer, NULL), S_OK);
        CHECK_HR(WsAlloc(heap, 1, &pointer, NULL), WS_E_QUOTA_EXCEEDED);
        CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    }
    WsFreeHeap(heap);

    /* At most trimSize is kept, and everything when it is above maxSize. */
    heap = create(1 << 20, 1000);
    CHECK_HR(WsAlloc(heap, 100000, &pointer, NULL), S_OK);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    CHECK(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) <= 1000);
    WsFreeHeap(heap);
    heap = create(1 << 20, 1 << 21);
    CHECK_HR(WsAlloc(heap, 100000, &pointer, NULL), S_OK);
    CHECK_HR(WsResetHeap(heap, NULL), S_OK);
    CHECK(property(heap, WS_HEAP_PROPERTY_ACTUAL_SIZE) >= 100000);
    WsFreeHeap(heap);
}

static void other_handles_are_refused(void)
{
    WS_HEAP *heap = create(100, 0);
    WS_ERROR *error = NULL;
    void *pointer = NULL;
    SIZE_T value;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsAlloc((WS_HEAP *)error, 1, &pointer, NULL), E_INVALIDARG);
    WsFreeHeap((WS_HEAP *)error);
    CHECK_HR(WsResetError(error), S_OK);
    WsFreeHeap(heap);
    CHECK_HR(WsAlloc(heap, 1, &pointer, NULL), E_INVALIDARG);
    CHECK_HR(WsResetHeap(heap, NULL), E_INVALIDARG);
    CHECK_HR(WsGetHeapProperty(heap, WS_HEAP_PROPERTY_MAX_SIZE, &value, sizeof(value), NULL), E_INVALIDARG);
    WsFreeHeap(heap);
    WsFreeError(error);
}

static void failures_are_explained(void)
{
    WS_HEAP *heap = create(100, 0);
    WS_ERROR *error = NULL;
    WS_STRING text;
    ULONG count = 0;
    void *pointer = NULL;
    REQUIRE_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsAlloc(heap, 101, &pointer, error), WS_E_QUOTA_EXCEEDED);
    CHECK_HR(WsGetErrorProperty(error, WS_ERROR_PROPERTY_STRING_COUNT, &count, sizeof(count)), S_OK);
    CHECK_INT(count, 1);
    REQUIRE_HR(WsGetErrorString(error, 0, &text), S_OK);
    CHECK_STRING(text, W("the heap's maximum size of 100 bytes is exceeded: 0 are in use and 101 more were requested"));
    WsFreeHeap(heap);
    WsFreeError(error);
}

int main(void)
{
    creation_takes_sizes_and_no_properties();
    properties_tell_sizes();
    allocation_counts_what_is_asked_for();
    memory_is_aligned_and_apart();
    reset_frees_all_and_keeps_some();
    other_handles_are_refused();
    failures_are_explained();
    return ctest_summary();
}
