/* The porting kit: events, threads, waiting, locks. */
#include "ctest.h"

#include <windows.h>
#include <process.h>

static HANDLE asked, answered;

static DWORD WINAPI answers(LPVOID parameter)
{
    LONG volatile *count = (LONG volatile *)parameter;
    while (WaitForSingleObject(asked, 30000) == WAIT_OBJECT_0) {
        if (InterlockedIncrement(count) == 3) {
            SetEvent(answered);
            ExitThread(7);
        }
        SetEvent(answered);
    }
    return 1;
}

static void events(void)
{
    LONG volatile count = 0;
    DWORD number = 0, code = 0;
    int i;
    HANDLE thread, both[2];
    asked = CreateEvent(NULL, FALSE, FALSE, NULL);
    answered = CreateEvent(NULL, TRUE, FALSE, NULL);
    REQUIRE(asked && answered);
    CHECK(CreateEvent(NULL, FALSE, FALSE, L"named") == NULL);
    CHECK_INT(GetLastError(), ERROR_NOT_SUPPORTED);
    CHECK_INT(WaitForSingleObject(asked, 0), WAIT_TIMEOUT);
    CHECK_INT(WaitForSingleObject(asked, 1), WAIT_TIMEOUT);
    thread = CreateThread(NULL, 0, answers, (LPVOID)(uintptr_t)&count, 0, &number);
    REQUIRE(thread != NULL);
    CHECK(number != 0 && number != GetCurrentThreadId());
    CHECK_INT(WaitForSingleObject(thread, 0), WAIT_TIMEOUT);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_INT(code, STILL_ACTIVE);
    for (i = 0; i < 3; i++) {
        CHECK(ResetEvent(answered) && SetEvent(asked));
        CHECK_INT(WaitForSingleObject(answered, INFINITE), WAIT_OBJECT_0);
        /* Set until it is reset. */
        CHECK_INT(WaitForSingleObject(answered, 0), WAIT_OBJECT_0);
    }
    both[0] = asked;
    both[1] = thread;
    CHECK_INT(WaitForMultipleObjects(2, both, FALSE, 30000), WAIT_OBJECT_0 + 1);
    CHECK_INT(WaitForMultipleObjects(2, both, TRUE, 0), WAIT_TIMEOUT);
    CHECK(SetEvent(asked));
    CHECK_INT(WaitForMultipleObjects(2, both, TRUE, 30000), WAIT_OBJECT_0);
    CHECK_INT(WaitForSingleObject(asked, 0), WAIT_TIMEOUT);
    CHECK(GetExitCodeThread(thread, &code));
    CHECK_INT(code, 7);
    CHECK(CloseHandle(thread));
    CHECK(!CloseHandle(thread));
    CHECK_INT(GetLastError(), ERROR_INVALID_HANDLE);
    CHECK_INT(WaitForSingleObject(thread, 0), WAIT_FAILED);
    CHECK(!SetEvent(NULL) && !ResetEvent((HANDLE)(uintptr_t)3) && !SetEvent(INVALID_HANDLE_VALUE));
    CHECK_INT(WaitForMultipleObjects(0, both, FALSE, 0), WAIT_FAILED);
    CHECK(CloseHandle(asked) && CloseHandle(answered));
}

static CRITICAL_SECTION section;
static HANDLE mutex, semaphore, done;
static volatile LONG left;
static int total;

static unsigned __stdcall counts(void *unused)
{
    int i;
    (void)unused;
    for (i = 0; i < 1000; i++) {
        EnterCriticalSection(&section);
        EnterCriticalSection(&section);
        total++;
        LeaveCriticalSection(&section);
        LeaveCriticalSection(&section);
        if (i % 100 == 0) {
            WaitForSingleObject(mutex, INFINITE);
            WaitForSingleObject(mutex, INFINITE);
            total++;
            total--;
            ReleaseMutex(mutex);
            ReleaseMutex(mutex);
        }
    }
    if (InterlockedDecrement(&left) == 0) {
        SetEvent(done);
    }
    return 0;
}

static DWORD WINAPI works(LPVOID parameter)
{
    return counts(parameter);
}

static void locks(void)
{
    uintptr_t threads[3];
    LONG before = -1;
    int i;
    InitializeCriticalSection(&section);
    mutex = CreateMutex(NULL, TRUE, NULL);
    semaphore = CreateSemaphore(NULL, 1, 2, NULL);
    done = CreateEvent(NULL, TRUE, FALSE, NULL);
    left = 4;
    for (i = 0; i < 3; i++) {
        threads[i] = _beginthreadex(NULL, 0, counts, NULL, 0, NULL);
        REQUIRE(threads[i] != 0);
    }
    CHECK(QueueUserWorkItem(works, NULL, WT_EXECUTELONGFUNCTION));
    CHECK(ReleaseMutex(mutex));
    CHECK(!ReleaseMutex(mutex));
    CHECK_INT(GetLastError(), ERROR_NOT_OWNER);
    CHECK_INT(WaitForSingleObject(done, 60000), WAIT_OBJECT_0);
    for (i = 0; i < 3; i++) {
        CHECK_INT(WaitForSingleObject((HANDLE)threads[i], 60000), WAIT_OBJECT_0);
        CHECK(CloseHandle((HANDLE)threads[i]));
    }
    CHECK_INT(total, 4000);
    CHECK(TryEnterCriticalSection(&section));
    LeaveCriticalSection(&section);
    DeleteCriticalSection(&section);
    CHECK_INT(WaitForSingleObject(semaphore, 0), WAIT_OBJECT_0);
    CHECK_INT(WaitForSingleObject(semaphore, 0), WAIT_TIMEOUT);
    CHECK(ReleaseSemaphore(semaphore, 2, &before));
    CHECK_INT(before, 0);
    CHECK(!ReleaseSemaphore(semaphore, 1, NULL));
    CHECK_INT(GetLastError(), ERROR_TOO_MANY_POSTS);
    CHECK(CloseHandle(mutex) && CloseHandle(semaphore) && CloseHandle(done));
}

static void interlocked(void)
{
    volatile LONG number = 1;
    volatile LONG64 large = 1;
    void *volatile pointer = NULL;
    CHECK_INT(InterlockedExchange(&number, 5), 1);
    CHECK_INT(InterlockedExchangeAdd(&number, 2), 5);
    CHECK_INT(InterlockedCompareExchange(&number, 1, 7), 7);
    CHECK_INT(InterlockedCompareExchange(&number, 9, 7), 1);
    CHECK_INT(InterlockedIncrement64(&large), 2);
    CHECK(InterlockedExchangePointer(&pointer, (void *)&number) == NULL);
    CHECK_INT(number, 1);
}

int main(void)
{
    events();
    locks();
    interlocked();
    return ctest_summary();
}
