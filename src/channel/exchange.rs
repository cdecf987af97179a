//! Whole messages: WsSendMessage, WsReceiveMessage, WsRequestReply, WsSendReplyMessage and
//! WsSendFaultMessageForError, each made of the start, the body and the end of one or two messages.

use crate::abi::object::{ErrorHandle, Handle};
use crate::abi::types::*;
use crate::error::{Error, FaultData, Result, ResultExt};
use crate::soap::{Initialization, Message};

use super::{Channel, Received};

/// Writes the body of a message that is being written. Made by the face, since values are C memory.
pub(crate) type WriteBody = Box<dyn FnOnce(&mut Message) -> Result<()> + Send>;
/// Reads the body of a message that is being read.
pub(crate) type ReadBody = Box<dyn FnOnce(&mut Message) -> Result<Accept> + Send>;
/// What follows a body may turn out wrong. Called when all was right, this leaves the values in the caller's variables;
/// dropped without that, it leaves the variables as they were before.
pub(crate) type Accept = Box<dyn FnOnce() + Send>;

/// What to send: the face's reading of a WS_MESSAGE_DESCRIPTION, an option and a value.
pub(crate) struct Outgoing {
    pub(crate) action: Option<String>,
    /// `None` for an empty body.
    pub(crate) body: Option<WriteBody>,
}

/// One thing that may be received.
pub(crate) struct Incoming {
    /// `None` matches any action.
    pub(crate) action: Option<String>,
    /// `None` for a body that is empty, or of no interest.
    pub(crate) body: Option<ReadBody>,
}

/// WsSendMessage.
pub(crate) async fn send(
    channel: &Channel,
    message: Handle<Message>,
    what: Outgoing,
    error: ErrorHandle,
) -> Result<()> {
    prepare(message, &Initialization::Blank, what.action.as_deref())?;
    send_prepared(channel, message, what.body, error).await
}

/// WsSendReplyMessage.
pub(crate) async fn send_reply(
    channel: &Channel,
    reply: Handle<Message>,
    what: Outgoing,
    request: Handle<Message>,
    error: ErrorHandle,
) -> Result<()> {
    {
        let request = request.lease()?;
        prepare(reply, &Initialization::Reply(&request), what.action.as_deref())?;
    }
    send_prepared(channel, reply, what.body, error).await
}

/// WsSendFaultMessageForError. `header` is a header block that explains the fault.
pub(crate) async fn send_fault(
    channel: &Channel,
    reply: Handle<Message>,
    fault: FaultData,
    header: Option<Vec<u8>>,
    request: Handle<Message>,
    error: ErrorHandle,
) -> Result<()> {
    {
        let request = request.lease()?;
        // With transport addressing there is no place for the action of a fault.
        let default = reply.lease()?.addressing().default_fault_action;
        let action = fault.action.as_deref().filter(|action| !action.is_empty()).unwrap_or(default);
        let action = (!transport_addressing(channel)).then_some(action);
        if request.state() == WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY
            && channel.core().is_request_unreadable()
        {
            // What could not be read can still be answered, though not as a message that the answer relates to.
            prepare(reply, &Initialization::Blank, action)?;
            reply.lease()?.set_is_fault(true)?;
        } else {
            prepare(reply, &Initialization::Fault(&request), action)?;
        }
        if let Some(header) = header {
            reply.lease()?.add_header_block(&header)?;
        }
    }
    send_prepared(channel, reply, Some(Box::new(move |message| message.write_fault(&fault))), error).await
}

/// WsReceiveMessage: the index of what was received, or `None` when there are no more messages and none is
/// required.
pub(crate) async fn receive(
    channel: &Channel,
    message: Handle<Message>,
    expected: Vec<Incoming>,
    option: WS_RECEIVE_OPTION,
    error: ErrorHandle,
) -> Result<Option<usize>> {
    if channel.read_message_start(message, error).await? == Received::End {
        if option == WS_RECEIVE_OPTION::WS_RECEIVE_OPTIONAL_MESSAGE {
            return Ok(None);
        }
        return Err(Error::invalid_format("a message is required, and there are no more on the channel"));
    }
    receive_started(channel, message, expected, error).await.map(Some)
}

/// WsReadMessageStart. What a fault is, the application has chosen. (WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS)
pub(crate) async fn read_start(
    channel: &Channel,
    message: Handle<Message>,
    error: ErrorHandle,
) -> Result<Received> {
    let received = channel.read_message_start(message, error).await?;
    let as_error = channel.for_listener.is_none()
        && channel.binding != WS_CHANNEL_BINDING::WS_CUSTOM_CHANNEL_BINDING
        && channel.properties().faults_as_errors;
    if received == Received::End || !as_error || !message.lease()?.is_fault()? {
        return Ok(received);
    }
    receive_started(channel, message, Vec::new(), error).await.map(|_| received)
}

/// The rest of [`receive`], once the headers are there.
pub(crate) async fn receive_started(
    channel: &Channel,
    message: Handle<Message>,
    expected: Vec<Incoming>,
    error: ErrorHandle,
) -> Result<usize> {
    let filled = fill(channel, message).await;
    let read = filled.and_then(|()| read_expected(channel, message, expected));
    match read {
        Ok(Read::Body(index, accept)) => {
            channel.read_message_end(message, error).await?;
            if let Some(accept) = accept {
                accept();
            }
            Ok(index)
        }
        Ok(Read::Fault(fault)) => {
            channel.read_message_end(message, error).await?;
            Err(fault_received(fault, channel.properties().faults_as_errors))
        }
        Err(failure) => {
            // What is left of the message is of no interest; the channel is free for the next one.
            let _ = channel.abandon_message(message, error);
            Err(failure)
        }
    }
}

/// What is read at once has to be at hand as a whole. (Page WsReceiveMessage: it does not allow for streaming)
pub(crate) async fn fill(channel: &Channel, message: Handle<Message>) -> Result<()> {
    if !channel.core().streams_input() {
        return Ok(());
    }
    let mut message = message.lease()?;
    message.fill().await.context(|| "the body of the message could not be received")
}

enum Read {
    Body(usize, Option<Accept>),
    Fault(FaultData),
}

fn read_expected(channel: &Channel, message: Handle<Message>, expected: Vec<Incoming>) -> Result<Read> {
    let mut message = message.lease()?;
    if message.is_fault()? {
        return Ok(Read::Fault(message.read_fault().context(|| "a fault was received")?));
    }
    let action = message.action()?;
    let matches = |one: &Incoming| match (&one.action, &action) {
        (None, _) => true,
        (Some(wanted), Some(action)) => wanted == action,
        // A reply over a transport that carries no action matches what is expected of it.
        (Some(_), None) => transport_addressing(channel),
    };
    let Some(index) = expected.iter().position(matches) else {
        let wanted: Vec<&str> = expected.iter().filter_map(|one| one.action.as_deref()).collect();
        return Err(Error::new(
            WS_E_ENDPOINT_ACTION_NOT_SUPPORTED,
            format!(
                "the message has {}, and '{}' is expected",
                action.map_or_else(|| "no action".to_owned(), |action| format!("the action '{action}'")),
                wanted.join("' or '")
            ),
        ));
    };
    let body = expected.into_iter().nth(index).and_then(|one| one.body);
    let accept = body
        .map(|body| body(&mut message))
        .transpose()
        .context(|| format!("the body of the message with action '{}'", action.unwrap_or_default()))?;
    Ok(Read::Body(index, accept))
}

/// WsRequestReply.
pub(crate) async fn request_reply(
    channel: &Channel,
    request: Handle<Message>,
    what: Outgoing,
    reply: Handle<Message>,
    expected: Incoming,
    error: ErrorHandle,
) -> Result<()> {
    prepare(request, &Initialization::Request, what.action.as_deref())?;
    let id = request.lease()?.message_id()?;
    send_prepared(channel, request, what.body, error).await?;
    if channel.read_message_start(reply, error).await? == Received::End {
        return Err(Error::invalid_format("a reply is required, and the service sent none"));
    }
    if let Err(failure) = check_correlation(reply, id.as_deref()) {
        let _ = channel.abandon_message(reply, error);
        return Err(failure);
    }
    receive_started(channel, reply, vec![expected], error).await.map(|_| ())
}

/// Whether the reply is one to this request, where the addressing says so.
pub(crate) fn check_correlation(reply: Handle<Message>, id: Option<&str>) -> Result<()> {
    let Some(id) = id else { return Ok(()) };
    match reply.lease()?.relates_to()? {
        Some(relates_to) if relates_to != id => Err(Error::invalid_format(format!(
            "the reply relates to the message '{relates_to}', and the request was '{id}'"
        ))),
        _ => Ok(()),
    }
}

/// Brings a message that is still empty into the state in which it can be sent.
pub(crate) fn prepare(
    message: Handle<Message>,
    how: &Initialization<'_>,
    action: Option<&str>,
) -> Result<()> {
    let mut message = message.lease()?;
    if message.state() == WS_MESSAGE_STATE::WS_MESSAGE_STATE_EMPTY {
        message.initialize(how)?;
    }
    if let Some(action) = action {
        message.set_action(action)?;
    }
    Ok(())
}

pub(crate) async fn send_prepared(
    channel: &Channel,
    message: Handle<Message>,
    body: Option<WriteBody>,
    error: ErrorHandle,
) -> Result<()> {
    channel.write_message_start(message, error).await?;
    if let Some(body) = body {
        let written = message.lease().and_then(|mut message| body(&mut message));
        if let Err(failure) = written {
            // Nothing of it has been sent.
            let _ = channel.abandon_message(message, error);
            return Err(failure.context("the body of the message could not be written"));
        }
    }
    channel.write_message_end(message, error).await
}

fn transport_addressing(channel: &Channel) -> bool {
    channel.properties().addressing_version == WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT
}

/// What a received fault is to the caller. Faults that WS-Addressing defines have codes of their own if the caller
/// wants them (WS_CHANNEL_PROPERTY_FAULTS_AS_ERRORS).
fn fault_received(fault: FaultData, own_codes: bool) -> Error {
    let code = fault.codes.iter().rev().find_map(|code| known_fault(&code.local_name, &code.ns));
    let code = code.filter(|_| own_codes);
    let reason = fault.reasons.first().map(|reason| reason.text.clone()).unwrap_or_default();
    let names: Vec<&str> = fault.codes.iter().map(|code| code.local_name.as_str()).collect();
    Error::new(
        code.unwrap_or(WS_E_ENDPOINT_FAULT_RECEIVED),
        format!("the service answered with a fault ({}): {reason}", names.join("/")),
    )
    .with_fault(fault)
}

fn known_fault(local_name: &str, ns: &str) -> Option<HRESULT> {
    let addressing =
        ["http://www.w3.org/2005/08/addressing", "http://schemas.xmlsoap.org/ws/2004/08/addressing"]
            .contains(&ns);
    match local_name {
        "ActionNotSupported" if addressing => Some(WS_E_ENDPOINT_ACTION_NOT_SUPPORTED),
        "DestinationUnreachable" if addressing => Some(WS_E_ENDPOINT_NOT_FOUND),
        "EndpointUnavailable" if addressing => Some(WS_E_ENDPOINT_NOT_AVAILABLE),
        _ => None,
    }
}
