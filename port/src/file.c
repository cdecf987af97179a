/* Files. */

#define _GNU_SOURCE
#define _FILE_OFFSET_BITS 64
#include "error.h"
#include "object.h"
#include "utf.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

/* The name as the system has it, to be freed. */
static char *system_name(LPCWSTR name)
{
    char *text, *at;
    if (!name || !*name) {
        SetLastError(ERROR_PATH_NOT_FOUND);
        return NULL;
    }
    text = wwsport_utf8(name, wcslen(name));
    for (at = text; at && *at; at++) {
        if (*at == '\\') {
            *at = '/';
        }
    }
    return text;
}

static HANDLE handle_of(int descriptor, int is_borrowed)
{
    object *file;
    HANDLE handle = wwsport_new(OBJECT_FILE, &file);
    if (!handle) {
        if (!is_borrowed) {
            close(descriptor);
        }
        return INVALID_HANDLE_VALUE;
    }
    file->as.file.descriptor = descriptor;
    file->as.file.is_borrowed = is_borrowed;
    return handle;
}

HANDLE WINAPI CreateFileW(LPCWSTR name, DWORD access, DWORD share, LPSECURITY_ATTRIBUTES attributes, DWORD disposition,
                          DWORD flags, HANDLE templateFile)
{
    static const int modes[] = {0, O_CREAT | O_EXCL, O_CREAT | O_TRUNC, 0, O_CREAT, O_TRUNC};
    int mode, descriptor, existed;
    char *text;
    struct stat status;
    (void)share;
    (void)attributes;
    (void)templateFile;
    if (disposition < CREATE_NEW || disposition > TRUNCATE_EXISTING) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    if (flags & FILE_FLAG_OVERLAPPED) {
        SetLastError(ERROR_NOT_SUPPORTED);
        return INVALID_HANDLE_VALUE;
    }
    text = system_name(name);
    if (!text) {
        return INVALID_HANDLE_VALUE;
    }
    mode = modes[disposition] | O_CLOEXEC;
    mode |= (access & GENERIC_WRITE) ? ((access & GENERIC_READ) ? O_RDWR : O_WRONLY) : O_RDONLY;
    if (flags & FILE_FLAG_WRITE_THROUGH) {
        mode |= O_SYNC;
    }
    existed = stat(text, &status) == 0;
    descriptor = open(text, mode, 0666);
    free(text);
    if (descriptor < 0 || fstat(descriptor, &status) != 0) {
        wwsport_failed();
        if (descriptor >= 0) {
            close(descriptor);
        }
        return INVALID_HANDLE_VALUE;
    }
    if (S_ISDIR(status.st_mode)) {
        close(descriptor);
        SetLastError(ERROR_ACCESS_DENIED);
        return INVALID_HANDLE_VALUE;
    }
    if (disposition == CREATE_ALWAYS || disposition == OPEN_ALWAYS) {
        SetLastError(existed ? ERROR_ALREADY_EXISTS : ERROR_SUCCESS);
    }
    return handle_of(descriptor, 0);
}

BOOL WINAPI ReadFile(HANDLE handle, LPVOID bytes, DWORD size, LPDWORD read_size, LPOVERLAPPED overlapped)
{
    object *file;
    ssize_t got;
    if (overlapped || !read_size) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    *read_size = 0;
    file = wwsport_get(handle, OBJECT_FILE);
    if (!file) {
        return FALSE;
    }
    do {
        got = read(file->as.file.descriptor, bytes, size);
    } while (got < 0 && errno == EINTR);
    if (got < 0) {
        wwsport_failed();
    } else {
        *read_size = (DWORD)got;
    }
    wwsport_release(file);
    return got >= 0;
}

BOOL WINAPI WriteFile(HANDLE handle, LPCVOID bytes, DWORD size, LPDWORD written, LPOVERLAPPED overlapped)
{
    object *file;
    BOOL is_done = TRUE;
    if (overlapped || !written) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    *written = 0;
    file = wwsport_get(handle, OBJECT_FILE);
    if (!file) {
        return FALSE;
    }
    while (*written < size) {
        ssize_t put = write(file->as.file.descriptor, (const char *)bytes + *written, size - *written);
        if (put < 0 && errno == EINTR) {
            continue;
        }
        if (put < 0) {
            is_done = wwsport_failed();
            break;
        }
        *written += (DWORD)put;
    }
    wwsport_release(file);
    return is_done;
}

BOOL WINAPI SetEndOfFile(HANDLE handle)
{
    object *file = wwsport_get(handle, OBJECT_FILE);
    off_t position;
    BOOL is_done;
    if (!file) {
        return FALSE;
    }
    position = lseek(file->as.file.descriptor, 0, SEEK_CUR);
    is_done = (position >= 0 && ftruncate(file->as.file.descriptor, position) == 0) || wwsport_failed();
    wwsport_release(file);
    return is_done;
}

BOOL WINAPI SetFilePointerEx(HANDLE handle, LARGE_INTEGER distance, LARGE_INTEGER *position, DWORD method)
{
    static const int from[] = {SEEK_SET, SEEK_CUR, SEEK_END};
    object *file;
    off_t now;
    if (method > FILE_END) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    file = wwsport_get(handle, OBJECT_FILE);
    if (!file) {
        return FALSE;
    }
    now = lseek(file->as.file.descriptor, (off_t)distance.QuadPart, from[method]);
    if (now < 0) {
        wwsport_failed();
        if (errno == EINVAL) {
            SetLastError(ERROR_NEGATIVE_SEEK);
        }
    } else if (position) {
        position->QuadPart = now;
    }
    wwsport_release(file);
    return now >= 0;
}

BOOL WINAPI GetFileSizeEx(HANDLE handle, LARGE_INTEGER *size)
{
    object *file = wwsport_get(handle, OBJECT_FILE);
    struct stat status;
    BOOL is_done;
    if (!file) {
        return FALSE;
    }
    is_done = fstat(file->as.file.descriptor, &status) == 0 || wwsport_failed();
    if (is_done) {
        size->QuadPart = status.st_size;
    }
    wwsport_release(file);
    return is_done;
}

BOOL WINAPI FlushFileBuffers(HANDLE handle)
{
    object *file = wwsport_get(handle, OBJECT_FILE);
    BOOL is_done;
    if (!file) {
        return FALSE;
    }
    is_done = fsync(file->as.file.descriptor) == 0 || wwsport_failed();
    wwsport_release(file);
    return is_done;
}

BOOL WINAPI DeleteFileW(LPCWSTR name)
{
    char *text = system_name(name);
    struct stat status;
    BOOL is_done;
    if (!text) {
        return FALSE;
    }
    if (lstat(text, &status) == 0 && S_ISDIR(status.st_mode)) {
        SetLastError(ERROR_ACCESS_DENIED);
        is_done = FALSE;
    } else {
        is_done = unlink(text) == 0 || wwsport_failed();
    }
    free(text);
    return is_done;
}

DWORD WINAPI GetFileAttributesW(LPCWSTR name)
{
    char *text = system_name(name);
    struct stat status;
    DWORD attributes = INVALID_FILE_ATTRIBUTES;
    if (!text) {
        return attributes;
    }
    if (stat(text, &status) != 0) {
        wwsport_failed();
    } else {
        attributes = S_ISDIR(status.st_mode) ? FILE_ATTRIBUTE_DIRECTORY : 0;
        attributes |= (status.st_mode & 0222) ? 0 : FILE_ATTRIBUTE_READONLY;
        attributes = attributes ? attributes : FILE_ATTRIBUTE_NORMAL;
    }
    free(text);
    return attributes;
}

HANDLE WINAPI GetStdHandle(DWORD which)
{
    static HANDLE handles[3];
    static pthread_mutex_t making = PTHREAD_MUTEX_INITIALIZER;
    DWORD number = STD_INPUT_HANDLE - which;
    HANDLE handle;
    if (number > 2) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return INVALID_HANDLE_VALUE;
    }
    pthread_mutex_lock(&making);
    if (!handles[number]) {
        handle = handle_of((int)number, 1);
        handles[number] = handle == INVALID_HANDLE_VALUE ? NULL : handle;
    }
    handle = handles[number] ? handles[number] : INVALID_HANDLE_VALUE;
    pthread_mutex_unlock(&making);
    return handle;
}
