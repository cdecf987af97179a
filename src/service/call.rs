//! One call: a request and its reply over a channel, with the application's say in between.

use std::sync::Arc;

use crate::abi::object::{ErrorHandle, Handle, Owned};
use crate::abi::types::*;
use crate::channel::exchange::{self, Incoming, Outgoing};
use crate::channel::{Channel, Received};
use crate::error::{Error, Result, ResultExt};
use crate::soap::{Initialization, Message, MessageOptions};

/// The application's callback that sees a message on its way (WS_PROXY_MESSAGE_CALLBACK).
pub(crate) type MessageHook = Box<dyn FnOnce(Handle<Message>) -> Result<()> + Send>;

/// What a call is to do. Made by the face, since parameters are C memory.
pub(crate) struct Call {
    pub(crate) input: Outgoing,
    /// `None` for a one-way operation.
    pub(crate) output: Option<Incoming>,
    /// Called when the headers of the request are about to be sent.
    pub(crate) on_send: Option<MessageHook>,
    /// Called when the headers of the reply have been received.
    pub(crate) on_receive: Option<MessageHook>,
    /// `WS_CALL_PROPERTY_CHECK_MUST_UNDERSTAND`.
    pub(crate) check_must_understand: bool,
}

/// A channel of a proxy's, with the messages that calls over it use.
pub(crate) struct Line {
    pub(crate) channel: Arc<Channel>,
    messages: Option<Messages>,
}

/// The request's and the reply's.
type Messages = (Owned<Message>, Owned<Message>);

impl Drop for Line {
    /// A line that is dropped while its channel is open, because its call was cut short, is of no more use.
    fn drop(&mut self) {
        // Legal in every state.
        let _ = self.channel.abort(ErrorHandle(std::ptr::null_mut()));
    }
}

impl Line {
    pub(crate) fn new(channel: Arc<Channel>) -> Self {
        Self { channel, messages: None }
    }

    /// Gives up what is only kept to be reused. Not to be dropped under a lock: it is much.
    pub(crate) fn shrink(&mut self) -> Option<Messages> {
        self.messages.take()
    }

    /// A pair of empty messages that fit the channel.
    fn messages(&mut self, options: &MessageOptions) -> Result<(Handle<Message>, Handle<Message>)> {
        if self.messages.is_none() {
            let (envelope, addressing) = {
                let properties = self.channel.properties();
                (properties.envelope_version, properties.addressing_version)
            };
            self.messages = Some((
                Owned::new(Message::new(envelope, addressing, options.clone())?),
                Owned::new(Message::new(envelope, addressing, options.clone())?),
            ));
        }
        let (request, reply) =
            self.messages.as_ref().ok_or_else(|| Error::out_of_memory("the messages of a call"))?;
        request.lease()?.reset();
        reply.lease()?.reset();
        Ok((Handle::new(request.handle())?, Handle::new(reply.handle())?))
    }

    /// Runs a call over this line.
    pub(crate) async fn run(
        &mut self,
        call: Call,
        options: &MessageOptions,
        error: ErrorHandle,
    ) -> Result<()> {
        let (request, reply) = self.messages(options)?;
        let channel = &*self.channel;
        {
            let way = if call.output.is_some() { Initialization::Request } else { Initialization::Blank };
            exchange::prepare(request, &way, call.input.action.as_deref())?;
        }
        let id = if call.output.is_some() { request.lease()?.message_id()? } else { None };
        if let Some(hook) = call.on_send {
            hook(request).context(|| "the callback for the request's headers failed")?;
        }
        exchange::send_prepared(channel, request, call.input.body, error).await?;
        // Only where each request has its answer something comes for a one-way message too, empty or a fault.
        let has_answer = channel.channel_type.raw() & WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REQUEST.raw() != 0;
        if call.output.is_none() && !has_answer {
            return Ok(());
        }
        if channel.read_message_start(reply, error).await? == Received::End {
            if call.output.is_none() {
                return Ok(());
            }
            return Err(Error::invalid_format("a reply is required, and the service sent none"));
        }
        let result = async {
            if let Some(hook) = call.on_receive {
                hook(reply).context(|| "the callback for the reply's headers failed")?;
            }
            exchange::check_correlation(reply, id.as_deref())?;
            if call.check_must_understand {
                reply.lease()?.check_must_understand_headers()?;
            }
            Ok(())
        }
        .await;
        if let Err(failure) = result {
            let _ = channel.abandon_message(reply, error);
            return Err(failure);
        }
        // A one-way operation expects nothing; if something comes all the same, only a fault is of interest.
        let expected = call.output.unwrap_or(Incoming { action: None, body: None });
        exchange::receive_started(channel, reply, vec![expected], error).await.map(|_| ())
    }
}

/// Why a call ended before its I/O did.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Interruption {
    /// WsAbortServiceProxy.
    Aborted,
    /// WsAbandonCall.
    Abandoned,
    /// The call's time is up.
    TimedOut,
}

impl Interruption {
    /// What the call comes back with: what it had to say itself, if it did fail, under the code that the
    /// interruption demands.
    pub(crate) fn error(self, own: Option<Error>, timeout: u32) -> Error {
        let (code, message) = match self {
            Self::Aborted => (WS_E_OPERATION_ABORTED, "the service proxy was aborted".to_owned()),
            Self::Abandoned => (WS_E_OPERATION_ABANDONED, "the call was abandoned".to_owned()),
            Self::TimedOut => (
                WS_E_OPERATION_TIMED_OUT,
                format!(
                    "the call has not ended within WS_PROXY_PROPERTY_CALL_TIMEOUT, {timeout} milliseconds"
                ),
            ),
        };
        match own {
            Some(own) => own.with_code(code).context(message),
            None => Error::new(code, message),
        }
    }
}
