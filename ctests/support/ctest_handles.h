/*
 * How many descriptors this process has open; handles, on Windows.
 */
#ifndef CTEST_HANDLES_H
#define CTEST_HANDLES_H

#include "ctest.h"

#ifdef _WIN32

static inline unsigned ctest_open_handles(void)
{
    DWORD count = 0;
    REQUIRE(GetProcessHandleCount(GetCurrentProcess(), &count));
    return count;
}

#else

#include <dirent.h>

static inline unsigned ctest_open_handles(void)
{
    unsigned found = 0;
    DIR *folder = opendir("/proc/self/fd");
    REQUIRE(folder != NULL);
    while (readdir(folder) != NULL) {
        found++;
    }
    closedir(folder);
    return found;
}

#endif

#endif
