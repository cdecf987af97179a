//! `WS_HEAP`: an arena whose allocations are freed together.
//!
//! Bump allocation in chunks. `maxSize` bounds the bytes requested by callers, `trimSize` what a reset keeps,
//! so that a heap reused for message after message settles into no allocation at all. (Pages "Heap",
//! WsCreateHeap, WsAlloc, WsResetHeap, WS_HEAP_PROPERTY_ID.)
//!
//! A heap is shared: a message owns one that C may name, and the serializer fills it while a callback of the
//! application may allocate from it too. So it is locked, once for each call of the face and re-entrantly,
//! and each allocation within is a plain pointer increment.
#![allow(unsafe_code)]

use std::alloc::{Layout, alloc, dealloc};
use std::cell::RefCell;
use std::mem::MaybeUninit;
use std::ptr::NonNull;
use std::sync::{Arc, OnceLock};

use parking_lot::{ReentrantMutex, ReentrantMutexGuard};

use crate::abi::object::{Handle, Kind, Object};
use crate::abi::types::*;
use crate::error::{Error, Result};

/// What every allocation is aligned on: enough for any type of the API, and for the 8 bytes that the page
/// "Heap" promises.
pub(crate) const ALIGNMENT: usize = 16;
/// The first chunk, as Windows sizes it; later ones double up to [`LARGEST_STEP`].
const FIRST_CHUNK: usize = 128;
const LARGEST_STEP: usize = 1 << 20;

/// A heap. Its thread rule is the caller's to keep; breaking it waits instead of corrupting.
pub(crate) struct Heap {
    arena: ReentrantMutex<RefCell<Arena>>,
    /// What the application has it by, if it has.
    pub(crate) handle: OnceLock<Handle<Self>>,
}

impl Object for Heap {
    type C = WS_HEAP;
    const KIND: Kind = Kind::Heap;

    fn set_shared_handle(&self, handle: Handle<Self>) {
        // The first one stays: others are for a while only.
        let _ = self.handle.set(handle);
    }
}

/// The four properties of a heap, in bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct HeapSizes {
    pub(crate) max: usize,
    pub(crate) trim: usize,
    pub(crate) requested: usize,
    pub(crate) actual: usize,
}

impl Heap {
    /// A heap that hands out at most `max` bytes and keeps at most `trim` of them across a reset.
    pub(crate) fn new(max: usize, trim: usize) -> Arc<Self> {
        Arc::new(Self {
            arena: ReentrantMutex::new(RefCell::new(Arena {
                attachments: Vec::new(),
                chunks: Vec::new(),
                spare: Vec::new(),
                position: 0,
                max,
                trim,
                requested: 0,
                actual: 0,
            })),
            handle: OnceLock::new(),
        })
    }

    /// The heap, ready to allocate from. Take it once for a whole operation.
    pub(crate) fn lock(&self) -> Allocator<'_> {
        Allocator(self.arena.lock())
    }

    /// Frees every allocation, keeping at most `trim` bytes of memory for the next ones.
    pub(crate) fn reset(&self) {
        let guard = self.arena.lock();
        // Dropped after the arena is unlocked: what is attached may come back here.
        let attachments = guard.borrow_mut().reset();
        drop(guard);
        drop(attachments);
    }

    pub(crate) fn sizes(&self) -> HeapSizes {
        let guard = self.arena.lock();
        let arena = guard.borrow();
        HeapSizes { max: arena.max, trim: arena.trim, requested: arena.requested, actual: arena.actual }
    }
}

/// A locked heap. What it returns lives until the heap is reset or freed.
pub(crate) struct Allocator<'a>(ReentrantMutexGuard<'a, RefCell<Arena>>);

impl Allocator<'_> {
    /// `size` uninitialised bytes, aligned on [`ALIGNMENT`]. A size of 0 gives a pointer that is not NULL.
    /// Fails with `WS_E_QUOTA_EXCEEDED` past `maxSize`, `E_OUTOFMEMORY` when there is no memory.
    #[inline]
    pub(crate) fn alloc(&self, size: usize) -> Result<NonNull<u8>> {
        self.0.borrow_mut().alloc(size)
    }

    /// Room for `most` values, of which as many are taken as `fill` says that it has filled. `None` if `fill` says so, or
    /// where so much room is not at hand: nothing is taken then, and [`Self::alloc`] is the one to ask.
    #[inline]
    pub(crate) fn alloc_up_to<T: Copy>(
        &self,
        most: usize,
        fill: impl FnOnce(&mut [MaybeUninit<T>]) -> Option<usize>,
    ) -> Option<NonNull<T>> {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        let mut arena = self.0.borrow_mut();
        let memory = arena.room(most.checked_mul(size_of::<T>())?)?.cast::<T>();
        // SAFETY: room for `most` values, aligned enough, that nobody else has, for as long as the arena is borrowed.
        let filled = fill(unsafe { std::slice::from_raw_parts_mut(memory.as_ptr().cast(), most) })?;
        if filled > most {
            return None;
        }
        arena.take(filled * size_of::<T>());
        Some(memory)
    }

    /// Takes `size` bytes of the quota for memory that is kept elsewhere but belongs to this heap.
    pub(crate) fn charge(&self, size: usize) -> Result<()> {
        let mut arena = self.0.borrow_mut();
        match arena.requested.checked_add(size).filter(|&total| total <= arena.max) {
            Some(total) => arena.requested = total,
            None => return Err(arena.exceeded(size)),
        }
        Ok(())
    }

    /// Has the heap own `value` (the handle of an XML buffer, say), dropped when the heap is reset or freed.
    pub(crate) fn attach(&self, value: impl Send + 'static) {
        self.0.borrow_mut().attachments.push(Box::new(value));
    }

    /// Room for `count` values of `T`, zeroed.
    #[cfg(test)]
    pub(crate) fn alloc_zeroed<T: Copy>(&self, count: usize) -> Result<NonNull<T>> {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        let size = size_of::<T>()
            .checked_mul(count)
            .ok_or_else(|| Error::quota_exceeded(format!("{count} items do not fit in any heap")))?;
        let memory = self.alloc(size)?;
        // SAFETY: `memory` is `size` bytes of ours.
        unsafe { memory.as_ptr().write_bytes(0, size) };
        Ok(memory.cast())
    }

    /// A copy of this value.
    #[inline]
    pub(crate) fn alloc_value<T: Copy>(&self, value: T) -> Result<NonNull<T>> {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        let memory = self.alloc(size_of::<T>())?.cast::<T>();
        // SAFETY: `memory` is large and aligned enough for a T, and ours.
        unsafe { memory.as_ptr().write(value) };
        Ok(memory)
    }

    /// A copy of these values.
    #[inline]
    pub(crate) fn alloc_copy<T: Copy>(&self, values: &[T]) -> Result<NonNull<T>> {
        const { assert!(align_of::<T>() <= ALIGNMENT) };
        let memory = self.alloc(size_of_val(values))?.cast::<T>();
        // SAFETY: `memory` is as large as `values`, aligned enough, ours, and does not overlap them.
        unsafe { std::ptr::copy_nonoverlapping(values.as_ptr(), memory.as_ptr(), values.len()) };
        Ok(memory)
    }
}

struct Chunk {
    memory: NonNull<u8>,
    size: usize,
}

struct Arena {
    attachments: Vec<Box<dyn Send>>,
    /// The last one is being filled.
    chunks: Vec<Chunk>,
    /// Kept by a reset, waiting to be filled, by their size.
    spare: Vec<Chunk>,
    /// Bytes used of the last chunk.
    position: usize,
    max: usize,
    trim: usize,
    requested: usize,
    actual: usize,
}

// SAFETY: the chunks are plain memory that the arena alone owns.
unsafe impl Send for Arena {}

impl Arena {
    #[inline]
    fn alloc(&mut self, size: usize) -> Result<NonNull<u8>> {
        let requested = self.requested.checked_add(size).filter(|&total| total <= self.max);
        let Some(requested) = requested else { return Err(self.exceeded(size)) };
        // A request of nothing still takes a place of its own, so that its pointer is not NULL.
        let rounded = size.max(1).checked_next_multiple_of(ALIGNMENT);
        let Some(rounded) = rounded else { return Err(self.exceeded(size)) };
        if let Some(chunk) = self.chunks.last()
            && chunk.size - self.position >= rounded
        {
            // SAFETY: position + rounded is within the chunk.
            let memory = unsafe { chunk.memory.add(self.position) };
            self.position += rounded;
            self.requested = requested;
            return Ok(memory);
        }
        let memory = self.grow(rounded)?;
        self.requested = requested;
        Ok(memory)
    }

    /// Where the next allocation will be, if there is room for `size` bytes there and in the quota.
    #[inline]
    fn room(&self, size: usize) -> Option<NonNull<u8>> {
        let chunk = self.chunks.last()?;
        let rounded = size.max(1).checked_next_multiple_of(ALIGNMENT)?;
        let fits = chunk.size - self.position >= rounded && self.requested.checked_add(size)? <= self.max;
        // SAFETY: the position is within the chunk.
        fits.then(|| unsafe { chunk.memory.add(self.position) })
    }

    /// Takes `size` bytes, no more than there was room for just now.
    #[inline]
    fn take(&mut self, size: usize) {
        self.position += size.max(1).next_multiple_of(ALIGNMENT);
        self.requested += size;
    }

    #[cold]
    fn exceeded(&self, size: usize) -> Error {
        Error::quota_exceeded(format!(
            "the heap's maximum size of {} bytes is exceeded: {} are in use and {size} more were requested",
            self.max, self.requested
        ))
    }

    #[cold]
    fn grow(&mut self, rounded: usize) -> Result<NonNull<u8>> {
        // The smallest that fits: a larger one may be needed for something larger.
        let fit = self.spare.partition_point(|chunk| chunk.size < rounded);
        if fit < self.spare.len() {
            let chunk = self.spare.remove(fit);
            let memory = chunk.memory;
            self.chunks.push(chunk);
            self.position = rounded;
            return Ok(memory);
        }
        let step = self.chunks.last().map_or(FIRST_CHUNK, |chunk| (chunk.size * 2).min(LARGEST_STEP));
        let size = step.max(rounded);
        let no_memory = || Error::out_of_memory(format!("no memory for {size} bytes of heap"));
        let layout = Layout::from_size_align(size, ALIGNMENT).map_err(|_| no_memory())?;
        // SAFETY: the size is not zero.
        let memory = NonNull::new(unsafe { alloc(layout) }).ok_or_else(no_memory)?;
        self.chunks.push(Chunk { memory, size });
        self.actual += size;
        self.position = rounded;
        Ok(memory)
    }

    /// Keeps of the chunks what fits into the trim size, the largest first, since they serve best; all of
    /// them when the trim size is above the maximum (page WsCreateHeap); and in any case the first small
    /// one, as Windows does.
    fn reset(&mut self) -> Vec<Box<dyn Send>> {
        self.chunks.append(&mut self.spare);
        self.chunks.sort_unstable_by_key(|chunk| std::cmp::Reverse(chunk.size));
        let limit = if self.trim > self.max { usize::MAX } else { self.trim.max(FIRST_CHUNK) };
        self.actual = 0;
        for chunk in self.chunks.drain(..) {
            if chunk.size <= limit - self.actual {
                self.actual += chunk.size;
                self.spare.push(chunk);
            } else {
                chunk.free();
            }
        }
        self.spare.reverse();
        self.position = 0;
        self.requested = 0;
        std::mem::take(&mut self.attachments)
    }
}

impl Drop for Arena {
    fn drop(&mut self) {
        for chunk in self.chunks.drain(..).chain(self.spare.drain(..)) {
            chunk.free();
        }
    }
}

impl Chunk {
    fn free(self) {
        // SAFETY: allocated in `grow` with this same layout, and given up here.
        unsafe {
            dealloc(self.memory.as_ptr(), Layout::from_size_align_unchecked(self.size, ALIGNMENT));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_what_was_requested_and_refuses_past_the_maximum() {
        let heap = Heap::new(100, 0);
        heap.lock().alloc(60).unwrap();
        let error = heap.lock().alloc(41).unwrap_err();
        assert_eq!(error.code(), WS_E_QUOTA_EXCEEDED);
        heap.lock().alloc(40).unwrap();
        assert_eq!(heap.sizes().requested, 100);
        heap.reset();
        assert_eq!(heap.sizes(), HeapSizes { max: 100, trim: 0, requested: 0, actual: FIRST_CHUNK });
    }

    #[test]
    fn keeps_at_most_the_trim_size_over_a_reset() {
        let heap = Heap::new(usize::MAX, 1024);
        for _ in 0..100 {
            heap.lock().alloc(100).unwrap();
        }
        heap.reset();
        let kept = heap.sizes().actual;
        assert!(kept > 0 && kept <= 1024, "{kept}");
        assert!(heap.lock().alloc(usize::MAX).is_err());
    }

    #[test]
    fn reuses_what_a_reset_kept() {
        let heap = Heap::new(1 << 16, 1 << 20);
        heap.lock().alloc(5000).unwrap();
        heap.lock().alloc(100).unwrap();
        let actual = heap.sizes().actual;
        for _ in 0..10 {
            heap.reset();
            assert_eq!(heap.sizes().actual, actual);
            heap.lock().alloc(100).unwrap();
            heap.lock().alloc(5000).unwrap();
        }
        assert_eq!(heap.sizes().actual, actual);
    }

    #[test]
    fn takes_memory_in_the_steps_that_were_seen_on_windows() {
        let heap = Heap::new(1 << 16, 0);
        heap.lock().alloc(128).unwrap();
        assert_eq!(heap.sizes().actual, 128);
        heap.lock().alloc(1).unwrap();
        assert_eq!((heap.sizes().requested, heap.sizes().actual), (129, 384));
        heap.reset();
        assert_eq!((heap.sizes().requested, heap.sizes().actual), (0, 128));
    }

    #[test]
    fn takes_of_the_room_for_most_what_was_filled() {
        let heap = Heap::new(200, 0);
        let guard = heap.lock();
        let fill = |count: usize| {
            move |room: &mut [MaybeUninit<u16>]| {
                room.fill(MaybeUninit::new(7));
                Some(count)
            }
        };
        // There is no chunk yet.
        assert!(guard.alloc_up_to(4, fill(4)).is_none());
        guard.alloc(1).unwrap();
        let one = guard.alloc_up_to(40, fill(3)).unwrap();
        let other = guard.alloc_up_to(4, fill(0)).unwrap();
        assert_eq!(other.as_ptr() as usize - one.as_ptr() as usize, 16);
        assert_eq!(heap.sizes().requested, 7);
        assert!(guard.alloc_up_to::<u16>(4, |_| None).is_none());
        // More than was said, than is in the chunk, and than is left of the quota.
        assert!(guard.alloc_up_to(4, fill(1000)).is_none());
        assert!(guard.alloc_up_to(41, fill(1)).is_none());
        guard.alloc(120).unwrap();
        assert!(guard.alloc_up_to(37, fill(1)).is_none());
        assert_eq!(heap.sizes().requested, 127);
        let next = guard.alloc_up_to(36, fill(36)).unwrap();
        assert_eq!(heap.sizes().requested, 199);
        // SAFETY: they were filled.
        assert_eq!(unsafe { next.add(35).read() }, 7);
        assert!(guard.alloc_up_to::<u16>(usize::MAX, |_| Some(0)).is_none());
    }

    #[test]
    fn refuses_sizes_that_overflow() {
        let heap = Heap::new(usize::MAX, 0);
        heap.lock().alloc(1).unwrap();
        assert_eq!(heap.lock().alloc(usize::MAX).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(heap.lock().alloc(usize::MAX - 1).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(heap.lock().alloc_zeroed::<u64>(usize::MAX / 4).unwrap_err().code(), WS_E_QUOTA_EXCEEDED);
        assert_eq!(heap.lock().alloc(usize::MAX / 2 + 1).unwrap_err().code(), E_OUTOFMEMORY);
        assert_eq!(heap.sizes().requested, 1);
    }

    #[test]
    fn hands_out_aligned_places_that_do_not_overlap() {
        let heap = Heap::new(1 << 20, 0);
        let guard = heap.lock();
        let mut places: Vec<(usize, usize)> = (0..200)
            .map(|size| {
                let place = guard.alloc(size).unwrap();
                // SAFETY: `size` bytes were just allocated.
                unsafe { place.as_ptr().write_bytes(size as u8, size) };
                (place.as_ptr() as usize, size)
            })
            .collect();
        places.sort_unstable();
        for pair in places.windows(2) {
            assert!(pair[0].0 % 8 == 0 && pair[0].0 + pair[0].1 <= pair[1].0 && pair[0].0 != pair[1].0);
        }
    }
}
