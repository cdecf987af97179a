//! WS-Policy: what it says, its alternatives, and which binding template stands for them. (Page "Policy Support".)

mod alternatives;
mod map;
mod model;
mod read;

pub(crate) use alternatives::{Library, Trouble, alternatives};
pub(crate) use map::{Mapped, Token, Transport, map};
pub(crate) use model::*;
pub(crate) use read::read_element;

/// Namespaces of policies and of the assertions in them.
pub(crate) mod ns {
    /// What the documentation knows.
    pub(crate) const POLICY_2004: &str = "http://schemas.xmlsoap.org/ws/2004/09/policy";
    /// The recommendation.
    pub(crate) const POLICY_15: &str = "http://www.w3.org/ns/ws-policy";
    pub(crate) const UTILITY: &str =
        "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
    pub(crate) const ADDRESSING_09: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing/policy";
    pub(crate) const BINARY: &str = "http://schemas.microsoft.com/ws/06/2004/mspolicy/netbinary1";
    pub(crate) const MTOM: &str = "http://schemas.xmlsoap.org/ws/2004/09/policy/optimizedmimeserialization";
    pub(crate) const HTTP: &str = "http://schemas.microsoft.com/ws/06/2004/policy/http";
    pub(crate) const FRAMING: &str = "http://schemas.microsoft.com/ws/2006/05/framing/policy";
    /// What the documentation knows.
    pub(crate) const SECURITY_2005: &str = "http://schemas.xmlsoap.org/ws/2005/07/securitypolicy";
    /// The standard that came of it.
    pub(crate) const SECURITY_12: &str = "http://docs.oasis-open.org/ws-sx/ws-securitypolicy/200702";

    pub(crate) fn is_policy(namespace: &str) -> bool {
        namespace == POLICY_2004 || namespace == POLICY_15
    }

    pub(crate) fn is_security(namespace: &str) -> bool {
        namespace == SECURITY_2005 || namespace == SECURITY_12
    }
}
