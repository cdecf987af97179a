/* Types whose values are numbers, times and GUIDs: what is read from which text, and what is written. */
#include "serialize.h"

/* Text of the element t, the code, and the value as bits. */
struct read_row {
    const char *xml;
    HRESULT hr;
    long long value;
};

static void read_rows(const char *what, WS_TYPE type, ULONG size, const struct read_row *rows, size_t count)
{
    size_t i;
    for (i = 0; i < count; i++) {
        long long value = 0x5555555555555555LL, expected = 0x5555555555555555LL;
        HRESULT hr;
        input_in_element(rows[i].xml);
        hr = WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, type, NULL, WS_READ_REQUIRED_VALUE, NULL, &value,
                        size, error);
        if (!CHECK_HR(hr, rows[i].hr)) {
            printf("  %s: %s\n", what, rows[i].xml);
        }
        /* Nothing is written on failure, and nothing beyond the value. */
        if (rows[i].hr == S_OK) {
            memcpy(&expected, &rows[i].value, size);
            CHECK_INT(node_type(), WS_XML_NODE_TYPE_END_ELEMENT);
        }
        if (!CHECK_INT(value, expected)) {
            printf("  %s: %s\n", what, rows[i].xml);
        }
    }
    WsResetError(error);
}

#define READ_ROWS(type, size, rows) read_rows(#type, type, size, rows, CTEST_COUNT(rows))

static void reads_booleans_and_integers(void)
{
    static const struct read_row bools[] = {
        {"<t>true</t>", S_OK, TRUE},        {"<t>false</t>", S_OK, FALSE},
        {"<t>1</t>", S_OK, TRUE},           {"<t>0</t>", S_OK, FALSE},
        {"<t> true\n</t>", S_OK, TRUE},     {"<t>TRUE</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>2</t>", WS_E_INVALID_FORMAT, 0}, {"<t></t>", WS_E_INVALID_FORMAT, 0},
        {"<t/>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row int8s[] = {
        {"<t>-128</t>", S_OK, -128},          {"<t>127</t>", S_OK, 127},
        {"<t>-0</t>", S_OK, 0},               {"<t> </t>", WS_E_INVALID_FORMAT, 0},
        {"<t></t>", WS_E_INVALID_FORMAT, 0},  {"<t>-</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>-129</t>", WS_E_NUMERIC_OVERFLOW, 0}, {"<t>128</t>", WS_E_NUMERIC_OVERFLOW, 0},
        {"<t>1<!-- one -->2</t>", S_OK, 12},  {"<t><![CDATA[12]]></t>", S_OK, 12},
        {"<t>1<b/></t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row int16s[] = {
        {"<t>-32768</t>", S_OK, -32768},
        {"<t>-32769</t>", WS_E_NUMERIC_OVERFLOW, 0},
        {"<t></t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row int32s[] = {
        {"<t>-2147483648</t>", S_OK, -2147483647LL - 1},
        {"<t>2147483647</t>", S_OK, 2147483647},
        {"<t>-2147483649</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>1.0</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>0x1</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>1 2</t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row int64s[] = {
        {"<t>-9223372036854775808</t>", S_OK, -9223372036854775807LL - 1},
        {"<t>9223372036854775807</t>", S_OK, 9223372036854775807LL},
        {"<t>-9223372036854775809</t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row uint8s[] = {
        {"<t> 255 </t>", S_OK, 255},
        {"<t>+255</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>-255</t>", WS_E_NUMERIC_OVERFLOW, 0},
        {"<t>0xff</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>256</t>", WS_E_NUMERIC_OVERFLOW, 0},
        {"<t></t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row uint16s[] = {
        {"<t>65535</t>", S_OK, 65535},
        {"<t>65536</t>", WS_E_NUMERIC_OVERFLOW, 0},
    };
    static const struct read_row uint32s[] = {
        {"<t>4294967295</t>", S_OK, 4294967295LL},
        {"<t>4294967296</t>", WS_E_NUMERIC_OVERFLOW, 0},
    };
    static const struct read_row uint64s[] = {
        {"<t>18446744073709551615</t>", S_OK, -1},
        {"<t>18446744073709551616</t>", WS_E_INVALID_FORMAT, 0},
    };
    READ_ROWS(WS_BOOL_TYPE, sizeof(BOOL), bools);
    READ_ROWS(WS_INT8_TYPE, 1, int8s);
    READ_ROWS(WS_INT16_TYPE, 2, int16s);
    READ_ROWS(WS_INT32_TYPE, 4, int32s);
    READ_ROWS(WS_INT64_TYPE, 8, int64s);
    READ_ROWS(WS_UINT8_TYPE, 1, uint8s);
    READ_ROWS(WS_UINT16_TYPE, 2, uint16s);
    READ_ROWS(WS_UINT32_TYPE, 4, uint32s);
    READ_ROWS(WS_UINT64_TYPE, 8, uint64s);
}

static void reads_floating_point_numbers(void)
{
    static const struct read_row floats[] = {
        {"<t>0.0</t>", S_OK, 0},
        {"<t>-0.0</t>", S_OK, 0x80000000LL},
        {"<t>-</t>", S_OK, 0},
        {"<t>.5</t>", S_OK, 0x3F000000},
        {"<t> 0.3333333 </t>", S_OK, 0x3EAAAAAA},
        {"<t>1e+1</t>", S_OK, 0x41200000},
        {"<t>INF</t>", S_OK, 0x7F800000},
        {"<t>-INF</t>", S_OK, 0xFF800000LL},
        {"<t>NaN</t>", S_OK, 0xFFC00000LL},
        {"<t>3.4028236e38</t>", S_OK, 0x7F800000},
        {"<t>+INF</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>Infinity</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>1e</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>0,1</t>", WS_E_INVALID_FORMAT, 0},
        {"<t></t>", WS_E_INVALID_FORMAT, 0},
    };
    static const struct read_row doubles[] = {
        {"<t>1</t>", S_OK, 0x3FF0000000000000LL},
        {"<t>1.0000000000000002</t>", S_OK, 0x3FF0000000000001LL},
        {"<t>0.3333333333333333</t>", S_OK, 0x3FD5555555555555LL},
        {"<t>-.</t>", S_OK, 0},
        {"<t>NaN</t>", S_OK, -0x8000000000000LL},
        {"<t>1.1.</t>", WS_E_INVALID_FORMAT, 0},
        {"<t>nodouble</t>", WS_E_INVALID_FORMAT, 0},
    };
    READ_ROWS(WS_FLOAT_TYPE, sizeof(float), floats);
    READ_ROWS(WS_DOUBLE_TYPE, sizeof(double), doubles);
}

static void reads_times(void)
{
    static const struct {
        const char *xml;
        HRESULT hr;
        long long ticks;
        int format;
    } dates[] = {
        {"<t>0001-01-01T00:00:00Z</t>", S_OK, 0, WS_DATETIME_FORMAT_UTC},
        {"<t>0001-01-01T00:00:00.0000001Z</t>", S_OK, 1, WS_DATETIME_FORMAT_UTC},
        {"<t> 2016-01-02T03:04:05Z </t>", S_OK, 0x8d313215fb64080LL, WS_DATETIME_FORMAT_UTC},
        {"<t>2016-01-01T00:00:00-01:00</t>", S_OK, 0x8d31246dfbba800LL, WS_DATETIME_FORMAT_LOCAL},
        {"<t>0001-01-01T24:00:00</t>", S_OK, 0xc92a69c000LL, WS_DATETIME_FORMAT_NONE},
        {"<t>0000-01-01T00:00:00Z</t>", WS_E_INVALID_FORMAT, 0, 0},
        {"<t>2001-02-29T00:00:00Z</t>", WS_E_INVALID_FORMAT, 0, 0},
        {"<t>0001-01-01T00:00:00.00000001Z</t>", WS_E_INVALID_FORMAT, 0, 0},
        {"<t></t>", WS_E_INVALID_FORMAT, 0, 0},
    };
    WS_TIMESPAN span = {7};
    WS_DURATION duration;
    DECIMAL decimal;
    size_t i;
    for (i = 0; i < CTEST_COUNT(dates); i++) {
        WS_DATETIME date = {77, WS_DATETIME_FORMAT_NONE};
        input_in_element(dates[i].xml);
        CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_DATETIME_TYPE, NULL, WS_READ_REQUIRED_VALUE,
                            NULL, &date, sizeof(date), NULL),
                 dates[i].hr);
        CHECK_INT(date.ticks, dates[i].hr == S_OK ? dates[i].ticks : 77);
        if (dates[i].hr == S_OK) {
            CHECK_INT(date.format, dates[i].format);
        }
    }

    input_at_element("<t>P1DT0.0000001S</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_TIMESPAN_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL, &span,
                        sizeof(span), NULL),
             S_OK);
    CHECK_INT(span.ticks, 864000000001LL);

    input_at_element("<t>-P1Y2M3DT4H5M6.789S</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                        &duration, sizeof(duration), NULL),
             S_OK);
    CHECK(duration.negative);
    CHECK_INT(duration.years, 1);
    CHECK_INT(duration.months, 2);
    CHECK_INT(duration.days, 3);
    CHECK_INT(duration.hours, 4);
    CHECK_INT(duration.minutes, 5);
    CHECK_INT(duration.seconds, 6);
    CHECK_INT(duration.milliseconds, 789);
    CHECK_INT(duration.ticks, 0);
    input_at_element("<t>1 day</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_DURATION_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                        &duration, sizeof(duration), NULL),
             WS_E_INVALID_FORMAT);

    input_at_element("<t>-12.50</t>");
    memset(&decimal, 0xff, sizeof(decimal));
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_DECIMAL_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                        &decimal, sizeof(decimal), NULL),
             S_OK);
    CHECK_INT(decimal.Lo64, 1250);
    CHECK_INT(decimal.Hi32, 0);
    CHECK_INT(decimal.scale, 2);
    CHECK_INT(decimal.sign, 0x80);
    input_at_element("<t>79228162514264337593543950336</t>");
    CHECK_HR(WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, WS_DECIMAL_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                        &decimal, sizeof(decimal), NULL),
             WS_E_NUMERIC_OVERFLOW);
}

static void reads_guids(void)
{
    static const GUID expected = {0, 0, 0, {0, 0, 0, 0, 0, 0, 0, 0xA1}};
    static const struct {
        const char *xml;
        HRESULT hr;
    } rows[] = {
        {"<t>00000000-0000-0000-0000-0000000000a1</t>", S_OK},
        {"<t> 00000000-0000-0000-0000-0000000000A1 </t>", S_OK},
        {"<t>{00000000-0000-0000-0000-0000000000a1}</t>", WS_E_INVALID_FORMAT},
        {"<t></t>", WS_E_INVALID_FORMAT},
    };
    size_t i;
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        GUID guid;
        memset(&guid, 0xff, sizeof(guid));
        input_in_element(rows[i].xml);
        CHECK_HR(WsReadType(reader, WS_ELEMENT_CONTENT_TYPE_MAPPING, WS_GUID_TYPE, NULL, WS_READ_REQUIRED_VALUE, NULL,
                            &guid, sizeof(guid), NULL),
                 rows[i].hr);
        if (rows[i].hr == S_OK) {
            CHECK_MEMORY(&guid, sizeof(guid), &expected, sizeof(expected));
        }
    }
}

static HRESULT read_in_range(WS_TYPE type, void *description, const char *xml, void *value, ULONG size)
{
    input_at_element(xml);
    return WsReadType(reader, WS_ELEMENT_TYPE_MAPPING, type, description, WS_READ_REQUIRED_VALUE, heap, value, size,
                      error);
}

static void keeps_to_the_ranges_of_descriptions(void)
{
    long long value[8];
    WS_BOOL_DESCRIPTION only_true = {TRUE};
    WS_INT8_DESCRIPTION int8 = {-2, 2};
    WS_INT16_DESCRIPTION int16 = {-2, 2};
    WS_INT32_DESCRIPTION int32 = {-2, 2};
    WS_INT64_DESCRIPTION int64 = {-2, 2};
    WS_UINT8_DESCRIPTION uint8 = {2, 3};
    WS_UINT16_DESCRIPTION uint16 = {2, 3};
    WS_UINT32_DESCRIPTION uint32 = {2, 3};
    WS_UINT64_DESCRIPTION uint64 = {2, 3};
    WS_FLOAT_DESCRIPTION floats = {-0.5f, 0.5f};
    WS_DOUBLE_DESCRIPTION doubles = {-0.5, 0.5};
    WS_TIMESPAN_DESCRIPTION spans = {{0}, {10000000}};
    WS_DATETIME_DESCRIPTION dates = {{0, WS_DATETIME_FORMAT_UTC}, {10000000, WS_DATETIME_FORMAT_UTC}};
    WS_GUID_DESCRIPTION guid = {{0, 0, 0, {0, 0, 0, 0, 0, 0, 0, 1}}};
    WS_DECIMAL_DESCRIPTION decimals;
    WS_DURATION_DESCRIPTION durations;
    memset(&decimals, 0, sizeof(decimals));
    decimals.minValue.Lo64 = 15;
    decimals.minValue.scale = 1;
    decimals.maxValue.Lo64 = 2;
    memset(&durations, 0, sizeof(durations));
    durations.minValue.days = 1;
    durations.maxValue.days = 2;

    CHECK_HR(read_in_range(WS_BOOL_TYPE, &only_true, "<t>true</t>", value, sizeof(BOOL)), S_OK);
    CHECK_HR(read_in_range(WS_BOOL_TYPE, &only_true, "<t>false</t>", value, sizeof(BOOL)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_INT8_TYPE, &int8, "<t>-2</t>", value, 1), S_OK);
    CHECK_HR(read_in_range(WS_INT8_TYPE, &int8, "<t>3</t>", value, 1), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_INT16_TYPE, &int16, "<t>2</t>", value, 2), S_OK);
    CHECK_HR(read_in_range(WS_INT16_TYPE, &int16, "<t>-3</t>", value, 2), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_INT32_TYPE, &int32, "<t>0</t>", value, 4), S_OK);
    WsResetError(error);
    CHECK_HR(read_in_range(WS_INT32_TYPE, &int32, "<t>3</t>", value, 4), WS_E_INVALID_FORMAT);
    CHECK(error_says("from -2 to 2, and 3 was found"));
    CHECK_HR(read_in_range(WS_INT64_TYPE, &int64, "<t>2</t>", value, 8), S_OK);
    CHECK_HR(read_in_range(WS_INT64_TYPE, &int64, "<t>3</t>", value, 8), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_UINT8_TYPE, &uint8, "<t>2</t>", value, 1), S_OK);
    CHECK_HR(read_in_range(WS_UINT8_TYPE, &uint8, "<t>1</t>", value, 1), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_UINT16_TYPE, &uint16, "<t>3</t>", value, 2), S_OK);
    CHECK_HR(read_in_range(WS_UINT16_TYPE, &uint16, "<t>4</t>", value, 2), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_UINT32_TYPE, &uint32, "<t>3</t>", value, 4), S_OK);
    CHECK_HR(read_in_range(WS_UINT32_TYPE, &uint32, "<t>4</t>", value, 4), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_UINT64_TYPE, &uint64, "<t>3</t>", value, 8), S_OK);
    CHECK_HR(read_in_range(WS_UINT64_TYPE, &uint64, "<t>4</t>", value, 8), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_FLOAT_TYPE, &floats, "<t>0.5</t>", value, 4), S_OK);
    CHECK_HR(read_in_range(WS_FLOAT_TYPE, &floats, "<t>0.6</t>", value, 4), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_FLOAT_TYPE, &floats, "<t>NaN</t>", value, 4), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DOUBLE_TYPE, &doubles, "<t>-0.5</t>", value, 8), S_OK);
    CHECK_HR(read_in_range(WS_DOUBLE_TYPE, &doubles, "<t>-INF</t>", value, 8), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DECIMAL_TYPE, &decimals, "<t>1.50</t>", value, sizeof(DECIMAL)), S_OK);
    CHECK_HR(read_in_range(WS_DECIMAL_TYPE, &decimals, "<t>2.01</t>", value, sizeof(DECIMAL)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_TIMESPAN_TYPE, &spans, "<t>PT1S</t>", value, sizeof(WS_TIMESPAN)), S_OK);
    CHECK_HR(read_in_range(WS_TIMESPAN_TYPE, &spans, "<t>PT2S</t>", value, sizeof(WS_TIMESPAN)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DATETIME_TYPE, &dates, "<t>0001-01-01T00:00:01Z</t>", value, sizeof(WS_DATETIME)),
             S_OK);
    CHECK_HR(read_in_range(WS_DATETIME_TYPE, &dates, "<t>0001-01-01T00:00:02Z</t>", value, sizeof(WS_DATETIME)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_GUID_TYPE, &guid, "<t>00000000-0000-0000-0000-000000000001</t>", value, sizeof(GUID)),
             S_OK);
    CHECK_HR(read_in_range(WS_GUID_TYPE, &guid, "<t>00000000-0000-0000-0000-000000000002</t>", value, sizeof(GUID)),
             WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &durations, "<t>PT25H</t>", value, sizeof(WS_DURATION)), S_OK);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &durations, "<t>P3D</t>", value, sizeof(WS_DURATION)),
             WS_E_INVALID_FORMAT);
    WsResetError(error);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &durations, "<t>P1M</t>", value, sizeof(WS_DURATION)),
             WS_E_INVALID_FORMAT);
    CHECK(error_says("comparer"));
}

static HRESULT CALLBACK compare_by_days(const WS_DURATION *left, const WS_DURATION *right, int *result, WS_ERROR *e)
{
    CHECK(e == error);
    if (left->years == 9) {
        return E_OUTOFMEMORY;
    }
    *result = (int)(left->months * 30 + left->days) - (int)(right->months * 30 + right->days);
    return S_OK;
}

static void asks_the_comparer_of_durations(void)
{
    WS_DURATION value;
    WS_DURATION_DESCRIPTION range;
    memset(&range, 0, sizeof(range));
    range.minValue.days = 10;
    range.maxValue.months = 2;
    range.comparer = compare_by_days;
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &range, "<t>P1M</t>", &value, sizeof(value)), S_OK);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &range, "<t>P9D</t>", &value, sizeof(value)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &range, "<t>P61D</t>", &value, sizeof(value)), WS_E_INVALID_FORMAT);
    CHECK_HR(read_in_range(WS_DURATION_TYPE, &range, "<t>P9Y</t>", &value, sizeof(value)), E_OUTOFMEMORY);
}

static void writes_numbers(void)
{
    static const struct {
        WS_TYPE type;
        WS_VALUE_TYPE value_type;
        long long value;
        ULONG size;
        const char *element;
        const char *attribute;
    } rows[] = {
        {WS_BOOL_TYPE, WS_BOOL_VALUE_TYPE, TRUE, 4, "<t>true</t>", "<t a=\"true\"/>"},
        {WS_BOOL_TYPE, WS_BOOL_VALUE_TYPE, -1, 4, "<t>true</t>", "<t a=\"true\"/>"},
        {WS_BOOL_TYPE, WS_BOOL_VALUE_TYPE, FALSE, 4, "<t>false</t>", "<t a=\"false\"/>"},
        {WS_INT8_TYPE, WS_INT8_VALUE_TYPE, -128, 1, "<t>-128</t>", "<t a=\"-128\"/>"},
        {WS_INT16_TYPE, WS_INT16_VALUE_TYPE, -32768, 2, "<t>-32768</t>", "<t a=\"-32768\"/>"},
        {WS_INT32_TYPE, WS_INT32_VALUE_TYPE, -2147483647LL - 1, 4, "<t>-2147483648</t>", "<t a=\"-2147483648\"/>"},
        {WS_INT64_TYPE, WS_INT64_VALUE_TYPE, -9223372036854775807LL - 1, 8, "<t>-9223372036854775808</t>",
         "<t a=\"-9223372036854775808\"/>"},
        {WS_UINT8_TYPE, WS_UINT8_VALUE_TYPE, 255, 1, "<t>255</t>", "<t a=\"255\"/>"},
        {WS_UINT16_TYPE, WS_UINT16_VALUE_TYPE, 65535, 2, "<t>65535</t>", "<t a=\"65535\"/>"},
        {WS_UINT32_TYPE, WS_UINT32_VALUE_TYPE, 4294967295LL, 4, "<t>4294967295</t>", "<t a=\"4294967295\"/>"},
        {WS_UINT64_TYPE, WS_UINT64_VALUE_TYPE, -1, 8, "<t>18446744073709551615</t>",
         "<t a=\"18446744073709551615\"/>"},
        {WS_TIMESPAN_TYPE, WS_TIMESPAN_VALUE_TYPE, 864000000001LL, 8, "<t>P1DT0.0000001S</t>",
         "<t a=\"P1DT0.0000001S\"/>"},
    };
    NAME(a, "a");
    NAME(none, "");
    size_t i;
    for (i = 0; i < CTEST_COUNT(rows); i++) {
        const void *pointer = &rows[i].value;
        output_element();
        CHECK_HR(WsWriteType(writer, WS_ELEMENT_CONTENT_TYPE_MAPPING, rows[i].type, NULL, WS_WRITE_REQUIRED_VALUE,
                             &rows[i].value, rows[i].size, NULL),
                 S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(rows[i].element);

        output_element();
        CHECK_HR(WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, rows[i].type, NULL, WS_WRITE_REQUIRED_POINTER,
                             &pointer, sizeof(pointer), NULL),
                 S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(rows[i].element);

        output_element();
        CHECK_HR(WsWriteStartAttribute(writer, NULL, &a, &none, FALSE, NULL), S_OK);
        CHECK_HR(WsWriteType(writer, WS_ATTRIBUTE_TYPE_MAPPING, rows[i].type, NULL, WS_WRITE_REQUIRED_VALUE,
                             &rows[i].value, rows[i].size, NULL),
                 S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(rows[i].attribute);

        output_element();
        CHECK_HR(WsWriteValue(writer, rows[i].value_type, &rows[i].value, rows[i].size, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(rows[i].element);

        output_element();
        CHECK_HR(WsWriteStartAttribute(writer, NULL, &a, &none, FALSE, NULL), S_OK);
        CHECK_HR(WsWriteValue(writer, rows[i].value_type, &rows[i].value, rows[i].size, NULL), S_OK);
        CHECK_HR(WsWriteEndAttribute(writer, NULL), S_OK);
        CHECK_HR(WsWriteEndElement(writer, NULL), S_OK);
        CHECK_WRITTEN(rows[i].attribute);
    }
}

static HRESULT write_one(WS_TYPE type, const void *value, ULONG size)
{
    HRESULT hr;
    output_element();
    hr = WsWriteType(writer, WS_ELEMENT_TYPE_MAPPING, type, NULL, WS_WRITE_REQUIRED_VALUE, value, size, NULL);
    return hr == S_OK ? WsWriteEndElement(writer, NULL) : hr;
}

static void writes_the_others(void)
{
    static const GUID guid = {0x12345678, 0x9ABC, 0xDEF0, {1, 2, 3, 4, 5, 6, 7, 8}};
    float floating = 0.5f;
    double big = 1e15;
    DECIMAL decimal;
    WS_DATETIME date = {0x8c1505f0e438000LL, WS_DATETIME_FORMAT_UTC};
    WS_DURATION duration;
    memset(&decimal, 0, sizeof(decimal));
    decimal.Lo64 = 1250;
    decimal.scale = 2;
    decimal.sign = 0x80;
    memset(&duration, 0, sizeof(duration));
    duration.negative = TRUE;
    duration.years = 1;
    duration.seconds = 6;
    duration.milliseconds = 500;

    CHECK_HR(write_one(WS_GUID_TYPE, &guid, sizeof(guid)), S_OK);
    CHECK_WRITTEN("<t>12345678-9abc-def0-0102-030405060708</t>");
    CHECK_HR(write_one(WS_FLOAT_TYPE, &floating, sizeof(floating)), S_OK);
    CHECK_WRITTEN("<t>0.5</t>");
    CHECK_HR(write_one(WS_DOUBLE_TYPE, &big, sizeof(big)), S_OK);
    CHECK_WRITTEN("<t>1E+15</t>");
    CHECK_HR(write_one(WS_DECIMAL_TYPE, &decimal, sizeof(decimal)), S_OK);
    CHECK_WRITTEN("<t>-12.50</t>");
    CHECK_HR(write_one(WS_DATETIME_TYPE, &date, sizeof(date)), S_OK);
    CHECK_WRITTEN("<t>2000-02-29T00:00:00Z</t>");
    CHECK_HR(write_one(WS_DURATION_TYPE, &duration, sizeof(duration)), S_OK);
    CHECK_WRITTEN("<t>-P1YT6.5S</t>");

    date.ticks = 0x2bca2875f4374000LL;
    CHECK_HR(write_one(WS_DATETIME_TYPE, &date, sizeof(date)), WS_E_INVALID_FORMAT);
    date.ticks = 0;
    date.format = (WS_DATETIME_FORMAT)(WS_DATETIME_FORMAT_NONE + 1);
    CHECK_HR(write_one(WS_DATETIME_TYPE, &date, sizeof(date)), WS_E_INVALID_FORMAT);
}

static void reads_and_writes_plain_values(void)
{
    INT32 value = 77;
    BOOL truth = 5;
    GUID guid;
    WS_DURATION duration;
    /* The reader has to be in the element. */
    input("<t>1</t>");
    CHECK_HR(WsReadValue(NULL, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, NULL, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsReadValue(reader, (WS_VALUE_TYPE)99, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &value, sizeof(value) - 1, NULL), E_INVALIDARG);
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), WS_E_INVALID_FORMAT);
    input_at_element("<t>1</t>");
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), WS_E_INVALID_FORMAT);
    input_in_element("<t>x</t>");
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), WS_E_INVALID_FORMAT);
    CHECK_INT(value, 77);
    input_in_element("<t> 1<!-- --> </t>");
    CHECK_HR(WsReadValue(reader, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), S_OK);
    CHECK_INT(value, 1);
    CHECK_INT(node_type(), WS_XML_NODE_TYPE_END_ELEMENT);
    input_in_element("<t>false</t>");
    CHECK_HR(WsReadValue(reader, WS_BOOL_VALUE_TYPE, &truth, sizeof(truth), NULL), S_OK);
    CHECK_INT(truth, FALSE);
    input_in_element("<t>00000000-0000-0000-0000-000000000000</t>");
    CHECK_HR(WsReadValue(reader, WS_GUID_VALUE_TYPE, &guid, sizeof(guid), NULL), S_OK);
    input_in_element("<t>P1D</t>");
    CHECK_HR(WsReadValue(reader, WS_DURATION_VALUE_TYPE, &duration, sizeof(duration), NULL), S_OK);
    CHECK_INT(duration.days, 1);

    output();
    CHECK_HR(WsWriteValue(NULL, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), E_INVALIDARG);
    CHECK_HR(WsWriteValue(writer, WS_INT32_VALUE_TYPE, &value, sizeof(value), NULL), WS_E_INVALID_FORMAT);
    output_element();
    CHECK_HR(WsWriteValue(writer, WS_INT32_VALUE_TYPE, &value, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteValue(writer, WS_INT32_VALUE_TYPE, NULL, 0, NULL), E_INVALIDARG);
    CHECK_HR(WsWriteValue(writer, (WS_VALUE_TYPE)-1, &value, sizeof(value), NULL), E_INVALIDARG);
}

int main(void)
{
    serialize_begin();
    reads_booleans_and_integers();
    reads_floating_point_numbers();
    reads_times();
    reads_guids();
    keeps_to_the_ranges_of_descriptions();
    asks_the_comparer_of_durations();
    writes_numbers();
    writes_the_others();
    reads_and_writes_plain_values();
    return serialize_end();
}
