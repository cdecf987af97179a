//! Serialization: the limits that can be set on values of a simple type.

use core::ffi::c_int;
use core::mem::MaybeUninit;

use super::*;

/// A field without XML, for WS_VOID_TYPE with WS_NO_FIELD_MAPPING; not needed where the field is a pointer.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_VOID_DESCRIPTION {
    /// Size of the field in bytes.
    pub size: ULONG,
}

/// The one BOOL that is accepted when reading, for WS_BOOL_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BOOL_DESCRIPTION {
    /// TRUE or FALSE.
    pub value: BOOL,
}

/// Limits of `char` when reading, for WS_INT8_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT8_DESCRIPTION {
    /// Lowest value.
    pub minValue: CHAR,
    /// Highest value.
    pub maxValue: CHAR,
}

/// Limits of `short` when reading, for WS_INT16_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT16_DESCRIPTION {
    /// Lowest value.
    pub minValue: SHORT,
    /// Highest value.
    pub maxValue: SHORT,
}

/// Limits of `int` when reading, for WS_INT32_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT32_DESCRIPTION {
    /// Lowest value.
    pub minValue: c_int,
    /// Highest value.
    pub maxValue: c_int,
}

/// Limits of `__int64` when reading, for WS_INT64_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_INT64_DESCRIPTION {
    /// Lowest value.
    pub minValue: INT64,
    /// Highest value.
    pub maxValue: INT64,
}

/// Limits of BYTE when reading, for WS_UINT8_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT8_DESCRIPTION {
    /// Lowest value.
    pub minValue: BYTE,
    /// Highest value.
    pub maxValue: BYTE,
}

/// Limits of USHORT when reading, for WS_UINT16_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT16_DESCRIPTION {
    /// Lowest value.
    pub minValue: USHORT,
    /// Highest value.
    pub maxValue: USHORT,
}

/// Limits of ULONG when reading, for WS_UINT32_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT32_DESCRIPTION {
    /// Lowest value.
    pub minValue: ULONG,
    /// Highest value.
    pub maxValue: ULONG,
}

/// Limits of `unsigned __int64` when reading, for WS_UINT64_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UINT64_DESCRIPTION {
    /// Lowest value.
    pub minValue: UINT64,
    /// Highest value.
    pub maxValue: UINT64,
}

/// Limits of `float` when reading, for WS_FLOAT_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FLOAT_DESCRIPTION {
    /// Lowest value.
    pub minValue: f32,
    /// Highest value.
    pub maxValue: f32,
}

/// Limits of `double` when reading, for WS_DOUBLE_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DOUBLE_DESCRIPTION {
    /// Lowest value.
    pub minValue: f64,
    /// Highest value.
    pub maxValue: f64,
}

/// Limits of DECIMAL when reading, for WS_DECIMAL_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DECIMAL_DESCRIPTION {
    /// Lowest value.
    pub minValue: DECIMAL,
    /// Highest value.
    pub maxValue: DECIMAL,
}

/// Limits of WS_DATETIME when reading, for WS_DATETIME_TYPE; only `ticks` are compared.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DATETIME_DESCRIPTION {
    /// Lowest value.
    pub minValue: WS_DATETIME,
    /// Highest value.
    pub maxValue: WS_DATETIME,
}

/// Limits of WS_TIMESPAN when reading, for WS_TIMESPAN_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_TIMESPAN_DESCRIPTION {
    /// Lowest value.
    pub minValue: WS_TIMESPAN,
    /// Highest value.
    pub maxValue: WS_TIMESPAN,
}

/// Compares two durations: `result` becomes negative, 0 or positive as the first is shorter than, equal to
/// or longer than the second. It has to decide what a month is.
pub type WS_DURATION_COMPARISON_CALLBACK = Option<
    unsafe extern "C" fn(
        duration1: *const WS_DURATION,
        duration2: *const WS_DURATION,
        result: *mut c_int,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Limits of WS_DURATION when reading, for WS_DURATION_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_DURATION_DESCRIPTION {
    /// Lowest value.
    pub minValue: WS_DURATION,
    /// Highest value.
    pub maxValue: WS_DURATION,
    /// Compares durations; NULL compares those that have only years and months, or neither.
    pub comparer: WS_DURATION_COMPARISON_CALLBACK,
}

/// The one GUID that is accepted when reading, for WS_GUID_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_GUID_DESCRIPTION {
    /// The GUID.
    pub value: GUID,
}

/// A URI that identifies something, such as a message: mostly `urn:uuid:` and a GUID.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID {
    /// The URI; empty when it is made of `guid`.
    pub uri: WS_STRING,
    /// The GUID when `uri` is empty; undefined otherwise.
    pub guid: GUID,
}

/// Limits of WS_UNIQUE_ID when reading, for WS_UNIQUE_ID_TYPE; for other URIs than GUIDs.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UNIQUE_ID_DESCRIPTION {
    /// Shortest, in UTF-16 units.
    pub minCharCount: ULONG,
    /// Longest, in UTF-16 units.
    pub maxCharCount: ULONG,
}

/// Limits of WS_STRING when reading, for WS_STRING_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_STRING_DESCRIPTION {
    /// Shortest, in UTF-16 units.
    pub minCharCount: ULONG,
    /// Longest, in UTF-16 units.
    pub maxCharCount: ULONG,
}

/// Limits of `WCHAR*` when reading, for WS_WSZ_TYPE; the zero at the end is not counted.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_WSZ_DESCRIPTION {
    /// Shortest, in UTF-16 units.
    pub minCharCount: ULONG,
    /// Longest, in UTF-16 units.
    pub maxCharCount: ULONG,
}

/// Limits of WS_XML_STRING when reading, for WS_XML_STRING_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_STRING_DESCRIPTION {
    /// Shortest, in bytes.
    pub minByteCount: ULONG,
    /// Longest, in bytes.
    pub maxByteCount: ULONG,
}

/// Limits of WS_XML_QNAME when reading, for WS_XML_QNAME_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_XML_QNAME_DESCRIPTION {
    /// Shortest local name, in bytes of UTF-8.
    pub minLocalNameByteCount: ULONG,
    /// Longest local name, in bytes of UTF-8.
    pub maxLocalNameByteCount: ULONG,
    /// Shortest namespace, in bytes of UTF-8.
    pub minNsByteCount: ULONG,
    /// Longest namespace, in bytes of UTF-8.
    pub maxNsByteCount: ULONG,
}

/// Limits of an array of WCHAR when reading, for WS_CHAR_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHAR_ARRAY_DESCRIPTION {
    /// Shortest, in UTF-16 units.
    pub minCharCount: ULONG,
    /// Longest, in UTF-16 units.
    pub maxCharCount: ULONG,
}

/// Limits of an array of UTF-8 bytes when reading, for WS_UTF8_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_UTF8_ARRAY_DESCRIPTION {
    /// Shortest, in bytes.
    pub minByteCount: ULONG,
    /// Longest, in bytes.
    pub maxByteCount: ULONG,
}

/// Limits of an array of bytes when reading, for WS_BYTE_ARRAY_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTE_ARRAY_DESCRIPTION {
    /// Shortest, in bytes.
    pub minByteCount: ULONG,
    /// Longest, in bytes.
    pub maxByteCount: ULONG,
}

/// Limits of WS_BYTES when reading, for WS_BYTES_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_BYTES_DESCRIPTION {
    /// Shortest, in bytes.
    pub minByteCount: ULONG,
    /// Longest, in bytes.
    pub maxByteCount: ULONG,
}

/// How to write an endpoint address, for WS_ENDPOINT_ADDRESS_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ENDPOINT_ADDRESS_DESCRIPTION {
    /// Version of WS-Addressing.
    pub addressingVersion: MaybeUninit<WS_ADDRESSING_VERSION>,
}

/// How to write a fault, for WS_FAULT_TYPE.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DESCRIPTION {
    /// Version of SOAP.
    pub envelopeVersion: MaybeUninit<WS_ENVELOPE_VERSION>,
}
