//! `DECIMAL`, a 96-bit integer divided by a power of ten up to 10^28, as the text of an `xs:decimal`.

use crate::abi::types::DECIMAL;
use crate::error::{Error, Result};

use super::string::{quoted, trim};

/// The most digits after the point.
const MAX_SCALE: u8 = 28;
const MAX_INTEGER: u128 = (1 << 96) - 1;
/// The sign of a negative number.
const NEGATIVE: u8 = 0x80;

/// Reads an optional sign, digits, and an optional point with digits: no exponent. Digits after the point
/// that do not fit are rounded, half to even; a whole part that does not fit is `WS_E_NUMERIC_OVERFLOW`.
pub(crate) fn parse_decimal(text: &[u8]) -> Result<DECIMAL> {
    let text = trim(text);
    let (negative, unsigned) = match text {
        [b'-', rest @ ..] => (true, rest),
        [b'+', rest @ ..] => (false, rest),
        _ => (false, text),
    };
    let point = memchr::memchr(b'.', unsigned);
    let (whole, fraction) = match point {
        Some(at) => (&unsigned[..at], &unsigned[at + 1..]),
        None => (unsigned, &[][..]),
    };
    if whole.len() + fraction.len() == 0 || !whole.iter().chain(fraction).all(u8::is_ascii_digit) {
        return Err(Error::invalid_format(format!(
            "a decimal number is expected, and {} was found",
            quoted(text)
        )));
    }
    let overflow = || {
        Error::numeric_overflow(format!(
            "a decimal number of 96 bits is expected, and {} was found",
            quoted(text)
        ))
    };
    let mut value = 0u128;
    for &digit in whole {
        value = value * 10 + u128::from(digit - b'0');
        if value > MAX_INTEGER {
            return Err(overflow());
        }
    }
    let mut scale = 0;
    let mut rest = fraction;
    while let [digit, tail @ ..] = rest {
        let next = value * 10 + u128::from(digit - b'0');
        if scale == MAX_SCALE || next > MAX_INTEGER {
            break;
        }
        value = next;
        scale += 1;
        rest = tail;
    }
    if let [first, tail @ ..] = rest {
        let exactly_half = *first == b'5' && tail.iter().all(|&digit| digit == b'0');
        if *first >= b'5' && (!exactly_half || value % 2 == 1) {
            value += 1;
        }
        if value > MAX_INTEGER {
            // One above the largest, so a digit is given up for it.
            if scale == 0 {
                return Err(overflow());
            }
            value = value.div_ceil(10);
            scale -= 1;
        }
    }
    Ok(DECIMAL {
        wReserved: 0,
        scale,
        sign: if negative { NEGATIVE } else { 0 },
        Hi32: (value >> 64) as u32,
        Lo64: value as u64,
    })
}

/// Writes the number with as many digits after the point as its scale says. `WS_E_INVALID_FORMAT` when the
/// structure does not hold a number.
pub(crate) fn write_decimal(value: &DECIMAL, out: &mut Vec<u8>) -> Result<()> {
    if value.scale > MAX_SCALE || value.sign & !NEGATIVE != 0 {
        return Err(Error::invalid_format(format!(
            "a DECIMAL has a scale of at most {MAX_SCALE} and a sign of 0 or {NEGATIVE}; this one has {} and {}",
            value.scale, value.sign
        )));
    }
    let integer = u128::from(value.Hi32) << 64 | u128::from(value.Lo64);
    if value.sign == NEGATIVE {
        out.push(b'-');
    }
    let mut buffer = itoa::Buffer::new();
    let digits = buffer.format(integer).as_bytes();
    let scale = usize::from(value.scale);
    if digits.len() > scale {
        let (whole, fraction) = digits.split_at(digits.len() - scale);
        out.extend_from_slice(whole);
        if scale > 0 {
            out.push(b'.');
            out.extend_from_slice(fraction);
        }
    } else {
        out.extend_from_slice(b"0.");
        out.extend(std::iter::repeat_n(b'0', scale - digits.len()));
        out.extend_from_slice(digits);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::abi::types::*;

    fn text(value: &DECIMAL) -> String {
        let mut out = Vec::new();
        write_decimal(value, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn reads_and_writes() {
        for same in
            ["0", "1", "-1.50", "0.01", "79228162514264337593543950335", "0.0000000000000000000000000001"]
        {
            assert_eq!(text(&parse_decimal(same.as_bytes()).unwrap()), same);
        }
        for (found, expected) in [
            (" +1. ", "1"),
            (".5", "0.5"),
            ("-.5", "-0.5"),
            ("007", "7"),
            ("0.00000000000000000000000000005", "0.0000000000000000000000000000"),
            ("0.00000000000000000000000000015", "0.0000000000000000000000000002"),
            ("0.000000000000000000000000000050001", "0.0000000000000000000000000001"),
            ("7.9228162514264337593543950335", "7.9228162514264337593543950335"),
            ("79228162514264337593543950334.9", "79228162514264337593543950335"),
            ("7922816251426433759354395033.55", "7922816251426433759354395034"),
        ] {
            assert_eq!(text(&parse_decimal(found.as_bytes()).unwrap()), expected, "{found}");
        }
    }

    #[test]
    fn refuses() {
        for wrong in ["", "-", ".", "1e5", "1.2.3", "INF", "1,5", "- 1"] {
            assert_eq!(parse_decimal(wrong.as_bytes()).unwrap_err().code(), WS_E_INVALID_FORMAT, "{wrong}");
        }
        for large in ["79228162514264337593543950336", "79228162514264337593543950335.9"] {
            assert_eq!(parse_decimal(large.as_bytes()).unwrap_err().code(), WS_E_NUMERIC_OVERFLOW, "{large}");
        }
        let broken = DECIMAL { scale: 29, ..DECIMAL::default() };
        assert_eq!(write_decimal(&broken, &mut Vec::new()).unwrap_err().code(), WS_E_INVALID_FORMAT);
        let broken = DECIMAL { sign: 1, ..DECIMAL::default() };
        assert_eq!(write_decimal(&broken, &mut Vec::new()).unwrap_err().code(), WS_E_INVALID_FORMAT);
    }

    proptest! {
        #[test]
        fn comes_back(low: u64, high: u32, scale in 0..=MAX_SCALE, negative: bool) {
            let value = DECIMAL { wReserved: 0, scale, sign: if negative { NEGATIVE } else { 0 }, Hi32: high, Lo64: low };
            prop_assert_eq!(parse_decimal(text(&value).as_bytes()).unwrap(), value);
        }
    }
}
