use proptest::prelude::*;

use super::*;

const UTC: WS_DATETIME_FORMAT = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC;
const LOCAL: WS_DATETIME_FORMAT = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL;
const NONE: WS_DATETIME_FORMAT = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_NONE;

fn datetime(ticks: u64, format: WS_DATETIME_FORMAT) -> WS_DATETIME {
    WS_DATETIME { ticks, format: format.to_c() }
}

/// Written where local time is this many minutes ahead of UTC.
fn written(ticks: u64, format: WS_DATETIME_FORMAT, offset: i32) -> String {
    let mut out = Vec::new();
    write_datetime_in_zone(&datetime(ticks, format), &mut out, |_| offset).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn reads_dates_as_windows_does() {
    for (text, ticks, format) in [
        ("0001-01-01T00:00:00Z", 0, UTC),
        ("0001-01-01T00:00:00", 0, NONE),
        ("0001-01-01T00:00:00.0Z", 0, UTC),
        ("0001-01-01T00:00:00.1Z", 0xf4240, UTC),
        ("0001-01-01T00:00:00.01Z", 0x186a0, UTC),
        ("0001-01-01T00:00:00.0000001Z", 1, UTC),
        ("0001-01-01T00:00:00.9999999Z", 0x0098_967f, UTC),
        ("0001-12-01T00:00:00Z", 0x1_0675_55f8_8000, UTC),
        ("2001-01-31T00:00:00Z", 0x8c2_592f_e379_4000, UTC),
        ("2000-02-29T00:00:00Z", 0x8c1_505f_0e43_8000, UTC),
        ("2001-02-28T00:00:00Z", 0x8c2_6f30_870a_4000, UTC),
        ("0001-01-01T24:00:00Z", 0xc9_2a69_c000, UTC),
        ("0001-01-01T00:00:00-00:01", 0x23c3_4600, LOCAL),
        ("9999-12-31T24:00:00+00:01", 0x2bca_2875_d073_fa00, LOCAL),
        ("0002-01-01T00:00:00+13:59", 0x1_1e5c_43cc_5600, LOCAL),
        ("0002-01-01T00:00:00+14:00", 0x1_1e5c_43cc_5600 - 600_000_000, LOCAL),
        ("0002-01-01T00:00:00+01:00", 0x1_1ec9_1702_5800, LOCAL),
        ("2016-01-01T00:00:00-01:00", 0x8d3_1246_dfbb_a800, LOCAL),
        ("2016-01-01T00:00:00Z", 0x8d3_123e_7df7_4000, UTC),
        (" 2016-01-02T03:04:05Z\n", 0x8d3_1321_5fb6_4080, UTC),
        ("1601-01-01T00:00:00Z", FILE_TIME_EPOCH, UTC),
        ("1970-01-01T00:00:00Z", UNIX_EPOCH, UTC),
        ("9999-12-31T23:59:59.9999999Z", MAX_TICKS, UTC),
    ] {
        let read = parse_datetime(text.as_bytes()).unwrap();
        assert_eq!((read.ticks, read.format.get()), (ticks, Some(format)), "{text}");
    }
}

#[test]
fn refuses_what_is_no_date() {
    for text in [
        "",
        "0000-01-01T00:00:00Z",
        "0001-01-01T00:00:00.Z",
        "0001-01-01T00:00:00.00000001Z",
        "0001-01-01T00:00:00Z-",
        "-0001-01-01T00:00:00Z",
        "+2016-01-01T00:00:00Z",
        "0001-00-01T00:00:00Z",
        "0001-13-01T00:00:00Z",
        "0001-01-00T00:00:00Z",
        "2001-01-32T00:00:00Z",
        "1900-02-29T00:00:00Z",
        "2001-02-29T00:00:00Z",
        "2001-04-31T00:00:00Z",
        "0001-01-01U00:00:00Z",
        "0001-01-01T24:00:01Z",
        "0001-01-01T24:00:00.0000001Z",
        "0001-01-01T25:00:00Z",
        "0001-01-01T00:60:00Z",
        "0001-01-01T00:00:60Z",
        "0001-01-01T00:00:00Y",
        "0001-01-01T00:00:00z",
        "0001-01-01T00:00:00+00:01",
        "9999-12-31T24:00:00-00:01",
        "9999-12-31T24:00:00Z",
        "0002-01-01T00:00:00+14:01",
        "0002-01-01T00:00:00+15:00",
        "0002-01-01T00:00:00+13:60",
        "0002-01-01T00:00:00+1:00",
        "01-01-01T00:00:00Z",
        "2016-01-01",
        "2016-01-01T00:00Z",
    ] {
        assert_eq!(
            parse_datetime(text.as_bytes()).err().map(|e| e.code()),
            Some(WS_E_INVALID_FORMAT),
            "{text}"
        );
    }
}

#[test]
fn writes_dates_as_windows_does() {
    const PACIFIC: i32 = -8 * 60;
    for (ticks, format, expected) in [
        (0, UTC, "0001-01-01T00:00:00Z"),
        (0, LOCAL, "0001-01-01T00:00:00+00:00"),
        (0, NONE, "0001-01-01T00:00:00"),
        (1, UTC, "0001-01-01T00:00:00.0000001Z"),
        (1, LOCAL, "0001-01-01T00:00:00.0000001+00:00"),
        (10, NONE, "0001-01-01T00:00:00.000001"),
        (1_000_000, NONE, "0001-01-01T00:00:00.1"),
        (0x4b_6fe7_a800, LOCAL, "0001-01-01T09:00:00+00:00"),
        (0x0098_9680, NONE, "0001-01-01T00:00:01"),
        (0xc9_2a69_c000, NONE, "0001-01-02T00:00:00"),
        (0x1_1ed1_78c6_c000, NONE, "0002-01-01T00:00:00"),
        (MAX_TICKS, UTC, "9999-12-31T23:59:59.9999999Z"),
        (MAX_TICKS, LOCAL, "9999-12-31T15:59:59.9999999-08:00"),
        (0x8d3_123e_7df7_4000, LOCAL, "2015-12-31T16:00:00-08:00"),
        (FILE_TIME_EPOCH, LOCAL, "1601-01-01T00:00:00+00:00"),
        (0x701_ce5a_309a_4000, LOCAL, "1601-01-01T00:00:00-08:00"),
        (0x701_ce5e_617c_7400, LOCAL, "1601-01-01T00:30:00-08:00"),
        (0x701_ce51_ced5_d800, LOCAL, "1601-01-01T07:00:00+00:00"),
        (0x3_8a08_0649_c000, UTC, "0004-02-28T00:00:00Z"),
        (0x3_8ad1_30b3_8000, UTC, "0004-02-29T00:00:00Z"),
        (0x8c1_505f_0e43_8000, UTC, "2000-02-29T00:00:00Z"),
        (0x8d4_6035_e787_0000, UTC, "2017-03-01T00:00:00Z"),
    ] {
        assert_eq!(written(ticks, format, PACIFIC), expected);
    }
    assert_eq!(written(0x8d3_123e_7df7_4000, LOCAL, 345), "2016-01-01T05:45:00+05:45");
}

#[test]
fn refuses_to_write_what_is_no_date() {
    let mut out = Vec::new();
    for value in [datetime(MAX_TICKS + 1, UTC), datetime(u64::MAX, LOCAL), datetime(MAX_TICKS + 1, NONE)] {
        assert_eq!(write_datetime(&value, &mut out).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }
    let east = write_datetime_in_zone(&datetime(MAX_TICKS, LOCAL), &mut out, |_| 60);
    assert_eq!(east.unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert!(out.is_empty());
}

#[test]
fn converts_file_times() {
    let pair = |ticks: u64| {
        datetime_to_filetime(&datetime(ticks, LOCAL)).map(|f| (f.dwLowDateTime, f.dwHighDateTime))
    };
    assert_eq!(pair(0).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(pair(FILE_TIME_EPOCH - 1).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(pair(FILE_TIME_EPOCH).unwrap(), (0, 0));
    assert_eq!(pair(MAX_TICKS).unwrap(), (0xd1c0_3fff, 0x24c8_5a5e));
    assert_eq!(pair(u64::MAX).unwrap(), (0xdd88_ffff, 0xf8fe_31e8));
    let back = |low, high| {
        filetime_to_datetime(FILETIME { dwLowDateTime: low, dwHighDateTime: high }).map(|date| date.ticks)
    };
    assert_eq!(back(0, 0).unwrap(), FILE_TIME_EPOCH);
    assert_eq!(back(0xd1c0_3fff, 0x24c8_5a5e).unwrap(), MAX_TICKS);
    assert_eq!(back(0xd1c0_4000, 0x24c8_5a5e).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(back(0xdd88_ffff, 0xf8fe_31e8).unwrap_err().code(), WS_E_INVALID_FORMAT);
    assert_eq!(back(0xdd89_0000, 0xf8fe_31e8).unwrap_err().code(), WS_E_NUMERIC_OVERFLOW);
}

fn duration_text(value: &WS_DURATION) -> String {
    let mut out = Vec::new();
    write_duration(value, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn reads_and_writes_durations() {
    for text in [
        "PT0S",
        "P1Y",
        "P2M",
        "P3D",
        "PT4H",
        "PT5M",
        "PT6S",
        "P1Y2M3DT4H5M6.1234567S",
        "-P1D",
        "PT0.001S",
        "PT0.0000001S",
        "-PT0S",
        "P4294967295Y",
    ] {
        assert_eq!(duration_text(&parse_duration(text.as_bytes()).unwrap()), text);
    }
    for (text, expected) in
        [("P0Y0M0D", "PT0S"), (" P1YT0S ", "P1Y"), ("PT1.50S", "PT1.5S"), ("P0001D", "P1D")]
    {
        assert_eq!(duration_text(&parse_duration(text.as_bytes()).unwrap()), expected);
    }
    let full = parse_duration(b"-P1Y2M3DT4H5M6.1234567S").unwrap();
    assert_eq!((full.negative, full.seconds, full.milliseconds, full.ticks), (TRUE, 6, 123, 4567));
    for wrong in [
        "",
        "P",
        "PT",
        "P1",
        "1Y",
        "P1YT",
        "PY",
        "P1S",
        "PT1Y",
        "P1M1Y",
        "P1Y1Y",
        "PT1S1M",
        "P1.5D",
        "PT1.S",
        "PT.5S",
        "PT1.12345678S",
        "+P1D",
        "P-1D",
        "P1DT1HT1M",
        "P1Dx",
        "PT1S1",
    ] {
        assert_eq!(
            parse_duration(wrong.as_bytes()).err().map(|e| e.code()),
            Some(WS_E_INVALID_FORMAT),
            "{wrong}"
        );
    }
    assert_eq!(parse_duration(b"P4294967296Y").err().map(|e| e.code()), Some(WS_E_NUMERIC_OVERFLOW));
    let mut broken = full;
    broken.milliseconds = 1000;
    assert_eq!(write_duration(&broken, &mut Vec::new()).unwrap_err().code(), WS_E_INVALID_FORMAT);
    broken.milliseconds = 0;
    broken.ticks = 10_000;
    assert_eq!(write_duration(&broken, &mut Vec::new()).unwrap_err().code(), WS_E_INVALID_FORMAT);
}

#[test]
fn time_spans_are_durations_of_days_and_less() {
    let mut out = Vec::new();
    write_timespan(&WS_TIMESPAN { ticks: i64::MIN }, &mut out).unwrap();
    assert_eq!(out, b"-P10675199DT2H48M5.4775808S");
    assert_eq!(parse_timespan(&out).unwrap().ticks, i64::MIN);
    assert_eq!(parse_timespan(b"P1Y1M").unwrap().ticks, 395 * TICKS_PER_DAY as i64);
    assert_eq!(parse_timespan(b"P4294967295Y").err().map(|e| e.code()), Some(WS_E_NUMERIC_OVERFLOW));
    assert_eq!(
        parse_timespan(b"P10675199DT2H48M5.4775808S").err().map(|e| e.code()),
        Some(WS_E_NUMERIC_OVERFLOW)
    );
    assert_eq!(parse_timespan(b"").err().map(|e| e.code()), Some(WS_E_INVALID_FORMAT));
}

#[test]
fn every_day_of_the_calendar_comes_back() {
    let mut expected = (1, 1, 1);
    for days in 0..=(MAX_TICKS / TICKS_PER_DAY) as u32 {
        assert_eq!(date_of(days), expected);
        let (year, month, day) = expected;
        assert_eq!(days_before(year, month, day), days);
        expected = if day < days_in_month(year, month) {
            (year, month, day + 1)
        } else if month < 12 {
            (year, month + 1, 1)
        } else {
            (year + 1, 1, 1)
        };
    }
}

proptest! {
    #[test]
    fn dates_come_back(ticks in 0..=MAX_TICKS, offset in -14 * 60..=14 * 60) {
        for format in [UTC, NONE, LOCAL] {
            let mut out = Vec::new();
            if write_datetime_in_zone(&datetime(ticks, format), &mut out, |_| offset).is_ok() {
                let read = parse_datetime(&out).unwrap();
                prop_assert_eq!((read.ticks, read.format.get()), (ticks, Some(format)));
            }
        }
    }

    #[test]
    fn the_zone_of_this_machine_comes_back(ticks in 0..MAX_TICKS - TICKS_PER_DAY) {
        let mut out = Vec::new();
        write_datetime(&datetime(ticks, LOCAL), &mut out).unwrap();
        prop_assert_eq!(parse_datetime(&out).unwrap().ticks, ticks);
    }

    #[test]
    fn time_spans_come_back(ticks: i64) {
        let mut out = Vec::new();
        write_timespan(&WS_TIMESPAN { ticks }, &mut out).unwrap();
        prop_assert_eq!(parse_timespan(&out).unwrap().ticks, ticks);
    }

    #[test]
    fn any_text_is_refused_or_read(text in "[-+P0-9YMDTHS.:Z ]{0,30}") {
        let _ = (parse_datetime(text.as_bytes()), parse_duration(text.as_bytes()), parse_timespan(text.as_bytes()));
    }
}
