// The porting kit: a C++ program as it is written for Windows, with wmain, and headers by Windows' spellings.
#include "ctest.h"

#include <Windows.h>
#include <process.h>
#include <strsafe.h>
#include <WinSock2.h>
#include <Iphlpapi.h>
#include <WinHttp.h>
#include <WinCrypt.h>
#include "WebServices.h"
#include <new>
#include <string>

static void print_error(HRESULT code, WS_ERROR *error)
{
    wprintf(L"Failure: errorCode=0x%lx\n", code);
    if (error != NULL)
    {
        WS_STRING text = {};
        if (SUCCEEDED(WsGetErrorString(error, 0, &text)))
        {
            wprintf(L"%.*s\n", text.length, text.chars);
        }
    }
}

static DWORD CALLBACK sets(LPVOID parameter)
{
    SetEvent(static_cast<HANDLE>(parameter));
    return 0;
}

static void overloads()
{
    volatile long plain = 1;
    volatile LONG number = 1;
    volatile ULONG positive = 1;
    CHECK_INT(InterlockedIncrement(&plain), 2);
    CHECK_INT(InterlockedIncrement(&number), 2);
    CHECK_INT(InterlockedDecrement(&positive), 0);
    CHECK_INT(min(1, 2) + max(3, 4), 5);
    GUID one = {}, other = {};
    CHECK(one == other && IsEqualGUID(one, other));
    other.Data1 = 1;
    CHECK(one != other);
    CHECK(wcschr(L"abc", L'b') != NULL && wcsstr(L"abc", L"c") != NULL);
    CHECK_INT(std::char_traits<wchar_t>::length(L"four"), 4);
    CHECK_INT(std::wstring(L"five5").size(), 5);
}

int __cdecl wmain(int argc, _In_reads_(argc) wchar_t **argv)
{
    WS_ERROR *error = NULL;
    WS_HEAP *heap = NULL;
    HANDLE event = CreateEvent(NULL, TRUE, FALSE, NULL);
    HANDLE thread = CreateThread(NULL, 0, sets, event, 0, NULL);
    CHECK_INT(argc, 3);
    CHECK_WIDE(argv[1], wcslen(argv[1]), L"one \x20ac");
    CHECK_WIDE(argv[2], wcslen(argv[2]), L"\xd83d\xde00");
    CHECK(argv[3] == NULL);
    CHECK_INT(WaitForSingleObject(event, INFINITE), WAIT_OBJECT_0);
    CHECK_INT(WaitForSingleObject(thread, INFINITE), WAIT_OBJECT_0);
    CloseHandle(thread);
    CloseHandle(event);
    overloads();
    CHECK_HR(WsCreateError(NULL, 0, &error), S_OK);
    CHECK_HR(WsCreateHeap(16, 0, NULL, 0, &heap, error), S_OK);
    void *memory;
    HRESULT hr = WsAlloc(heap, 17, &memory, error);
    CHECK_HR(hr, WS_E_QUOTA_EXCEEDED);
    print_error(hr, error);
    WsFreeHeap(heap);
    WsFreeError(error);
    return ctest_summary();
}
