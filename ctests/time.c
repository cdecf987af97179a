/* WsDateTimeToFileTime and WsFileTimeToDateTime, with the values seen on Windows. */
#include "ctest.h"

static void dates_become_file_times(void)
{
    static const struct {
        UINT64 ticks;
        HRESULT hr;
        DWORD low, high;
    } cases[] = {
        {0, WS_E_INVALID_FORMAT, 0, 0},
        {0x701CE172276FFFFULL, WS_E_INVALID_FORMAT, 0, 0},
        {0x701CE1722770000ULL, S_OK, 0, 0},
        {0x2BCA2875F4373FFFULL, S_OK, 0xD1C03FFF, 0x24C85A5E},
        {0x2BCA2875F4374000ULL, S_OK, 0xD1C04000, 0x24C85A5E},
        {0xFFFFFFFFFFFFFFFFULL, S_OK, 0xDD88FFFF, 0xF8FE31E8},
    };
    static const WS_DATETIME_FORMAT formats[] = {WS_DATETIME_FORMAT_UTC, WS_DATETIME_FORMAT_LOCAL,
                                                 WS_DATETIME_FORMAT_NONE};
    unsigned i, j;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        for (j = 0; j < CTEST_COUNT(formats); j++) {
            WS_DATETIME date;
            FILETIME file = {1, 2};
            date.ticks = cases[i].ticks;
            date.format = formats[j];
            CHECK_HR(WsDateTimeToFileTime(&date, &file, NULL), cases[i].hr);
            CHECK_INT(file.dwLowDateTime, cases[i].hr == S_OK ? cases[i].low : 1);
            CHECK_INT(file.dwHighDateTime, cases[i].hr == S_OK ? cases[i].high : 2);
        }
    }
}

static void file_times_become_dates(void)
{
    static const struct {
        DWORD low, high;
        HRESULT hr;
        UINT64 ticks;
    } cases[] = {
        {0, 0, S_OK, 0x701CE1722770000ULL},
        {0xD1C03FFF, 0x24C85A5E, S_OK, 0x2BCA2875F4373FFFULL},
        {0xD1C04000, 0x24C85A5E, WS_E_INVALID_FORMAT, 0},
        {0xDD88FFFF, 0xF8FE31E8, WS_E_INVALID_FORMAT, 0},
        {0xDD890000, 0xF8FE31E8, WS_E_NUMERIC_OVERFLOW, 0},
        {0xFFFFFFFF, 0xFFFFFFFF, WS_E_NUMERIC_OVERFLOW, 0},
    };
    unsigned i;
    for (i = 0; i < CTEST_COUNT(cases); i++) {
        WS_DATETIME date;
        FILETIME file;
        date.ticks = 7;
        date.format = WS_DATETIME_FORMAT_NONE;
        file.dwLowDateTime = cases[i].low;
        file.dwHighDateTime = cases[i].high;
        CHECK_HR(WsFileTimeToDateTime(&file, &date, NULL), cases[i].hr);
        CHECK_INT(date.ticks, cases[i].hr == S_OK ? cases[i].ticks : 7);
        CHECK_INT(date.format, cases[i].hr == S_OK ? WS_DATETIME_FORMAT_UTC : WS_DATETIME_FORMAT_NONE);
    }
}

static void null_is_refused(void)
{
    WS_DATETIME date = {0x701CE1722770000ULL, WS_DATETIME_FORMAT_UTC};
    FILETIME file = {0, 0};
    CHECK_HR(WsDateTimeToFileTime(NULL, &file, NULL), E_INVALIDARG);
    CHECK_HR(WsDateTimeToFileTime(&date, NULL, NULL), E_INVALIDARG);
    CHECK_HR(WsFileTimeToDateTime(NULL, &date, NULL), E_INVALIDARG);
    CHECK_HR(WsFileTimeToDateTime(&file, NULL, NULL), E_INVALIDARG);
}

int main(void)
{
    dates_become_file_times();
    file_times_become_dates();
    null_is_refused();
    return ctest_summary();
}
