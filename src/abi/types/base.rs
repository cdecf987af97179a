//! The Windows base types that the API is spelled in, and the checked conversion of C enumerations.
//!
//! The header gets the aliases of this file from `windows.h` on Windows and from
//! `wwsapi_windows.h` elsewhere; cbindgen leaves them out.

use core::mem::MaybeUninit;

/// Signed or unsigned 8-bit character as C's `char`; signed on every target we build for.
pub type CHAR = i8;
/// Unsigned byte.
pub type BYTE = u8;
/// Unsigned 8-bit character.
pub type UCHAR = u8;
/// UTF-16 code unit: `wchar_t` on Windows, `char16_t` where `wchar_t` is wider.
pub type WCHAR = u16;
/// Signed 16-bit integer.
pub type SHORT = i16;
/// Unsigned 16-bit integer.
pub type USHORT = u16;
/// Unsigned 16-bit integer.
pub type WORD = u16;
/// Signed 32-bit integer, also where C's `long` is wider.
pub type LONG = i32;
/// Unsigned 32-bit integer, also where C's `unsigned long` is wider.
pub type ULONG = u32;
/// Unsigned 32-bit integer.
pub type DWORD = u32;
/// Signed 64-bit integer, C's `__int64`.
pub type INT64 = i64;
/// Unsigned 64-bit integer, C's `unsigned __int64`.
pub type UINT64 = u64;
/// Unsigned 64-bit integer.
pub type ULONGLONG = u64;
/// Size of an object in memory.
pub type SIZE_T = usize;
/// Unsigned integer as wide as a pointer.
pub type ULONG_PTR = usize;
/// Truth value: zero is false, anything else is true.
pub type BOOL = i32;
/// Result of a call: negative on failure, the codes are in `codes.rs`.
pub type HRESULT = i32;
/// Identifier of a natural language, as in `WS_ERROR_PROPERTY_LANGID`.
pub type LANGID = u16;
/// Handle of a kernel object.
pub type HANDLE = *mut core::ffi::c_void;
/// Handle of a CryptoAPI provider.
pub type HCRYPTPROV = ULONG_PTR;
/// Handle of a key of Cryptography Next Generation.
pub type NCRYPT_KEY_HANDLE = ULONG_PTR;

/// [`BOOL`] for false.
pub const FALSE: BOOL = 0;
/// [`BOOL`] for true, as the library returns it.
pub const TRUE: BOOL = 1;

/// Globally unique identifier, fields in the byte order of the machine.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct GUID {
    /// First 32 bits.
    pub Data1: ULONG,
    /// Next 16 bits.
    pub Data2: USHORT,
    /// Next 16 bits.
    pub Data3: USHORT,
    /// Last 64 bits, in the order they are written.
    pub Data4: [UCHAR; 8],
}

/// Count of 100-nanosecond intervals since 1601-01-01 (UTC), in two halves.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct FILETIME {
    /// Low 32 bits.
    pub dwLowDateTime: DWORD,
    /// High 32 bits.
    pub dwHighDateTime: DWORD,
}

/// Decimal number: a 96-bit integer divided by a power of ten.
///
/// C names the fields through unions; the places are these.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct DECIMAL {
    /// Not used; zero.
    pub wReserved: USHORT,
    /// Power of ten to divide by, 0 to 28.
    pub scale: BYTE,
    /// 0x80 for a negative number, 0 otherwise.
    pub sign: BYTE,
    /// High 32 bits of the integer.
    pub Hi32: ULONG,
    /// Low 64 bits of the integer.
    pub Lo64: ULONGLONG,
}

/// A socket address of any family, as large as the largest.
#[repr(C, align(8))]
#[derive(Clone, Copy)]
pub struct SOCKADDR_STORAGE {
    /// Address family, then the address in that family's own form.
    pub bytes: [u8; 128],
}

/// A certificate of CryptoAPI; opaque, and only ever pointed to.
#[repr(C)]
pub struct CERT_CONTEXT {
    _private: [u8; 0],
}

/// List of certificate issuers that a server accepts, as Schannel reports it; opaque.
#[repr(C)]
pub struct SecPkgContext_IssuerListInfoEx {
    _private: [u8; 0],
}

/// An enumeration of the C face, with its checked conversion from what C may pass.
pub trait CEnum: Copy + 'static {
    /// Every value, in ascending order.
    const ALL: &'static [Self];

    /// The value with this number, if there is one.
    fn from_raw(raw: i32) -> Option<Self>;

    /// The number C knows the value by.
    fn raw(self) -> i32;

    /// The value as a C struct field or parameter.
    fn to_c(self) -> MaybeUninit<Self> {
        MaybeUninit::new(self)
    }
}

/// Reading of an enumeration that arrived from C: any 32 bits are possible.
pub trait CEnumField<E: CEnum> {
    /// The value, or nothing where C passed a number that the enumeration does not have.
    fn get(self) -> Option<E>;

    /// The number, whatever it is.
    fn raw(self) -> i32;
}

impl<E: CEnum> CEnumField<E> for MaybeUninit<E> {
    fn get(self) -> Option<E> {
        E::from_raw(CEnumField::raw(self))
    }

    #[allow(unsafe_code)]
    fn raw(self) -> i32 {
        const { assert!(size_of::<E>() == size_of::<i32>()) };
        // SAFETY: the size was checked, any bits make an i32, and the bits are there: in this
        // crate a MaybeUninit of an enumeration is a parameter or a field that C filled in, or
        // comes from `CEnum::to_c` or zeroed memory; none is ever made by `MaybeUninit::uninit`.
        unsafe { core::mem::transmute_copy(&self) }
    }
}

/// Implements [`CEnum`] from the list of the values; does not compile when one is left out.
macro_rules! c_enum {
    ($name:ident { $($value:ident),+ $(,)? }) => {
        impl CEnum for $name {
            const ALL: &'static [Self] = &[$(Self::$value),+];

            fn from_raw(raw: i32) -> Option<Self> {
                match raw {
                    $(raw if raw == Self::$value as i32 => Some(Self::$value),)+
                    _ => None,
                }
            }

            fn raw(self) -> i32 {
                match self {
                    $(Self::$value => Self::$value as i32),+
                }
            }
        }
    };
}
pub(crate) use c_enum;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::WS_ENCODING;

    #[test]
    fn known_numbers_become_values_and_others_do_not() {
        for value in WS_ENCODING::ALL {
            assert_eq!(WS_ENCODING::from_raw(CEnum::raw(*value)), Some(*value));
            assert_eq!(value.to_c().get(), Some(*value));
        }
        let mut field = WS_ENCODING::ALL[0].to_c();
        // SAFETY: the memory is four bytes wide and may hold any bits.
        #[allow(unsafe_code)]
        unsafe {
            field.as_mut_ptr().cast::<i32>().write(-7);
        }
        assert_eq!(field.get(), None);
        assert_eq!(CEnumField::raw(field), -7);
    }
}
