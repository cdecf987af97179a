/* The process heap. Blocks remember the size that was asked for. */

#include "windows.h"

#include <stdalign.h>

typedef struct block {
    alignas(max_align_t) SIZE_T size;
} block;

static char process_heap;

HANDLE WINAPI GetProcessHeap(void)
{
    return &process_heap;
}

static int is_heap(HANDLE heap)
{
    if (heap == &process_heap) {
        return 1;
    }
    SetLastError(ERROR_INVALID_HANDLE);
    return 0;
}

LPVOID WINAPI HeapAlloc(HANDLE heap, DWORD flags, SIZE_T bytes)
{
    block *made;
    if (!is_heap(heap) || bytes > SIZE_MAX - sizeof(block)) {
        return NULL;
    }
    made = (block *)((flags & HEAP_ZERO_MEMORY) ? calloc(1, sizeof(block) + bytes) : malloc(sizeof(block) + bytes));
    if (!made) {
        return NULL;
    }
    made->size = bytes;
    return made + 1;
}

LPVOID WINAPI HeapReAlloc(HANDLE heap, DWORD flags, LPVOID memory, SIZE_T bytes)
{
    block *old = (block *)memory - 1, *made;
    SIZE_T before;
    if (!is_heap(heap) || !memory || bytes > SIZE_MAX - sizeof(block)) {
        return NULL;
    }
    before = old->size;
    if (flags & HEAP_REALLOC_IN_PLACE_ONLY) {
        if (bytes > before) {
            return NULL;
        }
        old->size = bytes;
        return memory;
    }
    made = (block *)realloc(old, sizeof(block) + bytes);
    if (!made) {
        return NULL;
    }
    made->size = bytes;
    if ((flags & HEAP_ZERO_MEMORY) && bytes > before) {
        memset((char *)(made + 1) + before, 0, bytes - before);
    }
    return made + 1;
}

BOOL WINAPI HeapFree(HANDLE heap, DWORD flags, LPVOID memory)
{
    (void)flags;
    if (!is_heap(heap)) {
        return FALSE;
    }
    if (memory) {
        free((block *)memory - 1);
    }
    return TRUE;
}

SIZE_T WINAPI HeapSize(HANDLE heap, DWORD flags, LPCVOID memory)
{
    (void)flags;
    return is_heap(heap) && memory ? ((const block *)memory - 1)->size : (SIZE_T)-1;
}

static void *allocate(UINT flags, SIZE_T bytes)
{
    /* A block of no size is one all the same. */
    bytes = bytes ? bytes : 1;
    return (flags & GMEM_ZEROINIT) ? calloc(1, bytes) : malloc(bytes);
}

HGLOBAL WINAPI GlobalAlloc(UINT flags, SIZE_T bytes)
{
    return allocate(flags, bytes);
}

HGLOBAL WINAPI GlobalFree(HGLOBAL memory)
{
    free(memory);
    return NULL;
}

HLOCAL WINAPI LocalAlloc(UINT flags, SIZE_T bytes)
{
    return allocate(flags, bytes);
}

HLOCAL WINAPI LocalFree(HLOCAL memory)
{
    free(memory);
    return NULL;
}

void *CoTaskMemAlloc(SIZE_T bytes)
{
    return allocate(0, bytes);
}

void CoTaskMemFree(void *memory)
{
    free(memory);
}

PVOID WINAPI SecureZeroMemory(PVOID memory, SIZE_T bytes)
{
    explicit_bzero(memory, bytes);
    return memory;
}
