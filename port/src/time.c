/* Clocks, and dates as files have them. */

#define _GNU_SOURCE
#include "windows.h"

#include <time.h>

/* From 1601 to 1970 in units of 100 ns. */
#define EPOCH 116444736000000000LL
#define PER_SECOND 10000000LL

ULONGLONG WINAPI GetTickCount64(void)
{
    struct timespec now;
    clock_gettime(CLOCK_BOOTTIME, &now);
    return (ULONGLONG)now.tv_sec * 1000 + (ULONGLONG)now.tv_nsec / 1000000;
}

DWORD WINAPI GetTickCount(void)
{
    return (DWORD)GetTickCount64();
}

BOOL WINAPI QueryPerformanceFrequency(LARGE_INTEGER *frequency)
{
    frequency->QuadPart = PER_SECOND;
    return TRUE;
}

BOOL WINAPI QueryPerformanceCounter(LARGE_INTEGER *count)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    count->QuadPart = now.tv_sec * PER_SECOND + now.tv_nsec / 100;
    return TRUE;
}

void WINAPI GetSystemTimeAsFileTime(LPFILETIME time)
{
    struct timespec now;
    ULARGE_INTEGER ticks;
    clock_gettime(CLOCK_REALTIME, &now);
    ticks.QuadPart = (ULONGLONG)(now.tv_sec * PER_SECOND + now.tv_nsec / 100 + EPOCH);
    time->dwLowDateTime = ticks.LowPart;
    time->dwHighDateTime = ticks.HighPart;
}

static void fill(LPSYSTEMTIME time, const struct tm *date, long long ticks)
{
    time->wYear = (WORD)(date->tm_year + 1900);
    time->wMonth = (WORD)(date->tm_mon + 1);
    time->wDayOfWeek = (WORD)date->tm_wday;
    time->wDay = (WORD)date->tm_mday;
    time->wHour = (WORD)date->tm_hour;
    time->wMinute = (WORD)date->tm_min;
    time->wSecond = (WORD)date->tm_sec;
    time->wMilliseconds = (WORD)(ticks % PER_SECOND / 10000);
}

static void now(LPSYSTEMTIME time, struct tm *(*convert)(const time_t *, struct tm *))
{
    struct timespec at;
    struct tm date;
    clock_gettime(CLOCK_REALTIME, &at);
    convert(&at.tv_sec, &date);
    fill(time, &date, at.tv_nsec / 100);
}

void WINAPI GetSystemTime(LPSYSTEMTIME time)
{
    now(time, gmtime_r);
}

void WINAPI GetLocalTime(LPSYSTEMTIME time)
{
    now(time, localtime_r);
}

BOOL WINAPI FileTimeToSystemTime(const FILETIME *fileTime, LPSYSTEMTIME time)
{
    ULARGE_INTEGER ticks;
    struct tm date;
    time_t seconds;
    ticks.LowPart = fileTime->dwLowDateTime;
    ticks.HighPart = fileTime->dwHighDateTime;
    if (ticks.QuadPart > INT64_MAX) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    seconds = (time_t)(ticks.QuadPart / PER_SECOND) - EPOCH / PER_SECOND;
    gmtime_r(&seconds, &date);
    fill(time, &date, (long long)ticks.QuadPart);
    return TRUE;
}

BOOL WINAPI SystemTimeToFileTime(const SYSTEMTIME *time, LPFILETIME fileTime)
{
    struct tm date, again;
    ULARGE_INTEGER ticks;
    time_t seconds;
    memset(&date, 0, sizeof(date));
    date.tm_year = time->wYear - 1900;
    date.tm_mon = time->wMonth - 1;
    date.tm_mday = time->wDay;
    date.tm_hour = time->wHour;
    date.tm_min = time->wMinute;
    date.tm_sec = time->wSecond;
    again = date;
    seconds = timegm(&again);
    /* What had to be carried over was no date. */
    if (time->wYear < 1601 || time->wYear > 30827 || time->wMilliseconds > 999 || again.tm_mon != date.tm_mon ||
        again.tm_mday != date.tm_mday || again.tm_hour != date.tm_hour || again.tm_min != date.tm_min ||
        again.tm_sec != date.tm_sec) {
        SetLastError(ERROR_INVALID_PARAMETER);
        return FALSE;
    }
    ticks.QuadPart = (ULONGLONG)(seconds * PER_SECOND + EPOCH + time->wMilliseconds * 10000);
    fileTime->dwLowDateTime = ticks.LowPart;
    fileTime->dwHighDateTime = ticks.HighPart;
    return TRUE;
}
