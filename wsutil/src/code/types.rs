//! From schemas to C types and their descriptions.

use std::collections::{BTreeSet, HashMap, HashSet};

use crate::code::fields::{Use, unmapped_body};
use crate::code::{
    AttributeCode, Body, CType, CTypeId, ElementCode, EnumValue, Field, Home, Program, Shape, Unit, UnitId,
    Value, names, values,
};
use crate::diagnostics::{Diagnostics, Level, Place};
use crate::input::{Input, Kind};
use crate::options::Options;
use crate::schema::model::*;

/// The units of these inputs, with all C types of these schemas.
pub fn build(
    inputs: &[Input<'_>],
    schemas: &SchemaSet,
    options: &Options,
    diagnostics: &mut Diagnostics,
) -> Program {
    let mut builder = Builder {
        schemas,
        options,
        diagnostics,
        program: Program::default(),
        derived: derived_types(schemas),
        members: HashSet::new(),
        pending: Vec::new(),
        numbers: names::Numbers::default(),
    };
    builder.units(inputs);
    for index in 0..schemas.types.len() {
        values::check_facets(schemas, TypeId(index), builder.diagnostics);
    }
    builder.declare_types();
    builder.fill();
    builder.elements_and_attributes();
    builder.fill();
    builder.order();
    builder.depend();
    builder.register();
    builder.program
}

/// The complex types that are extended, each with those that extend it.
fn derived_types(schemas: &SchemaSet) -> HashMap<TypeId, Vec<TypeId>> {
    let mut derived: HashMap<TypeId, Vec<TypeId>> = HashMap::new();
    for (index, defined) in schemas.types.iter().enumerate() {
        if let Definition::Complex(complex) = &defined.definition
            && let Content::Extension { base: TypeRef::Defined(base), .. } = complex.content
        {
            derived.entry(base).or_default().push(TypeId(index));
        }
    }
    derived
}

pub(super) struct Builder<'a> {
    pub(super) schemas: &'a SchemaSet,
    pub(super) options: &'a Options,
    pub(super) diagnostics: &'a mut Diagnostics,
    pub(super) program: Program,
    /// The types that extend a type.
    pub(super) derived: HashMap<TypeId, Vec<TypeId>>,
    /// The members of `globalElements` (true) and `globalAttributes` (false).
    members: HashSet<(UnitId, bool, String)>,
    /// Declared, with their bodies to come.
    pending: Vec<(TypeId, CTypeId)>,
    numbers: names::Numbers,
}

impl Builder<'_> {
    fn units(&mut self, inputs: &[Input<'_>]) {
        for input in inputs {
            if !matches!(input.kind, Some(Kind::Wsdl | Kind::Xsd)) {
                continue;
            }
            let file_name = input.source.file_name().to_owned();
            let base = names::characters(&file_name);
            let name = format!("{}{base}", self.options.prefix);
            let prefix =
                if self.options.full_names { format!("{name}_") } else { self.options.prefix.clone() };
            let place = Place { input: input.id, offset: 0 };
            if self.program.units.iter().any(|unit| unit.file_name == file_name) {
                let text =
                    format!("another input is named '{file_name}' too, and both would make the same files");
                self.diagnostics.error(place, text);
            } else {
                for claimed in [name.clone(), format!("_{name}")] {
                    self.claim(&claimed, place);
                }
            }
            let of_schemas = self.schemas.namespaces.iter().filter(|(other, _)| *other == input.id);
            let mut namespaces: Vec<String> = of_schemas.map(|(_, name)| name.to_string()).collect();
            let root = input.document.as_ref().map(roxmltree::Document::root_element);
            if let Some(namespace) = root.and_then(|root| root.attribute("targetNamespace")) {
                namespaces.push(namespace.to_owned());
            }
            self.program.units.push(Unit {
                input: input.id,
                file_name,
                name,
                prefix,
                namespaces,
                declared: Vec::new(),
                global_types: Vec::new(),
                global_elements: Vec::new(),
                global_attributes: Vec::new(),
                element_types: Vec::new(),
                depends_on: BTreeSet::new(),
                needs: BTreeSet::new(),
                dictionary: crate::code::dictionary::Dictionary::default(),
            });
        }
    }

    /// Takes a name that C knows everywhere.
    fn claim(&mut self, name: &str, place: Place) {
        self.program.claim(name, place, self.diagnostics);
    }

    /// A name like this one that nothing else in C has yet.
    pub(super) fn unique(&mut self, wanted: &str, place: Place) -> String {
        let name = self.numbers.free(wanted, "_", |name| self.program.names.contains_key(name));
        if name != wanted {
            let text = format!("the C name '{wanted}' is taken already: this one is '{name}'");
            self.diagnostics.warn(Level::W3, place, text);
        }
        self.program.names.insert(name.clone(), place);
        name
    }

    fn unit_of(&self, place: Place) -> UnitId {
        // Only inputs that make a unit have schemas.
        self.program.unit_of(place.input).unwrap_or(UnitId(0))
    }

    /// The C name of something named in a schema; a name that C does not take as it is is reported.
    fn c_name(&mut self, xml: &str, before: &str, place: Place, copy: usize) -> String {
        let identifier = if before.is_empty() { names::identifier(xml) } else { names::characters(xml) };
        let identifier = names::of_copy(identifier, copy);
        if identifier != xml {
            self.diagnostics.warn(Level::W3, place, format!("the name '{xml}' is '{identifier}' in C"));
        }
        format!("{}{before}{identifier}", self.program.unit(self.unit_of(place)).prefix)
    }

    /// Declares the named types and the anonymous types of global elements, so that all can refer to all.
    fn declare_types(&mut self) {
        let schemas = self.schemas;
        for (index, defined) in schemas.types.iter().enumerate() {
            let (id, Some(name)) = (TypeId(index), &defined.name) else { continue };
            let makes_type = match defined.definition {
                Definition::Complex(_) => true,
                Definition::Simple(_) => values::is_enum(schemas, id),
            };
            if makes_type {
                let c_name = self.c_name(&name.local, "", defined.place, defined.copy);
                self.claim(&c_name, defined.place);
                let c_type = self.declare(id, c_name, Home::Global, name.clone());
                let unit = self.unit_of(defined.place);
                self.program.units[unit.0].global_types.push(c_type);
            }
        }
        for element in &schemas.elements {
            if let TypeRef::Defined(id) = element.type_ref
                && schemas.get(id).name.is_none()
                && !element.substitutes
                && (matches!(schemas.get(id).definition, Definition::Complex(_))
                    || values::is_enum(schemas, id))
            {
                let c_name = self.c_name(&element.name.local, "_", element.place, element.copy);
                self.claim(&c_name, element.place);
                let c_type = self.declare(id, c_name, Home::Element, element.name.clone());
                let unit = self.unit_of(element.place);
                self.program.units[unit.0].element_types.push(c_type);
            }
        }
    }

    /// Declares the C type of a type; its body is made later.
    pub(super) fn declare(&mut self, id: TypeId, name: String, home: Home, xml_name: QName) -> CTypeId {
        let defined = self.schemas.get(id);
        let c_type = self.new_type(name, home, xml_name, defined.place, defined.copy);
        self.program.types_of.insert(id, c_type);
        self.pending.push((id, c_type));
        c_type
    }

    fn new_type(&mut self, name: String, home: Home, xml_name: QName, place: Place, copy: usize) -> CTypeId {
        let unit = self.unit_of(place);
        let member = match home {
            Home::Global | Home::Element => names::of_copy(names::identifier(&xml_name.local), copy),
            Home::Local => {
                name.strip_prefix(self.program.unit(unit).prefix.as_str()).unwrap_or(&name).to_owned()
            }
        };
        let c_type = CTypeId(self.program.types.len());
        self.program.types.push(CType { unit, name, member, home, xml_name, place, body: Body::Pending });
        c_type
    }

    /// Makes the bodies of all declared types, in the order in which they were declared.
    fn fill(&mut self) {
        while !self.pending.is_empty() {
            for (id, c_type) in std::mem::take(&mut self.pending) {
                let body = match &self.schemas.get(id).definition {
                    Definition::Complex(_) => self.structure(id, c_type),
                    Definition::Simple(Simple::Restriction { facets, .. }) => {
                        let values = facets.enumeration.clone();
                        self.enumeration(&values, c_type)
                    }
                    Definition::Simple(_) => Body::Empty,
                };
                self.program.types[c_type.0].body = body;
            }
        }
    }

    fn enumeration(&mut self, listed: &[Enumerated], c_type: CTypeId) -> Body {
        let type_name = self.program.get(c_type).name.clone();
        let mut seen = HashSet::new();
        let mut values = Vec::new();
        for Enumerated { value, place } in listed {
            if !seen.insert(value) {
                self.diagnostics.warn(Level::W3, *place, format!("the value '{value}' is listed twice"));
                continue;
            }
            // Within a name a leading digit is as good as any.
            let end = names::characters(&format!("a{value}")).split_off(1);
            let end = if end.is_empty() { "_".to_owned() } else { end };
            if end != *value {
                let text = format!("the value '{value}' is '{type_name}{end}' in C");
                self.diagnostics.warn(Level::W3, *place, text);
            }
            let name = self.unique(&format!("{type_name}{end}"), *place);
            values.push(EnumValue { name, text: value.clone() });
        }
        Body::Enum(values)
    }

    fn elements_and_attributes(&mut self) {
        let schemas = self.schemas;
        for (index, element) in schemas.elements.iter().enumerate() {
            let unit = self.unit_of(element.place);
            let value = if element.substitutes {
                self.substituting(element, unit)
            } else {
                let parent = self.program.unit(unit).prefix.clone();
                self.value(element.type_ref, Use::Element, &parent, &element.name.local)
            };
            let id = ElementId(index);
            let member = self.member(&element.name.local, unit, element.place, element.copy, true);
            let code = ElementCode {
                unit,
                member,
                xml_name: element.name.clone(),
                value,
                nillable: element.nillable,
                place: element.place,
            };
            self.program.elements.insert(id, code);
            self.program.units[unit.0].global_elements.push(id);
        }
        for (index, attribute) in schemas.attributes.iter().enumerate() {
            let unit = self.unit_of(attribute.place);
            let parent = self.program.unit(unit).prefix.clone();
            let value = self.value(attribute.type_ref, Use::Text, &parent, &attribute.name.local);
            let member = self.member(&attribute.name.local, unit, attribute.place, attribute.copy, false);
            let id = AttributeId(index);
            let code = AttributeCode { id, member, xml_name: attribute.name.clone(), value };
            self.program.units[unit.0].global_attributes.push(code);
        }
    }

    /// An element that stands for another is not mapped field by field.
    fn substituting(&mut self, element: &Element, unit: UnitId) -> Value {
        let c_name = self.c_name(&element.name.local, "_", element.place, element.copy);
        self.claim(&c_name, element.place);
        let c_type = self.new_type(c_name, Home::Element, element.name.clone(), element.place, element.copy);
        self.program.types[c_type.0].body = unmapped_body();
        self.program.units[unit.0].element_types.push(c_type);
        Value::structure(c_type)
    }

    /// The member of `globalElements` or `globalAttributes`; two namespaces in one input may have the same name.
    fn member(&mut self, xml: &str, unit: UnitId, place: Place, copy: usize, element: bool) -> String {
        let member = names::of_copy(names::identifier(xml), copy);
        let taken = !self.members.insert((unit, element, member.clone()));
        if taken {
            let text = format!("'{member}' of another namespace of this input has the same name in C");
            self.diagnostics.error(place, text);
        }
        member
    }

    /// The order in which types can be declared: bases before what derives from them, enumerations before their use.
    fn order(&mut self) {
        // Each type is met first when what it needs is put before it, and then when all of that is declared.
        let (mut met, mut declared) =
            (vec![false; self.program.types.len()], vec![false; self.program.types.len()]);
        for index in 0..self.program.types.len() {
            // Types nested deep, or derived from many, are few: the stack of work is explicit all the same.
            let mut work = vec![CTypeId(index)];
            while let Some(&top) = work.last() {
                let unit = self.program.get(top).unit;
                if !met[top.0] {
                    met[top.0] = true;
                    let needed = by_value(&self.program, top).into_iter().rev();
                    work.extend(
                        needed.filter(|&other| !met[other.0] && self.program.get(other).unit == unit),
                    );
                    continue;
                }
                if !declared[top.0] {
                    declared[top.0] = true;
                    self.program.units[unit.0].declared.push(top);
                }
                work.pop();
            }
        }
    }

    /// Which units use types of which others.
    fn depend(&mut self) {
        let mut uses = Vec::new();
        for (index, code) in self.program.types.iter().enumerate() {
            let id = CTypeId(index);
            let needed = by_value(&self.program, id);
            uses.extend(needed.iter().map(|&other| (code.unit, self.program.get(other).unit, true)));
            let used = by_pointer(&self.program, id);
            uses.extend(used.iter().map(|&other| (code.unit, self.program.get(other).unit, false)));
        }
        let values = self.program.elements.values().map(|element| (element.unit, &element.value));
        let attributes = self.program.units.iter().enumerate().flat_map(|(index, unit)| {
            unit.global_attributes.iter().map(move |attribute| (UnitId(index), &attribute.value))
        });
        for (unit, value) in values.chain(attributes) {
            if let Some(used) = value.c_type_id() {
                uses.push((unit, self.program.get(used).unit, false));
            }
        }
        for (unit, other, needed) in uses {
            if unit != other {
                let unit = &mut self.program.units[unit.0];
                unit.depends_on.insert(other);
                if needed {
                    unit.needs.insert(other);
                }
            }
        }
        for index in 0..self.program.units.len() {
            if self.program.needs_all(UnitId(index)).contains(&UnitId(index)) {
                let place = Place { input: self.program.units[index].input, offset: 0 };
                let text = "this input and another one need each other's enumerations or bases, \
                            and so each header would have to come before the other: make one input of them";
                self.diagnostics.error(place, text);
            }
        }
    }

    /// Registers all strings of the schemas' descriptions, in the documented order.
    fn register(&mut self) {
        for index in 0..self.program.units.len() {
            let mut dictionary = std::mem::take(&mut self.program.units[index].dictionary);
            let unit = &self.program.units[index];
            for attribute in &unit.global_attributes {
                dictionary.register(&format!("{}AttributeName", attribute.member), &attribute.xml_name.local);
                dictionary.register(
                    &format!("{}AttributeNamespace", attribute.member),
                    &attribute.xml_name.namespace,
                );
            }
            for &id in &unit.declared {
                register_type(&self.program, id, &mut dictionary);
            }
            for element in &unit.global_elements {
                let Some(element) = self.program.elements.get(element) else { continue };
                dictionary.register(&format!("{}TypeName", element.member), &element.xml_name.local);
                dictionary.register(&format!("{}TypeNamespace", element.member), &element.xml_name.namespace);
            }
            self.program.units[index].dictionary = dictionary;
        }
    }
}

fn register_type(program: &Program, id: CTypeId, dictionary: &mut crate::code::dictionary::Dictionary) {
    let code = program.get(id);
    let name = &code.member;
    if let Body::Enum(values) = &code.body {
        for value in values {
            dictionary.register(&value.name, &value.text);
        }
        return;
    }
    dictionary.register(&format!("{name}TypeName"), &code.xml_name.local);
    dictionary.register(&format!("{name}TypeNamespace"), &code.xml_name.namespace);
    let mut register = |field: &Field| {
        let wrapper = if field.item_name.is_some() { "WrapperName" } else { "LocalName" };
        for (name_of, local) in [(&field.xml_name, wrapper), (&field.item_name, "LocalName")] {
            if let Some(xml_name) = name_of {
                dictionary.register(&format!("{name}{}{local}", field.name), &xml_name.local);
                dictionary.register(&format!("{name}{}Namespace", field.name), &xml_name.namespace);
            }
        }
    };
    for (_, field) in program.effective_fields(id) {
        register(field);
        if let Shape::Union(choice) = field.value.shape {
            program.choice(choice).fields.iter().for_each(|(_, field)| register(field));
        }
    }
}

/// The types that have to be complete where a type is defined.
fn by_value(program: &Program, id: CTypeId) -> Vec<CTypeId> {
    let Body::Struct(code) = &program.get(id).body else { return Vec::new() };
    let enums = all_fields(program, &code.fields).into_iter().filter_map(|field| match field.value.shape {
        Shape::Enum(id) => Some(id),
        _ => None,
    });
    code.base.into_iter().chain(enums).collect()
}

/// The types that need only be known where a type is defined.
fn by_pointer(program: &Program, id: CTypeId) -> Vec<CTypeId> {
    let Body::Struct(code) = &program.get(id).body else { return Vec::new() };
    let structs = all_fields(program, &code.fields).into_iter().filter_map(|field| match field.value.shape {
        Shape::Struct(id) => Some(id),
        _ => None,
    });
    structs.chain(code.derived.iter().copied()).collect()
}

/// Fields, and those within their choices.
fn all_fields<'p>(program: &'p Program, fields: &'p [Field]) -> Vec<&'p Field> {
    let mut all = Vec::new();
    for field in fields {
        all.push(field);
        if let Shape::Union(choice) = field.value.shape {
            all.extend(program.choice(choice).fields.iter().map(|(_, field)| field));
        }
    }
    all
}
