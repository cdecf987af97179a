//! Reads the schemas of all inputs into one model.
//!
//! First the global names of all schemas are declared, then each definition is read, so that every reference is
//! resolved where it is met, whatever the order of definitions and inputs. What the model cannot hold is reported here;
//! the rest of a schema is read all the same.

use std::collections::HashMap;
use std::rc::Rc;

use roxmltree::Node;

use crate::diagnostics::{Diagnostics, Level, Place};
use crate::input::{Input, XSD};
use crate::schema::builtin::Builtin;
use crate::schema::complex::{self, Groups};
use crate::schema::documents::{Schema, schemas_of};
use crate::schema::model::*;
use crate::schema::simple;

/// Everything that the schemas of these inputs define, those within WSDL documents included.
pub fn read(inputs: &[Input<'_>], diagnostics: &mut Diagnostics) -> SchemaSet {
    let mut reader = Reader { diagnostics, set: SchemaSet::default(), groups: Groups::default() };
    let mut definitions = Vec::new();
    for schema in schemas_of(inputs, reader.diagnostics) {
        reader.set.namespaces.push((schema.input.id, Rc::clone(&schema.namespace)));
        reader.declare(&Rc::new(schema), &mut definitions);
    }
    for definition in definitions {
        reader.define(definition);
    }
    let Reader { mut set, .. } = reader;
    crate::schema::check::check(&mut set, diagnostics);
    set
}

/// Something global whose name is declared and whose content is still to be read.
enum Definition<'a, 'd> {
    Type(Rc<Schema<'a, 'd>>, Node<'a, 'd>, TypeId),
    Element(Rc<Schema<'a, 'd>>, Node<'a, 'd>, ElementId),
    Attribute(Rc<Schema<'a, 'd>>, Node<'a, 'd>, AttributeId),
}

pub(super) struct Reader<'r, 'a, 'd> {
    pub(super) diagnostics: &'r mut Diagnostics,
    pub(super) set: SchemaSet,
    pub(super) groups: Groups<'a, 'd>,
}

impl<'a, 'd> Reader<'_, 'a, 'd> {
    /// Declares what is global in a schema.
    fn declare(&mut self, schema: &Rc<Schema<'a, 'd>>, definitions: &mut Vec<Definition<'a, 'd>>) {
        for name in ["blockDefault", "finalDefault", "version"] {
            if schema.node.has_attribute(name) {
                let place = schema.input.place(schema.node);
                self.diagnostics.warn(
                    Level::W4,
                    place,
                    format!("the attribute '{name}' of a schema is ignored"),
                );
            }
        }
        for node in schema.node.children().filter(Node::is_element) {
            let place = schema.input.place(node);
            let tag = node.tag_name();
            if tag.namespace() != Some(XSD) {
                continue;
            }
            match tag.name() {
                "annotation" | "include" | "import" | "notation" => {}
                "redefine" => {
                    let text = "'redefine' is ignored: definitions are taken as they stand in the inputs";
                    self.diagnostics.warn(Level::W4, place, text);
                }
                "simpleType" | "complexType" => {
                    let Some(name) = self.declared_name(schema, node) else { continue };
                    let id = self.new_type(schema, node, Some(name.clone()));
                    let id = declare_in(&mut self.set.types_by_name, name.clone(), id);
                    match id {
                        Ok(id) => definitions.push(Definition::Type(Rc::clone(schema), node, id)),
                        Err(known) => {
                            // One report is enough: the second one is in nobody's way.
                            self.set.types.pop();
                            self.duplicate("type", &name, place, self.set.get(known).place);
                        }
                    }
                }
                "element" => {
                    let Some(name) = self.declared_name(schema, node) else { continue };
                    let id = ElementId(self.set.elements.len());
                    match declare_in(&mut self.set.elements_by_name, name.clone(), id) {
                        Ok(id) => {
                            let type_ref = TypeRef::Builtin(Builtin::AnyType);
                            let element = Element {
                                name,
                                place,
                                type_ref,
                                nillable: false,
                                substitutes: false,
                                copy: schema.copy,
                            };
                            self.set.elements.push(element);
                            definitions.push(Definition::Element(Rc::clone(schema), node, id));
                        }
                        Err(known) => {
                            self.duplicate("element", &name, place, self.set.element(known).place);
                        }
                    }
                }
                "attribute" => {
                    let Some(name) = self.declared_name(schema, node) else { continue };
                    let id = AttributeId(self.set.attributes.len());
                    match declare_in(&mut self.set.attributes_by_name, name.clone(), id) {
                        Ok(id) => {
                            let type_ref = TypeRef::Builtin(Builtin::AnySimpleType);
                            self.set.attributes.push(Attribute { name, place, type_ref, copy: schema.copy });
                            definitions.push(Definition::Attribute(Rc::clone(schema), node, id));
                        }
                        Err(known) => {
                            let other = self.set.attributes[known.0].place;
                            self.duplicate("attribute", &name, place, other);
                        }
                    }
                }
                "attributeGroup" => {
                    let Some(name) = self.declared_name(schema, node) else { continue };
                    let group = (Rc::clone(schema), node);
                    if let Err(known) = declare_in(&mut self.groups.attributes, name.clone(), group) {
                        let other = known.0.input.place(known.1);
                        self.duplicate("attribute group", &name, place, other);
                    }
                }
                // Its references are not mapped: see `Term::Unmapped`.
                "group" => _ = self.declared_name(schema, node),
                other => {
                    let text =
                        format!("'{other}' has no place in a schema, or is not supported; it is ignored");
                    self.diagnostics.warn(Level::W1, place, text);
                }
            }
        }
    }

    fn duplicate(&mut self, what: &str, name: &QName, place: Place, first: Place) {
        self.diagnostics.second(place, first, format!("the {what} {name} is defined twice"));
    }

    /// The name that something global is given; it must have one.
    fn declared_name(&mut self, schema: &Schema<'_, '_>, node: Node<'_, '_>) -> Option<QName> {
        let name = self.required(schema, node, "name")?;
        Some(QName { namespace: Rc::clone(&schema.namespace), local: name.into() })
    }

    /// An attribute that must be there; its absence is reported.
    pub(super) fn required<'n>(
        &mut self,
        schema: &Schema<'_, '_>,
        node: Node<'n, '_>,
        name: &str,
    ) -> Option<&'n str> {
        let value = node.attribute(name).map(str::trim).filter(|value| !value.is_empty());
        if value.is_none() {
            let text = format!("the element '{}' needs an attribute '{name}'", node.tag_name().name());
            self.diagnostics.error(schema.input.place(node), text);
        }
        value
    }

    pub(super) fn new_type(
        &mut self,
        schema: &Schema<'_, '_>,
        node: Node<'_, '_>,
        name: Option<QName>,
    ) -> TypeId {
        let id = TypeId(self.set.types.len());
        self.set.types.push(Type {
            name,
            namespace: Rc::clone(&schema.namespace),
            place: schema.input.place(node),
            copy: schema.copy,
            definition: crate::schema::model::Definition::Complex(Complex::default()),
        });
        id
    }

    fn define(&mut self, definition: Definition<'a, 'd>) {
        match definition {
            Definition::Type(schema, node, id) => {
                let read = self.type_definition(&schema, node, id, 0);
                self.set.types[id.0].definition = read;
            }
            Definition::Element(schema, node, id) => {
                self.warn_attributes(&schema, node, &["abstract", "block", "default", "final", "fixed"]);
                let type_ref = self.type_of(&schema, node, Builtin::AnyType, 0);
                let element = &mut self.set.elements[id.0];
                element.type_ref = type_ref;
                element.nillable = is_true(node, "nillable");
                element.substitutes = node.has_attribute("substitutionGroup");
                if element.substitutes {
                    let text =
                        "substitution groups are not supported: the element is mapped to one XML buffer";
                    self.diagnostics.warn(Level::W1, schema.input.place(node), text);
                }
            }
            Definition::Attribute(schema, node, id) => {
                self.warn_attributes(&schema, node, &["default", "fixed"]);
                let type_ref = self.type_of(&schema, node, Builtin::AnySimpleType, 0);
                self.set.attributes[id.0].type_ref = type_ref;
            }
        }
    }

    /// What a `simpleType` or `complexType` says.
    fn type_definition(
        &mut self,
        schema: &Rc<Schema<'a, 'd>>,
        node: Node<'a, 'd>,
        id: TypeId,
        depth: usize,
    ) -> crate::schema::model::Definition {
        if node.tag_name().name() == "simpleType" {
            crate::schema::model::Definition::Simple(simple::read(self, schema, node, id, depth))
        } else {
            crate::schema::model::Definition::Complex(complex::read(self, schema, node, depth))
        }
    }

    /// The type of an element or an attribute: named, anonymous, or the one for neither.
    pub(super) fn type_of(
        &mut self,
        schema: &Rc<Schema<'a, 'd>>,
        node: Node<'a, 'd>,
        neither: Builtin,
        depth: usize,
    ) -> TypeRef {
        let mut anonymous = None;
        for child in schema_children(node) {
            match child.tag_name().name() {
                "simpleType" | "complexType" => anonymous = Some(child),
                name @ ("key" | "keyref" | "unique") => {
                    let text = format!("'{name}' is not supported and makes no code");
                    self.diagnostics.warn(Level::W1, schema.input.place(child), text);
                }
                "annotation" => self.annotation(schema, child),
                other => {
                    let text =
                        format!("'{other}' has no place in '{}'; it is ignored", node.tag_name().name());
                    self.diagnostics.warn(Level::W1, schema.input.place(child), text);
                }
            }
        }
        if node.has_attribute("type") {
            if let Some(anonymous) = anonymous {
                let text = "there is a type here and an attribute 'type' too";
                self.diagnostics.error(schema.input.place(anonymous), text);
            }
            return self.type_reference(schema, node, "type");
        }
        match anonymous {
            Some(child) => self.anonymous_type(schema, child, depth),
            None => TypeRef::Builtin(neither),
        }
    }

    /// A type without a name.
    pub(super) fn anonymous_type(
        &mut self,
        schema: &Rc<Schema<'a, 'd>>,
        node: Node<'a, 'd>,
        depth: usize,
    ) -> TypeRef {
        const LIMIT: usize = 100;
        if depth > LIMIT {
            let text = format!("types are nested more than {LIMIT} deep");
            self.diagnostics.error(schema.input.place(node), text);
            return TypeRef::Builtin(Builtin::AnyType);
        }
        let id = self.new_type(schema, node, None);
        let read = self.type_definition(schema, node, id, depth + 1);
        self.set.types[id.0].definition = read;
        TypeRef::Defined(id)
    }

    /// The type that an attribute names.
    pub(super) fn type_reference(
        &mut self,
        schema: &Schema<'_, '_>,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> TypeRef {
        let unknown = TypeRef::Builtin(Builtin::AnyType);
        let Some(name) = self.reference(schema, node, attribute) else { return unknown };
        self.set.type_named(&name).unwrap_or_else(|| {
            self.unresolved(schema, node, "type", &name);
            unknown
        })
    }

    /// The qualified name that an attribute holds.
    pub(super) fn reference(
        &mut self,
        schema: &Schema<'_, '_>,
        node: Node<'_, '_>,
        attribute: &str,
    ) -> Option<QName> {
        let value = self.required(schema, node, attribute)?;
        match qualified(node, value) {
            Ok(name) if schema.adopted && name.namespace.is_empty() => {
                Some(QName { namespace: Rc::clone(&schema.namespace), ..name })
            }
            Ok(name) => Some(name),
            Err(prefix) => {
                let text = format!("the prefix '{prefix}' of '{value}' stands for no namespace here");
                self.diagnostics.error(schema.input.place(node), text);
                None
            }
        }
    }

    pub(super) fn unresolved(
        &mut self,
        schema: &Schema<'_, '_>,
        node: Node<'_, '_>,
        what: &str,
        name: &QName,
    ) {
        let text = format!("no input defines the {what} {name}; every file that is needed has to be named");
        self.diagnostics.error(schema.input.place(node), text);
    }

    /// Reports those of these attributes that are set to something.
    pub(super) fn warn_attributes(&mut self, schema: &Schema<'_, '_>, node: Node<'_, '_>, names: &[&str]) {
        for name in names {
            let Some(value) = node.attribute(*name) else { continue };
            if *name == "abstract" && !is_true(node, name) {
                continue;
            }
            let text = format!("{name}=\"{value}\" is not supported and changes no code");
            self.diagnostics.warn(Level::W1, schema.input.place(node), text);
        }
    }

    pub(super) fn annotation(&mut self, schema: &Schema<'_, '_>, node: Node<'_, '_>) {
        self.diagnostics.warn(Level::W4, schema.input.place(node), "the annotation is ignored");
    }
}

/// Declares a name, or says who has it already.
fn declare_in<Id: Clone>(names: &mut HashMap<QName, Id>, name: QName, id: Id) -> Result<Id, Id> {
    if let Some(known) = names.get(&name) {
        return Err(known.clone());
    }
    names.insert(name, id.clone());
    Ok(id)
}

/// The child elements that XML Schema defines.
pub(super) fn schema_children<'a, 'd>(node: Node<'a, 'd>) -> impl Iterator<Item = Node<'a, 'd>> {
    node.children().filter(|child| child.tag_name().namespace() == Some(XSD))
}

/// The name that a text with or without a prefix means at this node, or the prefix that means nothing there.
pub fn qualified(node: Node<'_, '_>, text: &str) -> Result<QName, String> {
    let (prefix, local) = match text.split_once(':') {
        Some((prefix, local)) => (Some(prefix), local),
        None => (None, text),
    };
    match (prefix, node.lookup_namespace_uri(prefix)) {
        (_, Some(namespace)) => Ok(QName::new(namespace, local)),
        (None, None) => Ok(QName::new("", local)),
        (Some("xml"), None) => Ok(QName::new(roxmltree::NS_XML_URI, local)),
        (Some(prefix), None) => Err(prefix.to_owned()),
    }
}

/// Whether a boolean attribute is true.
pub fn is_true(node: Node<'_, '_>, name: &str) -> bool {
    matches!(node.attribute(name).map(str::trim), Some("true" | "1"))
}
