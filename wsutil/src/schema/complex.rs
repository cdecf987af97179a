//! Reads complex types.

use std::collections::HashMap;
use std::rc::Rc;

use roxmltree::Node;

use crate::diagnostics::Level;
use crate::schema::builtin::Builtin;
use crate::schema::documents::Schema;
use crate::schema::model::*;
use crate::schema::reader::{Reader, is_true, schema_children};
use crate::schema::simple;

/// Attribute groups by name: they are read wherever they are referred to.
#[derive(Default)]
pub(super) struct Groups<'a, 'd> {
    pub(super) attributes: HashMap<QName, (Rc<Schema<'a, 'd>>, Node<'a, 'd>)>,
}

/// Attributes of one type, those of all groups together: a group of groups of groups grows fast.
const ATTRIBUTES: usize = 10_000;
/// Attribute groups within groups.
const GROUPS: usize = 64;

/// What a `complexType` says.
pub(super) fn read<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    depth: usize,
) -> Complex {
    reader.warn_attributes(schema, node, &["abstract", "block", "final"]);
    let mut complex = Complex::default();
    if is_true(node, "mixed") {
        unmapped(reader, schema, node, "mixed content", &mut complex);
    }
    content(reader, schema, node, &mut complex, depth);
    complex
}

/// Reports that a complex type cannot be mapped field by field.
fn unmapped(
    reader: &mut Reader<'_, '_, '_>,
    schema: &Schema<'_, '_>,
    node: Node<'_, '_>,
    what: &str,
    complex: &mut Complex,
) {
    complex.unmapped = true;
    let text = format!("{what} is not supported: the complex type is a structure with one XML buffer");
    reader.diagnostics.warn(Level::W1, schema.input.place(node), text);
}

/// The children of a `complexType`, or of an `extension` in one.
fn content<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    complex: &mut Complex,
    depth: usize,
) {
    for child in schema_children(node) {
        match child.tag_name().name() {
            "annotation" => reader.annotation(schema, child),
            "sequence" | "choice" => {
                let particle = group_particle(reader, schema, child, depth);
                if let Some(what) = problem(&particle) {
                    unmapped(reader, schema, child, what, complex);
                } else if !is_empty(&particle) {
                    complex.content = Content::Particle(particle);
                }
            }
            "all" => unmapped(reader, schema, child, "'all'", complex),
            "group" => unmapped(reader, schema, child, "a reference to a group", complex),
            "simpleContent" => simple_content(reader, schema, child, complex, depth),
            "complexContent" => complex_content(reader, schema, child, complex, depth),
            "attribute" | "attributeGroup" => attribute(reader, schema, child, complex, depth, 0),
            "anyAttribute" => {
                let text = "'anyAttribute' is ignored: attributes that the schema does not name are not read";
                reader.diagnostics.warn(Level::W4, schema.input.place(child), text);
            }
            // Facets of simple content, its base: seen to elsewhere.
            "enumeration" | "minInclusive" | "minExclusive" | "maxInclusive" | "maxExclusive" | "pattern"
            | "totalDigits" | "fractionDigits" | "length" | "minLength" | "maxLength" | "whiteSpace"
            | "simpleType" => {}
            other => {
                let text =
                    format!("'{other}' in '{}' is not supported; it is ignored", node.tag_name().name());
                reader.diagnostics.warn(Level::W1, schema.input.place(child), text);
            }
        }
    }
}

fn simple_content<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    complex: &mut Complex,
    depth: usize,
) {
    for child in schema_children(node) {
        match child.tag_name().name() {
            "annotation" => reader.annotation(schema, child),
            "extension" => {
                let base = reader.type_reference(schema, child, "base");
                content(reader, schema, child, complex, depth);
                complex.content = Content::Text(base);
            }
            "restriction" => {
                let base = reader.type_reference(schema, child, "base");
                let facets = simple::facets(reader, schema, child, false);
                if facets != simple_nothing() {
                    let text = "facets of simple content are not supported and change no code";
                    reader.diagnostics.warn(Level::W1, schema.input.place(child), text);
                }
                content(reader, schema, child, complex, depth);
                complex.content = Content::Text(base);
            }
            _ => {}
        }
    }
}

fn simple_nothing() -> Facets {
    Facets::default()
}

fn complex_content<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    complex: &mut Complex,
    depth: usize,
) {
    if is_true(node, "mixed") {
        unmapped(reader, schema, node, "mixed content", complex);
    }
    for child in schema_children(node) {
        match child.tag_name().name() {
            "annotation" => reader.annotation(schema, child),
            "extension" => {
                let base = reader.type_reference(schema, child, "base");
                content(reader, schema, child, complex, depth);
                let particle = match std::mem::take(&mut complex.content) {
                    Content::Particle(particle) => Some(particle),
                    _ => None,
                };
                complex.content = Content::Extension { base, particle };
            }
            // Its base is not looked up: nothing of it is used.
            "restriction" => unmapped(reader, schema, child, "restriction of complex content", complex),
            _ => {}
        }
    }
}

/// A `sequence` or `choice` with all in it.
fn group_particle<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    depth: usize,
) -> Particle {
    let place = schema.input.place(node);
    let occurs = occurs(reader, schema, node);
    let mut parts = Vec::new();
    for child in schema_children(node) {
        let place = schema.input.place(child);
        let term = match child.tag_name().name() {
            "annotation" => {
                reader.annotation(schema, child);
                continue;
            }
            "element" => match element(reader, schema, child, depth) {
                Some(element) => Term::Element(element),
                None => continue,
            },
            "any" => Term::Any,
            // Nested deeper than this it is not mapped anyway.
            "choice" if node.tag_name().name() == "sequence" => {
                let particle = group_particle(reader, schema, child, depth);
                parts.push(particle);
                continue;
            }
            "choice" => Term::Unmapped("a choice within a choice"),
            "sequence" => Term::Unmapped("a sequence within another particle"),
            "group" => Term::Unmapped("a reference to a group"),
            "all" => Term::Unmapped("'all'"),
            other => {
                let text =
                    format!("'{other}' in '{}' is not supported; it is ignored", node.tag_name().name());
                reader.diagnostics.warn(Level::W1, place, text);
                continue;
            }
        };
        let occurs = self::occurs(reader, schema, child);
        // What may occur at most zero times is not there.
        if occurs.max != Some(0) {
            parts.push(Particle { occurs, place, term });
        }
    }
    let term = if node.tag_name().name() == "choice" { Term::Choice(parts) } else { Term::Sequence(parts) };
    Particle { occurs, place, term }
}

/// Why a particle cannot be mapped to fields, if it cannot.
fn problem(particle: &Particle) -> Option<&'static str> {
    match &particle.term {
        Term::Sequence(parts) => {
            if particle.occurs != Occurs::ONCE {
                return Some("a sequence that occurs other than once");
            }
            parts.iter().find_map(problem)
        }
        Term::Choice(parts) => parts.iter().find_map(|part| match part.term {
            Term::Element(_) | Term::Any if part.occurs.repeats() => Some("a repeating element in a choice"),
            _ => problem(part),
        }),
        Term::Element(_) | Term::Any => None,
        Term::Unmapped(what) => Some(what),
    }
}

fn is_empty(particle: &Particle) -> bool {
    match &particle.term {
        Term::Sequence(parts) | Term::Choice(parts) => parts.iter().all(is_empty),
        _ => false,
    }
}

fn element<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    depth: usize,
) -> Option<LocalElement> {
    reader.warn_attributes(schema, node, &["block", "default", "fixed"]);
    if node.has_attribute("ref") {
        let name = reader.reference(schema, node, "ref")?;
        let Some(id) = reader.set.element_named(&name) else {
            reader.unresolved(schema, node, "element", &name);
            return None;
        };
        // Its type may not be read yet: `check` fills it in.
        let type_ref = TypeRef::Builtin(Builtin::AnyType);
        return Some(LocalElement { name, type_ref, reference: Some(id), nillable: false });
    }
    let name = reader.required(schema, node, "name")?;
    let name = schema.local_name(node, name, true);
    let type_ref = reader.type_of(schema, node, Builtin::AnyType, depth);
    Some(LocalElement { name, type_ref, reference: None, nillable: is_true(node, "nillable") })
}

/// `minOccurs` and `maxOccurs`.
fn occurs(reader: &mut Reader<'_, '_, '_>, schema: &Schema<'_, '_>, node: Node<'_, '_>) -> Occurs {
    let mut number = |name: &str| {
        let value = node.attribute(name)?.trim();
        if value == "unbounded" && name == "maxOccurs" {
            return None;
        }
        let digits = !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit());
        if !digits {
            let text = format!("{name}=\"{value}\": a number is expected");
            reader.diagnostics.error(schema.input.place(node), text);
            return Some(1);
        }
        // A greater number is as good as the greatest.
        Some(value.parse::<u32>().unwrap_or(u32::MAX))
    };
    let min = number("minOccurs").unwrap_or(1);
    let max = if node.has_attribute("maxOccurs") { number("maxOccurs") } else { Some(1) };
    if max.is_some_and(|max| max < min) {
        let text = format!("'{}' has to occur more often than it may", node.tag_name().name());
        reader.diagnostics.error(schema.input.place(node), text);
    }
    Occurs { min, max }
}

/// An attribute, or those of a group.
fn attribute<'a, 'd>(
    reader: &mut Reader<'_, 'a, 'd>,
    schema: &Rc<Schema<'a, 'd>>,
    node: Node<'a, 'd>,
    complex: &mut Complex,
    depth: usize,
    groups: usize,
) {
    let place = schema.input.place(node);
    if groups > GROUPS || complex.attributes.len() > ATTRIBUTES {
        reader.diagnostics.error(place, "attribute groups refer to each other too often");
        return;
    }
    if node.tag_name().name() == "attributeGroup" {
        let Some(name) = reader.reference(schema, node, "ref") else { return };
        let Some((schema_of_group, group)) = reader.groups.attributes.get(&name) else {
            reader.unresolved(schema, node, "attribute group", &name);
            return;
        };
        let (schema_of_group, group) = (Rc::clone(schema_of_group), *group);
        for child in schema_children(group) {
            if matches!(child.tag_name().name(), "attribute" | "attributeGroup") {
                attribute(reader, &schema_of_group, child, complex, depth, groups + 1);
                if reader.diagnostics.is_full() {
                    return;
                }
            }
        }
        return;
    }
    reader.warn_attributes(schema, node, &["default", "fixed"]);
    let required = match node.attribute("use") {
        Some("prohibited") => {
            unmapped(reader, schema, node, "a prohibited attribute", complex);
            return;
        }
        other => other == Some("required"),
    };
    let (name, type_ref) = if node.has_attribute("ref") {
        let Some(name) = reader.reference(schema, node, "ref") else { return };
        // Those of XML itself need no schema.
        if &*name.namespace == roxmltree::NS_XML_URI {
            (name, TypeRef::Builtin(Builtin::Text))
        } else if let Some(id) = reader.set.attributes_by_name.get(&name) {
            // Its type may not be read yet: `check` fills it in.
            let id = *id;
            complex.attribute_references.push((complex.attributes.len(), id));
            (name, TypeRef::Builtin(Builtin::AnySimpleType))
        } else {
            reader.unresolved(schema, node, "attribute", &name);
            return;
        }
    } else {
        let Some(name) = reader.required(schema, node, "name") else { return };
        let name = schema.local_name(node, name, false);
        (name, reader.type_of(schema, node, Builtin::AnySimpleType, depth))
    };
    complex.attributes.push(AttributeUse { name, place, type_ref, required });
}
