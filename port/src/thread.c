/* Threads. */

#define _GNU_SOURCE
#include "object.h"
#include "process.h"

#include <sched.h>
#include <time.h>
#include <unistd.h>

/* The thread that runs, if this kit made it. */
static __thread object *current;

typedef struct start {
    LPTHREAD_START_ROUTINE function;
    LPVOID parameter;
    object *thread;
    DWORD number;
    int has_number;
} start;

static void ended(object *thread, DWORD exit_code)
{
    if (thread) {
        pthread_mutex_lock(&wwsport_lock);
        thread->as.thread.exit_code = exit_code;
        thread->as.thread.has_ended = 1;
        pthread_cond_broadcast(&wwsport_changed);
        pthread_mutex_unlock(&wwsport_lock);
        wwsport_release(thread);
    }
}

static void *run(void *argument)
{
    start *given = (start *)argument, copy;
    pthread_mutex_lock(&wwsport_lock);
    given->number = GetCurrentThreadId();
    given->has_number = 1;
    copy = *given;
    pthread_cond_broadcast(&wwsport_changed);
    pthread_mutex_unlock(&wwsport_lock);
    current = copy.thread;
    ended(current, copy.function(copy.parameter));
    return NULL;
}

/* Runs it on a thread of its own, and returns when that has a number. */
static int launch(start *given, SIZE_T stack)
{
    pthread_attr_t attributes;
    pthread_t thread;
    int failed;
    pthread_attr_init(&attributes);
    pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
    /* Frames are larger here than what a Windows program reckons with. */
    if (stack > 0) {
        pthread_attr_setstacksize(&attributes, stack < (1 << 20) ? 1 << 20 : (stack + 0xffff) & ~(SIZE_T)0xffff);
    }
    failed = pthread_create(&thread, &attributes, run, given);
    pthread_attr_destroy(&attributes);
    if (failed) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return 0;
    }
    pthread_mutex_lock(&wwsport_lock);
    while (!given->has_number) {
        pthread_cond_wait(&wwsport_changed, &wwsport_lock);
    }
    pthread_mutex_unlock(&wwsport_lock);
    return 1;
}

HANDLE WINAPI CreateThread(LPSECURITY_ATTRIBUTES attributes, SIZE_T stackSize, LPTHREAD_START_ROUTINE function,
                           LPVOID parameter, DWORD flags, LPDWORD threadId)
{
    start given = {function, parameter, NULL, 0, 0};
    HANDLE handle;
    (void)attributes;
    if (flags & ~(DWORD)STACK_SIZE_PARAM_IS_A_RESERVATION) {
        SetLastError(ERROR_NOT_SUPPORTED);
        return NULL;
    }
    handle = wwsport_new(OBJECT_THREAD, &given.thread);
    if (!handle) {
        return NULL;
    }
    given.thread->as.thread.exit_code = STILL_ACTIVE;
    /* For the thread itself. */
    wwsport_keep(given.thread);
    if (!launch(&given, stackSize)) {
        wwsport_release(given.thread);
        CloseHandle(handle);
        return NULL;
    }
    if (threadId) {
        *threadId = given.number;
    }
    return handle;
}

BOOL WINAPI QueueUserWorkItem(LPTHREAD_START_ROUTINE function, PVOID context, ULONG flags)
{
    start given = {function, context, NULL, 0, 0};
    (void)flags;
    return launch(&given, 0);
}

BOOL WINAPI GetExitCodeThread(HANDLE handle, LPDWORD exitCode)
{
    object *thread = wwsport_get(handle, OBJECT_THREAD);
    if (!thread) {
        return FALSE;
    }
    pthread_mutex_lock(&wwsport_lock);
    *exitCode = thread->as.thread.exit_code;
    pthread_mutex_unlock(&wwsport_lock);
    wwsport_release(thread);
    return TRUE;
}

void WINAPI ExitThread(DWORD exitCode)
{
    ended(current, exitCode);
    pthread_exit(NULL);
}

DWORD WINAPI GetCurrentThreadId(void)
{
    return (DWORD)gettid();
}

DWORD WINAPI GetCurrentProcessId(void)
{
    return (DWORD)getpid();
}

void WINAPI Sleep(DWORD milliseconds)
{
    struct timespec time;
    if (milliseconds == INFINITE) {
        for (;;) {
            pause();
        }
    }
    time.tv_sec = milliseconds / 1000;
    time.tv_nsec = (long)(milliseconds % 1000) * 1000000;
    while (clock_nanosleep(CLOCK_MONOTONIC, 0, &time, &time) != 0) {
    }
}

BOOL WINAPI SwitchToThread(void)
{
    return sched_yield() == 0;
}

uintptr_t _beginthreadex(void *security, unsigned stackSize, unsigned(__stdcall *function)(void *), void *argument,
                         unsigned flags, unsigned *threadId)
{
    return (uintptr_t)CreateThread((LPSECURITY_ATTRIBUTES)security, stackSize, function, argument, flags, threadId);
}

typedef struct plain {
    void(__cdecl *function)(void *);
    void *argument;
} plain;

static DWORD WINAPI run_plain(LPVOID parameter)
{
    plain given = *(plain *)parameter;
    free(parameter);
    given.function(given.argument);
    return 0;
}

uintptr_t _beginthread(void(__cdecl *function)(void *), unsigned stackSize, void *argument)
{
    plain *given = (plain *)malloc(sizeof(*given));
    HANDLE handle = NULL;
    if (given) {
        given->function = function;
        given->argument = argument;
        handle = CreateThread(NULL, stackSize, run_plain, given, 0, NULL);
    }
    if (!handle) {
        free(given);
        return (uintptr_t)-1;
    }
    /* The thread outlives its handle, which on Windows it closes itself. */
    CloseHandle(handle);
    return (uintptr_t)handle;
}

void _endthreadex(unsigned exitCode)
{
    ExitThread(exitCode);
}
