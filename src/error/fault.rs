//! A SOAP fault as data, independent of the envelope version and of C.

/// What a fault says; `WS_FAULT` is the C view of it, `soap::fault` reads and writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultData {
    /// The code and its subcodes, outermost first. SOAP 1.1 has just one.
    pub(crate) codes: Vec<FaultCode>,
    /// The reasons, one per language.
    pub(crate) reasons: Vec<FaultReason>,
    /// `actor` (SOAP 1.1) or `Role` (SOAP 1.2).
    pub(crate) actor: String,
    /// `Node` (SOAP 1.2).
    pub(crate) node: String,
    /// The whole `detail` element as a UTF-8 document of its own, with every namespace it needs declared.
    pub(crate) detail: Option<Vec<u8>>,
    /// The action of the message that carried the fault.
    pub(crate) action: Option<String>,
    /// A header block that is to travel with the fault, as a UTF-8 document of its own.
    pub(crate) header: Option<Vec<u8>>,
}

/// One level of a fault code: a qualified name.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultCode {
    pub(crate) local_name: String,
    pub(crate) ns: String,
}

/// A human-readable reason and its `xml:lang`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct FaultReason {
    pub(crate) text: String,
    pub(crate) lang: String,
}
