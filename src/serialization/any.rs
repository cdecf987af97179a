//! XML that is not described: buffers, and typed texts as C has them (`WS_XML_TEXT`).

use std::sync::Arc;

use crate::abi::object;
use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::heap::Heap;
use crate::value::string;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{NodeType, Reader, ReaderProperties};
use crate::xml::text::Text;
use crate::xml::writer::{Writer, WriterProperties};

use super::memory::Memory;
use super::store::{Store, to_count};

/// Everything up to the end of the element that the reader is in, as a buffer.
pub(super) fn copy_content(reader: &mut Reader, heap: &Arc<Heap>) -> Result<Arc<XmlBuffer>> {
    let buffer = XmlBuffer::new(heap)?;
    let mut writer = writer_into(&buffer)?;
    while !matches!(reader.node_type(), NodeType::EndElement | NodeType::Eof) {
        writer.copy_node(reader)?;
    }
    Ok(buffer)
}

/// A writer that appends to a buffer, which may hold any number of elements and texts.
pub(super) fn writer_into(buffer: &Arc<XmlBuffer>) -> Result<Writer> {
    let properties = unlimited_writer();
    let mut writer = Writer::new(properties.clone());
    writer.set_output_buffer(buffer.clone(), None, properties)?;
    Ok(writer)
}

/// A reader at the beginning of a buffer.
pub(super) fn reader_of(buffer: &Arc<XmlBuffer>) -> Result<Reader> {
    let properties = unlimited_reader();
    let mut reader = Reader::new(properties.clone());
    reader.set_input_buffer(buffer.clone(), None, properties)?;
    Ok(reader)
}

/// For what has passed the limits of the reader or writer it came by.
pub(super) fn unlimited_reader() -> ReaderProperties {
    ReaderProperties {
        allow_fragment: true,
        max_depth: u32::MAX,
        max_attributes: u32::MAX,
        max_namespaces: u32::MAX,
        ..ReaderProperties::default()
    }
}

/// As [`unlimited_reader`].
pub(super) fn unlimited_writer() -> WriterProperties {
    WriterProperties {
        allow_fragment: true,
        max_depth: u32::MAX,
        max_attributes: u32::MAX,
        max_namespaces: u32::MAX,
        buffer_max_size: u32::MAX,
        ..WriterProperties::default()
    }
}

/// The buffer behind a handle in a value.
pub(super) fn buffer_of(handle: *mut WS_XML_BUFFER) -> Result<Arc<XmlBuffer>> {
    object::shared::<XmlBuffer>(handle)
}

/// Writes the attributes and the content of the element in a buffer into the element that is being written,
/// whose name stays as it is. (Page WS_TYPE, WS_XML_BUFFER_TYPE.)
pub(super) fn write_into_element(writer: &mut Writer, buffer: &Arc<XmlBuffer>) -> Result<()> {
    let mut reader = reader_of(buffer)?;
    let count = match reader.read_to_start_element(None, None)?.then(|| reader.element()).flatten() {
        Some(element) => element.attribute_count,
        None => {
            return Err(Error::invalid_argument("a WS_XML_BUFFER has to hold an element, and it holds none"));
        }
    };
    for index in 0..count {
        let Some(attribute) = reader.attribute(index) else { break };
        if attribute.is_xmlns {
            // The default namespace is the one that the element's new name needs.
            if !attribute.prefix.is_empty() {
                writer.write_xmlns_attribute(Some(attribute.prefix), attribute.ns, attribute.single_quote)?;
            }
            continue;
        }
        let prefix = (!attribute.prefix.is_empty()).then_some(attribute.prefix);
        writer.write_start_attribute(prefix, attribute.local_name, attribute.ns, attribute.single_quote)?;
        writer.write_text(attribute.value)?;
        writer.write_end_attribute()?;
    }
    reader.read_start_element()?;
    write_rest(writer, &mut reader)
}

/// Writes what a reader is on and after it, up to the end of the element or of the buffer.
pub(super) fn write_rest(writer: &mut Writer, reader: &mut Reader) -> Result<()> {
    while !matches!(reader.node_type(), NodeType::EndElement | NodeType::Eof) {
        writer.copy_node(reader)?;
    }
    Ok(())
}

/// A text in the heap, as C has it.
pub(super) fn text_to_c(store: &Store<'_>, text: Text<'_>) -> Result<*mut WS_XML_TEXT> {
    use WS_XML_TEXT_TYPE::*;
    let base = |kind: WS_XML_TEXT_TYPE| WS_XML_TEXT { textType: kind.to_c() };
    Ok(match text {
        Text::Utf8(utf8) => value(
            store,
            WS_XML_UTF8_TEXT { text: base(WS_XML_TEXT_TYPE_UTF8), value: store.xml_string(utf8)? },
        )?,
        Text::Utf16(units) => {
            let bytes = store.allocator()?.alloc_copy(units)?.as_ptr().cast();
            let byte_count = to_count(size_of_val(units))?;
            value(
                store,
                WS_XML_UTF16_TEXT { text: base(WS_XML_TEXT_TYPE_UTF16), bytes, byteCount: byte_count },
            )?
        }
        Text::Base64(bytes) => {
            let length = to_count(bytes.len())?;
            let bytes = store.bytes(bytes)?;
            value(store, WS_XML_BASE64_TEXT { text: base(WS_XML_TEXT_TYPE_BASE64), bytes, length })?
        }
        Text::Bool(bool) => {
            value(store, WS_XML_BOOL_TEXT { text: base(WS_XML_TEXT_TYPE_BOOL), value: BOOL::from(bool) })?
        }
        Text::Int32(int) => {
            value(store, WS_XML_INT32_TEXT { text: base(WS_XML_TEXT_TYPE_INT32), value: int })?
        }
        Text::Int64(int) => {
            value(store, WS_XML_INT64_TEXT { text: base(WS_XML_TEXT_TYPE_INT64), value: int })?
        }
        Text::UInt64(int) => {
            value(store, WS_XML_UINT64_TEXT { text: base(WS_XML_TEXT_TYPE_UINT64), value: int })?
        }
        Text::Float(float) => {
            value(store, WS_XML_FLOAT_TEXT { text: base(WS_XML_TEXT_TYPE_FLOAT), value: float })?
        }
        Text::Double(double) => {
            value(store, WS_XML_DOUBLE_TEXT { text: base(WS_XML_TEXT_TYPE_DOUBLE), value: double })?
        }
        Text::Decimal(decimal) => {
            value(store, WS_XML_DECIMAL_TEXT { text: base(WS_XML_TEXT_TYPE_DECIMAL), value: decimal })?
        }
        Text::Guid(guid) => {
            value(store, WS_XML_GUID_TEXT { text: base(WS_XML_TEXT_TYPE_GUID), value: guid })?
        }
        Text::UniqueId(guid) => {
            value(store, WS_XML_UNIQUE_ID_TEXT { text: base(WS_XML_TEXT_TYPE_UNIQUE_ID), value: guid })?
        }
        Text::DateTime(datetime) => {
            value(store, WS_XML_DATETIME_TEXT { text: base(WS_XML_TEXT_TYPE_DATETIME), value: datetime })?
        }
        Text::TimeSpan(ticks) => {
            let text = base(WS_XML_TEXT_TYPE_TIMESPAN);
            value(store, WS_XML_TIMESPAN_TEXT { text, value: WS_TIMESPAN { ticks } })?
        }
        Text::QName { prefix, local_name, ns } => {
            let name = |bytes| -> Result<*mut WS_XML_STRING> {
                Ok(store.allocator()?.alloc_value(store.xml_string(bytes)?)?.as_ptr())
            };
            let text = WS_XML_QNAME_TEXT {
                text: base(WS_XML_TEXT_TYPE_QNAME),
                prefix: name(prefix)?,
                localName: name(local_name)?,
                ns: name(ns)?,
            };
            value(store, text)?
        }
    })
}

fn value<T: Copy>(store: &Store<'_>, value: T) -> Result<*mut WS_XML_TEXT> {
    Ok(store.allocator()?.alloc_value(value)?.as_ptr().cast())
}

/// What a `WS_XML_TEXT` of the application holds.
pub(super) fn text_from_c(memory: Memory<'_>, text: *const WS_XML_TEXT) -> Result<Text<'_>> {
    use WS_XML_TEXT_TYPE::*;
    const WHAT: &str = "a WS_XML_TEXT";
    let base = memory.required(text, WHAT)?;
    let Some(kind) = base.textType.get() else {
        return Err(Error::invalid_argument(format!(
            "there is no WS_XML_TEXT_TYPE {}",
            CEnumField::<WS_XML_TEXT_TYPE>::raw(base.textType)
        )));
    };
    Ok(match kind {
        WS_XML_TEXT_TYPE_UTF8 => {
            let value = memory.required(text.cast::<WS_XML_UTF8_TEXT>(), WHAT)?.value;
            let bytes = memory.list(value.bytes, value.length, "the bytes of a WS_XML_UTF8_TEXT")?;
            Text::Utf8(string::utf8(bytes)?.as_bytes())
        }
        WS_XML_TEXT_TYPE_UTF16 => {
            let value = memory.required(text.cast::<WS_XML_UTF16_TEXT>(), WHAT)?;
            if value.byteCount % 2 != 0 {
                return Err(Error::invalid_argument("the byteCount of a WS_XML_UTF16_TEXT is odd"));
            }
            let units = value.bytes.cast_const().cast::<WCHAR>();
            Text::Utf16(memory.list(units, value.byteCount / 2, "the bytes of a WS_XML_UTF16_TEXT")?)
        }
        WS_XML_TEXT_TYPE_BASE64 => {
            let value = memory.required(text.cast::<WS_XML_BASE64_TEXT>(), WHAT)?;
            Text::Base64(memory.list(value.bytes, value.length, "the bytes of a WS_XML_BASE64_TEXT")?)
        }
        WS_XML_TEXT_TYPE_BOOL => {
            Text::Bool(memory.required(text.cast::<WS_XML_BOOL_TEXT>(), WHAT)?.value != FALSE)
        }
        WS_XML_TEXT_TYPE_INT32 => Text::Int32(memory.required(text.cast::<WS_XML_INT32_TEXT>(), WHAT)?.value),
        WS_XML_TEXT_TYPE_INT64 => Text::Int64(memory.required(text.cast::<WS_XML_INT64_TEXT>(), WHAT)?.value),
        WS_XML_TEXT_TYPE_UINT64 => {
            Text::UInt64(memory.required(text.cast::<WS_XML_UINT64_TEXT>(), WHAT)?.value)
        }
        WS_XML_TEXT_TYPE_FLOAT => Text::Float(memory.required(text.cast::<WS_XML_FLOAT_TEXT>(), WHAT)?.value),
        WS_XML_TEXT_TYPE_DOUBLE => {
            Text::Double(memory.required(text.cast::<WS_XML_DOUBLE_TEXT>(), WHAT)?.value)
        }
        WS_XML_TEXT_TYPE_DECIMAL => {
            Text::Decimal(memory.required(text.cast::<WS_XML_DECIMAL_TEXT>(), WHAT)?.value)
        }
        WS_XML_TEXT_TYPE_GUID => Text::Guid(memory.required(text.cast::<WS_XML_GUID_TEXT>(), WHAT)?.value),
        WS_XML_TEXT_TYPE_UNIQUE_ID => {
            Text::UniqueId(memory.required(text.cast::<WS_XML_UNIQUE_ID_TEXT>(), WHAT)?.value)
        }
        WS_XML_TEXT_TYPE_DATETIME => {
            Text::DateTime(memory.required(text.cast::<WS_XML_DATETIME_TEXT>(), WHAT)?.value)
        }
        WS_XML_TEXT_TYPE_TIMESPAN => {
            Text::TimeSpan(memory.required(text.cast::<WS_XML_TIMESPAN_TEXT>(), WHAT)?.value.ticks)
        }
        WS_XML_TEXT_TYPE_QNAME => {
            let value = memory.required(text.cast::<WS_XML_QNAME_TEXT>(), WHAT)?;
            let prefix = if value.prefix.is_null() {
                &[][..]
            } else {
                memory.name(value.prefix, "the prefix of a WS_XML_QNAME_TEXT")?
            };
            Text::QName {
                prefix,
                local_name: memory.name(value.localName, "the localName of a WS_XML_QNAME_TEXT")?,
                ns: memory.name(value.ns, "the ns of a WS_XML_QNAME_TEXT")?,
            }
        }
        WS_XML_TEXT_TYPE_LIST => {
            return Err(Error::not_supported(
                "a WS_XML_LIST_TEXT as the value of an attribute is not supported",
            ));
        }
    })
}
