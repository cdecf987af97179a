/*
 * What newer compilers expect of the thread sanitizer's runtime, for the runtime of clang 14: it intercepts the
 * functions under their own names.
 */
#include <string.h>

void *__tsan_memcpy(void *to, const void *from, size_t size);
void *__tsan_memmove(void *to, const void *from, size_t size);
void *__tsan_memset(void *to, int value, size_t size);

void *__tsan_memcpy(void *to, const void *from, size_t size)
{
    return memcpy(to, from, size);
}

void *__tsan_memmove(void *to, const void *from, size_t size)
{
    return memmove(to, from, size);
}

void *__tsan_memset(void *to, int value, size_t size)
{
    return memset(to, value, size);
}

/*
 * What is registered with epoll by one thread is ready, later, in another: the kernel orders the two, but the
 * sanitizer only knows it of one descriptor, and tokio registers with a duplicate of the one it waits on. The linker
 * (--wrap) puts these in between.
 */
struct epoll_event;
int __real_epoll_ctl(int epoll, int operation, int descriptor, struct epoll_event *event);
int __real_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout);
int __wrap_epoll_ctl(int epoll, int operation, int descriptor, struct epoll_event *event);
int __wrap_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout);
void __tsan_acquire(void *address);
void __tsan_release(void *address);
static char registered;

int __wrap_epoll_ctl(int epoll, int operation, int descriptor, struct epoll_event *event)
{
    __tsan_release(&registered);
    return __real_epoll_ctl(epoll, operation, descriptor, event);
}

int __wrap_epoll_wait(int epoll, struct epoll_event *events, int count, int timeout)
{
    int ready = __real_epoll_wait(epoll, events, count, timeout);
    __tsan_acquire(&registered);
    return ready;
}
