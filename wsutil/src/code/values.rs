//! Simple types as C has them.

use crate::code::{Description, Value};
use crate::diagnostics::{Diagnostics, Level};
use crate::schema::builtin::{Builtin, Integer};
use crate::schema::model::*;

/// What a simple type becomes.
pub(super) enum Plain {
    /// This.
    Value(Value),
    /// The enumeration of this type.
    Enum(TypeId),
    /// A list or a union, which C has no type for.
    Unmapped,
}

/// Whether an enumeration becomes one of C: when it lists strings.
pub(super) fn is_enum(schemas: &SchemaSet, id: TypeId) -> bool {
    let Definition::Simple(Simple::Restriction { facets, .. }) = &schemas.get(id).definition else {
        return false;
    };
    !facets.enumeration.is_empty() && root(schemas, TypeRef::Defined(id)) == Some(Builtin::String)
}

/// The restrictions that lead from a simple type to one of XML Schema's own, the nearest first.
fn restrictions(schemas: &SchemaSet, type_ref: TypeRef) -> impl Iterator<Item = (TypeId, &Facets, TypeRef)> {
    let mut next = type_ref;
    std::iter::from_fn(move || {
        let TypeRef::Defined(id) = next else { return None };
        match &schemas.get(id).definition {
            Definition::Simple(Simple::Restriction { base, facets }) => {
                next = *base;
                Some((id, facets, *base))
            }
            _ => None,
        }
    })
}

/// The type of XML Schema's own that a simple type restricts; none for a list or a union.
fn root(schemas: &SchemaSet, type_ref: TypeRef) -> Option<Builtin> {
    match restrictions(schemas, type_ref).last().map_or(type_ref, |(_, _, base)| base) {
        TypeRef::Builtin(builtin) => Some(builtin),
        TypeRef::Defined(_) => None,
    }
}

/// What a simple type becomes.
pub(super) fn plain(schemas: &SchemaSet, type_ref: TypeRef, ws_string: bool) -> Plain {
    let Some(root) = root(schemas, type_ref) else { return Plain::Unmapped };
    for (id, facets, _) in restrictions(schemas, type_ref) {
        if root == Builtin::String && !facets.enumeration.is_empty() {
            return Plain::Enum(id);
        }
        if root == Builtin::String && is_guid(schemas.get(id), facets) {
            return Plain::Value(Value::plain("GUID", "WS_GUID_TYPE"));
        }
    }
    let text = if ws_string { Value::string() } else { Value::wsz() };
    let mut value = match root {
        Builtin::Boolean => Value::plain("BOOL", "WS_BOOL_TYPE"),
        Builtin::Integer(integer) => integer_value(integer),
        Builtin::Float => Value::plain("float", "WS_FLOAT_TYPE"),
        Builtin::Double => Value::plain("double", "WS_DOUBLE_TYPE"),
        Builtin::Decimal => Value::plain("DECIMAL", "WS_DECIMAL_TYPE"),
        Builtin::DateTime => Value::plain("WS_DATETIME", "WS_DATETIME_TYPE"),
        Builtin::Duration => Value::plain("WS_DURATION", "WS_DURATION_TYPE"),
        Builtin::Bytes => Value::bytes(),
        Builtin::QName => Value::qname(),
        Builtin::String | Builtin::Text => text,
        Builtin::AnyType | Builtin::AnySimpleType => return Plain::Unmapped,
    };
    let range = match root {
        Builtin::Integer(integer) => integer_range(schemas, type_ref, integer),
        Builtin::Float => float_range(schemas, type_ref, true),
        Builtin::Double => float_range(schemas, type_ref, false),
        _ => None,
    };
    if let Some(range) = range {
        value.description = range;
    }
    Plain::Value(value)
}

/// The GUID of Microsoft's serialization schema: a string with a pattern.
fn is_guid(defined: &Type, facets: &Facets) -> bool {
    let named = |name: &QName| &*name.local == "guid" && name.namespace.ends_with("2003/10/Serialization/");
    facets.pattern.is_some() && defined.name.as_ref().is_some_and(named)
}

fn integer_value(integer: Integer) -> Value {
    match (integer.bits, integer.signed) {
        (8, true) => Value::plain("char", "WS_INT8_TYPE"),
        (8, false) => Value::plain("unsigned char", "WS_UINT8_TYPE"),
        (16, true) => Value::plain("short", "WS_INT16_TYPE"),
        (16, false) => Value::plain("unsigned short", "WS_UINT16_TYPE"),
        (32, true) => Value::plain("int", "WS_INT32_TYPE"),
        (32, false) => Value::plain("unsigned int", "WS_UINT32_TYPE"),
        (_, true) => Value::plain("__int64", "WS_INT64_TYPE"),
        (_, false) => Value::plain("unsigned __int64", "WS_UINT64_TYPE"),
    }
}

fn integer_range(schemas: &SchemaSet, type_ref: TypeRef, integer: Integer) -> Option<Description> {
    let (least, greatest) = if integer.signed {
        (-(1_i128 << (integer.bits - 1)), (1_i128 << (integer.bits - 1)) - 1)
    } else {
        (0, (1_i128 << integer.bits) - 1)
    };
    let mut min = integer.min.map_or(least, i128::from);
    let mut max = integer.max.map_or(greatest, i128::from);
    for (_, facets, _) in restrictions(schemas, type_ref) {
        if let Some((bound, value)) =
            facets.min.as_ref().and_then(|bound| Some((bound, whole(&bound.value)?)))
        {
            min = min.max(value.saturating_add(i128::from(bound.exclusive)));
        }
        if let Some((bound, value)) =
            facets.max.as_ref().and_then(|bound| Some((bound, whole(&bound.value)?)))
        {
            max = max.min(value.saturating_sub(i128::from(bound.exclusive)));
        }
    }
    if (min, max) == (least, greatest) {
        return None;
    }
    let c_type = match (integer.bits, integer.signed) {
        (8, true) => "WS_INT8_DESCRIPTION",
        (8, false) => "WS_UINT8_DESCRIPTION",
        (16, true) => "WS_INT16_DESCRIPTION",
        (16, false) => "WS_UINT16_DESCRIPTION",
        (32, true) => "WS_INT32_DESCRIPTION",
        (32, false) => "WS_UINT32_DESCRIPTION",
        (_, true) => "WS_INT64_DESCRIPTION",
        (_, false) => "WS_UINT64_DESCRIPTION",
    };
    // A range beyond the C type's is cut to it.
    let ends = [min, max].map(|end| constant(end.clamp(least, greatest), integer));
    Some(Description::Range { c_type, ends })
}

/// The number that a text is, signs and leading zeroes allowed.
fn whole(text: &str) -> Option<i128> {
    text.trim().parse().ok()
}

/// An integer as C writes it. The least numbers have no literals of their own.
fn constant(number: i128, integer: Integer) -> String {
    match (integer.bits, integer.signed) {
        (8, true) => format!("(char)({number})"),
        (64, true) if number == i128::from(i64::MIN) => format!("({}LL - 1)", number + 1),
        (64, true) => format!("{number}LL"),
        (64, false) => format!("{number}ULL"),
        (32, true) if number == i128::from(i32::MIN) => format!("({} - 1)", number + 1),
        (32, false) => format!("{number}U"),
        _ => number.to_string(),
    }
}

/// Infinity is no limit: where one end is open, it is the greatest finite number.
fn float_range(schemas: &SchemaSet, type_ref: TypeRef, single: bool) -> Option<Description> {
    let limit = if single { f64::from(f32::MAX) } else { f64::MAX };
    let (mut min, mut max) = (-limit, limit);
    for (_, facets, _) in restrictions(schemas, type_ref) {
        if let Some((bound, value)) = facets.min.as_ref().and_then(|bound| Some((bound, real(&bound.value)?)))
        {
            let value = if bound.exclusive { next(value, single, true) } else { value };
            min = min.max(value);
        }
        if let Some((bound, value)) = facets.max.as_ref().and_then(|bound| Some((bound, real(&bound.value)?)))
        {
            let value = if bound.exclusive { next(value, single, false) } else { value };
            max = max.min(value);
        }
    }
    #[expect(clippy::float_cmp, reason = "whether they are what they were set to")]
    if min == -limit && max == limit {
        return None;
    }
    let ends = [min, max].map(|end| {
        let end = end.clamp(-limit, limit);
        if single { format!("{:e}F", end as f32) } else { format!("{end:e}") }
    });
    let c_type = if single { "WS_FLOAT_DESCRIPTION" } else { "WS_DOUBLE_DESCRIPTION" };
    Some(Description::Range { c_type, ends })
}

fn real(text: &str) -> Option<f64> {
    let text = text.trim();
    // Rust takes words that XML Schema does not.
    let digits = text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    text.parse().ok().filter(|_| digits)
}

fn next(value: f64, single: bool, up: bool) -> f64 {
    match (single, up) {
        (true, true) => f64::from((value as f32).next_up()),
        (true, false) => f64::from((value as f32).next_down()),
        (false, true) => value.next_up(),
        (false, false) => value.next_down(),
    }
}

/// Reports the facets of a simple type that its base gives no meaning.
pub(super) fn check_facets(schemas: &SchemaSet, id: TypeId, diagnostics: &mut Diagnostics) {
    let Definition::Simple(Simple::Restriction { facets, .. }) = &schemas.get(id).definition else { return };
    let root = root(schemas, TypeRef::Defined(id));
    if let Some(first) = facets.enumeration.first().filter(|_| root != Some(Builtin::String)) {
        let text = "'enumeration' is supported for strings only and changes no code here";
        diagnostics.warn(Level::W1, first.place, text);
    }
    if !facets.enumeration.is_empty() && root == Some(Builtin::String) {
        return;
    }
    for bound in [&facets.min, &facets.max].into_iter().flatten() {
        let right = match root {
            Some(Builtin::Integer(_)) => whole(&bound.value).is_some(),
            Some(Builtin::Float | Builtin::Double) => {
                real(&bound.value).is_some() || matches!(bound.value.trim(), "INF" | "-INF" | "NaN")
            }
            _ => {
                let text =
                    "a range is supported for whole and floating point numbers only and changes no code here";
                diagnostics.warn(Level::W1, bound.place, text);
                continue;
            }
        };
        if !right {
            diagnostics.error(bound.place, format!("'{}' is no number of this type", bound.value));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn constants_are_ones_that_c_has() {
        let of = |bits, signed| Integer { bits, signed, min: None, max: None };
        assert_eq!(constant(i128::from(i64::MIN), of(64, true)), "(-9223372036854775807LL - 1)");
        assert_eq!(constant(i128::from(u64::MAX), of(64, false)), "18446744073709551615ULL");
        assert_eq!(constant(i128::from(i32::MIN), of(32, true)), "(-2147483647 - 1)");
        assert_eq!(constant(-128, of(8, true)), "(char)(-128)");
    }

    #[test]
    fn the_next_number_is_of_the_type() {
        assert_eq!(next(1.0, true, true).to_bits(), f64::from(1.0_f32.next_up()).to_bits());
        assert_eq!(next(1.0, false, false).to_bits(), 1.0_f64.next_down().to_bits());
        assert_eq!(real("1e3").map(f64::to_bits), Some(1000_f64.to_bits()));
        assert!(real("inf").is_none() && real("").is_none());
    }
}
