//! Errors: the WS_ERROR object, its properties, and SOAP faults carried by it.

use core::ffi::c_void;
use core::mem::MaybeUninit;

use super::*;

/// What went wrong in a call, beyond its HRESULT: a list of texts (the outermost first), properties, and
/// possibly a fault. Made by `WsCreateError`, freed by `WsFreeError`, used by one thread at a time. Every
/// function takes one, and NULL where the caller does not want to know more.
#[repr(C)]
pub struct WS_ERROR {
    _private: [u8; 0],
}

/// Properties of an error, for `WsGetErrorProperty` and `WsSetErrorProperty`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_ERROR_PROPERTY_ID {
    /// ULONG, read only: how many texts `WsGetErrorString` can return, including the one that the original
    /// error code adds.
    WS_ERROR_PROPERTY_STRING_COUNT = 0,
    /// ULONG: the code of the system or library below, where it was mapped to a `WS_E_` code; NO_ERROR
    /// where it was not, which is the default. For diagnosis only.
    WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE = 1,
    /// LANGID: language of the texts; not zero. Can be set only while the error is new or reset.
    WS_ERROR_PROPERTY_LANGID = 2,
}

c_enum!(WS_ERROR_PROPERTY_ID {
    WS_ERROR_PROPERTY_STRING_COUNT,
    WS_ERROR_PROPERTY_ORIGINAL_ERROR_CODE,
    WS_ERROR_PROPERTY_LANGID,
});

/// A property and its value, for `WsCreateError`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_ERROR_PROPERTY {
    /// Which property.
    pub id: MaybeUninit<WS_ERROR_PROPERTY_ID>,
    /// Points to the value, of the property's type and aligned for it.
    pub value: *mut c_void,
    /// Size of the value in bytes.
    pub valueSize: ULONG,
}

/// Codes of the structured exceptions that the original raises when it finds that it cannot go on.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_EXCEPTION_CODE {
    /// The application broke the rules of the API (0xC03D0000).
    WS_EXCEPTION_CODE_USAGE_FAILURE = -1_069_744_128,
    /// The library found itself in a state that cannot be (0xC03D0001).
    WS_EXCEPTION_CODE_INTERNAL_FAILURE = -1_069_744_127,
}

c_enum!(WS_EXCEPTION_CODE { WS_EXCEPTION_CODE_USAGE_FAILURE, WS_EXCEPTION_CODE_INTERNAL_FAILURE });

/// The parts of a fault that an error can carry, for `WsGetFaultErrorProperty` and
/// `WsSetFaultErrorProperty`. What is set is copied; what is read stays valid until the error is reset or
/// freed.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_FAULT_ERROR_PROPERTY_ID {
    /// The fault: `WS_FAULT**` to read it (NULL, the default, when there is none), `WS_FAULT*` to set it.
    WS_FAULT_ERROR_PROPERTY_FAULT = 0,
    /// WS_XML_STRING: action of the fault message; empty, the default, means none.
    WS_FAULT_ERROR_PROPERTY_ACTION = 1,
    /// `WS_XML_BUFFER*`: a header to add to the fault message; NULL, the default, means none.
    WS_FAULT_ERROR_PROPERTY_HEADER = 2,
}

c_enum!(WS_FAULT_ERROR_PROPERTY_ID {
    WS_FAULT_ERROR_PROPERTY_FAULT,
    WS_FAULT_ERROR_PROPERTY_ACTION,
    WS_FAULT_ERROR_PROPERTY_HEADER,
});

/// How much of an error's text a fault made of it tells the other side. See `WsCreateFaultFromError`.
#[repr(C)]
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum WS_FAULT_DISCLOSURE {
    /// A general text only; keeps internals from strangers.
    WS_MINIMAL_FAULT_DISCLOSURE = 0,
    /// The texts of the error.
    WS_FULL_FAULT_DISCLOSURE = 1,
}

c_enum!(WS_FAULT_DISCLOSURE { WS_MINIMAL_FAULT_DISCLOSURE, WS_FULL_FAULT_DISCLOSURE });

/// One code of a fault, in a list from the general to the specific.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_CODE {
    /// Name of the code. An empty namespace stands for SOAP's own, so that "Sender" and "Receiver" become
    /// "Client" and "Server" in SOAP 1.1.
    pub value: WS_XML_QNAME,
    /// Next, more specific code; NULL at the end. SOAP 1.1 carries one code only.
    pub subCode: *mut WS_FAULT_CODE,
}

/// Text of a fault in one language.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_REASON {
    /// For people to read.
    pub text: WS_STRING,
    /// Language of the text, as `xml:lang` writes it.
    pub lang: WS_STRING,
}

/// A SOAP fault. When the library has read it, all that it points to lives in the heap given to that call.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT {
    /// First of the codes; there is at least one, and it is one of SOAP's.
    pub code: *mut WS_FAULT_CODE,
    /// Array of the texts, one per language.
    pub reasons: *mut WS_FAULT_REASON,
    /// Number of elements of `reasons`, at least one; SOAP 1.1 carries the first.
    pub reasonCount: ULONG,
    /// URI of the role the node was acting in; empty for the endpoint itself.
    pub actor: WS_STRING,
    /// URI of the node that failed; empty for the endpoint itself. SOAP 1.1 does not carry it.
    pub node: WS_STRING,
    /// An element whose content is the detail, whatever its own name; NULL for none.
    pub detail: *mut WS_XML_BUFFER,
}

/// Type of the detail element of one kind of fault, for `WsGetFaultErrorDetail` and
/// `WsSetFaultErrorDetail`.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct WS_FAULT_DETAIL_DESCRIPTION {
    /// Action that tells this kind of fault; NULL accepts any.
    pub action: *mut WS_XML_STRING,
    /// The element inside the detail; never NULL.
    pub detailElementDescription: *mut WS_ELEMENT_DESCRIPTION,
}
