//! Booleans, integers and floating point numbers as text.
//!
//! What is accepted, which code answers what is not, and how numbers are spelled are as seen on Windows; each
//! fact is a row of the tests below. In short: integers know '-' but not '+'; the types of up to 32 bits that
//! are read through a wider one say `WS_E_NUMERIC_OVERFLOW` when the number is too large for them, and what is
//! too large for the wide one is `WS_E_INVALID_FORMAT`; floating point numbers may lack any part of their
//! digits, round to infinity, and are written with the fewest digits that read back as the same number.

use crate::error::{Error, Result};

use super::string::{quoted, trim};

/// `true`, `false`, `1` or `0`.
pub(crate) fn parse_bool(text: &[u8]) -> Result<bool> {
    match trim(text) {
        b"true" | b"1" => Ok(true),
        b"false" | b"0" => Ok(false),
        other => Err(Error::invalid_format(format!(
            "a boolean is expected ('true', 'false', '1' or '0'), and {} was found",
            quoted(other)
        ))),
    }
}

pub(crate) fn write_bool(value: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if value { b"true" } else { b"false" });
}

pub(crate) fn parse_int8(text: &[u8]) -> Result<i8> {
    narrow(parse_int32(text)?, text)
}

pub(crate) fn parse_int16(text: &[u8]) -> Result<i16> {
    narrow(parse_int32(text)?, text)
}

pub(crate) fn parse_int32(text: &[u8]) -> Result<i32> {
    parse_int64(text)?.try_into().map_err(|_| not_an_integer(text, "of 32 bits"))
}

pub(crate) fn parse_int64(text: &[u8]) -> Result<i64> {
    let digits = trim(text);
    let (negative, digits) = match digits {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, digits),
    };
    let magnitude = parse_digits(digits).ok_or_else(|| not_an_integer(text, "of 64 bits"))?;
    let value = if negative { 0i64.checked_sub_unsigned(magnitude) } else { i64::try_from(magnitude).ok() };
    value.ok_or_else(|| not_an_integer(text, "of 64 bits"))
}

pub(crate) fn parse_uint8(text: &[u8]) -> Result<u8> {
    narrow(parse_int32(text)?, text)
}

pub(crate) fn parse_uint16(text: &[u8]) -> Result<u16> {
    narrow(parse_int32(text)?, text)
}

pub(crate) fn parse_uint32(text: &[u8]) -> Result<u32> {
    narrow(parse_int64(text)?, text)
}

pub(crate) fn parse_uint64(text: &[u8]) -> Result<u64> {
    parse_digits(trim(text)).ok_or_else(|| not_an_integer(text, "of 64 bits without a sign"))
}

/// One digit or more, up to 64 bits.
fn parse_digits(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    let mut value = 0u64;
    // So many digits always fit.
    const SAFE: usize = 19;
    if digits.len() <= SAFE {
        let mut wrong = false;
        for &byte in digits {
            let digit = byte.wrapping_sub(b'0');
            wrong |= digit > 9;
            value = value.wrapping_mul(10).wrapping_add(u64::from(digit));
        }
        return (!wrong).then_some(value);
    }
    for &byte in digits {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        value = value.checked_mul(10)?.checked_add(u64::from(digit))?;
    }
    Some(value)
}

fn narrow<W, N: TryFrom<W> + Bounded>(value: W, text: &[u8]) -> Result<N> {
    N::try_from(value).map_err(|_| {
        Error::numeric_overflow(format!(
            "an integer {} is expected, and {} was found",
            N::RANGE,
            quoted(text)
        ))
    })
}

/// The range of an integer type, for messages.
trait Bounded {
    const RANGE: &'static str;
}
impl Bounded for i8 {
    const RANGE: &'static str = "from -128 to 127";
}
impl Bounded for u8 {
    const RANGE: &'static str = "from 0 to 255";
}
impl Bounded for i16 {
    const RANGE: &'static str = "from -32768 to 32767";
}
impl Bounded for u16 {
    const RANGE: &'static str = "from 0 to 65535";
}
impl Bounded for u32 {
    const RANGE: &'static str = "from 0 to 4294967295";
}

#[cold]
fn not_an_integer(text: &[u8], size: &str) -> Error {
    Error::invalid_format(format!("an integer {size} is expected, and {} was found", quoted(text)))
}

pub(crate) fn write_int32(value: i32, out: &mut Vec<u8>) {
    write_int64(value.into(), out);
}

pub(crate) fn write_int64(value: i64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

pub(crate) fn write_uint64(value: u64, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(value).as_bytes());
}

pub(crate) fn parse_float(text: &[u8]) -> Result<f32> {
    let nan = f32::from_bits(0xFFC0_0000);
    parse_floating(text, [nan, f32::INFINITY, f32::NEG_INFINITY], "single")
}

pub(crate) fn parse_double(text: &[u8]) -> Result<f64> {
    if let Some(value) = parse_short_double(text) {
        return Ok(value);
    }
    let nan = f64::from_bits(0xFFF8_0000_0000_0000);
    parse_floating(text, [nan, f64::INFINITY, f64::NEG_INFINITY], "double")
}

/// `[-] digits [. digits]` of so few digits that they and the power of ten they are divided by are exact, so that the
/// quotient is the number next to what is written. (Clinger, How to Read Floating Point Numbers Accurately, 1990)
fn parse_short_double(text: &[u8]) -> Option<f64> {
    const MOST: usize = 15;
    const POWERS: [f64; MOST + 1] =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];
    let (is_negative, digits) = match text {
        [b'-', rest @ ..] => (true, rest),
        _ => (false, text),
    };
    if digits.len() > MOST {
        return None;
    }
    let mut value = 0u64;
    let mut point = digits.len();
    for (at, &byte) in digits.iter().enumerate() {
        let digit = byte.wrapping_sub(b'0');
        if digit <= 9 {
            value = value * 10 + u64::from(digit);
        } else if byte == b'.' && point == digits.len() {
            point = at;
        } else {
            return None;
        }
    }
    // A point alone, or as the last byte, is for the others to judge.
    let fraction = digits.len() - point;
    if digits.is_empty() || fraction == 1 {
        return None;
    }
    let value = value as f64 / POWERS[fraction.saturating_sub(1)];
    Some(if is_negative { -value } else { value })
}

fn parse_floating<F: std::str::FromStr + Default>(
    text: &[u8],
    special: [F; 3],
    precision: &str,
) -> Result<F> {
    let text = trim(text);
    let [nan, positive, negative] = special;
    match text {
        b"NaN" => return Ok(nan),
        b"INF" => return Ok(positive),
        b"-INF" => return Ok(negative),
        _ => {}
    }
    let value = match floating_shape(text) {
        // The digits are ASCII by now.
        Some(true) => std::str::from_utf8(text).ok().and_then(|text| text.parse().ok()),
        Some(false) => Some(F::default()),
        None => None,
    };
    value.ok_or_else(|| {
        Error::invalid_format(format!(
            "a floating point number of {precision} precision is expected, and {} was found",
            quoted(text)
        ))
    })
}

/// Whether this is `[+-] digits [. digits] [e [+-] digits]`, and whether there is a digit before the `e`:
/// Windows reads a sign or a point alone as zero.
fn floating_shape(text: &[u8]) -> Option<bool> {
    let unsigned = match text {
        [b'+' | b'-', rest @ ..] => rest,
        [] => return None,
        _ => text,
    };
    let mut at = 0;
    let digits = |at: &mut usize| {
        let start = *at;
        while unsigned.get(*at).is_some_and(u8::is_ascii_digit) {
            *at += 1;
        }
        *at > start
    };
    let mut any = digits(&mut at);
    if unsigned.get(at) == Some(&b'.') {
        at += 1;
        any |= digits(&mut at);
    }
    if any && matches!(unsigned.get(at), Some(b'e' | b'E')) {
        at += 1;
        if matches!(unsigned.get(at), Some(b'+' | b'-')) {
            at += 1;
        }
        if !digits(&mut at) {
            return None;
        }
    }
    (at == unsigned.len()).then_some(any)
}

pub(crate) fn write_float(value: f32, out: &mut Vec<u8>) {
    if value.is_finite() {
        write_floating(ryu::Buffer::new().format_finite(value), out);
    } else {
        write_special(f64::from(value), out);
    }
}

pub(crate) fn write_double(value: f64, out: &mut Vec<u8>) {
    if let Some(hundredths) = hundredths(value) {
        write_hundredths(value.is_sign_negative(), hundredths, out);
    } else if value.is_finite() {
        write_floating(ryu::Buffer::new().format_finite(value), out);
    } else {
        write_special(value, out);
    }
}

/// A number of up to fifteen digits, no more than two of them behind the point, and not less than one, as so many
/// hundredths: most numbers are of this kind. No other decimal of up to fifteen digits rounds to the same number, so that
/// there is no shorter one either.
#[inline]
fn hundredths(value: f64) -> Option<u64> {
    const DIGITS: f64 = 1e15;
    let scaled = value.abs() * 100.0 + 0.5;
    if !(value.abs() >= 1.0 && scaled < DIGITS) {
        return None;
    }
    let hundredths = scaled as i64;
    // The division rounds as reading the decimal does: both its sides are without error.
    let is_exact = (hundredths as f64 / 100.0).to_bits() == value.abs().to_bits();
    is_exact.then_some(hundredths as u64)
}

fn write_hundredths(is_negative: bool, hundredths: u64, out: &mut Vec<u8>) {
    if is_negative {
        out.push(b'-');
    }
    write_uint64(hundredths / 100, out);
    let rest = (hundredths % 100) as u8;
    let point = [b'.', b'0' + rest / 10, b'0' + rest % 10];
    let digits = match (rest, rest % 10) {
        (0, _) => 0,
        (_, 0) => 2,
        _ => 3,
    };
    out.extend_from_slice(&point[..digits]);
}

fn write_special(value: f64, out: &mut Vec<u8>) {
    out.extend_from_slice(match value {
        f64::INFINITY => b"INF",
        f64::NEG_INFINITY => b"-INF",
        _ => b"NaN",
    });
}

/// Numbers from this power of ten on, or below this one, are written with an exponent.
const LEAST_LARGE: i32 = 15;
const MOST_SMALL: i32 = -2;

/// Respells a shortest decimal (`1.5`, `1e16`, `-1.25e-7`) as Windows does: `1E+15`, `0.1`, `1E-2`.
fn write_floating(shortest: &str, out: &mut Vec<u8>) {
    let unsigned = shortest.strip_prefix('-').unwrap_or(shortest);
    if unsigned.len() < shortest.len() {
        out.push(b'-');
    }
    let (mantissa, exponent) = unsigned.split_once('e').unwrap_or((unsigned, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    // Longer than the 17 digits that tell any two doubles apart, with the zeros that ryu spells out.
    let mut buffer = [0u8; 48];
    let mut count = 0;
    for byte in whole.bytes().chain(fraction.bytes()) {
        buffer[count] = byte;
        count += 1;
    }
    let digits = &buffer[..count];
    let leading = digits.iter().take_while(|&&digit| digit == b'0').count();
    let trailing = digits.iter().rev().take_while(|&&digit| digit == b'0').count();
    if leading == count {
        out.push(b'0');
        return;
    }
    let digits = &digits[leading..count - trailing];
    // The power of ten of the first digit.
    let power = exponent.parse::<i32>().unwrap_or_default() + whole.len() as i32 - 1 - leading as i32;
    if power >= LEAST_LARGE || power <= MOST_SMALL {
        out.push(digits[0]);
        if digits.len() > 1 {
            out.push(b'.');
            out.extend_from_slice(&digits[1..]);
        }
        out.extend_from_slice(if power < 0 { b"E-" } else { b"E+" });
        write_uint64(u64::from(power.unsigned_abs()), out);
    } else if power < 0 {
        out.extend_from_slice(b"0.");
        out.extend(std::iter::repeat_n(b'0', (-power - 1) as usize));
        out.extend_from_slice(digits);
    } else {
        let whole = power as usize + 1;
        out.extend_from_slice(&digits[..whole.min(digits.len())]);
        if digits.len() > whole {
            out.push(b'.');
            out.extend_from_slice(&digits[whole..]);
        } else {
            out.extend(std::iter::repeat_n(b'0', whole - digits.len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::abi::types::*;

    fn code<T>(result: Result<T>) -> HRESULT {
        result.map_or_else(|error| error.code(), |_| S_OK)
    }

    fn text(write: impl FnOnce(&mut Vec<u8>)) -> String {
        let mut out = Vec::new();
        write(&mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn reads_booleans() {
        assert!(parse_bool(b"true").unwrap() && parse_bool(b" 1\n").unwrap());
        assert!(!parse_bool(b"false").unwrap() && !parse_bool(b"0").unwrap());
        for wrong in [&b""[..], b"FALSE", b"True", b"2", b"01", b"true false"] {
            assert_eq!(code(parse_bool(wrong)), WS_E_INVALID_FORMAT);
        }
        assert_eq!(text(|out| write_bool(true, out)), "true");
        assert_eq!(text(|out| write_bool(false, out)), "false");
    }

    #[test]
    fn reads_integers_with_the_codes_of_windows() {
        assert_eq!(parse_int8(b"-128").unwrap(), -128);
        assert_eq!(parse_int8(b"-0").unwrap(), 0);
        assert_eq!(parse_int8(b" 007 ").unwrap(), 7);
        assert_eq!(parse_int16(b"-32768").unwrap(), -32768);
        assert_eq!(parse_int32(b"-2147483648").unwrap(), i32::MIN);
        assert_eq!(parse_int64(b"-9223372036854775808").unwrap(), i64::MIN);
        assert_eq!(parse_int64(b"9223372036854775807").unwrap(), i64::MAX);
        assert_eq!(parse_uint8(b" 255 ").unwrap(), 255);
        assert_eq!(parse_uint16(b"65535").unwrap(), 65535);
        assert_eq!(parse_uint32(b"4294967295").unwrap(), u32::MAX);
        assert_eq!(parse_uint64(b"18446744073709551615").unwrap(), u64::MAX);
        for overflow in [
            code(parse_int8(b"-129")),
            code(parse_int8(b"128")),
            code(parse_int16(b"-32769")),
            code(parse_uint8(b"-255")),
            code(parse_uint8(b"256")),
            code(parse_uint16(b"65536")),
            code(parse_uint32(b"4294967296")),
        ] {
            assert_eq!(overflow, WS_E_NUMERIC_OVERFLOW);
        }
        for format in [
            code(parse_int32(b"-2147483649")),
            code(parse_int64(b"-9223372036854775809")),
            code(parse_int64(b"9223372036854775808")),
            code(parse_uint64(b"18446744073709551616")),
            code(parse_uint64(b"-1")),
            code(parse_uint8(b"+255")),
            code(parse_uint8(b"0xff")),
            code(parse_int8(b"")),
            code(parse_int8(b" ")),
            code(parse_int8(b"-")),
            code(parse_int32(b"1 2")),
            code(parse_int32(b"- 1")),
            code(parse_int32(b"1.0")),
        ] {
            assert_eq!(format, WS_E_INVALID_FORMAT);
        }
    }

    #[test]
    fn reads_doubles_as_windows_does() {
        let cases: [(&str, u64); 38] = [
            ("0.0", 0),
            ("-0.0", 0x8000_0000_0000_0000),
            ("+0.0", 0),
            ("-", 0),
            ("-.", 0),
            ("+", 0),
            ("+.", 0),
            (".", 0),
            (".0", 0),
            ("0.", 0),
            (" 0 ", 0),
            ("1", 0x3ff0_0000_0000_0000),
            ("1.0000000000000002", 0x3ff0_0000_0000_0001),
            ("1.0000000000000004", 0x3ff0_0000_0000_0002),
            ("10000000000000000000", 0x43e1_58e4_6091_3d00),
            ("100000000000000000000", 0x4415_af1d_78b5_8c40),
            ("-2", 0xc000_0000_0000_0000),
            ("INF", 0x7ff0_0000_0000_0000),
            ("-INF", 0xfff0_0000_0000_0000),
            ("NaN", 0xfff8_0000_0000_0000),
            ("0.3", 0x3fd3_3333_3333_3333),
            ("0.333", 0x3fd5_4fdf_3b64_5a1d),
            ("0.3333333", 0x3fd5_5555_318a_bc87),
            ("0.33333333333333", 0x3fd5_5555_5555_5519),
            ("0.33333333333333333", 0x3fd5_5555_5555_5555),
            ("0.1e10", 0x41cd_cd65_0000_0000),
            ("1e0", 0x3ff0_0000_0000_0000),
            ("1e+1", 0x4024_0000_0000_0000),
            ("1e-1", 0x3fb9_9999_9999_999a),
            ("1E10", 0x4202_a05f_2000_0000),
            ("1e-10", 0x3ddb_7cdf_d9d7_bdbb),
            (".5e1", 0x4014_0000_0000_0000),
            ("5.e1", 0x4049_0000_0000_0000),
            ("1.7976931348623158e308", 0x7fef_ffff_ffff_ffff),
            ("1.7976931348623159e308", 0x7ff0_0000_0000_0000),
            ("1e999999999999", 0x7ff0_0000_0000_0000),
            ("4.94065645841247e-324", 1),
            ("1e-999999999999", 0),
        ];
        for (text, bits) in cases {
            assert_eq!(parse_double(text.as_bytes()).unwrap().to_bits(), bits, "{text}");
        }
        for wrong in [
            "",
            "0,1",
            "1.1.",
            "nodouble",
            "+INF",
            "Infinity",
            "-Infinity",
            "inf",
            "-NaN",
            "NAN",
            "nan",
            "1e",
            "1e+",
            "e10",
            ".e1",
            "-e1",
            "1e10.",
            "1 0",
            "--1",
            "0x10",
            "1_0",
        ] {
            assert_eq!(code(parse_double(wrong.as_bytes())), WS_E_INVALID_FORMAT, "{wrong}");
            assert_eq!(code(parse_float(wrong.as_bytes())), WS_E_INVALID_FORMAT, "{wrong}");
        }
    }

    #[test]
    fn reads_floats_as_windows_does() {
        let cases: [(&str, u32); 16] = [
            ("-0.0", 0x8000_0000),
            ("-", 0),
            ("1.0000001", 0x3f80_0001),
            ("1.0000002", 0x3f80_0002),
            ("10000000000000000000", 0x5f0a_c723),
            ("INF", 0x7f80_0000),
            ("-INF", 0xff80_0000),
            ("NaN", 0xffc0_0000),
            ("0.3333333", 0x3eaa_aaaa),
            ("0.33333333", 0x3eaa_aaab),
            ("0.1e10", 0x4e6e_6b28),
            ("1e-10", 0x2edb_e6ff),
            ("3.4028235e38", 0x7f7f_ffff),
            ("3.4028236e38", 0x7f80_0000),
            ("1.1754942e-38", 0x007f_ffff),
            ("1.1754943e-38", 0x0080_0000),
        ];
        for (text, bits) in cases {
            assert_eq!(parse_float(text.as_bytes()).unwrap().to_bits(), bits, "{text}");
        }
    }

    #[test]
    fn writes_doubles_as_windows_does() {
        for (value, expected) in [
            (0.0, "0"),
            (-0.0, "-0"),
            (1.0, "1"),
            (-1.0, "-1"),
            (1.1, "1.1"),
            (12.5, "12.5"),
            (1.000_000_000_000_000_2, "1.0000000000000002"),
            (100_000_000_000_000.0, "100000000000000"),
            (123_456_789_012_345.6, "123456789012345.6"),
            (1e15, "1E+15"),
            (1.5e16, "1.5E+16"),
            (0.1, "0.1"),
            (0.123, "0.123"),
            (0.01, "1E-2"),
            (0.012, "1.2E-2"),
            (-0.1, "-0.1"),
            (-0.01, "-1E-2"),
            (1e100, "1E+100"),
            (f64::MAX, "1.7976931348623157E+308"),
            (f64::MIN, "-1.7976931348623157E+308"),
            (5e-324, "5E-324"),
            (f64::NAN, "NaN"),
            (f64::INFINITY, "INF"),
            (f64::NEG_INFINITY, "-INF"),
        ] {
            assert_eq!(text(|out| write_double(value, out)), expected);
        }
        assert_eq!(text(|out| write_float(0.1, out)), "0.1");
        assert_eq!(text(|out| write_float(1e20, out)), "1E+20");
        assert_eq!(text(|out| write_float(f32::MAX, out)), "3.4028235E+38");
        assert_eq!(text(|out| write_float(f32::NEG_INFINITY, out)), "-INF");
    }

    #[test]
    fn writes_integers() {
        assert_eq!(text(|out| write_int32(i32::MIN, out)), "-2147483648");
        assert_eq!(text(|out| write_int64(i64::MIN, out)), "-9223372036854775808");
        assert_eq!(text(|out| write_uint64(u64::MAX, out)), "18446744073709551615");
    }

    /// What [`write_double`] would write if no number were special.
    fn shortest(value: f64) -> String {
        text(|out| write_floating(ryu::Buffer::new().format_finite(value), out))
    }

    #[test]
    fn a_few_digits_behind_the_point_are_those_of_the_shortest_decimal() {
        let whole =
            [0.0, 1.0, 9.0, 10.0, 99.0, 12_345.0, 4_503_599_627_370.0, 9_999_999_999_999.0, 1e13, 1e15, 1e17];
        for start in whole {
            for thousandths in 0..2000 {
                for value in [start + f64::from(thousandths) / 1000.0, start + f64::from(thousandths) / 100.0]
                {
                    for value in [value, -value, value.next_up(), value.next_down()] {
                        assert_eq!(text(|out| write_double(value, out)), shortest(value));
                    }
                }
            }
        }
    }

    proptest! {
        #[test]
        fn hundredths_are_written_as_the_shortest_decimal(hundredths in 0_u64..2_000_000_000_000_000) {
            let value = hundredths as f64 / 100.0;
            prop_assert_eq!(text(|out| write_double(value, out)), shortest(value));
        }

        #[test]
        fn doubles_come_back(bits: u64) {
            let value = f64::from_bits(bits);
            let written = text(|out| write_double(value, out));
            let read = parse_double(written.as_bytes()).unwrap();
            prop_assert!(read.to_bits() == bits || value.is_nan() && read.is_nan(), "{written}");
        }

        #[test]
        fn floats_come_back(bits: u32) {
            let value = f32::from_bits(bits);
            let written = text(|out| write_float(value, out));
            let read = parse_float(written.as_bytes()).unwrap();
            prop_assert!(read.to_bits() == bits || value.is_nan() && read.is_nan(), "{written}");
        }

        #[test]
        fn integers_come_back(value: i64, unsigned: u64) {
            prop_assert_eq!(parse_int64(text(|out| write_int64(value, out)).as_bytes()).unwrap(), value);
            prop_assert_eq!(parse_uint64(text(|out| write_uint64(unsigned, out)).as_bytes()).unwrap(), unsigned);
        }

        #[test]
        fn any_bytes_are_refused_or_read(bytes: Vec<u8>) {
            let _ = (parse_double(&bytes), parse_float(&bytes), parse_int64(&bytes), parse_bool(&bytes));
        }
    }
}
