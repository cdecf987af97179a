//! Channels: kinds, states, message encoders and decoders.

use core::ffi::c_void;

use super::*;

#[repr(C)]
pub struct WS_CHANNEL {
    _private: [u8; 0],
}

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_BINDING {
    WS_HTTP_CHANNEL_BINDING = 0,
    WS_TCP_CHANNEL_BINDING = 1,
    WS_UDP_CHANNEL_BINDING = 2,
    WS_CUSTOM_CHANNEL_BINDING = 3,
    WS_NAMEDPIPE_CHANNEL_BINDING = 4,
}

c_enum!(WS_CHANNEL_BINDING {
    WS_HTTP_CHANNEL_BINDING,
    WS_TCP_CHANNEL_BINDING,
    WS_UDP_CHANNEL_BINDING,
    WS_CUSTOM_CHANNEL_BINDING,
    WS_NAMEDPIPE_CHANNEL_BINDING,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_TYPE {
    WS_CHANNEL_TYPE_INPUT = 1,
    WS_CHANNEL_TYPE_OUTPUT = 2,
    WS_CHANNEL_TYPE_DUPLEX = 3,
    WS_CHANNEL_TYPE_SESSION = 4,
    WS_CHANNEL_TYPE_INPUT_SESSION = 5,
    WS_CHANNEL_TYPE_OUTPUT_SESSION = 6,
    WS_CHANNEL_TYPE_DUPLEX_SESSION = 7,
    WS_CHANNEL_TYPE_REQUEST = 8,
    WS_CHANNEL_TYPE_REPLY = 16,
}

c_enum!(WS_CHANNEL_TYPE {
    WS_CHANNEL_TYPE_INPUT,
    WS_CHANNEL_TYPE_OUTPUT,
    WS_CHANNEL_TYPE_DUPLEX,
    WS_CHANNEL_TYPE_SESSION,
    WS_CHANNEL_TYPE_INPUT_SESSION,
    WS_CHANNEL_TYPE_OUTPUT_SESSION,
    WS_CHANNEL_TYPE_DUPLEX_SESSION,
    WS_CHANNEL_TYPE_REQUEST,
    WS_CHANNEL_TYPE_REPLY,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_STATE {
    WS_CHANNEL_STATE_CREATED = 0,
    WS_CHANNEL_STATE_OPENING = 1,
    WS_CHANNEL_STATE_ACCEPTING = 2,
    WS_CHANNEL_STATE_OPEN = 3,
    WS_CHANNEL_STATE_FAULTED = 4,
    WS_CHANNEL_STATE_CLOSING = 5,
    WS_CHANNEL_STATE_CLOSED = 6,
}

c_enum!(WS_CHANNEL_STATE {
    WS_CHANNEL_STATE_CREATED,
    WS_CHANNEL_STATE_OPENING,
    WS_CHANNEL_STATE_ACCEPTING,
    WS_CHANNEL_STATE_OPEN,
    WS_CHANNEL_STATE_FAULTED,
    WS_CHANNEL_STATE_CLOSING,
    WS_CHANNEL_STATE_CLOSED,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_RECEIVE_OPTION {
    WS_RECEIVE_REQUIRED_MESSAGE = 1,
    WS_RECEIVE_OPTIONAL_MESSAGE = 2,
}

c_enum!(WS_RECEIVE_OPTION { WS_RECEIVE_REQUIRED_MESSAGE, WS_RECEIVE_OPTIONAL_MESSAGE });

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENCODING {
    WS_ENCODING_XML_BINARY_1 = 0,
    WS_ENCODING_XML_BINARY_SESSION_1 = 1,
    WS_ENCODING_XML_MTOM_UTF8 = 2,
    WS_ENCODING_XML_MTOM_UTF16BE = 3,
    WS_ENCODING_XML_MTOM_UTF16LE = 4,
    WS_ENCODING_XML_UTF8 = 5,
    WS_ENCODING_XML_UTF16BE = 6,
    WS_ENCODING_XML_UTF16LE = 7,
    WS_ENCODING_RAW = 8,
}

c_enum!(WS_ENCODING {
    WS_ENCODING_XML_BINARY_1,
    WS_ENCODING_XML_BINARY_SESSION_1,
    WS_ENCODING_XML_MTOM_UTF8,
    WS_ENCODING_XML_MTOM_UTF16BE,
    WS_ENCODING_XML_MTOM_UTF16LE,
    WS_ENCODING_XML_UTF8,
    WS_ENCODING_XML_UTF16BE,
    WS_ENCODING_XML_UTF16LE,
    WS_ENCODING_RAW,
});

#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_TRANSFER_MODE {
    WS_BUFFERED_TRANSFER_MODE = 0,
    WS_STREAMED_INPUT_TRANSFER_MODE = 1,
    WS_STREAMED_OUTPUT_TRANSFER_MODE = 2,
    WS_STREAMED_TRANSFER_MODE = 3,
}

c_enum!(WS_TRANSFER_MODE {
    WS_BUFFERED_TRANSFER_MODE,
    WS_STREAMED_INPUT_TRANSFER_MODE,
    WS_STREAMED_OUTPUT_TRANSFER_MODE,
    WS_STREAMED_TRANSFER_MODE,
});

pub type WS_CREATE_ENCODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeContext: *mut c_void,
        encoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ENCODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        contentType: *const WS_STRING,
        newContentType: *mut WS_STRING,
        contentEncoding: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ENCODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ENCODER_ENCODE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_ENCODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_FREE_ENCODER_CALLBACK = Option<unsafe extern "C" fn(encoderContext: *mut c_void)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_ENCODER {
    pub createContext: *mut c_void,
    pub createEncoderCallback: WS_CREATE_ENCODER_CALLBACK,
    pub encoderGetContentTypeCallback: WS_ENCODER_GET_CONTENT_TYPE_CALLBACK,
    pub encoderStartCallback: WS_ENCODER_START_CALLBACK,
    pub encoderEncodeCallback: WS_ENCODER_ENCODE_CALLBACK,
    pub encoderEndCallback: WS_ENCODER_END_CALLBACK,
    pub freeEncoderCallback: WS_FREE_ENCODER_CALLBACK,
}

pub type WS_CREATE_DECODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        readCallback: WS_READ_CALLBACK,
        readContext: *mut c_void,
        decoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_DECODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        decoderContext: *mut c_void,
        contentType: *const WS_STRING,
        contentEncoding: *const WS_STRING,
        newContentType: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_DECODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_DECODER_DECODE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        buffer: *mut c_void,
        maxLength: ULONG,
        length: *mut ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_DECODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

pub type WS_FREE_DECODER_CALLBACK = Option<unsafe extern "C" fn(decoderContext: *mut c_void)>;

#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_DECODER {
    pub createContext: *mut c_void,
    pub createDecoderCallback: WS_CREATE_DECODER_CALLBACK,
    pub decoderGetContentTypeCallback: WS_DECODER_GET_CONTENT_TYPE_CALLBACK,
    pub decoderStartCallback: WS_DECODER_START_CALLBACK,
    pub decoderDecodeCallback: WS_DECODER_DECODE_CALLBACK,
    pub decoderEndCallback: WS_DECODER_END_CALLBACK,
    pub freeDecoderCallback: WS_FREE_DECODER_CALLBACK,
}
