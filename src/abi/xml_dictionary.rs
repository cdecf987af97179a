//! `WS_XML_DICTIONARY`: the library's own one.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;
use core::ptr::null_mut;

use crate::abi::types::*;
use crate::error::Error;
use crate::xml::dictionary::SOAP;

use super::guard::{Out, boundary};

/// Finds the dictionary of an encoding: the texts of SOAP and the standards around it that the binary encodings of
/// messages know, `WS_ENCODING_XML_BINARY_1` and `WS_ENCODING_XML_BINARY_SESSION_1`. It can be given to readers and
/// writers of binary XML as their static dictionary, and its strings to all functions that take names.
///
/// - `dictionary`: receives the dictionary, which is constant and stays for as long as the library; NULL for the
///   other encodings, which have none.
///
/// Errors: `E_INVALIDARG` for an unknown encoding or a NULL `dictionary`. (Page WsGetDictionary.)
///
/// # Safety
/// `dictionary` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetDictionary(
    encoding: MaybeUninit<WS_ENCODING>,
    dictionary: *mut *mut WS_XML_DICTIONARY,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let dictionary = unsafe { Out::required(dictionary, "dictionary") }?;
        let Some(encoding) = encoding.get() else {
            return Err(Error::invalid_argument(format!(
                "{} is not a WS_ENCODING",
                CEnumField::raw(encoding)
            )));
        };
        dictionary.write(match encoding {
            WS_ENCODING::WS_ENCODING_XML_BINARY_1 | WS_ENCODING::WS_ENCODING_XML_BINARY_SESSION_1 => own(),
            _ => null_mut(),
        });
        Ok(S_OK)
    })
}

/// Plain data that nobody changes.
#[repr(transparent)]
struct Constant<T>(T);

// SAFETY: the pointers in it lead to statics.
unsafe impl<T> Sync for Constant<T> {}

static OWN: Constant<WS_XML_DICTIONARY> = Constant(WS_XML_DICTIONARY {
    // That of Windows.
    guid: GUID {
        Data1: 0xF935_78F8,
        Data2: 0x5852,
        Data3: 0x4EB7,
        Data4: [0xA6, 0xFC, 0xE7, 0x2B, 0xB7, 0x1D, 0xB6, 0x22],
    },
    strings: (&raw const OWN_STRINGS).cast::<WS_XML_STRING>().cast_mut(),
    stringCount: SOAP.len() as ULONG,
    isConst: TRUE,
});

static OWN_STRINGS: Constant<[WS_XML_STRING; SOAP.len()]> = Constant({
    let mut strings = [WS_XML_STRING { length: 0, bytes: null_mut(), dictionary: own(), id: 0 }; SOAP.len()];
    let mut index = 0;
    while index < SOAP.len() {
        let text = SOAP[index];
        strings[index].length = text.len() as ULONG;
        strings[index].bytes = text.as_ptr().cast_mut();
        strings[index].id = index as ULONG;
        index += 1;
    }
    strings
});

const fn own() -> *mut WS_XML_DICTIONARY {
    (&raw const OWN).cast::<WS_XML_DICTIONARY>().cast_mut()
}
