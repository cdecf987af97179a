//! Dates, times and durations.

use core::mem::MaybeUninit;

use super::*;

/// How a time is, or was, written as text.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_DATETIME_FORMAT {
    /// In UTC, with a `Z` at the end.
    WS_DATETIME_FORMAT_UTC = 0,
    /// In local time, with its distance from UTC at the end; in UTC where that is not known.
    WS_DATETIME_FORMAT_LOCAL = 1,
    /// Without a time zone.
    WS_DATETIME_FORMAT_NONE = 2,
}

c_enum!(WS_DATETIME_FORMAT { WS_DATETIME_FORMAT_UTC, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_NONE });

/// A moment from year 1 to year 9999. `WsDateTimeToFileTime` and `WsFileTimeToDateTime` convert it.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME {
    /// Units of 100 ns since 0001-01-01T00:00:00, at most 3155378975999999999. In UTC, whatever `format`
    /// says, unless that is WS_DATETIME_FORMAT_NONE.
    pub ticks: UINT64,
    /// How it is written.
    pub format: MaybeUninit<WS_DATETIME_FORMAT>,
}

/// A stretch of time, forward or backward.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN {
    /// Units of 100 ns.
    pub ticks: INT64,
}

/// An `xsd:duration`: calendar parts that do not add up to a fixed time.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION {
    /// TRUE for backward.
    pub negative: BOOL,
    /// Years.
    pub years: ULONG,
    /// Months.
    pub months: ULONG,
    /// Days.
    pub days: ULONG,
    /// Hours.
    pub hours: ULONG,
    /// Minutes.
    pub minutes: ULONG,
    /// Seconds.
    pub seconds: ULONG,
    /// Thousandths of a second, below 1000.
    pub milliseconds: ULONG,
    /// Units of 100 ns, below 10000.
    pub ticks: ULONG,
}
