//! The headers of a message: standard ones of WS-Addressing, the application's own, and those that live in the
//! transport's protocol. (Pages "Message", WS_HEADER_TYPE.)
#![allow(unsafe_code)]

use core::ffi::c_void;
use core::mem::MaybeUninit;
use std::ptr;
use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::serialization;
use crate::soap::{HeaderName, Message, Occurrence};
use crate::value::string::utf8;
use crate::xml::buffer::NodeId;
use crate::xml::reader::Reader;

use super::guard::{Out, boundary, required, slice};
use super::message_body::{read_option, write_option};
use super::object::{lease, shared};

/// Adds a standard header, or replaces the one that is there.
///
/// - `valueType`: `WS_STRING_TYPE`, `WS_XML_STRING_TYPE` or `WS_WSZ_TYPE` for Action, To, MessageID and RelatesTo,
///   the latter two also `WS_UNIQUE_ID_TYPE`; `WS_ENDPOINT_ADDRESS_TYPE` for From, ReplyTo and FaultTo.
/// - `writeOption`: not a nillable one.
///
/// In WRITING it changes the header buffer only: the headers have been written.
///
/// Errors: `WS_E_INVALID_FORMAT` if there are several headers of this type; `WS_E_INVALID_OPERATION` while EMPTY;
/// `WS_E_NOT_SUPPORTED` for a header that transport addressing does not have; `E_INVALIDARG`,
/// `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsSetHeader.)
///
/// # Safety
/// `value` holds `valueSize` bytes of a value of that type; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetHeader(
    message: *mut WS_MESSAGE,
    headerType: MaybeUninit<WS_HEADER_TYPE>,
    valueType: MaybeUninit<WS_TYPE>,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        let header = header_type(headerType)?;
        let ty = standard_value_type(header, valueType)?;
        let option = match write_option(writeOption)? {
            WS_WRITE_OPTION::WS_WRITE_NILLABLE_VALUE | WS_WRITE_OPTION::WS_WRITE_NILLABLE_POINTER => {
                return Err(not_nillable(header));
            }
            option => option,
        };
        let address = WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: message.addressing().id.to_c() };
        message.set_header(header, |writer| {
            let mapping = WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING;
            let description = description_of(ty, &address);
            // SAFETY: the caller's promise; the description is that of the type.
            unsafe { serialization::write(writer, mapping, ty, description, option, value, valueSize, error) }
        })?;
        Ok(S_OK)
    })
}

/// Reads a standard header. `valueType` is as for [`WsSetHeader`].
///
/// - `readOption`: not a nillable one. `WS_READ_OPTIONAL_POINTER` gives NULL for a header that is not there.
/// - `heap`: where the value is stored; NULL for the message's own heap.
///
/// Errors: `WS_E_INVALID_FORMAT` for a header that is required and is not there, is there several times, or has
/// another content; `WS_E_INVALID_OPERATION` while EMPTY; `WS_E_NOT_SUPPORTED` for a header that transport
/// addressing does not have; `E_INVALIDARG`, `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsGetHeader.)
///
/// # Safety
/// `value` is writable for `valueSize` bytes; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeader(
    message: *mut WS_MESSAGE,
    headerType: MaybeUninit<WS_HEADER_TYPE>,
    valueType: MaybeUninit<WS_TYPE>,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        let header = header_type(headerType)?;
        let ty = standard_value_type(header, valueType)?;
        let option = match read_option(readOption)? {
            WS_READ_OPTION::WS_READ_NILLABLE_VALUE | WS_READ_OPTION::WS_READ_NILLABLE_POINTER => {
                return Err(not_nillable(header));
            }
            option => option,
        };
        let heap = heap_or_own(heap, &message)?;
        let address = WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: message.addressing().id.to_c() };
        // SAFETY: the caller's promise; the description is that of the type.
        let value = unsafe { Value::new(ty, description_of(ty, &address), option, value, valueSize, error) };
        message.read_header(&HeaderName::Standard(header), Occurrence::Only, |reader| {
            value.read(reader, &heap)
        })?;
        Ok(S_OK)
    })
}

/// Removes a standard header, if it is there.
///
/// Errors: `WS_E_INVALID_OPERATION` while EMPTY, `WS_E_NOT_SUPPORTED` for a header that transport addressing does
/// not have, `E_INVALIDARG`. (Page WsRemoveHeader.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveHeader(
    message: *mut WS_MESSAGE,
    headerType: MaybeUninit<WS_HEADER_TYPE>,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // The state counts before the type does.
        message.is_fault()?;
        message.remove_header(header_type(headerType)?)?;
        Ok(S_OK)
    })
}

/// Adds a header of the application's own, beside any of the same name.
///
/// - `headerDescription`: its name and type.
/// - `headerAttributes`: `WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE`, `WS_RELAY_HEADER_ATTRIBUTE` (SOAP 1.2 only, and
///   left out elsewhere), or 0.
///
/// In WRITING it changes the header buffer only: the headers have been written.
///
/// Errors: `WS_E_INVALID_OPERATION` while EMPTY, `E_INVALIDARG`, `WS_E_INVALID_FORMAT`, `WS_E_QUOTA_EXCEEDED`,
/// `E_OUTOFMEMORY`. (Page WsAddCustomHeader.)
///
/// # Safety
/// `headerDescription` is NULL or valid with all that it points to; `value` holds `valueSize` bytes of a value
/// that fits it; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddCustomHeader(
    message: *mut WS_MESSAGE,
    headerDescription: *const WS_ELEMENT_DESCRIPTION,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    headerAttributes: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(headerDescription, "headerDescription") }?;
        message.is_fault()?;
        // SAFETY: the caller's promise.
        let (local_name, ns, ty) = unsafe { element(description) }?;
        let option = write_option(writeOption)?;
        if headerAttributes & !(WS_MUST_UNDERSTAND_HEADER_ATTRIBUTE | WS_RELAY_HEADER_ATTRIBUTE) != 0 {
            return Err(Error::invalid_argument(format!(
                "headerAttributes has unknown bits: 0x{headerAttributes:X}"
            )));
        }
        message.add_custom_header(local_name, ns, headerAttributes, |writer| {
            let mapping = WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING;
            let type_description = description.typeDescription;
            // SAFETY: the caller's promise.
            unsafe {
                serialization::write(writer, mapping, ty, type_description, option, value, valueSize, error)
            }
        })?;
        Ok(S_OK)
    })
}

/// Reads a header of the application's own that is for the ultimate receiver. It counts as understood then.
///
/// - `customHeaderDescription`: its name and type.
/// - `repeatingOption`, `headerIndex`: with `WS_SINGLETON_HEADER` there may be only one, and the index is 0; with
///   `WS_REPEATING_HEADER` the index chooses among those of this name.
/// - `readOption`: `WS_READ_OPTIONAL_POINTER` gives NULL for a header that is not there.
/// - `heap`: where the value is stored; NULL for the message's own heap.
/// - `headerAttributes`: receives the WS_HEADER_ATTRIBUTES of the header; may be NULL.
///
/// Errors: `WS_E_INVALID_FORMAT` for a header that is required and is not there, is there several times though it
/// may not, or has another content; `WS_E_INVALID_OPERATION` while EMPTY; `E_INVALIDARG`,
/// `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsGetCustomHeader.)
///
/// # Safety
/// `customHeaderDescription` is NULL or valid with all that it points to; `value` is writable for `valueSize`
/// bytes; `headerAttributes` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetCustomHeader(
    message: *mut WS_MESSAGE,
    customHeaderDescription: *const WS_ELEMENT_DESCRIPTION,
    repeatingOption: MaybeUninit<WS_REPEATING_HEADER_OPTION>,
    headerIndex: ULONG,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    headerAttributes: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let description = unsafe { required(customHeaderDescription, "customHeaderDescription") }?;
        message.is_fault()?;
        // SAFETY: the caller's promise.
        let (local_name, ns, ty) = unsafe { element(description) }?;
        let occurrence = occurrence(repeatingOption, headerIndex)?;
        let option = read_option(readOption)?;
        let heap = heap_or_own(heap, &message)?;
        // SAFETY: the caller's promise.
        let (value, attributes) = unsafe {
            (
                Value::new(ty, description.typeDescription, option, value, valueSize, error),
                Out::optional(headerAttributes),
            )
        };
        let header = HeaderName::Custom { local_name, ns };
        let found = message.read_header(&header, occurrence, |reader| value.read(reader, &heap))?;
        attributes.write(found);
        Ok(S_OK)
    })
}

/// Removes all headers of this name that are for the ultimate receiver.
///
/// Errors: `WS_E_INVALID_OPERATION` while EMPTY, `E_INVALIDARG`. (Page WsRemoveCustomHeader.)
///
/// # Safety
/// The strings are NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveCustomHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    headerNs: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let (local_name, ns) = unsafe { (bytes(headerName, "headerName")?, bytes(headerNs, "headerNs")?) };
        message.remove_custom_header(local_name, ns)?;
        Ok(S_OK)
    })
}

/// Adds a header that travels in the transport's protocol, where the channel has a mapping for it
/// (WS_HTTP_MESSAGE_MAPPING).
///
/// - `valueType`: a type with a text form and no description.
///
/// Errors: `WS_E_INVALID_OPERATION` while EMPTY; `E_INVALIDARG`, also for a name or value that does not fit on a
/// line of its own; `E_OUTOFMEMORY`. (Page WsAddMappedHeader.)
///
/// # Safety
/// `headerName` is NULL or valid; `value` holds `valueSize` bytes of a value of that type; `error` is NULL or a
/// live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAddMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    valueType: MaybeUninit<WS_TYPE>,
    writeOption: MaybeUninit<WS_WRITE_OPTION>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let name = unsafe { bytes(headerName, "headerName") }?;
        message.is_fault()?;
        let (ty, option) = (value_type(valueType)?, write_option(writeOption)?);
        message.add_mapped_value(utf8(name)?, |writer| {
            let mapping = WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING;
            // SAFETY: the caller's promise; a type that needs a description is refused.
            unsafe { serialization::write(writer, mapping, ty, ptr::null(), option, value, valueSize, error) }
        })?;
        Ok(S_OK)
    })
}

/// Reads a header that the channel has mapped from the transport's protocol. The parameters are those of
/// [`WsGetCustomHeader`], with a type in place of a description.
///
/// Errors: `WS_E_INVALID_FORMAT` for a header that is required and is not there, is there several times though it
/// may not, or has another content; `WS_E_INVALID_OPERATION` while EMPTY; `E_INVALIDARG`,
/// `WS_E_QUOTA_EXCEEDED`, `E_OUTOFMEMORY`. (Page WsGetMappedHeader.)
///
/// # Safety
/// `headerName` is NULL or valid; `value` is writable for `valueSize` bytes; `error` is NULL or a live error
/// object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    repeatingOption: MaybeUninit<WS_REPEATING_HEADER_OPTION>,
    headerIndex: ULONG,
    valueType: MaybeUninit<WS_TYPE>,
    readOption: MaybeUninit<WS_READ_OPTION>,
    heap: *mut WS_HEAP,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let name = unsafe { bytes(headerName, "headerName") }?;
        message.is_fault()?;
        let occurrence = occurrence(repeatingOption, headerIndex)?;
        let (ty, option) = (value_type(valueType)?, read_option(readOption)?);
        let heap = heap_or_own(heap, &message)?;
        // SAFETY: the caller's promise.
        let value = unsafe { Value::new(ty, ptr::null(), option, value, valueSize, error) };
        message.read_mapped_value(utf8(name)?, occurrence, |reader| value.read(reader, &heap))?;
        Ok(S_OK)
    })
}

/// Removes all mapped headers of this name; names compare without case.
///
/// Errors: `WS_E_INVALID_OPERATION` while EMPTY, `E_INVALIDARG`. (Page WsRemoveMappedHeader.)
///
/// # Safety
/// `headerName` is NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsRemoveMappedHeader(
    message: *mut WS_MESSAGE,
    headerName: *const WS_XML_STRING,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let name = unsafe { bytes(headerName, "headerName") }?;
        message.remove_mapped_header(utf8(name)?)?;
        Ok(S_OK)
    })
}

/// Gives the WS_HEADER_ATTRIBUTES of the header element that a reader stands on.
///
/// Errors: `WS_E_INVALID_OPERATION` while the message is EMPTY or the reader is not on an element;
/// `WS_E_INVALID_FORMAT` for an attribute that is not a boolean; `E_INVALIDARG`. (Page WsGetHeaderAttributes.)
///
/// # Safety
/// `headerAttributes` is NULL or writable; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetHeaderAttributes(
    message: *mut WS_MESSAGE,
    reader: *mut WS_XML_READER,
    headerAttributes: *mut ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let message = lease::<Message>(message)?;
        let reader = lease::<Reader>(reader)?;
        // SAFETY: the caller's promise.
        let attributes = unsafe { Out::required(headerAttributes, "headerAttributes") }?;
        attributes.write(message.header_attributes(&reader)?);
        Ok(S_OK)
    })
}

/// Marks a header as understood, for an application that has read it by itself from the header buffer.
///
/// - `headerPosition`: the position of the header's element (WsGetReaderPosition).
///
/// Errors: `WS_E_INVALID_OPERATION` unless the message is READING, or if the header has been removed;
/// `E_INVALIDARG` also for a position that is not that of a header. (Page WsMarkHeaderAsUnderstood.)
///
/// # Safety
/// `headerPosition` is NULL or valid; `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsMarkHeaderAsUnderstood(
    message: *mut WS_MESSAGE,
    headerPosition: *const WS_XML_NODE_POSITION,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let mut message = lease::<Message>(message)?;
        // SAFETY: the caller's promise.
        let position = unsafe { required(headerPosition, "headerPosition") }?;
        message.mark_header_as_understood(position.buffer, NodeId::from_position(position.node))?;
        Ok(S_OK)
    })
}

/// Checks that every header which has to be understood has been: standard headers are, headers read by
/// [`WsGetCustomHeader`] are, and those marked by [`WsMarkHeaderAsUnderstood`]. Headers for other nodes do not
/// count.
///
/// Errors: `WS_E_INVALID_FORMAT` names the first one that was not, and the error object then has the fault to
/// answer with; `WS_E_INVALID_OPERATION` unless the message is READING; `E_INVALIDARG`.
/// (Page WsCheckMustUnderstandHeaders.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCheckMustUnderstandHeaders(
    message: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        lease::<Message>(message)?.check_must_understand_headers()?;
        Ok(S_OK)
    })
}

/// A place in C memory that a header is read into.
struct Value {
    ty: WS_TYPE,
    description: *const c_void,
    option: WS_READ_OPTION,
    value: *mut c_void,
    size: ULONG,
    error: *mut WS_ERROR,
}

impl Value {
    /// # Safety
    /// `description` is that of the type, `value` is writable for `size` bytes, `error` is NULL or a live error
    /// object, until the value is read.
    unsafe fn new(
        ty: WS_TYPE,
        description: *const c_void,
        option: WS_READ_OPTION,
        value: *mut c_void,
        size: ULONG,
        error: *mut WS_ERROR,
    ) -> Self {
        Self { ty, description, option, value, size, error }
    }

    /// Reads it from the header's element; `None` is a header that is not there.
    fn read(&self, reader: Option<&mut Reader>, heap: &Arc<Heap>) -> Result<()> {
        let Some(reader) = reader else { return self.absent() };
        // SAFETY: by the promise given to `new`.
        unsafe {
            serialization::read(
                reader,
                WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING,
                self.ty,
                self.description,
                self.option,
                Some(heap),
                self.value,
                self.size,
                self.error,
            )
        }
    }

    fn absent(&self) -> Result<()> {
        if self.option != WS_READ_OPTION::WS_READ_OPTIONAL_POINTER {
            return Err(Error::invalid_format(format!(
                "the header was required ({:?}), and is not there",
                self.option
            )));
        }
        // SAFETY: by the promise given to `new`.
        let place = unsafe { super::guard::property_out(self.value, self.size, "an optional header") }?;
        place.write(ptr::null_mut::<c_void>());
        Ok(())
    }
}

fn header_type(header: MaybeUninit<WS_HEADER_TYPE>) -> Result<WS_HEADER_TYPE> {
    header
        .get()
        .ok_or_else(|| Error::invalid_argument(format!("{} is no WS_HEADER_TYPE", CEnumField::raw(header))))
}

fn value_type(ty: MaybeUninit<WS_TYPE>) -> Result<WS_TYPE> {
    ty.get().ok_or_else(|| Error::invalid_argument(format!("{} is no WS_TYPE", CEnumField::raw(ty))))
}

/// The types that go with a standard header (page WS_HEADER_TYPE).
fn standard_value_type(header: WS_HEADER_TYPE, ty: MaybeUninit<WS_TYPE>) -> Result<WS_TYPE> {
    use WS_HEADER_TYPE as Header;
    let ty = value_type(ty)?;
    let fits = match header {
        Header::WS_FROM_HEADER | Header::WS_REPLY_TO_HEADER | Header::WS_FAULT_TO_HEADER => {
            ty == WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE
        }
        Header::WS_ACTION_HEADER
        | Header::WS_TO_HEADER
        | Header::WS_MESSAGE_ID_HEADER
        | Header::WS_RELATES_TO_HEADER => {
            matches!(ty, WS_TYPE::WS_STRING_TYPE | WS_TYPE::WS_XML_STRING_TYPE | WS_TYPE::WS_WSZ_TYPE)
                || ty == WS_TYPE::WS_UNIQUE_ID_TYPE
                    && matches!(header, Header::WS_MESSAGE_ID_HEADER | Header::WS_RELATES_TO_HEADER)
        }
    };
    if fits {
        Ok(ty)
    } else {
        Err(Error::invalid_argument(format!("{header:?} does not go with values of {ty:?}")))
    }
}

fn not_nillable(header: WS_HEADER_TYPE) -> Error {
    Error::invalid_argument(format!("{header:?} cannot be nil, and a nillable option was given"))
}

/// The description that goes with the type of a standard header.
fn description_of(ty: WS_TYPE, address: &WS_ENDPOINT_ADDRESS_DESCRIPTION) -> *const c_void {
    match ty {
        WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE => ptr::from_ref(address).cast(),
        _ => ptr::null(),
    }
}

fn occurrence(option: MaybeUninit<WS_REPEATING_HEADER_OPTION>, index: ULONG) -> Result<Occurrence> {
    match option.get() {
        Some(WS_REPEATING_HEADER_OPTION::WS_REPEATING_HEADER) => Ok(Occurrence::Index(index as usize)),
        Some(WS_REPEATING_HEADER_OPTION::WS_SINGLETON_HEADER) if index == 0 => Ok(Occurrence::Only),
        Some(WS_REPEATING_HEADER_OPTION::WS_SINGLETON_HEADER) => Err(Error::invalid_argument(format!(
            "headerIndex is 0 with WS_SINGLETON_HEADER, and {index} was given"
        ))),
        None => Err(Error::invalid_argument(format!(
            "{} is no WS_REPEATING_HEADER_OPTION",
            CEnumField::raw(option)
        ))),
    }
}

fn heap_or_own(heap: *mut WS_HEAP, message: &Message) -> Result<Arc<Heap>> {
    if heap.is_null() { Ok(message.heap()) } else { shared::<Heap>(heap) }
}

/// Name, namespace and type of an element description, which has to have them.
///
/// # Safety
/// The description is valid with all that it points to.
unsafe fn element(description: &WS_ELEMENT_DESCRIPTION) -> Result<(&[u8], &[u8], WS_TYPE)> {
    // SAFETY: the caller's promise.
    unsafe {
        Ok((
            bytes(description.elementLocalName, "elementLocalName")?,
            bytes(description.elementNs, "elementNs")?,
            value_type(description.r#type)?,
        ))
    }
}

/// The bytes of a string that has to be given.
///
/// # Safety
/// `string` is NULL or valid.
unsafe fn bytes<'a>(string: *const WS_XML_STRING, name: &str) -> Result<&'a [u8]> {
    // SAFETY: the caller's promise.
    unsafe {
        let string = required(string, name)?;
        slice(string.bytes.cast_const(), string.length, name)
    }
}
