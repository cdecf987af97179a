//! The memory walk: typed reads and writes at places in C memory, each within bounds that a description gave.
//!
//! This is where the layer touches raw memory. What it needs to be true is promised by the callers of the entry
//! points (see the head of the layer); a [`Memory`] stands for that promise, and nothing here can be had without
//! one. All reads and writes are unaligned ones: descriptions may give offsets that are not aligned, and on the
//! machines we run on it costs nothing.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::marker::PhantomData;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::{Allocator, Heap};

/// The promise of an entry point's caller, for the length of a call: descriptions and values are what they say.
#[derive(Clone, Copy)]
pub(super) struct Memory<'m>(PhantomData<&'m ()>);

// A `self` that is not used is the promise that makes the function right.
#[allow(clippy::unused_self)]
impl<'m> Memory<'m> {
    /// # Safety
    /// Every pointer reached from the descriptions and values of this call is NULL or points to what the
    /// documentation says, unchanged (but for the output) for `'m`.
    pub(super) unsafe fn promised() -> Self {
        Self(PhantomData)
    }

    /// A structure that a description points to.
    #[inline]
    pub(super) fn required<T>(self, pointer: *const T, what: &str) -> Result<&'m T> {
        match self.optional(pointer, what)? {
            Some(value) => Ok(value),
            None => Err(null(what)),
        }
    }

    /// A structure that a description may point to.
    #[inline]
    pub(super) fn optional<T>(self, pointer: *const T, what: &str) -> Result<Option<&'m T>> {
        if !pointer.is_aligned() {
            return Err(misaligned(what));
        }
        // SAFETY: NULL or a valid T, by the promise; aligned, as checked.
        Ok(unsafe { pointer.as_ref() })
    }

    /// `count` items that a description or a value points to. NULL is right for no items only.
    #[inline]
    pub(super) fn list<T>(self, pointer: *const T, count: ULONG, what: &str) -> Result<&'m [T]> {
        if count == 0 {
            return Ok(&[]);
        }
        if pointer.is_null() {
            return Err(Error::invalid_argument(format!("{what} is NULL, but its count is {count}")));
        }
        if !pointer.is_aligned() {
            return Err(misaligned(what));
        }
        // SAFETY: `count` valid items, by the promise; aligned, as checked.
        Ok(unsafe { std::slice::from_raw_parts(pointer, count as usize) })
    }

    /// The characters of a zero-terminated string, without the zero.
    pub(super) fn zero_terminated(self, pointer: *const WCHAR, what: &str) -> Result<&'m [WCHAR]> {
        if pointer.is_null() {
            return Err(null(what));
        }
        if !pointer.is_aligned() {
            return Err(misaligned(what));
        }
        let mut at = pointer;
        // SAFETY: the characters up to the zero are readable, by the promise, and none behind it is read.
        let length = unsafe {
            // Eight at a time: nothing but the characters themselves is counted one by one.
            macro_rules! look {
                ($($ahead:literal)*) => {
                    $(if *at.add($ahead) == 0 {
                        break at.add($ahead).offset_from_unsigned(pointer);
                    })*
                };
            }
            loop {
                look!(0 1 2 3 4 5 6 7);
                at = at.add(8);
            }
        };
        // SAFETY: as above; they were just read.
        Ok(unsafe { std::slice::from_raw_parts(pointer, length) })
    }

    /// Which dictionary a name says that it is of, and under which number.
    #[inline]
    pub(super) fn place_of(self, pointer: *const WS_XML_STRING) -> Result<(usize, u32)> {
        let string = self.required(pointer, "a name in a description")?;
        Ok((string.dictionary.addr(), string.id))
    }

    /// The name a description gives.
    #[inline]
    pub(super) fn name(self, pointer: *const WS_XML_STRING, what: &str) -> Result<&'m [u8]> {
        let string = self.required(pointer, what)?;
        self.list(string.bytes, string.length, what)
    }

    /// The value of `size` bytes that a value or an argument points to.
    #[inline]
    pub(super) fn view(self, pointer: *const c_void, size: usize, what: &str) -> Result<View<'m>> {
        if pointer.is_null() && size != 0 {
            return Err(null(what));
        }
        Ok(View { pointer: pointer.cast(), size, alone: false, memory: self })
    }

    /// The output of `size` bytes that the caller gave.
    #[inline]
    pub(super) fn place(self, pointer: *mut c_void, size: usize, what: &str) -> Result<Place<'m>> {
        if pointer.is_null() && size != 0 {
            return Err(null(what));
        }
        Ok(Place { pointer: pointer.cast(), size, memory: self })
    }

    /// Zeroed memory of the heap.
    #[inline]
    pub(super) fn allocate(self, heap: &Allocator<'_>, size: usize) -> Result<Place<'m>> {
        let memory = heap.alloc(size)?;
        // SAFETY: `size` bytes were just allocated, and live until the heap is reset, which cannot be during the
        // call.
        unsafe { memory.as_ptr().write_bytes(0, size) };
        Ok(Place { pointer: memory.as_ptr(), size, memory: self })
    }

    /// An array of `count` code units in the heap and a closing zero if `terminated`, filled by `fill`, which
    /// gets it zeroed.
    #[inline]
    pub(super) fn allocate_units<T: Plain>(
        self,
        heap: &Allocator<'_>,
        count: usize,
        fill: impl FnOnce(&mut [T]),
    ) -> Result<*mut T> {
        let size = count
            .checked_mul(size_of::<T>())
            .ok_or_else(|| Error::quota_exceeded(format!("{count} items do not fit in any heap")))?;
        let place = self.allocate(heap, size)?;
        // SAFETY: freshly allocated, zeroed, aligned on 16, and nobody else's yet.
        fill(unsafe { std::slice::from_raw_parts_mut(place.pointer.cast(), count) });
        Ok(place.pointer.cast())
    }
}

#[cold]
fn null(what: &str) -> Error {
    Error::invalid_argument(format!("{what} is required, and is NULL"))
}

#[cold]
fn misaligned(what: &str) -> Error {
    Error::invalid_argument(format!("the pointer to {what} is not aligned as its type needs"))
}

/// Types whose every bit pattern is a value.
///
/// # Safety
/// It has to be true.
pub(super) unsafe trait Plain: Copy {}

macro_rules! plain {
    ($($type:ty),+ $(,)?) => {
        // SAFETY: integers, floats, raw pointers, `MaybeUninit` enumerations, and structures of them.
        $(unsafe impl Plain for $type {})+
    };
}

plain!(
    i8,
    u8,
    i16,
    u16,
    i32,
    u32,
    i64,
    u64,
    f32,
    f64,
    GUID,
    DECIMAL,
    WS_DATETIME,
    WS_TIMESPAN,
    WS_DURATION,
    WS_UNIQUE_ID,
    WS_STRING,
    WS_BYTES,
    WS_XML_STRING,
    WS_XML_QNAME,
    WS_ENDPOINT_ADDRESS,
    WS_FAULT,
    WS_FAULT_CODE,
    WS_FAULT_REASON,
    WS_ANY_ATTRIBUTES,
    WS_ANY_ATTRIBUTE
);
// SAFETY: as its items.
unsafe impl<T: Plain, const N: usize> Plain for [T; N] {}
// SAFETY: a raw pointer may be anything.
unsafe impl<T> Plain for *mut T {}
// SAFETY: as above.
unsafe impl<T> Plain for *const T {}

/// A value in C memory: where, and how many bytes of it may be read.
#[derive(Clone, Copy)]
pub(super) struct View<'m> {
    pointer: *const u8,
    size: usize,
    /// It was reached by a pointer of its own, so that it may be of a larger, derived type.
    alone: bool,
    memory: Memory<'m>,
}

impl<'m> View<'m> {
    pub(super) fn size(self) -> usize {
        self.size
    }

    pub(super) fn pointer(self) -> *const c_void {
        self.pointer.cast()
    }

    /// The `size` bytes at `offset`; fails with `E_INVALIDARG` where a description points outside.
    #[inline]
    pub(super) fn part(self, offset: ULONG, size: usize) -> Result<Self> {
        let offset = offset as usize;
        if offset > self.size || self.size - offset < size {
            return Err(outside(offset, size, self.size));
        }
        // SAFETY: within the value, as checked.
        Ok(Self { pointer: unsafe { self.pointer.add(offset) }, size, alone: false, memory: self.memory })
    }

    /// An item of an array of items of `stride` bytes.
    #[inline]
    pub(super) fn item(self, index: ULONG, stride: usize) -> Result<Self> {
        let start = stride.saturating_mul(index as usize);
        if start > self.size || self.size - start < stride {
            return Err(outside(start, stride, self.size));
        }
        // SAFETY: within the array, as checked.
        let pointer = unsafe { self.pointer.add(start) };
        Ok(Self { pointer, size: stride, alone: false, memory: self.memory })
    }

    /// The value as a `T`.
    #[inline]
    pub(super) fn get<T: Plain>(self) -> Result<T> {
        if self.size < size_of::<T>() {
            return Err(outside(0, size_of::<T>(), self.size));
        }
        // SAFETY: readable and initialised, by the promise; every bit pattern is a T.
        Ok(unsafe { self.pointer.cast::<T>().read_unaligned() })
    }

    /// The `T` at `offset`, if that is inside.
    #[inline(always)]
    pub(super) fn at<T: Plain>(self, offset: ULONG) -> Option<T> {
        let offset = offset as usize;
        if offset + size_of::<T>() > self.size {
            return None;
        }
        // SAFETY: within the value, as checked; readable and initialised, by the promise; every bit pattern is a T.
        Some(unsafe { self.pointer.add(offset).cast::<T>().read_unaligned() })
    }

    /// The value of `size` bytes that the pointer stored here points to; `None` for NULL.
    #[inline]
    pub(super) fn follow(self, size: usize) -> Result<Option<View<'m>>> {
        let pointer = self.get::<*const c_void>()?;
        if pointer.is_null() {
            return Ok(None);
        }
        Ok(Some(View { pointer: pointer.cast(), size, alone: true, memory: self.memory }))
    }

    /// The same value seen as one of a derived type, of which it says itself that it is.
    pub(super) fn derived(self, size: usize) -> Result<Self> {
        if size > self.size && !self.alone {
            return Err(Error::invalid_argument(format!(
                "a structure says that it is of a derived type of {size} bytes, but stands where there are {} \
                 by value",
                self.size
            )));
        }
        Ok(Self { size, ..self })
    }
}

/// Memory to be filled in: where, and how many bytes of it may be written.
#[derive(Clone, Copy)]
pub(super) struct Place<'m> {
    pointer: *mut u8,
    size: usize,
    memory: Memory<'m>,
}

impl Place<'_> {
    pub(super) fn size(self) -> usize {
        self.size
    }

    pub(super) fn pointer(self) -> *mut c_void {
        self.pointer.cast()
    }

    /// The `size` bytes at `offset`; fails with `E_INVALIDARG` where a description points outside.
    #[inline]
    pub(super) fn part(self, offset: ULONG, size: usize) -> Result<Self> {
        let offset = offset as usize;
        if offset > self.size || self.size - offset < size {
            return Err(outside(offset, size, self.size));
        }
        // SAFETY: within the place, as checked.
        Ok(Self { pointer: unsafe { self.pointer.add(offset) }, size, memory: self.memory })
    }

    #[inline]
    pub(super) fn put<T: Plain>(self, value: T) -> Result<()> {
        if self.size < size_of::<T>() {
            return Err(outside(0, size_of::<T>(), self.size));
        }
        // SAFETY: writable, by the promise or because we allocated it.
        unsafe { self.pointer.cast::<T>().write_unaligned(value) };
        Ok(())
    }

    pub(super) fn zero(self) {
        // SAFETY: writable, as above.
        unsafe { self.pointer.write_bytes(0, self.size) };
    }

    /// Copies a value of the same size here.
    pub(super) fn copy(self, value: View<'_>) -> Result<()> {
        if value.size != self.size {
            return Err(outside(0, value.size, self.size));
        }
        // SAFETY: both are as large as checked; a default value may overlap the output only if the caller
        // passed the description's own memory, which `copy` (not `copy_nonoverlapping`) stands.
        unsafe { std::ptr::copy(value.pointer, self.pointer, self.size) };
        Ok(())
    }
}

#[cold]
fn outside(offset: usize, size: usize, available: usize) -> Error {
    Error::invalid_argument(format!(
        "a description places {size} bytes at offset {offset} of a structure of {available} bytes"
    ))
}

/// Items of an array while their number is not known yet, outside of any heap.
#[derive(Default)]
pub(super) struct Items {
    /// 8-byte units, so that every item is aligned as C wants it; those behind the items are zero.
    units: Vec<u64>,
    stride: usize,
    count: usize,
}

impl Items {
    /// Starts an array of items of `stride` bytes.
    pub(super) fn start(&mut self, stride: usize) {
        self.units.clear();
        self.stride = stride;
        self.count = 0;
    }

    pub(super) fn count(&self) -> usize {
        self.count
    }

    /// How many bytes the items have.
    pub(super) fn size(&self) -> usize {
        self.count * self.stride
    }

    /// Whether the heap could take the array with one more item, as far as it is looked at: each time there are twice as
    /// many.
    #[inline]
    pub(super) fn may_grow(&self, heap: Option<&Heap>) -> bool {
        !self.count.is_power_of_two()
            || heap.map(Heap::sizes).is_none_or(|sizes| {
                self.size().saturating_add(self.stride) <= sizes.max.saturating_sub(sizes.requested)
            })
    }

    /// One more item, zeroed. The place is good until the next one is asked for.
    #[inline]
    pub(super) fn push<'m>(&mut self, memory: Memory<'m>) -> Result<Place<'m>> {
        let end = self
            .stride
            .checked_mul(self.count + 1)
            .ok_or_else(|| Error::quota_exceeded("an array does not fit in any heap"))?;
        let needed = end.div_ceil(8);
        if needed > self.units.len() {
            self.units.resize(needed.max(self.units.len() * 2), 0);
        }
        let start = self.count * self.stride;
        self.count += 1;
        // SAFETY: `end` bytes are there, as just made sure. Two items may share a unit, but the place covers
        // this one's bytes only, which are zero since the unit was added.
        let pointer = unsafe { self.units.as_mut_ptr().cast::<u8>().add(start) };
        Ok(Place { pointer, size: self.stride, memory })
    }

    /// The array, in the heap.
    pub(super) fn finish<'m>(&self, memory: Memory<'m>, heap: &Allocator<'_>) -> Result<Place<'m>> {
        let size = self.size();
        let pointer = heap.alloc(size)?.as_ptr();
        // SAFETY: `size` bytes are in both, and the heap's are new.
        unsafe { std::ptr::copy_nonoverlapping(self.units.as_ptr().cast::<u8>(), pointer, size) };
        Ok(Place { pointer, size, memory })
    }
}
