//! Faults: which one a failure becomes.

use crate::abi::types::{HRESULT, WS_FAULT_DISCLOSURE};
use crate::error::FaultData;

/// The fault that tells a peer of a failure, by the rules of the page WsCreateFaultFromError. `strings` are
/// those of the error object, outermost first; `fault` is the one it holds. The first code has no namespace,
/// so that it is written as the envelope version spells it.
pub(crate) fn from_error(
    _strings: &[String],
    _fault: Option<&FaultData>,
    _code: HRESULT,
    _disclosure: WS_FAULT_DISCLOSURE,
    _lang: &str,
) -> FaultData {
    unimplemented!("soap")
}
