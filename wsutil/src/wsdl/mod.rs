//! WSDL 1.1: what a document says, without what it means in C. (Page "WSDL and Service Contracts".)

mod model;
mod operation;
mod read;

pub(crate) use model::*;
pub(crate) use read::read;

/// Namespaces of WSDL and of what extends it.
pub(crate) mod ns {
    pub(crate) const WSDL: &str = "http://schemas.xmlsoap.org/wsdl/";
    pub(crate) const SOAP_11: &str = "http://schemas.xmlsoap.org/wsdl/soap/";
    pub(crate) const SOAP_12: &str = "http://schemas.xmlsoap.org/wsdl/soap12/";
    pub(crate) const HTTP: &str = "http://schemas.xmlsoap.org/wsdl/http/";
    pub(crate) const MIME: &str = "http://schemas.xmlsoap.org/wsdl/mime/";
    /// WS-Addressing's binding to WSDL, the working draft that .NET writes.
    pub(crate) const ADDRESSING_WSDL: &str = "http://www.w3.org/2006/05/addressing/wsdl";
    /// WS-Addressing's binding to WSDL, the recommendation.
    pub(crate) const ADDRESSING_METADATA: &str = "http://www.w3.org/2007/05/addressing/metadata";
    pub(crate) const ADDRESSING_09: &str = "http://schemas.xmlsoap.org/ws/2004/08/addressing";
    pub(crate) const ADDRESSING_10: &str = "http://www.w3.org/2005/08/addressing";
}

/// Transports of a SOAP binding.
pub(crate) mod transport {
    pub(crate) const HTTP: &str = "http://schemas.xmlsoap.org/soap/http";
    /// How some tools write that of SOAP 1.2.
    pub(crate) const HTTP_12: &str = "http://www.w3.org/2003/05/soap/bindings/HTTP/";
    pub(crate) const TCP: &str = "http://schemas.microsoft.com/soap/tcp";
}
