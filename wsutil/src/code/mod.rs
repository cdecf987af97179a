//! What is to be written in C, apart from how it is printed.
//!
//! A [`Program`] has one [`Unit`] for each output pair, and all C types of all units, so that one unit can use the types
//! of another. Contracts, messages and policies come as [`Sections`], texts that the file frame puts in their places.

pub(crate) mod contract;
pub mod dictionary;
mod fields;
pub(crate) mod message;
pub mod names;
pub(crate) mod parameter;
pub(crate) mod policy;
pub mod types;
mod values;

use std::collections::{BTreeSet, HashMap};

use crate::diagnostics::{Diagnostics, InputId, Place};
use crate::schema::model::{AttributeId, ElementId, QName, TypeId};
use dictionary::Dictionary;

/// An output pair: an index of [`Program::units`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UnitId(pub usize);

/// A C type: an index of [`Program::types`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CTypeId(pub usize);

/// All that is generated from the schemas of a run.
#[derive(Debug, Default)]
pub struct Program {
    /// The output pairs, in the order of the inputs.
    pub units: Vec<Unit>,
    /// The C types of all units.
    pub types: Vec<CType>,
    /// The descriptions of the global elements of all units.
    pub elements: HashMap<ElementId, ElementCode>,
    /// The choices in structures of all units.
    pub choices: Vec<Choice>,
    /// All names that C knows everywhere: types, constants, functions; and where they come from.
    pub names: HashMap<String, Place>,
    /// The C types of the schemas' complex types and enumerations.
    pub types_of: HashMap<TypeId, CTypeId>,
}

impl Program {
    /// Takes a name that C knows everywhere; one that is taken already is reported.
    pub fn claim(&mut self, name: &str, place: Place, diagnostics: &mut Diagnostics) {
        if let Some(&first) = self.names.get(name) {
            let text = format!("the C name '{name}' is made twice: /fullname or /prefix keeps inputs apart");
            diagnostics.second(place, first, text);
        } else {
            self.names.insert(name.to_owned(), place);
        }
    }

    /// The C type of this id.
    pub fn get(&self, id: CTypeId) -> &CType {
        &self.types[id.0]
    }

    /// The choice of this id.
    pub fn choice(&self, id: ChoiceId) -> &Choice {
        &self.choices[id.0]
    }

    /// The unit that an input makes; none for a policy.
    pub fn unit_of(&self, input: InputId) -> Option<UnitId> {
        // They are in the order of the inputs.
        self.units.binary_search_by_key(&input, |unit| unit.input).ok().map(UnitId)
    }

    /// The unit of this id.
    pub fn unit(&self, id: UnitId) -> &Unit {
        &self.units[id.0]
    }

    /// The C expression of the address of the description of a global element, for `const WS_ELEMENT_DESCRIPTION*`.
    pub fn element_address(&self, element: ElementId) -> Option<String> {
        let code = self.elements.get(&element)?;
        let unit = self.unit(code.unit);
        Some(format!("(WS_ELEMENT_DESCRIPTION*)&{}.globalElements.{}", unit.name, code.member))
    }

    /// The C expression of the address of the description that goes with a type. A range or a choice has one of its own
    /// wherever it is used; `own` is the expression for that.
    pub fn description_address(&self, description: &Description, own: &str) -> String {
        match description {
            Description::None => "0".to_owned(),
            Description::Type(id) => self.type_address(*id),
            Description::Own => format!("(void*)&{own}"),
            Description::Range { .. } => format!("(void*)&{own}"),
        }
    }

    /// The C expression of the address of the description of a C type.
    pub fn type_address(&self, id: CTypeId) -> String {
        let code = self.get(id);
        let unit = &self.unit(code.unit).name;
        match &code.home {
            Home::Global => format!("(void*)&{unit}.globalTypes.{}", code.member),
            Home::Element => format!("(void*)&{unit}.externallyReferencedTypes.{}", code.member),
            Home::Local => format!("(void*)&{}.typeDesc", self.block_path(id)),
        }
    }

    /// The C expression of the part of the local definitions that describes a C type.
    pub fn block_path(&self, id: CTypeId) -> String {
        let code = self.get(id);
        let part = code.home.local_part();
        format!("{}LocalDefinitions.{part}.{}", self.unit(code.unit).name, code.block())
    }

    /// The types that a structure derives from, the nearest first.
    pub fn bases(&self, id: CTypeId) -> Vec<CTypeId> {
        std::iter::successors(self.base_of(id), |&base| self.base_of(base)).collect()
    }

    /// The fields of a structure with those of its bases, each with the type that has it, in the order in which a
    /// description lists them: `_type`, attributes, content.
    pub fn effective_fields(&self, id: CTypeId) -> Vec<(CTypeId, &Field)> {
        let mut chain = self.bases(id);
        chain.reverse();
        chain.push(id);
        let mut fields: Vec<(CTypeId, &Field)> = Vec::new();
        for owner in chain {
            if let Body::Struct(code) = &self.get(owner).body {
                fields.extend(code.fields.iter().map(|field| (owner, field)));
            }
        }
        // Stable, so that within each kind the bases' come first.
        fields.sort_by_key(|(_, field)| match field.mapping {
            Mapping::TypeAttribute => 0,
            mapping if mapping.is_attribute() => 1,
            _ => 2,
        });
        fields
    }

    /// The units whose headers have to come before a unit's, and before those.
    pub fn needs_all(&self, id: UnitId) -> BTreeSet<UnitId> {
        let mut all = BTreeSet::new();
        let mut work: Vec<UnitId> = self.unit(id).needs.iter().copied().collect();
        while let Some(next) = work.pop() {
            if all.insert(next) {
                work.extend(&self.unit(next).needs);
            }
        }
        all
    }

    fn base_of(&self, id: CTypeId) -> Option<CTypeId> {
        match &self.get(id).body {
            Body::Struct(code) => code.base,
            _ => None,
        }
    }
}

/// One output pair: `file.h` and `file.c`.
#[derive(Debug)]
pub struct Unit {
    /// The input.
    pub input: InputId,
    /// The input's file name without its folder: the output files add `.h` and `.c`.
    pub file_name: String,
    /// The name of the global description struct: the file name, normalized, after the prefix.
    pub name: String,
    /// What goes before the names of generated types and functions: `/prefix`, then `/fullname`'s.
    pub prefix: String,
    /// The target namespaces of its schemas, and of the WSDL.
    pub namespaces: Vec<String>,
    /// Its C types in the order in which they can be declared.
    pub declared: Vec<CTypeId>,
    /// Its named types in the order of the schemas: the members of `globalTypes`.
    pub global_types: Vec<CTypeId>,
    /// Its global elements in the order of the schemas.
    pub global_elements: Vec<ElementId>,
    /// Its global attributes.
    pub global_attributes: Vec<AttributeCode>,
    /// The anonymous types of its global elements: the members of `externallyReferencedTypes`.
    pub element_types: Vec<CTypeId>,
    /// The units whose types are used in its own.
    pub depends_on: BTreeSet<UnitId>,
    /// Those of them whose headers have to come before its own, since their types are used by value.
    pub needs: BTreeSet<UnitId>,
    /// The strings of its descriptions.
    pub dictionary: Dictionary,
}

/// A C type and its description.
#[derive(Debug)]
pub struct CType {
    /// The unit that declares it.
    pub unit: UnitId,
    /// Its C name.
    pub name: String,
    /// The name of its description among those of its home.
    pub member: String,
    /// Where its description is.
    pub home: Home,
    /// The name that its values say in `xsi:type`: the schema's, or the element's for an anonymous type.
    pub xml_name: QName,
    /// Where the schema has it.
    pub place: Place,
    /// What it is.
    pub body: Body,
}

impl CType {
    /// The member of the local definitions that has what its description is made of.
    pub fn block(&self) -> String {
        match (&self.body, self.home) {
            (Body::Enum(_), Home::Element) => format!("_{}enumDesc", self.member),
            (Body::Enum(_), _) => format!("{}enumDesc", self.member),
            (_, Home::Element) => format!("_{}descs", self.member),
            _ => format!("{}descs", self.member),
        }
    }
}

/// Where the description of a C type is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Home {
    /// `globalTypes` of the global description struct.
    Global,
    /// `externallyReferencedTypes` of it: an anonymous type of a global element.
    Element,
    /// `globalTypes` of the local definitions: an anonymous type within another.
    Local,
}

impl Home {
    /// The member of the local definitions that has what its description is made of.
    pub fn local_part(self) -> &'static str {
        match self {
            Self::Global | Self::Local => "globalTypes",
            Self::Element => "globalElements",
        }
    }
}

/// What a C type is.
#[derive(Debug)]
pub enum Body {
    /// Not known yet: only while types are built.
    Pending,
    /// A complex type without content: never defined in C, of size 0.
    Empty,
    /// A structure.
    Struct(Struct),
    /// An enumeration.
    Enum(Vec<EnumValue>),
}

/// A structure.
#[derive(Debug, Default)]
pub struct Struct {
    /// The structure it derives from.
    pub base: Option<CTypeId>,
    /// Those that derive from it directly.
    pub derived: Vec<CTypeId>,
    /// Its fields without those of its base, in the order of the wire.
    pub fields: Vec<Field>,
    /// Unknown attributes are let pass: there is no field for them.
    pub ignores_attributes: bool,
}

/// One value of an enumeration.
#[derive(Debug)]
pub struct EnumValue {
    /// The constant.
    pub name: String,
    /// The text on the wire.
    pub text: String,
}

/// A field of a structure, or of the union of a choice.
#[derive(Debug)]
pub struct Field {
    /// Its C name. A repeating field has a second one before it, `<name>Count`: see [`Field::count_name`].
    pub name: String,
    /// How it is on the wire.
    pub mapping: Mapping,
    /// The element or attribute; for a repeating field the element around the items, if there is one.
    pub xml_name: Option<QName>,
    /// The element of each item of a repeating field.
    pub item_name: Option<QName>,
    /// Its type, or that of its items.
    pub value: Value,
    /// Options of the description.
    pub options: Options,
    /// How many items there may be, where the schema limits them; the greatest number is none for `unbounded`.
    pub items: Option<(u32, Option<u32>)>,
}

/// WS_FIELD_MAPPING, as far as it is generated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mapping {
    /// WS_TYPE_ATTRIBUTE_FIELD_MAPPING: `_type` of a base
    TypeAttribute,
    /// WS_ATTRIBUTE_FIELD_MAPPING
    Attribute,
    /// WS_XML_ATTRIBUTE_FIELD_MAPPING: an attribute of XML itself, such as `xml:lang`
    XmlAttribute,
    /// WS_ELEMENT_FIELD_MAPPING
    Element,
    /// WS_REPEATING_ELEMENT_FIELD_MAPPING
    RepeatingElement,
    /// WS_TEXT_FIELD_MAPPING
    Text,
    /// WS_ELEMENT_CHOICE_FIELD_MAPPING
    Choice,
    /// WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING
    RepeatingChoice,
    /// WS_ANY_ELEMENT_FIELD_MAPPING
    Any,
    /// WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING
    RepeatingAny,
    /// WS_ANY_CONTENT_FIELD_MAPPING: the one field of a type that is not mapped
    Content,
}

impl Mapping {
    /// The constant of the API.
    pub fn constant(self) -> &'static str {
        match self {
            Self::TypeAttribute => "WS_TYPE_ATTRIBUTE_FIELD_MAPPING",
            Self::Attribute => "WS_ATTRIBUTE_FIELD_MAPPING",
            Self::XmlAttribute => "WS_XML_ATTRIBUTE_FIELD_MAPPING",
            Self::Element => "WS_ELEMENT_FIELD_MAPPING",
            Self::RepeatingElement => "WS_REPEATING_ELEMENT_FIELD_MAPPING",
            Self::Text => "WS_TEXT_FIELD_MAPPING",
            Self::Choice => "WS_ELEMENT_CHOICE_FIELD_MAPPING",
            Self::RepeatingChoice => "WS_REPEATING_ELEMENT_CHOICE_FIELD_MAPPING",
            Self::Any => "WS_ANY_ELEMENT_FIELD_MAPPING",
            Self::RepeatingAny => "WS_REPEATING_ANY_ELEMENT_FIELD_MAPPING",
            Self::Content => "WS_ANY_CONTENT_FIELD_MAPPING",
        }
    }

    /// Whether it is about an attribute.
    pub fn is_attribute(self) -> bool {
        matches!(self, Self::Attribute | Self::XmlAttribute)
    }

    /// Whether there is a count beside it.
    pub fn repeats(self) -> bool {
        matches!(self, Self::RepeatingElement | Self::RepeatingChoice | Self::RepeatingAny)
    }
}

/// WS_FIELD_OPTIONS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Options {
    /// WS_FIELD_POINTER
    pub pointer: bool,
    /// WS_FIELD_OPTIONAL
    pub optional: bool,
    /// WS_FIELD_NILLABLE
    pub nillable: bool,
    /// WS_FIELD_NILLABLE_ITEM
    pub nillable_item: bool,
}

impl Field {
    /// The name of the field with the number of items.
    pub fn count_name(&self) -> String {
        format!("{}Count", self.name)
    }

    /// The C type of the field itself: with the pointer of an array or of WS_FIELD_POINTER.
    pub fn c_type(&self, program: &Program) -> String {
        let mut text = self.value.c_type(program);
        // Two stars where the items are pointers themselves.
        for pointer in [self.mapping.repeats(), self.options.pointer] {
            if pointer {
                text.push('*');
            }
        }
        text
    }
}

/// A type of values: how C has them and how descriptions say so.
#[derive(Debug, Clone, PartialEq)]
pub struct Value {
    /// How C has one.
    pub shape: Shape,
    /// The description that goes with the type.
    pub description: Description,
}

/// How C has a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A C type by value: its name, and the WS_TYPE.
    Plain(&'static str, &'static str),
    /// `WCHAR*`, WS_WSZ_TYPE
    Wsz,
    /// `WS_STRING`, WS_STRING_TYPE
    String,
    /// `WS_BYTES`, WS_BYTES_TYPE
    Bytes,
    /// `WS_XML_QNAME`, WS_XML_QNAME_TYPE
    QName,
    /// `WS_XML_BUFFER*`, WS_XML_BUFFER_TYPE
    XmlBuffer,
    /// `enum E`, WS_ENUM_TYPE
    Enum(CTypeId),
    /// `struct T`, WS_STRUCT_TYPE: fields and parameters hold pointers to it
    Struct(CTypeId),
    /// `struct TChoiceValue` with a selector and a union, WS_UNION_TYPE
    Union(ChoiceId),
    /// `const struct _WS_STRUCT_DESCRIPTION*`, WS_DESCRIPTION_TYPE
    Description,
}

/// A choice: an index of [`Program::choices`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct ChoiceId(pub usize);

/// A choice of elements: `struct TChoiceValue { enum TChoice selector; union { ... } value; }`.
#[derive(Debug)]
pub struct Choice {
    /// The C name of the structure.
    pub name: String,
    /// The C name of the enumeration.
    pub enum_name: String,
    /// The constant that stands for none of them, 0.
    pub none: String,
    /// The elements in the order of the schema: the constant of each, numbered from 1, and its member of the union.
    pub fields: Vec<(String, Field)>,
}

/// The description that goes with a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Description {
    /// None is needed.
    None,
    /// That of a C type.
    Type(CTypeId),
    /// That of a choice, which is beside the field.
    Own,
    /// A range, which is beside the field too.
    Range {
        /// `WS_INT32_DESCRIPTION` or another
        c_type: &'static str,
        /// The two ends, as C constants.
        ends: [String; 2],
    },
}

impl Value {
    /// A type that needs no description.
    pub fn plain(c: &'static str, ws_type: &'static str) -> Self {
        Self::of(Shape::Plain(c, ws_type))
    }

    /// `WCHAR*`
    pub fn wsz() -> Self {
        Self::of(Shape::Wsz)
    }

    /// `WS_STRING`
    pub fn string() -> Self {
        Self::of(Shape::String)
    }

    /// `WS_BYTES`
    pub fn bytes() -> Self {
        Self::of(Shape::Bytes)
    }

    /// `WS_XML_QNAME`
    pub fn qname() -> Self {
        Self::of(Shape::QName)
    }

    /// `WS_XML_BUFFER*`
    pub fn xml_buffer() -> Self {
        Self::of(Shape::XmlBuffer)
    }

    /// A structure.
    pub fn structure(id: CTypeId) -> Self {
        Self { shape: Shape::Struct(id), description: Description::Type(id) }
    }

    fn of(shape: Shape) -> Self {
        Self { shape, description: Description::None }
    }

    /// The structure or the enumeration that it is.
    pub fn c_type_id(&self) -> Option<CTypeId> {
        match self.shape {
            Shape::Struct(id) | Shape::Enum(id) => Some(id),
            _ => None,
        }
    }

    /// Whether a null pointer in the value, or a value of zeroes, is nil and absence, so that it needs no
    /// WS_FIELD_POINTER.
    pub fn has_null(&self) -> bool {
        matches!(self.shape, Shape::Wsz | Shape::String | Shape::Bytes | Shape::XmlBuffer)
    }

    /// The WS_TYPE.
    pub fn ws_type(&self) -> &'static str {
        match self.shape {
            Shape::Plain(_, ws_type) => ws_type,
            Shape::Wsz => "WS_WSZ_TYPE",
            Shape::String => "WS_STRING_TYPE",
            Shape::Bytes => "WS_BYTES_TYPE",
            Shape::QName => "WS_XML_QNAME_TYPE",
            Shape::XmlBuffer => "WS_XML_BUFFER_TYPE",
            Shape::Enum(_) => "WS_ENUM_TYPE",
            Shape::Struct(_) => "WS_STRUCT_TYPE",
            Shape::Union(_) => "WS_UNION_TYPE",
            Shape::Description => "WS_DESCRIPTION_TYPE",
        }
    }

    /// The C type of one value.
    pub fn c_type(&self, program: &Program) -> String {
        match self.shape {
            Shape::Plain(c, _) => c.to_owned(),
            Shape::Wsz => "WCHAR*".to_owned(),
            Shape::String => "WS_STRING".to_owned(),
            Shape::Bytes => "WS_BYTES".to_owned(),
            Shape::QName => "WS_XML_QNAME".to_owned(),
            Shape::XmlBuffer => "WS_XML_BUFFER*".to_owned(),
            Shape::Enum(id) => format!("enum {}", program.get(id).name),
            Shape::Struct(id) => format!("struct {}", program.get(id).name),
            Shape::Union(id) => format!("struct {}", program.choice(id).name),
            Shape::Description => "const struct _WS_STRUCT_DESCRIPTION*".to_owned(),
        }
    }
}

/// The description of a global element.
#[derive(Debug)]
pub struct ElementCode {
    /// The unit it belongs to.
    pub unit: UnitId,
    /// Its member of `globalElements`.
    pub member: String,
    /// Its name on the wire.
    pub xml_name: QName,
    /// Its type.
    pub value: Value,
    /// Whether the schema lets it be nil: its description does not say so.
    pub nillable: bool,
    /// Where the schema has it.
    pub place: Place,
}

/// The description of a global attribute.
#[derive(Debug)]
pub struct AttributeCode {
    /// The attribute.
    pub id: AttributeId,
    /// Its member of `globalAttributes`.
    pub member: String,
    /// Its name on the wire.
    pub xml_name: QName,
    /// Its type.
    pub value: Value,
}

/// What the contracts, messages and policies of a unit add to its files. The file frame puts each part into its place
/// and adds nothing: every text ends with a line feed or is empty.
///
/// Who makes them registers the strings of message actions and endpoint references with the unit's dictionary first;
/// after that, [`Dictionary::member`] names them.
#[derive(Debug, Default)]
pub struct Sections {
    /// The names of the client functions, for the comment at the head of the header.
    pub client_functions: Vec<String>,
    /// The names of the function tables, without `struct`, for that comment.
    pub function_tables: Vec<String>,
    /// The names of the policy helpers, for that comment.
    pub policy_helpers: Vec<String>,
    /// Units whose headers these sections need, beyond those that the types need.
    pub depends_on: BTreeSet<UnitId>,
    /// In the header, after the C types: for each binding its policy helpers, client functions, callbacks and table.
    pub declarations: String,
    /// Members of the global description struct, after those of the schemas: `messages`, `contracts`, `policies`,
    /// `endpointReferences`, as far as there are any.
    pub global: Vec<Member>,
    /// Members of the local definitions, between those of the schemas and the dictionary: `contracts`, `policies`.
    pub local: Vec<Member>,
    /// In the source, between the type of the local definitions and their initializer, which points at these: the
    /// structures of parameters and the service stubs.
    pub stubs: String,
    /// In the source, between the initializers of the local definitions and of the global description struct: client
    /// functions and policy helpers.
    pub functions: String,
}

/// A member of one of the two description structs: indented by four spaces, lines within by more.
#[derive(Debug)]
pub struct Member {
    /// `struct { ... } messages;`
    pub declaration: String,
    /// `{ ... }, // messages`
    pub initializer: String,
}
