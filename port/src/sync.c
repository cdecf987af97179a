/* Events, mutexes, semaphores, critical sections. */

#include "object.h"

/* Named ones are shared between processes on Windows, which is not done here. */
static HANDLE make(object_kind kind, LPCWSTR name, object **made)
{
    if (name) {
        SetLastError(ERROR_NOT_SUPPORTED);
        return NULL;
    }
    return wwsport_new(kind, made);
}

HANDLE WINAPI CreateEventW(LPSECURITY_ATTRIBUTES attributes, BOOL manualReset, BOOL initialState, LPCWSTR name)
{
    object *event;
    HANDLE handle = make(OBJECT_EVENT, name, &event);
    (void)attributes;
    if (handle) {
        event->as.event.is_manual = manualReset != 0;
        event->as.event.is_set = initialState != 0;
    }
    return handle;
}

static BOOL set(HANDLE handle, int is_set)
{
    object *event = wwsport_get(handle, OBJECT_EVENT);
    if (!event) {
        return FALSE;
    }
    pthread_mutex_lock(&wwsport_lock);
    event->as.event.is_set = is_set;
    pthread_cond_broadcast(&wwsport_changed);
    pthread_mutex_unlock(&wwsport_lock);
    wwsport_release(event);
    return TRUE;
}

BOOL WINAPI SetEvent(HANDLE event)
{
    return set(event, 1);
}

BOOL WINAPI ResetEvent(HANDLE event)
{
    return set(event, 0);
}

HANDLE WINAPI CreateMutexW(LPSECURITY_ATTRIBUTES attributes, BOOL initialOwner, LPCWSTR name)
{
    object *mutex;
    HANDLE handle = make(OBJECT_MUTEX, name, &mutex);
    (void)attributes;
    if (handle && initialOwner) {
        mutex->as.mutex.owner = GetCurrentThreadId();
        mutex->as.mutex.depth = 1;
    }
    return handle;
}

BOOL WINAPI ReleaseMutex(HANDLE handle)
{
    object *mutex = wwsport_get(handle, OBJECT_MUTEX);
    BOOL is_owner;
    if (!mutex) {
        return FALSE;
    }
    pthread_mutex_lock(&wwsport_lock);
    is_owner = mutex->as.mutex.depth > 0 && mutex->as.mutex.owner == GetCurrentThreadId();
    if (is_owner) {
        mutex->as.mutex.depth--;
        pthread_cond_broadcast(&wwsport_changed);
    }
    pthread_mutex_unlock(&wwsport_lock);
    wwsport_release(mutex);
    if (!is_owner) {
        SetLastError(ERROR_NOT_OWNER);
    }
    return is_owner;
}

HANDLE WINAPI CreateSemaphoreW(LPSECURITY_ATTRIBUTES attributes, LONG initialCount, LONG maximumCount, LPCWSTR name)
{
    object *semaphore;
    HANDLE handle;
    (void)attributes;
    if (maximumCount <= 0 || initialCount < 0 || initialCount > maximumCount) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return NULL;
    }
    handle = make(OBJECT_SEMAPHORE, name, &semaphore);
    if (handle) {
        semaphore->as.semaphore.count = initialCount;
        semaphore->as.semaphore.maximum = maximumCount;
    }
    return handle;
}

BOOL WINAPI ReleaseSemaphore(HANDLE handle, LONG releaseCount, LONG *previousCount)
{
    object *semaphore = wwsport_get(handle, OBJECT_SEMAPHORE);
    BOOL fits;
    if (!semaphore) {
        return FALSE;
    }
    pthread_mutex_lock(&wwsport_lock);
    fits = releaseCount > 0 && releaseCount <= semaphore->as.semaphore.maximum - semaphore->as.semaphore.count;
    if (fits) {
        if (previousCount) {
            *previousCount = semaphore->as.semaphore.count;
        }
        semaphore->as.semaphore.count += releaseCount;
        pthread_cond_broadcast(&wwsport_changed);
    }
    pthread_mutex_unlock(&wwsport_lock);
    wwsport_release(semaphore);
    if (!fits) {
        SetLastError(releaseCount > 0 ? ERROR_TOO_MANY_POSTS : ERROR_INVALID_PARAMETER);
    }
    return fits;
}

void WINAPI InitializeCriticalSection(LPCRITICAL_SECTION section)
{
    pthread_mutexattr_t attributes;
    pthread_mutexattr_init(&attributes);
    pthread_mutexattr_settype(&attributes, PTHREAD_MUTEX_RECURSIVE);
    pthread_mutex_init(&section->wwsport_lock, &attributes);
    pthread_mutexattr_destroy(&attributes);
}

BOOL WINAPI InitializeCriticalSectionAndSpinCount(LPCRITICAL_SECTION section, DWORD spinCount)
{
    (void)spinCount;
    InitializeCriticalSection(section);
    return TRUE;
}

void WINAPI EnterCriticalSection(LPCRITICAL_SECTION section)
{
    pthread_mutex_lock(&section->wwsport_lock);
}

BOOL WINAPI TryEnterCriticalSection(LPCRITICAL_SECTION section)
{
    return pthread_mutex_trylock(&section->wwsport_lock) == 0;
}

void WINAPI LeaveCriticalSection(LPCRITICAL_SECTION section)
{
    pthread_mutex_unlock(&section->wwsport_lock);
}

void WINAPI DeleteCriticalSection(LPCRITICAL_SECTION section)
{
    pthread_mutex_destroy(&section->wwsport_lock);
}
