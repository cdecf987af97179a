/* The last error of a thread. */

#include "error.h"

#include <errno.h>

static __thread DWORD last_error;

DWORD WINAPI GetLastError(void)
{
    return last_error;
}

void WINAPI SetLastError(DWORD code)
{
    last_error = code;
}

DWORD wwsport_error_of(int number)
{
    static const struct {
        int number;
        DWORD code;
    } codes[] = {
        {ENOENT, ERROR_FILE_NOT_FOUND},     {ENOTDIR, ERROR_PATH_NOT_FOUND},   {EACCES, ERROR_ACCESS_DENIED},
        {EPERM, ERROR_ACCESS_DENIED},       {EROFS, ERROR_ACCESS_DENIED},      {EISDIR, ERROR_ACCESS_DENIED},
        {EEXIST, ERROR_FILE_EXISTS},        {EMFILE, ERROR_TOO_MANY_OPEN_FILES}, {ENFILE, ERROR_TOO_MANY_OPEN_FILES},
        {EBADF, ERROR_INVALID_HANDLE},      {ENOMEM, ERROR_NOT_ENOUGH_MEMORY}, {ENOSPC, ERROR_DISK_FULL},
        {EDQUOT, ERROR_DISK_FULL},          {EFBIG, ERROR_DISK_FULL},          {EINVAL, ERROR_INVALID_PARAMETER},
        {EPIPE, ERROR_BROKEN_PIPE},         {ENAMETOOLONG, ERROR_INVALID_NAME}, {ENOTEMPTY, ERROR_DIR_NOT_EMPTY},
        {ETXTBSY, ERROR_SHARING_VIOLATION},
    };
    size_t i;
    for (i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (codes[i].number == number) {
            return codes[i].code;
        }
    }
    return ERROR_GEN_FAILURE;
}

BOOL wwsport_failed(void)
{
    SetLastError(wwsport_error_of(errno));
    return FALSE;
}
