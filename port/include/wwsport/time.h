/* Clocks. */

#ifndef WWSPORT_TIME_H
#define WWSPORT_TIME_H

#include "base.h"

typedef struct _SYSTEMTIME {
    WORD wYear;
    WORD wMonth;
    WORD wDayOfWeek;
    WORD wDay;
    WORD wHour;
    WORD wMinute;
    WORD wSecond;
    WORD wMilliseconds;
} SYSTEMTIME, *PSYSTEMTIME, *LPSYSTEMTIME;

WWSPORT_BEGIN
/* Milliseconds since the machine started. */
DWORD WINAPI GetTickCount(void);
ULONGLONG WINAPI GetTickCount64(void);
BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *count);
BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency);
void WINAPI GetSystemTime(LPSYSTEMTIME time);
void WINAPI GetLocalTime(LPSYSTEMTIME time);
/* In units of 100 ns since 1601, UTC. */
void WINAPI GetSystemTimeAsFileTime(LPFILETIME time);
/* ERROR_INVALID_PARAMETER for a date that there is not. */
BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *time, LPFILETIME fileTime);
BOOL WINAPI FileTimeToSystemTime(const FILETIME *fileTime, LPSYSTEMTIME time);
WWSPORT_END

#endif
