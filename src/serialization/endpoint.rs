//! `WS_ENDPOINT_ADDRESS` as the content of an element, as WS-Addressing writes it: in version 1.0
//! (<https://www.w3.org/TR/ws-addr-core/>, section 2) and in the member submission of August 2004 that Windows
//! calls 0.9. (Pages "Endpoint Address", WS_ENDPOINT_ADDRESS, WS_ENDPOINT_IDENTITY.)

use std::sync::Arc;

use crate::abi::types::*;
use crate::error::{Error, Result, ResultExt};
use crate::value::base64;
use crate::xml::buffer::XmlBuffer;
use crate::xml::reader::{NodeType, Reader};
use crate::xml::text::Text;
use crate::xml::writer::Writer;

use super::any;
use super::description::Type;
use super::memory::{Memory, Place, View};
use super::read::Deserializer;
use super::store::Store;

const IDENTITY_NS: &[u8] = b"http://schemas.xmlsoap.org/ws/2006/02/addressingidentity";
const SIGNATURE_NS: &[u8] = b"http://www.w3.org/2000/09/xmldsig#";

pub(super) const WSA_0_9: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/08/addressing";
pub(super) const WSA_1_0: &[u8] = b"http://www.w3.org/2005/08/addressing";

/// What differs between the versions of WS-Addressing.
pub(super) struct Version {
    ns: &'static [u8],
    anonymous: &'static [u8],
}

const VERSION_0_9: Version =
    Version { ns: WSA_0_9, anonymous: b"http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous" };

const VERSION_1_0: Version =
    Version { ns: WSA_1_0, anonymous: b"http://www.w3.org/2005/08/addressing/anonymous" };

/// The version that a description names.
pub(super) fn version(memory: Memory<'_>, kind: Type) -> Result<&'static Version> {
    let description = kind.required::<WS_ENDPOINT_ADDRESS_DESCRIPTION>(memory)?;
    match description.addressingVersion.get() {
        Some(WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9) => Ok(&VERSION_0_9),
        Some(WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0) => Ok(&VERSION_1_0),
        _ => Err(Error::invalid_argument(format!(
            "an endpoint address is written by WS_ADDRESSING_VERSION_0_9 or _1_0, not by version {}",
            CEnumField::<WS_ADDRESSING_VERSION>::raw(description.addressingVersion)
        ))),
    }
}

// ---- reading

/// The element that the reader is on, as an endpoint address.
pub(super) fn read(this: &mut Deserializer<'_>, kind: Type, place: Place<'_>) -> Result<()> {
    let version = version(this.store.memory, kind)?;
    let heap = this.store.heap()?;
    let mut address = WS_ENDPOINT_ADDRESS {
        url: WS_STRING { length: 0, chars: std::ptr::null_mut() },
        headers: std::ptr::null_mut(),
        extensions: std::ptr::null_mut(),
        identity: std::ptr::null_mut(),
    };
    let mut extensions: Option<(Arc<XmlBuffer>, Writer)> = None;
    this.reader.read_start_element()?;
    if !this.reader.read_to_start_element(Some(b"Address"), Some(version.ns))? {
        return Err(this.expected("the Address of an endpoint address"));
    }
    address.url = url(this, version)?;
    while this.reader.read_to_start_element(None, None)? {
        match child(this.reader) {
            Some((b"ReferenceParameters", ns)) if ns == version.ns => {
                if !address.headers.is_null() {
                    return Err(this.expected("one ReferenceParameters at most"));
                }
                this.reader.read_start_element()?;
                let buffer = any::copy_content(this.reader, heap)?;
                this.reader.read_end_element()?;
                address.headers = buffer.handle(heap);
            }
            Some((b"Identity", IDENTITY_NS)) => {
                if !address.identity.is_null() {
                    return Err(this.expected("one Identity at most"));
                }
                address.identity = read_identity(this)?;
            }
            _ => {
                if extensions.is_none() {
                    let buffer = XmlBuffer::new(heap)?;
                    let writer = any::writer_into(&buffer)?;
                    extensions = Some((buffer, writer));
                }
                if let Some((_, writer)) = &mut extensions {
                    writer.copy_node(this.reader)?;
                }
            }
        }
    }
    this.end_element()?;
    if let Some((buffer, _)) = extensions {
        address.extensions = buffer.handle(heap);
    }
    place.put(address)
}

fn child(reader: &Reader) -> Option<(&[u8], &[u8])> {
    reader.element().map(|element| (element.local_name, element.ns))
}

fn url(this: &mut Deserializer<'_>, version: &Version) -> Result<WS_STRING> {
    this.reader.read_start_element()?;
    let mut chars = Vec::new();
    this.reader.read_simple_content()?.write_utf8(&mut chars)?;
    this.reader.read_end_element()?;
    let chars = crate::value::string::trim(&chars);
    this.store.string(if chars == version.anonymous { b"" } else { chars })
}

/// The Identity element: one of those that have a structure of their own, or any.
fn read_identity(this: &mut Deserializer<'_>) -> Result<*mut WS_ENDPOINT_IDENTITY> {
    let heap = this.store.heap()?;
    let buffer = this.reader.read_buffer(heap)?;
    let known = known_identity(&this.store, &buffer)?;
    if let Some(identity) = known {
        return Ok(identity);
    }
    let element = buffer.handle(heap);
    let identity = base(WS_ENDPOINT_IDENTITY_TYPE::WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE);
    put(&this.store, WS_UNKNOWN_ENDPOINT_IDENTITY { identity, element })
}

fn base(kind: WS_ENDPOINT_IDENTITY_TYPE) -> WS_ENDPOINT_IDENTITY {
    WS_ENDPOINT_IDENTITY { identityType: kind.to_c() }
}

fn put<T: Copy>(store: &Store<'_>, identity: T) -> Result<*mut WS_ENDPOINT_IDENTITY> {
    Ok(store.allocator()?.alloc_value(identity)?.as_ptr().cast())
}

fn known_identity(store: &Store<'_>, buffer: &Arc<XmlBuffer>) -> Result<Option<*mut WS_ENDPOINT_IDENTITY>> {
    use WS_ENDPOINT_IDENTITY_TYPE::*;
    let mut reader = any::reader_of(buffer)?;
    if !reader.read_to_start_element(None, None)? {
        return Ok(None);
    }
    reader.read_start_element()?;
    if !reader.read_to_start_element(None, None)? {
        return Ok(None);
    }
    let Some((name, ns)) = child(&reader) else { return Ok(None) };
    let identity = match (name, ns) {
        (b"Dns", IDENTITY_NS) => {
            let identity = base(WS_DNS_ENDPOINT_IDENTITY_TYPE);
            put(store, WS_DNS_ENDPOINT_IDENTITY { identity, dns: store.string(&text(&mut reader)?)? })?
        }
        (b"Upn", IDENTITY_NS) => {
            let identity = base(WS_UPN_ENDPOINT_IDENTITY_TYPE);
            put(store, WS_UPN_ENDPOINT_IDENTITY { identity, upn: store.string(&text(&mut reader)?)? })?
        }
        (b"Spn", IDENTITY_NS) => {
            let identity = base(WS_SPN_ENDPOINT_IDENTITY_TYPE);
            put(store, WS_SPN_ENDPOINT_IDENTITY { identity, spn: store.string(&text(&mut reader)?)? })?
        }
        (b"KeyInfo", SIGNATURE_NS) => {
            reader.read_start_element()?;
            match key_identity(store, &mut reader)? {
                Some(identity) => identity,
                None => return Ok(None),
            }
        }
        _ => return Ok(None),
    };
    Ok(Some(identity))
}

/// An X.509 certificate or an RSA key within `KeyInfo`.
fn key_identity(store: &Store<'_>, reader: &mut Reader) -> Result<Option<*mut WS_ENDPOINT_IDENTITY>> {
    use WS_ENDPOINT_IDENTITY_TYPE::*;
    let enter = |reader: &mut Reader, name: &[u8]| -> Result<bool> {
        let found = reader.read_to_start_element(Some(name), Some(SIGNATURE_NS))?;
        if found {
            reader.read_start_element()?;
        }
        Ok(found)
    };
    let element = |reader: &mut Reader, name: &[u8]| -> Result<Option<WS_BYTES>> {
        if !reader.read_to_start_element(Some(name), Some(SIGNATURE_NS))? {
            return Ok(None);
        }
        let mut bytes = Vec::new();
        base64::push_base64(&text(reader)?, &mut bytes)?;
        Ok(Some(WS_BYTES { length: super::store::to_count(bytes.len())?, bytes: store.bytes(&bytes)? }))
    };
    if enter(reader, b"X509Data")? {
        let Some(data) = element(reader, b"X509Certificate")? else { return Ok(None) };
        let identity = base(WS_CERT_ENDPOINT_IDENTITY_TYPE);
        return put(store, WS_CERT_ENDPOINT_IDENTITY { identity, rawCertificateData: data }).map(Some);
    }
    if enter(reader, b"KeyValue")? && enter(reader, b"RSAKeyValue")? {
        let Some(modulus) = element(reader, b"Modulus")? else { return Ok(None) };
        let Some(exponent) = element(reader, b"Exponent")? else { return Ok(None) };
        let identity = base(WS_RSA_ENDPOINT_IDENTITY_TYPE);
        return put(store, WS_RSA_ENDPOINT_IDENTITY { identity, modulus, exponent }).map(Some);
    }
    Ok(None)
}

/// The characters of the element that the reader is on, all of which is read.
fn text(reader: &mut Reader) -> Result<Vec<u8>> {
    let mut chars = Vec::new();
    reader.read_start_element()?;
    reader.read_simple_content()?.write_utf8(&mut chars)?;
    reader.read_end_element()?;
    Ok(chars)
}

// ---- writing

/// Writes an endpoint address into the element that is being written.
pub(super) fn write(memory: Memory<'_>, writer: &mut Writer, kind: Type, value: View<'_>) -> Result<()> {
    let version = version(memory, kind)?;
    let address: WS_ENDPOINT_ADDRESS = value.get()?;
    let url = memory.list(address.url.chars, address.url.length, "the url of a WS_ENDPOINT_ADDRESS")?;
    let text = if url.is_empty() { Text::Utf8(version.anonymous) } else { Text::Utf16(url) };
    writer.write_start_element(None, b"Address", version.ns)?;
    writer.write_text(text)?;
    writer.write_end_element()?;

    let mut extensions = if address.extensions.is_null() {
        None
    } else {
        let buffer =
            any::buffer_of(address.extensions).context(|| "in the extensions of a WS_ENDPOINT_ADDRESS")?;
        Some(any::reader_of(&buffer)?)
    };
    // In 0.9 ReferenceProperties come before ReferenceParameters; they are the first extension.
    if let Some(reader) = &mut extensions
        && reader.read_to_start_element(Some(b"ReferenceProperties"), Some(VERSION_0_9.ns))?
    {
        writer.copy_node(reader)?;
    }
    if !address.headers.is_null() {
        let buffer = any::buffer_of(address.headers).context(|| "in the headers of a WS_ENDPOINT_ADDRESS")?;
        writer.write_start_element(None, b"ReferenceParameters", version.ns)?;
        writer.write_buffer(&buffer)?;
        writer.write_end_element()?;
    }
    if let Some(reader) = &mut extensions {
        skip_beginning(reader)?;
        any::write_rest(writer, reader)?;
    }
    if !address.identity.is_null() {
        write_identity(memory, writer, address.identity)?;
    }
    Ok(())
}

fn skip_beginning(reader: &mut Reader) -> Result<()> {
    if reader.node_type() == NodeType::Bof { reader.read_node() } else { Ok(()) }
}

fn write_identity(
    memory: Memory<'_>,
    writer: &mut Writer,
    identity: *const WS_ENDPOINT_IDENTITY,
) -> Result<()> {
    use WS_ENDPOINT_IDENTITY_TYPE::*;
    const WHAT: &str = "the identity of a WS_ENDPOINT_ADDRESS";
    let kind = memory.required(identity, WHAT)?.identityType;
    let Some(known) = kind.get() else {
        return Err(Error::invalid_argument(format!(
            "there is no WS_ENDPOINT_IDENTITY_TYPE {}",
            CEnumField::<WS_ENDPOINT_IDENTITY_TYPE>::raw(kind)
        )));
    };
    if known == WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE {
        let element = memory.required(identity.cast::<WS_UNKNOWN_ENDPOINT_IDENTITY>(), WHAT)?.element;
        let buffer = any::buffer_of(element).context(|| "in a WS_UNKNOWN_ENDPOINT_IDENTITY")?;
        return writer.write_buffer(&buffer);
    }
    writer.write_start_element(None, b"Identity", IDENTITY_NS)?;
    let name = |writer: &mut Writer, name: &[u8], value: WS_STRING| -> Result<()> {
        let chars = memory.list(value.chars, value.length, WHAT)?;
        writer.write_start_element(None, name, IDENTITY_NS)?;
        writer.write_text(Text::Utf16(chars))?;
        writer.write_end_element()
    };
    let bytes = |writer: &mut Writer, name: &[u8], value: WS_BYTES| -> Result<()> {
        let bytes = memory.list(value.bytes, value.length, WHAT)?;
        writer.write_start_element(None, name, SIGNATURE_NS)?;
        writer.write_text(Text::Base64(bytes))?;
        writer.write_end_element()
    };
    match known {
        WS_DNS_ENDPOINT_IDENTITY_TYPE => {
            name(writer, b"Dns", memory.required(identity.cast::<WS_DNS_ENDPOINT_IDENTITY>(), WHAT)?.dns)?;
        }
        WS_UPN_ENDPOINT_IDENTITY_TYPE => {
            name(writer, b"Upn", memory.required(identity.cast::<WS_UPN_ENDPOINT_IDENTITY>(), WHAT)?.upn)?;
        }
        WS_SPN_ENDPOINT_IDENTITY_TYPE => {
            name(writer, b"Spn", memory.required(identity.cast::<WS_SPN_ENDPOINT_IDENTITY>(), WHAT)?.spn)?;
        }
        WS_RSA_ENDPOINT_IDENTITY_TYPE => {
            let key = memory.required(identity.cast::<WS_RSA_ENDPOINT_IDENTITY>(), WHAT)?;
            writer.write_start_element(None, b"KeyInfo", SIGNATURE_NS)?;
            writer.write_start_element(None, b"KeyValue", SIGNATURE_NS)?;
            writer.write_start_element(None, b"RSAKeyValue", SIGNATURE_NS)?;
            bytes(writer, b"Modulus", key.modulus)?;
            bytes(writer, b"Exponent", key.exponent)?;
            writer.write_end_element()?;
            writer.write_end_element()?;
            writer.write_end_element()?;
        }
        WS_CERT_ENDPOINT_IDENTITY_TYPE => {
            let certificate = memory.required(identity.cast::<WS_CERT_ENDPOINT_IDENTITY>(), WHAT)?;
            writer.write_start_element(None, b"KeyInfo", SIGNATURE_NS)?;
            writer.write_start_element(None, b"X509Data", SIGNATURE_NS)?;
            bytes(writer, b"X509Certificate", certificate.rawCertificateData)?;
            writer.write_end_element()?;
            writer.write_end_element()?;
        }
        WS_UNKNOWN_ENDPOINT_IDENTITY_TYPE => {}
    }
    writer.write_end_element()
}
