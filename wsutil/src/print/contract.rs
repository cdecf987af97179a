//! Messages, contracts and endpoint references: their members of the two description structs.

use crate::code::contract::{ContractCode, Element, MessageCode, OperationCode, UnitContracts, Wrapper};
use crate::code::dictionary::StringId;
use crate::code::policy::addressing;
use crate::code::{Description, Member, Options as FieldOptions, Program, Sections, Unit, UnitId, Value};
use crate::options::Options;
use crate::print::stub::{
    client_declarations, client_definitions, description, message_address, parameter_structures,
    service_declarations, stubs, wrapper,
};
use crate::print::{Text, comment, policy};

/// What the contracts of a unit add to its files.
pub(crate) fn sections(
    program: &Program,
    unit: &Unit,
    contracts: &UnitContracts,
    options: &Options,
) -> Sections {
    let Some(unit) = program.unit_of(unit.input) else { return Sections::default() };
    let mut sections = Sections::default();
    let printer = Printer { program, unit, options };
    sections.depends_on = contracts.depends_on.iter().copied().filter(|&other| other != unit).collect();
    let (mut declarations, mut stub, mut functions) = (Text::default(), Text::default(), Text::default());
    for message in contracts.messages.iter().chain(&contracts.local_messages) {
        if let Element::Wrapper(parts) = &message.element {
            wrapper(&mut declarations, parts, &message.xml_name.local, program);
        }
    }
    for contract in &contracts.contracts {
        let name = &contract.name;
        if contract.policy.is_some() {
            let helpers =
                [(options.client, "CreateServiceProxy"), (options.service, "CreateServiceEndpoint")];
            let helpers = helpers.iter().filter(|(wanted, _)| *wanted);
            sections.policy_helpers.extend(helpers.map(|(_, helper)| format!("{name}_{helper}")));
            policy::declarations(&mut declarations, contract, options);
            policy::functions(&mut functions, contract, &program.unit(unit).name, options);
        }
        if options.client {
            let names = contract.operations.iter().map(|operation| operation.name.clone());
            sections.client_functions.extend(names);
            client_declarations(&mut declarations, contract);
            client_definitions(&mut functions, contract, unit, program);
        }
        parameter_structures(&mut stub, contract);
        if options.service {
            sections.function_tables.push(format!("{name}FunctionTable"));
            service_declarations(&mut declarations, contract);
            stubs(&mut stub, contract);
        }
    }
    sections.declarations = declarations.finish();
    sections.stubs = stub.finish();
    sections.functions = functions.finish();
    sections.local.extend(printer.local_messages(contracts));
    if !contracts.contracts.is_empty() {
        sections.local.push(printer.local_contracts(&contracts.contracts));
    }
    if !contracts.messages.is_empty() {
        sections.global.push(printer.global_messages(&contracts.messages));
    }
    if !contracts.contracts.is_empty() {
        sections.global.push(printer.global_contracts(&contracts.contracts));
    }
    let unit_name = &program.unit(unit).name;
    if contracts.contracts.iter().any(|contract| contract.policy.is_some()) {
        sections.local.push(policy::local(&contracts.contracts, unit_name));
        sections.global.push(policy::global(&contracts.contracts, unit_name));
    }
    if !contracts.endpoint_references.is_empty() {
        sections.global.push(printer.endpoint_references(contracts));
    }
    sections
}

struct Printer<'a> {
    program: &'a Program,
    unit: UnitId,
    options: &'a Options,
}

impl Printer<'_> {
    fn unit_name(&self) -> &str {
        &self.program.unit(self.unit).name
    }

    /// The address of a string of the dictionary.
    fn string(&self, id: StringId) -> String {
        let member = self.program.unit(self.unit).dictionary.member(id);
        format!("(WS_XML_STRING*)&{}LocalDefinitions.dictionary.xmlStrings.{member}", self.unit_name())
    }

    /// The descriptions of the elements that are there for messages only, and messages that only one operation has.
    fn local_messages(&self, contracts: &UnitContracts) -> Option<Member> {
        let mut declaration = Text::at(1);
        let mut initializer = Text::at(1);
        declaration.open("struct { // messages");
        initializer.open("{ // messages");
        let mut any = !contracts.local_messages.is_empty();
        for message in contracts.messages.iter().chain(&contracts.local_messages) {
            match &message.element {
                Element::None | Element::Global(_) => continue,
                Element::Content(value) => self.content(&mut declaration, &mut initializer, message, value),
                Element::Wrapper(parts) => self.wrapper(&mut declaration, &mut initializer, message, parts),
            }
            any = true;
        }
        for message in &contracts.local_messages {
            declaration.line(format!("WS_MESSAGE_DESCRIPTION {};", message.member));
            self.message(&mut initializer, message);
        }
        declaration.close("} messages;");
        initializer.close("}, // messages");
        any.then(|| Member { declaration: declaration.finish(), initializer: initializer.finish() })
    }

    fn content(&self, declaration: &mut Text, initializer: &mut Text, message: &MessageCode, value: &Value) {
        declaration.open(format!("struct {{ // {}", message.member));
        let own = format!("{}LocalDefinitions.messages.{}descs._range", self.unit_name(), message.member);
        initializer.open(format!("{{ // {}", message.member));
        range(declaration, initializer, value, "_range");
        declaration.line("WS_ELEMENT_DESCRIPTION _elementDesc;");
        declaration.close(format!("}} {}descs;", message.member));
        initializer.open("{ // the content of the body");
        initializer.line("0,");
        initializer.line("0,");
        initializer.line(format!("{},", value.ws_type()));
        initializer.line(format!("{},", self.program.description_address(&value.description, &own)));
        initializer.close("},");
        initializer.close("},");
    }

    fn wrapper(
        &self,
        declaration: &mut Text,
        initializer: &mut Text,
        message: &MessageCode,
        parts: &Wrapper,
    ) {
        let path = format!("{}LocalDefinitions.messages.{}descs", self.unit_name(), message.member);
        let count = parts.fields.len();
        declaration.open(format!("struct {{ // {}", message.member));
        initializer.open(format!("{{ // {}", message.member));
        for each in &parts.fields {
            let own = format!("_{}Range", each.field.name);
            range(declaration, initializer, &each.field.value, &own);
            let own = format!("{path}.{own}");
            declaration.line(format!("WS_FIELD_DESCRIPTION {};", each.field.name));
            let (local, namespace) = match each.strings {
                Some((local, namespace)) => (self.string(local), self.string(namespace)),
                None => ("0".to_owned(), "0".to_owned()),
            };
            initializer.open(format!("{{ // {}", each.field.name));
            initializer.line(format!("{},", each.field.mapping.constant()));
            initializer.line(format!("{local},"));
            initializer.line(format!("{namespace},"));
            initializer.line(format!("{},", each.field.value.ws_type()));
            let address = self.program.description_address(&each.field.value.description, &own);
            initializer.line(format!("{address},"));
            initializer.line(format!("WsOffsetOf({}, {}),", parts.c_type, each.field.name));
            initializer.line(format!("{},", options(each.field.options)));
            initializer.line("0,");
            initializer.line("0xffffffff,");
            initializer.line("0, 0, 0,");
            initializer.close("},");
        }
        if count > 0 {
            declaration.line(format!("WS_FIELD_DESCRIPTION* _fields[{count}];"));
            initializer.open("{ // fields");
            for each in &parts.fields {
                initializer.line(format!("(WS_FIELD_DESCRIPTION*)&{path}.{},", each.field.name));
            }
            initializer.close("},");
        }
        declaration.line("WS_STRUCT_DESCRIPTION _structDesc;");
        declaration.line("WS_ELEMENT_DESCRIPTION _elementDesc;");
        declaration.close(format!("}} {}descs;", message.member));
        initializer.open("{ // structure");
        if count > 0 {
            initializer.line(format!("sizeof({}),", parts.c_type));
            initializer.line(format!("__alignof({}),", parts.c_type));
            initializer.line(format!("(WS_FIELD_DESCRIPTION**){path}._fields,"));
            initializer.line(format!("{count},"));
        } else {
            initializer.line("0, 1, 0, 0,");
        }
        initializer.line("0, 0, 0, 0, 0, 0,");
        initializer.close("},");
        initializer.open("{ // element");
        match parts.name {
            Some((local, namespace)) => {
                initializer.line(format!("{},", self.string(local)));
                initializer.line(format!("{},", self.string(namespace)));
            }
            None => initializer.line("0, 0, // the content of the body"),
        }
        initializer.line("WS_STRUCT_TYPE,");
        initializer.line(format!("(void*)&{path}._structDesc,"));
        initializer.close("},");
        initializer.close("},");
    }

    fn message(&self, text: &mut Text, message: &MessageCode) {
        text.open(format!("{{ // {}", message.member));
        match &message.action {
            Some((id, action)) => text.line(format!("{}, // {}", self.string(*id), comment(action))),
            None => text.line("0, // action"),
        }
        let element = match &message.element {
            Element::None => "0".to_owned(),
            Element::Global(id) => self.program.element_address(*id).unwrap_or_else(|| "0".to_owned()),
            Element::Content(_) | Element::Wrapper(_) => format!(
                "(WS_ELEMENT_DESCRIPTION*)&{}LocalDefinitions.messages.{}descs._elementDesc",
                self.unit_name(),
                message.member
            ),
        };
        text.line(format!("{element},"));
        text.close("},");
    }

    fn global_messages(&self, messages: &[MessageCode]) -> Member {
        let mut declaration = Text::at(1);
        let mut initializer = Text::at(1);
        declaration.open("struct { // messages");
        initializer.open("{ // messages");
        for message in messages {
            declaration.line(format!("// message: {}", comment(&message.xml_name.local)));
            let element = match &message.element {
                Element::None => "none".to_owned(),
                Element::Global(id) => {
                    self.program.elements.get(id).map_or_else(String::new, |code| code.xml_name.to_string())
                }
                Element::Content(value) => format!("a value of {}", value.ws_type()),
                Element::Wrapper(parts) => format!("struct {}", parts.c_type),
            };
            declaration.line(format!("// c type: {}", comment(&self.message_type(message))));
            declaration.line(format!("// body: {}", comment(&element)));
            let action = message.action.as_ref().map_or("", |(_, action)| action);
            declaration.line(format!("// action: \"{}\"", comment(action)));
            declaration.line(format!("WS_MESSAGE_DESCRIPTION {};", message.member));
            declaration.gap();
            self.message(&mut initializer, message);
        }
        declaration.close("} messages;");
        initializer.close("}, // messages");
        Member { declaration: declaration.finish(), initializer: initializer.finish() }
    }

    fn message_type(&self, message: &MessageCode) -> String {
        match &message.element {
            Element::None => "none".to_owned(),
            Element::Global(id) => {
                let code = self.program.elements.get(id);
                code.map_or_else(String::new, |code| code.value.c_type(self.program))
            }
            Element::Content(value) => value.c_type(self.program),
            Element::Wrapper(parts) => format!("struct {}", parts.c_type),
        }
    }

    fn local_contracts(&self, contracts: &[ContractCode]) -> Member {
        let mut declaration = Text::at(1);
        let mut initializer = Text::at(1);
        declaration.open("struct { // contracts");
        initializer.open("{ // contracts");
        for contract in contracts {
            declaration.open(format!("struct {{ // {}", contract.name));
            initializer.open(format!("{{ // {}", contract.name));
            for operation in &contract.operations {
                declaration.open(format!("struct {{ // {}", operation.name));
                let count = operation.parameters.len();
                if count > 0 {
                    declaration.line(format!("WS_PARAMETER_DESCRIPTION params[{count}];"));
                }
                declaration.line(format!("WS_OPERATION_DESCRIPTION {};", operation.name));
                declaration.close(format!("}} {};", operation.name));
                self.operation(&mut initializer, contract, operation);
            }
            let count = contract.operations.len();
            if count > 0 {
                declaration.line(format!("WS_OPERATION_DESCRIPTION* operations[{count}];"));
                initializer.open("{ // operations");
                for operation in &contract.operations {
                    let address = description(contract, operation, self.unit, self.program);
                    initializer.line(format!("{address},"));
                }
                initializer.close("},");
            }
            declaration.line("WS_CONTRACT_DESCRIPTION contractDesc;");
            declaration.close(format!("}} {};", contract.name));
            self.contract(&mut initializer, contract);
            initializer.close(format!("}}, // {}", contract.name));
        }
        declaration.close("} contracts;");
        initializer.close("}, // contracts");
        Member { declaration: declaration.finish(), initializer: initializer.finish() }
    }

    fn operation(&self, text: &mut Text, contract: &ContractCode, operation: &OperationCode) {
        let count = operation.parameters.len();
        text.open(format!("{{ // {}", operation.name));
        if count > 0 {
            text.open("{ // parameters");
            for parameter in &operation.parameters {
                let index = |index: Option<u16>| index.map_or("-1".to_owned(), |index| index.to_string());
                text.line(format!(
                    "{{ {}, (USHORT){}, (USHORT){} }}, // {}",
                    parameter.constant(),
                    index(parameter.input),
                    index(parameter.output),
                    parameter.name
                ));
            }
            text.close("},");
        }
        text.open("{ // operation");
        text.line("1,");
        text.line(format!("{},", message_address(&operation.input, self.program)));
        match &operation.output {
            Some(output) => text.line(format!("{},", message_address(output, self.program))),
            None => text.line("0, // one-way"),
        }
        for nillable in operation.nillable {
            let option = if nillable { "WS_SERVICE_OPERATION_MESSAGE_NILLABLE_ELEMENT" } else { "0" };
            text.line(format!("{option},"));
        }
        text.line(format!("{count},"));
        if count > 0 {
            text.line(format!(
                "(WS_PARAMETER_DESCRIPTION*){}LocalDefinitions.contracts.{}.{}.params,",
                self.unit_name(),
                contract.name,
                operation.name
            ));
        } else {
            text.line("0,");
        }
        if self.options.service {
            text.line(format!("{}OperationStub,", operation.name));
        } else {
            text.line("0,");
        }
        let style = if operation.rpc { "WS_RPC_LITERAL_OPERATION" } else { "WS_NON_RPC_LITERAL_OPERATION" };
        text.line(style);
        text.close("},");
        text.close("},");
    }

    fn contract(&self, text: &mut Text, contract: &ContractCode) {
        let count = contract.operations.len();
        text.open("{ // contract");
        text.line(format!("{count},"));
        if count > 0 {
            text.line(format!(
                "(WS_OPERATION_DESCRIPTION**){}LocalDefinitions.contracts.{}.operations,",
                self.unit_name(),
                contract.name
            ));
        } else {
            text.line("0,");
        }
        text.close("},");
    }

    fn global_contracts(&self, contracts: &[ContractCode]) -> Member {
        let mut declaration = Text::at(1);
        let mut initializer = Text::at(1);
        declaration.open("struct { // contracts");
        initializer.open("{ // contracts");
        for contract in contracts {
            declaration.line(format!("// binding: {}", comment(&contract.xml_name.local)));
            declaration.line(format!("// portType: {}", comment(&contract.port_type.local)));
            for operation in &contract.operations {
                declaration.line(format!("// operation: {}", operation.name));
                let messages = [("input", Some(&operation.input)), ("output", operation.output.as_ref())];
                for (side, message) in messages {
                    let name = message.map_or("none", |message| &*message.xml_name.local);
                    declaration.line(format!("//     {side} message: {}", comment(name)));
                }
            }
            declaration.line(format!(
                "// contractDescription: {}.contracts.{}",
                self.unit_name(),
                contract.name
            ));
            declaration.line(format!("WS_CONTRACT_DESCRIPTION {};", contract.name));
            declaration.gap();
            self.contract(&mut initializer, contract);
        }
        declaration.close("} contracts;");
        initializer.close("}, // contracts");
        Member { declaration: declaration.finish(), initializer: initializer.finish() }
    }

    fn endpoint_references(&self, contracts: &UnitContracts) -> Member {
        let mut declaration = Text::at(1);
        let mut initializer = Text::at(1);
        declaration.open("struct { // endpointReferences");
        initializer.open("{ // endpointReferences");
        for reference in &contracts.endpoint_references {
            declaration.open(format!("struct {{ // {}", reference.port));
            declaration.line("WS_ENDPOINT_ADDRESS_DESCRIPTION endpointAddressDescription;");
            declaration.line("WS_XML_STRING* endpointReferenceString;");
            declaration.close(format!("}} {};", reference.port));
            initializer.open(format!("{{ // {}", reference.port));
            initializer.line(format!("{{ {} }},", addressing(reference.addressing)));
            initializer.line(format!("{},", self.string(reference.string)));
            initializer.close("},");
        }
        declaration.close("} endpointReferences;");
        initializer.close("}, // endpointReferences");
        Member { declaration: declaration.finish(), initializer: initializer.finish() }
    }
}

/// WS_FIELD_OPTIONS.
fn options(options: FieldOptions) -> String {
    let flags = [
        (options.pointer, "WS_FIELD_POINTER"),
        (options.optional, "WS_FIELD_OPTIONAL"),
        (options.nillable, "WS_FIELD_NILLABLE"),
    ];
    let set: Vec<&str> = flags.iter().filter(|(set, _)| *set).map(|(_, name)| *name).collect();
    if set.is_empty() { "0".to_owned() } else { set.join(" | ") }
}

/// The range of a value, where it has one.
fn range(declaration: &mut Text, initializer: &mut Text, value: &Value, member: &str) {
    if let Description::Range { c_type, ends: [min, max] } = &value.description {
        declaration.line(format!("{c_type} {member};"));
        initializer.line(format!("{{ {min}, {max} }},"));
    }
}
