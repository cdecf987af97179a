//! The offset of the machine's local time, asked of the system.
#![allow(unsafe_code)]

/// Minutes that local time is ahead of UTC at this moment, given in seconds since 1970.
#[cfg(unix)]
pub(super) fn offset_minutes(unix_seconds: i64) -> i32 {
    // SAFETY: a `tm` is integers and a pointer, for all of which zero is a value.
    let mut local: libc::tm = unsafe { std::mem::zeroed() };
    let seconds = unix_seconds as libc::time_t;
    // SAFETY: both pointers are to locals of ours.
    let done = unsafe { libc::localtime_r(&raw const seconds, &raw mut local) };
    if done.is_null() {
        return 0;
    }
    // Zones with seconds in their offset went out of use in the 1970s.
    i32::try_from(local.tm_gmtoff / 60).unwrap_or_default()
}

/// Minutes that local time is ahead of UTC at this moment, given in seconds since 1970.
#[cfg(windows)]
pub(super) fn offset_minutes(unix_seconds: i64) -> i32 {
    use crate::abi::types::FILETIME;

    type SystemTime = [u16; 8];
    #[link(name = "kernel32")]
    unsafe extern "system" {
        fn FileTimeToSystemTime(file: *const FILETIME, system: *mut SystemTime) -> i32;
        fn SystemTimeToTzSpecificLocalTime(
            zone: *const u8,
            utc: *const SystemTime,
            local: *mut SystemTime,
        ) -> i32;
        fn SystemTimeToFileTime(system: *const SystemTime, file: *mut FILETIME) -> i32;
    }

    let Ok(ticks) = u64::try_from((unix_seconds + 11_644_473_600) * 10_000_000) else { return 0 };
    let utc = FILETIME { dwLowDateTime: ticks as u32, dwHighDateTime: (ticks >> 32) as u32 };
    let (mut system, mut local, mut file) = ([0; 8], [0; 8], FILETIME::default());
    // SAFETY: every pointer is to a local of the size that the function expects.
    let done = unsafe {
        FileTimeToSystemTime(&raw const utc, &raw mut system) != 0
            && SystemTimeToTzSpecificLocalTime(std::ptr::null(), &raw const system, &raw mut local) != 0
            && SystemTimeToFileTime(&raw const local, &raw mut file) != 0
    };
    if !done {
        return 0;
    }
    let local_ticks = i64::from(file.dwHighDateTime) << 32 | i64::from(file.dwLowDateTime);
    ((local_ticks - ticks as i64) / 600_000_000) as i32
}
