//! Fields of structures from content models and attributes.

use std::collections::HashSet;

use crate::code::types::Builder;
use crate::code::values::{self, Plain};
use crate::code::{
    Body, CTypeId, Choice, ChoiceId, Description, Field, Home, Mapping, Options, Shape, Struct, Value, names,
};
use crate::diagnostics::{Level, Place};
use crate::schema::builtin::Builtin;
use crate::schema::model::*;

/// What a type is used for, which decides what stands for one that C cannot have.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// An element's content.
    Element,
    /// An attribute, or the text of simple content.
    Text,
}

/// The fields of a structure as they are made, and the names that they have.
#[derive(Default)]
struct Fields {
    list: Vec<Field>,
    names: HashSet<String>,
    numbers: names::Numbers,
    choices: usize,
}

impl<'a> Builder<'a> {
    /// The structure of a complex type.
    pub(super) fn structure(&mut self, id: TypeId, c_type: CTypeId) -> Body {
        let schemas = self.schemas;
        let Definition::Complex(complex) = &schemas.get(id).definition else { return Body::Empty };
        if self.is_unmapped(id) {
            return unmapped_body();
        }
        let mut fields = Fields::default();
        // Those that a base or a derived type has in C, and one that is beside the descriptions of fields.
        fields.names.extend(["_type", "_base", "typeDesc"].map(str::to_owned));
        let mut base = None;
        match &complex.content {
            Content::Empty => {}
            Content::Particle(particle) => self.particle(&mut fields, particle, c_type),
            Content::Extension { base: extended, particle } => {
                if let TypeRef::Defined(extended) = extended {
                    base = self.program.types_of.get(extended).copied();
                }
                if let Some(particle) = particle {
                    self.particle(&mut fields, particle, c_type);
                }
            }
            Content::Text(_) => self.text(&mut fields, id, c_type),
        }
        if !matches!(complex.content, Content::Text(_)) {
            for attribute in &complex.attributes {
                self.attribute(&mut fields, attribute, c_type);
            }
        }
        let derived = self.derived.get(&id).cloned().unwrap_or_default();
        let derived: Vec<CTypeId> =
            derived.iter().filter_map(|derived| self.program.types_of.get(derived).copied()).collect();
        if fields.list.is_empty() && base.is_none() && derived.is_empty() {
            return Body::Empty;
        }
        if base.is_none() && !derived.is_empty() {
            fields.list.insert(0, type_field());
        }
        Body::Struct(Struct { base, derived, fields: fields.list, ignores_attributes: false })
    }

    /// Whether a complex type is a structure with one XML buffer. That is reported where the cause is, or here.
    pub(super) fn is_unmapped(&mut self, id: TypeId) -> bool {
        let schemas = self.schemas;
        let Definition::Complex(complex) = &schemas.get(id).definition else { return false };
        let place = schemas.get(id).place;
        if complex.unmapped {
            return true;
        }
        let reason = match &complex.content {
            Content::Empty => return false,
            Content::Particle(particle) => {
                any_before_others(particle).then_some("'any' before other elements is not supported")
            }
            Content::Extension { base, particle } => match base {
                TypeRef::Builtin(_) => None,
                TypeRef::Defined(base) => {
                    if self.is_unmapped(*base) {
                        Some("the base is not mapped to fields")
                    } else if is_text(schemas, *base) {
                        Some("complex content that extends simple content is not supported")
                    } else {
                        let after = particle.is_some() && ends_with_any(schemas, *base);
                        let within = particle.as_ref().is_some_and(any_before_others);
                        (after || within).then_some("'any' before other elements is not supported")
                    }
                }
            },
            Content::Text(TypeRef::Builtin(_)) => None,
            Content::Text(TypeRef::Defined(base)) => match &schemas.get(*base).definition {
                Definition::Simple(_) => None,
                Definition::Complex(inner) => {
                    let text = matches!(inner.content, Content::Text(_)) && !self.is_unmapped(*base);
                    (!text).then_some("simple content of a base without it is not supported")
                }
            },
        };
        if let Some(reason) = reason {
            let text = format!("{reason}: the complex type is a structure with one XML buffer");
            self.diagnostics.warn(Level::W1, place, text);
        }
        reason.is_some()
    }

    fn particle(&mut self, fields: &mut Fields, particle: &Particle, c_type: CTypeId) {
        match &particle.term {
            Term::Sequence(parts) => {
                for part in parts {
                    self.particle(fields, part, c_type);
                }
            }
            Term::Choice(parts) => self.choice(fields, parts, particle.occurs, c_type),
            Term::Element(element) => {
                let name = self.field_name(fields, &element.name.local, particle.place, true);
                let field = self.element(name, element, particle.occurs, c_type, false);
                fields.list.push(field);
            }
            Term::Any => {
                let repeats = particle.occurs.repeats();
                let name = self.field_name(fields, "any", particle.place, repeats);
                fields.list.push(Field {
                    name,
                    mapping: if repeats { Mapping::RepeatingAny } else { Mapping::Any },
                    xml_name: None,
                    item_name: None,
                    value: Value::xml_buffer(),
                    options: Options { optional: !repeats && particle.occurs.min == 0, ..Options::default() },
                    items: limits(particle.occurs),
                });
            }
            Term::Unmapped(_) => {}
        }
    }

    /// The C name of a field that no other of the structure has; a repeating one's count must be free too.
    fn field_name(&mut self, fields: &mut Fields, xml: &str, place: Place, counted: bool) -> String {
        let plain = names::identifier(xml);
        if plain != xml {
            self.diagnostics.warn(Level::W3, place, format!("the name '{xml}' is '{plain}' in C"));
        }
        let Fields { names, numbers, .. } = &mut *fields;
        let name = numbers.free(&plain, "", |name| {
            names.contains(name) || (counted && names.contains(&format!("{name}Count")))
        });
        if name != plain {
            let text = format!("the structure has a field '{plain}' already: this one is '{name}' in C");
            self.diagnostics.warn(Level::W3, place, text);
        }
        if counted {
            fields.names.insert(format!("{name}Count"));
        }
        fields.names.insert(name.clone());
        name
    }

    /// The field of an element.
    fn element(
        &mut self,
        name: String,
        element: &LocalElement,
        occurs: Occurs,
        c_type: CTypeId,
        in_choice: bool,
    ) -> Field {
        let xml_name = element.name.clone();
        let parent = self.program.get(c_type).name.clone();
        if occurs.repeats() {
            let (value, options) = self.item(element, &parent);
            return Field {
                name,
                mapping: Mapping::RepeatingElement,
                xml_name: None,
                item_name: Some(xml_name),
                value,
                options,
                items: limits(occurs),
            };
        }
        let optional = occurs.min == 0 && !in_choice;
        if !in_choice && let Some((item, item_occurs, wrapper)) = self.wrapped(element, c_type) {
            let parent = wrapper.unwrap_or_else(|| format!("{parent}_{name}"));
            let (value, options) = self.item(item, &parent);
            return Field {
                name,
                mapping: Mapping::RepeatingElement,
                xml_name: Some(xml_name),
                item_name: Some(item.name.clone()),
                value,
                options: Options { optional, nillable: element.nillable, ..options },
                items: limits(item_occurs),
            };
        }
        let value = self.value(element.type_ref, Use::Element, &parent, &element.name.local);
        let pointer = match value.shape {
            Shape::Struct(_) => true,
            // A name has no value that means none.
            Shape::QName => element.nillable || optional,
            _ => element.nillable && !value.has_null(),
        };
        let options = Options { pointer, optional, nillable: element.nillable, nillable_item: false };
        Field {
            name,
            mapping: Mapping::Element,
            xml_name: Some(xml_name),
            item_name: None,
            value,
            options,
            items: None,
        }
    }

    /// The type and the options of the items of a repeating element.
    fn item(&mut self, element: &LocalElement, parent: &str) -> (Value, Options) {
        let value = self.value(element.type_ref, Use::Element, parent, &element.name.local);
        let pointer = match (value.shape, element.type_ref) {
            // What has no size makes no array, and what may be more than it says does not fit into one.
            (Shape::Struct(_), TypeRef::Defined(id)) => {
                element.nillable || self.derived.contains_key(&id) || self.is_empty(id)
            }
            _ => element.nillable && !value.has_null(),
        };
        (value, Options { pointer, nillable_item: element.nillable, ..Options::default() })
    }

    /// Whether a complex type has no fields.
    fn is_empty(&self, id: TypeId) -> bool {
        match &self.schemas.get(id).definition {
            Definition::Complex(complex) => {
                !complex.unmapped
                    && complex.attributes.is_empty()
                    && match &complex.content {
                        Content::Empty => true,
                        Content::Extension { base: TypeRef::Builtin(_), particle } => particle.is_none(),
                        _ => false,
                    }
                    && !self.derived.contains_key(&id)
            }
            Definition::Simple(_) => false,
        }
    }

    /// The one repeating element that an element is only a wrapper of, how often that occurs, and the C name of the
    /// wrapper's type if that has one.
    fn wrapped(
        &self,
        element: &LocalElement,
        c_type: CTypeId,
    ) -> Option<(&'a LocalElement, Occurs, Option<String>)> {
        let TypeRef::Defined(id) = element.type_ref else { return None };
        let schemas = self.schemas;
        let Definition::Complex(complex) = &schemas.get(id).definition else { return None };
        if complex.unmapped || !complex.attributes.is_empty() || self.derived.contains_key(&id) {
            return None;
        }
        if element.reference.is_some_and(|reference| schemas.element(reference).substitutes) {
            return None;
        }
        let Content::Particle(Particle { term: Term::Sequence(parts), .. }) = &complex.content else {
            return None;
        };
        let [Particle { term: Term::Element(item), occurs, .. }] = parts.as_slice() else { return None };
        if !occurs.repeats() {
            return None;
        }
        // The description of a type without a name can be used in its own file only.
        let own_unit = self.program.get(c_type).unit;
        if let TypeRef::Defined(item_type) = item.type_ref {
            let elsewhere = self.program.unit_of(schemas.get(item_type).input()) != Some(own_unit);
            let reachable = schemas.get(item_type).name.is_some() || item.reference.is_some();
            if elsewhere && !reachable {
                return None;
            }
        }
        let wrapper = self.program.types_of.get(&id).map(|&wrapper| self.program.get(wrapper).name.clone());
        Some((item, *occurs, wrapper))
    }

    fn choice(&mut self, fields: &mut Fields, parts: &[Particle], occurs: Occurs, c_type: CTypeId) {
        fields.choices += 1;
        let code = self.program.get(c_type);
        let (parent, place) = (code.name.clone(), code.place);
        let number = if fields.choices == 1 { String::new() } else { fields.choices.to_string() };
        let enum_name = self.unique(&format!("{parent}Choice{number}"), place);
        let struct_name = self.unique(&format!("{enum_name}Value"), place);
        let none = self.unique(&format!("{enum_name}_none"), place);
        let mut members = Fields::default();
        members.names.insert("unionDesc".to_owned());
        let mut choices = Vec::new();
        for part in parts {
            let field = match &part.term {
                Term::Element(element) => {
                    let name = self.field_name(&mut members, &element.name.local, part.place, false);
                    self.element(name, element, Occurs::ONCE, c_type, true)
                }
                Term::Any => Field {
                    name: self.field_name(&mut members, "any", part.place, false),
                    mapping: Mapping::Any,
                    xml_name: None,
                    item_name: None,
                    value: Value::xml_buffer(),
                    options: Options::default(),
                    items: None,
                },
                _ => continue,
            };
            let constant = self.unique(&format!("{enum_name}_{}", field.name), part.place);
            choices.push((constant, field));
        }
        if choices.is_empty() {
            return;
        }
        let id = ChoiceId(self.program.choices.len());
        self.program.choices.push(Choice { name: struct_name, enum_name, none, fields: choices });
        let repeats = occurs.repeats();
        let optional = !repeats && (occurs.min == 0 || parts.iter().any(|part| part.occurs.min == 0));
        let name = self.field_name(fields, "choice", place, repeats);
        fields.list.push(Field {
            name,
            mapping: if repeats { Mapping::RepeatingChoice } else { Mapping::Choice },
            xml_name: None,
            item_name: None,
            value: Value { shape: Shape::Union(id), description: Description::Own },
            options: Options { optional, ..Options::default() },
            items: limits(occurs),
        });
    }

    /// The fields of simple content: the value, then the attributes of the type and of those it is made of.
    fn text(&mut self, fields: &mut Fields, id: TypeId, c_type: CTypeId) {
        let schemas = self.schemas;
        let mut complex_types = vec![id];
        let mut next = id;
        let value_type = loop {
            let Definition::Complex(complex) = &schemas.get(next).definition else {
                break TypeRef::Defined(next);
            };
            match complex.content {
                Content::Text(TypeRef::Defined(base)) => {
                    next = base;
                    if matches!(schemas.get(base).definition, Definition::Complex(_)) {
                        complex_types.push(base);
                    }
                }
                Content::Text(base) => break base,
                // `is_unmapped` has seen to it.
                _ => return,
            }
        };
        let parent = self.program.get(c_type).name.clone();
        let value = self.value(value_type, Use::Text, &parent, "value");
        let place = schemas.get(id).place;
        let name = self.field_name(fields, "value", place, false);
        let options = Options::default();
        let (xml_name, item_name, items) = (None, None, None);
        fields.list.push(Field { name, mapping: Mapping::Text, xml_name, item_name, value, options, items });
        // A derived type may say again what its base says of an attribute.
        let mut seen = HashSet::new();
        for complex_type in complex_types {
            let Definition::Complex(complex) = &schemas.get(complex_type).definition else { continue };
            for attribute in &complex.attributes {
                if seen.insert(&attribute.name) {
                    self.attribute(fields, attribute, c_type);
                }
            }
        }
    }

    fn attribute(&mut self, fields: &mut Fields, attribute: &AttributeUse, c_type: CTypeId) {
        let parent = self.program.get(c_type).name.clone();
        let name = self.field_name(fields, &attribute.name.local, attribute.place, false);
        let value = self.value(attribute.type_ref, Use::Text, &parent, &attribute.name.local);
        let own = &*attribute.name.namespace == roxmltree::NS_XML_URI;
        let optional = !attribute.required;
        let pointer = optional && value.shape == Shape::QName;
        fields.list.push(Field {
            name,
            mapping: if own { Mapping::XmlAttribute } else { Mapping::Attribute },
            xml_name: Some(attribute.name.clone()),
            item_name: None,
            value,
            options: Options { pointer, optional, ..Options::default() },
            items: None,
        });
    }

    /// A type as values of it are used; an anonymous type is named after its parent and this element or attribute.
    pub(super) fn value(&mut self, type_ref: TypeRef, used: Use, parent: &str, name: &str) -> Value {
        let unmapped = || if used == Use::Element { Value::xml_buffer() } else { Value::string() };
        if let TypeRef::Defined(id) = type_ref
            && matches!(self.schemas.get(id).definition, Definition::Complex(_))
        {
            let c_type = self.c_type(id, parent, name);
            return Value { shape: Shape::Struct(c_type), description: Description::Type(c_type) };
        }
        if matches!(type_ref, TypeRef::Builtin(Builtin::AnyType | Builtin::AnySimpleType)) {
            return unmapped();
        }
        match values::plain(self.schemas, type_ref, self.options.ws_string) {
            Plain::Value(value) => value,
            Plain::Unmapped => unmapped(),
            Plain::Enum(id) => {
                let c_type = self.c_type(id, parent, name);
                Value { shape: Shape::Enum(c_type), description: Description::Type(c_type) }
            }
        }
    }

    /// The C type of a complex type or an enumeration; made now if it has no name and is met the first time.
    fn c_type(&mut self, id: TypeId, parent: &str, name: &str) -> CTypeId {
        if let Some(&known) = self.program.types_of.get(&id) {
            return known;
        }
        let c_name = format!("{parent}_{}", names::characters(name));
        let c_name = self.unique(&c_name, self.schemas.get(id).place);
        let xml_name = QName { namespace: self.schemas.get(id).namespace.clone(), local: name.into() };
        self.declare(id, c_name, Home::Local, xml_name)
    }
}

/// `_type` of a base.
fn type_field() -> Field {
    Field {
        name: "_type".to_owned(),
        mapping: Mapping::TypeAttribute,
        xml_name: None,
        item_name: None,
        value: Value { shape: Shape::Description, description: Description::None },
        options: Options::default(),
        items: None,
    }
}

/// The structure of a type that is not mapped: all that is in it, and no attributes.
pub(super) fn unmapped_body() -> Body {
    let field = Field {
        name: "content".to_owned(),
        mapping: Mapping::Content,
        xml_name: None,
        item_name: None,
        value: Value::xml_buffer(),
        options: Options { optional: true, ..Options::default() },
        items: None,
    };
    Body::Struct(Struct { base: None, derived: Vec::new(), fields: vec![field], ignores_attributes: true })
}

/// The number of items that a repeating field may have, if that is limited.
fn limits(occurs: Occurs) -> Option<(u32, Option<u32>)> {
    let unlimited = occurs.min == 0 && occurs.max.is_none();
    (occurs.repeats() && !unlimited).then_some((occurs.min, occurs.max))
}

fn is_text(schemas: &SchemaSet, id: TypeId) -> bool {
    matches!(&schemas.get(id).definition, Definition::Complex(Complex { content: Content::Text(_), .. }))
}

/// Whether something follows an `any` in a sequence. It would take that too.
fn any_before_others(particle: &Particle) -> bool {
    match &particle.term {
        Term::Sequence(parts) => parts.iter().rev().skip(1).any(|part| matches!(part.term, Term::Any)),
        _ => false,
    }
}

fn ends_with_any(schemas: &SchemaSet, id: TypeId) -> bool {
    let Definition::Complex(complex) = &schemas.get(id).definition else { return false };
    let last = |particle: &Particle| match &particle.term {
        Term::Sequence(parts) => parts.last().is_some_and(|part| matches!(part.term, Term::Any)),
        Term::Any => true,
        _ => false,
    };
    match &complex.content {
        Content::Particle(particle) | Content::Extension { particle: Some(particle), .. } => last(particle),
        Content::Extension { base: TypeRef::Defined(base), particle: None } => ends_with_any(schemas, *base),
        _ => false,
    }
}
