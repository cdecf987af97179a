//! The policies of bindings.

use crate::diagnostics::{Diagnostics, Level};
use crate::input::{Input, Kind};
use crate::policy::{self, Library, Mapped, Transport, Trouble};
use crate::wsdl::{Addressing, Binding, Soap, Wsdl};

/// The policy of a binding, as its template has it.
#[derive(Debug)]
pub(crate) struct PolicyCode {
    pub(crate) soap: Soap,
    pub(crate) mapped: Mapped,
    /// The name of template, description and type without the prefix `WS_` and what follows.
    pub(crate) stem: &'static str,
}

impl PolicyCode {
    /// WS_ENVELOPE_VERSION.
    pub(crate) fn envelope(&self) -> &'static str {
        match self.soap {
            Soap::V11 => "WS_ENVELOPE_VERSION_SOAP_1_1",
            Soap::V12 => "WS_ENVELOPE_VERSION_SOAP_1_2",
        }
    }

    /// WS_ADDRESSING_VERSION.
    pub(crate) fn addressing(&self) -> &'static str {
        addressing(self.mapped.addressing)
    }

    /// WS_CHANNEL_TYPE of client and service.
    pub(crate) fn channel_types(&self) -> [&'static str; 2] {
        match self.mapped.template.transport {
            Transport::Http => ["WS_CHANNEL_TYPE_REQUEST", "WS_CHANNEL_TYPE_REPLY"],
            Transport::Tcp => ["WS_CHANNEL_TYPE_DUPLEX_SESSION"; 2],
        }
    }
}

/// WS_ADDRESSING_VERSION.
pub(crate) fn addressing(version: Addressing) -> &'static str {
    match version {
        Addressing::V09 => "WS_ADDRESSING_VERSION_0_9",
        Addressing::V10 => "WS_ADDRESSING_VERSION_1_0",
        Addressing::Transport => "WS_ADDRESSING_VERSION_TRANSPORT",
    }
}

/// The policies of the inputs that are nothing else.
pub(crate) fn read(inputs: &[Input<'_>]) -> Vec<policy::Element> {
    inputs
        .iter()
        .filter_map(|input| {
            let root = input.root(Kind::Policy)?;
            Some(policy::read_element(root, &|node| input.place(node)))
        })
        .collect()
}

/// All policies of a run.
pub(crate) struct Policies<'a> {
    library: Library<'a>,
}

impl<'a> Policies<'a> {
    pub(crate) fn new(inputs: &[Input<'_>], wsdls: &'a [Wsdl], whole: &'a [policy::Element]) -> Self {
        let mut library = Library::default();
        for input in inputs {
            for url in input.source.url.iter().map(String::as_str).chain([input.source.file_name()]) {
                library.add_input(input.id, url);
            }
        }
        for element in wsdls.iter().flat_map(|wsdl| &wsdl.policies) {
            library.add(element, false);
        }
        for element in whole {
            library.add(element, true);
        }
        Self { library }
    }

    /// The policy of a binding: that of the first alternative that a template stands for.
    pub(crate) fn of(&self, binding: &'a Binding, diagnostics: &mut Diagnostics) -> Option<PolicyCode> {
        // Bindings with other transports were left out when they were read.
        let transport = Transport::of(&binding.transport)?;
        let name = &binding.name.local;
        let alternatives = match policy::alternatives(&binding.policies, &self.library) {
            Ok(alternatives) => alternatives,
            Err(trouble) => {
                match trouble {
                    Trouble::Unresolved(uri) => {
                        let text =
                            format!("binding '{name}': the policy '{uri}' that it refers to is in no input");
                        diagnostics.error(binding.place, text);
                    }
                    Trouble::Circular(uri) => {
                        let text = format!("binding '{name}': the policy '{uri}' refers to itself");
                        diagnostics.error(binding.place, text);
                    }
                    Trouble::TooMany => {
                        let text = format!(
                            "binding '{name}': its policy allows too many combinations: no policy helpers are \
                             generated"
                        );
                        diagnostics.warn(Level::W1, binding.place, text);
                    }
                }
                return None;
            }
        };
        let mut reasons: Vec<String> = Vec::new();
        for alternative in &alternatives {
            let mapped = policy::map(alternative, transport, &self.library);
            match mapped.and_then(|mapped| {
                let stem = mapped.template.stem().ok_or("no binding template has this combination")?;
                Ok(PolicyCode { soap: binding.soap, mapped, stem })
            }) {
                Ok(code) => return Some(code),
                Err(reason) => {
                    if !reasons.contains(&reason) {
                        reasons.push(reason);
                    }
                }
            }
        }
        let reasons = if reasons.is_empty() { "it allows nothing".to_owned() } else { reasons.join("; ") };
        let text = format!("binding '{name}': no policy helpers are generated for its policy: {reasons}");
        diagnostics.warn(Level::W1, binding.place, text);
        None
    }
}
