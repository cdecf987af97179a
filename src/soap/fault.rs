//! Faults: which one a failure becomes.

use crate::abi::types::{HRESULT, WS_ENVELOPE_VERSION, WS_FAULT_DISCLOSURE};
use crate::error::{FaultCode, FaultData, FaultReason, code_text};

use super::Message;

/// The reason of a fault whose sender keeps the details to itself.
const MINIMAL_REASON: &str = "The message could not be processed because of an error.";

/// The code of a fault that nobody chose a code for: it is not the sender of the message who is to blame. Its
/// namespace is empty, so that it is written as the envelope version spells it (page WS_FAULT).
const GENERIC_CODE: &str = "Receiver";

/// The code of a fault whose cause is the message, whatever is done with it.
const SENDER_CODE: &str = "Sender";

/// The fault that tells a peer of a failure, by the rules of the page WsCreateFaultFromError. `strings` are
/// those of the error object, outermost first; `fault` is the one it holds. `code` is never told, but for the
/// text that goes with it where there are no strings.
pub(crate) fn from_error(
    strings: &[String],
    fault: Option<&FaultData>,
    code: HRESULT,
    disclosure: WS_FAULT_DISCLOSURE,
    lang: &str,
) -> FaultData {
    let mut fault = fault.cloned().unwrap_or_default();
    if fault.codes.is_empty() {
        fault.codes.push(FaultCode { local_name: GENERIC_CODE.to_owned(), ns: String::new() });
    }
    if fault.reasons.iter().all(|reason| reason.text.is_empty()) {
        let text = match disclosure {
            WS_FAULT_DISCLOSURE::WS_MINIMAL_FAULT_DISCLOSURE => MINIMAL_REASON.to_owned(),
            WS_FAULT_DISCLOSURE::WS_FULL_FAULT_DISCLOSURE if strings.is_empty() => code_text(code),
            WS_FAULT_DISCLOSURE::WS_FULL_FAULT_DISCLOSURE => strings.join("\n"),
        };
        fault.reasons = vec![FaultReason { text, lang: lang.to_owned() }];
    }
    fault
}

/// A fault that WS-Addressing defines, about a message that was received.
pub(crate) fn addressing_fault(message: &Message, code: &str, reason: String) -> FaultData {
    let own = FaultCode { local_name: code.to_owned(), ns: message.addressing().ns.to_owned() };
    // SOAP 1.1 has one code only (WS-Addressing 1.0, SOAP binding, section 6).
    let codes = if message.envelope().id == WS_ENVELOPE_VERSION::WS_ENVELOPE_VERSION_SOAP_1_1 {
        vec![own]
    } else {
        vec![FaultCode { local_name: SENDER_CODE.to_owned(), ns: String::new() }, own]
    };
    FaultData {
        codes,
        reasons: vec![FaultReason { text: reason, lang: "en-US".to_owned() }],
        action: Some(format!("{}/fault", message.addressing().ns)),
        ..FaultData::default()
    }
}

/// A fault by which the sender of a message is to blame, and which leaves the reason to the error strings.
pub(crate) fn sender_fault() -> FaultData {
    let code = FaultCode { local_name: SENDER_CODE.to_owned(), ns: String::new() };
    FaultData { codes: vec![code], ..FaultData::default() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::abi::types::*;

    const FULL: WS_FAULT_DISCLOSURE = WS_FAULT_DISCLOSURE::WS_FULL_FAULT_DISCLOSURE;
    const MINIMAL: WS_FAULT_DISCLOSURE = WS_FAULT_DISCLOSURE::WS_MINIMAL_FAULT_DISCLOSURE;

    #[test]
    fn discloses_the_strings_or_nothing() {
        let strings = ["the outer one".to_owned(), "the inner one".to_owned()];
        let fault = from_error(&strings, None, WS_E_INVALID_FORMAT, FULL, "en-US");
        assert_eq!(fault.codes, [FaultCode { local_name: "Receiver".into(), ns: String::new() }]);
        assert_eq!(fault.reasons.len(), 1);
        assert_eq!(fault.reasons[0].text, "the outer one\nthe inner one");
        assert_eq!(fault.reasons[0].lang, "en-US");
        let fault = from_error(&strings, None, WS_E_INVALID_FORMAT, MINIMAL, "de");
        assert_eq!(fault.reasons[0].text, MINIMAL_REASON);
        assert_eq!(fault.reasons[0].lang, "de");
    }

    #[test]
    fn says_what_the_code_means_where_there_are_no_strings() {
        let fault = from_error(&[], None, WS_E_QUOTA_EXCEEDED, FULL, "en-US");
        assert!(!fault.reasons[0].text.is_empty());
    }

    #[test]
    fn takes_the_fault_that_the_error_holds_and_its_reason() {
        let held = FaultData {
            codes: vec![FaultCode { local_name: "Sender".into(), ns: String::new() }],
            reasons: vec![FaultReason { text: "yours".into(), lang: "en".into() }],
            actor: "somebody".into(),
            detail: Some(b"<d/>".to_vec()),
            action: Some("urn:a".into()),
            ..FaultData::default()
        };
        assert_eq!(from_error(&["x".into()], Some(&held), E_FAIL, MINIMAL, "en-US"), held);
        let silent = FaultData { reasons: Vec::new(), ..held.clone() };
        let fault = from_error(&["x".into()], Some(&silent), E_FAIL, FULL, "en-US");
        assert_eq!(fault.reasons[0].text, "x");
        assert_eq!(fault.codes, held.codes);
        assert_eq!(fault.detail, held.detail);
    }
}
