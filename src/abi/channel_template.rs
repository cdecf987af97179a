//! What the channels of a service proxy, or of an endpoint of a service host, are made from, each time one is needed.
#![allow(unsafe_code)]

use std::ffi::c_void;

use crate::abi::types::*;
use crate::channel::properties::{ChannelProperties, Timeouts};
use crate::error::{Error, Result};

use super::channel_properties::{Given, ParsedChannelProperties, parse};

/// Parsed properties that last.
pub(super) struct ChannelTemplate {
    parsed: ParsedChannelProperties,
    _parameters: Option<Parameters>,
}

// SAFETY: the pointers in it are the application's callbacks, which are free-threaded, and its own copy of their
// parameters, which nobody changes.
unsafe impl Send for ChannelTemplate {}
// SAFETY: as above.
unsafe impl Sync for ChannelTemplate {}

impl ChannelTemplate {
    /// What the properties say of the channels of `owner`. Their timeouts are INFINITE unless given, since the service
    /// model has timeouts of its own.
    ///
    /// # Safety
    /// The values of the properties are as documented.
    pub(super) unsafe fn new(
        owner: &str,
        given: Given,
        channel_type: WS_CHANNEL_TYPE,
        binding: WS_CHANNEL_BINDING,
        properties: &[WS_CHANNEL_PROPERTY],
    ) -> Result<Self> {
        let defaults = ChannelProperties { timeouts: Timeouts::DISABLED, ..ChannelProperties::new(binding) };
        let count = properties.len() as ULONG;
        // SAFETY: the caller's promise.
        let mut parsed =
            unsafe { parse(given, channel_type, binding, defaults, properties.as_ptr(), count) }?;
        if parsed.properties.async_callback_model != WS_CALLBACK_MODEL::WS_LONG_CALLBACK {
            return Err(Error::invalid_argument(format!("{owner}'s channels have long callbacks")));
        }
        // The parameters of a custom channel are given with every create callback, long after this call.
        let parameters = parsed.custom.as_mut().map(|custom| {
            // SAFETY: the property's value is that many bytes.
            let copy = unsafe { Parameters::copy(custom.parameters, custom.parameters_size) };
            custom.parameters = copy.pointer();
            copy
        });
        Ok(Self { parsed, _parameters: parameters })
    }

    pub(super) fn properties(&self) -> &ChannelProperties {
        &self.parsed.properties
    }

    /// For one more channel.
    pub(super) fn again(&self) -> ParsedChannelProperties {
        ParsedChannelProperties { properties: self.parsed.properties.clone(), custom: self.parsed.custom }
    }
}

/// A copy of the application's parameters, aligned for anything.
struct Parameters(Vec<u128>);

impl Parameters {
    /// # Safety
    /// `pointer` is NULL or points to `size` readable bytes.
    unsafe fn copy(pointer: *const c_void, size: ULONG) -> Self {
        let mut copy = vec![0u128; (size as usize).div_ceil(size_of::<u128>())];
        if !pointer.is_null() {
            // SAFETY: the caller's promise; the copy is at least as large.
            unsafe {
                std::ptr::copy_nonoverlapping(
                    pointer.cast::<u8>(),
                    copy.as_mut_ptr().cast::<u8>(),
                    size as usize,
                );
            }
        }
        Self(copy)
    }

    fn pointer(&self) -> *const c_void {
        if self.0.is_empty() { std::ptr::null() } else { self.0.as_ptr().cast() }
    }
}
