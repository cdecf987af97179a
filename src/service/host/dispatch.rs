//! What becomes of one message: it is let in or not, its operation is found and called, and its reply sent.

use std::sync::Arc;

use crate::abi::types::*;
use crate::channel::exchange;
use crate::error::{Error, Result, ResultExt};
use crate::lifecycle::State;
use crate::soap::Initialization;
use crate::soap::fault::{addressing_fault, sender_fault};

use super::application::{Invocation, OperationInfo};
use super::matching::find;
use super::run::{self, ServiceCall};
use super::session::{Flow, Session};

impl Session {
    /// Deals with a message whose headers have been read.
    pub(super) async fn handle(self: &Arc<Self>, mut call: ServiceCall) -> Flow {
        if !self.is_authorized(&call) {
            tracing::debug!("a message was not authorized");
            self.run.give_back_call(call);
            return Flow::Abort;
        }
        let flow = match self.find_operation(&call) {
            Ok(Some(index)) => return self.start(call, index).await,
            Ok(None) if self.application().has_default_handler() => self.hand_over(&mut call).await,
            Ok(None) => {
                let failure = unknown_action(&call);
                self.give_up(&mut call, failure).await
            }
            Err(failure) => self.give_up(&mut call, failure).await,
        };
        self.run.give_back_call(call);
        flow
    }

    /// WS_SERVICE_SECURITY_CALLBACK. A failure is a refusal.
    fn is_authorized(&self, call: &ServiceCall) -> bool {
        let application = self.application();
        if !application.has_authorization() {
            return true;
        }
        let Ok(context) = self.context(Some(&call.request), None, None) else { return false };
        let is_authorized = application.authorize(context.handle, call.error.handle());
        drop(context);
        call.error.reset();
        is_authorized.unwrap_or(false)
    }

    fn find_operation(&self, call: &ServiceCall) -> Result<Option<usize>> {
        let mut message = call.request.lease()?;
        if self.run.endpoint().options.check_must_understand {
            message.check_must_understand_headers()?;
        }
        let operations = self.application().operations();
        if operations.is_empty() {
            return Ok(None);
        }
        let action = message.action()?;
        find(operations, action.as_deref(), || {
            let mut reader = message.body_reader()?;
            if !reader.read_to_start_element(None, None)? {
                return Ok(None);
            }
            let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
            Ok(reader.element().map(|element| (text(element.local_name), text(element.ns))))
        })
    }

    /// The message is the default message handler's, which reads it and answers by itself.
    async fn hand_over(&self, call: &mut ServiceCall) -> Flow {
        let handled = match self.context(Some(&call.request), None, Some(&call.heap)) {
            Ok(context) => self.application().handle(context.handle, call.error.handle()).await,
            Err(failure) => Err(failure),
        };
        match handled {
            Ok(code) => {
                self.abandon(call);
                if code == WS_S_END { Flow::Last } else { Flow::Next }
            }
            Err(failure) => {
                tracing::debug!(%failure, "the default message handler failed");
                Flow::Abort
            }
        }
    }

    /// Reads the parameters of an operation, and calls it: here if messages are dealt with one after the other.
    async fn start(self: &Arc<Self>, mut call: ServiceCall, index: usize) -> Flow {
        let invocation = match self.read_parameters(&mut call, index).await {
            Ok(invocation) => invocation,
            Err(failure) => {
                let flow = self.give_up(&mut call, failure).await;
                self.run.give_back_call(call);
                return flow;
            }
        };
        if self.run.endpoint().options.max_concurrency <= 1 {
            return self.operate(call, index, invocation).await;
        }
        let operation = self.begin_operation();
        let task = async move {
            let flow = operation.0.operate(call, index, invocation).await;
            operation.end(flow);
        };
        match run::spawn(task) {
            Ok(()) => Flow::Next,
            Err(_) => Flow::Abort,
        }
    }

    async fn read_parameters(&self, call: &mut ServiceCall, index: usize) -> Result<Box<dyn Invocation>> {
        let request = call.request()?;
        let error = call.error.handle();
        exchange::fill(&self.channel, request).await.map_err(blame_sender)?;
        let started = {
            let mut message = request.lease()?;
            self.application().start(index, &mut message, &call.heap.get(), error)
        };
        let invocation = started.map_err(blame_sender)?;
        self.channel.read_message_end(request, error).await.map_err(blame_sender)?;
        Ok(invocation)
    }

    /// Calls an operation and sends what it gives back.
    async fn operate(&self, mut call: ServiceCall, index: usize, invocation: Box<dyn Invocation>) -> Flow {
        let operation = &self.application().operations()[index];
        let result = self.call(&mut call, operation, invocation).await;
        let flow = match result {
            Ok(code) if code == WS_S_END => Flow::Last,
            Ok(_) => Flow::Next,
            Err(failure) => self.give_up(&mut call, failure).await,
        };
        self.run.give_back_call(call);
        flow
    }

    async fn call(
        &self,
        call: &mut ServiceCall,
        operation: &OperationInfo,
        mut invocation: Box<dyn Invocation>,
    ) -> Result<HRESULT> {
        let error = call.error.handle();
        if let Some(reply) = &operation.reply {
            let request = call.request.lease()?;
            exchange::prepare(call.reply()?, &Initialization::Reply(&request), reply.action.as_deref())?;
        }
        let output = operation.reply.as_ref().map(|_| &call.reply);
        let context = self.context(Some(&call.request), output, Some(&call.heap))?;
        let result = invocation.call(context.handle, error).await;
        // The application may free what it registered for the call before it is answered.
        drop(context);
        let code = result?;
        if operation.reply.is_some() {
            let body = invocation.reply(error);
            let _turn = self.sending.lock().await;
            exchange::send_prepared(&self.channel, call.reply()?, body, error)
                .await
                .context(|| "the reply of the operation could not be sent")?;
        }
        Ok(code)
    }

    /// A message that could not be dealt with, or its operation, has failed: the client is told, if it waits for an
    /// answer.
    async fn give_up(&self, call: &mut ServiceCall, failure: Error) -> Flow {
        self.abandon(call);
        if self.channel.state() != State::Open {
            return Flow::Abort;
        }
        if !self.can_answer(call) {
            tracing::debug!(%failure, "a one-way message failed");
            return Flow::Next;
        }
        match self.send_fault(call, failure).await {
            Ok(()) => Flow::Next,
            Err(failure) => {
                tracing::debug!(%failure, "a fault was not sent");
                Flow::Abort
            }
        }
    }

    /// What is left of a message is of no interest.
    fn abandon(&self, call: &ServiceCall) {
        let is_being_read = call
            .request
            .lease()
            .is_ok_and(|message| message.state() == WS_MESSAGE_STATE::WS_MESSAGE_STATE_READING);
        if let (true, Ok(request)) = (is_being_read, call.request()) {
            let _ = self.channel.abandon_message(request, call.error.handle());
        }
    }

    /// Whether the client can be told of a failure: always where each request has its reply, else where the message
    /// says that it waits for one.
    fn can_answer(&self, call: &ServiceCall) -> bool {
        match self.channel.channel_type {
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_REPLY => true,
            WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_DUPLEX | WS_CHANNEL_TYPE::WS_CHANNEL_TYPE_DUPLEX_SESSION => {
                call.request.lease().is_ok_and(|message| matches!(message.message_id(), Ok(Some(_))))
            }
            _ => false,
        }
    }
}

/// The sender is to blame for a body that is not what it should be.
fn blame_sender(failure: Error) -> Error {
    match failure.code() {
        WS_E_INVALID_FORMAT | WS_E_QUOTA_EXCEEDED | WS_E_NUMERIC_OVERFLOW => {
            failure.with_fault(sender_fault())
        }
        _ => failure,
    }
}

fn unknown_action(call: &ServiceCall) -> Error {
    let message = match call.request.lease() {
        Ok(message) => message,
        Err(failure) => return failure,
    };
    let action = message.action().ok().flatten();
    let reason = match action.filter(|action| !action.is_empty()) {
        Some(action) => format!("The endpoint has no operation for the action '{action}'."),
        None => "The message has no action, and no operation of the endpoint has its body.".to_owned(),
    };
    Error::new(WS_E_ENDPOINT_ACTION_NOT_SUPPORTED, reason.clone()).with_fault(addressing_fault(
        &message,
        "ActionNotSupported",
        reason,
    ))
}
