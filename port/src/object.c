/* Handles, and waiting for what they stand for. */

#define _GNU_SOURCE
#include "object.h"

#include <errno.h>
#include <time.h>
#include <unistd.h>

pthread_mutex_t wwsport_lock = PTHREAD_MUTEX_INITIALIZER;
pthread_cond_t wwsport_changed = PTHREAD_COND_INITIALIZER;

/* The objects by number: a handle is four times its number, as on Windows never NULL. Guarded by the lock. */
static object **table;
static size_t table_size;
/* Where to look for a free place first. */
static size_t table_next = 1;

HANDLE wwsport_new(object_kind kind, object **made)
{
    object *created = (object *)calloc(1, sizeof(*created));
    size_t number;
    if (!created) {
        SetLastError(ERROR_NOT_ENOUGH_MEMORY);
        return NULL;
    }
    created->kind = kind;
    created->references = 1;
    pthread_mutex_lock(&wwsport_lock);
    for (number = table_next; number < table_size && table[number]; number++) {
    }
    if (number >= table_size) {
        size_t size = table_size ? table_size * 2 : 64;
        object **larger = (object **)realloc(table, size * sizeof(*table));
        if (!larger) {
            pthread_mutex_unlock(&wwsport_lock);
            free(created);
            SetLastError(ERROR_NOT_ENOUGH_MEMORY);
            return NULL;
        }
        memset(larger + table_size, 0, (size - table_size) * sizeof(*table));
        table = larger;
        table_size = size;
    }
    table[number] = created;
    table_next = number + 1;
    pthread_mutex_unlock(&wwsport_lock);
    *made = created;
    return (HANDLE)(uintptr_t)(number * 4);
}

/* The place of a handle, or NULL. With the lock held. */
static object **place(HANDLE handle)
{
    uintptr_t value = (uintptr_t)handle;
    return value % 4 == 0 && value / 4 < table_size && value && table[value / 4] ? &table[value / 4] : NULL;
}

object *wwsport_get(HANDLE handle, object_kind kind)
{
    object **at, *found = NULL;
    pthread_mutex_lock(&wwsport_lock);
    at = place(handle);
    if (at && (*at)->kind == kind) {
        found = *at;
        found->references++;
    }
    pthread_mutex_unlock(&wwsport_lock);
    if (!found) {
        SetLastError(ERROR_INVALID_HANDLE);
    }
    return found;
}

void wwsport_keep(object *used)
{
    pthread_mutex_lock(&wwsport_lock);
    used->references++;
    pthread_mutex_unlock(&wwsport_lock);
}

void wwsport_release(object *used)
{
    int is_last;
    pthread_mutex_lock(&wwsport_lock);
    is_last = --used->references == 0;
    pthread_mutex_unlock(&wwsport_lock);
    if (is_last) {
        if (used->kind == OBJECT_FILE && !used->as.file.is_borrowed) {
            close(used->as.file.descriptor);
        }
        free(used);
    }
}

BOOL WINAPI CloseHandle(HANDLE handle)
{
    object **at, *found = NULL;
    pthread_mutex_lock(&wwsport_lock);
    at = place(handle);
    if (at) {
        found = *at;
        *at = NULL;
        if ((size_t)(at - table) < table_next) {
            table_next = (size_t)(at - table);
        }
    }
    pthread_mutex_unlock(&wwsport_lock);
    if (!found) {
        SetLastError(ERROR_INVALID_HANDLE);
        return FALSE;
    }
    wwsport_release(found);
    return TRUE;
}

/* Whether waiting for it is over. With the lock held. */
static int is_signaled(const object *waited)
{
    switch (waited->kind) {
    case OBJECT_EVENT:
        return waited->as.event.is_set;
    case OBJECT_MUTEX:
        return waited->as.mutex.depth == 0 || waited->as.mutex.owner == GetCurrentThreadId();
    case OBJECT_SEMAPHORE:
        return waited->as.semaphore.count > 0;
    case OBJECT_THREAD:
        return waited->as.thread.has_ended;
    case OBJECT_FILE:
        break;
    }
    return 1;
}

/* What a wait does to what it has waited for. With the lock held. */
static void take(object *waited)
{
    if (waited->kind == OBJECT_EVENT && !waited->as.event.is_manual) {
        waited->as.event.is_set = 0;
    } else if (waited->kind == OBJECT_MUTEX) {
        waited->as.mutex.owner = GetCurrentThreadId();
        waited->as.mutex.depth++;
    } else if (waited->kind == OBJECT_SEMAPHORE) {
        waited->as.semaphore.count--;
    }
}

DWORD WINAPI WaitForMultipleObjects(DWORD count, const HANDLE *handles, BOOL waitAll, DWORD milliseconds)
{
    object *waited[MAXIMUM_WAIT_OBJECTS];
    struct timespec deadline;
    DWORD result = WAIT_FAILED, i;
    int in_time = 1;
    if (count == 0 || count > MAXIMUM_WAIT_OBJECTS || !handles) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return WAIT_FAILED;
    }
    clock_gettime(CLOCK_MONOTONIC, &deadline);
    deadline.tv_sec += milliseconds / 1000;
    deadline.tv_nsec += (long)(milliseconds % 1000) * 1000000;
    if (deadline.tv_nsec >= 1000000000) {
        deadline.tv_sec++;
        deadline.tv_nsec -= 1000000000;
    }
    pthread_mutex_lock(&wwsport_lock);
    for (i = 0; i < count; i++) {
        object **at = place(handles[i]);
        if (!at) {
            break;
        }
        waited[i] = *at;
        waited[i]->references++;
    }
    if (i < count) {
        SetLastError(ERROR_INVALID_HANDLE);
        count = i;
    } else {
        for (;;) {
            DWORD signaled = 0, first = count;
            for (i = 0; i < count; i++) {
                if (is_signaled(waited[i])) {
                    signaled++;
                    first = first < i ? first : i;
                }
            }
            if (waitAll ? signaled == count : signaled > 0) {
                for (i = 0; i < count; i++) {
                    if (waitAll || i == first) {
                        take(waited[i]);
                    }
                }
                result = WAIT_OBJECT_0 + (waitAll ? 0 : first);
                break;
            }
            if (!in_time || milliseconds == 0) {
                result = WAIT_TIMEOUT;
                break;
            }
            if (milliseconds == INFINITE) {
                pthread_cond_wait(&wwsport_changed, &wwsport_lock);
            } else {
                in_time = pthread_cond_clockwait(&wwsport_changed, &wwsport_lock, CLOCK_MONOTONIC, &deadline) != ETIMEDOUT;
            }
        }
    }
    pthread_mutex_unlock(&wwsport_lock);
    for (i = 0; i < count; i++) {
        wwsport_release(waited[i]);
    }
    return result;
}

DWORD WINAPI WaitForSingleObject(HANDLE object, DWORD milliseconds)
{
    return WaitForMultipleObjects(1, &object, FALSE, milliseconds);
}

DWORD WINAPI WaitForSingleObjectEx(HANDLE object, DWORD milliseconds, BOOL alertable)
{
    (void)alertable;
    return WaitForSingleObject(object, milliseconds);
}
