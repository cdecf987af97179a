/* What a HANDLE stands for: a place in a table, so that one that was closed is known for it. */

#ifndef WWSPORT_OBJECT_H
#define WWSPORT_OBJECT_H

#include "windows.h"

#include <pthread.h>

typedef enum object_kind { OBJECT_EVENT, OBJECT_MUTEX, OBJECT_SEMAPHORE, OBJECT_THREAD, OBJECT_FILE } object_kind;

/* Everything in it is guarded by one lock, wwsport_lock; what waits, waits for wwsport_changed. */
typedef struct object {
    object_kind kind;
    /* One for the handle, one for each use under way. */
    unsigned references;
    union {
        struct {
            int is_set, is_manual;
        } event;
        struct {
            DWORD owner;
            unsigned depth;
        } mutex;
        struct {
            LONG count, maximum;
        } semaphore;
        struct {
            int has_ended;
            DWORD exit_code;
        } thread;
        struct {
            int descriptor;
            /* The standard streams outlive their handles. */
            int is_borrowed;
        } file;
    } as;
} object;

extern pthread_mutex_t wwsport_lock;
extern pthread_cond_t wwsport_changed;

/* A handle for a new object of the kind, with the rest zero; NULL, with the last error set, when there is no memory. */
HANDLE wwsport_new(object_kind kind, object **made);

/* The object of a handle, to be given back; NULL, with ERROR_INVALID_HANDLE, when it is none or of another kind. */
object *wwsport_get(HANDLE handle, object_kind kind);

/* Gives back what wwsport_get or wwsport_keep gave. */
void wwsport_release(object *used);

/* Another use of an object that is in use. */
void wwsport_keep(object *used);

#endif
