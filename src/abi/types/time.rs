//! Dates, times and durations.

use core::mem::MaybeUninit;

use super::*;

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_DATETIME_FORMAT {
    WS_DATETIME_FORMAT_UTC = 0,
    WS_DATETIME_FORMAT_LOCAL = 1,
    WS_DATETIME_FORMAT_NONE = 2,
}

c_enum!(WS_DATETIME_FORMAT { WS_DATETIME_FORMAT_UTC, WS_DATETIME_FORMAT_LOCAL, WS_DATETIME_FORMAT_NONE });

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME {
    pub ticks: UINT64,
    pub format: MaybeUninit<WS_DATETIME_FORMAT>,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN {
    pub ticks: INT64,
}

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION {
    pub negative: BOOL,
    pub years: ULONG,
    pub months: ULONG,
    pub days: ULONG,
    pub hours: ULONG,
    pub minutes: ULONG,
    pub seconds: ULONG,
    pub milliseconds: ULONG,
    pub ticks: ULONG,
}
