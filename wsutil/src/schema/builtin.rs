//! The types that XML Schema defines itself.

/// A built-in type, by what becomes of it in C.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Builtin {
    /// `boolean`
    Boolean,
    /// `byte` and the others of fixed or unlimited size
    Integer(Integer),
    /// `float`
    Float,
    /// `double`
    Double,
    /// `decimal`
    Decimal,
    /// `dateTime`, `time`, `date`
    DateTime,
    /// `duration`
    Duration,
    /// `base64Binary`, `hexBinary`
    Bytes,
    /// `QName`
    QName,
    /// `string`, the base of enumerations
    String,
    /// `anyURI`, `token`, `gYear` and whatever else is text in C
    Text,
    /// `anyType`
    AnyType,
    /// `anySimpleType`
    AnySimpleType,
}

/// An integral type: the C type that holds it, and the values of the type that the C type has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Integer {
    /// 8, 16, 32 or 64.
    pub bits: u8,
    /// Whether the C type has a sign.
    pub signed: bool,
    /// The least value, if that is not the C type's own.
    pub min: Option<i64>,
    /// The greatest value, if that is not the C type's own.
    pub max: Option<i64>,
}

const fn integer(bits: u8, signed: bool) -> Builtin {
    Builtin::Integer(Integer { bits, signed, min: None, max: None })
}

const fn unlimited(min: Option<i64>, max: Option<i64>) -> Builtin {
    Builtin::Integer(Integer { bits: 64, signed: true, min, max })
}

impl Builtin {
    /// The type of this name in the namespace of XML Schema.
    pub fn named(local: &str) -> Option<Self> {
        Some(match local {
            "boolean" => Self::Boolean,
            "byte" => integer(8, true),
            "short" => integer(16, true),
            "int" => integer(32, true),
            "long" => integer(64, true),
            "unsignedByte" => integer(8, false),
            "unsignedShort" => integer(16, false),
            "unsignedInt" => integer(32, false),
            "unsignedLong" => integer(64, false),
            "integer" => unlimited(None, None),
            "nonPositiveInteger" => unlimited(None, Some(0)),
            "negativeInteger" => unlimited(None, Some(-1)),
            "nonNegativeInteger" => unlimited(Some(0), None),
            "positiveInteger" => unlimited(Some(1), None),
            "float" => Self::Float,
            "double" => Self::Double,
            "decimal" => Self::Decimal,
            "dateTime" | "time" | "date" => Self::DateTime,
            "duration" => Self::Duration,
            "base64Binary" | "hexBinary" => Self::Bytes,
            "QName" => Self::QName,
            "string" => Self::String,
            "anyURI" | "NOTATION" | "normalizedString" | "token" | "language" | "Name" | "NCName" | "ID"
            | "IDREF" | "IDREFS" | "ENTITY" | "ENTITIES" | "NMTOKEN" | "NMTOKENS" | "gYear"
            | "gYearMonth" | "gMonth" | "gMonthDay" | "gDay" => Self::Text,
            "anyType" => Self::AnyType,
            "anySimpleType" => Self::AnySimpleType,
            _ => return None,
        })
    }
}
