//! WS-Addressing: where a message goes and which one it answers.

use std::sync::Arc;

use crate::xml::buffer::XmlBuffer;

/// The parts of a `WS_ENDPOINT_ADDRESS` that addressing a message uses: extensions and identity are not among
/// them (page "Endpoint Address").
#[derive(Clone, Default)]
pub(crate) struct EndpointAddress {
    /// Empty for the anonymous address.
    pub(crate) url: String,
    /// Elements that become headers of every message to this address.
    pub(crate) headers: Option<Arc<XmlBuffer>>,
}
