//! What the extensions of a `WS_ENDPOINT_ADDRESS` say: where the metadata of the endpoint can be had.
//!
//! WS-MetadataExchange (2004/09, section 4) embeds metadata in an endpoint reference as an element `mex:Metadata`: in
//! WS-Addressing 1.0 within `wsa:Metadata`, before that as an extension of its own. An address stands in a section of
//! it, as a `mex:MetadataReference`, which is an endpoint reference itself.
//! (Pages WsReadEndpointAddressExtension, WS_ENDPOINT_ADDRESS_EXTENSION_TYPE.)

use core::ffi::c_void;

use crate::abi::types::*;
use crate::error::{Error, Result};
use crate::xml::reader::Reader;

use super::any;
use super::description::Type;
use super::endpoint;
use super::memory::Place;
use super::read::Deserializer;

const MEX: &[u8] = b"http://schemas.xmlsoap.org/ws/2004/09/mex";

/// The elements around a reference, the outermost first; the first one is left out before WS-Addressing 1.0.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Level {
    Extensions,
    Metadata,
    Exchange,
    Section,
}

/// WsReadEndpointAddressExtension: the first metadata address.
pub(super) fn read<'a>(
    this: &mut Deserializer<'a>,
    extensions: *mut WS_XML_BUFFER,
    option: WS_READ_OPTION,
    output: Place<'a>,
) -> Result<()> {
    use WS_READ_OPTION::*;
    let size = match option {
        WS_READ_REQUIRED_VALUE => size_of::<WS_ENDPOINT_ADDRESS>(),
        WS_READ_REQUIRED_POINTER | WS_READ_OPTIONAL_POINTER => size_of::<*const c_void>(),
        WS_READ_NILLABLE_POINTER | WS_READ_NILLABLE_VALUE => {
            return Err(Error::invalid_argument(format!("{option:?} is not for extensions of addresses")));
        }
    };
    super::read::check_size(size, output)?;
    this.store.heap()?;
    let found = if extensions.is_null() {
        false
    } else {
        let buffer = any::buffer_of(extensions)?;
        this.reader.set_input_buffer(buffer, None, any::unlimited_reader())?;
        find_reference(this.reader)?
    };
    if !found {
        if option == WS_READ_OPTIONAL_POINTER {
            output.zero();
            return Ok(());
        }
        return Err(Error::invalid_format(
            "expected a metadata address in the extensions of the endpoint address, found none",
        ));
    }
    let description =
        WS_ENDPOINT_ADDRESS_DESCRIPTION { addressingVersion: version_here(this.reader)?.to_c() };
    let kind = Type { ty: WS_TYPE::WS_ENDPOINT_ADDRESS_TYPE, description: (&raw const description).cast() };
    this.read_type(WS_TYPE_MAPPING::WS_ELEMENT_TYPE_MAPPING, kind, option, output)
}

/// Moves to the first `mex:MetadataReference`; whether there is one.
fn find_reference(reader: &mut Reader) -> Result<bool> {
    use Level::*;
    let mut around = vec![Extensions];
    while let Some(&level) = around.last() {
        if !reader.read_to_start_element(None, None)? {
            around.pop();
            if level != Extensions {
                reader.read_end_element()?;
            }
            continue;
        }
        let Some(element) = reader.element() else { return Ok(false) };
        let within = match (level, element.local_name, element.ns) {
            (Extensions, b"Metadata", endpoint::WSA_1_0) => Metadata,
            (Extensions | Metadata, b"Metadata", MEX) => Exchange,
            (Exchange, b"MetadataSection", MEX) => Section,
            (Section, b"MetadataReference", MEX) => return Ok(true),
            _ => {
                reader.skip_node()?;
                continue;
            }
        };
        around.push(within);
        reader.read_start_element()?;
    }
    Ok(false)
}

/// The version of the endpoint reference that the reader is on: that of its first element. The reader stays.
fn version_here(reader: &mut Reader) -> Result<WS_ADDRESSING_VERSION> {
    let (_, reference) = reader.position()?;
    reader.read_start_element()?;
    let is_0_9 = reader.read_to_start_element(None, Some(endpoint::WSA_0_9))?;
    reader.set_position(reference)?;
    Ok(if is_0_9 {
        WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9
    } else {
        WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0
    })
}
