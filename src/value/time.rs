//! Dates, durations and time spans: as text, and as the system's file times.
//!
//! A `WS_DATETIME` counts intervals of 100 ns from the first midnight of the year 1, in UTC; its format says
//! with which zone it is written. What is accepted and how it is spelled are as seen on Windows; each fact is
//! a row of the tests below.

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::platform;

use super::number::write_uint64;
use super::string::{quoted, trim};

const TICKS_PER_SECOND: u64 = 10_000_000;
const TICKS_PER_MINUTE: u64 = 60 * TICKS_PER_SECOND;
const TICKS_PER_HOUR: u64 = 60 * TICKS_PER_MINUTE;
const TICKS_PER_DAY: u64 = 24 * TICKS_PER_HOUR;
const TICKS_PER_MILLISECOND: u64 = TICKS_PER_SECOND / 1000;
/// The last tick of the year 9999.
pub(crate) const MAX_TICKS: u64 = 3_155_378_975_999_999_999;
/// 1601-01-01, from which file times count.
const FILE_TIME_EPOCH: u64 = 0x0701_ce17_2277_0000;
/// 1970-01-01, from which Unix counts.
const UNIX_EPOCH: u64 = 0x089f_7ff5_f7b5_8000;
/// Most digits after the second.
const FRACTION_DIGITS: usize = 7;

/// The file time of a date. One before 1601 is `WS_E_INVALID_FORMAT`; the format plays no part.
pub(crate) fn datetime_to_filetime(value: &WS_DATETIME) -> Result<FILETIME> {
    let ticks = value.ticks.checked_sub(FILE_TIME_EPOCH).ok_or_else(|| {
        Error::invalid_format(format!(
            "a FILETIME begins with the year 1601, and the WS_DATETIME of {} ticks is before that",
            value.ticks
        ))
    })?;
    Ok(FILETIME { dwLowDateTime: ticks as u32, dwHighDateTime: (ticks >> 32) as u32 })
}

/// The date of a file time, in UTC. One after the year 9999 is `WS_E_INVALID_FORMAT`, and one that no 64 bits
/// can count is `WS_E_NUMERIC_OVERFLOW`.
pub(crate) fn filetime_to_datetime(value: FILETIME) -> Result<WS_DATETIME> {
    let ticks = u64::from(value.dwHighDateTime) << 32 | u64::from(value.dwLowDateTime);
    let total = ticks.checked_add(FILE_TIME_EPOCH).ok_or_else(|| {
        Error::numeric_overflow(format!("a FILETIME of {ticks} does not fit into a WS_DATETIME"))
    })?;
    if total > MAX_TICKS {
        return Err(Error::invalid_format(format!(
            "a WS_DATETIME ends with the year 9999, and the FILETIME of {ticks} is after that"
        )));
    }
    Ok(WS_DATETIME { ticks: total, format: WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC.to_c() })
}

/// Reads an `xs:dateTime`: `2016-01-02T03:04:05.1234567Z`, with `Z`, an offset up to 14:00, or neither. A time
/// with an offset is turned into UTC and marked as local.
pub(crate) fn parse_datetime(text: &[u8]) -> Result<WS_DATETIME> {
    let text = trim(text);
    parse_datetime_parts(text).ok_or_else(|| {
        Error::invalid_format(format!(
            "a date and time is expected (YYYY-MM-DDThh:mm:ss, up to 7 digits of fraction, Z or +hh:mm; years 1 \
             to 9999), and {} was found",
            quoted(text)
        ))
    })
}

fn parse_datetime_parts(text: &[u8]) -> Option<WS_DATETIME> {
    if let Some(value) = parse_whole_seconds(text) {
        return Some(value);
    }
    let mut input = Scanner(text);
    let year = input.fixed(4)?;
    input.expect(b'-')?;
    let month = input.fixed(2)?;
    input.expect(b'-')?;
    let day = input.fixed(2)?;
    input.expect(b'T')?;
    let hour = u64::from(input.fixed(2)?);
    input.expect(b':')?;
    let minute = u64::from(input.fixed(2)?);
    input.expect(b':')?;
    let second = u64::from(input.fixed(2)?);
    let fraction = input.fraction()?;
    let ticks = ticks_of([year, month, day], [hour, minute, second], fraction)?;
    let (ticks, format) = match input.0 {
        [] => (ticks, WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_NONE),
        b"Z" => (ticks, WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC),
        [sign @ (b'+' | b'-'), rest @ ..] => {
            input.0 = rest;
            let hours = u64::from(input.fixed(2)?);
            input.expect(b':')?;
            let minutes = u64::from(input.fixed(2)?);
            if !input.0.is_empty() || minutes > 59 || hours * 60 + minutes > 14 * 60 {
                return None;
            }
            let offset = hours * TICKS_PER_HOUR + minutes * TICKS_PER_MINUTE;
            let utc = if *sign == b'+' { ticks.checked_sub(offset)? } else { ticks + offset };
            (utc, WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL)
        }
        _ => return None,
    };
    (ticks <= MAX_TICKS).then(|| WS_DATETIME { ticks, format: format.to_c() })
}

/// The form that most have, all of whose places are known: `YYYY-MM-DDThh:mm:ssZ`.
#[inline]
fn parse_whole_seconds(text: &[u8]) -> Option<WS_DATETIME> {
    let text: &[u8; 20] = text.try_into().ok()?;
    let marks = [4, 7, 10, 13, 16, 19].map(|at: usize| text[at]);
    if marks != *b"--T::Z" {
        return None;
    }
    let digits =
        [0, 1, 2, 3, 5, 6, 8, 9, 11, 12, 14, 15, 17, 18].map(|at: usize| text[at].wrapping_sub(b'0'));
    if digits.iter().fold(false, |wrong, &digit| wrong | (digit > 9)) {
        return None;
    }
    let two = |at: usize| u32::from(digits[at]) * 10 + u32::from(digits[at + 1]);
    let day = [two(0) * 100 + two(2), two(4), two(6)];
    let ticks = ticks_of(day, [two(8).into(), two(10).into(), two(12).into()], 0)?;
    let format = WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC.to_c();
    (ticks <= MAX_TICKS).then_some(WS_DATETIME { ticks, format })
}

/// The ticks of a day and a time, if there are such.
#[inline]
fn ticks_of(date: [u32; 3], time: [u64; 3], fraction: u64) -> Option<u64> {
    let ([year, month, day], [hour, minute, second]) = (date, time);
    if year == 0 || !(1..=12).contains(&month) || day == 0 || day > days_in_month(year, month) {
        return None;
    }
    let in_day = hour * TICKS_PER_HOUR + minute * TICKS_PER_MINUTE + second * TICKS_PER_SECOND + fraction;
    // 24:00:00 is the midnight that ends the day.
    if minute > 59 || second > 59 || in_day > TICKS_PER_DAY {
        return None;
    }
    Some(u64::from(days_before(year, month, day)) * TICKS_PER_DAY + in_day)
}

/// Writes an `xs:dateTime`. The local format uses the zone of this machine at that time of the year, where
/// the calendar of file times (from 1601 on) has it, and `+00:00` before that. `WS_E_INVALID_FORMAT` when the
/// structure does not hold a date.
pub(crate) fn write_datetime(value: &WS_DATETIME, out: &mut Vec<u8>) -> Result<()> {
    write_datetime_in_zone(value, out, local_offset)
}

/// Fails as [`write_datetime`] does.
pub(crate) fn verify_datetime(value: &WS_DATETIME) -> Result<()> {
    clock_of(value, local_offset).map(|_| ())
}

/// What a clock shows at a time.
struct Clock {
    ticks: u64,
    format: WS_DATETIME_FORMAT,
    /// The minutes that a local one is ahead.
    offset: i32,
}

fn clock_of(value: &WS_DATETIME, zone: impl Fn(u64) -> i32) -> Result<Clock> {
    let format = value.format.get().ok_or_else(|| {
        Error::invalid_format(format!("a WS_DATETIME has no format {}", CEnumField::raw(value.format)))
    })?;
    let too_late = || {
        Error::invalid_format(format!(
            "a WS_DATETIME ends with the year 9999; {} ticks are after that",
            value.ticks
        ))
    };
    let mut clock = Clock { ticks: value.ticks, format, offset: 0 };
    if value.ticks > MAX_TICKS {
        return Err(too_late());
    }
    if format == WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL {
        let minutes = zone(value.ticks);
        let shift = i64::from(minutes) * TICKS_PER_MINUTE as i64;
        // Two tests of one bound: the moment itself, and the same moment on the local clock.
        if value.ticks >= FILE_TIME_EPOCH
            && let Some(local) =
                value.ticks.checked_add_signed(shift).filter(|&local| local >= FILE_TIME_EPOCH)
        {
            if local > MAX_TICKS {
                return Err(too_late());
            }
            clock = Clock { ticks: local, format, offset: minutes };
        }
    }
    Ok(clock)
}

fn write_datetime_in_zone(value: &WS_DATETIME, out: &mut Vec<u8>, zone: impl Fn(u64) -> i32) -> Result<()> {
    let Clock { ticks, format, offset } = clock_of(value, zone)?;
    let (year, month, day) = date_of((ticks / TICKS_PER_DAY) as u32);
    let in_day = ticks % TICKS_PER_DAY;
    let second = (in_day / TICKS_PER_SECOND) as u32;
    let mut text = *b"0000-00-00T00:00:00";
    let pairs = [year / 100, year % 100, month, day, second / 3600, second / 60 % 60, second % 60];
    for (pair, at) in pairs.into_iter().zip([0, 2, 5, 8, 11, 14, 17]) {
        text[at] += (pair / 10) as u8;
        text[at + 1] += (pair % 10) as u8;
    }
    out.extend_from_slice(&text);
    write_fraction(in_day % TICKS_PER_SECOND, out);
    match format {
        WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_UTC => out.push(b'Z'),
        WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_NONE => {}
        WS_DATETIME_FORMAT::WS_DATETIME_FORMAT_LOCAL => {
            out.push(if offset < 0 { b'-' } else { b'+' });
            padded(offset.unsigned_abs() / 60, 2, out);
            out.push(b':');
            padded(offset.unsigned_abs() % 60, 2, out);
        }
    }
    Ok(())
}

/// Minutes that the machine's local time is ahead of UTC at this moment. As on Windows, the rules of 1970 and
/// later are used for all times before.
fn local_offset(ticks: u64) -> i32 {
    let (year, month, day) = date_of((ticks / TICKS_PER_DAY) as u32);
    let ticks = if year < 1970 {
        let year = if is_leap(year) { 1972 } else { 1970 };
        u64::from(days_before(year, month, day)) * TICKS_PER_DAY + ticks % TICKS_PER_DAY
    } else {
        ticks
    };
    platform::local_offset_minutes(((ticks - UNIX_EPOCH) / TICKS_PER_SECOND) as i64)
}

/// Reads an `xs:duration`: `-P1Y2M3DT4H5M6.1234567S`, at least one part of it.
pub(crate) fn parse_duration(text: &[u8]) -> Result<WS_DURATION> {
    let text = trim(text);
    parse_duration_parts(text)?.ok_or_else(|| {
        Error::invalid_format(format!(
            "a duration is expected (-PnYnMnDTnHnMn.nS), and {} was found",
            quoted(text)
        ))
    })
}

fn parse_duration_parts(text: &[u8]) -> Result<Option<WS_DURATION>> {
    let mut input = Scanner(text);
    let negative = input.expect(b'-').is_some();
    if input.expect(b'P').is_none() {
        return Ok(None);
    }
    let overflow = || {
        Error::numeric_overflow(format!(
            "each part of a duration has 32 bits, and {} was found",
            quoted(text)
        ))
    };
    // Years, months, days, hours, minutes, seconds.
    let mut parts = [0u32; 6];
    let mut fraction = 0;
    let mut next = 0;
    let mut in_time = false;
    let mut ends_well = false;
    while !input.0.is_empty() {
        if !in_time && input.expect(b'T').is_some() {
            in_time = true;
            next = 3;
            ends_well = false;
            continue;
        }
        let Some(digits) = input.digits() else { return Ok(None) };
        let has_fraction = input.0.first() == Some(&b'.');
        if has_fraction {
            let Some(ticks) = input.fraction() else { return Ok(None) };
            fraction = ticks;
        }
        let (designators, last) = if in_time { (&b"HMS"[..], 6) } else { (&b"YMD"[..], 3) };
        let found = input.0.first().and_then(|&byte| designators.iter().position(|&known| known == byte));
        let Some(index) = found.map(|index| index + last - 3).filter(|&index| index >= next) else {
            return Ok(None);
        };
        if has_fraction && index != 5 {
            return Ok(None);
        }
        let add = |value: u32, digit: &u8| value.checked_mul(10)?.checked_add(u32::from(digit - b'0'));
        parts[index] = digits.iter().try_fold(0, add).ok_or_else(overflow)?;
        input.0 = &input.0[1..];
        next = index + 1;
        ends_well = true;
    }
    if !ends_well {
        return Ok(None);
    }
    let [years, months, days, hours, minutes, seconds] = parts;
    Ok(Some(WS_DURATION {
        negative: BOOL::from(negative),
        years,
        months,
        days,
        hours,
        minutes,
        seconds,
        milliseconds: (fraction / TICKS_PER_MILLISECOND) as u32,
        ticks: (fraction % TICKS_PER_MILLISECOND) as u32,
    }))
}

/// Writes an `xs:duration`, leaving out the parts that are zero. `WS_E_INVALID_FORMAT` when milliseconds or
/// ticks are not less than 1000 and 10000.
pub(crate) fn write_duration(value: &WS_DURATION, out: &mut Vec<u8>) -> Result<()> {
    if value.milliseconds >= 1000 || value.ticks >= 10_000 {
        return Err(Error::invalid_format(format!(
            "a WS_DURATION has less than 1000 milliseconds and 10000 ticks; this one has {} and {}",
            value.milliseconds, value.ticks
        )));
    }
    if value.negative != FALSE {
        out.push(b'-');
    }
    out.push(b'P');
    let start = out.len();
    let part = |amount: u32, designator: u8, out: &mut Vec<u8>| {
        if amount != 0 {
            write_uint64(amount.into(), out);
            out.push(designator);
        }
    };
    part(value.years, b'Y', out);
    part(value.months, b'M', out);
    part(value.days, b'D', out);
    let fraction = u64::from(value.milliseconds) * TICKS_PER_MILLISECOND + u64::from(value.ticks);
    if value.hours != 0 || value.minutes != 0 || value.seconds != 0 || fraction != 0 || out.len() == start {
        out.push(b'T');
        part(value.hours, b'H', out);
        part(value.minutes, b'M', out);
        if value.seconds != 0 || fraction != 0 || out.len() == start + 1 {
            write_uint64(value.seconds.into(), out);
            write_fraction(fraction, out);
            out.push(b'S');
        }
    }
    Ok(())
}

/// Reads a time span, which is written as an `xs:duration`. Years count 365 days and months 30, as .NET has
/// it; what does not fit is `WS_E_NUMERIC_OVERFLOW`.
pub(crate) fn parse_timespan(text: &[u8]) -> Result<WS_TIMESPAN> {
    let duration = parse_duration(text)?;
    let days = u64::from(duration.years) * 365 + u64::from(duration.months) * 30 + u64::from(duration.days);
    let ticks = i128::from(days) * i128::from(TICKS_PER_DAY)
        + i128::from(duration.hours) * i128::from(TICKS_PER_HOUR)
        + i128::from(duration.minutes) * i128::from(TICKS_PER_MINUTE)
        + i128::from(duration.seconds) * i128::from(TICKS_PER_SECOND)
        + i128::from(duration.milliseconds) * i128::from(TICKS_PER_MILLISECOND)
        + i128::from(duration.ticks);
    let ticks = if duration.negative == FALSE { ticks } else { -ticks };
    let ticks = i64::try_from(ticks).map_err(|_| {
        Error::numeric_overflow(format!(
            "a WS_TIMESPAN has 64 bits of 100 ns, and {} was found",
            quoted(text)
        ))
    })?;
    Ok(WS_TIMESPAN { ticks })
}

/// Writes a time span as an `xs:duration` of days, hours, minutes and seconds.
// As its siblings, which take what is larger.
#[allow(clippy::trivially_copy_pass_by_ref)]
pub(crate) fn write_timespan(value: &WS_TIMESPAN, out: &mut Vec<u8>) -> Result<()> {
    let ticks = value.ticks.unsigned_abs();
    let fraction = ticks % TICKS_PER_SECOND;
    let duration = WS_DURATION {
        negative: BOOL::from(value.ticks < 0),
        years: 0,
        months: 0,
        days: (ticks / TICKS_PER_DAY) as u32,
        hours: (ticks / TICKS_PER_HOUR % 24) as u32,
        minutes: (ticks / TICKS_PER_MINUTE % 60) as u32,
        seconds: (ticks / TICKS_PER_SECOND % 60) as u32,
        milliseconds: (fraction / TICKS_PER_MILLISECOND) as u32,
        ticks: (fraction % TICKS_PER_MILLISECOND) as u32,
    };
    write_duration(&duration, out)
}

/// The text that is still to be read.
struct Scanner<'a>(&'a [u8]);

impl<'a> Scanner<'a> {
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.0 = self.0.strip_prefix(&[byte])?;
        Some(())
    }

    /// A number of exactly this many digits.
    fn fixed(&mut self, digits: usize) -> Option<u32> {
        let (number, rest) = self.0.split_at_checked(digits)?;
        let mut value = 0;
        for byte in number {
            let digit = byte.wrapping_sub(b'0');
            if digit > 9 {
                return None;
            }
            value = value * 10 + u32::from(digit);
        }
        self.0 = rest;
        Some(value)
    }

    /// The digits of a number of one digit or more.
    fn digits(&mut self) -> Option<&'a [u8]> {
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        let (digits, rest) = self.0.split_at(count);
        self.0 = rest;
        (count > 0).then_some(digits)
    }

    /// Ticks of a fraction of one to seven digits, or zero if there is no point.
    fn fraction(&mut self) -> Option<u64> {
        if self.expect(b'.').is_none() {
            return Some(0);
        }
        let count = self.0.iter().take_while(|byte| byte.is_ascii_digit()).count();
        if count == 0 || count > FRACTION_DIGITS {
            return None;
        }
        let digits = self.fixed(count)?;
        Some(u64::from(digits) * 10u64.pow((FRACTION_DIGITS - count) as u32))
    }
}

/// A point and the digits of this many ticks without zeros at the end; nothing for none.
fn write_fraction(ticks: u64, out: &mut Vec<u8>) {
    if ticks == 0 {
        return;
    }
    out.push(b'.');
    padded(ticks as u32, FRACTION_DIGITS, out);
    while out.last() == Some(&b'0') {
        out.pop();
    }
}

fn padded(value: u32, digits: usize, out: &mut Vec<u8>) {
    let start = out.len();
    out.resize(start + digits, b'0');
    let mut value = value;
    for digit in out[start..].iter_mut().rev() {
        *digit = b'0' + (value % 10) as u8;
        value /= 10;
    }
}

fn is_leap(year: u32) -> bool {
    year.is_multiple_of(4) && !year.is_multiple_of(100) || year.is_multiple_of(400)
}

fn days_in_month(year: u32, month: u32) -> u32 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Days from 0001-01-01 to this date. Years are counted from March, so that the leap day ends one.
fn days_before(year: u32, month: u32, day: u32) -> u32 {
    let (year, month) = if month > 2 { (year, month - 3) } else { (year - 1, month + 9) };
    // From March, the months repeat in fives of 153 days. March 1st of year 0 is 306 days before 0001-01-01.
    year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5 + day - 1 - 306
}

/// The year, month and day that are this many days after 0001-01-01.
fn date_of(days: u32) -> (u32, u32, u32) {
    let days = days + 306;
    let (era, day_of_era) = (days / 146_097, days % 146_097);
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let year = era * 400 + year_of_era;
    if month < 10 { (year, month + 3, day) } else { (year + 1, month - 9, day) }
}

#[cfg(test)]
mod tests;
