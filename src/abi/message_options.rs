//! The properties that a message is created with.
#![allow(unsafe_code)]

use core::mem::MaybeUninit;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::soap::MessageOptions;
use crate::xml::reader::ReaderProperties;
use crate::xml::writer::WriterProperties;

use super::guard::{property_in, slice};

/// The properties of a message, over the defaults. (Page WS_MESSAGE_PROPERTY_ID.)
///
/// # Safety
/// The values of the properties are as large as they say, and valid.
pub(crate) unsafe fn message_options(properties: &[WS_MESSAGE_PROPERTY]) -> Result<MessageOptions> {
    let mut options = MessageOptions::default();
    for property in properties {
        // SAFETY: the caller's promise.
        unsafe { apply(&mut options, property) }?;
    }
    Ok(options)
}

/// # Safety
/// As [`message_options`].
unsafe fn apply(options: &mut MessageOptions, property: &WS_MESSAGE_PROPERTY) -> Result<()> {
    let (value, size) = (property.value.cast_const(), property.valueSize);
    match property.id.get() {
        Some(WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_HEAP_PROPERTIES) => {
            // SAFETY: the caller's promise.
            let nested = unsafe {
                let nested: WS_HEAP_PROPERTIES =
                    property_in(value, size, "WS_MESSAGE_PROPERTY_HEAP_PROPERTIES")?;
                slice(nested.properties.cast_const(), nested.propertyCount, "heap properties")?
            };
            for property in nested {
                let place = match property.id.get() {
                    Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_MAX_SIZE) => &mut options.heap_max_size,
                    Some(WS_HEAP_PROPERTY_ID::WS_HEAP_PROPERTY_TRIM_SIZE) => &mut options.heap_trim_size,
                    _ => return Err(refused("heap", CEnumField::raw(property.id))),
                };
                // SAFETY: the caller's promise.
                *place = unsafe { property_in(property.value, property.valueSize, "a heap property") }?;
            }
        }
        Some(WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES) => {
            // SAFETY: the caller's promise.
            let nested = unsafe {
                let nested: WS_XML_READER_PROPERTIES =
                    property_in(value, size, "WS_MESSAGE_PROPERTY_XML_READER_PROPERTIES")?;
                slice(nested.properties.cast_const(), nested.propertyCount, "XML reader properties")?
            };
            for property in nested {
                // SAFETY: the caller's promise.
                unsafe { apply_reader(&mut options.reader, property) }?;
            }
        }
        Some(WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES) => {
            // SAFETY: the caller's promise.
            let nested = unsafe {
                let nested: WS_XML_WRITER_PROPERTIES =
                    property_in(value, size, "WS_MESSAGE_PROPERTY_XML_WRITER_PROPERTIES")?;
                slice(nested.properties.cast_const(), nested.propertyCount, "XML writer properties")?
            };
            for property in nested {
                // SAFETY: the caller's promise.
                unsafe { apply_writer(&mut options.writer, property) }?;
            }
        }
        Some(WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS) => {
            // SAFETY: the caller's promise.
            options.max_processed_headers =
                unsafe { property_in(value, size, "WS_MESSAGE_PROPERTY_MAX_PROCESSED_HEADERS") }?;
        }
        _ => return Err(refused("message", CEnumField::raw(property.id))),
    }
    Ok(())
}

/// # Safety
/// The value is as large as it says, and valid.
unsafe fn apply_reader(properties: &mut ReaderProperties, property: &WS_XML_READER_PROPERTY) -> Result<()> {
    use WS_XML_READER_PROPERTY_ID as Id;
    // SAFETY: the caller's promise.
    let number = || unsafe { number(property.value, property.valueSize, property.id) };
    match property.id.get() {
        Some(Id::WS_XML_READER_PROPERTY_MAX_DEPTH) => properties.max_depth = number()?,
        Some(Id::WS_XML_READER_PROPERTY_MAX_ATTRIBUTES) => properties.max_attributes = number()?,
        Some(Id::WS_XML_READER_PROPERTY_READ_DECLARATION) => properties.read_declaration = number()? != 0,
        Some(Id::WS_XML_READER_PROPERTY_UTF8_TRIM_SIZE) => properties.utf8_trim_size = number()?,
        Some(Id::WS_XML_READER_PROPERTY_STREAM_BUFFER_SIZE) => properties.stream_buffer_size = number()?,
        Some(Id::WS_XML_READER_PROPERTY_STREAM_MAX_ROOT_MIME_PART_SIZE) => {
            properties.stream_max_root_mime_part_size = number()?;
        }
        Some(Id::WS_XML_READER_PROPERTY_STREAM_MAX_MIME_HEADERS_SIZE) => {
            properties.stream_max_mime_headers_size = number()?;
        }
        Some(Id::WS_XML_READER_PROPERTY_MAX_MIME_PARTS) => properties.max_mime_parts = number()?,
        Some(Id::WS_XML_READER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES) => {
            properties.allow_invalid_character_references = number()? != 0;
        }
        Some(Id::WS_XML_READER_PROPERTY_MAX_NAMESPACES) => properties.max_namespaces = number()?,
        _ => return Err(refused("message's XML readers", CEnumField::raw(property.id))),
    }
    Ok(())
}

/// # Safety
/// The value is as large as it says, and valid.
unsafe fn apply_writer(properties: &mut WriterProperties, property: &WS_XML_WRITER_PROPERTY) -> Result<()> {
    use WS_XML_WRITER_PROPERTY_ID as Id;
    // SAFETY: the caller's promise.
    let number = || unsafe { number(property.value, property.valueSize, property.id) };
    match property.id.get() {
        Some(Id::WS_XML_WRITER_PROPERTY_MAX_DEPTH) => properties.max_depth = number()?,
        Some(Id::WS_XML_WRITER_PROPERTY_MAX_ATTRIBUTES) => properties.max_attributes = number()?,
        Some(Id::WS_XML_WRITER_PROPERTY_WRITE_DECLARATION) => properties.write_declaration = number()? != 0,
        Some(Id::WS_XML_WRITER_PROPERTY_BUFFER_TRIM_SIZE) => properties.buffer_trim_size = number()?,
        Some(Id::WS_XML_WRITER_PROPERTY_MAX_MIME_PARTS_BUFFER_SIZE) => {
            properties.max_mime_parts_buffer_size = number()?;
        }
        Some(Id::WS_XML_WRITER_PROPERTY_ALLOW_INVALID_CHARACTER_REFERENCES) => {
            properties.allow_invalid_character_references = number()? != 0;
        }
        Some(Id::WS_XML_WRITER_PROPERTY_MAX_NAMESPACES) => properties.max_namespaces = number()?,
        _ => return Err(refused("message's XML writers", CEnumField::raw(property.id))),
    }
    Ok(())
}

/// A ULONG or BOOL.
///
/// # Safety
/// `value` is NULL or points to `size` bytes.
unsafe fn number<E: CEnum>(
    value: *const core::ffi::c_void,
    size: ULONG,
    id: MaybeUninit<E>,
) -> Result<ULONG> {
    // SAFETY: the caller's promise.
    unsafe {
        property_in(value, size, format_args!("property {} of an XML reader or writer", CEnumField::raw(id)))
    }
}

fn refused(of: &str, id: i32) -> Error {
    Error::invalid_argument(format!("property {id} cannot be given for the {of} when a message is created"))
}
