//! `WS_XML_DICTIONARY`: the library's own one, and those that applications give to readers and writers.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;
use core::ptr::null_mut;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::dictionary::Dictionary;

use super::guard::{Out, boundary, slice};

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
            WS_ENCODING::WS_ENCODING_XML_BINARY_1 | WS_ENCODING::WS_ENCODING_XML_BINARY_SESSION_1 => {
                soap_dictionary()
            }
            _ => null_mut(),
        });
        Ok(S_OK)
    })
}

/// Plain data that nobody changes.
#[repr(transparent)]
struct Constant<T>(T);

// SAFETY: there is no pointer in it that leads anywhere.
unsafe impl<T> Sync for Constant<T> {}

static SPELLED_OUT: Constant<WS_XML_DICTIONARY> = Constant(WS_XML_DICTIONARY {
    guid: GUID {
        Data1: 0x2E49_1C57,
        Data2: 0x0F6D,
        Data3: 0x4C83,
        Data4: [0x9A, 0x41, 0xD2, 0x7B, 0x35, 0xE8, 0x60, 0x1F],
    },
    strings: null_mut(),
    stringCount: 0,
    isConst: FALSE,
});

/// The dictionary, without any text, of the names that a binary document spells out.
pub(super) fn spelled_out() -> *mut WS_XML_DICTIONARY {
    (&raw const SPELLED_OUT).cast::<WS_XML_DICTIONARY>().cast_mut()
}

/// A dictionary that an application gave, which stays as it is while it is in use.
pub(super) struct GivenDictionary {
    strings: &'static [WS_XML_STRING],
}

// SAFETY: nobody changes what the strings point to while the dictionary is in use.
unsafe impl Send for GivenDictionary {}

impl GivenDictionary {
    /// The dictionary at this address; `None` for NULL.
    ///
    /// # Safety
    /// It is NULL, or valid with all it points to for as long as this value is used.
    pub(super) unsafe fn at(dictionary: *const WS_XML_DICTIONARY) -> Result<Option<Box<dyn Dictionary>>> {
        // SAFETY: the caller's promise.
        let Some(dictionary) = (unsafe { dictionary.as_ref() }) else { return Ok(None) };
        // SAFETY: as above.
        let strings = unsafe { slice(dictionary.strings.cast_const(), dictionary.stringCount, "strings") }?;
        Ok(Some(Box::new(Self { strings })))
    }
}

impl Dictionary for GivenDictionary {
    fn text(&self, index: u32) -> Option<&[u8]> {
        self.entry(index).map(|(text, _)| text)
    }

    fn entry(&self, index: u32) -> Option<(&[u8], &WS_XML_STRING)> {
        let string = self.strings.get(index as usize)?;
        // SAFETY: the promise made to `at`.
        let text = unsafe { slice(string.bytes.cast_const(), string.length, "strings") }.ok()?;
        Some((text, string))
    }
}
