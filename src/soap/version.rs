//! The versions of the envelope and of WS-Addressing, each as one value: namespaces, names, roles and codes.
//! Code asks the value, so that no version is told apart anywhere else.

use crate::abi::types::{WS_ADDRESSING_VERSION, WS_ENVELOPE_VERSION};

/// A version of the SOAP envelope.
#[derive(Debug)]
pub(crate) struct EnvelopeVersion {
    pub(crate) id: WS_ENVELOPE_VERSION,
    /// As messages to people call it.
    pub(crate) name: &'static str,
    /// The namespace of Envelope, Header, Body, Fault and of the header attributes. Empty for
    /// `WS_ENVELOPE_VERSION_NONE`, whose envelope is in the header buffer only and never on the wire.
    pub(crate) ns: &'static str,
    /// The prefix that Windows writes. None where there is no namespace.
    pub(crate) prefix: &'static str,
    /// Whether Envelope, Header and Body are written and expected.
    pub(crate) has_envelope: bool,
    /// `actor` (SOAP 1.1, section 4.2.2) or `role` (SOAP 1.2 part 1, section 5.2.2).
    pub(crate) role_attribute: &'static str,
    /// The values of that attribute, besides its absence, that mean the ultimate receiver.
    pub(crate) ultimate_receiver_roles: &'static [&'static str],
    /// The value that means every node on the way, us included.
    pub(crate) next_role: &'static str,
    /// Whether headers may carry `relay` (SOAP 1.2 part 1, section 5.2.4).
    pub(crate) has_relay: bool,
}

/// The fault code for a header that must be understood and was not, in both versions.
pub(crate) const MUST_UNDERSTAND_CODE: &str = "MustUnderstand";
/// The fault code for an envelope of another version, in both versions.
pub(crate) const VERSION_MISMATCH_CODE: &str = "VersionMismatch";

static SOAP_1_1: EnvelopeVersion = EnvelopeVersion {
    id: WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1,
    name: "SOAP 1.1",
    ns: "http://schemas.xmlsoap.org/soap/envelope/",
    prefix: "s",
    has_envelope: true,
    role_attribute: "actor",
    ultimate_receiver_roles: &[""],
    next_role: "http://schemas.xmlsoap.org/soap/actor/next",
    has_relay: false,
};

static SOAP_1_2: EnvelopeVersion = EnvelopeVersion {
    id: WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2,
    name: "SOAP 1.2",
    ns: "http://www.w3.org/2003/05/soap-envelope",
    prefix: "s",
    has_envelope: true,
    role_attribute: "role",
    ultimate_receiver_roles: &["", "http://www.w3.org/2003/05/soap-envelope/role/ultimateReceiver"],
    next_role: "http://www.w3.org/2003/05/soap-envelope/role/next",
    has_relay: true,
};

static NO_ENVELOPE: EnvelopeVersion = EnvelopeVersion {
    id: WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE,
    name: "no envelope",
    ns: "",
    prefix: "",
    has_envelope: false,
    role_attribute: "role",
    ultimate_receiver_roles: &[""],
    next_role: "",
    has_relay: false,
};

impl EnvelopeVersion {
    pub(crate) fn of(id: WS_ENVELOPE_VERSION) -> &'static Self {
        match id {
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 => &SOAP_1_1,
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_2 => &SOAP_1_2,
            WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_NONE => &NO_ENVELOPE,
        }
    }

    /// The version whose envelope is in this namespace.
    pub(crate) fn of_namespace(ns: &[u8]) -> Option<&'static Self> {
        [&SOAP_1_1, &SOAP_1_2].into_iter().find(|version| version.ns.as_bytes() == ns)
    }
}

/// A version of WS-Addressing.
#[derive(Debug)]
pub(crate) struct AddressingVersion {
    pub(crate) id: WS_ADDRESSING_VERSION,
    /// As messages to people call it.
    pub(crate) name: &'static str,
    /// The namespace of the addressing headers. With transport addressing it names Action and To in the header
    /// buffer only: they travel as part of the transport's own protocol.
    pub(crate) ns: &'static str,
    /// The prefix that Windows writes, empty for a default namespace.
    pub(crate) prefix: &'static str,
    /// Whether the headers stay with the transport.
    pub(crate) is_transport: bool,
    /// The address of the party at the other end of the connection.
    pub(crate) anonymous: &'static str,
    /// Whether a request says that its reply is wanted at the anonymous address. Version 1.0 takes that for
    /// granted (section 3.2 of its core).
    pub(crate) requests_name_reply_to: bool,
    /// Whether what an endpoint address adds to a message is marked by `IsReferenceParameter` (section 2.3 of
    /// the SOAP binding of 1.0).
    pub(crate) marks_reference_parameters: bool,
    /// The action of a fault whose sender gave none.
    pub(crate) default_fault_action: &'static str,
}

static ADDRESSING_0_9: AddressingVersion = AddressingVersion {
    id: WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9,
    name: "WS-Addressing 0.9",
    ns: "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    prefix: "a",
    is_transport: false,
    anonymous: "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
    requests_name_reply_to: true,
    marks_reference_parameters: false,
    default_fault_action: "http://schemas.xmlsoap.org/ws/2004/08/addressing/fault",
};

static ADDRESSING_1_0: AddressingVersion = AddressingVersion {
    id: WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0,
    name: "WS-Addressing 1.0",
    ns: "http://www.w3.org/2005/08/addressing",
    prefix: "a",
    is_transport: false,
    anonymous: "http://www.w3.org/2005/08/addressing/anonymous",
    requests_name_reply_to: false,
    marks_reference_parameters: true,
    default_fault_action: "http://www.w3.org/2005/08/addressing/soap/fault",
};

static TRANSPORT: AddressingVersion = AddressingVersion {
    id: WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT,
    name: "transport addressing",
    ns: "http://schemas.microsoft.com/ws/2005/05/addressing/none",
    prefix: "",
    is_transport: true,
    anonymous: "",
    requests_name_reply_to: false,
    marks_reference_parameters: false,
    default_fault_action: "",
};

impl AddressingVersion {
    pub(crate) fn of(id: WS_ADDRESSING_VERSION) -> &'static Self {
        match id {
            WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_0_9 => &ADDRESSING_0_9,
            WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_1_0 => &ADDRESSING_1_0,
            WS_ADDRESSING_VERSION::WS_ADDRESSING_VERSION_TRANSPORT => &TRANSPORT,
        }
    }
}
