//! The ranges of values and lengths that descriptions give. (Pages WS_INT32_DESCRIPTION, WS_STRING_DESCRIPTION, ...)

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::value::decimal;

/// Fails for a length outside of the range that a description gives.
pub(super) fn check_length(length: usize, range: Option<(ULONG, ULONG)>, what: &str) -> Result<()> {
    match range {
        Some((min, max)) if length < min as usize || length > max as usize => Err(Error::invalid_format(
            format!("the description asks for {min} to {max} {what}, and {length} were found"),
        )),
        _ => Ok(()),
    }
}

/// Fails for a value outside of the range that a description gives.
pub(super) fn check_range<T: PartialOrd + std::fmt::Debug>(value: &T, range: Option<(T, T)>) -> Result<()> {
    match range {
        // Not a number is in no range.
        Some((min, max)) if !(*value >= min && *value <= max) => Err(Error::invalid_format(format!(
            "the description asks for a value from {min:?} to {max:?}, and {value:?} was found"
        ))),
        _ => Ok(()),
    }
}

/// A decimal in the order of its values.
pub(super) struct Decimal(pub(super) DECIMAL);

impl Decimal {
    /// The value times 10^28, in 192 bits: high half and low half.
    fn scaled(&self) -> (i8, [u32; 6]) {
        let mut digits = [self.0.Lo64 as u32, (self.0.Lo64 >> 32) as u32, self.0.Hi32, 0, 0, 0];
        for _ in self.0.scale..28 {
            let mut carry = 0;
            for digit in &mut digits {
                let product = u64::from(*digit) * 10 + carry;
                *digit = product as u32;
                carry = product >> 32;
            }
        }
        digits.reverse();
        let sign = if digits == [0; 6] {
            0
        } else if self.0.sign == 0 {
            1
        } else {
            -1
        };
        (sign, digits)
    }
}

impl PartialEq for Decimal {
    fn eq(&self, other: &Self) -> bool {
        self.partial_cmp(other).is_some_and(std::cmp::Ordering::is_eq)
    }
}

impl PartialOrd for Decimal {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        let ((sign, digits), (other_sign, other_digits)) = (self.scaled(), other.scaled());
        Some(sign.cmp(&other_sign).then_with(|| {
            let order = digits.cmp(&other_digits);
            if sign < 0 { order.reverse() } else { order }
        }))
    }
}

impl std::fmt::Debug for Decimal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut text = Vec::new();
        match decimal::write_decimal(&self.0, &mut text) {
            Ok(()) => f.write_str(&String::from_utf8_lossy(&text)),
            Err(_) => f.write_str("no decimal"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decimals_are_in_the_order_of_their_values() {
        let parse = |text: &str| Decimal(decimal::parse_decimal(text.as_bytes()).unwrap());
        let ascending = [
            "-79228162514264337593543950335",
            "-1.5",
            "-1.25",
            "-0.0000000000000000000000000001",
            "0",
            "0.0000000000000000000000000001",
            "1.25",
            "1.5",
            "79228162514264337593543950335",
        ];
        for pair in ascending.windows(2) {
            assert!(parse(pair[0]) < parse(pair[1]), "{pair:?}");
        }
        assert!(parse("1.50") == parse("1.5"));
        assert!(parse("-0") == parse("0"));
    }
}
