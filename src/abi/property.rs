//! Values of properties: how C passes them in and gets them out.
//!
//! Every `WS_..._PROPERTY` is an id, a pointer and a size. A size that is not that of the property's type is
//! `E_INVALIDARG`, as is a NULL pointer; nothing is assumed about alignment.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};

use super::guard::{Name, check_property};

/// A property that C gives.
#[derive(Clone, Copy)]
pub(crate) struct PropertyIn<'a> {
    /// Its documented name, for messages.
    pub(crate) name: Name<'a>,
    value: *const c_void,
    size: ULONG,
}

impl<'a> PropertyIn<'a> {
    /// # Safety
    /// `value` is NULL or points to `size` readable bytes, and holds what the documentation says for this
    /// property.
    pub(crate) unsafe fn new(name: Name<'a>, value: *const c_void, size: ULONG) -> Self {
        Self { name, value, size }
    }

    fn check(&self, size: usize) -> Result<()> {
        check_property(self.value, self.size, size, self.name)
    }

    /// The value as a structure of plain data.
    pub(crate) fn read<T: Copy>(&self) -> Result<T> {
        self.check(size_of::<T>())?;
        // SAFETY: `new` promises that many readable bytes with a value of the documented type.
        Ok(unsafe { self.value.cast::<T>().read_unaligned() })
    }

    pub(crate) fn ulong(&self) -> Result<ULONG> {
        self.read()
    }

    /// A ULONG that must not be 0.
    pub(crate) fn positive(&self) -> Result<ULONG> {
        match self.ulong()? {
            0 => Err(Error::invalid_argument(format!("{} must be at least 1", self.name))),
            value => Ok(value),
        }
    }

    pub(crate) fn boolean(&self) -> Result<bool> {
        Ok(self.read::<BOOL>()? != 0)
    }

    pub(crate) fn enumeration<E: CEnum>(&self) -> Result<E> {
        let raw = self.read::<i32>()?;
        E::from_raw(raw).ok_or_else(|| {
            Error::invalid_argument(format!("{raw} is not a value that {} can take", self.name))
        })
    }

    /// The value as it is, for properties of any size.
    pub(crate) fn raw(&self) -> (*const c_void, ULONG) {
        (self.value, self.size)
    }
}

/// A place that C gives for the value of a property.
pub(crate) struct PropertyOut<'a> {
    pub(crate) name: Name<'a>,
    value: *mut c_void,
    size: ULONG,
}

impl<'a> PropertyOut<'a> {
    /// # Safety
    /// `value` is NULL or points to `size` writable bytes.
    pub(crate) unsafe fn new(name: Name<'a>, value: *mut c_void, size: ULONG) -> Self {
        Self { name, value, size }
    }

    /// Writes a value of exactly this type.
    pub(crate) fn write<T: Copy>(&self, value: T) -> Result<()> {
        PropertyIn { name: self.name, value: self.value, size: self.size }.check(size_of::<T>())?;
        // SAFETY: `new` promises that many writable bytes.
        unsafe { self.value.cast::<T>().write_unaligned(value) };
        Ok(())
    }

    pub(crate) fn boolean(&self, value: bool) -> Result<()> {
        self.write(BOOL::from(value))
    }

    pub(crate) fn enumeration<E: CEnum>(&self, value: E) -> Result<()> {
        self.write(value.raw())
    }

    pub(crate) fn raw(&self) -> (*mut c_void, ULONG) {
        (self.value, self.size)
    }
}

/// What a binding is, for the properties that only some bindings have.
pub(crate) struct Protocol {
    pub(crate) http: bool,
    /// Bytes without end: TCP or named pipes.
    pub(crate) stream: bool,
    pub(crate) tcp: bool,
    pub(crate) udp: bool,
}

impl Protocol {
    pub(crate) fn of(binding: WS_CHANNEL_BINDING) -> Self {
        let tcp = binding == WS_CHANNEL_BINDING::WS_TCP_CHANNEL_BINDING;
        Self {
            http: binding == WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING,
            stream: tcp || binding == WS_CHANNEL_BINDING::WS_NAMEDPIPE_CHANNEL_BINDING,
            tcp,
            udp: binding == WS_CHANNEL_BINDING::WS_UDP_CHANNEL_BINDING,
        }
    }
}

/// The property's id as an enumeration, or `E_INVALIDARG`.
pub(crate) fn property_id<E: CEnum>(id: MaybeUninit<E>) -> Result<E> {
    id.get().ok_or_else(|| Error::invalid_argument(format!("there is no property {}", id.raw())))
}

/// A property that cannot be given or asked for here.
#[cold]
pub(crate) fn not_here(name: Name<'_>, here: &str) -> Error {
    Error::invalid_argument(format!("{name} cannot be {here}"))
}
