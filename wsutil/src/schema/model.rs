//! What the schemas of a run define: names resolved, nothing about C.

use std::collections::HashMap;
use std::fmt;
use std::rc::Rc;

use crate::diagnostics::{InputId, Place};
use crate::schema::builtin::Builtin;

/// A qualified name.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct QName {
    /// The namespace; empty for none.
    pub namespace: Rc<str>,
    /// The local name.
    pub local: Rc<str>,
}

impl QName {
    /// This local name in this namespace.
    pub fn new(namespace: &str, local: &str) -> Self {
        Self { namespace: namespace.into(), local: local.into() }
    }
}

impl fmt::Display for QName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.namespace.is_empty() {
            write!(f, "'{}' (no namespace)", self.local)
        } else {
            write!(f, "'{}' (namespace '{}')", self.local, self.namespace)
        }
    }
}

/// A type that some schema defines: an index of [`SchemaSet::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TypeId(pub usize);

/// A global element: an index of [`SchemaSet::elements`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ElementId(pub usize);

/// A global attribute: an index of [`SchemaSet::attributes`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AttributeId(pub usize);

/// A type, wherever one is named or given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum TypeRef {
    /// One of XML Schema's own.
    Builtin(Builtin),
    /// One of the schemas'.
    Defined(TypeId),
}

/// Everything that the schemas of all inputs define.
#[derive(Debug, Default)]
pub struct SchemaSet {
    /// Named and anonymous types, in the order in which they are met.
    pub types: Vec<Type>,
    /// Global elements.
    pub elements: Vec<Element>,
    /// Global attributes.
    pub attributes: Vec<Attribute>,
    /// Named types by name.
    pub types_by_name: HashMap<QName, TypeId>,
    /// Global elements by name.
    pub elements_by_name: HashMap<QName, ElementId>,
    /// Global attributes by name.
    pub attributes_by_name: HashMap<QName, AttributeId>,
    /// The namespace of each schema, with the input that has it.
    pub namespaces: Vec<(InputId, Rc<str>)>,
}

impl SchemaSet {
    /// The type of this id.
    pub fn get(&self, id: TypeId) -> &Type {
        &self.types[id.0]
    }

    /// The type of this name, XML Schema's own included.
    pub fn type_named(&self, name: &QName) -> Option<TypeRef> {
        if &*name.namespace == crate::input::XSD {
            return Builtin::named(&name.local).map(TypeRef::Builtin);
        }
        self.types_by_name.get(name).copied().map(TypeRef::Defined)
    }

    /// The global element of this name.
    pub fn element_named(&self, name: &QName) -> Option<ElementId> {
        self.elements_by_name.get(name).copied()
    }

    /// The global element of this id.
    pub fn element(&self, id: ElementId) -> &Element {
        &self.elements[id.0]
    }
}

/// A type that a schema defines.
#[derive(Debug)]
pub struct Type {
    /// None for an anonymous type.
    pub name: Option<QName>,
    /// The target namespace of its schema.
    pub namespace: Rc<str>,
    /// Where it is defined.
    pub place: Place,
    /// How many namespaces its schema was given before this one: 0 for all but schemas without a namespace that are
    /// included into several.
    pub copy: usize,
    /// What it is.
    pub definition: Definition,
}

impl Type {
    /// The input that its C code belongs to.
    pub fn input(&self) -> InputId {
        self.place.input
    }
}

/// What a type is.
#[derive(Debug)]
pub enum Definition {
    /// Text.
    Simple(Simple),
    /// Elements and attributes.
    Complex(Complex),
}

/// A simple type.
#[derive(Debug)]
pub enum Simple {
    /// Some of the values of another type.
    Restriction {
        /// The other type, which is simple.
        base: TypeRef,
        /// Which of its values.
        facets: Facets,
    },
    /// A list of values.
    List,
    /// A value of one of several types.
    Union,
}

/// The facets that have a meaning in C. The others are reported by the reader.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct Facets {
    /// The values listed, in the order of the schema.
    pub enumeration: Vec<Enumerated>,
    /// The first value that is allowed, as written, and whether it is itself excluded.
    pub min: Option<Bound>,
    /// The last one.
    pub max: Option<Bound>,
    /// `pattern`, as written: it tells a GUID.
    pub pattern: Option<String>,
}

/// A listed value.
#[derive(Debug, Clone, PartialEq)]
pub struct Enumerated {
    /// As written.
    pub value: String,
    /// Where.
    pub place: Place,
}

/// The end of a range.
#[derive(Debug, Clone, PartialEq)]
pub struct Bound {
    /// As written.
    pub value: String,
    /// `minExclusive` or `maxExclusive`.
    pub exclusive: bool,
    /// Where.
    pub place: Place,
}

/// A complex type.
#[derive(Debug, Default)]
pub struct Complex {
    /// What stands between its tags.
    pub content: Content,
    /// Its own attributes, those of groups among them.
    pub attributes: Vec<AttributeUse>,
    /// Which of them refer to global ones and get their types: only while schemas are read.
    pub attribute_references: Vec<(usize, AttributeId)>,
    /// It cannot be mapped field by field, which was reported.
    pub unmapped: bool,
}

/// What stands between the tags of an element of complex type.
#[derive(Debug, Default)]
pub enum Content {
    /// Nothing.
    #[default]
    Empty,
    /// Elements.
    Particle(Particle),
    /// What another complex type has, and more.
    Extension {
        /// The other type.
        base: TypeRef,
        /// The more.
        particle: Option<Particle>,
    },
    /// Text, as of this type, which is simple or has simple content itself.
    Text(TypeRef),
}

/// How often something may occur; the maximum is none for `unbounded`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurs {
    /// `minOccurs`.
    pub min: u32,
    /// `maxOccurs`.
    pub max: Option<u32>,
}

impl Occurs {
    /// Exactly once.
    pub const ONCE: Self = Self { min: 1, max: Some(1) };

    /// More than once, perhaps.
    pub fn repeats(self) -> bool {
        self.max.is_none_or(|max| max > 1)
    }
}

/// A part of a content model.
#[derive(Debug)]
pub struct Particle {
    /// How often.
    pub occurs: Occurs,
    /// Where it stands.
    pub place: Place,
    /// What it is.
    pub term: Term,
}

/// What a part of a content model is.
#[derive(Debug)]
pub enum Term {
    /// These, one after the other.
    Sequence(Vec<Particle>),
    /// One of these.
    Choice(Vec<Particle>),
    /// An element.
    Element(LocalElement),
    /// Any element.
    Any,
    /// `all` or a reference to a group, which are not mapped.
    Unmapped(&'static str),
}

/// An element in a content model.
#[derive(Debug)]
pub struct LocalElement {
    /// Its name on the wire: without a namespace where it is unqualified.
    pub name: QName,
    /// Its type.
    pub type_ref: TypeRef,
    /// The global element it refers to.
    pub reference: Option<ElementId>,
    /// Whether it may be nil.
    pub nillable: bool,
}

/// A global element.
#[derive(Debug)]
pub struct Element {
    /// Its name.
    pub name: QName,
    /// Where it is defined.
    pub place: Place,
    /// Its type.
    pub type_ref: TypeRef,
    /// Whether it may be nil.
    pub nillable: bool,
    /// Whether it stands in for others, so that its type is not mapped field by field.
    pub substitutes: bool,
    /// As [`Type::copy`].
    pub copy: usize,
}

/// A global attribute.
#[derive(Debug)]
pub struct Attribute {
    /// Its name.
    pub name: QName,
    /// Where it is defined.
    pub place: Place,
    /// Its type.
    pub type_ref: TypeRef,
    /// As [`Type::copy`].
    pub copy: usize,
}

/// An attribute of a complex type.
#[derive(Debug, Clone)]
pub struct AttributeUse {
    /// Its name on the wire.
    pub name: QName,
    /// Where it stands.
    pub place: Place,
    /// Its type.
    pub type_ref: TypeRef,
    /// `use="required"`.
    pub required: bool,
}
