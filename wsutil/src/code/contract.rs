//! From WSDL to messages, operations and contracts. (Page "WSDL and Service Contracts".)

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::code::dictionary::StringId;
use crate::code::message::{Messages, Use};
use crate::code::parameter::{Body, Parameter, merge};
use crate::code::policy::{Policies, PolicyCode};
use crate::code::{Program, Unit, UnitId, names};
use crate::diagnostics::{Diagnostics, Level, Place};
use crate::input::Input;
use crate::options::Options;
use crate::schema::model::{QName, SchemaSet};
use crate::wsdl::{Addressing, Binding, BoundOperation, Operation, PortType, Reference, Style, Wsdl};

pub(crate) use crate::code::message::{Element, MessageCode, MessageRef, Wrapper};

/// What the WSDL documents add to one unit.
#[derive(Debug, Default)]
pub(crate) struct UnitContracts {
    /// Units whose headers are needed.
    pub(crate) depends_on: BTreeSet<UnitId>,
    /// Members of the global `messages`.
    pub(crate) messages: Vec<MessageCode>,
    /// Messages as only one operation has them: members of the local `messages`.
    pub(crate) local_messages: Vec<MessageCode>,
    pub(crate) contracts: Vec<ContractCode>,
    pub(crate) endpoint_references: Vec<EndpointReferenceCode>,
}

/// A binding.
#[derive(Debug)]
pub(crate) struct ContractCode {
    /// Its C name, which is also the first part of the names of its functions.
    pub(crate) name: String,
    /// What it is called in the WSDL.
    pub(crate) xml_name: QName,
    pub(crate) port_type: QName,
    pub(crate) operations: Vec<OperationCode>,
    /// None where no template stands for the binding's transport and policy, or with /nopolicy.
    pub(crate) policy: Option<PolicyCode>,
}

/// An operation of a binding.
#[derive(Debug)]
pub(crate) struct OperationCode {
    /// Binding and operation.
    pub(crate) name: String,
    pub(crate) input: MessageRef,
    /// None for a one-way operation.
    pub(crate) output: Option<MessageRef>,
    /// Whether the element of the input may be nil, and that of the output.
    pub(crate) nillable: [bool; 2],
    pub(crate) parameters: Vec<Parameter>,
    pub(crate) rpc: bool,
}

/// Where a port says that its service is.
#[derive(Debug)]
pub(crate) struct EndpointReferenceCode {
    pub(crate) port: String,
    pub(crate) addressing: Addressing,
    pub(crate) string: StringId,
}

/// Builds what all WSDL documents add to their units, in the order of the program's units.
pub(crate) fn build<'a>(
    inputs: &[Input<'_>],
    wsdls: &'a [Wsdl],
    policies: &'a [crate::policy::Element],
    schemas: &'a SchemaSet,
    program: &mut Program,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Vec<UnitContracts> {
    let mut units: Vec<UnitContracts> = Vec::new();
    units.resize_with(program.units.len(), UnitContracts::default);
    let policies = Policies::new(inputs, wsdls, policies);
    let mut builder = Builder {
        port_types: by_name(
            wsdls.iter().flat_map(|wsdl| &wsdl.port_types),
            |port_type| (&port_type.name, port_type.place, "port type"),
            diagnostics,
        ),
        messages: Messages::new(wsdls, schemas, options.ws_string, diagnostics),
        program,
        units: &mut units,
        options,
        diagnostics,
    };
    for wsdl in wsdls {
        let Some(unit) = builder.program.unit_of(wsdl.input) else { continue };
        builder.messages.describe_all(wsdl, unit, builder.program, builder.units, builder.diagnostics);
    }
    by_name(
        wsdls.iter().flat_map(|wsdl| &wsdl.bindings),
        |binding| (&binding.name, binding.place, "binding"),
        builder.diagnostics,
    );
    let used: HashSet<&QName> = wsdls.iter().flat_map(|wsdl| &wsdl.ports).map(|port| &port.binding).collect();
    for wsdl in wsdls {
        let Some(unit) = builder.program.unit_of(wsdl.input) else { continue };
        for binding in &wsdl.bindings {
            let policies = Some(&policies).filter(|_| builder.policies_of(binding, &used));
            builder.binding(binding, unit, policies);
        }
    }
    builder.ports(wsdls);
    units
}

/// Definitions by their names. Two of one name are reported.
pub(super) fn by_name<'a, T>(
    definitions: impl Iterator<Item = &'a T>,
    key: impl Fn(&'a T) -> (&'a QName, Place, &'static str),
    diagnostics: &mut Diagnostics,
) -> HashMap<&'a QName, &'a T> {
    let mut found: HashMap<&QName, &T> = HashMap::new();
    for definition in definitions {
        let (name, place, kind) = key(definition);
        if let Some(&first) = found.get(name) {
            diagnostics.second(place, key(first).1, format!("the {kind} {name} is defined twice"));
        } else {
            found.insert(name, definition);
        }
    }
    found
}

struct Builder<'a, 'b> {
    port_types: HashMap<&'a QName, &'a PortType>,
    messages: Messages<'a>,
    program: &'b mut Program,
    units: &'b mut Vec<UnitContracts>,
    options: &'b Options,
    diagnostics: &'b mut Diagnostics,
}

impl<'a> Builder<'a, '_> {
    /// Whether a binding has policy helpers. The original makes none for one that no port uses.
    fn policies_of(&mut self, binding: &Binding, used: &HashSet<&QName>) -> bool {
        let helped = self.options.policy && used.contains(&binding.name);
        if self.options.policy && !helped {
            let text = format!(
                "no port uses the binding '{}': no policy helpers are generated for it",
                binding.name.local
            );
            self.diagnostics.warn(Level::W4, binding.place, text);
        }
        helped
    }

    fn binding(&mut self, binding: &'a Binding, unit: UnitId, policies: Option<&Policies<'a>>) {
        let Some(&port_type) = self.port_types.get(&binding.port_type) else {
            let text = format!("the port type {} of the binding is in no input", binding.port_type);
            self.diagnostics.error(binding.place, text);
            return;
        };
        let name = c_name(self.program.unit(unit), &binding.name.local);
        self.program.claim(&format!("{name}FunctionTable"), binding.place, self.diagnostics);
        let mut contract = ContractCode {
            name,
            xml_name: binding.name.clone(),
            port_type: binding.port_type.clone(),
            operations: Vec::new(),
            policy: None,
        };
        for bound in &binding.operations {
            let Some(operation) = port_type.operation(&bound.name) else {
                let text = format!("the port type {} has no operation '{}'", port_type.name, bound.name);
                self.diagnostics.error(bound.place, text);
                continue;
            };
            if let Some(code) = self.operation(&contract.name, bound, operation, unit) {
                contract.operations.push(code);
            }
        }
        let bound: HashSet<&str> = binding.operations.iter().map(|bound| bound.name.as_str()).collect();
        for operation in &port_type.operations {
            if !bound.contains(operation.name.as_str()) {
                let text = format!(
                    "the binding has no operation '{}' of its port type: it is left out",
                    operation.name
                );
                self.diagnostics.warn(Level::W1, binding.place, text);
            }
        }
        contract.policy = policies.and_then(|policies| policies.of(binding, self.diagnostics));
        self.units[unit.0].contracts.push(contract);
    }

    fn operation(
        &mut self,
        binding: &str,
        bound: &BoundOperation,
        operation: &'a Operation,
        unit: UnitId,
    ) -> Option<OperationCode> {
        let name = format!("{binding}_{}", names::characters(&bound.name));
        self.program.claim(&name, bound.place, self.diagnostics);
        // One without an input was reported when it was read.
        let input = operation.input.as_ref()?;
        let mut describe = |reference: &Reference, body, output| {
            let how = Use { operation: &name, bound, body, output, unit };
            self.messages.of(reference, &how, self.program, self.units, self.diagnostics)
        };
        let described_input = describe(input, &bound.input, false);
        let mut described_output = match &operation.output {
            Some(output) => Some(describe(output, &bound.output, true)?),
            None => None,
        };
        let mut described_input = described_input?;
        // Messages are taken apart if both can be.
        if let Some(output) = &mut described_output {
            if matches!(output.body, Body::Whole(_)) {
                described_input.as_whole();
            }
            if matches!(described_input.body, Body::Whole(_)) {
                output.as_whole();
            }
        }
        let merged = merge(&described_input.body, described_output.as_ref().map(|output| &output.body));
        let parameters = match merged {
            Ok(parameters) => parameters,
            Err(why) => {
                self.diagnostics.error(bound.place, format!("operation '{}': {why}", bound.name));
                return None;
            }
        };
        for parameter in parameters.iter().filter(|parameter| parameter.renamed) {
            let text = format!(
                "operation '{}': the parameter '{}' has its name because another one would have it too",
                bound.name, parameter.name
            );
            self.diagnostics.warn(Level::W3, bound.place, text);
        }
        Some(OperationCode {
            name,
            nillable: [
                described_input.body.nillable(),
                described_output.as_ref().is_some_and(|output| output.body.nillable()),
            ],
            input: described_input.message,
            output: described_output.map(|output| output.message),
            parameters,
            rpc: bound.style == Style::Rpc && !bound.input.encoded,
        })
    }

    fn ports(&mut self, wsdls: &[Wsdl]) {
        let bindings: HashSet<&QName> = wsdls
            .iter()
            .flat_map(|wsdl| wsdl.bindings.iter().map(|binding| &binding.name).chain(&wsdl.skipped_bindings))
            .collect();
        let mut described: HashSet<(UnitId, String)> = HashSet::new();
        for wsdl in wsdls {
            let Some(unit) = self.program.unit_of(wsdl.input) else { continue };
            for port in &wsdl.ports {
                if !bindings.contains(&port.binding) {
                    let text = format!("the binding {} of the port is in no input", port.binding);
                    self.diagnostics.error(port.place, text);
                }
                let Some(reference) = &port.endpoint_reference else { continue };
                let name = names::characters(&port.name);
                let dictionary = &mut self.program.units[unit.0].dictionary;
                let string = dictionary.register(&format!("{name}endpointReferenceString"), &reference.xml);
                let references = &mut self.units[unit.0].endpoint_references;
                if !described.insert((unit, name.clone())) {
                    self.diagnostics
                        .error(port.place, format!("a second port '{name}' has an endpoint reference"));
                    continue;
                }
                references.push(EndpointReferenceCode {
                    port: name,
                    addressing: reference.addressing,
                    string,
                });
            }
        }
    }
}

/// The name of something of a unit in C.
pub(super) fn c_name(unit: &Unit, name: &str) -> String {
    format!("{}{}", unit.prefix, names::characters(name))
}
