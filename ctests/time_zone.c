/* Dates in local time: the offset that is written is the one that C's own library has for that moment. */
#include "xml_writing.h"

#define TICKS_TO_1970 621355968000000000ULL

/* Minutes that local time is ahead of UTC. */
static int offset_at(time_t moment)
{
    struct tm utc = *gmtime(&moment);
    struct tm local = *localtime(&moment);
    int days = local.tm_yday - utc.tm_yday;
    if (local.tm_year != utc.tm_year) {
        days = local.tm_year - utc.tm_year;
    }
    return (days * 24 + local.tm_hour - utc.tm_hour) * 60 + local.tm_min - utc.tm_min;
}

static void write_local(WS_XML_WRITER *writer, time_t moment)
{
    WS_XML_DATETIME_TEXT date = { { WS_XML_TEXT_TYPE_DATETIME }, { 0, WS_DATETIME_FORMAT_LOCAL } };
    struct tm local = *localtime(&moment);
    int offset = offset_at(moment);
    int minutes = offset < 0 ? -offset : offset;
    char expected[100];
    snprintf(expected, sizeof(expected), "<t>%04d-%02d-%02dT%02d:%02d:%02d%c%02d:%02d</t>", local.tm_year + 1900,
             local.tm_mon + 1, local.tm_mday, local.tm_hour, local.tm_min, local.tm_sec, offset < 0 ? '-' : '+',
             minutes / 60, minutes % 60);
    date.value.ticks = TICKS_TO_1970 + (UINT64)moment * 10000000;
    start_t(writer);
    CHECK_HR(WsWriteText(writer, &date.text, NULL), S_OK);
    CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
    CHECK_OUTPUT(writer, expected);
}

int main(void)
{
    /* Each 13 days and 7 hours of a year, from its first second on; near midnight the day differs too. */
    const time_t begin = 1704067200, end = begin + 366 * 86400, step = (13 * 24 + 7) * 3600;
    WS_XML_WRITER *writer = new_writer();
    time_t moment;
#if !defined(_WIN32)
    /* No zone that there is, so that nothing else can be what gave it: half an hour aside, with a summer time. */
    setenv("TZ", "XST-5:30XDT,M3.5.0,M10.5.0", 1);
    tzset();
    CHECK_INT(offset_at(begin), 330);
    CHECK_INT(offset_at(begin + 180 * 86400), 390);
    /* The last second before summer time, and its first. */
    write_local(writer, 1711830599);
    write_local(writer, 1711830600);
#endif
    for (moment = begin; moment < end; moment += step) {
        write_local(writer, moment);
    }
    WsFreeWriter(writer);
    return ctest_summary();
}
