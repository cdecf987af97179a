//! Any text as an envelope: it is read or refused; what was read can be sent on, and means the same then.
#![no_main]

use std::mem::{MaybeUninit, zeroed};
use std::ptr::{null, null_mut};

use libfuzzer_sys::fuzz_target;
use webservices::abi::message::*;
use webservices::abi::message_headers::*;
use webservices::abi::message_properties::WsGetMessageProperty;
use webservices::abi::types::*;
use webservices::abi::xml_reader::*;
use webservices::abi::xml_writer::*;

const VERSIONS: [(WS_ENVELOPE_VERSION, WS_ADDRESSING_VERSION); 4] = [
    (
        WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1,
        WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT,
    ),
    (WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2, WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0),
    (WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1, WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9),
    (
        WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2,
        WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT,
    ),
];

fuzz_target!(|data: &[u8]| {
    let [version, text @ ..] = data else { return };
    let version = VERSIONS[usize::from(*version) % VERSIONS.len()];
    let Some(once) = forward(version, text) else { return };
    let twice = forward(version, &once).expect("what was written can be read");
    assert_eq!(String::from_utf8_lossy(&once), String::from_utf8_lossy(&twice));
});

/// Reads an envelope, uses its headers, and writes a duplicate with an empty body.
fn forward(
    (envelope, addressing): (WS_ENVELOPE_VERSION, WS_ADDRESSING_VERSION),
    text: &[u8],
) -> Option<Vec<u8>> {
    let (mut message, mut copy, mut reader, mut writer) = (null_mut(), null_mut(), null_mut(), null_mut());
    unsafe {
        let create = |message: *mut *mut WS_MESSAGE| {
            WsCreateMessage(envelope.to_c(), addressing.to_c(), null(), 0, message, null_mut())
        };
        assert_eq!(create(&raw mut message), S_OK);
        assert_eq!(create(&raw mut copy), S_OK);
        assert_eq!(WsCreateReader(null(), 0, &raw mut reader, null_mut()), S_OK);
        assert_eq!(WsCreateWriter(null(), 0, &raw mut writer, null_mut()), S_OK);

        let mut encoding: WS_XML_READER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_READER_ENCODING_TYPE::WS_XML_READER_ENCODING_TYPE_TEXT.to_c();
        encoding.charSet = WS_CHARSET::WS_CHARSET_UTF8.to_c();
        let mut input: WS_XML_READER_BUFFER_INPUT = zeroed();
        input.input.inputType = WS_XML_READER_INPUT_TYPE::WS_XML_READER_INPUT_TYPE_BUFFER.to_c();
        input.encodedData = text.as_ptr().cast_mut().cast();
        input.encodedDataSize = text.len() as ULONG;
        let set =
            WsSetInput(reader, &raw const encoding.encoding, &raw const input.input, null(), 0, null_mut());

        let mut written = None;
        if set == S_OK && WsReadEnvelopeStart(message, reader, None, null_mut(), null_mut()) == S_OK {
            let mut action: *mut WCHAR = null_mut();
            WsGetHeader(
                message,
                WS_HEADER_TYPE::WS_ACTION_HEADER.to_c(),
                WS_TYPE::WS_WSZ_TYPE.to_c(),
                WS_READ_OPTION::WS_READ_OPTIONAL_POINTER.to_c(),
                null_mut(),
                (&raw mut action).cast(),
                size_of::<*mut WCHAR>() as ULONG,
                null_mut(),
            );
            WsCheckMustUnderstandHeaders(message, null_mut());
            WsReadEnvelopeEnd(message, null_mut());
            written = duplicate(message, copy, writer);
        } else {
            let mut state = MaybeUninit::new(WS_MESSAGE_STATE::WS_MESSAGE_STATE_DONE);
            let id = WS_MESSAGE_PROPERTY_ID::WS_MESSAGE_PROPERTY_STATE.to_c();
            assert_eq!(WsGetMessageProperty(message, id, state.as_mut_ptr().cast(), 4, null_mut()), S_OK);
            assert_eq!(state.get(), Some(WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY));
        }
        WsFreeMessage(message);
        WsFreeMessage(copy);
        WsFreeReader(reader);
        WsFreeWriter(writer);
        written
    }
}

unsafe fn duplicate(
    message: *mut WS_MESSAGE,
    copy: *mut WS_MESSAGE,
    writer: *mut WS_XML_WRITER,
) -> Option<Vec<u8>> {
    unsafe {
        let how = WS_MESSAGE_INITIALIZATION::WS_DUPLICATE_MESSAGE.to_c();
        assert_eq!(WsInitializeMessage(copy, how, message, null_mut()), S_OK);
        let mut encoding: WS_XML_WRITER_TEXT_ENCODING = zeroed();
        encoding.encoding.encodingType = WS_XML_WRITER_ENCODING_TYPE::WS_XML_WRITER_ENCODING_TYPE_TEXT.to_c();
        encoding.charSet = WS_CHARSET::WS_CHARSET_UTF8.to_c();
        let mut output: WS_XML_WRITER_BUFFER_OUTPUT = zeroed();
        output.output.outputType = WS_XML_WRITER_OUTPUT_TYPE::WS_XML_WRITER_OUTPUT_TYPE_BUFFER.to_c();
        let set = WsSetOutput(
            writer,
            &raw const encoding.encoding,
            &raw const output.output,
            null(),
            0,
            null_mut(),
        );
        assert_eq!(set, S_OK);
        assert_eq!(WsWriteEnvelopeStart(copy, writer, None, null_mut(), null_mut()), S_OK);
        assert_eq!(WsWriteEnvelopeEnd(copy, null_mut()), S_OK);
        let mut bytes: WS_BYTES = zeroed();
        let id = WS_XML_WRITER_PROPERTY_ID::WS_XML_WRITER_PROPERTY_BYTES.to_c();
        let size = size_of::<WS_BYTES>() as ULONG;
        assert_eq!(WsGetWriterProperty(writer, id, (&raw mut bytes).cast(), size, null_mut()), S_OK);
        Some(std::slice::from_raw_parts(bytes.bytes, bytes.length as usize).to_vec())
    }
}
