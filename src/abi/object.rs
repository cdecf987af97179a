//! Handles: what a `WS_...*` that C holds really points to.
//!
//! Every object that C can name (heap, error, reader, writer, buffer, message, channel, listener, proxy,
//! host) is reached through a *slot*: a small cell that never moves and is never returned to the
//! allocator, only reused. A slot carries a tag (is it live, and which kind of object is behind it) and a
//! pointer to the object. So a NULL, wrong-kind, freed or altogether foreign pointer is recognised without
//! touching memory that is not ours, and answers `E_INVALIDARG`.
//!
//! Two kinds of object, as the documentation's page "Thread Safety" divides them:
//! - single-threaded ones (reader, writer, message, error, ...) are owned by an [`Owned`] and used through a
//!   [`Lease`]: one at a time. A second use while the first is under way (from a callback, or while an
//!   asynchronous call still works on it) answers `WS_E_INVALID_OPERATION` instead of corrupting memory.
//! - free-threaded ones (channel, listener, proxy, host) and heaps are shared: behind the slot is an `Arc`,
//!   and [`shared`] gives another reference to it.
//!
//! Besides `types`, this is the one module of the face that lower layers may use, since a message owns
//! readers, writers and a heap that C may ask for by handle.

use std::marker::PhantomData;
use std::ops::{Deref, DerefMut};
use std::ptr::{self, NonNull};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicPtr, AtomicU32, Ordering};

use parking_lot::Mutex;

use crate::abi::types::WS_ERROR;
use crate::error::{Error, Result};

/// The kinds of object behind a handle; the value is the slot's tag while the object lives.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[repr(u32)]
pub(crate) enum Kind {
    Error = 1,
    Heap,
    Reader,
    Writer,
    Buffer,
    Message,
    Channel,
    Listener,
    Proxy,
    Host,
    OperationContext,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Self::Error => "WS_ERROR",
            Self::Heap => "WS_HEAP",
            Self::Reader => "WS_XML_READER",
            Self::Writer => "WS_XML_WRITER",
            Self::Buffer => "WS_XML_BUFFER",
            Self::Message => "WS_MESSAGE",
            Self::Channel => "WS_CHANNEL",
            Self::Listener => "WS_LISTENER",
            Self::Proxy => "WS_SERVICE_PROXY",
            Self::Host => "WS_SERVICE_HOST",
            Self::OperationContext => "WS_OPERATION_CONTEXT",
        }
    }
}

/// A Rust object that C knows by a handle.
pub(crate) trait Object: Send + 'static {
    /// The opaque C type its handle points to.
    type C;
    /// Its tag.
    const KIND: Kind;

    /// Called before it is used by a [`Lease`], for objects that steps of another kind (see [`idle`]) leave with something to do.
    fn catch_up(&mut self) {}

    /// Told its handle, for objects that the application is shown again while they are in use.
    fn set_handle(&mut self, _handle: Handle<Self>)
    where
        Self: Sized,
    {
    }
    /// The same, for shared objects.
    fn set_shared_handle(&self, _handle: Handle<Self>)
    where
        Self: Sized,
    {
    }
}

/// The tag of a slot that holds nothing.
const FREE: u32 = 0;

#[repr(align(16))]
struct Slot {
    tag: AtomicU32,
    /// Held by a [`Lease`]. Only single-threaded objects use it.
    busy: AtomicBool,
    /// The owner is gone while a lease is out: the lease frees the object when it ends.
    orphaned: AtomicBool,
    /// The lease that is out has lent the object to the application: see [`lend`].
    lent: AtomicBool,
    target: AtomicPtr<()>,
}

impl Slot {
    const fn new() -> Self {
        Self {
            tag: AtomicU32::new(FREE),
            busy: AtomicBool::new(false),
            orphaned: AtomicBool::new(false),
            lent: AtomicBool::new(false),
            target: AtomicPtr::new(ptr::null_mut()),
        }
    }
}

/// Slots per chunk.
const CHUNK: usize = 1024;
/// The first chunk. It serves most programs, and its address is a constant, so that a look-up is one comparison.
static FIRST: [Slot; CHUNK] = [const { Slot::new() }; CHUNK];
/// At most this many chunks; a million live objects.
const CHUNKS: usize = 1024;

struct Table {
    /// Those after the first.
    chunks: [AtomicPtr<Slot>; CHUNKS],
    count: AtomicU32,
    free: Mutex<std::collections::VecDeque<NonNullSlot>>,
}

struct NonNullSlot(NonNull<Slot>);
// SAFETY: a slot consists of atomics and lives for the whole process.
#[allow(unsafe_code)]
unsafe impl Send for NonNullSlot {}

static TABLE: Table = Table {
    chunks: [const { AtomicPtr::new(ptr::null_mut()) }; CHUNKS],
    count: AtomicU32::new(0),
    free: Mutex::new(std::collections::VecDeque::new()),
};

impl Table {
    /// Takes a free slot, the one that has been free longest, so that a stale handle stays recognisable
    /// for as long as possible.
    fn take(&self) -> NonNull<Slot> {
        let mut free = self.free.lock();
        if free.len() < CHUNK / 4 {
            let index = self.count.load(Ordering::Relaxed) as usize;
            if index == 0 {
                free.extend(FIRST.iter().map(|slot| NonNullSlot(NonNull::from(slot))));
                self.count.store(1, Ordering::Release);
            } else if index < CHUNKS {
                let chunk: Box<[Slot]> = (0..CHUNK).map(|_| Slot::new()).collect();
                // One pointer leads to all of them: references made in between would end each other.
                let base = NonNull::from(Box::leak(chunk)).cast::<Slot>();
                // SAFETY: the chunk has this many slots.
                #[allow(unsafe_code)]
                free.extend((0..CHUNK).map(|slot| NonNullSlot(unsafe { base.add(slot) })));
                self.chunks[index].store(base.as_ptr(), Ordering::Release);
                self.count.store(index as u32 + 1, Ordering::Release);
            }
        }
        match free.pop_front() {
            Some(NonNullSlot(slot)) => slot,
            // Every chunk is in use: one more slot on its own, which look-ups will not find, so that
            // the object answers E_INVALIDARG rather than the process running out of room to say so.
            None => NonNull::from(Box::leak(Box::new(Slot::new()))),
        }
    }

    fn give_back(&self, slot: &'static Slot) {
        slot.tag.store(FREE, Ordering::Release);
        self.free.lock().push_back(NonNullSlot(NonNull::from(slot)));
    }

    /// The slot at this address, if there is one.
    #[inline(always)]
    fn find(&self, handle: *const ()) -> Option<&'static Slot> {
        find_first(handle).or_else(|| self.find_further(handle))
    }

    /// The slot at this address in another chunk than the first.
    #[cold]
    fn find_further(&self, handle: *const ()) -> Option<&'static Slot> {
        let count = self.count.load(Ordering::Acquire) as usize;
        self.chunks[..count].iter().skip(1).find_map(|chunk| {
            let base = chunk.load(Ordering::Acquire);
            let offset = (handle as usize).wrapping_sub(base as usize);
            if offset < CHUNK * size_of::<Slot>() { Self::slot(base, offset) } else { None }
        })
    }

    /// The slot at an offset of a chunk, if one begins there.
    #[inline]
    fn slot(chunk: *mut Slot, offset: usize) -> Option<&'static Slot> {
        if !offset.is_multiple_of(size_of::<Slot>()) {
            return None;
        }
        // SAFETY: the chunk holds CHUNK slots, is never freed, and the offset is a whole number of slots within it.
        #[allow(unsafe_code)]
        Some(unsafe { &*chunk.add(offset / size_of::<Slot>()) })
    }

    #[inline]
    fn live(&self, handle: *const (), kind: Kind) -> Result<&'static Slot> {
        match self.find(handle) {
            Some(slot) if slot.tag.load(Ordering::Acquire) == kind as u32 => Ok(slot),
            _ => Err(wrong_handle(handle, kind)),
        }
    }
}

/// The slot at this address in the first chunk.
#[inline(always)]
fn find_first(handle: *const ()) -> Option<&'static Slot> {
    FIRST.get(place_in_first(handle)?)
}

/// The number of the slot at this address in the first chunk.
#[inline(always)]
fn place_in_first(handle: *const ()) -> Option<usize> {
    const BITS: u32 = size_of::<Slot>().trailing_zeros();
    const { assert!(size_of::<Slot>() == 1 << BITS) };
    let offset = (handle as usize).wrapping_sub(FIRST.as_ptr() as usize);
    // What lies between two slots has a number that is too large by this.
    let place = offset.rotate_right(BITS);
    (place < CHUNK).then_some(place)
}

#[cold]
fn wrong_handle(handle: *const (), kind: Kind) -> Error {
    if handle.is_null() {
        Error::invalid_argument(format!("a {}* is required, and NULL was given", kind.name()))
    } else {
        Error::invalid_argument(format!(
            "a {}* is required, and what was given is not one (freed, of another kind, or never created)",
            kind.name()
        ))
    }
}

/// Whether this is a live handle of type `T`.
#[inline]
pub(crate) fn check<T: Object>(handle: *const T::C) -> Result<()> {
    TABLE.live(handle.cast(), T::KIND).map(|_| ())
}

/// The same, for what asks about most calls: `false` may also mean that there are very many handles.
#[inline(always)]
pub(crate) fn is_live<T: Object>(handle: *const T::C) -> bool {
    find_first(handle.cast()).is_some_and(|slot| slot.tag.load(Ordering::Acquire) == T::KIND as u32)
}

// ---------------------------------------------------------------------------------------------------------
// Single-threaded objects

/// The owner of a single-threaded object that has a handle. Dropping it frees the object; if a lease is
/// out at that moment, the lease does so when it ends.
pub(crate) struct Owned<T: Object> {
    slot: &'static Slot,
    marker: PhantomData<T>,
}

impl<T: Object> Owned<T> {
    pub(crate) fn new(mut value: T) -> Self {
        let slot = TABLE.take();
        // SAFETY: slots are never freed.
        #[allow(unsafe_code)]
        let slot: &'static Slot = unsafe { slot.as_ref() };
        value.set_handle(Handle(ptr::from_ref(slot).cast_mut().cast()));
        slot.busy.store(false, Ordering::Relaxed);
        slot.orphaned.store(false, Ordering::Relaxed);
        slot.target.store(Box::into_raw(Box::new(value)).cast(), Ordering::Relaxed);
        slot.tag.store(T::KIND as u32, Ordering::Release);
        Self { slot, marker: PhantomData }
    }

    /// The handle for C. It stays owned by `self`.
    pub(crate) fn handle(&self) -> *mut T::C {
        ptr::from_ref(self.slot).cast_mut().cast()
    }

    /// Hands the object over to C, which frees it by [`free`].
    pub(crate) fn into_handle(self) -> *mut T::C {
        let handle = self.handle();
        std::mem::forget(self);
        handle
    }

    /// Uses the object. Fails with `WS_E_INVALID_OPERATION` while somebody else does.
    pub(crate) fn lease(&self) -> Result<Lease<T>> {
        Lease::of(self.slot)
    }
}

impl<T: Object> Drop for Owned<T> {
    fn drop(&mut self) {
        let slot = self.slot;
        // From here on no new lease can be had.
        slot.tag.store(FREE, Ordering::Release);
        if slot.busy.load(Ordering::Acquire) || slot.lent.load(Ordering::Acquire) {
            slot.orphaned.store(true, Ordering::Release);
        } else {
            release::<T>(slot);
        }
    }
}

impl<T: Object> std::fmt::Debug for Owned<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({:p})", T::KIND.name(), self.slot)
    }
}

#[cold]
#[inline(never)]
fn release<T: Object>(slot: &'static Slot) {
    let target = slot.target.swap(ptr::null_mut(), Ordering::AcqRel);
    if !target.is_null() {
        // SAFETY: `target` came from Box::into_raw of a T (the tag said so), and the swap makes this the
        // only place that takes it.
        #[allow(unsafe_code)]
        drop(unsafe { Box::from_raw(target.cast::<T>()) });
        TABLE.give_back(slot);
    }
}

/// The use of a single-threaded object for the length of one operation.
pub(crate) struct Lease<T: Object> {
    slot: &'static Slot,
    marker: PhantomData<T>,
}

impl<T: Object> Lease<T> {
    #[inline]
    fn of(slot: &'static Slot) -> Result<Self> {
        // The documentation forbids two threads here, so plain loads and stores are enough to see what
        // really happens: a callback that comes back into the object, or one still in use by an
        // asynchronous call.
        if slot.busy.load(Ordering::Acquire) {
            return Err(Error::invalid_operation(format!(
                "the {} is in use by another operation that has not ended",
                T::KIND.name()
            )));
        }
        slot.busy.store(true, Ordering::Release);
        let mut lease = Self { slot, marker: PhantomData };
        lease.catch_up();
        Ok(lease)
    }
}

impl<T: Object> Deref for Lease<T> {
    type Target = T;

    #[inline]
    fn deref(&self) -> &T {
        // SAFETY: the target is a live T as long as `busy` is set, and only this lease uses it.
        #[allow(unsafe_code)]
        unsafe {
            &*self.slot.target.load(Ordering::Relaxed).cast::<T>()
        }
    }
}

impl<T: Object> DerefMut for Lease<T> {
    #[inline]
    fn deref_mut(&mut self) -> &mut T {
        // SAFETY: as in `deref`; `&mut self` makes this the only reference.
        #[allow(unsafe_code)]
        unsafe {
            &mut *self.slot.target.load(Ordering::Relaxed).cast::<T>()
        }
    }
}

impl<T: Object> Drop for Lease<T> {
    #[inline]
    fn drop(&mut self) {
        self.slot.busy.store(false, Ordering::Release);
        // While it is lent, the lease that lent it sees to that.
        if self.slot.orphaned.load(Ordering::Acquire) && !self.slot.lent.load(Ordering::Acquire) {
            self.slot.orphaned.store(false, Ordering::Relaxed);
            release::<T>(self.slot);
        }
    }
}

/// Uses the single-threaded object behind a handle that C gave: `E_INVALIDARG` when it is not one,
/// `WS_E_INVALID_OPERATION` when it is in use.
#[inline]
pub(crate) fn lease<T: Object>(handle: *const T::C) -> Result<Lease<T>> {
    Lease::of(TABLE.live(handle.cast(), T::KIND)?)
}

/// The single-threaded object behind a handle, for a step that does not call the application: nobody can come back into the
/// object before it has ended, and so it need not be marked as being in use. `None` if the handle is not a live one, or in
/// use: [`lease`] says why. (Or if there are very many handles: then that is the way to use it.)
///
/// Until something else is called that knows of handles, it may be used as if it were borrowed from here.
#[inline(always)]
pub(crate) fn idle<T: Object>(handle: *const T::C) -> Option<*mut T> {
    place_in_first(handle.cast())?;
    // SAFETY: it is where a slot is, and slots stay.
    #[allow(unsafe_code)]
    let slot = unsafe { &*handle.cast::<Slot>() };
    if slot.tag.load(Ordering::Acquire) != T::KIND as u32 || slot.busy.load(Ordering::Acquire) {
        return None;
    }
    // The target is a live T, as the tag says, and no lease of it is out. That no other thread uses it is what the
    // documentation asks for.
    Some(slot.target.load(Ordering::Relaxed).cast())
}

/// Lets the application use an object by its own handle for the length of a call, although it is in use: `object` is
/// what the one lease of it, which is out, refers to. Meanwhile the object lies elsewhere, and `idle` in its place, so
/// that nobody reaches it twice. That may happen again within the call.
///
/// Fails if the application freed the object or, leaving `idle` in place, if it has not ended what it does with it.
pub(crate) fn lend<T: Object, R>(
    object: &mut T,
    handle: Handle<T>,
    idle: T,
    call: impl FnOnce(*mut T::C) -> R,
) -> Result<R> {
    let slot = TABLE.live(handle.0.cast_const().cast(), T::KIND)?;
    // What goes back into the slot is the pointer that was there: one made from `object` ends when `object` is used.
    let place = slot.target.load(Ordering::Acquire);
    if place != ptr::from_mut(object).cast() {
        return Err(Error::invalid_operation("what is to be lent is not behind this handle"));
    }
    let lent = Box::into_raw(Box::new(std::mem::replace(object, idle)));
    let is_lent_further = slot.lent.swap(true, Ordering::AcqRel);
    slot.target.store(lent.cast(), Ordering::Release);
    slot.busy.store(false, Ordering::Release);
    let result = call(handle.0);
    let is_busy = slot.busy.swap(true, Ordering::AcqRel);
    let is_orphaned = slot.orphaned.load(Ordering::Acquire);
    if is_busy || (!is_orphaned && slot.tag.load(Ordering::Acquire) == FREE) {
        // An asynchronous operation goes on with it, against the rules, and nobody can say until when: all stays in
        // memory, and the handle is none any more.
        slot.tag.store(FREE, Ordering::Release);
        return Err(Error::invalid_operation(format!(
            "a callback returned while an operation on the {} it was given was under way",
            T::KIND.name()
        )));
    }
    slot.target.store(place, Ordering::Release);
    slot.lent.store(is_lent_further, Ordering::Release);
    // SAFETY: it was made by Box::into_raw above, and nobody else has it: no lease is out, and what is freed while it
    // is lent stays.
    #[allow(unsafe_code)]
    let lent = unsafe { Box::from_raw(lent) };
    *object = *lent;
    object.catch_up();
    if is_orphaned {
        return Err(Error::invalid_operation(format!(
            "a callback freed the {} that it was given",
            T::KIND.name()
        )));
    }
    Ok(result)
}

/// A handle of a single-threaded object on its way through an operation that uses it step by step, because
/// callbacks of the application may use it in between.
pub(crate) struct Handle<T: Object>(*mut T::C);

impl<T: Object> Handle<T> {
    /// A live handle; `E_INVALIDARG` when it is not one.
    pub(crate) fn new(handle: *mut T::C) -> Result<Self> {
        check::<T>(handle)?;
        Ok(Self(handle))
    }

    /// Uses the object for a step.
    pub(crate) fn lease(self) -> Result<Lease<T>> {
        lease(self.0)
    }

    /// To pass on to the application.
    pub(crate) fn raw(self) -> *mut T::C {
        self.0
    }

    /// Whether this is what the handle stands for now.
    pub(crate) fn is_of(self, object: &T) -> bool {
        let slot = TABLE.live(self.0.cast_const().cast(), T::KIND);
        slot.is_ok_and(|slot| slot.target.load(Ordering::Acquire) == ptr::from_ref(object).cast_mut().cast())
    }
}

impl<T: Object> Clone for Handle<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T: Object> Copy for Handle<T> {}

// SAFETY: a handle is only compared, passed on, and looked up in the table; it is never dereferenced.
#[allow(unsafe_code)]
unsafe impl<T: Object> Send for Handle<T> {}
// SAFETY: as above.
#[allow(unsafe_code)]
unsafe impl<T: Object> Sync for Handle<T> {}

/// A pointer of the application's that is only passed on to its own callbacks. By the asynchronous contract what it
/// points to stays alive and unchanged until the operation it was passed to has ended.
pub(crate) struct PassedOn<T>(pub(crate) *const T);

impl<T> Clone for PassedOn<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for PassedOn<T> {}

// SAFETY: the pointer is not used but handed back to whom it came from, who promises that it stays valid.
#[allow(unsafe_code)]
unsafe impl<T> Send for PassedOn<T> {}
// SAFETY: as above.
#[allow(unsafe_code)]
unsafe impl<T> Sync for PassedOn<T> {}

/// The application's error object on its way through an operation: callbacks write into it. May be NULL.
#[derive(Clone, Copy, Debug)]
pub(crate) struct ErrorHandle(pub(crate) *mut WS_ERROR);

// SAFETY: the handle is only passed on to callbacks and checked look-ups; by the asynchronous contract the
// object stays alive, and nobody else uses it, until the operation has ended.
#[allow(unsafe_code)]
unsafe impl Send for ErrorHandle {}
// SAFETY: as above.
#[allow(unsafe_code)]
unsafe impl Sync for ErrorHandle {}

/// Takes back from C what [`Owned::into_handle`] gave it; dropping the result frees the object. `None` for
/// anything that is not a live handle.
pub(crate) fn free<T: Object>(handle: *mut T::C) -> Option<Owned<T>> {
    let slot = TABLE.live(handle.cast_const().cast(), T::KIND).ok()?;
    Some(Owned { slot, marker: PhantomData })
}

// ---------------------------------------------------------------------------------------------------------
// Shared objects

/// The owner of the handle of a shared object. The object itself lives as long as any reference to it.
pub(crate) struct Shared<T: Object + Sync> {
    slot: &'static Slot,
    marker: PhantomData<Arc<T>>,
}

impl<T: Object + Sync> Shared<T> {
    pub(crate) fn new(value: Arc<T>) -> Self {
        let slot = TABLE.take();
        // SAFETY: slots are never freed.
        #[allow(unsafe_code)]
        let slot: &'static Slot = unsafe { slot.as_ref() };
        value.set_shared_handle(Handle(ptr::from_ref(slot).cast_mut().cast()));
        slot.target.store(Arc::into_raw(value).cast_mut().cast(), Ordering::Relaxed);
        slot.tag.store(T::KIND as u32, Ordering::Release);
        Self { slot, marker: PhantomData }
    }

    /// The handle for C. It stays owned by `self`.
    pub(crate) fn handle(&self) -> *mut T::C {
        ptr::from_ref(self.slot).cast_mut().cast()
    }

    /// Hands the handle over to C, which gives it back by [`free_shared`].
    pub(crate) fn into_handle(self) -> *mut T::C {
        let handle = self.handle();
        std::mem::forget(self);
        handle
    }

    /// Another reference to the object.
    pub(crate) fn get(&self) -> Arc<T> {
        arc::<T>(self.slot)
    }
}

impl<T: Object + Sync> Drop for Shared<T> {
    fn drop(&mut self) {
        self.slot.tag.store(FREE, Ordering::Release);
        let target = self.slot.target.swap(ptr::null_mut(), Ordering::AcqRel);
        if !target.is_null() {
            // SAFETY: `target` came from Arc::into_raw of an Arc<T>, and the swap makes this the only
            // place that takes it.
            #[allow(unsafe_code)]
            drop(unsafe { Arc::from_raw(target.cast::<T>()) });
            TABLE.give_back(self.slot);
        }
    }
}

impl<T: Object + Sync> std::fmt::Debug for Shared<T> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}({:p})", T::KIND.name(), self.slot)
    }
}

#[inline]
fn arc<T: Object + Sync>(slot: &'static Slot) -> Arc<T> {
    let target = slot.target.load(Ordering::Acquire).cast_const().cast::<T>();
    // SAFETY: a live slot of this kind holds one strong count of an Arc<T>; freeing the handle at the same
    // time from another thread is what the documentation forbids.
    #[allow(unsafe_code)]
    unsafe {
        Arc::increment_strong_count(target);
        Arc::from_raw(target)
    }
}

/// A reference to the shared object behind a handle that C gave; `E_INVALIDARG` when it is not one.
#[inline]
pub(crate) fn shared<T: Object + Sync>(handle: *const T::C) -> Result<Arc<T>> {
    Ok(arc(TABLE.live(handle.cast(), T::KIND)?))
}

/// Takes back from C what [`Shared::into_handle`] gave it. `None` for anything that is not a live handle.
pub(crate) fn free_shared<T: Object + Sync>(handle: *mut T::C) -> Option<Shared<T>> {
    let slot = TABLE.live(handle.cast_const().cast(), T::KIND).ok()?;
    Some(Shared { slot, marker: PhantomData })
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Thing(u32, Arc<AtomicU32>);
    impl Object for Thing {
        type C = u8;
        const KIND: Kind = Kind::Reader;
    }
    impl Drop for Thing {
        fn drop(&mut self) {
            self.1.fetch_add(1, Ordering::SeqCst);
        }
    }
    struct Other;
    impl Object for Other {
        type C = u8;
        const KIND: Kind = Kind::Writer;
    }

    #[test]
    fn recognises_null_freed_wrong_and_foreign_handles() {
        let dropped = Arc::new(AtomicU32::new(0));
        let handle = Owned::new(Thing(7, dropped.clone())).into_handle();
        assert_eq!(lease::<Thing>(handle).unwrap().0, 7);
        assert!(lease::<Other>(handle).is_err());
        assert!(lease::<Thing>(ptr::null()).is_err());
        assert!(lease::<Thing>(handle.wrapping_add(1)).is_err());
        let local = 0u8;
        assert!(lease::<Thing>(&raw const local).is_err());
        drop(free::<Thing>(handle));
        assert_eq!(dropped.load(Ordering::SeqCst), 1);
        assert!(lease::<Thing>(handle).is_err());
        assert!(free::<Thing>(handle).is_none());
    }

    #[test]
    fn refuses_a_second_use_and_frees_once_when_freed_in_use() {
        let dropped = Arc::new(AtomicU32::new(0));
        let handle = Owned::new(Thing(7, dropped.clone())).into_handle();
        let first = lease::<Thing>(handle).unwrap();
        assert!(lease::<Thing>(handle).is_err());
        drop(free::<Thing>(handle));
        assert_eq!(dropped.load(Ordering::SeqCst), 0);
        assert_eq!(first.0, 7);
        drop(first);
        assert_eq!(dropped.load(Ordering::SeqCst), 1);
    }

    #[test]
    fn a_step_is_taken_on_what_is_live_and_not_in_use() {
        fn step(handle: *const u8) -> Option<u32> {
            // SAFETY: it is live, and nothing else refers to it.
            #[allow(unsafe_code)]
            let thing = unsafe { &mut *idle::<Thing>(handle)? };
            thing.0 += 1;
            Some(thing.0)
        }
        let handle = Owned::new(Thing(7, Arc::default())).into_handle();
        assert_eq!(step(handle), Some(8));
        let lease = lease::<Thing>(handle).unwrap();
        assert_eq!(step(handle), None);
        drop(lease);
        assert_eq!(step(handle), Some(9));
        for between in 1..size_of::<Slot>() {
            assert_eq!(step(handle.wrapping_add(between)), None);
        }
        assert_eq!(step(ptr::null()), None);
        let other = Owned::new(Other);
        assert_eq!(step(other.handle()), None);
        drop(free::<Thing>(handle));
        assert_eq!(step(handle), None);
    }

    #[test]
    #[cfg_attr(miri, ignore = "each look-up takes Miri through all of the first chunk")]
    fn handles_past_the_first_chunk_are_found_too() {
        let things: Vec<_> =
            (0..3 * CHUNK as u32).map(|number| Owned::new(Thing(number, Arc::default()))).collect();
        for (number, thing) in things.iter().enumerate() {
            assert_eq!(lease::<Thing>(thing.handle()).unwrap().0 as usize, number);
            assert!(lease::<Other>(thing.handle()).is_err());
        }
    }

    #[test]
    fn what_is_lent_is_used_by_its_own_handle_and_freed_once() {
        let dropped = Arc::new(AtomicU32::new(0));
        let handle = Owned::new(Thing(7, dropped.clone())).into_handle();
        let mut lease_of_caller = lease::<Thing>(handle).unwrap();
        let object = &mut *lease_of_caller;
        let idle = || Thing(0, Arc::new(AtomicU32::new(0)));
        lend(object, Handle(handle), idle(), |raw| {
            assert_eq!(raw, handle);
            let mut inner = lease::<Thing>(raw).unwrap();
            inner.0 += 1;
            let again = lend(&mut *inner, Handle(raw), idle(), |raw| lease::<Thing>(raw).unwrap().0 += 1);
            again.unwrap();
            assert_eq!(inner.0, 9);
        })
        .unwrap();
        assert_eq!(object.0, 9);
        // Freed meanwhile, it is there until the caller has done with it.
        let freed = lend(object, Handle(handle), idle(), |raw| drop(free::<Thing>(raw)));
        assert!(freed.is_err());
        assert_eq!(object.0, 9);
        assert_eq!(dropped.load(Ordering::SeqCst), 0);
        drop(lease_of_caller);
        assert_eq!(dropped.load(Ordering::SeqCst), 1);
        assert!(lease::<Thing>(handle).is_err());
    }

    #[test]
    fn a_shared_object_outlives_its_handle() {
        let dropped = Arc::new(AtomicU32::new(0));
        let handle = Shared::new(Arc::new(Thing(9, dropped.clone()))).into_handle();
        let reference = shared::<Thing>(handle).unwrap();
        drop(free_shared::<Thing>(handle));
        assert!(shared::<Thing>(handle).is_err());
        assert_eq!(reference.0, 9);
        assert_eq!(dropped.load(Ordering::SeqCst), 0);
        drop(reference);
        assert_eq!(dropped.load(Ordering::SeqCst), 1);
    }
}
