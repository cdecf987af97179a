//! Channels: their life, their properties, and messages piece by piece. (Page "Channel".) Whole messages are sent
//! and received in `channel_messages`.
#![allow(unsafe_code)]

use std::ffi::c_void;
use std::mem::MaybeUninit;
use std::sync::Arc;

use parking_lot::Mutex;

use crate::abi::types::*;
use crate::channel::http_request::HttpRequestCore;
use crate::channel::properties::ChannelProperties;
use crate::channel::{Address, Channel, Core, Received, exchange};
use crate::error::{Error, Result};
use crate::lifecycle::State;
use crate::soap::Message;
use crate::xml::buffer::XmlBuffer;

use super::async_call;
use super::body::{enumeration, text};
use super::channel_properties::{Given, ParsedChannelProperties, apply, parse, query};
use super::custom_channel::CustomChannel;
use super::guard::{Name, Out, abort_and_free, boundary, required, slice};
use super::message_options::message_options;
use super::object::{ErrorHandle, Handle, Owned, PassedOn, Shared, shared};
use super::property::{PropertyIn, PropertyOut, not_here, property_id};

/// Creates a channel for the client's side.
///
/// - `channelType`, `channelBinding`: the pattern and the protocol: `WS_CHANNEL_TYPE_REQUEST` with
///   `WS_HTTP_CHANNEL_BINDING`, or `WS_CUSTOM_CHANNEL_BINDING` with a type of the implementation's choice.
/// - `properties`, `propertyCount`: what is to differ from the defaults; copied.
/// - `securityDescription`: NULL.
/// - `channel`: receives the channel, to be freed by [`WsFreeChannel`].
///
/// Errors: `E_INVALIDARG` for a property that does not apply or has a wrong value, `WS_E_NOT_SUPPORTED` for a
/// combination that this version does not have, and what the create callback of a custom channel returns. (Page
/// WsCreateChannel.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with values as documented; `channel` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateChannel(
    channelType: MaybeUninit<WS_CHANNEL_TYPE>,
    channelBinding: MaybeUninit<WS_CHANNEL_BINDING>,
    properties: *const WS_CHANNEL_PROPERTY,
    propertyCount: ULONG,
    securityDescription: *const WS_SECURITY_DESCRIPTION,
    channel: *mut *mut WS_CHANNEL,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        // SAFETY: the caller's promise.
        let out = unsafe { Out::required(channel, "channel") }?;
        let channel_type = enumeration(channelType, "channelType")?;
        let binding = enumeration(channelBinding, "channelBinding")?;
        // SAFETY: the caller's promise.
        let created = unsafe {
            create(
                channel_type,
                binding,
                ChannelProperties::new(binding),
                properties,
                propertyCount,
                securityDescription,
                error,
            )
        }?;
        out.write(Shared::new(Arc::new(created)).into_handle());
        Ok(S_OK)
    })
}

/// Makes a channel of the client's side; a service proxy makes its channels this way too.
///
/// # Safety
/// As [`WsCreateChannel`].
pub(crate) unsafe fn create(
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    defaults: ChannelProperties,
    properties: *const WS_CHANNEL_PROPERTY,
    count: ULONG,
    security: *const WS_SECURITY_DESCRIPTION,
    error: *mut WS_ERROR,
) -> Result<Channel> {
    check_security(security)?;
    // SAFETY: the caller's promise.
    let parsed = unsafe { parse(Given::Create, channel_type, binding, defaults, properties, count) }?;
    create_parsed(channel_type, binding, parsed, error)
}

/// Makes a channel of the client's side from properties that have been parsed.
pub(crate) fn create_parsed(
    channel_type: WS_CHANNEL_TYPE,
    binding: WS_CHANNEL_BINDING,
    parsed: ParsedChannelProperties,
    error: *mut WS_ERROR,
) -> Result<Channel> {
    check_combination(channel_type, binding)?;
    let properties = Arc::new(Mutex::new(parsed.properties));
    let core: Box<dyn Core> = if let Some(custom) = &parsed.custom {
        let custom = CustomChannel::create(custom, channel_type, error)?;
        adopt_versions(&custom, &mut properties.lock());
        Box::new(custom)
    } else {
        Box::new(HttpRequestCore::new(properties.clone()))
    };
    Ok(Channel::new(channel_type, binding, None, properties, core))
}

/// Whether this version has clients of this type and binding.
pub(crate) fn check_combination(channel_type: WS_CHANNEL_TYPE, binding: WS_CHANNEL_BINDING) -> Result<()> {
    match binding {
        WS_CHANNEL_BINDING::WS_CUSTOM_CHANNEL_BINDING => Ok(()),
        WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING
            if channel_type == WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST =>
        {
            Ok(())
        }
        WS_CHANNEL_BINDING::WS_HTTP_CHANNEL_BINDING => Err(Error::invalid_argument(format!(
            "a client over HTTP is WS_CHANNEL_TYPE_REQUEST, and {channel_type:?} was asked for"
        ))),
        _ => Err(Error::not_supported(format!("{binding:?} is not supported by this version"))),
    }
}

/// Refuses security, of which this version has none.
pub(crate) fn check_security(security: *const WS_SECURITY_DESCRIPTION) -> Result<()> {
    if security.is_null() {
        return Ok(());
    }
    Err(Error::not_supported(
        "a WS_SECURITY_DESCRIPTION was given, and this version does not support security",
    ))
}

/// A custom channel says itself which envelope and addressing it uses; one that does not say has the defaults.
pub(super) fn adopt_versions(custom: &CustomChannel, properties: &mut ChannelProperties) {
    if let Some(version) = ask(custom, WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ENVELOPE_VERSION) {
        properties.envelope_version = version;
    }
    if let Some(version) = ask(custom, WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ADDRESSING_VERSION) {
        properties.addressing_version = version;
    }
}

fn ask<E: CEnum>(custom: &CustomChannel, id: WS_CHANNEL_PROPERTY_ID) -> Option<E> {
    let mut answer = 0i32;
    // SAFETY: a place of that size.
    let out = unsafe { PropertyOut::new(Name(&id), (&raw mut answer).cast(), size_of::<i32>() as ULONG) };
    custom.get_property(id, &out, std::ptr::null_mut()).ok()?;
    E::from_raw(answer)
}

/// The kind of callback that asynchronous calls on this channel make.
pub(super) fn model(channel: *mut WS_CHANNEL) -> impl FnOnce() -> WS_CALLBACK_MODEL {
    move || shared::<Channel>(channel).map_or_else(|_| async_call::long(), |channel| channel.callback_model())
}

/// An endpoint address as the channels use it.
///
/// # Safety
/// `address` is NULL or valid, and stays so until the operation has ended.
pub(crate) unsafe fn endpoint(address: *const WS_ENDPOINT_ADDRESS) -> Result<Address> {
    // SAFETY: the caller's promise.
    let given = unsafe { required(address, "address") }?;
    let headers =
        if given.headers.is_null() { None } else { Some(shared::<XmlBuffer>(given.headers.cast_const())?) };
    // SAFETY: the caller's promise.
    let url = unsafe { text(&given.url, "url") }?;
    Ok(Address { url, headers, raw: PassedOn(address), _keep: None })
}

/// Opens a channel to an endpoint. Over HTTP this makes no connection yet: the first request does.
///
/// - `endpointAddress`: where to; used until the operation has ended.
/// - `asyncContext`: NULL to wait, else how to be told of the end.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the channel is CREATED, `WS_E_INVALID_ENDPOINT_URL`,
/// `WS_E_OPERATION_ABORTED`, what the open callback of a custom channel returns. The channel is CREATED again
/// after a failure. (Page WsOpenChannel.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsOpenChannel(
    channel: *mut WS_CHANNEL,
    endpointAddress: *const WS_ENDPOINT_ADDRESS,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            let address = endpoint(endpointAddress)?;
            Ok(async move { channel.open(&address, handle).await.map(|()| S_OK) })
        })
    }
}

/// Closes a channel: gracefully when no message is half-way, else what is pending ends first. The channel is CLOSED
/// afterwards, also when an error is returned.
///
/// Errors: `WS_E_INVALID_OPERATION` while it is opening, accepting or closing; `WS_E_OPERATION_ABORTED` when
/// WsAbortChannel cut it short; what the close callback of a custom channel returns. Closing a channel that is
/// CREATED or CLOSED is nothing to do. (Page WsCloseChannel.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCloseChannel(
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            Ok(async move { channel.close(handle).await.map(|()| S_OK) })
        })
    }
}

/// Ends what is pending on a channel with `WS_E_OPERATION_ABORTED`, without waiting for it. Legal in every state and
/// from any thread. (Page WsAbortChannel.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbortChannel(channel: *mut WS_CHANNEL, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        shared::<Channel>(channel)?.abort(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Makes a closed channel a new one, with the properties it has. `WS_E_INVALID_OPERATION` unless it is CREATED or
/// CLOSED. (Page WsResetChannel.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsResetChannel(channel: *mut WS_CHANNEL, error: *mut WS_ERROR) -> HRESULT {
    boundary(error, || {
        shared::<Channel>(channel)?.reset(ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Frees a channel that is CREATED or CLOSED. One that is not is aborted first. NULL is nothing to do. (Page
/// WsFreeChannel.)
///
/// # Safety
/// Nobody else uses the channel any more.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsFreeChannel(channel: *mut WS_CHANNEL) {
    abort_and_free(channel, Channel::check_free, Channel::abort);
}

/// Reads a property of a channel. `valueSize` is the size of the property's type. For a custom channel the
/// implementation answers, except for its state, its type and its instance.
///
/// Errors: `E_INVALIDARG` for a property that the channel does not have or a wrong size, `WS_E_INVALID_OPERATION`
/// for one that is not there in the present state. (Page WsGetChannelProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` writable bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsGetChannelProperty(
    channel: *mut WS_CHANNEL,
    id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
    value: *mut c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let channel = shared::<Channel>(channel)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let out = unsafe { PropertyOut::new(name, value, valueSize) };
        get_property(&channel, id, &out, error)?;
        Ok(S_OK)
    })
}

fn get_property(
    channel: &Channel,
    id: WS_CHANNEL_PROPERTY_ID,
    out: &PropertyOut<'_>,
    error: *mut WS_ERROR,
) -> Result<()> {
    use WS_CHANNEL_PROPERTY_ID as Id;
    match id {
        Id::WS_CHANNEL_PROPERTY_STATE => return out.enumeration(state(channel.state())),
        Id::WS_CHANNEL_PROPERTY_CHANNEL_TYPE => return out.enumeration(channel.channel_type),
        _ => {}
    }
    if let Some(custom) = channel.core().as_any().downcast_ref::<CustomChannel>() {
        return match id {
            Id::WS_CHANNEL_PROPERTY_CUSTOM_CHANNEL_INSTANCE => out.write(custom.instance()),
            _ => custom.get_property(id, out, error),
        };
    }
    let properties = channel.properties().clone();
    if let Some(answer) = query(channel.channel_type, channel.binding, &properties, id, out) {
        return answer;
    }
    let request = || {
        channel.core().request_info().ok_or_else(|| {
            Error::invalid_operation(format!("{} is known once a request has been accepted", out.name))
        })
    };
    let read = || {
        let request = request()?;
        if request.is_read {
            return Ok(request);
        }
        Err(Error::invalid_operation(format!("{} is known once a message is being read", out.name)))
    };
    let reply = channel.channel_type == WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY;
    match id {
        Id::WS_CHANNEL_PROPERTY_HTTP_CONNECTION_ID if reply => out.write::<ULONGLONG>(read()?.connection_id),
        Id::WS_CHANNEL_PROPERTY_TRANSPORT_URL if reply => {
            let url = channel.transport_url(&request()?.url);
            out.write(WS_STRING { length: url.1, chars: url.0.cast_mut() })
        }
        Id::WS_CHANNEL_PROPERTY_REMOTE_IP_ADDRESS if reply => {
            out.write(socket_address(read()?.remote_address))
        }
        _ => Err(not_here(out.name, "asked of a channel of this type and binding")),
    }
}

/// A socket address as C has it: the families' numbers are the system's own.
fn socket_address(address: std::net::SocketAddr) -> SOCKADDR_STORAGE {
    let address = socket2::SockAddr::from(address);
    let mut storage = MaybeUninit::<SOCKADDR_STORAGE>::zeroed();
    let length = (address.len() as usize).min(size_of::<SOCKADDR_STORAGE>());
    // SAFETY: both are plain bytes, of at least that many; all zeros is a valid SOCKADDR_STORAGE.
    unsafe {
        std::ptr::copy_nonoverlapping(
            address.as_ptr().cast::<u8>(),
            storage.as_mut_ptr().cast::<u8>(),
            length,
        );
        storage.assume_init()
    }
}

/// The state as C names it.
pub(crate) fn state(state: State) -> WS_CHANNEL_STATE {
    match state {
        State::Created => WS_CHANNEL_STATE::WS_CHANNEL_STATE_CREATED,
        State::Opening => WS_CHANNEL_STATE::WS_CHANNEL_STATE_OPENING,
        State::Accepting => WS_CHANNEL_STATE::WS_CHANNEL_STATE_ACCEPTING,
        State::Open => WS_CHANNEL_STATE::WS_CHANNEL_STATE_OPEN,
        State::Faulted => WS_CHANNEL_STATE::WS_CHANNEL_STATE_FAULTED,
        State::Closing => WS_CHANNEL_STATE::WS_CHANNEL_STATE_CLOSING,
        State::Closed => WS_CHANNEL_STATE::WS_CHANNEL_STATE_CLOSED,
    }
}

/// Changes a property of a channel; most can only be given when it is created. For a custom channel the
/// implementation takes it.
///
/// Errors: `E_INVALIDARG` for a property that cannot be changed, or a wrong value or size. (Page
/// WsSetChannelProperty.)
///
/// # Safety
/// `value` is NULL or points to `valueSize` readable bytes holding a value of the property's type.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsSetChannelProperty(
    channel: *mut WS_CHANNEL,
    id: MaybeUninit<WS_CHANNEL_PROPERTY_ID>,
    value: *const c_void,
    valueSize: ULONG,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let channel = shared::<Channel>(channel)?;
        let id = property_id(id)?;
        let name = Name(&id);
        // SAFETY: the caller's promise.
        let given = unsafe { PropertyIn::new(name, value, valueSize) };
        if let Some(custom) = channel.core().as_any().downcast_ref::<CustomChannel>() {
            if id == WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_STATE {
                return Err(not_here(name, "changed"));
            }
            custom.set_property(id, &given, error)?;
            if matches!(
                id,
                WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ENVELOPE_VERSION
                    | WS_CHANNEL_PROPERTY_ID::WS_CHANNEL_PROPERTY_ADDRESSING_VERSION
            ) {
                adopt_versions(custom, &mut channel.properties());
            }
            return Ok(S_OK);
        }
        let mut properties = channel.properties();
        apply(Given::Set, channel.channel_type, channel.binding, &mut properties, id, &given)?;
        Ok(S_OK)
    })
}

/// Runs one of the four calls that take a message piece by piece.
///
/// # Safety
/// The pointers are valid until the operation has ended.
unsafe fn with_message<F>(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
    call: impl FnOnce(Arc<Channel>, Handle<Message>, ErrorHandle) -> F,
) -> HRESULT
where
    F: Future<Output = Result<HRESULT>> + Send + 'static,
{
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            Ok(call(shared::<Channel>(channel)?, Handle::<Message>::new(message)?, ErrorHandle(error)))
        })
    }
}

/// Starts to send a message: writes its headers. The body follows by WsWriteBody or the body writer.
///
/// - `message`: INITIALIZED. If it has no address yet, it gets the channel's.
///
/// Errors: `WS_E_INVALID_OPERATION` unless the channel is open and no other message is being written,
/// `WS_E_OBJECT_FAULTED`, `WS_E_OPERATION_ABORTED`, and what can go wrong in writing or sending. (Page
/// WsWriteMessageStart.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteMessageStart(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    unsafe {
        with_message(channel, message, asyncContext, error, |channel, message, error| async move {
            channel.write_message_start(message, error).await.map(|()| S_OK)
        })
    }
}

/// Ends and sends a message that was started by [`WsWriteMessageStart`]. Over HTTP this also waits for the response,
/// as on Windows.
///
/// Errors: `WS_E_INVALID_OPERATION` unless this message is being written on the channel, and what can go wrong in
/// sending: `WS_E_ENDPOINT_NOT_FOUND`, `WS_E_ENDPOINT_NOT_AVAILABLE`, `WS_E_ENDPOINT_DISCONNECTED`,
/// `WS_E_OPERATION_TIMED_OUT`, `WS_E_QUOTA_EXCEEDED`, `WS_E_OPERATION_ABORTED` and so on. (Page WsWriteMessageEnd.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsWriteMessageEnd(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    unsafe {
        with_message(channel, message, asyncContext, error, |channel, message, error| async move {
            channel.write_message_end(message, error).await.map(|()| S_OK)
        })
    }
}

/// Starts to receive a message: reads its headers. The body follows by WsReadBody or the body reader.
///
/// - `message`: EMPTY.
///
/// Returns `WS_S_END` when there are no more messages on the channel. Errors: `WS_E_INVALID_OPERATION` unless the
/// channel is open and no other message is being read, `WS_E_INVALID_FORMAT` for what is not a message,
/// `WS_E_OBJECT_FAULTED`, `WS_E_OPERATION_ABORTED` and what can go wrong in receiving. On the client's side a fault is
/// an error too, as for WsReceiveMessage, unless `WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS` is FALSE; the message is DONE
/// then. (Pages WsReadMessageStart, WS_CHANNEL_PROPERTY_ID.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadMessageStart(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    unsafe {
        with_message(channel, message, asyncContext, error, |channel, message, error| async move {
            let received = exchange::read_start(&channel, message, error).await?;
            Ok(if received == Received::End { WS_S_END } else { S_OK })
        })
    }
}

/// Reads the end of a message that was started by [`WsReadMessageStart`].
///
/// Errors: `WS_E_INVALID_OPERATION` unless this message is being read on the channel, `WS_E_INVALID_FORMAT` when
/// more comes than the body's end. (Page WsReadMessageEnd.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsReadMessageEnd(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    // SAFETY: the caller's promise.
    unsafe {
        with_message(channel, message, asyncContext, error, |channel, message, error| async move {
            channel.read_message_end(message, error).await.map(|()| S_OK)
        })
    }
}

/// Leaves the rest of a message unread or unwritten. The message is DONE, the channel free for the next one.
///
/// Errors: `E_INVALIDARG` unless this message is being read or written on the channel, `WS_E_INVALID_OPERATION` unless
/// the channel is open or faulted. (Page WsAbandonMessage.)
///
/// # Safety
/// `error` is NULL or a live error object.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsAbandonMessage(
    channel: *mut WS_CHANNEL,
    message: *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let (channel, message) = (shared::<Channel>(channel)?, Handle::<Message>::new(message)?);
        channel.abandon_message(message, ErrorHandle(error))?;
        Ok(S_OK)
    })
}

/// Tells the peer of a session that no more messages will be sent.
///
/// Errors: `WS_E_INVALID_OPERATION` for a channel that has no session, and what the callback of a custom channel
/// returns. (Page WsShutdownSessionChannel.)
///
/// # Safety
/// The pointers are valid until the operation has ended.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsShutdownSessionChannel(
    channel: *mut WS_CHANNEL,
    asyncContext: *const WS_ASYNC_CONTEXT,
    error: *mut WS_ERROR,
) -> HRESULT {
    let handle = ErrorHandle(error);
    // SAFETY: the caller's promise.
    unsafe {
        async_call::run(asyncContext, error, model(channel), || {
            let channel = shared::<Channel>(channel)?;
            Ok(async move { channel.shutdown_session(handle).await.map(|()| S_OK) })
        })
    }
}

/// Creates a message with the envelope and addressing versions of a channel.
///
/// - `properties`, `propertyCount`: as for WsCreateMessage.
/// - `message`: receives the message, to be freed by WsFreeMessage.
///
/// Errors: `E_INVALIDARG` as for WsCreateMessage. (Page WsCreateMessageForChannel.)
///
/// # Safety
/// `properties` points to `propertyCount` properties with values as documented; `message` is NULL or writable.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn WsCreateMessageForChannel(
    channel: *mut WS_CHANNEL,
    properties: *const WS_MESSAGE_PROPERTY,
    propertyCount: ULONG,
    message: *mut *mut WS_MESSAGE,
    error: *mut WS_ERROR,
) -> HRESULT {
    boundary(error, || {
        let channel = shared::<Channel>(channel)?;
        // SAFETY: the caller's promise, for all of these.
        let (out, options) = unsafe {
            let out = Out::required(message, "message")?;
            (out, message_options(slice(properties, propertyCount, "properties")?)?)
        };
        if let Some(custom) = channel.core().as_any().downcast_ref::<CustomChannel>() {
            adopt_versions(custom, &mut channel.properties());
        }
        let (envelope, addressing) = {
            let properties = channel.properties();
            (properties.envelope_version, properties.addressing_version)
        };
        out.write(Owned::new(Message::new(envelope, addressing, options)?).into_handle());
        Ok(S_OK)
    })
}
