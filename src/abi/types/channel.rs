//! Channels: kinds, states, message encoders and decoders.

use core::ffi::c_void;

use super::*;

/// Sends and receives messages over a transport. Made by `WsCreateChannel` or `WsCreateChannelForListener`,
/// connected by `WsOpenChannel` or `WsAcceptChannel`, freed by `WsFreeChannel` once closed. Any thread may
/// use it; one message at a time is written, and one is read.
#[repr(C)]
pub struct WS_CHANNEL {
    _private: [u8; 0],
}

/// Transport of a channel.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_BINDING {
    /// HTTP: request or reply.
    WS_HTTP_CHANNEL_BINDING = 0,
    /// TCP with .NET message framing: duplex session.
    WS_TCP_CHANNEL_BINDING = 1,
    /// UDP, also to many: input or duplex.
    WS_UDP_CHANNEL_BINDING = 2,
    /// The application's own, by WS_CUSTOM_CHANNEL_CALLBACKS and WS_CUSTOM_LISTENER_CALLBACKS.
    WS_CUSTOM_CHANNEL_BINDING = 3,
    /// Named pipes with .NET message framing, on one machine: duplex session.
    WS_NAMEDPIPE_CHANNEL_BINDING = 4,
}

c_enum!(WS_CHANNEL_BINDING {
    WS_HTTP_CHANNEL_BINDING,
    WS_TCP_CHANNEL_BINDING,
    WS_UDP_CHANNEL_BINDING,
    WS_CUSTOM_CHANNEL_BINDING,
    WS_NAMEDPIPE_CHANNEL_BINDING,
});

/// Pattern in which a channel exchanges messages; made of flags.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_TYPE {
    /// Receives.
    WS_CHANNEL_TYPE_INPUT = 1,
    /// Sends.
    WS_CHANNEL_TYPE_OUTPUT = 2,
    /// Receives and sends.
    WS_CHANNEL_TYPE_DUPLEX = 3,
    /// Flag: all messages belong together. Not a type by itself.
    WS_CHANNEL_TYPE_SESSION = 4,
    /// Receives, in a session.
    WS_CHANNEL_TYPE_INPUT_SESSION = 5,
    /// Sends, in a session.
    WS_CHANNEL_TYPE_OUTPUT_SESSION = 6,
    /// Receives and sends, in a session.
    WS_CHANNEL_TYPE_DUPLEX_SESSION = 7,
    /// Sends a request, then receives the reply to it.
    WS_CHANNEL_TYPE_REQUEST = 8,
    /// Receives a request, then sends the reply to it.
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

/// Where a channel is in its life.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_CHANNEL_STATE {
    /// Not yet connected; it can be opened, accepted or freed.
    WS_CHANNEL_STATE_CREATED = 0,
    /// `WsOpenChannel` is at work.
    WS_CHANNEL_STATE_OPENING = 1,
    /// `WsAcceptChannel` is at work.
    WS_CHANNEL_STATE_ACCEPTING = 2,
    /// Messages can be exchanged.
    WS_CHANNEL_STATE_OPEN = 3,
    /// It failed or was aborted, and can only be closed.
    WS_CHANNEL_STATE_FAULTED = 4,
    /// `WsCloseChannel` is at work.
    WS_CHANNEL_STATE_CLOSING = 5,
    /// Over; it can be reset or freed.
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

/// Whether there has to be a message to receive.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_RECEIVE_OPTION {
    /// The end of the session is an error.
    WS_RECEIVE_REQUIRED_MESSAGE = 1,
    /// The end of the session is `WS_S_END`.
    WS_RECEIVE_OPTIONAL_MESSAGE = 2,
}

c_enum!(WS_RECEIVE_OPTION { WS_RECEIVE_REQUIRED_MESSAGE, WS_RECEIVE_OPTIONAL_MESSAGE });

/// How messages become bytes. Text and MTOM are read in any character set, whichever one is written.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ENCODING {
    /// .NET binary XML; needs SOAP 1.2.
    WS_ENCODING_XML_BINARY_1 = 0,
    /// .NET binary XML with a dictionary that grows with the session; needs SOAP 1.2 and a session.
    WS_ENCODING_XML_BINARY_SESSION_1 = 1,
    /// MTOM, with XML in UTF-8.
    WS_ENCODING_XML_MTOM_UTF8 = 2,
    /// MTOM, with XML in UTF-16, high byte first.
    WS_ENCODING_XML_MTOM_UTF16BE = 3,
    /// MTOM, with XML in UTF-16, low byte first.
    WS_ENCODING_XML_MTOM_UTF16LE = 4,
    /// Text in UTF-8.
    WS_ENCODING_XML_UTF8 = 5,
    /// Text in UTF-16, high byte first.
    WS_ENCODING_XML_UTF16BE = 6,
    /// Text in UTF-16, low byte first.
    WS_ENCODING_XML_UTF16LE = 7,
    /// No encoding: the body is any bytes. HTTP only.
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

/// Whether messages are held in memory as a whole; made of flags.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_TRANSFER_MODE {
    /// Both directions in memory.
    WS_BUFFERED_TRANSFER_MODE = 0,
    /// Received messages come in pieces: `WsFillBody` gets the next one.
    WS_STREAMED_INPUT_TRANSFER_MODE = 1,
    /// Sent messages go in pieces: `WsFlushBody` sends what there is.
    WS_STREAMED_OUTPUT_TRANSFER_MODE = 2,
    /// Both directions in pieces.
    WS_STREAMED_TRANSFER_MODE = 3,
}

c_enum!(WS_TRANSFER_MODE {
    WS_BUFFERED_TRANSFER_MODE,
    WS_STREAMED_INPUT_TRANSFER_MODE,
    WS_STREAMED_OUTPUT_TRANSFER_MODE,
    WS_STREAMED_TRANSFER_MODE,
});

/// Makes an encoder for one channel and returns it in `encoderContext`.
///
/// The encoder passes what it has encoded to `writeCallback` with `writeContext`.
pub type WS_CREATE_ENCODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        writeCallback: WS_WRITE_CALLBACK,
        writeContext: *mut c_void,
        encoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Tells, before a message is encoded, what becomes of its content type and which content encoding it gets;
/// the texts have to stay until the message is over.
pub type WS_ENCODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        contentType: *const WS_STRING,
        newContentType: *mut WS_STRING,
        contentEncoding: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Begins the encoding of a message.
pub type WS_ENCODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Encodes `count` pieces of a message.
pub type WS_ENCODER_ENCODE_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        buffers: *const WS_BYTES,
        count: ULONG,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Ends the encoding of a message and writes what is left of it.
pub type WS_ENCODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Frees an encoder.
pub type WS_FREE_ENCODER_CALLBACK = Option<unsafe extern "C" fn(encoderContext: *mut c_void)>;

/// Callbacks that change the bytes of sent messages, by compression for example.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_ENCODER {
    /// Given to the callback that creates, as it is.
    pub createContext: *mut c_void,
    /// Makes an encoder; never NULL.
    pub createEncoderCallback: WS_CREATE_ENCODER_CALLBACK,
    /// Changes the content type; never NULL.
    pub encoderGetContentTypeCallback: WS_ENCODER_GET_CONTENT_TYPE_CALLBACK,
    /// Begins a message; never NULL.
    pub encoderStartCallback: WS_ENCODER_START_CALLBACK,
    /// Encodes a part of it; never NULL.
    pub encoderEncodeCallback: WS_ENCODER_ENCODE_CALLBACK,
    /// Ends it; never NULL.
    pub encoderEndCallback: WS_ENCODER_END_CALLBACK,
    /// Frees an encoder; never NULL.
    pub freeEncoderCallback: WS_FREE_ENCODER_CALLBACK,
}

/// Makes a decoder for one channel and returns it in `decoderContext`.
///
/// The decoder gets what it decodes from `readCallback` with `readContext`.
pub type WS_CREATE_DECODER_CALLBACK = Option<
    unsafe extern "C" fn(
        createContext: *mut c_void,
        readCallback: WS_READ_CALLBACK,
        readContext: *mut c_void,
        decoderContext: *mut *mut c_void,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Tells, before a message is decoded, which content type it really has; the text has to stay until the
/// message is over.
pub type WS_DECODER_GET_CONTENT_TYPE_CALLBACK = Option<
    unsafe extern "C" fn(
        decoderContext: *mut c_void,
        contentType: *const WS_STRING,
        contentEncoding: *const WS_STRING,
        newContentType: *mut WS_STRING,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Begins the decoding of a message.
pub type WS_DECODER_START_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Decodes up to `maxLength` bytes of a message into `buffer`; their number goes to `length`, 0 at the end.
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

/// Ends the decoding of a message.
pub type WS_DECODER_END_CALLBACK = Option<
    unsafe extern "C" fn(
        encoderContext: *mut c_void,
        asyncContext: *const WS_ASYNC_CONTEXT,
        error: *mut WS_ERROR,
    ) -> HRESULT,
>;

/// Frees a decoder.
pub type WS_FREE_DECODER_CALLBACK = Option<unsafe extern "C" fn(decoderContext: *mut c_void)>;

/// Callbacks that change the bytes of received messages back.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_CHANNEL_DECODER {
    /// Given to the callback that creates, as it is.
    pub createContext: *mut c_void,
    /// Makes a decoder; never NULL.
    pub createDecoderCallback: WS_CREATE_DECODER_CALLBACK,
    /// Changes the content type; never NULL.
    pub decoderGetContentTypeCallback: WS_DECODER_GET_CONTENT_TYPE_CALLBACK,
    /// Begins a message; never NULL.
    pub decoderStartCallback: WS_DECODER_START_CALLBACK,
    /// Decodes a part of it; never NULL.
    pub decoderDecodeCallback: WS_DECODER_DECODE_CALLBACK,
    /// Ends it; never NULL.
    pub decoderEndCallback: WS_DECODER_END_CALLBACK,
    /// Frees a decoder; never NULL.
    pub freeDecoderCallback: WS_FREE_DECODER_CALLBACK,
}
