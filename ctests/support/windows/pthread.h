/*
 * The threads, locks and conditions of POSIX over those of Windows, as far as test programs use them. Not those of
 * mingw-w64: there a thread that is detached or ends while others begin may wait for ever.
 */
#ifndef CTEST_WINDOWS_PTHREAD_H
#define CTEST_WINDOWS_PTHREAD_H

#include <windows.h>

#include <errno.h>
#include <stdlib.h>
#include <time.h>

/* Of a thread that was not created here, the handle is NULL. */
typedef struct pthread_t {
    HANDLE handle;
    DWORD number;
    void **result;
} pthread_t;

typedef struct posix_thread {
    void *(*run)(void *);
    void *argument;
    void **result;
} posix_thread;

static inline DWORD WINAPI posix_run(void *argument)
{
    posix_thread start = *(posix_thread *)argument;
    free(argument);
    *start.result = start.run(start.argument);
    return 0;
}

static inline int pthread_create(pthread_t *thread, const void *attributes, void *(*run)(void *), void *argument)
{
    posix_thread *start = (posix_thread *)malloc(sizeof(*start));
    void **result = (void **)calloc(1, sizeof(*result));
    (void)attributes;
    if (start && result) {
        start->run = run;
        start->argument = argument;
        start->result = result;
        thread->result = result;
        thread->handle = CreateThread(NULL, 0, posix_run, start, 0, &thread->number);
        if (thread->handle) {
            return 0;
        }
    }
    free(start);
    free(result);
    return EAGAIN;
}

static inline int pthread_join(pthread_t thread, void **result)
{
    WaitForSingleObject(thread.handle, INFINITE);
    CloseHandle(thread.handle);
    if (result) {
        *result = *thread.result;
    }
    free(thread.result);
    return 0;
}

static inline pthread_t pthread_self(void)
{
    pthread_t self = {NULL, GetCurrentThreadId(), NULL};
    return self;
}

static inline int pthread_equal(pthread_t one, pthread_t other)
{
    return one.number == other.number;
}

typedef SRWLOCK pthread_mutex_t;
#define PTHREAD_MUTEX_INITIALIZER SRWLOCK_INIT

static inline int pthread_mutex_init(pthread_mutex_t *lock, const void *attributes)
{
    (void)attributes;
    InitializeSRWLock(lock);
    return 0;
}

static inline int pthread_mutex_lock(pthread_mutex_t *lock)
{
    AcquireSRWLockExclusive(lock);
    return 0;
}

static inline int pthread_mutex_unlock(pthread_mutex_t *lock)
{
    ReleaseSRWLockExclusive(lock);
    return 0;
}

static inline int pthread_mutex_destroy(pthread_mutex_t *lock)
{
    (void)lock;
    return 0;
}

typedef CONDITION_VARIABLE pthread_cond_t;
#define PTHREAD_COND_INITIALIZER CONDITION_VARIABLE_INIT
typedef clockid_t pthread_condattr_t;

static inline int pthread_condattr_init(pthread_condattr_t *attributes)
{
    *attributes = CLOCK_REALTIME;
    return 0;
}

/* Conditions are waited for by the clock that is never set, and by no other. */
static inline int pthread_condattr_setclock(pthread_condattr_t *attributes, clockid_t clock)
{
    *attributes = clock;
    return clock == CLOCK_MONOTONIC ? 0 : EINVAL;
}

static inline int pthread_condattr_destroy(pthread_condattr_t *attributes)
{
    (void)attributes;
    return 0;
}

static inline int pthread_cond_init(pthread_cond_t *condition, const pthread_condattr_t *attributes)
{
    InitializeConditionVariable(condition);
    return *attributes == CLOCK_MONOTONIC ? 0 : EINVAL;
}

static inline int pthread_cond_broadcast(pthread_cond_t *condition)
{
    WakeAllConditionVariable(condition);
    return 0;
}

static inline int pthread_cond_wait(pthread_cond_t *condition, pthread_mutex_t *lock)
{
    return SleepConditionVariableSRW(condition, lock, INFINITE, 0) ? 0 : EINVAL;
}

static inline int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *lock,
                                         const struct timespec *deadline)
{
    struct timespec now;
    long long left;
    clock_gettime(CLOCK_MONOTONIC, &now);
    left = (deadline->tv_sec - now.tv_sec) * 1000LL + (deadline->tv_nsec - now.tv_nsec) / 1000000;
    if (left <= 0) {
        return ETIMEDOUT;
    }
    /* Waking without a reason is allowed: the caller comes back, and finds that the time has passed. */
    SleepConditionVariableSRW(condition, lock, (DWORD)left, 0);
    return 0;
}

static inline int pthread_cond_destroy(pthread_cond_t *condition)
{
    (void)condition;
    return 0;
}

#endif
