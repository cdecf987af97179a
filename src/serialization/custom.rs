//! What the application does itself: custom types, default values of custom types, comparing durations.
//! (Pages WS_CUSTOM_TYPE_DESCRIPTION, WS_READ_TYPE_CALLBACK, WS_WRITE_TYPE_CALLBACK,
//! WS_IS_DEFAULT_VALUE_CALLBACK, WS_DURATION_COMPARISON_CALLBACK.)
#![allow(unsafe_code)]

use std::cmp::Ordering;

use crate::abi::object::{self, Handle, Object, Owned, Shared};
use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::reader::Reader;
use crate::xml::writer::Writer;

use super::description::Type;
use super::memory::{Memory, Place, View};
use super::store::Store;

/// Has the application read a custom type.
pub(super) fn read(
    store: &Store<'_>,
    reader: &mut Reader,
    mapping: WS_TYPE_MAPPING,
    kind: Type,
    place: Place<'_>,
) -> Result<()> {
    let description = kind.required::<WS_CUSTOM_TYPE_DESCRIPTION>(store.memory)?;
    let callback = description
        .readCallback
        .ok_or_else(|| Error::invalid_argument("the WS_CUSTOM_TYPE_DESCRIPTION has no readCallback"))?;
    let known = store.heap.and_then(|heap| heap.handle.get().filter(|handle| handle.is_of(heap)));
    let lent = if known.is_some() { None } else { store.heap.map(|heap| Shared::new(heap.clone())) };
    let heap = match known {
        Some(handle) => handle.raw(),
        None => lent.as_ref().map_or(std::ptr::null_mut(), Shared::handle),
    };
    let idle = Reader::new(reader.properties().clone());
    let code = lend(reader, reader.handle, idle, |handle| {
        // SAFETY: the application described its type by this callback; handles and place are live, and the
        // place has the size it is said to have.
        unsafe {
            callback(
                handle,
                mapping.to_c(),
                description.descriptionData,
                heap,
                place.pointer(),
                description.size,
                store.error,
            )
        }
    })?;
    check(code)
}

/// Has the application write a custom type.
pub(super) fn write(
    memory: Memory<'_>,
    writer: &mut Writer,
    mapping: WS_TYPE_MAPPING,
    kind: Type,
    value: View<'_>,
    error: *mut WS_ERROR,
) -> Result<()> {
    let description = kind.required::<WS_CUSTOM_TYPE_DESCRIPTION>(memory)?;
    let callback = description
        .writeCallback
        .ok_or_else(|| Error::invalid_argument("the WS_CUSTOM_TYPE_DESCRIPTION has no writeCallback"))?;
    let idle = Writer::new(writer.properties().clone());
    let code = lend(writer, writer.handle, idle, |handle| {
        // SAFETY: as in `read`.
        unsafe {
            callback(
                handle,
                mapping.to_c(),
                description.descriptionData,
                value.pointer(),
                description.size,
                error,
            )
        }
    })?;
    check(code)
}

/// Asks the application whether this value of a custom type is the default one (or zero, for none).
pub(super) fn is_default(
    description: &WS_CUSTOM_TYPE_DESCRIPTION,
    value: View<'_>,
    default: Option<View<'_>>,
    error: *mut WS_ERROR,
) -> Result<bool> {
    let Some(callback) = description.isDefaultValueCallback else {
        return Err(Error::invalid_argument(
            "an optional field of a custom type needs the isDefaultValueCallback of its description",
        ));
    };
    let mut answer = FALSE;
    let default = default.map_or(std::ptr::null(), View::pointer);
    // SAFETY: as in `read`.
    let code = unsafe {
        callback(
            description.descriptionData,
            value.pointer(),
            default,
            description.size,
            &raw mut answer,
            error,
        )
    };
    check(code)?;
    Ok(answer != FALSE)
}

/// Checks that a duration is in the range that its description gives.
pub(super) fn check_duration(
    value: &WS_DURATION,
    range: &WS_DURATION_DESCRIPTION,
    error: *mut WS_ERROR,
) -> Result<()> {
    let compare = |left: &WS_DURATION, right: &WS_DURATION| match range.comparer {
        None => compare_durations(left, right),
        Some(comparer) => {
            let mut result = 0;
            // SAFETY: the application gave this comparer for these durations.
            check(unsafe { comparer(left, right, &raw mut result, error) })?;
            Ok(result.cmp(&0))
        }
    };
    if compare(value, &range.minValue)? == Ordering::Less
        || compare(value, &range.maxValue)? == Ordering::Greater
    {
        return Err(Error::invalid_format("a duration is outside the range that its description gives"));
    }
    Ok(())
}

/// The default order: of durations of years and months only, and of those without any.
fn compare_durations(left: &WS_DURATION, right: &WS_DURATION) -> Result<Ordering> {
    const TICKS_OF_A_SECOND: i128 = 10_000_000;
    let months = |value: &WS_DURATION| i128::from(value.years) * 12 + i128::from(value.months);
    let ticks = |value: &WS_DURATION| {
        let hours = i128::from(value.days) * 24 + i128::from(value.hours);
        let seconds = (hours * 60 + i128::from(value.minutes)) * 60 + i128::from(value.seconds);
        seconds * TICKS_OF_A_SECOND + i128::from(value.milliseconds) * 10_000 + i128::from(value.ticks)
    };
    let signed = |value: &WS_DURATION, size: i128| if value.negative == FALSE { size } else { -size };
    let of = |measure: &dyn Fn(&WS_DURATION) -> i128| {
        signed(left, measure(left)).cmp(&signed(right, measure(right)))
    };
    if months(left) == 0 && months(right) == 0 {
        Ok(of(&ticks))
    } else if ticks(left) == 0 && ticks(right) == 0 {
        Ok(of(&months))
    } else {
        Err(Error::invalid_format(
            "durations of years or months cannot be compared with others: the description needs a comparer",
        ))
    }
}

/// Lets the application work with a reader or writer that is in use by us, `idle` standing in for it: by the handle that
/// the application knows it by; one of the library's own gets a handle for the length of the call.
fn lend<T: Object>(
    object: &mut T,
    handle: Option<Handle<T>>,
    idle: T,
    call: impl FnOnce(*mut T::C) -> HRESULT,
) -> Result<HRESULT> {
    if let Some(handle) = handle.filter(|handle| handle.is_of(object)) {
        return object::lend(object, handle, idle, call);
    }
    let owned = Owned::new(std::mem::replace(object, idle));
    let handle = owned.handle();
    let code = call(handle);
    match object::lease::<T>(handle) {
        Ok(mut lease) => {
            std::mem::swap(object, &mut *lease);
            Ok(code)
        }
        Err(gone) => {
            std::mem::forget(owned);
            Err(gone.context("a callback freed the reader or writer that it was lent"))
        }
    }
}

fn check(code: HRESULT) -> Result<()> {
    if code < 0 { Err(Error::from_code(code)) } else { Ok(()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::value::time::parse_duration;

    #[test]
    fn durations_are_compared_where_that_is_unambiguous() {
        let compare = |left: &str, right: &str| {
            compare_durations(
                &parse_duration(left.as_bytes()).unwrap(),
                &parse_duration(right.as_bytes()).unwrap(),
            )
            .ok()
        };
        assert_eq!(compare("P1Y", "P13M"), Some(Ordering::Less));
        assert_eq!(compare("P12M", "P1Y"), Some(Ordering::Equal));
        assert_eq!(compare("-P1Y", "P1M"), Some(Ordering::Less));
        assert_eq!(compare("P1D", "PT24H"), Some(Ordering::Equal));
        assert_eq!(compare("PT0.0000001S", "PT0S"), Some(Ordering::Greater));
        assert_eq!(compare("-PT2S", "-PT1S"), Some(Ordering::Less));
        assert_eq!(compare("P1M", "P30D"), None);
        assert_eq!(compare("P1M1D", "P1M"), None);
    }
}
