//! The properties of a `WS_XML_WRITER`, given and asked for.
#![allow(unsafe_code)]
// The variants carry the name of their enumeration.
#![allow(clippy::enum_glob_use)]

use core::ffi::c_void;
use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::writer::Writer;

use super::guard::{Name, property_in, property_out, slice};
use super::xml_writer::{Settings, face};

pub(super) fn property_id(id: MaybeUninit<WS_XML_WRITER_PROPERTY_ID>) -> Result<WS_XML_WRITER_PROPERTY_ID> {
    id.get().ok_or_else(|| {
        Error::invalid_argument(format!("an XML writer has no property {}", CEnumField::raw(id)))
    })
}

/// The settings that these properties make of the given ones.
///
/// # Safety
/// `properties` points to `count` properties whose values have the size they say.
pub(super) unsafe fn settings(
    mut settings: Settings,
    properties: *const WS_XML_WRITER_PROPERTY,
    count: ULONG,
) -> Result<Settings> {
    use WS_XML_WRITER_PROPERTY_ID::*;
    // SAFETY: the caller's promise.
    for property in unsafe { slice(properties, count, "properties") }? {
        let id = property_id(property.id)?;
        let name = Name(&id);
        let to = &mut settings.properties;
        // SAFETY: the caller's promise; the sizes are checked.
        unsafe {
            let ulong = || property_in::<ULONG>(property.value, property.valueSize, name);
            let flag =
                || property_in::<BOOL>(property.value, property.valueSize, name).map(|value| value != 0);
            match id {
                WS_XML_WRITER_PROPERTY_MAX_DEPTH => to.max_depth = ulong()?,
                WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT => to.allow_fragment = flag()?,
                WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES => to.max_attributes = ulong()?,
                WS_XML_WRITER_PROPERTY_WRITE_DECLARATION => to.write_declaration = flag()?,
                WS_XML_WRITER_PROPERTY_INDENT => to.indent = ulong()?,
                WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE => to.buffer_trim_size = ulong()?,
                WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE => to.buffer_max_size = ulong()?,
                WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE => to.max_mime_parts_buffer_size = ulong()?,
                WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                    to.allow_invalid_character_references = flag()?;
                }
                WS_XML_WRITER_PROPERTY_MAX_NAMESPACES => to.max_namespaces = ulong()?,
                WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS => to.compress_empty_elements = flag()?,
                WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS => {
                    to.emit_uncompressed_empty_elements = flag()?;
                }
                WS_XML_WRITER_PROPERTY_INITIAL_BUFFER => {
                    let initial: WS_BYTES = property_in(property.value, property.valueSize, name)?;
                    slice(initial.bytes.cast_const(), initial.length, name)?;
                    settings.initial = initial;
                }
                WS_XML_WRITER_PROPERTY_CHARSET
                | WS_XML_WRITER_PROPERTY_BUFFERS
                | WS_XML_WRITER_PROPERTY_BYTES
                | WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE
                | WS_XML_WRITER_PROPERTY_BYTES_WRITTEN
                | WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE => {
                    return Err(Error::invalid_argument(format!("{name} can be read but not set")));
                }
            }
        }
    }
    Ok(settings)
}

/// # Safety
/// `value` is NULL or writable for `size` bytes.
pub(super) unsafe fn get_property(
    writer: &mut Writer,
    id: WS_XML_WRITER_PROPERTY_ID,
    value: *mut c_void,
    size: ULONG,
) -> Result<()> {
    use WS_XML_WRITER_PROPERTY_ID::*;
    let name = Name(&id);
    let properties = writer.properties();
    // SAFETY: the caller's promise; the sizes are checked.
    unsafe {
        let ulong = |number: usize| {
            property_out::<ULONG>(value, size, name)
                .map(|out| out.write(ULONG::try_from(number).unwrap_or(ULONG::MAX)))
        };
        let flag = |flag: bool| property_out::<BOOL>(value, size, name).map(|out| out.write(flag.into()));
        match id {
            WS_XML_WRITER_PROPERTY_MAX_DEPTH => ulong(properties.max_depth as usize),
            WS_XML_WRITER_PROPERTY_ALLOW_FRAGMENT => flag(properties.allow_fragment),
            WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES => ulong(properties.max_attributes as usize),
            WS_XML_WRITER_PROPERTY_WRITE_DECLARATION => flag(properties.write_declaration),
            WS_XML_WRITER_PROPERTY_INDENT => ulong(properties.indent as usize),
            WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE => ulong(properties.buffer_trim_size as usize),
            WS_XML_WRITER_PROPERTY_BUFFER_MAX_SIZE => ulong(properties.buffer_max_size as usize),
            WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE => {
                ulong(properties.max_mime_parts_buffer_size as usize)
            }
            WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES => {
                flag(properties.allow_invalid_character_references)
            }
            WS_XML_WRITER_PROPERTY_MAX_NAMESPACES => ulong(properties.max_namespaces as usize),
            WS_XML_WRITER_PROPERTY_COMPRESS_EMPTY_ELEMENTS => flag(properties.compress_empty_elements),
            WS_XML_WRITER_PROPERTY_EMIT_UNCOMPRESSED_EMPTY_ELEMENTS => {
                flag(properties.emit_uncompressed_empty_elements)
            }
            WS_XML_WRITER_PROPERTY_IN_ATTRIBUTE => flag(writer.is_in_attribute()),
            WS_XML_WRITER_PROPERTY_INITIAL_BUFFER => {
                let initial = face(writer)?.initial;
                property_out(value, size, name).map(|out| out.write(initial))
            }
            WS_XML_WRITER_PROPERTY_CHARSET => {
                needs_bytes(writer, name, true)?;
                let charset = writer.properties().charset.to_c();
                property_out(value, size, name).map(|out| out.write(charset))
            }
            WS_XML_WRITER_PROPERTY_BYTES_WRITTEN => {
                needs_bytes(writer, name, true)?;
                ulong(writer.bytes().len())
            }
            WS_XML_WRITER_PROPERTY_BYTES_TO_CLOSE => {
                needs_bytes(writer, name, true)?;
                ulong(writer.bytes_to_close())
            }
            WS_XML_WRITER_PROPERTY_BYTES => {
                needs_bytes(writer, name, false)?;
                let out = property_out(value, size, name)?;
                out.write(shown_bytes(writer)?);
                Ok(())
            }
            WS_XML_WRITER_PROPERTY_BUFFERS => {
                needs_bytes(writer, name, false)?;
                let out = property_out(value, size, name)?;
                let bytes = shown_bytes(writer)?;
                let face = face(writer)?;
                face.buffer = bytes;
                out.write(if bytes.length == 0 {
                    WS_BUFFERS { bufferCount: 0, buffers: std::ptr::null_mut() }
                } else {
                    WS_BUFFERS { bufferCount: 1, buffers: &raw mut face.buffer }
                });
                Ok(())
            }
        }
    }
}

/// Whether this kind of output has such a property.
fn needs_bytes(writer: &Writer, name: Name<'_>, of_stream: bool) -> Result<()> {
    if writer.position().is_ok() {
        return Err(Error::invalid_argument(format!(
            "{name} is not available when the output is an XML buffer"
        )));
    }
    if writer.is_stream() && !of_stream {
        return Err(Error::invalid_argument(format!("{name} is not available when the output is a stream")));
    }
    Ok(())
}

/// What has been written, in the buffer that the application asked for if it is large enough.
fn shown_bytes(writer: &mut Writer) -> Result<WS_BYTES> {
    writer.complete()?;
    let initial = face(writer)?.initial;
    let bytes = writer.bytes();
    let length = bytes.len() as ULONG;
    if initial.bytes.is_null() || initial.length < length {
        return Ok(WS_BYTES { length, bytes: bytes.as_ptr().cast_mut() });
    }
    // SAFETY: the application gave this buffer for this, of this size, for as long as the writer lives; it is not
    // the writer's own memory.
    unsafe { std::ptr::copy_nonoverlapping(bytes.as_ptr(), initial.bytes, bytes.len()) };
    Ok(WS_BYTES { length, bytes: initial.bytes })
}
