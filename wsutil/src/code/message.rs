//! The descriptions of messages: what is in the body, and how it gets there.
//!
//! A message is described once in the global `messages`, as the first binding that uses it has it. A binding that has it
//! otherwise (another action, another RPC operation around its parts) gets a description of its own.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::code::contract::{UnitContracts, by_name, c_name};
use crate::code::dictionary::StringId;
use crate::code::parameter::{Body, BodyField, Whole};
use crate::code::values::{self, Plain};
use crate::code::{
    self, Description, Field, Mapping, Options as FieldOptions, Program, Shape, UnitId, Value, names,
};
use crate::diagnostics::{Diagnostics, Level};
use crate::schema::model::{Definition, ElementId, QName, SchemaSet, TypeId, TypeRef};
use crate::wsdl::{self, BoundOperation, Content, Message, Part, PortType, Reference, Style, Wsdl};

/// The description of a message.
#[derive(Debug)]
pub(crate) struct MessageCode {
    /// Its member of `messages`.
    pub(crate) member: String,
    pub(crate) xml_name: QName,
    pub(crate) action: Option<(StringId, String)>,
    pub(crate) element: Element,
}

/// The element of a message's body.
#[derive(Debug)]
pub(crate) enum Element {
    /// The body is empty.
    None,
    /// A global element.
    Global(ElementId),
    /// The content of the body is this value, without an element of its own.
    Content(Value),
    /// A structure of the message's parts.
    Wrapper(Wrapper),
}

/// A structure that is there for the parts of one message only.
#[derive(Debug)]
pub(crate) struct Wrapper {
    pub(crate) c_type: String,
    /// The element on the wire; without one its fields are the content of the body.
    pub(crate) name: Option<(StringId, StringId)>,
    pub(crate) fields: Vec<WrapperField>,
}

/// A field, with its name and namespace in the dictionary; one that is any element has none.
#[derive(Debug)]
pub(crate) struct WrapperField {
    pub(crate) field: Field,
    pub(crate) strings: Option<(StringId, StringId)>,
}

/// Where the description of a message is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct MessageRef {
    pub(crate) unit: UnitId,
    /// In the local definitions of the unit.
    pub(crate) local: bool,
    pub(crate) member: String,
    pub(crate) xml_name: QName,
}

/// How an operation uses a message.
pub(crate) struct Use<'a> {
    /// The C name of the operation.
    pub(crate) operation: &'a str,
    pub(crate) bound: &'a BoundOperation,
    pub(crate) body: &'a wsdl::Body,
    pub(crate) output: bool,
    /// The unit of the binding.
    pub(crate) unit: UnitId,
}

/// A message as an operation has it.
pub(crate) struct Described {
    pub(crate) message: MessageRef,
    pub(crate) body: Body,
    /// The same body as one parameter, where it is a matter of choice.
    pub(crate) whole: Option<Whole>,
}

impl Described {
    /// Makes it one parameter, where that is a matter of choice.
    pub(crate) fn as_whole(&mut self) {
        if let Some(whole) = self.whole.take() {
            self.body = Body::Whole(whole);
        }
    }
}

/// What is in a body.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Layout {
    Empty,
    /// The element of this part.
    Element(usize),
    /// A value of the type of this part.
    Content(usize),
    /// The elements of these parts, one after the other.
    Parts(Vec<usize>),
    /// An element with one for each of these parts.
    Rpc {
        name: QName,
        parts: Vec<usize>,
    },
    /// Something that no description fits.
    Opaque,
}

/// A message as one operation has it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Variant {
    action: Option<String>,
    layout: Layout,
    /// Of an opaque body: it is what the service sends.
    output: bool,
}

/// Where a message is described: a unit, and which of its messages.
type Home = (UnitId, usize);

pub(crate) struct Messages<'a> {
    schemas: &'a SchemaSet,
    /// Text is WS_STRING.
    ws_string: bool,
    by_name: HashMap<&'a QName, &'a Message>,
    /// As they are described in the global `messages`.
    global: HashMap<&'a QName, (Variant, Option<Home>)>,
}

impl<'a> Messages<'a> {
    /// All messages, each as its first use has it.
    pub(crate) fn new(
        wsdls: &'a [Wsdl],
        schemas: &'a SchemaSet,
        ws_string: bool,
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let all = wsdls.iter().flat_map(|wsdl| &wsdl.messages);
        let by_name = by_name(all, |message| (&message.name, message.place, "message"), diagnostics);
        let mut messages = Self { schemas, ws_string, by_name, global: HashMap::new() };
        messages.first_uses(wsdls, diagnostics);
        messages
    }

    fn first_uses(&mut self, wsdls: &'a [Wsdl], diagnostics: &mut Diagnostics) {
        let port_types = || wsdls.iter().flat_map(|wsdl| &wsdl.port_types);
        let mut by_name: HashMap<&QName, &PortType> = HashMap::new();
        for port_type in port_types() {
            by_name.entry(&port_type.name).or_insert(port_type);
        }
        for binding in wsdls.iter().flat_map(|wsdl| &wsdl.bindings) {
            let Some(port_type) = by_name.get(&binding.port_type) else { continue };
            for bound in &binding.operations {
                let Some(operation) = port_type.operation(&bound.name) else {
                    continue;
                };
                let sides =
                    [(&operation.input, &bound.input, false), (&operation.output, &bound.output, true)];
                for (reference, body, output) in sides {
                    let Some(reference) = reference else { continue };
                    let Some((&name, &message)) = self.by_name.get_key_value(&reference.message) else {
                        continue;
                    };
                    if !self.global.contains_key(name) {
                        let variant = Self::variant(message, reference, bound, body, output, diagnostics);
                        self.global.insert(name, (variant, None));
                    }
                }
            }
        }
        // Those that no binding uses, faults among them, are what they are in a document.
        let operations = || port_types().flat_map(|port_type| &port_type.operations);
        let mut rest = Vec::new();
        for operation in operations() {
            rest.extend(operation.input.iter().chain(&operation.output).chain(&operation.faults));
        }
        for reference in rest {
            match self.by_name.get_key_value(&reference.message) {
                Some((&name, &message)) => {
                    let action = reference.action.clone().filter(|action| !action.is_empty());
                    self.plain(name, message, action);
                }
                None => {
                    let text = format!("the message {} is in no input", reference.message);
                    diagnostics.error(reference.place, text);
                }
            }
        }
        for message in wsdls.iter().flat_map(|wsdl| &wsdl.messages) {
            self.plain(&message.name, message, None);
        }
    }

    fn plain(&mut self, name: &'a QName, message: &'a Message, action: Option<String>) {
        let layout = document(message, &(0..message.parts.len()).collect::<Vec<_>>());
        self.global.entry(name).or_insert((Variant { action, layout, output: false }, None));
    }

    /// A message as an operation of a binding has it.
    fn variant(
        message: &Message,
        reference: &Reference,
        bound: &BoundOperation,
        body: &wsdl::Body,
        output: bool,
        diagnostics: &mut Diagnostics,
    ) -> Variant {
        // Only requests have what SOAP calls an action. An empty one says nothing.
        let soap_action = bound.soap_action.as_ref().filter(|_| !output);
        let action = reference.action.as_ref().or(soap_action).filter(|action| !action.is_empty()).cloned();
        let parts = selected(message, body, diagnostics);
        let layout = match bound.style {
            _ if body.encoded => Layout::Opaque,
            Style::Rpc => {
                let namespace = body.namespace.as_deref().unwrap_or_default();
                let local = if output { format!("{}Response", bound.name) } else { bound.name.clone() };
                Layout::Rpc { name: QName::new(namespace, &local), parts }
            }
            Style::Document => document(message, &parts),
        };
        if layout == Layout::Opaque && !body.encoded {
            let text = format!(
                "message {}: a document whose parts are types is not supported: the body becomes an XML buffer",
                message.name
            );
            diagnostics.warn(Level::W1, message.place, text);
        }
        let output = output && layout == Layout::Opaque;
        Variant { action, layout, output }
    }

    /// Describes all messages of a document in the global `messages` of its unit.
    pub(crate) fn describe_all(
        &mut self,
        wsdl: &'a Wsdl,
        unit: UnitId,
        program: &mut Program,
        units: &mut [UnitContracts],
        diagnostics: &mut Diagnostics,
    ) {
        let mut members = HashSet::new();
        for message in &wsdl.messages {
            if self.by_name.get(&message.name).is_none_or(|first| !std::ptr::eq(*first, message)) {
                // The same name twice was reported.
                continue;
            }
            let member = names::characters(&message.name.local);
            if !members.insert(member.clone()) {
                // Two names may come to the same in C.
                diagnostics.error(message.place, format!("two messages would be called '{member}' in C"));
                continue;
            }
            let Some((variant, home)) = self.global.get_mut(&message.name) else { continue };
            *home = Some((unit, units[unit.0].messages.len()));
            let variant = variant.clone();
            let c_type = format!("_{}Parts", c_name(program.unit(unit), &message.name.local));
            if let Some(code) =
                self.describe(message, &variant, member, c_type, unit, program, units, diagnostics)
            {
                units[unit.0].messages.push(code);
            }
        }
    }

    /// The message of an operation, described; None when that fails, which was reported.
    pub(crate) fn of(
        &self,
        reference: &Reference,
        how: &Use<'_>,
        program: &mut Program,
        units: &mut [UnitContracts],
        diagnostics: &mut Diagnostics,
    ) -> Option<Described> {
        let message = *self.by_name.get(&reference.message)?;
        let variant = Self::variant(message, reference, how.bound, how.body, how.output, diagnostics);
        let (global, home) = self.global.get(&message.name)?;
        let xml_name = message.name.clone();
        let (found, index) = if *global == variant {
            let member = names::characters(&message.name.local);
            let (unit, index) = (*home)?;
            (MessageRef { unit, local: false, member, xml_name }, index)
        } else {
            let side = if how.output { "output" } else { "input" };
            let member = format!("{}_{side}", how.operation);
            let c_type = format!("_{member}Parts");
            let code = self.describe(
                message,
                &variant,
                member.clone(),
                c_type,
                how.unit,
                program,
                units,
                diagnostics,
            )?;
            let list = &mut units[how.unit.0].local_messages;
            list.push(code);
            (MessageRef { unit: how.unit, local: true, member, xml_name }, list.len() - 1)
        };
        units[how.unit.0].depends_on.insert(found.unit);
        let described = {
            let owner = &units[found.unit.0];
            let list = if found.local { &owner.local_messages } else { &owner.messages };
            // None if the description failed, which was reported.
            let code = list.get(index).filter(|code| code.member == found.member)?;
            body(message, &variant.layout, &code.element, program)
        };
        units[how.unit.0].depends_on.extend(described.units);
        Some(Described { message: found, body: described.body, whole: described.whole })
    }

    #[allow(clippy::too_many_arguments)]
    fn describe(
        &self,
        message: &Message,
        variant: &Variant,
        member: String,
        c_type: String,
        unit: UnitId,
        program: &mut Program,
        units: &mut [UnitContracts],
        diagnostics: &mut Diagnostics,
    ) -> Option<MessageCode> {
        let depends_on = &mut units[unit.0].depends_on;
        let element = match &variant.layout {
            Layout::Empty => Element::None,
            Layout::Element(part) => {
                let id = self.element(message.parts.get(*part)?, diagnostics)?;
                depends_on.insert(program.elements.get(&id)?.unit);
                Element::Global(id)
            }
            Layout::Content(part) => {
                Element::Content(self.part(message.parts.get(*part)?, program, diagnostics)?.0)
            }
            Layout::Parts(parts) => {
                Element::Wrapper(self.wrapper(message, parts, None, c_type, unit, program, diagnostics)?)
            }
            Layout::Rpc { name, parts } => Element::Wrapper(self.wrapper(
                message,
                parts,
                Some(name),
                c_type,
                unit,
                program,
                diagnostics,
            )?),
            Layout::Opaque => Element::Wrapper(opaque(c_type, variant.output)),
        };
        match &element {
            Element::Content(value) => depends_on.extend(unit_of(value, program)),
            Element::Wrapper(wrapper) => {
                depends_on
                    .extend(wrapper.fields.iter().filter_map(|each| unit_of(&each.field.value, program)));
            }
            Element::None | Element::Global(_) => {}
        }
        let dictionary = &mut program.units[unit.0].dictionary;
        let action = variant
            .action
            .as_ref()
            .map(|action| (dictionary.register(&format!("{member}actionName"), action), action.clone()));
        Some(MessageCode { member, xml_name: message.name.clone(), action, element })
    }

    fn element(&self, part: &Part, diagnostics: &mut Diagnostics) -> Option<ElementId> {
        let Content::Element(name) = &part.content else { return None };
        let found = self.schemas.element_named(name);
        if found.is_none() {
            diagnostics.error(part.place, format!("part '{}': the element {name} is in no input", part.name));
        }
        found
    }

    /// The value of a part, its name on the wire if it has one of its own, and whether it may be nil.
    fn part(
        &self,
        part: &Part,
        program: &Program,
        diagnostics: &mut Diagnostics,
    ) -> Option<(Value, Option<QName>, bool)> {
        match &part.content {
            Content::Element(_) => {
                let code = program.elements.get(&self.element(part, diagnostics)?)?;
                Some((code.value.clone(), Some(code.xml_name.clone()), code.nillable))
            }
            Content::Type(name) => match self.schemas.type_named(name) {
                Some(found) => Some((part_value(found, self.schemas, self.ws_string, program), None, false)),
                None => {
                    diagnostics
                        .error(part.place, format!("part '{}': the type {name} is in no input", part.name));
                    None
                }
            },
        }
    }

    #[allow(clippy::too_many_arguments)]
    fn wrapper(
        &self,
        message: &Message,
        parts: &[usize],
        name: Option<&QName>,
        c_type: String,
        unit: UnitId,
        program: &mut Program,
        diagnostics: &mut Diagnostics,
    ) -> Option<Wrapper> {
        let mut fields: Vec<WrapperField> = Vec::new();
        for part in parts.iter().filter_map(|&part| message.parts.get(part)) {
            let (value, xml_name, nillable) = self.part(part, program, diagnostics)?;
            if name.is_some() && xml_name.is_some() {
                let text = format!(
                    "part '{}': parts of RPC messages are types; this is an element, whose name it keeps",
                    part.name
                );
                diagnostics.warn(Level::W2, part.place, text);
            }
            // The parts of RPC messages are in no namespace. (WSDL 1.1, section 3.5; WS-I Basic Profile, R2735.)
            let xml_name = xml_name.unwrap_or_else(|| QName::new("", &part.name));
            let mut c_field = names::identifier(&part.name);
            if fields.iter().any(|other| other.field.name == c_field) {
                c_field = format!("{c_field}_{}", fields.len() + 1);
            }
            let dictionary = &mut program.units[unit.0].dictionary;
            let stem = names::characters(&message.name.local);
            let strings = (
                dictionary.register(&format!("{stem}{c_field}LocalName"), &xml_name.local),
                dictionary.register(&format!("{stem}{c_field}Namespace"), &xml_name.namespace),
            );
            let options = field_options(&value, nillable);
            fields.push(WrapperField {
                field: plain_field(c_field, Mapping::Element, Some(xml_name), value, options),
                strings: Some(strings),
            });
        }
        let dictionary = &mut program.units[unit.0].dictionary;
        let name = name.map(|name| {
            (
                dictionary.register(&format!("{c_type}LocalName"), &name.local),
                dictionary.register(&format!("{c_type}Namespace"), &name.namespace),
            )
        });
        Some(Wrapper { c_type, name, fields })
    }
}

/// A value of a type that a message names.
fn part_value(of: TypeRef, schemas: &SchemaSet, ws_string: bool, program: &Program) -> Value {
    let defined = |id: TypeId| program.types_of.get(&id).copied();
    if let TypeRef::Defined(id) = of
        && matches!(schemas.get(id).definition, Definition::Complex(_))
    {
        return defined(id).map_or_else(Value::xml_buffer, Value::structure);
    }
    match values::plain(schemas, of, ws_string) {
        Plain::Value(value) => value,
        Plain::Enum(id) => defined(id).map_or_else(Value::xml_buffer, |id| Value {
            shape: Shape::Enum(id),
            description: Description::Type(id),
        }),
        Plain::Unmapped => Value::xml_buffer(),
    }
}

/// What is in the body of a document.
fn document(message: &Message, parts: &[usize]) -> Layout {
    let is_element =
        |part: &usize| matches!(message.parts.get(*part), Some(Part { content: Content::Element(_), .. }));
    match parts {
        [] => Layout::Empty,
        [one] if is_element(one) => Layout::Element(*one),
        [one] => Layout::Content(*one),
        many if many.iter().all(is_element) => Layout::Parts(many.to_vec()),
        _ => Layout::Opaque,
    }
}

/// The parts of a message that are in the body.
fn selected(message: &Message, body: &wsdl::Body, diagnostics: &mut Diagnostics) -> Vec<usize> {
    let index = |name: &str| message.parts.iter().position(|part| part.name == name);
    let Some(names) = &body.parts else {
        let is_header =
            |part: &Part| body.headers.iter().any(|(of, name)| *of == message.name && *name == part.name);
        return (0..message.parts.len()).filter(|&part| !is_header(&message.parts[part])).collect();
    };
    let mut found = Vec::new();
    for name in names {
        match index(name) {
            Some(part) => found.push(part),
            None => {
                let text = format!("the message {} has no part '{name}'", message.name);
                diagnostics.error(body.place, text);
            }
        }
    }
    found
}

/// A body that the application reads and writes as XML.
fn opaque(c_type: String, output: bool) -> Wrapper {
    let name = if output { "response" } else { "request" };
    let value = Value::xml_buffer();
    let options = FieldOptions { optional: true, ..FieldOptions::default() };
    let field = plain_field(name.to_owned(), Mapping::Any, None, value, options);
    Wrapper { c_type, name: None, fields: vec![WrapperField { field, strings: None }] }
}

fn plain_field(
    name: String,
    mapping: Mapping,
    xml_name: Option<QName>,
    value: Value,
    options: FieldOptions,
) -> Field {
    Field { name, mapping, xml_name, item_name: None, value, options, items: None }
}

fn field_options(value: &Value, nillable: bool) -> FieldOptions {
    FieldOptions {
        pointer: matches!(value.shape, Shape::Struct(_)) || (nillable && !value.has_null()),
        nillable,
        ..FieldOptions::default()
    }
}

/// The unit that declares the C type of a value.
fn unit_of(value: &Value, program: &Program) -> Option<UnitId> {
    value.c_type_id().map(|id| program.get(id).unit)
}

/// What a body is to the parameters of an operation.
struct Shaped {
    body: Body,
    whole: Option<Whole>,
    units: BTreeSet<UnitId>,
}

fn body(message: &Message, layout: &Layout, element: &Element, program: &Program) -> Shaped {
    let part_name = |part: &usize| {
        message.parts.get(*part).map_or_else(String::new, |part| names::identifier(&part.name))
    };
    let fields = |fields: &[&Field]| Shaped {
        body: Body::Fields(fields.iter().map(|field| BodyField::new(field, program)).collect()),
        whole: None,
        units: fields.iter().filter_map(|field| unit_of(&field.value, program)).collect(),
    };
    let whole = |value: &Value, nillable: bool, part: &usize| Shaped {
        body: Body::Whole(Whole::new(part_name(part), value, nillable, program)),
        whole: None,
        units: unit_of(value, program).into_iter().collect(),
    };
    match (element, layout) {
        (Element::Wrapper(wrapper), _) => {
            fields(&wrapper.fields.iter().map(|each| &each.field).collect::<Vec<_>>())
        }
        (Element::Global(id), Layout::Element(part)) => {
            let Some(code) = program.elements.get(id) else { return fields(&[]) };
            let named = message.parts.get(*part).is_some_and(|part| part.name == "parameters");
            let expanded = if named && !code.nillable { expand(&code.value, program) } else { None };
            let mut shaped = whole(&code.value, code.nillable, part);
            if let Some(expanded) = expanded {
                let Shaped { body, units, .. } = fields(&expanded);
                shaped.units.extend(units);
                if let Body::Whole(whole) = std::mem::replace(&mut shaped.body, body) {
                    shaped.whole = Some(whole);
                }
            }
            shaped
        }
        (Element::Content(value), Layout::Content(part)) => whole(value, false, part),
        _ => fields(&[]),
    }
}

/// The fields of a structure that can each be a parameter: a sequence of elements.
fn expand<'p>(value: &Value, program: &'p Program) -> Option<Vec<&'p Field>> {
    let Shape::Struct(id) = value.shape else { return None };
    match &program.get(id).body {
        code::Body::Empty => Some(Vec::new()),
        code::Body::Struct(structure) if structure.base.is_none() && structure.derived.is_empty() => {
            let in_sequence = structure.fields.iter().all(|field| {
                matches!(
                    field.mapping,
                    Mapping::Element | Mapping::RepeatingElement | Mapping::Any | Mapping::RepeatingAny
                )
            });
            in_sequence.then(|| structure.fields.iter().collect())
        }
        _ => None,
    }
}
