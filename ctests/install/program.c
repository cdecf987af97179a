/* What a user's first program may look like: it needs the header and the library, nothing else. */
#include <windows.h>

#include <WebServices.h>

#include <stdio.h>

int main(void)
{
    WS_HEAP *heap = NULL;
    void *memory = NULL;
    HRESULT hr = WsCreateHeap(4096, 512, NULL, 0, &heap, NULL);
    if (SUCCEEDED(hr)) {
        hr = WsAlloc(heap, 100, &memory, NULL);
        WsFreeHeap(heap);
    }
    printf("0x%08lX\n", (unsigned long)hr);
    return SUCCEEDED(hr) ? 0 : 1;
}
