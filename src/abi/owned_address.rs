//! A copy of an endpoint address that lives as long as what it was given to.
#![allow(unsafe_code)]

use crate::abi::types::*;
use crate::error::Result;
use crate::xml::buffer::XmlBuffer;

use super::guard::slice;
use super::object::{Shared, shared};

/// See above. A proxy opens channels when they are needed, and a host tells its callbacks the address.
pub(super) struct OwnedAddress {
    pub(super) address: WS_ENDPOINT_ADDRESS,
    _url: Box<[u16]>,
    pub(super) headers: Option<Shared<XmlBuffer>>,
    _extensions: Option<Shared<XmlBuffer>>,
}

impl OwnedAddress {
    /// # Safety
    /// `given` is valid.
    pub(super) unsafe fn copy(given: &WS_ENDPOINT_ADDRESS) -> Result<Box<Self>> {
        // SAFETY: the caller's promise.
        let mut url: Box<[u16]> =
            unsafe { slice(given.url.chars.cast_const(), given.url.length, "url") }?.into();
        let buffer = |handle: *mut WS_XML_BUFFER| -> Result<Option<Shared<XmlBuffer>>> {
            if handle.is_null() {
                return Ok(None);
            }
            Ok(Some(Shared::new(shared::<XmlBuffer>(handle.cast_const())?)))
        };
        let (headers, extensions) = (buffer(given.headers)?, buffer(given.extensions)?);
        let address = WS_ENDPOINT_ADDRESS {
            url: WS_STRING { length: given.url.length, chars: url.as_mut_ptr() },
            headers: headers.as_ref().map_or(std::ptr::null_mut(), Shared::handle),
            extensions: extensions.as_ref().map_or(std::ptr::null_mut(), Shared::handle),
            // Of use to security only, which this version does not have.
            identity: std::ptr::null_mut(),
        };
        Ok(Box::new(Self { address, _url: url, headers, _extensions: extensions }))
    }
}

// SAFETY: what it points to it owns, and nobody changes it.
unsafe impl Send for OwnedAddress {}
// SAFETY: as above.
unsafe impl Sync for OwnedAddress {}
