//! The `Fault` element of SOAP 1.1 (<https://www.w3.org/TR/2000/NOTE-SOAP-20000508/>, section 4.4) and SOAP 1.2
//! (<https://www.w3.org/TR/soap12-part1/>, section 5.4): as data, and as the `WS_FAULT` of C. (Pages "Faults",
//! WS_FAULT, WS_FAULT_CODE.)

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, FaultCode, FaultData, FaultReason, Result, ResultExt};
use crate::heap::Heap;
use crate::value::string;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{Input, Reader, TextCharset};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::any;
use super::description::{Type, XML};
use super::memory::{Memory, Place, View};
use super::read::{Deserializer, namespace};
use super::store::{Store, split_qname, to_count, unknown_prefix};

/// At most this many subcodes: nobody has more than a few, and each is an element deeper.
const MAX_CODES: usize = 32;
/// What the details of a fault, which are kept as bytes, may take as a buffer while they are read. That is some
/// ten times their text, whose size the message limits.
const MAX_DETAIL: usize = 1 << 24;

/// The two versions of the envelope that have faults.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Version {
    Soap11,
    Soap12,
}

impl Version {
    pub(super) fn new(version: Option<WS_ENVELOPE_VERSION>) -> Result<Self> {
        match version {
            Some(WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1) => Ok(Self::Soap11),
            Some(WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2) => Ok(Self::Soap12),
            other => Err(Error::invalid_argument(format!(
                "a fault is written by SOAP 1.1 or 1.2, not by {other:?}"
            ))),
        }
    }

    pub(super) fn of(memory: Memory<'_>, kind: Type) -> Result<Self> {
        Self::new(kind.required::<WS_FAULT_DESCRIPTION>(memory)?.envelopeVersion.get())
    }

    pub(super) fn ns(self) -> &'static [u8] {
        match self {
            Self::Soap11 => b"http://schemas.xmlsoap.org/soap/envelope/",
            Self::Soap12 => b"http://www.w3.org/2003/05/soap-envelope",
        }
    }
}

/// A fault with its detail still a buffer.
#[derive(Default)]
struct Parts {
    fault: FaultData,
    detail: Option<Arc<XmlBuffer>>,
}

// ---- reading

/// The element that the reader is on, as a `WS_FAULT`.
pub(super) fn read(this: &mut Deserializer<'_>, kind: Type, place: Place<'_>) -> Result<()> {
    let version = Version::of(this.store.memory, kind)?;
    let heap = this.store.heap()?;
    let parts = read_parts(this.reader, version, heap)?;
    let detail = parts.detail.map_or(std::ptr::null_mut(), |buffer| buffer.handle(heap));
    place.put(to_c(&this.store, &parts.fault, detail)?)
}

/// The element that the reader is on, as data.
pub(super) fn read_data(reader: &mut Reader, version: Version) -> Result<FaultData> {
    let heap = Heap::new(MAX_DETAIL, 0);
    let mut parts = read_parts(reader, version, &heap)?;
    if let Some(buffer) = parts.detail {
        parts.fault.detail = Some(buffer_to_bytes(&buffer)?);
    }
    Ok(parts.fault)
}

fn read_parts(reader: &mut Reader, version: Version, heap: &Arc<Heap>) -> Result<Parts> {
    let mut parts = Parts::default();
    reader.read_start_element()?;
    while reader.read_to_start_element(None, None)? {
        match version {
            Version::Soap11 => read_child_11(reader, heap, &mut parts)?,
            Version::Soap12 => read_child_12(reader, heap, &mut parts)?,
        }
    }
    reader.read_end_element().context(|| "in a fault")?;
    if parts.fault.codes.is_empty() {
        return Err(Error::invalid_format(format!("a fault has no code: {}", reader.location())));
    }
    if parts.fault.reasons.is_empty() {
        return Err(Error::invalid_format(format!("a fault has no reason: {}", reader.location())));
    }
    Ok(parts)
}

fn read_child_11(reader: &mut Reader, heap: &Arc<Heap>, parts: &mut Parts) -> Result<()> {
    let name = reader.element().map(|element| (element.local_name, element.ns));
    match name {
        Some((b"faultcode", b"")) => {
            let code = qname(reader)?;
            parts.fault.codes.push(code);
        }
        Some((b"faultstring", b"")) => {
            let lang = lang(reader)?;
            parts.fault.reasons.push(FaultReason { text: text(reader)?, lang });
        }
        Some((b"faultactor", b"")) => parts.fault.actor = text(reader)?,
        Some((b"detail", b"")) => parts.detail = Some(reader.read_buffer(heap)?),
        // SOAP 1.1, section 4.4: other elements may be present if they are namespace-qualified.
        _ => reader.skip_node()?,
    }
    Ok(())
}

fn read_child_12(reader: &mut Reader, heap: &Arc<Heap>, parts: &mut Parts) -> Result<()> {
    let ns = Version::Soap12.ns();
    let name = reader.element().and_then(|element| (element.ns == ns).then_some(element.local_name));
    match name {
        Some(b"Code") => read_codes(reader, &mut parts.fault.codes)?,
        Some(b"Reason") => {
            reader.read_start_element()?;
            while reader.read_to_start_element(Some(b"Text"), Some(ns))? {
                let lang = lang(reader)?;
                parts.fault.reasons.push(FaultReason { text: text(reader)?, lang });
            }
            reader.read_end_element()?;
        }
        Some(b"Node") => parts.fault.node = text(reader)?,
        Some(b"Role") => parts.fault.actor = text(reader)?,
        Some(b"Detail") => parts.detail = Some(reader.read_buffer(heap)?),
        _ => {
            return Err(Error::invalid_format(format!(
                "an element that a SOAP 1.2 fault does not have was found: {}",
                reader.location()
            )));
        }
    }
    Ok(())
}

/// `Code` or `Subcode`, with the ones within.
fn read_codes(reader: &mut Reader, codes: &mut Vec<FaultCode>) -> Result<()> {
    let ns = Some(Version::Soap12.ns());
    let mut open = 0;
    loop {
        reader.read_start_element()?;
        open += 1;
        if open > MAX_CODES {
            return Err(Error::quota_exceeded(format!("a fault has more than {MAX_CODES} codes")));
        }
        if !reader.read_to_start_element(Some(b"Value"), ns)? {
            return Err(Error::invalid_format(format!("a fault code has no Value: {}", reader.location())));
        }
        let code = qname(reader)?;
        codes.push(code);
        if !reader.read_to_start_element(Some(b"Subcode"), ns)? {
            break;
        }
    }
    for _ in 0..open {
        // Moves past whitespace to the end of the element.
        reader.read_to_start_element(None, None)?;
        reader.read_end_element()?;
    }
    Ok(())
}

/// The characters of the element that the reader is on.
fn chars(reader: &mut Reader) -> Result<Vec<u8>> {
    let mut chars = Vec::new();
    reader.read_start_element()?;
    reader.read_simple_content()?.write_utf8(&mut chars)?;
    Ok(chars)
}

fn text(reader: &mut Reader) -> Result<String> {
    let chars = chars(reader)?;
    reader.read_end_element()?;
    Ok(string::utf8(&chars)?.to_owned())
}

fn qname(reader: &mut Reader) -> Result<FaultCode> {
    let chars = chars(reader)?;
    let (prefix, local_name) = split_qname(&chars).context(|| "in a fault code")?;
    let ns = namespace(reader, prefix).ok_or_else(|| unknown_prefix(prefix))?;
    let code =
        FaultCode { local_name: string::utf8(local_name)?.to_owned(), ns: string::utf8(ns)?.to_owned() };
    reader.read_end_element()?;
    Ok(code)
}

/// The `xml:lang` of the element that the reader is on.
fn lang(reader: &Reader) -> Result<String> {
    if reader.element().is_none_or(|element| element.attribute_count == 0) {
        return Ok(String::new());
    }
    let Some(index) = reader.find_attribute(b"lang", XML)? else { return Ok(String::new()) };
    let mut chars = Vec::new();
    if let Some(attribute) = reader.attribute(index) {
        attribute.value.write_utf8(&mut chars)?;
    }
    Ok(string::utf8(&chars)?.to_owned())
}

// ---- writing

/// Writes a `WS_FAULT` into the element that is being written.
pub(super) fn write(memory: Memory<'_>, writer: &mut Writer, kind: Type, value: View<'_>) -> Result<()> {
    let version = Version::of(memory, kind)?;
    let c: WS_FAULT = value.get()?;
    let fault = from_c(memory, &c)?;
    let detail = if c.detail.is_null() { None } else { Some(any::buffer_of(c.detail)?) };
    write_parts(writer, version, &Parts { fault, detail })
}

/// Writes the whole `Fault` element.
pub(super) fn write_data(writer: &mut Writer, version: Version, fault: &FaultData) -> Result<()> {
    let detail = match &fault.detail {
        Some(bytes) => Some(bytes_to_buffer(bytes, &Heap::new(usize::MAX, 0))?),
        None => None,
    };
    writer.write_start_element(Some(b"s"), b"Fault", version.ns())?;
    write_parts(writer, version, &Parts { fault: fault.clone(), detail })?;
    writer.write_end_element()
}

fn write_parts(writer: &mut Writer, version: Version, parts: &Parts) -> Result<()> {
    let fault = &parts.fault;
    let Some(first) = fault.codes.first() else {
        return Err(Error::invalid_argument("a fault needs a code"));
    };
    if fault.reasons.is_empty() {
        return Err(Error::invalid_argument("a fault needs a reason"));
    }
    if fault.codes.len() > MAX_CODES {
        return Err(Error::quota_exceeded(format!("a fault has more than {MAX_CODES} codes")));
    }
    let first = spelled(first, version);
    match version {
        Version::Soap11 => {
            writer.write_start_element(None, b"faultcode", b"")?;
            writer.write_qualified_name(None, first.local_name.as_bytes(), first.ns.as_bytes())?;
            writer.write_end_element()?;
            let reason = &fault.reasons[0];
            writer.write_start_element(None, b"faultstring", b"")?;
            write_lang(writer, &reason.lang)?;
            writer.write_text(Text::Utf8(reason.text.as_bytes()))?;
            writer.write_end_element()?;
            if !fault.actor.is_empty() {
                element(writer, b"faultactor", b"", &fault.actor)?;
            }
            write_detail(writer, b"detail", b"", parts.detail.as_ref())
        }
        Version::Soap12 => {
            let ns = version.ns();
            for (index, code) in std::iter::once(&first).chain(&fault.codes[1..]).enumerate() {
                writer.write_start_element(
                    Some(b"s"),
                    if index == 0 { &b"Code"[..] } else { b"Subcode" },
                    ns,
                )?;
                writer.write_start_element(Some(b"s"), b"Value", ns)?;
                writer.write_qualified_name(None, code.local_name.as_bytes(), code.ns.as_bytes())?;
                writer.write_end_element()?;
            }
            for _ in &fault.codes {
                writer.write_end_element()?;
            }
            writer.write_start_element(Some(b"s"), b"Reason", ns)?;
            for reason in &fault.reasons {
                writer.write_start_element(Some(b"s"), b"Text", ns)?;
                write_lang(writer, &reason.lang)?;
                writer.write_text(Text::Utf8(reason.text.as_bytes()))?;
                writer.write_end_element()?;
            }
            writer.write_end_element()?;
            if !fault.node.is_empty() {
                element(writer, b"Node", ns, &fault.node)?;
            }
            if !fault.actor.is_empty() {
                element(writer, b"Role", ns, &fault.actor)?;
            }
            write_detail(writer, b"Detail", ns, parts.detail.as_ref())
        }
    }
}

/// The first code as the version spells it: without a namespace it is one of SOAP's own, by its name in 1.2.
/// (Page WS_FAULT, code.)
fn spelled(code: &FaultCode, version: Version) -> FaultCode {
    if !code.ns.is_empty() {
        return code.clone();
    }
    let local_name = match (version, code.local_name.as_str()) {
        (Version::Soap11, "Sender") => "Client",
        (Version::Soap11, "Receiver") => "Server",
        (_, other) => other,
    };
    FaultCode { local_name: local_name.to_owned(), ns: String::from_utf8_lossy(version.ns()).into_owned() }
}

fn element(writer: &mut Writer, name: &[u8], ns: &[u8], text: &str) -> Result<()> {
    let prefix = (!ns.is_empty()).then_some(&b"s"[..]);
    writer.write_start_element(prefix, name, ns)?;
    writer.write_text(Text::Utf8(text.as_bytes()))?;
    writer.write_end_element()
}

fn write_lang(writer: &mut Writer, lang: &str) -> Result<()> {
    if lang.is_empty() {
        return Ok(());
    }
    writer.write_start_attribute(Some(b"xml"), b"lang", XML, false)?;
    writer.write_text(Text::Utf8(lang.as_bytes()))?;
    writer.write_end_attribute()
}

fn write_detail(writer: &mut Writer, name: &[u8], ns: &[u8], detail: Option<&Arc<XmlBuffer>>) -> Result<()> {
    let Some(detail) = detail else { return Ok(()) };
    let prefix = (!ns.is_empty()).then_some(&b"s"[..]);
    writer.write_start_element(prefix, name, ns)?;
    any::write_into_element(writer, detail).context(|| "in the detail of a fault")?;
    writer.write_end_element()
}

// ---- C

/// The C view of a fault, in the heap.
pub(super) fn data_to_c(store: &Store<'_>, fault: &FaultData) -> Result<WS_FAULT> {
    let detail = match &fault.detail {
        Some(bytes) => {
            let heap = store.heap()?;
            bytes_to_buffer(bytes, heap)?.handle(heap)
        }
        None => std::ptr::null_mut(),
    };
    to_c(store, fault, detail)
}

fn to_c(store: &Store<'_>, fault: &FaultData, detail: *mut WS_XML_BUFFER) -> Result<WS_FAULT> {
    let allocator = store.allocator()?;
    let mut code: *mut WS_FAULT_CODE = std::ptr::null_mut();
    for level in fault.codes.iter().rev() {
        let value = WS_XML_QNAME {
            localName: store.xml_string(level.local_name.as_bytes())?,
            ns: store.xml_string(level.ns.as_bytes())?,
        };
        code = allocator.alloc_value(WS_FAULT_CODE { value, subCode: code })?.as_ptr();
    }
    let mut reasons = Vec::with_capacity(fault.reasons.len());
    for reason in &fault.reasons {
        reasons.push(WS_FAULT_REASON {
            text: store.string(reason.text.as_bytes())?,
            lang: store.string(reason.lang.as_bytes())?,
        });
    }
    Ok(WS_FAULT {
        code,
        reasonCount: to_count(reasons.len())?,
        reasons: allocator.alloc_copy(&reasons)?.as_ptr(),
        actor: store.string(fault.actor.as_bytes())?,
        node: store.string(fault.node.as_bytes())?,
        detail,
    })
}

/// What a `WS_FAULT` says, its detail included.
pub(super) fn data_from_c(memory: Memory<'_>, c: &WS_FAULT) -> Result<FaultData> {
    let mut fault = from_c(memory, c)?;
    if !c.detail.is_null() {
        let buffer = any::buffer_of(c.detail).context(|| "in the detail of a WS_FAULT")?;
        fault.detail = Some(buffer_to_bytes(&buffer)?);
    }
    Ok(fault)
}

/// What a `WS_FAULT` says, but for its detail.
fn from_c(memory: Memory<'_>, c: &WS_FAULT) -> Result<FaultData> {
    let wide = |value: &WS_STRING| -> Result<String> {
        let units = memory.list(value.chars, value.length, "a string of a WS_FAULT")?;
        string::utf16_to_string(units)
    };
    let narrow = |value: &WS_XML_STRING| -> Result<String> {
        let bytes = memory.list(value.bytes, value.length, "a name of a WS_FAULT_CODE")?;
        Ok(string::utf8(bytes)?.to_owned())
    };
    let mut codes = Vec::new();
    let mut next = c.code.cast_const();
    while let Some(code) = memory.optional(next, "a WS_FAULT_CODE")? {
        if codes.len() == MAX_CODES {
            return Err(Error::invalid_argument(format!("a WS_FAULT has more than {MAX_CODES} codes")));
        }
        codes.push(FaultCode { local_name: narrow(&code.value.localName)?, ns: narrow(&code.value.ns)? });
        next = code.subCode;
    }
    let mut reasons = Vec::new();
    for reason in memory.list(c.reasons, c.reasonCount, "the reasons of a WS_FAULT")? {
        reasons.push(FaultReason { text: wide(&reason.text)?, lang: wide(&reason.lang)? });
    }
    Ok(FaultData { codes, reasons, actor: wide(&c.actor)?, node: wide(&c.node)?, ..FaultData::default() })
}

/// A buffer as a UTF-8 document.
pub(crate) fn buffer_to_bytes(buffer: &XmlBuffer) -> Result<Vec<u8>> {
    let properties = any::unlimited_writer();
    let mut writer = Writer::new(properties.clone());
    writer.set_output_text(WS_CHARSET::WS_CHARSET_UTF8, properties)?;
    writer.write_buffer(buffer)?;
    Ok(writer.take_bytes())
}

/// A UTF-8 document as a buffer.
pub(crate) fn bytes_to_buffer(bytes: &[u8], heap: &Arc<Heap>) -> Result<Arc<XmlBuffer>> {
    let properties = any::unlimited_reader();
    let mut reader = Reader::new(properties.clone());
    reader.set_input_text(Input::Owned(bytes.to_vec()), TextCharset::Utf8, properties)?;
    if !reader.read_to_start_element(None, None)? {
        return Err(Error::invalid_format("the detail of a fault has no element"));
    }
    reader.read_buffer(heap)
}
